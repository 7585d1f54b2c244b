/* Files without a name, for what goes to and comes from a child process. */
#ifndef DESCENT_LIB_PLOT_GNUPLOT_SCRATCH_H
#define DESCENT_LIB_PLOT_GNUPLOT_SCRATCH_H

#include <stddef.h>

#include <descent/status.h>

/*
 * Opens a file without a name in the directory for temporary files; its descriptor is none of the standard ones, and
 * is closed on exec. DESCENT_EIO.
 */
descent_status descent__scratch_open(int *descriptor);

descent_status descent__scratch_write(int descriptor, const char *bytes, size_t length);

#endif
