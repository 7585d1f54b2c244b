/* Has gnuplot turn a script into a picture, as a process of its own, without a shell. */
#ifndef DESCENT_LIB_PLOT_GNUPLOT_H
#define DESCENT_LIB_PLOT_GNUPLOT_H

#include "plot/script.h"

typedef enum descent_picture {
    DESCENT_PICTURE_PNG,
    DESCENT_PICTURE_SVG,
    DESCENT_PICTURE_PDF,
    DESCENT_PICTURE_SCRIPT
} descent_picture;

/* The format by the file name's ending. DESCENT_EINVAL for NULL, an empty name or an ending that is none of them. */
descent_status descent_picture_by_name(const char *file, descent_picture *picture);

/*
 * Runs the script, or writes it for DESCENT_PICTURE_SCRIPT. The file appears only when it is complete.
 * DESCENT_EUNSUPPORTED without gnuplot or if it refuses the script, DESCENT_EIO, DESCENT_ENOMEM.
 */
descent_status descent_gnuplot_draw(const descent_script *script, descent_picture picture, const char *file);

#endif
