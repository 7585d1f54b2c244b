/* Other libraries' minimisers, each as a function from a start to the counts that it took. */
#ifndef DESCENT_BENCH_TO_MINIMUM_PEERS_H
#define DESCENT_BENCH_TO_MINIMUM_PEERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <descent/problem.h>

typedef struct bench_count {
    bool arrived;
    uint64_t steps, evaluations; /* losses and gradients together */
} bench_count;

typedef bench_count bench_minimise(const descent_problem *problem, const double *start, double small);

extern const struct bench_peer {
    const char *name;
    bench_minimise *run;
} bench_peers[];
extern const size_t bench_peer_count;

#endif
