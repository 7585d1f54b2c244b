/* What a copy does by its points alone: written down, about a minimum at 0 with a loss of our own. */
#include "diagnosis/advice/unsettled.h"

#include <string.h>

#include "inside/inside.h"

/* |x|^power, on one side perhaps another; from `ends` on level, or infinite. */
typedef struct shape {
    double power, other, ends;
    bool infinite, missing;
} shape;

static int loss(size_t n, const double *x, double *value, void *context)
{
    const shape *const s = context;
    (void)n;
    const double power = x[0] < 0 ? s->other : s->power;
    *value = fabs(x[0]) < s->ends ? pow(fabs(x[0]), power) : s->infinite ? INFINITY : pow(s->ends, power);
    return s->missing;
}

static int slope(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0];
    return 0;
}

typedef struct bench {
    shape shape;
    descent_problem problem;
    descent__holdings holdings;
    descent__evidence evidence;
    double points[inside_most];
    descent__attempt_points kept;
    descent__attempt attempt;
} bench;

static const double zero = 0;

static void set_up(bench *b, size_t count, bool has_loss)
{
    memset(&b->holdings, 0, sizeof b->holdings);
    b->shape = (shape){.power = 2, .other = 2, .ends = INFINITY};
    b->problem =
        (descent_problem){.dimension = 1, .loss = has_loss ? loss : NULL, .gradient = slope, .context = &b->shape};
    b->evidence = (descent__evidence){.n = 1, .has_problem = true, .step_size = NAN};
    b->evidence.options = (descent_diagnosis_options){.budget = 100000, .period_limit = 16};
    b->evidence.holdings = &b->holdings;
    b->evidence.keep = &b->holdings.arena;
    b->kept = (descent__attempt_points){.points = b->points, .room = inside_most, .count = count};
    b->attempt = (descent__attempt){
        .ran = true, .steps = count - 1, .steps_by_theory = NAN, .place = {.x = &zero, .tolerance = 1e-6}};
    assert_success(descent__evaluator_open(&b->evidence.evaluator, &b->problem));
}

static descent_ending ending(bench *b)
{
    const descent_ending found = descent__unsettled_ending(&b->evidence, &b->attempt, &b->kept);
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
    descent__evaluator_close(&b->evidence.evaluator);
    return found;
}

static bench b;

/* factor^k, which is on one side or alternates. */
static void by_factor(size_t count, double factor)
{
    set_up(&b, count, true);
    for (size_t k = 0; k < count; k++)
        b.points[k] = pow(factor, (double)k);
}

/* ---- nearing ---- */

START_TEST(what_comes_nearer_by_theory_approaches)
{
    static const struct {
        size_t count;
        double factor;
        bool told, calm;
        descent_ending ending;
    } cases[] = {
        {400, 0.995, true, false, DESCENT_ENDING_APPROACHING}, {400, 0.995, false, false, DESCENT_ENDING_UNDETERMINED},
        {400, 0.995, false, true, DESCENT_ENDING_DESCENDING},  {400, 1.001, true, true, DESCENT_ENDING_DESCENDING},
        {15, 0.9, true, true, DESCENT_ENDING_APPROACHING}, /* eight points of the last half, each a block */
        {14, 0.9, true, true, DESCENT_ENDING_DESCENDING},      {1, 0.9, true, true, DESCENT_ENDING_UNDETERMINED},
        {0, 0.9, true, true, DESCENT_ENDING_UNDETERMINED},     {2, 0.9, true, true, DESCENT_ENDING_DESCENDING},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        by_factor(cases[c].count, cases[c].factor);
        b.attempt.steps_by_theory = cases[c].told ? 10000 : NAN;
        b.attempt.calm = cases[c].calm;
        const descent_ending found = ending(&b);
        ck_assert_msg(found == cases[c].ending, "case %zu: %d", c, (int)found);
    }
}
END_TEST

/* The farthest of each of eight blocks of the last half, each nearer than the one before: one that is not, and it is no nearing. What
 * comes before, and what is nearer, is not looked at. */
START_TEST(each_block_is_nearer)
{
    enum {
        count = 160,
        length = 10
    };
    for (size_t block = 0; block < 8; block++)
        for (int what = 0; what < 3; what++)
            for (size_t place = 0; place < length; place += length - 1) {
                by_factor(count, 0.99);
                const size_t at = count / 2 + block * length + place;
                /* as far as the farthest of the block before, or almost; or near */
                const double before = block > 0 ? pow(0.99, (double)(count / 2 + (block - 1) * length)) : 3;
                b.points[at] = what == 0 ? before : what == 1 ? 0.9999 * before : 0.5 * b.points[at];
                b.attempt.steps_by_theory = 10000;
                const bool nears = what != 0 || block == 0;
                const descent_ending found = ending(&b);
                ck_assert_msg((found == DESCENT_ENDING_APPROACHING) == nears, "block %zu, %d, place %zu: %d", block,
                              what, place, (int)found);
            }
    /* in the first half */
    by_factor(count, 0.99);
    b.points[count / 2 - 1] = 40;
    b.attempt.steps_by_theory = 10000;
    ck_assert_int_eq(ending(&b), DESCENT_ENDING_APPROACHING);
}
END_TEST

/* A swing that shrinks by so little that it all but returns is no cycle where it shrinks at the pace of theory, to a factor of two. */
START_TEST(swings_that_shrink_at_the_pace_of_theory_approach)
{
    enum {
        count = 2000
    };
    static const double pace = 5e-14;
    static const struct {
        double part; /* of the pace of theory */
        double factor;
        descent_ending ending;
    } cases[] = {
        {1, 1, DESCENT_ENDING_APPROACHING},     {0.52, 1, DESCENT_ENDING_APPROACHING},
        {0.48, 1, DESCENT_ENDING_UNDETERMINED}, {1.92, 1, DESCENT_ENDING_APPROACHING},
        {2.08, 1, DESCENT_ENDING_UNDETERMINED}, {NAN, 1, DESCENT_ENDING_PERIODIC},
        {1, 0, DESCENT_ENDING_PERIODIC},        {1, -1, DESCENT_ENDING_PERIODIC},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        set_up(&b, count, false);
        for (size_t k = 0; k < count; k++)
            b.points[k] = (k % 2 ? -1 : 1) * exp(-pace * cases[c].factor * (double)k);
        /* from where it is, e⁻²ᵉ⁻⁶ of 1, it is ln(10⁶) to go */
        const double left = log(exp(-pace * cases[c].factor * (count - 1)) / 1e-6);
        b.attempt.steps_by_theory = count - 1 + left / (pace / cases[c].part);
        const descent_ending found = ending(&b);
        ck_assert_msg(found == cases[c].ending, "case %zu: %d", c, (int)found);
    }
}
END_TEST

/* ---- growing ---- */

/* (−μ)ᵏ; before `since` to and fro as well, farther than there and no farther from step to step. */
static void grow(size_t count, double factor, size_t since)
{
    set_up(&b, count, true);
    for (size_t k = 0; k < count; k++)
        b.points[k] = (k % 2 ? -1 : 1) * (k < since ? 1.5 * pow(factor, (double)since) : pow(factor, (double)k));
}

START_TEST(growing_swings_grow_for_ever_where_the_loss_curves_outward)
{
    static const struct {
        double power, other, ends;
        bool infinite, missing;
        bool grows;
    } cases[] = {
        {2, 2, INFINITY, false, false, true},
        {2.5, 3, INFINITY, false, false, true},
        /* it may fall by a thousandth of what the factor is above 1, from a quarter of the swing to 10³⁰ of it */
        {2 - 1.35e-7, 2, INFINITY, false, false, true},
        {2 - 1.5e-7, 2, INFINITY, false, false, false},
        {1.9, 2, INFINITY, false, false, false},
        {2, 1.9, INFINITY, false, false, false},
        {2, 2, INFINITY, false, true, false},
        {2, 2, 1e9, false, false, false},
        {2, 2, 1e9, true, false, true},  /* where numbers end, on both sides */
        {2, 2, 0.5, true, false, false}, /* within the swing */
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        grow(200, 1.01, 0);
        b.shape = (shape){cases[c].power, cases[c].other, cases[c].ends, cases[c].infinite, cases[c].missing};
        const descent_ending found = ending(&b);
        ck_assert_msg((found == DESCENT_ENDING_DIVERGING) == cases[c].grows, "case %zu: %d", c, (int)found);
    }
}
END_TEST

/* Steps that alternate, and have grown for the whole last half but an eighth of it. */
START_TEST(growth_lasts_for_the_last_half)
{
    static const struct {
        double factor;
        size_t since;
        bool has_loss, grows;
    } cases[] = {
        {1.01, 0, true, true},    {1.01, 0, false, false}, {1.01, 100, true, true}, {1.01, 110, true, true},
        {1.01, 116, true, false}, {-1.01, 0, true, false}, {0.99, 0, true, false},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        grow(200, fabs(cases[c].factor), cases[c].since);
        if (!cases[c].has_loss) {
            (void)ending(&b);
            set_up(&b, 200, false);
        }
        if (cases[c].factor < 0) /* to one side */
            for (size_t k = 0; k < 200; k++)
                b.points[k] = fabs(b.points[k]);
        const descent_ending found = ending(&b);
        ck_assert_msg((found == DESCENT_ENDING_DIVERGING) == cases[c].grows, "case %zu: %d", c, (int)found);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        what_comes_nearer_by_theory_approaches,
        each_block_is_nearer,
        swings_that_shrink_at_the_pace_of_theory_approach,
        growing_swings_grow_for_ever_where_the_loss_curves_outward,
        growth_lasts_for_the_last_half,
    };
    return descent_test_main(descent_test_suite("inside_unsettled", tests, sizeof tests / sizeof *tests));
}
