/* Parameters of a rule that have a default, and what is in range. */
#ifndef DESCENT_LIB_RULES_PARAMETER_H
#define DESCENT_LIB_RULES_PARAMETER_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include <descent/rules.h>

/* What a constructor keeps: the default where nothing was set. */
static inline double descent__parameter_or(double value, double otherwise)
{
    return value == 0 ? otherwise : value;
}

/* A count, which the constants of a rule keep as a double: beyond what a size_t can say, as many as it can. */
static inline size_t descent__parameter_count(double value)
{
    if (value >= (double)SIZE_MAX)
        return SIZE_MAX;
    return value > 0 ? (size_t)value : 0;
}

static inline descent_status descent__parameter_in_unit(const char *name, double value)
{
    if (!(value > 0 && value < 1))
        return descent_fail(DESCENT_EINVAL, "%s must be in (0, 1), got %g", name, value);
    return DESCENT_SUCCESS;
}

static inline descent_status descent__parameter_positive(const char *name, double value)
{
    if (!isfinite(value) || value <= 0)
        return descent_fail(DESCENT_EINVAL, "%s must be finite and positive, got %g", name, value);
    return DESCENT_SUCCESS;
}

#endif
