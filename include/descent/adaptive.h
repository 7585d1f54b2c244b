/**
 * @file
 * @brief Rules whose step adapts to the gradients seen so far, and those that use the gradient's direction or signs alone.
 *
 * Each costs one gradient a step. With a constant step size none of them but AdaGrad settles to every digit: their steps do
 * not shrink with the gradient, and they end in a small cycle whose jump is about η. A schedule that decays mends that.
 *
 * How large η may be depends, for AdaGrad, RMSProp and Adam, on what they remember: Adam, with P = diag(√v̂ + ε), is stable at a
 * minimum while λ_max(P⁻¹H) < 2(1 + β₁)/((1 − β₁)η) (Cohen et al., 2022, sect. 2), and so is AMSGrad with its own v̂; Nadam, whose
 * m̂ is late a filter with b₀ = 1 − β₁², b₁ = −(1 − β₁)β₁, a₁ = −β₁, while it is < 2(1 + β₁)/((1 − β₁)(1 + 2β₁)η); RMSProp
 * (P = diag(√v + ε)) and AdaGrad (P = diag(√s + ε)) while it is < 2/η. With P held still their multipliers are those of damped momentum
 * and of the fixed step, with the eigenvalues of P⁻¹H; but P moves with every step. Lion, sign descent and normalised descent make steps of one
 * length however small the gradient is, so that no η is stable. A diagnosis measures on copies of the run.
 */
#ifndef DESCENT_ADAPTIVE_H
#define DESCENT_ADAPTIVE_H

#include <descent/export.h>
#include <descent/rules.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @brief AdaGrad: s ← s + g², x ← x − ηg/(√s + ε), each component for itself (Duchi, Hazan and Singer, 2011, fig. 1).
 * @param step_size η; finite and > 0. Customary 0.01 to 1.
 * @param epsilon ε; finite and > 0, or 0 for 1e-10. It keeps 0/0 out.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_adagrad(double step_size, double epsilon);

/**
 * @brief RMSProp: v ← ρv + (1 − ρ)g², x ← x − ηg/(√v + ε) (Tieleman and Hinton, 2012, lecture 6.5), v₀ = 0.
 * @param step_size η; finite and > 0. Customary 0.001.
 * @param decay ρ; in (0, 1), or 0 for 0.9.
 * @param epsilon ε; finite and > 0, or 0 for 1e-8.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_rmsprop(double step_size, double decay, double epsilon);

/**
 * @brief The one list of forms of Adam: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_ADAM_KIND_LIST(KIND)                                                                                   \
    KIND(DESCENT_ADAM, 0, "Adam")                                                                                      \
    KIND(DESCENT_AMSGRAD, 1, "AMSGrad")                                                                                \
    KIND(DESCENT_NADAM, 2, "Nadam")

/**
 * @brief Which of Adam's forms.
 *
 * - `DESCENT_ADAM` (0): m̂ = m/(1 − β₁^t), v̂ = v/(1 − β₂^t), x ← x − ηm̂/(√v̂ + ε) (Kingma and Ba, 2015, alg. 1).
 * - `DESCENT_AMSGRAD` (1): v̂ ← max(v̂, v), x ← x − ηm/(√v̂ + ε), without bias correction (Reddi, Kale and Kumar,
 *   2018, alg. 2; ε keeps 0/0 out).
 * - `DESCENT_NADAM` (2): m̂ = β₁m/(1 − β₁^(t+1)) + (1 − β₁)g/(1 − β₁^t), the rest as Adam (Dozat, 2016, alg. 2
 *   with constant μ).
 */
typedef enum descent_adam_kind {
#define DESCENT_ADAM_KIND_ENUMERATOR(name, number, word) name = number,
    DESCENT_ADAM_KIND_LIST(DESCENT_ADAM_KIND_ENUMERATOR)
#undef DESCENT_ADAM_KIND_ENUMERATOR
} descent_adam_kind;

/** @brief Options of descent_adam(); all zero means the defaults. */
typedef struct descent_adam_options {
    descent_adam_kind kind; /**< Which form. */
    double first_decay;     /**< β₁ in (0, 1), or 0 for 0.9. Without a first moment it is RMSProp. */
    double second_decay;    /**< β₂ in (0, 1), or 0 for 0.999. */
    double epsilon;         /**< ε finite and > 0, or 0 for 1e-8. It is added to the root, as in the paper. */
    double reserved[4];     /**< Zero. */
} descent_adam_options;

/**
 * @brief Adam and its kin: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², and a step as its #descent_adam_kind says, t = 1, 2, …
 *
 * AdamW is Adam with descent_modifiers.decoupled_decay (Loshchilov and Hutter, 2019, alg. 2); Adam with the decay in the gradient is
 * descent_modifiers.weight_decay.
 * @param step_size η; finite and > 0. Customary 0.001.
 * @param options NULL: the defaults. Copied.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_adam(double step_size, const descent_adam_options *options);

/**
 * @brief Lion: c = β₁m + (1 − β₁)g, x ← x − η sign(c), m ← β₂m + (1 − β₂)g (Chen et al., 2023, alg. 2); sign(0) = 0.
 * @param step_size η; finite and > 0: what every component moves at each step. Customary 0.0001.
 * @param first_decay β₁ in (0, 1), or 0 for 0.9.
 * @param second_decay β₂ in (0, 1), or 0 for 0.99.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_lion(double step_size, double first_decay, double second_decay);

/**
 * @brief Sign descent: x ← x − η sign(g), the steepest descent of the maximum norm; sign(0) = 0 (Bernstein et al., 2018).
 * @param step_size η; finite and > 0: what every component moves at each step.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_sign(double step_size);

/**
 * @brief Normalised descent: x ← x − ηg/‖g‖; where g = 0 it stays (Nesterov, 2004, sect. 3.2.3).
 * @param step_size η; finite and > 0: the length of each step.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_normalised(double step_size);

#ifdef __cplusplus
}
#endif

#endif
