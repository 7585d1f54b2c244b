#include "diagnosis/verdict/decisions.h"

#include <assert.h>

#include "diagnosis/verdict/families/families.h"

/* In this order, because evidence is trusted in this order: what is not finite, growth, recurrence, convergence. */
static const struct {
    const char *name;
    descent__decision (*decide)(descent__facts *facts);
} decisions[] = {
    /* Nothing can be measured without a point. */
    {"nothing recorded", descent__decide_empty},
    /* Where numbers end, no tolerance means anything; unless growth led there, which is told by its own decision. */
    {"not finite", descent__decide_broken},
    /* A point that does not move neither grows nor returns, whatever it did before. */
    {"at rest", descent__decide_at_rest},
    /* Growth is asked before recurrence and before tolerances, for far out every gradient is small beside something. */
    {"growth", descent__decide_escape},
    /* Recurrence is asked before convergence, because a cycle passes near critical points. */
    {"recurrence", descent__decide_periodic},
    /* A random gradient makes all that follows a matter of chance; a run that rests, grows or returns shows it none
     * the less. */
    {"noise", descent__decide_noisy},
    /* Convergence is asked before bounded motion, for a slow oscillation that dies out looks like one that lasts. */
    {"settling", descent__decide_settling},
    /* Bounded motion costs the most evaluations: copies with a twin. */
    {"bounded motion", descent__decide_bounded},
    /* A drift is asked after convergence, because a run that still comes nearer to a point is straight, too. */
    {"drift", descent__decide_drift},
    /* A power law alone is the weakest evidence of a limit. */
    {"power law", descent__decide_by_law},
    /* Nothing more specific holds. This one always decides. */
    {"descending", descent__decide_descending},
};

descent__decision descent__decide(descent__facts *facts)
{
    for (size_t k = 0; k < descent__decision_count(); k++) {
        const descent__decision decision = decisions[k].decide(facts);
        if (descent__evidence_out_of_memory(facts->evidence))
            break;
        if (descent__decides(&decision))
            return decision;
    }
    assert(descent__evidence_out_of_memory(facts->evidence));
    return descent__undecided();
}

size_t descent__decision_count(void)
{
    return sizeof decisions / sizeof *decisions;
}

const char *descent__decision_name(size_t place)
{
    return place < descent__decision_count() ? decisions[place].name : NULL;
}
