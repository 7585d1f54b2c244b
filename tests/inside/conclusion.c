/* Writing the result: what a decision rests on arrives in its field, and no ending has fields of another. */
#include "support.h"

#include <math.h>
#include <stdlib.h>

#include "base/ending.h"
#include "diagnosis/verdict/conclusion.h"

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
    descent_diagnosis diagnosis;
} bench;

static const double here[] = {1, 2};

static void set_up(bench *b)
{
    *b = (bench){.evidence = {.n = 2, .x = here, .loss = 5, .gradient_norm = 0.25}};
    b->evidence.holdings = &b->holdings;
    b->evidence.keep = &b->holdings.arena;
    b->evidence.has_rule = true;
    b->evidence.rule = descent_fixed_step(0.1);
    b->facts.evidence = &b->evidence;
    b->diagnosis.distance = b->diagnosis.step_limit = NAN;
    b->diagnosis.lyapunov = (descent_interval){NAN, NAN, NAN};
    b->diagnosis.noise = (descent_noise){.level = NAN, .floor = NAN, .floor_half = NAN};
}

static void tear_down(bench *b)
{
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
}

/* Facts to rest on. */
static double eigenvalues[] = {2, 4};
static double place[] = {3, 4};
static descent_critical_point minimum = {
    .kind = DESCENT_CRITICAL_MINIMUM, .dimension = 2, .x = place, .eigenvalue_count = 2, .eigenvalues = eigenvalues};
static double orbit_points[] = {0, 0, 1, 1};
static const descent__orbit orbit = {.cycle = {.period = 2, .orbit = orbit_points, .rotation_number = NAN}, .onset = 9};
static const descent__lyapunov lyapunov = {.exponent = 0.5, .low = 0.4, .high = 0.6};
static const descent_noise noise = {.level = 1, .floor = 2, .floor_half = 3};
static const size_t periods[] = {1, 2};
static const double direction[] = {0, 1};

/* A decision that rests on all that its ending may. */
static descent__decision full(descent_ending ending)
{
    const unsigned fields = descent__fields_allowed(ending);
    descent__decision d = descent__decided(ending, DESCENT__REASON_GRADIENT_ZERO);
    if (fields & (DESCENT__FIELD_POINT_HERE | DESCENT__FIELD_POINT_AHEAD)) {
        d.point = &minimum;
        d.ahead = fields & DESCENT__FIELD_POINT_AHEAD;
    }
    d.centre = fields & DESCENT__FIELD_CENTRE ? &minimum : NULL;
    d.distance = fields & DESCENT__FIELD_DISTANCE ? 0.125 : NAN;
    if (fields & DESCENT__FIELD_LAW) {
        d.pace.law = DESCENT_LAW_GEOMETRIC;
        d.pace.rate = 0.5;
    }
    d.pace.slope = fields & DESCENT__FIELD_SLOPE ? -1 : NAN;
    if (fields & DESCENT__FIELD_STEPS_TO_GO)
        d.pace.steps_to_go = (descent_interval){3, 2, 4};
    d.pace.onset = fields & DESCENT__FIELD_ONSET ? 9 : 0;
    d.orbit = fields & DESCENT__FIELD_ORBIT ? &orbit : NULL;
    d.coordinate_periods = fields & DESCENT__FIELD_COORDINATE_PERIODS ? periods : NULL;
    d.rotation_number = fields & DESCENT__FIELD_ROTATION_NUMBER ? 0.25 : NAN;
    d.lyapunov = fields & DESCENT__FIELD_LYAPUNOV ? &lyapunov : NULL;
    d.noise = fields & DESCENT__FIELD_NOISE ? &noise : NULL;
    d.direction = fields & DESCENT__FIELD_DIRECTION ? direction : NULL;
    d.quantity = fields & DESCENT__FIELD_QUANTITY ? DESCENT_QUANTITY_LOSS : DESCENT_QUANTITY_NONE;
    return d;
}

START_TEST(each_field_arrives_where_it_may)
{
    for (int ending = 0; ending < descent__ending_count; ending++) {
        bench b;
        set_up(&b);
        const descent__decision decision = full((descent_ending)ending);
        descent__conclude(&b.facts, &decision, &b.diagnosis);
        ck_assert_int_eq(b.diagnosis.ending, ending);
        ck_assert_msg(descent__fields_filled(&b.diagnosis) == descent__fields_allowed((descent_ending)ending),
                      "%s: %x filled of %x", descent_ending_string((descent_ending)ending),
                      descent__fields_filled(&b.diagnosis), descent__fields_allowed((descent_ending)ending));
        tear_down(&b);
    }
}
END_TEST

/* Whichever of its fields is told: a cycle is said to be known. */
START_TEST(each_part_of_a_cycle_is_one)
{
    double number = 1;
    const descent_cycle parts[] = {{.period = 2},
                                   {.orbit = &number},
                                   {.multipliers = &number},
                                   {.multipliers_imaginary = &number},
                                   {.multiplier_directions = &number},
                                   {.multiplier_count = 1}};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
        bench b;
        set_up(&b);
        b.diagnosis.pace = (descent_pace){
            .rate = NAN, .exponent = NAN, .slope = NAN, .steps_to_go = (descent_interval){NAN, NAN, NAN}};
        b.diagnosis.cycle.rotation_number = NAN;
        ck_assert_uint_eq(descent__fields_filled(&b.diagnosis), 0);
        b.diagnosis.cycle = parts[k];
        b.diagnosis.cycle.rotation_number = NAN;
        ck_assert_uint_eq(descent__fields_filled(&b.diagnosis), DESCENT__FIELD_ORBIT);
        tear_down(&b);
    }
}
END_TEST

/* Of points alone, whose slopes nobody has told: a problem or a norm would tell, and other reasons do not ask for one. */
START_TEST(slopes_are_missing_where_they_would_decide)
{
    static const descent__reason reasons[] = {DESCENT__REASON_RESTS_UNKNOWN, DESCENT__REASON_SHRINKS_ALONE,
                                              DESCENT__REASON_GRADIENT_ZERO};
    const double norms[] = {NAN, 0.5};
    for (size_t r = 0; r < sizeof reasons / sizeof *reasons; r++)
        for (int k = 0; k < 8; k++) {
            bench b;
            set_up(&b);
            b.evidence.has_problem = k & 1;
            b.evidence.gradient_known = k & 2;
            b.evidence.norms = norms;
            b.evidence.finite = k & 4 ? 2 : 1; /* the first has no number */
            const descent__decision decision = descent__decided(DESCENT_ENDING_UNDETERMINED, reasons[r]);
            descent__conclude(&b.facts, &decision, &b.diagnosis);
            ck_assert_msg(b.holdings.slope_is_missing == (k == 0 && r < 2), "reason %zu, case %d", r, k);
            tear_down(&b);
        }
}
END_TEST

START_TEST(numbers_arrive_as_they_are)
{
    bench b;
    set_up(&b);
    descent__decision decision = full(DESCENT_ENDING_PERIODIC);
    descent__conclude(&b.facts, &decision, &b.diagnosis);
    ck_assert_ptr_null(b.diagnosis.point); /* the centre of a cycle is not where the run is */
    ck_assert_ptr_eq(b.diagnosis.centre, &minimum);
    ck_assert_double_eq_tol(b.diagnosis.step_limit, 0.5, 1e-15); /* 2/λ_max */
    ck_assert_uint_eq(b.diagnosis.cycle.period, 2);
    ck_assert_uint_eq(b.diagnosis.cycle.coordinate_periods[1], 2);
    ck_assert_uint_eq(b.diagnosis.pace.onset, 9);
    tear_down(&b);
    set_up(&b);
    decision = full(DESCENT_ENDING_CHAOTIC);
    descent__conclude(&b.facts, &decision, &b.diagnosis);
    ck_assert_double_eq(b.diagnosis.lyapunov.low, 0.4);
    ck_assert_double_eq(b.diagnosis.lyapunov.value, 0.5);
    ck_assert_double_eq(b.diagnosis.lyapunov.high, 0.6);
    ck_assert_uint_eq(b.diagnosis.cycle.period, 0);
    tear_down(&b);
}
END_TEST

START_TEST(converged_always_has_a_point)
{
    bench b;
    set_up(&b);
    descent__decision decision = full(DESCENT_ENDING_CONVERGED);
    decision.point = NULL;
    descent__conclude(&b.facts, &decision, &b.diagnosis);
    ck_assert_ptr_nonnull(b.diagnosis.point);
    ck_assert(!b.diagnosis.point_ahead);
    ck_assert_int_eq(b.diagnosis.point->kind, DESCENT_CRITICAL_UNDETERMINED);
    ck_assert_double_eq(b.diagnosis.point->x[0], 1);
    ck_assert_double_eq(b.diagnosis.point->x[1], 2);
    ck_assert_double_eq(b.diagnosis.point->loss, 5);
    ck_assert_double_eq(b.diagnosis.point->gradient_norm, 0.25);
    ck_assert_double_eq(b.diagnosis.point->distance, 0.125);
    ck_assert_uint_eq(b.diagnosis.point->eigenvalue_count, 0);
    ck_assert(isnan(b.diagnosis.step_limit));
    descent_critical_point_free(b.diagnosis.point);
    tear_down(&b);
    /* Approaching does not: there the limit may be known by its law alone. */
    set_up(&b);
    decision = full(DESCENT_ENDING_APPROACHING);
    decision.point = NULL;
    descent__conclude(&b.facts, &decision, &b.diagnosis);
    ck_assert_ptr_null(b.diagnosis.point);
    ck_assert(!b.diagnosis.point_ahead);
    tear_down(&b);
}
END_TEST

START_TEST(every_reason_is_a_sentence)
{
    const descent__reason_facts said = {.step = 11,
                                        .count = 22,
                                        .later = 33,
                                        .number = 0.5,
                                        .quantity = DESCENT_QUANTITY_LOSS,
                                        .known.problem = true,
                                        .growth = DESCENT_LAW_FASTER};
    descent__arena arena = {0};
    for (int reason = 0; reason < DESCENT__REASON_COUNT; reason++) {
        const char *const sentence = descent__reason_sentence(&arena, (descent__reason)reason, &said);
        ck_assert_ptr_nonnull(sentence);
        ck_assert_msg(strpbrk(sentence, "{}%") == NULL, "%s", sentence);
        ck_assert_msg(sentence[0] >= 'A' && sentence[0] <= 'Z' && sentence[strlen(sentence) - 1] == '.', "%s",
                      sentence);
        for (int other = 0; other < reason; other++)
            ck_assert_str_ne(sentence, descent__reason_sentence(&arena, (descent__reason)other, &said));
    }
    ck_assert_str_eq(descent__reason_sentence(&arena, DESCENT__REASON_BROKEN, &said),
                     "Step 11 led to a point where the formula of the loss has no value, or one that is too large for "
                     "the computer's "
                     "numbers.");
    ck_assert_str_eq(
        descent__reason_sentence(&arena, DESCENT__REASON_GROWS_AND_RISES, &said),
        "After step 11 the steps grow faster than by any fixed factor, and in the end the loss is higher than "
        "before.");
    /* Step k leads to point k, and point 0 is the start. */
    const descent__reason_facts at_start = {.step = 0, .number = 1.5, .growth = DESCENT_LAW_GEOMETRIC};
    ck_assert_str_eq(descent__reason_sentence(&arena, DESCENT__REASON_BROKEN, &at_start),
                     "The run began at a point that is not finite.");
    ck_assert_str_eq(descent__reason_sentence(&arena, DESCENT__REASON_GROWS_WITHOUT_BOUND, &at_start),
                     "From the start the steps grow by a factor of 1.5 each step.");
    ck_assert_str_eq(descent__reason_sentence(&arena, DESCENT__REASON_CREEPS_OVER_PLATEAU, &said),
                     "The run creeps over a plateau: at its present pace the lowest ground ahead is 0.5 steps away, "
                     "and it takes fewer if the slope grows on the way.");
    const descent__reason_facts ahead = {.number = 4.4e7, .by_slopes = 1480319};
    ck_assert_str_eq(
        descent__reason_sentence(&arena, DESCENT__REASON_CREEPS_OVER_PLATEAU, &ahead),
        "The run creeps over a plateau: at its present pace the lowest ground ahead is 4.4e+07 steps away, "
        "and by the slopes on the way it takes about 1.5e+06.");
    ck_assert_str_eq(descent__reason_sentence(&arena, DESCENT__REASON_COPY_RETURNS_LATER, &said),
                     "Still on the way: a copy that goes on settles after about 33 more steps and then returns after "
                     "every 22 steps.");
    /* A loss that is higher than at the start has not fallen on the whole. */
    const descent__reason_facts thrown = {.known.loss_is_higher = true};
    ck_assert_str_eq(descent__reason_sentence(&arena, DESCENT__REASON_OUTLOOK_RISES, &said),
                     "On the whole the loss has fallen, but that of a copy that goes on rises again; more steps are "
                     "needed to tell where it ends.");
    ck_assert_str_eq(descent__reason_sentence(&arena, DESCENT__REASON_OUTLOOK_RISES, &thrown),
                     "The loss falls at the end, but that of a copy that goes on rises again; more steps are needed "
                     "to tell where it ends.");
    descent__arena_release(&arena);
}
END_TEST

/* ---- what is known beside the decision ---- */

static const double none_finite[] = {NAN, INFINITY, NAN}, last_finite[] = {NAN, NAN, 3}, first_finite[] = {2, NAN, NAN},
                    rising[] = {1, 9, 2}, falling[] = {2, 9, 1}, level[] = {2, 9, 2};

/* Of three rows: each sentence is that of what the evidence knows. */
START_TEST(a_reason_speaks_of_what_is_known)
{
    static const struct {
        bool problem, rule, gradient;
        unsigned findings;
        const double *norms, *losses;
        size_t rows;
        descent__known known;
    } cases[] = {
        {.rows = 3},
        {.rows = 3, .problem = true, .known.problem = true},
        {.rows = 3, .rule = true, .known.rule = true},
        {.rows = 3, .gradient = true, .known.slope = true},
        {.rows = 3, .norms = none_finite},
        {.rows = 3, .norms = last_finite, .known.slope = true},
        {.rows = 2, .norms = last_finite},
        {.rows = 1, .norms = first_finite, .known.slope = true},
        {.rows = 0, .norms = first_finite},
        {.rows = 3, .losses = none_finite},
        {.rows = 3, .losses = last_finite, .known.loss = true},
        {.rows = 2, .losses = last_finite},
        {.rows = 3, .losses = rising, .known = {.loss = true, .loss_is_higher = true}},
        {.rows = 2, .losses = falling, .known = {.loss = true, .loss_is_higher = true}},
        {.rows = 3, .losses = falling, .known.loss = true},
        {.rows = 3, .losses = level, .known.loss = true},
        {.rows = 1, .losses = rising, .known.loss = true},
        {.rows = 0, .losses = rising},
        {.rows = 3,
         .rule = true,
         .findings = DESCENT_FINDING_RULE_DISAGREES,
         .known = {.rule = true, .contradicted = true}},
        {.rows = 3, .rule = true, .findings = ~(unsigned)DESCENT_FINDING_RULE_DISAGREES, .known.rule = true},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (int reason = DESCENT__REASON_NONE + 1; reason < DESCENT__REASON_COUNT; reason++) {
            bench b;
            set_up(&b);
            b.evidence.has_problem = cases[k].problem;
            b.evidence.has_rule = cases[k].rule;
            b.evidence.gradient_known = cases[k].gradient;
            b.evidence.findings = cases[k].findings;
            b.evidence.norms = cases[k].norms;
            b.evidence.losses = cases[k].losses;
            b.evidence.finite = cases[k].rows;
            descent__decision decision = descent__decided(DESCENT_ENDING_UNDETERMINED, (descent__reason)reason);
            descent__reason_facts said = decision.said;
            said.known = cases[k].known;
            descent__conclude(&b.facts, &decision, &b.diagnosis);
            ck_assert_msg(strcmp(b.diagnosis.reason,
                                 descent__reason_sentence(&b.holdings.arena, (descent__reason)reason, &said)) == 0,
                          "case %zu: %s", k, b.diagnosis.reason);
            tear_down(&b);
        }
}
END_TEST

/* What the explanation asks of the reason, and nothing else. */
START_TEST(a_reason_is_remembered_by_what_it_means)
{
    for (int reason = DESCENT__REASON_NONE + 1; reason < DESCENT__REASON_COUNT; reason++)
        for (int c = 0; c < 4; c++) {
            bench b;
            set_up(&b);
            b.evidence.has_problem = c == 1;
            b.evidence.gradient_known = c == 2;
            b.facts.forgets = c % 2;
            b.facts.leaves_later = c / 2;
            const descent__decision decision = descent__decided(DESCENT_ENDING_UNDETERMINED, (descent__reason)reason);
            descent__conclude(&b.facts, &decision, &b.diagnosis);
            const bool level_ground =
                reason == DESCENT__REASON_GROUND_IS_LOWER_FARTHER_OFF || reason == DESCENT__REASON_GROUND_IS_LEVEL ||
                reason == DESCENT__REASON_NEAR_GROUND_LOWER_FARTHER_OFF || reason == DESCENT__REASON_NEAR_LEVEL_GROUND;
            const bool rests = reason == DESCENT__REASON_RESTS_UNKNOWN || reason == DESCENT__REASON_SHRINKS_ALONE;
            ck_assert_int_eq(b.holdings.level_ground, level_ground);
            ck_assert_int_eq(b.holdings.on_kink, reason == DESCENT__REASON_STANDS_ON_KINK);
            ck_assert_int_eq(b.holdings.slope_is_missing, rests && c != 1 && c != 2);
            ck_assert_int_eq(b.holdings.thrown_up, reason == DESCENT__REASON_GROWS_AFTER_FALLING);
            ck_assert_int_eq(b.holdings.falls_in_swing, reason == DESCENT__REASON_OUTLOOK_NO_LOWER);
            ck_assert_int_eq(b.holdings.memory_fades, c % 2);
            ck_assert_int_eq(b.holdings.leaves_later, c / 2);
            /* That a kink was taken for a point whose gradient is zero, is said of that reason. */
            const char *const before = b.diagnosis.reason;
            double factor = 1;
            b.diagnosis.factors = b.diagnosis.factors_imaginary = &factor;
            descent__conclude_kink(&b.facts, &decision, &b.diagnosis);
            ck_assert(!b.diagnosis.factors && !b.diagnosis.factors_imaginary);
            ck_assert_int_eq(b.diagnosis.reason != before, reason == DESCENT__REASON_GRADIENT_ZERO);
            tear_down(&b);
        }
}
END_TEST

/* A power that is none to see is told of nothing that settles; of growth, whose law is another thing, it is. */
START_TEST(a_power_that_is_constant_is_not_told)
{
    static const struct {
        descent_ending ending;
        descent_law law;
        double exponent;
        bool told;
    } cases[] = {
        {DESCENT_ENDING_CONVERGED, DESCENT_LAW_POWER, -1, true},
        {DESCENT_ENDING_CONVERGED, DESCENT_LAW_POWER, -1e-12, false},
        {DESCENT_ENDING_APPROACHING, DESCENT_LAW_POWER, -1e-12, false},
        {DESCENT_ENDING_STALLED, DESCENT_LAW_POWER, -1e-12, true},
        {DESCENT_ENDING_UNBOUNDED, DESCENT_LAW_POWER, -1e-12, true},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b);
        descent__decision decision = descent__decided(cases[k].ending, DESCENT__REASON_GRADIENT_ZERO);
        decision.point = &minimum;
        if (cases[k].ending == DESCENT_ENDING_UNBOUNDED)
            decision.point = NULL;
        decision.ahead = cases[k].ending == DESCENT_ENDING_APPROACHING || cases[k].ending == DESCENT_ENDING_STALLED;
        decision.pace.law = cases[k].law;
        decision.pace.exponent = cases[k].exponent;
        descent__conclude(&b.facts, &decision, &b.diagnosis);
        ck_assert_msg((b.diagnosis.pace.law == DESCENT_LAW_POWER) == cases[k].told, "case %zu", k);
        ck_assert_int_eq(isnan(b.diagnosis.pace.exponent) == 0, cases[k].told);
        tear_down(&b);
    }
}
END_TEST

/* Any number of an interval, of a law or of a noise tells of it. */
START_TEST(any_part_fills_its_field)
{
    bench b;
    set_up(&b);
    b.diagnosis.pace =
        (descent_pace){.rate = NAN, .exponent = NAN, .slope = NAN, .steps_to_go = (descent_interval){NAN, NAN, NAN}};
    b.diagnosis.cycle.rotation_number = NAN;
    descent_diagnosis *const d = &b.diagnosis;
    const struct {
        double *number;
        unsigned field;
    } cases[] = {
        {&d->pace.steps_to_go.value, DESCENT__FIELD_STEPS_TO_GO},
        {&d->pace.steps_to_go.low, DESCENT__FIELD_STEPS_TO_GO},
        {&d->pace.steps_to_go.high, DESCENT__FIELD_STEPS_TO_GO},
        {&d->lyapunov.value, DESCENT__FIELD_LYAPUNOV},
        {&d->lyapunov.low, DESCENT__FIELD_LYAPUNOV},
        {&d->lyapunov.high, DESCENT__FIELD_LYAPUNOV},
        {&d->pace.rate, DESCENT__FIELD_LAW},
        {&d->pace.exponent, DESCENT__FIELD_LAW},
        {&d->pace.slope, DESCENT__FIELD_SLOPE},
        {&d->noise.level, DESCENT__FIELD_NOISE},
        {&d->noise.floor, DESCENT__FIELD_NOISE},
        {&d->noise.floor_half, DESCENT__FIELD_NOISE},
        {&d->distance, DESCENT__FIELD_DISTANCE},
        {&d->step_limit, DESCENT__FIELD_STEP_LIMIT},
        {&d->cycle.rotation_number, DESCENT__FIELD_ROTATION_NUMBER},
    };
    ck_assert_uint_eq(descent__fields_filled(d), 0);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        *cases[k].number = 0;
        ck_assert_msg(descent__fields_filled(d) == cases[k].field, "case %zu", k);
        *cases[k].number = NAN;
    }
    d->pace.onset = 1;
    ck_assert_uint_eq(descent__fields_filled(d), DESCENT__FIELD_ONSET);
    d->pace.onset = 0;
    d->pace.law = DESCENT_LAW_POWER;
    ck_assert_uint_eq(descent__fields_filled(d), DESCENT__FIELD_LAW);
    ck_assert_uint_eq(descent__fields_allowed((descent_ending)descent__ending_count), 0);
    tear_down(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_reason_speaks_of_what_is_known,     a_reason_is_remembered_by_what_it_means,
        a_power_that_is_constant_is_not_told, any_part_fills_its_field,
        each_field_arrives_where_it_may,      each_part_of_a_cycle_is_one,
        numbers_arrive_as_they_are,           slopes_are_missing_where_they_would_decide,
        converged_always_has_a_point,         every_reason_is_a_sentence,
    };
    return descent_test_main(descent_test_suite("inside_conclusion", tests, sizeof tests / sizeof tests[0]));
}
