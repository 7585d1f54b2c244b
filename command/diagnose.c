/* descent diagnose: the run of any program, explained. */
#include "command/loss/choice.h"
#include "command/report/text.h"
#include "command/verbs.h"
#include "command/work/explained.h"

#include <math.h>
#include <stdio.h>

/* What is missing of an undetermined run is handed over by options: they are named all at once. */
static void say_options(const descent_diagnosis *diagnosis, const descent__loss *loss,
                        const descent__settings *settings)
{
    const int has_loss = loss->problem.dimension > 0, has_rule = !isnan(settings->step);
    int asked = 0;
    if (diagnosis->ending != DESCENT_ENDING_UNDETERMINED)
        return;
    for (size_t k = 0; k < diagnosis->advice_count; k++)
        asked |= diagnosis->advice[k].kind == DESCENT_ADVICE_MORE_EVIDENCE;
    if (!asked || settings->json || settings->line || (has_loss && has_rule))
        return;
    printf("Options:  %s%s%s\n", has_loss ? "" : "--problem NAME or --loss FORMULA", has_loss || has_rule ? "" : ", ",
           has_rule ? "" : "--rule WORD with --step NUMBER");
}

/* Of the largest loss: more than printing with few digits, or single precision, leaves of it. */
static const double same_losses = 1e-3;

/* Where the losses of the file are not those that the given loss has at its points: the row at which they differ most, else `count`. */
static size_t strangest_row(const descent_problem *problem, const descent_path_data *path, double *there)
{
    double most = 0, largest = 0;
    size_t strangest = path->count;
    for (size_t row = 0; row < path->count; row++) {
        double loss = NAN;
        if (problem->loss(problem->dimension, path->points + row * path->dimension, &loss, problem->context) != 0)
            return path->count;
        const double off = fabs(loss - path->losses[row]);
        largest = fmax(largest, fmax(fabs(loss), fabs(path->losses[row])));
        if (off > most) {
            most = off;
            strangest = row;
            *there = loss;
        }
    }
    return most > same_losses * largest ? strangest : path->count;
}

/* A loss that is not the path's own makes whatever is said of both together tell of neither. */
static void say_losses(const descent__explained *run, const descent__loss *loss, const descent__settings *settings)
{
    const descent_path_data path = descent_path_view(run->path);
    double there = NAN;
    if (settings->json || settings->line || !loss->problem.loss || !path.points || !path.steps || !path.losses ||
        path.dimension != loss->problem.dimension)
        return;
    const size_t row = strangest_row(&loss->problem, &path, &there);
    if (row < path.count)
        printf(
            "Losses:   those of the file are not those of the loss that was given: after %llu step%s %.6g, and %.6g\n",
            (unsigned long long)path.steps[row], path.steps[row] == 1 ? "" : "s", path.losses[row], there);
}

descent__exit descent__verb_diagnose(const descent__settings *settings, size_t count)
{
    (void)count;
    descent__loss loss = {0};
    descent__explained run = {0};
    descent__exit exit = descent__expect_check(settings);
    if (exit == DESCENT__EXIT_DONE && settings->operand_count != 1)
        exit = descent__wrong(settings->operand_count ? "there can be one file only, and not '%s' besides"
                                                      : "which file has the path? descent diagnose path.csv%s",
                              settings->operand_count ? settings->operands[1] : "");
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__loss_open(&loss, settings, NULL, NULL);
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__explained_read(&run, &loss, settings->operands[0], settings);
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__say(run.diagnosis, settings);
    if (exit == DESCENT__EXIT_DONE)
        say_losses(&run, &loss, settings);
    if (exit == DESCENT__EXIT_DONE)
        say_options(run.diagnosis, &loss, settings);
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__expected(run.diagnosis, settings);
    descent__explained_close(&run);
    descent__loss_close(&loss);
    return exit;
}
