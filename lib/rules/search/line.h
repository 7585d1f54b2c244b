/* A search along a line: trial points, when one is good enough, and why none was. */
#ifndef DESCENT_LIB_RULES_SEARCH_LINE_H
#define DESCENT_LIB_RULES_SEARCH_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include <descent/step_finders.h>

/* Where the options stand among a rule's constants; those of the rule's own come behind. */
enum {
    descent__by_decrease,
    descent__by_curvature,
    descent__by_contraction,
    descent__by_trials,
    descent__by_own
};

/* A trial at distance t along the line. */
typedef struct descent__search_trial {
    double t;
    double loss;
    double slope; /* ∇L(x + td)·d; NaN unless it was asked for */
} descent__search_trial;

typedef struct descent__search_line {
    descent_rule_step *step;
    const descent_modifiers *box; /* whose bounds the trials keep to; NULL: none */
    const double *direction;      /* d */
    double *point;                /* of the last trial */
    double *gradient;             /* there, if it was asked for */
    double decrease, curvature, contraction;
    size_t trials, most_trials;
    descent__search_trial start; /* t = 0 */
    descent__search_trial last;  /* the last trial whose loss was finite */
    descent__search_trial
        risen;       /* the nearest at which it has risen although the slope promised plenty; t = NaN: none */
    double promised; /* by the slope at x, for the way to the last trial point */
} descent__search_line;

/* Sets the options, or their defaults, into a rule; `curvature` is that default. */
void descent__line_set_options(descent_rule *rule, const descent_line_search_options *options, double curvature);

/* Are they in range? */
descent_status descent__line_check(const descent_rule *rule);

/*
 * From x along `direction`, with the slope there. `point` and `gradient` have room for n numbers. Not DESCENT_SUCCESS: no search
 * can be made.
 */
descent_status descent__line_open(descent__search_line *line, const descent_rule *rule, descent_rule_step *step,
                                  const double *direction, double *point, double *gradient);

/* One more trial, with the slope there if `slope`; DESCENT_ENOCONVERGENCE at the limit, with the cause in the detail. */
descent_status descent__line_try(descent__search_line *line, double t, bool slope, descent__search_trial *trial);

/* Is the difference between these losses lost in their rounding? */
bool descent__line_is_level(const descent__search_line *line, double loss);

/* Has the loss fallen enough there? */
bool descent__line_falls(const descent__search_line *line, const descent__search_trial *trial);

/* The same by the slope, where the loss is level (Hager and Zhang, 2005, eq. 4.1). */
bool descent__line_falls_by_slope(const descent__search_line *line, const descent__search_trial *trial);

/* Why no trial was good enough. */
descent_status descent__line_fail(const descent__search_line *line);

/* The step goes to the last trial point, which `trial` is. */
void descent__line_take(descent__search_line *line, const descent__search_trial *trial);

/* Is the gradient zero? Then there is nothing to search: the point stays, and what is known of it stays known. */
bool descent__line_rests(descent_rule_step *step);

/* A step that meets the strong Wolfe conditions, from a first trial at `first`; taken. */
descent_status descent__wolfe_search(descent__search_line *line, double first);

#endif
