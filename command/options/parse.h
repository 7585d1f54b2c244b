/* From the words of the command line to settings. */
#ifndef DESCENT__COMMAND_PARSE_H
#define DESCENT__COMMAND_PARSE_H

#include <stddef.h>

#include "command/options/settings.h"
#include "command/report/fail.h"

/* Settings with nothing set. */
descent__settings descent__settings_none(descent__verb verb);

/*
 * Reads the words behind the verb. `--and` begins the settings of one more run, which are those of the first but for what
 * follows; `list` has room for `room` of them. `help` is set where help is asked for, and nothing else is then looked at.
 */
descent__exit descent__parse(descent__verb verb, char *const *words, descent__settings *list, size_t room,
                             size_t *count, int *help);

#endif
