/* The numbers along an axis: round ones, as many as have room, each with as many digits as tell it from the next. */
#ifndef DESCENT_LIB_PLOT_TICS_H
#define DESCENT_LIB_PLOT_TICS_H

#include <stdbool.h>
#include <stddef.h>

#include "plot/script.h"

enum {
    descent_most_tics = 128
};

typedef struct descent_tic {
    double value;
    char name[28]; /* empty between those that have a name */
} descent_tic;

typedef struct descent_tics {
    size_t count;
    descent_tic list[descent_most_tics];
} descent_tics;

/* Multiples of a round number from low to high, about `most` of them; `whole`: no fractions. */
void descent_tics_between(descent_tics *tics, double low, double high, size_t most, bool whole);

/* Powers of ten from 10^low to 10^high, and what lies between them where there is room. */
void descent_tics_powers(descent_tics *tics, double low, double high, size_t most);

/* The widest name, in font heights. */
double descent_tics_width(const descent_tics *tics, const descent_script *script);

/* Appends them as gnuplot's list. */
void descent_tics_add(const descent_tics *tics, descent_script *script);

/* The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `width` > 0. */
double descent_round_up(double width);

/* A number in the fewest digits that keep it within a fiftieth of `resolution`. */
void descent_number_label(char *name, size_t size, double value, double resolution);

#endif
