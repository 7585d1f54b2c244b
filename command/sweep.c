/* descent sweep: many runs, and what the step size or the start decides. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <descent/basins.h>
#include <descent/bifurcation.h>
#include <descent/critical.h>
#include <descent/sweep.h>

#include "command/loss/choice.h"
#include "command/report/picture.h"
#include "command/report/place.h"
#include "command/report/text.h"
#include "command/verbs.h"
#include "command/work/approached.h"
#include "command/work/many.h"

/* Lines of a list; more say no more. */
static const size_t most_lines = 24;

/* So near to 0, in parts of the box of the starts, a run is there but for rounding. */
static const double rounding = 1e-12;

/* Feigenbaum 1978, of maps with a quadratic tip: others come closer to other numbers, and may pass by on their way. */
static const double feigenbaum = 4.669201609;
static const double near_constant = 0.01;
static const size_t fewest_ratios = 3; /* two fall toward a number by chance */

static void print_segments(const descent_bifurcation *data)
{
    descent__say_bold("Step sizes and what becomes of the run:");
    putchar('\n');
    for (size_t i = 0; i < data->segment_count && i < most_lines; i++) {
        const descent_bifurcation_segment *const s = &data->segments[i];
        if (s->low < s->high)
            printf("  %-10.6g to %-10.6g  %s", s->low, s->high, descent__ending_name(s->ending));
        else
            printf("  %-10.6g    %-10s  %s", s->low, "", descent__ending_name(s->ending));
        if (s->period > 1)
            printf(", period %zu", s->period);
        putchar('\n');
    }
    if (data->segment_count > most_lines)
        printf("  … and %zu more\n", data->segment_count - most_lines);
}

static void print_doubling(const descent_doubling *doubling)
{
    printf("  from %zu to %zu at step size %.10g\n", doubling->period, 2 * doubling->period, doubling->value);
}

/* Does each ratio of distances in the first cascade come closer to Feigenbaum's constant than the one before, and the last one near it? */
static int comes_closer(const descent_bifurcation *data)
{
    double last = NAN, distance = NAN, off = INFINITY;
    size_t period = data->doubling_count > 0 ? data->doublings[0].period : 0, ratios = 0;
    for (size_t i = 0; i < data->doubling_count; i++) {
        const descent_doubling *const doubling = &data->doublings[i];
        if (doubling->period != period)
            continue;
        const double before = distance;
        distance = doubling->value - last;
        last = doubling->value;
        period *= 2;
        if (isnan(before))
            continue;
        const double now = fabs(before / distance - feigenbaum);
        if (!(now < off))
            return 0;
        off = now;
        ratios++;
    }
    return ratios >= fewest_ratios && off < near_constant * feigenbaum;
}

/* Where the first cascade ends, to the digits that do not depend on its last doubling: from three of them nobody knows any. */
static void print_accumulation(const descent_bifurcation *data)
{
    const char *const closer =
        comes_closer(data) ? ", and such ratios come ever closer to Feigenbaum's constant, 4.669" : "";
    if (isnan(data->accumulation))
        return;
    if (data->accumulation_error >= 0 && data->accumulation_error < fabs(data->accumulation))
        printf("The doublings from period %zu on pile up at %.8g: the last distance from one to the next is %.4g times "
               "shorter than the one before%s.\n",
               data->doublings[0].period, descent__known_digits(data->accumulation, data->accumulation_error),
               data->ratio, closer);
    else
        printf("The last distance from one doubling to the next is %.4g times shorter than the one before; where they "
               "pile up, a finer sweep beyond the last of them tells.\n",
               data->ratio);
}

/* The first cascade, in which each doubles the period of the one before, and then those of other windows. */
static void print_doublings(const descent_bifurcation *data)
{
    size_t period = data->doubling_count > 0 ? data->doublings[0].period : 0, others = 0;
    if (data->doubling_count > 0) {
        descent__say_bold("Where the period doubles:");
        putchar('\n');
    }
    for (size_t i = 0; i < data->doubling_count; i++)
        if (data->doublings[i].period == period) {
            print_doubling(&data->doublings[i]);
            period *= 2;
        }
    print_accumulation(data);
    period = data->doubling_count > 0 ? data->doublings[0].period : 0;
    for (size_t i = 0; i < data->doubling_count; i++) {
        if (data->doublings[i].period == period) {
            period *= 2;
            continue;
        }
        if (others == 0) {
            descent__say_bold("In windows of other periods:");
            putchar('\n');
        }
        if (others++ < most_lines)
            print_doubling(&data->doublings[i]);
    }
    if (others > most_lines)
        printf("  … and %zu more\n", others - most_lines);
    if (!isnan(data->chaos_low))
        printf("The first chaotic run has step size %.6g.\n", data->chaos_low);
}

static descent__exit print_bifurcation(const descent__loss *loss, const descent_sweep *sweep)
{
    descent_bifurcation *data;
    const descent_status status = descent_bifurcation_read(sweep, &loss->problem, &data);
    if (status != DESCENT_SUCCESS)
        return descent__failed_call(status);
    print_segments(data);
    print_doublings(data);
    descent_bifurcation_free(data);
    return DESCENT__EXIT_DONE;
}

static void print_share(size_t runs, size_t of)
{
    printf("  %5.1f %%  ", 100 * (double)runs / (double)of);
}

/* Where the share reads as none or all of the starts and is not: how many they are. */
static void print_count(size_t runs, size_t of)
{
    const double percent = 100 * (double)runs / (double)of;
    if (runs < of && (percent < 0.05 || percent >= 99.95))
        printf(" (%zu of %zu starts)", runs, of);
    putchar('\n');
}

/* The size of the box of the starts. */
static double size_of_starts(const descent_sweep *sweep)
{
    const descent_plane *const plane = descent_sweep_view(sweep).plane;
    return fmax(fmax(fabs(plane->left), fabs(plane->right)), fmax(fabs(plane->bottom), fabs(plane->top)));
}

/* Where runs came to. What is nothing beside the box that they came from is what rounding, or the rest of their way, leaves of 0. */
static void print_reached(const descent_attractor *attractor, const descent_sweep *sweep)
{
    descent__say_rounded_point(attractor->x, descent_sweep_view(sweep).dimension, rounding * size_of_starts(sweep));
}

/* Prints its name and place, the same as those of a run that ends there; of a degenerate point, the loss around it tells. */
static void print_point(const descent_attractor *attractor, const descent_problem *problem, const descent_sweep *sweep)
{
    descent_critical_point *point = NULL;
    const char *name = descent_critical_kind_string(attractor->kind);
    if (attractor->kind == DESCENT_CRITICAL_UNDETERMINED)
        name = "a limit";
    else if (attractor->kind == DESCENT_CRITICAL_DEGENERATE &&
             descent_critical_refine(problem, attractor->x, NULL, &point) == DESCENT_SUCCESS &&
             point->kind == attractor->kind)
        name = descent__kind_name(point);
    printf("%s at ", name);
    print_reached(attractor, sweep);
    descent_critical_point_free(point);
}

enum {
    most_crowds = 64 /* periods of which limits are counted: as many as have labels */
};

/* Limits of one period, where each start may have its own: cycles, as beside a cone's tip, or points, as in a valley. */
typedef struct limit_crowd {
    size_t period, limits, runs;
    int beyond;                    /* do some of the runs reach further limits, for which no label was left? */
    const descent_attractor *most; /* reached by most runs, of a known kind if there is one; NULL if none has a label */
} limit_crowd;

static limit_crowd *crowd_of_period(limit_crowd *crowds, size_t *count, size_t period)
{
    for (size_t k = 0; k < *count; k++)
        if (crowds[k].period == period)
            return &crowds[k];
    if (*count == most_crowds)
        return NULL;
    crowds[*count] = (limit_crowd){.period = period};
    return &crowds[(*count)++];
}

/* NULL for a point that stands alone, as a minimum does. */
static limit_crowd *crowd_of(limit_crowd *crowds, size_t *count, const descent_attractor *attractor)
{
    const int alone = attractor->period == 1 && attractor->kind != DESCENT_CRITICAL_DEGENERATE &&
                      attractor->kind != DESCENT_CRITICAL_UNDETERMINED;
    return alone ? NULL : crowd_of_period(crowds, count, attractor->period);
}

/* Is a better example than b, which may be NULL? */
static int tells_more(const descent_attractor *a, const descent_attractor *b)
{
    const int known = a->kind != DESCENT_CRITICAL_UNDETERMINED, other = b && b->kind != DESCENT_CRITICAL_UNDETERMINED;
    return !b || (known == other ? a->runs > b->runs : known);
}

/* Runs that arrived, and for whose limits no label was left. */
static void count_beyond(const descent_sweep *sweep, limit_crowd *crowds, size_t *count)
{
    for (size_t run = 0; run < descent_sweep_count(sweep); run++) {
        const descent_sweep_result result = descent_sweep_view_run(sweep, run);
        if (result.label != DESCENT_SWEEP_NO_LABEL || result.period == 0 || result.ending == DESCENT_ENDING_APPROACHING)
            continue;
        limit_crowd *const its = crowd_of_period(crowds, count, result.period);
        if (its) {
            its->runs++;
            its->beyond = 1;
        }
    }
}

static size_t count_crowds(const descent_sweep *sweep, limit_crowd *crowds)
{
    size_t count = 0;
    for (size_t i = 0; i < descent_sweep_view(sweep).label_count; i++) {
        const descent_attractor *const a = descent_sweep_attractor(sweep, (uint32_t)i);
        limit_crowd *const its = crowd_of(crowds, &count, a);
        if (its) {
            its->limits++;
            its->runs += a->runs;
            its->most = tells_more(a, its->most) ? a : its->most;
        }
    }
    count_beyond(sweep, crowds, &count);
    return count;
}

/* A list of places that nobody can tell apart says nothing, nor one of some of them. */
static int is_too_many(const limit_crowd *crowd)
{
    return crowd->limits > most_lines || crowd->beyond;
}

/* How many there are, at least. */
static void print_number(const limit_crowd *crowd)
{
    if (crowd->limits > 0)
        printf("%s%zu different ", crowd->beyond ? "more than " : "", crowd->limits);
    printf(crowd->period > 1 ? "cycles" : "points");
    if (crowd->period > 1)
        printf(" of period %zu", crowd->period);
    if (crowd->limits == 0)
        printf(" that are not told apart");
}

static void print_crowds(const limit_crowd *crowds, size_t count, const descent_sweep *sweep,
                         const descent_problem *problem)
{
    const descent_sweep_summary summary = descent_sweep_view(sweep);
    for (size_t k = 0; k < count; k++) {
        if (!is_too_many(&crowds[k]))
            continue;
        print_share(crowds[k].runs, summary.count);
        print_number(&crowds[k]);
        if (crowds[k].period == 1 && crowds[k].most) {
            printf(crowds[k].most->kind == DESCENT_CRITICAL_UNDETERMINED ? ", such as " : ", such as the ");
            print_point(crowds[k].most, problem, sweep);
        }
        print_count(crowds[k].runs, summary.count);
    }
}

static void print_attractors(const descent_sweep *sweep, const descent_problem *problem)
{
    const descent_sweep_summary summary = descent_sweep_view(sweep);
    limit_crowd crowds[most_crowds];
    size_t crowd_count = count_crowds(sweep, crowds), told = 0;
    if (summary.label_count > 0) {
        descent__say_bold("What the runs reach, and from which share of the starts:");
        putchar('\n');
    }
    print_crowds(crowds, crowd_count, sweep, problem);
    for (size_t i = 0; i < summary.label_count; i++) {
        const descent_attractor *const a = descent_sweep_attractor(sweep, (uint32_t)i);
        const limit_crowd *const its = crowd_of(crowds, &crowd_count, a);
        if ((its && is_too_many(its)) || told++ >= most_lines)
            continue;
        print_share(a->runs, summary.count);
        if (a->period > 1) {
            printf("a cycle of period %zu through ", a->period);
            print_reached(a, sweep);
        } else {
            print_point(a, problem, sweep);
        }
        print_count(a->runs, summary.count);
    }
    if (told > most_lines)
        printf("  … and %zu more\n", told - most_lines);
}

static void print_endings(const descent_sweep *sweep)
{
    const descent_sweep_summary summary = descent_sweep_view(sweep);
    descent__say_bold("How they end:");
    putchar('\n');
#define ENDING(name, number, word)                                                                                     \
    if (summary.share[number] > 0) {                                                                                   \
        const size_t runs = (size_t)round(summary.share[number] * (double)summary.count);                              \
        print_share(runs, summary.count);                                                                              \
        printf("%s", descent__ending_name(name));                                                                      \
        print_count(runs, summary.count);                                                                              \
    }
    DESCENT_ENDING_LIST(ENDING)
#undef ENDING
}

/* An ending without a point is no answer to where: a few of those runs are asked. */
static void print_approached(const descent_sweep *sweep, const descent__approached *approached,
                             const descent_problem *problem)
{
    if (approached->asked > 0) {
        descent__say_bold(descent_sweep_view(sweep).label_count > 0 ? "What runs approach beside these"
                                                                    : "What they approach");
        printf(", by %zu run%s diagnosed in full:\n", approached->asked, approached->asked > 1 ? "s" : "");
    }
    size_t unknown = approached->asked;
    const double size = size_of_starts(sweep);
    for (size_t i = 0; i < approached->point_count; i++) {
        const descent_critical_point *const point = approached->points[i];
        printf("  %7zu  %s at ", approached->runs[i], descent__kind_name(point));
        descent__say_place(problem, point, size);
        putchar('\n');
        unknown -= approached->runs[i];
    }
    if (unknown > 0)
        printf("  %7zu  not known\n", unknown);
}

static descent__exit print_basins(const descent_sweep *sweep, const descent__loss *loss,
                                  const descent__approached *approached)
{
    descent_basin_boundary boundary;
    const descent_status status = descent_basin_boundary_measure(sweep, &boundary);
    if (status != DESCENT_SUCCESS)
        return descent__failed_call(status);
    print_attractors(sweep, &loss->problem);
    print_endings(sweep);
    print_approached(sweep, approached, &loss->problem);
    if (!isnan(boundary.dimension))
        printf("The boundary between the basins has the (box-counting) dimension %.2f ± %.2f: a smooth curve has 1, "
               "and the nearer to 2, the more it fills the plane.\n",
               boundary.dimension, boundary.error);
    return DESCENT__EXIT_DONE;
}

static descent__exit draw(const descent__loss *loss, const descent_sweep *sweep, descent_plot_kind kind,
                          descent_plot_view *view, const descent__settings *settings, int optional)
{
    if (kind == DESCENT_PLOT_BASINS) {
        /* The window has said where the starts are, and axes which variables they are of. */
        view->x_low = view->x_high = view->y_low = view->y_high = 0;
        view->x_variable = view->y_variable = 0;
    }
    const descent_picture picture = {.kind = kind, .problem = &loss->problem, .sweep = sweep, .view = view};
    return descent__picture_draw(&picture, settings, loss->name, optional);
}

descent__exit descent__draw_sweep(const descent__settings *settings, int in_words)
{
    descent__loss loss = {0};
    descent_sweep *sweep = NULL;
    descent_plot_view view;
    descent__approached approached = {0};
    const int basins = strcmp(settings->operands[0], "basins") == 0;
    const descent_plot_kind kind = basins ? DESCENT_PLOT_BASINS : DESCENT_PLOT_BIFURCATION;
    descent__exit exit = descent__loss_need(&loss, settings, settings->operands[1], settings->start);
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__picture_view(settings, &loss, kind, &view);
    if (exit == DESCENT__EXIT_DONE)
        exit =
            basins ? descent__many_starts(&loss, settings, &sweep) : descent__many_step_sizes(&loss, settings, &sweep);
    if (exit == DESCENT__EXIT_DONE && basins)
        descent__approached_ask(&approached, sweep, &loss, settings, descent__many_steps(settings));
    if (exit == DESCENT__EXIT_DONE && in_words)
        exit = basins ? print_basins(sweep, &loss, &approached) : print_bifurcation(&loss, sweep);
    const descent_critical_set named = {.count = approached.point_count, .points = approached.points};
    if (approached.point_count > 0)
        view.critical_points = &named;
    if (exit == DESCENT__EXIT_DONE && !settings->no_picture)
        exit = draw(&loss, sweep, kind, &view, settings, in_words);
    descent__approached_close(&approached);
    descent_sweep_free(sweep);
    descent__loss_close(&loss);
    return exit;
}

descent__exit descent__verb_sweep(const descent__settings *settings, size_t count)
{
    (void)count;
    const char *const kind = settings->operand_count ? settings->operands[0] : "";
    if (strcmp(kind, "bifurcation") != 0 && strcmp(kind, "basins") != 0)
        return descent__wrong("over what? descent sweep bifurcation (step sizes) or descent sweep basins (starts)%s%s",
                              *kind ? ", not " : "", kind);
    if (settings->operand_count > 2)
        return descent__wrong("'%s' is one word too many", settings->operands[2]);
    return descent__draw_sweep(settings, 1);
}
