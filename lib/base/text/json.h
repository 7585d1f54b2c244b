/* JSON (RFC 8259) on a stream: objects, and the values under their keys. What is no number, and NULL, is null; an infinite number is a string. */
#ifndef DESCENT_LIB_BASE_TEXT_JSON_H
#define DESCENT_LIB_BASE_TEXT_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* An object that is being written. */
typedef struct descent__json {
    FILE *stream;
    bool begun; /* it has a key already */
} descent__json;

descent__json descent__json_begin(FILE *stream);
void descent__json_end(const descent__json *o);

/* A key, after a comma unless it is the first; its value is to follow. */
void descent__json_key(descent__json *o, const char *key);

/* A key whose value is an object, which is begun. */
descent__json descent__json_group(descent__json *parent, const char *key);

void descent__json_number(descent__json *o, const char *key, double value);
void descent__json_count(descent__json *o, const char *key, uint64_t value);
void descent__json_truth(descent__json *o, const char *key, int value);

/* A name from outside as the result keeps it: as many whole characters of UTF-8 as fit into `size` bytes with the 0 behind them;
 * for control characters, and for bytes that are none, question marks. */
void descent__take_name(const char *name, char *taken, size_t size);

/* Bytes that are no UTF-8 become U+FFFD. */
void descent__json_text(descent__json *o, const char *key, const char *value);

void descent__json_list(descent__json *o, const char *key, size_t length, const double *values);
void descent__json_counts(descent__json *o, const char *key, size_t length, const size_t *values);
void descent__json_texts(descent__json *o, const char *key, size_t length, const char *const *values);

/* A list of rows, each a list of `length` numbers. */
void descent__json_rows(descent__json *o, const char *key, size_t row_count, size_t length, const double *values);

#endif
