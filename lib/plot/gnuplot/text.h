/* A text of the user's as it can be shown: cleaned, measured, and broken into lines. */
#ifndef DESCENT_LIB_PLOT_GNUPLOT_TEXT_H
#define DESCENT_LIB_PLOT_GNUPLOT_TEXT_H

#include <stddef.h>

enum {
    descent__longest_text = 1000 /* characters that are looked at: more would fill any picture */
};

/* Characters that can be shown; the last entries of `begins` and `places` are the end. Widths are in font heights. */
typedef struct descent__text {
    char bytes[descent__longest_text * 4];    /* a UTF-8 character has four at most */
    size_t begins[descent__longest_text + 1]; /* of each character, in bytes */
    double places[descent__longest_text + 1]; /* of each character, from the left */
    size_t count;
} descent__text;

/* Control characters become spaces, what is not UTF-8 U+FFFD. No character counts as narrower than `narrowest`. */
void descent__text_clean(descent__text *text, const char *bytes, double narrowest);

/* Where the line that begins at character `from` ends: after a colon, else before a space, if one can be had. */
size_t descent__text_line_end(const descent__text *text, size_t from, double width);

/* The next line begins after the spaces at which this one was broken. */
size_t descent__text_next_line(const descent__text *text, size_t end);

/* The first character that does not fit this width, at least the one after `from`. */
size_t descent__text_fitting(const descent__text *text, size_t from, double width);

#endif
