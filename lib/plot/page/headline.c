#include "plot/page/headline.h"

#include "base/environment.h"
#include "base/locale.h"
#include "diagnosis/explain/ending_words.h"

descent_diagnosis *descent__headline_diagnose(const descent_problem *problem, const descent_path *path)
{
    const descent_diagnosis_options options = {.no_trials = 1}; /* a title has no room for it */
    descent_diagnosis *diagnosis = NULL;
    descent__environment *const lent =
        descent__environment_lend(); /* the library calls the user's functions from there */
    const descent_status status = descent_diagnose(problem, path, &options, &diagnosis);
    descent__environment_take_back(lent);
    return status == DESCENT_SUCCESS ? diagnosis : NULL;
}

void descent__headline(const descent_diagnosis *diagnosis, char *text, size_t size)
{
    descent__plain_locale locale;
    const bool plain = descent__plain_locale_enter(&locale);
    descent__explain_headline(diagnosis, text, size);
    if (plain)
        descent__plain_locale_leave(&locale);
}
