#include "fuzz/hostile.h"

#include <math.h>
#include <string.h>

#include <descent/adaptive.h>
#include <descent/diagnosis.h>
#include <descent/step_finders.h>

#include "truth/own_rules.h"

/* Multiplies as Knuth's MMIX generator does: the same on every machine. */
static double noise(hostile *loss)
{
    loss->random = loss->random * 6364136223846793005U + 1442695040888963407U;
    return (double)(loss->random >> 33) / 0x1p30 - 1;
}

/* Everything that an engine must refuse, or allow without harm, in the middle of its own step. */
static void call_back(hostile *loss)
{
    descent_engine *const engine = loss->called_back;
    descent_diagnosis *diagnosis;
    loss->called_back = NULL;
    (void)descent_engine_step(engine);
    (void)descent_engine_run(engine, 3);
    (void)descent_engine_loss(engine);
    (void)descent_engine_gradient(engine);
    (void)descent_engine_path(engine);
    (void)descent_engine_record(engine, NULL);
    (void)descent_engine_set_budget(engine, loss->calls + 50);
    (void)descent_engine_reset(engine, descent_engine_point(engine));
    if (descent_engine_diagnose(engine, NULL, &diagnosis) == DESCENT_SUCCESS)
        descent_diagnosis_free(diagnosis);
    loss->called_back = engine;
}

static int begin_call(hostile *loss)
{
    loss->calls++;
    if (loss->called_back && loss->calls % 7 == 3)
        call_back(loss);
    if (loss->mischief == MISCHIEF_FAILS && loss->calls >= loss->since)
        return 42;
    return loss->mischief == MISCHIEF_FAILS_AT_TIMES && loss->calls % (loss->since + 1) == loss->since ? -7 : 0;
}

static double spoilt(hostile *loss, double value)
{
    const bool on = loss->calls >= loss->since;
    switch (loss->mischief) {
    case MISCHIEF_NOT_A_NUMBER:
        return on ? NAN : value;
    case MISCHIEF_INFINITE:
        return on ? copysign(INFINITY, value) : value;
    case MISCHIEF_HUGE:
        return on ? value * 1e300 : value;
    case MISCHIEF_TINY:
        return on ? value * 1e-310 : value;
    case MISCHIEF_NOISE:
        return value + noise(loss);
    case MISCHIEF_CHANGES_SIGN:
        return loss->calls % 2 ? value : -value;
    case MISCHIEF_LIES:
        return 3 * value + 1;
    case MISCHIEF_ONE_VALUE:
        return loss->value;
    default:
        return value;
    }
}

static void give(hostile *loss, const double *from, size_t count, double *to)
{
    if (loss->mischief == MISCHIEF_WRITES_NOTHING && loss->calls >= loss->since)
        return;
    for (size_t i = 0; i < count; i++)
        to[i] = spoilt(loss, from[i]);
}

static double term(const hostile *loss, const double *x, size_t i)
{
    const double t = x[i] - loss->centre[i];
    double sum = 0;
    switch (loss->shape) {
    case SHAPE_QUARTIC:
        return t * t * t * t / 4 + loss->slope[i] * t * t / 2;
    case SHAPE_SINE:
        return sin(loss->slope[i] * t);
    case SHAPE_KINK:
        return fabs(t);
    case SHAPE_EXPONENTIAL:
        return exp(loss->slope[i] * t);
    case SHAPE_LOGARITHM:
        return log(t);
    case SHAPE_CONSTANT:
        return 1;
    case SHAPE_LINEAR:
        return loss->slope[i] * x[i];
    case SHAPE_ROOT:
        return sqrt(fabs(t));
    case SHAPE_CUBIC:
        return t * t * t / 3;
    case SHAPE_VALLEY:
        sum = i ? x[i] - x[i - 1] * x[i - 1] : 0;
        return t * t / 2 + 10 * sum * sum;
    case SHAPE_POLE:
        return 1 / t;
    default:
        for (size_t j = 0; j < loss->n; j++)
            sum += loss->matrix[i * loss->n + j] * (x[j] - loss->centre[j]);
        return t * sum / 2;
    }
}

static double derivative(const hostile *loss, const double *x, size_t i)
{
    const double t = x[i] - loss->centre[i];
    double sum = 0;
    switch (loss->shape) {
    case SHAPE_QUARTIC:
        return t * t * t + loss->slope[i] * t;
    case SHAPE_SINE:
        return loss->slope[i] * cos(loss->slope[i] * t);
    case SHAPE_KINK:
        return t > 0 ? 1 : -1;
    case SHAPE_EXPONENTIAL:
        return loss->slope[i] * exp(loss->slope[i] * t);
    case SHAPE_LOGARITHM:
        return 1 / t;
    case SHAPE_CONSTANT:
        return 0;
    case SHAPE_LINEAR:
        return loss->slope[i];
    case SHAPE_ROOT:
        return copysign(0.5 / sqrt(fabs(t)), t);
    case SHAPE_CUBIC:
        return t * t;
    case SHAPE_VALLEY:
        sum = t;
        sum += i ? 20 * (x[i] - x[i - 1] * x[i - 1]) : 0;
        return i + 1 < loss->n ? sum - 40 * x[i] * (x[i + 1] - x[i] * x[i]) : sum;
    case SHAPE_POLE:
        return -1 / (t * t);
    default:
        for (size_t j = 0; j < loss->n; j++)
            sum += loss->matrix[i * loss->n + j] * (x[j] - loss->centre[j]);
        return sum;
    }
}

double hostile_value(const hostile *loss, const double *x)
{
    double sum = 0;
    for (size_t i = 0; i < loss->n; i++)
        sum += term(loss, x, i);
    return sum;
}

void hostile_gradient(const hostile *loss, const double *x, double *gradient)
{
    for (size_t i = 0; i < loss->n; i++)
        gradient[i] = derivative(loss, x, i);
}

static int call_loss(size_t n, const double *x, double *value, void *context)
{
    hostile *const loss = context;
    const int code = begin_call(loss);
    const double right = hostile_value(loss, x);
    (void)n;
    give(loss, &right, 1, value);
    return code;
}

static int call_gradient(size_t n, const double *x, double *gradient, void *context)
{
    hostile *const loss = context;
    const int code = begin_call(loss);
    double right[hostile_variables];
    hostile_gradient(loss, x, right);
    give(loss, right, n, gradient);
    return code;
}

static int call_both(size_t n, const double *x, double *value, double *gradient, void *context)
{
    const int code = call_gradient(n, x, gradient, context);
    const double right = hostile_value(context, x);
    give(context, &right, 1, value);
    return code;
}

/* Right for the quadratic; of every other shape the callback lies. */
static int call_hessian(size_t n, const double *x, double *hessian, void *context)
{
    hostile *const loss = context;
    const int code = begin_call(loss);
    (void)x;
    give(loss, loss->matrix, n * n, hessian);
    return code;
}

static int call_product(size_t n, const double *x, const double *vector, double *product, void *context)
{
    hostile *const loss = context;
    const int code = begin_call(loss);
    double right[hostile_variables] = {0};
    (void)x;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            right[i] += loss->matrix[i * n + j] * vector[j];
    give(loss, right, n, product);
    return code;
}

static int call_batch(size_t n, size_t count, size_t stride, const double *x, double *gradient, void *context)
{
    hostile *const loss = context;
    const int code = begin_call(loss);
    for (size_t k = 0; k < count; k++) {
        double point[hostile_variables], right[hostile_variables], given[hostile_variables] = {0};
        for (size_t i = 0; i < n; i++)
            point[i] = x[i * stride + k];
        hostile_gradient(loss, point, right);
        give(loss, right, n, given);
        for (size_t i = 0; i < n; i++)
            gradient[i * stride + k] = given[i];
    }
    return code;
}

descent_problem hostile_problem(choices *from, hostile *loss)
{
    memset(loss, 0, sizeof *loss);
    loss->n = 1 + choose_below(from, hostile_variables);
    loss->shape = (hostile_shape)choose_below(from, SHAPES);
    loss->mischief = choose_below(from, 2) ? MISCHIEF_NONE : (hostile_mischief)choose_below(from, MISCHIEFS);
    loss->since = choose_byte(from);
    loss->random = choose_byte(from);
    loss->value = choose_number(from);
    for (size_t i = 0; i < loss->n; i++) {
        loss->centre[i] = choose_near(from);
        loss->slope[i] = choose_mostly_near(from, 16);
        for (size_t j = 0; j <= i; j++)
            loss->matrix[i * loss->n + j] = loss->matrix[j * loss->n + i] = choose_mostly_near(from, 16);
    }
    if (choose_rarely(from, 16)) /* not symmetric */
        loss->matrix[loss->n - 1] = choose_number(from);
    const unsigned given = choose_byte(from);
    descent_problem problem = {.dimension = loss->n, .context = loss};
    problem.loss = given & 1 ? call_loss : NULL;
    problem.gradient = given & 2 || !(given & 5) ? call_gradient : NULL;
    problem.loss_gradient = given & 4 ? call_both : NULL;
    problem.hessian = given & 8 ? call_hessian : NULL;
    problem.hessian_product = given & 16 ? call_product : NULL;
    problem.gradient_batch = given & 32 ? call_batch : NULL;
    problem.scale = given & 64 ? fabs(choose_near(from)) : 0;
    return problem;
}

static int own_schedule(uint64_t step, double base, double *step_size, void *context)
{
    (void)context;
    *step_size = base * (1 + (double)(step % 3));
    return step > 200 ? 5 : 0;
}

/* Schedules that are parts of others stay the user's. */
static descent_schedule any_composed_schedule(choices *from)
{
    static descent_schedule parts[2];
    const unsigned kind = choose_below(from, 5);
    const uint64_t length = choose_rarely(from, 16) ? UINT64_MAX - choose_byte(from) : choose_byte(from);
    const double number = choose_rarely(from, 4) ? choose_number(from) : choose_byte(from) / 256.0;
    switch (kind) {
    case 1:
        return descent_schedule_linear(length, number);
    case 2:
        return descent_schedule_restarts(length, choose_below(from, 4), number);
    case 3:
        parts[0] = descent_schedule_exponential(number);
        return descent_schedule_warm_up(length, choose_rarely(from, 8) ? NULL : &parts[0]);
    case 4:
        parts[0] = descent_schedule_inverse(1 + number);
        parts[1] = descent_schedule_steps(length / 2, number);
        return descent_schedule_sequence(&parts[0], length, choose_rarely(from, 8) ? NULL : &parts[1]);
    default:
        return descent_schedule_steps(length, number);
    }
}

static descent_schedule any_schedule(choices *from)
{
    switch (choose_below(from, 8)) {
    case 1:
        return descent_schedule_inverse(choose_number(from));
    case 2:
        return descent_schedule_exponential(choose_number(from));
    case 3:
        return descent_schedule_exponential(1 - choose_byte(from) / 512.0);
    case 4:
        return descent_schedule_cosine(choose_byte(from), fabs(choose_number(from)));
    case 5:
        return descent_schedule_custom(own_schedule, NULL);
    case 6:
        return any_composed_schedule(from);
    default:
        return descent_schedule_constant();
    }
}

/* NaN, infinite, out of range: one time in 16; 0 for the usual value half of the time. */
static double any_option(choices *from)
{
    const unsigned sort = choose_byte(from);
    return sort < 128 ? 0 : sort < 240 ? choose_byte(from) / 256.0 : choose_number(from);
}

static descent_rule any_step_finder(choices *from, double step_size)
{
    const descent_line_search_options search = {.decrease = any_option(from) / 2,
                                                .curvature = any_option(from),
                                                .contraction = any_option(from),
                                                .most_trials = choose_below(from, 70)};
    const descent_perturbed_options push = {.gradient_threshold = any_option(from),
                                            .radius = any_option(from),
                                            .wait = choose_below(from, 30),
                                            .seed = choose_byte(from)};
    const descent_negative_curvature_options leaving = {.gradient_threshold = any_option(from),
                                                        .curvature_threshold = any_option(from),
                                                        .length = any_option(from),
                                                        .most_products = choose_below(from, 10)};
    switch (choose_below(from, 10)) {
    case 1:
        return descent_armijo(step_size, &search);
    case 2:
        return descent_wolfe(step_size, &search);
    case 3:
        return descent_conjugate_gradients(step_size, &search);
    case 4:
        return descent_lbfgs(step_size, choose_below(from, 12), &search);
    case 5:
        return descent_barzilai_borwein(step_size, (descent_barzilai_borwein_kind)choose_below(from, 3));
    case 6:
        return descent_local_smoothness(step_size);
    case 7:
        return descent_polyak(step_size, choose_mostly_near(from, 8));
    case 8:
        return descent_perturbed(step_size, &push);
    case 9:
        return descent_negative_curvature(step_size, &leaving);
    default:
        return descent_exact_step(step_size);
    }
}

static descent_rule any_adaptive_rule(choices *from, double step_size)
{
    const descent_adam_options adam = {.kind = (descent_adam_kind)choose_below(from, 5),
                                       .first_decay = any_option(from),
                                       .second_decay = any_option(from),
                                       .epsilon = any_option(from)};
    switch (choose_below(from, 8)) {
    case 1:
        return descent_adagrad(step_size, any_option(from));
    case 2:
        return descent_rmsprop(step_size, any_option(from), any_option(from));
    case 3:
        return descent_lion(step_size, any_option(from), any_option(from));
    case 4:
        return descent_sign(step_size);
    case 5:
        return descent_normalised(step_size);
    case 6:
        return descent_damped_momentum(step_size, choose_mostly_near(from, 8) / 4);
    case 7:
        return descent_gradient_filter(step_size, choose_mostly_near(from, 8), choose_mostly_near(from, 8),
                                       choose_mostly_near(from, 8) / 4);
    default:
        return descent_adam(step_size, &adam);
    }
}

static descent_rule with_any_modifiers(descent_rule rule, choices *from)
{
    static double lower[hostile_variables], upper[hostile_variables]; /* stay the user's */
    const unsigned set = choose_byte(from);
    const descent_modifiers modifiers = {.weight_decay = set & 1 ? any_option(from) : 0,
                                         .clip_value = set & 2 ? any_option(from) : 0,
                                         .clip_norm = set & 4 ? any_option(from) : 0,
                                         .decoupled_decay = set & 8 ? any_option(from) : 0,
                                         .l1 = set & 16 ? any_option(from) : 0,
                                         .lower = set & 32 ? lower : NULL,
                                         .upper = set & 64 ? upper : NULL};
    for (size_t i = 0; (set & 96) && i < hostile_variables; i++) {
        lower[i] = choose_mostly_near(from, 8);
        upper[i] = choose_mostly_near(from, 8) + 2;
    }
    return descent_rule_with_modifiers(rule, modifiers);
}

descent_rule hostile_rule(choices *from)
{
    const double step_size = choose_rarely(from, 8) ? choose_number(from) : (1 + choose_byte(from)) / 128.0;
    const double momentum = choose_rarely(from, 8) ? choose_number(from) : choose_near(from) / 4;
    const unsigned kind = choose_byte(from);
    descent_rule rule;
    switch (kind % 8) {
    case 1:
    case 2:
        rule = descent_heavy_ball(step_size, momentum);
        break;
    case 3:
        rule = descent_nesterov(step_size, momentum);
        break;
    case 4:
        rule = own_adam(step_size);
        break;
    case 5:
        rule = own_velocity(step_size);
        break;
    default:
        rule = descent_fixed_step(step_size);
        break;
    }
    /* Kept inputs keep their meaning. */
    if (kind >= 216)
        rule = any_adaptive_rule(from, step_size);
    else if (kind >= 176)
        rule = any_step_finder(from, step_size);
    rule = descent_rule_with_schedule(rule, any_schedule(from));
    return kind >= 160 ? with_any_modifiers(rule, from) : rule;
}
