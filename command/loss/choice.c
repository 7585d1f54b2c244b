#include "command/loss/choice.h"

#include <stdio.h>
#include <string.h>

#include <descent/landscapes.h>

#include "command/loss/library.h"
#include "command/options/values.h"

/* Second derivatives of a formula are handed over as a matrix up to this many variables; n sweeps through it each time. */
static const size_t matrix_limit = 64;

static descent__exit no_landscape(const char *name)
{
    char known[512] = "";
    size_t count, at = 0;
    const descent_landscape *const *const landscapes = descent_landscapes(&count);
    for (size_t i = 0; i < count && at < sizeof known; i++)
        at += (size_t)snprintf(known + at, sizeof known - at, "%s%s", i ? ", " : "", landscapes[i]->name);
    return descent__wrong("there is no landscape '%s'; there are %s; --loss takes a formula", name, known);
}

static descent__exit open_landscape(descent__loss *loss, const char *name, size_t dimension, const char *start)
{
    const descent_landscape *const found = descent_landscape_find(name);
    if (dimension == 0 && found && found->any_dimension && start)
        dimension = descent__list_count(start);
    if (!found)
        return no_landscape(name);
    if (dimension && dimension != found->problem.dimension && !found->any_dimension)
        return descent__wrong("--dimension must be %zu for %s, or left out, got %zu", found->problem.dimension, name,
                              dimension);
    const descent_status status = descent_landscape_problem(name, dimension, &loss->problem);
    if (status != DESCENT_SUCCESS)
        return descent__failed_call(status);
    loss->name = found->name;
    loss->formula = found->formula;
    if (loss->problem.dimension == found->problem.dimension) {
        loss->lower = found->lower;
        loss->upper = found->upper;
    }
    return DESCENT__EXIT_DONE;
}

/* The formula again, with a mark below the place that is wrong. */
static descent__exit wrong_formula(const char *formula, const descent__expression_error *error)
{
    if (error->column == 0)
        return descent__wrong("%s", error->reason);
    if (strlen(formula) > 200 || strchr(formula, '\n'))
        return descent__wrong("--loss, column %zu: %s", error->column, error->reason);
    return descent__wrong("--loss, column %zu: %s\n  %s\n  %*s", error->column, error->reason, formula,
                          (int)error->column, "^");
}

static descent__exit open_formula(descent__loss *loss, const char *formula, const char *variables)
{
    descent__expression_error error;
    if (descent__expression_read(&loss->expression, formula, variables, &error) != 0)
        return wrong_formula(formula, &error);
    const size_t n = loss->expression.dimension;
    loss->problem = (descent_problem){
        .dimension = n,
        .loss = descent__expression_loss,
        .gradient = descent__expression_gradient,
        .loss_gradient = descent__expression_loss_gradient,
        .hessian = n <= matrix_limit ? descent__expression_hessian : NULL,
        .hessian_product = descent__expression_product,
        .context = &loss->expression,
        .variable_names = (const char *const *)loss->expression.names,
    };
    loss->name = "loss";
    loss->formula = formula;
    if (descent_problem_check(&loss->problem) != DESCENT_SUCCESS)
        return descent__wrong("--loss has a variable whose name cannot be one: %s", descent_error_detail());
    return DESCENT__EXIT_DONE;
}

descent__exit descent__loss_open(descent__loss *loss, const descent__settings *settings, const char *operand,
                                 const char *start)
{
    const char *const landscape = operand ? operand : settings->problem;
    const size_t dimension = (size_t)settings->dimension;
    const int count = (operand != NULL) + (settings->problem != NULL) + (settings->loss != NULL) +
                      (settings->library != NULL) + (settings->source != NULL);
    *loss = (descent__loss){0};
    if (count > 1)
        return descent__wrong("there can be one loss only: %s%s%s", operand ? operand : "--problem",
                              settings->loss ? " or --loss" : "",
                              settings->library || settings->source ? " or functions in C" : "");
    if (settings->variables && !settings->loss)
        return descent__wrong("--variables names those of --loss, and there is none");
    if (landscape)
        return open_landscape(loss, landscape, dimension, start);
    if (settings->loss && dimension)
        return descent__wrong("--loss tells by itself how many variables there are; --variables names more");
    if (settings->loss)
        return open_formula(loss, settings->loss, settings->variables);
    if (settings->library)
        return descent__library_open(loss, settings->library, settings->library, dimension, start);
    if (settings->source)
        return descent__source_open(loss, settings->source, dimension, start);
    return DESCENT__EXIT_DONE;
}

descent__exit descent__loss_need(descent__loss *loss, const descent__settings *settings, const char *operand,
                                 const char *start)
{
    const descent__exit exit = descent__loss_open(loss, settings, operand, start);
    if (exit == DESCENT__EXIT_DONE && loss->problem.dimension == 0)
        return descent__wrong("of which loss? Name one that `descent landscapes` lists, or give --loss FORMULA");
    return exit;
}

void descent__loss_close(descent__loss *loss)
{
    descent__expression_free(&loss->expression);
    descent__library_close(loss);
    *loss = (descent__loss){0};
}
