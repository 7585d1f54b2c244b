#include "command/work/around.h"

#include <math.h>
#include <stdio.h>

#include <descent/progress.h>
#include <descent/resume.h>
#include <descent/stops.h>

enum {
    line_size = 512 /* of a summary: it has some 250 characters */
};

descent__exit descent__around_open(descent_engine **engine, const descent__loss *loss, const descent_rule *rule,
                                   const double *start, const descent_path_options *kept,
                                   const descent__settings *settings)
{
    if (settings->resume)
        return descent__failed_call(descent_engine_load(engine, &loss->problem, *rule, settings->resume));
    const descent_status status = descent_engine_new(engine, &loss->problem, *rule, start);
    return descent__failed_call(status == DESCENT_SUCCESS ? descent_engine_record(*engine, kept) : status);
}

static descent_stops stops_of(const descent__settings *settings)
{
    const struct {
        double value;
        descent_criterion criterion;
    } asked[] = {
        {settings->stop_loss, DESCENT_CRITERION_LOSS},
        {settings->stop_gradient, DESCENT_CRITERION_GRADIENT},
        {settings->stop_change, DESCENT_CRITERION_LOSS_CHANGE},
        {settings->stop_seconds, DESCENT_CRITERION_TIME},
    };
    descent_stops stops = {0};
    for (size_t k = 0; k < sizeof asked / sizeof asked[0]; k++)
        stops.any |= isnan(asked[k].value) ? 0U : (unsigned)asked[k].criterion;
    stops.loss_target = isnan(settings->stop_loss) ? 0 : settings->stop_loss;
    stops.gradient_norm = isnan(settings->stop_gradient) ? 0 : settings->stop_gradient;
    stops.loss_change = isnan(settings->stop_change) ? 0 : settings->stop_change;
    stops.seconds = isnan(settings->stop_seconds) ? 0 : settings->stop_seconds;
    return stops;
}

static void say_progress(const descent_engine *engine)
{
    char line[line_size];
    descent_engine_summary(engine, line, sizeof line);
    fprintf(stderr, "%s\n", line);
}

descent__exit descent__around_run(descent_engine *engine, uint64_t steps, const descent__settings *settings)
{
    const descent_stops stops = stops_of(settings);
    const descent_progress shown = {.stream = stderr};
    descent_status status = stops.any ? descent_engine_set_stops(engine, &stops) : DESCENT_SUCCESS;
    if (status == DESCENT_SUCCESS && settings->progress)
        status = descent_engine_set_progress(engine, &shown);
    if (status != DESCENT_SUCCESS)
        return descent__failed_call(status);
    const descent__exit exit = descent__failed_call(descent_engine_run(engine, steps));
    if (settings->progress)
        say_progress(engine);
    /* A run that was cut short can be gone on with all the same. */
    const descent__exit kept = settings->checkpoint
                                   ? descent__failed_call(descent_engine_save(engine, settings->checkpoint))
                                   : DESCENT__EXIT_DONE;
    return exit == DESCENT__EXIT_DONE ? kept : exit;
}
