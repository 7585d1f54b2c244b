/* How the library's functions fail, beside descent_fail() of the public header. */
#ifndef DESCENT_LIB_STATUS_H
#define DESCENT_LIB_STATUS_H

#include <stddef.h>

#include <descent/status.h>

/* As descent_fail() for a failed allocation: says how much was wanted. Here, so that companion libraries have it too. */
static inline descent_status descent_fail_memory(const char *what, size_t bytes)
{
    return descent_fail(DESCENT_ENOMEM, "%s: %zu bytes are not to be had", what, bytes);
}

#endif
