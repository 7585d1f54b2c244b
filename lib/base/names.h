/* What variables are called: by the user's names, or else x₁, x₂, …, counted from 1. */
#ifndef DESCENT_LIB_BASE_NAMES_H
#define DESCENT_LIB_BASE_NAMES_H

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <descent/status.h>

enum {
    descent__variable_name_size = 64 /* bytes of a name with its end: no name of the user's is longer */
};

/* n names, or NULL for none, as they can be written into text, pictures and files. DESCENT_EINVAL says what is wrong with the
 * first that cannot; `what` is the array's name in the message. */
descent_status descent__names_check(const char *what, size_t n, const char *const *names);

/* Copies of n names in one piece of memory, to be given back with descent__give(); NULL if there is no memory, or no names. */
const char *const *descent__names_copy(size_t n, const char *const *names);

/* In text and pictures: "β₂", or "x₂" where there are no names. Here, so that companion libraries have it too. Fits
 * descent__variable_name_size. */
static inline void descent__name_text(char *name, const char *const *names, size_t variable)
{
    if (names) {
        snprintf(name, descent__variable_name_size, "%s", names[variable]);
        return;
    }
    char digits[24]; /* U+2080 to U+2089 are the digits as subscripts */
    snprintf(digits, sizeof digits, "%zu", variable + 1);
    size_t used = (size_t)snprintf(name, descent__variable_name_size, "x");
    for (const char *digit = digits; *digit; digit++)
        used += (size_t)snprintf(name + used, descent__variable_name_size - used, "\xE2\x82%c",
                                 (char)(0x80 + (*digit - '0')));
}

/* In files that programs read: "β₂", or "x2". Fits descent__variable_name_size. */
static inline void descent__name_column(char *name, const char *const *names, size_t variable)
{
    if (names)
        snprintf(name, descent__variable_name_size, "%s", names[variable]);
    else
        snprintf(name, descent__variable_name_size, "x%zu", variable + 1);
}

/* An entry of an argument: "start[1] (β₂)", as C writes it, and which variable that is. Fits twice descent__variable_name_size if the
 * argument's name is short. */
static inline void descent__name_entry(char entry[2 * descent__variable_name_size], const char *argument,
                                       const char *const *names, size_t variable)
{
    char name[descent__variable_name_size];
    descent__name_text(name, names, variable);
    snprintf(entry, 2 * descent__variable_name_size, "%.30s[%zu] (%s)", argument, variable, name);
}

#endif
