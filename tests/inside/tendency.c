/* Where steps and loss tend, on rows, lengths and laws that are written down here: slopes, drifts, limits, and copies that do not settle. */
#include "support.h"

#include <float.h>
#include <math.h>

#include "diagnosis/advice/unsettled.h"
#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "diagnosis/verdict/trial.h"

enum {
    most_rows = 512
};

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
    double x[most_rows], losses[most_rows], norms[most_rows], lengths[most_rows];
    uint64_t steps[most_rows];
} bench;

static const unsigned all_facts = ~0u;

/* Rows of one variable at 0, 1, 2, …, a step apart. */
static void set_up(bench *b, size_t rows)
{
    memset(b, 0, sizeof *b);
    b->evidence = (descent__evidence){.n = 1, .rows = rows, .finite = rows, .points = b->x, .steps = b->steps};
    descent__evidence *const evidence = &b->evidence;
    evidence->holdings = &b->holdings;
    evidence->keep = &b->holdings.arena;
    evidence->options = (descent_diagnosis_options){.budget = 20000, .distance_tolerance = 1e-6, .period_limit = 64};
    evidence->x = b->x + rows - 1;
    evidence->step = rows - 1;
    evidence->gradient_error = NAN;
    for (size_t k = 0; k < rows; k++) {
        b->x[k] = (double)k;
        b->steps[k] = k;
        b->norms[k] = b->lengths[k] = 1;
    }
    b->facts = (descent__facts){.evidence = evidence, .scale = (double)rows - 1, .tolerance = 1e-6};
    b->facts.series = (descent__series){.n = 1, .count = rows, .points = b->x};
    b->facts.motion = (descent__motion){.count = rows, .live = rows, .lengths = b->lengths, .length_max = 1};
}

static void ask(bench *b, const descent_problem *problem)
{
    assert_success(descent__evaluator_open(&b->evidence.evaluator, problem));
    b->evidence.problem_in_units = *problem;
    b->evidence.has_problem = b->evidence.gradient_known = true;
}

static void tear_down(bench *b)
{
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
    descent__evaluator_close(&b->evidence.evaluator);
}

/* L = −x², whose callbacks fail at the place that the context names. */
static int hill(size_t n, const double *x, double *loss, void *context)
{
    (void)n;
    *loss = -x[0] * x[0];
    return x[0] == *(const double *)context;
}

static int hill_slope(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    g[0] = -2 * x[0];
    return x[0] == *(const double *)context;
}

/* ---- slopes ---- */

START_TEST(slopes_are_recorded_or_the_falls_or_asked_for)
{
    const struct {
        double norms[4], losses[4], points[4];
        double largest, last; /* NaN: not known */
    } cases[] = {
        {{3, 5, 2, 1}, {0}, {0, 1, 2, 3}, 5, 1},
        {{3, 5, NAN, NAN}, {9, 7, 3, 2}, {0, 1, 2, 4}, 5, 0.5},
        {{NAN, NAN, NAN, NAN}, {9, 7, 3, 2}, {0, 1, 2, 4}, 4, 0.5},
        {{NAN, NAN, NAN, NAN}, {9, 7, 8, 2}, {0, 1, 2, 2}, 2, 1}, /* a fall over no way is no slope */
        {{7, INFINITY, 2, INFINITY}, {0}, {0, 1, 2, 3}, 7, 2},
        {{NAN, 4, NAN, NAN}, {NAN, NAN, NAN, NAN}, {0, 1, 2, 3}, 4, 4},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 4);
        memcpy(b.x, cases[k].points, sizeof cases[k].points);
        b.evidence.norms = cases[k].norms;
        b.evidence.losses = cases[k].losses;
        const descent__slopes *const slopes = descent__facts_slopes(&b.facts);
        ck_assert_msg(slopes->largest == cases[k].largest, "case %zu: %g", k, slopes->largest);
        ck_assert_msg(slopes->last == cases[k].last, "case %zu: %g", k, slopes->last);
        tear_down(&b);
    }
    /* Nothing recorded: the slope at the first point is asked for, if that is possible and means something. */
    for (int what = 0; what < 6; what++) {
        bench b;
        double failing = what == 4 ? 3 : NAN;
        const descent_problem problem = {.dimension = 1, .loss = hill, .gradient = hill_slope, .context = &failing};
        set_up(&b, 4);
        ask(&b, &problem);
        b.x[0] = 3;
        b.evidence.gradient_norm = what == 1 ? 7 : 2;
        b.evidence.random = what == 2;
        if (what == 3)
            b.evidence.options.budget = 0;
        if (what == 5)
            b.evidence.gradient_known = false;
        const descent__slopes *const slopes = descent__facts_slopes(&b.facts);
        if (what < 2) {
            ck_assert_double_eq(slopes->last, b.evidence.gradient_norm);
            ck_assert_double_eq(slopes->largest, what == 1 ? 7 : 6);
        } else {
            ck_assert_msg(isnan(slopes->last), "case %d", what);
            ck_assert_double_eq(slopes->largest, 0);
        }
        tear_down(&b);
    }
}
END_TEST

/* Of L = −k² the mean fall over the last c steps is 2·last − c, c a quarter of them and one at least; it grows, so that no later part
 * of them falls less. */
START_TEST(the_slope_is_that_of_the_last_quarter)
{
    static const size_t rows[] = {2, 3, 4, 5, 8, 9, 17, 34};
    for (size_t j = 0; j < sizeof rows / sizeof *rows; j++)
        for (int recorded = 0; recorded < 3; recorded++) {
            bench b;
            double never = NAN;
            const descent_problem problem = {.dimension = 1, .loss = hill, .gradient = hill_slope, .context = &never};
            set_up(&b, rows[j]);
            ask(&b, &problem);
            for (size_t k = 0; k < rows[j]; k++) {
                b.losses[k] = -(double)k * (double)k;
                b.steps[k] = 5 + 3 * k;
            }
            if (recorded == 1) /* one of the two that count is not known */
                b.losses[rows[j] - 1] = NAN;
            b.evidence.losses = recorded ? b.losses : NULL;
            const double last = (double)rows[j] - 1, c = fmax(1, floor(last / 4));
            ck_assert_double_eq_tol(descent__facts_slope(&b.facts), -(2 * last - c) / 3, 1e-12);
            tear_down(&b);
            /* The same of a copy, of which nothing is recorded but its first point. */
            set_up(&b, rows[j]);
            ask(&b, &problem);
            b.evidence.finite = b.evidence.rows = 1;
            ck_assert_double_eq_tol(descent__facts_slope(&b.facts), -(2 * last - c), 1e-12);
            b.facts.measured = 0;
            b.facts.series.count = 1;
            ck_assert(isnan(descent__facts_slope(&b.facts)));
            tear_down(&b);
        }
}
END_TEST

/* Falls of 10 a step, and of `last` in the last one: the pace of now is that of the last, where it is less than three quarters of both. */
START_TEST(a_fall_that_fades_is_that_of_now)
{
    static const double lasts[] = {4, 5.999, 6.001, 8, 0, -1}, slopes[] = {-4, -5.999, -8.0005, -9, -5, -4.5};
    for (size_t k = 0; k < sizeof lasts / sizeof *lasts; k++) {
        bench b;
        set_up(&b, 9);
        for (size_t row = 0; row < 9; row++)
            b.losses[row] = row < 8 ? -10 * (double)row : -70 - lasts[k];
        b.evidence.losses = b.losses;
        ck_assert_double_eq_tol(descent__facts_slope(&b.facts), slopes[k], 1e-12);
        tear_down(&b);
    }
}
END_TEST

/* Of x = k² from half to half; of eight rows and more the rows, of fewer the series. */
START_TEST(growth_so_far_is_that_of_the_halves)
{
    for (size_t rows = DESCENT__LEAST_MOTION - 1; rows <= DESCENT__LEAST_MOTION + 1; rows++) {
        bench b;
        double copy[20];
        set_up(&b, rows);
        for (size_t k = 0; k < rows; k++)
            b.x[k] = (double)k * (double)k;
        for (size_t k = 0; k < 20; k++)
            copy[k] = (double)k;
        b.facts.series = (descent__series){.n = 1, .count = 20, .points = copy};
        const double half = floor((double)rows / 2), first = (half - 1) * (half - 1),
                     second = ((double)rows - 1) * ((double)rows - 1) - half * half;
        ck_assert_double_eq(descent__facts_growth_so_far(&b.facts), rows < DESCENT__LEAST_MOTION ? 1 : second / first);
        for (size_t k = 0; k < rows / 2; k++)
            b.x[k] = copy[k] = 7;
        for (size_t k = 0; k < 10; k++)
            copy[k] = 7;
        ck_assert(isnan(descent__facts_growth_so_far(&b.facts)));
        tear_down(&b);
    }
}
END_TEST

/* ---- laws ---- */

/* Eight steps of length 1 of which the last two are a twentieth, on a slope that stays: a contraction that a test gives. */
static void shrink(bench *b, size_t last)
{
    set_up(b, last + 3);
    b->facts.measured = all_facts;
    b->facts.contraction = (descent__contraction){.contracting = true,
                                                  .law = DESCENT_LAW_GEOMETRIC,
                                                  .envelope = DESCENT_LAW_GEOMETRIC,
                                                  .fall = 0.5,
                                                  .last = last};
    b->facts.contraction.remaining = 1;
    b->facts.contraction.rate = 0.5;
    b->evidence.tail = 2; /* the series begins behind a gap */
    b->norms[0] = b->norms[1] = 1e9;
    b->evidence.norms = b->norms;
    for (size_t k = last - last / 4; k < last; k++)
        b->lengths[k] = 0.05;
}

START_TEST(a_step_size_vanishes_beside_a_slope_that_stays)
{
    for (int what = 0; what < 16; what++) {
        bench b;
        shrink(&b, what == 1 ? 4 : what == 2 ? 3 : 8);
        double *const norms = b.norms + 2;
        descent__contraction *const law = &b.facts.contraction;
        bool vanishes = false;
        switch (what) {
        case 0:
        case 1:
            vanishes = true;
            break;
        case 2: /* three steps obey any law */
            b.lengths[2] = 0.05;
            break;
        case 3:
            b.evidence.norms = NULL;
            break;
        case 4:
            b.facts.continued = true;
            break;
        case 5:
            law->law = DESCENT_LAW_POWER;
            break;
        case 6:
            law->fall = nextafter(0.5, 1);
            break;
        case 7:
            law->contracting = false;
            break;
        /* A tenth beside the slope, of the longest of the last quarter. */
        case 8:
            b.lengths[6] = 0.1;
            break;
        case 9:
            b.lengths[6] = nextafter(0.1, 0), vanishes = true;
            break;
        case 10:
            b.lengths[5] = 0.2, vanishes = true;
            break;
        case 11:
            norms[6] = 0.5; /* 0.05 of a slope of a half are a tenth */
            break;
        case 12: /* as long as the first: the slope has grown */
            b.lengths[7] = 1;
            norms[7] = 100;
            norms[6] = 50;
            break;
        /* The slope falls by (1.5 − 1)/0.05 = 10 a length: half of it is gone after a twentieth. */
        default:
            norms[6] = 1.5;
            law->remaining = what == 13 ? 0.0499 : what == 14 ? 0.0501 : NAN;
            vanishes = what == 13;
            break;
        }
        ck_assert_msg(descent__step_size_vanishes(&b.facts) == vanishes, "case %d", what);
        tear_down(&b);
    }
}
END_TEST

/* By the path alone: twelve steps that halve, most of them long beside what was still to come, and nothing recorded that speaks against it. */
START_TEST(a_limit_shows_by_the_path_alone)
{
    for (int what = 0; what < 20; what++) {
        bench b;
        shrink(&b, 12);
        b.evidence.tail = 0;
        b.norms[0] = b.norms[1] = 1;
        b.facts.slopes = (descent__slopes){.largest = 1, .last = 1e-3};
        b.facts.tolerance = 1;
        for (size_t k = 0; k < 12; k++) {
            b.lengths[k] = ldexp(1, -(int)k);
            b.norms[k] = ldexp(1, -(int)k);
        }
        descent__contraction *const law = &b.facts.contraction;
        law->fall = DESCENT__LAW_FALL_ALONE;
        descent_ending ending = DESCENT_ENDING_UNDETERMINED;
        switch (what) {
        case 0:
            ending = DESCENT_ENDING_CONVERGED;
            break;
        /* Arrived: within the tolerance, and with a thousandth of the slope. */
        case 1:
            law->remaining = nextafter(1, 2), ending = DESCENT_ENDING_APPROACHING;
            break;
        case 2:
            b.facts.slopes.last = nextafter(1e-3, 1), ending = DESCENT_ENDING_APPROACHING;
            break;
        /* Or the steps have gone and the slope has not: a thousandth beside a tenth. */
        case 3:
            b.facts.slopes.last = nextafter(0.1, 1), b.lengths[11] = nextafter(1e-3, 0);
            ending = DESCENT_ENDING_STALLED;
            break;
        case 4:
            b.facts.slopes.last = nextafter(0.1, 1), b.lengths[11] = 1e-3, ending = DESCENT_ENDING_APPROACHING;
            break;
        case 5:
            b.facts.slopes.last = 0.1, b.lengths[11] = 1e-4, ending = DESCENT_ENDING_APPROACHING;
            break;
        case 6:
            b.facts.motion.length_max = 0.25, b.facts.slopes.last = 0.5; /* 2^−11 of it is more than a thousandth */
            ending = DESCENT_ENDING_APPROACHING;
            break;
        case 7:
            law->contracting = false;
            break;
        case 8:
            law->remaining = INFINITY;
            break;
        case 9:
            law->fall = nextafter(DESCENT__LAW_FALL_ALONE, 1);
            break;
        case 10:
            law->fall = 0.5, law->linear = true, ending = DESCENT_ENDING_CONVERGED;
            break;
        case 11:
            law->last = 11;
            break;
        /* Half of twelve are more than half as long as the longest behind them; of 1, ½ and 1, ½, … just so many are. */
        case 12:
        case 13:
            for (size_t k = 0; k < 12; k++)
                b.lengths[k] = k % 2 ? 1 : 0.5;
            b.lengths[3] = what == 13 ? 0.5 : 1;
            ending = what == 13 ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_CONVERGED;
            break;
        case 14:
            b.facts.slopes.last = NAN;
            break;
        case 15:
            b.evidence.finite = DESCENT__LEAST_ROWS_ALONE - 1;
            break;
        case 16:
            b.evidence.finite = DESCENT__LEAST_ROWS_ALONE, ending = DESCENT_ENDING_CONVERGED;
            break;
        case 17: /* the loss climbs all the way */
            for (size_t k = 0; k < b.evidence.finite; k++)
                b.losses[k] = (double)k;
            b.evidence.losses = b.losses;
            break;
        case 18: /* the same of a copy is nothing recorded */
            for (size_t k = 0; k < b.evidence.finite; k++)
                b.losses[k] = (double)k;
            b.evidence.losses = b.losses;
            b.facts.continued = true, ending = DESCENT_ENDING_CONVERGED;
            break;
        default: /* and where the loss falls */
            for (size_t k = 0; k < b.evidence.finite; k++)
                b.losses[k] = -(double)k;
            b.evidence.losses = b.losses, ending = DESCENT_ENDING_CONVERGED;
            break;
        }
        const descent__decision decision = descent__decide_without_point(&b.facts);
        ck_assert_msg(decision.ending == ending, "case %d: %d", what, decision.ending);
        if (ending != DESCENT_ENDING_UNDETERMINED)
            ck_assert_double_eq(decision.distance, law->remaining);
        if (ending == DESCENT_ENDING_STALLED)
            ck_assert(isnan(decision.pace.steps_to_go.value) && isnan(decision.pace.steps_to_go.low) &&
                      isnan(decision.pace.steps_to_go.high));
        tear_down(&b);
    }
}
END_TEST

/* Steps ~ k^−2, which add up, by the path alone. */
START_TEST(a_power_shows_by_the_path_alone)
{
    for (int what = 0; what < 12; what++) {
        bench b;
        const size_t last = 400;
        shrink(&b, last);
        b.facts.contraction = (descent__contraction){.contracting = true,
                                                     .law = DESCENT_LAW_POWER,
                                                     .envelope = DESCENT_LAW_POWER,
                                                     .exponent = -1,
                                                     .fall = 0.1,
                                                     .remaining = 1,
                                                     .rate = 1,
                                                     .last = last};
        descent__contraction *const law = &b.facts.contraction;
        b.facts.slopes = (descent__slopes){.largest = 1, .last = nextafter(0.5, 0)};
        for (size_t k = 0; k < most_rows; k++)
            b.lengths[k] = pow((double)k + 1, -2);
        /* The pace is that of the slopes behind the gap, in which norms are what they are. */
        for (size_t k = 0; k < b.evidence.finite - 2; k++)
            b.norms[k + 2] = b.lengths[k];
        bool told = false;
        switch (what) {
        case 0:
            told = true;
            break;
        case 1:
            b.facts.slopes.last = 0.5;
            break;
        case 2:
            law->contracting = false;
            break;
        case 3:
            law->law = DESCENT_LAW_GEOMETRIC;
            break;
        case 4:
            law->remaining = INFINITY;
            break;
        case 5:
            law->exponent = 0; /* steps ~ 1/k have no sum */
            break;
        case 6:
            law->fall = nextafter(DESCENT__LAW_FALL_ALONE, 1);
            break;
        case 7: /* the pace soars */
        case 8: /* and does not: of a path whose steps say nothing of the slopes nothing is known */
            for (size_t k = 0; k < b.evidence.finite - 2; k++)
                b.norms[k + 2] = b.lengths[k] * exp(-0.1 * (double)k);
            if (what == 8)
                b.evidence.norms = NULL, told = true;
            break;
        case 9: /* the loss climbs */
            for (size_t k = 0; k < b.evidence.finite; k++)
                b.losses[k] = (double)k;
            b.evidence.losses = b.losses;
            break;
        case 10: /* a step size that decays tells nothing of the loss */
            b.evidence.has_rule = true;
            b.evidence.rule = descent_fixed_step(1);
            b.evidence.rule.schedule = descent_schedule_inverse(1);
            break;
        default:
            b.evidence.has_rule = true;
            b.evidence.rule = descent_fixed_step(1);
            told = true;
            break;
        }
        const descent__decision decision = descent__decide_by_law(&b.facts);
        ck_assert_msg(decision.ending == (told ? DESCENT_ENDING_APPROACHING : DESCENT_ENDING_UNDETERMINED), "case %d",
                      what);
        if (told) {
            ck_assert_int_eq(decision.reason, DESCENT__REASON_POWER_TO_LIMIT);
            ck_assert_double_eq(decision.distance, 1);
            ck_assert(isinf(decision.pace.steps_to_go.high));
            ck_assert(!decision.ahead && !decision.point);
        }
        tear_down(&b);
    }
}
END_TEST

/* ---- drifts ---- */

/* Downhill to a bottom, of slope 1 for a thousandth of the way to it, and then steeper. */
typedef struct vee {
    double bottom, steep;
} vee;

static int vee_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n;
    const vee *const of = context;
    const double way = fabs(x[0] - of->bottom), steep_way = 0.999 * of->bottom;
    *loss = of->steep * fmin(way, steep_way) + fmax(way - steep_way, 0);
    return 0;
}

static int vee_slope(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    const vee *const of = context;
    g[0] = (x[0] < of->bottom ? -1 : 1) * (fabs(x[0] - of->bottom) < 0.999 * of->bottom ? of->steep : 1);
    return 0;
}

static void drift_on(bench *b, vee *of)
{
    const descent_problem problem = {.dimension = 1, .loss = vee_loss, .gradient = vee_slope, .context = of};
    set_up(b, 65);
    ask(b, &problem);
    descent__motion *const motion = &b->facts.motion;
    motion->straightness = 1;
    motion->half = 32;
    motion->length_last = motion->length_before = 1;
    motion->fading = NAN;
    b->facts.measured = all_facts;
    b->facts.slope = -1;
    b->facts.scale = 1e9; /* so that nothing is out of sight */
}

START_TEST(a_plateau_is_out_of_reach)
{
    const double patience = DESCENT__PATIENCE * DESCENT__FEWEST_CREEPING;
    for (int what = 0; what < 11; what++) {
        vee of = {1e8, what == 10 ? 1.99 : 2.02}; /* the plateau ends where it is twice as steep */
        bench b;
        drift_on(&b, &of);
        const double ahead = 1;
        const descent__line line = descent__trial_line(&b.evidence, b.x + 64, &ahead, 1, INFINITY);
        ck_assert(line.known && !line.falls && !line.halts);
        /* At a pace that grows by r a step the way w takes ln(1 + rw)/r steps: r for which these are as many as patience has. */
        double low = 1e-9, high = 1;
        for (int k = 0; k < 200; k++) {
            const double middle = sqrt(low * high);
            *(log1p(line.bottom * middle) / middle > patience ? &low : &high) = middle;
        }
        descent_ending ending = DESCENT_ENDING_UNDETERMINED;
        /* The means of two quarters are 16 steps apart: of 65 points half are 32. */
        if (what < 2 || what == 10)
            b.facts.motion.length_last = exp(low * (what == 1 ? 1.001 : 0.999) * 16);
        if (what == 0 || what == 2)
            ending = DESCENT_ENDING_STALLED;
        if (what == 10)
            ending = DESCENT_ENDING_DESCENDING;
        /* At a constant pace, of longer steps. */
        if (what == 2 || what == 3)
            b.lengths[63] = line.bottom / patience * (what == 2 ? 0.5 : 2);
        if (what == 4)
            b.facts.slope = 0;
        if (what == 5)
            b.evidence.gradient_known = false;
        if (what == 6)
            b.facts.motion.straightness = DESCENT__DRIFTING;
        if (what == 7) /* beyond a run of many steps what is a hundred thousand times as far is in reach */
            b.evidence.step = 1000000;
        /* The loss falls by more from row 48 to 64 than from 32 to 48, beyond a fiftieth: the steps do not follow the slope. */
        if (what == 8 || what == 9) {
            b.x[32] = 0;
            b.x[48] = 1;
            b.x[64] = 1 + (1 + DESCENT__STEADY_STEPS) * (what == 8 ? 0.999 : 1.001);
            ending = what == 8 ? DESCENT_ENDING_STALLED : DESCENT_ENDING_UNDETERMINED;
        }
        const descent__decision decision = descent__decide_drift(&b.facts);
        ck_assert_msg(decision.ending == ending, "case %d: %d", what, decision.ending);
        if (what == 0) {
            /* Not to a factor, as the line has it: to a millionth. */
            ck_assert_double_eq_tol(decision.distance, of.bottom - b.x[64], 1e-6 * of.bottom);
            ck_assert_double_eq(decision.said.number, decision.distance);
            ck_assert(decision.ahead);
            ck_assert_double_eq(decision.pace.slope, -1);
        }
        tear_down(&b);
    }
}
END_TEST

/* So far ahead that a millionth of the way has been seen, on a slope that is the same at both ends of the last half: unbounded. */
START_TEST(what_falls_out_of_sight_is_unbounded)
{
    for (int what = 0; what < 3; what++) {
        vee of = {1e12, 1};
        bench b;
        drift_on(&b, &of);
        const double ahead = 1;
        const descent__line line = descent__trial_line(&b.evidence, b.x + 64, &ahead, 1, INFINITY);
        b.facts.scale = line.bottom / DESCENT__DRIFT_REACH * (what == 1 ? 1.001 : 0.999);
        if (what == 2) /* it was another half a way before */
            b.x[32] = 1e13;
        const descent__decision decision = descent__decide_drift(&b.facts);
        ck_assert_msg((decision.ending == DESCENT_ENDING_UNBOUNDED) == (what == 0), "case %d: %d", what,
                      decision.ending);
        if (what == 0)
            ck_assert_double_eq(decision.direction[0], 1);
        tear_down(&b);
    }
}
END_TEST

/* ---- copies that do not settle ---- */

/* x²/2, but flatter by a half between the two places of the context. */
static int dented(size_t n, const double *x, double *loss, void *context)
{
    const double *const dent = context, size = fabs(x[0]);
    (void)n;
    *loss = x[0] * x[0] / (size > dent[0] && size < dent[1] ? 4 : 2);
    return 0;
}

static int spring(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0];
    return 0;
}

/* (−μ)^k about 0: a growth for good, unless the loss is flatter somewhere outside; of what shrinks the pace is that of theory, or not. */
START_TEST(copies_grow_for_good_where_the_loss_curves_on)
{
    const struct {
        double factor, dent[2]; /* the dent in units of how far out the copy is */
        descent_ending ending;
    } cases[] = {
        {1.01, {0, 0}, DESCENT_ENDING_DIVERGING},
        {1.5, {0, 0}, DESCENT_ENDING_DIVERGING},
        /* By a factor of 1.25 each it is looked: no dent as wide as that is missed, and no lower than a quarter. */
        {1.01, {0.01, 0.2}, DESCENT_ENDING_DIVERGING},
        {1.01, {0.6, 0.8}, DESCENT_ENDING_UNDETERMINED},
        {1.01, {5.1, 6.6}, DESCENT_ENDING_UNDETERMINED},
        {1.01, {10.1, 13}, DESCENT_ENDING_UNDETERMINED},
        {1.01, {300, 400}, DESCENT_ENDING_UNDETERMINED},
        {1.01, {1e5, 1.1e6}, DESCENT_ENDING_UNDETERMINED},
        {0.99, {0, 0}, DESCENT_ENDING_UNDETERMINED},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        const size_t rows = 129;
        set_up(&b, rows);
        for (size_t row = 0; row < rows; row++)
            b.x[row] = pow(cases[k].factor, (double)row) * (row % 2 ? -1 : 1);
        const double far = fabs(b.x[rows - 1]);
        double dent[] = {cases[k].dent[0] * far, cases[k].dent[1] * far};
        const descent_problem problem = {.dimension = 1, .loss = dented, .gradient = spring, .context = dent};
        ask(&b, &problem);
        const descent__attempt attempt = {.steps_by_theory = NAN};
        const descent__attempt_points kept = {.points = b.x, .room = rows, .count = rows};
        ck_assert_msg(descent__unsettled_ending(&b.evidence, &attempt, &kept) == cases[k].ending, "case %zu", k);
        tear_down(&b);
    }
}
END_TEST

/* Of a copy whose points all but return theory says how long it takes to a millionth of its distance, or half and twice of that. */
START_TEST(swings_that_shrink_as_theory_says_are_no_cycle)
{
    const double nearly = 1 - 0x1p-50; /* a return is exact to 10⁻¹³ */
    const double due = log(1e6) * 0x1p50;
    const struct {
        double factor, theory; /* of what is due */
        descent_ending ending;
    } cases[] = {
        {1, 1, DESCENT_ENDING_PERIODIC},
        {1, NAN, DESCENT_ENDING_PERIODIC},
        {nearly, 1, DESCENT_ENDING_APPROACHING},
        {nearly, NAN, DESCENT_ENDING_PERIODIC},
        {nearly, 0.52, DESCENT_ENDING_APPROACHING},
        {nearly, 0.48, DESCENT_ENDING_UNDETERMINED},
        {nearly, 1.95, DESCENT_ENDING_APPROACHING},
        {nearly, 2.05, DESCENT_ENDING_UNDETERMINED},
        {0.9, 1, DESCENT_ENDING_APPROACHING},
        {0.9, NAN, DESCENT_ENDING_UNDETERMINED},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (int calm = 0; calm < 2; calm++) {
            bench b;
            const size_t rows = 501;
            double none[] = {0, 0}, centre = 0;
            set_up(&b, rows);
            const descent_problem problem = {.dimension = 1, .loss = dented, .gradient = spring, .context = none};
            ask(&b, &problem);
            for (size_t row = 0; row < rows; row++)
                b.x[row] = pow(cases[k].factor, (double)row) * (row % 2 ? -1 : 1);
            const double distance = fabs(b.x[rows - 1]);
            const descent__attempt attempt = {.steps = 500,
                                              .calm = calm,
                                              .steps_by_theory = 500 + due * cases[k].theory,
                                              .place = {.x = &centre, .tolerance = 1e-6 * distance}};
            const descent__attempt_points kept = {.points = b.x, .room = rows, .count = rows};
            const descent_ending ending = descent__unsettled_ending(&b.evidence, &attempt, &kept);
            const bool goes_on = calm && cases[k].factor < 0.99 && cases[k].ending == DESCENT_ENDING_UNDETERMINED;
            ck_assert_msg(ending == (goes_on ? DESCENT_ENDING_DESCENDING : cases[k].ending), "case %zu: %d", k, ending);
            /* Of one point nothing is said. */
            const descent__attempt_points one = {.points = b.x, .room = 1, .count = 1};
            ck_assert_int_eq(descent__unsettled_ending(&b.evidence, &attempt, &one), DESCENT_ENDING_UNDETERMINED);
            tear_down(&b);
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        slopes_are_recorded_or_the_falls_or_asked_for,
        the_slope_is_that_of_the_last_quarter,
        a_fall_that_fades_is_that_of_now,
        growth_so_far_is_that_of_the_halves,
        a_step_size_vanishes_beside_a_slope_that_stays,
        a_limit_shows_by_the_path_alone,
        a_power_shows_by_the_path_alone,
        a_plateau_is_out_of_reach,
        what_falls_out_of_sight_is_unbounded,
        copies_grow_for_good_where_the_loss_curves_on,
        swings_that_shrink_as_theory_says_are_no_cycle,
    };
    return descent_test_main(descent_test_suite("inside_tendency", tests, sizeof tests / sizeof *tests));
}
