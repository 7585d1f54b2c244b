/* Runs that still move, by their paths alone: toward a point, within bounds, or at random; on facts that are written down here. */
#include <math.h>
#include <string.h>

#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/thresholds.h"
#include "inside.h"

enum {
    most_rows = 128
};

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
    double x[most_rows], lengths[most_rows];
    uint64_t steps[most_rows];
} bench;

static double zero[] = {0}, axis[] = {1};

/* Rows of one variable, factor^k from 1 on, whose every further fact is known to be nothing. */
static void set_up(bench *b, size_t rows, double factor)
{
    memset(b, 0, sizeof *b);
    b->evidence = (descent__evidence){.n = 1,
                                      .rows = rows,
                                      .finite = rows,
                                      .points = b->x,
                                      .steps = b->steps,
                                      .x = b->x + rows - 1,
                                      .step = rows - 1,
                                      .loss = NAN,
                                      .gradient_norm = 1,
                                      .gradient_error = NAN,
                                      .step_size = NAN};
    b->evidence.holdings = &b->holdings;
    b->evidence.keep = &b->holdings.arena;
    b->evidence.options.gradient_tolerance = NAN;
    b->evidence.options.period_limit = 16;
    for (size_t k = 0; k < rows; k++) {
        b->x[k] = pow(factor, (double)k);
        b->lengths[k] = b->x[k] * (1 - factor);
        b->steps[k] = k;
    }
    b->facts = (descent__facts){.evidence = &b->evidence, .scale = 1, .tolerance = 1e-6, .measured = ~0u};
    b->facts.series = (descent__series){.n = 1, .count = rows, .points = b->x};
    b->facts.motion = (descent__motion){.count = rows,
                                        .live = rows,
                                        .lengths = b->lengths,
                                        .floor = 1e-15,
                                        .length_max = 1 - factor,
                                        .straightness = 1,
                                        .cosine = 1,
                                        .length_before = 1,
                                        .length_last = 0.5};
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

static descent_critical_point point_of(descent_critical_kind kind, double *curvature)
{
    return (descent_critical_point){.kind = kind,
                                    .dimension = 1,
                                    .x = zero,
                                    .index = kind == DESCENT_CRITICAL_MINIMUM ? 0 : 1,
                                    .eigenvalues = curvature,
                                    .eigenvalue_count = 1,
                                    .eigenvectors = axis,
                                    .eigenvector_count = 1};
}

/* Within the tolerance, of the distance or the slope, a run has arrived that nears the point by steps a hundredth of the longest, or
 * was within a thousandth of its extent over its last quarter. */
START_TEST(who_is_within_the_tolerance_has_converged)
{
    static const struct {
        double distance, gradient_norm, wanted, last_length, multiplier;
        double late; /* the point's distance over the last quarter */
        bool nearing;
        descent__reason reason;
    } cases[] = {
        {1e-6, 1, NAN, 0.01, 0, 1, true, DESCENT__REASON_DISTANCE_WITHIN},
        {1.1e-6, 1, NAN, 0.01, 0, 1, true, DESCENT__REASON_NONE},
        {1e-6, 1, NAN, 0.01, 0, 1, false, DESCENT__REASON_NONE},
        {1e-6, 1, NAN, 0.011, 0, 1.1e-3, true, DESCENT__REASON_NONE},
        {1e-6, 1, NAN, 0.011, 0, 1e-3, true, DESCENT__REASON_DISTANCE_WITHIN},
        {1e-6, 1, NAN, 0.011, 0, 1e-3, false, DESCENT__REASON_NONE},
        {1e-6, 1, NAN, 0.01, 1 + 0.9e-6, 1, true, DESCENT__REASON_DISTANCE_WITHIN},
        {1e-6, 1, NAN, 0.01, 1 + 1.1e-6, 1, true, DESCENT__REASON_NONE},
        {1, 0.125, 0.125, 0.01, 0, 1, true, DESCENT__REASON_GRADIENT_WITHIN},
        {1e-9, 0.126, 0.125, 0.01, 0, 1, true, DESCENT__REASON_NONE},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double curvature = 4;
        descent_critical_point point = point_of(DESCENT_CRITICAL_MINIMUM, &curvature);
        bench b;
        set_up(&b, 20, 0.9);
        for (size_t row = 15; row < 20; row++)
            b.x[row] = cases[k].late;
        b.lengths[18] = cases[k].last_length;
        b.facts.motion.length_max = 1;
        b.evidence.gradient_norm = cases[k].gradient_norm;
        b.evidence.options.gradient_tolerance = cases[k].wanted;
        b.facts.destination = (descent__destination){.point = &point,
                                                     .distance = cases[k].distance,
                                                     .nearing = cases[k].nearing,
                                                     .multiplier = cases[k].multiplier};
        const descent__decision decision = descent__decide_settling(&b.facts);
        assert_decided(&decision, k, cases[k].reason ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_UNDETERMINED,
                       cases[k].reason);
        if (cases[k].reason) {
            ck_assert_ptr_eq(decision.point, &point);
            ck_assert_double_eq(decision.distance, cases[k].distance);
            ck_assert(!decision.ahead);
        }
        tear_down(&b);
    }
}
END_TEST

/* By a rule that is known it may be leaving all the same, or stand where the least push carries it away: beyond 2/λ = 1/2. */
START_TEST(who_is_there_may_be_leaving)
{
    static const struct {
        descent_critical_kind kind;
        double escaping, wanted, step_size;
        bool rule;
        descent__reason reason;
    } cases[] = {
        {DESCENT_CRITICAL_SADDLE, 2, NAN, 0.1, true, DESCENT__REASON_DISTANCE_WITHIN_BUT_LEAVING},
        {DESCENT_CRITICAL_SADDLE, 2, 8, 0.1, true, DESCENT__REASON_GRADIENT_WITHIN_BUT_LEAVING},
        {DESCENT_CRITICAL_SADDLE, 1, NAN, 0.1, true, DESCENT__REASON_DISTANCE_WITHIN}, /* by rounding */
        {DESCENT_CRITICAL_SADDLE, 2, NAN, 0.1, false, DESCENT__REASON_DISTANCE_WITHIN},
        {DESCENT_CRITICAL_MINIMUM, 2, NAN, 0.4, true, DESCENT__REASON_DISTANCE_WITHIN},
        {DESCENT_CRITICAL_MINIMUM, 2, NAN, 0.6, true, DESCENT__REASON_THERE_BUT_UNSTABLE},
        {DESCENT_CRITICAL_MINIMUM, 2, 8, 0.6, true, DESCENT__REASON_THERE_BUT_UNSTABLE},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double curvature = 4;
        descent_critical_point point = point_of(cases[k].kind, &curvature);
        bench b;
        set_up(&b, 60, 0.5);
        b.evidence.has_rule = cases[k].rule;
        b.evidence.rule = descent_fixed_step(cases[k].step_size);
        b.evidence.step_size = cases[k].step_size;
        b.evidence.options.gradient_tolerance = cases[k].wanted;
        b.facts.destination =
            (descent__destination){.point = &point, .nearing = true, .escaping = cases[k].escaping, .rounding = 1};
        const descent__decision decision = descent__decide_settling(&b.facts);
        assert_decided(&decision, k, DESCENT_ENDING_CONVERGED, cases[k].reason);
        tear_down(&b);
    }
}
END_TEST

/* Of a rule that is not known three steps that each leave a quarter of the way aim at the point; if nothing speaks against it. */
START_TEST(steps_aim_at_a_point)
{
    static const struct {
        size_t rows;
        double factor, distance, multiplier, escaping, last;
        bool away, turning, lasting, thinned, approaches;
    } cases[] = {
        {6, 0.25, 0.01, 0, 0, 0.5, false, false, false, false, true},
        {6, 0.26, 0.01, 0, 0, 0.5, false, false, false, false, false},
        {5, 0.25, 0.01, 0, 0, 0.5, false, false, false, false, false}, /* too few obey any law */
        {6, 0.25, 0.01, 1.1, 0, 0.5, false, false, false, false, false},
        {6, 0.25, 0.01, 0, 0.001, 0.5, false, false, false, false, false},
        {6, 0.25, 0.01, 0, 0, 1, false, false, false, false, false}, /* steps that do not shrink */
        {6, 0.25, 0.01, 0, 0, 0.5, true, false, false, false, false},
        {6, 0.25, 0.01, 0, 0, 0.5, false, true, false, false, false},
        {6, 0.25, 0.01, 0, 0, 0.5, false, false, true, false, false},
        {6, 0.25, 0.01, 0, 0, 0.5, false, false, false, true, false},
        {6, 0.25, 2 * DESCENT__FARTHEST, 0, 0, 0.5, false, false, false, false, false},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double curvature = 4;
        descent_critical_point point = point_of(DESCENT_CRITICAL_MINIMUM, &curvature);
        bench b;
        set_up(&b, cases[k].rows, cases[k].factor);
        b.facts.motion.length_last = cases[k].last;
        b.facts.thinned = cases[k].thinned;
        b.facts.destination = (descent__destination){.point = &point,
                                                     .distance = cases[k].distance,
                                                     .nearing = !cases[k].away,
                                                     .multiplier = cases[k].multiplier,
                                                     .escaping = cases[k].escaping,
                                                     .turning = cases[k].turning,
                                                     .lasting = cases[k].lasting};
        const descent__decision decision = descent__decide_settling(&b.facts);
        assert_decided(&decision, k, cases[k].approaches ? DESCENT_ENDING_APPROACHING : DESCENT_ENDING_UNDETERMINED,
                       cases[k].approaches ? DESCENT__REASON_DISTANCE_SHRINKS : DESCENT__REASON_NONE);
        if (cases[k].approaches) {
            ck_assert_ptr_eq(decision.point, &point);
            ck_assert(decision.ahead);
            ck_assert_double_eq(decision.distance, cases[k].distance);
        }
        tear_down(&b);
    }
}
END_TEST

/* ---- within bounds, or at random ---- */

START_TEST(a_gradient_that_is_random_is_noisy)
{
    for (int what = 0; what < 8; what++) {
        bench b;
        set_up(&b, 20, 0.9);
        b.evidence.random = what & 1;
        b.facts.outruns_noise = what & 2;
        b.evidence.gradient_known = true;
        b.evidence.gradient_error = what & 4 ? 1 : NAN;
        const descent__decision decision = descent__decide_noisy(&b.facts);
        if (what & 1) {
            assert_decided(&decision, (size_t)what, DESCENT_ENDING_NOISY,
                           what & 2 ? DESCENT__REASON_RANDOM_ON_ITS_WAY : DESCENT__REASON_GRADIENT_RANDOM);
            ck_assert_int_eq(decision.said.quantity, what & 4 ? DESCENT_QUANTITY_LOSS : DESCENT_QUANTITY_GRADIENT);
            ck_assert_ptr_eq(decision.noise, &b.facts.noise);
        } else {
            assert_decided(&decision, (size_t)what, DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_NONE);
        }
        tear_down(&b);
    }
}
END_TEST

/* Sustained motion, whose quarters are alike, is within bounds; if its steps do not shrink or lengthen all the while. */
START_TEST(bounds_alone_prove_nothing)
{
    static const struct {
        size_t rows;
        double straightness, last, half, quarter, factor;
        bool grid;
        descent__reason reason;
    } cases[] = {
        {100, 0.4, 1, 1, 1, 1, false, DESCENT__REASON_BOUNDED_ALONE},
        {100, 0.5, 1, 1, 1, 1, false, DESCENT__REASON_NONE}, /* straight */
        {100, 0.4, DESCENT__SUSTAINED, 1, 1, 1, false, DESCENT__REASON_NONE},
        {100, 0.4, 1.01 * DESCENT__SUSTAINED, 1, 1, 1, false, DESCENT__REASON_BOUNDED_ALONE},
        {100, 0.4, 1, 0, 1, 1, false, DESCENT__REASON_NONE},
        {100, 0.4, 1, 1, 1.01 * DESCENT__ALIKE_MOST, 1, false, DESCENT__REASON_NONE},
        {100, 0.4, 1, 1, DESCENT__ALIKE_MOST, 1, false, DESCENT__REASON_BOUNDED_ALONE},
        {100, 0.4, 1, 1, 0.99 * DESCENT__ALIKE_LEAST, 1, false, DESCENT__REASON_NONE},
        {64, 0.4, 1, 1, 1, 1, false, DESCENT__REASON_BOUNDED_ALONE},
        {63, 0.4, 1, 1, 1, 1, false, DESCENT__REASON_NONE},
        {100, 0.4, 1, 1, 1, 0.99, false, DESCENT__REASON_SHRINKS_ALONE},
        {100, 0.4, 1, 1, 1, 1.01, false, DESCENT__REASON_LENGTHENS_ALONE},
        {100, 0.4, 1, 1, 1, 0.99, true, DESCENT__REASON_ON_GRID},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        double orbit[most_rows];
        set_up(&b, cases[k].rows, 0.9);
        (void)inside_logistic(3.9, 100, cases[k].rows, orbit);
        for (size_t row = 0; row < cases[k].rows; row++) {
            b.x[row] = cases[k].grid ? round(16 * orbit[row]) / 16 : orbit[row];
            b.lengths[row] =
                pow(cases[k].factor, (double)row) * (cases[k].factor == 1 ? 1 + 0.1 * (double)(row % 2) : 1);
        }
        b.facts.motion.straightness = cases[k].straightness;
        b.facts.motion.length_last = cases[k].last;
        b.facts.motion.half = cases[k].half;
        b.facts.motion.quarter = cases[k].quarter;
        b.facts.motion.before = 1;
        const descent__decision decision = descent__decide_bounded(&b.facts);
        assert_decided(&decision, k, DESCENT_ENDING_UNDETERMINED, cases[k].reason);
        ck_assert_uint_eq(decision.said.count, cases[k].grid ? cases[k].rows - 1 : 0);
        tear_down(&b);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        who_is_within_the_tolerance_has_converged, who_is_there_may_be_leaving, steps_aim_at_a_point,
        a_gradient_that_is_random_is_noisy,        bounds_alone_prove_nothing,
    };
    return descent_test_main(descent_test_suite("inside_moving", tests, sizeof tests / sizeof tests[0]));
}
