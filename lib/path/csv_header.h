/* The header of a path as text: which columns there are, and what the variables are called. */
#ifndef DESCENT_LIB_PATH_CSV_HEADER_H
#define DESCENT_LIB_PATH_CSV_HEADER_H

#include "path/csv_reader.h"
#include "path/path.h"

/* What the columns are called that are one number a row; NULL for those that are one for each variable. */
extern const char *const descent__csv_column_names[descent__path_column_count];

/* Sets columns, dimension and names of the reader; the names are the caller's to free. */
descent_status descent__csv_read_header(descent__csv_reader *reader);

#endif
