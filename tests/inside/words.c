/* What sentences are made of: numbers, points, nouns; the words of every enumeration. */
#include "support.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include <descent/descent.h>
#include <descent/gradient_check.h>
#include <descent/monitor.h>

#include "base/ending.h"
#include "base/word.h"
#include "diagnosis/explain/ending_words.h"
#include "diagnosis/explain/finding_words.h"
#include "diagnosis/explain/words.h"

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
    ck_assert_str_eq(point(0, NULL, 0), "");
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
    /* To a billionth a component is rounding. */
    ck_assert_str_eq(way(2, (double[]){0.9e-9, 1}), " along (0, 1)");
    ck_assert_str_eq(way(2, (double[]){1.1e-9, 1}), " along (1.1e-09, 1)");
    ck_assert_str_eq(way(6, (double[]){0, 0, 0, 0, 0, -1}), " along (0, 0, 0, 0, 0, -1)");
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

/* Of a vector of length 1 what is left after the components told, squared, is told while it is more than a billionth. */
START_TEST(what_is_left_of_a_direction_is_not_told)
{
    enum {
        many = 7
    };
    static const struct {
        double first, second, left;
        const char *told;
    } cases[] = {{0.8, 0.6, 0.9e-9, " along 0.8 x₁ + 0.6 x₂"},
                 {0.8, 0.6, 1.1e-9, " along 0.8 x₁ + 0.6 x₂ + 3.32e-05 x₃"},
                 {0.6, -0.8, 0, " along -0.8 x₂ + 0.6 x₁"},
                 {0.8, 0.6, 0.01, " along 0.796 x₁ + 0.597 x₂ + 0.1 x₃"}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const double scale = sqrt(1 - cases[k].left);
        const double direction[many + 1] = {
            cases[k].first * scale, cases[k].second * scale, sqrt(cases[k].left), 0, 0, 0, 0, 9};
        ck_assert_str_eq(way(many, direction), cases[k].told);
    }
    /* Of a shorter one there is more, but not these. */
    ck_assert_str_eq(way(many, (double[]){0.5, 0, 0, 0, 0, 0, 0}), " along 0.5 x₁ + …");
    ck_assert_str_eq(way(many, (double[]){0.5, 1e-9, 0, 0, 0, 0, 0}), " along 0.5 x₁ + …");
    ck_assert_str_eq(way(many, (double[]){0.5, 1.1e-9, 0, 0, 0, 0, 0}), " along 0.5 x₁ + 1.1e-09 x₂ + …");
    ck_assert_str_eq(way(many, (double[]){0, 0, 0, 0, 0, 0, -1}), " along x₇");
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
    } cases[] = {{1, false, "1"},
                 {99, false, "99"},
                 {104, false, "100"},
                 {30641, false, "31000"},
                 {999999, false, "1000000"},
                 {8.66e6, false, "8.7e+06"},
                 {104, true, "104"},
                 {30641, true, "30641"},
                 {8.66e6, true, "8660000"},
                 {1e300, true, "1e+300"},
                 {100.6, false, "100"},
                 {1e6, false, "1e+06"},
                 {1.5e6, false, "1.5e+06"},
                 {9e14, true, "900000000000000"},
                 {1e15, true, "1e+15"},
                 {1.5e15, true, "1.5e+15"},
                 {0, false, "0"}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[descent__factor_text_size];
        descent__words_steps(text, cases[k].steps, cases[k].exact);
        ck_assert_str_eq(text, cases[k].told);
    }
    /* What suffices is no less, what is a lower end no more; and neither is off by more than one of the second digit. */
    for (double steps = 1; steps < 1e300; steps = ceil(steps * 1.37)) {
        char text[descent__factor_text_size];
        for (int exact = 0; exact <= (steps < 1e15); exact++) {
            (void)descent__words_enough_steps(text, steps, exact);
            ck_assert_double_ge(strtod(text, NULL), (1 - 1e-15) * steps);
            ck_assert_double_le(strtod(text, NULL), 1.1 * steps + 1);
            (void)descent__words_least_steps(text, steps, exact);
            ck_assert_double_le(strtod(text, NULL), (1 + 1e-15) * steps);
            ck_assert_double_ge(strtod(text, NULL), 0.9 * steps - 1);
        }
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
    ck_assert_str_eq(factor(10.44), "10.4"); /* 9.4 */
    ck_assert_str_eq(factor(1.25), "1.25");
    ck_assert_str_eq(factor(-1.994), "-1.99");
    ck_assert_str_eq(factor(2.55), "2.5"); /* 1.55: an even digit, or what is below 2.55 in binary */
    ck_assert_str_eq(factor(1), "1");
    ck_assert_str_eq(factor(0.8951), "0.9"); /* two digits of 0.10 */
    ck_assert_str_eq(factor(1.0651), "1.065");
    ck_assert_str_eq(factor(1 + 15 * DBL_EPSILON), "1.000000000000003"); /* 3.3e-15 */
    ck_assert_str_eq(factor(1 + DBL_EPSILON), "1");                      /* is rounding */
    for (double off = 1e-20; off < 1e20; off *= 1.37)
        for (int sign = -1; sign <= 1; sign += 2) {
            const double value = 1 + sign * off, difference = fabs(fabs(value) - 1);
            /* Half a digit in the second place of the difference, and half of the factor's 16th. */
            ck_assert_double_le(fabs(strtod(factor(value), NULL) - value), 0.051 * difference + 5e-16);
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

/* Where no upper end is known of what is within reach, a lower end above 1 is what is told. */
START_TEST(steps_to_go_have_a_lower_end_or_a_value)
{
    static const struct {
        descent_interval to_go;
        const char *told;
        double steps;
    } cases[] = {{{870, 800, 900}, "about 870", 870},           {{870, 800, INFINITY}, "at least 800", 800},
                 {{870, 1.5, INFINITY}, "at least 1", 1},       {{870, 1, INFINITY}, "about 870", 870},
                 {{870, 0.5, INFINITY}, "about 870", 870},      {{9.9e6, 800, INFINITY}, "at least 800", 800},
                 {{1e7, 800, INFINITY}, "about 1e+07", 1e7},    {{2e7, 800, INFINITY}, "about 2e+07", 2e7},
                 {{NAN, 800, INFINITY}, "at least 800", 800},   {{2e7, 800, 3e7}, "about 2e+07", 2e7},
                 {{870, NAN, INFINITY}, "about 870", 870},      {{1234, 1234, 1234}, "1234", 1234},
                 {{12319, 12000, 13000}, "about 13000", 13000}, {{NAN, 12980, INFINITY}, "at least 12000", 12000}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[descent__count_text_size];
        const double steps = descent__words_to_go(text, &cases[k].to_go);
        ck_assert_str_eq(text, cases[k].told);
        ck_assert_double_eq(steps, cases[k].steps);
        ck_assert_int_eq(descent__words_are_open(&cases[k].to_go), strncmp(text, "at least", 8) == 0);
    }
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
    ck_assert_str_eq(descent__words_kind(&(descent_critical_point){.kind = DESCENT_CRITICAL_UNDETERMINED}),
                     "critical point");
    ck_assert_str_eq(descent__words_kind(&(descent_critical_point){.kind = DESCENT_CRITICAL_NOT_CRITICAL}),
                     "critical point");
    descent_critical_point flat = {.kind = DESCENT_CRITICAL_DEGENERATE, .probe = DESCENT_PROBE_FLAT};
    flat.dimension = 2;
    flat.nullity = 1;
    ck_assert_str_eq(descent__words_kind(&flat), "point in a valley");
    flat.nullity = 2;
    ck_assert_str_eq(descent__words_kind(&flat), "point on flat ground");
    flat.rises_beside = 1;
    ck_assert_str_eq(descent__words_kind(&flat), "point in a valley");
    flat.valleys_meet = 1;
    ck_assert_str_eq(descent__words_kind(&flat), "point where valleys meet");
    flat.probe = DESCENT_PROBE_NONE_LOWER;
    ck_assert_str_eq(descent__words_kind(&flat), "degenerate critical point");
}
END_TEST

START_TEST(what_was_named_has_a_short_name)
{
    static const struct {
        descent_critical_kind kind;
        const char *again;
    } cases[] = {{DESCENT_CRITICAL_MINIMUM, "the minimum"},     {DESCENT_CRITICAL_MAXIMUM, "the maximum"},
                 {DESCENT_CRITICAL_SADDLE, "the saddle"},       {DESCENT_CRITICAL_DEGENERATE, "that point"},
                 {DESCENT_CRITICAL_UNDETERMINED, "that point"}, {DESCENT_CRITICAL_NOT_CRITICAL, "that point"}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        ck_assert_str_eq(descent__words_again(&(descent_critical_point){.kind = cases[k].kind}), cases[k].again);
    ck_assert_str_eq(descent__words_again(NULL), "the limit");
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
    ck_assert_int_eq(DESCENT_EVENT_POLE, 11);
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

/* Steps to go are a number of two digits, however many: no count has room for all of them. */
START_TEST(steps_to_go_are_told_however_many)
{
    static const struct {
        double steps;
        const char *told;
    } all[] = {{1, ", about 1 step to go"},
               {2, ", about 2 steps to go"},
               {12345, ", about 13000 steps to go"},
               {0x1p63, ", about 9.3e+18 steps to go"},
               {0x1p64, ", about 1.9e+19 steps to go"},
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
        what_is_left_of_a_direction_is_not_told,
        a_count_of_steps_has_two_digits_unless_it_is_exact,
        a_factor_shows_what_parts_it_from_one,
        what_is_compared_is_told_apart,
        steps_to_go_have_a_lower_end_or_a_value,
        every_kind_of_point_has_a_noun,
        what_was_named_has_a_short_name,
        quantities_have_articles,
        every_value_has_a_word_of_its_own,
        what_is_no_value_is_unknown,
        numbers_are_pinned,
        findings_are_sentences,
        a_title_begins_like_the_sentence,
        a_title_counts_steps_like_the_text,
        steps_to_go_are_told_however_many,
    };
    return descent_test_main(descent_test_suite("inside_words", tests, sizeof tests / sizeof tests[0]));
}
