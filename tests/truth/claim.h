/* How what was said of a run stands to what is true. */
#ifndef DESCENT_TESTS_TRUTH_CLAIM_H
#define DESCENT_TESTS_TRUTH_CLAIM_H

typedef enum claim {
    CLAIM_RIGHT,
    CLAIM_LESS, /* true, though more could be said */
    CLAIM_UNDETERMINED,
    CLAIM_UNKNOWN, /* what is true is not known */
    CLAIM_WRONG,
    CLAIM_COUNT
} claim;

extern const char *const claim_names[CLAIM_COUNT];

#endif
