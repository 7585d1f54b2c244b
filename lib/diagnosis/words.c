#include "diagnosis/words.h"

#include <stdarg.h>
#include <string.h>

enum {
    line_width = 79,
    heading_width = 7, /* the longest heading, a colon and a space */
    longest_say = 1024
};

bool descent_plain_locale_enter(descent_plain_locale *locale)
{
    locale->plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    locale->before = locale->plain ? uselocale(locale->plain) : (locale_t)0;
    return locale->plain != (locale_t)0;
}

void descent_plain_locale_leave(descent_plain_locale *locale)
{
    uselocale(locale->before);
    freelocale(locale->plain);
}

void descent_words_point(char *text, size_t n, const double *x)
{
    const size_t shown = n <= 6 ? n : 4;
    size_t used = 0;
    text[used++] = '(';
    for (size_t i = 0; i < shown; i++)
        used += (size_t)snprintf(text + used, descent_point_text_size - used, "%s%.6g", i ? ", " : "", x[i] + 0.0);
    snprintf(text + used, descent_point_text_size - used, shown < n ? ", …)" : ")");
}

void descent_words_direction(char *text, size_t n, const double *direction)
{
    const double negligible = 1e-9; /* of a unit vector: rounding, not a direction */
    double shown[6];
    const size_t count = n <= 6 ? n : 6;
    for (size_t i = 0; i < count; i++)
        shown[i] = direction[i] > negligible || direction[i] < -negligible ? direction[i] : 0;
    descent_words_point(text, n, shown);
}

/* How wide a word is on the screen: characters, not bytes. */
static size_t width_of(const char *word, size_t bytes)
{
    size_t width = 0;
    for (size_t i = 0; i < bytes; i++)
        width += ((unsigned char)word[i] & 0xc0) != 0x80;
    return width;
}

static void put_word(descent_words *words, const char *word, size_t bytes)
{
    const size_t width = width_of(word, bytes);
    const bool closes = strchr(".,:;", word[0]) != NULL; /* belongs to the word before */
    if (closes) {
        fwrite(word, 1, bytes, words->stream);
        words->column += width;
        return;
    }
    if (words->column > words->indent && words->column + 1 + width > line_width) {
        fprintf(words->stream, "\n%*s", (int)words->indent, "");
        words->column = words->indent;
    } else if (words->column > words->indent) {
        fputc(' ', words->stream);
        words->column++;
    }
    fwrite(word, 1, bytes, words->stream);
    words->column += width;
}

void descent_words_heading(descent_words *words, const char *heading)
{
    descent_words_end(words);
    fprintf(words->stream, "%-*s", heading_width, heading);
    words->column = words->indent = heading_width;
}

void descent_words_say(descent_words *words, const char *format, ...)
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
        if (word[0] == '(') {
            const char *close = strchr(word, ')');
            const size_t whole = close ? (size_t)(close - word) + strcspn(close, " ") : bytes;
            bytes = whole < line_width / 2 ? whole : bytes;
        }
        if (bytes > 0)
            put_word(words, word, bytes);
        word += bytes;
    }
}

void descent_words_end(descent_words *words)
{
    if (words->column > 0)
        fputc('\n', words->stream);
    words->column = words->indent = 0;
}
