/*
 * The steps seen so far are cut into segments, each an eighth as long as all before it together, so that six segments
 * are about half of all steps. Of each the bounding box is kept.
 */
#ifndef DESCENT_LIB_DIAGNOSIS_SEGMENTS_H
#define DESCENT_LIB_DIAGNOSIS_SEGMENTS_H

#include <stddef.h>
#include <stdint.h>

enum {
    descent_segments_half = 6, /* (9/8)^6 = 2.03: half of the steps */
    descent_segments_kept = 13 /* two halves, and the one that is growing */
};

typedef struct descent_segment {
    double *low, *high; /* bounding box of the sample */
    double longest_sq;  /* longest step, in units and squared */
    double last_sq;     /* last step, likewise */
    double loss;        /* loss at its end, NaN if unknown */
    uint64_t end;       /* points seen when it ended */
} descent_segment;

typedef struct descent_segments {
    size_t sample;                               /* coordinates of a box */
    descent_segment ring[descent_segments_kept]; /* the one that grows is at `current` */
    size_t current;
    descent_segment whole; /* everything so far */
    descent_segment joint; /* room for several segments taken together */
} descent_segments;

/* Numbers that the boxes take. */
size_t descent_segments_numbers(size_t sample);
void descent_segments_lay_out(descent_segments *segments, size_t sample, double *numbers);
void descent_segments_clear(descent_segments *segments);

/* The growing segment takes in `count` points and the steps to them. Returns its longest step, squared. */
double descent_segments_take_in(descent_segments *segments, size_t count, const double *points, const double *moves_sq);

/* The growing segment ends; `whole` takes it in. */
void descent_segments_end(descent_segments *segments, uint64_t seen, double loss, double last_sq);

/* The next begins. In between, the one that has just ended is descent_segments_past(segments, 0). */
void descent_segments_begin(descent_segments *segments);

static inline const descent_segment *descent_segments_past(const descent_segments *segments, size_t back)
{
    return &segments->ring[(segments->current + descent_segments_kept - back) % descent_segments_kept];
}

/* Diagonal of a box; 0 if it is empty. */
double descent_segments_diameter(const descent_segments *segments, const descent_segment *box);

/* The same of the segments from `from` to `to` − 1 segments ago taken together. */
double descent_segments_joint_diameter(descent_segments *segments, size_t from, size_t to);

/* Their longest step, squared. */
double descent_segments_longest_sq(const descent_segments *segments, size_t from, size_t to);

#endif
