#include <descent/monitor.h>

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/environment.h"
#include "base/status.h"
#include "base/vector.h"
#include "base/word.h"
#include "engine/engine.h"
#include "monitor/arrival.h"
#include "monitor/judge.h"
#include "trajectory/tolerances.h"

/* Defaults. */
static const unsigned default_stop_endings = 1u << DESCENT_ENDING_CONVERGED | 1u << DESCENT_ENDING_STALLED |
                                             1u << DESCENT_ENDING_PERIODIC | 1u << DESCENT_ENDING_DIVERGING |
                                             1u << DESCENT_ENDING_NONFINITE;
/* A window holds three rounds of it: at the default limit of coordinates, 1.5 MB. */
static const size_t longest_period = 64;
/* Problems beyond it are watched by that many sampled coordinates, so that a step costs no more. */
static const size_t default_coordinate_limit = 1024;

enum {
    samples = 3 /* of coordinates: a gradient, the last check's point and its gradient */
};

/* Copies the options, with the default wherever a field is 0. Inside, no gradient tolerance is NaN. */
static descent_status options_take(const descent_monitor_options *given, descent_monitor_options *chosen)
{
    *chosen = given ? *given : (descent_monitor_options){0};
    if (chosen->stop_endings == 0)
        chosen->stop_endings = default_stop_endings;
    if (chosen->distance_tolerance == 0)
        chosen->distance_tolerance = descent__arrival_of_diameter;
    if (chosen->period_limit == 0)
        chosen->period_limit = longest_period;
    if (chosen->coordinate_limit == 0)
        chosen->coordinate_limit = default_coordinate_limit;
    if (!(chosen->distance_tolerance > 0 && chosen->distance_tolerance < 1))
        return descent_fail(DESCENT_EINVAL, "distance_tolerance must be in (0, 1), or 0 for the default, got %g",
                            chosen->distance_tolerance);
    if (!(chosen->gradient_tolerance >= 0 && isfinite(chosen->gradient_tolerance)))
        return descent_fail(DESCENT_EINVAL, "gradient_tolerance must be finite and positive, or 0 for none, got %g",
                            chosen->gradient_tolerance);
    if (chosen->gradient_tolerance == 0)
        chosen->gradient_tolerance = NAN;
    if (chosen->period_limit < 2 || chosen->period_limit > longest_period)
        return descent_fail(DESCENT_EINVAL, "period_limit must be from 2 to %zu, or 0 for the default, got %zu",
                            longest_period, chosen->period_limit);
    for (size_t i = 0; i < sizeof chosen->reserved / sizeof chosen->reserved[0]; i++)
        if (chosen->reserved[i])
            return descent_fail(DESCENT_EINVAL, "reserved[%zu] must be NULL", i);
    return DESCENT_SUCCESS;
}

size_t descent__monitor_numbers(const descent_monitor *monitor)
{
    const size_t m = monitor->window.sample;
    return descent__segments_numbers(m) + descent__recent_numbers(&monitor->window) + samples * m;
}

/* Lays out all arrays in one allocation. */
static bool allocate(descent_monitor *monitor)
{
    const size_t m = monitor->window.sample, boxes = descent__segments_numbers(m);
    const size_t window = descent__recent_numbers(&monitor->window);
    monitor->numbers = calloc(descent__monitor_numbers(monitor), sizeof *monitor->numbers);
    if (!monitor->numbers)
        return false;
    descent__segments_lay_out(&monitor->segments, m, monitor->numbers);
    descent__recent_lay_out(&monitor->window, monitor->numbers + boxes);
    monitor->gradient = monitor->numbers + boxes + window;
    monitor->check_point = monitor->gradient + m;
    monitor->check_gradient = monitor->check_point + m;
    return true;
}

static descent_status new_monitor(descent_monitor **monitor, size_t dimension, const descent_monitor_options *options)
{
    if (!monitor)
        return descent_fail(DESCENT_EINVAL, "monitor must not be NULL");
    *monitor = NULL;
    descent_monitor_options chosen;
    const descent_status status = options_take(options, &chosen);
    if (status != DESCENT_SUCCESS)
        return status;
    if (dimension == 0)
        return descent_fail(DESCENT_EINVAL, "dimension must be at least 1, got 0");
    descent__recent window;
    descent__recent_choose(&window, dimension, chosen.coordinate_limit, descent__monitor_lags(chosen.period_limit));
    const size_t arrays =
        2 * (descent__segments_kept + 2) + window.rows + samples + 1; /* moves beside the rows, and row −1 */
    if (descent__array_bytes(window.sample + window.rows, arrays, sizeof(double)) == 0)
        return descent_fail(DESCENT_EINVAL, "dimension is too large for memory, got %zu", dimension);
    descent_monitor *const made = calloc(1, sizeof *made);
    if (!made)
        return descent__fail_memory("monitor", sizeof *made);
    made->options = chosen;
    made->window = window;
    if (!allocate(made)) {
        free(made);
        return descent__fail_memory("monitor", arrays * window.sample * sizeof(double));
    }
    descent_monitor_reset(made);
    *monitor = made;
    return DESCENT_SUCCESS;
}

descent_status descent_monitor_new(descent_monitor **monitor, size_t dimension, const descent_monitor_options *options)
{
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = new_monitor(monitor, dimension, options);
    descent__environment_leave(&environment);
    return status;
}

void descent_monitor_free(descent_monitor *monitor)
{
    if (!monitor)
        return;
    if (monitor->attached > 0) {
        monitor->unwanted = true;
        return;
    }
    free(monitor->numbers);
    free(monitor);
}

void descent_monitor_reset(descent_monitor *monitor)
{
    if (!monitor)
        return;
    monitor->resumed = false;
    descent__recent_clear(&monitor->window);
    descent__segments_clear(&monitor->segments);
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
    monitor->falls = 0;
    monitor->agreed = 0;
    monitor->largest_gradient = monitor->last_gradient = monitor->entered = monitor->curvature = NAN;
    monitor->slope_pace = NAN;
    monitor->quiet_sq = INFINITY;
    monitor->busiest_sq = monitor->busy_before_sq = 0;
    monitor->checked = monitor->approached = monitor->falls_on = monitor->coasts = monitor->leaving =
        monitor->quickens = monitor->slackens = monitor->turned_back = monitor->over = monitor->stops = false;
    monitor->phase = monitor->suspected_phase = DESCENT_PHASE_UNKNOWN;
    monitor->ending = monitor->suspected = DESCENT_ENDING_UNDETERMINED;
    monitor->rate = NAN;
}

static void decide(descent_monitor *monitor, descent_ending ending)
{
    if (ending != monitor->ending || ending == DESCENT_ENDING_UNDETERMINED)
        monitor->decided_at = descent__recent_seen(&monitor->window) - 1;
    monitor->ending = ending;
    monitor->stops = ending != DESCENT_ENDING_UNDETERMINED && (monitor->options.stop_endings >> ending & 1u);
    monitor->period = ending == DESCENT_ENDING_PERIODIC ? monitor->suspected_period : 0;
}

/* Was it seen to run away, and is not seen to slow down, or to stand still? */
static bool runs_away(const descent_monitor *monitor)
{
    const double now_sq = descent__recent_move_sq(&monitor->window, 0);
    return (monitor->ending == DESCENT_ENDING_DIVERGING || monitor->ending == DESCENT_ENDING_UNBOUNDED) &&
           !(now_sq < descent__recent_move_sq(&monitor->window, 1) || now_sq == 0);
}

/*
 * How many checks must agree. Growth that hides behind a motion that dies out comes out at one check or another: who says
 * that nothing moves any more waits for one more.
 */
static size_t checks_needed(descent_ending ending)
{
    return ending == DESCENT_ENDING_CONVERGED || ending == DESCENT_ENDING_STALLED ? descent__rest_checks
                                                                                  : descent__verdict_checks;
}

/* A segment ends: judge by it and those before, and begin the next. */
static void end_segment(descent_monitor *monitor, double gradient)
{
    descent__segments *const segments = &monitor->segments;
    const uint64_t seen = descent__recent_seen(&monitor->window);
    descent__segments_end(segments, seen, monitor->last_loss, gradient, descent__recent_move_sq(&monitor->window, 0));
    if (seen <= descent__monitor_first)
        monitor->first_diameter = descent__segments_diameter(segments, &segments->whole);
    const size_t period_before = monitor->suspected_period;
    const descent_ending before = monitor->suspected;
    const descent_phase phase_before = monitor->suspected_phase;
    monitor->suspected = descent__monitor_judge(monitor);
    monitor->phase = monitor->suspected_phase == phase_before ? phase_before : DESCENT_PHASE_UNKNOWN;
    const bool agreed = monitor->suspected == before && monitor->suspected_period == period_before;
    monitor->agreed = agreed ? monitor->agreed + 1 : 1;
    if (monitor->suspected == DESCENT_ENDING_UNDETERMINED ? !runs_away(monitor)
                                                          : monitor->agreed >= checks_needed(monitor->suspected))
        decide(monitor, monitor->suspected);
    monitor->check_at = seen < descent__monitor_first ? seen + 1 : seen + seen / descent__segment_part;
    descent__segments_begin(segments);
}

/* What the gradient is like now; only looked at when a segment ends. False if it is not finite. */
static bool see_gradient(descent_monitor *monitor, const double *gradient)
{
    const descent__recent *const window = &monitor->window;
    descent__recent_take(window, gradient, monitor->gradient);
    monitor->last_gradient = descent__vector_norm(window->dimension, gradient);
    monitor->largest_gradient = fmax(monitor->largest_gradient, monitor->last_gradient);
    return isfinite(monitor->last_gradient) || descent__vector_is_finite(window->dimension, gradient);
}

/* The growing segment takes in the rows that have waited. */
static void take_in(descent_monitor *monitor)
{
    const descent__recent *const window = &monitor->window;
    descent__arrival_note_pace(monitor);
    const double longest_sq =
        descent__segments_take_in(&monitor->segments, window->filled - monitor->taken,
                                  window->points + monitor->taken * window->sample, window->moves_sq + monitor->taken);
    monitor->alarm_sq = fmin(fmax(monitor->alarm_sq, descent__monitor_alarm_sq(longest_sq)), DBL_MAX);
    monitor->taken = window->filled;
}

/* Does the growing segment end with the newest point? */
static bool is_check(const descent_monitor *monitor)
{
    return descent__recent_seen(&monitor->window) >= monitor->check_at;
}

/* When to look again: at the next check, or when the window is full. */
static void choose_look(descent_monitor *monitor)
{
    descent__recent *const window = &monitor->window;
    if (descent__recent_make_room(window))
        monitor->taken = 0;
    const uint64_t wait = monitor->check_at - descent__recent_seen(window);
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
    descent__recent *const window = &monitor->window;
    const double *const point = descent__recent_point(window, 0);
    const bool check = is_check(monitor);
    if (!descent__vector_is_finite(window->sample, point) || (check && gradient && !see_gradient(monitor, gradient)))
        return break_off(monitor);
    if (descent__recent_seen(window) == 1)
        monitor->first_norm = descent__vector_norm(window->sample, point);
    descent__recent_choose_unit(window);
    take_in(monitor);
    if (check && gradient)
        descent__arrival_note_gradient(monitor);
    if (check)
        end_segment(monitor, gradient ? monitor->last_gradient : NAN);
    if (descent__monitor_explodes(monitor))
        decide(monitor, descent__monitor_explosion(monitor));
    choose_look(monitor);
    return monitor->ending;
}

/* Returns whether the point is usual and may wait to be looked at; a step that is not finite compares as false. */
static inline bool receive(descent_monitor *monitor, const double *x)
{
    const double step_sq = descent__recent_receive(&monitor->window, x);
    return monitor->window.filled < monitor->look_at && step_sq <= monitor->alarm_sq;
}

static descent_ending observe(descent_monitor *monitor, const double *x, double loss, const double *gradient)
{
    if (!monitor || !x)
        return DESCENT_ENDING_UNDETERMINED;
    if (monitor->over)
        return monitor->ending;
    const bool usual = receive(monitor, x);
    if (!isnan(loss))
        descent__monitor_note_loss(monitor, loss);
    return usual ? monitor->ending : look(monitor, gradient);
}

descent_ending descent_monitor_observe(descent_monitor *monitor, const double *x, double loss, const double *gradient)
{
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_ending ending = observe(monitor, x, loss, gradient);
    descent__environment_leave(&environment);
    return ending;
}

descent_monitor_state descent_monitor_view(const descent_monitor *monitor)
{
    if (!monitor)
        return (descent_monitor_state){.rate = NAN};
    return (descent_monitor_state){
        .ending = monitor->ending,
        .phase = monitor->phase,
        .leaving = monitor->leaving,
        .count = descent__recent_seen(&monitor->window),
        .decided_at = monitor->decided_at,
        .period = monitor->period,
        .rate = monitor->rate,
    };
}

const char *descent_phase_string(descent_phase phase)
{
    static const descent__word words[] = {DESCENT_PHASE_LIST(DESCENT__WORD)};
    return descent__word_find(words, DESCENT__WORD_COUNT(words), phase);
}

/* Another rule since it was asked forgets what it divides by, for all that is known. */
static void follow_rule(descent_monitor *monitor, const descent_engine *engine)
{
    if (monitor->asked == engine->map.rule.type)
        return;
    monitor->asked = engine->map.rule.type;
    monitor->forgets = descent__engine_rule_may_forget(engine);
}

/*
 * Shows the monitor where the engine is. The gradient is what the next step needs anyway, unless the rule looks ahead;
 * a loss is evaluated for the monitor alone. So both are asked for only when it will look at them, which is seldom.
 */
static int observe_engine(descent_engine *engine, void *context)
{
    descent_monitor *const monitor = context;
    descent__environment environment;
    descent__environment_enter(&environment);
    if (!monitor->unwanted && !monitor->over && !receive(monitor, engine->map.state)) {
        const bool check = is_check(monitor);
        follow_rule(monitor, engine);
        const double loss = check || descent__monitor_explodes(monitor) ? descent_engine_loss(engine) : NAN;
        if (!isnan(loss))
            descent__monitor_note_loss(monitor, loss);
        look(monitor, check && descent__engine_can_tell_gradient(engine) ? descent_engine_gradient(engine) : NULL);
    }
    descent__environment_leave(&environment);
    return monitor->stops && !monitor->unwanted;
}

/* The engine is freed. */
static void let_go(void *context)
{
    descent_monitor *const monitor = context;
    monitor->attached--;
    monitor->forgets = false; /* what comes next is of another engine, or of none */
    monitor->asked = NULL;
    if (monitor->unwanted)
        descent_monitor_free(monitor);
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
    bool forgets;
    descent_status status = descent__engine_ask_forgetting(engine, &forgets);
    if (status != DESCENT_SUCCESS)
        return status;
    const observer watcher = {.function = observe_engine, .context = monitor, .let_go = let_go};
    status = descent__engine_add_watcher(engine, watcher);
    if (status != DESCENT_SUCCESS)
        return status;
    monitor->attached++;
    monitor->forgets = forgets;
    monitor->asked = engine->map.rule.type;
    descent__call *guard DESCENT__GUARD = descent__engine_begin(engine);
    if (!monitor->resumed)
        observe_engine(engine, monitor);
    monitor->resumed = false;
    return descent__engine_end(engine, &guard) ? DESCENT_SUCCESS : descent__engine_gone();
}
