/* Which loss: one of the library's landscapes, or the one that was typed, whose functions the page lends. */
#include <descent/landscapes.h>
#include <stdlib.h>
#include <string.h>

#include "explorer.h"
#include "text.h"

enum {
    most_variables = 8
};

static descent_problem chosen;       /* in the page's variables */
static descent_problem scaled;       /* in units of their own */
static double units[most_variables]; /* u, while scaled */
static int is_scaled;
static char name_letters[256];
static const char *variable_names[most_variables]; /* each within name_letters */

static int typed_loss(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    return page_loss(n, x, value);
}

static int typed_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    return page_gradient(n, x, gradient);
}

static int typed_gradients(size_t n, size_t count, size_t stride, const double *x, double *gradient, void *context)
{
    (void)context;
    return page_gradients(n, count, stride, x, gradient);
}

static int typed_hessian(size_t n, const double *x, double *hessian, void *context)
{
    (void)context;
    return page_hessian(n, x, hessian);
}

static void back(size_t n, const double *y, double *x)
{
    for (size_t i = 0; i < n; i++)
        x[i] = units[i] * y[i];
}

static int scaled_loss(size_t n, const double *y, double *value, void *context)
{
    double x[most_variables] = {0};
    (void)context;
    back(n, y, x);
    return chosen.loss(n, x, value, chosen.context);
}

/* dL/dy = u dL/dx */
static int scaled_gradient(size_t n, const double *y, double *gradient, void *context)
{
    double x[most_variables] = {0};
    (void)context;
    back(n, y, x);
    const int code = chosen.gradient(n, x, gradient, chosen.context);
    for (size_t i = 0; i < n; i++)
        gradient[i] *= units[i];
    return code;
}

static int scaled_hessian(size_t n, const double *y, double *hessian, void *context)
{
    double x[most_variables] = {0};
    (void)context;
    back(n, y, x);
    const int code = chosen.hessian(n, x, hessian, chosen.context);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            hessian[i * n + j] *= units[i] * units[j];
    return code;
}

EXPLORER_EXPORT(landscapes) const char *explorer_landscapes(void)
{
    static text out;
    size_t count;
    const descent_landscape *const *const all = descent_landscapes(&count);
    text_begin(&out);
    for (size_t k = 0; k < count; k++) {
        const descent_landscape *const one = all[k];
        const size_t n = one->problem.dimension;
        text_add(&out, "%c{\"name\":\"%s\",\"title\":", k ? ',' : '[', one->name);
        text_string(&out, one->title);
        text_add(&out, ",\"formula\":");
        text_string(&out, one->formula);
        text_add(&out, ",\"source\":");
        text_string(&out, one->source);
        text_add(&out, ",\"dimension\":%zu,\"lower\":", n);
        text_numbers(&out, one->lower, n);
        text_add(&out, ",\"upper\":");
        text_numbers(&out, one->upper, n);
        text_add(&out, "}");
    }
    text_add(&out, "]");
    return text_end(&out);
}

EXPLORER_EXPORT(choose_landscape) int explorer_choose_landscape(size_t index)
{
    size_t count;
    const descent_landscape *const *const all = descent_landscapes(&count);
    if (index >= count || all[index]->problem.dimension > most_variables)
        return descent_fail(DESCENT_EINVAL, "there is no landscape number %zu", index);
    chosen = all[index]->problem;
    is_scaled = 0;
    return DESCENT_SUCCESS;
}

EXPLORER_EXPORT(choose_typed) int explorer_choose_typed(size_t dimension, const char *names)
{
    if (dimension < 1 || dimension > most_variables)
        return descent_fail(DESCENT_EINVAL, "between 1 and %d variables are shown, got %zu", most_variables, dimension);
    size_t used = 0;
    for (size_t i = 0; i < dimension; i++) {
        const size_t length = strlen(names + used) + 1;
        if (used + length > sizeof name_letters)
            return descent_fail(DESCENT_EINVAL, "the names of the variables are too long");
        variable_names[i] = memcpy(name_letters + used, names + used, length);
        used += length;
    }
    const descent_problem typed = {.dimension = dimension,
                                   .loss = typed_loss,
                                   .gradient = typed_gradient,
                                   .hessian = typed_hessian,
                                   .gradient_batch = typed_gradients,
                                   .variable_names = variable_names};
    const descent_status status = descent_problem_check(&typed);
    if (status != DESCENT_SUCCESS)
        return status;
    chosen = typed;
    is_scaled = 0;
    return DESCENT_SUCCESS;
}

EXPLORER_EXPORT(scale) int explorer_scale(const double *given)
{
    is_scaled = given != NULL;
    if (!given)
        return DESCENT_SUCCESS;
    for (size_t i = 0; i < chosen.dimension; i++)
        units[i] = given[i];
    scaled = (descent_problem){.dimension = chosen.dimension,
                               .loss = scaled_loss,
                               .gradient = scaled_gradient,
                               .hessian = scaled_hessian,
                               .variable_names = chosen.variable_names};
    return DESCENT_SUCCESS;
}

EXPLORER_EXPORT(dimension) size_t explorer_dimension(void)
{
    return chosen.dimension;
}

const descent_problem *explorer_problem(void)
{
    return is_scaled ? &scaled : &chosen;
}

void explorer_to_scaled(double *x)
{
    for (size_t i = 0; is_scaled && i < chosen.dimension; i++)
        x[i] /= units[i];
}

void explorer_from_scaled(double *x)
{
    for (size_t i = 0; is_scaled && i < chosen.dimension; i++)
        x[i] *= units[i];
}
