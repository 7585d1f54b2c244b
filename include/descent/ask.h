/**
 * @file
 * @brief Asking and telling: the engine says at which point it wants loss and gradient, and is told them. No callback is needed.
 *
 * For losses that are not a function of this program's to call: an experiment, a job on another machine, an event loop, a language
 * without callbacks. What is to be told stands in the problem, in place of the functions; then the program asks and tells:
 *
 * @code
 * const descent_problem problem = {.dimension = 2, .loss = descent_told_loss, .gradient = descent_told_gradient};
 * descent_engine_new(&engine, &problem, descent_wolfe(1, NULL), start);
 * descent_request request;
 * while (descent_engine_ask(engine, 100, &request) == DESCENT_SUCCESS && request.x) {
 *     double value = NAN, slope[2];
 *     if (request.wants_loss)
 *         value = measure(request.x);
 *     if (request.wants_gradient)
 *         measure_slope(request.x, slope);
 *     descent_engine_tell(engine, value, slope, 0);
 * }
 * @endcode
 *
 * The same numbers are asked for, in the same order, as a run with callbacks of the same kind would call for, and every bit of the
 * run is the same. Rules need not know: a step that lacks a number is given up, and made again from the same state when it is told,
 * with the answers so far. So the `advance` of a rule of the user's own, and a schedule's function, may be called several times for one
 * step, and must be functions of what they are given.
 *
 * Accessors of such an engine tell what is known, NaN otherwise, and evaluate nothing. descent_engine_diagnose() goes by the path
 * alone; give descent_diagnose() a problem with functions, if there is one.
 */
#ifndef DESCENT_ASK_H
#define DESCENT_ASK_H

#include <stddef.h>
#include <stdint.h>

#include <descent/engine.h>
#include <descent/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @brief Stands in a problem for a loss that is told. Called by anybody but an engine that asks, it returns −1.
 * @param dimension As descent_loss_function.
 * @param x As descent_loss_function.
 * @param value As descent_loss_function.
 * @param context As descent_loss_function.
 * @return The code that was told.
 */
DESCENT_API int descent_told_loss(size_t dimension, const double *x, double *value, void *context);

/**
 * @brief Stands in a problem for a gradient that is told.
 * @param dimension As descent_gradient_function.
 * @param x As descent_gradient_function.
 * @param gradient As descent_gradient_function.
 * @param context As descent_gradient_function.
 * @return The code that was told.
 */
DESCENT_API int descent_told_gradient(size_t dimension, const double *x, double *gradient, void *context);

/**
 * @brief Stands in a problem for loss and gradient that are told together, in one answer.
 * @param dimension As descent_loss_gradient_function.
 * @param x As descent_loss_gradient_function.
 * @param value As descent_loss_gradient_function.
 * @param gradient As descent_loss_gradient_function.
 * @param context As descent_loss_gradient_function.
 * @return The code that was told.
 */
DESCENT_API int descent_told_loss_gradient(size_t dimension, const double *x, double *value, double *gradient,
                                           void *context);

/** @brief What an engine wants to be told. */
typedef struct descent_request {
    const double *x;    /**< Where: n numbers, valid until it is told. NULL: nothing, the run is over. */
    int wants_loss;     /**< Non-zero: L(x). */
    int wants_gradient; /**< Non-zero: ∇L(x). */
    void *reserved[4];  /**< Zero. */
} descent_request;

/**
 * @brief Goes on with the run until a number is wanted, or the run is over: then descent_engine_stop_reason() says why.
 *
 * Takes the place of descent_engine_run() and descent_engine_step(), with the same stops, progress, recording and observers. Before
 * observers are called, loss and gradient at the new point are asked for, as far as they are told: an observer cannot be asked to wait.
 * Asking again before telling gives the same request.
 * @param engine An engine whose problem has at least one of the functions above.
 * @param until The step number at which the run is over; one more than descent_engine_steps() makes one step.
 * @param[out] request Receives what is wanted.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL argument, an engine with functions of its own, or called from inside a callback.
 * @return Else as descent_engine_run(). After DESCENT_ECALLBACK, which is a code that was told, asking again asks for the same.
 */
DESCENT_API descent_status descent_engine_ask(descent_engine *engine, uint64_t until, descent_request *request);

/**
 * @brief Tells what was asked for. Nothing moves until descent_engine_ask().
 * @param engine The engine.
 * @param loss L(x), finite or not; of no meaning unless it is wanted.
 * @param gradient ∇L(x), n numbers, finite or not; copied. Of no meaning, and may be NULL, unless it is wanted or `code` is not 0.
 * @param code 0, or any other number: it cannot be had. Then the step fails with DESCENT_ECALLBACK.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL engine, nothing is asked for, no gradient although it is wanted, or called from inside a callback.
 * @retval DESCENT_ENOMEM It is still asked for.
 */
DESCENT_API descent_status descent_engine_tell(descent_engine *engine, double loss, const double *gradient, int code);

#ifdef __cplusplus
}
#endif

#endif
