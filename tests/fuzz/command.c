/* Formulas and command lines: what users type at the command. */
#define _GNU_SOURCE /* stderr can be another stream: glibc */
#include <float.h>
#include <math.h>
#include <string.h>

#include "command/expression/expression.h"
#include "command/options/parse.h"
#include "command/options/table.h"
#include "command/options/values.h"
#include "command/work/rule.h"
#include "fuzz/choices.h"
#include "fuzz/fuzz.h"
#include "fuzz/judge.h"

enum {
    most_variables = 12, /* of formulas that are evaluated */
    longest_formula = 480,
    longest_said = 6000,
    word_size = 64,
    most_words = 14,
    most_runs = 3,
    most_numbers = 8
};

static void judge_text(const char *text)
{
    for (const char *c = text; *c; c += judge_character(c))
        REQUIRE(judge_character(c) > 0 && ((unsigned char)*c >= ' ' || *c == '\n') && *c != 0x7f);
}

static bool is_same(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

/* Both ways to the derivatives have the same bits, and those to the Hessian are of one function. */
static void judge_formula(descent__expression *formula, const double *x)
{
    const size_t n = formula->dimension;
    double value, other, gradient[most_variables], same[most_variables], product[most_variables];
    double hessian[most_variables * most_variables], unit[most_variables] = {0};
    const int known = descent__expression_loss(n, x, &value, formula);
    if (descent__expression_loss_gradient(n, x, &other, gradient, formula) == 0 && known == 0)
        REQUIRE(is_same(value, other));
    if (descent__expression_gradient(n, x, same, formula) == 0)
        for (size_t i = 0; i < n; i++)
            REQUIRE(is_same(gradient[i], same[i]));
    unit[n - 1] = 1;
    if (descent__expression_hessian(n, x, hessian, formula) ||
        descent__expression_product(n, x, unit, product, formula))
        return;
    for (size_t i = 0; i < n; i++)
        REQUIRE(is_same(hessian[i * n + n - 1], hessian[(n - 1) * n + i]));
}

/* Any text is a formula, or is refused with a reason that can be shown, at a place within it. */
void fuzz_expression(const uint8_t *data, size_t size)
{
    static const char *const lists[] = {NULL, NULL, "x,y", "x"};
    choices from = choices_of(data, size);
    const char *const variables = lists[choose_below(&from, 4)];
    double x[most_variables];
    for (size_t i = 0; i < most_variables; i++)
        x[i] = i < 2 ? choose_number(&from) : (double)i / 4;
    char text[longest_formula];
    size_t length = 0;
    while (length < longest_formula - 1 && from.next < from.end)
        text[length++] = (char)choose_byte(&from);
    text[length] = '\0';
    descent__expression formula = {0};
    descent__expression_error error = {0};
    if (descent__expression_read(&formula, text, variables, &error) != 0) {
        REQUIRE(error.column <= length + 1 && error.reason[0] != '\0');
        REQUIRE(strnlen(error.reason, sizeof error.reason) < sizeof error.reason);
        return;
    }
    REQUIRE(formula.count > 0 && formula.dimension > 0);
    for (size_t i = 0; i < formula.count; i++)
        REQUIRE(formula.operations[i].arguments == 0 || (formula.operations[i].a < i && formula.operations[i].b < i));
    if (formula.dimension <= most_variables)
        judge_formula(&formula, x);
    descent__expression_free(&formula);
}

/* Most of them words that mean something. */
static void choose_word(choices *from, char word[word_size])
{
    size_t count;
    const descent__option *const options = descent__options(&count);
    const unsigned sort = choose_byte(from);
    const descent__option *const option = &options[choose_below(from, (unsigned)count)];
    if (sort < 100) {
        snprintf(word, word_size, "--%s", option->name);
    } else if (sort < 150 && option->words) {
        const char *at = option->words;
        for (unsigned skipped = choose_below(from, 8); skipped > 0 && strchr(at, ' '); skipped--)
            at = strchr(at, ' ') + 1;
        snprintf(word, word_size, "%.*s", (int)strcspn(at, " "), at);
    } else if (sort < 200) {
        snprintf(word, word_size, "%.17g", choose_number(from));
    } else if (sort < 210) {
        snprintf(word, word_size, "--%s=%g", option->name, choose_near(from));
    } else {
        choose_text(from, word, word_size);
    }
}

static void judge_settings(const descent__settings *settings)
{
    double numbers[most_numbers];
    descent_rule rule;
    REQUIRE(settings->operand_count <= descent__most_operands);
    REQUIRE(isnan(settings->step) || (settings->step > 0 && isfinite(settings->step)));
    if (descent__rule(settings, choose_byte(&(choices){0}) + 100, &rule) == DESCENT__EXIT_DONE)
        REQUIRE(descent_rule_check(&rule) == DESCENT_SUCCESS);
    if (settings->start) {
        const size_t read = descent__numbers_read(settings->start, numbers, most_numbers);
        REQUIRE(read <= most_numbers && descent__list_count(settings->start) >= 1);
        for (size_t i = 0; i < read; i++)
            REQUIRE(isfinite(numbers[i]));
    }
}

/* Any words are settings within their limits, or are refused; and whatever is said is said in plain characters. */
void fuzz_command(const uint8_t *data, size_t size)
{
    choices from = choices_of(data, size);
    const descent__verb verb = (descent__verb)choose_below(&from, (unsigned)descent__verb_count());
    char words[most_words][word_size], *list[most_words + 1] = {NULL};
    for (size_t i = 0, count = choose_below(&from, most_words + 1); i < count; i++) {
        choose_word(&from, words[i]);
        list[i] = words[i];
    }
    static char said[longest_said];
    FILE *const errors = stderr, *const sink = fmemopen(said, sizeof said, "w");
    REQUIRE(sink);
    stderr = sink;
    descent__settings settings[most_runs];
    size_t count = 0;
    int help = 0;
    const descent__exit left = descent__parse(verb, list, settings, most_runs, &count, &help);
    fflush(sink);
    const bool silent = ftell(sink) == 0;
    stderr = errors;
    REQUIRE(count >= 1 && count <= most_runs);
    REQUIRE(help || (left == DESCENT__EXIT_DONE) == silent);
    stderr = sink;
    for (size_t i = 0; left == DESCENT__EXIT_DONE && !help && i < count; i++)
        judge_settings(&settings[i]);
    stderr = errors;
    fclose(sink);
    judge_text(said);
    said[0] = '\0';
}
