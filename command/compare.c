/* descent compare: several runs in one picture. */
#include <stdio.h>
#include <string.h>

#include "command/loss/choice.h"
#include "command/report/picture.h"
#include "command/report/text.h"
#include "command/verbs.h"
#include "command/work/explained.h"
#include "command/work/rule.h"

enum {
    longest_label = 160
};

typedef struct comparison {
    descent__explained runs[descent__most_operands];
    char labels[descent__most_operands][longest_label]; /* what tells a run from the others */
    size_t count;
} comparison;

static int differ(const char *a, const char *b)
{
    return a != b && (!a || !b || strcmp(a, b) != 0);
}

static void add(char *label, const char *format, const char *text)
{
    const size_t length = strlen(label);
    const int written = snprintf(label + length, longest_label - length, "%s", length ? ", " : "");
    snprintf(label + length + written, longest_label - length - (size_t)written, format, text);
}

static void add_number(char *label, const char *name, double number)
{
    char text[64];
    snprintf(text, sizeof text, "%s %.6g", name, number);
    add(label, "%s", text);
}

/* What is not the same in all runs. */
static void name_run(const descent__settings *settings, size_t count, size_t run, char *label)
{
    const descent__settings *const s = &settings[run];
    int start = 0, rule = 0, step = 0, momentum = 0, schedule = 0, steps = 0;
    for (size_t i = 0; i < count; i++) {
        const descent__settings *const other = &settings[i];
        start |= differ(s->start, other->start);
        rule |= differ(s->rule, other->rule);
        step |= memcmp(&s->step, &other->step, sizeof s->step) != 0;
        momentum |= memcmp(&s->momentum, &other->momentum, sizeof s->momentum) != 0;
        schedule |= differ(s->schedule, other->schedule) || memcmp(&s->delay, &other->delay, sizeof s->delay) != 0 ||
                    memcmp(&s->factor, &other->factor, sizeof s->factor) != 0 ||
                    memcmp(&s->floor, &other->floor, sizeof s->floor) != 0 || s->length != other->length;
        steps |= s->steps != other->steps;
    }
    if (start)
        add(label, "from %s", s->start ? s->start : "nowhere");
    if (rule)
        add(label, "%s", s->rule ? s->rule : "fixed-step");
    if (step)
        add_number(label, "step", descent__rule_step(s));
    if (momentum && descent__rule_has_momentum(s))
        add_number(label, "momentum", descent__rule_momentum(s));
    if (schedule)
        add(label, "%s schedule", s->schedule ? s->schedule : "constant");
    if (steps)
        add_number(label, "steps", (double)descent__explained_steps(s));
    if (!*label)
        add(label, "%s", "the same run");
}

/* Whether --and changed what is common to all runs. */
static descent__exit check(const descent__settings *settings, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const descent__settings *const s = &settings[i];
        if (s->operand_count != settings->operand_count || differ(s->problem, settings->problem) ||
            differ(s->loss, settings->loss) || differ(s->source, settings->source) ||
            differ(s->library, settings->library) || differ(s->variables, settings->variables) ||
            s->dimension != settings->dimension)
            return descent__wrong("all runs are of one loss: --and cannot change it");
    }
    return DESCENT__EXIT_DONE;
}

static descent__exit make_runs(comparison *all, const descent__loss *loss, const descent__settings *settings,
                               size_t count)
{
    descent__exit exit = DESCENT__EXIT_DONE;
    if (count < 2)
        return descent__wrong("with what? --and begins another run, such as --and --step 0.3");
    for (size_t i = 0; i < count && exit == DESCENT__EXIT_DONE; i++) {
        exit = descent__explained_make(&all->runs[all->count++], loss, &settings[i]);
        name_run(settings, count, i, all->labels[i]);
    }
    return exit;
}

static descent__exit read_runs(comparison *all, const descent__loss *loss, const descent__settings *settings,
                               size_t count)
{
    descent__exit exit = DESCENT__EXIT_DONE;
    if (count > 1 || settings->start)
        return descent__wrong("paths in files are shown as they are: no --start, no --and");
    for (size_t i = 0; i < settings->operand_count && exit == DESCENT__EXIT_DONE; i++) {
        exit = descent__explained_read(&all->runs[all->count++], loss, settings->operands[i], settings);
        add(all->labels[i], "%s", settings->operands[i]);
        if (exit == DESCENT__EXIT_DONE && all->runs[i].diagnosis->dimension != all->runs[0].diagnosis->dimension)
            exit = descent__wrong("%s has another number of variables than %s", settings->operands[i],
                                  settings->operands[0]);
    }
    return exit;
}

static descent__exit draw(const comparison *all, const descent__loss *loss, const descent__settings *settings,
                          descent_plot_view *view)
{
    const descent_path *paths[descent__most_operands];
    const char *names[descent__most_operands];
    for (size_t i = 0; i < all->count; i++) {
        paths[i] = all->runs[i].path;
        names[i] = all->labels[i];
    }
    view->names = names;
    descent__picture_frame(settings, loss, DESCENT_PLOT_CONTOUR, paths, all->count, view);
    const descent_picture picture = {
        .kind = DESCENT_PLOT_CONTOUR,
        .problem = loss->problem.dimension ? &loss->problem : NULL,
        .paths = paths,
        .path_count = all->count,
        .view = view,
    };
    return descent__picture_draw(&picture, settings, loss->name ? loss->name : "paths", 1);
}

static descent__exit report(const comparison *all)
{
    const descent__settings one_line = {.line = 1};
    descent__exit exit = DESCENT__EXIT_DONE;
    for (size_t i = 0; i < all->count && exit == DESCENT__EXIT_DONE; i++) {
        descent__say_bold(all->labels[i]);
        printf("\n  ");
        exit = descent__say(all->runs[i].diagnosis, &one_line);
    }
    return exit;
}

descent__exit descent__verb_compare(const descent__settings *settings, size_t count)
{
    comparison all = {0};
    descent__loss loss = {0};
    /* One word that names no landscape is a file. */
    const int files =
        settings->operand_count > 1 || (settings->operand_count == 1 && strpbrk(settings->operands[0], "./") != NULL);
    /* What is said of the picture holds for all runs, also at the end of the line. */
    const descent__settings *const last = &settings[count - 1];
    descent_plot_view view;
    descent__exit exit = check(settings, count);
    if (exit == DESCENT__EXIT_DONE)
        exit = files ? descent__loss_open(&loss, settings, NULL, NULL)
                     : descent__loss_need(&loss, settings, settings->operands[0], settings->start);
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__picture_view(last, &loss, DESCENT_PLOT_CONTOUR, &view);
    if (exit == DESCENT__EXIT_DONE)
        exit = files ? read_runs(&all, &loss, settings, count) : make_runs(&all, &loss, settings, count);
    if (exit == DESCENT__EXIT_DONE)
        exit = report(&all);
    if (exit == DESCENT__EXIT_DONE && !last->no_picture)
        exit = draw(&all, &loss, last, &view);
    for (size_t i = 0; i < all.count; i++)
        descent__explained_close(&all.runs[i]);
    descent__loss_close(&loss);
    return exit;
}
