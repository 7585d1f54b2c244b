#include "sweep/threads.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "status.h"
#include "vector.h"

/* Blocks that a thread may be ahead of the slowest before it waits: their labels lie in memory until their turn. */
enum {
    blocks_ahead = 4
};

/* The labels of a block that is done, until those of all blocks before it are in. */
typedef struct finished_block {
    descent_labels labels;
    uint32_t local_labels[descent_block_runs];
    size_t block;
    bool waiting;
} finished_block;

typedef struct block_pool block_pool;

typedef struct worker_seat {
    block_pool *pool;
    pthread_t thread;
    descent_worker worker;
    finished_block finished[blocks_ahead];
} worker_seat;

struct block_pool {
    const descent_plan *plan;
    const descent_sweep_options *options;
    descent_sweep *sweep;
    worker_seat *seats;
    size_t seat_count;
    size_t block_count;
    pthread_mutex_t lock; /* guards what follows, and the sweep's label set */
    pthread_cond_t merged_more;
    size_t next;   /* block to be handed out */
    size_t merged; /* blocks whose labels are in */
    bool stopped;  /* no further blocks */
    descent_status status;
    char detail[512];
};

static size_t blocks_of(const descent_sweep_phases *phases, size_t runs)
{
    return (runs - 1) / phases->block_runs + 1;
}

size_t descent_workers_count(const descent_sweep_phases *phases, const descent_sweep_options *options, size_t runs)
{
    const size_t blocks = blocks_of(phases, runs);
    return options->threads < blocks ? options->threads : blocks;
}

size_t descent_workers_bytes(size_t dimension, const descent_sweep_phases *phases, size_t threads)
{
    const size_t worker = descent_worker_bytes(dimension, phases);
    const size_t labels = descent_labels_bytes(dimension, phases->block_runs);
    if (worker == 0 || labels == 0 || labels > (SIZE_MAX - worker - sizeof(worker_seat)) / blocks_ahead)
        return 0;
    return descent_array_bytes(threads, 1, worker + sizeof(worker_seat) + blocks_ahead * labels);
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

/* Translates the labels of a block into those of the whole sweep. */
static void merge_block(block_pool *pool, finished_block *finished)
{
    descent_sweep *const sweep = pool->sweep;
    const descent_labels *const own = &finished->labels;
    uint32_t translation[descent_block_runs];
    for (size_t label = 0; label < own->count; label++)
        translation[label] = descent_labels_find(&sweep->set, own->x + label * own->dimension, own->tolerance[label],
                                                 own->period[label], own->first_run[label], own->runs[label]);
    const size_t first = finished->block * sweep->block_runs;
    const size_t left = sweep->count - first, runs = left < sweep->block_runs ? left : sweep->block_runs;
    descent_labels_translate(own, translation, runs, finished->local_labels, sweep->labels + first);
    finished->waiting = false;
}

/* Merges the blocks whose turn it is, whoever made them. The lock is held. */
static void merge_in_order(block_pool *pool)
{
    bool again = true;
    while (again) {
        again = false;
        for (size_t i = 0; i < pool->seat_count; i++)
            for (size_t k = 0; k < blocks_ahead; k++) {
                finished_block *const finished = &pool->seats[i].finished[k];
                if (!finished->waiting || finished->block != pool->merged)
                    continue;
                merge_block(pool, finished);
                pool->merged++;
                again = true;
            }
    }
    pthread_cond_broadcast(&pool->merged_more);
}

/* The next block, and a place for its labels; waits for one if need be. NULL if there is nothing more to do. */
static finished_block *begin_block(worker_seat *seat, size_t *block)
{
    block_pool *const pool = seat->pool;
    finished_block *place = NULL;
    pthread_mutex_lock(&pool->lock);
    while (!place && !pool->stopped) {
        for (size_t k = 0; k < blocks_ahead && !place; k++)
            if (!seat->finished[k].waiting)
                place = &seat->finished[k];
        if (!place)
            pthread_cond_wait(&pool->merged_more, &pool->lock);
    }
    if (place && !next_block(pool, block))
        place = NULL;
    pthread_mutex_unlock(&pool->lock);
    return place;
}

/* Makes one block; false if there is nothing more to do. `*done` receives the runs that are done for good. */
static bool work(worker_seat *seat, size_t *done)
{
    block_pool *const pool = seat->pool;
    size_t block;
    finished_block *const place = begin_block(seat, &block);
    if (!place)
        return false;
    descent_labels_clear(&place->labels);
    seat->worker.labels = &place->labels;
    seat->worker.local_labels = place->local_labels;
    const descent_status status = descent_worker_run_block(&seat->worker, block);
    if (status != DESCENT_SUCCESS) {
        stop(pool, status);
        return false;
    }
    pthread_mutex_lock(&pool->lock);
    place->block = block;
    place->waiting = true;
    merge_in_order(pool);
    *done = pool->merged * pool->sweep->block_runs;
    pthread_mutex_unlock(&pool->lock);
    return true;
}

static void *run_seat(void *argument)
{
    worker_seat *const own = argument;
    size_t done;
    while (work(own, &done))
        ;
    return NULL;
}

/* The calling thread works, too, and is the one that tells of the progress. */
static void run_own_seat(block_pool *pool)
{
    const descent_sweep_options *const options = pool->options;
    const size_t total = pool->sweep->count;
    size_t done;
    while (work(&pool->seats[0], &done)) {
        if (!options->progress || done >= total)
            continue;
        if (options->progress(done, total, options->progress_context) != 0) {
            descent_fail(DESCENT_ECANCELLED, "the progress function asked to stop after %zu of %zu runs", done, total);
            stop(pool, DESCENT_ECANCELLED);
        }
    }
}

static descent_status open_seat(block_pool *pool, worker_seat *seat, const descent_sweep_phases *phases)
{
    seat->pool = pool;
    for (size_t k = 0; k < blocks_ahead; k++) {
        const descent_status status =
            descent_labels_open(&seat->finished[k].labels, pool->sweep->dimension, phases->block_runs);
        if (status != DESCENT_SUCCESS)
            return status;
    }
    return descent_worker_open(&seat->worker, pool->plan, pool->sweep, phases);
}

/* Adds up what the workers counted, so that the sums do not depend on who made which run. */
static void collect(block_pool *pool)
{
    descent_sweep *const sweep = pool->sweep;
    sweep->first_failure = SIZE_MAX;
    for (size_t i = 0; i < pool->seat_count; i++) {
        const descent_worker *const worker = &pool->seats[i].worker;
        sweep->evaluations.loss += worker->evaluator.evaluations.loss;
        sweep->evaluations.gradient += worker->evaluator.evaluations.gradient;
        sweep->failures += worker->failures;
        if (worker->first_failure < sweep->first_failure) {
            sweep->first_failure = worker->first_failure;
            sweep->callback_code = worker->callback_code;
        }
    }
}

/* Starts the other threads; where the system has no more of them, those that are there do all the work. */
static void run_seats(block_pool *pool)
{
    size_t started = 1;
    while (started < pool->seat_count &&
           pthread_create(&pool->seats[started].thread, NULL, run_seat, &pool->seats[started]) == 0)
        started++;
    run_own_seat(pool);
    for (size_t i = 1; i < started; i++)
        pthread_join(pool->seats[i].thread, NULL);
}

static descent_status run_pool(block_pool *pool, const descent_sweep_phases *phases)
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

descent_status descent_workers_run(const descent_plan *plan, const descent_sweep_options *options, descent_sweep *sweep)
{
    const descent_sweep_phases phases = descent_sweep_phases_of(plan->problem, options);
    sweep->block_runs = phases.block_runs;
    block_pool pool = {.plan = plan, .options = options, .sweep = sweep};
    pool.block_count = blocks_of(&phases, sweep->count);
    pool.seat_count = descent_workers_count(&phases, options, sweep->count);
    pool.seats = calloc(pool.seat_count, sizeof *pool.seats);
    if (!pool.seats)
        return descent_fail_memory("threads of a sweep", pool.seat_count * sizeof *pool.seats);
    descent_status status = DESCENT_ENOMEM;
    if (pthread_mutex_init(&pool.lock, NULL) != 0) {
        descent_fail(status, "no mutex is to be had");
    } else if (pthread_cond_init(&pool.merged_more, NULL) != 0) {
        descent_fail(status, "no condition variable is to be had");
        pthread_mutex_destroy(&pool.lock);
    } else {
        status = run_pool(&pool, &phases);
        pthread_cond_destroy(&pool.merged_more);
        pthread_mutex_destroy(&pool.lock);
    }
    for (size_t i = 0; i < pool.seat_count; i++) {
        descent_worker_close(&pool.seats[i].worker);
        for (size_t k = 0; k < blocks_ahead; k++)
            descent_labels_close(&pool.seats[i].finished[k].labels);
    }
    free(pool.seats);
    return status;
}
