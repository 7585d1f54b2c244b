#include "critical/dense/lapack.h"

#ifdef DESCENT_HAVE_LAPACK

#include <stdint.h>

/* GSL is faster up to some 60 variables; at 100 LAPACK takes 0.7 of its time, at 200 less than half, at 400 a sixth
 * (reference: GSL 2.7 beside OpenBLAS 0.3.21 on two cores). Below this, answers stay GSL's to the bit. */
static const size_t gsl_takes = 100;

/* The work space of dsyevd, 2n² + 6n + 1 numbers, is counted in a Fortran integer; beyond this it does not fit. */
static const size_t lapack_takes = 32000;

/* Divide and conquer (Cuppen 1981; Gu and Eisenstat 1995): of LAPACK's solvers the one whose vectors are orthogonal to
 * rounding and which is fast for all of them. The lengths of both strings come last, as Fortran compilers pass them. */
void dsyevd_(const char *job, const char *half, const int *n, double *matrix, const int *row, double *values,
             double *work, const int *work_length, int *integers, const int *integers_length, int *info,
             size_t job_length, size_t half_length);

bool descent__lapack_takes(size_t n)
{
    return n > gsl_takes && n <= lapack_takes && 2 * n + 7 <= SIZE_MAX / sizeof(double) / n;
}

size_t descent__lapack_doubles(size_t n)
{
    return 1 + 6 * n + 2 * n * n;
}

size_t descent__lapack_integers(size_t n)
{
    return 3 + 5 * n;
}

int descent__lapack_solve(size_t n, double *matrix, double *values, int vectors, double *doubles, int *integers)
{
    const int order = (int)n;
    const int double_count = (int)descent__lapack_doubles(n), integer_count = (int)descent__lapack_integers(n);
    int info = 0;
    dsyevd_(vectors ? "V" : "N", "L", &order, matrix, &order, values, doubles, &double_count, integers, &integer_count,
            &info, 1, 1);
    return info;
}

#else

bool descent__lapack_takes(size_t n)
{
    (void)n;
    return false;
}

size_t descent__lapack_doubles(size_t n)
{
    (void)n;
    return 0;
}

size_t descent__lapack_integers(size_t n)
{
    (void)n;
    return 0;
}

int descent__lapack_solve(size_t n, double *matrix, double *values, int vectors, double *doubles, int *integers)
{
    (void)n, (void)matrix, (void)values, (void)vectors, (void)doubles, (void)integers;
    return 1;
}

#endif
