#include "plot/page/typeset.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const superscripts[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

/* Adds "10⁻⁷" for −7. */
static size_t add_power(char *text, size_t used, long power)
{
    char digits[24];
    used += (size_t)snprintf(text + used, descent__typeset_size - used, "10%s", power < 0 ? "⁻" : "");
    snprintf(digits, sizeof digits, "%ld", labs(power));
    for (const char *digit = digits; *digit; digit++)
        used += (size_t)snprintf(text + used, descent__typeset_size - used, "%s", superscripts[*digit - '0']);
    return used;
}

enum {
    longest_number = 30
};

/* Digits, with a point perhaps, and an exponent perhaps: whatever the locale is. */
static bool is_number(const char *digits)
{
    static const char decimal[] = "0123456789";
    const char *at = digits + strspn(digits, decimal);
    if (at == digits || strlen(digits) > longest_number)
        return false;
    if (*at == '.')
        at += 1 + strspn(at + 1, decimal);
    if (*at == 'e') {
        at += 1 + (at[1] == '-' || at[1] == '+');
        const size_t power = strspn(at, decimal);
        if (power == 0)
            return false;
        at += power;
    }
    return *at == '\0';
}

void descent__typeset(char *text, const char *number)
{
    const bool negative = number[0] == '-';
    const char *const digits = number + negative;
    const char *const exponent = strchr(digits, 'e');
    if (!is_number(digits)) {
        snprintf(text, descent__typeset_size, "%s", number);
        return;
    }
    size_t used = (size_t)snprintf(text, descent__typeset_size, "%s", negative ? "−" : "");
    const int mantissa = exponent ? (int)(exponent - digits) : (int)strlen(digits);
    const bool is_one = exponent && mantissa == 1 && digits[0] == '1';
    if (!is_one)
        used += (size_t)snprintf(text + used, descent__typeset_size - used, "%.*s%s", mantissa, digits,
                                 exponent ? "·" : "");
    if (exponent)
        add_power(text, used, strtol(exponent + 1, NULL, 10));
}
