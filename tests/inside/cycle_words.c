/* The words for cycles: which are chosen, at both sides of every bound, of diagnoses written by hand. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <descent/diagnosis.h>

#include "diagnosis/explain/cycle_words.h"
#include "diagnosis/holdings.h"

#include "say.h"
#include "support.h"

static double at[] = {2, 1};

static descent_diagnosis diagnosis_of(descent_ending ending)
{
    return (descent_diagnosis){.ending = ending,
                               .dimension = 2,
                               .x = at,
                               .tolerance = 1e-6,
                               .steps = 100,
                               .rows = 101,
                               .gradient_norm = 1,
                               .noise = {NAN, NAN, NAN, {NULL}},
                               .lyapunov = {NAN, NAN, NAN}};
}

/* ---- points ---- */

enum {
    most_points = 1026
};

/* What stands behind an array: who reads it sees a cycle as wide as this. */
static const double behind = 1e9;

/* One variable that takes the values in turn, over and over. */
static descent_diagnosis cycle_of(double *orbit, size_t period, const double *values, size_t count)
{
    for (size_t j = 0; j < period; j++)
        orbit[j] = values[j % count];
    orbit[period] = behind;
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_PERIODIC);
    d.dimension = 1;
    d.cycle.period = period;
    d.cycle.orbit = orbit;
    d.pace.onset = 5;
    return d;
}

START_TEST(points_that_come_again_are_counted)
{
    static double orbit[most_points];
    static const double two[] = {0, 1}, sixteen_near[] = {0, 1, 0.0099, 1}, sixteen_far[] = {0, 1, 0.0101, 1},
                        sixteen_edge[] = {0, 1, 0.01, 1}, same[] = {0, 1, 0.9e-9, 1}, doubled[] = {0, 1, 1.1e-9, 1},
                        one[] = {1}, wide[] = {0, 4, 0.039, 4}, wider[] = {0, 4, 0.041, 4},
                        wide_same[] = {0, 4, 3.9e-9, 4}, wide_doubled[] = {0, 4, 4.1e-9, 4}, last[] = {0, 0, 0, 1};
    static const struct {
        size_t period;
        const double *values;
        size_t count, few;
    } cases[] = {
        {2, two, 2, 0}, /* as many as steps */
        {3, two, 2, 0}, /* 0 1 0: two in three */
        {4, two, 2, 2}, /* twice the same to rounding */
        {16, two, 2, 2},
        {16, sixteen_near, 4, 2}, /* one to a hundredth, in eight times as many steps */
        {15, sixteen_near, 4, 3}, /* in fewer only those count that are one to rounding */
        {16, sixteen_far, 4, 3},
        {4, same, 4, 2},
        {4, doubled, 4, 0},
        {4, one, 1, 0}, /* no cycle at all */
        {1024, two, 2, 2},
        {1025, two, 2, 0}, /* too many to compare */
        {16, sixteen_edge, 4, 2},
        /* Parts of the cycle's own size. */
        {16, wide, 4, 2},
        {16, wider, 4, 3},
        {4, wide_same, 4, 2},
        {4, wide_doubled, 4, 0},
        {1, one, 1, 0},
        {4, last, 4, 2},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent_diagnosis d = cycle_of(orbit, cases[k].period, cases[k].values, cases[k].count);
        ck_assert_msg(descent__explain_few_points(&d) == cases[k].few, "case %zu: %zu", k,
                      descent__explain_few_points(&d));
    }
    /* In sixty-four steps sixteen points, eight by a hundredth: told as eight. */
    double eight[16];
    for (size_t k = 0; k < 16; k++)
        eight[k] = (double)(k % 8) + (k < 8 ? 0 : 1e-3);
    descent_diagnosis d = cycle_of(orbit, 64, eight, 16);
    ck_assert_uint_eq(descent__explain_few_points(&d), 8);
    d.cycle.period = 48;
    ck_assert_uint_eq(descent__explain_few_points(&d), 16);
    d.cycle.orbit = NULL;
    ck_assert_uint_eq(descent__explain_few_points(&d), 0);
    /* Points that only the second variable tells apart are others. */
    static double plane[] = {0, 0, 0, 1, 0, 0, 0, 1};
    d.dimension = 2;
    d.cycle.orbit = plane;
    d.cycle.period = 4;
    ck_assert_uint_eq(descent__explain_few_points(&d), 2);
    d.cycle.period = 0;
    ck_assert_uint_eq(descent__explain_few_points(&d), 0);
    /* As are those that only the first does, which moves farther. */
    static double first[] = {0, 0, 4, 1, 0.039, 0, 4, 1, 0, 0, 4, 1, 0.039, 0, 4, 1,
                             0, 0, 4, 1, 0.039, 0, 4, 1, 0, 0, 4, 1, 0.039, 0, 4, 1};
    d.cycle.orbit = first;
    d.cycle.period = 16;
    ck_assert_uint_eq(descent__explain_few_points(&d), 2);
}
END_TEST

static void assert_cycle(const descent_diagnosis *d, const char *wanted)
{
    char *text = inside_said(descent__explain_cycle, d);
    ck_assert_str_eq(text, wanted);
    free(text);
}

#define IN_TURN "goes in turn, to within a hundredth of the cycle's size, "

START_TEST(up_to_four_points_are_listed)
{
    static double orbit[17];
    static const double values[] = {1, 3, 4, 7, 9}, two[] = {0, 1};
    descent_diagnosis d = cycle_of(orbit, 2, values, 5);
    assert_cycle(&d, "From step 5 on it " IN_TURN "through 1 and 3.");
    d.pace.onset = 0;
    assert_cycle(&d, "From the start on it " IN_TURN "through 1 and 3.");
    d.pace.onset = 1;
    assert_cycle(&d, "From step 1 on it " IN_TURN "through 1 and 3.");
    d.pace.onset = 101;
    assert_cycle(&d, "From step 101 on a copy that goes on " IN_TURN "through 1 and 3.");
    d = cycle_of(orbit, 4, values, 5);
    assert_cycle(&d, "From step 5 on it " IN_TURN "through 1, 3, 4 and 7.");
    d = cycle_of(orbit, 5, values, 5);
    assert_cycle(&d, "From step 5 on it " IN_TURN "through 1, 3, 4 and 7, and so on.");
    /* Beginning with that of the onset, and round. */
    descent__holdings holdings = {.at_onset = 3};
    d.internal = &holdings;
    assert_cycle(&d, "From step 5 on it " IN_TURN "through 7, 9, 1 and 3, and so on.");
    d = cycle_of(orbit, 16, two, 2);
    assert_cycle(&d, "From step 5 on it " IN_TURN "through 0, 1, 0 and 1, and so on: only 2 different ones in all, in "
                     "an order that takes 16 steps to begin anew.");
}
END_TEST

/* Of more than six variables the three that move most, if they move beyond the tolerance. */
START_TEST(the_variables_that_move_most_are_told)
{
    enum {
        many = 7
    };
    static const struct {
        size_t dimension;
        double ranges[many];
        const char *told;
    } cases[] = {
        {many, {0.5, 2, 5, 0, 3, 1, 4}, "in x₃, x₇ and x₅, through (0, 0, 0) and (5, 4, 3)."},
        {many, {5, 5, 5, 5, 6, 5, 5}, "in x₅, x₁ and x₂, through (0, 0, 0) and (6, 5, 5)."},
        {many, {0, 0, 0.25, 0, 0, 0, 1}, "in x₇ and x₃, through (0, 0) and (1, 0.25)."},
        {many,
         {0, 0.5, 0, 0, 0, 0, 0.125},
         "in x₂, through 0 and 0.5."}, /* the last within the tolerance, as far as it goes */
        {many, {0, 0, 0, 0, 0, 0, 0.125}, "through (0, 0, 0, 0, …) and (0, 0, 0, 0, …)."},
        /* A small point is told whole, also what moves within the tolerance. */
        {many - 1, {0.06, 2, 5, 0, 3, 1}, "through (0, 0, 0, 0, 0, 0) and (0.06, 2, 5, 0, 3, 1)."},
        {many, {0, -0.5, 0.25, 0, -3, 0, 0}, "in x₅, x₂ and x₃, through (0, 0, 0) and (-3, -0.5, 0.25)."},
        {many, {1, 2, 3, 4, 5, 6, 7}, "in x₇, x₆ and x₅, through (0, 0, 0) and (7, 6, 5)."},
        {many, {7, 6, 5, 4, 3, 2, 1}, "in x₁, x₂ and x₃, through (0, 0, 0) and (7, 6, 5)."},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double orbit[3 * many] = {0};
        for (size_t i = 2 * cases[k].dimension; i < 3 * many; i++)
            orbit[i] = i % 2 ? behind : -behind;
        memcpy(orbit + cases[k].dimension, cases[k].ranges, cases[k].dimension * sizeof *orbit);
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_PERIODIC);
        d.dimension = cases[k].dimension;
        d.tolerance = 0.125;
        d.pace.onset = 5;
        d.cycle.period = 2;
        d.cycle.orbit = orbit;
        char wanted[240];
        snprintf(wanted, sizeof wanted, "From step 5 on it " IN_TURN "%s", cases[k].told);
        assert_cycle(&d, wanted);
    }
}
END_TEST

/* What is nothing beside the cycle, and within the tolerance, is zero; at a kink the side counts, however near it is. */
START_TEST(what_is_nothing_beside_a_cycle_is_zero)
{
    static const struct {
        double tolerance, first, second;
        unsigned findings;
        const char *told;
    } cases[] = {
        {0.1, 0.0019, 0.0019, 0, "(0, -1) and (0, 1)."},           /* a thousandth of the width of 2 */
        {0.1, 0.0021, 0.0021, 0, "(0.0021, -1) and (0.0021, 1)."}, /* more */
        {1e-4, 0.0019, 0.9e-4, 0, "(0.0019, -1) and (0, 1)."},     /* beyond the tolerance, and within */
        {1e-4, 1e-4, 1.1e-4, 0, "(0, -1) and (0.00011, 1)."},
        /* A range of the tolerance, 2⁻¹⁰, decides nothing; a little more does. */
        {0x1p-10, 0x1p-11, 0x3p-11, DESCENT_FINDING_KINK, "(0, -1) and (0.00146484, 1)."},
        {0x1p-10, 0x1p-11, 0x3.1p-11, DESCENT_FINDING_KINK, "(0.000488281, -1) and (0.00149536, 1)."},
        {1e-4, 5e-5, 5e-4, DESCENT_FINDING_KINK, "(5e-05, -1) and (0.0005, 1)."},
        {1e-4, 5e-5, 6e-5, DESCENT_FINDING_KINK, "(0, -1) and (0, 1)."},
        {1e-4, 5e-5, 5e-4, DESCENT_FINDING_VALLEY, "(0, -1) and (0.0005, 1)."},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double orbit[] = {cases[k].first, -1, cases[k].second, 1, behind, -behind};
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_PERIODIC);
        d.tolerance = cases[k].tolerance;
        d.findings = cases[k].findings;
        d.cycle.period = 2;
        d.cycle.orbit = orbit;
        char wanted[240];
        snprintf(wanted, sizeof wanted, "From the start on it " IN_TURN "through %s", cases[k].told);
        assert_cycle(&d, wanted);
    }
    /* A thousandth of the widest variable, be that narrower than one, or the first. */
    static const struct {
        double orbit[6];
        const char *told;
    } narrow[] = {{{0.1, 0.00019, -0.1, 0.00019, behind, -behind}, "(0.1, 0) and (-0.1, 0)."},
                  {{0.1, 0.00021, -0.1, 0.00021, behind, -behind}, "(0.1, 0.00021) and (-0.1, 0.00021)."}};
    for (size_t k = 0; k < sizeof narrow / sizeof *narrow; k++) {
        double orbit[6];
        memcpy(orbit, narrow[k].orbit, sizeof orbit);
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_PERIODIC);
        d.tolerance = 0.1;
        d.cycle.period = 2;
        d.cycle.orbit = orbit;
        char wanted[240];
        snprintf(wanted, sizeof wanted, "From the start on it " IN_TURN "through %s", narrow[k].told);
        assert_cycle(&d, wanted);
    }
}
END_TEST

/* ---- multipliers ---- */

#define COMES  " So runs that are near come to the cycle, and more steps will not end it."
#define LEAVES " So the least push along a way that repels takes a run off the cycle."

/* The sentences about them of a 2-cycle of n variables; of the directions, where there are any, the k-th is along the k-th axis. */
static void assert_multipliers(size_t n, size_t count, const double *real, const double *imaginary, bool directions,
                               const char *wanted)
{
    enum {
        most = 8
    };
    double orbit[2 * most] = {0}, axes[most * most] = {0}, re[most + 1], im[most + 1];
    ck_assert_uint_le(count, most);
    for (size_t k = 0; k <= most; k++)
        re[k] = im[k] = NAN;
    memcpy(re, real, count * sizeof *re);
    memcpy(im, imaginary, count * sizeof *im);
    orbit[n] = 1;
    for (size_t k = 0; k < n; k++)
        axes[k * n + k] = 1;
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_PERIODIC);
    d.dimension = n;
    d.cycle.period = 2;
    d.cycle.orbit = orbit;
    d.cycle.multipliers = re;
    d.cycle.multipliers_imaginary = im;
    d.cycle.multiplier_count = count;
    d.cycle.multiplier_directions = directions ? axes : NULL;
    char *text = inside_said(descent__explain_cycle, &d);
    const char *const found = strstr(text, "Each round of 2 steps multiplies a small distance from the cycle");
    ck_assert_ptr_nonnull(found);
    ck_assert_str_eq(found + strlen("Each round of 2 steps multiplies a small distance from the cycle"), wanted);
    free(text);
}

/* By the modulus it grows, shrinks or neither, to a millionth; by the imaginary part, to a billionth, it turns. */
START_TEST(a_multiplier_tells_what_it_does)
{
    static const struct {
        double real, imaginary;
        const char *told;
    } cases[] = {
        {1, 0, " by 1 (it stays: neutral)."},
        {-1, 0, " by -1 (it stays: neutral)."},
        {1 + 0.9e-6, 0, " by 1 (it stays: neutral)."},
        {1 - 0.9e-6, 0, " by 1 (it stays: neutral)."},
        {1 + 1e-6, 0, " by 1 (it stays: neutral)."},
        {1 - 1e-6, 0, " by 1 (it stays: neutral)."},
        {1 + 1.1e-6, 0, " by 1 (it grows: repelling)." LEAVES},
        {1 - 1.1e-6, 0, " by 1 (it shrinks: attracting)." COMES},
        {0, 0, " by 0 (it shrinks: attracting)." COMES},
        {0.9e-6, 0, " by 0 (it shrinks: attracting)." COMES},
        {1e-6, 0, " by 1e-06 (it shrinks: attracting)." COMES},
        {1.1e-6, 0, " by 1.1e-06 (it shrinks: attracting)." COMES},
        {-1.5, 0, " by -1.5 (it grows: repelling)." LEAVES},
        {-0.5, 0, " by -0.5 (it shrinks: attracting)." COMES},
        {0.6, 0.8, " by 1 (it circles: neutral)."},
        {0.6, -0.8, " by 1 (it circles: neutral)."},
        {1.2, 1.6, " by 2 (it spirals outward: repelling)." LEAVES},
        {0.3, 0.4, " by 0.5 (it spirals inward: attracting)." COMES},
        {-0.5, 0.45e-9, " by -0.5 (it shrinks: attracting)." COMES},
        {-0.5, 0.55e-9, " by 0.5 (it spirals inward: attracting)." COMES},
        {-5e-7, 0, " by 0 (it shrinks: attracting)." COMES},
        {-2e-6, 0, " by -2e-06 (it shrinks: attracting)." COMES},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        assert_multipliers(1, 1, &cases[k].real, &cases[k].imaginary, true, cases[k].told);
}
END_TEST

START_TEST(multipliers_are_told_one_by_one_or_together)
{
    static const struct {
        size_t n, count;
        bool directions;
        double real[6], imaginary[6];
        const char *told;
    } cases[] = {
        {2,
         2,
         true,
         {0.5, 2},
         {0},
         " by 0.5 along (1, 0) (it shrinks: attracting) and 2 along (0, 1) (it grows: "
         "repelling)." LEAVES},
        {2, 2, false, {0.5, 2}, {0}, " by 0.5 (it shrinks: attracting) and 2 (it grows: repelling)." LEAVES},
        {3,
         3,
         true,
         {0.25, 0.5, 1},
         {0},
         " by 0.25 along (1, 0, 0) (it shrinks: attracting), 0.5 along (0, 1, 0) (it "
         "shrinks: attracting) and 1 along (0, 0, 1) (it stays: neutral)."},
        /* Of both the point and what is kept there is no direction of points. */
        {1,
         2,
         true,
         {0.25, 0.5},
         {0},
         ", of the point and what the rule remembers together, by 0.25 (it shrinks: "
         "attracting) and 0.5 (it shrinks: attracting)." COMES},
        /* A pair counts once, and has no direction; another factor as great is another. */
        {2, 2, true, {0.3, 0.3}, {0.4, -0.4}, " by 0.5 (it spirals inward: attracting)." COMES},
        {2,
         2,
         true,
         {0.3, 0.3},
         {0.4, 0.4},
         " by 0.5 (it spirals inward: attracting) and 0.5 (it spirals inward: "
         "attracting)." COMES},
        {2, 2, false, {0.3, 0.3}, {0.4, 0.4}, " by 0.5 (it spirals inward: attracting)." COMES},
        {2,
         2,
         true,
         {0.3, 0.3},
         {0.4, -0.4 * (1 + 3e-6)},
         " by 0.5 (it spirals inward: attracting) and 0.5 (it "
         "spirals inward: attracting)." COMES},
        /* Every way the same, to a millionth of 1 or of the factor. */
        {2, 2, true, {-0.25, -0.25}, {0}, " by -0.25 every way." COMES},
        {2, 2, true, {1e-7, 2e-7}, {0}, " by 0 every way." COMES},
        {2, 2, true, {0.9e-6, 1.1e-6}, {0}, " by 0 every way." COMES},
        {2, 2, true, {1e-6, 1.1e-6}, {0}, " by 1e-06 every way." COMES},
        {2, 2, true, {5e-5, 5.09e-5}, {0}, " by 5e-05 every way." COMES},
        /* The same as the first is meant. */
        {3, 3, false, {0.5, 0.5 + 0.9e-6, 0.5 + 1.8e-6}, {0}, " by 0.5 (it shrinks: attracting)." COMES},
        {2, 2, true, {5, 5 + 4e-6}, {0}, " by 5 every way." LEAVES},
        {2, 2, false, {0.5, 0.5 + 0.9e-6}, {0}, " by 0.5 every way." COMES},
        {2,
         2,
         false,
         {0.5, 0.5 + 1.5e-6},
         {0},
         " by 0.5 (it shrinks: attracting) and 0.5 (it shrinks: attracting)." COMES},
        /* Without directions one that is equal is told by the one before. */
        {3,
         3,
         false,
         {0.5, 0.5, 0.75},
         {0},
         " by 0.5 (it shrinks: attracting) and 0.75 (it shrinks: attracting)." COMES},
        {3,
         3,
         false,
         {0.5, 0.5 + 0.9e-6, 0.75},
         {0},
         " by 0.5 (it shrinks: attracting) and 0.75 (it shrinks: attracting)." COMES},
        {3,
         3,
         false,
         {0.5, 0.5 + 1.5e-6, 0.75},
         {0},
         " by 0.5 (it shrinks: attracting), 0.5 (it shrinks: attracting) and 0.75 (it shrinks: attracting)." COMES},
        /* Conjugates to a millionth of what they turn by: 10⁶ and 1 more. */
        {2, 2, true, {0, 0}, {1e6 + 1, -1e6}, " by 1e+06 (it spirals outward: repelling)." LEAVES},
        {2,
         2,
         true,
         {0.5, 0.5},
         {2e-6, 0},
         " by 0.5 (it spirals inward: attracting) and 0.5 along (0, 1) (it shrinks: attracting)." COMES},
        {3, 3, false, {5, 5 + 4e-6, 6}, {0}, " by 5 (it grows: repelling) and 6 (it grows: repelling)." LEAVES},
        {3,
         3,
         true,
         {0.5, 0.5, 0.75},
         {0},
         " by 0.5 along (1, 0, 0) (it shrinks: attracting), 0.5 along (0, 1, 0) "
         "(it shrinks: attracting) and 0.75 along (0, 0, 1) (it shrinks: "
         "attracting)." COMES},
        /* Four are told, of five the least and the greatest. */
        {4,
         4,
         false,
         {0.1, 0.2, 0.3, 0.4},
         {0},
         " by 0.1 (it shrinks: attracting), 0.2 (it shrinks: attracting), 0.3 "
         "(it shrinks: attracting) and 0.4 (it shrinks: attracting)." COMES},
        {5,
         5,
         true,
         {-0.1, 0.2, 0.3, 0.4, 0.5},
         {0},
         " by factors from 0.1 in modulus up to 0.5 along (0, 0, 0, 0, "
         "1) (it shrinks: attracting)." COMES},
        {5,
         5,
         false,
         {1e-6, 0.2, 0.3, 0.4, 2},
         {0},
         " by factors from 1e-06 in modulus up to 2 (it grows: repelling)." LEAVES},
        {6,
         6,
         false,
         {0.1, 0.3, 0.3, 0.6, 0.7, 0.8},
         {0, 0.4, -0.4},
         " by factors from 0.1 in modulus up to 0.8 (it shrinks: attracting)." COMES},
        {5,
         5,
         false,
         {0.9e-6, 0.2, 0.3, 0.4, 2},
         {0},
         " by factors from 0 in modulus up to 2 (it grows: "
         "repelling)." LEAVES},
        {5,
         5,
         false,
         {0.1, 0.2, 0.3, 0.3, 0.4},
         {0},
         " by 0.1 (it shrinks: attracting), 0.2 (it shrinks: "
         "attracting), 0.3 (it shrinks: attracting) and 0.4 (it shrinks: "
         "attracting)." COMES},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        assert_multipliers(cases[k].n, cases[k].count, cases[k].real, cases[k].imaginary, cases[k].directions,
                           cases[k].told);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        points_that_come_again_are_counted,    up_to_four_points_are_listed,
        the_variables_that_move_most_are_told, what_is_nothing_beside_a_cycle_is_zero,
        a_multiplier_tells_what_it_does,       multipliers_are_told_one_by_one_or_together,
    };
    return descent_test_main(descent_test_suite("inside_cycle_words", tests, sizeof tests / sizeof tests[0]));
}
