/* What all pictures share: terminal, colours, fonts, margins, title, legend. */
#ifndef DESCENT_LIB_PLOT_CANVAS_H
#define DESCENT_LIB_PLOT_CANVAS_H

#include "plot/colours.h"
#include "plot/gnuplot.h"
#include "plot/view.h"

/* A picture in the making. */
typedef struct descent_canvas {
    descent_plot_view view;
    descent_picture picture;
    descent_inks inks;
    descent_script script;
    double width;                    /* of the picture, in font heights */
    double left, right, bottom, top; /* the axes' rectangle, as shares of the picture */
} descent_canvas;

/* Of the text around a picture, in font heights; a name in the legend or in the picture is cut at this width. */
extern const double descent_line_height, descent_longest_name;

enum {
    descent_title_lines = 3,
    descent_title_size = 512 /* bytes of a title that the library makes up */
};

/* Checks view and file name, and begins the script. */
descent_status descent_canvas_open(descent_canvas *canvas, const descent_plot_view *view, const char *file);
void descent_canvas_close(descent_canvas *canvas);

/* What the axes leave room for. */
typedef enum descent_layout {
    DESCENT_LAYOUT_AXES,      /* nothing at the right */
    DESCENT_LAYOUT_COLOUR_BAR /* a colour bar at the right */
} descent_layout;

/* Sets title (the view's if it has one, else `title`) and margins, with room for a legend of that many rows below. */
void descent_canvas_lay_out(descent_canvas *canvas, const char *title, descent_layout layout, unsigned legend_rows);

/* Width of the axes' rectangle over its height, in pixels. */
double descent_canvas_aspect(const descent_canvas *canvas);

/* Narrows the axes' rectangle to this width over height, in pixels, and leaves it in the middle of its room. */
void descent_canvas_fit(descent_canvas *canvas, double aspect);

/* A text centred at a place of the picture, no longer than `width` font heights; upright ones are read from the right. */
void descent_canvas_text(descent_canvas *canvas, const char *text, double x, double y, double width, bool upright);

/* What widths of lines, given for the usual font, are multiplied with in this picture. */
double descent_line_scale(const descent_canvas *canvas);

/* The name of a variable: x₀, x₁, … */
void descent_variable_name(char *name, size_t size, size_t variable);

/* A number for a title or a label: four decimals where that says enough, else four digits and an exponent. */
void descent_number_name(char *name, size_t size, double value);

/* Draws it. */
descent_status descent_canvas_finish(descent_canvas *canvas, const char *file);

#endif
