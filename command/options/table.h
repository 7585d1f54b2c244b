/* The one table of options: help, manual page and completion follow from it. */
#ifndef DESCENT__COMMAND_TABLE_H
#define DESCENT__COMMAND_TABLE_H

#include <stddef.h>

#include "command/options/settings.h"

/* What an option takes. */
typedef enum descent__value_kind {
    DESCENT__VALUE_NONE,   /* nothing: an int becomes 1 */
    DESCENT__VALUE_TEXT,   /* any text, looked at where it is used */
    DESCENT__VALUE_FILE,   /* the same, completed as the name of a file */
    DESCENT__VALUE_WORD,   /* one of a list of words */
    DESCENT__VALUE_NUMBER, /* a finite number above `low`, and at most `high` */
    DESCENT__VALUE_COUNT   /* a whole number between two others, both included */
} descent__value_kind;

/* Parts of the table, in the order in which help shows them. */
typedef enum descent__option_group {
    DESCENT__GROUP_LOSS,
    DESCENT__GROUP_RUN,
    DESCENT__GROUP_WORDS,
    DESCENT__GROUP_PICTURE,
    DESCENT__GROUP_MANY,
    DESCENT__GROUP_COUNT
} descent__option_group;

typedef struct descent__option {
    const char *name;     /* without the dashes */
    const char *argument; /* what help calls its value; NULL: it takes none */
    descent__value_kind kind;
    size_t offset;     /* of its field in descent__settings */
    double low, high;  /* of numbers */
    const char *words; /* of words, with blanks between */
    descent__option_group group;
    unsigned verbs;   /* bit 1 << verb for each that takes it */
    const char *help; /* what stands in `back quotes` can be typed */
} descent__option;

/* All options, by group. */
const descent__option *descent__options(size_t *count);

/* The option of that name that the verb takes, or NULL. */
const descent__option *descent__option_find(descent__verb verb, const char *name, size_t length);

/* What a verb is for, as help and manual page say it. */
typedef struct descent__verb_description {
    const char *word, *operands, *summary, *text;
    const char *examples[6]; /* each a line that can be typed; NULL behind the last */
} descent__verb_description;

const descent__verb_description *descent__verb_describe(descent__verb verb);

/* The verb of that word; 0 and `verb` untouched if there is none. */
int descent__verb_find(const char *word, descent__verb *verb);

/* Number of verbs. */
size_t descent__verb_count(void);

#endif
