/* The losses of the known runs, with their gradients. */
#ifndef DESCENT_TESTS_KNOWN_LOSSES_H
#define DESCENT_TESTS_KNOWN_LOSSES_H

#include <stddef.h>

typedef struct known_loss {
    size_t dimension;
    double (*loss)(const double *x);
    void (*gradient)(const double *x, double *g);
} known_loss;

extern const known_loss arith_step_inverse_k_slow;
extern const known_loss arith_rounding_floor;
extern const known_loss arith_gradient_sign_bug;
extern const known_loss arith_exp_overflow;
extern const known_loss arith_start_nan;
extern const known_loss arith_step_decay_too_fast;
extern const known_loss chebyshev_T3;
extern const known_loss chebyshev_T2;
extern const known_loss coupled_antiphase_2cycle;
extern const known_loss coupled_quasiperiodic_gd;
extern const known_loss deg_sextic_min;
extern const known_loss deg_monkey_saddle_ray;
extern const known_loss deg_quartic_inside;
extern const known_loss deg_powell_singular;
extern const known_loss deg_peano_on_axis;
extern const known_loss deg_inflection_wrong_side;
extern const known_loss deg_x2_minus_y4_escape;
extern const known_loss deg_flat_exponential;
extern const known_loss drift_plateau_then_drop;
extern const known_loss drift_cubic_well_edge;
extern const known_loss drift_logistic_separable;
extern const known_loss drift_softplus_slope;
extern const known_loss drift_exp_no_minimiser;
extern const known_loss kink_relu_dead;
extern const known_loss kink_holder_three_halves;
extern const known_loss kink_abs_bounce;
extern const known_loss kink_irrational_slopes;
extern const known_loss land_rosenbrock_progress;
extern const known_loss land_catapult_uv;
extern const known_loss land_himmelblau;
extern const known_loss logistic_r3_marginal;
extern const known_loss logistic_r3p8282_intermittent;
extern const known_loss logistic_r4;
extern const known_loss logistic_r2p5;
extern const known_loss logistic_r4p1_escape;
extern const known_loss logistic_r3p5698;
extern const known_loss logistic_r3p5692;
extern const known_loss logistic_r3p6275575;
extern const known_loss logistic_r3p55;
extern const known_loss logistic_r3p738914913;
extern const known_loss logistic_superstable2;
extern const known_loss logistic_feigenbaum_point;
extern const known_loss mom_henon_classic;
extern const known_loss mom_momentum_overshoot_escape;
extern const known_loss mom_henon_periodic;
extern const known_loss mom_standard_map_regular;
extern const known_loss noise_incremental_cycle;
extern const known_loss nb_marginal_050;
extern const known_loss quad_hidden_slow_mode;
extern const known_loss quad_alternating_slow;
extern const known_loss quad_approach_flips;
extern const known_loss quad_saddle_exact;
extern const known_loss chebyshev_T5;
extern const known_loss deg_monkey_saddle_off_ray;
extern const known_loss deg_sevenths;
extern const known_loss drift_tilted_trough;
extern const known_loss drift_logistic_four_points;
extern const known_loss drift_root_minus_line;
extern const known_loss field_spiral;
extern const known_loss field_spiral_slow;
extern const known_loss logistic_r1;
extern const known_loss logistic_r3p0001;
extern const known_loss logistic_r3p4494;
extern const known_loss logistic_r3p8284;
extern const known_loss quad_saddle_of_three;
extern const known_loss saddle_top_of_cosines;
extern const known_loss quad_two_curvatures;
extern const known_loss quad_booth;

/* n = 1000 */
extern const known_loss large_laplacian;
extern const known_loss large_cosines;
extern const known_loss large_shifted_saddle;

/* Which sample is next in the loss that takes its two in turn. */
extern unsigned long known_incremental_calls;

#endif
