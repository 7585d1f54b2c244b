"""
What a step costs through the Python package, beside a bare loop in Python over the same function, and beside C where no Python
function is called.

    python_step.py PEER    PEER is the C program that makes the same runs

Rows of a table run in turn, round after round; what counts is the median over the rounds of the ratio. With
DESCENT_BENCH_STRICT set, a target that was missed is exit status 1; DESCENT_BENCH_ROUNDS is the number of rounds.
"""

import os
import statistics
import subprocess
import sys
import time

import numpy as np

import descent

START, ETA, STEPS, NATIVE_STEPS = [4.0, 1.075], 0.01, 3000, 1000000
LARGE = np.linspace(1, 3, 100000)


def loss(b):
    return (b[0] - 2) ** 2 + (b[1] - 1) ** 4 - (b[1] - 1) ** 2


def gradient(b):
    return np.array([2 * (b[0] - 2), 4 * (b[1] - 1) ** 3 - 2 * (b[1] - 1)])


def large_gradient(x):
    return LARGE * x


def bare(slope, start, steps, value=None):
    """The loop of the notebook, with the losses if they are wanted."""
    x = np.array(start)
    path, losses = np.empty((steps + 1, len(x))), np.empty(steps + 1)
    path[0] = x
    if value:
        losses[0] = value(x)
    for k in range(steps):
        x = x - ETA * slope(x)
        path[k + 1] = x
        if value:
            losses[k + 1] = value(x)
    return path


def timed(function, steps):
    begin = time.thread_time_ns()
    function()
    return (time.thread_time_ns() - begin) / steps


class Peer:
    """The program in C, which answers a line with a line."""

    def __init__(self, name):
        self.process = subprocess.Popen([name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, record):
        self.process.stdin.write(f"{NATIVE_STEPS} {record}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


def native(record):
    """The run of the C program, through the package."""
    engine = descent.Engine(descent.landscape("notebook"), [4, 1.25], 1.0, record=bool(record))
    engine.run(NATIVE_STEPS)


def rows(peer):
    """Name, reference, ours: both give nanoseconds a step; and the target."""
    large = np.ones(len(LARGE))
    yield ("n = 2, gradient", lambda: timed(lambda: bare(gradient, START, STEPS), STEPS),
           lambda: timed(lambda: descent.run(None, gradient, START, ETA, STEPS), STEPS), 1.3)
    yield ("n = 2, loss and gradient", lambda: timed(lambda: bare(gradient, START, STEPS, loss), STEPS),
           lambda: timed(lambda: descent.run(loss, gradient, START, ETA, STEPS), STEPS), 1.3)
    yield ("n = 100000, gradient", lambda: timed(lambda: bare(large_gradient, large, 20), 20),
           lambda: timed(lambda: descent.run(None, large_gradient, large, ETA, 20), 20), 1.3)
    yield "landscape, beside C", lambda: peer(0), lambda: timed(lambda: native(0), NATIVE_STEPS), 1.05
    yield "landscape, recorded, beside C", lambda: peer(1), lambda: timed(lambda: native(1), NATIVE_STEPS), 1.05


def main():
    table = list(rows(Peer(sys.argv[1])))
    rounds = int(os.environ.get("DESCENT_BENCH_ROUNDS", 15))
    figures = [[] for _ in table]
    for _ in range(rounds + 1):
        for row, (_, reference, ours, _) in zip(figures, table):
            row.append((reference(), ours()))
    print(f"{'one step':32} {'reference':>12} {'package':>12} {'ratio':>7} {'quarters':>14} {'target':>7}")
    missed = False
    for (name, _, _, target), row in zip(table, figures):
        row = row[1:]  # The first round warms up.
        ratios = [ours / reference for reference, ours in row]
        low, ratio, high = statistics.quantiles(ratios, n=4)
        times = [statistics.median(column) for column in zip(*row)]
        print(f"{name:32} {times[0]:9.1f} ns {times[1]:9.1f} ns {ratio:7.3f} {low:6.3f} – {high:5.3f} {target:7.2f}"
              + ("  missed" if ratio > target else ""))
        missed = missed or ratio > target
    return 1 if missed and os.environ.get("DESCENT_BENCH_STRICT") else 0


if __name__ == "__main__":
    sys.exit(main())
