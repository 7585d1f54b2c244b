/* The bounds that a run in place begins with: wherever the numbers stand, and however many there are. */
#include "inside/inside.h"

#include <descent/adaptive.h>

#include "base/vector.h"
#include "rules/pass.h"

enum {
    most = 3 * descent__vector_few + 1
};

static descent__bounds measure(descent_rule rule, size_t n, double *x, double *first, double *second)
{
    const descent__pass *const pass = descent__pass_of(&rule);
    double *const memory[] = {first, second};
    ck_assert_ptr_nonnull(pass);
    return descent__bounds_measure(pass, n, x, memory);
}

/* One number stands out of ones, at each place in turn. */
START_TEST(each_number_is_seen_wherever_it_stands)
{
    for (size_t n = 1; n <= most; n++)
        for (size_t i = 0; i < n; i++)
            for (int which = 0; which < 6; which++) {
                double numbers[3][most];
                for (size_t k = 0; k < 3 * most; k++)
                    numbers[k / most][k % most] = 1;
                numbers[which % 3][i] = which < 3 ? 5 : -5;
                const descent__bounds bounds = measure(descent_adam(0.1, NULL), n, numbers[0], numbers[1], numbers[2]);
                ck_assert_double_eq(bounds.point, which % 3 == 0 ? 5 : 1);
                ck_assert_double_eq(bounds.memory, which % 3 == 1 ? 5 : 1);
                /* Of a square that is negative no root is known. */
                ck_assert_double_eq(bounds.square, which == 5 ? INFINITY : which == 2 ? 5 : 1);
            }
}
END_TEST

START_TEST(nothing_bounds_what_is_not_finite)
{
    static const double bad[] = {NAN, INFINITY, -INFINITY};
    for (size_t n = 1; n <= most; n++)
        for (size_t i = 0; i < n; i++)
            for (int which = 0; which < 9; which++) {
                double numbers[3][most];
                for (size_t k = 0; k < 3 * most; k++)
                    numbers[k / most][k % most] = 1;
                numbers[which % 3][i] = bad[which / 3];
                const descent__bounds bounds = measure(descent_adam(0.1, NULL), n, numbers[0], numbers[1], numbers[2]);
                ck_assert_int_eq(isfinite(bounds.point) != 0, which % 3 != 0);
                ck_assert_int_eq(isfinite(bounds.memory) != 0, which % 3 != 1);
                ck_assert_int_eq(isfinite(bounds.square) != 0, which % 3 != 2);
            }
}
END_TEST

/* |x − x₋| is at most the sum of both. */
START_TEST(a_point_before_bounds_the_move)
{
    double x[] = {1, -2, 3}, before[] = {-4, 1, 0};
    const descent__bounds bounds = measure(descent_heavy_ball(0.1, 0.5), 3, x, before, NULL);
    ck_assert_double_eq(bounds.memory, 7);
    ck_assert_double_eq(bounds.point, 4);
}
END_TEST

/* ---- what a step raises the bounds by ---- */

/* The largest numbers that a step in one variable leaves, begun in any corner of the bounds: |x|, |m| and s. */
static descent__bounds worst_of(const descent__pass *pass, const descent__pass_step *made, descent__bounds from,
                                double gradient)
{
    descent__bounds worst = {0};
    for (int corner = 0; corner < 48; corner++) {
        const double move = corner & 1 ? from.memory : -from.memory, square = corner & 2 ? from.square : 0;
        const double g[] = {corner % 3 == 0 ? 0 : corner % 3 == 1 ? gradient : -gradient};
        double x[] = {corner & 4 ? from.point : -from.point}, memory[3][1] = {{0}};
        const double here = x[0];
        for (size_t j = 0; j < pass->type->memory_count; j++)
            memory[j][0] = pass->memory[j] == DESCENT__PASS_SQUARES        ? square
                           : pass->memory[j] == DESCENT__PASS_POINT_BEFORE ? here - move
                                                                           : move;
        pass->advance(1, made->by, g, x, memory[0], memory[1], memory[2]);
        worst.point = fmax(worst.point, fabs(x[0]));
        for (size_t j = 0; j < pass->type->memory_count; j++)
            if (pass->memory[j] == DESCENT__PASS_SQUARES)
                worst.square = fmax(worst.square, memory[j][0]);
            else
                worst.memory =
                    fmax(worst.memory, pass->memory[j] == DESCENT__PASS_POINT_BEFORE ? fabs(x[0] - memory[j][0])
                                                                                     : fabs(memory[j][0]));
    }
    return worst;
}

static descent_rule adam(descent_adam_kind kind, double first_decay, double epsilon)
{
    const descent_adam_options options = {
        .kind = kind, .first_decay = first_decay, .second_decay = 0.99, .epsilon = epsilon};
    return descent_adam(2, &options);
}

/*
 * The bounds hold in every corner. Of what a step may move a point by, and leave in memory, a linear rule comes to all (of a filter's short
 * step the bound is on what it has filtered); with these parameters nearly all that an adaptive one divides by is ε.
 */
START_TEST(bounds_hold_after_a_step_and_are_reached)
{
    const double tiny = 0x1p-40;
    const struct {
        descent_rule rule;
        uint64_t number;
        double memory, gradient, of_point, of_memory; /* from what; the share that is reached, 0 for any */
    } cases[] = {
        {descent_fixed_step(0.375), 0, 0, 3, 1, 0},
        {descent_heavy_ball(0.375, 0.75), 4, 5, 3, 1, 1},
        {descent_heavy_ball(0.375, -0.75), 4, 5, 3, 1, 1},
        {descent_nesterov(0.375, 0.75), 4, 5, 3, 1, 1},
        {descent_nesterov(0.375, -1.5), 4, 5, 3, 1, 1},
        {descent_damped_momentum(2, 0.75), 4, 5, 3, 1, 1},
        {descent_damped_momentum(0.375, 0.75), 4, 5, 3, 0.375, 1},
        {descent_gradient_filter(2, 3, -0.5, 0.25), 4, 5, 3, 1, 1},
        {descent_gradient_filter(2, -3, -0.5, -0.25), 4, 5, 3, 1, 1},
        {descent_gradient_filter(0.375, 3, 0.5, -0.25), 4, 5, 3, 0.375, 1},
        {descent_gradient_filter(1, -3, 0.5, 0.25), 4, 5, 3, 1, 1},
        {descent_adagrad(2, 0.25), 4, 0, tiny, 1, 0},
        {descent_adagrad(2, 4), 4, 0, tiny, 0.25, 0},
        {descent_rmsprop(2, 0.5, 0.25), 4, 0, tiny, 1, 0},
        {descent_rmsprop(2, 0.5, 4), 4, 0, tiny, 0.25, 0},
        {adam(DESCENT_ADAM, 0.99, 0.25), 4, 1, 0, 0.99, 0.99},
        {adam(DESCENT_ADAM, 0.01, 0.25), 4, 0, tiny, 0.99, 0.99},
        {adam(DESCENT_ADAM, 0.01, 4), 4, 0, tiny, 0.99 / 4, 0.99},
        {adam(DESCENT_NADAM, 0.99, 0.25), 4, 1, 0, 0.99, 0.99},
        {adam(DESCENT_NADAM, 0.01, 0.25), 4, 0, tiny, 0.9999, 0.99},
        {adam(DESCENT_AMSGRAD, 0.99, 0.25), 4, 1, 0, 0.99, 0.99},
        {adam(DESCENT_AMSGRAD, 0.01, 0.25), 4, 0, tiny, 0.99, 0.99},
        {descent_lion(2, 0.9, 0.99), 4, 1, 0, 1, 0.99},
        {descent_lion(2, 0.9, 0.01), 4, 0, 1, 1, 0.99},
        {descent_sign(2), 4, 0, 3, 1, 0},
        {descent_normalised(2), 4, 0, 3, 1, 0},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent__pass *const pass = descent__pass_of(&cases[k].rule);
        const descent__bounds from = {.point = cases[k].gradient == tiny ? 0 : 7, .memory = cases[k].memory};
        const char *const name = cases[k].rule.type->name;
        descent__pass_step made;
        descent__bounds to = from;
        pass->prepare(&cases[k].rule, cases[k].number, cases[k].rule.step_size, &made);
        made.by[descent__pass_norm] = pass->takes_norm ? cases[k].gradient : made.by[descent__pass_norm];
        ck_assert(descent__bounds_follow(&to, &made.raise, cases[k].gradient));
        const descent__bounds worst = worst_of(pass, &made, from, cases[k].gradient);
        const double moved = worst.point - from.point, may_move = to.point - from.point;
        ck_assert_msg(moved <= may_move * (1 + 1e-9), "%zu, %s: %.17g > %.17g", k, name, moved, may_move);
        ck_assert_msg(worst.memory <= to.memory * (1 + 1e-9), "%zu, %s", k, name);
        ck_assert_msg(worst.square <= to.square * (1 + 1e-9), "%zu, %s", k, name);
        ck_assert_msg(fabs(moved - cases[k].of_point * may_move) <= 1e-9 * may_move, "%zu, %s: %.17g of %.17g", k, name,
                      moved, may_move);
        if (cases[k].of_memory > 0)
            ck_assert_msg(fabs(worst.memory - cases[k].of_memory * to.memory) <= 1e-9 * to.memory,
                          "%zu, %s: %.17g of %.17g", k, name, worst.memory, to.memory);
    }
}
END_TEST

/* Bounds over many steps are those over as many single ones, of gradients as long as they may be. */
START_TEST(many_steps_are_as_many_single_ones)
{
    const descent__raise raises[] = {
        {.point_by_gradient = 0.5},
        {.point_by_memory = 0.75, .point_by_gradient = 0.5, .memory_by_memory = 0.75, .memory_by_gradient = 2},
        {.point_alone = 3, .memory_by_memory = 1, .memory_by_gradient = 0.25},
        {.point_by_memory = 0.5, .memory_by_memory = 1.0625, .memory_by_point = 0.03125, .point_alone = 0x1p398},
        {.point_by_memory = 1,
         .point_by_gradient = 1,
         .memory_by_memory = 1,
         .memory_by_point = DESCENT__BOUND_ROUNDING},
    };
    for (size_t k = 0; k < sizeof raises / sizeof *raises; k++) {
        descent__raise_many many;
        descent__bounds at_once = {0x1p399, 0x1p401, 0x1p200}, one_by_one = at_once;
        double most_memory = 0;
        descent__raise_many_times(&raises[k], &many);
        ck_assert(descent__bounds_follow_many(&at_once, &many));
        for (int step = 0; step < 64; step++) {
            ck_assert(descent__bounds_follow(&one_by_one, &raises[k], DESCENT__BOUND_OF_GRADIENTS));
            most_memory = fmax(most_memory, one_by_one.memory);
        }
        ck_assert_double_eq_tol(at_once.point / one_by_one.point, 1, 1e-12);
        ck_assert_double_ge(at_once.memory, most_memory * (1 - 1e-12));
        ck_assert_double_eq_tol(at_once.memory / (0x1p401 + one_by_one.memory), 1, 1e-12); /* as if it had not fallen */
        ck_assert_double_ge(at_once.square, one_by_one.square);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {each_number_is_seen_wherever_it_stands, nothing_bounds_what_is_not_finite,
                                  a_point_before_bounds_the_move, bounds_hold_after_a_step_and_are_reached,
                                  many_steps_are_as_many_single_ones};
    return descent_test_main(descent_test_suite("inside pass", tests, sizeof tests / sizeof *tests));
}
