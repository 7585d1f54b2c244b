/* Is there anything to go by, and are its numbers finite? */
#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/predicates.h"

static descent__decision nonfinite(const descent__facts *facts, descent__reason reason)
{
    descent__decision decision = descent__decided(DESCENT_ENDING_NONFINITE, reason);
    decision.quantity = facts->broken;
    decision.pace.onset = facts->broken_since;
    return decision;
}

descent__decision descent__decide_empty(descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    if (evidence->rows == 0)
        return descent__decided(DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_NO_POINT);
    if (!evidence->points)
        return descent__decided(DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_NO_POINTS_KEPT);
    if (evidence->finite == 0)
        return nonfinite(facts, DESCENT__REASON_BEGAN_BROKEN);
    return descent__undecided();
}

descent__decision descent__decide_broken(descent__facts *facts)
{
    return facts->broken == DESCENT_QUANTITY_NONE || descent__growth_explains(&facts->growth)
               ? descent__undecided()
               : descent__broken_off(facts);
}

descent__decision descent__broken_off(descent__facts *facts)
{
    const descent__motion *motion = &facts->course.motion;
    const bool leapt = motion->count >= 2 && descent__is_leap(motion->length_max, motion->first);
    const bool lowest = facts->broken == DESCENT_QUANTITY_GRADIENT && descent__facts_is_lowest_without_gradient(facts);
    descent__decision decision = nonfinite(facts, lowest  ? DESCENT__REASON_BROKEN_WHERE_LOWEST
                                                  : leapt ? DESCENT__REASON_BROKEN_BY_LEAP
                                                          : DESCENT__REASON_BROKEN);
    decision.said.step = facts->broken_since;
    decision.said.quantity = facts->broken;
    return decision;
}
