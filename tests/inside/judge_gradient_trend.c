/* Which way the loss of a run's last points goes, by losses, turns and slopes that are written down here. */
#include "sweep/judge/gradient.h"
#include "sweep/judge/run_ending.h"

#include "support.h"

enum {
    most_points = descent__run_verdict_points + 1
};

/* The loss of a point in the plane is looked up by its first coordinate; it fails at one of them. */
typedef struct losses {
    double values[most_points];
    size_t fails_at, calls;
} losses;

static int look_up(size_t n, const double *x, double *value, void *context)
{
    losses *const own = context;
    (void)n;
    own->calls++;
    *value = own->values[(size_t)x[0]];
    return (size_t)x[0] == own->fails_at;
}

/* Uphill to the right; the second coordinate counts threefold. */
static int uphill(size_t n, const double *x, double *g, void *context)
{
    losses *const own = context;
    own->calls++;
    g[0] = 1;
    if (n > 1)
        g[1] = -3;
    return (size_t)x[0] == own->fails_at;
}

static void count_out(size_t n, double *x)
{
    for (size_t k = 0; k < most_points; k++)
        for (size_t i = 0; i < n; i++)
            x[k * n + i] = i == 0 ? (double)k : 0;
}

START_TEST(losses_fall_up_to_some_point)
{
    static const size_t counts[] = {2, 3, 4, 7, 64, most_points - 1, most_points};
    double x[2 * most_points];
    count_out(2, x);
    for (size_t j = 0; j < sizeof counts / sizeof *counts; j++)
        for (size_t falling = 2; falling <= counts[j]; falling += falling < 6 ? 1 : 11) {
            const size_t count = counts[j];
            losses own = {.fails_at = most_points};
            const descent_problem problem = {.dimension = 2, .gradient = uphill, .loss = look_up, .context = &own};
            descent__evaluator evaluator;
            assert_success(descent__evaluator_open(&evaluator, &problem));
            for (size_t k = 0; k < most_points; k++)
                own.values[k] = k < falling ? -(double)k : 1;
            const descent__sweep_evidence run = {.series = {.n = 2, .count = count, .points = x}};
            const size_t seen = count <= descent__run_verdict_points ? falling : 0;
            ck_assert_uint_eq(descent__judge_falling_points(&run, &evaluator), seen);
            ck_assert_uint_eq(own.calls, seen > 0 ? count : 0);
            for (own.fails_at = 0; own.fails_at <= count; own.fails_at += count - 1)
                ck_assert_uint_eq(descent__judge_falling_points(&run, &evaluator), own.fails_at < count ? 0 : seen);
            evaluator.problem.loss = NULL;
            ck_assert_uint_eq(descent__judge_falling_points(&run, &evaluator), 0);
            descent__evaluator_close(&evaluator);
        }
}
END_TEST

/* From the loss of four moves ago, or the first, to the last; where there is none, or both are the same, by the last turn. */
START_TEST(a_trend_is_that_of_losses_or_of_turns)
{
    double x[2 * most_points];
    for (size_t count = 1; count <= 12; count++)
        for (int way = -1; way <= 1; way++)
            for (int turn = -1; turn <= 1; turn++) {
                losses own = {.fails_at = most_points};
                const descent_problem problem = {.dimension = 2, .gradient = uphill, .loss = look_up, .context = &own};
                const size_t last = count - 1, first = last > 4 ? last - 4 : 0;
                descent__evaluator evaluator;
                assert_success(descent__evaluator_open(&evaluator, &problem));
                count_out(2, x);
                /* The last move leads on, across or back, and those before it zigzag where it leads on. Where it leads back the losses
                 * of two points are looked up at one place. */
                x[2 * last + 1] = count > 1 ? 1 : 0;
                if (count > 2) {
                    x[2 * last] = x[2 * last - 2] + 0.25 * turn;
                    for (size_t k = 0; k + 2 < count; k++)
                        x[2 * k + 1] = (turn > 0 ? 5 : 0) * (double)(k % 2);
                    x[2 * last - 1] = x[2 * last - 3];
                    x[2 * last + 1] = x[2 * last - 1] + 1;
                }
                for (size_t k = 0; k < count; k++)
                    own.values[(size_t)x[2 * k]] = k == first ? 0 : way > 0 ? -9 : 9;
                own.values[(size_t)x[2 * last]] = way;
                const descent__trend turns = count < 3  ? DESCENT__TREND_UNKNOWN
                                             : turn > 0 ? DESCENT__TREND_FALLS
                                             : turn < 0 ? DESCENT__TREND_RISES
                                                        : DESCENT__TREND_UNKNOWN;
                const descent__sweep_evidence run = {.series = {.n = 2, .count = count, .points = x}};
                const bool by_losses = count > 1 && way != 0 && (size_t)x[2 * last] != first;
                if ((size_t)x[2 * last] != first)
                    ck_assert_msg((int)descent__judge_trend(&run, &evaluator) == (by_losses ? way : (int)turns),
                                  "%zu points, %d, %d", count, way, turn);
                if (count > 1) {
                    own.fails_at = first;
                    ck_assert_int_eq(descent__judge_trend(&run, &evaluator), DESCENT__TREND_UNKNOWN);
                    own.fails_at = (size_t)x[2 * last];
                    ck_assert_int_eq(descent__judge_trend(&run, &evaluator), DESCENT__TREND_UNKNOWN);
                }
                evaluator.problem.loss = NULL;
                ck_assert_int_eq(descent__judge_trend(&run, &evaluator), turns);
                descent__evaluator_close(&evaluator);
            }
}
END_TEST

/* Of moves along (1, 0), (3, 1) and (0, 1) the first goes uphill, the second is level, and the third goes downhill. */
START_TEST(hills_are_crossed_where_moves_go_up_and_down)
{
    enum {
        moves = 17 /* of which the last 16 are looked at */
    };
    static const double move[3][2] = {{1, 0}, {3, 1}, {0, 1}};
    static const size_t counts[] = {2, 3, moves, moves + 1};
    const struct {
        size_t kinds[2]; /* of one move, and of all others */
        bool crosses;
    } cases[] = {{{0, 0}, false}, {{1, 1}, false}, {{2, 2}, false}, {{0, 1}, false}, {{1, 0}, false},
                 {{1, 2}, false}, {{2, 1}, false}, {{0, 2}, true},  {{2, 0}, true}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (size_t j = 0; j < 4; j++)
            for (size_t odd = 1; odd < counts[j]; odd++) {
                const size_t count = counts[j];
                double x[2 * (moves + 1)] = {0, 0}, work[2];
                losses own = {.fails_at = most_points};
                const descent_problem problem = {.dimension = 2, .gradient = uphill, .context = &own};
                descent__evaluator evaluator;
                assert_success(descent__evaluator_open(&evaluator, &problem));
                for (size_t k = 1; k < count; k++)
                    for (size_t i = 0; i < 2; i++)
                        x[2 * k + i] = x[2 * k - 2 + i] + move[cases[c].kinds[k != odd]][i];
                const descent__sweep_evidence run = {.series = {.n = 2, .count = count, .points = x}};
                const bool seen = count > 2 && (count <= 17 || odd > 1);
                ck_assert_msg(descent__judge_crosses_hills(&run, &evaluator, work) == (cases[c].crosses && seen),
                              "case %zu, move %zu of %zu points", c, odd, count);
                ck_assert_uint_eq(own.calls, count <= 17 ? count - 1 : 16);
                own.fails_at = (size_t)x[2 * count - 4];
                ck_assert(!descent__judge_crosses_hills(&run, &evaluator, work));
                descent__evaluator_close(&evaluator);
            }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {losses_fall_up_to_some_point, a_trend_is_that_of_losses_or_of_turns,
                                  hills_are_crossed_where_moves_go_up_and_down};
    return descent_test_main(descent_test_suite("inside judge gradient trend", tests, sizeof tests / sizeof *tests));
}
