#include "sweep/run/threads.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/call.h"
#include "base/environment.h"
#include "base/plural.h"
#include "base/status.h"
#include "base/vector.h"

/* Blocks that a thread may be ahead of the slowest before it waits: labels are merged in the order of the blocks, and
 * kept until then. */
enum {
    blocks_ahead = 4
};

/* The labels of a block that is done, until those of all blocks before it are in and its runs' labels are translated.
 * */
typedef struct finished_block {
    descent__labels labels;
    uint32_t translation[descent__block_runs]; /* into labels of the sweep, once it is merged */
    size_t block;
    bool waiting; /* made, and not merged yet */
    bool merged;  /* merged, and the runs' own labels not translated yet */
} finished_block;

typedef struct block_pool block_pool;

typedef struct worker_seat {
    block_pool *pool;
    pthread_t thread;
    descent__worker worker;
    finished_block finished[blocks_ahead];
    size_t block;            /* the one that is being made */
    finished_block *current; /* its place, which may still hold a merged block whose labels are not translated yet */
    finished_block *waiting[blocks_ahead]; /* part of the table of blocks that wait for their turn, whoever made them */
} worker_seat;

struct block_pool {
    const descent__plan *plan;
    const descent_sweep_options *options;
    descent_sweep *sweep;
    descent__plan own_plan;
    descent_problem own_problem;
    descent_plane own_plane;
    descent_sweep_options own_options;
    descent__environment environment; /* of the caller, for the other threads */
    worker_seat *seats;
    size_t seat_count;
    size_t block_count;
    pthread_mutex_t lock; /* guards what follows, the sweep's label set, and what waits or is merged */
    pthread_cond_t merged_more;
    size_t next;   /* block to be handed out */
    size_t merged; /* blocks whose labels are in */
    bool stopped;  /* no further blocks */
    descent_status status;
    char detail[512];
    size_t started; /* seats whose threads run, the calling one included */
};

static size_t blocks_of(const descent__sweep_phases *phases, size_t runs)
{
    return (runs - 1) / phases->block_runs + 1;
}

size_t descent__workers_count(const descent__sweep_phases *phases, const descent_sweep_options *options, size_t runs)
{
    const size_t blocks = blocks_of(phases, runs);
    return options->threads < blocks ? options->threads : blocks;
}

size_t descent__workers_bytes(size_t dimension, const descent__sweep_phases *phases, size_t threads)
{
    const size_t worker = descent__worker_bytes(dimension, phases);
    const size_t labels = descent__labels_bytes(dimension, phases->block_runs);
    if (worker == 0 || labels == 0 || labels > (SIZE_MAX - worker - sizeof(worker_seat)) / blocks_ahead)
        return 0;
    return descent__array_bytes(threads, 1, worker + sizeof(worker_seat) + blocks_ahead * labels);
}

/*
 * The next block for a worker, or false if there is none. This is the one place that decides who makes which runs: runs
 * are independent, so blocks could as well be handed to other processes. The lock is held.
 */
static bool next_block(block_pool *pool, size_t *block)
{
    const bool some = !pool->stopped && pool->next < pool->block_count;
    if (some)
        *block = pool->next++;
    return some;
}

static void stop(block_pool *pool, descent_status status)
{
    pthread_mutex_lock(&pool->lock);
    if (pool->status == DESCENT_SUCCESS) {
        pool->status = status;
        snprintf(pool->detail, sizeof pool->detail, "%s", descent_error_detail());
    }
    pool->stopped = true;
    pthread_cond_broadcast(&pool->merged_more);
    pthread_mutex_unlock(&pool->lock);
}

/* Finds the labels of a block in those of the whole sweep. */
static void merge_block(block_pool *pool, finished_block *finished)
{
    const descent__labels *const own = &finished->labels;
    for (size_t label = 0; label < own->count; label++)
        finished->translation[label] =
            descent__labels_find(&pool->sweep->set, own->x + label * own->dimension, own->tolerance[label],
                                 own->period[label], own->first_run[label], own->runs[label]);
    finished->waiting = false;
    finished->merged = true;
}

static void translate_block(descent_sweep *sweep, const finished_block *finished)
{
    const size_t first = finished->block * sweep->block_runs;
    const size_t left = sweep->count - first, runs = left < sweep->block_runs ? left : sweep->block_runs;
    descent__labels_translate(&finished->labels, finished->translation, runs, sweep->labels + first);
}

/*
 * Where block number `block` waits. All blocks from the first that is not merged to the last that was taken lie with a
 * seat, so no two of them meet in a table with room for all of these.
 */
static finished_block **waiting_place(const block_pool *pool, size_t block)
{
    const size_t place = block % (pool->seat_count * blocks_ahead);
    return &pool->seats[place / blocks_ahead].waiting[place % blocks_ahead];
}

/* Merges the blocks whose turn it is, whoever made them. The lock is held. */
static void merge_in_order(block_pool *pool)
{
    finished_block **turn;
    while (*(turn = waiting_place(pool, pool->merged)) != NULL) {
        merge_block(pool, *turn);
        *turn = NULL;
        pool->merged++;
    }
    pthread_cond_broadcast(&pool->merged_more);
}

/* Hands in the block that the seat has made. The lock is held. */
static void hand_in(worker_seat *seat)
{
    seat->current->block = seat->block;
    seat->current->waiting = true;
    *waiting_place(seat->pool, seat->current->block) = seat->current;
    seat->current = NULL;
    merge_in_order(seat->pool);
}

/*
 * Goes through the places of a seat. Blocks that were merged are appended to `merged`, of length *count. If the seat
 * makes no block, the first place whose block does not wait takes the next one, if there is one. Returns how many wait.
 * The lock is held.
 */
static size_t look_over_places(worker_seat *seat, finished_block **merged, size_t *count)
{
    size_t waiting = 0;
    for (size_t k = 0; k < blocks_ahead; k++) {
        finished_block *const place = &seat->finished[k];
        waiting += place->waiting;
        if (place->merged)
            merged[(*count)++] = place;
        place->merged = false;
        if (!seat->current && !place->waiting && next_block(seat->pool, &seat->block))
            seat->current = place;
    }
    return waiting;
}

/*
 * Hands in the block that the seat has made, if any, and takes up the next, both under one lock; false if there is
 * nothing more to do. Labels of blocks that were merged since are translated by who made them, without the lock: they
 * are still in that processor's cache. `*done` receives the runs that are done for good.
 */
static bool take_block(worker_seat *seat, size_t *done)
{
    block_pool *const pool = seat->pool;
    finished_block *merged[blocks_ahead];
    size_t count = 0;
    pthread_mutex_lock(&pool->lock);
    if (seat->current)
        hand_in(seat);
    while (!pool->stopped && look_over_places(seat, merged, &count) > 0 && !seat->current)
        pthread_cond_wait(&pool->merged_more, &pool->lock);
    *done = pool->merged * pool->sweep->block_runs;
    pthread_mutex_unlock(&pool->lock);
    for (size_t k = 0; k < count; k++)
        translate_block(pool->sweep, merged[k]);
    return seat->current != NULL;
}

/* Makes the runs of the block that was taken up; false if that failed. */
static bool make_block(worker_seat *seat)
{
    finished_block *const place = seat->current;
    descent__labels_clear(&place->labels);
    seat->worker.labels = &place->labels;
    const descent_status status = descent__worker_run_block(&seat->worker, seat->block);
    if (status != DESCENT_SUCCESS)
        stop(seat->pool, status);
    return status == DESCENT_SUCCESS;
}

static void *run_seat(void *argument)
{
    worker_seat *const own = argument;
    descent__environment environment = own->pool->environment;
    descent__environment_inherit(&environment);
    size_t done;
    while (take_block(own, &done) && make_block(own))
        ;
    return NULL;
}

int descent__tell_progress(const descent_sweep_options *options, size_t done, size_t total)
{
    descent__environment *const lent = descent__environment_lend();
    const int answer = options->progress(done, total, options->progress_context);
    descent__environment_take_back(lent);
    return answer;
}

/* Reports the progress; false, and all seats stop, if the answer asks for it. */
static bool tell(block_pool *pool, size_t done)
{
    const descent_sweep_options *const options = pool->options;
    const size_t total = pool->sweep->count;
    if (!options->progress || done >= total || descent__tell_progress(options, done, total) == 0)
        return true;
    descent_fail(DESCENT_ECANCELLED, "the progress function asked to stop after %zu of %zu run%s", done, total,
                 descent__plural(total));
    stop(pool, DESCENT_ECANCELLED);
    return false;
}

/* The calling thread works, too, and reports the progress after each of its blocks. */
static void run_own_seat(block_pool *pool)
{
    worker_seat *const own = &pool->seats[0];
    size_t done;
    bool more = take_block(own, &done);
    while (more && make_block(own)) {
        more = take_block(own, &done);
        if (!tell(pool, done))
            return;
    }
}

static descent_status open_seat(block_pool *pool, worker_seat *seat, const descent__sweep_phases *phases)
{
    seat->pool = pool;
    for (size_t k = 0; k < blocks_ahead; k++) {
        const descent_status status =
            descent__labels_open(&seat->finished[k].labels, pool->sweep->dimension, phases->block_runs);
        if (status != DESCENT_SUCCESS)
            return status;
    }
    return descent__worker_open(&seat->worker, pool->plan, pool->sweep, phases);
}

/* Adds up what the workers counted, so that the sums do not depend on who made which run. */
static void collect(block_pool *pool)
{
    descent_sweep *const sweep = pool->sweep;
    sweep->first_failure = SIZE_MAX;
    for (size_t i = 0; i < pool->seat_count; i++) {
        const descent__worker *const worker = &pool->seats[i].worker;
        sweep->evaluations.loss += worker->evaluator.evaluations.loss;
        sweep->evaluations.gradient += worker->evaluator.evaluations.gradient;
        sweep->failures += worker->failures;
        if (worker->first_failure < sweep->first_failure) {
            sweep->first_failure = worker->first_failure;
            sweep->callback_code = worker->callback_code;
        }
    }
}

static void join_seats(block_pool *pool)
{
    for (size_t i = 1; i < pool->started; i++)
        pthread_join(pool->seats[i].thread, NULL);
    pool->started = 0;
}

/* The calling thread was left for good inside a function of the user's: the other threads end before their memory does. */
static void abandon_pool(void *object)
{
    block_pool *const pool = object;
    stop(pool, DESCENT_ECANCELLED);
    join_seats(pool);
}

/* Starts the other threads; where the system has no more of them, those that are there do all the work. */
static void run_seats(block_pool *pool)
{
    descent__call *const call = descent__call_current();
    pool->started = 1;
    while (pool->started < pool->seat_count &&
           pthread_create(&pool->seats[pool->started].thread, NULL, run_seat, &pool->seats[pool->started]) == 0)
        pool->started++;
    if (call) {
        call->abandon = abandon_pool;
        call->object = pool;
    }
    run_own_seat(pool);
    join_seats(pool);
    if (call)
        call->abandon = NULL;
}

static descent_status run_pool(block_pool *pool, const descent__sweep_phases *phases)
{
    for (size_t i = 0; i < pool->seat_count; i++) {
        const descent_status status = open_seat(pool, &pool->seats[i], phases);
        if (status != DESCENT_SUCCESS)
            return status;
    }
    run_seats(pool);
    collect(pool);
    if (pool->status != DESCENT_SUCCESS)
        return descent_fail(pool->status, "%s", pool->detail);
    return DESCENT_SUCCESS;
}

/* With copies of what is the caller's: frames may be gone while other threads still run. NULL if there is no memory. */
static block_pool *open_pool(const descent__plan *plan, const descent_sweep_options *options, descent_sweep *sweep,
                             const descent__sweep_phases *phases)
{
    block_pool *const pool = descent__take_zeros(1, sizeof *pool);
    if (!pool)
        return NULL;
    pool->seat_count = descent__workers_count(phases, options, sweep->count);
    pool->seats = descent__take_zeros(pool->seat_count, sizeof *pool->seats);
    if (!pool->seats) {
        descent__give(pool);
        return NULL;
    }
    pool->own_plan = *plan;
    pool->own_problem = *plan->problem;
    pool->own_plan.problem = &pool->own_problem;
    if (plan->plane) {
        pool->own_plane = *plan->plane;
        pool->own_plan.plane = &pool->own_plane;
    }
    pool->own_options = *options;
    pool->plan = &pool->own_plan;
    pool->options = &pool->own_options;
    pool->sweep = sweep;
    pool->environment = descent__environment_copy();
    pool->block_count = blocks_of(phases, sweep->count);
    return pool;
}

descent_status descent__workers_run(const descent__plan *plan, const descent_sweep_options *options,
                                    descent_sweep *sweep)
{
    const descent__sweep_phases phases = descent__sweep_phases_of(plan->problem, options);
    sweep->block_runs = phases.block_runs;
    block_pool *const pool = open_pool(plan, options, sweep, &phases);
    if (!pool)
        return descent__fail_memory("threads of a sweep", sizeof *pool);
    descent_status status = DESCENT_ENOMEM;
    if (pthread_mutex_init(&pool->lock, NULL) != 0) {
        descent_fail(status, "no mutex is to be had");
    } else if (pthread_cond_init(&pool->merged_more, NULL) != 0) {
        descent_fail(status, "no condition variable is to be had");
        pthread_mutex_destroy(&pool->lock);
    } else {
        status = run_pool(pool, &phases);
        pthread_cond_destroy(&pool->merged_more);
        pthread_mutex_destroy(&pool->lock);
    }
    for (size_t i = 0; i < pool->seat_count; i++) {
        descent__worker_close(&pool->seats[i].worker);
        for (size_t k = 0; k < blocks_ahead; k++)
            descent__labels_close(&pool->seats[i].finished[k].labels);
    }
    descent__give(pool->seats);
    descent__give(pool);
    return status;
}
