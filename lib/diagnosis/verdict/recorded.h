/* What the recorded rows alone say of slope, step size and loss, where neither problem nor copy can be asked. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_RECORDED_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_RECORDED_H

#include <stdbool.h>
#include <stddef.h>

/* Was the run seen near its end while there still was a slope? Who leaps onto a plain, or creeps over one on which the slope had
 * gone long before, was not led there by it. True where no slope or no extent is known. */
bool descent__recorded_slope_leads_to_end(size_t n, size_t rows, const double *points, const double *norms,
                                          double scale);

/* Do the steps, of these lengths on these slopes, grow longer and longer beside the slope, up to the last that is above
 * rounding, by more than so much of a logarithm from a quarter to the next? So do those of Adam and RMSProp while their memory of steeper ground fades: they rest, and then leave. */
bool descent__recorded_step_size_grows(size_t steps, const double *lengths, const double *norms, double floor,
                                       double least);

/* Have they kept their length beside the slope, on average, over the last two quarters? So do steps that follow the slope; those of
 * a rule that normalises grow beside it, and fall where something else than the slope holds the run. */
bool descent__recorded_pace_keeps(size_t steps, const double *lengths, const double *norms, double floor);

/* Do they fade beside the slope so fast that what is still to come adds up to little? So do those of a schedule that ends. */
bool descent__recorded_step_size_ends(size_t n, size_t rows, const double *points, const double *norms);

/* Does the loss fall at its end, and to less in the last quarter than in the third? */
bool descent__recorded_loss_falls(size_t rows, const double *losses);

/* Of so few rows that their loss has no course: does it fall in each of the last steps? */
bool descent__recorded_steps_descend(size_t rows, const double *losses);

/* Is the loss higher on average in the last quarter than in the one before, beyond rounding? Who climbs by shorter and shorter steps coasts, and
 * turns back where they end. */
bool descent__recorded_loss_climbs(size_t rows, const double *losses);

/* Does the pace grow so fast, twice in a row, that few steps tell it from a swing's? A memory of 0.9 does, of squares. */
bool descent__recorded_pace_soars(size_t steps, const double *lengths, const double *norms, double floor);

#endif
