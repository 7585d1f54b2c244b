#!/usr/bin/env python3
"""Writes adaptive_numpy.h: the adaptive rules step by step in NumPy, from the formulas of the papers, on the notebook's loss.

/usr/bin/python3 tests/rules/adaptive_numpy.py > tests/rules/adaptive_numpy.h
"""

import numpy

SHOWN = (1, 2, 3, 8, 20)  # before a small cycle could blow up rounding


def gradient(x):
    u = x[1] - 1
    return numpy.array([2 * (x[0] - 2), 4 * u**3 - 2 * u])


def adagrad(eta, epsilon):  # Duchi, Hazan and Singer, 2011, fig. 1 with diagonal G
    s = numpy.zeros(2)
    while True:
        g = yield
        s = s + g**2
        yield -eta * g / (numpy.sqrt(s) + epsilon)


def rmsprop(eta, rho, epsilon):  # Tieleman and Hinton, 2012
    v = numpy.zeros(2)
    while True:
        g = yield
        v = rho * v + (1 - rho) * g**2
        yield -eta * g / (numpy.sqrt(v) + epsilon)


def adam(eta, beta1, beta2, epsilon):  # Kingma and Ba, 2015, alg. 1
    m, v, t = numpy.zeros(2), numpy.zeros(2), 0
    while True:
        g = yield
        t += 1
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        mhat = m / (1 - beta1**t)
        vhat = v / (1 - beta2**t)
        yield -eta * mhat / (numpy.sqrt(vhat) + epsilon)


def amsgrad(eta, beta1, beta2, epsilon):  # Reddi, Kale and Kumar, 2018, alg. 2
    m, v, vhat = numpy.zeros(2), numpy.zeros(2), numpy.zeros(2)
    while True:
        g = yield
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        vhat = numpy.maximum(vhat, v)
        yield -eta * m / (numpy.sqrt(vhat) + epsilon)


def nadam(eta, mu, nu, epsilon):  # Dozat, 2016, alg. 2, μ_t = μ
    m, v, t = numpy.zeros(2), numpy.zeros(2), 0
    while True:
        g = yield
        t += 1
        m = mu * m + (1 - mu) * g
        v = nu * v + (1 - nu) * g**2
        mhat = mu * m / (1 - mu ** (t + 1)) + (1 - mu) * g / (1 - mu**t)
        vhat = v / (1 - nu**t)
        yield -eta * mhat / (numpy.sqrt(vhat) + epsilon)


def lion(eta, beta1, beta2):  # Chen et al., 2023, alg. 2, without decay
    m = numpy.zeros(2)
    while True:
        g = yield
        step = numpy.sign(beta1 * m + (1 - beta1) * g)
        m = beta2 * m + (1 - beta2) * g
        yield -eta * step


def sign(eta):
    while True:
        g = yield
        yield -eta * numpy.sign(g)


def normalised(eta):
    while True:
        g = yield
        yield -eta * g / numpy.linalg.norm(g)


def run(rule, decay=0.0, eta=0.0):
    x = numpy.array([4.0, 1.25])
    points = {}
    for k in range(1, max(SHOWN) + 1):
        next(rule)
        step = rule.send(gradient(x))
        x = x + step - eta * decay * x  # AdamW: the decay is of the point, not of the gradient
        points[k] = x
    return [points[k] for k in SHOWN]


RUNS = {
    "descent_adagrad(0.5, 0)": run(adagrad(0.5, 1e-10)),
    "descent_adagrad(0.1, 0.01)": run(adagrad(0.1, 0.01)),
    "descent_rmsprop(0.015, 0, 0)": run(rmsprop(0.015, 0.9, 1e-8)),
    "descent_rmsprop(0.02, 0.5, 0.001)": run(rmsprop(0.02, 0.5, 0.001)),
    "descent_adam(0.1, NULL)": run(adam(0.1, 0.9, 0.999, 1e-8)),
    "descent_adam(0.05, &other)": run(adam(0.05, 0.7, 0.95, 1e-4)),
    "descent_adam(0.1, &amsgrad)": run(amsgrad(0.1, 0.9, 0.999, 1e-8)),
    "descent_adam(0.1, &nadam)": run(nadam(0.1, 0.9, 0.999, 1e-8)),
    "descent_rule_with_modifiers(descent_adam(0.1, NULL), decoupled)": run(adam(0.1, 0.9, 0.999, 1e-8), 0.05, 0.1),
    "descent_lion(0.03, 0, 0)": run(lion(0.03, 0.9, 0.99)),
    "descent_sign(0.0625)": run(sign(0.0625)),
    "descent_normalised(0.06)": run(normalised(0.06)),
}

print("/* Written by adaptive_numpy.py: rule, then its points after the steps that are shown, from (4, 1.25). */")
print("enum {\n    shown_steps = %d\n};" % len(SHOWN))
print("#define SHOWN_STEPS {%s}" % ", ".join(str(k) for k in SHOWN))
print("#define NUMPY_RUNS \\")
lines = []
for rule, points in RUNS.items():
    lines.append("    {%s, {%s}}" % (rule, ", ".join("{%r, %r}" % (float(p[0]), float(p[1])) for p in points)))
print(", \\\n".join(lines))
