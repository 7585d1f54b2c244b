/* A run in other units of its variables and of its loss is the same run, and ends alike. */
#include "support.h"

#include <descent/descent.h>
#include <math.h>

/* L in other units: c·L(x/s), whose slope is c/s·∇L(x/s). */
typedef struct in_units {
    descent_problem problem;
    double length, height;
} in_units;

static int loss_in_units(size_t n, const double *x, double *value, void *context)
{
    const in_units *const own = context;
    double y[2] = {0};
    for (size_t i = 0; i < n; i++)
        y[i] = x[i] / own->length;
    const int code = own->problem.loss(n, y, value, own->problem.context);
    *value *= own->height;
    return code;
}

static int gradient_in_units(size_t n, const double *x, double *gradient, void *context)
{
    const in_units *const own = context;
    double y[2] = {0};
    for (size_t i = 0; i < n; i++)
        y[i] = x[i] / own->length;
    const int code = own->problem.gradient(n, y, gradient, own->problem.context);
    for (size_t i = 0; i < n; i++)
        gradient[i] *= own->height / own->length;
    return code;
}

#define UNIT_LOSS(name, value_formula, slope_formula)                                                                  \
    static int name##_loss(size_t n, const double *x, double *value, void *context)                                    \
    {                                                                                                                  \
        (void)n, (void)x, (void)context;                                                                               \
        *value = value_formula;                                                                                        \
        return 0;                                                                                                      \
    }                                                                                                                  \
    static int name##_slope(size_t n, const double *x, double *gradient, void *context)                                \
    {                                                                                                                  \
        (void)n, (void)x, (void)context;                                                                               \
        gradient[0] = slope_formula;                                                                                   \
        return 0;                                                                                                      \
    }

UNIT_LOSS(hill, -x[0] * x[0] / 2, -x[0])
UNIT_LOSS(fading, exp(-x[0]), -exp(-x[0]))
UNIT_LOSS(straight, -x[0], -1)
UNIT_LOSS(edge, fabs(x[0] - 1), x[0] > 1 ? 1 : -1)
UNIT_LOSS(flat_top, -pow(x[0], 4) / 4, -pow(x[0], 3))
UNIT_LOSS(quartic, pow(x[0], 4) / 4, pow(x[0], 3))

/* x²(1 + y)/2 + 20x⁴ − y²/2 falls for ever along y, where x is steeper and steeper: no step stays short enough. */
static int narrowing_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] * (1 + x[1]) / 2 + 20 * pow(x[0], 4) - x[1] * x[1] / 2;
    return 0;
}

static int narrowing_slope(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0] * (1 + x[1]) + 80 * pow(x[0], 3);
    gradient[1] = x[0] * x[0] / 2 - x[1];
    return 0;
}

/* By powers of two every number of the run is the same but for its exponent. */
START_TEST(in_other_units_a_run_ends_alike)
{
    const descent_problem notebook = descent_test_landscape("notebook", 0),
                          valley = descent_test_landscape("rosenbrock", 0);
    const descent_problem hills = {.dimension = 1, .loss = hill_loss, .gradient = hill_slope},
                          fades = {.dimension = 1, .loss = fading_loss, .gradient = fading_slope},
                          slopes = {.dimension = 1, .loss = straight_loss, .gradient = straight_slope},
                          edges = {.dimension = 1, .loss = edge_loss, .gradient = edge_slope},
                          tops = {.dimension = 1, .loss = flat_top_loss, .gradient = flat_top_slope},
                          quartics = {.dimension = 1, .loss = quartic_loss, .gradient = quartic_slope},
                          narrows = {.dimension = 2, .loss = narrowing_loss, .gradient = narrowing_slope};
    const descent_schedule constant = descent_schedule_constant(), shrinks = descent_schedule_exponential(0.9);
    const struct {
        const descent_problem *problem;
        double start[2], step_size;
        uint64_t steps;
        descent_schedule schedule;
    } runs[] = {
        {&notebook, {4, 1.075}, 0.2, 32, constant}, {&notebook, {4, 1}, 0.1, 64, constant},
        {&notebook, {4, 1.25}, 1, 128, constant},   {&notebook, {4, 2.5}, 0.3, 16, constant},
        {&notebook, {4, 2.5}, 0.29, 8, constant},   {&notebook, {4, 1.25}, 0.6, 200, constant},
        {&valley, {-1.2, 1}, 1e-3, 500, constant},  {&valley, {-1.2, 1}, 2e-3, 3000, constant},
        {&hills, {0.1}, 0.1, 60, constant},         {&hills, {0.1}, 0.1, 600, constant},
        {&fades, {0}, 0.3, 300, constant},          {&fades, {0}, 0.3, 3000, constant},
        {&slopes, {0}, 0.1, 50, constant},          {&slopes, {0}, 0.05, 100, shrinks},
        {&edges, {0}, 0.05, 100, shrinks},          {&edges, {0}, 0.2, 100, shrinks},
        {&edges, {0}, 0.3, 100, constant},          {&tops, {0.5}, 0.1, 40, constant},
        {&tops, {0.5}, 0.1, 25, constant},          {&quartics, {1}, 0.1, 100, constant},
        {&quartics, {1}, 0.1, 100, shrinks},        {&quartics, {3}, 0.3, 6, constant},
        {&narrows, {0.1, 0.5}, 0.3, 80, constant},
    };
    const double lengths[] = {1, 0x1p-12, 0x1p12}, heights[] = {1, 0x1p-20, 0x1p20};
    const descent_path_options records[] = {{0}, {.stride = 4}};
    for (size_t r = 0; r < sizeof runs / sizeof *runs; r++)
        for (size_t k = 0; k < 2; k++) {
            descent_ending ending = DESCENT_ENDING_UNDETERMINED;
            for (size_t unit = 0; unit < 9; unit++) {
                in_units own = {*runs[r].problem, lengths[unit / 3], heights[unit % 3]};
                const descent_problem problem = {.dimension = own.problem.dimension,
                                                 .loss = loss_in_units,
                                                 .gradient = gradient_in_units,
                                                 .context = &own,
                                                 .scale = own.length};
                const double start[] = {runs[r].start[0] * own.length, runs[r].start[1] * own.length};
                const double step_size = runs[r].step_size * own.length * own.length / own.height;
                descent_engine *const engine = descent_test_engine(
                    &problem, descent_rule_with_schedule(descent_fixed_step(step_size), runs[r].schedule), start);
                descent_diagnosis *diagnosis;
                assert_success(descent_engine_record(engine, &records[k]));
                assert_success(descent_engine_run(engine, runs[r].steps));
                assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
                ending = unit == 0 ? diagnosis->ending : ending;
                ck_assert_msg(diagnosis->ending == ending, "run %zu, record %zu, units %g and %g: %s, %s in others", r,
                              k, own.length, own.height, descent_ending_string(diagnosis->ending),
                              descent_ending_string(ending));
                descent_diagnosis_free(diagnosis);
                descent_engine_free(engine);
            }
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {in_other_units_a_run_ends_alike};
    return descent_test_main(descent_test_suite("diagnosis units", tests, sizeof tests / sizeof *tests));
}
