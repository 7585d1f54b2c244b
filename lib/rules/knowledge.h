/* What a rule is known to be, with its modifiers: what it keeps, and which of the things that its type tells hold of it. */
#ifndef DESCENT_LIB_RULES_KNOWLEDGE_H
#define DESCENT_LIB_RULES_KNOWLEDGE_H

#include <stdbool.h>
#include <stddef.h>

#include <descent/rules.h>

/* Does what is done around the rule's step let it rest elsewhere than at critical points of the loss? Clipping does not. */
bool descent__rule_rests_elsewhere(const descent_rule *rule);

/* Is anything done around the rule's step? */
static inline bool descent__rule_is_modified(const descent_rule *rule)
{
    const descent_modifiers *const m = &rule->modifiers;
    return m->weight_decay != 0 || m->clip_value != 0 || m->clip_norm != 0 || m->decoupled_decay != 0 || m->l1 != 0 ||
           m->lower || m->upper;
}

/* Is it the library's own? It computes in the library's floating-point environment; one from outside in the caller's. */
bool descent__rule_is_own(const descent_rule *rule);

/* Vectors that the rule speaks of as its memory. */
size_t descent__rule_memory(const descent_rule *rule);

/* Vectors of n numbers that memory and scalars take; SIZE_MAX if they cannot be counted. */
size_t descent__rule_kept_vectors(const descent_rule *rule, size_t n);

/* Is the next point a function of the point (and the step number) alone? */
static inline bool descent__rule_keeps_nothing(const descent_rule *rule)
{
    return descent__rule_memory(rule) == 0 && rule->type->scalar_count == 0;
}

/* Does its type tell multipliers, and do they hold of it? Modifiers change them. */
static inline bool descent__rule_tells_multipliers(const descent_rule *rule)
{
    return rule->type->multipliers && !descent__rule_is_modified(rule);
}

/*
 * Do they hold of the variables that bounds and an L1 term leave free, with the decay among the eigenvalues? There these terms are
 * constant or linear, and move the point alone. Not where clipping shortens a gradient that the held variables make long, nor of a
 * decay that is taken from the point where the gradient was taken elsewhere or goes through a filter.
 */
bool descent__rule_tells_multipliers_when_held(const descent_rule *rule);

/* Is each step as long as the library's rule finds it to be, so that its step size is where it begins to look? */
bool descent__rule_finds_step_sizes(const descent_rule *rule);

/* Of those: is its step size a factor of each that it finds, and nowhere that it begins? */
bool descent__rule_finds_by_factor(const descent_rule *rule);

/* Of those: is each step the best along its line where the loss is a quadratic, and elsewhere none that was searched for? */
bool descent__rule_is_exact_on_quadratics(const descent_rule *rule);

/* Is each step as long as the step size has it, whatever the slope, while the slopes are alike, as in a swing? */
bool descent__rule_strides_in_swings(const descent_rule *rule);

/* Does the library's rule push a run on, at random or along a negative curvature, where the gradient is small? */
bool descent__rule_pushes(const descent_rule *rule);

/* The shortest and the longest step size that such a rule lets itself find, where it has such bounds. */
bool descent__rule_bounds_step_sizes(const descent_rule *rule, double *shortest, double *longest);

/* Are the modifiers in range, and such as the rule can have? */
descent_status descent__modifiers_check(const descent_rule *rule);

/* What descent_rule_evaluate() calls: both results may be NULL. */
struct descent_rule_evaluator {
    descent_status (*evaluate)(void *context, const double *x, double *loss, double *gradient);
    void *context;
};

#endif
