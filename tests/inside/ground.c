/* What lies around a place: by losses whose Hessian is known, at both sides of where its circles say so, and with too little to ask. */
#include "inside/inside.h"

#include <float.h>
#include <string.h>

#include "diagnosis/verdict/families/ground.h"
#include "diagnosis/verdict/thresholds.h"

/* ½(x² + 2cxy + y²) + ax */
typedef struct bowl {
    double coupling, slope;
} bowl;

static int coupled(size_t n, const double *x, double *loss, void *context)
{
    const bowl *const b = context;
    *loss = x[0] * x[0] / 2 + b->slope * x[0];
    if (n > 1)
        *loss += b->coupling * x[0] * x[1] + x[1] * x[1] / 2;
    return 0;
}

/* 1 at the origin, and so many roundings more everywhere else. */
static int stepped(size_t n, const double *x, double *loss, void *context)
{
    const double roundings = *(const double *)context;
    (void)n;
    *loss = 1 + (x[0] != 0 ? roundings * DESCENT__LINE_ROUNDINGS * DBL_EPSILON : 0);
    return 0;
}

static int constant(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)x, (void)context;
    *loss = 1;
    return 0;
}

static int constant_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)x, (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = 0;
    return 0;
}

/* Around (0, 0), where no curvature is known. Without a problem nobody can be asked. */
static descent__ground around(const descent_problem *problem, uint64_t budget)
{
    const double origin[] = {0, 0}, *direction;
    double fall;
    descent__holdings holdings = {0};
    descent__evidence evidence = {
        .n = 2, .x = origin, .points = origin, .has_problem = problem != NULL, .options = {.budget = budget}};
    evidence.holdings = &holdings;
    evidence.keep = &holdings.arena;
    if (problem)
        assert_success(descent__evaluator_open(&evidence.evaluator, problem));
    const descent__ground ground = descent__ground_around(&evidence, NULL, origin, 0.01, &direction, &fall);
    if (problem)
        descent__evaluator_close(&evidence.evaluator);
    descent__arena_release(&evidence.work);
    descent__arena_release(&holdings.arena);
    return ground;
}

static bool has_bottom(size_t n, descent_loss_function *loss, void *context, double radius)
{
    const double origin[3] = {0};
    const descent_problem problem = {.dimension = n, .loss = loss, .context = context};
    descent__holdings holdings = {0};
    descent__evidence evidence = {.n = n, .x = origin, .has_problem = true, .options = {.budget = 1000}};
    evidence.holdings = &holdings;
    evidence.keep = &holdings.arena;
    assert_success(descent__evaluator_open(&evidence.evaluator, &problem));
    const bool found = descent__ground_has_bottom_within(&evidence, radius);
    descent__evaluator_close(&evidence.evaluator);
    descent__arena_release(&evidence.work);
    descent__arena_release(&holdings.arena);
    return found;
}

/* The Hessian has the eigenvalues 1 ± c, and Gershgorin's circles leave 1 − |c|. */
START_TEST(a_saddle_is_no_bottom)
{
    static const double couplings[] = {-3, -1.5, -1.1, -0.9, -0.5, 0, 0.5, 0.9, 1.1, 1.5, 2, 3};
    for (size_t k = 0; k < sizeof couplings / sizeof *couplings; k++) {
        bowl b = {.coupling = couplings[k]};
        ck_assert_int_eq(has_bottom(2, coupled, &b, 1e-3), fabs(couplings[k]) < 1);
    }
}
END_TEST

/* The bottom lies a/(1 − |c|) away at most, as the circles have it: within 1 up to a = 1 − |c|. */
START_TEST(the_bottom_is_no_farther_than_the_circles_leave)
{
    static const double couplings[] = {0, 0.5, 0.75};
    for (size_t k = 0; k < sizeof couplings / sizeof *couplings; k++)
        for (int side = -1; side <= 1; side += 2) {
            bowl b = {.coupling = couplings[k], .slope = (1 - couplings[k]) * (1 + 0.01 * side)};
            ck_assert_int_eq(has_bottom(2, coupled, &b, 1), side < 0);
        }
}
END_TEST

/* A rise on both sides of ρ each is a curvature from 2ρ on, of which rounding may have made 4ρ/2 on each side; and a slope of ρ/r,
 * which needs another half of ρ on each. */
START_TEST(a_rise_that_rounding_may_have_made_is_none)
{
    static const double roundings[] = {0, 1, 1.5, 1.95, 2.4, 2.6, 4, 10};
    for (size_t k = 0; k < sizeof roundings / sizeof *roundings; k++) {
        double rise = roundings[k];
        ck_assert_int_eq(has_bottom(1, stepped, &rise, 1e-3), rise > 2.5);
    }
}
END_TEST

/* To either side of two coordinates the loss is asked for at least once. */
START_TEST(ground_that_was_not_asked_for_is_unknown)
{
    bowl b = {.coupling = 0.5};
    const descent_problem round = {.dimension = 2, .loss = coupled, .context = &b};
    const descent_problem level = {.dimension = 2, .loss = constant};
    const descent_problem slopes = {.dimension = 2, .gradient = constant_gradient};
    ck_assert_int_eq(around(NULL, 1000), DESCENT__GROUND_UNKNOWN);
    ck_assert_int_eq(around(&level, 1000), DESCENT__GROUND_LEVEL);
    ck_assert_int_eq(around(&slopes, 1000), DESCENT__GROUND_LEVEL);
    ck_assert_int_eq(around(&round, 1000), DESCENT__GROUND_BOTTOM);
    for (uint64_t budget = 0; budget < 1000; budget++) {
        if (budget <= 4) {
            ck_assert_int_eq(around(&level, budget), DESCENT__GROUND_UNKNOWN);
            ck_assert_int_eq(around(&slopes, budget), DESCENT__GROUND_UNKNOWN);
            ck_assert_int_eq(around(&round, budget), DESCENT__GROUND_UNKNOWN);
        }
        ck_assert_int_ne(around(&round, budget), DESCENT__GROUND_LEVEL);
    }
}
END_TEST

/* ---- along the ways ---- */

enum {
    dimensions = 3
};

/* From `centre` on it is level but for what is said of it; its gradient is said by itself. */
typedef struct land {
    double base, centre[dimensions];
    double towards
        [dimensions]; /* beyond `edge` along this way the loss rises by `slope` of what is beyond it, and `step` */
    double edge, slope, step;
    double cone;               /* and everywhere by so much of the distance */
    double lower_there, there; /* so much lower where the first variable is that; 0: nowhere */
    double noise;              /* added where the last digit of the first variable is odd */
    double at_edge, beyond;    /* slope along the way beyond the edge, up to a fifth more, and farther off */
    bool fails, has_loss;
    size_t losses, gradients;
    double first_asked[dimensions];
} land;

static land l;

static double along(size_t n, const double *x)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (x[i] - l.centre[i]) * l.towards[i];
    return sum;
}

static int land_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)context;
    const double far = along(n, x) - l.edge;
    double distance = 0, mantissa;
    int exponent;
    for (size_t i = 0; i < n; i++)
        distance = hypot(distance, x[i] - l.centre[i]);
    mantissa = ldexp(frexp(x[0], &exponent), 52);
    *loss = l.base + (far > 0 ? l.slope * far + l.step : 0) + l.cone * distance;
    if (l.there != 0 && fabs(x[0] - l.there) < 1e-12)
        *loss -= l.lower_there;
    if (l.noise > 0 && floor(mantissa) < mantissa)
        *loss += l.noise;
    if (l.losses++ == 0)
        for (size_t i = 0; i < n; i++)
            l.first_asked[i] = x[i];
    return 0;
}

static int land_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    l.gradients++;
    const double far = along(n, x);
    for (size_t i = 0; i < n; i++)
        g[i] = far < l.edge ? 0 : (far < 1.2 * l.edge ? l.at_edge : l.beyond) * l.towards[i];
    return l.fails;
}

typedef struct found {
    descent__ground ground;
    double way[dimensions], fall;
    bool told; /* a way */
} found;

static descent__holdings land_holdings;
static descent__evidence land_evidence;
static descent_problem land_problem;

static void open_land(size_t n, const double *first, bool with_loss)
{
    static double points[dimensions];
    for (size_t i = 0; i < n; i++)
        points[i] = first ? first[i] : l.centre[i];
    land_holdings = (descent__holdings){0};
    land_problem = (descent_problem){.dimension = n, .loss = with_loss ? land_loss : NULL, .gradient = land_gradient};
    land_evidence = (descent__evidence){
        .n = n, .x = l.centre, .points = points, .has_problem = true, .options = {.budget = 100000}};
    land_evidence.holdings = &land_holdings;
    land_evidence.keep = &land_holdings.arena;
    assert_success(descent__evaluator_open(&land_evidence.evaluator, &land_problem));
    l.losses = l.gradients = 0;
}

static void close_land(void)
{
    descent__evaluator_close(&land_evidence.evaluator);
    descent__arena_release(&land_evidence.work);
    descent__arena_release(&land_holdings.arena);
}

static found look(size_t n, const double *first, const descent_critical_point *point, double length, bool with_loss)
{
    const double *direction;
    found at = {0};
    open_land(n, first, with_loss);
    at.ground = descent__ground_around(&land_evidence, point, l.centre, length, &direction, &at.fall);
    at.told = direction != NULL;
    ck_assert_int_eq(at.told, at.ground == DESCENT__GROUND_LOWER);
    ck_assert_int_eq(!isnan(at.fall), at.told);
    for (size_t i = 0; i < n && direction; i++)
        at.way[i] = direction[i];
    close_land();
    return at;
}

/* Down beyond an edge along one coordinate, to either side; lengths double until it is behind. */
START_TEST(what_falls_is_found_along_its_coordinate)
{
    for (size_t n = 1; n <= dimensions; n++)
        for (size_t i = 0; i < n; i++)
            for (int side = -1; side <= 1; side += 2)
                for (int k = 0; k < 8; k++) {
                    l = (land){
                        .base = 1, .centre = {0.5, -2, 3}, .slope = -0.25, .edge = 0.01 * (k ? exp2(k - 0.5) : 0.5)};
                    l.towards[i] = side;
                    const found at = look(n, NULL, NULL, 0.01, true);
                    ck_assert_int_eq(at.ground, DESCENT__GROUND_LOWER);
                    for (size_t j = 0; j < n; j++)
                        ck_assert_double_eq(at.way[j], i == j ? side : 0);
                    ck_assert_double_eq_tol(at.fall, 0.25 * (0.01 * exp2(k) - l.edge), 1e-14);
                    /* and what rises there is a bottom, where nothing falls */
                    l.slope = 0.25;
                    ck_assert_int_eq(look(n, NULL, NULL, 0.01, true).ground, DESCENT__GROUND_BOTTOM);
                    /* without a loss its slope tells */
                    l.at_edge = l.beyond = -1e-300;
                    const found by_slope = look(n, NULL, NULL, 0.01, false);
                    ck_assert_int_eq(by_slope.ground, DESCENT__GROUND_LOWER);
                    ck_assert_double_eq(by_slope.way[i], side);
                    ck_assert_double_eq(by_slope.fall, 1e-300);
                }
    /* one coordinate rises, another falls */
    l = (land){.base = 1, .cone = 1e-3, .towards = {0, 0, 1}, .edge = 1, .slope = -1};
    ck_assert_int_eq(look(3, NULL, NULL, 0.01, true).ground, DESCENT__GROUND_BOTTOM); /* both sides rise first */
    l.edge = 0.001;
    ck_assert_int_eq(look(3, NULL, NULL, 0.01, true).ground, DESCENT__GROUND_LOWER);
}
END_TEST

/* The way that it came from the first point goes on straight, and is looked along first. */
START_TEST(the_way_of_the_run_is_looked_along)
{
    static const double first[] = {-3, -4}, same[] = {0, 0};
    l = (land){.base = 1, .slope = -1, .towards = {0.6, 0.8}, .edge = 0.05};
    const found at = look(2, first, NULL, 0.01, true);
    ck_assert_int_eq(at.ground, DESCENT__GROUND_LOWER);
    ck_assert_double_eq_tol(at.way[0], 0.6, 1e-15);
    ck_assert_double_eq_tol(at.way[1], 0.8, 1e-15);
    ck_assert_double_eq_tol(at.fall, 0.03, 1e-14); /* at 0.08 */
    ck_assert_double_eq(l.first_asked[0], 0);
    const found by_axis = look(2, same, NULL, 0.01, true);
    ck_assert_double_eq(by_axis.way[0], 1);
    ck_assert_double_eq_tol(by_axis.fall, 0.6 * 0.16 - 0.05, 1e-14);
    l.towards[0] = -0.6; /* behind it, to the other side */
    l.towards[1] = -0.8;
    const found behind = look(2, first, NULL, 0.01, true);
    ck_assert_double_eq_tol(behind.way[0], -0.6, 1e-15);
    ck_assert_double_eq_tol(behind.fall, 0.03, 1e-14);
}
END_TEST

/* Along what curves nothing is looked; with too few eigenvectors, or all level, along the coordinates. */
START_TEST(null_directions_are_looked_along)
{
    const double c = 0.8, s = 0.6;
    double vectors[] = {c, s, -s, c};
    static const struct {
        double values[2];
        size_t nullity, vectors;
        int lower, seen; /* which of the two it falls along; 2: neither of the axes, but one of them */
    } cases[] = {
        {{1e-12, 2}, 1, 2, 0, 1},    {{1e-12, 2}, 1, 2, 1, 0},    {{2, -1e-12}, 1, 2, 1, 1}, {{2, 1e-12}, 1, 2, 0, 0},
        {{-2, 1.1e-12}, 1, 2, 1, 0}, {{-1.1e-12, 2}, 1, 2, 0, 0}, {{0, 0}, 2, 2, 1, 2},      {{2, 2}, 0, 1, 1, 2},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double values[] = {cases[k].values[0], cases[k].values[1]};
        l = (land){.base = 1, .slope = -1, .edge = 0.001};
        memcpy(l.towards, vectors + 2 * cases[k].lower, 2 * sizeof *vectors);
        const descent_critical_point point = {.dimension = 2,
                                              .x = l.centre,
                                              .eigenvalues = values,
                                              .eigenvalue_count = 2,
                                              .eigenvectors = vectors,
                                              .eigenvector_count = cases[k].vectors,
                                              .eigenvalue_tolerance = 1e-12,
                                              .nullity = cases[k].nullity};
        const found at = look(2, NULL, &point, 0.01, true);
        ck_assert_msg((at.ground == DESCENT__GROUND_LOWER) == (cases[k].seen > 0), "case %zu", k);
        if (cases[k].seen == 1)
            ck_assert_double_eq_tol(fabs(at.way[0]), fabs(l.towards[0]), 1e-15);
        if (cases[k].seen == 2)
            ck_assert_double_eq(fabs(at.way[0]) + fabs(at.way[1]), 1);
    }
}
END_TEST

/* A change of more than 8 roundings of the larger loss, or of terms that cancel; and of no more than the point beside has. */
START_TEST(what_changes_by_less_than_rounding_is_level)
{
    static const struct {
        double base, step;
        descent__ground ground;
    } cases[] = {
        {1, 7, DESCENT__GROUND_LEVEL},       {1, 9, DESCENT__GROUND_BOTTOM},   {1, -7, DESCENT__GROUND_LEVEL},
        {1, -9, DESCENT__GROUND_LOWER},      {-1, 7, DESCENT__GROUND_LEVEL},   {-1, 9, DESCENT__GROUND_BOTTOM},
        {-4, -28, DESCENT__GROUND_LEVEL},    {-4, -36, DESCENT__GROUND_LOWER}, {-4, 36, DESCENT__GROUND_BOTTOM},
        {0, 1e-200, DESCENT__GROUND_BOTTOM},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        l = (land){.base = cases[k].base, .step = cases[k].step * DBL_EPSILON, .towards = {1}, .edge = 0.001};
        l.at_edge = l.beyond = 1; /* a wall on one side that is one in truth */
        ck_assert_msg(look(1, NULL, NULL, 0.01, true).ground == cases[k].ground, "case %zu", k);
    }
    for (int side = 0; side < 4; side++) {
        double value = 4e8, axis = 1; /* √(2·½·4·10⁸) = 2·10⁴ of the distance */
        descent_critical_point point = {.dimension = 1,
                                        .x = l.centre,
                                        .eigenvalues = &value,
                                        .eigenvalue_count = 1,
                                        .eigenvectors = &axis,
                                        .eigenvector_count = 1,
                                        .nullity = 1};
        l = (land){.base = side / 2 ? -0.5 : 0.5, .cone = 8 * DBL_EPSILON * 2e4 * (side % 2 ? 1.1 : 0.9)};
        ck_assert_int_eq(look(1, NULL, &point, 1, true).ground,
                         side % 2 ? DESCENT__GROUND_BOTTOM : DESCENT__GROUND_LEVEL);
        value = -4e8; /* none downward */
        ck_assert_int_eq(look(1, NULL, &point, 1, true).ground, DESCENT__GROUND_BOTTOM);
        point.eigenvalue_count = 0;
        ck_assert_int_eq(look(1, NULL, &point, 1, true).ground, DESCENT__GROUND_BOTTOM);
    }
    for (int deeper = 0; deeper < 2; deeper++) {
        double at = -100;
        const descent_critical_point point = {.dimension = 1, .x = &at, .nullity = 1};
        l = (land){.base = 1, .there = -100, .lower_there = 0.1, .towards = {1}, .edge = 0.001};
        l.step = deeper ? -0.11 : -0.09;
        ck_assert_int_eq(look(1, NULL, &point, 0.01, true).ground,
                         deeper ? DESCENT__GROUND_LOWER : DESCENT__GROUND_LEVEL);
        l.there = 0;
        ck_assert_int_eq(look(1, NULL, &point, 0.01, true).ground, DESCENT__GROUND_LOWER);
    }
}
END_TEST

/* A last digit that adds 10⁻⁶ to the loss makes a noise of four of them, here and there: less than eight is no change. */
START_TEST(noise_is_no_change)
{
    for (int k = 0; k < 8; k++) {
        const double change = 1e-6 * (k % 2 ? 8.1 : 7.9) * (k / 2 % 2 ? 1 : -1);
        l = (land){.base = 1, .centre = {1}, .noise = 1e-6, .step = change, .towards = {1}, .edge = k < 4 ? 0.01 : 3};
        l.at_edge = l.beyond = 1;
        const descent__ground ground = look(1, NULL, NULL, 0.25, true).ground;
        ck_assert_int_eq(ground, k % 2 == 0   ? DESCENT__GROUND_LEVEL
                                 : change > 0 ? DESCENT__GROUND_BOTTOM
                                              : DESCENT__GROUND_LOWER);
    }
    /* asked once here, and at each place where something changes: one and eight beside it */
    l = (land){.base = 1, .centre = {1}, .step = -1, .towards = {1}, .edge = 0.1};
    (void)look(1, NULL, NULL, 0.25, true);
    ck_assert_uint_eq(l.losses, 2 + 2 * (1 + DESCENT__NOISE_LOOKS));
}
END_TEST

/* A wall on one side: where the slope behind its edge is next to nothing, the ground before it is level by itself. */
START_TEST(a_wall_on_one_side_bounds_a_bottom_by_its_slope)
{
    for (int side = -1; side <= 1; side += 2)
        for (int k = 0; k < 7; k++) {
            l = (land){
                .base = 0, .step = 1, .towards = {side}, .edge = 0.25, .beyond = 2, .at_edge = 2 * DBL_EPSILON * 0.9};
            if (k == 1)
                l.at_edge = 2 * DBL_EPSILON * 1.1;
            if (k == 2)
                l.cone = 1e-3; /* on both */
            l.fails = k == 3;
            if (k == 4)
                l.beyond = 0; /* where the loss rises there is no slope */
            double value = 0, axes[] = {1, 0, 0, 1}, values[] = {0, 1};
            const descent_critical_point level = {.dimension = 1,
                                                  .x = l.centre,
                                                  .eigenvalues = &value,
                                                  .eigenvalue_count = 1,
                                                  .eigenvectors = axes,
                                                  .eigenvector_count = 1,
                                                  .nullity = 1};
            const descent_critical_point valley = {.dimension = 2,
                                                   .x = l.centre,
                                                   .eigenvalues = values,
                                                   .eigenvalue_count = 2,
                                                   .eigenvectors = axes,
                                                   .eigenvector_count = 2,
                                                   .nullity = 1};
            const descent__ground ground = look(k == 6 ? 2 : 1, NULL,
                                                k == 5   ? &level
                                                : k == 6 ? &valley
                                                         : NULL,
                                                0.01, true)
                                               .ground;
            ck_assert_msg(ground == (k == 0 || k == 5 ? DESCENT__GROUND_LEVEL : DESCENT__GROUND_BOTTOM), "%d, %d", k,
                          side);
        }
    /* of two variables, either with its wall */
    for (int which = 0; which < 2; which++) {
        l = (land){.base = 0, .step = 1, .edge = 0.25, .beyond = 2, .at_edge = DBL_EPSILON};
        l.towards[which] = -1;
        ck_assert_int_eq(look(2, NULL, NULL, 0.01, true).ground, DESCENT__GROUND_LEVEL);
    }
}
END_TEST

START_TEST(of_no_answer_the_ground_is_unknown)
{
    for (int k = 0; k < 6; k++) {
        const double *direction;
        double fall;
        l = (land){.base = k == 3 ? NAN : 1, .cone = 1};
        l.fails = k == 4;
        open_land(1, NULL, k < 4);
        land_evidence.random = k == 1;
        const descent__ground ground =
            descent__ground_around(&land_evidence, NULL, l.centre, k == 2 ? 0 : 0.01, &direction, &fall);
        ck_assert_msg((ground == DESCENT__GROUND_UNKNOWN) == (k >= 1 && k <= 4), "%d", k);
        ck_assert(!direction && isnan(fall));
        close_land();
    }
}
END_TEST

/* ---- off a kink ---- */

/* Slopes along the way: here, at a ten-thousandth of the length, and at its end. */
static double near_slope, far_slope;

static int two_slopes(size_t n, const double *x, double *g, void *context)
{
    const double off = fabs(x[0] - 1);
    (void)n, (void)context;
    g[0] = 0;
    g[1] = off < 0.5e-4 ? NAN : off < 1.5e-4 ? near_slope : off > 0.99 && off < 1.01 ? far_slope : NAN;
    g[0] = -g[1];
    return 0;
}

START_TEST(a_kink_is_fallen_off_where_it_is_as_steep_nearby)
{
    static const struct {
        double here, near, far, fall;
    } cases[] = {
        {0, 1, 1, 1},    {0, 0.26, 1, 0.26}, {0, 0.24, 1, 0}, {0, 3, 1, 3},     {0, 1, -1, 0},    {0, -1, 1, 0},
        {0, 1, 0, 0},    {0, 0, 1, 0},       {1, 1, 1, 1},    {-0.74, 1, 1, 1}, {-0.76, 1, 1, 0}, {-1, 1, 1, 0},
        {-1.4, 2, 1, 2}, {-1.6, 2, 1, 0},    {0, NAN, 1, 0},  {0, 1, NAN, 0},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (int known = 0; known < 2; known++) {
            const double way[] = {0.6, -0.8}, x[] = {1, 0};
            double gradient[] = {0.6 * cases[k].here, -0.8 * cases[k].here};
            /* (−s, s)·(0.6, −0.8) is −1.4 s */
            near_slope = cases[k].near / 1.4;
            far_slope = cases[k].far / 1.4;
            land_holdings = (descent__holdings){0};
            land_problem = (descent_problem){.dimension = 2, .gradient = two_slopes};
            land_evidence = (descent__evidence){.n = 2,
                                                .x = x,
                                                .has_problem = true,
                                                .gradient_known = known,
                                                .gradient = gradient,
                                                .options = {.budget = 10}};
            land_evidence.keep = &land_holdings.arena;
            assert_success(descent__evaluator_open(&land_evidence.evaluator, &land_problem));
            const double fall = descent__ground_falls_off_kink(&land_evidence, x, way, 1 / 0.6);
            ck_assert_msg(fabs(fall - (known ? cases[k].fall : 0)) < 1e-12, "case %zu: %g", k, fall);
            close_land();
        }
}
END_TEST

/* ---- a bottom nearby ---- */

static double hessian[dimensions][dimensions], slopes[dimensions];

static int quadratic(size_t n, const double *x, double *loss, void *context)
{
    (void)context;
    *loss = 0;
    for (size_t i = 0; i < n; i++) {
        *loss += slopes[i] * x[i];
        for (size_t j = 0; j < n; j++)
            *loss += hessian[i][j] * x[i] * x[j] / 2;
    }
    return 0;
}

/* ‖g‖ is at most the radius times the least that the circles leave: by hundreds of matrices on both sides of it. */
START_TEST(circles_and_the_slope_tell_a_bottom)
{
    size_t yes = 0, no = 0;
    for (size_t trial = 0; trial < 600; trial++) {
        const size_t n = 1 + trial % dimensions;
        const double radius = trial % 2 ? 0.25 : 2;
        double least = INFINITY, norm = 0;
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j <= i; j++)
                hessian[i][j] = hessian[j][i] =
                    i == j ? 3 + sin((double)(trial * 7 + i)) : 1.4 * sin((double)(trial * 11 + 3 * i + j));
            slopes[i] = radius * 2 * sin((double)(trial * 5 + i));
        }
        for (size_t i = 0; i < n; i++) {
            double left = hessian[i][i];
            for (size_t j = 0; j < n; j++)
                left -= i == j ? 0 : fabs(hessian[i][j]);
            least = fmin(least, left);
            norm = hypot(norm, slopes[i]);
        }
        if (fabs(norm - radius * least) < 1e-6)
            continue;
        const bool there = least > 0 && norm < radius * least;
        yes += there;
        no += !there;
        ck_assert_msg(has_bottom(n, quadratic, NULL, radius) == there, "trial %zu", trial);
    }
    ck_assert_uint_gt(yes, 100);
    ck_assert_uint_gt(no, 100);
    ck_assert(!has_bottom(1, quadratic, NULL, 0));
    ck_assert(!has_bottom(1, quadratic, NULL, NAN));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {ground_that_was_not_asked_for_is_unknown,
                                  a_saddle_is_no_bottom,
                                  the_bottom_is_no_farther_than_the_circles_leave,
                                  a_rise_that_rounding_may_have_made_is_none,
                                  what_falls_is_found_along_its_coordinate,
                                  the_way_of_the_run_is_looked_along,
                                  null_directions_are_looked_along,
                                  what_changes_by_less_than_rounding_is_level,
                                  noise_is_no_change,
                                  a_wall_on_one_side_bounds_a_bottom_by_its_slope,
                                  of_no_answer_the_ground_is_unknown,
                                  a_kink_is_fallen_off_where_it_is_as_steep_nearby,
                                  circles_and_the_slope_tell_a_bottom};
    return descent_test_main(descent_test_suite("inside ground", tests, sizeof tests / sizeof *tests));
}
