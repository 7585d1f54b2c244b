/* Some two hundred and fifty runs of the rules that adapt, search or remember, and of modifiers: what a diagnosis says of each, against what the run does
 * when it goes on for long, and against the landscapes' own lists of critical points. Nothing said may be wrong; what is left open is
 * counted. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <descent/step_finders.h>

#include "support.h"

enum {
    rule_count = 25,
    most_runs = 10 * rule_count,
    onward = 20000, /* steps that a run goes on for */
    chunk = 37      /* odd, so that what returns is not met where it was */
};

static double uniform(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) * 0x1p-53;
}

static descent_rule rule_of(size_t which, double step_size)
{
    const descent_adam_options amsgrad = {.kind = DESCENT_AMSGRAD}, nadam = {.kind = DESCENT_NADAM};
    static const double lower[] = {-1, -0.5}, upper[] = {0.5, 1.5};
    const descent_rule plain = descent_fixed_step(step_size / 20);
    const descent_rule rules[rule_count] = {
        descent_adagrad(10 * step_size, 0),
        descent_rmsprop(step_size, 0, 0),
        descent_adam(step_size, NULL),
        descent_adam(step_size, &amsgrad),
        descent_adam(step_size, &nadam),
        descent_lion(step_size, 0, 0),
        descent_sign(step_size),
        descent_normalised(step_size),
        descent_armijo(1, NULL),
        descent_wolfe(1, NULL),
        descent_lbfgs(1, 5, NULL),
        descent_conjugate_gradients(1, NULL),
        descent_barzilai_borwein(step_size / 10, DESCENT_BARZILAI_BORWEIN_LONG),
        descent_barzilai_borwein(step_size / 10, DESCENT_BARZILAI_BORWEIN_SHORT),
        descent_exact_step(step_size),
        descent_local_smoothness(1e-6),
        descent_perturbed(step_size / 10, NULL),
        descent_damped_momentum(step_size / 10, 0.9),
        descent_gradient_filter(step_size / 10, 0.25, 0.25, -0.5),
        descent_rule_with_modifiers(descent_heavy_ball(step_size / 20, 0.5), (descent_modifiers){.clip_norm = 1}),
        descent_negative_curvature(step_size / 10, NULL),
        descent_rule_with_modifiers(plain, (descent_modifiers){.weight_decay = 0.3}),
        descent_rule_with_modifiers(descent_nesterov(step_size / 20, 0.5), (descent_modifiers){.l1 = 0.5}),
        descent_rule_with_modifiers(descent_heavy_ball(step_size / 20, 0.5),
                                    (descent_modifiers){.lower = lower, .upper = upper}),
        descent_rule_with_modifiers(
            plain, (descent_modifiers){.decoupled_decay = 0.1, .l1 = 0.2, .lower = lower, .upper = upper}),
    };
    return rules[which % rule_count];
}

/* Adam, RMSProp and Nadam leave a minimum again when their memory has faded: what is said of them holds for as long as they ran. */
static bool fades(size_t which)
{
    const size_t rule = which % rule_count;
    return rule == 1 || rule == 2 || rule == 4;
}

/* What the run does when it goes on: how far it comes from the point that was named, at most and in the end. */
typedef struct future {
    double most, least, last; /* distances */
    double loss;              /* in the end */
    double extent;            /* of the way, from where it stood */
    bool ended;               /* not finite, or beyond 1e6 */
} future;

static double distance(const double *a, const double *b)
{
    return hypot(a[0] - b[0], a[1] - b[1]);
}

static future go_on(descent_engine *engine, const double *point, uint64_t steps)
{
    future f = {0};
    const double from[] = {descent_engine_point(engine)[0], descent_engine_point(engine)[1]};
    for (uint64_t made = 0; made < steps; made += chunk) {
        assert_success(descent_engine_run(engine, chunk));
        const double *const x = descent_engine_point(engine);
        f.last = point ? distance(x, point) : 0;
        f.most = fmax(f.most, f.last);
        f.least = made == 0 ? f.last : fmin(f.least, f.last);
        f.extent = fmax(f.extent, distance(x, from));
        f.ended = descent_engine_stop_reason(engine) == DESCENT_STOP_NONFINITE || hypot(x[0], x[1]) > 1e6;
        if (f.ended || descent_engine_stop_reason(engine) == DESCENT_STOP_RULE)
            break;
    }
    f.loss = descent_engine_loss(engine);
    return f;
}

/* Is it in the landscape's list, with the same kind? Points of the loss with the terms of a rule, and those on a face, are in no list: there
 * only how the run goes on speaks. */
static bool is_listed(const char *landscape, const descent_critical_point *point)
{
    const descent_landscape *const l = descent_landscape_find(landscape);
    if (point->bound_multipliers || point->zero_margins || point->weight_decay > 0 || point->l1 > 0)
        return true;
    for (size_t k = 0; k < l->point_count; k++)
        if (distance(l->points[k].x, point->x) < 1e-4)
            return l->points[k].kind == point->kind;
    return false;
}

/* NULL if what was said is so. */
static const char *what_is_wrong(const descent_diagnosis *d, const char *landscape, const future *f)
{
    const double near = fmax(1e-4, 20 * d->tolerance);
    switch (d->ending) {
    case DESCENT_ENDING_CONVERGED:
        if (!is_listed(landscape, d->point))
            return "no such point is listed";
        return f->most > near && d->point->index == 0 ? "it leaves" : NULL;
    case DESCENT_ENDING_APPROACHING:
        if (d->point && !is_listed(landscape, d->point))
            return "no such point is listed";
        return d->point && f->least > fmax(near, 0.9 * d->distance) ? "it does not come there" : NULL;
    case DESCENT_ENDING_STALLED:
        return f->extent > 0.1 * d->diameter ? "it goes on" : NULL;
    case DESCENT_ENDING_DESCENDING:
        return f->loss > d->loss + 1e-9 * fabs(d->loss) ? "it rises" : NULL;
    case DESCENT_ENDING_DIVERGING:
    case DESCENT_ENDING_UNBOUNDED:
    case DESCENT_ENDING_NONFINITE:
        return f->ended ? NULL : "it stays";
    case DESCENT_ENDING_PERIODIC:
    case DESCENT_ENDING_QUASIPERIODIC:
    case DESCENT_ENDING_CHAOTIC:
        return f->ended ? "it runs off" : f->extent < 1e-9 * d->diameter ? "it rests" : NULL;
    default:
        return NULL;
    }
}

START_TEST(nothing_said_is_wrong)
{
    static const char *const landscapes[] = {"notebook", "himmelblau", "six_hump_camel", "rosenbrock",
                                             "styblinski_tang"};
    static const double lengths[] = {12, 40, 150, 600};
    const size_t runs = descent_test_effort(most_runs);
    uint64_t state = 2026;
    size_t open = 0, said[32] = {0};
    for (size_t run = 0; run < runs; run++) {
        const char *const name = landscapes[(run / rule_count) % 5];
        const descent_problem problem = descent_test_landscape(name, 0);
        const double start[] = {4 * uniform(&state) - 2, 4 * uniform(&state) - 2};
        const descent_rule rule = rule_of(run, pow(10, -3 + 2.5 * uniform(&state)));
        const size_t steps = (size_t)lengths[(run / 7) % 4];
        descent_engine *const engine = descent_test_engine(&problem, rule, start);
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, steps));
        descent_diagnosis *d;
        assert_success(descent_engine_diagnose(engine, NULL, &d));
        const double *const point = d->point ? d->point->x : NULL;
        const bool for_now = d->ending == DESCENT_ENDING_CONVERGED && fades(run);
        const future f = go_on(engine, point, for_now ? steps : onward);
        const char *const wrong = what_is_wrong(d, name, &f);
        ck_assert_msg(!wrong, "run %zu, %s (η = %g) on %s after %zu steps: %s (%s), but %s: %g and %g off", run,
                      rule.type->name, rule.step_size, name, steps, descent_ending_string(d->ending), d->reason, wrong,
                      f.most, f.last);
        open += d->ending == DESCENT_ENDING_UNDETERMINED;
        said[(size_t)d->ending % 32]++;
        descent_diagnosis_free(d);
        descent_engine_free(engine);
    }
    printf("# %zu runs of %d rules, none said wrong:", runs, rule_count);
    for (int ending = 0; ending < 32; ending++)
        if (said[ending] > 0)
            printf(" %s %zu", descent_ending_string((descent_ending)ending), said[ending]);
    printf("\n");
    ck_assert_msg(open <= runs / 10, "%zu of %zu are undetermined", open, runs);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        nothing_said_is_wrong,
    };
    return descent_test_main(descent_test_suite("rules_judged", tests, sizeof tests / sizeof tests[0]));
}
