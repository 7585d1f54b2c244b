/* What each piece of advice says. The advice decides which of these it is; the sentences stand here alone. */
#ifndef DESCENT_LIB_DIAGNOSIS_EXPLAIN_ADVICE_WORDS_H
#define DESCENT_LIB_DIAGNOSIS_EXPLAIN_ADVICE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <descent/diagnosis.h>

#include "base/arena.h"
#include "diagnosis/explain/words.h"

/*
 * The one list of advice: code, kind, sentences. Names in braces are filled in, see `fillers` in advice_words.c:
 * {step_size}, {momentum}, {push}, {steps}, {count}, {units} and {way} from the advice itself, the others from descent__advice_numbers.
 */
#define DESCENT__ADVICE_LIST(ADVICE)                                                                                   \
    /* All is well, or more of the same. */                                                                            \
    ADVICE(DESCENT__ADVISE_NOTHING, DESCENT_ADVICE_NOTHING, "Nothing: the run has arrived.")                           \
    ADVICE(DESCENT__ADVISE_NOTHING_IF_IT_ENDS, DESCENT_ADVICE_NOTHING,                                                 \
           "Nothing, if it ends here: the run has arrived. To go on, let the step size decay, or it leaves again.")    \
    ADVICE(DESCENT__ADVISE_NOTHING_IF_NEAR_ENOUGH, DESCENT_ADVICE_NOTHING,                                             \
           "Nothing, if that is near enough: the run counts as arrived. All steps to come, together, bring it hardly " \
           "nearer; a step size that shrinks more slowly would.")                                                      \
    ADVICE(DESCENT__ADVISE_MORE_STEPS, DESCENT_ADVICE_MORE_STEPS, "Go on for more steps.")                             \
    ADVICE(DESCENT__ADVISE_SO_MANY_STEPS, DESCENT_ADVICE_MORE_STEPS, "Go on for {steps}.")                             \
    ADVICE(DESCENT__ADVISE_ABOUT_STEPS, DESCENT_ADVICE_MORE_STEPS, "Go on for about {steps}.")                         \
    ADVICE(DESCENT__ADVISE_AT_LEAST_STEPS, DESCENT_ADVICE_MORE_STEPS, "Go on for at least {steps}.")                   \
    ADVICE(DESCENT__ADVISE_OUT_OF_REACH, DESCENT_ADVICE_MORE_STEPS,                                                    \
           "Going on would take about {steps}, which is out of reach.")                                                \
    ADVICE(DESCENT__ADVISE_DESCEND_ON, DESCENT_ADVICE_MORE_STEPS, "Go on for more steps, and ask again.")              \
    ADVICE(DESCENT__ADVISE_ON_THROUGH_NOISE, DESCENT_ADVICE_MORE_STEPS,                                                \
           "Go on for more steps: the run is still on its way, and so far noise does not hold it up.")                 \
    ADVICE(DESCENT__ADVISE_SLOWER_THAN_WORTH, DESCENT_ADVICE_OTHER_RULE,                                               \
           "Going on wins little: at the pace of the last steps, ten million more would lower the loss by {win}. "     \
           "Momentum, a larger step size, or another start may do better.")                                            \
    ADVICE(DESCENT__ADVISE_GOOD_ENOUGH, DESCENT_ADVICE_OTHER_RULE,                                                     \
           "Going on wins little: at the pace of the last steps, ten million more would lower the loss by {win}. "     \
           "The run goes back and forth, as far as its steps are long: perhaps what it has reached is good enough.")   \
    ADVICE(DESCENT__ADVISE_SLOWER_THAN_WORTH_FOUND, DESCENT_ADVICE_OTHER_RULE,                                         \
           "Going on wins little: at the pace of the last steps, ten million more would lower the loss by {win}. "     \
           "Another rule or another start may do better: this one finds its step sizes itself.")                       \
    ADVICE(DESCENT__ADVISE_OFF_PLATEAU, DESCENT_ADVICE_OTHER_RULE,                                                     \
           "Begin elsewhere, or take a far larger step size: the slope is so small, {slope}, that the run hardly "     \
           "moves. At this pace ten million more steps would lower the loss by {win}.")                                \
    ADVICE(DESCENT__ADVISE_OFF_PLATEAU_FOUND, DESCENT_ADVICE_OTHER_RULE,                                               \
           "Begin elsewhere, or take another rule: the slope is so small, {slope}, that the run hardly moves. At "     \
           "this pace ten million more steps would lower the loss by {win}.")                                          \
    ADVICE(DESCENT__ADVISE_LONG_WAY, DESCENT_ADVICE_OTHER_RULE,                                                        \
           "A larger step size, momentum, or another start: at this pace it takes too long.")                          \
    ADVICE(                                                                                                            \
        DESCENT__ADVISE_LONG_WAY_FOUND, DESCENT_ADVICE_OTHER_RULE,                                                     \
        "Another rule, or another start: this one finds its step sizes itself, and at this pace it takes too long.")   \
    /* Another step size. */                                                                                           \
    ADVICE(DESCENT__ADVISE_HALF_STEP, DESCENT_ADVICE_STEP_SIZE, "A smaller step size: half of it, then half again.")   \
    ADVICE(                                                                                                            \
        DESCENT__ADVISE_HALF_STEP_OR_DECAY, DESCENT_ADVICE_STEP_SIZE,                                                  \
        "A smaller step size: half of it, then half again. If that only makes the swings smaller, as at a kink, let "  \
        "the step size decay.")                                                                                        \
    ADVICE(                                                                                                            \
        DESCENT__ADVISE_CALM_SWINGS, DESCENT_ADVICE_STEP_SIZE,                                                         \
        "A smaller step size, such as {step_size}{or_less_momentum}: then the swings may die out sooner. Or let it "   \
        "run on{record_every_step}, and ask again.")                                                                   \
    ADVICE(DESCENT__ADVISE_STEP_FOR_NARROW_MINIMUM, DESCENT_ADVICE_STEP_SIZE,                                          \
           "Step size {step_size}: from here the slope leads to {outcome_place}, and only with step sizes below "      \
           "{largest} can a run come to rest there.")                                                                  \
    ADVICE(DESCENT__ADVISE_SMALLER_STEP, DESCENT_ADVICE_STEP_SIZE, "{A_smaller_step_size}, such as {step_size}.")      \
    ADVICE(DESCENT__ADVISE_STEP_TRIED, DESCENT_ADVICE_STEP_SIZE,                                                       \
           "{Step_size} {step_size}. I tried it: from the same start {outcome}.")                                      \
    ADVICE(DESCENT__ADVISE_STEP_TRIED_NO_MINIMUM, DESCENT_ADVICE_STEP_SIZE,                                            \
           "{Step_size} {step_size}. I tried it: from the same start {outcome}, which is no minimum.")                 \
    ADVICE(DESCENT__ADVISE_STEP_TRIED_CALM, DESCENT_ADVICE_STEP_SIZE,                                                  \
           "{Step_size} {step_size}. I tried it: the run goes down, but after {copy_steps} it has not yet arrived.")   \
    ADVICE(DESCENT__ADVISE_STEP_TRIED_TOWARD, DESCENT_ADVICE_STEP_SIZE,                                                \
           "{Step_size} {step_size}. I tried it: from the same start it is on the way to {outcome_place} "             \
           "after {copy_steps}. By the curvatures there, about {count} from the start lead all the way.")              \
    ADVICE(DESCENT__ADVISE_STEP_AND_PUSH, DESCENT_ADVICE_STEP_SIZE,                                                    \
           "Step size {step_size}, from a start that is pushed a little{way}, because without the push the run ends "  \
           "on {saddle}. I tried it: after a push of {push} {outcome}.")                                               \
    ADVICE(DESCENT__ADVISE_BEGIN_AGAIN, DESCENT_ADVICE_STEP_SIZE,                                                      \
           "Begin again with the step size {step_size}. I tried it: from the same start {outcome}.")                   \
    ADVICE(DESCENT__ADVISE_FASTER_BY_THEORY, DESCENT_ADVICE_STEP_SIZE,                                                 \
           "The step size {step_size} is faster: by the curvatures of {outcome_place} it takes about {count} from "    \
           "the start.")                                                                                               \
    ADVICE(DESCENT__ADVISE_SLOWER_DECAY, DESCENT_ADVICE_STEP_SIZE,                                                     \
           "Let the step size shrink more slowly, or begin with a larger one.")                                        \
    ADVICE(DESCENT__ADVISE_FASTER_DECAY, DESCENT_ADVICE_STEP_SIZE,                                                     \
           "Once it swings about the minimum, let the step size shrink faster: the steps of this rule do not shorten " \
           "as the slope does, so the run comes as near as they are long.")                                            \
    ADVICE(DESCENT__ADVISE_ENDLESS_DECAY, DESCENT_ADVICE_STEP_SIZE,                                                    \
           "Let the step size shrink more slowly, or not at all: the larger the sum of all step sizes, the nearer it " \
           "comes.")                                                                                                   \
    ADVICE(DESCENT__ADVISE_SLOWER_ENDLESS_DECAY, DESCENT_ADVICE_STEP_SIZE,                                             \
           "Let the step size shrink more slowly (the inverse schedule, say): the larger the sum of all step "         \
           "sizes, the nearer it comes.")                                                                              \
    ADVICE(DESCENT__ADVISE_ENDLESS_DECAY_AT_KINK, DESCENT_ADVICE_STEP_SIZE,                                            \
           "Let the step size shrink more slowly (the inverse schedule, say): the larger the sum of all step "         \
           "sizes, the nearer it comes. But let it shrink: with a fixed step size nearly every run goes back and "     \
           "forth across a kink.")                                                                                     \
    ADVICE(DESCENT__ADVISE_ON_TO_KINK, DESCENT_ADVICE_MORE_STEPS,                                                      \
           "Go on for more steps: the run goes to and fro about a kink, and comes as near to it as its step size "     \
           "shrinks.")                                                                                                 \
    ADVICE(DESCENT__ADVISE_LONGER_SCHEDULE, DESCENT_ADVICE_DECAY_STEP,                                                 \
           "Let the whole of the schedule take more steps: the run goes to and fro about a kink, and a longer "        \
           "schedule leaves it more steps of each length to come nearer by.")                                          \
    ADVICE(DESCENT__ADVISE_SHORTER_THAN_THREW, DESCENT_ADVICE_STEP_SIZE,                                               \
           "A far smaller step size{or_less_momentum}, from the same start: this one threw the run to where the "      \
           "loss is higher than it was there.")                                                                        \
    /* A step size that decays. */                                                                                     \
    ADVICE(DESCENT__ADVISE_DECAY_AT_KINK, DESCENT_ADVICE_DECAY_STEP,                                                   \
           "Let the step size decay (the inverse schedule, say): with a fixed step size nearly every run goes back "   \
           "and forth across a kink. Then it comes as near to the kink as its last steps are long.")                   \
    ADVICE(DESCENT__ADVISE_DECAY_FOR_CYCLE, DESCENT_ADVICE_DECAY_STEP,                                                 \
           "Let the step size decay: this rule makes long steps even where the slope is small, so a smaller step "     \
           "size only makes its swings smaller.")                                                                      \
    ADVICE(DESCENT__ADVISE_SET_STEP_SIZE, DESCENT_ADVICE_OTHER_RULE,                                                   \
           "Take a rule whose step size is given, such as plain descent, and let that decay: this one finds its step " \
           "sizes itself, so no schedule shortens its steps.")                                                         \
    ADVICE(DESCENT__ADVISE_GIVE_GRADIENT, DESCENT_ADVICE_MORE_EVIDENCE,                                                \
           "Give a gradient function, or take the constant part out of the loss: what is left of the way is too "      \
           "little for differences of it to see.")                                                                     \
    ADVICE(DESCENT__ADVISE_LEAVE_LEVEL_GROUND, DESCENT_ADVICE_CHANGE_LOSS,                                             \
           "Begin elsewhere, or change the loss: where rounding or level ground leaves nothing of its gradient, no "   \
           "step size and no momentum moves the run.")                                                                 \
    ADVICE(DESCENT__ADVISE_LEAVE_KINK, DESCENT_ADVICE_LEAVE_SADDLE,                                                    \
           "Push the run a little that way, and go on from there: on the kink itself it is given no slope.")           \
    ADVICE(DESCENT__ADVISE_DECAY_AT_SPIKE, DESCENT_ADVICE_DECAY_STEP,                                                  \
           "Let the step size decay (the inverse schedule, say): no fixed one comes to rest where the "                \
           "curvature has no bound.")                                                                                  \
    ADVICE(DESCENT__ADVISE_STEP_BELOW_LIMIT, DESCENT_ADVICE_STEP_SIZE,                                                 \
           "Should the run leave, take the step size {step_size}: with that the minimum attracts.")                    \
    ADVICE(                                                                                                            \
        DESCENT__ADVISE_DECAY_AS_MEMORY_FADES, DESCENT_ADVICE_DECAY_STEP,                                              \
        "Let the step size decay, or stop at the minimum: with a fixed step size the memory fades again and again, "   \
        "and the run leaves each time.")                                                                               \
    ADVICE(DESCENT__ADVISE_DECAY_OR_ALL_SAMPLES, DESCENT_ADVICE_DECAY_STEP,                                            \
           "Let the step size decay, or take the samples all at once.")                                                \
    ADVICE(DESCENT__ADVISE_DECAY_OR_AVERAGE, DESCENT_ADVICE_DECAY_STEP,                                                \
           "Let the step size decay, average the points of the last half, or average more samples for each gradient.") \
    ADVICE(DESCENT__ADVISE_DECAYS_ALREADY, DESCENT_ADVICE_DECAY_STEP,                                                  \
           "The step size decays, as it should: go on, average the points of the last half, or average more samples "  \
           "for each gradient.")                                                                                       \
    ADVICE(DESCENT__ADVISE_NO_FIXED_STEP, DESCENT_ADVICE_DECAY_STEP,                                                   \
           "Let the step size decay: with fixed ones from {largest} down to {smallest} the same start did not come "   \
           "to rest either.")                                                                                          \
    /* Another rule, or other parameters of it. */                                                                     \
    ADVICE(                                                                                                            \
        DESCENT__ADVISE_FLAT_MINIMUM, DESCENT_ADVICE_OTHER_RULE,                                                       \
        "Around it the loss is so flat that with a fixed step size the steps become ever shorter: perhaps what the "   \
        "run has reached is good enough.")                                                                             \
    ADVICE(DESCENT__ADVISE_HELD, DESCENT_ADVICE_OTHER_RULE,                                                            \
           "The rule makes no step although the gradient is not zero. If bounds hold the run there and the gradient "  \
           "points out of them, nothing is left to do; otherwise look at the rule.")                                   \
    ADVICE(                                                                                                            \
        DESCENT__ADVISE_BEGIN_ANEW, DESCENT_ADVICE_OTHER_RULE,                                                         \
        "The rule gave up for the reason given above: do away with that, or go on from here with another step size, "  \
        "which is the first that it tries, or with a rule that does not search.")                                      \
    ADVICE(DESCENT__ADVISE_ANYTHING_ELSE, DESCENT_ADVICE_OTHER_RULE,                                                   \
           "A larger step size, momentum, or another start: at this pace nothing will change.")                        \
    ADVICE(                                                                                                            \
        DESCENT__ADVISE_ANYTHING_ELSE_FOUND, DESCENT_ADVICE_OTHER_RULE,                                                \
        "Another rule, or another start: this one finds its step sizes itself, and at this pace nothing will change.") \
    ADVICE(DESCENT__ADVISE_ADD_MOMENTUM, DESCENT_ADVICE_OTHER_RULE,                                                    \
           "It is steep one way and flat another, where momentum helps: by the curvatures there, a heavy ball of "     \
           "step size {step_size} and momentum {momentum} takes about {count} from the start.")                        \
    ADVICE(DESCENT__ADVISE_ADD_MOMENTUM_TRIED, DESCENT_ADVICE_OTHER_RULE,                                              \
           "It is steep one way and flat another, where momentum helps: a heavy ball of step size {step_size} and "    \
           "momentum {momentum}. I tried it: from the same start {outcome}.")                                          \
    ADVICE(                                                                                                            \
        DESCENT__ADVISE_OTHER_MOMENTUM, DESCENT_ADVICE_MOMENTUM,                                                       \
        "By the curvatures there, step size {step_size} and momentum {momentum} take about {count} from the start.")   \
    ADVICE(DESCENT__ADVISE_OTHER_MOMENTUM_TRIED, DESCENT_ADVICE_MOMENTUM,                                              \
           "Step size {step_size} and momentum {momentum}. I tried it: from the same start {outcome}.")                \
    ADVICE(DESCENT__ADVISE_MOMENTUM_BELOW_ONE, DESCENT_ADVICE_MOMENTUM,                                                \
           "Lower the momentum below 1, to {momentum} say: with 1 or more, motion never dies out.")                    \
    ADVICE(DESCENT__ADVISE_LOWER_MOMENTUM, DESCENT_ADVICE_MOMENTUM,                                                    \
           "Lower the momentum, to {momentum} say: so near to 1, motion dies out very slowly.")                        \
    ADVICE(DESCENT__ADVISE_LOWER_MOMENTUM_TRIED, DESCENT_ADVICE_MOMENTUM,                                              \
           "Lower the momentum, to {momentum} say. I tried it: from the same start {outcome}.")                        \
    ADVICE(DESCENT__ADVISE_LOWER_MOMENTUM_TRIED_NO_MINIMUM, DESCENT_ADVICE_MOMENTUM,                                   \
           "Lower the momentum, to {momentum} say. I tried it: from the same start {outcome}, which is no minimum.")   \
    ADVICE(DESCENT__ADVISE_MOMENTUM_AND_PUSH, DESCENT_ADVICE_MOMENTUM,                                                 \
           "Lower the momentum, to {momentum} say, and begin from a start that is pushed a little{way}, because "      \
           "without the push the run ends on {saddle}. I tried it: after a push of {push} {outcome}.")                 \
    /* Away from a critical point that is no minimum. */                                                               \
    ADVICE(DESCENT__ADVISE_PUSH_OFF, DESCENT_ADVICE_LEAVE_SADDLE,                                                      \
           "Push the run a little{way}, either way, and go on from there.")                                            \
    ADVICE(DESCENT__ADVISE_PUSH_OFF_TRIED, DESCENT_ADVICE_LEAVE_SADDLE,                                                \
           "Push the run a little{way}, either way, and go on from there. I tried it: after a push of {push}{toward} " \
           "{outcome}.")                                                                                               \
    ADVICE(DESCENT__ADVISE_PUSH_OFF_ONE_WAY_TRIED, DESCENT_ADVICE_LEAVE_SADDLE,                                        \
           "Push the run a little{way}{toward}, and go on from there. I tried it: after a push of {push} {outcome}; "  \
           "the other way no minimum was found.")                                                                      \
    ADVICE(DESCENT__ADVISE_PUSH_OFF_FLED, DESCENT_ADVICE_LEAVE_SADDLE,                                                 \
           "Push the run a little{way}, either way, and go on from there. I tried it: after a push of {push}{toward} " \
           "it leaves for infinity, so there may be no minimum that way.")                                             \
    ADVICE(DESCENT__ADVISE_LOWER_POINT, DESCENT_ADVICE_LEAVE_SADDLE,                                                   \
           "Go on from the lower point, or begin somewhere else.")                                                     \
    ADVICE(DESCENT__ADVISE_LOWER_POINT_TRIED, DESCENT_ADVICE_LEAVE_SADDLE,                                             \
           "Go on from the lower point. I tried it: {outcome}.")                                                       \
    ADVICE(                                                                                                            \
        DESCENT__ADVISE_LOWER_POINT_FLED, DESCENT_ADVICE_LEAVE_SADDLE,                                                 \
        "Go on from the lower point. I tried it: the run leaves for infinity, so there may be no minimum that way.")   \
    ADVICE(DESCENT__ADVISE_LOWER_FARTHER_TRIED, DESCENT_ADVICE_LEAVE_SADDLE,                                           \
           "Go on from farther off that way, as from {begin}, where the loss is lower, too. I tried it: from there "   \
           "{outcome}.")                                                                                               \
    ADVICE(DESCENT__ADVISE_LOWER_FARTHER_FLED, DESCENT_ADVICE_LEAVE_SADDLE,                                            \
           "Go on from farther off that way, as from {begin}, where the loss is lower, too. I tried it: from there "   \
           "the run leaves for infinity, so there may be no minimum that way.")                                        \
    ADVICE(DESCENT__ADVISE_LOWER_FARTHER_LEAVES, DESCENT_ADVICE_LEAVE_SADDLE,                                          \
           "Go on from farther off that way, as from {begin}, where the loss is lower, too. I tried it: from there "   \
           "the run gets away, and after {copy_steps} it has not arrived anywhere.")                                   \
    ADVICE(DESCENT__ADVISE_BEGIN_ELSEWHERE, DESCENT_ADVICE_LEAVE_SADDLE,                                               \
           "Begin somewhere else: beside this point the slope is so slight that no copy got away.")                    \
    /* The problem itself. */                                                                                          \
    ADVICE(DESCENT__ADVISE_FIX_GRADIENT, DESCENT_ADVICE_FIX_GRADIENT,                                                  \
           "Mend the gradient or the loss first: they do not belong together. Differences of the loss, beside the "    \
           "gradient, show which component is wrong.")                                                                 \
    ADVICE(DESCENT__ADVISE_FINITE_START, DESCENT_ADVICE_FIX_DOMAIN, "Begin at a point whose numbers are all finite.")  \
    ADVICE(DESCENT__ADVISE_OTHER_START, DESCENT_ADVICE_FIX_DOMAIN,                                                     \
           "Begin at another point: no step can be made from this one, for loss or gradient are not finite there.")    \
    ADVICE(DESCENT__ADVISE_START_WITH_LOSS, DESCENT_ADVICE_FIX_DOMAIN,                                                 \
           "Begin at another point: where this run began the loss has no finite value.")                               \
    ADVICE(DESCENT__ADVISE_LAST_POINT, DESCENT_ADVICE_FIX_DOMAIN,                                                      \
           "Look at loss and gradient at the last point. A smaller step size may keep the run where both are finite.") \
    ADVICE(DESCENT__ADVISE_VALUE_FOR_GRADIENT, DESCENT_ADVICE_FIX_DOMAIN,                                              \
           "Look at the loss around the last point: if it is lowest there, the run has arrived. A gradient that is 0 " \
           "at that point would let the run rest there.")                                                              \
    ADVICE(DESCENT__ADVISE_NO_MINIMUM, DESCENT_ADVICE_CHANGE_LOSS,                                                     \
           "The loss has no minimum that way, and no step size makes one: add a penalty on large values, stop by "     \
           "another measure, or begin where the way does not lead there.")                                             \
    ADVICE(DESCENT__ADVISE_NO_MINIMUM_SEEN, DESCENT_ADVICE_CHANGE_LOSS,                                                \
           "Begin where the way does not lead there, or add a penalty on large values: that way no minimum was seen.") \
    ADVICE(DESCENT__ADVISE_LEAVE_POLE, DESCENT_ADVICE_CHANGE_LOSS,                                                     \
           "Begin {beyond_pole}where the run came from, the loss falls below all bounds toward the pole, so that it "  \
           "has no lowest value there, and smaller steps only come closer to the pole. Or, in a program of your own, " \
           "keep the run away from it (the box modifier).")                                                            \
    ADVICE(DESCENT__ADVISE_SHUN_POLE, DESCENT_ADVICE_CHANGE_LOSS,                                                      \
           "Choose a loss without a pole: toward one this loss falls below all bounds, so that it has no lowest "      \
           "value, and smaller steps only come closer to the pole. Or, in a program of your own, keep the run away "   \
           "from it (the box modifier).")                                                                              \
    ADVICE(DESCENT__ADVISE_DROP_CONSTANT, DESCENT_ADVICE_CHANGE_LOSS,                                                  \
           "Take the large constant out of the loss, or step by the gradient alone, which compares no losses.")        \
    ADVICE(DESCENT__ADVISE_ALL_FLED, DESCENT_ADVICE_CHANGE_LOSS,                                                       \
           "Look at the loss: with step sizes from {largest} down to {smallest} the same start ran off as well. It "   \
           "may have no minimum; or a step size far below {smallest} does better.")                                    \
    ADVICE(DESCENT__ADVISE_FAR_SMALLER_STEP, DESCENT_ADVICE_STEP_SIZE,                                                 \
           "A step size far below {smallest}: there is a minimum, but with step sizes from {largest} down to that "    \
           "the same start ran off as well.")                                                                          \
    ADVICE(DESCENT__ADVISE_SCALE_VARIABLES, DESCENT_ADVICE_SCALE_VARIABLES,                                            \
           "Divide the variables by {units} (or multiply the columns of a model's data by these): the curvatures "     \
           "at the minimum differ by a factor of {before}; then they {after}. Where the loss is like a quadratic, a "  \
           "fixed step size of {step_size} without momentum takes about {count} in all.")                              \
    ADVICE(DESCENT__ADVISE_STAY_WHERE_A_LOSS_IS, DESCENT_ADVICE_CHANGE_LOSS,                                           \
           "Choose a loss that has a value everywhere: this one falls toward where it ends. Or, in a program of your " \
           "own, keep the run where it has one (the box modifier).")                                                   \
    /* More to go by. */                                                                                               \
    ADVICE(DESCENT__ADVISE_GIVE_HESSIAN, DESCENT_ADVICE_MORE_EVIDENCE,                                                 \
           "Hand over second derivatives: they tell whether this is a minimum.")                                       \
    ADVICE(DESCENT__ADVISE_GIVE_PROBLEM, DESCENT_ADVICE_MORE_EVIDENCE,                                                 \
           "Hand over the problem{and_rule} as well, and more steps{recorded}.")                                       \
    ADVICE(                                                                                                            \
        DESCENT__ADVISE_GIVE_SLOPES, DESCENT_ADVICE_MORE_EVIDENCE,                                                     \
        "Hand over the problem{and_rule} as well, or beside each point its loss and the norm of its gradient: points " \
        "alone, however many, cannot tell.")                                                                           \
    ADVICE(DESCENT__ADVISE_GIVE_RULE, DESCENT_ADVICE_MORE_EVIDENCE,                                                    \
           "Hand over the rule as well, with its step size, if one and the same made all steps.")                      \
    ADVICE(DESCENT__ADVISE_CHECK_RULE, DESCENT_ADVICE_MORE_EVIDENCE,                                                   \
           "Check the rule and the step size that were given, and the problem: with these the recorded steps are not " \
           "made again{by_misfit}.")                                                                                   \
    ADVICE(DESCENT__ADVISE_GIVE_RULE_OF_ALL, DESCENT_ADVICE_MORE_EVIDENCE,                                             \
           "Look for what changed on the way, or hand over the rule that made the steps: the one that was fitted to "  \
           "them does not make all of them again{by_misfit}.")                                                         \
    ADVICE(DESCENT__ADVISE_GIVE_BUDGET, DESCENT_ADVICE_MORE_EVIDENCE,                                                  \
           "Allow the diagnosis a larger budget of evaluations, and ask again.")                                       \
    ADVICE(DESCENT__ADVISE_MAKE_STEPS, DESCENT_ADVICE_MORE_EVIDENCE, "Make some steps, record them, and ask again.")   \
    ADVICE(DESCENT__ADVISE_RUN_ON, DESCENT_ADVICE_MORE_EVIDENCE, "Let it run on{record_every_step}, and ask again.")

typedef enum descent__advice_code {
#define DESCENT__ADVICE_ENUMERATOR(code, kind, sentences) code,
    DESCENT__ADVICE_LIST(DESCENT__ADVICE_ENUMERATOR)
#undef DESCENT__ADVICE_ENUMERATOR
    DESCENT__ADVICE_CODE_COUNT
} descent__advice_code;

/* A critical point in a sentence: "the minimum at (2, 1.70711)". */
typedef struct descent__place {
    const char *noun; /* what is there */
    const double *x;
    double tolerance; /* components up to this far from zero are written as zero */
} descent__place;

/* What sentences are filled with beside the fields of the advice; all zero where nothing was tried. */
typedef struct descent__advice_numbers {
    descent__place outcome;   /* {outcome}: where the copy came to rest, after `outcome_steps` of the advice */
    descent__place saddle;    /* {saddle}: where it rests without the push */
    uint64_t copy_steps;      /* {copy_steps}: how far a copy got that did not arrive */
    double largest, smallest; /* {largest}, {smallest}: step sizes that were tried */
    double before, after;     /* {before}, {after}: ratio of the curvatures, and with other units */
    double win;               /* {win}: by how much the loss would fall */
    double slope;             /* {slope}: the norm of the gradient */
    bool every_step;          /* {record_every_step}, {recorded}: nothing, for each is recorded already */
    double misfit, length;    /* {by_misfit}: of the steps that a rule misses; nothing without a number */
    bool rule_known;          /* {and_rule}: nothing, for it was handed over */
    double momentum;          /* {or_less_momentum}: that of the run, 0 if it has none */
    bool exact;               /* {steps}: no estimate, so told to the last digit; */
    bool least;               /* and a lower end, which is rounded down and not up */
    int scheduled;            /* {Step_size}: non-zero if the step size is only the first of a schedule */
    const double *begin;      /* {begin}: where the copy began */
    descent__place pole;      /* {beyond_pole}: where it was crossed, */
    bool pole_from_below;     /* and from which side, if there is one variable */
} descent__advice_numbers;

descent_advice_kind descent__advice_kind(descent__advice_code code);

/* The sentences, filled, in the arena; NULL if there is no memory. `numbers` may be NULL where none are named. */
const char *descent__advice_text(descent__arena *arena, size_t n, const char *const *names, descent__advice_code code,
                                 const descent_advice *advice, const descent__advice_numbers *numbers);

#endif
