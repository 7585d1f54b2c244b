#include <descent/step_limit.h>

#include <math.h>

#include <descent/sweep.h>

#include "base/call.h"
#include "base/status.h"
#include "base/vector.h"
#include "sweep/read/bracket.h"

enum {
    look_distances = 24 /* distances around the limit, each a quarter of the one before, with a run on both sides */
};

static const uint64_t fewest_steps = 64;
/* Within this share of the limit, rounding decides on which side a run is. */
static const double rounding_share = 64 * 0x1p-52;

/* Nearer to the limit than this share of it a run does as the one at the limit does, which is no neighbour: beside x² its one double stays
 * on a cycle, and all below come to rest. No edge: farther off a run has only become faster. */
static const double beside_share = 0x1p-40;
/* And where multipliers decide, what grows or shrinks by fewer e-foldings in its steps may not show it. */
static const double shown_foldings = 8;

/* From one stretch of steps to the next, a run that leaves by a multiplier grows by the same factor, whose logarithm is so exactly
 * the same; one that swings beyond the limit grows no more. No edge: the same to rounding, or not at all. */
static const double same_growth = 0.1;

enum {
    lower_looks = 6,      /* for a lower limit, below one that is not the only boundary */
    scanned_again = 8,    /* neighbours of the scan, below the limit, between which it is looked once more */
    leaving_looks = 2,    /* how often the growth at a quarter of the distance to the limit is looked at */
    leaving_stretches = 3 /* of steps, in each look */
};

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

/* The stability limit of the rule at the critical point that the run with step size `low` reached; NaN if unknown. */
static descent_status find_multiplier_limit(descent__limit_search *search, double low, descent__stability *found)
{
    search->step_sizes[0] = low;
    const descent_status status = descent__limit_search_run(search, 1);
    return status == DESCENT_SUCCESS ? descent__stability_find(&search->points, search->end, found) : status;
}

/* Between runs that clearly have the property and runs that clearly lost it, some show neither in their steps. */
static descent_status resolve_unclear(descent__limit_search *search, double held, descent__step_bracket *between,
                                      descent_step_limit_result *result)
{
    descent__step_bracket unclear = *between;
    descent__stability point = {NAN, NAN, false};
    unclear.low = held;
    unclear.high = between->low;
    descent_status status = descent__bracket_narrow(search, DESCENT__PROPERTY_UNCLEAR, &unclear);
    if (status == DESCENT_SUCCESS)
        status = find_multiplier_limit(search, held, &point);
    if (status != DESCENT_SUCCESS)
        return status;
    result->low = unclear.low;
    result->ending_low = unclear.ending_low;
    const double slack = descent__unseen_growth / (double)search->options.steps * between->high;
    const bool general = point.limit >= unclear.low - slack && point.limit <= between->high + slack;
    const bool decides = general || (point.line >= unclear.low - slack && point.line <= between->high + slack);
    const double limit = general ? point.limit : point.line;
    result->source = decides ? DESCENT_LIMIT_MULTIPLIER : DESCENT_LIMIT_UNDECIDED;
    if (!decides)
        return DESCENT_SUCCESS;
    result->limit = limit;
    result->attracts = general && point.attracts;
    result->low = fmin(result->low, limit);
    result->high = fmax(result->high, limit);
    return DESCENT_SUCCESS;
}

/*
 * Does the run with this step size grow away from a point by the same factor in each of three stretches of steps? The first may
 * be as long as it takes a memory to fill.
 */
static descent_status grows_evenly(descent__limit_search *search, double step_size, uint64_t stretch,
                                   const double *point, bool *grows)
{
    const size_t n = search->problem->dimension;
    const uint64_t steps = search->options.steps;
    double logs[leaving_stretches];
    descent_status status = DESCENT_SUCCESS;
    search->step_sizes[0] = step_size;
    for (uint64_t i = 0; i < leaving_stretches && status == DESCENT_SUCCESS; i++) {
        search->options.steps = stretch * (i + 1);
        status = descent__limit_search_run(search, 1);
        logs[i] = log(descent__vector_distance(n, search->end, point));
    }
    search->options.steps = steps;
    *grows = false;
    /* These runs go farther than those that were asked for, and may fail where those did not: that tells nothing. */
    if (status != DESCENT_SUCCESS)
        return status == DESCENT_ENOMEM ? status : DESCENT_SUCCESS;
    const double first = logs[1] - logs[0], second = logs[2] - logs[1];
    *grows = first > descent__unseen_growth && fabs(second - first) <= same_growth * first;
    return DESCENT_SUCCESS;
}

/*
 * A run that is kept exactly on a line, as on a ridge, grows there by the multiplier of the point on it and by nothing else,
 * while all that begins beside it does something else: in its last steps such a run looks like one that stays. Where the
 * multiplier is 1 + s, what takes k steps at s takes 4k at s/4. If it grows so at every quarter of the way back to the
 * stability limit of the point that is reached with smaller step sizes, that is where runs begin to leave.
 */
static descent_status look_whether_it_leaves(descent__limit_search *search, descent_step_limit_result *result)
{
    const size_t n = search->problem->dimension;
    descent__stability point = {NAN, NAN, false};
    if (search->property != DESCENT_STEP_BOUNDED || result->source == DESCENT_LIMIT_MULTIPLIER ||
        isnan(search->settled))
        return DESCENT_SUCCESS;
    descent_status status = find_multiplier_limit(search, search->settled, &point);
    const descent_ending ending = search->endings[0];
    descent__vector_copy(n, search->end, search->reached);
    bool leaves = point.line >= search->settled && point.line < result->limit;
    double distance = result->high - point.line;
    uint64_t stretch = search->options.steps;
    for (int i = 0; i < leaving_looks && leaves && status == DESCENT_SUCCESS; i++, distance /= 4, stretch *= 4)
        status = grows_evenly(search, point.line + distance, stretch, search->reached, &leaves);
    if (status != DESCENT_SUCCESS || !leaves)
        return status;
    result->limit = result->low = point.line;
    result->ending_low = ending;
    result->source = DESCENT_LIMIT_MULTIPLIER;
    if (result->last > result->limit && result->last <= result->high)
        result->last = search->settled;
    return DESCENT_SUCCESS;
}

/* What runs do beside the limit: the nearest on each side that show it, of those that are not at the limit. */
static void tell_endings_beside(const descent__limit_search *search, size_t count, descent_step_limit_result *result)
{
    const double by_steps =
        result->source == DESCENT_LIMIT_MULTIPLIER ? shown_foldings / (double)search->options.steps : 0;
    const double distance = fmax(beside_share, by_steps) * result->limit;
    bool below = true, above = true;
    for (size_t i = count; i > 0 && (below || above); i -= 2) {
        const size_t under = i - 2, over = i - 1;
        if (below && search->step_sizes[under] <= result->limit - distance &&
            search->states[under] != DESCENT__PROPERTY_UNCLEAR) {
            below = false;
            if (search->states[under] == DESCENT__PROPERTY_HELD)
                result->ending_low = search->endings[under];
        }
        if (above && search->step_sizes[over] >= result->limit + distance &&
            search->states[over] != DESCENT__PROPERTY_UNCLEAR) {
            above = false;
            if (search->states[over] == DESCENT__PROPERTY_LOST)
                result->ending_high = search->endings[over];
        }
    }
}

/* Does a run that ends so show the property for good? One that wanders has it in so many steps, and may lose it in more: beside the limit
 * runs take the longer for that the nearer they are, and by chance. */
static bool lasts(descent_ending ending)
{
    return ending != DESCENT_ENDING_CHAOTIC && ending != DESCENT_ENDING_UNDETERMINED;
}

/* Is there another boundary: a run that has the property for good, with a larger step size than one that has lost it? What the steps leave
 * open is none. */
static bool is_regained(const descent__limit_search *search, size_t count, const descent_step_limit_result *result)
{
    double lost = result->high, held = lasts(result->ending_low) ? result->low : 0;
    for (size_t i = 0; i < count; i++) {
        if (search->states[i] == DESCENT__PROPERTY_LOST)
            lost = fmin(lost, search->step_sizes[i]);
        else if (search->states[i] == DESCENT__PROPERTY_HELD && lasts(search->endings[i]))
            held = fmax(held, search->step_sizes[i]);
    }
    return held > lost;
}

/* Looks around the limit, at smaller and smaller distances: is there the property on one side only? */
static descent_status look_around(descent__limit_search *search, double low, double high,
                                  descent_step_limit_result *result)
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
    const descent_status status = descent__limit_search_run(search, count);
    if (status == DESCENT_SUCCESS && is_regained(search, count, result))
        result->single = 0;
    if (status == DESCENT_SUCCESS && result->source != DESCENT_LIMIT_UNDECIDED)
        tell_endings_beside(search, count, result);
    return status;
}

static void take_bracket(const descent__step_bracket *between, descent_step_limit_result *result)
{
    result->limit = result->high = between->high;
    result->low = between->low;
    result->ending_low = between->ending_low;
    result->ending_high = between->ending_high;
}

/* Where the property is lost more than once, it may be lost below what the scan saw, too: as many runs again, over a few of its stretches
 * below the limit. Moves the limit down to the lowest loss that these see. */
static descent_status look_lower(descent__limit_search *search, double low, double stretch, size_t runs,
                                 descent_step_limit_result *result, bool *moved)
{
    const double from = fmax(low, result->limit - scanned_again * stretch), to = result->limit;
    *moved = false;
    for (size_t i = 0; i < runs; i++)
        search->step_sizes[i] = from + (to - from) * (double)i / (double)runs;
    descent_status status = descent__limit_search_run(search, runs);
    size_t lost = 0;
    while (lost < runs && search->states[lost] != DESCENT__PROPERTY_LOST)
        lost++;
    if (status != DESCENT_SUCCESS || lost == 0 || lost == runs || search->states[lost - 1] != DESCENT__PROPERTY_HELD)
        return status;
    descent__step_bracket between = {.low = search->step_sizes[lost - 1],
                                     .high = search->step_sizes[lost],
                                     .state_low = search->states[lost - 1],
                                     .state_high = search->states[lost],
                                     .ending_low = search->endings[lost - 1],
                                     .ending_high = search->endings[lost]};
    status = descent__bracket_narrow(search, DESCENT__PROPERTY_LOST, &between);
    *moved = status == DESCENT_SUCCESS && between.state_low == DESCENT__PROPERTY_HELD;
    if (*moved)
        take_bracket(&between, result);
    return status;
}

/* The lowest of several boundaries, as far as a few such looks show it. */
static descent_status find_lowest(descent__limit_search *search, double low, double high, size_t scan_runs,
                                  descent_step_limit_result *result)
{
    const double stretch = (high - low) / (double)(scan_runs - 1);
    descent_status status = DESCENT_SUCCESS;
    bool moved = true;
    for (int i = 0; i < lower_looks && moved && status == DESCENT_SUCCESS; i++)
        status = look_lower(search, low, stretch, scan_runs, result, &moved);
    return status == DESCENT_SUCCESS ? look_around(search, low, high, result) : status;
}

static descent_status find(descent__limit_search *search, double low, double high, size_t scan_runs,
                           descent_step_limit_result *result)
{
    descent__step_bracket between = {0};
    descent_status status = descent__bracket_scan(search, low, high, scan_runs, &between, result);
    if (status != DESCENT_SUCCESS)
        return status;
    const double held = between.low;
    result->single = result->crossings == 1;
    status = descent__bracket_narrow(search, DESCENT__PROPERTY_LOST, &between);
    if (status != DESCENT_SUCCESS)
        return status;
    take_bracket(&between, result);
    result->source = DESCENT_LIMIT_BISECTION;
    if (between.state_low != DESCENT__PROPERTY_HELD)
        status = resolve_unclear(search, held, &between, result);
    if (status == DESCENT_SUCCESS)
        status = look_whether_it_leaves(search, result);
    if (status == DESCENT_SUCCESS)
        status = look_around(search, low, high, result);
    if (status == DESCENT_SUCCESS && !result->single && result->source == DESCENT_LIMIT_BISECTION)
        status = find_lowest(search, low, high, scan_runs, result);
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
static descent_status prepare(descent__limit_search *search, size_t scan_runs)
{
    const size_t fewest = 2 * look_distances > descent__section_runs ? 2 * look_distances : descent__section_runs;
    const size_t largest = scan_runs > fewest ? scan_runs : fewest;
    const size_t bytes = descent__array_bytes(largest, 1, sizeof(double));
    const size_t n = search->problem->dimension;
    const size_t point = descent__array_bytes(n, descent__known_points + 2, sizeof(double));
    search->step_sizes = bytes == 0 ? NULL : descent__take(bytes);
    search->states = bytes == 0 ? NULL : descent__take(largest * sizeof *search->states);
    search->endings = bytes == 0 ? NULL : descent__take(largest * sizeof *search->endings);
    search->points = (descent__stabilities){
        .problem = search->problem,
        .rule = search->options.rule,
        .start = search->start,
        .points = point == 0 ? NULL : descent__take(point),
    };
    if (!search->step_sizes || !search->states || !search->endings || !search->points.points)
        return descent__fail_memory("runs of a step limit", bytes + point);
    search->end = search->points.points + descent__known_points * n;
    search->reached = search->end + n;
    return DESCENT_SUCCESS;
}

static void release(descent__limit_search *search)
{
    descent__give(search->step_sizes);
    descent__give(search->states);
    descent__give(search->endings);
    descent__give(search->points.points);
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
    descent__limit_search search = {.problem = &own, .start = start, .property = options.property};
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
