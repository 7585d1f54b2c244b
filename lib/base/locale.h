/* Numbers with a decimal point and to the nearest digit, whatever the user's locale and direction of rounding: in texts,
 * files and error details. */
#ifndef DESCENT_LIB_BASE_LOCALE_H
#define DESCENT_LIB_BASE_LOCALE_H

#include <locale.h>
#include <stdbool.h>
#if defined(__APPLE__) || defined(__FreeBSD__) || defined(__DragonFly__)
#include <xlocale.h> /* newlocale() and its like, which are in <locale.h> elsewhere */
#endif

#include "base/environment.h"

/* While one is open, this thread prints and reads numbers with a point, and in the library's floating-point environment: with any
 * other direction than to nearest 17 digits do not give every double back. Without memory for it nothing is entered. */
typedef struct descent__plain_locale {
    locale_t plain;
    locale_t before;
    descent__environment environment;
} descent__plain_locale;

bool descent__plain_locale_enter(descent__plain_locale *locale);
void descent__plain_locale_leave(descent__plain_locale *locale);

#endif
