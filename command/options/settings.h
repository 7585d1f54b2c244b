/* What was asked for on the command line: the verbs, and the values of all options. */
#ifndef DESCENT__COMMAND_SETTINGS_H
#define DESCENT__COMMAND_SETTINGS_H

#include <stddef.h>
#include <stdint.h>

/* The one list of verbs: identifier, word. Each has a source of that name, with a function descent__verb_WORD(). */
#define DESCENT__VERB_LIST(VERB)                                                                                       \
    VERB(RUN, run)                                                                                                     \
    VERB(DIAGNOSE, diagnose)                                                                                           \
    VERB(PLOT, plot)                                                                                                   \
    VERB(POINTS, points)                                                                                               \
    VERB(LIMIT, limit)                                                                                                 \
    VERB(SWEEP, sweep)                                                                                                 \
    VERB(COMPARE, compare)                                                                                             \
    VERB(LANDSCAPES, landscapes)

typedef enum descent__verb {
#define DESCENT__VERB_ENUMERATOR(name, word) DESCENT__VERB_##name,
    DESCENT__VERB_LIST(DESCENT__VERB_ENUMERATOR)
#undef DESCENT__VERB_ENUMERATOR
} descent__verb;

/* More than any verb takes. */
enum {
    descent__most_operands = 8
};

/* Texts are NULL and numbers NaN or 0 where an option was not given. */
typedef struct descent__settings {
    descent__verb verb;
    const char *operands[descent__most_operands];
    size_t operand_count;

    /* The loss. */
    const char *problem, *loss, *variables, *library, *source;
    uint64_t dimension;

    /* The run. */
    const char *start, *rule, *schedule;
    double step, momentum, delay, factor, floor;
    uint64_t steps, length;
    double stop_loss, stop_gradient, stop_change, stop_seconds;
    int progress;
    const char *checkpoint, *resume;

    /* What is said. */
    int line, json, path_only;
    const char *expect;
    double tolerance;
    uint64_t budget;

    /* The picture. */
    const char *output, *kind, *window, *axes, *theme, *palette, *title;
    int no_picture, show;
    uint64_t width, height;
    const char *save, *path;

    /* Many runs, points and limits. */
    double from, to;
    const char *property, *grid, *lower, *upper, *at;
    uint64_t runs, threads, tail;
    int all;
    int and; /* never set: it begins the settings of another run */
} descent__settings;

#endif
