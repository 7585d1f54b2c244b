/* What the sources of the advice share: the list of it, and the pieces that are tried on copies. */
#ifndef DESCENT_LIB_DIAGNOSIS_ADVICE_PARTS_H
#define DESCENT_LIB_DIAGNOSIS_ADVICE_PARTS_H

#include "diagnosis/evidence.h"

enum {
    descent_advice_most = 4 /* pieces that a diagnosis gives */
};

/* So many more steps nobody makes. */
#define DESCENT_OUT_OF_REACH 1e7

/* One more piece of advice, with no number and no text yet; NULL if there are enough of them. */
descent_advice *descent_advice_add(descent_evidence *evidence, descent_advice_kind kind);

/* Gives it its text; NULL stands for one for which there was no memory. */
void descent_advice_say(descent_evidence *evidence, descent_advice *advice, const char *text);

/* One that is text alone. */
void descent_advice_plain(descent_evidence *evidence, descent_advice_kind kind, const char *text);

/* " along (0, 1)"; fits descent_point_text_size. */
void descent_advice_way(descent_evidence *evidence, char *text, const double *direction);

/* The largest of a few smaller step sizes with which a copy from the same start arrives, at a minimum if any does. */
void descent_advice_smaller_step(descent_evidence *evidence);

/* The same, but only if a copy arrives somewhere. */
void descent_advice_arriving_step(descent_evidence *evidence);

/* A step size with which a copy from the same start needs less than half of the steps. False if none was found. */
bool descent_advice_faster_step(descent_evidence *evidence);

/* Momentum, where a minimum ahead is steep one way and flat another. */
void descent_advice_momentum_instead(descent_evidence *evidence);

/* Less momentum. True if a copy with it arrived at a minimum. */
bool descent_advice_lower_momentum(descent_evidence *evidence);

/* Off a saddle or a maximum, along a way out. */
void descent_advice_leave_saddle(descent_evidence *evidence);

/* From a degenerate point to the lower point that the probe found. */
void descent_advice_go_lower(descent_evidence *evidence);

#endif
