/* The legend below a picture: samples of lines and symbols with their names, in rows, centred. */
#ifndef DESCENT_LIB_PLOT_PAGE_LEGEND_H
#define DESCENT_LIB_PLOT_PAGE_LEGEND_H

#include "plot/page/canvas.h"

enum {
    descent__most_entries = 24,
    descent__name_size = 160
};

/* A filled symbol of gnuplot's: SVG draws the lines of open ones too thin. */
typedef struct descent__symbol {
    unsigned type; /* 0: none */
    double size;   /* in units of a PNG with the usual font */
    bool ring;     /* hollow */
} descent__symbol;

typedef struct descent__legend_entry {
    char name[descent__name_size];
    descent__symbol symbol;
    double line_width;  /* 0: no line */
    const char *dashes; /* of the line, as gnuplot's dashtype; NULL: solid */
    unsigned colour;
    bool area; /* a filled rectangle instead of symbol and line */
} descent__legend_entry;

typedef struct descent__legend {
    size_t count;
    descent__legend_entry entries[descent__most_entries];
} descent__legend;

/* Adds an entry, if there is room for one more, and returns where to set its symbol or line. */
descent__legend_entry *descent__legend_add(descent__legend *legend, const char *name, unsigned colour);

/* gnuplot's pointsize for this picture. */
double descent__point_size(const descent__canvas *canvas, double size);

/* How large the hole of a ring is, of the symbol. */
extern const double descent__ring_hole;

/* Rows that it takes below that canvas. */
unsigned descent__legend_rows(const descent__legend *legend, const descent__canvas *canvas);

/* Draws it into the room that descent__canvas_lay_out() left. */
void descent__legend_draw(const descent__legend *legend, descent__canvas *canvas);

#endif
