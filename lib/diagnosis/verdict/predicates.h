/* The comparisons that decide, as functions of the numbers they compare: pure, so that a test stands at both sides
 * of each edge. The numbers they compare with are those of thresholds.h. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_PREDICATES_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_PREDICATES_H

#include "diagnosis/evidence/evidence.h"
#include "diagnosis/verdict/destination.h"
#include "diagnosis/verdict/lyapunov.h"
#include "trajectory/contraction.h"
#include "trajectory/growth.h"
#include "trajectory/motion.h"
#include "trajectory/recurrence.h"

/* Is a slope gone in a few more steps, if it falls by so much in each? */
bool descent__slope_ends_soon(double slope, double fall);

/* ---- precision ---- */

/* Is a change of numbers of this size no more than what rounding to 24 bits makes of them? */
bool descent__is_rounding_of_single(double change, double size);

/* ---- not finite, growth ---- */

/* Does the factor by which the steps grow itself grow (1), fall (−1), or stay what it is, to the tenth to which figures must agree? And
 * still, from the last quarter but one to the last, and evenly where it grows: who leaves a saddle comes to the factor of its way out. */
int descent__change_of_factor(const descent__growth *growth);

/* Had the steps grown so much that what broke off is the end of an explosion? */
bool descent__growth_explains(const descent__growth *growth);

/* Was the longest step a leap beside the first? */
bool descent__is_leap(double longest, double first);

/* Do the steps grow beyond scatter? Where numbers have ended, any growth counts. */
bool descent__grows(const descent__growth *growth, bool broken);

/* Do the mean steps of two quarters grow beyond scatter? */
bool descent__speeds_up(double before, double last);

/* Are so many steps at the end each longer than the one before that it is no chance, and the last one clearly? */
bool descent__rises_in_a_row(const descent__growth *growth);

/* Is the last step, or the longest of the last block, as long as any before? What moves by shorter steps than it did does
 * not diverge. */
bool descent__is_longest(double last, double longest);

/* Is a mean curvature not clearly below the least so far? That is infinite at the first. */
bool descent__curves_as_much(double curvature, double least);

/* Can growth so far, with this trend of the loss (1 rises, −1 falls, 0 unknown), not happen within bounds? */
bool descent__growth_is_proof(const descent__growth *growth, int trend);

/* Do steps that grow from side to side climb both walls of a valley? */
bool descent__climbs_walls(double cosine, double straightness);

/* ---- rest ---- */

/* Does the point rest: of a copy, from the first step on; of recorded rows, for two steps, or for the only one? */
bool descent__is_at_rest(const descent__motion *motion, bool continued, size_t rows);

/* Are the last steps short beside the longest? Then nothing has just leapt to where it is. */
bool descent__has_slowed(double last_length, double longest);

/* Does an error of the gradient explain steps of this length, by a rule that carries a step on with this momentum? */
bool descent__is_carried(double longest, double step_size, double momentum, double error);

/* Has a last step of this length brought the run within tolerance, since it has taken the slope from what it was before? By
 * the secant the rest of the way is length·slope/(before − slope). */
bool descent__arrives_at_once(double length, double before, double slope, double tolerance);

/* Is an eigenvalue that passes for zero known no better than beside the sharpest one? */
bool descent__is_blurred(double tolerance, double sharpest);

/* Does a slope beside level ground, so much beyond its edge, fade as no edge of a hinge or a power does? */
bool descent__edge_fades(double at_edge, double beyond);

/* Has the slope fallen to nothing? */
bool descent__slope_is_gone(double last, double largest);

/* Has the last part of the run shortened the steps by no more than steps ~ 1/k would, whose way has no end? */
bool descent__keeps_pace(const descent__motion *motion);

/* ---- recurrence ---- */

/* Does a cycle with a multiplier of this modulus repel, beyond the error of differences? */
bool descent__repels(double modulus);

/* Does a copy repeat within its first round? Then the run is on the cycle already. */
bool descent__repeats_from_the_start(const descent__recurrence *recurrence);

/* ---- a critical point ahead ---- */

/* Is a point at this distance from the middle of a motion of this extent the one that is circled? */
bool descent__is_circled(double distance, double extent);

/* Does theory forbid that the run stays at the destination? */
bool descent__destination_repels(const descent__destination *destination);

/* Has the way out of a saddle begun, beyond what a Hessian by differences leaves of an exact ridge? */
bool descent__leaves(const descent__destination *destination);

/* Is it so far, in extents of the path, that the path has not begun to approach it? */
bool descent__is_too_far(const descent__destination *destination, double extent);

/* Is it farther than the path has come, so that steps of a rule that is not known tell nothing of the way there? */
bool descent__is_too_far_alone(const descent__destination *destination, double extent);

/* Has a run come as far as a good part of its steps lead straight on? */
bool descent__runs_straight(double way, double straight);

/* Does a run with this mean cosine swing from side to side? */
bool descent__swings(double cosine);

/* Has a copy come clearly nearer than the run was; and does it come no nearer from one block of its way to the next? */
bool descent__has_come_nearer(double distance, double reached);
bool descent__comes_no_nearer(double before, double last);

/* Is a distance that was found the one that the law of the steps tells? */
bool descent__lies_where_the_law_says(double distance, double remaining);

/* Do the steps that are still to come add up to the way to the point? Far out on a slope that fades for ever
 * everything is flat, and looks like a critical point. */
bool descent__law_leads_to(const descent__contraction *contraction, double distance);

/* Has a copy gone farther than the law says there is to go? */
bool descent__is_beyond_the_limit(double way, double remaining);

/* Does the exponent of a power, of the way that is left, fade from the recorded steps to those of a copy, to where
 * it may as well be none? */
bool descent__exponent_fades(double recorded, double later);

/* Was the run as near as this all along its last quarter, in a path of this extent? */
bool descent__has_been_near(double late_distance, double extent);

/* Is an exponent so large that the power is none? */
bool descent__is_no_power(double exponent);

/* Does what follows such a power not shrink at all, as far as anybody can see? */
bool descent__is_constant_power(double exponent);

/* Does a distance that falls by a factor while the number of steps grows by another do so by twice the power, or more? */
bool descent__outruns_power(double fall, double steps, double exponent);

/* Is an exponent on its way to 0, slower than the slowest that a few steps show? */
bool descent__is_too_slow(double exponent);

/* Is a rotation number one half, to what so many steps tell of it? */
bool descent__is_half_a_turn(double rotation_number, double steps);

/* Are so many turns a motion that goes round, and no slow drift? */
bool descent__goes_round(double turns);

/* Of DESCENT__AIMED_STEPS + 1 distances, before and after each of the last steps: does each leave a small part? */
bool descent__steps_aim(const double *distances);

/* Have steps fallen so far, where nobody can be asked, that their rate is the one that lasts? */
bool descent__rate_is_seen_alone(double longest, double last);

/* Is a way so long beside its steps, added up, that it leads somewhere? */
bool descent__goes_straight(double straightness);

/* Is a fall of the loss so small that the slope that makes it may be below all numbers? Then a gradient of zero tells nothing. */
bool descent__is_below_numbers(double fall);

/* Is so much of a slope left a tolerance farther down along it that its point lies beyond? */
bool descent__slope_leads_on(double slope, double farther);

/* ---- the law of the steps ---- */

/* Has the length of the steps fallen beside the slope, from `first` to `last`, so that the step size vanishes? */
bool descent__step_size_fell(double first, double last);

/* Is a good part of the slope left, when it has fallen as it does for the rest of the way? */
bool descent__slope_outlasts(double slope, double fall);

/* Have the steps gone, as a part of the longest, while the slope has not? */
bool descent__steps_outrun_slope(double lengths, double last_slope, double largest_slope);

/* Have the steps fallen enough to show a limit; and, of the path alone, for long enough and by a law? */
bool descent__law_has_fallen(const descent__contraction *contraction, bool alone);

/* ---- bounded motion ---- */

/* Does motion go on within bounds, rather than settle or lead away? */
bool descent__is_sustained(const descent__motion *motion);

/* By the path alone: is the extent of the last two quarters alike? */
bool descent__quarters_are_alike(const descent__motion *motion);

/* From the first quarter of a copy to the last, in extent: did it come to rest, or shrink with its step size? */
bool descent__copy_rests(double first, double last);
bool descent__copy_shrinks(double first, double last);

/* Did a copy of this extent leave the bounds of a path of that extent? */
bool descent__has_left(double extent, double bounds);

/* Did the last half of a run reach so many times as far as the first that it was not bounded so far? */
bool descent__grew_so_far(double growth);

/* Is a slope neither gone beside the largest, nor what rounding leaves at curvatures of that size? */
bool descent__slope_stands(double slope, double largest, double curvature_times_size);

/* Do gradients balance whose convex hull comes so near to zero, in units of the largest? */
bool descent__balances(double nearest);

/* Are two halves alike in place, `shift` apart, and in extent? */
bool descent__halves_are_alike(double shift, double before, double after);

/* Do neighbours separate exponentially? */
bool descent__separates(double exponent, double low, double steps);

/* Do they neither separate nor draw together, by an interval that contains 0 and is narrow? */
/* Does each step separate a twin, on average, by about half of the digits that there are between it and the extent of the motion? */
bool descent__twin_is_thrown(double exponent);

/* Does an interval tell anything? Not where it reaches to both sides of zero so far that neighbours may as well separate or draw together
 * e-fold each step, nor where the value is one of its ends. */
bool descent__exponent_is_told(double value, double low, double high);

bool descent__is_neutral(double low, double high);

/* Is a multiplier of this modulus, measured on the map, one that turns and neither draws in nor drives out? */
bool descent__turns_neutrally(double modulus);

/* ---- drift ---- */

/* Does the run go straight on, in steps that do not add up to a finite way? */
bool descent__is_drift(const descent__motion *motion, const descent__contraction *contraction);

/* Are two slopes the same, to rounding? */
bool descent__slopes_are_the_same(double first, double last);

/* How the way grows, from the ratio of the mean steps of the last two quarters, and from the power by which they fade, NaN if unknown. */
descent_law descent__law_of_drift(double length_last, double length_before, double fading);

/* Do steps fall by the same factor over the same way as before? */
bool descent__falls_evenly(double before, double now);

/* ---- copies and lines ---- */

/* Does the bottom ahead lie so far out that a run which slows down for ever may not be heading there? */
bool descent__is_out_of_sight(double bottom, double extent);

/* Is a slope nothing beside the one at the start? */
bool descent__slope_is_next_to_nothing(double slope, double first);

/* Is a way longer than whatever could bound it, by the lengths that the path knows? */
bool descent__is_beyond_all(double way, double lengths);

/* Is a loss so small that no formula ends there by overflow, but of its own? */
bool descent__is_far_from_overflow(double loss);

/* Has a copy that still grows escaped, or gone so far that nobody waits for more? */
bool descent__has_escaped(double way, double extent);
bool descent__has_escaped_for_good(double way, double extent);

/* Did descent by steps as short as need be run off? */
bool descent__has_run_off(double way, double extent);

/* Did the loss fall by a good part of what the slope promises for this length? */
bool descent__falls_enough(double loss, double lower, double length, double slope);

/* Is a loss along a line above the lowest by more than rounding? */
bool descent__rises(double loss, double lowest);

/* Is a slope next to nothing beside the first? */
bool descent__is_level(double slope, double first);

/* Is a difference of gradients that is left at a point a good part of that over the whole line? */
bool descent__jumps(double left, double whole);

/* Are two mixed second derivatives the same, to what differences know of them? */
bool descent__is_symmetric(double one, double other);

/* ---- reach ---- */

/* Is ground that is so many steps ahead out of reach for a run of so many? */
bool descent__is_out_of_reach(double steps_ahead, double steps_made);

/* Is the fall of the loss on the way to lower ground more than a slope that stays the same would make? What is not known counts as yes. */
bool descent__falls_off_plateau(double fall, double by_slope);

#endif
