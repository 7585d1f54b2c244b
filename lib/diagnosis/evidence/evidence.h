/* What a diagnosis has to go by: the recorded rows, the problem and the rule if there are any, what was asked at the
 * end, how many evaluations may be spent, and memory. It knows nothing of the result, which is copied out of it at the
 * end. Rows are only looked at up to the first whose point is not finite. */
#ifndef DESCENT_LIB_DIAGNOSIS_EVIDENCE_EVIDENCE_H
#define DESCENT_LIB_DIAGNOSIS_EVIDENCE_EVIDENCE_H

#include <math.h>

#include "base/arena.h"
#include "diagnosis/holdings.h"
#include "map/map.h"
#include "problem/problem.h"
#include "rules/knowledge.h"
#include "trajectory/series.h"

#include <descent/diagnosis.h>

typedef struct descent__evidence {
    /* The recorded run. */
    size_t n;
    size_t rows;          /* recorded */
    size_t finite;        /* rows before the first with a point that is not finite */
    size_t tail;          /* first of the rows at the end that are one step apart */
    const double *points; /* finite × n; NULL if none were kept */
    const double *losses;
    const double *norms; /* of the gradient */
    const uint64_t *steps;
    const char *const *names; /* of the variables; NULL if they have none */

    /* Problem, rule, and what may be spent. */
    bool has_problem;
    descent__evaluator evaluator;
    /* The user's problem with a unit of length that the path tells, for whoever takes differences or first trials of
     * his own accord: see descent__evidence_take_unit(). */
    descent_problem problem_in_units;
    bool has_rule;
    descent_rule rule;
    descent_diagnosis_options options;

    /* The end: the last finite row, and what the problem said there. */
    const double *x;       /* NULL for no finite row */
    uint64_t step;         /* its number; of the last row if none is finite */
    double loss;           /* recorded or asked for; NaN if not known, */
    bool loss_asked;       /* or if it was asked for and is that */
    double gradient_norm;  /* likewise */
    double *gradient;      /* if gradient_known */
    double gradient_error; /* where differences of the loss stand in: what its rounding leaves open; else NaN */
    bool gradient_known;   /* it could be evaluated, finite or not */
    bool random;           /* the gradient answers differently when asked again */
    double noise_level;    /* its standard deviation; NaN if it is not random */
    double step_size;      /* of the last step; NaN without a rule */
    /* The rule's memory at the end is known where there is none, where it is the recorded point before, where the
     * engine handed it over, and where a path from step 0 was replayed. */
    bool memory_known;
    uint64_t changes;      /* how often the rule was changed, before the first row, */
    uint64_t changed_at;   /* and before which step, the last time */
    uint64_t steps_before; /* of other rules, which no row counts: who tells of a step counts them, too */
    bool state_known;      /* the engine handed over where it stands, or a replay of the path ended there: */
    descent__state state;  /* its point, the rule's true memory, the number of the next step */
    bool copies_trusted; /* problem, rule and its memory are known, nothing is random, and copies make the path again */
    bool restarts_trusted; /* the same from the start, where the memory of every rule is empty */

    unsigned findings;     /* descent_finding, or-ed: those that the evidence itself tells */
    bool budget_exhausted; /* some question was not asked because it would have cost too much */

    descent__arena work;         /* freed with the evidence */
    descent__arena *keep;        /* what the diagnosis will own: the arena of */
    descent__holdings *holdings; /* these */
    bool memory_failed;          /* there was no memory outside the arenas */
} descent__evidence;

static inline const double *descent__evidence_point(const descent__evidence *evidence, size_t row)
{
    return evidence->points + row * evidence->n;
}

/* All recorded rows with finite points, as if they were one step apart. */
static inline descent__series descent__evidence_rows(const descent__evidence *evidence)
{
    return (descent__series){.n = evidence->n, .count = evidence->finite, .points = evidence->points};
}

/* Was there no memory for something? Then the diagnosis as a whole must fail. */
static inline bool descent__evidence_out_of_memory(const descent__evidence *evidence)
{
    return evidence->memory_failed || evidence->work.failed || evidence->keep->failed;
}

/* A rule that is known, but tells no multipliers: then nothing but its own steps speaks of what it does. */
static inline bool descent__evidence_rule_tells_nothing(const descent__evidence *evidence)
{
    return evidence->has_rule && !descent__rule_tells_multipliers(&evidence->rule);
}

/* Do differences of the loss stand in for the gradient? Where they are zero that proves no critical point: wider ones,
 * which the destination was found with, may see a slope. */
static inline bool descent__evidence_has_differences(const descent__evidence *evidence)
{
    return evidence->gradient_known && !isnan(evidence->gradient_error);
}

/* Memory for n numbers that lives as long as the evidence. */
double *descent__evidence_numbers(descent__evidence *evidence, size_t n);

/* May this many gradients, or losses, still be evaluated? Counted in gradients, for where differences stand in one of them
 * takes 2n losses. */
bool descent__evidence_affords(descent__evidence *evidence, uint64_t evaluations);

/* Gradients that may still be evaluated. */
uint64_t descent__evidence_left(const descent__evidence *evidence);

/* Calls left, of whatever kind. */
uint64_t descent__evidence_calls_left(const descent__evidence *evidence);

/* What another room spent for this diagnosis is spent. */
void descent__evidence_spend(descent__evidence *evidence, const descent_evaluations *evaluations);

/* The lengths of differences and of first trials come from the problem's scale, which is 1 where the user gave none;
 * here the path itself tells the unit, so that no answer depends on the user's. Where the gradient is made of
 * differences of the loss, it must stay the one that the run saw, and where the user gave a scale, it is his. Called
 * once, before anything is measured by differences; a unit that is not positive and finite changes nothing. */
void descent__evidence_take_unit(descent__evidence *evidence, double unit);

/* The way from the start to the first row that is elsewhere: a rule whose memory is empty may begin by standing. 0 if all stand. */
double descent__evidence_first_way(const descent__evidence *evidence);

/* The loss at x; NaN if it is not to be had. */
double descent__evidence_loss_at(descent__evidence *evidence, const double *x);

#endif
