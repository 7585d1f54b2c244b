#include "truth/many/outlook.h"

#include <math.h>
#include <string.h>

#include "truth/many/linear.h"
#include "truth/many/window.h"

past past_of(const trial *of)
{
    const size_t n = of->on.n;
    past seen = {.end = machine_begin(of)};
    box all, tail;
    box_begin(&all, n, seen.end.x);
    seen.first_loss = seen.last_loss = seen.highest_loss = terrain_loss(&of->on, seen.end.x);
    seen.loss_lost = isnan(seen.first_loss);
    seen.number_loss = seen.first_loss;
    seen.size = length(n, seen.end.x);
    box_begin(&tail, n, seen.end.x);
    for (size_t k = 1; k <= of->steps; k++) {
        if (!machine_step(&seen.end)) {
            seen.broken = true;
            break;
        }
        if (k == of->steps - of->steps / 4) {
            box_begin(&tail, n, seen.end.x);
            seen.tail_loss = 0;
        }
        box_add(&all, n, seen.end.x);
        box_add(&tail, n, seen.end.x);
        seen.size = fmax(seen.size, length(n, seen.end.x));
        seen.last_loss = terrain_loss(&of->on, seen.end.x);
        seen.tail_loss += seen.last_loss / (double)(of->steps / 4 + 1);
        seen.highest_loss = fmax(seen.highest_loss, seen.last_loss);
        seen.loss_lost |= isnan(seen.last_loss);
        seen.number_loss = isnan(seen.last_loss) ? seen.number_loss : seen.last_loss;
    }
    seen.diameter = box_diagonal(&all, n);
    seen.tail = box_diagonal(&tail, n);
    return seen;
}

outlook outlook_of(const past *seen, uint64_t steps, const double *from, size_t period)
{
    const trial *const of = seen->end.of;
    const size_t n = of->on.n;
    machine run = seen->end, ahead = seen->end;
    outlook of_run = {.lowest = INFINITY, .highest = -INFINITY, .nearest = INFINITY};
    double sum = 0;
    uint64_t counted = 0;
    box half;
    box_begin(&half, n, run.x);
    bool leads = period > 0;
    for (size_t k = 0; k < period && leads; k++)
        leads = machine_step(&ahead);
    for (uint64_t k = 1; k <= steps; k++) {
        if (leads) {
            of_run.return_error = fmax(of_run.return_error, apart(n, run.x, ahead.x));
            leads = machine_step(&ahead);
        }
        if (!machine_step(&run)) {
            of_run.broke = true;
            break;
        }
        of_run.steps = k;
        const double loss = terrain_loss(&of->on, run.x);
        of_run.moved = fmax(of_run.moved, apart(n, run.x, seen->end.x));
        of_run.highest = isnan(loss) ? INFINITY : fmax(of_run.highest, loss);
        if (from) {
            const double distance = apart(n, run.x, from);
            of_run.farthest = fmax(of_run.farthest, distance);
            of_run.nearest = fmin(of_run.nearest, distance);
        }
        if (2 * k >= steps) {
            if (counted == 0)
                box_begin(&half, n, run.x);
            box_add(&half, n, run.x);
            of_run.lowest = fmin(of_run.lowest, loss);
            sum += loss;
            counted++;
        }
    }
    of_run.late = counted > 0 ? box_diagonal(&half, n) : INFINITY;
    of_run.mean = counted > 0 ? sum / (double)counted : NAN;
    return of_run;
}

double steps_until_within(const past *seen, const double *point, double tolerance, uint64_t most)
{
    const size_t n = seen->end.of->on.n;
    machine run = seen->end;
    uint64_t outside = 0; /* the last step outside, counted from 1 */
    bool ever = apart(n, run.x, point) > tolerance;
    for (uint64_t k = 1; k <= most; k++) {
        if (!machine_step(&run))
            return NAN;
        const double distance = apart(n, run.x, point);
        if (distance > tolerance) {
            outside = k;
            ever = true;
        } else if (distance <= 1e-3 * tolerance && k - outside > 64) {
            break;
        } else if (k - outside > 2000 && k > 2 * outside) {
            break;
        }
        if (k == most && outside + 64 > most)
            return NAN;
    }
    return ever ? (double)(outside + 1) : 0;
}

pace pace_of(const past *seen, const double *point, double first, double last, uint64_t most)
{
    const size_t n = seen->end.of->on.n;
    machine run = seen->end;
    const double from = apart(n, run.x, point), least = fmax(last, 1e-13 * length(n, point));
    uint64_t begin = 0, end = 0; /* last steps outside `first` and `last` */
    for (uint64_t k = 1; k <= most && k < 2 * end + 200 && machine_step(&run); k++) {
        const double distance = apart(n, run.x, point);
        begin = distance > first ? k : begin;
        end = distance > least ? k : end;
    }
    if (end < begin + 2)
        return (pace){NAN, NAN};
    /* Of a swing the largest of each end counts: the distance itself passes through nothing. */
    double early = 0, late = 0;
    uint64_t early_at = begin, late_at = end;
    run = seen->end;
    for (uint64_t k = 0; k <= end; k++) {
        const double distance = k == 0 ? from : apart(n, run.x, point);
        if (k >= begin && k <= begin + (end - begin) / 4 && distance > early) {
            early = distance;
            early_at = k;
        }
        if (k >= end - (end - begin) / 4 && distance > late) {
            late = distance;
            late_at = k;
        }
        if (!machine_step(&run))
            break;
    }
    const double factor = log(late / early), start = (double)seen->end.step;
    return (pace){exp(factor / (double)(late_at - early_at)),
                  factor / log((start + (double)late_at) / fmax(start + (double)early_at, 1))};
}

double exponent_between(const past *seen, const double *point, uint64_t first, uint64_t last)
{
    const size_t n = seen->end.of->on.n;
    machine run = seen->end;
    double early = 0, late = 0;
    for (uint64_t k = 1; k <= last && machine_step(&run); k++) {
        const double distance = apart(n, run.x, point);
        if (k <= first && k > first - first / 10)
            early = fmax(early, distance);
        if (k > last - last / 10)
            late = fmax(late, distance);
    }
    const double start = (double)seen->end.step;
    return late > 0 && late < early ? log(late / early) / log((start + (double)last) / (start + (double)first)) : NAN;
}
