/* What all pictures share: terminal, colours, fonts, margins, title, legend. */
#ifndef DESCENT_LIB_PLOT_PAGE_CANVAS_H
#define DESCENT_LIB_PLOT_PAGE_CANVAS_H

#include "plot/gnuplot/gnuplot.h"
#include "plot/page/colours.h"
#include "plot/page/view.h"

enum {
    descent__title_lines = 3,
    descent__title_size = 512 /* bytes of a title that the library makes up */
};

/* A picture in the making. */
typedef struct descent__canvas {
    descent_plot_view view;
    descent__file_format format;
    descent__inks inks;
    descent__script script;
    double width;                     /* of the picture, in font heights */
    double left, right, bottom, top;  /* the axes' rectangle, as shares of the picture */
    char title[descent__title_size];  /* the view's or else the library's */
    char result[descent__title_size]; /* the library's: what there is to see */
} descent__canvas;

/* Of the text around a picture, in font heights; a name in the picture is cut at this width. */
extern const double descent__line_height, descent__longest_name;

/* Checks view and file name, and begins the script. */
descent_status descent__canvas_open(descent__canvas *canvas, const descent_plot_view *view, const char *file);
void descent__canvas_close(descent__canvas *canvas);

/* What the axes leave room for. */
typedef enum descent__layout {
    DESCENT__LAYOUT_AXES,      /* nothing at the right */
    DESCENT__LAYOUT_COLOUR_BAR /* a colour bar at the right */
} descent__layout;

/* Sets title (the view's if it has one, else `title`) and margins, with room for a legend of that many rows below. */
void descent__canvas_lay_out(descent__canvas *canvas, const char *title, descent__layout layout, unsigned legend_rows);

/* Width of the axes' rectangle over its height, in pixels. */
double descent__canvas_aspect(const descent__canvas *canvas);

/* Narrows the axes' rectangle to this width over height, in pixels, and leaves it in the middle of its room. */
void descent__canvas_fit(descent__canvas *canvas, double aspect);

/* A text centred at a place of the picture, no longer than `width` font heights; upright ones are read from the right. */
void descent__canvas_text(descent__canvas *canvas, const char *text, double x, double y, double width, bool upright);

/* What widths of lines, given for the usual font, are multiplied with in this picture. */
double descent__line_scale(const descent__canvas *canvas);

/* The names of the variables of a picture, from its sweep, problem, paths or diagnosis; NULL if they have none. */
const char *const *descent__picture_names(const descent_picture *picture);

/* A number for a title or a label: four decimals where that says enough, else four digits and an exponent. */
void descent__number_name(char *name, size_t size, double value);

/* Draws it. `shows` is a sentence on what pictures of the kind show. */
descent_status descent__canvas_finish(descent__canvas *canvas, const char *shows, const char *file);

#endif
