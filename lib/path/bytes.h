/* Numbers as little-endian bytes, into a file with a checksum at its end, and out of one that was read whole and checked. */
#ifndef DESCENT_LIB_PATH_BYTES_H
#define DESCENT_LIB_PATH_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/file.h"

/* Of the bytes so far; and what it makes of each byte and the up to seven zeros behind it, so that eight are taken at once. */
typedef struct descent__checksum {
    uint64_t value;
    uint64_t of_byte[8][256];
} descent__checksum;

typedef struct descent__writer {
    descent__file file;
    descent__checksum checksum;
} descent__writer;

/* A file that begins with so many bytes. */
descent_status descent__writer_open(descent__writer *writer, const char *name, const char magic[8]);
void descent__write_number(descent__writer *writer, uint64_t number);
void descent__write_real(descent__writer *writer, double real);
void descent__write_reals(descent__writer *writer, size_t count, const double *reals);
void descent__write_text(descent__writer *writer, const char *text);

/* Puts the checksum at the end, and the file under its name. */
descent_status descent__writer_commit(descent__writer *writer);

typedef struct descent__reader {
    descent__source source;
    const unsigned char *next, *end;
    bool failed; /* there was less to read than was asked for, or it made no sense; what was read since is 0 */
} descent__reader;

/* Reads the file and checks magic and checksum. DESCENT_EFORMAT if it is cut off, altered, or another kind of file. */
descent_status descent__reader_open(descent__reader *reader, const char *name, const char magic[8]);
void descent__reader_close(descent__reader *reader);
uint64_t descent__read_number(descent__reader *reader);
bool descent__read_truth(descent__reader *reader);
double descent__read_real(descent__reader *reader);
void descent__read_reals(descent__reader *reader, size_t count, double *reals);

/* A text of fewer than `size` bytes. */
void descent__read_text(descent__reader *reader, size_t size, char *text);

/* Numbers that are left to read at most: no more is worth allocating for. */
static inline uint64_t descent__reader_left(const descent__reader *reader)
{
    return (uint64_t)(reader->end - reader->next) / sizeof(uint64_t);
}

#endif
