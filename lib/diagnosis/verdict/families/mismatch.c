#include "diagnosis/verdict/families/mismatch.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/evidence/randomness.h"
#include "diagnosis/verdict/predicates.h"
#include "problem/gradient_check.h"

enum {
    check_calls = 40,  /* for each variable, at most, for the points that are checked */
    calls_at_end = 20, /* for each variable, for the end */
    looks = 22         /* by factors of four, from the widest to 1e-6 of the point or the unit */
};

/* Of the point or the unit: what leaves an unstable point from within 1e-7 of the lengths of the loss still shows it. */
static const double widest_look = 1e7;
/* From look to look, and by how much a smooth loss may answer less at most: with h², and a fourth for the rest of it. */
static const double look_factor = 4;
static const double unanswered = 64;

static descent_derivative_check *check_at(descent__evidence *evidence, const descent_problem *problem, const double *x)
{
    descent_derivative_check *check = NULL;
    const descent_check_options options = {.evaluation_limit = descent__evidence_calls_left(evidence)};
    if (options.evaluation_limit == 0)
        return NULL;
    descent_evaluations spent;
    const descent_status status = descent__check_gradient(problem, x, &options, &spent, &check);
    descent__evidence_spend(evidence, &spent);
    if (status == DESCENT_ENOMEM)
        evidence->memory_failed = true;
    return check;
}

/* Was the loss the same at every width? */
static bool saw_nothing(const descent_derivative_check *check)
{
    return !(descent__vector_max_abs(check->dimension, check->expected) > 0);
}

/* By how much the loss answers to x_i at this width; NaN if it is not to be had. */
static double response(descent__evidence *evidence, const double *x, size_t i, double width, double loss, double *where)
{
    double largest = 0;
    descent__vector_copy(evidence->n, x, where);
    for (int side = -1; side <= 1; side += 2) {
        where[i] = x[i] + side * width;
        const double answer = fabs(descent__evidence_loss_at(evidence, where) - loss);
        if (isnan(answer))
            return NAN;
        largest = fmax(largest, answer);
    }
    return largest;
}

/* A smooth loss that answers by r at one width answers by r/16 at least at a quarter of it. One that does not answer at
 * all there, though r/64 is more than its last bit, has lost what it would say in a cancellation: 1 − cos x does below
 * 1e-8. From wide, where any loss answers that depends on x_i, to the narrowest width of a check. */
static bool sees_through(descent__evidence *evidence, const double *x, size_t i)
{
    const double scale = evidence->problem_in_units.scale > 0 ? evidence->problem_in_units.scale : 1;
    const double loss = descent__evidence_loss_at(evidence, x);
    double *where = descent__evidence_numbers(evidence, evidence->n);
    double width = widest_look * fmax(fabs(x[i]), scale);
    double wider = NAN;
    for (int look = 0; where && look < looks; look++, width /= look_factor) {
        const double answer = response(evidence, x, i, width, loss, where);
        if (answer <= 0 && wider / unanswered > DBL_EPSILON * fabs(loss))
            return false;
        wider = answer;
    }
    return where != NULL;
}

/* The path tells the widths. Where it is short, they may be so narrow that terms cancel of which the loss does not show
 * the rounding, as 1 − cos x at 1e-9: what the widths of the user's own unit confirm is not wrong, and where the narrow
 * ones saw no change at all, those must say so, too. */
static bool check_says_wrong(descent__evidence *evidence, const double *x)
{
    descent_derivative_check *narrow = check_at(evidence, &evidence->problem_in_units, x);
    const bool suspected = narrow && narrow->verdict >= DESCENT_CHECK_SIGN;
    const bool blind = suspected && saw_nothing(narrow);
    const size_t worst = suspected ? narrow->worst : 0;
    descent_derivative_check_free(narrow);
    if (!suspected)
        return false;
    descent_derivative_check *own = check_at(evidence, &evidence->evaluator.problem, x);
    const bool wrong =
        own ? own->verdict >= DESCENT_CHECK_SIGN || (own->verdict == DESCENT_CHECK_UNDECIDED && !blind) : !blind;
    descent_derivative_check_free(own);
    return wrong && sees_through(evidence, x, worst);
}

enum {
    checks_again =
        2 /* of a loss that is random: its differences may agree with each other once by chance, hardly three times */
};

/* And so when it is asked again, if the loss or the gradient answers differently then. */
static bool is_wrong_at(descent__evidence *evidence, const double *x)
{
    if (!check_says_wrong(evidence, x))
        return false;
    if (descent__evidence_loss_is_random(evidence, x))
        for (int again = 0; again < checks_again; again++)
            if (!check_says_wrong(evidence, x))
                return false;
    if (!descent__evidence_gradient_is_random(evidence, x))
        return true;
    descent_derivative_check *check = check_at(evidence, &evidence->problem_in_units, x);
    const bool off = check && descent__evidence_all_answers_are_off(evidence, x, check->expected);
    descent_derivative_check_free(check);
    return off;
}

/* Of the point or the unit: how far from a start that the run never left other points lie. A tenth of the widest difference of a
 * check sees past a kink at the start, and stays where the loss is defined if the start does not stand at the edge. */
static const double beside = 0.01;

static bool is_wrong_beside(descent__evidence *evidence, const double *x, double way)
{
    const double scale = evidence->problem_in_units.scale > 0 ? evidence->problem_in_units.scale : 1;
    double *other = descent__evidence_numbers(evidence, evidence->n);
    for (size_t i = 0; other && i < evidence->n; i++)
        other[i] = x[i] + way * fmax(fabs(x[i]), scale);
    return other && is_wrong_at(evidence, other);
}

/* Of a start and two points beside it, two. */
static bool start_is_wrong(descent__evidence *evidence)
{
    const double *const x = evidence->points;
    const int wrong = (int)is_wrong_at(evidence, x) + (int)is_wrong_beside(evidence, x, beside);
    return wrong == 2 || (wrong == 1 && is_wrong_beside(evidence, x, -beside));
}

/* Two points must agree that it is wrong: one may sit beside a kink. */
static bool gradient_is_wrong(descent__evidence *evidence)
{
    const descent_problem *problem = &evidence->evaluator.problem;
    const bool comparable = (problem->loss || problem->loss_gradient) && (problem->gradient || problem->loss_gradient);
    if (!comparable || evidence->random || !descent__evidence_affords(evidence, check_calls * evidence->n))
        return false;
    if (evidence->finite < 2)
        return start_is_wrong(evidence);
    if (!is_wrong_at(evidence, evidence->points))
        return false;
    return is_wrong_at(evidence, descent__evidence_point(evidence, evidence->finite / 2)) ||
           is_wrong_at(evidence, descent__evidence_point(evidence, 1));
}

/* The slope of the loss as differences say, and the way down; NaN if it is not told from their error. */
static double slope_at(descent__evidence *evidence, const double *x, double *down)
{
    const size_t n = evidence->n;
    if (!descent__evidence_affords(evidence, calls_at_end * n))
        return NAN;
    descent_derivative_check *check = check_at(evidence, &evidence->problem_in_units, x);
    if (!check)
        return NAN;
    double slope = descent__vector_norm(n, check->expected);
    if (!isfinite(slope) || slope <= descent__vector_norm(n, check->tolerance))
        slope = NAN;
    for (size_t i = 0; i < n && slope > 0; i++)
        down[i] = -check->expected[i] / slope;
    descent_derivative_check_free(check);
    return slope;
}

/* Where the run rests: has the loss a slope there that is one beside that at the start? Then that is what it should go
 * down. */
static void take_rest(descent__facts *facts, descent__decision *decision)
{
    descent__evidence *evidence = facts->evidence;
    double *down = descent__arena_numbers(evidence->keep, evidence->n);
    if (!down)
        return;
    const double first = slope_at(evidence, evidence->points, down);
    const double slope = slope_at(evidence, evidence->x, down);
    if (isnan(slope) || (!isnan(first) && descent__slope_is_next_to_nothing(slope, first)))
        return;
    if (facts->gave_up && decision->ending == DESCENT_ENDING_STALLED) { /* on a slope, as its own reason says */
        decision->direction = down;
        return;
    }
    descent__decision stalled = descent__decided(DESCENT_ENDING_STALLED, DESCENT__REASON_WRONG_GRADIENT_RESTS);
    stalled.said.number = slope;
    stalled.direction = down;
    *decision = stalled;
}

void descent__mismatch_take(descent__facts *facts, descent__decision *decision)
{
    descent__evidence *evidence = facts->evidence;
    if (evidence->finite == 0 || !evidence->has_problem || !gradient_is_wrong(evidence))
        return;
    evidence->findings |= DESCENT_FINDING_GRADIENT_MISMATCH;
    decision->point = decision->centre = NULL;
    decision->ahead = false;
    if (decision->ending == DESCENT_ENDING_CONVERGED || decision->ending == DESCENT_ENDING_STALLED)
        take_rest(facts, decision);
}
