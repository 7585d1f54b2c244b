/* The losses, each with its gradient, and what counts their calls. */
#include "slow.h"

#include <math.h>
#include <string.h>

double slow_random(trial *t)
{
    t->random = t->random * 6364136223846793005u + 1442695040888963407u; /* Knuth's linear congruence */
    return (double)(t->random >> 33) / 0x1p30 - 1;
}

int slow_watch(const descent_evaluations *made, void *context)
{
    const trial *const t = context;
    (void)made;
    return t->cancel_after > 0 && t->calls >= t->cancel_after;
}

descent_status slow_first(descent_status status, descent_status next)
{
    return status != DESCENT_SUCCESS ? status : next;
}

static double along(size_t n, size_t i, double range)
{
    return pow(10, range * (double)i / (double)(n > 1 ? n - 1 : 1));
}

static double term(const trial *t, const double *x, size_t i)
{
    const double y = x[i], shifted = y - 0.1 * (double)i;
    switch (t->one->ground) {
    case BENT:
        return (1 - y) * (1 - y) + (i + 1 < t->one->n ? 10 * pow(x[i + 1] - y * y, 2) : 0);
    case CUBIC:
        return y * y * y;
    case QUARTIC:
        return shifted * shifted * shifted * shifted;
    case WILD:
        return sin(1e3 * y) + 0.01 * y * y;
    case KINKS:
        return fabs(shifted);
    case ILL:
        return 0.5 * along(t->one->n, i, 300) * 1e-150 * y * y;
    case LOGISTIC:
        return y * y / 2 - y * y * y / 3;
    case BOWL:
    case LIES:
        return 0.5 * ((double)i + 1) * y * y;
    case CONSTANT:
    case NOISE:
    case FLAT_NOISE:
    case BOTTOMLESS:
        break;
    }
    return 0;
}

static int loss(size_t n, const double *x, double *value, void *context)
{
    trial *const t = context;
    double sum = 0;
    t->calls++;
    for (size_t i = 0; i < n; i++)
        sum += term(t, x, i);
    switch (t->one->ground) {
    case CONSTANT:
    case FLAT_NOISE:
        sum = 1;
        break;
    case NOISE:
        sum = slow_random(t);
        break;
    case BOTTOMLESS:
        sum = -INFINITY;
        break;
    default:
        break;
    }
    *value = sum;
    return 0;
}

static double slope(trial *t, const double *x, size_t i)
{
    const double y = x[i], shifted = y - 0.1 * (double)i;
    switch (t->one->ground) {
    case BENT:
        return -2 * (1 - y) - (i + 1 < t->one->n ? 40 * y * (x[i + 1] - y * y) : 0) +
               (i > 0 ? 20 * (y - x[i - 1] * x[i - 1]) : 0);
    case CUBIC:
        return 3 * y * y;
    case QUARTIC:
        return 4 * shifted * shifted * shifted;
    case WILD:
        return 1e3 * cos(1e3 * y) + 0.02 * y;
    case KINKS:
        return shifted > 0 ? 1 : -1;
    case ILL:
        return along(t->one->n, i, 300) * 1e-150 * y;
    case LOGISTIC:
        return y - y * y;
    case BOWL:
    case BOTTOMLESS:
        return ((double)i + 1) * y;
    case LIES:
        return -((double)i + 1) * y;
    case NOISE:
    case FLAT_NOISE:
        return slow_random(t);
    case CONSTANT:
        break;
    }
    return 0;
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    trial *const t = context;
    t->calls++;
    for (size_t i = 0; i < n; i++)
        g[i] = slope(t, x, i);
    return 0;
}

/* Those of curvatures from 1 to 10⁶, whatever the ground. */
static int product(size_t n, const double *x, const double *v, double *p, void *context)
{
    trial *const t = context;
    (void)x;
    t->calls++;
    for (size_t i = 0; i < n; i++)
        p[i] = along(n, i, 6) * v[i];
    return 0;
}

void slow_problem(trial *t)
{
    const slow *const one = t->one;
    t->problem = (descent_problem){.dimension = one->n, .context = t};
    t->problem.loss = one->given & LOSS ? loss : NULL;
    t->problem.gradient = one->given & GRADIENT ? gradient : NULL;
    t->problem.hessian_product = one->given & PRODUCT ? product : NULL;
}
