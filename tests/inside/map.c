/* The map below the engine: states that are copied, saved, restored and replayed, and the linearised step. */
#include <math.h>
#include <stdlib.h>

#include "map/linearise.h"

#include "engine/engine.h"

#include "support.h"

enum {
    most_variables = 24,
    most_numbers = 3 * most_variables
};

/* L(x) = Σ cᵢ(xᵢ²/2 + xᵢ⁴/4) + Σ xᵢxᵢ₊₁/4, in which nothing is separable, symmetric or quadratic. */
static double weight(size_t i)
{
    return 0.5 + 0.25 * (double)(i % 4);
}

static int slope(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] =
            weight(i) * (x[i] + x[i] * x[i] * x[i]) + (i > 0 ? x[i - 1] / 4 : 0) + (i + 1 < n ? x[i + 1] / 4 : 0);
    return 0;
}

static void curvature(size_t n, const double *x, double *hessian)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            hessian[i * n + j] = i == j ? weight(i) * (1 + 3 * x[i] * x[i]) : i + 1 == j || j + 1 == i ? 0.25 : 0;
}

static void start_of(size_t n, double *x)
{
    for (size_t i = 0; i < n; i++)
        x[i] = 0.7 * cos(1 + 2 * (double)i);
}

/* Adam (Kingma and Ba, 2015, algorithm 1): two vectors, weighed by the number of steps in them. */
static int adam_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    const double slow = 0.9, slower = 0.99;
    double *const mean = step->memory[0], *const square = step->memory[1];
    const double k = (double)step->number + 1;
    for (size_t i = 0; i < step->dimension; i++) {
        const double g = step->gradient[i];
        mean[i] = slow * mean[i] + (1 - slow) * g;
        square[i] = slower * square[i] + (1 - slower) * g * g;
        const double m = mean[i] / (1 - pow(slow, k)), v = square[i] / (1 - pow(slower, k));
        step->x[i] -= step->step_size * m / (sqrt(v) + 1e-8);
    }
    return 0;
}

/* Its derivative by all numbers of the state, by hand. */
static void adam_jacobian(size_t n, double step_size, const descent__state *at, double *jacobian)
{
    const double slow = 0.9, slower = 0.99, k = (double)at->number + 1;
    const double first = 1 - pow(slow, k), second = 1 - pow(slower, k);
    const size_t m = 3 * n;
    double gradient[most_variables], hessian[most_variables * most_variables];
    (void)slope(n, at->vectors, gradient, NULL);
    curvature(n, at->vectors, hessian);
    descent__vector_fill(m * m, 0, jacobian);
    for (size_t i = 0; i < n; i++) {
        const double g = gradient[i];
        const double mean = (slow * at->vectors[at->pitch + i] + (1 - slow) * g) / first;
        const double root = sqrt((slower * at->vectors[2 * at->pitch + i] + (1 - slower) * g * g) / second);
        const double by_mean = -step_size / (root + 1e-8) / first;
        const double by_square = step_size * mean / ((root + 1e-8) * (root + 1e-8)) / (2 * root) / second;
        const double by_gradient = by_mean * (1 - slow) + by_square * 2 * (1 - slower) * g;
        for (size_t j = 0; j < n; j++) {
            jacobian[i * m + j] = (i == j) + by_gradient * hessian[i * n + j];
            jacobian[(n + i) * m + j] = (1 - slow) * hessian[i * n + j];
            jacobian[(2 * n + i) * m + j] = 2 * (1 - slower) * g * hessian[i * n + j];
        }
        jacobian[i * m + n + i] = by_mean * slow;
        jacobian[i * m + 2 * n + i] = by_square * slower;
        jacobian[(n + i) * m + n + i] = slow;
        jacobian[(2 * n + i) * m + 2 * n + i] = slower;
    }
}

static const descent_rule_type adam_type = {.name = "Adam", .memory_count = 2, .advance = adam_advance};

/* The same formula as the heavy ball's, and its name, but a rule of the user's own that says what it remembers, or not. */
static int impostor_advance(const descent_rule *rule, descent_rule_step *step)
{
    for (size_t i = 0; i < step->dimension; i++) {
        const double here = step->x[i], momentum = step->number == 0 ? 0 : rule->momentum;
        step->x[i] = here - step->step_size * step->gradient[i] + momentum * (here - step->memory[0][i]);
        step->memory[0][i] = here;
    }
    return 0;
}

static const descent_rule_type silent_type = {.name = "heavy ball", .memory_count = 1, .advance = impostor_advance};
static const descent_rule_type telling_type = {
    .name = "heavy ball", .memory_count = 1, .advance = impostor_advance, .remembers_point = 1};

static descent_rule own(const descent_rule_type *type)
{
    return (descent_rule){.type = type, .step_size = 0.05, .momentum = 0.8};
}

enum {
    rule_count = 7
};

static descent_rule rule_number(size_t i)
{
    switch (i) {
    case 0:
        return descent_fixed_step(0.1);
    case 1:
        return descent_heavy_ball(0.1, 0.7);
    case 2:
        return descent_nesterov(0.1, 0.6);
    case 3:
        return descent_rule_with_schedule(descent_nesterov(0.2, 0.6), descent_schedule_inverse(20));
    case 4:
        return own(&adam_type);
    case 5:
        return own(&silent_type);
    default:
        return own(&telling_type);
    }
}

/* A problem with its evaluator and memory for copies. */
typedef struct bench {
    descent__evaluator evaluator;
    descent__arena arena;
    double start[most_variables];
} bench;

static void open_bench(bench *b, size_t n)
{
    const descent_problem problem = {.dimension = n, .gradient = slope};
    *b = (bench){0};
    assert_success(descent__evaluator_open(&b->evaluator, &problem));
    start_of(n, b->start);
}

static void close_bench(bench *b)
{
    descent__evaluator_close(&b->evaluator);
    descent__arena_release(&b->arena);
}

static void open_map(bench *b, descent_rule rule, descent__map *map)
{
    ck_assert(descent__map_open(map, &b->arena, &b->evaluator, rule));
}

static void make_steps(descent__map *map, uint64_t steps)
{
    for (uint64_t k = 0; k < steps; k++) {
        const uint64_t number = map->number;
        ck_assert_int_eq(descent__map_step(map), DESCENT__MAP_MOVED);
        ck_assert_uint_eq(map->number, number + 1);
    }
}

/* Both must be the same, bit for bit. */
static void same_state(const descent__state *a, const descent__state *b)
{
    ck_assert_uint_eq(a->number, b->number);
    ck_assert_uint_eq(a->memory_count, b->memory_count);
    ck_assert(a->memory_known == b->memory_known);
    ck_assert_mem_eq(&a->step_size, &b->step_size, sizeof(double));
    for (size_t j = 0; j <= a->memory_count; j++)
        ck_assert_mem_eq(a->vectors + j * a->pitch, b->vectors + j * b->pitch, a->dimension * sizeof(double));
}

static const size_t dimensions[] = {1, 2, 3, 9, most_variables};
enum {
    dimension_count = sizeof dimensions / sizeof dimensions[0]
};

START_TEST(copies_and_saved_states_go_on_alike)
{
    for (size_t d = 0; d < dimension_count; d++)
        for (size_t r = 0; r < rule_count; r++) {
            bench b;
            descent__map whole, copy;
            double numbers[most_numbers];
            open_bench(&b, dimensions[d]);
            open_map(&b, rule_number(r), &whole);
            open_map(&b, rule_number(r), &copy);
            descent__map_start(&whole, b.start);
            make_steps(&whole, 13);
            const descent__state saved = descent__map_save(&whole, numbers), now = descent__map_state(&whole);
            same_state(&saved, &now);
            descent__map_restore(&copy, &now);
            make_steps(&whole, 29);
            const descent__state end = descent__map_state(&whole);
            for (int round = 0; round < 2; round++) { /* copied, and then restored from what was saved */
                make_steps(&copy, 29);
                const descent__state reached = descent__map_state(&copy);
                same_state(&reached, &end);
                descent__map_restore(&copy, &saved);
                ck_assert_uint_eq(copy.number, 13);
            }
            close_bench(&b);
        }
}
END_TEST

START_TEST(a_copy_of_an_engine_has_its_true_memory)
{
    for (size_t d = 0; d < dimension_count; d++)
        for (size_t r = 0; r < rule_count; r++) {
            bench b;
            descent__map copy, replayed;
            open_bench(&b, dimensions[d]);
            open_map(&b, rule_number(r), &copy);
            open_map(&b, rule_number(r), &replayed);
            descent_engine *engine = descent_test_engine(&b.evaluator.problem, rule_number(r), b.start);
            assert_success(descent_engine_run(engine, 17));
            const descent__state state = descent__engine_state(engine);
            ck_assert(state.memory_known);
            descent__map_restore(&copy, &state);
            const descent_evaluations before = descent_engine_evaluations(engine);
            make_steps(&copy, 20);
            ck_assert_uint_eq(descent_engine_steps(engine),
                              17); /* the copy's steps are its own, and so are their costs */
            ck_assert_mem_eq(&before, &engine->evaluator.evaluations, sizeof before);
            ck_assert_uint_eq(b.evaluator.evaluations.gradient, 20);
            ck_assert_int_eq(descent__map_replay(&replayed, b.start, 17), DESCENT__MAP_MOVED);
            const descent__state again = descent__map_state(&replayed);
            same_state(&state, &again);
            assert_success(descent_engine_run(engine, 20));
            const descent__state there = descent__engine_state(engine), here = descent__map_state(&copy);
            same_state(&there, &here);
            descent_engine_free(engine);
            close_bench(&b);
        }
}
END_TEST

/*
 * A rule with more single numbers than there are variables: x ← x − η(g + m/2 + Σ sₖ/(k + 2)), where m is the gradient before and
 * the s are the first components of the twelve gradients before, the newest first.
 */
enum {
    echoes = 12
};

static void echo_move(size_t n, double step_size, const double *gradient, double *x, double *before, double *echo)
{
    double sum = 0;
    for (size_t k = 0; k < echoes; k++)
        sum += echo[k] / (double)(k + 2);
    for (size_t i = 0; i < n; i++) {
        x[i] -= step_size * (gradient[i] + before[i] / 2 + sum);
        before[i] = gradient[i];
    }
    for (size_t k = echoes - 1; k > 0; k--)
        echo[k] = echo[k - 1];
    echo[0] = gradient[0];
}

static int echo_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    echo_move(step->dimension, step->step_size, step->gradient, step->x, step->memory[0], step->scalars);
    return 0;
}

static const descent_rule_type echo_type = {
    .name = "echo", .memory_count = 1, .scalar_count = echoes, .advance = echo_advance};

/* The same run by a plain loop: from `decays_from` on its gradient is that of L + ‖x‖²/200. */
typedef struct echo_run {
    double x[most_variables], before[most_variables], echo[echoes];
} echo_run;

static void echo_loop(echo_run *run, size_t n, uint64_t steps, uint64_t decays_from)
{
    double gradient[most_variables];
    *run = (echo_run){0};
    start_of(n, run->x);
    for (uint64_t k = 0; k < steps; k++) {
        (void)slope(n, run->x, gradient, NULL);
        for (size_t i = 0; i < n && k >= decays_from; i++)
            gradient[i] += 0.01 * run->x[i];
        echo_move(n, 0.05, gradient, run->x, run->before, run->echo);
    }
}

static void is_at(const descent__map *map, const echo_run *run)
{
    ck_assert_mem_eq(map->state, run->x, map->n * sizeof(double));
    ck_assert_mem_eq(map->memory[0], run->before, map->n * sizeof(double));
    ck_assert_mem_eq(map->scalars, run->echo, sizeof run->echo);
}

static const size_t echo_dimensions[] = {1, 3, 8, 9, 10, 12, 13, 17, most_variables};
enum {
    echo_dimension_count = sizeof echo_dimensions / sizeof echo_dimensions[0]
};

/* An engine lets its vectors begin on cache lines, a copy does not: the numbers lie through the gaps between them. */
START_TEST(single_numbers_are_copied_whole)
{
    for (size_t d = 0; d < echo_dimension_count; d++) {
        const size_t n = echo_dimensions[d];
        bench b;
        descent__map copy, again;
        echo_run expected;
        double numbers[(2 + echoes) * most_variables];
        open_bench(&b, n);
        open_map(&b, own(&echo_type), &copy);
        open_map(&b, own(&echo_type), &again);
        descent_engine *engine = descent_test_engine(&b.evaluator.problem, own(&echo_type), b.start);
        assert_success(descent_engine_run(engine, 17));
        echo_loop(&expected, n, 17, UINT64_MAX);
        is_at(&engine->map, &expected);
        const descent__state state = descent__engine_state(engine);
        descent__map_restore(&copy, &state);
        is_at(&copy, &expected);
        const descent__state saved = descent__map_save(&engine->map, numbers);
        descent__map_restore(&again, &saved);
        is_at(&again, &expected);
        make_steps(&copy, 20);
        make_steps(&again, 20);
        echo_loop(&expected, n, 37, UINT64_MAX);
        is_at(&copy, &expected);
        is_at(&again, &expected);
        assert_success(descent_engine_run(engine, 20));
        is_at(&engine->map, &expected);
        assert_success(descent_engine_reset(engine, b.start)); /* all of them are zero again */
        assert_success(descent_engine_run(engine, 17));
        echo_loop(&expected, n, 17, UINT64_MAX);
        is_at(&engine->map, &expected);
        descent_engine_free(engine);
        close_bench(&b);
    }
}
END_TEST

/* A modified rule needs other vectors: what the rule remembers moves there. */
START_TEST(single_numbers_outlast_a_change)
{
    for (size_t d = 0; d < echo_dimension_count; d++) {
        const size_t n = echo_dimensions[d];
        bench b;
        echo_run expected;
        descent_rule rule = own(&echo_type);
        open_bench(&b, n);
        descent_engine *engine = descent_test_engine(&b.evaluator.problem, rule, b.start);
        assert_success(descent_engine_run(engine, 15));
        rule.modifiers.weight_decay = 0.01;
        assert_success(descent_engine_set_rule(engine, rule));
        assert_success(descent_engine_run(engine, 16));
        echo_loop(&expected, n, 31, 15);
        for (size_t i = 0; i < n; i++)
            ck_assert_double_eq_tol(engine->map.state[i], expected.x[i], 1e-14);
        for (size_t k = 0; k < echoes; k++)
            ck_assert_double_eq_tol(engine->map.scalars[k], expected.echo[k], 1e-14);
        descent_engine_free(engine);
        close_bench(&b);
    }
}
END_TEST

/* What is known of the memory at a point of a path: of rules 0 … 6 above, with and without the point before. */
START_TEST(a_map_says_whether_it_knows_its_memory)
{
    const bool with_previous[rule_count] = {true, true, true, true, false, false, true};
    const bool without[rule_count] = {true, false, false, false, false, false, false};
    for (size_t r = 0; r < rule_count; r++) {
        bench b;
        descent__map map, run;
        double before[3];
        open_bench(&b, 3);
        open_map(&b, rule_number(r), &map);
        open_map(&b, rule_number(r), &run);
        descent__map_start(&run, b.start);
        make_steps(&run, 4);
        descent__vector_copy(3, run.state, before);
        make_steps(&run, 1);
        descent__map_place(&map, run.state, NULL, 5);
        ck_assert_msg(map.memory_known == without[r], "rule %zu", r);
        descent__map_place(&map, run.state, before, 5);
        ck_assert_msg(map.memory_known == with_previous[r], "rule %zu", r);
        if (map.memory_known) { /* then it is the run's */
            const descent__state is = descent__map_state(&map), ought = descent__map_state(&run);
            for (size_t j = 0; j <= is.memory_count; j++)
                ck_assert_mem_eq(is.vectors + j * is.pitch, ought.vectors + j * ought.pitch, 3 * sizeof(double));
            ck_assert_uint_eq(is.number, 5);
        } else {
            for (size_t j = 0; j < map.rule.type->memory_count; j++)
                ck_assert_double_eq(descent__vector_max_abs(3, map.memory[j]), 0);
            ck_assert_uint_eq(map.number, 0);
        }
        descent__map_place(&map, b.start, NULL, 0); /* at a start every memory is zero */
        ck_assert(map.memory_known);
        const descent__state unknown = {
            .vectors = run.state, .dimension = 3, .pitch = 3, .memory_count = run.rule.type->memory_count, .number = 5};
        descent__map_restore(&map, &unknown); /* what was not known does not become so by being copied */
        ck_assert(!map.memory_known);
        close_bench(&b);
    }
}
END_TEST

/* The Jacobian of a step by differences of the step itself, written out here: the map's own is not asked. */
static void jacobian_by_differences(bench *b, descent_rule rule, const descent__state *at, double *jacobian)
{
    const double width = 1e-5;
    descent__map map;
    open_map(b, rule, &map);
    const size_t m = map.state_size;
    double right[most_numbers];
    for (size_t j = 0; j < m; j++) {
        descent__map_restore(&map, at);
        map.state[j] += width;
        make_steps(&map, 1);
        descent__vector_copy(m, map.state, right);
        descent__map_restore(&map, at);
        map.state[j] -= width;
        make_steps(&map, 1);
        for (size_t i = 0; i < m; i++)
            jacobian[i * m + j] = (right[i] - map.state[i]) / (2 * width);
    }
}

static void nearly_equal(size_t count, const double *a, const double *b)
{
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(fabs(a[i] - b[i]) <= 1e-6 * fmax(1, fabs(b[i])), "entry %zu: %.17g and %.17g", i, a[i], b[i]);
}

START_TEST(the_linearised_step_is_the_derivative_of_the_step)
{
    const uint64_t numbers[] = {0, 1, 12}; /* in the first step there is no momentum */
    for (size_t d = 0; d < dimension_count; d++)
        for (size_t r = 0; r < rule_count; r++)
            for (size_t k = 0; k < 3; k++) {
                if (numbers[k] == 0 && r >= 4)
                    continue; /* √v has no derivative at an empty memory, and the own ones are as the heavy ball */
                const size_t n = dimensions[d];
                bench b;
                descent__map map;
                double saved_numbers[most_numbers];
                open_bench(&b, n);
                open_map(&b, rule_number(r), &map);
                const size_t m = map.state_size;
                double *const expected = malloc((2 * m * m + n * n + 2 * m) * sizeof *expected);
                double *const found = expected + m * m, *const hessian = found + m * m, *const work = hessian + n * n;
                ck_assert_ptr_nonnull(expected);
                ck_assert_int_eq(descent__map_replay(&map, b.start, numbers[k]), DESCENT__MAP_MOVED);
                const descent__state at = descent__map_save(&map, saved_numbers);
                if (map.rule.type == &adam_type)
                    adam_jacobian(n, map.rule.step_size, &at, expected);
                else
                    jacobian_by_differences(&b, rule_number(r), &at, expected);
                ck_assert(descent__map_has_jacobian(&map) == (r < 3));
                if (r < 3) {
                    curvature(n, descent__map_gradient_point(&map), hessian);
                    descent__map_jacobian(&map, hessian, found);
                    nearly_equal(m * m, found, expected);
                }
                ck_assert_int_eq(descent__map_differentiate(&map, found, work), DESCENT__MAP_MOVED);
                nearly_equal(m * m, found, expected);
                const descent__state after = descent__map_state(&map); /* it has not moved */
                same_state(&at, &after);
                free(expected);
                close_bench(&b);
            }
}
END_TEST

/* x − η·s·sin(m/s) − ηv with the scale s: beside m = 0 it is −η, to which s tells how far beside is. The number v is one of a vector. */
static int scaled_advance(const descent_rule *rule, descent_rule_step *step)
{
    const double s = rule->constants[0];
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] -= step->step_size * (s * sin(step->memory[0][i] / s) + step->scalars[0]);
    return 0;
}

START_TEST(what_was_never_remembered_is_shifted_by_the_scale)
{
    static const descent_rule_type scaled = {
        .name = "scaled", .memory_count = 1, .scalar_count = 1, .advance = scaled_advance};
    enum {
        n = 3,
        m = 3 * n
    };
    const double scale = 1e-8, step_size = 0.25;
    const descent_rule rule = {.type = &scaled, .step_size = step_size, .constants = {scale}};
    bench b;
    descent__map map;
    double jacobian[m * m], work[2 * m], zero[n] = {0};
    open_bench(&b, n);
    b.evaluator.problem.scale = scale;
    open_map(&b, rule, &map);
    ck_assert_uint_eq(map.state_size, m);
    descent__map_start(&map, zero);
    ck_assert_int_eq(descent__map_differentiate(&map, jacobian, work), DESCENT__MAP_MOVED);
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++) {
            /* Beside the one number that the rule has, the vector that it is of holds nothing, and so is no multiplier of 1. */
            const double kept = i == j && j <= 2 * n ? 1 : 0;
            const double moved = i < n && (j == i + n || j == 2 * n) ? -step_size : 0;
            ck_assert_double_eq_tol(jacobian[i * m + j], kept + moved, 1e-6);
        }
    close_bench(&b);
}
END_TEST

/* Finite up to x = 1, then whatever the context says. */
static int wall(size_t n, const double *x, double *gradient, void *context)
{
    for (size_t i = 0; i < n; i++)
        gradient[i] = -1;
    if (x[n - 1] < 1)
        return 0;
    gradient[n - 1] = *(const double *)context;
    return gradient[n - 1] > 0 ? 7 : 0;
}

START_TEST(a_step_that_cannot_be_made_leaves_the_state)
{
    enum {
        n = 4000 /* beyond what the fixed step alone restores exactly */
    };
    for (size_t r = 0; r < rule_count; r++)
        for (size_t k = 0; k < 3; k++) {
            double bad = k == 0 ? NAN : k == 1 ? -INFINITY : 7;
            const descent_problem problem = {.dimension = n, .gradient = wall, .context = &bad};
            bench b = {0};
            descent__map map;
            double *const numbers = malloc(4 * n * sizeof *numbers);
            ck_assert_ptr_nonnull(numbers);
            assert_success(descent__evaluator_open(&b.evaluator, &problem));
            open_map(&b, rule_number(r), &map);
            for (size_t i = 0; i < n; i++)
                numbers[3 * n + i] = sin((double)i) / 3;
            descent__map_start(&map, numbers + 3 * n);
            descent__map_result result;
            descent__state before;
            do {
                before = descent__map_save(&map, numbers);
                result = descent__map_step(&map);
            } while (result == DESCENT__MAP_MOVED && map.number < 10000);
            ck_assert_int_eq(result, k < 2 ? DESCENT__MAP_NONFINITE : DESCENT__MAP_FAILED);
            ck_assert_int_eq(map.failure, k < 2 ? DESCENT_SUCCESS : DESCENT_ECALLBACK);
            const descent__state after = descent__map_state(&map);
            same_state(&before, &after);
            free(numbers);
            close_bench(&b);
        }
}
END_TEST

START_TEST(a_copy_stops_at_its_limit)
{
    bench b;
    descent__map map;
    open_bench(&b, 2);
    open_map(&b, descent_heavy_ball(0.1, 0.5), &map);
    descent__map_start(&map, b.start);
    map.limit = 5;
    make_steps(&map, 5);
    ck_assert_int_eq(descent__map_step(&map), DESCENT__MAP_BUDGET);
    ck_assert_uint_eq(map.number, 5);
    ck_assert_int_eq(descent__map_replay(&map, b.start, 3), DESCENT__MAP_BUDGET);
    close_bench(&b);
}
END_TEST

/* Finds no next point in its third step, for good. */
static int tired_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    if (step->number >= 2)
        return DESCENT_ENOCONVERGENCE;
    step->x[0] /= 2;
    return 0;
}

/* A rule that has given up stands, and its steps are counted on; from another start it begins anew. */
START_TEST(who_gave_up_stands_until_the_next_start)
{
    static const descent_rule_type tired = {.name = "tired", .advance = tired_advance};
    const descent_rule rule = {.type = &tired, .step_size = 0.25};
    bench b;
    descent__map map;
    open_bench(&b, 1);
    open_map(&b, rule, &map);
    for (int again = 0; again < 2; again++) {
        descent__map_start(&map, b.start);
        ck_assert(!map.gave_up);
        make_steps(&map, 7);
        ck_assert(map.gave_up);
        ck_assert_uint_eq(map.number, 7);
        ck_assert_double_eq(map.state[0], b.start[0] / 4);
    }
    close_bench(&b);
}
END_TEST

/* Tells the gradient at its next point, so that the next step need not ask for it. */
static int telling_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] -= step->step_size * step->gradient[i];
    step->next_gradient = step->work[0];
    return (int)descent_rule_evaluate(step, step->x, NULL, step->work[0]);
}

/* The gradient at a trial point is one evaluation, and with the loss there it is two: the last that are left may be used. */
static int asking_advance(const descent_rule *rule, descent_rule_step *step)
{
    double loss;
    const bool with_loss = rule->constants[0] == 1;
    step->x[0] /= 2;
    return (int)descent_rule_evaluate(step, step->x, with_loss ? &loss : NULL, step->work[0]);
}

static int no_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)x, (void)context;
    *loss = 0;
    return 0;
}

START_TEST(trials_use_what_is_left_to_the_last)
{
    static const descent_rule_type asking = {.name = "asking", .work_count = 1, .advance = asking_advance};
    for (int with_loss = 0; with_loss < 2; with_loss++)
        for (uint64_t limit = 1; limit < 8; limit++) {
            const descent_rule rule = {.type = &asking, .step_size = 1, .constants = {with_loss}};
            bench b;
            descent__map map;
            open_bench(&b, 1);
            b.evaluator.problem.loss = no_loss;
            open_map(&b, rule, &map);
            map.limit = limit;
            descent__map_start(&map, b.start);
            while (descent__map_step(&map) == DESCENT__MAP_MOVED)
                ;
            ck_assert_uint_eq(map.number, limit / (2 + (uint64_t)with_loss)); /* each step begins with a gradient */
            ck_assert_uint_le(descent__evaluator_total(&b.evaluator), limit);
            close_bench(&b);
        }
}
END_TEST

/* What was told of the next point holds of that point alone: a map that is put elsewhere asks anew. */
START_TEST(what_is_known_of_a_point_stays_there)
{
    static const descent_rule_type telling = {.name = "telling", .work_count = 1, .advance = telling_advance};
    const descent_rule rule = {.type = &telling, .step_size = 0.25};
    enum {
        n = 2
    };
    bench b;
    descent__map map;
    double numbers[most_numbers], twice[n], elsewhere[] = {0.25, -0.5}, expected[n];
    open_bench(&b, n);
    open_map(&b, rule, &map);
    descent__map_start(&map, b.start);
    make_steps(&map, 1);
    const uint64_t asked = descent__evaluator_total(&b.evaluator);
    const descent__state saved = descent__map_save(&map, numbers);
    make_steps(&map, 1);
    ck_assert_uint_eq(descent__evaluator_total(&b.evaluator), asked + 1);
    descent__vector_copy(n, map.state, twice);
    make_steps(&map, 3);
    for (int way = 0; way < 3; way++) { /* put back, placed, and started */
        const double *const from = way == 0 ? numbers : elsewhere;
        slope(n, from, expected, NULL);
        for (size_t i = 0; i < n; i++)
            expected[i] = from[i] - 0.25 * expected[i];
        if (way == 0)
            descent__map_restore(&map, &saved);
        else if (way == 1)
            descent__map_place(&map, elsewhere, NULL, 7);
        else
            descent__map_start(&map, elsewhere);
        make_steps(&map, 1);
        ck_assert_mem_eq(map.state, expected, sizeof expected);
        ck_assert(way > 0 || memcmp(map.state, twice, sizeof twice) == 0);
        make_steps(&map, 2);
    }
    close_bench(&b);
}
END_TEST

static int sum_of(size_t n, const double *x, double *loss, void *context)
{
    (void)context;
    *loss = 0;
    for (size_t i = 0; i < n; i++)
        *loss += x[i];
    return 0;
}

/* Needs the loss at its point, and tells the gradient at the next one alone, or the loss, or both. */
static int seeing_advance(const descent_rule *rule, descent_rule_step *step)
{
    const int told = (int)rule->constants[0];
    double loss, *const gradient = step->work[0];
    slope(step->dimension, step->x, gradient, NULL);
    (void)sum_of(step->dimension, step->x, &loss, NULL);
    if (step->loss != loss || memcmp(step->gradient, gradient, step->dimension * sizeof *gradient) != 0)
        return -1;
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] -= step->step_size * step->gradient[i];
    const int code =
        (int)descent_rule_evaluate(step, step->x, told & 1 ? &step->next_loss : NULL, told & 2 ? gradient : NULL);
    step->next_gradient = told & 2 ? gradient : NULL;
    return code;
}

/* What a rule has not told of its next point is found out there, and no more. */
START_TEST(what_is_not_known_of_a_point_is_asked_for)
{
    static const descent_rule_type seeing = {
        .name = "seeing", .work_count = 1, .advance = seeing_advance, .needs_loss = 1};
    enum {
        steps = 6
    };
    for (int told = 0; told < 4; told++) {
        const descent_rule rule = {.type = &seeing, .step_size = 0.125, .constants = {told}};
        bench b;
        descent__map map;
        open_bench(&b, 2);
        b.evaluator.problem.loss = sum_of;
        open_map(&b, rule, &map);
        descent__map_start(&map, b.start);
        make_steps(&map, steps);
        ck_assert_uint_eq(map.number, steps);
        ck_assert_uint_eq(b.evaluator.evaluations.loss, told & 1 ? steps + 1 : steps);
        ck_assert_uint_eq(b.evaluator.evaluations.gradient, told & 2 ? steps + 1 : steps);
        close_bench(&b);
    }
}
END_TEST

/* Whatever a map has gone through, a start makes it one that was never used: by the step size too. */
START_TEST(a_start_is_anew)
{
    for (size_t r = 0; r < rule_count; r++) {
        const descent_rule rule = descent_rule_with_schedule(rule_number(r), descent_schedule_inverse(3));
        bench b;
        descent__map used, fresh;
        open_bench(&b, 2);
        open_map(&b, rule, &used);
        open_map(&b, rule, &fresh);
        descent__map_start(&used, b.start);
        make_steps(&used, 9);
        ck_assert_double_lt(used.step_size, rule.step_size);
        descent__map_start(&used, b.start);
        descent__map_start(&fresh, b.start);
        ck_assert_double_eq(used.step_size, rule.step_size);
        for (int k = 0; k < 5; k++) {
            const descent__state a = descent__map_state(&used), c = descent__map_state(&fresh);
            same_state(&a, &c);
            make_steps(&used, 1);
            make_steps(&fresh, 1);
        }
        close_bench(&b);
    }
}
END_TEST

START_TEST(a_rule_is_known_by_its_type_alone)
{
    const descent_rule fixed = descent_fixed_step(1), ball = descent_heavy_ball(1, 0),
                       nesterov = descent_nesterov(1, 0);
    const descent_rule impostor = own(&telling_type);
    ck_assert_ptr_eq(descent__rule_family_of(&fixed), &descent__fixed_step_family);
    ck_assert_ptr_eq(descent__rule_family_of(&ball), &descent__heavy_ball_family);
    ck_assert_ptr_eq(descent__rule_family_of(&nesterov), &descent__nesterov_family);
    ck_assert_str_eq(impostor.type->name, ball.type->name);
    ck_assert_ptr_null(descent__rule_family_of(&impostor));
    const descent_rule_type wrong = {.name = "two", .memory_count = 2, .advance = adam_advance, .remembers_point = 1};
    const descent_rule refused = {.type = &wrong, .step_size = 0.1};
    assert_failure(descent_rule_check(&refused), DESCENT_EINVAL, "remembers_point, got 2");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        copies_and_saved_states_go_on_alike,
        a_copy_of_an_engine_has_its_true_memory,
        single_numbers_are_copied_whole,
        single_numbers_outlast_a_change,
        a_map_says_whether_it_knows_its_memory,
        the_linearised_step_is_the_derivative_of_the_step,
        what_was_never_remembered_is_shifted_by_the_scale,
        a_step_that_cannot_be_made_leaves_the_state,
        a_copy_stops_at_its_limit,
        who_gave_up_stands_until_the_next_start,
        trials_use_what_is_left_to_the_last,
        what_is_known_of_a_point_stays_there,
        what_is_not_known_of_a_point_is_asked_for,
        a_start_is_anew,
        a_rule_is_known_by_its_type_alone,
    };
    return descent_test_main(descent_test_suite("map", tests, sizeof tests / sizeof tests[0]));
}
