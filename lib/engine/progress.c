#include "engine/progress.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>

#include "base/environment.h"
#include "base/locale.h"
#include "base/status.h"
#include "engine/clock.h"
#include "engine/evaluate.h"

/* Of a table that goes by nothing that was named. */
static const double usual_seconds = 1;

static descent_status set_progress(descent_engine *engine, const descent_progress *progress)
{
    const descent_status status = descent__engine_check_idle(engine);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!isfinite(progress->every_seconds) || progress->every_seconds < 0)
        return descent_fail(DESCENT_EINVAL, "progress.every_seconds must be finite and not negative, got %g",
                            progress->every_seconds);
    for (size_t k = 0; k < sizeof progress->reserved / sizeof *progress->reserved; k++)
        if (progress->reserved[k])
            return descent_fail(DESCENT_EINVAL, "progress.reserved[%zu] must be NULL", k);
    engine->progress = (descent__progress){.chosen = *progress};
    descent_progress *const chosen = &engine->progress.chosen;
    if (chosen->every_steps == 0 && chosen->every_seconds == 0)
        chosen->every_seconds = usual_seconds;
    descent__engine_choose_pace(engine);
    return DESCENT_SUCCESS;
}

descent_status descent_engine_set_progress(descent_engine *engine, const descent_progress *progress)
{
    static const descent_progress none;
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = set_progress(engine, progress ? progress : &none);
    descent__environment_leave(&environment);
    return status;
}

static uint64_t total_evaluations(const descent_engine *engine)
{
    return descent__evaluator_total(&engine->evaluator);
}

/* The user's stream: whatever writes it must not change the engine. */
static void write_row(descent_engine *engine)
{
    descent__progress *const progress = &engine->progress;
    FILE *const stream = progress->chosen.stream;
    descent__plain_locale locale;
    if (!descent__plain_locale_enter(&locale))
        return;
    const activity before = engine->activity;
    engine->activity = OBSERVING;
    const bool timed = progress->chosen.every_seconds > 0;
    if (!progress->headed)
        fprintf(stream, "%12s %22s %14s %14s %12s%s\n", "step", "loss", "gradient norm", "step size", "evaluations",
                timed ? "    seconds" : "");
    progress->headed = true;
    fprintf(stream, "%12" PRIu64 " %22.15g %14.6g %14.6g %12" PRIu64, descent_engine_steps(engine),
            engine->loss_known ? engine->loss : NAN, engine->gradient_known ? descent__engine_known_norm(engine) : NAN,
            engine->map.step_size, total_evaluations(engine));
    if (timed)
        fprintf(stream, " %10.3f", descent__seconds_now() - progress->began);
    fputc('\n', stream);
    engine->activity = before;
    descent__plain_locale_leave(&locale);
}

/* Shows the present point. A value that cannot be had is left to the step to report. */
static void show(descent_engine *engine)
{
    descent__progress *const progress = &engine->progress;
    const bool has_loss = descent__evaluator_has_loss(&engine->evaluator);
    if (engine->pending == DESCENT_SUCCESS)
        engine->pending = descent__engine_evaluate(engine, has_loss, true);
    if (descent__engine_wants(engine)) /* it is shown when it is told */
        return;
    write_row(engine);
    progress->shown = descent_engine_steps(engine);
    progress->is_shown = true;
    if (progress->chosen.every_seconds > 0)
        progress->shown_at = descent__seconds_now();
}

void descent__progress_begin(descent_engine *engine)
{
    engine->progress.is_shown = false;
    if (engine->progress.chosen.stream && engine->progress.chosen.every_seconds > 0)
        engine->progress.began = descent__seconds_now();
}

static bool is_due(const descent__progress *progress, uint64_t step)
{
    if (!progress->is_shown)
        return true;
    if (progress->shown == step)
        return false;
    const descent_progress *const chosen = &progress->chosen;
    return (chosen->every_steps > 0 && step % chosen->every_steps == 0) ||
           (chosen->every_seconds > 0 && descent__seconds_now() - progress->shown_at >= chosen->every_seconds);
}

void descent__progress_follow(descent_engine *engine)
{
    if (engine->progress.chosen.stream && is_due(&engine->progress, descent_engine_steps(engine)))
        show(engine);
}

void descent__progress_end(descent_engine *engine)
{
    const descent__progress *const progress = &engine->progress;
    if (progress->chosen.stream && !(progress->is_shown && progress->shown == descent_engine_steps(engine)))
        show(engine);
}

/* A line that grows, and knows how long it would be. */
typedef struct line {
    char *text;
    size_t size, length;
} line;

__attribute__((format(printf, 2, 3))) static void say(line *l, const char *format, ...)
{
    va_list arguments;
    const size_t left = l->length < l->size ? l->size - l->length : 0;
    va_start(arguments, format);
    const int added = vsnprintf(left > 0 ? l->text + l->length : NULL, left, format, arguments);
    va_end(arguments);
    l->length += added > 0 ? (size_t)added : 0;
}

static void say_counted(line *l, uint64_t count, const char *one, const char *many)
{
    say(l, "%" PRIu64 " %s", count, count == 1 ? one : many);
}

static void say_run(line *l, const descent_engine *engine)
{
    const descent_evaluations *const count = &engine->evaluator.evaluations;
    say(l, "%s, step size %.6g: ", engine->map.rule.type->name, engine->map.step_size);
    say_counted(l, descent_engine_steps(engine), "step, ", "steps, ");
    say_counted(l, count->loss, "loss and ", "losses and ");
    say_counted(l, count->gradient, "gradient evaluated", "gradients evaluated");
    if (engine->loss_known && !isnan(engine->loss))
        say(l, "; loss %.10g", engine->loss);
    if (engine->gradient_known)
        say(l, "; gradient norm %.6g",
            engine->norm_known ? engine->gradient_norm : descent__vector_norm(engine->map.n, engine->gradient));
    if (engine->best_loss < INFINITY && engine->best_step != descent_engine_steps(engine))
        say(l, "; lowest loss %.10g at step %" PRIu64, engine->best_loss, engine->best_step);
    if (engine->stop != DESCENT_STOP_NONE)
        say(l, "; stopped, as %s", descent_stop_meaning(engine->stop));
}

size_t descent_engine_summary(const descent_engine *engine, char *text, size_t size)
{
    descent__plain_locale locale;
    line l = {.text = text, .size = text ? size : 0};
    if (l.size > 0)
        text[0] = '\0';
    if (!engine || engine->activity == EVALUATING)
        return 0;
    const bool entered = descent__plain_locale_enter(&locale);
    say_run(&l, engine);
    if (entered)
        descent__plain_locale_leave(&locale);
    return l.length;
}

const double *descent_engine_best_point(const descent_engine *engine, double *loss, uint64_t *step)
{
    const bool known = engine && engine->best_loss < INFINITY;
    if (loss)
        *loss = known ? engine->best_loss : NAN;
    if (step)
        *step = known ? engine->best_step : 0;
    return known ? engine->best : NULL;
}
