#include "diagnosis/advice/advice.h"

#include <math.h>

#include "base/ending.h"
#include "diagnosis/advice/parts.h"

static void advise_converged(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__evidence *evidence = facts->evidence;
    const descent_critical_point *point = diagnosis->point;
    const bool unclassified = point && point->eigenvalue_count == 0; /* nothing was asked of it */
    if (diagnosis->findings & DESCENT_FINDING_GRADIENT_MISMATCH)
        return;
    if (point && point->escape)
        descent__advice_leave_saddle(evidence, diagnosis);
    else if (point && point->probe == DESCENT_PROBE_LOWER && point->lower_x)
        descent__advice_go_lower(evidence, diagnosis);
    else if (point && point->kind == DESCENT_CRITICAL_UNDETERMINED && !unclassified)
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_GIVE_HESSIAN);
    else
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_NOTHING);
}

static void go_on(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    const descent_interval *to_go = &diagnosis->pace.steps_to_go;
    descent_advice advice = descent__advice_blank();
    advice.steps = to_go->value;
    descent__advice_code code = DESCENT__ADVISE_ABOUT_STEPS;
    if (!(to_go->value > 0) || !isfinite(to_go->value))
        code = DESCENT__ADVISE_MORE_STEPS;
    else if (to_go->value >= DESCENT__OUT_OF_REACH)
        code = DESCENT__ADVISE_OUT_OF_REACH;
    else if (isinf(to_go->high))
        code = DESCENT__ADVISE_AT_LEAST_STEPS;
    descent__advice_add(evidence, diagnosis, code, advice, NULL);
}

/* Of the steps made: a decaying step size with so many times more to go has decayed too fast. */
static const double slow_decay = 10;

static void advise_approaching(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__evidence *evidence = facts->evidence;
    const descent_critical_point *point = diagnosis->point;
    if (point && point->escape) {
        descent__advice_leave_saddle(evidence, diagnosis);
        return;
    }
    if (point && point->probe == DESCENT_PROBE_LOWER && point->lower_x) {
        descent__advice_go_lower(evidence, diagnosis);
        return;
    }
    go_on(evidence, diagnosis);
    if (!point)
        return;
    (void)descent__advice_faster_step(evidence, diagnosis, diagnosis->point);
    descent__advice_momentum_instead(evidence, diagnosis);
    if (evidence->has_rule && evidence->rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT &&
        diagnosis->pace.steps_to_go.value > slow_decay * (double)diagnosis->steps)
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_SLOWER_DECAY);
    else if (diagnosis->pace.law == DESCENT_LAW_POWER && point->kind == DESCENT_CRITICAL_DEGENERATE)
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_FLAT_MINIMUM);
}

static void advise_stalled(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__evidence *evidence = facts->evidence;
    if (evidence->has_rule && evidence->rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT)
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_ENDLESS_DECAY);
    else if (!descent__advice_faster_step(evidence, diagnosis, diagnosis->point))
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_ANYTHING_ELSE);
}

static void advise_bounded(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__evidence *evidence = facts->evidence;
    if (diagnosis->findings & DESCENT_FINDING_KINK)
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_DECAY_AT_KINK);
    else if (evidence->random)
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_DECAY_OR_ALL_SAMPLES);
    else
        descent__advice_smaller_step(evidence, diagnosis);
}

static void advise_noisy(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__evidence *evidence = facts->evidence;
    if (evidence->has_rule && evidence->rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT)
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_DECAYS_ALREADY);
    else
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_DECAY_OR_AVERAGE);
}

static void advise_nonfinite(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__evidence *evidence = facts->evidence;
    if (evidence->finite == 0) {
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_FINITE_START);
        return;
    }
    descent__advice_arriving_step(evidence, diagnosis);
    if (diagnosis->advice_count == 0)
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_LAST_POINT);
}

static void advise_undetermined(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__evidence *evidence = facts->evidence;
    descent__advice_plain(evidence, diagnosis,
                          diagnosis->steps == 0         ? DESCENT__ADVISE_MAKE_STEPS
                          : !evidence->has_problem      ? DESCENT__ADVISE_GIVE_PROBLEM
                          : diagnosis->budget_exhausted ? DESCENT__ADVISE_GIVE_BUDGET
                          : !evidence->has_rule         ? DESCENT__ADVISE_GIVE_RULE
                                                        : DESCENT__ADVISE_RUN_ON);
}

static void advise_descending(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__advice_plain(facts->evidence, diagnosis, DESCENT__ADVISE_DESCEND_ON);
    (void)descent__advice_faster_step(facts->evidence, diagnosis, descent__facts_known_point(facts));
}

static void advise_diverging(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__advice_smaller_step(facts->evidence, diagnosis);
}

static void advise_unbounded(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__advice_plain(facts->evidence, diagnosis, DESCENT__ADVISE_NO_MINIMUM);
}

typedef void advise_function(descent__facts *facts, descent_diagnosis *diagnosis);

/* What to try, by how it ended. */
static advise_function *const by_ending[] = {
    [DESCENT_ENDING_UNDETERMINED] = advise_undetermined,
    [DESCENT_ENDING_CONVERGED] = advise_converged,
    [DESCENT_ENDING_APPROACHING] = advise_approaching,
    [DESCENT_ENDING_DESCENDING] = advise_descending,
    [DESCENT_ENDING_STALLED] = advise_stalled,
    [DESCENT_ENDING_PERIODIC] = advise_bounded,
    [DESCENT_ENDING_QUASIPERIODIC] = advise_bounded,
    [DESCENT_ENDING_CHAOTIC] = advise_bounded,
    [DESCENT_ENDING_NOISY] = advise_noisy,
    [DESCENT_ENDING_DIVERGING] = advise_diverging,
    [DESCENT_ENDING_UNBOUNDED] = advise_unbounded,
    [DESCENT_ENDING_NONFINITE] = advise_nonfinite,
};
DESCENT__COVERS(by_ending, DESCENT_ENDING_LIST);

void descent__advice_give(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__evidence *evidence = facts->evidence;
    diagnosis->advice = descent__arena_take(evidence->keep, descent__advice_most, sizeof *diagnosis->advice);
    if (!diagnosis->advice)
        return;
    const bool arrived = diagnosis->ending == DESCENT_ENDING_CONVERGED;
    const bool mismatch = diagnosis->findings & DESCENT_FINDING_GRADIENT_MISMATCH;
    if (mismatch)
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_FIX_GRADIENT);
    bool solved = mismatch && !arrived;
    if ((diagnosis->findings & DESCENT_FINDING_MOMENTUM_NEAR_ONE) && !arrived && !solved)
        solved = descent__advice_lower_momentum(evidence, diagnosis) && diagnosis->ending != DESCENT_ENDING_APPROACHING;
    if (!solved)
        by_ending[diagnosis->ending](facts, diagnosis);
}
