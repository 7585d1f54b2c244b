#include "diagnosis/advice_parts.h"

#include <math.h>

#include "diagnosis/words.h"

descent_advice *descent_advice_add(descent_evidence *evidence, descent_advice_kind kind)
{
    descent_diagnosis *diagnosis = evidence->diagnosis;
    if (diagnosis->advice_count >= descent_advice_most)
        return NULL;
    descent_advice *advice = &diagnosis->advice[diagnosis->advice_count++];
    *advice = (descent_advice){.kind = kind, .step_size = NAN, .momentum = NAN, .steps = NAN, .push = NAN};
    return advice;
}

void descent_advice_say(descent_evidence *evidence, descent_advice *advice, const char *text)
{
    if (!text)
        evidence->out_of_memory = true;
    if (advice)
        advice->text = text;
}

void descent_advice_plain(descent_evidence *evidence, descent_advice_kind kind, const char *text)
{
    descent_advice_say(evidence, descent_advice_add(evidence, kind), descent_arena_text(evidence->keep, "%s", text));
}

void descent_advice_way(descent_evidence *evidence, char *text, const double *direction)
{
    descent_plain_locale locale;
    text[0] = '\0';
    if (!descent_plain_locale_enter(&locale)) {
        evidence->out_of_memory = true;
        return;
    }
    descent_words_along(text, evidence->n, direction);
    descent_plain_locale_leave(&locale);
}
