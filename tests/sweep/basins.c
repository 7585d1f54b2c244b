/* Boundaries of basins: smooth ones, some whose dimension is known, and those of which a map does not tell it. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <descent/basins.h>
#include <descent/descent.h>
#include <descent/sweep.h>

#include "support.h"

/* A quartic in two variables whose wells are told apart by the sign of x₁ + x₂²/4. */
static int curved(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    const double u = x[0] + x[1] * x[1] / 4;
    gradient[0] = 4 * u * (u * u - 1);
    gradient[1] = gradient[0] * x[1] / 2 + 2 * x[1];
    return 0;
}

START_TEST(a_smooth_boundary_has_exponent_one)
{
    const descent_problem problem = {.dimension = 2, .gradient = curved};
    const size_t across = descent_test_in_full() ? 256 : 128;
    const descent_plane plane = {.left = -2, .right = 2, .bottom = -1.5, .top = 1.5, .columns = across, .rows = across};
    descent_basin_boundary boundary;
    descent_sweep *sweep;
    assert_success(descent_sweep_plane(&problem, descent_fixed_step(0.02), &plane, NULL, &sweep));
    ck_assert_uint_eq(descent_sweep_view(sweep).label_count, 2);
    assert_success(descent_basin_boundary_measure(sweep, &boundary));
    ck_assert_uint_ge(boundary.scales, 4);
    ck_assert_double_eq_tol(boundary.exponent, 1, 0.1);
    ck_assert_double_eq_tol(boundary.dimension, 1, 0.1);
    descent_sweep_free(sweep);
}
END_TEST

/*
 * The middle-thirds set on every row: with the map x ← 3x on [0, 1/3] and x ← 3x − 2 on [2/3, 1], a start leaves [0, 1] to
 * the gap or stays for ever on the Cantor set. Two basins that alternate between gaps of one order have a boundary of
 * dimension ln 2/ln 3 in a row, so exponent 1 − ln 2/ln 3. Made with a setup function: the ending of each run is forced by
 * where its start lies.
 */
static int to_wells(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    gradient[0] = x[0] < 0 ? x[0] + 1 : x[0] - 1;
    return 0;
}

enum {
    cantor_columns = 2187, /* 3⁷ */
    cantor_rows = 64
};

static int cantor_setup(size_t run, descent_sweep_run *setup, void *context)
{
    (void)context;
    double x = ((double)(run % cantor_columns) + 0.5) / cantor_columns;
    int order = 0;
    while (order < 7 && !(x > 1.0 / 3 && x < 2.0 / 3)) {
        x = x <= 1.0 / 3 ? 3 * x : 3 * x - 2;
        order++;
    }
    setup->start[0] = order % 2 == 0 ? -1 : 1;
    return 0;
}

/* From 1 column to 2 the share is the same, from 2 to 4 it grows by the power 0.63: this map does not tell the truth, 0.37. */
START_TEST(an_exponent_that_changes_with_the_distance_is_not_told)
{
    const descent_problem problem = {.dimension = 1, .gradient = to_wells};
    const double start = 0;
    descent_sweep_options options = {0};
    descent_basin_boundary boundary;
    descent_sweep *sweep;
    options.columns = cantor_columns;
    options.steps = 30;
    assert_success(descent_sweep_runs(&problem, descent_fixed_step(0.5), &start, (size_t)cantor_columns * cantor_rows,
                                      cantor_setup, NULL, &options, &sweep));
    assert_success(descent_basin_boundary_measure(sweep, &boundary));
    ck_assert_uint_ge(boundary.scales, 4);
    if (!isnan(boundary.exponent))
        ck_assert_double_eq_tol(boundary.exponent, 1 - log(2) / log(3), boundary.error);
    descent_sweep_free(sweep);
}
END_TEST

enum {
    graph_columns = 512
};

/*
 * Below or above the graph of Takagi's function Σ aᵏ·dist(2ᵏx, ℤ), whose box dimension is 2 + log₂ a (Kaplan, Mallet-Paret and Yorke 1984):
 * the scaling is that of powers of two, as the distances are, and no oscillation is laid over it.
 */
static int graph_setup(size_t run, descent_sweep_run *setup, void *context)
{
    const double *const size = context;
    const size_t columns = (size_t)size[0];
    const double x = ((double)(run % columns) + 0.37) / size[0], y = ((double)(run / columns) + 0.5) / size[0];
    double height = 0, weight = 1, at = x;
    for (int k = 0; k < 24; k++) {
        height += weight * fabs(at - round(at));
        weight *= size[1];
        at *= 2;
        at -= floor(at);
    }
    setup->start[0] = 2 * y > height ? -1 : 1;
    return 0;
}

START_TEST(the_graph_of_a_rough_function_has_its_dimension)
{
    const descent_problem problem = {.dimension = 1, .gradient = to_wells};
    const double start = 0, dimensions[] = {1.3, 1.5};
    for (size_t i = 0; i < 2; i++) {
        double size[] = {graph_columns, pow(2, dimensions[i] - 2)};
        descent_sweep_options options = {.columns = (size_t)size[0], .steps = 30};
        descent_basin_boundary boundary;
        descent_sweep *sweep;
        assert_success(descent_sweep_runs(&problem, descent_fixed_step(0.5), &start, (size_t)(size[0] * size[0]),
                                          graph_setup, size, &options, &sweep));
        assert_success(descent_basin_boundary_measure(sweep, &boundary));
        ck_assert_double_eq_tol(boundary.dimension, dimensions[i], 0.08);
        descent_sweep_free(sweep);
    }
}
END_TEST

/*
 * With v = β₂ − 1 the notebook's map is v ← (1 + 2η)v − 4ηv³, and with η < ½ zero has one preimage on each side: the
 * boundary is lines that crowd toward the 2-cycle v² = (1 + η)/2η, by a factor each, and its dimension is 1.
 */
START_TEST(lines_that_crowd_have_no_dimension_between_one_and_two)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double step_sizes[] = {0.26, 0.3, 0.35, 0.4, 0.45};
    for (size_t i = 0; i < 5; i += descent_test_in_full() ? 1 : 2)
        for (size_t across = 128; across <= 256; across *= 2) {
            const descent_plane plane = {
                .left = 0, .right = 4, .bottom = -0.5, .top = 2.5, .columns = across, .rows = across};
            const descent_sweep_options options = {.steps = 256};
            descent_basin_boundary boundary;
            descent_sweep *sweep;
            assert_success(descent_sweep_plane(&problem, descent_fixed_step(step_sizes[i]), &plane, &options, &sweep));
            assert_success(descent_basin_boundary_measure(sweep, &boundary));
            if (!isnan(boundary.dimension))
                ck_assert_double_eq_tol(boundary.dimension, 1, boundary.error);
            descent_sweep_free(sweep);
        }
}
END_TEST

/* L = x₁³ − 3x₁x₂²: from almost everywhere runs leave, whether a sweep sees them go in its steps or not: there is one basin. */
START_TEST(ways_to_leave_are_one_basin)
{
    const descent_problem problem = descent_test_landscape("monkey_saddle", 0);
    const double steps[] = {500, 60};
    for (size_t i = 0; i < 2; i++) {
        const descent_plane plane = {.left = -2, .right = 2, .bottom = -2, .top = 2, .columns = 128, .rows = 128};
        const descent_sweep_options options = {.steps = (uint64_t)steps[i]};
        descent_basin_boundary boundary;
        descent_sweep *sweep;
        assert_success(descent_sweep_plane(&problem, descent_fixed_step(0.1), &plane, &options, &sweep));
        ck_assert_double_gt(descent_sweep_view(sweep).share[DESCENT_ENDING_UNBOUNDED], 0.8);
        ck_assert_double_lt(descent_sweep_view(sweep).share[DESCENT_ENDING_UNBOUNDED], 1);
        assert_success(descent_basin_boundary_measure(sweep, &boundary));
        ck_assert_double_nan(boundary.dimension);
        descent_sweep_free(sweep);
    }
}
END_TEST

/*
 * Two wells apart at 0, seen by runs of so few steps that those that begin within a strip about 0 have not shown where they
 * end: up to a tenth of the uncertain starts the exponent is told all the same, beyond (most_unknown) it is not.
 */
static int flat_wells(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    gradient[0] = fabs(x[0]) < 0.5 ? x[0] * 0x1p-30 : x[0] < 0 ? x[0] + 1 : x[0] - 1;
    return 0;
}

static int strip_setup(size_t run, descent_sweep_run *setup, void *context)
{
    const size_t column = run % graph_columns, row = run / graph_columns;
    const size_t unknown = *(const size_t *)context;
    /* All of them at the left edge, where there is no boundary. */
    setup->start[0] = column == 0 && row < unknown ? 0.25 : column < graph_columns / 2 ? -1 : 1;
    return 0;
}

START_TEST(starts_whose_end_is_not_known_are_compared_with_none)
{
    const descent_problem problem = {.dimension = 1, .gradient = flat_wells};
    const double start = 0;
    /* 2 × 512 starts are uncertain beside a neighbour. */
    const size_t unknown[] = {0, 102, 103, 512};
    for (size_t i = 0; i < 4; i++) {
        size_t count = unknown[i];
        const descent_sweep_options options = {.columns = graph_columns, .steps = 64};
        descent_basin_boundary boundary;
        descent_sweep *sweep;
        assert_success(descent_sweep_runs(&problem, descent_fixed_step(0.5), &start,
                                          (size_t)graph_columns * graph_columns, strip_setup, &count, &options,
                                          &sweep));
        assert_success(descent_basin_boundary_measure(sweep, &boundary));
        ck_assert_double_eq(boundary.shares[0], 2.0 / graph_columns);
        if (count <= 102)
            ck_assert_double_eq_tol(boundary.exponent, 1, 1e-3);
        else
            ck_assert_double_nan(boundary.exponent);
        descent_sweep_free(sweep);
    }
}
END_TEST

enum {
    thin_columns = 64
};

typedef enum thin_kind {
    THIN_DIAGONAL, /* one basin is the starts on a line, as those of a saddle are whose ridge the grid hits */
    THIN_SINGLE,   /* … is one start */
    THIN_HALF      /* the line parts two halves */
} thin_kind;

static int thin_setup(size_t run, descent_sweep_run *setup, void *context)
{
    const size_t column = run % thin_columns, row = run / thin_columns, middle = thin_columns / 2;
    switch (*(const thin_kind *)context) {
    case THIN_DIAGONAL:
        setup->start[0] = column == row ? -1 : 1;
        break;
    case THIN_SINGLE:
        setup->start[0] = column == middle && row == middle ? -1 : 1;
        break;
    case THIN_HALF:
        setup->start[0] = column > row ? -1 : 1;
        break;
    }
    return 0;
}

/* A start that differs from both sides does so at each distance: the share is level, which is no boundary of dimension 2. */
START_TEST(a_basin_one_start_wide_has_no_dimension)
{
    const descent_problem wells = {.dimension = 1, .gradient = to_wells};
    const double start = 0;
    const thin_kind kinds[] = {THIN_DIAGONAL, THIN_SINGLE, THIN_HALF};
    for (size_t i = 0; i < 3; i++) {
        thin_kind kind = kinds[i];
        const descent_sweep_options options = {.columns = thin_columns, .steps = 30};
        descent_basin_boundary boundary;
        descent_sweep *sweep;
        assert_success(descent_sweep_runs(&wells, descent_fixed_step(0.5), &start, (size_t)thin_columns * thin_columns,
                                          thin_setup, &kind, &options, &sweep));
        assert_success(descent_basin_boundary_measure(sweep, &boundary));
        ck_assert_uint_ge(boundary.scales, 4);
        ck_assert_double_eq(boundary.distances[0], 1);
        if (kind == THIN_HALF) {
            ck_assert_double_eq_tol(boundary.dimension, 1, boundary.error);
        } else {
            ck_assert_double_nan(boundary.exponent);
            ck_assert_double_nan(boundary.error);
            ck_assert_double_nan(boundary.dimension);
        }
        descent_sweep_free(sweep);
    }
}
END_TEST

enum {
    most_columns = 160,
    drawn_maps = 14
};

/* Where a start ends: in one of three wells; gone, by one of two ways; or nobody knows, in so few steps. */
typedef enum end_of_start {
    END_IN_WELL = 0, /* and 1, 2 */
    END_GONE = 3,    /* slowly, or beyond all numbers */
    END_UNKNOWN = 5
} end_of_start;

typedef struct drawn_map {
    size_t columns, rows;
    int ends[most_columns * most_columns];
} drawn_map;

static int to_any_end(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0] > 1e6 ? -1e200 * x[0] : x[0] > 1e3 ? -x[0] : x[0] > 10 ? 0x1p-30 : x[0] - round(x[0]);
    return 0;
}

static int drawn_setup(size_t run, descent_sweep_run *setup, void *context)
{
    static const double starts[] = {0, 1.25, 2.25, 2e3, 2e6, 100};
    setup->start[0] = starts[((const drawn_map *)context)->ends[run]];
    return 0;
}

/* Of all sorts: a rough graph, a circle, lines, strips that crowd, noise; some with starts that leave or are not known. */
static void draw_map(size_t which, drawn_map *map)
{
    uint64_t noise = 99194853094755497u + which;
    map->columns = which % 3 == 0 ? 160 : which % 3 == 1 ? 96 : 70;
    map->rows = which % 4 == 1 ? 150 : 68 + 5 * which;
    for (size_t row = 0; row < map->rows; row++)
        for (size_t column = 0; column < map->columns; column++) {
            const double x = ((double)column + 0.37) / (double)map->columns,
                         y = ((double)row + 0.5) / (double)map->rows;
            double height = 0, weight = 0.5, at = x;
            for (int k = 0; k < 20; k++, weight *= pow(2, 0.1 * (double)which - 0.9), at = 2 * at - floor(2 * at))
                height += weight * fabs(at - round(at));
            noise ^= noise << 13, noise ^= noise >> 7, noise ^= noise << 17;
            int end = which < 7     ? y > height
                      : which == 7  ? hypot(x - 0.5, y - 0.5) < 0.3
                      : which == 8  ? y > 0.3 + 0.4 * x ? 2 : y > 0.2 * x
                      : which == 9  ? (int)floor(-log(x) * 2) % 2
                      : which == 10 ? noise % 200 == 0
                      : which == 11 ? noise % 3 == 0
                      : which == 12 ? 0
                                    /* the end of a row beside the begin of the next is no neighbour */
                                    : column >= map->columns - 3;
            if (which % 2 == 1 && end == 1)
                end = END_GONE + (int)(noise >> 20 & 1);
            if (which % 3 == 2 && noise % 3000 < which)
                end = END_UNKNOWN;
            map->ends[row * map->columns + column] = end;
        }
}

/* The basin of a start; ways to leave are one. */
static int basin_at(const drawn_map *map, size_t column, size_t row)
{
    const int end = map->ends[row * map->columns + column];
    return end == END_GONE + 1 ? END_GONE : end;
}

static bool parts(const drawn_map *map, int own, ptrdiff_t column, ptrdiff_t row)
{
    if (column < 0 || row < 0 || column >= (ptrdiff_t)map->columns || row >= (ptrdiff_t)map->rows)
        return false;
    const int other = basin_at(map, (size_t)column, (size_t)row);
    return other != own && other != END_UNKNOWN;
}

static double share_at(const drawn_map *map, ptrdiff_t distance)
{
    size_t uncertain = 0;
    for (ptrdiff_t row = 0; row < (ptrdiff_t)map->rows; row++)
        for (ptrdiff_t column = 0; column < (ptrdiff_t)map->columns; column++) {
            const int own = basin_at(map, (size_t)column, (size_t)row);
            uncertain += own != END_UNKNOWN &&
                         (parts(map, own, column - distance, row) || parts(map, own, column + distance, row) ||
                          parts(map, own, column, row - distance) || parts(map, own, column, row + distance));
        }
    return (double)uncertain / (double)(map->columns * map->rows);
}

/* How many of the distances from number `first` on have slopes that differ by 0.05 at most. */
static size_t straight_from(const double *distances, const double *shares, size_t count, size_t first)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t k = first; k + 1 < count; k++) {
        const double slope = log(shares[k + 1] / shares[k]) / log(distances[k + 1] / distances[k]);
        low = fmin(low, slope);
        high = fmax(high, slope);
        if (high - low > 0.05)
            return k + 1 - first;
    }
    return count - first;
}

/* The exponent by textbook regression, y = αx + b over all pairs, and the half-width of its interval. */
static void regress(const double *distances, const double *shares, size_t count, double *slope, double *error)
{
    double n = (double)count, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
    for (size_t k = 0; k < count; k++) {
        const double u = log(distances[k]), v = log(shares[k]);
        x += u, y += v, xx += u * u, xy += u * v, yy += v * v;
    }
    *slope = (n * xy - x * y) / (n * xx - x * x);
    const double rest = (yy - y * y / n) - *slope * (xy - x * y / n);
    *error = gsl_cdf_tdist_Pinv(0.975, n - 2) * sqrt(fmax(rest, 0) / (n - 2) / (xx - x * x / n));
}

/* What the header promises, from the map as it was drawn. */
static descent_basin_boundary expected_boundary(const drawn_map *map)
{
    descent_basin_boundary b = {.exponent = NAN, .error = NAN, .dimension = NAN};
    size_t unknown = 0;
    for (size_t k = 0; k < map->columns * map->rows; k++)
        unknown += map->ends[k] == END_UNKNOWN;
    for (size_t distance = 1; 4 * distance <= map->columns && 4 * distance <= map->rows; distance *= 2) {
        const double share = share_at(map, (ptrdiff_t)distance);
        if (share > 0.3)
            break;
        if (share > 0) {
            b.distances[b.scales] = (double)distance;
            b.shares[b.scales++] = share;
        }
    }
    if (b.scales == 0 || b.distances[0] > 1 || (double)unknown > 0.1 * b.shares[0] * (double)(map->columns * map->rows))
        return b;
    for (size_t first = 0; first < 2 && first < b.scales; first++) {
        const size_t count = straight_from(b.distances, b.shares, b.scales, first);
        double slope, error;
        if (count < 4)
            continue;
        regress(b.distances + first, b.shares + first, count, &slope, &error);
        error = fmax(error, 0.05);
        if (!(slope > error) || slope - error > 1)
            return b;
        for (size_t k = 0; k < count; k++) {
            b.distances[k] = b.distances[first + k];
            b.shares[k] = b.shares[first + k];
        }
        b.exponent = slope;
        b.error = error;
        b.dimension = 2 - slope;
        b.scales = count;
        return b;
    }
    return b;
}

START_TEST(the_figures_are_those_of_a_plain_count)
{
    static drawn_map map;
    const descent_problem problem = {.dimension = 1, .gradient = to_any_end};
    const double start = 0;
    size_t told = 0;
    for (size_t which = 0; which < drawn_maps; which++) {
        draw_map(which, &map);
        const descent_sweep_options options = {.columns = map.columns,
                                               .steps = 60,
                                               .no_confirmation = 1,
                                               .no_classification = 1,
                                               .check_count = DESCENT_SWEEP_NO_CHECKS};
        descent_basin_boundary found;
        descent_sweep *sweep;
        assert_success(descent_sweep_runs(&problem, descent_fixed_step(0.5), &start, map.columns * map.rows,
                                          drawn_setup, &map, &options, &sweep));
        assert_success(descent_basin_boundary_measure(sweep, &found));
        const descent_basin_boundary b = expected_boundary(&map);
        ck_assert_msg(found.scales == b.scales, "map %zu: %zu scales, not %zu", which, found.scales, b.scales);
        for (size_t k = 0; k < sizeof b.distances / sizeof *b.distances && k < b.scales; k++) {
            ck_assert_double_eq(found.distances[k], b.distances[k]);
            ck_assert_msg(found.shares[k] == b.shares[k], "map %zu, distance %g: %.17g, not %.17g", which,
                          b.distances[k], found.shares[k], b.shares[k]);
        }
        ck_assert_msg(isnan(found.exponent) == isnan(b.exponent), "map %zu: %g, not %g", which, found.exponent,
                      b.exponent);
        if (!isnan(b.exponent)) {
            told++;
            ck_assert_double_eq_tol(found.exponent, b.exponent, 1e-9);
            ck_assert_double_eq_tol(found.error, b.error, 1e-3 * b.error);
            ck_assert_double_eq_tol(found.dimension, b.dimension, 1e-9);
        }
        descent_sweep_free(sweep);
    }
    ck_assert_uint_ge(told, 4);
    ck_assert_uint_le(told, drawn_maps - 4);
}
END_TEST

enum {
    striped = 256,         /* starts along a side */
    labelled_cycles = 4095 /* beside the one point */
};

static bool goes_to_and_fro(double across)
{
    return lround(8 * across) % 2 != 0;
}

/* With steps of 1: in every other stripe to 0, else to and fro across it, each start at a distance of its own. */
static int in_stripes(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    gradient[0] = goes_to_and_fro(x[0]) ? 0 : x[0];
    gradient[1] = goes_to_and_fro(x[0]) ? 2 * x[1] : x[1];
    return 0;
}

/* Starts that have a neighbour of another label, of those stripes: those without a label have none. */
static size_t count_uncertain(void)
{
    bool *const cycles = calloc((size_t)striped * striped, sizeof *cycles); /* labelled ones */
    bool *const points = calloc((size_t)striped * striped, sizeof *points);
    ck_assert(cycles && points);
    size_t uncertain = 0, given = 0;
    for (size_t run = 0; run < (size_t)striped * striped; run++) {
        points[run] = !goes_to_and_fro(-1 + 2 * (double)(run % striped) / (striped - 1));
        cycles[run] = !points[run] && given++ < labelled_cycles;
    }
    for (size_t run = 0; run < (size_t)striped * striped; run++) {
        const size_t column = run % striped, row = run / striped;
        const size_t beside[] = {column > 0 ? run - 1 : run, column + 1 < striped ? run + 1 : run,
                                 row > 0 ? run - striped : run, row + 1 < striped ? run + striped : run};
        bool other = false;
        for (size_t k = 0; k < 4; k++)
            other |= beside[k] != run && (cycles[beside[k]] || (cycles[run] && points[beside[k]]));
        uncertain += (cycles[run] || points[run]) && other;
    }
    free(cycles);
    free(points);
    return uncertain;
}

/* Cycles that all differ: where no labels are left for them, they are not one basin that has a boundary with the point's. */
START_TEST(cycles_without_a_label_are_compared_with_none)
{
    const descent_problem problem = {.dimension = 2, .gradient = in_stripes};
    const descent_plane plane = {
        .left = -1, .right = 1, .bottom = 0.3, .top = 1.3, .columns = striped, .rows = striped};
    const descent_sweep_options options = {.steps = 130, .check_count = DESCENT_SWEEP_NO_CHECKS};
    descent_basin_boundary boundary;
    descent_sweep *sweep;
    assert_success(descent_sweep_plane(&problem, descent_fixed_step(1), &plane, &options, &sweep));
    ck_assert_uint_eq(descent_sweep_view(sweep).label_count, labelled_cycles + 1);
    assert_success(descent_basin_boundary_measure(sweep, &boundary));
    ck_assert_double_eq(boundary.distances[0], 1);
    ck_assert_double_eq(boundary.shares[0], (double)count_uncertain() / (striped * striped));
    ck_assert_double_nan(boundary.exponent);
    descent_sweep_free(sweep);
}
END_TEST

START_TEST(no_boundary_has_no_exponent)
{
    const descent_problem problem = {.dimension = 1, .gradient = to_wells};
    const double starts[] = {-1, -1, -1, -1};
    descent_basin_boundary boundary;
    descent_sweep *sweep;
    const descent_plane plane = {.left = 0.5, .right = 1, .up = starts, .columns = 16, .rows = 16};
    assert_success(descent_sweep_plane(&problem, descent_fixed_step(0.5), &plane, NULL, &sweep));
    assert_success(descent_basin_boundary_measure(sweep, &boundary));
    ck_assert_double_nan(boundary.exponent);
    ck_assert_double_nan(boundary.dimension);
    ck_assert_uint_eq(boundary.scales, 0);
    descent_sweep_free(sweep);
    assert_success(descent_sweep_starts(&problem, descent_fixed_step(0.5), starts, 4, NULL, &sweep));
    assert_failure(descent_basin_boundary_measure(sweep, &boundary), DESCENT_EINVAL, "map");
    assert_failure(descent_basin_boundary_measure(sweep, NULL), DESCENT_EINVAL, "boundary");
    assert_failure(descent_basin_boundary_measure(NULL, &boundary), DESCENT_EINVAL, "sweep");
    descent_sweep_free(sweep);
}
END_TEST

int main(void)
{
    const TTest *const long_tests[] = {starts_whose_end_is_not_known_are_compared_with_none,
                                       the_graph_of_a_rough_function_has_its_dimension};
    const TTest *const tests[] = {a_smooth_boundary_has_exponent_one,
                                  an_exponent_that_changes_with_the_distance_is_not_told,
                                  lines_that_crowd_have_no_dimension_between_one_and_two,
                                  ways_to_leave_are_one_basin,
                                  a_basin_one_start_wide_has_no_dimension,
                                  cycles_without_a_label_are_compared_with_none,
                                  the_figures_are_those_of_a_plain_count,
                                  no_boundary_has_no_exponent};
    Suite *const suite = descent_test_suite("basins", tests, sizeof tests / sizeof tests[0]);
    descent_test_add_long(suite, long_tests, sizeof long_tests / sizeof *long_tests, 0);
    return descent_test_main(suite);
}
