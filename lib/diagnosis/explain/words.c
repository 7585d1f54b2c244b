#include "diagnosis/explain/words.h"

#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "base/names.h"
#include "base/word.h"

enum {
    whole_point = 6, /* variables whose values are all shown */
    line_width = 79,
    heading_width = 7, /* the longest heading, a colon and a space */
    item_inset = 2,
    longest_say = 1024 /* no edge: sentences are far shorter */
};

void descent__words_rounded_point(char *text, size_t n, const double *x, double negligible)
{
    const size_t shown = n <= whole_point ? n : 4;
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < shown; i++)
        used += (size_t)snprintf(text + used, descent__point_text_size - used, "%s%.6g",
                                 i       ? ", "
                                 : n > 1 ? "("
                                         : "",
                                 fabs(x[i]) > 0 && !(fabs(x[i]) <= negligible) ? x[i] : 0);
    if (n > 1)
        snprintf(text + used, descent__point_text_size - used, shown < n ? ", …)" : ")");
}

void descent__words_point(char *text, size_t n, const double *x)
{
    descent__words_rounded_point(text, n, x, 0);
}

/* Of a unit vector: less is rounding, not a direction. */
static const double negligible_part = 1e-9;

/* The largest component that is smaller than the one before: in modulus, or as large and farther on. */
static size_t next_largest(size_t n, const double *direction, size_t before)
{
    size_t found = n;
    for (size_t i = 0; i < n; i++) {
        const double size = fabs(direction[i]);
        const bool later =
            before == n || size < fabs(direction[before]) || (size <= fabs(direction[before]) && i > before);
        if (later && (found == n || size > fabs(direction[found])))
            found = i;
    }
    return found;
}

static void largest_components(char *text, size_t n, const char *const *names, const double *direction)
{
    size_t used = (size_t)snprintf(text, descent__point_text_size, " along");
    double rest = 1;
    char name[descent__variable_name_size];
    size_t component = n;
    for (size_t k = 0; k < 3 && rest > negligible_part; k++) {
        component = next_largest(n, direction, component);
        if (component == n || !(fabs(direction[component]) > negligible_part))
            break;
        descent__name_text(name, names, component);
        if (fabs(direction[component]) > 1 - negligible_part) { /* no other */
            snprintf(text + used, descent__point_text_size - used, " %s", name);
            return;
        }
        const char *sign = direction[component] < 0 ? "-" : k ? "+" : "";
        used += (size_t)snprintf(text + used, descent__point_text_size - used, k ? " %s %.3g %s" : " %s%.3g %s", sign,
                                 fabs(direction[component]), name);
        rest -= direction[component] * direction[component];
    }
    if (rest > negligible_part)
        snprintf(text + used, descent__point_text_size - used, " + …");
}

void descent__words_along(char *text, size_t n, const char *const *names, const double *direction)
{
    text[0] = '\0';
    if (n > whole_point)
        largest_components(text, n, names, direction);
    else if (n > 1)
        descent__words_rounded_point(strcpy(text, " along ") + strlen(" along "), n, direction, negligible_part);
}

void descent__words_factor(char *text, double factor)
{
    const int most_digits = 16; /* of a double, without its rounding */
    const double size = fabs(factor), difference = fabs(size - 1);
    int digits = (size > 1 && difference < 1) || size >= 10 ? 3 : 2;
    if (difference < 0.1)
        digits = difference > DBL_EPSILON ? 2 - (int)floor(log10(difference)) : most_digits;
    snprintf(text, descent__factor_text_size, "%.*g", digits < most_digits ? digits : most_digits, factor);
}

void descent__words_apart(char *first_text, char *second_text, double first, double second)
{
    const int usual_digits = 6, all_digits = 17; /* of a double */
    const bool differ = first < second || first > second;
    for (int digits = usual_digits; digits <= all_digits; digits++) {
        snprintf(first_text, descent__factor_text_size, "%.*g", digits, first);
        snprintf(second_text, descent__factor_text_size, "%.*g", digits, second);
        if (!differ || strcmp(first_text, second_text) != 0)
            return;
    }
}

typedef double rounding_function(double value);

static double round_steps(char *text, double steps, bool exact, rounding_function *rounding)
{
    const double plain = exact ? 1e15 : 1e6; /* below these a count is written out */
    const double unit = !exact && steps >= 100 ? pow(10, floor(log10(steps)) - 1) : 1;
    /* What is a whole number of units but for rounding is that number. */
    const double units = steps / unit, whole = round(units);
    const double told = fabs(units - whole) <= DBL_EPSILON * units ? whole : rounding(units);
    snprintf(text, descent__factor_text_size, steps < plain ? "%.0f" : "%.2g", told * unit);
    return told * unit;
}

void descent__words_steps(char *text, double steps, bool exact)
{
    (void)round_steps(text, steps, exact, round);
}

double descent__words_enough_steps(char *text, double steps, bool exact)
{
    return round_steps(text, steps, exact, ceil);
}

double descent__words_least_steps(char *text, double steps, bool exact)
{
    return round_steps(text, steps, exact, floor);
}

bool descent__words_is_exact(const descent_interval *steps)
{
    return steps->high - steps->low <= 0; /* and neither is NaN */
}

bool descent__words_are_open(const descent_interval *to_go)
{
    return isinf(to_go->high) && to_go->low > 1 && !(to_go->value >= DESCENT__OUT_OF_REACH);
}

double descent__words_to_go(char *text, const descent_interval *to_go)
{
    const bool open = descent__words_are_open(to_go), exact = descent__words_is_exact(to_go);
    char count[descent__factor_text_size];
    const double steps = open ? descent__words_least_steps(count, to_go->low, exact)
                              : descent__words_enough_steps(count, to_go->value, exact);
    snprintf(text, descent__count_text_size, "%s%s", open ? "at least " : exact ? "" : "about ", count);
    return steps;
}

const char *descent__words_kind(const descent_critical_point *point)
{
    if (!point || point->kind == DESCENT_CRITICAL_UNDETERMINED || point->kind == DESCENT_CRITICAL_NOT_CRITICAL)
        return "critical point";
    if (point->kind != DESCENT_CRITICAL_DEGENERATE)
        return descent_critical_kind_string(point->kind);
    if (point->probe != DESCENT_PROBE_FLAT)
        return "degenerate critical point";
    if (point->valleys_meet)
        return "point where valleys meet";
    return point->nullity == point->dimension && !point->rises_beside ? "point on flat ground" : "point in a valley";
}

const char *descent__words_again(const descent_critical_point *point)
{
    static const struct {
        descent_critical_kind kind;
        const char *words;
    } short_ones[] = {{DESCENT_CRITICAL_MINIMUM, "the minimum"},
                      {DESCENT_CRITICAL_MAXIMUM, "the maximum"},
                      {DESCENT_CRITICAL_SADDLE, "the saddle"}};
    for (size_t k = 0; k < sizeof short_ones / sizeof *short_ones; k++)
        if (point && point->kind == short_ones[k].kind)
            return short_ones[k].words;
    return point ? "that point" : "the limit";
}

const char *descent__words_quantity(descent_quantity quantity)
{
#define WITH_ARTICLE(name, number, word) {number, "the " word},
    static const descent__word words[] = {DESCENT_QUANTITY_LIST(WITH_ARTICLE)};
#undef WITH_ARTICLE
    return quantity == DESCENT_QUANTITY_NONE ? "a value"
                                             : descent__word_find(words, DESCENT__WORD_COUNT(words), quantity);
}

/* How wide a word is on the screen: characters, not bytes. */
static size_t width_of(const char *word, size_t bytes)
{
    size_t width = 0;
    for (size_t i = 0; i < bytes; i++)
        width += ((unsigned char)word[i] & 0xc0) != 0x80;
    return width;
}

static void begin_line(descent__words *words, size_t inset)
{
    words->column = words->indent + inset;
    fprintf(words->stream, "\n%*s", (int)words->column, "");
}

static void put_word(descent__words *words, const char *word, size_t bytes)
{
    const size_t width = width_of(word, bytes);
    const bool closes = strchr(".,:;", word[0]) != NULL; /* belongs to the word before */
    if (closes) {
        fwrite(word, 1, bytes, words->stream);
        words->column += width;
        return;
    }
    const bool begun = words->column > words->indent + words->inset;
    if (words->broken || (begun && words->column + 1 + width > line_width)) {
        words->broken = false;
        begin_line(words, words->inset > 0 ? 2 * item_inset : 0); /* an item goes on farther in */
    } else if (begun) {
        fputc(' ', words->stream);
        words->column++;
    }
    for (size_t i = 0; i < bytes; i++)
        fputc(word[i] == descent__unbroken_space ? ' ' : word[i], words->stream);
    words->column += width;
}

void descent__words_heading(descent__words *words, const char *heading)
{
    descent__words_end(words);
    fprintf(words->stream, "%-*s", heading_width, heading);
    words->column = words->indent = heading_width;
}

void descent__words_item(descent__words *words)
{
    words->inset = item_inset;
    begin_line(words, item_inset);
}

void descent__words_list_end(descent__words *words)
{
    words->inset = 0;
    words->broken = true;
}

void descent__words_say(descent__words *words, const char *format, ...)
{
    char text[longest_say];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    /* A point in parentheses stays on one line if it is short enough. */
    for (const char *word = text; *word;) {
        word += strspn(word, " ");
        size_t bytes = strcspn(word, " ");
        if (word[0] == '(' && strspn(word + 1, "-0123456789") > 0) {
            const char *close = strchr(word, ')');
            const size_t whole = close ? (size_t)(close - word) + strcspn(close, " ") : bytes;
            bytes = whole < line_width / 2 ? whole : bytes;
        }
        if (bytes > 0)
            put_word(words, word, bytes);
        word += bytes;
    }
}

void descent__words_end(descent__words *words)
{
    if (words->column > 0)
        fputc('\n', words->stream);
    words->column = words->indent = words->inset = 0;
    words->broken = false;
}
