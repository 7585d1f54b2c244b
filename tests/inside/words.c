/* What sentences are made of: numbers, points, nouns, lines; the words of every enumeration; the sentences of all advice. */
#include "support.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>

#include <descent/descent.h>
#include <descent/gradient_check.h>
#include <descent/monitor.h>

#include "base/arena.h"
#include "base/ending.h"
#include "base/word.h"
#include "diagnosis/explain/advice_words.h"
#include "diagnosis/explain/ending_words.h"
#include "diagnosis/explain/finding_words.h"
#include "diagnosis/explain/words.h"

enum {
    most_columns = 79
};

/* ---- points, directions, factors ---- */

static const char *point(size_t n, const double *x, double negligible)
{
    static char text[descent__point_text_size];
    memset(text, '!', sizeof text);
    descent__words_rounded_point(text, n, x, negligible);
    ck_assert_uint_lt(strlen(text), sizeof text);
    return text;
}

START_TEST(a_point_is_six_digits_a_number)
{
    const double root = sqrt(0.5);
    ck_assert_str_eq(point(2, (double[]){2, 1 + root}, 0), "(2, 1.70711)");
    ck_assert_str_eq(point(1, (double[]){-1234567.0}, 0), "-1.23457e+06");
    ck_assert_str_eq(point(2, (double[]){-0.0, 0}, 0), "(0, 0)");
    ck_assert_str_eq(point(6, (double[]){1, 2, 3, 4, 5, 6}, 0), "(1, 2, 3, 4, 5, 6)");
    ck_assert_str_eq(point(7, (double[]){1, 2, 3, 4, 5, 6, 7}, 0), "(1, 2, 3, 4, …)");
    char text[descent__point_text_size];
    descent__words_point(text, 2, (double[]){1e-300, 1});
    ck_assert_str_eq(text, "(1e-300, 1)");
}
END_TEST

START_TEST(what_is_negligible_is_zero)
{
    ck_assert_str_eq(point(3, (double[]){1e-9, -1e-9, 2e-9}, 1e-9), "(0, 0, 2e-09)");
    /* A tolerance that is not known hides nothing. */
    ck_assert_str_eq(point(2, (double[]){1e-9, 1}, NAN), "(1e-09, 1)");
    ck_assert_str_eq(point(2, (double[]){1e-9, 1}, INFINITY), "(0, 0)");
}
END_TEST

/* The longest that six numbers can be: "-1.79769e+308" and a comma each. */
START_TEST(the_longest_point_fits)
{
    const double longest[] = {-DBL_MAX, -DBL_MAX, -DBL_MAX, -DBL_MAX, -DBL_MAX, -DBL_MAX};
    const char *text = point(6, longest, 0);
    ck_assert_uint_eq(strlen(text), 6 * strlen("-1.79769e+308") + 5 * strlen(", ") + 2);
    ck_assert_int_eq(text[strlen(text) - 1], ')');
}
END_TEST

static const char *way(size_t n, const double *direction)
{
    static char text[descent__point_text_size];
    descent__words_along(text, n, NULL, direction);
    ck_assert_uint_lt(strlen(text), sizeof text);
    return text;
}

START_TEST(a_direction_names_its_largest_components)
{
    ck_assert_str_eq(way(1, (double[]){1}), "");
    ck_assert_str_eq(way(2, (double[]){1e-16, -1}), " along (0, -1)");
    double direction[9] = {0};
    direction[7] = 1;
    ck_assert_str_eq(way(9, direction), " along x₈");
    direction[7] = -0.6;
    direction[0] = 0.8;
    ck_assert_str_eq(way(9, direction), " along 0.8 x₁ - 0.6 x₈");
    for (size_t i = 0; i < 9; i++)
        direction[i] = 1.0 / 3;
    ck_assert_str_eq(way(9, direction), " along 0.333 x₁ + 0.333 x₂ + 0.333 x₃ + …");
}
END_TEST

static const char *factor(double value)
{
    static char text[descent__factor_text_size];
    descent__words_factor(text, value);
    ck_assert_uint_lt(strlen(text), sizeof text);
    return text;
}

START_TEST(a_count_of_steps_has_two_digits_unless_it_is_exact)
{
    static const struct {
        double steps;
        bool exact;
        const char *told;
    } cases[] = {{1, false, "1"},         {99, false, "99"},          {104, false, "100"},
                 {30641, false, "31000"}, {999999, false, "1000000"}, {8.66e6, false, "8.7e+06"},
                 {104, true, "104"},      {30641, true, "30641"},     {8.66e6, true, "8660000"},
                 {1e300, true, "1e+300"}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[descent__factor_text_size];
        descent__words_steps(text, cases[k].steps, cases[k].exact);
        ck_assert_str_eq(text, cases[k].told);
    }
    ck_assert(descent__words_is_exact(&(descent_interval){.value = 7, .low = 7, .high = 7}));
    ck_assert(!descent__words_is_exact(&(descent_interval){.value = 7, .low = 7, .high = 8}));
    ck_assert(!descent__words_is_exact(&(descent_interval){.value = 7, .low = 7, .high = INFINITY}));
    ck_assert(!descent__words_is_exact(&(descent_interval){.value = NAN, .low = NAN, .high = NAN}));
}
END_TEST

START_TEST(a_factor_shows_what_parts_it_from_one)
{
    ck_assert_str_eq(factor(0.6), "0.6");
    ck_assert_str_eq(factor(0.99985), "0.99985");
    ck_assert_str_eq(factor(1.0000123), "1.000012");
    ck_assert_str_eq(factor(-0.9), "-0.9");
    ck_assert_str_eq(factor(12.345), "12.3");
    ck_assert_str_eq(factor(1), "1");
    for (double difference = 1e-20; difference < 1e20; difference *= 10)
        for (int sign = -1; sign <= 1; sign += 2) {
            const double value = 1 + sign * difference;
            /* Half a digit in the second place of the difference, and the rounding of the factor itself. */
            ck_assert_double_le(fabs(strtod(factor(value), NULL) - value), 0.051 * difference + DBL_EPSILON);
        }
    (void)factor(-DBL_MAX);
    (void)factor(DBL_MIN);
    (void)factor(INFINITY);
    (void)factor(NAN);
}
END_TEST

START_TEST(what_is_compared_is_told_apart)
{
    char a[descent__factor_text_size], b[descent__factor_text_size];
    descent__words_apart(a, b, 1, 0.5);
    ck_assert_str_eq(a, "1");
    ck_assert_str_eq(b, "0.5");
    descent__words_apart(a, b, 1, 0.9999999);
    ck_assert_str_eq(a, "1");
    ck_assert_str_eq(b, "0.9999999");
    descent__words_apart(a, b, 2.0 / 7, 2.0 / 7);
    ck_assert_str_eq(a, "0.285714");
    ck_assert_str_eq(b, a);
    for (double x = 1e-300; x < 1e300; x *= 7e3) {
        descent__words_apart(a, b, x, nextafter(x, INFINITY));
        ck_assert_str_ne(a, b);
    }
    descent__words_apart(a, b, NAN, 1);
    ck_assert_str_eq(b, "1");
}
END_TEST

/* ---- nouns ---- */

START_TEST(every_kind_of_point_has_a_noun)
{
    static const descent__word kinds[] = {DESCENT_CRITICAL_KIND_LIST(DESCENT__WORD)};
    for (size_t k = 0; k < DESCENT__WORD_COUNT(kinds); k++) {
        const descent_critical_point found = {.kind = (descent_critical_kind)kinds[k].number};
        const char *noun = descent__words_kind(&found);
        ck_assert_msg(strstr(noun, "point") || strcmp(noun, kinds[k].word) == 0, "%s", noun);
        ck_assert_ptr_null(strstr(noun, "undetermined"));
    }
    ck_assert_str_eq(descent__words_kind(NULL), "critical point");
    descent_critical_point flat = {.kind = DESCENT_CRITICAL_DEGENERATE, .probe = DESCENT_PROBE_FLAT};
    flat.dimension = 2;
    flat.nullity = 1;
    ck_assert_str_eq(descent__words_kind(&flat), "point in a valley");
    flat.nullity = 2;
    ck_assert_str_eq(descent__words_kind(&flat), "point on flat ground");
    flat.probe = DESCENT_PROBE_NONE_LOWER;
    ck_assert_str_eq(descent__words_kind(&flat), "degenerate critical point");
}
END_TEST

START_TEST(quantities_have_articles)
{
    ck_assert_str_eq(descent__words_quantity(DESCENT_QUANTITY_NONE), "a value");
    ck_assert_str_eq(descent__words_quantity(DESCENT_QUANTITY_POINT), "the point");
    ck_assert_str_eq(descent__words_quantity(DESCENT_QUANTITY_LOSS), "the loss");
    ck_assert_str_eq(descent__words_quantity(DESCENT_QUANTITY_GRADIENT), "the gradient");
}
END_TEST

/* ---- lines ---- */

/* What was said, as it is printed; the caller's to free. */
static char *lines(void (*say)(descent__words *words))
{
    char *text = NULL;
    size_t size = 0;
    descent__words words = {.stream = open_memstream(&text, &size)};
    ck_assert_ptr_nonnull(words.stream);
    say(&words);
    descent__words_end(&words);
    ck_assert_int_eq(fclose(words.stream), 0);
    return text;
}

static void say_many_words(descent__words *words)
{
    descent__words_heading(words, "Seen:");
    for (int k = 0; k < 60; k++)
        descent__words_say(words, "word%d η", k); /* η is two bytes, and one column */
    descent__words_say(words, ".");
}

START_TEST(lines_are_full_and_not_too_long)
{
    char *text = lines(say_many_words);
    size_t count = 0;
    size_t before = 0;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"), count++) {
        size_t columns = 0;
        for (const char *c = line; *c; c++)
            columns += ((unsigned char)*c & 0xc0) != 0x80;
        /* A full stop belongs to the word before it, also at the end of a full line. */
        ck_assert_uint_le(columns, most_columns + 1);
        ck_assert_int_eq(strncmp(line, count == 0 ? "Seen:  word0" : "       ", count == 0 ? 12 : 7), 0);
        ck_assert_msg(line[7] != ' ', "%s", line);
        if (count > 0)
            ck_assert_uint_gt(before + 1 + strlen("word10"), most_columns); /* no word would have gone there */
        before = columns;
    }
    ck_assert_uint_gt(count, 5);
    free(text);
}
END_TEST

/* Seventy columns leave room for "(1.5,", but not for the whole point. */
static void say_a_point_at_the_end_of_a_line(descent__words *words)
{
    char seventy[71];
    memset(seventy, 'w', 70);
    seventy[70] = '\0';
    descent__words_say(words, "%s (1.5, 2.5), and on.", seventy);
}

START_TEST(a_short_point_stays_on_one_line)
{
    char *text = lines(say_a_point_at_the_end_of_a_line);
    ck_assert_str_eq(strchr(text, '\n'), "\n(1.5, 2.5), and on.\n");
    free(text);
}
END_TEST

static void say_in_pieces(descent__words *words)
{
    descent__words_say(words, "One");
    descent__words_say(words, ", two");
    descent__words_say(words, ": three");
    descent__words_say(words, "; four");
    descent__words_say(words, ".");
}

START_TEST(punctuation_joins_the_word_before)
{
    char *text = lines(say_in_pieces);
    ck_assert_str_eq(text, "One, two: three; four.\n");
    free(text);
}
END_TEST

static void say_a_list(descent__words *words)
{
    descent__words_heading(words, "Why:");
    descent__words_say(words, "Two:");
    descent__words_item(words);
    descent__words_say(words, "one;");
    descent__words_item(words);
    descent__words_say(words, "two.");
    descent__words_list_end(words);
}

static void say_a_list_and_on(descent__words *words)
{
    say_a_list(words);
    descent__words_say(words, "And on.");
}

/* Each item has its line, and so has what comes behind; where nothing does, there is no empty line. */
START_TEST(items_stand_on_lines_of_their_own)
{
    char *text = lines(say_a_list);
    ck_assert_str_eq(text, "Why:   Two:\n         one;\n         two.\n");
    free(text);
    text = lines(say_a_list_and_on);
    ck_assert_str_eq(text, "Why:   Two:\n         one;\n         two.\n       And on.\n");
    free(text);
}
END_TEST

/* ---- enumerations ---- */

typedef struct enumeration {
    const char *name;
    const descent__word *words;
    size_t count;
    const char *(*word)(unsigned number); /* what the library says; NULL where it has no function */
} enumeration;

#define ENUMERATION(name, LIST)                                                                                        \
    static const descent__word name##_words[] = {LIST(DESCENT__WORD)};                                                 \
    static const char *name##_word(unsigned number)                                                                    \
    {                                                                                                                  \
        return descent_##name##_string((descent_##name)number);                                                        \
    }
ENUMERATION(status, DESCENT_STATUS_LIST)
ENUMERATION(ending, DESCENT_ENDING_LIST)
ENUMERATION(law, DESCENT_LAW_LIST)
ENUMERATION(phase, DESCENT_PHASE_LIST)
ENUMERATION(critical_kind, DESCENT_CRITICAL_KIND_LIST)
ENUMERATION(finding, DESCENT_FINDING_LIST)
ENUMERATION(event_kind, DESCENT_EVENT_KIND_LIST)
ENUMERATION(advice_kind, DESCENT_ADVICE_KIND_LIST)
ENUMERATION(quantity, DESCENT_QUANTITY_LIST)
static const descent__word hessian_source_words[] = {DESCENT_HESSIAN_SOURCE_LIST(DESCENT__WORD)};
static const descent__word tolerance_source_words[] = {DESCENT_TOLERANCE_SOURCE_LIST(DESCENT__WORD)};
static const descent__word probe_words[] = {DESCENT_PROBE_LIST(DESCENT__WORD)};
static const descent__word stop_words[] = {DESCENT_STOP_LIST(DESCENT__WORD)};
static const descent__word check_verdict_words[] = {DESCENT_CHECK_VERDICT_LIST(DESCENT__WORD)};

#define WITH_FUNCTION(name)                                                                                            \
    {                                                                                                                  \
#name, name##_words, DESCENT__WORD_COUNT(name##_words), name##_word                                            \
    }
#define WITHOUT_FUNCTION(name)                                                                                         \
    {                                                                                                                  \
#name, name##_words, DESCENT__WORD_COUNT(name##_words), NULL                                                   \
    }
static const enumeration enumerations[] = {
    WITH_FUNCTION(status),
    WITH_FUNCTION(ending),
    WITH_FUNCTION(law),
    WITH_FUNCTION(phase),
    WITH_FUNCTION(critical_kind),
    WITH_FUNCTION(finding),
    WITH_FUNCTION(event_kind),
    WITH_FUNCTION(advice_kind),
    WITH_FUNCTION(quantity),
    WITHOUT_FUNCTION(probe),
    WITHOUT_FUNCTION(stop),
    WITHOUT_FUNCTION(check_verdict),
    WITHOUT_FUNCTION(hessian_source),
    WITHOUT_FUNCTION(tolerance_source),
};

START_TEST(every_value_has_a_word_of_its_own)
{
    for (size_t e = 0; e < sizeof enumerations / sizeof *enumerations; e++) {
        const enumeration *const all = &enumerations[e];
        for (size_t i = 0; i < all->count; i++) {
            const char *word = descent__word_find(all->words, all->count, all->words[i].number);
            ck_assert_msg(word[0] != '\0', "%s %u", all->name, all->words[i].number);
            ck_assert_ptr_eq(word, all->words[i].word);
            if (all->word)
                ck_assert_str_eq(all->word(all->words[i].number), word);
            for (size_t j = 0; j < i; j++) {
                ck_assert_str_ne(all->words[j].word, word);
                ck_assert_uint_ne(all->words[j].number, all->words[i].number);
            }
        }
    }
}
END_TEST

START_TEST(what_is_no_value_is_unknown)
{
    static const unsigned others[] = {12345, 0x7ffffffe, (unsigned)-5, 3 * 64};
    for (size_t e = 0; e < sizeof enumerations / sizeof *enumerations; e++)
        for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
            const enumeration *const all = &enumerations[e];
            ck_assert_str_eq(descent__word_find(all->words, all->count, others[k]), "unknown");
            if (all->word)
                ck_assert_str_eq(all->word(others[k]), "unknown");
        }
    ck_assert_str_eq(descent_status_string(DESCENT_STATUS_FORCE_INT), "unknown");
}
END_TEST

/* Programs have these numbers compiled into them. */
START_TEST(numbers_are_pinned)
{
    ck_assert_int_eq(DESCENT_FINDING_STEP_ABOVE_LIMIT, 1);
    ck_assert_int_eq(DESCENT_FINDING_RULE_DISAGREES, 2048);
    ck_assert_int_eq(DESCENT_EVENT_LINGERING, 1);
    ck_assert_int_eq(DESCENT_EVENT_STEP_SIZE, 8);
    ck_assert_int_eq(DESCENT_EVENT_RULE_CHANGED, 9);
    ck_assert_int_eq(DESCENT_EVENT_JUMPED, 10);
    ck_assert_int_eq(DESCENT_ADVICE_NOTHING, 1);
    ck_assert_int_eq(DESCENT_ADVICE_MORE_EVIDENCE, 11);
    ck_assert_int_eq(DESCENT_QUANTITY_GRADIENT, 3);
    ck_assert_int_eq(DESCENT_CRITICAL_MINIMUM, 1);
    ck_assert_int_eq(DESCENT_CRITICAL_NOT_CRITICAL, 5);
    ck_assert_int_eq(DESCENT_HESSIAN_LOSS_DIFFERENCE, 3);
    ck_assert_int_eq(DESCENT_TOLERANCE_GIVEN, 4);
    ck_assert_int_eq(DESCENT_PROBE_NONE_LOWER, 3);
    ck_assert_int_eq(DESCENT_STOP_FAILURE, 5);
    ck_assert_int_eq(DESCENT_STOP_NONFINITE, 6);
    ck_assert_int_eq(DESCENT_STOP_RULE, 7);
    ck_assert_int_eq(DESCENT_CHECK_WRONG, 6);
    for (size_t i = 0; i < DESCENT__WORD_COUNT(finding_words); i++)
        ck_assert_uint_eq(finding_words[i].number, 1u << i);
}
END_TEST

/* ---- advice ---- */

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

/* ---- findings ---- */

/* A finding is told in a sentence of its own, or another sentence tells it; each line of the table is that of its bit. */
START_TEST(findings_are_sentences)
{
    size_t sentences = 0;
    for (size_t k = 0; k < descent__finding_count; k++) {
        const char *const sentence = descent__finding_sentence(k, 2);
        ck_assert_uint_eq(finding_words[k].number, 1u << k);
        if (!sentence)
            continue;
        sentences++;
        ck_assert_msg(sentence[0] >= 'A' && sentence[0] <= 'Z' && sentence[strlen(sentence) - 1] == '.', "%s",
                      sentence);
        for (size_t before = 0; before < k; before++)
            ck_assert(!descent__finding_sentence(before, 2) ||
                      strcmp(descent__finding_sentence(before, 2), sentence) != 0);
    }
    ck_assert_uint_gt(sentences, 0);
    ck_assert_ptr_nonnull(strstr(descent__finding_sentence(2, 2), "kink")); /* 1 << 2 */
}
END_TEST

/* ---- endings ---- */

/* A title and the sentence begin with the same words, whatever the ending. */
START_TEST(a_title_begins_like_the_sentence)
{
    static double x[] = {2, 1};
    for (int ending = 0; ending < descent__ending_count; ending++) {
        const descent_diagnosis diagnosis = {
            .ending = (descent_ending)ending, .dimension = 2, .x = x, .lyapunov = {NAN, NAN, NAN}, .cycle.period = 2};
        char title[128];
        descent__explain_headline(&diagnosis, title, sizeof title);
        char *text = NULL;
        size_t size = 0;
        descent__words words = {.stream = open_memstream(&text, &size)};
        descent__explain_ending(&words, &diagnosis);
        descent__words_end(&words);
        ck_assert_int_eq(fclose(words.stream), 0);
        const size_t verdict = ending == DESCENT_ENDING_CONVERGED   ? strlen("onverged to")
                               : ending == DESCENT_ENDING_NONFINITE ? strlen("roken off")
                                                                    : strlen(title) - 1;
        ck_assert_msg(strncmp(title + 1, text + 1, verdict) == 0, "%s: %s", title, text);
        ck_assert_int_eq(text[size - 2], '.');
        free(text);
    }
}
END_TEST

/* In a title as in the text. */
START_TEST(a_title_counts_steps_like_the_text)
{
    static double x[] = {2, 1};
    descent_diagnosis diagnosis = {.ending = DESCENT_ENDING_APPROACHING, .dimension = 2, .x = x};
    char title[128];
    diagnosis.pace.steps_to_go = (descent_interval){.value = 30641, .low = 20000, .high = 40000};
    descent__explain_headline(&diagnosis, title, sizeof title);
    ck_assert_str_eq(title, "approaching a limit, about 31000 steps to go");
    diagnosis.pace.steps_to_go = (descent_interval){.value = 30641, .low = 30641, .high = 30641};
    descent__explain_headline(&diagnosis, title, sizeof title);
    ck_assert_str_eq(title, "approaching a limit, 30641 steps to go");
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

/* Steps to go are a number of two digits, however many: no count has room for all of them. */
START_TEST(steps_to_go_are_told_however_many)
{
    static const struct {
        double steps;
        const char *told;
    } all[] = {{1, ", about 1 step to go"},
               {2, ", about 2 steps to go"},
               {12345, ", about 12000 steps to go"},
               {0x1p63, ", about 9.2e+18 steps to go"},
               {0x1p64, ", about 1.8e+19 steps to go"},
               {1e300, ", about 1e+300 steps to go"},
               {0.5, ""},
               {NAN, ""},
               {INFINITY, ""}};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        const descent_diagnosis d = {
            .ending = DESCENT_ENDING_APPROACHING, .dimension = 1, .pace.steps_to_go = {all[k].steps, NAN, NAN}};
        char text[200], wanted[200];
        descent__explain_headline(&d, text, sizeof text);
        snprintf(wanted, sizeof wanted, "approaching a limit%s", all[k].told);
        ck_assert_str_eq(text, wanted);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_point_is_six_digits_a_number,
        what_is_negligible_is_zero,
        the_longest_point_fits,
        a_direction_names_its_largest_components,
        a_count_of_steps_has_two_digits_unless_it_is_exact,
        a_factor_shows_what_parts_it_from_one,
        what_is_compared_is_told_apart,
        every_kind_of_point_has_a_noun,
        quantities_have_articles,
        lines_are_full_and_not_too_long,
        a_short_point_stays_on_one_line,
        punctuation_joins_the_word_before,
        items_stand_on_lines_of_their_own,
        every_value_has_a_word_of_its_own,
        what_is_no_value_is_unknown,
        numbers_are_pinned,
        every_advice_has_sentences_of_its_own,
        sentences_are_filled_with_the_numbers,
        the_longest_advice_fits,
        every_kind_of_advice_is_given,
        findings_are_sentences,
        a_title_begins_like_the_sentence,
        a_title_counts_steps_like_the_text,
        numbers_have_a_point_in_every_locale,
        steps_to_go_are_told_however_many,
    };
    return descent_test_main(descent_test_suite("inside_words", tests, sizeof tests / sizeof tests[0]));
}
