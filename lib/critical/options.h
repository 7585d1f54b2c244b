/* Options of the critical-points room: their checks. */
#ifndef DESCENT_LIB_CRITICAL_OPTIONS_H
#define DESCENT_LIB_CRITICAL_OPTIONS_H

#include <descent/critical.h>

/* Copies the options, with the default for NULL and wherever a field is 0, and checks them. DESCENT_EINVAL names the field. */
descent_status descent__critical_options_take(const descent_critical_options *given, descent_critical_options *taken);

/* The same for the search. */
descent_status descent__critical_search_options_take(const descent_critical_search_options *given,
                                                     descent_critical_search_options *taken);

#endif
