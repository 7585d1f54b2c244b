/* Copies of the run: its own map, placed where the run ends or began. The one place where the map's memory at the
 * end is filled in; whether it is known is `memory_known` of the evidence, and copies are trusted only then. */
#ifndef DESCENT_LIB_DIAGNOSIS_EVIDENCE_COPIES_H
#define DESCENT_LIB_DIAGNOSIS_EVIDENCE_COPIES_H

#include "diagnosis/evidence/evidence.h"
#include "map/map.h"

/* A copy of the run with the rule's map, nowhere yet. False if there is no memory. */
bool descent__evidence_map_open(descent__evidence *evidence, descent_rule rule, descent__map *map);

/* Places the copy at a recorded row, with what is known of the rule's memory there. */
void descent__evidence_map_place(const descent__evidence *evidence, size_t row, descent__map *map);

/* A copy of the run standing where it ends, or at its first point. False if none can be run, or there is no memory. */
bool descent__evidence_map_at_end(descent__evidence *evidence, descent__map *map);
bool descent__evidence_map_at_start(descent__evidence *evidence, descent_rule rule, descent__map *map);

/* Steps of a copy whose points may be kept: a million variables must not ask for gigabytes. */
size_t descent__evidence_kept_steps(const descent__evidence *evidence);

/* Runs on from the end, up to `steps` steps, or as many as may be kept, and keeps the points. The series begins with the last recorded point. */
descent__map_result descent__evidence_continue(descent__evidence *evidence, size_t steps, descent__series *series);

#endif
