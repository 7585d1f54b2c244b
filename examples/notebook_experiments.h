/* The experiments of the teaching notebook: what notebook.c runs and notebook_pictures.c draws. */
#ifndef NOTEBOOK_EXPERIMENTS_H
#define NOTEBOOK_EXPERIMENTS_H

#include <stddef.h>

typedef struct experiment {
    const char *name;
    const char *file; /* its files begin with this */
    double start[2];
    double step_size;
    size_t steps;
    int explodes;   /* the gradient at each step is worth a look, as the notebook has it */
    int oscillates; /* the second variable is worth pictures of its own */
} experiment;

static const experiment experiments[] = {
    {"Minimum 1", "minimum_1", {4, 1.075}, 1.0 / 5, 32, 0, 0},
    {"Minimum 2, not there yet", "minimum_2", {0, -0.5}, 1.0 / 50, 64, 0, 0},
    {"Along the ridge of the saddle", "saddle_ridge", {4, 0.9999}, 1.0 / 10, 64, 0, 0},
    {"Dying on the saddle", "saddle_point", {4, 1}, 1.0 / 10, 64, 0, 0},
    {"Oscillation", "oscillation", {4, 1}, 1, 8, 0, 0},
    {"Explosion", "explosion", {4, 2.5}, 0.29, 8, 1, 0},
    {"No explosion", "no_explosion", {4, 2.5}, 0.28, 64, 0, 0},
    {"Complex oscillation", "complex_oscillation", {4, 1.25}, 1, 128, 0, 1},
};

static const size_t experiment_count = sizeof experiments / sizeof experiments[0];

#endif
