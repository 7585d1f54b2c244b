#include <descent/bifurcation.h>

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/status.h"
#include "base/vector.h"
#include "sweep/judge/run_verdict.h"
#include "sweep/read/cycle.h"
#include "sweep/read/results.h"
#include "sweep/run/plan.h"

/* A cycle is followed from value to value in so many parts, more when Newton's method loses it. */
static const size_t first_parts = 8;
static const size_t most_parts = 4096;
/* Bisection halves the interval at most this often: then no number lies inside. */
static const size_t bisections = 80;
/* The ratio of the distances between doublings (Feigenbaum 1978), to guess where the next one is. */
static const double feigenbaum = 4.66920160910299;
/* Steps after which a run has settled on its cycle well enough for Newton's method. */
static const size_t settling_steps = 20000;
/* Longest cycle whose doubling is sought. */
static const size_t longest_doubled = 64;

typedef struct doubling_list {
    size_t count, capacity;
    descent_doubling *items;
} doubling_list;

/* What is needed to follow cycles. */
typedef struct follower {
    const descent_sweep *sweep;
    descent__cycle cycle;
    double *state;  /* m: on the cycle, at the lower end of what is looked at */
    double *moving; /* m: the same, on the way */
    doubling_list found;
} follower;

/* The state of the cycle at `to`, from that at `from`, in small parts. */
static bool follow(follower *f, size_t period, double from, double to, double *state, double *flip)
{
    const size_t m = f->cycle.state_size;
    for (size_t parts = first_parts; parts <= most_parts; parts *= 8) {
        bool good = true;
        descent__vector_copy(m, state, f->moving);
        for (size_t i = 1; i <= parts && good; i++) {
            const double t = (double)i / (double)parts;
            descent__cycle_set(&f->cycle, from * (1 - t) + to * t);
            good = descent__cycle_refine(&f->cycle, period, f->moving, flip);
        }
        if (good) {
            descent__vector_copy(m, f->moving, state);
            return true;
        }
    }
    return false;
}

/* Is the cycle of a period of its own, not of one of its divisors? Half is the only one it could have come from. */
static bool has_own_period(follower *f, size_t period, const double *state)
{
    const size_t m = f->cycle.state_size;
    descent__vector_copy(m, state, f->moving);
    if (period == 1)
        return true;
    for (size_t k = 0; k < period / 2; k++)
        if (!descent__cycle_step(&f->cycle, f->moving))
            return false;
    const double tolerance = 1e-7 * fmax(descent__vector_max_abs(m, state), 1e-300);
    return descent__vector_distance(m, f->moving, state) > tolerance;
}

/* Keeps a doubling with its orbit. */
static descent_status keep(follower *f, size_t period, double value, double error)
{
    const size_t n = f->cycle.map.n;
    if (f->found.count == f->found.capacity) {
        const size_t capacity = f->found.capacity > 0 ? 2 * f->found.capacity : 8;
        descent_doubling *const grown = realloc(f->found.items, capacity * sizeof *grown);
        if (!grown)
            return descent__fail_memory("doublings", capacity * sizeof *grown);
        f->found.items = grown;
        f->found.capacity = capacity;
    }
    double *const orbit = malloc(period * n * sizeof *orbit);
    if (!orbit)
        return descent__fail_memory("orbit of a doubling", period * n * sizeof *orbit);
    descent__vector_copy(f->cycle.state_size, f->state, f->moving);
    for (size_t k = 0; k < period; k++) {
        descent__vector_copy(n, f->moving, orbit + k * n);
        descent__cycle_step(&f->cycle, f->moving);
    }
    f->found.items[f->found.count++] =
        (descent_doubling){.period = period, .value = value, .error = error, .orbit = orbit};
    return DESCENT_SUCCESS;
}

/*
 * Seeks the value between low and high at which the cycle that f->state lies on at low loses its stability: det(J + 1)
 * changes its sign. `*located` tells whether there is one.
 */
static descent_status locate(follower *f, size_t period, double low, double high, bool *located)
{
    const size_t m = f->cycle.state_size;
    double flip_low, flip_high;
    double end[descent__cycle_states];
    const double scale = fmax(fmax(fabs(low), fabs(high)), high - low); /* values may be near 0 by chance */
    *located = false;
    descent__cycle_set(&f->cycle, low);
    if (!descent__cycle_refine(&f->cycle, period, f->state, &flip_low) || !has_own_period(f, period, f->state))
        return DESCENT_SUCCESS;
    descent__vector_copy(m, f->state, end);
    if (!follow(f, period, low, high, end, &flip_high) || !(flip_low > 0) || !(flip_high < 0))
        return DESCENT_SUCCESS;
    for (size_t i = 0; i < bisections; i++) {
        const double middle = low / 2 + high / 2;
        double flip;
        if (!(middle > low && middle < high))
            break;
        descent__vector_copy(m, f->state, end);
        if (!follow(f, period, low, middle, end, &flip))
            return DESCENT_SUCCESS;
        if (flip < 0) {
            high = middle;
        } else {
            low = middle;
            descent__vector_copy(m, end, f->state);
        }
    }
    *located = true;
    descent__cycle_set(&f->cycle, low);
    /* The determinant is known to rounding in the Hessian along the cycle, and so is its zero. */
    const double relative = f->cycle.hessian.source == DESCENT_HESSIAN_CALLBACK ? 1e-13 : 1e-8;
    return keep(f, period, low / 2 + high / 2, fmax(high - low, relative * scale * (double)period));
}

/* Follows the cascade beyond what the sweep shows: each doubling is 4.67 times closer to the one before. */
static descent_status continue_cascade(follower *f)
{
    bool located = true;
    while (located && f->found.count >= 2) {
        const descent_doubling *const last = &f->found.items[f->found.count - 1], *const before = last - 1;
        const size_t period = 2 * last->period;
        const double gap = (last->value - before->value) / feigenbaum;
        if (period > longest_doubled || last->period != 2 * before->period)
            break;
        const double low = last->value + gap / 4, high = last->value + gap * 3 / 2;
        descent__cycle_set(&f->cycle, low);
        if (!descent__cycle_run(&f->cycle, f->sweep->start, settling_steps, f->state))
            break;
        const descent_status status = locate(f, period, low, high, &located);
        if (status != DESCENT_SUCCESS)
            return status;
    }
    return DESCENT_SUCCESS;
}

/*
 * The segments that follow segment i on the same cycle, as far as one can see: of the same period, and unsettled ones,
 * but no chaos. Returns the first that is settled otherwise; `*longest` receives the longest of them.
 */
static size_t end_of_period(const descent_bifurcation *data, size_t i, size_t *longest)
{
    const descent_bifurcation_segment *const segments = data->segments;
    bool chaos = false;
    size_t next = i + 1;
    *longest = i;
    for (; next < data->segment_count; next++) {
        chaos = chaos || segments[next].ending == DESCENT_ENDING_CHAOTIC;
        if (segments[next].period != 0 && (chaos || segments[next].period != segments[i].period))
            break;
        if (segments[next].period != 0 &&
            segments[next].last - segments[next].first > segments[*longest].last - segments[*longest].first)
            *longest = next;
    }
    return next;
}

/* The middle of a segment has settled better than its ends. */
static double middle_value(const follower *f, const descent_bifurcation_segment *segment)
{
    return f->sweep->values[segment->first + (segment->last - segment->first) / 2];
}

/* The doubling between a segment of period p and one of period 2p. */
static descent_status locate_between(follower *f, const descent_bifurcation_segment *segment,
                                     const descent_bifurcation_segment *doubled, bool *located)
{
    const double low = middle_value(f, segment);
    *located = false;
    descent__cycle_set(&f->cycle, low);
    if (!descent__cycle_run(&f->cycle, f->sweep->start, settling_steps, f->state))
        return DESCENT_SUCCESS;
    return locate(f, segment->period, low, middle_value(f, doubled), located);
}

/* Doublings between segments: one of period p, then, perhaps after some that are not settled, one of period 2p. */
static descent_status locate_doublings(follower *f, const descent_bifurcation *data)
{
    const descent_bifurcation_segment *const segments = data->segments;
    bool cascade = false;
    for (size_t i = 0, next; i < data->segment_count; i = next) {
        size_t longest;
        bool located;
        next = i + 1;
        if (segments[i].period == 0 || segments[i].period > longest_doubled)
            continue;
        next = end_of_period(data, i, &longest);
        if (next == data->segment_count || segments[next].period != 2 * segments[i].period)
            continue;
        descent_status status = locate_between(f, &segments[longest], &segments[next], &located);
        if (status != DESCENT_SUCCESS)
            return status;
        /* Only the first cascade is followed to its end. */
        const bool last_seen =
            next + 1 >= data->segment_count || segments[next + 1].period != 2 * segments[next].period;
        if (located && !cascade && last_seen && f->found.count >= 2) {
            cascade = true;
            status = continue_cascade(f);
            if (status != DESCENT_SUCCESS)
                return status;
        }
    }
    return DESCENT_SUCCESS;
}

/* Where does the geometric sequence of a, b, c end? */
static double extrapolate(double a, double b, double c, double *ratio)
{
    *ratio = (b - a) / (c - b);
    return c + (c - b) / (*ratio - 1);
}

/* The end of the first cascade, from its last doublings. */
static void end_cascade(descent_bifurcation *data)
{
    const descent_doubling *const d = data->doublings;
    double unused;
    size_t count = data->doubling_count > 0 ? 1 : 0;
    while (count > 0 && count < data->doubling_count && d[count].period == 2 * d[count - 1].period)
        count++;
    if (count < 3)
        return;
    data->accumulation = extrapolate(d[count - 3].value, d[count - 2].value, d[count - 1].value, &data->ratio);
    if (count > 3)
        data->accumulation_error =
            fabs(data->accumulation - extrapolate(d[count - 4].value, d[count - 3].value, d[count - 2].value, &unused));
}

/* The ending by which a run belongs to a segment: one that approaches a fixed point counts as converged. */
static descent_ending segment_ending(const descent_sweep *sweep, size_t run)
{
    const descent_ending ending = descent_sweep_ending(sweep, run);
    return ending == DESCENT_ENDING_APPROACHING ? DESCENT_ENDING_CONVERGED : ending;
}

static bool begins_segment(const descent_sweep *sweep, size_t run)
{
    return run == 0 || segment_ending(sweep, run) != segment_ending(sweep, run - 1) ||
           descent_sweep_view_run(sweep, run).period != descent_sweep_view_run(sweep, run - 1).period;
}

static descent_status read_segments(const descent_sweep *sweep, descent_bifurcation *data)
{
    size_t count = 0;
    for (size_t run = 0; run < sweep->count; run++)
        count += begins_segment(sweep, run);
    data->segments = calloc(count, sizeof *data->segments);
    if (!data->segments)
        return descent__fail_memory("segments", count * sizeof *data->segments);
    for (size_t run = 0; run < sweep->count; run++) {
        if (begins_segment(sweep, run))
            data->segments[data->segment_count++] = (descent_bifurcation_segment){
                .ending = segment_ending(sweep, run),
                .period = descent_sweep_view_run(sweep, run).period,
                .first = run,
                .low = sweep->values[run],
            };
        descent_bifurcation_segment *const segment = &data->segments[data->segment_count - 1];
        segment->last = run;
        segment->high = sweep->values[run];
        if (segment->ending == DESCENT_ENDING_CHAOTIC && isnan(data->chaos_low))
            data->chaos_low = sweep->values[run];
        const double exponent = descent_sweep_view_run(sweep, run).lyapunov.value;
        if (exponent > data->largest_exponent || (isnan(data->largest_exponent) && !isnan(exponent)))
            data->largest_exponent = exponent;
    }
    return DESCENT_SUCCESS;
}

static descent_status read_doublings(const descent_sweep *sweep, const descent_problem *problem,
                                     descent_bifurcation *data)
{
    double states[2 * descent__cycle_states];
    follower f = {.sweep = sweep, .state = states, .moving = states + descent__cycle_states};
    const bool constant = sweep->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT;
    const descent__rule_family *const family = descent__rule_family_of(&sweep->rule);
    const size_t points = family && descent__family_remembers(family) ? 2 : 1; /* in a state */
    /* Beyond these no cycle is followed, and no doubling reported. */
    if (!constant || !family || problem->dimension > descent__cycle_states / points)
        return DESCENT_SUCCESS;
    descent_status status =
        descent__cycle_open(&f.cycle, problem, &sweep->rule, sweep->kind == DESCENT__PLAN_PARAMETERS);
    if (status == DESCENT_SUCCESS)
        status = locate_doublings(&f, data);
    descent__cycle_close(&f.cycle);
    data->doublings = f.found.items;
    data->doubling_count = f.found.count;
    return status;
}

static descent_status check(const descent_sweep *sweep, const descent_problem *problem)
{
    if (!sweep)
        return descent_fail(DESCENT_EINVAL, "sweep must not be NULL");
    const descent_status status = descent_problem_check(problem);
    if (status != DESCENT_SUCCESS)
        return status;
    if (sweep->kind != DESCENT__PLAN_STEP_SIZES && sweep->kind != DESCENT__PLAN_PARAMETERS)
        return descent_fail(DESCENT_EINVAL, "sweep must be over step sizes or a parameter");
    if (problem->dimension != sweep->dimension)
        return descent_fail(DESCENT_EINVAL, "problem->dimension must be the sweep's %zu, got %zu", sweep->dimension,
                            problem->dimension);
    for (size_t run = 1; run < sweep->count; run++)
        if (!(sweep->values[run] > sweep->values[run - 1]))
            return descent_fail(DESCENT_EINVAL, "values must ascend, but value %zu is %g after %g", run,
                                sweep->values[run], sweep->values[run - 1]);
    return DESCENT_SUCCESS;
}

descent_status descent_bifurcation_read(const descent_sweep *sweep, const descent_problem *problem,
                                        descent_bifurcation **bifurcation)
{
    if (!bifurcation)
        return descent_fail(DESCENT_EINVAL, "bifurcation must not be NULL");
    *bifurcation = NULL;
    descent_status status = check(sweep, problem);
    if (status != DESCENT_SUCCESS)
        return status;
    descent_bifurcation *const made = calloc(1, sizeof *made);
    if (!made)
        return descent__fail_memory("bifurcation data", sizeof *made);
    made->chaos_low = made->accumulation = made->accumulation_error = made->ratio = made->largest_exponent = NAN;
    status = read_segments(sweep, made);
    if (status == DESCENT_SUCCESS)
        status = read_doublings(sweep, problem, made);
    if (status == DESCENT_SUCCESS) {
        end_cascade(made);
        *bifurcation = made;
    } else {
        descent_bifurcation_free(made);
    }
    return status;
}

void descent_bifurcation_free(descent_bifurcation *bifurcation)
{
    if (!bifurcation)
        return;
    for (size_t i = 0; i < bifurcation->doubling_count; i++)
        free(bifurcation->doublings[i].orbit);
    free(bifurcation->doublings);
    free(bifurcation->segments);
    free(bifurcation);
}
