#include "base/locale.h"

#include <fenv.h>

bool descent__plain_locale_enter(descent__plain_locale *locale)
{
    locale->plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    locale->before = locale->plain ? uselocale(locale->plain) : (locale_t)0;
    locale->rounding = fegetround();
    if (locale->plain && locale->rounding != FE_TONEAREST)
        fesetround(FE_TONEAREST);
    return locale->plain != (locale_t)0;
}

void descent__plain_locale_leave(descent__plain_locale *locale)
{
    if (locale->rounding >= 0 && locale->rounding != FE_TONEAREST)
        fesetround(locale->rounding);
    uselocale(locale->before);
    freelocale(locale->plain);
}
