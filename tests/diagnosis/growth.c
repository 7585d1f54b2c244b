/* Growth, escape and drift as a diagnosis tells them: of bounded losses, thinned paths, and paths of unknown rules. */
#include "support.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <descent/adaptive.h>
#include <descent/descent.h>

typedef struct function {
    double (*value)(double x);
    double (*slope)(double x);
} function;

static int loss(size_t n, const double *x, double *value, void *context)
{
    const function *f = context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += f->value(x[i]);
    return 0;
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    const function *f = context;
    for (size_t i = 0; i < n; i++)
        g[i] = f->slope(x[i]);
    return 0;
}

static double waves(double x)
{
    return 3.7 * (1 - cos(x));
}

static double waves_slope(double x)
{
    return 3.7 * sin(x);
}

static double fourth(double x)
{
    return pow(x, 4);
}

static double fourth_slope(double x)
{
    return 4 * pow(x, 3);
}

static double square(double x)
{
    return x * x / 2;
}

static double square_slope(double x)
{
    return x;
}

static double cubic(double x)
{
    return -pow(x, 3);
}

static double cubic_slope(double x)
{
    return -3 * x * x;
}

/* s²/2 with the logistic function s: x ~ −½ ln k. */
static double logistic(double x)
{
    const double s = 1 / (1 + exp(-x));
    return s * s / 2;
}

static double logistic_slope(double x)
{
    const double s = 1 / (1 + exp(-x));
    return s * s * (1 - s);
}

static const function bounded = {waves, waves_slope}, steep = {fourth, fourth_slope}, bowl = {square, square_slope},
                      falling = {cubic, cubic_slope}, plain = {logistic, logistic_slope};

/* Who diagnoses: the engine, somebody with the problem and the path, or the path alone. */
enum {
    ENGINE,
    PROBLEM,
    PATH
};

static descent_diagnosis *diagnose(const function *f, size_t n, descent_rule rule, const double *start, size_t steps,
                                   size_t stride, int who)
{
    function copy = *f;
    const descent_problem problem = {.dimension = n, .loss = loss, .gradient = gradient, .context = &copy};
    descent_engine *const engine = descent_test_engine(&problem, rule, start);
    descent_diagnosis *diagnosis;
    if (stride)
        assert_success(descent_engine_record(engine, &(descent_path_options){.stride = stride}));
    (void)descent_engine_run(engine, steps);
    if (who == ENGINE)
        assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
    else
        assert_success(
            descent_diagnose(who == PROBLEM ? &problem : NULL, descent_engine_path(engine), NULL, &diagnosis));
    descent_engine_free(engine);
    return diagnosis;
}

/* Beside the minimum of a bounded loss, above its limit 2/3.7, nothing diverges, however long the steps have grown; and
 * the gradient is not called wrong where the loss has cancelled away. */
START_TEST(a_bounded_loss_never_diverges)
{
    for (double away = 1e-12; away < 1e-3; away *= 1000)
        for (size_t steps = 5; steps < 400; steps += steps / 2)
            for (int who = ENGINE; who <= PATH; who++) {
                const double start[] = {away, 0.3 * away};
                descent_diagnosis *const diagnosis =
                    diagnose(&bounded, 2, descent_fixed_step(2.5 / 3.7), start, steps, 1, who);
                ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_DIVERGING);
                ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_UNBOUNDED);
                ck_assert_uint_eq(diagnosis->findings & DESCENT_FINDING_GRADIENT_MISMATCH, 0);
                descent_diagnosis_free(diagnosis);
            }
}
END_TEST

/* The other side: the same start, step sizes and lengths on a bowl, where nothing bounds the growth. With nothing but the
 * path, it is growth so far. Twenty steps of a factor of 1.02 grow by 1.46. */
START_TEST(a_bowl_diverges_and_tells_its_factor)
{
    const double start[] = {1e-9};
    for (int who = ENGINE; who <= PATH; who++) {
        descent_diagnosis *diagnosis = diagnose(&bowl, 1, descent_fixed_step(2.5), start, 60, 1, who);
        ck_assert_int_eq(diagnosis->ending, who == PATH ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_DIVERGING);
        ck_assert_double_eq_tol(diagnosis->pace.rate, -1.5, 1e-6);
        descent_diagnosis_free(diagnosis);
    }
    /* Three steps turn twice: each is −4 times the one before. */
    const double far[] = {1};
    descent_diagnosis *const brief = diagnose(&bowl, 1, descent_fixed_step(5), far, 3, 1, ENGINE);
    ck_assert_int_eq(brief->ending, DESCENT_ENDING_DIVERGING);
    ck_assert_double_eq_tol(brief->pace.rate, -4, 1e-6);
    descent_diagnosis_free(brief);
    descent_diagnosis *const slow = diagnose(&bowl, 1, descent_fixed_step(2.02), start, 20, 1, ENGINE);
    ck_assert_int_eq(slow->ending, DESCENT_ENDING_DIVERGING);
    ck_assert_double_eq_tol(slow->pace.rate, -1.02, 1e-6);
    ck_assert_ptr_nonnull(strstr(slow->reason, "1.02"));
    descent_diagnosis_free(slow);
}
END_TEST

/* A rule whose memory is empty begins by standing; what comes after grows by the larger root of μ² − (1 + β − (1 − β)η)μ + β, with
 * η = 50 and β = 0.9 that of μ² + 3.1μ + 0.9, and below the limit 2(1 + β)/(1 − β) = 38 it does not. */
START_TEST(what_begins_by_standing_diverges_too)
{
    const double start[] = {1};
    const double root = (-3.1 - sqrt(3.1 * 3.1 - 4 * 0.9)) / 2;
    descent_diagnosis *const above = diagnose(&bowl, 1, descent_damped_momentum(50, 0.9), start, 64, 1, ENGINE);
    ck_assert_int_eq(above->ending, DESCENT_ENDING_DIVERGING);
    ck_assert_double_eq_tol(above->pace.rate, root, 1e-3);
    ck_assert_uint_ge(above->pace.onset, 1);
    ck_assert_uint_ge(above->advice_count, 1);
    ck_assert(above->advice[0].verified && above->advice[0].step_size < 38);
    descent_diagnosis_free(above);
    descent_diagnosis *const below = diagnose(&bowl, 1, descent_damped_momentum(30, 0.9), start, 400, 1, ENGINE);
    ck_assert_int_eq(below->ending, DESCENT_ENDING_CONVERGED);
    descent_diagnosis_free(below);
}
END_TEST

/* With a momentum of β > 1 on the bowl, μ² − (1 + β − η)μ + β has two complex roots, of modulus √β: swings that grow by that factor,
 * be they longer than the blocks that growth is measured in. At 1 they do not grow, and below it they die out. */
START_TEST(growing_swings_diverge_by_their_factor)
{
    static const struct {
        double momentum;
        size_t steps;
        bool diverges;
    } cases[] = {{1.1, 64, true}, {1.02, 64, true}, {1.1, 90, true}, {1, 64, false}, {0.98, 64, false}};
    const double start[] = {1};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis *const diagnosis =
            diagnose(&bowl, 1, descent_heavy_ball(0.2, cases[k].momentum), start, cases[k].steps, 1, ENGINE);
        ck_assert_msg((diagnosis->ending == DESCENT_ENDING_DIVERGING) == cases[k].diverges, "case %zu: %s", k,
                      diagnosis->reason);
        if (cases[k].diverges)
            ck_assert_double_eq_tol(diagnosis->pace.rate, sqrt(cases[k].momentum), 2e-3);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* Minima at ln 1000, at 0 and at 0, which too long a step leaps over to where the loss falls on and on, or hardly at all. */
static double tilted(double x)
{
    return exp(x) - 1000 * x;
}

static double tilted_slope(double x)
{
    return exp(x) - 1000;
}

static double dented(double x)
{
    return x * x * exp(-x);
}

static double dented_slope(double x)
{
    return x * (2 - x) * exp(-x);
}

static double pit(double x)
{
    return -exp(-x * x);
}

static double pit_slope(double x)
{
    return 2 * x * exp(-x * x);
}

/* Far out to the left its slope is −1, and steps of 1e80 and more are soon below rounding there. */
static double ramp(double x)
{
    return exp(x) - x;
}

static double ramp_slope(double x)
{
    return exp(x) - 1;
}

/* No minimum at all. */
static double endless(double x)
{
    return exp(-x);
}

static double endless_slope(double x)
{
    return -exp(-x);
}

START_TEST(what_was_thrown_out_is_told_of_the_step_size)
{
    static const struct {
        function f;
        double start, step, minimum;
        size_t steps;
    } cases[] = {{{tilted, tilted_slope}, 0, 0.01, 6.907755, 50},
                 {{dented, dented_slope}, -3, 0.1, 0, 64},
                 {{pit, pit_slope}, 0.7, 10, 0, 64},
                 {{pit, pit_slope}, 1, 50, 0, 64},
                 {{ramp, ramp_slope}, 2, 50, 0, 64},
                 {{ramp, ramp_slope}, 2, 300, 0, 64},
                 {{ramp, ramp_slope}, 2, 1000, 0, 64},
                 {{endless, endless_slope}, 0, 1, NAN, 64}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis *const diagnosis =
            diagnose(&cases[k].f, 1, descent_fixed_step(cases[k].step), &cases[k].start, cases[k].steps, 1, ENGINE);
        ck_assert_ptr_null(strstr(diagnosis->reason, "On the whole"));
        ck_assert_uint_ge(diagnosis->advice_count, 1);
        const descent_advice *const advice = diagnosis->advice;
        if (isnan(cases[k].minimum)) {
            ck_assert_int_eq(advice->kind, DESCENT_ADVICE_CHANGE_LOSS);
        } else {
            ck_assert_int_eq(advice->kind, DESCENT_ADVICE_STEP_SIZE);
            ck_assert(advice->verified && advice->step_size < cases[k].step);
            ck_assert_double_eq_tol(advice->outcome_point[0], cases[k].minimum, 1e-4);
        }
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* Normalised steps of 0.5 are at 32 after 64 of them, where the slope is e^−32, and move on as ever. */
START_TEST(what_keeps_its_stride_moves)
{
    static const function f = {endless, endless_slope};
    const double start[] = {0};
    descent_diagnosis *const diagnosis = diagnose(&f, 1, descent_normalised(0.5), start, 64, 1, ENGINE);
    ck_assert_double_eq(diagnosis->x[0], 32);
    ck_assert_uint_eq(diagnosis->advice_count, 1);
    ck_assert_int_eq(diagnosis->advice->kind, DESCENT_ADVICE_CHANGE_LOSS);
    ck_assert_ptr_null(strstr(diagnosis->advice->text, "hardly moves"));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* From 1e200 a millionth of the way is still where the square overflows: who follows advice must come to where the loss is a number. */
START_TEST(advice_leads_to_where_the_loss_is_finite)
{
    const double start[] = {1e200};
    for (double step = 0.2; step < 2.5; step += 0.7) {
        descent_diagnosis *diagnosis = diagnose(&bowl, 1, descent_fixed_step(step), start, 40, 1, ENGINE);
        ck_assert(!isfinite(diagnosis->loss));
        ck_assert_uint_ge(diagnosis->advice_count, 1);
        const descent_advice advice = diagnosis->advice[0];
        descent_diagnosis_free(diagnosis);
        if (advice.outcome_steps == 0)
            continue;
        diagnosis =
            diagnose(&bowl, 1, descent_fixed_step(advice.step_size), start, (size_t)advice.outcome_steps, 1, ENGINE);
        ck_assert_msg(diagnosis->ending == DESCENT_ENDING_CONVERGED, "step size %g for %u steps: %s", advice.step_size,
                      (unsigned)advice.outcome_steps, diagnosis->reason);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

static const double without_slope = 1e-4;

static double roof(double x)
{
    return fabs(x);
}

static double roof_slope(double x)
{
    return fabs(x) < without_slope ? (double)NAN : x < 0 ? -1 : 1;
}

/* A copy that goes on comes to where the slope has no value, nearer to the kink than the run has ever been: it has left no bounds. */
START_TEST(a_copy_that_breaks_off_has_not_left)
{
    static const function kink = {roof, roof_slope};
    const descent_rule rule = descent_rule_with_schedule(descent_fixed_step(0.7), descent_schedule_inverse(100));
    const double start[] = {1.2345};
    const uint64_t made = 100;
    uint64_t broken = 0;
    for (double x = *start, step; !isnan(roof_slope(x)); broken++) {
        assert_success(descent_rule_step_size(&rule, broken, &step));
        x -= step * roof_slope(x);
    }
    ck_assert_uint_gt(broken, made);
    descent_diagnosis *const diagnosis = diagnose(&kink, 1, rule, start, made, 1, ENGINE);
    char within[64];
    snprintf(within, sizeof within, "within %u more steps to where", (unsigned)(broken - made + 1));
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNDETERMINED);
    ck_assert_msg(strstr(diagnosis->reason, within), "%s; %s", within, diagnosis->reason);
    descent_diagnosis_free(diagnosis);
}
END_TEST

static double beside(double x)
{
    return (x - 3) * (x - 3) / 2;
}

static double beside_slope(double x)
{
    return x - 3;
}

/* A path alone that leaves a point of its own size, 3, is bounded by nothing 10^10 times as wide. */
START_TEST(a_path_alone_diverges_beyond_all_its_lengths)
{
    const function other = {beside, beside_slope};
    const double start = 10;
    for (size_t steps = 40; steps <= 80; steps += 40) {
        descent_diagnosis *const diagnosis = diagnose(&other, 1, descent_fixed_step(2.5), &start, steps, 1, PATH);
        ck_assert_int_eq(diagnosis->ending, steps < 56 ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_DIVERGING);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* An explosion is one whatever rows of it were kept, and so is a fall without end. */
START_TEST(a_verdict_does_not_depend_on_the_stride)
{
    const struct {
        const function *f;
        double start, step_size;
        descent_ending ending;
    } runs[] = {{&steep, 1.2, 0.6, DESCENT_ENDING_DIVERGING},
                {&bowl, 1, 2.1, DESCENT_ENDING_DIVERGING},
                {&falling, 1, 0.05, DESCENT_ENDING_UNBOUNDED}};
    for (size_t r = 0; r < sizeof runs / sizeof *runs; r++)
        for (size_t stride = 1; stride <= 13; stride++)
            for (int rule = 0; rule < 3; rule++) {
                const double eta = runs[r].step_size * (rule == 1 && runs[r].f != &falling ? 1.3 : 1);
                descent_diagnosis *const diagnosis = diagnose(runs[r].f, 1,
                                                              rule == 0   ? descent_fixed_step(eta)
                                                              : rule == 1 ? descent_heavy_ball(eta, 0.2)
                                                                          : descent_nesterov(eta, 0.2),
                                                              &runs[r].start, 200, stride, ENGINE);
                ck_assert_int_eq(diagnosis->ending, runs[r].ending);
                /* A unit vector, though the last points are at opposite ends of all numbers. */
                ck_assert_double_eq(fabs(diagnosis->direction[0]), 1);
                descent_diagnosis_free(diagnosis);
            }
}
END_TEST

/* Rows of a path alone: growth is by the row, its factor by the step, and the row that is not finite is its end. */
START_TEST(rows_tell_the_factor_of_a_step)
{
    const double start = 1;
    for (size_t stride = 2; stride <= 13; stride++) {
        descent_diagnosis *const diagnosis = diagnose(&bowl, 1, descent_fixed_step(3), &start, 2000, stride, PATH);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_DIVERGING);
        ck_assert_double_eq_tol(diagnosis->pace.rate, 2, 1e-9);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* x ~ −½ ln k is on its way to infinity at every length, from a slow start, too; at no length does it approach. */
START_TEST(a_logarithmic_drift_approaches_nothing)
{
    for (int far = 0; far < 2; far++)
        for (size_t steps = 200; steps <= 12800; steps *= 2) {
            const double start = far ? 4 : 0;
            descent_diagnosis *const diagnosis = diagnose(&plain, 1, descent_fixed_step(0.3), &start, steps, 1, ENGINE);
            ck_assert(diagnosis->ending == DESCENT_ENDING_UNBOUNDED || diagnosis->ending == DESCENT_ENDING_DESCENDING);
            if (steps >= 800)
                ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNBOUNDED);
            descent_diagnosis_free(diagnosis);
        }
}
END_TEST

static int sign_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] -= step->step_size * ((step->gradient[i] > 0) - (step->gradient[i] < 0));
    return 0;
}

static int normalised_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    double sum = 0;
    for (size_t i = 0; i < step->dimension; i++)
        sum += step->gradient[i] * step->gradient[i];
    for (size_t i = 0; i < step->dimension && sum > 0; i++)
        step->x[i] -= step->step_size * step->gradient[i] / sqrt(sum);
    return 0;
}

static int coordinate_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    const size_t i = step->number % step->dimension;
    step->x[i] -= step->step_size * step->gradient[i];
    return 0;
}

static int decaying_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] -= step->step_size * (step->gradient[i] + 0.2 * (step->x[i] + 1));
    return 0;
}

static int rmsprop_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    for (size_t i = 0; i < step->dimension; i++) {
        const double g = step->gradient[i];
        step->memory[0][i] = 0.9 * step->memory[0][i] + 0.1 * g * g;
        step->x[i] -= step->step_size * g / sqrt(step->memory[0][i]);
    }
    return 0;
}

static const descent_rule_type others[] = {
    {.name = "sign", .advance = sign_advance},
    {.name = "normalised", .advance = normalised_advance},
    {.name = "coordinate", .advance = coordinate_advance},
    {.name = "decay", .advance = decaying_advance},
    {.name = "RMSProp", .memory_count = 1, .advance = rmsprop_advance},
};

/* No rule of the library makes their steps, so none is fitted; of what is one, it is. */
START_TEST(what_does_not_fit_is_not_fitted)
{
    const double start[] = {1.3, -0.4};
    for (size_t steps = 10; steps <= 640; steps *= 4) {
        for (size_t r = 0; r < sizeof others / sizeof *others; r++) {
            const descent_rule rule = {.type = &others[r], .step_size = 0.05};
            descent_diagnosis *const diagnosis = diagnose(&steep, 2, rule, start, steps, 1, PROBLEM);
            const bool known = strcmp(others[r].name, "RMSProp") == 0; /* a rule of the library's */
            ck_assert_int_eq((diagnosis->findings & DESCENT_FINDING_RULE_FITTED) != 0, known);
            ck_assert_int_eq((diagnosis->findings & DESCENT_FINDING_RULE_UNKNOWN) == 0, known);
            ck_assert(!known || strcmp(diagnosis->rule_name, "RMSProp") == 0);
            descent_diagnosis_free(diagnosis);
        }
        descent_diagnosis *const ball = diagnose(&steep, 2, descent_heavy_ball(0.05, 0.4), start, steps, 1, PROBLEM);
        ck_assert_uint_ne(ball->findings & DESCENT_FINDING_RULE_FITTED, 0);
        ck_assert_double_eq_tol(ball->momentum, 0.4, 1e-5);
        descent_diagnosis_free(ball);
    }
}
END_TEST

/* RMSProp moves by η a step wherever it is: down a slope that grows it neither creeps nor stops short. */
START_TEST(a_constant_pace_down_a_growing_slope_does_not_stall)
{
    const double start = 1;
    const descent_rule rule = {.type = &others[4], .step_size = 0.05};
    for (size_t steps = 50; steps <= 3200; steps *= 2)
        for (int who = ENGINE; who <= PROBLEM; who++) {
            descent_diagnosis *const diagnosis = diagnose(&falling, 1, rule, &start, steps, 1, who);
            ck_assert(diagnosis->ending == DESCENT_ENDING_UNBOUNDED || diagnosis->ending == DESCENT_ENDING_DESCENDING);
            descent_diagnosis_free(diagnosis);
        }
}
END_TEST

/* With weight decay the run rests where gradient and decay balance: nowhere near a minimum of the loss. */
START_TEST(weight_decay_does_not_approach_the_minimum)
{
    const double start[] = {3, 2};
    const descent_rule rule = {.type = &others[3], .step_size = 0.1};
    for (size_t steps = 40; steps <= 640; steps *= 2) {
        descent_diagnosis *const diagnosis = diagnose(&bowl, 2, rule, start, steps, 1, PROBLEM);
        ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_APPROACHING);
        ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_CONVERGED);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* x − log x + y², which has no value for x ≤ 0, though its gradient has. */
static int half_plane(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] - log(x[0]) + x[1] * x[1];
    return 0;
}

static int half_plane_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 1 - 1 / x[0];
    g[1] = 2 * x[1];
    return 0;
}

/* From (4, 1) the first step of size 6 leads to x = −0.5: of a loss that has no value from there on nobody can say that it is higher. */
START_TEST(a_loss_without_a_value_is_not_higher)
{
    const descent_problem problem = {.dimension = 2, .loss = half_plane, .gradient = half_plane_gradient};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_fixed_step(6), (double[]){4, 1}, 64);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_DIVERGING);
    ck_assert_ptr_null(strstr(descent_test_said(diagnosis), "higher than before"));
    descent_diagnosis_free(diagnosis);
    /* At x = 1 nothing moves along x: the loss has a value all the way, and grows. */
    diagnosis = descent_test_diagnose(&problem, descent_fixed_step(6), (double[]){1, 1}, 64);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_DIVERGING);
    ck_assert_ptr_nonnull(strstr(descent_test_said(diagnosis), "in the end the loss is higher than before"));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* The steps to go of an approach by a power have no upper bound; numbers that are not known are null. */
START_TEST(infinity_is_not_null)
{
    descent_diagnosis diagnosis = {
        .pace = {.rate = NAN, .steps_to_go = {.value = NAN, .low = -INFINITY, .high = INFINITY}}};
    char text[8192] = "";
    FILE *const stream = tmpfile();
    ck_assert_ptr_nonnull(stream);
    assert_success(descent_diagnosis_print_json(&diagnosis, stream));
    rewind(stream);
    text[fread(text, 1, sizeof text - 1, stream)] = '\0';
    fclose(stream);
    ck_assert_ptr_nonnull(strstr(text, "{\"value\":null,\"low\":\"-Infinity\",\"high\":\"Infinity\"}"));
}
END_TEST

/* ---- a loss that ends ---- */

static double half_disc(double x)
{
    return sqrt(1 - x * x);
}

static double half_disc_slope(double x)
{
    return -x / sqrt(1 - x * x);
}

static double root(double x)
{
    return sqrt(x);
}

static double root_slope(double x)
{
    return 1 / (2 * sqrt(x));
}

/* Falls for ever, and is no number where both its terms are infinite. */
static double two_exponentials(double x)
{
    return exp(x) - exp(2 * x);
}

static double two_exponentials_slope(double x)
{
    return exp(x) - 2 * exp(2 * x);
}

static double logarithm(double x)
{
    return log(x);
}

static double logarithm_slope(double x)
{
    return 1 / x;
}

/* A root falls to 0 where it ends, and no farther: of the run itself that is broken off, of a copy not decided. */
START_TEST(what_ends_is_not_unbounded)
{
    const function disc = {half_disc, half_disc_slope}, rooted = {root, root_slope};
    for (int who = ENGINE; who <= PATH; who++) {
        descent_diagnosis *const broken = diagnose(&disc, 1, descent_fixed_step(0.1), (double[]){0.1}, 1000, 1, who);
        ck_assert_int_eq(broken->ending, DESCENT_ENDING_NONFINITE);
        assert_unsaid(broken, "no minimum");
        descent_diagnosis_free(broken);
    }
    descent_diagnosis *const left = diagnose(&rooted, 1, descent_fixed_step(0.1), (double[]){1}, 10, 1, ENGINE);
    ck_assert_int_eq(left->ending, DESCENT_ENDING_UNDETERMINED);
    assert_said(left, "a copy that goes on comes to a point where the formula of the loss has no value");
    assert_said(left, "a loss that has a value everywhere: this one falls toward where it ends");
    assert_unsaid(left, "no minimum");
    descent_diagnosis_free(left);
}
END_TEST

/* And what has no value only because numbers end is: e^x − e^2x falls for ever. */
START_TEST(an_overflow_is_no_end_of_a_loss)
{
    const function f = {two_exponentials, two_exponentials_slope};
    for (size_t steps = 30; steps <= 1000; steps += 970) {
        descent_diagnosis *const diagnosis =
            diagnose(&f, 1, descent_fixed_step(0.001), (double[]){1}, steps, 1, ENGINE);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNBOUNDED);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* log x from 1: five steps down to −1.15, one to x < 0, and far out from there: log falls now, from 4, slower and slower. Begun at 70 it
 * never did anything else. */
START_TEST(a_loss_is_said_to_fall_as_it_did)
{
    const function f = {logarithm, logarithm_slope};
    descent_diagnosis *diagnosis = diagnose(&f, 1, descent_fixed_step(0.1), (double[]){1}, 300, 1, ENGINE);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_DESCENDING);
    assert_said(diagnosis, "the loss falls now, but on the way it had no value at times, and the run was thrown to "
                           "where it is higher than at the start");
    assert_said(diagnosis, "The loss rose in 1 of 300 steps");
    descent_diagnosis_free(diagnosis);
    diagnosis = diagnose(&f, 1, descent_fixed_step(0.1), (double[]){70}, 300, 1, ENGINE);
    assert_unsaid(diagnosis, "falls now");
    assert_unsaid(diagnosis, "The loss rose");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Peano's surface falls for ever between its parabolas, and this step size explodes out of them, after 59 steps, or after 200 and
 * more: who says that the loss keeps falling is wrong. That of −x³ does. */
START_TEST(a_loss_that_ends_higher_does_not_keep_falling)
{
    const descent_problem peano = descent_test_landscape("peano", 0);
    const double starts[][2] = {{0.3, 0.5}, {0.1, 0.03}, {0.1, 0}};
    for (size_t k = 0; k < sizeof starts / sizeof *starts; k++) {
        descent_diagnosis *const diagnosis = descent_test_diagnose(&peano, descent_fixed_step(0.1), starts[k], 200);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNBOUNDED);
        assert_unsaid(diagnosis, "keeps falling");
        descent_diagnosis_free(diagnosis);
    }
    descent_diagnosis *const falls = diagnose(&falling, 1, descent_fixed_step(0.05), (double[]){1}, 10, 1, ENGINE);
    assert_said(falls, "the loss keeps falling");
    descent_diagnosis_free(falls);
}
END_TEST

/*
 * Momentum above one, from 0.5 in a well of 3.7(1 − cos x): once out of it the steps grow by that factor each, and the loss swings between
 * 0 and 7.4 for ever. (Found by a loop of x' = x − ηL'(x) + μ(x − x₋): after 3000 steps at 10¹³ and more.)
 */
START_TEST(a_loss_that_swings_does_not_keep_falling)
{
    const function f = {waves, waves_slope};
    static const double momenta[] = {1.01, 1.05, 1.1};
    static const uint64_t budgets[] = {20000, 100000};
    for (size_t m = 0; m < 3; m++)
        for (size_t steps = 400; steps <= 2400; steps += 400)
            for (size_t b = 0; b < 2; b++) {
                const descent_problem problem = {
                    .dimension = 1, .loss = loss, .gradient = gradient, .context = (void *)&f};
                const descent_diagnosis_options options = {.budget = budgets[b]};
                const double start = 0.5;
                descent_engine *engine;
                descent_diagnosis *diagnosis;
                assert_success(
                    descent_engine_new(&engine, &problem, descent_heavy_ball(0.1 / 3.7, momenta[m]), &start));
                assert_success(descent_engine_record(engine, NULL));
                (void)descent_engine_run(engine, steps);
                assert_success(descent_engine_diagnose(engine, &options, &diagnosis));
                ck_assert_msg(
                    diagnosis->ending == DESCENT_ENDING_DIVERGING || diagnosis->ending == DESCENT_ENDING_UNDETERMINED,
                    "momentum %g, %d steps: %s", momenta[m], (int)steps, descent_ending_string(diagnosis->ending));
                descent_diagnosis_free(diagnosis);
                descent_engine_free(engine);
            }
}
END_TEST

static double arc(double x)
{
    return atan(x);
}

static double arc_slope(double x)
{
    return 1 / (1 + x * x);
}

static double bell(double x)
{
    return exp(-x * x);
}

static double bell_slope(double x)
{
    return -2 * x * exp(-x * x);
}

static double tail(double x)
{
    return exp(-x);
}

static double tail_slope(double x)
{
    return -exp(-x);
}

static double plane(double x)
{
    return -x;
}

static double plane_slope(double x)
{
    (void)x;
    return -1;
}

/* Down atan the way is like k^(1/3), down exp(−x) like ln k, down −x like k; down exp(−x²) from 3, 64 steps lose a fortieth of their
 * length. */
START_TEST(a_drift_has_the_law_of_its_steps)
{
    static const struct {
        function f;
        double start;
        descent_law law;
    } ways[] = {{{arc, arc_slope}, 1, DESCENT_LAW_UNKNOWN},
                {{bell, bell_slope}, 3, DESCENT_LAW_UNKNOWN},
                {{bell, bell_slope}, 1, DESCENT_LAW_UNKNOWN}, /* √(ln k) */
                {{tail, tail_slope}, 1, DESCENT_LAW_LOGARITHMIC},
                {{plane, plane_slope}, 1, DESCENT_LAW_LINEAR}};
    for (size_t w = 0; w < sizeof ways / sizeof *ways; w++)
        for (size_t steps = 64; steps <= 6400; steps *= 10) {
            descent_diagnosis *const diagnosis =
                diagnose(&ways[w].f, 1, descent_fixed_step(0.1), &ways[w].start, steps, 1, ENGINE);
            if (diagnosis->ending == DESCENT_ENDING_UNBOUNDED)
                ck_assert_msg(diagnosis->pace.law == ways[w].law || (w == 3 && steps == 64), "%zu, %zu steps: %s", w,
                              steps, descent_law_string(diagnosis->pace.law));
            else
                ck_assert_uint_ne(w, 4);
            descent_diagnosis_free(diagnosis);
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_bounded_loss_never_diverges,
        a_bowl_diverges_and_tells_its_factor,
        what_begins_by_standing_diverges_too,
        growing_swings_diverge_by_their_factor,
        a_copy_that_breaks_off_has_not_left,
        what_was_thrown_out_is_told_of_the_step_size,
        what_keeps_its_stride_moves,
        advice_leads_to_where_the_loss_is_finite,
        a_path_alone_diverges_beyond_all_its_lengths,
        a_verdict_does_not_depend_on_the_stride,
        rows_tell_the_factor_of_a_step,
        a_logarithmic_drift_approaches_nothing,
        what_does_not_fit_is_not_fitted,
        a_constant_pace_down_a_growing_slope_does_not_stall,
        weight_decay_does_not_approach_the_minimum,
        a_loss_without_a_value_is_not_higher,
        infinity_is_not_null,
        what_ends_is_not_unbounded,
        an_overflow_is_no_end_of_a_loss,
        a_loss_is_said_to_fall_as_it_did,
        a_loss_that_ends_higher_does_not_keep_falling,
        a_loss_that_swings_does_not_keep_falling,
        a_drift_has_the_law_of_its_steps,
    };
    return descent_test_main(descent_test_suite("diagnosis growth", tests, sizeof tests / sizeof *tests));
}
