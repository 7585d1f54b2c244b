"""The same map in NumPy, in place and without temporaries: prints nanoseconds per step of one run."""

import time

import numpy

SIDE = 1024
STEPS = 64
STEP_SIZE = 0.2


def make_map(block):
    """Blocks that fit the cache are several times faster than the whole map at once."""
    across = numpy.linspace(-1, 5, SIDE)
    ends = numpy.empty((SIDE, 2, SIDE))
    for row in range(0, SIDE, block):
        x = numpy.tile(across, block)
        y = numpy.repeat(numpy.linspace(-0.2, 2.2, SIDE)[row : row + block], SIDE)
        u = numpy.empty_like(y)
        g = numpy.empty_like(y)
        for _ in range(STEPS):
            numpy.subtract(y, 1, out=u)
            numpy.multiply(u, u, out=g)
            numpy.multiply(g, 4, out=g)
            numpy.subtract(g, 2, out=g)
            numpy.multiply(g, u, out=g)
            numpy.multiply(g, STEP_SIZE, out=g)
            numpy.subtract(y, g, out=y)
            numpy.subtract(x, 2, out=g)
            numpy.multiply(g, 2 * STEP_SIZE, out=g)
            numpy.subtract(x, g, out=x)
        ends[row : row + block, 0] = x.reshape(block, SIDE)
        ends[row : row + block, 1] = y.reshape(block, SIDE)
    return ends[:, 1] > 1


make_map(4)
times = []
for _ in range(5):
    before = time.process_time()
    make_map(4)
    times.append(time.process_time() - before)
print(sorted(times)[len(times) // 2] * 1e9 / (SIDE * SIDE * STEPS))
