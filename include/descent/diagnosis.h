/**
 * @file
 * @brief What a run did and why: one ending, the critical point there, the events on the way, the numbers that prove
 * it, and what to try next.
 *
 * A diagnosis reads a recorded path. Given the problem too, it may spend evaluations of its own, on copies, to find the
 * critical point, to measure how the map stretches, to continue the run and to try its own advice. It never moves the
 * engine. Evidence is trusted in this order: a value that is not finite, growth, recurrence, convergence; for a chaotic
 * run passes close to critical points, and on the way to infinity every gradient tolerance is met at last.
 *
 * All verdicts rest on ratios of lengths of the path itself, so they do not change when x is scaled, permuted or padded
 * with constants, and not when it is shifted by less than rounding makes felt: a point counts as reached within √ε·‖x‖, which
 * outweighs the share of the path's diameter (10⁻⁶ by default) from a shift of 67 diameters on. Where the evidence does not decide, the ending is DESCENT_ENDING_UNDETERMINED and `reason`
 * says what is missing.
 */
#ifndef DESCENT_DIAGNOSIS_H
#define DESCENT_DIAGNOSIS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <descent/critical.h>
#include <descent/ending.h>
#include <descent/engine.h>
#include <descent/export.h>
#include <descent/interval.h>
#include <descent/law.h>
#include <descent/path.h>
#include <descent/problem.h>
#include <descent/rules.h>
#include <descent/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @brief The one list of findings: name, bit, words. Bits are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_FINDING_LIST(FINDING)                                                                                  \
    FINDING(DESCENT_FINDING_STEP_ABOVE_LIMIT, 1, "step above the stability limit")                                     \
    FINDING(DESCENT_FINDING_GRADIENT_MISMATCH, 2, "gradient does not match the loss")                                  \
    FINDING(DESCENT_FINDING_KINK, 4, "kink")                                                                           \
    FINDING(DESCENT_FINDING_MOMENTUM_NEAR_ONE, 8, "momentum near one")                                                 \
    FINDING(DESCENT_FINDING_HESSIAN_ASYMMETRIC, 16, "Hessian not symmetric")                                           \
    FINDING(DESCENT_FINDING_VALLEY, 32, "valley")                                                                      \
    FINDING(DESCENT_FINDING_GRADIENT_RANDOM, 64, "gradient is random")                                                 \
    FINDING(DESCENT_FINDING_GRADIENT_DIFFERENCES, 128, "gradient from differences")                                    \
    FINDING(DESCENT_FINDING_THINNED, 256, "path too thin")                                                             \
    FINDING(DESCENT_FINDING_RULE_FITTED, 512, "rule fitted to the path")                                               \
    FINDING(DESCENT_FINDING_RULE_UNKNOWN, 1024, "rule unknown")                                                        \
    FINDING(DESCENT_FINDING_RULE_DISAGREES, 2048, "path not made by this rule")                                        \
    FINDING(DESCENT_FINDING_MEMORY_UNKNOWN, 4096, "rule's memory unknown")                                             \
    FINDING(DESCENT_FINDING_CALLBACK_FAILED, 8192, "a callback failed")                                                \
    FINDING(DESCENT_FINDING_SINGLE_PRECISION, 16384, "single precision")                                               \
    FINDING(DESCENT_FINDING_MINIMUM_AT_KINK, 32768, "minimum at a kink")

/**
 * @brief Properties of the set-up that explain a run; the values combine with `|`.
 *
 * | finding | bit | meaning |
 * |---|---|---|
 * | `DESCENT_FINDING_STEP_ABOVE_LIMIT` | 1 | η is above the rule's stability limit at `point` or `centre` |
 * | `DESCENT_FINDING_GRADIENT_MISMATCH` | 2 | the gradient is not the gradient of the loss |
 * | `DESCENT_FINDING_KINK` | 4 | the gradient jumps somewhere along the end of the run, or beside it |
 * | `DESCENT_FINDING_MOMENTUM_NEAR_ONE` | 8 | β is 0.99 or more in modulus: motion hardly loses speed, or never does |
 * | `DESCENT_FINDING_HESSIAN_ASYMMETRIC` | 16 | second derivatives disagree: no loss has this gradient |
 * | `DESCENT_FINDING_VALLEY` | 32 | minima are not isolated: along a null direction the loss is constant |
 * | `DESCENT_FINDING_GRADIENT_RANDOM` | 64 | asked twice at one point, the gradient answered differently |
 * | `DESCENT_FINDING_GRADIENT_DIFFERENCES` | 128 | no gradient was given; central differences of the loss stand in |
 * | `DESCENT_FINDING_THINNED` | 256 | the path lacks steps that the verdict would have needed |
 * | `DESCENT_FINDING_RULE_FITTED` | 512 | the rule was not given; it was fitted to steps and gradients |
 * | `DESCENT_FINDING_RULE_UNKNOWN` | 1024 | the rule was neither given nor could be fitted |
 * | `DESCENT_FINDING_RULE_DISAGREES` | 2048 | the path was not made by this rule with this problem |
 * | `DESCENT_FINDING_MEMORY_UNKNOWN` | 4096 | what the rule remembers at the end is not known: no copy can be run on |
 * | `DESCENT_FINDING_CALLBACK_FAILED` | 8192 | a function of the user's returned non-zero: the engine stopped there, or it did when the diagnosis asked |
 * | `DESCENT_FINDING_SINGLE_PRECISION` | 16384 | all losses, or all points, have the 24 bits of single precision, on its grid: they were computed or kept in it |
 * | `DESCENT_FINDING_MINIMUM_AT_KINK` | 32768 | the run stopped at a kink where the loss is lowest, by loss and gradients around: a minimum, though the gradient is zero nowhere |
 */
typedef enum descent_finding {
#define DESCENT_FINDING_ENUMERATOR(name, number, word) name = number,
    DESCENT_FINDING_LIST(DESCENT_FINDING_ENUMERATOR)
#undef DESCENT_FINDING_ENUMERATOR
} descent_finding;

/**
 * @brief The one list of kinds of event: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_EVENT_KIND_LIST(EVENT)                                                                                 \
    EVENT(DESCENT_EVENT_LINGERING, 1, "lingering")                                                                     \
    EVENT(DESCENT_EVENT_PLATEAU, 2, "plateau")                                                                         \
    EVENT(DESCENT_EVENT_LOSS_ROSE, 3, "loss rose")                                                                     \
    EVENT(DESCENT_EVENT_OSCILLATION, 4, "oscillation")                                                                 \
    EVENT(DESCENT_EVENT_GROWTH, 5, "growth")                                                                           \
    EVENT(DESCENT_EVENT_SIGN_FLIPS, 6, "turned back")                                                                  \
    EVENT(DESCENT_EVENT_NONFINITE, 7, "not finite")                                                                    \
    EVENT(DESCENT_EVENT_STEP_SIZE, 8, "step size changed")                                                             \
    EVENT(DESCENT_EVENT_RULE_CHANGED, 9, "rule changed")                                                               \
    EVENT(DESCENT_EVENT_JUMPED, 10, "jumped")                                                                          \
    EVENT(DESCENT_EVENT_POLE, 11, "crossed a pole")

/**
 * @brief What happened on the way.
 *
 * | event | number | meaning |
 * |---|---|---|
 * | `DESCENT_EVENT_LINGERING` | 1 | stayed near a critical point that it then left, or is leaving: see below |
 * | `DESCENT_EVENT_PLATEAU` | 2 | steps became tiny, then grew again, `count` times; `value` is the smallest step length, and the steps are those around it |
 * | `DESCENT_EVENT_LOSS_ROSE` | 3 | the loss rose; `value` is the largest rise in one step, `count` how many rose |
 * | `DESCENT_EVENT_OSCILLATION` | 4 | from here on it oscillates; `value` is the amplitude |
 * | `DESCENT_EVENT_GROWTH` | 5 | from here on step lengths grow; `value` is the overall growth factor |
 * | `DESCENT_EVENT_SIGN_FLIPS` | 6 | steps went back against the one before, by 120° or more; `count` says how many, those of the size of rounding left out |
 * | `DESCENT_EVENT_NONFINITE` | 7 | first value that is not finite; `quantity` says which |
 * | `DESCENT_EVENT_STEP_SIZE` | 8 | the step size changed; `value` is last over first |
 * | `DESCENT_EVENT_RULE_CHANGED` | 9 | the rule was changed before this step, the last of `count` times; what is told is of the run since |
 * | `DESCENT_EVENT_JUMPED` | 10 | `count` steps jumped from valley to valley, the last of them into the one where the run ended or is now; from the point before that step, tiny steps lead to the minimum `point` |
 * | `DESCENT_EVENT_POLE` | 11 | `count` steps, at least, led across a pole, a place toward which the loss goes beyond all bounds; `value` is −∞ or +∞: where it goes to on the side from which the first of them came |
 *
 * Of LINGERING, `value` is the factor by which each step multiplies the distance on the way out: 1 + η|λ|, or what else the
 * curvature λ there makes of it by the rule, and `expected` the number of steps that theory gives for the escape. Where the
 * curvature tells no factor `value` is the mean over these steps, and `expected` NaN. `point` and `direction` say from where
 * and which way.
 */
typedef enum descent_event_kind {
#define DESCENT_EVENT_KIND_ENUMERATOR(name, number, word) name = number,
    DESCENT_EVENT_KIND_LIST(DESCENT_EVENT_KIND_ENUMERATOR)
#undef DESCENT_EVENT_KIND_ENUMERATOR
} descent_event_kind;

/**
 * @brief The one list of quantities: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_QUANTITY_LIST(QUANTITY)                                                                                \
    QUANTITY(DESCENT_QUANTITY_NONE, 0, "nothing")                                                                      \
    QUANTITY(DESCENT_QUANTITY_POINT, 1, "point")                                                                       \
    QUANTITY(DESCENT_QUANTITY_LOSS, 2, "loss")                                                                         \
    QUANTITY(DESCENT_QUANTITY_GRADIENT, 3, "gradient")

/**
 * @brief Which quantity was not finite.
 *
 * | quantity | number | meaning |
 * |---|---|---|
 * | `DESCENT_QUANTITY_NONE` | 0 | none |
 * | `DESCENT_QUANTITY_POINT` | 1 | a component of x |
 * | `DESCENT_QUANTITY_LOSS` | 2 | the loss |
 * | `DESCENT_QUANTITY_GRADIENT` | 3 | a component of the gradient |
 */
typedef enum descent_quantity {
#define DESCENT_QUANTITY_ENUMERATOR(name, number, word) name = number,
    DESCENT_QUANTITY_LIST(DESCENT_QUANTITY_ENUMERATOR)
#undef DESCENT_QUANTITY_ENUMERATOR
} descent_quantity;

/** @brief One thing that happened on the way. Step k leads from point k − 1 to point k; point 0 is the start. */
typedef struct descent_event {
    /** @name What and when */
    /** @{ */
    descent_event_kind kind; /**< What. */
    uint64_t first_step;     /**< From which step. */
    uint64_t last_step;      /**< To which step, included. */
    /** @} */

    /** @name How much */
    /** @{ */
    double value;              /**< See descent_event_kind; NaN where it has no meaning. */
    double expected;           /**< LINGERING: escape steps by ln(δ/v₀)/ln(growth); else NaN. */
    uint64_t count;            /**< PLATEAU, LOSS_ROSE, SIGN_FLIPS, RULE_CHANGED, JUMPED, POLE: how often; else 0. */
    descent_quantity quantity; /**< NONFINITE: which. */
    /** @} */

    /** @name Where */
    /** @{ */
    const descent_critical_point *point; /**< LINGERING, JUMPED: which, owned by the diagnosis; else NULL. */
    const double *direction;             /**< LINGERING: unit vector of the way out, n numbers; else NULL. */
    /** @} */

    void *reserved[4]; /**< For later; NULL. */
} descent_event;

/**
 * @brief The one list of kinds of advice: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_ADVICE_KIND_LIST(ADVICE)                                                                               \
    ADVICE(DESCENT_ADVICE_NOTHING, 1, "nothing")                                                                       \
    ADVICE(DESCENT_ADVICE_STEP_SIZE, 2, "step size")                                                                   \
    ADVICE(DESCENT_ADVICE_MORE_STEPS, 3, "more steps")                                                                 \
    ADVICE(DESCENT_ADVICE_LEAVE_SADDLE, 4, "leave saddle")                                                             \
    ADVICE(DESCENT_ADVICE_OTHER_RULE, 5, "other rule")                                                                 \
    ADVICE(DESCENT_ADVICE_FIX_GRADIENT, 6, "fix gradient")                                                             \
    ADVICE(DESCENT_ADVICE_FIX_DOMAIN, 7, "fix domain")                                                                 \
    ADVICE(DESCENT_ADVICE_CHANGE_LOSS, 8, "change loss")                                                               \
    ADVICE(DESCENT_ADVICE_DECAY_STEP, 9, "decay step")                                                                 \
    ADVICE(DESCENT_ADVICE_MOMENTUM, 10, "momentum")                                                                    \
    ADVICE(DESCENT_ADVICE_MORE_EVIDENCE, 11, "more evidence")                                                          \
    ADVICE(DESCENT_ADVICE_SCALE_VARIABLES, 12, "scale variables")

/**
 * @brief What to try.
 *
 * | advice | number | meaning |
 * |---|---|---|
 * | `DESCENT_ADVICE_NOTHING` | 1 | all is well |
 * | `DESCENT_ADVICE_STEP_SIZE` | 2 | another step size: `step_size` |
 * | `DESCENT_ADVICE_MORE_STEPS` | 3 | go on: `steps` more |
 * | `DESCENT_ADVICE_LEAVE_SADDLE` | 4 | push off along `direction`, either way |
 * | `DESCENT_ADVICE_OTHER_RULE` | 5 | momentum or curvature: the problem is too ill-conditioned for this rule |
 * | `DESCENT_ADVICE_FIX_GRADIENT` | 6 | mend the gradient function |
 * | `DESCENT_ADVICE_FIX_DOMAIN` | 7 | keep the run where loss and gradient are finite |
 * | `DESCENT_ADVICE_CHANGE_LOSS` | 8 | no minimiser: regularise, or stop by another measure; or drop a constant that hides the rest |
 * | `DESCENT_ADVICE_DECAY_STEP` | 9 | let the step size decay (noise, kinks) |
 * | `DESCENT_ADVICE_MOMENTUM` | 10 | lower the momentum below 1 |
 * | `DESCENT_ADVICE_MORE_EVIDENCE` | 11 | record more, or hand over problem, rule or Hessian, as `reason` says |
 * | `DESCENT_ADVICE_SCALE_VARIABLES` | 12 | measure each variable in a unit of its own: `units` |
 */
typedef enum descent_advice_kind {
#define DESCENT_ADVICE_KIND_ENUMERATOR(name, number, word) name = number,
    DESCENT_ADVICE_KIND_LIST(DESCENT_ADVICE_KIND_ENUMERATOR)
#undef DESCENT_ADVICE_KIND_ENUMERATOR
} descent_advice_kind;

/** @brief One piece of advice, with its proof where the budget allowed one. */
typedef struct descent_advice {
    /** @name What to try */
    /** @{ */
    descent_advice_kind kind; /**< What to try. */
    double step_size;         /**< STEP_SIZE, SCALE_VARIABLES, and OTHER_RULE with a heavy ball: the step size; else
                                      NaN, as where half of a step size is advised that is not known. */
    double momentum;          /**< MOMENTUM, and OTHER_RULE with a heavy ball: the momentum; else NaN. */
    double steps;             /**< MORE_STEPS: how many more. Of what was not tried, because that would take too many
                                      steps: how many theory foresees from the start, near a minimum whose curvatures are
                                      known. Else NaN. */
    const double *units; /**< SCALE_VARIABLES: n positive numbers uᵢ, owned by the diagnosis: with xᵢ = uᵢyᵢ every
                                      variable y has curvature 1 by itself; else NULL. */
    const double *direction; /**< LEAVE_SADDLE: unit vector of the push, n numbers, owned by the diagnosis; so, too,
                                      for STEP_SIZE and MOMENTUM if the start must be pushed off a ridge; else NULL. */
    double push;             /**< With `direction`: how far; else NaN. */
    /** @} */

    /** @name How a copy fared with it */
    /** @{ */
    int verified;                /**< Non-zero: a copy was run this way, and the fields below say how it went. */
    descent_ending outcome;      /**< Verified: how the copy ended. */
    uint64_t outcome_steps;      /**< Verified: steps the copy took to get there. */
    const double *outcome_point; /**< Verified: where, n numbers, owned by the diagnosis; else NULL. */
    /** @} */

    /** @name In words */
    /** @{ */
    const char *text; /**< The advice in English sentences, owned by the diagnosis. */
    /** @} */

    void *reserved[4]; /**< For later; NULL. */
} descent_advice;

/** @brief How fast a run settles, drifts or grows. */
typedef struct descent_pace {
    descent_law law; /**< How the distance to the limit shrinks, or how the steps grow. */
    double rate;     /**< Geometric: signed factor a step; negative means alternating. */
    double exponent; /**< Power: exponent of k. Faster: factor by which the exponent grows a step. */
    double slope;    /**< Change of the loss a step, as a mean over the last steps. */
    descent_interval
        steps_to_go;   /**< Further steps until it has converged for good; 0 if it has. `value` is NaN where the
                                       steps do not tell a factor from a power: then `low` is by the one and `high` by the
                                       other. `high` is infinite where a slower motion may hide. */
    uint64_t onset;    /**< Growth, oscillation, non-finite values: the point from which on, 0 being the start;
                            else 0. */
    void *reserved[4]; /**< For later; NULL. */
} descent_pace;

/** @brief What a run that stays in motion within bounds repeats. All zero and NULL for other endings. */
typedef struct descent_cycle {
    /** @name Its points */
    /** @{ */
    size_t period; /**< Period p ≥ 2 of a periodic run; else 0. */
    double *orbit; /**< The p points, row-major `orbit[j * n + i]`, in the order they are visited; else NULL. */
    /** @} */

    /** @name What becomes of a push */
    /** @{ */
    /**
     * Multipliers of the linearised return map: of Π(I − η∇²L) around the orbit for fixed-step descent, of the rule's
     * own linearisation otherwise. Real parts, ascending in modulus. Modulus below 1 attracts, 1 is neutral, above 1
     * repels. All of them for a state of up to 64 numbers, else the largest alone.
     */
    double *multipliers;
    double *multipliers_imaginary; /**< Their imaginary parts. */
    size_t multiplier_count;       /**< How many. */
    double *multiplier_directions; /**< Row j, n numbers: unit vector along which multiplier j acts; the real part where
                                        it is complex; NULL if not known. */
    /** @} */

    /** @name Motion that is no cycle as a whole */
    /** @{ */
    size_t *coordinate_periods; /**< Bounded motion, n ≤ 64: period of each coordinate by itself, 1 for one that rests,
                                        0 for none; else NULL. */
    double rotation_number;     /**< Quasiperiodic: mean fraction of a turn a step; else NaN. */
    /** @} */

    void *reserved[4]; /**< For later; NULL. */
} descent_cycle;

/** @brief The noise of a gradient that answers differently when it is asked again. NaN where it does not apply. */
typedef struct descent_noise {
    double level;      /**< Standard deviation of the gradient, ‖·‖₂ over all components. */
    double floor;      /**< Root mean square distance of the points from their mean over the last half; NaN of a run
                               that is still on its way. */
    double floor_half; /**< The same that half the step size would give. */
    void *reserved[2]; /**< For later; NULL. */
} descent_noise;

/**
 * @brief Step sizes with which the same start ends alike, as far as copies of some hundred steps were tried: twelve step sizes
 * evenly, and of an explosion halvings between two that end differently. What was not tried may end otherwise, within a band as well
 * as between two.
 *
 * | `ending` | what the copies did |
 * |---|---|
 * | `DESCENT_ENDING_CONVERGED` | came to rest at `x`; or, some of them, come nearer and are brought there by its multipliers |
 * | `DESCENT_ENDING_APPROACHING` | none is there yet; they come nearer to `x`, and its multipliers bring them there |
 * | `DESCENT_ENDING_DESCENDING` | go on downhill without turning back; where to is not known |
 * | `DESCENT_ENDING_PERIODIC` | come back again and again |
 * | `DESCENT_ENDING_DIVERGING` | ran off; or grow, and the loss curves as much or more all the way out, so that they always will |
 * | `DESCENT_ENDING_UNDETERMINED` | nothing of this so far |
 *
 * The last band is that of the run itself, with the ending of the diagnosis.
 */
typedef struct descent_step_band {
    double low;            /**< Smallest step size that was tried of this band. */
    double high;           /**< Largest. */
    descent_ending ending; /**< What becomes of the run: see above. */
    const double *x; /**< CONVERGED, APPROACHING: the point with step size `low`, n numbers, owned by the diagnosis;
                                else NULL. */
    const double *x_high;       /**< The same with step size `high`: another only in a valley. */
    descent_critical_kind kind; /**< What that point is; DESCENT_CRITICAL_UNDETERMINED where there is none. */
    descent_probe probe; /**< Of a degenerate point: what the loss said around it; DESCENT_PROBE_FLAT in a valley. */
    void *reserved[2];   /**< For later; NULL. */
} descent_step_band;

/**
 * @brief The diagnosis of a run. The library makes it, the user reads it and frees it with descent_diagnosis_free().
 *
 * Numbers that do not apply or are not known are NaN, arrays NULL. Which groups are filled for which ending is told by the
 * table in the guide ("Which fields are filled for which ending").
 */
typedef struct descent_diagnosis {
    /** @name The verdict */
    /** @{ */
    descent_ending ending; /**< What the run does at its end. */
    const char *reason;    /**< Why this ending, one English sentence; for UNDETERMINED what is missing. */
    /** @} */

    /** @name The run */
    /** @{ */
    size_t dimension;     /**< Number of variables n. */
    uint64_t steps;       /**< Step number of the last point. */
    size_t rows;          /**< Points of the path that were read. */
    double *x;            /**< The last point with finite components, n numbers; NULL for an empty path. */
    double loss;          /**< The loss there. */
    double gradient_norm; /**< ‖∇L‖₂ there. */
    double diameter;      /**< Size of the path: the diagonal of its bounding box. */
    double step_size;     /**< Step size η of the last step, given or fitted. */
    double momentum;      /**< Momentum β of the rule, given or fitted; 0 for rules without. */
    char rule_name[32];   /**< Name of the rule, given or fitted, or `optimiser_name`; empty if not known. */
    /** @} */

    /** @name Critical points */
    /** @{ */
    /** The critical point there or ahead, refined; NULL where the ending does not rest on one. Of a run that converged it is
        never NULL: where it could not be classified, its kind is DESCENT_CRITICAL_UNDETERMINED, without eigenvalues. */
    descent_critical_point *point;
    int point_ahead;  /**< Non-zero: `point` is where it is heading, not where it is. */
    double distance;  /**< Estimated distance from x to the limit. */
    double tolerance; /**< Distance within which the run counts as converged; NaN where `gradient_tolerance` decides. */
    /** The critical point around which a run moves that does not settle: of bounded motion the one that it circles, of a
        diverging run the one nearest to its start, of an undetermined one the minimum that it creeps around, that it
        is at, or was, until its rule has forgotten the slopes there, or whose step limit it is above. Else NULL. */
    descent_critical_point *centre;
    double step_limit; /**< Largest stable step size of the rule at `point`, or else at `centre`. */
    double curvature; /**< Curvature along the last step that is long beside rounding, 1 − ⟨g, g⁺⟩/‖g‖² over η: below 0
                            negative curvature. */
    /** @} */

    /** @name The motion */
    /** @{ */
    descent_pace pace;         /**< How fast it settles, drifts or grows. */
    descent_cycle cycle;       /**< What it repeats. */
    descent_interval lyapunov; /**< Largest Lyapunov exponent per step (natural logarithm): the mean rate at which
                                    neighbouring runs separate; interval from the scatter of batch means. Its lower
                                    end is 0 at most where the rule divides by a memory that fades (Adam, RMSProp):
                                    there a twin is never near enough, and separates more than nearer ones do. */
    descent_noise noise;       /**< How noisy the gradient is. */
    double *direction; /**< Unbounded or diverging: unit vector of the motion, n numbers; stalled: the way the loss
                                    falls, where that is known; else NULL. */
    descent_quantity quantity; /**< Non-finite: what; else DESCENT_QUANTITY_NONE. */
    /** @} */

    /** @name On the way, and what to try */
    /** @{ */
    descent_event *events;  /**< What happened on the way, by first step. */
    size_t event_count;     /**< How many. */
    unsigned findings;      /**< Or-ed descent_finding. */
    descent_advice *advice; /**< What to try, best first. */
    size_t advice_count;    /**< How many. */
    /** @} */

    /** @name What it cost */
    /** @{ */
    descent_evaluations evaluations; /**< Calls of the user's functions that the diagnosis made. */
    /** Non-zero: more evaluations might have said more. Zero: what is undetermined is so for other reasons; but of a run that is
        still descending a copy is followed as far as the budget goes, and farther on might come to where it leads. */
    int budget_exhausted;
    void *internal; /**< The library's own. */
    /** @} */

    /** @name Rounding and names */
    /** @{ */
    /** What rounding of the loss leaves uncertain in `gradient_norm` where differences stand in for the gradient: some ulps
        of the loss over their width; else NaN. */
    double gradient_error;
    /** The names of the n variables, from the problem or else from the path; owned by the diagnosis. NULL if they have none. */
    const char *const *variable_names;
    /** @} */

    /** @name Factors a step near the point */
    /** @{ */
    /** Of each eigenvalue of `point`, in their order, for rules that tell their multipliers: what each step multiplies the
        distance along its eigenvector by in the long run, near the point. That is the multiplier of largest modulus, such as
        1 − ηλ; negative if the run changes sides. Real parts; NULL if not known. */
    double *factors;
    double *factors_imaginary; /**< Their imaginary parts: where one is not 0, the run swings about the point. */
    /** @} */

    /** @name Other step sizes */
    /** @{ */
    /** Where the same start ends with other step sizes, from copies: of runs whose step is too large to settle, where a
        smaller one comes to a minimum. By rising step size, up to that of the run; NULL if not known. */
    descent_step_band *bands;
    size_t band_count; /**< How many. */
    /** @} */

    /** @name Why the run came back */
    /** @{ */
    /** Why the last descent_engine_run() came back, by descent_engine_diagnose(); NONE for a path. It proves nothing of the ending, and
        no ending rests on it. */
    descent_stop stop;
    /** @} */
} descent_diagnosis;

/** @brief What a diagnosis may use. All zero is the default. */
typedef struct descent_diagnosis_options {
    /** @name What it may cost */
    /** @{ */
    /** Calls of the user's functions at most, about. 0, the default: 20000. */
    uint64_t budget;

    /** Non-zero: nothing is evaluated, the path alone speaks, whatever the budget. */
    int path_only;

    /** Non-zero: the advice is not tried on copies. 0, the default: it is, within the budget. */
    int no_trials;
    /** @} */

    /** @name The rule */
    /** @{ */
    /** The rule that made the path; NULL, the default: fitted to steps and gradients where one of the library's makes them all (a
        fixed step with or without schedule, heavy ball, Nesterov, RMSProp, AdaGrad, Adam). descent_engine_diagnose() knows it.
        Only read during the call. */
    const descent_rule *rule;
    /** @} */

    /** @name When a run has converged */
    /** @{ */
    /** Converged if the distance to the critical point is at most this part of the path's diameter; in (0, 1). 0, the
        default: 1e-6. (Or at most √ε·‖x‖, within which losses tell nothing; of a run that is recorded from its start and goes
        on by a gradient that is given, at most where its steps are as short as rounding.) The path is all of it: the
        extent of a later stretch shrinks with the run, so that 1/k^p never arrived, and a geometric run took twice as
        long. But from a start at a distance of 10⁶ a tolerance of 1 would reach beyond what lies there: it is no more
        than a thousandth of how far from the point its own curvatures tell the gradient (to half of the largest). */
    double distance_tolerance;

    /** Converged if ‖∇L‖₂ is at most this, instead of by distance; finite, > 0. 0, the default: by distance. */
    double gradient_tolerance;
    /** @} */

    /** @name Cycles */
    /** @{ */
    size_t period_limit; /**< Longest period looked for; at least 2. 0, the default: 256. Of points on a
                               grid, exact ones are looked for as far as the points go. */
    /** @} */

    /** @name Words */
    /** @{ */
    /** What made the path, where that is no rule of this library: "L-BFGS of NLopt". Only for the words; read during the
        call, its first 31 bytes. NULL, the default: not said. Then no rule is asked for. */
    const char *optimiser_name;
    /** @} */

    void *reserved[7]; /**< For later; must be NULL. */
} descent_diagnosis_options;

/**
 * @brief Diagnoses a run from its path: the library's own, or any other optimiser's fed by descent_path_append().
 *
 * Works on thinned and partial paths and says when thinning hides the answer. Losses and gradient norms are used where
 * the path has them. A gradient function that answers at random will be asked in vain and moves on in its own random
 * sequence; nothing else of the user's changes.
 * @param problem The problem, or NULL: then the path alone speaks.
 * @param path The path; any number of rows, finite or not.
 * @param options NULL for the defaults.
 * @param[out] diagnosis Receives the diagnosis, the caller's to free with descent_diagnosis_free(); NULL on failure.
 * @retval DESCENT_SUCCESS The path was diagnosed; what was found is in `ending`.
 * @retval DESCENT_EINVAL NULL path or diagnosis, an incomplete problem, dimensions that differ, an option out of range.
 * @retval DESCENT_ENOMEM
 *
 * A callback that fails during the diagnosis ends the line of evidence it was asked for, not the diagnosis.
 */
DESCENT_API descent_status descent_diagnose(const descent_problem *problem, const descent_path *path,
                                            const descent_diagnosis_options *options, descent_diagnosis **diagnosis);

/**
 * @brief Diagnoses the run of an engine, with its problem, rule and recorded path.
 *
 * Without a recorded path only the present point is known; then copies are run on from there, and the diagnosis is of
 * what they do.
 * @param engine The engine; it does not move, and callbacks cannot change it meanwhile. Its accessors are used, so loss and
 * gradient at its point may be evaluated.
 * @param options NULL for the defaults; `rule` is ignored.
 * @param[out] diagnosis Receives the diagnosis, the caller's to free with descent_diagnosis_free(); NULL on failure.
 * @return As descent_diagnose(); DESCENT_EINVAL, too, from inside a callback of the engine or of its diagnosis (observers
 * may ask).
 */
DESCENT_API descent_status descent_engine_diagnose(descent_engine *engine, const descent_diagnosis_options *options,
                                                   descent_diagnosis **diagnosis);

/** @brief Frees a diagnosis with all it owns. @param diagnosis May be NULL. */
DESCENT_API void descent_diagnosis_free(descent_diagnosis *diagnosis);

/**
 * @brief Writes the explanation in plain words, at most a screenful: verdict, what was seen, why, what to try.
 *
 * UTF-8; the decimal point whatever the locale.
 * @param diagnosis The diagnosis.
 * @param stream Where to.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL argument.
 * @retval DESCENT_EIO The stream reported an error. A stream with a buffer may report a full disk only later: ask
 * fflush() or fclose().
 */
DESCENT_API descent_status descent_diagnosis_print(const descent_diagnosis *diagnosis, FILE *stream);

/**
 * @brief The same as a string, for programs without a stream: logs, windows, other languages.
 * @param diagnosis The diagnosis.
 * @param text Set to the string, which the caller frees with free(); NULL with any status but success.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL argument.
 * @retval DESCENT_ENOMEM
 */
DESCENT_API descent_status descent_diagnosis_text(const descent_diagnosis *diagnosis, char **text);

/**
 * @brief Writes one line, such as `converged: minimum at (2, 1.70711), factor 0.6 a step`, with a newline. It begins with the
 * word for the ending that the explanation begins with, such as `died on a saddle at (2, 1)`, `oscillating`, `exploding`.
 * @param diagnosis The diagnosis.
 * @param stream Where to.
 * @return As descent_diagnosis_print().
 */
DESCENT_API descent_status descent_diagnosis_print_line(const descent_diagnosis *diagnosis, FILE *stream);

/**
 * @brief The line as a string, newline included.
 * @param diagnosis The diagnosis.
 * @param text As descent_diagnosis_text().
 * @return As descent_diagnosis_text().
 */
DESCENT_API descent_status descent_diagnosis_line(const descent_diagnosis *diagnosis, char **text);

/**
 * @brief Writes the diagnosis as one JSON object on one line, UTF-8, with a newline.
 *
 * The keys are the names of the fields of descent_diagnosis, in the same groups: `pace`, `cycle`, `lyapunov`, `noise`,
 * `evaluations`, `point` and `centre` are objects with the names of the fields of their structs as keys, `events`,
 * `advice` and `bands` lists of such objects; an interval, such as `lyapunov` or `steps_to_go` within `pace`, has `value`, `low` and
 * `high`. Every key is always there; what does not apply or is not known is null, and so is a critical point that is not
 * there; an infinite number (such as `high` without a bound) is the string "Infinity" or "-Infinity".
 *
 * - Enumerations are the words of their lists: DESCENT_ENDING_LIST, DESCENT_LAW_LIST, DESCENT_CRITICAL_KIND_LIST,
 *   DESCENT_HESSIAN_SOURCE_LIST, DESCENT_TOLERANCE_SOURCE_LIST, DESCENT_PROBE_LIST, DESCENT_EVENT_KIND_LIST,
 *   DESCENT_ADVICE_KIND_LIST and DESCENT_QUANTITY_LIST. `findings` is the list of those that apply, in the words of
 *   DESCENT_FINDING_LIST.
 * - What is true or not is true or false.
 * - `orbit`, `multiplier_directions`, `eigenvectors` and `hessian` are lists of rows; the latter two are null beyond 16
 *   variables.
 * - Left out are the counts that the length of a list tells, `dimension`, `newton_backed`, `moved`, `iterations`,
 *   `converged`, `evaluations` and `products` of a critical point, and `internal`.
 *
 * From the first release on, keys are only added.
 * @param diagnosis The diagnosis.
 * @param stream Where to.
 * @return As descent_diagnosis_print().
 */
DESCENT_API descent_status descent_diagnosis_print_json(const descent_diagnosis *diagnosis, FILE *stream);

/**
 * @brief The JSON object as a string, newline included.
 * @param diagnosis The diagnosis.
 * @param text As descent_diagnosis_text().
 * @return As descent_diagnosis_text().
 */
DESCENT_API descent_status descent_diagnosis_json(const descent_diagnosis *diagnosis, char **text);

/**
 * @brief One or two English words for an event: "lingering", "loss rose", …
 * @param kind Any value, also one that is no event.
 * @return A constant string; never NULL.
 */
DESCENT_API const char *descent_event_kind_string(descent_event_kind kind);

/**
 * @brief A few English words for one finding: "step above the stability limit", …
 * @param finding One bit; anything else gives "unknown".
 * @return A constant string; never NULL.
 */
DESCENT_API const char *descent_finding_string(descent_finding finding);

/**
 * @brief One or two English words for a kind of advice: "step size", "leave saddle", …
 * @param kind Any value, also one that is no kind of advice.
 * @return A constant string; never NULL.
 */
DESCENT_API const char *descent_advice_kind_string(descent_advice_kind kind);

/**
 * @brief One English word for what was not finite: "loss", "gradient", …
 * @param quantity Any value; one that is no quantity gives "unknown".
 * @return A constant string; never NULL.
 */
DESCENT_API const char *descent_quantity_string(descent_quantity quantity);

#ifdef __cplusplus
}
#endif

#endif
