/* What a fact needs, and how far a question is followed: each number at both sides of its edge, on runs whose map is known. */
#include "support.h"

#include <float.h>
#include <math.h>

#include "diagnosis/evidence/examination.h"
#include "diagnosis/verdict/ahead/prediction.h"
#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/opening.h"
#include "diagnosis/verdict/thresholds.h"
#include "diagnosis/verdict/trial.h"

enum {
    most_rows = 1024
};

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
    size_t n;
    double x[most_rows * 2];
    double norms[most_rows];
    uint64_t steps[most_rows];
} bench;

/* Rows that are one step apart, until a test says otherwise. */
static void set_up(bench *b, size_t n, size_t rows, double (*coordinate)(double k, double p), double p)
{
    memset(b, 0, sizeof *b);
    b->n = n;
    for (size_t k = 0; k < rows; k++) {
        b->x[k * n] = coordinate ? coordinate((double)k, p) : 0;
        b->steps[k] = k;
        b->norms[k] = 1;
    }
    b->evidence = (descent__evidence){.n = n, .rows = rows, .points = b->x, .steps = b->steps};
    b->evidence.holdings = &b->holdings;
    b->evidence.keep = &b->holdings.arena;
    b->evidence.options = (descent_diagnosis_options){
        .budget = 20000, .distance_tolerance = 1e-6, .gradient_tolerance = NAN, .period_limit = 256};
}

static void open_facts(bench *b)
{
    descent__evidence_examine(&b->evidence);
    descent__facts_open(&b->facts, &b->evidence);
}

static void tear_down(bench *b)
{
    descent__facts_close(&b->facts, NULL, NULL);
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
    descent__evaluator_close(&b->evidence.evaluator);
}

/* From here on so many evaluations are left. */
static void leave(bench *b, uint64_t evaluations)
{
    b->evidence.options.budget += evaluations - descent__evidence_left(&b->evidence);
}

/* A run of gradient descent with η = 1/8 whose map is given: the gradient is (x − f(x))·8. */
static const double eta = 0.125;

typedef double map_function(double x, double p);

typedef struct mapped {
    map_function *map[2]; /* of each coordinate */
    double p[2];
    size_t calls;
} mapped;

static int gradient_of_map(size_t n, const double *x, double *gradient, void *context)
{
    mapped *const m = context;
    m->calls++;
    for (size_t i = 0; i < n; i++)
        gradient[i] = (x[i] - m->map[i](x[i], m->p[i])) / eta;
    return 0;
}

static void run_map(bench *b, mapped *m, size_t n, size_t rows, const double *start, bool rule)
{
    const descent_problem problem = {.dimension = n, .gradient = gradient_of_map, .context = m};
    double gradient[2];
    set_up(b, n, rows, NULL, 0);
    memcpy(b->x, start, n * sizeof *start);
    for (size_t k = 1; k < rows; k++) {
        (void)gradient_of_map(n, b->x + (k - 1) * n, gradient, m);
        for (size_t i = 0; i < n; i++)
            b->x[k * n + i] = b->x[(k - 1) * n + i] - eta * gradient[i];
    }
    assert_success(descent__evaluator_open(&b->evidence.evaluator, &problem));
    b->evidence.has_problem = true;
    b->evidence.has_rule = rule;
    b->evidence.rule = descent_fixed_step(eta);
}

static double linear(double x, double p)
{
    return p * x;
}

static double geometric(double k, double p)
{
    return pow(p, k);
}

/* ---- the series ---- */

/* A row, a gap, and single steps: 64 of them speak for themselves, one less lets a copy run on. */
START_TEST(single_rows_speak_for_themselves)
{
    for (size_t single = DESCENT__LEAST_SINGLE_ROWS - 1; single <= DESCENT__LEAST_SINGLE_ROWS; single++)
        for (int known = 0; known < 2; known++) {
            bench b;
            mapped m = {.map = {linear}, .p = {0.99}};
            const double start = 1;
            run_map(&b, &m, 1, single + 1, &start, true);
            b.evidence.has_problem = b.evidence.has_rule = known;
            for (size_t k = 1; k <= single; k++)
                b.steps[k] += 10;
            open_facts(&b);
            const bool few = single < DESCENT__LEAST_SINGLE_ROWS;
            ck_assert_int_eq(b.facts.continued, few && known);
            ck_assert_int_eq(b.facts.thinned, few && !known);
            ck_assert_uint_eq(b.facts.series.count, few && known ? DESCENT__CONTINUED_STEPS + 1 : single);
            tear_down(&b);
        }
}
END_TEST

/* Every tenth step of a path that breaks off: four rows stand in for steps, and three do not, unless they leap. */
START_TEST(rows_stand_in_from_four_on)
{
    for (size_t rows = DESCENT__LEAST_GROWTH_ROWS - 1; rows <= DESCENT__LEAST_GROWTH_ROWS; rows++) {
        bench b;
        set_up(&b, 1, rows + 1, geometric, 2);
        for (size_t k = 0; k <= rows; k++)
            b.steps[k] *= 10;
        b.x[rows] = NAN;
        open_facts(&b);
        ck_assert_int_eq(b.facts.broken, DESCENT_QUANTITY_POINT);
        ck_assert_uint_eq(b.facts.course.stride, rows < DESCENT__LEAST_GROWTH_ROWS ? 1 : 10);
        tear_down(&b);
    }
    /* Of three rows two lengths are known: more than a hundredfold before the end of numbers is an explosion. */
    for (int leaps = 0; leaps < 2; leaps++) {
        bench b;
        set_up(&b, 1, 4, geometric, DESCENT__LEAP * (leaps ? 1.01 : 0.99));
        for (size_t k = 0; k < 4; k++)
            b.steps[k] *= 10;
        b.x[3] = NAN;
        open_facts(&b);
        ck_assert_int_eq(b.facts.growth.growing, leaps);
        ck_assert_uint_eq(b.facts.course.stride, leaps ? 10 : 1);
        tear_down(&b);
    }
    /* Rows that grow by less than what counts beyond scatter stand in only where the path broke off. */
    for (size_t breaks = 0; breaks < 2; breaks++) {
        const size_t rows = 2 * DESCENT__LEAST_GROWTH_ROWS;
        bench b;
        set_up(&b, 1, rows + breaks, geometric, 1.01);
        for (size_t k = 0; k < rows + breaks; k++)
            b.steps[k] *= 10;
        if (breaks)
            b.x[rows] = NAN;
        open_facts(&b);
        ck_assert_int_eq(b.facts.broken, breaks ? DESCENT_QUANTITY_POINT : DESCENT_QUANTITY_NONE);
        ck_assert_uint_eq(b.facts.course.stride, breaks ? 10 : 1);
        tear_down(&b);
    }
    /* Four single steps at the end are a series of their own. */
    bench b;
    set_up(&b, 1, DESCENT__LEAST_GROWTH_ROWS + 2, geometric, 2);
    for (size_t k = 1; k < DESCENT__LEAST_GROWTH_ROWS + 2; k++)
        b.steps[k] += 10;
    b.x[DESCENT__LEAST_GROWTH_ROWS + 1] = NAN;
    open_facts(&b);
    ck_assert_uint_eq(b.facts.series.count, DESCENT__LEAST_GROWTH_ROWS);
    ck_assert_uint_eq(b.facts.course.stride, 1);
    ck_assert(b.facts.course.recorded);
    ck_assert_uint_eq(b.facts.course.first_row, 1);
    tear_down(&b);
}
END_TEST

/* So many steps of length 1, one of 1000, and then nothing finite. */
static double leaping(double x, double p)
{
    return x < p ? x + 1 : x < p + 1 ? x + 1000 : NAN;
}

/* A copy of three points that breaks off after a leap has grown; of four and more one leap at the end is no law. */
START_TEST(a_copy_of_three_points_may_leap)
{
    for (size_t even = 1; even <= 8; even++) {
        bench b;
        mapped m = {.map = {leaping}, .p = {(double)even}};
        const double start = 0;
        run_map(&b, &m, 1, 1, &start, true);
        b.steps[0] = 5; /* of a run that was not recorded */
        open_facts(&b);
        ck_assert(b.facts.continued && b.facts.breaks_off);
        ck_assert_uint_eq(b.facts.series.count, even + 2);
        ck_assert_int_eq(b.facts.growth.growing, even + 2 < DESCENT__LEAST_GROWTH_ROWS);
        tear_down(&b);
    }
}
END_TEST

/* A copy from the start is made as many steps as are wanted, and looked at after each 32 of them. */
START_TEST(a_trial_is_as_long_as_is_wanted)
{
    static const double factors[] = {-1, 0.5, 1.1, 0.99};
    static const descent__fate fates[] = {DESCENT__FATE_STAYS, DESCENT__FATE_SETTLES, DESCENT__FATE_ESCAPES,
                                          DESCENT__FATE_STAYS};
    static const uint64_t steps[] = {500, 2 * DESCENT__ENVELOPE_STEPS, 500, 500};
    for (size_t k = 0; k < 4; k++) {
        bench b;
        mapped m = {.map = {linear}, .p = {factors[k]}};
        const double start = 1;
        run_map(&b, &m, 1, 1, &start, true);
        open_facts(&b);
        /* 0.5^33 is below a millionth, and 0.01·0.99^500 is not; 1.1^500 is 5·10²⁰. */
        const descent__trial trial = descent__trial_start(&b.evidence, b.evidence.rule, 1, 1e-6, 500);
        ck_assert_int_eq(trial.fate, fates[k]);
        ck_assert_uint_eq(trial.steps, steps[k]);
        tear_down(&b);
    }
}
END_TEST

/* Steps that shrink along a slope that stays, and the loss falls: whatever the unit of the slope, it is not gone. */
START_TEST(a_slope_is_gone_in_its_own_unit)
{
    static const double units[] = {1, 1e-9, 1e9, 1e-100, 1e100};
    for (size_t k = 0; k < 10; k++) {
        const double unit = units[k / 2];
        const bool gone = k % 2;
        bench b;
        double losses[40];
        set_up(&b, 1, 40, geometric, 0.9);
        for (size_t row = 0; row < 40; row++) {
            losses[row] = 40 - (double)row;
            b.norms[row] = unit;
        }
        b.evidence.norms = b.norms;
        b.evidence.losses = losses;
        open_facts(&b);
        b.evidence.has_rule = true;
        b.evidence.rule = descent_fixed_step(0.1);
        b.evidence.gradient_norm = gone ? 0.9 * DESCENT__SLOPE_GONE * unit : unit;
        ck_assert_int_eq(descent__decide_descending(&b.facts).ending,
                         gone ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_DESCENDING);
        tear_down(&b);
    }
}
END_TEST

static double two_moves(double k, double p)
{
    return k < 1 ? 0 : k < 2 ? 1 : p;
}

static double far_out(double k, double p)
{
    return k < 1 ? p : p - 1;
}

/* The unit of length is the extent, but no more than ten first steps, and no less than a thousandth of the point. */
START_TEST(the_unit_is_that_of_the_path)
{
    const double extents[] = {0.9 * DESCENT__UNIT_FIRST_STEPS, 1.1 * DESCENT__UNIT_FIRST_STEPS};
    const double sizes[] = {0.9 / DESCENT__UNIT_OF_POINT, 1.1 / DESCENT__UNIT_OF_POINT};
    for (size_t i = 0; i < 4; i++) {
        const descent_problem problem = {
            .dimension = 1, .gradient = gradient_of_map, .context = &(mapped){.map = {linear}}};
        bench b;
        if (i < 2)
            set_up(&b, 1, 3, two_moves, extents[i]);
        else
            set_up(&b, 1, 2, far_out, sizes[i - 2]);
        assert_success(descent__evaluator_open(&b.evidence.evaluator, &problem));
        b.evidence.has_problem = true;
        open_facts(&b);
        const double units[] = {extents[0], DESCENT__UNIT_FIRST_STEPS, 1, DESCENT__UNIT_OF_POINT * sizes[1]};
        ck_assert_double_eq(b.evidence.problem_in_units.scale, units[i]);
        tear_down(&b);
    }
}
END_TEST

static double few_steps(double k, double p)
{
    return fmin(k, p);
}

/* Two steps and then none: it leapt there. Three: their law says how. */
START_TEST(two_steps_are_a_leap)
{
    for (size_t steps = DESCENT__LEAP_ROWS - 1; steps <= DESCENT__LEAP_ROWS; steps++) {
        bench b;
        set_up(&b, 1, 8, few_steps, (double)steps);
        open_facts(&b);
        const descent_pace pace = descent__prediction_arrived(&b.facts, descent__facts_destination(&b.facts));
        ck_assert_int_eq(pace.law == DESCENT_LAW_FINITE, steps < DESCENT__LEAP_ROWS);
        tear_down(&b);
    }
}
END_TEST

/* ---- laws ---- */

/* Ten a step until eight steps before the end, and then a part of it. */
START_TEST(the_fall_of_the_loss_is_that_of_now)
{
    for (int less = 0; less < 2; less++) {
        bench b;
        double losses[65];
        set_up(&b, 1, 65, geometric, 0.9);
        const double rest = 7.5; /* of the eight last steps; all sixteen fall by 10 a step on average at the edge */
        ck_assert_double_eq(DESCENT__SLOPE_LESS, 0.75);
        for (size_t k = 0; k < 65; k++)
            losses[k] = k <= 56 ? 10 * (64 - (double)k) : (less ? nextafter(rest, 0) : rest) * (64 - (double)k);
        losses[48] = 160;
        losses[56] = 8 * (less ? nextafter(rest, 0) : rest);
        b.evidence.losses = losses;
        open_facts(&b);
        ck_assert_double_eq_tol(descent__facts_slope(&b.facts), less ? -rest : -10, 1e-9);
        tear_down(&b);
    }
}
END_TEST

/* Steps of which each is 0.3 of the one before, beside a slope that stays: of three nothing is said. */
START_TEST(a_law_is_tested_by_its_fourth_step)
{
    for (size_t steps = DESCENT__LAW_TESTED - 1; steps <= DESCENT__LAW_TESTED; steps++) {
        bench b;
        set_up(&b, 1, steps + 1, geometric, 0.3);
        b.evidence.norms = b.norms;
        open_facts(&b);
        ck_assert_int_eq(descent__step_size_vanishes(&b.facts), steps >= DESCENT__LAW_TESTED);
        tear_down(&b);
    }
}
END_TEST

/* Steps that halve, and a slope that falls with them, and at the end to a thousandth in all. */
START_TEST(what_has_arrived_by_its_law_has_no_slope)
{
    for (int above = 0; above < 2; above++) {
        bench b;
        set_up(&b, 1, 40, geometric, 0.5);
        for (size_t k = 0; k < 40; k++)
            b.norms[k] = pow(0.5, (double)k);
        b.norms[39] = above ? nextafter(DESCENT__SLOPE_FALLEN, 1) : DESCENT__SLOPE_FALLEN;
        b.evidence.norms = b.norms;
        open_facts(&b);
        const descent__decision decision = descent__decide_without_point(&b.facts);
        ck_assert_int_eq(decision.ending, above ? DESCENT_ENDING_APPROACHING : DESCENT_ENDING_CONVERGED);
        tear_down(&b);
    }
}
END_TEST

static double power(double k, double p)
{
    return pow(k + 1, p);
}

START_TEST(a_power_is_believed_where_the_slope_halved)
{
    for (int below = 0; below < 2; below++) {
        bench b;
        set_up(&b, 1, 400, power, -1);
        b.norms[399] = below ? nextafter(DESCENT__SLOPE_HALVED, 0) : DESCENT__SLOPE_HALVED;
        b.evidence.norms = b.norms;
        open_facts(&b);
        const descent__decision decision = descent__decide_by_law(&b.facts);
        ck_assert_int_eq(decision.ending, below ? DESCENT_ENDING_APPROACHING : DESCENT_ENDING_UNDETERMINED);
        tear_down(&b);
    }
}
END_TEST

/*
 * Steps 0.99^k, of which two of three are shorter by a factor. The longest still to come is two steps, or one, after the
 * short ones: just below half of 0.99² a third of all steps are long, and just above two thirds.
 */
START_TEST(most_steps_are_long_where_there_is_a_law)
{
    for (int above = 0; above < 2; above++) {
        bench b;
        set_up(&b, 1, 398, NULL, 0);
        const double share = DESCENT__LONG_STEP * 0.99 * 0.99 * (above ? 1 + 1e-6 : 1 - 1e-6);
        for (size_t k = 0; k + 1 < 398; k++) {
            b.norms[k] = pow(0.99, (double)k);
            b.x[k + 1] = b.x[k] + pow(0.99, (double)k) * (k % 3 ? share : 1);
        }
        b.norms[397] = 0.01;
        b.evidence.norms = b.norms;
        open_facts(&b);
        const descent__decision decision = descent__decide_without_point(&b.facts);
        ck_assert_int_eq(decision.ending, above ? DESCENT_ENDING_APPROACHING : DESCENT_ENDING_UNDETERMINED);
        tear_down(&b);
    }
}
END_TEST

/* ---- critical points ---- */

/* A point at 1 with an eigenvalue of 1 and a multiplier of 7/8: what lies from it by 64 roundings of both sizes is none. */
START_TEST(parts_of_rounding_have_no_multiplier)
{
    for (int above = 0; above < 2; above++) {
        double one = 1, eigenvalue = 1;
        descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM,
                                        .dimension = 1,
                                        .x = &one,
                                        .eigenvalue_count = 1,
                                        .eigenvalues = &eigenvalue,
                                        .eigenvector_count = 1,
                                        .eigenvectors = &one};
        bench b;
        set_up(&b, 1, 1, NULL, 0);
        b.x[0] = 1 + (2 * DESCENT__PART_ROUNDINGS + above) * DBL_EPSILON;
        b.evidence.finite = 1;
        b.evidence.has_rule = true;
        b.evidence.step_size = eta;
        b.evidence.rule = descent_fixed_step(eta);
        descent__destination destination = {.point = &point};
        descent__destination_follow(&b.evidence, &destination);
        ck_assert_double_eq(destination.multiplier, above ? 1 - eta : 0);
        tear_down(&b);
    }
}
END_TEST

/*
 * Beside a saddle at 0: x shrinks by 0.3 a step, and y grows by p. Within the tolerance it has converged if after 32 more
 * steps it is still within ten tolerances, or twice its distance.
 */
static descent__decision beside_a_saddle(double p, double end, double gradient_tolerance)
{
    enum {
        rows = DESCENT__FEW_ROWS - 1
    };
    bench b;
    mapped m = {.map = {linear, linear}, .p = {0.3, p}};
    const double start[] = {1, end / pow(p, rows - 1)};
    run_map(&b, &m, 2, rows, start, true);
    b.evidence.options.gradient_tolerance = gradient_tolerance;
    open_facts(&b);
    ck_assert(b.evidence.copies_trusted);
    const descent__decision decision = descent__decide_settling(&b.facts);
    tear_down(&b);
    return decision;
}

/* A flat point is approached like k^−½: the interval is from half the estimate to twice of it. */
static double flat(double x, double p)
{
    return x - p * x * x * x;
}

START_TEST(a_power_is_estimated_to_a_half)
{
    bench b;
    mapped m = {.map = {flat}, .p = {0.1}};
    const double start = 1;
    run_map(&b, &m, 1, 400, &start, true);
    b.evidence.options.distance_tolerance = 1e-3;
    open_facts(&b);
    const descent__destination *const destination = descent__facts_flat_destination(&b.facts);
    ck_assert_ptr_nonnull(destination->point);
    b.evidence.options.budget = 0; /* no copy is asked */
    const descent_pace pace = descent__prediction_approaching(&b.facts, destination);
    ck_assert_int_eq(pace.law, DESCENT_LAW_POWER);
    ck_assert_double_eq_tol(pace.exponent, -0.5, 1e-12);
    const descent_interval *const steps = &pace.steps_to_go;
    ck_assert_double_eq_tol(steps->low / steps->value, DESCENT__STEPS_LOW_POWER, 1e-3);
    ck_assert_double_eq_tol(steps->high / steps->value, 1 / DESCENT__STEPS_LOW_POWER, 1e-3);
    /* x is about (2pk)^−½: at a thousandth of the extent at k = 10⁶/2p, which is within the interval. */
    const double truth = 1 / (2 * 0.1 * b.facts.tolerance * b.facts.tolerance) - 400;
    ck_assert_double_eq_tol(steps->value / truth, 1, 0.02);
    tear_down(&b);
}
END_TEST

START_TEST(what_has_converged_stays)
{
    const double steps = DESCENT__CONFIRMING_STEPS;
    for (int above = 0; above < 2; above++) {
        const double off = above ? 1 + 1e-3 : 1 - 1e-3;
        const double end = DESCENT__STAY_TOLERANCES * 1e-6 / pow(1.1, steps);
        descent__decision decision = beside_a_saddle(1.1, end * off, NAN);
        ck_assert_int_eq(decision.ending, above ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_CONVERGED);
        decision = beside_a_saddle(pow(DESCENT__STAY_DISTANCES * off, 1 / steps), 0.1, 1);
        ck_assert_int_eq(decision.ending, above ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_CONVERGED);
    }
}
END_TEST

/* The same with a row more than few: late distances speak as well, of a run that draws nearer still. */
START_TEST(of_few_rows_late_distances_say_nothing)
{
    for (size_t rows = DESCENT__FEW_ROWS - 1; rows <= DESCENT__FEW_ROWS; rows++) {
        bench b;
        mapped m = {.map = {linear, linear}, .p = {0.2, 1.2}};
        const double start[] = {1e3, 0.9e-6 / pow(1.2, (double)rows - 1)};
        run_map(&b, &m, 2, rows, start, true);
        b.evidence.options.distance_tolerance = 1e-9;
        open_facts(&b);
        const descent__decision decision = descent__decide_settling(&b.facts);
        ck_assert_int_eq(decision.ending,
                         rows < DESCENT__FEW_ROWS ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_CONVERGED);
        tear_down(&b);
    }
}
END_TEST

/* Where no rule is known, an approach shows once its pace does: no sooner than in four times as many steps as tell one. */
START_TEST(an_approach_alone_shows_once_its_pace_does)
{
    for (size_t rows = 4 * DESCENT__PACE_KEPT_ROWS; rows <= 4 * DESCENT__PACE_KEPT_ROWS + 1; rows++) {
        bench b;
        mapped m = {.map = {linear}, .p = {0.5}};
        const double start = 1;
        run_map(&b, &m, 1, rows, &start, false);
        for (size_t k = 1; k < rows; k++)
            b.x[k] = b.x[k - 1] * (k % 2 == 0 ? 0.9 : 0.92);
        open_facts(&b);
        ck_assert(!b.evidence.copies_trusted);
        ck_assert_uint_ge(rows, DESCENT__LEAST_ROWS_ALONE);
        const descent__decision decision = descent__decide_settling(&b.facts);
        ck_assert_int_eq(decision.ending, rows <= 4 * DESCENT__PACE_KEPT_ROWS ? DESCENT_ENDING_UNDETERMINED
                                                                              : DESCENT_ENDING_APPROACHING);
        tear_down(&b);
    }
}
END_TEST

/* ---- steps to go ---- */

/* 0.9^k has so many steps to a tolerance: exactly, where the outlook shows them; else by theory, to a tenth. */
START_TEST(estimates_are_confirmed_by_a_copy)
{
    for (int afforded = 0; afforded < 2; afforded++) {
        bench b;
        mapped m = {.map = {linear}, .p = {0.9}};
        const double start = 1;
        run_map(&b, &m, 1, 20, &start, true);
        b.evidence.options.distance_tolerance = 1e-9;
        open_facts(&b);
        const descent__destination *const destination = descent__facts_destination(&b.facts);
        const double steps = ceil(log(b.facts.tolerance / b.x[19]) / log(0.9));
        leave(&b, (uint64_t)DESCENT__OUTLOOK_BUDGET * ((uint64_t)steps + (afforded ? 200 : 0)));
        const descent_pace pace = descent__prediction_approaching(&b.facts, destination);
        ck_assert_double_eq(pace.steps_to_go.value, steps);
        ck_assert_double_eq_tol(pace.steps_to_go.low, afforded ? steps : DESCENT__STEPS_LOW * steps, 1);
        ck_assert_double_eq_tol(pace.steps_to_go.high, afforded ? steps : DESCENT__STEPS_HIGH * steps, 2);
        ck_assert_int_eq(pace.law, DESCENT_LAW_GEOMETRIC);
        ck_assert_double_eq_tol(pace.rate, 0.9, 1e-9);
        tear_down(&b);
    }
}
END_TEST

/* ---- recurrence ---- */

/* A cycle of ±1 that a run comes nearer to by 1 − 2p a step. */
static double flip(double x, double p)
{
    return -x * (1 - p * (x * x - 1));
}

/*
 * A copy of so many periods is evidence: of four, or, where the returns shrink fast, of those in which at half their rate a
 * third would be left. The factor is that of a period, of two steps.
 */
static bool goes_on(double factor, double periods, int more)
{
    bench b;
    mapped m = {.map = {flip}, .p = {(1 - sqrt(factor)) / 2}};
    const double start = 1 + 1e-2;
    run_map(&b, &m, 1, factor < 0.8 ? 26 : 400, &start, true);
    open_facts(&b);
    const descent__recurrence *const found = descent__facts_recurrence(&b.facts);
    ck_assert_uint_eq(found->period, 2);
    ck_assert(!found->exact);
    ck_assert_double_eq_tol(found->factor, factor, 0.02);
    const double least = periods > 0 ? periods : log(DESCENT__RETURNS_SEEN) / (-log(found->factor) / 2);
    const uint64_t steps = (uint64_t)ceil(2 * least);
    leave(&b, DESCENT__COPY_BUDGET * (steps + 1) - 1 - (more ? 0 : DESCENT__COPY_BUDGET));
    const bool answer = descent__facts_recurrence_goes_on(&b.facts);
    tear_down(&b);
    return answer;
}

START_TEST(returns_are_followed_for_some_periods)
{
    ck_assert(goes_on(0.98, DESCENT__LEAST_PERIODS, 1));
    ck_assert(!goes_on(0.98, DESCENT__LEAST_PERIODS, 0));
    ck_assert(goes_on(0.4, 0, 1));
    ck_assert(!goes_on(0.4, 0, 0));
}
END_TEST

static double by_turns(double k, double p)
{
    return fmod(k, 2) * p;
}

/* Periods of coordinates: in eight rows, up to 64 variables. */
START_TEST(coordinates_are_shown_up_to_a_number)
{
    for (size_t rows = DESCENT__LEAST_COORDINATE_ROWS - 1; rows <= DESCENT__LEAST_COORDINATE_ROWS; rows++)
        for (size_t n = DESCENT__COORDINATES_SHOWN; n <= DESCENT__COORDINATES_SHOWN + 1; n++) {
            static double points[(DESCENT__COORDINATES_SHOWN + 1) * DESCENT__LEAST_COORDINATE_ROWS];
            bench b;
            set_up(&b, 1, 1, NULL, 0);
            b.evidence.n = n;
            for (size_t k = 0; k < n * rows; k++)
                points[k] = by_turns((double)(k / n), 1);
            const descent__series series = {.n = n, .count = rows, .points = points};
            const size_t *const periods = descent__orbit_coordinate_periods(&b.evidence, &series);
            if (n > DESCENT__COORDINATES_SHOWN || rows < DESCENT__LEAST_COORDINATE_ROWS)
                ck_assert_ptr_null(periods);
            else
                ck_assert_uint_eq(periods[n - 1], 2);
            tear_down(&b);
        }
}
END_TEST

/* Three evaluations for each step of a twin, and 400 steps at least; 5000 at most. */
START_TEST(an_exponent_needs_four_hundred_steps)
{
    for (int enough = 0; enough < 2; enough++) {
        bench b;
        mapped m = {.map = {linear}, .p = {0.9}};
        const double start = 1;
        run_map(&b, &m, 1, 20, &start, true);
        open_facts(&b);
        leave(&b, 3 * DESCENT__EXPONENT_LEAST - 1 + (uint64_t)enough);
        ck_assert_int_eq(descent__facts_lyapunov(&b.facts) != NULL, enough);
        tear_down(&b);
    }
    bench b;
    mapped m = {.map = {linear}, .p = {-1}};
    const double start = 1;
    run_map(&b, &m, 1, 20, &start, true);
    open_facts(&b);
    b.evidence.options.budget = 10 * DESCENT__EXPONENT_STEPS;
    const descent__lyapunov *const lyapunov = descent__facts_lyapunov(&b.facts);
    ck_assert_ptr_nonnull(lyapunov);
    ck_assert_uint_eq(lyapunov->series.count, DESCENT__EXPONENT_STEPS + 1);
    tear_down(&b);
}
END_TEST

/* ---- growth ---- */

/* ---- large problems ---- */

static int diagonal(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = (1 + (double)i / (double)n) * (x[i] - 1);
    return 0;
}

/* Up to 200 variables all eigenvalues are found. */
START_TEST(matrices_are_kept_up_to_two_hundred_variables)
{
    for (size_t n = DESCENT__DENSE_LIMIT; n <= DESCENT__DENSE_LIMIT + 1; n++) {
        const descent_problem problem = {.dimension = n, .gradient = diagonal};
        static double x[DESCENT__DENSE_LIMIT + 1];
        bench b;
        set_up(&b, 1, 1, NULL, 0);
        assert_success(descent__evaluator_open(&b.evidence.evaluator, &problem));
        b.evidence.problem_in_units = problem;
        b.evidence.n = n;
        b.evidence.has_problem = true;
        b.evidence.options.budget = 1000000;
        for (size_t i = 0; i < n; i++)
            x[i] = 1.25;
        descent__destination found;
        descent__destination_find(&b.evidence, x, &found);
        ck_assert_ptr_nonnull(found.point);
        ck_assert_int_eq(found.point->eigenvalue_count == n, n <= DESCENT__DENSE_LIMIT);
        descent_critical_point_free(found.point);
        tear_down(&b);
    }
}
END_TEST

static int cubic(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0] * x[0] * x[0] - x[0];
    return 0;
}

/* At 1 + t the slope of x³ − x differs from 2t by 3t² + t³, no more than t up to t = (√13 − 3)/2; by tenths from the widest. */
START_TEST(curvatures_reach_so_far)
{
    const double edge = (sqrt(13) - 3) / 2, inside = 0.999 * edge, outside = 1.001 * edge;
    const struct {
        double widest, reach;
        bool random, unknown;
        uint64_t left;
    } cases[] = {
        {inside, inside, false, false, 100},
        {outside, outside / 10, false, false, 100},
        {100 * outside, outside / 10, false, false, 100},
        {10 * inside, inside, false, false, 100},
        {outside, outside, true, false, 100},
        {outside, outside, false, true, 100},
        {outside, outside, false, false, 0},
        {INFINITY, INFINITY, false, false, 100},
        {1e-9, 1e-9, false, false, 100},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent_problem problem = {.dimension = 1, .gradient = cubic};
        bench b;
        set_up(&b, 1, 1, NULL, 0);
        assert_success(descent__evaluator_open(&b.evidence.evaluator, &problem));
        b.evidence.has_problem = true;
        b.evidence.random = cases[k].random;
        double x = 1, curvature = 2, way = 1;
        const descent_critical_point point = {.dimension = 1,
                                              .x = &x,
                                              .eigenvalue_count = 1,
                                              .eigenvalues = &curvature,
                                              .eigenvector_count = cases[k].unknown ? 0 : 1,
                                              .eigenvectors = &way};
        b.evidence.options.budget = cases[k].left;
        const double reach = descent__destination_reach(&b.evidence, &point, cases[k].widest);
        ck_assert_msg(reach == cases[k].reach || fabs(reach / cases[k].reach - 1) < 1e-12, "case %zu: %g", k, reach);
        tear_down(&b);
    }
}
END_TEST

/* ---- kinks and lines ---- */

static int root(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    gradient[0] = copysign(pow(fabs(x[0]), *(const double *)context), x[0]);
    return 0;
}

static int jump(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    gradient[0] = x[0] + (x[0] > *(const double *)context ? 2 : 0);
    return 0;
}

static void ask(bench *b, size_t rows, descent_gradient_function *gradient, descent_loss_function *loss,
                double *parameter)
{
    const descent_problem problem = {.dimension = 1, .gradient = gradient, .loss = loss, .context = parameter};
    set_up(b, 1, rows, few_steps, INFINITY);
    assert_success(descent__evaluator_open(&b->evidence.evaluator, &problem));
    b->evidence.has_problem = b->evidence.gradient_known = true;
    b->evidence.finite = rows;
}

/* |x|^p has fallen to 2^−kp after k halvings of the way to 0: a quarter is left at p = 2/k. */
START_TEST(roots_are_no_jumps)
{
    for (int steep = 0; steep < 2; steep++) {
        double exponent = -log2(DESCENT__JUMP) / DESCENT__KINK_HALVINGS * (steep ? 1 - 1e-6 : 1 + 1e-6);
        const double from = 0, to = 1;
        bench b;
        ask(&b, 1, root, NULL, &exponent);
        ck_assert_int_eq(descent__trial_kink(&b.evidence, &from, &to), steep);
        tear_down(&b);
    }
}
END_TEST

/* Points 0 … 9, and a jump between the last four pairs, or just before them. */
START_TEST(kinks_are_looked_for_in_the_last_steps)
{
    for (int seen = 0; seen < 2; seen++) {
        double place = 9 - DESCENT__KINK_PAIRS + (seen ? 0.5 : -0.5);
        bench b;
        ask(&b, 10, jump, NULL, &place);
        const descent__series series = {.n = 1, .count = 10, .points = b.x};
        b.facts.evidence = &b.evidence;
        descent__facts_look_for_kink(&b.facts, &series);
        ck_assert_int_eq(b.facts.kink, seen);
        tear_down(&b);
    }
}
END_TEST

static int vee(size_t n, const double *x, double *loss, void *context)
{
    (void)n;
    *loss = fabs(x[0] - *(const double *)context);
    return 0;
}

static int vee_slope(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    gradient[0] = x[0] < *(const double *)context ? -1 : 1;
    return 0;
}

/* A bottom is known to a factor of 1.5, and looked for over 400 of them. */
START_TEST(a_line_is_followed_by_factors)
{
    const double origin = 0, direction = 1;
    for (double place = 1.1; place < 1e9; place *= 7) {
        double bottom = place;
        bench b;
        ask(&b, 1, vee_slope, vee, &bottom);
        const descent__line line = descent__trial_line(&b.evidence, &origin, &direction, 1, INFINITY);
        ck_assert(line.known && !line.falls);
        ck_assert_double_ge(line.bottom, place / DESCENT__LINE_FACTOR);
        ck_assert_double_le(line.bottom, place * DESCENT__LINE_FACTOR);
        /* The lengths tried are powers of the factor. */
        const double power_of = log(line.bottom) / log(DESCENT__LINE_FACTOR);
        ck_assert_double_eq_tol(power_of, round(power_of), 1e-9);
        tear_down(&b);
    }
    /* The last length tried is the factor to the power of 399: it shows a bottom at half of it, and not beyond. */
    for (int beyond = 0; beyond < 2; beyond++) {
        double bottom = pow(DESCENT__LINE_FACTOR, DESCENT__MOST_DOUBLINGS - 1) * (beyond ? 1.01 : 0.5);
        bench b;
        ask(&b, 1, vee_slope, vee, &bottom);
        const descent__line line = descent__trial_line(&b.evidence, &origin, &direction, 1, INFINITY);
        ck_assert(line.known);
        ck_assert_int_eq(line.falls, beyond);
        tear_down(&b);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        single_rows_speak_for_themselves,
        rows_stand_in_from_four_on,
        a_copy_of_three_points_may_leap,
        a_trial_is_as_long_as_is_wanted,
        a_slope_is_gone_in_its_own_unit,
        the_unit_is_that_of_the_path,
        two_steps_are_a_leap,
        the_fall_of_the_loss_is_that_of_now,
        a_law_is_tested_by_its_fourth_step,
        what_has_arrived_by_its_law_has_no_slope,
        a_power_is_believed_where_the_slope_halved,
        most_steps_are_long_where_there_is_a_law,
        parts_of_rounding_have_no_multiplier,
        a_power_is_estimated_to_a_half,
        what_has_converged_stays,
        of_few_rows_late_distances_say_nothing,
        an_approach_alone_shows_once_its_pace_does,
        estimates_are_confirmed_by_a_copy,
        returns_are_followed_for_some_periods,
        coordinates_are_shown_up_to_a_number,
        an_exponent_needs_four_hundred_steps,
        matrices_are_kept_up_to_two_hundred_variables,
        curvatures_reach_so_far,
        roots_are_no_jumps,
        kinks_are_looked_for_in_the_last_steps,
        a_line_is_followed_by_factors,
    };
    return descent_test_main(descent_test_suite("inside facts", tests, sizeof tests / sizeof *tests));
}
