/* The curve x ← x − η ∂L/∂x by which one variable moves, where it is a function of that variable alone. */
#ifndef DESCENT_LIB_PLOT_SCENE_STEP_MAP_H
#define DESCENT_LIB_PLOT_SCENE_STEP_MAP_H

#include <stdbool.h>

#include "plot/page/window.h"
#include "plot/scene/trace.h"
#include "problem/problem.h"

typedef struct descent__step_map {
    bool known; /* the path moves along it, at every step that is seen */
    double step_size;
    size_t variable;
    descent__evaluator evaluator;
    double *point; /* 2n numbers: where the gradient is asked, and the gradient */
} descent__step_map;

/*
 * Fits η to the pairs (x, next x) within the window, and believes the curve only if it passes through all of them: so neither
 * momentum, nor a schedule, nor a loss whose variables know of each other is drawn as one. Without a problem there is none.
 * DESCENT_ENOMEM, DESCENT_EINVAL for a problem that is none. Close it in any case.
 */
descent_status descent__step_map_open(descent__step_map *map, const descent_picture *picture, size_t variable,
                                      const descent__trace *pairs, const descent__window *window);
void descent__step_map_close(descent__step_map *map);

/* The next value after x; NaN where the gradient is not known. */
double descent__step_map_next(descent__step_map *map, double x);

#endif
