#include <descent/monitor.h>

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "diagnosis/watch.h"
#include "status.h"
#include "vector.h"

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

/* Lays out all arrays in one allocation. */
static bool allocate(descent_monitor *monitor)
{
    const size_t m = monitor->window.sample, boxes = descent_segments_numbers(m);
    const size_t window = descent_window_numbers(&monitor->window);
    monitor->numbers = malloc((boxes + window + m) * sizeof *monitor->numbers);
    if (!monitor->numbers)
        return false;
    descent_segments_lay_out(&monitor->segments, m, monitor->numbers);
    descent_window_lay_out(&monitor->window, monitor->numbers + boxes);
    monitor->gradient = monitor->numbers + boxes + window;
    return true;
}

descent_status descent_monitor_new(descent_monitor **monitor, size_t dimension, const descent_monitor_options *options)
{
    if (!monitor)
        return descent_fail(DESCENT_EINVAL, "monitor must not be NULL");
    *monitor = NULL;
    descent_monitor_options chosen;
    descent_monitor_options_default(&chosen);
    if (options)
        chosen = *options;
    const descent_status status = check_options(&chosen);
    if (status != DESCENT_SUCCESS)
        return status;
    if (dimension == 0)
        return descent_fail(DESCENT_EINVAL, "dimension must be at least 1, got 0");
    descent_window window;
    descent_window_choose(&window, dimension, chosen.coordinate_limit, descent_watch_lags(chosen.period_limit));
    const size_t arrays = 2 * (descent_segments_kept + 2) + window.rows + 2;
    if (descent_array_bytes(window.sample + window.rows, arrays, sizeof(double)) == 0)
        return descent_fail(DESCENT_EINVAL, "dimension is too large for memory, got %zu", dimension);
    descent_monitor *const made = calloc(1, sizeof *made);
    if (!made)
        return descent_fail_memory("monitor", sizeof *made);
    made->options = chosen;
    made->window = window;
    if (!allocate(made)) {
        free(made);
        return descent_fail_memory("monitor", arrays * window.sample * sizeof(double));
    }
    descent_monitor_reset(made);
    *monitor = made;
    return DESCENT_SUCCESS;
}

void descent_monitor_free(descent_monitor *monitor)
{
    if (!monitor)
        return;
    free(monitor->numbers);
    free(monitor);
}

void descent_monitor_reset(descent_monitor *monitor)
{
    if (!monitor)
        return;
    descent_window_clear(&monitor->window);
    descent_segments_clear(&monitor->segments);
    monitor->taken = 0;
    monitor->look_at = 1;
    monitor->check_at = 1; /* the first points are each looked at: growth shows early */
    monitor->alarm_sq = 0;
    monitor->decided_at = 0;
    monitor->period = monitor->suspected_period = 0;
    monitor->first_norm = monitor->first_diameter = 0;
    monitor->first_loss = monitor->last_loss = monitor->highest_loss = NAN;
    monitor->loss_at = monitor->highest_at = 0;
    monitor->loss_rose = false;
    monitor->largest_gradient = monitor->last_gradient = NAN;
    monitor->quiet_sq = INFINITY;
    monitor->busiest_sq = monitor->busy_before_sq = 0;
    monitor->leaving = monitor->turned_back = monitor->over = monitor->stops = false;
    monitor->phase = monitor->suspected_phase = DESCENT_PHASE_UNKNOWN;
    monitor->ending = monitor->suspected = DESCENT_ENDING_UNDETERMINED;
    monitor->rate = NAN;
}

static void decide(descent_monitor *monitor, descent_ending ending)
{
    if (ending != monitor->ending || ending == DESCENT_ENDING_UNDETERMINED)
        monitor->decided_at = descent_window_seen(&monitor->window) - 1;
    monitor->ending = ending;
    monitor->stops = ending != DESCENT_ENDING_UNDETERMINED && (monitor->options.stop_endings >> ending & 1u);
    monitor->period = ending == DESCENT_ENDING_PERIODIC ? monitor->suspected_period : 0;
}

/* Was it seen to run away, and is not seen to slow down? */
static bool runs_away(const descent_monitor *monitor)
{
    return (monitor->ending == DESCENT_ENDING_DIVERGING || monitor->ending == DESCENT_ENDING_UNBOUNDED) &&
           !(descent_window_move_sq(&monitor->window, 0) < descent_window_move_sq(&monitor->window, 1));
}

/* A segment ends: judge by it and those before, and begin the next. A verdict needs two checks that agree. */
static void end_segment(descent_monitor *monitor)
{
    descent_segments *const segments = &monitor->segments;
    const uint64_t seen = descent_window_seen(&monitor->window);
    descent_segments_end(segments, seen, monitor->last_loss, descent_window_move_sq(&monitor->window, 0));
    if (seen <= descent_watch_first)
        monitor->first_diameter = descent_segments_diameter(segments, &segments->whole);
    const size_t period_before = monitor->suspected_period;
    const descent_ending before = monitor->suspected;
    const descent_phase phase_before = monitor->suspected_phase;
    monitor->suspected = descent_watch_judge(monitor);
    monitor->phase = monitor->suspected_phase == phase_before ? phase_before : DESCENT_PHASE_UNKNOWN;
    const bool agreed = monitor->suspected == before && monitor->suspected_period == period_before;
    if (monitor->suspected == DESCENT_ENDING_UNDETERMINED ? !runs_away(monitor) : agreed)
        decide(monitor, monitor->suspected);
    monitor->check_at = seen < descent_watch_first ? seen + 1 : seen + seen / 8;
    descent_segments_begin(segments);
}

/* What the gradient is like now; only looked at when a segment ends. False if it is not finite. */
static bool see_gradient(descent_monitor *monitor, const double *gradient)
{
    const descent_window *const window = &monitor->window;
    descent_window_take(window, gradient, monitor->gradient);
    monitor->last_gradient = isnan(monitor->options.gradient_tolerance)
                                 ? descent_vector_norm(window->sample, monitor->gradient)
                                 : descent_vector_norm(window->dimension, gradient);
    monitor->largest_gradient = fmax(monitor->largest_gradient, monitor->last_gradient);
    return descent_vector_is_finite(window->sample, monitor->gradient);
}

/* The growing segment takes in the rows that have waited. */
static void take_in(descent_monitor *monitor)
{
    const descent_window *const window = &monitor->window;
    const double longest_sq =
        descent_segments_take_in(&monitor->segments, window->filled - monitor->taken,
                                 window->points + monitor->taken * window->sample, window->moves_sq + monitor->taken);
    monitor->alarm_sq = fmin(fmax(monitor->alarm_sq, descent_watch_alarm_sq(longest_sq)), DBL_MAX);
    monitor->taken = window->filled;
}

/* Does the growing segment end with the newest point? */
static bool is_check(const descent_monitor *monitor)
{
    return descent_window_seen(&monitor->window) >= monitor->check_at;
}

/* When to look again: at the next check, or when the window is full. */
static void choose_look(descent_monitor *monitor)
{
    descent_window *const window = &monitor->window;
    if (descent_window_make_room(window))
        monitor->taken = 0;
    const uint64_t wait = monitor->check_at - descent_window_seen(window);
    monitor->look_at = wait < window->rows - window->filled ? window->filled + (size_t)wait : window->rows;
}

/* Something is not finite: that is the ending, unless it was seen coming. */
static descent_ending break_off(descent_monitor *monitor)
{
    monitor->over = true;
    if (!runs_away(monitor))
        decide(monitor, DESCENT_ENDING_NONFINITE);
    return monitor->ending;
}

/*
 * Looks at what has come in, because a segment ends, there is no more room, or the last step is striking. Not inlined:
 * its registers would have to be saved at every point.
 */
__attribute__((noinline)) static descent_ending look(descent_monitor *monitor, const double *gradient)
{
    descent_window *const window = &monitor->window;
    const double *const point = descent_window_point(window, 0);
    const bool check = is_check(monitor);
    if (!descent_vector_is_finite(window->sample, point) || (check && gradient && !see_gradient(monitor, gradient)))
        return break_off(monitor);
    if (descent_window_seen(window) == 1)
        monitor->first_norm = descent_vector_norm(window->sample, point);
    descent_window_choose_unit(window);
    take_in(monitor);
    if (check)
        end_segment(monitor);
    if (descent_watch_explodes(monitor))
        decide(monitor, descent_watch_explosion(monitor));
    choose_look(monitor);
    return monitor->ending;
}

/* Returns whether the point is usual and may wait to be looked at; a step that is not finite compares as false. */
static inline bool receive(descent_monitor *monitor, const double *x)
{
    const double step_sq = descent_window_receive(&monitor->window, x);
    return monitor->window.filled < monitor->look_at && step_sq <= monitor->alarm_sq;
}

descent_ending descent_monitor_observe(descent_monitor *monitor, const double *x, double loss, const double *gradient)
{
    if (!monitor || !x)
        return DESCENT_ENDING_UNDETERMINED;
    if (monitor->over)
        return monitor->ending;
    const bool usual = receive(monitor, x);
    if (!isnan(loss))
        descent_watch_note_loss(monitor, loss);
    return usual ? monitor->ending : look(monitor, gradient);
}

descent_ending descent_monitor_ending(const descent_monitor *monitor)
{
    return monitor ? monitor->ending : DESCENT_ENDING_UNDETERMINED;
}

uint64_t descent_monitor_count(const descent_monitor *monitor)
{
    return monitor ? descent_window_seen(&monitor->window) : 0;
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
    return monitor && monitor->leaving;
}

descent_phase descent_monitor_phase(const descent_monitor *monitor)
{
    return monitor ? monitor->phase : DESCENT_PHASE_UNKNOWN;
}

const char *descent_phase_string(descent_phase phase)
{
    switch (phase) {
#define DESCENT_PHASE_WORD(name, number, word)                                                                         \
    case name:                                                                                                         \
        return word;
        DESCENT_PHASE_LIST(DESCENT_PHASE_WORD)
#undef DESCENT_PHASE_WORD
    case DESCENT_PHASE_FORCE_INT:
        break;
    }
    return "unknown phase";
}

/*
 * Shows the monitor where the engine is. The gradient is what the next step needs anyway, unless the rule looks ahead;
 * a loss is evaluated for the monitor alone. So both are asked for only when it will look at them, which is seldom.
 */
static int observe_engine(descent_engine *engine, void *context)
{
    descent_monitor *const monitor = context;
    if (!monitor->over && !receive(monitor, monitor->watched ? monitor->watched : descent_engine_point(engine))) {
        const bool check = is_check(monitor);
        const double loss = check || descent_watch_explodes(monitor) ? descent_engine_loss(engine) : NAN;
        if (!isnan(loss))
            descent_watch_note_loss(monitor, loss);
        look(monitor, check ? descent_engine_gradient(engine) : NULL);
    }
    return monitor->stops;
}

descent_status descent_monitor_attach(descent_monitor *monitor, descent_engine *engine)
{
    if (!monitor)
        return descent_fail(DESCENT_EINVAL, "monitor must not be NULL");
    if (!engine)
        return descent_fail(DESCENT_EINVAL, "engine must not be NULL");
    if (monitor->window.dimension != descent_engine_dimension(engine))
        return descent_fail(DESCENT_EINVAL, "the monitor has dimension %zu, the engine %zu", monitor->window.dimension,
                            descent_engine_dimension(engine));
    const descent_status status = descent_engine_add_observer(engine, observe_engine, monitor);
    if (status != DESCENT_SUCCESS)
        return status;
    /* An engine's point stays where it is in memory: no need to ask for it at each step. */
    monitor->watched = monitor->attached++ == 0 ? descent_engine_point(engine) : NULL;
    observe_engine(engine, monitor);
    return DESCENT_SUCCESS;
}
