#include "critical/options.h"

#include <math.h>

#include "status.h"

/* Each wanted eigenpair keeps a vector: more would no longer be "a few". */
enum {
    eigenpairs_at_most = 64
};

void descent_critical_options_default(descent_critical_options *options)
{
    if (!options)
        return;
    *options = (descent_critical_options){
        .dense_limit = 1024,
        .product_limit = 500,
        .eigenpair_count = 1,
        .probe = 1,
        .probe_limit = 20000,
        .iteration_limit = 200,
        .distance_limit = INFINITY,
    };
}

void descent_critical_search_options_default(descent_critical_search_options *options)
{
    if (!options)
        return;
    *options = (descent_critical_search_options){
        .start_limit = 20000,
        .evaluation_limit = 2000000,
        .point_limit = 4096,
        .merge_distance = 1e-6,
    };
    descent_critical_options_default(&options->critical);
}

static descent_status check_reserved(void *const *reserved, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (reserved[i])
            return descent_fail(DESCENT_EINVAL, "options->reserved[%zu] must be NULL", i);
    return DESCENT_SUCCESS;
}

static descent_status check_at_least_one(const char *name, uint64_t value)
{
    return value > 0 ? DESCENT_SUCCESS : descent_fail(DESCENT_EINVAL, "%s must be at least 1, got 0", name);
}

static descent_status check_tolerance(const char *name, double value)
{
    return isfinite(value) && value >= 0
               ? DESCENT_SUCCESS
               : descent_fail(DESCENT_EINVAL, "%s must be finite and not negative, got %g", name, value);
}

descent_status descent_critical_options_take(const descent_critical_options *given, descent_critical_options *taken)
{
    descent_critical_options_default(taken);
    if (given)
        *taken = *given;
    descent_status status = check_tolerance("eigenvalue_tolerance", taken->eigenvalue_tolerance);
    if (status == DESCENT_SUCCESS)
        status = check_tolerance("distance_tolerance", taken->distance_tolerance);
    if (status == DESCENT_SUCCESS)
        status = check_at_least_one("product_limit", taken->product_limit);
    if (status == DESCENT_SUCCESS)
        status = check_at_least_one("iteration_limit", taken->iteration_limit);
    if (status == DESCENT_SUCCESS)
        status = check_reserved(taken->reserved, sizeof taken->reserved / sizeof taken->reserved[0]);
    if (status != DESCENT_SUCCESS)
        return status;
    if (taken->eigenpair_count < 1 || taken->eigenpair_count > eigenpairs_at_most)
        return descent_fail(DESCENT_EINVAL, "eigenpair_count must be from 1 to %d, got %zu", eigenpairs_at_most,
                            taken->eigenpair_count);
    if (!(taken->distance_limit > 0))
        return descent_fail(DESCENT_EINVAL, "distance_limit must be positive, got %g", taken->distance_limit);
    return taken->rule ? descent_rule_check(taken->rule) : DESCENT_SUCCESS;
}

descent_status descent_critical_search_options_take(const descent_critical_search_options *given,
                                                    descent_critical_search_options *taken)
{
    descent_critical_search_options_default(taken);
    if (given)
        *taken = *given;
    descent_status status = descent_critical_options_take(given ? &given->critical : NULL, &taken->critical);
    if (status == DESCENT_SUCCESS)
        status = check_at_least_one("start_limit", taken->start_limit);
    if (status == DESCENT_SUCCESS)
        status = check_at_least_one("evaluation_limit", taken->evaluation_limit);
    if (status == DESCENT_SUCCESS)
        status = check_at_least_one("point_limit", taken->point_limit);
    if (status == DESCENT_SUCCESS)
        status = check_reserved(taken->reserved, sizeof taken->reserved / sizeof taken->reserved[0]);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!(taken->merge_distance > 0 && taken->merge_distance < 1))
        return descent_fail(DESCENT_EINVAL, "merge_distance must lie between 0 and 1, got %g", taken->merge_distance);
    return DESCENT_SUCCESS;
}
