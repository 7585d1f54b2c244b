/* Pairs of numbers from one variable of a path, (step, x) or (x, next x): what orbit and return map have in common. */
#ifndef DESCENT_LIB_PLOT_PICTURES_PAIRS_H
#define DESCENT_LIB_PLOT_PICTURES_PAIRS_H

#include "plot/page/canvas.h"
#include "plot/scene/trace.h"

/* Room for as many pairs as the path has rows; free with descent__trace_close(). DESCENT_EINVAL for a path that is too short or
   keeps no points. */
descent_status descent__pairs_open(descent__trace *pairs, const descent_path_data *path);

/* Adds a pair, if both are finite. */
void descent__pairs_append(descent__trace *pairs, double x, double y);

/* Appends those that are seen in the window as the data block `$NAMENUMBER`. */
descent_status descent__pairs_write(const descent__trace *pairs, const descent__window *window, const char *name,
                                    size_t number, descent__canvas *canvas);

/* "return map: chaotic", with the verdict if there is one. */
void descent__pairs_title(const descent_diagnosis *diagnosis, const char *what, char *title, size_t size);

#endif
