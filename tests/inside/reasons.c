/* The sentences of all reasons: what their names stand for, on both sides of every choice. */
#include "support.h"

#include <math.h>
#include <string.h>

#include <descent/diagnosis.h>

#include "base/arena.h"
#include "diagnosis/explain/reasons.h"

static const char *const templates[] = {
#define TEMPLATE(name, sentence) sentence,
    DESCENT__REASON_LIST(TEMPLATE)
#undef TEMPLATE
};

/* In every sentence with this name stands `wanted` in its place, between the words that surround it. */
static void assert_filled(const char *name, const descent__reason_facts *facts, const char *wanted)
{
    descent__arena arena = {0};
    size_t count = 0;
    for (size_t k = 0; k < sizeof templates / sizeof *templates; k++) {
        const char *const found = strstr(templates[k], name);
        if (!found)
            continue;
        const char *begin = found, *end = found + strlen(name);
        while (begin > templates[k] && begin[-1] != '}')
            begin--;
        char part[2000];
        snprintf(part, sizeof part, "%.*s%s%.*s", (int)(found - begin), begin, wanted, (int)strcspn(end, "{"), end);
        const char *const text = descent__reason_sentence(&arena, (descent__reason)k, facts);
        ck_assert_ptr_nonnull(text);
        ck_assert_msg(strstr(text, part), "%s in \"%s\": %s", name, templates[k], text);
        ck_assert_ptr_null(strpbrk(text, "{}"));
        count++;
    }
    ck_assert_msg(count > 0, "nothing says %s", name);
    descent__arena_release(&arena);
}

START_TEST(steps_and_counts_have_their_words)
{
    static const struct {
        uint64_t number;
        const char *since, *led_to, *count, *steps, *more;
    } cases[] = {{0, "From the start", "The run began at", "0", "0 steps", "0 more steps"},
                 {1, "After step 1", "Step 1 led to", "1", "1 step", "1 more step"},
                 {2, "After step 2", "Step 2 led to", "2", "2 steps", "2 more steps"},
                 {UINT64_MAX, "After step 18446744073709551615", "Step 18446744073709551615 led to",
                  "18446744073709551615", "18446744073709551615 steps", "18446744073709551615 more steps"}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent__reason_facts step = {.step = cases[k].number, .count = 7, .later = 8, .number = NAN};
        assert_filled("{Since_step}", &step, cases[k].since);
        assert_filled("{Step_led_to}", &step, cases[k].led_to);
        const descent__reason_facts count = {.step = 7, .count = cases[k].number, .later = 8, .number = NAN};
        assert_filled("{count}", &count, cases[k].count);
        assert_filled("{steps}", &count, cases[k].steps);
        assert_filled("{more}", &count, cases[k].more);
        const descent__reason_facts later = {.step = 7, .count = 8, .later = cases[k].number, .number = NAN};
        assert_filled("{later}", &later, cases[k].more);
    }
}
END_TEST

START_TEST(what_broke_is_named)
{
    static const struct {
        descent_quantity quantity;
        bool problem;
        const char *place, *asked;
    } cases[] = {
        {DESCENT_QUANTITY_LOSS, false, "a point where the loss that was recorded is not a finite number", "the loss"},
        {DESCENT_QUANTITY_GRADIENT, false, "a point where the gradient that was recorded is not a finite number",
         "the gradient"},
        {DESCENT_QUANTITY_LOSS, true,
         "a point where the formula of the loss has no value, or one that is too large for the computer's numbers",
         "the loss"},
        {DESCENT_QUANTITY_GRADIENT, true,
         "a point where the formula of the gradient has no value, or one that is too large for the computer's numbers",
         "the gradient"},
        {DESCENT_QUANTITY_POINT, false, "a point that is not finite", "the point"},
        {DESCENT_QUANTITY_POINT, true, "a point that is not finite", "the point"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent__reason_facts facts = {
            .number = NAN, .quantity = cases[k].quantity, .known.problem = cases[k].problem};
        assert_filled("{broken_place}", &facts, cases[k].place);
        assert_filled("{asked}", &facts, cases[k].asked);
    }
}
END_TEST

START_TEST(figures_have_two_digits)
{
    static const struct {
        double number;
        const char *told;
    } cases[] = {{0.1234, "0.12"}, {51.2, "51"}, {99.4, "99"},     {99.6, "100"},      {100, "100"},
                 {104, "100"},     {630, "630"}, {12345, "12000"}, {1.23e9, "1.2e+09"}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        assert_filled("{number}", &(descent__reason_facts){.number = cases[k].number}, cases[k].told);
}
END_TEST

START_TEST(growth_has_a_factor_if_one_is_known)
{
    static const struct {
        descent_law law;
        double number;
        int change;
        const char *told;
    } cases[] = {{DESCENT_LAW_FASTER, 2, 0, "faster than by any fixed factor"},
                 {DESCENT_LAW_GEOMETRIC, 2, 0, "by a factor of 2 each step"},
                 {DESCENT_LAW_GEOMETRIC, 2, 1, "by a factor of 2 each step at the end, and by a smaller one before"},
                 {DESCENT_LAW_GEOMETRIC, 2, -1, "by a factor of 2 each step at the end, and by a larger one before"},
                 {DESCENT_LAW_GEOMETRIC, NAN, 1, "by a factor each step"}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent__reason_facts facts = {
            .number = cases[k].number, .growth = cases[k].law, .change = cases[k].change};
        assert_filled("{growth}", &facts, cases[k].told);
    }
}
END_TEST

START_TEST(places_are_told_where_they_are_known)
{
    static const struct {
        double number;
        const char *place, *by_law, *about;
    } cases[] = {
        {0.5, "(2, 1)", " by a factor of 0.5 each, as if toward (2, 1)",
         ": the points of its last half are 0.5 away from their mean, (2, 1), on average"},
        {-0.5, "(2, 1)", " by a factor of 0.5 each, from side to side, as if toward (2, 1)",
         ": the points of its last half are -0.5 away from their mean, (2, 1), on average"},
        {0, "(2, 1)", " by a factor of 0 each, as if toward (2, 1)",
         ": the points of its last half are 0 away from their mean, (2, 1), on average"},
        {NAN, "(2, 1)", "", ""},
        {0.5, NULL, "", ""},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent__reason_facts facts = {.number = cases[k].number, .place = cases[k].place};
        assert_filled("{by_law}", &facts, cases[k].by_law);
        assert_filled("{about}", &facts, cases[k].about);
        assert_filled("{place}", &facts, cases[k].place ? cases[k].place : "?");
    }
    assert_filled("{cause}", &(descent__reason_facts){.cause = "no step lowers the loss"}, "no step lowers the loss");
    assert_filled("{cause}", &(descent__reason_facts){.cause = NULL}, "it does not say why");
}
END_TEST

START_TEST(what_is_missing_is_named)
{
    static const struct {
        descent__known known;
        const char *without;
    } cases[] = {
        {{.problem = false, .rule = false}, "without problem and rule"},
        {{.problem = false, .rule = true}, "without the problem"},
        {{.problem = true, .rule = false}, "without the rule that made the steps"},
        {{.problem = true, .rule = false, .contradicted = true}, "without the rule that made the steps"},
        {{.problem = true, .rule = true, .contradicted = true}, "with a rule that does not make these steps"},
        {{.problem = true, .rule = true}, "without what the rule remembers"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent__reason_facts facts = {.number = NAN, .known = cases[k].known};
        assert_filled("{without}", &facts, cases[k].without);
        assert_filled("{without_slope}", &facts, "without gradient or loss");
        facts.known.loss = true;
        assert_filled("{without_slope}", &facts, "without the gradient");
        facts.known.slope = true;
        assert_filled("{without_slope}", &facts, cases[k].without);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        steps_and_counts_have_their_words,
        what_broke_is_named,
        figures_have_two_digits,
        growth_has_a_factor_if_one_is_known,
        places_are_told_where_they_are_known,
        what_is_missing_is_named,
    };
    return descent_test_main(descent_test_suite("inside_reasons", tests, sizeof tests / sizeof tests[0]));
}
