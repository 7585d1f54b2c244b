/* descent plot: one picture. */
#include <string.h>

#include "command/loss/choice.h"
#include "command/report/picture.h"
#include "command/verbs.h"
#include "command/work/explained.h"

/* The loss alone is shown in a window, which landscapes have. */
static descent__exit need_window(const descent__loss *loss, descent_plot_view *view)
{
    const size_t x = view->x_variable ? view->x_variable - 1 : 0;
    const size_t y = view->y_variable ? view->y_variable - 1 : x == 0;
    if (view->x_low < view->x_high)
        return DESCENT__EXIT_DONE;
    if (!loss->lower)
        return descent__wrong("which part of the loss? Give --window left,right,bottom,top, or a run's --start");
    view->x_low = loss->lower[x];
    view->x_high = loss->upper[x];
    if (loss->problem.dimension > 1) {
        view->y_low = loss->lower[y];
        view->y_high = loss->upper[y];
    }
    return DESCENT__EXIT_DONE;
}

static descent__exit draw(const descent__loss *loss, const descent__explained *run, const descent__settings *settings,
                          descent_plot_view *view)
{
    const descent_plot_kind kind = descent__picture_kind(settings->operands[0]);
    if (!run->path) {
        view->plane = DESCENT_PLOT_PLANE_COORDINATES;
        const descent__exit exit = need_window(loss, view);
        if (exit != DESCENT__EXIT_DONE)
            return exit;
    } else {
        descent__picture_frame(settings, loss, kind, &run->path, 1, view);
    }
    const descent_picture picture = {
        .kind = kind,
        .problem = loss->problem.dimension ? &loss->problem : NULL,
        .paths = run->path ? &run->path : NULL,
        .path_count = run->path != NULL,
        .diagnosis = run->diagnosis,
        .view = view,
    };
    return descent__picture_draw(&picture, settings, loss->name ? loss->name : "path", 0);
}

/* A picture of one run, made or read; or of none, where the loss alone makes a picture. */
static descent__exit plot_run(const descent__settings *settings, descent_plot_kind kind)
{
    descent__loss loss = {0};
    descent__explained run = {0};
    descent_plot_view view;
    const int alone = (kind == DESCENT_PLOT_CONTOUR || kind == DESCENT_PLOT_SURFACE) && !settings->start;
    descent__exit exit = settings->path ? descent__loss_open(&loss, settings, settings->operands[1], NULL)
                                        : descent__loss_need(&loss, settings, settings->operands[1], settings->start);
    if (exit == DESCENT__EXIT_DONE && settings->path && settings->start)
        exit = descent__wrong("--start makes a run, --path reads one: give one of them");
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__picture_view(settings, &loss, kind, &view);
    if (exit == DESCENT__EXIT_DONE && settings->path)
        exit = descent__explained_read(&run, &loss, settings->path, settings);
    else if (exit == DESCENT__EXIT_DONE && !alone)
        exit = descent__explained_make(&run, &loss, settings);
    if (exit == DESCENT__EXIT_DONE)
        exit = draw(&loss, &run, settings, &view);
    descent__explained_close(&run);
    descent__loss_close(&loss);
    return exit;
}

descent__exit descent__verb_plot(const descent__settings *settings, size_t count)
{
    (void)count;
    if (settings->operand_count == 0 || !descent__picture_kind(settings->operands[0]))
        return descent__wrong(
            "which picture? contour, surface, convergence, orbit, return-map, bifurcation or basins%s%s",
            settings->operand_count ? "; not " : "", settings->operand_count ? settings->operands[0] : "");
    if (settings->operand_count > 2)
        return descent__wrong("'%s' is one word too many", settings->operands[2]);
    const descent_plot_kind kind = descent__picture_kind(settings->operands[0]);
    if (kind == DESCENT_PLOT_BIFURCATION || kind == DESCENT_PLOT_BASINS)
        return descent__draw_sweep(settings, 0);
    return plot_run(settings, kind);
}
