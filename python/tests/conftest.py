"""What the tests have in common: the notebook's loss, by hand."""

import matplotlib
import numpy as np
import pytest

matplotlib.use("Agg")


def loss(b):
    return (b[0] - 2) ** 2 + (b[1] - 1) ** 4 - (b[1] - 1) ** 2


def gradient(b):
    return np.array([2 * (b[0] - 2), 4 * (b[1] - 1) ** 3 - 2 * (b[1] - 1)])


def by_hand(start, step, steps, slope=gradient):
    """The notebook's own loop."""
    points = np.zeros((steps + 1, len(start)))
    points[0] = x = np.array(start, dtype=float)
    for k in range(steps):
        x = x - slope(x) * step
        points[k + 1] = x
    return points


@pytest.fixture
def notebook():
    import descent
    return descent.landscape("notebook")
