/* Two sweeps that must have the same results, but for the units of their numbers. */
#ifndef DESCENT_TESTS_SWEEP_ALIKE_H
#define DESCENT_TESTS_SWEEP_ALIKE_H

#include "in_units.h"
#include "support.h"

#include <descent/sweep.h>

/* What is compared now, for messages, and of how many steps its runs are. */
static size_t now;
static uint64_t steps_of_now;

static inline void assert_unit(double number, double factor, double own, const char *what, size_t which, size_t unit)
{
    ck_assert_msg(units_same(number, factor, own), "case %zu, %s %zu, units %zu: %.17g, and %.17g in its own", now,
                  what, which, unit, number / factor, own);
}

/* Did the run end at the largest numbers there are? Those are the same in all units, and are met at other steps. */
static inline bool overflows(const descent_sweep *sweep, size_t run)
{
    return descent_sweep_view_run(sweep, run).steps < steps_of_now;
}

static inline bool any_overflows(const descent_sweep *sweep)
{
    for (size_t run = 0; run < descent_sweep_count(sweep); run++)
        if (overflows(sweep, run))
            return true;
    return false;
}

static inline void compare_runs(const descent_sweep *sweep, const descent_sweep *first, const in_units *u,
                                double value_unit, size_t unit)
{
    const size_t n = descent_sweep_view(first).dimension;
    for (size_t run = 0; run < descent_sweep_count(first); run++) {
        const descent_sweep_result a = descent_sweep_view_run(sweep, run), b = descent_sweep_view_run(first, run);
        ck_assert_msg(a.ending == b.ending, "case %zu, run %zu, units %zu: %s, and %s in its own", now, run, unit,
                      descent_ending_string(a.ending), descent_ending_string(b.ending));
        ck_assert_uint_eq(a.period, b.period);
        ck_assert_uint_eq(a.label, b.label);
        if (overflows(first, run) || overflows(sweep, run))
            continue;
        ck_assert_uint_eq(a.steps, b.steps);
        ck_assert_uint_eq(a.tail_count, b.tail_count);
        if (value_unit > 0) /* 0: what is swept over is told in one of them only */
            assert_unit(a.value, value_unit, b.value, "value", run, unit);
        assert_unit(a.end_loss, u->height, b.end_loss, "loss", run, unit);
        assert_unit(a.lyapunov.value, 1, b.lyapunov.value, "exponent", run, unit);
        assert_unit(a.lyapunov.low, 1, b.lyapunov.low, "exponent's low", run, unit);
        assert_unit(a.lyapunov.high, 1, b.lyapunov.high, "exponent's high", run, unit);
        for (size_t i = 0; i < n; i++)
            assert_unit(a.end_point[i], u->length, b.end_point[i], "end point", run, unit);
        for (size_t i = 0; i < n * a.tail_count; i++)
            assert_unit(a.tail[i], u->length, b.tail[i], "tail", run, unit);
    }
}

static inline void compare_sweeps(const descent_sweep *sweep, const descent_sweep *first, const in_units *u,
                                  double value_unit, size_t unit)
{
    const descent_sweep_summary a = descent_sweep_view(sweep), b = descent_sweep_view(first);
    compare_runs(sweep, first, u, value_unit, unit);
    if (!any_overflows(sweep) && !any_overflows(first))
        ck_assert_mem_eq(&a.evaluations, &b.evaluations, sizeof a.evaluations);
    ck_assert_mem_eq(a.share, b.share, sizeof a.share);
    ck_assert_uint_eq(a.label_count, b.label_count);
    ck_assert_uint_eq(a.failures, b.failures);
    ck_assert_uint_eq(a.checked, b.checked);
    assert_unit(a.agreement, 1, b.agreement, "agreement", 0, unit);
    for (uint32_t label = 0; label < a.label_count; label++) {
        const descent_attractor *const p = descent_sweep_attractor(sweep, label), *const q = descent_sweep_attractor(
                                                                                      first, label);
        ck_assert_int_eq(p->ending, q->ending);
        ck_assert_int_eq(p->kind, q->kind);
        ck_assert_uint_eq(p->period, q->period);
        ck_assert_uint_eq(p->first_run, q->first_run);
        ck_assert_uint_eq(p->runs, q->runs);
        assert_unit(p->share, 1, q->share, "share", label, unit);
        assert_unit(p->loss, u->height, q->loss, "loss of label", label, unit);
        for (size_t i = 0; i < a.dimension; i++)
            assert_unit(p->x[i], u->length, q->x[i], "attractor", label, unit);
    }
}

#endif
