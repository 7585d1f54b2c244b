/* What is there without a run: the loss at a point and over a window, and the critical points in a box. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "explorer.h"
#include "text.h"

/* Numbers for the page, in one buffer that grows. */
static double *numbers(size_t count)
{
    static double *buffer;
    static size_t room;
    if (count > room) {
        free(buffer);
        buffer = malloc(count * sizeof *buffer);
        room = buffer ? count : 0;
    }
    return buffer;
}

EXPLORER_EXPORT(at) const double *explorer_at(const double *x)
{
    explorer_scale(NULL);
    const descent_problem *const problem = explorer_problem();
    const size_t n = problem->dimension;
    double *const out = numbers(1 + n + n * n);
    if (!out)
        return NULL;
    for (size_t i = 0; i < 1 + n + n * n; i++)
        out[i] = NAN;
    if (problem->loss(n, x, out, problem->context) != 0)
        out[0] = NAN;
    if (problem->gradient(n, x, out + 1, problem->context) == 0)
        problem->hessian(n, x, out + 1 + n, problem->context);
    return out;
}

EXPLORER_EXPORT(field)
const double *explorer_field(size_t x_axis, size_t y_axis, const double *origin, double left, double right,
                             double bottom, double top, size_t columns, size_t rows)
{
    explorer_scale(NULL);
    const descent_problem *const problem = explorer_problem();
    const size_t n = problem->dimension;
    double *const out = numbers(columns * rows + n);
    if (!out || x_axis >= n || y_axis >= n)
        return NULL;
    double *const x = out + columns * rows;
    memcpy(x, origin, n * sizeof *x);
    for (size_t row = 0; row < rows; row++) {
        if (rows > 1)
            x[y_axis] = bottom + (top - bottom) * ((double)row / (double)(rows - 1));
        for (size_t column = 0; column < columns; column++) {
            x[x_axis] = left + (right - left) * ((double)column / (double)(columns - 1));
            double *const value = out + row * columns + column;
            if (problem->loss(n, x, value, problem->context) != 0)
                *value = NAN;
        }
    }
    return out;
}

static void write_point(text *out, const descent_critical_point *point)
{
    const size_t n = point->dimension;
    text_add(out, "{\"kind\":\"%s\",\"index\":%zu,\"x\":", descent_critical_kind_string(point->kind), point->index);
    text_numbers(out, point->x, n);
    text_add(out, ",\"loss\":");
    text_number(out, point->loss);
    text_add(out, ",\"step_limit\":");
    text_number(out, point->rule_step_limit);
    text_add(out, ",\"eigenvalues\":");
    text_numbers(out, point->eigenvalues, point->eigenvalue_count);
    text_add(out, ",\"escape\":");
    if (point->escape)
        text_numbers(out, point->escape, n);
    else
        text_add(out, "null");
    text_add(out, "}");
}

EXPLORER_EXPORT(critical_points) const char *explorer_critical_points(const double *lower, const double *upper)
{
    static text out;
    descent_critical_set *set = NULL;
    const descent_rule rule = explorer_rule();
    descent_critical_search_options options = {.evaluation_limit = 200000, .point_limit = 64};
    if (descent_rule_check(&rule) == DESCENT_SUCCESS)
        options.critical.rule = &rule;
    explorer_scale(NULL);
    text_begin(&out);
    if (descent_critical_search(explorer_problem(), lower, upper, &options, &set) != DESCENT_SUCCESS) {
        text_add(&out, "{\"error\":");
        text_string(&out, descent_error_detail());
        text_add(&out, "}");
        return text_end(&out);
    }
    text_add(&out, "{\"exhausted\":%s,\"continuum\":%s,\"points\":[", set->exhausted ? "true" : "false",
             set->continuum ? "true" : "false");
    for (size_t k = 0; k < set->count; k++) {
        if (k > 0)
            text_add(&out, ",");
        write_point(&out, set->points[k]);
    }
    text_add(&out, "]}");
    descent_critical_set_free(set);
    return text_end(&out);
}
