/* The verbs: each does its work, says what came of it, and returns the exit status. */
#ifndef DESCENT__COMMAND_VERBS_H
#define DESCENT__COMMAND_VERBS_H

#include <stddef.h>

#include "command/options/settings.h"
#include "command/report/fail.h"

/* `settings` has `count` entries: one, or those of all runs that are compared. */
#define DESCENT__VERB_FUNCTION(name, word)                                                                             \
    descent__exit descent__verb_##word(const descent__settings *settings, size_t count);
DESCENT__VERB_LIST(DESCENT__VERB_FUNCTION)
#undef DESCENT__VERB_FUNCTION

/* `descent plot bifurcation` and `descent sweep bifurcation` draw the same picture; the latter says in words what it shows. */
descent__exit descent__draw_sweep(const descent__settings *settings, int in_words);

#endif
