/* Every number that decides something in the facts and in the verdict: what it separates, and why this value. Ratios
 * of lengths, numbers of steps and shares alone, so that no verdict depends on units. A test stands at both sides of
 * each edge (tests/inside/decisions.c and facts.c). What says "no edge" says why, or is a cost or a width:
 * halved or doubled, all of these together, they move no verdict of the known runs. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_THRESHOLDS_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_THRESHOLDS_H

/* ---- the series ---- */

enum {
    /* A recorded end of so many single steps speaks for itself; below it a copy is run on. 64 rows hold three returns
     * of periods up to 20, and a factor of 1.1 a step shows as 400. */
    DESCENT__LEAST_SINGLE_ROWS = 64,
    /* Steps of the copy that stands in: eight times as many. A cost, no edge. */
    DESCENT__CONTINUED_STEPS = 512,
    /* Steps are seen to grow, or not, from three lengths on. There is no edge beyond: rows that end in three single
     * steps are not all one stride apart, so that they cannot stand in. */
    DESCENT__LEAST_GROWTH_ROWS = 4
};

/* Steps made again meet a recorded row to this part of it: what printing with seven digits leaves. No edge: another
 * run is off by the whole step. */
#define DESCENT__SAME_ROW 1e-6

/* The path is the unit of length, but of a run that explodes only ten times its first step: the rest is the
 * explosion's. */
#define DESCENT__UNIT_FIRST_STEPS 10.0
/* A short way says nothing of lengths beyond this part of the point's own. */
#define DESCENT__UNIT_OF_POINT 1e-3

/* What one look may spend of the evaluations that are left: a copy that is run on, a quarter, so that three more can
 * follow; each product with a Hessian of a large problem a sixteenth, for four Newton steps of two gradients a product are
 * then half. The copy that all verdicts about the future are held against has a third. Costs, no edge. */
enum {
    DESCENT__COPY_BUDGET = 4,
    DESCENT__OUTLOOK_BUDGET = 3,
    DESCENT__PRODUCT_BUDGET = 16
};

/* ---- precision ---- */

/* A loss in single precision is the sum of a few terms, each rounded to half a unit of the largest: this many units are no change. */
#define DESCENT__ROUNDINGS_OF_SINGLE 8.0

/* ---- not finite ---- */

/* Growth by this before the first value that is not finite explains it: it ended where numbers end. Less may be
 * chance. */
#define DESCENT__EXPLAINING_GROWTH 10.0
/* A longest step so many times the first is worth a word about an explosion. */
#define DESCENT__LEAP 100.0

/* ---- at rest ---- */

enum {
    /* Steps within rounding, in a row: one may be a turning point. */
    DESCENT__RESTING_STEPS = 2,
    /* Rows of a run that leapt there: two steps, of which nothing tells a rate. */
    DESCENT__LEAP_ROWS = 3,
    /* Steps whose mean pace is compared: more than a swing's. No edge: it takes a hundred for Adam to be seen. */
    DESCENT__PACE_ROWS = 24,
    /* Of fewer it must grow by this much more; a memory of 0.9 makes a third in six of them. */
    DESCENT__PACE_SOARS_ROWS = 6,
    /* And where the pace must have kept: fewer steps tell nothing of a rule that is not known. */
    DESCENT__PACE_KEPT_ROWS = 8,
    /* Steps in a row that each leave a small part of the distance: two may be luck. */
    DESCENT__AIMED_STEPS = 3
};

/* That part: quasi-Newton methods leave a tenth and less at last, and what strides past a point or halves its way leaves more. */
#define DESCENT__AIMED 0.25

/* The error of differences carries a run by the step size times itself in a step, and what it has carried it off is drawn
 * back by as much: twice that is the longest step that it explains. */
#define DESCENT__HOVERS 2.0
/* A thousandth of the width of differences is √ε of the unit that it is taken in. No edge: it scales. */
#define DESCENT__OF_DIFFERENCES 1e-3
/* A curvature that passes for zero with an error of more than this part of the largest is not known to be zero. */
#define DESCENT__BLURRED 0.01
/* Level ground is looked over at this part of the point's size or the path's, whichever is larger, and at doubling
 * distances: beyond a thousand sizes nobody looks for a minimum. Costs, no edge: a shelf that ends farther off is level
 * for whoever stands on it. */
#define DESCENT__GROUND_NEAREST 0.01
/* How far beside it is asked for the loss to see its noise there, in ε of the point's size: many roundings, and next to none of the ground.
 * A width, no edge. */
#define DESCENT__NOISE_ROUNDINGS 64.0
/* The loss changed if it did by more than so many times what that makes of it: a few values show less than the most that rounding does.
 * No edge: what falls does so by more from one distance to the next. */
#define DESCENT__SPREADS_OF_NOISE 4.0
enum {
    DESCENT__GROUND_DOUBLINGS = 17, /* from a hundredth to 655 sizes; a cost, no edge */
    DESCENT__NOISE_LOOKS = 8,       /* of its noise; a cost, no edge */
    DESCENT__GROUND_WAYS = 16,      /* coordinates that are looked along; a cost, no edge */
    DESCENT__EDGE_HALVINGS = 14     /* that find the edge of level ground to 1 part in 10⁴; a cost, no edge */
};

/* The slope counts as gone if it fell to this part of its largest: the square root of rounding, and two digits of
 * room. */
#define DESCENT__SLOPE_GONE 1e-6

/* A run keeps its pace if over the last 1/16 of its steps they have shrunk by no more than 1/16: steps ~ 1/k do so, and
 * the way of those that shrink no faster has no end. What came before, a transient say, does not count. */
#define DESCENT__PACE_SHARE 16.0
/* A step that takes all but this part of the slope away is one of a superlinear method, or of a fast contraction: */
#define DESCENT__SLOPE_TAKEN 0.1
/* what is left of the way is then that part of the step; within this part of the tolerance, for where curvatures differ a
 * hundredfold it may be as many times longer, the run has arrived. */
#define DESCENT__WITHIN_BY_SLOPE 0.01
/* A last step of this part of the longest is no leap. */
#define DESCENT__SHORT_STEP 0.01
/* Within this part of its extent from its end a run must still have felt a slope, to have been led there by it: at x⁶ a slope
 * of 1e-6 is gone 0.06 away. */
#define DESCENT__SEEN_NEAR 0.1
/* Steps so many times as long as rounding know their pace beside the slope to a thousandth. A width, no edge. */
#define DESCENT__WELL_ABOVE_ROUNDING 1e3
/* The logarithm of that pace grew if it did by more than this from a quarter of the steps to the next, twice: Adam's memory
 * of squares, 0.999, makes it grow by half a thousandth a step. */
#define DESCENT__PACE_GROWS 0.05
/* At a critical point it must do so twice as clearly, for there a run may well have come to stay. */
#define DESCENT__PACE_GROWS_CLEARLY 0.1
/* Over six steps: a swing's pace goes up and down by as much, but not up twice in a row. */
#define DESCENT__PACE_SOARS 0.25
/* It kept if that logarithm is the same over two quarters to this: a memory of 0.99 makes it grow by a two hundredth a step, and
 * steps in proportion to the slope leave it alone. */
#define DESCENT__PACE_KEPT 0.03
/* Pace that falls to less than this from the middle of the rows to their end, as k^−2 does, adds up to a way that ends; of
 * steps ~ 1/k, which do not, half is left. */
#define DESCENT__PACE_ENDS 0.25
/* But a pace that grows by more than this in the last step has not ended: a line search that went too far takes short steps, and
 * doubles them again. Less is the swing of a momentum. */
#define DESCENT__PACE_REVIVES 1.5
/* A slope stands where it is not gone, nor rounding: so many times ε‖H‖‖x‖, of which the gradient's noise (8 of it) is a 128th. */
#define DESCENT__STANDING_ROUNDINGS 1024.0
/* Gradients around a kink where the loss is lowest balance to this part of the largest: rounding leaves less of the nearest point
 * of their hull, and down a valley that falls by more the loss is asked. */
#define DESCENT__KINK_BALANCE 1e-6
/* A gradient that jumps at a point does so over this part of a width as well: a root of it, such as that of |x|^1.5, has fallen to a
 * hundredth by then. Points are known far better. No edge. */
#define DESCENT__KINK_NEARER 1e-4
/* A kink that a run goes to and fro about lies within so many of its last steps: one reaches it, and the loss is higher beyond. A width,
 * no edge. */
#define DESCENT__ABOUT_KINK 4.0
/* How far ahead a kink is looked for, in extents of the path: beyond rounding, within the neighbourhood. A width, no edge. */
#define DESCENT__KINK_AHEAD 1e-3
/* Of the way down by tiny steps: two minima this near are one, and this near to where the steps have come is beside it. Minima of two
 * valleys are as far from each other as the way to one of them, in order. No edge. */
#define DESCENT__BESIDE_PART 0.1
/* One part of so many of the gradients left pays for that way. A cost, no edge. */
#define DESCENT__BELOW_SHARE 8

/* ---- growth ---- */

enum {
    DESCENT__GROWTH_STEPS = 10000,  /* of a copy, to see whether growth goes on: half the default budget */
    DESCENT__SMALLER_STEPS = 4000,  /* of a copy with a smaller step size; a cost, no edge */
    DESCENT__DOMAIN_HALVINGS = 260, /* from 1e60 lengths to a rounding of one: where a loss ends; no edge */
    DESCENT__DOWNHILL_STEPS = 1500, /* of a descent with steps as short as need be; a cost, no edge */
    DESCENT__LONGEST_SPELL = 64,    /* no longer than twice the first: three spells that do not grow are no growth */
    DESCENT__ENVELOPE_STEPS = 32    /* steps between two looks at the envelope of the step lengths: a momentum of 0.9
                                           swings within them */
};

/* Growth below this, from first to last, is the scatter of a run that does not grow, */
#define DESCENT__LEAST_GROWTH 1.5
/* unless so many steps in a row are each longer than the one before, by chance 1 in 40320, and a copy can be asked. */
#define DESCENT__RISING_ROW 8
/* What leaves an unstable point by a linear law leaps ahead along it. Two factors are to be had where the steps are not all
 * multiples of one another, to the root of rounding (no edge: where they nearly are, one factor tells them as well); */
#define DESCENT__TELLING_DETERMINANT 1e-8
/* the nonlinear part must stay below this share of the growth of a step (no edge: it only shortens leaps), */
#define DESCENT__NONLINEAR_SHARE 1e-3
/* and a leap is no longer than tenfold (a cost, no edge), and pays from a quarter on (no edge). */
#define DESCENT__LONGEST_LEAP 10.0
#define DESCENT__LEAST_LEAP   1.25
/* It is confirmed if the logarithm of the growth of a step after it is no more than so many times that before: linear growth
 * keeps it, what bounds growth lowers it, and what is another reason to grow does so at once. */
#define DESCENT__LEAP_CONFIRMED 1.5
/* A line is looked along by factors of four, to 10^30 times as far (a cost, no edge), */
#define DESCENT__CURVED_FACTOR 4.0
enum {
    DESCENT__CURVED_LOOKS = 50 /* 4^50 = 10^30; a cost, no edge */
};
/* and curves as much as before if it does to a half: a loss whose curvature falls for good falls far below. */
#define DESCENT__CURVED_PART 0.5
/* Nothing within bounds grows so far: growth alone is proof. */
#define DESCENT__CERTAIN_GROWTH 1e30
/* With a loss that rises, and steps that do not slow down, this is: more than a run gains that began within rounding,
 * 1e-16, of an unstable point and ends on the cycle around it. */
#define DESCENT__CERTAIN_RISING_GROWTH 1e20
/* A path alone has left all lengths that it knows behind beyond so many times the unstable point's own size and the distance
 * from it at first: more than digits beyond √ε. */
#define DESCENT__BEYOND_ALL 1e10
/* That point has a size of its own from this part of the distance on: below, it may be 0 and its rounding (no edge), */
#define DESCENT__OWN_SIZE 1e-2
/* if the steps are on one line, to the root of rounding (no edge). */
#define DESCENT__ONE_LINE 1e-8
/* A copy that is still growing when its steps run out has gone far if it went so many path lengths; that is no proof, for a
 * run that leaves a saddle does before it finds the next valley. */
#define DESCENT__ESCAPED 1e3
/* The fourth root of the largest number: of a loss beyond it, what its formula squares, or squares twice, may overflow. */
#define DESCENT__NEAR_OVERFLOW 1e77
/* Beyond this nobody waits for more. */
#define DESCENT__ESCAPED_FOR_GOOD 1e60
/* Descent with steps as short as need be has run off beyond so many extents: nothing within bounds is so wide, though the
 * way began beside an unstable point. Steps that may double are there after a hundred. */
#define DESCENT__RUN_OFF 1e30
/* The smaller step size that is tried to tell a step that is too large from a loss without a minimum: if an eighth is
 * too large as well, the step size is not what the user would look at. No edge: halved or doubled, it moves no known run. */
#define DESCENT__SMALLER_STEP_PART 8.0
/* A copy of it rests once its steps are this part of the run's first. No edge: whoever rests comes below any part. */
#define DESCENT__RESTING_PART 1e-3
/* A slope this part of the one at the start is none. */
#define DESCENT__SLOPE_NEXT_TO_NOTHING 1e-3
/* Mean cosine between successive steps below which they go from side to side, */
#define DESCENT__SIDE_TO_SIDE -0.5
/* and straightness below which the way is no way out. */
#define DESCENT__WAY_OUT 0.5

/* ---- recurrence ---- */

/* A copy is followed until, at half its rate, one part in so many of the returns would be left (a cost, no edge), */
#define DESCENT__RETURNS_LEFT 20.0
/* and at least until one in so many would: less is no evidence. */
#define DESCENT__RETURNS_SEEN 3.0
/* Periods of the copy at least. */
#define DESCENT__LEAST_PERIODS 4.0
/* What a memory changes by less than this part of itself in a round is rounding. A width, no edge. */
#define DESCENT__MEMORY_MOVES 1e-12
/* A multiplier above this repels beyond the error of its differences: the cycle is merely passed by. */
#define DESCENT__REPELLING_MULTIPLIER 1.001

/* Multipliers are measured again with widths so many times narrower (a width, no edge); where the map's slope grows like a
 * root or faster, they are then more than this as large: √16 = 4, with room for rounding. Of 1 or less nobody needs to
 * know whether it has a bound. */
#define DESCENT__MULTIPLIER_NARROWER 16.0
#define DESCENT__MULTIPLIER_GROWS    2.0

/* ---- a critical point ahead ---- */

enum {
    DESCENT__DENSE_LIMIT = 200,     /* variables; beyond, all eigenvalues take longer than most runs */
    DESCENT__CONFIRMING_STEPS = 32, /* of a copy, before a run is said to have converged */
    DESCENT__LEAST_FOLLOWED = 64,   /* steps of a copy, before a run is said to approach */
    DESCENT__HELD_STEPS = 2048, /* of a copy that is put beside a point: twice the memory of Adam; a cost, no edge */
    DESCENT__QUADRATIC_STEPS = 20000,        /* of a rule on a quadratic: twenty memories of Adam; a cost, no edge */
    DESCENT__QUADRATIC_OPERATIONS = 4000000, /* in so many at most: a few milliseconds; a cost, no edge */
    DESCENT__SOON_STEPS = 10,     /* of an outlook, least, in which a loss falls on average; Adam's memory. No edge */
    DESCENT__FEW_ROWS = 16,       /* after fewer, a run may be passing by just now */
    DESCENT__LEAST_ROWS_ALONE = 6 /* where nobody can be asked; fewer steps than five obey any law */
};

/* Flat, with a slope above this part of the largest that the run has seen: a plain, on which nothing was found. */
#define DESCENT__PLAIN_SLOPE 0.1
/* Unless it is rounding: the gradient's noise at a critical point is 8ε·‖H‖·‖x‖ (descent__gradient_roundings), and the
 * last step that led there rounds as well. */
#define DESCENT__PLAIN_ROUNDINGS 16.0
/* A factor of 1 to rounding, by the steps to go: they are fewer than so many times 1/ε. No edge: a factor that rounding leaves beside 1
 * makes about 1/ε of them or more, and whoever comes nearer by a factor that can be told from 1 takes far fewer. */
#define DESCENT__FACTOR_OF_ONE 0.1
/* No edge: a way of less than this part of a point's size is none from which its slope could have faded, for there rounding may do as
 * it likes; those that Newton's iteration runs off along are far longer. */
#define DESCENT__FADING_WAY 0.01
/* A slope fades beyond a point if, at this many places as far beyond it as the way there was long (a cost, no edge), */
#define DESCENT__FADING_PLACES 4
/* it is less than this part of what it was at the one before. No edge: over such a way exp(−x) and all that is steeper fades by far more,
 * and rounding does not fade four times. */
#define DESCENT__FADES 0.5
/* and leads back nowhere, from the way's length beyond the point to a thousand of them. A cost, no edge. */
#define DESCENT__FADED_DOUBLINGS 11
/* A part of the distance to a point is rounding up to so many ε of both sizes: sixteen for rounding of the run's own steps
 * (descent__rounding_units), four times, for the eigenvectors and the point are computed, too. */
#define DESCENT__PART_ROUNDINGS 64.0
/* A point that lies farther off the middle of a motion than so many times its extent is not the one that is circled. */
#define DESCENT__CIRCLED 2.0
/* Multipliers this near to 1 neither contract nor expand: rounding of the eigenvalues. */
#define DESCENT__NEUTRAL_ROUNDING 1e-9
/* And moduli this near to 1 turn for ever: rounding of the rule's own formula. */
#define DESCENT__TURNING_ROUNDING 1e-12
/* What does not contract counts from this part of the distance on. */
#define DESCENT__LASTING_SHARE 0.1
/* Theory forbids to stay above 1, and the error of an eigenvalue by differences is below this. */
#define DESCENT__REPELLING_EXCESS 1e-6
/* A point farther away than so many path lengths is not one that the path has begun to approach; */
#define DESCENT__FARTHEST 1e3
/* and far out on a slope that fades everything is flat. */
#define DESCENT__FARTHEST_DEGENERATE 3.0
/* Of a rule that is not known the steps tell of the way ahead what they told of the way behind, and no more than that. */
#define DESCENT__FARTHEST_ALONE 1.0
/* The way out counts beyond this part of the distance: what a Hessian by differences leaves of an exact ridge. */
#define DESCENT__WAY_OUT_PART 1e-9
/* A copy must stay within so many tolerances, and */
#define DESCENT__STAY_TOLERANCES 10.0
/* so many distances, to have arrived; */
#define DESCENT__STAY_DISTANCES 2.0
/* and must have been within this part of the extent over the last quarter, if it does not. */
#define DESCENT__LATE_PART 1e-3
/* What rests may move, later on, by a hundredth of the way it came. No edge: what leaves moves as far as it came. */
#define DESCENT__HARDLY_MOVES 0.01
/* It must stay as long as it has been, and a quarter more: the quadratic's own time of leaving is a logarithm. No edge. */
#define DESCENT__KEPT_TIMES 1.25
/* To approach, it must come no farther off than it was, but for rounding. */
#define DESCENT__NO_FARTHER 1.01
/* Where no theory says how fast, a copy that keeps within half of the distance comes nearer; */
#define DESCENT__NEARER 0.5
/* and one that keeps more than this of it over an eighth of its way, some 600 steps, would take 40000 to halve it:
 * it hovers. */
#define DESCENT__HOVERING 0.99
/* Over the last eighth of an outlook a quarter of what its longest steps would lead straight on is far: what swings around
 * a point is there within a few of them. */
#define DESCENT__RUNS_STRAIGHT 0.25
/* Below this cosine a run swings, and its distance is that of the swing. */
#define DESCENT__SWINGING -0.9
/* Steps still to come must add up to a tenth of the way at least: the law's own error is not tenfold. */
#define DESCENT__WAY_TO_LAW 10.0
/* A copy's distance shrinks as theory says if it does by half of that: the way there need not be the point's
 * neighbourhood yet, but what does not settle shrinks by none of it. */
#define DESCENT__DUE_SHARE 0.5
/* A swing that friction of 1 − β a step has had so many times its time to stop is none any more: e^−8 is left.
 * No edge: a swing that comes out again later is one of 3000th of its size. */
#define DESCENT__FRICTION_TIMES 8.0
/* A rate is believed where those of three thirds of the way are its own within half of the tenth that its steps are known to, */
#define DESCENT__SAME_RATE 0.05
/* over a way on which the distance falls tenfold: what is slower has not shown what it will be; */
#define DESCENT__RATE_SEEN 0.1
/* and a hundredfold where nobody can be asked of slower modes. */
#define DESCENT__RATE_SEEN_ALONE 0.01
/* Of a run that is there, this fall toward its end tells the rate. */
#define DESCENT__RATE_FALL 1e-3
/* Numbers of the points of a copy that are kept, at most: 32 megabytes. A cost, no edge. */
#define DESCENT__OUTLOOK_NUMBERS 4194304
/* Within a thousandth of where its curvatures hold a run is at a point, whatever way it came: a thousand times the usual
 * tolerance is a thousandth of the path, and in most runs the curvatures hold as far as that. No edge: it scales. */
#define DESCENT__THERE_PART 1e-3
/* It is sought from afar by this factor: no edge, the reach is as good as that. */
#define DESCENT__REACH_FACTOR 10.0
/* Curvatures tell a gradient to this part of the largest of them. */
#define DESCENT__CURVATURE_TELLS 0.5
/* Found again from where the outlook ends, a point is the same to this part of what is left of the way; */
#define DESCENT__SAME_POINT 0.1
/* and flat ground, which Newton's steps come to by a factor each, or anywhere along its floor, to half of it. */
#define DESCENT__SAME_FLOOR 0.5
/* Descent toward it makes no step longer than this part of what is left (a cost, no edge); */
#define DESCENT__FLOW_PART 0.125
/* once it made this part of it, it tells where it leads; */
#define DESCENT__FLOW_SEEN 0.25
/* of one that has settled, less is enough: where rounding stops it early, it has hardly moved. */
#define DESCENT__FLOW_SETTLED 0.05
/* Rounding does not stop it where the slope has fallen to this part of the first: there is a critical point, and another one. No edge. */
#define DESCENT__FLOW_EASED 1e-3
/* to the point, if it comes nearer by this part of its way. */
#define DESCENT__FLOW_NEARS 0.25
/* A flat point counts if it lies where the law says, within this factor. */
#define DESCENT__FLAT_WITHIN 5.0
/* It need not be known better than this part of the way (it ends an iteration, no edge), */
#define DESCENT__FLAT_KNOWN 1e-3
/* and curvature below this part of 1/(η k) cannot have moved a run of k steps. No edge: nothing known lies near. */
#define DESCENT__FLAT_UNSEEN 1e-9
/* The smallest normal number: a fall of 1/ε of it is made, over a way of its own unit, by slopes whose squares are none. */
#define DESCENT__FALL_OF_NUMBERS (1 / DBL_EPSILON)
/* A slope of which more than half is left a tolerance farther down leads on to two tolerances at least, by the moments of a
 * quadratic: twice what counts as arrived, for a loss that is none. */
#define DESCENT__SLOPE_LEADS_ON 0.5

/* ---- by the law of the steps alone ---- */

enum {
    DESCENT__LAW_STEPS = 12, /* must obey a law where nobody can be asked */
    DESCENT__LAW_TESTED = 4  /* steps: three obey some factor exactly, and the fourth is the first to contradict it */
};

/* Steps ~ 1/(k + c), which have no limit, fall by a factor, too, until k comes near c: half is the least that
 * counts, */
#define DESCENT__LAW_FALL 0.5
/* and a tenth without a recurrence. */
#define DESCENT__LAW_FALL_ALONE 0.1
/* A step is long above this part of the longest still to come; half of all must be, for chaos does so for a while,
 * too. */
#define DESCENT__LONG_STEP 0.5
/* The length of the steps fell to this part beside the slope: the step size vanishes, */
#define DESCENT__VANISHED 0.1
/* if the slope will outlast the way that is left by this part of itself. */
#define DESCENT__SLOPE_OUTLASTS 0.5
/* Or: steps of this part of the longest */
#define DESCENT__STEPS_GONE 1e-3
/* while the slope is still above this part of its largest. */
#define DESCENT__SLOPE_LEFT 0.1
/* Arrived by the law: the slope, too, must have fallen to this part. */
#define DESCENT__SLOPE_FALLEN 1e-3
/* The fall of the loss a step is that of the later half where there it is less than this part: 1/k² and slower laws keep more
 * over an eighth of the run, so what changes more has changed its pace. */
#define DESCENT__SLOPE_LESS 0.75
/* A copy that has gone farther than the law's whole rest, by more than the error of its exponent, refutes it. */
#define DESCENT__BEYOND_LIMIT 1.25
/* What is left of a way ~ k^−0.25, and of slower ones, shows its exponent only in many more steps; */
#define DESCENT__SLOWEST_POWER -0.25
/* What is left of a way ~ k^−0.01 halves in 2¹⁰⁰ times as many steps: that is a constant, or a sum of steps without bound. */
#define DESCENT__FLATTEST_POWER -0.01
/* What falls by half of all digits while the number of steps doubles follows no power of it: some factor, or a leap. */
#define DESCENT__STEEPEST_POWER -26.0
/* and an exponent of which a copy keeps less than this is on its way to 0, where there is no limit. */
#define DESCENT__EXPONENT_KEPT 0.75
/* A way of a power is made by that power: by twice as much it is another, or none. */
#define DESCENT__OUTRUNS_POWER 2.0
/* A power is believed where the slope has fallen by half at least. */
#define DESCENT__SLOPE_HALVED 0.5

/* A copy that comes lower than the run was over its last quarter by less than this part of what the loss went up and down there comes no
 * lower. No edge: what rounding gathers over thousands of steps of a cycle is less, and a way down of thousands of steps is more. */
#define DESCENT__NO_LOWER 1e-6

/* Who is still descending has a way to go: more steps than those few that were looked at, at which a slope that falls as it did is gone. */
#define DESCENT__SOON_OVER 10.0

/* ---- bounded motion ---- */

enum {
    DESCENT__EXPONENT_STEPS = 5000,     /* of the twin, at most: two gradients each, half of the default budget */
    DESCENT__EXPONENT_LEAST = 400,      /* below it no interval is worth the name: 16 batches of 22, after a tenth */
    DESCENT__COORDINATES_SHOWN = 64,    /* coordinate periods are kept up to this dimension */
    DESCENT__LEAST_COORDINATE_ROWS = 8, /* half of them are two rounds of period two */
    DESCENT__KINK_VARIABLES = 32,       /* around a kink two gradients are asked for each: a cost, no edge */
    DESCENT__KINK_PIECES = 4,           /* gradients for each there, with those of more pieces: a cost, no edge */
    DESCENT__KINK_PAIRS = 4,            /* last steps, and last turns, in which a kink is looked for */
    DESCENT__LEAST_MOTION = 8,          /* points, to tell sustained from passing motion */
    DESCENT__LEAST_UNSURE = 64 /* points; with fewer, it is too early to say that a run neither settles nor returns */
};

/* Straightness below which motion within bounds does not lead anywhere, */
#define DESCENT__BOUNDED_STRAIGHTNESS 0.5
/* and step lengths that keep more than this part from quarter to quarter do not settle. */
#define DESCENT__SUSTAINED 0.5
/* By the path alone: quarters alike in extent. */
#define DESCENT__ALIKE_MOST  1.3
#define DESCENT__ALIKE_LEAST 0.8
/* Lyapunov exponents: in all, neighbours must have separated by e^10, which no torus and no rounding does, */
#define DESCENT__SEPARATED 10.0
/* and by more than this each step: below it an exponent is slow transients as well. */
#define DESCENT__LEAST_EXPONENT 0.005
/* An interval from less than this part of its value on reaches zero, as far as anyone can tell: of bursts the few that fell into a batch
 * decide. */
#define DESCENT__EXPONENT_KNOWN 0.01
/* A twin begins at 10^-8 of the extent, so that a jump throws it by ln 10^8 = 18.4 at most. What separates by half of that in each step is
 * thrown, and no neighbour. No edge: steps of smooth maps separate by a digit or two. */
#define DESCENT__TWIN_THROWN 9.0
/* An interval around zero that is wider than this, e-fold each step, tells nothing. No edge: those that tell something are far narrower. */
#define DESCENT__TOLD_WIDTH 1.0
/* An interval around zero no wider than this is zero: it takes some 2000 steps, for neighbours on tori glide apart like k,
 * which is ln k < 10 in all. Of fewer, weak chaos looks alike. */
#define DESCENT__NEUTRAL_WIDTH 0.005
/* A torus of two loops goes round each of them so many times while it is watched, at least. */
#define DESCENT__LEAST_LOOPS 3.0
/* Moduli of multipliers this near to 1 are 1, to the error of central differences: ε^(2/3), over a few steps. */
#define DESCENT__TURNS_NEUTRALLY 1e-8
/* A copy left these bounds when it went beyond so many extents. */
#define DESCENT__LEFT_BOUNDS 100.0
/* From the first quarter of a copy to the last: it came to rest, */
#define DESCENT__COPY_RESTS 1e-3
/* or its swings shrink with the step size of its schedule. */
#define DESCENT__COPY_SHRINKS 0.9
/* Means of two halves of a copy, in extents, and the ratio of their extents: alike, or still on the way. */
#define DESCENT__STATIONARY_MEAN   0.1
#define DESCENT__STATIONARY_EXTENT 1.2

/* ---- drift ---- */

enum {
    DESCENT__STRAIGHT_COPY_STEPS = 1024, /* of a copy, until motion across the slope has faded; a cost, no edge */
    DESCENT__LEAST_DRIFT = 8             /* points */
};

/* Straightness of a drift. */
#define DESCENT__DRIFTING 0.9
/* A rise so many path lengths ahead does not contradict a run that slows down without end. */
#define DESCENT__DRIFT_REACH 1e6
/* A minimum so many times farther than the run so far would take is out of reach: a plateau. */
#define DESCENT__PATIENCE 1e3
/* And on a plateau the loss falls by so many times what the slope there makes of the way: a convex loss falls by that or less. */
#define DESCENT__OFF_PLATEAU 2.0
/* A run of fewer steps has not shown yet that it creeps. */
#define DESCENT__FEWEST_CREEPING 100.0
/* Steps ~ k^−1.13 last for this part of those before them over the last two quarters; what fades faster adds up to a
 * finite way, and a limit. Of steps ~ 1/k, which do not, it is 0.71. */
#define DESCENT__LASTING_DRIFT 0.68
/* Steps ~ k^(−1 − 0.1) and steeper add up to a finite way beyond the error of the exponent. */
#define DESCENT__SUMMABLE_DRIFT -0.1
/* Ratio of the last two quarters' mean steps: as long as before, to within this, */
#define DESCENT__STEADY_STEPS 0.02
/* or as ln k has it, ln(4/3)/ln(3/2), to within this. */
#define DESCENT__LOGARITHMIC_STEPS 0.03
/* where they fade like 1/k to this: of a cube root's way they do by 2/3, of that down exp(−x) by 0.99 after 64 steps. */
#define DESCENT__HARMONIC_STEPS 0.15
/* and by the same factor over the same way: down exp(−x²) they fall by 4 % more from the one quarter to the next after 64 steps, and by
 * 1.2 % more after a million; down the logistic function by 0.7 %, and soon by none. */
#define DESCENT__SAME_FALL 0.01
/* The logarithm of a factor that grows evenly does so by half as much from quarter to quarter as from half to half; of one that comes
 * to a limit, by less. */
#define DESCENT__CHANGE_KEPT 0.4
/* Of a drift that is told to keep the length of its steps: a quarter of the run has changed it by less. A slope that fades like
 * exp(−x²) from 3 on loses 0.007 over the last of 64 steps. */
#define DESCENT__SAME_LENGTH 0.002
/* Two slopes are the same if they differ by so many roundings. */
#define DESCENT__SAME_SLOPE 64.0

/* ---- copies and lines ---- */

enum {
    DESCENT__MOST_DOUBLINGS = 400, /* lengths tried along a line, by factors of 1.5: from 1 to 10^70 */
    DESCENT__KINK_HALVINGS = 30 /* a root such as √|x|, which is steep but does not jump, has fallen to 2^−15 by then */
};

/* Part of what the slope promises by which the loss must fall (Armijo 1966); twice a tenth, since the length was
 * halved. */
#define DESCENT__ARMIJO 0.2
/* Each length tried along a line is so many times the one before, so that a bottom is known to this factor. */
#define DESCENT__LINE_FACTOR 1.5
/* A loss rises along a line if it does by more than so many roundings: two losses of four each, as critical points grant
 * them (descent__loss_roundings). */
#define DESCENT__LINE_ROUNDINGS 8.0
/* A step downhill begins with so many times half the last one: with twice that. A cost, no edge: it is shortened until
 * the loss falls. */
#define DESCENT__DOWNHILL_AGAIN 4.0
/* A slope below this part of the first is level. */
#define DESCENT__LEVEL 0.05
/* Over so many times that width a smooth change is gone: a sixteenth of it is left. No edge: a kink is crossed by whole steps. */
#define DESCENT__KINK_BEYOND_SMEAR 16.0
/* A jump keeps more than this part of the difference when all of the smooth change is gone. */
#define DESCENT__JUMP 0.25
/* Mixed second derivatives agree to this: the error of differences of that width is far below. */
#define DESCENT__SYMMETRIC 1e-2
/* The width of these differences, in steps: no edge. */
#define DESCENT__SYMMETRY_WIDTH 1e-3

/* ---- predictions ---- */

/* An estimate of steps is believed to a tenth, */
#define DESCENT__STEPS_LOW  0.9
#define DESCENT__STEPS_HIGH 1.1
/* that of a power, whose exponent is known to a few per cent, to a half. */
#define DESCENT__STEPS_LOW_POWER 0.5
/* A copy that looks for a gradient tolerance is followed for so many times the estimate, and some: a cost, no edge. */
#define DESCENT__STEPS_FOLLOWED 2.0
/* And so many more: no edge. */
#define DESCENT__STEPS_FOLLOWED_MORE 100.0
/* A schedule is summed over so many multipliers, some ten milliseconds: a cost, no edge. */
#define DESCENT__SCHEDULE_FOLLOWED 1000000
/* A logarithm of a multiplier is none up to so many ε: 1, the product ηλ and their difference round once each, and the
 * eigenvalue itself is known no better. */
#define DESCENT__MODE_ROUNDINGS 4.0
/* Linear theory holds where the distance has fallen as it says, by its logarithm, to this part: a twentieth leaves half of
 * the tenth that an estimate is believed to. */
#define DESCENT__MODES_HOLD 0.05
/* The next order is the one that was assumed where its coefficient is the same over two stretches, to this part. */
#define DESCENT__SAME_ORDER 0.2
/* The slowest mode is alone if it makes up so much of the distance. No edge: beside others its count is widened, and theirs is
 * shorter, for they are faster. */
#define DESCENT__MODE_ALONE 0.9
/* An order below this is none: x^2.2 is the lowest power that would be told from a parabola by it. */
#define DESCENT__LEAST_ORDER 0.2
/* The order of a smooth loss along its flattest direction is a whole number: one that is measured as near to it as this
 * part is taken to be that, and one that is none is believed where two stretches agree to it, for on its way to a whole number
 * an order moves. */
#define DESCENT__WHOLE_ORDER 0.05

/* One in so many rows make a distance: a swing's, where it swings. No edge: any part of the way would do. */
#define DESCENT__PACE_WINDOW 16

#endif
