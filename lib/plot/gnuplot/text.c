#include "plot/gnuplot/text.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */

/* Widths of the characters from space to tilde in DejaVu Sans, hardly exceeded by other fonts; in hundredths. */
static const unsigned char widths[] = {
    32, 40, 46, 84, 64, 95, 78, 27, 39,  39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79,
    60, 79, 69, 63, 61, 73, 68, 99, 69,  61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63,
    63, 28, 28, 58, 28, 97, 63, 61, 63,  63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
};

static double width_of(unsigned long code)
{
    if (code >= 0x20 && code < 0x20 + sizeof widths)
        return widths[code - 0x20] / 100.0;
    const bool raised = code == 0xB2 || code == 0xB3 || code == 0xB9 || (code >= 0x2070 && code <= 0x2079);
    if (raised || (code >= 0x2080 && code <= 0x2089)) /* digits as superscripts and subscripts */
        return 0.42;
    if (code == 0xB7) /* the middle dot */
        return 0.32;
    if (code == 0x2212) /* the minus sign */
        return 0.84;
    if (code == 0x207B) /* the same, raised */
        return 0.53;
    return code < 0x1100 ? 0.7 : 1; /* beyond are wide scripts and symbols */
}

/* Length of the UTF-8 character at `text`, its code in *code; 0 if there is none (Unicode 15, table 3-7). */
static size_t decode(const unsigned char *text, unsigned long *code)
{
    const unsigned char first = text[0];
    size_t length = 1;
    if (first >= 0xC2 && first <= 0xDF)
        length = 2;
    else if (first >= 0xE0 && first <= 0xEF)
        length = 3;
    else if (first >= 0xF0 && first <= 0xF4)
        length = 4;
    else if (first >= 0x80)
        return 0;
    *code = length == 1 ? first : first & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((text[i] & 0xC0) != 0x80) /* also at the text's end */
            return 0;
        *code = *code << 6 | (text[i] & 0x3Fu);
    }
    const bool overlong = (length == 3 && *code < 0x800) || (length == 4 && *code < 0x10000);
    const bool surrogate = *code >= 0xD800 && *code <= 0xDFFF;
    return overlong || surrogate || *code > 0x10FFFF ? 0 : length;
}

static void append_character(descent__text *text, const char *bytes, size_t length, double width)
{
    const size_t at = text->begins[text->count];
    memcpy(text->bytes + at, bytes, length);
    text->places[text->count + 1] = text->places[text->count] + width;
    text->count++;
    text->begins[text->count] = at + length;
}

void descent__text_clean(descent__text *text, const char *bytes, double narrowest)
{
    text->count = 0;
    text->begins[0] = 0;
    text->places[0] = 0;
    while (*bytes && text->count < descent__longest_text) {
        unsigned long code = 0;
        const size_t length = decode((const unsigned char *)bytes, &code);
        /* XML, and so SVG, knows no control characters, and no U+FFFE and U+FFFF. */
        if (length == 0 || code == 0xFFFE || code == 0xFFFF)
            append_character(text, replacement, sizeof replacement - 1, 1);
        else if (code < 0x20 || (code >= 0x7F && code <= 0x9F))
            append_character(text, " ", 1, fmax(width_of(' '), narrowest));
        else
            append_character(text, bytes, length, fmax(width_of(code), narrowest));
        bytes += length == 0 ? 1 : length;
    }
}

static bool is_space(const descent__text *text, size_t character)
{
    return character < text->count && text->bytes[text->begins[character]] == ' ';
}

size_t descent__text_fitting(const descent__text *text, size_t from, double width)
{
    size_t end = from < text->count ? from + 1 : from;
    while (end < text->count && text->places[end + 1] - text->places[from] <= width)
        end++;
    return end;
}

size_t descent__text_line_end(const descent__text *text, size_t from, double width)
{
    const size_t last = descent__text_fitting(text, from, width);
    if (last == text->count)
        return last;
    for (size_t end = last; end > from + (last - from) / 3; end--)
        if (is_space(text, end) && text->bytes[text->begins[end - 1]] == ':')
            return end;
    for (size_t end = last; end > from + (last - from) / 2; end--)
        if (is_space(text, end))
            return end;
    return last;
}

size_t descent__text_next_line(const descent__text *text, size_t end)
{
    while (is_space(text, end))
        end++;
    return end;
}
