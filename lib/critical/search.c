#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "critical/found.h"
#include "critical/options.h"
#include "critical/refine.h"
#include "critical/report.h"
#include "critical/starts.h"
#include "status.h"
#include "vector.h"

enum {
    samples_of_a_face = 8, /* boundary points, for the test that the gradient points outward */
    faces_sampled = 64,    /* at most: beyond, the test would cost more than the search */
    degenerate_many = 32,  /* so many degenerate points may be samples of a continuum: that is looked into */
    free_mixtures = 64,    /* mixed starts that need not pay */
    mixtures_a_find = 16   /* and how many one new point pays for */
};

typedef struct search_state {
    descent_analysis analysis;
    descent_critical_search_options options;
    descent_starts starts;
    descent_found found;
    const double *lower, *upper;
    double *width, *start, *values; /* n each, and the distinct coordinates: room for `distinct` in each variable */
    size_t *value_count;            /* n: how many of them there are */
    size_t *mixed;                  /* for each point and variable: how many values were mixed in already */
    size_t mixed_rows;              /* points that `mixed` has room for */
    size_t degenerate, degenerate_many, mixed_finds, callback_failures;
} search_state;

/* Distinct coordinates kept of each variable: for separable losses few are enough, for others none helps. */
enum {
    distinct = 32
};

static descent_status check_box(size_t n, const double *lower, const double *upper)
{
    if (!lower || !upper)
        return descent_fail(DESCENT_EINVAL, "%s must not be NULL", lower ? "upper" : "lower");
    descent_status status = descent_check_finite("lower", n, lower);
    if (status == DESCENT_SUCCESS)
        status = descent_check_finite("upper", n, upper);
    for (size_t i = 0; status == DESCENT_SUCCESS && i < n; i++) {
        if (!(lower[i] < upper[i]))
            status = descent_fail(DESCENT_EINVAL, "lower[%zu] must be below upper[%zu], got %g and %g", i, i, lower[i],
                                  upper[i]);
        else if (!isfinite(upper[i] - lower[i]))
            status = descent_fail(DESCENT_EINVAL, "the box is too wide for a double in component %zu: %g to %g", i,
                                  lower[i], upper[i]);
    }
    return status;
}

static void search_close(search_state *search)
{
    descent_analysis_close(&search->analysis);
    descent_starts_close(&search->starts);
    descent_found_close(&search->found);
    free(search->width);
    free(search->value_count);
    free(search->mixed);
}

static descent_status search_open(search_state *search, const descent_problem *problem, const double *lower,
                                  const double *upper, const descent_critical_search_options *options)
{
    *search = (search_state){.lower = lower, .upper = upper, .degenerate_many = degenerate_many};
    descent_status status = descent_problem_check(problem);
    if (status == DESCENT_SUCCESS)
        status = descent_critical_search_options_take(options, &search->options);
    if (status != DESCENT_SUCCESS)
        return status;
    const size_t n = problem->dimension;
    status = check_box(n, lower, upper);
    if (status == DESCENT_SUCCESS && n > search->options.critical.dense_limit)
        status = descent_fail(DESCENT_EUNSUPPORTED, "a search needs dimension <= dense_limit, but %zu > %zu", n,
                              search->options.critical.dense_limit);
    if (status == DESCENT_SUCCESS)
        status = descent_analysis_open(&search->analysis, problem, &search->options.critical);
    if (status != DESCENT_SUCCESS)
        return status;
    search->width = malloc((2 + distinct) * n * sizeof(double));
    search->value_count = calloc(n, sizeof *search->value_count);
    if (!search->width || !search->value_count)
        status = descent_fail_memory("search", (2 + distinct) * n * sizeof(double));
    if (status == DESCENT_SUCCESS)
        status = descent_starts_open(&search->starts, n);
    if (status == DESCENT_SUCCESS)
        status = descent_found_open(&search->found, n, search->width, search->options.merge_distance);
    if (status != DESCENT_SUCCESS) {
        search_close(search);
        return status;
    }
    search->start = search->width + n;
    search->values = search->width + 2 * n;
    for (size_t i = 0; i < n; i++)
        search->width[i] = upper[i] - lower[i];
    /* No walk needs to go farther than across the box. */
    descent_critical_options *const critical = &search->analysis.options;
    critical->distance_limit = fmin(critical->distance_limit, descent_vector_norm(n, search->width));
    search->analysis.evaluation_limit = search->options.evaluation_limit;
    return DESCENT_SUCCESS;
}

/* Is the walk's end in the box, but for rounding? */
static bool is_inside(const search_state *search)
{
    for (size_t i = 0; i < search->analysis.dimension; i++) {
        const double x = search->analysis.x[i];
        const double slack = 4 * DBL_EPSILON * fmax(fabs(search->lower[i]), fabs(search->upper[i]));
        if (x < search->lower[i] - slack || x > search->upper[i] + slack)
            return false;
    }
    return true;
}

/* Notes the coordinates of a new point that no earlier one had. */
static void note_values(search_state *search, const double *x)
{
    for (size_t i = 0; i < search->analysis.dimension; i++) {
        double *const values = search->values + i * distinct;
        size_t k = 0;
        while (k < search->value_count[i] && fabs(values[k] - x[i]) > search->options.merge_distance * search->width[i])
            k++;
        if (k == search->value_count[i] && k < distinct)
            values[search->value_count[i]++] = x[i];
    }
}

/* Judges where a walk ended, and keeps it if it is new. */
static descent_status judge_end(search_state *search, const descent_walk *walk, descent_evaluations before, bool *fresh)
{
    descent_analysis *const analysis = &search->analysis;
    descent_verdict verdict;
    descent_critical_point *point;
    descent_status status = descent_analysis_judge(analysis, walk->reference, &verdict);
    if (status != DESCENT_SUCCESS)
        return status;
    if (verdict.kind == DESCENT_CRITICAL_NOT_CRITICAL || verdict.kind == DESCENT_CRITICAL_UNDETERMINED) {
        search->found.set->failed_starts++;
        return DESCENT_SUCCESS;
    }
    const bool degenerate = verdict.kind == DESCENT_CRITICAL_DEGENERATE;
    const long known = descent_found_lookup(&search->found, analysis->x, degenerate);
    if (known != descent_found_none) {
        search->found.reached[known]++;
        return DESCENT_SUCCESS;
    }
    if (degenerate && search->found.set->continuum)
        return DESCENT_SUCCESS;
    status = descent_analysis_report(analysis, &verdict, &point);
    if (status != DESCENT_SUCCESS)
        return status;
    point->moved = walk->moved;
    point->iterations = walk->iterations;
    point->evaluations.loss -= before.loss;
    point->evaluations.gradient -= before.gradient;
    point->evaluations.hessian -= before.hessian;
    point->evaluations.hessian_product -= before.hessian_product;
    point->products = point->evaluations.hessian_product;
    status = descent_found_add(&search->found, point);
    if (status != DESCENT_SUCCESS) {
        descent_critical_point_free(point);
        return status;
    }
    *fresh = true;
    search->degenerate += degenerate;
    note_values(search, analysis->x);
    return DESCENT_SUCCESS;
}

/* Between neighbours on a continuum there is another point of it, so a walk from there moves less than this share of their
 * distance; isolated points draw it to themselves. Not the middle, where symmetric losses have a point, too. */
static const double between = 0.4142, hardly_moved = 0.05;

/* The degenerate point that is nearest to the newest point; NULL if there is none. */
static const descent_critical_point *nearest_degenerate(const search_state *search, double *distance)
{
    const descent_critical_set *const set = search->found.set;
    const descent_critical_point *nearest = NULL;
    *distance = INFINITY;
    for (size_t k = 0; k + 1 < set->count; k++) {
        const double other =
            descent_vector_distance(search->analysis.dimension, set->points[set->count - 1]->x, set->points[k]->x);
        if (set->points[k]->kind == DESCENT_CRITICAL_DEGENERATE && other < *distance) {
            nearest = set->points[k];
            *distance = other;
        }
    }
    return nearest;
}

/* Are the many degenerate points samples of a continuum? If not, it is asked again when there are twice as many. */
static descent_status test_continuum(search_state *search)
{
    descent_critical_set *const set = search->found.set;
    double distance;
    const descent_critical_point *const newest = set->points[set->count - 1];
    const descent_critical_point *const nearest = nearest_degenerate(search, &distance);
    search->degenerate_many *= 2;
    if (!nearest)
        return DESCENT_SUCCESS;
    for (size_t i = 0; i < search->analysis.dimension; i++)
        search->start[i] = newest->x[i] + between * (nearest->x[i] - newest->x[i]);
    descent_walk walk;
    descent_verdict verdict;
    descent_status status = descent_analysis_walk(&search->analysis, search->start, &walk);
    if (status == DESCENT_SUCCESS)
        status = descent_analysis_judge(&search->analysis, walk.reference, &verdict);
    if (status == DESCENT_SUCCESS)
        set->continuum = verdict.kind == DESCENT_CRITICAL_DEGENERATE && walk.moved < hardly_moved * distance;
    return status == DESCENT_ENOMEM ? status : DESCENT_SUCCESS;
}

/* Walks from `start`. *fresh: did that find a new point? Where the user's functions fail, only this start is lost. */
static descent_status try_start(search_state *search, bool *fresh)
{
    descent_analysis *const analysis = &search->analysis;
    const descent_evaluations before = analysis->evaluator.evaluations;
    descent_critical_set *const set = search->found.set;
    descent_walk walk;
    *fresh = false;
    descent_status status = descent_analysis_walk(analysis, search->start, &walk);
    if (status == DESCENT_SUCCESS) {
        if (!is_inside(search)) {
            set->outside++;
            return DESCENT_SUCCESS;
        }
        const long known = descent_found_lookup(&search->found, analysis->x, false);
        if (known != descent_found_none) {
            search->found.reached[known]++;
            return DESCENT_SUCCESS;
        }
        status = judge_end(search, &walk, before, fresh);
        if (status == DESCENT_SUCCESS && *fresh && search->degenerate == search->degenerate_many)
            status = test_continuum(search);
    }
    if (status != DESCENT_ECALLBACK && status != DESCENT_ENONFINITE)
        return status;
    set->failed_starts++;
    search->callback_failures += status == DESCENT_ECALLBACK;
    return DESCENT_SUCCESS;
}

static bool is_exhausted(const search_state *search)
{
    return descent_evaluator_total(&search->analysis.evaluator) >= search->options.evaluation_limit ||
           search->found.set->count >= search->options.point_limit;
}

/* Mixing must pay: at first it is free, then each new point pays for some more tries. */
static bool may_mix(const search_state *search)
{
    return search->found.set->mixed_starts < free_mixtures + mixtures_a_find * search->mixed_finds;
}

/* Room to remember what was mixed with each point found so far. */
static descent_status grow_mixed(search_state *search)
{
    const size_t n = search->analysis.dimension, rows = search->found.set->count;
    if (rows <= search->mixed_rows)
        return DESCENT_SUCCESS;
    const size_t wanted = rows > 2 * search->mixed_rows ? rows : 2 * search->mixed_rows;
    const size_t bytes = descent_array_bytes(wanted, n, sizeof *search->mixed);
    size_t *const mixed = bytes ? realloc(search->mixed, bytes) : NULL;
    if (!mixed)
        return descent_fail_memory("search", bytes);
    for (size_t k = search->mixed_rows * n; k < wanted * n; k++)
        mixed[k] = 0;
    search->mixed = mixed;
    search->mixed_rows = wanted;
    return DESCENT_SUCCESS;
}

/*
 * Starts from the points found with one coordinate taken from another point. Where the loss is a sum over variables such
 * a start is itself critical, so all combinations are found at the price of one or two evaluations each.
 */
static descent_status mix(search_state *search)
{
    const size_t n = search->analysis.dimension;
    descent_critical_set *const set = search->found.set;
    for (size_t k = 0; k < set->count; k++) {
        descent_status status = grow_mixed(search);
        if (status != DESCENT_SUCCESS)
            return status;
        for (size_t i = 0; i < n; i++)
            while (search->mixed[k * n + i] < search->value_count[i]) {
                if (is_exhausted(search) || !may_mix(search))
                    return DESCENT_SUCCESS;
                const double value = search->values[i * distinct + search->mixed[k * n + i]++];
                descent_vector_copy(n, set->points[k]->x, search->start);
                search->start[i] = value;
                const long known = descent_found_lookup(&search->found, search->start, true);
                if (known != descent_found_none) {
                    search->found.reached[known]++;
                    continue;
                }
                bool fresh;
                set->mixed_starts++;
                status = try_start(search, &fresh);
                if (status == DESCENT_SUCCESS && fresh) {
                    search->mixed_finds++;
                    status = grow_mixed(search);
                }
                if (status != DESCENT_SUCCESS)
                    return status;
            }
    }
    return DESCENT_SUCCESS;
}

static void place_start(search_state *search)
{
    descent_starts_next(&search->starts, search->start);
    for (size_t i = 0; i < search->analysis.dimension; i++)
        search->start[i] = search->lower[i] + search->start[i] * search->width[i];
}

static descent_status run(search_state *search)
{
    descent_critical_set *const set = search->found.set;
    for (;;) {
        const size_t limit = search->options.fruitless_limit ? search->options.fruitless_limit : 50 + 2 * set->count;
        if (set->fruitless >= limit)
            return DESCENT_SUCCESS;
        if (is_exhausted(search) || set->starts >= search->options.start_limit) {
            set->exhausted = 1;
            return DESCENT_SUCCESS;
        }
        bool fresh;
        place_start(search);
        set->starts++;
        descent_status status = try_start(search, &fresh);
        set->fruitless = fresh ? 0 : set->fruitless + 1;
        if (status == DESCENT_SUCCESS && fresh)
            status = mix(search);
        if (status != DESCENT_SUCCESS)
            return status;
    }
}

/* Samples each face of the box: does the gradient point outward everywhere? */
static bool points_outward(search_state *search)
{
    descent_analysis *const analysis = &search->analysis;
    const size_t n = analysis->dimension;
    if (2 * n > faces_sampled)
        return false;
    for (size_t sample = 0; sample < samples_of_a_face; sample++)
        for (size_t face = 0; face < 2 * n; face++) {
            const size_t i = face / 2;
            place_start(search);
            search->start[i] = face % 2 ? search->upper[i] : search->lower[i];
            if (descent_evaluate_gradient(&analysis->evaluator, search->start, analysis->gradient) != DESCENT_SUCCESS)
                return false;
            const double outward = face % 2 ? analysis->gradient[i] : -analysis->gradient[i];
            if (!(outward > 0))
                return false;
        }
    return true;
}

descent_status descent_critical_search(const descent_problem *problem, const double *lower, const double *upper,
                                       const descent_critical_search_options *options, descent_critical_set **set)
{
    if (!set)
        return descent_fail(DESCENT_EINVAL, "set must not be NULL");
    *set = NULL;
    search_state search;
    descent_status status = search_open(&search, problem, lower, upper, options);
    if (status != DESCENT_SUCCESS)
        return status;
    status = run(&search);
    const size_t tried = search.found.set->starts + search.found.set->mixed_starts;
    if (status == DESCENT_SUCCESS && search.callback_failures == tried)
        status = descent_fail(DESCENT_ECALLBACK, "a callback returned %d, and failed at each of %zu starts",
                              search.analysis.evaluator.callback_code, tried);
    if (status == DESCENT_SUCCESS) {
        search.found.set->boundary_outward = points_outward(&search);
        search.found.set->evaluations = search.analysis.evaluator.evaluations;
        *set = descent_found_take(&search.found);
    }
    search_close(&search);
    return status;
}
