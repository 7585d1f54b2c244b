#include "command/work/many.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command/options/values.h"
#include "command/report/progress.h"
#include "command/work/rule.h"

/* A step size of 1 suits a loss whose curvatures are about 1; the lowest one is a thousandth of the highest. */
static const double default_to = 1, default_ratio = 1000;
/* As many columns as the picture of a bifurcation has dots, and a grid that a glance takes in after a second of work. */
static const size_t default_runs = 640, default_tail = 256, default_grid = 256;
/* left, right, bottom, top */
enum {
    window_numbers = 4
};

/* As sweeps have it. */
static const uint64_t default_steps = 2048;
/* Runs of one sweep: what --runs allows. */
static const double most_runs = 1e7;

uint64_t descent__many_steps(const descent__settings *settings)
{
    return settings->steps == UINT64_MAX ? default_steps : settings->steps;
}

static descent_sweep_options sweep_options(const descent__settings *settings, const descent_rule *rule)
{
    return (descent_sweep_options){
        .steps = descent__many_steps(settings),
        .threads = (size_t)settings->threads,
        .rule = rule,
        .progress = descent__progress,
    };
}

static descent__exit need_steps(const descent__settings *settings)
{
    return settings->steps == 0 ? descent__wrong("--steps must be at least 1 here, got '0'") : DESCENT__EXIT_DONE;
}

descent__exit descent__many_range(const descent__settings *settings, double *from, double *to)
{
    *to = isnan(settings->to) ? default_to : settings->to;
    *from = isnan(settings->from) ? *to / default_ratio : settings->from;
    if (*from >= *to)
        return descent__wrong("--from must be below --to, got %g and %g", *from, *to);
    return DESCENT__EXIT_DONE;
}

/* Step sizes that are evenly spread; the last one is exactly the highest. */
static double *spread(double from, double to, size_t count)
{
    double *const sizes = malloc(count * sizeof *sizes);
    for (size_t i = 0; sizes && i < count; i++)
        sizes[i] = i + 1 == count ? to : from + (to - from) * ((double)i / (double)(count - 1));
    return sizes;
}

descent__exit descent__many_step_sizes(const descent__loss *loss, const descent__settings *settings,
                                       descent_sweep **sweep)
{
    const size_t count = settings->runs ? (size_t)settings->runs : default_runs;
    double from, to, *start = NULL;
    descent_rule rule;
    descent__exit exit = need_steps(settings);
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__many_range(settings, &from, &to);
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__rule(settings, descent__many_steps(settings), &rule);
    if (exit == DESCENT__EXIT_DONE && !settings->start)
        exit = descent__wrong("where do the runs begin? Give --start, such as --start 4,1.25");
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__loss_point(loss, "start", settings->start, &start);
    if (exit != DESCENT__EXIT_DONE)
        return exit;
    double *const sizes = spread(from, to, count);
    descent_sweep_options options = sweep_options(settings, &rule);
    options.tail = settings->tail ? (size_t)settings->tail : default_tail;
    exit = sizes ? descent__failed_call(descent_sweep_step_sizes(&loss->problem, start, sizes, count, &options, sweep))
                 : descent__failed(DESCENT__EXIT_NOT_MADE, "out of memory for %zu runs", count);
    free(sizes);
    free(start);
    return exit;
}

/* Number of starts across and up. */
static descent__exit read_grid(const char *grid, descent_plane *plane)
{
    double numbers[2] = {(double)default_grid, (double)default_grid};
    const size_t count = grid ? descent__numbers_read(grid, numbers, 2) : 2;
    if (count == 1)
        numbers[1] = numbers[0];
    if (count == 0 || numbers[0] < 2 || numbers[1] < 2 || numbers[0] != floor(numbers[0]) ||
        numbers[1] != floor(numbers[1]) || numbers[0] * numbers[1] > most_runs)
        return descent__wrong("--grid must be one or two whole numbers from 2, together at most %.0f starts, got '%s'",
                              most_runs, grid);
    plane->columns = (size_t)numbers[0];
    plane->rows = (size_t)numbers[1];
    return DESCENT__EXIT_DONE;
}

static descent__exit read_window(const descent__loss *loss, const descent__settings *settings, const size_t axes[2],
                                 descent_plane *plane)
{
    double window[window_numbers];
    if (!settings->window && !loss->lower)
        return descent__wrong("where are the starts? Give --window left,right,bottom,top");
    if (!settings->window) {
        *plane = (descent_plane){.left = loss->lower[axes[0]],
                                 .right = loss->upper[axes[0]],
                                 .bottom = loss->lower[axes[1]],
                                 .top = loss->upper[axes[1]]};
        return DESCENT__EXIT_DONE;
    }
    if (descent__numbers_read(settings->window, window, window_numbers) != window_numbers || window[0] >= window[1] ||
        window[2] >= window[3])
        return descent__wrong("--window of basins must be left,right,bottom,top, got '%s'", settings->window);
    *plane = (descent_plane){.left = window[0], .right = window[1], .bottom = window[2], .top = window[3]};
    return DESCENT__EXIT_DONE;
}

/* The two variables that span the plane. */
static descent__exit read_axes(const descent__loss *loss, const char *axes, size_t found[2])
{
    const size_t n = loss->problem.dimension;
    found[0] = 0;
    found[1] = 1;
    if (n < 2)
        return descent__wrong("basins are maps of two variables, and the loss has one");
    if (!axes)
        return DESCENT__EXIT_DONE;
    const size_t length = strcspn(axes, ",");
    found[0] = descent__loss_variable(loss, axes, length);
    found[1] = axes[length] ? descent__loss_variable(loss, axes + length + 1, strlen(axes + length + 1)) : n;
    if (found[0] == n || found[1] == n || found[0] == found[1])
        return descent__wrong("--axes of basins must be two variables, by name or by number from 1, got '%s'", axes);
    return DESCENT__EXIT_DONE;
}

static descent__exit sweep_plane(const descent__loss *loss, const descent__settings *settings, descent_plane *plane,
                                 const size_t axes[2], descent_sweep **sweep)
{
    const size_t n = loss->problem.dimension;
    double *const vectors = calloc(2 * n, sizeof *vectors), *origin = NULL;
    descent_rule rule;
    descent__exit exit = vectors ? descent__rule(settings, descent__many_steps(settings), &rule)
                                 : descent__failed(DESCENT__EXIT_NOT_MADE, "out of memory");
    if (exit == DESCENT__EXIT_DONE && settings->start)
        exit = descent__loss_point(loss, "start", settings->start, &origin);
    if (exit == DESCENT__EXIT_DONE) {
        vectors[axes[0]] = 1;
        vectors[n + axes[1]] = 1;
        /* The window says where the variables of the plane are, --start where all others rest. */
        if (origin)
            origin[axes[0]] = origin[axes[1]] = 0;
        plane->origin = origin;
        plane->across = vectors;
        plane->up = vectors + n;
        const descent_sweep_options options = sweep_options(settings, NULL);
        exit = descent__failed_call(descent_sweep_plane(&loss->problem, rule, plane, &options, sweep));
    }
    free(vectors);
    free(origin);
    return exit;
}

descent__exit descent__many_starts(const descent__loss *loss, const descent__settings *settings, descent_sweep **sweep)
{
    size_t axes[2];
    descent_plane plane;
    descent__exit exit = need_steps(settings);
    if (exit == DESCENT__EXIT_DONE)
        exit = read_axes(loss, settings->axes, axes);
    if (exit == DESCENT__EXIT_DONE)
        exit = read_window(loss, settings, axes, &plane);
    if (exit == DESCENT__EXIT_DONE)
        exit = read_grid(settings->grid, &plane);
    return exit == DESCENT__EXIT_DONE ? sweep_plane(loss, settings, &plane, axes, sweep) : exit;
}
