/*
 * The truth program by itself: its derivatives, its eigenvalues, its own steps and what it says of runs whose fate mathematics
 * knows. And a sample of its runs, of which the library must say nothing that is false.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"
#include "truth/many/linear.h"
#include "truth/many/random.h"
#include "truth/many/tally.h"

static const formula *formula_named(const char *name)
{
    for (size_t k = 0; k < formula_count; k++)
        if (strcmp(formulas[k].name, name) == 0)
            return &formulas[k];
    ck_abort_msg("no formula %s", name);
    return NULL;
}

static trial trial_on(const char *name, descent_rule rule, trial_rule by, const double *start, size_t steps)
{
    uint64_t random = 1;
    trial made = {
        .on = terrain_draw(formula_named(name), &random), .by = by, .rule = rule, .steps = steps, .stride = 1};
    memcpy(made.start, start, made.on.n * sizeof *start);
    return made;
}

/* The gradient by imaginary parts of the loss has no cancellation, so agreement is to rounding beside the largest terms. */
START_TEST(gradients_are_those_of_the_losses)
{
    uint64_t random = 7;
    for (size_t f = 0; f < formula_count; f++)
        for (int k = 0; k < 20; k++) {
            const terrain on = terrain_draw(&formulas[f], &random);
            double x[most_variables], g[most_variables], by_loss[most_variables];
            for (size_t i = 0; i < on.n; i++)
                x[i] = on.start[i] + on.spread * fmax(1, fabs(on.start[i])) * random_uniform(&random, -1, 1);
            terrain_gradient(&on, x, g);
            terrain_gradient_of_loss(&on, x, by_loss);
            const double error = apart(on.n, g, by_loss);
            ck_assert_msg(error <= 1e-9 * (length(on.n, g) + 1e-12), "%s: off by %g of %g", formulas[f].name, error,
                          length(on.n, g));
        }
}
END_TEST

START_TEST(hessians_are_those_of_the_gradients)
{
    uint64_t random = 8;
    for (size_t f = 0; f < formula_count; f++)
        for (int k = 0; k < 20; k++) {
            const terrain on = terrain_draw(&formulas[f], &random);
            double x[most_variables], H[most_variables * most_variables], high[most_variables], low[most_variables];
            for (size_t i = 0; i < on.n; i++)
                x[i] = on.start[i] + on.spread * fmax(1, fabs(on.start[i])) * random_uniform(&random, -1, 1);
            terrain_hessian(&on, x, H);
            for (size_t j = 0; j < on.n; j++) {
                const double here = x[j], width = 1e-6 * fmax(1e-3, fabs(here));
                x[j] = here + width;
                terrain_gradient(&on, x, high);
                x[j] = here - width;
                terrain_gradient(&on, x, low);
                x[j] = here;
                double error = 0, size = length(on.n, high) / fmax(1, fabs(here));
                for (size_t i = 0; i < on.n; i++) {
                    error = fmax(error, fabs((high[i] - low[i]) / (2 * width) - H[i * on.n + j]));
                    size = fmax(size, fabs(H[i * on.n + j]));
                }
                ck_assert_msg(error <= 1e-4 * size, "%s: off by %g of %g", formulas[f].name, error, size);
            }
        }
}
END_TEST

/* The second difference in 1 to 8 variables: 2 − 2 cos(kπ/(n + 1)). */
START_TEST(eigenvalues_of_a_second_difference)
{
    for (size_t n = 1; n <= most_variables; n++) {
        double H[most_variables * most_variables] = {0}, V[most_variables * most_variables], values[most_variables];
        for (size_t i = 0; i < n; i++) {
            H[i * n + i] = 2;
            if (i + 1 < n)
                H[i * n + i + 1] = H[(i + 1) * n + i] = -1;
        }
        ck_assert(jacobi(n, H, values, V));
        for (size_t k = 0; k < n; k++)
            ck_assert_double_eq_tol(values[k], 2 - 2 * cos((double)(k + 1) * acos(-1.0) / (double)(n + 1)), 1e-14);
    }
}
END_TEST

/* The loop of our own makes the runs that the library makes, bit for bit: else the truth would be that of other runs. */
START_TEST(our_own_steps_are_the_librarys)
{
    size_t made = 0;
    for (uint64_t id = 0; id < 400; id += descent_test_in_full() ? 1 : 10) {
        trial drawn = trial_draw(3, id);
        drawn.steps = drawn.steps < 200 ? drawn.steps : 200;
        const past seen = past_of(&drawn);
        double x[most_variables];
        if (!said_end(&drawn, x))
            continue;
        made++;
        ck_assert_msg(memcmp(x, seen.end.x, drawn.on.n * sizeof *x) == 0, "run %d: %s, %s", (int)id,
                      drawn.on.formula->name, trial_rule_names[drawn.by]);
    }
    ck_assert_uint_gt(made, descent_test_in_full() ? 350 : 35);
}
END_TEST

static fate fate_on(const char *name, double step_size, const double *start, size_t steps)
{
    const trial made = trial_on(name, descent_fixed_step(step_size), TRIAL_FIXED, start, steps);
    const past seen = past_of(&made);
    return fate_of(&made, &seen);
}

/* What the notebook's loss is known for: see the guide. */
START_TEST(fates_of_the_notebooks_runs)
{
    const double ridge[] = {4, 1}, off[] = {4, 1.25}, far_off[] = {4, 2.5};
    fate is = fate_on("notebook", 0.1, off, 20);
    ck_assert_int_eq(is.kind, FATE_MINIMUM);
    ck_assert_double_eq_tol(is.point[1], 1 + sqrt(0.5), 1e-9);
    ck_assert_double_eq_tol(is.multiplier, 0.8, 1e-9);
    ck_assert_double_eq_tol(is.step_limit, 0.5, 1e-9);
    ck_assert_int_eq(fate_on("notebook", 0.1, ridge, 64).kind, FATE_SADDLE);
    is = fate_on("notebook", 1, ridge, 8);
    ck_assert_int_eq(is.kind, FATE_CYCLE);
    ck_assert_uint_eq(is.period, 2);
    is = fate_on("notebook", 1, off, 128);
    ck_assert_int_eq(is.kind, FATE_CHAOS);
    ck_assert_double_eq_tol(is.exponent, log(3), fmax(0.02, 3 * is.deviation));
    ck_assert_int_eq(fate_on("notebook", 0.29, far_off, 8).kind, FATE_DIVERGES);
    ck_assert_int_eq(fate_on("notebook", 0.28, far_off, 8).kind, FATE_MINIMUM);
}
END_TEST

START_TEST(fates_that_theory_knows)
{
    const double one[] = {1}, minus[] = {-2, 0};
    ck_assert_int_eq(fate_on("quartic", 0.1, one, 10).kind, FATE_DEGENERATE);       /* 1/√(8ηk) */
    ck_assert_int_eq(fate_on("exponential_tail", 1, one, 10).kind, FATE_UNBOUNDED); /* ln k */
    ck_assert_int_eq(fate_on("cubic", 0.1, minus, 3).kind, FATE_UNBOUNDED);         /* left of the saddle at −1 */
    const double start[] = {3};
    /* √η steps of a kinked curvature: 25, 1, 25; 2/25 is the limit */
    ck_assert_int_eq(fate_on("lessard", 0.079, start, 10).kind, FATE_MINIMUM);
    ck_assert_int_ne(fate_on("lessard", 0.081, start, 10).kind, FATE_MINIMUM);
    /* Lessard, Recht and Packard (2016, 4.6): from 3.07 to 3.46 the heavy ball that is best for quadratics has period 3 */
    const double cycling[] = {3.3};
    trial swings = trial_on("lessard", descent_heavy_ball(1.0 / 9, 4.0 / 9), TRIAL_HEAVY_BALL, cycling, 10);
    past swung = past_of(&swings);
    ck_assert_int_eq(fate_of(&swings, &swung).kind, FATE_CYCLE);
    ck_assert_uint_eq(fate_of(&swings, &swung).period, 3);
    /* Left of the jumps Newton's method leads straight to the minimum, from each point of a cycle that it looks at. */
    const double wide[] = {2.6656135435077792};
    swings = trial_on("lessard", descent_heavy_ball(0.14801448616235369, 0.99), TRIAL_HEAVY_BALL, wide, 78);
    swung = past_of(&swings);
    ck_assert_int_eq(fate_of(&swings, &swung).kind, FATE_CYCLE);
    /* Σ 0.1·0.9ᵏ = 1, so x² is left at a distance of exp(−2) at least */
    trial stops =
        trial_on("matyas", descent_rule_with_schedule(descent_fixed_step(0.1), descent_schedule_exponential(0.9)),
                 TRIAL_EXPONENTIAL, (const double[]){1, -1}, 10);
    const past seen = past_of(&stops);
    const fate is = fate_of(&stops, &seen);
    ck_assert_int_eq(is.kind, FATE_REST);
    ck_assert_double_gt(length(2, is.point), 0.1);
}
END_TEST

/* Runs of the sample of which judges say what is not true: known, and by what kind of mistake. */
static const struct {
    uint64_t id;
    unsigned judges;
} known_wrong[] = {
    {UINT64_MAX, 0}, /* none: so many runs are never drawn */
};

static bool is_known(uint64_t id, int who)
{
    for (size_t k = 0; k < sizeof known_wrong / sizeof *known_wrong; k++)
        if (known_wrong[k].id == id)
            return (known_wrong[k].judges & (1u << who)) != 0;
    return false;
}

START_TEST(nothing_false_is_said_of_a_sample)
{
    enum {
        runs = 300
    };
    const size_t usual = descent_test_effort(runs), tried = usual < runs ? usual : runs;
    static record records[runs];
    size_t wrong = 0;
    for (size_t id = 0; id < tried; id++) {
        const trial drawn = trial_draw(1, id);
        records[id] = record_of(&drawn, (1u << WITNESSES) - 1);
        for (int who = 0; who < WITNESSES; who++) {
            const bool is_wrong = records[id].how[who].claim == CLAIM_WRONG;
            wrong += is_wrong && !is_known(id, who);
            if (!is_wrong && is_known(id, who))
                fprintf(stderr, "%s is right of run %zu now: take it from the list\n", witness_names[who], id);
        }
    }
    tally_print(stderr, records, tried);
    tally_list(stderr, records, tried, 1, false);
    ck_assert_msg(wrong == 0, "%zu answers are wrong that no list explains", wrong);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        gradients_are_those_of_the_losses, hessians_are_those_of_the_gradients, eigenvalues_of_a_second_difference,
        our_own_steps_are_the_librarys,    fates_of_the_notebooks_runs,         fates_that_theory_knows,
        nothing_false_is_said_of_a_sample,
    };
    return descent_test_main(descent_test_suite("truth_many", tests, sizeof tests / sizeof *tests));
}
