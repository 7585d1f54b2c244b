/*
 * Which steps led across a pole of the loss. Where the poles are and what the loss does beside them is known from the formulas, and which
 * steps cross one from the points alone.
 */
#include <math.h>
#include <string.h>

#include <descent/descent.h>

#include "support.h"

/* A loss of n variables, the same of each run, and its slope. */
typedef struct form {
    const char *name;
    double (*loss)(size_t n, const double *x);
    void (*slope)(size_t n, const double *x, double *g);
} form;

static int ask_loss(size_t n, const double *x, double *loss, void *context)
{
    *loss = ((const form *)context)->loss(n, x);
    return 0;
}

static int ask_gradient(size_t n, const double *x, double *g, void *context)
{
    ((const form *)context)->slope(n, x, g);
    return 0;
}

/* clang-format off */
#define FORM(name, of_x, derivative)                                                                                   \
    static double name##_loss(size_t n, const double *v) { (void)n; const double x = v[0]; return of_x; }              \
    static void name##_slope(size_t n, const double *v, double *g) { (void)n; const double x = v[0]; g[0] = derivative; } \
    static const form name = {#of_x, name##_loss, name##_slope};
/* clang-format on */

FORM(reciprocal, 1 / x, -1 / (x * x))
FORM(negative, -1 / x, 1 / (x * x))
FORM(square, x *x / 4 + 1 / (x * x), x / 2 - 2 / (x * x * x))
FORM(logarithm, log(fabs(x)), 1 / x)
FORM(barrier, x *x / 4 - log(fabs(x)), x / 2 - 1 / x)
FORM(trench, -1 / (x * x), 2 / (x * x * x))
FORM(tangent, tan(x), 1 + tan(x) * tan(x))
FORM(sum, x + 1 / x, 1 - 1 / (x * x))
FORM(in_a_bowl, 1 / (x - 1) + x * x, 2 * x - 1 / ((x - 1) * (x - 1)))

static double two_loss(size_t n, const double *x)
{
    (void)n;
    return 1 / (x[0] + x[1]);
}

static void two_slope(size_t n, const double *x, double *g)
{
    (void)n;
    g[0] = g[1] = -1 / ((x[0] + x[1]) * (x[0] + x[1]));
}

static const form two = {"1/(x + y)", two_loss, two_slope};

/* Between which poles a point is: that changes where one is crossed. */
static double place_beside(const form *f, const double *x)
{
    return f == &tangent     ? floor(x[0] / acos(-1) + 0.5)
           : f == &two       ? copysign(1, x[0] + x[1])
           : f == &in_a_bowl ? copysign(1, x[0] - 1)
                             : copysign(1, x[0]);
}

static const descent_event *find_pole(const descent_diagnosis *diagnosis)
{
    for (size_t k = 0; k < diagnosis->event_count; k++)
        if (diagnosis->events[k].kind == DESCENT_EVENT_POLE)
            return &diagnosis->events[k];
    return NULL;
}

typedef struct crossings {
    uint64_t count, first, last;
} crossings;

/* By the points. */
static crossings count_crossings(const form *f, descent_engine *engine)
{
    const descent_path_data path = descent_path_view(descent_engine_path(engine));
    crossings c = {0};
    for (size_t k = 1; k < path.count; k++)
        if (fabs(place_beside(f, path.points + k * path.dimension) -
                 place_beside(f, path.points + (k - 1) * path.dimension)) > 0) {
            c.first = c.count++ ? c.first : k;
            c.last = k;
        }
    return c;
}

static descent_problem problem_of(const form *f, size_t n)
{
    return (descent_problem){.dimension = n, .loss = ask_loss, .gradient = ask_gradient, .context = (void *)f};
}

static descent_diagnosis *run(const descent_problem *problem, const form *f, double step_size, const double *start,
                              size_t steps, const descent_diagnosis_options *options, crossings *crossed)
{
    descent_engine *const engine = descent_test_engine(problem, descent_fixed_step(step_size), start);
    descent_diagnosis *diagnosis;
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, steps));
    assert_success(descent_engine_diagnose(engine, options, &diagnosis));
    if (crossed)
        *crossed = count_crossings(f, engine);
    descent_engine_free(engine);
    return diagnosis;
}

static const struct {
    const form *form;
    double start[2], step_size;
    size_t n, steps;
    double value;
} crossing[] = {
    {&reciprocal, {-0.5}, 0.1, 1, 64, -INFINITY}, {&reciprocal, {-0.5}, 0.11, 1, 64, -INFINITY},
    {&negative, {0.5}, 0.1, 1, 64, -INFINITY},    {&square, {0.4}, 0.05, 1, 64, INFINITY},
    {&logarithm, {0.5}, 0.1, 1, 64, -INFINITY},   {&logarithm, {-0.7}, 0.03, 1, 64, -INFINITY},
    {&barrier, {0.9}, 3, 1, 20, INFINITY},        {&tangent, {1}, 0.1, 1, 40, -INFINITY},
    {&sum, {-0.5}, 0.1, 1, 64, -INFINITY},        {&sum, {-0.9}, 0.03, 1, 64, -INFINITY},
    {&in_a_bowl, {0.5}, 0.1, 1, 64, -INFINITY},   {&in_a_bowl, {0.5}, 0.05, 1, 64, -INFINITY},
    {&two, {-0.5, -0.4}, 0.1, 2, 64, -INFINITY},
};

START_TEST(steps_across_a_pole_are_counted)
{
    for (size_t k = 0; k < sizeof crossing / sizeof *crossing; k++)
        for (int differences = 0; differences < 2; differences++) {
            const form *const f = crossing[k].form;
            descent_problem problem = problem_of(f, crossing[k].n);
            if (differences)
                problem.gradient = NULL;
            const descent_diagnosis_options rich = {.budget = 200000};
            crossings crossed;
            descent_diagnosis *const d = run(&problem, f, crossing[k].step_size, crossing[k].start, crossing[k].steps,
                                             differences ? &rich : NULL, &crossed);
            const descent_event *const event = find_pole(d);
            const char *const text = descent_test_printed(descent_diagnosis_print, d);
            ck_assert_msg((event != NULL) == (crossed.count > 0), "%zu, %s: %llu crossings: %s", k, f->name,
                          (unsigned long long)crossed.count, text);
            ck_assert_msg(crossed.count > 0 || crossing[k].value > 0, "%zu, %s: %s", k, f->name, text);
            if (event) {
                ck_assert_msg(event->count == crossed.count, "%zu, %s: %llu of %llu: %s", k, f->name,
                              (unsigned long long)event->count, (unsigned long long)crossed.count, text);
                ck_assert_uint_eq(event->first_step, crossed.first);
                ck_assert_uint_eq(event->last_step, crossed.last);
                ck_assert_msg(event->value == crossing[k].value, "%zu, %s: %g", k, f->name, event->value);
                ck_assert(isnan(event->expected) && !event->point && !event->direction);
                ck_assert_msg(strstr(text, "crossed a pole"), "%s", text);
            }
            ck_assert(!d->budget_exhausted);
            descent_diagnosis_free(d);
        }
}
END_TEST

FORM(kink, fabs(x), copysign(1, x))
FORM(cusp, sqrt(fabs(x)), copysign(0.5 / sqrt(fabs(x)), x))
FORM(stairs, floor(x) + x * x / 2, x)
FORM(sign, copysign(1, x) + x * x / 2, x)
FORM(steep, exp(100 * x) - x, 100 * exp(100 * x) - 1)
FORM(peak, 1 / (x * x + 1e-6), -2 * x / ((x * x + 1e-6) * (x * x + 1e-6)))
FORM(ramp, tanh(1e6 * x) + x * x / 2, 1e6 * (1 - tanh(1e6 * x) * tanh(1e6 * x)) + x)
FORM(ended, x - log(x), 1 - 1 / x)
FORM(ended_root, x - sqrt(x), 1 - 0.5 / sqrt(x))
FORM(quartic, x *x *x *x, 4 * x * x * x)
FORM(growing, exp(x *x), 2 * x * exp(x * x))

/* Steep, rough, or at an end: none is beyond all bounds anywhere within. */
START_TEST(what_is_steep_is_not_called_a_pole)
{
    static const struct {
        const form *form;
        double start, step_size;
    } runs[] = {{&kink, 0.55, 0.1},   {&kink, 0.7, 0.03},    {&cusp, 0.55, 0.1},       {&cusp, -0.3, 0.02},
                {&stairs, 2.3, 1.7},  {&sign, 0.9, 1.8},     {&steep, 0.01, 0.01},     {&steep, 0.05, 0.001},
                {&peak, 0.01, 1e-10}, {&peak, -0.002, 2e-9}, {&ramp, 1e-6, 0.1},       {&ramp, 0.9, 1.9},
                {&ended, 3, 1.9},     {&ended, 0.1, 0.3},    {&ended_root, 0.01, 0.2}, {&ended_root, 3, 2.5},
                {&quartic, 1, 0.6},   {&quartic, 1, 0.3},    {&growing, 1, 0.3},       {&growing, 0.5, 0.9}};
    for (size_t k = 0; k < sizeof runs / sizeof *runs; k++) {
        const descent_problem problem = problem_of(runs[k].form, 1);
        descent_diagnosis *const d = run(&problem, runs[k].form, runs[k].step_size, &runs[k].start, 64, NULL, NULL);
        ck_assert_msg(!find_pole(d), "%s from %g: %s", runs[k].form->name, runs[k].start,
                      descent_test_printed(descent_diagnosis_print, d));
        descent_diagnosis_free(d);
    }
}
END_TEST

static int noisy_gradient(size_t n, const double *x, double *g, void *context)
{
    static unsigned calls;
    (void)context;
    reciprocal_slope(n, x, g);
    g[0] *= 1 + 0.1 * sin(12.9898 * ++calls);
    return 0;
}

/* Nothing is told without a loss, of a gradient that is random, without evaluations, or where a function failed. */
START_TEST(without_means_nothing_is_told)
{
    const double start[] = {-0.5};
    for (int what = 0; what < 5; what++) {
        descent_problem problem = problem_of(&reciprocal, 1);
        if (what == 1)
            problem.loss = NULL;
        if (what == 2)
            problem.gradient = noisy_gradient;
        const descent_diagnosis_options options = {.path_only = what == 3, .budget = what == 4 ? 30 : 0};
        crossings crossed;
        descent_diagnosis *const d = run(&problem, &reciprocal, 0.1, start, 64, &options, &crossed);
        ck_assert_uint_ge(crossed.count, 1);
        ck_assert_msg((find_pole(d) != NULL) == (what == 0), "%d: %s", what,
                      descent_test_printed(descent_diagnosis_print, d));
        descent_diagnosis_free(d);
    }
}
END_TEST

/* Of a run that crosses one again and again not all steps are looked at, and it is said that there may be more. */
START_TEST(of_many_crossings_some_are_counted)
{
    const descent_problem problem = problem_of(&barrier, 1);
    const double start = 0.9;
    crossings crossed;
    descent_diagnosis *const d = run(&problem, &barrier, 3, &start, 400, NULL, &crossed);
    const descent_event *const event = find_pole(d);
    const char *const text = descent_test_printed(descent_diagnosis_print, d);
    ck_assert_uint_gt(crossed.count, 64);
    ck_assert_ptr_nonnull(event);
    ck_assert_uint_ge(event->count, 1);
    ck_assert_uint_le(event->count, 64);
    ck_assert_uint_ge(event->first_step, crossed.first);
    ck_assert_uint_le(event->last_step, crossed.last);
    ck_assert_msg(strstr(text, event->count > 1 ? "In at least" : "maybe in later ones"), "%s", text);
    ck_assert_uint_le(d->evaluations.loss + d->evaluations.gradient, 20000);
    descent_diagnosis_free(d);
}
END_TEST

static const char *advice_with(const descent_diagnosis *d, const char *word)
{
    for (size_t k = 0; k < d->advice_count; k++)
        if (strstr(d->advice[k].text, word))
            return d->advice[k].text;
    return NULL;
}

/* Where the loss falls toward the pole and nothing else helps, to begin elsewhere or to keep away is advised, and neither to run on nor
 * a step size that nobody tried. Beyond the pole of ±1/x the loss falls for ever: whoever has seen that does not send anybody there. */
START_TEST(who_falls_toward_a_pole_is_told_to_keep_away)
{
    static const char above[] = "Begin with x₁ above 0: below it, where the run came from, the loss falls below all",
                      below[] = "Begin with x₁ below 0: above it, where the run came from, the loss falls below all",
                      beyond[] =
                          "Begin beyond the pole that was crossed: where the run came from, the loss falls below",
                      without[] = "Choose a loss without a pole";
    static const struct {
        const form *form;
        double start[2], step_size;
        size_t steps;
        const char *told; /* NULL: nothing of a pole */
    } runs[] = {{&reciprocal, {-1}, 0.1, 9, above},      {&negative, {1}, 0.1, 8, below},
                {&two, {-1, -1}, 0.1, 18, beyond},       {&reciprocal, {-1}, 0.1, 64, without},
                {&reciprocal, {-0.5}, 0.1, 64, without}, {&negative, {1}, 0.1, 12, without},
                {&logarithm, {0.5}, 0.1, 64, without},   {&logarithm, {2}, 0.1, 64, without},
                {&trench, {1}, 0.1, 64, without},        {&tangent, {1}, 0.1, 64, without},
                {&sum, {-0.5}, 0.1, 64, NULL},           {&square, {0.4}, 0.05, 64, NULL},
                {&in_a_bowl, {0.5}, 0.1, 64, NULL},      {&reciprocal, {0.5}, 0.1, 64, NULL}};
    for (size_t k = 0; k < sizeof runs / sizeof *runs; k++) {
        const descent_problem problem = problem_of(runs[k].form, runs[k].form == &two ? 2 : 1);
        descent_diagnosis *const d =
            run(&problem, runs[k].form, runs[k].step_size, runs[k].start, runs[k].steps, NULL, NULL);
        const char *const text = descent_test_printed(descent_diagnosis_print, d);
        const char *const told = advice_with(d, "pole");
        ck_assert_msg((told != NULL) == (runs[k].told != NULL), "%s: %s", runs[k].form->name, text);
        if (told) {
            ck_assert_msg(strncmp(told, runs[k].told, strlen(runs[k].told)) == 0, "%s: %s", runs[k].form->name, text);
            ck_assert_msg(!advice_with(d, "run on") && !advice_with(d, "smaller step size"), "%s: %s",
                          runs[k].form->name, text);
        }
        descent_diagnosis_free(d);
    }
}
END_TEST

/* Down tan x the run crosses a pole every 16 steps or so, and goes on for ever: its steps grow toward each and are short behind it. */
START_TEST(who_goes_on_across_poles_is_not_said_to_stay)
{
    const descent_problem problem = problem_of(&tangent, 1);
    const double start = 1;
    descent_diagnosis *const d = run(&problem, &tangent, 0.1, &start, 64, NULL, NULL);
    double x = start, farther = 0, longest[2] = {0};
    for (size_t k = 0; k < 4064; k++) {
        const double step = -0.1 * (1 + tan(x) * tan(x));
        x += step;
        farther = k == 63 ? x : farther;
        if (k >= 64)
            longest[k >= 2064] = fmax(longest[k >= 2064], fabs(step));
    }
    ck_assert(x < farther - 700);
    ck_assert(longest[1] <= 1.01 * longest[0]);
    assert_said(d, "the steps grow");
    assert_said(d, "those of a copy that goes on cease to grow");
    assert_unsaid(d, "get away");
    descent_diagnosis_free(d);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        steps_across_a_pole_are_counted,
        what_is_steep_is_not_called_a_pole,
        without_means_nothing_is_told,
        of_many_crossings_some_are_counted,
        who_falls_toward_a_pole_is_told_to_keep_away,
        who_goes_on_across_poles_is_not_said_to_stay,
    };
    return descent_test_main(descent_test_suite("diagnosis_poles", tests, sizeof tests / sizeof *tests));
}
