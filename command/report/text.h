/* What is said of a run, and in which colours. */
#ifndef DESCENT__COMMAND_TEXT_H
#define DESCENT__COMMAND_TEXT_H

#include <stddef.h>

#include <descent/critical.h>
#include <descent/diagnosis.h>

#include "command/options/settings.h"
#include "command/report/fail.h"

/* Prints explanation, line or JSON, as the settings ask for. */
descent__exit descent__say(const descent_diagnosis *diagnosis, const descent__settings *settings);

/* Whether --expect names endings and kinds of point alone. */
descent__exit descent__expect_check(const descent__settings *settings);

/* Whether the run ended in one of the ways that --expect names. */
descent__exit descent__expected(const descent_diagnosis *diagnosis, const descent__settings *settings);

/* What is said of a run that ends so, as `run` says it. */
const char *descent__ending_name(descent_ending ending);

/* Prints `(1, 2.5)`; each number with as many digits as it takes to read it back. Of many numbers, the first ones. */
void descent__say_point(const double *x, size_t n);

/* The same, with numbers up to `negligible` from zero as zero. */
void descent__say_rounded_point(const double *x, size_t n, double negligible);

/* What a critical point is called, as in what is said of a run that ends there. */
const char *descent__kind_name(const descent_critical_point *point);

/* A number with as many digits as it takes to read it back. `text` has room for 32 characters. Returns it. */
const char *descent__exact(double number, char text[32]);

/* Prints what is to be seen first: bold on a terminal. */
void descent__say_bold(const char *text);

#endif
