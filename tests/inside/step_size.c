/* Other step sizes that are advised, on losses whose runs are known: x ← x − ηg from (1, …), which the copies follow. */
#include <float.h>
#include <math.h>
#include <string.h>

#include <descent/step_finders.h>

#include "diagnosis/advice/parts.h"
#include "inside/inside.h"

/* Σ cᵢ|xᵢ|^pᵢ/pᵢ of two variables, p = 0 for a slope of cᵢ that never ends, p = 1 for a kink. */
typedef struct landscape {
    double c[2];
    int p[2];
    size_t asked;
} landscape;

static double slope_of(const landscape *l, size_t i, double x)
{
    return l->p[i] == 0   ? l->c[i]
           : l->p[i] == 1 ? l->c[i] * ((x > 0) - (x < 0))
           : l->p[i] == 3 ? l->c[i] * (x * x * x - x) /* a double well */
                          : l->c[i] * x;
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    landscape *const l = context;
    for (size_t i = 0; i < n; i++)
        g[i] = slope_of(l, i, x[i]);
    l->asked++;
    return 0;
}

static int loss(size_t n, const double *x, double *value, void *context)
{
    landscape *const l = context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += l->p[i] == 0   ? l->c[i] * x[i]
                  : l->p[i] == 1 ? l->c[i] * fabs(x[i])
                  : l->p[i] == 3 ? l->c[i] * pow(x[i] * x[i] - 1, 2) / 4
                                 : l->c[i] * x[i] * x[i] / 2;
    l->asked++;
    return 0;
}

typedef struct bench {
    landscape landscape;
    descent_problem problem;
    descent__holdings holdings;
    descent__evidence evidence;
    double start[2];
    uint64_t steps[1];
    descent_advice room[descent__advice_most];
    descent_diagnosis d;
} bench;

static void set_up(bench *b, size_t n, landscape l, double step_size)
{
    memset(b, 0, sizeof *b);
    b->landscape = l;
    b->start[0] = 1;
    b->problem = (descent_problem){.dimension = n, .loss = loss, .gradient = gradient, .context = &b->landscape};
    b->evidence = (descent__evidence){.n = n,
                                      .rows = 1,
                                      .finite = 1,
                                      .points = b->start,
                                      .steps = b->steps,
                                      .x = b->start,
                                      .has_problem = true,
                                      .problem_in_units = b->problem,
                                      .has_rule = true,
                                      .rule = descent_fixed_step(step_size),
                                      .step_size = step_size,
                                      .gradient_error = NAN,
                                      .gradient_known = true,
                                      .memory_known = true,
                                      .copies_trusted = true,
                                      .restarts_trusted = true};
    b->evidence.options = (descent_diagnosis_options){.budget = 1000000, .distance_tolerance = 1e-6};
    b->evidence.holdings = &b->holdings;
    b->evidence.keep = &b->holdings.arena;
    b->d = (descent_diagnosis){.advice = b->room,
                               .ending = DESCENT_ENDING_DIVERGING,
                               .dimension = n,
                               .steps = 10,
                               .x = b->start,
                               .step_size = step_size,
                               .step_limit = NAN,
                               .tolerance = NAN};
    assert_success(descent__evaluator_open(&b->evidence.evaluator, &b->problem));
}

static void tear_down(bench *b)
{
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
    descent__evaluator_close(&b->evidence.evaluator);
}

static const landscape bowl = {.c = {1, 1}, .p = {2, 2}};

static const descent_critical_point minimum = {.kind = DESCENT_CRITICAL_MINIMUM, .dimension = 1},
                                    saddle = {.kind = DESCENT_CRITICAL_SADDLE, .dimension = 1};

static void assert_told(const bench *b, size_t c, const char *words, double step_size)
{
    ck_assert_msg(b->d.advice_count == 1, "case %zu: %zu pieces", c, b->d.advice_count);
    ck_assert_msg(strstr(b->room[0].text, words) != NULL, "case %zu: %s", c, b->room[0].text);
    ck_assert_msg(isnan(step_size) ? isnan(b->room[0].step_size)
                                   : fabs(b->room[0].step_size - step_size) <= 1e-12 * step_size,
                  "case %zu: %g", c, b->room[0].step_size);
}

/* ---- a smaller one ---- */

/* Each part of the run's step size is the first below the limit, 2, of one run; those beyond a hundredth are tried where a minimum is
 * known and all before have run off. */
START_TEST(every_part_is_tried_in_turn)
{
    static const double parts[] = {0.8, 0.4, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
        bench b;
        set_up(&b, 1, bowl, 1.53 / parts[k]);
        descent_critical_point point = minimum;
        b.d.point = &point;
        descent__advice_smaller_step(&b.evidence, &b.d);
        assert_told(&b, k, "I tried it", 1.5);
        ck_assert_double_eq_tol(b.holdings.tried_step_size, 1.53, 1e-12);
        ck_assert_uint_gt(b.room[0].outcome_steps, 0);
        tear_down(&b);
    }
}
END_TEST

START_TEST(where_all_run_off_it_depends_on_the_minimum)
{
    descent_critical_point low = minimum, other = saddle;
    const struct {
        double step_size;
        descent_critical_point *centre, *point;
        const char *words;
        double told;
    } cases[] = {
        {1e10, NULL, &low, "far below 100:", NAN},  {1e10, NULL, NULL, "down to 1e+08", NAN},
        {1e10, &other, &low, "down to 1e+08", NAN}, {1e10, &low, &other, "far below 100:", NAN},
        {1e10, NULL, &other, "down to 1e+08", NAN}, {1e10, NULL, NULL, "from 8e+09", NAN},
        {1e3, &low, NULL, "I tried it", 1},         {1e3, NULL, NULL, "Look at the loss", NAN},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        bench b;
        set_up(&b, 1, bowl, cases[c].step_size);
        b.d.centre = cases[c].centre;
        b.d.point = cases[c].point;
        descent__advice_smaller_step(&b.evidence, &b.d);
        assert_told(&b, c, cases[c].words, cases[c].told);
        tear_down(&b);
    }
}
END_TEST

/* A limit that is known, and below the present step size, is where they begin. */
START_TEST(a_limit_is_where_they_begin)
{
    static const struct {
        double step_size, limit;
        unsigned findings;
        bool no_trials;
        const char *words;
        double told;
    } cases[] = {
        {1.5, 1, 0, true, "such as 0.8", 0.8},
        {1.5, 1.5, 0, true, "half of it, then half again", 0.75},
        {1.5, 1.5 * (1 - 1e-15), 0, true, "such as", 1.2},
        {1.5, 2, 0, true, "half of it, then half again", 0.75},
        {1.5, NAN, 0, true, "half of it, then half again", 0.75},
        {1.5, 0, 0, true, "half of it, then half again", 0.75},
        {1.5, -1, 0, true, "half of it, then half again", 0.75},
        {1.5, 1, DESCENT_FINDING_RULE_DISAGREES, true, "half of it, then half again", 0.75},
        {1.5, 1, DESCENT_FINDING_KINK, true, "such as 0.8", 0.8},
        {1.5, 1, 0, false, "I tried it", 0.8},
        {1.5, NAN, 0, false, "I tried it", 1.2},
        {1.5, 2, 0, false, "I tried it", 1.2},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        bench b;
        set_up(&b, 1, bowl, cases[c].step_size);
        b.d.step_limit = cases[c].limit;
        b.d.findings = cases[c].findings;
        b.evidence.options.no_trials = cases[c].no_trials;
        descent__advice_smaller_step(&b.evidence, &b.d);
        assert_told(&b, c, cases[c].words, cases[c].told);
        tear_down(&b);
    }
}
END_TEST

/* Where the run cannot be made again, it is half, and at a kink the swings do not die out. */
START_TEST(half_is_a_guess)
{
    static const struct {
        double step_size;
        bool no_rule, no_rows, late;
        descent_ending ending;
        const char *words;
        double told;
    } cases[] = {
        {3, true, false, false, DESCENT_ENDING_DIVERGING, "then half again.", 1.5},
        {3, false, true, false, DESCENT_ENDING_DIVERGING, "then half again.", 1.5},
        {3, false, false, true, DESCENT_ENDING_DIVERGING, "then half again.", 1.5},
        {3, false, false, true, DESCENT_ENDING_PERIODIC, "let the step size decay", 1.5},
        {3, false, false, true, DESCENT_ENDING_CHAOTIC, "let the step size decay", 1.5},
        {0, false, false, false, DESCENT_ENDING_DIVERGING, "then half again.", NAN},
        {NAN, false, false, false, DESCENT_ENDING_DIVERGING, "then half again.", NAN},
        {3, false, false, false, DESCENT_ENDING_DIVERGING, "I tried it", 1.2},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        bench b;
        set_up(&b, 1, bowl, cases[c].step_size);
        b.evidence.has_rule = !cases[c].no_rule;
        b.evidence.finite = !cases[c].no_rows;
        b.steps[0] = cases[c].late;
        b.d.ending = cases[c].ending;
        descent__advice_smaller_step(&b.evidence, &b.d);
        assert_told(&b, c, cases[c].words, cases[c].told);
        tear_down(&b);
    }
}
END_TEST

/* What is told of a copy goes by what became of it: arrived, on its way, falling; none of them; or some that could not be run. */
START_TEST(the_best_copy_is_told)
{
    static const struct {
        landscape landscape;
        double step_size;
        uint64_t budget;
        const char *words;
        double told;
        bool arriving; /* do they count who ask for arrival alone? */
    } cases[] = {
        /* curvatures of 1 and 10⁻⁶: 24, 12 and 3 run off, and 0.3 takes its time */
        {{.c = {1, 1e-6}, .p = {2, 2}}, 30, 1000000, "lead all the way", 0.3, false},
        /* no minimum, and 0.3 goes down */
        {{.c = {1, 1e-3}, .p = {2, 0}}, 30, 1000000, "it has not yet arrived", 0.3, false},
        /* across a kink no copy comes to rest, nor does any run off */
        {{.c = {0.7, 1}, .p = {1, 2}}, 1, 1000000, "from 0.8 down to 0.01", NAN, false},
        /* there all but the last run off: not all */
        {{.c = {0.7, 1}, .p = {1, 2}}, 100, 1000000, "from 80 down to 1 ", NAN, false},
        /* on the ridge of x² − y² all come to the saddle that settle, and below it there is nothing */
        {{.c = {1, -1}, .p = {2, 2}}, 3, 1000000, "which is no minimum", 1.2, true},
        /* what the first copy takes leaves none to the next */
        {{.c = {1, 1}, .p = {2, 2}}, 1250, 105, "such as 1e+03", 1000, false},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (int arriving = 0; arriving < 2; arriving++) {
            bench b;
            set_up(&b, 2, cases[c].landscape, cases[c].step_size);
            b.start[1] = cases[c].landscape.c[1] > 0 ? 1 : 0;
            b.evidence.options.budget = cases[c].budget;
            if (arriving)
                descent__advice_arriving_step(&b.evidence, &b.d);
            else
                descent__advice_smaller_step(&b.evidence, &b.d);
            if (arriving && !cases[c].arriving)
                ck_assert_msg(b.d.advice_count == 0, "case %zu", c);
            else
                assert_told(&b, c, cases[c].words, cases[c].told);
            ck_assert_msg(b.d.advice_count == 0 || isfinite(b.room[0].steps) == (c == 0), "case %zu", c);
            tear_down(&b);
        }
}
END_TEST

START_TEST(an_arriving_step_is_asked_of_runs_that_moved)
{
    for (int c = 0; c < 3; c++) {
        bench b;
        set_up(&b, 1, bowl, 3);
        b.d.steps = c != 1;
        b.steps[0] = c == 2;
        descent__advice_arriving_step(&b.evidence, &b.d);
        ck_assert_uint_eq(b.d.advice_count, c == 0);
        if (c == 0)
            assert_told(&b, 0, "I tried it", 1.2);
        tear_down(&b);
    }
}
END_TEST

/* A run that its steps threw up is followed down to any part of its step size; another to a hundredth, and where copies only descend
 * neither to less. */
START_TEST(what_was_thrown_up_may_need_far_less)
{
    static const landscape slant = {.c = {1, 1}, .p = {0, 0}};
    size_t asked[2] = {0};
    for (int began_lower = 0; began_lower < 2; began_lower++) {
        for (double part = 1e-2; part > 5e-9; part /= 10) {
            bench b;
            set_up(&b, 1, bowl, 1.53 / part);
            b.holdings.loss_began_lower = began_lower;
            const bool found = descent__advice_step_to_minimum(&b.evidence, &b.d);
            ck_assert_msg(found == (began_lower || part > 5e-3), "%d, %g", began_lower, part);
            if (found)
                assert_told(&b, (size_t)began_lower, "I tried it", 1.5);
            tear_down(&b);
        }
        bench b;
        set_up(&b, 1, slant, 10);
        b.holdings.loss_began_lower = began_lower;
        ck_assert(!descent__advice_step_to_minimum(&b.evidence, &b.d));
        ck_assert_uint_eq(b.d.advice_count, 0);
        asked[began_lower] = b.landscape.asked;
        tear_down(&b);
    }
    ck_assert_uint_eq(asked[0], asked[1]);
}
END_TEST

/* Beside the ridge lie two minima, of curvature 2: 1.2 swings there, and 0.3 comes to rest. */
START_TEST(a_start_on_a_ridge_is_pushed_off)
{
    bench b;
    set_up(&b, 2, (landscape){.c = {1, 1}, .p = {2, 3}}, 3);
    b.d.diameter = 2;
    descent__advice_smaller_step(&b.evidence, &b.d);
    assert_told(&b, 0, "from a start that is pushed", 0.3);
    const descent_advice *const a = b.room;
    ck_assert_double_eq_tol(fabs(a->direction[1]), 1, 1e-9);
    ck_assert_double_gt(a->push, 0);
    ck_assert_double_le(a->push, 2e-3); /* a thousandth of the path, or of the way down */
    ck_assert_double_eq_tol(a->outcome_point[1], a->direction[1], 1e-5);
    ck_assert_int_eq(a->verified, 1);
    tear_down(&b);
}
END_TEST

/* ---- within bands ---- */

/* Bands of the parabola with curvature 1/2, below 4. */
static descent_step_band band(double low, double high, descent_ending ending, descent_critical_kind kind)
{
    return (descent_step_band){.low = low, .high = high, .ending = ending, .kind = kind};
}

static void keep_within(bench *b, descent_step_band *bands, size_t count, double advised)
{
    set_up(b, 1, (landscape){.c = {0.5, 0.5}, .p = {2, 2}}, 5);
    b->d.bands = bands;
    b->d.band_count = count;
    b->holdings.tried_step_size = advised;
    b->d.advice_count = 3;
    for (size_t k = 0; k < 3; k++) {
        b->room[k] = descent__advice_blank();
        b->room[k].kind = k == 1 ? DESCENT_ADVICE_STEP_SIZE : DESCENT_ADVICE_MOMENTUM;
        b->room[k].outcome_steps = 7;
        b->room[k].step_size = 99;
    }
}

/* Between bands, and within a tenth of an edge that is known, it gives way to the middle of the widest, rounded. */
START_TEST(a_step_beside_an_edge_gives_way)
{
    static const struct {
        double advised;
        bool kept;
    } cases[] = {{0.05, true},  {0.44, true}, {0.46, false}, {0.55, false}, {0.65, false}, {0.67, true}, {0.89, true},
                 {0.91, false}, {1.1, false}, {1.31, false}, {1.33, true},  {3, true},     {3.1, false}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        bench b;
        descent_step_band bands[3];
        const double edges[][2] = {{0.1, 0.5}, {0.6, 1}, {1.2, 3}};
        for (size_t k = 0; k < 3; k++)
            bands[k] = band(edges[k][0], edges[k][1], DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MINIMUM);
        keep_within(&b, bands, 3, cases[c].advised);
        descent__advice_keep_within_bands(&b.evidence, &b.d);
        ck_assert_uint_eq(b.d.advice_count, 3);
        for (size_t k = 0; k < 3; k++)
            ck_assert_msg(b.room[k].step_size == (k == 1 && !cases[c].kept ? 2 : 99), "case %zu: %g", c,
                          b.room[k].step_size);
        tear_down(&b);
    }
}
END_TEST

/* The middle of a band from 1 − w to 1 + w times it. */
START_TEST(the_middle_is_rounded_where_that_changes_little)
{
    static const struct {
        double middle, told;
    } cases[] = {
        {1.04, 1}, {1.4, 1.4},     {1.56, 1.5},   {1.91, 2},       {1.9, 1.9},   {2.1, 2},    {2.106, 2.1},
        {0.96, 1}, {0.0096, 0.01}, {0.144, 0.14}, {0.0451, 0.045}, {0.55, 0.55}, {0.94, 0.9}, {0.0953, 0.1},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        bench b;
        descent_step_band bands[] = {
            band(0.5 * cases[c].middle, 1.5 * cases[c].middle, DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MINIMUM)};
        keep_within(&b, bands, 1, 100);
        descent__advice_keep_within_bands(&b.evidence, &b.d);
        ck_assert_msg(fabs(b.room[1].step_size - cases[c].told) <= 1e-12, "case %zu: %.17g", c, b.room[1].step_size);
        tear_down(&b);
    }
}
END_TEST

/* Of those that lead to a minimum the widest whose middle is well within, and only if a copy arrives with it. */
START_TEST(the_widest_band_is_taken)
{
#define LEADS  DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MINIMUM
#define LEAVES DESCENT_ENDING_DIVERGING, DESCENT_CRITICAL_UNDETERMINED
#define SADDLE DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_SADDLE
#define NEARS  DESCENT_ENDING_APPROACHING, DESCENT_CRITICAL_MINIMUM
    const struct {
        descent_step_band bands[3];
        size_t count;
        double told; /* 99: as it was */
    } cases[] = {
        {{band(1, 2, LEADS), band(2.5, 3.5, LEADS)}, 2, 1.5}, /* as wide: the first */
        {{band(1, 2, LEADS), band(2.25, 3.35, LEADS)}, 2, 2.8},
        {{band(1, 3, LEADS), band(3.1, 3.5, LEADS)}, 2, 2},
        {{band(1, 2, LEADS), band(2.25, 9, LEAVES)}, 2, 1.5},
        {{band(1, 2, LEADS), band(2.25, 9, SADDLE)}, 2, 1.5},
        {{band(1, 2, LEADS), band(2.25, 9, NEARS)}, 2, 1.5},
        {{band(1, 2, LEAVES)}, 1, 99},
        {{band(1, 1.1, LEADS)}, 1, 1},                                               /* no edge is known */
        {{band(1, 1.1, LEADS), band(2, 3, LEAVES)}, 2, 99},                          /* the upper one is */
        {{band(0.5, 0.9, LEAVES), band(1, 1.1, LEADS)}, 2, 99},                      /* the lower one is */
        {{band(0.5, 0.9, LEAVES), band(1, 1.3, LEADS), band(2, 3, LEAVES)}, 3, 1.1}, /* 1.15, between 1.1 and 1.17 */
        {{band(4, 9, LEADS)}, 1, 99},                                                /* no copy arrives with 6 */
        {{band(1, 2, LEADS)}, 0, 99},
    };
#undef LEADS
#undef LEAVES
#undef SADDLE
#undef NEARS
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        bench b;
        descent_step_band bands[3];
        memcpy(bands, cases[c].bands, sizeof bands);
        for (size_t k = cases[c].count; k < 3; k++) /* none of them */
            bands[k] = band(0.1, 200, DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MINIMUM);
        keep_within(&b, bands, cases[c].count, 100);
        descent__advice_keep_within_bands(&b.evidence, &b.d);
        ck_assert_msg(fabs(b.room[1].step_size - cases[c].told) <= 1e-12, "case %zu: %g", c, b.room[1].step_size);
        tear_down(&b);
    }
}
END_TEST

/* Only a step size that a copy has borne out, from the start itself. */
START_TEST(other_advice_stays)
{
    for (int c = 0; c < 5; c++) {
        bench b;
        descent_step_band bands[] = {band(1, 3, DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MINIMUM)};
        keep_within(&b, bands, 1, 100);
        b.room[1].kind = c == 1 ? DESCENT_ADVICE_MOMENTUM : DESCENT_ADVICE_STEP_SIZE;
        b.room[1].outcome_steps = c != 2;
        b.room[1].push = c == 3 ? 0.1 : NAN;
        b.d.advice_count = c == 4 ? 0 : 3;
        descent__advice_keep_within_bands(&b.evidence, &b.d);
        ck_assert_uint_eq(b.d.advice_count, c == 4 ? 0 : 3);
        ck_assert_msg(b.room[1].step_size == (c == 0 ? 2 : 99), "case %d", c);
        tear_down(&b);
    }
}
END_TEST

/* ---- a larger one ---- */

/* On a parabola of curvature c, with what is said of curvatures, so many steps are left. */
START_TEST(a_larger_step_is_what_curvatures_promise)
{
    static const struct {
        double c, now, low, high;
        descent_critical_kind kind;
        double curvature, to_go, told; /* NaN: none */
        bool late, momentum;
    } cases[] = {
        {1, 0.01, 0.5, 1.5, DESCENT_CRITICAL_MINIMUM, 9, 1000, 1, false, false},    /* 2/(0.5 + 1.5) */
        {1, 0.01, -0.5, 2, DESCENT_CRITICAL_SADDLE, 9, 1000, 0.5, false, false},    /* 1/2 */
        {1, 0.01, -2, 0.5, DESCENT_CRITICAL_SADDLE, 9, 1000, 0.5, false, false},    /* 1/|−2| */
        {1, 0.01, 0, 0, DESCENT_CRITICAL_UNDETERMINED, 2, 1000, 0.5, false, false}, /* along the last step */
        {1, 0.01, 0, 0, DESCENT_CRITICAL_UNDETERMINED, 0, 1000, NAN, false, false},
        {1, 0.01, 0, 0, DESCENT_CRITICAL_UNDETERMINED, -1, 1000, NAN, false, false},
        {1, 0.01, -1, 1, DESCENT_CRITICAL_MINIMUM, 9, 1000, NAN, false, false}, /* infinite */
        {1, 0.01, -3, 1, DESCENT_CRITICAL_MINIMUM, 9, 1000, NAN, false, false},
        {1, 0.01, 1, 1, DESCENT_CRITICAL_MINIMUM, 9, 20, NAN, false, false},
        {1, 0.01, 1, 1, DESCENT_CRITICAL_MINIMUM, 9, 20.5, 1, false, false},
        {1, 0.01, 1, 1, DESCENT_CRITICAL_MINIMUM, 9, NAN, 1, false, false},
        {1, 0.01, 1, 1, DESCENT_CRITICAL_MINIMUM, 9, 1000, NAN, true, false},
        {1, 0.01, 1, 1, DESCENT_CRITICAL_MINIMUM, 9, 1000, NAN, false, true},
        /* half, a quarter and a tenth of it, where it runs off or is too slow */
        {2.5, 0.01, 1, 1, DESCENT_CRITICAL_MINIMUM, 9, 1000, 0.5, false, false},
        {6, 0.01, 1, 1, DESCENT_CRITICAL_MINIMUM, 9, 1000, 0.25, false, false},
        {12, 0.01, 1, 1, DESCENT_CRITICAL_MINIMUM, 9, 1000, 0.1, false, false},
        {25, 0.01, 1, 1, DESCENT_CRITICAL_MINIMUM, 9, 1000, NAN, false, false},
        /* none that is the present one, or less than half of it */
        {1, 1.12, 1, 1, DESCENT_CRITICAL_MINIMUM, 9, 1000, 1, false, false},
        {1, 1.1, 1, 1, DESCENT_CRITICAL_MINIMUM, 9, 1000, NAN, false, false}, /* 0.5 is less than half of it */
        {1, 0.92, 1, 1, DESCENT_CRITICAL_MINIMUM, 9, 1000, 0.5, false, false},
        {1, 0.9, 1, 1, DESCENT_CRITICAL_MINIMUM, 9, 1000, 1, false, false},
        {2.5, 1, 1, 1, DESCENT_CRITICAL_MINIMUM, 9, 1000, 0.5, false, false}, /* half is not less */
        {2.5, 1.02, 1, 1, DESCENT_CRITICAL_MINIMUM, 9, 1000, NAN, false, false},
        /* 0.5 takes 20 steps to a millionth: less than half of what is left */
        {1, 0.01, 2, 2, DESCENT_CRITICAL_MINIMUM, 9, 41, 0.5, false, false},
        {1, 0.01, 2, 2, DESCENT_CRITICAL_MINIMUM, 9, 40, NAN, false, false},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        bench b;
        double curvatures[] = {cases[c].low, cases[c].high};
        descent_critical_point point = {
            .kind = cases[c].kind, .dimension = 1, .eigenvalues = curvatures, .eigenvalue_count = 2};
        set_up(&b, 1, (landscape){.c = {cases[c].c, 1}, .p = {2, 2}}, cases[c].now);
        if (cases[c].momentum)
            b.evidence.rule = descent_heavy_ball(cases[c].now, 0.5);
        b.steps[0] = cases[c].late;
        b.d.ending = DESCENT_ENDING_STALLED;
        b.d.curvature = cases[c].curvature;
        b.d.pace.steps_to_go.value = cases[c].to_go;
        const bool known = cases[c].low != 0;
        const bool told = descent__advice_faster_step(&b.evidence, &b.d, known ? &point : NULL);
        ck_assert_msg(told == isfinite(cases[c].told), "case %zu: %d %g", c, told, b.room[0].step_size);
        ck_assert_uint_eq(b.d.advice_count, told);
        if (told)
            assert_told(&b, c, "Begin again", cases[c].told);
        tear_down(&b);
    }
}
END_TEST

/* What the steps to go are not known of counts as five million; a copy that has not arrived is told by theory. */
START_TEST(a_step_that_is_slow_is_told_by_theory)
{
    static const double curvatures[] = {1.3e-5, 0.7e-5};
    for (size_t c = 0; c < 2; c++) {
        bench b;
        double one[] = {1, 1};
        descent_critical_point point = {
            .kind = DESCENT_CRITICAL_MINIMUM, .dimension = 1, .eigenvalues = one, .eigenvalue_count = 2};
        set_up(&b, 1, (landscape){.c = {curvatures[c], 1}, .p = {2, 2}}, 1e-3);
        b.d.ending = DESCENT_ENDING_STALLED;
        b.d.pace.steps_to_go.value = NAN;
        b.evidence.options.distance_tolerance = 1e-10;
        /* to √ε of where the copy is, which is more than 10⁻¹⁰ of its way */
        const double rate = log1p(-curvatures[c]), steps = log(sqrt(DBL_EPSILON)) / rate + 4000;
        ck_assert((steps < 2.5e6) == (c == 0));
        ck_assert_int_eq(descent__advice_faster_step(&b.evidence, &b.d, &point), c == 0);
        if (c == 0) {
            assert_told(&b, c, "is faster: by the curvatures", 1);
            ck_assert_double_eq_tol(b.room[0].steps, steps, 0.01 * steps);
            ck_assert_int_eq(b.room[0].verified, 0);
        }
        tear_down(&b);
    }
}
END_TEST

/* L-BFGS had better begin with its whole step, if that is another one. */
START_TEST(a_search_begins_with_the_whole_step)
{
    static const struct {
        double step_size;
        bool scheduled, told;
    } cases[] = {{0.01, false, true}, {0.95, false, false}, {0.85, false, true},
                 {1.2, false, true},  {1.05, false, false}, {0.01, true, false}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        bench b;
        set_up(&b, 2, bowl, cases[c].step_size);
        b.evidence.rule = descent_lbfgs(cases[c].step_size, 10, NULL);
        if (cases[c].scheduled)
            b.evidence.rule.schedule = descent_schedule_inverse(10);
        /* of the notebook: not so simple that the search is there at once */
        descent__evaluator_close(&b.evidence.evaluator);
        b.evidence.problem_in_units = descent_test_landscape("notebook", 0);
        assert_success(descent__evaluator_open(&b.evidence.evaluator, &b.evidence.problem_in_units));
        b.start[0] = 4;
        b.start[1] = 1.0001;
        b.d.ending = DESCENT_ENDING_STALLED;
        b.d.curvature = 1;
        b.d.pace.steps_to_go.value = 1000;
        ck_assert_msg(descent__advice_faster_step(&b.evidence, &b.d, NULL) == cases[c].told, "case %zu", c);
        if (cases[c].told)
            assert_told(&b, c, "Begin again", 1);
        tear_down(&b);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_part_is_tried_in_turn,
        where_all_run_off_it_depends_on_the_minimum,
        a_limit_is_where_they_begin,
        half_is_a_guess,
        the_best_copy_is_told,
        an_arriving_step_is_asked_of_runs_that_moved,
        what_was_thrown_up_may_need_far_less,
        a_start_on_a_ridge_is_pushed_off,
        a_step_beside_an_edge_gives_way,
        the_middle_is_rounded_where_that_changes_little,
        the_widest_band_is_taken,
        other_advice_stays,
        a_larger_step_is_what_curvatures_promise,
        a_step_that_is_slow_is_told_by_theory,
        a_search_begins_with_the_whole_step,
    };
    return descent_test_main(descent_test_suite("inside_step_size", tests, sizeof tests / sizeof *tests));
}
