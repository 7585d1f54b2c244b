/*
 * What a diagnosis has to go by: the recorded rows, the problem and the rule if there are any, how many evaluations it
 * may spend, and its memory. Points of rows are only looked at up to the first that is not finite.
 */
#ifndef DESCENT_LIB_DIAGNOSIS_EVIDENCE_H
#define DESCENT_LIB_DIAGNOSIS_EVIDENCE_H

#include "diagnosis/arena.h"
#include "diagnosis/flow.h"
#include "problem.h"

#include <descent/diagnosis.h>

/* What a diagnosis owns behind its fields. */
typedef struct descent_holdings {
    descent_arena arena;
    descent_critical_point *lingering; /* the point of the LINGERING event */
} descent_holdings;

typedef struct descent_evidence {
    size_t n;
    size_t rows;          /* recorded */
    size_t finite;        /* rows before the first with a point that is not finite */
    size_t tail;          /* first of the rows at the end that are one step apart */
    const double *points; /* finite × n; NULL if none were kept */
    const double *losses;
    const double *norms; /* of the gradient */
    const uint64_t *steps;
    bool thinned;

    bool has_problem;
    descent_evaluator evaluator;
    bool has_rule;
    descent_rule rule;
    descent_diagnosis_options options;

    double *gradient;      /* at the last point, if gradient_known */
    bool gradient_known;   /* it could be evaluated, finite or not */
    bool random;           /* the gradient answers differently when asked again */
    bool flow_trusted;     /* copies can be run: problem, rule, no randomness, and the path was made by them */
    uint64_t points_begin; /* step number of row 0 */

    descent_arena work;  /* freed with the evidence */
    descent_arena *keep; /* what the diagnosis owns */
    descent_holdings *holdings;
    bool out_of_memory; /* some request failed: the diagnosis as a whole must fail */
    descent_diagnosis *diagnosis;
} descent_evidence;

/* Rows one step apart, finite. */
typedef struct descent_series {
    size_t n;
    size_t count;
    const double *points;
    uint64_t first_step;
} descent_series;

static inline const double *descent_series_point(const descent_series *series, size_t row)
{
    return series->points + row * series->n;
}

static inline const double *descent_evidence_point(const descent_evidence *evidence, size_t row)
{
    return evidence->points + row * evidence->n;
}

/* Memory for n numbers that lives as long as the evidence; notes when there is none. */
double *descent_evidence_numbers(descent_evidence *evidence, size_t n);

/* May this many evaluations still be made? */
bool descent_evidence_affords(descent_evidence *evidence, uint64_t evaluations);

/* Evaluations left. */
uint64_t descent_evidence_left(const descent_evidence *evidence);

/* A copy of the run standing where it ends, or at its first point. False if none can be run, or there is no memory. */
bool descent_evidence_flow_at_end(descent_evidence *evidence, descent_flow *flow);
bool descent_evidence_flow_at_start(descent_evidence *evidence, descent_rule rule, descent_flow *flow);

/* Runs on from the end, up to `steps` steps, and keeps the points. The series begins with the last recorded point. */
descent_flow_result descent_evidence_continue(descent_evidence *evidence, size_t steps, descent_series *series);

/* Gradient and loss at the last point, and whether the gradient is a function of the point. */
void descent_evidence_ask(descent_evidence *evidence);

/* Largest and last of the recorded gradient norms, or, without them, of the falls of the loss over the step length; or
 * what the problem says of the two ends. NaN for the last if nothing does. */
void descent_evidence_slopes(descent_evidence *evidence, double *largest, double *last);

/* Finds η and β from steps and gradients where no rule was given. */
void descent_evidence_fit_rule(descent_evidence *evidence);

/* Do copies of the run reproduce it? */
void descent_evidence_check_rule(descent_evidence *evidence);

#endif
