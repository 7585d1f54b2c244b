/* Runs whose truth is known from mathematics: what share does the diagnosis get right? */
#include "support.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "truth/run.h"

/* Which parts of a diagnosis were right: 1, wrong: 0, not asked for: −1. */
typedef struct score {
    int ending;
    int kind;
    int event;
    int finding;
    int numbers;
    char wrong[256]; /* the numbers that are off */
} score;

static bool ending_is_right(const known_run *run, descent_ending ending)
{
    return ending == run->ending || (run->accepted >> ending & 1);
}

static bool near(double value, double truth, double tolerance)
{
    return fabs(value - truth) <= tolerance * fmax(1, fabs(truth));
}

static void check_number(score *result, const char *name, double value, double truth, double tolerance)
{
    if (near(value, truth, tolerance)) {
        result->numbers = result->numbers < 0 ? 1 : result->numbers;
        return;
    }
    result->numbers = 0;
    const size_t used = strlen(result->wrong);
    snprintf(result->wrong + used, sizeof result->wrong - used, " %s %.9g not %.9g", name, value, truth);
}

static double distance_to_limit(const known_run *run, const descent_diagnosis *diagnosis)
{
    /* A run that stalls has its limit where it is, not at the critical point that it does not reach. */
    const bool there = diagnosis->ending == DESCENT_ENDING_STALLED || !diagnosis->point;
    const double *x = there ? diagnosis->x : diagnosis->point->x;
    double largest = 0;
    for (size_t i = 0; i < run->limit_count; i++)
        largest = fmax(largest, fabs(x[i] - run->limit[i]));
    return largest;
}

static void check_numbers(const known_run *run, const descent_diagnosis *diagnosis, score *result)
{
    if (run->limit_count > 0)
        check_number(result, "limit off by", distance_to_limit(run, diagnosis), 0, 1e-3);
    if (run->period > 0)
        check_number(result, "period", (double)diagnosis->cycle.period, (double)run->period, 0);
    if (run->period > 0 && fabs(run->multiplier) > 0)
        check_number(result, "multiplier",
                     diagnosis->cycle.multiplier_count
                         ? diagnosis->cycle.multipliers[diagnosis->cycle.multiplier_count - 1]
                         : NAN,
                     run->multiplier, 1e-4);
    if (fabs(run->lyapunov) > 0) {
        const bool inside = diagnosis->lyapunov.low <= run->lyapunov && run->lyapunov <= diagnosis->lyapunov.high;
        check_number(result, "exponent", inside ? run->lyapunov : diagnosis->lyapunov.value, run->lyapunov, 1e-12);
    }
    if (fabs(run->rate) > 0 && run->rule != RUN_NOISY_GD)
        check_number(result, "rate", diagnosis->pace.rate, run->rate, 2e-3);
    /* Where nothing is decided, no number is claimed: then only the finding says on which side of the limit it is. */
    if (run->step_limit > 0 && diagnosis->ending == DESCENT_ENDING_UNDETERMINED)
        check_number(result, "above the limit", (diagnosis->findings & DESCENT_FINDING_STEP_ABOVE_LIMIT) != 0,
                     run->step_size > run->step_limit, 0);
    else if (run->step_limit > 0)
        check_number(result, "step limit", diagnosis->step_limit, run->step_limit, 1e-5);
}

static score judge(const known_run *run, const descent_diagnosis *diagnosis)
{
    score result = {
        .ending = ending_is_right(run, diagnosis->ending), .kind = -1, .event = -1, .finding = -1, .numbers = -1};
    if (run->kind)
        result.kind = diagnosis->point && diagnosis->point->kind == run->kind;
    if (run->finding)
        result.finding = (diagnosis->findings & (unsigned)run->finding) != 0;
    if (run->event) {
        result.event = 0;
        for (size_t k = 0; k < diagnosis->event_count; k++)
            result.event |= diagnosis->events[k].kind == run->event;
    }
    check_numbers(run, diagnosis, &result);
    return result;
}

static const char *mark(int part)
{
    return part < 0 ? "" : part ? "right" : "WRONG";
}

static void add_up(int part, int *right, int *asked)
{
    *right += part == 1;
    *asked += part >= 0;
}

START_TEST(every_known_run)
{
    int right[5] = {0};
    int asked[5] = {0};
    int confident = 0;
    fprintf(stderr, "%-34s %-14s %-6s %-6s %-6s %-6s %-6s %s\n", "run", "said", "ending", "kind", "event", "find",
            "number", "calls");
    for (size_t k = 0; k < known_run_count; k++) {
        const known_run *run = &known_runs[k];
        descent_diagnosis *diagnosis;
        assert_success(known_diagnose(run, NULL, &diagnosis));
        const score result = judge(run, diagnosis);
        const descent_evaluations *calls = &diagnosis->evaluations;
        fprintf(stderr, "%-34s %-14s %-6s %-6s %-6s %-6s %-6s %6lu%s\n", run->name,
                descent_ending_string(diagnosis->ending), mark(result.ending), mark(result.kind), mark(result.event),
                mark(result.finding), mark(result.numbers),
                (unsigned long)(calls->loss + calls->gradient + calls->hessian + calls->hessian_product), result.wrong);
        if (getenv("DESCENT_TEST_REASONS"))
            fprintf(stderr, "    %s\n", diagnosis->reason ? diagnosis->reason : "?");
        confident += !result.ending && diagnosis->ending != DESCENT_ENDING_UNDETERMINED;
        const int parts[] = {result.ending, result.kind, result.event, result.finding, result.numbers};
        for (int part = 0; part < 5; part++)
            add_up(parts[part], &right[part], &asked[part]);
        descent_diagnosis_free(diagnosis);
    }
    fprintf(stderr,
            "right: endings %d of %d, kinds %d of %d, events %d of %d, findings %d of %d, numbers %d of %d; "
            "confidently wrong: %d\n",
            right[0], asked[0], right[1], asked[1], right[2], asked[2], right[3], asked[3], right[4], asked[4],
            confident);
    for (int part = 0; part < 5; part++)
        ck_assert_int_eq(right[part], asked[part]);
    ck_assert_int_eq(confident, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_known_run};
    return descent_test_main(descent_test_suite("known_runs", tests, sizeof tests / sizeof *tests));
}
