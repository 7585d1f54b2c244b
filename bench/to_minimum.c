/*
 * How many steps and evaluations it takes to ‖∇L‖ ≤ 1e-8, for every rule and for other libraries' minimisers, on landscapes with a
 * minimum. Counts only, so that the table is the same wherever it is made; it is written as Markdown, for the guide.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <descent/step_finders.h>

#include "to_minimum_peers.h"

enum {
    most_steps = 20000,
    landscape_count = 6
};

static const double small = 1e-8;

/* Starts that lie in no symmetry of the loss; Rosenbrock's and Powell's are the papers'. */
static const struct {
    const char *name;
    double start[4];
} landscapes[landscape_count] = {
    {"notebook", {4, 1.075}},       {"himmelblau", {0.5, -0.5}},        {"rosenbrock", {-1.2, 1}},
    {"six_hump_camel", {1.5, 0.3}}, {"powell_singular", {3, -1, 0, 1}}, {"styblinski_tang", {0.5, -1}},
};

/* `lowest` is the loss of the landscape's minimum. */
typedef descent_rule make_rule(double step_size, double lowest);

#define RULE(name, call)                                                                                               \
    static descent_rule name(double eta, double lowest)                                                                \
    {                                                                                                                  \
        (void)lowest;                                                                                                  \
        return call;                                                                                                   \
    }

RULE(fixed, descent_fixed_step(eta))
RULE(heavy, descent_heavy_ball(eta, 0.9))
RULE(nesterov, descent_nesterov(eta, 0.9))
RULE(damped, descent_damped_momentum(eta, 0.9))
RULE(filter, descent_gradient_filter(eta, 0.25, 0.25, -0.5))
RULE(adagrad, descent_adagrad(eta, 0))
RULE(rmsprop, descent_rmsprop(eta, 0, 0))
RULE(adam, descent_adam(eta, NULL))
RULE(amsgrad, descent_adam(eta, &(descent_adam_options){.kind = DESCENT_AMSGRAD}))
RULE(nadam, descent_adam(eta, &(descent_adam_options){.kind = DESCENT_NADAM}))
RULE(lion, descent_lion(eta, 0, 0))
RULE(sign, descent_sign(eta))
RULE(normalised, descent_normalised(eta))
RULE(armijo, descent_armijo(eta, NULL))
RULE(wolfe, descent_wolfe(eta, NULL))
RULE(long_step, descent_barzilai_borwein(eta, DESCENT_BARZILAI_BORWEIN_LONG))
RULE(short_step, descent_barzilai_borwein(eta, DESCENT_BARZILAI_BORWEIN_SHORT))
RULE(polyak, descent_polyak(eta, lowest))
RULE(exact, descent_exact_step(eta))
RULE(smooth, descent_local_smoothness(eta))
RULE(perturbed, descent_perturbed(eta, NULL))
RULE(saddles, descent_negative_curvature(eta, NULL))
RULE(conjugate, descent_conjugate_gradients(eta, NULL))
RULE(lbfgs, descent_lbfgs(eta, 10, NULL))

static const struct {
    const char *name;
    make_rule *make;
} rules[] = {
    {"fixed step", fixed},
    {"heavy ball, 0.9", heavy},
    {"Nesterov, 0.9", nesterov},
    {"damped momentum, 0.9", damped},
    {"filter with a zero at −1, a₁ = −0.5", filter},
    {"AdaGrad", adagrad},
    {"RMSProp", rmsprop},
    {"Adam", adam},
    {"AMSGrad", amsgrad},
    {"Nadam", nadam},
    {"Lion", lion},
    {"sign descent", sign},
    {"normalised descent", normalised},
    {"Armijo", armijo},
    {"strong Wolfe", wolfe},
    {"Barzilai-Borwein, long", long_step},
    {"Barzilai-Borwein, short", short_step},
    {"Polyak's step, with the minimum known", polyak},
    {"exact on quadratics", exact},
    {"local smoothness", smooth},
    {"perturbed descent", perturbed},
    {"negative curvature", saddles},
    {"conjugate gradients", conjugate},
    {"L-BFGS, 10 pairs", lbfgs},
};

static bench_count run(const descent_problem *problem, const double *start, descent_rule rule)
{
    bench_count count = {0};
    descent_engine *engine;
    if (descent_engine_new(&engine, problem, rule, start) != DESCENT_SUCCESS)
        return count;
    descent_engine_set_gradient_tolerance(engine, small);
    (void)descent_engine_run(engine, most_steps);
    const descent_evaluations made = descent_engine_evaluations(engine);
    count.arrived = descent_engine_stop_reason(engine) == DESCENT_STOP_GRADIENT;
    count.steps = descent_engine_steps(engine);
    count.evaluations = made.loss + made.gradient;
    descent_engine_free(engine);
    return count;
}

/* With the power of two for its step size with which it is quickest. */
static bench_count quickest(const descent_landscape *landscape, const double *start, make_rule *make)
{
    bench_count best = {0};
    const double lowest = landscape->points[0].loss; /* they stand by ascending loss */
    for (int power = -16; power <= 2; power++) {
        const bench_count count = run(&landscape->problem, start, make(ldexp(1, power), lowest));
        if (count.arrived && (!best.arrived || count.evaluations < best.evaluations))
            best = count;
    }
    return best;
}

static void print_cell(bench_count count)
{
    if (count.arrived)
        printf(" %llu / %llu |", (unsigned long long)count.steps, (unsigned long long)count.evaluations);
    else
        printf(" — |");
}

int main(void)
{
    printf("| steps / evaluations |");
    for (size_t k = 0; k < landscape_count; k++)
        printf(" %s |", landscapes[k].name);
    printf("\n|---|");
    for (size_t k = 0; k < landscape_count; k++)
        printf("---|");
    printf("\n");
    for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
        printf("| %s |", rules[r].name);
        for (size_t k = 0; k < landscape_count; k++) {
            print_cell(quickest(descent_landscape_find(landscapes[k].name), landscapes[k].start, rules[r].make));
        }
        printf("\n");
    }
    for (size_t p = 0; p < bench_peer_count; p++) {
        printf("| %s |", bench_peers[p].name);
        for (size_t k = 0; k < landscape_count; k++) {
            const descent_problem problem = descent_landscape_find(landscapes[k].name)->problem;
            print_cell(bench_peers[p].run(&problem, landscapes[k].start, small));
        }
        printf("\n");
    }
    return 0;
}
