/*
 * What is run while allocations fail. To add a scenario: its name here, in alphabetical order, and
 * `descent_status descent_scenario_NAME(void)` in a source of this folder that meson.build lists.
 *
 * A scenario does something useful from creation to freeing, and returns the first status that was not success, or
 * success. Whatever happens, it frees all that it made, and uses DESCENT_REQUIRE for what must hold after a failure: the
 * out-pointer is NULL, the object is as it was. (Not Check's ck_assert: that allocates.)
 */
#ifndef DESCENT_TESTS_SCENARIOS_H
#define DESCENT_TESTS_SCENARIOS_H

#include <descent/status.h>
#include <stdio.h>
#include <stdlib.h>

/* Ends the program, and so the suite with a failure, if the condition does not hold. */
#define DESCENT_REQUIRE(condition)                                                                                     \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);                             \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

/* One a line, so that two rooms can add one at the same time. */
/* clang-format off */
#define DESCENT_SCENARIOS(SCENARIO) \
    SCENARIO(ask) \
    SCENARIO(change) \
    SCENARIO(critical) \
    SCENARIO(critical_dense) \
    SCENARIO(critical_large) \
    SCENARIO(critical_search) \
    SCENARIO(diagnosis_of_chaos) \
    SCENARIO(diagnosis_of_cycle) \
    SCENARIO(diagnosis_of_explosion) \
    SCENARIO(diagnosis_of_kink) \
    SCENARIO(diagnosis_of_own_adagrad) \
    SCENARIO(diagnosis_of_own_adagrad_alone) \
    SCENARIO(diagnosis_of_own_adam) \
    SCENARIO(diagnosis_of_own_adam_alone) \
    SCENARIO(diagnosis_of_saddle) \
    SCENARIO(diagnosis_of_saddle_left) \
    SCENARIO(engine) \
    SCENARIO(gradient_check) \
    SCENARIO(monitor) \
    SCENARIO(path) \
    SCENARIO(path_files) \
    SCENARIO(plot) \
    SCENARIO(resume) \
    SCENARIO(sweep_bifurcation) \
    SCENARIO(sweep_limit) \
    SCENARIO(sweep_limit_that_leaves) \
    SCENARIO(sweep_of_adam) \
    SCENARIO(sweep_of_rules) \
    SCENARIO(sweep_plane)
/* clang-format on */

#define DESCENT_SCENARIO_DECLARE(name) descent_status descent_scenario_##name(void);
DESCENT_SCENARIOS(DESCENT_SCENARIO_DECLARE)
#undef DESCENT_SCENARIO_DECLARE

#endif
