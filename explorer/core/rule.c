/* Which rule makes the steps. */
#include <descent/adaptive.h>
#include <descent/step_finders.h>
#include <math.h>

#include "explorer.h"

static descent_rule rule;

typedef descent_rule maker(double step_size, const double *p);

static descent_rule fixed_step(double step_size, const double *p)
{
    (void)p;
    return descent_fixed_step(step_size);
}

static descent_rule heavy_ball(double step_size, const double *p)
{
    return descent_heavy_ball(step_size, p[0]);
}

static descent_rule nesterov(double step_size, const double *p)
{
    return descent_nesterov(step_size, p[0]);
}

static descent_rule damped_momentum(double step_size, const double *p)
{
    return descent_damped_momentum(step_size, p[0]);
}

static descent_rule adagrad(double step_size, const double *p)
{
    return descent_adagrad(step_size, p[0]);
}

static descent_rule rmsprop(double step_size, const double *p)
{
    return descent_rmsprop(step_size, p[0], p[1]);
}

static descent_rule adam_of(descent_adam_kind kind, double step_size, const double *p)
{
    const descent_adam_options options = {.kind = kind, .first_decay = p[0], .second_decay = p[1], .epsilon = p[2]};
    return descent_adam(step_size, &options);
}

static descent_rule adam(double step_size, const double *p)
{
    return adam_of(DESCENT_ADAM, step_size, p);
}

static descent_rule amsgrad(double step_size, const double *p)
{
    return adam_of(DESCENT_AMSGRAD, step_size, p);
}

static descent_rule nadam(double step_size, const double *p)
{
    return adam_of(DESCENT_NADAM, step_size, p);
}

static descent_rule lion(double step_size, const double *p)
{
    return descent_lion(step_size, p[0], p[1]);
}

static descent_rule sign(double step_size, const double *p)
{
    (void)p;
    return descent_sign(step_size);
}

static descent_rule normalised(double step_size, const double *p)
{
    (void)p;
    return descent_normalised(step_size);
}

static descent_rule armijo(double step_size, const double *p)
{
    const descent_line_search_options options = {.decrease = p[0], .contraction = p[1]};
    return descent_armijo(step_size, &options);
}

static descent_rule wolfe(double step_size, const double *p)
{
    const descent_line_search_options options = {.decrease = p[0], .curvature = p[1]};
    return descent_wolfe(step_size, &options);
}

/* A number of the page as a count; what is none is 0, which the library refuses where it does not mean the default. */
static uint64_t whole(double value)
{
    return value >= 1 && value <= 1e15 && floor(value) == value ? (uint64_t)value : 0;
}

static descent_rule lbfgs(double step_size, const double *p)
{
    return descent_lbfgs(step_size, (size_t)whole(p[0] < 1e6 ? p[0] : 0), NULL);
}

static descent_rule conjugate_gradients(double step_size, const double *p)
{
    const descent_line_search_options options = {.decrease = p[0], .curvature = p[1]};
    return descent_conjugate_gradients(step_size, &options);
}

static descent_rule barzilai_borwein(double step_size, const double *p)
{
    return descent_barzilai_borwein(step_size,
                                    p[0] > 0 ? DESCENT_BARZILAI_BORWEIN_SHORT : DESCENT_BARZILAI_BORWEIN_LONG);
}

static descent_rule polyak(double step_size, const double *p)
{
    return descent_polyak(step_size, p[0]);
}

static descent_rule exact_step(double step_size, const double *p)
{
    (void)p;
    return descent_exact_step(step_size);
}

static descent_rule local_smoothness(double step_size, const double *p)
{
    (void)p;
    return descent_local_smoothness(step_size);
}

static descent_rule perturbed(double step_size, const double *p)
{
    const descent_perturbed_options options = {.gradient_threshold = p[0], .radius = p[1], .seed = whole(p[2])};
    return descent_perturbed(step_size, &options);
}

static descent_rule negative_curvature(double step_size, const double *p)
{
    const descent_negative_curvature_options options = {
        .gradient_threshold = p[0], .curvature_threshold = p[1], .length = p[2]};
    return descent_negative_curvature(step_size, &options);
}

static maker *const makers[EXPLORER_RULES] = {
    [EXPLORER_FIXED_STEP] = fixed_step,
    [EXPLORER_HEAVY_BALL] = heavy_ball,
    [EXPLORER_NESTEROV] = nesterov,
    [EXPLORER_DAMPED_MOMENTUM] = damped_momentum,
    [EXPLORER_ADAGRAD] = adagrad,
    [EXPLORER_RMSPROP] = rmsprop,
    [EXPLORER_ADAM] = adam,
    [EXPLORER_AMSGRAD] = amsgrad,
    [EXPLORER_NADAM] = nadam,
    [EXPLORER_LION] = lion,
    [EXPLORER_SIGN] = sign,
    [EXPLORER_NORMALISED] = normalised,
    [EXPLORER_ARMIJO] = armijo,
    [EXPLORER_WOLFE] = wolfe,
    [EXPLORER_LBFGS] = lbfgs,
    [EXPLORER_CONJUGATE_GRADIENTS] = conjugate_gradients,
    [EXPLORER_BARZILAI_BORWEIN] = barzilai_borwein,
    [EXPLORER_POLYAK] = polyak,
    [EXPLORER_EXACT_STEP] = exact_step,
    [EXPLORER_LOCAL_SMOOTHNESS] = local_smoothness,
    [EXPLORER_PERTURBED] = perturbed,
    [EXPLORER_NEGATIVE_CURVATURE] = negative_curvature,
};

static descent_schedule schedule_of(const explorer_setting *setting)
{
    const double *const p = setting->schedule_parameters;
    switch ((int)setting->schedule) {
    case DESCENT_SCHEDULE_INVERSE:
        return descent_schedule_inverse(p[0]);
    case DESCENT_SCHEDULE_EXPONENTIAL:
        return descent_schedule_exponential(p[0]);
    case DESCENT_SCHEDULE_COSINE:
        return descent_schedule_cosine(whole(p[0]), p[1]);
    case DESCENT_SCHEDULE_LINEAR:
        return descent_schedule_linear(whole(p[0]), p[1]);
    case DESCENT_SCHEDULE_STEPS:
        return descent_schedule_steps(whole(p[0]), p[1]);
    case DESCENT_SCHEDULE_WARM_UP:
        return descent_schedule_warm_up(whole(p[0]), NULL);
    case DESCENT_SCHEDULE_RESTARTS:
        return descent_schedule_restarts(whole(p[0]), whole(p[1]), p[2]);
    default:
        return descent_schedule_constant();
    }
}

EXPLORER_EXPORT(choose_rule) int explorer_choose_rule(const explorer_setting *setting)
{
    if (!(setting->rule >= 0 && setting->rule < EXPLORER_RULES))
        return descent_fail(DESCENT_EINVAL, "there is no rule number %g", setting->rule);
    const descent_rule made = makers[(int)setting->rule](setting->step_size, setting->parameters);
    const descent_modifiers modifiers = {.weight_decay = setting->weight_decay,
                                         .decoupled_decay = setting->decoupled_decay,
                                         .clip_norm = setting->clip_norm,
                                         .l1 = setting->l1};
    rule = descent_rule_with_modifiers(descent_rule_with_schedule(made, schedule_of(setting)), modifiers);
    return descent_rule_check(&rule);
}

descent_rule explorer_rule(void)
{
    return rule;
}
