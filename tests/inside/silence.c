/* Slopes that stay silent near a point, on gradients of one variable along a direction that are written down here. */
#include <float.h>
#include <math.h>

#include "critical/silence.h"
#include "critical/tolerances.h"

#include "support.h"

enum {
    most = 3,
    most_calls = 24
};

/* Changes of the gradient by the number of the call, along `along`; and where it was asked. */
typedef struct script {
    double changes[most_calls], along[most], base[most], asked[most_calls][most];
    size_t calls, fails_at;
} script;

static int read_out(size_t n, const double *x, double *gradient, void *context)
{
    script *const own = context;
    ck_assert_uint_lt(own->calls, most_calls);
    memcpy(own->asked[own->calls], x, n * sizeof *x);
    for (size_t i = 0; i < n; i++)
        gradient[i] = own->base[i] + own->changes[own->calls] * own->along[i];
    return ++own->calls == own->fails_at;
}

static const double x[] = {1, -2, 0.5}, vector[] = {0.6, -0.8, 0}, base[] = {3, 1, -1};

/* From a distance of 1 on, for an eigenvalue of −2: half of that is said. */
static descent_status hidden_slope(script *own, double farthest, uint64_t limit, double *hidden)
{
    double trial[most], gradient[most];
    const descent__direction direction = {.x = x, .gradient = base, .vector = vector, .value = -2};
    const descent_problem problem = {.dimension = most, .gradient = read_out, .context = own};
    descent__evaluator evaluator;
    memcpy(own->base, base, sizeof base);
    memcpy(own->along, vector, sizeof vector);
    own->calls = 0;
    assert_success(descent__evaluator_open(&evaluator, &problem));
    evaluator.limit = limit;
    const descent_status status = descent__hidden_slope(&evaluator, &direction, 1, farthest, trial, gradient, hidden);
    descent__evaluator_close(&evaluator);
    return status;
}

static double hidden_of(script *own, double farthest)
{
    double hidden = NAN;
    assert_success(hidden_slope(own, farthest, 0, &hidden));
    return hidden;
}

/* The changes at −d and d, as shares of what the eigenvalue says: −2d along the vector, to either side. */
static void answer(script *own, size_t look, double behind, double ahead)
{
    const double said = -2 * pow(2, (double)look);
    own->changes[2 * look] = -behind * said;
    own->changes[2 * look + 1] = ahead * said;
}

/* Silent as far as nothing answers; beyond the farthest look nothing is hidden, for it is not seen to end. */
START_TEST(silence_ends_where_the_slope_answers)
{
    for (size_t end = 0; end <= 5; end++) {
        script own = {.calls = 0};
        for (size_t look = 0; look < 5; look++)
            answer(&own, look, look < end ? 0.1 : 1, look < end ? 0.1 : 1);
        const double hidden = hidden_of(&own, 16);
        ck_assert_double_eq_tol(hidden, end == 0 || end == 5 ? 0 : 2 * pow(2, (double)end - 1), 1e-14);
        const size_t looks = end == 5 ? 5 : end + 1;
        ck_assert_uint_eq(own.calls, 2 * looks);
        for (size_t call = 0; call < own.calls; call++)
            for (size_t i = 0; i < most; i++)
                ck_assert_double_eq_tol(own.asked[call][i],
                                        x[i] + (call % 2 ? 1 : -1) * pow(2, floor((double)call / 2)) * vector[i],
                                        1e-14);
        ck_assert_double_eq(hidden_of(&own, 15.9), end == 0 || end >= 4 ? 0 : hidden);
    }
}
END_TEST

/* It follows where it changes by half of what is said, or misses that by less than half; rounding makes twice the first change at most. */
START_TEST(silence_is_to_change_by_rounding_at_most)
{
    const struct {
        double shares[2][2]; /* behind and ahead, at 1 and at 2; at 4 it follows */
        size_t silent;
    } cases[] = {
        {{{0.1, 0.1}, {0.49, 0.49}}, 2},
        {{{0.1, 0.1}, {0.51, 0.51}}, 1},
        {{{0.1, 0.1}, {-0.49, -0.49}}, 2},
        {{{0.1, 0.1}, {-0.51, -0.51}}, 1},
        {{{-0.6, -0.6}, {-0.59, -0.59}}, 2},
        {{{-0.6, -0.6}, {-0.61, -0.61}}, 1},
        {{{1.51, 1.51}, {1, 1}}, 1},
        {{{1.49, 1.49}, {0, 0}}, 0},
        {{{0.51, 0.51}, {0, 0}}, 0},
        {{{0.49, 0.49}, {1, 1}}, 1},
        {{{0.1, 0.1}, {1, -0.49}}, 1},
        {{{0.1, 0.1}, {-0.49, 1}}, 1},
        {{{0.1, 1}, {1, 1}}, 1},
        {{{1, 0.1}, {1, 1}}, 1},
        {{{0, 0}, {-0.51, -0.51}}, 2},
        {{{0, 0}, {1.51, 1.51}}, 2},
        {{{0, 0}, {0.51, 0.51}}, 1},
        {{{0, 0}, {0, 0}}, 2},
        {{{-0.3, -0.6}, {-0.59, -0.1}}, 2},
        {{{-0.3, -0.6}, {-0.1, -0.61}}, 1},
        {{{-0.6, -0.3}, {-0.59, 0}}, 2},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        script own = {.calls = 0};
        for (size_t look = 0; look < 2; look++)
            answer(&own, look, cases[c].shares[look][0], cases[c].shares[look][1]);
        answer(&own, 2, 1, 1);
        ck_assert_msg(fabs(hidden_of(&own, 100) - (cases[c].silent == 0 ? 0 : 2 * (double)cases[c].silent)) < 1e-12,
                      "case %zu", c);
        ck_assert_uint_eq(own.calls, 2 * cases[c].silent + 2);
    }
}
END_TEST

/* What fails ends the silence; where nothing more may be asked, so it is said. */
START_TEST(what_cannot_be_asked_counts_as_followed)
{
    for (size_t call = 1; call <= 6; call++) {
        script own = {.calls = 0};
        double hidden = NAN;
        for (size_t look = 0; look < 3; look++)
            answer(&own, look, 0.1, 0.1);
        answer(&own, 3, 1, 1);
        own.fails_at = call;
        ck_assert_double_eq(hidden_of(&own, 100), call <= 2 ? 0 : call <= 4 ? 2 : 4);
        ck_assert_uint_eq(own.calls, call);
        own.fails_at = 0;
        ck_assert_int_eq(hidden_slope(&own, 100, call, &hidden), DESCENT_EBUDGET);
        ck_assert_uint_eq(own.calls, call);
        ck_assert_double_eq(hidden, 0);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {silence_ends_where_the_slope_answers, silence_is_to_change_by_rounding_at_most,
                                  what_cannot_be_asked_counts_as_followed};
    return descent_test_main(descent_test_suite("inside silence", tests, sizeof tests / sizeof *tests));
}
