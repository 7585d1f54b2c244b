/* One constant for each landscape, from its own file. */
#ifndef DESCENT_LIB_LANDSCAPES_LANDSCAPES_H
#define DESCENT_LIB_LANDSCAPES_LANDSCAPES_H

#include <descent/landscapes.h>

/* The one list of landscapes, by name; each stands in NAME.c. */
#define DESCENT__LANDSCAPE_LIST(LANDSCAPE)                                                                             \
    LANDSCAPE(double_well)                                                                                             \
    LANDSCAPE(himmelblau)                                                                                              \
    LANDSCAPE(monkey_saddle)                                                                                           \
    LANDSCAPE(notebook)                                                                                                \
    LANDSCAPE(peano)                                                                                                   \
    LANDSCAPE(powell_singular)                                                                                         \
    LANDSCAPE(rosenbrock)                                                                                              \
    LANDSCAPE(six_hump_camel)                                                                                          \
    LANDSCAPE(styblinski_tang)

/* What a landscape's file defines: `DESCENT__LANDSCAPE(notebook) = {…};`. One that the list lacks does not compile. */
#define DESCENT__LANDSCAPE(name) const descent__listed_##name descent__landscape_##name

#define DESCENT__LANDSCAPE_DECLARATION(name)                                                                           \
    typedef descent_landscape descent__listed_##name;                                                                  \
    extern const descent_landscape descent__landscape_##name;
DESCENT__LANDSCAPE_LIST(DESCENT__LANDSCAPE_DECLARATION)
#undef DESCENT__LANDSCAPE_DECLARATION

#endif
