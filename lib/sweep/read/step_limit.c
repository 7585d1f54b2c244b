#include <descent/step_limit.h>

#include <math.h>

#include <descent/critical.h>
#include <descent/sweep.h>

#include "base/call.h"
#include "base/status.h"
#include "base/vector.h"
#include "sweep/read/property.h"

enum {
    section_runs = 15,  /* runs of one round: the bracket shrinks to a sixteenth */
    look_distances = 24 /* distances around the limit, each a quarter of the one before, with a run on both sides */
};

/* Rounds of sections at most; 13 bring a bracket down to neighbouring numbers unless it spans many powers of two. */
static const size_t most_rounds = 300;
static const uint64_t fewest_steps = 64;
/* Within this share of the limit, rounding decides on which side a run is. */
static const double rounding_share = 64 * 0x1p-52;

/*
 * Beside a limit of stability a multiplier is 1 + s in size, and in k steps a run grows or shrinks by the factor exp(ks):
 * while ks is below this, a few digits of its moves, it can no longer be told from a cycle.
 */
static const double unseen_growth = 0.1;

/* Points no farther from each other than this share of their way from the start, or of their size, are one: what converged runs
 * leave between them. No edge: points of a search are apart by the whole way, or the same. */
static const double same_point = 1e-5;

enum {
    known_points = 8 /* critical points that a search remembers, each with its stability limit */
};

typedef struct limit_search {
    const descent_problem *problem;
    const double *start;
    descent_step_property property;
    descent_sweep_options options;
    size_t runs;
    double *step_sizes;              /* as many as the largest round */
    descent__property_state *states; /* of each */
    descent_ending *endings;         /* of each */
    double *points;                  /* known_points × n, and one more: the end of a run */
    double limits[known_points];     /* the rule's stability limit at each; NaN: unknown */
    size_t known;                    /* how many there have been; the newest take the place of the oldest */
} limit_search;

/* Defaults. */
static const uint64_t default_steps = 4096;
static const size_t default_scan = 256;

/* Copies the options, with the default wherever a field is 0. */
static void options_take(const descent_step_limit_options *given, descent_step_limit_options *chosen)
{
    *chosen = given ? *given : (descent_step_limit_options){0};
    if (chosen->steps == 0)
        chosen->steps = default_steps;
    if (chosen->scan == 0)
        chosen->scan = default_scan;
}

static bool are_same(const limit_search *search, const double *a, const double *b)
{
    const size_t n = search->problem->dimension;
    return descent__vector_distance(n, a, b) <=
           same_point * fmax(descent__vector_distance(n, search->start, a), descent__vector_max_abs(n, a));
}

/*
 * The stability limit of the rule at the critical point that a run which ended at `x` has reached, or is near; NaN if there is
 * none. From where a run has converged, Newton's method does not go far.
 */
static descent_status limit_at(limit_search *search, const double *x, double *limit)
{
    const size_t n = search->problem->dimension;
    descent_critical_point *point;
    for (size_t i = 0; i < known_points && i < search->known; i++)
        if (are_same(search, search->points + i * n, x)) {
            *limit = search->limits[i];
            return DESCENT_SUCCESS;
        }
    *limit = NAN;
    const descent_status status = descent_critical_refine(search->problem, x, NULL, &point);
    if (status != DESCENT_SUCCESS)
        return status == DESCENT_ENOMEM ? status : DESCENT_SUCCESS;
    const descent_rule rule = search->options.rule ? *search->options.rule : descent_fixed_step(1);
    if (point->converged && isfinite(point->step_limit))
        *limit = descent_rule_step_limit(&rule, 2 / point->step_limit);
    descent_critical_point_free(point);
    if (isnan(*limit))
        return DESCENT_SUCCESS;
    const size_t place = search->known++ % known_points;
    descent__vector_copy(n, x, search->points + place * n);
    search->limits[place] = *limit;
    return DESCENT_SUCCESS;
}

/*
 * A run that stands at a point which repels at its step size has not converged to it: rounding, or too few steps, keep it
 * there. Within what its steps can tell of the limit the multipliers are left to decide.
 */
static descent_status look_whether_it_repels(limit_search *search, const descent_sweep *sweep, size_t run)
{
    const descent_ending ending = search->endings[run];
    double limit;
    if (search->property != DESCENT_STEP_CONVERGES || search->states[run] != DESCENT__PROPERTY_HELD ||
        ending != DESCENT_ENDING_CONVERGED)
        return DESCENT_SUCCESS;
    const descent_status status = limit_at(search, descent_sweep_end_point(sweep, run), &limit);
    if (status == DESCENT_SUCCESS && search->step_sizes[run] > limit)
        search->states[run] = search->step_sizes[run] > limit * (1 + unseen_growth / (double)search->options.steps)
                                  ? DESCENT__PROPERTY_LOST
                                  : DESCENT__PROPERTY_UNCLEAR;
    return status;
}

/* Makes the runs with the first `count` step sizes of the search, and judges them. */
static descent_status run_round(limit_search *search, size_t count)
{
    descent_sweep *sweep;
    const size_t n = search->problem->dimension;
    descent_status status =
        descent_sweep_step_sizes(search->problem, search->start, search->step_sizes, count, &search->options, &sweep);
    if (status != DESCENT_SUCCESS)
        return status;
    const descent_sweep_summary summary = descent_sweep_view(sweep);
    if (summary.failures > 0)
        status = descent_fail(DESCENT_ECALLBACK, "a callback returned %d", summary.callback_code);
    for (size_t i = 0; i < count && status == DESCENT_SUCCESS; i++) {
        search->states[i] = descent__property_judge(search->property, sweep, i);
        search->endings[i] = descent_sweep_ending(sweep, i);
        status = look_whether_it_repels(search, sweep, i);
    }
    descent__vector_copy(n, descent_sweep_end_point(sweep, 0), search->points + known_points * n);
    search->runs += count;
    descent_sweep_free(sweep);
    return status;
}

/* A step size on both sides of a change, and how runs with it end. */
typedef struct bracket {
    double low, high;
    descent__property_state state_low, state_high;
    descent_ending ending_low, ending_high;
} bracket;

static void take_low(bracket *between, const limit_search *search, size_t i)
{
    between->low = search->step_sizes[i];
    between->state_low = search->states[i];
    between->ending_low = search->endings[i];
}

static void take_high(bracket *between, const limit_search *search, size_t i)
{
    between->high = search->step_sizes[i];
    between->state_high = search->states[i];
    between->ending_high = search->endings[i];
}

/* Distinct numbers strictly between both sides, evenly spread. Returns how many there are, up to section_runs. */
static size_t spread_between(const bracket *between, double *step_sizes)
{
    size_t count = 0;
    double before = between->low;
    for (size_t i = 1; i <= section_runs; i++) {
        const double t = (double)i / (section_runs + 1);
        const double x = between->low * (1 - t) + between->high * t;
        if (x > before && x < between->high) {
            step_sizes[count++] = x;
            before = x;
        }
    }
    const double next = nextafter(between->low, INFINITY);
    if (count == 0 && next < between->high)
        step_sizes[count++] = next;
    return count;
}

/* Narrows a bracket to the lowest change between states below `threshold` and others, down to neighbouring numbers. */
static descent_status narrow(limit_search *search, descent__property_state threshold, bracket *between)
{
    for (size_t round = 0; round < most_rounds; round++) {
        const size_t count = spread_between(between, search->step_sizes);
        if (count == 0)
            break;
        const descent_status status = run_round(search, count);
        if (status != DESCENT_SUCCESS)
            return status;
        size_t first = 0;
        while (first < count && search->states[first] < threshold)
            first++;
        if (first > 0)
            take_low(between, search, first - 1);
        if (first < count)
            take_high(between, search, first);
    }
    return DESCENT_SUCCESS;
}

/* The scan: brackets the lowest loss of the property, and counts the changes. */
static descent_status scan(limit_search *search, double low, double high, size_t count, bracket *between,
                           descent_step_limit_result *result)
{
    for (size_t i = 0; i < count; i++) {
        const double t = (double)i / (double)(count - 1);
        search->step_sizes[i] = i == 0 ? low : i == count - 1 ? high : low * (1 - t) + high * t;
    }
    const descent_status status = run_round(search, count);
    if (status != DESCENT_SUCCESS)
        return status;
    const char *const wanted = search->property == DESCENT_STEP_BOUNDED ? "stay bounded" : "converge";
    if (search->states[0] == DESCENT__PROPERTY_LOST)
        return descent_fail(DESCENT_EINVAL, "low must let the run %s, but with %g it is %s", wanted, low,
                            descent_ending_string(search->endings[0]));
    if (search->states[count - 1] != DESCENT__PROPERTY_LOST)
        return descent_fail(DESCENT_EINVAL, "high must not let the run %s, but with %g it is %s", wanted, high,
                            descent_ending_string(search->endings[count - 1]));
    size_t held = 0, lost = 0, last = 0;
    while (search->states[lost] != DESCENT__PROPERTY_LOST)
        lost++;
    descent__property_state before = DESCENT__PROPERTY_HELD;
    for (size_t i = 0; i < count; i++) {
        if (i < lost && search->states[i] == DESCENT__PROPERTY_HELD)
            held = i;
        if (search->states[i] == DESCENT__PROPERTY_HELD)
            last = i;
        result->crossings += search->states[i] != DESCENT__PROPERTY_UNCLEAR && search->states[i] != before;
        if (search->states[i] != DESCENT__PROPERTY_UNCLEAR)
            before = search->states[i];
    }
    result->last = search->step_sizes[last];
    take_low(between, search, held);
    take_high(between, search, lost);
    return DESCENT_SUCCESS;
}

/* The stability limit of the rule at the critical point that the run with step size `low` reached; NaN if unknown. */
static descent_status find_multiplier_limit(limit_search *search, double low, double *limit)
{
    search->step_sizes[0] = low;
    const descent_status status = run_round(search, 1);
    return status == DESCENT_SUCCESS
               ? limit_at(search, search->points + known_points * search->problem->dimension, limit)
               : status;
}

/* Between runs that clearly have the property and runs that clearly lost it, some show neither in their steps. */
static descent_status resolve_unclear(limit_search *search, double held, bracket *between,
                                      descent_step_limit_result *result)
{
    bracket unclear = *between;
    double multiplier_limit = NAN;
    unclear.low = held;
    unclear.high = between->low;
    descent_status status = narrow(search, DESCENT__PROPERTY_UNCLEAR, &unclear);
    if (status == DESCENT_SUCCESS)
        status = find_multiplier_limit(search, held, &multiplier_limit);
    if (status != DESCENT_SUCCESS)
        return status;
    result->low = unclear.low;
    result->ending_low = unclear.ending_low;
    const double slack = unseen_growth / (double)search->options.steps * between->high;
    const bool decides = multiplier_limit >= unclear.low - slack && multiplier_limit <= between->high + slack;
    result->source = decides ? DESCENT_LIMIT_MULTIPLIER : DESCENT_LIMIT_UNDECIDED;
    if (!decides)
        return DESCENT_SUCCESS;
    result->limit = multiplier_limit;
    result->low = fmin(result->low, multiplier_limit);
    result->high = fmax(result->high, multiplier_limit);
    return DESCENT_SUCCESS;
}

/* Looks around the limit, at smaller and smaller distances: is there the property on one side only? */
static descent_status look_around(limit_search *search, double low, double high, descent_step_limit_result *result)
{
    size_t count = 0;
    double distance = (high - low) / 4, nearest = rounding_share * result->limit;
    /* Where the multipliers decide a bracket, the runs in it show neither property in their steps. */
    if (result->source != DESCENT_LIMIT_BISECTION)
        nearest = fmax(nearest, result->high - result->low);
    for (size_t i = 0; i < look_distances; i++, distance /= 4) {
        const double below = result->limit - distance, above = result->limit + distance;
        if (distance < nearest)
            break;
        search->step_sizes[count] = below > low ? below : low;
        search->step_sizes[count + 1] = above < high ? above : high;
        count += 2;
    }
    if (count == 0)
        return DESCENT_SUCCESS;
    const descent_status status = run_round(search, count);
    for (size_t i = 0; i < count && status == DESCENT_SUCCESS; i += 2)
        if (search->states[i] == DESCENT__PROPERTY_LOST || search->states[i + 1] == DESCENT__PROPERTY_HELD)
            result->single = 0;
    return status;
}

static descent_status find(limit_search *search, double low, double high, size_t scan_runs,
                           descent_step_limit_result *result)
{
    bracket between = {0};
    descent_status status = scan(search, low, high, scan_runs, &between, result);
    if (status != DESCENT_SUCCESS)
        return status;
    const double held = between.low;
    result->single = result->crossings == 1;
    status = narrow(search, DESCENT__PROPERTY_LOST, &between);
    if (status != DESCENT_SUCCESS)
        return status;
    result->limit = result->high = between.high;
    result->low = between.low;
    result->ending_low = between.ending_low;
    result->ending_high = between.ending_high;
    result->source = DESCENT_LIMIT_BISECTION;
    if (between.state_low != DESCENT__PROPERTY_HELD)
        status = resolve_unclear(search, held, &between, result);
    if (status == DESCENT_SUCCESS)
        status = look_around(search, low, high, result);
    result->runs = search->runs;
    return status;
}

static descent_status check_options(const descent_step_limit_options *options, double low, double high)
{
    if (!isfinite(low) || low <= 0)
        return descent_fail(DESCENT_EINVAL, "low must be finite and positive, got %g", low);
    if (!isfinite(high) || high <= low)
        return descent_fail(DESCENT_EINVAL, "high must be finite and above low = %g, got %g", low, high);
    if (options->property != DESCENT_STEP_BOUNDED && options->property != DESCENT_STEP_CONVERGES)
        return descent_fail(DESCENT_EINVAL, "property must be a descent_step_property, got %d", (int)options->property);
    if (options->steps < fewest_steps)
        return descent_fail(DESCENT_EINVAL, "steps must be at least %llu, got %llu", (unsigned long long)fewest_steps,
                            (unsigned long long)options->steps);
    if (options->scan < 2)
        return descent_fail(DESCENT_EINVAL, "scan must be at least 2, got %zu", options->scan);
    if (descent__array_bytes(options->scan, 1, sizeof(double)) == 0)
        return descent_fail(DESCENT_EINVAL, "scan must leave room for its runs in memory, got %zu", options->scan);
    for (size_t i = 0; i < sizeof options->reserved / sizeof options->reserved[0]; i++)
        if (options->reserved[i])
            return descent_fail(DESCENT_EINVAL, "options->reserved[%zu] must be NULL", i);
    return DESCENT_SUCCESS;
}

/* Allocates what a search needs, in one piece each. */
static descent_status prepare(limit_search *search, size_t scan_runs)
{
    const size_t fewest = 2 * look_distances > section_runs ? 2 * look_distances : section_runs;
    const size_t largest = scan_runs > fewest ? scan_runs : fewest;
    const size_t bytes = descent__array_bytes(largest, 1, sizeof(double));
    const size_t point = descent__array_bytes(search->problem->dimension, known_points + 1, sizeof(double));
    search->step_sizes = bytes == 0 ? NULL : descent__take(bytes);
    search->states = bytes == 0 ? NULL : descent__take(largest * sizeof *search->states);
    search->endings = bytes == 0 ? NULL : descent__take(largest * sizeof *search->endings);
    search->points = point == 0 ? NULL : descent__take(point);
    if (!search->step_sizes || !search->states || !search->endings || !search->points)
        return descent__fail_memory("runs of a step limit", bytes + point);
    return DESCENT_SUCCESS;
}

static void release(limit_search *search)
{
    descent__give(search->step_sizes);
    descent__give(search->states);
    descent__give(search->endings);
    descent__give(search->points);
}

static descent_status find_limit(const descent_problem *problem, const double *start, double low, double high,
                                 const descent_step_limit_options *given, descent_step_limit_result **result)
{
    descent_step_limit_options options;
    options_take(given, &options);
    if (!result)
        return descent_fail(DESCENT_EINVAL, "result must not be NULL");
    *result = NULL;
    descent_status status = descent_problem_check(problem);
    if (status == DESCENT_SUCCESS)
        status = check_options(&options, low, high);
    if (status != DESCENT_SUCCESS)
        return status;
    descent_step_limit_result *const made = descent__take_zeros(1, sizeof *made);
    if (!made)
        return descent__fail_memory("step limit", sizeof *made);
    const descent_problem own = *problem; /* one of its functions may free it */
    limit_search search = {.problem = &own, .start = start, .property = options.property};
    search.options = (descent_sweep_options){
        .steps = options.steps,
        .rule = options.rule,
        .tail = descent__property_points,
        .no_losses = 1,
        .no_classification = 1,
        .check_count = DESCENT_SWEEP_NO_CHECKS,
    };
    status = prepare(&search, options.scan);
    if (status == DESCENT_SUCCESS)
        status = find(&search, low, high, options.scan, made);
    release(&search);
    if (status == DESCENT_SUCCESS)
        *result = made;
    else
        descent__give(made);
    return status;
}

descent_status descent_step_limit_find(const descent_problem *problem, const double *start, double low, double high,
                                       const descent_step_limit_options *given, descent_step_limit_result **result)
{
    descent__environment environment DESCENT__ENTRY;
    descent_status status = descent__call_enter(&environment);
    if (status == DESCENT_SUCCESS)
        status = find_limit(problem, start, low, high, given, result);
    else if (result)
        *result = NULL;
    descent__call_leave(&environment);
    return status;
}

void descent_step_limit_result_free(descent_step_limit_result *result)
{
    descent__give(result);
}

descent_status descent_step_limit(const descent_problem *problem, const double *start, double low, double high,
                                  const descent_step_limit_options *options, double *limit)
{
    descent_step_limit_result *result;
    if (!limit)
        return descent_fail(DESCENT_EINVAL, "limit must not be NULL");
    *limit = NAN;
    descent_status status = descent_step_limit_find(problem, start, low, high, options, &result);
    if (status != DESCENT_SUCCESS)
        return status;
    *limit = result->limit;
    if (!result->single)
        status = descent_fail(DESCENT_ENOCONVERGENCE,
                              "there is not one boundary between %g and %g: the scan saw %zu, the lowest at %.17g%s",
                              low, high, result->crossings, result->limit,
                              result->crossings == 1 ? ", but there are more close to it" : "");
    else if (result->source == DESCENT_LIMIT_UNDECIDED)
        status = descent_fail(DESCENT_ENOCONVERGENCE, "the runs do not tell between %.17g and %.17g", result->low,
                              result->high);
    descent_step_limit_result_free(result);
    return status;
}
