/* What recorded rows alone say of slope, step size and loss. */
#include "inside/inside.h"

#include "diagnosis/verdict/recorded.h"
#include "diagnosis/verdict/thresholds.h"

/* From 0 to 1, with slopes that are there or gone on either side of the rim. */
START_TEST(a_slope_leads_to_the_end_if_it_was_felt_near_it)
{
    const double inside[] = {0, 1 - DESCENT__SEEN_NEAR / 2, 1}, outside[] = {0, 1 - 2 * DESCENT__SEEN_NEAR, 1};
    const double felt[] = {1, 0.1, 0}, gone[] = {1, DESCENT__SLOPE_GONE / 2, 0};
    ck_assert(descent__recorded_slope_leads_to_end(1, 3, inside, felt, 1));
    ck_assert(!descent__recorded_slope_leads_to_end(1, 3, outside, felt, 1));
    ck_assert(!descent__recorded_slope_leads_to_end(1, 3, inside, gone, 1));
    ck_assert(descent__recorded_slope_leads_to_end(1, 3, inside, NULL, 1));
}
END_TEST

/* Slopes that fall by 0.99 a step, and steps beside them that grow by a power of e. */
START_TEST(a_pace_that_grows_is_that_of_a_fading_memory)
{
    enum {
        steps = 4 * DESCENT__PACE_ROWS
    };
    double lengths[steps], norms[steps];
    const double growths[] = {0.9 * DESCENT__PACE_GROWS / DESCENT__PACE_ROWS,
                              1.1 * DESCENT__PACE_GROWS / DESCENT__PACE_ROWS};
    for (int grows = 0; grows < 2; grows++) {
        for (int k = 0; k < steps; k++) {
            norms[k] = pow(0.99, k);
            lengths[k] = norms[k] * exp(growths[grows] * k);
        }
        ck_assert_int_eq(descent__recorded_step_size_grows(steps, lengths, norms, 0, DESCENT__PACE_GROWS), grows);
        ck_assert(!descent__recorded_step_size_grows(steps, lengths, norms, 0, 1.2 * DESCENT__PACE_GROWS_CLEARLY));
        ck_assert(!descent__recorded_step_size_grows(steps - 4, lengths, norms, 0, DESCENT__PACE_GROWS));
    }
}
END_TEST

/* Slopes that fall by 0.9 a step, and steps beside them that grow or fall by a power of e, at the edge of what counts. */
START_TEST(a_pace_keeps_or_does_not)
{
    enum {
        steps = 4 * DESCENT__PACE_KEPT_ROWS
    };
    double lengths[steps], norms[steps];
    for (int sign = -1; sign <= 1; sign += 2)
        for (int keeps = 0; keeps < 2; keeps++) {
            for (int k = 0; k < steps; k++) {
                norms[k] = pow(0.9, k);
                lengths[k] =
                    norms[k] * exp(sign * (keeps ? 0.99 : 1.01) * DESCENT__PACE_KEPT / DESCENT__PACE_KEPT_ROWS * k);
            }
            ck_assert_int_eq(descent__recorded_pace_keeps(steps, lengths, norms, 0), keeps);
            ck_assert(!descent__recorded_pace_keeps(steps - 1, lengths, norms, 0));
        }
}
END_TEST

/* Steps q^k and 1/k on a slope of 1: the first add up to a way that ends. */
START_TEST(steps_that_fade_faster_than_their_number_end)
{
    double geometric[65] = {0}, harmonic[65] = {0}, norms[65];
    for (int k = 0; k < 64; k++) {
        norms[k] = norms[k + 1] = 1;
        geometric[k + 1] = geometric[k] + pow(0.9, k);
        harmonic[k + 1] = harmonic[k] + 1.0 / (k + 1);
    }
    ck_assert(descent__recorded_step_size_ends(1, 65, geometric, norms));
    ck_assert(!descent__recorded_step_size_ends(1, 65, harmonic, norms));
    ck_assert(!descent__recorded_step_size_ends(1, 65, geometric, NULL));
}
END_TEST

/* Two paces, one to the middle's end and one after it, at the edge of what counts. */
START_TEST(a_pace_ends_below_its_part)
{
    double kept[33] = {0}, lost[33] = {0}, norms[33];
    for (int k = 0; k < 32; k++) {
        norms[k] = norms[k + 1] = 1;
        kept[k + 1] = kept[k] + (k < 24 ? 1 : 1.01 * DESCENT__PACE_ENDS);
        lost[k + 1] = lost[k] + (k < 24 ? 1 : 0.99 * DESCENT__PACE_ENDS);
    }
    ck_assert(!descent__recorded_step_size_ends(1, 33, kept, norms));
    ck_assert(descent__recorded_step_size_ends(1, 33, lost, norms));
    lost[31] = lost[30] + (lost[31] - lost[30]) / 2;
    lost[32] = lost[31] + 0.99 * DESCENT__PACE_REVIVES * (lost[31] - lost[30]);
    ck_assert(descent__recorded_step_size_ends(1, 33, lost, norms));
    lost[32] = lost[31] + 1.01 * DESCENT__PACE_REVIVES * (lost[31] - lost[30]);
    ck_assert(!descent__recorded_step_size_ends(1, 33, lost, norms));
}
END_TEST

START_TEST(a_loss_that_swings_falls_if_its_lowest_does)
{
    const double falling[] = {4, 3, 2, 1}, rose[] = {4, 3, 1, 2}, cycle[] = {2, 1, 2, 1, 2, 1, 2, 1};
    ck_assert(descent__recorded_loss_falls(4, falling));
    ck_assert(!descent__recorded_loss_falls(4, rose));
    const double swinging[] = {9, 4, 8, 3, 7, 2, 6, 1};
    ck_assert(descent__recorded_loss_falls(8, swinging));
    ck_assert(!descent__recorded_loss_falls(8, cycle));
    ck_assert(!descent__recorded_loss_falls(1, falling));
}
END_TEST

/* In each of the last three steps the loss must fall, and no sooner. */
START_TEST(few_steps_descend_if_each_wins)
{
    const double falls[] = {1, 2, 1.5, 1.2, 1}, stands[] = {1, 2, 1.5, 1.5, 1};
    for (size_t rows = 4; rows <= 5; rows++) {
        ck_assert(descent__recorded_steps_descend(rows, falls + (5 - rows)));
        ck_assert(!descent__recorded_steps_descend(rows, stands + (5 - rows)));
        ck_assert(!descent__recorded_steps_descend(rows - 1, falls)); /* the rise is among them */
    }
    ck_assert(!descent__recorded_steps_descend(2, falls));
    ck_assert(descent__recorded_steps_descend(2, falls + 1));
}
END_TEST

/* A pace that grows by a power of e from quarter to quarter soars where it would be a swing's if it came but once. */
START_TEST(a_pace_soars_if_it_grows_twice)
{
    enum {
        steps = 4 * DESCENT__PACE_SOARS_ROWS
    };
    double lengths[steps], norms[steps];
    for (int soars = 0; soars < 2; soars++) {
        const double growth = (soars ? 1.1 : 0.9) * DESCENT__PACE_SOARS / DESCENT__PACE_SOARS_ROWS;
        for (int k = 0; k < steps; k++) {
            norms[k] = pow(0.7, k);
            lengths[k] = norms[k] * exp(growth * k);
        }
        ck_assert_int_eq(descent__recorded_pace_soars(steps, lengths, norms, 0), soars);
        ck_assert(!descent__recorded_pace_soars(steps - 1, lengths, norms, 0));
    }
    for (int k = steps / 2; k < steps - DESCENT__PACE_SOARS_ROWS; k++)
        lengths[k] /= 3; /* falls in between */
    ck_assert(!descent__recorded_pace_soars(steps, lengths, norms, 0));
}
END_TEST

START_TEST(a_loss_climbs_from_quarter_to_quarter)
{
    const double level[] = {9, 7, 3, 2, 2, 3, 3, 2}, climbs[] = {9, 7, 3, 2, 2, 3, 3, 2 + 1e-12};
    ck_assert(!descent__recorded_loss_climbs(8, level));
    ck_assert(descent__recorded_loss_climbs(8, climbs));
    ck_assert(!descent__recorded_loss_climbs(3, climbs)); /* a quarter has no row */
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_slope_leads_to_the_end_if_it_was_felt_near_it,
                                  a_pace_that_grows_is_that_of_a_fading_memory,
                                  a_pace_keeps_or_does_not,
                                  steps_that_fade_faster_than_their_number_end,
                                  a_pace_ends_below_its_part,
                                  a_loss_that_swings_falls_if_its_lowest_does,
                                  few_steps_descend_if_each_wins,
                                  a_pace_soars_if_it_grows_twice,
                                  a_loss_climbs_from_quarter_to_quarter};
    return descent_test_main(descent_test_suite("inside recorded", tests, sizeof tests / sizeof *tests));
}
