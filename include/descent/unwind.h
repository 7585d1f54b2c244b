/**
 * @file
 * @brief Leaving the library from inside a callback, by longjmp() or by a C++ exception.
 *
 * Best is a callback that returns a code other than 0: the call then ends with DESCENT_ECALLBACK, and the program jumps when
 * it is back. Where that cannot be had (R, Lua, Octave, Ruby leave their callbacks with longjmp(); C++ with exceptions):
 *
 * - **An exception** needs nothing more. Every call that it passes through gives back what it holds: memory, threads of a
 *   sweep, and the engine, which stands at its last good point and can be stepped again or freed. So do
 *   pthread_exit() and the cancelling of a thread. (`descent/descent.hpp` does not need even that: it carries exceptions past
 *   the library.) That holds where the library was compiled by GCC or clang.
 * - **A jump** passes unseen, so the program says where it came from and that it is over:
 *
 * @code
 * const size_t mark = descent_unwind_mark();
 * if (setjmp(place) == 0)
 *     descent_engine_run(engine, 100);            // a callback may longjmp(place, 1)
 * else
 *     descent_unwind(mark);                       // what that call held is given back; the engine can be used again
 * @endcode
 *
 * Without descent_unwind(), an engine that was left by a jump answers DESCENT_EINVAL as it does from inside of its own
 * callback, and what the call held stays with the thread until descent_unwind() or, if that never comes, for good. Arrays that were
 * given to a sweep must stay until then.
 *
 * **Freeing** what a call works with, from inside of one of its callbacks or after a jump that is not told yet, takes effect when that
 * call ends, however it does: an engine in a step, a run or its diagnosis, a path or a sweep that is being read, a monitor that is
 * attached. Freed is freed: it is not to be used after that call, nor freed again. A step or a run ends with DESCENT_EINVAL then; a
 * diagnosis is made.
 *
 * A step that was left has not been made: the engine is at x_k, with the counts of what was called. What a call was to
 * make (a diagnosis, a sweep) has not been made, and its out-pointer is NULL.
 *
 * A function that is called by another thread of a sweep must return to it, by no exception and no jump: C and C++ leave
 * no other choice. The progress function is called by the program's own thread and may leave. Functions called while a picture is drawn
 * (`descent/plot.h`) must return, too, and free nothing that is drawn.
 */
#ifndef DESCENT_UNWIND_H
#define DESCENT_UNWIND_H

#include <stddef.h>

#include <descent/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @brief Where this thread stands: how many calls of the library are under way in it.
 * @return To be given to descent_unwind() on the same thread. 0 outside of all callbacks, if all jumps were told.
 */
DESCENT_API size_t descent_unwind_mark(void);

/**
 * @brief Says that all calls that began on this thread since the mark were left by a jump, and gives back what they hold.
 *
 * Nothing happens if none was. Called while such a call is still under way (with a mark from outside of the callback that one
 * is in) it destroys what that call works with: a callback takes marks of its own.
 * @param mark What descent_unwind_mark() returned before.
 */
DESCENT_API void descent_unwind(size_t mark);

#ifdef __cplusplus
}
#endif

#endif
