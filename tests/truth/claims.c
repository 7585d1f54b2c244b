#include "truth/claims.h"

#include <stddef.h>
#include <string.h>

#define BIT(ending) (1u << DESCENT_ENDING_##ending)

const char *const judge_names[JUDGE_COUNT] = {"diagnosis", "monitor", "sweep"};

/* Endings that a judge has no evidence for. A sweep may say any. */
static const unsigned never_said[JUDGE_COUNT] = {
    /* It calls undetermined what is under way, and tells chaos from noise by nothing: monitor.h. */
    [JUDGE_MONITOR] = BIT(APPROACHING) | BIT(DESCENDING) | BIT(QUASIPERIODIC) | BIT(CHAOTIC) | BIT(NOISY),
};

/* Endings of whole runs that a judge may leave undetermined. The diagnosis may where the table accepts it, no more. */
static const unsigned may_be_missing[JUDGE_COUNT] = {
    [JUDGE_MONITOR] = ~0u, /* its header promises a verdict after thrice the steps at the most */
    /* Twins tell shear from separation, and a slow spiral or slow growth from a torus, only over many turns. */
    [JUDGE_SWEEP] = BIT(QUASIPERIODIC) | BIT(APPROACHING) | BIT(DIVERGING),
};

static const struct {
    descent_ending less, more;
} left_open[] = {
    /* The loss falls, and no limit is told: there may be one, or none. */
    {DESCENT_ENDING_DESCENDING, DESCENT_ENDING_APPROACHING},
    {DESCENT_ENDING_DESCENDING, DESCENT_ENDING_UNBOUNDED},
    /* On a plateau the loss falls, but hardly. */
    {DESCENT_ENDING_DESCENDING, DESCENT_ENDING_STALLED},
    /* Toward the same limit: whether it counts as reached depends on an estimate, which is each judge's own. */
    {DESCENT_ENDING_APPROACHING, DESCENT_ENDING_CONVERGED},
    /* The limit need not be a critical point. */
    {DESCENT_ENDING_APPROACHING, DESCENT_ENDING_STALLED},
    /* Which numbers ended, not how it came to that. */
    {DESCENT_ENDING_NONFINITE, DESCENT_ENDING_DIVERGING},
    {DESCENT_ENDING_NONFINITE, DESCENT_ENDING_UNBOUNDED},
    /* The gradient is not a function of the point alone; a period says what else it is a function of. */
    {DESCENT_ENDING_NOISY, DESCENT_ENDING_PERIODIC},
};

/* What is true of the first part of a run besides the ending of the whole. */
static const unsigned true_of_parts[] = {
    [DESCENT_ENDING_UNDETERMINED] = ~0u, /* what nobody knows of the whole, nobody knows of a part */
    [DESCENT_ENDING_CONVERGED] = BIT(APPROACHING) | BIT(DESCENDING),
    [DESCENT_ENDING_APPROACHING] = BIT(DESCENDING),
    [DESCENT_ENDING_DESCENDING] = 0,
    [DESCENT_ENDING_STALLED] = BIT(DESCENDING) | BIT(APPROACHING),
    [DESCENT_ENDING_PERIODIC] = BIT(DESCENDING), /* along a valley, before it swings */
    [DESCENT_ENDING_QUASIPERIODIC] = 0,
    [DESCENT_ENDING_CHAOTIC] = 0,
    [DESCENT_ENDING_NOISY] = BIT(APPROACHING), /* far from its floor the noise does not show */
    [DESCENT_ENDING_DIVERGING] = BIT(NONFINITE),
    [DESCENT_ENDING_UNBOUNDED] = BIT(DESCENDING) | BIT(NONFINITE),
    [DESCENT_ENDING_NONFINITE] = 0,
};
HAS_EVERY_ENDING(true_of_parts);

bool claim_leaves_open(descent_ending less, descent_ending more)
{
    for (size_t i = 0; i < sizeof left_open / sizeof *left_open; i++)
        if (left_open[i].less == less && left_open[i].more == more)
            return true;
    return false;
}

bool claims_contradict(known_verdict a, known_verdict b)
{
    if (a.ending == DESCENT_ENDING_UNDETERMINED || b.ending == DESCENT_ENDING_UNDETERMINED)
        return false;
    if (a.ending == b.ending)
        return a.period != b.period;
    return !claim_leaves_open(a.ending, b.ending) && !claim_leaves_open(b.ending, a.ending);
}

static unsigned endings_of(const known_run *run)
{
    return 1u << run->ending | run->accepted;
}

static bool is_less(const known_run *run, descent_ending said)
{
    for (size_t i = 0; i < sizeof left_open / sizeof *left_open; i++)
        if (left_open[i].less == said && (endings_of(run) >> left_open[i].more & 1))
            return true;
    return false;
}

/* Is it wrong whatever becomes of the run? */
static bool is_impossible(const known_run *run, judge who, known_verdict said)
{
    const bool other_period = said.ending == DESCENT_ENDING_PERIODIC && run->period > 0 && said.period != run->period;
    const bool no_noise = said.ending == DESCENT_ENDING_NOISY && !known_gradient_varies(run);
    return other_period || no_noise || (never_said[who] >> said.ending & 1);
}

claim claim_about_run(const known_run *run, judge who, known_verdict said)
{
    if (is_impossible(run, who, said))
        return CLAIM_WRONG;
    if (endings_of(run) >> said.ending & 1)
        return CLAIM_RIGHT;
    if (said.ending == DESCENT_ENDING_UNDETERMINED)
        return CLAIM_UNDETERMINED;
    return is_less(run, said.ending) ? CLAIM_LESS : CLAIM_WRONG;
}

/* Single runs that a sweep may leave undetermined, because it does not look where the diagnosis does. */
static const char *const missing_in_sweeps[] = {
    /* Steps that overshoot after the loss has fallen for long: the diagnosis follows the loss downhill with short steps. */
    "deg_peano_escape",
    /* Samples taken in turn: asked again at one point the gradient differs, so that a return of the point proves nothing. */
    "noise_incremental_cycle",
};

static bool is_missing_in_sweeps(const known_run *run)
{
    for (size_t i = 0; i < sizeof missing_in_sweeps / sizeof *missing_in_sweeps; i++)
        if (strcmp(run->name, missing_in_sweeps[i]) == 0)
            return true;
    return false;
}

bool claim_may_be_missing(const known_run *run, judge who)
{
    if (who == JUDGE_SWEEP && is_missing_in_sweeps(run))
        return true;
    const bool slow = who != JUDGE_DIAGNOSIS && run->settling > 0;
    return slow || (may_be_missing[who] >> run->ending & 1) || (run->accepted >> DESCENT_ENDING_UNDETERMINED & 1);
}

claim claim_about_part(const known_run *cut, judge who, known_verdict said)
{
    const claim claimed = claim_about_run(cut, who, said);
    if (claimed != CLAIM_WRONG || is_impossible(cut, who, said))
        return claimed;
    for (unsigned ending = 0; ending < ENDING_COUNT; ending++)
        if ((endings_of(cut) >> ending & 1) && (true_of_parts[ending] >> said.ending & 1))
            return CLAIM_LESS;
    /* Until it leaves the critical point that it passes, a run does approach it. */
    if (said.ending == DESCENT_ENDING_APPROACHING && cut->passes_origin && !known_has_left_origin(cut))
        return CLAIM_LESS;
    return CLAIM_WRONG;
}
