#include "fuzz/hostile.h"

#include <math.h>
#include <string.h>

#include <descent/diagnosis.h>

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
    descent_engine_free(engine); /* refused, too */
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
    default:
        return descent_schedule_constant();
    }
}

descent_rule hostile_rule(choices *from)
{
    const double step_size = choose_rarely(from, 8) ? choose_number(from) : (1 + choose_byte(from)) / 128.0;
    const double momentum = choose_rarely(from, 8) ? choose_number(from) : choose_near(from) / 4;
    descent_rule rule;
    switch (choose_below(from, 8)) {
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
    return descent_rule_with_schedule(rule, any_schedule(from));
}
