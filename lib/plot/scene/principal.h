/* The two directions in which paths spread most. */
#ifndef DESCENT_LIB_PLOT_SCENE_PRINCIPAL_H
#define DESCENT_LIB_PLOT_SCENE_PRINCIPAL_H

#include <descent/path.h>

/* Of a path: a plane goes through its row number `last`, counted from 1, and where its first `all` rows go. */
typedef struct descent__rows {
    size_t last;
    size_t all;
} descent__rows;

/*
 * The first two principal components of the finite points of the paths, all[i] rows of each: axis[k] receives n numbers of length 1, whose
 * largest component is positive, and share[k] its share of the variance. Where the points lie on a line, the second
 * axis is the coordinate direction most across it, that of variable *toward; else *toward is the dimension. DESCENT_EINVAL
 * if no two points differ; DESCENT_ENOMEM.
 */
descent_status descent__principal_axes(size_t dimension, const descent_path *const *paths, const descent__rows *rows,
                                       size_t path_count, double *const axis[2], double share[2], size_t *toward);

#endif
