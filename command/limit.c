/* descent limit: the largest step size for a start. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <descent/step_limit.h>
#include <descent/sweep.h>

#include "command/loss/choice.h"
#include "command/report/text.h"
#include "command/verbs.h"
#include "command/work/many.h"
#include "command/work/rule.h"

/* Step sizes that are tried where no range is given: three in each decade from 1e-9 to 1e6. */
enum {
    decades = 15,
    in_a_decade = 3,
    rungs = decades * in_a_decade + 1
};
static const double lowest_rung = -9;

static const uint64_t default_steps = 4096;
/* As descent_step_limit_find() has it. */
static const uint64_t least_steps = 64;

/* Whether a run that ends so has lost the property for good; one that is merely slow has not. */
static int loses(descent_ending ending, int converges)
{
    switch (ending) {
    case DESCENT_ENDING_DIVERGING:
    case DESCENT_ENDING_UNBOUNDED:
    case DESCENT_ENDING_NONFINITE:
        return 1;
    case DESCENT_ENDING_PERIODIC:
    case DESCENT_ENDING_QUASIPERIODIC:
    case DESCENT_ENDING_CHAOTIC:
        return converges;
    case DESCENT_ENDING_UNDETERMINED:
    case DESCENT_ENDING_CONVERGED:
    case DESCENT_ENDING_APPROACHING:
    case DESCENT_ENDING_DESCENDING:
    case DESCENT_ENDING_STALLED:
    case DESCENT_ENDING_NOISY:
    case DESCENT_ENDING_FORCE_INT:
        break;
    }
    return 0;
}

/* Climbs the ladder to the first step size that loses the property, and takes the one below with it. */
static descent__exit bracket(const descent__loss *loss, const double *start, const descent_step_limit_options *options,
                             double *from, double *to)
{
    const int converges = options->property == DESCENT_STEP_CONVERGES;
    double ladder[rungs];
    descent_sweep *sweep;
    const descent_sweep_options sweeping = {
        .steps = options->steps, .rule = options->rule, .check_count = DESCENT_SWEEP_NO_CHECKS, .no_classification = 1};
    for (int i = 0; i < rungs; i++)
        ladder[i] = pow(10, lowest_rung + (double)i / in_a_decade);
    const descent_status status = descent_sweep_step_sizes(&loss->problem, start, ladder, rungs, &sweeping, &sweep);
    if (status != DESCENT_SUCCESS)
        return descent__failed_call(status);
    size_t first = 0;
    while (first < rungs && !loses(descent_sweep_ending(sweep, first), converges))
        first++;
    descent_sweep_free(sweep);
    if (first == rungs)
        return descent__failed(DESCENT__EXIT_NOT_MADE,
                               "with no step size up to %g does the run %s: no limit is to be seen", ladder[rungs - 1],
                               converges ? "fail to converge" : "explode");
    if (first == 0)
        return descent__failed(DESCENT__EXIT_NOT_MADE, "with every step size from %g on the run %s", ladder[0],
                               converges ? "fails to converge" : "explodes");
    *from = ladder[first - 1];
    *to = ladder[first];
    return DESCENT__EXIT_DONE;
}

static void print(const descent_step_limit_result *result, const descent__loss *loss, const double *start,
                  const descent_step_limit_options *options)
{
    char text[32];
    const char *const holds = options->property == DESCENT_STEP_BOUNDED ? "stays bounded" : "converges";
    const int undecided = result->source == DESCENT_LIMIT_UNDECIDED;
    printf("From ");
    descent__say_point(start, loss->problem.dimension);
    printf(" the run %s just above step size ",
           options->property == DESCENT_STEP_BOUNDED ? "no longer stays bounded" : "no longer converges");
    descent__say_bold(descent__exact(result->limit, text));
    printf(".\n");
    printf("Just below that the verdict is \"%s\", just above it \"%s\".\n", descent_ending_string(result->ending_low),
           descent_ending_string(result->ending_high));
    if (result->source == DESCENT_LIMIT_MULTIPLIER)
        printf("It is the stability limit of the point that is reached: with smaller step sizes, runs that come near "
               "come to "
               "rest there.\n");
    if (undecided) {
        printf("Between %s ", descent__exact(result->low, text));
        printf("and %s the %llu steps do not tell.\n", descent__exact(result->high, text),
               (unsigned long long)options->steps);
    }
    if (!result->single && result->last > result->limit)
        printf("It is not the only boundary: with other step sizes up to %s the run %s again.\n",
               descent__exact(result->last, text), holds);
    else if (!result->single)
        printf("It is not the only boundary: close to it, a run %s with some step sizes and not with others.\n", holds);
}

static descent__exit find(const descent__loss *loss, const double *start, const descent__settings *settings)
{
    const uint64_t steps = settings->steps == UINT64_MAX ? default_steps : settings->steps;
    descent_rule rule;
    double from, to;
    if (steps < least_steps)
        return descent__wrong("--steps must be at least %d here, got '%d'", (int)least_steps, (int)steps);
    descent__exit exit = descent__rule(settings, steps, &rule);
    const descent_step_limit_options options = {
        .property = settings->property && strcmp(settings->property, "converges") == 0 ? DESCENT_STEP_CONVERGES
                                                                                       : DESCENT_STEP_BOUNDED,
        .rule = &rule,
        .steps = steps,
    };
    if (exit == DESCENT__EXIT_DONE)
        exit = isnan(settings->from) && isnan(settings->to) ? bracket(loss, start, &options, &from, &to)
                                                            : descent__many_range(settings, &from, &to);
    if (exit != DESCENT__EXIT_DONE)
        return exit;
    descent_step_limit_result *result;
    const descent_status status = descent_step_limit_find(&loss->problem, start, from, to, &options, &result);
    if (status != DESCENT_SUCCESS)
        return descent__failed_call(status);
    print(result, loss, start, &options);
    descent_step_limit_result_free(result);
    return DESCENT__EXIT_DONE;
}

descent__exit descent__verb_limit(const descent__settings *settings, size_t count)
{
    (void)count;
    descent__loss loss = {0};
    double *start = NULL;
    if (settings->operand_count > 1)
        return descent__wrong("'%s' is one word too many", settings->operands[1]);
    descent__exit exit = descent__loss_need(&loss, settings, settings->operands[0], settings->start);
    if (exit == DESCENT__EXIT_DONE && !settings->start)
        exit = descent__wrong("from which start? Give --start, such as --start 4,2.5");
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__loss_point(&loss, "start", settings->start, &start);
    if (exit == DESCENT__EXIT_DONE)
        exit = find(&loss, start, settings);
    free(start);
    descent__loss_close(&loss);
    return exit;
}
