/*
 * Every number that decides whether a derivative is right, or a loss has a pole: what it separates, and why it has this value. ε is
 * DBL_EPSILON.
 */
#ifndef DESCENT_LIB_PROBLEM_TOLERANCES_H
#define DESCENT_LIB_PROBLEM_TOLERANCES_H

#include <float.h>

/* ---- The estimate from differences ---- */

/* Rounding against what the function does: the relative error that its values are granted. A sum of a few terms rounds
 * that often; a sum of many rounds more, and shows it as roughness. */
static const double descent__function_error = 4 * DBL_EPSILON;

/* Error estimates of extrapolation are differences of two estimates, not bounds. Where each is better than the one
 * before by 16 or more, the difference is the error of the worse; four of them leave room for slower progress. */
static const double descent__estimate_safety = 4;

/*
 * Smooth against noise or a kink, from one width to the next, which is a quarter: the bend f(x + h) − 2f(x) + f(x − h)
 * falls with h², by 1/16 = 0.0625, for |x|^(3/2) by 1/8 and for |x| by 1/4. 0.09 is |x|^1.74.
 */
static const double descent__smooth_bend = 0.09;

/* The same for the change of the difference quotient, times h: it falls with h³, by 1/64 = 0.016. 0.04 is |x|^2.32. */
static const double descent__smooth_change = 0.04;

/* What sums of two losses at three widths leave beside their curvature falls with h⁴ where the loss is smooth, by 1/256, and at |x|^1.16 by
 * 0.2. That of noise does not, and that of a kink, which falls by 1/4, leaves its slope as open. */
static const double descent__smooth_sum = 0.2;

/* Nor faster than this: with h⁸, by 1/65536, that of a loss without a fourth and a sixth derivative there. */
static const double descent__smooth_sum_least = 0x1p-17;

/* That against rounding: 34 losses are in it, of which half may be off one way. */
static const double descent__sum_roundings = 34;

/* Scatter of a loss by that of the sums, which has some 9 times the mean deviation of one; a quarter stands for a large deviation. */
static const double descent__scatter_of_sum = 4;

/* What the widths have resolved against what they have not: bend or roughness at the narrowest widths, as a share of
 * the variation at the widest. A kink has 1/1024 of it, for roughness is the largest of three widths; a jump has all of
 * it. */
static const double descent__unresolved_part = 0.01;

enum {
    /* So many widths, at least, at which all is finite: roughness looks at three, extrapolation needs one to spare. */
    descent__widths_needed = 4
};

/* ---- The comparison ---- */

/* Right against wrong, relative to the entry, besides the estimate's own error: √ε, half of all digits, which rounding
 * inside a callback may cost. */
static const double descent__relative_allowance = 1.5e-8;

/* An entry that can be judged against one that is hidden: its tolerance as a share of the entry, so that a wrong sign
 * or a lost factor shows, … */
static const double descent__judged_entry = 0.1;

/* … or as a share of the largest entry, below which an error does not matter to a step of descent. */
static const double descent__judged_scale = 1e-3;

/* A wrong sign against a factor of about −1. */
static const double descent__sign_accuracy = 1e-3;

/* ---- Poles ---- */

/* A pole against a cusp: over the next part of the way there, of so many halvings of the distance, the loss changes by this part of what it
 * did over one before, at least. That of log|x| changes by as much, give or take a halving of each part, of which there are eight or more;
 * that of |x|^p by 2^(−10p) of it over ten: cusps are told down to |x|^0.05. */
static const double descent__pole_changes = 0.75;

/* The same against rounding: two losses of four each. */
static const double descent__pole_roundings = 8 * DBL_EPSILON;

#endif
