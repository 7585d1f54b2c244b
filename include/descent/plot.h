/**
 * @file
 * @brief Pictures of losses, paths and their endings: the companion library `descent-plot` (`-ldescent-plot`).
 *
 * descent_plot_draw() computes one picture and has gnuplot draw it, as a process of its own, started without a shell.
 * The ending of the file name chooses the format: `.png`, `.svg`, `.pdf`; `.gp` writes gnuplot's script with the data
 * in it and needs no gnuplot. A file appears under its name only when it is complete; an
 * existing one is replaced and keeps its owner, group and permissions, and is refused where that cannot be; other hard links
 * to it keep the old picture.
 * The same input gives the same bytes of PNG, SVG and script. Texts are only ever shown, whatever stands in them.
 * An SVG has a title and a description, which say the result to those who cannot see it.
 *
 * It and its short forms return
 * - DESCENT_SUCCESS;
 * - DESCENT_EINVAL for a NULL argument that must be given, a view out of range, or a file name with another ending;
 * - DESCENT_EUNSUPPORTED if gnuplot is not installed or too old for the picture; the detail names what to install;
 * - DESCENT_ENONFINITE if no finite number is left to draw;
 * - DESCENT_EIO if the file cannot be written, or not completely; no part of it is left behind;
 * - DESCENT_ENOMEM.
 *
 * Where the loss cannot be evaluated, or is NaN, infinite or beyond ±1e305, the picture is left blank. The user's
 * callbacks are called on the calling thread only.
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

/**
 * @brief The one list of palettes: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_PLOT_PALETTE_LIST(PALETTE)                                                                             \
    PALETTE(DESCENT_PLOT_PALETTE_MAGMA, 0, "magma")                                                                    \
    PALETTE(DESCENT_PLOT_PALETTE_VIRIDIS, 1, "viridis")                                                                \
    PALETTE(DESCENT_PLOT_PALETTE_CIVIDIS, 2, "cividis")                                                                \
    PALETTE(DESCENT_PLOT_PALETTE_GREY, 3, "grey")

/**
 * @brief Colours of the loss; in each, neighbouring bands differ in lightness, so they survive grey printing.
 *
 * | palette | number | meaning |
 * |---|---|---|
 * | `DESCENT_PLOT_PALETTE_MAGMA` | 0 | magma, from pale low values to dark high ones; reversed in the dark |
 * | `DESCENT_PLOT_PALETTE_VIRIDIS` | 1 | viridis, likewise |
 * | `DESCENT_PLOT_PALETTE_CIVIDIS` | 2 | cividis, which looks nearly the same to the colour-blind |
 * | `DESCENT_PLOT_PALETTE_GREY` | 3 | greys |
 */
typedef enum descent_plot_palette {
#define DESCENT_PLOT_PALETTE_ENUMERATOR(name, number, word) name = number,
    DESCENT_PLOT_PALETTE_LIST(DESCENT_PLOT_PALETTE_ENUMERATOR)
#undef DESCENT_PLOT_PALETTE_ENUMERATOR
} descent_plot_palette;

/**
 * @brief The one list of themes: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_PLOT_THEME_LIST(THEME)                                                                                 \
    THEME(DESCENT_PLOT_THEME_LIGHT, 0, "light")                                                                        \
    THEME(DESCENT_PLOT_THEME_DARK, 1, "dark")

/**
 * @brief Ground and ink.
 *
 * | theme | number | meaning |
 * |---|---|---|
 * | `DESCENT_PLOT_THEME_LIGHT` | 0 | dark ink on white |
 * | `DESCENT_PLOT_THEME_DARK` | 1 | light ink on a dark ground |
 */
typedef enum descent_plot_theme {
#define DESCENT_PLOT_THEME_ENUMERATOR(name, number, word) name = number,
    DESCENT_PLOT_THEME_LIST(DESCENT_PLOT_THEME_ENUMERATOR)
#undef DESCENT_PLOT_THEME_ENUMERATOR
} descent_plot_theme;

/**
 * @brief The one list of planes: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_PLOT_PLANE_LIST(PLANE)                                                                                 \
    PLANE(DESCENT_PLOT_PLANE_COORDINATES, 0, "coordinates")                                                            \
    PLANE(DESCENT_PLOT_PLANE_PRINCIPAL, 1, "principal")

/**
 * @brief Which plane of the variables' space the picture shows.
 *
 * - `DESCENT_PLOT_PLANE_COORDINATES` (0): two of the variables; the others rest at the view's origin.
 * - `DESCENT_PLOT_PLANE_PRINCIPAL` (1): the plane through the origin along the two directions in which the path
 *   spreads most, its principal components; axes in their units from there.
 */
typedef enum descent_plot_plane {
#define DESCENT_PLOT_PLANE_ENUMERATOR(name, number, word) name = number,
    DESCENT_PLOT_PLANE_LIST(DESCENT_PLOT_PLANE_ENUMERATOR)
#undef DESCENT_PLOT_PLANE_ENUMERATOR
} descent_plot_plane;

/** @brief For `pitch` and `yaw` of a view: an angle of 0 degrees. */
#define DESCENT_PLOT_ANGLE_ZERO 360.0

/** @brief How a picture is drawn. All zero is the default; set what matters. */
typedef struct descent_plot_view {
    /** @name Page */
    /** @{ */
    unsigned width;          /**< Pixels, 240 to 8192; 0, the default: 960. A PDF has 96 of them in an inch. */
    unsigned height;         /**< Pixels, 180 to 8192; 0, the default: 720. */
    double font_size;        /**< Height of the letters in pixels, 6 to 96; 0, the default, for letters that suit the
                                  size: 22 for the default's. Lines and symbols grow with them. */
    const char *font;        /**< Name of a font: letters, digits, spaces, and dashes, dots or underscores. NULL, the
                                  default, is DejaVu Sans. */
    const char *title;       /**< NULL, the default, lets the picture say what it shows; "" for none. */
    const char *x_label;     /**< Label of the first axis; NULL for the variable's name. */
    const char *y_label;     /**< Label of the second axis; likewise. */
    const char *value_label; /**< What the loss is called; NULL, the default, is "loss". */
    descent_plot_palette palette; /**< Default magma. */
    descent_plot_theme theme;     /**< Default light. */
    /** @} */

    /** @name Plane */
    /** @{ */
    descent_plot_plane plane; /**< Default: coordinates. */
    size_t x_variable;    /**< First variable of the plane, or the one that orbit, return map and bifurcation diagram
                                   show, counted from 1. 0, the default: the first, in a bifurcation diagram the one that
                                   moves most, in an orbit all of up to four. */
    size_t y_variable;    /**< Second variable of the plane, counted from 1. 0, the default: the first that is not
                                   `x_variable`. */
    const double *origin; /**< n finite numbers through which the plane goes; NULL, the default, for the last finite
                                   point of the path, or of a run that explodes, the last of its beginning. */
    /** @} */

    /** @name Window and bands */
    /** @{ */
    double x_low;         /**< Window, with `x_high`; both 0, the default: around path and critical points. */
    double x_high;        /**< Above x_low; both finite. */
    double y_low;         /**< As x_low. */
    double y_high;        /**< As x_high. */
    double value_low;     /**< Lowest loss that is coloured; both 0, the default: chosen. */
    double value_high;    /**< Highest loss that is coloured, > value_low. */
    size_t bands;         /**< Number of colour bands, 2 to 64; 0, the default: 11, or as many as have round limits. */
    const double *levels; /**< bands + 1 rising finite numbers, the bands' limits; NULL, the default: chosen. */
    size_t samples;       /**< Evaluations of the loss along the longer axis, 8 to 2048; 0, the default: 160. A contour
                               makes up to three times as many more where its lines need it. A surface
                               has 512 at most, and 90 in SVG and PDF. */
    int free_aspect; /**< Non-zero: each axis has a scale of its own. 0, the default: contours and basin maps have the
                               same on both, unless that would squeeze one of them to a twentieth of the other. */
    /** @} */

    /** @name Surface */
    /** @{ */
    double pitch; /**< Surface: degrees from straight above, up to 90; 0, the default: 30. For straight above,
                       DESCENT_PLOT_ANGLE_ZERO. */
    double yaw; /**< Surface: degrees around the vertical, any finite number; 0, the default: the first of 50, 140, 230
                       and 320, each over a corner, from which least of path and critical points is hidden, or whose
                       corner is lower. For none, DESCENT_PLOT_ANGLE_ZERO. */
    /** @} */

    /** @name What is marked */
    /** @{ */
    const descent_critical_set
        *critical_points;     /**< Marked by kind; NULL, the default: found, see below. Of a basin map:
                                                      points that runs which have not arrived are known to approach. */
    int no_search;            /**< Non-zero: no critical points are looked for. 0, the default: up to two
                                             variables, the window is searched for them. */
    const char *const *names; /**< One name for each path, for the legend; NULL, the default: numbered. */
    /** @} */

    /** @name Drawing */
    /** @{ */
    double time_limit; /**< Seconds that gnuplot may take before it is ended; finite, > 0; 0, the default: 60. */

    void *reserved[8]; /**< For later; must be NULL. */
    /** @} */
} descent_plot_view;

/**
 * @brief The one list of pictures: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_PLOT_KIND_LIST(KIND)                                                                                   \
    KIND(DESCENT_PLOT_CONTOUR, 1, "contour")                                                                           \
    KIND(DESCENT_PLOT_SURFACE, 2, "surface")                                                                           \
    KIND(DESCENT_PLOT_CONVERGENCE, 3, "convergence")                                                                   \
    KIND(DESCENT_PLOT_ORBIT, 4, "orbit")                                                                               \
    KIND(DESCENT_PLOT_RETURN_MAP, 5, "return map")                                                                     \
    KIND(DESCENT_PLOT_BIFURCATION, 6, "bifurcation")                                                                   \
    KIND(DESCENT_PLOT_BASINS, 7, "basins")

/**
 * @brief Which picture to draw. Numbers are pinned; new ones are appended.
 *
 * - `DESCENT_PLOT_CONTOUR` (1): the loss as level lines over colour bands, with the paths: a dot a step, start and
 *   end marked. With several, each has a colour of its own and is named in the legend. Critical points are marked by
 *   kind; the title has the last point and the verdict of a single path. A path that leaves for infinity does not
 *   widen the window: an arrow shows where it left, and a note at which step. One that goes where the loss is not
 *   finite, and stays there, ends at the last point where it is, with an arrow to the next. With one variable, the loss
 *   is drawn as a curve with the paths upon it. Without a loss the paths are drawn alone; without a path the view must have a
 *   window. Up to 64 paths.
 * - `DESCENT_PLOT_SURFACE` (2): the loss as a surface in space, of two variables or more, coloured in bands, with
 *   the path laid upon it if one is given; without, the view must have a window. The box is flatter where a high one
 *   would hide path or critical points.
 * - `DESCENT_PLOT_CONVERGENCE` (3): loss, gradient norm and step length of one path against the number of steps,
 *   on logarithmic scales. The loss is drawn above the loss at the critical point ahead or reached, or else above
 *   its lowest value. Events of the diagnosis are named brackets above the axes; where it predicts further steps, their
 *   course is dashed, to the arrival if it is within 15 times the steps made. A curve that swings within a few pixels is
 *   a band from its lowest to its highest; the legend says where one is 0.
 * - `DESCENT_PLOT_ORBIT` (4): the variables of one path, up to four, or the one of `x_variable`, over the last 128 steps or
 *   those from `x_low` to `x_high`: what an oscillation looks like in time. The path has at least two points.
 * - `DESCENT_PLOT_RETURN_MAP` (5): the return map of one variable of one path: x_{k+1} against x_k for each pair
 *   of successive steps, with the diagonal, within `x_low` to `x_high`, and the first steps joined to a cobweb.
 *   A limit is a point on the diagonal, a cycle of period p is p points, and chaos draws the curve that rules it. With a
 *   problem, that curve is drawn where the path shows that there is one: where the variable alone decides, by a fixed
 *   step. Pairs of rows that are not one step apart are left out; of an explosion the title says how many steps are shown.
 * - `DESCENT_PLOT_BIFURCATION` (6): the bifurcation diagram of a sweep over step sizes or over a parameter: where
 *   the runs are in the long run, against what was swept over. Runs that diverge are shaded grey. The darker a
 *   place, the more often it was visited. Where a few points far off would hide the rest, the scale is logarithmic, or the
 *   title says what share is left out. Points come from the sweep's tails (its option `tail`; a few hundred are
 *   good), or from the end points alone.
 * - `DESCENT_PLOT_BASINS` (7): a basin map: each start in the colour of what its run reached, grey where it
 *   diverges. Critical points and cycles that were reached most have colours of their own and are named below; in
 *   two variables they are marked on the map. The sweep was made by descent_sweep_plane(), or with the option
 *   `columns`.
 */
typedef enum descent_plot_kind {
#define DESCENT_PLOT_KIND_ENUMERATOR(name, number, word) name = number,
    DESCENT_PLOT_KIND_LIST(DESCENT_PLOT_KIND_ENUMERATOR)
#undef DESCENT_PLOT_KIND_ENUMERATOR
} descent_plot_kind;

/** @brief A picture: what to draw of what. A kind ignores what it does not draw; nothing is kept beyond the call. */
typedef struct descent_picture {
    /** @name Which picture */
    /** @{ */
    descent_plot_kind kind; /**< Which picture. */
    /** @} */

    /** @name Of what */
    /** @{ */
    const descent_problem
        *problem; /**< CONTOUR, SURFACE: the loss; NULL in a contour draws the paths alone. RETURN_MAP:
                                           for the curve, or NULL. */
    const descent_path *const *paths; /**< CONTOUR: `path_count` paths of one dimension; SURFACE: one or none;
                                            CONVERGENCE, ORBIT, RETURN_MAP: one. None of them is NULL. */
    size_t path_count;                /**< How many. */
    const descent_diagnosis
        *diagnosis;             /**< Of the path, if there is one: the verdict for the title, and what CONVERGENCE
                                             shades and predicts. NULL: CONTOUR and SURFACE make one, others do without. */
    const descent_sweep *sweep; /**< BIFURCATION, BASINS: the sweep. */
    /** @} */

    /** @name How */
    /** @{ */
    const descent_plot_view *view; /**< How; NULL for the defaults. */
    /** @} */

    void *reserved[4]; /**< For later; must be NULL. */
} descent_picture;

/**
 * @brief Draws any picture. The functions below are its short forms.
 * @param picture What to draw.
 * @param file The picture; its ending chooses the format.
 * @return As above. DESCENT_EINVAL also for a kind that is none, and if what the kind needs is missing, of different
 * dimension, or not kept by the path; the detail names it.
 */
DESCENT_API descent_status descent_plot_draw(const descent_picture *picture, const char *file);

/**
 * @brief DESCENT_PLOT_CONTOUR of one path, or of none.
 * @param problem The loss; NULL or a problem without a loss draws the path alone.
 * @param path The path; NULL draws the loss alone, and the view must then have a window.
 * @param view How; NULL for the defaults.
 * @param file The picture.
 * @return As descent_plot_draw(). DESCENT_EINVAL also if problem and path are both NULL.
 */
DESCENT_API descent_status descent_plot_contour(const descent_problem *problem, const descent_path *path,
                                                const descent_plot_view *view, const char *file);

/**
 * @brief DESCENT_PLOT_SURFACE.
 * @param problem The loss, of two variables or more; it must have a loss.
 * @param path The path, or NULL; then the view must have a window.
 * @param view How; NULL for the defaults.
 * @param file The picture.
 * @return As descent_plot_draw().
 */
DESCENT_API descent_status descent_plot_surface(const descent_problem *problem, const descent_path *path,
                                                const descent_plot_view *view, const char *file);

/**
 * @brief DESCENT_PLOT_CONVERGENCE with the default view.
 * @param path The path.
 * @param diagnosis Its diagnosis, or NULL for the curves alone.
 * @param file The picture.
 * @return As descent_plot_draw(). DESCENT_EINVAL also if the path is empty or keeps none of the three.
 */
DESCENT_API descent_status descent_plot_convergence(const descent_path *path, const descent_diagnosis *diagnosis,
                                                    const char *file);

/**
 * @brief DESCENT_PLOT_BIFURCATION with the default view.
 * @param sweep Made by descent_sweep_step_sizes() or descent_sweep_parameters().
 * @param file The picture.
 * @return As descent_plot_draw(). DESCENT_EINVAL also if the sweep was not over numbers, or over one alone.
 */
DESCENT_API descent_status descent_plot_bifurcation(const descent_sweep *sweep, const char *file);

/**
 * @brief DESCENT_PLOT_BASINS with the default view.
 * @param sweep A map: made by descent_sweep_plane(), or with the option `columns`.
 * @param file The picture.
 * @return As descent_plot_draw(). DESCENT_EINVAL also if the sweep is no map.
 */
DESCENT_API descent_status descent_plot_basins(const descent_sweep *sweep, const char *file);

#ifdef __cplusplus
}
#endif

#endif
