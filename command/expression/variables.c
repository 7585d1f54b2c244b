#include "command/expression/variables.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The code of a character that takes two bytes or three; 0 of any other. */
static unsigned code(const char *text)
{
    const unsigned char *const c = (const unsigned char *)text;
    if ((c[0] & 0xE0) == 0xC0 && (c[1] & 0xC0) == 0x80)
        return (c[0] & 0x1Fu) << 6 | (c[1] & 0x3Fu);
    if ((c[0] & 0xF0) == 0xE0 && (c[1] & 0xC0) == 0x80 && (c[2] & 0xC0) == 0x80)
        return (c[0] & 0x0Fu) << 12 | (c[1] & 0x3Fu) << 6 | (c[2] & 0x3Fu);
    return 0;
}

/*
 * Signs of arithmetic, superscripts, blanks and quotation marks that are not ASCII end a name: x² is no name. Subscripts and
 * primes are part of one.
 */
static int begins_sign(const char *text)
{
    static const struct {
        unsigned first, last;
    } signs[] = {
        {0x80, 0xA9},     {0xAB, 0xB4},     {0xB6, 0xB9},     {0xBB, 0xBF},     {0xD7, 0xD7},     {0xF7, 0xF7},
        {0x2000, 0x2031}, {0x2035, 0x207F}, {0x2150, 0x218F}, {0x2190, 0x2BFF}, {0x3000, 0x3003},
    };
    const unsigned c = code(text);
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (c >= signs[i].first && c <= signs[i].last)
            return 1;
    return 0;
}

static int is_in_name(const char *text)
{
    const unsigned char c = (unsigned char)*text;
    return isalnum(c) || c == '_' || (c >= 0x80 && !begins_sign(text));
}

size_t descent__variable_length(const char *text)
{
    size_t length = 0;
    if (isdigit((unsigned char)*text))
        return 0;
    while (is_in_name(text + length))
        length++;
    return length;
}

size_t descent__variable_find(const descent__expression *expression, const char *name, size_t length)
{
    size_t i = 0;
    while (i < expression->dimension &&
           (strlen(expression->names[i]) != length || strncmp(expression->names[i], name, length) != 0))
        i++;
    return i;
}

size_t descent__variable_add(descent__expression *expression, const char *name, size_t length)
{
    char *const copy = malloc(length + 1);
    char **const grown = realloc(expression->names, (expression->dimension + 2) * sizeof *grown);
    if (grown)
        expression->names = grown;
    if (!copy || !grown) {
        free(copy);
        return SIZE_MAX;
    }
    memcpy(copy, name, length);
    copy[length] = '\0';
    grown[expression->dimension] = copy;
    grown[expression->dimension + 1] = NULL;
    return expression->dimension++;
}

int descent__variables_read(descent__expression *expression, const char *list, descent__expression_error *error)
{
    const char *at = list;
    error->column = 0;
    for (;;) {
        at += strspn(at, " ");
        const size_t length = descent__variable_length(at);
        const char *const next = at + length + strspn(at + length, " ");
        if (length == 0 || (*next && *next != ',')) {
            snprintf(error->reason, sizeof error->reason, "--variables must be names with commas between, got '%.100s'",
                     list);
            return -1;
        }
        if (descent__variable_find(expression, at, length) < expression->dimension) {
            snprintf(error->reason, sizeof error->reason, "--variables has '%.*s' twice", (int)length, at);
            return -1;
        }
        if (descent__variable_add(expression, at, length) == SIZE_MAX) {
            snprintf(error->reason, sizeof error->reason, "out of memory");
            return -1;
        }
        if (!*next)
            return 0;
        at = next + 1;
    }
}

/* The digit that stands here, ASCII or a subscript, with its length in bytes; -1 if there is none. */
static int digit(const char *text, size_t *bytes)
{
    *bytes = 1;
    if (isdigit((unsigned char)*text))
        return *text - '0';
    /* The subscripts from zero to nine follow each other. */
    static const char zero[] = "₀";
    const size_t length = sizeof zero - 1;
    const int value = (unsigned char)text[0] == (unsigned char)zero[0] && text[1] == zero[1]
                          ? (unsigned char)text[2] - (unsigned char)zero[2]
                          : -1;
    *bytes = length;
    return value >= 0 && value <= 9 ? value : -1;
}

/* The number that begins here, and goes past it. */
static double digits(const char **text)
{
    double number = 0;
    size_t bytes;
    for (int next; (next = digit(*text, &bytes)) >= 0; *text += bytes)
        number = 10 * number + next;
    return number;
}

/* As strcmp(), but a row of digits counts as a number: x2 stands before x10. */
static int compare(const char *a, const char *b)
{
    const char *const whole_a = a, *const whole_b = b;
    size_t bytes;
    while (*a && *b) {
        if (digit(a, &bytes) >= 0 && digit(b, &bytes) >= 0) {
            const double first = digits(&a), second = digits(&b);
            if (first != second)
                return first < second ? -1 : 1;
        } else if (*a != *b) {
            return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
        } else {
            a++;
            b++;
        }
    }
    /* x1 and x₁ are two names. */
    return *a ? 1 : *b ? -1 : strcmp(whole_a, whole_b);
}

void descent__variables_sort(descent__expression *expression)
{
    char **const names = expression->names;
    for (size_t i = 1; i < expression->dimension; i++) {
        for (size_t j = i; j > 0 && compare(names[j - 1], names[j]) > 0; j--) {
            char *const name = names[j];
            names[j] = names[j - 1];
            names[j - 1] = name;
            /* The two exchange their numbers. */
            for (size_t k = 0; k < expression->count; k++) {
                descent__operation *const o = &expression->operations[k];
                if (o->kind == DESCENT__OPERATOR_VARIABLE && (o->a == j || o->a == j - 1))
                    o->a = o->a == j ? j - 1 : j;
            }
        }
    }
}
