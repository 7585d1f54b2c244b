/*
 * The floating-point environment: the library computes in the default one of C (C11 7.6: non-stop, to nearest; no flushing to
 * zero), the user's functions in the one that the caller has. A NaN is an answer here, and comparing with it is no
 * mistake; under traps (Fortran's -ffpe-trap, feenableexcept()) it would end the program, and with another rounding or
 * without subnormals the bounds on rounding that the judges count with would not hold.
 */
#ifndef DESCENT_LIB_BASE_ENVIRONMENT_H
#define DESCENT_LIB_BASE_ENVIRONMENT_H

#include <fenv.h>
#include <stdbool.h>
#include <stddef.h>

struct descent__call;

/* One entry into the library. Nested ones find the default environment and do nothing. */
typedef struct descent__environment {
    fenv_t caller;
    bool entered;               /* the caller's is another than the default one, and kept in `caller` */
    struct descent__call *call; /* what holds the memory of this entry, see base/call.h; NULL: nothing does */
} descent__environment;

/*
 * The entry that this thread's caller's environment, or the memory of the call, is kept in. NULL where there is neither,
 * and while the user's functions run, so that they may call the library, throw or jump out of it. Looked at around each of
 * their calls, which is felt at n = 2: hence at a fixed distance from the thread's register.
 */
#if defined(__ELF__)
__attribute__((visibility("hidden"), tls_model("initial-exec")))
#endif
extern _Thread_local descent__environment *descent__environment_kept;

/* The long ways round of the functions below. */
bool descent__environment_is_default_by_calls(void);
void descent__environment_keep(descent__environment *own);
void descent__environment_give_back(descent__environment *own);

/* Is this thread's environment the default one, whatever flags are raised? */
static inline bool descent__environment_is_default(void)
{
#if defined(__x86_64__) && defined(__SSE2__)
    /* MXCSR without its six flags: all exceptions masked, to nearest, subnormals as they are (Intel, 2023, vol. 1, 10.2.3). */
    return (__builtin_ia32_stmxcsr() & ~0x3fu) == 0x1f80u;
#else
    return descent__environment_is_default_by_calls();
#endif
}

/* From the caller's environment to the library's. */
static inline void descent__environment_enter(descent__environment *own)
{
    own->call = NULL;
    own->entered = !descent__environment_is_default();
    if (own->entered)
        descent__environment_keep(own);
}

/* Back again. What flags the library raised meanwhile the caller does not see; those of its own functions it does. */
static inline void descent__environment_leave(descent__environment *own)
{
    if (own->entered)
        descent__environment_give_back(own);
}

/* Before a function of the user's is called: it has the caller's environment. Returns what to give to take_back(). */
static inline descent__environment *descent__environment_lend(void)
{
    descent__environment *const own = descent__environment_kept;
    if (own && own->entered)
        descent__environment_give_back(own);
    else if (own)
        descent__environment_kept = NULL;
    return own;
}

/* After it: whatever it changed is its environment from then on. */
static inline void descent__environment_take_back(descent__environment *lent)
{
    if (lent && lent->entered)
        descent__environment_keep(lent);
    else if (lent)
        descent__environment_kept = lent;
}

/* A copy of what this thread's entry keeps, for threads that work for it. */
descent__environment descent__environment_copy(void);

/* In such a thread, which nobody leaves: the user's functions have the environment of `own`, the copy. */
void descent__environment_inherit(descent__environment *own);

#endif
