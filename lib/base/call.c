#include "base/call.h"

#include <descent/unwind.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "base/vector.h"

/* Before each block of memory; as long as what malloc() aligns to, so that what follows is aligned as well. */
struct descent__block {
    _Alignas(max_align_t) descent__block *next;
    descent__block **link; /* what points to this one; NULL: it belongs to no call */
    void *base;            /* what free() takes; also keeps a block that is not aligned as a vector apart */
};

_Thread_local descent__call *descent__call_newest;

static void link_to(descent__block *block, descent__block **link)
{
    block->link = link;
    block->next = NULL;
    if (!link)
        return;
    block->next = *link;
    if (block->next)
        block->next->link = &block->next;
    *link = block;
}

static void unlink_block(descent__block *block)
{
    if (!block->link)
        return;
    *block->link = block->next;
    if (block->next)
        block->next->link = block->link;
}

static descent__block **list_of_blocks(void)
{
    descent__call *const call = descent__call_current();
    return call ? &call->blocks : NULL;
}

/* The block in `base`, whose memory begins `offset` bytes on. */
static void *begin_block(void *base, size_t offset)
{
    if (!base)
        return NULL;
    char *const memory = (char *)base + offset;
    descent__block *const block = (descent__block *)(void *)(memory - sizeof *block);
    block->base = base;
    link_to(block, list_of_blocks());
    return memory;
}

static descent__block *block_of(void *memory)
{
    return (descent__block *)(void *)((char *)memory - sizeof(descent__block));
}

void *descent__take(size_t bytes)
{
    const size_t head = sizeof(descent__block);
    return bytes > SIZE_MAX - head ? NULL : begin_block(malloc(head + bytes), head);
}

void *descent__take_zeros(size_t count, size_t bytes)
{
    const size_t head = sizeof(descent__block);
    if (bytes > 0 && count > (SIZE_MAX - head) / bytes)
        return NULL;
    return begin_block(calloc(1, head + count * bytes), head);
}

void *descent__retake(void *memory, size_t bytes)
{
    const size_t head = sizeof(descent__block);
    if (!memory)
        return descent__take(bytes);
    if (bytes > SIZE_MAX - head)
        return NULL;
    descent__block *moved = realloc(block_of(memory), head + bytes);
    if (!moved)
        return NULL;
    moved->base = moved;
    if (moved->link)
        *moved->link = moved;
    if (moved->link && moved->next)
        moved->next->link = &moved->next;
    return (char *)moved + head;
}

void descent__give(void *memory)
{
    if (!memory)
        return;
    unlink_block(block_of(memory));
    free(block_of(memory)->base);
}

void *descent__take_aligned(size_t bytes)
{
    const size_t head = descent__vector_alignment, rest = bytes % descent__vector_alignment;
    _Static_assert(sizeof(descent__block) <= descent__vector_alignment, "the head fits before the first vector");
    if (bytes > SIZE_MAX - 2 * head)
        return NULL;
    return begin_block(aligned_alloc(head, head + (rest == 0 ? bytes : bytes + head - rest)), head);
}

void descent__call_take_out(descent__call *call)
{
    descent__call **link = &descent__call_newest;
    while (*link && *link != call)
        link = &(*link)->older;
    if (*link)
        *link = call->older;
}

static void abandon_newest(void)
{
    descent__call *const call = descent__call_newest;
    const bool owned = call->owned;
    descent__call_newest = call->older;
    if (call->abandon)
        call->abandon(call->object); /* an engine may be freed here, with its record */
    if (!owned)
        return;
    if (call->release)
        call->release(call->held);
    while (call->blocks) {
        descent__block *const block = call->blocks;
        call->blocks = block->next;
        free(block->base);
    }
    free(call);
}

descent_status descent__call_enter(descent__environment *own)
{
    own->call = NULL;
    own->entered = false;
    if (descent__environment_kept && descent__environment_kept->call)
        return DESCENT_SUCCESS; /* one of the library's own */
    descent__call *const call = calloc(1, sizeof *call);
    if (!call)
        return descent__fail_memory("a call", sizeof *call);
    call->owned = true;
    descent__call_begin(call);
    own->entered = !descent__environment_is_default();
    own->call = call;
    descent__environment_keep(own);
    return DESCENT_SUCCESS;
}

void descent__call_leave(descent__environment *own)
{
    descent__call *const call = own->call;
    if (!call)
        return;
    own->call = NULL;
    descent__environment_give_back(own);
    descent__call_end(call);
    for (descent__block *block = call->blocks, *next; block; block = next) {
        next = block->next;
        link_to(block, NULL);
    }
    if (call->release)
        call->release(call->held);
    free(call);
}

void descent__call_hold(descent__environment *own, const void *held, void (*release)(void *held))
{
    if (!own->call || !held)
        return;
    own->call->held = (void *)held;
    own->call->release = release;
}

size_t descent__call_depth(void)
{
    return descent__call_newest ? descent__call_newest->depth : 0;
}

void descent__call_unwind(size_t depth)
{
    while (descent__call_newest && descent__call_newest->depth > depth)
        abandon_newest();
}

void descent__call_abandon(descent__call *call)
{
    const size_t depth = call->depth;
    while (descent__call_newest && descent__call_newest->depth >= depth)
        abandon_newest();
}

size_t descent_unwind_mark(void)
{
    return descent__call_depth();
}

void descent_unwind(size_t mark)
{
    descent__call_unwind(mark);
}
