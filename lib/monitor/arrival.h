/* Has a monitored run come to rest, and what does each thing that it is shown say is left to go? */
#ifndef DESCENT_LIB_MONITOR_ARRIVAL_H
#define DESCENT_LIB_MONITOR_ARRIVAL_H

#include "monitor/halves.h"

/*
 * For half of all steps it has kept within the tolerance, what is left to go is within, too, and nothing that is seen of
 * it grows: no coordinate's motion, not the loss and not the gradient.
 */
bool descent__arrival_rests(const descent_monitor *monitor, const descent__halves *seen);

/* Is the critical point ahead, by the curvature that the gradient last showed along the way, within the tolerance? */
bool descent__arrival_near_critical(const descent_monitor *monitor, const descent__halves *seen);

/* A check's gradient, whose sample is monitor->gradient, once its segment has taken in what has waited: what curvature does it
 * show since the check before, and has the run come to where it vanishes as to a minimum? */
void descent__arrival_note_gradient(descent_monitor *monitor);

/* Before the growing segment takes in the rows that have waited: if they are its first, how long is the first step? */
void descent__arrival_note_pace(descent_monitor *monitor);

/* Are the steps that the rule makes of a gradient longer from check to check, or shorter? */
void descent__arrival_follow_pace(descent_monitor *monitor);

/* Was it seen to come to where the gradient has vanished as to a minimum? Else, whatever it rests at, it did not approach it. */
bool descent__arrival_by_approach(const descent_monitor *monitor);

#endif
