/* The last points of a run that is watched: the watched coordinates of each, and the step to it. */
#ifndef DESCENT_LIB_MONITOR_RECENT_H
#define DESCENT_LIB_MONITOR_RECENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct descent__recent {
    size_t dimension;
    size_t sample; /* coordinates watched */
    size_t width;  /* neighbours watched together */
    size_t stride; /* from the first of them to the next first */

    double *points;   /* samples, one row for each point, in a ring; row −1 repeats the last row for the first */
    double *moves_sq; /* the step to each of them, in units and squared */
    size_t rows;      /* in the ring */
    size_t filled;    /* rows written in this round of it */
    uint64_t before;  /* points seen before this round */
    double per_unit;  /* a power of two near the inverse of the first step: lengths are squared in its units */
} descent__recent;

/* Chooses at most `limit` coordinates, and how many rows it takes to look back `lags` points; lays out no memory. */
void descent__recent_choose(descent__recent *window, size_t dimension, size_t limit, size_t lags);

/* Numbers that `points`, its row −1 included, and `moves_sq` take. */
size_t descent__recent_numbers(const descent__recent *window);

/* Gives it that many numbers to work with. */
void descent__recent_lay_out(descent__recent *window, double *numbers);

/* No points seen. */
void descent__recent_clear(descent__recent *window);

/* The watched coordinates of a vector. */
void descent__recent_take(const descent__recent *window, const double *x, double *sample);

/* Writes the next row where a loop is worth its while; returns the square of the step to it, in units. */
double descent__recent_receive_many(const descent__recent *window, const double *x, double *row);

/*
 * Takes in the next point and returns the square of the step to it, in units. There must be room, see
 * descent__recent_make_room(). What is done for every point is little: it is to hide behind the gradient that the next
 * step waits for. One or two coordinates are therefore written out.
 */
static inline double descent__recent_receive(descent__recent *window, const double *x)
{
    const size_t filled = window->filled;
    double step_sq;
    if (window->sample == 2) {
        double *const row = window->points + 2 * filled;
        const double first = (x[0] - *(row - 2)) * window->per_unit;
        const double second = (x[1] - *(row - 1)) * window->per_unit;
        row[0] = x[0];
        row[1] = x[1];
        step_sq = first * first + second * second;
    } else if (window->sample == 1) {
        double *const row = window->points + filled;
        const double first = (x[0] - *(row - 1)) * window->per_unit;
        row[0] = x[0];
        step_sq = first * first;
    } else {
        step_sq = descent__recent_receive_many(window, x, window->points + filled * window->sample);
    }
    window->moves_sq[filled] = step_sq;
    window->filled = filled + 1;
    return step_sq;
}

/* Begins the next round of the ring if it is full; true if it did. */
bool descent__recent_make_room(descent__recent *window);

/* Chooses the unit of length at the first step that moves. */
void descent__recent_choose_unit(descent__recent *window);

static inline uint64_t descent__recent_seen(const descent__recent *window)
{
    return window->before + window->filled;
}

/* Where in the ring the point of `back` points ago is, which must be there: back < min(seen, rows). */
static inline size_t descent__recent_row(const descent__recent *window, size_t back)
{
    return (back < window->filled ? 0 : window->rows) + window->filled - 1 - back;
}

static inline const double *descent__recent_point(const descent__recent *window, size_t back)
{
    return window->points + descent__recent_row(window, back) * window->sample;
}

static inline double descent__recent_move_sq(const descent__recent *window, size_t back)
{
    return window->moves_sq[descent__recent_row(window, back)];
}

#endif
