/* Numbers as they are set on pages: 1.6·10⁻⁷ and −2 for 1.6e-07 and -2. */
#ifndef DESCENT_LIB_PLOT_PAGE_TYPESET_H
#define DESCENT_LIB_PLOT_PAGE_TYPESET_H

#include <stddef.h>

enum {
    descent__typeset_size = 96 /* bytes that a number of up to 30 characters takes at most */
};

/* `number` is one number as printf() writes it, or nothing; what is none is copied. Fits descent__typeset_size. */
void descent__typeset(char *text, const char *number);

#endif
