/**
 * @file
 * @brief Many runs at once: what do the step size, the start, the rule or a parameter of the loss decide?
 *
 * A sweep makes `count` independent runs of the same number of steps and keeps of each how it ended, where, after how
 * many steps, with which period, which final loss, and on request the last points of its path. Runs that reached the
 * same critical point or cycle carry the same label.
 *
 * - **Same bits.** Each run is the run that an engine would make: fixed step, heavy ball and Nesterov go through a
 *   faster loop with the same operations, rules of the user's own through an engine. Results do not depend on the number
 *   of threads.
 * - **Fast verdicts.** A run's ending is judged from its last points and a twin beside it, in memory that does not grow
 *   with the steps. A sample of the runs is diagnosed in full as well: `agreement` of
 *   descent_sweep_view().
 * - **Bounded memory.** descent_sweep_memory() says beforehand how much a sweep keeps.
 *
 * A run that the first look does not settle, or any with `tail` or `lyapunov`, goes on beyond its end, unless its schedule is a
 * function of the user's own, to see whether what is said of it lasts: for as many steps as it made, 512 at least and 16384 at
 * most (chaos: twice as many, 4096 at least), with a twin beside it. What the continuation contradicts is undetermined.
 * Results do not show these steps, nor callbacks that fail in them.
 *
 * Callbacks: with `threads` above 1, the problem's callbacks (and a schedule's function, a rule's functions and a setup
 * function) are called from several threads at once and must allow that: pure functions of their arguments do. A
 * callback that fails at some run ends that run alone, and is counted in `failures` of descent_sweep_view().
 */
#ifndef DESCENT_SWEEP_H
#define DESCENT_SWEEP_H

#include <stddef.h>
#include <stdint.h>

#include <descent/critical.h>
#include <descent/ending.h>
#include <descent/export.h>
#include <descent/interval.h>
#include <descent/problem.h>
#include <descent/rules.h>
#include <descent/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** @brief The results of many runs. Opaque; never changes once it is made. */
typedef struct descent_sweep descent_sweep;

/** @brief Label of a run that reached nothing that could be named: see descent_sweep_result. */
#define DESCENT_SWEEP_NO_LABEL UINT32_MAX

/**
 * @brief Called now and then while a sweep runs, always on the thread that called the library.
 * @param done Runs finished so far; the last call has `done` equal to `total`.
 * @param total Number of runs.
 * @param context The option `progress_context`.
 * @return 0 to go on; any other number cancels: no further block of runs is begun (a block has up to 1024 runs), and the
 * sweep returns DESCENT_ECANCELLED.
 */
typedef int descent_progress_function(size_t done, size_t total, void *context);

/** @brief For the option `check_count`: no run is diagnosed in full. */
#define DESCENT_SWEEP_NO_CHECKS SIZE_MAX

/** @brief Options of every sweep. All zero is the default. */
typedef struct descent_sweep_options {
    /** @name What is run and kept */
    /** @{ */
    uint64_t steps; /**< Steps of each run; at most 2³¹ − 1. 0, the default: 2048. */

    /**
     * Points kept of each run: the last `tail` of its steps + 1 points, at most all of them. 0, the default: none but
     * the end point. A run that stops early keeps those of these points that it reached.
     */
    size_t tail;
    /** @} */

    /** @name Who works */
    /** @{ */
    size_t
        threads; /**< Threads that work, this one included; more than there are processors is fine. 0, the default: 1. */
    /** @} */

    /** @name How runs are judged */
    /** @{ */
    /**
     * Non-zero: measure the largest Lyapunov exponent of every run over the second half of its steps, at the cost of one
     * gradient more in each of them. 0, the default: only where the verdict needs it.
     */
    int lyapunov;

    /** Non-zero: the loss at the end points is not evaluated. 0, the default: it is. */
    int no_losses;

    /** Non-zero: labels are not classified. 0, the default: the critical point of each label is refined and classified
        (up to 256 labels). */
    int no_classification;

    /**
     * Non-zero: endings are said by the steps made alone. 0, the default: a run whose ending speaks of the steps to come
     * (approaching, descending, periodic, quasiperiodic, chaotic, diverging, unbounded) goes on, unrecorded, for as many
     * steps again, 512 at least, and is undetermined if these contradict it. That multiplies the time of runs that do not
     * settle, which a picture of basins or tails alone can do without. A rule that has a memory and tells no multipliers makes
     * some 4200 steps on a slope that is made up, first: if it forgets what it divides by (Adam, RMSProp), its runs approach
     * only what they are seen to reach.
     */
    int no_confirmation;

    /** Runs that are diagnosed in full besides, spread evenly over the sweep, for `agreement` of descent_sweep_view(). 0,
        the default: 8. DESCENT_SWEEP_NO_CHECKS: none. */
    size_t check_count;
    /** @} */

    /** @name Set-up */
    /** @{ */
    /** The rule of descent_sweep_step_sizes(), whose own step size does not matter; NULL, the default: fixed step. */
    const descent_rule *rule;

    /** Runs in a row of a map, for descent_sweep_runs(); must divide the count. 0, the default: no map. */
    size_t columns;
    /** @} */

    /** @name Progress */
    /** @{ */
    descent_progress_function *progress; /**< Told now and then how far it got; NULL, the default: nobody. */
    void *progress_context;              /**< Handed to `progress`. */
    /** @} */

    void *reserved[8]; /**< For later; must be NULL. */
} descent_sweep_options;

/**
 * @brief What callbacks receive as their context in runs that have a parameter: descent_sweep_parameters().
 *
 * For example, the gradient of a loss with parameter r: `double r = ((const descent_parameter *)context)->value;`
 */
typedef struct descent_parameter {
    double value;  /**< The parameter's value in this run. */
    void *context; /**< The problem's own context. */
} descent_parameter;

/** @brief One run, as a setup function makes it. */
typedef struct descent_sweep_run {
    double *start;     /**< n numbers, filled with the start given; may be overwritten, not redirected. */
    descent_rule rule; /**< The rule given; may be changed. */
    double
        parameter; /**< NaN: the callbacks get the problem's own context; else a descent_parameter with this value. */
    void *reserved[4]; /**< For later; must stay NULL. */
} descent_sweep_run;

/**
 * @brief Makes run number `run` of a sweep: any grid of starts, step sizes, rules and parameters.
 * @param run Number of the run, from 0. Asked in no particular order, and more than once.
 * @param[in,out] setup The run; holds what was given to descent_sweep_runs() and may be changed.
 * @param context What was given with the function.
 * @return 0, or any other number: the run then fails, as by a callback.
 */
typedef int descent_sweep_setup_function(size_t run, descent_sweep_run *setup, void *context);

/**
 * @brief One run for each step size, all from the same start.
 * @param problem The problem; copied. Its context stays the user's and is used only during the call.
 * @param start The start, n finite numbers.
 * @param step_sizes `count` step sizes, each finite and > 0. Ascending order is what bifurcation data expect.
 * @param count Number of runs; ≥ 1.
 * @param options NULL for the defaults.
 * @param[out] sweep Receives the results, the caller's to free with descent_sweep_free(); NULL on failure.
 * @retval DESCENT_SUCCESS All runs were made, however they ended.
 * @retval DESCENT_EINVAL NULL argument, an incomplete problem, a count of 0 or beyond memory, a step size, rule or
 * option out of range.
 * @retval DESCENT_ENONFINITE The start has a NaN or an infinity.
 * @retval DESCENT_ENOMEM
 * @retval DESCENT_ECANCELLED The progress function asked for it.
 * @retval DESCENT_ECALLBACK A callback failed in every single run.
 */
DESCENT_API descent_status descent_sweep_step_sizes(const descent_problem *problem, const double *start,
                                                    const double *step_sizes, size_t count,
                                                    const descent_sweep_options *options, descent_sweep **sweep);

/**
 * @brief One run for each start, all with the same rule.
 * @param problem The problem, as for descent_sweep_step_sizes().
 * @param rule The rule.
 * @param starts `count` starts of n numbers each, one after another (row-major). Only read during the call. A start
 * that is not finite is a run that ends with DESCENT_ENDING_NONFINITE after 0 steps.
 * @param count Number of runs; ≥ 1.
 * @param options NULL for the defaults.
 * @param[out] sweep Receives the results, the caller's to free; NULL on failure.
 * @return As descent_sweep_step_sizes().
 */
DESCENT_API descent_status descent_sweep_starts(const descent_problem *problem, descent_rule rule, const double *starts,
                                                size_t count, const descent_sweep_options *options,
                                                descent_sweep **sweep);

/**
 * @brief One run for each rule, all from the same start.
 * @param problem The problem, as for descent_sweep_step_sizes().
 * @param start The start, n finite numbers.
 * @param rules `count` rules. Only read during the call.
 * @param count Number of runs; ≥ 1.
 * @param options NULL for the defaults.
 * @param[out] sweep Receives the results, the caller's to free; NULL on failure.
 * @return As descent_sweep_step_sizes().
 */
DESCENT_API descent_status descent_sweep_rules(const descent_problem *problem, const double *start,
                                               const descent_rule *rules, size_t count,
                                               const descent_sweep_options *options, descent_sweep **sweep);

/**
 * @brief One run for each value of a parameter of the loss, all from the same start with the same rule.
 * @param problem The problem; its callbacks receive a descent_parameter as their context.
 * @param rule The rule.
 * @param start The start, n finite numbers.
 * @param values `count` finite values of the parameter. Ascending order is what bifurcation data expect.
 * @param count Number of runs; ≥ 1.
 * @param options NULL for the defaults.
 * @param[out] sweep Receives the results, the caller's to free; NULL on failure.
 * @return As descent_sweep_step_sizes().
 */
DESCENT_API descent_status descent_sweep_parameters(const descent_problem *problem, descent_rule rule,
                                                    const double *start, const double *values, size_t count,
                                                    const descent_sweep_options *options, descent_sweep **sweep);

/**
 * @brief Runs that a function sets up one by one: any grid, without an array of starts in memory.
 * @param problem The problem, as for descent_sweep_step_sizes().
 * @param rule The rule that each setup begins with.
 * @param start The start that each setup begins with, n finite numbers.
 * @param count Number of runs; ≥ 1.
 * @param setup Makes each run; not NULL.
 * @param setup_context Handed to `setup`; stays the user's.
 * @param options NULL for the defaults; `columns` makes the result a map.
 * @param[out] sweep Receives the results, the caller's to free; NULL on failure.
 * @return As descent_sweep_step_sizes(). A run whose setup is out of range fails alone.
 */
DESCENT_API descent_status descent_sweep_runs(const descent_problem *problem, descent_rule rule, const double *start,
                                              size_t count, descent_sweep_setup_function *setup, void *setup_context,
                                              const descent_sweep_options *options, descent_sweep **sweep);

/**
 * @brief A rectangle in a plane through n dimensions, with a grid of starts on it.
 *
 * The start in column c and row r is origin + a·across + b·up, with a = left + (right − left)·(c·(1/(columns − 1))) and
 * b likewise; the last column and row have a = right and b = top exactly; a single one has a = left or b = bottom.
 */
typedef struct descent_plane {
    /** @name The plane */
    /** @{ */
    const double *origin; /**< A point of the plane, n finite numbers; NULL: all 0. */
    const double *across; /**< Direction of a, n finite numbers; NULL: along the first coordinate. */
    const double *up;     /**< Direction of b, n finite numbers; NULL: along the second coordinate (then n ≥ 2). */
    /** @} */

    /** @name The rectangle */
    /** @{ */
    double left;   /**< a in the first column; finite. */
    double right;  /**< a in the last column; finite, and so is right − left. */
    double bottom; /**< b in the first row; finite. */
    double top;    /**< b in the last row; finite, and so is top − bottom. */
    /** @} */

    /** @name The grid */
    /** @{ */
    size_t columns; /**< Starts in a row; ≥ 1. */
    size_t rows;    /**< Rows; ≥ 1. */
    /** @} */

    void *reserved[4]; /**< For later; must be NULL. */
} descent_plane;

/**
 * @brief Basin map: one run for each point of a grid on a plane, run = row·columns + column.
 * @param problem The problem, as for descent_sweep_step_sizes().
 * @param rule The rule.
 * @param plane The plane and its grid; what it points to is only read during the call.
 * @param options NULL for the defaults.
 * @param[out] sweep Receives the results, the caller's to free; NULL on failure.
 * @return As descent_sweep_step_sizes().
 */
DESCENT_API descent_status descent_sweep_plane(const descent_problem *problem, descent_rule rule,
                                               const descent_plane *plane, const descent_sweep_options *options,
                                               descent_sweep **sweep);

/** @brief Frees a sweep with all its results. @param sweep May be NULL. */
DESCENT_API void descent_sweep_free(descent_sweep *sweep);

/**
 * @brief Memory that a sweep needs at most, said beforehand: results and the work space of all threads.
 *
 * A run costs 8n + 10 bytes, 8 more for a loss, 8 for the number that is swept over (counted here for all sweeps), 16 for
 * an exponent with its error; a tail costs 4 and 8n for each point of it.
 * @param dimension Number of variables n; ≥ 1.
 * @param count Number of runs.
 * @param options As for the sweep; NULL for the defaults.
 * @return Bytes; 0 if that is more than a size_t can say, or an argument is out of range. Not included are the full
 * diagnosis of the sample, which keeps the path of one run at a time in 64 MB or 1024 rows, thinned if it is longer;
 * and, unless the option `no_classification` is set, some matrices of n × n numbers while a point is classified, in up to 1000 variables.
 */
DESCENT_API size_t descent_sweep_memory(size_t dimension, size_t count, const descent_sweep_options *options);

/** @brief A sweep as a whole, as descent_sweep_view() shows it. */
typedef struct descent_sweep_summary {
    /** @name Size */
    /** @{ */
    size_t count;     /**< Number of runs. */
    size_t dimension; /**< Number of variables n. */
    size_t columns;   /**< Runs in a row of a map; rows are count / columns. 0 if the sweep is no map. */
    const descent_plane
        *plane; /**< The rectangle of a basin map made by descent_sweep_plane(), the sweep's; its vectors are
                                     the sweep's own copies, none of them NULL. NULL for other sweeps. */
    /** @} */

    /** @name Cost and failures */
    /** @{ */
    /** What was evaluated by all runs, twins, replays and steps beyond the end included; differences of the loss count as
        losses. */
    descent_evaluations evaluations;
    size_t failures;   /**< Runs that were cut short because a callback, a schedule or the setup failed. Their ending is
                            undetermined. */
    int callback_code; /**< What the callback returned in the first run that failed; 0 if none did, or if it was no
                            callback. */
    /** @} */

    /** @name How far the verdicts agree */
    /** @{ */
    size_t checked;   /**< Runs that were diagnosed in full besides: the option `check_count`. */
    double agreement; /**< Share of these whose full diagnosis has the same ending as the fast verdict; NaN if there are
                            none. */
    /** @} */

    /** @name Endings */
    /** @{ */
    size_t label_count; /**< Number of labels: see descent_sweep_attractor(). */
    double share[32]; /**< Share of the runs with each ending, `share[DESCENT_ENDING_…]`, 0 to 1; longer than there are
                             endings, for those to come. */
    /** @} */

    /** @name Names */
    /** @{ */
    const char *const *variable_names; /**< The names of the n variables, the sweep's; NULL if they have none. */
    /** @} */

    /** @name Where the runs began */
    /** @{ */
    /** The start that all runs share, n numbers, the sweep's; NULL where each may have its own. */
    const double *start;
    /** @} */

    void *reserved[3]; /**< For later; NULL. */
} descent_sweep_summary;

/**
 * @brief The sweep as a whole: its size, what it cost, how its runs ended.
 * @param sweep The sweep.
 * @return Its summary. All zero, `plane` NULL and `agreement` NaN for NULL.
 */
DESCENT_API descent_sweep_summary descent_sweep_view(const descent_sweep *sweep);

/** @brief Number of runs. @param sweep The sweep. @return 0 for NULL. */
DESCENT_API size_t descent_sweep_count(const descent_sweep *sweep);

/**
 * @brief What one run came to, as descent_sweep_view_run() shows it. Numbers that are not known are NaN; arrays belong to
 * the sweep.
 */
typedef struct descent_sweep_result {
    /** @name How it ended */
    /** @{ */
    descent_ending ending;   /**< How the run ended. */
    const double *end_point; /**< The last finite point, or the start if that was none; n numbers. */
    double end_loss;         /**< Loss at the end point; NaN without a loss and with the option `no_losses`. */
    uint64_t steps;          /**< Steps made: all, or up to the last finite point. */
    size_t period; /**< 1 for a fixed point reached or approached, 2 to 64 for a cycle, 0 for everything else. */
    /** @} */

    /** @name What was swept over */
    /** @{ */
    double value; /**< The number swept over: step size or parameter; NaN in a sweep over starts or rules. */
    /** @} */

    /** @name What it reached */
    /** @{ */
    /** Largest Lyapunov exponent, per step, natural logarithm, with the option `lyapunov`: negative infinity if the twin
        ran into the run; NaN for a run that did not reach the second half of its steps, and for rules of the user's own,
        which have no twin. */
    descent_interval lyapunov;
    /**
     * Which critical point or cycle the run reached: labels count from 0 in the order of the runs that reached them
     * first. DESCENT_SWEEP_NO_LABEL: none that could be named.
     *
     * Two runs have the same label if both converged (or stalled, or approach a limit that can be foreseen) or both are
     * periodic with the same period, and their end points (of a cycle: the points with the smallest first coordinate that
     * differs) are closer than 16 times the larger of their tolerances max(1e-6·path diameter, √ε·‖x‖), or foreseen
     * errors; the first run with a label stands for it. At most 4096 labels are given, fewer where the
     * points of all labels together would have more than 2²⁴ coordinates, but 16 in any case.
     */
    uint32_t label;
    /** @} */

    /** @name Its last points */
    /** @{ */
    const double
        *tail;         /**< The last points of the run in order of time, n numbers each, as the option `tail` asked for;
                             NULL if there are none. */
    size_t tail_count; /**< Number of points in `tail`. */
    /** @} */

    void *reserved[4]; /**< For later; NULL. */
} descent_sweep_result;

/**
 * @brief What one run came to.
 * @param sweep The sweep.
 * @param run The run, from 0.
 * @return Its result. For NULL or a run beyond the last: undetermined, no label, 0, NaN and NULL.
 */
DESCENT_API descent_sweep_result descent_sweep_view_run(const descent_sweep *sweep, size_t run);

/**
 * @brief How one run ended: `ending` of descent_sweep_view_run().
 * @param sweep The sweep.
 * @param run The run, from 0.
 * @return The ending; DESCENT_ENDING_UNDETERMINED for NULL or a run beyond the last.
 */
DESCENT_API descent_ending descent_sweep_ending(const descent_sweep *sweep, size_t run);

/**
 * @brief Where one run ended: `end_point` of descent_sweep_view_run().
 * @param sweep The sweep.
 * @param run The run, from 0.
 * @return n numbers, the sweep's; NULL for NULL or a run beyond the last.
 */
DESCENT_API const double *descent_sweep_end_point(const descent_sweep *sweep, size_t run);

/**
 * @brief Arrays of the caller's for descent_sweep_columns(), each with an entry for each run; NULL: not wanted.
 *
 * The entries are the fields of the same meaning of ::descent_sweep_result.
 */
typedef struct descent_sweep_arrays {
    int32_t *endings;   /**< `ending`, as a number. */
    uint32_t *labels;   /**< `label`. */
    uint64_t *steps;    /**< `steps`. */
    size_t *periods;    /**< `period`. */
    double *values;     /**< `value`. */
    double *end_points; /**< `end_point`, row-major: `end_points[run * dimension + i]`. */
    double *end_losses; /**< `end_loss`. */
    double *lyapunov;   /**< `lyapunov.value`. */
    void *reserved[4];  /**< For later; must be NULL. */
} descent_sweep_arrays;

/**
 * @brief What all runs came to, column by column: for languages in which a call costs more than a run, and for files.
 * @param sweep The sweep.
 * @param arrays Where to; what is not NULL has descent_sweep_count() entries (`end_points` n times as many).
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL argument, or a reserved field that is not NULL.
 */
DESCENT_API descent_status descent_sweep_columns(const descent_sweep *sweep, const descent_sweep_arrays *arrays);

/** @brief What runs with the same label reached. Belongs to the sweep. Numbers that are not known are NaN. */
typedef struct descent_attractor {
    /** @name What it is */
    /** @{ */
    descent_ending ending; /**< Of the first run that reached it. */
    size_t period;         /**< 1 for a point, else the cycle's. */
    /** @} */

    /** @name Who reached it */
    /** @{ */
    size_t first_run; /**< The first run with this label. */
    size_t runs;      /**< Number of runs with this label. */
    double share;     /**< runs / count: of a basin map, the basin's share of the map. */
    /** @} */

    /** @name Where */
    /** @{ */
    const double *x; /**< The point, n numbers, refined if it was classified; of a cycle, one of its points. */
    descent_critical_kind
        kind;    /**< Of a point, unless the option `no_classification` is set; else DESCENT_CRITICAL_UNDETERMINED. */
    double loss; /**< Loss there. */
    /** @} */

    void *reserved[4]; /**< For later; NULL. */
} descent_attractor;

/**
 * @brief What a label stands for.
 * @param sweep The sweep.
 * @param label The label, below `label_count` of descent_sweep_view().
 * @return The sweep's; NULL for NULL or a label beyond the last.
 */
DESCENT_API const descent_attractor *descent_sweep_attractor(const descent_sweep *sweep, uint32_t label);

#ifdef __cplusplus
}
#endif

#endif
