#include "diagnosis/evidence/precision.h"

#include <float.h>
#include <math.h>

/*
 * Fractions that fill a float but for three bits: seven of eight numbers computed in single precision do. Numbers that are exact in
 * double because they are short (dyadic points and steps) grow by the same number of bits each step, and so have 21 to 24 bits in at most
 * a sixth of the steps before they are too long for a float.
 */
static const int full_bits = 21;

/* Fractions that differ from all others. A number of double precision has the bits of a float by chance once in 2^29. */
enum {
    fractions_needed = 8
};

/* Numbers with bits that a float of the size of the largest does not have: counts, and whatever else is on one grid, have none. No edge:
 * a few are enough. */
static const size_t finer_needed = 4;

typedef struct census {
    size_t changed, full;               /* values other than the one before, and those with a full fraction */
    double fractions[fractions_needed]; /* in [1/2, 1), as odd multiples of a power of 2: a shift is no news */
    size_t fraction_count;
    double largest;
} census;

/* How many bits the fraction has, from the first that is set to the last; 0 for 0. */
static int bits_of(double value)
{
    int exponent, bits = 0;
    double fraction = fabs(frexp(value, &exponent));
    while (fraction > 0 && bits < DBL_MANT_DIG) {
        fraction = 2 * fraction;
        fraction -= floor(fraction);
        bits++;
    }
    return bits;
}

static void note_fraction(census *c, double value)
{
    int exponent;
    const double fraction = fabs(frexp(value, &exponent));
    for (size_t i = 0; i < c->fraction_count; i++)
        if (c->fractions[i] >= fraction && c->fractions[i] <= fraction)
            return;
    if (c->fraction_count < fractions_needed)
        c->fractions[c->fraction_count++] = fraction;
}

/* Counts one column; false if a value is none of single precision. */
static bool count_column(census *c, size_t rows, size_t stride, const double *column)
{
    double before = NAN;
    for (size_t row = 0; row < rows; row++) {
        const double value = column[row * stride];
        if (!isfinite(value))
            continue;
        if (!(fabs(value) <= (double)FLT_MAX) || (double)(float)value < value || (double)(float)value > value)
            return false;
        if (value >= before && value <= before)
            continue;
        before = value;
        c->changed++;
        c->full += bits_of(value) >= full_bits;
        c->largest = fmax(c->largest, fabs(value));
        note_fraction(c, value);
    }
    return true;
}

/* Values with bits below the last place of the largest as a float. */
static size_t count_finer(double largest, size_t count, const double *values)
{
    int exponent;
    size_t finer = 0;
    (void)frexp(largest, &exponent);
    for (size_t i = 0; i < count && finer < finer_needed; i++) {
        const double places = ldexp(values[i], FLT_MANT_DIG - exponent);
        finer += isfinite(values[i]) && (places < floor(places) || places > floor(places));
    }
    return finer;
}

static bool is_single(size_t rows, size_t n, const double *values)
{
    census c = {0};
    for (size_t i = 0; i < n; i++)
        if (!count_column(&c, rows, n, values + i))
            return false;
    return c.fraction_count == fractions_needed && 2 * c.full >= c.changed &&
           count_finer(c.largest, rows * n, values) >= finer_needed;
}

bool descent__evidence_is_single(const descent__evidence *evidence)
{
    return (evidence->losses && is_single(evidence->finite, 1, evidence->losses)) ||
           (evidence->points && is_single(evidence->finite, evidence->n, evidence->points));
}
