/**
 * @file
 * @brief The diagnosis while the run is going on, in memory that does not grow.
 *
 * A monitor is shown one point after another and says what the run is doing as soon as the evidence allows, and not
 * before. It keeps a few vectors of n numbers whatever the number of steps. It evaluates nothing, so it cannot tell a
 * minimum from a saddle, nor chaos from noise; descent_diagnose() can. What it says is confirmed over a doubling of the
 * steps: a verdict takes at least 16 points, and a run that rests or repeats itself from step k on is seen to by step 3k.
 *
 * A monitor that stopped an engine cannot take its word back, so a verdict comes late enough to last: at rest is a run
 * whose way ahead, by the slowest motion that shows in its steps, in any watched coordinate and in how the gradient
 * changes along the way, is within the tolerance, while neither loss nor gradient grows. A plateau that is crept over,
 * and growth that is still small, are no rest. One that only watches goes on looking, and withdraws a verdict that the
 * run contradicts. What no point shows yet cannot be foreseen: a way out of a saddle that is still lost behind what dies
 * out.
 *
 * Nor can a monitor ask whether ground without a gradient lies high or low. So it looks how a run came there: by steps or a
 * gradient that fade, or by a leap across a bowl, which the losses show, it has converged; after any other leap, and after
 * its memory has carried it over level ground, it rests, undetermined. A rule that divides by a memory of its gradients which
 * fades (Adam, RMSProp) leaves a minimum some thousands of steps after it came to rest there: attached to an engine, the
 * monitor asks the rule, and says converged only where the gradient is exactly 0. Shown points by hand, it sees that only
 * while the steps are more than rounding.
 *
 * Growth by a factor each step is believed late: a run that begins beside a saddle or beside a minimum that the step is
 * too large for grows in the same way, and stays bounded. It is called diverging when the loss has risen and the run is
 * 10¹⁰ times as large as in its first 16 points, unbounded when the loss has never risen and it is 10²⁰ times as large.
 * Neither is said while the steps become shorter beside their gradients, as a schedule makes them.
 * Faster growth, four steps each of which outgrows the one before by a larger factor than that did, is believed at once.
 */
#ifndef DESCENT_MONITOR_H
#define DESCENT_MONITOR_H

#include <stddef.h>
#include <stdint.h>

#include <descent/ending.h>
#include <descent/engine.h>
#include <descent/export.h>
#include <descent/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** @brief Watches a run. Opaque. */
typedef struct descent_monitor descent_monitor;

/**
 * @brief The one list of phases: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_PHASE_LIST(PHASE)                                                                                      \
    PHASE(DESCENT_PHASE_UNKNOWN, 0, "unknown")                                                                         \
    PHASE(DESCENT_PHASE_RESTING, 1, "resting")                                                                         \
    PHASE(DESCENT_PHASE_SETTLING, 2, "settling")                                                                       \
    PHASE(DESCENT_PHASE_LEAVING, 3, "leaving")                                                                         \
    PHASE(DESCENT_PHASE_GROWING, 4, "growing")                                                                         \
    PHASE(DESCENT_PHASE_ADVANCING, 5, "advancing")                                                                     \
    PHASE(DESCENT_PHASE_CREEPING, 6, "creeping")                                                                       \
    PHASE(DESCENT_PHASE_HOVERING, 7, "hovering")

/**
 * @brief How a run moves while its ending is not decided, by its points alone.
 *
 * | phase | number | over the last half of the steps |
 * |---|---|---|
 * | `DESCENT_PHASE_UNKNOWN` | 0 | none of these, or not long enough |
 * | `DESCENT_PHASE_RESTING` | 1 | it keeps within the distance tolerance; a verdict takes a gradient, too |
 * | `DESCENT_PHASE_SETTLING` | 2 | ways and steps shrink: it approaches a critical point, maybe a saddle |
 * | `DESCENT_PHASE_LEAVING` | 3 | as `leaving` of descent_monitor_state |
 * | `DESCENT_PHASE_GROWING` | 4 | the steps grow and grow |
 * | `DESCENT_PHASE_ADVANCING` | 5 | it goes on in one direction and hardly slows down |
 * | `DESCENT_PHASE_CREEPING` | 6 | the same at a hundredth of its longest step or less: a plateau, a valley's floor |
 * | `DESCENT_PHASE_HOVERING` | 7 | it keeps to one place without settling there: noise, an oscillation, chaos |
 */
typedef enum descent_phase {
#define DESCENT_PHASE_ENUMERATOR(name, number, word) name = number,
    DESCENT_PHASE_LIST(DESCENT_PHASE_ENUMERATOR)
#undef DESCENT_PHASE_ENUMERATOR
    DESCENT_PHASE_FORCE_INT = 0x7fffffff /**< Keeps the enumeration's size for ever; never returned. */
} descent_phase;

/** @brief For the option `stop_endings`: an attached engine stops at no ending. */
#define DESCENT_MONITOR_STOP_NEVER (1u << 31)

/** @brief What a monitor looks for. All zero is the default. */
typedef struct descent_monitor_options {
    /** @name When it stops an engine */
    /** @{ */
    /** Or-ed bits `1u << DESCENT_ENDING_…` at which an attached engine stops. 0, the default: converged, stalled,
        periodic, diverging and nonfinite. DESCENT_MONITOR_STOP_NEVER: none. */
    unsigned stop_endings;
    /** @} */

    /** @name When a run has converged */
    /** @{ */
    /** Converged if the estimated remaining distance is at most this part of the diameter seen; in (0, 1). 0, the
        default: 1e-6. */
    double distance_tolerance;
    /** Converged if ‖∇L‖₂ is at most this, instead of by distance; finite, > 0. 0, the default: by distance. */
    double gradient_tolerance;
    /** @} */

    /** @name What is watched */
    /** @{ */
    size_t period_limit; /**< Longest period looked for; 2 to 64. 0, the default: 64. */
    /** Of more variables than this, an evenly spaced sample of this many is watched for recurrence and extent; loss,
        gradient and finiteness are watched in full by whoever computes them. 0, the default: 1024. */
    size_t coordinate_limit;
    /** @} */

    void *reserved[8]; /**< For later; must be NULL. */
} descent_monitor_options;

/**
 * @brief Makes a monitor. All its memory is allocated here.
 * @param[out] monitor Receives the monitor, the caller's to free with descent_monitor_free(); NULL on failure.
 * @param dimension Number of variables n ≥ 1.
 * @param options NULL for the defaults; copied.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL monitor, dimension 0 or too large for memory, an option out of range.
 * @retval DESCENT_ENOMEM
 */
DESCENT_API descent_status descent_monitor_new(descent_monitor **monitor, size_t dimension,
                                               const descent_monitor_options *options);

/**
 * @brief Frees a monitor. One that is attached sees nothing more, stops nothing, and goes with its engine.
 * @param monitor May be NULL.
 */
DESCENT_API void descent_monitor_free(descent_monitor *monitor);

/** @brief Forgets all that was seen. @param monitor NULL does nothing. */
DESCENT_API void descent_monitor_reset(descent_monitor *monitor);

/**
 * @brief Shows the monitor the next point. Allocates nothing, fails never.
 * @param monitor The monitor; NULL gives UNDETERMINED.
 * @param x The point, n numbers, finite or not.
 * @param loss L(x), or NaN if it is not known.
 * @param gradient ∇L(x), n numbers, or NULL if it is not known.
 * @return What the run is doing: DESCENT_ENDING_UNDETERMINED as long as it is under way (slow approach, descent and
 * bounded wandering included; `phase` of descent_monitor_view() tells them apart), else CONVERGED, STALLED, PERIODIC, DIVERGING,
 * UNBOUNDED or NONFINITE. A verdict is kept until the evidence withdraws it. The first NaN or infinity is the end: the
 * verdict is then NONFINITE, or what it was if that is DIVERGING or UNBOUNDED, and stays so.
 */
DESCENT_API descent_ending descent_monitor_observe(descent_monitor *monitor, const double *x, double loss,
                                                   const double *gradient);

/** @brief What a monitor knows, as descent_monitor_view() shows it. */
typedef struct descent_monitor_state {
    /** @name Verdict and motion */
    /** @{ */
    descent_ending ending; /**< The verdict now, as descent_monitor_observe() gave it last. */
    /** How the run moves now: a saddle that it approaches or leaves, a plateau, noise, also where there is no verdict. A
        phase that the last two checks agree on. */
    descent_phase phase;
    /**
     * Non-zero: the run seems to be leaving a critical point it was near. Its steps became a tenth of what they were or
     * less, for eight steps or more, and have grown tenfold since. A step of gradient descent is as long as the gradient
     * is large, so there was a saddle, a maximum or a plateau; or a minimum that the step is too large for. 0 once the
     * steps grow no more.
     */
    int leaving;
    /** @} */

    /** @name Figures */
    /** @{ */
    uint64_t count;      /**< Points shown so far. */
    uint64_t decided_at; /**< With which point the verdict of now was reached, counted from 0. */
    size_t period;       /**< The period p ≥ 2, while the verdict is periodic; else 0. */
    double rate; /**< The factor from one step length to the next, averaged over the last half of the steps: below 1
                              contracting, above 1 growing; NaN as long as there is none. */
    /** @} */

    void *reserved[4]; /**< For later; NULL. */
} descent_monitor_state;

/**
 * @brief What the monitor knows now: verdict, phase and figures. Evaluates nothing.
 * @param monitor The monitor.
 * @return Its state. For NULL: UNDETERMINED, UNKNOWN, 0 and NaN.
 */
DESCENT_API descent_monitor_state descent_monitor_view(const descent_monitor *monitor);

/**
 * @brief One English word for a phase: "settling", "hovering", …
 * @param phase Any value, also one that is no phase.
 * @return A constant string; never NULL.
 */
DESCENT_API const char *descent_phase_string(descent_phase phase);

/**
 * @brief Lets the monitor watch an engine, which stops descent_engine_run() at the endings in `stop_endings`.
 *
 * The monitor sees the present point now and each new one after its step. Loss and gradient are shown at its
 * checkpoints alone (each of the first 16 points, then after every eighth more), so they cost next to nothing; a gradient
 * that the next step needs anyway is not evaluated twice. A rule that has a memory and tells no multipliers makes some 4200
 * steps on a slope that is made up, here and now: does it forget what it divides by? The problem is not asked. (Of an own rule
 * in more than 200 variables this stays unknown, and it is taken not to; of an own rule that the engine is given later, to do so.)
 * @param monitor The monitor, of the engine's dimension.
 * @param engine The engine.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL argument, another dimension, or called from inside a callback.
 * @retval DESCENT_ENOMEM The engine is as it was.
 */
DESCENT_API descent_status descent_monitor_attach(descent_monitor *monitor, descent_engine *engine);

/**
 * @brief Saves a monitor, so that it goes on with the same verdicts as if it had never stopped; as descent_engine_save().
 * @param monitor The monitor.
 * @param file_name Where to: a file of its own, beside that of the engine.
 * @return As descent_engine_save().
 */
DESCENT_API descent_status descent_monitor_save(const descent_monitor *monitor, const char *file_name);

/**
 * @brief Makes a monitor that knows what the saved one knew.
 *
 * The next descent_monitor_attach() does not show it the present point, which it has seen: it is that of the engine that was saved
 * with it.
 * @param[out] monitor Receives the monitor, the caller's to free; NULL on failure.
 * @param file_name The file.
 * @return As descent_engine_load(), but for what is compared there.
 */
DESCENT_API descent_status descent_monitor_load(descent_monitor **monitor, const char *file_name);

#ifdef __cplusplus
}
#endif

#endif
