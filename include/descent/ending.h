/**
 * @file
 * @brief What a run does at its end: the one list of endings, which diagnosis, monitor and sweeps share.
 */
#ifndef DESCENT_ENDING_H
#define DESCENT_ENDING_H

#include <descent/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @brief The one list of endings: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_ENDING_LIST(ENDING)                                                                                    \
    ENDING(DESCENT_ENDING_UNDETERMINED, 0, "undetermined")                                                             \
    ENDING(DESCENT_ENDING_CONVERGED, 1, "converged")                                                                   \
    ENDING(DESCENT_ENDING_APPROACHING, 2, "approaching")                                                               \
    ENDING(DESCENT_ENDING_DESCENDING, 3, "descending")                                                                 \
    ENDING(DESCENT_ENDING_STALLED, 4, "stalled")                                                                       \
    ENDING(DESCENT_ENDING_PERIODIC, 5, "periodic")                                                                     \
    ENDING(DESCENT_ENDING_QUASIPERIODIC, 6, "quasiperiodic")                                                           \
    ENDING(DESCENT_ENDING_CHAOTIC, 7, "chaotic")                                                                       \
    ENDING(DESCENT_ENDING_NOISY, 8, "noisy")                                                                           \
    ENDING(DESCENT_ENDING_DIVERGING, 9, "diverging")                                                                   \
    ENDING(DESCENT_ENDING_UNBOUNDED, 10, "unbounded")                                                                  \
    ENDING(DESCENT_ENDING_NONFINITE, 11, "nonfinite")

/**
 * @brief What a run does at its end. Exactly one applies.
 *
 * | ending | number | meaning |
 * |---|---|---|
 * | `DESCENT_ENDING_UNDETERMINED` | 0 | the evidence does not decide, or there is none yet |
 * | `DESCENT_ENDING_CONVERGED` | 1 | at a critical point |
 * | `DESCENT_ENDING_APPROACHING` | 2 | contracting toward a limit; the steps ran out |
 * | `DESCENT_ENDING_DESCENDING` | 3 | the loss still falls, no limit in sight yet |
 * | `DESCENT_ENDING_STALLED` | 4 | moves no more, or hardly, yet no critical point is there; that it is a minimum at a kink, a finding tells |
 * | `DESCENT_ENDING_PERIODIC` | 5 | returns to the same point after two or more steps |
 * | `DESCENT_ENDING_QUASIPERIODIC` | 6 | bounded, never returns, neighbouring runs do not separate |
 * | `DESCENT_ENDING_CHAOTIC` | 7 | bounded, neighbouring runs separate exponentially |
 * | `DESCENT_ENDING_NOISY` | 8 | the gradient is not a function of the point alone |
 * | `DESCENT_ENDING_DIVERGING` | 9 | grows without bound while the loss rises: the step is too large |
 * | `DESCENT_ENDING_UNBOUNDED` | 10 | the run goes on without end, as the loss falls without a minimiser, beyond all bounds or toward one: no step size can help |
 * | `DESCENT_ENDING_NONFINITE` | 11 | NaN or infinity at a finite point |
 */
typedef enum descent_ending {
#define DESCENT_ENDING_ENUMERATOR(name, number, word) name = number,
    DESCENT_ENDING_LIST(DESCENT_ENDING_ENUMERATOR)
#undef DESCENT_ENDING_ENUMERATOR
    DESCENT_ENDING_FORCE_INT = 0x7fffffff /**< Keeps the enumeration's size for ever; never returned. */
} descent_ending;

/**
 * @brief One English word for an ending: "converged", "periodic", …
 * @param ending Any value, also one that is no ending.
 * @return A constant string; never NULL.
 */
DESCENT_API const char *descent_ending_string(descent_ending ending);

#ifdef __cplusplus
}
#endif

#endif
