/* What lies around a place that is level as far as rounding lets its gradient be seen. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_FAMILIES_GROUND_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_FAMILIES_GROUND_H

#include "diagnosis/evidence/evidence.h"

typedef enum descent__ground {
    DESCENT__GROUND_UNKNOWN, /* nobody could be asked, or not along all ways */
    DESCENT__GROUND_LEVEL,   /* as far as was looked it neither falls nor rises */
    DESCENT__GROUND_BOTTOM,  /* it rises somewhere and falls nowhere */
    DESCENT__GROUND_LOWER    /* it falls somewhere */
} descent__ground;

/*
 * Looks from x along the directions in which the curvature at the point is zero (all coordinates and the run's way, if it
 * is zero in all, or without a point), to either side, at doubling distances from `length` on, until the loss (without one
 * the slope) differs by more than rounding. *direction receives the unit vector along which it falls first, and *fall by
 * how much; NULL and NaN otherwise.
 */
descent__ground descent__ground_around(descent__evidence *evidence, const descent_critical_point *point,
                                       const double *x, double length, const double **direction, double *fall);

/* By which slope the loss falls that way from x itself, where the gradient has none along it: as steeply a little of the length beside x as at its
 * end. 0 where that is not so. */
double descent__ground_falls_off_kink(descent__evidence *evidence, const double *x, const double *way, double length);

/*
 * Is there a bottom within this radius, by the loss itself, where differences at their own width see no slope? With g and H from
 * losses a radius off, and λ the least that Gershgorin's circles leave to the eigenvalues of H, it lies within ‖g‖/λ. False where
 * that cannot be told.
 */
bool descent__ground_has_bottom_within(descent__evidence *evidence, double radius);

#endif
