/*
 * Running a known run as its table says, and what each judge says of it. What the tests need of the library's options and
 * results that are apt to be reshaped is asked for here alone.
 */
#ifndef DESCENT_TESTS_KNOWN_RUN_H
#define DESCENT_TESTS_KNOWN_RUN_H

#include <stdbool.h>

#include "truth/table.h"

/* How many endings there are. A table by ending that a new one was not added to has another length. */
enum {
#define ONE(name, number, word) +1
    ENDING_COUNT = 0 DESCENT_ENDING_LIST(ONE)
#undef ONE
};
#define HAS_EVERY_ENDING(table)                                                                                        \
    _Static_assert(sizeof(table) / sizeof *(table) == ENDING_COUNT, #table " lacks an ending")

/* The state behind the callbacks of one run; its gradient is noisy if sigma > 0. */
typedef struct known_context {
    const known_loss *loss;
    double sigma;
    uint64_t random;
} known_context;

descent_problem known_problem(const known_run *run, known_context *context);
descent_rule known_run_rule(const known_run *run);

/* The start of a run, `dimension` numbers. */
void known_start(const known_run *run, double *start);

/* Does the gradient, asked again at the same point, answer differently? */
bool known_gradient_varies(const known_run *run);

/* Is the run farther from the origin at its last step, by a tenth, than at any step of the third quarter? */
bool known_has_left_origin(const known_run *run);

/* Runs on an engine, or, where the start is refused by it, by hand; never fails but for memory. */
descent_status known_diagnose(const known_run *run, const descent_diagnosis_options *options,
                              descent_diagnosis **diagnosis);

/* The same, with no evaluation of the diagnosis' own: the path alone speaks. */
descent_status known_diagnose_without_budget(const known_run *run, descent_diagnosis **diagnosis);

/* What a diagnosis may be given of a run by a rule from outside the library. */
typedef enum known_way {
    WAY_ENGINE_RECORDED,
    WAY_ENGINE_ALONE,   /* nothing was recorded */
    WAY_PATH_WITH_RULE, /* problem, recorded path, and the rule in the options */
    WAY_PATH_ALONE,     /* problem and recorded path */
    WAY_COUNT
} known_way;

/* Runs the rule on an engine and diagnoses the run in one of the ways. */
descent_status known_diagnose_way(known_way way, const descent_problem *problem, const descent_rule *rule,
                                  const double *start, size_t steps, descent_diagnosis **diagnosis);

/* What a judge says of a run, as far as judges are compared. */
typedef struct known_verdict {
    descent_ending ending;
    size_t period; /* of a cycle; 0 for every other ending */
} known_verdict;

known_verdict known_verdict_of(const descent_diagnosis *diagnosis);

/* Called with the monitor's verdict after each step. */
typedef void known_observer(const known_run *run, size_t step, known_verdict verdict);

/* Lets a monitor watch so many steps of the run; `verdict` is its last. `observer` may be NULL. */
descent_status known_watch(const known_run *run, size_t steps, known_observer *observer, known_verdict *verdict);

/* What a sweep says whose only run this is. */
descent_status known_sweep(const known_run *run, known_verdict *verdict);

#endif
