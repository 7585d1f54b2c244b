/* Many runs at once: over the step size, over the starts, and the step size at which a run from this start is lost. */
#include <descent/bifurcation.h>
#include <descent/step_limit.h>
#include <descent/sweep.h>
#include <math.h>
#include <stdlib.h>

#include "explorer.h"
#include "text.h"

static descent_sweep *sweep;
static double *tails;
static uint32_t *labels;
static uint8_t *endings;

static int tell(size_t done, size_t total, void *context)
{
    (void)context;
    return page_progress(done, total);
}

static void forget(void)
{
    descent_sweep_free(sweep);
    sweep = NULL;
    free(labels), free(endings), free(tails);
    labels = NULL, endings = NULL, tails = NULL;
}

/* What the page reads of each run. */
static descent_status keep_results(void)
{
    const size_t count = descent_sweep_count(sweep);
    labels = malloc(count * sizeof *labels);
    endings = malloc(count * sizeof *endings);
    if (!labels || !endings)
        return descent_fail(DESCENT_ENOMEM, "no memory for %zu results", count);
    for (size_t run = 0; run < count; run++) {
        const descent_sweep_result result = descent_sweep_view_run(sweep, run);
        labels[run] = result.label;
        endings[run] = (uint8_t)result.ending;
    }
    return DESCENT_SUCCESS;
}

EXPLORER_EXPORT(step_sizes)
int explorer_step_sizes(const double *start, double low, double high, size_t count, uint32_t steps, size_t tail)
{
    forget();
    explorer_scale(NULL);
    double *const values = malloc(count * sizeof *values);
    if (!values || count < 2) {
        free(values);
        return descent_fail(count < 2 ? DESCENT_EINVAL : DESCENT_ENOMEM, "no %zu step sizes can be tried", count);
    }
    for (size_t i = 0; i < count; i++)
        values[i] = low + (high - low) * ((double)i / (double)(count - 1));
    const descent_rule rule = explorer_rule();
    const descent_sweep_options options = {.steps = steps,
                                           .tail = tail,
                                           .rule = &rule,
                                           .no_confirmation = 1,
                                           .check_count = DESCENT_SWEEP_NO_CHECKS,
                                           .no_losses = 1,
                                           .no_classification = 1,
                                           .progress = tell};
    const descent_status status = descent_sweep_step_sizes(explorer_problem(), start, values, count, &options, &sweep);
    free(values);
    return status == DESCENT_SUCCESS ? (int)keep_results() : (int)status;
}

EXPLORER_EXPORT(tails) const double *explorer_tails(size_t axis, size_t tail)
{
    const descent_sweep_summary summary = descent_sweep_view(sweep);
    free(tails);
    tails = malloc((summary.count * tail + 1) * sizeof *tails);
    if (!tails)
        return NULL;
    for (size_t run = 0; run < summary.count; run++) {
        const descent_sweep_result result = descent_sweep_view_run(sweep, run);
        for (size_t k = 0; k < tail; k++)
            tails[run * tail + k] = k < result.tail_count ? result.tail[k * summary.dimension + axis] : NAN;
    }
    return tails;
}

EXPLORER_EXPORT(bifurcation) const char *explorer_bifurcation(void)
{
    static text out;
    descent_bifurcation *found = NULL;
    text_begin(&out);
    if (descent_bifurcation_read(sweep, explorer_problem(), &found) != DESCENT_SUCCESS)
        return "null";
    text_add(&out, "{\"chaos_low\":");
    text_number(&out, found->chaos_low);
    text_add(&out, ",\"accumulation\":");
    text_number(&out, found->accumulation);
    text_add(&out, ",\"segments\":[");
    for (size_t k = 0; k < found->segment_count; k++) {
        const descent_bifurcation_segment *const one = &found->segments[k];
        text_add(&out, "%s{\"ending\":\"%s\",\"period\":%zu,\"low\":%.17g,\"high\":%.17g}", k ? "," : "",
                 descent_ending_string(one->ending), one->period, one->low, one->high);
    }
    text_add(&out, "],\"doublings\":[");
    for (size_t k = 0; k < found->doubling_count; k++)
        text_add(&out, "%s{\"period\":%zu,\"value\":%.17g}", k ? "," : "", found->doublings[k].period,
                 found->doublings[k].value);
    text_add(&out, "]}");
    descent_bifurcation_free(found);
    return text_end(&out);
}

EXPLORER_EXPORT(basins)
int explorer_basins(size_t x_axis, size_t y_axis, const double *origin, double left, double right, double bottom,
                    double top, size_t columns, size_t rows, uint32_t steps)
{
    forget();
    explorer_scale(NULL);
    const size_t n = explorer_dimension();
    double *const room = calloc(3 * n, sizeof *room);
    if (!room || x_axis >= n || y_axis >= n) {
        free(room);
        return descent_fail(DESCENT_EINVAL, "no plane of variables %zu and %zu", x_axis, y_axis);
    }
    double *const base = room, *const across = room + n, *const up = room + 2 * n;
    for (size_t i = 0; i < n; i++)
        base[i] = i == x_axis || i == y_axis ? 0 : origin[i];
    across[x_axis] = up[y_axis] = 1;
    const descent_plane plane = {.origin = base,
                                 .across = across,
                                 .up = up,
                                 .left = left,
                                 .right = right,
                                 .bottom = bottom,
                                 .top = top,
                                 .columns = columns,
                                 .rows = rows};
    const descent_sweep_options options = {
        .steps = steps, .no_confirmation = 1, .no_losses = 1, .check_count = DESCENT_SWEEP_NO_CHECKS, .progress = tell};
    const descent_status status = descent_sweep_plane(explorer_problem(), explorer_rule(), &plane, &options, &sweep);
    free(room);
    return status == DESCENT_SUCCESS ? (int)keep_results() : (int)status;
}

EXPLORER_EXPORT(labels) const uint32_t *explorer_labels(void)
{
    return labels;
}

EXPLORER_EXPORT(endings) const uint8_t *explorer_endings(void)
{
    return endings;
}

static void write_shares(text *out, const descent_sweep_summary *summary)
{
    int some = 0;
    text_add(out, "],\"shares\":[");
    for (size_t k = 0; k < sizeof summary->share / sizeof *summary->share; k++)
        if (summary->share[k] > 0)
            text_add(out, "%s{\"number\":%zu,\"ending\":\"%s\",\"share\":%.17g}", some++ ? "," : "", k,
                     descent_ending_string((descent_ending)k), summary->share[k]);
    text_add(out, "]}");
}

EXPLORER_EXPORT(attractors) const char *explorer_attractors(void)
{
    static text out;
    const descent_sweep_summary summary = descent_sweep_view(sweep);
    text_begin(&out);
    text_add(&out, "{\"attractors\":[");
    for (uint32_t k = 0; k < summary.label_count; k++) {
        const descent_attractor *const one = descent_sweep_attractor(sweep, k);
        text_add(&out, "%s{\"ending\":\"%s\",\"kind\":\"%s\",\"period\":%zu,\"share\":%.17g,\"x\":", k ? "," : "",
                 descent_ending_string(one->ending), descent_critical_kind_string(one->kind), one->period, one->share);
        text_numbers(&out, one->x, summary.dimension);
        text_add(&out, "}");
    }
    write_shares(&out, &summary);
    return text_end(&out);
}

/*
 * A bracket is needed: a step size with the property and one without. The rule's own is a start, and both ends are moved away
 * from it by factors of 4 and 2, as far as a search is worth while.
 */
static descent_status find_limit(const double *start, const descent_step_limit_options *options,
                                 descent_step_limit_result **result)
{
    enum {
        most_lowerings = 8,
        most_doublings = 24
    };
    const double middle = explorer_rule().step_size;
    descent_status status = DESCENT_EINVAL;
    double low = middle / 16;
    for (int i = 0; i < most_lowerings; i++, low /= 4) {
        double high = middle;
        for (int k = 0; k < most_doublings && status == DESCENT_EINVAL; k++, high *= 2)
            status = descent_step_limit_find(explorer_problem(), start, low, high, options, result);
        if (status != DESCENT_EINVAL)
            break;
    }
    return status;
}

EXPLORER_EXPORT(step_limit) const char *explorer_step_limit(const double *start, int property)
{
    static text out;
    explorer_scale(NULL);
    const descent_rule rule = explorer_rule();
    const descent_step_limit_options options = {.property = (descent_step_property)property, .rule = &rule};
    descent_step_limit_result *result = NULL;
    const descent_status status = find_limit(start, &options, &result);
    text_begin(&out);
    if (status != DESCENT_SUCCESS) {
        text_add(&out, "{\"error\":");
        text_string(&out, descent_error_detail());
        text_add(&out, "}");
        return text_end(&out);
    }
    text_add(&out, "{\"limit\":");
    text_number(&out, result->limit);
    text_add(&out, ",\"low\":");
    text_number(&out, result->low);
    text_add(&out, ",\"high\":");
    text_number(&out, result->high);
    text_add(&out, ",\"single\":%s,\"crossings\":%zu,\"ending_low\":\"%s\",\"ending_high\":\"%s\"}",
             result->single ? "true" : "false", result->crossings, descent_ending_string(result->ending_low),
             descent_ending_string(result->ending_high));
    descent_step_limit_result_free(result);
    return text_end(&out);
}
