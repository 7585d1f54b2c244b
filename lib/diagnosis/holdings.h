/* What a diagnosis has behind its fields: in `internal`, the library's own. */
#ifndef DESCENT_LIB_DIAGNOSIS_HOLDINGS_H
#define DESCENT_LIB_DIAGNOSIS_HOLDINGS_H

#include <stdbool.h>

#include <descent/critical.h>

#include "base/arena.h"

typedef struct descent__holdings {
    descent__arena arena;
    descent_critical_point *lingering; /* the point of the LINGERING event */
    descent_critical_point *jumped;    /* that of the JUMPED event */
    const char *const *names;          /* of the variables; NULL if they have none */
    bool plain_descent;                /* the rule, given or fitted, is x − ηg, by its type: names are anybody's */
    bool keeps_volume;                 /* it is a heavy ball of momentum 1: the determinant of its map is 1 */
} descent__holdings;

#endif
