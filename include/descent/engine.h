/**
 * @file
 * @brief The engine: takes a problem, a rule and a start, and steps.
 *
 * The engine stands at a point x_k. A step needs the gradient there (or where the rule looks ahead); it evaluates it
 * unless it is known already, and moves to x_{k+1}. Loss and gradient at the new point are evaluated when they are
 * first needed: by an accessor, by the recording, by an observer or by the next step; never twice at one point. So what
 * a rule does not need cannot fail its step, and x, loss and gradient always belong to the same point.
 *
 * A callback should return; what becomes of the engine if it leaves by a jump or an exception says `descent/unwind.h`.
 *
 * When a callback fails, the step ends with a status and the engine stays where it was, usable: the next step calls it
 * again, and so it does for a gradient that came back NaN or infinite. What a function leaves unwritten reads NaN: the first,
 * the middle and the last number always, every one with up to 64 variables.
 */
#ifndef DESCENT_ENGINE_H
#define DESCENT_ENGINE_H

#include <stddef.h>
#include <stdint.h>

#include <descent/export.h>
#include <descent/path.h>
#include <descent/problem.h>
#include <descent/rules.h>
#include <descent/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** @brief A run of gradient descent that can be stepped. Opaque. */
typedef struct descent_engine descent_engine;

/**
 * @brief Called after each step that was made; may read the engine through its accessors.
 * @param engine The engine, at its new point. Stepping, recording or resetting it from here is refused with DESCENT_EINVAL; freeing it
 * takes effect when the step is over, and ends the run. It may leave by an exception, or by a jump: see `descent/unwind.h`.
 * @param context What was given with the observer.
 * @return 0 to go on; any other number stops descent_engine_run() after this step.
 */
typedef int descent_observer_function(descent_engine *engine, void *context);

/**
 * @brief The one list of stops: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_STOP_LIST(STOP)                                                                                        \
    STOP(DESCENT_STOP_NONE, 0, "none")                                                                                 \
    STOP(DESCENT_STOP_STEPS, 1, "steps")                                                                               \
    STOP(DESCENT_STOP_OBSERVER, 2, "observer")                                                                         \
    STOP(DESCENT_STOP_GRADIENT, 3, "gradient")                                                                         \
    STOP(DESCENT_STOP_BUDGET, 4, "budget")                                                                             \
    STOP(DESCENT_STOP_FAILURE, 5, "failure")                                                                           \
    STOP(DESCENT_STOP_NONFINITE, 6, "nonfinite")                                                                       \
    STOP(DESCENT_STOP_RULE, 7, "rule")                                                                                 \
    STOP(DESCENT_STOP_LOSS, 8, "loss")                                                                                 \
    STOP(DESCENT_STOP_LOSS_CHANGE, 9, "loss change")                                                                   \
    STOP(DESCENT_STOP_POINT_CHANGE, 10, "point change")                                                                \
    STOP(DESCENT_STOP_TIME, 11, "time")                                                                                \
    STOP(DESCENT_STOP_CRITERIA, 12, "criteria")

/**
 * @brief Why descent_engine_run() came back.
 *
 * | stop | number | meaning |
 * |---|---|---|
 * | `DESCENT_STOP_NONE` | 0 | nothing was run yet |
 * | `DESCENT_STOP_STEPS` | 1 | all steps that were asked for were made |
 * | `DESCENT_STOP_OBSERVER` | 2 | an observer asked to stop |
 * | `DESCENT_STOP_GRADIENT` | 3 | the gradient norm is within the tolerance |
 * | `DESCENT_STOP_BUDGET` | 4 | the evaluation budget is used up |
 * | `DESCENT_STOP_FAILURE` | 5 | a step could not be made; the status says why |
 * | `DESCENT_STOP_NONFINITE` | 6 | gradient or next point would not be finite: the run ends there, as explosions do |
 * | `DESCENT_STOP_RULE` | 7 | the rule gave up, as a line search that fails; descent_error_detail() has its cause |
 * | `DESCENT_STOP_LOSS` | 8 | the loss is at its target; this and the rest are set in `descent/stops.h` |
 * | `DESCENT_STOP_LOSS_CHANGE` | 9 | the loss changed little |
 * | `DESCENT_STOP_POINT_CHANGE` | 10 | the point moved little |
 * | `DESCENT_STOP_TIME` | 11 | the time was over |
 * | `DESCENT_STOP_CRITERIA` | 12 | several criteria hold together |
 *
 * What none of them proves says descent_stop_meaning() of `descent/stops.h`.
 */
typedef enum descent_stop {
#define DESCENT_STOP_ENUMERATOR(name, number, word) name = number,
    DESCENT_STOP_LIST(DESCENT_STOP_ENUMERATOR)
#undef DESCENT_STOP_ENUMERATOR
} descent_stop;

/**
 * @brief Makes an engine at a start. All memory that steps need is allocated here.
 * @param[out] engine Receives the engine, the caller's to free with descent_engine_free(); NULL on failure.
 * @param problem The problem; copied. Its context stays the user's.
 * @param rule The rule; copied.
 * @param start The first point, n finite numbers; copied.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL argument, an incomplete problem, a parameter of the rule out of range.
 * @retval DESCENT_ENONFINITE The start has a NaN or an infinity; the detail names the component.
 * @retval DESCENT_ENOMEM
 */
DESCENT_API descent_status descent_engine_new(descent_engine **engine, const descent_problem *problem,
                                              descent_rule rule, const double *start);

/**
 * @brief Frees an engine with its path.
 *
 * From inside a callback of the engine it takes effect when the call that it comes from ends (a run, after this step), which then says
 * so with DESCENT_EINVAL; after a jump out of one (`descent/unwind.h`), when that is told by descent_unwind(). Once freed it is not to
 * be used outside of that callback, nor freed again.
 * @param engine The engine; NULL is fine.
 */
DESCENT_API void descent_engine_free(descent_engine *engine);

/**
 * @brief Goes back to step 0 at a new start: as a new engine with the same problem, rule and settings.
 *
 * Counts, path and the rule's memory start afresh; recording, observers, budget and tolerance stay.
 * @param engine The engine.
 * @param start The first point, n finite numbers; copied. May be descent_engine_point().
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL argument, or called from inside a callback.
 * @retval DESCENT_ENONFINITE The start has a NaN or an infinity; the engine is as it was.
 */
DESCENT_API descent_status descent_engine_reset(descent_engine *engine, const double *start);

/**
 * @brief Records the path from the present point on. Calling it again begins a new path.
 *
 * Recorded losses and gradient norms are evaluated where the rule alone would not need them; only a callback that
 * returns non-zero can then fail the step. Losses that are NaN or infinite are recorded as they are.
 * @param engine The engine.
 * @param options What to keep, or NULL for the defaults.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL As descent_path_new(), or called from inside a callback.
 * @retval DESCENT_ENOMEM The engine is as it was.
 */
DESCENT_API descent_status descent_engine_record(descent_engine *engine, const descent_path_options *options);

/**
 * @brief Makes one step. Allocates nothing, but for the growth of a path without bounds.
 *
 * @param engine The engine.
 * @retval DESCENT_SUCCESS The engine is at x_{k+1}.
 * @retval DESCENT_ECALLBACK A callback returned non-zero; descent_engine_callback_code() has its number.
 * @retval DESCENT_ENONFINITE The gradient, the point to be reached, or the point where the rule looks ahead, is not
 * finite; the detail names component and step.
 * @retval DESCENT_EINVAL NULL, called from inside a callback, or the schedule gave a step size that is negative or
 * not finite; or a callback freed the engine, which is gone then.
 * @retval DESCENT_EBUDGET The evaluation budget is used up.
 * @retval DESCENT_ENOMEM The path could not grow.
 *
 * With any status but success the engine stays at x_k. If the problem has up to 2048 variables, x_k is then exactly
 * what it was; beyond that, the fixed step restores each coordinate to within one rounding, ε·max(|xᵢ|, |η gᵢ|), when a
 * bad gradient component comes after the first 2048 (the other rules are always exact).
 */
DESCENT_API descent_status descent_engine_step(descent_engine *engine);

/**
 * @brief Makes up to `steps` steps, with the same results, bit for bit, as calling descent_engine_step() that often.
 *
 * It comes back earlier when an observer asks for it, when the gradient norm is within the tolerance, when the next step
 * would not be finite, or when a step fails; descent_engine_stop_reason() tells which. Where numbers end the run has done its
 * work: that is DESCENT_SUCCESS here, so that a program that checks every status still gets its diagnosis, and
 * descent_error_detail() names component and step.
 * @param engine The engine.
 * @param steps How many steps; 0 does nothing.
 * @return DESCENT_SUCCESS, or the status of the step that failed, as descent_engine_step(), but never DESCENT_ENONFINITE.
 */
DESCENT_API descent_status descent_engine_run(descent_engine *engine, uint64_t steps);

/**
 * @brief Adds a function that is called after each step, in the order of adding.
 * @param engine The engine.
 * @param observer The function; not NULL.
 * @param context Handed to it; stays the user's and must outlive the engine or its last step.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL argument, or called from inside a callback.
 * @retval DESCENT_ENOMEM The engine is as it was.
 */
DESCENT_API descent_status descent_engine_add_observer(descent_engine *engine, descent_observer_function *observer,
                                                       void *context);

/**
 * @brief Bounds the evaluations that a run may cost: calls of loss, gradient, Hessian and product together.
 *
 * A step that begins with the budget used up ends with DESCENT_EBUDGET. The step that crosses it is still finished.
 * @param engine The engine.
 * @param evaluations The budget; 0 means none, the default.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL engine.
 */
DESCENT_API descent_status descent_engine_set_budget(descent_engine *engine, uint64_t evaluations);

/**
 * @brief Lets descent_engine_run() stop where ‖∇L(x)‖₂ ≤ tolerance. descent_engine_step() steps on regardless.
 *
 * For a look-ahead rule this costs one gradient more a step.
 * @param engine The engine.
 * @param tolerance Finite, ≥ 0; 0 stops at a gradient of exactly zero. NaN, the default, never stops.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL engine, or a tolerance that is negative or infinite.
 */
DESCENT_API descent_status descent_engine_set_gradient_tolerance(descent_engine *engine, double tolerance);

/**
 * @brief Goes on from here with another rule, or with the same and other numbers: step size, momentum, schedule, modifiers.
 *
 * A rule of the same type, with as many vectors of memory, keeps what it remembers and counts its steps on. A rule of another type
 * begins as at a start: its memory is empty, and its first step, as for its schedule, is number 0. descent_engine_steps() and the path
 * count on. What is known of the point stays known. The diagnosis judges the run since the last change, and tells of it
 * (`DESCENT_EVENT_RULE_CHANGED`). descent_engine_reset() keeps the rule of now.
 * @param engine The engine.
 * @param rule The rule; copied.
 * @retval DESCENT_SUCCESS With a rule of another type, or modifiers where there were none, pointers to the engine's vectors
 * (descent_engine_point() and its like) are to be asked for anew.
 * @retval DESCENT_EINVAL NULL engine, called from inside a callback, a parameter of the rule out of range.
 * @retval DESCENT_EUNSUPPORTED The rule needs a loss, and the problem has none.
 * @retval DESCENT_ENOMEM The engine is as it was.
 */
DESCENT_API descent_status descent_engine_set_rule(descent_engine *engine, descent_rule rule);

/** @brief Number of variables n. @param engine The engine. @return 0 for NULL. */
DESCENT_API size_t descent_engine_dimension(const descent_engine *engine);

/** @brief Steps made since the start or the last reset. @param engine The engine. @return 0 for NULL. */
DESCENT_API uint64_t descent_engine_steps(const descent_engine *engine);

/**
 * @brief The present point x_k.
 * @param engine The engine.
 * @return n numbers; the pointer stays the same until descent_engine_set_rule(), the numbers change with each step. NULL for
 * NULL.
 */
DESCENT_API const double *descent_engine_point(const descent_engine *engine);

/**
 * @brief The gradient at the present point; evaluated now if it is not known yet.
 * @param engine The engine.
 * @return n numbers, which may be infinite or NaN if the user's function says so; all NaN if it failed, and then the
 * next step reports that failure. Valid until the next step. NULL for NULL.
 */
DESCENT_API const double *descent_engine_gradient(descent_engine *engine);

/**
 * @brief The 2-norm of the gradient at the present point, without overflow or underflow on the way.
 * @param engine The engine.
 * @return As descent_engine_gradient(); NaN for NULL.
 */
DESCENT_API double descent_engine_gradient_norm(descent_engine *engine);

/**
 * @brief The loss at the present point; evaluated now if it is not known yet.
 * @param engine The engine.
 * @return L(x); NaN for NULL, for a problem without a loss, and where the user's function failed, which the next step
 * then reports.
 */
DESCENT_API double descent_engine_loss(descent_engine *engine);

/**
 * @brief Step size of the last step that was made, after the schedule.
 * @param engine The engine.
 * @return η of step k − 1; before the first step, the rule's own. NaN for NULL.
 */
DESCENT_API double descent_engine_step_size(const descent_engine *engine);

/** @brief The rule the engine steps with. @param engine The engine. @return Owned by the engine; NULL for NULL. */
DESCENT_API const descent_rule *descent_engine_rule(const descent_engine *engine);

/** @brief The problem the engine works on. @param engine The engine. @return Owned by the engine; NULL for NULL. */
DESCENT_API const descent_problem *descent_engine_problem(const descent_engine *engine);

/** @brief How often each callback was called. @param engine The engine. @return All 0 for NULL. */
DESCENT_API descent_evaluations descent_engine_evaluations(const descent_engine *engine);

/**
 * @brief What the callback returned that failed last.
 * @param engine The engine.
 * @return The user's own number; 0 if none has failed since the start or the last reset.
 */
DESCENT_API int descent_engine_callback_code(const descent_engine *engine);

/** @brief Why the last descent_engine_run() came back. @param engine The engine. @return NONE for NULL. */
DESCENT_API descent_stop descent_engine_stop_reason(const descent_engine *engine);

/** @brief One English word for a stop. @param stop Any value. @return A constant string; never NULL. */
DESCENT_API const char *descent_stop_string(descent_stop stop);

/**
 * @brief The recorded path up to and including the present point.
 *
 * Loss and gradient of the present point are evaluated now if they are recorded and not known yet; if a callback fails
 * there, the path ends with the point before.
 * @param engine The engine.
 * @return The path, the engine's, valid until it is reset, recorded anew or freed; NULL if nothing is recorded.
 */
DESCENT_API const descent_path *descent_engine_path(descent_engine *engine);

#ifdef __cplusplus
}
#endif

#endif
