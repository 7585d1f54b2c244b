/* descent points: the critical points. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <descent/critical.h>

#include "command/loss/choice.h"
#include "command/report/text.h"
#include "command/verbs.h"

/* Eigenvalues of more variables are cut in the middle: the ends decide. */
enum {
    most_eigenvalues = 6
};

static void print_eigenvalues(const descent_critical_point *point)
{
    printf("  curvatures (eigenvalues of the Hessian) ");
    for (size_t i = 0; i < point->eigenvalue_count; i++) {
        if (i == most_eigenvalues / 2 && point->eigenvalue_count > most_eigenvalues) {
            printf(", …");
            i = point->eigenvalue_count - most_eigenvalues / 2;
        }
        printf("%s%.6g", i ? ", " : "", point->eigenvalues[i]);
    }
    putchar('\n');
}

static void print_point(const descent_critical_point *point)
{
    const int degenerate = point->kind == DESCENT_CRITICAL_DEGENERATE;
    descent__say_bold(descent_critical_kind_string(point->kind));
    printf(degenerate ? " point at " : " at ");
    descent__say_point(point->x, point->dimension);
    if (!isnan(point->loss))
        printf(", loss %.10g", point->loss);
    putchar('\n');
    print_eigenvalues(point);
    if (degenerate && point->eigenvalue_count > 0)
        printf("  where a curvature is zero, it does not tell uphill from downhill\n");
    if (point->step_limit > 0 && point->kind == DESCENT_CRITICAL_MINIMUM)
        printf("  with a step size below %.6g, gradient descent that comes near comes to rest there\n",
               point->step_limit);
    if (point->escape) {
        printf("  from there the loss falls fastest along ");
        descent__say_point(point->escape, point->dimension);
        printf(", either way\n");
    }
    if (point->probe == DESCENT_PROBE_LOWER) {
        printf("  a lower point lies at ");
        descent__say_point(point->lower_x, point->dimension);
        printf(", loss %.10g\n", point->lower_loss);
    }
}

/* The corners of the box: given, or those of the landscape. To be freed. */
static descent__exit read_corner(const descent__loss *loss, const char *option, const char *text,
                                 const double *standard, double **corner)
{
    if (text)
        return descent__loss_point(loss, option, text, corner);
    if (!standard)
        return descent__wrong("in which box? Give --lower and --upper, such as --lower -2,-2 --upper 2,2");
    *corner = malloc(loss->problem.dimension * sizeof **corner);
    for (size_t i = 0; *corner && i < loss->problem.dimension; i++)
        (*corner)[i] = standard[i];
    return *corner ? DESCENT__EXIT_DONE : descent__failed(DESCENT__EXIT_NOT_MADE, "out of memory");
}

static descent__exit search(const descent__loss *loss, const double *lower, const double *upper)
{
    descent_critical_set *set;
    const descent_status status = descent_critical_search(&loss->problem, lower, upper, NULL, &set);
    if (status != DESCENT_SUCCESS)
        return descent__failed_call(status);
    printf("%zu critical point%s between ", set->count, descent__noun_ending(set->count));
    descent__say_point(lower, loss->problem.dimension);
    printf(" and ");
    descent__say_point(upper, loss->problem.dimension);
    printf("%s%s\n", set->continuum ? "; some lie on a valley or a crest, of which they are samples" : "",
           set->exhausted ? "; the search ended at its limit, there may be more" : "");
    for (size_t i = 0; i < set->count; i++) {
        putchar('\n');
        print_point(set->points[i]);
    }
    descent_critical_set_free(set);
    return DESCENT__EXIT_DONE;
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
        exit = search(loss, lower, upper);
    free(lower);
    free(upper);
    return exit;
}

static descent__exit find_near(const descent__loss *loss, const char *at)
{
    double *x;
    descent_critical_point *point = NULL;
    descent__exit exit = descent__loss_point(loss, "at", at, &x);
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__failed_call(descent_critical_refine(&loss->problem, x, NULL, &point));
    if (exit == DESCENT__EXIT_DONE)
        print_point(point);
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
        exit = settings->at ? find_near(&loss, settings->at) : find_all(&loss, settings);
    descent__loss_close(&loss);
    return exit;
}
