#include "command/report/point.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/report/kink.h"
#include "command/report/lines.h"
#include "command/report/place.h"
#include "command/report/text.h"

/* Eigenvalues of more variables are cut in the middle: the ends decide. */
enum {
    most_eigenvalues = 6
};

/* Relative: beside a kink, where the loss has changed by more than its rounding. */
static const double beside_kink = 1e-6;

/* Relative: within what is asked of the loss to tell level ground, and far enough for the powers of a flat valley to show. */
static const double level_width = 0.05;

/* In parts of that: an edge of level ground that is nearer is not told from one at the point. */
static const double nearest_edge = 1e-5;

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

/* The loss there, as what is known of the place has it. */
static double loss_at_place(const descent_problem *problem, const descent_critical_point *point, double size)
{
    double *const x = malloc(point->dimension * sizeof *x), loss = NAN;
    if (x && problem->loss) {
        descent__known_place(problem, point, size, x);
        if (problem->loss(point->dimension, x, &loss, problem->context) != 0)
            loss = NAN;
    }
    free(x);
    return isfinite(loss) ? loss : point->loss;
}

/* The loss. At a kink to as many digits as it is known to: where the point is not known better it may be anything between those beside. */
double descent__point_loss(const descent_problem *problem, const descent_critical_point *point, double size)
{
    if (point->kind != DESCENT_CRITICAL_MINIMUM_AT_KINK)
        return loss_at_place(problem, point, size);
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

/* Is the loss of one variable the same so far to that side, and half as far? Losses there are compared with each other: at the point it
 * may be a little higher. *still: is there no slope in either place? */
static int is_level_so_far(const descent_problem *problem, const descent_critical_point *point, double side, int *still)
{
    double losses[2] = {NAN, NAN};
    *still = 1;
    for (int k = 0; k < 2; k++) {
        const double x = point->x[0] + side / (k + 1);
        double slope = NAN;
        if (problem->loss(1, &x, &losses[k], problem->context) != 0)
            return 0;
        *still = *still && problem->gradient && problem->gradient(1, &x, &slope, problem->context) == 0 && slope == 0;
    }
    return fabs(losses[1] - losses[0]) <= 64 * DBL_EPSILON * fabs(point->loss);
}

/* Is the loss level to that side? The edge of level ground may be near: nearer than powers of a flat valley show in the loss, no slope at all
 * does. */
static int is_level_beside(const descent_problem *problem, const descent_critical_point *point, double side)
{
    const double far = side * level_width * (1 + fabs(point->x[0]));
    int still;
    if (!problem->loss)
        return 0;
    if (is_level_so_far(problem, point, far, &still))
        return 1;
    for (double share = 0.25; share >= nearest_edge; share *= 0.25)
        if (is_level_so_far(problem, point, share * far, &still) && still)
            return 1;
    return 0;
}

int descent__level_sides(const descent_problem *problem, const descent_critical_point *point)
{
    const int open = point->kind == DESCENT_CRITICAL_DEGENERATE || point->kind == DESCENT_CRITICAL_MINIMUM_AT_KINK;
    if (point->dimension != 1 || !open || point->probe != DESCENT_PROBE_FLAT)
        return 0;
    return (is_level_beside(problem, point, -1) ? 1 : 0) + (is_level_beside(problem, point, 1) ? 2 : 0);
}

/* Of one variable there are no ways but two. */
static void print_level_sides(const descent_problem *problem, const descent_critical_point *point)
{
    const int sides = descent__level_sides(problem, point);
    const char *const name = problem->variable_names ? problem->variable_names[0] : "x";
    if (sides == 3)
        printf("  the loss is constant to both sides\n");
    else if (sides)
        printf("  the loss is constant to the %s, towards %s %s, and not to the other side\n",
               sides == 1 ? "left" : "right", sides == 1 ? "smaller" : "larger", name);
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

static void print_lower(const descent_critical_point *point)
{
    printf("  a lower point lies at ");
    descent__say_point(point->lower_x, point->dimension);
    printf(", loss %.10g\n", point->lower_loss);
}

/* Is the loss lower right beside the kink along an axis? */
static int falls_beside(const descent_problem *problem, const descent_critical_point *point)
{
    const size_t n = point->dimension;
    double *const x = malloc(n * sizeof *x);
    int falls = 0;
    for (size_t k = 0; x && problem->loss && !falls && k < 2 * n; k++) {
        double loss = NAN;
        memcpy(x, point->x, n * sizeof *x);
        x[k / 2] += (k % 2 ? -1 : 1) * beside_kink * (1 + fabs(x[k / 2]));
        falls = problem->loss(n, x, &loss, problem->context) == 0 &&
                loss < point->loss - 64 * DBL_EPSILON * fabs(point->loss);
    }
    free(x);
    return falls;
}

static void print_kink(const descent_problem *problem, const descent_critical_point *point, descent__kink kink)
{
    printf(kink == DESCENT__KINK_CUSP
               ? "  a cusp: towards it slopes grow without bound, so that there is no gradient and there are no "
                 "curvatures\n"
               : "  the gradient jumps there: slopes to its sides differ, so that there are no curvatures\n");
    const int sides = descent__level_sides(problem, point);
    if (point->kind == DESCENT_CRITICAL_MINIMUM_AT_KINK && sides)
        printf("  the loss is lowest there, and constant to the %s\n", sides == 1 ? "left" : "right");
    else if (point->kind == DESCENT_CRITICAL_MINIMUM_AT_KINK)
        printf("  the loss is lowest %s\n", point->probe == DESCENT_PROBE_FLAT && point->dimension > 1
                                                ? "along a crease that goes on from there"
                                                : "there");
    else if (falls_beside(problem, point))
        printf("  it is no minimum: beside it the loss is lower\n");
    else if (point->probe == DESCENT_PROBE_LOWER)
        print_lower(point);
}

/* What the curvatures leave open: where all is level, and where it is lower. */
static void print_rest(const descent_problem *problem, const descent_critical_point *point, double size)
{
    const int degenerate = point->kind == DESCENT_CRITICAL_DEGENERATE;
    print_level_sides(problem, point);
    (void)descent__count_lines(problem, point, size, 1);
    if (point->escape)
        print_way_down(point);
    if (point->probe == DESCENT_PROBE_LOWER) {
        print_lower(point);
    } else if (degenerate && point->probe == DESCENT_PROBE_NONE_LOWER && !point->escape) {
        printf("  no lower point was found around it: that suggests a minimum, but does not prove it\n");
    }
}

void descent__say_critical_point(const descent_problem *problem, const descent_critical_point *point, double size)
{
    const int degenerate = point->kind == DESCENT_CRITICAL_DEGENERATE;
    const descent__kink kink = degenerate || point->kind == DESCENT_CRITICAL_MINIMUM_AT_KINK
                                   ? descent__point_kink(problem, point)
                                   : DESCENT__KINK_NONE;
    descent__say_bold(kink && degenerate ? "kink" : descent__kind_name(point));
    printf(" at ");
    descent__say_place(problem, point, size);
    if (!isnan(point->loss))
        printf(", loss %.10g", descent__point_loss(problem, point, size) + 0); /* no -0 */
    putchar('\n');
    if (kink || point->kind == DESCENT_CRITICAL_MINIMUM_AT_KINK) {
        print_kink(problem, point, kink);
        return;
    }
    const int corner = degenerate && point->curvature_jumps;
    if (point->unbounded_curvature)
        printf("  towards it curvatures grow without bound: no step size is stable there\n");
    else if (corner)
        printf("  the curvature jumps there: there is no Hessian, and no curvatures tell uphill from downhill\n");
    else
        print_eigenvalues(point);
    if (degenerate && !corner && !point->unbounded_curvature && point->eigenvalue_count > 0)
        printf("  where a curvature is zero, it does not tell uphill from downhill\n");
    if (point->valleys_meet)
        printf(
            "  along some ways from there the loss is level, and its critical points go on; along others it rises\n");
    if (point->step_limit > 0 && point->kind == DESCENT_CRITICAL_MINIMUM)
        printf("  with a step size below %.6g, gradient descent that comes near comes to rest there\n",
               point->step_limit);
    print_rest(problem, point, size);
}
