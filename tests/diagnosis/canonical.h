/* All that a diagnosis says as one list of numbers, in units and an order of the variables that do not depend on how the
 * problem was written: so that two diagnoses of what is the same run can be held against each other, field by field. */
#ifndef DESCENT_TESTS_DIAGNOSIS_CANONICAL_H
#define DESCENT_TESTS_DIAGNOSIS_CANONICAL_H

#include <descent/diagnosis.h>
#include <stdbool.h>
#include <stddef.h>

enum {
    canonical_most = 2000,
    canonical_variables = 4
};

/* How the problem was written: lengths and heights in so many units, variable `place[i]` for variable i, times `sign[i]`. */
typedef struct canonical_view {
    double length, height;
    size_t place[canonical_variables];
    double sign[canonical_variables];
    bool steps_are_lengths; /* of a rule that divides by the slope; else a step size is a length² for each height */
} canonical_view;

typedef enum canonical_kind {
    CANONICAL_EXACT = 0,
    CANONICAL_MEASURED, /* by copies in directions of the library's own */
    CANONICAL_ROUNDED,  /* to two decimal digits, which are others in other units … */
    CANONICAL_FOLLOWS   /* … and what comes of such a number */
} canonical_kind;

typedef struct canonical_field {
    char name[64];
    double value;
    canonical_kind kind;
} canonical_field;

typedef struct canonical_list {
    size_t count;
    canonical_field fields[canonical_most];
} canonical_list;

void canonical_take(const descent_diagnosis *diagnosis, const canonical_view *view, canonical_list *list);

/* By how much each kind of field may differ, as a part of the larger one, or of 1 for what is measured. */
typedef struct canonical_tolerance {
    double exact, measured, rounded, follows;
} canonical_tolerance;

/* The first field that differs by more, in words that last until the next call; NULL where none does. */
const char *canonical_difference(const canonical_list *one, const canonical_list *other,
                                 const canonical_tolerance *tolerance);

#endif
