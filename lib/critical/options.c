#include "critical/options.h"

#include <math.h>

#include "base/status.h"

/* Each wanted eigenpair keeps a vector of n numbers, and later runs are made orthogonal to all of them. */
enum {
    eigenpairs_at_most = 64
};

/* Defaults; the header says what they bound. */
static const descent_critical_options usual = {
    .dense_limit = 1024,
    .product_limit = 500,
    .eigenpair_count = 1,
    .probe_limit = 20000,
    .iteration_limit = 200,
    .distance_limit = INFINITY,
};
/* The same of a search. */
static const descent_critical_search_options usual_search = {
    .start_limit = 20000,
    .evaluation_limit = 2000000,
    .point_limit = 4096,
    .merge_distance = 1e-6,
};

/* Puts the default where a field is 0. */
static void fill_size(size_t *field, size_t usual_value)
{
    if (*field == 0)
        *field = usual_value;
}

static void fill_length(double *field, double usual_value)
{
    if (*field == 0)
        *field = usual_value;
}

static descent_status check_reserved(void *const *reserved, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (reserved[i])
            return descent_fail(DESCENT_EINVAL, "options->reserved[%zu] must be NULL", i);
    return DESCENT_SUCCESS;
}

static descent_status check_tolerance(const char *name, double value)
{
    return isfinite(value) && value >= 0
               ? DESCENT_SUCCESS
               : descent_fail(DESCENT_EINVAL, "%s must be finite and not negative, got %g", name, value);
}

descent_status descent__critical_options_take(const descent_critical_options *given, descent_critical_options *taken)
{
    *taken = given ? *given : (descent_critical_options){0};
    fill_size(&taken->dense_limit, usual.dense_limit);
    fill_size(&taken->product_limit, usual.product_limit);
    fill_size(&taken->eigenpair_count, usual.eigenpair_count);
    fill_size(&taken->probe_limit, usual.probe_limit);
    fill_size(&taken->iteration_limit, usual.iteration_limit);
    fill_length(&taken->distance_limit, usual.distance_limit);
    descent_status status = check_tolerance("eigenvalue_tolerance", taken->eigenvalue_tolerance);
    if (status == DESCENT_SUCCESS)
        status = check_tolerance("distance_tolerance", taken->distance_tolerance);
    if (status == DESCENT_SUCCESS)
        status = check_reserved(taken->reserved, sizeof taken->reserved / sizeof taken->reserved[0]);
    if (status != DESCENT_SUCCESS)
        return status;
    if (taken->eigenpair_count > eigenpairs_at_most)
        return descent_fail(DESCENT_EINVAL, "eigenpair_count must be at most %d, got %zu", eigenpairs_at_most,
                            taken->eigenpair_count);
    if (!(taken->distance_limit > 0))
        return descent_fail(DESCENT_EINVAL, "distance_limit must be positive, or 0 for none, got %g",
                            taken->distance_limit);
    return taken->rule ? descent_rule_check(taken->rule) : DESCENT_SUCCESS;
}

descent_status descent__critical_search_options_take(const descent_critical_search_options *given,
                                                     descent_critical_search_options *taken)
{
    *taken = given ? *given : (descent_critical_search_options){0};
    fill_size(&taken->start_limit, usual_search.start_limit);
    fill_size(&taken->point_limit, usual_search.point_limit);
    fill_length(&taken->merge_distance, usual_search.merge_distance);
    if (taken->evaluation_limit == 0)
        taken->evaluation_limit = usual_search.evaluation_limit;
    descent_status status = descent__critical_options_take(given ? &given->critical : NULL, &taken->critical);
    if (status == DESCENT_SUCCESS)
        status = check_reserved(taken->reserved, sizeof taken->reserved / sizeof taken->reserved[0]);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!(taken->merge_distance > 0 && taken->merge_distance < 1))
        return descent_fail(DESCENT_EINVAL, "merge_distance must lie between 0 and 1, or be 0 for the default, got %g",
                            taken->merge_distance);
    return DESCENT_SUCCESS;
}
