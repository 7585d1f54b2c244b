#include "rules_loops.h"

#include <math.h>

#include <descent/adaptive.h>
#include <descent/step_finders.h>

static const double eta = 1e-3, beta = 0.9, second = 0.999, epsilon = 1e-8, lion_second = 0.99;
static const double filter[] = {0.4, 0.3, -0.2};
static const double factor = 0.9999, decay = 0.01, longest = 1, widest = 1e10, polyak_factor = 0.01, bound = 1e12;

/* A formula, compiled for the widest vectors; a rule's vectors are x, g, and a, b, c that it remembers. */
#define LOOP(name, ...)                                                                                                \
    WIDEST_VECTORS static void name##_vectors(size_t n, hand *h, double *restrict x, const double *restrict g,         \
                                              double *restrict a, double *restrict b, double *restrict c)              \
    {                                                                                                                  \
        const double t = (double)h->step + 1;                                                                          \
        (void)t, (void)a, (void)b, (void)c;                                                                            \
        __VA_ARGS__                                                                                                    \
    }                                                                                                                  \
    static void name(hand *h)                                                                                          \
    {                                                                                                                  \
        name##_vectors(h->n, h, h->x, h->gradient, h->memory[0], h->memory[1], h->memory[2]);                          \
    }
#define EACH     for (size_t i = 0; i < n; i++)
#define SUM(...) _Pragma("omp simd reduction(+ : sum, other)") for (size_t i = 0; i < n; i++) __VA_ARGS__

LOOP(fixed_loop, EACH x[i] -= eta * g[i];)
LOOP(scheduled_loop, const double length = eta * pow(factor, t - 1); EACH x[i] -= length * g[i];)
LOOP(clipped_loop, double sum = 0, other = 0; SUM(sum += g[i] * g[i];) const double norm = sqrt(sum + other),
                                              length = norm > longest ? eta * (longest / norm) : eta;
     EACH x[i] -= length * g[i];)
LOOP(
    box_loop, EACH {
        const double next = x[i] - eta * g[i];
        x[i] = next < a[i] ? a[i] : next > b[i] ? b[i] : next;
    })
LOOP(
    heavy_loop, EACH {
        const double here = x[i];
        x[i] = here - eta * g[i] + beta * (here - a[i]);
        a[i] = here;
    })
LOOP(
    nesterov_loop, EACH {
        const double here = x[i];
        x[i] = here + beta * (here - a[i]) - eta * g[i];
        a[i] = here;
    })
LOOP(
    damped_loop, EACH {
        a[i] = (1 - beta) * g[i] + beta * a[i];
        x[i] -= eta * a[i];
    })
LOOP(
    filter_loop, EACH {
        const double z = filter[0] * g[i] + a[i];
        a[i] = filter[1] * g[i] - filter[2] * z;
        x[i] -= eta * z;
    })
LOOP(
    adagrad_loop, EACH {
        a[i] += g[i] * g[i];
        x[i] -= eta * g[i] / (sqrt(a[i]) + epsilon);
    })
LOOP(
    rmsprop_loop, EACH {
        a[i] = beta * a[i] + (1 - beta) * (g[i] * g[i]);
        x[i] -= eta * g[i] / (sqrt(a[i]) + epsilon);
    })
LOOP(
    adam_loop, const double p = 1 / (1 - pow(beta, t)), q = 1 / (1 - pow(second, t)); EACH {
        a[i] = beta * a[i] + (1 - beta) * g[i];
        b[i] = second * b[i] + (1 - second) * (g[i] * g[i]);
        x[i] -= eta * (a[i] * p) / (sqrt(b[i] * q) + epsilon);
    })
LOOP(
    adamw_loop, const double p = 1 / (1 - pow(beta, t)), q = 1 / (1 - pow(second, t)); EACH {
        a[i] = beta * a[i] + (1 - beta) * g[i];
        b[i] = second * b[i] + (1 - second) * (g[i] * g[i]);
        x[i] = x[i] - eta * (a[i] * p) / (sqrt(b[i] * q) + epsilon) - eta * decay * x[i];
    })
LOOP(
    amsgrad_loop, EACH {
        a[i] = beta * a[i] + (1 - beta) * g[i];
        b[i] = second * b[i] + (1 - second) * (g[i] * g[i]);
        c[i] = c[i] > b[i] ? c[i] : b[i];
        x[i] -= eta * a[i] / (sqrt(c[i]) + epsilon);
    })
LOOP(
    nadam_loop, const double p = beta / (1 - pow(beta, t + 1)), r = (1 - beta) / (1 - pow(beta, t));
    const double q = 1 / (1 - pow(second, t)); EACH {
        a[i] = beta * a[i] + (1 - beta) * g[i];
        b[i] = second * b[i] + (1 - second) * (g[i] * g[i]);
        x[i] -= eta * (a[i] * p + g[i] * r) / (sqrt(b[i] * q) + epsilon);
    })
LOOP(
    lion_loop, EACH {
        const double z = beta * a[i] + (1 - beta) * g[i];
        x[i] -= eta * (double)((z > 0) - (z < 0));
        a[i] = lion_second * a[i] + (1 - lion_second) * g[i];
    })
LOOP(sign_loop, EACH x[i] -= eta * (double)((g[i] > 0) - (g[i] < 0));)
LOOP(normalised_loop, double sum = 0, other = 0; SUM(sum += g[i] * g[i];) const double length = eta / sqrt(sum + other);
     EACH x[i] -= length * g[i];)
LOOP(polyak_loop, double sum = 0, other = 0;
     SUM(sum += g[i] * g[i];) const double length = polyak_factor * h->loss / (sum + other);
     EACH x[i] -= length * g[i];)
LOOP(
    borwein_loop, double sum = 0, other = 0, length = eta;
    SUM({
        const double s = x[i] - a[i];
        sum += s * s;
        other += s * (g[i] - b[i]);
    }) if (h->step > 0 && other > 0) length = fmin(fmax(sum / other, eta / widest), eta *widest);
    EACH {
        a[i] = x[i];
        b[i] = g[i];
        x[i] -= length * g[i];
    })
LOOP(
    smoothness_loop, double sum = 0, other = 0, length = eta; SUM({
                                                                  const double s = x[i] - a[i], y = g[i] - b[i];
                                                                  sum += s * s;
                                                                  other += y * y;
                                                              }) if (h->step > 0) {
        const double grown = h->step == 1 ? INFINITY : sqrt(1 + h->scalars[1]) * h->scalars[0];
        length = fmin(grown, sqrt(sum / other) / 2);
        h->scalars[1] = length / h->scalars[0];
    } h->scalars[0] = length;
    EACH {
        a[i] = x[i];
        b[i] = g[i];
        x[i] -= length * g[i];
    })

WIDEST_VECTORS
static void ahead(size_t n, const double *restrict x, const double *restrict previous, double *restrict where)
{
    for (size_t i = 0; i < n; i++)
        where[i] = x[i] + beta * (x[i] - previous[i]);
}

static void nesterov_ahead(hand *h)
{
    ahead(h->n, h->x, h->memory[0], h->where);
}

#define RULE(name, ...)                                                                                                \
    static descent_rule name##_rule(const hand *h)                                                                     \
    {                                                                                                                  \
        (void)h;                                                                                                       \
        return __VA_ARGS__;                                                                                            \
    }
#define MODIFIED(rule, ...) descent_rule_with_modifiers(rule, (descent_modifiers){__VA_ARGS__})
#define KIND(which)         descent_adam(eta, &(descent_adam_options){.kind = which})

RULE(fixed, descent_fixed_step(eta))
RULE(scheduled, descent_rule_with_schedule(descent_fixed_step(eta), descent_schedule_exponential(factor)))
RULE(clipped, MODIFIED(descent_fixed_step(eta), .clip_norm = longest))
RULE(box, MODIFIED(descent_fixed_step(eta), .lower = h->memory[0], .upper = h->memory[1]))
RULE(heavy, descent_heavy_ball(eta, beta))
RULE(nesterov, descent_nesterov(eta, beta))
RULE(damped, descent_damped_momentum(eta, beta))
RULE(filter, descent_gradient_filter(eta, filter[0], filter[1], filter[2]))
RULE(adagrad, descent_adagrad(eta, epsilon))
RULE(rmsprop, descent_rmsprop(eta, beta, epsilon))
RULE(adam, descent_adam(eta, NULL))
RULE(adamw, MODIFIED(descent_adam(eta, NULL), .decoupled_decay = decay))
RULE(amsgrad, KIND(DESCENT_AMSGRAD))
RULE(nadam, KIND(DESCENT_NADAM))
RULE(lion, descent_lion(eta, beta, lion_second))
RULE(sign, descent_sign(eta))
RULE(normalised, descent_normalised(eta))
RULE(polyak, descent_polyak(polyak_factor, 0))
RULE(borwein, descent_barzilai_borwein(eta, DESCENT_BARZILAI_BORWEIN_LONG))
RULE(smoothness, descent_local_smoothness(eta))

const row rows[] = {
    {.name = "fixed step", .rule = fixed_rule, .loop = fixed_loop},
    {.name = "  with a schedule", .rule = scheduled_rule, .loop = scheduled_loop},
    {.name = "  clipped by norm", .rule = clipped_rule, .loop = clipped_loop},
    {.name = "  in a box", .rule = box_rule, .loop = box_loop, .start = FROM_BOUNDS},
    {.name = "heavy ball", .rule = heavy_rule, .loop = heavy_loop, .start = FROM_POINT},
    {.name = "Nesterov",
     .rule = nesterov_rule,
     .loop = nesterov_loop,
     .look_ahead = nesterov_ahead,
     .start = FROM_POINT},
    {.name = "damped momentum", .rule = damped_rule, .loop = damped_loop},
    {.name = "gradient filter", .rule = filter_rule, .loop = filter_loop},
    {.name = "AdaGrad", .rule = adagrad_rule, .loop = adagrad_loop},
    {.name = "RMSProp", .rule = rmsprop_rule, .loop = rmsprop_loop},
    {.name = "Adam", .rule = adam_rule, .loop = adam_loop},
    {.name = "AdamW", .rule = adamw_rule, .loop = adamw_loop},
    {.name = "AMSGrad", .rule = amsgrad_rule, .loop = amsgrad_loop},
    {.name = "Nadam", .rule = nadam_rule, .loop = nadam_loop},
    {.name = "Lion", .rule = lion_rule, .loop = lion_loop},
    {.name = "sign descent", .rule = sign_rule, .loop = sign_loop},
    {.name = "normalised", .rule = normalised_rule, .loop = normalised_loop},
    {.name = "Polyak's step", .rule = polyak_rule, .loop = polyak_loop, .needs_loss = true},
    {.name = "Barzilai-Borwein", .rule = borwein_rule, .loop = borwein_loop, .start = FROM_POINT, .moves_on = true},
    {.name = "local smoothness",
     .rule = smoothness_rule,
     .loop = smoothness_loop,
     .start = FROM_POINT,
     .moves_on = true},
};
const size_t row_count = sizeof rows / sizeof *rows;

/* The bounds of the box, which no run comes to. */
void hand_begin(hand *h, const row *r)
{
    for (size_t i = 0; i < h->n; i++) {
        h->x[i] = 1;
        h->memory[0][i] = r->start == FROM_POINT ? 1 : r->start == FROM_BOUNDS ? -bound : 0;
        h->memory[1][i] = r->start == FROM_BOUNDS ? bound : 0;
        h->memory[2][i] = 0;
    }
    h->step = 0;
}
