/*
 * Inputs that take long, each within a limit: ten seconds of processor time, and twice the calls that were allowed. Where nothing
 * is given but a loss, everything costs most. Speaks TAP, with what each took; `./check --thorough` adds the slowest to the figures.
 *
 * usage: slow [NAME…]
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <descent/critical.h>
#include <descent/descent.h>
#include <descent/gradient_check.h>
#include <descent/step_finders.h>

enum {
    most_seconds = 10,
    most_times = 2, /* the limit */
    /* What a request costs that was begun within the limit, where derivatives come from functions; of a large matrix, a product. */
    least_calls = 64
};

typedef enum given {
    LOSS = 1,
    GRADIENT = 2,
    PRODUCT = 4
} given;

/* A chain: Σ (1 − xᵢ)² + 10 (xᵢ₊₁ − xᵢ²)², with its steep and bent valley; or a quadratic whose curvatures reach from 1 to 10⁶. */
typedef struct chain {
    bool bent;
    uint64_t calls;
    uint64_t cancel_after; /* 0: never */
} chain;

static double stretch(size_t n, size_t i)
{
    return pow(10, 6 * (double)i / (double)(n > 1 ? n - 1 : 1));
}

static int loss(size_t n, const double *x, double *value, void *context)
{
    chain *const c = context;
    double sum = 0;
    c->calls++;
    for (size_t i = 0; i < n; i++)
        sum += c->bent ? (1 - x[i]) * (1 - x[i]) : 0.5 * ((double)i + 1) * x[i] * x[i];
    for (size_t i = 0; c->bent && i + 1 < n; i++)
        sum += 10 * (x[i + 1] - x[i] * x[i]) * (x[i + 1] - x[i] * x[i]);
    *value = sum;
    return 0;
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    chain *const c = context;
    c->calls++;
    for (size_t i = 0; i < n; i++)
        g[i] = c->bent ? -2 * (1 - x[i]) : ((double)i + 1) * x[i];
    for (size_t i = 0; c->bent && i + 1 < n; i++) {
        const double off = x[i + 1] - x[i] * x[i];
        g[i] -= 40 * x[i] * off;
        g[i + 1] += 20 * off;
    }
    return 0;
}

/* Of the quadratic alone, whose curvatures are given here as another function has them: it lies. */
static int product(size_t n, const double *x, const double *v, double *p, void *context)
{
    chain *const c = context;
    (void)x;
    c->calls++;
    for (size_t i = 0; i < n; i++)
        p[i] = stretch(n, i) * v[i];
    return 0;
}

static int watch(const descent_evaluations *made, void *context)
{
    const chain *const c = context;
    (void)made;
    return c->cancel_after > 0 && c->calls >= c->cancel_after;
}

/* What is called, of those that are called alike. */
typedef union callee {
    descent_status (*at)(const descent_problem *, const double *, const descent_critical_options *,
                         descent_critical_point **);
    descent_status (*check)(const descent_problem *, const double *, const descent_check_options *,
                            descent_derivative_check **);
} callee;

struct slow;

/* Something that is done; `watched`: no limit of calls, a watch alone ends it. */
typedef struct act {
    descent_status (*make)(const struct slow *one, const descent_problem *problem, const double *x, chain *c);
    callee by;
    bool watched;
} act;

/* One input: what is done, in how many variables, what is given, and the limit. */
typedef struct slow {
    const char *name;
    const act *act;
    size_t n;
    unsigned given;
    bool bent;
    uint64_t limit;
} slow;

static descent_status at_point(const slow *one, const descent_problem *problem, const double *x, chain *c)
{
    const descent_critical_options options = {
        .evaluation_limit = one->act->watched ? 0 : one->limit, .watch = watch, .watch_context = c};
    descent_critical_point *found;
    const descent_status status = one->act->by.at(problem, x, &options, &found);
    descent_critical_point_free(found);
    return status;
}

static descent_status by_differences(const slow *one, const descent_problem *problem, const double *x, chain *c)
{
    const descent_check_options options = {.evaluation_limit = one->limit, .watch = watch, .watch_context = c};
    descent_derivative_check *made;
    const descent_status status = one->act->by.check(problem, x, &options, &made);
    descent_derivative_check_free(made);
    return status;
}

static descent_status in_a_box(const slow *one, const descent_problem *problem, const double *x, chain *c)
{
    const descent_critical_search_options options = {.evaluation_limit = one->limit};
    double *const box = malloc(2 * one->n * sizeof *box);
    descent_critical_set *set = NULL;
    descent_status status = DESCENT_ENOMEM;
    (void)x;
    (void)c;
    for (size_t i = 0; box && i < one->n; i++) {
        box[i] = -3;
        box[one->n + i] = 3;
    }
    if (box)
        status = descent_critical_search(problem, box, box + one->n, &options, &set);
    descent_critical_set_free(set);
    free(box);
    return status;
}

/* The limit is of the diagnosis alone. */
static descent_status of_a_run(const slow *one, const descent_problem *problem, const double *x, chain *c)
{
    const descent_diagnosis_options options = {.budget = (size_t)one->limit};
    descent_engine *engine;
    descent_diagnosis *diagnosis = NULL;
    descent_status status = descent_engine_new(&engine, problem, descent_fixed_step(one->bent ? 1e-3 : 1e-2), x);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_record(engine, NULL);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_run(engine, 40);
    c->calls = 0;
    if (status == DESCENT_SUCCESS)
        status = descent_engine_diagnose(engine, &options, &diagnosis);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
    return status;
}

static descent_status with_a_budget(const slow *one, const descent_problem *problem, const double *x, chain *c)
{
    descent_engine *engine;
    descent_status status = descent_engine_new(&engine, problem, descent_wolfe(1, NULL), x);
    (void)c;
    if (status == DESCENT_SUCCESS)
        status = descent_engine_set_budget(engine, one->limit);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_run(engine, 1000000000);
    descent_engine_free(engine);
    return status;
}

static const act classify = {.make = at_point, .by.at = descent_critical_classify};
static const act classify_watched = {.make = at_point, .by.at = descent_critical_classify, .watched = true};
static const act refine = {.make = at_point, .by.at = descent_critical_refine};
static const act refine_watched = {.make = at_point, .by.at = descent_critical_refine, .watched = true};
static const act check_gradient = {.make = by_differences, .by.check = descent_check_gradient_within};
static const act check_hessian = {.make = by_differences, .by.check = descent_check_hessian_within};
static const act search = {.make = in_a_box};
static const act diagnose = {.make = of_a_run};
static const act run = {.make = with_a_budget};

static const slow all[] = {
    {"classify 400 variables by the loss", &classify, 400, LOSS, true, 100000},
    {"classify 1000 variables by the loss", &classify, 1000, LOSS, false, 100000},
    {"classify 400 variables by the loss, watched", &classify_watched, 400, LOSS, true, 50000},
    {"classify 2000 variables by gradients", &classify, 2000, GRADIENT, true, 5000},
    {"classify 100000 variables by gradients", &classify, 100000, GRADIENT, true, 300},
    {"classify 100000 variables by products that lie", &classify, 100000, LOSS | GRADIENT | PRODUCT, false, 300},
    {"refine 180 variables by the loss", &refine, 180, LOSS, true, 200000},
    {"refine 400 variables by the loss", &refine, 400, LOSS, true, 200000},
    {"refine 400 variables by the loss, watched", &refine_watched, 400, LOSS, true, 100000},
    {"refine 1000 variables by gradients", &refine, 1000, GRADIENT, true, 3000},
    {"refine 50000 variables by gradients", &refine, 50000, GRADIENT, true, 500},
    {"refine 2000 variables by products that lie", &refine, 2000, LOSS | GRADIENT | PRODUCT, false, 2000},
    {"search in 8 variables by the loss", &search, 8, LOSS, true, 200000},
    {"search in 60 variables by gradients", &search, 60, LOSS | GRADIENT, true, 20000},
    {"check the gradient of 100000 variables", &check_gradient, 100000, LOSS | GRADIENT, true, 10000},
    {"check the products of 3000 variables", &check_hessian, 3000, GRADIENT | PRODUCT, false, 3000},
    {"diagnose 180 variables by the loss", &diagnose, 180, LOSS, true, 20000},
    {"diagnose 400 variables by the loss", &diagnose, 400, LOSS, true, 100000},
    {"diagnose 2000 variables by gradients", &diagnose, 2000, GRADIENT, true, 20000},
    {"diagnose 50000 variables by gradients", &diagnose, 50000, GRADIENT, true, 1000},
    {"run 400 variables by the loss and line searches", &run, 400, LOSS, true, 100000},
    {"run 20000 variables by line searches", &run, 20000, LOSS | GRADIENT, true, 10000},
};

static double processor_time(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static bool try_one(const slow *one, int number)
{
    chain c = {.bent = one->bent, .cancel_after = one->act->watched ? one->limit : 0};
    descent_problem problem = {.dimension = one->n, .context = &c};
    problem.loss = one->given & LOSS ? loss : NULL;
    problem.gradient = one->given & GRADIENT ? gradient : NULL;
    problem.hessian_product = one->given & PRODUCT ? product : NULL;
    double *const x = malloc(one->n * sizeof *x);
    if (!x)
        return false;
    for (size_t i = 0; i < one->n; i++)
        x[i] = 0.3 * sin((double)i);
    const double began = processor_time();
    const descent_status status = one->act->make(one, &problem, x, &c);
    const double took = processor_time() - began;
    free(x);
    const bool ended = status == DESCENT_SUCCESS || status == DESCENT_EBUDGET || status == DESCENT_ECANCELLED ||
                       status == DESCENT_ENOCONVERGENCE;
    const bool good = ended && took < most_seconds && c.calls <= most_times * one->limit + least_calls;
    printf("%sok %d - %s: %.2f s, %llu calls of %llu, status %d\n", good ? "" : "not ", number, one->name, took,
           (unsigned long long)c.calls, (unsigned long long)one->limit, (int)status);
    return good;
}

int main(int argc, char **argv)
{
    int number = 0, failed = 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        bool wanted = argc < 2;
        for (int i = 1; i < argc; i++)
            wanted = wanted || strstr(all[k].name, argv[i]);
        if (wanted)
            failed += !try_one(&all[k], ++number);
    }
    printf("1..%d\n", number);
    return failed > 0 || number == 0;
}
