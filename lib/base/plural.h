/* The ending of a counted noun. Whatever the library counts in words takes it from here: "1 step", "2 steps". */
#ifndef DESCENT_LIB_BASE_PLURAL_H
#define DESCENT_LIB_BASE_PLURAL_H

#include <stdint.h>

static inline const char *descent__plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

#endif
