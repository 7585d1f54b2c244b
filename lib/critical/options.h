/* Options of the critical-points room: their checks. */
#ifndef DESCENT_LIB_CRITICAL_OPTIONS_H
#define DESCENT_LIB_CRITICAL_OPTIONS_H

#include <descent/critical.h>

/* Copies the options, the defaults for NULL, after checking each field. DESCENT_EINVAL names the field. */
descent_status descent_critical_options_take(const descent_critical_options *given, descent_critical_options *taken);

/* The same for the search. */
descent_status descent_critical_search_options_take(const descent_critical_search_options *given,
                                                    descent_critical_search_options *taken);

#endif
