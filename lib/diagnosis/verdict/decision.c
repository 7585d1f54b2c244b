#include "diagnosis/verdict/decision.h"

#include <math.h>

static const descent__decision nothing = {
    .distance = NAN,
    .rotation_number = NAN,
    .said.number = NAN,
    .pace = {.rate = NAN, .exponent = NAN, .slope = NAN, .steps_to_go = {NAN, NAN, NAN}},
};

descent__decision descent__undecided(void)
{
    return nothing;
}

descent__decision descent__decided(descent_ending ending, descent__reason reason)
{
    descent__decision decision = nothing;
    decision.ending = ending;
    decision.reason = reason;
    return decision;
}
