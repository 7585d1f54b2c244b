#include "diagnosis/runs.h"

#include <math.h>

#include <descent/adaptive.h>

#include "formulas.h"
#include "support.h"

static void read_point(const rewritten *own, size_t n, const double *x, double *y)
{
    for (size_t i = 0; i < n; i++)
        y[i] = own->view.sign[i] * x[own->view.place[i]] / own->view.length;
}

static int rewritten_loss(size_t n, const double *x, double *value, void *context)
{
    const rewritten *const own = context;
    double y[canonical_variables] = {0};
    read_point(own, n, x, y);
    const int code = own->problem.loss(n, y, value, own->problem.context);
    *value *= own->view.height;
    return code;
}

static int rewritten_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const rewritten *const own = context;
    double y[canonical_variables] = {0}, g[canonical_variables] = {0};
    read_point(own, n, x, y);
    const int code = own->problem.gradient(n, y, g, own->problem.context);
    for (size_t i = 0; i < n; i++)
        gradient[own->view.place[i]] = own->view.sign[i] * g[i] * (own->view.height / own->view.length);
    return code;
}

LOSS_BY_FORMULA(hill, -x[0] * x[0] / 2, -x[0])
LOSS_BY_FORMULA(fading, exp(-x[0]), -exp(-x[0]))
LOSS_BY_FORMULA(straight, -x[0], -1)
LOSS_BY_FORMULA(edge, fabs(x[0] - 1), x[0] > 1 ? 1 : -1)
LOSS_BY_FORMULA(flat_top, -pow(x[0], 4) / 4, -pow(x[0], 3))
LOSS_BY_FORMULA(quartic, pow(x[0], 4) / 4, pow(x[0], 3))

/* x²(1 + y)/2 + 20x⁴ − y²/2 falls for ever along y, where x is steeper and steeper: no step stays short enough. */
static int narrowing_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] * (1 + x[1]) / 2 + 20 * pow(x[0], 4) - x[1] * x[1] / 2;
    return 0;
}

static int narrowing_slope(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0] * (1 + x[1]) + 80 * pow(x[0], 3);
    gradient[1] = x[0] * x[0] / 2 - x[1];
    return 0;
}

LOSS_BY_FORMULA(double_well, pow(x[0], 4) / 4 - x[0] * x[0] / 2 + x[0] / 8, pow(x[0], 3) - x[0] + 0.125)
LOSS_BY_FORMULA(root, sqrt(1 + x[0] * x[0]), x[0] / sqrt(1 + x[0] * x[0]))
LOSS_BY_FORMULA(domain, x[0] - log(1 - x[0] * x[0]) / 8, 1 + x[0] / (1 - x[0] * x[0]) / 4)

/* x goes to and fro across a kink, or not, while y is smooth; a gorge that falls; and so on. */
LOSS_BY_FORMULA(corner, fabs(x[0] - 0.25) + x[1] * x[1] / 2, x[0] > 0.25 ? 1 : -1; gradient[1] = x[1])
LOSS_BY_FORMULA(gorge, 8 * fabs(x[0]) - x[1], x[0] > 0 ? 8 : -8; gradient[1] = -1)
LOSS_BY_FORMULA(half_plain, fmax(x[0], 0) * fmax(x[0], 0) / 2, fmax(x[0], 0))
LOSS_BY_FORMULA(bell, -exp(-x[0] * x[0] / 2), x[0] * exp(-x[0] * x[0] / 2))
LOSS_BY_FORMULA(waves, 1 - cos(x[0]) + x[0] * x[0] / 64, sin(x[0]) + x[0] / 32)
LOSS_BY_FORMULA(monkey, x[0] * x[0] * x[0] / 3 - x[0] * x[1] * x[1] + pow(x[1], 4) / 4, x[0] * x[0] - x[1] * x[1];
                gradient[1] = -2 * x[0] * x[1] + pow(x[1], 3))
LOSS_BY_FORMULA(valley_floor, pow(x[0] * x[0] + x[1] * x[1] - 1, 2) / 4, x[0] * (x[0] * x[0] + x[1] * x[1] - 1);
                gradient[1] = x[1] * (x[0] * x[0] + x[1] * x[1] - 1))
/* A field that turns, and has no loss. */
LOSS_BY_FORMULA(turning, NAN, x[1] + x[0] / 16; gradient[1] = -x[0] + x[1] / 16)
/* A gradient that is none of this loss: twice as steep along y. */
LOSS_BY_FORMULA(mistaken, (x[0] * x[0] + x[1] * x[1]) / 2, x[0]; gradient[1] = 2 * x[1])

static int pair_loss(size_t n, const double *x, double *value, void *context)
{
    const double *const curvatures = context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += curvatures[i] * x[i] * x[i] / 2;
    return 0;
}

static int pair_slope(size_t n, const double *x, double *gradient, void *context)
{
    const double *const curvatures = context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = curvatures[i] * x[i];
    return 0;
}

static double bowl_curvatures[] = {1, 0.125}, saddle_curvatures[] = {1, -0.125}, narrow_curvatures[] = {1, 0x1p-10};

struct known_problem {
    size_t n;
    descent_loss_function *loss;
    descent_gradient_function *gradient;
    void *context;
};

static const known_problem hills = {1, hill_loss, hill_slope, NULL}, fades = {1, fading_loss, fading_slope, NULL},
                           slopes = {1, straight_loss, straight_slope, NULL}, edges = {1, edge_loss, edge_slope, NULL},
                           tops = {1, flat_top_loss, flat_top_slope, NULL},
                           quartics = {1, quartic_loss, quartic_slope, NULL},
                           narrows = {2, narrowing_loss, narrowing_slope, NULL},
                           wells = {1, double_well_loss, double_well_slope, NULL},
                           roots = {1, root_loss, root_slope, NULL}, domains = {1, domain_loss, domain_slope, NULL},
                           bowls = {2, pair_loss, pair_slope, bowl_curvatures},
                           saddles = {2, pair_loss, pair_slope, saddle_curvatures},
                           narrow_bowls = {2, pair_loss, pair_slope, narrow_curvatures},
                           notebook = {0, NULL, NULL, "notebook"}, valley = {0, NULL, NULL, "rosenbrock"},
                           corners = {2, corner_loss, corner_slope, NULL}, gorges = {2, gorge_loss, gorge_slope, NULL},
                           half_plains = {1, half_plain_loss, half_plain_slope, NULL},
                           bells = {1, bell_loss, bell_slope, NULL}, wavy = {1, waves_loss, waves_slope, NULL},
                           monkeys = {2, monkey_loss, monkey_slope, NULL},
                           valley_floors = {2, valley_floor_loss, valley_floor_slope, NULL},
                           turns = {2, turning_loss, turning_slope, NULL},
                           mistakes = {2, mistaken_loss, mistaken_slope, NULL};

const known_run known_runs[] = {
    {&notebook, {4, 1.075}, 0.2, 0, 32, 0, 0},
    {&notebook, {4, 1}, 0.1, 0, 64, 0, 0},
    {&notebook, {4, 1.25}, 1, 0, 128, 0, 0},
    {&notebook, {4, 2.5}, 0.3, 0, 16, 0, 0},
    {&notebook, {4, 2.5}, 0.29, 0, 8, 0, 0},
    {&notebook, {4, 1.25}, 0.6, 0, 200, 0, 0},
    {&valley, {-1.2, 1}, 1e-3, 0, 500, 0, 0},
    {&valley, {-1.2, 1}, 2e-3, 0, 3000, 0, 0},
    {&hills, {0.1}, 0.1, 0, 60, 0, 0},
    {&hills, {0.1}, 0.1, 0, 600, 0, 0},
    {&fades, {0}, 0.3, 0, 300, 0, 0},
    {&fades, {0}, 0.3, 0, 3000, 0, 0},
    {&slopes, {0}, 0.1, 0, 50, 0, 0},
    {&slopes, {0}, 0.05, 0, 100, 0.9, 0},
    {&edges, {0}, 0.05, 0, 100, 0.9, 0},
    {&edges, {0}, 0.2, 0, 100, 0.9, 0},
    {&edges, {0}, 0.3, 0, 100, 0, 0},
    {&tops, {0.5}, 0.1, 0, 40, 0, 0},
    {&tops, {0.5}, 0.1, 0, 25, 0, 0},
    {&quartics, {1}, 0.1, 0, 100, 0, 0},
    {&quartics, {1}, 0.1, 0, 100, 0.9, 0},
    {&quartics, {3}, 0.3, 0, 6, 0, 0},
    {&narrows, {0.1, 0.5}, 0.3, 0, 80, 0, 0},
    {&wells, {0.1}, 0.5, 0, 100, 0, 0},
    {&wells, {0.1}, 1.2, 0, 300, 0, 0},
    {&wells, {0.3}, 1.25, 0, 300, 0.98, 0},
    {&wells, {1.9}, 0.9, 0, 60, 0, 0},
    {&roots, {3}, 0.5, 0, 40, 0, 0},
    {&roots, {3}, 0.5, 0.9, 200, 0, 'h'},
    {&domains, {0}, 0.125, 0, 100, 0, 0},
    {&domains, {0}, 0.5, 0, 100, 0, 0},
    {&bowls, {3, -2}, 0.5, 0, 12, 0, 0},
    {&bowls, {3, -2}, 0.5, 0, 200, 0, 0},
    {&bowls, {3, -2}, 1.9, 0, 40, 0, 0},
    {&bowls, {3, -2}, 2.1, 0, 60, 0, 0},
    {&bowls, {3, -2}, 0.25, 0.75, 30, 0, 'h'},
    {&bowls, {3, -2}, 0.25, 0.75, 30, 0, 'n'},
    {&bowls, {3, -2}, 0.25, 1, 300, 0, 'h'},
    {&saddles, {3, 0}, 0.5, 0, 100, 0, 0},
    {&saddles, {3, 1e-6}, 0.5, 0, 150, 0, 0},
    {&saddles, {3, 1e-6}, 0.5, 0.5, 40, 0, 'n'},
    {&narrow_bowls, {1, 1}, 1, 0, 100, 0, 0},
    {&narrow_bowls, {1, 1}, 1, 0.875, 300, 0, 'h'},
    {&narrow_bowls, {1, 1}, 1.5, 0, 1000, 0, 0},
    {&notebook, {4, 2.5}, 0.2, 0, 200, 0, 0},
    {&notebook, {4, 2.5}, 0.28, 0, 200, 0, 0},
    {&notebook, {4, 1 + 1e-9}, 0.2, 0, 100, 0, 0},
    {&notebook, {4, 1.25}, 0.7, 0, 1000, 0, 0},
    {&corners, {2, 1}, 0.1, 0, 100, 0, 0},
    {&corners, {2, 1}, 0.1, 0, 200, 0.95, 0},
    {&corners, {2, 1}, 0.1, 0.5, 200, 0, 'h'},
    {&gorges, {1, 0}, 0.125, 0, 100, 0, 0},
    {&gorges, {1, 0}, 0.1, 0, 300, 0.96, 0},
    {&half_plains, {1}, 2.5, 0, 60, 0, 0},
    {&bells, {2}, 0.5, 0, 60, 0, 0},
    {&bells, {6}, 0.5, 0, 60, 0, 0},
    {&bells, {0.1}, 2.5, 0, 200, 0, 0},
    {&wavy, {9}, 0.5, 0, 60, 0, 0},
    {&wavy, {9}, 6, 0, 300, 0, 0},
    {&wavy, {9}, 0.5, 0.9, 300, 0, 'n'},
    {&monkeys, {1, 1e-5}, 0.1, 0, 200, 0, 0},
    {&monkeys, {-0.1, 0}, 0.1, 0, 200, 0, 0},
    {&valley_floors, {1.5, 0.5}, 0.25, 0, 60, 0, 0},
    {&valley_floors, {0.01, 0.02}, 1.25, 0, 300, 0, 0},
    {&turns, {1, 0}, 0.0625, 0, 200, 0, 0},
    {&turns, {1, 0}, 0.25, 0, 200, 0, 0},
    {&mistakes, {1, 1}, 0.25, 0, 10, 0, 0},
    {&mistakes, {1, 1}, 0.25, 0, 100, 0, 0},
    {&quartics, {1}, 0.1, 0.5, 200, 0, 'h'},
    {&fades, {0}, 0.3, 0.9, 300, 0, 'n'},
    {&tops, {0.25}, 0.25, 0, 70, 0, 0},
    {&roots, {5}, 1, 0, 4, 0, 0},
    {&roots, {5}, 2.5, 0, 100, 0, 0},
    {&bowls, {3, -2}, 0.125, 0, 200, 0, 'a'},
    {&bowls, {3, -2}, 0.0625, 0, 150, 0, 'r'},
    {&bowls, {3, -2}, 0.5, 0, 300, 0, 'g'},
    {&bowls, {3, -2}, 0.0625, 0, 200, 0, 'i'},
    {&bowls, {3, -2}, 0.0625, 0, 100, 0, 's'},
    {&bowls, {3, -2}, 0.125, 0, 100, 0, 'o'},
    {&bowls, {3, -2}, 0.25, 0, 60, 0, 'w'},
    {&bowls, {3, -2}, 0.25, 0, 60, 0, 'u'},
    {&bowls, {3, -2}, 0.25, 0, 60, 0, 'l'},
    {&bowls, {3, -2}, 0.25, 0, 60, 0, 'c'},
    {&bowls, {3, -2}, 0.25, 0.75, 80, 0, 'd'},
    {&wells, {0.1}, 0.125, 0, 200, 0, 'a'},
    {&wells, {0.1}, 0.0625, 0, 150, 0, 'r'},
    {&wells, {0.1}, 0.5, 0, 300, 0, 'g'},
    {&wells, {0.1}, 0.0625, 0, 200, 0, 'i'},
    {&wells, {0.1}, 0.0625, 0, 100, 0, 's'},
    {&wells, {0.1}, 0.125, 0, 100, 0, 'o'},
    {&wells, {0.1}, 0.25, 0, 60, 0, 'w'},
    {&wells, {0.1}, 0.25, 0, 60, 0, 'u'},
    {&wells, {0.1}, 0.25, 0, 60, 0, 'l'},
    {&wells, {0.1}, 0.25, 0, 60, 0, 'c'},
    {&wells, {0.1}, 0.25, 0.75, 80, 0, 'd'},
    {&notebook, {4, 2.5}, 0.125, 0, 200, 0, 'a'},
    {&notebook, {4, 2.5}, 0.0625, 0, 150, 0, 'r'},
    {&notebook, {4, 2.5}, 0.5, 0, 300, 0, 'g'},
    {&notebook, {4, 2.5}, 0.0625, 0, 200, 0, 'i'},
    {&notebook, {4, 2.5}, 0.0625, 0, 100, 0, 's'},
    {&notebook, {4, 2.5}, 0.125, 0, 100, 0, 'o'},
    {&notebook, {4, 2.5}, 0.25, 0, 60, 0, 'w'},
    {&notebook, {4, 2.5}, 0.25, 0, 60, 0, 'u'},
    {&notebook, {4, 2.5}, 0.25, 0, 60, 0, 'l'},
    {&notebook, {4, 2.5}, 0.25, 0, 60, 0, 'c'},
    {&notebook, {4, 2.5}, 0.25, 0.75, 80, 0, 'd'},
    {&narrow_bowls, {1, 1}, 0.125, 0, 200, 0, 'a'},
    {&narrow_bowls, {1, 1}, 0.0625, 0, 150, 0, 'r'},
    {&narrow_bowls, {1, 1}, 0.5, 0, 300, 0, 'g'},
    {&narrow_bowls, {1, 1}, 0.0625, 0, 200, 0, 'i'},
    {&narrow_bowls, {1, 1}, 0.0625, 0, 100, 0, 's'},
    {&narrow_bowls, {1, 1}, 0.125, 0, 100, 0, 'o'},
    {&narrow_bowls, {1, 1}, 0.25, 0, 60, 0, 'w'},
    {&narrow_bowls, {1, 1}, 0.25, 0, 60, 0, 'u'},
    {&narrow_bowls, {1, 1}, 0.25, 0, 60, 0, 'l'},
    {&narrow_bowls, {1, 1}, 0.25, 0, 60, 0, 'c'},
    {&narrow_bowls, {1, 1}, 0.25, 0.75, 80, 0, 'd'},
};

const size_t known_run_count = sizeof known_runs / sizeof *known_runs;

descent_problem known_problem_of(const known_run *run)
{
    if (run->problem->n == 0)
        return descent_test_landscape(run->problem->context, 0);
    return (descent_problem){.dimension = run->problem->n,
                             .loss = run->problem->loss,
                             .gradient = run->problem->gradient,
                             .context = run->problem->context};
}

/* The rule in other units: a step size is a length² for each height, or a length for each step of rules that divide by the slope. */
static descent_rule rule_of(const known_run *run, const canonical_view *view)
{
    const double length = view->length, slope = view->height / length, curvature = slope / length;
    const double plain = run->step_size / curvature, epsilon = 0x1p-20;
    descent_modifiers modifiers = {.weight_decay = 0};
    descent_rule rule = descent_fixed_step(plain);
    switch (run->rule) {
    case 'h':
        rule = descent_heavy_ball(plain, run->momentum);
        break;
    case 'n':
        rule = descent_nesterov(plain, run->momentum);
        break;
    case 'd':
        rule = descent_damped_momentum(plain, run->momentum);
        break;
    case 'a':
        rule = descent_adam(run->step_size * length, &(descent_adam_options){.epsilon = epsilon * slope});
        break;
    case 'r':
        rule = descent_rmsprop(run->step_size * length, 0.9, epsilon * slope);
        break;
    case 'g':
        rule = descent_adagrad(run->step_size * length, epsilon * slope);
        break;
    case 'i':
        rule = descent_lion(run->step_size * length, 0, 0);
        break;
    case 's':
        rule = descent_sign(run->step_size * length);
        break;
    case 'o':
        rule = descent_normalised(run->step_size * length);
        break;
    case 'w':
        modifiers.weight_decay = 0.25 * curvature;
        break;
    case 'u':
        modifiers.decoupled_decay = 0.25 * curvature;
        break;
    case 'l':
        modifiers.l1 = 0.5 * slope;
        break;
    case 'c':
        modifiers.clip_norm = 0.5 * slope;
        break;
    default:
        break;
    }
    rule = descent_rule_with_schedule(rule, run->shrinking > 0 ? descent_schedule_exponential(run->shrinking)
                                                               : descent_schedule_constant());
    return descent_rule_with_modifiers(rule, modifiers);
}

void known_diagnose(const known_run *run, const descent_problem *problem, descent_engine *engine, known_part known,
                    descent_diagnosis **diagnosis)
{
    const descent_path_options every_fourth = {.stride = 4};
    const descent_diagnosis_options little = {.budget = 60}, coarse = {.distance_tolerance = 0x1p-10};
    if (known != ITS_LAST_POINT)
        assert_success(descent_engine_record(engine, known == EVERY_FOURTH ? &every_fourth : NULL));
    (void)descent_engine_run(engine, run->steps);
    if (known == PATH_AND_PROBLEM || known == PATH_ALONE)
        assert_success(descent_diagnose(known == PATH_ALONE ? NULL : problem, descent_engine_path(engine),
                                        known == PATH_ALONE ? &coarse : NULL, diagnosis));
    else
        assert_success(descent_engine_diagnose(engine, known == LITTLE_BUDGET ? &little : NULL, diagnosis));
}

descent_problem known_rewritten(const known_run *run, const canonical_view *view, known_part known, rewritten *own)
{
    *own = (rewritten){known_problem_of(run), *view};
    return (descent_problem){.dimension = own->problem.dimension,
                             .loss = known == NO_LOSS ? NULL : rewritten_loss,
                             .gradient = known == NO_GRADIENT ? NULL : rewritten_gradient,
                             .context = own,
                             .scale = view->length};
}

descent_engine *known_engine(const known_run *run, const descent_problem *problem, const canonical_view *view)
{
    double start[canonical_variables];
    for (size_t i = 0; i < problem->dimension; i++)
        start[view->place[i]] = view->sign[i] * run->start[i] * view->length;
    return descent_test_engine(problem, rule_of(run, view), start);
}

void known_take(const known_run *run, const canonical_view *view, known_part known, canonical_list *list)
{
    rewritten own;
    const descent_problem problem = known_rewritten(run, view, known, &own);
    descent_engine *const engine = known_engine(run, &problem, view);
    descent_diagnosis *diagnosis;
    known_diagnose(run, &problem, engine, known, &diagnosis);
    canonical_view whose = *view;
    whose.steps_are_lengths = strchr("argiso", run->rule) != NULL && run->rule != 0;
    canonical_take(diagnosis, &whose, list);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
}

const canonical_view known_as_it_is = {1, 1, {0, 1}, {1, 1}, false};
