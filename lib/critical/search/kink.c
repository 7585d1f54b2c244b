#include "critical/search/kink.h"

#include <assert.h>
#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "critical/hull.h"
#include "critical/point.h"
#include "critical/search/cusp.h"
#include "critical/search/descend.h"
#include "critical/tolerances.h"

enum {
    most_variables = 32,  /* gradients are asked for by the dozen of each: a cost, no edge */
    few_descents = 16,    /* a cost: so many are made whatever Newton's method finds, which turns away from some; … */
    free_descents = 32,   /* a cost: so many are free, … */
    descents_a_find = 16, /* a cost: … and each new kink pays for so many more */
    samples_a_variable = 4, /* points around a kink; … */
    samples_besides = 8,    /* … in few variables, too, creases run between the axes */
    descents_beside = 6     /* from beside a kink: pairs of opposite ones; a cost */
};

/* Of the box: where the first gradients are scattered. */
static const double first_radius = 0.01;

bool descent__search_knows_kinks(const descent__search *search)
{
    const descent__evaluator *const evaluator = &search->analysis.evaluator;
    return search->analysis.dimension <= most_variables && descent__evaluator_has_loss(evaluator) &&
           descent__evaluator_has_gradient(evaluator);
}

/* What a loss that is lower must be below. */
static double lower_than(double loss)
{
    return loss - descent__loss_roundings * DBL_EPSILON * fabs(loss);
}

/* At a kink gradients differ by as much when all are asked nearer, and beside a cusp by more: those off the cross, for on a crease
 * they are whatever rounding makes them. Leaves those that are farther off. */
static descent_status jumps(descent__search *search, const double *x, bool *yes, bool *cusp)
{
    descent__bundle *const bundle = &search->bundle;
    descent__evaluator *const evaluator = &search->analysis.evaluator;
    bool finite;
    *yes = *cusp = false;
    descent__bundle_scatter(bundle, samples_a_variable * bundle->n + samples_besides, descent__kink_width);
    descent_status status = descent__bundle_ask(bundle, evaluator, x, 0, descent__kink_nearer, &finite);
    if (status != DESCENT_SUCCESS || !finite)
        return status;
    const double near = descent__bundle_spread(bundle, 0), scattered = descent__bundle_spread(bundle, 2 * bundle->n);
    status = descent__bundle_ask(bundle, evaluator, x, 0, 1, &finite);
    if (status != DESCENT_SUCCESS || !finite)
        return status;
    *yes = near > 0 && near > descent__kink_jump * descent__bundle_spread(bundle, 0);
    *cusp = scattered > descent__cusp_steeper * descent__bundle_spread(bundle, 2 * bundle->n);
    return DESCENT_SUCCESS;
}

/* Is the loss lower at none of the points from `first` on? *change: by how much it differs at most. */
static descent_status rises(descent__search *search, const double *x, double loss, size_t first, double *change,
                            bool *yes)
{
    descent__bundle *const bundle = &search->bundle;
    *yes = true;
    for (size_t k = first; k < bundle->count; k++) {
        double there;
        descent__bundle_place(bundle, x, k, 1);
        const descent_status status = descent__evaluate_loss(&search->analysis.evaluator, bundle->point, &there);
        if (status != DESCENT_SUCCESS)
            return status;
        *yes = *yes && there >= lower_than(loss);
        *change = fmax(*change, fabs(there - loss));
    }
    return DESCENT_SUCCESS;
}

/* Is zero in the hull of the gradients (Clarke 1975)? While it is not, one more is asked for where down would be (Wolfe 1975). */
static descent_status balances(descent__search *search, const double *x, double loss, bool *yes)
{
    descent__bundle *const bundle = &search->bundle;
    double longest, change = 0;
    descent_status status = DESCENT_SUCCESS;
    bool goes_on = true;
    *yes = false;
    while (status == DESCENT_SUCCESS && goes_on) {
        const double norm = descent__bundle_nearest(bundle, DESCENT__HULL_ROUNDS, &longest);
        *yes = norm <= descent__kink_balance;
        if (*yes || !isfinite(norm) || bundle->count == bundle->most)
            return DESCENT_SUCCESS;
        descent__bundle_add_downhill(bundle, descent__kink_width);
        status = descent__bundle_ask(bundle, &search->analysis.evaluator, x, bundle->count - 1, 1, &goes_on);
        bool higher = false;
        if (status == DESCENT_SUCCESS && goes_on)
            status = rises(search, x, loss, bundle->count - 1, &change, &higher);
        goes_on = goes_on && higher;
    }
    return status;
}

/* What was seen by descents from beside a kink. */
typedef struct beside {
    bool lower; /* one of them comes to a lower loss: no minimum */
    bool level; /* one comes to rest elsewhere, as low: a valley */
} beside;

/* Puts the start of the k-th descent from beside x into `place`: in pairs, to opposite sides. */
static void step_aside(descent__search *search, const double *x, int k)
{
    if (k % 2 == 0) {
        descent__bundle_scatter(&search->bundle, 1, descent__kink_beside);
        descent__vector_copy(search->bundle.n, search->bundle.offsets, search->aside);
    }
    for (size_t i = 0; i < search->bundle.n; i++)
        search->place[i] = x[i] + (k % 2 ? -1 : 1) * search->aside[i] * search->width[i];
}

/* Is the loss lower nowhere around the place where a descent ended? Along the crease of a cusp descents stop before the lowest place. */
static descent_status is_lowest_around(descent__search *search, double loss, bool *yes)
{
    double change = 0;
    descent__bundle_scatter(&search->bundle, samples_a_variable * search->bundle.n + samples_besides,
                            descent__kink_width);
    return rises(search, search->place, loss, 0, &change, yes);
}

/*
 * Moves x to where one of the descents comes to rest a little lower: where creases meet at small angles, it is nearer to the kink.
 * `change`: of the loss, within how far the kink is known. At a cusp a loss that is a little lower says nothing of the way along its crease.
 */
static descent_status look_beside(descent__search *search, double *x, double *loss, double change, bool cusp,
                                  beside *seen)
{
    const size_t n = search->analysis.dimension;
    const double slack = *loss - lower_than(*loss) + change, first = *loss;
    *seen = (beside){false, false};
    for (int k = 0; k < descents_beside && !seen->lower; k++) {
        double moved = 0;
        descent__lowest end;
        step_aside(search, x, k);
        descent_status status = descent__search_descend(search, search->place, descent__kink_beside, &end);
        if (status != DESCENT_SUCCESS)
            return status;
        for (size_t i = 0; i < n; i++)
            moved = fmax(moved, fabs(search->place[i] - x[i]) / search->width[i]);
        const bool elsewhere = moved > descent__kink_elsewhere;
        seen->lower = end.loss < first - slack;
        bool level = elsewhere && end.loss <= first + slack;
        if (level && cusp)
            status = is_lowest_around(search, end.loss, &level);
        if (status != DESCENT_SUCCESS)
            return status;
        seen->level = seen->level || level;
        if (end.loss < *loss && end.is_inside && !elsewhere && !cusp) {
            descent__vector_copy(n, search->place, x);
            *loss = end.loss;
        }
    }
    return DESCENT_SUCCESS;
}

/* At a pole gradients balance, but nothing is lowest; nor does the sum of the indices say anything of a box with one. */
static descent_status is_pole(descent__search *search, const double *x, bool *pole)
{
    const descent_status status = descent__cusp_is_pole(&search->bundle, &search->analysis.evaluator, x, pole);
    if (*pole)
        search->found.set->boundary_outward = 0;
    return status;
}

/* The result: no curvatures, and the gradient is what the user's function says there. */
static descent_status make_point(descent__search *search, const double *x, double loss, bool level,
                                 descent_critical_point **made)
{
    const size_t n = search->analysis.dimension;
    descent_critical_point *const point = descent__critical_point_unclassified(n, x);
    if (!point)
        return DESCENT_ENOMEM;
    const descent_status status = descent__evaluate_gradient(&search->analysis.evaluator, x, search->bundle.point);
    if (status != DESCENT_SUCCESS) {
        descent_critical_point_free(point);
        return status;
    }
    point->kind = DESCENT_CRITICAL_MINIMUM_AT_KINK;
    point->loss = loss;
    point->gradient_norm = descent__vector_norm(n, search->bundle.point);
    point->distance = descent__kink_width * descent__vector_norm(n, search->width);
    point->probe = level ? DESCENT_PROBE_FLAT : DESCENT_PROBE_NONE_LOWER;
    point->converged = 1;
    *made = point;
    return DESCENT_SUCCESS;
}

descent_status descent__search_examine_kink(descent__search *search, double *x, bool *slopes,
                                            descent_critical_point **point)
{
    descent__bundle *const bundle = &search->bundle;
    double loss, change = 0;
    bool jump, cusp, lowest = false, level = false;
    beside seen;
    *slopes = false;
    *point = NULL;
    descent_status status = descent__evaluate_loss(&search->analysis.evaluator, x, &loss);
    if (status != DESCENT_SUCCESS || !isfinite(loss))
        return status;
    status = jumps(search, x, &jump, &cusp);
    if (status == DESCENT_SUCCESS && jump)
        status = rises(search, x, loss, 0, &change, &lowest);
    /* The loss has to change by what its gradients say: else they are noise, or wrong. */
    if (status != DESCENT_SUCCESS || !jump || change <= descent__kink_change * descent__cusp_change_said(bundle) ||
        change <= descent__kink_seen * (loss - lower_than(loss)))
        return status;
    double longest;
    cusp = descent__cusp_cut(bundle, change / (descent__kink_change * descent__kink_width)) || cusp;
    *slopes = descent__bundle_nearest(bundle, DESCENT__HULL_ROUNDS, &longest) > descent__kink_slope;
    if (!*slopes && cusp)
        status = is_pole(search, x, slopes);
    if (status != DESCENT_SUCCESS)
        return status;
    if (lowest && !*slopes && cusp)
        status = descent__cusp_is_seen(bundle, &search->analysis.evaluator, x, loss, &lowest);
    if (status == DESCENT_SUCCESS && lowest && !*slopes)
        status = balances(search, x, loss, &level);
    if (status != DESCENT_SUCCESS || !level)
        return status;
    status = look_beside(search, x, &loss, cusp ? change : descent__kink_width * longest, cusp, &seen);
    if (status != DESCENT_SUCCESS || seen.lower || descent__search_is_exhausted(search))
        return status;
    return make_point(search, x, loss, seen.level, point);
}

/* While it finds kinks; less often where Newton's method is of use. */
static bool may_descend(const descent__search *search, bool useful)
{
    return descent__search_knows_kinks(search) && !descent__search_is_exhausted(search) &&
           search->descents < (useful ? few_descents : free_descents) + descents_a_find * search->kinks;
}

descent_status descent__search_attempt_kink(descent__search *search, bool useful, bool *fresh, bool *known)
{
    const size_t n = search->analysis.dimension;
    const descent_evaluations before = search->analysis.evaluator.evaluations;
    descent_critical_point *point;
    descent__lowest end;
    bool slopes;
    *fresh = *known = false;
    if (!may_descend(search, useful))
        return DESCENT_SUCCESS;
    search->descents++;
    descent__vector_copy(n, search->start, search->lowest);
    descent_status status = descent__search_descend(search, search->lowest, first_radius, &end);
    if (status != DESCENT_SUCCESS || !end.is_inside || !isfinite(end.loss))
        return status;
    const long number = descent__found_lookup(&search->found, search->lowest, false);
    if (number != descent__found_none) {
        search->found.reached[number]++;
        *known = true;
        return DESCENT_SUCCESS;
    }
    status = descent__search_examine_kink(search, search->lowest, &slopes, &point);
    if (status != DESCENT_SUCCESS || !point)
        return status;
    point->moved = descent__vector_distance(n, search->start, search->lowest);
    point->iterations = end.steps;
    descent__search_count(search, &before, point);
    search->kinks += point->probe != DESCENT_PROBE_FLAT; /* of a valley there are always more */
    *fresh = true;
    return descent__found_add(&search->found, point);
}
