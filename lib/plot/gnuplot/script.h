/* The text that gnuplot is given: commands, numbers and the user's texts, safely quoted. */
#ifndef DESCENT_LIB_PLOT_GNUPLOT_SCRIPT_H
#define DESCENT_LIB_PLOT_GNUPLOT_SCRIPT_H

#include <locale.h>
#include <stdbool.h>
#include <stddef.h>

#include <descent/export.h>
#include <descent/status.h>

/* A text that grows. The first failure to grow makes it fail for good; descent__script_status() tells in the end. */
typedef struct descent__script {
    char *bytes; /* not terminated */
    size_t length;
    size_t capacity;
    bool failed;
    locale_t numbers; /* the C locale: a decimal point whatever the program has set */
    double narrowest; /* width that any character is at least taken for, in font heights: fonts of one width */
} descent__script;

descent_status descent__script_open(descent__script *script);

/* Fine for a script of zeros. */
void descent__script_close(descent__script *script);

/* Appends as printf would, numbers in the C locale. Never hand it a text of the user's. */
void descent__script_add(descent__script *script, const char *format, ...) DESCENT_PRINTF(2, 3);

/*
 * Appends a text of the user's as a string constant of gnuplot's: in single quotes, where nothing is expanded;
 * control characters to spaces, what is not UTF-8 to U+FFFD. Lines longer than `width`, in font heights, are broken at
 * spaces, up to `lines` of them; what does not fit ends in an ellipsis.
 */
void descent__script_quote(descent__script *script, const char *bytes, double width, size_t lines);

/* How many lines descent__script_quote() makes of a text. */
size_t descent__script_lines(const descent__script *script, const char *bytes, double width, size_t lines);

/* How wide a text is in one line, in font heights. */
double descent__script_width(const descent__script *script, const char *bytes);

/* DESCENT_SUCCESS, or DESCENT_ENOMEM if anything that was added is missing. */
descent_status descent__script_status(const descent__script *script);

/* Formats like snprintf() in the C locale. */
void descent__format(char *text, size_t size, const char *format, ...) DESCENT_PRINTF(3, 4);

#endif
