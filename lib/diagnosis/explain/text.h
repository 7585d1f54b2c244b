/* A diagnosis as text: into a stream, or as a string. */
#ifndef DESCENT_LIB_DIAGNOSIS_EXPLAIN_TEXT_H
#define DESCENT_LIB_DIAGNOSIS_EXPLAIN_TEXT_H

#include <stdio.h>

#include <descent/diagnosis.h>

typedef void descent__text_writer(const descent_diagnosis *diagnosis, FILE *stream);

/* With a decimal point whatever the locale. DESCENT_EINVAL for NULL, DESCENT_EIO if the stream reports an error. */
descent_status descent__text_write(descent__text_writer *writer, const descent_diagnosis *diagnosis, FILE *stream);

/* The same as a string, which the caller frees; NULL with any status but success. */
descent_status descent__text_make(descent__text_writer *writer, const descent_diagnosis *diagnosis, char **text);

#endif
