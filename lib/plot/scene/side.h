/* From where a surface is seen, and how high its box is, so that it hides nothing that is marked upon it. */
#ifndef DESCENT_LIB_PLOT_SCENE_SIDE_H
#define DESCENT_LIB_PLOT_SCENE_SIDE_H

#include "plot/scene/scene.h"

typedef struct descent__side {
    double yaw;    /* degrees around the vertical, from 0 to 360 */
    double height; /* of the box, in its sides */
    int x_side; /* where the first axis has its numbers: −1 left, 1 right, 0 in front; the second has them opposite */
} descent__side;

/*
 * The view's yaw, or that of four, each over a corner, from which the paths and marks of the scene are seen best; of those that are
 * as good, one over the lowest corner. Of the field, `range` of its values is shown.
 */
descent__side descent__side_choose(const descent__scene *scene, const descent__field *field, const double range[2]);

#endif
