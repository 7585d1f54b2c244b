/* Sentences, wrapped into lines, with numbers that have a decimal point whatever the locale. */
#ifndef DESCENT_LIB_DIAGNOSIS_EXPLAIN_WORDS_H
#define DESCENT_LIB_DIAGNOSIS_EXPLAIN_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <descent/critical.h>
#include <descent/diagnosis.h>

enum {
    descent__point_text_size = 160
};

/* "(2, 1.70711)": six digits a number, the first four of more than six; a single number stands without parentheses.
 * Fits descent__point_text_size. */
void descent__words_point(char *text, size_t n, const double *x);

/* The same, with components up to `negligible` from zero written as zero. */
void descent__words_rounded_point(char *text, size_t n, const double *x, double negligible);

/* " along (0, 1)" for a unit vector, rounding left out; of more than six components the three largest:
 * " along 0.898 x₁ - 0.426 x₈ + 0.112 x₄ + …". With one variable there is nothing to say. Fits descent__point_text_size. */
void descent__words_along(char *text, size_t n, const char *const *names, const double *direction);

enum {
    descent__factor_text_size = 32,
    descent__count_text_size = 48,   /* a count with what it is: "at least 6700" */
    descent__unbroken_space = '\x1f' /* a space that keeps a formula on one line */
};

/* A factor a step, with two digits of its difference from 1: what matters is 0.99985, not 1. */
void descent__words_factor(char *text, double factor);

/* Two numbers that are compared, with six digits, or as many more as tell them apart. */
void descent__words_apart(char *first_text, char *second_text, double first, double second);

/* A number of steps as it is told everywhere: whole where it is known exactly, else two digits, "31000", "8.7e+06". Fits
 * descent__factor_text_size. */
void descent__words_steps(char *text, double steps, bool exact);

/* The same rounded up: what is told to be done must suffice. And down, of a number that is a lower end. Return what is told. */
double descent__words_enough_steps(char *text, double steps, bool exact);
double descent__words_least_steps(char *text, double steps, bool exact);

/* Does the interval leave no other number? */
bool descent__words_is_exact(const descent_interval *steps);

/* More steps than this nobody makes. */
#define DESCENT__OUT_OF_REACH 1e7

/* Is no upper end known of an estimate that is within reach? Then its lower end is what can be said. */
bool descent__words_are_open(const descent_interval *to_go);

/* "about 870", "at least 6700", or "33", what no other number is left for; and the count that is told, for its plural. */
double descent__words_to_go(char *text, const descent_interval *to_go);

/* "minimum", "saddle", …, with a noun for each kind. */
const char *descent__words_kind(const descent_critical_point *point);

/* "the minimum"; of what takes several words, once it has been named, "that point". */
const char *descent__words_again(const descent_critical_point *point);

/* "the loss", "the gradient", …; "a value" where it is not known which. */
const char *descent__words_quantity(descent_quantity quantity);

/* A piece of text that goes on line by line, indented, with words kept whole. */
typedef struct descent__words {
    FILE *stream;
    size_t column;
    size_t indent;
    size_t inset; /* of an item of a list, beyond the indent */
    bool broken;  /* the next word begins a line: it comes behind a list */
} descent__words;

/* A new paragraph under a short heading. */
void descent__words_heading(descent__words *words, const char *heading);

/* One more sentence, or part of it. A line never ends at a descent__unbroken_space. */
void descent__words_say(descent__words *words, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What follows begins on a line of its own: an item of a list, or what comes behind the list. */
void descent__words_item(descent__words *words);
void descent__words_list_end(descent__words *words);

void descent__words_end(descent__words *words);

#endif
