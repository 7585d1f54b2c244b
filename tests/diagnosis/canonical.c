#include "diagnosis/canonical.h"

#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "support.h"

/* Where the next numbers go, and how they are to be read. */
typedef struct taking {
    const canonical_view *view;
    canonical_list *list;
    size_t n;
} taking;

static canonical_field *add(const taking *t, double value)
{
    ck_assert_uint_lt(t->list->count, canonical_most);
    canonical_field *const field = &t->list->fields[t->list->count++];
    *field = (canonical_field){.value = value};
    return field;
}

/* One number that grows with so many powers of the units of length and of height. */
__attribute__((format(printf, 5, 6))) static canonical_field *number(const taking *t, double value, int lengths,
                                                                     int heights, const char *name, ...)
{
    canonical_field *const field = add(t, value / pow(t->view->length, lengths) / pow(t->view->height, heights));
    va_list arguments;
    va_start(arguments, name);
    (void)vsnprintf(field->name, sizeof field->name, name, arguments);
    va_end(arguments);
    return field;
}

/* A step size of the run's rule, or of another that multiplies the slope. */
static canonical_field *step_size(const taking *t, double value, bool own, const char *name)
{
    const bool length = own && t->view->steps_are_lengths;
    return number(t, value, length ? 1 : 2, length ? 0 : -1, "%s", name);
}

static void count(const taking *t, uint64_t value, const char *name)
{
    (void)number(t, (double)value, 0, 0, "%s", name);
}

/* One number for each variable; of an axis, which has no sense, the largest component counts as positive. */
static void vector(const taking *t, const double *x, int lengths, bool axis, const char *name)
{
    size_t largest = 0;
    double values[canonical_variables];
    (void)number(t, x != NULL, 0, 0, "%s is there", name);
    if (!x)
        return;
    for (size_t i = 0; i < t->n; i++)
        values[i] = x[t->view->place[i]] * t->view->sign[i];
    for (size_t i = 1; i < t->n; i++)
        largest = fabs(values[i]) > fabs(values[largest]) * (1 + 1e-6) ? i : largest;
    for (size_t i = 0; i < t->n; i++)
        (void)number(t, axis && values[largest] < 0 ? -values[i] : values[i], lengths, 0, "%s[%zu]", name, i);
}

static void point(const taking *t, const descent_critical_point *p, const char *name)
{
    char of[64];
    (void)number(t, p != NULL, 0, 0, "%s is there", name);
    if (!p)
        return;
    (void)number(t, (double)p->kind, 0, 0, "%s: kind", name);
    (void)snprintf(of, sizeof of, "%s: x", name);
    vector(t, p->x, 1, false, of);
    (void)number(t, p->loss, 0, 1, "%s: loss", name);
    (void)number(t, (double)p->index, 0, 0, "%s: index", name);
    (void)number(t, (double)p->nullity, 0, 0, "%s: nullity", name);
    (void)number(t, (double)p->eigenvalue_count, 0, 0, "%s: eigenvalues", name);
    for (size_t k = 0; k < p->eigenvalue_count; k++) {
        (void)number(t, p->eigenvalues[k], -2, 1, "%s: eigenvalue %zu", name, k);
        (void)snprintf(of, sizeof of, "%s: eigenvector %zu", name, k);
        if (p->eigenvectors && k < p->eigenvector_count)
            vector(t, p->eigenvectors + k * t->n, 0, true, of);
    }
    (void)number(t, (double)p->tolerance_source, 0, 0, "%s: source of the tolerance", name);
    (void)number(t, (double)p->hessian_source, 0, 0, "%s: source of the Hessian", name);
    (void)number(t, p->condition, 0, 0, "%s: condition", name);
    (void)number(t, p->step_limit, 2, -1, "%s: step limit", name);
    (void)step_size(t, p->rule_step_limit, true, "step limit of the rule");
    (void)number(t, (double)p->probe, 0, 0, "%s: probe", name);
    (void)number(t, p->curvature_jumps, 0, 0, "%s: curvature jumps", name);
    (void)number(t, p->unbounded_curvature, 0, 0, "%s: unbounded curvature", name);
}

static void interval(const taking *t, const descent_interval *i, const char *name)
{
    number(t, i->value, 0, 0, "%s", name)->kind = CANONICAL_MEASURED;
    number(t, i->low, 0, 0, "%s: low", name)->kind = CANONICAL_MEASURED;
    number(t, i->high, 0, 0, "%s: high", name)->kind = CANONICAL_MEASURED;
}

static void cycle(const taking *t, const descent_cycle *c)
{
    count(t, c->period, "period");
    for (size_t j = 0; c->orbit && j < c->period && j < 16; j++)
        vector(t, c->orbit + j * t->n, 1, false, "orbit");
    count(t, c->multiplier_count, "multipliers");
    for (size_t j = 0; j < c->multiplier_count; j++) {
        number(t, c->multipliers[j], 0, 0, "multiplier %zu", j)->kind = CANONICAL_MEASURED;
        number(t, fabs(c->multipliers_imaginary[j]), 0, 0, "imaginary part of multiplier %zu", j)->kind =
            CANONICAL_MEASURED;
    }
    (void)number(t, c->coordinate_periods != NULL, 0, 0, "periods of coordinates");
    for (size_t i = 0; c->coordinate_periods && i < t->n; i++)
        (void)number(t, (double)c->coordinate_periods[t->view->place[i]], 0, 0, "period of coordinate %zu", i);
    (void)number(t, c->rotation_number, 0, 0, "rotation number");
}

static void event(const taking *t, const descent_event *e)
{
    static const struct {
        int lengths, heights;
    } of_value[] = {[DESCENT_EVENT_PLATEAU] = {1, 0},
                    [DESCENT_EVENT_LOSS_ROSE] = {0, 1},
                    [DESCENT_EVENT_OSCILLATION] = {1, 0},
                    [DESCENT_EVENT_POLE] = {0, 0}};
    count(t, e->kind, "event");
    count(t, e->first_step, "event: first step");
    count(t, e->last_step, "event: last step");
    (void)number(t, e->value, of_value[e->kind].lengths, of_value[e->kind].heights, "event %d: value", (int)e->kind);
    number(t, e->expected, 0, 0, "event: expected")->kind = CANONICAL_MEASURED;
    count(t, e->count, "event: count");
    count(t, e->quantity, "event: quantity");
    point(t, e->point, "event: point");
    vector(t, e->direction, 0, true, "event: direction");
}

static void advice(const taking *t, const descent_advice *a)
{
    count(t, a->kind, "advice");
    if (a->kind == DESCENT_ADVICE_SCALE_VARIABLES) /* in units whose curvatures are 1 */
        (void)number(t, a->step_size, 0, 0, "advice: step size");
    else
        step_size(t, a->step_size, a->kind != DESCENT_ADVICE_OTHER_RULE, "advice: step size")->kind = CANONICAL_ROUNDED;
    (void)number(t, a->momentum, 0, 0, "advice: momentum");
    number(t, a->steps, 0, 0, "advice: steps")->kind = CANONICAL_FOLLOWS;
    (void)number(t, a->units != NULL, 0, 0, "advice: units");
    for (size_t i = 0; a->units && i < t->n; i++) /* of lengths by roots of heights */
        (void)number(t, a->units[t->view->place[i]] * sqrt(t->view->height), 1, 0, "advice: unit %zu", i);
    vector(t, a->direction, 0, true, "advice: direction");
    (void)number(t, a->push, 1, 0, "advice: push");
    (void)number(t, a->verified, 0, 0, "advice: verified");
    if (a->verified) {
        count(t, a->outcome, "advice: outcome");
        number(t, (double)a->outcome_steps, 0, 0, "advice: steps to the outcome")->kind = CANONICAL_FOLLOWS;
        if (!a->direction) /* a push goes to one side or the other */
            for (size_t i = 0; i < t->n; i++)
                number(t, a->outcome_point[t->view->place[i]] * t->view->sign[i], 1, 0, "advice: outcome at [%zu]", i)
                    ->kind = CANONICAL_FOLLOWS;
    }
}

/* Where a copy ended that was followed for as long as the budget allowed: what is left of that depends on advice that was rounded. */
static void end_of_copy(const taking *t, const double *x, const char *name)
{
    (void)number(t, x != NULL, 0, 0, "%s is there", name);
    for (size_t i = 0; x && i < t->n; i++)
        number(t, x[t->view->place[i]] * t->view->sign[i], 1, 0, "%s[%zu]", name, i)->kind = CANONICAL_MEASURED;
}

static void band(const taking *t, const descent_step_band *b)
{
    (void)step_size(t, b->low, true, "band: low");
    (void)step_size(t, b->high, true, "band: high");
    count(t, b->ending, "band: ending");
    end_of_copy(t, b->x, "band: x");
    end_of_copy(t, b->x_high, "band: x at the high end");
    count(t, b->kind, "band: kind");
    count(t, b->probe, "band: probe");
}

void canonical_take(const descent_diagnosis *d, const canonical_view *view, canonical_list *list)
{
    const taking t = {view, list, d->dimension};
    ck_assert_uint_le(d->dimension, canonical_variables);
    list->count = 0;
    count(&t, d->ending, "ending");
    count(&t, d->steps, "steps");
    count(&t, d->rows, "rows");
    vector(&t, d->x, 1, false, "x");
    (void)number(&t, d->loss, 0, 1, "loss");
    (void)number(&t, d->gradient_norm, -1, 1, "gradient norm");
    (void)number(&t, d->gradient_error, -1, 1, "gradient error");
    (void)number(&t, d->diameter, 1, 0, "diameter");
    (void)step_size(&t, d->step_size, true, "step size");
    (void)number(&t, d->momentum, 0, 0, "momentum");
    point(&t, d->point, "point");
    (void)number(&t, d->point_ahead, 0, 0, "point ahead");
    (void)number(&t, d->distance, 1, 0, "distance");
    (void)number(&t, d->tolerance, 1, 0, "tolerance");
    point(&t, d->centre, "centre");
    (void)step_size(&t, d->step_limit, true, "step limit");
    (void)number(&t, d->curvature, -2, 1, "curvature");
    count(&t, d->pace.law, "law");
    (void)number(&t, d->pace.rate, 0, 0, "rate");
    (void)number(&t, d->pace.exponent, 0, 0, "exponent");
    (void)number(&t, d->pace.slope, 0, 1, "slope");
    interval(&t, &d->pace.steps_to_go, "steps to go");
    count(&t, d->pace.onset, "onset");
    cycle(&t, &d->cycle);
    interval(&t, &d->lyapunov, "exponent");
    (void)number(&t, d->noise.level, -1, 1, "noise: level");
    (void)number(&t, d->noise.floor, 1, 0, "noise: floor");
    (void)number(&t, d->noise.floor_half, 1, 0, "noise: floor of half");
    vector(&t, d->direction, 0, false, "direction");
    count(&t, d->quantity, "quantity");
    count(&t, d->findings, "findings");
    (void)number(&t, d->factors != NULL, 0, 0, "factors");
    for (size_t k = 0; d->factors && d->point && k < d->point->eigenvalue_count; k++) {
        (void)number(&t, d->factors[k], 0, 0, "factor %zu", k);
        (void)number(&t, d->factors_imaginary[k], 0, 0, "imaginary part of factor %zu", k);
    }
    count(&t, d->event_count, "events");
    for (size_t k = 0; k < d->event_count; k++)
        event(&t, &d->events[k]);
    count(&t, d->advice_count, "pieces of advice");
    for (size_t k = 0; k < d->advice_count; k++)
        advice(&t, &d->advice[k]);
    count(&t, d->band_count, "bands");
    for (size_t k = 0; k < d->band_count; k++)
        band(&t, &d->bands[k]);
    (void)number(&t, d->budget_exhausted, 0, 0, "budget exhausted");
}

static bool is_same(const canonical_field *a, const canonical_field *b, const canonical_tolerance *tolerance)
{
    const double one = a->value, other = b->value, size = fmax(fabs(one), fabs(other));
    if (size < DBL_MIN / DBL_EPSILON) /* next to nothing has fewer digits */
        return true;
    if (isnan(one) || isnan(other))
        return isnan(one) && isnan(other);
    if (isinf(one) || isinf(other))
        return one >= other && one <= other;
    const double allowed[] = {[CANONICAL_EXACT] = tolerance->exact * size,
                              [CANONICAL_MEASURED] = tolerance->measured * (1 + size),
                              [CANONICAL_ROUNDED] = tolerance->rounded * size,
                              [CANONICAL_FOLLOWS] = tolerance->follows * size};
    return fabs(one - other) <= allowed[a->kind];
}

const char *canonical_difference(const canonical_list *one, const canonical_list *other,
                                 const canonical_tolerance *tolerance)
{
    static char said[240];
    const size_t least = one->count < other->count ? one->count : other->count;
    for (size_t k = 0; k < least; k++) {
        const canonical_field *const a = &one->fields[k], *const b = &other->fields[k];
        if (strcmp(a->name, b->name) == 0 && is_same(a, b, tolerance))
            continue;
        (void)snprintf(said, sizeof said, "%s is %.17g, and %s %.17g", a->name, a->value, b->name, b->value);
        return said;
    }
    return one->count == other->count ? NULL : "one says more";
}
