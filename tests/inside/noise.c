/* Noise whose law is known: a valley of curvature λ with steps of η. */
#include "inside/inside.h"

#include "base/arena.h"
#include "diagnosis/evidence/randomness.h"
#include "trajectory/noise.h"

/* Numbers in (−½, ½) with variance 1/12: x ← x + the golden ratio, in bits that are mixed. */
static double random_number(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53 - 0.5;
}

/* x ← (1 − a)x + ηξ with a = ηλ has the variance η²σ²/(a(2 − a)); with half the step a, η are halved. */
START_TEST(a_floor_is_that_of_the_valley)
{
    enum {
        count = 200000
    };
    static double points[count];
    descent__arena work = {0};
    descent__motion motion;
    double mean;
    for (double a = 0.1; a < 1.6; a += 0.35) {
        uint64_t state = 1;
        points[0] = 0;
        for (size_t k = 1; k < count; k++)
            points[k] = (1 - a) * points[k - 1] + random_number(&state);
        const descent__series series = {.n = 1, .count = count, .points = points};
        ck_assert(descent__motion_measure(&work, &series, &motion));
        const descent__noise_floor noise = descent__noise_hovering(&series, &motion, &mean);
        ck_assert_double_eq_tol(noise.floor / sqrt(1 / 12.0 / (a * (2 - a))), 1, 0.03);
        ck_assert_double_eq_tol(noise.floor_half / sqrt(0.25 / 12.0 / (a / 2 * (2 - a / 2))), 1, 0.05);
    }
    descent__arena_release(&work);
}
END_TEST

/* Where it wanders on, half the step tells nothing: up to a straightness of a fifth. */
START_TEST(what_wanders_on_has_no_other_floor)
{
    double points[1000], mean;
    descent__arena work = {0};
    descent__motion motion;
    /* To and fro by 1 with a drift of d a step: d/1 of the way is straight. */
    for (double drift = 0.05; drift < 0.9; drift += 0.1) {
        points[0] = 0;
        for (size_t k = 1; k < 1000; k++)
            points[k] = points[k - 1] + (k % 2 ? -1 : 1) + drift;
        const descent__series series = {.n = 1, .count = 1000, .points = points};
        ck_assert(descent__motion_measure(&work, &series, &motion));
        ck_assert_double_eq_tol(motion.straightness, drift, 0.01);
        motion.straightness = drift;
        const descent__noise_floor noise = descent__noise_hovering(&series, &motion, &mean);
        ck_assert_double_gt(noise.floor, 0);
        ck_assert_int_eq(isnan(noise.floor_half), drift > descent__hovering);
    }
    const descent__series few = {.n = 1, .count = 31, .points = points};
    ck_assert_double_nan(descent__noise_hovering(&few, &motion, &mean).floor);
    descent__arena_release(&work);
}
END_TEST

/* Of 128 unit steps along a line, half of them the last half: with p of them forward and the rest back they lead 2p − 64 far, and chance
 * √64 = 8, or √19 times that with momentum 0.9. */
START_TEST(a_way_outruns_noise_by_so_many_deviations)
{
    double points[129];
    descent__arena work = {0};
    descent__motion motion;
    for (int forward = 32; forward <= 64; forward++) {
        points[0] = 0;
        for (int k = 0; k < 128; k++) /* p of 64 forward, spread */
            points[k + 1] = points[k] + ((k + 1) * forward / 64 > k * forward / 64 ? 1 : -1);
        const descent__series series = {.n = 1, .count = 129, .points = points};
        ck_assert(descent__motion_measure(&work, &series, &motion));
        const double way = 2.0 * forward - 64;
        ck_assert_double_eq_tol(points[128] - points[64], way, 1e-12);
        const double deviations = way / 8;
        motion.half = 64;               /* a unit in which all of it is exact, … */
        motion.lengths[128] = INFINITY; /* … and behind the steps nothing counts */
        ck_assert_int_eq(descent__noise_is_outrun(&series, &motion, 0), deviations > descent__outrun_deviations);
        for (double momentum = -0.5; momentum < 1; momentum++)
            ck_assert_int_eq(descent__noise_is_outrun(&series, &motion, momentum),
                             deviations / sqrt(3) > descent__outrun_deviations);
        ck_assert(!descent__noise_is_outrun(&series, &motion, 0.9));
        ck_assert(!descent__noise_is_outrun(&series, &motion, 1));
        ck_assert(!descent__noise_is_outrun(&series, &motion, 1.5));
    }
    descent__arena_release(&work);
}
END_TEST

/* A tenth of what is off explains it; four times the farthest answer does not. */
START_TEST(noise_explains_a_part_of_what_is_off)
{
    ck_assert(descent__spread_explains(0.1, 1));
    ck_assert(!descent__spread_explains(nextafter(0.1, 0), 1));
    ck_assert(!descent__spread_explains(0, 0));
    ck_assert(!descent__spread_explains(NAN, 1));
    ck_assert(!descent__mean_contradicts(4, 1));
    ck_assert(descent__mean_contradicts(nextafter(4, 5), 1));
    ck_assert(!descent__mean_contradicts(NAN, 0));
}
END_TEST

START_TEST(the_level_is_the_standard_deviation)
{
    const double answers[] = {1, 5, 3, 5, 1, 9, 3, 9}; /* 1, 3, 1, 3: variance 4/3; 5, 5, 9, 9: 16/3 */
    ck_assert_double_eq_tol(descent__noise_level(2, 4, answers), sqrt(20.0 / 3), 1e-12);
    ck_assert_double_nan(descent__noise_level(2, 1, answers));
}
END_TEST

START_TEST(samples_in_turn_are_no_noise)
{
    double answers[descent__sample_answers];
    for (size_t period = 1; period <= descent__sample_answers; period++) {
        for (size_t k = 0; k < descent__sample_answers; k++)
            answers[k] = sqrt((double)(k % period));
        ck_assert_int_eq(descent__answers_take_turns(answers, descent__sample_answers), period <= 8);
    }
    answers[descent__sample_answers - 1] = 7;
    ck_assert(!descent__answers_take_turns(answers, descent__sample_answers));
}
END_TEST

/* To and fro, or in pairs, by 1 and by 3 about (7, −2): the distances from the mean, and what is left of them in the next step. */
START_TEST(a_floor_is_exact_where_its_series_is)
{
    double points[2 * 64], mean[2];
    for (size_t pairs = 1; pairs <= 2; pairs++) {
        for (size_t k = 0; k < 64; k++) {
            const double side = k / pairs % 2 ? -1 : 1;
            points[2 * k] = 7 + side;
            points[2 * k + 1] = -2 + 3 * side;
        }
        const descent__series series = {.n = 2, .count = 64, .points = points};
        const descent__motion motion = {.half = 8, .straightness = 0};
        const descent__noise_floor noise = descent__noise_hovering(&series, &motion, mean);
        ck_assert_double_eq_tol(mean[0], 7, 1e-14);
        ck_assert_double_eq_tol(mean[1], -2, 1e-14);
        ck_assert_double_eq_tol(noise.floor, sqrt(10), 1e-12);
        /* 31 pairs of neighbours: all against each other, which is no valley's; or one more alike than not, a correlation of 1/31 */
        const double a = 30.0 / 31;
        if (pairs == 1)
            ck_assert_double_nan(noise.floor_half);
        else
            ck_assert_double_eq_tol(noise.floor_half, sqrt(10 * 0.5 * (2 - a) / (2 - 0.5 * a)), 1e-12);
    }
    /* Thirty-two points suffice. Neighbours that are alike by more than all, since the last leaps, hover in no valley. */
    descent__series few = {.n = 2, .count = 32, .points = points};
    const descent__motion motion = {.half = 8, .straightness = 0}, straight = {.half = 8, .straightness = 0.2};
    ck_assert_double_eq_tol(descent__noise_hovering(&few, &motion, mean).floor_half,
                            sqrt(10 * 0.5 * (2 - 14.0 / 15) / (2 - 0.5 * 14 / 15)), 1e-12);
    ck_assert_double_nan(descent__noise_hovering(&few, &straight, mean).floor_half);
    double leap[32] = {0};
    leap[30] = -1;
    leap[31] = -10;
    few = (descent__series){.n = 1, .count = 32, .points = leap};
    ck_assert_double_nan(descent__noise_hovering(&few, &motion, mean).floor_half);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_floor_is_exact_where_its_series_is, a_floor_is_that_of_the_valley,
                                  what_wanders_on_has_no_other_floor,   a_way_outruns_noise_by_so_many_deviations,
                                  noise_explains_a_part_of_what_is_off, the_level_is_the_standard_deviation,
                                  samples_in_turn_are_no_noise};
    return descent_test_main(descent_test_suite("inside noise", tests, sizeof tests / sizeof *tests));
}
