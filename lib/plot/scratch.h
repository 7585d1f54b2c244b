/* Files without a name, for what goes to and comes from a child process. */
#ifndef DESCENT_LIB_PLOT_SCRATCH_H
#define DESCENT_LIB_PLOT_SCRATCH_H

#include <stddef.h>

#include <descent/status.h>

/*
 * A copy of a descriptor that is none of the standard ones, which a program may have closed and a child is given anew;
 * closed on exec. −1 with errno.
 */
int descent_scratch_duplicate(int descriptor);

/* Opens a file without a name in the directory for temporary files, as descent_scratch_duplicate(). DESCENT_EIO. */
descent_status descent_scratch_open(int *descriptor);

descent_status descent_scratch_write(int descriptor, const char *bytes, size_t length);

#endif
