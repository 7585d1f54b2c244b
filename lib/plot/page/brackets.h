/* Named stretches of the first axis, as brackets above the axes: side by side where they have room, else in lanes. */
#ifndef DESCENT_LIB_PLOT_PAGE_BRACKETS_H
#define DESCENT_LIB_PLOT_PAGE_BRACKETS_H

#include <stdbool.h>

#include "plot/page/canvas.h"

enum {
    descent__most_brackets = 8,
    descent__bracket_text_size = 64
};

/* One stretch, and where its name stands: upon the bracket, which leaves room for it, or beside it. */
typedef struct descent__bracket {
    double first, last;
    const char *name;
    size_t count;                          /* so many of its steps are what it is named for; 0: each */
    char text[descent__bracket_text_size]; /* the name, with the count where the bracket has room for it */
    unsigned lane;                         /* from below */
    enum {
        DESCENT__NAME_UPON,
        DESCENT__NAME_RIGHT,
        DESCENT__NAME_LEFT
    } place;
} descent__bracket;

typedef struct descent__brackets {
    size_t count;
    descent__bracket list[descent__most_brackets];
} descent__brackets;

/* Adds a stretch, if there is room for one more. The name is kept, not copied; the count is 0 where each step is meant. */
void descent__brackets_add(descent__brackets *brackets, double first, double last, const char *name, size_t count);

/* Gives each its lane, on a first axis from `low` to `high`, and takes their room from the top of the axes' rectangle.
   What has no room in their upper third is left out. */
void descent__brackets_lay_out(descent__brackets *brackets, descent__canvas *canvas, double low, double high);

/* Draws them above the axes, which are settled. */
void descent__brackets_draw(const descent__brackets *brackets, descent__canvas *canvas, double low, double high);

#endif
