#include "command/loss/loss.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/options/values.h"

size_t descent__loss_variable(const descent__loss *loss, const char *text, size_t length)
{
    const size_t n = loss->problem.dimension;
    for (size_t i = 0; loss->problem.variable_names && i < n; i++)
        if (strlen(loss->problem.variable_names[i]) == length &&
            strncmp(loss->problem.variable_names[i], text, length) == 0)
            return i;
    /* 3 and x3 are the third one, whatever it is called. */
    const char *const digits = *text == 'x' ? text + 1 : text;
    char *end;
    const double number = strspn(digits, "0123456789") > 0 ? strtod(digits, &end) : 0;
    if (!(number >= 1) || number > (double)n || end != text + length || number != floor(number))
        return n;
    return (size_t)number - 1;
}

static descent__exit wrong_count(const descent__loss *loss, const char *option, size_t count)
{
    const size_t n = loss->problem.dimension;
    char names[128] = "";
    for (size_t i = 0, at = 0; loss->problem.variable_names && i < n && at < sizeof names; i++)
        at += (size_t)snprintf(names + at, sizeof names - at, "%s%s", i ? ", " : ": ", loss->problem.variable_names[i]);
    return descent__wrong("--%s must have %zu number%s%s, one for each variable%s, got %zu", option, n,
                          descent__noun_ending(n), n > 1 ? " with commas between" : "", names, count);
}

/* One entry of the list: a number for the variable that is next, or for the one that is named. */
static descent__exit read_entry(const descent__loss *loss, const char *option, const char *text, size_t length,
                                size_t next, double *point)
{
    const char *const equals = memchr(text, '=', length);
    const char *value = text;
    if (equals) {
        next = descent__loss_variable(loss, text, (size_t)(equals - text));
        if (next == loss->problem.dimension)
            return descent__wrong("--%s: '%.*s' is none of the variables", option, (int)(equals - text), text);
        value = equals + 1;
    }
    double number;
    if (!descent__number_read(value, (size_t)(text + length - value), &number))
        return descent__wrong("--%s must be finite numbers with commas between, got '%.*s'", option, (int)length, text);
    if (!isnan(point[next]))
        return descent__wrong("--%s has a variable twice, at '%.*s'", option, (int)length, text);
    point[next] = number;
    return DESCENT__EXIT_DONE;
}

descent__exit descent__loss_point(const descent__loss *loss, const char *option, const char *text, double **point)
{
    const size_t n = loss->problem.dimension, count = descent__list_count(text);
    *point = NULL;
    if (count != n)
        return wrong_count(loss, option, count);
    double *const numbers = malloc(n * sizeof *numbers);
    if (!numbers)
        return descent__failed(DESCENT__EXIT_NOT_MADE, "out of memory for %zu numbers", n);
    for (size_t i = 0; i < n; i++)
        numbers[i] = NAN;
    descent__exit exit = DESCENT__EXIT_DONE;
    for (size_t i = 0; i < n && exit == DESCENT__EXIT_DONE; i++) {
        const size_t length = strcspn(text, ",");
        exit = read_entry(loss, option, text, length, i, numbers);
        text += length + (text[length] == ',');
    }
    if (exit != DESCENT__EXIT_DONE) {
        free(numbers);
        return exit;
    }
    *point = numbers;
    return DESCENT__EXIT_DONE;
}
