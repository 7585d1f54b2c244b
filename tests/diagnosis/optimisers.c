/*
 * Why did another optimiser stop? Failures as people report them, each with its address; losses are written anew. GSL's
 * minimisers make the runs, and the path with the problem is all that the diagnosis gets. What is true of each is what the report came
 * to, or mathematics.
 */
#include "support.h"

#include <descent/gsl.h>

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    most = 5
};

/* Why it stopped. */
typedef enum cause {
    WRONG_GRADIENT, /* the gradient is not that of the loss */
    AT_MINIMUM,     /* there is nothing more to gain: what failed is a tolerance beyond rounding, or nothing */
    AT_SADDLE,      /* the gradient is zero there, and it goes down from there */
    ROUNDING,       /* what is left to gain is below the last digits of the loss */
    NO_MINIMUM,     /* the loss has none in this direction */
    DOMAIN,         /* beyond here the loss is no number */
    KINK,           /* the gradient jumps there */
    RANDOM,         /* loss and gradient answer differently each time */
    SINGLE,         /* the loss is computed in single precision, and there is nothing more to gain in it */
    ON_ITS_WAY      /* it gave up where the loss still falls, for reasons of its own: a bound, its trials, its count */
} cause;

typedef struct report {
    const char *name; /* what, and where it was reported */
    cause truth;
    size_t n;
    double (*loss)(const double *x);
    void (*gradient)(const double *x, double *g);
    double start[most];
    const gsl_multimin_fdfminimizer_type *const *type;
    double step, tolerance; /* as gsl_multimin_fdfminimizer_set() takes them */
    size_t iterations;      /* at most */
    double lower;           /* a bound for all variables, where the run is ended; -infinity for none */
} report;

static int ask_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n;
    *loss = ((const report *)context)->loss(x);
    return 0;
}

static int ask_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    ((const report *)context)->gradient(x, g);
    return 0;
}

static double square(double x)
{
    return x * x;
}

/* ---- losses ---- */

/* A cubic form, and a gradient that is that of another one. */
static double cubic_loss(const double *x)
{
    const double a = x[0], b = x[1], c = x[2];
    return -6 * a * a * a + a * a * (b + c) + b * b * (a + c) + c * c * (a + b) + a + b + c;
}

static void cubic_gradient_wrong(const double *x, double *g)
{
    const double a = x[0], b = x[1], c = x[2];
    g[0] = 3 * a * a + 2 * a * (b + c) + b * b + c * c + 1;
    g[1] = a * a + c * c + 2 * b * (a + c) + 1;
    g[2] = a * a + b * b + 2 * c * (a + b) + 1;
}

static void cubic_gradient(const double *x, double *g)
{
    cubic_gradient_wrong(x, g);
    g[0] -= 21 * x[0] * x[0];
}

/* Three atoms on a line, Morse's potential between each two. */
static double morse(double r)
{
    return square(1 - exp(1 - r));
}

static double morse_slope(double r)
{
    return 2 * (1 - exp(1 - r)) * exp(1 - r);
}

static double atoms_loss(const double *x)
{
    return morse(x[1] - x[0]) + morse(x[2] - x[1]) + morse(x[2] - x[0]);
}

static void atoms_gradient_wrong(const double *x, double *g) /* forces, which are minus the gradient */
{
    g[0] = morse_slope(x[1] - x[0]) + morse_slope(x[2] - x[0]);
    g[1] = morse_slope(x[2] - x[1]) - morse_slope(x[1] - x[0]);
    g[2] = -morse_slope(x[2] - x[1]) - morse_slope(x[2] - x[0]);
}

static double banana_loss(const double *x)
{
    return 100 * square(x[1] - square(x[0])) + square(1 - x[0]);
}

static void banana_gradient(const double *x, double *g)
{
    const double off = x[1] - square(x[0]);
    g[0] = -400 * x[0] * off - 2 * (1 - x[0]);
    g[1] = 200 * off;
}

static void banana_gradient_swapped(const double *x, double *g)
{
    double right[2];
    banana_gradient(x, right);
    g[0] = right[1];
    g[1] = right[0];
}

static void banana_gradient_part(const double *x, double *g) /* the inner derivative was forgotten */
{
    banana_gradient(x, g);
    g[0] = -2 * (1 - x[0]);
}

/* Logistic regression with a ridge; the gradient is that of the data alone. */
static const double places[] = {-2, -1, 1, 2, 3};
static const double labels[] = {0, 1, 0, 1, 1};

static double ridge_loss(const double *x)
{
    double sum = 5 * (square(x[0]) + square(x[1]));
    for (size_t i = 0; i < 5; i++) {
        const double z = x[0] + x[1] * places[i];
        sum += log1p(exp(z)) - labels[i] * z;
    }
    return sum;
}

static void ridge_gradient(const double *x, double *g, double weight)
{
    g[0] = weight * x[0];
    g[1] = weight * x[1];
    for (size_t i = 0; i < 5; i++) {
        const double rest = 1 / (1 + exp(-x[0] - x[1] * places[i])) - labels[i];
        g[0] += rest;
        g[1] += rest * places[i];
    }
}

static void ridge_gradient_right(const double *x, double *g)
{
    ridge_gradient(x, g, 10);
}

static void ridge_gradient_wrong(const double *x, double *g)
{
    ridge_gradient(x, g, 0);
}

/* In single precision a difference over 1.5e-8 is 0 wherever x is not near 0. */
static double single_loss(const double *x)
{
    const float y = (float)x[0];
    return (double)(y * y);
}

static void single_gradient(const double *x, double *g)
{
    const double beside = x[0] + 1.5e-8;
    g[0] = (single_loss(&beside) - single_loss(x)) / 1.5e-8;
}

/* Rosenbrock's function in five variables, computed in single precision. */
static double single_banana_loss(const double *x)
{
    float sum = 0;
    for (size_t i = 0; i < 4; i++) {
        const float a = (float)x[i], b = (float)x[i + 1];
        sum += 100 * (b - a * a) * (b - a * a) + (1 - a) * (1 - a);
    }
    return (double)sum;
}

static void single_banana_gradient(const double *x, double *g)
{
    float f[5] = {0};
    for (size_t i = 0; i < 4; i++) {
        const float a = (float)x[i], b = (float)x[i + 1];
        f[i] += -400 * a * (b - a * a) - 2 * (1 - a);
        f[i + 1] += 200 * (b - a * a);
    }
    for (size_t i = 0; i < 5; i++)
        g[i] = (double)f[i];
}

/* x log x with a slope, whose minimum is at e^(1/6). */
static double entropy_loss(const double *x)
{
    double sum = 0;
    for (size_t i = 0; i < 2; i++)
        sum += -50 * x[i] + 300 * x[i] * (log(x[i]) - 1);
    return sum;
}

static void entropy_gradient(const double *x, double *g)
{
    for (size_t i = 0; i < 2; i++)
        g[i] = -50 + 300 * log(x[i]);
}

/* A paraboloid of curvatures 2, 2 and 12. */
static double far_loss(const double *x)
{
    return square(x[0] - 2) + square(x[1] + 5) + 6 * square(x[2] - 500);
}

static void far_gradient(const double *x, double *g)
{
    g[0] = 2 * (x[0] - 2);
    g[1] = 2 * (x[1] + 5);
    g[2] = 12 * (x[2] - 500);
}

/* y = 3x + 7000 through four houses of some thousand square feet. */
static const double feet[] = {5400, 6000, 6700, 7300};

static double houses_loss(const double *p)
{
    double sum = 0;
    for (size_t i = 0; i < 4; i++)
        sum += square((p[0] - 3) * feet[i] + p[1] - 7000) / 2;
    return sum;
}

static void houses_gradient(const double *p, double *g)
{
    g[0] = g[1] = 0;
    for (size_t i = 0; i < 4; i++) {
        const double rest = (p[0] - 3) * feet[i] + p[1] - 7000;
        g[0] += rest * feet[i];
        g[1] += rest;
    }
}

/* Convex; its minimum is at log(10)/10. */
static double slope_loss(const double *x)
{
    return x[0] + exp(-10 * x[0]);
}

static void slope_gradient(const double *x, double *g)
{
    g[0] = 1 - 10 * exp(-10 * x[0]);
}

static double double_well_loss(const double *x)
{
    return square(square(x[0]) - 1) / 4 + square(x[1]) / 2;
}

static void double_well_gradient(const double *x, double *g)
{
    g[0] = x[0] * (square(x[0]) - 1);
    g[1] = x[1];
}

/* A sum of distances, which no gradient tells the bottom of. */
static double lasso_loss(const double *x)
{
    return fabs(x[0]) + 10 * fabs(x[1] - x[0]) + 0.05 * (square(x[0] - 1) + square(x[1] - 1));
}

static void lasso_gradient(const double *x, double *g)
{
    const double side = x[1] > x[0] ? 10 : -10;
    g[0] = (x[0] > 0 ? 1 : -1) - side + 0.1 * (x[0] - 1);
    g[1] = side + 0.1 * (x[1] - 1);
}

/* Labels that a threshold separates: the loss falls for ever. */
static double separable_loss(const double *x)
{
    return log1p(exp(-x[0])) + log1p(exp(-2 * x[0]));
}

static void separable_gradient(const double *x, double *g)
{
    g[0] = -1 / (1 + exp(x[0])) - 2 / (1 + exp(2 * x[0]));
}

/* A batch that is drawn anew each time. */
static double batch_noise(void)
{
    static uint64_t state = 1;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 11) / 9007199254740992.0 - 0.5;
}

static double batch_loss(const double *x)
{
    return square(x[0]) + 2 * square(x[1]) + 0.1 * batch_noise();
}

static void batch_gradient(const double *x, double *g)
{
    g[0] = 2 * x[0] + batch_noise();
    g[1] = 4 * x[1] + batch_noise();
}

/* A paraboloid upon a large constant. */
static double offset_loss(const double *x)
{
    return 1e12 + square(x[0] - 1) + 3 * square(x[1] + 2);
}

static void offset_gradient(const double *x, double *g)
{
    g[0] = 2 * (x[0] - 1);
    g[1] = 6 * (x[1] + 2);
}

/* clang-format off: a row a report. */

#define BFGS     &gsl_multimin_fdfminimizer_vector_bfgs2
#define OLD_BFGS &gsl_multimin_fdfminimizer_vector_bfgs
#define FLETCHER &gsl_multimin_fdfminimizer_conjugate_fr
#define POLAK    &gsl_multimin_fdfminimizer_conjugate_pr
#define STEEPEST &gsl_multimin_fdfminimizer_steepest_descent

static const report reports[] = {
    {"cubic, stops at iteration 11 (nlopt 40)",
     WRONG_GRADIENT,
     3,
     cubic_loss,
     cubic_gradient_wrong,
     {0, 0, 0},
     BFGS,
     0.1,
     0.1,
     200,
     -INFINITY},
    {"the same with its gradient: no minimum (nlopt 40)",
     NO_MINIMUM,
     3,
     cubic_loss,
     cubic_gradient,
     {0.5, 0, 0},
     OLD_BFGS,
     0.1,
     0.1,
     60,
     -INFINITY},
    {"atoms, no progress at the first step (scicomp 1740)",
     WRONG_GRADIENT,
     3,
     atoms_loss,
     atoms_gradient_wrong,
     {0, 1.2, 2.9},
     BFGS,
     0.001,
     1e-10,
     200,
     -INFINITY},
    {"rounding error -1008, variables swapped (LBFGS-Lite 1)",
     WRONG_GRADIENT,
     2,
     banana_loss,
     banana_gradient_swapped,
     {-1.2, 1},
     BFGS,
     0.01,
     0.1,
     200,
     -INFINITY},
    {"inner derivative forgotten (breeze 546)",
     WRONG_GRADIENT,
     2,
     banana_loss,
     banana_gradient_part,
     {-1.2, 1},
     FLETCHER,
     0.01,
     0.1,
     200,
     -INFINITY},
    {"ridge left out of the gradient (breeze 546)",
     WRONG_GRADIENT,
     2,
     ridge_loss,
     ridge_gradient_wrong,
     {1, 1},
     BFGS,
     0.1,
     0.1,
     200,
     -INFINITY},
    {"differences in single precision are 0 (scipy 17636)",
     WRONG_GRADIENT,
     1,
     single_loss,
     single_gradient,
     {1},
     BFGS,
     0.1,
     0.1,
     200,
     -INFINITY},
    {"failure with a tolerance of 1e-8 (NLopt.jl 33)",
     AT_MINIMUM,
     2,
     ridge_loss,
     ridge_gradient_right,
     {1, 1},
     BFGS,
     0.1,
     0.1,
     2000,
     -INFINITY},
    {"line search at its maximum, single precision (LBFGSpp 21)",
     SINGLE,
     5,
     single_banana_loss,
     single_banana_gradient,
     {1.3, 0.7, 0.8, 1.9, 1.2},
     BFGS,
     0.01,
     0.1,
     2000,
     -INFINITY},
    {"precision loss, tolerance too small (scipy 19259)",
     AT_MINIMUM,
     2,
     banana_loss,
     banana_gradient,
     {-1.2, 1},
     BFGS,
     0.01,
     0.1,
     2000,
     -INFINITY},
    {"values too large (CudaLBFGS 5)",
     ROUNDING,
     2,
     offset_loss,
     offset_gradient,
     {4, 1},
     BFGS,
     0.1,
     0.1,
     200,
     -INFINITY},
    {"starts at the minimum: no progress (GSL manual)",
     AT_MINIMUM,
     2,
     banana_loss,
     banana_gradient,
     {1, 1},
     BFGS,
     0.01,
     0.1,
     200,
     -INFINITY},
    {"starts on the ridge: gradient zero (GSL manual)",
     AT_SADDLE,
     2,
     double_well_loss,
     double_well_gradient,
     {0, 1},
     POLAK,
     0.1,
     0.1,
     200,
     -INFINITY},
    {"far away, thousands of steps (qr-core 4)",
     AT_MINIMUM,
     3,
     far_loss,
     far_gradient,
     {-100, 203, 999},
     STEEPEST,
     0.1,
     0.1,
     7000,
     -INFINITY},
    {"steepest descent crawls in the valley",
     ON_ITS_WAY,
     2,
     banana_loss,
     banana_gradient,
     {-1.2, 1},
     STEEPEST,
     0.01,
     0.1,
     300,
     -INFINITY},
    {"house prices, unscaled",
     ON_ITS_WAY,
     2,
     houses_loss,
     houses_gradient,
     {0, 0},
     STEEPEST,
     1e-9,
     0.1,
     300,
     -INFINITY},
    {"log of a negative number (NLopt.jl 198)",
     DOMAIN,
     2,
     entropy_loss,
     entropy_gradient,
     {1e-4, 1.5},
     OLD_BFGS,
     1e6,
     0.1,
     200,
     -INFINITY},
    {"line search cannot locate a point (scipy 11718)",
     ON_ITS_WAY,
     1,
     slope_loss,
     slope_gradient,
     {10},
     STEEPEST,
     1e-3,
     0.1,
     20,
     -INFINITY},
    {"ended at a bound (NLopt.jl 198)",
     ON_ITS_WAY,
     2,
     offset_loss,
     offset_gradient,
     {4, 1},
     STEEPEST,
     0.01,
     0.1,
     200,
     0},
    {"absolute values (PyTorch-LBFGS 16)",
     KINK,
     2,
     lasso_loss,
     lasso_gradient,
     {2, 0.5},
     OLD_BFGS,
     0.1,
     0.1,
     200,
     -INFINITY},
    {"separable labels", NO_MINIMUM, 1, separable_loss, separable_gradient, {0}, BFGS, 0.1, 0.1, 60, -INFINITY},
    {"a new batch at each call", RANDOM, 2, batch_loss, batch_gradient, {3, 2}, POLAK, 0.1, 0.1, 200, -INFINITY},
};

/* clang-format on */

/* Runs GSL's minimiser until it stops by itself, and diagnoses its path. */
static descent_diagnosis *stopped(const report *r)
{
    const descent_problem problem = {
        .dimension = r->n, .loss = ask_loss, .gradient = ask_gradient, .context = (void *)(uintptr_t)r};
    gsl_multimin_function_fdf function = descent_gsl_function(&problem);
    gsl_multimin_fdfminimizer *s = gsl_multimin_fdfminimizer_alloc(*r->type, r->n);
    gsl_vector_const_view start = gsl_vector_const_view_array(r->start, r->n);
    descent_path *path;
    descent_diagnosis *diagnosis;
    assert_success(descent_path_new(&path, r->n, NULL));
    gsl_multimin_fdfminimizer_set(s, &function, &start.vector, r->step, r->tolerance);
    size_t iteration = 0;
    bool within = true;
    do {
        assert_success(descent_gsl_watch(path, s));
        for (size_t i = 0; i < r->n; i++)
            within = within && gsl_vector_get(s->x, i) >= r->lower;
    } while (within && iteration++ < r->iterations && gsl_multimin_fdfminimizer_iterate(s) == GSL_SUCCESS);
    const descent_diagnosis_options options = {.optimiser_name = gsl_multimin_fdfminimizer_name(s)};
    assert_success(descent_diagnose(&problem, path, &options, &diagnosis));
    gsl_multimin_fdfminimizer_free(s);
    descent_path_free(path);
    return diagnosis;
}

static unsigned findings(const descent_diagnosis *d, unsigned asked)
{
    return d->findings & asked;
}

/* Does it say what is true? */
static bool names(const descent_diagnosis *d, cause truth)
{
    const bool converged = d->ending == DESCENT_ENDING_CONVERGED && d->point;
    const descent_advice_kind advice = d->advice_count ? d->advice[0].kind : DESCENT_ADVICE_NOTHING;
    switch (truth) {
    case WRONG_GRADIENT:
        return findings(d, DESCENT_FINDING_GRADIENT_MISMATCH) && advice == DESCENT_ADVICE_FIX_GRADIENT;
    case AT_MINIMUM:
        return converged && d->point->kind == DESCENT_CRITICAL_MINIMUM;
    case AT_SADDLE:
        return converged && d->point->kind == DESCENT_CRITICAL_SADDLE && advice == DESCENT_ADVICE_LEAVE_SADDLE;
    case ROUNDING:
        return strstr(d->reason, "last digits of the loss") && d->advice_count == 1 &&
               advice == DESCENT_ADVICE_CHANGE_LOSS && strstr(d->advice[0].text, "constant out of the loss");
    case NO_MINIMUM:
        return d->ending == DESCENT_ENDING_UNBOUNDED || d->ending == DESCENT_ENDING_DIVERGING;
    case DOMAIN:
        return d->ending == DESCENT_ENDING_NONFINITE && advice == DESCENT_ADVICE_FIX_DOMAIN;
    case KINK:
        return findings(d, DESCENT_FINDING_KINK);
    case RANDOM:
        return d->ending == DESCENT_ENDING_NOISY && findings(d, DESCENT_FINDING_GRADIENT_RANDOM);
    case SINGLE:
        return findings(d, DESCENT_FINDING_SINGLE_PRECISION);
    case ON_ITS_WAY:
        return d->ending == DESCENT_ENDING_DESCENDING || d->ending == DESCENT_ENDING_APPROACHING;
    }
    return false;
}

/* Does it say what is not true? */
static bool contradicts(const descent_diagnosis *d, cause truth)
{
    const bool mismatch = findings(d, DESCENT_FINDING_GRADIENT_MISMATCH);
    const bool rests = d->ending == DESCENT_ENDING_CONVERGED || (d->ending == DESCENT_ENDING_STALLED && !mismatch);
    return (mismatch && truth != WRONG_GRADIENT) ||
           (rests && truth != AT_MINIMUM && truth != AT_SADDLE && truth != SINGLE) ||
           (names(d, SINGLE) && truth != SINGLE) || (names(d, NO_MINIMUM) && truth != NO_MINIMUM) ||
           (d->ending == DESCENT_ENDING_NONFINITE && truth != DOMAIN) || (names(d, KINK) && truth != KINK) ||
           (findings(d, DESCENT_FINDING_GRADIENT_RANDOM) && truth != RANDOM) ||
           (names(d, ROUNDING) && truth != ROUNDING) ||
           (names(d, ON_ITS_WAY) && (truth == AT_MINIMUM || truth == AT_SADDLE));
}

START_TEST(causes_are_named)
{
    const size_t count = sizeof reports / sizeof *reports;
    size_t named = 0;
    gsl_set_error_handler_off(); /* a run that GSL ends is what this is about */
    for (size_t k = 0; k < count; k++) {
        descent_diagnosis *d = stopped(&reports[k]);
        const bool right = names(d, reports[k].truth);
        named += right;
        if (!right)
            fprintf(stderr, "not named: %s: %s, %s\n", reports[k].name, descent_ending_string(d->ending), d->reason);
        ck_assert_msg(!contradicts(d, reports[k].truth), "%s: %s, %s", reports[k].name,
                      descent_ending_string(d->ending), d->reason);
        ck_assert(findings(d, DESCENT_FINDING_RULE_UNKNOWN));
        descent_diagnosis_free(d);
    }
    ck_assert_msg(20 * named >= 19 * count, "%zu of %zu are named", named, count);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {causes_are_named};
    return descent_test_main(descent_test_suite("optimisers", tests, sizeof tests / sizeof *tests));
}
