/* What a diagnosis may cost, and does. */
#include "support.h"

#include "diagnosis/runs.h"

/* The problem below, whose calls are counted. */
typedef struct counted {
    const descent_problem *problem;
    uint64_t losses, gradients;
} counted;

static int counted_loss(size_t n, const double *x, double *value, void *context)
{
    counted *const own = context;
    own->losses++;
    return own->problem->loss(n, x, value, own->problem->context);
}

static int counted_gradient(size_t n, const double *x, double *gradient, void *context)
{
    counted *const own = context;
    own->gradients++;
    return own->problem->gradient(n, x, gradient, own->problem->context);
}

/* What a call about to be made may cost beyond the budget: a few for each variable, and a part of what was meant to be spent. */
static uint64_t about(uint64_t budget)
{
    return budget + 8 + budget / 50;
}

/* Whatever it may cost, each call is counted, and there are no more. */
START_TEST(a_budget_is_kept_and_counted)
{
    const known_run *const run = &known_runs[_i];
    rewritten own;
    const descent_problem plain = known_rewritten(run, &known_as_it_is, ALL, &own);
    counted counts = {&plain, 0, 0};
    const descent_problem problem = {.dimension = plain.dimension,
                                     .loss = counted_loss,
                                     .gradient = counted_gradient,
                                     .context = &counts,
                                     .scale = 1};
    descent_engine *const engine = known_engine(run, &problem, &known_as_it_is);
    assert_success(descent_engine_record(engine, NULL));
    (void)descent_engine_run(engine, run->steps);
    descent_diagnosis *whole;
    assert_success(descent_engine_diagnose(engine, NULL, &whole));
    for (uint64_t budget = 0; budget < 20000; budget += budget / 3 + 1) {
        const descent_diagnosis_options options = {.budget = budget, .path_only = budget == 0};
        const descent_evaluations before = descent_engine_evaluations(engine);
        descent_diagnosis *diagnosis;
        counts.losses = counts.gradients = 0;
        assert_success(descent_engine_diagnose(engine, &options, &diagnosis));
        const descent_evaluations after = descent_engine_evaluations(engine), *const said = &diagnosis->evaluations;
        ck_assert_uint_eq(said->loss + (after.loss - before.loss), counts.losses);
        ck_assert_uint_eq(said->gradient + (after.gradient - before.gradient), counts.gradients);
        ck_assert_uint_eq(said->hessian + said->hessian_product, 0);
        ck_assert_msg(said->loss + said->gradient <= (budget > 0 ? about(budget) : 0), "run %d: %llu calls of %llu", _i,
                      (unsigned long long)(said->loss + said->gradient), (unsigned long long)budget);
        ck_assert(budget > 0 || !diagnosis->budget_exhausted);
        /* What stays open for want of evaluations says so. */
        ck_assert_msg(budget == 0 || diagnosis->budget_exhausted || diagnosis->ending != DESCENT_ENDING_UNDETERMINED ||
                          diagnosis->ending == whole->ending,
                      "run %d, %llu calls: ending %d, not %d: %s", _i, (unsigned long long)budget,
                      (int)diagnosis->ending, (int)whole->ending, diagnosis->reason);
        descent_diagnosis_free(diagnosis);
    }
    descent_diagnosis_free(whole);
    descent_engine_free(engine);
}
END_TEST

/* Whether steps jumped is found by copies that go down from where they began. */
static void forget_trials(descent_diagnosis *diagnosis)
{
    size_t kept = 0;
    for (size_t k = 0; k < diagnosis->event_count; k++)
        if (diagnosis->events[k].kind != DESCENT_EVENT_JUMPED)
            diagnosis->events[kept++] = diagnosis->events[k];
    diagnosis->event_count = kept;
    diagnosis->advice_count = diagnosis->band_count = 0;
    diagnosis->budget_exhausted = 0;
}

/* Without trials everything is told but how a copy fared. */
START_TEST(trials_change_no_verdict)
{
    static canonical_list tried, untried;
    const known_run *const run = &known_runs[_i];
    const descent_diagnosis_options options = {.no_trials = 1};
    rewritten own;
    const descent_problem problem = known_rewritten(run, &known_as_it_is, ALL, &own);
    descent_engine *const engine = known_engine(run, &problem, &known_as_it_is);
    descent_diagnosis *diagnosis, *other;
    assert_success(descent_engine_record(engine, NULL));
    (void)descent_engine_run(engine, run->steps);
    assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
    assert_success(descent_engine_diagnose(engine, &options, &other));
    for (size_t k = 0; k < other->advice_count; k++) {
        ck_assert_int_eq(other->advice[k].verified, 0);
        ck_assert_ptr_null(other->advice[k].outcome_point);
    }
    ck_assert_uint_le(other->evaluations.loss + other->evaluations.gradient,
                      diagnosis->evaluations.loss + diagnosis->evaluations.gradient);
    ck_assert_uint_eq(other->band_count, 0);
    forget_trials(diagnosis);
    forget_trials(other);
    canonical_take(diagnosis, &known_as_it_is, &tried);
    canonical_take(other, &known_as_it_is, &untried);
    const char *const off = canonical_difference(&untried, &tried, &(canonical_tolerance){0, 0, 0, 0});
    ck_assert_msg(!off, "run %d: %s with trials", _i, off);
    descent_diagnosis_free(diagnosis);
    descent_diagnosis_free(other);
    descent_engine_free(engine);
}
END_TEST

/* (x - 0.1)² + q(y - 0.3)², with a saddle (q = -1) or a minimum (q = 1). */
static int quadric(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    const double q = *(const double *)context;
    *value = (x[0] - 0.1) * (x[0] - 0.1) + q * (x[1] - 0.3) * (x[1] - 0.3);
    return 0;
}

static int quadric_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    gradient[0] = 2 * (x[0] - 0.1);
    gradient[1] = *(const double *)context * 2 * (x[1] - 0.3);
    return 0;
}

/* Runs that end where rounding leaves a slope, at a saddle and at a minimum, from afar and from beside it: nothing is said not to be
 * there because the budget did not allow to look. Where it was not looked, an arrival is no reason to do nothing. */
START_TEST(what_was_not_looked_for_is_not_denied)
{
    static const struct {
        double q, x;
    } runs[] = {{-1, 2.1}, {1, 2.1}, {1, 0.1 + 0x1p-55}, {-1, 0.1 + 0x1p-55}};
    double q = runs[_i].q;
    const descent_problem problem = {
        .dimension = 2, .loss = quadric, .gradient = quadric_gradient, .context = &q, .scale = 1};
    descent_engine *engine;
    const double start[] = {runs[_i].x, 0.3};
    assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(0.1), start));
    assert_success(descent_engine_record(engine, NULL));
    (void)descent_engine_run(engine, 200);
    bool looked = false;
    for (uint64_t budget = 1; budget <= 200; budget++) {
        const descent_diagnosis_options options = {.budget = budget};
        descent_diagnosis *diagnosis;
        assert_success(descent_engine_diagnose(engine, &options, &diagnosis));
        if (diagnosis->point && diagnosis->point->kind != DESCENT_CRITICAL_UNDETERMINED) {
            ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
            ck_assert_int_eq(diagnosis->point->kind, q > 0 ? DESCENT_CRITICAL_MINIMUM : DESCENT_CRITICAL_SADDLE);
            looked = true;
        } else {
            ck_assert_msg(diagnosis->ending == DESCENT_ENDING_CONVERGED ||
                              diagnosis->ending == DESCENT_ENDING_UNDETERMINED,
                          "run %d, %llu calls: %s", _i, (unsigned long long)budget, diagnosis->reason);
            ck_assert(diagnosis->budget_exhausted && diagnosis->advice_count == 1);
            ck_assert_int_eq(diagnosis->advice[0].kind, DESCENT_ADVICE_MORE_EVIDENCE);
        }
        descent_diagnosis_free(diagnosis);
    }
    ck_assert(looked);
    descent_engine_free(engine);
}
END_TEST

int main(void)
{
    Suite *const suite = suite_create("diagnosis_budgets");
    TCase *const tests = tcase_create("diagnosis_budgets");
    tcase_add_loop_test(tests, a_budget_is_kept_and_counted, 0, (int)known_run_count);
    tcase_add_loop_test(tests, trials_change_no_verdict, 0, (int)known_run_count);
    tcase_add_loop_test(tests, what_was_not_looked_for_is_not_denied, 0, 4);
    suite_add_tcase(suite, tests);
    return descent_test_main(suite);
}
