/*
 * Every rule in other units of the variables and of the loss, turned about 0, with its variables exchanged, and with one that the loss
 * knows nothing of: each point, loss, gradient, step size and count of a run is the same but for that.
 */
#include "in_units.h"
#include "support.h"

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <descent/step_finders.h>

/* A loss of two variables seen otherwise, with what was asked of it. */
typedef struct view {
    in_units units;
    bool exchanged, idle; /* (x₂, x₁); (x₁, x₂, anything) */
    descent_evaluations asked;
} view;

static void undo(const view *own, const double *x, double *y)
{
    y[0] = x[own->exchanged ? 1 : 0] / own->units.length;
    y[1] = x[own->exchanged ? 0 : 1] / own->units.length;
}

static int view_loss(size_t n, const double *x, double *value, void *context)
{
    view *const own = context;
    double y[2];
    (void)n;
    undo(own, x, y);
    own->asked.loss++;
    const int code = own->units.problem.loss(2, y, value, NULL);
    *value *= own->units.height;
    return code;
}

static int view_slope(size_t n, const double *x, double *gradient, void *context)
{
    view *const own = context;
    double y[2], g[2];
    undo(own, x, y);
    own->asked.gradient++;
    const int code = own->units.problem.gradient(2, y, g, NULL);
    const double slope = own->units.height / own->units.length;
    gradient[own->exchanged ? 1 : 0] = g[0] * slope;
    gradient[own->exchanged ? 0 : 1] = g[1] * slope;
    if (n > 2)
        gradient[2] = 0;
    return code;
}

/* The units of what rules are given. */
typedef struct measures {
    double x, loss, slope, curvature, step; /* step: of the fixed step, x over slope */
    bool exchanged;
} measures;

static measures measures_of(const view *own)
{
    const double x = fabs(own->units.length), loss = own->units.height;
    return (measures){x, loss, loss / x, loss / (x * x), x * x / loss, own->exchanged};
}

/* In which of the units below a rule has its formula; some compare with 1, or have one number for two things. */
typedef enum sameness {
    IN_ALL_UNITS,
    WITH_STEEP_STARTS, /* η/max(1, ‖g‖): where the slope is above 1 */
    WITH_ONE_LENGTH,   /* the same, and η is a length at first, and none later */
    NOT_TURNED,        /* with random or scattered directions */
    NOT_TURNED_FAR     /* the same, and widths of max(1, ‖x‖) */
} sameness;

enum {
    rule_count = 34
};

static const char *const names[rule_count] = {
    "fixed",    "heavy ball", "Nesterov", "damped",     "filter",   "AdaGrad",   "RMSProp",     "Adam",    "AMSGrad",
    "Nadam",    "Lion",       "sign",     "normalised", "Armijo",   "Armijo 2",  "Wolfe",       "Wolfe 2", "L-BFGS",
    "L-BFGS 2", "CG",         "CG 2",     "BB long",    "BB short", "Polyak",    "exact",       "local",   "pushed",
    "leaving",  "clipped",    "decaying", "sparse",     "in a box", "searching", "in schedule",
};

static descent_rule make(size_t which, const measures *m, sameness *same)
{
    static double lower[3], upper[3];
    const descent_adam_options adam = {.epsilon = 1e-4 * m->slope, .first_decay = 0.8, .second_decay = 0.99},
                               ams = {.kind = DESCENT_AMSGRAD, .epsilon = 1e-3 * m->slope},
                               nadam = {.kind = DESCENT_NADAM, .epsilon = 1e-8 * m->slope, .second_decay = 0.9};
    const descent_line_search_options other = {
        .decrease = 0.25, .curvature = 0.5, .contraction = 0.75, .most_trials = 200};
    const descent_perturbed_options pushed = {
        .gradient_threshold = 30 * m->slope, .radius = 0.01 * m->x, .decrease = 1e-3 * m->loss, .wait = 4, .seed = 3};
    const descent_negative_curvature_options leaving = {
        .gradient_threshold = 30 * m->slope, .curvature_threshold = 0.5 * m->curvature, .length = 0.5 * m->x};
    const double step = 1e-3 * m->step, x = m->x;
    for (size_t i = 0; i < 2; i++) {
        lower[m->exchanged ? 1 - i : i] = (i == 0 ? -1.5 : -3) * x;
        upper[m->exchanged ? 1 - i : i] = (i == 0 ? 1.5 : 3) * x;
    }
    lower[2] = -INFINITY, upper[2] = INFINITY;
    *same = IN_ALL_UNITS;
    switch (which) {
    case 0:
        return descent_fixed_step(step);
    case 1:
        return descent_heavy_ball(step, 0.75);
    case 2:
        return descent_nesterov(step, 0.75);
    case 3:
        return descent_damped_momentum(step, 0.6);
    case 4:
        return descent_gradient_filter(step, 0.4, 0.3, -0.2);
    case 5:
        return descent_adagrad(0.25 * x, 1e-3 * m->slope);
    case 6:
        return descent_rmsprop(0.01 * x, 0.95, 1e-3 * m->slope);
    case 7:
        return descent_adam(0.05 * x, &adam);
    case 8:
        return descent_adam(0.05 * x, &ams);
    case 9:
        return descent_adam(0.05 * x, &nadam);
    case 10:
        return descent_lion(0.01 * x, 0.8, 0.95);
    case 11:
        return descent_sign(0.01 * x);
    case 12:
        return descent_normalised(0.05 * x);
    case 13:
        return descent_armijo(m->step, NULL);
    case 14:
        return descent_armijo(0.1 * m->step, &other);
    case 15:
        return descent_wolfe(m->step, NULL);
    case 16:
        return descent_wolfe(1e-4 * m->step, &other);
    case 17:
    case 18:
        *same = WITH_ONE_LENGTH;
        return descent_lbfgs(which == 17 ? 1 : 0.5, which == 17 ? 5 : 1, which == 17 ? NULL : &other);
    case 19:
    case 20:
        *same = WITH_STEEP_STARTS;
        return descent_conjugate_gradients((which == 19 ? 1 : 0.1) * x, which == 19 ? NULL : &other);
    case 21:
        return descent_barzilai_borwein(step, DESCENT_BARZILAI_BORWEIN_LONG);
    case 22:
        return descent_barzilai_borwein(step, DESCENT_BARZILAI_BORWEIN_SHORT);
    case 23:
        return descent_polyak(0.5, -1 * m->loss);
    case 24:
        return descent_exact_step(1e-4 * m->step);
    case 25:
        return descent_local_smoothness(1e-6 * m->step);
    case 26:
        *same = NOT_TURNED;
        return descent_perturbed(step, &pushed);
    case 27:
        *same = NOT_TURNED_FAR;
        return descent_negative_curvature(step, &leaving);
    case 28:
        return descent_rule_with_modifiers(
            descent_heavy_ball(step, 0.5),
            (descent_modifiers){.clip_norm = 20 * m->slope, .clip_value = 15 * m->slope});
    case 29:
        return descent_rule_with_modifiers(
            descent_rmsprop(0.01 * x, 0.9, 1e-3 * m->slope),
            (descent_modifiers){.weight_decay = 0.5 * m->curvature, .decoupled_decay = 0.25 / x});
    case 30:
        return descent_rule_with_modifiers(
            descent_fixed_step(step), (descent_modifiers){.l1 = 3 * m->slope, .decoupled_decay = 0.25 * m->curvature});
    case 31:
        return descent_rule_with_modifiers(descent_nesterov(step, 0.9),
                                           (descent_modifiers){.lower = lower, .upper = upper});
    case 32:
        return descent_rule_with_modifiers(descent_armijo(m->step, NULL),
                                           (descent_modifiers){.lower = lower, .upper = upper});
    default:
        return descent_rule_with_schedule(descent_nesterov(3 * step, 0.5),
                                          descent_schedule_restarts(7, 2, 1e-4 * m->step));
    }
}

/* What is known of a run after each step. */
typedef struct record {
    double x[3], gradient[3], loss, norm;
    uint64_t steps;
    descent_evaluations evaluations;
    descent_status status;
} record;

enum {
    most_steps = 60
};

static void follow(view *own, const double *start, size_t which, record *records)
{
    const measures m = measures_of(own);
    sameness unused;
    const size_t n = own->idle ? 3 : 2;
    const double x[] = {start[own->exchanged ? 1 : 0] * own->units.length,
                        start[own->exchanged ? 0 : 1] * own->units.length, 0};
    const descent_problem problem = {
        .dimension = n, .loss = view_loss, .gradient = view_slope, .context = own, .scale = fabs(own->units.length)};
    descent_engine *const engine = descent_test_engine(&problem, make(which, &m, &unused), x);
    own->asked = (descent_evaluations){0};
    for (size_t k = 0; k < most_steps; k++) {
        record *const r = &records[k];
        *r = (record){.status = descent_engine_step(engine)};
        memcpy(r->x, descent_engine_point(engine), n * sizeof(double));
        if (k % 3 == 0) { /* else only what the rule asks for is known */
            memcpy(r->gradient, descent_engine_gradient(engine), n * sizeof(double));
            r->loss = descent_engine_loss(engine);
            r->norm = descent_engine_gradient_norm(engine);
        }
        r->steps = descent_engine_steps(engine);
        r->evaluations = descent_engine_evaluations(engine);
        ck_assert_uint_eq(r->evaluations.loss, own->asked.loss);
        ck_assert_uint_eq(r->evaluations.gradient, own->asked.gradient);
    }
    descent_engine_free(engine);
}

static void compare(const view *own, const record *a, const record *b, const char *name, size_t seen)
{
    const measures m = measures_of(own);
    for (size_t k = 0; k < most_steps; k++) {
        ck_assert_int_eq(a[k].status, b[k].status);
        ck_assert_uint_eq(a[k].steps, b[k].steps);
        ck_assert_msg(a[k].evaluations.loss == b[k].evaluations.loss &&
                          a[k].evaluations.gradient == b[k].evaluations.gradient,
                      "%s, view %zu, step %zu: other evaluations", name, seen, k);
        for (size_t i = 0; i < 2; i++) {
            const size_t j = own->exchanged ? 1 - i : i;
            ck_assert_msg(units_same(a[k].x[j], own->units.length, b[k].x[i]),
                          "%s, view %zu, step %zu: x%zu is %.17g, not %.17g", name, seen, k, i,
                          a[k].x[j] / own->units.length, b[k].x[i]);
            ck_assert_msg(units_same(a[k].gradient[j], own->units.height / own->units.length, b[k].gradient[i]),
                          "%s, view %zu, step %zu: gradient", name, seen, k);
        }
        ck_assert_double_eq(a[k].x[2], 0);
        ck_assert(units_same(a[k].loss, m.loss, b[k].loss));
        ck_assert(units_same(a[k].norm, m.slope, b[k].norm));
    }
}

static bool may_be_seen(sameness same, const view *own)
{
    const measures m = measures_of(own);
    const bool turned = own->units.length < 0 || own->exchanged || own->idle;
    switch (same) {
    case IN_ALL_UNITS:
        return true;
    case WITH_STEEP_STARTS:
        return m.slope >= 1;
    case WITH_ONE_LENGTH:
        return m.slope >= 1 && m.x == 1;
    case NOT_TURNED:
        return !turned;
    default:
        return !turned && m.x >= 1;
    }
}

START_TEST(rules_do_not_depend_on_how_a_loss_is_seen)
{
    static record first[most_steps], other[most_steps];
    const descent_problem losses[] = {descent_test_landscape("rosenbrock", 0), descent_test_landscape("himmelblau", 0),
                                      descent_test_landscape("notebook", 0)};
    const double starts[][2] = {{-1.25, 1.5}, {1.25, -1.75}, {3.5, 1.0625}};
    for (size_t l = 0; l < 3; l++) {
        const view views[] = {
            {{losses[l], 0x1p9, 1}, false, false, {0}},  {{losses[l], 0x1p-9, 0x1p4}, false, false, {0}},
            {{losses[l], 1, 0x1p12}, false, false, {0}}, {{losses[l], 0x1p5, 0x1p14}, false, false, {0}},
            {{losses[l], -1, 1}, false, false, {0}},     {{losses[l], 1, 1}, true, false, {0}},
            {{losses[l], 1, 1}, false, true, {0}},       {{losses[l], -0x1p3, 0x1p6}, true, true, {0}},
        };
        for (size_t which = 0; which < rule_count; which++) {
            sameness same;
            view own = {{losses[l], 1, 1}, false, false, {0}};
            const measures m = measures_of(&own);
            (void)make(which, &m, &same);
            follow(&own, starts[l], which, first);
            for (size_t k = 0; k < sizeof views / sizeof *views; k++) {
                own = views[k];
                if (!may_be_seen(same, &own))
                    continue;
                follow(&own, starts[l], which, other);
                compare(&own, other, first, names[which], k);
            }
        }
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {rules_do_not_depend_on_how_a_loss_is_seen};
    return descent_test_main(descent_test_suite("rules units", tests, sizeof tests / sizeof *tests));
}
