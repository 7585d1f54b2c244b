/* What a monitor knows of the run it watches, and what it makes of it. */
#ifndef DESCENT_LIB_DIAGNOSIS_WATCH_H
#define DESCENT_LIB_DIAGNOSIS_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <descent/monitor.h>

#include "diagnosis/segments.h"
#include "diagnosis/window.h"

enum {
    descent_watch_first = 16 /* points before any verdict but growth and non-finite values */
};

struct descent_monitor {
    descent_window window;
    size_t look_at;    /* number of rows in the window at which to look at them */
    double alarm_sq;   /* a longer step is looked at at once */
    uint64_t check_at; /* points seen at which the growing segment ends */
    descent_ending ending;
    const double *watched; /* the point of the engine it is attached to; NULL: of none, or of several */

    descent_monitor_options options;
    double *numbers;  /* the one allocation behind all arrays */
    double *gradient; /* room for a gradient's sample */
    size_t attached;  /* engines it was attached to */

    descent_segments segments;
    size_t taken;          /* rows in the window that the growing segment has taken in */
    double first_diameter; /* of the first descent_watch_first points */
    double first_loss, last_loss;
    double largest_gradient, last_gradient; /* norms over the sample, at checks */
    double shortest_sq, longest_before_sq;  /* shortest segment so far, and the longest before it */

    descent_ending suspected; /* what the last check saw; a verdict takes two that agree */
    size_t period, suspected_period;
    uint64_t decided_at;
    double rate;
};

/* How many points to look back on to see a period of p: three rounds, or `descent_watch_first` points and one round. */
size_t descent_watch_lags(size_t p);

/* Judges by the segment that has just ended and by those before. */
descent_ending descent_watch_judge(descent_monitor *monitor);

/* Faster than geometric growth shows in a few steps: each is several times as long as the one before. */
bool descent_watch_explodes(const descent_monitor *monitor);

/* The next steps may be this long before they must be looked at at once, given the longest of a segment, squared. */
double descent_watch_alarm_sq(double longest_sq);

/* Which way it explodes. */
descent_ending descent_watch_explosion(const descent_monitor *monitor, double loss);

#endif
