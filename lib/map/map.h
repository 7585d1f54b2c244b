/*
 * The discrete map that a rule makes of a problem: the state of a run (its point, what the rule remembers, which step comes
 * next) and one step of it. The engine makes its steps by one, a diagnosis runs copies by others; a copy neither records nor
 * observes, counts its evaluations by its own evaluator, and stops at its own limit.
 */
#ifndef DESCENT_LIB_MAP_MAP_H
#define DESCENT_LIB_MAP_MAP_H

#include <assert.h>

#include "base/arena.h"
#include "base/vector.h"
#include "problem/problem.h"
#include "rules/family.h"
#include "rules/fixed_step.h"
#include "rules/knowledge.h"

/* What became of a step. Unless it MOVED, the state is what it was before. */
typedef enum descent__map_result {
    DESCENT__MAP_MOVED = 0,
    DESCENT__MAP_NONFINITE, /* the next point, or the point where the rule looks ahead, is not finite */
    DESCENT__MAP_FAILED,    /* a callback, the schedule or the rule failed; `failure` says how */
    DESCENT__MAP_BUDGET     /* no evaluations left */
} descent__map_result;

/* Where a run stands. The vectors belong to whoever it was taken from: good until that makes its next step. */
typedef struct descent__state {
    const double *vectors; /* x, then the vectors that the rule remembers, `pitch` numbers from one to the next */
    size_t dimension;
    size_t memory_count; /* vectors besides x: those that the rule speaks of, and those that its scalars lie in */
    size_t pitch;
    uint64_t number;   /* of the step that comes next */
    double step_size;  /* of the last step */
    bool memory_known; /* are the rule's vectors what the run had there? */
} descent__state;

typedef struct descent__map {
    descent__evaluator *evaluator;
    uint64_t limit; /* total evaluations beyond which it does not step */
    descent_rule rule;
    const descent__rule_family *family; /* NULL for a rule from outside */
    size_t n;
    size_t pitch;      /* numbers from one vector of the state to the next */
    size_t kept;       /* vectors besides x */
    size_t state_size; /* (1 + kept)·pitch; for copies pitch = n, and the state is one point of the state space */
    uint64_t number;   /* of the step that comes next */
    double step_size;  /* of the last step; before it, the rule's own */
    bool memory_known;
    descent_status failure; /* of the step that ended with DESCENT__MAP_FAILED, or in which the rule gave up */
    bool gave_up;           /* the rule found no next point (DESCENT_ENOCONVERGENCE): the run ends, and stands there */
    double *state;          /* x, then the rule's memory */
    double *gradient;       /* with which the last step was made: at its point, or where the rule looked ahead */
    double *where;          /* where a look-ahead rule takes its gradient; else NULL */
    double *before;         /* the state before the last step; NULL if the rule guards its point and it is no copy */
    double **memory;        /* the rule's vectors, in `state` */
    double *scalars;        /* its single numbers, behind them */
    size_t
        scalar_room;  /* whole vectors: what is over stays zero, and does not look like something that is remembered */
    double **work;    /* what it needs within a step */
    double *modified; /* the gradient as the modifiers change it; NULL without any */
    bool modifies;
    bool own;                /* the rule is the library's */
    bool moving;             /* a rule from outside is at work on the state */
    const bool *interrupted; /* is the step to be given up, whatever the rule says of it? NULL: never */

    /* What the last step found out of the point it led to. */
    bool next_gradient_known; /* is it in `gradient`? */
    double next_loss;         /* NaN: not known */
    double loss;              /* L(x), for a rule that needs it; NaN: not known */
} descent__map;

/* Numbers from the beginning of one vector to that of the next, so that long ones all begin on a cache line. */
static inline size_t descent__map_pitch(size_t n)
{
    const size_t line = descent__vector_alignment / sizeof(double);
    return n <= descent__vector_few ? n : (n + line - 1) / line * line;
}

static inline bool descent__map_looks_ahead(const descent__map *map)
{
    return map->rule.type->look_ahead != NULL;
}

/*
 * Vectors that descent__map_lay_out() needs for a rule; 0 if they cannot be counted. The state before a step is kept for rules
 * that do not guard their point, and for copies.
 */
size_t descent__map_vectors(const descent_rule *rule, size_t n, bool copy);

/* Pointers to vectors that it needs. */
size_t descent__map_pointers(const descent_rule *rule);

/* A map in memory of the caller's: that many vectors, `pitch` numbers each, and that many pointers. */
void descent__map_lay_out(descent__map *map, descent__evaluator *evaluator, const descent_rule *rule, size_t pitch,
                          bool copy, double *vectors, double **pointers);

/* Does the problem offer what the rule needs? */
descent_status descent__map_check(const descent_rule *rule, const descent_problem *problem);

/* A copy, in memory of the arena's; false if there is none. Its state is zero: place it. A rule that
 * descent_rule_check() refuses makes no step. */
bool descent__map_open(descent__map *map, descent__arena *arena, descent__evaluator *evaluator, descent_rule rule);

/* Nothing is known of the point that it stands at now. */
static inline void descent__map_forget_point(descent__map *map)
{
    map->next_gradient_known = false;
    map->next_loss = NAN;
}

/* Places it at a start: step 0, where every rule's memory is zero. */
void descent__map_start(descent__map *map, const double *x);

/*
 * Places it at a point of a path before step `number`, with the point before it (NULL: not known). What the rule remembers is
 * then known if it remembers nothing, if it remembers that point, or at step 0. Otherwise `memory_known` is false: a
 * rule that remembers the point before is taken to have been at rest; the memory of any other is zero, and its steps count
 * from 0, since rules may weigh their memory by the number of steps in it.
 */
void descent__map_place(descent__map *map, const double *x, const double *previous, uint64_t number);

/* Starts anew and makes `steps` steps, so that the memory of any rule is what it is there in a run from this start. */
descent__map_result descent__map_replay(descent__map *map, const double *start, uint64_t steps);

/* The state as it is, until the next step. */
descent__state descent__map_state(const descent__map *map);

/* Copies the state to `numbers`, (1 + kept)·n of them; returns the view of that. */
descent__state descent__map_save(const descent__map *map, double *numbers);

/* Takes on a state of the same rule and dimension, of another map, an engine, or saved. */
void descent__map_restore(descent__map *map, const descent__state *state);

/* η of the step that comes next. `*code` receives what a schedule of the user's returned, else 0. */
descent_status descent__map_choose_step_size(const descent__map *map, double *step_size, int *code);

/* Where the rule looks ahead from here, into `where`. */
void descent__map_look_ahead(descent__map *map, const descent_rule_step *step);

/* descent__map_advance() without its detour. */
descent__map_result descent__map_move_by_rule(descent__map *map, double step_size);

/*
 * Makes the step with this step size. The gradient at x must be in `gradient`, and its loss in `loss` for a rule that needs
 * it; a look-ahead rule evaluates its own gradient. The fixed step
 * does without calls, which would be felt in a step of two variables.
 */
static inline descent__map_result descent__map_advance(descent__map *map, double step_size)
{
    descent__map_result result;
    if (map->rule.type == &descent__fixed_step_type && !map->modifies && !(map->before && map->interrupted)) {
        if (map->before)
            descent__vector_copy(map->n, map->state, map->before);
        result = descent__fixed_step_descend(map->n, step_size, map->gradient, map->state) ? DESCENT__MAP_MOVED
                                                                                           : DESCENT__MAP_NONFINITE;
        map->step_size = result == DESCENT__MAP_MOVED ? step_size : map->step_size;
        if (map->before && result != DESCENT__MAP_MOVED)
            descent__vector_copy(map->n, map->before, map->state);
    } else
        result = descent__map_move_by_rule(map, step_size);
    if (result != DESCENT__MAP_MOVED)
        return result;
    /* Of a rule from outside that says it guards its point, that is its own promise. */
    assert(!map->family || descent__vector_is_finite(map->n, map->state));
    map->number++;
    return DESCENT__MAP_MOVED;
}

/* The same for a rule that looks ahead, where `where` and the gradient there are known. */
descent__map_result descent__map_advance_from_there(descent__map *map, double step_size);

/* A rule from outside was left for good: the state is what it was before the step, if there is a copy of that. */
void descent__map_undo(descent__map *map);

/*
 * One whole step of a copy: budget, step size, gradient, move. A run whose rule gives up has come to its end: from there on
 * its copies stand still, step after step, at no cost.
 */
descent__map_result descent__map_step(descent__map *map);

#endif
