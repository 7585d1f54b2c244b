/* The rectangle that a picture shows. */
#ifndef DESCENT_LIB_PLOT_PAGE_WINDOW_H
#define DESCENT_LIB_PLOT_PAGE_WINDOW_H

#include <stdbool.h>

/* A rectangle of the plane: low[0] to high[0] across, low[1] to high[1] up. Empty while low > high. */
typedef struct descent__window {
    double low[2];
    double high[2];
    bool fine; /* is worth a look also where its sides are short beside how far it is from 0: they are no rounding */
} descent__window;

descent__window descent__window_empty(void);
bool descent__window_is_empty(const descent__window *window);
bool descent__window_contains(const descent__window *window, const double place[2]);
void descent__window_include(descent__window *window, const double place[2]);

/* The longer side; infinity if a side overflows. */
double descent__window_extent(const descent__window *window);

/* Adds this share of each side at both of its ends. */
void descent__window_widen(descent__window *window, double share);

/* Is it so small beside how far it is from 0 that a side is lengthened beyond it, unless the window is fine? */
bool descent__window_may_be_rounding(const descent__window *window);

/*
 * Gives a window that was chosen a size: sides of length 0 get one. With `aspect` > 0, the shorter side is lengthened
 * until width to height is `aspect`.
 */
void descent__window_settle(descent__window *window, double aspect);

/* The same for axes of different things, where the length of one says nothing about the other. */
void descent__window_settle_apart(descent__window *window);

/*
 * Width over height, for a picture with the same scale on both axes; 0 if that is not wanted or would squeeze one of
 * them to less than a twentieth of the other.
 */
double descent__window_aspect(const descent__window *window, bool wanted);

/*
 * The part of the way from a to b that lies in the window, as shares of the way (Liang and Barsky 1984); false if none
 * does.
 */
bool descent__window_clip(const descent__window *window, const double a[2], const double b[2], double *enter,
                          double *leave);

#endif
