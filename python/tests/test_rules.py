"""Each rule against its formula, written out in NumPy; schedules and modifiers."""

import numpy as np
import pytest

import descent
from conftest import gradient, loss

START, STEPS = np.array([3.0, 1.6]), 12


def momentum(eta, beta, look):
    """Heavy ball, and Nesterov with look = 1."""
    x = before = START.copy()
    for _ in range(STEPS):
        ahead = x + beta * (x - before)
        x, before = ahead - eta * gradient(ahead if look else x), x
        yield x


def filtered(eta, b0, b1, a1):
    x, z, last = START.copy(), np.zeros(2), np.zeros(2)
    for k in range(STEPS):
        if k == 0:
            last = np.zeros(2)
            yield x
            continue
        g = gradient(x)
        z, last = b0 * g + b1 * last - a1 * z, g
        x = x - eta * z
        yield x


def memory(update):
    """A rule whose step is a function of gradient, step number from 1, and its memory."""
    x, state = START.copy(), {"m": np.zeros(2), "v": np.zeros(2), "w": np.zeros(2)}
    for t in range(1, STEPS + 1):
        x = x - update(gradient(x), t, state)
        yield x


def adagrad(g, t, s):
    s["v"] = s["v"] + g**2
    return 0.3 * g / (np.sqrt(s["v"]) + 1e-10)


def rmsprop(g, t, s):
    s["v"] = 0.9 * s["v"] + 0.1 * g**2
    return 0.05 * g / (np.sqrt(s["v"]) + 1e-8)


def moments(g, s, b1=0.9, b2=0.999):
    s["m"], s["v"] = b1 * s["m"] + (1 - b1) * g, b2 * s["v"] + (1 - b2) * g**2


def adam(g, t, s):
    moments(g, s)
    return 0.1 * (s["m"] / (1 - 0.9**t)) / (np.sqrt(s["v"] / (1 - 0.999**t)) + 1e-8)


def amsgrad(g, t, s):
    moments(g, s)
    s["w"] = np.maximum(s["w"], s["v"])
    return 0.01 * s["m"] / (np.sqrt(s["w"]) + 1e-8)


def nadam(g, t, s):
    moments(g, s)
    m = 0.9 * s["m"] / (1 - 0.9 ** (t + 1)) + 0.1 * g / (1 - 0.9**t)
    return 0.1 * m / (np.sqrt(s["v"] / (1 - 0.999**t)) + 1e-8)


def lion(g, t, s):
    step = 0.05 * np.sign(0.9 * s["m"] + 0.1 * g)
    s["m"] = 0.99 * s["m"] + 0.01 * g
    return step


def barzilai_borwein(long):
    x, g = START.copy(), gradient(START)
    eta = 0.1
    for k in range(STEPS):
        nx = x - eta * g
        ng = gradient(nx)
        s, y = nx - x, ng - g
        eta = (s @ s / (s @ y) if long else s @ y / (y @ y)) if s @ y > 0 else 0.1
        x, g = nx, ng
        yield x


def polyak():
    x = START.copy()
    for _ in range(STEPS):
        g = gradient(x)
        x = x - (loss(x) + 0.25) / (g @ g) * g
        yield x


RULES = {
    "fixed step": (descent.fixed_step(0.1), lambda: memory(lambda g, t, s: 0.1 * g)),
    "heavy ball": (descent.heavy_ball(0.05, 0.8), lambda: momentum(0.05, 0.8, False)),
    "Nesterov": (descent.nesterov(0.05, 0.8), lambda: momentum(0.05, 0.8, True)),
    "damped momentum": (descent.damped_momentum(0.1, 0.7), lambda: filtered(0.1, 0.3, 0, -0.7)),
    "gradient filter": (descent.gradient_filter(0.1, 0.2, 0.1, -0.7), lambda: filtered(0.1, 0.2, 0.1, -0.7)),
    "AdaGrad": (descent.adagrad(0.3), lambda: memory(adagrad)),
    "RMSProp": (descent.rmsprop(0.05), lambda: memory(rmsprop)),
    "Adam": (descent.adam(0.1), lambda: memory(adam)),
    "AMSGrad": (descent.adam(0.01, kind="amsgrad"), lambda: memory(amsgrad)),
    "Nadam": (descent.adam(0.1, kind="nadam"), lambda: memory(nadam)),
    "Lion": (descent.lion(0.05), lambda: memory(lion)),
    "sign descent": (descent.sign(0.05), lambda: memory(lambda g, t, s: 0.05 * np.sign(g))),
    "normalised": (descent.normalised(0.05), lambda: memory(lambda g, t, s: 0.05 * g / np.linalg.norm(g))),
    "Barzilai-Borwein": (descent.barzilai_borwein(0.1), lambda: barzilai_borwein(True)),
    "Barzilai-Borwein, short": (descent.barzilai_borwein(0.1, "short"), lambda: barzilai_borwein(False)),
    "Polyak": (descent.polyak(1.0, -0.25), polyak),
    "weight decay": (descent.fixed_step(0.1).with_modifiers(weight_decay=0.3), lambda: decayed(lambda x: gradient(x) + 0.3 * x)),
    "clipped": (descent.fixed_step(0.1).with_modifiers(clip_value=0.5), lambda: decayed(lambda x: np.clip(gradient(x), -0.5, 0.5))),
    "AdamW": (descent.adam(0.1).with_modifiers(decoupled_decay=0.2), lambda: adamw(0.2)),
}


def decayed(slope):
    x = START.copy()
    for _ in range(STEPS):
        x = x - 0.1 * slope(x)
        yield x


def adamw(decay):
    x, state = START.copy(), {"m": np.zeros(2), "v": np.zeros(2)}
    for t in range(1, STEPS + 1):
        x = x - adam(gradient(x), t, state) - 0.1 * decay * x
        yield x


@pytest.mark.parametrize("name", RULES)
def test_rules_do_what_their_formula_says(name):
    rule, formula = RULES[name]
    run = descent.run(loss, gradient, START, steps=STEPS, rule=rule)
    assert np.allclose(run.path[1:], list(formula()), rtol=1e-11, atol=1e-12)
    assert repr(rule).startswith("<") and run.diagnosis.ending


@pytest.mark.parametrize("rule", [
    descent.armijo(), descent.wolfe(), descent.lbfgs(memory=5), descent.conjugate_gradients(), descent.exact_step(0.1),
    descent.local_smoothness(), descent.perturbed(0.1), descent.negative_curvature(0.1), descent.armijo(contraction=0.3), descent.wolfe(curvature=0.5),
], ids=repr)
def test_rules_that_find_their_step_find_the_minimum(rule):
    engine = descent.Engine(descent.Problem(loss, gradient), START, rule=rule, gradient_tolerance=1e-6)
    assert engine.run(500) == "gradient"
    assert np.allclose(engine.point, [2, 1 + 0.5**0.5], atol=1e-6)


def test_a_search_that_fails_says_why():
    engine = descent.Engine(descent.Problem(loss, lambda b: -gradient(b)), START, rule=descent.armijo())
    assert engine.run(5) == "rule"
    with pytest.raises(descent.ConvergenceError, match="gradient"):
        engine.step()


def test_modifiers_keep_a_run_in_a_box():
    rule = descent.fixed_step(0.1).with_modifiers(lower=[2.5, -np.inf], upper=[np.inf, 1.65])
    run = descent.run(loss, gradient, START, steps=100, rule=rule)
    assert (run.path[:, 0] >= 2.5).all() and run.x.tolist() == [2.5, 1.65]
    positive = descent.run(loss, gradient, [-1, 1.6], steps=1, rule=descent.fixed_step(1e-3).with_modifiers(lower=0))
    assert positive.x[0] == 0 and positive.x[1] > 0
    low = descent.run(loss, gradient, START, steps=200, rule=descent.fixed_step(0.1).with_modifiers(l1=0.5))
    # At rest where the gradient is −λ: 2(b₁ − 2) = −0.5.
    assert low.x[0] == pytest.approx(1.75, abs=1e-12)


SCHEDULES = {
    "constant": (descent.constant(), lambda k: 1.0),
    "inverse": (descent.inverse(5), lambda k: 1 / (1 + k / 5)),
    "exponential": (descent.exponential(0.9), lambda k: 0.9**k),
    "cosine": (descent.cosine(10, 0.1), lambda k: 0.1 + 0.9 * (1 + np.cos(np.pi * min(k, 10) / 10)) / 2),
    "linear": (descent.linear(10, 0.1), lambda k: 1 - 0.9 * min(k, 10) / 10),
    "staircase": (descent.staircase(4, 0.5), lambda k: 0.5 ** (k // 4)),
    "warm-up": (descent.warm_up(5, descent.inverse(5)), lambda k: (k + 1) / 5 if k < 5 else 1 / (1 + (k - 5) / 5)),
    "sequence": (descent.sequence(None, 3, descent.sequence(descent.linear(4), 4, descent.inverse(2))),
                 lambda k: 1.0 if k < 3 else 1 - (k - 3) / 4 if k < 7 else 1 / (1 + (k - 7) / 2)),
    "restarts": (descent.restarts(4, 2), lambda k: (1 + np.cos(np.pi * ((k / 4) if k < 4 else (k - 4) / 8 if k < 12 else (k - 12) / 16))) / 2),
    "function": (descent.custom(lambda k, base: base / (k + 2)), lambda k: 1 / (k + 2)),
}


@pytest.mark.parametrize("name", SCHEDULES)
def test_schedules_do_what_their_formula_says(name):
    schedule, formula = SCHEDULES[name]
    rule = descent.fixed_step(1.0).with_schedule(schedule)
    assert [rule.step_size_at(k) for k in range(20)] == pytest.approx([formula(k) for k in range(20)], abs=1e-15)
    # Nested ones live as long as the engine.
    engine = descent.Engine(descent.Problem(None, lambda x: 0 * x + 1.0), [0.0], rule=rule)
    engine.run(20)
    assert engine.point[0] == pytest.approx(-sum(formula(k) for k in range(20)), rel=1e-12)


def test_what_a_rule_knows_of_itself():
    assert descent.fixed_step(0.1).step_limit(4.0) == 0.5
    assert descent.heavy_ball(0.1, 0.9).step_limit(4.0) == pytest.approx(2 * 1.9 / 4)
    rule = descent.heavy_ball(0.1, 0.9)
    assert (rule.name, rule.step_size, rule.momentum) == ("heavy ball", 0.1, 0.9)
