"""The paths that examples/notebook writes, against the notebook's own computation in NumPy, bit for bit.

Usage: notebook_paths.py PROGRAM. Speaks TAP.
"""
import subprocess
import sys
import tempfile

try:
    import numpy as np
except ImportError:
    print("1..0 # SKIP NumPy is not installed")
    sys.exit(0)

EXPERIMENTS = {
    "minimum_1": ([4, 1.075], 1 / 5, 32),
    "minimum_2": ([0, -0.5], 1 / 50, 64),
    "saddle_ridge": ([4, 0.9999], 1 / 10, 64),
    "saddle_point": ([4, 1], 1 / 10, 64),
    "oscillation": ([4, 1], 1, 8),
    "explosion": ([4, 2.5], 0.29, 8),
    "no_explosion": ([4, 2.5], 0.28, 64),
    "complex_oscillation": ([4, 1.25], 1, 128),
}

# Chaos amplifies the last bit: beyond these steps the order of operations decides, not the mathematics.
COMPARED_STEPS = {"complex_oscillation": 20}


def gradient(beta):
    u = beta[1] - 1
    return np.array([2 * (beta[0] - 2), 4 * u * u * u - 2 * u])


def descend(start, step_size, steps):
    path = np.zeros((steps + 1, 2))
    path[0] = start
    for step in range(steps):
        path[step + 1] = path[step] - gradient(path[step]) * step_size
    return path


def main(program):
    failed = 0
    print(f"1..{2 * len(EXPERIMENTS) + 1}")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, folder], check=True, stdout=subprocess.DEVNULL)
        for name, (start, step_size, steps) in EXPERIMENTS.items():
            expected = descend(start, step_size, steps)
            compared = COMPARED_STEPS.get(name, steps) + 1
            binary = np.load(f"{folder}/{name}.npy")["x"]
            text = np.genfromtxt(f"{folder}/{name}.csv", delimiter=",", names=True, encoding="utf-8")
            text = np.column_stack([text["β₁"], text["β₂"]])
            for kind, path in (("npy", binary), ("csv", text)):
                good = path.shape == expected.shape and (path[:compared] == expected[:compared]).all()
                failed += not good
                print(f"{'ok' if good else 'not ok'} - {name}.{kind}")
        chaos = np.load(f"{folder}/complex_oscillation.npy")["x"]
        good = (chaos[::2, 0] == 4).all() and (chaos[1::2, 0] == 0).all()
        good = good and (chaos[:, 1] >= 0).all() and (chaos[:, 1] <= 2).all()
        failed += not good
        print(f"{'ok' if good else 'not ok'} - complex_oscillation stays in its box")
    return failed > 0


sys.exit(main(sys.argv[1]))
