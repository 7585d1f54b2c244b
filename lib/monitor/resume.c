/* A monitor in a file. */
#include <math.h>

#include "base/environment.h"
#include "base/status.h"
#include "base/word.h"
#include "engine/items.h"
#include "monitor/state.h"

static const char magic[8] = {'\x89', 'd', 'e', 's', 'c', 'm', 'o', '\n'};

enum {
    version = 2 /* 1 knew less of the approach */
};

static void segment_items(descent__items *items, descent__segment *segment)
{
    descent__item_real(items, &segment->longest_sq);
    descent__item_real(items, &segment->last_sq);
    descent__item_real(items, &segment->loss);
    descent__item_real(items, &segment->gradient);
    descent__item_real(items, &segment->pace);
    descent__item_number(items, &segment->end);
}

static void segments_items(descent__items *items, descent__segments *segments)
{
    for (size_t k = 0; k < descent__segments_kept; k++)
        segment_items(items, &segments->ring[k]);
    segment_items(items, &segments->whole);
    segment_items(items, &segments->joint);
    descent__item_size(items, &segments->current);
}

static void window_items(descent__items *items, descent__recent *window)
{
    descent__item_size(items, &window->filled);
    descent__item_number(items, &window->before);
    descent__item_real(items, &window->per_unit);
}

static void flag_items(descent__items *items, descent_monitor *monitor)
{
    bool *const flags[] = {&monitor->stops,     &monitor->over,    &monitor->checked,  &monitor->approached,
                           &monitor->loss_rose, &monitor->leaving, &monitor->quickens, &monitor->turned_back,
                           &monitor->falls_on,  &monitor->coasts,  &monitor->slackens};
    for (size_t k = 0; k < sizeof flags / sizeof *flags; k++)
        descent__item_truth(items, flags[k]);
}

static void number_items(descent__items *items, descent_monitor *monitor)
{
    double *const reals[] = {&monitor->alarm_sq,         &monitor->first_norm,    &monitor->first_diameter,
                             &monitor->largest_gradient, &monitor->last_gradient, &monitor->entered,
                             &monitor->curvature,        &monitor->first_loss,    &monitor->last_loss,
                             &monitor->highest_loss,     &monitor->quiet_sq,      &monitor->busiest_sq,
                             &monitor->busy_before_sq,   &monitor->rate,          &monitor->slope_pace};
    uint64_t *const numbers[] = {&monitor->check_at, &monitor->loss_at, &monitor->highest_at, &monitor->falls,
                                 &monitor->decided_at};
    size_t *const sizes[] = {&monitor->look_at, &monitor->taken, &monitor->agreed, &monitor->period,
                             &monitor->suspected_period};
    for (size_t k = 0; k < sizeof reals / sizeof *reals; k++)
        descent__item_real(items, reals[k]);
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        descent__item_number(items, numbers[k]);
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
        descent__item_size(items, sizes[k]);
}

static void verdict_items(descent__items *items, descent_monitor *monitor)
{
    uint64_t verdicts[] = {(uint64_t)monitor->ending, (uint64_t)monitor->suspected, (uint64_t)monitor->phase,
                           (uint64_t)monitor->suspected_phase};
    for (size_t k = 0; k < sizeof verdicts / sizeof *verdicts; k++)
        descent__item_number(items, &verdicts[k]);
    if (!items->reader)
        return;
    /* They are numbered from 0 without gaps. */
    const uint64_t endings = 0 DESCENT_ENDING_LIST(DESCENT__ONE), phases = 0 DESCENT_PHASE_LIST(DESCENT__ONE);
    items->reader->failed |=
        verdicts[0] >= endings || verdicts[1] >= endings || verdicts[2] >= phases || verdicts[3] >= phases;
    monitor->ending = (descent_ending)verdicts[0];
    monitor->suspected = (descent_ending)verdicts[1];
    monitor->phase = (descent_phase)verdicts[2];
    monitor->suspected_phase = (descent_phase)verdicts[3];
}

static void monitor_items(descent__items *items, descent_monitor *monitor)
{
    window_items(items, &monitor->window);
    segments_items(items, &monitor->segments);
    flag_items(items, monitor);
    number_items(items, monitor);
    verdict_items(items, monitor);
    descent__item_reals(items, descent__monitor_numbers(monitor), monitor->numbers);
}

static void options_items(descent__items *items, uint64_t *dimension, descent_monitor_options *options)
{
    uint64_t endings = options->stop_endings;
    descent__item_number(items, dimension);
    descent__item_number(items, &endings);
    options->stop_endings = (unsigned)endings;
    descent__item_real(items, &options->distance_tolerance);
    descent__item_real(items, &options->gradient_tolerance);
    descent__item_size(items, &options->period_limit);
    descent__item_size(items, &options->coordinate_limit);
    if (items->reader && isnan(options->gradient_tolerance))
        options->gradient_tolerance = 0; /* none */
}

static descent_status save(descent_monitor *monitor, const char *file_name)
{
    descent__writer writer;
    if (!monitor || !file_name)
        return descent_fail(DESCENT_EINVAL, "%s must not be NULL", monitor ? "file_name" : "monitor");
    const descent_status status = descent__writer_open(&writer, file_name, magic);
    if (status != DESCENT_SUCCESS)
        return status;
    descent__items items = {.writer = &writer};
    uint64_t dimension = monitor->window.dimension;
    descent__write_number(&writer, version);
    options_items(&items, &dimension, &monitor->options);
    monitor_items(&items, monitor);
    return descent__writer_commit(&writer);
}

descent_status descent_monitor_save(const descent_monitor *monitor, const char *file_name)
{
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = save((descent_monitor *)monitor, file_name); /* writing changes nothing */
    descent__environment_leave(&environment);
    return status;
}

/* Where the next look, check and segment are must lie in what there is. */
static bool is_sound(const descent_monitor *monitor)
{
    const descent__recent *const window = &monitor->window;
    return window->filled <= window->rows && monitor->taken <= window->filled && monitor->look_at <= window->rows &&
           monitor->look_at > 0 && (window->filled < monitor->look_at || monitor->over) &&
           (window->before == 0 || window->before >= window->rows) && window->before <= UINT64_MAX / 2 &&
           monitor->check_at <= UINT64_MAX / 2 && (monitor->over || monitor->check_at > descent__recent_seen(window)) &&
           monitor->segments.current < descent__segments_kept &&
           monitor->suspected_period <= monitor->options.period_limit &&
           monitor->period <= monitor->options.period_limit;
}

static descent_status read(descent_monitor **monitor, descent__reader *reader)
{
    descent_monitor_options options = {0};
    descent__items items = {.reader = reader};
    uint64_t dimension;
    const uint64_t found = descent__read_number(reader);
    if (found != version && !reader->failed)
        return descent_fail(DESCENT_EUNSUPPORTED, "%s: version %llu of the format is not %d", reader->source.name,
                            (unsigned long long)found, version);
    options_items(&items, &dimension, &options);
    /* A monitor has several numbers for each coordinate that it watches. */
    const uint64_t watched = dimension < options.coordinate_limit ? dimension : options.coordinate_limit;
    descent_status status = DESCENT_EFORMAT;
    if (!reader->failed && dimension <= SIZE_MAX && watched <= descent__reader_left(reader))
        status = descent_monitor_new(monitor, (size_t)dimension, &options);
    if (status == DESCENT_ENOMEM)
        return status;
    if (status == DESCENT_SUCCESS)
        monitor_items(&items, *monitor);
    if (status != DESCENT_SUCCESS || reader->failed || reader->next != reader->end || !is_sound(*monitor))
        return descent_fail(DESCENT_EFORMAT, "%s: what is in the file is no monitor that can be gone on with",
                            reader->source.name);
    (*monitor)->resumed = true;
    return DESCENT_SUCCESS;
}

static descent_status load(descent_monitor **monitor, const char *file_name)
{
    descent__reader reader;
    if (!monitor)
        return descent_fail(DESCENT_EINVAL, "monitor must not be NULL");
    *monitor = NULL;
    if (!file_name)
        return descent_fail(DESCENT_EINVAL, "file_name must not be NULL");
    descent_monitor *made = NULL;
    descent_status status = descent__reader_open(&reader, file_name, magic);
    if (status != DESCENT_SUCCESS)
        return status;
    status = read(&made, &reader);
    descent__reader_close(&reader);
    if (status == DESCENT_SUCCESS)
        *monitor = made;
    else
        descent_monitor_free(made);
    return status;
}

descent_status descent_monitor_load(descent_monitor **monitor, const char *file_name)
{
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = load(monitor, file_name);
    descent__environment_leave(&environment);
    return status;
}
