/* What a monitor makes of what it has seen. */
#ifndef DESCENT_LIB_MONITOR_JUDGE_H
#define DESCENT_LIB_MONITOR_JUDGE_H

#include "monitor/state.h"

/* How many points to look back on to see a period of p: three rounds, or `descent__monitor_first` points and one round. */
size_t descent__monitor_lags(size_t p);

/* A loss of the newest point, not NaN. */
void descent__monitor_note_loss(descent_monitor *monitor, double loss);

/* Judges by the segment that has just ended and by those before. */
descent_ending descent__monitor_judge(descent_monitor *monitor);

/* Faster than geometric growth shows in a few steps: each is more times as long as the one before than that was. */
bool descent__monitor_explodes(const descent_monitor *monitor);

/* The next steps may be this long before they must be looked at at once, given the longest of a segment, squared. */
double descent__monitor_alarm_sq(double longest_sq);

/* Which way it explodes. */
descent_ending descent__monitor_explosion(const descent_monitor *monitor);

#endif
