/* A text of lines and fields being read, and how what is wrong with it is told. */
#ifndef DESCENT_LIB_PATH_CSV_READER_H
#define DESCENT_LIB_PATH_CSV_READER_H

#include <stddef.h>

#include <descent/status.h>

#include "base/file.h"

/* Which line, and what of it is still to be read. */
typedef struct descent__csv_reader {
    descent__source source;
    size_t line, field; /* counted from 1; field is the one that comes next */
    size_t longest;     /* bytes that a line may have */
    char *rest;         /* of the line; NULL behind its last field */
    unsigned columns;   /* those of the header */
    size_t dimension;
    const char *const *names; /* of the variables, in one piece of memory; NULL if they have none */
} descent__csv_reader;

/* The next line, as it should be: complete, not empty, text. At the end of the file, rest is NULL. */
descent_status descent__csv_next_line(descent__csv_reader *reader);

/* Goes behind the field that ends at `end`, which must be a comma or the end of the line. */
void descent__csv_pass_field(descent__csv_reader *reader, char *end);

/* DESCENT_EFORMAT, with the file and the line. */
descent_status descent__csv_refuse_line(const descent__csv_reader *reader, const char *what);

/* The same with the field that comes next, whose text is quoted. */
descent_status descent__csv_refuse_field(const descent__csv_reader *reader, const char *text, const char *what);

#endif
