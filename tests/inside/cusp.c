/* Cusps and poles, told from gradients and losses that are written down here. */
#include <float.h>
#include <math.h>

#include "critical/search/cusp.h"
#include "critical/tolerances.h"

#include "support.h"

enum {
    most = 3,
    most_gradients = 8,
    most_calls = 16
};

static const double width[] = {4, 2, 0.5};
static const double place[] = {1, -2, 3};

/* Losses by the number of the call, which fails at one; and where they were asked. */
typedef struct script {
    double losses[most_calls], asked[most_calls][most];
    size_t calls, fails_at;
} script;

static int read_out(size_t n, const double *x, double *loss, void *context)
{
    script *const own = context;
    ck_assert_uint_lt(own->calls, most_calls);
    memcpy(own->asked[own->calls], x, n * sizeof *x);
    *loss = own->losses[own->calls];
    return ++own->calls == own->fails_at;
}

static int no_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    (void)x;
    (void)gradient;
    (void)context;
    return 1;
}

static void open(descent__evaluator *evaluator, size_t n, script *own)
{
    const descent_problem problem = {.dimension = n, .loss = read_out, .gradient = no_gradient, .context = own};
    own->calls = 0;
    assert_success(descent__evaluator_open(evaluator, &problem));
}

/* Numbers in (−1, 1) in no order. */
static double number(size_t k)
{
    const double turned = (double)(k + 1) * 0.6180339887498949;
    return 2 * (turned - floor(turned)) - 1;
}

START_TEST(gradients_say_what_the_loss_changes_by)
{
    for (size_t n = 1; n <= most; n++)
        for (size_t count = 0; count <= most_gradients; count++) {
            descent__bundle bundle;
            double largest = 0;
            assert_success(descent__bundle_open(&bundle, n, width));
            bundle.count = count;
            for (size_t k = 0; k < count; k++) {
                double change = 0;
                for (size_t i = 0; i < n; i++) {
                    bundle.gradients[k * n + i] = number(7 * k + i + count);
                    bundle.offsets[k * n + i] = number(5 * k + 3 * i);
                    change += bundle.gradients[k * n + i] * bundle.offsets[k * n + i];
                }
                largest = fabs(change) > largest ? fabs(change) : largest;
            }
            ck_assert_double_eq_tol(descent__cusp_change_said(&bundle), largest, 1e-15);
            descent__bundle_close(&bundle);
        }
}
END_TEST

/* One gradient is longer than that, or equal, or shorter; before and behind it are shorter ones. */
START_TEST(long_gradients_are_cut_and_no_others)
{
    const double longest = 5, norms[] = {4.9, 5, 5.1, 500};
    for (size_t n = 1; n <= most; n++)
        for (size_t which = 0; which < 4; which++)
            for (size_t c = 0; c < 4; c++) {
                descent__bundle bundle;
                double before[4 * most];
                assert_success(descent__bundle_open(&bundle, n, width));
                bundle.count = 4;
                for (size_t k = 0; k < 4 * n; k++)
                    bundle.gradients[k] =
                        k / n == which ? norms[c] * (n == 2 ? (k % n ? 0.6 : -0.8) : k % n == 0) : 0.5;
                memcpy(before, bundle.gradients, 4 * n * sizeof *before);
                const bool cut = norms[c] > longest;
                ck_assert_int_eq(descent__cusp_cut(&bundle, longest), cut);
                for (size_t k = 0; k < 4 * n; k++)
                    ck_assert_double_eq_tol(bundle.gradients[k],
                                            before[k] * (k / n == which && cut ? longest / norms[c] : 1), 1e-13);
                descent__bundle_close(&bundle);
            }
}
END_TEST

/* The losses of the cross: by `rises` over that of the place, axis by axis and side by side. */
static bool is_seen(descent__bundle *bundle, const double *rises)
{
    const size_t n = bundle->n;
    script own = {.calls = 0};
    descent__evaluator evaluator;
    bool seen = false;
    for (size_t k = 0; k < 2 * n; k++)
        own.losses[k] = 10 + rises[k];
    for (size_t k = 0; k < 2 * n * n; k++)
        bundle->offsets[k] = k % n != k / n / 2 ? 0 : k / n % 2 ? -0.25 : 0.25;
    open(&evaluator, n, &own);
    assert_success(descent__cusp_is_seen(bundle, &evaluator, place, 10, &seen));
    ck_assert_uint_eq(own.calls, 2 * n);
    for (size_t k = 0; k < 2 * n; k++)
        for (size_t i = 0; i < n; i++)
            ck_assert_double_eq(own.asked[k][i], place[i] + (k / 2 != i ? 0 : k % 2 ? -0.25 : 0.25) * width[i]);
    for (own.fails_at = 1; own.fails_at <= 2 * n; own.fails_at++) {
        bool unused;
        own.calls = 0;
        ck_assert_int_eq(descent__cusp_is_seen(bundle, &evaluator, place, 10, &unused), DESCENT_ECALLBACK);
    }
    descent__evaluator_close(&evaluator);
    return seen;
}

/* Two ways that are t apart have the mean squares (1 + cos²t)/2 along the first and sin²t/(2(1 + cos²t)) across it. */
START_TEST(gradients_must_point_every_way)
{
    const double all[] = {1, 1, 1, 1};
    const struct {
        double ways[2][2];
        bool every;
    } cases[] = {{{{1, 0}, {1, 1}}, true},
                 {{{1, 0}, {1, 0.0202}}, true},
                 {{{1, 0}, {1, 0.0198}}, false},
                 {{{1, 0}, {-1, 0.0202}}, true},
                 {{{1, 0}, {-1, 0.0198}}, false},
                 {{{300, 0}, {0, 1e-9}}, true},
                 {{{1e-2, 1}, {1e-2, -1}}, false},
                 {{{1.02e-2, 1}, {1.02e-2, -1}}, true},
                 {{{0.98e-2, 1}, {0.98e-2, -1}}, false},
                 {{{0, 0}, {1, 1}}, false},
                 {{{1, 0}, {0, 0}}, false},
                 {{{0, 1}, {0, 1}}, false},
                 {{{5, 5}, {-3, 3}}, true}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (size_t times = 1; times <= 3; times++) { /* a mean: again and again the same */
            descent__bundle bundle;
            assert_success(descent__bundle_open(&bundle, 2, width));
            bundle.count = 2 * times;
            for (size_t k = 0; k < bundle.count; k++)
                memcpy(bundle.gradients + 2 * k, cases[c].ways[k % 2], sizeof cases[c].ways[0]);
            ck_assert_msg(is_seen(&bundle, all) == cases[c].every, "case %zu", c);
            descent__bundle_close(&bundle);
        }
}
END_TEST

/* Along an axis off which the loss rises by less than a 500th of what it does off another, a crease may run: that way none must point. */
START_TEST(axes_along_creases_do_not_count)
{
    const struct {
        double rises[4];
        bool across[2];
    } cases[] = {
        {{1, 1, 1, 1}, {true, true}},       {{1, 1, 1.9e-3, 1.9e-3}, {true, false}}, {{1, 1, 2.1e-3, -1}, {true, true}},
        {{1, 1, -1, 2.1e-3}, {true, true}}, {{1.9e-3, 0, 0, 1}, {false, true}},      {{2.1e-3, 0, 1, 0}, {true, true}},
        {{0, 2.1e-3, 1, 0}, {true, true}},  {{0, 1.9e-3, 1, 0}, {false, true}},      {{50, 0, 0.11, 0}, {true, true}},
        {{50, 0, 0.09, 0}, {true, false}},  {{0, 50, 0, 0.09}, {true, false}},       {{0, 0, 0, 0}, {false, false}},
        {{-1, -1, -1, -1}, {false, false}}};
    static const double ways[][2] = {{1, 0}, {0, 1}, {1, 1}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (size_t way = 0; way < 3; way++) {
            descent__bundle bundle;
            assert_success(descent__bundle_open(&bundle, 2, width));
            bundle.count = 2;
            for (size_t k = 0; k < 2; k++)
                memcpy(bundle.gradients + 2 * k, ways[way], sizeof ways[way]);
            /* One way is enough where one axis counts, and has a part along it. */
            bool every = !(cases[c].across[0] && cases[c].across[1]);
            for (size_t i = 0; i < 2; i++)
                every = every && (!cases[c].across[i] || ways[way][i] > 0);
            ck_assert_msg(is_seen(&bundle, cases[c].rises) == every, "case %zu, way %zu", c, way);
            descent__bundle_close(&bundle);
        }
}
END_TEST

/* Of three variables the last mean square across is the quotient of two determinants. */
START_TEST(three_ways_are_told_by_determinants)
{
    const double all[] = {1, 1, 1, 1, 1, 1};
    size_t spread = 0, flat = 0;
    for (size_t trial = 0; trial < 400; trial++) {
        descent__bundle bundle;
        double m[most][most] = {{0}};
        assert_success(descent__bundle_open(&bundle, 3, width));
        bundle.count = 3 + trial % 4;
        for (size_t k = 0; k < bundle.count; k++) {
            double g[most], square = 0;
            for (size_t i = 0; i < 3; i++)
                g[i] = number(31 * trial + 3 * k + i) + (i == 2 ? 0 : 0.01);
            const double thin = pow(10, -3 * fabs(number(trial)));
            g[2] = g[0] - g[1] + thin * g[2];
            for (size_t i = 0; i < 3; i++)
                square += g[i] * g[i];
            for (size_t i = 0; i < 3; i++)
                for (size_t j = 0; j < 3; j++)
                    m[i][j] += g[i] * g[j] / square / (double)bundle.count;
            memcpy(bundle.gradients + 3 * k, g, sizeof g);
        }
        const double two = m[0][0] * m[1][1] - m[0][1] * m[0][1];
        const double three = m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[1][2]) -
                             m[0][1] * (m[0][1] * m[2][2] - m[1][2] * m[0][2]) +
                             m[0][2] * (m[0][1] * m[1][2] - m[1][1] * m[0][2]);
        const double edge = descent__cusp_spread;
        const bool every = m[0][0] > edge && two > edge * m[0][0] && three > edge * two;
        ck_assert_msg(is_seen(&bundle, all) == every, "trial %zu", trial);
        spread += every;
        flat += !every;
        descent__bundle_close(&bundle);
    }
    ck_assert(spread > 50 && flat > 50);
}
END_TEST

/* Losses at a way to the place, at a 16th of it and at a 256th. */
START_TEST(a_pole_falls_as_much_over_each_part)
{
    const double seen = 32 * DBL_EPSILON;
    const struct {
        double losses[3];
        bool pole;
    } cases[] = {{{0, -1, -2}, true},
                 {{0, -1, -1.951}, true},
                 {{0, -1, -1.949}, false},
                 {{0, 1, 2}, false},
                 {{0, -1, -0.5}, false},
                 {{0, 0, 0}, false},
                 {{-1, -16, -256}, true},
                 {{1, 0.25, 0.0625}, false},
                 {{1 + 3 * seen, 1 + 1.5 * seen, 1}, true},
                 {{1 + 1.8 * seen, 1 + 0.9 * seen, 1}, false},
                 {{-1 + 3 * seen, -1 + 1.5 * seen, -1}, true},
                 {{-1 + 1.8 * seen, -1 + 0.9 * seen, -1}, false},
                 {{NAN, -1, -2}, false},
                 {{0, -1, -INFINITY}, false}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (size_t which = 0; which < 3; which++) { /* the offset that it is seen along */
            descent__bundle bundle;
            descent__evaluator evaluator;
            script own = {.calls = 0};
            bool pole = false;
            assert_success(descent__bundle_open(&bundle, 2, width));
            bundle.count = 3;
            for (size_t k = 0; k < 6; k++)
                bundle.offsets[k] = 1 + (double)k;
            memcpy(own.losses + 3 * which, cases[c].losses, sizeof cases[c].losses);
            open(&evaluator, 2, &own);
            assert_success(descent__cusp_is_pole(&bundle, &evaluator, place, &pole));
            ck_assert_msg(pole == cases[c].pole, "case %zu", c);
            ck_assert_uint_eq(own.calls, pole ? 3 * which + 3 : 9);
            for (size_t call = 0; call < own.calls; call++)
                for (size_t i = 0; i < 2; i++)
                    ck_assert_double_eq(own.asked[call][i], place[i] + pow(16, -(double)(call % 3)) *
                                                                           bundle.offsets[call / 3 * 2 + i] * width[i]);
            const size_t calls = own.calls;
            for (own.fails_at = 1; own.fails_at <= calls; own.fails_at++) {
                own.calls = 0;
                ck_assert_int_eq(descent__cusp_is_pole(&bundle, &evaluator, place, &pole), DESCENT_ECALLBACK);
                ck_assert(!pole);
            }
            descent__evaluator_close(&evaluator);
            descent__bundle_close(&bundle);
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {gradients_say_what_the_loss_changes_by, long_gradients_are_cut_and_no_others,
                                  gradients_must_point_every_way,         axes_along_creases_do_not_count,
                                  three_ways_are_told_by_determinants,    a_pole_falls_as_much_over_each_part};
    return descent_test_main(descent_test_suite("inside cusp", tests, sizeof tests / sizeof *tests));
}
