/* Values of options that are lists. */
#ifndef DESCENT__COMMAND_VALUES_H
#define DESCENT__COMMAND_VALUES_H

#include <stddef.h>

/* Number of entries of a list `a,b,c`; at least 1. */
size_t descent__list_count(const char *list);

/* Reads a finite number that fills `length` bytes, but for blanks around it; 0 if it is none. */
int descent__number_read(const char *text, size_t length, double *number);

/* Reads a list of up to `room` finite numbers; their count, or 0 if something else stands there. */
size_t descent__numbers_read(const char *list, double *numbers, size_t room);

#endif
