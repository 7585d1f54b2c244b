/* Texts that grow: the answers that are no plain numbers, as JSON. */
#ifndef EXPLORER_TEXT_H
#define EXPLORER_TEXT_H

#include <stddef.h>

typedef struct text {
    char *letters; /* NULL before the first call, and after an allocation that failed */
    size_t length;
    size_t room;
} text;

/* Empties it and keeps its memory. */
void text_begin(text *out);

/* Appends as printf() would. */
void text_add(text *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Appends a number with 17 digits, which read back bit for bit; null for NaN, and a string for an infinity. */
void text_number(text *out, double value);

/* Appends numbers as a list. */
void text_numbers(text *out, const double *values, size_t count);

/* Appends a string in quotation marks. */
void text_string(text *out, const char *string);

/* What was written; null, in JSON, if memory ran out. */
const char *text_end(const text *out);

#endif
