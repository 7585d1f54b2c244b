#include "landscapes/landscapes.h"

#include <string.h>

/* By name. */
static const descent_landscape *const table[] = {
    &descent_landscape_double_well_facts,     &descent_landscape_himmelblau_facts,
    &descent_landscape_monkey_saddle_facts,   &descent_landscape_notebook_facts,
    &descent_landscape_peano_facts,           &descent_landscape_powell_singular_facts,
    &descent_landscape_rosenbrock_facts,      &descent_landscape_six_hump_camel_facts,
    &descent_landscape_styblinski_tang_facts,
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
