#include "command/report/show.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

extern char **environ;

descent__exit descent__show(const char *file)
{
    static const char *const openers[] = {"xdg-open", "open"};
    char name[4096];
    /* A name that begins with a dash is no option. */
    snprintf(name, sizeof name, "%s%s", *file == '-' ? "./" : "", file);
    for (size_t i = 0; i < sizeof openers / sizeof openers[0]; i++) {
        char program[16];
        pid_t child;
        int status = -1;
        snprintf(program, sizeof program, "%s", openers[i]);
        char *const words[] = {program, name, NULL};
        if (posix_spawnp(&child, program, NULL, NULL, words, environ) != 0)
            continue;
        while (waitpid(child, &status, 0) < 0 && errno == EINTR)
            ;
        if (status == 0)
            return DESCENT__EXIT_DONE;
    }
    descent__note("no program opens %s: install xdg-utils", file);
    return DESCENT__EXIT_DONE;
}
