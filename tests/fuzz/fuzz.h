/*
 * Inputs that nobody chose: a target makes of any bytes a use of the library, and requires what must hold whatever they are.
 * The driver (main.c) replays kept inputs and tries random ones; guided.c lets libFuzzer choose. To add a target: its name
 * here, `void fuzz_NAME(const uint8_t *, size_t)` in a source of this folder that tests/meson.build lists, and a file
 * corpus/NAME.txt.
 */
#ifndef DESCENT_TESTS_FUZZ_FUZZ_H
#define DESCENT_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* clang-format off */
#ifdef FUZZ_COMMAND /* where the command is built, too */
#define FUZZ_COMMAND_TARGETS(TARGET) \
    TARGET(command) \
    TARGET(expression)
#else
#define FUZZ_COMMAND_TARGETS(TARGET)
#endif

#define FUZZ_TARGETS(TARGET) \
    FUZZ_COMMAND_TARGETS(TARGET) \
    TARGET(ask) \
    TARGET(check) \
    TARGET(critical) \
    TARGET(diagnosis) \
    TARGET(engine) \
    TARGET(monitor) \
    TARGET(path) \
    TARGET(plot) \
    TARGET(rules) \
    TARGET(saved) \
    TARGET(sweep) \
    TARGET(text)
/* clang-format on */

typedef void fuzz_function(const uint8_t *data, size_t size);

#define FUZZ_DECLARE(name) fuzz_function fuzz_##name;
FUZZ_TARGETS(FUZZ_DECLARE)
#undef FUZZ_DECLARE

/* Ends the program with a message if the condition does not hold: the driver and libFuzzer then show the input. */
#define REQUIRE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);                             \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

#endif
