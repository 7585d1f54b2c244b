/*
 * What a call of the library holds while the user's functions run, so that it can be given back if one of them leaves the
 * call for good, by longjmp() or a C++ exception. Nothing of it may lie in frames of the stack, which are gone then.
 *
 * A call that allocates is entered with descent__call_enter(); what it takes from then on belongs to it until it is left:
 * results then go to the user, and everything else has been given back. Functions of the user's that call the library
 * enter calls of their own. Calls of the library's by itself belong to the one they are made from.
 */
#ifndef DESCENT_LIB_BASE_CALL_H
#define DESCENT_LIB_BASE_CALL_H

#include <stdbool.h>
#include <stddef.h>

#include <descent/status.h>

#include "base/environment.h"

typedef struct descent__block descent__block;

/* A call that is under way. In heap memory, or, where it allocates nothing, in the object that it is made of. */
typedef struct descent__call {
    struct descent__call *older;
    size_t depth; /* 1 for the oldest of the thread */
    descent__block *blocks;
    void (*abandon)(void *object); /* what is to be done first if it was left for good; NULL: nothing */
    void *object;
    void (*release)(void *held); /* and to what it reads of the user's, which stays until it ends; NULL: nothing */
    void *held;
    bool owned; /* the record itself is the library's to free */
} descent__call;

/* The calls of this thread that are under way, or were left and not given back yet; the newest first. */
#if defined(__ELF__)
__attribute__((visibility("hidden"), tls_model("initial-exec")))
#endif
extern _Thread_local descent__call *descent__call_newest;

/* Begins and ends a call whose record the caller has. Such a call has no memory. In a header, for each step is one. */
static inline void descent__call_begin(descent__call *call)
{
    descent__call *const older = descent__call_newest;
    call->older = older;
    call->depth = older ? older->depth + 1 : 1;
    descent__call_newest = call;
}

/* Where it is not the newest: calls that a jump left may still be there, and those that another stack of this thread has. */
void descent__call_take_out(descent__call *call);

static inline void descent__call_end(descent__call *call)
{
    if (descent__call_newest == call)
        descent__call_newest = call->older;
    else
        descent__call_take_out(call);
}

/* How many calls of this thread are under way, or were left and not given back yet. */
size_t descent__call_depth(void);

/* The user tells that all but the oldest `depth` calls were left for good. */
void descent__call_unwind(size_t depth);

/* An exception passes: this one, and all that are newer, are left for good. */
void descent__call_abandon(descent__call *call);

/*
 * From the caller's environment to the library's, as descent__environment_enter(), and with a record of what is allocated.
 * DESCENT_ENOMEM if there is no memory for that. `own` must be declared with DESCENT__ENTRY.
 */
descent_status descent__call_enter(descent__environment *own);

/* And back: what is still held becomes the user's. */
void descent__call_leave(descent__environment *own);

/*
 * An exception that passes through is noticed by whoever declares its variable so: GCC and clang run the function on the way
 * out, whichever it is. (The library is compiled with -fexceptions.)
 */
#if defined(__GNUC__)
#define DESCENT__CLEANUP(function) __attribute__((cleanup(function)))
#else
#define DESCENT__CLEANUP(function)
#endif
#define DESCENT__ENTRY DESCENT__CLEANUP(descent__call_passed)
#define DESCENT__GUARD DESCENT__CLEANUP(descent__call_guarded)

static inline void descent__call_passed(descent__environment *own)
{
    if (own->call)
        descent__call_abandon(own->call);
}

static inline void descent__call_guarded(descent__call **guard)
{
    if (*guard)
        descent__call_abandon(*guard);
}

/* What a call reads of the user's: it stays until `release` is told, when the call ends or was left. One thing for each call. */
void descent__call_hold(descent__environment *own, const void *held, void (*release)(void *held));

/* The call that memory is taken for now; NULL: none. */
static inline descent__call *descent__call_current(void)
{
    return descent__environment_kept ? descent__environment_kept->call : NULL;
}

/* Memory of the call that is under way, if there is one: as malloc(), calloc(), realloc() and free(). */
void *descent__take(size_t bytes);
void *descent__take_zeros(size_t count, size_t bytes);
void *descent__retake(void *memory, size_t bytes);
void descent__give(void *memory);

/* Aligned as vectors are; not for descent__retake(). */
void *descent__take_aligned(size_t bytes);

#endif
