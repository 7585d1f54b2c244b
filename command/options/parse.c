#include "command/options/parse.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command/options/table.h"

/* A name that differs in no more letters was probably meant. */
static const size_t close_enough = 2;
/* Longer than any option. */
enum {
    longest_name = 32
};

descent__settings descent__settings_none(descent__verb verb)
{
    return (descent__settings){.verb = verb,
                               .step = NAN,
                               .momentum = NAN,
                               .delay = NAN,
                               .factor = NAN,
                               .floor = NAN,
                               .stop_loss = NAN,
                               .stop_gradient = NAN,
                               .stop_change = NAN,
                               .stop_seconds = NAN,
                               .tolerance = NAN,
                               .from = NAN,
                               .to = NAN,
                               .steps = UINT64_MAX};
}

/*
 * Number of letters to be put in, left out, changed, or exchanged with a neighbour (Damerau 1964; each pair but once, as in
 * optimal string alignment).
 */
static size_t distance(const char *a, size_t length, const char *b)
{
    size_t rows[3][longest_name + 1], *before = rows[0], *above = rows[1], *row = rows[2];
    const size_t width = strlen(b);
    if (length > longest_name || width > longest_name)
        return longest_name;
    for (size_t j = 0; j <= width; j++)
        row[j] = j;
    for (size_t i = 1; i <= length; i++) {
        size_t *const oldest = before;
        before = above;
        above = row;
        row = oldest;
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            const size_t shorter = (above[j] < row[j - 1] ? above[j] : row[j - 1]) + 1;
            row[j] = above[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = shorter < row[j] ? shorter : row[j];
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < row[j])
                row[j] = before[j - 2] + 1;
        }
    }
    return row[width];
}

/* How far a word is from a name: of names at the same distance, one as long as the word is nearer. */
static size_t farness(const char *word, size_t length, const char *name)
{
    return 2 * distance(word, length, name) + (strlen(name) != length);
}

static descent__exit unknown(descent__verb verb, const char *word, size_t length)
{
    size_t count;
    const descent__option *const options = descent__options(&count), *nearest = NULL;
    size_t best = 2 * (close_enough + 1);
    for (size_t i = 0; i < count; i++) {
        const size_t other = farness(word, length, options[i].name);
        if (options[i].verbs & 1u << verb && other < best) {
            best = other;
            nearest = &options[i];
        }
    }
    if (nearest)
        return descent__wrong("there is no option --%.*s; was --%s meant?", (int)length, word, nearest->name);
    for (size_t i = 0; i < count; i++)
        if (strlen(options[i].name) == length && strncmp(options[i].name, word, length) == 0)
            return descent__wrong("%s takes no --%.*s", descent__verb_describe(verb)->word, (int)length, word);
    return descent__wrong("there is no option --%.*s", (int)length, word);
}

static descent__exit set_number(const descent__option *option, const char *value, double *field)
{
    char *end;
    const double number = strtod(value, &end);
    if (end != value && !*end && isfinite(number) && number > option->low && number <= option->high) {
        *field = number;
        return DESCENT__EXIT_DONE;
    }
    if (isinf(option->high) && isinf(option->low))
        return descent__wrong("--%s must be a number, got '%s'", option->name, value);
    if (isinf(option->high))
        return descent__wrong("--%s must be a finite number above %g, got '%s'", option->name, option->low, value);
    return descent__wrong("--%s must be a number above %g and at most %g, got '%s'", option->name, option->low,
                          option->high, value);
}

/* Whole numbers, also written 1e5. */
static descent__exit set_count(const descent__option *option, const char *value, uint64_t *field)
{
    char *end;
    const double number = isdigit((unsigned char)*value) ? strtod(value, &end) : NAN;
    if (!isfinite(number) || *end || number != floor(number) || number < option->low || number > option->high)
        return descent__wrong("--%s must be a whole number from %.0f to %.0f, got '%s'", option->name, option->low,
                              option->high, value);
    *field = (uint64_t)number;
    return DESCENT__EXIT_DONE;
}

static descent__exit set_word(const descent__option *option, const char *value, const char **field)
{
    const size_t length = strlen(value);
    for (const char *word = option->words; *word; word += strspn(word, " ")) {
        const size_t here = strcspn(word, " ");
        if (here == length && strncmp(word, value, length) == 0) {
            *field = value;
            return DESCENT__EXIT_DONE;
        }
        word += here;
    }
    return descent__wrong("--%s must be one of: %s; got '%s'", option->name, option->words, value);
}

static descent__exit set(const descent__option *option, const char *value, descent__settings *settings)
{
    char *const field = (char *)settings + option->offset;
    switch (option->kind) {
    case DESCENT__VALUE_NONE:
        memcpy(field, &(int){1}, sizeof(int));
        return DESCENT__EXIT_DONE;
    case DESCENT__VALUE_FILE:
        if (!*value)
            return descent__wrong("--%s must be the name of a file, got ''", option->name);
        memcpy(field, &value, sizeof value);
        return DESCENT__EXIT_DONE;
    case DESCENT__VALUE_TEXT:
        memcpy(field, &value, sizeof value);
        return DESCENT__EXIT_DONE;
    case DESCENT__VALUE_WORD:
        return set_word(option, value, (const char **)(void *)field);
    case DESCENT__VALUE_NUMBER:
        return set_number(option, value, (double *)(void *)field);
    case DESCENT__VALUE_COUNT:
        return set_count(option, value, (uint64_t *)(void *)field);
    }
    return DESCENT__EXIT_DONE;
}

static descent__exit take_operand(const char *word, descent__settings *settings)
{
    if (settings->operand_count == descent__most_operands)
        return descent__wrong("'%s' is one word too many", word);
    settings->operands[settings->operand_count++] = word;
    return DESCENT__EXIT_DONE;
}

/* `--name`, `--name value` or `--name=value`; moves on past the value. */
static descent__exit take_option(char *const **at, descent__settings *settings, int *another)
{
    const char *const name = **at + 2;
    const size_t length = strcspn(name, "=");
    const char *value = name[length] ? name + length + 1 : NULL;
    const descent__option *const option = descent__option_find(settings->verb, name, length);
    if (!option)
        return unknown(settings->verb, name, length);
    if (option->kind == DESCENT__VALUE_NONE && value)
        return descent__wrong("--%s takes no value, got '%s'", option->name, value);
    if (option->kind != DESCENT__VALUE_NONE && !value)
        value = *++*at;
    if (option->kind != DESCENT__VALUE_NONE && !value)
        return descent__wrong("--%s needs a value: --%s %s", option->name, option->name, option->argument);
    *another = option->offset == offsetof(descent__settings, and);
    return *another ? DESCENT__EXIT_DONE : set(option, value, settings);
}

static int asks_for_help(char *const *words)
{
    for (; *words && strcmp(*words, "--") != 0; words++)
        if (strcmp(*words, "--help") == 0 || strcmp(*words, "-h") == 0)
            return 1;
    return 0;
}

descent__exit descent__parse(descent__verb verb, char *const *words, descent__settings *list, size_t room,
                             size_t *count, int *help)
{
    descent__exit exit = DESCENT__EXIT_DONE;
    int only_operands = 0;
    *help = asks_for_help(words);
    *count = 1;
    list[0] = descent__settings_none(verb);
    for (char *const *at = words; !*help && *at && exit == DESCENT__EXIT_DONE; at++) {
        descent__settings *const settings = &list[*count - 1];
        int another = 0;
        if (only_operands || **at != '-' || !(*at)[1]) {
            exit = take_operand(*at, settings);
        } else if (strcmp(*at, "--") == 0) {
            only_operands = 1;
        } else if (strncmp(*at, "--", 2) == 0) {
            exit = take_option(&at, settings, &another);
        } else {
            exit = descent__wrong("there is no option %s; options begin with two dashes", *at);
        }
        if (another && *count == room)
            return descent__wrong("at most %zu runs can be shown in one picture", room);
        if (another)
            list[(*count)++] = list[0];
        if (!*at)
            break;
    }
    return exit;
}
