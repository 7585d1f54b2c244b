#include "landscapes/landscapes.h"

#include <stdio.h>
#include <string.h>

#include "base/status.h"

static const descent_landscape *const table[] = {
#define ENTRY(name) &descent__landscape_##name,
    DESCENT__LANDSCAPE_LIST(ENTRY)
#undef ENTRY
};

static const size_t table_length = sizeof table / sizeof table[0];

const descent_landscape *const *descent_landscapes(size_t *count)
{
    if (count)
        *count = table_length;
    return table;
}

const descent_landscape *descent_landscape_find(const char *name)
{
    for (size_t i = 0; name && i < table_length; i++)
        if (strcmp(table[i]->name, name) == 0)
            return table[i];
    return NULL;
}

/* The detail lists the names there are: whoever mistyped one sees the right one. */
static descent_status fail_unknown(const char *name)
{
    char names[256] = "";
    for (size_t i = 0; i < table_length; i++) {
        const size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, "%s%s", i > 0 ? ", " : "", table[i]->name);
    }
    return descent_fail(DESCENT_EINVAL, "name must be one of %s; got %.60s", names, name);
}

descent_status descent_landscape_problem(const char *name, size_t dimension, descent_problem *problem)
{
    if (!problem)
        return descent_fail(DESCENT_EINVAL, "problem must not be NULL");
    *problem = (descent_problem){0};
    if (!name)
        return descent_fail(DESCENT_EINVAL, "name must not be NULL");
    const descent_landscape *const landscape = descent_landscape_find(name);
    if (!landscape)
        return fail_unknown(name);
    const size_t own = landscape->problem.dimension;
    if (dimension != 0 && dimension != own && !landscape->any_dimension)
        return descent_fail(DESCENT_EINVAL, "dimension of %s must be %zu, or 0 for that, got %zu", name, own,
                            dimension);
    *problem = landscape->problem;
    if (dimension != 0)
        problem->dimension = dimension;
    return DESCENT_SUCCESS;
}
