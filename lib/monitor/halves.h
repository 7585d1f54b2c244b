/* What the last two halves of a monitored run were like, as its segments tell. */
#ifndef DESCENT_LIB_MONITOR_HALVES_H
#define DESCENT_LIB_MONITOR_HALVES_H

#include "monitor/state.h"

enum {
    descent__halves_few = 2 /* the last segments: a quarter of the steps before them */
};

typedef struct descent__halves {
    double late, early, all;            /* diameters of the last half, of the half before it, and of everything */
    double last;                        /* of the last few segments */
    double late_longest, early_longest; /* longest steps */
    double late_way;                    /* diameters of the segments of the last half, added up */
    double tolerance;                   /* of arrival */
    double rounding;                    /* steps up to this are none */
    bool growing;                       /* did the longest step of every second segment grow? */
} descent__halves;

descent__halves descent__halves_look_back(descent_monitor *monitor);

/* Longest step of the segments from `from` to `to` − 1 segments ago. */
double descent__halves_longest_step(const descent_monitor *monitor, size_t from, size_t to);

#endif
