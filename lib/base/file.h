/* Files out and in: written so that a name never holds half a file, read without trusting what they say of themselves.
 *
 * Both keep the first failure of the system and report it as DESCENT_EIO with the system's words.
 */
#ifndef DESCENT_LIB_BASE_FILE_H
#define DESCENT_LIB_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <descent/status.h>

/*
 * A file being written. A regular file is written under a temporary name beside its final one and renamed when it is
 * complete; what is there and is no regular file (a device, a FIFO, /dev/stdout) is written straight into. A file that is
 * replaced keeps its owner, group and permissions, or it is refused; other hard links to it keep what it held before.
 */
typedef struct descent__file {
    const char *name;    /* the caller's, for messages */
    char *target;        /* where the content goes in the end: through symbolic links */
    char *temporary;     /* NULL if it is written straight into the target */
    int descriptor;      /* may be handed to a child process as its output, as long as nothing was written here */
    int error;           /* errno of the first failure */
    bool owner_refused;  /* it belongs to somebody else, and would not any more */
    bool folder_refused; /* it may be written, but not its folder, in which the new one is made */
    size_t used;
    char *buffer;
} descent__file;

/* On failure nothing is left behind, and neither commit nor discard is needed. */
descent_status descent__file_create(descent__file *file, const char *name);

/* Buffered; a failure is kept for the commit. */
void descent__file_write(descent__file *file, const void *bytes, size_t size);

/* Puts the complete file under its name, or removes what was written and says why. Ends the writing either way. */
descent_status descent__file_commit(descent__file *file);

/* Ends the writing and leaves no trace of it. */
void descent__file_discard(descent__file *file);

/* A file being read, front to back, through a buffer that grows only as bytes arrive. */
typedef struct descent__source {
    const char *name;
    int descriptor;
    bool regular;
    uint64_t size; /* of a regular file when it was opened, in bytes */
    bool ended;    /* nothing is to come behind what the buffer holds */
    size_t begin, end, capacity;
    char *buffer; /* unread are the bytes begin … end − 1 */
} descent__source;

descent_status descent__source_open(descent__source *source, const char *name);

/* Reads until at least `wanted` bytes are unread, or all there are. */
descent_status descent__source_fill(descent__source *source, size_t wanted);

/*
 * The next line, without its line end, closed by a NUL, valid until the source is used again; *line is NULL behind the
 * last. `complete` tells whether the line had an end. A line with a NUL ends with it, incomplete, and `length` counts it.
 * Of a line longer than `longest` no more is read than shows that; it is incomplete.
 */
descent_status descent__source_line(descent__source *source, size_t longest, char **line, size_t *length,
                                    bool *complete);

void descent__source_close(descent__source *source);

#endif
