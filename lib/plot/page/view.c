#include "plot/page/view.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/status.h"
#include "base/vector.h"

/* Smaller letters are not read. */
static const double smallest_font = 9;

enum {
    narrowest = 240,
    lowest = 180,
    largest = 8192, /* beyond it cairo's images become fragile */
    most_bands = 64,
    fewest_samples = 8,
    most_samples = 2048
};

/* The default for each field that has one; the others are NULL or the first of an enumeration. */
static const descent_plot_view usual = {
    .width = 960,
    .height = 720,
    .bands = 11,
    .samples = 160,
    .pitch = 30,
    .time_limit = 60,
};

/* An angle: the default for 0, and 0 for DESCENT_PLOT_ANGLE_ZERO. */
static double angle_of(double given, double usual_angle)
{
    return given == 0 ? usual_angle : given == DESCENT_PLOT_ANGLE_ZERO ? 0 : given;
}

/* Copies the view, with the default wherever a field is 0; in the copy variables are counted from 0. */
static void view_take(const descent_plot_view *given, descent_plot_view *view)
{
    *view = given ? *given : (descent_plot_view){0};
    if (view->width == 0)
        view->width = usual.width;
    if (view->height == 0)
        view->height = usual.height;
    if (view->bands == 0)
        view->bands = usual.bands;
    if (view->samples == 0)
        view->samples = usual.samples;
    if (view->time_limit == 0)
        view->time_limit = usual.time_limit;
    view->pitch = angle_of(view->pitch, usual.pitch);
    view->x_variable = view->x_variable > 0 ? view->x_variable - 1 : 0;
    view->y_variable = view->y_variable > 0 ? view->y_variable - 1 : view->x_variable == 0 ? 1 : 0;
}

/* A pair of limits: finite and rising, or both 0, not given, for which the copy has NaN. */
static descent_status take_limits(const char *name, double *low, double *high)
{
    if (*low == 0 && *high == 0) {
        *low = *high = NAN;
        return DESCENT_SUCCESS;
    }
    if (isfinite(*low) && isfinite(*high) && *low < *high && isfinite(*high - *low))
        return DESCENT_SUCCESS;
    return descent_fail(DESCENT_EINVAL, "%s_low and %s_high must be finite and rising, or both 0, got %g and %g", name,
                        name, *low, *high);
}

static descent_status check_size(const descent_plot_view *view)
{
    if (view->width < narrowest || view->width > largest)
        return descent_fail(DESCENT_EINVAL, "width must be from %d to %d, got %u", narrowest, largest, view->width);
    if (view->height < lowest || view->height > largest)
        return descent_fail(DESCENT_EINVAL, "height must be from %d to %d, got %u", lowest, largest, view->height);
    if (view->font_size != 0 && !(view->font_size >= 6 && view->font_size <= 96))
        return descent_fail(DESCENT_EINVAL, "font_size must be from 6 to 96, or 0 for the default, got %g",
                            view->font_size);
    return DESCENT_SUCCESS;
}

/* A picture of any size is the same picture: its letters grow with it. */
static double usual_font(const descent_plot_view *view)
{
    return fmin(fmax(22 * fmin(view->width / 960.0, view->height / 720.0), smallest_font), 96);
}

/* A font's name goes into an attribute of an SVG: only what a name needs. */
static descent_status check_font(const char *font)
{
    for (const char *letter = font; letter && *letter; letter++)
        if (!isalnum((unsigned char)*letter) && !strchr(" -_.", *letter))
            return descent_fail(DESCENT_EINVAL, "font must be a name of letters, digits and ' -_.', got %.60s", font);
    return DESCENT_SUCCESS;
}

static descent_status check_choices(const descent_plot_view *view)
{
    if ((unsigned)view->palette > DESCENT_PLOT_PALETTE_GREY)
        return descent_fail(DESCENT_EINVAL, "palette must be a descent_plot_palette, got %d", (int)view->palette);
    if ((unsigned)view->theme > DESCENT_PLOT_THEME_DARK)
        return descent_fail(DESCENT_EINVAL, "theme must be a descent_plot_theme, got %d", (int)view->theme);
    if ((unsigned)view->plane > DESCENT_PLOT_PLANE_PRINCIPAL)
        return descent_fail(DESCENT_EINVAL, "plane must be a descent_plot_plane, got %d", (int)view->plane);
    if (!(view->pitch >= 0 && view->pitch <= 90))
        return descent_fail(DESCENT_EINVAL, "pitch must be up to 90, or DESCENT_PLOT_ANGLE_ZERO, got %g", view->pitch);
    if (!isfinite(view->yaw))
        return descent_fail(DESCENT_EINVAL, "yaw must be finite, got %g", view->yaw);
    if (!(view->time_limit > 0) || !isfinite(view->time_limit))
        return descent_fail(DESCENT_EINVAL, "time_limit must be positive and finite, or 0 for the default, got %g",
                            view->time_limit);
    if (view->samples < fewest_samples || view->samples > most_samples)
        return descent_fail(DESCENT_EINVAL, "samples must be from %d to %d, got %zu", fewest_samples, most_samples,
                            view->samples);
    for (size_t i = 0; i < sizeof view->reserved / sizeof view->reserved[0]; i++)
        if (view->reserved[i])
            return descent_fail(DESCENT_EINVAL, "reserved[%zu] must be NULL", i);
    return DESCENT_SUCCESS;
}

static descent_status take_levels(descent_plot_view *view)
{
    if (view->bands < 2 || view->bands > most_bands)
        return descent_fail(DESCENT_EINVAL, "bands must be from 2 to %d, got %zu", most_bands, view->bands);
    if (!view->levels)
        return take_limits("value", &view->value_low, &view->value_high);
    for (size_t i = 0; i <= view->bands; i++)
        if (!isfinite(view->levels[i]) || (i > 0 && !(view->levels[i] > view->levels[i - 1])))
            return descent_fail(DESCENT_EINVAL, "levels[%zu] must be finite and above the one before, got %g", i,
                                view->levels[i]);
    return DESCENT_SUCCESS;
}

descent_status descent__view_resolve(const descent_plot_view *given, descent_plot_view *view)
{
    view_take(given, view);
    descent_status status = check_size(view);
    if (status == DESCENT_SUCCESS && view->font_size == 0)
        view->font_size = usual_font(view);
    if (status == DESCENT_SUCCESS)
        status = check_font(view->font);
    if (status == DESCENT_SUCCESS)
        status = check_choices(view);
    if (status == DESCENT_SUCCESS)
        status = take_levels(view);
    if (status == DESCENT_SUCCESS)
        status = take_limits("x", &view->x_low, &view->x_high);
    if (status == DESCENT_SUCCESS)
        status = take_limits("y", &view->y_low, &view->y_high);
    view->yaw = angle_of(view->yaw, NAN);
    return status;
}

descent_status descent__view_check_dimension(const descent_plot_view *view, size_t dimension, bool plane)
{
    if (view->x_variable >= dimension)
        return descent_fail(DESCENT_EINVAL, "x_variable must be from 1 to %zu, got %zu", dimension,
                            view->x_variable + 1);
    if (!plane && view->plane == DESCENT_PLOT_PLANE_PRINCIPAL)
        return descent_fail(DESCENT_EINVAL, "a plane of principal components needs two variables, there is one");
    if (plane && view->y_variable >= dimension)
        return descent_fail(DESCENT_EINVAL, "y_variable must be from 1 to %zu, got %zu", dimension,
                            view->y_variable + 1);
    if (plane && view->x_variable == view->y_variable)
        return descent_fail(DESCENT_EINVAL, "x_variable and y_variable must differ, got %zu twice",
                            view->x_variable + 1);
    if (view->origin) {
        const size_t bad = descent__vector_first_nonfinite(dimension, view->origin);
        if (bad < dimension)
            return descent_fail(DESCENT_ENONFINITE, "origin[%zu] must be finite, got %g", bad, view->origin[bad]);
    }
    return DESCENT_SUCCESS;
}

bool descent__view_has_x_window(const descent_plot_view *view)
{
    return !isnan(view->x_low);
}

bool descent__view_has_y_window(const descent_plot_view *view)
{
    return !isnan(view->y_low);
}
