/* A size that declines with the steps, such as that of the gradient: its values, and how it is predicted to go on. */
#ifndef DESCENT_LIB_PLOT_PICTURES_DECLINE_H
#define DESCENT_LIB_PLOT_PICTURES_DECLINE_H

#include <stdbool.h>
#include <stdint.h>

#include <descent/diagnosis.h>
#include <descent/path.h>

enum {
    descent__decline_name_size = 128
};

/* A curve against the number of steps; only positive finite values can be drawn on a logarithmic scale. */
typedef struct descent__decline {
    char name[descent__decline_name_size];
    const double *values;
    double floor; /* subtracted from each value */
    bool size;    /* the values pass through 0: drawn without their sign */
    double last;  /* the last value that can be drawn; NaN if there is none */
    uint64_t last_step;
    double rate;    /* factor a step by which it goes on in the end, by the diagnosis; NaN: not known */
    double arrived; /* what it is where the run counts as arrived; NaN: not known */
    double ahead;   /* steps from its last value on that are predicted; 0: none */
    double level;   /* of these, the first ones, before it goes by its rate */
    double from;    /* where the prediction begins: the last value, or the height of the swings there */
    double end;     /* and where it ends */
} descent__decline;

/* The value of a row as it is drawn; and whether it can be. */
double descent__decline_value(const descent__decline *curve, size_t row);
bool descent__decline_is_drawn(double value);

void descent__decline_find_last(descent__decline *curve, const descent_path_data *path);

/* What loss, gradient norm and step length are, in this order, where the run arrives: NaN where it is not known. */
void descent__decline_arrive(const descent_diagnosis *diagnosis, const descent_path_data *path, double arrived[3]);

/* Until it has arrived: by its rate for no more steps than it went like that, or to where the run arrives. */
void descent__decline_predict(descent__decline *curve, const descent_path_data *path, double to_go);

#endif
