/* The sentences of all advice, with the numbers that are filled in. */
#include "support.h"

#include <float.h>
#include <locale.h>
#include <math.h>

#include <descent/descent.h>

#include "base/arena.h"
#include "base/word.h"
#include "diagnosis/explain/advice_words.h"

static const descent__word advice_kind_words[] = {DESCENT_ADVICE_KIND_LIST(DESCENT__WORD)};

/* The sentences of a code, with something to fill in for every name; in the arena. */
static const char *advice_text(descent__arena *arena, descent__advice_code code)
{
    static const double minimum[] = {2, 1.7071067811865475};
    static const double saddle[] = {2, 1};
    static const double direction[] = {0, 1};
    const descent_advice advice = {
        .step_size = 0.25,
        .momentum = 0.9,
        .steps = 1234,
        .push = 0.004,
        .units = direction,
        .direction = direction,
        .outcome_steps = 59,
    };
    const descent__advice_numbers numbers = {
        .outcome = {"minimum", minimum, 1e-6},
        .saddle = {"saddle", saddle, 1e-6},
        .copy_steps = 77,
        .largest = 0.5,
        .smallest = 0.0625,
        .before = 1e6,
        .after = 2,
        .begin = saddle,
    };
    return descent__advice_text(arena, 2, NULL, code, &advice, &numbers);
}

START_TEST(every_advice_has_sentences_of_its_own)
{
    descent__arena arena = {0};
    const char *texts[DESCENT__ADVICE_CODE_COUNT];
    for (int code = 0; code < DESCENT__ADVICE_CODE_COUNT; code++) {
        const char *text = texts[code] = advice_text(&arena, (descent__advice_code)code);
        ck_assert_ptr_nonnull(text);
        ck_assert_msg(text[0] >= 'A' && text[0] <= 'Z' && text[strlen(text) - 1] == '.', "%s", text);
        ck_assert_msg(!strpbrk(text, "{}%"), "%s", text);
        ck_assert_msg(!strstr(text, "  ") && !strstr(text, " .") && !strstr(text, ".."), "%s", text);
        const char *kind = descent_advice_kind_string(descent__advice_kind((descent__advice_code)code));
        ck_assert_str_ne(kind, "unknown");
        for (int before = 0; before < code; before++)
            ck_assert_str_ne(texts[before], text);
    }
    descent__arena_release(&arena);
}
END_TEST

START_TEST(sentences_are_filled_with_the_numbers)
{
    descent__arena arena = {0};
    ck_assert_str_eq(
        advice_text(&arena, DESCENT__ADVISE_STEP_AND_PUSH),
        "Step size 0.25, from a start that is pushed a little along (0, 1), because without the push the run "
        "ends on the saddle at (2, 1). I tried it: after a push of 0.004 it converges to the minimum at "
        "(2, 1.70711) in 59 steps.");
    ck_assert_str_eq(advice_text(&arena, DESCENT__ADVISE_ABOUT_STEPS), "Go on for about 1300 more steps.");
    ck_assert_ptr_nonnull(strstr(advice_text(&arena, DESCENT__ADVISE_STEP_TRIED_CALM),
                                 "the run goes down, but after 77 steps it has not yet arrived."));
    ck_assert_ptr_nonnull(strstr(advice_text(&arena, DESCENT__ADVISE_ALL_FLED), "from 0.5 down to 0.0625"));
    ck_assert_ptr_nonnull(strstr(advice_text(&arena, DESCENT__ADVISE_ALL_FLED), "may have no minimum"));
    const char *const far = advice_text(&arena, DESCENT__ADVISE_FAR_SMALLER_STEP);
    ck_assert_ptr_nonnull(strstr(far, "A step size far below 0.0625: there is a minimum"));
    ck_assert_ptr_null(strstr(far, "no minimum"));
    ck_assert_ptr_nonnull(strstr(advice_text(&arena, DESCENT__ADVISE_LOWER_MOMENTUM), "to 0.9 say"));
    descent_advice advice = {.steps = 1};
    ck_assert_str_eq(descent__advice_text(&arena, 1, NULL, DESCENT__ADVISE_ABOUT_STEPS, &advice, NULL),
                     "Go on for about 1 more step.");
    advice.steps = 2e9;
    ck_assert_str_eq(descent__advice_text(&arena, 1, NULL, DESCENT__ADVISE_OUT_OF_REACH, &advice, NULL),
                     "Going on would take about 2e+09 more steps, which is out of reach.");
    const double start = 3;
    const descent__advice_numbers scheduled = {.outcome = {"minimum", &start, 0}, .scheduled = 1};
    advice = (descent_advice){.step_size = 0.1, .outcome_steps = 1};
    ck_assert_ptr_nonnull(
        strstr(descent__advice_text(&arena, 1, NULL, DESCENT__ADVISE_SMALLER_STEP, &advice, &scheduled),
               "to the end of the schedule, such as"));
    ck_assert_str_eq(descent__advice_text(&arena, 1, NULL, DESCENT__ADVISE_STEP_TRIED, &advice, &scheduled),
                     "A first step size of 0.1. I tried it: from the same start it converges to the minimum at "
                     "3 in 1 step.");
    descent__arena_release(&arena);
}
END_TEST

/* Beyond a pole is a side of a number, where there is one variable and the place is known. */
START_TEST(beyond_a_pole_is_a_side_of_it)
{
    static const double at[] = {-1.5707963, 3};
    static const char *const names[] = {"width", "height"};
    static const struct {
        size_t n;
        const double *x;
        bool named, from_below;
        const char *words;
    } cases[] = {
        {1, at, false, true, "Begin with x₁ above -1.5708: below it, where the run came from, the loss"},
        {1, at, false, false, "Begin with x₁ below -1.5708: above it, where the run came from, the loss"},
        {1, at, true, true, "Begin with width above -1.5708: below it, where"},
        {1, NULL, false, true, "Begin beyond the pole that was crossed: where the run came from, the loss"},
        {2, at, true, true, "Begin beyond the pole that was crossed: where the run came from, the loss"},
    };
    descent__arena arena = {0};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent_advice advice = {.step_size = NAN};
        const descent__advice_numbers numbers = {.pole = {.x = cases[k].x, .tolerance = 1e-8},
                                                 .pole_from_below = cases[k].from_below};
        const char *const text = descent__advice_text(&arena, cases[k].n, cases[k].named ? names : NULL,
                                                      DESCENT__ADVISE_LEAVE_POLE, &advice, &numbers);
        ck_assert_msg(strncmp(text, cases[k].words, strlen(cases[k].words)) == 0, "%zu: %s", k, text);
    }
    descent__arena_release(&arena);
}
END_TEST

/* The longest numbers there are are not cut off. */
START_TEST(the_longest_advice_fits)
{
    double far[6];
    double direction[9];
    for (size_t i = 0; i < 6; i++)
        far[i] = -DBL_MAX;
    for (size_t i = 0; i < 9; i++)
        direction[i] = -1.0 / 3;
    const descent_advice advice = {.step_size = -DBL_MIN,
                                   .momentum = -DBL_MIN,
                                   .steps = DBL_MAX,
                                   .push = -DBL_MIN,
                                   .units = far,
                                   .direction = direction,
                                   .outcome_steps = UINT64_MAX};
    const descent__place place = {"degenerate critical point", far, 0};
    const descent__advice_numbers numbers = {.outcome = place,
                                             .saddle = place,
                                             .copy_steps = UINT64_MAX,
                                             .largest = -DBL_MIN,
                                             .smallest = -DBL_MIN,
                                             .before = DBL_MAX,
                                             .after = DBL_MAX,
                                             .win = DBL_MAX,
                                             .slope = DBL_MAX,
                                             .misfit = DBL_MAX,
                                             .length = DBL_MAX,
                                             .momentum = DBL_MAX,
                                             .scheduled = 1,
                                             .begin = far};
    descent__arena arena = {0};
    for (int code = 0; code < DESCENT__ADVICE_CODE_COUNT; code++) {
        const char *text = descent__advice_text(&arena, 6, NULL, (descent__advice_code)code, &advice, &numbers);
        ck_assert_msg(text[strlen(text) - 1] == '.', "%s", text);
    }
    descent__arena_release(&arena);
}
END_TEST

/* Every kind is said by some advice, or nobody needs it. */
START_TEST(every_kind_of_advice_is_given)
{
    for (size_t kind = 0; kind < DESCENT__WORD_COUNT(advice_kind_words); kind++) {
        int code = 0;
        while (code < DESCENT__ADVICE_CODE_COUNT &&
               descent__advice_kind((descent__advice_code)code) != advice_kind_words[kind].number)
            code++;
        ck_assert_msg(code < DESCENT__ADVICE_CODE_COUNT, "%s", advice_kind_words[kind].word);
    }
}
END_TEST

/* ---- locale ---- */

/* Sentences are the same whatever the decimal separator of the user, and the user's locale stays as it was. */
START_TEST(numbers_have_a_point_in_every_locale)
{
    const bool commas = descent_test_enter_comma_locale();
    descent__arena arena = {0};
    ck_assert_ptr_nonnull(strstr(advice_text(&arena, DESCENT__ADVISE_STEP_TRIED), "Step size 0.25."));
    char text[8];
    snprintf(text, sizeof text, "%.1f", 0.5);
    ck_assert_str_eq(text, commas ? "0,5" : "0.5");
    setlocale(LC_ALL, "C");
    descent__arena_release(&arena);
}
END_TEST

static const char *const templates[] = {
#define TEMPLATE(name, kind, sentences) sentences,
    DESCENT__ADVICE_LIST(TEMPLATE)
#undef TEMPLATE
};

/* In every sentence with this name stands `wanted` in its place, between the words that surround it. */
static void assert_filled(const char *name, const descent_advice *advice, const descent__advice_numbers *numbers,
                          const char *wanted)
{
    static const double place[] = {2, 1};
    descent_advice all = *advice;
    descent__advice_numbers known = *numbers;
    all.units = all.direction = place;
    known.begin = known.outcome.x = known.saddle.x = place;
    known.outcome.noun = known.saddle.noun = "point";
    descent__arena arena = {0};
    size_t count = 0;
    for (size_t k = 0; k < sizeof templates / sizeof *templates; k++) {
        const char *const found = strstr(templates[k], name);
        if (!found)
            continue;
        const char *begin = found, *const end = found + strlen(name);
        while (begin > templates[k] && begin[-1] != '}')
            begin--;
        char part[2000];
        snprintf(part, sizeof part, "%.*s%s%.*s", (int)(found - begin), begin, wanted, (int)strcspn(end, "{"), end);
        const char *const text = descent__advice_text(&arena, 2, NULL, (descent__advice_code)k, &all, &known);
        ck_assert_ptr_nonnull(text);
        ck_assert_msg(strstr(text, part), "%s in \"%s\": %s", name, templates[k], text);
        count++;
    }
    ck_assert_msg(count > 0, "nothing says %s", name);
    descent__arena_release(&arena);
}

/* What theory foresees and what is to be made are rounded up to two digits, or told to the last; a lower end is rounded down. */
START_TEST(counts_of_steps_have_their_digits)
{
    static const struct {
        double steps;
        const char *count, *about, *exactly;
    } cases[] = {{0.5, "1 step", "1 more step", "1 more step"}, /* what is left of one is one */
                 {1, "1 step", "1 more step", "1 more step"},
                 {2, "2 steps", "2 more steps", "2 more steps"},
                 {58.1, "59 steps", "59 more steps", "59 more steps"},
                 {99, "99 steps", "99 more steps", "99 more steps"},
                 {100, "100 steps", "100 more steps", "100 more steps"},
                 {101, "110 steps", "110 more steps", "101 more steps"},
                 {1234, "1300 steps", "1300 more steps", "1234 more steps"},
                 {9.85e6, "9900000 steps", "9.9e+06 more steps", "9850000 more steps"},
                 {9.95e6, "1.0e+07 steps", "1e+07 more steps", "9950000 more steps"},
                 {1.21e8, "1.3e+08 steps", "1.3e+08 more steps", "121000000 more steps"}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent_advice advice = {.steps = cases[k].steps};
        assert_filled("{count}", &advice, &(descent__advice_numbers){.exact = false}, cases[k].count);
        assert_filled("{steps}", &advice, &(descent__advice_numbers){.exact = false}, cases[k].about);
        assert_filled("{steps}", &advice, &(descent__advice_numbers){.exact = true}, cases[k].exactly);
    }
    const descent_advice advice = {.steps = 1299};
    assert_filled("{steps}", &advice, &(descent__advice_numbers){.least = true}, "1200 more steps");
}
END_TEST

START_TEST(what_is_not_known_is_left_out)
{
    const descent_advice advice = {.step_size = 0.12345, .push = 0.0123, .momentum = 0.99985, .outcome_steps = 2};
    const descent__advice_numbers none = {.misfit = NAN, .length = NAN, .after = 1};
    const descent__advice_numbers all = {.misfit = 0.126,
                                         .length = 0.5,
                                         .after = 2.5,
                                         .before = 123.4,
                                         .win = 0.26,
                                         .slope = 0.126,
                                         .largest = 0.1234,
                                         .smallest = 0.01234,
                                         .copy_steps = 1,
                                         .momentum = -0.5,
                                         .every_step = true,
                                         .rule_known = true,
                                         .scheduled = true};
    const struct {
        const char *name, *without, *with;
    } cases[] = {
        {"{by_misfit}", "",
         ". On average the recorded steps that were looked at are 0.5 long; a step of the rule from the same point "
         "ends 0.13 away "
         "from where the recorded one does"},
        {"{after}", "are all equal", "differ by a factor of 2.5"},
        {"{before}", "0", "123"},
        {"{win}", "0", "0.3"},
        {"{slope}", "0", "0.13"},
        {"{record_every_step}", ", record every step", ""},
        {"{recorded}", ", every one of them recorded", ""},
        {"{and_rule}", " and the rule with its step size", ""},
        {"{or_less_momentum}", "", ", or less momentum than -0.5"},
        {"{copy_steps}", "0 steps", "1 step"},
        {"{largest}", "0", "0.123"},
        {"{smallest}", "0", "0.0123"},
        {"{Step_size}", "Step size", "A first step size of"},
        {"{A_smaller_step_size}", "A smaller step size", "Smaller step sizes, to the end of the schedule"},
        {"{step_size}", "0.123", "0.123"},
        {"{push}", "0.012", "0.012"},
        {"{momentum}", "0.99985", "0.99985"},
        {"{outcome}", "it converges to the point at (2, 1) in 2 steps",
         "it converges to the point at (2, 1) in 2 steps"},
        {"{saddle}", "the point at (2, 1)", "the point at (2, 1)"},
        {"{outcome_place}", "the point at (2, 1)", "the point at (2, 1)"},
        {"{begin}", "(2, 1)", "(2, 1)"},
        {"{units}", "(2, 1)", "(2, 1)"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        assert_filled(cases[k].name, &advice, &none, cases[k].without);
        assert_filled(cases[k].name, &advice, &all, cases[k].with);
    }
    /* Both are needed. */
    assert_filled("{by_misfit}", &advice, &(descent__advice_numbers){.misfit = 0.5, .length = NAN}, "");
    assert_filled("{by_misfit}", &advice, &(descent__advice_numbers){.misfit = NAN, .length = 0.5}, "");
    static const struct {
        uint64_t steps;
        const char *told;
    } outcomes[] = {{0, "it is at the point at (2, 1) at once"}, {1, "it converges to the point at (2, 1) in 1 step"}};
    for (size_t k = 0; k < sizeof outcomes / sizeof *outcomes; k++)
        assert_filled("{outcome}", &(descent_advice){.outcome_steps = outcomes[k].steps}, &none, outcomes[k].told);
    /* Of coordinates within what a place is known to there are zeros. */
    assert_filled("{saddle}", &advice, &(descent__advice_numbers){.saddle.tolerance = 1}, "the point at (2, 0)");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_advice_has_sentences_of_its_own,
        counts_of_steps_have_their_digits,
        what_is_not_known_is_left_out,
        sentences_are_filled_with_the_numbers,
        the_longest_advice_fits,
        beyond_a_pole_is_a_side_of_it,
        every_kind_of_advice_is_given,
        numbers_have_a_point_in_every_locale,
    };
    return descent_test_main(descent_test_suite("inside_advice_words", tests, sizeof tests / sizeof tests[0]));
}
