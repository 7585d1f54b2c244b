/* The pace toward flat points: orders, and the steps that they leave, by the formulas of a power. */
#include "diagnosis/verdict/thresholds.h"
#include "inside/way.h"

/* Twelve steps have no window: the orders are those of the distances after 3, 6 and 12 steps, and after 1, 3 and 6. */
typedef struct bent {
    double whole, half; /* orders */
    double middle;      /* distance after 6 steps; 1 after 3 */
} bent;

/* d^−p is linear in the steps; for p = 0 the logarithm is. */
static double along(double order, double at, double first, double from, double to, double steps)
{
    if (!(order > 0))
        return first * pow(at / first, steps / (to - from));
    return pow(pow(first, -order) + (pow(at, -order) - pow(first, -order)) * steps / (to - from), -1 / order);
}

/* Steps from 12 on until a distance is there, through those at 6 and 12. */
static double reaches(const double *d, double order, double goal)
{
    if (!(order > 0))
        return 6 * log(d[12] / goal) / log(d[6] / d[12]);
    return 6 * (pow(goal, -order) - pow(d[12], -order)) / (pow(d[12], -order) - pow(d[6], -order));
}

/* The same where a linear rate δ counts as well from there on: u = d^−p obeys u′ = p(δu + c). */
static double reaches_with(const double *d, double order, double goal, double delta)
{
    const double u = pow(d[12], -order), until = pow(goal, -order);
    const double c = (u - pow(d[6], -order)) / 6 / order - delta * u;
    return log((delta * until + c) / (delta * u + c)) / (order * delta);
}

static void set_up_bent(inside_way *b, const bent *of, size_t rows)
{
    inside_way_open(b, 1, descent_fixed_step(0.5), 0, 0);
    b->point.kind = DESCENT_CRITICAL_DEGENERATE;
    for (size_t k = 0; k < 13; k++)
        b->points[k] = 1e3; /* does not count */
    b->points[0] = 4;
    b->points[3] = 1;
    b->points[6] = of->middle;
    b->points[1] = along(of->half, of->middle, 1, 3, 6, -2);
    b->points[12] = along(of->whole, of->middle, 1, 3, 6, 9);
    inside_way_split(b, 12, rows);
}

static double goal_of(const inside_way *b, size_t rows, double order)
{
    const double here = b->points[rows > 0 ? rows - 1 : 0];
    return isnan(b->way.wanted) ? b->way.tolerance : here * pow(b->way.wanted, 1 / (order + 1));
}

/* What is told of a power: half of the fewest steps and twice the most, of the orders that may be; and a rate that is not seen. */
START_TEST(two_orders_that_agree_tell_a_power)
{
    static const struct {
        bent of;
        double told; /* 0 for none, −1 for a geometric law */
    } cases[] = {
        {{2, 2, 0.9}, 2},        {{2, 1.7, 0.9}, 2},        {{2, 1.5, 0.9}, 0},      {{2.05, 2.3, 0.9}, 2},
        {{2.5, 2.45, 0.9}, 2.5}, {{2.5, 2.55, 0.9}, 2.5},   {{2.5, 2.3, 0.9}, 0},    {{1, 1, 0.7}, 1},
        {{0.98, 1.1, 0.7}, 1},   {{0.21, 0.21, 0.8}, 0.21}, {{0.19, 0.19, 0.8}, -1}, {{0.21, 0.19, 0.8}, 0},
        {{0.19, 0.21, 0.8}, 0},  {{0, 0, 0.6}, -1},         {{0.15, 0, 0.6}, -1},
    };
    const size_t ends[] = {0, 1, 7, 13};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (size_t j = 0; j < 4; j++)
            for (int way = 0; way < 4; way++) {
                inside_way b;
                const double told = cases[k].told, error = way & 2 ? 1e-3 : 1e-12;
                const size_t rows = ends[j];
                set_up_bent(&b, &cases[k].of, rows);
                const double *const d = b.points;
                b.point.eigenvalue_tolerance = error; /* a rate of ½ of it may be there, not seen */
                b.way.alternates = way & 1;
                b.way.wanted = way & 1 ? 1e-3 : (double)NAN;
                b.way.tolerance = d[12] / 7;
                const double offset = rows > 0 ? 13 - (double)rows : 12;
                const double by_factor = offset + reaches(d, 0, goal_of(&b, rows, 0));
                descent_pace pace = {.rate = 9, .exponent = 9};
                ck_assert(descent__pace_by_order(&b.evidence, &b.way, &pace));
                if (told < 0) {
                    ck_assert_int_eq(pace.law, DESCENT_LAW_GEOMETRIC);
                    ck_assert_double_eq_tol(pace.rate, (way & 1 ? -1 : 1) * pow(d[12] / d[6], 1.0 / 6), 1e-14);
                    ck_assert_double_eq(pace.steps_to_go.value, fmax(1, ceil(by_factor)));
                    ck_assert_double_eq(pace.steps_to_go.low, fmax(1, floor(0.9 * by_factor)));
                    ck_assert_double_eq(pace.steps_to_go.high, fmax(1, ceil(1.1 * by_factor) + 1));
                } else if (told > 0) {
                    const double goal = goal_of(&b, rows, told), value = offset + reaches(d, told, goal);
                    const double order = cases[k].of.whole, before = cases[k].of.half;
                    const bool whole = fabs(told - round(told)) <= 0;
                    const double least = whole ? told : fmin(order, before), most = whole ? told : fmax(order, before);
                    /* A rate that is not seen is no more than the one that is. */
                    const double seen = (1 - pow(d[12] / d[6], least)) / (6 * least);
                    const double unseen = fmin(-log1p(-0.5 * error), seen);
                    const double soonest = offset + reaches_with(d, least, goal_of(&b, rows, least), unseen);
                    const double latest = offset + reaches(d, most, goal_of(&b, rows, most));
                    ck_assert_int_eq(pace.law, DESCENT_LAW_POWER);
                    ck_assert_double_eq_tol(pace.exponent, -1 / told, 1e-9);
                    ck_assert_double_eq_tol(pace.steps_to_go.value, fmax(1, ceil(value)), 1e-6 * value);
                    ck_assert_double_eq_tol(pace.steps_to_go.low, fmax(1, floor(0.5 * fmin(value, soonest))),
                                            1e-5 * value + 1e-9);
                    ck_assert_double_eq_tol(pace.steps_to_go.high, fmax(1, ceil(2 * fmax(value, latest)) + 1),
                                            1e-6 * value);
                } else
                    ck_assert_int_eq(pace.law, DESCENT_LAW_UNKNOWN);
                ck_assert(told > 0 || isnan(pace.exponent));
                ck_assert(told < 0 || isnan(pace.rate));
                descent__arena_release(&b.evidence.work);
            }
}
END_TEST

/* No law: no sooner than by the factor that it has, and no later than by the slowest order, the second at least, or 30 where none is told. */
START_TEST(without_a_law_two_of_them_bound_the_steps)
{
    static const struct {
        bent of;
        double end, slowest; /* distance after 12 steps, if not by the order */
    } cases[] = {
        {{1, 1.5, 0.6}, 0, 2}, {{3, 1, 0.6}, 0, 3},       {{2.5, 3.2, 0.75}, 0, 3.2},
        {{0, 1, 0.45}, 0, 2},  {{0, 0, 0.45}, 0.449, 30}, {{0, 8, 0.9}, 0.45, 8},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (size_t rows = 1; rows < 14; rows += 4) {
            inside_way b;
            set_up_bent(&b, &cases[k].of, rows);
            if (cases[k].end > 0)
                b.points[12] = cases[k].end;
            const double *const d = b.points, offset = 13 - (double)rows;
            b.way.tolerance = d[12] / 1.25;
            const double soonest = offset + reaches(d, 0, b.way.tolerance);
            const double latest = offset + reaches(d, cases[k].slowest, b.way.tolerance);
            descent_pace pace = {.rate = 9, .exponent = 9};
            ck_assert(descent__pace_by_order(&b.evidence, &b.way, &pace));
            ck_assert_int_eq(pace.law, DESCENT_LAW_UNKNOWN);
            ck_assert(isnan(pace.rate) && isnan(pace.exponent) && isnan(pace.steps_to_go.value));
            const bool tells = d[12] <= 0.5 * d[3];
            ck_assert_double_eq(pace.steps_to_go.low, tells ? fmax(1, floor(0.9 * soonest)) : 1);
            if (tells)
                ck_assert_double_eq_tol(pace.steps_to_go.high, ceil(2 * latest) + 1, 1e-5 * latest);
            else
                ck_assert_double_infinite(pace.steps_to_go.high);
            descent__arena_release(&b.evidence.work);
        }
}
END_TEST

/* With windows: of an exact power every split tells the same end, and each distance is as many steps back as its window is long. */
START_TEST(a_power_ends_where_it_does)
{
    for (size_t steps = 12; steps <= 240; steps += 19)
        for (size_t rows = 1; rows <= steps + 1; rows += steps / 3) {
            inside_way b;
            inside_way_open(&b, 2, descent_fixed_step(0.5), 0, 0);
            b.point.kind = DESCENT_CRITICAL_DEGENERATE;
            b.at[0] = -2;
            b.at[1] = 1;
            for (size_t k = 0; k <= steps; k++) {
                b.points[2 * k] = -2 + 3 / ((double)k + 5);
                b.points[2 * k + 1] = 1 - 4 / ((double)k + 5);
            }
            b.way.tolerance = 5.0 / 1000.3;
            inside_way_split(&b, steps, rows);
            descent_pace pace = {.rate = 9};
            ck_assert(descent__pace_by_order(&b.evidence, &b.way, &pace));
            ck_assert_double_eq(pace.exponent, -1);
            ck_assert_double_eq(pace.steps_to_go.value, 996 - ((double)rows - 1));
            ck_assert_double_eq(pace.steps_to_go.low, floor(0.5 * (995.3 - ((double)rows - 1))));
            ck_assert_double_eq(pace.steps_to_go.high, ceil(2 * (995.3 - ((double)rows - 1))) + 1);
            inside_way_split(&b, 11, 2);
            ck_assert(!descent__pace_by_order(&b.evidence, &b.way, &pace));
            descent__arena_release(&b.evidence.work);
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {two_orders_that_agree_tell_a_power, without_a_law_two_of_them_bound_the_steps,
                                  a_power_ends_where_it_does};
    return descent_test_main(descent_test_suite("inside pace by order", tests, sizeof tests / sizeof *tests));
}
