/*
 * The threads that sweeps work with, where there are none: a page's module has one thread, so that nothing is ever locked,
 * and no other can be started; sweeps then work on the thread they were called on.
 */
#ifndef EXPLORER_PTHREAD_H
#define EXPLORER_PTHREAD_H

#include <errno.h>

typedef int pthread_t;
typedef int pthread_mutex_t;
typedef int pthread_cond_t;

#define pthread_create(thread, attributes, function, argument)                                                         \
    ((void)(function), (void)(argument), *(thread) = 0, EAGAIN)
#define pthread_join(thread, value)              ((void)(thread), (void)(value), ESRCH)
#define pthread_mutex_init(mutex, attributes)    ((void)(mutex), 0)
#define pthread_mutex_destroy(mutex)             ((void)(mutex), 0)
#define pthread_mutex_lock(mutex)                ((void)(mutex), 0)
#define pthread_mutex_unlock(mutex)              ((void)(mutex), 0)
#define pthread_cond_init(condition, attributes) ((void)(condition), 0)
#define pthread_cond_destroy(condition)          ((void)(condition), 0)
#define pthread_cond_broadcast(condition)        ((void)(condition), 0)
#define pthread_cond_wait(condition, mutex)      ((void)(condition), (void)(mutex), 0)

#endif
