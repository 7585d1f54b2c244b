/*
 * What the explorer's page can ask of the library. The page calls these functions through WebAssembly, the native twin
 * that its tests compare with calls them directly; so they take and give plain numbers, arrays and texts.
 *
 * One problem, one rule and one run at a time. Every `int` is a descent_status; explorer_error() says what was wrong. What a
 * function returns a pointer to stays this module's, and valid until the next call of the same function.
 */
#ifndef EXPLORER_H
#define EXPLORER_H

#include <descent/descent.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__wasm__)
#define EXPLORER_EXPORT(name) __attribute__((export_name(#name)))
#define EXPLORER_IMPORT(name) __attribute__((import_module("page"), import_name(#name)))
#else
#define EXPLORER_EXPORT(name)
#define EXPLORER_IMPORT(name)
#endif

/* What the page lends to the module: the loss that was typed, and who is told how far a sweep has got. */
EXPLORER_IMPORT(loss) int page_loss(size_t dimension, const double *x, double *value);
EXPLORER_IMPORT(gradient) int page_gradient(size_t dimension, const double *x, double *gradient);
EXPLORER_IMPORT(gradients)
int page_gradients(size_t dimension, size_t count, size_t stride, const double *x, double *gradient);
EXPLORER_IMPORT(hessian) int page_hessian(size_t dimension, const double *x, double *hessian);
EXPLORER_IMPORT(progress) int page_progress(size_t done, size_t total);

/* problem.c */
const char *explorer_landscapes(void);
int explorer_choose_landscape(size_t index);
/* `names` are the variables' names, one after another, each ended by a NUL. */
int explorer_choose_typed(size_t dimension, const char *names);
/* The same loss in other units, x = uy: what "scale the variables" advises. NULL: as they are. */
int explorer_scale(const double *units);
size_t explorer_dimension(void);
const descent_problem *explorer_problem(void);
/* From the page's variables to the scaled ones and back; n numbers, in place. */
void explorer_to_scaled(double *x);
void explorer_from_scaled(double *x);

/* rule.c */
enum explorer_rule {
    EXPLORER_FIXED_STEP,
    EXPLORER_HEAVY_BALL,
    EXPLORER_NESTEROV,
    EXPLORER_DAMPED_MOMENTUM,
    EXPLORER_ADAGRAD,
    EXPLORER_RMSPROP,
    EXPLORER_ADAM,
    EXPLORER_AMSGRAD,
    EXPLORER_NADAM,
    EXPLORER_LION,
    EXPLORER_SIGN,
    EXPLORER_NORMALISED,
    EXPLORER_ARMIJO,
    EXPLORER_WOLFE,
    EXPLORER_LBFGS,
    EXPLORER_CONJUGATE_GRADIENTS,
    EXPLORER_BARZILAI_BORWEIN,
    EXPLORER_POLYAK,
    EXPLORER_EXACT_STEP,
    EXPLORER_LOCAL_SMOOTHNESS,
    EXPLORER_PERTURBED,
    EXPLORER_NEGATIVE_CURVATURE,
    EXPLORER_RULES
};

/* A rule in plain numbers, as the page's rules.js lists them; what a rule has no use for is not looked at. */
typedef struct explorer_setting {
    double rule;                   /* of explorer_rule */
    double step_size;              /* of descent_polyak() its factor */
    double parameters[3];          /* the rule's own, in the order of its constructor */
    double schedule;               /* of descent_schedule_kind */
    double schedule_parameters[3]; /* delay, or factor, or length with floor, factor, or growth and floor */
    double weight_decay, decoupled_decay, clip_norm, l1;
} explorer_setting;

int explorer_choose_rule(const explorer_setting *setting);
descent_rule explorer_rule(void);

/* run.c */
int explorer_run(const double *start, uint32_t steps);
size_t explorer_rows(void);
const double *explorer_points(void);
const double *explorer_losses(void);
const double *explorer_gradient_norms(void);
const double *explorer_step_lengths(void);
int explorer_diagnose(void);
const char *explorer_text(void);
const char *explorer_line(void);
const char *explorer_json(void);
const char *explorer_error(void);

/* look.c */
/* At one point: the loss, n numbers of the gradient, n×n of the Hessian; NaN where a callback failed. */
const double *explorer_at(const double *x);
/* The loss over a rectangle of two variables, the others as in `origin`: rows from the bottom up. */
const double *explorer_field(size_t x_axis, size_t y_axis, const double *origin, double left, double right,
                             double bottom, double top, size_t columns, size_t rows);
const char *explorer_critical_points(const double *lower, const double *upper);

/* sweeps.c */
/* One run for each of `count` step sizes from low to high. */
int explorer_step_sizes(const double *start, double low, double high, size_t count, uint32_t steps, size_t tail);
/* Their last points: `tail` numbers a run of one variable, filled up with NaN. */
const double *explorer_tails(size_t axis, size_t tail);
/* Their windows and doublings, as JSON. */
const char *explorer_bifurcation(void);
int explorer_basins(size_t x_axis, size_t y_axis, const double *origin, double left, double right, double bottom,
                    double top, size_t columns, size_t rows, uint32_t steps);
/* Of the last sweep: each run's label and ending, and what its labels stand for, as JSON. */
const uint32_t *explorer_labels(void);
const uint8_t *explorer_endings(void);
const char *explorer_attractors(void);
/* The step size from which on the run from this start is not bounded (0) or does not converge (1) any more, as JSON. */
const char *explorer_step_limit(const double *start, int property);

#endif
