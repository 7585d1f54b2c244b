/* What a monitor knows of the run it watches. */
#ifndef DESCENT_LIB_MONITOR_STATE_H
#define DESCENT_LIB_MONITOR_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <descent/monitor.h>

#include "monitor/recent.h"
#include "monitor/segments.h"

enum {
    descent__monitor_first = 16 /* points before any verdict but growth and non-finite values */
};

struct descent_monitor {
    descent__recent window;
    size_t look_at;    /* number of rows in the window at which to look at them */
    double alarm_sq;   /* a longer step is looked at at once */
    uint64_t check_at; /* points seen at which the growing segment ends */
    descent_ending ending;
    bool stops;   /* the verdict is one at which an engine stops */
    bool resumed; /* it was loaded, and has seen the point that it is attached at next */
    bool over;    /* something was not finite: the verdict stays */

    size_t attached; /* engines that show it their points */
    bool
        unwanted; /* descent_monitor_free() was called meanwhile: it sees nothing more, and goes with the last of them */

    descent_monitor_options options;
    double *numbers;                      /* the one allocation behind all arrays */
    double *gradient;                     /* room for a gradient's sample */
    double *check_point, *check_gradient; /* the samples of the last check with a gradient, */
    bool checked;                         /* if there was one */

    descent__segments segments;
    size_t taken;                           /* rows in the window that the growing segment has taken in */
    double first_norm;                      /* of the first point */
    double first_diameter;                  /* of the first descent__monitor_first points */
    double largest_gradient, last_gradient; /* norms over all coordinates, at checks */
    double entered;   /* the first of these norms that had vanished, since the last that had not; NaN: none has */
    bool approached;  /* where the gradient has vanished: the run was seen to come there as to a minimum; */
    bool falls_on;    /* it went on to fall there; */
    bool coasts;      /* the run's memory carried it on, over ground without a slope */
    double curvature; /* that the motion met, between the last two of them that differ; NaN: none */

    double first_loss, last_loss, highest_loss;
    uint64_t loss_at, highest_at; /* points seen with the last and with the highest loss */
    uint64_t falls;               /* from one that was shown to the next, before it first rose */
    bool loss_rose;               /* from one that was shown to the next */

    double quiet_sq, busiest_sq,
        busy_before_sq; /* smallest steps, longest since it left, longest before the smallest */
    bool leaving;
    bool forgets;                   /* the rule of its engine, when asked last, forgets what it divides by */
    const descent_rule_type *asked; /* which rule that was; NULL: none */
    bool quickens;     /* the rule makes ever longer steps of its gradients, as far as the last steps told */
    bool slackens;     /* and shorter ones, likewise: growth comes to an end */
    double slope_pace; /* of the last step that was made with a gradient that had not vanished; NaN: not known */
    bool turned_back;  /* a step against the one before it, at a check */

    descent_ending suspected; /* what the last check saw; a verdict takes several that agree */
    size_t agreed;            /* checks in a row that saw it */
    size_t period, suspected_period;
    descent_phase phase, suspected_phase;
    uint64_t decided_at;
    double rate;
};

/* Numbers behind all its arrays. */
size_t descent__monitor_numbers(const descent_monitor *monitor);

#endif
