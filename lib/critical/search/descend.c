#include "critical/search/descend.h"

#include <assert.h>
#include <math.h>

#include "base/vector.h"
#include "critical/tolerances.h"

/* Steps, in units of the box: the longest, and how much shorter than the radius they may become. */
static const double longest_step = 0.5, shortest_share = 0.125;

/* The radius: how it shrinks, and where a double has no more digits. */
static const double shrink = 0.1, smallest = 1e-15;

/* No slope is left where that of the hull is this share of the longest gradient, for each radius: then what is smooth, too, is
 * lowest to within a share of the radius. */
static const double level = 1e-3;

/* Gradients that become smaller with the radius, by this share each time that it shrinks to a tenth, so often in a row, are those of a
 * smooth point, and no kink. */
static const double smaller = 0.2;

enum {
    smooth_in_a_row = 4, /* a kink whose jump is a ten-thousandth of the slope beside it is still no smooth point */
    hull_rounds = 100,   /* nearly the nearest point: what it is for, a lower loss, shows at once */
    most_steps = 400     /* a cost, no edge */
};

/* Goes along −nearest as far as the loss falls by a share of what the slope promises; *length is 0 where it does not. */
static descent_status step_down(descent__search *search, double *x, double radius, double slope, double *length,
                                double *loss)
{
    descent__bundle *const bundle = &search->bundle;
    descent__evaluator *const evaluator = &search->analysis.evaluator;
    const size_t n = bundle->n;
    const double norm = descent__vector_norm(n, bundle->nearest), shortest = shortest_share * radius;
    for (double t = fmin(longest_step, fmax(*length + *length, radius)); t >= shortest; t /= 2) {
        double there;
        for (size_t i = 0; i < n; i++)
            bundle->point[i] = x[i] - t / norm * bundle->nearest[i] * bundle->width[i];
        const descent_status status = descent__evaluate_loss(evaluator, bundle->point, &there);
        if (status != DESCENT_SUCCESS)
            return status;
        if (there < *loss - descent__enough_fall * t * slope) {
            descent__vector_copy(n, bundle->point, x);
            *loss = there;
            *length = t;
            return DESCENT_SUCCESS;
        }
    }
    *length = 0;
    return DESCENT_SUCCESS;
}

descent_status descent__search_descend(descent__search *search, double *x, double radius, descent__lowest *end)
{
    descent__bundle *const bundle = &search->bundle;
    descent__evaluator *const evaluator = &search->analysis.evaluator;
    double length = radius, longest, before = INFINITY;
    int smooth = 0;
    *end = (descent__lowest){.is_inside = true};
    descent_status status = descent__evaluate_loss(evaluator, x, &end->loss);
    while (status == DESCENT_SUCCESS && isfinite(end->loss) && end->is_inside && radius > smallest &&
           smooth < smooth_in_a_row && end->steps < most_steps && !descent__search_is_exhausted(search)) {
        bool finite;
        descent__bundle_scatter(bundle, 2 * bundle->n, radius);
        status = descent__bundle_ask(bundle, evaluator, x, 0, 1, &finite);
        if (status != DESCENT_SUCCESS || !finite)
            break;
        const double norm = descent__bundle_nearest(bundle, hull_rounds, &longest);
        if (norm > level * fmin(radius, 1)) /* NaN where all are zero */
            status = step_down(search, x, radius, norm * longest, &length, &end->loss);
        else
            length = 0;
        if (length > 0) {
            end->steps++;
            end->is_inside = descent__search_is_inside(search, x);
        } else {
            radius *= shrink;
            smooth = longest < smaller * before ? smooth + 1 : 0;
            before = longest;
        }
    }
    if (status == DESCENT_ECALLBACK)
        end->loss = NAN;
    return status;
}
