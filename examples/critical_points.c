/* Which points have zero gradient, and what are they? The table for the notebook's loss and two more landscapes. */
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <math.h>
#include <stdio.h>

/* Rounding leaves a zero as 1e-17 or −1e-17, which would print as it pleases. */
static double tidy(double value)
{
    return fabs(value) < 5e-13 ? 0 : value;
}

static void print_point(const descent_critical_point *point)
{
    const double *x = point->x, *hessian = point->hessian, *eigenvalues = point->eigenvalues;
    printf("  %-8s at (%9.6f, %9.6f)  loss %11.6f\n", descent_critical_kind_string(point->kind), tidy(x[0]), tidy(x[1]),
           tidy(point->loss));
    printf("           Hessian [%.4f %.4f; %.4f %.4f], eigenvalues %.4f and %.4f\n", tidy(hessian[0]), tidy(hessian[1]),
           tidy(hessian[2]), tidy(hessian[3]), tidy(eigenvalues[0]), tidy(eigenvalues[1]));
    if (point->escape)
        printf("           the loss falls fastest along (%.4f, %.4f), either way\n", tidy(point->escape[0]),
               tidy(point->escape[1]));
    else if (point->kind == DESCENT_CRITICAL_MINIMUM)
        printf("           runs that come near come to rest there with step sizes below %.4f\n", point->step_limit);
}

static int print_landscape(const char *name)
{
    const descent_landscape *landscape = descent_landscape_find(name);
    descent_critical_set *set;
    if (descent_critical_search(&landscape->problem, landscape->lower, landscape->upper, NULL, &set) !=
        DESCENT_SUCCESS) {
        fprintf(stderr, "%s: %s\n", name, descent_error_detail());
        return 1;
    }
    printf("%s, L = %s\n", landscape->title, landscape->formula);
    printf("%zu points of zero gradient between (%g, %g) and (%g, %g):\n", set->count, landscape->lower[0],
           landscape->lower[1], landscape->upper[0], landscape->upper[1]);
    for (size_t i = 0; i < set->count; i++)
        print_point(set->points[i]);
    printf("  found by searches from %zu starts; the last %zu of them found nothing new\n", set->starts,
           set->fruitless);
    if (set->boundary_outward)
        printf("  minima - saddles + maxima = %ld; with a loss that rises outward all around the box, a complete list\n"
               "  must give 1\n",
               set->index_sum);
    putchar('\n');
    descent_critical_set_free(set);
    return 0;
}

int main(void)
{
    const char *names[] = {"notebook", "himmelblau", "six_hump_camel"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (print_landscape(names[i]))
            return 1;
    return 0;
}
