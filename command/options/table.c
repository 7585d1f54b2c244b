#include "command/options/table.h"

#include <math.h>
#include <string.h>

/* Who takes an option. */
enum {
    run = 1 << DESCENT__VERB_RUN,
    diagnose = 1 << DESCENT__VERB_DIAGNOSE,
    plot = 1 << DESCENT__VERB_PLOT,
    points = 1 << DESCENT__VERB_POINTS,
    limit = 1 << DESCENT__VERB_LIMIT,
    sweep = 1 << DESCENT__VERB_SWEEP,
    compare = 1 << DESCENT__VERB_COMPARE,
    running = run | plot | limit | sweep | compare,
    drawing = run | plot | sweep | compare,
    all = running | diagnose | points
};

/* A path of so many steps takes 8 GB, were it kept whole; what is counted beyond that was mistyped. */
static const double most_steps = 1e8;
/* Runs and points of one sweep: an hour of work, and 1 GB. */
static const double most_runs = 1e7;
static const double most_variables = 1e6, most_threads = 1024, most_budget = 1e12;
/* What descent-plot draws at least and at most. */
static const double least_width = 240, least_height = 180, most_pixels = 8192;

#define FIELD(name)                              offsetof(descent__settings, name)
#define FLAG(word, field)                        word, NULL, DESCENT__VALUE_NONE, FIELD(field), 0, 0, NULL
#define TEXT(word, argument, field)              word, argument, DESCENT__VALUE_TEXT, FIELD(field), 0, 0, NULL
#define FILE_NAME(word, field)                   word, "FILE", DESCENT__VALUE_FILE, FIELD(field), 0, 0, NULL
#define WORD(word, field, words)                 word, "WORD", DESCENT__VALUE_WORD, FIELD(field), 0, 0, words
#define NUMBER(word, argument, field, low, high) word, argument, DESCENT__VALUE_NUMBER, FIELD(field), low, high, NULL
#define COUNT(word, field, low, high)            word, "N", DESCENT__VALUE_COUNT, FIELD(field), low, high, NULL

static const descent__option options[] = {
    {TEXT("problem", "NAME", problem), DESCENT__GROUP_LOSS, all,
     "a landscape, as `descent landscapes` lists them; it may also stand without --problem"},
    {TEXT("loss", "FORMULA", loss), DESCENT__GROUP_LOSS, all,
     "the loss as a formula in variables of your own, such as '(x - 2)^2 + sin(y)'; derivatives are exact"},
    {TEXT("variables", "LIST", variables), DESCENT__GROUP_LOSS, all,
     "the variables of --loss in their order, such as x,y; else they are ordered by name"},
    {FILE_NAME("source", source), DESCENT__GROUP_LOSS, all,
     "a C file with functions loss and gradient, compiled on the fly"},
    {FILE_NAME("library", library), DESCENT__GROUP_LOSS, all, "a shared library with the same functions"},
    {COUNT("dimension", dimension, 1, most_variables), DESCENT__GROUP_LOSS, all,
     "number of variables, of --source, --library, and landscapes that allow any; else that of the start"},

    {TEXT("start", "LIST", start), DESCENT__GROUP_RUN, running,
     "where to begin: numbers in the order of the variables, such as 4,1.0001, or by name, such as x=4,y=1"},
    {NUMBER("step", "NUMBER", step, 0, INFINITY), DESCENT__GROUP_RUN, run | diagnose | plot | sweep | compare,
     "step size; default 0.1, or what fits the path that is diagnosed"},
    {COUNT("steps", steps, 0, most_steps), DESCENT__GROUP_RUN, running,
     "number of steps; default 64, of a sweep 2048, of a limit 4096"},
    {WORD("rule", rule,
          "fixed-step heavy-ball nesterov damped-momentum adagrad rmsprop adam amsgrad nadam lion sign normalised "
          "armijo "
          "wolfe lbfgs conjugate-gradients barzilai-borwein exact-step local-smoothness perturbed negative-curvature"),
     DESCENT__GROUP_RUN, running | diagnose,
     "the rule; default fixed-step. An exact-step is exact where the loss is a quadratic, and elsewhere no line "
     "search"},
    {NUMBER("momentum", "NUMBER", momentum, -INFINITY, INFINITY), DESCENT__GROUP_RUN, running | diagnose,
     "momentum of heavy-ball, nesterov and damped-momentum; default 0.9"},
    {WORD("schedule", schedule, "constant inverse exponential cosine"), DESCENT__GROUP_RUN, running | diagnose,
     "how the step size changes; default constant"},
    {NUMBER("delay", "NUMBER", delay, 0, INFINITY), DESCENT__GROUP_RUN, running | diagnose,
     "of inverse: steps until the step size has halved; default 100"},
    {NUMBER("factor", "NUMBER", factor, 0, INFINITY), DESCENT__GROUP_RUN, running | diagnose,
     "of exponential: factor a step, at most 1; default 0.99"},
    {COUNT("length", length, 1, most_steps), DESCENT__GROUP_RUN, running | diagnose,
     "of cosine: steps until the last step size; default all"},
    {NUMBER("floor", "NUMBER", floor, -INFINITY, INFINITY), DESCENT__GROUP_RUN, running | diagnose,
     "of cosine: the last step size; default 0"},
    {NUMBER("stop-loss", "NUMBER", stop_loss, -INFINITY, INFINITY), DESCENT__GROUP_RUN, run,
     "stop where the loss is no more than this"},
    {NUMBER("stop-gradient", "NUMBER", stop_gradient, 0, INFINITY), DESCENT__GROUP_RUN, run,
     "stop where the norm of the gradient is no more than this"},
    {NUMBER("stop-change", "NUMBER", stop_change, 0, INFINITY), DESCENT__GROUP_RUN, run,
     "stop where a step changes the loss by no more than this part of it"},
    {NUMBER("stop-seconds", "NUMBER", stop_seconds, 0, INFINITY), DESCENT__GROUP_RUN, run, "stop after so much time"},
    {FLAG("progress", progress), DESCENT__GROUP_RUN, run,
     "a table on standard error while the run goes on, a row a second, and the run in a line at its end"},
    {FILE_NAME("checkpoint", checkpoint), DESCENT__GROUP_RUN, run,
     "write the run to this file when it ends, to be gone on with by --resume"},
    {FILE_NAME("resume", resume), DESCENT__GROUP_RUN, run,
     "go on with the run in this file, with the same loss and rule, for --steps more"},
    {FILE_NAME("path", path), DESCENT__GROUP_RUN, plot, "draw this path, of any program, instead of making a run"},
    {FILE_NAME("save", save), DESCENT__GROUP_RUN, run, "write the path to this file, .csv or .npy"},

    {FLAG("line", line), DESCENT__GROUP_WORDS, run | diagnose, "one line instead of the explanation"},
    {FLAG("json", json), DESCENT__GROUP_WORDS, run | diagnose | points, "what was found as JSON, on one line"},
    {TEXT("expect", "WORDS", expect), DESCENT__GROUP_WORDS, run | diagnose,
     "exit with 1 unless it ends in one of these ways: endings such as converged,approaching (converged at any "
     "critical point, a saddle too) or kinds of point converged to, such as minimum"},
    {NUMBER("tolerance", "NUMBER", tolerance, 0, 1), DESCENT__GROUP_WORDS, run | diagnose,
     "arrived within this part of the path's extent, but at least 1.5e-8 of the point's size (rounding) and at most a "
     "thousandth of how far the curvatures at the point hold; default 1e-6"},
    {COUNT("budget", budget, 1, most_budget), DESCENT__GROUP_WORDS, run | diagnose,
     "evaluations that the diagnosis may cost; default 20000"},
    {FLAG("path-only", path_only), DESCENT__GROUP_WORDS, run | diagnose,
     "evaluate nothing: go by the points of the path alone"},

    {FILE_NAME("output", output), DESCENT__GROUP_PICTURE, drawing,
     "the picture, .png, .svg, .pdf or .gp; an existing file is replaced. Without --output a new .png is made"},
    {FLAG("no-picture", no_picture), DESCENT__GROUP_PICTURE, run | sweep | compare, "draw nothing"},
    {FLAG("show", show), DESCENT__GROUP_PICTURE, drawing, "open the picture when it is drawn"},
    {WORD("picture", kind, "contour surface convergence orbit return-map"), DESCENT__GROUP_PICTURE, run,
     "which picture; default contour"},
    {TEXT("window", "LIST", window), DESCENT__GROUP_PICTURE, drawing,
     "what the picture shows: left,right,bottom,top, or left,right; of basins, where the starts are"},
    {TEXT("axes", "LIST", axes), DESCENT__GROUP_PICTURE, drawing,
     "which variables the picture shows, by number from 1 or by name, such as 1,3"},
    {WORD("theme", theme, "light dark"), DESCENT__GROUP_PICTURE, drawing, "a light or a dark picture; default light"},
    {WORD("palette", palette, "magma viridis cividis grey"), DESCENT__GROUP_PICTURE, drawing,
     "colours of the loss; default magma"},
    {TEXT("title", "TEXT", title), DESCENT__GROUP_PICTURE, drawing, "title of the picture; default what it shows"},
    {COUNT("width", width, least_width, most_pixels), DESCENT__GROUP_PICTURE, drawing, "pixels; default 960"},
    {COUNT("height", height, least_height, most_pixels), DESCENT__GROUP_PICTURE, drawing, "pixels; default 720"},

    {NUMBER("from", "NUMBER", from, 0, INFINITY), DESCENT__GROUP_MANY, limit | sweep | plot,
     "lowest step size; default a thousandth of --to. A limit is looked for everywhere if neither is given"},
    {NUMBER("to", "NUMBER", to, 0, INFINITY), DESCENT__GROUP_MANY, limit | sweep | plot,
     "highest step size; default 1"},
    {WORD("property", property, "bounded converges"), DESCENT__GROUP_MANY, limit,
     "what must hold below the limit; default bounded"},
    {COUNT("runs", runs, 2, most_runs), DESCENT__GROUP_MANY, sweep | plot,
     "of a bifurcation: number of step sizes; default 640"},
    {COUNT("tail", tail, 1, most_runs), DESCENT__GROUP_MANY, sweep | plot,
     "of a bifurcation: points of each run that are drawn, its last ones; default 256"},
    {TEXT("grid", "LIST", grid), DESCENT__GROUP_MANY, sweep | plot,
     "of basins: starts across and up, such as 320,240, or one number for both; default 256"},
    {COUNT("threads", threads, 1, most_threads), DESCENT__GROUP_MANY, sweep | plot, "threads; default 1"},
    {FLAG("and", and), DESCENT__GROUP_MANY, compare, "what follows holds for one more run"},
    {TEXT("at", "LIST", at), DESCENT__GROUP_MANY, points,
     "look only for the critical point near this point; as --start"},
    {TEXT("lower", "LIST", lower), DESCENT__GROUP_MANY, points, "lower corner of the box that is searched; as --start"},
    {TEXT("upper", "LIST", upper), DESCENT__GROUP_MANY, points, "its upper corner"},
    {FLAG("all", all), DESCENT__GROUP_MANY, points,
     "list every point that was found; of a valley or of level ground it is else one, and how many are like it"},
};

const descent__option *descent__options(size_t *count)
{
    *count = sizeof options / sizeof options[0];
    return options;
}

const descent__option *descent__option_find(descent__verb verb, const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        if (options[i].verbs & 1u << verb && strlen(options[i].name) == length &&
            strncmp(options[i].name, name, length) == 0)
            return &options[i];
    return NULL;
}
