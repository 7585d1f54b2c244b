/*
 * "Change the step size and watch what happens": the notebook's last exercise for 600 step sizes at once. Prints the data
 * of a bifurcation diagram as text: one row for each of 24 step sizes, dark where the run spends its time.
 */
#include <descent/descent.h>
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
    size_t points, bins[width] = {0};
    char row[width + 1];
    const double *x = descent_sweep_tail(sweep, run, &points);
    for (size_t k = 0; k < points; k++) {
        const double at = x[2 * k + 1] / 2 * width;
        if (at >= 0 && at < width)
            bins[(size_t)at]++;
    }
    for (size_t i = 0; i < width; i++) {
        const double share = points > 0 ? (double)bins[i] / (double)points : 0;
        row[i] = shades[share == 0 ? 0 : share < 0.01 ? 1 : share < 0.03 ? 2 : share < 0.1 ? 3 : share < 0.3 ? 4 : 5];
    }
    row[width] = '\0';
    const char *ending = descent_ending_string(descent_sweep_ending(sweep, run));
    printf("%.4f |%s| %s", descent_sweep_value(sweep, run), row, ending);
    if (descent_sweep_period(sweep, run) > 1)
        printf(", period %zu", descent_sweep_period(sweep, run));
    printf("\n");
}

static int print_data(const descent_sweep *sweep, const descent_problem *problem)
{
    descent_bifurcation *data;
    if (descent_bifurcation_read(sweep, problem, &data) != DESCENT_SUCCESS) {
        fprintf(stderr, "%s\n", descent_error_detail());
        return 1;
    }
    printf("\nwhere the period doubles:\n");
    for (size_t i = 0; i < data->doubling_count; i++)
        printf("  %2zu to %3zu  %.10f\n", data->doublings[i].period, 2 * data->doublings[i].period,
               data->doublings[i].value);
    printf("the cascade ends at %.8f; its distances shrink by %.2f\n", data->accumulation, data->ratio);
    printf("largest exponent of all runs %.2f, ln 3 is %.2f\n", data->largest_exponent, log(3));
    descent_bifurcation_free(data);
    return 0;
}

int main(void)
{
    const descent_problem problem = descent_landscape_notebook();
    const double start[] = {4, 1.25};
    double step_sizes[count];
    descent_sweep_options options;
    descent_sweep_options_default(&options);
    descent_sweep *sweep;

    options.tail = tail;
    options.lyapunov = 1;
    for (size_t i = 0; i < count; i++)
        step_sizes[i] = 0.4 + 0.6 * (double)i / (count - 1);
    if (descent_sweep_step_sizes(&problem, start, step_sizes, count, &options, &sweep) != DESCENT_SUCCESS) {
        fprintf(stderr, "%s\n", descent_error_detail());
        return 1;
    }
    for (size_t i = 0; i < shown; i++)
        print_row(sweep, i * (count - 1) / (shown - 1));
    const int status = print_data(sweep, &problem);
    descent_sweep_free(sweep);
    return status;
}
