/**
 * @file
 * @brief What a call returns: could it do its work, and if not, why?
 *
 * A status speaks of the call, never of the run: that a run diverged is no error, and is said by the diagnosis.
 */
#ifndef DESCENT_STATUS_H
#define DESCENT_STATUS_H

#include <descent/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @brief The one list of statuses: name, number, message. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_STATUS_LIST(STATUS)                                                                                    \
    STATUS(DESCENT_SUCCESS, 0, "success")                                                                              \
    STATUS(DESCENT_EINVAL, 1, "invalid argument")                                                                      \
    STATUS(DESCENT_ENOMEM, 2, "out of memory")                                                                         \
    STATUS(DESCENT_ECALLBACK, 3, "a callback reported failure")                                                        \
    STATUS(DESCENT_ENONFINITE, 4, "a value is not finite")                                                             \
    STATUS(DESCENT_EUNSUPPORTED, 5, "not available for this problem or on this system")                                \
    STATUS(DESCENT_ENOCONVERGENCE, 6, "an inner computation did not converge")                                         \
    STATUS(DESCENT_EIO, 7, "input or output failed")                                                                   \
    STATUS(DESCENT_EFORMAT, 8, "the file is not in the expected format")                                               \
    STATUS(DESCENT_EBUDGET, 9, "the evaluation budget is used up")                                                     \
    STATUS(DESCENT_ECANCELLED, 10, "cancelled by the caller")

/**
 * @brief Result of every function that can fail.
 *
 * | status | number | meaning |
 * |---|---|---|
 * | `DESCENT_SUCCESS` | 0 | the call did its work |
 * | `DESCENT_EINVAL` | 1 | an argument, an option or a value handed in is wrong; nothing was done |
 * | `DESCENT_ENOMEM` | 2 | memory could not be had; nothing was lost |
 * | `DESCENT_ECALLBACK` | 3 | a function of the user's returned non-zero |
 * | `DESCENT_ENONFINITE` | 4 | NaN or infinity appeared where a finite number is needed; a run that ends so is a success |
 * | `DESCENT_EUNSUPPORTED` | 5 | this problem, build or system cannot do it |
 * | `DESCENT_ENOCONVERGENCE` | 6 | an iteration inside the library gave up |
 * | `DESCENT_EIO` | 7 | a file could not be opened, read or written |
 * | `DESCENT_EFORMAT` | 8 | a file was read, but its content is broken or of another kind |
 * | `DESCENT_EBUDGET` | 9 | the evaluation budget is used up |
 * | `DESCENT_ECANCELLED` | 10 | the caller's own progress function asked to stop |
 */
typedef enum descent_status {
#define DESCENT_STATUS_ENUMERATOR(name, number, message) name = number,
    DESCENT_STATUS_LIST(DESCENT_STATUS_ENUMERATOR)
#undef DESCENT_STATUS_ENUMERATOR
    DESCENT_STATUS_FORCE_INT = 0x7fffffff /**< Keeps the enumeration's size for ever; never returned. */
} descent_status;

/**
 * @brief A short English sentence for a status.
 * @param status Any value, also one that is no status.
 * @return A constant string; never NULL.
 */
DESCENT_API const char *descent_status_string(descent_status status);

/**
 * @brief What exactly was wrong in the last call of this thread that failed: the parameter and its value.
 *
 * For example `step_size must be finite and positive, got -0.1`. Successful calls leave it as it is.
 * @return A string of the library's, one per thread, empty before the first failure; it is overwritten by the next
 * failure on the same thread. Never NULL.
 */
DESCENT_API const char *descent_error_detail(void);

/**
 * @brief Sets this thread's error detail, and gives the status back: `return descent_fail(DESCENT_EINVAL, …)`.
 *
 * For rules of one's own and for libraries beside this one, so that they fail as it does.
 * @param status What to return.
 * @param format As of printf(), with what belongs to it; cut after 511 bytes.
 * @return `status`.
 */
DESCENT_API descent_status descent_fail(descent_status status, const char *format, ...) DESCENT_PRINTF(2, 3);

#ifdef __cplusplus
}
#endif

#endif
