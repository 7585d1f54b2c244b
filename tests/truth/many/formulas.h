/*
 * The losses of the many runs: published test problems, counterexamples and random families, each with its exact gradient and
 * Hessian, and its usual start. Nothing here is the library's.
 */
#ifndef DESCENT_TESTS_TRUTH_MANY_FORMULAS_H
#define DESCENT_TESTS_TRUTH_MANY_FORMULAS_H

#include <complex.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    most_variables = 8,
    most_residuals = 20,
    most_parameters = 40
};

typedef struct terrain terrain;

/* One family of losses. Either residuals, whose squares are summed, or values. */
typedef struct formula {
    const char *name;
    size_t (*residuals)(const double *a, size_t n, const double *x, double *r, double *J);
    size_t (*residuals_complex)(const double *a, size_t n, const double complex *x, double complex *r,
                                double complex *J);
    double (*value)(const double *a, size_t n, const double *x, double *g);
    double complex (*value_complex)(const double *a, size_t n, const double complex *x, double complex *g);
    size_t dimension;
    double start[most_variables]; /* the usual one */
    double spread;                /* of random starts around it, in each variable beside max(1, |start|) */
    bool convex_quadratic;        /* its Hessian is the same everywhere */
    bool curvature_jumps;         /* Newton's steps tell nothing of what lies beyond a jump */
    bool rests_nowhere;           /* no minimiser: the infimum is at infinity */
    bool no_floor;                /* the loss has no lower bound: what is thrown far may rise or fall for ever */
    void (*draw)(terrain *drawn, uint64_t *random); /* dimension, parameters and start of one of a random family */
} formula;

extern const formula formulas[];
extern const size_t formula_count;

/* One loss. */
struct terrain {
    const formula *formula;
    size_t n;
    double a[most_parameters];
    double start[most_variables];
    double spread;
    bool rests_nowhere;
};

terrain terrain_draw(const formula *of, uint64_t *random);
double terrain_loss(const terrain *on, const double *x);
void terrain_gradient(const terrain *on, const double *x, double *g);

/* n × n numbers: imaginary parts of the gradient at x + ihe_j, over h: exact but for rounding (Squire and Trapp 1998). */
void terrain_hessian(const terrain *on, const double *x, double *H);

/* The gradient as the imaginary parts of the loss, in the same way: what terrain_gradient() is tested by. */
void terrain_gradient_of_loss(const terrain *on, const double *x, double *g);

#endif
