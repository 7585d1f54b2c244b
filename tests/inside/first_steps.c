/* Rules that first steps tell, compared with what the formulas say of points and gradients that are written down. */
#include "diagnosis/evidence/first_steps.h"

#include <float.h>

#include <descent/adaptive.h>

#include "inside/recorded_steps.h"
#include "rules/knowledge.h"

static recorded_steps run;

static double move_of(size_t k, size_t i)
{
    return run.points[(k + 1) * run.n + i] - run.points[k * run.n + i];
}

/* Rows at which the gradient is (1, 0, …), or twice as long, with steps along it that are so long. */
static void walk_down(size_t n, size_t rows, double from, const double *paces, double slope)
{
    for (size_t k = 0; k < rows; k++)
        for (size_t i = 0; i < n; i++) {
            run.gradients[k * n + i] = i == 0 ? slope : 0;
            run.points[k * n + i] = i > 0 ? 1 : k == 0 ? from : run.points[(k - 1) * n] - slope * paces[k - 1];
        }
    recorded_open(&run, n, rows);
}

static size_t find(descent_rule *found)
{
    return descent__first_steps_suspects(&run.evidence, found);
}

static const descent_rule *scheduled(const descent_rule *found, size_t count, descent_schedule_kind kind)
{
    for (size_t k = 0; k < count; k++)
        if (found[k].schedule.kind == kind)
            return found + k;
    return NULL;
}

/* By its type, from the end, since one may be found with several ε. */
static const descent_rule *of_type(const descent_rule *found, size_t count, const descent_rule *like)
{
    for (size_t k = 0; k < count; k++)
        if (found[k].type == like->type && found[k].schedule.kind == DESCENT_SCHEDULE_CONSTANT)
            return found + k;
    return NULL;
}

/* Of equal steps on a slope that never changes nothing but Adam may have made the first. */
START_TEST(first_steps_are_looked_at_where_they_are_known)
{
    static const struct {
        size_t rows, still; /* the step that does not move */
        size_t failing, nan;
        uint64_t budget;
        bool no_problem, random, gap, late;
        size_t count, asked;
    } cases[] = {
        {5, 99, 99, 99, 128, .count = 1, .asked = 4 + 3},
        {4, 99, 99, 99, 128, .count = 0, .asked = 0},
        {17, 99, 99, 99, 128, .count = 1, .asked = 16 + 3},
        {16, 99, 99, 99, 128, .count = 1, .asked = 15 + 3},
        {30, 99, 99, 99, 128, .count = 1, .asked = 16 + 3},
        {30, 99, 99, 99, 127, .count = 0, .asked = 0},
        {30, 3, 99, 99, 128, .count = 0, .asked = 3},
        {30, 4, 99, 99, 128, .count = 1, .asked = 4 + 3},
        {30, 99, 3, 99, 128, .count = 0, .asked = 4},
        {30, 99, 4, 99, 128, .count = 1, .asked = 5 + 3},
        {30, 99, 99, 3, 128, .count = 0, .asked = 4},
        {30, 99, 99, 4, 128, .count = 1, .asked = 5 + 3},
        {30, 99, 99, 99, 128, .no_problem = true},
        {30, 99, 99, 99, 128, .random = true},
        {30, 99, 99, 99, 128, .gap = true},
        {30, 99, 99, 99, 128, .late = true},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_rule found[DESCENT__MOST_SUSPECTS];
        double paces[32];
        for (size_t j = 0; j < 32; j++)
            paces[j] = j == cases[k].still ? 0 : 0.5;
        walk_down(1, cases[k].rows, 100, paces, 1);
        if (cases[k].nan < 99)
            run.gradients[cases[k].nan] = NAN;
        run.failing = cases[k].failing;
        run.evidence.options.budget = cases[k].budget;
        run.evidence.has_problem = !cases[k].no_problem;
        run.evidence.random = cases[k].random;
        run.evidence.tail = cases[k].gap;
        run.steps[0] = cases[k].late;
        ck_assert_msg(find(found) == cases[k].count, "case %zu", k);
        ck_assert_msg(run.asked == cases[k].asked, "case %zu: %zu", k, run.asked);
        if (cases[k].count > 0)
            ck_assert_double_eq(found[0].step_size, 0.5 * (1 + 1e-8));
        recorded_close(&run);
    }
}
END_TEST

/* A step of less than a million roundings of where it begins is none. */
START_TEST(a_step_beside_its_rounding_is_none)
{
    for (int side = -1; side <= 1; side += 2) {
        descent_rule found[DESCENT__MOST_SUSPECTS];
        const double paces[] = {0.5, 0.5, 0.5, (1 + 0.01 * side) * 1e6 * DBL_EPSILON * 98.5};
        walk_down(1, 5, 100, paces, 1);
        ck_assert_uint_eq(find(found) > 0, side > 0);
        recorded_close(&run);
    }
}
END_TEST

/* A slope so small that any step size would be infinite tells none. */
START_TEST(infinite_step_sizes_are_none)
{
    descent_rule found[DESCENT__MOST_SUSPECTS];
    for (size_t k = 0; k < 8; k++) {
        run.points[k] = 10 - (double)k;
        run.gradients[k] = 1e-320;
    }
    recorded_open(&run, 1, 8);
    ck_assert_uint_eq(find(found), 0);
    recorded_close(&run);
}
END_TEST

/* ---- schedules ---- */

static const double pi = 3.14159265358979323846;

/* The longest step counts as 1; along a gradient of any length and direction. */
START_TEST(schedules_are_told_from_their_steps)
{
    descent_rule found[DESCENT__MOST_SUSPECTS];
    double paces[recorded_most];
    for (int way = 0; way < 2; way++)
        for (size_t rows = 6; rows < 200; rows += 31) {
            const double decay = pow(0.4, 1 / (double)(rows - 2)), delay = (double)(rows - 2) / 1.5;
            for (size_t k = 0; k < rows; k++)
                paces[k] = 0.75 * (way == 0 ? pow(decay, (double)k) : 1 / (1 + (double)k / delay));
            walk_down(2, rows, 50, paces, 2);
            const size_t count = find(found);
            const descent_rule *const exponential = scheduled(found, count, DESCENT_SCHEDULE_EXPONENTIAL);
            const descent_rule *const inverse = scheduled(found, count, DESCENT_SCHEDULE_INVERSE);
            ck_assert(exponential && inverse);
            ck_assert_double_eq_tol(exponential->step_size, 0.75, 1e-12);
            ck_assert_double_eq_tol(inverse->step_size, 0.75, 1e-12);
            if (way == 0)
                ck_assert_double_eq_tol(exponential->schedule.factor, decay, 1e-12);
            else
                ck_assert_double_eq_tol(inverse->schedule.delay, delay, 1e-9 * delay);
            recorded_close(&run);
        }
}
END_TEST

/* The last of all steps has fallen by half or more; the last of those whose gradients were asked, at all. */
START_TEST(a_schedule_falls_by_half)
{
    static const struct {
        double first, later, last;
        bool failing, told;
    } cases[] = {
        {1, 0.75, 0.5, false, true},        {1, 0.75, 0.5 + 0x1p-30, false, false},
        {1, 0.75, 0.25, false, true},       {1, 1, 0.5, false, false},
        {1, 1 - 0x1p-30, 0.5, false, true}, {1, 1.5, 0.5, false, false},
        {1, -0.5, 0.5, false, false},       {-1, -2, -4, false, false},
        {1, 0.75, 0.5, true, false},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_rule found[DESCENT__MOST_SUSPECTS];
        double paces[20];
        for (size_t j = 0; j < 20; j++)
            paces[j] = j == 0 ? cases[k].first : j < 15 ? 0.875 * cases[k].first : j == 15 ? cases[k].later : 3;
        paces[18] = cases[k].last;
        walk_down(1, 20, 0, paces, 1);
        run.failing = cases[k].failing ? 18 : recorded_most;
        const size_t count = find(found);
        ck_assert_msg((scheduled(found, count, DESCENT_SCHEDULE_EXPONENTIAL) != NULL) == cases[k].told, "case %zu", k);
        ck_assert_msg((scheduled(found, count, DESCENT_SCHEDULE_INVERSE) != NULL) == cases[k].told, "case %zu", k);
        recorded_close(&run);
    }
}
END_TEST

/* Six shares of the run, the half of it first, as long as they are a step at least; each tells the length and the floor. */
START_TEST(cosines_are_told_from_shares_of_the_run)
{
    static const struct {
        size_t rows, shares;
    } cases[] = {{130, 6}, {66, 6}, {65, 5}, {34, 5}, {18, 4}, {8, 2}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        descent_rule found[DESCENT__MOST_SUSPECTS];
        double paces[recorded_most];
        const double length = round(1.3 * (double)cases[c].rows), first = 0.5, floor_of = 0.0625;
        for (size_t k = 0; k < cases[c].rows; k++)
            paces[k] = floor_of + (first - floor_of) * (1 + cos(pi * (double)k / length)) / 2;
        walk_down(1, cases[c].rows, 0, paces, 1);
        size_t shares = 0;
        const size_t count = find(found);
        for (size_t k = 0; k < count; k++)
            if (found[k].schedule.kind == DESCENT_SCHEDULE_COSINE) {
                ck_assert_double_eq_tol(found[k].step_size, first, 1e-12);
                ck_assert_double_eq((double)found[k].schedule.length, length);
                ck_assert_double_eq_tol(found[k].schedule.floor, floor_of, 1e-7);
                shares++;
            }
        ck_assert_msg(shares == cases[c].shares, "case %zu: %zu", c, shares);
        recorded_close(&run);
    }
}
END_TEST

/* A billionth of a thousandth of the height is none. */
START_TEST(a_cosine_has_a_floor_or_none)
{
    static const struct {
        double height, floor;
        bool kept;
    } cases[] = {{1, 0, false}, {1, 1.2e-12, true}, {1, 0.8e-12, false}, {4, 3e-12, false}, {0.25, 0.5e-12, true}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        descent_rule found[DESCENT__MOST_SUSPECTS];
        double paces[12];
        for (size_t k = 0; k < 12; k++)
            paces[k] = cases[c].floor + (cases[c].height - cases[c].floor) * (1 + cos(pi * (double)k / 11)) / 2;
        walk_down(1, 12, 0, paces, 1);
        const descent_rule *const cosine = scheduled(found, find(found), DESCENT_SCHEDULE_COSINE);
        ck_assert_ptr_nonnull(cosine);
        ck_assert_uint_eq(cosine->schedule.length, 11);
        if (cases[c].kept)
            ck_assert_double_eq_tol(cosine->schedule.floor, cases[c].floor, 2e-13 * cases[c].height);
        else
            ck_assert_double_eq(cosine->schedule.floor, 0);
        recorded_close(&run);
    }
}
END_TEST

/* By what they fall from η = 1 to η₁ and to η₂: the first must, and the second to less than four times that. */
START_TEST(cosines_have_falls_of_their_own)
{
    static const struct {
        double second, third;
        double length, floor; /* 0 for none */
    } cases[] = {
        {0.75, 0.25, 3, 0},           /* as 1 to 3: cos is 1/2, L = π/(π/3), and a quarter of the height has fallen */
        {0.75, 0.5, 2, 0.5},          /* as 1 to 2: cos is 0, and half of the height has fallen */
        {0.75, 0.0625, 6, 0},         /* cos is 7/8, of 0.505; more than all would fall in the end */
        {0.5, 0.25, 2, 0.2},          /* cos is −1/4, of 1.823 */
        {0.75, 0.9375, 1, 11.0 / 15}, /* cos is −7/8, of 2.636 */
        {0.75, 0, 0, 0},
        {0.75, -1, 0, 0},
        {0.75, 1, 0, 0},
        {0.75, 1.25, 0, 0},
        {1.25, 1.5, 0, 0},
        {1, 1, 0, 0},
        {1, 0.5, 0, 0},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        descent_rule found[DESCENT__MOST_SUSPECTS];
        const double paces[] = {1, cases[c].second, cases[c].third, 0.5, 0.5};
        walk_down(1, 5, 0, paces, 1);
        const descent_rule *const cosine = scheduled(found, find(found), DESCENT_SCHEDULE_COSINE);
        ck_assert_msg((cosine != NULL) == (cases[c].length > 0), "case %zu", c);
        if (cosine) {
            ck_assert_double_eq((double)cosine->schedule.length, cases[c].length);
            ck_assert_double_eq_tol(cosine->schedule.floor, cases[c].floor, 1e-15);
        }
        recorded_close(&run);
    }
}
END_TEST

/* ---- momentum that looks ahead ---- */

/* On a slope that never changes the second step is 1 + β times as long as the first. */
START_TEST(nesterov_is_told_by_the_second_step)
{
    static const struct {
        double second;
        bool told;
    } cases[] = {{1.5, true},          {1.9375, true},      {2, false},   {2.5, false},
                 {1 + 0x1p-30, false}, {1 + 0x1p-29, true}, {0.5, false}, {1, false}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        descent_rule found[DESCENT__MOST_SUSPECTS];
        const descent_rule like = descent_nesterov(1, 0.5);
        double paces[6] = {1, cases[c].second, 1, 1, 1, 1};
        walk_down(1, 6, 0, paces, 2);
        const size_t count = find(found);
        const descent_rule *const nesterov = of_type(found, count, &like);
        ck_assert_msg((nesterov != NULL) == cases[c].told, "case %zu", c);
        ck_assert_uint_eq(run.asked, 5 + (c == 0 ? 2 : 3)); /* the first guess after 0 is 1/2 */
        if (nesterov) {
            ck_assert_double_eq(nesterov->step_size, 1);
            ck_assert_double_eq_tol(nesterov->momentum, cases[c].second - 1, 1e-15);
        }
        recorded_close(&run);
    }
}
END_TEST

/* Σ cᵢ(1 − cos xᵢ): no quadratic. */
static void wavy(const recorded_steps *of, const double *x, double *g)
{
    for (size_t i = 0; i < of->n; i++)
        g[i] = (i == 0 ? 1 : 0.25) * sin(x[i]);
}

START_TEST(nesterov_is_told_where_the_slope_changes)
{
    static const double momenta[] = {0.05, 0.5, 0.9, 0.99};
    const descent_rule like = descent_nesterov(1, 0.5);
    for (size_t m = 0; m < sizeof momenta / sizeof *momenta; m++) {
        descent_rule found[DESCENT__MOST_SUSPECTS];
        double velocity[2] = {0, 0};
        run.n = 2;
        run.points[0] = 2.5;
        run.points[1] = 1.5;
        for (size_t k = 0; k < 20; k++) {
            double ahead[2], g[2];
            wavy(&run, run.points + 2 * k, run.gradients + 2 * k);
            for (size_t i = 0; i < 2; i++)
                ahead[i] = run.points[2 * k + i] + momenta[m] * velocity[i];
            wavy(&run, ahead, g);
            for (size_t i = 0; i < 2; i++) {
                velocity[i] = momenta[m] * velocity[i] - 0.2 * g[i];
                run.points[2 * k + 2 + i] = run.points[2 * k + i] + velocity[i];
            }
        }
        run.elsewhere = wavy;
        recorded_open(&run, 2, 20);
        const size_t count = find(found);
        const descent_rule *const nesterov = of_type(found, count, &like);
        ck_assert_ptr_nonnull(nesterov);
        ck_assert_double_eq_tol(nesterov->step_size, 0.2, 1e-14);
        ck_assert_double_eq_tol(nesterov->momentum, momenta[m], 1e-12);
        run.elsewhere = NULL;
        recorded_close(&run);
    }
}
END_TEST

/* With x₁ = −1 and a first step of −1, the trial point is −1 − β. It misses by β² + 1/8 in units of d, whatever β is. */
static void never_right(const recorded_steps *of, const double *x, double *g)
{
    (void)of;
    const double beta = -1 - x[0];
    g[0] = beta * beta + 0.125 - beta + 1;
}

/* A secant is drawn twelve times, no more; and none from what is not known. */
START_TEST(secants_end)
{
    descent_rule found[DESCENT__MOST_SUSPECTS];
    const double paces[6] = {1, 1, 1, 1, 1, 1};
    walk_down(1, 6, 0, paces, 1);
    run.elsewhere = never_right;
    run.gradients[1] = 1.125;
    (void)find(found);
    ck_assert_uint_eq(run.asked, 5 + 13);
    recorded_close(&run);
    walk_down(1, 6, 0, paces, 1);
    run.fails_elsewhere = true;
    (void)find(found);
    ck_assert_uint_eq(run.asked, 5 + 2);
    run.elsewhere = NULL;
    recorded_close(&run);
    /* against the slope none is drawn */
    const double against[6] = {-1, 1.5, 1, 1, 1, 1};
    walk_down(1, 6, 0, against, 1);
    (void)find(found);
    ck_assert_uint_eq(run.asked, 5);
    recorded_close(&run);
}
END_TEST

/* ---- division by a root of squares ---- */

enum {
    epsilon_count = 4
};
static const double epsilons[epsilon_count] = {1e-8, 1e-10, 1e-7, 1e-150};

static double divided_by(size_t k, size_t i)
{
    const double d = move_of(k, i), g = run.gradients[k * run.n + i];
    if (fabs(d) <= 1e7 * DBL_EPSILON * fabs(run.points[k * run.n + i]) || g == 0)
        return NAN;
    return g / d < 0 ? -g / d : 0;
}

/* Least squares for c from the first step and ρ from the others, with ε/η from the time before, three times. η is 0 if no rule has these;
 * ρ is 1 for AdaGrad. */
static void reference_squares(double epsilon, double *eta, double *rho)
{
    const size_t n = run.n, steps = run.rows - 1 < 16 ? run.rows - 1 : 16;
    double e = 0;
    for (int time = 0; time < 3; time++) {
        double c = 0, count = 0, above = 0, below = 0;
        for (size_t k = 0; k < steps; k++)
            for (size_t i = 0; i < n; i++) {
                const double g = run.gradients[k * n + i], v = (divided_by(k, i) - e) * (divided_by(k, i) - e);
                if (k == 0 && isfinite(v)) {
                    c += v / (g * g);
                    count++;
                }
            }
        c /= count;
        for (size_t k = 1; k < steps; k++)
            for (size_t i = 0; i < n; i++) {
                const double g = run.gradients[k * n + i], u = divided_by(k, i) - e, old = divided_by(k - 1, i) - e;
                if (isnan(u) || isnan(old) || u == 0)
                    continue;
                above += (old / u) * (old / u) * (1 - c * (g / u) * (g / u));
                below += (old / u) * (old / u) * (old / u) * (old / u);
            }
        const double decay = above / below;
        const bool sums = fabs(decay - 1) <= (time < 2 ? 1e-4 : 1e-9);
        *eta = 0;
        if (!(count > 0) || !(c > 0) || !isfinite(decay) || !(sums || (decay > 1e-9 && decay < 0.9999)))
            return;
        *rho = sums ? 1 : decay;
        *eta = sqrt((sums ? 1 : 1 - decay) / c);
        e = epsilon / *eta;
    }
}

/* In [0, 1). */
static double random_number(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) / 9007199254740992.0;
}

/* The first from there on that divides by a root of squares. */
static size_t next_of_squares(const descent_rule *found, size_t count, size_t from)
{
    const descent_rule mean = descent_rmsprop(1, 0.9, 1e-8), sum = descent_adagrad(1, 1e-8);
    while (from < count && found[from].type != mean.type && found[from].type != sum.type)
        from++;
    return from;
}

static void compare_squares(const char *what)
{
    descent_rule found[DESCENT__MOST_SUSPECTS];
    const size_t count = find(found);
    size_t at = 0, wanted = 0, seen = 0;
    for (size_t which = 0; which < epsilon_count; which++) {
        double eta, rho = NAN;
        reference_squares(epsilons[which], &eta, &rho);
        if (!(eta > 0))
            continue;
        wanted++;
        at = next_of_squares(found, count, at);
        ck_assert_msg(at < count, "%s, ε %g", what, epsilons[which]);
        const descent_rule like =
            rho < 1 ? descent_rmsprop(eta, rho, epsilons[which]) : descent_adagrad(eta, epsilons[which]);
        ck_assert_msg(found[at].type == like.type, "%s, ε %g: %s", what, epsilons[which], found[at].type->name);
        ck_assert_double_eq_tol(found[at].step_size, eta, 1e-9 * eta);
        for (size_t k = 0; k < DESCENT_RULE_CONSTANTS; k++)
            ck_assert_double_eq_tol(found[at].constants[k], like.constants[k],
                                    1e-6 * fabs(like.constants[k]) + DBL_MIN);
        at++;
    }
    for (size_t k = next_of_squares(found, count, 0); k < count; k = next_of_squares(found, count, k + 1))
        seen++;
    ck_assert_msg(seen == wanted, "%s: %zu and not %zu", what, seen, wanted);
}

/* Points that RMSProp (or AdaGrad, ρ = 1) makes of these gradients, with slopes of so many units. */
static void divide(size_t n, size_t rows, double eta, double rho, double epsilon, double unit)
{
    double v[recorded_wide] = {0};
    for (size_t k = 0; k < rows; k++)
        for (size_t i = 0; i < n; i++) {
            const double g = unit * (1 + 0.5 * sin((double)(3 * k + 7 * i)));
            run.gradients[k * n + i] = g;
            run.points[k * n + i] = k == 0 ? 0 : run.points[k * n + i];
            v[i] = rho < 1 ? rho * v[i] + (1 - rho) * g * g : v[i] + g * g;
            run.points[(k + 1) * n + i] = run.points[k * n + i] - eta * g / (sqrt(v[i]) + epsilon);
        }
    recorded_open(&run, n, rows);
}

START_TEST(roots_of_squares_are_fitted)
{
    static const struct {
        size_t n, rows;
        double rho, epsilon, unit;
        bool told; /* to eight digits */
    } cases[] = {
        {1, 5, 0.9, 1e-8, 1, true},
        {3, 40, 0.5, 1e-10, 1, true},
        {2, 17, 0.99, 1e-7, 1, true},
        {2, 9, 1, 1e-8, 1, true},
        {3, 5, 1, 1e-10, 1, true},
        {1, 30, 0.9, 1e-150, 1, true},
        {1, 30, 0.99985, 1e-8, 1, true},
        {1, 30, 0.99995, 1e-8, 1, false},
        {1, 8, 0.9, 1e-8, 1e-6, false},
        {2, 8, 0.9, 1e-7, 1e-6, false},
        {2, 20, 2e-9, 1e-150, 1, true},
        {2, 20, 0.5e-9, 1e-150, 1, false},
        {2, 9, 1, 1e-8, 1e-3, true},
        {2, 9, 1, 1e-8, 2e-4, true},
        /* What the second time leaves of ρ − 1, 3e-9 and 1e-8, is left of a sum, too: the third one decides. */
        {2, 9, 1, 1e-8, 1e-4, true},
        {2, 9, 1, 1e-8, 5e-5, true},
        {2, 9, 1, 1e-7, 5e-4, true},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        char what[16];
        double eta, rho = NAN;
        snprintf(what, sizeof what, "case %zu", c);
        divide(cases[c].n, cases[c].rows, 0.01, cases[c].rho, cases[c].epsilon, cases[c].unit);
        reference_squares(cases[c].epsilon, &eta, &rho);
        if (cases[c].told) {
            ck_assert_msg(fabs(eta - 0.01) < 1e-8, "%s: %g", what, eta);
            ck_assert_double_eq_tol(rho, cases[c].rho, 1e-8);
        }
        compare_squares(what);
        recorded_close(&run);
    }
}
END_TEST

/* Whatever the steps are: uphill, across, too short to be seen. */
START_TEST(any_steps_are_fitted_by_least_squares)
{
    for (uint64_t seed = 1; seed <= descent_test_effort(300); seed++) {
        char what[32];
        uint64_t state = seed * 977;
        snprintf(what, sizeof what, "seed %u", (unsigned)seed);
        const size_t n = 1 + seed % 3, rows = 5 + seed % 14;
        for (size_t k = 0; k < rows; k++)
            for (size_t i = 0; i < n; i++) {
                const double u = random_number(&state), w = random_number(&state), t = random_number(&state);
                const double g = t < 0.05 ? 0 : 1 + u, d = t < 0.05 ? 0.5 : -g / (1 + w) * (t > 0.97 ? -1 : 1);
                run.gradients[k * n + i] = g;
                if (k == 0)
                    run.points[i] = i == 2 ? 1 : 0;
                run.points[(k + 1) * n + i] =
                    run.points[k * n + i] + (i == 2 ? 1e7 * DBL_EPSILON * (u < 0.5 ? 0.9 : 1.2) : d);
            }
        recorded_open(&run, n, rows);
        compare_squares(what);
        recorded_close(&run);
    }
}
END_TEST

/* ---- Adam ---- */

/* η|g|/(|g| + ε) long, where the slope is the steepest. */
START_TEST(adam_is_told_by_the_steepest_slope)
{
    const descent_rule like = descent_adam(1, NULL);
    static const double slopes[][3] = {{1, -4, 2}, {-4e-8, 1e-8, 2e-8}, {1, 2, 3}, {3, -3, 1}};
    static const double expected[] = {0.25, 0.125 * 1.25, 0.5, 0.125};
    for (size_t c = 0; c < sizeof slopes / sizeof *slopes; c++) {
        descent_rule found[DESCENT__MOST_SUSPECTS];
        for (size_t k = 0; k < 6; k++)
            for (size_t i = 0; i < 3; i++) {
                run.gradients[3 * k + i] = slopes[c][i];
                run.points[3 * k + i] = -(double)k * (i == 0 ? 0.125 : i == 1 ? 0.25 : 0.5);
            }
        recorded_open(&run, 3, 6);
        const descent_rule *const adam = of_type(found, find(found), &like);
        ck_assert_ptr_nonnull(adam);
        ck_assert_double_eq_tol(adam->step_size, expected[c], 1e-8 * expected[c]);
        recorded_close(&run);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        first_steps_are_looked_at_where_they_are_known,
        a_step_beside_its_rounding_is_none,
        infinite_step_sizes_are_none,
        schedules_are_told_from_their_steps,
        a_schedule_falls_by_half,
        cosines_are_told_from_shares_of_the_run,
        a_cosine_has_a_floor_or_none,
        cosines_have_falls_of_their_own,
        nesterov_is_told_by_the_second_step,
        nesterov_is_told_where_the_slope_changes,
        secants_end,
        roots_of_squares_are_fitted,
        any_steps_are_fitted_by_least_squares,
        adam_is_told_by_the_steepest_slope,
    };
    return descent_test_main(descent_test_suite("inside_first_steps", tests, sizeof tests / sizeof *tests));
}
