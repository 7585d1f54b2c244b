/* The picture: how it is drawn, what its file is called, and what becomes of it. */
#ifndef DESCENT__COMMAND_PICTURE_H
#define DESCENT__COMMAND_PICTURE_H

#include <descent/plot.h>

#include "command/loss/loss.h"
#include "command/options/settings.h"
#include "command/report/fail.h"

/* The kind of that word; 0 if there is none. */
descent_plot_kind descent__picture_kind(const char *word);

/*
 * Fills a view from the settings, and finds whatever is wrong with them, so that this comes before the work. What the view
 * points to belongs to settings and loss.
 */
descent__exit descent__picture_view(const descent__settings *settings, const descent__loss *loss,
                                    descent_plot_kind kind, descent_plot_view *view);

/*
 * Runs on a landscape of two variables that stay in its box, or leave it for good, are all shown in that box: so that pictures
 * of several can be compared. --window and --axes say otherwise.
 */
void descent__picture_frame(const descent__settings *settings, const descent__loss *loss, descent_plot_kind kind,
                            const descent_path *const *paths, size_t count, descent_plot_view *view);

/*
 * Draws it into --output, or into a new file `LOSS-KIND.png` in the present folder; says where; and opens it with --show.
 * Without --output it is no failure that gnuplot is missing, and merely said, if something else was printed (`optional`).
 */
descent__exit descent__picture_draw(const descent_picture *picture, const descent__settings *settings,
                                    const char *loss_name, int optional);

#endif
