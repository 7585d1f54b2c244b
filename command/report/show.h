/* Pictures opened with what the system opens them with. */
#ifndef DESCENT__COMMAND_SHOW_H
#define DESCENT__COMMAND_SHOW_H

#include "command/report/fail.h"

/* Starts xdg-open or open with the file, and waits for it if it does not go to the background. */
descent__exit descent__show(const char *file);

#endif
