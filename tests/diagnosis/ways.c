/* Which way a run came about, from which side it is seen, and what lies beside it, changes nothing of what is told of it. */
#include "support.h"

#include <descent/adaptive.h>
#include <math.h>
#include <stdlib.h>

#include "diagnosis/runs.h"

static const canonical_tolerance none = {0, 0, 0, 0};

/* All that both say, in numbers and in words. */
static void assert_alike(const descent_diagnosis *one, const descent_diagnosis *other, const char *how)
{
    static canonical_list first, second;
    char *said, *also_said;
    canonical_take(one, &known_as_it_is, &first);
    canonical_take(other, &known_as_it_is, &second);
    const char *const off = canonical_difference(&first, &second, &none);
    ck_assert_msg(!off, "%s: %s", how, off);
    assert_success(descent_diagnosis_text(one, &said));
    assert_success(descent_diagnosis_text(other, &also_said));
    ck_assert_str_eq(said, also_said);
    free(said);
    free(also_said);
}

static descent_engine *engine_of(const known_run *run, descent_problem *problem, rewritten *own)
{
    *problem = known_rewritten(run, &known_as_it_is, ALL, own);
    descent_engine *const engine = known_engine(run, problem, &known_as_it_is);
    assert_success(descent_engine_record(engine, NULL));
    return engine;
}

START_TEST(a_run_in_pieces_is_the_whole)
{
    const known_run *const run = &known_runs[_i];
    descent_diagnosis *diagnosis, *again, *in_pieces;
    descent_problem problem;
    rewritten own;
    descent_engine *engine = engine_of(run, &problem, &own);
    (void)descent_engine_run(engine, run->steps);
    assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
    assert_success(descent_engine_diagnose(engine, NULL, &again));
    assert_alike(diagnosis, again, "asked again");
    descent_engine_free(engine);
    engine = engine_of(run, &problem, &own);
    for (uint64_t made = 0, piece = 1; made < run->steps; made += piece, piece = 2 * piece + 1)
        (void)descent_engine_run(engine, piece < run->steps - made ? piece : run->steps - made);
    assert_success(descent_engine_diagnose(engine, NULL, &in_pieces));
    assert_alike(diagnosis, in_pieces, "in pieces");
    descent_diagnosis_free(diagnosis);
    descent_diagnosis_free(again);
    descent_diagnosis_free(in_pieces);
    descent_engine_free(engine);
}
END_TEST

/* Seen in a mirror, or with x and y exchanged, it is as well. */
START_TEST(in_a_mirror_a_run_is_the_same)
{
    static canonical_list first, now;
    const canonical_tolerance tolerance = {1e-6, 1e-2, 1e-6, 1e-6};
    const canonical_view views[] = {
        {1, 1, {0, 1}, {-1, 1}, false}, {1, 1, {0, 1}, {1, -1}, false}, {1, 1, {1, 0}, {1, 1}, false}};
    const known_run *const run = &known_runs[_i];
    known_take(run, &known_as_it_is, ALL, &first);
    for (size_t k = 0; k < (known_problem_of(run).dimension == 1 ? 1 : 3); k++) {
        known_take(run, &views[k], ALL, &now);
        const char *const off = canonical_difference(&now, &first, &tolerance);
        ck_assert_msg(!off, "run %d, view %zu: %s as it is", _i, k, off);
    }
}
END_TEST

/* As a run that never had another rule would be told, but for the event and the numbers of the steps. */
static void count_from(descent_diagnosis *diagnosis, uint64_t before)
{
    size_t kept = 0;
    for (size_t k = 0; k < diagnosis->event_count; k++) {
        if (diagnosis->events[k].kind == DESCENT_EVENT_RULE_CHANGED) {
            ck_assert_uint_eq(diagnosis->events[k].count, 2);
            ck_assert_uint_eq(diagnosis->events[k].first_step, before);
            ck_assert_uint_eq(diagnosis->events[k].last_step, before);
            continue;
        }
        ck_assert_uint_ge(diagnosis->events[k].first_step, before);
        diagnosis->events[kept] = diagnosis->events[k];
        diagnosis->events[kept].first_step -= before;
        diagnosis->events[kept++].last_step -= before;
    }
    ck_assert_uint_eq(kept + 1, diagnosis->event_count);
    diagnosis->event_count = kept;
    diagnosis->steps -= before;
    diagnosis->pace.onset -= diagnosis->pace.onset > 0 ? before : 0;
}

/* Where the rule was changed, what is told is of the run since. */
START_TEST(a_run_begins_with_its_rule)
{
    static canonical_list since, whole;
    const uint64_t others = 6;
    const known_run *const run = &known_runs[_i];
    descent_problem problem;
    rewritten own;
    descent_engine *const changed = engine_of(run, &problem, &own);
    const descent_rule rule = *descent_engine_rule(changed);
    descent_diagnosis *diagnosis, *only;
    assert_success(descent_engine_run(changed, 1));
    assert_success(descent_engine_set_rule(changed, descent_normalised(0x1p-7)));
    assert_success(descent_engine_run(changed, others - 1));
    known_run shorter = *run;
    for (size_t i = 0; i < problem.dimension; i++)
        shorter.start[i] = descent_engine_point(changed)[i];
    assert_success(descent_engine_set_rule(changed, rule));
    (void)descent_engine_run(changed, run->steps);
    descent_engine *const alone = engine_of(&shorter, &problem, &own);
    (void)descent_engine_run(alone, run->steps);
    assert_success(descent_engine_diagnose(changed, NULL, &diagnosis));
    assert_success(descent_engine_diagnose(alone, NULL, &only));
    count_from(diagnosis, others);
    canonical_take(diagnosis, &known_as_it_is, &since);
    canonical_take(only, &known_as_it_is, &whole);
    const char *const off = canonical_difference(&since, &whole, &none);
    ck_assert_msg(!off, "run %d: %s alone", _i, off);
    descent_diagnosis_free(diagnosis);
    /* And of the path, that tells it, too: there the steps are counted on. */
    const descent_diagnosis_options options = {.rule = &rule, .budget = 1};
    assert_success(descent_diagnose(NULL, descent_engine_path(changed), &options, &diagnosis));
    ck_assert_uint_eq(diagnosis->rows, only->rows);
    ck_assert_double_eq(diagnosis->diameter, only->diameter);
    ck_assert_uint_eq(diagnosis->steps, only->steps + others);
    descent_diagnosis_free(diagnosis);
    descent_diagnosis_free(only);
    descent_engine_free(changed);
    descent_engine_free(alone);
}
END_TEST

/* The problem, and beside it a variable at rest in a bowl of its own, which no other variable feels. */
typedef struct beside {
    const descent_problem *problem;
    double curvature;
} beside;

static int beside_loss(size_t n, const double *x, double *value, void *context)
{
    const beside *const own = context;
    const int code = own->problem->loss(n - 1, x, value, own->problem->context);
    *value += own->curvature * x[n - 1] * x[n - 1] / 2;
    return code;
}

static int beside_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const beside *const own = context;
    gradient[n - 1] = own->curvature * x[n - 1];
    return own->problem->gradient(n - 1, x, gradient, own->problem->context);
}

static void assert_same_number(double one, double other, double part, const char *name)
{
    ck_assert_msg((isnan(one) && isnan(other)) || (isinf(one) && isinf(other)) ||
                      fabs(one - other) <= part * fmax(fabs(one), fabs(other)),
                  "run %s: %.17g, and alone %.17g", name, one, other);
}

/* Below which the variable beside settles: 2/c, with decay of more than c, and with momentum by the formula of each rule. */
static double limit_beside(const known_run *run, double curvature)
{
    const double beta = run->momentum, decay = run->rule == 'w' || run->rule == 'u' ? 0.25 : 0;
    const double slower = run->rule == 'n' ? 1 + 2 * beta : run->rule == 'd' ? 1 - beta : 1;
    return 2 * (1 + beta) / slower / (curvature + decay);
}

/* But for what is next to nothing beside another slope: a plain is one by itself. */
START_TEST(what_rests_beside_a_run_changes_nothing)
{
    const known_run *const run = &known_runs[_i];
    rewritten own;
    const descent_problem plain = known_rewritten(run, &known_as_it_is, ALL, &own);
    beside pair = {&plain, 0.5 / run->step_size};
    const descent_problem problem = {.dimension = plain.dimension + 1,
                                     .loss = beside_loss,
                                     .gradient = beside_gradient,
                                     .context = &pair,
                                     .scale = 1};
    canonical_view view = {1, 1, {0, 1, 2}, {1, 1, 1}, false};
    if (run->rule == 'o') /* whose steps shorten where the slope does, for all variables alike */
        return;
    known_run longer = *run;
    longer.start[plain.dimension] = 0;
    descent_engine *const alone = known_engine(run, &plain, &view), *const both =
                                                                        known_engine(&longer, &problem, &view);
    descent_diagnosis *d, *e;
    known_diagnose(run, &plain, alone, ALL, &d);
    known_diagnose(&longer, &problem, both, ALL, &e);
    if (d->ending == DESCENT_ENDING_STALLED)
        e->ending = d->ending, d->pace = e->pace, d->distance = e->distance;
    ck_assert_msg(e->ending == d->ending, "run %d: %s, and alone %s", _i, descent_ending_string(e->ending),
                  descent_ending_string(d->ending));
    ck_assert_uint_eq(e->steps, d->steps);
    ck_assert_int_eq(e->point_ahead, d->point_ahead);
    ck_assert((e->point != NULL) == (d->point != NULL) && (e->centre != NULL) == (d->centre != NULL));
    if (d->point)
        ck_assert_int_eq(e->point->kind, d->point->kind);
    assert_same_number(e->diameter, d->diameter, 1e-12, "diameter");
    assert_same_number(e->loss, d->loss, 1e-12, "loss");
    assert_same_number(e->tolerance, d->tolerance, 1e-9, "tolerance");
    assert_same_number(e->distance, d->distance, 1e-3, "distance");
    assert_same_number(e->curvature, d->curvature, 1e-9, "curvature");
    if (!isnan(e->step_limit) || !isnan(d->step_limit))
        assert_same_number(e->step_limit, fmin(d->step_limit, limit_beside(run, pair.curvature)), 1e-6, "step limit");
    ck_assert_int_eq(e->pace.law, d->pace.law);
    assert_same_number(e->pace.rate, d->pace.rate, 1e-6, "rate");
    assert_same_number(e->pace.exponent, d->pace.exponent, 1e-6, "exponent");
    assert_same_number(e->pace.slope, d->pace.slope, 1e-9, "slope");
    assert_same_number(e->pace.steps_to_go.value, d->pace.steps_to_go.value, 0.02, "steps to go");
    ck_assert_uint_eq(e->pace.onset, d->pace.onset);
    ck_assert_uint_eq(e->cycle.period, d->cycle.period);
    assert_same_number(e->cycle.rotation_number, d->cycle.rotation_number, 1e-3, "rotation");
    ck_assert_int_eq(e->quantity, d->quantity);
    descent_diagnosis_free(d);
    descent_diagnosis_free(e);
    descent_engine_free(alone);
    descent_engine_free(both);
}
END_TEST

int main(void)
{
    Suite *const suite = suite_create("diagnosis_ways");
    TCase *const tests = tcase_create("diagnosis_ways");
    tcase_add_loop_test(tests, a_run_in_pieces_is_the_whole, 0, (int)known_run_count);
    tcase_add_loop_test(tests, what_rests_beside_a_run_changes_nothing, 0, (int)known_run_count);
    tcase_add_loop_test(tests, in_a_mirror_a_run_is_the_same, 0, (int)known_run_count);
    tcase_add_loop_test(tests, a_run_begins_with_its_rule, 0, (int)known_run_count);
    suite_add_tcase(suite, tests);
    return descent_test_main(suite);
}
