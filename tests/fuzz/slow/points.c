/* Critical points: what kind, where, and whether derivatives are right. */
#include "slow.h"

#include <math.h>
#include <stdlib.h>

#include <descent/critical.h>
#include <descent/gradient_check.h>

/* Kinds of limits: that of the options, or a watch that cancels, or none, and what is allowed is what it is said to cost. */
enum {
    LIMITED,
    WATCHED,
    UNLIMITED
};

static descent_critical_options options_of(trial *t)
{
    t->cancel_after = t->one->kind == WATCHED ? t->one->limit : 0;
    return (descent_critical_options){
        .evaluation_limit = t->one->kind == LIMITED ? t->one->limit : 0, .watch = slow_watch, .watch_context = t};
}

static descent_status classify(trial *t)
{
    const descent_critical_options options = options_of(t);
    descent_critical_point *found;
    const descent_status status = descent_critical_classify(&t->problem, t->x, &options, &found);
    descent_critical_point_free(found);
    return status;
}

static descent_status refine(trial *t)
{
    const descent_critical_options options = options_of(t);
    descent_critical_point *found;
    const descent_status status = descent_critical_refine(&t->problem, t->x, &options, &found);
    descent_critical_point_free(found);
    return status;
}

static descent_status check(trial *t)
{
    const descent_check_options options = {.evaluation_limit = t->one->limit, .watch = slow_watch, .watch_context = t};
    descent_derivative_check *made;
    const descent_status status = t->one->given & PRODUCT
                                      ? descent_check_hessian_within(&t->problem, t->x, &options, &made)
                                      : descent_check_gradient_within(&t->problem, t->x, &options, &made);
    descent_derivative_check_free(made);
    return status;
}

/* Of `size` points at most; 0: of as many as there are. */
static descent_status search(trial *t)
{
    const size_t n = t->one->n;
    const descent_critical_search_options options = {.evaluation_limit = t->one->limit, .point_limit = t->one->size};
    double *const box = malloc(2 * n * sizeof *box);
    descent_critical_set *set = NULL;
    descent_status status = DESCENT_ENOMEM;
    for (size_t i = 0; box && i < n; i++) {
        box[i] = -3;
        box[n + i] = 3;
    }
    if (box)
        status = descent_critical_search(&t->problem, box, box + n, &options, &set);
    descent_critical_set_free(set);
    free(box);
    return status;
}

const slow slow_points[] = {
    {"classify 400 variables by the loss", classify, BENT, 400, LOSS, .limit = 100000},
    {"classify 1000 variables by the loss", classify, BOWL, 1000, LOSS, .limit = 100000},
    {"classify 400 variables by the loss, watched", classify, BENT, 400, LOSS, .limit = 50000, .kind = WATCHED},
    {"classify a constant of 200 variables by the loss", classify, CONSTANT, 200, LOSS, .limit = 2000000,
     .kind = UNLIMITED},
    {"classify 2000 variables by gradients", classify, BENT, 2000, GRADIENT, .limit = 5000},
    {"classify 1024 variables by gradients and all eigenvalues", classify, BOWL, 1024, GRADIENT, .limit = 12300,
     .kind = UNLIMITED, .long_one = true},
    {"classify 100000 variables by gradients", classify, BENT, 100000, GRADIENT, .limit = 300},
    {"classify 100000 variables by products that lie", classify, BOWL, 100000, BOTH | PRODUCT, .limit = 300},
    {"classify noise of 300 variables", classify, NOISE, 300, BOTH, .limit = 30000, .kind = UNLIMITED},
    {"classify noise of 5000 variables", classify, NOISE, 5000, BOTH, .limit = 3000},
    {"classify kinks of 300 variables", classify, KINKS, 300, BOTH, .limit = 30000, .kind = UNLIMITED},
    {"classify curvatures from 1e-150 to 1e150", classify, ILL, 300, BOTH, .limit = 30000, .kind = UNLIMITED},
    {"refine 180 variables by the loss", refine, BENT, 180, LOSS, .limit = 200000},
    {"refine 400 variables by the loss", refine, BENT, 400, LOSS, .limit = 200000},
    {"refine 400 variables by the loss, watched", refine, BENT, 400, LOSS, .limit = 100000, .kind = WATCHED},
    {"refine a quartic of 400 variables by the loss", refine, QUARTIC, 400, LOSS, .limit = 1000000},
    {"refine a cubic of 100 variables by the loss", refine, CUBIC, 100, LOSS, .limit = 1000000},
    {"refine noise of 100 variables by the loss", refine, NOISE, 100, LOSS, .limit = 1000000},
    {"refine 1000 variables by gradients", refine, BENT, 1000, GRADIENT, .limit = 3000},
    {"refine 50000 variables by gradients", refine, BENT, 50000, GRADIENT, .limit = 500},
    {"refine noise of 300 variables", refine, NOISE, 300, BOTH, .limit = 100000},
    {"refine a thousand minima in each of 300 variables", refine, WILD, 300, BOTH, .limit = 100000},
    {"refine a thousand minima in each of 3000 variables", refine, WILD, 3000, BOTH, .limit = 20000},
    {"refine curvatures from 1e-150 to 1e150", refine, ILL, 300, BOTH, .limit = 100000},
    {"refine 2000 variables by products that lie", refine, BOWL, 2000, BOTH | PRODUCT, .limit = 2000},
    {"search in 8 variables by the loss", search, BENT, 8, LOSS, .limit = 200000},
    {"search in 60 variables by gradients", search, BENT, 60, BOTH, .limit = 20000},
    {"search noise of 2 variables", search, NOISE, 2, BOTH, .limit = 500000},
    {"search noise of 30 variables", search, NOISE, 30, BOTH, .limit = 500000},
    {"search noise of 10 variables by the loss", search, NOISE, 10, LOSS, .limit = 2000000},
    {"search a thousand minima in each of 2 variables", search, WILD, 2, BOTH, .limit = 1000000},
    {"search a thousand minima in each of 100 variables", search, WILD, 100, BOTH, .limit = 200000},
    {"search for as many points as there are", search, WILD, 1, BOTH, .limit = 2000000, .size = SIZE_MAX,
     .long_one = true},
    {"search a constant of 20 variables by the loss", search, CONSTANT, 20, LOSS, .limit = 1000000},
    {"search a plain of 3 variables", search, CONSTANT, 3, BOTH, .limit = 500000},
    {"search kinks of 5 variables by the loss", search, KINKS, 5, LOSS, .limit = 500000},
    {"check the gradient of 100000 variables", check, BENT, 100000, BOTH, .limit = 10000},
    {"check a wild gradient of 1000 variables", check, WILD, 1000, BOTH, .limit = 20000},
    {"check the products of 3000 variables", check, BOWL, 3000, GRADIENT | PRODUCT, .limit = 3000},
};
const size_t slow_points_count = SLOW_COUNT(slow_points);
