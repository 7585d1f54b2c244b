/* Moves that shrink, grow, slacken and overshoot. */
#include "inside/inside.h"

#include "trajectory/strides.h"

/* 41 moves, of which `longer` of the 40 that have one before them are longer than it, the others shorter. */
static descent__strides moves_of(size_t longer, double *points)
{
    double moves[41] = {1};
    for (size_t k = 1; k <= 40; k++)
        moves[k] = moves[k - 1] * (k <= longer ? 1.1 : 0.9);
    const descent__series series = inside_walk(moves, 41, points);
    return descent__strides_measure(&series);
}

START_TEST(nearly_all_is_nineteen_of_twenty)
{
    double points[64];
    for (size_t longer = 0; longer <= 40; longer++) {
        const descent__strides strides = moves_of(longer, points);
        ck_assert_double_eq_tol(strides.growing, (double)longer / 40, 1e-15);
        ck_assert_int_eq(descent__strides_grow(&strides), (double)longer >= descent__nearly_all * 40);
        ck_assert_int_eq(descent__strides_shrink(&strides), (double)(40 - longer) >= descent__nearly_all * 40);
    }
}
END_TEST

START_TEST(of_few_points_nothing_is_said)
{
    const double points[] = {1, 2, 4};
    for (size_t count = 0; count <= 3; count++) {
        const descent__series series = {.n = 1, .count = count, .points = points};
        const descent__strides strides = descent__strides_measure(&series);
        ck_assert(!descent__strides_grow(&strides) && !descent__strides_shrink(&strides));
        ck_assert(!descent__series_slackens(&series));
        ck_assert_uint_eq(descent__series_overshoot(&series), 0);
    }
}
END_TEST

/* 33 points whose longest moves are 1, a and b in their thirds. */
static bool slackens(double a, double b)
{
    double moves[32], points[33];
    for (size_t k = 0; k < 32; k++)
        moves[k] = k < 10 ? 1 : k < 21 ? a : b;
    const descent__series series = inside_walk(moves, 32, points);
    return descent__series_slackens(&series);
}

START_TEST(growth_slackens_by_a_thousandth)
{
    ck_assert(!slackens(1.5, 1.5 * pow(1.5, descent__hardly_slackening + 1e-9)));
    ck_assert(slackens(1.5, 1.5 * pow(1.5, descent__hardly_slackening - 1e-9)));
    ck_assert(slackens(1.5, 1.4));
    /* but not where it is still twofold */
    ck_assert(!slackens(2.5, 2.5 * descent__doubled * (1 + 1e-12)));
    ck_assert(slackens(2.5, 2.5 * descent__doubled * (1 - 1e-12)));
}
END_TEST

START_TEST(what_goes_back_no_shorter_overshoots)
{
    double points[8];
    const double back[] = {1, 1, -0.99, 0.98, -0.98}, on[] = {1, 2, 4, 8};
    descent__series series = inside_walk(back, 5, points);
    ck_assert_uint_eq(descent__series_overshoot(&series), 5);
    series.count = 5;
    ck_assert_uint_eq(descent__series_overshoot(&series), 0);
    series = inside_walk(on, 4, points);
    ck_assert_uint_eq(descent__series_overshoot(&series), 0);
    /* the part along the move before counts: back by 0.99 and by 1.01, and up by twice as much */
    const double shorter[] = {0, 0, 1, 0, 0.01, 2}, longer[] = {0, 0, 1, 0, -0.01, 2};
    series = (descent__series){.n = 2, .count = 3, .points = shorter};
    ck_assert_uint_eq(descent__series_overshoot(&series), 0);
    series.points = longer;
    ck_assert_uint_eq(descent__series_overshoot(&series), 2);
}
END_TEST

/* descent__trend_moves: three; descent__thirds_moves: six, of which each third is half of the one before. */
START_TEST(a_trend_needs_its_moves)
{
    const double moves[] = {4, 4, 2, 2, 1, 1};
    double points[7];
    descent__series series = inside_walk(moves, 6, points);
    for (size_t n = descent__trend_moves - 1; n <= descent__trend_moves; n++) {
        const descent__strides strides = {.moves = n, .shrinking = 1, .growing = 1};
        ck_assert_int_eq(descent__strides_shrink(&strides), n == descent__trend_moves);
        ck_assert_int_eq(descent__strides_grow(&strides), n == descent__trend_moves);
    }
    const double slackening[] = {1, 1, 1.5, 1.5, 1.6, 1.6};
    series = inside_walk(slackening, 6, points);
    ck_assert(descent__series_slackens(&series));
    series.count = 6;
    ck_assert(!descent__series_slackens(&series));
}
END_TEST

START_TEST(strides_have_these_figures)
{
    const double moves[] = {3, -1, 1, 1, 2};
    const struct {
        size_t count;
        double first, last, travelled, way;
        size_t longer, shorter;
    } known[] = {{0, 0, 0, 0, 0, 0, 0}, {1, 3, 3, 3, 3, 0, 0}, {2, 3, 1, 2, 4, 0, 1},
                 {3, 3, 1, 3, 5, 0, 1}, {4, 3, 1, 4, 6, 0, 1}, {5, 3, 2, 6, 8, 1, 1}};
    double points[6];
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const size_t count = known[i].count;
        const descent__series series = inside_walk(moves, count, points);
        const descent__strides strides = descent__strides_measure(&series);
        ck_assert_uint_eq(strides.moves, count);
        ck_assert_double_eq(strides.first, known[i].first);
        ck_assert_double_eq(strides.last, known[i].last);
        ck_assert_double_eq(strides.travelled, known[i].travelled);
        ck_assert_double_eq(strides.straightness, count ? known[i].travelled / known[i].way : 0);
        ck_assert_double_eq(strides.growing, count > 1 ? (double)known[i].longer / (double)(count - 1) : 0);
        ck_assert_double_eq(strides.shrinking, count > 1 ? (double)known[i].shorter / (double)(count - 1) : 0);
        for (size_t k = 1; k <= count; k++)
            ck_assert_double_eq(descent__series_move(&series, k), fabs(moves[k - 1]));
    }
    const descent__series all = inside_walk(moves, 5, points);
    ck_assert_double_eq(descent__series_longest(&all, 1, 5), 3);
    ck_assert_double_eq(descent__series_longest(&all, 2, 5), 2);
    ck_assert_double_eq(descent__series_longest(&all, 2, 4), 1);
    ck_assert(descent__strides_lead_on(&(descent__strides){.straightness = descent__straight}));
    ck_assert(!descent__strides_lead_on(&(descent__strides){.straightness = nextafter(descent__straight, 0)}));
}
END_TEST

/* The longest of each third, first or last in it: growth by 1, 1.5 and 1.6 slackens, by 1, 1.5 and 1.5² it does not. */
START_TEST(each_move_belongs_to_its_third)
{
    double points[32];
    for (size_t count = descent__thirds_moves; count < 24; count++)
        for (size_t at = 0; at < 8; at++)
            for (int slackens = 0; slackens < 2; slackens++) {
                double moves[24];
                for (size_t k = 0; k < count; k++)
                    moves[k] = 0.1;
                for (size_t third = 0; third < 3; third++) {
                    const size_t first = third * count / 3, last = (third + 1) * count / 3 - 1;
                    moves[at >> third & 1 ? last : first] = third == 0 ? 1 : third == 1 ? 1.5 : slackens ? 1.6 : 2.25;
                }
                const descent__series series = inside_walk(moves, count, points);
                ck_assert_int_eq(descent__series_slackens(&series), slackens);
            }
}
END_TEST

/* Back by as much as before counts, and from a standstill or to infinity nothing does. */
START_TEST(an_overshoot_is_no_shorter_than_the_move_before)
{
    const struct {
        double moves[3];
        size_t found;
    } known[] = {{{1, -1, 0}, 2}, {{1, -0.5, 0.5}, 3}, {{0, -1, 1}, 3},
                 {{0, 1, 2}, 0},  {{-1, -2, -4}, 0},   {{2, 1, -1}, 3}};
    double points[4];
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const descent__series series = inside_walk(known[i].moves, 3, points);
        ck_assert_uint_eq(descent__series_overshoot(&series), known[i].found);
    }
    const double far[] = {0, DBL_MAX, -DBL_MAX};
    ck_assert_uint_eq(descent__series_overshoot(&(descent__series){.n = 1, .count = 3, .points = far}), 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {strides_have_these_figures,
                                  each_move_belongs_to_its_third,
                                  an_overshoot_is_no_shorter_than_the_move_before,
                                  a_trend_needs_its_moves,
                                  nearly_all_is_nineteen_of_twenty,
                                  of_few_points_nothing_is_said,
                                  growth_slackens_by_a_thousandth,
                                  what_goes_back_no_shorter_overshoots};
    return descent_test_main(descent_test_suite("inside strides", tests, sizeof tests / sizeof *tests));
}
