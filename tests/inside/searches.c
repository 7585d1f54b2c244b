/* Line searches and the rules that search, step by step against scripted losses and slopes: each way to go on, and each to give up. */
#include "inside/inside.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include <descent/step_finders.h>

#include "rules/knowledge.h"
#include "rules/search/least_curvature.h"
#include "rules/search/line.h"

enum {
    most_numbers = 2
};

/* What each trial in turn is told; the last holds on. */
typedef struct answer {
    double loss, gradient[most_numbers];
    descent_status status;
} answer;

typedef struct script {
    const answer *answers;
    size_t count, asked;
    size_t dimension;
    double points[64][most_numbers]; /* where it was asked */
} script;

static descent_status tell(void *context, const double *x, double *loss, double *gradient)
{
    script *const s = context;
    const answer *const told = &s->answers[s->asked < s->count ? s->asked : s->count - 1];
    memcpy(s->points[s->asked % 64], x, s->dimension * sizeof *x);
    s->asked++;
    if (loss)
        *loss = told->loss;
    if (gradient)
        memcpy(gradient, told->gradient, s->dimension * sizeof *gradient);
    return told->status;
}

/* A step of a rule at x, as an engine would ask for it. */
typedef struct bench {
    script script;
    struct descent_rule_evaluator evaluator;
    double x[most_numbers], gradient[most_numbers], scalars[4];
    double room[20][most_numbers], *memory[8], *work[8];
    descent_rule_step step;
} bench;

static void set_up(bench *b, size_t n, const answer *answers, size_t count)
{
    *b = (bench){.script = {.answers = answers, .count = count, .dimension = n}};
    b->evaluator = (struct descent_rule_evaluator){tell, &b->script};
    for (size_t k = 0; k < 8; k++) {
        b->memory[k] = b->room[k];
        b->work[k] = b->room[8 + k];
    }
    b->step = (descent_rule_step){
        .dimension = n,
        .step_size = 1,
        .x = b->x,
        .gradient = b->gradient,
        .memory = b->memory,
        .scalars = b->scalars,
        .work = b->work,
        .loss = 1,
        .next_loss = NAN,
        .evaluator = &b->evaluator,
    };
}

#define SET_UP(bench, n, ...)                                                                                          \
    static const answer told[] = {__VA_ARGS__};                                                                        \
    set_up(&(bench), (n), told, sizeof told / sizeof *told)

static int advance(descent_rule rule, bench *b)
{
    return rule.type->advance(&rule, &b->step);
}

static void assert_cause(descent_rule rule, bench *b, const char *cause)
{
    const double before = b->x[0];
    const int code = advance(rule, b);
    ck_assert_msg(code >= DESCENT_ENOMEM && strstr(descent_error_detail(), cause), "%d: %s", code,
                  descent_error_detail());
    ck_assert_double_eq(b->x[0], before);
}

/* ---- where no search begins ---- */

START_TEST(a_direction_must_descend)
{
    bench b;
    SET_UP(b, 1, {.loss = 0});
    const descent_rule rule = descent_wolfe(1, NULL);
    const double uphill = 1, flat = 0;
    descent__search_line line;
    b.gradient[0] = 2;
    assert_failure(descent__line_open(&line, &rule, &b.step, &uphill, b.work[0], b.work[1]), DESCENT_ENOCONVERGENCE,
                   "not a descent direction, the slope is 2");
    assert_failure(descent__line_open(&line, &rule, &b.step, &flat, b.work[0], b.work[1]), DESCENT_ENOCONVERGENCE,
                   "rounding");
}
END_TEST

/* For each rule that searches: a gradient or a loss that is not finite, or whose slope over- or underflows. */
START_TEST(starts_without_numbers_are_named)
{
    const descent_rule rules[] = {descent_armijo(1, NULL), descent_wolfe(1, NULL), descent_lbfgs(1, 2, NULL),
                                  descent_conjugate_gradients(1, NULL)};
    for (size_t r = 0; r < 4; r++) {
        bench b;
        SET_UP(b, 1, {.loss = 0});
        b.gradient[0] = NAN;
        assert_cause(rules[r], &b, "the gradient is not finite");
        b.gradient[0] = 1;
        b.step.loss = -INFINITY;
        assert_cause(rules[r], &b, "the loss is -inf");
        b.step.loss = 1;
        b.gradient[0] = 1e200;
        assert_cause(rules[r], &b, "the slope along the direction is -inf");
        b.gradient[0] = 1e-200;
        assert_cause(rules[r], &b, "rounding, the slope along the direction underflows");
        ck_assert_uint_eq(b.script.asked, 0);
    }
}
END_TEST

/* ---- trials ---- */

START_TEST(a_trial_that_fails_ends_the_search_with_its_status)
{
    const descent_rule rules[] = {descent_armijo(1, NULL), descent_wolfe(1, NULL)};
    for (size_t r = 0; r < 2; r++) {
        bench b;
        SET_UP(b, 1, {.status = DESCENT_EBUDGET});
        b.gradient[0] = 1;
        ck_assert_int_eq(advance(rules[r], &b), DESCENT_EBUDGET);
        ck_assert_uint_eq(b.script.asked, 1);
    }
    /* Armijo asks for the slope where the loss is level; that may fail, too. */
    bench b;
    SET_UP(b, 1, {.loss = 1}, {.status = DESCENT_ECALLBACK});
    b.gradient[0] = 1;
    ck_assert_int_eq(advance(rules[0], &b), DESCENT_ECALLBACK);
}
END_TEST

/* A trial point beyond all numbers is one with a loss that is none: nobody is asked, and the next is nearer. */
START_TEST(points_that_are_not_finite_are_not_asked_for)
{
    bench b;
    SET_UP(b, 1, {.loss = -1e308, .gradient = {0}});
    b.x[0] = -1.7e308;
    b.gradient[0] = 1;
    b.step.step_size = 1e308;
    ck_assert_int_eq(advance(descent_armijo(1, NULL), &b), 0);
    ck_assert_uint_eq(b.script.asked, 1);
    ck_assert_double_lt(b.x[0], -1.7e308);
    const descent_line_search_options one = {.most_trials = 1};
    b.x[0] = -1.7e308;
    b.step.step_size = 1e308;
    assert_cause(descent_armijo(1, &one), &b, "not finite, the loss at none of 1 trial points is");
}
END_TEST

START_TEST(a_step_too_short_to_be_made_is_rounding)
{
    bench b;
    SET_UP(b, 1, {.loss = 0});
    b.x[0] = 1;
    b.gradient[0] = 1e-30;
    assert_cause(descent_wolfe(1, NULL), &b,
                 "rounding, no step along its direction, of slope -1e-60, changes the point");
    ck_assert_uint_eq(b.script.asked, 0);
}
END_TEST

/* Within 1024 roundings of x nothing is said of gradient and loss, though the slope promises more than rounding. */
START_TEST(near_x_nothing_is_told)
{
    bench b;
    SET_UP(b, 1, {.loss = 2});
    b.x[0] = 1e8;
    b.gradient[0] = 1e3;
    b.step.step_size = 1e-10;
    const descent_line_search_options few = {.most_trials = 3};
    assert_cause(descent_armijo(1, &few), &b, "rounding, the loss 1 cannot show a decrease by");
}
END_TEST

/* A loss that falls, but by less than half of what the slope promises, is not called wrong far from x, or where it falls by more. */
START_TEST(the_limit_of_trials_is_named)
{
    bench b;
    SET_UP(b, 1, {.loss = 1, .gradient = {1}}, {.loss = 0.5, .gradient = {-1}}, {.loss = 0.4, .gradient = {1}});
    b.x[0] = 1;
    b.gradient[0] = 1;
    const descent_line_search_options few = {.most_trials = 3, .curvature = 0.5};
    assert_cause(descent_wolfe(1, &few), &b, "limit of 3 trials");
    ck_assert_uint_eq(b.script.asked, 3);
}
END_TEST

/* Close by, in a scale of its own, a slope that promises and a loss that rises contradict one another. */
START_TEST(a_gradient_that_disagrees_is_told_near_and_far)
{
    const descent_line_search_options few = {.most_trials = 2};
    const double places[] = {0, 1e6}, lengths[] = {1e-5, 10};
    for (size_t k = 0; k < 2; k++) {
        bench b;
        SET_UP(b, 1, {.loss = 1.5, .gradient = {1}});
        b.x[0] = places[k];
        b.gradient[0] = 1;
        b.step.step_size = lengths[k];
        assert_cause(descent_armijo(1, &few), &b, "the gradient disagrees with the loss");
    }
}
END_TEST

/* Near x a slope that is right promises what is found to within a half: between, the trials are at their end. */
START_TEST(less_than_half_of_what_is_promised_disagrees)
{
    const descent_line_search_options one = {.most_trials = 1};
    for (int less = 0; less < 2; less++)
        for (int far = 0; far < 2; far++) {
            bench b;
            const double t = far ? 1.0001e-4 : 0.9999e-4; /* of x, where that is not small, or in units of 1 */
            /* and beside x the loss is 1, without noise */
            const answer found[] = {{.loss = 1 - (less ? 0.45 : 0.55) * t, .gradient = {-1}}, {.loss = 1}};
            for (int at = 0; at < 2; at++) {
                set_up(&b, 1, found, 2);
                b.x[0] = at * 0.9;
                b.gradient[0] = 1;
                b.step.step_size = t;
                assert_cause(descent_wolfe(1, &one), &b, less && !far ? "disagrees with the loss" : "limit of 1 trial");
            }
        }
}
END_TEST

/* Along a bound at -1/2 a step of 1 promises half of its slope, and so it is asked for a quarter of that. */
START_TEST(a_bound_takes_of_what_is_promised)
{
    static const double lower[] = {-0.5};
    const descent_line_search_options quarter = {.decrease = 0.25};
    const descent_rule rule =
        descent_rule_with_modifiers(descent_armijo(1, &quarter), (descent_modifiers){.lower = lower});
    bench b;
    SET_UP(b, 1, {.loss = 0.876}, {.loss = 0.876}, {.loss = 0.937});
    b.gradient[0] = 1;
    ck_assert_int_eq(advance(rule, &b), 0);
    ck_assert_uint_eq(b.script.asked, 3);
    ck_assert_double_eq(b.x[0], -0.25);
    static const answer enough[] = {{.loss = 0.874}};
    set_up(&b, 1, enough, 1);
    b.gradient[0] = 1;
    ck_assert_int_eq(advance(rule, &b), 0);
    ck_assert_double_eq(b.x[0], -0.5);
}
END_TEST

/* And so whatever the loss is counted from: by halvings down to where no more than rounding is promised. */
START_TEST(a_gradient_that_disagrees_is_told_at_any_height)
{
    const double heights[] = {0, 10, -10};
    for (size_t k = 0; k < 3; k++) {
        bench b;
        const answer risen[] = {{.loss = heights[k] + 0.5, .gradient = {1}}};
        set_up(&b, 1, risen, 1);
        b.step.loss = heights[k];
        b.gradient[0] = 1;
        assert_cause(descent_armijo(1, NULL), &b,
                     "disagrees with the loss, or that has a kink there: it changes by 0.5 where the slope says");
        ck_assert_uint_lt(b.script.asked, 60);
    }
}
END_TEST

/* ---- strong Wolfe ---- */

/* A trial without a loss, or without a slope, lies beyond; the next is half way. */
START_TEST(a_trial_without_a_slope_is_beyond)
{
    const double numbers[] = {0, 1, -1, NAN, INFINITY, -INFINITY}; /* a loss of the last is as low as can be */
    for (size_t k = 0; k < 30; k++) {
        const double loss = numbers[k / 6], slope = numbers[k % 6];
        if (isfinite(loss) && isfinite(slope))
            continue;
        bench b;
        const answer answers[] = {{.loss = loss, .gradient = {slope}}, {.loss = 0.5, .gradient = {0}}};
        set_up(&b, 1, answers, 2);
        b.gradient[0] = 1;
        ck_assert_int_eq(advance(descent_wolfe(1, NULL), &b), 0);
        ck_assert_double_eq(b.x[0], -0.5);
        ck_assert_double_eq(b.step.step_size, 0.5);
        ck_assert_double_eq(b.step.next_loss, 0.5);
        ck_assert_double_eq(b.step.next_gradient[0], 0);
    }
}
END_TEST

/* At most as steep as asked for, and at least as low: both exactly. */
START_TEST(a_trial_on_the_edge_is_good)
{
    const descent_line_search_options halves = {.decrease = 0.25, .curvature = 0.5};
    for (int sign = -1; sign <= 1; sign += 2) {
        bench b;
        const answer edge[] = {{.loss = 0.75, .gradient = {0.5 * sign}}, {.loss = 0.5, .gradient = {0}}};
        set_up(&b, 1, edge, 2);
        b.gradient[0] = 1;
        ck_assert_int_eq(advance(descent_wolfe(1, &halves), &b), 0);
        ck_assert_uint_eq(b.script.asked, 1);
        ck_assert_int_eq(advance(descent_armijo(1, &halves), &b), 0);
    }
}
END_TEST

/* As low as the trial before, and falling both times: a minimum lies between (Nocedal and Wright, 2006, alg. 3.5), and a loss that falls
 * for ever beyond has none farther on. */
START_TEST(between_equal_losses_there_is_a_minimum)
{
    bench b;
    SET_UP(b, 1, {.loss = 0, .gradient = {1}}, {.loss = 0, .gradient = {1}}, {.loss = -0.5, .gradient = {0}});
    b.gradient[0] = 1;
    ck_assert_int_eq(advance(descent_wolfe(1, NULL), &b), 0);
    ck_assert_uint_eq(b.script.asked, 3);
    ck_assert_double_eq(b.script.points[0][0], -1);
    ck_assert(b.x[0] < -1 && b.x[0] > b.script.points[1][0]);
}
END_TEST

/* Where losses are level the slope decides: too steep still, then beyond, then good (Hager and Zhang, 2005, eq. 4.1). */
START_TEST(level_losses_are_told_by_their_slopes)
{
    bench b;
    SET_UP(b, 1, {.loss = 1, .gradient = {0.95}}, {.loss = 1, .gradient = {-1.5}}, {.loss = 1, .gradient = {0.1}});
    b.gradient[0] = 1;
    ck_assert_int_eq(advance(descent_wolfe(1, NULL), &b), 0);
    ck_assert_uint_eq(b.script.asked, 3);
    ck_assert_double_eq(b.step.next_gradient[0], 0.1);
    ck_assert(b.step.step_size > 1 && b.step.step_size < 4);
}
END_TEST

/*
 * From L(0) = 1 and L'(0) = −1, and what the first trial at t = 1 finds: the next is the cubic's minimiser, but the middle where that lies
 * within a tenth of an end. The cubics here are parabolas with their minimum at 0.3, 0.999, 0.92, 0.08 and at none.
 */
START_TEST(no_trial_lies_at_the_end_of_the_bracket)
{
    const struct {
        double minimum, next;
    } cases[] = {{0.3, 0.3}, {0.999, 0.5}, {0.92, 0.5}, {0.88, 0.88}, {0.12, 0.12}, {0.08, 0.5}, {NAN, 0.5}};
    const descent_line_search_options strict = {.decrease = 0.6};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        const double bend = 1 / cases[k].minimum;
        const answer parabola[] = {{.loss = bend / 2, .gradient = {1 - bend}}, {.loss = 0.1, .gradient = {0}}};
        set_up(&b, 1, parabola, 2);
        b.gradient[0] = 1;
        ck_assert_int_eq(advance(descent_wolfe(1, &strict), &b), 0);
        ck_assert_uint_eq(b.script.asked, 2);
        ck_assert_double_eq_tol(b.step.step_size, cases[k].next, 1e-12);
    }
}
END_TEST

/* A bracket that has shrunk to neighbouring numbers. */
START_TEST(a_bracket_without_room_ends_the_search)
{
    bench b;
    SET_UP(b, 1, {.loss = 2, .gradient = {-1}}, {.loss = 0.5, .gradient = {1}}, {.loss = 0.7, .gradient = {-1}});
    b.gradient[0] = 1;
    const descent_line_search_options many = {.most_trials = 5000};
    ck_assert_int_eq(advance(descent_wolfe(1, &many), &b), DESCENT_ENOCONVERGENCE);
    ck_assert_uint_lt(b.script.asked, 1200);
    ck_assert_double_eq(b.x[0], 0);
}
END_TEST

/* Beyond a hill that is higher than where the search began: the bracket from 4 back to 1 narrows to what lies behind it. */
START_TEST(a_minimum_beyond_a_hill_is_found)
{
    bench b;
    SET_UP(b, 1, {.loss = 0.5, .gradient = {2}}, {.loss = -3, .gradient = {-2}}, {.loss = 5, .gradient = {3}},
           {.loss = 6, .gradient = {3}}, {.loss = -3.5, .gradient = {0.1}});
    b.gradient[0] = 1;
    ck_assert_int_eq(advance(descent_wolfe(1, NULL), &b), 0);
    ck_assert_uint_eq(b.script.asked, 5);
    ck_assert_double_eq(b.step.next_loss, -3.5);
    ck_assert(-b.script.points[2][0] < -b.script.points[3][0] && b.x[0] > -4 && b.x[0] < b.script.points[3][0]);
}
END_TEST

/* ---- least curvature ---- */

/* The slope of x₀²/2 + x₁², with digits lost below 1e-11: differences of it over widths of 6e-6 tell a curvature to some 1e-6. */
static descent_status tell_roughly(void *context, const double *x, double *loss, double *gradient)
{
    (void)context, (void)loss;
    for (size_t i = 0; i < 2; i++)
        gradient[i] = (double)(1 + i) * x[i] + 1e-11 * sin(1e9 * (x[0] + 2 * x[1]) + (double)i);
    return DESCENT_SUCCESS;
}

/* Two directions are all that there are in the plane: what is left of a third is rounding, whose curvature is nothing. */
START_TEST(the_plane_has_no_third_direction)
{
    for (size_t products = 4; products <= 40; products += 6) {
        bench b;
        double eigenvalue;
        set_up(&b, 2, NULL, 0);
        b.evaluator = (struct descent_rule_evaluator){tell_roughly, NULL};
        assert_success(descent__least_curvature(&b.step, products, b.work, &eigenvalue));
        ck_assert_double_eq_tol(eigenvalue, 1, 1e-4);
        ck_assert_double_eq_tol(fabs(b.work[0][0]), 1, 1e-4);
    }
}
END_TEST

/* ---- memory of directions ---- */

/* Overflow in β, in d and in the gain carried over: −g, and a cautious first trial, stand in. */
START_TEST(conjugate_gradients_begin_anew_where_numbers_end)
{
    const descent_rule rule = descent_conjugate_gradients(1, NULL);
    const struct {
        double before, direction[2], gain;
    } cases[] = {
        {1e-160, {1, 1}, 0},        /* β overflows */
        {1e-5, {-1e300, 1e300}, 0}, /* d does */
        {1, {0, 0}, -1e308},        /* gain/slope does, in a slope of 2e-4 */
    };
    for (size_t c = 0; c < 3; c++) {
        bench b;
        SET_UP(b, 2, {.loss = 0, .gradient = {0, 0}});
        const double g = c == 2 ? 1e-2 : 1e1;
        b.step.number = 1;
        for (size_t i = 0; i < 2; i++) {
            b.gradient[i] = g;
            b.memory[0][i] = cases[c].direction[i];
            b.memory[1][i] = i == 0 ? cases[c].before : 0;
        }
        b.scalars[0] = cases[c].gain;
        ck_assert_int_eq(advance(rule, &b), 0);
        const double first = 1 / fmax(1, g * sqrt(2));
        for (size_t i = 0; i < 2; i++)
            ck_assert_double_eq_tol(b.x[i], -first * g, 1e-14);
    }
}
END_TEST

/* Pairs that are no use: zero, of curvature lost in rounding, or too large for numbers; d is then −g, or that of the others. */
START_TEST(lbfgs_keeps_no_pair_that_is_no_use)
{
    const descent_rule rule = descent_lbfgs(1, 2, NULL);
    static const double zero[2] = {0, 0};
    bench b;
    SET_UP(b, 2, {.loss = 0, .gradient = {0.5, 1e200}});
    b.gradient[0] = 1;
    ck_assert_int_eq(advance(rule, &b), 0); /* y·y overflows */
    ck_assert_mem_eq(b.memory[0], zero, sizeof zero);
    ck_assert_mem_eq(b.memory[1], zero, sizeof zero);
    /* It is passed over: with the second pair s = y/2 = (1/2, 0) alone, d = −(g₁/2, g₂/2). */
    static const answer good[] = {{.loss = 0, .gradient = {0, 0.5}}};
    b.script.answers = good;
    b.script.count = 1;
    b.step.number = 2;
    b.memory[2][0] = 0.5;
    b.memory[3][0] = 1;
    b.gradient[0] = b.gradient[1] = 1;
    b.x[0] = b.x[1] = 0;
    ck_assert_int_eq(advance(rule, &b), 0);
    ck_assert_double_eq(b.x[0], -0.5);
    ck_assert_double_eq(b.x[1], -0.5);
    /* s·y/y·y overflows where y·y underflows: −g. */
    b.step.number = 1;
    memset(b.room, 0, sizeof b.room);
    b.memory[0][0] = 1;
    b.memory[1][0] = 1e-200;
    b.x[0] = b.x[1] = 0;
    ck_assert_int_eq(advance(rule, &b), 0);
    ck_assert_double_eq(b.x[1], -1);
    /* s·y itself does: first trial 1e10 of a slope of −1e300. */
    static const answer steep[] = {{.loss = -1e308, .gradient = {0.5e150, 0}}};
    b.script.answers = steep;
    memset(b.room, 0, sizeof b.room);
    b.step.number = 1;
    b.step.step_size = 1e10;
    b.gradient[0] = 1e150;
    b.gradient[1] = 0;
    b.x[0] = 0;
    b.step.loss = 0;
    const descent_line_search_options low = {.decrease = 1e-9};
    ck_assert_int_eq(advance(descent_lbfgs(1, 2, &low), &b), 0);
    ck_assert_mem_eq(b.memory[2], zero, sizeof zero);
}
END_TEST

/* The type answers for parameters out of range, too; what is wrong descent_rule_check() says. */
START_TEST(lbfgs_memory_is_bounded)
{
    const descent_rule none = descent_lbfgs(1, 0, NULL), many = descent_lbfgs(1, 1001, NULL);
    ck_assert_uint_eq(none.type->memory(&none), 2);
    ck_assert_uint_eq(many.type->memory(&many), 2);
}
END_TEST

/* ---- one more gradient ---- */

START_TEST(the_exact_step_meets_what_is_not_finite)
{
    const descent_rule rule = descent_exact_step(1);
    bench b;
    SET_UP(b, 1, {.gradient = {INFINITY}}, {.gradient = {3}}, {.status = DESCENT_EBUDGET}, {.gradient = {3}});
    b.gradient[0] = INFINITY;
    ck_assert_int_eq(advance(rule, &b), 1);
    ck_assert_uint_eq(b.script.asked, 0);
    /* Numbers end at x − ηg: it looks nearer, sees a slope that grows uphill, and goes as far as that. */
    b.gradient[0] = 1;
    ck_assert_int_eq(advance(rule, &b), 0);
    ck_assert_double_eq(b.x[0], -0x1p-20);
    b.step.step_size = 1;
    ck_assert_int_eq(advance(rule, &b), DESCENT_EBUDGET);
    b.x[0] = 0;
    ck_assert_int_eq(advance(rule, &b), 0); /* the same where η is near enough */
    ck_assert_double_eq(b.x[0], -1);
    /* Nowhere beside x are there numbers; and x − ηg is none itself. */
    static const answer never[] = {{.gradient = {NAN}}};
    set_up(&b, 1, never, 1);
    b.x[0] = 1;
    b.gradient[0] = 1;
    ck_assert_int_eq(advance(rule, &b), 1);
    ck_assert_uint_lt(b.script.asked, 4);
    b.x[0] = -1.7e308;
    b.gradient[0] = 1e308;
    ck_assert_int_eq(advance(rule, &b), 1);
}
END_TEST

/* A slope that is known nowhere but at x itself, where that is 0: no clamp ends it, but the count of probes. */
START_TEST(the_exact_step_gives_up_in_the_end)
{
    static const answer steep[] = {{.gradient = {-1e30}}};
    bench b;
    set_up(&b, 1, steep, 1);
    b.gradient[0] = 1;
    ck_assert_int_eq(advance(descent_exact_step(1), &b), 0);
    ck_assert_uint_le(b.script.asked, 110);
    ck_assert(b.x[0] <= 0 && b.x[0] > -1e-100);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_direction_must_descend,
        starts_without_numbers_are_named,
        a_trial_that_fails_ends_the_search_with_its_status,
        points_that_are_not_finite_are_not_asked_for,
        a_step_too_short_to_be_made_is_rounding,
        near_x_nothing_is_told,
        the_limit_of_trials_is_named,
        a_gradient_that_disagrees_is_told_near_and_far,
        a_gradient_that_disagrees_is_told_at_any_height,
        less_than_half_of_what_is_promised_disagrees,
        a_bound_takes_of_what_is_promised,
        a_trial_without_a_slope_is_beyond,
        a_trial_on_the_edge_is_good,
        between_equal_losses_there_is_a_minimum,
        level_losses_are_told_by_their_slopes,
        no_trial_lies_at_the_end_of_the_bracket,
        a_bracket_without_room_ends_the_search,
        a_minimum_beyond_a_hill_is_found,
        the_plane_has_no_third_direction,
        conjugate_gradients_begin_anew_where_numbers_end,
        lbfgs_keeps_no_pair_that_is_no_use,
        lbfgs_memory_is_bounded,
        the_exact_step_meets_what_is_not_finite,
        the_exact_step_gives_up_in_the_end,
    };
    return descent_test_main(descent_test_suite("inside_searches", tests, sizeof tests / sizeof tests[0]));
}
