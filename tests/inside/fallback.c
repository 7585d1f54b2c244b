/* Runs that an engine makes, since no lanes know their rule: they end as those of the lanes do, wherever numbers end. */
#include <math.h>

#include <descent/descent.h>
#include <descent/sweep.h>

#include "support.h"

/* The fixed step, from outside. */
static int advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] -= step->step_size * step->gradient[i];
    return 0;
}

static const descent_rule_type outside = {.name = "a step", .advance = advance};

enum losses {
    BOWL,
    HOLE,    /* a bowl without numbers about its bottom */
    THROWER, /* it throws far off what comes near */
    CUBIC,
    EXPONENTIAL,
    losses
};

static int gradient(size_t n, const double *x, double *g, void *context)
{
    const int loss = *(const int *)context;
    for (size_t i = 0; i < n; i++)
        g[i] = loss == CUBIC ? -x[i] * x[i] : loss == EXPONENTIAL ? -exp(x[i]) : x[i];
    if (loss == HOLE && fabs(x[0]) < 0.01)
        g[0] = NAN;
    if (loss == THROWER && fabs(x[0]) < 0.01)
        g[0] = copysign(1e308, x[0]);
    return 0;
}

static descent_sweep *swept(int loss, const descent_rule *rule, const double *step_sizes, size_t count,
                            const descent_sweep_options *given)
{
    const descent_problem problem = {.dimension = 2, .gradient = gradient, .context = &loss};
    const double start[] = {3, 2};
    descent_sweep_options options = *given;
    descent_sweep *sweep;
    options.rule = rule;
    options.check_count = DESCENT_SWEEP_NO_CHECKS;
    options.no_classification = 1;
    assert_success(descent_sweep_step_sizes(&problem, start, step_sizes, count, &options, &sweep));
    return sweep;
}

/* Whether the numbers end before the last points are recorded, among them, or not at all. */
START_TEST(an_engine_ends_as_lanes_do)
{
    static const double step_sizes[] = {0.1, 2.2, 3};
    static const size_t lengths[] = {1, 2, 4, 9, 10, 30, 56, 57, 128, 129, 130, 140, 184, 185, 200, 700, 2000},
                        tails[] = {0, 3, 150};
    const descent_rule rule = {.type = &outside, .step_size = 1}, fixed = descent_fixed_step(1);
    for (int loss = 0; loss < losses; loss++)
        for (size_t s = 0; s < sizeof lengths / sizeof *lengths; s++)
            for (size_t t = 0; t < 3; t++) {
                /* Only of rules that no lanes know a burst on the way takes back what was said. */
                const descent_sweep_options options = {
                    .steps = lengths[s], .tail = tails[t], .no_confirmation = loss == THROWER};
                descent_sweep *const lanes = swept(loss, &fixed, step_sizes, 3, &options);
                descent_sweep *const engine = swept(loss, &rule, step_sizes, 3, &options);
                for (size_t i = 0; i < 3; i++) {
                    const descent_sweep_result a = descent_sweep_view_run(lanes, i);
                    const descent_sweep_result b = descent_sweep_view_run(engine, i);
                    ck_assert_msg(a.ending == b.ending, "loss %d, %zu steps of %g, tail %zu: %s and %s", loss,
                                  lengths[s], step_sizes[i], tails[t], descent_ending_string(a.ending),
                                  descent_ending_string(b.ending));
                    ck_assert_uint_eq(a.steps, b.steps);
                    ck_assert_uint_eq(a.period, b.period);
                    ck_assert_uint_eq(a.tail_count, b.tail_count);
                    ck_assert_mem_eq(a.end_point, b.end_point, sizeof(double[2]));
                    if (a.tail_count > 0)
                        ck_assert_mem_eq(a.tail, b.tail, a.tail_count * sizeof(double[2]));
                }
                descent_sweep_free(lanes);
                descent_sweep_free(engine);
            }
}
END_TEST

/* x ← x + ηx² leaves for good; more steps than are looked at do not make that a divergence. */
START_TEST(what_leaves_early_is_told_by_all_its_points)
{
    const descent_rule rule = {.type = &outside, .step_size = 1};
    static const double step_sizes[] = {0.1, 1, 3};
    for (size_t steps = 20; steps <= 2000; steps *= 10) {
        const descent_sweep_options options = {.steps = steps};
        descent_sweep *const sweep = swept(CUBIC, &rule, step_sizes, 3, &options);
        for (size_t i = 0; i < 3; i++)
            ck_assert_int_eq(descent_sweep_ending(sweep, i), DESCENT_ENDING_UNBOUNDED);
        descent_sweep_free(sweep);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {an_engine_ends_as_lanes_do, what_leaves_early_is_told_by_all_its_points};
    return descent_test_main(descent_test_suite("inside fallback", tests, sizeof tests / sizeof *tests));
}
