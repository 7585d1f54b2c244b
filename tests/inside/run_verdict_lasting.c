/* The fast verdict of runs that neither settle nor leave: creeping, in place or descending, on points that are written down here. */
#include "inside/run_verdict.h"

/*
 * A cycle of `lag` points in [0, 2], that returns farther by e^late over the later half of its returns, in whole rounds, and by e^early over the half
 * before: the miss of the return of b points ago is that to the power of −b over the half's length.
 */
static bench creeping(size_t count, size_t lag, double late, double early)
{
    bench b = begin(1, count);
    double miss[points], sum = 0;
    const double half = floor((double)(count - 1 - lag) / (2 * (double)lag)) * (double)lag;
    for (size_t back = 0; back < count; back++) {
        const double h = (double)back / half;
        miss[back] = exp(-(h < 1 ? late * h : late + early * (h - 1)));
        sum += miss[back];
    }
    for (size_t k = 0; k < count; k++)
        b.x[k] = k < lag ? 2 * (double)k / (double)(lag - 1)
                         : b.x[k - lag] + 2e-3 * miss[count - 1 - k] * (double)count / sum;
    b.exponent = apart(512);
    return b;
}

/* The logarithms of two halves that are alike to a tenth are those of one factor. */
START_TEST(what_creeps_by_a_factor_is_no_chaos)
{
    static const struct {
        double late, early;
        bool one_factor;
    } cases[] = {{2, 2, true},      {2, 2.199, true},   {2, 2.201, false},   {2, 1.801, true},   {2, 1.799, false},
                 {0.5, 0.54, true}, {0.5, 0.56, false}, {0.5, 0.46, true},   {0.5, 0.44, false}, {-1, -1, true},
                 {-1, -1.09, true}, {-1, -1.11, false}, {-1, -0.91, true},   {-1, -0.89, false}, {0, 0, true},
                 {0, 9e-4, true},   {0, 1.1e-3, false}, {0, -1.1e-3, false}, {1, -1, false},     {-1, 1, false}};
    static const size_t shapes[][2] = {{points, 2}, {points, 3}, {points - 1, 2}, {points - 2, 2}, {points - 3, 2},
                                       {points, 5}, {100, 4},    {51, 6},         {17, 2},         {18, 2}};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++)
        for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
            bench b = creeping(shapes[s][0], shapes[s][1], cases[c].late, cases[c].early);
            const descent_ending ending = judge(&b);
            ck_assert_msg(ending == (cases[c].one_factor ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_CHAOTIC),
                          "case %zu, shape %zu: %d", c, s, (int)ending);
        }
}
END_TEST

/* A rotation by the golden section of a turn, about a centre that drifts. */
static bench torus(size_t count, double drift)
{
    bench b = begin(2, count);
    for (size_t k = 0; k < count; k++) {
        const double angle = 2 * acos(-1.0) * 0.6180339887498949 * (double)k;
        b.x[2 * k] = cos(angle) + drift * (double)k;
        b.x[2 * k + 1] = sin(angle);
    }
    b.exponent = beside(512);
    return b;
}

/* Unless momentum multiplies volumes, or the motion creeps or keeps to a grid. */
START_TEST(quasiperiodic_is_what_stays_in_place)
{
    bench b = torus(points, 0);
    ck_assert_int_eq(judge(&b), DESCENT_ENDING_QUASIPERIODIC);
    const double momenta[] = {0, 0.9, 1, -1, 1.01, -1.01};
    for (size_t m = 0; m < 6; m++) {
        b.rule = descent_heavy_ball(0.1, momenta[m]);
        ck_assert_int_eq(judge(&b), fabs(momenta[m]) > 1 ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_QUASIPERIODIC);
    }
    b.rule = descent_fixed_step(0.1);
    b.rule.schedule = descent_schedule_inverse(100);
    ck_assert_int_eq(judge(&b), DESCENT_ENDING_UNDETERMINED);
    b = torus(points, 0);
    b.exponent = beside(127);
    ck_assert_int_eq(judge(&b), DESCENT_ENDING_UNDETERMINED);
    b = torus(points, 0);
    for (size_t i = 0; i < (size_t)2 * points; i++)
        b.x[i] = round(4 * b.x[i]) / 4;
    ck_assert_int_eq(judge(&b), DESCENT_ENDING_UNDETERMINED);
    b = creeping(points, 3, -1, 1);
    b.exponent = beside(512);
    ck_assert_int_eq(judge(&b), DESCENT_ENDING_UNDETERMINED);
}
END_TEST

/* It does not get as far as half of its way. */
START_TEST(what_stays_in_place_comes_back)
{
    size_t in_place = 0;
    for (int k = 0; k <= 12; k++) {
        bench b = torus(points, 0.8 + 0.05 * k);
        double way = 0;
        for (size_t j = 1; j < points; j++)
            way += hypot(b.x[2 * j] - b.x[2 * j - 2], b.x[2 * j + 1] - b.x[2 * j - 1]);
        const double straight = hypot(b.x[2 * last] - b.x[0], b.x[2 * last + 1] - b.x[1]) / way;
        ck_assert_int_eq(judge(&b), straight < 0.5 ? DESCENT_ENDING_QUASIPERIODIC : DESCENT_ENDING_UNDETERMINED);
        in_place += straight < 0.5;
    }
    ck_assert(in_place > 2 && in_place < 10);
}
END_TEST

/* Its halves, with the point between them, are alike to a fifth, and its first and last quarter to a factor of 2; whichever is larger. */
START_TEST(what_stays_in_place_has_equal_parts)
{
    const struct {
        double factor;
        size_t from, to;
        bool equal;
    } cases[] = {{1.19, 0, 64, true},       {1.21, 0, 64, false}, {1.19, 65, points, true}, {1.21, 65, points, false},
                 {1.9, 0, 32, false},       {0.51, 0, 33, true},  {0.49, 0, 33, false},     {0.51, 96, points, true},
                 {0.49, 96, points, false}, {0.49, 33, 65, true}, {0.49, 65, 96, true},     {2.1, 64, 65, true}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (int moved = 0; moved < 2; moved++) {
            bench b = torus(points, 0);
            for (size_t k = cases[c].from; k < cases[c].to; k++) {
                b.x[2 * k] *= cases[c].factor;
                b.x[2 * k + 1] *= cases[c].factor;
            }
            if (moved) /* the start counts for the tolerance alone */
                b.start[0] = 5;
            ck_assert_msg(judge(&b) == (cases[c].equal ? DESCENT_ENDING_QUASIPERIODIC : DESCENT_ENDING_UNDETERMINED),
                          "case %zu", c);
        }
}
END_TEST

/* To the right, and up and down, by quarters; each so large. */
static bench zigzag(const double sizes[4], double up)
{
    bench b = begin(2, points);
    for (size_t k = 1; k < points; k++) {
        const double size = sizes[(k - 1) / 32];
        b.x[2 * k] = b.x[2 * k - 2] + size;
        b.x[2 * k + 1] = (k % 2 ? up : 0) * size;
    }
    return b;
}

/* What neither lasts nor separates descends if the loss falls from each point to the next. */
START_TEST(descending_is_what_falls_from_point_to_point)
{
    const struct {
        double first, up; /* the last quarter is 1 */
        size_t rise;      /* points; 0: none */
        bool has_loss, descends;
    } cases[] = {{2.5, 1, 0, true, true},    {1.8, 1, 0, true, false},    {2.5, 1, 1, true, false},
                 {2.5, 1, 64, true, false},  {2.5, 1, last, true, false}, {2.5, 1, 0, false, false},
                 {2.5, 0.6, 0, false, true}, {1.8, 0.6, 0, false, false}, {2.5, 0.6, 3, true, false}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        const double sizes[] = {cases[c].first, 2, 1, 1};
        double losses[points];
        bench b = zigzag(sizes, cases[c].up);
        for (size_t k = 0; k < points; k++)
            losses[k] = -(double)k + (cases[c].rise > 0 && k >= cases[c].rise ? 2 : 0);
        b.losses = cases[c].has_loss ? losses : NULL;
        ck_assert_msg(judge(&b) == (cases[c].descends ? DESCENT_ENDING_DESCENDING : DESCENT_ENDING_UNDETERMINED),
                      "case %zu", c);
        b.exponent = apart(100); /* if only for a while */
        ck_assert_int_eq(judge(&b), DESCENT_ENDING_UNDETERMINED);
        b.exponent = beside(100);
        ck_assert_int_eq(judge(&b), cases[c].descends ? DESCENT_ENDING_DESCENDING : DESCENT_ENDING_UNDETERMINED);
        b.exponent = beside(512);
        ck_assert_int_eq(judge(&b), cases[c].descends ? DESCENT_ENDING_DESCENDING : DESCENT_ENDING_UNDETERMINED);
    }
}
END_TEST

/* At a step size of 0.1 the minimum ahead repels from a curvature of 20 on. */
START_TEST(what_the_minimum_ahead_repels_does_not_descend)
{
    for (int steep = 0; steep < 2; steep++) {
        const double sizes[] = {2.5, 2, 1, 1};
        double losses[points];
        bench b = zigzag(sizes, 1);
        for (size_t k = 0; k < points; k++)
            losses[k] = -(double)k;
        b.losses = losses;
        b.slope[0] = 0;
        b.curvature = steep ? 20.001 : 19.999;
        b.centre[0] = 220;
        ck_assert_int_eq(judge(&b), steep ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_DESCENDING);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {what_creeps_by_a_factor_is_no_chaos,
                                  quasiperiodic_is_what_stays_in_place,
                                  what_stays_in_place_comes_back,
                                  what_stays_in_place_has_equal_parts,
                                  descending_is_what_falls_from_point_to_point,
                                  what_the_minimum_ahead_repels_does_not_descend};
    return descent_test_main(descent_test_suite("inside run verdict lasting", tests, sizeof tests / sizeof *tests));
}
