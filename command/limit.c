/* descent limit: the step size from which on a run from a start explodes, or no longer converges. */
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

/* Step sizes that are tried where no range is given: three in each decade from 1e-9 to 1e6, and none of them round. Many a limit is
 * round, and a run with the limit itself shows neither side of it. */
enum {
    decades = 15,
    in_a_decade = 3,
    rungs = decades * in_a_decade + 1
};
static const double lowest_rung = -8.98;
/* How often, and how far, such a range is begun lower where its lowest run has lost the property. */
enum {
    lower_ranges = 3
};
static const double lower_range = 10;

static const uint64_t default_steps = 4096;
/* So many times fewer steps tell which digits of a limit are due to the number of steps, or as many times more. */
static const uint64_t other_steps = 4;
/* What yet more steps may change, of what they have. The limit goes down like a power of their number, seldom a slow one. */
static const double yet_to_change = 4;
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

/* A run that came to a point says whose multipliers to ask; from the rung just below it may be too slow to. */
static size_t last_that_settles(const descent_sweep *sweep, size_t first)
{
    for (size_t i = first; i-- > 0 && i + in_a_decade >= first;) {
        const descent_ending ending = descent_sweep_ending(sweep, i);
        if (ending == DESCENT_ENDING_CONVERGED || ending == DESCENT_ENDING_APPROACHING)
            return i;
    }
    return first - 1;
}

/* Climbs the ladder to the first step size that loses the property, and takes one below with it. */
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
    const size_t below = first > 0 ? last_that_settles(sweep, first) : 0;
    descent_sweep_free(sweep);
    if (first == rungs)
        return descent__failed(DESCENT__EXIT_NOT_MADE,
                               "no limit found: none of the step sizes that were tried, up to %.1g, is seen to %s",
                               ladder[rungs - 1], converges ? "keep the run from converging" : "let the run explode");
    if (first == 0)
        return descent__failed(DESCENT__EXIT_NOT_MADE,
                               "no limit found: even with the smallest step size that was tried, %.1g, the run %s",
                               ladder[0], converges ? "does not converge" : "explodes");
    *from = ladder[below];
    *to = ladder[first];
    return DESCENT__EXIT_DONE;
}

/* What the multipliers of the point say of other runs. */
static void print_reason(const descent_step_limit_result *result)
{
    if (result->source != DESCENT_LIMIT_MULTIPLIER)
        return;
    if (result->attracts)
        printf("It is the stability limit of the minimum that is reached: with smaller step sizes, runs that come near "
               "come to rest there.\n");
    else
        printf("It is the stability limit of the point that is reached, along the line by which this run comes: other "
               "runs "
               "that come near leave it again.\n");
}

static void print_others(const descent_step_limit_result *result, const char *holds)
{
    char text[32];
    if (result->single)
        return;
    if (result->last > result->limit)
        printf("It is not the only boundary: with some larger step sizes, such as %s, the run %s again.\n",
               descent__exact(result->last, text), holds);
    else
        printf("It is not the only boundary: close to it, a run %s with some step sizes and not with others.\n", holds);
    printf("It is the lowest that was found: between the step sizes that were tried there may be lower ones.\n");
}

/* Does a run just below wander still? Then one with more steps may be seen to explode, and the limit be lower. */
static int rests_on_steps(const descent_step_limit_result *result)
{
    return result->ending_low == DESCENT_ENDING_UNDETERMINED || result->ending_low == DESCENT_ENDING_CHAOTIC;
}

static uint64_t other_number(uint64_t steps)
{
    return steps / other_steps < least_steps ? other_steps * steps : steps / other_steps;
}

/* The limit that another number of steps shows; NaN if it shows none, or if the number does not matter. */
static double with_other_steps(const descent_step_limit_result *result, const descent__loss *loss, const double *start,
                               double from, double to, const descent_step_limit_options *options)
{
    descent_step_limit_options other = *options;
    descent_step_limit_result *found;
    other.steps = other_number(options->steps);
    if (result->source != DESCENT_LIMIT_BISECTION || !rests_on_steps(result) ||
        descent_step_limit_find(&loss->problem, start, from, to, &other, &found) != DESCENT_SUCCESS)
        return NAN;
    const double limit = found->held ? found->limit : NAN;
    descent_step_limit_result_free(found);
    return limit;
}

/* Those digits of a limit that the number of steps does not change, zeros behind the point among them; all if it is not known. */
static const char *known_digits(double limit, double other, char text[32])
{
    const double apart = yet_to_change * fabs(limit - other);
    if (!(apart > 0))
        return descent__exact(limit, text);
    const int digits = (int)floor(log10(limit)) - (int)ceil(log10(apart)) + 1;
    snprintf(text, 32, digits > 1 ? "%#.*g" : "%.*g", digits > 1 ? digits : 1, limit);
    return text;
}

static void print(const descent_step_limit_result *result, const descent__loss *loss, const double *start,
                  const descent_step_limit_options *options, double other)
{
    char text[32];
    const char *const holds = options->property == DESCENT_STEP_BOUNDED ? "stays bounded" : "converges";
    const int undecided = result->source == DESCENT_LIMIT_UNDECIDED;
    printf("From ");
    descent__say_point(start, loss->problem.dimension);
    if (undecided) {
        printf(" the run %s up to step size ", holds);
        descent__say_bold(descent__exact(result->low, text));
        printf(", and no longer from ");
        descent__say_bold(descent__exact(result->high, text));
        printf(" on: between them the %llu steps do not tell.\n", (unsigned long long)options->steps);
    } else {
        printf(" the run %s just below step size ", holds);
        descent__say_bold(known_digits(result->limit, other, text));
        printf(", and no longer just above it.\n");
    }
    printf("Just below%s the verdict is \"%s\", just above%s \"%s\"", undecided ? " the first" : "",
           descent__ending_name(result->ending_low), undecided ? " the second" : "",
           descent__ending_name(result->ending_high));
    if (rests_on_steps(result))
        printf(", as far as %llu steps show", (unsigned long long)options->steps);
    printf(".\n");
    if (fabs(result->limit - other) > 0)
        printf(
            "With %llu steps it is %.1e %s: digits that depend on the number of steps are left out, and with more of "
            "them it may be lower.\n",
            (unsigned long long)other_number(options->steps), fabs(result->limit - other),
            other > result->limit ? "higher" : "lower");
    print_reason(result);
    print_others(result, holds);
}

/* Where no run below was seen to have the property, its loss is none: the steps ended before it showed. */
static descent__exit find_none(const descent_step_limit_result *result, const descent_step_limit_options *options)
{
    return descent__failed(
        DESCENT__EXIT_NOT_MADE,
        "no limit found: with none of the step sizes that were tried, from %.3g on, was the run seen "
        "to %s within %llu steps. Up to step size %.6g it is \"%s\", above that \"%s\"; with more "
        "--steps there may be one",
        result->low, options->property == DESCENT_STEP_BOUNDED ? "stay bounded" : "converge",
        (unsigned long long)options->steps, result->high, descent__ending_name(result->ending_low),
        descent__ending_name(result->ending_high));
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
    descent_status status = descent_step_limit_find(&loss->problem, start, from, to, &options, &result);
    /* A run of the ladder that is not lost by its ending may be by its last points: the range begins lower, then. */
    const int chosen = isnan(settings->from) && isnan(settings->to);
    for (int i = 0; i < lower_ranges && chosen && status == DESCENT_EINVAL; i++) {
        from /= lower_range;
        status = descent_step_limit_find(&loss->problem, start, from, to, &options, &result);
    }
    if (chosen && status == DESCENT_EINVAL)
        return descent__failed(
            DESCENT__EXIT_NOT_MADE,
            "no limit found: between the step sizes %g and %g no change is seen in what becomes of the run", from, to);
    if (status != DESCENT_SUCCESS)
        return descent__failed_call(status);
    if (result->held || result->source == DESCENT_LIMIT_MULTIPLIER)
        print(result, loss, start, &options, with_other_steps(result, loss, start, from, to, &options));
    else
        exit = find_none(result, &options);
    descent_step_limit_result_free(result);
    return exit;
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
