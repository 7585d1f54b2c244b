/*
 * "Change the step size and watch what happens": the notebook's last exercise for 600 step sizes at once. Prints the data
 * of a bifurcation diagram as text: one row for each of 24 step sizes, dark where the run spends its time.
 */
#include <descent/bifurcation.h>
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <descent/sweep.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    count = 600,
    shown = 24,
    width = 64,
    tail = 256
};

/* A row of the diagram: how often the last points fall into each of `width` bins of β₂ from 0 to 2. */
static void print_row(const descent_sweep *sweep, size_t run)
{
    static const char shades[] = " .:+*#";
    size_t bins[width] = {0};
    char row[width + 1];
    const descent_sweep_result result = descent_sweep_view_run(sweep, run);
    for (size_t k = 0; k < result.tail_count; k++) {
        const double at = result.tail[2 * k + 1] / 2 * width;
        if (at >= 0 && at < width)
            bins[(size_t)at]++;
    }
    for (size_t i = 0; i < width; i++) {
        const double share = result.tail_count > 0 ? (double)bins[i] / (double)result.tail_count : 0;
        row[i] = shades[share == 0 ? 0 : share < 0.01 ? 1 : share < 0.03 ? 2 : share < 0.1 ? 3 : share < 0.3 ? 4 : 5];
    }
    row[width] = '\0';
    printf("%.4f |%s| %s", result.value, row, descent_ending_string(result.ending));
    if (result.period > 1)
        printf(", period %zu", result.period);
    printf("\n");
}

static int print_data(const descent_sweep *sweep, const descent_problem *problem)
{
    descent_bifurcation *data;
    if (descent_bifurcation_read(sweep, problem, &data) != DESCENT_SUCCESS) {
        fprintf(stderr, "%s\n", descent_error_detail());
        return 1;
    }
    printf("\nThe period doubles, as the step size grows, at%s\n", data->doubling_count > 0 ? "" : " no step size.");
    for (size_t i = 0; i < data->doubling_count; i++)
        printf("  %.10f  from %2zu to %3zu\n", data->doublings[i].value, data->doublings[i].period,
               2 * data->doublings[i].period);
    if (isfinite(data->accumulation)) /* NaN where too few doublings were found */
        printf("The doublings from period 1 on pile up at %.8f: each distance from one to the next is nearly %.2f\n"
               "times shorter than the one before, and ever closer to that.\n",
               data->accumulation, data->ratio);
    printf("The largest Lyapunov exponent of all runs (how fast neighbouring runs separate) is %.2f; ln 3 is %.2f.\n",
           data->largest_exponent, log(3));
    descent_bifurcation_free(data);
    return 0;
}

int main(void)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const double start[] = {4, 1.25};
    double step_sizes[count];
    descent_sweep_options options = {0};
    descent_sweep *sweep;

    options.tail = tail;
    options.lyapunov = 1;
    for (size_t i = 0; i < count; i++)
        step_sizes[i] = 0.4 + 0.6 * (double)i / (count - 1);
    if (descent_sweep_step_sizes(&problem, start, step_sizes, count, &options, &sweep) != DESCENT_SUCCESS) {
        fprintf(stderr, "%s\n", descent_error_detail());
        return 1;
    }
    printf(
        "Each row is one run from (4, 1.25): on the left its step size, on the right how it ends. Between the bars "
        "stand\n"
        "the values of the second variable in its last %d points, from 0 at the left bar to 2 at the right one: the\n"
        "darker the sign (. : + * #), the more of the points lie there.\n\n",
        tail);
    for (size_t i = 0; i < shown; i++)
        print_row(sweep, i * (count - 1) / (shown - 1));
    const int status = print_data(sweep, &problem);
    descent_sweep_free(sweep);
    return status;
}
