/* descent points: the critical points. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <descent/critical.h>

#include "command/loss/choice.h"
#include "command/report/lines.h"
#include "command/report/point.h"
#include "command/report/text.h"
#include "command/verbs.h"
#include "command/work/near.h"

/* Samples of a valley with the same loss that are listed one by one. */
enum {
    most_alike = 3
};

/* Losses that differ by rounding, in parts of those in the box. */
static const double same_loss = 1e-12;

/* The corners of the box: given, or those of the landscape. To be freed. */
static descent__exit read_corner(const descent__loss *loss, const char *option, const char *text,
                                 const double *standard, double **corner)
{
    if (text)
        return descent__loss_point(loss, option, text, corner);
    if (!standard)
        return descent__wrong("in which box? Give --lower and --upper, such as --lower %s",
                              loss->problem.dimension == 1 ? "-2 --upper 2" : "-2,-2 --upper 2,2");
    *corner = malloc(loss->problem.dimension * sizeof **corner);
    for (size_t i = 0; *corner && i < loss->problem.dimension; i++)
        (*corner)[i] = standard[i];
    return *corner ? DESCENT__EXIT_DONE : descent__failed(DESCENT__EXIT_NOT_MADE, "out of memory");
}

/* How large losses are in the box, by its corners. */
static double loss_size(const descent_problem *problem, const double *lower, const double *upper)
{
    const double *const corners[] = {lower, upper};
    double size = 0;
    for (size_t i = 0; problem->loss && i < 2; i++) {
        double loss = NAN;
        if (problem->loss(problem->dimension, corners[i], &loss, problem->context) == 0 && isfinite(loss))
            size = fmax(size, fabs(loss));
    }
    return size;
}

/* Are both samples of ground where critical points go on, with the same to say of them but where they are? `losses`: how large these are. */
static int are_alike(const descent_problem *problem, const descent_critical_point *a, const descent_critical_point *b,
                     double size, double losses)
{
    const int goes_on = a->kind == DESCENT_CRITICAL_DEGENERATE || a->kind == DESCENT_CRITICAL_MINIMUM_AT_KINK;
    if (!goes_on || a->kind != b->kind || a->nullity != b->nullity || a->curvature_jumps != b->curvature_jumps ||
        strcmp(descent__kind_name(a), descent__kind_name(b)) != 0)
        return 0;
    const double first = descent__point_loss(problem, a, size), second = descent__point_loss(problem, b, size);
    return fabs(first - second) <= same_loss * fmax(losses, fabs(first)) &&
           descent__level_sides(problem, a) == descent__level_sides(problem, b);
}

/* For each point the number of the first that is like it, itself at the earliest; NULL without memory. */
static size_t *find_alike(const descent_problem *problem, const descent_critical_set *set, double size, double losses)
{
    size_t *const alike = set->count ? malloc(set->count * sizeof *alike) : NULL;
    for (size_t i = 0; alike && i < set->count; i++) {
        size_t k = 0;
        while (k < i && (alike[k] != k || !are_alike(problem, set->points[i], set->points[k], size, losses)))
            k++;
        alike[i] = k;
    }
    return alike;
}

/* All, or of samples that are alike the first one and how many there are. */
static void print_points(const descent_problem *problem, const descent_critical_set *set, double size, double losses,
                         int all)
{
    size_t *const alike = set->continuum && !all ? find_alike(problem, set, size, losses) : NULL;
    for (size_t i = 0; i < set->count; i++) {
        size_t count = 0;
        for (size_t k = 0; alike && k < set->count; k++)
            count += alike[k] == alike[i];
        const int many = count > most_alike;
        if (many && alike[i] != i)
            continue;
        putchar('\n');
        descent__say_critical_point(problem, set->points[i], size);
        if (many)
            printf("  %zu more of the samples are like this one, with the same loss; --all lists them\n", count - 1);
    }
    free(alike);
}

/* Where the gradient points outward all around, the indices add up to 1 (Poincaré and Hopf), but for points that are degenerate or at
 * kinks: no other sum is that of all. */
static int are_missing(const descent_critical_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->points[i]->nullity > 0 || set->points[i]->kind == DESCENT_CRITICAL_MINIMUM_AT_KINK)
            return 0;
    return set->boundary_outward && set->index_sum != 1;
}

static void print_set(const descent__loss *loss, const descent_critical_set *set, const double *lower,
                      const double *upper, int all)
{
    int continuum = set->continuum;
    double size = 0;
    for (size_t i = 0; i < loss->problem.dimension; i++)
        size = fmax(size, fmax(fabs(lower[i]), fabs(upper[i])));
    for (size_t i = 0; i < set->count; i++)
        continuum = continuum || descent__count_lines(&loss->problem, set->points[i], size, 0) > 0;
    if (continuum)
        printf("%zu of infinitely many critical points found between ", set->count);
    else
        printf("%zu critical point%s found between ", set->count, descent__noun_ending(set->count));
    descent__say_point(lower, loss->problem.dimension);
    printf(" and ");
    descent__say_point(upper, loss->problem.dimension);
    printf("%s%s\n", continuum ? "; they form curves or level ground, of which samples are listed" : "",
           set->exhausted ? "; the search ended at its limit, there may be more" : "");
    if (are_missing(set))
        printf("  the loss falls inward all around the box, so points are missing, or it has a pole in there, as "
               "log(abs(x)) at 0: of those without a derivative only minima at kinks are looked for, and these are "
               "missed where the slope has no bound, but along axes\n");
    print_points(&loss->problem, set, size, loss_size(&loss->problem, lower, upper), all);
}

/* Prints the text, if there is one, and frees it. */
static descent__exit print_json(descent_status status, char **text)
{
    if (status == DESCENT_SUCCESS)
        fputs(*text, stdout);
    free(*text);
    return descent__failed_call(status);
}

static descent__exit search(const descent__loss *loss, const double *lower, const double *upper,
                            const descent__settings *settings)
{
    char *text = NULL;
    descent_critical_set *set;
    const descent_status status = descent_critical_search(&loss->problem, lower, upper, NULL, &set);
    descent__exit exit = descent__failed_call(status);
    if (status != DESCENT_SUCCESS)
        return exit;
    if (settings->json)
        exit = print_json(descent_critical_set_json(set, &text), &text);
    else
        print_set(loss, set, lower, upper, settings->all);
    descent_critical_set_free(set);
    return exit;
}

static descent__exit find_all(const descent__loss *loss, const descent__settings *settings)
{
    double *lower = NULL, *upper = NULL;
    descent__exit exit = read_corner(loss, "lower", settings->lower, loss->lower, &lower);
    if (exit == DESCENT__EXIT_DONE)
        exit = read_corner(loss, "upper", settings->upper, loss->upper, &upper);
    for (size_t i = 0; exit == DESCENT__EXIT_DONE && i < loss->problem.dimension; i++)
        if (lower[i] >= upper[i])
            exit = descent__wrong("--lower must be below --upper in each variable, got %g and %g for number %zu",
                                  lower[i], upper[i], i + 1);
    if (exit == DESCENT__EXIT_DONE)
        exit = search(loss, lower, upper, settings);
    free(lower);
    free(upper);
    return exit;
}

/* Where Newton's method ended, which found nothing. */
static void say_none_near(const descent_problem *problem, const descent__near *near, const double *x)
{
    const size_t n = problem->dimension;
    const descent_critical_point *const end = near->point;
    descent__say_bold("no critical point found");
    printf(" near ");
    descent__say_point(x, n);
    putchar('\n');
    if (isfinite(near->loss))
        printf("  the loss is %.10g there%s", near->loss + 0, isfinite(near->slope) ? ", and " : "\n");
    if (isfinite(near->slope))
        printf("%sthe gradient has the length %.6g\n", isfinite(near->loss) ? "" : "  there ", near->slope);
    if (end->moved <= DBL_EPSILON * descent__near_size(x, n))
        return;
    printf("  the search ended at ");
    descent__say_point(end->x, n);
    if (isfinite(end->loss))
        printf(", loss %.10g", end->loss);
    printf(problem->loss && !isfinite(end->loss) ? ", where the loss has no value\n" : " (gradient of length %.6g)\n",
           end->gradient_norm);
}

static void say_near(const descent_problem *problem, const descent__near *near, const double *x)
{
    const size_t n = problem->dimension;
    if (near->point->kind == DESCENT_CRITICAL_NOT_CRITICAL) {
        say_none_near(problem, near, x);
        return;
    }
    descent__say_critical_point(problem, near->point, 0);
    if (problem->gradient && !isfinite(near->slope) && descent__near_distance(near->point, x) > near->point->distance) {
        printf("  at ");
        descent__say_point(x, n);
        printf(" itself the gradient has no value\n");
    }
    if (descent__near_distance(near->point, x) > descent__near_size(x, n) / 2) {
        printf("  it is %.3g away from ", descent__near_distance(near->point, x));
        descent__say_point(x, n);
        printf("%s\n", near->nearer ? "" : "; none was found that is nearer");
    }
    if (near->nearer) {
        printf("nearer to ");
        descent__say_point(x, n);
        printf(":\n");
        descent__say_critical_point(problem, near->nearer, 0);
    }
}

static descent__exit find_near(const descent__loss *loss, const descent__settings *settings)
{
    char *text = NULL;
    double *x = NULL;
    descent__near near = {0};
    descent__exit exit = descent__loss_point(loss, "at", settings->at, &x);
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__near_find(&near, &loss->problem, x, settings->at);
    if (exit == DESCENT__EXIT_DONE && settings->json)
        exit = print_json(descent_critical_point_json(near.point, &text), &text);
    else if (exit == DESCENT__EXIT_DONE)
        say_near(&loss->problem, &near, x);
    descent__near_close(&near);
    free(x);
    return exit;
}

descent__exit descent__verb_points(const descent__settings *settings, size_t count)
{
    (void)count;
    descent__loss loss = {0};
    if (settings->operand_count > 1)
        return descent__wrong("'%s' is one word too many", settings->operands[1]);
    if (settings->at && (settings->lower || settings->upper))
        return descent__wrong("--at looks near one point, --lower and --upper in a box: give one of them");
    const char *const corner = settings->at ? settings->at : settings->lower ? settings->lower : settings->upper;
    descent__exit exit = descent__loss_need(&loss, settings, settings->operands[0], corner);
    if (exit == DESCENT__EXIT_DONE)
        exit = settings->at ? find_near(&loss, settings) : find_all(&loss, settings);
    descent__loss_close(&loss);
    return exit;
}
