/* How fast a run settles along the variables that bounds, a decay or an L1 term leave free, and the steps still to go. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_AHEAD_ALONG_FACE_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_AHEAD_ALONG_FACE_H

#include "diagnosis/verdict/facts.h"

/*
 * By linear theory with the eigenvalues of the free variables, from where all that is held is held at the point of the face; and
 * the steps as the outlook makes them where it arrives. `there`: no more steps. What theory does not tell is not known.
 */
descent_pace descent__pace_along_face(descent__facts *facts, const descent__destination *face, bool there);

#endif
