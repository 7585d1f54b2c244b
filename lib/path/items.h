/* A path within the file of an engine, with all that it knows of how it keeps rows. */
#ifndef DESCENT_LIB_PATH_ITEMS_H
#define DESCENT_LIB_PATH_ITEMS_H

#include <descent/path.h>

#include "path/bytes.h"

void descent__path_write(const descent_path *path, descent__writer *writer);

/* Never takes more memory than what is left to read justifies. A reader that failed says so itself. */
descent_status descent__path_read(descent_path **path, size_t dimension, descent__reader *reader);

#endif
