/*
 * Telling more never says less: rules from outside the library, whose memory nobody can guess. A verdict with the rule given
 * is never wrong, and never weaker than that of the same path without it. Of an engine that recorded nothing less is known
 * than of a path, so there it must only not be wrong.
 */
#include <stdbool.h>
#include <stdio.h>

#include "support.h"
#include "truth/outcome.h"
#include "truth/own_rules.h"
#include "truth/run.h"

static double even_bowl_loss(const double *x)
{
    return (x[0] + 3) * (x[0] + 3) + (x[1] + 1) * (x[1] + 1);
}

static void even_bowl_gradient(const double *x, double *g)
{
    g[0] = 2 * (x[0] + 3);
    g[1] = 2 * (x[1] + 1);
}

static double long_bowl_loss(const double *x)
{
    return ((x[0] + 3) * (x[0] + 3) + 20 * (x[1] + 1) * (x[1] + 1)) / 2;
}

static void long_bowl_gradient(const double *x, double *g)
{
    g[0] = x[0] + 3;
    g[1] = 20 * (x[1] + 1);
}

static const known_loss even_bowl = {2, even_bowl_loss, even_bowl_gradient};
static const known_loss long_bowl = {2, long_bowl_loss, long_bowl_gradient};

#define ROOT_HALF 0.70710678118654752
/* Of Himmelblau's function: his four minima; the saddles and the maximum are far from where these runs go. */
#define HIMMELBLAU_MINIMA                                                                                              \
    {3, 2}, {-2.805118086952745, 3.131312518250573}, {-3.779310253377747, -3.283185991286170},                         \
    {                                                                                                                  \
        3.584428340330492, -1.848126526964404                                                                          \
    }

static const ground grounds[] = {
    {"even bowl", &even_bowl, {0, 0}, 1, {{-3, -1}}},
    {"even bowl, far", &even_bowl, {4, 2.5}, 1, {{-3, -1}}},
    {"long bowl", &long_bowl, {4, 2.5}, 1, {{-3, -1}}},
    {"Booth", &quad_booth, {0, 0}, 1, {{1, 3}}},
    {"two curvatures", &quad_two_curvatures, {1, 1}, 1, {{0, 0}}},
    {"notebook", &nb_marginal_050, {4, 2.5}, 3, {{2, 1 - ROOT_HALF}, {2, 1}, {2, 1 + ROOT_HALF}}},
    {"notebook, low", &nb_marginal_050, {0, -0.5}, 3, {{2, 1 - ROOT_HALF}, {2, 1}, {2, 1 + ROOT_HALF}}},
    {"notebook, ridge", &nb_marginal_050, {4, 1}, 3, {{2, 1 - ROOT_HALF}, {2, 1}, {2, 1 + ROOT_HALF}}},
    {"Himmelblau", &land_himmelblau, {0, 0}, 4, {HIMMELBLAU_MINIMA}},
    {"Rosenbrock", &land_rosenbrock_progress, {-1.2, 1}, 1, {{1, 1}}},
    {"rounding floor", &arith_rounding_floor, {2}, 1, {{1}}},
    {"exponential", &drift_exp_no_minimiser, {0}, 0, {{0}}},
    {"softplus slope", &drift_softplus_slope, {0.5}, 0, {{0}}},
};

static const size_t lengths[] = {20, 60, 150, 400, 1000, 4000};

static const struct {
    descent_rule (*make)(double step_size);
    double step_size;
} rules[] = {
    {own_adagrad, 0.29}, {own_adagrad, 1}, {own_rmsprop, 0.01},   {own_rmsprop, 0.1},
    {own_adam, 0.01},    {own_adam, 0.1},  {own_velocity, 0.002}, {own_velocity, 0.02},
};

static const char *const way_names[WAY_COUNT] = {"engine", "not recorded", "path, rule", "path alone"};

typedef enum strength {
    WRONG,
    UNDECIDED,
    WEAK,
    STRONG,
    STRENGTH_COUNT
} strength;

static strength strength_of(descent_ending said, outcome is)
{
    if (is.all >> said & 1)
        return STRONG;
    if (said == DESCENT_ENDING_UNDETERMINED)
        return UNDECIDED;
    return (is.less | is.passing) >> said & 1 ? WEAK : WRONG;
}

static int loss_of(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    *value = ((const known_loss *)context)->loss(x);
    return 0;
}

static int gradient_of(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    ((const known_loss *)context)->gradient(x, g);
    return 0;
}

typedef struct tally {
    int runs, weaker, wrong;
    int of[WAY_COUNT][STRENGTH_COUNT];
} tally;

/* Judges one run in all ways; writes a line if a way with the rule is wrong, or weaker than the path alone. */
static void try_run(const ground *on, const descent_rule *rule, size_t steps, tally *sum)
{
    const descent_problem problem = {.dimension = on->loss->dimension,
                                     .loss = loss_of,
                                     .gradient = gradient_of,
                                     .context = (void *)(uintptr_t)on->loss};
    const outcome is = outcome_of(on, rule, steps);
    descent_ending said[WAY_COUNT];
    strength of[WAY_COUNT];
    for (int way = 0; way < WAY_COUNT; way++) {
        descent_diagnosis *diagnosis;
        assert_success(known_diagnose_way((known_way)way, &problem, rule, on->start, steps, &diagnosis));
        said[way] = diagnosis->ending;
        of[way] = strength_of(said[way], is);
        sum->of[way][of[way]]++;
        descent_diagnosis_free(diagnosis);
    }
    /* To keep back what is true for a while only weakens nothing. */
    const bool lasts = !(is.passing >> said[WAY_PATH_ALONE] & 1);
    const bool weaker =
        lasts && (of[WAY_ENGINE_RECORDED] < of[WAY_PATH_ALONE] || of[WAY_PATH_WITH_RULE] < of[WAY_PATH_ALONE]);
    const bool wrong =
        of[WAY_ENGINE_RECORDED] == WRONG || of[WAY_ENGINE_ALONE] == WRONG || of[WAY_PATH_WITH_RULE] == WRONG;
    sum->runs++;
    sum->weaker += weaker;
    sum->wrong += wrong;
    if (!weaker && !wrong)
        return;
    fprintf(stderr, "%-8s %-6g %-16s %5zu", rule->type->name, rule->step_size, on->name, steps);
    for (int way = 0; way < WAY_COUNT; way++)
        fprintf(stderr, " %-13s%c", descent_ending_string(said[way]), "!?- "[of[way]]);
    fprintf(stderr, " true:");
    for (int ending = 1; ending < ENDING_COUNT; ending++)
        if (is.all >> ending & 1)
            fprintf(stderr, " %s", descent_ending_string((descent_ending)ending));
    fprintf(stderr, "%s%s\n", weaker ? "; weaker" : "", wrong ? "; wrong" : "");
}

START_TEST(the_rule_never_weakens_a_verdict)
{
    tally sum = {0};
    fprintf(stderr, "%-8s %-6s %-16s %5s", "rule", "eta", "loss", "steps");
    for (int way = 0; way < WAY_COUNT; way++)
        fprintf(stderr, " %-14s", way_names[way]);
    fprintf(stderr, "\n");
    for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
        const descent_rule rule = rules[r].make(rules[r].step_size);
        for (size_t k = descent_test_in_full() ? 0 : r % 4; k < sizeof grounds / sizeof *grounds;
             k += descent_test_in_full() ? 1 : 4)
            for (size_t j = 0; j < (descent_test_in_full() ? sizeof lengths / sizeof *lengths : 1); j++)
                try_run(&grounds[k], &rule, lengths[j], &sum);
    }
    for (int way = 0; way < WAY_COUNT; way++)
        fprintf(stderr, "%s: right %d, right but weaker %d, undetermined %d, wrong %d\n", way_names[way],
                sum.of[way][STRONG], sum.of[way][WEAK], sum.of[way][UNDECIDED], sum.of[way][WRONG]);
    fprintf(stderr, "%d runs: with the rule weaker than without it %d, wrong %d\n", sum.runs, sum.weaker, sum.wrong);
    ck_assert_int_eq(sum.weaker, 0);
    ck_assert_int_eq(sum.wrong, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_rule_never_weakens_a_verdict};
    return descent_test_main(descent_test_suite("truth_rules", tests, sizeof tests / sizeof *tests));
}
