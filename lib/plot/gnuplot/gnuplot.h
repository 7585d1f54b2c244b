/* Has gnuplot turn a script into a picture, as a process of its own, without a shell. */
#ifndef DESCENT_LIB_PLOT_GNUPLOT_GNUPLOT_H
#define DESCENT_LIB_PLOT_GNUPLOT_GNUPLOT_H

#include "plot/gnuplot/script.h"
#include "plot/gnuplot/svg.h"

typedef enum descent__file_format {
    DESCENT__FORMAT_PNG,
    DESCENT__FORMAT_SVG,
    DESCENT__FORMAT_PDF,
    DESCENT__FORMAT_SCRIPT
} descent__file_format;

/* The format by the file name's ending. DESCENT_EINVAL for NULL, an empty name or an ending that is none of them. */
descent_status descent__file_format_by_name(const char *file, descent__file_format *format);

/*
 * Runs the script for `seconds` at most, or writes it for DESCENT__FORMAT_SCRIPT. The file is begun when the picture is
 * complete, and appears when it is written. The caption goes into an SVG.
 * DESCENT_EUNSUPPORTED without gnuplot or if it refuses the script, DESCENT_EIO, DESCENT_ENOMEM.
 */
descent_status descent__gnuplot_draw(const descent__script *script, descent__file_format format,
                                     const descent__caption *caption, double seconds, const char *file);

#endif
