/* What --help and --version print, and what the completion of shells asks for. */
#ifndef DESCENT__COMMAND_HELP_H
#define DESCENT__COMMAND_HELP_H

#include "command/options/settings.h"
#include "command/options/table.h"

void descent__help(void);
void descent__help_verb(descent__verb verb);

/* What a group of options is called. */
const char *descent__help_heading(descent__option_group group);

/* Options, functions, exit statuses and examples as they stand in the manual page, in the language mdoc. */
void descent__help_manual(void);

/*
 * Words that may stand behind those given, one a line: `complete` for shells. `words` are what stands behind `descent`, the last
 * one, which is being typed, left out. A line `FILE` means the names of files.
 */
void descent__complete(char *const *words);

#endif
