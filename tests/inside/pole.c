/* A pole on a way, told from all else that is steep there: where it is, and where the loss goes to on both sides, is known from formulas. */
#include <float.h>
#include <math.h>
#include <stdint.h>

#include "problem/pole.h"

#include "support.h"

typedef double formula(double x);

typedef struct line {
    formula *loss;
    double from, to;
    size_t calls;
} line;

static double along(double part, void *context)
{
    line *const l = context;
    l->calls++;
    return l->loss(l->from * (1 - part) + l->to * part);
}

static double resolution(double from, double to)
{
    return DBL_EPSILON * fmax(fmin(fabs(from), fabs(to)) / fabs(to - from), DBL_EPSILON);
}

/* From the end where numbers are finer, as it asks to be. */
static descent__pole find(formula *loss, double from, double to, size_t *calls)
{
    const bool turned = fabs(to) < fabs(from);
    line l = {.loss = loss, .from = turned ? to : from, .to = turned ? from : to};
    const descent__pole pole = descent__pole_between(along, &l, resolution(from, to));
    if (calls)
        *calls = l.calls;
    return turned && pole.near ? (descent__pole){.near = pole.far, .far = pole.near, .at = 1 - pole.at} : pole;
}

/* clang-format off */
#define FORMULA(name, expression) static double name(double x) { return expression; }
/* clang-format on */

/* With the pole at 0, and how the loss goes on the left and the right of it. */
FORMULA(reciprocal, 1 / x)
FORMULA(cube, -1 / (x * x * x))
FORMULA(square, 1 / (x * x))
FORMULA(well, -1 / fabs(x))
FORMULA(root, 1 / cbrt(fabs(x)))
FORMULA(logarithm, log(fabs(x)))
FORMULA(barrier, 7 - log(fabs(x)))
FORMULA(sum, x + 1 / x)
FORMULA(in_a_bowl, 1 / x + (x + 1) * (x + 1))
FORMULA(uneven, x < 0 ? 3 / x : 1 / x)
FORMULA(cotangent, cos(x) / sin(x))
FORMULA(in_a_valley, x *x + 0.1 * x - log(fabs(x)))

static const struct {
    const char *name;
    formula *loss;
    int left, right;
} poles[] = {
    {"1/x", reciprocal, -1, 1},    {"−1/x³", cube, 1, -1},      {"1/x²", square, 1, 1},
    {"−1/|x|", well, -1, -1},      {"|x|^(−1/3)", root, 1, 1},  {"log|x|", logarithm, -1, -1},
    {"7 − log|x|", barrier, 1, 1}, {"x + 1/x", sum, -1, 1},     {"1/x + (x + 1)²", in_a_bowl, -1, 1},
    {"3/x, 1/x", uneven, -1, 1},   {"cot x", cotangent, -1, 1}, {"x² + 0.1x − log|x|", in_a_valley, 1, 1},
};

/* From either side, wherever on the way it is: at its middle, too, and all but at its ends. */
START_TEST(a_pole_is_found)
{
    static const double parts[] = {0.5, 0.25, 0.1, 1.0 / 3, 0.9, 0.0123, 0.999, 0.53125, 0.4999};
    static const double lengths[] = {1, 0.03, 2.5};
    for (size_t k = 0; k < sizeof poles / sizeof *poles; k++)
        for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
            for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++) {
                const double left = -parts[p] * lengths[l], right = (1 - parts[p]) * lengths[l];
                size_t calls;
                const descent__pole up = find(poles[k].loss, left, right, &calls);
                ck_assert_msg(up.near == poles[k].left && up.far == poles[k].right, "%s, from %g to %g: %d, %d",
                              poles[k].name, left, right, up.near, up.far);
                ck_assert_double_eq_tol(up.at, parts[p], 1e-12);
                ck_assert_uint_le(calls, 7 * 52);
                const descent__pole down = find(poles[k].loss, right, left, NULL);
                ck_assert_msg(down.near == poles[k].right && down.far == poles[k].left, "%s, from %g to %g: %d, %d",
                              poles[k].name, right, left, down.near, down.far);
                ck_assert_double_eq_tol(down.at, 1 - parts[p], 1e-12);
            }
}
END_TEST

static double place;

FORMULA(shifted, 1 / (x - place))
FORMULA(shifted_logarithm, log(fabs(x - place)))

/* Away from 0 the numbers end sooner: there a pole is seen on ways that are not too short for them, and on others nothing is. */
START_TEST(a_pole_is_found_wherever_it_is)
{
    for (place = 0.7; place < 1e9; place *= 13)
        for (double part = 0.02; part < 1; part += 0.071)
            for (double length = 16 * place; length > 1e-9 * place; length /= 5) {
                const double from = place - part * length, to = from + length;
                const bool seen = descent__pole_can_be_seen(resolution(from, to));
                const descent__pole pole = find(shifted, from, to, NULL);
                ck_assert_msg(pole.near == -seen && pole.far == seen, "at %g, from %g to %g", place, from, to);
                const descent__pole even = find(shifted_logarithm, from, to, NULL);
                ck_assert_msg(even.near == -seen && even.far == -seen, "log at %g, from %g to %g", place, from, to);
            }
    ck_assert(descent__pole_can_be_seen(DBL_EPSILON));
    ck_assert(!descent__pole_can_be_seen(0x1p-38));
    ck_assert(descent__pole_can_be_seen(0x1p-39));
    ck_assert(!descent__pole_can_be_seen(NAN));
    ck_assert(!descent__pole_can_be_seen(0));
}
END_TEST

START_TEST(the_poles_of_the_tangent_are_found)
{
    const double half = acos(-1) / 2;
    for (int k = -40; k < 40; k++) {
        const double at = (2 * k + 1) * half;
        const descent__pole pole = find(tan, at - 0.3, at + 1.1, NULL);
        ck_assert_msg(pole.near == 1 && pole.far == -1, "%d: %d, %d", k, pole.near, pole.far);
        ck_assert_double_eq_tol(pole.at, 0.3 / 1.4, 1e-12);
        ck_assert_int_eq(find(tan, at + 0.1, at + 1.1, NULL).near, 0);
    }
}
END_TEST

FORMULA(parabola, 3 * x * x - x)
FORMULA(quartic, x *x *x *x)
FORMULA(steep, exp(100 * x))
FORMULA(steeper, exp(x *x))
FORMULA(twice, exp(exp(x)))
FORMULA(peak, 1 / (x * x + 1e-6))
FORMULA(narrow_peak, 1 / (x * x + 1e-16))
FORMULA(narrow_well, log(x *x + 1e-16))
FORMULA(step_of_tanh, tanh(1e6 * x))
FORMULA(sharp_step, tanh(1e12 * x))
FORMULA(step_of_root, x / sqrt(x * x + 1e-14))
FORMULA(kink, fabs(x))
FORMULA(kink_on_slope, fabs(x) + 1000 * x)
FORMULA(cusp, sqrt(fabs(x)))
FORMULA(cusp_on_height, 5 + copysign(sqrt(fabs(x)), x))
FORMULA(sharp_cusp, pow(fabs(x), 0.05))
FORMULA(jump, (double)(x > 0) - (double)(x < 0))
FORMULA(stairs, floor(3 * x) + x)
FORMULA(saw, x - floor(x))
FORMULA(end_of_logarithm, log(x))
FORMULA(end_of_root, sqrt(x))
FORMULA(wall, fabs(x) < 0.1 ? INFINITY : x * x)
FORMULA(spot, fabs(x) > 0 ? x * x : INFINITY)
FORMULA(one_sided, x > 0 ? 1 / x : x)
FORMULA(finer_and_finer, sin(1 / x))
FORMULA(fine_waves, sin(1e9 * x) + x)
FORMULA(flat, 4 + 0 * x)
FORMULA(nothing, NAN *x)
FORMULA(grows_at_last, x *log(fabs(x)))

static double rough(double x)
{
    uint64_t bits = (uint64_t)(fabs(x) * 0x1p52) * UINT64_C(6364136223846793005);
    bits ^= bits >> 29;
    return x * x + 1e-3 * (double)((bits * UINT64_C(2862933555777941757)) >> 11) * 0x1p-53;
}

static const struct {
    const char *name;
    formula *loss;
} others[] = {
    {"3x² − x", parabola},
    {"x⁴", quartic},
    {"cos x", cos},
    {"exp 100x", steep},
    {"exp x²", steeper},
    {"exp exp x", twice},
    {"1/(x² + 10⁻⁶)", peak},
    {"1/(x² + 10⁻¹⁶)", narrow_peak},
    {"log(x² + 10⁻¹⁶)", narrow_well},
    {"tanh 10⁶x", step_of_tanh},
    {"tanh 10¹²x", sharp_step},
    {"x/√(x² + 10⁻¹⁴)", step_of_root},
    {"|x|", kink},
    {"|x| + 1000x", kink_on_slope},
    {"√|x|", cusp},
    {"5 ± √|x|", cusp_on_height},
    {"|x|^0.05", sharp_cusp},
    {"sign x", jump},
    {"⌊3x⌋ + x", stairs},
    {"x − ⌊x⌋", saw},
    {"log x", end_of_logarithm},
    {"√x", end_of_root},
    {"a wall", wall},
    {"a spot", spot},
    {"1/x on one side", one_sided},
    {"sin 1/x", finer_and_finer},
    {"sin 10⁹x", fine_waves},
    {"4", flat},
    {"nothing", nothing},
    {"x log|x|", grows_at_last},
    {"rough", rough},
};

START_TEST(what_is_steep_is_no_pole)
{
    static const double ways[][2] = {{-0.5, 0.5},  {-0.12, 9.9},  {0.3, -0.0123}, {2, 0.1},
                                     {-1e-3, 2},   {0.99, 1.013}, {-30, 0.7},     {1.6, -1.5},
                                     {-3.3, -1.2}, {0.5, 1000},   {999.2, 1001},  {-2, 3}};
    for (size_t k = 0; k < sizeof others / sizeof *others; k++)
        for (size_t w = 0; w < sizeof ways / sizeof *ways; w++)
            for (int side = 0; side < 2; side++) {
                size_t calls;
                const descent__pole pole = find(others[k].loss, ways[w][side], ways[w][1 - side], &calls);
                ck_assert_msg(pole.near == 0 && pole.far == 0, "%s, from %g to %g: %d, %d", others[k].name,
                              ways[w][side], ways[w][1 - side], pole.near, pole.far);
                ck_assert_uint_le(calls, 7 * 52);
            }
    /* What is smooth costs little. */
    size_t calls;
    (void)find(cos, 1, 3, &calls);
    ck_assert_uint_le(calls, 50);
    /* No way at all. */
    ck_assert_int_eq(find(reciprocal, 1, 1, NULL).near, 0);
    ck_assert_int_eq(find(reciprocal, 0, 1, NULL).near, 0);
    ck_assert_int_eq(find(reciprocal, -1, 0, NULL).near, 0);
    ck_assert_int_eq(find(reciprocal, -1, INFINITY, NULL).near, 0);
}
END_TEST

/* descent__pole_changes: by 0.75 of the part before; descent__pole_roundings: both beyond eight of what the loss is there. */
START_TEST(a_loss_leads_to_a_pole_if_it_changes_as_much)
{
    ck_assert(descent__leads_to_pole(1, 0.76, 1));
    ck_assert(!descent__leads_to_pole(1, 0.74, 1));
    ck_assert(descent__leads_to_pole(-1, -2, 1));
    ck_assert(!descent__leads_to_pole(1, -1, 1));
    ck_assert(!descent__leads_to_pole(0, 1, 1));
    ck_assert(descent__leads_to_pole(9 * DBL_EPSILON, 1, -1));
    ck_assert(!descent__leads_to_pole(8 * DBL_EPSILON, 1, -1));
    ck_assert(!descent__leads_to_pole(NAN, 1, 1));
    ck_assert(!descent__leads_to_pole(1, NAN, 1));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_pole_is_found,
        a_pole_is_found_wherever_it_is,
        the_poles_of_the_tangent_are_found,
        what_is_steep_is_no_pole,
        a_loss_leads_to_a_pole_if_it_changes_as_much,
    };
    return descent_test_main(descent_test_suite("inside_pole", tests, sizeof tests / sizeof *tests));
}
