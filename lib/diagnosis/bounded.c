#include "diagnosis/bounded.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "diagnosis/settling.h"
#include "diagnosis/trial.h"
#include "vector.h"

enum {
    exponent_steps = 5000,  /* of the twin, at most */
    exponent_least = 400,   /* below it no interval is worth the name */
    coordinates_shown = 64, /* coordinate periods are kept up to this dimension */
    kink_pairs = 4
};

static void mean_point(const descent_series *series, size_t first, double *mean)
{
    descent_vector_fill(series->n, 0, mean);
    const double share = 1 / (double)(series->count - first);
    for (size_t row = first; row < series->count; row++)
        descent_vector_add_scaled(series->n, share, descent_series_point(series, row), mean);
}

/* The critical point that a bounded motion circles gives the stability limit. */
static void circled_point(descent_case *facts, size_t first)
{
    descent_evidence *evidence = facts->evidence;
    descent_diagnosis *diagnosis = evidence->diagnosis;
    double *mean = descent_evidence_numbers(evidence, evidence->n);
    if (!mean || !evidence->has_problem || facts->limit.point || evidence->random)
        return;
    mean_point(&facts->series, first, mean);
    descent_limit limit;
    descent_limit_find(evidence, mean, &limit);
    if (limit.point && descent_vector_distance(evidence->n, limit.point->x, mean) <= 2 * facts->motion.half) {
        facts->limit.point = diagnosis->point = limit.point;
        return;
    }
    descent_critical_point_free(limit.point);
}

static void look_for_kink(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    if (!evidence->has_problem || !evidence->gradient_known || evidence->random)
        return;
    const descent_series *series = &facts->series;
    for (size_t k = 0; k < kink_pairs && k + 1 < series->count; k++) {
        const double *x = descent_series_point(series, series->count - 2 - k);
        if (descent_trial_kink(evidence, x, x + series->n)) {
            evidence->diagnosis->findings |= DESCENT_FINDING_KINK;
            return;
        }
    }
}

static void keep_coordinates(descent_case *facts, const descent_series *series)
{
    descent_evidence *evidence = facts->evidence;
    if (evidence->n > coordinates_shown || series->count < 8)
        return;
    size_t *periods = descent_arena_take(evidence->keep, evidence->n, sizeof *periods);
    if (!periods) {
        evidence->out_of_memory = true;
        return;
    }
    descent_recurrence_coordinates(series, evidence->options.period_limit, periods);
    evidence->diagnosis->coordinate_periods = periods;
}

static bool passes_by(const descent_case *facts)
{
    const descent_diagnosis *diagnosis = facts->evidence->diagnosis;
    if (facts->recurrence.exact || diagnosis->multiplier_count == 0)
        return false;
    const size_t last = diagnosis->multiplier_count - 1;
    return hypot(diagnosis->multipliers[last], diagnosis->multipliers_imaginary[last]) > 1.001;
}

bool descent_bounded_keep_orbit(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    descent_diagnosis *diagnosis = evidence->diagnosis;
    const size_t n = evidence->n;
    const size_t period = facts->recurrence.period;
    const size_t last = facts->series.count - 1;
    double *orbit = descent_arena_numbers(evidence->keep, period * n);
    if (!orbit) {
        evidence->out_of_memory = true;
        return false;
    }
    descent_vector_copy(n, descent_series_point(&facts->series, last), orbit);
    for (size_t j = 1; j < period; j++)
        descent_vector_copy(n, descent_series_point(&facts->series, last + j - period), orbit + j * n);
    descent_multipliers_measure(evidence, orbit, period, facts->recurrence.amplitude);
    if (passes_by(facts))
        return false;
    diagnosis->period = period;
    diagnosis->orbit = orbit;
    diagnosis->onset = facts->series.first_step + facts->recurrence.onset;
    keep_coordinates(facts, &facts->series);
    circled_point(facts, facts->series.count - period);
    look_for_kink(facts);
    return !evidence->out_of_memory;
}

void descent_bounded_noise(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    descent_diagnosis *diagnosis = evidence->diagnosis;
    const descent_series *series = &facts->series;
    double *mean = descent_evidence_numbers(evidence, evidence->n);
    if (!mean || facts->motion.count < 32)
        return;
    const size_t half = series->count / 2;
    mean_point(series, half, mean);
    double square = 0;
    double product = 0;
    for (size_t row = half; row + 1 < series->count; row++) {
        const double *x = descent_series_point(series, row);
        for (size_t i = 0; i < series->n; i++) {
            const double deviation = (x[i] - mean[i]) / facts->motion.half;
            square += deviation * deviation;
            product += deviation * ((x[series->n + i] - mean[i]) / facts->motion.half);
        }
    }
    const double count = (double)(series->count - 1 - half);
    diagnosis->noise_floor = facts->motion.half * sqrt(square / count);
    /* In a quadratic valley the correlation from step to step is 1 − ηλ and the variance ησ²/(λ(2 − ηλ)) (Mandt, Hoffman
     * and Blei 2017, section 4). */
    const double eta_lambda = 1 - product / square;
    if (eta_lambda > 0 && eta_lambda < 2 && facts->motion.straightness < 0.2)
        diagnosis->noise_floor_half = diagnosis->noise_floor * sqrt(0.5 * (2 - eta_lambda) / (2 - 0.5 * eta_lambda));
}

/* Mean fraction of a turn a step, in the plane of one coordinate and itself one step before, around the mean. */
static double rotation(const descent_series *series)
{
    const size_t n = series->n;
    size_t widest = 0;
    double width = 0;
    for (size_t i = 0; i < n; i++) {
        double low = INFINITY;
        double high = -INFINITY;
        for (size_t row = 0; row < series->count; row++) {
            low = fmin(low, series->points[row * n + i]);
            high = fmax(high, series->points[row * n + i]);
        }
        if (high - low > width) {
            width = high - low;
            widest = i;
        }
    }
    double mean = 0;
    for (size_t row = 0; row < series->count; row++)
        mean += series->points[row * n + widest] / (double)series->count;
    const double full = 2 * acos(-1.0);
    double turned = 0;
    for (size_t row = 2; row < series->count; row++) {
        const double a = series->points[(row - 2) * n + widest] - mean;
        const double b = series->points[(row - 1) * n + widest] - mean;
        const double c = series->points[row * n + widest] - mean;
        double angle = atan2(c, b) - atan2(b, a);
        while (angle < 0)
            angle += full;
        while (angle >= full)
            angle -= full;
        turned += angle;
    }
    const double turns = turned / full / (double)(series->count - 2);
    return turns > 0.5 ? 1 - turns : turns;
}

/* A copy that runs on repeats itself: is the run there already? */
static bool settles_on_cycle(descent_case *facts, const descent_lyapunov *lyapunov)
{
    descent_evidence *evidence = facts->evidence;
    descent_motion motion;
    descent_recurrence recurrence;
    if (!descent_motion_measure(evidence, &lyapunov->series, &motion))
        return false;
    descent_recurrence_find(evidence, &lyapunov->series, &motion, evidence->options.period_limit, &recurrence);
    if (recurrence.period == 0)
        return false;
    if (recurrence.onset <= recurrence.period) {
        facts->recurrence = recurrence;
        facts->series = lyapunov->series;
        facts->motion = motion;
        facts->continued = true;
        if (!descent_bounded_keep_orbit(facts))
            return false;
        return descent_case_end(facts, DESCENT_ENDING_PERIODIC,
                                "The run has all but settled: a copy that goes on returns after every %zu steps.",
                                recurrence.period);
    }
    return descent_case_end(facts, DESCENT_ENDING_UNDETERMINED,
                            "Still on the way: a copy that goes on settles after about %zu more steps and then returns "
                            "after every %zu steps.",
                            recurrence.onset, recurrence.period);
}

/* From a row to the nearest of the lag − 1 points that follow it. */
static double nearest_of_cycle(const descent_series *series, size_t row, size_t lag)
{
    const double *x = descent_series_point(series, row);
    double nearest = INFINITY;
    for (size_t j = 1; j < lag; j++)
        nearest = fmin(nearest, descent_vector_distance(series->n, x, x + j * series->n));
    return nearest;
}

/*
 * Does the copy all but return after some number of steps, and creep on from return to return? Then it is slowly leaving
 * a cycle or settling onto one, or near a critical point that it swings around: no quasiperiodic run, whose returns go
 * on until they meet the points in between. 0 if not.
 */
static size_t creeps(const descent_series *series, double extent, size_t limit)
{
    const size_t m = series->count;
    const double *last = descent_series_point(series, m - 1);
    double between = INFINITY; /* from the last point to the nearest other one of its cycle */
    for (size_t lag = 2; lag <= limit && 8 * lag < m; lag++) {
        between = fmin(between, descent_vector_distance(series->n, last, last - (lag - 1) * series->n));
        if (descent_vector_distance(series->n, last, last - lag * series->n) > 0.01 * extent)
            continue;
        double way = 0;
        size_t row = m - 1;
        for (; row >= lag + m / 10; row -= lag) /* what fades at once is gone by then */
            way += descent_vector_distance(series->n, descent_series_point(series, row),
                                           descent_series_point(series, row - lag));
        const double *first = descent_series_point(series, row);
        const double gone = descent_vector_distance(series->n, last, first);
        if (gone > 0.9 * way && gone < fmax(between, nearest_of_cycle(series, row, lag)))
            return lag;
    }
    return 0;
}

/* What the copy shows by the end of its own way: it came to rest, or its swings shrink with the step size. */
static bool copy_settles(descent_case *facts, const descent_lyapunov *lyapunov)
{
    descent_evidence *evidence = facts->evidence;
    const descent_series *copy = &lyapunov->series;
    const size_t quarter = copy->count / 4;
    const double first = descent_series_extent(evidence, copy, 0, quarter);
    const double last = descent_series_extent(evidence, copy, copy->count - quarter, copy->count);
    if (last <= 1e-3 * first)
        return descent_case_end(facts, DESCENT_ENDING_UNDETERMINED,
                                "Still on the way: a copy that goes on comes to rest within %zu steps.", copy->count);
    if (last <= 0.9 * first && evidence->rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT)
        return descent_case_end(
            facts, DESCENT_ENDING_UNDETERMINED,
            "The swings shrink with the step size; where they end will only show when it is small.");
    return false;
}

/* Are the two halves of the copy alike, in place and size? What still wanders or grows is on no torus yet. */
static bool is_stationary(descent_evidence *evidence, const descent_series *copy)
{
    const size_t half = copy->count / 2;
    const descent_series first = {.n = copy->n, .count = half, .points = copy->points};
    double *means = descent_evidence_numbers(evidence, 2 * copy->n);
    if (!means || half == 0)
        return false;
    mean_point(&first, 0, means);
    mean_point(copy, half, means + copy->n);
    const double before = descent_series_extent(evidence, copy, 0, half);
    const double after = descent_series_extent(evidence, copy, half, copy->count);
    return descent_vector_distance(copy->n, means, means + copy->n) <= 0.1 * before && after <= 1.2 * before &&
           before <= 1.2 * after;
}

/* Theory says that the minimum attracts, so slowly that the exponent cannot be told from it: no torus is proved. */
static bool may_be_attracted(const descent_case *facts, const descent_lyapunov *lyapunov)
{
    const descent_limit *limit = &facts->limit;
    return limit->point && limit->point->kind == DESCENT_CRITICAL_MINIMUM && limit->multiplier > 0 &&
           limit->multiplier < 1 && log(limit->multiplier) >= lyapunov->low;
}

/*
 * Momentum below 1 is friction: with β motion dies out like β^(k/2) at best, and before it has had the time, a run that
 * will come to rest looks as if it wandered for ever.
 */
static bool friction_has_told(const descent_case *facts, size_t more_steps)
{
    const double relaxations = 20;
    const descent_evidence *evidence = facts->evidence;
    const double momentum = evidence->has_rule ? fabs(evidence->rule.momentum) : 0;
    const double steps = (double)evidence->diagnosis->steps + (double)more_steps;
    return !(momentum > 0 && momentum < 1) || steps * -log(momentum) >= relaxations;
}

static bool judge_exponent(descent_case *facts, const descent_lyapunov *lyapunov)
{
    descent_diagnosis *diagnosis = facts->evidence->diagnosis;
    const double steps = (double)lyapunov->steps;
    const double size = fabs(lyapunov->exponent);
    diagnosis->lyapunov = lyapunov->exponent;
    diagnosis->lyapunov_low = lyapunov->low;
    diagnosis->lyapunov_high = lyapunov->high;
    keep_coordinates(facts, facts->motion.count >= 64 && !facts->continued ? &facts->series : &lyapunov->series);
    circled_point(facts, facts->series.count / 2);
    look_for_kink(facts);
    const bool old = friction_has_told(facts, lyapunov->steps);
    if (old && lyapunov->low > 0 && lyapunov->exponent * steps > 10 && lyapunov->exponent > 0.005)
        return descent_case_end(facts, DESCENT_ENDING_CHAOTIC,
                                "Followed for %zu steps more, the run stays within bounds and does not settle, and "
                                "neighbouring runs separate exponentially.",
                                lyapunov->steps);
    if (descent_settling_of_copy(facts, &lyapunov->series))
        return true;
    if (may_be_attracted(facts, lyapunov))
        return descent_case_end(facts, DESCENT_ENDING_UNDETERMINED,
                                "The run circles a minimum that attracts it, by theory, but too slowly to be seen in "
                                "%zu steps.",
                                lyapunov->steps);
    if (!old)
        return descent_case_end(
            facts, DESCENT_ENDING_UNDETERMINED,
            "With a momentum so near to 1 motion dies out so slowly that even %zu more steps do not "
            "tell whether the run comes to rest.",
            lyapunov->steps);
    const size_t lag = creeps(&lyapunov->series, facts->motion.half, facts->evidence->options.period_limit);
    if (lag > 0)
        return descent_case_end(
            facts, DESCENT_ENDING_UNDETERMINED,
            "The run all but returns after every %zu steps and creeps on from one return to the next; whether it "
            "settles or leaves will only show in many more steps.",
            lag);
    const double width = lyapunov->high - lyapunov->low;
    /* Neighbours on tori glide apart like k, which is ln k in all; they never draw together. */
    const bool neutral = lyapunov->exponent > 0 ? size * steps <= 10 : size * steps <= 1;
    if (!is_stationary(facts->evidence, &lyapunov->series))
        return descent_case_end(facts, DESCENT_ENDING_UNDETERMINED,
                                "The run stays within bounds, but a copy that goes on still wanders after %zu steps.",
                                lyapunov->steps);
    if (neutral || (lyapunov->low <= 0 && lyapunov->high >= 0 && width <= 0.005)) {
        diagnosis->rotation_number = rotation(&lyapunov->series);
        return descent_case_end(facts, DESCENT_ENDING_QUASIPERIODIC,
                                "The run stays within bounds and never returns, yet neighbouring runs do not separate "
                                "exponentially.");
    }
    if (lyapunov->high < 0)
        return descent_case_end(
            facts, DESCENT_ENDING_UNDETERMINED,
            "The run stays within bounds and neighbouring runs draw together, but no period up to %zu "
            "was seen; more steps may show a longer one.",
            facts->evidence->options.period_limit);
    return descent_case_end(
        facts, DESCENT_ENDING_UNDETERMINED,
        "The run stays within bounds and did not return; whether neighbouring runs separate cannot be "
        "told from %zu steps.",
        lyapunov->steps);
}

bool descent_bounded_decide(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    const descent_motion *motion = &facts->motion;
    const bool sustained = motion->count >= 8 && motion->straightness < 0.5 &&
                           motion->length_last > 0.5 * motion->length_before && motion->half > 0;
    if (!sustained)
        return false;
    if (!evidence->flow_trusted) {
        if (motion->count < 64 || motion->quarter > 1.3 * motion->before || motion->quarter < 0.8 * motion->before)
            return false;
        keep_coordinates(facts, &facts->series);
        return descent_case_end(
            facts, DESCENT_ENDING_UNDETERMINED,
            "The run stays within bounds and does not return; without problem and rule nobody can tell "
            "whether it is chaotic, quasiperiodic or noisy.");
    }
    const size_t affordable = (size_t)(descent_evidence_left(evidence) / 3);
    const size_t steps = affordable < exponent_steps ? affordable : exponent_steps;
    if (steps < exponent_least) {
        evidence->diagnosis->budget_exhausted = 1;
        return descent_case_end(
            facts, DESCENT_ENDING_UNDETERMINED,
            "The run stays within bounds so far; the budget does not allow to measure how neighbouring "
            "runs separate.");
    }
    descent_lyapunov lyapunov;
    const bool measured = descent_lyapunov_measure(evidence, steps, motion->half, &lyapunov);
    if (evidence->out_of_memory)
        return true;
    /* First of all a cycle: an oscillation that is still small may grow a hundredfold and end on one. */
    if (lyapunov.result != DESCENT_FLOW_NONFINITE &&
        (settles_on_cycle(facts, &lyapunov) || copy_settles(facts, &lyapunov)))
        return true;
    const bool escapes =
        lyapunov.result == DESCENT_FLOW_NONFINITE ||
        descent_series_extent(evidence, &lyapunov.series, 0, lyapunov.series.count) > 100 * facts->scale;
    if (escapes)
        return descent_case_end(
            facts, DESCENT_ENDING_UNDETERMINED,
            "The run was bounded so far, but a copy that goes on leaves these bounds within %zu more steps.",
            lyapunov.series.count);
    return measured && !evidence->out_of_memory && judge_exponent(facts, &lyapunov);
}
