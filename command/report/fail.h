/* How the command fails: one message on the standard error stream, and an exit status that says of what sort it is. */
#ifndef DESCENT__COMMAND_FAIL_H
#define DESCENT__COMMAND_FAIL_H

#include <stdint.h>

#include <descent/export.h>
#include <descent/status.h>

/* The one list of exit statuses: identifier, number, meaning. The manual page has the same lines. */
#define DESCENT__EXIT_LIST(EXIT)                                                                                       \
    EXIT(DONE, 0, "The work was done, whatever the run did.")                                                          \
    EXIT(UNEXPECTED, 1, "The work was done, but the run ended in none of the ways that --expect names.")               \
    EXIT(USAGE, 2, "An option, a value or a formula was wrong; nothing was done.")                                     \
    EXIT(NOT_MADE, 3, "The work could not be done: a function failed, the source did not compile, memory ran out.")    \
    EXIT(FILES, 4, "A file could not be read or written, or is not in the expected format.")                           \
    EXIT(MISSING, 5, "A program that is needed is not installed: gnuplot, or a C compiler.")

typedef enum descent__exit {
#define DESCENT__EXIT_ENUMERATOR(name, number, meaning) DESCENT__EXIT_##name = number,
    DESCENT__EXIT_LIST(DESCENT__EXIT_ENUMERATOR)
#undef DESCENT__EXIT_ENUMERATOR
} descent__exit;

/* The word that messages begin with, behind `descent`; NULL for none. Kept, not copied. */
void descent__fail_as(const char *verb);

/* Says what was wrong on the command line, and where there is help. Returns DESCENT__EXIT_USAGE. */
descent__exit descent__wrong(const char *format, ...) DESCENT_PRINTF(1, 2);

/* Says what could not be done, and returns `exit`. */
descent__exit descent__failed(descent__exit exit, const char *format, ...) DESCENT_PRINTF(2, 3);

/* Says why a call of the library failed, and gives the exit status that goes with it; silent success for success. */
descent__exit descent__failed_call(descent_status status);

/* The ending of a counted noun: "1 number", "2 numbers". */
static inline const char *descent__noun_ending(uint64_t count)
{
    return count == 1 ? "" : "s";
}

/* A word of warning or of news; nothing fails. */
void descent__note(const char *format, ...) DESCENT_PRINTF(1, 2);

#endif
