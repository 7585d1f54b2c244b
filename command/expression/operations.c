#include "command/expression/operations.h"

#include <math.h>
#include <string.h>

/* Up to this exponent a whole power is a product from left to right, `x*x*x*x`, and has the bits of one that is so written. */
static const double product_exponent = 4;

static const double two_over_sqrt_pi = 1.1283791670955126, ln_2 = 0.69314718055994531, ln_10 = 2.3025850929940457;

static const struct {
    const char *word;
    descent__operator kind;
    size_t arguments;
} functions[] = {
#define UNARY(name, word)  {word, DESCENT__OPERATOR_##name, 1},
#define BINARY(name, word) {word, DESCENT__OPERATOR_##name, 2},
    DESCENT__UNARY_LIST(UNARY) DESCENT__BINARY_LIST(BINARY)
    /* What else the logarithm is called. */
    {"ln", DESCENT__OPERATOR_LOG, 1},
};

size_t descent__function_find(const char *name, size_t length, descent__operator *kind)
{
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        if (strlen(functions[i].word) == length && strncmp(functions[i].word, name, length) == 0) {
            *kind = functions[i].kind;
            return functions[i].arguments;
        }
    }
    return 0;
}

const char *descent__function_names(void)
{
#define WORD(name, word) word " "
    return DESCENT__UNARY_LIST(WORD) DESCENT__BINARY_LIST(WORD) "ln";
}

static double sign(double a)
{
    return a > 0 ? 1 : a < 0 ? -1 : a;
}

static double power(double a, double b)
{
    if (b == 0 || b == 1)
        return b == 0 ? 1 : a;
    if (b < 0 || b > product_exponent || b != floor(b))
        return pow(a, b);
    double product = a;
    for (double done = 1; done < b; done++)
        product *= a;
    return product;
}

static double smaller(double a, double b)
{
    return isnan(a) || isnan(b) ? a + b : fmin(a, b);
}

static double larger(double a, double b)
{
    return isnan(a) || isnan(b) ? a + b : fmax(a, b);
}

double descent__operation_value(descent__operator kind, double a, double b)
{
    switch (kind) {
    case DESCENT__OPERATOR_NUMBER:
    case DESCENT__OPERATOR_VARIABLE:
        return a;
    case DESCENT__OPERATOR_NEGATE:
        return -a;
    case DESCENT__OPERATOR_ADD:
        return a + b;
    case DESCENT__OPERATOR_SUBTRACT:
        return a - b;
    case DESCENT__OPERATOR_MULTIPLY:
        return a * b;
    case DESCENT__OPERATOR_DIVIDE:
        return a / b;
    case DESCENT__OPERATOR_ABS:
        return fabs(a);
    case DESCENT__OPERATOR_SIGN:
        return sign(a);
    case DESCENT__OPERATOR_MAX:
        return larger(a, b);
    case DESCENT__OPERATOR_MIN:
        return smaller(a, b);
    case DESCENT__OPERATOR_POW:
        return power(a, b);
#define CALL(NAME, function)                                                                                           \
    case DESCENT__OPERATOR_##NAME:                                                                                     \
        return function(a);
        CALL(ACOS, acos)
        CALL(ACOSH, acosh)
        CALL(ASIN, asin)
        CALL(ASINH, asinh)
        CALL(ATAN, atan)
        CALL(ATANH, atanh)
        CALL(CBRT, cbrt)
        CALL(COS, cos)
        CALL(COSH, cosh)
        CALL(ERF, erf)
        CALL(EXP, exp)
        CALL(EXPM1, expm1)
        CALL(LOG, log)
        CALL(LOG10, log10)
        CALL(LOG1P, log1p)
        CALL(LOG2, log2)
        CALL(SIN, sin)
        CALL(SINH, sinh)
        CALL(SQRT, sqrt)
        CALL(TAN, tan)
        CALL(TANH, tanh)
    case DESCENT__OPERATOR_ATAN2:
        return atan2(a, b);
    case DESCENT__OPERATOR_HYPOT:
        return hypot(a, b);
    }
    return NAN;
}

/* First and second derivative of a function of one argument. */
static void unary(descent__operator kind, double a, descent__partials *p)
{
    const double y = p->value;
    double d;
    switch (kind) {
#define DERIVATIVES(NAME, first, second)                                                                               \
    case DESCENT__OPERATOR_##NAME:                                                                                     \
        d = (first);                                                                                                   \
        p->a = d;                                                                                                      \
        p->aa = (second);                                                                                              \
        return;
        DERIVATIVES(NEGATE, -1, 0)
        DERIVATIVES(ABS, sign(a), 0)
        DERIVATIVES(ACOS, -1 / sqrt((1 - a) * (1 + a)), a * d * d * d)
        DERIVATIVES(ACOSH, 1 / sqrt((a - 1) * (a + 1)), -a * d * d * d)
        DERIVATIVES(ASIN, 1 / sqrt((1 - a) * (1 + a)), a * d * d * d)
        DERIVATIVES(ASINH, 1 / hypot(1, a), -a * d * d * d)
        DERIVATIVES(ATAN, 1 / (1 + a * a), -2 * a * d * d)
        DERIVATIVES(ATANH, 1 / ((1 - a) * (1 + a)), 2 * a * d * d)
        DERIVATIVES(CBRT, 1 / (3 * y * y), -2 * d / (3 * a))
        DERIVATIVES(COS, -sin(a), -y)
        DERIVATIVES(COSH, sinh(a), y)
        DERIVATIVES(ERF, two_over_sqrt_pi * exp(-a * a), -2 * a * d)
        DERIVATIVES(EXP, y, y)
        DERIVATIVES(EXPM1, exp(a), d)
        DERIVATIVES(LOG, 1 / a, -d / a)
        DERIVATIVES(LOG10, 1 / (a * ln_10), -d / a)
        DERIVATIVES(LOG1P, 1 / (1 + a), -d * d)
        DERIVATIVES(LOG2, 1 / (a * ln_2), -d / a)
        DERIVATIVES(SIN, cos(a), -y)
        DERIVATIVES(SINH, cosh(a), y)
        DERIVATIVES(SQRT, 1 / (2 * y), -d / (2 * a))
        DERIVATIVES(TAN, 1 + y * y, 2 * y * d)
        DERIVATIVES(TANH, (1 - y) * (1 + y), -2 * y * d)
    default:
        return; /* constant by its argument: NUMBER, VARIABLE and SIGN; or of two arguments */
    }
}

/* a^b; where the exponent is constant, nothing by it. 0 times an infinite power, at a = 0, is no slope. */
static void power_partials(double a, double b, int b_varies, descent__partials *p)
{
    p->a = b == 0 ? 0 : b * power(a, b - 1);
    p->aa = b == 0 || b == 1 ? 0 : b * (b - 1) * power(a, b - 2);
    if (!b_varies)
        return;
    const double logarithm = log(a);
    p->b = p->value == 0 ? 0 : p->value * logarithm;
    p->bb = p->value == 0 ? 0 : p->b * logarithm;
    p->ab = a == 0 && b > 1 ? 0 : power(a, b - 1) * (1 + b * logarithm);
}

static void binary(descent__operator kind, double a, double b, int b_varies, descent__partials *p)
{
    const double y = p->value, square = a * a + b * b;
    switch (kind) {
    case DESCENT__OPERATOR_ADD:
    case DESCENT__OPERATOR_SUBTRACT:
        p->a = 1;
        p->b = kind == DESCENT__OPERATOR_ADD ? 1 : -1;
        return;
    case DESCENT__OPERATOR_MULTIPLY:
        *p = (descent__partials){y, b, a, 0, 1, 0};
        return;
    case DESCENT__OPERATOR_DIVIDE:
        *p = (descent__partials){y, 1 / b, -y / b, 0, -1 / b / b, 2 * y / b / b};
        return;
    case DESCENT__OPERATOR_MAX:
    case DESCENT__OPERATOR_MIN:
        p->a = y == a;
        p->b = y != a;
        return;
    case DESCENT__OPERATOR_POW:
        power_partials(a, b, b_varies, p);
        return;
    case DESCENT__OPERATOR_HYPOT:
        if (y > 0) {
            const double s = a / y, t = b / y;
            *p = (descent__partials){y, s, t, t * t / y, -s * t / y, s * s / y};
        }
        return;
    case DESCENT__OPERATOR_ATAN2:
        *p = (descent__partials){y,
                                 b / square,
                                 -a / square,
                                 -2 * a * b / square / square,
                                 (a - b) * (a + b) / square / square,
                                 2 * a * b / square / square};
        return;
    default:
        return; /* of one argument */
    }
}

descent__partials descent__operation_partials(descent__operator kind, double a, double b, int b_varies)
{
    descent__partials partials = {.value = descent__operation_value(kind, a, b)};
    unary(kind, a, &partials);
    binary(kind, a, b, b_varies, &partials);
    return partials;
}
