#include "diagnosis/evidence/randomness.h"

#include <math.h>

#include "base/vector.h"

enum {
    steps_again = 4, /* from the same state: a cost */
    times_again = 3  /* a gradient, or a loss */
};

/* Of what is off: noise whose answers lie within a tenth of it from each other is ten deviations away from it. */
static const double explained_part = 0.1;

/* Of the farthest of many answers from their mean: what is that much farther off is no noise of theirs. */
static const double clear_of_noise = 4;

bool descent__spread_explains(double spread, double misfit)
{
    return spread > 0 && spread >= explained_part * misfit;
}

bool descent__mean_contradicts(double off, double spread)
{
    return off > clear_of_noise * spread;
}

/* The state before the step that a copy has just made. Its step size is that of the step itself, which matters to no comparison
 * of such steps with each other. */
static descent__state state_before(const descent__map *map)
{
    descent__state state = descent__map_state(map);
    state.vectors = map->before;
    state.number--;
    return state;
}

bool descent__evidence_step_is_random(descent__evidence *evidence, descent__map *map, double misfit)
{
    const size_t n = evidence->n;
    double *first = descent__evidence_numbers(evidence, n);
    const descent__state before = state_before(map);
    double spread = 0;
    if (!first || !map->before)
        return false;
    for (int again = 0; again < steps_again; again++) {
        descent__map_restore(map, &before);
        if (descent__map_step(map) != DESCENT__MAP_MOVED)
            return false;
        if (again == 0)
            descent__vector_copy(n, map->state, first);
        spread = fmax(spread, descent__vector_distance(n, map->state, first));
    }
    return descent__spread_explains(spread, misfit);
}

bool descent__evidence_loss_is_random(descent__evidence *evidence, const double *x)
{
    const double loss = descent__evidence_loss_at(evidence, x);
    for (int again = 0; again + 1 < times_again; again++) {
        const double answer = descent__evidence_loss_at(evidence, x);
        if (answer < loss || answer > loss)
            return true;
    }
    return false;
}

/* `answers` holds rows of n numbers, the mean follows them; how far the farthest lies from it. */
static double spread_of(size_t n, size_t count, double *answers)
{
    double *const mean = answers + count * n;
    double spread = 0;
    descent__vector_fill(n, 0, mean);
    for (size_t k = 0; k < count; k++)
        descent__vector_add_scaled(n, 1 / (double)count, answers + k * n, mean);
    for (size_t k = 0; k < count; k++)
        spread = fmax(spread, descent__vector_distance(n, answers + k * n, mean));
    return spread;
}

/* Answers at x, one after the other; how many could be had. */
static size_t ask_again(descent__evidence *evidence, const double *x, size_t times, double *answers)
{
    size_t count = 0;
    while (answers && count < times && descent__evidence_affords(evidence, 1)) {
        double *const again = answers + count * evidence->n;
        if (descent__evaluate_gradient(&evidence->evaluator, x, again) != DESCENT_SUCCESS ||
            !descent__vector_is_finite(evidence->n, again))
            break;
        count++;
    }
    return count;
}

bool descent__evidence_gradient_is_random(descent__evidence *evidence, const double *x)
{
    const size_t n = evidence->n;
    double *answers = descent__evidence_numbers(evidence, times_again * n);
    const size_t count = ask_again(evidence, x, times_again, answers);
    bool differs = false;
    for (size_t k = 1; k < count; k++)
        differs = differs || descent__vector_distance(n, answers, answers + k * n) >
                                 DESCENT__LEAST_NOISE * descent__vector_norm(n, answers);
    evidence->findings |= differs ? DESCENT_FINDING_GRADIENT_RANDOM : 0;
    return differs;
}

bool descent__evidence_all_answers_are_off(descent__evidence *evidence, const double *x, const double *expected)
{
    const size_t n = evidence->n;
    double *answers = descent__evidence_numbers(evidence, (DESCENT__ANSWERS_AGAIN + 1) * n);
    const size_t count = ask_again(evidence, x, DESCENT__ANSWERS_AGAIN, answers);
    if (count < DESCENT__ANSWERS_AGAIN)
        return false;
    const double spread = spread_of(n, count, answers);
    return descent__mean_contradicts(descent__vector_distance(n, answers + count * n, expected), spread);
}
