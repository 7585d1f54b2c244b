#include "fuzz/choices.h"

#include <float.h>
#include <math.h>
#include <string.h>

unsigned choose_byte(choices *from)
{
    return from->next < from->end ? *from->next++ : 0;
}

unsigned choose_below(choices *from, unsigned limit)
{
    return choose_byte(from) % limit;
}

bool choose_rarely(choices *from, unsigned times)
{
    return choose_byte(from) % times == times - 1;
}

unsigned choose_many(choices *from)
{
    const unsigned high = choose_byte(from);
    return high << 8 | choose_byte(from);
}

static double any_bits(choices *from)
{
    uint64_t bits = 0;
    double number;
    for (int k = 0; k < 8; k++)
        bits = bits << 8 | choose_byte(from);
    memcpy(&number, &bits, sizeof number);
    return number;
}

double choose_number(choices *from)
{
    static const double special[] = {0,       -0.0,     1,       -1,          NAN,          INFINITY, -INFINITY,
                                     DBL_MAX, -DBL_MAX, DBL_MIN, DBL_MIN / 2, -DBL_MIN / 4, 1e154,    -1e200,
                                     1e-200,  0x1p53,   0.5,     2,           1e-9,         1e9};
    enum {
        specials = sizeof special / sizeof *special
    };
    const unsigned sort = choose_byte(from);
    if (sort < specials)
        return special[sort];
    if (sort < 150)
        return choose_near(from);
    if (sort < 190)
        return (double)choose_many(from) / 64;
    if (sort < 220)
        return any_bits(from);
    const int exponent = (int)choose_many(from) % 2098 - 1074; /* all that there are */
    return ldexp(1 + choose_byte(from) / 256.0, exponent);
}

double choose_near(choices *from)
{
    return ((int)choose_byte(from) - 128) / 32.0;
}

double choose_mostly_near(choices *from, unsigned times)
{
    return choose_rarely(from, times) ? choose_number(from) : choose_near(from);
}

void choose_text(choices *from, char *text, size_t size)
{
    size_t length = choose_below(from, (unsigned)size);
    for (size_t i = 0; i < length; i++) {
        const char byte = (char)choose_byte(from);
        text[i] = byte ? byte : '\'';
    }
    text[length] = '\0';
}
