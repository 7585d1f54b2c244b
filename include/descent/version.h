/**
 * @file
 * @brief The version of the headers and of the library that is running.
 */
#ifndef DESCENT_VERSION_H
#define DESCENT_VERSION_H

#include <descent/export.h>

/**
 * @name Version of the headers that a program was compiled with
 * @{
 */
#define DESCENT_VERSION_MAJOR  0       /**< Changes when programs must change. */
#define DESCENT_VERSION_MINOR  1       /**< Changes when something is added. */
#define DESCENT_VERSION_MICRO  0       /**< Changes when something is mended. */
#define DESCENT_VERSION_STRING "0.1.0" /**< The three numbers as text. */
/** @} */

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @brief The version of the library that is running, such as `"0.1.0"`.
 *
 * Compare it with @ref DESCENT_VERSION_STRING to see whether a program runs with the version it was compiled with.
 * @return A constant string; never NULL.
 */
DESCENT_API const char *descent_version(void);

#ifdef __cplusplus
}
#endif

#endif
