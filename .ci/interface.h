/* The public headers as they were promised last, without comments. Written by tools/interface.py. */
#if defined(_WIN32) && defined(DESCENT__BUILDING)
#define DESCENT_API __declspec(dllexport)
#elif defined(_WIN32) && !defined(DESCENT_STATIC)
#define DESCENT_API __declspec(dllimport)
#elif defined(__GNUC__)
#define DESCENT_API __attribute__((visibility("default")))
#else
#define DESCENT_API
#endif
#if defined(__GNUC__)
#define DESCENT_PRINTF(text, first) __attribute__((__format__(__printf__, text, first)))
#else
#define DESCENT_PRINTF(text, first)
#endif
#define DESCENT_STATUS_LIST(STATUS)                                                                                    \
    STATUS(DESCENT_SUCCESS, 0, "success")                                                                              \
    STATUS(DESCENT_EINVAL, 1, "invalid argument")                                                                      \
    STATUS(DESCENT_ENOMEM, 2, "out of memory")                                                                         \
    STATUS(DESCENT_ECALLBACK, 3, "a callback reported failure")                                                        \
    STATUS(DESCENT_ENONFINITE, 4, "a value is not finite")                                                             \
    STATUS(DESCENT_EUNSUPPORTED, 5, "not available for this problem or on this system")                                \
    STATUS(DESCENT_ENOCONVERGENCE, 6, "an inner computation did not converge")                                         \
    STATUS(DESCENT_EIO, 7, "input or output failed")                                                                   \
    STATUS(DESCENT_EFORMAT, 8, "the file is not in the expected format")                                               \
    STATUS(DESCENT_EBUDGET, 9, "the evaluation budget is used up")                                                     \
    STATUS(DESCENT_ECANCELLED, 10, "cancelled by the caller")
typedef enum descent_status {
#define DESCENT_STATUS_ENUMERATOR(name, number, message) name = number,
    DESCENT_STATUS_LIST(DESCENT_STATUS_ENUMERATOR)
#undef DESCENT_STATUS_ENUMERATOR
    DESCENT_STATUS_FORCE_INT = 0x7fffffff
} descent_status;
DESCENT_API const char *descent_status_string(descent_status status);
DESCENT_API const char *descent_error_detail(void);
DESCENT_API descent_status descent_fail(descent_status status, const char *format, ...) DESCENT_PRINTF(2, 3);
#include <stddef.h>
#include <stdint.h>
typedef struct descent_rule descent_rule;
typedef struct descent_rule_type descent_rule_type;
typedef int descent_schedule_function(uint64_t step, double base, double *step_size, void *context);
#define DESCENT_SCHEDULE_KIND_LIST(KIND)                                                                               \
    KIND(DESCENT_SCHEDULE_CONSTANT, 0, "constant")                                                                     \
    KIND(DESCENT_SCHEDULE_INVERSE, 1, "inverse")                                                                       \
    KIND(DESCENT_SCHEDULE_EXPONENTIAL, 2, "exponential")                                                               \
    KIND(DESCENT_SCHEDULE_COSINE, 3, "cosine")                                                                         \
    KIND(DESCENT_SCHEDULE_FUNCTION, 4, "function")                                                                     \
    KIND(DESCENT_SCHEDULE_LINEAR, 5, "linear")                                                                         \
    KIND(DESCENT_SCHEDULE_STEPS, 6, "steps")                                                                           \
    KIND(DESCENT_SCHEDULE_WARM_UP, 7, "warm up")                                                                       \
    KIND(DESCENT_SCHEDULE_SEQUENCE, 8, "sequence")                                                                     \
    KIND(DESCENT_SCHEDULE_RESTARTS, 9, "restarts")
typedef enum descent_schedule_kind {
#define DESCENT_SCHEDULE_KIND_ENUMERATOR(name, number, word) name = number,
    DESCENT_SCHEDULE_KIND_LIST(DESCENT_SCHEDULE_KIND_ENUMERATOR)
#undef DESCENT_SCHEDULE_KIND_ENUMERATOR
} descent_schedule_kind;
typedef struct descent_schedule descent_schedule;
struct descent_schedule {
    descent_schedule_kind kind;
    double delay;
    double factor;
    double floor;
    uint64_t length;
    descent_schedule_function *function;
    void *context;
    uint64_t growth;
    const descent_schedule *first;
    const descent_schedule
        *next;
    void *reserved[2];
};
DESCENT_API descent_schedule descent_schedule_constant(void);
DESCENT_API descent_schedule descent_schedule_inverse(double delay);
DESCENT_API descent_schedule descent_schedule_exponential(double factor);
DESCENT_API descent_schedule descent_schedule_cosine(uint64_t length, double floor);
DESCENT_API descent_schedule descent_schedule_linear(uint64_t length, double floor);
DESCENT_API descent_schedule descent_schedule_steps(uint64_t length, double factor);
DESCENT_API descent_schedule descent_schedule_warm_up(uint64_t length, const descent_schedule *next);
DESCENT_API descent_schedule descent_schedule_sequence(const descent_schedule *first, uint64_t length,
                                                       const descent_schedule *next);
DESCENT_API descent_schedule descent_schedule_restarts(uint64_t length, uint64_t growth, double floor);
DESCENT_API descent_schedule descent_schedule_custom(descent_schedule_function *function, void *context);
typedef struct descent_modifiers {
    double weight_decay;
    double clip_value;
    double clip_norm;
    double decoupled_decay;
    double l1;
    const double *lower;
    const double *upper;
    double reserved[4];
} descent_modifiers;
#define DESCENT_MODIFIER_LIST(MODIFIER)                                                                                \
    MODIFIER(DESCENT_MODIFIER_WEIGHT_DECAY, 1, "weight decay")                                                         \
    MODIFIER(DESCENT_MODIFIER_CLIPPING, 2, "clipping")                                                                 \
    MODIFIER(DESCENT_MODIFIER_DECOUPLED_DECAY, 4, "decoupled decay")                                                   \
    MODIFIER(DESCENT_MODIFIER_L1, 8, "L1")                                                                             \
    MODIFIER(DESCENT_MODIFIER_BOX, 16, "box")
typedef enum descent_modifier {
#define DESCENT_MODIFIER_ENUMERATOR(name, number, word) name = number,
    DESCENT_MODIFIER_LIST(DESCENT_MODIFIER_ENUMERATOR)
#undef DESCENT_MODIFIER_ENUMERATOR
} descent_modifier;
enum {
    DESCENT_RULE_CONSTANTS = 8
};
struct descent_rule {
    const descent_rule_type *type;
    double step_size;
    double momentum;
    descent_schedule schedule;
    const void *parameters;
    double constants[DESCENT_RULE_CONSTANTS];
    descent_modifiers modifiers;
    void *reserved[4];
};
typedef struct descent_rule_evaluator descent_rule_evaluator;
typedef struct descent_rule_step {
    size_t dimension;
    uint64_t number;
    double step_size;
    double *x;
    const double *gradient;
    double *const *memory;
    double *scalars;
    double *const *work;
    double loss;
    const double *next_gradient;
    double next_loss;
    const descent_rule_evaluator *evaluator;
    void *reserved[4];
} descent_rule_step;
DESCENT_API descent_status descent_rule_evaluate(const descent_rule_step *step, const double *x, double *loss,
                                                 double *gradient);
struct descent_rule_type {
    const char *name;
    size_t memory_count;
    int (*advance)(const descent_rule *rule, descent_rule_step *step);
    int guards_point;
    void (*look_ahead)(const descent_rule *rule, const descent_rule_step *step, double *where);
    descent_status (*check)(const descent_rule *rule);
    double (*step_limit)(const descent_rule *rule, double curvature);
    size_t (*multipliers)(const descent_rule *rule, double step_size, double eigenvalue, double *real,
                          double *imaginary);
    int remembers_point;
    size_t (*memory)(const descent_rule *rule);
    size_t scalar_count;
    size_t work_count;
    int needs_loss;
    unsigned refused_modifiers;
    void *reserved[4];
};
DESCENT_API descent_rule descent_fixed_step(double step_size);
DESCENT_API descent_rule descent_heavy_ball(double step_size, double momentum);
DESCENT_API descent_rule descent_nesterov(double step_size, double momentum);
DESCENT_API descent_rule descent_damped_momentum(double step_size, double momentum);
DESCENT_API descent_rule descent_gradient_filter(double step_size, double b0, double b1, double a1);
DESCENT_API descent_rule descent_rule_with_schedule(descent_rule rule, descent_schedule schedule);
DESCENT_API descent_rule descent_rule_with_modifiers(descent_rule rule, descent_modifiers modifiers);
DESCENT_API descent_status descent_rule_check(const descent_rule *rule);
DESCENT_API descent_status descent_rule_step_size(const descent_rule *rule, uint64_t step, double *step_size);
DESCENT_API double descent_rule_step_limit(const descent_rule *rule, double curvature);
DESCENT_API descent_rule descent_adagrad(double step_size, double epsilon);
DESCENT_API descent_rule descent_rmsprop(double step_size, double decay, double epsilon);
#define DESCENT_ADAM_KIND_LIST(KIND)                                                                                   \
    KIND(DESCENT_ADAM, 0, "Adam")                                                                                      \
    KIND(DESCENT_AMSGRAD, 1, "AMSGrad")                                                                                \
    KIND(DESCENT_NADAM, 2, "Nadam")
typedef enum descent_adam_kind {
#define DESCENT_ADAM_KIND_ENUMERATOR(name, number, word) name = number,
    DESCENT_ADAM_KIND_LIST(DESCENT_ADAM_KIND_ENUMERATOR)
#undef DESCENT_ADAM_KIND_ENUMERATOR
} descent_adam_kind;
typedef struct descent_adam_options {
    descent_adam_kind kind;
    double first_decay;
    double second_decay;
    double epsilon;
    double reserved[4];
} descent_adam_options;
DESCENT_API descent_rule descent_adam(double step_size, const descent_adam_options *options);
DESCENT_API descent_rule descent_lion(double step_size, double first_decay, double second_decay);
DESCENT_API descent_rule descent_sign(double step_size);
DESCENT_API descent_rule descent_normalised(double step_size);
#include <stddef.h>
#include <stdint.h>
typedef struct descent_path descent_path;
#define DESCENT_PATH_COLUMN_LIST(COLUMN)                                                                               \
    COLUMN(DESCENT_PATH_POINT, 1, "point")                                                                             \
    COLUMN(DESCENT_PATH_LOSS, 2, "loss")                                                                               \
    COLUMN(DESCENT_PATH_GRADIENT_NORM, 4, "gradient norm")                                                             \
    COLUMN(DESCENT_PATH_STEP_LENGTH, 8, "step length")                                                                 \
    COLUMN(DESCENT_PATH_GRADIENT, 16, "gradient")                                                                      \
    COLUMN(DESCENT_PATH_RULE_CHANGES, 32, "rule changes")
typedef enum descent_path_column {
#define DESCENT_PATH_COLUMN_ENUMERATOR(name, number, word) name = number,
    DESCENT_PATH_COLUMN_LIST(DESCENT_PATH_COLUMN_ENUMERATOR)
#undef DESCENT_PATH_COLUMN_ENUMERATOR
} descent_path_column;
typedef struct descent_path_options {
    unsigned columns;
    uint64_t stride;
    size_t last;
    size_t byte_limit;
    size_t reserve;
    const char *const
        *variable_names;
    void *reserved[6];
} descent_path_options;
DESCENT_API descent_status descent_path_new(descent_path **path, size_t dimension, const descent_path_options *options);
DESCENT_API void descent_path_free(descent_path *path);
DESCENT_API void descent_path_clear(descent_path *path);
DESCENT_API descent_status descent_path_append(descent_path *path, const double *x, double loss,
                                               const double *gradient);
typedef struct descent_path_data {
    size_t
        dimension;
    size_t count;
    uint64_t
        appended;
    unsigned columns;
    uint64_t stride;
    size_t bytes;
    const uint64_t *steps;
    const double *points;
    const double *losses;
    const double *gradient_norms;
    const double *step_lengths;
    const double *gradients;
    const char *const
        *variable_names;
    const double *rule_changes;
    void *reserved[3];
} descent_path_data;
DESCENT_API descent_path_data descent_path_view(const descent_path *path);
DESCENT_API descent_status descent_path_write_csv(const descent_path *path, const char *file_name);
DESCENT_API descent_status descent_path_write_npy(const descent_path *path, const char *file_name);
DESCENT_API descent_status descent_path_read_csv(descent_path **path, const char *file_name);
DESCENT_API descent_status descent_path_read_npy(descent_path **path, const char *file_name);
#include <stddef.h>
#include <stdint.h>
typedef int descent_loss_function(size_t dimension, const double *x, double *value, void *context);
typedef int descent_gradient_function(size_t dimension, const double *x, double *gradient, void *context);
typedef int descent_loss_gradient_function(size_t dimension, const double *x, double *value, double *gradient,
                                           void *context);
typedef int descent_hessian_function(size_t dimension, const double *x, double *hessian, void *context);
typedef int descent_hessian_product_function(size_t dimension, const double *x, const double *vector, double *product,
                                             void *context);
typedef int descent_gradient_batch_function(size_t dimension, size_t count, size_t stride, const double *x,
                                            double *gradient, void *context);
typedef struct descent_problem {
    size_t dimension;
    descent_loss_function *loss;
    descent_gradient_function *gradient;
    descent_loss_gradient_function *loss_gradient;
    descent_hessian_function *hessian;
    descent_hessian_product_function *hessian_product;
    void *context;
    double scale;
    descent_gradient_batch_function *gradient_batch;
    const char *const *variable_names;
    void *reserved[6];
} descent_problem;
typedef struct descent_evaluations {
    uint64_t loss;
    uint64_t gradient;
    uint64_t hessian;
    uint64_t hessian_product;
    uint64_t reserved[2];
} descent_evaluations;
typedef int descent_evaluation_watch(const descent_evaluations *evaluations, void *context);
DESCENT_API descent_status descent_problem_check(const descent_problem *problem);
#include <stddef.h>
#include <stdint.h>
typedef struct descent_engine descent_engine;
typedef int descent_observer_function(descent_engine *engine, void *context);
#define DESCENT_STOP_LIST(STOP)                                                                                        \
    STOP(DESCENT_STOP_NONE, 0, "none")                                                                                 \
    STOP(DESCENT_STOP_STEPS, 1, "steps")                                                                               \
    STOP(DESCENT_STOP_OBSERVER, 2, "observer")                                                                         \
    STOP(DESCENT_STOP_GRADIENT, 3, "gradient")                                                                         \
    STOP(DESCENT_STOP_BUDGET, 4, "budget")                                                                             \
    STOP(DESCENT_STOP_FAILURE, 5, "failure")                                                                           \
    STOP(DESCENT_STOP_NONFINITE, 6, "nonfinite")                                                                       \
    STOP(DESCENT_STOP_RULE, 7, "rule")                                                                                 \
    STOP(DESCENT_STOP_LOSS, 8, "loss")                                                                                 \
    STOP(DESCENT_STOP_LOSS_CHANGE, 9, "loss change")                                                                   \
    STOP(DESCENT_STOP_POINT_CHANGE, 10, "point change")                                                                \
    STOP(DESCENT_STOP_TIME, 11, "time")                                                                                \
    STOP(DESCENT_STOP_CRITERIA, 12, "criteria")
typedef enum descent_stop {
#define DESCENT_STOP_ENUMERATOR(name, number, word) name = number,
    DESCENT_STOP_LIST(DESCENT_STOP_ENUMERATOR)
#undef DESCENT_STOP_ENUMERATOR
} descent_stop;
DESCENT_API descent_status descent_engine_new(descent_engine **engine, const descent_problem *problem,
                                              descent_rule rule, const double *start);
DESCENT_API void descent_engine_free(descent_engine *engine);
DESCENT_API descent_status descent_engine_reset(descent_engine *engine, const double *start);
DESCENT_API descent_status descent_engine_record(descent_engine *engine, const descent_path_options *options);
DESCENT_API descent_status descent_engine_step(descent_engine *engine);
DESCENT_API descent_status descent_engine_run(descent_engine *engine, uint64_t steps);
DESCENT_API descent_status descent_engine_add_observer(descent_engine *engine, descent_observer_function *observer,
                                                       void *context);
DESCENT_API descent_status descent_engine_set_budget(descent_engine *engine, uint64_t evaluations);
DESCENT_API descent_status descent_engine_set_gradient_tolerance(descent_engine *engine, double tolerance);
DESCENT_API descent_status descent_engine_set_rule(descent_engine *engine, descent_rule rule);
DESCENT_API size_t descent_engine_dimension(const descent_engine *engine);
DESCENT_API uint64_t descent_engine_steps(const descent_engine *engine);
DESCENT_API const double *descent_engine_point(const descent_engine *engine);
DESCENT_API const double *descent_engine_gradient(descent_engine *engine);
DESCENT_API double descent_engine_gradient_norm(descent_engine *engine);
DESCENT_API double descent_engine_loss(descent_engine *engine);
DESCENT_API double descent_engine_step_size(const descent_engine *engine);
DESCENT_API const descent_rule *descent_engine_rule(const descent_engine *engine);
DESCENT_API const descent_problem *descent_engine_problem(const descent_engine *engine);
DESCENT_API descent_evaluations descent_engine_evaluations(const descent_engine *engine);
DESCENT_API int descent_engine_callback_code(const descent_engine *engine);
DESCENT_API descent_stop descent_engine_stop_reason(const descent_engine *engine);
DESCENT_API const char *descent_stop_string(descent_stop stop);
DESCENT_API const descent_path *descent_engine_path(descent_engine *engine);
#include <stddef.h>
#include <stdint.h>
DESCENT_API int descent_told_loss(size_t dimension, const double *x, double *value, void *context);
DESCENT_API int descent_told_gradient(size_t dimension, const double *x, double *gradient, void *context);
DESCENT_API int descent_told_loss_gradient(size_t dimension, const double *x, double *value, double *gradient,
                                           void *context);
typedef struct descent_request {
    const double *x;
    int wants_loss;
    int wants_gradient;
    void *reserved[4];
} descent_request;
DESCENT_API descent_status descent_engine_ask(descent_engine *engine, uint64_t until, descent_request *request);
DESCENT_API descent_status descent_engine_tell(descent_engine *engine, double loss, const double *gradient, int code);
#include <stddef.h>
#include <stdint.h>
#define DESCENT_CRITICAL_KIND_LIST(KIND)                                                                               \
    KIND(DESCENT_CRITICAL_UNDETERMINED, 0, "undetermined")                                                             \
    KIND(DESCENT_CRITICAL_MINIMUM, 1, "minimum")                                                                       \
    KIND(DESCENT_CRITICAL_MAXIMUM, 2, "maximum")                                                                       \
    KIND(DESCENT_CRITICAL_SADDLE, 3, "saddle")                                                                         \
    KIND(DESCENT_CRITICAL_DEGENERATE, 4, "degenerate")                                                                 \
    KIND(DESCENT_CRITICAL_NOT_CRITICAL, 5, "not critical")                                                             \
    KIND(DESCENT_CRITICAL_MINIMUM_AT_KINK, 6, "minimum at a kink")
typedef enum descent_critical_kind {
#define DESCENT_CRITICAL_KIND_ENUMERATOR(name, number, word) name = number,
    DESCENT_CRITICAL_KIND_LIST(DESCENT_CRITICAL_KIND_ENUMERATOR)
#undef DESCENT_CRITICAL_KIND_ENUMERATOR
} descent_critical_kind;
#define DESCENT_HESSIAN_SOURCE_LIST(SOURCE)                                                                            \
    SOURCE(DESCENT_HESSIAN_CALLBACK, 0, "callback")                                                                    \
    SOURCE(DESCENT_HESSIAN_PRODUCT, 1, "product")                                                                      \
    SOURCE(DESCENT_HESSIAN_GRADIENT_DIFFERENCE, 2, "gradient difference")                                              \
    SOURCE(DESCENT_HESSIAN_LOSS_DIFFERENCE, 3, "loss difference")
typedef enum descent_hessian_source {
#define DESCENT_HESSIAN_SOURCE_ENUMERATOR(name, number, word) name = number,
    DESCENT_HESSIAN_SOURCE_LIST(DESCENT_HESSIAN_SOURCE_ENUMERATOR)
#undef DESCENT_HESSIAN_SOURCE_ENUMERATOR
} descent_hessian_source;
#define DESCENT_TOLERANCE_SOURCE_LIST(SOURCE)                                                                          \
    SOURCE(DESCENT_TOLERANCE_ROUNDING, 0, "rounding")                                                                  \
    SOURCE(DESCENT_TOLERANCE_DIFFERENCE, 1, "difference")                                                              \
    SOURCE(DESCENT_TOLERANCE_DISTANCE, 2, "distance")                                                                  \
    SOURCE(DESCENT_TOLERANCE_ASYMMETRY, 3, "asymmetry")                                                                \
    SOURCE(DESCENT_TOLERANCE_GIVEN, 4, "given")
typedef enum descent_tolerance_source {
#define DESCENT_TOLERANCE_SOURCE_ENUMERATOR(name, number, word) name = number,
    DESCENT_TOLERANCE_SOURCE_LIST(DESCENT_TOLERANCE_SOURCE_ENUMERATOR)
#undef DESCENT_TOLERANCE_SOURCE_ENUMERATOR
} descent_tolerance_source;
#define DESCENT_PROBE_LIST(PROBE)                                                                                      \
    PROBE(DESCENT_PROBE_NONE, 0, "none")                                                                               \
    PROBE(DESCENT_PROBE_LOWER, 1, "lower")                                                                             \
    PROBE(DESCENT_PROBE_FLAT, 2, "flat")                                                                               \
    PROBE(DESCENT_PROBE_NONE_LOWER, 3, "none lower")
typedef enum descent_probe {
#define DESCENT_PROBE_ENUMERATOR(name, number, word) name = number,
    DESCENT_PROBE_LIST(DESCENT_PROBE_ENUMERATOR)
#undef DESCENT_PROBE_ENUMERATOR
} descent_probe;
typedef struct descent_critical_point {
    descent_critical_kind kind;
    size_t dimension;
    double *x;
    double loss;
    double gradient_norm;
    size_t index;
    size_t nullity;
    int index_is_lower_bound;
    int nullity_is_lower_bound;
    size_t eigenvalue_count;
    double *eigenvalues;
    double *eigenvectors;
    size_t eigenvector_count;
    double *residuals;
    double *hessian;
    double eigenvalue_tolerance;
    descent_tolerance_source tolerance_source;
    descent_hessian_source hessian_source;
    double asymmetry;
    double condition;
    const double *escape;
    double step_limit;
    double rule_step_limit;
    double distance;
    int newton_backed;
    double moved;
    size_t iterations;
    int converged;
    descent_probe probe;
    int rises_beside;
    int valleys_meet;
    double *lower_x;
    double lower_loss;
    descent_evaluations evaluations;
    uint64_t products;
    double gradient_error;
    int unbounded_curvature;
    double *bound_multipliers;
    double weight_decay;
    double l1;
    double *zero_margins;
    int curvature_jumps;
} descent_critical_point;
typedef struct descent_critical_options {
    double eigenvalue_tolerance;
    double distance_tolerance;
    size_t dense_limit;
    size_t product_limit;
    size_t eigenpair_count;
    int no_probe;
    size_t probe_limit;
    size_t iteration_limit;
    double distance_limit;
    const descent_rule *rule;
    uint64_t evaluation_limit;
    descent_evaluation_watch *watch;
    void *watch_context;
    void *reserved[5];
} descent_critical_options;
DESCENT_API descent_status descent_critical_classify(const descent_problem *problem, const double *x,
                                                     const descent_critical_options *options,
                                                     descent_critical_point **point);
DESCENT_API descent_status descent_critical_refine(const descent_problem *problem, const double *x,
                                                   const descent_critical_options *options,
                                                   descent_critical_point **point);
DESCENT_API descent_status descent_critical_point_json(const descent_critical_point *point, char **text);
DESCENT_API void descent_critical_point_free(descent_critical_point *point);
DESCENT_API const char *descent_critical_kind_string(descent_critical_kind kind);
DESCENT_API const char *descent_hessian_source_string(descent_hessian_source source);
DESCENT_API const char *descent_tolerance_source_string(descent_tolerance_source source);
DESCENT_API const char *descent_probe_string(descent_probe probe);
typedef struct descent_critical_set {
    size_t count;
    descent_critical_point *
        *points;
    size_t starts;
    size_t mixed_starts;
    size_t failed_starts;
    size_t outside;
    size_t fruitless;
    int exhausted;
    int continuum;
    double new_point_chance;
    long index_sum;
    int boundary_outward;
    descent_evaluations evaluations;
} descent_critical_set;
typedef struct descent_critical_search_options {
    descent_critical_options critical;
    size_t start_limit;
    size_t fruitless_limit;
    uint64_t evaluation_limit;
    size_t point_limit;
    double merge_distance;
    void *reserved[8];
} descent_critical_search_options;
DESCENT_API descent_status descent_critical_search(const descent_problem *problem, const double *lower,
                                                   const double *upper, const descent_critical_search_options *options,
                                                   descent_critical_set **set);
DESCENT_API descent_status descent_critical_set_json(const descent_critical_set *set, char **text);
DESCENT_API void descent_critical_set_free(descent_critical_set *set);
#define DESCENT_ENDING_LIST(ENDING)                                                                                    \
    ENDING(DESCENT_ENDING_UNDETERMINED, 0, "undetermined")                                                             \
    ENDING(DESCENT_ENDING_CONVERGED, 1, "converged")                                                                   \
    ENDING(DESCENT_ENDING_APPROACHING, 2, "approaching")                                                               \
    ENDING(DESCENT_ENDING_DESCENDING, 3, "descending")                                                                 \
    ENDING(DESCENT_ENDING_STALLED, 4, "stalled")                                                                       \
    ENDING(DESCENT_ENDING_PERIODIC, 5, "periodic")                                                                     \
    ENDING(DESCENT_ENDING_QUASIPERIODIC, 6, "quasiperiodic")                                                           \
    ENDING(DESCENT_ENDING_CHAOTIC, 7, "chaotic")                                                                       \
    ENDING(DESCENT_ENDING_NOISY, 8, "noisy")                                                                           \
    ENDING(DESCENT_ENDING_DIVERGING, 9, "diverging")                                                                   \
    ENDING(DESCENT_ENDING_UNBOUNDED, 10, "unbounded")                                                                  \
    ENDING(DESCENT_ENDING_NONFINITE, 11, "nonfinite")
typedef enum descent_ending {
#define DESCENT_ENDING_ENUMERATOR(name, number, word) name = number,
    DESCENT_ENDING_LIST(DESCENT_ENDING_ENUMERATOR)
#undef DESCENT_ENDING_ENUMERATOR
    DESCENT_ENDING_FORCE_INT = 0x7fffffff
} descent_ending;
DESCENT_API const char *descent_ending_string(descent_ending ending);
typedef struct descent_interval {
    double value;
    double low;
    double high;
} descent_interval;
#include <stddef.h>
#include <stdint.h>
typedef struct descent_sweep descent_sweep;
#define DESCENT_SWEEP_NO_LABEL UINT32_MAX
typedef int descent_progress_function(size_t done, size_t total, void *context);
#define DESCENT_SWEEP_NO_CHECKS SIZE_MAX
typedef struct descent_sweep_options {
    uint64_t steps;
    size_t tail;
    size_t
        threads;
    int lyapunov;
    int no_losses;
    int no_classification;
    int no_confirmation;
    size_t check_count;
    const descent_rule *rule;
    size_t columns;
    descent_progress_function *progress;
    void *progress_context;
    void *reserved[8];
} descent_sweep_options;
typedef struct descent_parameter {
    double value;
    void *context;
} descent_parameter;
typedef struct descent_sweep_run {
    double *start;
    descent_rule rule;
    double
        parameter;
    void *reserved[4];
} descent_sweep_run;
typedef int descent_sweep_setup_function(size_t run, descent_sweep_run *setup, void *context);
DESCENT_API descent_status descent_sweep_step_sizes(const descent_problem *problem, const double *start,
                                                    const double *step_sizes, size_t count,
                                                    const descent_sweep_options *options, descent_sweep **sweep);
DESCENT_API descent_status descent_sweep_starts(const descent_problem *problem, descent_rule rule, const double *starts,
                                                size_t count, const descent_sweep_options *options,
                                                descent_sweep **sweep);
DESCENT_API descent_status descent_sweep_rules(const descent_problem *problem, const double *start,
                                               const descent_rule *rules, size_t count,
                                               const descent_sweep_options *options, descent_sweep **sweep);
DESCENT_API descent_status descent_sweep_parameters(const descent_problem *problem, descent_rule rule,
                                                    const double *start, const double *values, size_t count,
                                                    const descent_sweep_options *options, descent_sweep **sweep);
DESCENT_API descent_status descent_sweep_runs(const descent_problem *problem, descent_rule rule, const double *start,
                                              size_t count, descent_sweep_setup_function *setup, void *setup_context,
                                              const descent_sweep_options *options, descent_sweep **sweep);
typedef struct descent_plane {
    const double *origin;
    const double *across;
    const double *up;
    double left;
    double right;
    double bottom;
    double top;
    size_t columns;
    size_t rows;
    void *reserved[4];
} descent_plane;
DESCENT_API descent_status descent_sweep_plane(const descent_problem *problem, descent_rule rule,
                                               const descent_plane *plane, const descent_sweep_options *options,
                                               descent_sweep **sweep);
DESCENT_API void descent_sweep_free(descent_sweep *sweep);
DESCENT_API size_t descent_sweep_memory(size_t dimension, size_t count, const descent_sweep_options *options);
typedef struct descent_sweep_summary {
    size_t count;
    size_t dimension;
    size_t columns;
    const descent_plane
        *plane;
    descent_evaluations evaluations;
    size_t failures;
    int callback_code;
    size_t checked;
    double agreement;
    size_t label_count;
    double share[32];
    const char *const *variable_names;
    const double *start;
    void *reserved[3];
} descent_sweep_summary;
DESCENT_API descent_sweep_summary descent_sweep_view(const descent_sweep *sweep);
DESCENT_API size_t descent_sweep_count(const descent_sweep *sweep);
typedef struct descent_sweep_result {
    descent_ending ending;
    const double *end_point;
    double end_loss;
    uint64_t steps;
    size_t period;
    double value;
    descent_interval lyapunov;
    uint32_t label;
    const double
        *tail;
    size_t tail_count;
    void *reserved[4];
} descent_sweep_result;
DESCENT_API descent_sweep_result descent_sweep_view_run(const descent_sweep *sweep, size_t run);
DESCENT_API descent_ending descent_sweep_ending(const descent_sweep *sweep, size_t run);
DESCENT_API const double *descent_sweep_end_point(const descent_sweep *sweep, size_t run);
typedef struct descent_sweep_arrays {
    int32_t *endings;
    uint32_t *labels;
    uint64_t *steps;
    size_t *periods;
    double *values;
    double *end_points;
    double *end_losses;
    double *lyapunov;
    void *reserved[4];
} descent_sweep_arrays;
DESCENT_API descent_status descent_sweep_columns(const descent_sweep *sweep, const descent_sweep_arrays *arrays);
typedef struct descent_attractor {
    descent_ending ending;
    size_t period;
    size_t first_run;
    size_t runs;
    double share;
    const double *x;
    descent_critical_kind
        kind;
    double loss;
    void *reserved[4];
} descent_attractor;
DESCENT_API const descent_attractor *descent_sweep_attractor(const descent_sweep *sweep, uint32_t label);
#include <stddef.h>
typedef struct descent_basin_boundary {
    double exponent;
    double error;
    double dimension;
    size_t scales;
    double distances[16];
    double shares[16];
    void *reserved[4];
} descent_basin_boundary;
DESCENT_API descent_status descent_basin_boundary_measure(const descent_sweep *sweep, descent_basin_boundary *boundary);
#include <stddef.h>
typedef struct descent_bifurcation_segment {
    descent_ending ending;
    size_t period;
    size_t first;
    size_t last;
    double low;
    double high;
    void *reserved[2];
} descent_bifurcation_segment;
typedef struct descent_doubling {
    size_t period;
    double value;
    double error;
    double *orbit;
    void *reserved[2];
} descent_doubling;
typedef struct descent_bifurcation {
    size_t segment_count;
    descent_bifurcation_segment *segments;
    size_t doubling_count;
    descent_doubling *doublings;
    double chaos_low;
    double accumulation;
    double
        accumulation_error;
    double ratio;
    double largest_exponent;
} descent_bifurcation;
DESCENT_API descent_status descent_bifurcation_read(const descent_sweep *sweep, const descent_problem *problem,
                                                    descent_bifurcation **bifurcation);
DESCENT_API void descent_bifurcation_free(descent_bifurcation *bifurcation);
#define DESCENT_LAW_LIST(LAW)                                                                                          \
    LAW(DESCENT_LAW_UNKNOWN, 0, "unknown")                                                                             \
    LAW(DESCENT_LAW_FINITE, 1, "finite")                                                                               \
    LAW(DESCENT_LAW_GEOMETRIC, 2, "geometric")                                                                         \
    LAW(DESCENT_LAW_POWER, 3, "power")                                                                                 \
    LAW(DESCENT_LAW_LINEAR, 4, "linear")                                                                               \
    LAW(DESCENT_LAW_LOGARITHMIC, 5, "logarithmic")                                                                     \
    LAW(DESCENT_LAW_FASTER, 6, "faster")
typedef enum descent_law {
#define DESCENT_LAW_ENUMERATOR(name, number, word) name = number,
    DESCENT_LAW_LIST(DESCENT_LAW_ENUMERATOR)
#undef DESCENT_LAW_ENUMERATOR
    DESCENT_LAW_FORCE_INT = 0x7fffffff
} descent_law;
DESCENT_API const char *descent_law_string(descent_law law);
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#define DESCENT_FINDING_LIST(FINDING)                                                                                  \
    FINDING(DESCENT_FINDING_STEP_ABOVE_LIMIT, 1, "step above the stability limit")                                     \
    FINDING(DESCENT_FINDING_GRADIENT_MISMATCH, 2, "gradient does not match the loss")                                  \
    FINDING(DESCENT_FINDING_KINK, 4, "kink")                                                                           \
    FINDING(DESCENT_FINDING_MOMENTUM_NEAR_ONE, 8, "momentum near one")                                                 \
    FINDING(DESCENT_FINDING_HESSIAN_ASYMMETRIC, 16, "Hessian not symmetric")                                           \
    FINDING(DESCENT_FINDING_VALLEY, 32, "valley")                                                                      \
    FINDING(DESCENT_FINDING_GRADIENT_RANDOM, 64, "gradient is random")                                                 \
    FINDING(DESCENT_FINDING_GRADIENT_DIFFERENCES, 128, "gradient from differences")                                    \
    FINDING(DESCENT_FINDING_THINNED, 256, "path too thin")                                                             \
    FINDING(DESCENT_FINDING_RULE_FITTED, 512, "rule fitted to the path")                                               \
    FINDING(DESCENT_FINDING_RULE_UNKNOWN, 1024, "rule unknown")                                                        \
    FINDING(DESCENT_FINDING_RULE_DISAGREES, 2048, "path not made by this rule")                                        \
    FINDING(DESCENT_FINDING_MEMORY_UNKNOWN, 4096, "rule's memory unknown")                                             \
    FINDING(DESCENT_FINDING_CALLBACK_FAILED, 8192, "a callback failed")                                                \
    FINDING(DESCENT_FINDING_SINGLE_PRECISION, 16384, "single precision")                                               \
    FINDING(DESCENT_FINDING_MINIMUM_AT_KINK, 32768, "minimum at a kink")
typedef enum descent_finding {
#define DESCENT_FINDING_ENUMERATOR(name, number, word) name = number,
    DESCENT_FINDING_LIST(DESCENT_FINDING_ENUMERATOR)
#undef DESCENT_FINDING_ENUMERATOR
} descent_finding;
#define DESCENT_EVENT_KIND_LIST(EVENT)                                                                                 \
    EVENT(DESCENT_EVENT_LINGERING, 1, "lingering")                                                                     \
    EVENT(DESCENT_EVENT_PLATEAU, 2, "plateau")                                                                         \
    EVENT(DESCENT_EVENT_LOSS_ROSE, 3, "loss rose")                                                                     \
    EVENT(DESCENT_EVENT_OSCILLATION, 4, "oscillation")                                                                 \
    EVENT(DESCENT_EVENT_GROWTH, 5, "growth")                                                                           \
    EVENT(DESCENT_EVENT_SIGN_FLIPS, 6, "turned back")                                                                  \
    EVENT(DESCENT_EVENT_NONFINITE, 7, "not finite")                                                                    \
    EVENT(DESCENT_EVENT_STEP_SIZE, 8, "step size changed")                                                             \
    EVENT(DESCENT_EVENT_RULE_CHANGED, 9, "rule changed")                                                               \
    EVENT(DESCENT_EVENT_JUMPED, 10, "jumped")                                                                          \
    EVENT(DESCENT_EVENT_POLE, 11, "crossed a pole")
typedef enum descent_event_kind {
#define DESCENT_EVENT_KIND_ENUMERATOR(name, number, word) name = number,
    DESCENT_EVENT_KIND_LIST(DESCENT_EVENT_KIND_ENUMERATOR)
#undef DESCENT_EVENT_KIND_ENUMERATOR
} descent_event_kind;
#define DESCENT_QUANTITY_LIST(QUANTITY)                                                                                \
    QUANTITY(DESCENT_QUANTITY_NONE, 0, "nothing")                                                                      \
    QUANTITY(DESCENT_QUANTITY_POINT, 1, "point")                                                                       \
    QUANTITY(DESCENT_QUANTITY_LOSS, 2, "loss")                                                                         \
    QUANTITY(DESCENT_QUANTITY_GRADIENT, 3, "gradient")
typedef enum descent_quantity {
#define DESCENT_QUANTITY_ENUMERATOR(name, number, word) name = number,
    DESCENT_QUANTITY_LIST(DESCENT_QUANTITY_ENUMERATOR)
#undef DESCENT_QUANTITY_ENUMERATOR
} descent_quantity;
typedef struct descent_event {
    descent_event_kind kind;
    uint64_t first_step;
    uint64_t last_step;
    double value;
    double expected;
    uint64_t count;
    descent_quantity quantity;
    const descent_critical_point *point;
    const double *direction;
    void *reserved[4];
} descent_event;
#define DESCENT_ADVICE_KIND_LIST(ADVICE)                                                                               \
    ADVICE(DESCENT_ADVICE_NOTHING, 1, "nothing")                                                                       \
    ADVICE(DESCENT_ADVICE_STEP_SIZE, 2, "step size")                                                                   \
    ADVICE(DESCENT_ADVICE_MORE_STEPS, 3, "more steps")                                                                 \
    ADVICE(DESCENT_ADVICE_LEAVE_SADDLE, 4, "leave saddle")                                                             \
    ADVICE(DESCENT_ADVICE_OTHER_RULE, 5, "other rule")                                                                 \
    ADVICE(DESCENT_ADVICE_FIX_GRADIENT, 6, "fix gradient")                                                             \
    ADVICE(DESCENT_ADVICE_FIX_DOMAIN, 7, "fix domain")                                                                 \
    ADVICE(DESCENT_ADVICE_CHANGE_LOSS, 8, "change loss")                                                               \
    ADVICE(DESCENT_ADVICE_DECAY_STEP, 9, "decay step")                                                                 \
    ADVICE(DESCENT_ADVICE_MOMENTUM, 10, "momentum")                                                                    \
    ADVICE(DESCENT_ADVICE_MORE_EVIDENCE, 11, "more evidence")                                                          \
    ADVICE(DESCENT_ADVICE_SCALE_VARIABLES, 12, "scale variables")
typedef enum descent_advice_kind {
#define DESCENT_ADVICE_KIND_ENUMERATOR(name, number, word) name = number,
    DESCENT_ADVICE_KIND_LIST(DESCENT_ADVICE_KIND_ENUMERATOR)
#undef DESCENT_ADVICE_KIND_ENUMERATOR
} descent_advice_kind;
typedef struct descent_advice {
    descent_advice_kind kind;
    double step_size;
    double momentum;
    double steps;
    const double *units;
    const double *direction;
    double push;
    int verified;
    descent_ending outcome;
    uint64_t outcome_steps;
    const double *outcome_point;
    const char *text;
    void *reserved[4];
} descent_advice;
typedef struct descent_pace {
    descent_law law;
    double rate;
    double exponent;
    double slope;
    descent_interval
        steps_to_go;
    uint64_t onset;
    void *reserved[4];
} descent_pace;
typedef struct descent_cycle {
    size_t period;
    double *orbit;
    double *multipliers;
    double *multipliers_imaginary;
    size_t multiplier_count;
    double *multiplier_directions;
    size_t *coordinate_periods;
    double rotation_number;
    void *reserved[4];
} descent_cycle;
typedef struct descent_noise {
    double level;
    double floor;
    double floor_half;
    void *reserved[2];
} descent_noise;
typedef struct descent_step_band {
    double low;
    double high;
    descent_ending ending;
    const double *x;
    const double *x_high;
    descent_critical_kind kind;
    descent_probe probe;
    void *reserved[2];
} descent_step_band;
typedef struct descent_diagnosis {
    descent_ending ending;
    const char *reason;
    size_t dimension;
    uint64_t steps;
    size_t rows;
    double *x;
    double loss;
    double gradient_norm;
    double diameter;
    double step_size;
    double momentum;
    char rule_name[32];
    descent_critical_point *point;
    int point_ahead;
    double distance;
    double tolerance;
    descent_critical_point *centre;
    double step_limit;
    double curvature;
    descent_pace pace;
    descent_cycle cycle;
    descent_interval lyapunov;
    descent_noise noise;
    double *direction;
    descent_quantity quantity;
    descent_event *events;
    size_t event_count;
    unsigned findings;
    descent_advice *advice;
    size_t advice_count;
    descent_evaluations evaluations;
    int budget_exhausted;
    void *internal;
    double gradient_error;
    const char *const *variable_names;
    double *factors;
    double *factors_imaginary;
    descent_step_band *bands;
    size_t band_count;
    descent_stop stop;
} descent_diagnosis;
typedef struct descent_diagnosis_options {
    uint64_t budget;
    int path_only;
    int no_trials;
    const descent_rule *rule;
    double distance_tolerance;
    double gradient_tolerance;
    size_t period_limit;
    const char *optimiser_name;
    void *reserved[7];
} descent_diagnosis_options;
DESCENT_API descent_status descent_diagnose(const descent_problem *problem, const descent_path *path,
                                            const descent_diagnosis_options *options, descent_diagnosis **diagnosis);
DESCENT_API descent_status descent_engine_diagnose(descent_engine *engine, const descent_diagnosis_options *options,
                                                   descent_diagnosis **diagnosis);
DESCENT_API void descent_diagnosis_free(descent_diagnosis *diagnosis);
DESCENT_API descent_status descent_diagnosis_print(const descent_diagnosis *diagnosis, FILE *stream);
DESCENT_API descent_status descent_diagnosis_text(const descent_diagnosis *diagnosis, char **text);
DESCENT_API descent_status descent_diagnosis_print_line(const descent_diagnosis *diagnosis, FILE *stream);
DESCENT_API descent_status descent_diagnosis_line(const descent_diagnosis *diagnosis, char **text);
DESCENT_API descent_status descent_diagnosis_print_json(const descent_diagnosis *diagnosis, FILE *stream);
DESCENT_API descent_status descent_diagnosis_json(const descent_diagnosis *diagnosis, char **text);
DESCENT_API const char *descent_event_kind_string(descent_event_kind kind);
DESCENT_API const char *descent_finding_string(descent_finding finding);
DESCENT_API const char *descent_advice_kind_string(descent_advice_kind kind);
DESCENT_API const char *descent_quantity_string(descent_quantity quantity);
#define DESCENT_VERSION_MAJOR  0
#define DESCENT_VERSION_MINOR  1
#define DESCENT_VERSION_MICRO  0
#define DESCENT_VERSION_STRING "0.1.0"
DESCENT_API const char *descent_version(void);
#include <stddef.h>
#include <stdint.h>
#define DESCENT_CHECK_VERDICT_LIST(VERDICT)                                                                            \
    VERDICT(DESCENT_CHECK_AGREES, 0, "agrees")                                                                         \
    VERDICT(DESCENT_CHECK_UNDECIDED, 1, "undecided")                                                                   \
    VERDICT(DESCENT_CHECK_SIGN, 2, "wrong sign")                                                                       \
    VERDICT(DESCENT_CHECK_FACTOR, 3, "wrong factor")                                                                   \
    VERDICT(DESCENT_CHECK_SWAPPED, 4, "swapped")                                                                       \
    VERDICT(DESCENT_CHECK_COMPONENTS, 5, "components")                                                                 \
    VERDICT(DESCENT_CHECK_WRONG, 6, "wrong")
typedef enum descent_check_verdict {
#define DESCENT_CHECK_VERDICT_ENUMERATOR(name, number, word) name = number,
    DESCENT_CHECK_VERDICT_LIST(DESCENT_CHECK_VERDICT_ENUMERATOR)
#undef DESCENT_CHECK_VERDICT_ENUMERATOR
} descent_check_verdict;
typedef struct descent_derivative_check {
    descent_check_verdict verdict;
    size_t rows;
    size_t dimension;
    const double *supplied;
    const double *expected;
    const double *tolerance;
    size_t wrong_count;
    size_t undecided_count;
    size_t worst_row;
    size_t worst;
    size_t partner_row;
    size_t partner;
    double factor;
    descent_evaluations evaluations;
    const char *explanation;
} descent_derivative_check;
DESCENT_API descent_status descent_check_gradient(const descent_problem *problem, const double *x,
                                                  descent_derivative_check **check);
DESCENT_API descent_status descent_check_hessian(const descent_problem *problem, const double *x,
                                                 descent_derivative_check **check);
typedef struct descent_check_options {
    uint64_t evaluation_limit;
    descent_evaluation_watch *watch;
    void *watch_context;
    void *reserved[8];
} descent_check_options;
DESCENT_API descent_status descent_check_gradient_within(const descent_problem *problem, const double *x,
                                                         const descent_check_options *options,
                                                         descent_derivative_check **check);
DESCENT_API descent_status descent_check_hessian_within(const descent_problem *problem, const double *x,
                                                        const descent_check_options *options,
                                                        descent_derivative_check **check);
DESCENT_API const char *descent_check_verdict_string(descent_check_verdict verdict);
DESCENT_API void descent_derivative_check_free(descent_derivative_check *check);
#include <stddef.h>
typedef struct descent_landscape_point {
    const double *x;
    double loss;
    descent_critical_kind kind;
    size_t index;
    size_t nullity;
    int local_minimum;
} descent_landscape_point;
typedef struct descent_landscape {
    const char *name;
    const char *title;
    const char *formula;
    const char *source;
    descent_problem problem;
    int any_dimension;
    const double *lower;
    const double *upper;
    size_t point_count;
    const descent_landscape_point *points;
} descent_landscape;
DESCENT_API const descent_landscape *const *descent_landscapes(size_t *count);
DESCENT_API const descent_landscape *descent_landscape_find(const char *name);
DESCENT_API descent_status descent_landscape_problem(const char *name, size_t dimension, descent_problem *problem);
#include <stddef.h>
#include <stdint.h>
typedef struct descent_monitor descent_monitor;
#define DESCENT_PHASE_LIST(PHASE)                                                                                      \
    PHASE(DESCENT_PHASE_UNKNOWN, 0, "unknown")                                                                         \
    PHASE(DESCENT_PHASE_RESTING, 1, "resting")                                                                         \
    PHASE(DESCENT_PHASE_SETTLING, 2, "settling")                                                                       \
    PHASE(DESCENT_PHASE_LEAVING, 3, "leaving")                                                                         \
    PHASE(DESCENT_PHASE_GROWING, 4, "growing")                                                                         \
    PHASE(DESCENT_PHASE_ADVANCING, 5, "advancing")                                                                     \
    PHASE(DESCENT_PHASE_CREEPING, 6, "creeping")                                                                       \
    PHASE(DESCENT_PHASE_HOVERING, 7, "hovering")
typedef enum descent_phase {
#define DESCENT_PHASE_ENUMERATOR(name, number, word) name = number,
    DESCENT_PHASE_LIST(DESCENT_PHASE_ENUMERATOR)
#undef DESCENT_PHASE_ENUMERATOR
    DESCENT_PHASE_FORCE_INT = 0x7fffffff
} descent_phase;
#define DESCENT_MONITOR_STOP_NEVER (1u << 31)
typedef struct descent_monitor_options {
    unsigned stop_endings;
    double distance_tolerance;
    double gradient_tolerance;
    size_t period_limit;
    size_t coordinate_limit;
    void *reserved[8];
} descent_monitor_options;
DESCENT_API descent_status descent_monitor_new(descent_monitor **monitor, size_t dimension,
                                               const descent_monitor_options *options);
DESCENT_API void descent_monitor_free(descent_monitor *monitor);
DESCENT_API void descent_monitor_reset(descent_monitor *monitor);
DESCENT_API descent_ending descent_monitor_observe(descent_monitor *monitor, const double *x, double loss,
                                                   const double *gradient);
typedef struct descent_monitor_state {
    descent_ending ending;
    descent_phase phase;
    int leaving;
    uint64_t count;
    uint64_t decided_at;
    size_t period;
    double rate;
    void *reserved[4];
} descent_monitor_state;
DESCENT_API descent_monitor_state descent_monitor_view(const descent_monitor *monitor);
DESCENT_API const char *descent_phase_string(descent_phase phase);
DESCENT_API descent_status descent_monitor_attach(descent_monitor *monitor, descent_engine *engine);
DESCENT_API descent_status descent_monitor_save(const descent_monitor *monitor, const char *file_name);
DESCENT_API descent_status descent_monitor_load(descent_monitor **monitor, const char *file_name);
#include <stddef.h>
#define DESCENT_PLOT_PALETTE_LIST(PALETTE)                                                                             \
    PALETTE(DESCENT_PLOT_PALETTE_MAGMA, 0, "magma")                                                                    \
    PALETTE(DESCENT_PLOT_PALETTE_VIRIDIS, 1, "viridis")                                                                \
    PALETTE(DESCENT_PLOT_PALETTE_CIVIDIS, 2, "cividis")                                                                \
    PALETTE(DESCENT_PLOT_PALETTE_GREY, 3, "grey")
typedef enum descent_plot_palette {
#define DESCENT_PLOT_PALETTE_ENUMERATOR(name, number, word) name = number,
    DESCENT_PLOT_PALETTE_LIST(DESCENT_PLOT_PALETTE_ENUMERATOR)
#undef DESCENT_PLOT_PALETTE_ENUMERATOR
} descent_plot_palette;
#define DESCENT_PLOT_THEME_LIST(THEME)                                                                                 \
    THEME(DESCENT_PLOT_THEME_LIGHT, 0, "light")                                                                        \
    THEME(DESCENT_PLOT_THEME_DARK, 1, "dark")
typedef enum descent_plot_theme {
#define DESCENT_PLOT_THEME_ENUMERATOR(name, number, word) name = number,
    DESCENT_PLOT_THEME_LIST(DESCENT_PLOT_THEME_ENUMERATOR)
#undef DESCENT_PLOT_THEME_ENUMERATOR
} descent_plot_theme;
#define DESCENT_PLOT_PLANE_LIST(PLANE)                                                                                 \
    PLANE(DESCENT_PLOT_PLANE_COORDINATES, 0, "coordinates")                                                            \
    PLANE(DESCENT_PLOT_PLANE_PRINCIPAL, 1, "principal")
typedef enum descent_plot_plane {
#define DESCENT_PLOT_PLANE_ENUMERATOR(name, number, word) name = number,
    DESCENT_PLOT_PLANE_LIST(DESCENT_PLOT_PLANE_ENUMERATOR)
#undef DESCENT_PLOT_PLANE_ENUMERATOR
} descent_plot_plane;
#define DESCENT_PLOT_ANGLE_ZERO 360.0
typedef struct descent_plot_view {
    unsigned width;
    unsigned height;
    double font_size;
    const char *font;
    const char *title;
    const char *x_label;
    const char *y_label;
    const char *value_label;
    descent_plot_palette palette;
    descent_plot_theme theme;
    descent_plot_plane plane;
    size_t x_variable;
    size_t y_variable;
    const double *origin;
    double x_low;
    double x_high;
    double y_low;
    double y_high;
    double value_low;
    double value_high;
    size_t bands;
    const double *levels;
    size_t samples;
    int free_aspect;
    double pitch;
    double yaw;
    const descent_critical_set
        *critical_points;
    int no_search;
    const char *const *names;
    double time_limit;
    void *reserved[8];
} descent_plot_view;
#define DESCENT_PLOT_KIND_LIST(KIND)                                                                                   \
    KIND(DESCENT_PLOT_CONTOUR, 1, "contour")                                                                           \
    KIND(DESCENT_PLOT_SURFACE, 2, "surface")                                                                           \
    KIND(DESCENT_PLOT_CONVERGENCE, 3, "convergence")                                                                   \
    KIND(DESCENT_PLOT_ORBIT, 4, "orbit")                                                                               \
    KIND(DESCENT_PLOT_RETURN_MAP, 5, "return map")                                                                     \
    KIND(DESCENT_PLOT_BIFURCATION, 6, "bifurcation")                                                                   \
    KIND(DESCENT_PLOT_BASINS, 7, "basins")
typedef enum descent_plot_kind {
#define DESCENT_PLOT_KIND_ENUMERATOR(name, number, word) name = number,
    DESCENT_PLOT_KIND_LIST(DESCENT_PLOT_KIND_ENUMERATOR)
#undef DESCENT_PLOT_KIND_ENUMERATOR
} descent_plot_kind;
typedef struct descent_picture {
    descent_plot_kind kind;
    const descent_problem
        *problem;
    const descent_path *const *paths;
    size_t path_count;
    const descent_diagnosis
        *diagnosis;
    const descent_sweep *sweep;
    const descent_plot_view *view;
    void *reserved[4];
} descent_picture;
DESCENT_API descent_status descent_plot_draw(const descent_picture *picture, const char *file);
DESCENT_API descent_status descent_plot_contour(const descent_problem *problem, const descent_path *path,
                                                const descent_plot_view *view, const char *file);
DESCENT_API descent_status descent_plot_surface(const descent_problem *problem, const descent_path *path,
                                                const descent_plot_view *view, const char *file);
DESCENT_API descent_status descent_plot_convergence(const descent_path *path, const descent_diagnosis *diagnosis,
                                                    const char *file);
DESCENT_API descent_status descent_plot_bifurcation(const descent_sweep *sweep, const char *file);
DESCENT_API descent_status descent_plot_basins(const descent_sweep *sweep, const char *file);
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
typedef struct descent_progress {
    FILE *stream;
    uint64_t every_steps;
    double
        every_seconds;
    void *reserved[4];
} descent_progress;
DESCENT_API descent_status descent_engine_set_progress(descent_engine *engine, const descent_progress *progress);
DESCENT_API size_t descent_engine_summary(const descent_engine *engine, char *text, size_t size);
DESCENT_API const double *descent_engine_best_point(const descent_engine *engine, double *loss, uint64_t *step);
DESCENT_API descent_status descent_engine_save(descent_engine *engine, const char *file_name);
DESCENT_API descent_status descent_engine_load(descent_engine **engine, const descent_problem *problem,
                                               descent_rule rule, const char *file_name);
#include <stddef.h>
#include <stdint.h>
typedef struct descent_line_search_options {
    double decrease;
    double curvature;
    double contraction;
    size_t most_trials;
    double reserved[4];
} descent_line_search_options;
DESCENT_API descent_rule descent_armijo(double step_size, const descent_line_search_options *options);
DESCENT_API descent_rule descent_wolfe(double step_size, const descent_line_search_options *options);
DESCENT_API descent_rule descent_lbfgs(double step_size, size_t memory, const descent_line_search_options *options);
DESCENT_API descent_rule descent_conjugate_gradients(double step_size, const descent_line_search_options *options);
#define DESCENT_BARZILAI_BORWEIN_KIND_LIST(KIND)                                                                       \
    KIND(DESCENT_BARZILAI_BORWEIN_LONG, 0, "long")                                                                     \
    KIND(DESCENT_BARZILAI_BORWEIN_SHORT, 1, "short")
typedef enum descent_barzilai_borwein_kind {
#define DESCENT_BARZILAI_BORWEIN_KIND_ENUMERATOR(name, number, word) name = number,
    DESCENT_BARZILAI_BORWEIN_KIND_LIST(DESCENT_BARZILAI_BORWEIN_KIND_ENUMERATOR)
#undef DESCENT_BARZILAI_BORWEIN_KIND_ENUMERATOR
} descent_barzilai_borwein_kind;
DESCENT_API descent_rule descent_barzilai_borwein(double step_size, descent_barzilai_borwein_kind kind);
DESCENT_API descent_rule descent_polyak(double factor, double minimum);
DESCENT_API descent_rule descent_exact_step(double step_size);
DESCENT_API descent_rule descent_local_smoothness(double step_size);
typedef struct descent_perturbed_options {
    double gradient_threshold;
    double radius;
    double decrease;
    uint64_t wait;
    uint64_t seed;
    double reserved[4];
} descent_perturbed_options;
DESCENT_API descent_rule descent_perturbed(double step_size, const descent_perturbed_options *options);
typedef struct descent_negative_curvature_options {
    double gradient_threshold;
    double curvature_threshold;
    double length;
    uint64_t most_products;
    double reserved[4];
} descent_negative_curvature_options;
DESCENT_API descent_rule descent_negative_curvature(double step_size,
                                                    const descent_negative_curvature_options *options);
#include <stddef.h>
#include <stdint.h>
#define DESCENT_STEP_PROPERTY_LIST(PROPERTY)                                                                           \
    PROPERTY(DESCENT_STEP_BOUNDED, 0, "bounded")                                                                       \
    PROPERTY(DESCENT_STEP_CONVERGES, 1, "converges")
typedef enum descent_step_property {
#define DESCENT_STEP_PROPERTY_ENUMERATOR(name, number, word) name = number,
    DESCENT_STEP_PROPERTY_LIST(DESCENT_STEP_PROPERTY_ENUMERATOR)
#undef DESCENT_STEP_PROPERTY_ENUMERATOR
} descent_step_property;
#define DESCENT_LIMIT_SOURCE_LIST(SOURCE)                                                                              \
    SOURCE(DESCENT_LIMIT_BISECTION, 0, "bisection")                                                                    \
    SOURCE(DESCENT_LIMIT_MULTIPLIER, 1, "multiplier")                                                                  \
    SOURCE(DESCENT_LIMIT_UNDECIDED, 2, "undecided")
typedef enum descent_limit_source {
#define DESCENT_LIMIT_SOURCE_ENUMERATOR(name, number, word) name = number,
    DESCENT_LIMIT_SOURCE_LIST(DESCENT_LIMIT_SOURCE_ENUMERATOR)
#undef DESCENT_LIMIT_SOURCE_ENUMERATOR
} descent_limit_source;
typedef struct descent_step_limit_options {
    descent_step_property property;
    const descent_rule *rule;
    uint64_t steps;
    size_t scan;
    void *reserved[8];
} descent_step_limit_options;
typedef struct descent_step_limit_result {
    double
        limit;
    double low;
    double high;
    descent_limit_source source;
    descent_ending ending_low;
    descent_ending ending_high;
    int single;
    size_t crossings;
    double last;
    size_t runs;
    int held;
    int attracts;
} descent_step_limit_result;
DESCENT_API descent_status descent_step_limit_find(const descent_problem *problem, const double *start, double low,
                                                   double high, const descent_step_limit_options *options,
                                                   descent_step_limit_result **result);
DESCENT_API void descent_step_limit_result_free(descent_step_limit_result *result);
DESCENT_API descent_status descent_step_limit(const descent_problem *problem, const double *start, double low,
                                              double high, const descent_step_limit_options *options, double *limit);
#include <stdint.h>
#define DESCENT_CRITERION_LIST(CRITERION)                                                                              \
    CRITERION(DESCENT_CRITERION_LOSS, 1, "loss")                                                                       \
    CRITERION(DESCENT_CRITERION_LOSS_CHANGE, 2, "change of the loss")                                                  \
    CRITERION(DESCENT_CRITERION_POINT_CHANGE, 4, "change of the point")                                                \
    CRITERION(DESCENT_CRITERION_GRADIENT, 8, "gradient")                                                               \
    CRITERION(DESCENT_CRITERION_TIME, 16, "time")
typedef enum descent_criterion {
#define DESCENT_CRITERION_ENUMERATOR(name, number, word) name = number,
    DESCENT_CRITERION_LIST(DESCENT_CRITERION_ENUMERATOR)
#undef DESCENT_CRITERION_ENUMERATOR
} descent_criterion;
typedef struct descent_stops {
    unsigned any;
    unsigned all;
    double loss_target;
    double loss_change;
    double point_change;
    double gradient_norm;
    double seconds;
    uint64_t patience;
    void *reserved[4];
} descent_stops;
DESCENT_API descent_status descent_engine_set_stops(descent_engine *engine, const descent_stops *stops);
DESCENT_API const char *descent_stop_meaning(descent_stop stop);
#include <stddef.h>
DESCENT_API size_t descent_unwind_mark(void);
DESCENT_API void descent_unwind(size_t mark);
