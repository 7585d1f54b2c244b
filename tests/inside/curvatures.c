/* The words for curvatures and for the factors of a step in the paragraph "Why", of diagnoses written by hand. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <descent/diagnosis.h>

#include "diagnosis/explain/why/curvatures.h"
#include "diagnosis/holdings.h"

#include "say.h"
#include "support.h"

enum {
    most = 8
};

static double at[most] = {0};

static void assert_words(void (*say)(descent__words *words, const descent_diagnosis *d), const descent_diagnosis *d,
                         const char *wanted)
{
    char *text = inside_said(say, d);
    ck_assert_str_eq(text, wanted);
    free(text);
}

/* ---- curvatures ---- */

#define UPHILL   " positive, so it is uphill every way, a minimum."
#define DOWNHILL " negative, so it is downhill every way, a maximum."
#define SADDLE   ", so it is uphill some ways and downhill others, a saddle."
#define ZERO     " where a curvature is zero, it does not tell uphill from downhill."
#define ONE      "The curvature there (second derivative) is "
#define MORE     "The curvatures there (eigenvalues of the Hessian) "

/* Up to six are listed where there is one for each variable; behind them stands a number that is none. */
START_TEST(curvatures_tell_the_kind_of_point)
{
    static const struct {
        descent_critical_kind kind;
        size_t dimension, count;
        double curvatures[most];
        const char *told;
    } cases[] = {
        {DESCENT_CRITICAL_MINIMUM, 1, 1, {2}, ONE "2: positive, so it is uphill either way, a minimum."},
        {DESCENT_CRITICAL_MAXIMUM, 1, 1, {-2}, ONE "-2: negative, so it is downhill either way, a maximum."},
        {DESCENT_CRITICAL_MINIMUM, 2, 2, {1, 3.14159265}, MORE "are 1 and 3.1416: both" UPHILL},
        {DESCENT_CRITICAL_MINIMUM, 3, 3, {1, 2, 3}, MORE "are 1, 2 and 3: all" UPHILL},
        {DESCENT_CRITICAL_MAXIMUM, 2, 2, {-3, -1}, MORE "are -3 and -1: both" DOWNHILL},
        {DESCENT_CRITICAL_MAXIMUM, 3, 3, {-3, -2, -1}, MORE "are -3, -2 and -1: all" DOWNHILL},
        {DESCENT_CRITICAL_SADDLE, 2, 2, {-1, 1}, MORE "are -1 and 1: one negative and one positive" SADDLE},
        {DESCENT_CRITICAL_SADDLE, 3, 3, {-1, 1, 2}, MORE "are -1, 1 and 2: some negative and some positive" SADDLE},
        {DESCENT_CRITICAL_MINIMUM, 6, 6, {1, 2, 3, 4, 5, 6}, MORE "are 1, 2, 3, 4, 5 and 6: all" UPHILL},
        {DESCENT_CRITICAL_MINIMUM, 7, 7, {1, 2, 3, 4, 5, 6, 7}, MORE "go from 1 to 7: all" UPHILL},
        {DESCENT_CRITICAL_MINIMUM, 7, 6, {1, 2, 3, 4, 5, 6}, MORE "go from 1 to 6: all" UPHILL},
        {DESCENT_CRITICAL_MINIMUM, 3, 2, {1, 3}, MORE "go from 1 to 3: all" UPHILL},
        {DESCENT_CRITICAL_MINIMUM, 2, 1, {1}, MORE "go from 1 to 1: all" UPHILL},
        {DESCENT_CRITICAL_DEGENERATE, 2, 2, {0.125, 1}, MORE "are 0 and 1:" ZERO},
        {DESCENT_CRITICAL_DEGENERATE, 2, 2, {-0.125, 1}, MORE "are 0 and 1:" ZERO},
        {DESCENT_CRITICAL_DEGENERATE, 2, 2, {0.126, 1}, MORE "are 0.126 and 1:" ZERO},
        {DESCENT_CRITICAL_UNDETERMINED, 1, 1, {0}, ONE "0: too uncertain to tell the kind of point."},
        {DESCENT_CRITICAL_NOT_CRITICAL, 1, 1, {1}, ONE "1: too uncertain to tell the kind of point."},
        {DESCENT_CRITICAL_MINIMUM, 2, 0, {0}, ""},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double curvatures[most + 1] = {[most] = 1e9};
        for (size_t i = 0; i < most; i++)
            curvatures[i] = i < cases[k].count ? cases[k].curvatures[i] : 1e9;
        descent_critical_point point = {.kind = cases[k].kind,
                                        .dimension = cases[k].dimension,
                                        .x = at,
                                        .eigenvalues = curvatures,
                                        .eigenvalue_count = cases[k].count,
                                        .eigenvalue_tolerance = 0.125,
                                        .hessian_source = DESCENT_HESSIAN_GRADIENT_DIFFERENCE};
        const descent_diagnosis d = {.dimension = cases[k].dimension, .point = &point, .gradient_norm = 1};
        assert_words(descent__explain_curvatures, &d, cases[k].told);
    }
    const descent_diagnosis d = {.dimension = 2};
    assert_words(descent__explain_curvatures, &d, "");
}
END_TEST

/* Where differences of the loss resolve no more than 10⁻⁴ of the largest and of that: of 4 and t they do for t = 4.0004e-4. */
START_TEST(coarse_zeros_have_an_error)
{
    static const struct {
        double first, last, tolerance;
        descent_hessian_source source;
        descent_tolerance_source tolerance_source;
        const char *told;
    } cases[] = {
        {0, 4, 4.0002e-4, DESCENT_HESSIAN_LOSS_DIFFERENCE, DESCENT_TOLERANCE_DIFFERENCE, "0 and 4"},
        {0, 4, 4.0008e-4, DESCENT_HESSIAN_LOSS_DIFFERENCE, DESCENT_TOLERANCE_DIFFERENCE, "0 ± 0.0004 and 4"},
        {-4, 0, 4.0002e-4, DESCENT_HESSIAN_LOSS_DIFFERENCE, DESCENT_TOLERANCE_DIFFERENCE, "-4 and 0"},
        {-4, 0, 4.0008e-4, DESCENT_HESSIAN_LOSS_DIFFERENCE, DESCENT_TOLERANCE_DIFFERENCE, "-4 and 0 ± 0.0004"},
        {0, 4, 0.01, DESCENT_HESSIAN_LOSS_DIFFERENCE, DESCENT_TOLERANCE_GIVEN, "0 and 4"},
        {0, 4, 0.01, DESCENT_HESSIAN_GRADIENT_DIFFERENCE, DESCENT_TOLERANCE_DIFFERENCE, "0 and 4"},
        {0, 0, 0.01, DESCENT_HESSIAN_LOSS_DIFFERENCE, DESCENT_TOLERANCE_DIFFERENCE, "0 ± 0.01 and 0 ± 0.01"},
        {3, 4, 0.01, DESCENT_HESSIAN_LOSS_DIFFERENCE, DESCENT_TOLERANCE_DIFFERENCE, "3 and 4"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double curvatures[] = {cases[k].first, cases[k].last, 1e9};
        descent_critical_point point = {.kind = DESCENT_CRITICAL_DEGENERATE,
                                        .dimension = 2,
                                        .x = at,
                                        .eigenvalues = curvatures,
                                        .eigenvalue_count = 2,
                                        .eigenvalue_tolerance = cases[k].tolerance,
                                        .hessian_source = cases[k].source,
                                        .tolerance_source = cases[k].tolerance_source};
        const descent_diagnosis d = {.dimension = 2, .point = &point};
        char wanted[240];
        snprintf(wanted, sizeof wanted, MORE "are %s:" ZERO, cases[k].told);
        assert_words(descent__explain_curvatures, &d, wanted);
    }
}
END_TEST

/* On a face of the bounds, or with the terms of a rule, what is free has curvatures, and the rest a slope or a margin. */
START_TEST(what_is_held_has_slopes)
{
    static const double none[] = {NAN, NAN, NAN, -1}, three[] = {NAN, 3, 2.5, -1}, first[] = {1, NAN, 2, -1};
    static const struct {
        const double *bounds, *margins;
        double decay, l1;
        size_t count;
        const char *told;
    } cases[] = {
        {three, NULL, 0, 0, 1,
         "The bounds hold the run against a slope of at least 2.5. The curvature of what is free is 7."},
        {first, NULL, 0, 0, 0,
         "The bounds hold the run against a slope of at least 1. No variable is free: every way is uphill."},
        {none, NULL, 0, 0, 2,
         "The curvatures of what is free (eigenvalues of that part of the Hessian) go from 7 to 8."},
        {NULL, three, 0, 0.5, 3,
         "The L1 term of 0.5 outweighs the slope of what it holds at zero by at least 2.5. The loss alone has a slope "
         "of 0.123 there. The curvatures of what is free (eigenvalues of that part of the Hessian) go from 7 to 9."},
        {NULL, NULL, 0.5, 0, 2,
         "The loss alone has a slope of 0.123 there. The curvatures of what is free (eigenvalues of that part of the "
         "Hessian, the decay's with it) go from 7 to 8."},
        {NULL, NULL, 0.5, 0, 1,
         "The loss alone has a slope of 0.123 there. The curvature of what is free, the decay's with it is 7."},
        {first, first, 0.5, 0.25, 1,
         "The bounds hold the run against a slope of at least 1. The L1 term of 0.25 outweighs the slope of what it "
         "holds at zero by at least 1. The loss alone has a slope of 0.123 there. The curvature of what is free, the "
         "decay's with it is 7."},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double curvatures[] = {7, 8, 9, 1e9}, bounds[4], margins[4];
        memcpy(bounds, cases[k].bounds ? cases[k].bounds : none, sizeof bounds);
        memcpy(margins, cases[k].margins ? cases[k].margins : none, sizeof margins);
        curvatures[cases[k].count] = 1e9;
        descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM,
                                        .dimension = 3,
                                        .x = at,
                                        .eigenvalues = curvatures,
                                        .eigenvalue_count = cases[k].count,
                                        .bound_multipliers = cases[k].bounds ? bounds : NULL,
                                        .zero_margins = cases[k].margins ? margins : NULL,
                                        .weight_decay = cases[k].decay,
                                        .l1 = cases[k].l1,
                                        .gradient_norm = 0.12345};
        const descent_diagnosis d = {.dimension = 3, .point = &point};
        assert_words(descent__explain_curvatures, &d, cases[k].told);
    }
}
END_TEST

#define JUMPS "The gradient jumps there, so there are no curvatures"

START_TEST(without_a_derivative_there_are_no_curvatures)
{
    double curvatures[] = {1, 2};
    descent_critical_point point = {.kind = DESCENT_CRITICAL_DEGENERATE,
                                    .dimension = 2,
                                    .x = at,
                                    .eigenvalues = curvatures,
                                    .eigenvalue_count = 2,
                                    .curvature_jumps = 1};
    descent__holdings holdings = {.gradient_jumps = true};
    descent_diagnosis d = {.dimension = 2, .point = &point, .gradient_norm = 0.5};
    assert_words(descent__explain_curvatures, &d,
                 "The curvature jumps there: the gradient has no derivative, so there is no Hessian, and no curvatures "
                 "tell uphill from downhill.");
    point.kind = DESCENT_CRITICAL_MINIMUM;
    assert_words(descent__explain_curvatures, &d, MORE "are 1 and 2: both" UPHILL);
    d.internal = &holdings;
    assert_words(descent__explain_curvatures, &d, JUMPS ".");
    point.kind = DESCENT_CRITICAL_MINIMUM_AT_KINK;
    assert_words(descent__explain_curvatures, &d,
                 JUMPS "; but nowhere around is the loss lower, and no direction is down: it is a minimum.");
    d.gradient_norm = 0;
    assert_words(descent__explain_curvatures, &d,
                 JUMPS "; but nowhere around is the loss lower, and no direction is down: it is a minimum. At the very "
                       "point it has no slope: zero is only what was given as its gradient.");
    holdings.gradient_jumps = false;
    point.kind = DESCENT_CRITICAL_DEGENERATE;
    point.curvature_jumps = 0;
    assert_words(descent__explain_curvatures, &d, MORE "are 1 and 2:" ZERO);
    holdings.gradient_jumps = true;
    d.point = NULL;
    assert_words(descent__explain_curvatures, &d, "");
}
END_TEST

/* ---- factors ---- */

#define ALONE     "Near there each step multiplies the distance by 1 - (step size)·(curvature): "
#define RULE_SAYS "Near there, in the long run, each step multiplies the distance"

/* 1 − ηλ with as many digits, from four on, as keep it within a tenth of the factor and of its difference from 1. */
START_TEST(a_factor_is_a_product_that_anybody_can_check)
{
    static const struct {
        double step_size, curvature, tolerance, factor;
        const char *told;
    } cases[] = {
        {0.2, 2, 0, 0.6, "1 - 0.2·2 = 0.6"},
        {0.25, -2, 0, 1.5, "1 - 0.25·(-2) = 1.5"},
        {1.0 / 3, 1, 0, 2.0 / 3, "1 - 0.3333·1 = 0.67"},
        /* The curvature is known to 10⁻³, and so the factor to 5·10⁻⁴: that may be 0, 1 and −1. */
        {0.5, 1.99902, 1e-3, 4.9e-4, "1 - 0.5·1.999 = 0"},
        {0.5, 2.00098, 1e-3, -4.9e-4, "1 - 0.5·2.001 = 0"},
        {0.5, 1.99898, 1e-3, 5.1e-4, "1 - 0.5·1.999 = 0.00051"},
        {0.5, 0.98e-3, 1e-3, 1 - 4.9e-4, "1 - 0.5·0 = 1"},
        {0.5, 1e-3, 1e-3, 1 - 5e-4, "1 - 0.5·0 = 1"},
        {0.5, 1.02e-3, 1e-3, 1 - 5.1e-4, "1 - 0.5·0.00102 = 0.99949"},
        {0.5, 3.99902, 1e-3, -1 + 4.9e-4, "1 - 0.5·3.999 = -1"},
        /* Exactly known, but for rounding. */
        {0.5, 2, 0, 2 * DBL_EPSILON, "1 - 0.5·2 = 0"},
        {1, 2, 0, -1 + 2 * DBL_EPSILON, "1 - 1·2 = -1"},
        {1, 1.99996, 0, -0.99996, "1 - 1·1.99996 = -0.99996"},
        {1, 1.999963, 0, -0.999963, "1 - 1·1.99996 = -0.999963"},  /* off by 3.0e-6 of 3.7e-5 */
        {1, 1.999964, 0, -0.999964, "1 - 1·1.999964 = -0.999964"}, /* 4e-6 of 3.6e-5 would be too much */
        {1, 0.99994, 0, 6e-5, "1 - 1·0.99994 = 6e-05"},
        /* What is no such product has all the digits of a double. */
        {0.1, 0.3, 0, 0.5, "1 - 0.10000000000000001·0.29999999999999999 = 0.5"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double curvature = cases[k].curvature, factor = cases[k].factor;
        descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM,
                                        .dimension = 1,
                                        .x = at,
                                        .eigenvalues = &curvature,
                                        .eigenvalue_count = 1,
                                        .eigenvalue_tolerance = cases[k].tolerance};
        descent__holdings holdings = {.plain_descent = true};
        const descent_diagnosis d = {.dimension = 1,
                                     .point = &point,
                                     .factors = &factor,
                                     .step_size = cases[k].step_size,
                                     .internal = &holdings};
        char wanted[200];
        snprintf(wanted, sizeof wanted, ALONE "%s.", cases[k].told);
        assert_words(descent__explain_factors, &d, wanted);
    }
}
END_TEST

/* The least curvature's and the greatest's, or one where they are the same. */
START_TEST(factors_are_told_from_one_to_the_other)
{
    static const struct {
        bool plain, changed;
        size_t dimension, count;
        double curvatures[3], factors[3], imaginary[3];
        const char *told;
    } cases[] = {
        {true,
         false,
         2,
         2,
         {1, 3},
         {0.75, 0.25},
         {0},
         "Near there each step multiplies the distance along each direction by 1 - (step size)·(curvature): 1 - 0.25·1 "
         "= 0.75 and 1 - 0.25·3 = 0.25."},
        {true,
         true,
         2,
         2,
         {1, 3},
         {0.75, 0.25},
         {0},
         "With the last step size a step near there multiplies the distance along each direction by 1 - (step "
         "size)·(curvature): 1 - 0.25·1 = 0.75 and 1 - 0.25·3 = 0.25."},
        {true,
         false,
         3,
         3,
         {1, 2, 3},
         {0.75, 0.5, 0.25},
         {0},
         "Near there each step multiplies the distance along each direction by 1 - (step size)·(curvature): 1 - 0.25·1 "
         "= 0.75 to 1 - 0.25·3 = 0.25."},
        {true,
         false,
         3,
         2,
         {1, 3},
         {0.75, 0.25},
         {0},
         "Near there each step multiplies the distance along each direction by 1 - (step size)·(curvature): 1 - 0.25·1 "
         "= 0.75 to 1 - 0.25·3 = 0.25."},
        {true,
         false,
         2,
         2,
         {2, 2},
         {0.5, 0.5},
         {0},
         "Near there each step multiplies the distance every way by 1 - (step size)·(curvature): 1 - 0.25·2 = 0.5."},
        {true,
         true,
         3,
         2,
         {2, 2},
         {0.5, 0.5},
         {0},
         "With the last step size a step near there multiplies the distance along what is free by 1 - (step "
         "size)·(curvature): 1 - 0.25·2 = 0.5."},
        {false, false, 1, 1, {2}, {0.5}, {0}, RULE_SAYS " by 0.5."},
        {false, true, 2, 2, {1, 3}, {0.5, 0.5}, {0}, RULE_SAYS " every way by 0.5."},
        {false,
         false,
         3,
         2,
         {1, 3},
         {0.3, 0.3},
         {0.4, -0.4},
         RULE_SAYS " along what is free by 0.5 (swinging from side to side)."},
        {false,
         false,
         2,
         2,
         {1.23456, 3},
         {0.75, 0.3},
         {0, 0.4},
         RULE_SAYS " by 0.75 where the curvature is 1.235, and by 0.5 (swinging from side to side) where it is 3."},
        {false,
         false,
         3,
         3,
         {1, 2, 3},
         {0.75, 0.5, -0.25},
         {0},
         RULE_SAYS " by 0.75 where the curvature is least, 1, and by -0.25 where it is largest, 3."},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double curvatures[3], factors[3], imaginary[3];
        memcpy(curvatures, cases[k].curvatures, sizeof curvatures);
        memcpy(factors, cases[k].factors, sizeof factors);
        memcpy(imaginary, cases[k].imaginary, sizeof imaginary);
        descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM,
                                        .dimension = cases[k].dimension,
                                        .x = at,
                                        .eigenvalues = curvatures,
                                        .eigenvalue_count = cases[k].count};
        descent__holdings holdings = {.plain_descent = cases[k].plain};
        descent_event event = {.kind = DESCENT_EVENT_STEP_SIZE};
        descent_diagnosis d = {.dimension = cases[k].dimension,
                               .point = &point,
                               .factors = factors,
                               .factors_imaginary = imaginary,
                               .step_size = 0.25,
                               .events = &event,
                               .event_count = cases[k].changed,
                               .internal = &holdings};
        assert_words(descent__explain_factors, &d, cases[k].told);
        point.kind = DESCENT_CRITICAL_DEGENERATE;
        assert_words(descent__explain_factors, &d, "");
        point.kind = DESCENT_CRITICAL_MINIMUM;
        d.factors = NULL;
        assert_words(descent__explain_factors, &d, "");
    }
}
END_TEST

/* All factors one to 10⁻¹³, and none that turns: the step size has faded. */
START_TEST(steps_that_have_faded_say_so)
{
#define FADED " to rounding: such small steps hardly move the run any more."
    static const struct {
        bool plain;
        size_t dimension;
        double factor, imaginary;
        const char *told;
    } cases[] = {
        {true, 1, 1, 0,
         "Near there each step multiplies the distance by 1 - (step size)·(curvature), which is 1," FADED},
        {true, 2, 1 - 0.9e-13, 0,
         "Near there each step multiplies the distance along each direction by 1 - (step size)·(curvature), which is "
         "1," FADED},
        {false, 1, 1, 0, RULE_SAYS " by 1," FADED},
        {false, 2, 1, 0, RULE_SAYS " along each direction by 1," FADED},
        {false, 1, 1 - 2e-13, 0, RULE_SAYS " by 0.9999999999998."},
        {false, 1, 1, 1.7320508075688772, RULE_SAYS " by 2 (swinging from side to side)."},
    };
#undef FADED
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double curvatures[] = {1, 2}, factors[] = {cases[k].factor, cases[k].factor};
        double imaginary[] = {cases[k].imaginary, cases[k].imaginary};
        descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM,
                                        .dimension = cases[k].dimension,
                                        .x = at,
                                        .eigenvalues = curvatures,
                                        .eigenvalue_count = cases[k].dimension};
        descent__holdings holdings = {.plain_descent = cases[k].plain};
        const descent_diagnosis d = {.dimension = cases[k].dimension,
                                     .point = &point,
                                     .factors = factors,
                                     .factors_imaginary = imaginary,
                                     .internal = &holdings};
        assert_words(descent__explain_factors, &d, cases[k].told);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        curvatures_tell_the_kind_of_point,
        coarse_zeros_have_an_error,
        what_is_held_has_slopes,
        without_a_derivative_there_are_no_curvatures,
        a_factor_is_a_product_that_anybody_can_check,
        factors_are_told_from_one_to_the_other,
        steps_that_have_faded_say_so,
    };
    return descent_test_main(descent_test_suite("inside_curvatures", tests, sizeof tests / sizeof tests[0]));
}
