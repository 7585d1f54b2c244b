/* Numbers with a decimal point, whatever the user's locale: in texts, files and error details. */
#ifndef DESCENT_LIB_BASE_LOCALE_H
#define DESCENT_LIB_BASE_LOCALE_H

#include <locale.h>
#include <stdbool.h>

/* While one is open, this thread prints numbers with a point. */
typedef struct descent__plain_locale {
    locale_t plain;
    locale_t before;
} descent__plain_locale;

bool descent__plain_locale_enter(descent__plain_locale *locale);
void descent__plain_locale_leave(descent__plain_locale *locale);

#endif
