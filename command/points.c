/* descent points: the critical points. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <descent/critical.h>

#include "command/loss/choice.h"
#include "command/report/text.h"
#include "command/verbs.h"

/* Eigenvalues of more variables are cut in the middle: the ends decide. */
enum {
    most_eigenvalues = 6
};

/* Samples of a valley with the same loss that are listed one by one. */
enum {
    most_alike = 3
};

/* Losses that differ by rounding, in parts of those in the box. */
static const double same_loss = 1e-12;

/* Relative: near enough for a jump to show, and far enough for the rounding of the gradient. */
static const double kink_width = 1e-7;

/* Ten times nearer, the slope beside a jump is the same to this part; that of |x|^1.01 is not. */
static const double of_a_jump = 0.99;

/* Relative: within what is asked of the loss to tell level ground, and far enough for the powers of a flat valley to show. */
static const double level_width = 0.05;

static void print_eigenvalues(const descent_critical_point *point)
{
    printf("  curvatures (eigenvalues of the Hessian) ");
    for (size_t i = 0; i < point->eigenvalue_count; i++) {
        if (i == most_eigenvalues / 2 && point->eigenvalue_count > most_eigenvalues) {
            printf(", …");
            i = point->eigenvalue_count - most_eigenvalues / 2;
        }
        const int zero = fabs(point->eigenvalues[i]) <= point->eigenvalue_tolerance;
        printf("%s%.6g", i ? ", " : "", zero ? 0.0 : point->eigenvalues[i]);
    }
    putchar('\n');
}

/* The loss at a kink, to as many digits as it is known to: where the point is not known better it may be anything between those beside. */
static double known_loss(const descent_problem *problem, const descent_critical_point *point)
{
    double *const x = malloc(point->dimension * sizeof *x);
    double unknown = 0;
    for (size_t k = 0; x && problem->loss && k < 2 * point->dimension; k++) {
        double loss = NAN;
        memcpy(x, point->x, point->dimension * sizeof *x);
        x[k / 2] += k % 2 ? -point->distance : point->distance;
        if (problem->loss(point->dimension, x, &loss, problem->context) == 0 && isfinite(loss))
            unknown = fmax(unknown, fabs(loss - point->loss));
    }
    free(x);
    return descent__known_digits(point->loss, unknown);
}

/* At a kink the gradient jumps, however near: a tenth of the way makes it no smaller, as it does at a smooth point, be it ever so
 * flat; and there it is well above what the point has. */
static int is_kink(const descent_problem *problem, const descent_critical_point *point)
{
    const size_t n = point->dimension;
    double *const x = malloc(2 * n * sizeof *x), *const gradient = x ? x + n : NULL;
    int jumps = 0;
    for (size_t i = 0; x && problem->gradient && !jumps && i < 2 * n; i++) {
        double slopes[2] = {0, 0};
        const double near = kink_width * (1 + fabs(point->x[i / 2])), side = i % 2 ? 1 : -1;
        for (int k = 0; k < 2; k++) {
            memcpy(x, point->x, n * sizeof *x);
            x[i / 2] += side * near * (k ? 10 : 1);
            if (problem->gradient(n, x, gradient, problem->context) == 0)
                slopes[k] = fabs(gradient[i / 2]);
        }
        jumps = isfinite(slopes[1]) && slopes[0] > of_a_jump * slopes[1] && slopes[0] > 2 * point->gradient_norm;
    }
    free(x);
    return jumps;
}

/* Where all curvatures are zero the loss is level along some way. Does it rise between two variables all the same? Then this is no flat
 * ground: valleys meet there, as those of x²y² do at 0. */
static int do_valleys_meet(const descent_problem *problem, const descent_critical_point *point)
{
    const size_t n = point->dimension;
    double *const x = malloc(n * sizeof *x);
    const double far = level_width * (1 + descent__largest_part(point)), seen = 64 * DBL_EPSILON * fabs(point->loss);
    int rises = 0;
    for (size_t k = 0; x && problem->loss && !rises && k / 2 + 1 < n; k++) {
        double loss = NAN;
        memcpy(x, point->x, n * sizeof *x);
        x[k / 2] += far;
        x[k / 2 + 1] += k % 2 ? -far : far;
        rises = problem->loss(n, x, &loss, problem->context) == 0 && loss > point->loss + seen;
    }
    free(x);
    return rises;
}

/* Along the eigenvector of the lowest curvature, unless another has the same: then no way is steeper than all others. */
static void print_way_down(const descent_critical_point *point)
{
    if (point->dimension == 1) {
        printf("  from there the loss falls to either side\n");
        return;
    }
    const int alike =
        point->eigenvalue_count > 1 && point->eigenvalues[1] - point->eigenvalues[0] <= point->eigenvalue_tolerance;
    printf(alike ? "  from there the loss falls along " : "  from there the loss falls fastest along ");
    descent__say_point(point->escape, point->dimension);
    printf(alike ? ", either way, and as fast along others\n" : ", either way\n");
}

/* `size`: of the numbers among which the point was looked for. */
static void print_point(const descent_problem *problem, const descent_critical_point *point, double size)
{
    const int degenerate = point->kind == DESCENT_CRITICAL_DEGENERATE;
    const int kink = degenerate && is_kink(problem, point);
    const int meet = degenerate && point->probe == DESCENT_PROBE_FLAT && point->nullity == point->dimension &&
                     do_valleys_meet(problem, point);
    descent__say_bold(kink ? "kink" : meet ? "point where valleys meet" : descent__kind_name(point));
    printf(" at ");
    descent__say_place(point, size);
    if (!isnan(point->loss))
        printf(", loss %.10g", point->kind == DESCENT_CRITICAL_MINIMUM_AT_KINK ? known_loss(problem, point)
                                                                               : point->loss + 0); /* no -0 */
    putchar('\n');
    if (point->kind == DESCENT_CRITICAL_MINIMUM_AT_KINK) {
        printf("  the gradient jumps there: the loss is lowest %s, and there are no curvatures\n",
               point->probe == DESCENT_PROBE_FLAT ? "along a crease that goes on from there" : "at the kink");
        return;
    }
    if (kink) {
        printf("  the gradient jumps there: it has no value, and there are no curvatures\n");
        return;
    }
    const int corner = degenerate && point->curvature_jumps;
    if (corner)
        printf("  the curvature jumps there: there is no Hessian, and no curvatures tell uphill from downhill\n");
    else
        print_eigenvalues(point);
    if (degenerate && !corner && point->eigenvalue_count > 0)
        printf("  where a curvature is zero, it does not tell uphill from downhill\n");
    if (meet)
        printf(
            "  along some ways from there the loss is level, and its critical points go on; along others it rises\n");
    if (point->step_limit > 0 && point->kind == DESCENT_CRITICAL_MINIMUM)
        printf("  with a step size below %.6g, gradient descent that comes near comes to rest there\n",
               point->step_limit);
    if (point->escape)
        print_way_down(point);
    if (point->probe == DESCENT_PROBE_LOWER) {
        printf("  a lower point lies at ");
        descent__say_point(point->lower_x, point->dimension);
        printf(", loss %.10g\n", point->lower_loss);
    } else if (degenerate && point->probe == DESCENT_PROBE_NONE_LOWER && !point->escape) {
        printf("  no lower point was found around it: that suggests a minimum, but does not prove it\n");
    }
}

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

/* Are both samples of ground where critical points go on, with the same to say of them? `size` is that of losses. */
static int are_alike(const descent_critical_point *a, const descent_critical_point *b, double size)
{
    const int goes_on = a->kind == DESCENT_CRITICAL_DEGENERATE || a->kind == DESCENT_CRITICAL_MINIMUM_AT_KINK;
    return goes_on && a->kind == b->kind && a->nullity == b->nullity &&
           strcmp(descent__kind_name(a), descent__kind_name(b)) == 0 &&
           fabs(a->loss - b->loss) <= same_loss * fmax(size, fabs(a->loss));
}

static size_t count_alike(const descent_critical_set *set, size_t number, size_t first, size_t end, double size)
{
    size_t count = 0;
    for (size_t i = first; i < end; i++)
        count += (size_t)are_alike(set->points[i], set->points[number], size);
    return count;
}

/* All, or of samples that are alike the first one and how many there are. */
static void print_points(const descent_problem *problem, const descent_critical_set *set, double size, double losses,
                         int all)
{
    for (size_t i = 0; i < set->count; i++) {
        const int many = set->continuum && !all && count_alike(set, i, 0, set->count, losses) > most_alike;
        if (many && count_alike(set, i, 0, i, losses) > 0)
            continue;
        putchar('\n');
        print_point(problem, set->points[i], size);
        if (many)
            printf("  and %zu more such points with this loss, which --all lists\n",
                   count_alike(set, i, i + 1, set->count, losses));
    }
}

static void print_set(const descent__loss *loss, const descent_critical_set *set, const double *lower,
                      const double *upper, int all)
{
    if (set->continuum)
        printf("%zu of infinitely many critical points found between ", set->count);
    else
        printf("%zu critical point%s found between ", set->count, descent__noun_ending(set->count));
    descent__say_point(lower, loss->problem.dimension);
    printf(" and ");
    descent__say_point(upper, loss->problem.dimension);
    printf("%s%s\n", set->continuum ? "; they form curves or level ground, of which samples are listed" : "",
           set->exhausted ? "; the search ended at its limit, there may be more" : "");
    double size = 0;
    for (size_t i = 0; i < loss->problem.dimension; i++)
        size = fmax(size, fmax(fabs(lower[i]), fabs(upper[i])));
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

static descent__exit find_near(const descent__loss *loss, const descent__settings *settings)
{
    char *text = NULL;
    double *x;
    descent_critical_point *point = NULL;
    descent__exit exit = descent__loss_point(loss, "at", settings->at, &x);
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__failed_call(descent_critical_refine(&loss->problem, x, NULL, &point));
    if (exit == DESCENT__EXIT_DONE && settings->json)
        exit = print_json(descent_critical_point_json(point, &text), &text);
    else if (exit == DESCENT__EXIT_DONE)
        print_point(&loss->problem, point, 0);
    descent_critical_point_free(point);
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
