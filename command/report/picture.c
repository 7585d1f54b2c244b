#include "command/report/picture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/options/values.h"
#include "command/report/show.h"

/* Names that are tried for a new file before the folder counts as full. */
enum {
    most_names = 10000,
    longest_name = 256
};

static const struct {
    const char *word;
    descent_plot_kind kind;
} kinds[] = {
    {"contour", DESCENT_PLOT_CONTOUR},         {"surface", DESCENT_PLOT_SURFACE},
    {"convergence", DESCENT_PLOT_CONVERGENCE}, {"orbit", DESCENT_PLOT_ORBIT},
    {"return-map", DESCENT_PLOT_RETURN_MAP},   {"bifurcation", DESCENT_PLOT_BIFURCATION},
    {"basins", DESCENT_PLOT_BASINS},
};

descent_plot_kind descent__picture_kind(const char *word)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].word, word) == 0)
            return kinds[i].kind;
    return (descent_plot_kind)0;
}

static const char *word_of(descent_plot_kind kind)
{
    size_t i = 0;
    while (kinds[i].kind != kind)
        i++;
    return kinds[i].word;
}

static descent__exit set_window(const char *window, descent_plot_view *view)
{
    double numbers[4] = {0};
    const size_t count = descent__numbers_read(window, numbers, 4);
    if ((count != 2 && count != 4) || numbers[0] >= numbers[1] || (count == 4 && numbers[2] >= numbers[3]))
        return descent__wrong(
            "--window must be left,right or left,right,bottom,top, each lower than the next, got '%s'", window);
    view->x_low = numbers[0];
    view->x_high = numbers[1];
    view->y_low = numbers[2];
    view->y_high = numbers[3];
    return DESCENT__EXIT_DONE;
}

static descent__exit set_axes(const char *axes, const descent__loss *loss, descent_plot_view *view)
{
    const size_t n = loss->problem.dimension, length = strcspn(axes, ",");
    /* Of a path alone the picture itself knows how many variables there are. */
    const descent__loss any = {.problem.dimension = SIZE_MAX};
    const descent__loss *const known = n ? loss : &any;
    const char *const second = axes[length] ? axes + length + 1 : NULL;
    const size_t x = descent__loss_variable(known, axes, length);
    const size_t y = second ? descent__loss_variable(known, second, strlen(second)) : 0;
    if (x == known->problem.dimension || y == known->problem.dimension || (second && x == y))
        return descent__wrong("--axes must be one or two variables, by name or by number from 1, got '%s'", axes);
    view->x_variable = x + 1;
    view->y_variable = second ? y + 1 : 0;
    return DESCENT__EXIT_DONE;
}

/* What descent_plot_draw() would refuse after all the work was done. */
static descent__exit check_output(const descent__settings *settings)
{
    static const char *const endings[] = {".png", ".svg", ".pdf", ".gp"};
    const size_t length = settings->output ? strlen(settings->output) : 0;
    int known = !settings->output;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        known |= length > strlen(endings[i]) && strcmp(settings->output + length - strlen(endings[i]), endings[i]) == 0;
    if (!known)
        return descent__wrong("--output must end in .png, .svg, .pdf or .gp, got '%s'", settings->output);
    if (settings->output && settings->no_picture)
        return descent__wrong("--output and --no-picture contradict each other");
    return DESCENT__EXIT_DONE;
}

descent__exit descent__picture_view(const descent__settings *settings, const descent__loss *loss,
                                    descent_plot_kind kind, descent_plot_view *view)
{
    descent__exit exit = check_output(settings);
    static const char *const palettes[] = {"magma", "viridis", "cividis", "grey"};
    *view = (descent_plot_view){
        .width = (unsigned)settings->width,
        .height = (unsigned)settings->height,
        .title = settings->title,
        .theme = settings->theme && strcmp(settings->theme, "dark") == 0 ? DESCENT_PLOT_THEME_DARK
                                                                         : DESCENT_PLOT_THEME_LIGHT,
        /* Of many variables, the two directions in which the path spreads most show most. */
        .plane = loss->problem.dimension > 2 && !settings->axes && kind == DESCENT_PLOT_CONTOUR && !settings->window
                     ? DESCENT_PLOT_PLANE_PRINCIPAL
                     : DESCENT_PLOT_PLANE_COORDINATES,
    };
    for (size_t i = 0; settings->palette && i < sizeof palettes / sizeof palettes[0]; i++)
        if (strcmp(settings->palette, palettes[i]) == 0)
            view->palette = (descent_plot_palette)i;
    if (exit == DESCENT__EXIT_DONE && settings->window)
        exit = set_window(settings->window, view);
    if (exit == DESCENT__EXIT_DONE && settings->axes)
        exit = set_axes(settings->axes, loss, view);
    /* Parameters of a loss are not swept over here. */
    if (kind == DESCENT_PLOT_BIFURCATION)
        view->x_label = "step size";
    return exit;
}

/* Room around a landscape's box, of its sides: for points that lie on its edge. */
static const double box_margin = 1.0 / 16;

static int is_in_box(const double *x, const descent_plot_view *box)
{
    return x[0] >= box->x_low && x[0] <= box->x_high && x[1] >= box->y_low && x[1] <= box->y_high;
}

/* Whether the path begins in the box and stays there, or never comes back. */
static int suits_box(const descent_path *path, const descent_plot_view *box)
{
    const descent_path_data data = descent_path_view(path);
    if (!data.points || data.dimension != 2 || data.count == 0 || !is_in_box(data.points, box))
        return 0;
    size_t row = 0;
    while (row < data.count && is_in_box(data.points + 2 * row, box))
        row++;
    while (row < data.count && !is_in_box(data.points + 2 * row, box))
        row++;
    return row == data.count;
}

void descent__picture_frame(const descent__settings *settings, const descent__loss *loss, descent_plot_kind kind,
                            const descent_path *const *paths, size_t count, descent_plot_view *view)
{
    const int shows_loss = kind == DESCENT_PLOT_CONTOUR || kind == DESCENT_PLOT_SURFACE;
    if (!shows_loss || settings->window || settings->axes || loss->problem.dimension != 2 || !loss->lower)
        return;
    const double across = box_margin * (loss->upper[0] - loss->lower[0]);
    const double up = box_margin * (loss->upper[1] - loss->lower[1]);
    const descent_plot_view box = {.x_low = loss->lower[0] - across,
                                   .x_high = loss->upper[0] + across,
                                   .y_low = loss->lower[1] - up,
                                   .y_high = loss->upper[1] + up};
    for (size_t i = 0; i < count; i++)
        if (!suits_box(paths[i], &box))
            return;
    view->x_low = box.x_low;
    view->x_high = box.x_high;
    view->y_low = box.y_low;
    view->y_high = box.y_high;
}

/* Makes a new, empty file that no other one had the name of. */
static descent__exit new_file(const char *loss_name, const char *kind, char *file)
{
    char stem[longest_name / 2];
    /* Of a file, what stands before the dot. */
    const size_t length = strcspn(loss_name, ".");
    snprintf(stem, sizeof stem, "%.*s-%s", length < longest_name / 4 ? (int)length : longest_name / 4, loss_name, kind);
    for (char *c = stem; *c; c++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", *c) && (unsigned char)*c < 0x80)
            *c = '_';
    for (int number = 1; number <= most_names; number++) {
        if (number == 1)
            snprintf(file, longest_name, "%s.png", stem);
        else
            snprintf(file, longest_name, "%s-%d.png", stem, number);
        const int descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL, 0666);
        if (descriptor >= 0) {
            close(descriptor);
            return DESCENT__EXIT_DONE;
        }
        if (errno != EEXIST)
            return descent__failed(DESCENT__EXIT_FILES, "%s cannot be made: %s", file, strerror(errno));
    }
    return descent__failed(DESCENT__EXIT_FILES, "there are %d pictures %s here: name one with --output", most_names,
                           stem);
}

descent__exit descent__picture_draw(const descent_picture *picture, const descent__settings *settings,
                                    const char *loss_name, int optional)
{
    char made[longest_name];
    const char *const file = settings->output ? settings->output : made;
    if (!settings->output) {
        const descent__exit exit = new_file(loss_name, word_of(picture->kind), made);
        if (exit != DESCENT__EXIT_DONE)
            return exit;
    }
    const descent_status status = descent_plot_draw(picture, file);
    if (status != DESCENT_SUCCESS && !settings->output)
        unlink(made);
    const int nothing_to_draw = status == DESCENT_EUNSUPPORTED || status == DESCENT_ENONFINITE;
    if (nothing_to_draw && !settings->output && optional) {
        descent__note("no picture: %s", descent_error_detail());
        return DESCENT__EXIT_DONE;
    }
    if (status != DESCENT_SUCCESS)
        return descent__failed_call(status);
    fprintf(settings->json || settings->line ? stderr : stdout, "Picture:  %s\n", file);
    return settings->show ? descent__show(file) : DESCENT__EXIT_DONE;
}
