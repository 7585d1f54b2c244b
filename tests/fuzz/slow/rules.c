/* Every family of rules where it fares worst, for as long as a budget of calls lasts: within it even one step must end. */
#include "slow.h"

#include <math.h>
#include <stdint.h>

#include <descent/adaptive.h>
#include <descent/engine.h>
#include <descent/rules.h>
#include <descent/step_finders.h>

enum {
    ARMIJO,
    ARMIJO_ENDLESS,
    WOLFE,
    WOLFE_ENDLESS,
    LBFGS,
    LBFGS_LONG,
    CONJUGATE,
    BARZILAI_BORWEIN,
    POLYAK,
    EXACT,
    LOCAL,
    PERTURBED,
    NEGATIVE_CURVATURE,
    ADAM,
    LION,
    NORMALISED,
    FILTER,
    CLIPPED
};

static descent_rule rule_of(int kind)
{
    static const descent_line_search_options endless = {.contraction = 0.999999, .most_trials = SIZE_MAX};
    static const descent_line_search_options strict = {.curvature = 1.0001e-4, .most_trials = SIZE_MAX};
    static const descent_perturbed_options always = {.gradient_threshold = 1e300, .wait = 1};
    static const descent_negative_curvature_options thorough = {.gradient_threshold = 1e300,
                                                                .most_products = (uint64_t)1 << 53};
    switch (kind) {
    case ARMIJO:
        return descent_armijo(1, NULL);
    case ARMIJO_ENDLESS:
        return descent_armijo(1, &endless);
    case WOLFE:
        return descent_wolfe(1, NULL);
    case WOLFE_ENDLESS:
        return descent_wolfe(1, &strict);
    case LBFGS:
        return descent_lbfgs(1, 10, NULL);
    case LBFGS_LONG:
        return descent_lbfgs(1, 1000, NULL);
    case CONJUGATE:
        return descent_conjugate_gradients(1, NULL);
    case BARZILAI_BORWEIN:
        return descent_barzilai_borwein(1e-3, DESCENT_BARZILAI_BORWEIN_LONG);
    case POLYAK:
        return descent_polyak(1e-3, -1);
    case EXACT:
        return descent_exact_step(1e-3);
    case LOCAL:
        return descent_local_smoothness(1e-10);
    case PERTURBED:
        return descent_perturbed(1e-3, &always);
    case NEGATIVE_CURVATURE:
        return descent_negative_curvature(1e-3, &thorough);
    case ADAM:
        return descent_adam(1000, NULL);
    case LION:
        return descent_lion(5e-324, 0.9, 0.99);
    case NORMALISED:
        return descent_normalised(1);
    case FILTER:
        return descent_gradient_filter(1e-3, 1, 1, -0.999);
    default:
        return descent_rule_with_modifiers(descent_fixed_step(1), (descent_modifiers){.clip_norm = 1e-300});
    }
}

static descent_status run(trial *t)
{
    descent_engine *engine;
    descent_status status = descent_engine_new(&engine, &t->problem, rule_of(t->one->kind), t->x);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_set_budget(engine, t->one->limit);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_run(engine, UINT64_MAX);
    descent_engine_free(engine);
    return status;
}

const slow slow_rules[] = {
    {"Wolfe's search of 400 variables by the loss", run, BENT, 400, LOSS, .limit = 100000, .kind = WOLFE},
    {"Wolfe's search of 20000 variables", run, BENT, 20000, BOTH, .limit = 10000, .kind = WOLFE},
    {"Armijo's search up a bowl", run, LIES, 100, BOTH, .limit = 10000, .kind = ARMIJO},
    {"Armijo's search up a bowl, as long as it takes", run, LIES, 100, BOTH, .limit = 10000, .kind = ARMIJO_ENDLESS},
    {"Armijo's search on noise, as long as it takes", run, NOISE, 10, BOTH, .limit = 100000, .kind = ARMIJO_ENDLESS},
    {"Armijo's search on a quartic, as long as it takes", run, QUARTIC, 30, BOTH, .limit = 100000,
     .kind = ARMIJO_ENDLESS},
    {"Wolfe's search on noise, as long as it takes", run, NOISE, 10, BOTH, .limit = 100000, .kind = WOLFE_ENDLESS},
    {"Wolfe's search over kinks, as long as it takes", run, KINKS, 100, BOTH, .limit = 100000, .kind = WOLFE_ENDLESS},
    {"Wolfe's search where the loss is minus infinity", run, BOTTOMLESS, 10, BOTH, .limit = 10000,
     .kind = WOLFE_ENDLESS},
    {"L-BFGS among a thousand minima", run, WILD, 1000, BOTH, .limit = 20000, .kind = LBFGS},
    {"L-BFGS by the loss of a cubic", run, CUBIC, 100, LOSS, .limit = 100000, .kind = LBFGS},
    {"L-BFGS with a memory of 1000", run, BENT, 1000, BOTH, .limit = 1200, .kind = LBFGS_LONG},
    {"conjugate gradients on kinks", run, KINKS, 1000, BOTH, .limit = 20000, .kind = CONJUGATE},
    {"conjugate gradients on curvatures from 1e-150 to 1e150", run, ILL, 300, BOTH, .limit = 20000, .kind = CONJUGATE},
    {"conjugate gradients on noise by the loss", run, NOISE, 100, LOSS, .limit = 100000, .kind = CONJUGATE},
    {"Barzilai and Borwein's step on noise", run, NOISE, 1000, BOTH, .limit = 20000, .kind = BARZILAI_BORWEIN},
    {"Polyak's step towards a minimum that is not there", run, BENT, 100, BOTH, .limit = 100000, .kind = POLYAK},
    {"the exact step on kinks by the loss", run, KINKS, 100, LOSS, .limit = 200000, .kind = EXACT},
    {"local smoothness on curvatures from 1e-150 to 1e150", run, ILL, 300, BOTH, .limit = 20000, .kind = LOCAL},
    {"a push at every step, on a plain", run, CONSTANT, 300, BOTH, .limit = 50000, .kind = PERTURBED},
    {"a push at every step, on noise by the loss", run, NOISE, 100, LOSS, .limit = 200000, .kind = PERTURBED},
    {"looks for negative curvature at every step, on noise", run, NOISE, 500, BOTH, .limit = 20000,
     .kind = NEGATIVE_CURVATURE},
    {"a look for negative curvature of 3000 variables", run, WILD, 3000, BOTH, .limit = 20000,
     .kind = NEGATIVE_CURVATURE},
    {"looks for negative curvature by the loss", run, WILD, 100, LOSS, .limit = 200000, .kind = NEGATIVE_CURVATURE},
    {"Adam with steps of 1000", run, BENT, 100, BOTH, .limit = 100000, .kind = ADAM},
    {"Lion with steps of 5e-324", run, BENT, 100, BOTH, .limit = 100000, .kind = LION},
    {"normalised steps on a plain", run, CONSTANT, 100, BOTH, .limit = 100000, .kind = NORMALISED},
    {"a filter that rings, by the loss", run, WILD, 100, LOSS, .limit = 100000, .kind = FILTER},
    {"gradients clipped to 1e-300", run, BENT, 1000, BOTH, .limit = 10000, .kind = CLIPPED},
};
const size_t slow_rules_count = SLOW_COUNT(slow_rules);
