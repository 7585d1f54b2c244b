/* descent diagnose: the run of any program, explained. */
#include "command/loss/choice.h"
#include "command/report/text.h"
#include "command/verbs.h"
#include "command/work/explained.h"

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
        exit = descent__expected(run.diagnosis, settings);
    descent__explained_close(&run);
    descent__loss_close(&loss);
    return exit;
}
