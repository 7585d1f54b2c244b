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

/* A factor between ½ and 2 that no rule of the place explains. */
static double scatter(size_t k)
{
    return exp2(sin(12.9898 * (double)(k + 1)));
}

/* In the plane, from the far end of a path of 8 to 0: each row near the end counts, and no other. */
START_TEST(one_row_near_the_end_is_enough)
{
    enum {
        rows = 5
    };
    const double near = DESCENT__SEEN_NEAR * 8;
    for (size_t felt = 0; felt <= rows; felt++)
        for (int far = 0; far < 2; far++) {
            double points[2 * rows], norms[rows];
            for (size_t k = 0; k < rows; k++) {
                points[2 * k] = k == felt ? 0 : 5;
                points[2 * k + 1] = k == felt ? (far ? nextafter(near, 9) : near) : 5;
                norms[k] = k == felt ? 0.5 : 0;
            }
            points[2 * rows - 2] = points[2 * rows - 1] = 0;
            const bool leads = felt == rows ? true : felt == rows - 1 || !far;
            ck_assert_int_eq(descent__recorded_slope_leads_to_end(2, rows, points, norms, 8), leads);
            ck_assert(descent__recorded_slope_leads_to_end(2, rows, points, norms, 0)); /* of no extent */
            norms[0] = 1e7; /* beside that it is gone, and the first is far but where it is the one that is felt */
            ck_assert_int_eq(descent__recorded_slope_leads_to_end(2, rows, points, norms, 8), felt == 0 && !far);
            ck_assert_int_eq(descent__recorded_slope_leads_to_end(2, rows, points, norms, 0.125), false);
        }
}
END_TEST

/* Means of logarithms over quarters of the steps that are not rounding: written down here once more, on steps that scatter. */
static double quarter_mean(size_t steps, size_t back, const double *lengths, const double *norms)
{
    const size_t quarter = steps / 4;
    double product = 0, counted = 0;
    for (size_t k = 0; k < quarter; k++) {
        const size_t at = steps - back * quarter + k;
        if (lengths[at] > 0 && norms[at] > 0) {
            product += log(lengths[at]) - log(norms[at]);
            counted++;
        }
    }
    return product / counted;
}

START_TEST(a_pace_grows_from_quarter_to_quarter)
{
    for (size_t steps = 96; steps < 104; steps++)
        for (size_t rounding = 0; rounding < 3; rounding++)
            for (int slower = 0; slower < 2; slower++) {
                double lengths[106], norms[106];
                for (size_t k = 0; k < 106; k++) {
                    norms[k] = scatter(3 * k + steps);
                    lengths[k] =
                        norms[k] * scatter(k) * exp(0.1 * (double)k + (slower ? -1 : 1) * 3e-4 * (double)(k * k));
                }
                lengths[50] = norms[70] = 0; /* of no step, and on no slope, there is no pace */
                const double floor = 1e-4;
                for (size_t k = 0; k < rounding; k++)
                    lengths[steps + k] = DESCENT__WELL_ABOVE_ROUNDING * floor;
                lengths[steps - 1] = fmax(lengths[steps - 1], 1.001 * DESCENT__WELL_ABOVE_ROUNDING * floor);
                const double third = quarter_mean(steps, 3, lengths, norms),
                             half = quarter_mean(steps, 2, lengths, norms);
                const double last = quarter_mean(steps, 1, lengths, norms), least = fmin(half - third, last - half);
                ck_assert_double_gt(least, 0.5);
                ck_assert(
                    descent__recorded_step_size_grows(steps + rounding, lengths, norms, floor, least * (1 - 1e-9)));
                ck_assert(
                    !descent__recorded_step_size_grows(steps + rounding, lengths, norms, floor, least * (1 + 1e-9)));
                /* What keeps its pace: the last two quarters alone, brought to the edge by the last of them. */
                for (int sign = -1; sign <= 1; sign += 2)
                    for (int keeps = 0; keeps < 2; keeps++) {
                        double moved[106];
                        const double edge = sign * DESCENT__PACE_KEPT * (keeps ? 1 - 1e-9 : 1 + 1e-9);
                        for (size_t k = 0; k < 106; k++)
                            moved[k] = lengths[k] * (k >= steps - steps / 4 ? exp(half - last + edge) : 1);
                        ck_assert_int_eq(descent__recorded_pace_keeps(steps, moved, norms, 0), keeps);
                    }
            }
    double ones[96];
    for (size_t k = 0; k < 96; k++)
        ones[k] = 1;
    ck_assert(!descent__recorded_step_size_grows(96, ones, ones, 0, 0));
    ck_assert(descent__recorded_step_size_grows(96, ones, ones, 0, -1e-9));
    ck_assert(descent__recorded_pace_keeps(32, ones, ones, 0.9 / DESCENT__WELL_ABOVE_ROUNDING));
    ck_assert(!descent__recorded_pace_keeps(32, ones, ones, 1.0 / DESCENT__WELL_ABOVE_ROUNDING)); /* all is rounding */
    ck_assert(!descent__recorded_pace_soars(32, ones, ones, 1.0 / DESCENT__WELL_ABOVE_ROUNDING));
    ones[31] = 1e-9;
    ck_assert(!descent__recorded_pace_keeps(32, ones, ones, 1e-6)); /* 31 steps are seven in each quarter */
}
END_TEST

/* The middle eighth of the rows, by its geometric mean, against the longest of the last eighth; nothing else counts. */
START_TEST(an_end_is_told_from_the_middle)
{
    for (size_t part = 2; part <= 5; part++)
        for (size_t more = 0; more < 8; more++)
            for (int which = 0; which < 4; which++) {
                double points[2 * 48] = {0}, norms[48], paces[48];
                const size_t rows = 8 * part + more, middle = rows / 2 - part / 2;
                double mean = 0;
                for (size_t k = 0; k < rows; k++) {
                    norms[k] = scatter(k);
                    paces[k] = k < middle ? 1e-3 : 1e3;
                }
                for (size_t k = 0; k < part; k++) {
                    paces[middle + k] = 8 * scatter(7 * k + more);
                    mean += log(paces[middle + k]) / (double)part;
                    paces[rows - 1 - k] = 1e-2;
                }
                for (size_t k = middle + part; k < middle + 2 * part && k < rows - part; k++)
                    paces[k] = k % 2 ? 1e-3 : 1e3;
                paces[rows - part] = DESCENT__PACE_ENDS * exp(mean) * (which == 1 ? 1 + 1e-9 : 1 - 1e-9);
                if (which > 1)
                    paces[rows - 1] = paces[rows - 2] * DESCENT__PACE_REVIVES * (which == 2 ? 1 - 1e-9 : 1 + 1e-9);
                if (which > 1 && part == 2)
                    paces[rows - 2] /= 2, paces[rows - 1] /= 2;
                for (size_t k = 1; k < rows; k++) { /* pace is length over the slope that the step was made on */
                    const double length = paces[k] * norms[k - 1];
                    points[2 * k] = points[2 * k - 2] + 0.6 * length;
                    points[2 * k + 1] = points[2 * k - 1] - 0.8 * length;
                }
                ck_assert_msg(descent__recorded_step_size_ends(2, rows, points, norms) == (which == 0 || which == 2),
                              "%zu rows, %d", rows, which);
                ck_assert(!descent__recorded_step_size_ends(2, 15, points, norms));
            }
}
END_TEST

/* Each row of the third quarter and of the last counts, and none before. */
START_TEST(the_lowest_of_two_quarters_tells)
{
    for (size_t rows = 2; rows <= 13; rows++) {
        const size_t first = (rows - 1) / 2, middle = (first + rows) / 2;
        double losses[14];
        for (size_t k = 0; k < 14; k++)
            losses[k] = k < first ? 0 : k < middle ? 5 : k >= rows ? -9 : 4;
        losses[rows - 1] = 3;
        if (middle < rows - 1)
            ck_assert(descent__recorded_loss_falls(rows, losses));
        for (size_t k = first; k < middle; k++) {
            const double kept = losses[k];
            losses[k] = 3; /* as low as the last is not lower */
            ck_assert(!descent__recorded_loss_falls(rows, losses));
            losses[k] = kept;
        }
        for (size_t k = middle; k < rows; k++)
            losses[k] = 7;
        losses[rows - 1] = 6;
        if (middle < rows - 1)
            ck_assert(!descent__recorded_loss_falls(rows, losses));
        for (size_t k = middle; k + 1 < rows; k++) {
            losses[k] = 4;
            losses[rows - 2] = fmax(losses[rows - 2], k + 2 == rows ? 4 : 7);
            losses[rows - 1] = k + 2 == rows ? 3.5 : 6;
            ck_assert(descent__recorded_loss_falls(rows, losses));
            losses[k] = 7;
        }
        losses[rows - 1] = losses[rows - 2] = 1; /* it stands */
        ck_assert(!descent__recorded_loss_falls(rows, losses));
    }
    const double two[] = {2, 1};
    ck_assert(descent__recorded_loss_falls(2, two));
    ck_assert(!descent__recorded_loss_falls(0, two));
}
END_TEST

/* Each of the last three steps must win, and no other. */
START_TEST(the_last_three_steps_count)
{
    for (size_t rows = 1; rows <= 7; rows++)
        for (size_t bad = 1; bad < rows; bad++) {
            double losses[8];
            for (size_t k = 0; k < 8; k++)
                losses[k] = 9 - (double)k + (k >= bad && k < rows ? 1 : 0); /* into `bad` it stands */
            ck_assert_int_eq(descent__recorded_steps_descend(rows, losses), bad + 3 < rows);
        }
    ck_assert(descent__recorded_steps_descend(1, (double[]){1}));
}
END_TEST

/* Means of the last quarter and of the one before; what never falls climbs by any rise. */
START_TEST(quarters_are_compared_by_their_means)
{
    for (size_t rows = 4; rows <= 24; rows++)
        for (int sign = -1; sign <= 1; sign++) {
            const size_t quarter = rows / 4;
            double losses[25], mean[2] = {0};
            for (size_t k = 0; k < 25; k++)
                losses[k] = k < rows - 2 * quarter ? 1e6 : k < rows ? 4 * scatter(k) : -1e6;
            losses[0] = 2e6; /* so that it falls somewhere */
            for (size_t k = 0; k < 2 * quarter; k++)
                mean[k / quarter] += losses[rows - 2 * quarter + k] / (double)quarter;
            for (size_t k = 0; k < quarter; k++)
                losses[rows - quarter + k] += mean[0] - mean[1] + sign * 1e-9;
            ck_assert_msg(descent__recorded_loss_climbs(rows, losses) == (sign > 0), "%zu rows, %d", rows, sign);
        }
    ck_assert(descent__recorded_loss_climbs(2, (double[]){1, 2}));
    ck_assert(descent__recorded_loss_climbs(3, (double[]){1, 1, 2}));
    ck_assert(descent__recorded_loss_climbs(5, (double[]){1, 2, 3, 3, 3})); /* quarters of one row are level */
    ck_assert(!descent__recorded_loss_climbs(3, (double[]){1, 0.5, 2}));
    ck_assert(!descent__recorded_loss_climbs(3, (double[]){1, 1, 1}));
    ck_assert(!descent__recorded_loss_climbs(1, (double[]){1}));
    ck_assert(!descent__recorded_loss_climbs(0, (double[]){1}));
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
                                  a_loss_climbs_from_quarter_to_quarter,
                                  one_row_near_the_end_is_enough,
                                  a_pace_grows_from_quarter_to_quarter,
                                  an_end_is_told_from_the_middle,
                                  the_lowest_of_two_quarters_tells,
                                  the_last_three_steps_count,
                                  quarters_are_compared_by_their_means};
    return descent_test_main(descent_test_suite("inside recorded", tests, sizeof tests / sizeof *tests));
}
