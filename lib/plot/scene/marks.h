/* The critical points of a picture: given, found, or known from the diagnosis. */
#ifndef DESCENT_LIB_PLOT_SCENE_MARKS_H
#define DESCENT_LIB_PLOT_SCENE_MARKS_H

#include "plot/page/window.h"
#include "plot/scene/slice.h"

/* A critical point as the picture marks it. */
typedef struct descent__mark {
    double place[2];
    double loss;
    descent_critical_kind kind;
    const char *name; /* as texts have it */
    bool off_plane;   /* the place is only the nearest of the picture's plane, as is the loss there */
} descent__mark;

typedef struct descent__marks {
    size_t count;
    descent__mark *list;
    size_t lingered;             /* the first so many: the run lingered near them */
    descent_critical_set *found; /* by a search of the marks' own; else NULL */
} descent__marks;

/*
 * The points that the view gives, or that are found around the paths where there is a problem to search (NULL: there is
 * none), and those of the diagnosis, which may be NULL. DESCENT_ENOMEM. To be closed in any case.
 */
descent_status descent__marks_open(descent__marks *marks, const descent_plot_view *view,
                                   const descent_problem *searched, const descent__slice *slice,
                                   const descent__window *around, const descent_diagnosis *diagnosis);

/* Fine for marks of zeros. */
void descent__marks_close(descent__marks *marks);

/* Widens a window that is being chosen by the critical points that are not far from it. */
void descent__marks_frame(const descent__marks *marks, descent__window *window);

/* Point type of gnuplot for a kind; 0 for a point that is not to be marked. */
unsigned descent__mark_symbol(descent_critical_kind kind);

#endif
