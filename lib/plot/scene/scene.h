/* What the pictures of a loss show: a plane, a window, the paths and the critical points in it, and who is who. */
#ifndef DESCENT_LIB_PLOT_SCENE_SCENE_H
#define DESCENT_LIB_PLOT_SCENE_SCENE_H

#include "plot/field/field.h"
#include "plot/page/canvas.h"
#include "plot/scene/marks.h"

typedef struct descent__scene {
    const descent_plot_view *view; /* resolved */
    size_t dimension;
    const char *const *names; /* of the variables; NULL if they have none */
    bool has_loss;
    bool straight; /* the paths as far as they are shown, but for rounding */
    descent__evaluator evaluator;
    descent__slice slice;
    size_t trace_count;
    descent__trace *traces;
    descent__window around; /* where the paths are, or the window that the view gives */
    descent__window window;
    descent__marks marks;
    const descent_diagnosis *diagnosis; /* the verdict on a single path; NULL if there is none */
    descent_diagnosis *made;            /* the same if it was made here, else NULL */
} descent__scene;

/*
 * Checks that the picture's problem and paths and the resolved view fit together; chooses the plane; finds verdict and
 * critical points.
 */
descent_status descent__scene_open(descent__scene *scene, const descent_picture *picture,
                                   const descent_plot_view *view);

/* Chooses the window. `aspect` as in descent__window_settle(), 0 for a window of any shape. */
descent_status descent__scene_frame(descent__scene *scene, double aspect);

/* Fine for a scene of zeros. */
void descent__scene_close(descent__scene *scene);

/* The title that says what is seen: for one path its last point and the verdict. */
void descent__scene_title(const descent__scene *scene, char *title, size_t size);

/* What both axes of the plane are called. */
void descent__scene_axis_names(const descent__scene *scene, char names[2][64]);

/* The loss at a place of the plane; NaN if there is none. */
double descent__scene_loss(descent__scene *scene, const double place[2]);

#endif
