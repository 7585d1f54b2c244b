/*
 * The native twin of the page: makes the runs that standard input names, one a line, through the same functions as the page, and
 * prints what must be equal bit for bit.
 *
 * In:  landscape, the numbers of an explorer_setting, steps dimension start…
 * Out: rows, a hash of all points, losses, gradient norms and step lengths, and the diagnosis as JSON; or "error".
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "explorer.h"

/* Nothing is typed here. */
int page_loss(size_t n, const double *x, double *value)
{
    (void)n, (void)x, (void)value;
    return 1;
}

int page_gradient(size_t n, const double *x, double *gradient)
{
    (void)n, (void)x, (void)gradient;
    return 1;
}

int page_gradients(size_t n, size_t count, size_t stride, const double *x, double *gradient)
{
    (void)n, (void)count, (void)stride, (void)x, (void)gradient;
    return 1;
}

int page_hessian(size_t n, const double *x, double *hessian)
{
    (void)n, (void)x, (void)hessian;
    return 1;
}

int page_progress(size_t done, size_t total)
{
    (void)done, (void)total;
    return 0;
}

/* FNV-1a over 64-bit words. All NaN are one: which of their bits are set is no result. */
static uint64_t hash(uint64_t sum, const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t bits = UINT64_C(0x7ff8000000000000);
        if (values[i] == values[i])
            memcpy(&bits, &values[i], sizeof bits);
        sum = (sum ^ bits) * UINT64_C(0x100000001b3);
    }
    return sum;
}

static void print_run(void)
{
    const size_t rows = explorer_rows(), n = explorer_dimension();
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    sum = hash(sum, explorer_points(), rows * n);
    sum = hash(sum, explorer_losses(), rows);
    sum = hash(sum, explorer_gradient_norms(), rows);
    sum = hash(sum, explorer_step_lengths(), rows);
    printf("%zu %016" PRIx64 " %s", rows, sum, explorer_diagnose() == DESCENT_SUCCESS ? explorer_json() : "error\n");
}

int main(void)
{
    enum {
        settings = sizeof(explorer_setting) / sizeof(double)
    };
    size_t landscape, n;
    uint32_t steps;
    double numbers[settings], start[8];
    explorer_setting setting;
    while (scanf("%zu", &landscape) == 1) {
        for (size_t i = 0; i < settings; i++)
            if (scanf("%lf", &numbers[i]) != 1)
                return 1;
        memcpy(&setting, numbers, sizeof setting);
        if (scanf("%" SCNu32 " %zu", &steps, &n) != 2 || n > 8)
            return 1;
        for (size_t i = 0; i < n; i++)
            if (scanf("%lf", &start[i]) != 1)
                return 1;
        if (explorer_choose_landscape(landscape) == DESCENT_SUCCESS && explorer_dimension() == n &&
            explorer_choose_rule(&setting) == DESCENT_SUCCESS && explorer_run(start, steps) == DESCENT_SUCCESS)
            print_run();
        else
            printf("error %s\n", explorer_error());
    }
    return 0;
}
