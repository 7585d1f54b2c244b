/* Every rule of the library, schedules and modifiers, and an own rule with a search, for what must hold of all of them. */
#ifndef DESCENT_TESTS_ENGINE_EVERY_RULE_H
#define DESCENT_TESTS_ENGINE_EVERY_RULE_H

#include <math.h>

#include <descent/adaptive.h>
#include <descent/rules.h>
#include <descent/step_finders.h>

enum {
    every_rule_count = 35
};

/* Halves its step until the loss falls; ignores what the evaluator says, as careless rules do. Keeps how often it halved. */
static int careless_advance(const descent_rule *rule, descent_rule_step *step)
{
    double *const trial = step->work[0], loss = NAN, t = step->step_size;
    (void)rule;
    for (int k = 0; k < 40 && !(loss < step->loss); k++, t /= 2) {
        for (size_t i = 0; i < step->dimension; i++)
            trial[i] = step->x[i] - t * step->gradient[i];
        (void)descent_rule_evaluate(step, trial, &loss, NULL);
        step->scalars[0]++;
    }
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] = trial[i];
    return 0;
}

static const descent_rule_type careless_type = {.name = "careless search",
                                                .advance = careless_advance,
                                                .scalar_count = 1,
                                                .work_count = 1,
                                                .needs_loss = 1,
                                                .guards_point = 1};

static const double every_lower[] = {-1.5, -2}, every_upper[] = {0.5, 2};

static inline descent_rule every_modified(descent_rule rule, int which)
{
    const descent_modifiers modifiers[] = {
        {.clip_norm = 0.5},
        {.clip_value = 0.25, .weight_decay = 0.1},
        {.decoupled_decay = 0.01, .l1 = 0.01},
        {.lower = every_lower, .upper = every_upper},
    };
    return descent_rule_with_modifiers(rule, modifiers[which]);
}

static inline descent_rule every_rule(int which)
{
    static const descent_adam_options amsgrad = {.kind = DESCENT_AMSGRAD}, nadam = {.kind = DESCENT_NADAM};
    static const descent_perturbed_options pushed = {.gradient_threshold = 50, .wait = 3, .seed = 7};
    static const descent_negative_curvature_options leaving = {.gradient_threshold = 50, .length = 0.25};
    static const descent_schedule warm_then = {.kind = DESCENT_SCHEDULE_EXPONENTIAL, .factor = 0.9};
    const descent_rule rules[every_rule_count] = {
        descent_fixed_step(1e-3),
        descent_heavy_ball(1e-3, 0.9),
        descent_nesterov(1e-3, 0.9),
        descent_damped_momentum(1e-3, 0.7),
        descent_gradient_filter(1e-3, 0.4, 0.4, -0.2),
        descent_adagrad(0.1, 0),
        descent_rmsprop(0.01, 0, 0),
        descent_adam(0.05, NULL),
        descent_adam(0.05, &amsgrad),
        descent_adam(0.05, &nadam),
        descent_lion(0.01, 0, 0),
        descent_sign(0.01),
        descent_normalised(0.05),
        descent_armijo(1, NULL),
        descent_wolfe(1, NULL),
        descent_lbfgs(1, 3, NULL),
        descent_conjugate_gradients(1, NULL),
        descent_barzilai_borwein(1e-3, DESCENT_BARZILAI_BORWEIN_LONG),
        descent_barzilai_borwein(1e-3, DESCENT_BARZILAI_BORWEIN_SHORT),
        descent_polyak(0.5, 0),
        descent_exact_step(1e-4),
        descent_local_smoothness(1e-6),
        descent_perturbed(1e-3, &pushed),
        descent_negative_curvature(1e-3, &leaving),
        descent_rule_with_schedule(descent_fixed_step(1e-3), descent_schedule_cosine(20, 1e-4)),
        descent_rule_with_schedule(descent_adam(0.05, NULL), descent_schedule_warm_up(5, &warm_then)),
        descent_rule_with_schedule(descent_heavy_ball(1e-3, 0.5), descent_schedule_restarts(4, 2, 1e-5)),
        every_modified(descent_fixed_step(1e-3), 0),
        every_modified(descent_heavy_ball(1e-3, 0.8), 1),
        every_modified(descent_adam(0.05, NULL), 2),
        every_modified(descent_nesterov(1e-3, 0.8), 3),
        every_modified(descent_armijo(1, NULL), 3),
        every_modified(descent_fixed_step(1e-3), 2),
        every_modified(descent_rmsprop(0.01, 0, 0), 0),
        {.type = &careless_type, .step_size = 1},
    };
    return rules[which];
}

#endif
