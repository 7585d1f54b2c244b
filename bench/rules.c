/*
 * One step of each rule beside its own loop, written by hand, through the same function pointer: rule × n, as ratios. Path (its
 * last rows) and norms are on. From n = 100 on the gradient is given and costs nothing, and the loop is compiled for the widest vectors.
 * `bench_rules MOST` goes up to that n; without it, to 10⁶.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <descent/adaptive.h>
#include <descent/descent.h>

#include "bench.h"

#if defined(DESCENT_HAVE_TARGET_CLONES)
#define WIDEST_VECTORS __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define WIDEST_VECTORS
#endif

enum {
    rounds = 21
};

static const double sevens[] = {1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7};
static const double eta = 1e-3, beta = 0.9, second = 0.999, epsilon = 1e-8;

/* A loop's vectors: the point, its gradient, and two that the rule remembers. */
typedef struct hand {
    size_t n, step;
    double *x, *gradient, *first, *other;
    descent_gradient_function *function;
    void *context;
} hand;

#define LOOP(name, ...)                                                                                                \
    WIDEST_VECTORS static void name(size_t n, size_t step, double *restrict x, const double *restrict g,               \
                                    double *restrict a, double *restrict b)                                            \
    {                                                                                                                  \
        const double t = (double)step + 1;                                                                             \
        (void)t, (void)a, (void)b;                                                                                     \
        __VA_ARGS__                                                                                                    \
    }
#define EACH for (size_t i = 0; i < n; i++)

LOOP(fixed_loop, EACH x[i] -= eta * g[i];)
LOOP(
    heavy_loop, EACH {
        const double here = x[i];
        x[i] = here - eta * g[i] + beta * (here - a[i]);
        a[i] = here;
    })
LOOP(
    damped_loop, EACH {
        a[i] = (1 - beta) * g[i] + beta * a[i];
        x[i] -= eta * a[i];
    })
LOOP(
    adagrad_loop, EACH {
        a[i] += g[i] * g[i];
        x[i] -= eta * g[i] / (sqrt(a[i]) + epsilon);
    })
LOOP(
    rmsprop_loop, EACH {
        a[i] = beta * a[i] + (1 - beta) * (g[i] * g[i]);
        x[i] -= eta * g[i] / (sqrt(a[i]) + epsilon);
    })
LOOP(
    adam_loop, const double c = 1 / (1 - pow(beta, t)), d = 1 / (1 - pow(second, t)); EACH {
        a[i] = beta * a[i] + (1 - beta) * g[i];
        b[i] = second * b[i] + (1 - second) * (g[i] * g[i]);
        x[i] -= eta * (a[i] * c) / (sqrt(b[i] * d) + epsilon);
    })
LOOP(sign_loop, EACH x[i] -= eta * (double)((g[i] > 0) - (g[i] < 0));)

static descent_rule fixed_rule(void)
{
    return descent_fixed_step(eta);
}

static descent_rule heavy_rule(void)
{
    return descent_heavy_ball(eta, beta);
}

static descent_rule damped_rule(void)
{
    return descent_damped_momentum(eta, beta);
}

static descent_rule adagrad_rule(void)
{
    return descent_adagrad(eta, epsilon);
}

static descent_rule rmsprop_rule(void)
{
    return descent_rmsprop(eta, beta, epsilon);
}

static descent_rule adam_rule(void)
{
    return descent_adam(eta, NULL);
}

static descent_rule sign_rule(void)
{
    return descent_sign(eta);
}

static const struct {
    const char *name;
    descent_rule (*rule)(void);
    void (*loop)(size_t n, size_t step, double *restrict x, const double *restrict g, double *restrict a,
                 double *restrict b);
} rules[] = {
    {"fixed step", fixed_rule, fixed_loop},        {"heavy ball", heavy_rule, heavy_loop},
    {"damped momentum", damped_rule, damped_loop}, {"AdaGrad", adagrad_rule, adagrad_loop},
    {"RMSProp", rmsprop_rule, rmsprop_loop},       {"Adam", adam_rule, adam_loop},
    {"sign descent", sign_rule, sign_loop},
};

/* A bowl, computed; and a gradient that is written once and stays. */
static int bowl(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = (1 + (double)i) * x[i];
    return 0;
}

/*
 * Writes registers, eight numbers or four, around one of them: a single number that was written would be waited for by whoever
 * then reads a whole register, and that would be measured.
 */
static inline void write_around(size_t n, double *gradient, size_t at)
{
    const size_t begin = at / 8 * 8;
    double *const to = gradient + begin;
    const double *const from = sevens + begin % 7;
    if (begin + 8 <= n) {
#pragma omp simd
        for (size_t i = 0; i < 8; i++)
            to[i] = from[i];
    } else if (n - begin == 4) {
#pragma omp simd
        for (size_t i = 0; i < 4; i++)
            to[i] = from[i];
    } else
        for (size_t i = 0; begin + i < n; i++)
            to[i] = from[i];
}

WIDEST_VECTORS
static int given(size_t n, const double *x, double *gradient, void *context)
{
    double **const written = context;
    (void)x;
    if (*written == gradient) { /* the engine marks these three, to see that they are written */
        write_around(n, gradient, 0);
        write_around(n, gradient, n / 2);
        write_around(n, gradient, n - 1);
        return 0;
    }
    for (size_t i = 0; i < n; i++)
        gradient[i] = 1 + (double)(i % 7);
    *written = gradient;
    return 0;
}

static double *vector(size_t n, double value)
{
    double *const made = aligned_alloc(64, (n * sizeof *made + 63) / 64 * 64);
    bench_require(made, "no memory");
    for (size_t i = 0; i < n; i++)
        made[i] = value;
    return made;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* Bowls are begun anew, before their numbers become subnormal. */
static double time_hand(hand *h, size_t which, size_t steps)
{
    const double begin = now();
    for (size_t i = 0; i < h->n && h->function == bowl; i++) {
        h->x[i] = 1;
        h->first[i] = rules[which].loop == heavy_loop ? 1 : 0;
        h->other[i] = 0;
    }
    h->step = 0;
    for (size_t k = 0; k < steps; k++) {
        bench_require(h->function(h->n, h->x, h->gradient, h->context) == 0, "the gradient failed");
        rules[which].loop(h->n, h->step++, h->x, h->gradient, h->first, h->other);
    }
    return now() - begin;
}

static double time_engine(descent_engine *engine, const double *anew, size_t steps)
{
    const double begin = now();
    if (anew)
        descent_engine_reset(engine, anew);
    const uint64_t before = descent_engine_steps(engine);
    bench_require(descent_engine_run(engine, steps) == DESCENT_SUCCESS, descent_error_detail());
    const double took = now() - begin;
    bench_require(descent_engine_steps(engine) == before + steps, "the run has ended early");
    return took;
}

static int compare(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double ratio(size_t which, size_t n)
{
    double *written[2] = {0}, ratios[rounds];
    const bool is_given = n >= 100;
    double *const ones = vector(n, 1);
    hand h = {.n = n, .x = vector(n, 1), .gradient = vector(n, 0), .first = vector(n, 0), .other = vector(n, 0)};
    h.function = is_given ? given : bowl;
    h.context = &written[0];
    if (rules[which].loop == heavy_loop)
        for (size_t i = 0; i < n; i++)
            h.first[i] = 1;
    const descent_problem problem = {.dimension = n, .gradient = h.function, .context = &written[1]};
    /* All of the path where it fits the cache, its last rows beyond. */
    const descent_path_options options = {.columns = DESCENT_PATH_GRADIENT_NORM |
                                                     (n < 100 ? DESCENT_PATH_POINT | DESCENT_PATH_STEP_LENGTH : 0),
                                          .last = n < 100 ? 0 : 64};
    const size_t steps = n < 100 ? 1000 : n < 200000 ? 200000 / n : 4;
    descent_engine *engine;
    bench_require(descent_engine_new(&engine, &problem, rules[which].rule(), h.x) == DESCENT_SUCCESS &&
                      descent_engine_record(engine, &options) == DESCENT_SUCCESS,
                  descent_error_detail());
    for (int round = -2; round < rounds; round++) {
        const double loop = time_hand(&h, which, steps), run = time_engine(engine, is_given ? NULL : ones, steps);
        if (round >= 0)
            ratios[round] = run / loop;
    }
    qsort(ratios, rounds, sizeof *ratios, compare);
    descent_engine_free(engine);
    free(ones);
    free(h.x);
    free(h.gradient);
    free(h.first);
    free(h.other);
    return ratios[rounds / 2];
}

int main(int count, char **arguments)
{
    const size_t most = count > 1 ? (size_t)strtoull(arguments[1], NULL, 10) : 1000000;
    bench_print_build();
    printf("%-18s", "n");
    for (size_t n = 2; n <= most; n = n == 2 ? 10 : 10 * n)
        printf("%9zu", n);
    printf("\n");
    for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
        printf("%-18s", rules[r].name);
        for (size_t n = 2; n <= most; n = n == 2 ? 10 : 10 * n) {
            printf("%9.2f", ratio(r, n));
            fflush(stdout);
        }
        printf("\n");
    }
    return 0;
}
