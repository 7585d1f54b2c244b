/* Which loss was asked for. */
#ifndef DESCENT__COMMAND_CHOICE_H
#define DESCENT__COMMAND_CHOICE_H

#include "command/loss/loss.h"
#include "command/options/settings.h"
#include "command/report/fail.h"

/*
 * Finds the loss. `operand` is the name of a landscape that stood by itself, or NULL. Where the dimension follows from
 * nothing else, it is that of `start` (NULL: not known). Without any loss asked for, `loss` stays empty, and that is no
 * failure.
 */
descent__exit descent__loss_open(descent__loss *loss, const descent__settings *settings, const char *operand,
                                 const char *start);

/* The same, but without a loss it is a failure. */
descent__exit descent__loss_need(descent__loss *loss, const descent__settings *settings, const char *operand,
                                 const char *start);

void descent__loss_close(descent__loss *loss);

#endif
