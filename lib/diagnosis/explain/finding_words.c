#include "diagnosis/explain/finding_words.h"

#include <assert.h>

/* In the order of the list, which is that of the bits. */
static const struct {
    unsigned bit;
    const char *sentence;
} table[] = {
    {DESCENT_FINDING_STEP_ABOVE_LIMIT, NULL},  /* the limit is told beside the critical point */
    {DESCENT_FINDING_GRADIENT_MISMATCH, NULL}, /* the verdict begins with it */
    {DESCENT_FINDING_KINK, "The gradient jumps on the way from point to point: the loss has a kink there."},
    {DESCENT_FINDING_MOMENTUM_NEAR_ONE, NULL}, /* it is told with its number */
    {DESCENT_FINDING_HESSIAN_ASYMMETRIC, "The second derivatives are not symmetric, so no loss has this gradient."},
    {DESCENT_FINDING_VALLEY, "The minima are not single points: around this one the loss is constant along some way."},
    {DESCENT_FINDING_GRADIENT_RANDOM, NULL}, /* the reason says it, or its own sentence */
    {DESCENT_FINDING_GRADIENT_DIFFERENCES, "No gradient was given; differences of the loss stand in for it."},
    {DESCENT_FINDING_THINNED, "Steps between the recorded ones are missing."},
    {DESCENT_FINDING_RULE_FITTED, NULL},    /* it stands behind the name of the rule */
    {DESCENT_FINDING_RULE_UNKNOWN, NULL},   /* no rule is named */
    {DESCENT_FINDING_RULE_DISAGREES, NULL}, /* it is told beside the rule */
    {DESCENT_FINDING_MEMORY_UNKNOWN, NULL}, /* the reason says what it leaves open */
    {DESCENT_FINDING_CALLBACK_FAILED,
     "A function of the problem returned a failure code, so what it should have told is missing."},
    {DESCENT_FINDING_SINGLE_PRECISION, "The numbers are of single precision (24 bits), so what is below some 6e-8 of "
                                       "their size is rounding. Double precision would see further."},
    {DESCENT_FINDING_MINIMUM_AT_KINK, NULL}, /* the verdict says it */
};
DESCENT__COVERS(table, DESCENT_FINDING_LIST);

/* One variable has no ways, but two sides; beside the minimum of max(x, 0)² the loss is constant to one of them. */
static const char *const valley_of_one =
    "The minima are not single points: beside this one the loss is constant, to one side at least.";

const char *descent__finding_sentence(size_t k, size_t n)
{
    assert(k < descent__finding_count && table[k].bit == 1u << k);
    return n == 1 && table[k].bit == DESCENT_FINDING_VALLEY ? valley_of_one : table[k].sentence;
}
