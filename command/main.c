/* The command `descent`: finds the verb, reads its options, and lets it do its work. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <descent/version.h>

#include "command/options/help.h"
#include "command/options/parse.h"
#include "command/options/table.h"
#include "command/report/fail.h"
#include "command/verbs.h"

/* As many as a legend tells apart. */
enum {
    most_compared = 8
};

static const struct {
    descent__exit (*work)(const descent__settings *settings, size_t count);
} verbs[] = {
#define ENTRY(name, word) [DESCENT__VERB_##name] = {descent__verb_##word},
    DESCENT__VERB_LIST(ENTRY)};

static descent__exit do_verb(descent__verb verb, char *const *words)
{
    descent__settings settings[most_compared];
    size_t count;
    int help;
    descent__fail_as(descent__verb_describe(verb)->word);
    const descent__exit exit = descent__parse(verb, words, settings, most_compared, &count, &help);
    if (help) {
        descent__help_verb(verb);
        return DESCENT__EXIT_DONE;
    }
    return exit == DESCENT__EXIT_DONE ? verbs[verb].work(settings, count) : exit;
}

static descent__exit do_words(char *const *words)
{
    descent__verb verb;
    const char *const word = words[0];
    if (!word) {
        descent__help();
        return DESCENT__EXIT_USAGE;
    }
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0) {
        if (words[1] && descent__verb_find(words[1], &verb))
            descent__help_verb(verb);
        else
            descent__help();
        return DESCENT__EXIT_DONE;
    }
    if (strcmp(word, "--version") == 0) {
        printf("descent %s\n", descent_version());
        return DESCENT__EXIT_DONE;
    }
    if (strcmp(word, "complete") == 0) {
        descent__complete(words + 1);
        return DESCENT__EXIT_DONE;
    }
    if (strcmp(word, "manual") == 0) {
        descent__help_manual();
        return DESCENT__EXIT_DONE;
    }
    if (!descent__verb_find(word, &verb))
        return descent__wrong("there is no verb '%s'", word);
    return do_verb(verb, words + 1);
}

int main(int argument_count, char **arguments)
{
    const descent__exit exit = do_words(argument_count > 0 ? arguments + 1 : arguments);
    /* A full disk may show only now. */
    if (fflush(stdout) != 0 || ferror(stdout))
        return (int)descent__failed(DESCENT__EXIT_FILES, "the standard output cannot be written: %s", strerror(errno));
    return (int)exit;
}
