/* A gradient that answers differently is found random, wherever the run shows it, before anything is called wrong. */
#include "support.h"

#include <math.h>
#include <stdint.h>

#include <descent/adaptive.h>
#include <descent/descent.h>

typedef struct noisy {
    uint64_t state;
    double sign;  /* −1: the gradient points uphill */
    double noise; /* deviation of each of its components */
    double part;  /* the same as a part of the component */
    double noise_of_loss;
    double steep, curve; /* L = (x₁ − 2)² + curve·u⁴ + steep·u², u = x₂ − 1; 1 and −1 in the notebook */
} noisy;

/* Sum of twelve uniform numbers: mean 0, variance 1. */
static double normal(noisy *of)
{
    double sum = 0;
    for (int k = 0; k < 12; k++) {
        of->state = of->state * 6364136223846793005u + 1442695040888963407u;
        sum += (double)(of->state >> 11) * 0x1p-53 - 0.5;
    }
    return sum;
}

static int loss(size_t n, const double *x, double *value, void *context)
{
    noisy *const of = context;
    const double u = x[1] - 1;
    (void)n;
    *value = (x[0] - 2) * (x[0] - 2) + of->curve * u * u * u * u + of->steep * u * u;
    if (of->noise_of_loss > 0)
        *value += of->noise_of_loss * normal(of);
    return 0;
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    noisy *const of = context;
    const double u = x[1] - 1;
    g[0] = 2 * (x[0] - 2);
    g[1] = 4 * of->curve * u * u * u + 2 * of->steep * u;
    for (size_t i = 0; i < n; i++)
        g[i] = of->sign * g[i] * (1 + of->part * normal(of)) + of->noise * normal(of);
    return 0;
}

static descent_diagnosis *diagnose(noisy of, bool with_gradient, descent_rule rule, double x1, double x2, size_t steps)
{
    static noisy kept;
    kept = of;
    const descent_problem problem = {
        .dimension = 2, .loss = loss, .gradient = with_gradient ? gradient : NULL, .context = &kept};
    return descent_test_diagnose(&problem, rule, (double[]){x1, x2}, steps);
}

static bool found(const descent_diagnosis *d, unsigned finding)
{
    return d->findings & finding;
}

static const noisy notebook = {.state = 1, .sign = 1, .curve = 1, .steep = -1};

/* u ← (1 + 2η)u − 4ηu³ explodes from u = 1.5 above η = 2/7, whatever a noise of a twentieth of the slope does. At the end the slope is so
 * large that the noise is below its last digit, or no number at all. */
START_TEST(the_noise_of_an_explosion_is_found_where_it_began)
{
    const double sizes[] = {0.3, 1e-2, 1e-5};
    for (size_t k = 0; k < 3; k++)
        for (uint64_t seed = 1; seed <= 5; seed++) {
            noisy of = notebook;
            of.state = seed;
            of.noise = sizes[k];
            descent_diagnosis *const d = diagnose(of, true, descent_fixed_step(0.6), 4, 2.5, 500);
            const char *const text = descent_test_printed(descent_diagnosis_print, d);
            ck_assert_int_eq(d->ending, DESCENT_ENDING_DIVERGING);
            ck_assert_msg(!found(d, DESCENT_FINDING_GRADIENT_MISMATCH), "%s", text);
            ck_assert_msg(!found(d, DESCENT_FINDING_RULE_DISAGREES), "%s", text);
            ck_assert_msg(found(d, DESCENT_FINDING_GRADIENT_RANDOM), "%s", text);
            ck_assert_ptr_nonnull(strstr(text, "because the step"));
            ck_assert_ptr_null(strstr(text, "0.48")); /* a fifth less, as nothing tells */
            ck_assert_ptr_nonnull(strstr(text, "gives another answer"));
            descent_diagnosis_free(d);
        }
}
END_TEST

/* Noise that is a part of the slope is gone where the slope is: the run has arrived, and its steps cannot be made again. */
START_TEST(noise_that_fades_is_no_other_rule)
{
    noisy of = notebook;
    of.part = 0.1;
    for (int adaptive = 0; adaptive < 2; adaptive++) {
        descent_diagnosis *const d =
            diagnose(of, true, adaptive ? descent_adagrad(0.5, 0) : descent_fixed_step(0.1), 4, 2.5, 600);
        ck_assert(!found(d, DESCENT_FINDING_RULE_DISAGREES | DESCENT_FINDING_GRADIENT_MISMATCH));
        ck_assert(found(d, DESCENT_FINDING_GRADIENT_RANDOM));
        if (!adaptive)
            ck_assert_int_eq(d->ending, DESCENT_ENDING_CONVERGED);
        descent_diagnosis_free(d);
    }
}
END_TEST

/* From the other side: what is wrong stays wrong, with noise and without. */
START_TEST(a_wrong_gradient_stays_wrong)
{
    const double sizes[] = {0, 1e-7, 1e-2, 0.3};
    for (size_t k = 0; k < 4; k++) {
        noisy of = notebook;
        of.sign = -1;
        of.noise = sizes[k];
        /* Uphill from (4, 2.5): u ← u + 0.6(4u³ − 2u) explodes. */
        descent_diagnosis *const d = diagnose(of, true, descent_fixed_step(0.6), 4, 2.5, 500);
        const char *const text = descent_test_printed(descent_diagnosis_print, d);
        ck_assert_msg(found(d, DESCENT_FINDING_GRADIENT_MISMATCH), "%s", text);
        ck_assert_int_eq(found(d, DESCENT_FINDING_GRADIENT_RANDOM), sizes[k] > 0);
        ck_assert_msg(strncmp(text, "Gradient and loss disagree", 26) == 0, "%s", text);
        ck_assert_ptr_null(strstr(text, "because"));
        descent_diagnosis_free(d);
    }
}
END_TEST

/* From the other side: another step size than was given is another rule, beside a noise that does not explain it. */
START_TEST(another_rule_stays_another_rule)
{
    for (size_t k = 0; k < 20; k++) {
        static noisy of;
        of = notebook;
        of.noise = k == 0 ? 0 : 1e-6;
        of.state += k;
        const descent_problem problem = {.dimension = 2, .loss = loss, .gradient = gradient, .context = &of};
        const descent_rule claimed = descent_fixed_step(0.3);
        const descent_diagnosis_options options = {.rule = &claimed};
        descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.6), (const double[]){4, 2.5});
        descent_diagnosis *d;
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, 500));
        assert_success(descent_diagnose(&problem, descent_engine_path(engine), &options, &d));
        ck_assert(found(d, DESCENT_FINDING_RULE_DISAGREES));
        /* That the gradient is random as well is true with noise, and seen where it is asked twice. */
        ck_assert(k > 0 || !found(d, DESCENT_FINDING_GRADIENT_RANDOM));
        descent_diagnosis_free(d);
        descent_engine_free(engine);
    }
}
END_TEST

/* A loss that is random contradicts no gradient; and where its differences stand in for one, the run is noisy. */
START_TEST(a_random_loss_blames_nobody)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        noisy of = notebook;
        of.state = seed;
        of.noise_of_loss = 1e-6;
        descent_diagnosis *d = diagnose(of, true, descent_fixed_step(0.1), 4, 2.5, 100);
        ck_assert_int_eq(d->ending, DESCENT_ENDING_CONVERGED);
        ck_assert(!found(d, DESCENT_FINDING_GRADIENT_MISMATCH | DESCENT_FINDING_RULE_DISAGREES));
        descent_diagnosis_free(d);
        d = diagnose(of, false, descent_fixed_step(0.1), 4, 2.5, 100);
        ck_assert_int_eq(d->ending, DESCENT_ENDING_NOISY);
        ck_assert(!found(d, DESCENT_FINDING_RULE_DISAGREES));
        ck_assert_ptr_nonnull(strstr(d->reason, "the loss gives another answer"));
        descent_diagnosis_free(d);
    }
}
END_TEST

/* In a bowl of curvature 2 and 4, 0.98^64 of the first way is left; noise of 0.3 carries a step size of 0.01 some 0.02 to and fro. After
 * 5000 steps only that is left. */
START_TEST(a_run_on_its_way_is_not_held_up_by_noise)
{
    noisy of = {.state = 1, .sign = 1, .noise = 0.3, .steep = 2};
    descent_diagnosis *d = diagnose(of, true, descent_fixed_step(0.01), 4, 2.5, 64);
    ck_assert_int_eq(d->ending, DESCENT_ENDING_NOISY);
    ck_assert_ptr_nonnull(strstr(d->reason, "still on its way"));
    ck_assert_int_eq(d->advice[0].kind, DESCENT_ADVICE_MORE_STEPS);
    ck_assert_double_nan(d->noise.floor);
    descent_diagnosis_free(d);
    d = diagnose(of, true, descent_fixed_step(0.01), 4, 2.5, 5000);
    ck_assert_int_eq(d->ending, DESCENT_ENDING_NOISY);
    ck_assert_ptr_null(strstr(d->reason, "still on its way"));
    ck_assert_int_eq(d->advice[0].kind, DESCENT_ADVICE_DECAY_STEP);
    ck_assert_double_gt(d->noise.floor, 0.01);
    descent_diagnosis_free(d);
    /* Ten steps show neither. */
    d = diagnose(of, true, descent_fixed_step(0.01), 4, 2.5, 10);
    ck_assert_int_eq(d->advice[0].kind, DESCENT_ADVICE_MORE_EVIDENCE);
    descent_diagnosis_free(d);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_noise_of_an_explosion_is_found_where_it_began,
        noise_that_fades_is_no_other_rule,
        a_wrong_gradient_stays_wrong,
        another_rule_stays_another_rule,
        a_random_loss_blames_nobody,
        a_run_on_its_way_is_not_held_up_by_noise,
    };
    return descent_test_main(descent_test_suite("randomness", tests, sizeof tests / sizeof *tests));
}
