/* What a run of a sweep says about the property that a step limit asks for: staying bounded, or converging. */
#ifndef DESCENT_LIB_SWEEP_READ_PROPERTY_H
#define DESCENT_LIB_SWEEP_READ_PROPERTY_H

#include <descent/step_limit.h>
#include <descent/sweep.h>

typedef enum descent__property_state {
    DESCENT__PROPERTY_HELD = 0,
    DESCENT__PROPERTY_UNCLEAR = 1, /* its steps do not suffice to tell */
    DESCENT__PROPERTY_LOST = 2
} descent__property_state;

/* Last points that a sweep must keep for it. */
enum {
    descent__property_points = 33
};

descent__property_state descent__property_judge(descent_step_property property, const descent_sweep *sweep, size_t run);

#endif
