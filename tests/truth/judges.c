/* Each known run, whole and cut off after fewer steps, before all three judges. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "support.h"
#include "truth/claims.h"

/* Lengths at which runs are cut off, besides half of their own. */
static const size_t cuts[] = {3, 9, 20, 60, 100, 150, 300, 1000, 5000};
enum {
    cut_count = sizeof cuts / sizeof *cuts,
    half_cut = cut_count,
    whole_run,
    part_count,
    few_steps = 20, /* of fewer, how a run moves just now may be all that there is to say */
};
/* Endings that say how a run moves now rather than what becomes of it. */
static const unsigned of_the_moment = 1u << DESCENT_ENDING_APPROACHING | 1u << DESCENT_ENDING_DESCENDING |
                                      1u << DESCENT_ENDING_STALLED | 1u << DESCENT_ENDING_NOISY;

/* A run or part of one, and what each judge says of it. */
typedef struct hearing {
    known_run run;
    bool whole;
    known_verdict said[JUDGE_COUNT];
    bool far_away; /* by the diagnosis it has ten times the tolerance to go, or more */
} hearing;

typedef struct tally {
    int heard, contradictions, untrue, missing;
    int whole[JUDGE_COUNT][CLAIM_COUNT];
} tally;

/* Part `which` of a run; false where the run is too short for it. */
static bool cut_off(const known_run *run, int which, hearing *part)
{
    *part = (hearing){.run = *run, .whole = which == whole_run};
    if (part->whole)
        return true;
    part->run.steps = which == half_cut ? run->steps / 2 : cuts[which];
    for (int other = 0; other < cut_count && which == half_cut; other++)
        if (cuts[other] == part->run.steps)
            return false;
    return part->run.steps > 0 && part->run.steps < run->steps;
}

static void hear(hearing *part)
{
    descent_diagnosis *diagnosis;
    assert_success(known_diagnose(&part->run, NULL, &diagnosis));
    part->said[JUDGE_DIAGNOSIS] = known_verdict_of(diagnosis);
    part->far_away = diagnosis->distance > 10 * diagnosis->tolerance;
    descent_diagnosis_free(diagnosis);
    assert_success(known_watch(&part->run, part->run.steps, NULL, &part->said[JUDGE_MONITOR]));
    assert_success(known_sweep(&part->run, &part->said[JUDGE_SWEEP]));
}

static bool contradict(const hearing *part, int a, int b)
{
    /* What is of the moment contradicts nothing that is said of the end. */
    if (a == JUDGE_DIAGNOSIS && !part->whole && part->run.steps < few_steps &&
        part->said[b].ending == DESCENT_ENDING_DESCENDING)
        return false;
    if (claims_contradict(part->said[a], part->said[b]))
        return true;
    /* Arrived, where the diagnosis sees a long way to go. */
    return a == JUDGE_DIAGNOSIS && part->said[a].ending == DESCENT_ENDING_APPROACHING && part->far_away &&
           part->said[b].ending == DESCENT_ENDING_CONVERGED;
}

static claim claim_of(const hearing *part, int who)
{
    const known_verdict said = part->said[who];
    if (part->whole)
        return claim_about_run(&part->run, (judge)who, said);
    if (part->run.steps < few_steps && (of_the_moment >> said.ending & 1))
        return CLAIM_LESS;
    return claim_about_part(&part->run, (judge)who, said);
}

static void print_verdict(known_verdict said)
{
    char words[32];
    snprintf(words, sizeof words, said.period ? "%s %zu" : "%s", descent_ending_string(said.ending), said.period);
    fprintf(stderr, " %-15s", words);
}

static void print_hearing(const hearing *part)
{
    fprintf(stderr, "%-30s %6zu", part->run.name, part->run.steps);
    for (int who = 0; who < JUDGE_COUNT; who++)
        print_verdict(part->said[who]);
    print_verdict((known_verdict){part->run.ending, part->run.period});
}

/* Writes what is wrong with one part, if anything is, and counts it. */
static void compare(const hearing *part, tally *sum)
{
    char faults[200] = "";
    size_t used = 0;
    for (int a = 0; a < JUDGE_COUNT; a++)
        for (int b = a + 1; b < JUDGE_COUNT; b++)
            if (contradict(part, a, b)) {
                sum->contradictions++;
                used += (size_t)snprintf(faults + used, sizeof faults - used, " %s against %s;", judge_names[a],
                                         judge_names[b]);
            }
    for (int who = 0; who < JUDGE_COUNT; who++) {
        const claim claimed = claim_of(part, who);
        sum->whole[who][claimed] += part->whole;
        if (part->whole && claimed == CLAIM_UNDETERMINED && !claim_may_be_missing(&part->run, (judge)who)) {
            sum->missing++;
            used += (size_t)snprintf(faults + used, sizeof faults - used, " %s silent;", judge_names[who]);
        }
        if (claimed == CLAIM_WRONG) {
            sum->untrue++;
            used += (size_t)snprintf(faults + used, sizeof faults - used, " %s wrong;", judge_names[who]);
        }
    }
    if (used > 0 || getenv("DESCENT_TEST_REASONS")) {
        print_hearing(part);
        fprintf(stderr, "%s\n", faults);
    }
}

START_TEST(judges_agree_with_the_truth_and_with_each_other)
{
    tally sum = {0};
    fprintf(stderr, "%-30s %6s %-15s %-15s %-15s %-15s\n", "run", "steps", "diagnosis", "monitor", "sweep", "truth");
    for (size_t k = 0; k < known_run_count; k++)
        for (int which = 0; which < part_count; which++) {
            hearing part;
            if (!cut_off(&known_runs[k], which, &part))
                continue;
            if (!descent_test_in_full() && (part.run.steps > few_steps || k % 4 != 0)) /* under a slow tool */
                continue;
            hear(&part);
            compare(&part, &sum);
            sum.heard++;
        }
    for (int who = 0; who < JUDGE_COUNT; who++) {
        fprintf(stderr, "%s, whole runs:", judge_names[who]);
        for (int claimed = 0; claimed < CLAIM_COUNT; claimed++)
            fprintf(stderr, " %s %d%s", claim_names[claimed], sum.whole[who][claimed],
                    claimed + 1 < CLAIM_COUNT ? "," : "\n");
    }
    fprintf(stderr, "%d runs and parts: %d contradictions, %d verdicts that are not true, %d that are missing\n",
            sum.heard, sum.contradictions, sum.untrue, sum.missing);
    ck_assert_int_eq(sum.contradictions, 0);
    ck_assert_int_eq(sum.untrue, 0);
    ck_assert_int_eq(sum.missing, 0);
}
END_TEST

/* Steps after which what settles must have been seen to: three times those of the table, or as many as it takes a slow
 * cycle to come within the monitor's tolerance of itself, 1e-9, with a digit to spare. */
static size_t steps_to_watch(const known_run *run)
{
    const size_t steps = 3 * (run->steps > 16 ? run->steps : 16);
    const double needed = run->settling > 0 ? (double)run->period * log(1e-10) / log(run->settling) : 0;
    return needed > (double)steps ? (size_t)needed : steps;
}

static void check_watched_step(const known_run *run, size_t step, known_verdict said)
{
    if (said.ending == DESCENT_ENDING_UNDETERMINED)
        return;
    /* A run that goes on beyond its table arrives where it was heading. */
    const bool arrives = step > run->steps && run->ending == DESCENT_ENDING_APPROACHING;
    if (arrives && said.ending == DESCENT_ENDING_CONVERGED)
        return;
    if (claim_about_run(run, JUDGE_MONITOR, said) == CLAIM_WRONG)
        ck_abort_msg("%s: %s (period %zu) at %zu", run->name, descent_ending_string(said.ending), said.period, step);
}

/* The monitor never says otherwise, at no step; and in the end it says as much as its header promises. */
START_TEST(the_monitor_is_right_at_every_step)
{
    const unsigned settled =
        1u << DESCENT_ENDING_CONVERGED | 1u << DESCENT_ENDING_STALLED | 1u << DESCENT_ENDING_PERIODIC;
    for (size_t k = 0; k < known_run_count; k++) {
        const known_run *const run = &known_runs[k];
        known_verdict last;
        if (!descent_test_in_full() && (run->steps > 200 || k % 4 != 0)) /* under a slow tool */
            continue;
        assert_success(known_watch(run, steps_to_watch(run), check_watched_step, &last));
        if ((settled >> run->ending & 1) && !(run->accepted >> DESCENT_ENDING_UNDETERMINED & 1))
            ck_assert_msg(last.ending == run->ending, "%s: %s", run->name, descent_ending_string(last.ending));
        if (run->ending == DESCENT_ENDING_NONFINITE)
            ck_assert_int_eq(last.ending, run->ending);
        if (run->ending == DESCENT_ENDING_PERIODIC && run->period > 0) /* 0: the table leaves it open */
            ck_assert_uint_eq(last.period, run->period);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {judges_agree_with_the_truth_and_with_each_other, the_monitor_is_right_at_every_step};
    return descent_test_main(descent_test_suite("truth_judges", tests, sizeof tests / sizeof *tests));
}
