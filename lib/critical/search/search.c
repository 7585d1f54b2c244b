#include <math.h>

#include "base/call.h"
#include "base/environment.h"
#include "base/names.h"
#include "base/plural.h"
#include "base/scatter.h"
#include "base/status.h"
#include "base/vector.h"
#include "critical/finite.h"
#include "critical/options.h"
#include "critical/search/attempt.h"
#include "critical/search/kink.h"
#include "critical/search/mixing.h"

enum {
    places = 5,              /* of n numbers each that a search works with */
    samples_of_a_face = 8,   /* boundary points, for the test that the gradient points outward */
    faces_sampled = 64,      /* at most: beyond, the test would cost more than the search */
    degenerate_many = 32,    /* so many degenerate points may be samples of a continuum: that is looked into */
    fruitless_at_least = 50, /* starts in a row that find nothing new end a search, … */
    fruitless_a_point = 2,   /* … and so many more for each point found; */
    fruitless_missing = 64   /* so many times as many where the sum of the indices proves that points are missing */
};

static descent_status check_box(const descent_problem *problem, const double *lower, const double *upper)
{
    if (!lower || !upper)
        return descent_fail(DESCENT_EINVAL, "%s must not be NULL", lower ? "upper" : "lower");
    descent_status status = descent__check_finite("lower", problem, lower);
    if (status == DESCENT_SUCCESS)
        status = descent__check_finite("upper", problem, upper);
    for (size_t i = 0; status == DESCENT_SUCCESS && i < problem->dimension; i++) {
        char name[descent__variable_name_size];
        if (lower[i] < upper[i] && isfinite(upper[i] - lower[i]))
            continue;
        descent__name_text(name, problem->variable_names, i);
        if (!(lower[i] < upper[i]))
            status = descent_fail(DESCENT_EINVAL, "lower[%zu] must be below upper[%zu] (%s), got %g and %g", i, i, name,
                                  lower[i], upper[i]);
        else
            status = descent_fail(DESCENT_EINVAL, "the box is too wide for a double along %s: %g to %g", name, lower[i],
                                  upper[i]);
    }
    return status;
}

static void search_close(descent__search *search)
{
    descent__analysis_close(&search->analysis);
    descent__starts_close(&search->starts);
    descent__found_close(&search->found);
    descent__bundle_close(&search->bundle);
    descent__give(search->width);
    descent__give(search->value_count);
    descent__give(search->mixed);
}

static descent_status search_open(descent__search *search, const descent_problem *problem, const double *lower,
                                  const double *upper, const descent_critical_search_options *options)
{
    *search = (descent__search){.lower = lower, .upper = upper, .degenerate_many = degenerate_many};
    descent_status status = descent_problem_check(problem);
    if (status == DESCENT_SUCCESS)
        status = descent__critical_search_options_take(options, &search->options);
    if (status != DESCENT_SUCCESS)
        return status;
    const size_t n = problem->dimension;
    status = check_box(problem, lower, upper);
    if (status == DESCENT_SUCCESS && n > search->options.critical.dense_limit)
        status = descent_fail(DESCENT_EUNSUPPORTED, "a search needs dimension <= dense_limit, but %zu > %zu", n,
                              search->options.critical.dense_limit);
    if (status == DESCENT_SUCCESS)
        status = descent__analysis_open(&search->analysis, problem, &search->options.critical);
    if (status != DESCENT_SUCCESS)
        return status;
    const size_t numbers = (places + descent__search_distinct) * n;
    search->width = descent__take(numbers * sizeof(double));
    search->value_count = descent__take_zeros(n, sizeof *search->value_count);
    if (!search->width || !search->value_count)
        status = descent__fail_memory("search", numbers * sizeof(double));
    if (status == DESCENT_SUCCESS)
        status = descent__starts_open(&search->starts, n);
    if (status == DESCENT_SUCCESS && descent__search_knows_kinks(search))
        status = descent__bundle_open(&search->bundle, n, search->width);
    if (status == DESCENT_SUCCESS)
        status = descent__found_open(&search->found, n, search->width, search->options.merge_distance);
    if (status != DESCENT_SUCCESS) {
        search_close(search);
        return status;
    }
    search->start = search->width + n;
    search->lowest = search->width + 2 * n;
    search->place = search->width + 3 * n;
    search->aside = search->width + 4 * n;
    search->values = search->width + places * n;
    for (size_t i = 0; i < n; i++)
        search->width[i] = upper[i] - lower[i];
    /* No walk needs to go farther than across the box. */
    descent_critical_options *const critical = &search->analysis.options;
    critical->distance_limit = fmin(critical->distance_limit, descent__vector_norm(n, search->width));
    search->analysis.evaluation_limit = search->options.evaluation_limit;
    return DESCENT_SUCCESS;
}

static void place_start(descent__search *search)
{
    descent__starts_next(&search->starts, search->start);
    for (size_t i = 0; i < search->analysis.dimension; i++)
        search->start[i] = search->lower[i] + search->start[i] * search->width[i];
}

/* Samples each face of the box: does the gradient point outward everywhere? */
static bool points_outward(descent__search *search)
{
    descent__analysis *const analysis = &search->analysis;
    const size_t n = analysis->dimension;
    if (2 * n > faces_sampled)
        return false;
    for (size_t sample = 0; sample < samples_of_a_face; sample++)
        for (size_t face = 0; face < 2 * n; face++) {
            const size_t i = face / 2;
            for (size_t j = 0; j < n; j++) /* the starts of the search itself are not used up */
                search->start[j] =
                    search->lower[j] + descent__scatter((sample * 2 * n + face) * n + j) * search->width[j];
            search->start[i] = face % 2 ? search->upper[i] : search->lower[i];
            if (descent__evaluate_gradient(&analysis->evaluator, search->start, analysis->gradient) != DESCENT_SUCCESS)
                return false;
            const double outward = face % 2 ? analysis->gradient[i] : -analysis->gradient[i];
            if (!(outward > 0))
                return false;
        }
    return true;
}

/* Sum of (−1)^index over the points found; false where one of them is degenerate, of which the theorem does not speak, or at a kink,
 * where saddles and maxima are not looked for. */
static bool index_sum(const descent_critical_set *set, long *sum)
{
    *sum = 0;
    for (size_t k = 0; k < set->count; k++) {
        if (set->points[k]->nullity > 0 || set->points[k]->kind == DESCENT_CRITICAL_MINIMUM_AT_KINK)
            return false;
        *sum += set->points[k]->index % 2 == 0 ? 1 : -1;
    }
    return true;
}

static bool slope_at(descent__search *search, const double *x, double *slope)
{
    descent__analysis *const analysis = &search->analysis;
    if (descent__evaluate_gradient(&analysis->evaluator, x, analysis->gradient) != DESCENT_SUCCESS)
        return false;
    *slope = analysis->gradient[0];
    return isfinite(*slope) && (*slope < 0 || *slope > 0);
}

/* Poincaré and Hopf: where the gradient points outward all around, the sum is 1; and of one variable the slopes at both ends tell it, for
 * minima and maxima take turns between them. */
static bool sum_is_due(descent__search *search, long *due)
{
    double first, last;
    *due = 1;
    if (search->found.set->boundary_outward)
        return true;
    if (search->analysis.dimension > 1 || !slope_at(search, search->lower, &first) ||
        !slope_at(search, search->upper, &last))
        return false;
    *due = (long)(last > 0) - (long)(first > 0);
    /* A point at an end is in the box to rounding, or is not. */
    return fmin(fabs(first), fabs(last)) > descent__close_share * fmax(fabs(first), fabs(last));
}

/* Another sum than is due proves that points are missing. */
static bool points_are_missing(const descent__search *search)
{
    long sum;
    return search->sum_is_due && index_sum(search->found.set, &sum) && sum != search->sum_due;
}

static size_t starts_without_fruit(const descent__search *search)
{
    const descent_critical_set *const set = search->found.set;
    if (search->options.fruitless_limit)
        return search->options.fruitless_limit;
    const size_t usual = fruitless_at_least + fruitless_a_point * set->count;
    return points_are_missing(search) ? fruitless_missing * usual : usual;
}

static descent_status run(descent__search *search)
{
    descent_critical_set *const set = search->found.set;
    for (;;) {
        if (set->fruitless >= starts_without_fruit(search))
            return DESCENT_SUCCESS;
        if (descent__search_is_exhausted(search) || set->starts >= search->options.start_limit) {
            set->exhausted = 1;
            return DESCENT_SUCCESS;
        }
        bool fresh;
        place_start(search);
        set->starts++;
        descent_status status = descent__search_attempt(search, &fresh);
        set->fruitless = fresh ? 0 : set->fruitless + 1;
        if (status == DESCENT_SUCCESS && fresh) {
            descent__search_note(search);
            status = descent__search_mix(search);
        }
        if (status != DESCENT_SUCCESS)
            return status;
    }
}

static descent_status search_box(const descent_problem *problem, const double *lower, const double *upper,
                                 const descent_critical_search_options *options, descent_critical_set **set)
{
    if (!set)
        return descent_fail(DESCENT_EINVAL, "set must not be NULL");
    *set = NULL;
    descent__search search;
    descent_status status = search_open(&search, problem, lower, upper, options);
    if (status != DESCENT_SUCCESS)
        return status;
    search.found.set->boundary_outward = points_outward(&search);
    search.sum_is_due = sum_is_due(&search, &search.sum_due);
    status = run(&search);
    const size_t tried = search.found.set->starts + search.found.set->mixed_starts;
    if (status == DESCENT_SUCCESS && tried > 0 && search.callback_failures == tried)
        status = descent_fail(DESCENT_ECALLBACK, "a callback returned %d, and failed at each of %zu start%s",
                              search.analysis.evaluator.callback_code, tried, descent__plural(tried));
    if (status == DESCENT_SUCCESS) {
        search.found.set->evaluations = search.analysis.evaluator.evaluations;
        *set = descent__found_take(&search.found);
    }
    search_close(&search);
    return status;
}

descent_status descent_critical_search(const descent_problem *problem, const double *lower, const double *upper,
                                       const descent_critical_search_options *options, descent_critical_set **set)
{
    descent__environment environment DESCENT__ENTRY;
    descent_status status = descent__call_enter(&environment);
    if (status == DESCENT_SUCCESS)
        status = search_box(problem, lower, upper, options, set);
    else if (set)
        *set = NULL;
    descent__call_leave(&environment);
    return status;
}
