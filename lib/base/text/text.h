/* A result as text: into a stream, or as a string. */
#ifndef DESCENT_LIB_BASE_TEXT_TEXT_H
#define DESCENT_LIB_BASE_TEXT_TEXT_H

#include <stdio.h>

#include <descent/status.h>

/* Writes the result, which is of the type that the writer knows. */
typedef void descent__text_writer(const void *result, FILE *stream);

/* With a decimal point whatever the locale. DESCENT_EINVAL for NULL, called `name`; DESCENT_EIO if the stream reports an error. */
descent_status descent__text_write(descent__text_writer *writer, const void *result, const char *name, FILE *stream);

/* The same as a string, which the caller frees; NULL with any status but success. */
descent_status descent__text_make(descent__text_writer *writer, const void *result, const char *name, char **text);

#endif
