/* How the library's functions fail: one call that sets the detail and gives the status back. */
#ifndef DESCENT_LIB_STATUS_H
#define DESCENT_LIB_STATUS_H

#include <stddef.h>

#include <descent/status.h>

/* Sets this thread's error detail, printf-like, and returns `status`: `return descent_fail(DESCENT_EINVAL, …)`. */
descent_status descent_fail(descent_status status, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* As descent_fail() for a failed allocation: says how much was wanted. */
descent_status descent_fail_memory(const char *what, size_t bytes);

#endif
