/*
 * Steps in place beside the careful ones, bit for bit, right up to overflow and beyond: what run() makes of the library's rules, what
 * step() makes of them, and what the engine makes of the same formulas as a rule from outside, of which it keeps copies.
 */
#include "support.h"

#include <math.h>
#include <stdlib.h>

#include <descent/adaptive.h>
#include <descent/descent.h>

enum {
    most = 5000,
    rule_count = 14
};

/* Which formula; a rule from outside finds it in its parameters. */
enum {
    FIXED,
    HEAVY_BALL,
    NESTEROV,
    FILTER,
    ADAGRAD,
    RMSPROP,
    ADAM,
    NADAM,
    AMSGRAD,
    LION,
    SIGN
};

static const int formulas[] = {FIXED, HEAVY_BALL, NESTEROV, FILTER, ADAGRAD, RMSPROP, ADAM, NADAM, AMSGRAD, LION, SIGN};
static const size_t memories[] = {0, 1, 1, 1, 1, 1, 2, 2, 3, 1, 0};

static int formula(const descent_rule *rule)
{
    return *(const int *)rule->parameters;
}

static size_t memory(const descent_rule *rule)
{
    return memories[formula(rule)];
}

static double sign(double value)
{
    return value > 0 ? 1 : value < 0 ? -1 : value;
}

static double momentum_of(const descent_rule *rule, const descent_rule_step *step)
{
    return step->number == 0 ? 0 : rule->momentum;
}

/* One component by the formulas of the headers and papers; returns NaN where the rule insists on something and it is none. */
static double advance_one(const descent_rule *rule, const descent_rule_step *step, size_t i)
{
    const double g = step->gradient[i], eta = step->step_size, t = (double)step->number + 1;
    const double *const c = rule->constants;
    double *const x = &step->x[i];
    double none = 0, *const a = memory(rule) > 0 ? &step->memory[0][i] : &none;
    double *const v = memory(rule) > 1 ? &step->memory[1][i] : &none, here = *x;
    switch (formula(rule)) {
    case FIXED:
        *x = here - eta * g;
        return 0;
    case HEAVY_BALL:
        *x = here - eta * g + momentum_of(rule, step) * (here - *a);
        *a = here;
        return 0;
    case NESTEROV:
        *x = here + momentum_of(rule, step) * (here - *a) - eta * g;
        *a = here;
        return 0;
    case FILTER: {
        const double z = c[0] * g + *a;
        *a = c[1] * g - c[2] * z;
        *x = here - eta * z;
        return 0;
    }
    case ADAGRAD:
        *a += g * g;
        *x = here - eta * g / (sqrt(*a) + c[0]);
        return *a - *a;
    case RMSPROP:
        *a = c[0] * *a + (1 - c[0]) * (g * g);
        *x = here - eta * g / (sqrt(*a) + c[1]);
        return *a - *a;
    case LION:
        *x = here - eta * sign(c[0] * *a + (1 - c[0]) * g);
        *a = c[1] * *a + (1 - c[1]) * g;
        return *a - *a;
    case SIGN:
        *x = here - eta * sign(g);
        return g - g;
    default:
        break;
    }
    *a = c[0] * *a + (1 - c[0]) * g;
    *v = c[1] * *v + (1 - c[1]) * (g * g);
    if (formula(rule) == AMSGRAD) {
        double *const largest = &step->memory[2][i];
        *largest = *largest > *v ? *largest : *v;
        *x = here - eta * *a / (sqrt(*largest) + c[2]);
    } else {
        const double bias = 1 - pow(c[0], t), square = 1 / (1 - pow(c[1], t));
        const double m =
            formula(rule) == ADAM ? *a * (1 / bias) : *a * (c[0] / (1 - pow(c[0], t + 1))) + g * ((1 - c[0]) / bias);
        *x = here - eta * m / (sqrt(*v * square) + c[2]);
    }
    return *v - *v;
}

static int advance(const descent_rule *rule, descent_rule_step *step)
{
    double trace = 0, gradients = 0;
    if (formula(rule) == FILTER && step->number == 0) {
        step->next_gradient = step->gradient;
        return 0;
    }
    for (size_t i = 0; i < step->dimension; i++) {
        gradients += step->gradient[i] - step->gradient[i];
        trace += advance_one(rule, step, i);
    }
    if (trace == 0)
        return 0;
    if (formula(rule) == LION || formula(rule) == SIGN || gradients != 0)
        return 1;
    return (int)descent_fail(DESCENT_ENONFINITE, "the square of a gradient component overflows in step %llu",
                             (unsigned long long)step->number);
}

static void look_ahead(const descent_rule *rule, const descent_rule_step *step, double *where)
{
    for (size_t i = 0; i < step->dimension; i++)
        where[i] = step->x[i] + momentum_of(rule, step) * (step->x[i] - step->memory[0][i]);
}

static const descent_rule_type outside = {.name = "from outside", .memory = memory, .advance = advance};
static const descent_rule_type outside_ahead = {
    .name = "from outside", .memory = memory, .advance = advance, .look_ahead = look_ahead};

/* A copy of the library's own type is one from outside. */
static descent_rule_type stranger;

enum {
    NORMALISED = 13 /* of the rules below */
};

/* The library's rule, and the same as one from outside. */
static descent_rule rule_at(size_t which, double step_size, descent_rule *other)
{
    const descent_adam_options nadam = {.kind = DESCENT_NADAM}, amsgrad = {.kind = DESCENT_AMSGRAD};
    const descent_rule rules[rule_count] = {
        descent_fixed_step(step_size),
        descent_heavy_ball(step_size, 0.9),
        descent_nesterov(step_size, 0.9),
        descent_gradient_filter(step_size, 0.4, 0.3, -0.2),
        descent_adagrad(step_size, 0),
        descent_rmsprop(step_size, 0, 0),
        descent_adam(step_size, NULL),
        descent_adam(step_size, &nadam),
        descent_adam(step_size, &amsgrad),
        descent_lion(step_size, 0, 0),
        descent_sign(step_size),
        descent_damped_momentum(step_size, 0.7),
        descent_heavy_ball(step_size, 1.5),
        descent_normalised(step_size),
    };
    const int kinds[rule_count] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, FILTER, HEAVY_BALL, 0};
    *other = rules[which];
    other->type = kinds[which] == NESTEROV ? &outside_ahead : &outside;
    other->parameters = &formulas[kinds[which]];
    if (which == NORMALISED) { /* the norm is summed in lanes; that it is the norm, rules_normalised says */
        stranger = *rules[which].type;
        other->type = &stranger;
    }
    if (which == 11) {
        other->constants[0] = 1 - rules[which].momentum;
        other->constants[1] = 0;
        other->constants[2] = -rules[which].momentum;
    }
    return rules[which];
}

/* ∇L = curvature·x, with one component spoiled in one call; calm: next to nothing, whatever x is. */
typedef struct slope {
    double curvature, value;
    size_t call, where, calls;
    bool calm, silent;
} slope;

static int slope_gradient(size_t n, const double *x, double *gradient, void *context)
{
    slope *const s = context;
    s->calls++;
    if (s->silent && s->calls == s->call)
        return 0;
    for (size_t i = 0; i < n; i++)
        gradient[i] = s->calm ? 1e-3 * (double)(1 + i % 3) : s->curvature * x[i];
    if (s->calls == s->call && !s->calm)
        gradient[s->where] = s->value;
    return 0;
}

static int slope_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)context;
    *loss = 0;
    for (size_t i = 0; i < n; i++)
        *loss += x[i] * x[i] / 2;
    return 0;
}

/* How an engine is run: all at once, step by step, or as a rule from outside step by step. */
typedef enum manner {
    RUN,
    STEPS,
    OUTSIDE
} manner;

typedef struct trial {
    size_t n, rule, steps;
    slope slope;
    double start, step_size;
    unsigned columns;
    bool scheduled;
} trial;

typedef struct outcome {
    descent_engine *engine;
    slope slope;
    size_t calls; /* of the gradient, before anybody asks for more */
    char detail[512];
    uint64_t seen; /* steps that the observer saw */
} outcome;

static int observe(descent_engine *engine, void *context)
{
    (void)engine;
    ++*(uint64_t *)context;
    return 0;
}

static void run_in(const trial *t, manner how, outcome *made)
{
    static double start[most];
    descent_rule other, rule = rule_at(t->rule, t->step_size, &other);
    if (how == OUTSIDE)
        rule = other;
    if (t->scheduled)
        rule = descent_rule_with_schedule(rule, descent_schedule_cosine(20, t->step_size / 4));
    for (size_t i = 0; i < t->n; i++)
        start[i] = t->start * (1 + (double)(i % 5) / 8) * (i % 2 ? 1 : -1);
    *made = (outcome){.slope = t->slope};
    const descent_problem problem = {
        .dimension = t->n, .loss = slope_loss, .gradient = slope_gradient, .context = &made->slope};
    made->engine = descent_test_engine(&problem, rule, start);
    const descent_path_options options = {.columns = t->columns, .last = t->n > 100 ? 3 : 0};
    if (t->columns)
        assert_success(descent_engine_record(made->engine, &options));
    assert_success(descent_engine_add_observer(made->engine, observe, &made->seen));
    if (how == RUN)
        assert_success(descent_engine_run(made->engine, t->steps));
    else
        while (descent_engine_steps(made->engine) < t->steps && descent_engine_step(made->engine) == DESCENT_SUCCESS)
            continue;
    if (descent_engine_steps(made->engine) < t->steps)
        snprintf(made->detail, sizeof made->detail, "%s", descent_error_detail());
    /* What it remembers shows in the steps that follow, where they can be made. */
    made->slope.calm = true;
    for (int k = 0; k < 3; k++)
        if (how == RUN)
            assert_success(descent_engine_run(made->engine, 1));
        else
            (void)descent_engine_step(made->engine);
    made->calls = made->slope.calls;
}

static void check_same(const trial *t, const outcome *a, const outcome *b, const char *what)
{
    const char *const text = "%s: rule %zu, n %zu, start %g, step %g, value %g at %zu in call %zu";
#define TRIAL what, t->rule, t->n, t->start, t->step_size, t->slope.value, t->slope.where, t->slope.call
    ck_assert_msg(descent_engine_steps(a->engine) == descent_engine_steps(b->engine), text, TRIAL);
    ck_assert_msg(memcmp(descent_engine_point(a->engine), descent_engine_point(b->engine), t->n * sizeof(double)) == 0,
                  text, TRIAL);
    ck_assert_msg(descent_engine_step_size(a->engine) == descent_engine_step_size(b->engine), text, TRIAL);
    ck_assert_msg(a->calls == b->calls, text, TRIAL);
    ck_assert_msg(a->seen == b->seen, text, TRIAL);
    ck_assert_str_eq(a->detail, b->detail);
    if (t->columns)
        descent_test_same_paths(descent_engine_path(a->engine), descent_engine_path(b->engine));
#undef TRIAL
}

static bool try_it(const trial *t)
{
    outcome run, steps, other;
    run_in(t, RUN, &run);
    run_in(t, STEPS, &steps);
    run_in(t, OUTSIDE, &other);
    check_same(t, &run, &steps, "run and step");
    /* A fixed step of many variables is taken back to within one rounding (lib/rules/fixed_step.h). */
    if (t->rule != FIXED || t->n <= 2048)
        check_same(t, &run, &other, "run and a rule from outside");
    const bool ended = *run.detail;
    descent_engine_free(run.engine);
    descent_engine_free(steps.engine);
    descent_engine_free(other.engine);
    return ended;
}

static const unsigned norms = DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_POINT | DESCENT_PATH_STEP_LENGTH;
static const size_t sizes[] = {1, 2, 9, 100, most};

static size_t size_count(void)
{
    return descent_test_in_full() ? sizeof sizes / sizeof *sizes : 4;
}

START_TEST(a_gradient_that_is_none_ends_all_alike)
{
    const double values[] = {NAN, INFINITY, -INFINITY, 0x1p460, -0x1p520, 0x1p1023, 0x1p-1070, -0.0};
    const size_t calls[] = {1, 2, 3, 30};
    const size_t rule = (size_t)_i;
    for (size_t s = 0; s < size_count(); s++)
        for (size_t v = 0; v < sizeof values / sizeof *values; v++)
            for (size_t c = descent_test_in_full() ? 0 : (rule + v) % 4; c < (sizes[s] == most ? 1 : 4);
                 c += descent_test_in_full() ? 1 : 4)
                for (size_t place = 0; place < (sizes[s] < 3 ? 1 : 3); place++) {
                    const size_t n = sizes[s], places[] = {0, n / 2, n - 1};
                    trial t = {.n = n, .rule = rule, .start = 1, .step_size = 0.01, .steps = n == most ? 32 : 60};
                    t.slope = (slope){.curvature = 1,
                                      .value = values[v],
                                      .call = calls[n == most ? v % 4 : c],
                                      .where = places[place]};
                    t.columns = v % 3 == 0 ? norms : v % 3 == 1 ? 0 : DESCENT_PATH_POINT | DESCENT_PATH_LOSS;
                    t.scheduled = c == 2;
                    try_it(&t);
                }
}
END_TEST

/* The step is too long by far: x grows until it overflows, in the middle of the run. */
START_TEST(explosions_end_all_alike)
{
    const size_t rule = (size_t)_i;
    const bool bounded = (rule >= 4 && rule <= 10) || rule == NORMALISED; /* steps that do not grow with the gradient */
    for (size_t s = 0; s < size_count(); s++)
        for (int k = descent_test_in_full() ? 0 : (int)((rule + s) % 4); k < 4; k += descent_test_in_full() ? 1 : 4) {
            const unsigned columns[] = {norms, 0, DESCENT_PATH_GRADIENT_NORM, norms | DESCENT_PATH_LOSS};
            trial t = {.n = sizes[s], .rule = rule, .columns = columns[k]};
            t.start = t.n == most ? 0x1p950 : k == 1 ? 1e-300 : 1;
            t.steps = t.n == most ? 60 : 700;
            t.step_size = bounded ? 0x1p1021 : 16;
            t.slope = (slope){.curvature = k == 2 ? 3 : 1};
            ck_assert_msg(try_it(&t) || bounded || k == 1, "rule %zu does not end", rule);
        }
}
END_TEST

/* Around what the bounds prove, and below what is normal. */
START_TEST(huge_and_tiny_numbers_are_the_same_to_all)
{
    const double starts[] = {0x1p400, 0x1p449, 0x1p899, 0x1p999, 0x1.8p1000, 0x1p1022, 0x1p-1040, 0x1p-1074, 0};
    const double lengths[] = {0.01, 1e-300, 0x1p1000};
    const size_t rule = (size_t)_i;
    for (size_t s = 0; s < size_count(); s++)
        for (size_t v = descent_test_in_full() ? 0 : (rule + s) % 3; v < sizeof starts / sizeof *starts;
             v += descent_test_in_full() ? 1 : 3)
            for (size_t k = 0; k < (sizes[s] == most ? 1 : 3); k++) {
                trial t = {.n = sizes[s], .rule = rule, .start = starts[v], .step_size = lengths[k]};
                t.steps = t.n == most ? 66 : 140;
                t.slope = (slope){.curvature = v % 2 ? 1 : 0x1p-600};
                t.columns = v % 2 ? norms : DESCENT_PATH_GRADIENT_NORM;
                try_it(&t);
            }
}
END_TEST

/* What a callback does not write is none, also in the middle of a run, and the gradient before is not taken for it. */
START_TEST(a_silent_gradient_is_found_in_the_middle_of_a_run)
{
    for (size_t s = 0; s < size_count(); s++) {
        trial t = {.n = sizes[s], .rule = (size_t)_i, .start = 1, .step_size = 0.01, .columns = norms, .steps = 40};
        t.slope = (slope){.curvature = 1, .call = 20, .silent = true};
        ck_assert(try_it(&t));
    }
}
END_TEST

/* Bounds belong to a state: after a reset, another rule's numbers, or a step that was taken with care, they are others. */
START_TEST(bounds_are_those_of_the_state_that_an_engine_stands_in)
{
    descent_rule other;
    slope calm = {.curvature = 1};
    const descent_problem problem = {.dimension = 2, .gradient = slope_gradient, .context = &calm};
    const double small[] = {1, -2}, huge[] = {0x1.fp1023, -0x1p1023};
    descent_engine *const engine = descent_test_engine(&problem, rule_at((size_t)_i, 0.01, &other), small);
    descent_engine *const fresh = descent_test_engine(&problem, other, huge);
    assert_success(descent_engine_run(engine, 10));
    assert_success(descent_engine_reset(engine, huge));
    other.step_size = 0x1p1020;
    assert_success(descent_engine_set_rule(engine, rule_at((size_t)_i, 0x1p1020, &other)));
    assert_success(descent_engine_set_rule(fresh, other));
    assert_success(descent_engine_run(engine, 20));
    assert_success(descent_engine_run(fresh, 20));
    ck_assert_uint_eq(descent_engine_steps(engine), descent_engine_steps(fresh));
    ck_assert_mem_eq(descent_engine_point(engine), descent_engine_point(fresh), sizeof small);
    descent_engine_free(engine);
    descent_engine_free(fresh);
}
END_TEST

/* A bowl whose gradient tries to step its own engine, which has to be refused at each call. */
typedef struct meddler {
    descent_engine *engine;
    size_t calls, refused;
} meddler;

static int bowl(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += x[i] * x[i] / 2;
    return 0;
}

static int meddle(size_t n, const double *x, double *gradient, void *context)
{
    meddler *const own = context;
    own->calls++;
    own->refused += own->engine && descent_engine_step(own->engine) == DESCENT_EINVAL;
    for (size_t i = 0; i < n; i++)
        gradient[i] = x[i];
    return 0;
}

/* Now and then an observer asks for what the loop has not: then steps go another way. */
static int ask_now_and_then(descent_engine *engine, void *context)
{
    (void)context;
    if (descent_engine_steps(engine) % 3 == 0)
        (void)descent_engine_loss(engine);
    return 0;
}

START_TEST(no_callback_steps_the_engine_on_the_way)
{
    descent_rule rule;
    for (int watched = 0; watched < 2; watched++)
        for (size_t s = 0; s < size_count(); s++) {
            meddler own = {0};
            const descent_problem problem = {.dimension = sizes[s], .loss = bowl, .gradient = meddle, .context = &own};
            double *const start = malloc(sizes[s] * sizeof *start);
            for (size_t i = 0; i < sizes[s]; i++)
                start[i] = 1;
            own.engine = descent_test_engine(&problem, rule_at((size_t)_i, 0.01, &rule), start);
            if (watched)
                assert_success(descent_engine_add_observer(own.engine, ask_now_and_then, NULL));
            assert_success(descent_engine_record(own.engine, NULL));
            assert_success(descent_engine_run(own.engine, 20));
            ck_assert_uint_eq(descent_engine_steps(own.engine), 20);
            ck_assert_uint_gt(own.calls, 0);
            ck_assert_uint_eq(own.refused, own.calls);
            descent_engine_free(own.engine);
            free(start);
        }
}
END_TEST

int main(void)
{
    Suite *const suite = suite_create("engine: in place");
    const TTest *const long_tests[] = {a_gradient_that_is_none_ends_all_alike};
    const TTest *const tests[] = {explosions_end_all_alike, huge_and_tiny_numbers_are_the_same_to_all,
                                  a_silent_gradient_is_found_in_the_middle_of_a_run,
                                  bounds_are_those_of_the_state_that_an_engine_stands_in,
                                  no_callback_steps_the_engine_on_the_way};
    TCase *const all = tcase_create("all");
    for (size_t k = 0; k < sizeof tests / sizeof *tests; k++)
        tcase_add_loop_test(all, tests[k], 0, rule_count);
    suite_add_tcase(suite, all);
    descent_test_add_long(suite, long_tests, 1, rule_count);
    return descent_test_main(suite);
}
