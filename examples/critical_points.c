/*
 * Which points have zero gradient, and what are they? All critical points of three losses, found in a box: for the
 * teaching notebook's loss with Hessian, for two more landscapes as a table.
 */
#include <descent/descent.h>
#include <stdio.h>
#include <stdlib.h>

static void require(descent_status status)
{
    if (status == DESCENT_SUCCESS)
        return;
    fprintf(stderr, "critical_points: %s: %s\n", descent_status_string(status), descent_error_detail());
    exit(EXIT_FAILURE);
}

/* + 0.0 turns −0 into 0; what is rounding beside 1 is shown as 0. */
static double shown(double value)
{
    return value < 5e-13 && value > -5e-13 ? 0 : value + 0.0;
}

static void print_row(const descent_critical_point *point)
{
    printf("  %-8s  (%10.6f, %10.6f)  loss %11.6f  eigenvalues %11.6f %11.6f",
           descent_critical_kind_string(point->kind), shown(point->x[0]), shown(point->x[1]), shown(point->loss),
           shown(point->eigenvalues[0]), shown(point->eigenvalues[1]));
    if (point->escape)
        printf("  way out (%.4f, %.4f)", shown(point->escape[0]), shown(point->escape[1]));
    printf("\n");
}

static void print_hessian(const descent_critical_point *point)
{
    printf("            Hessian [%g %g; %g %g]", shown(point->hessian[0]), shown(point->hessian[1]),
           shown(point->hessian[2]), shown(point->hessian[3]));
    if (point->step_limit > 0)
        printf(", fixed steps are stable below %g", point->step_limit);
    printf("\n");
}

static void print_all(const char *name, const descent_problem *problem, const double *lower, const double *upper,
                      int hessians)
{
    descent_critical_set *set;
    require(descent_critical_search(problem, lower, upper, NULL, &set));
    printf("%s: %zu critical points in [%g, %g] x [%g, %g]\n", name, set->count, lower[0], upper[0], lower[1],
           upper[1]);
    for (size_t i = 0; i < set->count; i++) {
        print_row(set->points[i]);
        if (hessians)
            print_hessian(set->points[i]);
    }
    printf("  the last %zu starts in a row found nothing new\n\n", set->fruitless);
    descent_critical_set_free(set);
}

int main(void)
{
    const descent_problem notebook = descent_landscape_notebook(), himmelblau = descent_landscape_himmelblau(),
                          camel = descent_landscape_six_hump_camel();
    print_all("The notebook's loss", &notebook, (const double[]){0, -0.5}, (const double[]){4, 2.5}, 1);
    print_all("Himmelblau's function", &himmelblau, (const double[]){-5, -5}, (const double[]){5, 5}, 0);
    print_all("The six-hump camel", &camel, (const double[]){-2, -1.2}, (const double[]){2, 1.2}, 0);
    return EXIT_SUCCESS;
}
