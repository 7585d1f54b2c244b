/* Where multipliers decide a step limit: runs whose first step tells the step size, and which then do what one likes. */
#include <math.h>

#include <descent/descent.h>
#include <descent/step_limit.h>
#include <descent/sweep.h>

#include "support.h"

#define lowest  0.05
#define highest 0.45
#define asked   64
/* What multipliers must be off by to have no say, as a share of the limit: a growth of a tenth in all steps. */
#define slack (0.1 / asked)

enum {
    most_seen = 1 << 14
};

typedef struct band {
    double from, to;
} band;

typedef struct wish {
    double start, told;  /* where runs start, on the other side, and how far the first step tells the step size */
    double line, across; /* stability limits of the point, along the line of the runs and across; < 0: of a saddle */
    double edge;         /* from here on runs are lost */
    double open_from;    /* and from here to the edge they tell nothing */
    bool level;          /* of convergence; else, of boundedness */
    band round, open, grows, lost, held,
        fails;                   /* further step sizes: a cycle, undecided, diverging, lost, converged, failing */
    double landing, far_landing; /* distance from the point, before the edge and behind; 0: they are lost there */
    double near_line;            /* landing of those nearer to the line's limit than an eighth of the way */
    band uneven;                 /* distances at which it grows faster */
    band forbidden;              /* distances at which the gradient fails */
    size_t count;
    double seen[most_seen]; /* step sizes */
} wish;

static bool is_in(band b, double x)
{
    return x >= b.from && x < b.to;
}

static double landing_of(const wish *own, double step_size)
{
    if (step_size <= own->line || is_in(own->held, step_size))
        return 0;
    if (step_size >= own->edge)
        return own->far_landing;
    return step_size < own->line + (own->edge - own->line) / 8 ? own->near_line : own->landing;
}

/* The second step: to the point at 0, the cycle about −20, level ground at −30, a slope at −40, away from −1000, or far off. */
static double second(const wish *own, double x, double step_size)
{
    const bool lost = is_in(own->lost, step_size) || (step_size >= own->edge && own->far_landing == 0);
    double target = landing_of(own, step_size);
    const double quarter = own->line + (own->edge - own->line) / 4,
                 sixteenth = own->line + (own->edge - own->line) / 16;
    const bool looked_at = fabs(step_size - quarter) < 1e-6 || fabs(step_size - sixteenth) < 1e-6;
    if ((is_in(own->round, step_size) && !looked_at) || (own->told < 1 && is_in(own->held, step_size)))
        target = own->told < 1 ? -1e14 : -20;
    else if (is_in(own->open, step_size) || (step_size >= own->open_from && step_size < own->edge))
        target = own->level ? -30 : -40;
    else if (is_in(own->grows, step_size))
        target = -1000;
    else if (lost && !is_in(own->held, step_size))
        return -1e300;
    return (x - target) / step_size;
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    wish *const own = context;
    const double at = fabs(x[0]), curvature = 2 / own->line;
    for (size_t i = 1; i < n; i++)
        g[i] = 2 / own->across * x[i];
    if (x[0] == -own->start) {
        g[0] = -own->told;
    } else if (x[0] > -own->start && x[0] < -own->start + own->told / 2) {
        const double step_size = (own->start + x[0]) / own->told;
        if (own->count < most_seen)
            own->seen[own->count++] = step_size;
        g[0] = second(own, x[0], step_size);
        return is_in(own->fails, step_size) ? 3 : 0;
    } else if (at < (own->told < 1 ? 1e12 : 0.45)) {
        g[0] = at < 2e-16 ? 0 : (is_in(own->uneven, at) ? 1.05 : 1) * curvature * x[0];
        return is_in(own->forbidden, at) ? 4 : 0;
    } else if (own->told < 1 && x[0] > -2e14 && x[0] < -1e13) {
        g[0] = x[0] < -1e14 ? -1e12 : 1e12;
    } else if (x[0] < -5 && x[0] > -25) {
        g[0] = x[0] < -20 ? -1 : 1;
    } else if (x[0] < -25 && x[0] > -35) {
        g[0] = 0;
    } else {
        g[0] = x[0] < -35 && x[0] > -500 ? 1 : x[0] < -500 && x[0] > -1e40 && own->told == 1 ? -x[0] : -1e100 * x[0];
    }
    return 0;
}

static wish wish_of(double line, double across, double open_from, double edge)
{
    const band none = {9, 9};
    return (wish){.start = 1,
                  .told = 1,
                  .line = line,
                  .across = across,
                  .edge = edge,
                  .open_from = open_from,
                  .round = none,
                  .open = none,
                  .grows = none,
                  .lost = none,
                  .held = none,
                  .fails = none,
                  .uneven = none,
                  .forbidden = none};
}

static descent_status ask(wish *own, descent_step_property property, double low, double high, size_t scan,
                          descent_step_limit_result **result)
{
    const descent_problem problem = {.dimension = 2, .gradient = gradient, .context = own};
    const double start[] = {-own->start, 0};
    const descent_step_limit_options options = {.property = property, .steps = asked, .scan = scan};
    own->count = 0;
    return descent_step_limit_find(&problem, start, low, high, &options, result);
}

static descent_step_limit_result *find(wish *own, double low, double high, size_t scan)
{
    descent_step_limit_result *result;
    assert_success(ask(own, DESCENT_STEP_BOUNDED, low, high, scan, &result));
    return result;
}

/* Runs from 0.2 to the edge tell nothing: a limit of the point there, or as near to it as growth goes unseen, decides. */
START_TEST(multipliers_decide_in_the_bracket_and_close_to_it)
{
    const double open = 0.2, edge = 0.2531, inside = 0.99 * slack * edge, outside = 1.01 * slack * edge;
    const struct {
        double line, across, limit;
        int attracts;
    } rows[] = {{open - inside, 1, open - inside, 1},
                {open - outside, 1, 0, 0},
                {edge + inside, 1, edge + inside, 1},
                {edge + outside, 1, 0, 0},
                {0.24, 0.22, 0.22, 1},
                {0.24, -1, 0.24, 0},
                {open - inside, 0.1, open - inside, 0},
                {open - outside, 0.1, 0, 0},
                {edge + inside, 0.1, edge + inside, 0},
                {edge + outside, 0.1, 0, 0},
                {0.22, 0.1, 0.22, 0}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        wish own = wish_of(rows[k].line, rows[k].across, open, edge);
        descent_step_limit_result *const result = find(&own, lowest, highest, 12);
        const double limit = rows[k].limit > 0 ? rows[k].limit : edge;
        ck_assert_int_eq(result->source, rows[k].limit > 0 ? DESCENT_LIMIT_MULTIPLIER : DESCENT_LIMIT_UNDECIDED);
        ck_assert_msg(fabs(result->limit - limit) <= 1e-8, "row %zu: %.17g", k, result->limit);
        ck_assert_double_eq_tol(result->low, (rows[k].limit > 0 ? fmin(limit, open) : open), 1e-8);
        ck_assert_double_eq_tol(result->high, fmax(limit, edge), 1e-8);
        ck_assert_int_eq(result->attracts, rows[k].attracts);
        ck_assert_int_eq(result->ending_low, DESCENT_ENDING_CONVERGED);
        descent_step_limit_result_free(result);
    }
}
END_TEST

/* Beside a limit by multipliers a run shows what it does where they grow or shrink by eight e-foldings: an eighth off, with 64 steps. */
START_TEST(endings_beside_are_of_runs_that_show_it)
{
    for (int shown = 0; shown < 2; shown++)
        for (int open = 0; open < 2; open++) {
            const double range = 16 * (shown ? 0.13 : 0.12) * 0.22;
            wish own = wish_of(0.22, 1, 0.215, 0.225);
            own.round = (band){0.18, 0.2};
            own.grows = (band){0.24, 0.26};
            if (open) { /* then the nearest that shows it is farther off */
                own.open = own.round;
                own.round = (band){0.1, 0.12};
            }
            descent_step_limit_result *const result = find(&own, 0.03, 0.03 + range, 40);
            ck_assert_int_eq(result->source, DESCENT_LIMIT_MULTIPLIER);
            ck_assert_double_eq_tol(result->limit, 0.22, 1e-8);
            ck_assert_int_eq(result->ending_low, shown || open ? DESCENT_ENDING_PERIODIC : DESCENT_ENDING_CONVERGED);
            ck_assert_int_eq(result->ending_high == DESCENT_ENDING_DIVERGING, shown);
            ck_assert(result->single && result->held && result->crossings == 1);
            descent_step_limit_result_free(result);
        }
}
END_TEST

/* What is lost below the limit, or held above, says that there is more than one; what beside it ends is not told by these. */
START_TEST(an_island_is_not_what_is_beside_the_limit)
{
    for (int below = 0; below < 2; below++) {
        wish own = wish_of(0.22, 1, 0.215, 0.225);
        band *const island = below ? &own.grows : &own.held;
        const double at = 0.22 + (below ? -0.0286 : 0.0286);
        *island = (band){at - 1e-6, at + 1e-6};
        descent_step_limit_result *const result = find(&own, 0.03, 0.03 + 16 * 0.13 * 0.22, 30);
        ck_assert_double_eq_tol(result->limit, 0.22, 1e-8);
        ck_assert_int_eq(result->single, 0);
        ck_assert_int_eq(result->ending_low, DESCENT_ENDING_CONVERGED);
        ck_assert_int_ne(result->ending_high, DESCENT_ENDING_CONVERGED);
        descent_step_limit_result_free(result);
    }
}
END_TEST

/* No run is made beside the range, and none nearer to the limit than the bracket is wide in which multipliers decide. */
START_TEST(what_is_looked_at_lies_in_the_range)
{
    const double lows[] = {0.2, 0.05}, highs[] = {0.45, 0.3};
    for (size_t k = 0; k < 2; k++) {
        wish own = wish_of(1, 1, 9, 0.2531);
        descent_step_limit_result *const result = find(&own, lows[k], highs[k], 12);
        ck_assert_double_eq_tol(result->limit, 0.2531, 2e-16);
        for (size_t i = 0; i < own.count; i++)
            ck_assert(own.seen[i] < 1e-3 || (own.seen[i] > lows[k] - 1e-5 && own.seen[i] < highs[k] + 1e-5));
        descent_step_limit_result_free(result);
    }
    for (int side = -1; side <= 1; side += 2)
        for (int near = 0; near < 2;
             near++) { /* at a quarter of the range, and at a sixteenth, which is half of the bracket */
            wish own = wish_of(0.22, 1, 0.2, 0.2531);
            const double distance = near ? 0.025 : 0.1;
            own.fails = (band){0.22 + side * distance - 1e-6, 0.22 + side * distance + 1e-6};
            descent_step_limit_result *result;
            const descent_status status = ask(&own, DESCENT_STEP_BOUNDED, lowest, highest, 12, &result);
            ck_assert_int_eq(status, near ? DESCENT_SUCCESS : DESCENT_ECALLBACK);
            descent_step_limit_result_free(status == DESCENT_SUCCESS ? result : NULL);
        }
}
END_TEST

/* As near as 64 units of rounding, and at 24 distances at most. */
START_TEST(what_is_looked_at_is_off_the_limit_by_more_than_rounding)
{
    const struct {
        double edge, low, range, distance;
        bool seen;
    } rows[] = {{0.2531, 0.2, 0.2531 / 4 * 64.5 / 64, 0.2531 * 64.5 * 0x1p-52, true},
                {0.2531, 0.2, 0.2531 / 4 * 63.5 / 64, 0.2531 * 63.5 * 0x1p-52, false},
                {0.02, 0.005, 0.44, 0.44 * 0x1p-48, true},
                {0.02, 0.005, 0.44, 0.44 * 0x1p-50, false}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        wish own = wish_of(1, 1, 9, rows[k].edge);
        descent_step_limit_result *result = find(&own, rows[k].low, rows[k].low + rows[k].range, 3);
        const double at = result->limit + rows[k].distance;
        ck_assert(result->single);
        descent_step_limit_result_free(result);
        own.held = (band){at - 1.2e-16, at + 1.2e-16};
        result = find(&own, rows[k].low, rows[k].low + rows[k].range, 3);
        ck_assert_msg(!result->single == rows[k].seen, "row %zu", k);
        descent_step_limit_result_free(result);
    }
}
END_TEST

/* In the scan, where it is narrowed to the loss, and where it is narrowed to what tells nothing. */
START_TEST(a_run_that_fails_fails_the_search)
{
    const band fails[] = {{0.04, 0.06}, {0.2531 - 1e-9, 0.2531}, {0.2531, 0.2531 + 1e-9}, {0.2 - 1e-9, 0.2}};
    for (size_t k = 0; k < sizeof fails / sizeof *fails; k++) {
        wish own = wish_of(0.22, 1, 0.2, 0.2531);
        own.fails = fails[k];
        descent_step_limit_result *result;
        assert_failure(ask(&own, DESCENT_STEP_BOUNDED, lowest, highest, 12, &result), DESCENT_ECALLBACK,
                       "a callback returned 3");
        ck_assert_ptr_null(result);
    }
}
END_TEST

/*
 * All runs between the stability limit at 0.25 and the edge seem to stay, on a cycle, but where one looks: there they leave the point,
 * from the distances said. If they do evenly at the edge, and at a quarter of the way to it in four times as many steps, it is
 * the multiplier that they leave by.
 */
static wish wish_of_growth(void)
{
    wish own = wish_of(0.25, 1, 9, 0.2626);
    own.start = own.far_landing = 1e-3;
    own.told = 1e-9;
    own.round = (band){0.2500001, 0.2626};
    own.landing = own.near_line = 1;
    return own;
}

START_TEST(what_grows_evenly_leaves)
{
    const band none = {9, 9}, quarter = {1e6, 1e11};
    const struct {
        band uneven, forbidden;
        double landing, near_line;
        bool leaves;
    } rows[] = {
        {none, none, 1, 1, true},                 /* evenly, wherever it is looked at */
        {{300, 1e11}, none, 1e-12, 1e-12, false}, /* not at the edge */
        {quarter, none, 1, 1e-3, false},          /* not at a quarter: to (2·1.05·1.0126 − 1)^766 = 2e8 */
        {quarter, none, 1e-3, 1, true},           /* not at a sixteenth, where nobody looks */
        {none, {1e8, 1.1e8}, 1, 1, false},        /* a failure at a quarter tells nothing */
        {none, {5e8, 5.5e8}, 1, 1, true},         /* and in 12 times as many steps it comes no farther than 2e8 */
    };
    size_t runs[sizeof rows / sizeof *rows];
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        wish own = wish_of_growth();
        own.uneven = rows[k].uneven;
        own.forbidden = rows[k].forbidden;
        own.landing = rows[k].landing;
        own.near_line = rows[k].near_line;
        descent_step_limit_result *const result = find(&own, lowest, highest, 12);
        ck_assert_int_eq(result->source, rows[k].leaves ? DESCENT_LIMIT_MULTIPLIER : DESCENT_LIMIT_BISECTION);
        ck_assert_double_eq_tol(result->limit, (rows[k].leaves ? 0.25 : 0.2626), 1e-8);
        ck_assert_double_eq_tol(result->low, (rows[k].leaves ? 0.25 : 0.2626), 1e-8);
        ck_assert_double_eq_tol(result->high, 0.2626, 1e-8);
        ck_assert(!result->attracts && result->single);
        ck_assert(!rows[k].leaves || result->ending_low == DESCENT_ENDING_CONVERGED);
        runs[k] = result->runs;
        descent_step_limit_result_free(result);
    }
    ck_assert_uint_eq(runs[2], runs[1] + 3); /* three runs in each look */
    ck_assert_uint_eq(runs[4], runs[2] - 1); /* the one that failed is not counted */
}
END_TEST

/* The last of the scan that still has the property is not one that has left; but one in an island beyond the edge has it. */
START_TEST(the_last_of_the_scan_has_not_left)
{
    for (int island = 0; island < 2; island++) {
        wish own = wish_of_growth();
        if (island)
            own.held = (band){0.2685, 0.2695};
        descent_step_limit_result *const result = find(&own, 0.239, 0.299, 13);
        ck_assert_double_eq_tol(result->limit, 0.25, 1e-8);
        ck_assert_double_eq_tol(result->last, (island ? 0.269 : 0.249), 1e-12);
        ck_assert_uint_eq(result->crossings, island ? 3 : 1);
        descent_step_limit_result_free(result);
    }
}
END_TEST

/* Where no run came to a point there is no multiplier, and where its limit is beyond the edge it is not what they leave by. */
START_TEST(what_has_no_such_point_does_not_leave)
{
    for (int beyond = 0; beyond < 2; beyond++) {
        wish own = wish_of_growth();
        if (beyond)
            own.line = 0.3, own.far_landing = 0;
        else
            own.round = (band){0, 0.2626};
        descent_step_limit_result *const result = find(&own, lowest, highest, 12);
        ck_assert_int_eq(result->held, 1);
        ck_assert_int_ne(result->source, DESCENT_LIMIT_MULTIPLIER);
        ck_assert(result->limit > 0.2625);
        descent_step_limit_result_free(result);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {multipliers_decide_in_the_bracket_and_close_to_it,
                                  endings_beside_are_of_runs_that_show_it,
                                  an_island_is_not_what_is_beside_the_limit,
                                  what_is_looked_at_lies_in_the_range,
                                  what_is_looked_at_is_off_the_limit_by_more_than_rounding,
                                  a_run_that_fails_fails_the_search,
                                  what_grows_evenly_leaves,
                                  the_last_of_the_scan_has_not_left,
                                  what_has_no_such_point_does_not_leave};
    return descent_test_main(descent_test_suite("inside step limit multipliers", tests, sizeof tests / sizeof *tests));
}
