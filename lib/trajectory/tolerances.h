/*
 * Every number that decides something about a trajectory: what it separates, and why it has this value. What a diagnosis
 * decides by its own evidence has its numbers with its verdict. Where the fast judges need another number for the same
 * question, because they see less or cannot take a verdict back, both stand side by side.
 */
#ifndef DESCENT_LIB_TRAJECTORY_TOLERANCES_H
#define DESCENT_LIB_TRAJECTORY_TOLERANCES_H

#include <float.h>

/* ---- How much must be seen ---- */

enum {
    /* Three points make two moves, the least that have a ratio, a cosine or a turn. */
    descent__turn_points = 3,
    /* A figure of each quarter needs a move in each. No edge: of four points a quarter is the last move, as it is of fewer. */
    descent__quarters = 4,
    /* Lengths rise or fall: three moves are two comparisons with the one before. Of two moves one is always shorter. */
    descent__trend_moves = 3,
    /* Growth: three steps, from four points, are two factors, of an earlier and a later half. */
    descent__growth_points = 4,
    /* A factor that slackens from third to third: two moves in each, so that an even and an odd one count together. */
    descent__thirds_moves = 6,
    /* The law of a sequence: without its first quarter eight values have two differences in the earlier half of the rest
     * and three in the later; with seven the earlier is a single one. */
    descent__law_values = 8,
    /* A linear recurrence is fitted to the last third of the steps, which is nearest the limit, where the next term of a
     * motion is least; to four at least, since three obey some factor exactly, and to 48 at most, in which a factor of
     * 0.75 a step has fallen by a millionth, and older steps weigh nothing. */
    descent__least_window = 4,
    descent__longest_window = 48,
    /* Where single steps go up and down, growth is looked for in twelve blocks, of at least five steps each; fewer steps
     * than these have no such blocks. Below three steps in a row it is not the steps that grow, but chance.
     * The blocks say where growth is looked for. */
    descent__rising_steps = 3,
    descent__block_steps = 64,
    descent__growth_blocks = 12,
    /* A return in one coordinate, or with its multiples, is seen over three rounds: two returns, and so a trend of them. */
    descent__return_rounds = 3,
    /* An exact return holds over six rounds, and over 64 points of a short cycle; a path with less room shows what it has, … */
    descent__exact_rounds = 6,
    descent__exact_points = 64,
    /* … and if it is exact to the last bit, six rounds and so many points are worth a copy that goes on: nothing that creeps or
     * settles leaves all bits as they are for so long. */
    descent__equal_points = 16,
    /* … but a return that rounding amplifies is compared over four rounds, in which what creeps goes four times as far. */
    descent__amplified_rounds = 4,
    /* Settling onto a short cycle: points in near returns, besides the rounds, for cycles of period two. */
    descent__settling_points = 16,
    /* Creeping along a closed curve: eight rounds; what fades at once is gone after a tenth of the points. */
    descent__creeping_rounds = 8,
    descent__transient_part = 10,
    /* A grid is told by so many moves or more, which in each coordinate are no more than these multiples of the shortest; or by
     * points, of the last of which, as many, one in so many recurs. On a torus no two moves have a ratio, and no point recurs. */
    descent__grid_moves = 64,
    descent__grid_multiple = 8,
    descent__grid_part = 2,
    /* The trend of the loss is taken over four moves, in which a swing of period two or four is back where it was. Any multiple of four does. */
    descent__trend_span = 4,
    /* Ups and downs of the loss in a sweep's tail: moves that are looked at, a gradient each. */
    descent__hills_looked_at = 16
};

/* ---- Rest ---- */

/*
 * Arrived is who is this near to the limit, as a share of the path's diameter and of the point's size. The first is free of
 * units and scale; the second is √ε, the accuracy to which a minimum shows in the values of a loss (a parabola is level to ε
 * within √ε of its bottom). The monitor, which cannot ask whether a critical point is there, takes rounding for the second.
 */
static const double descent__arrival_of_diameter = 1e-6;
static const double descent__arrival_of_size = 0x1p-26;

/*
 * Rounding against motion: a coordinate at rest may still flicker by some units in its last place, ε of its size. One
 * update rounds twice, and near a multiplier of −0.9 rounding adds up to ten times that.
 */
static const double descent__rounding_units = 16;

/* Flicker against a cycle: an oscillation must be larger than rounding by three digits, of which it then has three itself. */
static const double descent__flicker = 1e3;

/*
 * Treading against slow motion: steps of this length that all led one way would have led eight times farther than what
 * was covered. Steps that rounding makes, of either sign, cover about the root of their number; 1/8 is that of 64.
 */
static const double descent__treading = 1.0 / 8;

/* Accident against rest: so many small steps in a row are none. A run that turns back makes one or two. */
enum {
    descent__quiet_steps = 8
};

/* ---- Direction ---- */

/* Drift against everything else: distance over length of the way. Half a circle has 0.64, a right angle 0.71. */
static const double descent__straight = 0.9;

/* Motion in place against motion that leads somewhere: a right angle has 0.71, and a full circle 0. */
static const double descent__comes_back = 0.5;

/* Hovering against wandering, by the same ratio of a monitor's boxes: a third of the way is the diameter at six in a row. */
static const double descent__hovers = 1.0 / 3;

/* To and fro against round and round: mean cosine of successive steps. A rotation by 150 degrees still has −0.87. */
static const double descent__alternating = -0.9;

/* ---- Lengths that shrink or grow ---- */

/* Steadily against by chance: share of the moves that are shorter (or longer) than the one before. Of 128 moves six may
 * err, by rounding; of an orbit that is not monotonous about half do. */
static const double descent__nearly_all = 0.95;

/* Sustained against fading (or growing) motion: size of the end over that of the beginning. Halving is what k^−1 does
 * from one half of the steps to all of them; a torus shows its slow swings within a factor of two. */
static const double descent__sustained = 0.5;

/* Stationary against wandering: what one half of a motion has over the other, in size. */
static const double descent__stationary = 1.2;

/* Shrinking against level: mean length of the last quarter over the quarter before, or extent. k^−0.1, about the slowest
 * power that is an approach, falls by 0.96 from the third quarter of the steps to the last. */
static const double descent__clearly_shorter = 0.95;

/* Halved from one quarter to the next: only geometric motion does that, and no drift (a logarithm has 0.71). */
static const double descent__halved = 0.5;

/* ---- Growth ---- */

/* Leaving for good against a large excursion: times its size, or first step, so far. A valley that a run overshoots within
 * is seldom a thousand times as wide as where the run began. */
static const double descent__great_growth = 1e3;

/*
 * The same for the monitor, which cannot look at the problem, and at whose word an engine stops: over the extent of the
 * first points, that may themselves be small. While the loss rises, digits beyond √ε; while it falls, more than a run
 * gains that began within rounding (1e-16) of a saddle and ends at the next minimum.
 */
static const double descent__rising_growth = 1e10;
static const double descent__endless_growth = 1e20;

/* The monitor's pairs of segments, over an eighth of the steps each: longest steps grow by so much from each to the next.
 * k² grows by 1.6 in that time, and k by 1.3. */
static const double descent__growing_pair = 1.5;

/* Explosion within a few steps, against a bounded run's beginning: each step is four times the one before, … */
static const double descent__fast_growth = 4;
/* … and that factor itself grows, which the factor of a quadratic does not; a cubic's is tripled. */
static const double descent__acceleration = 1.5;
/* So many factors in a row. */
enum {
    descent__explosion_steps = 4
};

/* Slackening against lasting growth: logarithm of the factor in the later half over that in the earlier. A constant factor
 * has 1; a power has log(4/3)/log(3/2) = 0.71 or less from quarter to quarter. */
static const double descent__slackening = 0.7;
/* Faster than geometric: that quotient from here on. An exponent that doubles each step has far more. */
static const double descent__quickening = 1.5;
/* And growth by e³ in all, so that the quotient is not that of a few roundings. */
static const double descent__grown_exponent = 3;

/* Half a swing against growth step by step: half a swing of an envelope that grows ends above the one before it by what the envelope
 * grew over it, and to be told by that alone it must have doubled. */
static const double descent__swing_growth = 2;

/* The same question to a step limit, which must decide close to a factor of 1: a lasting factor is constant to rounding
 * over three thirds of 33 points, and momentum's transient growth loses much more than a thousandth. */
static const double descent__hardly_slackening = 0.999;
/* Twofold growth from third to third is fast whatever its trend. */
static const double descent__doubled = 2;

/* ---- Contraction ---- */

/* A linear recurrence of the steps against another motion: relative misfit. Half the digits of a gradient by differences
 * leave 1e-8; the next term of a motion near its limit, which is quadratic, is what must be kept out. */
static const double descent__linear_misfit = 1e-3;
/* Two modes against one: the second must explain ten times more, … */
static const double descent__second_mode = 0.1;
/* … and the steps must not be parallel: else the system of two equations has lost ten digits, and what rounding leaves of
 * its misfit, the root of six digits, is 1e-3, the misfit that is asked about. */
static const double descent__parallel_steps = 1e-10;
/* Contracting against neutral: a rotation obeys such a recurrence with a factor of 1 but for its misfit; ten times that. */
static const double descent__neutral_misfits = 10;

/* Laws of what falls, by how much the slope of its logarithm changes from the earlier half to the later: over the step
 * number for a geometric sequence, where a power has log(1.6) = 0.47; over its logarithm for a power. */
static const double descent__geometric_change = 0.1;
static const double descent__power_change = 0.2;
/* A figure of a law is given where two stretches agree on it to this: a tenth, as estimates of steps are believed to. */
static const double descent__steady_change = 0.1;

/* The slowest power that is looked for: of order 30, a loss like x^32. No edge: what is slower falls by 2% while the steps
 * double, and is told from nothing at all by no run. */
static const double descent__highest_order = 30;

/* Powers of the step number that are sums with a limit: below 0 by what the fit may err, and from the path alone by more. */
static const double descent__summable_power = -0.05;
static const double descent__summable_alone = -0.12;

/* A limit that is foreseen: two forecasts, from different windows, agree to this share of the diameter. */
static const double descent__forecast = 1e-3;

/* Growth behind rest: so many rises of loss, gradient or step in a row, from check to check, are one in 24 by chance. */
enum {
    descent__confirmed_rises = 3
};
/* A rule whose steps grow over their gradients: rises at so many checks in a row are one in 120 by chance. */
enum {
    descent__quickening_checks = 4
};
/* Checks of a monitor that must agree on a verdict: with one the intermittent logistic map was called a cycle. What grows
 * behind a motion that dies out is seen at one check or another, so rest takes one more. No edge: each more is later. */
enum {
    descent__verdict_checks = 2,
    descent__rest_checks = 3
};

/* Rounding's jitter beside a limit: moves this far below the tolerance of arrival are none, if a critical point is near.
 * Rounding of ε of the size is amplified by 1/(1 − multiplier): here up to a multiplier of 0.9999. */
static const double descent__jitter = 1e-4;

/* ---- Critical points by their gradient ---- */

/* Converged against stalled, from the fall of the gradient alone, since it was largest: below the first it has vanished,
 * above the second it has not, and in between nobody knows. */
static const double descent__vanished_gradient = 1e-4;
static const double descent__lasting_gradient = 1e-2;

/* Moves that fade against a leap, for the monitor: the last that is more than rounding, over the longest. A leap has 1, and a run
 * that steps by no more than twice what is left has faded so far when it has come a hundred times as near. */
static const double descent__faded_move = 1e-2;
/* Coasting against stepping: a step over its gradient, beside what it was on a slope. Momentum swings within its own factor, 1/(1 − β);
 * where nothing is left to step by it has no bound. */
static const double descent__coasting = 1e4;

/* A run that has never left against one that came to rest, by the extent of all of it in tolerances: two points within
 * the tolerance of a third are within twice that of each other. The tolerance is a
 * millionth of the extent, so that only runs no larger than rounding come near. */
static const double descent__never_left = 2;

/* Approach against drift: by the curvature, the critical point ahead draws nearer by this share of the way covered. x^p
 * is approached with a Newton step of x/(p − 1), which shrinks by 1/(p − 1) of the way: p up to 11. On e^−x it stays 1. */
static const double descent__nearing = 0.1;

/* A multiplier or a curvature beyond what attracts, by more than gradient differences err (ε^(2/3), over few steps). */
static const double descent__repelling = 1e-6;

/* A run on the ridge to a saddle against one beside it: its slope along the way out, over the whole. Half the digits: a
 * direction that was found by differences of gradients is known no better. */
static const double descent__on_ridge = 1e-8;

/* Swings that shrink to a cycle against those that shrink to a point: the limit of their extents, by Aitken's formula, over
 * the last. A geometric approach has 0, one like 1/√k at a multiplier of −1 has two thirds, a cycle 1. */
static const double descent__swings_remain = 0.8;

/* Shrank and grew again, beside a critical point, against the ordinary up and down of steps. */
static const double descent__leaving = 10;

/* ---- Recurrence ---- */

/* A return at all, as a share of the cycle's amplitude: nearer than this it is worth looking closer. */
static const double descent__near_return = 1e-2;
/* The same for the few points that a sweep keeps, which must be closer to show a trend that is not chance. */
static const double descent__close_return = 1e-4;
/* Exact: rounding leaves no more, … */
static const double descent__exact_return = 1e-13;
/* … unless the cycle itself amplifies it, up to half the digits: then it must not creep, either. */
static const double descent__rounding_return = 1e-8;
/* The monitor's, which says so for good and cannot ask a copy: (−0.999999)^k must not pass for a cycle. */
static const double descent__certain_return = 1e-9;

/* Settling onto a cycle against passing by one: what its returns still add up to, as a share of its amplitude. */
static const double descent__settled = 1e-3;
/* And for the monitor, a thousandth of that. */
static const double descent__certainly_settled = 1e-6;
/* Settling steadily against the channel of an intermittent run, where returns shrink like a power: the logarithm of the
 * later factor over that of the earlier. A power has 0.6 over these two windows. */
static const double descent__steady_settling = 0.8;

/* Creeping against rounding: over two rounds what creeps goes twice as far as in one, and over more all the farther;
 * rounding stays about where it is. Over the largest return. */
static const double descent__creeping = 1.5;

/* A shorter cycle that still settles against none: it misses by no more than so many times what is left of settling. */
static const double descent__clearly_missed = 8;

/* Rounds that must be seen before a cycle is said to be settled onto. */
enum {
    descent__settling_rounds = 6
};
/* A coordinate that is far from its returns yet against one that wanders beside a cycle: misses that fall from round to
 * round twelve times in a row are chance once in 479001600. (Of eight, once in 40320, they were seen: each lag is a try.) */
enum {
    descent__falling_rounds = 12
};

/* ---- Neighbours ---- */

/* Distance of a twin, as a share of the motion's extent: √ε, half the digits for its separation and half for accuracy. */
static const double descent__twin_of_extent = 0x1p-26;
/* But no more than this share of the range of the coordinate that moves least: beside small chaos it must be small, too. */
static const double descent__twin_of_narrowest = 1e-3;
/* And no less than this share of the point's size, so that rounding changes its logarithm by 1e-4 at most. */
static const double descent__twin_of_size = 1e4 * DBL_EPSILON;

/* Batches for the interval of an exponent (Schmeiser 1982: 10 to 30 are best), and Student's 97.5 % point for one less. */
enum {
    descent__batches = 16
};
/* Neighbouring batches are alike where motion is intermittent: of 440 intervals that take them for independent 42 missed the
 * exponent, and of intervals half as wide again 1 in 20 is to be expected. */
static const double descent__batch_correlation = 1.5;
/* The point for 15 degrees of freedom. */
static const double descent__student = 2.131449545559323;

/*
 * Exponential separation against the shear of a torus, which grows like the number of steps, k: its logarithm is log k
 * and some more for the strength of the shear. Up to 1.5·log k is shear, and from twice that on it is exponential.
 */
static const double descent__shear = 1.5;
static const double descent__beyond_shear = 2;
/* A torus against an attracting cycle too long to be seen: neighbours draw together by e³ in all, … */
static const double descent__drawn_together = 3;
/* … and against intermittency, which scatters the interval by e⁴ over all steps. */
static const double descent__scattered = 4;
/* A rate that does not fade, against a torus' swings: slope of the logarithm over its standard error; four are never
 * reached by chance, and less than 1e-4 in all is rounding. */
static const double descent__certain_slope = 4;
static const double descent__rate_rounding = 1e-4;
/* Growth like log k makes most of its way in the first half of the steps; a rate makes half, and less than a third none. */
static const double descent__later_share = 1.0 / 3;

/* Chaos against a transient that has ended: the exponent of the last quarter over that of all steps. What has settled has 0 or
 * less; chaos that is laminar for a while keeps more than a quarter over a thousand steps. */
static const double descent__lasting_exponent = 0.25;

/*
 * Chaos or a torus against a transient: neighbours must be seen to separate (or not) over so many steps, the later half of
 * a run. Chaotic transients before a window's cycle last for tens of steps to some hundreds (logistic 3.6275575: about
 * 200), and a spiral of 0.99 a step has lost nine tenths after twice as many.
 */
enum {
    descent__neighbour_steps = 128
};

/*
 * Momentum β < 1 against none: the map contracts volumes by β a step, so that until β^k = e^−20 a motion that friction
 * ends still lasts.
 */
static const double descent__relaxations = 20;

/* ---- Slow motion under fast ---- */

enum {
    /* Blocks of a motion, each with a mean and a range in each coordinate. */
    descent__drift_blocks = 16
};
/* One way against by chance: Kendall's S of the blocks' means (Mann 1945) over its largest, 120. Its standard deviation is
 * 22, so that this is 4.2 of them: once in 10⁵. */
static const double descent__one_way = 0.78;
/* A drift against the means of a torus, which do not average out: change from the first block to the last over the range of
 * a block. 300 steps of a rotation by a radian leave less than a hundredth of its amplitude. */
static const double descent__drift_share = 0.02;
/* Spreading without bounds against staying within: range of the whole over the mean range of a block. A walk has √16 = 4,
 * seldom less than half of it; what stays within bounds has 1 once it has been everywhere. */
static const double descent__spreading = 2;
/* New ground against noise that reaches a little farther in one half than in the other: of the range of the half before. No edge: it
 * chooses between words. */
static const double descent__new_ground = 0.1;
/* Growing or shrinking against standing still: the trend of the logarithm of the blocks' ranges over its standard error, … */
static const double descent__certain_trend = 5;
/* … and in all by more than a torus' ranges vary from block to block, since its extremes are met at some steps only. */
static const double descent__least_trend = 1e-3;

/* ---- Noise ---- */

/* Hovering in a valley against motion through it: straightness up to which the floor at half the step can be told. */
static const double descent__hovering = 0.2;

/* Still on its way against wandering: as many standard deviations farther than steps of these lengths lead by chance. One walk in
 * 16,000 comes so far in one variable. */
static const double descent__outrun_deviations = 4;

/* Samples taken in turn against noise: their answers come again in the same order within so many, twice over. */
enum {
    descent__sample_answers = 16
};

/* ---- Phases of a monitored run: extent of the last half over that of the half before ---- */

/* Settling below, in place between, advancing above: k^−½ has 0.71 and less, √k 1.41, a drift 2. */
static const double descent__settling_phase = 0.75;
static const double descent__in_place = 1.25;
static const double descent__advancing = 1.5;
/* Creeping against advancing: longest late step over the longest of all. */
static const double descent__creeping_phase = 1e-2;

/* ---- The quick test of a sweep ---- */

/* Moves over which it looks for contraction, and by how much they must have shrunk: halving in eight steps leaves at most
 * eleven times the last move to go (ρ = 2^(−1/8), ρ/(1 − ρ) = 11.05), … */
enum {
    descent__quick_steps = 8
};
static const double descent__quick_shrinking = 0.5;
/* … which with this margin is a third of the tolerance. */
static const double descent__quick_margin = 1.0 / 32;

/* Same attractor against two: a run's own tolerance for its label, over that of its arrival; two runs may err by one each
 * on either side, and slow modes by more than the last steps show. */
static const double descent__label_margin = 16;
/* A foreseen limit is as uncertain as two forecasts differ. An eighth of that, times the margin, is twice the difference. No edge: it
 * makes a tolerance, and separates nothing by itself. */
static const double descent__forecast_share = 8;

/* Half the width of a gradient difference where the point has no size of its own, near the origin, as a share of the
 * problem's unit of length, before the factor ε^(1/3). */
static const double descent__origin_share = 1e-3;

/* An eigenvector's residual that no longer matters to the question whether a run is on a ridge: a digit below its edge. No edge of
 * its own: it ends an iteration. */
static const double descent__ridge_residual = 10;

#endif
