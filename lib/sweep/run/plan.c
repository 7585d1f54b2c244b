#include "sweep/run/plan.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>

#include "base/clones.h"
#include "base/environment.h"
#include "base/names.h"
#include "base/status.h"
#include "base/vector.h"

static descent_status check_vector(const char *argument, const descent_problem *problem, const double *x)
{
    if (!x)
        return descent_fail(DESCENT_EINVAL, "%s must not be NULL", argument);
    const size_t bad = descent__vector_first_nonfinite(problem->dimension, x);
    if (bad == problem->dimension)
        return DESCENT_SUCCESS;
    char entry[2 * descent__variable_name_size];
    descent__name_entry(entry, argument, problem->variable_names, bad);
    return descent_fail(DESCENT_ENONFINITE, "%s must be finite, got %g", entry, x[bad]);
}

static descent_status check_values(const descent__plan *plan)
{
    const bool positive = plan->kind == DESCENT__PLAN_STEP_SIZES;
    if (!plan->values)
        return descent_fail(DESCENT_EINVAL, "%s must not be NULL", positive ? "step_sizes" : "values");
    for (size_t i = 0; i < plan->count; i++)
        if (!isfinite(plan->values[i]) || (positive && plan->values[i] <= 0))
            return descent_fail(DESCENT_EINVAL,
                                positive ? "step_sizes[%zu] must be finite and positive, got %g"
                                         : "values[%zu] must be finite, got %g",
                                i, plan->values[i]);
    return DESCENT_SUCCESS;
}

static descent_status check_rules(const descent__plan *plan)
{
    if (!plan->rules)
        return descent_fail(DESCENT_EINVAL, "rules must not be NULL");
    for (size_t i = 0; i < plan->count; i++)
        if (descent_rule_check(&plan->rules[i]) != DESCENT_SUCCESS) {
            char detail[256];
            snprintf(detail, sizeof detail, "%s", descent_error_detail());
            return descent_fail(DESCENT_EINVAL, "rules[%zu]: %s", i, detail);
        }
    return DESCENT_SUCCESS;
}

static descent_status check_plane(const descent__plan *plan)
{
    const descent_problem *problem = plan->problem;
    const descent_plane *plane = plan->plane;
    for (size_t k = 0; k < sizeof plane->reserved / sizeof *plane->reserved; k++)
        if (plane->reserved[k])
            return descent_fail(DESCENT_EINVAL, "plane->reserved[%zu] must be NULL", k);
    descent_status status = check_vector("plane->origin", problem, plane->origin);
    if (status == DESCENT_SUCCESS)
        status = check_vector("plane->across", problem, plane->across);
    if (status == DESCENT_SUCCESS)
        status = check_vector("plane->up", problem, plane->up);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!isfinite(plane->left) || !isfinite(plane->right) || !isfinite(plane->bottom) || !isfinite(plane->top))
        return descent_fail(DESCENT_EINVAL, "the edges of the plane must be finite, got %g, %g, %g, %g", plane->left,
                            plane->right, plane->bottom, plane->top);
    if (!isfinite(plane->right - plane->left) || !isfinite(plane->top - plane->bottom))
        return descent_fail(DESCENT_EINVAL, "the plane's width and height must be finite, got edges %g, %g, %g, %g",
                            plane->left, plane->right, plane->bottom, plane->top);
    return DESCENT_SUCCESS;
}

descent_status descent__plan_check(const descent__plan *plan)
{
    descent_status status = DESCENT_SUCCESS;
    /* The rule's own step size is replaced by those of the runs, so it need not be valid. */
    if (plan->kind != DESCENT__PLAN_RULES && plan->kind != DESCENT__PLAN_STEP_SIZES)
        status = descent_rule_check(&plan->rule);
    if (status != DESCENT_SUCCESS)
        return status;
    if (plan->kind == DESCENT__PLAN_PLANE)
        return check_plane(plan);
    if (plan->kind == DESCENT__PLAN_STARTS)
        return plan->starts ? DESCENT_SUCCESS : descent_fail(DESCENT_EINVAL, "starts must not be NULL");
    status = check_vector("start", plan->problem, plan->start);
    if (status != DESCENT_SUCCESS)
        return status;
    if (plan->kind == DESCENT__PLAN_RULES)
        return check_rules(plan);
    if (plan->kind == DESCENT__PLAN_SETUP)
        return plan->setup ? DESCENT_SUCCESS : descent_fail(DESCENT_EINVAL, "setup must not be NULL");
    status = check_values(plan);
    if (status != DESCENT_SUCCESS || plan->kind != DESCENT__PLAN_STEP_SIZES)
        return status;
    descent_rule first = plan->rule;
    first.step_size = plan->values[0];
    return descent_rule_check(&first);
}

/* The coordinate of column (or row) i of a grid between two edges, exact at both. */
static double grid_coordinate(double low, double high, size_t i, size_t count)
{
    if (count > 1 && i == count - 1)
        return high;
    return i == 0 ? low : low + (high - low) * ((double)i * (1 / (double)(count - 1)));
}

static double plane_coordinate(const descent_plane *plane, double a, double b, size_t i)
{
    return plane->origin[i] + a * plane->across[i] + b * plane->up[i];
}

static void plane_start(const descent__plan *plan, size_t run, double *start)
{
    const descent_plane *plane = plan->plane;
    const double a = grid_coordinate(plane->left, plane->right, run % plane->columns, plane->columns);
    const double b = grid_coordinate(plane->bottom, plane->top, run / plane->columns, plane->rows);
    for (size_t i = 0; i < plan->problem->dimension; i++)
        start[i] = plane_coordinate(plane, a, b, i);
}

/* x ← origin + (low + width·(column + j)·part)·across + up, as plane_coordinate() has it with grid_coordinate(). */
DESCENT__CLONES
static void fill_row(size_t column, size_t count, const double line[6], double *restrict x)
{
    const double origin = line[0], low = line[1], width = line[2], part = line[3], across = line[4], up = line[5];
    const int first = (int)column, some = (int)count;
#pragma omp simd
    for (int j = 0; j < some; j++)
        x[j] = origin + (low + width * ((double)(first + j) * part)) * across + up;
}

/* One coordinate of `count` neighbours in one row of the plane, from column `column` on. */
static void plane_row(const descent_plane *plane, size_t column, size_t count, double b, size_t i, size_t stride,
                      double *x)
{
    const double low = plane->left, width = plane->right - plane->left;
    const double part = plane->columns > 1 ? 1 / (double)(plane->columns - 1) : 0;
    const double origin = plane->origin[i], across = plane->across[i], up = b * plane->up[i];
    if (stride == 1 && column + count <= INT_MAX)
        fill_row(column, count, (const double[]){origin, low, width, part, across, up}, x);
    else
        for (size_t j = 0; j < count; j++)
            x[j * stride] = origin + (low + width * ((double)(column + j) * part)) * across + up;
    /* The edges are what was given, exactly. */
    if (column == 0)
        x[0] = plane_coordinate(plane, low, b, i);
    if (plane->columns > 1 && column + count == plane->columns)
        x[(count - 1) * stride] = plane_coordinate(plane, plane->right, b, i);
}

bool descent__plan_coordinates(const descent__plan *plan, size_t run, size_t count, size_t i, size_t stride, double *x)
{
    const size_t n = plan->problem->dimension;
    const descent_plane *const plane = plan->plane;
    if (plan->kind != DESCENT__PLAN_PLANE) {
        const bool own = plan->kind == DESCENT__PLAN_STARTS;
        double trace = 0; /* NaN if one of them is not finite */
        for (size_t j = 0; j < count; j++) {
            x[j * stride] = own ? plan->starts[(run + j) * n + i] : plan->start[i];
            trace += x[j * stride] - x[j * stride];
        }
        return trace == 0;
    }
    bool finite = true;
    for (size_t j = 0; j < count;) {
        const size_t column = (run + j) % plane->columns, row = (run + j) / plane->columns;
        const size_t left = plane->columns - column, some = left < count - j ? left : count - j;
        const double b = grid_coordinate(plane->bottom, plane->top, row, plane->rows);
        plane_row(plane, column, some, b, i, stride, x + j * stride);
        /* Each operation on the way from column to coordinate is monotone, so all lie between the first and the last. */
        finite = finite && isfinite(x[j * stride]) && isfinite(x[(j + some - 1) * stride]);
        j += some;
    }
    return finite;
}

/* Writes the start of a run, n numbers, before a setup function may change it. */
static void write_start(const descent__plan *plan, size_t run, double *start)
{
    const size_t n = plan->problem->dimension;
    if (plan->kind == DESCENT__PLAN_PLANE) {
        plane_start(plan, run, start);
        return;
    }
    const double *const from = plan->kind == DESCENT__PLAN_STARTS ? plan->starts + run * n : plan->start;
    for (size_t i = 0; i < n; i++)
        start[i] = from[i];
}

int descent__plan_run(const descent__plan *plan, size_t run, descent_sweep_run *setup)
{
    setup->rule = plan->rule;
    setup->parameter = NAN;
    write_start(plan, run, setup->start);
    if (plan->kind == DESCENT__PLAN_STEP_SIZES)
        setup->rule.step_size = plan->values[run];
    else if (plan->kind == DESCENT__PLAN_PARAMETERS)
        setup->parameter = plan->values[run];
    else if (plan->kind == DESCENT__PLAN_RULES)
        setup->rule = plan->rules[run];
    if (plan->kind != DESCENT__PLAN_SETUP)
        return 0;
    double *const own = setup->start;
    descent__environment *const lent = descent__environment_lend();
    const int code = plan->setup(run, setup, plan->setup_context);
    descent__environment_take_back(lent);
    setup->start = own;
    return code;
}

bool descent__plan_shares_rule(const descent__plan *plan)
{
    return plan->kind == DESCENT__PLAN_STARTS || plan->kind == DESCENT__PLAN_PLANE ||
           plan->kind == DESCENT__PLAN_PARAMETERS;
}

bool descent__plan_has_values(const descent__plan *plan)
{
    return plan->kind == DESCENT__PLAN_STEP_SIZES || plan->kind == DESCENT__PLAN_PARAMETERS ||
           plan->kind == DESCENT__PLAN_SETUP;
}
