/* The linker's --wrap=NAME sends every call of NAME to __wrap_NAME, and __real_NAME is the original. */
#include "allocation/failing.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* Blocks that may be alive at one time; a test that needs more is not a small one. */
enum {
    live_limit = 65536
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool armed;
static bool later_too;
static bool struck;
static bool struck_system;
static size_t struck_bytes;
static size_t target;
static size_t requests;
static size_t live_count;
static void *live[live_limit];
static void (*watch)(size_t request);

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
int __real_posix_memalign(void **block, size_t alignment, size_t size);
void __real_free(void *block);
FILE *__real_fopen(const char *name, const char *mode);
FILE *__real_fdopen(int descriptor, const char *mode);
FILE *__real_open_memstream(char **text, size_t *size);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
int __wrap_posix_memalign(void **block, size_t alignment, size_t size);
void __wrap_free(void *block);
FILE *__wrap_fopen(const char *name, const char *mode);
FILE *__wrap_fdopen(int descriptor, const char *mode);
FILE *__wrap_open_memstream(char **text, size_t *size);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument);

void descent_failing_arm(size_t which, bool and_all_later)
{
    target = which;
    later_too = and_all_later;
    struck = false;
    struck_system = false;
    struck_bytes = 0;
    requests = 0;
    live_count = 0;
    armed = true;
}

void descent_failing_disarm(void)
{
    armed = false;
}

void descent_failing_watch(void (*function)(size_t request))
{
    watch = function;
}

size_t descent_failing_requests(void)
{
    return requests;
}

bool descent_failing_struck(void)
{
    return struck;
}

bool descent_failing_struck_system(void)
{
    return struck_system;
}

size_t descent_failing_struck_bytes(void)
{
    return struck_bytes;
}

size_t descent_failing_live(void)
{
    return live_count;
}

/* Counts a request for so many bytes, or for a file or a thread; is it one to fail? */
static bool strike(bool system, size_t bytes)
{
    bool hit = false;
    pthread_mutex_lock(&lock);
    if (armed) {
        requests++;
        if (watch)
            watch(requests);
        hit = target > 0 && (requests == target || (later_too && requests > target));
        struck = struck || hit;
        struck_system = struck_system || (hit && system);
        struck_bytes = hit ? bytes : struck_bytes;
    }
    pthread_mutex_unlock(&lock);
    if (hit)
        errno = ENOMEM;
    return hit;
}

static void *remember(void *block)
{
    pthread_mutex_lock(&lock);
    if (armed && block) {
        if (live_count == live_limit)
            abort();
        live[live_count++] = block;
    }
    pthread_mutex_unlock(&lock);
    return block;
}

static void forget(const void *block)
{
    pthread_mutex_lock(&lock);
    for (size_t i = live_count; block && i-- > 0;) {
        if (live[i] == block) {
            live[i] = live[--live_count];
            break;
        }
    }
    pthread_mutex_unlock(&lock);
}

void *__wrap_malloc(size_t size)
{
    return strike(false, size) ? NULL : remember(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
    return strike(false, count * size) ? NULL : remember(__real_calloc(count, size));
}

void *__wrap_realloc(void *block, size_t size)
{
    if (strike(false, size))
        return NULL;
    forget(block);
    void *grown = __real_realloc(block, size);
    remember(grown ? grown : block);
    return grown;
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return strike(false, size) ? NULL : remember(__real_aligned_alloc(alignment, size));
}

int __wrap_posix_memalign(void **block, size_t alignment, size_t size)
{
    if (strike(false, size))
        return ENOMEM;
    const int failed = __real_posix_memalign(block, alignment, size);
    if (!failed)
        remember(*block);
    return failed;
}

void __wrap_free(void *block)
{
    forget(block);
    __real_free(block);
}

FILE *__wrap_fopen(const char *name, const char *mode)
{
    return strike(true, 0) ? NULL : __real_fopen(name, mode);
}

FILE *__wrap_fdopen(int descriptor, const char *mode)
{
    return strike(true, 0) ? NULL : __real_fdopen(descriptor, mode);
}

FILE *__wrap_open_memstream(char **text, size_t *size)
{
    return strike(true, 0) ? NULL : __real_open_memstream(text, size);
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument)
{
    return strike(true, 0) ? EAGAIN : __real_pthread_create(thread, attributes, run, argument);
}
