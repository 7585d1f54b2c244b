/* How a monitored run moves, whatever comes of it. */
#ifndef DESCENT_LIB_MONITOR_PHASE_H
#define DESCENT_LIB_MONITOR_PHASE_H

#include "monitor/halves.h"

/* Follows the steps as they shrink near a critical point and grow again on the way out. */
void descent__phase_follow_leaving(descent_monitor *monitor);

descent_phase descent__phase_of(const descent_monitor *monitor, const descent__halves *seen);

#endif
