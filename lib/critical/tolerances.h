/*
 * Every number that decides what is said of a critical point: what it separates, and why it has this value. ε is
 * DBL_EPSILON, ‖H‖ the largest |eigenvalue|. Numbers that only steer a computation (how a step is cut, how often is
 * tried) stand beside it.
 */
#ifndef DESCENT_LIB_CRITICAL_TOLERANCES_H
#define DESCENT_LIB_CRITICAL_TOLERANCES_H

/* ---- Rounding ---- */

/*
 * A zero eigenvalue against a small one: so many times n·ε·‖H‖. A modest multiple of ε·‖H‖ is what the solvers promise
 * (Golub and Van Loan 2013, section 8.3); of 10⁵ random matrices with n from 2 to 12, GSL's eigenvalues were off by up to
 * 3.4·n·ε·‖H‖, at n = 3, and by up to 1.4·n·ε·‖H‖ at n = 12.
 */
static const double descent__eigenvalue_roundings = 4;

/* A gradient of zero against a slope: so many times ε·‖H‖·‖x‖. Rounding x moves the gradient by ½ε·‖H‖·‖x‖; a callback
 * that computes it in some ten operations adds as much for each. */
static const double descent__gradient_roundings = 8;

/* A gradient inside a difference quotient: so many times ε of the largest component. The quotient divides the errors of
 * two gradients, each of about one rounding, by twice the step; Richardson's extrapolation makes 3/2 of that. */
static const double descent__quotient_roundings = 2;

/* The same for losses: a loss is granted so many roundings, for it is a sum of terms that each round. */
static const double descent__loss_roundings = 4;

/* Coordinates that are the same against different ones: so many times ε. Newton's last step rounds its sum and its
 * length, and a box's corner may itself be rounded. */
static const double descent__coordinate_roundings = 4;

/* How far the point is moved to see the gradient's noise, in units of ε·|x|: by up to half of this to either side.
 * Enough for several roundings to differ, too little for third derivatives to show. */
static const double descent__noise_roundings = 8;

/* A slope that does not change against one that follows its curvature: by less than this share of what the curvature makes of the way.
 * No edge: rounding that hides a slope leaves nothing of it, and one that is seen changes by all. */
static const double descent__silent_share = 0.5;

/* A change that rounding makes against one of the gradient's own: it is this often the first that was seen at most, for a sum rounds up or
 * down. No edge: farther off its own grows like the distance or its root. */
static const double descent__silent_growth = 2;

/* ---- Near ---- */

/*
 * Critical against not, by the length of Newton's step as a share of the reference length: ε^(1/4) where Newton's
 * theory backs the step, or differences of the loss allow no more: the step after it is as long as its square, √ε. Else
 * √ε, the distance within which the loss of a minimum is level to ε.
 */
static const double descent__loose_share = 0x1p-13, descent__close_share = 0x1p-26;

/*
 * Regular against degenerate: an eigenvalue counts as not zero if it is this many times what the Hessian changes by at
 * the end of Newton's step p. The critical point is within twice ‖p‖ (Kantorovich), so the Hessian there differs by at
 * most twice K‖p‖, K the Lipschitz constant; doubled again because K is measured along one direction of many. Beside a
 * degenerate point, where the gradient is like x^k, the change is 1 − (1 − 1/k)^(k−1) of the eigenvalue, that is 1/2
 * for k = 2 and more beyond: with a factor of 4 no such point is taken for regular. Measured errors count as often.
 */
static const double descent__safety = 4;

/* A change of the Hessian that belongs to this point against one far away: Newton steps up to so many times as long as
 * "near". Measured: the suites of degenerate points give the same verdicts with any value from 1 to 512. */
static const double descent__locality = 8;

/* A curvature that grows without bound against a large one: each time differences become narrower it grows by this power
 * of the narrowing, 16^0.05 = 1.15 times: |x|^1.95 and sharper. */
static const double descent__bound_power = 0.05;

/* How differences become narrower, and how often they are taken: from 2^-13 of the point's size down to 2^-25, where a
 * large curvature is the same as before; of losses, which see less, from 2^-6 to 2^-18. Widths, no edge. */
static const double descent__bound_narrower = 16;
/* The narrowest of further ones is so many times as wide as the last digit of the point, and as what it may be off. A width, no edge. */
static const double descent__bound_narrowest = 1024;
static const double descent__bound_width = 0x1p-13, descent__bound_width_of_losses = 0x1p-6; /* no edge, likewise */
enum {
    descent__bound_looks = 4 /* no edge, likewise */
};

/* What is seen is so many times its rounding. No edge: a curvature that grows is far above it, or is not seen. */
static const double descent__bound_seen = 16;

/* A power against noise: the ratios of a power are alike but for the share that other curvatures take; those of noise are
 * not. No edge: half or twice the room changes nothing in the suites of degenerate points. */
static const double descent__bound_alike = 1.5;

/* A curvature that jumps at the point, by this part of the mean of both sides at least: with less the limit of the mean is that
 * of the steeper side within a 200th. */
static const double descent__jump_part = 0.01;

/* A corner of the gradient is as large at the narrower width. No edge: it is so but for third derivatives, which are 2^-13 of it;
 * the curvature of |x|^1.99, which grows without bound, has become 1.03 times as large. */
static const double descent__corner_alike = 1.02;

/*
 * A slope that fades against one that vanishes: to one side it falls by this at the nearest look, where that of log x has fallen by 1.06
 * times and that of exp(−x) by more, and one that vanishes has grown or is gone. Beside a pole it falls so many times to both sides, as no noise does. No edges.
 */
static const double descent__fading_falls = 1.05, descent__fading_beside_pole = 1e3;

/* How far away it is asked for, as shares of the reference length: farther than a critical point that counts as near. Widths, no edge. */
static const double descent__fading_widest = 0.25, descent__fading_nearer = 0.25;
enum {
    descent__fading_looks = 2 /* no edge, likewise */
};

/* ---- Refinement ---- */

/* Progress against none: a step must bring this share of the predicted fall of ‖∇L‖. The usual value (Nocedal and
 * Wright 2006, section 3.1): any small share proves convergence. */
static const double descent__enough_fall = 1e-4;

/* Nearby against far: the first step covers at most this share of the point's typical length, so that the critical
 * point found is the one nearby. */
static const double descent__first_radius = 0.5;

/* A step that Newton's theory explains against one that it does not: the next correction must be shorter by this share
 * of the part of Newton's step that was made (Deuflhard 2004, section 3.3, whose own, weaker value is 1/4). */
static const double descent__natural_share = 0.5;

/* ---- Differences ---- */

/* A column of the Hessian that is seen well against one that must be tried with a shorter step: its error is less than
 * this share of its largest entry, so that three digits are right. */
static const double descent__seen_well = 1e-3;

/* An error of truncation, which shorter steps cure, against one of rounding, which they make worse: the share of the
 * error that is truncation. */
static const double descent__mostly_truncation = 0.5;

/* ---- Large problems: Newton's step by MINRES ---- */

/* The relative residual that MINRES is asked for when a point is judged: what it leaves hides in the smallest
 * eigenvalues, which decide the kind; to six digits they are seen where ‖H‖/|λ| is up to 1e6. */
static const double descent__look_accuracy = 1e-6;

/* A Newton step that was found against one that was broken off: its relative residual. Nine tenths of the gradient are
 * then explained, the share that a working step must take away. */
static const double descent__step_found = 0.1;

/* Newton at work against a degenerate point: the step takes this share of the gradient away. Where the gradient is like
 * x^k it takes 1 − (1 − 1/k)^k: 3/4 for k = 2, and less for more. */
static const double descent__newton_works = 0.9;

/* ---- Large problems: the spectrum by Lanczos ---- */

/* An end of the spectrum that was found against one still moving: its relative residual. The eigenvalue is then good to
 * the square of it, times ‖H‖ over the gap, and its sign is certain. */
static const double descent__end_found = 1e-2;

/* A sign that is certain against one that is not: what the bound of the spectrum takes of the end's value, at most.
 * Less than 1 would do; half leaves room for the constants of the bound. */
static const double descent__certain_sign = 0.5;

/* The chance that is left for an eigenvalue beyond the bounds of the spectrum. One in a million is what the public
 * header promises. */
static const double descent__beyond_chance = 1e-6;

/* A bound of Kuczyński and Woźniakowski that says something against one that does not: its share of the spectrum's
 * width. T may lack it at both ends, so at 1/4 the bound is half as far away as T is wide, and at 1/2 infinitely far.
 * */
static const double descent__useful_bound = 0.25;

/* A further eigenvalue against a copy of the same: Lanczos without reorthogonalisation finds eigenvalues again and
 * again, some roundings apart. This share of the norm is 5e7 roundings; eigenvalues that are nearer are counted once
 * too little. */
static const double descent__copies = 1e-8;

/* Products that are not symmetric against rounding: v₋ᵀHv differs from what symmetry says by this share of ‖H‖. The
 * measured quantity is a root, which rounding makes √ε = 1.5e-8. Differences of gradients have the error ε^(2/3) =
 * 4e-11, whose root is 6e-6, and third derivatives add to it. Both limits are about a thousand times as much. */
static const double descent__skew_share = 1e-5, descent__skew_share_of_differences = 1e-2;

/* A Krylov space that goes on against one that is exhausted: what is left of the next vector, in units of ε of the
 * product. The product and two subtractions round. */
static const double descent__exhausted_roundings = 10;

/* ---- The probe of degenerate points ---- */

/* Where the loss is looked at, as shares of the reference length: from 5e9 roundings of x to
 * where other critical points may begin. */
static const double descent__probe_nearest = 1e-6, descent__probe_farthest = 0.1;

/* How many times the distance to the critical point a probe must be away for that not to matter: its square is then a
 * millionth of the probe's. */
static const double descent__probe_beyond = 1e3;

/* The least ratio of the farthest distance to the nearest: one decade is two or three looks. */
static const double descent__probe_span = 10;

/* A loss that changes of itself against one that the point's own slope changes: so many times slope times distance.
 * Twice, for the slope is known to its noise only. */
static const double descent__probe_slope = 2;

/* ---- The search ---- */

/* Losses of one size against different ones, as a share of the largest: rounding, some 1e-14 after refinement, should
 * not decide the order in which points are listed. */
static const double descent__same_loss = 1e-12;

/*
 * A continuum against isolated degenerate points: between neighbours on a continuum there is another point of it, so a
 * walk from there moves next to nothing; isolated points draw it over four tenths of their distance or more. The share
 * of the way at which the walk starts is √2 − 1 and not the middle, where symmetric losses have a point, too. No edge:
 * shares from 0.0005 to 0.3, and starts from 0.3 to 0.45 of the way, give the same answers in the suites of searches and of degenerate points.
 */
static const double descent__hardly_moved = 0.05, descent__between = 0.4142;

/* ---- Minima at kinks, in a search; lengths in units of the box ---- */

/* Gradients around a kink are asked so far from it: what is nearer than points that count as one is not looked into. A
 * width, no edge. */
static const double descent__kink_width = 1e-6;

/* So many times nearer they are asked again. A width, no edge. */
static const double descent__kink_nearer = 0x1p-4;

/* A jump against a steep slope: nearer, gradients still differ by this part. Those of |x|^p are 16^(p−1) times smaller: kinks are told
 * up to |x|^1.007. */
static const double descent__kink_jump = 0.98;

/* Zero against a slope, by the point of the gradients' hull nearest to it, of which rounding leaves less. No edge: descents go on to a slope
 * a thousand times smaller. */
static const double descent__kink_balance = 1e-6;

/* A slope at a kink against a level one: the same, where no loss is asked. Beside a kink that is critical it is a millionth of the
 * curvature over the jump. No edge. */
static const double descent__kink_slope = 0.01;

/* Gradients that tell how the loss rises against noise: around a kink it rises by half the jump times the distance. And so many
 * roundings of the loss, that it is seen. No edges. */
static const double descent__kink_change = 0.02, descent__kink_seen = 8;

/*
 * A minimum against what only looks so from so near, as a curved crease that goes down: descents from so far beside it come to no
 * lower loss. A minimum that is lower than all around within less than this is passed over. No edge.
 */
static const double descent__kink_beside = 1e-3;

/* The same minimum against another place of a valley, where such a descent ends as low. No edge: a hundredth of how far beside it began. */
static const double descent__kink_elsewhere = 1e-5;

/* A cusp against a kink: nearer, gradients differ by so many times as much. Those of |x|^p, 16^(1−p) times: cusps are |x|^0.96 and sharper. */
static const double descent__cusp_steeper = 1.1;

/* Across a cusp against along its crease: along an axis the loss rises by this part of what it rises by along another. A kink on the
 * crease, such as that of √|x| + |y|, has a thousandth; a crease that is not along an axis is left by as much where its slope is 4e-6. */
static const double descent__cusp_rise = 2e-3;

/* Ways of slopes that differ against one way, the mean square across: those of √|x| + √|y| have a fifth of it, those beside a crease
 * what its own slope is to that of the cusp, squared, some 1e-7. */
static const double descent__cusp_spread = 1e-4;

/* A pole against a cusp: from a 16th to a 256th of the way the loss falls by this part of what it fell to the 16th. That of log|x| falls
 * by as much, that of |x|^p by 16^(−p) of it: cusps are told down to |x|^0.02. */
static const double descent__pole_falls = 0.95;

#endif
