/* Characters in UTF-8. */
#ifndef DESCENT_LIB_BASE_UTF8_H
#define DESCENT_LIB_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of the UTF-8 character that begins here; 0 if none does (Unicode 15, table 3-7). */
static inline size_t descent__utf8_length(const char *text)
{
    const unsigned char *c = (const unsigned char *)text;
    const size_t length = c[0] < 0x80 ? 1 : c[0] >= 0xc2 && c[0] < 0xe0 ? 2 : (c[0] & 0xf0) == 0xe0 ? 3 : 4;
    if (length == 4 && (c[0] < 0xf0 || c[0] > 0xf4))
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((c[i] & 0xc0) != 0x80)
            return 0;
    const bool overlong = (c[0] == 0xe0 && c[1] < 0xa0) || (c[0] == 0xf0 && c[1] < 0x90);
    const bool surrogate = c[0] == 0xed && c[1] > 0x9f;
    return overlong || surrogate || (c[0] == 0xf4 && c[1] > 0x8f) ? 0 : length;
}

#endif
