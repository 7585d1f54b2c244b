/* The one way to a picture, and its short forms. */
#include "base/environment.h"
#include "base/status.h"
#include "plot/pictures/pictures.h"

enum {
    most_paths = 64 /* as many as can have colours and names in one picture */
};

/* What a kind of picture needs. */
typedef struct picture_kind {
    const char *name;
    const char *shows; /* in words, for who cannot see it */
    descent__draw_function *draw;
    size_t fewest_paths, most_paths;
    bool needs_sweep;
} picture_kind;

static const picture_kind kinds[] = {
    [DESCENT_PLOT_CONTOUR] =
        {"contour",
         "The loss from above, in bands of colour, with the path of each run, a dot a step, and the critical points.",
         descent__draw_contour, 0, most_paths, false},
    [DESCENT_PLOT_SURFACE] = {"surface", "The loss as a surface over two variables, with the path of the run upon it.",
                              descent__draw_surface, 0, 1, false},
    [DESCENT_PLOT_CONVERGENCE] = {"convergence",
                                  "Loss, gradient norm and step length of a run against the number of steps, and above "
                                  "them the events on the way.",
                                  descent__draw_convergence, 1, 1, false},
    [DESCENT_PLOT_ORBIT] = {"orbit", "The variables of a run against the number of steps.", descent__draw_orbit, 1, 1,
                            false},
    [DESCENT_PLOT_RETURN_MAP] = {"return map",
                                 "One variable of a run: the next value of each step against the one before.",
                                 descent__draw_return_map, 1, 1, false},
    [DESCENT_PLOT_BIFURCATION] = {"bifurcation", "Where runs stay in the long run, against what differs between them.",
                                  descent__draw_bifurcation, 0, SIZE_MAX, true},
    [DESCENT_PLOT_BASINS] = {"basins", "Each start in the colour of what its run reached.", descent__draw_basins, 0,
                             SIZE_MAX, true},
};

static const size_t kind_count = sizeof kinds / sizeof kinds[0];

static descent_status check_paths(const descent_picture *picture, const picture_kind *kind)
{
    if (picture->path_count > kind->most_paths)
        return descent_fail(DESCENT_EINVAL, "path_count of a picture of kind %s must be at most %zu, got %zu",
                            kind->name, kind->most_paths, picture->path_count);
    if (picture->path_count < kind->fewest_paths)
        return descent_fail(DESCENT_EINVAL, "path_count of a picture of kind %s must be at least %zu, got %zu",
                            kind->name, kind->fewest_paths, picture->path_count);
    if (picture->path_count > 0 && !picture->paths)
        return descent_fail(DESCENT_EINVAL, "paths must not be NULL with path_count %zu", picture->path_count);
    for (size_t i = 0; i < picture->path_count; i++)
        if (!picture->paths[i])
            return descent_fail(DESCENT_EINVAL, "paths[%zu] must not be NULL", i);
    return DESCENT_SUCCESS;
}

static descent_status check(const descent_picture *picture)
{
    if (!picture)
        return descent_fail(DESCENT_EINVAL, "picture must not be NULL");
    if ((size_t)picture->kind >= kind_count || !kinds[picture->kind].draw)
        return descent_fail(DESCENT_EINVAL, "kind must be a descent_plot_kind, got %d", (int)picture->kind);
    for (size_t i = 0; i < sizeof picture->reserved / sizeof picture->reserved[0]; i++)
        if (picture->reserved[i])
            return descent_fail(DESCENT_EINVAL, "picture->reserved[%zu] must be NULL", i);
    const picture_kind *const kind = &kinds[picture->kind];
    if (kind->needs_sweep)
        return picture->sweep ? DESCENT_SUCCESS : descent_fail(DESCENT_EINVAL, "sweep must not be NULL");
    return check_paths(picture, kind);
}

static descent_status draw(const descent_picture *picture, const char *file)
{
    descent__canvas canvas;
    descent_status status = check(picture);
    if (status != DESCENT_SUCCESS)
        return status;
    status = descent__canvas_open(&canvas, picture->view, file);
    if (status == DESCENT_SUCCESS)
        status = kinds[picture->kind].draw(&canvas, picture);
    if (status == DESCENT_SUCCESS)
        status = descent__canvas_finish(&canvas, kinds[picture->kind].shows, file);
    descent__canvas_close(&canvas);
    return status;
}

descent_status descent_plot_draw(const descent_picture *picture, const char *file)
{
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = draw(picture, file);
    descent__environment_leave(&environment);
    return status;
}

descent_status descent_plot_contour(const descent_problem *problem, const descent_path *path,
                                    const descent_plot_view *view, const char *file)
{
    const descent_picture picture = {
        .kind = DESCENT_PLOT_CONTOUR, .problem = problem, .paths = &path, .path_count = path ? 1 : 0, .view = view};
    return descent_plot_draw(&picture, file);
}

descent_status descent_plot_surface(const descent_problem *problem, const descent_path *path,
                                    const descent_plot_view *view, const char *file)
{
    const descent_picture picture = {
        .kind = DESCENT_PLOT_SURFACE, .problem = problem, .paths = &path, .path_count = path ? 1 : 0, .view = view};
    return descent_plot_draw(&picture, file);
}

descent_status descent_plot_convergence(const descent_path *path, const descent_diagnosis *diagnosis, const char *file)
{
    const descent_picture picture = {
        .kind = DESCENT_PLOT_CONVERGENCE, .paths = &path, .path_count = 1, .diagnosis = diagnosis};
    return descent_plot_draw(&picture, file);
}

descent_status descent_plot_bifurcation(const descent_sweep *sweep, const char *file)
{
    const descent_picture picture = {.kind = DESCENT_PLOT_BIFURCATION, .sweep = sweep};
    return descent_plot_draw(&picture, file);
}

descent_status descent_plot_basins(const descent_sweep *sweep, const char *file)
{
    const descent_picture picture = {.kind = DESCENT_PLOT_BASINS, .sweep = sweep};
    return descent_plot_draw(&picture, file);
}
