/* Inputs that take long: what each of them is, and what it is made of. */
#ifndef DESCENT_TESTS_FUZZ_SLOW_H
#define DESCENT_TESTS_FUZZ_SLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <descent/engine.h>
#include <descent/problem.h>
#include <descent/status.h>

/* Losses that make work, each in any number of variables. */
typedef enum ground {
    BENT,       /* Σ (1 − xᵢ)² + 10 (xᵢ₊₁ − xᵢ²)²: a steep and bent valley */
    BOWL,       /* ½ Σ i xᵢ²; its products are those of another function: they lie */
    CUBIC,      /* Σ xᵢ³ */
    QUARTIC,    /* Σ (xᵢ − i/10)⁴ */
    WILD,       /* Σ sin 1000xᵢ + xᵢ²/100: a thousand minima in each variable */
    KINKS,      /* Σ |xᵢ − i/10| */
    ILL,        /* ½ Σ 10^(±150) xᵢ² */
    LOGISTIC,   /* Σ xᵢ²/2 − xᵢ³/3: steps of r − 1 are the logistic map's, mirrored */
    CONSTANT,   /* 1, with a gradient of 0 */
    NOISE,      /* loss and gradient are random numbers */
    FLAT_NOISE, /* 1, with a random gradient */
    BOTTOMLESS, /* −∞, with the gradient of a bowl */
    LIES        /* a bowl, with the gradient of its negative */
} ground;

typedef enum given {
    LOSS = 1,
    GRADIENT = 2,
    BOTH = LOSS | GRADIENT,
    PRODUCT = 4,
} given;

struct slow;

/* An input under way. */
typedef struct trial {
    const struct slow *one;
    descent_problem problem;
    double *x;             /* 0.3 sin i */
    uint64_t calls;        /* of the user's functions */
    uint64_t allowed;      /* the limit of calls, at first that of the input; what is done may know it better */
    uint64_t cancel_after; /* for descent_evaluation_watch; 0: never */
    uint64_t random;
} trial;

/* One input: what is done, on what ground, in how many variables, what is given, how much of it, and the limit of calls. */
typedef struct slow {
    const char *name;
    descent_status (*make)(trial *t);
    ground ground;
    size_t n;
    unsigned given;
    uint64_t limit; /* 0: nothing is called */
    size_t size;    /* rows, steps, runs */
    uint64_t steps; /* of each run */
    int kind;       /* which of several, as each file has it */
    bool long_one;  /* takes too long for each run of the suites: only with --all */
} slow;

extern const slow slow_points[], slow_paths[], slow_runs[], slow_rules[], slow_sweeps[];
extern const size_t slow_points_count, slow_paths_count, slow_runs_count, slow_rules_count, slow_sweeps_count;

#define SLOW_COUNT(inputs) (sizeof(inputs) / sizeof *(inputs))

/* The problem of an input, its functions counted. */
void slow_problem(trial *t);

/* A random number in [−1, 1). */
double slow_random(trial *t);

/* Cancels after so many calls. */
int slow_watch(const descent_evaluations *made, void *context);

/* The first failure of both. */
descent_status slow_first(descent_status status, descent_status next);

#endif
