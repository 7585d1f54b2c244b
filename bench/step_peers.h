/* Other libraries on the same problem as step.c. Each run returns how many units were done; NULL where the library was
 * not there at build time. */
#ifndef DESCENT_BENCH_STEP_PEERS_H
#define DESCENT_BENCH_STEP_PEERS_H

/* Iterations of GSL's steepest descent, which searches for a step size along each gradient. */
extern double (*const step_peer_gsl)(void *context);

/* Evaluations (loss and gradient) by NLopt's L-BFGS. */
extern double (*const step_peer_nlopt)(void *context);

/* Iterations of libLBFGS, each with its line search. */
extern double (*const step_peer_lbfgs)(void *context);

#endif
