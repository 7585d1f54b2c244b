/* What an engine carries for what goes on around its steps: stops and the table of a run. */
#ifndef DESCENT_LIB_ENGINE_AROUND_H
#define DESCENT_LIB_ENGINE_AROUND_H

#include <stdbool.h>
#include <stdint.h>

#include <descent/progress.h>
#include <descent/stops.h>

/* Steps in a row with little change. */
typedef struct descent__calm {
    uint64_t count;
    uint64_t step; /* at which it was looked at last, */
    bool known;    /* if it was */
} descent__calm;

typedef struct descent__stops {
    descent_stops chosen;
    double *previous;     /* x_{k−1}, where the change of the point is watched */
    double previous_loss; /* L(x_{k−1}), where that of the loss is */
    descent__calm points, losses;
    double began; /* when the call of run did */
} descent__stops;

static inline bool descent__stops_watch(const descent__stops *stops)
{
    return (stops->chosen.any | stops->chosen.all) != 0;
}

/* Nothing is known of the step before any more. */
static inline void descent__stops_forget(descent__stops *stops)
{
    stops->points = stops->losses = (descent__calm){0};
}

typedef struct descent__progress {
    descent_progress chosen;
    bool headed;     /* the heading was written */
    uint64_t shown;  /* step of the last row */
    bool is_shown;   /* is there one in this run? */
    double shown_at; /* when, by the clock */
    double began;
} descent__progress;

#endif
