/* The data of a declining size: a line; or where it swings within a few pixels, the band between its lows and highs. */
#ifndef DESCENT_LIB_PLOT_PICTURES_TRAIL_H
#define DESCENT_LIB_PLOT_PICTURES_TRAIL_H

#include "plot/page/canvas.h"
#include "plot/page/window.h"
#include "plot/pictures/decline.h"

/* How a curve is drawn: in columns of the picture, so many steps wide each. */
typedef struct descent__trail {
    const descent__decline *curve;
    const descent_path_data *path;
    double column; /* width of one in steps */
    bool band;
} descent__trail;

/* How much of a band's colour is mixed into what lies below. */
extern const double descent__trail_fill;

/* Decides whether it is a band, on a canvas that is laid out, over this window: its height is in exponents of ten. */
descent__trail descent__trail_open(const descent__decline *curve, const descent_path_data *path,
                                   const descent__canvas *canvas, const descent__window *window);

/* The columns of a canvas that has its axes. */
void descent__trail_fit(descent__trail *trail, const descent__canvas *canvas, const descent__window *window);

/*
 * Appends the blocks $curveN (step, size) and $loneN, points between two gaps, which a line does not show; of a band $bandN (step,
 * lowest, highest) and $areaN, polygons, instead; and of a prediction $aheadN.
 */
void descent__trail_add(const descent__trail *trail, descent__script *script, size_t number);

/* Appends the elements of the plot command that draw them, with lines of that width. */
void descent__trail_plot(const descent__trail *trail, descent__canvas *canvas, size_t number, double width);

#endif
