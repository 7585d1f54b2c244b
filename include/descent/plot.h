/**
 * @file
 * @brief Pictures of losses, paths and their endings: the companion library `descent-plot` (`-ldescent-plot`).
 *
 * Each function computes one picture and has gnuplot draw it, as a process of its own that is started without a shell.
 * The ending of the file name chooses the format: `.png`, `.svg`, `.pdf`; `.gp` writes gnuplot's script with the data
 * in it and needs no gnuplot. A file appears under its name only when it is complete, and an existing one is replaced.
 * The same input gives the same bytes of PNG, SVG and script. Texts are only ever shown, whatever stands in them.
 *
 * Unless it says otherwise, each function returns
 * - DESCENT_SUCCESS;
 * - DESCENT_EINVAL for a NULL argument that must be given, a view out of range, or a file name with another ending;
 * - DESCENT_EUNSUPPORTED if gnuplot is not installed or too old for the picture; the detail names what to install;
 * - DESCENT_ENONFINITE if no finite number is left to draw;
 * - DESCENT_EIO if the file cannot be written, or not completely; no part of it is left behind;
 * - DESCENT_ENOMEM.
 *
 * Where the loss cannot be evaluated, or is NaN, infinite or beyond ±1e305, the picture is left blank. The user's callbacks are called
 * on the calling thread only.
 */
#ifndef DESCENT_PLOT_H
#define DESCENT_PLOT_H

#include <stddef.h>

#include <descent/critical.h>
#include <descent/diagnosis.h>
#include <descent/export.h>
#include <descent/path.h>
#include <descent/problem.h>
#include <descent/status.h>
#include <descent/sweep.h>

#ifdef __cplusplus
extern "C" {
#endif

/** @brief Colours of the loss; in each, neighbouring bands differ in lightness, so they survive grey printing. */
typedef enum descent_plot_palette {
    DESCENT_PLOT_PALETTE_MAGMA = 0,   /**< Magma, from pale low values to dark high ones; reversed in the dark. */
    DESCENT_PLOT_PALETTE_VIRIDIS = 1, /**< Viridis, likewise. */
    DESCENT_PLOT_PALETTE_CIVIDIS = 2, /**< Cividis, which looks nearly the same to the colour-blind. */
    DESCENT_PLOT_PALETTE_GREY = 3     /**< Greys. */
} descent_plot_palette;

/** @brief Ground and ink. */
typedef enum descent_plot_theme {
    DESCENT_PLOT_THEME_LIGHT = 0, /**< Dark ink on white. */
    DESCENT_PLOT_THEME_DARK = 1   /**< Light ink on a dark ground. */
} descent_plot_theme;

/** @brief Which plane of the variables' space the picture shows. */
typedef enum descent_plot_plane {
    DESCENT_PLOT_PLANE_COORDINATES = 0, /**< Two of the variables; the others rest at the view's origin. */
    DESCENT_PLOT_PLANE_PRINCIPAL = 1    /**< The plane through the origin along the two directions in which the path
                                             spreads most, its principal components; axes in their units from there. */
} descent_plot_plane;

/** @brief How a picture is drawn. Begin with descent_plot_view_default(), then change what matters. */
typedef struct descent_plot_view {
    unsigned width;          /**< Pixels, 240 to 8192; default 960. A PDF has 96 of them in an inch. */
    unsigned height;         /**< Pixels, 180 to 8192; default 720. */
    double font_size;        /**< Height of the letters in pixels, 6 to 96; NaN, the default, for letters that suit
                                  the size: 22 for the default's. Lines and symbols grow with them. */
    const char *font;        /**< Name of a font, of letters, digits and ` -_.`; NULL, the default, is DejaVu Sans. */
    const char *title;       /**< NULL, the default, lets the picture say what it shows; "" for none. */
    const char *x_label;     /**< Label of the first axis; NULL for the variable's name. */
    const char *y_label;     /**< Label of the second axis; likewise. */
    const char *value_label; /**< What the loss is called; NULL, the default, is "loss". */
    descent_plot_palette palette; /**< Default magma. */
    descent_plot_theme theme;     /**< Default light. */

    descent_plot_plane plane; /**< Default: coordinates. */
    size_t x_variable;        /**< First variable of the plane, or the one that orbit and return map show; default 0. */
    size_t y_variable;        /**< Second variable of the plane; default 1. */
    const double *origin;     /**< n finite numbers through which the plane goes; NULL, the default, for the last finite
                                   point of the path. */

    double x_low;         /**< Window; NaN, the default, for a window around path and critical points. */
    double x_high;        /**< > x_low; give both or neither. */
    double y_low;         /**< As x_low. */
    double y_high;        /**< As x_high. */
    double value_low;     /**< Lowest loss that is coloured; NaN, the default: chosen. */
    double value_high;    /**< Highest loss that is coloured; NaN, the default: chosen. */
    size_t bands;         /**< Number of colour bands, 2 to 64; default 11. */
    const double *levels; /**< bands + 1 rising finite numbers, the bands' limits; NULL, the default: chosen. */
    size_t samples;       /**< Evaluations of the loss along the longer axis, 8 to 2048; default 160. A surface has 512
                               at most, and 90 in SVG and PDF. */
    int keep_aspect;      /**< Non-zero, the default: contours have the same scale on both axes, unless that would
                               squeeze one of them to a twentieth of the other. */

    double pitch; /**< Surface: degrees from straight above, 0 to 90; default 30. */
    double yaw;   /**< Surface: degrees around the vertical, any finite number; default 50. */

    const descent_critical_set *critical_points; /**< Marked by kind; NULL, the default: found, see below. */
    int find_critical_points;           /**< Non-zero, the default: up to two variables, search the window for them. */
    const descent_diagnosis *diagnosis; /**< The verdict to show; NULL, the default: made for the path. */
    const char *const *names;           /**< One name for each path, for the legend; NULL, the default: numbered. */

    void *reserved[8]; /**< For later; must be NULL. */
} descent_plot_view;

/**
 * @brief Fills every field with its default.
 * @param[out] view The struct to fill; NULL does nothing.
 */
DESCENT_API void descent_plot_view_default(descent_plot_view *view);

/**
 * @brief Draws the loss as level lines over colour bands, with a path: a dot a step, start and end marked.
 *
 * Critical points are marked by kind; the title has the last point and the verdict. A path that leaves for infinity
 * does not widen the window: an arrow shows where it left, and a note at which step.
 * With one variable, the loss is drawn as a curve with the path upon it.
 * @param problem The loss; NULL or a problem without a loss draws the path alone.
 * @param path The path; NULL draws the loss alone, and the view must then have a window.
 * @param view How; NULL for the defaults.
 * @param file The picture; its ending chooses the format.
 * @return As above. DESCENT_EINVAL also if problem and path are both NULL or of different dimension, or if the path
 * keeps no points.
 */
DESCENT_API descent_status descent_plot_contour(const descent_problem *problem, const descent_path *path,
                                                const descent_plot_view *view, const char *file);

/**
 * @brief As descent_plot_contour() with several paths, each in a colour of its own, named in the legend.
 * @param problem The loss, or NULL.
 * @param paths `count` paths of one dimension; none is NULL.
 * @param count Number of paths, 0 to 64.
 * @param view How; NULL for the defaults.
 * @param file The picture.
 * @return As descent_plot_contour().
 */
DESCENT_API descent_status descent_plot_contours(const descent_problem *problem, const descent_path *const *paths,
                                                 size_t count, const descent_plot_view *view, const char *file);

/**
 * @brief Draws the loss as a surface in space, coloured in bands, with the path laid upon it if one is given.
 * @param problem The loss, of two variables or more; it must have a loss.
 * @param path The path, or NULL; then the view must have a window.
 * @param view How; NULL for the defaults.
 * @param file The picture.
 * @return As descent_plot_contour().
 */
DESCENT_API descent_status descent_plot_surface(const descent_problem *problem, const descent_path *path,
                                                const descent_plot_view *view, const char *file);

/**
 * @brief Draws loss, gradient norm and step length against the number of steps, on logarithmic scales.
 *
 * The loss is drawn above the loss at the critical point ahead or reached, or else above its lowest value. Events of
 * the diagnosis are shaded and named; where it predicts further steps, their course is dashed.
 * @param path The path; what it does not keep is left out.
 * @param diagnosis Its diagnosis, or NULL.
 * @param file The picture.
 * @return As above. DESCENT_EINVAL also if the path is empty or keeps none of the three.
 */
DESCENT_API descent_status descent_plot_convergence(const descent_path *path, const descent_diagnosis *diagnosis,
                                                    const char *file);

/**
 * @brief As descent_plot_convergence(), with a view for size, font, texts and theme.
 * @param path The path.
 * @param diagnosis Its diagnosis, or NULL for the view's.
 * @param view How; NULL for the defaults.
 * @param file The picture.
 * @return As descent_plot_convergence().
 */
DESCENT_API descent_status descent_plot_convergence_with_view(const descent_path *path,
                                                              const descent_diagnosis *diagnosis,
                                                              const descent_plot_view *view, const char *file);

/**
 * @brief Draws one variable over the last steps of a run: what an oscillation looks like in time.
 * @param path The path, of at least two points.
 * @param view How; `x_variable` is drawn, over the last 128 steps or `x_low` to `x_high`. NULL for the defaults.
 * @param file The picture.
 * @return As above. DESCENT_EINVAL also if the path keeps no points or fewer than two.
 */
DESCENT_API descent_status descent_plot_orbit(const descent_path *path, const descent_plot_view *view,
                                              const char *file);

/**
 * @brief Draws the return map of one variable: x_{k+1} against x_k for each pair of successive steps, with the diagonal.
 *
 * A limit is a point on the diagonal, a cycle of period p is p points, and chaos draws the curve that rules it.
 * @param path The path; pairs of rows that are not one step apart are left out.
 * @param view How; `x_variable` is drawn, within `x_low` to `x_high`. NULL for the defaults.
 * @param file The picture.
 * @return As descent_plot_orbit().
 */
DESCENT_API descent_status descent_plot_return_map(const descent_path *path, const descent_plot_view *view,
                                                   const char *file);

/**
 * @brief Draws the bifurcation diagram of a sweep over step sizes or over a parameter: where the runs are in the long
 * run, against what was swept over. Runs that diverge are shaded grey.
 *
 * The darker a place, the more often it was visited. Points come from the sweep's tails (its option `tail`; a few
 * hundred are good), or from the end points alone. The variable drawn is the one that moves most in the tails.
 * @param sweep Made by descent_sweep_step_sizes() or descent_sweep_parameters().
 * @param file The picture.
 * @return As above. DESCENT_EINVAL also if the sweep was not over numbers, or over one alone.
 */
DESCENT_API descent_status descent_plot_bifurcation(const descent_sweep *sweep, const char *file);

/**
 * @brief As descent_plot_bifurcation(), with a view: its `x_variable` is drawn, its window and texts are used.
 * @param sweep The sweep.
 * @param view How; NULL as descent_plot_bifurcation().
 * @param file The picture.
 * @return As descent_plot_bifurcation().
 */
DESCENT_API descent_status descent_plot_bifurcation_with_view(const descent_sweep *sweep, const descent_plot_view *view,
                                                              const char *file);

/**
 * @brief Draws a basin map: each start in the colour of what its run reached, grey where it diverges.
 *
 * Critical points and cycles that were reached most have colours of their own and are named below; in two variables
 * they are marked on the map.
 * @param sweep A map: made by descent_sweep_plane(), or with the option `columns`.
 * @param file The picture.
 * @return As above. DESCENT_EINVAL also if the sweep is no map.
 */
DESCENT_API descent_status descent_plot_basins(const descent_sweep *sweep, const char *file);

/**
 * @brief As descent_plot_basins(), with a view for size, font, texts and theme.
 * @param sweep The sweep.
 * @param view How; NULL for the defaults.
 * @param file The picture.
 * @return As descent_plot_basins().
 */
DESCENT_API descent_status descent_plot_basins_with_view(const descent_sweep *sweep, const descent_plot_view *view,
                                                         const char *file);

#ifdef __cplusplus
}
#endif

#endif
