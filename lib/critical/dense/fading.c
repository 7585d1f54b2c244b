#include "critical/dense/fading.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "critical/tolerances.h"

/* The unit vector of the slope along the null eigenvectors, in `step`; its size. */
static double null_slope(descent__analysis *analysis, double tolerance)
{
    const size_t n = analysis->dimension;
    double slope = 0;
    descent__vector_fill(n, 0, analysis->step);
    for (size_t k = 0; k < n; k++)
        if (fabs(analysis->values[k]) <= tolerance) {
            descent__vector_add_scaled(n, analysis->components[k], analysis->vectors + k * n, analysis->step);
            slope = hypot(slope, analysis->components[k]);
        }
    for (size_t i = 0; i < n && slope > 0; i++)
        analysis->step[i] /= slope;
    return slope;
}

/* What rounding of each coordinate makes of the slope along `step`: units of one variable are not those of another. */
static double rounding_along(const descent__analysis *analysis)
{
    const size_t n = analysis->dimension;
    double rounding = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            rounding += fabs(analysis->step[i] * analysis->here.matrix[i * n + j] * analysis->x[j]);
    return descent__gradient_roundings * DBL_EPSILON * rounding;
}

/* The size of the slope along `step`, so far along; NaN if it cannot be had. */
static descent_status slope_at(descent__analysis *analysis, double distance, double *slope)
{
    const size_t n = analysis->dimension;
    descent__vector_copy(n, analysis->x, analysis->trial);
    descent__vector_add_scaled(n, distance, analysis->step, analysis->trial);
    const descent_status status =
        descent__ask_gradient(&analysis->evaluator, analysis->trial, analysis->trial_gradient);
    *slope = status == DESCENT_SUCCESS ? fabs(descent__vector_dot(n, analysis->step, analysis->trial_gradient))
                                       : (double)NAN;
    return descent__is_final(status) ? status : DESCENT_SUCCESS;
}

/* To one side it falls and stays more than noise: so it does far out. To both by so much that no noise explains it: so it does beside a
 * pole, where the gradient's noise cannot be told from its curvature. */
static bool goes_away(double slope, double noise, double behind, double ahead)
{
    const double least = fmin(behind, ahead), most = fmax(behind, ahead);
    if (!isfinite(behind) || !isfinite(ahead) || !(least > 0))
        return false;
    return (least > noise && least < slope / descent__fading_falls) || most < slope / descent__fading_beside_pole;
}

descent_status descent__analysis_slope_fades(descent__analysis *analysis, double tolerance, double reference,
                                             double measured, bool *fades)
{
    *fades = false;
    if (!descent__evaluator_has_gradient(&analysis->evaluator))
        return DESCENT_SUCCESS;
    const double slope = null_slope(analysis, tolerance), rounding = rounding_along(analysis);
    double distance = descent__fading_widest * reference;
    bool falls = slope > rounding;
    for (int look = 0; look < descent__fading_looks && falls; look++, distance *= descent__fading_nearer) {
        double behind, ahead;
        descent_status status = slope_at(analysis, -distance, &behind);
        if (status == DESCENT_SUCCESS)
            status = slope_at(analysis, distance, &ahead);
        if (status != DESCENT_SUCCESS)
            return status;
        falls = goes_away(slope, fmax(rounding, measured), behind, ahead);
    }
    *fades = falls;
    return DESCENT_SUCCESS;
}
