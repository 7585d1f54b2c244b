/*
 * The truth program: thousands of runs, what the library's judges say of them, and what is true. See --help.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "truth/many/explain.h"
#include "truth/many/tally.h"

typedef struct request {
    uint64_t seed;
    size_t runs;
    const char *rule, *function;
    unsigned witnesses;
    unsigned threads;
    long long only;  /* explained; −1: none */
    const char *ids; /* file with the numbers of the runs that are made; NULL: all */
    bool *chosen;    /* those, of `runs` */
    bool explain, figures, fates;
    bool others;          /* by rules that the library does not have */
    const char *markdown; /* file to be written */
} request;

typedef struct work {
    const request *asked;
    record *records;
    atomic_size_t next;
} work;

static trial draw(const request *asked, uint64_t id)
{
    return asked->others ? trial_draw_other(asked->seed, id) : trial_draw(asked->seed, id);
}

/* Is the word one of a list, separated by commas? */
static bool is_listed(const char *list, const char *word)
{
    const size_t length = strlen(word);
    for (const char *at = list; (at = strstr(at, word)); at++)
        if ((at == list || at[-1] == ',') && (at[length] == ',' || at[length] == 0))
            return true;
    return false;
}

static bool is_asked_for(const request *asked, const trial *drawn)
{
    return (!asked->rule || is_listed(asked->rule, trial_rule_names[drawn->by])) &&
           (!asked->function || strcmp(asked->function, drawn->on.formula->name) == 0);
}

static void *labour(void *argument)
{
    work *const shared = argument;
    for (size_t i; (i = atomic_fetch_add(&shared->next, 1)) < shared->asked->runs;) {
        if (shared->asked->chosen && !shared->asked->chosen[i])
            continue;
        const trial drawn = draw(shared->asked, i);
        if (is_asked_for(shared->asked, &drawn))
            shared->records[i] = record_of(&drawn, shared->asked->witnesses);
    }
    return NULL;
}

static int usage(void)
{
    fputs(
        "truth_program [--runs N] [--seed S] [--rule R,...] [--function F] [--judge J,...] [--threads T] [--figures]\n"
        "              [--fates] [--others] [--markdown FILE] [--ids FILE] [--only ID [--explain]]\n\nrules:",
        stderr);
    for (int k = 0; k < TRIAL_RULES; k++)
        fprintf(stderr, " %s", trial_rule_names[k]);
    fputs("\njudges:", stderr);
    for (int k = 0; k < WITNESSES; k++)
        fprintf(stderr, " %s", witness_names[k]);
    fputs("\nfunctions:", stderr);
    for (size_t k = 0; k < formula_count; k++)
        fprintf(stderr, " %s", formulas[k].name);
    fputs("\n", stderr);
    return 2;
}

static bool read_request(int count, char **words, request *asked)
{
    for (int i = 1; i < count; i++) {
        const char *const word = words[i], *const value = i + 1 < count ? words[i + 1] : NULL;
        if (strcmp(word, "--explain") == 0) {
            asked->explain = true;
            continue;
        }
        if (strcmp(word, "--fates") == 0) {
            asked->fates = true;
            continue;
        }
        if (strcmp(word, "--others") == 0) {
            asked->others = true;
            continue;
        }
        if (strcmp(word, "--figures") == 0) {
            asked->figures = true;
            continue;
        }
        if (!value)
            return false;
        i++;
        if (strcmp(word, "--runs") == 0)
            asked->runs = strtoul(value, NULL, 10);
        else if (strcmp(word, "--seed") == 0)
            asked->seed = strtoull(value, NULL, 10);
        else if (strcmp(word, "--threads") == 0)
            asked->threads = (unsigned)strtoul(value, NULL, 10);
        else if (strcmp(word, "--only") == 0)
            asked->only = strtoll(value, NULL, 10);
        else if (strcmp(word, "--rule") == 0)
            asked->rule = value;
        else if (strcmp(word, "--function") == 0)
            asked->function = value;
        else if (strcmp(word, "--ids") == 0)
            asked->ids = value;
        else if (strcmp(word, "--markdown") == 0)
            asked->markdown = value;
        else if (strcmp(word, "--judge") == 0) {
            asked->witnesses = 0;
            for (int k = 0; k < WITNESSES; k++)
                if (is_listed(value, witness_names[k]))
                    asked->witnesses |= 1u << k;
            if (asked->witnesses == 0)
                return false;
        } else {
            return false;
        }
    }
    return true;
}

/* The numbers in the file, as marks; false if it cannot be read. */
static bool read_ids(request *asked)
{
    FILE *const stream = fopen(asked->ids, "r");
    asked->chosen = calloc(asked->runs, sizeof(bool));
    unsigned long id;
    while (stream && asked->chosen && fscanf(stream, "%lu", &id) == 1)
        if (id < asked->runs)
            asked->chosen[id] = true;
    if (stream)
        fclose(stream);
    return stream && asked->chosen;
}

int main(int count, char **words)
{
    request asked = {.seed = 1, .runs = 20000, .witnesses = (1u << WITNESSES) - 1, .threads = 2, .only = -1};
    if (!read_request(count, words, &asked))
        return usage();
    if (asked.only >= 0) {
        const trial drawn = draw(&asked, (uint64_t)asked.only);
        explain(&drawn, asked.witnesses);
        return 0;
    }
    if (asked.ids && !read_ids(&asked)) {
        free(asked.chosen);
        return 1;
    }
    enum {
        most_threads = 64
    };
    pthread_t threads[most_threads];
    work shared = {.asked = &asked, .records = calloc(asked.runs, sizeof(record))};
    if (!shared.records) {
        free(asked.chosen);
        return 1;
    }
    const unsigned wanted = asked.threads < most_threads ? asked.threads : most_threads;
    unsigned begun = 0;
    while (begun + 1 < wanted && pthread_create(&threads[begun], NULL, labour, &shared) == 0)
        begun++;
    (void)labour(&shared);
    for (unsigned k = 0; k < begun; k++)
        pthread_join(threads[k], NULL);
    tally_print(stdout, shared.records, asked.runs);
    printf("\n");
    tally_list(stdout, shared.records, asked.runs, asked.seed, asked.figures);
    if (asked.fates)
        tally_fates(stdout, shared.records, asked.runs);
    if (asked.markdown) {
        FILE *const stream = fopen(asked.markdown, "w");
        if (stream) {
            tally_page(stream, shared.records, asked.runs, asked.seed);
            fclose(stream);
        }
    }
    free(shared.records);
    free(asked.chosen);
    return 0;
}
