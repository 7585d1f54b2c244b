/* The plane of the variables' space that a picture shows. */
#ifndef DESCENT_LIB_PLOT_SCENE_SLICE_H
#define DESCENT_LIB_PLOT_SCENE_SLICE_H

#include <stdbool.h>

#include <descent/plot.h>

#include "plot/page/window.h"
#include "plot/scene/principal.h"

/* A point of the plane is (h, v); h runs across the picture, v up. With a single variable, v is always 0. */
typedef struct descent__slice {
    size_t dimension;
    bool principal;
    size_t variable[2]; /* the variables of a plane of coordinates */
    double *origin;     /* n numbers; a plane of coordinates has its own variables at 0 here */
    double *axis[2];    /* n numbers each, orthonormal; NULL in a plane of coordinates */
    double share[2];    /* of the path's variance along the principal axes */
    size_t toward;      /* of a straight path: the variable whose direction made the second axis; else the dimension */
    double *reach;      /* n numbers: how far the paths go along each variable where they are in sight */
    double *point;      /* n numbers of work */
} descent__slice;

/*
 * Makes the plane that the view asks for, by those rows of each path. Principal components need a path with two finite points that
 * differ, else DESCENT_EINVAL.
 */
descent_status descent__slice_open(descent__slice *slice, const descent_plot_view *view, size_t dimension,
                                   const descent_path *const *paths, const descent__rows *rows, size_t path_count);

/* Fine for a plane of zeros. */
void descent__slice_close(descent__slice *slice);

/* Where the point of the plane nearest to x lies. */
void descent__slice_project(const descent__slice *slice, const double *x, double place[2]);

/* Measures the paths' reach, by their first held[i] rows as far as these are in the window. */
void descent__slice_measure(descent__slice *slice, const descent__window *window, const descent_path *const *paths,
                            const size_t *held, size_t path_count);

/* Is x so near to its place in the plane that the paths make nothing of the distance? `extent` is that of the picture. */
bool descent__slice_holds(const descent__slice *slice, const double *x, double extent);

/* The point of space at (h, v): n numbers, valid until the next call. */
const double *descent__slice_lift(const descent__slice *slice, const double place[2]);

#endif
