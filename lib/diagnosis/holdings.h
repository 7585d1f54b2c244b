/* What a diagnosis has behind its fields: in `internal`, the library's own. */
#ifndef DESCENT_LIB_DIAGNOSIS_HOLDINGS_H
#define DESCENT_LIB_DIAGNOSIS_HOLDINGS_H

#include <stdbool.h>
#include <stdint.h>

#include <descent/critical.h>

#include "base/arena.h"

/* What the distance that counts as arrived is a part of. */
typedef enum descent__tolerance_by {
    DESCENT__TOLERANCE_UNKNOWN,
    DESCENT__TOLERANCE_BY_EXTENT,    /* the path's: the usual case */
    DESCENT__TOLERANCE_BY_ROUNDING,  /* no less than that of the point makes inevitable */
    DESCENT__TOLERANCE_BY_CURVATURES /* no more than of how far those of the point hold */
} descent__tolerance_by;

typedef struct descent__holdings {
    descent__arena arena;
    descent_critical_point *lingering; /* the point of the LINGERING event */
    double lingering_known;            /* to so much its place was asked for, if it is degenerate; else 0 */
    descent_critical_point *jumped;    /* that of the JUMPED event */
    const double *pole;                /* where the run crossed that of the POLE event, first; NULL without one */
    double pole_known;                 /* to so much */
    bool pole_from_below;              /* the run came to it from smaller values of its first variable */
    bool pole_falls_beyond;            /* on the other side, too, the loss falls below all bounds */
    bool more_poles;                   /* steps that may have crossed more were not looked at */
    uint64_t
        rounding_decides; /* from this step on a twin one rounding beside the run is elsewhere; 0: none was seen to be */
    bool rounding_decides_end; /* and so it is at the end */
    bool turns_by_rounding;    /* steps that are rounding went back against the one before, too, and are not counted */
    const char *const *names;  /* of the variables; NULL if they have none */
    bool plain_descent;        /* the rule, given or fitted, is x − ηg, by its type: names are anybody's */
    bool scheduled;            /* the rule, given or fitted, has a schedule */
    bool finds_step_sizes;     /* the rule does, for each step: its parameter is none of them */
    bool finds_by_factor;      /* of those: its parameter is a factor of each, and not what it begins with */
    bool exact_on_quadratics;  /* of those: each step is exact where the loss is a quadratic, and only there */
    bool pushes;               /* the rule does, where the gradient is small */
    descent__tolerance_by tolerance_by;
    double tolerance_part;   /* of the extent: what was asked for */
    uint64_t steps_at_bound; /* the last so many steps were as long as the rule lets itself make them, or as short, */
    double step_bound;       /* by this step size */
    uint64_t steps_to_limit; /* in so many steps the schedule is below the step limit; 0: it is, or nobody knows */
    double
        leaps[2]; /* by how many times the last two steps were longer, of those that grow ever faster; 0: not known */
    const bool *bands_on_way; /* of each band: with some of its step sizes the copy has not arrived; NULL: no bands */
    bool loss_had_none;       /* on the way the loss had no finite value, and has one at the end */
    bool start_had_no_loss;   /* the path begins with it, and the loss has no finite value there */
    bool loss_was_lower;      /* on the way it was lower than at the end */
    bool loss_began_lower;    /* it was at the start: the run has been thrown up, and has not come back down */
    uint64_t slope_steps;     /* over the last so many steps the slope of the pace is the mean; 0: not told */
    uint64_t rose_at_end;     /* in each of the last so many steps the loss rose */
    bool
        schedule_leads_on; /* it will stop before the point of the verdict, but until then the schedule brings it nearer */
    bool level_ground;     /* it stands where the loss is level one way or more, and no minimum was seen that way */
    bool on_kink;          /* it stands on a kink, beside which the loss falls */
    bool kink_beside;      /* the kink that was found is one that the run's steps pass by */
    bool gradient_jumps;    /* at the point of the verdict: no curvature is one there */
    bool slope_is_missing;  /* of points alone: with slopes it would be known whether they settle or merely stop */
    bool thrown_up;         /* the loss has no minimum, but the run's own steps lead up again */
    bool falls_in_swing;    /* the loss falls as part of a swing: more steps tell more of that, not more evaluations */
    bool memory_fades;      /* the rule forgets what it divides by: no rest of it is one for good */
    bool leaves_later;      /* it has converged, but goes on to leave, as that memory has faded */
    size_t at_onset;        /* which point of the cycle is that of the step from which on the run is on it */
    double tried_step_size; /* the one that is advised, before it was rounded to two digits */
    bool cycle_of_copy;     /* it is a copy that was seen to go round it */
    bool keeps_volume;      /* it is a heavy ball of momentum 1: the determinant of its map is 1 */
} descent__holdings;

#endif
