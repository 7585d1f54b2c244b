/*
 * An allocator that fails when it is told to, for everything linked into the program: the library and GSL (both linked
 * statically here), and the calls of the C library that allocate on their own.
 */
#ifndef DESCENT_TESTS_FAILING_H
#define DESCENT_TESTS_FAILING_H

#include <stdbool.h>
#include <stddef.h>

/*
 * From now on counts requests and remembers what is allocated. The request number `which`, counted from 1, fails, and
 * if `and_all_later`, so do all that follow. 0: none fails.
 */
void descent_failing_arm(size_t which, bool and_all_later);

/* Back to ordinary allocation. The three counts below stay to be read. */
void descent_failing_disarm(void);

/* Called with the number of each request while armed, from within it; may not allocate. NULL: nobody. */
void descent_failing_watch(void (*function)(size_t request));

/* Requests since arming. */
size_t descent_failing_requests(void);

/* Has a request been made to fail since arming? */
bool descent_failing_struck(void);

/* Was one of those a file or a thread rather than plain memory? Then other statuses than "no memory" are right, too. */
bool descent_failing_struck_system(void);

/* Bytes that the last of those asked for; 0 if it was a file or a thread. */
size_t descent_failing_struck_bytes(void);

/* Blocks that were allocated since arming and are not freed. */
size_t descent_failing_live(void);

#endif
