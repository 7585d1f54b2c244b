/**
 * @file
 * @brief When a run is to stop: criteria, alone or together, and what each of them does not prove.
 *
 * A criterion ends descent_engine_run(); descent_engine_step() steps on regardless. None of them says what the run has found: that is
 * the diagnosis, which reads why the run stopped.
 */
#ifndef DESCENT_STOPS_H
#define DESCENT_STOPS_H

#include <stdint.h>

#include <descent/engine.h>
#include <descent/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @brief The one list of criteria: name, bit, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_CRITERION_LIST(CRITERION)                                                                              \
    CRITERION(DESCENT_CRITERION_LOSS, 1, "loss")                                                                       \
    CRITERION(DESCENT_CRITERION_LOSS_CHANGE, 2, "change of the loss")                                                  \
    CRITERION(DESCENT_CRITERION_POINT_CHANGE, 4, "change of the point")                                                \
    CRITERION(DESCENT_CRITERION_GRADIENT, 8, "gradient")                                                               \
    CRITERION(DESCENT_CRITERION_TIME, 16, "time")

/**
 * @brief What a run can be stopped by; the values combine with `|`.
 *
 * | criterion | bit | holds at x_k if | costs a step, beyond what the rule, the recording and the progress need anyway |
 * |---|---|---|---|
 * | `DESCENT_CRITERION_LOSS` | 1 | L(x_k) ≤ `loss_target` | a loss |
 * | `DESCENT_CRITERION_LOSS_CHANGE` | 2 | \|L(x_k) − L(x_{k−1})\| ≤ `loss_change`·max(\|L(x_k)\|, \|L(x_{k−1})\|) | a loss |
 * | `DESCENT_CRITERION_POINT_CHANGE` | 4 | ‖x_k − x_{k−1}‖ ≤ `point_change`·‖x_k‖ | no evaluation; a copy of the point |
 * | `DESCENT_CRITERION_GRADIENT` | 8 | ‖∇L(x_k)‖ ≤ `gradient_norm` | nothing; a gradient for rules that look ahead |
 * | `DESCENT_CRITERION_TIME` | 16 | this call of run has lasted `seconds` | no evaluation; a look at the clock |
 *
 * Where loss and gradient come in one pass (`loss_gradient`), that one call gives both. A criterion that does not matter any more,
 * since another decides, is not evaluated. What is NaN does not hold.
 */
typedef enum descent_criterion {
#define DESCENT_CRITERION_ENUMERATOR(name, number, word) name = number,
    DESCENT_CRITERION_LIST(DESCENT_CRITERION_ENUMERATOR)
#undef DESCENT_CRITERION_ENUMERATOR
} descent_criterion;

/** @brief When to stop: as soon as one of `any` holds, or all of `all` do. All zero: never. */
typedef struct descent_stops {
    /** @name Which criteria */
    /** @{ */
    unsigned any; /**< Or-ed descent_criterion, each of which suffices; 0: none. */
    unsigned all; /**< Or-ed descent_criterion that must hold at one and the same point; 0: none. */
    /** @} */

    /** @name Their thresholds */
    /** @{ */
    double loss_target;   /**< Not NaN. */
    double loss_change;   /**< Finite, ≥ 0; 0: to the last bit. */
    double point_change;  /**< Finite, ≥ 0; 0: to the last bit. */
    double gradient_norm; /**< Finite, ≥ 0; 0: a gradient of exactly zero. */
    double seconds;       /**< Of wall time, counted from the beginning of the call of run; finite, ≥ 0. */
    uint64_t patience;    /**< How many steps in a row the two changes must hold; 0: 1. */
    /** @} */

    void *reserved[4]; /**< For later; must be NULL. */
} descent_stops;

/**
 * @brief Sets when descent_engine_run() stops, in place of what was set before. Reset and recording leave it as it is.
 *
 * Which criterion it was says descent_engine_stop_reason(); more than one of `all` together is `DESCENT_STOP_CRITERIA`. Asked before
 * each step, the first included, so that no step is made from where the run is to end.
 * @param engine The engine.
 * @param stops The criteria, copied; NULL: none.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL engine, called from inside a callback, a number out of range, an unknown bit, or a threshold whose
 * criterion stands neither in `any` nor in `all`.
 * @retval DESCENT_EUNSUPPORTED A criterion needs the loss, and the problem has none.
 * @retval DESCENT_ENOMEM What was set before stays.
 */
DESCENT_API descent_status descent_engine_set_stops(descent_engine *engine, const descent_stops *stops);

/**
 * @brief What it means that a run stopped so, and what that does not prove: a clause in plain English.
 *
 * "the loss changed little, which does not prove a minimum: …".
 * @param stop Any value.
 * @return A constant string; never NULL.
 */
DESCENT_API const char *descent_stop_meaning(descent_stop stop);

#ifdef __cplusplus
}
#endif

#endif
