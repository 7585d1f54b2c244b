#include "command/work/rule.h"

#include <math.h>
#include <string.h>

#include <descent/adaptive.h>
#include <descent/step_finders.h>

/* Beginner's values: a step that suits curvatures up to 20, the momentum of most textbooks, and schedules that are felt
   within a hundred steps. */
static const double default_step = 0.1, default_momentum = 0.9, default_delay = 100, default_factor = 0.99;

enum {
    pairs_kept = 8 /* in the middle of what is customary, 5 to 20 */
};

/* Rules without a momentum, made as those with one are. */
#define WITHOUT_MOMENTUM(name, made)                                                                                   \
    static descent_rule name(double step_size, double momentum)                                                        \
    {                                                                                                                  \
        (void)momentum;                                                                                                \
        return made;                                                                                                   \
    }
WITHOUT_MOMENTUM(fixed_step, descent_fixed_step(step_size))
WITHOUT_MOMENTUM(adagrad, descent_adagrad(step_size, 0))
WITHOUT_MOMENTUM(rmsprop, descent_rmsprop(step_size, 0, 0))
WITHOUT_MOMENTUM(adam, descent_adam(step_size, NULL))
WITHOUT_MOMENTUM(amsgrad, descent_adam(step_size, &(descent_adam_options){.kind = DESCENT_AMSGRAD}))
WITHOUT_MOMENTUM(nadam, descent_adam(step_size, &(descent_adam_options){.kind = DESCENT_NADAM}))
WITHOUT_MOMENTUM(lion, descent_lion(step_size, 0, 0))
WITHOUT_MOMENTUM(sign, descent_sign(step_size))
WITHOUT_MOMENTUM(normalised, descent_normalised(step_size))
WITHOUT_MOMENTUM(armijo, descent_armijo(step_size, NULL))
WITHOUT_MOMENTUM(wolfe, descent_wolfe(step_size, NULL))
WITHOUT_MOMENTUM(lbfgs, descent_lbfgs(step_size, pairs_kept, NULL))
WITHOUT_MOMENTUM(conjugate_gradients, descent_conjugate_gradients(step_size, NULL))
WITHOUT_MOMENTUM(barzilai_borwein, descent_barzilai_borwein(step_size, DESCENT_BARZILAI_BORWEIN_LONG))
WITHOUT_MOMENTUM(exact_step, descent_exact_step(step_size))
WITHOUT_MOMENTUM(local_smoothness, descent_local_smoothness(step_size))
WITHOUT_MOMENTUM(perturbed, descent_perturbed(step_size, NULL))
WITHOUT_MOMENTUM(negative_curvature, descent_negative_curvature(step_size, NULL))
#undef WITHOUT_MOMENTUM

/* The rules: what each is called, who makes it, and whether it has a momentum. */
static const struct {
    const char *word;
    descent_rule (*make)(double step_size, double momentum);
    int has_momentum;
} rules[] = {
    {"fixed-step", fixed_step, 0},
    {"heavy-ball", descent_heavy_ball, 1},
    {"nesterov", descent_nesterov, 1},
    {"damped-momentum", descent_damped_momentum, 1},
    {"adagrad", adagrad, 0},
    {"rmsprop", rmsprop, 0},
    {"adam", adam, 0},
    {"amsgrad", amsgrad, 0},
    {"nadam", nadam, 0},
    {"lion", lion, 0},
    {"sign", sign, 0},
    {"normalised", normalised, 0},
    {"armijo", armijo, 0},
    {"wolfe", wolfe, 0},
    {"lbfgs", lbfgs, 0},
    {"conjugate-gradients", conjugate_gradients, 0},
    {"barzilai-borwein", barzilai_borwein, 0},
    {"exact-step", exact_step, 0},
    {"local-smoothness", local_smoothness, 0},
    {"perturbed", perturbed, 0},
    {"negative-curvature", negative_curvature, 0},
};

static double or_default(double value, double standard)
{
    return isnan(value) ? standard : value;
}

double descent__rule_step(const descent__settings *settings)
{
    return or_default(settings->step, default_step);
}

double descent__rule_momentum(const descent__settings *settings)
{
    return or_default(settings->momentum, default_momentum);
}

/* Which of the rules; without a word, the first. */
static size_t which(const descent__settings *settings)
{
    size_t i = 0;
    while (settings->rule && strcmp(rules[i].word, settings->rule) != 0)
        i++;
    return i;
}

int descent__rule_has_momentum(const descent__settings *settings)
{
    return rules[which(settings)].has_momentum;
}

static descent_schedule schedule(const descent__settings *settings, uint64_t steps)
{
    const char *const word = settings->schedule ? settings->schedule : "constant";
    if (strcmp(word, "inverse") == 0)
        return descent_schedule_inverse(or_default(settings->delay, default_delay));
    if (strcmp(word, "exponential") == 0)
        return descent_schedule_exponential(or_default(settings->factor, default_factor));
    if (strcmp(word, "cosine") == 0)
        return descent_schedule_cosine(settings->length ? settings->length
                                       : steps          ? steps
                                                        : 1,
                                       or_default(settings->floor, 0));
    return descent_schedule_constant();
}

/* An option that would change nothing is a mistake; but what a compared run has from the first one may be of no use to it. */
static descent__exit check_use(const descent__settings *settings, int has_momentum)
{
    const char *const word = settings->schedule ? settings->schedule : "constant";
    const struct {
        const char *option, *of;
        int given, used;
    } uses[] = {
        {"momentum", "--rule heavy-ball, nesterov or damped-momentum", !isnan(settings->momentum), has_momentum},
        {"delay", "--schedule inverse", !isnan(settings->delay), strcmp(word, "inverse") == 0},
        {"factor", "--schedule exponential", !isnan(settings->factor), strcmp(word, "exponential") == 0},
        {"length", "--schedule cosine", settings->length != 0, strcmp(word, "cosine") == 0},
        {"floor", "--schedule cosine", !isnan(settings->floor), strcmp(word, "cosine") == 0},
    };
    for (size_t i = 0; settings->verb != DESCENT__VERB_COMPARE && i < sizeof uses / sizeof uses[0]; i++)
        if (uses[i].given && !uses[i].used)
            return descent__wrong("--%s belongs to %s", uses[i].option, uses[i].of);
    return DESCENT__EXIT_DONE;
}

descent__exit descent__rule(const descent__settings *settings, uint64_t steps, descent_rule *rule)
{
    const size_t i = which(settings);
    const descent__exit exit = check_use(settings, rules[i].has_momentum);
    if (exit != DESCENT__EXIT_DONE)
        return exit;
    if (settings->floor < 0 || settings->floor > descent__rule_step(settings))
        return descent__wrong("--floor must be from 0 to the step size, which is %g, got '%g'",
                              descent__rule_step(settings), settings->floor);
    *rule = descent_rule_with_schedule(rules[i].make(descent__rule_step(settings), descent__rule_momentum(settings)),
                                       schedule(settings, steps));
    return descent__failed_call(descent_rule_check(rule));
}
