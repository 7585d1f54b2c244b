#include <descent/engine.h>

#include <math.h>
#include <stdlib.h>

#include "path/path.h"
#include "problem.h"
#include "rules/fixed_step.h"
#include "rules/schedule.h"
#include "status.h"
#include "vector.h"

/* What the engine is doing now: from inside a callback it must not be changed, from an evaluation not even asked. */
typedef enum activity {
    IDLE,
    EVALUATING,
    OBSERVING
} activity;

typedef struct observer {
    descent_observer_function *function;
    void *context;
} observer;

struct descent_engine {
    descent_evaluator evaluator;
    descent_rule rule;
    size_t dimension;

    double *vectors;    /* the one allocation that all vectors below lie in */
    double *x;          /* the present point x_k, followed by the rule's memory */
    double *gradient;   /* ∇L(x_k), if known */
    double *look_ahead; /* where a look-ahead rule takes its gradient, and that gradient; else NULL */
    double *look_gradient;
    double *backup;  /* copies of x and memory for rules that do not guard the point; else NULL */
    double **memory; /* the rule's vectors */

    double loss;          /* L(x_k), if known */
    double gradient_norm; /* ‖∇L(x_k)‖, if known */
    bool loss_known, gradient_known, norm_known;
    bool recorded;          /* is x_k in the path already? */
    bool is_fixed_step;     /* the rule that is known well enough to be called without its table */
    descent_status pending; /* a failure inside an accessor, which the next step reports */

    size_t steps;
    double step_size; /* of the last step */
    descent_path *path;
    observer *observers;
    size_t observer_count;
    uint64_t budget;  /* 0: none */
    double tolerance; /* NaN: none */
    descent_stop stop;
    activity activity;
};

/* Paths for which run() allocates all rows at once; beyond, growing step by step costs little in comparison. */
static const size_t most_reserved_rows = 65536;

static bool looks_ahead(const descent_engine *engine)
{
    return engine->rule.type->look_ahead != NULL;
}

/* Numbers from the beginning of one vector to that of the next: long vectors all begin on a cache line. */
static size_t vector_distance(size_t n)
{
    const size_t line = descent_vector_alignment / sizeof(double);
    return n <= descent_vector_few ? n : (n + line - 1) / line * line;
}

/* Lays all vectors into one allocation: x and memory, gradient, and what this rule needs besides. */
static descent_status allocate_vectors(descent_engine *engine)
{
    const size_t n = engine->dimension, distance = vector_distance(n);
    const descent_rule_type *type = engine->rule.type;
    const size_t state = type->memory_count < SIZE_MAX / 4 ? 1 + type->memory_count : 0;
    const size_t count = state + 1 + (looks_ahead(engine) ? 2 : 0) + (type->guards_point ? 0 : state);
    const size_t bytes = state == 0 ? 0 : descent_array_bytes(distance, count, sizeof(double));
    if (bytes == 0)
        return descent_fail(DESCENT_EINVAL, "dimension %zu with memory_count %zu is too large for memory", n,
                            type->memory_count);
    const size_t rest = bytes % descent_vector_alignment; /* aligned_alloc() wants whole units */
    engine->vectors =
        aligned_alloc(descent_vector_alignment, rest == 0 ? bytes : bytes + descent_vector_alignment - rest);
    engine->memory = malloc(state * sizeof *engine->memory);
    if (!engine->vectors || !engine->memory)
        return descent_fail_memory("vectors of the engine", bytes);
    double *next = engine->vectors;
    engine->x = next;
    next += distance;
    for (size_t i = 0; i < type->memory_count; i++, next += distance)
        engine->memory[i] = next;
    engine->gradient = next;
    next += distance;
    if (looks_ahead(engine)) {
        engine->look_ahead = next;
        engine->look_gradient = next + distance;
        next += 2 * distance;
    }
    if (!type->guards_point)
        engine->backup = next;
    return DESCENT_SUCCESS;
}

/* What is known of the present point: nothing yet. */
static void forget_point(descent_engine *engine)
{
    engine->loss_known = engine->gradient_known = engine->norm_known = engine->recorded = false;
    engine->pending = DESCENT_SUCCESS;
}

static descent_status check_start(const descent_engine *engine, const double *start)
{
    if (!start)
        return descent_fail(DESCENT_EINVAL, "start must not be NULL");
    const size_t bad = descent_vector_first_nonfinite(engine->dimension, start);
    if (bad < engine->dimension)
        return descent_fail(DESCENT_ENONFINITE, "start[%zu] must be finite, got %g", bad, start[bad]);
    return DESCENT_SUCCESS;
}

static void stand_at(descent_engine *engine, const double *start)
{
    const size_t n = engine->dimension;
    descent_vector_copy(n, start, engine->x);
    for (size_t i = 0; i < engine->rule.type->memory_count; i++)
        descent_vector_fill(n, 0, engine->memory[i]);
    /* A callback that leaves components unwritten is found out in the first step. */
    descent_vector_fill(n, NAN, engine->gradient);
    if (engine->look_gradient)
        descent_vector_fill(n, NAN, engine->look_gradient);
    forget_point(engine);
    descent_evaluator_reset(&engine->evaluator);
    engine->steps = 0;
    engine->step_size = engine->rule.step_size;
    engine->stop = DESCENT_STOP_NONE;
}

/* The parts of a new engine that can fail; the caller frees it if they do. */
static descent_status build(descent_engine *engine, const descent_problem *problem, const descent_rule *rule,
                            const double *start)
{
    descent_status status = descent_evaluator_open(&engine->evaluator, problem);
    if (status == DESCENT_SUCCESS)
        status = descent_rule_check(rule);
    if (status != DESCENT_SUCCESS)
        return status;
    engine->dimension = problem->dimension;
    engine->rule = *rule;
    engine->is_fixed_step = rule->type == &descent_fixed_step_type;
    engine->tolerance = NAN;
    status = check_start(engine, start);
    if (status == DESCENT_SUCCESS)
        status = allocate_vectors(engine);
    if (status == DESCENT_SUCCESS)
        stand_at(engine, start);
    return status;
}

descent_status descent_engine_new(descent_engine **engine, const descent_problem *problem, descent_rule rule,
                                  const double *start)
{
    if (!engine)
        return descent_fail(DESCENT_EINVAL, "engine must not be NULL");
    *engine = NULL;
    descent_engine *made = calloc(1, sizeof *made);
    if (!made)
        return descent_fail_memory("engine", sizeof *made);
    const descent_status status = build(made, problem, &rule, start);
    if (status == DESCENT_SUCCESS)
        *engine = made;
    else
        descent_engine_free(made);
    return status;
}

void descent_engine_free(descent_engine *engine)
{
    if (!engine || engine->activity != IDLE)
        return;
    descent_path_free(engine->path);
    descent_evaluator_close(&engine->evaluator);
    free(engine->observers);
    free(engine->memory);
    free(engine->vectors);
    free(engine);
}

/* May the engine be changed now? */
static descent_status check_idle(const descent_engine *engine)
{
    if (!engine)
        return descent_fail(DESCENT_EINVAL, "engine must not be NULL");
    if (engine->activity != IDLE)
        return descent_fail(DESCENT_EINVAL, "engine must not be changed from inside one of its own callbacks");
    return DESCENT_SUCCESS;
}

descent_status descent_engine_reset(descent_engine *engine, const double *start)
{
    descent_status status = check_idle(engine);
    if (status == DESCENT_SUCCESS)
        status = check_start(engine, start);
    if (status != DESCENT_SUCCESS)
        return status;
    stand_at(engine, start);
    descent_path_clear(engine->path);
    return DESCENT_SUCCESS;
}

descent_status descent_engine_record(descent_engine *engine, const descent_path_options *options)
{
    descent_path *path;
    descent_status status = check_idle(engine);
    if (status == DESCENT_SUCCESS)
        status = descent_path_new(&path, engine->dimension, options);
    if (status != DESCENT_SUCCESS)
        return status;
    descent_path_free(engine->path);
    engine->path = path;
    engine->recorded = false;
    if (engine->pending != DESCENT_ECALLBACK)
        engine->pending = DESCENT_SUCCESS; /* what the path before could not take is no matter any more */
    return DESCENT_SUCCESS;
}

descent_status descent_engine_add_observer(descent_engine *engine, descent_observer_function *function, void *context)
{
    const descent_status status = check_idle(engine);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!function)
        return descent_fail(DESCENT_EINVAL, "observer must not be NULL");
    const size_t bytes = (engine->observer_count + 1) * sizeof *engine->observers;
    observer *const grown = realloc(engine->observers, bytes);
    if (!grown)
        return descent_fail_memory("observers", bytes);
    grown[engine->observer_count++] = (observer){function, context};
    engine->observers = grown;
    return DESCENT_SUCCESS;
}

descent_status descent_engine_set_budget(descent_engine *engine, uint64_t evaluations)
{
    if (!engine)
        return descent_fail(DESCENT_EINVAL, "engine must not be NULL");
    engine->budget = evaluations;
    return DESCENT_SUCCESS;
}

descent_status descent_engine_set_gradient_tolerance(descent_engine *engine, double tolerance)
{
    if (!engine)
        return descent_fail(DESCENT_EINVAL, "engine must not be NULL");
    if (tolerance < 0 || isinf(tolerance))
        return descent_fail(DESCENT_EINVAL, "tolerance must be finite and not negative, or NaN for none, got %g",
                            tolerance);
    engine->tolerance = tolerance;
    return DESCENT_SUCCESS;
}

/* Makes the loss known at the present point: NaN for a problem without one. */
static inline descent_status evaluate_loss(descent_engine *engine)
{
    const bool has_loss = descent_evaluator_has_loss(&engine->evaluator);
    const descent_status status =
        has_loss ? descent_evaluate_loss(&engine->evaluator, engine->x, &engine->loss) : DESCENT_SUCCESS;
    if (!has_loss)
        engine->loss = NAN;
    engine->loss_known = status == DESCENT_SUCCESS;
    return status;
}

static inline descent_status evaluate_gradient(descent_engine *engine)
{
    const descent_status status = descent_evaluate_gradient(&engine->evaluator, engine->x, engine->gradient);
    engine->gradient_known = status == DESCENT_SUCCESS;
    return status;
}

static inline descent_status evaluate_both(descent_engine *engine)
{
    const descent_status status =
        descent_evaluate_loss_gradient(&engine->evaluator, engine->x, &engine->loss, engine->gradient);
    engine->loss_known = engine->gradient_known = status == DESCENT_SUCCESS;
    return status;
}

/* Is loss_gradient what computes that? Where it alone is there, what comes along unasked is kept: it is paid for. */
static inline bool comes_in_one_pass(const descent_problem *problem, bool loss, bool gradient)
{
    return problem->loss_gradient &&
           ((loss && gradient) || (loss && !problem->loss) || (gradient && !problem->gradient));
}

/* Makes loss and gradient known at the present point, as far as asked for and not known yet. */
static inline descent_status evaluate(descent_engine *engine, bool loss, bool gradient)
{
    const activity before = engine->activity;
    const bool need_loss = loss && !engine->loss_known, need_gradient = gradient && !engine->gradient_known;
    descent_status status = DESCENT_SUCCESS;
    if (!need_loss && !need_gradient)
        return DESCENT_SUCCESS;
    engine->activity = EVALUATING;
    if (comes_in_one_pass(&engine->evaluator.problem, need_loss, need_gradient)) {
        status = evaluate_both(engine);
    } else {
        if (need_loss)
            status = evaluate_loss(engine);
        if (need_gradient && status == DESCENT_SUCCESS)
            status = evaluate_gradient(engine);
    }
    engine->activity = before;
    return status;
}

static inline double known_gradient_norm(descent_engine *engine)
{
    if (!engine->norm_known)
        engine->gradient_norm = descent_vector_norm(engine->dimension, engine->gradient);
    engine->norm_known = true;
    return engine->gradient_norm;
}

/* Appends the present point, evaluating what the path keeps. */
static inline descent_status record_point(descent_engine *engine)
{
    const unsigned columns = engine->path->columns;
    const bool loss = columns & DESCENT_PATH_LOSS;
    const bool gradient = columns & (DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_GRADIENT);
    descent_status status = evaluate(engine, loss, gradient);
    if (status != DESCENT_SUCCESS)
        return status;
    status = descent_path_add(engine->path, engine->steps, engine->x, loss ? engine->loss : NAN,
                              columns & DESCENT_PATH_GRADIENT_NORM ? known_gradient_norm(engine) : NAN, NAN,
                              gradient ? engine->gradient : NULL);
    engine->recorded = status == DESCENT_SUCCESS;
    return status;
}

/* The gradient that the rule steps with: at x_k, or where it looks ahead. */
static descent_status evaluate_step_gradient(descent_engine *engine, descent_rule_step *step)
{
    if (!looks_ahead(engine)) {
        step->gradient = engine->gradient;
        return engine->gradient_known ? DESCENT_SUCCESS : evaluate(engine, false, true);
    }
    engine->rule.type->look_ahead(&engine->rule, step, engine->look_ahead);
    step->gradient = engine->look_gradient;
    return descent_evaluate_gradient(&engine->evaluator, engine->look_ahead, engine->look_gradient);
}

/* Makes the move in place, or leaves everything as it was and returns false. */
static bool advance(descent_engine *engine, descent_rule_step *step)
{
    const descent_rule_type *type = engine->rule.type;
    if (type->guards_point)
        return type->advance(&engine->rule, step) == 0;
    const size_t n = engine->dimension, state = vector_distance(n) * (1 + type->memory_count);
    descent_vector_copy(state, engine->x, engine->backup);
    if (type->advance(&engine->rule, step) == 0 && descent_vector_is_finite(n, engine->x))
        return true;
    descent_vector_copy(state, engine->backup, engine->x);
    return false;
}

/* Why could the move not be made? */
static descent_status explain_refusal(const descent_engine *engine, const double *gradient)
{
    const size_t bad = descent_vector_first_nonfinite(engine->dimension, gradient);
    if (bad < engine->dimension)
        return descent_fail(DESCENT_ENONFINITE, "gradient[%zu] is %g after %zu steps, where x[%zu] is %g", bad,
                            isnan(gradient[bad]) ? NAN : gradient[bad], engine->steps, bad, engine->x[bad]);
    return descent_fail(DESCENT_ENONFINITE, "the point after %zu steps would not be finite: the step is too long",
                        engine->steps + 1);
}

/* The step size of the step to be made; the schedule's own function counts as a callback. */
static descent_status choose_step_size(descent_engine *engine, double *step_size)
{
    int code;
    *step_size = engine->rule.step_size;
    if (engine->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT)
        return DESCENT_SUCCESS;
    engine->activity = EVALUATING;
    const descent_status status =
        descent_schedule_step_size(&engine->rule.schedule, engine->steps, engine->rule.step_size, step_size, &code);
    engine->activity = IDLE;
    if (code != 0)
        engine->evaluator.callback_code = code;
    return status;
}

/* What must be in order before the point may change. */
static inline descent_status prepare_step(descent_engine *engine)
{
    if (engine->pending != DESCENT_SUCCESS) {
        const descent_status status = engine->pending;
        engine->pending = DESCENT_SUCCESS;
        if (status != DESCENT_ECALLBACK)
            return descent_fail(status, "the point after %zu steps could not be recorded", engine->steps);
        return descent_fail(status, "a callback returned %d when loss or gradient was asked for after %zu steps",
                            engine->evaluator.callback_code, engine->steps);
    }
    if (engine->budget > 0 && descent_evaluator_total(&engine->evaluator) >= engine->budget)
        return descent_fail(DESCENT_EBUDGET, "the budget of %llu evaluations is used up after %zu steps",
                            (unsigned long long)engine->budget, engine->steps);
    return engine->path && !engine->recorded ? record_point(engine) : DESCENT_SUCCESS;
}

/* Tells every observer; true if one of them wants to stop. */
static bool notify_observers(descent_engine *engine)
{
    bool stop = false;
    engine->activity = OBSERVING;
    for (size_t i = 0; i < engine->observer_count; i++)
        stop |= engine->observers[i].function(engine, engine->observers[i].context) != 0;
    engine->activity = IDLE;
    return stop;
}

/* Evaluates the gradient that the rule asks for, and moves. */
static descent_status move_by_rule(descent_engine *engine, double step_size)
{
    descent_rule_step step = {
        .dimension = engine->dimension,
        .number = engine->steps,
        .step_size = step_size,
        .x = engine->x,
        .memory = engine->memory,
    };
    engine->activity = EVALUATING; /* the rule's functions, too, may not change the engine */
    descent_status status = evaluate_step_gradient(engine, &step);
    if (status == DESCENT_SUCCESS && !advance(engine, &step))
        status = explain_refusal(engine, step.gradient);
    engine->activity = IDLE;
    return status;
}

/* The same for the fixed step: what the engine does most is to have no detours. */
static inline descent_status move_by_fixed_step(descent_engine *engine, double step_size)
{
    const descent_status status = evaluate(engine, false, true);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!descent_vector_descend(engine->dimension, step_size, engine->gradient, engine->x))
        return explain_refusal(engine, engine->gradient);
    return DESCENT_SUCCESS;
}

/* One step; `*stop` tells whether an observer asked for an end. */
static inline descent_status make_step(descent_engine *engine, bool *stop)
{
    double step_size;
    *stop = false;
    descent_status status = prepare_step(engine);
    if (status == DESCENT_SUCCESS)
        status = choose_step_size(engine, &step_size);
    if (status != DESCENT_SUCCESS)
        return status;
    status = engine->is_fixed_step ? move_by_fixed_step(engine, step_size) : move_by_rule(engine, step_size);
    if (status != DESCENT_SUCCESS)
        return status;
    engine->steps++;
    engine->step_size = step_size;
    forget_point(engine);
    if (engine->observer_count > 0)
        *stop = notify_observers(engine);
    return DESCENT_SUCCESS;
}

descent_status descent_engine_step(descent_engine *engine)
{
    bool stop;
    const descent_status status = check_idle(engine);
    return status == DESCENT_SUCCESS ? make_step(engine, &stop) : status;
}

/* Is the gradient small enough to stop? A gradient that cannot be had is left to the step to report. */
static bool is_within_tolerance(descent_engine *engine)
{
    return !isnan(engine->tolerance) && descent_engine_gradient_norm(engine) <= engine->tolerance;
}

/* Is the next step one that run_plainly() can make? What a callback could change is asked anew before each. */
static inline bool is_unbounded(const descent_engine *engine)
{
    return engine->budget == 0 && isnan(engine->tolerance);
}

/* Is nothing known of the present point yet? An observer may have asked. */
static inline bool is_untouched(const descent_engine *engine)
{
    return !engine->loss_known && !engine->gradient_known && !engine->recorded && engine->pending == DESCENT_SUCCESS;
}

/* Fixed steps with nothing around them but observers and a path that needs the gradient anyway. */
static bool is_plain(const descent_engine *engine)
{
    const unsigned gradients = DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_GRADIENT;
    return engine->is_fixed_step && engine->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT && is_untouched(engine) &&
           is_unbounded(engine) && engine->evaluator.problem.gradient && !engine->evaluator.problem.loss_gradient &&
           (!engine->path || engine->path->columns & gradients);
}

/* Moves, and completes the row of the point that is left with the norm that comes out on the way. */
static bool descend_and_complete_norm(descent_engine *engine)
{
    const size_t n = engine->dimension;
    double sum;
    if (descent_vector_descend_many(n, engine->rule.step_size, engine->gradient, engine->x, &sum)) {
        descent_path_complete_norm(engine->path, descent_vector_norm_from_sum(n, engine->gradient, sum));
        return true;
    }
    descent_path_complete_norm(engine->path, known_gradient_norm(engine));
    return false;
}

/*
 * What make_step() does, in the same order and with the same bits, without asking at each step for what cannot change:
 * at n = 2 that would take longer than the step. Returns when `end` steps are made in all, one fails, an observer wants
 * to stop, or they are plain no more.
 */
static descent_status run_plainly(descent_engine *engine, size_t end, bool *stop)
{
    const size_t n = engine->dimension;
    const double step_size = engine->rule.step_size;
    double *const x = engine->x, *const gradient = engine->gradient;
    descent_path *const path = engine->path;
    const bool keeps_loss = path && path->columns & DESCENT_PATH_LOSS;
    const bool keeps_norm = path && path->columns & DESCENT_PATH_GRADIENT_NORM;
    /* At large n, reading the gradient a second time for its norm would cost a third of the step. */
    const bool norm_follows = keeps_norm && n > descent_vector_few;
    double norm = NAN;
    descent_status status = DESCENT_SUCCESS;
    engine->activity = EVALUATING;
    while (engine->steps < end && is_unbounded(engine)) {
        if (keeps_loss && (status = evaluate_loss(engine)) != DESCENT_SUCCESS)
            break;
        status = descent_evaluate_gradient(&engine->evaluator, x, gradient);
        if (status != DESCENT_SUCCESS)
            break;
        engine->gradient_known = true;
        if (path) {
            if (keeps_norm && !norm_follows)
                norm = known_gradient_norm(engine);
            status = descent_path_add(path, engine->steps, x, keeps_loss ? engine->loss : NAN, norm, NAN, gradient);
            if (status != DESCENT_SUCCESS)
                break;
            engine->recorded = true;
        }
        const bool moved =
            norm_follows ? descend_and_complete_norm(engine) : descent_vector_descend(n, step_size, gradient, x);
        if (!moved) {
            status = explain_refusal(engine, gradient);
            break;
        }
        engine->steps++;
        forget_point(engine);
        if (engine->observer_count > 0) {
            *stop = notify_observers(engine);
            if (*stop || !is_untouched(engine))
                break;
            engine->activity = EVALUATING;
        }
    }
    engine->activity = IDLE;
    return status;
}

descent_status descent_engine_run(descent_engine *engine, size_t steps)
{
    descent_status status = check_idle(engine);
    if (status != DESCENT_SUCCESS)
        return status;
    if (engine->path && steps < most_reserved_rows)
        descent_path_reserve(engine->path, steps + 1); /* a hint: rows also grow one by one */
    engine->stop = DESCENT_STOP_STEPS;
    const size_t end = steps < SIZE_MAX - engine->steps ? engine->steps + steps : SIZE_MAX;
    while (engine->steps < end) {
        bool stop = false;
        if (is_within_tolerance(engine)) {
            engine->stop = DESCENT_STOP_GRADIENT;
            break;
        }
        status = is_plain(engine) ? run_plainly(engine, end, &stop) : make_step(engine, &stop);
        if (status != DESCENT_SUCCESS) {
            engine->stop = status == DESCENT_EBUDGET ? DESCENT_STOP_BUDGET : DESCENT_STOP_FAILURE;
            break;
        }
        if (stop) {
            engine->stop = DESCENT_STOP_OBSERVER;
            break;
        }
    }
    return status;
}

size_t descent_engine_dimension(const descent_engine *engine)
{
    return engine ? engine->dimension : 0;
}

size_t descent_engine_steps(const descent_engine *engine)
{
    return engine ? engine->steps : 0;
}

const double *descent_engine_point(const descent_engine *engine)
{
    return engine ? engine->x : NULL;
}

/* For the accessors: evaluates, and keeps a failure for the next step to report. False if the value is not to be had. */
static bool evaluate_for_accessor(descent_engine *engine, bool loss, bool gradient)
{
    if (engine->activity == EVALUATING || engine->pending != DESCENT_SUCCESS)
        return false;
    engine->pending = evaluate(engine, loss, gradient);
    return engine->pending == DESCENT_SUCCESS;
}

const double *descent_engine_gradient(descent_engine *engine)
{
    if (!engine)
        return NULL;
    if (!engine->gradient_known && !evaluate_for_accessor(engine, false, true) && engine->activity != EVALUATING)
        descent_vector_fill(engine->dimension, NAN, engine->gradient);
    return engine->gradient;
}

double descent_engine_gradient_norm(descent_engine *engine)
{
    if (!engine || (!engine->gradient_known && !evaluate_for_accessor(engine, false, true)))
        return NAN;
    return known_gradient_norm(engine);
}

double descent_engine_loss(descent_engine *engine)
{
    if (!engine || (!engine->loss_known && !evaluate_for_accessor(engine, true, false)))
        return NAN;
    return engine->loss;
}

double descent_engine_step_size(const descent_engine *engine)
{
    return engine ? engine->step_size : NAN;
}

const descent_rule *descent_engine_rule(const descent_engine *engine)
{
    return engine ? &engine->rule : NULL;
}

const descent_problem *descent_engine_problem(const descent_engine *engine)
{
    return engine ? &engine->evaluator.problem : NULL;
}

descent_evaluations descent_engine_evaluations(const descent_engine *engine)
{
    return engine ? engine->evaluator.evaluations : (descent_evaluations){0};
}

int descent_engine_callback_code(const descent_engine *engine)
{
    return engine ? engine->evaluator.callback_code : 0;
}

descent_stop descent_engine_stop_reason(const descent_engine *engine)
{
    return engine ? engine->stop : DESCENT_STOP_NONE;
}

const descent_path *descent_engine_path(descent_engine *engine)
{
    if (!engine || !engine->path)
        return NULL;
    if (!engine->recorded && engine->activity != EVALUATING && engine->pending == DESCENT_SUCCESS)
        engine->pending = record_point(engine);
    return engine->path;
}
