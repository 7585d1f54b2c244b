/* Words of enumerations, from their lists in the public headers (DESCENT_LAW_LIST and its like). */
#ifndef DESCENT_LIB_BASE_WORD_H
#define DESCENT_LIB_BASE_WORD_H

#include <stddef.h>

typedef struct descent__word {
    unsigned number;
    const char *word;
} descent__word;

/* Makes the entries of a table from a list: `static const descent__word words[] = {DESCENT_LAW_LIST(DESCENT__WORD)};`. */
#define DESCENT__WORD(name, number, word) {number, word},

/* Counts a list: `0 DESCENT_LAW_LIST(DESCENT__ONE)`. */
#define DESCENT__ONE(name, number, word) +1

/*
 * Refuses to compile a table with one entry for each line of a list if an entry is missing or too many: a line that was
 * appended, say. Of a table by number (`[DESCENT_LAW_POWER] = …`) the numbers must begin with 0.
 */
#define DESCENT__COVERS(table, LIST)                                                                                   \
    _Static_assert(sizeof(table) / sizeof *(table) == 0 LIST(DESCENT__ONE),                                            \
                   #table " must have one entry for each line of " #LIST)

/* Entries of such a table. */
#define DESCENT__WORD_COUNT(words) (sizeof(words) / sizeof *(words))

/* The word of the number; "unknown" where the table has none. Never NULL. */
const char *descent__word_find(const descent__word *words, size_t count, unsigned number);

#endif
