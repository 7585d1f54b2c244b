/* The losses of the known runs. Each is named after the first run that uses it. */
#include "truth/losses.h"

#include <math.h>

/* Which sample is next in the loss that takes its two in turn. */
unsigned long known_incremental_calls;

static double sgn(double x)
{
    return (x > 0) - (x < 0);
}

static double arith_step_inverse_k_slow_loss(const double *x)
{
    return 0.05 * x[0] * x[0];
}

static void arith_step_inverse_k_slow_gradient(const double *x, double *g)
{
    g[0] = 0.1 * x[0];
}

const known_loss arith_step_inverse_k_slow = {1, arith_step_inverse_k_slow_loss, arith_step_inverse_k_slow_gradient};

static double arith_rounding_floor_loss(const double *x)
{
    return 0.5 * (x[0] - 1.0) * (x[0] - 1.0) + 1e8;
}

static void arith_rounding_floor_gradient(const double *x, double *g)
{
    g[0] = x[0] - 1.0;
}

const known_loss arith_rounding_floor = {1, arith_rounding_floor_loss, arith_rounding_floor_gradient};

static double arith_gradient_sign_bug_loss(const double *x)
{
    return 0.5 * x[0] * x[0];
}

static void arith_gradient_sign_bug_gradient(const double *x, double *g)
{
    g[0] = -x[0];
}

const known_loss arith_gradient_sign_bug = {1, arith_gradient_sign_bug_loss, arith_gradient_sign_bug_gradient};

static double arith_exp_overflow_loss(const double *x)
{
    return exp(x[0] * x[0]);
}

static void arith_exp_overflow_gradient(const double *x, double *g)
{
    g[0] = 2.0 * x[0] * exp(x[0] * x[0]);
}

const known_loss arith_exp_overflow = {1, arith_exp_overflow_loss, arith_exp_overflow_gradient};

static double arith_start_nan_loss(const double *x)
{
    return x[0] * x[0];
}

static void arith_start_nan_gradient(const double *x, double *g)
{
    g[0] = 2.0 * x[0];
}

const known_loss arith_start_nan = {1, arith_start_nan_loss, arith_start_nan_gradient};

static double arith_step_decay_too_fast_loss(const double *x)
{
    return 0.5 * x[0] * x[0];
}

static void arith_step_decay_too_fast_gradient(const double *x, double *g)
{
    g[0] = x[0];
}

const known_loss arith_step_decay_too_fast = {1, arith_step_decay_too_fast_loss, arith_step_decay_too_fast_gradient};

static double chebyshev_T3_loss(const double *x)
{
    return 2.0 * x[0] * x[0] - x[0] * x[0] * x[0] * x[0];
}

static void chebyshev_T3_gradient(const double *x, double *g)
{
    g[0] = 4.0 * x[0] - 4.0 * x[0] * x[0] * x[0];
}

const known_loss chebyshev_T3 = {1, chebyshev_T3_loss, chebyshev_T3_gradient};

static double chebyshev_T2_loss(const double *x)
{
    return 0.5 * x[0] * x[0] + 2.0 * x[0] * x[0] * x[0] / 3.0 - x[0];
}

static void chebyshev_T2_gradient(const double *x, double *g)
{
    g[0] = x[0] + 2.0 * x[0] * x[0] - 1.0;
}

const known_loss chebyshev_T2 = {1, chebyshev_T2_loss, chebyshev_T2_gradient};

static double coupled_antiphase_2cycle_loss(const double *x)
{
    return -0.5 * (3.02 - 1.0) * (x[0] * x[0] + x[1] * x[1]) + 3.02 * (x[0] * x[0] * x[0] + x[1] * x[1] * x[1]) / 3.0 +
           0.5 * 0.2 * (x[0] - x[1]) * (x[0] - x[1]);
}

static void coupled_antiphase_2cycle_gradient(const double *x, double *g)
{
    g[0] = -(3.02 - 1.0) * x[0] + 3.02 * x[0] * x[0] + 0.2 * (x[0] - x[1]);
    g[1] = -(3.02 - 1.0) * x[1] + 3.02 * x[1] * x[1] - 0.2 * (x[0] - x[1]);
}

const known_loss coupled_antiphase_2cycle = {2, coupled_antiphase_2cycle_loss, coupled_antiphase_2cycle_gradient};

static double coupled_quasiperiodic_gd_loss(const double *x)
{
    return -0.5 * (3.06 - 1.0) * (x[0] * x[0] + x[1] * x[1]) + 3.06 * (x[0] * x[0] * x[0] + x[1] * x[1] * x[1]) / 3.0 +
           0.5 * 0.2 * (x[0] - x[1]) * (x[0] - x[1]);
}

static void coupled_quasiperiodic_gd_gradient(const double *x, double *g)
{
    g[0] = -(3.06 - 1.0) * x[0] + 3.06 * x[0] * x[0] + 0.2 * (x[0] - x[1]);
    g[1] = -(3.06 - 1.0) * x[1] + 3.06 * x[1] * x[1] - 0.2 * (x[0] - x[1]);
}

const known_loss coupled_quasiperiodic_gd = {2, coupled_quasiperiodic_gd_loss, coupled_quasiperiodic_gd_gradient};

static double deg_sextic_min_loss(const double *x)
{
    return x[0] * x[0] * x[0] * x[0] * x[0] * x[0];
}

static void deg_sextic_min_gradient(const double *x, double *g)
{
    g[0] = 6.0 * x[0] * x[0] * x[0] * x[0] * x[0];
}

const known_loss deg_sextic_min = {1, deg_sextic_min_loss, deg_sextic_min_gradient};

static double deg_monkey_saddle_ray_loss(const double *x)
{
    return x[0] * x[0] * x[0] - 3.0 * x[0] * x[1] * x[1];
}

static void deg_monkey_saddle_ray_gradient(const double *x, double *g)
{
    g[0] = 3.0 * x[0] * x[0] - 3.0 * x[1] * x[1];
    g[1] = -6.0 * x[0] * x[1];
}

const known_loss deg_monkey_saddle_ray = {2, deg_monkey_saddle_ray_loss, deg_monkey_saddle_ray_gradient};

static double deg_quartic_inside_loss(const double *x)
{
    return x[0] * x[0] * x[0] * x[0];
}

static void deg_quartic_inside_gradient(const double *x, double *g)
{
    g[0] = 4.0 * x[0] * x[0] * x[0];
}

const known_loss deg_quartic_inside = {1, deg_quartic_inside_loss, deg_quartic_inside_gradient};

static double deg_powell_singular_loss(const double *x)
{
    return (x[0] + 10.0 * x[1]) * (x[0] + 10.0 * x[1]) + 5.0 * (x[2] - x[3]) * (x[2] - x[3]) +
           pow(x[1] - 2.0 * x[2], 4.0) + 10.0 * pow(x[0] - x[3], 4.0);
}

static void deg_powell_singular_gradient(const double *x, double *g)
{
    g[0] = 2.0 * (x[0] + 10.0 * x[1]) + 40.0 * pow(x[0] - x[3], 3.0);
    g[1] = 20.0 * (x[0] + 10.0 * x[1]) + 4.0 * pow(x[1] - 2.0 * x[2], 3.0);
    g[2] = 10.0 * (x[2] - x[3]) - 8.0 * pow(x[1] - 2.0 * x[2], 3.0);
    g[3] = -10.0 * (x[2] - x[3]) - 40.0 * pow(x[0] - x[3], 3.0);
}

const known_loss deg_powell_singular = {4, deg_powell_singular_loss, deg_powell_singular_gradient};

static double deg_peano_on_axis_loss(const double *x)
{
    return (x[1] - x[0] * x[0]) * (x[1] - 3.0 * x[0] * x[0]);
}

static void deg_peano_on_axis_gradient(const double *x, double *g)
{
    g[0] = -8.0 * x[0] * x[1] + 12.0 * x[0] * x[0] * x[0];
    g[1] = 2.0 * x[1] - 4.0 * x[0] * x[0];
}

const known_loss deg_peano_on_axis = {2, deg_peano_on_axis_loss, deg_peano_on_axis_gradient};

static double deg_inflection_wrong_side_loss(const double *x)
{
    return x[0] * x[0] * x[0];
}

static void deg_inflection_wrong_side_gradient(const double *x, double *g)
{
    g[0] = 3.0 * x[0] * x[0];
}

const known_loss deg_inflection_wrong_side = {1, deg_inflection_wrong_side_loss, deg_inflection_wrong_side_gradient};

static double deg_x2_minus_y4_escape_loss(const double *x)
{
    return x[0] * x[0] - x[1] * x[1] * x[1] * x[1];
}

static void deg_x2_minus_y4_escape_gradient(const double *x, double *g)
{
    g[0] = 2.0 * x[0];
    g[1] = -4.0 * x[1] * x[1] * x[1];
}

const known_loss deg_x2_minus_y4_escape = {2, deg_x2_minus_y4_escape_loss, deg_x2_minus_y4_escape_gradient};

static double deg_flat_exponential_loss(const double *x)
{
    return exp(-1.0 / (x[0] * x[0]));
}

static void deg_flat_exponential_gradient(const double *x, double *g)
{
    g[0] = 2.0 * exp(-1.0 / (x[0] * x[0])) / (x[0] * x[0] * x[0]);
}

const known_loss deg_flat_exponential = {1, deg_flat_exponential_loss, deg_flat_exponential_gradient};

static double drift_plateau_then_drop_loss(const double *x)
{
    return x[0] * x[0] / (1.0 + x[0] * x[0]);
}

static void drift_plateau_then_drop_gradient(const double *x, double *g)
{
    g[0] = 2.0 * x[0] / ((1.0 + x[0] * x[0]) * (1.0 + x[0] * x[0]));
}

const known_loss drift_plateau_then_drop = {1, drift_plateau_then_drop_loss, drift_plateau_then_drop_gradient};

static double drift_cubic_well_edge_loss(const double *x)
{
    return x[0] * x[0] * x[0] - 3.0 * x[0];
}

static void drift_cubic_well_edge_gradient(const double *x, double *g)
{
    g[0] = 3.0 * x[0] * x[0] - 3.0;
}

const known_loss drift_cubic_well_edge = {1, drift_cubic_well_edge_loss, drift_cubic_well_edge_gradient};

static double drift_logistic_separable_loss(const double *x)
{
    return log(1.0 + exp(-x[0] - x[1])) + log(1.0 + exp(-x[0] + x[1]));
}

static void drift_logistic_separable_gradient(const double *x, double *g)
{
    g[0] = -1.0 / (1.0 + exp(x[0] + x[1])) - 1.0 / (1.0 + exp(x[0] - x[1]));
    g[1] = -1.0 / (1.0 + exp(x[0] + x[1])) + 1.0 / (1.0 + exp(x[0] - x[1]));
}

const known_loss drift_logistic_separable = {2, drift_logistic_separable_loss, drift_logistic_separable_gradient};

static double drift_softplus_slope_loss(const double *x)
{
    return -sqrt(1.0 + x[0] * x[0]);
}

static void drift_softplus_slope_gradient(const double *x, double *g)
{
    g[0] = -x[0] / sqrt(1.0 + x[0] * x[0]);
}

const known_loss drift_softplus_slope = {1, drift_softplus_slope_loss, drift_softplus_slope_gradient};

static double drift_exp_no_minimiser_loss(const double *x)
{
    return exp(-x[0]);
}

static void drift_exp_no_minimiser_gradient(const double *x, double *g)
{
    g[0] = -exp(-x[0]);
}

const known_loss drift_exp_no_minimiser = {1, drift_exp_no_minimiser_loss, drift_exp_no_minimiser_gradient};

static double kink_relu_dead_loss(const double *x)
{
    return fmax(0.0, x[0]);
}

static void kink_relu_dead_gradient(const double *x, double *g)
{
    g[0] = 0.5 + 0.5 * sgn(x[0]);
}

const known_loss kink_relu_dead = {1, kink_relu_dead_loss, kink_relu_dead_gradient};

static double kink_holder_three_halves_loss(const double *x)
{
    return 2.0 * fabs(x[0]) * sqrt(fabs(x[0])) / 3.0;
}

static void kink_holder_three_halves_gradient(const double *x, double *g)
{
    g[0] = sgn(x[0]) * sqrt(fabs(x[0]));
}

const known_loss kink_holder_three_halves = {1, kink_holder_three_halves_loss, kink_holder_three_halves_gradient};

static double kink_abs_bounce_loss(const double *x)
{
    return fabs(x[0]);
}

static void kink_abs_bounce_gradient(const double *x, double *g)
{
    g[0] = 1.0 * sgn(x[0]);
}

const known_loss kink_abs_bounce = {1, kink_abs_bounce_loss, kink_abs_bounce_gradient};

static double kink_irrational_slopes_loss(const double *x)
{
    return fmax(1.4142135623730951 * x[0], -x[0]);
}

static void kink_irrational_slopes_gradient(const double *x, double *g)
{
    g[0] = 0.5 * (1.4142135623730951 - 1.0) + 0.5 * (1.4142135623730951 + 1.0) * sgn(x[0]);
}

const known_loss kink_irrational_slopes = {1, kink_irrational_slopes_loss, kink_irrational_slopes_gradient};

static double land_rosenbrock_progress_loss(const double *x)
{
    return (1.0 - x[0]) * (1.0 - x[0]) + 100.0 * (x[1] - x[0] * x[0]) * (x[1] - x[0] * x[0]);
}

static void land_rosenbrock_progress_gradient(const double *x, double *g)
{
    g[0] = -2.0 * (1.0 - x[0]) - 400.0 * x[0] * (x[1] - x[0] * x[0]);
    g[1] = 200.0 * (x[1] - x[0] * x[0]);
}

const known_loss land_rosenbrock_progress = {2, land_rosenbrock_progress_loss, land_rosenbrock_progress_gradient};

static double land_catapult_uv_loss(const double *x)
{
    return 0.5 * (x[0] * x[1] - 1.0) * (x[0] * x[1] - 1.0);
}

static void land_catapult_uv_gradient(const double *x, double *g)
{
    g[0] = x[1] * (x[0] * x[1] - 1.0);
    g[1] = x[0] * (x[0] * x[1] - 1.0);
}

const known_loss land_catapult_uv = {2, land_catapult_uv_loss, land_catapult_uv_gradient};

static double land_himmelblau_loss(const double *x)
{
    return (x[0] * x[0] + x[1] - 11.0) * (x[0] * x[0] + x[1] - 11.0) +
           (x[0] + x[1] * x[1] - 7.0) * (x[0] + x[1] * x[1] - 7.0);
}

static void land_himmelblau_gradient(const double *x, double *g)
{
    g[0] = 4.0 * x[0] * (x[0] * x[0] + x[1] - 11.0) + 2.0 * (x[0] + x[1] * x[1] - 7.0);
    g[1] = 2.0 * (x[0] * x[0] + x[1] - 11.0) + 4.0 * x[1] * (x[0] + x[1] * x[1] - 7.0);
}

const known_loss land_himmelblau = {2, land_himmelblau_loss, land_himmelblau_gradient};

static double logistic_r3_marginal_loss(const double *x)
{
    return -0.5 * (3.0 - 1.0) * x[0] * x[0] + 3.0 * x[0] * x[0] * x[0] / 3.0;
}

static void logistic_r3_marginal_gradient(const double *x, double *g)
{
    g[0] = -(3.0 - 1.0) * x[0] + 3.0 * x[0] * x[0];
}

const known_loss logistic_r3_marginal = {1, logistic_r3_marginal_loss, logistic_r3_marginal_gradient};

static double logistic_r3p8282_intermittent_loss(const double *x)
{
    return -0.5 * (3.8282 - 1.0) * x[0] * x[0] + 3.8282 * x[0] * x[0] * x[0] / 3.0;
}

static void logistic_r3p8282_intermittent_gradient(const double *x, double *g)
{
    g[0] = -(3.8282 - 1.0) * x[0] + 3.8282 * x[0] * x[0];
}

const known_loss logistic_r3p8282_intermittent = {1, logistic_r3p8282_intermittent_loss,
                                                  logistic_r3p8282_intermittent_gradient};

static double logistic_r4_loss(const double *x)
{
    return -0.5 * (4.0 - 1.0) * x[0] * x[0] + 4.0 * x[0] * x[0] * x[0] / 3.0;
}

static void logistic_r4_gradient(const double *x, double *g)
{
    g[0] = -(4.0 - 1.0) * x[0] + 4.0 * x[0] * x[0];
}

const known_loss logistic_r4 = {1, logistic_r4_loss, logistic_r4_gradient};

static double logistic_r2p5_loss(const double *x)
{
    return -0.5 * (2.5 - 1.0) * x[0] * x[0] + 2.5 * x[0] * x[0] * x[0] / 3.0;
}

static void logistic_r2p5_gradient(const double *x, double *g)
{
    g[0] = -(2.5 - 1.0) * x[0] + 2.5 * x[0] * x[0];
}

const known_loss logistic_r2p5 = {1, logistic_r2p5_loss, logistic_r2p5_gradient};

static double logistic_r4p1_escape_loss(const double *x)
{
    return -0.5 * (4.1 - 1.0) * x[0] * x[0] + 4.1 * x[0] * x[0] * x[0] / 3.0;
}

static void logistic_r4p1_escape_gradient(const double *x, double *g)
{
    g[0] = -(4.1 - 1.0) * x[0] + 4.1 * x[0] * x[0];
}

const known_loss logistic_r4p1_escape = {1, logistic_r4p1_escape_loss, logistic_r4p1_escape_gradient};

static double logistic_r3p5698_loss(const double *x)
{
    return -0.5 * (3.5698 - 1.0) * x[0] * x[0] + 3.5698 * x[0] * x[0] * x[0] / 3.0;
}

static void logistic_r3p5698_gradient(const double *x, double *g)
{
    g[0] = -(3.5698 - 1.0) * x[0] + 3.5698 * x[0] * x[0];
}

const known_loss logistic_r3p5698 = {1, logistic_r3p5698_loss, logistic_r3p5698_gradient};

static double logistic_r3p5692_loss(const double *x)
{
    return -0.5 * (3.5692 - 1.0) * x[0] * x[0] + 3.5692 * x[0] * x[0] * x[0] / 3.0;
}

static void logistic_r3p5692_gradient(const double *x, double *g)
{
    g[0] = -(3.5692 - 1.0) * x[0] + 3.5692 * x[0] * x[0];
}

const known_loss logistic_r3p5692 = {1, logistic_r3p5692_loss, logistic_r3p5692_gradient};

static double logistic_r3p6275575_loss(const double *x)
{
    return -0.5 * (3.6275575 - 1.0) * x[0] * x[0] + 3.6275575 * x[0] * x[0] * x[0] / 3.0;
}

static void logistic_r3p6275575_gradient(const double *x, double *g)
{
    g[0] = -(3.6275575 - 1.0) * x[0] + 3.6275575 * x[0] * x[0];
}

const known_loss logistic_r3p6275575 = {1, logistic_r3p6275575_loss, logistic_r3p6275575_gradient};

static double logistic_r3p55_loss(const double *x)
{
    return -0.5 * (3.55 - 1.0) * x[0] * x[0] + 3.55 * x[0] * x[0] * x[0] / 3.0;
}

static void logistic_r3p55_gradient(const double *x, double *g)
{
    g[0] = -(3.55 - 1.0) * x[0] + 3.55 * x[0] * x[0];
}

const known_loss logistic_r3p55 = {1, logistic_r3p55_loss, logistic_r3p55_gradient};

static double logistic_r3p738914913_loss(const double *x)
{
    return -0.5 * (3.738914913 - 1.0) * x[0] * x[0] + 3.738914913 * x[0] * x[0] * x[0] / 3.0;
}

static void logistic_r3p738914913_gradient(const double *x, double *g)
{
    g[0] = -(3.738914913 - 1.0) * x[0] + 3.738914913 * x[0] * x[0];
}

const known_loss logistic_r3p738914913 = {1, logistic_r3p738914913_loss, logistic_r3p738914913_gradient};

static double logistic_superstable2_loss(const double *x)
{
    return -0.5 * (3.23606797749979 - 1.0) * x[0] * x[0] + 3.23606797749979 * x[0] * x[0] * x[0] / 3.0;
}

static void logistic_superstable2_gradient(const double *x, double *g)
{
    g[0] = -(3.23606797749979 - 1.0) * x[0] + 3.23606797749979 * x[0] * x[0];
}

const known_loss logistic_superstable2 = {1, logistic_superstable2_loss, logistic_superstable2_gradient};

static double logistic_feigenbaum_point_loss(const double *x)
{
    return -0.5 * (3.5699456718695446 - 1.0) * x[0] * x[0] + 3.5699456718695446 * x[0] * x[0] * x[0] / 3.0;
}

static void logistic_feigenbaum_point_gradient(const double *x, double *g)
{
    g[0] = -(3.5699456718695446 - 1.0) * x[0] + 3.5699456718695446 * x[0] * x[0];
}

const known_loss logistic_feigenbaum_point = {1, logistic_feigenbaum_point_loss, logistic_feigenbaum_point_gradient};

static double mom_henon_classic_loss(const double *x)
{
    return 0.5 * (1.0 + (-0.3)) * x[0] * x[0] - x[0] + 1.4 * x[0] * x[0] * x[0] / 3.0;
}

static void mom_henon_classic_gradient(const double *x, double *g)
{
    g[0] = (1.0 + (-0.3)) * x[0] - 1.0 + 1.4 * x[0] * x[0];
}

const known_loss mom_henon_classic = {1, mom_henon_classic_loss, mom_henon_classic_gradient};

static double mom_momentum_overshoot_escape_loss(const double *x)
{
    return 0.25 * x[0] * x[0] * x[0] * x[0] - 0.5 * x[0] * x[0] + 0.05 * x[0];
}

static void mom_momentum_overshoot_escape_gradient(const double *x, double *g)
{
    g[0] = x[0] * x[0] * x[0] - x[0] + 0.05;
}

const known_loss mom_momentum_overshoot_escape = {1, mom_momentum_overshoot_escape_loss,
                                                  mom_momentum_overshoot_escape_gradient};

static double mom_henon_periodic_loss(const double *x)
{
    return 0.5 * (1.0 + (0.3)) * x[0] * x[0] - x[0] + 1.3 * x[0] * x[0] * x[0] / 3.0;
}

static void mom_henon_periodic_gradient(const double *x, double *g)
{
    g[0] = (1.0 + (0.3)) * x[0] - 1.0 + 1.3 * x[0] * x[0];
}

const known_loss mom_henon_periodic = {1, mom_henon_periodic_loss, mom_henon_periodic_gradient};

static double mom_standard_map_regular_loss(const double *x)
{
    return 1.0 - cos(x[0]);
}

static void mom_standard_map_regular_gradient(const double *x, double *g)
{
    g[0] = sin(x[0]);
}

const known_loss mom_standard_map_regular = {1, mom_standard_map_regular_loss, mom_standard_map_regular_gradient};

static double noise_incremental_cycle_loss(const double *x)
{
    return 0.25 * (x[0] - 1.0) * (x[0] - 1.0) + 0.25 * (x[0] + 1.0) * (x[0] + 1.0);
}

static void noise_incremental_cycle_gradient(const double *x, double *g)
{
    g[0] = x[0] - (1.0 - 2.0 * (double)(known_incremental_calls++ % 2));
}

const known_loss noise_incremental_cycle = {1, noise_incremental_cycle_loss, noise_incremental_cycle_gradient};

static double nb_marginal_050_loss(const double *x)
{
    return (x[0] - 2.0) * (x[0] - 2.0) + (x[1] - 1.0) * (x[1] - 1.0) * (x[1] - 1.0) * (x[1] - 1.0) -
           (x[1] - 1.0) * (x[1] - 1.0);
}

static void nb_marginal_050_gradient(const double *x, double *g)
{
    g[0] = 2.0 * (x[0] - 2.0);
    g[1] = 4.0 * (x[1] - 1.0) * (x[1] - 1.0) * (x[1] - 1.0) - 2.0 * (x[1] - 1.0);
}

const known_loss nb_marginal_050 = {2, nb_marginal_050_loss, nb_marginal_050_gradient};

static double quad_hidden_slow_mode_loss(const double *x)
{
    return 0.5 * 1.0 * x[0] * x[0] + 0.5 * 0.001 * x[1] * x[1];
}

static void quad_hidden_slow_mode_gradient(const double *x, double *g)
{
    g[0] = 1.0 * x[0];
    g[1] = 0.001 * x[1];
}

const known_loss quad_hidden_slow_mode = {2, quad_hidden_slow_mode_loss, quad_hidden_slow_mode_gradient};

static double quad_alternating_slow_loss(const double *x)
{
    return 0.5 * 1.0 * x[0] * x[0];
}

static void quad_alternating_slow_gradient(const double *x, double *g)
{
    g[0] = 1.0 * x[0];
}

const known_loss quad_alternating_slow = {1, quad_alternating_slow_loss, quad_alternating_slow_gradient};

static double quad_approach_flips_loss(const double *x)
{
    return 0.5 * 1.0 * x[0] * x[0] + 0.5 * 3.0 * x[1] * x[1];
}

static void quad_approach_flips_gradient(const double *x, double *g)
{
    g[0] = 1.0 * x[0];
    g[1] = 3.0 * x[1];
}

const known_loss quad_approach_flips = {2, quad_approach_flips_loss, quad_approach_flips_gradient};

static double quad_saddle_exact_loss(const double *x)
{
    return 0.5 * 1.0 * x[0] * x[0] + 0.5 * -1.0 * x[1] * x[1];
}

static void quad_saddle_exact_gradient(const double *x, double *g)
{
    g[0] = 1.0 * x[0];
    g[1] = -1.0 * x[1];
}

const known_loss quad_saddle_exact = {2, quad_saddle_exact_loss, quad_saddle_exact_gradient};

static double square(double x)
{
    return x * x;
}

/* Half of x^T (second difference matrix minus shift) x. */
static double laplacian_loss(const double *x, double shift)
{
    double sum = 0;
    for (size_t i = 0; i < 1000; i++)
        sum += (2 - shift) * square(x[i]) - (i + 1 < 1000 ? 2 * x[i] * x[i + 1] : 0);
    return 0.5 * sum;
}

static void laplacian_gradient(const double *x, double *g, double shift)
{
    for (size_t i = 0; i < 1000; i++)
        g[i] = (2 - shift) * x[i] - (i + 1 < 1000 ? x[i + 1] : 0) - (i > 0 ? x[i - 1] : 0);
}

static double chebyshev_T5_loss(const double *x)
{
    return 0.5 * x[0] * x[0] - (16.0 * pow(x[0], 6.0) / 6.0 - 5.0 * pow(x[0], 4.0) + 2.5 * x[0] * x[0]);
}

static void chebyshev_T5_gradient(const double *x, double *g)
{
    g[0] = x[0] - (16.0 * pow(x[0], 5.0) - 20.0 * pow(x[0], 3.0) + 5.0 * x[0]);
}

const known_loss chebyshev_T5 = {1, chebyshev_T5_loss, chebyshev_T5_gradient};

static double deg_monkey_saddle_off_ray_loss(const double *x)
{
    return x[0] * x[0] * x[0] - 3.0 * x[0] * x[1] * x[1];
}

static void deg_monkey_saddle_off_ray_gradient(const double *x, double *g)
{
    g[0] = 3.0 * x[0] * x[0] - 3.0 * x[1] * x[1];
    g[1] = -6.0 * x[0] * x[1];
}

const known_loss deg_monkey_saddle_off_ray = {2, deg_monkey_saddle_off_ray_loss, deg_monkey_saddle_off_ray_gradient};

static double deg_sevenths_loss(const double *x)
{
    return 0.5 * x[0] * x[0] + pow(x[1], 7.0) / 7.0;
}

static void deg_sevenths_gradient(const double *x, double *g)
{
    g[0] = x[0];
    g[1] = pow(x[1], 6.0);
}

const known_loss deg_sevenths = {2, deg_sevenths_loss, deg_sevenths_gradient};

static double drift_tilted_trough_loss(const double *x)
{
    return -0.5 * x[0] + 0.5 * x[1] * x[1];
}

static void drift_tilted_trough_gradient(const double *x, double *g)
{
    g[0] = -0.5;
    g[1] = x[1];
}

const known_loss drift_tilted_trough = {2, drift_tilted_trough_loss, drift_tilted_trough_gradient};

/* Samples times their labels: a line separates them. */
static const double points[4][2] = {{1.0, 0.5}, {2.0, -1.0}, {1.0, 0.4}, {0.5, 1.0}};

static double drift_logistic_four_points_loss(const double *x)
{
    double sum = 0;
    for (int k = 0; k < 4; k++)
        sum += log1p(exp(-points[k][0] * x[0] - points[k][1] * x[1]));
    return sum;
}

static void drift_logistic_four_points_gradient(const double *x, double *g)
{
    g[0] = g[1] = 0;
    for (int k = 0; k < 4; k++) {
        const double weight = 1.0 / (1.0 + exp(points[k][0] * x[0] + points[k][1] * x[1]));
        g[0] -= weight * points[k][0];
        g[1] -= weight * points[k][1];
    }
}

const known_loss drift_logistic_four_points = {2, drift_logistic_four_points_loss, drift_logistic_four_points_gradient};

static double drift_root_minus_line_loss(const double *x)
{
    return sqrt(1.0 + x[0] * x[0]) - x[0];
}

static void drift_root_minus_line_gradient(const double *x, double *g)
{
    g[0] = x[0] / sqrt(1.0 + x[0] * x[0]) - 1.0;
}

const known_loss drift_root_minus_line = {1, drift_root_minus_line_loss, drift_root_minus_line_gradient};

static double field_spiral_loss(const double *x)
{
    return 0.5 * (x[0] * x[0] + x[1] * x[1]);
}

static void field_spiral_gradient(const double *x, double *g)
{
    g[0] = x[0] - 3.0 * x[1];
    g[1] = 3.0 * x[0] + x[1];
}

const known_loss field_spiral = {2, field_spiral_loss, field_spiral_gradient};

static double field_spiral_slow_loss(const double *x)
{
    return 0.05 * (x[0] * x[0] + x[1] * x[1]);
}

static void field_spiral_slow_gradient(const double *x, double *g)
{
    g[0] = 0.1 * x[0] - 1.3 * x[1];
    g[1] = 1.3 * x[0] + 0.1 * x[1];
}

const known_loss field_spiral_slow = {2, field_spiral_slow_loss, field_spiral_slow_gradient};

static double logistic_r1_loss(const double *x)
{
    return -0.5 * (1.0 - 1.0) * x[0] * x[0] + 1.0 * x[0] * x[0] * x[0] / 3.0;
}

static void logistic_r1_gradient(const double *x, double *g)
{
    g[0] = x[0] - 1.0 * x[0] * (1.0 - x[0]);
}

const known_loss logistic_r1 = {1, logistic_r1_loss, logistic_r1_gradient};

static double logistic_r3p0001_loss(const double *x)
{
    return -0.5 * (3.0001 - 1.0) * x[0] * x[0] + 3.0001 * x[0] * x[0] * x[0] / 3.0;
}

static void logistic_r3p0001_gradient(const double *x, double *g)
{
    g[0] = x[0] - 3.0001 * x[0] * (1.0 - x[0]);
}

const known_loss logistic_r3p0001 = {1, logistic_r3p0001_loss, logistic_r3p0001_gradient};

static double logistic_r3p4494_loss(const double *x)
{
    return -0.5 * (3.4494 - 1.0) * x[0] * x[0] + 3.4494 * x[0] * x[0] * x[0] / 3.0;
}

static void logistic_r3p4494_gradient(const double *x, double *g)
{
    g[0] = x[0] - 3.4494 * x[0] * (1.0 - x[0]);
}

const known_loss logistic_r3p4494 = {1, logistic_r3p4494_loss, logistic_r3p4494_gradient};

static double logistic_r3p8284_loss(const double *x)
{
    return -0.5 * (3.8284 - 1.0) * x[0] * x[0] + 3.8284 * x[0] * x[0] * x[0] / 3.0;
}

static void logistic_r3p8284_gradient(const double *x, double *g)
{
    g[0] = x[0] - 3.8284 * x[0] * (1.0 - x[0]);
}

const known_loss logistic_r3p8284 = {1, logistic_r3p8284_loss, logistic_r3p8284_gradient};

static double quad_saddle_of_three_loss(const double *x)
{
    return x[0] * x[0] + 0.5 * x[1] * x[1] - 0.5 * x[2] * x[2];
}

static void quad_saddle_of_three_gradient(const double *x, double *g)
{
    g[0] = 2.0 * x[0];
    g[1] = x[1];
    g[2] = -x[2];
}

const known_loss quad_saddle_of_three = {3, quad_saddle_of_three_loss, quad_saddle_of_three_gradient};

static double saddle_top_of_cosines_loss(const double *x)
{
    return cos(x[0]) + cos(x[1]) + cos(x[2]);
}

static void saddle_top_of_cosines_gradient(const double *x, double *g)
{
    for (int i = 0; i < 3; i++)
        g[i] = -sin(x[i]);
}

const known_loss saddle_top_of_cosines = {3, saddle_top_of_cosines_loss, saddle_top_of_cosines_gradient};

static double quad_two_curvatures_loss(const double *x)
{
    return 0.5 * x[0] * x[0] + 0.35 * x[1] * x[1];
}

static void quad_two_curvatures_gradient(const double *x, double *g)
{
    g[0] = x[0];
    g[1] = 0.7 * x[1];
}

const known_loss quad_two_curvatures = {2, quad_two_curvatures_loss, quad_two_curvatures_gradient};

static double quad_booth_loss(const double *x)
{
    const double a = x[0] + 2.0 * x[1] - 7.0, b = 2.0 * x[0] + x[1] - 5.0;
    return a * a + b * b;
}

static void quad_booth_gradient(const double *x, double *g)
{
    const double a = x[0] + 2.0 * x[1] - 7.0, b = 2.0 * x[0] + x[1] - 5.0;
    g[0] = 2.0 * a + 4.0 * b;
    g[1] = 4.0 * a + 2.0 * b;
}

const known_loss quad_booth = {2, quad_booth_loss, quad_booth_gradient};

static double large_laplacian_loss(const double *x)
{
    return laplacian_loss(x, 0);
}

static void large_laplacian_gradient(const double *x, double *g)
{
    laplacian_gradient(x, g, 0);
}

const known_loss large_laplacian = {1000, large_laplacian_loss, large_laplacian_gradient};

static const double shift_between_seventh_and_eighth = 0.0005564927903004557;

static double large_shifted_saddle_loss(const double *x)
{
    return laplacian_loss(x, shift_between_seventh_and_eighth);
}

static void large_shifted_saddle_gradient(const double *x, double *g)
{
    laplacian_gradient(x, g, shift_between_seventh_and_eighth);
}

const known_loss large_shifted_saddle = {1000, large_shifted_saddle_loss, large_shifted_saddle_gradient};

static double large_cosines_loss(const double *x)
{
    double sum = 0;
    for (size_t i = 0; i < 1000; i++)
        sum += cos(x[i]);
    return sum;
}

static void large_cosines_gradient(const double *x, double *g)
{
    for (size_t i = 0; i < 1000; i++)
        g[i] = -sin(x[i]);
}

const known_loss large_cosines = {1000, large_cosines_loss, large_cosines_gradient};
