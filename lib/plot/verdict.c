#include "plot/verdict.h"

#include <math.h>
#include <stdio.h>

#include "plot/script.h"

descent_diagnosis *descent_verdict_make(const descent_problem *problem, const descent_path *path)
{
    descent_diagnosis_options options;
    descent_diagnosis_options_default(&options);
    options.advise = 0; /* a title has no room for it */
    descent_diagnosis *diagnosis = NULL;
    return descent_diagnose(problem, path, &options, &diagnosis) == DESCENT_SUCCESS ? diagnosis : NULL;
}

static const char *kind_of(const descent_diagnosis *diagnosis)
{
    if (!diagnosis->point)
        return "limit";
    return diagnosis->point->kind == DESCENT_CRITICAL_DEGENERATE ? "degenerate point"
                                                                 : descent_critical_kind_string(diagnosis->point->kind);
}

void descent_verdict_words(const descent_diagnosis *diagnosis, char *text, size_t size)
{
    switch (diagnosis->ending) {
    case DESCENT_ENDING_CONVERGED:
        snprintf(text, size, "converged to a %s", kind_of(diagnosis));
        break;
    case DESCENT_ENDING_APPROACHING:
        if (diagnosis->steps_to_go >= 1 && isfinite(diagnosis->steps_to_go))
            descent_format(text, size,
                           diagnosis->steps_to_go < 1e6 ? "approaching a %s, about %.0f %s to go"
                                                        : "approaching a %s, about %.1g %s to go",
                           kind_of(diagnosis), diagnosis->steps_to_go, diagnosis->steps_to_go < 1.5 ? "step" : "steps");
        else
            snprintf(text, size, "approaching a %s", kind_of(diagnosis));
        break;
    case DESCENT_ENDING_PERIODIC:
        snprintf(text, size, "oscillating with period %zu", diagnosis->period);
        break;
    case DESCENT_ENDING_CHAOTIC:
        if (isfinite(diagnosis->lyapunov))
            descent_format(text, size, "chaotic, Lyapunov exponent %.2f", diagnosis->lyapunov);
        else
            snprintf(text, size, "chaotic");
        break;
    case DESCENT_ENDING_DIVERGING:
        snprintf(text, size, "diverging%s", diagnosis->law == DESCENT_LAW_FASTER ? ", faster than geometrically" : "");
        break;
    case DESCENT_ENDING_NONFINITE:
        snprintf(text, size, "no longer finite");
        break;
    case DESCENT_ENDING_UNDETERMINED:
    case DESCENT_ENDING_DESCENDING:
    case DESCENT_ENDING_STALLED:
    case DESCENT_ENDING_QUASIPERIODIC:
    case DESCENT_ENDING_NOISY:
    case DESCENT_ENDING_UNBOUNDED:
    case DESCENT_ENDING_FORCE_INT:
        snprintf(text, size, "%s", descent_ending_string(diagnosis->ending));
        break;
    }
}
