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
        say_options(run.diagnosis, &loss, settings);
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__expected(run.diagnosis, settings);
    descent__explained_close(&run);
    descent__loss_close(&loss);
    return exit;
}
