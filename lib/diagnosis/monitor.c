#include <descent/monitor.h>

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "status.h"
#include "vector.h"

/*
 * The steps seen so far are cut into segments, each an eighth as long as all before it together, so that six segments
 * are about half of all steps. Verdicts are reached at the ends of segments, so their cost is shared by more and more
 * steps. Of each segment the bounding box is kept, and of the last points the points themselves.
 */
enum {
    kept_segments = 13, /* two halves of six, and the one that is growing */
    half_segments = 6,  /* (9/8)^6 = 2.03: half of the steps */
    first_check = 16,   /* points before any verdict but growth and non-finite values */
    chunk = 16,         /* neighbouring coordinates watched together: two cache lines of each vector */
    growth_points = 4,  /* steps in a row that must each outgrow the one before by fast_growth */
    few_rows = 512,     /* points that may wait to be looked at together, of few coordinates */
    lanes = 8           /* numbers that are compared side by side */
};

static const double fast_growth = 4;         /* lengths of successive steps: no contraction does this four times */
static const double slow_growth = 1e3;       /* amplitude over that of the first half: no catapult climbs that far */
static const double unbounded_growth = 1e10; /* the same while the loss falls: no saddle is left that far behind */
static const double recurrence_tolerance = 1e-9; /* of the window's size: (−0.999999)^k must not pass for a cycle */
static const double critical_gradient = 1e-4;    /* of the largest gradient: below, a rest is at a critical point, */
static const double rest_gradient = 1e-2;        /* and above it is not; between, nobody knows */
static const double leaving_ratio = 10;          /* steps shrank, then grew, by this */

typedef struct segment {
    double *low, *high; /* bounding box of the sample */
    double longest_sq;  /* longest step, in units and squared */
    double last_sq;     /* last step, likewise */
    double loss;        /* loss at its end, NaN if unknown */
    uint64_t end;       /* points seen when it ended */
} segment;

struct descent_monitor {
    descent_monitor_options options;
    size_t dimension;
    size_t sample;   /* coordinates watched */
    size_t stride;   /* from one watched chunk to the next; 0: all coordinates are */
    double *numbers; /* the one allocation behind all arrays */

    double *recent;   /* samples of the last points, one row each, in a ring; row −1 repeats the last for the first */
    double *moves_sq; /* the step to each of them, in units and squared */
    size_t rows;      /* in the ring */
    size_t filled;    /* rows written in this round of it */
    size_t digested;  /* those that the growing segment has taken in */
    size_t look_at;   /* number of rows at which to look at them */
    segment segments[kept_segments]; /* ring; the one that grows is at `current` */
    size_t current;
    segment whole;         /* everything so far */
    segment joint;         /* room for several segments taken together */
    double first_diameter; /* of the first `first_check` points */

    uint64_t before; /* points seen before this round of the ring: points seen are these and `filled` */
    uint64_t next_check, decided_at;
    size_t attached;       /* engines it was attached to */
    const double *watched; /* the point of the engine it is attached to; NULL: of none, or of several */
    double alarm_sq;       /* a longer step is looked at at once */
    double per_unit;       /* a power of two near the inverse of the first step: lengths are squared in its units */
    double first_loss, last_loss;
    double first_gradient, largest_gradient, last_gradient; /* norms over the sample, at checks */
    double shortest_sq, longest_before_sq;                  /* shortest segment so far, and the longest before it */
    descent_ending ending, suspected;                       /* verdict, and what the last check saw */
    size_t period, suspected_period;
    double rate;
};

void descent_monitor_options_default(descent_monitor_options *options)
{
    if (!options)
        return;
    *options = (descent_monitor_options){
        .stop_endings = 1u << DESCENT_ENDING_CONVERGED | 1u << DESCENT_ENDING_STALLED | 1u << DESCENT_ENDING_PERIODIC |
                        1u << DESCENT_ENDING_DIVERGING | 1u << DESCENT_ENDING_NONFINITE,
        .distance_tolerance = 1e-6,
        .gradient_tolerance = NAN,
        .period_limit = 64,
        .coordinate_limit = 1024,
    };
}

static descent_status check_options(const descent_monitor_options *options)
{
    if (!(options->distance_tolerance > 0 && options->distance_tolerance < 1))
        return descent_fail(DESCENT_EINVAL, "distance_tolerance must be in (0, 1), got %g",
                            options->distance_tolerance);
    if (options->gradient_tolerance < 0 || isinf(options->gradient_tolerance))
        return descent_fail(DESCENT_EINVAL, "gradient_tolerance must be finite and not negative, or NaN, got %g",
                            options->gradient_tolerance);
    if (options->period_limit < 2 || options->period_limit > 64)
        return descent_fail(DESCENT_EINVAL, "period_limit must be from 2 to 64, got %zu", options->period_limit);
    if (options->coordinate_limit == 0)
        return descent_fail(DESCENT_EINVAL, "coordinate_limit must be at least 1, got 0");
    for (size_t i = 0; i < sizeof options->reserved / sizeof options->reserved[0]; i++)
        if (options->reserved[i])
            return descent_fail(DESCENT_EINVAL, "reserved[%zu] must be NULL", i);
    return DESCENT_SUCCESS;
}

/* A run repeats itself after p steps if it does so for two rounds more, or `first_check` points, whichever is more. */
static size_t lags_for_period(size_t p)
{
    return 2 * p > first_check ? 2 * p : first_check;
}

static size_t rows_for_period(size_t p)
{
    return lags_for_period(p) + p;
}

static inline uint64_t seen_points(const descent_monitor *monitor)
{
    return monitor->before + monitor->filled;
}

/* Which coordinates are watched: all, or evenly spaced chunks of neighbours, which cost fewer trips to memory. */
static void choose_sample(descent_monitor *monitor)
{
    const size_t limit = monitor->options.coordinate_limit, n = monitor->dimension;
    if (n <= limit || limit < chunk) {
        monitor->sample = n < limit ? n : limit;
        monitor->stride = n <= limit ? 0 : n / limit;
        return;
    }
    const size_t chunks = limit / chunk;
    monitor->sample = chunks * chunk;
    monitor->stride = n / chunks;
}

/* The watched coordinates of a vector. */
static void take_sample(const descent_monitor *monitor, const double *restrict x, double *restrict sample)
{
    if (monitor->stride == 0) {
        for (size_t i = 0; i < monitor->sample; i++)
            sample[i] = x[i];
        return;
    }
    const size_t width = monitor->options.coordinate_limit < chunk ? 1 : chunk;
    for (size_t i = 0; i < monitor->sample; i += width, x += monitor->stride)
        for (size_t j = 0; j < width; j++)
            sample[i + j] = x[j];
}

static void lay_out(descent_monitor *monitor)
{
    const size_t m = monitor->sample;
    double *next = monitor->numbers;
    for (size_t i = 0; i < kept_segments; i++, next += 2 * m) {
        monitor->segments[i].low = next;
        monitor->segments[i].high = next + m;
    }
    monitor->whole.low = next;
    monitor->whole.high = next + m;
    monitor->joint.low = next + 2 * m;
    monitor->joint.high = next + 3 * m;
    monitor->moves_sq = next + 4 * m;
    monitor->recent = monitor->moves_sq + monitor->rows + m;
}

descent_status descent_monitor_new(descent_monitor **monitor, size_t dimension, const descent_monitor_options *options)
{
    if (!monitor)
        return descent_fail(DESCENT_EINVAL, "monitor must not be NULL");
    *monitor = NULL;
    descent_monitor made = {.dimension = dimension};
    descent_monitor_options_default(&made.options);
    if (options)
        made.options = *options;
    const descent_status status = check_options(&made.options);
    if (status != DESCENT_SUCCESS)
        return status;
    if (dimension == 0)
        return descent_fail(DESCENT_EINVAL, "dimension must be at least 1, got 0");
    choose_sample(&made);
    const size_t limit = made.options.period_limit;
    made.rows = made.sample <= lanes ? few_rows : rows_for_period(limit);
    const size_t arrays = 2 * (kept_segments + 2) + made.rows + 2; /* boxes, ring and row −1, a gradient's sample */
    const size_t moves = made.rows / made.sample + 1;              /* as many arrays as the steps take */
    const size_t bytes = descent_array_bytes(made.sample, arrays + moves, sizeof(double));
    if (bytes == 0)
        return descent_fail(DESCENT_EINVAL, "dimension is too large for memory, got %zu", dimension);
    made.numbers = malloc(bytes);
    *monitor = malloc(sizeof **monitor);
    if (!made.numbers || !*monitor) {
        free(made.numbers);
        free(*monitor);
        *monitor = NULL;
        return descent_fail_memory("monitor", bytes);
    }
    **monitor = made;
    lay_out(*monitor);
    descent_monitor_reset(*monitor);
    return DESCENT_SUCCESS;
}

void descent_monitor_free(descent_monitor *monitor)
{
    if (!monitor)
        return;
    free(monitor->numbers);
    free(monitor);
}

static void empty_segment(descent_monitor *monitor, segment *emptied)
{
    descent_vector_fill(monitor->sample, INFINITY, emptied->low);
    descent_vector_fill(monitor->sample, -INFINITY, emptied->high);
    emptied->longest_sq = emptied->last_sq = 0;
    emptied->loss = NAN;
    emptied->end = 0;
}

void descent_monitor_reset(descent_monitor *monitor)
{
    if (!monitor)
        return;
    for (size_t i = 0; i < kept_segments; i++)
        empty_segment(monitor, &monitor->segments[i]);
    empty_segment(monitor, &monitor->whole);
    descent_vector_fill(monitor->sample, 0, monitor->recent - monitor->sample);
    monitor->current = monitor->filled = monitor->digested = 0;
    monitor->look_at = 1;
    monitor->before = monitor->decided_at = 0;
    monitor->next_check = 1; /* the first points are each looked at: growth shows early */
    monitor->alarm_sq = 0;
    monitor->period = monitor->suspected_period = 0;
    monitor->first_diameter = monitor->per_unit = 0;
    monitor->first_loss = monitor->last_loss = NAN;
    monitor->first_gradient = monitor->largest_gradient = monitor->last_gradient = NAN;
    monitor->shortest_sq = INFINITY;
    monitor->longest_before_sq = 0;
    monitor->ending = monitor->suspected = DESCENT_ENDING_UNDETERMINED;
    monitor->rate = NAN;
}

/* Extends one box by another. */
static void join_boxes(size_t m, const segment *from, double *restrict low, double *restrict high)
{
    for (size_t i = 0; i < m; i++) {
        low[i] = from->low[i] < low[i] ? from->low[i] : low[i];
        high[i] = from->high[i] > high[i] ? from->high[i] : high[i];
    }
}

/* Diagonal of a bounding box. */
static double diameter(size_t m, const segment *box)
{
    return box->high[0] < box->low[0] ? 0 : descent_vector_distance(m, box->high, box->low);
}

/* The segment that ended `back` segments ago; 0 is the one that has just ended. */
static const segment *past(const descent_monitor *monitor, size_t back)
{
    return &monitor->segments[(monitor->current + kept_segments - back) % kept_segments];
}

/* What the last two halves of the run were like. */
typedef struct halves {
    double late, early, all;            /* diameters of the last half, of the half before it, and of everything */
    double late_longest, early_longest; /* longest steps */
    bool growing, shrinking;            /* did every second segment's longest step grow, or shrink? */
} halves;

static double joint_diameter(descent_monitor *monitor, size_t from, size_t to)
{
    segment *const joint = &monitor->joint;
    empty_segment(monitor, joint);
    for (size_t back = from; back < to; back++)
        join_boxes(monitor->sample, past(monitor, back), joint->low, joint->high);
    return diameter(monitor->sample, joint);
}

static double longest_step(const descent_monitor *monitor, size_t from, size_t to)
{
    double longest = 0;
    for (size_t back = from; back < to; back++)
        longest = fmax(longest, past(monitor, back)->longest_sq);
    return sqrt(longest) / (monitor->per_unit > 0 ? monitor->per_unit : 1);
}

static halves look_back(descent_monitor *monitor)
{
    halves seen = {
        .late = joint_diameter(monitor, 0, half_segments),
        .early = joint_diameter(monitor, half_segments, 2 * half_segments),
        .all = diameter(monitor->sample, &monitor->whole),
        .late_longest = longest_step(monitor, 0, half_segments),
        .early_longest = longest_step(monitor, half_segments, 2 * half_segments),
        .growing = true,
        .shrinking = true,
    };
    for (size_t back = 0; back + 2 < 2 * half_segments; back += 2) {
        const double later = fmax(past(monitor, back)->longest_sq, past(monitor, back + 1)->longest_sq);
        const double sooner = fmax(past(monitor, back + 2)->longest_sq, past(monitor, back + 3)->longest_sq);
        seen.growing &= later > sooner;
        seen.shrinking &= later < sooner;
    }
    return seen;
}

/* Does the loss rise: is it above where it began, and above where it was half the steps ago? Unknown losses do not. */
static bool loss_rises(const descent_monitor *monitor)
{
    const double before = past(monitor, half_segments)->loss;
    return monitor->last_loss > monitor->first_loss && !(monitor->last_loss <= before);
}

static bool loss_falls(const descent_monitor *monitor)
{
    return monitor->last_loss < monitor->first_loss && monitor->last_loss < past(monitor, half_segments)->loss;
}

static descent_ending judge_growth(const descent_monitor *monitor, const halves *seen)
{
    if (!seen->growing || !(seen->late > seen->early))
        return DESCENT_ENDING_UNDETERMINED;
    if (loss_rises(monitor) && seen->late > slow_growth * monitor->first_diameter)
        return DESCENT_ENDING_DIVERGING;
    if (loss_falls(monitor) && seen->late > unbounded_growth * monitor->first_diameter)
        return DESCENT_ENDING_UNBOUNDED;
    return DESCENT_ENDING_UNDETERMINED;
}

/* Where in the ring the point of `back` points ago is, which must have been seen. */
static size_t recent_row(const descent_monitor *monitor, size_t back)
{
    return (back < monitor->filled ? 0 : monitor->rows) + monitor->filled - 1 - back;
}

static const double *recent_point(const descent_monitor *monitor, size_t back)
{
    return monitor->recent + recent_row(monitor, back) * monitor->sample;
}

static double recent_move_sq(const descent_monitor *monitor, size_t back)
{
    return monitor->moves_sq[recent_row(monitor, back)];
}

/* Are two samples this near each other? Most are not, which one coordinate tells. */
static bool are_near(size_t m, const double *x, const double *y, double tolerance)
{
    for (size_t i = 0; i < m; i++)
        if (fabs(x[i] - y[i]) > tolerance)
            return false;
    return descent_vector_distance(m, x, y) <= tolerance;
}

static bool repeats_after(const descent_monitor *monitor, size_t p, double tolerance)
{
    const size_t lags = lags_for_period(p);
    if (lags + p >= seen_points(monitor))
        return false;
    for (size_t back = 0; back < lags; back++)
        if (!are_near(monitor->sample, recent_point(monitor, back), recent_point(monitor, back + p), tolerance))
            return false;
    return true;
}

/* Smallest period of 2 or more; 0 if there is none, or if it rests (period 1). */
static size_t find_period(const descent_monitor *monitor, double size)
{
    const double tolerance = recurrence_tolerance * size;
    if (repeats_after(monitor, 1, tolerance))
        return 0;
    for (size_t p = 2; p <= monitor->options.period_limit; p++)
        if (repeats_after(monitor, p, tolerance))
            return p;
    return 0;
}

/*
 * At rest: is there a critical point? The gradient says so: it has nearly vanished (or is within the tolerance given),
 * or it has not.
 */
static descent_ending judge_rest(const descent_monitor *monitor)
{
    if (!isnan(monitor->options.gradient_tolerance))
        return monitor->last_gradient <= monitor->options.gradient_tolerance  ? DESCENT_ENDING_CONVERGED
               : monitor->last_gradient > monitor->options.gradient_tolerance ? DESCENT_ENDING_STALLED
                                                                              : DESCENT_ENDING_UNDETERMINED;
    if (monitor->last_gradient == 0 || monitor->last_gradient <= critical_gradient * monitor->largest_gradient)
        return DESCENT_ENDING_CONVERGED;
    if (monitor->last_gradient >= rest_gradient * monitor->largest_gradient)
        return DESCENT_ENDING_STALLED;
    return DESCENT_ENDING_UNDETERMINED;
}

/*
 * Has it come to rest? For half of all steps it has kept within the tolerance, and what is left to go, the geometric
 * series s/(1 − ρ) of its steps, does too.
 */
static bool is_at_rest(const descent_monitor *monitor, const halves *seen)
{
    const double tolerance = monitor->options.distance_tolerance * seen->all;
    if (!(seen->late <= tolerance))
        return false;
    if (seen->late_longest == 0)
        return true;
    const double steps = (double)(seen_points(monitor) - past(monitor, half_segments)->end);
    const double ratio = pow(seen->late_longest / seen->early_longest, 1 / steps);
    return ratio < 1 && longest_step(monitor, 0, 1) / (1 - ratio) <= tolerance;
}

static descent_ending judge(descent_monitor *monitor)
{
    const halves seen = look_back(monitor);
    const double steps = (double)(past(monitor, 0)->end - past(monitor, half_segments)->end);
    const double last_sq = past(monitor, 0)->last_sq, before_sq = past(monitor, half_segments)->last_sq;
    monitor->rate = last_sq > 0 && before_sq > 0 ? pow(last_sq / before_sq, 0.5 / steps) : NAN;
    monitor->suspected_period = 0;
    const descent_ending growth = judge_growth(monitor, &seen);
    if (growth != DESCENT_ENDING_UNDETERMINED)
        return growth;
    if (is_at_rest(monitor, &seen))
        return judge_rest(monitor);
    if (!isnan(monitor->options.gradient_tolerance) && monitor->last_gradient <= monitor->options.gradient_tolerance)
        return DESCENT_ENDING_CONVERGED;
    if (seen.late > monitor->options.distance_tolerance * seen.all) {
        monitor->suspected_period = find_period(monitor, seen.late);
        if (monitor->suspected_period > 0)
            return DESCENT_ENDING_PERIODIC;
    }
    return DESCENT_ENDING_UNDETERMINED;
}

static void decide(descent_monitor *monitor, descent_ending ending)
{
    if (ending != monitor->ending || ending == DESCENT_ENDING_UNDETERMINED)
        monitor->decided_at = seen_points(monitor) - 1;
    monitor->ending = ending;
    monitor->period = ending == DESCENT_ENDING_PERIODIC ? monitor->suspected_period : 0;
}

/* Keeps track of whether steps shrank and grew again. */
static void follow_leaving(descent_monitor *monitor, const segment *ended)
{
    if (ended->longest_sq > 0 && ended->longest_sq < monitor->shortest_sq) {
        monitor->shortest_sq = ended->longest_sq;
        monitor->longest_before_sq = monitor->whole.longest_sq;
    }
}

/* A segment ends: judge by it and those before, and begin the next. A verdict needs two checks that agree. */
static void end_segment(descent_monitor *monitor)
{
    segment *const ended = &monitor->segments[monitor->current];
    ended->end = seen_points(monitor);
    ended->loss = monitor->last_loss;
    ended->last_sq = monitor->moves_sq[monitor->filled - 1];
    join_boxes(monitor->sample, ended, monitor->whole.low, monitor->whole.high);
    monitor->whole.longest_sq = fmax(monitor->whole.longest_sq, ended->longest_sq);
    follow_leaving(monitor, ended);
    if (seen_points(monitor) <= first_check)
        monitor->first_diameter = diameter(monitor->sample, &monitor->whole);
    const size_t period_before = monitor->suspected_period;
    const descent_ending before = monitor->suspected;
    monitor->suspected = seen_points(monitor) >= first_check ? judge(monitor) : DESCENT_ENDING_UNDETERMINED;
    if (monitor->suspected == DESCENT_ENDING_UNDETERMINED)
        decide(monitor, DESCENT_ENDING_UNDETERMINED);
    else if (monitor->suspected == before && monitor->suspected_period == period_before)
        decide(monitor, monitor->suspected);
    monitor->next_check =
        seen_points(monitor) < first_check ? seen_points(monitor) + 1 : seen_points(monitor) + seen_points(monitor) / 8;
    monitor->current = (monitor->current + 1) % kept_segments;
    empty_segment(monitor, &monitor->segments[monitor->current]);
}

/* What the gradient is like now; only looked at when a segment ends. False if it is not finite. */
static bool see_gradient(descent_monitor *monitor, const double *gradient)
{
    double *const sample = monitor->recent + monitor->rows * monitor->sample;
    take_sample(monitor, gradient, sample);
    monitor->last_gradient = isnan(monitor->options.gradient_tolerance)
                                 ? descent_vector_norm(monitor->sample, sample)
                                 : descent_vector_norm(monitor->dimension, gradient);
    monitor->largest_gradient = fmax(monitor->largest_gradient, monitor->last_gradient);
    return isfinite(monitor->last_gradient);
}

/* Square of the distance between two samples, in units. */
static double distance_sq(size_t m, double per_unit, const double *restrict point, const double *restrict previous)
{
    double sum = 0;
    for (size_t i = 0; i < m; i++) {
        const double step = (point[i] - previous[i]) * per_unit;
        sum += step * step;
    }
    return sum;
}

/* The unit of length: a power of two near the first step that moves, so that squares neither over- nor underflow. */
static void choose_unit(descent_monitor *monitor)
{
    const double *const point = recent_point(monitor, 0), *const previous = recent_point(monitor, 1);
    const double length = descent_vector_distance(monitor->sample, point, previous);
    if (!(length > 0) || isinf(length))
        return;
    monitor->per_unit = ldexp(1, -(int)fmax(fmin(logb(length), DBL_MAX_EXP - 2), DBL_MIN_EXP + 2));
    monitor->moves_sq[monitor->filled - 1] = distance_sq(monitor->sample, monitor->per_unit, point, previous);
}

/* Extends the bounds of m interleaved sequences by `count` numbers; m divides the lanes. */
static void extend_side_by_side(size_t m, size_t count, const double *numbers, double *low, double *high)
{
    double lows[lanes], highs[lanes];
    size_t i = 0;
    for (size_t lane = 0; lane < lanes; lane++) {
        lows[lane] = low[lane % m];
        highs[lane] = high[lane % m];
    }
    for (; i + lanes <= count; i += lanes)
        for (size_t lane = 0; lane < lanes; lane++) {
            const double x = numbers[i + lane];
            lows[lane] = x < lows[lane] ? x : lows[lane];
            highs[lane] = x > highs[lane] ? x : highs[lane];
        }
    for (size_t lane = 0; i < count; i++, lane++) {
        lows[lane] = numbers[i] < lows[lane] ? numbers[i] : lows[lane];
        highs[lane] = numbers[i] > highs[lane] ? numbers[i] : highs[lane];
    }
    for (size_t lane = 0; lane < lanes; lane++) {
        low[lane % m] = lows[lane] < low[lane % m] ? lows[lane] : low[lane % m];
        high[lane % m] = highs[lane] > high[lane % m] ? highs[lane] : high[lane % m];
    }
}

/* The growing segment takes in the rows that have waited. */
static void digest(descent_monitor *monitor)
{
    segment *const growing = &monitor->segments[monitor->current];
    const size_t m = monitor->sample, count = monitor->filled - monitor->digested;
    const double *const rows = monitor->recent + monitor->digested * m;
    double shortest_sq = INFINITY;
    extend_side_by_side(1, count, monitor->moves_sq + monitor->digested, &shortest_sq, &growing->longest_sq);
    if (lanes % m == 0)
        extend_side_by_side(m, count * m, rows, growing->low, growing->high);
    else
        for (size_t row = 0; row < count; row++)
            for (size_t i = 0; i < m; i++) {
                const double x = rows[row * m + i];
                growing->low[i] = x < growing->low[i] ? x : growing->low[i];
                growing->high[i] = x > growing->high[i] ? x : growing->high[i];
            }
    monitor->alarm_sq = fmax(monitor->alarm_sq, fast_growth * fast_growth * growing->longest_sq);
    monitor->digested = monitor->filled;
}

/* Begins the next round of the ring once it is full, and says when to look next. */
static void make_room(descent_monitor *monitor)
{
    if (monitor->filled == monitor->rows) {
        descent_vector_copy(monitor->sample, recent_point(monitor, 0), monitor->recent - monitor->sample);
        monitor->before += monitor->rows;
        monitor->filled = monitor->digested = 0;
    }
    const uint64_t wait = monitor->next_check - seen_points(monitor);
    monitor->look_at = wait < monitor->rows - monitor->filled ? monitor->filled + (size_t)wait : monitor->rows;
}

/* Faster than geometric growth shows in a few steps: each is several times as long as the one before. */
static bool explodes(const descent_monitor *monitor)
{
    const double threshold = slow_growth * slow_growth, factor = fast_growth * fast_growth; /* of squares, in units */
    if (seen_points(monitor) < growth_points + 2 || !(recent_move_sq(monitor, 0) > threshold))
        return false;
    for (size_t back = 0; back < growth_points; back++)
        if (!(recent_move_sq(monitor, back) > factor * recent_move_sq(monitor, back + 1)))
            return false;
    return true;
}

/*
 * Which way it explodes: the loss says so. Without one, steps that turn back each time overshoot, which a smaller step
 * would not; steps that all go one way fall.
 */
static descent_ending exploding_verdict(const descent_monitor *monitor, double loss)
{
    if (!isnan(monitor->first_loss) && !isnan(loss))
        return loss > monitor->first_loss ? DESCENT_ENDING_DIVERGING : DESCENT_ENDING_UNBOUNDED;
    const double *const now = recent_point(monitor, 0), *const before = recent_point(monitor, 1),
                        *const earlier = recent_point(monitor, 2);
    const double largest = descent_vector_max_abs(monitor->sample, now);
    double product = 0;
    for (size_t i = 0; i < monitor->sample; i++)
        product += (now[i] / largest - before[i] / largest) * (before[i] / largest - earlier[i] / largest);
    return product < 0 ? DESCENT_ENDING_DIVERGING : DESCENT_ENDING_UNBOUNDED;
}

/*
 * Looks at what has come in, because a segment ends, there is no more room, or the last step is striking. Not inlined:
 * its registers would have to be saved at every point.
 */
__attribute__((noinline)) static descent_ending look(descent_monitor *monitor, double loss, const double *gradient)
{
    if (monitor->per_unit == 0 && monitor->filled > 1)
        choose_unit(monitor);
    digest(monitor);
    bool finite = descent_vector_is_finite(monitor->sample, recent_point(monitor, 0));
    if (seen_points(monitor) >= monitor->next_check) {
        finite &= !gradient || see_gradient(monitor, gradient);
        end_segment(monitor);
    }
    if (explodes(monitor))
        decide(monitor, exploding_verdict(monitor, loss));
    else if (!finite)
        decide(monitor, DESCENT_ENDING_NONFINITE);
    make_room(monitor);
    return monitor->ending;
}

/* Takes in the next row where a loop is worth its while; returns the square of the step to it, in units. */
__attribute__((noinline)) static double receive_many(const descent_monitor *monitor, const double *x, double *row)
{
    take_sample(monitor, x, row);
    return distance_sq(monitor->sample, monitor->per_unit, row, row - monitor->sample);
}

/*
 * What is done for every point is little: it is to hide behind the gradient that the next step waits for. One or two
 * coordinates are therefore written out. Returns whether the point is usual and may wait to be looked at; a step that is
 * not finite compares as false.
 */
static inline bool receive(descent_monitor *monitor, const double *x)
{
    const size_t filled = monitor->filled, m = monitor->sample;
    double *const row = monitor->recent + filled * m;
    double step_sq;
    if (m <= 2) {
        const double first = (x[0] - *(row - m)) * monitor->per_unit;
        const double second = (x[m - 1] - *(row - 1)) * monitor->per_unit;
        row[0] = x[0];
        row[m - 1] = x[m - 1];
        step_sq = m == 1 ? first * first : first * first + second * second;
    } else {
        step_sq = receive_many(monitor, x, row);
    }
    monitor->moves_sq[filled] = step_sq;
    monitor->filled = filled + 1;
    return filled + 1 < monitor->look_at && step_sq <= monitor->alarm_sq;
}

descent_ending descent_monitor_observe(descent_monitor *monitor, const double *x, double loss, const double *gradient)
{
    if (!monitor || !x)
        return DESCENT_ENDING_UNDETERMINED;
    if (monitor->ending == DESCENT_ENDING_NONFINITE)
        return monitor->ending;
    const bool usual = receive(monitor, x);
    if (!isnan(loss)) {
        monitor->last_loss = loss;
        if (seen_points(monitor) == 1)
            monitor->first_loss = loss;
    }
    return usual ? monitor->ending : look(monitor, loss, gradient);
}

descent_ending descent_monitor_ending(const descent_monitor *monitor)
{
    return monitor ? monitor->ending : DESCENT_ENDING_UNDETERMINED;
}

uint64_t descent_monitor_count(const descent_monitor *monitor)
{
    return monitor ? seen_points(monitor) : 0;
}

uint64_t descent_monitor_decided_at(const descent_monitor *monitor)
{
    return monitor ? monitor->decided_at : 0;
}

size_t descent_monitor_period(const descent_monitor *monitor)
{
    return monitor ? monitor->period : 0;
}

double descent_monitor_rate(const descent_monitor *monitor)
{
    return monitor ? monitor->rate : NAN;
}

int descent_monitor_is_leaving(const descent_monitor *monitor)
{
    const double ratio = leaving_ratio * leaving_ratio;
    return monitor && monitor->shortest_sq > 0 && monitor->longest_before_sq > ratio * monitor->shortest_sq &&
           past(monitor, 1)->longest_sq > ratio * monitor->shortest_sq;
}

/*
 * Shows the monitor where the engine is. The gradient is what the next step needs anyway, unless the rule looks ahead;
 * a loss is evaluated for the monitor alone. So both are asked for only when it will look at them, which is seldom.
 */
static int observe_engine(descent_engine *engine, void *context)
{
    descent_monitor *const monitor = context;
    const double *const x = monitor->watched ? monitor->watched : descent_engine_point(engine);
    if (monitor->filled + 1 < monitor->look_at && monitor->ending == DESCENT_ENDING_UNDETERMINED) {
        if (receive(monitor, x))
            return 0;
        look(monitor, NAN, NULL);
    } else {
        const bool values = seen_points(monitor) + 1 >= monitor->next_check;
        descent_monitor_observe(monitor, x, values ? descent_engine_loss(engine) : NAN,
                                values ? descent_engine_gradient(engine) : NULL);
    }
    return monitor->ending != DESCENT_ENDING_UNDETERMINED && (monitor->options.stop_endings >> monitor->ending & 1u);
}

descent_status descent_monitor_attach(descent_monitor *monitor, descent_engine *engine)
{
    if (!monitor)
        return descent_fail(DESCENT_EINVAL, "monitor must not be NULL");
    if (!engine)
        return descent_fail(DESCENT_EINVAL, "engine must not be NULL");
    if (monitor->dimension != descent_engine_dimension(engine))
        return descent_fail(DESCENT_EINVAL, "the monitor has dimension %zu, the engine %zu", monitor->dimension,
                            descent_engine_dimension(engine));
    const descent_status status = descent_engine_add_observer(engine, observe_engine, monitor);
    if (status != DESCENT_SUCCESS)
        return status;
    /* An engine's point stays where it is in memory: no need to ask for it at each step. */
    monitor->watched = monitor->attached++ == 0 ? descent_engine_point(engine) : NULL;
    observe_engine(engine, monitor);
    return DESCENT_SUCCESS;
}
