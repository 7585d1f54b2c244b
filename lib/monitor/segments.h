/*
 * The steps seen so far are cut into segments, each an eighth as long as all before it together, so that six segments
 * are about half of all steps. Of each the bounding box is kept.
 */
#ifndef DESCENT_LIB_MONITOR_SEGMENTS_H
#define DESCENT_LIB_MONITOR_SEGMENTS_H

#include <stddef.h>
#include <stdint.h>

enum {
    descent__segment_part = 8,  /* a segment ends when the steps have grown by an eighth */
    descent__segments_half = 6, /* (9/8)^6 = 2.03: half of the steps */
    descent__segments_kept = 13 /* two halves, and the one that is growing */
};

typedef struct descent__segment {
    double *low, *high; /* bounding box of the sample */
    double longest_sq;  /* longest step, in units and squared */
    double last_sq;     /* last step, likewise */
    double loss;        /* loss at its end, NaN if unknown */
    double gradient;    /* norm of the gradient there, likewise */
    double pace;  /* its first step over the norm of the gradient that it was made with; NaN if lost in rounding */
    uint64_t end; /* points seen when it ended */
} descent__segment;

typedef struct descent__segments {
    size_t sample;                                 /* coordinates of a box */
    descent__segment ring[descent__segments_kept]; /* the one that grows is at `current` */
    size_t current;
    descent__segment whole; /* everything so far */
    descent__segment joint; /* room for several segments taken together */
} descent__segments;

/* Numbers that the boxes take. */
size_t descent__segments_numbers(size_t sample);
void descent__segments_lay_out(descent__segments *segments, size_t sample, double *numbers);
void descent__segments_clear(descent__segments *segments);

/* The growing segment takes in `count` points and the steps to them. Returns its longest step, squared. */
double descent__segments_take_in(descent__segments *segments, size_t count, const double *points,
                                 const double *moves_sq);

/* The growing segment ends; `whole` takes it in. */
void descent__segments_end(descent__segments *segments, uint64_t seen, double loss, double gradient, double last_sq);

/* The next begins. In between, the one that has just ended is descent__segments_past(segments, 0). */
void descent__segments_begin(descent__segments *segments);

static inline const descent__segment *descent__segments_past(const descent__segments *segments, size_t back)
{
    return &segments->ring[(segments->current + descent__segments_kept - back) % descent__segments_kept];
}

static inline descent__segment *descent__segments_growing(descent__segments *segments)
{
    return &segments->ring[segments->current];
}

/* Diagonal of a box; 0 if it is empty. */
double descent__segments_diameter(const descent__segments *segments, const descent__segment *box);

/* The same of the segments from `from` to `to` − 1 segments ago taken together. */
double descent__segments_joint_diameter(descent__segments *segments, size_t from, size_t to);

/* What they cover together of one coordinate; 0 if they are empty. */
double descent__segments_joint_width(const descent__segments *segments, size_t coordinate, size_t from, size_t to);

/* Their longest step, squared. */
double descent__segments_longest_sq(const descent__segments *segments, size_t from, size_t to);

#endif
