#include "truth/claim.h"

const char *const claim_names[CLAIM_COUNT] = {"right", "accepted", "undetermined", "unknown", "wrong"};
