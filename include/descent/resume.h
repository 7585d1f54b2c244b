/**
 * @file
 * @brief Stopping today and going on tomorrow: an engine in a file, with the same bits as if it had never stopped.
 *
 * The file has the point, what the rule remembers, the step number, what is known of the point, counts, budget, tolerance, stops, the
 * best point, and the recorded path. It is little-endian, has a version, and a checksum over all of it. Functions cannot be in a
 * file: problem and rule are given again at load, and what does not fit the file is refused by name. Observers, progress, and with it
 * monitors are to be set up anew.
 */
#ifndef DESCENT_RESUME_H
#define DESCENT_RESUME_H

#include <descent/engine.h>
#include <descent/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @brief Saves an engine. It does not change, and nothing is evaluated.
 *
 * A file that stands there is replaced only when the new one is complete, as by descent_path_write_csv().
 * @param engine The engine. Of one that is told (`descent/ask.h`), answers within a step are not saved: they are asked for anew.
 * @param file_name Where to.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL argument, or called from inside a callback.
 * @retval DESCENT_ENOMEM
 * @retval DESCENT_EIO Could not be written; the detail has the system's reason.
 */
DESCENT_API descent_status descent_engine_save(descent_engine *engine, const char *file_name);

/**
 * @brief Makes an engine that goes on where the saved one stood.
 * @param[out] engine Receives the engine, the caller's to free; NULL on failure.
 * @param problem The problem; its dimension, its scale, and which of loss, gradient and loss_gradient it has, must be as they were.
 * @param rule The rule; name, step size, momentum, constants, schedule, modifiers and memory must be as they were.
 * @param file_name The file.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL argument, a problem or rule that cannot be used, or that is not the one of the file: the detail says in what.
 * @retval DESCENT_EUNSUPPORTED The file is of a later version of the library, or the problem lacks what the rule needs.
 * @retval DESCENT_ENOMEM
 * @retval DESCENT_EIO Could not be read; the detail has the system's reason.
 * @retval DESCENT_EFORMAT Another kind of file, or cut off, or altered.
 */
DESCENT_API descent_status descent_engine_load(descent_engine **engine, const descent_problem *problem,
                                               descent_rule rule, const char *file_name);

#ifdef __cplusplus
}
#endif

#endif
