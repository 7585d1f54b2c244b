/* What the fast verdict asks the problem: answers that are written down here, call by call or point by point. */
#include <float.h>
#include <math.h>

#include "sweep/judge/gradient.h"

#include "support.h"

enum {
    most = 3, /* coordinates */
    most_calls = 20
};

/* Answers by their number, of one coordinate; the others are 7. It notes where it was asked, and fails at one call. */
typedef struct script {
    size_t n, coordinate, calls, fails_at;
    double answers[most_calls];
    double asked[most_calls][most];
} script;

static int read_out(size_t n, const double *x, double *g, void *context)
{
    script *const own = context;
    const size_t call = own->calls++;
    ck_assert_uint_lt(call, most_calls);
    memcpy(own->asked[call], x, n * sizeof *x);
    for (size_t i = 0; i < n; i++)
        g[i] = i == own->coordinate ? own->answers[call] : 7;
    return own->calls == own->fails_at;
}

static descent__answers ask_again(script *own)
{
    const double x[] = {9, 9, 9, 1, 2, 3};
    double work[3 * most];
    const descent_problem problem = {.dimension = own->n, .gradient = read_out, .context = own};
    const descent__sweep_evidence run = {.series = {.n = own->n, .count = 2, .points = x + most - own->n}};
    descent__evaluator evaluator;
    own->calls = 0;
    assert_success(descent__evaluator_open(&evaluator, &problem));
    const descent__answers answers = descent__judge_ask_again(&run, &evaluator, work);
    descent__evaluator_close(&evaluator);
    for (size_t call = 0; call < own->calls; call++)
        ck_assert_mem_eq(own->asked[call], x + most, own->n * sizeof *x);
    return answers;
}

/* Two answers that are the same are enough; of 16 that are not, up to eight may take turns. */
START_TEST(answers_agree_take_turns_or_differ)
{
    for (size_t n = 1; n <= most; n++)
        for (size_t coordinate = 0; coordinate < n; coordinate++) {
            script own = {.n = n, .coordinate = coordinate};
            for (size_t period = 1; period <= 16; period++)
                for (int falls = 0; falls < 2; falls++) {
                    for (size_t call = 0; call < most_calls; call++)
                        own.answers[call] = (falls ? -1 : 1) * (double)(call % period);
                    own.fails_at = 0;
                    const descent__answers answers = ask_again(&own);
                    ck_assert_int_eq(answers, period == 1   ? DESCENT__ANSWERS_AGREE
                                              : period <= 8 ? DESCENT__ANSWERS_TAKE_TURNS
                                                            : DESCENT__ANSWERS_DIFFER);
                    ck_assert_uint_eq(own.calls, period == 1 ? 2 : 16);
                    /* Nothing is known of what fails, but that it has differed. */
                    for (own.fails_at = 1; own.fails_at <= 16; own.fails_at++)
                        ck_assert_int_eq(ask_again(&own), period == 1 || own.fails_at <= 2 ? DESCENT__ANSWERS_AGREE
                                                                                           : DESCENT__ANSWERS_DIFFER);
                }
            /* nor of what is no number */
            for (size_t call = 0; call < most_calls; call++)
                own.answers[call] = NAN;
            own.fails_at = 0;
            ck_assert_int_eq(ask_again(&own), DESCENT__ANSWERS_AGREE);
            /* one that stands out, the first or the last */
            for (size_t odd = 0; odd < 16; odd += 15) {
                for (size_t call = 0; call < most_calls; call++)
                    own.answers[call] = (double)(call % 2) + (call == odd ? 0.25 : 0);
                ck_assert_int_eq(ask_again(&own), DESCENT__ANSWERS_DIFFER);
            }
        }
}
END_TEST

/* g = A(x − c) + b, the matrix full and symmetric; it fails at one call. */
typedef struct slope {
    double matrix[most][most], centre[most], constant[most];
    size_t calls, fails_at;
    double asked[4][most];
} slope;

static int linear(size_t n, const double *x, double *g, void *context)
{
    slope *const own = context;
    if (own->calls < 4)
        memcpy(own->asked[own->calls], x, n * sizeof *x);
    for (size_t i = 0; i < n; i++) {
        g[i] = own->constant[i];
        for (size_t j = 0; j < n; j++)
            g[i] += own->matrix[i][j] * (x[j] - own->centre[j]);
    }
    return ++own->calls == own->fails_at;
}

static double distance_of(slope *own, size_t n, const double *x, double *work)
{
    const descent_problem problem = {.dimension = n, .gradient = linear, .context = own};
    descent__evaluator evaluator;
    own->calls = 0;
    assert_success(descent__evaluator_open(&evaluator, &problem));
    const double distance = descent__critical_distance(&evaluator, x, work);
    descent__evaluator_close(&evaluator);
    return distance;
}

/* |g|³/|gᵀAg|, with the direction g/|g|, looked at a difference away. */
START_TEST(the_critical_point_is_as_far_as_slope_and_curvature_say)
{
    static const double matrices[][most][most] = {{{2, 0.5, -1}, {0.5, 3, 0.25}, {-1, 0.25, 1.5}},
                                                  {{-2, 0.5, -1}, {0.5, -3, 0.25}, {-1, 0.25, -5}},
                                                  {{1, 4, 4}, {4, 1, 4}, {4, 4, 1}}};
    const double x[] = {3, -2, 0.5};
    for (size_t m = 0; m < 3; m++)
        for (size_t n = 1; n <= most; n++) {
            slope own = {.centre = {1, 1, -1}, .constant = {0.5, 0, 1}};
            memcpy(own.matrix, matrices[m], sizeof own.matrix);
            double g[most], square = 0, bent = 0, work[3 * most];
            for (size_t i = 0; i < n; i++) {
                g[i] = own.constant[i];
                for (size_t j = 0; j < n; j++)
                    g[i] += own.matrix[i][j] * (x[j] - own.centre[j]);
                square += g[i] * g[i];
            }
            for (size_t i = 0; i < n; i++)
                for (size_t j = 0; j < n; j++)
                    bent += g[i] * own.matrix[i][j] * g[j];
            const double norm = sqrt(square), distance = norm * square / fabs(bent);
            ck_assert_double_eq_tol(distance_of(&own, n, x, work) / distance, 1, 1e-8);
            ck_assert_uint_eq(own.calls, 2);
            for (size_t i = 0; i < n; i++) {
                ck_assert_double_eq_tol(work[i], g[i] / norm, 1e-15);
                ck_assert_double_eq(own.asked[0][i], x[i]);
                ck_assert_double_eq_tol(own.asked[1][i] - x[i], cbrt(DBL_EPSILON) * 3 * g[i] / norm, 1e-15);
            }
            for (own.fails_at = 1; own.fails_at <= 2; own.fails_at++) {
                ck_assert_double_infinite(distance_of(&own, n, x, work));
                ck_assert_uint_eq(own.calls, own.fails_at);
            }
        }
}
END_TEST

/* None where the gradient is 0, and infinitely far where it is no length, or does not change. */
START_TEST(without_slope_or_curvature_there_is_no_way)
{
    const double x[] = {3, -2};
    const struct {
        double constant[most], distance;
        size_t calls;
    } cases[] = {
        {{0, 0}, 0, 1},          {{1, 2}, INFINITY, 2},  {{INFINITY, 0}, INFINITY, 1}, {{-INFINITY, 1}, INFINITY, 1},
        {{NAN, 0}, INFINITY, 1}, {{0, NAN}, INFINITY, 1}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        slope own = {.calls = 0};
        double work[3 * most];
        memcpy(own.constant, cases[c].constant, sizeof own.constant);
        ck_assert_msg(distance_of(&own, 2, x, work) == cases[c].distance, "case %zu", c);
        ck_assert_uint_eq(own.calls, cases[c].calls);
    }
}
END_TEST

/* At 3 the width of a difference is that of 3; near the origin that of a thousandth of the unit of length, which is 1 if there is none. */
START_TEST(differences_are_as_wide_as_the_point_is_large)
{
    const struct {
        double scale, x[2], size;
    } cases[] = {{0, {0, 0}, 1e-3},    {-2, {0, 1e-4}, 1e-3}, {0, {2e-3, -3e-3}, 3e-3}, {0.5, {0, 4e-4}, 5e-4},
                 {2, {0, 1e-3}, 2e-3}, {2, {3e-3, 0}, 3e-3},  {1e-300, {0, 0}, 1e-303}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        const descent__evaluator evaluator = {.problem = {.dimension = 2, .scale = cases[c].scale}};
        const double unit = cases[c].size * cbrt(DBL_EPSILON);
        ck_assert_double_eq_tol(descent__judge_difference(&evaluator, cases[c].x) / unit, 1, 1e-12);
    }
}
END_TEST

/* Asked at the point and on both sides of it, in a direction in which all coordinates change. */
START_TEST(level_ground_is_level_at_three_points)
{
    const double x[] = {2, -1, 0.5}, h = 2 * cbrt(DBL_EPSILON);
    double work[2 * most];
    for (size_t n = 1; n <= most; n++)
        for (size_t coordinate = 0; coordinate < n; coordinate++)
            for (size_t steep = 0; steep <= 3; steep++) {
                script own = {.n = n, .coordinate = coordinate};
                const descent_problem level = {.dimension = n, .gradient = read_out, .context = &own};
                descent__evaluator evaluator;
                assert_success(descent__evaluator_open(&evaluator, &level));
                own.answers[steep] = steep % 2 ? 1e-300 : -1e-300;
                if (n == 1) {
                    ck_assert_int_eq(descent__judge_is_level(&evaluator, x, work), steep == 3);
                    ck_assert_uint_eq(own.calls, steep < 3 ? steep + 1 : 3);
                    for (size_t call = 0; call < own.calls; call++)
                        ck_assert_double_eq_tol(own.asked[call][0],
                                                x[0] + ((double)call - 1) * h * descent__generic_direction(0), 1e-15);
                } else { /* the other coordinates have a slope of 7 */
                    ck_assert(!descent__judge_is_level(&evaluator, x, work));
                    ck_assert_uint_eq(own.calls, 1);
                }
                descent__evaluator_close(&evaluator);
            }
    for (size_t n = 1; n <= most; n++)
        for (size_t fails = 1; fails <= 4; fails++) {
            slope own = {.fails_at = fails};
            const descent_problem flat = {.dimension = n, .gradient = linear, .context = &own};
            descent__evaluator evaluator;
            assert_success(descent__evaluator_open(&evaluator, &flat));
            ck_assert_int_eq(descent__judge_is_level(&evaluator, x, work), fails == 4);
            for (size_t call = 0; call < own.calls; call++)
                for (size_t i = 0; i < n; i++)
                    ck_assert_double_eq_tol(own.asked[call][i],
                                            x[i] + ((double)call - 1) * h * descent__generic_direction(i), 1e-15);
            descent__evaluator_close(&evaluator);
        }
}
END_TEST

/* Near 0 the critical point is `now` ahead, near 1 it is `before`; elsewhere there is none. */
typedef struct ahead {
    double now, before;
} ahead;

static int towards(size_t n, const double *x, double *g, void *context)
{
    const ahead *const own = context;
    (void)n;
    g[0] = fabs(x[0]) < 0.1 ? x[0] + own->now : fabs(x[0] - 1) < 0.1 ? x[0] - 1 + own->before : 1;
    if (fabs(x[0] - 1) < 0.1 && isinf(own->before))
        g[0] = 2;
    return 0;
}

/* From the middle of the points, at 1, to the last, at 0, by a tenth of the way and to within reach. */
START_TEST(what_nears_comes_nearer_from_the_middle_on)
{
    const struct {
        double now, before, reach;
        bool nears;
    } cases[] = {{0.5, 0.601, 1, true},        {0.5, 0.599, 1, false},       {0.5, 0.5, 1, false},
                 {0.5, 0.7, 0.501, true},      {0.5, 0.7, 0.499, false},     {0.5, 0.4, 1, false},
                 {0.5, INFINITY, 1, false},    {0, 0.101, 1, true},          {0, 0.099, 1, false},
                 {0.5, 0.601, 0.1, false},     {0.5, 0.601, INFINITY, true}, {0.5, INFINITY, INFINITY, false},
                 {0.2, 0.299, INFINITY, false}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (size_t count = 2; count <= 9; count++) {
            ahead own = {cases[c].now, cases[c].before};
            double x[9], work[3];
            const descent_problem problem = {.dimension = 1, .gradient = towards, .context = &own};
            descent__evaluator evaluator;
            assert_success(descent__evaluator_open(&evaluator, &problem));
            for (size_t k = 0; k < count; k++)
                x[k] = 7;
            x[(count - 1) / 2] = 1;
            x[count - 1] = 0;
            const descent__sweep_evidence run = {.series = {.n = 1, .count = count, .points = x}};
            ck_assert_msg(descent__judge_nears(&run, cases[c].reach, &evaluator, work) == cases[c].nears,
                          "case %zu, %zu points", c, count);
            descent__evaluator_close(&evaluator);
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        answers_agree_take_turns_or_differ,         the_critical_point_is_as_far_as_slope_and_curvature_say,
        without_slope_or_curvature_there_is_no_way, differences_are_as_wide_as_the_point_is_large,
        level_ground_is_level_at_three_points,      what_nears_comes_nearer_from_the_middle_on};
    return descent_test_main(descent_test_suite("inside judge gradient", tests, sizeof tests / sizeof *tests));
}
