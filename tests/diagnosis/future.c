/* What is told of a run, against the run gone on with: where it comes to and when, what it repeats, and what its bands do. */
#include "support.h"

#include <math.h>

#include "diagnosis/runs.h"

enum {
    steps_on = 12000
};

/* Within so much of the larger; or neither is a number. */
static void assert_near(int run, double value, double expected, double part, const char *name)
{
    ck_assert_msg(!isfinite(expected) || fabs(value - expected) <= part * fmax(fabs(value), fabs(expected)),
                  "run %d: %s is %.17g, not %.17g", run, name, value, expected);
}

static double distance_between(size_t n, const double *x, const double *y)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (x[i] - y[i]) * (x[i] - y[i]);
    return sqrt(sum);
}

typedef struct future {
    int number;
    const known_run *run;
    rewritten own;
    descent_problem problem;
    descent_engine *engine;
    descent_diagnosis *diagnosis;
    size_t n;
} future;

static void begin(int number, future *f)
{
    f->number = number;
    f->run = &known_runs[number];
    f->problem = known_rewritten(f->run, &known_as_it_is, ALL, &f->own);
    f->engine = known_engine(f->run, &f->problem, &known_as_it_is);
    f->n = f->problem.dimension;
    known_diagnose(f->run, &f->problem, f->engine, ALL, &f->diagnosis);
}

static void end(future *f)
{
    descent_diagnosis_free(f->diagnosis);
    descent_engine_free(f->engine);
}

/* What the path itself says. */
START_TEST(the_end_is_that_of_the_path)
{
    future f;
    begin(_i, &f);
    const descent_diagnosis *const d = f.diagnosis;
    const descent_path_data path = descent_path_view(descent_engine_path(f.engine));
    double sum = 0, g[canonical_variables], squares = 0, loss;
    ck_assert_uint_eq(d->rows, path.count);
    ck_assert_uint_eq(d->dimension, f.n);
    ck_assert_uint_eq(d->steps, path.steps[path.count - 1]);
    size_t last = path.count - 1;
    for (size_t i = 0; i < f.n; i++)
        if (!isfinite(path.points[last * f.n + i])) {
            last--;
            i = (size_t)-1;
        }
    for (size_t i = 0; i < f.n; i++) {
        double low = INFINITY, high = -INFINITY;
        ck_assert_double_eq(d->x[i], path.points[last * f.n + i]);
        for (size_t row = 0; row <= last; row++) {
            low = fmin(low, path.points[row * f.n + i]);
            high = fmax(high, path.points[row * f.n + i]);
        }
        sum += (high - low) * (high - low);
    }
    assert_near(_i, d->diameter, sqrt(sum), 1e-12, "diameter");
    ck_assert_int_eq(f.problem.loss(f.n, d->x, &loss, f.problem.context), 0);
    ck_assert_int_eq(f.problem.gradient(f.n, d->x, g, f.problem.context), 0);
    for (size_t i = 0; i < f.n; i++)
        squares += g[i] * g[i];
    assert_near(_i, d->loss, loss, 1e-12, "loss");
    assert_near(_i, d->gradient_norm, sqrt(squares), 1e-12, "gradient norm");
    end(&f);
}
END_TEST

/* From outside the tolerance the last time: after how many steps it is within for good. */
static uint64_t follow(future *f, const double *point, double tolerance)
{
    uint64_t left = 0;
    for (uint64_t k = 0; k < steps_on; k++) {
        if (distance_between(f->n, descent_engine_point(f->engine), point) > tolerance)
            left = k + 1;
        if (descent_engine_step(f->engine) != DESCENT_SUCCESS)
            break;
    }
    return left;
}

static bool settles(const future *f)
{
    const descent_diagnosis *const d = f->diagnosis;
    /* Adam's squares fade where it rests, until it leaps once more. */
    return f->run->rule != 'a' && (d->ending == DESCENT_ENDING_CONVERGED || d->ending == DESCENT_ENDING_APPROACHING) &&
           d->point && d->distance > 0;
}

START_TEST(what_settles_comes_there)
{
    future f;
    begin(_i, &f);
    const descent_diagnosis *const d = f.diagnosis;
    if (settles(&f)) {
        double x[canonical_variables];
        for (size_t i = 0; i < f.n; i++)
            x[i] = d->x[i];
        const uint64_t left = follow(&f, d->point->x, d->tolerance);
        const double *const last = descent_engine_point(f.engine), way = distance_between(f.n, x, last);
        ck_assert_int_eq(d->point_ahead, d->ending == DESCENT_ENDING_APPROACHING);
        if (left < steps_on) {
            ck_assert_msg(distance_between(f.n, d->point->x, last) <= 2 * d->tolerance, "run %d: %g off of %g", _i,
                          distance_between(f.n, d->point->x, last), d->tolerance);
            ck_assert_msg(fabs(d->distance - way) <= 0.05 * way + 2 * d->tolerance, "run %d: distance %g, but %g", _i,
                          d->distance, way);
            ck_assert_msg(d->ending == DESCENT_ENDING_CONVERGED || left > 0, "run %d has arrived", _i);
        }
        const descent_interval *const told = &d->pace.steps_to_go;
        ck_assert_msg((told->low <= (double)left + 1 || left == steps_on) && told->high >= (double)left - 1,
                      "run %d: %g to %g steps, but %llu", _i, told->low, told->high, (unsigned long long)left);
        if (!isnan(told->value) && left < steps_on)
            ck_assert_msg(fabs(told->value - (double)left) <= 0.1 * (double)left + 1, "run %d: %g steps, but %llu", _i,
                          told->value, (unsigned long long)left);
    }
    end(&f);
}
END_TEST

/* ∂²L/∂xᵢ∂xⱼ by differences of the gradient. */
static double curvature_at(const future *f, const double *x, size_t i, size_t j)
{
    const double width = 1e-5;
    double beside[canonical_variables], above[canonical_variables], below[canonical_variables];
    for (size_t k = 0; k < f->n; k++)
        beside[k] = x[k];
    beside[j] = x[j] + width;
    ck_assert_int_eq(f->problem.gradient(f->n, beside, above, f->problem.context), 0);
    beside[j] = x[j] - width;
    ck_assert_int_eq(f->problem.gradient(f->n, beside, below, f->problem.context), 0);
    return (above[i] - below[i]) / (2 * width);
}

/* Trace and determinant of the Hessian are those of its eigenvalues. */
static void hold_curvatures(const future *f, const descent_critical_point *p)
{
    const double a = curvature_at(f, p->x, 0, 0), d = f->n > 1 ? curvature_at(f, p->x, 1, 1) : 0;
    const double b = f->n > 1 ? curvature_at(f, p->x, 0, 1) : 0, *const values = p->eigenvalues;
    const double decay = p->weight_decay, size = fmax(fabs(a), fabs(d)) + decay;
    if (p->eigenvalue_count != f->n || p->curvature_jumps || p->unbounded_curvature || p->bound_multipliers ||
        p->zero_margins)
        return;
    if (f->n == 1) {
        ck_assert_msg(fabs(values[0] - a - decay) <= 1e-5 * size + 1e-7, "run %d: %g, not %g", f->number, values[0], a);
        return;
    }
    ck_assert_msg(fabs(values[0] + values[1] - a - d - 2 * decay) <= 1e-5 * size + 1e-7, "run %d: %g and %g", f->number,
                  values[0], values[1]);
    ck_assert_msg(fabs(values[0] * values[1] - (a + decay) * (d + decay) + b * b) <= 1e-5 * size * size + 1e-7,
                  "run %d: %g and %g", f->number, values[0], values[1]);
    for (size_t k = 0; p->eigenvectors && k < p->eigenvector_count; k++) {
        const double *const v = p->eigenvectors + 2 * k;
        ck_assert_double_eq_tol(hypot(v[0], v[1]), 1, 1e-9);
        ck_assert_double_eq_tol((a + decay) * v[0] + b * v[1], values[k] * v[0], 1e-5 * size + 1e-7);
    }
}

START_TEST(curvatures_are_those_of_the_slope)
{
    future f;
    begin(_i, &f);
    if (f.diagnosis->point)
        hold_curvatures(&f, f.diagnosis->point);
    if (f.diagnosis->centre)
        hold_curvatures(&f, f.diagnosis->centre);
    for (size_t k = 0; k < f.diagnosis->event_count; k++)
        if (f.diagnosis->events[k].point)
            hold_curvatures(&f, f.diagnosis->events[k].point);
    end(&f);
}
END_TEST

/* A cycle comes back after its period and no sooner, to its points, and what is pushed off it by its multipliers. */
START_TEST(what_is_periodic_comes_back)
{
    future f;
    begin(_i, &f);
    const descent_cycle *const cycle = &f.diagnosis->cycle;
    if (f.diagnosis->ending == DESCENT_ENDING_PERIODIC && f.run->rule != 'i') { /* Lion's mean slope still fades */
        double multiplier = 1, extent = 0;
        for (size_t j = 1; j < cycle->period; j++)
            extent = fmax(extent, distance_between(f.n, cycle->orbit, cycle->orbit + j * f.n));
        ck_assert_uint_ge(cycle->period, 2);
        ck_assert_double_gt(extent, 0);
        size_t at = 0; /* of its points, the nearest */
        assert_success(descent_engine_run(f.engine, steps_on));
        for (size_t j = 1; j < cycle->period; j++)
            if (distance_between(f.n, descent_engine_point(f.engine), cycle->orbit + j * f.n) <
                distance_between(f.n, descent_engine_point(f.engine), cycle->orbit + at * f.n))
                at = j;
        for (size_t round = 0; round < 2; round++)
            for (size_t j = 0; j < cycle->period; j++) {
                const double off = distance_between(f.n, descent_engine_point(f.engine),
                                                    cycle->orbit + (at + j) % cycle->period * f.n);
                ck_assert_msg(off <= 2e-3 * extent, "run %d: %g off point %zu of %zu", _i, off, j, cycle->period);
                multiplier *=
                    round == 0 ? 1 - f.run->step_size * curvature_at(&f, descent_engine_point(f.engine), 0, 0) : 1;
                assert_success(descent_engine_step(f.engine));
            }
        if (f.n == 1 && f.run->rule == 0 && cycle->multiplier_count == 1)
            ck_assert_msg(fabs(cycle->multipliers[0] - multiplier) <= 2e-3 * (1 + fabs(multiplier)),
                          "run %d: %g, not %g", _i, cycle->multipliers[0], multiplier);
    }
    end(&f);
}
END_TEST

/* Of one variable, by what each step multiplies a small distance; the transient has faded by then, and the interval is one of 95 %. */
START_TEST(an_exponent_is_that_of_the_loop)
{
    future f;
    begin(_i, &f);
    const descent_interval *const told = &f.diagnosis->lyapunov;
    if (f.diagnosis->ending == DESCENT_ENDING_CHAOTIC && f.n == 1 && f.run->rule == 0) {
        double sum = 0;
        for (size_t k = 0; k < steps_on; k++) {
            assert_success(descent_engine_step(f.engine));
            sum += log(fabs(1 - f.run->step_size * curvature_at(&f, descent_engine_point(f.engine), 0, 0)));
        }
        const double width = told->high - told->low;
        ck_assert_msg(fabs(told->value - sum / steps_on) <= width, "run %d: %g, not %g", _i, told->value,
                      sum / steps_on);
        ck_assert(told->low <= told->value && told->value <= told->high);
        ck_assert_double_lt(width, 0.2);
    }
    end(&f);
}
END_TEST

/* Unit vectors, the way the last step went. */
START_TEST(what_leaves_goes_on)
{
    future f;
    begin(_i, &f);
    const descent_diagnosis *const d = f.diagnosis;
    const bool leaves = d->ending == DESCENT_ENDING_DIVERGING || d->ending == DESCENT_ENDING_UNBOUNDED;
    if (leaves) {
        const descent_path_data path = descent_path_view(descent_engine_path(f.engine));
        const double *const x = path.points + (path.count - 1) * f.n, *const before = x - f.n;
        const double step = distance_between(f.n, x, before);
        double along = 0, length = 0;
        for (size_t i = 0; i < f.n; i++) {
            along += d->direction[i] * ((x[i] - before[i]) / step);
            length = hypot(length, d->direction[i]);
        }
        ck_assert_double_eq_tol(length, 1, 1e-12);
        if (isfinite(step))
            ck_assert_msg(along > 0.9, "run %d: %g", _i, along);
        uint64_t made = 0;
        while (made < steps_on && descent_engine_step(f.engine) == DESCENT_SUCCESS)
            made++;
        const double way = distance_between(f.n, descent_engine_point(f.engine), d->x);
        ck_assert_msg(made < steps_on || !(way < 0.2 * d->diameter), "run %d: %g after %llu", _i, way / d->diameter,
                      (unsigned long long)made);
    }
    end(&f);
}
END_TEST

/* Where the start ends with another step size. */
static void hold_band(const future *f, const descent_step_band *band, double step_size, const double *place)
{
    known_run other = *f->run;
    other.step_size = step_size;
    rewritten own;
    const descent_problem problem = known_rewritten(&other, &known_as_it_is, ALL, &own);
    descent_engine *const engine = known_engine(&other, &problem, &known_as_it_is);
    double first[canonical_variables], before[canonical_variables];
    const double *const x = descent_engine_point(engine);
    (void)descent_engine_step(engine);
    for (size_t i = 0; i < f->n; i++)
        first[i] = x[i];
    (void)descent_engine_run(engine, steps_on);
    for (size_t i = 0; i < f->n; i++)
        before[i] = x[i];
    const descent_status status = descent_engine_step(engine);
    const bool near = place && distance_between(f->n, x, place) <= 1e-2 * f->diagnosis->diameter;
    if (band->ending == DESCENT_ENDING_CONVERGED || band->ending == DESCENT_ENDING_APPROACHING)
        ck_assert_msg(near, "run %d: with %g it does not come to %g", f->number, step_size, place[0]);
    if (band->ending == DESCENT_ENDING_DIVERGING)
        ck_assert_msg(status != DESCENT_SUCCESS ||
                          !(distance_between(f->n, x, before) <= distance_between(f->n, first, f->run->start)),
                      "run %d: with %g it stays", f->number, step_size);
    if (band->ending == DESCENT_ENDING_PERIODIC)
        ck_assert_msg(status == DESCENT_SUCCESS, "run %d: with %g it leaves", f->number, step_size);
    descent_engine_free(engine);
}

START_TEST(bands_end_as_they_say)
{
    future f;
    begin(_i, &f);
    const descent_diagnosis *const d = f.diagnosis;
    for (size_t k = 0; k < d->band_count; k++) {
        const descent_step_band *const band = &d->bands[k];
        ck_assert_double_le(band->low, band->high);
        ck_assert(k == 0 || d->bands[k - 1].high < band->low);
        ck_assert(k == 0 || d->bands[k - 1].ending != band->ending || band->x);
        hold_band(&f, band, band->low, band->x);
        hold_band(&f, band, band->high, band->x_high);
    }
    if (d->band_count > 0) {
        ck_assert_int_eq(d->bands[d->band_count - 1].ending, d->ending);
        ck_assert_double_eq(d->bands[d->band_count - 1].high, d->step_size);
    }
    end(&f);
}
END_TEST

static const descent_event *event_of(const descent_diagnosis *d, descent_event_kind kind)
{
    for (size_t k = 0; k < d->event_count; k++)
        if (d->events[k].kind == kind)
            return &d->events[k];
    return NULL;
}

/* Rises of the loss beyond its rounding, turns by more than 120 degrees, and the step size, counted along the path. */
START_TEST(events_are_those_of_the_path)
{
    future f;
    begin(_i, &f);
    const descent_diagnosis *const d = f.diagnosis;
    const descent_path_data path = descent_path_view(descent_engine_path(f.engine));
    uint64_t rises = 0, turns = 0, first_rise = 0, last_rise = 0, first_turn = 0, last_turn = 0;
    double largest = 0, step_size = NAN, first_step_size = NAN;
    bool unsure = false; /* a rise may be rounding */
    size_t rows = 0;
    while (rows < path.count && isfinite(distance_between(f.n, path.points, path.points + rows * f.n)) &&
           isfinite(path.losses[rows]))
        rows++;
    for (size_t k = 1; k < rows; k++) {
        const double *const x = path.points + k * f.n, *const before = x - f.n, *const after = x + f.n;
        const double rise = path.losses[k] - path.losses[k - 1],
                     size = fmax(fabs(path.losses[k]), fabs(path.losses[k - 1]));
        unsure |= rise > 0 && rise <= 1e-12 * size;
        if (rise > 1e-12 * size) {
            first_rise = rises++ == 0 ? k : first_rise;
            last_rise = k;
            largest = fmax(largest, rise);
        }
        if (k + 1 >= rows)
            continue;
        const double one = distance_between(f.n, x, before), other = distance_between(f.n, after, x);
        double product = 0, reach = 0;
        for (size_t i = 0; i < f.n; i++) {
            product += (x[i] - before[i]) / one * ((after[i] - x[i]) / other);
            reach = fmax(reach, fabs(x[i]));
        }
        if (one > 1e-12 * reach && other > 1e-12 * reach && product < -0.5) {
            last_turn = k + 1; /* the step that leads from here */
            first_turn = turns++ == 0 ? last_turn : first_turn;
        }
    }
    const bool settled = d->distance < 1e-6 * d->diameter; /* where rises and turns may be rounding */
    const descent_event *const rose = event_of(d, DESCENT_EVENT_LOSS_ROSE), *const turned =
                                                                                event_of(d, DESCENT_EVENT_SIGN_FLIPS);
    if (rows == path.count && !settled && !unsure) {
        ck_assert_msg((rose != NULL) == (rises > 0), "run %d rises %llu times", _i, (unsigned long long)rises);
        if (rose) {
            ck_assert_uint_eq(rose->count, rises);
            ck_assert_uint_eq(rose->first_step, first_rise);
            ck_assert_uint_eq(rose->last_step, last_rise);
            assert_near(_i, rose->value, largest, 1e-9, "largest rise");
        }
        if (turned) {
            ck_assert_msg(turned->count == turns, "run %d: %llu turns, not %llu", _i, (unsigned long long)turned->count,
                          (unsigned long long)turns);
            ck_assert_uint_eq(turned->first_step, first_turn);
            ck_assert_uint_eq(turned->last_step, last_turn);
        }
    }
    const descent_event *const changed = event_of(d, DESCENT_EVENT_STEP_SIZE);
    ck_assert_int_eq(changed != NULL, f.run->shrinking > 0);
    if (changed) {
        assert_success(descent_rule_step_size(descent_engine_rule(f.engine), 0, &first_step_size));
        assert_success(descent_rule_step_size(descent_engine_rule(f.engine), d->steps - 1, &step_size));
        assert_near(_i, changed->value, step_size / first_step_size, 1e-12, "step size");
        ck_assert_uint_eq(changed->first_step, 1);
        ck_assert_uint_eq(changed->last_step, d->steps);
    }
    const descent_event *const stay = event_of(d, DESCENT_EVENT_LINGERING);
    if (stay && !stay->direction && stay->last_step < d->steps) {
        size_t nearest = (size_t)stay->first_step;
        const size_t last = (size_t)stay->last_step;
        for (size_t k = nearest; k <= last; k++)
            if (distance_between(f.n, path.points + k * f.n, stay->point->x) <
                distance_between(f.n, path.points + nearest * f.n, stay->point->x))
                nearest = k;
        const double far = distance_between(f.n, path.points + last * f.n, stay->point->x);
        const double near = distance_between(f.n, path.points + nearest * f.n, stay->point->x);
        assert_near(_i, stay->value, pow(far / near, 1 / (double)(last - nearest)), 0.01, "growth while leaving");
    }
    const descent_event *const oscillates = event_of(d, DESCENT_EVENT_OSCILLATION);
    if (oscillates) {
        ck_assert_uint_eq(oscillates->first_step, d->pace.onset);
        double low[canonical_variables], high[canonical_variables];
        for (size_t i = 0; i < f.n; i++) {
            low[i] = high[i] = d->cycle.orbit[i];
            for (size_t j = 1; j < d->cycle.period; j++) {
                low[i] = fmin(low[i], d->cycle.orbit[j * f.n + i]);
                high[i] = fmax(high[i], d->cycle.orbit[j * f.n + i]);
            }
        }
        assert_near(_i, oscillates->value, distance_between(f.n, low, high), 0.02, "amplitude");
    }
    end(&f);
}
END_TEST

/* A rule that is found from the path and the problem is the one that made it, with its numbers; where none is, that is said. */
START_TEST(a_rule_that_is_fitted_is_the_rule)
{
    future f;
    begin(_i, &f);
    descent_diagnosis *d;
    const descent_rule *const rule = descent_engine_rule(f.engine);
    const uint64_t steps = descent_engine_steps(f.engine);
    double last = rule->step_size;
    assert_success(descent_diagnose(&f.problem, descent_engine_path(f.engine), NULL, &d));
    const bool fitted = d->findings & DESCENT_FINDING_RULE_FITTED, unknown = d->findings & DESCENT_FINDING_RULE_UNKNOWN;
    ck_assert(!(fitted && unknown));
    if (steps > 0)
        assert_success(descent_rule_step_size(rule, steps - 1, &last));
    if (fitted) {
        const bool damped = f.run->rule == 'd'; /* which is a heavy ball whose step size is 1 − β of its own */
        const char *const name = damped ? "heavy ball" : rule->type->name;
        ck_assert_msg(strcmp(d->rule_name, name) == 0, "run %d: %s, not %s", _i, d->rule_name, name);
        last *= damped ? 1 - rule->momentum : 1;
        assert_near(_i, d->step_size, last, 1e-5, "step size");
        assert_near(_i, d->momentum, rule->momentum, 1e-5, "momentum");
    } else {
        ck_assert(isnan(d->step_size) && isnan(d->momentum) && d->rule_name[0] == 0);
    }
    /* Two gradients and more tell a fixed step from all others. */
    const double *const points = descent_path_view(descent_engine_path(f.engine)).points;
    const bool plain = f.run->rule == 0 && !(f.run->shrinking > 0),
               moves = distance_between(f.n, points + f.n, points + 2 * f.n) > 0;
    ck_assert_msg(fitted || !plain || !moves, "run %d is not fitted", _i);
    descent_diagnosis_free(d);
    end(&f);
}
END_TEST

int main(void)
{
    const TTest *const each[] = {
        the_end_is_that_of_the_path, what_settles_comes_there,          curvatures_are_those_of_the_slope,
        what_is_periodic_comes_back, an_exponent_is_that_of_the_loop,   what_leaves_goes_on,
        bands_end_as_they_say,       a_rule_that_is_fitted_is_the_rule, events_are_those_of_the_path};
    Suite *const suite = suite_create("diagnosis_future");
    TCase *const tests = tcase_create("diagnosis_future");
    for (size_t k = 0; k < sizeof each / sizeof *each; k++)
        tcase_add_loop_test(tests, each[k], 0, (int)known_run_count);
    suite_add_tcase(suite, tests);
    return descent_test_main(suite);
}
