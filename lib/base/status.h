/* How the library's functions fail, beside descent_fail() of the public header. */
#ifndef DESCENT_LIB_BASE_STATUS_H
#define DESCENT_LIB_BASE_STATUS_H

#include <stddef.h>

#include <descent/status.h>

/* As descent_fail() for a failed allocation: says how much was wanted. Here, so that companion libraries have it too.
 * */
static inline descent_status descent__fail_memory(const char *what, size_t bytes)
{
    return descent_fail(DESCENT_ENOMEM, "%s: %zu bytes could not be allocated", what, bytes);
}

#endif
