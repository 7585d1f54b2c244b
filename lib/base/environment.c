#if defined(__GLIBC__) || defined(__linux__)
#define _GNU_SOURCE /* fegetexcept() */
#endif
#include "base/environment.h"

_Thread_local descent__environment *descent__environment_kept;

bool descent__environment_is_default_by_calls(void)
{
#if defined(__aarch64__) && defined(__GNUC__)
    unsigned long long control; /* FPCR: traps, direction, flushing; all zero by default (Arm, DDI 0487, C5.2.8) */
    __asm__ volatile("mrs %0, fpcr" : "=r"(control));
    return control == 0;
#elif defined(__GLIBC__)
    return fegetexcept() == 0 && fegetround() == FE_TONEAREST;
#else
    return false; /* not to be had: each entry takes the long way */
#endif
}

void descent__environment_keep(descent__environment *own)
{
    if (own->entered) {
        fegetenv(&own->caller);
        fesetenv(FE_DFL_ENV);
    }
    descent__environment_kept = own;
}

void descent__environment_give_back(descent__environment *own)
{
    descent__environment_kept = NULL;
    if (own->entered)
        fesetenv(&own->caller);
}

descent__environment descent__environment_copy(void)
{
    descent__environment copy = {.entered = false};
    if (descent__environment_kept)
        copy = *descent__environment_kept;
    copy.call = NULL; /* what another thread allocates is its own */
    return copy;
}

void descent__environment_inherit(descent__environment *own)
{
    if (!own->entered)
        return;
    fesetenv(FE_DFL_ENV);
    descent__environment_kept = own;
}
