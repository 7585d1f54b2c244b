/* The ends of the spectrum at a point that is only near the critical one: how far their eigenvalues can be trusted. */
#ifndef DESCENT_LIB_CRITICAL_LARGE_ENDS_H
#define DESCENT_LIB_CRITICAL_LARGE_ENDS_H

#include "critical/large/kind.h"
#include "critical/large/lanczos.h"
#include "critical/large/state.h"

/* What is known of the point before its ends are looked at. */
typedef struct descent__judgement {
    descent__ritz ends; /* of the spectrum */
    double norm;        /* largest |eigenvalue| */
    double noise;       /* of the gradient */
    double stir;        /* the least by which it changed a few roundings away, as a share of the way */
    double loose;       /* what is near where Newton works, or as far as an end of the spectrum is followed at all */
    double within;      /* what is near */
    double residual;    /* of Newton's step, relative */
    bool step_works;
} descent__judgement;

/* What is known of one end then. */
typedef struct descent__end_look {
    descent__spectrum_end end;
    bool near; /* Is the critical point near, as far as the end's eigenvector leads? */
} descent__end_look;

/*
 * Looks at both ends of the spectrum of large->point, whose eigenvalues and tolerance are set; Newton's step is in the
 * spare Krylov vector, or zero there if it is not local. DESCENT_ENOMEM, or what failed at x itself.
 */
descent_status descent__look_at_ends(descent__large *large, const descent__judgement *j, descent__end_look *low,
                                     descent__end_look *high);

#endif
