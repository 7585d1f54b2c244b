/* One constant for each landscape, from its own file into the table. */
#ifndef DESCENT_LIB_LANDSCAPES_LANDSCAPES_H
#define DESCENT_LIB_LANDSCAPES_LANDSCAPES_H

#include <descent/landscapes.h>

extern const descent_landscape descent_landscape_double_well_facts;
extern const descent_landscape descent_landscape_himmelblau_facts;
extern const descent_landscape descent_landscape_monkey_saddle_facts;
extern const descent_landscape descent_landscape_notebook_facts;
extern const descent_landscape descent_landscape_peano_facts;
extern const descent_landscape descent_landscape_powell_singular_facts;
extern const descent_landscape descent_landscape_rosenbrock_facts;
extern const descent_landscape descent_landscape_six_hump_camel_facts;
extern const descent_landscape descent_landscape_styblinski_tang_facts;

#endif
