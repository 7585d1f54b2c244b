/**
 * @file
 * @brief By what law a length shrinks or grows with the step number k: the one list of them.
 */
#ifndef DESCENT_LAW_H
#define DESCENT_LAW_H

#include <descent/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @brief The one list of laws: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_LAW_LIST(LAW)                                                                                          \
    LAW(DESCENT_LAW_UNKNOWN, 0, "unknown")                                                                             \
    LAW(DESCENT_LAW_FINITE, 1, "finite")                                                                               \
    LAW(DESCENT_LAW_GEOMETRIC, 2, "geometric")                                                                         \
    LAW(DESCENT_LAW_POWER, 3, "power")                                                                                 \
    LAW(DESCENT_LAW_LINEAR, 4, "linear")                                                                               \
    LAW(DESCENT_LAW_LOGARITHMIC, 5, "logarithmic")                                                                     \
    LAW(DESCENT_LAW_FASTER, 6, "faster")

/**
 * @brief How the distance to a limit shrinks, or how a run grows, with the step number k.
 *
 * | law | number | meaning |
 * |---|---|---|
 * | `DESCENT_LAW_UNKNOWN` | 0 | not told apart, or it does not apply |
 * | `DESCENT_LAW_FINITE` | 1 | exactly there after finitely many steps |
 * | `DESCENT_LAW_GEOMETRIC` | 2 | a factor each step: distance or amplitude ~ |rate|^k |
 * | `DESCENT_LAW_POWER` | 3 | ~ k^exponent: slower than any factor; straight in a log-log picture |
 * | `DESCENT_LAW_LINEAR` | 4 | growth by the same amount each step |
 * | `DESCENT_LAW_LOGARITHMIC` | 5 | growth ~ ln k: each doubling of the steps gains the same amount |
 * | `DESCENT_LAW_FASTER` | 6 | faster than any factor: the exponent itself is multiplied by `exponent` a step |
 */
typedef enum descent_law {
#define DESCENT_LAW_ENUMERATOR(name, number, word) name = number,
    DESCENT_LAW_LIST(DESCENT_LAW_ENUMERATOR)
#undef DESCENT_LAW_ENUMERATOR
    DESCENT_LAW_FORCE_INT = 0x7fffffff /**< Keeps the enumeration's size for ever; never returned. */
} descent_law;

/**
 * @brief One English word for a law of growth or decay: "geometric", "power", …
 * @param law Any value, also one that is no law.
 * @return A constant string; never NULL.
 */
DESCENT_API const char *descent_law_string(descent_law law);

#ifdef __cplusplus
}
#endif

#endif
