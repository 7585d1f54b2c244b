#include "diagnosis/case.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "diagnosis/words.h"

bool descent_case_find_limit(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    if (facts->limit.point || !evidence->has_problem)
        return facts->limit.point != NULL;
    descent_limit_find(evidence, evidence->diagnosis->x, &facts->limit);
    evidence->diagnosis->point = facts->limit.point; /* owned from here on */
    if (evidence->out_of_memory)
        return false;
    descent_limit_follow(evidence, &facts->limit);
    return facts->limit.point != NULL;
}

void descent_case_forget_point(descent_case *facts)
{
    descent_critical_point_free(facts->limit.point);
    facts->limit.point = NULL;
    facts->evidence->diagnosis->point = NULL;
    facts->evidence->diagnosis->distance = NAN;
}

bool descent_case_end(descent_case *facts, descent_ending ending, const char *format, ...)
{
    char text[512];
    descent_plain_locale locale;
    if (!descent_plain_locale_enter(&locale)) {
        facts->evidence->out_of_memory = true;
        return true;
    }
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    descent_plain_locale_leave(&locale);
    facts->evidence->diagnosis->ending = ending;
    facts->evidence->diagnosis->reason = descent_arena_text(facts->evidence->keep, "%s", text);
    if (!facts->evidence->diagnosis->reason)
        facts->evidence->out_of_memory = true;
    return true;
}
