#include "command/options/help.h"

#include <stdio.h>
#include <string.h>

#include "command/options/table.h"

/* Help fits into a terminal of this width; what an option means begins in this column. */
enum {
    page_width = 79,
    help_column = 22
};

static const char *const headings[DESCENT__GROUP_COUNT] = {
    [DESCENT__GROUP_LOSS] = "The loss",       [DESCENT__GROUP_RUN] = "The run", [DESCENT__GROUP_WORDS] = "What is said",
    [DESCENT__GROUP_PICTURE] = "The picture", [DESCENT__GROUP_MANY] = "More",
};

const char *descent__help_heading(descent__option_group group)
{
    return headings[group];
}

/* Writes words, broken into lines that begin in `indent`; the first one begins where the cursor is, in `column`. */
static void wrap(const char *text, int indent, int column)
{
    while (*text) {
        const int length = (int)strcspn(text, " ");
        if (column > indent && column + 1 + length > page_width) {
            printf("\n%*s", indent, "");
            column = indent;
        } else if (column > indent) {
            putchar(' ');
            column++;
        }
        printf("%.*s", length, text);
        column += length;
        text += length + (text[length] == ' ');
    }
    putchar('\n');
}

static void show_option(const descent__option *option)
{
    int column =
        printf("  --%s%s%s", option->name, option->argument ? " " : "", option->argument ? option->argument : "");
    if (column > help_column - 2) {
        putchar('\n');
        column = 0;
    }
    printf("%*s", help_column - column, "");
    char words[512];
    snprintf(words, sizeof words, "%s%s%s", option->words ? option->words : "", option->words ? ": " : "",
             option->help);
    wrap(words, help_column, help_column);
}

/* Options of a group that the verb takes, under its heading. */
static void show_group(descent__verb verb, descent__option_group group)
{
    size_t count;
    const descent__option *const options = descent__options(&count);
    int shown = 0;
    for (size_t i = 0; i < count; i++) {
        if (options[i].group != group || !(options[i].verbs & 1u << verb))
            continue;
        if (!shown++)
            printf("\n%s:\n", headings[group]);
        show_option(&options[i]);
    }
}

void descent__help_verb(descent__verb verb)
{
    const descent__verb_description *const described = descent__verb_describe(verb);
    printf("Usage: descent %s%s%s [OPTION …]\n\n", described->word, *described->operands ? " " : "",
           described->operands);
    wrap(described->text, 0, 0);
    printf("\nExamples:\n");
    for (size_t i = 0; described->examples[i]; i++)
        printf("  %s\n", described->examples[i]);
    for (int group = 0; group < DESCENT__GROUP_COUNT; group++)
        show_group(verb, (descent__option_group)group);
    printf("\n  --help%*sthis text\n", help_column - (int)strlen("  --help"), "");
}

void descent__help(void)
{
    printf("Usage: descent VERB [OPTION …]\n\nGradient descent that explains itself.\n\n");
    for (size_t i = 0; i < descent__verb_count(); i++) {
        const descent__verb_description *const described = descent__verb_describe((descent__verb)i);
        printf("  %-12s%s\n", described->word, described->summary);
    }
    printf("\nExamples:\n");
    for (size_t i = 0; i < descent__verb_count(); i++)
        printf("  %s\n", descent__verb_describe((descent__verb)i)->examples[0]);
    printf("\n  descent VERB --help   what it does, its options, examples\n"
           "  descent --version     the version\n"
           "  man descent           all of it, with the exit statuses\n");
}
