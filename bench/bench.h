/* How the programs of this folder measure: rows of one table run in turn, round after round, so that whatever slows the
 * machine for a while slows all of them; what counts is the median over the rounds of the ratio to a reference row. */
#ifndef DESCENT_BENCH_BENCH_H
#define DESCENT_BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>

/* One row of a table. Fields that are left out are zero. */
typedef struct bench_row {
    const char *name;
    /* Does the work and returns how many units of it (steps, bytes, …) were done; NULL: `time` is given instead,
     * or the row is left out. */
    double (*run)(void *context);
    void *context;
    double time;      /* nanoseconds a unit, from a program that measured itself; 0: it could not */
    size_t reference; /* index of the row that the ratio is to */
    double target;    /* the ratio to stay within; 0: none */
} bench_row;

/* What to measure with. Fields that are left out are zero. */
typedef struct bench_settings {
    double shortest; /* nanoseconds that one sample takes at least; 0: 2 ms */
    size_t rounds;   /* 0: 31, or what DESCENT_BENCH_ROUNDS says */
    bool wall;       /* count elapsed time; needed where threads work. Else the thread's own processor time */
} bench_settings;

/* Measures the rows and prints them: time a unit, ratio to the reference, how far the rounds scatter, target. */
void bench_table(const char *title, const char *unit, const bench_row *rows, size_t count,
                 const bench_settings *settings);

/* Prints what the compiler and the build flags were. */
void bench_print_build(void);

/* The exit status of the program: 1 if DESCENT_BENCH_STRICT is set and a target was missed, else 0. */
int bench_exit_status(void);

/* Ends the program with a message unless the condition holds. */
void bench_require(bool condition, const char *what);

/* Runs a Python script, which prints one number; 0 if it could not (no Python, no NumPy). */
double bench_python(const char *script, const char *argument);

#endif
