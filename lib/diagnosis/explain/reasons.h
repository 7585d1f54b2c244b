/* Why an ending was reached: one name and one sentence for each reason. */
#ifndef DESCENT_LIB_DIAGNOSIS_EXPLAIN_REASONS_H
#define DESCENT_LIB_DIAGNOSIS_EXPLAIN_REASONS_H

#include <stdbool.h>
#include <stdint.h>

#include <descent/diagnosis.h>

#include "base/arena.h"

/*
 * The one list of reasons: name, sentence. Names in braces are filled in from descent__reason_facts, see `fillers` in
 * reasons.c.
 */
#define DESCENT__REASON_LIST(REASON)                                                                                   \
    REASON(DESCENT__REASON_NONE, "Nothing was decided.")                                                               \
    /* Undetermined: too little is there. */                                                                           \
    REASON(DESCENT__REASON_NO_POINT, "No point was recorded.")                                                         \
    REASON(DESCENT__REASON_NO_POINTS_KEPT, "The path keeps no points; record them to learn more.")                     \
    REASON(DESCENT__REASON_NO_STEP, "No step was made yet.")                                                           \
    REASON(DESCENT__REASON_ONE_POINT, "Only one point is known, and no copy could be run on from there.")              \
    /* Nonfinite. */                                                                                                   \
    REASON(DESCENT__REASON_BEGAN_BROKEN, "The run began at a point that is not finite.")                               \
    REASON(DESCENT__REASON_BROKEN, "{Step_led_to} {broken_place}.")                                                    \
    REASON(DESCENT__REASON_BROKEN_BY_LEAP,                                                                             \
           "{Step_led_to} {broken_place}: the steps had become far longer than the first one.")                        \
    REASON(DESCENT__REASON_COPY_LEAVES_DOMAIN,                                                                         \
           "{Loss_so_far}, but a copy that goes on comes to a point where the formula of {asked} "                     \
           "has no value, or one that is too large for the computer's numbers.")                                       \
    REASON(DESCENT__REASON_BROKEN_WHERE_LOWEST,                                                                        \
           "{Step_led_to} {broken_place}. But the loss is finite there, and higher at the points beside it that were " \
           "asked: perhaps that is a minimum at a kink, where the gradient has no value.")                             \
    /* At rest. */                                                                                                     \
    REASON(DESCENT__REASON_GRADIENT_ZERO, "The slope is zero there, exactly, so nothing moves any more.")              \
    REASON(DESCENT__REASON_GRADIENT_GIVEN_ZERO, "The gradient given there is zero, so nothing moves any more.")        \
    REASON(DESCENT__REASON_RESTS_AT_POINT, "The slope is zero there, and the run moves no more than rounding does.")   \
    REASON(DESCENT__REASON_RESTS_WITHOUT_STEP_SIZE,                                                                    \
           "The slope is zero there, and the run is so near that it counts as arrived; its step size is 0 by now, so " \
           "it moves no more.")                                                                                        \
    REASON(DESCENT__REASON_RESTS_WITHOUT_SLOPE, "The point moves no more, and the slope has fallen to nothing.")       \
    REASON(DESCENT__REASON_RESTS_UNKNOWN, "The point moves no more, but without gradient or loss nobody can tell "     \
                                          "whether it found a critical point or merely stopped.")                      \
    REASON(DESCENT__REASON_RESTS_SEEN_TOO_LATE,                                                                        \
           "The point moves no more, but the path begins too late to show whether the slope there is small.")          \
    REASON(DESCENT__REASON_RESTS_WHERE_IT_BEGAN,                                                                       \
           "The point has hardly moved from the start, so the path does not show whether the slope there is small.")   \
    REASON(DESCENT__REASON_RESTS_ON_A_PLAIN, "The point moves no more, and there is no slope; but the slope was gone " \
                                             "before the run came near, so this may be a plain far from any minimum.") \
    REASON(DESCENT__REASON_HELD_BY_MODIFIERS,                                                                          \
           "The run rests where the loss still has a slope: something besides its rule (bounds, weight decay, an L1 "  \
           "term) holds it there. Whether that is a minimum of the loss together with these cannot be told.")          \
    REASON(DESCENT__REASON_HELD_BY_BOUNDS,                                                                             \
           "The run rests on the edge of its bounds: beyond them the loss would fall on, and along the edge there is " \
           "no slope left.")                                                                                           \
    REASON(                                                                                                            \
        DESCENT__REASON_LEADS_TO_FACE,                                                                                 \
        "The run goes on to the edge of its bounds and comes to rest there: beyond them the loss would fall on, and "  \
        "along the edge there is no slope left.")                                                                      \
    REASON(DESCENT__REASON_HELD_BY_TERMS,                                                                              \
           "The run rests where the slope of the loss and what the run has besides its rule (weight decay, an L1 "     \
           "term, bounds) balance: together they leave no slope that the run could follow.")                           \
    REASON(DESCENT__REASON_LEADS_TO_BALANCE, "The run comes to where the slope of the loss and what the run has "      \
                                             "besides its rule (weight decay, an L1 term, bounds) balance.")           \
    REASON(DESCENT__REASON_RESTS_FOR_NOW,                                                                              \
           "The point moves no more, and the slope is gone; but before that the steps had become ever longer for the " \
           "slope they followed, as those of adaptive rules do, so this may be a pause.")                              \
    REASON(DESCENT__REASON_RESTS_ON_RECORDED_SLOPE, "The point moves no more, yet the slope there is not zero.")       \
    REASON(DESCENT__REASON_RESTS_ON_SLOPE, "The point moves no more, yet the gradient there is not zero.")             \
    REASON(DESCENT__REASON_STEP_SIZE_GONE,                                                                             \
           "The step size shrank to nothing before the run arrived: it stands where the gradient is not zero.")        \
    REASON(DESCENT__REASON_STEP_BELOW_ROUNDING,                                                                        \
           "The step is smaller than the rounding of the point, so nothing moves, yet the gradient is not zero.")      \
    REASON(DESCENT__REASON_GAVE_UP_AT_POINT,                                                                           \
           "The rule makes no further step ({cause}), and the run is as near to a critical point as can be told.")     \
    REASON(DESCENT__REASON_GAVE_UP_ON_SLOPE,                                                                           \
           "The rule makes no further step, though the gradient is not zero where the run stands: {cause}.")           \
    REASON(DESCENT__REASON_GAVE_UP_AND_FALLS,                                                                          \
           "The rule makes no further step ({cause}), and downhill from there the loss falls on and on; no minimum "   \
           "was found on the way.")                                                                                    \
    REASON(DESCENT__REASON_SLOPE_TAKEN, "The last step took nearly all of the slope away; by what is left of it, the " \
                                        "run is so near that it counts as arrived.")                                   \
    REASON(DESCENT__REASON_DIFFERENCES_SEE_NO_SLOPE,                                                                   \
           "Differences of the loss see no slope, so nothing moves: beside a loss of this size they know the "         \
           "gradient to ±{number} and no better.")                                                                     \
    REASON(DESCENT__REASON_DIFFERENCES_HOVER,                                                                          \
           "The run moves only as far as the error of its differences carries it to and fro: beside a loss of this "   \
           "size they know the gradient to ±{number} and no better.")                                                  \
    REASON(DESCENT__REASON_GROUND_IS_LOWER_FARTHER_OFF,                                                                \
           "The gradient is zero to rounding, so nothing moves. But one way or more the ground is level here, and "    \
           "farther off that way the loss falls by {number}.")                                                         \
    REASON(DESCENT__REASON_GROUND_IS_LEVEL,                                                                            \
           "The gradient is zero, so nothing moves. As far as was looked the loss is level: nothing tells whether it " \
           "is lower anywhere.")                                                                                       \
    REASON(                                                                                                            \
        DESCENT__REASON_STANDS_ON_KINK,                                                                                \
        "The gradient jumps here: zero is only what was given as that of the kink itself, so nothing moves. Beside "   \
        "it the loss falls, by a slope of {number}.")                                                                  \
    REASON(DESCENT__REASON_NEAR_GROUND_LOWER_FARTHER_OFF,                                                              \
           "The slope is zero beside the run, so near that it counts as arrived. But one way or more the ground is "   \
           "level there, and farther off that way the loss falls by {number}.")                                        \
    REASON(DESCENT__REASON_NEAR_LEVEL_GROUND,                                                                          \
           "The slope is zero beside the run, so near that it counts as arrived. As far as was looked the loss is "    \
           "level there: nothing tells whether it is lower anywhere.")                                                 \
    REASON(DESCENT__REASON_WRONG_GRADIENT_RESTS,                                                                       \
           "The run rests where the gradient function says zero, but the loss has a slope of {number} there.")         \
    /* Growth. */                                                                                                      \
    REASON(DESCENT__REASON_GROWS_AND_RISES,                                                                            \
           "{Since_step} the steps grow {growth}, and in the end the loss is higher than before.")                     \
    REASON(DESCENT__REASON_GROWS_WITHOUT_BOUND, "{Since_step} the steps grow {growth}.")                               \
    REASON(DESCENT__REASON_GROWS_THROWN_OUT,                                                                           \
           "{Since_step} the steps grow {growth}. With an eighth of the step size the same start comes to rest, so "   \
           "it was too long a step that threw the run out of the valley.")                                             \
    REASON(DESCENT__REASON_GROWS_AND_FALLS, "The loss keeps falling while the point runs off: the steps grow "         \
                                            "{growth}, and no minimum was found on the way.")                          \
    REASON(DESCENT__REASON_GROWS_AFTER_FALLING,                                                                        \
           "The loss fell without finding a minimum before the steps grew {growth}; from its lowest place it falls "   \
           "on and on, however short the steps.")                                                                      \
    REASON(DESCENT__REASON_GROWS_FOR_UNKNOWN_CAUSE,                                                                    \
           "{Since_step} the steps grow {growth}. Whether the step size is too large or the loss has no minimum "      \
           "cannot be told without a loss that changes along the way.")                                                \
    REASON(DESCENT__REASON_GROWS_FROM_POINT,                                                                           \
           "{Since_step} the steps grow {growth}; but not for ever: those of a copy that goes on cease to grow.")      \
    REASON(DESCENT__REASON_GROWS_SO_FAR, "{Since_step} the steps grow {growth}. So far they may merely leave an "      \
                                         "unstable point: whether anything bounds them cannot be told yet.")           \
    /* Recurrence and noise. */                                                                                        \
    REASON(DESCENT__REASON_RETURNS_EXACTLY, "The point comes back after every {count} steps, to within rounding.")     \
    REASON(DESCENT__REASON_RETURNS_CLOSER, "The point comes back after every {count} steps, ever more closely.")       \
    REASON(DESCENT__REASON_COPY_RETURNS,                                                                               \
           "The run has all but settled: a copy of it that goes on returns after every {count} steps.")                \
    REASON(DESCENT__REASON_COPY_ENDS_ON_CYCLE,                                                                         \
           "The recorded steps do not show it yet, but a copy of the run that goes on does: in the end it is back at " \
           "the same point after every {count} steps.")                                                                \
    REASON(DESCENT__REASON_GRADIENT_RANDOM,                                                                            \
           "Asked again at the same point, {asked} gives another answer: it is not a function of the point alone.")    \
    REASON(DESCENT__REASON_RANDOM_ON_ITS_WAY,                                                                          \
           "Asked again at the same point, {asked} gives another answer: it is not a function of the point "           \
           "alone. But the run is still on its way: over the last half of its steps it came farther than noise alone " \
           "would carry it.")                                                                                          \
    /* Settling. */                                                                                                    \
    REASON(DESCENT__REASON_DISTANCE_WITHIN, "The slope is zero there, so a run can come to rest there, and this one "  \
                                            "is so near that it counts as arrived.")                                   \
    REASON(DESCENT__REASON_GRADIENT_WITHIN, "The slope is no larger than the tolerance that was given.")               \
    REASON(DESCENT__REASON_DISTANCE_WITHIN_BUT_LEAVING,                                                                \
           "The slope is zero there, and the run is so near that it counts as arrived; but it has begun to leave, "    \
           "and with more steps it will.")                                                                             \
    REASON(DESCENT__REASON_GRADIENT_WITHIN_BUT_LEAVING,                                                                \
           "The slope is no larger than the tolerance that was given; but the run has begun to leave, and with more "  \
           "steps it will.")                                                                                           \
    REASON(DESCENT__REASON_THERE_BUT_UNSTABLE,                                                                         \
           "The run is at a minimum; but the step size is above the limit there, so the minimum repels: even a "       \
           "distance no larger than rounding grows, until the run has left.")                                          \
    REASON(DESCENT__REASON_LAW_WITHIN,                                                                                 \
           "The steps shrink steadily, and all those still to come are together too short to matter.")                 \
    REASON(DESCENT__REASON_DISTANCE_SHRINKS, "The slope is zero there, so a run can come to rest there; this one "     \
                                             "comes nearer, and is not yet so near that it counts as arrived.")        \
    REASON(DESCENT__REASON_DISTANCE_PASSES,                                                                            \
           "The slope is zero there, and just now the run is so near that it would count as arrived; but it is not "   \
           "at rest, and may go farther away again before it stays.")                                                  \
    REASON(                                                                                                            \
        DESCENT__REASON_KEEPS_OFF,                                                                                     \
        "One way at least each step multiplies the distance from the critical point ahead by 1 or -1, to rounding: "   \
        "that way the run comes no nearer.")                                                                           \
    REASON(DESCENT__REASON_LAW_LEADS_ON,                                                                               \
           "The steps shrink steadily toward a limit; behind them a slower motion may still hide.")                    \
    REASON(DESCENT__REASON_POWER_TO_FLAT_POINT,                                                                        \
           "The steps shrink like a power of the step number, toward a point where the loss is flat.")                 \
    REASON(DESCENT__REASON_POWER_TO_LIMIT,                                                                             \
           "The steps shrink like a power of the step number, so they lead to a limit; it could not be found "         \
           "directly, as happens where the loss is flat there.")                                                       \
    REASON(DESCENT__REASON_STEP_SIZE_VANISHES,                                                                         \
           "The steps shrink to nothing, but the slope does not: it is the step size that vanishes.")                  \
    REASON(DESCENT__REASON_LOWEST_AT_KINK, "The run is at a kink, and nowhere around is the loss lower: the slope "    \
                                           "jumps from down to up, and is zero nowhere.")                              \
    REASON(DESCENT__REASON_SCHEDULE_ENDS_BEFORE,                                                                       \
           "The step size shrinks so fast that all steps to come, together, end before the critical point.")           \
    /* Bounded motion. */                                                                                              \
    REASON(DESCENT__REASON_SEPARATES, "Followed for {count} more steps, the run stays within bounds and does not "     \
                                      "settle, and neighbouring runs separate exponentially.")                         \
    REASON(DESCENT__REASON_SEPARATES_ON_AVERAGE,                                                                       \
           "Followed for {count} more steps, the run stays within bounds and does not settle, and on average "         \
           "neighbouring runs come apart.")                                                                            \
    REASON(DESCENT__REASON_NEVER_RETURNS, "The run stays within bounds and never returns exactly, yet neighbouring "   \
                                          "runs stay close together: they do not separate exponentially.")             \
    REASON(DESCENT__REASON_BOUNDED_ALONE,                                                                              \
           "The run stays within bounds and does not return{about}; {without} nobody can tell whether it is chaotic "  \
           "or quasiperiodic, or made with a random gradient, perhaps.")                                               \
    REASON(DESCENT__REASON_BUDGET_FOR_EXPONENT,                                                                        \
           "The run neither settles nor returns so far; how fast neighbouring runs "                                   \
           "separate could not be measured within the budget.")                                                        \
    REASON(DESCENT__REASON_NO_EVALUATIONS_FOR_EXPONENT,                                                                \
           "The run neither settles nor returns so far; how fast neighbouring runs separate takes evaluations, and "   \
           "by the path alone none are made.")                                                                         \
    REASON(DESCENT__REASON_COPY_RETURNS_LATER, "Still on the way: a copy that goes on settles after about {later} "    \
                                               "and then returns after every {count} steps.")                          \
    REASON(DESCENT__REASON_COPY_RESTS, "Still on the way: a copy that goes on comes to rest within {more}.")           \
    REASON(DESCENT__REASON_SWINGS_WITH_STEP_SIZE,                                                                      \
           "The swings shrink with the step size; where they end will only show when it is small.")                    \
    REASON(DESCENT__REASON_ON_GRID,                                                                                    \
           "The run stays within bounds and keeps to the points of a grid, to which it comes back, as no run that is " \
           "quasiperiodic does; but in {count} steps no period was made out.")                                         \
    REASON(DESCENT__REASON_COPY_LEAVES,                                                                                \
           "The run was bounded so far, but a copy that goes on leaves these bounds within {more}.")                   \
    REASON(DESCENT__REASON_COPY_BREAKS_OFF, "The run neither settles nor returns so far; and a copy that goes on "     \
                                            "comes within {more} to where a number is not finite any more.")           \
    REASON(DESCENT__REASON_GREW_AND_COPY_LEAVES,                                                                       \
           "The run grew so far: its last half extends {number} times as far as its first; and a copy that goes on "   \
           "leaves even these bounds within {more}.")                                                                  \
    REASON(DESCENT__REASON_ATTRACTED_SLOWLY,                                                                           \
           "The run circles a minimum that attracts it, by the curvatures there, but too slowly to be seen in "        \
           "{count} steps.")                                                                                           \
    REASON(DESCENT__REASON_FRICTION_TOO_SLOW, "With a momentum so near to 1 motion dies out so slowly that even "      \
                                              "{count} more steps do not tell whether the run comes to rest.")         \
    REASON(DESCENT__REASON_CREEPS, "After every {count} steps the run is nearly back, a little farther on each time; " \
                                   "only many more steps can tell whether it settles or leaves.")                      \
    REASON(DESCENT__REASON_COPY_WANDERS,                                                                               \
           "The run was within bounds so far, and a copy that goes on still wanders after {count} steps.")             \
    REASON(DESCENT__REASON_GREW_AND_COPY_WANDERS,                                                                      \
           "The run grew so far: its last half extends {number} times as far as its first; and a copy that goes on "   \
           "still wanders after {count} steps.")                                                                       \
    REASON(DESCENT__REASON_CHAOS_ENDS,                                                                                 \
           "A copy that goes on moves chaotically at first and, within {steps}, no longer: the chaos is passing (a "   \
           "transient), and where the run ends is not known.")                                                         \
    REASON(DESCENT__REASON_CHAOS_DRIFTS,                                                                               \
           "Neighbouring runs separate exponentially, but over {count} more steps the run also drifts on slowly: no "  \
           "bound was seen, and the chaos may be passing (a transient).")                                              \
    REASON(DESCENT__REASON_CHAOS_SPREADS,                                                                              \
           "Neighbouring runs separate exponentially, but over {count} more steps the run spreads ever farther, as a " \
           "random walk does: it is chaotic, and no bound was seen.")                                                  \
    REASON(DESCENT__REASON_SPIRALS_OUT, "The run circles, and its swings grow by {number} of themselves each step: a " \
                                        "spiral so slow that {count} steps do not show where it ends.")                \
    REASON(DESCENT__REASON_SPIRALS_IN, "The run circles, and its swings shrink by {number} of themselves each step: "  \
                                       "a spiral so slow that {count} steps do not show where it ends.")               \
    REASON(DESCENT__REASON_DRAWS_TOGETHER, "The run stays within bounds and neighbouring runs draw together, but no "  \
                                           "period up to {count} was seen; more steps may show a longer one.")         \
    REASON(DESCENT__REASON_EXPONENT_UNSURE, "The run stays within bounds and did not return; whether neighbouring "    \
                                            "runs separate cannot be told from {count} steps.")                        \
    REASON(DESCENT__REASON_TWIN_THROWN,                                                                                \
           "The run stays within bounds, and no period was seen in {count} steps. A step throws neighbours apart as "  \
           "far as the run swings, be they ever so near: that is no rate at which they separate.")                     \
    /* Drift. */                                                                                                       \
    REASON(DESCENT__REASON_FALLS_ALONG_LINE, "The run goes on in one direction. The loss was looked at along it for "  \
                                             "more than a million times the way made so far, and nowhere rises.")      \
    REASON(DESCENT__REASON_FALLS_AT_STEADY_PACE, "The run goes on in one direction at a pace that does not change, "   \
                                                 "as far as a copy was followed, and the loss falls with it.")         \
    REASON(DESCENT__REASON_CREEPS_OVER_PLATEAU,                                                                        \
           "The run creeps over a plateau: at its present pace the lowest ground ahead is {number} steps away"         \
           "{by_slopes}.")                                                                                             \
    /* Descending, and what is left. */                                                                                \
    REASON(DESCENT__REASON_LOSS_FALLS, "The steps follow no pattern yet that would tell where they lead.")             \
    REASON(DESCENT__REASON_MARCHES_ON,                                                                                 \
           "The run goes one way by strides that stay the same, though the slope that way is all but gone: this rule " \
           "keeps its stride on any "                                                                                  \
           "slope. The loss levels out there, and as far as a copy was followed no minimum lies ahead.")               \
    REASON(DESCENT__REASON_CYCLE_COUNTS_AS_REST,                                                                       \
           "A copy that goes on ends on a cycle so small that it counts as arrived.")                                  \
    REASON(DESCENT__REASON_LONG_WAY_DOWN,                                                                              \
           "The slope leads on, but the way is long: at its present pace the lowest ground ahead is "                  \
           "{number} steps away.")                                                                                     \
    REASON(DESCENT__REASON_STEP_ABOVE_POINT_LIMIT,                                                                     \
           "The step size is too large for the run to settle on the critical point ahead; what it does instead takes " \
           "more steps to tell.")                                                                                      \
    REASON(DESCENT__REASON_OUTLOOK_RISES,                                                                              \
           "{Loss_so_far}, but that of a copy that goes on rises again; more steps are needed to tell where it ends.") \
    REASON(DESCENT__REASON_OUTLOOK_FALLS_OFF,                                                                          \
           "{Loss_so_far}, and along a copy that goes on it falls until the numbers are too large "                    \
           "for the computer; that the run leaves for good takes more steps to tell.")                                 \
    REASON(DESCENT__REASON_OUTLOOK_BREAKS_OFF,                                                                         \
           "{Loss_so_far}, but a copy that goes on comes to where a number is not finite any "                         \
           "more; whether the loss falls until there takes more steps to tell.")                                       \
    REASON(DESCENT__REASON_OUTLOOK_NO_LOWER,                                                                           \
           "The loss falls at the end, but only as part of a swing: a copy that goes on comes no lower than the run "  \
           "has been already. More steps are needed to tell whether it comes back to the same points.")                \
    REASON(DESCENT__REASON_OUTLOOK_LEADS_ELSEWHERE,                                                                    \
           "The recorded steps alone seem to tell where the run leads, but a copy that goes on does not come there, "  \
           "and does not end anywhere yet.")                                                                           \
    REASON(DESCENT__REASON_LEAVES_AS_MEMORY_FADES,                                                                     \
           "The run is at a critical point for now. But this rule divides its steps by a memory of the gradients, "    \
           "which fades while the run rests: the steps grow, by the curvatures there they become too long, and then "  \
           "the run leaves again.")                                                                                    \
    REASON(DESCENT__REASON_AT_MINIMUM_AS_MEMORY_FADES,                                                                 \
           "The run is at the minimum at {place} for now, within what counts as arrived. But this rule divides its "   \
           "steps by a memory of the gradients, which fades there: the steps grow, by the curvatures there they "      \
           "become too long, and then the run leaves again.")                                                          \
    REASON(DESCENT__REASON_LEFT_AS_MEMORY_FADED,                                                                       \
           "The run came to the minimum at {place} and left it again: this rule divides its steps by a memory of the " \
           "gradients, which fades beside a minimum, so that the steps grow until they are too long there.")           \
    REASON(DESCENT__REASON_STEPS_FADE_ON_SLOPE,                                                                        \
           "The loss still falls, but the steps fade so much faster than the slope that they may end before the "      \
           "slope does, as with a step size that decays too fast.")                                                    \
    REASON(DESCENT__REASON_LOSS_HIDES_THE_REST,                                                                        \
           "What is left to gain down the slope is less than the last digits of the loss show, so a search that "      \
           "compares losses cannot go on; without a large constant in the loss it could.")                             \
    REASON(DESCENT__REASON_SLOPE_GONE_WITHOUT_LAW,                                                                     \
           "The slope is all but gone, yet the steps follow no pattern that would tell whether a limit is there.")     \
    REASON(DESCENT__REASON_ROWS_TOO_FAR_APART,                                                                         \
           "The recorded steps are too far apart to tell what happens between them.")                                  \
    REASON(DESCENT__REASON_SPEEDS_UP,                                                                                  \
           "The loss falls so far, but the steps grow, and from the path alone nobody can tell "                       \
           "whether they lead down for good or are about to explode.")                                                 \
    REASON(DESCENT__REASON_PRECISION_HIDES_THE_REST,                                                                   \
           "Its numbers are those of single precision, and what the last steps change is no more than their "          \
           "rounding: of what the run does beside that, more steps tell nothing.")                                     \
    REASON(DESCENT__REASON_CLIMBS_TO_LIMIT,                                                                            \
           "Its steps shrink as if toward a limit, but the loss rises: no run comes to rest uphill, and one that "     \
           "momentum carries up turns back.")                                                                          \
    REASON(DESCENT__REASON_LOSS_FALLS_EVENLY, "The steps keep their length, which tells of no end.")                   \
    REASON(DESCENT__REASON_TOO_FEW_STEPS, "Too few steps to tell whether the run settles, returns or grows.")          \
    REASON(DESCENT__REASON_NOTHING_HOLDS_YET,                                                                          \
           "The run neither settles, returns nor grows so far, and neither does a copy that goes on.")                 \
    REASON(                                                                                                            \
        DESCENT__REASON_SHRINKS_ALONE,                                                                                 \
        "Its steps shrink{by_law}; {without_slope} nobody can tell whether they lead to a limit or go on for ever.")   \
    REASON(DESCENT__REASON_STRAIGHT_ON_ALONE,                                                                          \
           "The run goes on in one direction by equal steps; {without} nobody can tell whether that ends.")            \
    REASON(DESCENT__REASON_COVERS_MORE_ALONE,                                                                          \
           "The run neither settles nor returns so far, and its later half covers ground that its earlier one did "    \
           "not, as a random walk does; {without} nobody can tell whether anything bounds it.")                        \
    REASON(DESCENT__REASON_LENGTHENS_ALONE, "Its steps grow; {without} nobody can tell whether anything bounds them.") \
    REASON(DESCENT__REASON_NOTHING_HOLDS, "The run neither settles, returns nor grows so far; {without} nobody can "   \
                                          "tell what becomes of it.")

typedef enum descent__reason {
#define DESCENT__REASON_ENUMERATOR(name, sentence) name,
    DESCENT__REASON_LIST(DESCENT__REASON_ENUMERATOR)
#undef DESCENT__REASON_ENUMERATOR
    DESCENT__REASON_COUNT
} descent__reason;

/* What there was to go by. */
typedef struct descent__known {
    bool problem, rule; /* were they given, or found? */
    bool contradicted;  /* the rule that was given does not make the steps */
    bool slope;         /* by the problem, or by the norms that were recorded */
    bool loss;
    bool loss_is_higher; /* at the end than at the start, by what was recorded */
} descent__known;

/* What a sentence may speak of. */
typedef struct descent__reason_facts {
    uint64_t step;  /* {Since_step}: "After step 5", or "From the start"; {Step_led_to}: "Step 5 led to" */
    uint64_t count; /* {count}: how many steps, or a period; {steps}, {more}: with the word, or with "more" besides */
    uint64_t later; /* {later}: "5 more steps" */
    double
        number; /* {number}: a figure of two digits; {by_law}: a factor, {about}: a spread, NaN where there is none, */
    double by_slopes; /* {by_slopes}: steps, as the slopes on the way have it; nothing that is positive: not known */
    descent_quantity quantity; /* {broken_place}: where it has no finite value */
    descent_law growth;        /* {growth}: how the steps grow; */
    int change;                /* whether by a factor that grows (1) or falls (-1) itself */
    const char *cause;         /* {cause}: why a rule gave up, in its own words */
    const char *place;         /* {place}: of a minimum; {by_law}: of a limit; {about}: a mean */
    descent__known
        known; /* {Loss_so_far}: "On the whole the loss has fallen"; {without}: what more would have to be known; {without_slope}: the same of its slope */
} descent__reason_facts;

/* The sentence, in the arena; NULL if there is no memory. */
const char *descent__reason_sentence(descent__arena *arena, descent__reason reason, const descent__reason_facts *facts);

#endif
