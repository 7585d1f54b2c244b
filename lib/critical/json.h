/* Critical points as JSON, within that of other results, too. */
#ifndef DESCENT_LIB_CRITICAL_JSON_H
#define DESCENT_LIB_CRITICAL_JSON_H

#include <descent/critical.h>

#include "base/text/json.h"

/* A key whose value is the point, or null. */
void descent__json_critical_point(descent__json *parent, const char *key, const descent_critical_point *point);

/* The key `evaluations`. */
void descent__json_evaluations(descent__json *parent, const descent_evaluations *made);

#endif
