/* What each verb is for, with examples that can be typed as they stand. */
#include <string.h>

#include "command/options/table.h"

static const descent__verb_description verbs[] = {
    [DESCENT__VERB_RUN] =
        {"run",
         "[PROBLEM]",
         "make a run, say how it ended and why, and draw it",
         "Makes a run of gradient descent, prints what came of it and what to try, and draws the "
         "path over the loss.",
         {"descent run notebook --start 4,1.0001 --step 0.1",
          "descent run notebook --start 4,1 --step 0.1 --rule heavy-ball --momentum 0.9",
          "descent run --loss '(x - 2)^2 + (y - 1)^4 - (y - 1)^2' --start x=4,y=1.075 --step 0.2",
          "descent run rosenbrock --start -1,1 --step 0.001 --steps 2000 --save path.csv --no-picture",
          "descent run notebook --start 4,2.5 --step 0.29 --json"}},
    [DESCENT__VERB_DIAGNOSE] =
        {"diagnose",
         "FILE",
         "say how the run of any program ended",
         "Reads the points of a run, one line each (.csv), or a two-dimensional array (.npy), - from "
         "the standard input, "
         "and prints what came of it. A header line may name the columns: loss and g1, g2, … "
         "(the gradient) are known, all others are variables. Given the loss too, it can say "
         "more.",
         {"descent diagnose path.csv", "descent diagnose path.csv --problem rosenbrock",
          "descent diagnose path.csv --line", "descent diagnose path.csv --json"}},
    [DESCENT__VERB_PLOT] = {"plot",
                            "KIND [PROBLEM]",
                            "draw one picture",
                            "KIND is contour, surface, convergence, orbit, return-map, bifurcation or basins. Without "
                            "--start, contour and surface show the loss alone.",
                            {"descent plot surface notebook", "descent plot contour himmelblau --theme dark",
                             "descent plot convergence notebook --start 4,0.9999 --step 0.1 --output convergence.svg",
                             "descent plot orbit notebook --start 4,1.25 --step 1 --axes 2",
                             "descent plot contour rosenbrock --path path.csv"}},
    [DESCENT__VERB_POINTS] = {"points",
                              "[PROBLEM]",
                              "find the critical points and say of what kind they are",
                              "Finds the critical points in a box, that of the landscape or the one given, and prints "
                              "their kind, eigenvalues, and the largest step size that is stable there. Where the "
                              "gradient jumps, only minima are looked for; beside a cusp that does not run along "
                              "an axis, as that of sqrt(abs(x - y)), they are missed. With --at, the exit status is 3 "
                              "where the loss has no value "
                              "there, or no slope and nothing critical is found near.",
                              {"descent points notebook",
                               "descent points --loss 'x^4 - x^2 + y^2' --lower -2,-2 --upper 2,2",
                               "descent points himmelblau --at 3,2", "descent points notebook --json"}},
    [DESCENT__VERB_LIMIT] = {"limit",
                             "[PROBLEM]",
                             "find from which step size on a run explodes",
                             "Finds the step size from which on the run from this start explodes, or no longer "
                             "converges: the lowest of them, as far as those that are tried show.",
                             {"descent limit notebook --start 4,2.5",
                              "descent limit notebook --start 4,1.25 --property converges --from 0.1 --to 0.9",
                              "descent limit --loss 'x^2' --start 1 --rule heavy-ball --momentum 0.5"}},
    [DESCENT__VERB_SWEEP] = {"sweep",
                             "KIND [PROBLEM]",
                             "make many runs: what do the step size, or the start, decide?",
                             "KIND is bifurcation (one run for each step size, from one start) or basins (one run for "
                             "each start, with one step size). Prints what was found, and draws it.",
                             {"descent sweep bifurcation notebook --start 4,1.25 --from 0.4 --to 1",
                              "descent sweep basins notebook --step 0.1 --steps 256",
                              "descent sweep basins himmelblau --step 0.01 --window -5,5,-5,5 --grid 200"}},
    [DESCENT__VERB_COMPARE] = {"compare",
                               "[PROBLEM | FILE …]",
                               "show several runs in one picture",
                               "Options behind --and hold for the next run; what they do not say stays as it was in "
                               "the first. Instead of making runs it can show the paths in files.",
                               {"descent compare notebook --start 4,1.0001 --step 0.1 --and --step 0.3",
                                "descent compare notebook --start 4,1.075 --step 0.05 --and --rule heavy-ball",
                                "descent compare rosenbrock --start -1,1 --step 0.001 --and --start 0,1"}},
    [DESCENT__VERB_LANDSCAPES] = {"landscapes",
                                  "",
                                  "list the losses that have a name",
                                  "Lists the losses that can be asked for by name, with formula and box.",
                                  {"descent landscapes"}},
};

const descent__verb_description *descent__verb_describe(descent__verb verb)
{
    return &verbs[verb];
}

int descent__verb_find(const char *word, descent__verb *verb)
{
    for (size_t i = 0; i < descent__verb_count(); i++) {
        if (strcmp(verbs[i].word, word) == 0) {
            *verb = (descent__verb)i;
            return 1;
        }
    }
    return 0;
}

size_t descent__verb_count(void)
{
    return sizeof verbs / sizeof verbs[0];
}
