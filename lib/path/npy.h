/* The header of a NumPy .npy file: what the bytes behind it are. */
#ifndef DESCENT_LIB_PATH_NPY_H
#define DESCENT_LIB_PATH_NPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <descent/status.h>

#include "path/path.h"

enum {
    npy_prefix_size = 8, /* magic string and version, before the length of the header */
    npy_alignment = 64,  /* the data begin at a multiple of it (NumPy Enhancement Proposal 1) */
    /* Those that this library writes have some 300 bytes. NumPy refuses more than 10000, because it evaluates the text.
     * */
    npy_largest_header = 1 << 16
};

extern const char descent__npy_magic[6];

/* Index of the step number, behind the columns of the path. */
enum {
    npy_step = descent__path_column_count,
    npy_field_count
};

typedef struct descent__npy_header {
    bool structured; /* records with fields; else a plain matrix of points */
    unsigned columns;
    uint64_t rows, dimension;
    size_t data_begin;              /* bytes of the file before the first record */
    size_t record_numbers;          /* numbers of 8 bytes in one record */
    size_t offset[npy_field_count]; /* of a field in its record, in numbers */
} descent__npy_header;

/* What a field is called: one of the columns, or the step. */
const char *descent__npy_field_name(size_t field);

/* Understands the text of a header, or says which part of it is wrong. `file_name` is for the message. */
descent_status descent__npy_parse(const char *text, size_t length, const char *file_name, descent__npy_header *header);

#endif
