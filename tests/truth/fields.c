/* Which fields are filled for which ending: the guide's table, held against all known runs and parts of them,
 * with the problem and without, and with budgets that do not suffice. What a rejected decision found must not stay
 * in the result. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "truth/run.h"

enum {
    POINT = 1,
    AHEAD = 2,
    DISTANCE = 4,
    STEP_LIMIT = 8,
    CENTRE = 16,
    LAW = 32,
    SLOPE = 64,
    STEPS_TO_GO = 128,
    ONSET = 256,
    ORBIT = 512,
    PERIODS = 1024,
    ROTATION = 2048,
    LYAPUNOV = 4096,
    NOISE = 8192,
    DIRECTION = 16384,
    QUANTITY = 32768,
    FACTORS = 65536,
    BANDS = 131072
};

/* As docs/guide/diagnosis.md has it. */
static const unsigned table[] = {
    [DESCENT_ENDING_UNDETERMINED] = LYAPUNOV | PERIODS | LAW | ONSET | CENTRE | STEP_LIMIT,
    [DESCENT_ENDING_CONVERGED] = POINT | DISTANCE | STEP_LIMIT | LAW | STEPS_TO_GO | FACTORS,
    [DESCENT_ENDING_APPROACHING] = AHEAD | DISTANCE | STEP_LIMIT | LAW | STEPS_TO_GO | FACTORS,
    [DESCENT_ENDING_DESCENDING] = SLOPE,
    [DESCENT_ENDING_STALLED] = AHEAD | DISTANCE | STEP_LIMIT | LAW | SLOPE | DIRECTION,
    [DESCENT_ENDING_PERIODIC] = ORBIT | PERIODS | CENTRE | STEP_LIMIT | ONSET | BANDS,
    [DESCENT_ENDING_QUASIPERIODIC] = PERIODS | ROTATION | CENTRE | STEP_LIMIT | LYAPUNOV | BANDS,
    [DESCENT_ENDING_CHAOTIC] = PERIODS | CENTRE | STEP_LIMIT | LYAPUNOV | BANDS,
    [DESCENT_ENDING_NOISY] = NOISE,
    [DESCENT_ENDING_DIVERGING] = LAW | ONSET | DIRECTION | CENTRE | STEP_LIMIT | BANDS,
    [DESCENT_ENDING_UNBOUNDED] = LAW | SLOPE | ONSET | DIRECTION,
    [DESCENT_ENDING_NONFINITE] = QUANTITY | ONSET,
};
HAS_EVERY_ENDING(table);

/* What an ending cannot be without; a step limit, a law or a centre may well be unknown. */
static const unsigned needed[] = {
    [DESCENT_ENDING_UNDETERMINED] = 0,
    [DESCENT_ENDING_CONVERGED] = POINT | DISTANCE | STEPS_TO_GO,
    [DESCENT_ENDING_APPROACHING] = DISTANCE | STEPS_TO_GO,
    [DESCENT_ENDING_DESCENDING] = SLOPE,
    [DESCENT_ENDING_STALLED] = 0,
    [DESCENT_ENDING_PERIODIC] = ORBIT,
    [DESCENT_ENDING_QUASIPERIODIC] = ROTATION | LYAPUNOV,
    [DESCENT_ENDING_CHAOTIC] = LYAPUNOV,
    [DESCENT_ENDING_NOISY] = 0,
    [DESCENT_ENDING_DIVERGING] = LAW | DIRECTION,
    [DESCENT_ENDING_UNBOUNDED] = DIRECTION,
    [DESCENT_ENDING_NONFINITE] = QUANTITY,
};
HAS_EVERY_ENDING(needed);

static unsigned interval(const descent_interval *i, unsigned field)
{
    return isnan(i->value) && isnan(i->low) && isnan(i->high) ? 0 : field;
}

static unsigned number(double value, unsigned field)
{
    return isnan(value) ? 0 : field;
}

static unsigned fields_of(const descent_diagnosis *d)
{
    unsigned fields = 0;
    if (d->point)
        fields |= d->point_ahead ? AHEAD : POINT;
    ck_assert(d->point || !d->point_ahead);
    fields |= d->centre ? CENTRE : 0;
    fields |= number(d->distance, DISTANCE) | number(d->step_limit, STEP_LIMIT);
    fields |= d->pace.law != DESCENT_LAW_UNKNOWN ? LAW : 0;
    fields |= number(d->pace.rate, LAW) | number(d->pace.exponent, LAW) | number(d->pace.slope, SLOPE);
    fields |= interval(&d->pace.steps_to_go, STEPS_TO_GO) | (d->pace.onset > 0 ? ONSET : 0);
    fields |= d->cycle.period > 0 || d->cycle.orbit || d->cycle.multiplier_count > 0 || d->cycle.multipliers ||
                      d->cycle.multipliers_imaginary || d->cycle.multiplier_directions
                  ? ORBIT
                  : 0;
    fields |= d->cycle.coordinate_periods ? PERIODS : 0;
    fields |= number(d->cycle.rotation_number, ROTATION) | interval(&d->lyapunov, LYAPUNOV);
    fields |= number(d->noise.level, NOISE) | number(d->noise.floor, NOISE) | number(d->noise.floor_half, NOISE);
    fields |= d->factors || d->factors_imaginary ? FACTORS : 0;
    fields |= d->bands || d->band_count > 0 ? BANDS : 0;
    fields |= d->direction ? DIRECTION : 0;
    fields |= d->quantity != DESCENT_QUANTITY_NONE ? QUANTITY : 0;
    return fields;
}

static size_t held[ENDING_COUNT];

static void hold(const descent_diagnosis *d, const known_run *run, const char *how)
{
    const unsigned fields = fields_of(d);
    ck_assert_uint_lt(d->ending, ENDING_COUNT);
    const unsigned wanted = needed[d->ending];
    ck_assert_msg((fields & ~table[d->ending]) == 0, "%s, %zu steps, %s: %s has fields %x left over", run->name,
                  run->steps, how, descent_ending_string(d->ending), fields & ~table[d->ending]);
    ck_assert_msg((wanted & ~fields) == 0, "%s, %zu steps, %s: %s lacks fields %x", run->name, run->steps, how,
                  descent_ending_string(d->ending), wanted & ~fields);
    held[d->ending]++;
}

/* The run as an engine has it, with everything, and with hardly any budget. */
static void hold_run(const known_run *run)
{
    const uint64_t budgets[] = {20000, 300, 0};
    for (size_t k = 0; k < sizeof budgets / sizeof *budgets; k++) {
        const descent_diagnosis_options options = {.budget = budgets[k], .path_only = budgets[k] == 0};
        descent_diagnosis *diagnosis;
        assert_success(known_diagnose(run, &options, &diagnosis));
        hold(diagnosis, run, k == 0 ? "all is known" : k == 1 ? "a small budget" : "no budget");
        descent_diagnosis_free(diagnosis);
    }
}

/* The path alone, with and without the problem. */
static void hold_path(const known_run *run)
{
    known_context context;
    const descent_problem problem = known_problem(run, &context);
    double *const start = malloc(problem.dimension * sizeof *start);
    descent_engine *engine;
    ck_assert_ptr_nonnull(start);
    known_start(run, start);
    if (descent_engine_new(&engine, &problem, known_run_rule(run), start) == DESCENT_SUCCESS) {
        assert_success(descent_engine_record(engine, NULL));
        (void)descent_engine_run(engine, run->steps);
        for (int with = 0; with < 2; with++) {
            descent_diagnosis *diagnosis;
            assert_success(descent_diagnose(with ? &problem : NULL, descent_engine_path(engine), NULL, &diagnosis));
            hold(diagnosis, run, with ? "path and problem" : "the path alone");
            descent_diagnosis_free(diagnosis);
        }
        descent_engine_free(engine);
    }
    free(start);
}

START_TEST(no_field_is_left_over)
{
    static const size_t lengths[] = {0, 3, 8, 20, 60, 200, 1000};
    for (size_t k = 0; k < known_run_count; k++) {
        known_run part = known_runs[k];
        const size_t whole = part.steps;
        const size_t parts[] = {whole, whole / 2, whole / 4};
        for (size_t j = 0; j < sizeof parts / sizeof *parts + sizeof lengths / sizeof *lengths; j++) {
            part.steps = j < 3 ? parts[j] : lengths[j - 3];
            if ((j >= 3 && part.steps >= whole) || (j > 0 && part.problem->dimension > 10))
                continue;
            if (!descent_test_in_full() && (part.steps > 2000 || (k + j) % 24 != 0)) /* under a slow tool */
                continue;
            hold_run(&part);
            if (part.problem->dimension <= 10 && part.steps <= 5000)
                hold_path(&part);
        }
    }
    for (int ending = 0; ending < ENDING_COUNT; ending++) {
        fprintf(stderr, "%-14s %zu\n", descent_ending_string((descent_ending)ending), held[ending]);
        if (descent_test_in_full())
            ck_assert_uint_gt(held[ending], 0); /* none was left out */
    }
}
END_TEST

/* The README's program asks for the kind of a converged run's point, whatever the budget was. */
START_TEST(converged_always_has_a_point)
{
    const uint64_t budgets[] = {0, 1, 10, 100, 20000};
    size_t converged = 0;
    for (size_t k = 0; k < known_run_count; k++)
        for (size_t b = 0; b < sizeof budgets / sizeof *budgets; b++) {
            const descent_diagnosis_options options = {.budget = budgets[b], .path_only = budgets[b] == 0};
            descent_diagnosis *diagnosis;
            if (known_runs[k].steps > 2000 || (!descent_test_in_full() && (k + b) % 4 != 0))
                continue;
            assert_success(known_diagnose(&known_runs[k], &options, &diagnosis));
            if (diagnosis->ending == DESCENT_ENDING_CONVERGED) {
                ck_assert_ptr_nonnull(diagnosis->point);
                ck_assert_ptr_nonnull(diagnosis->point->x);
                ck_assert(!diagnosis->point_ahead);
                converged++;
            }
            descent_diagnosis_free(diagnosis);
        }
    ck_assert_uint_gt(converged, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {no_field_is_left_over, converged_always_has_a_point};
    return descent_test_main(descent_test_suite("fields", tests, sizeof tests / sizeof *tests));
}
