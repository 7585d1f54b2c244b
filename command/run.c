/* descent run: one run, explained and drawn. */
#include <stdio.h>
#include <string.h>

#include "command/loss/choice.h"
#include "command/report/picture.h"
#include "command/report/text.h"
#include "command/verbs.h"
#include "command/work/explained.h"

static descent__exit save(const descent_path *path, const char *file)
{
    const size_t length = strlen(file);
    if (length > 4 && strcmp(file + length - 4, ".npy") == 0)
        return descent__failed_call(descent_path_write_npy(path, file));
    return descent__failed_call(descent_path_write_csv(path, file));
}

static descent_plot_kind kind_of(const descent__settings *settings)
{
    return descent__picture_kind(settings->kind ? settings->kind : "contour");
}

static descent__exit draw(const descent__loss *loss, const descent__explained *run, const descent__settings *settings,
                          const descent_plot_view *given)
{
    descent_plot_view view = *given;
    descent__picture_frame(settings, loss, kind_of(settings), &run->path, 1, &view);
    const descent_picture picture = {
        .kind = kind_of(settings),
        .problem = &loss->problem,
        .paths = &run->path,
        .path_count = 1,
        .diagnosis = run->diagnosis,
        .view = &view,
    };
    return descent__picture_draw(&picture, settings, loss->name, 1);
}

static descent__exit report(const descent__loss *loss, const descent__explained *run, const descent__settings *settings,
                            const descent_plot_view *view)
{
    const int in_words = !settings->json && !settings->line;
    descent__exit exit = descent__say(run->diagnosis, settings);
    if (in_words && run->diagnosis->x) {
        printf("\nLast:     ");
        descent__say_point(run->diagnosis->x, run->diagnosis->dimension);
        putchar('\n');
    }
    if (exit == DESCENT__EXIT_DONE && settings->save)
        exit = save(run->path, settings->save);
    if (exit == DESCENT__EXIT_DONE && settings->save && in_words)
        printf("Path:     %s\n", settings->save);
    /* Who asks for one line or for JSON wants a picture only where it says so. */
    if (exit == DESCENT__EXIT_DONE && !settings->no_picture && (in_words || settings->output || settings->show))
        exit = draw(loss, run, settings, view);
    return exit;
}

descent__exit descent__verb_run(const descent__settings *settings, size_t count)
{
    (void)count;
    descent__loss loss = {0};
    descent__explained run = {0};
    descent_plot_view view;
    descent__exit exit = descent__expect_check(settings);
    if (exit == DESCENT__EXIT_DONE && settings->operand_count > 1)
        exit = descent__wrong("'%s' is one word too many", settings->operands[1]);
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__loss_need(&loss, settings, settings->operands[0], settings->start);
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__picture_view(settings, &loss, kind_of(settings), &view);
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__explained_make(&run, &loss, settings);
    /* A run that was cut short is explained all the same. */
    const descent__exit reported = run.diagnosis ? report(&loss, &run, settings, &view) : DESCENT__EXIT_DONE;
    if (exit == DESCENT__EXIT_DONE)
        exit = reported;
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__expected(run.diagnosis, settings);
    descent__explained_close(&run);
    descent__loss_close(&loss);
    return exit;
}
