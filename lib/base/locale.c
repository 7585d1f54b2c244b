#include "base/locale.h"

bool descent__plain_locale_enter(descent__plain_locale *locale)
{
    locale->plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!locale->plain)
        return false;
    descent__environment_enter(&locale->environment);
    locale->before = uselocale(locale->plain);
    return true;
}

void descent__plain_locale_leave(descent__plain_locale *locale)
{
    uselocale(locale->before);
    freelocale(locale->plain);
    descent__environment_leave(&locale->environment);
}
