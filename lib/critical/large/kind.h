/* The kind of a critical point from the two ends of its Hessian's spectrum. */
#ifndef DESCENT_LIB_CRITICAL_LARGE_KIND_H
#define DESCENT_LIB_CRITICAL_LARGE_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include <descent/critical.h>

/* An end of the spectrum: an eigenvector's Rayleigh quotient, and what it may be wrong by. */
typedef struct descent__spectrum_end {
    double value;    /* vᵀHv */
    double residual; /* ‖Hv − value·v‖: within it there is an eigenvalue */
    double bound; /* beyond it there is none, but for a small chance: below `value` at the low end, above at the high */
    double tolerance; /* the value counts as zero within it */
} descent__spectrum_end;

/*
 * A Rayleigh quotient below zero proves a negative eigenvalue, one above zero a positive one. That there is no other
 * sign is believed only if both the residual and the bound of the spectrum leave the end on this side of zero.
 */
descent_critical_kind descent__kind_by_ends(const descent__spectrum_end *low, const descent__spectrum_end *high);

/*
 * How far beyond an end of T, the tridiagonal matrix of m steps, the spectrum may still reach. Let y be the end's Ritz
 * vector with residual r, s₁ its component along the start b, and u an eigenvector beyond it. All roots of y's polynomial
 * lie on the other side of the end, so |uᵀy| ≥ |uᵀb|/|s₁|; and the distance between them is at most r/|uᵀy|. For a start
 * without preference |uᵀb| is below δ/(0.8√n) with chance δ only. Where ends are too dense for r to fall, the distance is
 * all the same below (ln(1.648√n/δ)/(2m − 1))² times the width of the spectrum (Kuczyński and Woźniakowski 1992, theorem
 * 4.2). `start` is |s₁|, `width` that of T.
 */
double descent__spectrum_reach(size_t n, size_t steps, double start, double residual, double width);

/* Are value and sign of an end settled? However small the residual is, an end that points inward has no certain sign
 * while the spectrum may reach beyond zero. */
bool descent__end_is_settled(double end, double residual, double bound, bool outward);

#endif
