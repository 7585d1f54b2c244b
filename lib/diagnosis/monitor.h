/* What the monitor tells the code that attaches it to an engine. */
#ifndef DESCENT_LIB_DIAGNOSIS_MONITOR_H
#define DESCENT_LIB_DIAGNOSIS_MONITOR_H

#include <stdbool.h>

#include <descent/monitor.h>

/* Will the next point end a segment? Only then are loss and gradient looked at. */
bool descent_monitor_wants_values(const descent_monitor *monitor);

size_t descent_monitor_dimension(const descent_monitor *monitor);

/* Or-ed bits 1u << ending at which an engine stops. */
unsigned descent_monitor_stop_endings(const descent_monitor *monitor);

#endif
