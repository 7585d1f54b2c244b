/* Numbers with a decimal point and to the nearest digit, whatever the user's locale and direction of rounding: in texts,
 * files and error details. */
#ifndef DESCENT_LIB_BASE_LOCALE_H
#define DESCENT_LIB_BASE_LOCALE_H

#include <locale.h>
#include <stdbool.h>

/* While one is open, this thread prints and reads numbers with a point, rounded to nearest: with any other direction 17
 * digits do not give every double back. */
typedef struct descent__plain_locale {
    locale_t plain;
    locale_t before;
    int rounding; /* of the caller, as fegetround() tells it */
} descent__plain_locale;

bool descent__plain_locale_enter(descent__plain_locale *locale);
void descent__plain_locale_leave(descent__plain_locale *locale);

#endif
