#include "truth/many/tangent.h"

#include <math.h>
#include <string.h>

#include "truth/many/linear.h"

/* Of η·top/(√second + ε), by both. */
static double quotient(double step_size, double top, double top_moves, double second, double second_moves, double least)
{
    const double root = sqrt(second), bottom = root + least;
    const double bottom_moves = root > 0 ? second_moves / (2 * root) : 0;
    return step_size * (top_moves - top / bottom * bottom_moves) / bottom;
}

static void library_step(const machine *run, double momentum, double step_size, const double *moves, tangent *to)
{
    for (size_t i = 0; i < run->of->on.n; i++) {
        const double here = to->x[i];
        if (run->of->by == TRIAL_HEAVY_BALL || run->of->by == TRIAL_NESTEROV)
            to->x[i] += momentum * (here - to->memory[0][i]);
        to->x[i] -= step_size * moves[i];
        to->memory[0][i] = here;
    }
}

static void own_step(const machine *run, double step_size, const double *g, const double *moves, tangent *to)
{
    const double made = (double)run->step + 1;
    const double first = 1 - pow(0.9, made), second = 1 - pow(0.999, made); /* Adam's corrections */
    for (size_t i = 0; i < run->of->on.n; i++) {
        double *const one = &to->memory[0][i], *const two = &to->memory[1][i];
        const double square = g[i] * g[i], square_moves = 2 * g[i] * moves[i];
        switch (run->of->by) {
        case TRIAL_ADAGRAD:
            *one += square_moves;
            to->x[i] -= quotient(step_size, g[i], moves[i], run->memory[0][i] + square, *one, 1e-10);
            break;
        case TRIAL_RMSPROP:
            *one = 0.9 * *one + 0.1 * square_moves;
            to->x[i] -= quotient(step_size, g[i], moves[i], 0.9 * run->memory[0][i] + 0.1 * square, *one, 1e-8);
            break;
        case TRIAL_ADAM:
            *one = 0.9 * *one + 0.1 * moves[i];
            *two = 0.999 * *two + 0.001 * square_moves;
            to->x[i] -= quotient(step_size, (0.9 * run->memory[0][i] + 0.1 * g[i]) / first, *one / first,
                                 (0.999 * run->memory[1][i] + 0.001 * square) / second, *two / second, 1e-8);
            break;
        default: /* damped */
            *one = 0.9 * *one + 0.1 * moves[i];
            to->x[i] -= step_size * *one;
        }
    }
}

void tangent_step(const machine *run, tangent *to)
{
    const trial *const of = run->of;
    const size_t n = of->on.n;
    const double momentum = run->step == 0 ? 0 : of->rule.momentum, step_size = trial_step_size(of, run->step);
    const double ahead = of->by == TRIAL_NESTEROV ? momentum : 0;
    double at[most_variables] = {0}, H[most_variables * most_variables], g[most_variables], moves[most_variables];
    for (size_t i = 0; i < n; i++)
        at[i] = run->x[i] + ahead * (run->x[i] - run->memory[0][i]);
    terrain_hessian(&of->on, at, H);
    terrain_gradient(&of->on, at, g);
    for (size_t i = 0; i < n; i++) {
        moves[i] = 0;
        for (size_t j = 0; j < n; j++)
            moves[i] += H[i * n + j] * (to->x[j] + ahead * (to->x[j] - to->memory[0][j]));
    }
    if (of->by < TRIAL_ADAM)
        library_step(run, momentum, step_size, moves, to);
    else
        own_step(run, step_size, g, moves, to);
}

double tangent_length(const machine *run, const tangent *to)
{
    const size_t n = run->of->on.n;
    return hypot(length(n, to->x), hypot(length(n, to->memory[0]), length(n, to->memory[1])));
}

void tangent_scale(const machine *run, double factor, tangent *to)
{
    for (size_t i = 0; i < run->of->on.n; i++) {
        to->x[i] *= factor;
        for (int j = 0; j < 2; j++)
            to->memory[j][i] *= factor;
    }
}
