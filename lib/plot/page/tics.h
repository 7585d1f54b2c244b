/* The numbers along an axis: round ones, as many as have room, each with as many digits as tell it from the next. */
#ifndef DESCENT_LIB_PLOT_PAGE_TICS_H
#define DESCENT_LIB_PLOT_PAGE_TICS_H

#include <stdbool.h>
#include <stddef.h>

#include "plot/gnuplot/script.h"

enum {
    descent__most_tics = 128
};

typedef struct descent__tic {
    double value;
    char name[28]; /* empty between those that have a name */
} descent__tic;

typedef struct descent__tics {
    size_t count;
    descent__tic list[descent__most_tics];
} descent__tics;

/* Multiples of a round number from low to high, about `most` of them; `whole`: no fractions. */
void descent__tics_between(descent__tics *tics, double low, double high, size_t most, bool whole);

/* Powers of ten from 10^low to 10^high, and what lies between them where there is room. */
void descent__tics_powers(descent__tics *tics, double low, double high, size_t most);

/* The widest name, in font heights. */
double descent__tics_width(const descent__tics *tics, const descent__script *script);

/* Appends them as gnuplot's list. */
void descent__tics_add(const descent__tics *tics, descent__script *script);

/* The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `width` > 0. */
double descent__round_up(double width);

/* A number in the fewest digits that keep it within a fiftieth of `resolution`. */
void descent__number_label(char *name, size_t size, double value, double resolution);

#endif
