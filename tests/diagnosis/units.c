/* A run in other units of its variables and of its loss is the same run, and all is told of it alike. */
#include "support.h"

#include "diagnosis/runs.h"

/* By powers of two every number of the run is the same but for its exponent, and so is all that is said of it; but advice
 * is rounded to decimal digits. */
START_TEST(in_other_units_a_run_is_the_same)
{
    static canonical_list first, now;
    const canonical_tolerance tolerance = {1e-12, 1e-8, 0.1, 2};
    const canonical_view views[] = {{0x1p-12, 0x1p20, {0, 1}, {1, 1}, false},
                                    {0x1p12, 0x1p-16, {0, 1}, {1, 1}, false},
                                    {1, 0x1p-18, {0, 1}, {1, 1}, false}};
    const known_run *const run = &known_runs[_i];
    for (known_part known = ALL; known < KNOWN_PARTS; known++) {
        if ((run->rule == 'a' && known == NO_GRADIENT) || (run->rule == 'r' && known != ALL))
            continue; /* what their squares hide is told by lengths that are not theirs */
        if (run->rule && !strchr("hn", run->rule) && known > EVERY_FOURTH && known != NO_GRADIENT)
            continue; /* the other parts are no matter of the rule */
        known_take(run, &known_as_it_is, known, &first);
        for (size_t k = known == ALL ? 0 : known % 2; k < (known == ALL ? 3 : 1 + known % 2); k++) {
            known_take(run, &views[k], known, &now);
            const char *const off = canonical_difference(&now, &first, &tolerance);
            ck_assert_msg(!off, "run %d, known %d, units %g and %g: %s in others", _i, (int)known, views[k].length,
                          views[k].height, off);
        }
    }
}
END_TEST

int main(void)
{
    Suite *const suite = suite_create("diagnosis_units");
    TCase *const tests = tcase_create("diagnosis_units");
    tcase_add_loop_test(tests, in_other_units_a_run_is_the_same, 0, (int)known_run_count);
    suite_add_tcase(suite, tests);
    return descent_test_main(suite);
}
