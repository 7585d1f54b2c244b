/**
 * @file
 * @brief Following a run: a table while it goes on, a line when it is over, and the best point that it saw.
 */
#ifndef DESCENT_PROGRESS_H
#define DESCENT_PROGRESS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <descent/engine.h>
#include <descent/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/** @brief A table that descent_engine_run() writes while it goes on. All zero: none. */
typedef struct descent_progress {
    FILE *stream;         /**< Where to, such as stderr; stays the user's. NULL: nowhere. */
    uint64_t every_steps; /**< A row at each step number that this divides; 0: not by steps. */
    double
        every_seconds; /**< A row whenever so much wall time has gone; finite, ≥ 0. 0: not by time, but for 1 if both are 0. */
    void *reserved[4]; /**< For later; must be NULL. */
} descent_progress;

/**
 * @brief Lets descent_engine_run() write a table: step, loss, gradient norm, step size, evaluations, and seconds where time decides.
 *
 * Each call of run begins with a row and ends with one; the heading stands above the first row after this call. A row shows loss and
 * gradient of its point, which costs what of them is not known there yet: nothing changes but the counts. A decimal point whatever
 * the locale; what the stream does not take is lost without a word.
 * @param engine The engine.
 * @param progress Copied; NULL: no table any more.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL engine, called from inside a callback, a number out of range, a reserved field that is not NULL.
 */
DESCENT_API descent_status descent_engine_set_progress(descent_engine *engine, const descent_progress *progress);

/**
 * @brief The run in a line: rule, steps, evaluations, what is known of its end, the lowest loss, why it stopped. Evaluates nothing.
 *
 * As snprintf(): the line, cut off where it does not fit, without a newline. Allocates nothing but what a locale with commas takes.
 * @param engine The engine.
 * @param[out] text Receives the line and its NUL; NULL if `size` is 0.
 * @param size Bytes in `text`. 400 are enough, unless a rule has a long name.
 * @return Bytes that the whole line has, without the NUL; 0 for NULL.
 */
DESCENT_API size_t descent_engine_summary(const descent_engine *engine, char *text, size_t size);

/**
 * @brief The point with the lowest finite loss that was seen since the start or the last reset; the earliest of several.
 *
 * Seen are the losses at points of the run that were evaluated for whatever reason (recording, rule, stops, accessors), not those at
 * trial points within a step. Nothing is evaluated for it.
 * @param engine The engine.
 * @param[out] loss Receives its loss, NaN if none was seen; may be NULL.
 * @param[out] step Receives its step number, 0 if none was seen; may be NULL.
 * @return n numbers, valid until the next step; NULL if no loss was seen.
 */
DESCENT_API const double *descent_engine_best_point(const descent_engine *engine, double *loss, uint64_t *step);

#ifdef __cplusplus
}
#endif

#endif
