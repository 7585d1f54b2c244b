/* Step-size schedules, for the rules. */
#ifndef DESCENT_LIB_RULES_SCHEDULE_H
#define DESCENT_LIB_RULES_SCHEDULE_H

#include <descent/rules.h>

/* Are the schedule's parameters in range for this base step size? */
descent_status descent__schedule_check(const descent_schedule *schedule, double base);

/*
 * The step size of one step, checked to be finite and not negative. `*callback_code` receives what the user's function
 * returned (0 if there is none).
 */
descent_status descent__schedule_step_size(const descent_schedule *schedule, uint64_t step, double base,
                                           double *step_size, int *callback_code);

#endif
