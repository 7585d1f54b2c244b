#include "command/loss/library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/options/values.h"

static const char *base_name(const char *file)
{
    const char *const slash = strrchr(file, '/');
    return slash ? slash + 1 : file;
}

/* The object of that name in the library itself, not in those that it brings along. */
static void *find(void *library, const char *name)
{
    return dlsym(library, name);
}

/* A function by its name. C has no cast from an object's address to that of a function; POSIX has the two alike. */
#define TAKE(field, name)                                                                                              \
    do {                                                                                                               \
        void *const address = find(loss->library, name);                                                               \
        memcpy(&loss->problem.field, &address, sizeof address);                                                        \
    } while (0)

static void take_functions(descent__loss *loss)
{
    TAKE(loss, "loss");
    TAKE(gradient, "gradient");
    TAKE(loss_gradient, "loss_gradient");
    TAKE(hessian, "hessian");
    TAKE(hessian_product, "hessian_product");
    TAKE(gradient_batch, "gradient_batch");
    loss->problem.variable_names = find(loss->library, "variable_names");
}

static descent__exit take_problem(descent__loss *loss, const char *file, size_t dimension, const char *start)
{
    const descent_problem *const problem = find(loss->library, "problem");
    const size_t *const own = find(loss->library, "dimension");
    if (problem)
        loss->problem = *problem;
    else
        take_functions(loss);
    if (!loss->problem.loss && !loss->problem.gradient && !loss->problem.loss_gradient)
        return descent__failed(DESCENT__EXIT_NOT_MADE,
                               "%s has neither a function loss nor gradient nor loss_gradient, nor a descent_problem "
                               "problem; are they static, or C++ without extern \"C\"?",
                               file);
    if (dimension)
        loss->problem.dimension = dimension;
    else if (own && !problem)
        loss->problem.dimension = *own;
    else if (loss->problem.dimension == 0 && start)
        loss->problem.dimension = descent__list_count(start);
    if (loss->problem.dimension == 0)
        return descent__wrong("how many variables has the loss in %s? Give --dimension", file);
    loss->name = base_name(file);
    return descent__failed_call(descent_problem_check(&loss->problem));
}

descent__exit descent__library_open(descent__loss *loss, const char *file, const char *shown, size_t dimension,
                                    const char *start)
{
    /* A name without a slash would be looked for where the system keeps its libraries. */
    char *const path = malloc(strlen(file) + sizeof "./");
    if (!path)
        return descent__failed(DESCENT__EXIT_NOT_MADE, "out of memory");
    sprintf(path, "%s%s", strchr(file, '/') ? "" : "./", file);
    loss->library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    free(path);
    if (!loss->library)
        return descent__failed(DESCENT__EXIT_FILES, "%s", dlerror());
    return take_problem(loss, shown, dimension, start);
}

void descent__library_close(descent__loss *loss)
{
    if (loss->library)
        dlclose(loss->library);
    loss->library = NULL;
}
