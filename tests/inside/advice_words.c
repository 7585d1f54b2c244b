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
    ck_assert_str_eq(advice_text(&arena, DESCENT__ADVISE_ABOUT_STEPS), "Go on for about 1200 more steps.");
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

int main(void)
{
    const TTest *const tests[] = {
        every_advice_has_sentences_of_its_own, sentences_are_filled_with_the_numbers, the_longest_advice_fits,
        every_kind_of_advice_is_given,         numbers_have_a_point_in_every_locale,
    };
    return descent_test_main(descent_test_suite("inside_advice_words", tests, sizeof tests / sizeof tests[0]));
}
