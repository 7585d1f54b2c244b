#include "diagnosis/evidence/examination.h"

#include <math.h>

#include "base/vector.h"
#include "diagnosis/evidence/end.h"
#include "diagnosis/evidence/fit.h"
#include "diagnosis/evidence/reproduction.h"

static void read_rows(descent__evidence *evidence)
{
    evidence->finite = 0;
    while (evidence->points && evidence->finite < evidence->rows &&
           descent__vector_is_finite(evidence->n, descent__evidence_point(evidence, evidence->finite)))
        evidence->finite++;
    evidence->tail = evidence->finite ? evidence->finite - 1 : 0;
    while (evidence->tail > 0 && evidence->steps[evidence->tail] == evidence->steps[evidence->tail - 1] + 1)
        evidence->tail--;
}

static void read_end(descent__evidence *evidence)
{
    evidence->step = evidence->rows ? evidence->steps[evidence->rows - 1] : 0;
    evidence->loss = evidence->gradient_norm = evidence->noise_level = evidence->step_size = NAN;
    evidence->gradient_error = NAN;
    if (evidence->finite == 0)
        return;
    const size_t last = evidence->finite - 1;
    evidence->x = descent__evidence_point(evidence, last);
    evidence->step = evidence->steps[last];
    evidence->loss = evidence->losses ? evidence->losses[last] : NAN;
    evidence->gradient_norm = evidence->norms ? evidence->norms[last] : NAN;
}

static void read_rule(descent__evidence *evidence)
{
    if (!evidence->has_rule) {
        evidence->findings |= DESCENT_FINDING_RULE_UNKNOWN;
        return;
    }
    evidence->step_size = evidence->rule.step_size;
    if (evidence->step > 0)
        (void)descent_rule_step_size(&evidence->rule, (size_t)evidence->step - 1, &evidence->step_size);
}

void descent__evidence_examine(descent__evidence *evidence)
{
    read_rows(evidence);
    read_end(evidence);
    if (evidence->has_problem && evidence->finite > 0) {
        descent__evidence_ask(evidence);
        if (!evidence->has_rule)
            descent__evidence_fit_rule(evidence);
        descent__evidence_check_rule(evidence);
    }
    read_rule(evidence);
    evidence->problem_in_units = evidence->evaluator.problem;
}
