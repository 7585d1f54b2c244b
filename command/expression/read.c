/*
 * Formulas read, by descent through the grammar:
 *
 *     formula := { name '=' sum ';' } sum [';']
 *     sum     := product { ('+' | '-') product }
 *     product := sign { ('*' | '/') sign }
 *     sign    := ('+' | '-') sign | power
 *     power   := primary [ ('^' | '**') sign | superscript ]
 *     primary := number | name | name '(' sum { ',' sum } ')' | '(' sum ')' | '√' primary
 *
 * So -x^2 is -(x^2), 2^-x is understood, and x^y^z is x^(y^z), as in mathematics. What could be read in two ways, as √x² and
 * x²^3, is refused.
 */
#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/expression/expression.h"
#include "command/expression/variables.h"

/* Parentheses within parentheses: what nobody writes by hand, and no stack minds. */
static const int deepest = 200;

/* A name that stands for an operation that was read before. */
typedef struct definition {
    const char *name;
    size_t length, operation;
} definition;

enum {
    most_definitions = 64
};

typedef struct reader {
    const char *text, *at;
    descent__expression *expression;
    descent__expression_error *error;
    definition definitions[most_definitions];
    size_t definition_count;
    int depth, failed, free_variables;
} reader;

static size_t sum(reader *r);
static size_t sign(reader *r);
static size_t primary(reader *r);

/* The first thing that was wrong is said. Columns count characters: what continues one of UTF-8 does not. */
static size_t fail(reader *r, const char *at, const char *format, ...)
{
    if (!r->failed) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(r->error->reason, sizeof r->error->reason, format, arguments);
        va_end(arguments);
        r->error->column = 1;
        for (const char *c = r->text; c < at; c++)
            r->error->column += ((unsigned char)*c & 0xC0) != 0x80;
    }
    r->failed = 1;
    return 0;
}

static void skip_blanks(reader *r)
{
    static const char no_break_space[] = "\xC2\xA0";
    for (;;) {
        if (isspace((unsigned char)*r->at))
            r->at++;
        else if (strncmp(r->at, no_break_space, sizeof no_break_space - 1) == 0)
            r->at += sizeof no_break_space - 1;
        else
            return;
    }
}

/* Goes past a mark if it stands right here. */
static int take_next(reader *r, const char *mark)
{
    const size_t length = strlen(mark);
    if (strncmp(r->at, mark, length) != 0)
        return 0;
    r->at += length;
    return 1;
}

/* Goes past a mark if it stands here; blanks before it do not matter. */
static int take(reader *r, const char *mark)
{
    skip_blanks(r);
    return take_next(r, mark);
}

static size_t append(reader *r, descent__operation operation)
{
    descent__expression *const e = r->expression;
    if (r->failed)
        return 0;
    if (e->count == e->room) {
        const size_t room = e->room ? 2 * e->room : 64;
        descent__operation *const grown = realloc(e->operations, room * sizeof *grown);
        if (!grown)
            return fail(r, r->at, "out of memory");
        e->operations = grown;
        e->room = room;
    }
    e->operations[e->count] = operation;
    return e->count++;
}

static size_t append_number(reader *r, double number)
{
    return append(r, (descent__operation){.kind = DESCENT__OPERATOR_NUMBER, .number = number});
}

/* An operation upon what was read before; of constants, a constant. */
static size_t append_call(reader *r, descent__operator kind, size_t arguments, size_t a, size_t b)
{
    if (r->failed)
        return 0;
    const descent__operation *const o = r->expression->operations;
    return append(r, (descent__operation){
                         .kind = kind, .a = a, .b = b, .arguments = arguments, .varies = o[a].varies || o[b].varies});
}

static size_t number(reader *r)
{
    char *end;
    const char *const begin = r->at;
    const double value = strtod(begin, &end);
    r->at = end;
    if (end == begin || !isfinite(value))
        return fail(r, begin, "this is no number that can be computed with");
    return append_number(r, value);
}

static size_t variable(reader *r, const char *name, size_t length)
{
    for (size_t i = r->definition_count; i-- > 0;)
        if (r->definitions[i].length == length && strncmp(r->definitions[i].name, name, length) == 0)
            return r->definitions[i].operation;
    descent__expression *const e = r->expression;
    size_t i = descent__variable_find(e, name, length);
    if (i == e->dimension && r->free_variables) {
        if (length == 2 && (strncmp(name, "pi", length) == 0 || strncmp(name, "π", length) == 0))
            return append_number(r, acos(-1));
        if (length == 1 && *name == 'e')
            return append_number(r, exp(1));
        i = descent__variable_add(e, name, length);
        if (i == SIZE_MAX)
            return fail(r, name, "out of memory");
    }
    if (i == e->dimension)
        return fail(r, name, "'%.*s' is none of the variables", (int)length, name);
    return append(r, (descent__operation){.kind = DESCENT__OPERATOR_VARIABLE, .a = i, .varies = 1});
}

static size_t call(reader *r, const char *name, size_t length)
{
    descent__operator kind = DESCENT__OPERATOR_NUMBER;
    const size_t wanted = descent__function_find(name, length, &kind);
    if (wanted == 0)
        return fail(r, name, "there is no function '%.*s'; there are %s", (int)length, name, descent__function_names());
    size_t arguments[2] = {0}, count = 0;
    do {
        const size_t argument = sum(r);
        if (count < 2)
            arguments[count] = argument;
        count++;
    } while (!r->failed && take(r, ","));
    if (!r->failed && !take(r, ")"))
        return fail(r, r->at, "a ')' is missing here");
    if (!r->failed && count != wanted)
        return fail(r, name, "%.*s() takes %zu argument%s, not %zu", (int)length, name, wanted, wanted > 1 ? "s" : "",
                    count);
    return append_call(r, kind, wanted, arguments[0], arguments[wanted - 1]);
}

/* The exponent that is written in superscript, if one stands here: ², ¹², ⁻¹. */
static int take_superscript(reader *r, double *exponent)
{
    static const char *const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    enum {
        ten = sizeof digits / sizeof digits[0]
    };
    const char *const begin = r->at;
    const int negative = take(r, "⁻");
    int any = 0, more = 1;
    for (*exponent = 0; more; any = any || more) {
        more = 0;
        for (int digit = 0; digit < ten && !more; digit++)
            if (take_next(r, digits[digit])) {
                *exponent = ten * *exponent + digit;
                more = 1;
            }
    }
    if (negative)
        *exponent = -*exponent;
    if (!any)
        r->at = begin;
    return any;
}

/* A sign that is not ASCII and was not expected is itself what is wrong. */
static size_t fail_here(reader *r, const char *otherwise)
{
    if ((unsigned char)*r->at < 0x80)
        return fail(r, r->at, "%s", otherwise);
    int bytes = 1;
    while (((unsigned char)r->at[bytes] & 0xC0) == 0x80)
        bytes++;
    return fail(r, r->at, "the sign '%.*s' is not understood here", bytes, r->at);
}

/* What stands behind √; a power of it could be meant inside or outside. */
static size_t root(reader *r)
{
    if (++r->depth > deepest)
        return fail(r, r->at, "this is nested too deeply");
    const size_t inside = primary(r);
    double exponent;
    r->depth--;
    if (!r->failed && (take(r, "^") || take(r, "**") || take_superscript(r, &exponent)))
        return fail(r, r->at, "write (√x)^2 or √(x^2) for a power and a root");
    return append_call(r, DESCENT__OPERATOR_SQRT, 1, inside, inside);
}

static size_t primary(reader *r)
{
    if (take(r, "√"))
        return root(r);
    if (take(r, "(")) {
        if (++r->depth > deepest)
            return fail(r, r->at, "this is nested too deeply");
        const size_t inside = sum(r);
        r->depth--;
        if (!r->failed && !take(r, ")"))
            return fail(r, r->at, "a ')' is missing here");
        return inside;
    }
    if (isdigit((unsigned char)*r->at) || (*r->at == '.' && isdigit((unsigned char)r->at[1])))
        return number(r);
    const char *const name = r->at;
    const size_t length = descent__variable_length(name);
    if (length == 0)
        return fail_here(r, *name ? "a number, a name or a '(' was expected here" : "the formula ends too early");
    r->at += length;
    if (!take(r, "("))
        return variable(r, name, length);
    if (++r->depth > deepest)
        return fail(r, r->at, "this is nested too deeply");
    const size_t called = call(r, name, length);
    r->depth--;
    return called;
}

static size_t power(reader *r)
{
    const size_t base = primary(r);
    double exponent;
    if (r->failed)
        return base;
    if (take_superscript(r, &exponent)) {
        const size_t raised = append_call(r, DESCENT__OPERATOR_POW, 2, base, append_number(r, exponent));
        return take(r, "^") || take(r, "**") ? fail(r, r->at, "write (x^2)^3 or x^(2^3) for a power of a power")
                                             : raised;
    }
    if (!(take(r, "^") || take(r, "**")))
        return base;
    return append_call(r, DESCENT__OPERATOR_POW, 2, base, sign(r));
}

static int take_minus(reader *r)
{
    return take(r, "-") || take(r, "−") || take(r, "–");
}

static size_t sign(reader *r)
{
    if (++r->depth > deepest)
        return fail(r, r->at, "this is nested too deeply");
    size_t result;
    if (take_minus(r)) {
        const size_t operand = sign(r);
        result = append_call(r, DESCENT__OPERATOR_NEGATE, 1, operand, operand);
    } else if (take(r, "+")) {
        result = sign(r);
    } else {
        result = power(r);
    }
    r->depth--;
    return result;
}

static size_t product(reader *r)
{
    size_t left = sign(r);
    while (!r->failed) {
        if (take(r, "*") || take(r, "·") || take(r, "⋅") || take(r, "×"))
            left = append_call(r, DESCENT__OPERATOR_MULTIPLY, 2, left, sign(r));
        else if (take(r, "/") || take(r, "÷") || take(r, "∕"))
            left = append_call(r, DESCENT__OPERATOR_DIVIDE, 2, left, sign(r));
        else
            break;
    }
    return left;
}

static size_t sum(reader *r)
{
    size_t left = product(r);
    while (!r->failed) {
        if (take(r, "+"))
            left = append_call(r, DESCENT__OPERATOR_ADD, 2, left, product(r));
        else if (take_minus(r))
            left = append_call(r, DESCENT__OPERATOR_SUBTRACT, 2, left, product(r));
        else
            break;
    }
    return left;
}

/* `name = sum;`, if that stands here. */
static int define(reader *r)
{
    take(r, "");
    const char *const name = r->at;
    const size_t length = descent__variable_length(name);
    r->at += length;
    if (length == 0 || !take(r, "=")) {
        r->at = name;
        return 0;
    }
    if (r->definition_count == most_definitions)
        fail(r, name, "more than %d names are defined", most_definitions);
    else if (descent__variable_find(r->expression, name, length) < r->expression->dimension)
        fail(r, name, "'%.*s' is a variable already", (int)length, name);
    const size_t operation = sum(r);
    if (!r->failed && !take(r, ";"))
        fail(r, r->at, "a ';' is missing behind the definition of '%.*s'", (int)length, name);
    if (!r->failed)
        r->definitions[r->definition_count++] = (definition){name, length, operation};
    return !r->failed;
}

/* The operation that is the value of it all. */
static size_t formula(reader *r)
{
    while (define(r))
        ;
    const size_t result = sum(r);
    take(r, ";");
    take(r, "");
    if (!r->failed && *r->at)
        fail_here(r, *r->at == ')' ? "there is no '(' to this ')'" : "an operator such as + - * / ^ was expected here");
    return result;
}

int descent__expression_read(descent__expression *expression, const char *text, const char *variables,
                             descent__expression_error *error)
{
    reader r = {.text = text, .at = text, .expression = expression, .error = error, .free_variables = !variables};
    *expression = (descent__expression){0};
    if (variables && descent__variables_read(expression, variables, error) != 0)
        r.failed = 1;
    const size_t result = r.failed ? 0 : formula(&r);
    if (!r.failed && expression->dimension == 0)
        fail(&r, text, "there is no variable in it");
    if (!r.failed && result + 1 < expression->count) {
        /* What is defined last need not be the value. */
        expression->count = result + 1;
    }
    if (!r.failed && !variables)
        descent__variables_sort(expression);
    if (r.failed)
        descent__expression_free(expression);
    return r.failed ? -1 : 0;
}

void descent__expression_free(descent__expression *expression)
{
    for (size_t i = 0; i < expression->dimension; i++)
        free(expression->names[i]);
    free(expression->names);
    free(expression->operations);
    *expression = (descent__expression){0};
}
