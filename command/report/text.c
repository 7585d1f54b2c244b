#include "command/report/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Points of more variables than this are cut. */
enum {
    most_shown = 8
};

static const char bold[] = "1", good[] = "1;32", fair[] = "1;33", bad[] = "1;31";

/* Colours are for people: on a terminal that has them, unless they are not wanted (no-color.org). */
static int coloured(void)
{
    const char *const unwanted = getenv("NO_COLOR"), *const terminal = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(unwanted && *unwanted) && !(terminal && strcmp(terminal, "dumb") == 0);
}

static void print_in(const char *colour, const char *text, int length)
{
    if (coloured())
        printf("\033[%sm%.*s\033[0m", colour, length, text);
    else
        printf("%.*s", length, text);
}

void descent__say_bold(const char *text)
{
    print_in(bold, text, (int)strlen(text));
}

static const char *colour_of(const descent_diagnosis *diagnosis)
{
    switch (diagnosis->ending) {
    case DESCENT_ENDING_CONVERGED:
        return diagnosis->point && diagnosis->point->kind == DESCENT_CRITICAL_MINIMUM ? good : bad;
    case DESCENT_ENDING_APPROACHING:
    case DESCENT_ENDING_DESCENDING:
    case DESCENT_ENDING_UNDETERMINED:
    case DESCENT_ENDING_NOISY:
        return fair;
    case DESCENT_ENDING_STALLED:
    case DESCENT_ENDING_PERIODIC:
    case DESCENT_ENDING_QUASIPERIODIC:
    case DESCENT_ENDING_CHAOTIC:
    case DESCENT_ENDING_DIVERGING:
    case DESCENT_ENDING_UNBOUNDED:
    case DESCENT_ENDING_NONFINITE:
    case DESCENT_ENDING_FORCE_INT:
        break;
    }
    return bad;
}

/* The first line in the colour of the ending; the words that begin a part, `Seen:` and its like, bold. */
static void print_explanation(const char *text, const char *colour)
{
    for (const char *line = text; *line;) {
        const int length = (int)strcspn(line, "\n"), word = (int)strcspn(line, " \n");
        if (line == text)
            print_in(colour, line, length);
        else if (word > 1 && line[word - 1] == ':')
            print_in(bold, line, word);
        const int printed = line == text ? length : word > 1 && line[word - 1] == ':' ? word : 0;
        printf("%.*s\n", length - printed, line + printed);
        line += length + (line[length] == '\n');
    }
}

descent__exit descent__say(const descent_diagnosis *diagnosis, const descent__settings *settings)
{
    char *text = NULL;
    const descent_status status = settings->json   ? descent_diagnosis_json(diagnosis, &text)
                                  : settings->line ? descent_diagnosis_line(diagnosis, &text)
                                                   : descent_diagnosis_text(diagnosis, &text);
    if (status == DESCENT_SUCCESS && (settings->json || settings->line))
        fputs(text, stdout);
    else if (status == DESCENT_SUCCESS)
        print_explanation(text, colour_of(diagnosis));
    free(text);
    return descent__failed_call(status);
}

const char *descent__exact(double number, char text[32])
{
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, 32, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    return text;
}

const char *descent__ending_name(descent_ending ending)
{
    switch (ending) {
    case DESCENT_ENDING_APPROACHING:
        return "approaching a point";
    case DESCENT_ENDING_DESCENDING:
        return "still descending";
    case DESCENT_ENDING_NONFINITE:
        return "broken off, for a number is not finite";
    case DESCENT_ENDING_PERIODIC:
        return "oscillating";
    default:
        return descent_ending_string(ending);
    }
}

const char *descent__kind_name(const descent_critical_point *point)
{
    if (point->kind != DESCENT_CRITICAL_DEGENERATE)
        return descent_critical_kind_string(point->kind);
    if (point->probe != DESCENT_PROBE_FLAT)
        return "degenerate critical point";
    if (point->valleys_meet)
        return "point where valleys meet";
    return point->nullity == point->dimension && !point->rises_beside ? "point on flat ground" : "point in a valley";
}

void descent__say_point(const double *x, size_t n)
{
    descent__say_rounded_point(x, n, 0);
}

void descent__say_rounded_point(const double *x, size_t n, double negligible)
{
    char text[32];
    for (size_t i = 0; i < n && i < most_shown; i++) {
        const int zero = negligible > 0 && fabs(x[i]) <= negligible;
        printf("%s%s", i ? ", " : n > 1 ? "(" : "", descent__exact(zero ? 0 : x[i], text));
    }
    printf("%s%s", n > most_shown ? ", …" : "", n > 1 ? ")" : "");
}

/* Whether a word of the list is this one. */
static int names(const char *list, const char *word)
{
    const size_t length = strlen(word);
    for (; list; list = strchr(list, ',') ? strchr(list, ',') + 1 : NULL)
        if (strcspn(list, ",") == length && strncmp(list, word, length) == 0)
            return 1;
    return 0;
}

static const char *const known_endings[] = {
#define WORD(name, number, word) word,
    DESCENT_ENDING_LIST(WORD)};
static const char *const known_kinds[] = {DESCENT_CRITICAL_KIND_LIST(WORD)};

descent__exit descent__expect_check(const descent__settings *settings)
{
    for (const char *at = settings->expect; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        const size_t length = strcspn(at, ",");
        int known = 0;
        for (size_t i = 0; i < sizeof known_endings / sizeof known_endings[0]; i++)
            known |= strlen(known_endings[i]) == length && strncmp(known_endings[i], at, length) == 0;
        for (size_t i = 0; i < sizeof known_kinds / sizeof known_kinds[0]; i++)
            known |= strlen(known_kinds[i]) == length && strncmp(known_kinds[i], at, length) == 0;
        if (!known)
            return descent__wrong("--expect: '%.*s' is neither an ending (converged, approaching, …) nor a kind of "
                                  "point (minimum, saddle, …)",
                                  (int)length, at);
    }
    return DESCENT__EXIT_DONE;
}

descent__exit descent__expected(const descent_diagnosis *diagnosis, const descent__settings *settings)
{
    if (!settings->expect || names(settings->expect, descent_ending_string(diagnosis->ending)))
        return DESCENT__EXIT_DONE;
    if (diagnosis->ending == DESCENT_ENDING_CONVERGED && diagnosis->point &&
        names(settings->expect, descent_critical_kind_string(diagnosis->point->kind)))
        return DESCENT__EXIT_DONE;
    return DESCENT__EXIT_UNEXPECTED;
}
