#include "problem/check_verdict.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "problem/tolerances.h"

static bool is_wrong(const descent_derivative_check *check, size_t k)
{
    return !(fabs(check->supplied[k] - check->expected[k]) <= check->tolerance[k]) && isfinite(check->tolerance[k]);
}

static bool is_undecided(const descent_derivative_check *check, size_t k, double scale)
{
    const double size = fmax(fabs(check->supplied[k]), fabs(check->expected[k]));
    return !is_wrong(check, k) && !(check->tolerance[k] <= descent__judged_entry * size ||
                                    check->tolerance[k] <= descent__judged_scale * scale);
}

/* Does supplied = factor·expected hold in all entries that can be judged? */
static bool is_proportional(const descent_derivative_check *check, size_t total, double factor)
{
    for (size_t k = 0; k < total; k++)
        if (isfinite(check->tolerance[k]) &&
            fabs(check->supplied[k] - factor * check->expected[k]) > fmax(1, fabs(factor)) * check->tolerance[k])
            return false;
    return true;
}

/* The factor between supplied and expected, taken where the expected entry stands out most; NaN if there is none. */
static double common_factor(const descent_derivative_check *check, size_t total)
{
    double factor = NAN, clearest = 1 / descent__judged_entry;
    for (size_t k = 0; k < total; k++)
        if (fabs(check->expected[k]) / check->tolerance[k] > clearest) {
            clearest = fabs(check->expected[k]) / check->tolerance[k];
            factor = check->supplied[k] / check->expected[k];
        }
    return factor;
}

/* Is the worst entry's value found at the place of the only other wrong one, and the other way round? */
static bool find_partner(descent_derivative_check *check, size_t total, size_t worst)
{
    for (size_t k = 0; k < total; k++) {
        const double tolerance = check->tolerance[k] + check->tolerance[worst];
        if (k == worst || !is_wrong(check, k))
            continue;
        if (fabs(check->supplied[k] - check->expected[worst]) <= tolerance &&
            fabs(check->supplied[worst] - check->expected[k]) <= tolerance) {
            check->partner_row = k / check->dimension;
            check->partner = k % check->dimension;
            return true;
        }
    }
    return false;
}

static descent_check_verdict judge(descent_derivative_check *check, size_t total, size_t worst)
{
    check->factor = NAN;
    if (check->wrong_count == 0)
        return check->undecided_count == 0 ? DESCENT_CHECK_AGREES : DESCENT_CHECK_UNDECIDED;
    const double factor = common_factor(check, total);
    if (isfinite(factor) && factor != 0 && is_proportional(check, total, factor)) {
        check->factor = factor;
        return fabs(factor + 1) < descent__sign_accuracy ? DESCENT_CHECK_SIGN : DESCENT_CHECK_FACTOR;
    }
    if (check->wrong_count == 2 && find_partner(check, total, worst))
        return DESCENT_CHECK_SWAPPED;
    return check->wrong_count + check->undecided_count < total ? DESCENT_CHECK_COMPONENTS : DESCENT_CHECK_WRONG;
}

void descent__check_name(char *name, const char *derivative, const char *const *names, size_t row, size_t column)
{
    char first[descent__variable_name_size], second[descent__variable_name_size];
    descent__name_text(first, names, row);
    descent__name_text(second, names, column);
    if (strcmp(derivative, "hessian") == 0)
        snprintf(name, descent__derivative_name_size, "∂²L/∂%s∂%s", first, second);
    else
        snprintf(name, descent__derivative_name_size, "∂L/∂%s", second);
}

static void explain(const descent_derivative_check *check, bool hessian, const char *const *names, size_t worst,
                    char *text, size_t size)
{
    const char *const reference = hessian ? "the gradient" : "the loss";
    const char *const whole = hessian ? "Hessian" : "gradient";
    const double supplied = check->supplied[worst], expected = check->expected[worst];
    const char *const derivative = hessian ? "hessian" : "gradient";
    char name[descent__derivative_name_size], partner[descent__derivative_name_size];
    descent__check_name(name, derivative, names, check->worst_row, check->worst);
    descent__check_name(partner, derivative, names, check->partner_row, check->partner);
    switch (check->verdict) {
    case DESCENT_CHECK_AGREES:
        snprintf(text, size, "The %s agrees with %s. Least certain is %s: it is %.6g, and %s says %.6g ± %.1e.", whole,
                 reference, name, supplied, reference, expected, check->tolerance[worst]);
        break;
    case DESCENT_CHECK_UNDECIDED:
        snprintf(text, size,
                 "Nothing contradicts the %s, but rounding, a kink or a value that is not finite hides %zu of %zu "
                 "entries, such as %s: it is %.6g, and %s says %.6g ± %.1e.",
                 whole, check->undecided_count, check->rows * check->dimension, name, supplied, reference, expected,
                 check->tolerance[worst]);
        break;
    case DESCENT_CHECK_SIGN:
        snprintf(text, size, "The whole %s has the wrong sign: %s is %.6g, but %s says %.6g.", whole, name, supplied,
                 reference, expected);
        break;
    case DESCENT_CHECK_FACTOR:
        snprintf(text, size, "The whole %s is off by the factor %.6g: %s is %.6g, but %s says %.6g.", whole,
                 check->factor, name, supplied, reference, expected);
        break;
    case DESCENT_CHECK_SWAPPED:
        snprintf(text, size, "%s and %s stand in each other's place: %s is %.6g, but %s says %.6g.", name, partner,
                 name, supplied, reference, expected);
        break;
    case DESCENT_CHECK_COMPONENTS:
    case DESCENT_CHECK_WRONG: {
        const bool sign = fabs(supplied + expected) <= check->tolerance[worst];
        snprintf(text, size, "%zu of %zu entries of the %s %s wrong%s %s is %.6g, but %s says %.6g%s.",
                 check->wrong_count, check->rows * check->dimension, whole, check->wrong_count == 1 ? "is" : "are",
                 check->wrong_count == 1 ? ":" : "; of the worst,", name, supplied, reference, expected,
                 sign ? " (the sign is wrong)" : "");
        break;
    }
    }
}

void descent__check_conclude(descent_derivative_check *check, bool hessian, const char *const *names, char *text,
                             size_t size)
{
    const size_t total = check->rows * check->dimension;
    assert(total > 0);
    double scale = 0, furthest = -1;
    int gravest = 0; /* 2: wrong, 1: undecided, 0: agrees */
    size_t worst = 0;
    for (size_t k = 0; k < total; k++)
        scale =
            fmax(scale, fmax(fabs(check->supplied[k]), isfinite(check->expected[k]) ? fabs(check->expected[k]) : 0));
    for (size_t k = 0; k < total; k++) {
        const bool wrong = is_wrong(check, k), undecided = is_undecided(check, k, scale);
        const int grave = wrong ? 2 : undecided;
        const double distance = fabs(check->supplied[k] - check->expected[k]) / check->tolerance[k];
        check->wrong_count += wrong;
        check->undecided_count += undecided;
        if (grave > gravest || (grave == gravest && distance > furthest)) {
            gravest = grave;
            furthest = distance;
            worst = k;
        }
    }
    assert(check->wrong_count + check->undecided_count <= total);
    check->worst_row = worst / check->dimension;
    check->worst = worst % check->dimension;
    check->verdict = judge(check, total, worst);
    explain(check, hessian, names, worst, text, size);
}
