#include "truth/many/formulas.h"

#include <string.h>
#include <tgmath.h>

#include "truth/many/random.h"

#define PI 3.14159265358979323846
#define E  2.71828182845904523536

/* The same text twice: with real numbers for the runs, with complex ones for derivatives. */
#define number      double
#define NAMED(name) name##_real
#define REAL(x)     (x)
#include "truth/many/plain.inc"
#include "truth/many/residuals.inc"
#undef number
#undef NAMED
#undef REAL
#define number      double complex
#define NAMED(name) name##_complex
#define REAL(x)     creal(x)
#include "truth/many/plain.inc"
#include "truth/many/residuals.inc"
#undef number
#undef NAMED
#undef REAL

/* A column of the unit matrix turned by random planes. */
static void draw_rotation(size_t n, double *Q, uint64_t *random)
{
    for (size_t i = 0; i < n * n; i++)
        Q[i] = i % (n + 1) == 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++) {
            const double angle = random_uniform(random, 0, 2 * PI), c = cos(angle), s = sin(angle);
            for (size_t k = 0; k < n; k++) {
                const double p = Q[k * n + i], q = Q[k * n + j];
                Q[k * n + i] = c * p - s * q;
                Q[k * n + j] = s * p + c * q;
            }
        }
}

/* Rows of twice as many as variables: two blocks of √curvature times a rotation, condition up to 10¹². */
static void draw_linear(terrain *drawn, uint64_t *random)
{
    const size_t n = drawn->n = 2 + random_below(random, 3), m = 2 * n;
    double Q[most_variables * most_variables];
    draw_rotation(n, Q, random);
    const bool rotated = random_below(random, 2) == 0;
    const double condition = random_logarithmic(random, 1, 1e12);
    const bool logarithmic = random_below(random, 2) == 0;
    for (size_t k = 0; k < n; k++) {
        const double part = (double)k / (double)(n - 1);
        const double curvature = logarithmic ? pow(condition, -part) : 1 + part * (1 / condition - 1);
        for (size_t i = 0; i < n; i++) {
            const double turned = rotated ? Q[k * n + i] : i == k;
            drawn->a[k * n + i] = sqrt(curvature / 2) * turned;
            drawn->a[(n + k) * n + i] = sqrt(curvature / 2) * turned;
        }
    }
    for (size_t i = 0; i < m; i++) {
        drawn->a[m * n + i] = 0;
        for (size_t j = 0; j < n; j++) /* a solution at (1, 1, …), with some misfit */
            drawn->a[m * n + i] += drawn->a[i * n + j];
        drawn->a[m * n + i] += 0.1 * (i < n ? 1 : -1) * random_uniform(random, 0, 1);
    }
}

static void draw_tanh_net(terrain *drawn, uint64_t *random)
{
    drawn->n = 3 * (1 + random_below(random, 2)); /* one or two hidden units with one input each */
    for (int i = 0; i < 8; i++) {
        drawn->a[i] = random_uniform(random, -2, 2);
        drawn->a[8 + i] = sin(drawn->a[i]) + 0.1 * random_normal(random);
    }
    for (size_t i = 0; i < drawn->n; i++)
        drawn->start[i] = random_normal(random);
}

static void draw_factors(terrain *drawn, uint64_t *random)
{
    for (int i = 0; i < 4; i++)
        drawn->a[i] = random_normal(random);
}

static void draw_quartic(terrain *drawn, uint64_t *random)
{
    drawn->a[0] = random_uniform(random, 0.1, 1);
    drawn->a[1] = random_uniform(random, 0.1, 1);
    drawn->a[2] = random_uniform(random, 0, 0.5);
    for (int i = 3; i < 12; i++)
        drawn->a[i] = random_normal(random);
}

static void draw_waves(terrain *drawn, uint64_t *random)
{
    for (int i = 0; i < 4; i++) {
        drawn->a[4 * i] = 1 + random_below(random, 3);
        drawn->a[4 * i + 1] = (double)random_below(random, 5) - 2;
        drawn->a[4 * i + 2] = random_uniform(random, 0, 2 * PI);
        drawn->a[4 * i + 3] = random_normal(random);
    }
}

/* Classes that overlap: the signs are drawn for each row, both for one of them. */
static void draw_logistic(terrain *drawn, uint64_t *random)
{
    for (int i = 0; i < 8; i++) {
        const double sign = i % 2 == 0 ? 1 : -1;
        drawn->a[2 * i] = sign;
        drawn->a[2 * i + 1] = sign * (i < 4 ? 1 + i : random_normal(random));
    }
}

/* Every row on the same side of a plane: the loss falls for ever. */
static void draw_separable(terrain *drawn, uint64_t *random)
{
    for (int i = 0; i < 8; i++) {
        drawn->a[2 * i] = random_uniform(random, 0.2, 2);
        drawn->a[2 * i + 1] = random_normal(random);
    }
}

static void draw_poisson(terrain *drawn, uint64_t *random)
{
    for (int i = 0; i < 6; i++) {
        drawn->a[i] = random_uniform(random, -1, 2);
        drawn->a[6 + i] = 1 + random_below(random, 6);
    }
}

static void draw_normal(terrain *drawn, uint64_t *random)
{
    const double mean = random_uniform(random, -3, 3), deviation = random_logarithmic(random, 0.5, 10);
    for (int i = 0; i < 6; i++)
        drawn->a[i] = mean + deviation * random_normal(random);
    drawn->start[0] = 0;
    drawn->start[1] = deviation * random_uniform(random, 0.7, 2);
    drawn->spread = 0.1;
}

static void draw_quadratic(terrain *drawn, uint64_t *random)
{
    drawn->n = 2 + random_below(random, 3);
    for (size_t i = 0; i < drawn->n * (drawn->n + 1) / 2; i++)
        drawn->a[i] = random_normal(random);
    const size_t last = drawn->n * (drawn->n + 1) / 2 - 1;
    drawn->a[last] = -fabs(drawn->a[last]); /* at least one direction down */
}

static void draw_five(terrain *drawn, uint64_t *random)
{
    (void)random;
    drawn->a[0] = 5;
}

static void draw_seven(terrain *drawn, uint64_t *random)
{
    (void)random;
    drawn->a[0] = 7;
}

static void draw_ten(terrain *drawn, uint64_t *random)
{
    (void)random;
    drawn->a[0] = 10;
}

#define SQUARES(words, of) .name = words, .residuals = of##_real, .residuals_complex = of##_complex
#define VALUE(words, of)   .name = words, .value = of##_real, .value_complex = of##_complex
#define START(...)         .start = {__VA_ARGS__}

const formula formulas[] = {
    {SQUARES("rosenbrock", rosenbrock), .dimension = 2, START(-1.2, 1), .spread = 0.5},
    {SQUARES("extended_rosenbrock", rosenbrock), .dimension = 4, START(-1.2, 1, -1.2, 1), .spread = 0.3},
    {SQUARES("freudenstein_roth", freudenstein_roth), .dimension = 2, START(0.5, -2), .spread = 1},
    {SQUARES("powell_badly_scaled", powell_badly_scaled), .dimension = 2, START(0, 1), .spread = 0.2},
    {SQUARES("brown_badly_scaled", brown_badly_scaled), .dimension = 2, START(1, 1), .spread = 0.5},
    {SQUARES("beale", beale), .dimension = 2, START(1, 1), .spread = 0.5},
    {SQUARES("jennrich_sampson", jennrich_sampson), .dimension = 2, START(0.3, 0.4), .spread = 0.05},
    {SQUARES("helical_valley", helical_valley), .dimension = 3, START(-1, 0, 0), .spread = 0.3},
    {SQUARES("bard", bard), .dimension = 3, START(1, 1, 1), .spread = 0.2},
    {SQUARES("gaussian", gaussian), .dimension = 3, START(0.4, 1, 0), .spread = 0.2},
    {SQUARES("meyer", meyer), .dimension = 3, START(0.02, 4000, 250), .spread = 0.01},
    {SQUARES("gulf", gulf), .dimension = 3, START(5, 2.5, 0.15), .spread = 0.02},
    {SQUARES("box", box), .dimension = 3, START(0, 10, 20), .spread = 0.1},
    {SQUARES("powell_singular", powell_singular), .dimension = 4, START(3, -1, 0, 1), .spread = 0.3},
    {SQUARES("extended_powell_singular", powell_singular), .dimension = 8, START(3, -1, 0, 1, 3, -1, 0, 1),
     .spread = 0.3},
    {SQUARES("wood", wood), .dimension = 4, START(-3, -1, -3, -1), .spread = 0.3},
    {SQUARES("kowalik_osborne", kowalik_osborne), .dimension = 4, START(0.25, 0.39, 0.415, 0.39), .spread = 0.03},
    {SQUARES("brown_dennis", brown_dennis), .dimension = 4, START(25, 5, -5, -1), .spread = 0.1},
    {SQUARES("biggs", biggs), .dimension = 6, START(1, 2, 1, 1, 1, 1), .spread = 0.2},
    {SQUARES("penalty_1", penalty_1), .dimension = 4, START(1, 2, 3, 4), .spread = 0.3},
    {SQUARES("penalty_2", penalty_2), .dimension = 4, START(0.5, 0.5, 0.5, 0.5), .spread = 0.2},
    {SQUARES("variably_dimensioned", variably_dimensioned), .dimension = 4, START(0.75, 0.5, 0.25, 0), .spread = 0.2},
    {SQUARES("trigonometric", trigonometric), .dimension = 3, START(1.0 / 3, 1.0 / 3, 1.0 / 3), .spread = 0.5},
    {SQUARES("brown_almost_linear", brown_almost_linear), .dimension = 5, START(0.5, 0.5, 0.5, 0.5, 0.5),
     .spread = 0.3},
    {SQUARES("boundary_value", boundary_value), .dimension = 4, START(-0.16, -0.24, -0.24, -0.16), .spread = 0.5},
    {SQUARES("integral_equation", integral_equation), .dimension = 4, START(-0.16, -0.24, -0.24, -0.16), .spread = 0.5},
    {SQUARES("broyden_tridiagonal", broyden_tridiagonal), .dimension = 4, START(-1, -1, -1, -1), .spread = 0.5},
    {SQUARES("broyden_banded", broyden_banded), .dimension = 4, START(-1, -1, -1, -1), .spread = 0.3},
    {SQUARES("rank_one", rank_one), .dimension = 3, START(1, 1, 1), .spread = 0.5},
    {SQUARES("dixon_price", dixon_price), .dimension = 3, START(1, 1, 1), .spread = 0.7},
    {SQUARES("zakharov", zakharov), .dimension = 3, START(1, 1, 1), .spread = 0.7},
    {SQUARES("booth", booth), .dimension = 2, START(0, 0), .spread = 2},
    {SQUARES("himmelblau", himmelblau), .dimension = 2, START(0, 0), .spread = 3},
    {SQUARES("linear", linear), .dimension = 2, .spread = 2, .convex_quadratic = true, .draw = draw_linear},
    {SQUARES("tanh_net", tanh_net), .dimension = 6, .spread = 0.3, .draw = draw_tanh_net},
    {SQUARES("factors", factors), .dimension = 4, START(1, 1, 1, -1), .spread = 1, .draw = draw_factors},
    {SQUARES("edge_of_stability", edge_of_stability), .dimension = 2, START(1.5, 1), .spread = 0.5},
    {SQUARES("cross", cross), .dimension = 2, START(1.5, 1), .spread = 0.5},
    {SQUARES("deep_line", deep_line), .dimension = 5, START(1, 1, 1, 1, 1), .spread = 0.3},
    {VALUE("notebook", notebook), .dimension = 2, START(4, 1), .spread = 1},
    {VALUE("six_hump_camel", six_hump_camel), .dimension = 2, START(0, 0), .spread = 1},
    {VALUE("three_hump_camel", three_hump_camel), .dimension = 2, START(0, 0), .spread = 1.5},
    {VALUE("branin", branin), .dimension = 2, START(2.5, 7.5), .spread = 1},
    {VALUE("goldstein_price", goldstein_price), .dimension = 2, START(0, -0.5), .spread = 0.5},
    {VALUE("mccormick", mccormick), .dimension = 2, START(0, 0), .spread = 1.5, .no_floor = true},
    {VALUE("shekel_5", shekel), .dimension = 4, START(4, 4, 4, 4), .spread = 0.1, .draw = draw_five},
    {VALUE("shekel_7", shekel), .dimension = 4, START(4, 4, 4, 4), .spread = 0.2, .draw = draw_seven},
    {VALUE("shekel_10", shekel), .dimension = 4, START(4, 4, 4, 4), .spread = 0.1, .draw = draw_ten},
    {VALUE("hartman_3", hartman), .dimension = 3, START(0.5, 0.5, 0.5), .spread = 0.2},
    {VALUE("hartman_6", hartman), .dimension = 6, START(0.5, 0.5, 0.5, 0.5, 0.5, 0.5), .spread = 0.2},
    {VALUE("styblinski_tang", styblinski_tang), .dimension = 2, START(0, 0), .spread = 2},
    {VALUE("rastrigin", rastrigin), .dimension = 2, START(0, 0), .spread = 2},
    {VALUE("griewank", griewank), .dimension = 2, START(0, 0), .spread = 3},
    {VALUE("ackley", ackley), .dimension = 2, START(2, 3), .spread = 0.3},
    {VALUE("levy", levy), .dimension = 2, START(-2, 3), .spread = 1},
    {VALUE("matyas", matyas), .dimension = 2, START(4, -3), .spread = 1},
    {VALUE("easom", easom), .dimension = 2, START(2.5, 2.5), .spread = 0.3},
    {VALUE("lessard", lessard), .dimension = 1, START(3.3), .spread = 0.3, .curvature_jumps = true},
    {VALUE("quartic", quartic), .dimension = 1, START(1), .spread = 0.7},
    {VALUE("sextic", sextic), .dimension = 2, START(1, 1), .spread = 0.3},
    {VALUE("saddle_chain", saddle_chain), .dimension = 4, START(1e-3, 1e-6, 1e-6, 1e-6), .spread = 1e-3},
    {VALUE("peano", peano), .dimension = 2, START(1, 2), .spread = 0.5, .no_floor = true},
    {VALUE("monkey_saddle", monkey_saddle), .dimension = 2, START(1, 0), .spread = 0.3, .no_floor = true},
    {VALUE("three_halves", three_halves), .dimension = 1, START(1), .spread = 0.5},
    {VALUE("exponential_tail", exponential_tail), .dimension = 1, START(0), .spread = 2, .rests_nowhere = true},
    {VALUE("sigmoid", sigmoid), .dimension = 1, START(0), .spread = 4, .rests_nowhere = true},
    {VALUE("log_square", log_square), .dimension = 1, START(2), .spread = 1},
    {VALUE("log_cosh", log_cosh), .dimension = 2, START(3, 1), .spread = 0.5},
    {VALUE("random_quartic", random_quartic), .dimension = 2, START(0, 0), .spread = 2, .draw = draw_quartic},
    {VALUE("waves", waves), .dimension = 2, START(0, 0), .spread = 3, .draw = draw_waves},
    {VALUE("cosines", cosines), .dimension = 2, START(1, 1), .spread = 1},
    {VALUE("logistic", logistic), .dimension = 2, START(0, 0), .spread = 1, .draw = draw_logistic},
    {VALUE("separable", logistic), .dimension = 2, START(0, 0), .spread = 1, .rests_nowhere = true,
     .draw = draw_separable},
    {VALUE("exponential", exponential), .dimension = 2, START(0, 0), .spread = 0.5},
    {VALUE("poisson", poisson), .dimension = 2, START(0, 0), .spread = 0.3, .draw = draw_poisson},
    {VALUE("normal", normal), .dimension = 2, .draw = draw_normal},
    {VALUE("quadratic", quadratic), .dimension = 2, START(1, 1), .spread = 0.5, .no_floor = true, .rests_nowhere = true,
     .draw = draw_quadratic},
    {VALUE("cubic", cubic), .dimension = 2, START(0, 1), .spread = 0.5, .no_floor = true},
    {VALUE("bilinear", bilinear), .dimension = 2, START(1, 1), .spread = 0.3, .no_floor = true, .rests_nowhere = true},
    {VALUE("swing", swing), .dimension = 2, START(1e-6, 1), .spread = 0.1},
    {VALUE("roof", roof), .dimension = 1, START(1), .spread = 0.5, .rests_nowhere = true},
};
const size_t formula_count = sizeof formulas / sizeof *formulas;

terrain terrain_draw(const formula *of, uint64_t *random)
{
    terrain drawn = {.formula = of, .n = of->dimension, .spread = of->spread, .rests_nowhere = of->rests_nowhere};
    memcpy(drawn.start, of->start, sizeof drawn.start);
    if (of->draw)
        of->draw(&drawn, random);
    return drawn;
}

double terrain_loss(const terrain *on, const double *x)
{
    if (on->formula->value)
        return on->formula->value(on->a, on->n, x, NULL);
    double r[most_residuals], J[most_residuals * most_variables];
    memset(J, 0, most_residuals * on->n * sizeof *J);
    const size_t m = on->formula->residuals(on->a, on->n, x, r, J);
    double sum = 0;
    for (size_t i = 0; i < m; i++)
        sum += r[i] * r[i];
    return sum;
}

void terrain_gradient(const terrain *on, const double *x, double *g)
{
    if (on->formula->value) {
        on->formula->value(on->a, on->n, x, g);
        return;
    }
    double r[most_residuals], J[most_residuals * most_variables];
    memset(J, 0, most_residuals * on->n * sizeof *J);
    const size_t m = on->formula->residuals(on->a, on->n, x, r, J);
    for (size_t j = 0; j < on->n; j++)
        g[j] = 0;
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < on->n; j++)
            g[j] += 2 * r[i] * J[i * on->n + j];
}

static const double tiny = 0x1p-300; /* its square is nothing beside 1, so nothing is cut off */

static double complex loss_complex(const terrain *on, const double complex *x)
{
    if (on->formula->value_complex)
        return on->formula->value_complex(on->a, on->n, x, NULL);
    double complex r[most_residuals], J[most_residuals * most_variables] = {0}, sum = 0;
    const size_t m = on->formula->residuals_complex(on->a, on->n, x, r, J);
    for (size_t i = 0; i < m; i++)
        sum += r[i] * r[i];
    return sum;
}

static void gradient_complex(const terrain *on, const double complex *x, double complex *g)
{
    if (on->formula->value_complex) {
        on->formula->value_complex(on->a, on->n, x, g);
        return;
    }
    double complex r[most_residuals], J[most_residuals * most_variables] = {0};
    const size_t m = on->formula->residuals_complex(on->a, on->n, x, r, J);
    for (size_t j = 0; j < on->n; j++)
        g[j] = 0;
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < on->n; j++)
            g[j] += 2 * r[i] * J[i * on->n + j];
}

void terrain_hessian(const terrain *on, const double *x, double *H)
{
    const size_t n = on->n;
    for (size_t j = 0; j < n; j++) {
        double complex z[most_variables], g[most_variables];
        for (size_t i = 0; i < n; i++)
            z[i] = x[i];
        z[j] += tiny * I;
        gradient_complex(on, z, g);
        for (size_t i = 0; i < n; i++)
            H[i * n + j] = cimag(g[i]) / tiny;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            H[i * n + j] = H[j * n + i] = (H[i * n + j] + H[j * n + i]) / 2;
}

void terrain_gradient_of_loss(const terrain *on, const double *x, double *g)
{
    for (size_t j = 0; j < on->n; j++) {
        double complex z[most_variables];
        for (size_t i = 0; i < on->n; i++)
            z[i] = x[i];
        z[j] += tiny * I;
        g[j] = cimag(loss_complex(on, z)) / tiny;
    }
}
