/* Runs at rest, and those of which nothing more than a fall is known: on rows, slopes and points that are written down here. */
#include <math.h>
#include <string.h>

#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/thresholds.h"
#include "inside.h"

enum {
    most_rows = 160
};

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
    double x[most_rows], norms[most_rows], losses[most_rows], lengths[most_rows], gradient[1];
    uint64_t steps[most_rows];
} bench;

/* Of a path alone, whose every further fact is known to be nothing: rows from 1 toward 0 by halves, the last two steps of which are none. */
static void set_up(bench *b, size_t rows)
{
    memset(b, 0, sizeof *b);
    b->evidence = (descent__evidence){.n = 1,
                                      .rows = rows,
                                      .finite = rows,
                                      .points = b->x,
                                      .steps = b->steps,
                                      .x = b->x + (rows > 0 ? rows - 1 : 0),
                                      .step = rows > 0 ? rows - 1 : 0,
                                      .loss = NAN,
                                      .gradient_norm = NAN,
                                      .gradient = b->gradient,
                                      .gradient_error = NAN,
                                      .step_size = NAN};
    b->evidence.holdings = &b->holdings;
    b->evidence.keep = &b->holdings.arena;
    b->evidence.options.gradient_tolerance = NAN;
    for (size_t k = 0; k < rows; k++) {
        b->x[k] = ldexp(1, -(int)k);
        b->norms[k] = b->x[k];
        b->lengths[k] = b->x[k] / 2;
        b->steps[k] = k;
    }
    b->facts = (descent__facts){.evidence = &b->evidence, .scale = 1, .tolerance = 1e-6, .measured = ~0u};
    b->facts.series = (descent__series){.n = 1, .count = rows, .points = b->x};
    b->facts.motion = (descent__motion){
        .count = rows, .live = rows > 2 ? rows - 2 : rows, .lengths = b->lengths, .floor = 1e-15, .length_max = 1};
    b->facts.slope = NAN;
}

static void tear_down(bench *b)
{
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
}

static void assert_decided(const descent__decision *decision, size_t k, descent_ending ending, descent__reason reason)
{
    ck_assert_msg(decision->ending == ending && decision->reason == reason, "case %zu: %d, reason %d, not %d", k,
                  (int)decision->ending, (int)decision->reason, (int)reason);
}

/* ---- at rest ---- */

START_TEST(rest_without_a_problem_is_told_by_its_slopes)
{
    static const struct {
        double last;
        size_t resting;
        bool late;
        descent_ending ending;
        descent__reason reason;
    } cases[] = {
        {NAN, 2, false, DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_RESTS_UNKNOWN},
        {4e-6, 2, false, DESCENT_ENDING_CONVERGED, DESCENT__REASON_RESTS_WITHOUT_SLOPE}, /* a millionth of 4 */
        {4e-6, 2, true, DESCENT_ENDING_CONVERGED, DESCENT__REASON_RESTS_WITHOUT_SLOPE},
        {4.1e-6, 2, false, DESCENT_ENDING_STALLED, DESCENT__REASON_RESTS_ON_RECORDED_SLOPE},
        {4.1e-6, 2, true, DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_RESTS_SEEN_TOO_LATE},
        {4e-6, 1, false, DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_NONE}, /* one may be a turning point */
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 12);
        b.facts.slopes = (descent__slopes){.largest = 4, .last = cases[k].last};
        b.facts.motion.live = 12 - cases[k].resting;
        b.steps[0] = cases[k].late;
        const descent__decision decision = descent__decide_at_rest(&b.facts);
        assert_decided(&decision, k, cases[k].ending, cases[k].reason);
        ck_assert_ptr_null(decision.point);
        if (decision.ending == DESCENT_ENDING_CONVERGED) {
            ck_assert_double_eq(decision.distance, 0);
            ck_assert_double_eq(decision.pace.steps_to_go.high, 0);
        }
        b.evidence.random = true;
        ck_assert_int_eq(descent__decide_at_rest(&b.facts).reason, DESCENT__REASON_NONE);
        tear_down(&b);
    }
    /* A path no longer than what counts as arrived, 10⁻⁶, has no slopes from farther away beside which that of its end is large. But it may
     * show a curvature: a slope that fell from 2 to 1 over 10⁻⁷ is gone after 10⁻⁷ more, and from 1.01 to 1 after 10⁻⁵. Of points alone it
     * is not asked. */
    static const struct {
        double extent, largest;
        bool problem, path_only, stalled;
    } shorts[] = {{1.01e-6, 2, true, false, true}, {1e-7, 2, true, false, false},   {1.1e-6, 1e3, true, false, true},
                  {1e-6, 1e3, true, false, false}, {1e-7, 1.01, true, false, true}, {0, 1, true, false, false},
                  {0, 1, false, false, true},      {0, 1, true, true, true}};
    for (size_t k = 0; k < sizeof shorts / sizeof *shorts; k++) {
        bench short_one;
        set_up(&short_one, 12);
        short_one.facts.slopes = (descent__slopes){.largest = shorts[k].largest, .last = 1};
        short_one.facts.scale = shorts[k].extent;
        short_one.evidence.has_problem = shorts[k].problem;
        short_one.evidence.options.path_only = shorts[k].path_only;
        const descent__decision decision = descent__decide_at_rest(&short_one.facts);
        assert_decided(&decision, k, shorts[k].stalled ? DESCENT_ENDING_STALLED : DESCENT_ENDING_UNDETERMINED,
                       shorts[k].stalled ? DESCENT__REASON_RESTS_ON_RECORDED_SLOPE
                                         : DESCENT__REASON_RESTS_WHERE_IT_BEGAN);
        tear_down(&short_one);
    }
    /* A slope that was gone before it was felt near the end did not lead there; of a copy nothing was felt. */
    bench b;
    set_up(&b, 5);
    const double points[] = {0, 1 - 2 * DESCENT__SEEN_NEAR, 1, 1, 1}, norms[] = {1, 0.1, 0, 0, 0};
    memcpy(b.x, points, sizeof points);
    b.evidence.norms = norms;
    b.facts.slopes = (descent__slopes){.largest = 1, .last = 0};
    descent__decision decision = descent__decide_at_rest(&b.facts);
    assert_decided(&decision, 0, DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_RESTS_ON_A_PLAIN);
    b.x[1] = 1 - DESCENT__SEEN_NEAR / 2;
    decision = descent__decide_at_rest(&b.facts);
    assert_decided(&decision, 1, DESCENT_ENDING_CONVERGED, DESCENT__REASON_RESTS_WITHOUT_SLOPE);
    tear_down(&b);
}
END_TEST

/* The last step, of 10⁻³, took the slope from 10⁻⁵ to 10⁻⁸: what is left of the way is 10⁻³/999, a hundredth of the tolerance at most. */
START_TEST(a_last_step_takes_the_slope_away)
{
    enum {
        few = 6
    };
    static const struct {
        double tolerance, last_norm, last_length;
        uint64_t last_step;
        size_t rows; /* the last so many of them */
        bool known, continued, decided;
    } cases[] = {
        {1.1e-4, 1e-8, 1e-3, 5, few, false, false, true}, {0.9e-4, 1e-8, 1e-3, 5, few, false, false, false},
        {1, 0.9e-6, 1e-3, 5, few, false, false, true},    {1, 1.01e-6, 1e-3, 5, few, false, false, false},
        {1, 1e-8, 0.01, 5, few, false, false, true},      {1, 1e-8, 0.011, 5, few, false, false, false},
        {1, 1e-8, 1e-3, 6, few, false, false, false},     {1, 1e-8, 1e-3, 5, few, true, false, false},
        {1, 1e-8, 1e-3, 5, few, false, true, false},      {1, 1e-8, 1e-3, 5, 4, false, false, false},
        {1, 0.9e-8, 1e-3, 3, 4, false, false, true},      {1, 0.9e-8, 1e-3, 2, 3, false, false, false},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const double norms[few] = {1, 0.5, 0.1, 1e-2, 1e-5, cases[k].last_norm};
        bench b;
        set_up(&b, few);
        b.evidence.norms = norms + (few - cases[k].rows);
        b.evidence.finite = cases[k].rows;
        b.evidence.gradient_known = cases[k].known;
        b.evidence.gradient_norm = 1;
        b.steps[cases[k].rows - 1] = cases[k].last_step;
        b.lengths[few - 2] = cases[k].last_length;
        b.facts.motion.live = few;
        b.facts.continued = cases[k].continued;
        b.facts.tolerance = cases[k].tolerance;
        const descent__decision decision = descent__decide_at_rest(&b.facts);
        assert_decided(&decision, k, cases[k].decided ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_UNDETERMINED,
                       cases[k].decided ? DESCENT__REASON_SLOPE_TAKEN : DESCENT__REASON_NONE);
        if (cases[k].decided)
            ck_assert_double_eq(decision.distance, cases[k].tolerance);
        b.evidence.norms = NULL;
        ck_assert_int_eq(descent__decide_at_rest(&b.facts).reason, DESCENT__REASON_NONE);
        tear_down(&b);
    }
}
END_TEST

/* No evaluations are left for it. */
static int unasked(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)x, (void)loss, (void)context;
    return 1;
}

/* Where the gradient is exactly zero a run that rests, pauses, or keeps nothing stays; who leapt there by a rule that is not known may leave. */
START_TEST(a_gradient_of_zero_holds_who_does_not_leap)
{
    static const struct {
        double norm, last_length;
        size_t resting;
        bool rule, momentum, random;
        descent__reason reason;
    } cases[] = {
        {0, 1, 2, false, false, false, DESCENT__REASON_GRADIENT_ZERO},
        {0, 0.01, 0, false, false, false, DESCENT__REASON_GRADIENT_ZERO}, /* slowed before */
        {0, 0.011, 0, false, false, false, DESCENT__REASON_NONE},
        {0, 1, 0, true, false, false, DESCENT__REASON_GRADIENT_ZERO},
        {0, 1, 0, true, true, false, DESCENT__REASON_NONE},
        {0, 1, 1, true, true, false, DESCENT__REASON_GRADIENT_ZERO}, /* paused */
        {0, 1, 2, true, true, true, DESCENT__REASON_NONE},
        {NAN, 1, 2, true, false, false, DESCENT__REASON_NONE},
        {INFINITY, 1, 2, true, false, false, DESCENT__REASON_NONE},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 12);
        b.evidence.gradient_known = true;
        b.evidence.gradient_norm = cases[k].norm;
        b.evidence.evaluator.problem.loss = unasked; /* so that of the ground around nothing is known */
        b.evidence.random = cases[k].random;
        b.evidence.has_rule = cases[k].rule;
        b.evidence.rule = cases[k].momentum ? descent_heavy_ball(0.1, 0.5) : descent_fixed_step(0.1);
        b.facts.motion.live = 12 - cases[k].resting;
        b.lengths[10] = cases[k].last_length;
        const descent__decision decision = descent__decide_at_rest(&b.facts);
        assert_decided(&decision, k, cases[k].reason ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_UNDETERMINED,
                       cases[k].reason);
        tear_down(&b);
    }
}
END_TEST

/* A slope is left, and no point is near: by the step size, the rounding, the rule or the differences it does not go on. */
START_TEST(who_rests_on_a_slope_has_stalled)
{
    static const char cause[] = "it found none";
    static const struct {
        bool rule;
        double step_size, error;
        const char *gave_up;
        size_t resting;
        descent__reason reason;
    } cases[] = {
        {true, 1e-3, NAN, NULL, 2, DESCENT__REASON_RESTS_ON_SLOPE},
        {true, 0.1e-15, NAN, NULL, 2, DESCENT__REASON_STEP_SIZE_GONE},
        {true, 0.25e-15, NAN, NULL, 2, DESCENT__REASON_STEP_SIZE_GONE}, /* times 4 is the rounding */
        {true, 0.26e-15, NAN, NULL, 2, DESCENT__REASON_RESTS_ON_SLOPE},
        {false, 0.1e-15, NAN, NULL, 2, DESCENT__REASON_STEP_BELOW_ROUNDING},
        {false, NAN, NAN, NULL, 2, DESCENT__REASON_RESTS_ON_SLOPE},
        {true, 1e-3, 4, NULL, 2, DESCENT__REASON_DIFFERENCES_SEE_NO_SLOPE},
        {true, 1e-3, 3.9, NULL, 2, DESCENT__REASON_RESTS_ON_SLOPE},
        {true, 1e-3, NAN, cause, 2, DESCENT__REASON_GAVE_UP_ON_SLOPE},
        {true, 1e-3, NAN, cause, 0, DESCENT__REASON_GAVE_UP_ON_SLOPE},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 12);
        b.gradient[0] = 4;
        b.evidence.gradient_known = true;
        b.evidence.gradient_norm = 4;
        b.evidence.gradient_error = cases[k].error;
        b.evidence.has_rule = cases[k].rule;
        b.evidence.rule = descent_fixed_step(1e-3);
        b.evidence.step_size = cases[k].step_size;
        b.facts.gave_up = cases[k].gave_up;
        b.facts.motion.live = 12 - cases[k].resting;
        const descent__decision decision = descent__decide_at_rest(&b.facts);
        assert_decided(&decision, k, DESCENT_ENDING_STALLED, cases[k].reason);
        ck_assert_ptr_eq(decision.said.cause, cases[k].gave_up);
        if (decision.reason == DESCENT__REASON_DIFFERENCES_SEE_NO_SLOPE)
            ck_assert_double_eq(decision.said.number, cases[k].error);
        else
            ck_assert_double_eq(decision.direction[0], -1);
        tear_down(&b);
    }
    bench b; /* A step of the size of the rule's own is below rounding by the ground alone. */
    set_up(&b, 12);
    b.gradient[0] = b.evidence.gradient_norm = 4;
    b.evidence.gradient_known = b.evidence.has_rule = true;
    b.evidence.rule = descent_fixed_step(0.1e-15);
    b.evidence.step_size = 0.1e-15;
    ck_assert_int_eq(descent__decide_at_rest(&b.facts).reason, DESCENT__REASON_STEP_BELOW_ROUNDING);
    tear_down(&b);
}
END_TEST

/* Within the tolerance of a minimum it has converged, for the reason that it rests for; 2/λ is the limit of its step size. */
START_TEST(who_rests_at_a_point_has_converged)
{
    static const char cause[] = "it found none";
    static const struct {
        double distance, tolerance, moved, step_size;
        const char *gave_up;
        descent__reason reason;
    } cases[] = {
        {1e-6, 1e-6, 1, 0.1, NULL, DESCENT__REASON_RESTS_AT_POINT},
        {1.01e-6, 1e-6, 0, 0.1, NULL, DESCENT__REASON_RESTS_ON_SLOPE},
        {1, 0, 0, 0.1, NULL, DESCENT__REASON_RESTS_AT_POINT}, /* without an extent where it was found */
        {1, 0, 0.1, 0.1, NULL, DESCENT__REASON_RESTS_ON_SLOPE},
        {0, 1e-6, 0, 0, NULL, DESCENT__REASON_RESTS_WITHOUT_STEP_SIZE},
        {0, 1e-6, 0, 0.1, cause, DESCENT__REASON_GAVE_UP_AT_POINT},
        {0, 1e-6, 0, 0, cause, DESCENT__REASON_GAVE_UP_AT_POINT},
        {0, 1e-6, 0, 0.6, NULL, DESCENT__REASON_THERE_BUT_UNSTABLE},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double curvature = 4, zero = 0, axis = 1;
        descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM,
                                        .dimension = 1,
                                        .x = &zero,
                                        .moved = cases[k].moved,
                                        .eigenvalues = &curvature,
                                        .eigenvalue_count = 1,
                                        .eigenvectors = &axis,
                                        .eigenvector_count = 1};
        bench b;
        set_up(&b, 12);
        b.gradient[0] = b.evidence.gradient_norm = 4;
        b.evidence.gradient_known = b.evidence.has_rule = true;
        b.evidence.rule = descent_fixed_step(cases[k].step_size);
        b.evidence.step_size = cases[k].step_size;
        b.facts.gave_up = cases[k].gave_up;
        b.facts.tolerance = cases[k].tolerance;
        b.facts.destination = (descent__destination){.point = &point, .distance = cases[k].distance};
        const descent__decision decision = descent__decide_at_rest(&b.facts);
        const bool there = cases[k].reason != DESCENT__REASON_RESTS_ON_SLOPE;
        assert_decided(&decision, k, there ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_STALLED, cases[k].reason);
        if (there) {
            ck_assert_ptr_eq(decision.point, &point);
            ck_assert_double_eq(decision.distance, cases[k].distance);
            ck_assert(!decision.ahead);
        }
        tear_down(&b);
    }
}
END_TEST

/* ---- a fall, and no more ---- */

/* Lengths that grow or shrink by a hundredth a step, or neither. */
static void write_lengths(bench *b, size_t rows, double factor)
{
    for (size_t k = 0; k < rows; k++)
        b->lengths[k] = pow(factor, (double)k) * (factor == 1 ? 1 + 0.1 * (double)(k % 2) : 1);
}

START_TEST(what_is_missing_is_said)
{
    static const struct {
        size_t rows;
        double slope, factor;
        bool copies, thinned, loss;
        descent__reason reason;
    } cases[] = {
        {1, -1, 1, false, false, false, DESCENT__REASON_NO_STEP},
        {12, NAN, 1, false, false, true, DESCENT__REASON_TOO_FEW_STEPS},
        {12, 0, 1, false, false, true, DESCENT__REASON_TOO_FEW_STEPS},
        {12, NAN, 1, false, true, true, DESCENT__REASON_ROWS_TOO_FAR_APART},
        {63, NAN, 0.99, false, false, true, DESCENT__REASON_TOO_FEW_STEPS},
        {63, NAN, 0.99, false, false, false, DESCENT__REASON_SHRINKS_ALONE}, /* more points tell no more */
        {63, NAN, 1.01, false, false, false, DESCENT__REASON_TOO_FEW_STEPS},
        {64, NAN, 0.99, false, false, true, DESCENT__REASON_SHRINKS_ALONE},
        {64, NAN, 1.01, false, false, true, DESCENT__REASON_LENGTHENS_ALONE},
        {64, NAN, 1, false, false, true, DESCENT__REASON_NOTHING_HOLDS},
        {64, NAN, 0.99, true, false, true, DESCENT__REASON_NOTHING_HOLDS_YET},
        {63, NAN, 0.99, true, false, false, DESCENT__REASON_TOO_FEW_STEPS},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, cases[k].rows);
        write_lengths(&b, cases[k].rows, cases[k].factor);
        b.evidence.has_rule = true;
        b.evidence.rule = descent_fixed_step(0.1);
        b.evidence.copies_trusted = cases[k].copies;
        b.evidence.loss = cases[k].loss ? 1 : NAN;
        b.facts.thinned = cases[k].thinned;
        b.facts.slope = cases[k].slope;
        const descent__decision decision = descent__decide_descending(&b.facts);
        assert_decided(&decision, k, DESCENT_ENDING_UNDETERMINED, cases[k].reason);
        tear_down(&b);
    }
    bench b;
    set_up(&b, 1);
    b.evidence.step = 3;
    ck_assert_int_eq(descent__decide_descending(&b.facts).reason, DESCENT__REASON_ONE_POINT);
    tear_down(&b);
}
END_TEST

/* The loss falls; but the slope may be gone, the rows too far apart, or the steps speed up. */
START_TEST(a_fall_descends_unless_something_speaks_against)
{
    static const struct {
        size_t rows;
        double norm, last; /* of the steps' mean lengths, the one before being 1 */
        bool copies, thinned, growing, problem;
        descent_ending ending;
        descent__reason reason;
    } cases[] = {
        {12, 1, 1, false, false, false, false, DESCENT_ENDING_DESCENDING, DESCENT__REASON_LOSS_FALLS},
        {12, 1e-6, 1, false, false, false, false, DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_SLOPE_GONE_WITHOUT_LAW},
        {12, 1.1e-6, 1, false, false, false, false, DESCENT_ENDING_DESCENDING, DESCENT__REASON_LOSS_FALLS},
        {128, 1e-6, 1, false, false, false, false, DESCENT_ENDING_DESCENDING, DESCENT__REASON_LOSS_FALLS},
        {127, 1e-6, 1, false, false, false, false, DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_SLOPE_GONE_WITHOUT_LAW},
        {5, 1, 1, false, true, false, false, DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_ROWS_TOO_FAR_APART},
        {6, 1, 1, false, true, false, false, DESCENT_ENDING_DESCENDING, DESCENT__REASON_LOSS_FALLS},
        {5, 1, 1, true, true, false, false, DESCENT_ENDING_DESCENDING, DESCENT__REASON_LOSS_FALLS},
        {12, 1, 1.51, false, false, true, false, DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_SPEEDS_UP},
        {12, 1, 1.5, false, false, true, false, DESCENT_ENDING_DESCENDING, DESCENT__REASON_LOSS_FALLS},
        {12, 1, 1.51, false, false, false, false, DESCENT_ENDING_DESCENDING, DESCENT__REASON_LOSS_FALLS},
        {12, 1, 1.51, true, false, true, false, DESCENT_ENDING_DESCENDING, DESCENT__REASON_LOSS_FALLS},
        {12, 1, 1.51, false, false, true, true, DESCENT_ENDING_DESCENDING, DESCENT__REASON_LOSS_FALLS},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, cases[k].rows);
        write_lengths(&b, cases[k].rows, 1);
        b.evidence.norms = b.norms; /* the largest is 1 */
        b.evidence.gradient_norm = cases[k].norm;
        b.evidence.has_rule = true;
        b.evidence.rule = descent_fixed_step(0.1);
        b.evidence.copies_trusted = cases[k].copies;
        b.evidence.has_problem = cases[k].problem;
        b.facts.thinned = cases[k].thinned;
        b.facts.growth.growing = cases[k].growing;
        b.facts.motion.length_before = 1;
        b.facts.motion.length_last = cases[k].last;
        b.facts.slope = -0.25;
        const descent__decision decision = descent__decide_descending(&b.facts);
        assert_decided(&decision, k, cases[k].ending, cases[k].reason);
        if (decision.ending == DESCENT_ENDING_DESCENDING)
            ck_assert_double_eq(decision.pace.slope, -0.25);
        tear_down(&b);
    }
}
END_TEST

/* Of the highest losses of the last half's four parts each must be below the one before. */
START_TEST(a_loss_falls_from_part_to_part)
{
    enum {
        rows = 16
    };
    static const struct {
        size_t row;
        double raised;
        bool falls;
    } cases[] = {{0, 0, true},   {7, 100, true},  {8, 100, true}, {10, 1.9, true}, {10, 2, false}, {11, 2.9, true},
                 {11, 3, false}, {12, 1.9, true}, {12, 2, false}, {14, 1.9, true}, {14, 2, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, rows);
        for (size_t row = 0; row < rows; row++)
            b.losses[row] = -(double)row;
        b.losses[cases[k].row] += cases[k].raised;
        b.evidence.losses = b.losses;
        b.evidence.copies_trusted = true; /* then it is not asked of the very last */
        b.evidence.gradient_norm = 1;
        b.facts.slope = -1;
        b.evidence.has_rule = true;
        b.evidence.rule = descent_fixed_step(0.1);
        const descent__decision decision = descent__decide_descending(&b.facts);
        ck_assert_msg((decision.ending == DESCENT_ENDING_DESCENDING) == cases[k].falls, "case %zu", k);
        tear_down(&b);
    }
}
END_TEST

/* Each step is the one before, to twice the rounding, straight on, and a thousand times as long as that; of six rows at least. */
START_TEST(a_fall_is_even_by_equal_steps)
{
    static const struct {
        size_t rows;
        double length, other, straightness; /* the rounding is 1 */
        bool even;
    } cases[] = {
        {6, 2000, 2000, 1, true},    {5, 2000, 2000, 1, false},   {6, 2000, 2002, 1, true},
        {6, 2000, 2002.1, 1, false}, {6, 2000, 1997.9, 1, false}, {6, 2000, 2000, 0.9, false},
        {6, 2000, 2000, 0.91, true}, {6, 1001, 1001, 1, true},    {6, 1000, 1000, 1, false},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, cases[k].rows);
        for (size_t row = 0; row + 1 < cases[k].rows; row++)
            b.lengths[row] = row == 2 ? cases[k].other : cases[k].length;
        b.facts.motion.floor = 1;
        b.facts.motion.straightness = cases[k].straightness;
        b.facts.slope = -1;
        b.evidence.gradient_norm = 1;
        b.evidence.has_rule = true;
        b.evidence.rule = descent_fixed_step(0.1);
        const descent__decision decision = descent__decide_descending(&b.facts);
        assert_decided(&decision, k, DESCENT_ENDING_DESCENDING,
                       cases[k].even ? DESCENT__REASON_LOSS_FALLS_EVENLY : DESCENT__REASON_LOSS_FALLS);
        tear_down(&b);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        rest_without_a_problem_is_told_by_its_slopes,
        a_last_step_takes_the_slope_away,
        a_gradient_of_zero_holds_who_does_not_leap,
        who_rests_on_a_slope_has_stalled,
        who_rests_at_a_point_has_converged,
        what_is_missing_is_said,
        a_fall_descends_unless_something_speaks_against,
        a_loss_falls_from_part_to_part,
        a_fall_is_even_by_equal_steps,
    };
    return descent_test_main(descent_test_suite("inside_at_rest", tests, sizeof tests / sizeof tests[0]));
}
