#include "diagnosis/advice/parts.h"

#include <math.h>

descent_advice descent__advice_blank(void)
{
    return (descent_advice){.step_size = NAN, .momentum = NAN, .steps = NAN, .push = NAN};
}

void descent__advice_add(descent__evidence *evidence, descent_diagnosis *diagnosis, descent__advice_code code,
                         descent_advice advice, const descent__advice_numbers *numbers)
{
    if (diagnosis->advice_count >= descent__advice_most)
        return;
    /* Half of nothing, or of the smallest number, is no step size. */
    if (!(advice.step_size > 0))
        advice.step_size = NAN;
    advice.kind = descent__advice_kind(code);
    descent__advice_numbers filled = {.copy_steps = 0};
    if (numbers)
        filled = *numbers;
    filled.every_step = evidence->finite > 0 && evidence->tail == 0;
    filled.rule_known = evidence->has_rule || evidence->options.optimiser_name;
    advice.text = descent__advice_text(evidence->keep, evidence->n, evidence->names, code, &advice, &filled);
    diagnosis->advice[diagnosis->advice_count++] = advice;
}

void descent__advice_plain(descent__evidence *evidence, descent_diagnosis *diagnosis, descent__advice_code code)
{
    descent__advice_add(evidence, diagnosis, code, descent__advice_blank(), NULL);
}
