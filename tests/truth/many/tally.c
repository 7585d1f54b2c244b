#include "truth/many/tally.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

record record_of(const trial *drawn, unsigned witnesses)
{
    record made = {.made = true, .by = drawn->by, .steps = drawn->steps, .seconds = NAN, .calls = NAN};
    made.formula = (unsigned)(drawn->on.formula - formulas);
    const double begun = seconds_now();
    const past seen = past_of(drawn);
    const fate is = fate_of(drawn, &seen);
    made.fate = is.kind;
    made.followed = is.followed;
    made.truth_seconds = seconds_now() - begun;
    for (int who = 0; who < WITNESSES; who++) {
        if (!(witnesses & (1u << who)))
            continue;
        const said heard = said_by((witness)who, drawn);
        made.said[who] = heard.ending;
        made.how[who] = compare(drawn, &seen, &is, &heard);
        made.low[who] = heard.steps_to_go.low;
        made.high[who] = heard.steps_to_go.high;
        const double figures[FIGURES] = {heard.steps_to_go.value, heard.rate,     heard.exponent,
                                         heard.step_limit,        heard.distance, heard.lyapunov.value};
        memcpy(made.figures[who], figures, sizeof figures);
        if (who == WITNESS_RECORD) {
            made.seconds = heard.seconds;
            made.calls = heard.calls;
        }
    }
    return made;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The number at this share of the way through the list, in order. */
static double quantile(double *numbers, size_t count, double share)
{
    qsort(numbers, count, sizeof *numbers, ascending);
    return count > 0 ? numbers[(size_t)(share * (double)(count - 1))] : NAN;
}

static void print_claims(FILE *stream, const record *records, size_t count, bool markdown)
{
    const char *const bar = markdown ? " | " : "  ";
    fprintf(stream, "%s%-12s", markdown ? "| " : "", "judge");
    for (int k = 0; k < CLAIM_COUNT; k++)
        fprintf(stream, "%s%12s", bar, claim_names[k]);
    fprintf(stream, "%s%12s%s\n", bar, "wrong 1 in", markdown ? " |" : "");
    if (markdown)
        fprintf(stream, "|---|---|---|---|---|---|---|\n");
    for (int who = 0; who < WITNESSES; who++) {
        size_t counts[CLAIM_COUNT] = {0}, all = 0;
        for (size_t i = 0; i < count; i++) {
            if (!records[i].made)
                continue;
            counts[records[i].how[who].claim]++;
            all++;
        }
        fprintf(stream, "%s%-12s", markdown ? "| " : "", witness_names[who]);
        for (int k = 0; k < CLAIM_COUNT; k++)
            fprintf(stream, "%s%12zu", bar, counts[k]);
        if (counts[CLAIM_WRONG])
            fprintf(stream, "%s%12.0f%s\n", bar, (double)all / (double)counts[CLAIM_WRONG], markdown ? " |" : "");
        else
            fprintf(stream, "%s%12s%s\n", bar, "none wrong", markdown ? " |" : "");
    }
}

static void print_kinds(FILE *stream, const record *records, size_t count, bool markdown)
{
    enum {
        endings = 16
    };
    fprintf(stream, markdown ? "\n| judge | claimed | true | why | wrong |\n|---|---|---|---|---|\n"
                             : "\nwrong by kind: claimed x true\n");
    for (int who = 0; who < WITNESSES; who++)
        for (int claimed = 0; claimed < endings; claimed++)
            for (int is = 0; is < FATE_KINDS; is++) {
                const char *whys[8] = {NULL};
                size_t counts[8] = {0};
                for (size_t i = 0; i < count; i++) {
                    const record *const r = &records[i];
                    if (!r->made || r->how[who].claim != CLAIM_WRONG || (int)r->said[who] != claimed ||
                        (int)r->fate != is)
                        continue;
                    int k = 0;
                    while (k < 7 && whys[k] && strcmp(whys[k], r->how[who].why) != 0)
                        k++;
                    whys[k] = r->how[who].why;
                    counts[k]++;
                }
                for (int k = 0; k < 8; k++)
                    if (counts[k] > 0)
                        fprintf(stream, markdown ? "| %s | %s | %s | %s | %zu |\n" : "  %-8s %-14s %-11s %-28s %zu\n",
                                witness_names[who], descent_ending_string((descent_ending)claimed), fate_words[is],
                                whys[k], counts[k]);
            }
}

static void print_figures(FILE *stream, const record *records, size_t count, bool markdown)
{
    fprintf(stream, markdown ? "\n| judge | figure | given | off | share |\n|---|---|---|---|---|\n"
                             : "\nfigures: off of given\n");
    for (int who = 0; who <= WITNESS_PATH; who++)
        for (int k = 0; k < FIGURES; k++) {
            size_t given = 0, off = 0;
            for (size_t i = 0; i < count; i++) {
                given += records[i].made && records[i].how[who].given[k];
                off += records[i].made && records[i].how[who].off[k];
            }
            if (given > 0)
                fprintf(stream,
                        markdown ? "| %s | %s | %zu | %zu | %.2f %% |\n"
                                 : "  %-8s %-18s %7zu given %6zu off  %.2f %%\n",
                        witness_names[who], figure_names[k], given, off, 100 * (double)off / (double)given);
        }
}

static void print_costs(FILE *stream, const record *records, size_t count)
{
    double *const seconds = malloc(2 * count * sizeof *seconds);
    if (!seconds)
        return;
    double *const calls = seconds + count, truth = 0;
    size_t made = 0;
    for (size_t i = 0; i < count; i++) {
        if (!records[i].made || !isfinite(records[i].seconds))
            continue;
        seconds[made] = records[i].seconds;
        calls[made++] = records[i].calls;
        truth += records[i].truth_seconds;
    }
    fprintf(stream, "\ndiagnosis with the record: median %.3f ms, 99 of 100 below %.3f ms, worst %.1f ms; ",
            1e3 * quantile(seconds, made, 0.5), 1e3 * quantile(seconds, made, 0.99), 1e3 * quantile(seconds, made, 1));
    fprintf(stream, "evaluations: median %.0f, worst %.0f of a budget of 20000. Truth took %.0f s.\n",
            quantile(calls, made, 0.5), quantile(calls, made, 1), truth);
    free(seconds);
}

static void print_fates(FILE *stream, const record *records, size_t count, bool markdown)
{
    size_t counts[FATE_KINDS] = {0}, rules[TRIAL_RULES] = {0}, all = 0;
    for (size_t i = 0; i < count; i++) {
        if (!records[i].made)
            continue;
        counts[records[i].fate]++;
        rules[records[i].by]++;
        all++;
    }
    fprintf(stream, "%zu runs over %zu functions.%s", all, formula_count, markdown ? "\n\n" : "\ntrue:");
    for (int k = 0; k < FATE_KINDS; k++)
        fprintf(stream, "%s%s %zu", k > 0 ? ", " : markdown ? "What is true: " : " ", fate_words[k], counts[k]);
    fprintf(stream, "%s", markdown ? ".\nRules: " : "\nrules: ");
    for (int k = 0; k < TRIAL_RULES; k++)
        fprintf(stream, "%s%s %zu", k > 0 ? ", " : "", trial_rule_names[k], rules[k]);
    fprintf(stream, "%s\n\n", markdown ? "." : "");
}

static void print_numbers(FILE *stream, const record *records, size_t count, bool markdown)
{
    print_fates(stream, records, count, markdown);
    print_claims(stream, records, count, markdown);
    print_kinds(stream, records, count, markdown);
    print_figures(stream, records, count, markdown);
    print_costs(stream, records, count);
}

void tally_print(FILE *stream, const record *records, size_t count)
{
    print_numbers(stream, records, count, false);
}

/* Why a judge that sees so far and no farther says so. Endings that have no line here are to be looked into. */
static const char *why_so(const record *r)
{
    static const struct {
        descent_ending said;
        const char *how, *why;
    } reasons[] = {
        {DESCENT_ENDING_CHAOTIC, "settles or leaves",
         "chaos that ends: the transient outlasts the run and the copy, and nothing within it tells that it will"},
        {DESCENT_ENDING_QUASIPERIODIC, "no torus",
         "the swing locks, or its neighbours separate, more slowly than the copy of some thousand steps can tell"},
        {DESCENT_ENDING_DESCENDING, "loss rises",
         "the loss fell in all steps that were made, and in all that the budget let the copy make; it rises later"},
        {DESCENT_ENDING_DESCENDING, "explodes", "the loss fell in all steps that were made; the explosion comes later"},
        {DESCENT_ENDING_APPROACHING, "does not settle",
         "it comes near and leaves again, after more steps than the copy makes: a memory that fades, or a slow swing"},
        {DESCENT_ENDING_APPROACHING, "another point",
         "critical points side by side, or a floor on which every point is one: the copy ends before it is plain "
         "which"},
        {DESCENT_ENDING_CONVERGED, "leaves",
         "it rests there for longer than it has been under way, and is thrown out once the rule's memory has faded"},
        {DESCENT_ENDING_CONVERGED, "not there",
         "within the tolerance of one critical point, with another beside it that rounding or momentum decides for"},
        {DESCENT_ENDING_CONVERGED, "no critical point there",
         "the slope is below what numbers or differences can tell from none"},
        {DESCENT_ENDING_STALLED, "moves on", "nothing moved for as many steps as the copy makes; then it does"},
        {DESCENT_ENDING_STALLED, "settles",
         "its pace is below what counts as motion, for more steps than anyone waits"},
        {DESCENT_ENDING_PERIODIC, "another period",
         "the cycle doubles, or halves, by less than its returns can be told apart, for longer than the copy goes"},
        {DESCENT_ENDING_PERIODIC, "does not return",
         "it settles on a point, or leaves, after the returns that were seen"},
        {DESCENT_ENDING_UNBOUNDED, "has a minimiser, or rises",
         "along the line of its way the loss falls as far as numbers go; the way bends, farther on than was looked"},
    };
    for (size_t k = 0; k < sizeof reasons / sizeof *reasons; k++)
        if (r->said[WITNESS_RECORD] == reasons[k].said && strcmp(r->how[WITNESS_RECORD].why, reasons[k].how) == 0)
            return reasons[k].why;
    return "not explained yet";
}

/* What follows the numbers: which runs they are. */
static void print_wrong(FILE *stream, const record *records, size_t count, uint64_t seed)
{
    enum {
        most = 100
    };
    size_t wrong = 0;
    fprintf(stream, "\n## Wrong answers with the record\n\n");
    for (size_t i = 0; i < count; i++) {
        const record *const r = &records[i];
        if (!r->made || r->how[WITNESS_RECORD].claim != CLAIM_WRONG || wrong++ >= most)
            continue;
        fprintf(stream, "- `--seed %llu --only %zu`: %s, %s, %zu steps: said %s, true is %s (%s): %s\n",
                (unsigned long long)seed, i, formulas[r->formula].name, trial_rule_names[r->by], r->steps,
                descent_ending_string(r->said[WITNESS_RECORD]), fate_words[r->fate], r->how[WITNESS_RECORD].why,
                why_so(r));
    }
    if (wrong > most)
        fprintf(stream, "- and %zu more\n", wrong - most);
    if (wrong == 0)
        fprintf(stream, "None.\n");
}

void tally_page(FILE *stream, const record *records, size_t count, uint64_t seed)
{
    fputs(
        "# Truth\n\n"
        "This page compares what the library says of many runs with what is true of them. `./check --truth` makes the\n"
        "runs and writes the page.\n\n"
        "*The runs.* Their loss functions are published test problems, counterexamples, and random members of "
        "families.\n"
        "For each run the start, the step size, the number of steps and what is recorded are drawn at random: the "
        "step\n"
        "size from a fiftieth of the stability limit to two and a half times that limit, the number of steps from 3 "
        "to\n"
        "10⁴; some paths keep every point, some only a part of them, and some problems give the loss and no "
        "gradient.\n\n"
        "*The truth.* It is found without the library. A plain loop makes the same run and goes on with it, for up to "
        "two\n"
        "million steps; where it comes to rest, the exact Hessian tells what kind of point that is.\n\n"
        "*The judges.* Each is a way to ask the library, and each has something else to go by:\n\n"
        "| judge | what it is given |\n|---|---|\n"
        "| record | the engine, with problem, rule and the recorded path |\n"
        "| alone | the same, but nothing was recorded |\n"
        "| path | the recorded path and nothing else |\n"
        "| monitor | the points, one after another, while the run is made |\n"
        "| sweep | the last points, and a second run that starts close beside the first |\n"
        "| given | the problem and the recorded path, but not the rule |\n\n"
        "*The columns.* An answer is *right* if it is true and says all there is to say, *accepted* if it is true and "
        "more\n"
        "could have been said, *undetermined* if the judge says that it cannot decide, and *wrong* if it is not true. "
        "It\n"
        "is *unknown* whether it is right where the truth itself was not found. `tests/truth/many/compare.c` has the\n"
        "exact rules.\n\n"
        "`build/tests/truth_program --seed S --only ID --explain` shows one run with its explanation and its truth.\n"
        "`--others --judge given` makes runs by eight optimisers that the library does not have; only the judge "
        "*given*\n"
        "can be asked of those.\n\n## Figures\n\n",
        stream);
    print_numbers(stream, records, count, true);
    print_wrong(stream, records, count, seed);
}

void tally_list(FILE *stream, const record *records, size_t count, uint64_t seed, bool figures)
{
    for (size_t i = 0; i < count; i++) {
        const record *const r = &records[i];
        if (!r->made)
            continue;
        for (int who = 0; who < WITNESSES; who++) {
            const compared *const how = &r->how[who];
            if (how->claim == CLAIM_WRONG)
                fprintf(
                    stream,
                    "%-8s said %-13s true %-10s (%s)  %s, %s, %zu steps: --seed %llu --only %zu --judge %s --explain\n",
                    witness_names[who], descent_ending_string(r->said[who]), fate_words[r->fate], how->why,
                    formulas[r->formula].name, trial_rule_names[r->by], r->steps, (unsigned long long)seed, i,
                    witness_names[who]);
            for (int k = 0; k < FIGURES && figures; k++)
                if (how->off[k])
                    fprintf(
                        stream,
                        "%-8s %s %.9g, truth %.9g, steps to go [%.9g, %.9g]  %s, %s, %zu steps: --seed %llu --only %zu "
                        "--judge %s --explain\n",
                        witness_names[who], figure_names[k], r->figures[who][k], how->truth[k], r->low[who],
                        r->high[who], formulas[r->formula].name, trial_rule_names[r->by], r->steps,
                        (unsigned long long)seed, i, witness_names[who]);
        }
    }
}

void tally_fates(FILE *stream, const record *records, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const record *const r = &records[i];
        if (!r->made)
            continue;
        fprintf(stream, "%zu %s %s %zu steps: %s after %llu, %.2f s", i, formulas[r->formula].name,
                trial_rule_names[r->by], r->steps, fate_words[r->fate], (unsigned long long)r->followed,
                r->truth_seconds);
        for (int who = 0; who < WITNESSES; who++)
            fprintf(stream, ", %s %s %s", witness_names[who], descent_ending_string(r->said[who]),
                    claim_names[r->how[who].claim]);
        fprintf(stream, "\n");
    }
}
