/* What the manual page has from the program itself, in the language mdoc; a test holds the page against it. */
#include <stdio.h>
#include <string.h>

#include "command/expression/operations.h"
#include "command/options/help.h"
#include "command/options/table.h"
#include "command/report/fail.h"

/* Lines of the page's source are broken behind this column, and behind sentences. */
enum {
    line_width = 60
};

static void manual_character(char c)
{
    if (c == '-')
        fputs("\\-", stdout);
    else if (c == '\'')
        fputs("\\(aq", stdout);
    else if (c == '^')
        fputs("\\(ha", stdout);
    else if (c != '`')
        putchar(c);
}

/* Text in the language mdoc: what it would take for its own is escaped. A line that began with a dot would be a request. */
static void manual_text(const char *text)
{
    int column = 0;
    for (const char *c = text; *c; c++) {
        const int breaks = *c == ' ' && c > text && (column > line_width || c[-1] == '.') && c[1] != '.';
        column = breaks ? 0 : column + 1;
        manual_character(breaks ? '\n' : *c);
    }
}

/* The same as it stands. */
static void manual_line(const char *text)
{
    for (; *text; text++)
        manual_character(*text);
    putchar('\n');
}

static void manual_option(const descent__option *option)
{
    printf(".It Fl Fl %s%s%s\n", option->name, option->argument ? " Ar " : "",
           option->argument ? option->argument : "");
    for (const char *word = option->words; word && *word; word += strcspn(word, " "), word += strspn(word, " ")) {
        const int length = (int)strcspn(word, " ");
        printf(".Cm %.*s%s\n", length, word, word[length] ? " ," : " :");
    }
    manual_text(option->help);
    printf(".\n");
    unsigned all = 0;
    for (size_t i = 0; i < descent__verb_count(); i++)
        all |= i == DESCENT__VERB_LANDSCAPES ? 0 : 1u << i;
    if (option->verbs == all)
        return;
    printf("For\n");
    for (unsigned i = 0; i < descent__verb_count(); i++)
        if (option->verbs & 1u << i)
            printf(".Cm %s%s\n", descent__verb_describe((descent__verb)i)->word, option->verbs >> i >> 1 ? " ," : " .");
}

static void print_options(void)
{
    size_t count;
    const descent__option *const options = descent__options(&count);
    for (int group = 0; group < DESCENT__GROUP_COUNT; group++) {
        printf(".Ss %s\n.Bl -tag -width Ds\n", descent__help_heading((descent__option_group)group));
        for (size_t i = 0; i < count; i++)
            if (options[i].group == (descent__option_group)group)
                manual_option(&options[i]);
        printf(".El\n");
    }
}

static void print_formulas(void)
{
    printf("A formula has numbers, names, + \\- * / and ^ (or **) for powers, parentheses,\nand the functions\n");
    const char *const names = descent__function_names();
    for (const char *word = names; *word; word += strcspn(word, " "), word += strspn(word, " ")) {
        const int length = (int)strcspn(word, " ");
        printf(".Fn %.*s%s\n", length, word, word[length] ? " ," : " .");
    }
}

static void print_exits(void)
{
#define EXIT(name, number, meaning)                                                                                    \
    printf(".It %d\n", number);                                                                                        \
    manual_text(meaning);                                                                                              \
    putchar('\n');
    DESCENT__EXIT_LIST(EXIT)
}

static void print_examples(void)
{
    printf(".Bd -literal\n");
    for (size_t verb = 0; verb < descent__verb_count(); verb++) {
        const descent__verb_description *const described = descent__verb_describe((descent__verb)verb);
        for (size_t i = 0; described->examples[i]; i++) {
            manual_line(described->examples[i]);
        }
    }
    printf(".Ed\n");
}

void descent__help_manual(void)
{
    print_options();
    printf(".\\\" formulas\n");
    print_formulas();
    printf(".\\\" exits\n");
    print_exits();
    printf(".\\\" examples\n");
    print_examples();
}
