/* The legend below a picture: samples of lines and symbols with their names, in rows, centred. */
#ifndef DESCENT_LIB_PLOT_LEGEND_H
#define DESCENT_LIB_PLOT_LEGEND_H

#include "plot/canvas.h"

enum {
    descent_most_entries = 24,
    descent_name_size = 160
};

/* A filled symbol of gnuplot's: SVG draws the lines of open ones too thin. */
typedef struct descent_symbol {
    unsigned type; /* 0: none */
    double size;   /* in units of a PNG with the usual font */
    bool ring;     /* hollow */
} descent_symbol;

typedef struct descent_legend_entry {
    char name[descent_name_size];
    descent_symbol symbol;
    double line_width;  /* 0: no line */
    const char *dashes; /* of the line, as gnuplot's dashtype; NULL: solid */
    unsigned colour;
    bool area; /* a filled rectangle instead of symbol and line */
} descent_legend_entry;

typedef struct descent_legend {
    size_t count;
    descent_legend_entry entries[descent_most_entries];
} descent_legend;

/* Adds an entry, if there is room for one more, and returns where to set its symbol or line. */
descent_legend_entry *descent_legend_add(descent_legend *legend, const char *name, unsigned colour);

/* gnuplot's pointsize for this picture. */
double descent_point_size(const descent_canvas *canvas, double size);

/* How large the hole of a ring is, of the symbol. */
extern const double descent_ring_hole;

/* Rows that it takes below that canvas. */
unsigned descent_legend_rows(const descent_legend *legend, const descent_canvas *canvas);

/* Draws it into the room that descent_canvas_lay_out() left. */
void descent_legend_draw(const descent_legend *legend, descent_canvas *canvas);

#endif
