/* Answers that differ when the same is asked again: each answer is written down. */
#include "diagnosis/evidence/randomness.h"

#include <string.h>

#include "diagnosis/evidence/copies.h"
#include "diagnosis/evidence/end.h"
#include "inside/inside.h"

enum {
    most = 200,
    two = 2
};

/* What is answered first, second, …; the last again and again. */
typedef struct answers {
    double losses[most], slopes[most];
    size_t loss_count, slope_count, losses_asked, slopes_asked;
    size_t failing; /* which slope fails */
} answers;

static int loss(size_t n, const double *x, double *value, void *context)
{
    answers *const a = context;
    (void)n, (void)x;
    const size_t k = a->losses_asked++;
    *value = a->losses[k < a->loss_count ? k : a->loss_count - 1];
    return 0;
}

static int slope(size_t n, const double *x, double *g, void *context)
{
    answers *const a = context;
    (void)x;
    const size_t k = a->slopes_asked++;
    for (size_t i = 0; i < n; i++) /* along the first variable */
        g[i] = i == 0 ? a->slopes[k < a->slope_count ? k : a->slope_count - 1] : 3;
    return k == a->failing;
}

typedef struct bench {
    answers answers;
    descent_problem problem;
    descent__holdings holdings;
    descent__evidence evidence;
    double x[two], norms[3];
} bench;

static bench b;

static void set_up(bool has_loss, bool has_slope, const double *slopes, size_t count)
{
    memset(&b, 0, sizeof b);
    b.answers.failing = most;
    b.answers.slope_count = count;
    b.answers.loss_count = 1;
    for (size_t k = 0; k < count; k++)
        b.answers.slopes[k] = slopes[k];
    b.problem = (descent_problem){
        .dimension = two, .loss = has_loss ? loss : NULL, .gradient = has_slope ? slope : NULL, .context = &b.answers};
    b.evidence = (descent__evidence){.n = two,
                                     .rows = 1,
                                     .finite = 1,
                                     .points = b.x,
                                     .x = b.x,
                                     .has_problem = true,
                                     .loss = NAN,
                                     .gradient_norm = NAN,
                                     .noise_level = NAN,
                                     .gradient_error = NAN};
    b.evidence.options.budget = 1000;
    b.evidence.holdings = &b.holdings;
    b.evidence.keep = &b.holdings.arena;
    assert_success(descent__evaluator_open(&b.evidence.evaluator, &b.problem));
}

static void tear_down(void)
{
    descent__arena_release(&b.evidence.work);
    descent__arena_release(&b.holdings.arena);
    descent__evaluator_close(&b.evidence.evaluator);
}

START_TEST(a_tenth_explains)
{
    static const struct {
        double spread, misfit;
        bool explains;
    } cases[] = {{1, 10, true}, {0.999, 10, false}, {1.001, 10, true}, {0, 0, false}, {1e-300, 0, true},
                 {0, 1, false}, {NAN, 1, false},    {-1, -20, false},  {20, 1, true}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        ck_assert_msg(descent__spread_explains(cases[c].spread, cases[c].misfit) == cases[c].explains, "case %zu", c);
    ck_assert(!descent__mean_contradicts(4, 1));
    ck_assert(descent__mean_contradicts(4.001, 1));
    ck_assert(!descent__mean_contradicts(3.999, 1));
    ck_assert(!descent__mean_contradicts(0, 0));
    ck_assert(descent__mean_contradicts(1e-300, 0));
}
END_TEST

/* The loss is asked three times; the first is what the others are compared with. */
START_TEST(a_loss_is_asked_three_times)
{
    static const struct {
        double answers[3];
        bool random;
        size_t asked;
    } cases[] = {{{1, 1, 1}, false, 3}, {{1, 2, 1}, true, 2},    {{1, 0, 1}, true, 2},   {{1, 1, 2}, true, 3},
                 {{1, 1, 0}, true, 3},  {{NAN, 1, 2}, false, 3}, {{1, NAN, 1}, false, 3}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        set_up(true, true, (const double[]){1}, 1);
        memcpy(b.answers.losses, cases[c].answers, sizeof cases[c].answers);
        b.answers.loss_count = 3;
        ck_assert_msg(descent__evidence_loss_is_random(&b.evidence, b.x) == cases[c].random, "case %zu", c);
        ck_assert_uint_eq(b.answers.losses_asked, cases[c].asked);
        tear_down();
    }
}
END_TEST

/* So is the gradient, to a billionth of its length: (4, 3) is 5 long. */
START_TEST(a_gradient_is_asked_three_times)
{
    static const struct {
        double answers[4];
        uint64_t budget;
        size_t failing;
        bool random;
        size_t asked;
    } cases[] = {
        {{4, 4, 4, 9}, 100, most, false, 3},
        {{4, 4 + 5.1e-9, 4, 4}, 100, most, true, 3},
        {{4, 4, 4 - 5.1e-9, 4}, 100, most, true, 3},
        {{4, 4 + 4.9e-9, 4 - 4.9e-9, 4}, 100, most, false, 3},
        {{4, 4, 9, 9}, 2, most, false, 2},
        {{4, 9, 9, 9}, 1, most, false, 1},
        {{4, 9, 9, 9}, 2, most, true, 2},
        {{4, 4, 9, 9}, 100, 2, false, 3},
        {{4, 9, 9, 9}, 100, 2, true, 3},
        {{4, NAN, 9, 9}, 100, most, false, 2},
        {{4, 9, NAN, 9}, 100, most, true, 3},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        set_up(true, true, cases[c].answers, 4);
        b.answers.failing = cases[c].failing;
        b.evidence.options.budget = cases[c].budget;
        ck_assert_msg(descent__evidence_gradient_is_random(&b.evidence, b.x) == cases[c].random, "case %zu", c);
        ck_assert_uint_eq(b.answers.slopes_asked, cases[c].asked);
        ck_assert_uint_eq(b.evidence.findings, cases[c].random ? DESCENT_FINDING_GRADIENT_RANDOM : 0);
        tear_down();
    }
}
END_TEST

/* Of 32 answers 31 are 0 and one is 32, or as many are 1 as −1: the farthest is 31, or 1, from their mean, which is 1, or 0. */
START_TEST(all_answers_are_off_by_four_times_their_spread)
{
    static const struct {
        bool even;
        double off; /* from the mean */
        size_t odd; /* which one is 32 */
        uint64_t budget;
        bool told;
    } cases[] = {
        {true, 3.99, 0, 32, false},    {true, 4.01, 0, 32, true},    {true, 4.01, 0, 31, false},
        {true, -4.01, 0, 32, true},    {false, 123.9, 0, 32, false}, {false, 124.1, 0, 32, true},
        {false, 123.9, 31, 32, false}, {false, 124.1, 31, 32, true}, {false, 124.1, 31, 64, true},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        double slopes[32];
        for (size_t k = 0; k < 32; k++)
            slopes[k] = cases[c].even ? (k % 2 ? 1 : -1) : k == cases[c].odd ? 32 : 0;
        set_up(true, true, slopes, 32);
        b.evidence.options.budget = cases[c].budget;
        const double expected[] = {(cases[c].even ? 0 : 1) + cases[c].off, 3};
        ck_assert_msg(descent__evidence_all_answers_are_off(&b.evidence, b.x, expected) == cases[c].told, "case %zu",
                      c);
        tear_down();
    }
}
END_TEST

/* A step from 0 by −g/8, and four more from the same state; the farthest from the first of them. */
START_TEST(a_step_is_made_four_times_more)
{
    static const struct {
        double answers[6];
        double misfit;
        size_t failing;
        bool random;
    } cases[] = {
        {{9, 4, 4, 4, 4, 99}, 1, most, false},     {{9, 4, 4, 4, 12, 99}, 10, most, true},
        {{9, 4, 4, 4, 12, 99}, 10.1, most, false}, {{9, 4, 12, 4, 4, 99}, 10, most, true},
        {{9, 4, 4, 12, 4, 99}, 1, 4, false},       {{9, 4, 4, 12, 4, 99}, 1, 5, true},
        {{4, 4, 4, 4, 4, 99}, 0, most, false},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        descent__map map;
        set_up(true, true, cases[c].answers, 6);
        b.answers.failing = cases[c].failing;
        ck_assert(descent__evidence_map_open(&b.evidence, descent_fixed_step(0.125), &map));
        descent__map_place(&map, b.x, NULL, 7);
        ck_assert_int_eq(descent__map_step(&map), DESCENT__MAP_MOVED);
        ck_assert_msg(descent__evidence_step_is_random(&b.evidence, &map, cases[c].misfit) == cases[c].random,
                      "case %zu", c);
        if (c == 0) {
            ck_assert_uint_eq(map.number, 8);
            ck_assert_double_eq(map.state[0], -0.5);
            ck_assert_uint_eq(b.answers.slopes_asked, 5);
        }
        tear_down();
    }
}
END_TEST

/* ---- at the end of a run ---- */

/* Asked three times: what differs by more than a billionth of the largest slope of the run is noise, whose level 32 answers tell: of
 * as many that are 1 above as below their mean, √(32/31). */
START_TEST(the_end_is_asked_three_times)
{
    static const struct {
        double second, third, largest; /* slopes besides 4, and the largest that was recorded */
        bool random;
    } cases[] = {
        {4, 4, 0, false},          {4 + 5.1e-9, 4, 0, true},    {4, 4 - 5.1e-9, 0, true},
        {4 + 4.9e-9, 4, 0, false}, {4 + 9.9e-8, 4, 100, false}, {4 + 1.01e-7, 4, 100, true},
        {4, 9, INFINITY, true},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        double slopes[most] = {4, cases[c].second, cases[c].third};
        for (size_t k = 3; k < most; k++)
            slopes[k] = k % 2 ? 7 : 5;
        set_up(true, true, slopes, most);
        b.answers.losses[0] = 2.5;
        b.norms[1] = cases[c].largest;
        b.evidence.norms = b.norms;
        b.evidence.finite = 2;
        b.evidence.options.budget = 1000;
        descent__evidence_ask(&b.evidence);
        ck_assert(b.evidence.loss_asked && b.evidence.gradient_known);
        ck_assert_double_eq(b.evidence.loss, 2.5);
        ck_assert_double_eq_tol(b.evidence.gradient_norm, 5, 1e-15);
        ck_assert_msg(b.evidence.random == cases[c].random, "case %zu", c);
        ck_assert_uint_eq(b.evidence.findings, cases[c].random ? DESCENT_FINDING_GRADIENT_RANDOM : 0);
        ck_assert_uint_eq(b.answers.slopes_asked, cases[c].random ? 35 : 3);
        if (cases[c].random)
            ck_assert_double_eq_tol(b.evidence.noise_level, sqrt(32.0 / 31), 1e-12);
        tear_down();
    }
}
END_TEST

/* It takes four calls, and 32 more for the level, of which two will do. */
START_TEST(the_end_may_be_too_dear)
{
    static const struct {
        uint64_t budget;
        size_t failing, slopes_asked;
        bool known, random, level;
    } cases[] = {
        {3, most, 0, false, false, false}, {4, most, 3, true, true, false},   {5, most, 4, true, true, false},
        {6, most, 5, true, true, true},    {1000, 0, 1, false, false, false}, {1000, 1, 35, true, true, true},
        {1000, 3, 4, true, true, false},   {1000, 5, 6, true, true, true},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        double slopes[most];
        for (size_t k = 0; k < most; k++)
            slopes[k] = k % 2 ? 7 : 5;
        slopes[2] = 8;
        set_up(true, true, slopes, most);
        b.evidence.options.budget = cases[c].budget;
        b.answers.failing = cases[c].failing;
        descent__evidence_ask(&b.evidence);
        ck_assert_msg(b.answers.slopes_asked == cases[c].slopes_asked, "case %zu: %zu", c, b.answers.slopes_asked);
        ck_assert_msg(b.evidence.gradient_known == cases[c].known, "case %zu", c);
        ck_assert_msg(b.evidence.random == cases[c].random, "case %zu", c);
        ck_assert_msg((b.evidence.noise_level > 0) == cases[c].level, "case %zu: %g", c, b.evidence.noise_level);
        tear_down();
    }
    set_up(false, true, (const double[]){4}, 1);
    descent__evidence_ask(&b.evidence);
    ck_assert(!b.evidence.loss_asked && b.evidence.gradient_known && isnan(b.evidence.loss));
    tear_down();
    set_up(true, true, (const double[]){4}, 1);
    b.evidence.finite = 0;
    descent__evidence_ask(&b.evidence);
    ck_assert(!b.evidence.loss_asked && !b.evidence.gradient_known);
    tear_down();
}
END_TEST

/* Without a gradient the loss is asked again, and only where that differs are differences of it. */
START_TEST(differences_are_random_where_the_loss_is)
{
    for (int random = 0; random < 2; random++) {
        set_up(true, false, (const double[]){4}, 1);
        b.answers.loss_count = random ? 40 : 1;
        for (size_t k = 0; k < 40; k++)
            b.answers.losses[k] = 1 + (double)(random ? k * k % 5 : 0);
        descent__evidence_ask(&b.evidence);
        ck_assert(b.evidence.findings & DESCENT_FINDING_GRADIENT_DIFFERENCES);
        ck_assert_int_eq(b.evidence.random, random);
        ck_assert_int_eq((b.evidence.findings & DESCENT_FINDING_GRADIENT_RANDOM) != 0, random);
        ck_assert_double_gt(b.evidence.gradient_error, 0);
        if (!random) /* itself, four differences, three times again */
            ck_assert_uint_eq(b.answers.losses_asked, 1 + 4 + 3);
        tear_down();
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_tenth_explains,
        a_loss_is_asked_three_times,
        a_gradient_is_asked_three_times,
        all_answers_are_off_by_four_times_their_spread,
        a_step_is_made_four_times_more,
        the_end_is_asked_three_times,
        the_end_may_be_too_dear,
        differences_are_random_where_the_loss_is,
    };
    return descent_test_main(descent_test_suite("inside_randomness", tests, sizeof tests / sizeof *tests));
}
