/* Where gradients jump: the bundle of them around a place, the way down to it, and what is told of it; with losses that are a formula. */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/scatter.h"
#include "critical/options.h"
#include "critical/search/bundle.h"
#include "critical/search/descend.h"
#include "critical/search/kink.h"

#include "inside/inside.h"

/* a|x| + b|y| + c·x + d·y + e·x² + f·y² + g; and what its gradient says of x and y besides. Fails in one of its calls, or beyond x = end. */
typedef struct creased {
    double a, b, c, d, e, f, g, lie, end;
    size_t calls, failing;
    double *asked[2]; /* where losses were, by the number of the call */
} creased;

static int answer(creased *of)
{
    return ++of->calls == of->failing ? 7 : 0;
}

static int creased_loss(size_t n, const double *x, double *loss, void *context)
{
    creased *const of = context;
    (void)n;
    *loss = of->a * fabs(x[0]) + of->b * fabs(x[1]) + of->c * x[0] + of->d * x[1] + of->e * x[0] * x[0] +
            of->f * x[1] * x[1] + of->g;
    if (of->end > 0 && x[0] > of->end)
        *loss = NAN;
    for (size_t i = 0; i < 2 && of->asked[i]; i++)
        of->asked[i][of->calls] = x[i];
    return answer(of);
}

static int creased_gradient(size_t n, const double *x, double *gradient, void *context)
{
    creased *const of = context;
    (void)n;
    gradient[0] = (x[0] < 0 ? -of->a : of->a) + of->c + 2 * of->e * x[0] + of->lie;
    gradient[1] = (x[1] < 0 ? -of->b : of->b) + of->d + 2 * of->f * x[1] + of->lie;
    if (of->end > 0 && x[0] > of->end)
        gradient[1] = NAN;
    return answer(of);
}

static const double lower[] = {-2, -1}, upper[] = {2, 1};
static const double width[] = {4, 2};

static descent__search open_search(creased *of)
{
    const descent_problem problem = {.dimension = 2, .loss = creased_loss, .gradient = creased_gradient, .context = of};
    descent__search search = {.lower = lower, .upper = upper};
    assert_success(descent__critical_search_options_take(NULL, &search.options));
    assert_success(descent__analysis_open(&search.analysis, &problem, &search.options.critical));
    assert_success(descent__found_open(&search.found, 2, width, search.options.merge_distance));
    assert_success(descent__bundle_open(&search.bundle, 2, width));
    search.width = malloc(10 * sizeof(double));
    ck_assert_ptr_nonnull(search.width);
    memcpy(search.width, width, sizeof width);
    search.start = search.width + 2;
    search.lowest = search.width + 4;
    search.place = search.width + 6;
    search.aside = search.width + 8;
    return search;
}

static void close_search(descent__search *search)
{
    descent__analysis_close(&search->analysis);
    descent__found_close(&search->found);
    descent__bundle_close(&search->bundle);
    free(search->width);
}

/* A cross where there is room for it, and then numbers that are drawn one after the other. */
START_TEST(offsets_are_a_cross_and_scattered)
{
    descent__bundle bundle;
    assert_success(descent__bundle_open(&bundle, 2, width));
    ck_assert_uint_eq(bundle.most, 8 * 2 + 16);
    uint64_t drawn = 0;
    for (size_t count = 1; count <= bundle.most; count++) {
        const double radius = 0.25, cross[] = {radius, 0, -radius, 0, 0, radius, 0, -radius};
        descent__bundle_scatter(&bundle, count, radius);
        ck_assert_uint_eq(bundle.count, count);
        for (size_t k = 0; k < 2 * count; k++)
            if (count > 4 && k < 8)
                ck_assert_double_eq(bundle.offsets[k], cross[k]);
            else
                ck_assert_double_eq(bundle.offsets[k], radius * (2 * descent__scatter(drawn++) - 1));
        ck_assert_uint_eq(bundle.drawn, drawn);
    }
    descent__bundle_close(&bundle);
    ck_assert_ptr_null(bundle.offsets);
}
END_TEST

/* At the four ends of a cross, and one that is asked for downhill: points in the box's units, and gradients a unit of it. */
START_TEST(gradients_are_those_of_the_box)
{
    creased of = {.a = 1, .b = 3, .c = 0.5};
    descent__search search = open_search(&of);
    descent__bundle *const bundle = &search.bundle;
    const double place[] = {1, 0.5};
    bool finite;
    double longest = 1e9; /* whatever was there */
    descent__bundle_scatter(bundle, 5, 0.5);
    bundle->count = 4;
    descent__bundle_place(bundle, place, 0, 0.5);
    ck_assert_double_eq(bundle->point[0], 1 + 0.5 * 0.5 * 4);
    ck_assert_double_eq(bundle->point[1], 0.5);
    descent__bundle_place(bundle, place, 3, 1);
    ck_assert_double_eq(bundle->point[0], 1);
    ck_assert_double_eq(bundle->point[1], 0.5 - 0.5 * 2);
    assert_success(descent__bundle_ask(bundle, &search.analysis.evaluator, place, 0, 1, &finite));
    ck_assert(finite);
    ck_assert_uint_eq(of.calls, 4);
    const double gradients[] = {6, 6, -2, 6, 6, 6, 6, -6}; /* (±1 + ½)·4 and ±3·2 */
    for (size_t k = 0; k < 8; k++)
        ck_assert_double_eq(bundle->gradients[k], gradients[k]);
    ck_assert_double_eq(descent__bundle_spread(bundle, 0), sqrt(8 * 8 + 12 * 12));
    /* nearest to zero on the segment from (−2, 6) to (6, −6), 3x + 2y = 6: (18, 12)/13, and the longest is √72 */
    ck_assert_double_eq_tol(descent__bundle_nearest(bundle, 10000, &longest), 6 / sqrt(13) / sqrt(72), 1e-9);
    ck_assert_double_eq_tol(longest, sqrt(72), 1e-14);
    descent__bundle_add_downhill(bundle, 0.01);
    ck_assert_uint_eq(bundle->count, 5);
    ck_assert_double_eq_tol(bundle->offsets[8], -0.01 * 3 / sqrt(13), 1e-9);
    ck_assert_double_eq_tol(bundle->offsets[9], -0.01 * 2 / sqrt(13), 1e-9);
    of.lie = 1; /* from the fourth on */
    assert_success(descent__bundle_ask(bundle, &search.analysis.evaluator, place, 4, 0.5, &finite));
    ck_assert_uint_eq(of.calls, 5);
    ck_assert_double_eq(bundle->gradients[8], 2.5 * 4);
    ck_assert_double_eq(bundle->gradients[9], 4 * 2);
    ck_assert_double_eq(bundle->gradients[6], 6);
    of.end = 2; /* beyond which the first of the cross is not finite, and fails where it is called first */
    assert_success(descent__bundle_ask(bundle, &search.analysis.evaluator, place, 0, 1, &finite));
    ck_assert(!finite);
    of.failing = of.calls + 2;
    ck_assert_int_eq(descent__bundle_ask(bundle, &search.analysis.evaluator, place, 0, 1, &finite), DESCENT_ECALLBACK);
    ck_assert_uint_eq(of.calls, of.failing);
    close_search(&search);
}
END_TEST

/* Down to where two creases cross, to the last digits; to the bottom of a valley that is smooth, to a share of the radius; and out of the
 * box, where it ends. */
START_TEST(descents_come_to_the_lowest)
{
    static const struct {
        creased of;
        double x[2], end[2], within;
        bool is_inside;
    } known[] = {
        {{.a = 1, .b = 2}, {1.3, -0.7}, {0, 0}, 1e-13, true},
        {{.a = 1, .b = 2, .g = -5}, {-1.9, 0.9}, {0, 0}, 1e-13, true},
        {{.a = 3, .f = 1}, {1, 0.5}, {0, 0}, 1e-3, true},
        {{.e = 1, .f = 3}, {-1, 0.5}, {0, 0}, 1e-3, true},
        {{.a = 1, .d = 1}, {1, 0.5}, {0, -1}, 10, false},
        {{.c = -1, .b = 1}, {1, 0.5}, {2, 0}, 10, false},
    };
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        creased of = known[k].of;
        descent__search search = open_search(&of);
        double x[] = {known[k].x[0], known[k].x[1]}, loss;
        descent__lowest end;
        assert_success(descent__search_descend(&search, x, 0.01, &end));
        ck_assert_int_eq(end.is_inside, known[k].is_inside);
        ck_assert_uint_ge(end.steps, 1);
        creased_loss(2, x, &loss, &of);
        ck_assert_double_eq(end.loss, loss);
        for (size_t i = 0; i < 2; i++)
            ck_assert_double_eq_tol(x[i], known[k].end[i], known[k].within);
        close_search(&search);
    }
}
END_TEST

/* A step is taken where the loss falls by a ten-thousandth of what its slope promises, from twice the radius on, halved while it does not;
 * each is twice as long as the last, up to half of the box. */
START_TEST(steps_double_while_the_loss_falls)
{
    creased of = {.c = -1};
    descent__search search = open_search(&of);
    double x[] = {-2, 0};
    descent__lowest end;
    assert_success(descent__search_descend(&search, x, 0.01, &end));
    /* 0.02, 0.04, … 0.64 → ½: with 0.62 behind it is past the box's end after the next */
    ck_assert_uint_eq(end.steps, 6);
    ck_assert_double_eq_tol(x[0], -2 + 4 * (0.02 + 0.04 + 0.08 + 0.16 + 0.32 + 0.5), 1e-12);
    ck_assert_double_eq(x[1], 0);
    ck_assert_uint_eq(of.calls, 1 + 6 * (4 + 1)); /* the loss, and each time four gradients and a loss */
    close_search(&search);
}
END_TEST

/* Nothing is told from where the loss has no value; a call that fails ends it, and so does the limit. */
START_TEST(descents_end_where_they_must)
{
    creased of = {.a = 1, .b = 1, .end = 1};
    descent__search search = open_search(&of);
    double x[] = {1.5, 0.5};
    descent__lowest end;
    assert_success(descent__search_descend(&search, x, 0.01, &end));
    ck_assert_double_nan(end.loss);
    ck_assert_uint_eq(end.steps, 0);
    ck_assert_uint_eq(of.calls, 1);
    x[0] = 1 - 1e-9; /* beside it gradients are none: it stays */
    assert_success(descent__search_descend(&search, x, 0.01, &end));
    ck_assert_uint_eq(end.steps, 0);
    ck_assert_double_eq(x[0], 1 - 1e-9);
    for (size_t failing = 1; failing < 40; failing++) {
        double from[] = {0.6, 0.4};
        of.calls = 0;
        of.failing = failing;
        ck_assert_int_eq(descent__search_descend(&search, from, 0.01, &end), DESCENT_ECALLBACK);
        ck_assert_double_nan(end.loss);
        ck_assert_uint_eq(of.calls, failing);
    }
    of.failing = 0;
    of.calls = 0;
    search.options.evaluation_limit = descent__evaluator_total(&search.analysis.evaluator) + 1;
    x[0] = 0.6;
    assert_success(descent__search_descend(&search, x, 0.01, &end));
    ck_assert_uint_eq(of.calls, 1);
    ck_assert_double_eq(end.loss, 1.1);
    close_search(&search);
}
END_TEST

typedef enum told {
    told_minimum,
    told_valley,
    told_slope,
    told_nothing
} told;

static const struct {
    const char *name;
    creased of;
    double x[2];
    told told;
} places[] = {
    {"cross", {.a = 1, .b = 2, .g = 3}, {0, 0}, told_minimum},
    {"crease with a valley along it", {.a = 1, .f = 1}, {0, 0}, told_minimum},
    {"tilted, but less than the creases", {.a = 1, .b = 1, .c = 0.9, .d = -0.9}, {0, 0}, told_minimum},
    {"ditch", {.b = 1}, {0.5, 0}, told_valley},
    {"slope along a crease", {.a = 1, .d = 0.5}, {0, 0}, told_slope},
    {"crease beside the cross", {.a = 1, .b = 1}, {0.5, 0}, told_slope},
    {"tilted by more", {.a = 1, .b = 1, .c = 1.5}, {0, 0}, told_slope},
    {"pass", {.a = 1, .b = -1}, {0, 0}, told_nothing},
    {"roof", {.a = -1, .b = -1}, {0, 0}, told_nothing},
    {"ridge along a crease", {.a = 1, .f = -1}, {0, 0}, told_nothing},
    {"bowl", {.e = 1, .f = 1}, {0, 0}, told_nothing},
    {"plane", {.c = 1}, {0, 0}, told_nothing},
    {"gradients that the loss does not know", {.lie = 1}, {0, 0}, told_nothing},
    {"a loss whose rounding hides it", {.a = 1, .b = 1, .g = 1e12}, {0, 0}, told_nothing},
    {"beyond the end", {.a = 1, .b = 1, .end = 0.5}, {1, 0}, told_nothing},
    {"at the end", {.a = 1, .b = 1, .end = 1e-9}, {0, 0}, told_nothing},
    /* too little to be a slope, but zero is not in the hull: of gradients that lie where the creases are shallow */
    {"not balanced", {.a = 1, .b = 1e-3, .lie = 4e-3}, {0, 0}, told_nothing},
};

START_TEST(a_kink_is_told_for_what_it_is)
{
    for (size_t k = 0; k < sizeof places / sizeof *places; k++) {
        creased of = places[k].of;
        descent__search search = open_search(&of);
        double x[] = {places[k].x[0], places[k].x[1]}, gradient[2];
        descent_critical_point *point;
        bool slopes;
        assert_success(descent__search_examine_kink(&search, x, &slopes, &point));
        ck_assert_msg(slopes == (places[k].told == told_slope), "%s", places[k].name);
        ck_assert_msg((point != NULL) == (places[k].told < told_slope), "%s", places[k].name);
        if (places[k].told == told_nothing &&
            (of.e > 0 || of.c == 1)) /* 16 gradients here and 16 nearer show no jump */
            ck_assert_uint_eq(of.calls, 1 + 2 * (4 * 2 + 8));
        if (point) {
            const double unknown[] = {point->gradient_error, point->eigenvalue_tolerance, point->asymmetry,
                                      point->condition,      point->step_limit,           point->rule_step_limit,
                                      point->lower_loss};
            for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
                ck_assert_double_nan(unknown[i]);
            ck_assert_uint_eq(point->dimension, 2);
            ck_assert_uint_eq(point->eigenvalue_count + point->eigenvector_count, 0);
            ck_assert_int_eq(point->kind, DESCENT_CRITICAL_MINIMUM_AT_KINK);
            ck_assert_int_eq(point->probe,
                             places[k].told == told_valley ? DESCENT_PROBE_FLAT : DESCENT_PROBE_NONE_LOWER);
            ck_assert_int_eq(point->converged, 1);
            ck_assert_double_eq_tol(point->loss, of.g, 1e-12);
            ck_assert_double_eq_tol(point->distance, 1e-6 * sqrt(20), 1e-18);
            ck_assert_mem_eq(point->x, x, sizeof x);
            creased_gradient(2, x, gradient, &of);
            ck_assert_double_eq(point->gradient_norm, hypot(gradient[0], gradient[1]));
            for (size_t i = 0; i < 2; i++)
                ck_assert_double_eq_tol(x[i], places[k].x[i], 1e-7);
            descent_critical_point_free(point);
        }
        close_search(&search);
    }
}
END_TEST

/* The first descents begin beside a kink in three pairs, to opposite sides: a thousandth of the box away at most. */
START_TEST(descents_beside_are_pairs)
{
    creased of = {.a = 1, .b = 2, .c = 0.3, .d = -0.7}; /* or else what follows would be mirrored as well */
    descent__search search = open_search(&of);
    double x[] = {0, 0};
    static double asked[2][inside_most];
    of.asked[0] = asked[0];
    of.asked[1] = asked[1];
    descent_critical_point *point;
    bool slopes;
    size_t pairs = 0;
    assert_success(descent__search_examine_kink(&search, x, &slopes, &point));
    ck_assert_uint_lt(of.calls, inside_most);
    /* The second of a pair may be asked for again. */
    for (size_t j = 0; j < of.calls; j++) {
        bool mirrored = false;
        for (size_t k = j + 1; k < of.calls; k++)
            mirrored |= fmax(fabs(asked[0][k]) / 4, fabs(asked[1][k]) / 2) > 1e-5 && asked[0][k] + asked[0][j] == 0 &&
                        asked[1][k] + asked[1][j] == 0;
        pairs += mirrored;
    }
    ck_assert_uint_eq(pairs, 3);
    descent_critical_point_free(point);
    close_search(&search);
}
END_TEST

/* Whichever of its calls fails, it fails with it, and asks no more. At the limit nothing is told. */
START_TEST(each_call_of_an_examination_counts)
{
    for (size_t k = 0; k < 5; k++) {
        creased of = places[k].of;
        descent__search search = open_search(&of);
        double x[] = {places[k].x[0], places[k].x[1]};
        descent_critical_point *point;
        bool slopes;
        assert_success(descent__search_examine_kink(&search, x, &slopes, &point));
        descent_critical_point_free(point);
        const size_t calls = of.calls;
        for (size_t failing = 1; failing <= calls; failing += 1 + failing / 60) {
            double from[] = {places[k].x[0], places[k].x[1]};
            of.calls = 0;
            of.failing = failing;
            search.bundle.drawn = 0;
            ck_assert_int_eq(descent__search_examine_kink(&search, from, &slopes, &point), DESCENT_ECALLBACK);
            ck_assert_ptr_null(point);
            ck_assert_uint_eq(of.calls, failing);
        }
        of.failing = 0;
        search.options.evaluation_limit = 1;
        assert_success(descent__search_examine_kink(&search, x, &slopes, &point));
        ck_assert_ptr_null(point);
        close_search(&search);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {offsets_are_a_cross_and_scattered,  gradients_are_those_of_the_box,
                                  descents_come_to_the_lowest,        steps_double_while_the_loss_falls,
                                  descents_end_where_they_must,       a_kink_is_told_for_what_it_is,
                                  each_call_of_an_examination_counts, descents_beside_are_pairs};
    return descent_test_main(descent_test_suite("inside kink", tests, sizeof tests / sizeof *tests));
}
