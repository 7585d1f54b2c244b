#include "diagnosis/advice/advice.h"

#include <float.h>
#include <math.h>

#include "base/ending.h"
#include "base/vector.h"
#include "critical/point.h"
#include "diagnosis/advice/parts.h"
#include "diagnosis/evidence/reproduction.h"
#include "diagnosis/explain/words.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "diagnosis/verdict/trial.h"
#include "rules/knowledge.h"
#include "rules/remaining.h"

/* Of the limit: half of it settles fastest where all curvatures are alike. */
static const double repelling_part = 0.5;

/* On a minimum that repels: a step size below its limit. */
static void advise_repelling(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    descent_advice advice = descent__advice_blank();
    advice.step_size = descent__advice_two_digits(repelling_part * diagnosis->step_limit);
    if (advice.step_size > 0)
        descent__advice_add(evidence, diagnosis, DESCENT__ADVISE_STEP_BELOW_LIMIT, advice, NULL);
    else
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_DECAY_AT_SPIKE);
}

/*
 * A run that went far astray counts as arrived that far away, too: where its schedule has ended farther off than it would be beside the
 * distance of its start, there is something left to be done.
 */
static bool schedule_ended_early(const descent__evidence *evidence, const descent_diagnosis *diagnosis)
{
    const descent_critical_point *const point = diagnosis->point;
    if (!point || point->eigenvalue_count == 0 || !evidence->has_rule || evidence->finite == 0 ||
        evidence->holdings->tolerance_by != DESCENT__TOLERANCE_BY_EXTENT ||
        !descent__rule_tells_multipliers(&evidence->rule))
        return false;
    const double way = descent__vector_distance(evidence->n, descent__evidence_point(evidence, 0), point->x);
    const double sizes = descent__remaining_sizes(&evidence->rule, evidence->step);
    return diagnosis->distance > evidence->holdings->tolerance_part * way && isfinite(sizes) &&
           descent__part_left(&evidence->rule, point->eigenvalues[point->eigenvalue_count - 1], sizes) >
               DESCENT__WAY_ALLOWED;
}

static void advise_converged(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__evidence *evidence = facts->evidence;
    const descent_critical_point *point = diagnosis->point;
    const bool undetermined = point && point->kind == DESCENT_CRITICAL_UNDETERMINED;
    const bool unclassified = point && point->eigenvalue_count == 0; /* nothing was asked of it */
    if (diagnosis->findings & DESCENT_FINDING_GRADIENT_MISMATCH)
        return;
    if (point && point->escape)
        descent__advice_leave_saddle(evidence, diagnosis);
    else if (point && point->probe == DESCENT_PROBE_LOWER && point->lower_x)
        descent__advice_go_lower(evidence, diagnosis);
    else if (undetermined && !unclassified)
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_GIVE_HESSIAN);
    else if (point && point->kind == DESCENT_CRITICAL_MINIMUM &&
             (diagnosis->findings & DESCENT_FINDING_STEP_ABOVE_LIMIT))
        advise_repelling(evidence, diagnosis);
    else if (undetermined && diagnosis->budget_exhausted) /* it may be a saddle */
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_GIVE_BUDGET);
    else if (diagnosis->advice_count == 0)
        descent__advice_plain(evidence, diagnosis,
                              facts->leaves_later                         ? DESCENT__ADVISE_NOTHING_IF_IT_ENDS
                              : schedule_ended_early(evidence, diagnosis) ? DESCENT__ADVISE_NOTHING_IF_NEAR_ENOUGH
                                                                          : DESCENT__ADVISE_NOTHING);
}

static void go_on(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    const descent_interval *to_go = &diagnosis->pace.steps_to_go;
    descent_advice advice = descent__advice_blank();
    advice.steps = to_go->value;
    descent__advice_code code = DESCENT__ADVISE_ABOUT_STEPS;
    if (isfinite(to_go->value) && to_go->value >= DESCENT__OUT_OF_REACH)
        code = DESCENT__ADVISE_OUT_OF_REACH;
    else if (descent__words_are_open(to_go)) {
        code = DESCENT__ADVISE_AT_LEAST_STEPS;
        advice.steps = to_go->low;
    } else if (!(to_go->value > 0) || !isfinite(to_go->value))
        code = DESCENT__ADVISE_MORE_STEPS;
    else if (descent__words_is_exact(to_go))
        code = DESCENT__ADVISE_SO_MANY_STEPS;
    descent__advice_add(evidence, diagnosis, code, advice,
                        &(descent__advice_numbers){.exact = code == DESCENT__ADVISE_SO_MANY_STEPS,
                                                   .least = code == DESCENT__ADVISE_AT_LEAST_STEPS});
}

static bool scheduled(const descent__evidence *evidence)
{
    return evidence->has_rule && evidence->rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT;
}

/* Of the steps made: a decaying step size with so many times more to go has decayed too fast. */
static const double slow_decay = 10;

/* Is each step as long as the step size has it, or nearly, whatever the slope? Then only a smaller one leads nearer to a minimum. */
static bool strides_on(const descent__evidence *evidence, const descent_diagnosis *diagnosis)
{
    const descent_rule *const rule = &evidence->rule;
    return evidence->has_rule && diagnosis->gradient_norm > 0 && evidence->gradient &&
           (descent__rule_strides_in_swings(rule) ||
            descent__length_in_sizes(rule, evidence->n, evidence->gradient) > 0);
}

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
    if (!point || descent__critical_point_is_held(point)) /* of curvatures beside bounds the rest knows nothing */
        return;
    (void)descent__advice_faster_step(evidence, diagnosis, diagnosis->point);
    descent__advice_scale_variables(evidence, diagnosis);
    descent__advice_momentum_instead(evidence, diagnosis);
    /* Where no theory counts the steps, those that are needed at least do: as many only the shrinking itself takes. */
    const bool strides = strides_on(evidence, diagnosis);
    const descent_interval *to_go = &diagnosis->pace.steps_to_go;
    if (scheduled(evidence) && (strides ? to_go->low : to_go->value) > slow_decay * (double)diagnosis->steps)
        descent__advice_plain(evidence, diagnosis,
                              strides ? DESCENT__ADVISE_FASTER_DECAY : DESCENT__ADVISE_SLOWER_DECAY);
    else if (diagnosis->pace.law == DESCENT_LAW_POWER && point->kind == DESCENT_CRITICAL_DEGENERATE)
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_FLAT_MINIMUM);
}

/* A rule whose formula is not known makes no step, although the gradient is not zero: a bound may hold it. */
static bool is_held(const descent__facts *facts, const descent_diagnosis *diagnosis)
{
    const descent__evidence *evidence = facts->evidence;
    const bool formula_known = evidence->has_rule && descent__rule_tells_multipliers(&evidence->rule);
    return !formula_known && facts->motion.count >= 2 && !(facts->motion.length_last > 0) &&
           diagnosis->gradient_norm > 0;
}

/* Toward a kink that the run goes to and fro about, by a step size that decays: on, unless the schedule ends. */
static descent__advice_code on_to_kink(const descent_rule *rule)
{
    return rule->schedule.kind == DESCENT_SCHEDULE_COSINE ? DESCENT__ADVISE_LONGER_SCHEDULE
                                                          : DESCENT__ADVISE_ON_TO_KINK;
}

/* Where the gradient jumps just ahead, a step size that does not shrink leads back and forth. */
static descent__advice_code on_schedule(descent__facts *facts, const descent_diagnosis *diagnosis)
{
    const descent_critical_point *ahead = diagnosis->point;
    const descent_rule *rule = &facts->evidence->rule;
    if (descent__facts_swings_about_kink(facts))
        return on_to_kink(rule);
    descent__facts_look_for_kink_ahead(facts);
    if (facts->kink)
        return DESCENT__ADVISE_ENDLESS_DECAY_AT_KINK;
    /* A kink may lie farther ahead: only of a smooth minimum, and steps that shorten as the slope does, is it known that a fixed step size
     * comes to rest there. */
    return ahead && ahead->kind == DESCENT_CRITICAL_MINIMUM && !ahead->curvature_jumps &&
                   descent__rule_tells_multipliers(rule)
               ? DESCENT__ADVISE_ENDLESS_DECAY
               : DESCENT__ADVISE_SLOWER_ENDLESS_DECAY;
}

/* Then no step size that is given, and no schedule, shortens or lengthens its steps. */
static bool finds_step_sizes(const descent__evidence *evidence)
{
    return evidence->has_rule && descent__rule_finds_step_sizes(&evidence->rule);
}

/* A run that its first steps threw up, and that has not come back down, began with steps that were too long, whatever it does now. */
static bool advise_after_throw(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    return evidence->holdings->loss_began_lower && descent__advice_step_to_minimum(evidence, diagnosis);
}

/* Where no copy came to a minimum either: a longer step is no advice to a run that its steps threw up. */
static bool was_thrown(const descent__evidence *evidence, const descent_diagnosis *diagnosis)
{
    return evidence->holdings->loss_began_lower && diagnosis->step_size > 0 && !finds_step_sizes(evidence);
}

static void advise_far_shorter_steps(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    descent__advice_add(evidence, diagnosis, DESCENT__ADVISE_SHORTER_THAN_THREW, descent__advice_blank(),
                        &(descent__advice_numbers){.momentum = diagnosis->momentum});
}

static void advise_stalled(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__evidence *evidence = facts->evidence;
    if (facts->lowest_at_kink)
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_NOTHING);
    else if (diagnosis->gradient_norm <= diagnosis->gradient_error)
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_GIVE_GRADIENT);
    else if (evidence->holdings->on_kink)
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_LEAVE_KINK);
    else if (diagnosis->gradient_norm <= 0 || evidence->holdings->level_ground) {
        if (!advise_after_throw(evidence, diagnosis))
            descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_LEAVE_LEVEL_GROUND);
    } else if (facts->gave_up)
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_BEGIN_ANEW);
    else if (is_held(facts, diagnosis))
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_HELD);
    else if (advise_after_throw(evidence, diagnosis))
        return;
    else if (was_thrown(evidence, diagnosis))
        advise_far_shorter_steps(evidence, diagnosis);
    else if (scheduled(evidence))
        descent__advice_plain(evidence, diagnosis, on_schedule(facts, diagnosis));
    else if (!descent__advice_faster_step(evidence, diagnosis, diagnosis->point))
        descent__advice_plain(evidence, diagnosis,
                              finds_step_sizes(evidence) ? DESCENT__ADVISE_ANYTHING_ELSE_FOUND
                                                         : DESCENT__ADVISE_ANYTHING_ELSE);
}

/* The advice to let the step size decay; to go on if it does, or for a rule that finds it itself to take another. */
static void let_decay(descent__evidence *evidence, descent_diagnosis *diagnosis, descent__advice_code code)
{
    const bool decays = scheduled(evidence);
    descent__advice_plain(evidence, diagnosis,
                          finds_step_sizes(evidence)              ? DESCENT__ADVISE_SET_STEP_SIZE
                          : !decays                               ? code
                          : code == DESCENT__ADVISE_DECAY_AT_KINK ? on_to_kink(&evidence->rule)
                                                                  : DESCENT__ADVISE_RUN_ON);
}

/* Rules that divide the gradient by its own size swing with every step size. False for the others. */
static bool end_steady_swings(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    if (!descent__evidence_rule_tells_nothing(evidence) || !evidence->restarts_trusted)
        return false;
    descent__advice_arriving_step(evidence, diagnosis);
    if (diagnosis->advice_count == 0)
        let_decay(evidence, diagnosis, DESCENT__ADVISE_DECAY_FOR_CYCLE);
    return true;
}

static void advise_bounded(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__evidence *evidence = facts->evidence;
    if (diagnosis->findings & DESCENT_FINDING_KINK)
        let_decay(evidence, diagnosis, DESCENT__ADVISE_DECAY_AT_KINK);
    else if (diagnosis->centre && diagnosis->centre->unbounded_curvature)
        let_decay(evidence, diagnosis, DESCENT__ADVISE_DECAY_AT_SPIKE);
    else if (evidence->random)
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_DECAY_OR_ALL_SAMPLES);
    else if (!end_steady_swings(evidence, diagnosis))
        descent__advice_smaller_step(evidence, diagnosis);
}

static void advise_noisy(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__evidence *evidence = facts->evidence;
    if (facts->outruns_noise)
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_ON_THROUGH_NOISE);
    else if (isnan(diagnosis->noise.floor) &&
             !descent__evidence_rule_tells_nothing(evidence)) /* too few points to tell */
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_RUN_ON);
    else if (scheduled(evidence))
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_DECAYS_ALREADY);
    else
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_DECAY_OR_AVERAGE);
}

/* Does the loss fall to where it has no value any more, from the last point that has one to the first that has none? */
static bool falls_to_edge(const descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    size_t row = 0;
    if (!evidence->has_problem || !evidence->losses)
        return false;
    while (row < evidence->finite && isfinite(evidence->losses[row]))
        row++;
    return row > 0 && row < evidence->finite &&
           descent__trial_falls_to_edge(evidence, descent__evidence_point(evidence, row - 1),
                                        descent__evidence_point(evidence, row));
}

static void advise_nonfinite(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__evidence *evidence = facts->evidence;
    if (evidence->finite == 0) {
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_FINITE_START);
        return;
    }
    if (facts->lowest_without_gradient) { /* where else should another step size lead? */
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_VALUE_FOR_GRADIENT);
        return;
    }
    descent__advice_arriving_step(evidence, diagnosis);
    const bool begins_without = evidence->holdings->start_had_no_loss && diagnosis->quantity == DESCENT_QUANTITY_LOSS;
    if (diagnosis->advice_count == 0)
        descent__advice_plain(evidence, diagnosis,
                              facts->leaves_domain || falls_to_edge(facts) ? DESCENT__ADVISE_STAY_WHERE_A_LOSS_IS
                              : diagnosis->steps == 0                      ? DESCENT__ADVISE_OTHER_START
                              : begins_without                             ? DESCENT__ADVISE_START_WITH_LOSS
                                                                           : DESCENT__ADVISE_LAST_POINT);
}

/* Does the step size lie above the limit of the minimum that the run is near? Then going on does not bring it there. */
static bool is_above_limit(const descent__facts *facts, const descent_diagnosis *diagnosis)
{
    const descent_critical_point *known = descent__facts_known_point(facts);
    return known && known->kind == DESCENT_CRITICAL_MINIMUM &&
           diagnosis->step_size >= descent__destination_step_limit(facts->evidence, known);
}

/* A run that swings, and nobody can tell where to, is helped by whatever ends the swings. */
static void calm_swings(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    if (end_steady_swings(evidence, diagnosis))
        return;
    descent__advice_arriving_step(evidence, diagnosis);
    if (diagnosis->advice_count > 0)
        return;
    descent_advice advice = descent__advice_blank();
    advice.step_size = descent__advice_two_digits(diagnosis->step_size / 4);
    descent__advice_add(evidence, diagnosis, DESCENT__ADVISE_CALM_SWINGS, advice,
                        &(descent__advice_numbers){.momentum = diagnosis->momentum});
}

/* As many steps as anybody makes are not worth a thousandth of what the run has won, if it is no more of the loss itself:
 * a run that fell from far above may yet have most of what is left before it. */
static const double next_to_nothing = 1e-3;

/* Of the loss itself: what single precision does not show is nothing, however little the run has won. */
static const double seen_part = FLT_EPSILON;

/* By more than this the steps grow over a copy: what is level lets them differ by rounding, and a bend by a little. */
static const double quickening = 1.25;

/* And where the slope, too, has gone to what rounding leaves of the largest, what single precision does not show of all that
 * was won is nothing, however small the loss has become. */
static bool wins_nothing(descent__facts *facts, const descent_diagnosis *diagnosis, double win)
{
    const descent__evidence *evidence = facts->evidence;
    const double won = evidence->losses ? evidence->losses[0] - diagnosis->loss : NAN;
    const double loss = fabs(diagnosis->loss);
    return win < next_to_nothing * fmin(won, loss) || win < seen_part * loss ||
           (win < seen_part * won &&
            descent__slope_is_gone(diagnosis->gradient_norm, descent__facts_slopes(facts)->largest));
}

/* By the steps to come, where they are known: the last ones may have swung. */
static double pace_of_loss(descent__facts *facts, const descent_diagnosis *diagnosis)
{
    const descent__outlook *outlook = descent__facts_outlook(facts);
    if (!outlook->known || outlook->result != DESCENT__MAP_MOVED || !isfinite(diagnosis->loss))
        return fabs(diagnosis->pace.slope);
    const double end = descent__evidence_loss_at(facts->evidence, descent__outlook_end(outlook));
    const double slope = (diagnosis->loss - end) / (double)descent__outlook_steps(outlook);
    return slope > 0 ? slope : fabs(diagnosis->pace.slope);
}

/* Do the steps to come grow, as beside a saddle that is being left? Then the pace of now is not that of later. */
static bool quickens(descent__facts *facts)
{
    const descent__outlook *outlook = descent__facts_outlook(facts);
    return outlook->known && outlook->result == DESCENT__MAP_MOVED &&
           outlook->lengths[descent__outlook_blocks - 1] > quickening * outlook->lengths[0];
}

/* Steps that do not shorten with the slope, as of a rule that divides by it: such a run moves as it ever did, and longer steps only
 * take it farther. */
static bool keeps_stride(const descent__facts *facts)
{
    const descent__motion *const motion = &facts->motion;
    return descent__evidence_rule_tells_nothing(facts->evidence) &&
           !descent__has_slowed(motion->length_last, motion->length_max);
}

/* Straight on, and so slowly that more steps win nothing: the slope is too small for this step size. False for other runs. */
static bool leave_plateau(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__evidence *const evidence = facts->evidence;
    const double win = pace_of_loss(facts, diagnosis) * DESCENT__OUT_OF_REACH;
    if (!evidence->copies_trusted || !(diagnosis->gradient_norm > 0) ||
        !(descent__goes_straight(facts->motion.straightness)) || !wins_nothing(facts, diagnosis, win) ||
        quickens(facts))
        return false;
    if (keeps_stride(facts)) {
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_NO_MINIMUM_SEEN);
        return true;
    }
    if (was_thrown(evidence, diagnosis)) {
        advise_far_shorter_steps(evidence, diagnosis);
        return true;
    }
    descent__advice_add(evidence, diagnosis,
                        finds_step_sizes(evidence) ? DESCENT__ADVISE_OFF_PLATEAU_FOUND : DESCENT__ADVISE_OFF_PLATEAU,
                        descent__advice_blank(),
                        &(descent__advice_numbers){.win = win, .slope = diagnosis->gradient_norm});
    return true;
}

static void advise_undetermined(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__evidence *evidence = facts->evidence;
    if (facts->loss_hides_the_rest) { /* more of the same steps win nothing */
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_DROP_CONSTANT);
        return;
    }
    if (facts->leaves_domain) {
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_STAY_WHERE_A_LOSS_IS);
        return;
    }
    if (facts->marches) {
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_NO_MINIMUM_SEEN);
        return;
    }
    if (facts->memory_faded) {
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_DECAY_AS_MEMORY_FADES);
        return;
    }
    if (is_above_limit(facts, diagnosis)) {
        descent__advice_smaller_step(evidence, diagnosis);
        return;
    }
    /* Swings across a kink become smaller with the step size, and do not die out. */
    const bool unsettled = facts->swings || isfinite(diagnosis->lyapunov.value);
    if ((diagnosis->findings & DESCENT_FINDING_KINK) && unsettled) {
        let_decay(evidence, diagnosis, DESCENT__ADVISE_DECAY_AT_KINK);
        return;
    }
    /* The exponent was asked for because the run did not settle. */
    if (unsettled && evidence->has_rule && diagnosis->step_size > 0) {
        calm_swings(evidence, diagnosis);
        return;
    }
    if (advise_after_throw(evidence, diagnosis) || leave_plateau(facts, diagnosis))
        return;
    if (scheduled(evidence) && descent__facts_swings_about_kink(facts)) {
        descent__advice_plain(evidence, diagnosis, on_to_kink(&evidence->rule));
        return;
    }
    /* Where a rule is to be checked, more steps of another tell no more. */
    if (diagnosis->findings & DESCENT_FINDING_RULE_DISAGREES)
        return;
    descent__advice_plain(evidence, diagnosis,
                          diagnosis->steps == 0                                    ? DESCENT__ADVISE_MAKE_STEPS
                          : evidence->holdings->slope_is_missing                   ? DESCENT__ADVISE_GIVE_SLOPES
                          : !evidence->has_problem                                 ? DESCENT__ADVISE_GIVE_PROBLEM
                          : diagnosis->budget_exhausted                            ? DESCENT__ADVISE_GIVE_BUDGET
                          : evidence->has_rule || evidence->options.optimiser_name ? DESCENT__ADVISE_RUN_ON
                                                                                   : DESCENT__ADVISE_GIVE_RULE);
}

static void advise_descending(descent__facts *facts, descent_diagnosis *diagnosis)
{
    if (is_above_limit(facts, diagnosis)) {
        descent__advice_smaller_step(facts->evidence, diagnosis);
        return;
    }
    if (advise_after_throw(facts->evidence, diagnosis))
        return;
    const bool thrown = was_thrown(facts->evidence, diagnosis);
    if (facts->long_way) {
        if (descent__advice_faster_step(facts->evidence, diagnosis, descent__facts_known_point(facts)))
            return;
        if (thrown)
            advise_far_shorter_steps(facts->evidence, diagnosis);
        else
            descent__advice_plain(facts->evidence, diagnosis,
                                  finds_step_sizes(facts->evidence) ? DESCENT__ADVISE_LONG_WAY_FOUND
                                                                    : DESCENT__ADVISE_LONG_WAY);
        return;
    }
    const double win = pace_of_loss(facts, diagnosis) * DESCENT__OUT_OF_REACH;
    if (wins_nothing(facts, diagnosis, win) && !quickens(facts)) {
        if (thrown) {
            advise_far_shorter_steps(facts->evidence, diagnosis);
            return;
        }
        /* What goes back and forth swings as far as its steps are long: longer ones do no better. */
        const bool swings = facts->motion.cosine < DESCENT__SWINGING;
        descent__advice_add(facts->evidence, diagnosis,
                            swings                              ? DESCENT__ADVISE_GOOD_ENOUGH
                            : finds_step_sizes(facts->evidence) ? DESCENT__ADVISE_SLOWER_THAN_WORTH_FOUND
                                                                : DESCENT__ADVISE_SLOWER_THAN_WORTH,
                            descent__advice_blank(), &(descent__advice_numbers){.win = win});
        return;
    }
    descent__advice_plain(facts->evidence, diagnosis, DESCENT__ADVISE_DESCEND_ON);
    (void)descent__advice_faster_step(facts->evidence, diagnosis, descent__facts_known_point(facts));
}

static void advise_diverging(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__advice_smaller_step(facts->evidence, diagnosis);
}

static void advise_unbounded(descent__facts *facts, descent_diagnosis *diagnosis)
{
    if (!descent__advice_step_to_minimum(facts->evidence,
                                         diagnosis)) /* short steps may stay this side of the way out */
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

static void check_rule(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    const descent__misfit found = descent__evidence_measure_misfit(evidence);
    const bool fitted = diagnosis->findings & DESCENT_FINDING_RULE_FITTED;
    descent__advice_add(evidence, diagnosis, fitted ? DESCENT__ADVISE_GIVE_RULE_OF_ALL : DESCENT__ADVISE_CHECK_RULE,
                        descent__advice_blank(),
                        &(descent__advice_numbers){.misfit = found.misfit, .length = found.length});
}

void descent__advice_give(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__evidence *evidence = facts->evidence;
    diagnosis->advice = descent__arena_take(evidence->keep, descent__advice_most, sizeof *diagnosis->advice);
    if (!diagnosis->advice)
        return;
    const bool arrived = diagnosis->ending == DESCENT_ENDING_CONVERGED || facts->lowest_at_kink;
    const bool mismatch = diagnosis->findings & DESCENT_FINDING_GRADIENT_MISMATCH;
    if (mismatch)
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_FIX_GRADIENT);
    else if (diagnosis->findings & DESCENT_FINDING_RULE_DISAGREES)
        check_rule(evidence, diagnosis);
    bool solved = mismatch && !arrived;
    if ((diagnosis->findings & DESCENT_FINDING_MOMENTUM_NEAR_ONE) && !arrived && !solved)
        solved = descent__advice_lower_momentum(evidence, diagnosis) && diagnosis->ending != DESCENT_ENDING_APPROACHING;
    /* With a momentum of 1 and more no step size holds a run. */
    solved = solved || !(fabs(diagnosis->momentum) < 1 || isnan(diagnosis->momentum));
    if (!solved)
        by_ending[diagnosis->ending](facts, diagnosis);
}

/* Has a copy arrived somewhere? */
static bool is_solved(const descent_diagnosis *diagnosis)
{
    for (size_t k = 0; k < diagnosis->advice_count; k++)
        if (diagnosis->advice[k].outcome_steps > 0)
            return true;
    return false;
}

/* Drops what guesses at a step size that no copy bore out, and no limit: it contradicts whoever knows that smaller steps come closer to
 * the pole. More of the same steps tell no more of a run either that falls toward one, crosses it and falls again. */
static void drop_guesses(descent_diagnosis *diagnosis)
{
    const bool limited = diagnosis->step_limit < diagnosis->step_size;
    const bool runs_on = diagnosis->ending == DESCENT_ENDING_UNDETERMINED && !diagnosis->budget_exhausted &&
                         !(diagnosis->findings & DESCENT_FINDING_RULE_DISAGREES);
    size_t kept = 0;
    for (size_t k = 0; k < diagnosis->advice_count; k++) {
        const descent_advice *const advice = &diagnosis->advice[k];
        const bool guessed = advice->kind == DESCENT_ADVICE_STEP_SIZE && !isfinite(advice->steps) && !limited;
        if (!guessed && !(runs_on && advice->kind == DESCENT_ADVICE_MORE_EVIDENCE))
            diagnosis->advice[kept++] = *advice;
    }
    diagnosis->advice_count = kept;
}

/* Is there no minimum beyond either, as far as the run went, or has it other poles there? */
static bool no_better_beyond(const descent__evidence *evidence, const descent_diagnosis *diagnosis,
                             const descent_event *crossed)
{
    for (size_t k = 0; k < diagnosis->advice_count; k++)
        if (diagnosis->advice[k].kind == DESCENT_ADVICE_CHANGE_LOSS)
            return true;
    return evidence->holdings->pole_falls_beyond || crossed->count > 1;
}

void descent__advice_beside_pole(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    const descent__holdings *const holdings = evidence->holdings;
    const bool open = diagnosis->ending == DESCENT_ENDING_UNDETERMINED ||
                      diagnosis->ending == DESCENT_ENDING_DESCENDING || diagnosis->ending == DESCENT_ENDING_UNBOUNDED;
    size_t k = 0;
    while (k < diagnosis->event_count && diagnosis->events[k].kind != DESCENT_EVENT_POLE)
        k++;
    if (!open || k == diagnosis->event_count || diagnosis->events[k].value > 0 || is_solved(diagnosis))
        return;
    drop_guesses(diagnosis);
    descent__advice_add(evidence, diagnosis,
                        no_better_beyond(evidence, diagnosis, &diagnosis->events[k]) ? DESCENT__ADVISE_SHUN_POLE
                                                                                     : DESCENT__ADVISE_LEAVE_POLE,
                        descent__advice_blank(),
                        &(descent__advice_numbers){.pole = {.x = holdings->pole, .tolerance = holdings->pole_known},
                                                   .pole_from_below = holdings->pole_from_below});
}

/* Is nothing better known than to go on? */
static bool only_goes_on(const descent_diagnosis *diagnosis)
{
    const descent_advice_kind on = diagnosis->ending == DESCENT_ENDING_UNDETERMINED ? DESCENT_ADVICE_MORE_EVIDENCE
                                   : diagnosis->ending == DESCENT_ENDING_DESCENDING ? DESCENT_ADVICE_MORE_STEPS
                                                                                    : DESCENT_ADVICE_NOTHING;
    return diagnosis->advice_count == 1 && on != DESCENT_ADVICE_NOTHING && diagnosis->advice[0].kind == on &&
           diagnosis->steps > 0 && !diagnosis->budget_exhausted;
}

void descent__advice_for_narrow_minimum(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__evidence *evidence = facts->evidence;
    if (!only_goes_on(diagnosis) || !evidence->has_rule || scheduled(evidence) ||
        !descent__rule_tells_multipliers(&evidence->rule) || (diagnosis->findings & DESCENT_FINDING_RULE_DISAGREES) ||
        !(diagnosis->step_size > 0))
        return;
    const descent_critical_point *down = descent__facts_down_the_slope(facts);
    if (!down || down->kind != DESCENT_CRITICAL_MINIMUM || down->curvature_jumps)
        return;
    const double limit = descent__destination_step_limit(evidence, down);
    descent_advice advice = descent__advice_blank();
    advice.step_size = descent__advice_two_digits(repelling_part * limit);
    if (!(limit <= diagnosis->step_size) || !(advice.step_size > 0))
        return;
    diagnosis->advice_count = 0;
    descent__advice_add(evidence, diagnosis, DESCENT__ADVISE_STEP_FOR_NARROW_MINIMUM, advice,
                        &(descent__advice_numbers){
                            .outcome = {descent__words_kind(down), down->x, diagnosis->tolerance}, .largest = limit});
}
