/*
 * Formulas of the command. Each is written once, as text that the command reads and that the compiler reads, too: values must
 * have the bits of the compiled ones. Derivatives are held against differences of the compiled ones.
 */
#include "command/expression/expression.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

enum {
    n = 2
};

#define FORMULA_LIST(FORMULA)                                                                                          \
    FORMULA(sum, x + y)                                                                                                \
    FORMULA(difference, x - y)                                                                                         \
    FORMULA(product, -x *y)                                                                                            \
    FORMULA(quotient, x / y / y + 1)                                                                                   \
    FORMULA(notebook, (x - 2) * (x - 2) + (y - 1) * (y - 1) * (y - 1) * (y - 1) - (y - 1) * (y - 1))                   \
    FORMULA(rosenbrock, 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x))                                           \
    FORMULA(arc_cosine, acos(x / 9) * y)                                                                               \
    FORMULA(arc_hyperbolic_cosine, acosh(1 + x * x) + y)                                                               \
    FORMULA(arc_sine, asin(x / 9) * y * y)                                                                             \
    FORMULA(arc_hyperbolic_sine, asinh(x *y))                                                                          \
    FORMULA(arc_tangent, atan(x - y))                                                                                  \
    FORMULA(arc_hyperbolic_tangent, atanh(x *y / 50))                                                                  \
    FORMULA(cubic_root, cbrt(x *x + y))                                                                                \
    FORMULA(waves, cos(x *y) - sin(x + 2 * y))                                                                         \
    FORMULA(hyperbolic, cosh(x) * sinh(y))                                                                             \
    FORMULA(error_function, erf(x - y) * x)                                                                            \
    FORMULA(bell, exp(-x *x - y * y))                                                                                  \
    FORMULA(near_nothing, expm1(x) * log1p(y))                                                                         \
    FORMULA(logarithm, log(x *x + y * y))                                                                              \
    FORMULA(other_logarithms, log10(x *y + 1) + log2(x + y))                                                           \
    FORMULA(root, sqrt(x *x + y * y))                                                                                  \
    FORMULA(tangents, tan(x / 9) * tanh(y))                                                                            \
    FORMULA(polar, atan2(x, y) * hypot(x, y))                                                                          \
    FORMULA(powers, pow(x, 3.5) * pow(y, -2))                                                                          \
    FORMULA(exponents, pow(x, y) + pow(2, x) - pow(y, x * y))

typedef double formula(double x, double y);

#define COMPILED(name, text)                                                                                           \
    static double name(double x, double y)                                                                             \
    {                                                                                                                  \
        return text;                                                                                                   \
    }
FORMULA_LIST(COMPILED)

static const struct {
    const char *text;
    formula *compiled;
} formulas[] = {
#define ENTRY(name, text) {#text, name},
    FORMULA_LIST(ENTRY)};

enum {
    formula_count = sizeof formulas / sizeof formulas[0],
    place_count = 3
};

static const double places[place_count][n] = {{0.75, 1.25}, {1.5, 0.625}, {2.25, 1.875}};

static descent__expression read_text(const char *text, const char *variables)
{
    descent__expression expression;
    descent__expression_error error = {0};
    const int status = descent__expression_read(&expression, text, variables, &error);
    ck_assert_msg(status == 0, "%s: column %zu: %s", text, error.column, error.reason);
    return expression;
}

START_TEST(values_have_the_bits_of_compiled_ones)
{
    for (size_t f = 0; f < formula_count; f++) {
        descent__expression expression = read_text(formulas[f].text, "x,y");
        for (size_t p = 0; p < place_count; p++) {
            double value;
            ck_assert_int_eq(descent__expression_loss(n, places[p], &value, &expression), 0);
            const double expected = formulas[f].compiled(places[p][0], places[p][1]);
            ck_assert_msg(value == expected, "%s: %.17g, not %.17g", formulas[f].text, value, expected);
        }
        descent__expression_free(&expression);
    }
}
END_TEST

/* Change along (a, b), once or twice, by symmetric differences of width h. */
static double once(formula *f, const double *x, double a, double b, double h)
{
    return (f(x[0] + h * a, x[1] + h * b) - f(x[0] - h * a, x[1] - h * b)) / (2 * h);
}

static double twice(formula *f, const double *x, double a, double b, double h)
{
    return (f(x[0] + h * a, x[1] + h * b) - 2 * f(x[0], x[1]) + f(x[0] - h * a, x[1] - h * b)) / (h * h);
}

/* Extrapolated to h = 0 from three widths: the error is of the order of h^6. */
static double extrapolated(double (*change)(formula *, const double *, double, double, double), formula *f,
                           const double *x, double a, double b)
{
    const double h = 0x1p-6;
    const double wide = change(f, x, a, b, h), half = change(f, x, a, b, h / 2);
    const double narrow = change(f, x, a, b, h / 4);
    const double first = (4 * half - wide) / 3, second = (4 * narrow - half) / 3;
    return (16 * second - first) / 15;
}

static int close(double a, double b, double tolerance)
{
    return fabs(a - b) <= tolerance * (1 + fabs(b));
}

START_TEST(gradients_are_those_of_differences)
{
    for (size_t f = 0; f < formula_count; f++) {
        descent__expression expression = read_text(formulas[f].text, "x,y");
        for (size_t p = 0; p < place_count; p++) {
            double gradient[n], both[n], value;
            ck_assert_int_eq(descent__expression_gradient(n, places[p], gradient, &expression), 0);
            ck_assert_int_eq(descent__expression_loss_gradient(n, places[p], &value, both, &expression), 0);
            ck_assert_mem_eq(gradient, both, sizeof both);
            for (size_t i = 0; i < n; i++) {
                const double expected = extrapolated(once, formulas[f].compiled, places[p], i == 0, i == 1);
                ck_assert_msg(close(gradient[i], expected, 1e-9), "%s by %zu: %.15g, not %.15g", formulas[f].text, i,
                              gradient[i], expected);
            }
        }
        descent__expression_free(&expression);
    }
}
END_TEST

START_TEST(hessians_are_those_of_differences)
{
    for (size_t f = 0; f < formula_count; f++) {
        descent__expression expression = read_text(formulas[f].text, "x,y");
        for (size_t p = 0; p < place_count; p++) {
            double hessian[n * n], product[n];
            const double vector[n] = {0.5, -3};
            ck_assert_int_eq(descent__expression_hessian(n, places[p], hessian, &expression), 0);
            ck_assert_int_eq(descent__expression_product(n, places[p], vector, product, &expression), 0);
            const double xx = extrapolated(twice, formulas[f].compiled, places[p], 1, 0);
            const double yy = extrapolated(twice, formulas[f].compiled, places[p], 0, 1);
            /* Along (1, 1) it is xx + 2 xy + yy. */
            const double xy = (extrapolated(twice, formulas[f].compiled, places[p], 1, 1) - xx - yy) / 2;
            const double expected[n * n] = {xx, xy, xy, yy};
            for (size_t i = 0; i < n * n; i++)
                ck_assert_msg(close(hessian[i], expected[i], 1e-6), "%s, entry %zu: %.15g, not %.15g", formulas[f].text,
                              i, hessian[i], expected[i]);
            for (size_t i = 0; i < n; i++)
                ck_assert(close(product[i], hessian[i * n] * vector[0] + hessian[i * n + 1] * vector[1], 1e-12));
        }
        descent__expression_free(&expression);
    }
}
END_TEST

static double value_at(const char *text, double x)
{
    descent__expression expression = read_text(text, "x");
    double value;
    ck_assert_int_eq(descent__expression_loss(1, &x, &value, &expression), 0);
    descent__expression_free(&expression);
    return value;
}

static double slope_at(const char *text, double x)
{
    descent__expression expression = read_text(text, "x");
    double slope;
    ck_assert_int_eq(descent__expression_gradient(1, &x, &slope, &expression), 0);
    descent__expression_free(&expression);
    return slope;
}

START_TEST(grammar_is_that_of_mathematics)
{
    static const struct {
        const char *text;
        double value; /* at x = 3 */
    } cases[] = {
        {"-x^2", -9},
        {"2^-1", 0.5},
        {"x^2^3", 6561},
        {"(x^2)^3", 729},
        {"2*x^2", 18},
        {"x - 1 - 1", 1},
        {"x / 2 / 2", 0.75},
        {"--x", 3},
        {"-2 ** 2", -4},
        {"+x", 3},
        {"1e2 + .5", 100.5},
        {"x·x − 1", 8},
        {"u = x - 1; u*u", 4},
        {"u = x; v = u^2; v + u;", 12},
        {"u = x; u = u + 1; u", 4},
        {" x\t+\n1 ", 4},
        {"min(x, 2)", 2},
        {"max(x, 2)", 3},
        {"abs(-x)", 3},
        {"sign(-x)", -1},
        {"ln(x) - log(x)", 0},
        {"pow(x, 0)", 1},
        {"x^0.5 - sqrt(x)", 0},
        {"2 × x", 6},
        /* What is typed with a keyboard that has more signs. */
        {"x²", 9},
        {"-x³", -27},
        {"2·x¹", 6},
        {"x⁰ + (x − 1)⁴", 17},
        {"(x)¹⁰", 59049},
        {"2⁵", 32},
        {"x^2²", 81},
        {"x – 1", 2},
        {"x⁻²·x²", 1},
        {"2*x² ÷ x", 6},
        {"√(x + 1) + √4", 4},
        {"√√16·x", 6},
        {"(√(x + 1))²", 4},
        {"x\xC2\xA0+ 1", 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert_msg(value_at(cases[i].text, 3) == cases[i].value, "%s is %.17g", cases[i].text,
                      value_at(cases[i].text, 3));
}
END_TEST

/* Whatever stands in a name by its bytes alone makes another variable of it, and another loss. */
START_TEST(signs_are_no_names)
{
    static const struct {
        const char *text, *reason;
        size_t column;
    } cases[] = {
        {"xⁿ", "'ⁿ'", 2},       {"x ≤ 2", "'≤'", 3},        {"½*x", "'½'", 1},      {"x + ∞", "'∞'", 5},
        {"²", "'²'", 1},        {"√x²", "√(x^2)", 4},       {"x²^3", "(x^2)^3", 4}, {"x² ²", "'²'", 4},
        {"x²y", "operator", 3}, {"sin²(x)", "operator", 5}, {"x — 1", "'—'", 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        descent__expression expression;
        descent__expression_error error = {0};
        ck_assert_msg(descent__expression_read(&expression, cases[i].text, NULL, &error) != 0, "%s", cases[i].text);
        ck_assert_msg(strstr(error.reason, cases[i].reason) && error.column == cases[i].column, "%s: column %zu: %s",
                      cases[i].text, error.column, error.reason);
    }
    static const char *const names[] = {"x₁", "β₁", "x′", "µ", "ℓ", "x̂", "größe"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        descent__expression expression = read_text(names[i], NULL);
        ck_assert_uint_eq(expression.dimension, 1);
        ck_assert_str_eq(expression.names[0], names[i]);
        descent__expression_free(&expression);
    }
}
END_TEST

START_TEST(constants_give_way_to_variables_of_their_name)
{
    descent__expression expression = read_text("e*x + π + pi", NULL);
    ck_assert_uint_eq(expression.dimension, 1);
    const double one = 1;
    double value;
    descent__expression_loss(1, &one, &value, &expression);
    ck_assert(value == exp(1) + acos(-1) + acos(-1));
    descent__expression_free(&expression);
    expression = read_text("e*x + π", "x,e,π");
    ck_assert_uint_eq(expression.dimension, 3);
    descent__expression_free(&expression);
}
END_TEST

START_TEST(variables_stand_in_order)
{
    static const char *const wanted[] = {"a", "x1", "x₁", "x2", "x₂", "x10", "x₁₀", "y"};
    descent__expression expression = read_text("y + x₁₀ + x₂ + x₁ + x10 + x2 + x1 + a", NULL);
    ck_assert_uint_eq(expression.dimension, sizeof wanted / sizeof wanted[0]);
    double x[sizeof wanted / sizeof wanted[0]] = {0};
    for (size_t i = 0; i < expression.dimension; i++)
        ck_assert_str_eq(expression.names[i], wanted[i]);
    /* And the operations have gone along with their names. */
    descent__expression_free(&expression);
    expression = read_text("y - 2*x10 + 4*x2", NULL);
    x[0] = 1;
    double value;
    descent__expression_loss(3, x, &value, &expression);
    ck_assert(value == 4);
    descent__expression_free(&expression);
}
END_TEST

START_TEST(powers_at_zero_have_their_slopes)
{
    ck_assert(slope_at("x^2", 0) == 0);
    ck_assert(slope_at("x^1", 0) == 1);
    ck_assert(slope_at("x^0", 0) == 0);
    ck_assert(slope_at("x^4 - x^2", 0) == 0);
    ck_assert(slope_at("abs(x)", 0) == 0);
    ck_assert(isinf(slope_at("sqrt(x)", 0)));
    /* What does not depend on x does not spoil what does. */
    ck_assert(slope_at("x + 0*log(0 - 1 + 1)", 2) == 1);
    descent__expression expression = read_text("(x - 1)^2 + (x - 1)^4", NULL);
    const double one = 1;
    double curvature;
    descent__expression_hessian(1, &one, &curvature, &expression);
    ck_assert(curvature == 2);
    descent__expression_free(&expression);
}
END_TEST

START_TEST(shared_parts_count_as_often_as_they_stand)
{
    /* u·u with u = x², which stands once: 4x³ and 12x². */
    descent__expression expression = read_text("u = x*x; u*u", NULL);
    const double x = 1.5;
    double slope, curvature;
    descent__expression_gradient(1, &x, &slope, &expression);
    descent__expression_hessian(1, &x, &curvature, &expression);
    ck_assert(slope == 4 * x * x * x);
    ck_assert(curvature == 12 * x * x);
    descent__expression_free(&expression);
}
END_TEST

START_TEST(many_operations_are_no_matter)
{
    const size_t terms = 20000;
    char *const text = calloc(terms, sizeof "x*x+");
    for (size_t i = 0; i < terms; i++)
        strcat(text + 4 * i, i + 1 < terms ? "x*x+" : "x*x");
    ck_assert(slope_at(text, 0.5) == (double)terms);
    free(text);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        values_have_the_bits_of_compiled_ones,
        gradients_are_those_of_differences,
        hessians_are_those_of_differences,
        grammar_is_that_of_mathematics,
        signs_are_no_names,
        constants_give_way_to_variables_of_their_name,
        variables_stand_in_order,
        powers_at_zero_have_their_slopes,
        shared_parts_count_as_often_as_they_stand,
        many_operations_are_no_matter,
    };
    return descent_test_main(descent_test_suite("command_expression", tests, sizeof tests / sizeof tests[0]));
}
