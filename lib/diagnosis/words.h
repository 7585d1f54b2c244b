/* Sentences, wrapped into lines, with numbers that have a decimal point whatever the locale. */
#ifndef DESCENT_LIB_DIAGNOSIS_WORDS_H
#define DESCENT_LIB_DIAGNOSIS_WORDS_H

#include <locale.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* While one is open, this thread prints numbers with a point. */
typedef struct descent_plain_locale {
    locale_t plain;
    locale_t before;
} descent_plain_locale;

bool descent_plain_locale_enter(descent_plain_locale *locale);
void descent_plain_locale_leave(descent_plain_locale *locale);

enum {
    descent_point_text_size = 160
};

/* "(2, 1.70711)": six digits a number, the first four of more than six. Fits descent_point_text_size. */
void descent_words_point(char *text, size_t n, const double *x);

/* The same for a unit vector, whose components at the level of rounding are written as zero. */
void descent_words_direction(char *text, size_t n, const double *direction);

/* A piece of text that goes on line by line, indented, with words kept whole. */
typedef struct descent_words {
    FILE *stream;
    size_t column;
    size_t indent;
} descent_words;

/* A new paragraph under a short heading. */
void descent_words_heading(descent_words *words, const char *heading);

/* One more sentence, or part of it. */
void descent_words_say(descent_words *words, const char *format, ...) __attribute__((format(printf, 2, 3)));

void descent_words_end(descent_words *words);

#endif
