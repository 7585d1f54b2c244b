/* Eigenvalues of a matrix so large that all solvers the library was built with are linked. Strict C99. */
#include <descent/descent.h>
#include <descent/landscapes.h>

#include <stdio.h>

int main(void)
{
    static const double origin[150] = {0};
    descent_problem problem;
    descent_critical_point *point;
    int good;

    if (descent_landscape_problem("double_well", 150, &problem) != DESCENT_SUCCESS ||
        descent_critical_classify(&problem, origin, NULL, &point) != DESCENT_SUCCESS) {
        fprintf(stderr, "%s\n", descent_error_detail());
        return 1;
    }
    good = point->kind == DESCENT_CRITICAL_MAXIMUM && point->index == 150;
    descent_critical_point_free(point);
    return good ? 0 : 1;
}
