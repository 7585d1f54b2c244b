/*
 * One step of each rule beside its own loop, written by hand, through the same function pointers: rule × n, as ratios. Path (its
 * last rows) and norms are on. From n = 100 on the gradient is given and costs nothing, and the loop is compiled for the widest vectors.
 * `bench_rules MOST` goes up to that n; without it, to 10⁶. Searches (Armijo, Wolfe, conjugate gradients, L-BFGS and the like) have no loop
 * of a formula: bench_to_minimum sets them beside other libraries.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "rules_loops.h"

enum {
    rounds = 21,
    arrays = 2 /* of gradients that one engine asks for: at the point, and where it looks ahead */
};

static const double sevens[] = {1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7, 1};

/* What a gradient that is given knows of its calls. */
typedef struct giver {
    double *written[arrays];
    size_t calls;
} giver;

/* A bowl, computed; and a gradient that is written once and stays, but for a few numbers, of which finders see the change. */
static int bowl(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = (1 + (double)i) * x[i];
    return 0;
}

static int bowl_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)context;
    *loss = 0;
    for (size_t i = 0; i < n; i++)
        *loss += (1 + (double)i) * x[i] * x[i] / 2;
    return 0;
}

static int given_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)x, (void)context;
    *loss = 1;
    return 0;
}

/*
 * Writes registers, eight numbers or four, around one of them: a single number that was written would be waited for by whoever
 * then reads a whole register, and that would be measured.
 */
static inline void write_around(size_t n, double *gradient, size_t at, size_t turn)
{
    const size_t begin = at / 8 * 8;
    double *const to = gradient + begin;
    const double *const from = sevens + begin % 7 + turn;
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
    giver *const from = context;
    const size_t turn = from->calls++ % 2;
    (void)x;
    if (n < 100) {
        for (size_t i = 0; i < n; i++)
            gradient[i] = sevens[i % 7 + turn];
        return 0;
    }
    if (from->written[0] == gradient || from->written[1] == gradient) {
        /* the engine marks these three, to see that they are written */
        write_around(n, gradient, 0, turn);
        write_around(n, gradient, n / 2, turn);
        write_around(n, gradient, n - 1, turn);
        return 0;
    }
    for (size_t i = 0; i < n; i++)
        gradient[i] = 1 + (double)(i % 7);
    from->written[from->written[0] ? 1 : 0] = gradient;
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

/* With the gradient at the point, too, where the rule looks ahead: the path wants its norm. */
static double time_hand(hand *h, const row *r, const descent_problem *problem, double *apart, size_t steps)
{
    const double begin = now();
    for (size_t k = 0; k < steps; k++, h->step++) {
        int code = 0;
        if (r->needs_loss)
            code |= problem->loss(h->n, h->x, &h->loss, problem->context);
        if (r->look_ahead) {
            code |= problem->gradient(h->n, h->x, apart, problem->context);
            r->look_ahead(h);
        }
        code |= problem->gradient(h->n, r->look_ahead ? h->where : h->x, h->gradient, problem->context);
        bench_require(code == 0, "the problem failed");
        r->loop(h);
    }
    return now() - begin;
}

static double time_engine(descent_engine *engine, size_t steps)
{
    const uint64_t before = descent_engine_steps(engine);
    const double begin = now();
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

/* All of the path where it fits the cache, its last rows beyond. */
static descent_engine *make_engine(const row *r, const hand *h, const descent_problem *problem)
{
    const bool few = h->n < 100;
    const descent_path_options options = {.columns = DESCENT_PATH_GRADIENT_NORM |
                                                     (few ? DESCENT_PATH_POINT | DESCENT_PATH_STEP_LENGTH : 0),
                                          .last = few ? 0 : 64};
    descent_engine *engine;
    bench_require(descent_engine_new(&engine, problem, r->rule(h), h->x) == DESCENT_SUCCESS &&
                      descent_engine_record(engine, &options) == DESCENT_SUCCESS,
                  descent_error_detail());
    return engine;
}

/* Runs begin anew, before the numbers of bowls become subnormal, or steps that grow overflow: of 10⁵ variables they are short. */
static double ratio(const row *r, size_t n)
{
    double ratios[rounds];
    giver givers[2] = {0};
    const bool is_given = n >= 100 || r->moves_on;
    hand h = {.n = n, .x = vector(n, 1), .gradient = vector(n, 0), .where = vector(n, 0)};
    double *const ones = vector(n, 1), *const apart = vector(n, 0);
    for (int j = 0; j < hand_memory; j++)
        h.memory[j] = vector(n, 0);
    hand_begin(&h, r);
    const descent_problem problem = {.dimension = n,
                                     .loss = is_given ? given_loss : bowl_loss,
                                     .gradient = is_given ? given : bowl,
                                     .context = &givers[0]};
    descent_problem other = problem;
    other.context = &givers[1];
    const size_t steps = n < 200 ? 1000 : n < 200000 ? 200000 / n : 4;
    descent_engine *const engine = make_engine(r, &h, &other);
    for (int round = -2; round < rounds; round++) {
        if (n < 100000) {
            hand_begin(&h, r);
            bench_require(descent_engine_reset(engine, ones) == DESCENT_SUCCESS, descent_error_detail());
            givers[1] = (giver){0}; /* nothing is left of what it gave */
            time_hand(&h, r, &problem, apart, 1);
            time_engine(engine, 1);
        }
        const double loop = time_hand(&h, r, &problem, apart, steps), run = time_engine(engine, steps);
        if (round >= 0)
            ratios[round] = run / loop;
    }
    qsort(ratios, rounds, sizeof *ratios, compare);
    descent_engine_free(engine);
    double *const vectors[] = {ones, apart, h.x, h.gradient, h.where, h.memory[0], h.memory[1], h.memory[2]};
    for (size_t j = 0; j < sizeof vectors / sizeof *vectors; j++)
        free(vectors[j]);
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
    for (size_t r = 0; r < row_count; r++) {
        printf("%-18s", rows[r].name);
        for (size_t n = 2; n <= most; n = n == 2 ? 10 : 10 * n) {
            printf("%9.2f", ratio(&rows[r], n));
            fflush(stdout);
        }
        printf("\n");
    }
    return 0;
}
