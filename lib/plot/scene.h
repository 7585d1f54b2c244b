/* What the pictures of a loss show: a plane, a window, the paths and the critical points in it, and who is who. */
#ifndef DESCENT_LIB_PLOT_SCENE_H
#define DESCENT_LIB_PLOT_SCENE_H

#include "plot/canvas.h"
#include "plot/field.h"

/* A critical point as the picture marks it. */
typedef struct descent_mark {
    double place[2];
    double loss;
    descent_critical_kind kind;
} descent_mark;

typedef struct descent_scene {
    const descent_plot_view *view; /* resolved */
    size_t dimension;
    bool has_loss;
    descent_evaluator evaluator;
    descent_slice slice;
    size_t trace_count;
    descent_trace *traces;
    descent_window around; /* where the paths are, or the window that the view gives */
    descent_window window;
    size_t mark_count;
    descent_mark *marks;
    descent_diagnosis *diagnosis; /* made here; NULL if the view has one or there is none */
    descent_critical_set *found;  /* likewise */
} descent_scene;

/* Checks that problem, paths and view fit together; chooses the plane; finds verdict and critical points. */
descent_status descent_scene_open(descent_scene *scene, const descent_problem *problem,
                                  const descent_path *const *paths, size_t path_count, const descent_plot_view *view);

/* Chooses the window. `aspect` as in descent_window_settle(), 0 for a window of any shape. */
descent_status descent_scene_frame(descent_scene *scene, double aspect);

/* Fine for a scene of zeros. */
void descent_scene_close(descent_scene *scene);

/* The title that says what is seen: for one path its last point and the verdict. */
void descent_scene_title(const descent_scene *scene, char *title, size_t size);

/* What both axes of the plane are called. */
void descent_scene_axis_names(const descent_scene *scene, char names[2][64]);

/* Point type of gnuplot for a kind; 0 for a point that is not to be marked. */
unsigned descent_mark_symbol(descent_critical_kind kind);

/* The loss at a place of the plane; NaN if there is none. */
double descent_scene_loss(descent_scene *scene, const double place[2]);

#endif
