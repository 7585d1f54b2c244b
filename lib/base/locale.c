#include "base/locale.h"

bool descent__plain_locale_enter(descent__plain_locale *locale)
{
    locale->plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    locale->before = locale->plain ? uselocale(locale->plain) : (locale_t)0;
    return locale->plain != (locale_t)0;
}

void descent__plain_locale_leave(descent__plain_locale *locale)
{
    uselocale(locale->before);
    freelocale(locale->plain);
}
