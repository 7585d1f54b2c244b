/* Rules that are not given: what their first steps tell, and all the others confirm, is fitted, and nothing else is. */
#include "support.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <descent/descent.h>

enum {
    n = 3,
    slowest = 2, /* coordinate, which makes up the steps */
    most = 400
};

/* ½Σcx² + ¼Σx⁴: a minimum at 0, and no quadratic. */
static const double curvatures[n] = {1, 3, 0.2};

static int loss(size_t count, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < count; i++)
        *value += curvatures[i] * x[i] * x[i] / 2 + pow(x[i], 4) / 4;
    return 0;
}

static int gradient(size_t count, const double *x, double *g, void *context)
{
    (void)context;
    for (size_t i = 0; i < count; i++)
        g[i] = curvatures[i] * x[i] + pow(x[i], 3);
    return 0;
}

static const descent_problem problem = {.dimension = n, .loss = loss, .gradient = gradient};
static const double start[n] = {1.5, -0.7, 2};

typedef enum maker {
    EXPONENTIAL,
    INVERSE,
    COSINE,
    FADING,
    NESTEROV,
    RMSPROP,
    ADAGRAD,
    ADAM,
    SIGN,
    RPROP,
    CLIPPED,
    MAKERS
} maker;

static const struct {
    const char *name; /* of the library's rule that makes the same steps; NULL if it has none */
    double step_size;
} makers[MAKERS] = {
    [EXPONENTIAL] = {"fixed step", 0.1},
    [INVERSE] = {"fixed step", 0.2},
    [COSINE] = {"fixed step", 0.1},
    [FADING] = {"fixed step", 0.1},
    [NESTEROV] = {"Nesterov", 0.05},
    [RMSPROP] = {"RMSProp", 0.03},
    [ADAGRAD] = {"AdaGrad", 0.3},
    [ADAM] = {"Adam", 0.02},
    [SIGN] = {NULL, 0.05},
    [RPROP] = {NULL, 0.05},
    [CLIPPED] = {NULL, 0.05},
};

static const double pi = 3.14159265358979323846;

static double scheduled(maker by, size_t k)
{
    const double eta = makers[by].step_size;
    switch (by) {
    case EXPONENTIAL:
        return eta * pow(0.97, (double)k);
    case INVERSE:
        return eta / (1 + (double)k / 25);
    case COSINE:
        return k < 300 ? 0.001 + (eta - 0.001) * (1 + cos(pi * (double)k / 300)) / 2 : 0.001;
    case FADING: /* the same down to nothing */
        return k < 300 ? eta * (1 + cos(pi * (double)k / 300)) / 2 : 0;
    default:
        return eta;
    }
}

/* One step by the papers' formulas, in place. */
static void make_step(maker by, size_t k, double *x, double *m, double *v)
{
    const double eta = scheduled(by, k);
    double at[n], g[n];
    for (size_t i = 0; i < n; i++)
        at[i] = x[i] + (by == NESTEROV ? 0.8 * m[i] : 0);
    (void)gradient(n, at, g, NULL);
    const double norm = sqrt(g[0] * g[0] + g[1] * g[1] + g[2] * g[2]);
    for (size_t i = 0; i < n; i++) {
        const double before = x[i];
        switch (by) {
        case NESTEROV:
            x[i] = at[i] - eta * g[i];
            m[i] = x[i] - before;
            break;
        case RMSPROP:
            v[i] = 0.95 * v[i] + 0.05 * g[i] * g[i];
            x[i] -= eta * g[i] / (sqrt(v[i]) + 1e-8);
            break;
        case ADAGRAD:
            v[i] += g[i] * g[i];
            x[i] -= eta * g[i] / (sqrt(v[i]) + 1e-10);
            break;
        case ADAM:
            m[i] = 0.9 * m[i] + 0.1 * g[i];
            v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
            x[i] -=
                eta * (m[i] / (1 - pow(0.9, (double)k + 1))) / (sqrt(v[i] / (1 - pow(0.999, (double)k + 1))) + 1e-8);
            break;
        case SIGN:
            x[i] -= eta * (double)((g[i] > 0) - (g[i] < 0));
            break;
        case RPROP:
            v[i] = k == 0 ? eta : v[i] * (m[i] * g[i] > 0 ? 1.2 : m[i] * g[i] < 0 ? 0.5 : 1);
            x[i] -= v[i] * (double)((g[i] > 0) - (g[i] < 0));
            m[i] = g[i];
            break;
        case CLIPPED:
            x[i] -= eta * fmin(1, 1 / norm) * g[i];
            break;
        default:
            x[i] -= eta * g[i];
        }
    }
}

/* The path of so many steps, one of them longer by a part of itself, from there on. */
static descent_path *path_of(maker by, size_t steps, size_t bent, double part)
{
    descent_path *path;
    double x[n], m[n] = {0}, v[n] = {0}, g[n], value;
    assert_success(descent_path_new(&path, n, NULL));
    memcpy(x, start, sizeof x);
    for (size_t k = 0; k <= steps; k++) {
        (void)loss(n, x, &value, NULL);
        (void)gradient(n, x, g, NULL);
        assert_success(descent_path_append(path, x, value, g));
        const double before = x[slowest];
        make_step(by, k, x, m, v);
        if (k == bent)
            x[slowest] += part * (x[slowest] - before);
    }
    return path;
}

static descent_diagnosis *diagnose(maker by, size_t steps, size_t bent, double part)
{
    descent_path *const path = path_of(by, steps, bent, part);
    descent_diagnosis *diagnosis;
    assert_success(descent_diagnose(&problem, path, NULL, &diagnosis));
    descent_path_free(path);
    return diagnosis;
}

START_TEST(first_steps_tell_the_rule)
{
    for (size_t steps = 4; steps <= most; steps *= 3)
        for (int by = 0; by < MAKERS; by++) {
            descent_diagnosis *const diagnosis = diagnose((maker)by, steps, SIZE_MAX, 0);
            if (makers[by].name && !(by <= FADING && scheduled((maker)by, steps - 1) > 0.5 * makers[by].step_size)) {
                ck_assert_msg(diagnosis->findings & DESCENT_FINDING_RULE_FITTED, "%d after %zu steps", by, steps);
                ck_assert_str_eq(diagnosis->rule_name, makers[by].name);
                ck_assert_double_eq_tol(diagnosis->step_size, scheduled((maker)by, steps - 1),
                                        1e-6 * makers[by].step_size);
            } else {
                ck_assert_msg(!(diagnosis->findings & DESCENT_FINDING_RULE_FITTED), "%d after %zu steps: %s", by, steps,
                              diagnosis->rule_name);
            }
            descent_diagnosis_free(diagnosis);
        }
}
END_TEST

/* A part in 10⁶ is what printed digits leave: ten times that, in one step anywhere, and the rule did not make the run. */
START_TEST(all_other_steps_must_be_made_by_it)
{
    enum {
        steps = 240
    };
    for (int by = 0; by < SIGN; by++)
        for (size_t bent = 17; bent + 50 < steps; bent += 74) {
            for (int far = 0; far <= 1; far++) {
                descent_diagnosis *const diagnosis = diagnose((maker)by, steps, bent, far ? 1e-5 : 1e-8);
                const bool fitted = (diagnosis->findings & DESCENT_FINDING_RULE_FITTED) != 0;
                ck_assert_msg(fitted == (far == 0), "%d, bent in step %zu by %s", by, bent, far ? "1e-5" : "1e-8");
                descent_diagnosis_free(diagnosis);
            }
        }
}
END_TEST

/*
 * RMSProp comes to rest while the squares that it remembers are large beside the slope, and swings by some η as soon as they have
 * faded: with its rule fitted, copies show it. AdaGrad forgets nothing, and comes to the minimum.
 */
START_TEST(a_fitted_memory_fades)
{
    for (size_t steps = 100; steps <= most; steps += 100) {
        descent_diagnosis *const fades = diagnose(RMSPROP, steps, SIZE_MAX, 0);
        ck_assert_int_ne(fades->ending, DESCENT_ENDING_CONVERGED);
        ck_assert_int_ne(fades->ending, DESCENT_ENDING_APPROACHING);
        descent_diagnosis_free(fades);
    }
    descent_diagnosis *const stays = diagnose(ADAGRAD, most, SIZE_MAX, 0);
    ck_assert_int_eq(stays->ending, DESCENT_ENDING_APPROACHING);
    ck_assert_int_eq(stays->point->kind, DESCENT_CRITICAL_MINIMUM);
    descent_diagnosis_free(stays);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        first_steps_tell_the_rule,
        all_other_steps_must_be_made_by_it,
        a_fitted_memory_fades,
    };
    return descent_test_main(descent_test_suite("diagnosis fitted", tests, sizeof tests / sizeof *tests));
}
