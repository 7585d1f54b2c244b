#include "plot/page/tics.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/page/typeset.h"

enum {
    most_digits = 17,
    longest_number = 48
};

/* Numbers of this size are written without an exponent; others if that is as short, or if only their ends differ. */
static const double smallest_usual = 1e-3, largest_usual = 1e6, largest_plain = 1e9, finely = 1e-2;

/* Decades up to which all of 2 to 9, and powers without a name, are marked in between. */
static const double detailed = 9, decades_marked = 60;

double descent__round_up(double width)
{
    static const double steps[] = {1, 2, 2.5, 5};
    const double power = pow(10, floor(log10(width)));
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if (steps[i] * power >= width * (1 - 1e-9))
            return steps[i] * power;
    return 10 * power;
}

/* Removes sign and zeros of the exponent: there is little room beside an axis. */
static void shorten_exponent(char *name, size_t size)
{
    char *exponent = strchr(name, 'e');
    if (!exponent)
        return;
    const long power = strtol(exponent + 1, NULL, 10);
    snprintf(exponent, size - (size_t)(exponent - name), "e%ld", power);
}

/* As few digits as keep the number within a fiftieth of `resolution`. */
static void write_number(char *name, size_t size, double value, double resolution, bool plain)
{
    double unit = plain ? 1 : pow(10, floor(log10(fabs(value))));
    for (int digits = 0; digits <= most_digits; digits++, unit /= 10) {
        descent__format(name, size, plain ? "%.*f" : "%.*e", digits, value);
        if (fabs(round(value / unit) * unit - value) <= 0.02 * resolution)
            break;
    }
    shorten_exponent(name, size);
}

void descent__number_label(char *name, size_t size, double value, double resolution)
{
    const double magnitude = fabs(value);
    char other[longest_number];
    if (magnitude <= 1e-9 * resolution) {
        snprintf(name, size, "0");
        return;
    }
    write_number(name, size, value, resolution, magnitude < largest_plain);
    if (strcmp(name, "-0") == 0) {
        snprintf(name, size, "0");
        return;
    }
    const bool usual = magnitude >= smallest_usual && magnitude < largest_usual;
    const bool far_from_zero = magnitude < largest_plain && resolution < finely * magnitude;
    if (usual || far_from_zero)
        return;
    write_number(other, sizeof other, value, resolution, false);
    if (magnitude >= largest_plain || strlen(other) < strlen(name))
        snprintf(name, size, "%s", other);
}

static void append(descent__tics *tics, double value, const char *name)
{
    if (tics->count >= descent__most_tics)
        return;
    descent__tic *tic = &tics->list[tics->count++];
    tic->value = value;
    snprintf(tic->name, sizeof tic->name, "%s", name);
}

void descent__tics_between(descent__tics *tics, double low, double high, size_t most, bool whole)
{
    tics->count = 0;
    double step = descent__round_up((high - low) / (double)most);
    if (whole)
        step = step < 1 ? 1 : ceil(step); /* 2.5 becomes 3 */
    const double last = floor(high / step + 1e-9);
    for (double i = ceil(low / step - 1e-9); i <= last && tics->count < descent__most_tics; i++) {
        char name[28];
        descent__number_label(name, sizeof name, i * step, step);
        append(tics, i * step, name);
    }
}

/* 1, 2 and 5 of each decade have a name, or the 1 alone. */
static void append_decade(descent__tics *tics, double power, double low, double high, bool three)
{
    for (int i = 1; i <= 9; i++) {
        const double value = i * pow(10, power);
        if (log10(value) < low - 1e-9 || log10(value) > high + 1e-9)
            continue;
        char name[28] = "";
        if (three && (i == 1 || i == 2 || i == 5))
            descent__number_label(name, sizeof name, value, value);
        else if (i == 1)
            snprintf(name, sizeof name, "1e%.0f", power);
        append(tics, value, name);
    }
}

void descent__tics_powers(descent__tics *tics, double low, double high, size_t most)
{
    static const double steps[] = {1, 2, 5, 10, 20, 50, 100, 200};
    const double decades = high - low;
    size_t step = 0;
    while (step + 1 < sizeof steps / sizeof steps[0] && decades / steps[step] > (double)most)
        step++;
    tics->count = 0;
    for (double power = floor(low); power <= floor(high + 1e-9); power++) {
        const bool named = fmod(power, steps[step]) == 0;
        char name[28] = "";
        if (decades <= detailed && step == 0) {
            append_decade(tics, power, low, high, 3 * decades <= (double)most);
            continue;
        }
        if (named)
            snprintf(name, sizeof name, "1e%.0f", power);
        if (power >= low - 1e-9 && (named || decades <= decades_marked))
            append(tics, pow(10, power), name);
    }
}

double descent__tics_width(const descent__tics *tics, const descent__script *script)
{
    double widest = 0;
    for (size_t i = 0; i < tics->count; i++) {
        char name[descent__typeset_size];
        descent__typeset(name, tics->list[i].name);
        widest = fmax(widest, descent__script_width(script, name));
    }
    return widest;
}

void descent__tics_add(const descent__tics *tics, descent__script *script)
{
    descent__script_add(script, "(");
    for (size_t i = 0; i < tics->count; i++) {
        char name[descent__typeset_size];
        descent__typeset(name, tics->list[i].name);
        descent__script_add(script, "%s'%s' %.17g %d", i ? ", " : "", name, tics->list[i].value,
                            tics->list[i].name[0] ? 0 : 1);
    }
    descent__script_add(script, ")");
}
