/* Cycles whose period is known, and what looks like one. */
#include "inside/inside.h"

#include "base/arena.h"
#include "trajectory/recurrence.h"
#include "trajectory/returns.h"

static descent__recurrence find(const descent__series *series)
{
    descent__arena work = {0};
    descent__motion motion;
    descent__recurrence recurrence;
    ck_assert(descent__motion_measure(&work, series, &motion));
    descent__recurrence_find(&work, series, &motion, 64, &recurrence);
    descent__arena_release(&work);
    return recurrence;
}

START_TEST(logistic_orbits_have_their_period)
{
    static double points[1000];
    const struct {
        double r;
        size_t period;
    } known[] = {{3.2, 2}, {1 + 2.23606797749979, 2}, {3.5, 4}, {3.55, 8}, {3.83, 3}, {3.738914913, 5}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const descent__series series = inside_logistic(known[i].r, 4000, 1000, points);
        const descent__recurrence found = find(&series);
        ck_assert_uint_eq(found.period, known[i].period);
        ck_assert(found.exact);
    }
    const double without[] = {4, 3.9, 3.6};
    for (size_t i = 0; i < sizeof without / sizeof *without; i++) {
        const descent__series series = inside_logistic(without[i], 4000, 1000, points);
        ck_assert_uint_eq(find(&series).period, 0);
    }
}
END_TEST

/* (−1)^k(1 + aρ^k): settles onto a 2-cycle; what its returns still add up to is aρ^k. */
static descent__recurrence settle(double left, double factor)
{
    static double points[600];
    for (size_t k = 0; k < 600; k++)
        points[k] = (k % 2 ? -1 : 1) * (1 + left * pow(factor, (double)k - 599));
    const descent__series series = {.n = 1, .count = 600, .points = points};
    return find(&series);
}

START_TEST(settled_is_a_thousandth_of_the_amplitude)
{
    /* amplitude 2; returns after two steps go on by a factor of ρ² */
    const double shares[] = {1e-4, 5e-4, 9e-4, 1.2e-3, 2e-3};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        const descent__recurrence found = settle(2 * shares[i], 0.99);
        ck_assert_uint_eq(found.period, shares[i] < descent__settled ? 2 : 0);
        if (found.period > 0)
            ck_assert_double_eq_tol(found.factor, 0.99 * 0.99, 1e-6);
    }
}
END_TEST

START_TEST(slow_alternation_is_no_cycle)
{
    static double points[2000];
    for (size_t k = 0; k < 2000; k++)
        points[k] = (k % 2 ? -1 : 1) * pow(0.999, (double)k);
    const descent__series series = {.n = 1, .count = 2000, .points = points};
    ck_assert_uint_eq(find(&series).period, 0);
}
END_TEST

/*
 * x ← x − 0.3·sign(x) + 0.5·(x − before) is drawn to 0 and 0.2, by a factor of 4 a round, until rounding takes x across 0; then it
 * begins anew, and returns after 54 steps exactly. What it was near before, and left, is no cycle: 2 is told at no length.
 */
START_TEST(what_was_left_before_is_no_cycle)
{
    static double points[600];
    double x = 1, before = 1;
    for (size_t k = 0; k < 600; k++) {
        points[k] = x;
        const double next = x - 0.3 * (double)((x > 0) - (x < 0)) + 0.5 * (x - before);
        before = x;
        x = next;
    }
    for (size_t count = 130; count <= 600; count++) {
        const descent__series series = {.n = 1, .count = count, .points = points};
        const descent__recurrence found = find(&series);
        ck_assert_msg(found.period == 0 || found.period == 54, "%zu of %zu points", found.period, count);
    }
    const descent__series all = {.n = 1, .count = 600, .points = points};
    ck_assert_uint_eq(find(&all).period, 54);
}
END_TEST

/* From the other side: another cycle was left, or the same was passed farther off than the run is now. */
START_TEST(another_cycle_may_have_been_left_before)
{
    static double points[600];
    const double sizes[] = {0.5, 0.97, 1};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (size_t k = 0; k < 600; k++) {
            const double part = k < 150 ? sizes[i] * (1 + (sizes[i] < 1 ? 0 : 0.004 * cos((double)k)))
                                        : 1 + 0.3 * pow(0.98, (double)k - 150);
            points[k] = (k % 2 ? -1 : 1) * part;
        }
        const descent__series series = {.n = 1, .count = 600, .points = points};
        ck_assert_uint_eq(find(&series).period, 2);
    }
}
END_TEST

/* Alternation by so many units of rounding is the flicker of a point at rest up to a thousand times sixteen. */
START_TEST(flicker_is_no_cycle)
{
    static double points[200];
    const double units[] = {100, 1000, 14000, 18000, 1e6};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        for (size_t k = 0; k < 200; k++)
            points[k] = 1 + (k % 2 ? units[i] * DBL_EPSILON : 0);
        const descent__series series = {.n = 1, .count = 200, .points = points};
        ck_assert_uint_eq(find(&series).period, units[i] > descent__flicker * descent__rounding_units ? 2 : 0);
    }
}
END_TEST

/* To the last bit, a short path suffices, but for swings no larger than what counts as arrived, a millionth of the way, which last digits
 * may make; and one bit is enough to undo it. */
START_TEST(returns_to_the_bit_need_few_points)
{
    static double points[40];
    const descent__series series = {.n = 1, .count = 40, .points = points};
    const double swings[] = {0.3, 2e-6, 5e-7, 1e-9};
    for (size_t i = 0; i < sizeof swings / sizeof *swings; i++) {
        for (size_t k = 0; k < 40; k++)
            points[k] = k < 20 ? 1 - (double)k / 20 : k % 2 ? swings[i] : 0;
        const descent__recurrence found = find(&series);
        ck_assert_uint_eq(found.period, swings[i] > 1e-6 ? 2 : 0);
        ck_assert(!found.brief == (found.period == 0));
        points[30] += 0x1p-60;
        ck_assert_uint_eq(find(&series).period, 0);
    }
    /* so many points that return, and no fewer */
    const size_t least = descent__equal_points + 2;
    for (size_t back = least - 1; back <= least + 1; back++) {
        for (size_t k = 0; k < 40; k++)
            points[k] = k + back < 40 ? 2 - (double)k / 20 : k % 2 ? 0.3 : 0;
        ck_assert_uint_eq(find(&series).period, back >= least ? 2 : 0);
    }
}
END_TEST

/* A 2-cycle with a disturbance of so much of its amplitude that does not creep. */
START_TEST(exact_is_rounding_and_no_creeping)
{
    static double points[200];
    const double sizes[] = {1e-14, 3e-9, 7e-9, 1.5e-8, 1e-7};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        /* returns miss by at most 2·disturbance·amplitude/2 */
        for (size_t k = 0; k < 200; k++)
            points[k] = (k % 2 ? 1 : -1) + sizes[i] * inside_sign(k / 2);
        const descent__series series = {.n = 1, .count = 200, .points = points};
        ck_assert_uint_eq(find(&series).period, sizes[i] < descent__rounding_return ? 2 : 0);
        /* and one that creeps by it */
        for (size_t k = 0; k < 200; k++)
            points[k] = (k % 2 ? 1 : -1) + sizes[i] * (double)(k / 2);
        ck_assert_uint_eq(find(&series).period, sizes[i] < descent__exact_return ? 2 : 0);
    }
    /* creeping below 1e-13 of the amplitude, but for rounding of 16ε, is none */
    const double creeps[] = {1e-13, 3e-13};
    for (size_t i = 0; i < 2; i++) {
        for (size_t k = 0; k < 200; k++)
            points[k] = (k % 2 ? 1 : -1) + creeps[i] * (double)(k / 2);
        const descent__series series = {.n = 1, .count = 200, .points = points};
        ck_assert_uint_eq(find(&series).period, i == 0 ? 2 : 0);
    }
}
END_TEST

START_TEST(returns_are_near_within_a_hundredth)
{
    static double points[400];
    for (size_t k = 0; k < 400; k++) /* amplitude 2; returns after two steps miss by 2e-4·(399 − k)·2 */
        points[k] = (k % 2 ? -1 : 1) * (1 + 2.5e-5 * pow((double)(399 - k), 2));
    const descent__series series = {.n = 1, .count = 400, .points = points};
    const descent__view view = descent__view_of(&series);
    /* the miss of back b: 2.5e-5((b + 2)² − b²) = 1e-4(b + 1) ≤ 0.02 up to b = 199 */
    ck_assert_double_eq(descent__near_return, 0.02 / 2);
    ck_assert_uint_eq(descent__near_returns(&view, 2, 2), 200);
}
END_TEST

/* The channel of an intermittent run: returns shrink like a power. */
START_TEST(a_channel_is_not_settled_through)
{
    static double points[1500];
    for (size_t k = 0; k < 1500; k++)
        points[k] = (double)(k % 3) + 0.1 / (10 + (double)k / 3);
    const descent__series series = {.n = 1, .count = 1500, .points = points};
    const descent__view view = descent__view_of(&series);
    const descent__settling channel = descent__returns_settle(&view, 3, 2);
    ck_assert(channel.seen && !channel.settles);
    for (size_t k = 0; k < 1500; k++)
        points[k] = (double)(k % 3) + 0.01 * pow(0.99, (double)(k / 3));
    const descent__settling steady = descent__returns_settle(&view, 3, 2);
    ck_assert(steady.seen && steady.settles);
    ck_assert_double_eq_tol(steady.factor, 0.99, 1e-4);
    ck_assert_double_eq_tol(steady.left / (0.01 * pow(0.99, 499)), 1, 0.05);
}
END_TEST

/* Two factors in turn: the later window's logarithm is 0.7, or 0.9, of the earlier one's. */
START_TEST(steady_is_eight_tenths_of_the_rate)
{
    static double points[1200];
    const double shares[] = {0.3, 0.7, 0.99 * descent__steady_settling, 1.01 * descent__steady_settling, 1};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        double miss = 1e-3, x = 0;
        for (size_t k = 0; k < 600; k++) {
            points[2 * k] = x;
            points[2 * k + 1] = 1 + x;
            x += miss;
            /* of 600 rounds 599 return: half is 224, so that the windows meet 223 rounds before the end */
            miss *= exp(-0.01 * (k + 1 < 599 - 223 ? 1 : shares[i]));
        }
        const descent__series series = {.n = 1, .count = 1200, .points = points};
        const descent__view view = descent__view_of(&series);
        const descent__settling settling = descent__returns_settle(&view, 2, 1);
        ck_assert(settling.seen);
        ck_assert_int_eq(settling.settles, shares[i] > descent__steady_settling);
    }
}
END_TEST

START_TEST(six_rounds_must_be_seen)
{
    static double points[3 * 40];
    for (size_t rounds = 4; rounds < 12; rounds++) {
        /* near returns: `rounds` of them, each of 8 points */
        const size_t count = 8 * (rounds + 1);
        for (size_t k = 0; k < count; k++)
            points[k] = (double)(k % 8) + 0.01 * pow(0.5, (double)(k / 8));
        const descent__series series = {.n = 1, .count = count, .points = points};
        const descent__view view = descent__view_of(&series);
        ck_assert_int_eq(descent__returns_settle(&view, 8, 7).seen, rounds >= descent__settling_rounds);
    }
}
END_TEST

START_TEST(coordinates_have_their_own_period)
{
    static double points[3 * 300];
    size_t periods[3];
    for (size_t k = 0; k < 300; k++) {
        points[3 * k] = 5;
        points[3 * k + 1] = (double)(k % 3);
        points[3 * k + 2] = sqrt((double)k);
    }
    const descent__series series = {.n = 3, .count = 300, .points = points};
    descent__recurrence_coordinates(&series, 64, periods);
    ck_assert_uint_eq(periods[0], 1);
    ck_assert_uint_eq(periods[1], 3);
    ck_assert_uint_eq(periods[2], 0);
}
END_TEST

/* Zero in every second round, and else as much as counts as rounding to half of the digits beside a range of 2, or a bit more. */
START_TEST(a_coordinates_returns_are_rounding_at_their_edge)
{
    double points[60];
    size_t period;
    const double edge = descent__rounding_return * 2 + descent__rounding_units * DBL_EPSILON;
    for (int beyond = 0; beyond < 2; beyond++) {
        for (size_t k = 0; k < 60; k++)
            points[k] = k % 3 == 2 ? k % 2 ? 0 : beyond ? nextafter(edge, 1) : edge : k % 3 == 1 ? 1 : -1;
        const descent__series series = {.n = 1, .count = 60, .points = points};
        descent__recurrence_coordinates(&series, 4, &period);
        ck_assert_uint_eq(period, beyond ? 0 : 3);
    }
}
END_TEST

/* descent__return_rounds: three, of a cycle of two. */
START_TEST(a_return_is_seen_in_three_rounds)
{
    double points[] = {0, 1, 0, 1, 0, 1, 5};
    size_t period;
    descent__series series = {.n = 1, .count = 2 * descent__return_rounds, .points = points};
    descent__recurrence_coordinates(&series, 64, &period);
    ck_assert_uint_eq(period, 2);
    series.count--;
    descent__recurrence_coordinates(&series, 64, &period);
    ck_assert_uint_eq(period, 0);
    /* A copy that leaves with its last point speaks against a cycle where it has three rounds and a point. */
    const descent__recurrence cycle = {.period = 2, .factor = 0.5, .amplitude = 1};
    const descent__motion motion = {.floor = 1e-15};
    series.count = 2 * descent__return_rounds + 1;
    ck_assert(!descent__recurrence_goes_on(&series, &motion, &cycle));
    series = (descent__series){.n = 1, .count = 6, .points = points + 1};
    ck_assert(descent__recurrence_goes_on(&series, &motion, &cycle));
}
END_TEST

/* A cycle but for one point, so many points before the end, as far as no copy need confirm it. */
static size_t period_but_for(size_t lag, size_t back)
{
    double points[200];
    for (size_t k = 0; k < 200; k++)
        points[k] = (double)(k % lag) + (k == 199 - back ? 1e-5 : 0);
    const descent__series series = {.n = 1, .count = 200, .points = points};
    const descent__recurrence found = find(&series);
    return found.brief ? 0 : found.period;
}

/* Exact are 64 returns of a cycle of two, and six rounds of a cycle of sixteen, which are more. */
START_TEST(exact_returns_are_so_many)
{
    const size_t points = descent__exact_points, rounds = descent__exact_rounds;
    ck_assert_uint_eq(period_but_for(2, points + 2), 2);
    ck_assert_uint_eq(period_but_for(2, points + 1), 0);
    ck_assert_uint_eq(period_but_for(16, 16 * rounds + 16), 16);
    ck_assert_uint_eq(period_but_for(16, 16 * rounds + 15), 0);
}
END_TEST

/* A cycle of twenty that is disturbed by 1e-9 from round to round: four rounds, and a point less. */
START_TEST(amplified_returns_are_four_rounds)
{
    enum {
        lag = 20,
        count = lag * (descent__amplified_rounds + 1)
    };
    double points[count];
    for (size_t k = 0; k < count; k++)
        points[k] = (double)(k % lag) + 1e-9 * inside_sign(k / lag);
    descent__series series = {.n = 1, .count = count, .points = points};
    ck_assert_uint_eq(find(&series).period, lag);
    series = (descent__series){.n = 1, .count = count - 1, .points = points + 1};
    ck_assert_uint_eq(find(&series).period, 0);
}
END_TEST

/* A 2-cycle beside the logistic map at 4, which is chaotic, of whatever size above rounding: no cycle. Beside what is no
 * larger than rounding, and beside what settles, it is one. */
START_TEST(a_period_is_one_of_every_coordinate)
{
    enum {
        count = 3000
    };
    static double points[2 * count], chaos[count];
    const descent__series series = {.n = 2, .count = count, .points = points};
    (void)inside_logistic(4, 100, count, chaos);
    for (double size = 1; size > 1e-9; size /= 8) {
        for (size_t k = 0; k < count; k++) {
            points[2 * k] = k % 2 ? 1 : -1;
            points[2 * k + 1] = size * chaos[k];
        }
        ck_assert_uint_eq(find(&series).period, 0);
    }
    const double floor = descent__flicker * descent__rounding_units * DBL_EPSILON;
    for (size_t k = 0; k < count; k++)
        points[2 * k + 1] = 0.9 * floor * chaos[k];
    ck_assert_uint_eq(find(&series).period, 2);
    for (size_t k = 0; k < count; k++)
        points[2 * k + 1] = pow(0.99, (double)k);
    ck_assert_uint_eq(find(&series).period, 2);
}
END_TEST

/* A second coordinate that still leaps from side to side of its limit by 0.8 to the power of the round: far from its
 * returns beside its own range, but nearer each round. Of so many rounds it is seen to settle, of one less it is not. */
static size_t period_beside(size_t rounds)
{
    enum {
        lag = 8
    };
    static double points[2 * lag * 64];
    const size_t count = lag * (rounds + 1) - 1;
    for (size_t k = 0; k < count; k++) {
        const double left = pow(0.8, (double)(k / lag)) * (k % lag == 3 ? 1 : 0.9);
        points[2 * k] = 1e6 * (double)(k % lag);
        points[2 * k + 1] = (k / lag) % 2 ? left : -left;
    }
    return find(&(descent__series){.n = 2, .count = count, .points = points}).period;
}

START_TEST(what_settles_falls_from_round_to_round)
{
    ck_assert_uint_eq(period_beside(descent__falling_rounds + 1), 8);
    ck_assert_uint_eq(period_beside(descent__falling_rounds - 1), 0);
}
END_TEST

/* A run that swirls onto a 2-cycle, by a turn of about a sixth in two steps: only returns after twelve steps shrink
 * steadily, but those after two shrink as well. Onto a point it swirls to no cycle at all. */
START_TEST(multiples_of_a_swirl_are_no_periods)
{
    static double points[400];
    const double sixth = acos(-1.0) / 3;
    for (double off = 0; off < 0.05; off += 0.004)
        for (int cycle = 0; cycle < 2; cycle++) {
            for (size_t k = 0; k < 400; k++)
                points[k] = cycle * (k % 2 ? 1 : -1) + pow(0.97, (double)k) * cos((sixth + off) * (double)k / 2);
            const descent__recurrence found = find(&(descent__series){.n = 1, .count = 400, .points = points});
            ck_assert(found.period == 0 || (cycle == 1 && found.period == 2));
            if (off == 0 && cycle == 1)
                ck_assert_uint_eq(found.period, 2);
        }
}
END_TEST

/* On the cycle is who is within a hundredth of its amplitude of the cycle's own points: returns of a slow approach are that
 * short long before. */
START_TEST(onset_is_where_the_run_is_near_the_cycle)
{
    static double points[3000];
    for (size_t k = 0; k < 3000; k++)
        points[k] = (k % 2 ? -1 : 1) * (1 + pow(0.99, (double)k));
    const descent__recurrence found = find(&(descent__series){.n = 1, .count = 3000, .points = points});
    ck_assert_uint_eq(found.period, 2);
    /* 0.99^k ≤ 2/100 */
    ck_assert_uint_eq(found.onset, (size_t)ceil(log(2 * descent__near_return) / log(0.99)));
}
END_TEST

/* A swirl onto a 2-cycle, turned by a third of a circle every round: after three rounds it is a hundred times nearer to where it was than
 * after one, while both are rounding to half of the digits. */
START_TEST(a_swirl_at_half_the_digits_has_the_smallest_period)
{
    static double points[2 * 600];
    for (size_t k = 0; k < 600; k++) {
        const double left = 1e-9 * pow(0.9999, (double)k), turn = 2 * acos(-1.0) / 6 * (double)k;
        points[2 * k] = (k % 2 ? -1 : 1) * (1 + left * cos(turn));
        points[2 * k + 1] = (k % 2 ? -1 : 1) * (1 + left * sin(turn));
    }
    ck_assert_uint_eq(find(&(descent__series){.n = 2, .count = 600, .points = points}).period, 2);
}
END_TEST

/*
 * Beside a cycle of twenty a second coordinate, far smaller, that returns exactly over its last round and missed before. Of six rounds the
 * second last but one is looked at as well, and of fewer the last alone.
 */
START_TEST(a_coordinate_returns_in_the_middle_as_well)
{
    enum {
        lag = 20,
        most = 8 * lag
    };
    static double points[2 * most];
    for (size_t back = 0; back < most; back++) {
        double *const x = points + 2 * (most - 1 - back);
        x[0] = 1e6 * (double)(back % lag);
        x[1] = 0.05 * (double)(back % lag % 2) + (back < 2 * lag ? 0 : 0.02 * inside_sign(back / lag));
    }
    for (size_t count = 5 * lag + 1; count < 7 * lag; count++) {
        const descent__series series = {.n = 2, .count = count, .points = points + 2 * (most - count)};
        ck_assert_uint_eq(find(&series).period, count < 6 * lag ? lag : 0);
    }
}
END_TEST

/* Two rounds and a point, of a cycle of twenty: so many show it, and one less does not. */
START_TEST(a_long_cycle_takes_two_rounds_and_a_point)
{
    double points[60];
    for (size_t k = 0; k < 60; k++)
        points[k] = (double)(k % 20);
    for (size_t count = 35; count < 60; count++) {
        const descent__recurrence found = find(&(descent__series){.n = 1, .count = count, .points = points});
        ck_assert_uint_eq(found.period, count > 40 ? 20 : 0);
        if (found.period > 0) {
            ck_assert(found.exact && !found.brief);
            ck_assert_double_eq(found.amplitude, 19);
            ck_assert_double_eq(found.factor, 0);
            ck_assert_uint_eq(found.onset, 0);
        }
    }
}
END_TEST

/* A copy whose first returns miss by 8 and whose last, a round later, by 2: as fast as half of a pace of 1/16, whose root is 1/4. */
START_TEST(returns_go_on_to_half_of_their_pace)
{
    const double points[] = {0, 1, 4, 5, 6, 7}; /* misses of 4, 4, 2, 2 */
    const descent__series copy = {.n = 1, .count = 6, .points = points};
    const double seven[] = {9, 0, 1, 4, 5, 6, 7};
    const descent__series longer = {.n = 1, .count = 7, .points = seven};
    descent__motion motion = {.floor = 0};
    descent__recurrence cycle = {.period = 2, .factor = 0.25, .amplitude = 0};
    ck_assert(descent__recurrence_goes_on(&copy, &motion, &cycle)); /* too short to say */
    cycle.factor = 1.0 / 16;                                        /* m/lag − 2 = 1 round between */
    ck_assert(descent__recurrence_goes_on(&longer, &motion, &cycle));
    cycle.factor = nextafter(1.0 / 16, 0) - 1e-10;
    ck_assert(!descent__recurrence_goes_on(&longer, &motion, &cycle));
    motion.floor = 1e-6;
    ck_assert(descent__recurrence_goes_on(&longer, &motion, &cycle));
    motion.floor = 0;
    cycle.amplitude = 1e-6 / descent__exact_return;
    ck_assert(descent__recurrence_goes_on(&longer, &motion, &cycle));
}
END_TEST

/* Swirls onto a 2-cycle that turn so slowly that returns after two steps do not look steady, and those of some multiple do. */
START_TEST(slow_swirls_have_the_smallest_period)
{
    static double points[600];
    const struct {
        double factor, turn;
        size_t count;
    } swirls[] = {{0.9198, 0.1313, 200}, {0.9264, 0.1313, 200}, {0.9528, 0.1684, 200}, {0.9693, 0.2797, 600}};
    for (size_t i = 0; i < sizeof swirls / sizeof *swirls; i++) {
        const size_t count = swirls[i].count;
        for (size_t k = 0; k < count; k++)
            points[k] = (k % 2 ? 1 : -1) + pow(swirls[i].factor, (double)k) * cos(swirls[i].turn * (double)k / 2);
        const descent__recurrence found = find(&(descent__series){.n = 1, .count = count, .points = points});
        ck_assert_uint_eq(found.period, 2);
        ck_assert(!found.exact);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_coordinates_returns_are_rounding_at_their_edge,
                                  slow_swirls_have_the_smallest_period,
                                  a_long_cycle_takes_two_rounds_and_a_point,
                                  returns_go_on_to_half_of_their_pace,
                                  a_coordinate_returns_in_the_middle_as_well,
                                  a_period_is_one_of_every_coordinate,
                                  what_settles_falls_from_round_to_round,
                                  multiples_of_a_swirl_are_no_periods,
                                  onset_is_where_the_run_is_near_the_cycle,
                                  exact_returns_are_so_many,
                                  amplified_returns_are_four_rounds,
                                  a_return_is_seen_in_three_rounds,
                                  logistic_orbits_have_their_period,
                                  settled_is_a_thousandth_of_the_amplitude,
                                  slow_alternation_is_no_cycle,
                                  what_was_left_before_is_no_cycle,
                                  another_cycle_may_have_been_left_before,
                                  returns_to_the_bit_need_few_points,
                                  flicker_is_no_cycle,
                                  exact_is_rounding_and_no_creeping,
                                  returns_are_near_within_a_hundredth,
                                  a_channel_is_not_settled_through,
                                  steady_is_eight_tenths_of_the_rate,
                                  six_rounds_must_be_seen,
                                  a_swirl_at_half_the_digits_has_the_smallest_period,
                                  coordinates_have_their_own_period};
    return descent_test_main(descent_test_suite("inside recurrence", tests, sizeof tests / sizeof *tests));
}
