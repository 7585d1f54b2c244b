"""Critical points, sweeps, maps, step limits, bifurcations: figures that mathematics tells."""

import ctypes
import math

import numpy as np
import pytest

import descent
from conftest import by_hand, gradient, loss


def test_all_critical_points_of_the_notebook():
    found = descent.critical_points(descent.Problem(loss, gradient), [0, -0.5], [4, 2.5])
    assert [point.kind for point in found] == ["minimum", "minimum", "saddle"]
    assert np.allclose(sorted(point.x[1] for point in found), [1 - 0.5**0.5, 1, 1 + 0.5**0.5], atol=1e-10)
    assert found.index_sum == 1 and not found.exhausted and "minimum at" in repr(found)


def test_landscapes_know_their_box():
    for name in descent.landscapes():
        landscape = descent.landscape(name)
        assert landscape.formula and landscape.source and landscape.title in repr(landscape)
        assert (landscape.lower < landscape.upper).all()
    assert len(descent.critical_points(descent.landscape("himmelblau"))) == 9
    assert descent.landscape("double_well", 5).dimension == 5 and descent.landscape("double_well", 5).lower is None


def test_a_landscape_is_a_function(notebook):
    x = np.array([3.0, 1.7])
    assert notebook(x) == pytest.approx(loss(x), rel=1e-15) and np.allclose(notebook.gradient(x), gradient(x), rtol=1e-15)


def test_points_are_classified_and_refined(notebook):
    saddle = descent.classify(notebook, [2, 1])
    assert saddle.kind == "saddle" and saddle.index == 1 and saddle.nullity == 0 and saddle.converged
    assert np.allclose(saddle.hessian, [[2, 0], [0, -2]]) and np.allclose(abs(saddle.eigenvectors[0]), [0, 1])
    assert descent.classify(notebook, [3, 1]).kind == "not critical"
    near = descent.refine(notebook, [2.1, 1.6])
    assert near.kind == "minimum" and near.x[1] == pytest.approx(1 + 0.5**0.5) and near.moved > 0.1
    valley = descent.classify(descent.Problem(lambda x: (x[0] + x[1]) ** 2, lambda x: 2 * (x[0] + x[1]) * np.ones(2)), [1, -1])
    assert valley.kind == "degenerate" and valley.probe == "flat"
    peano = descent.classify(descent.landscape("peano"), [0, 0])
    assert peano.probe == "lower" and descent.landscape("peano")(peano.lower_x) < 0


def test_a_hessian_and_its_product_are_asked():
    matrix = np.diag([1.0, 2.0, -3.0])
    for known in ({"hessian": lambda x: matrix}, {"hessian_product": lambda x, v: matrix @ v}):
        point = descent.classify(descent.Problem(None, lambda x: matrix @ x, **known), [0, 0, 0])
        assert np.allclose(point.eigenvalues, [-3, 1, 2]) and point.kind == "saddle"
    with pytest.raises(ValueError, match=r"Hessian has the shape \(3,\)"):
        descent.classify(descent.Problem(None, lambda x: matrix @ x, hessian=lambda x: x), [0, 0, 0])


def test_a_wrong_gradient_is_named():
    check = descent.check_gradient(descent.Problem(loss, gradient), [3, 1.7])
    assert check.verdict == "agrees" and np.allclose(check.expected, gradient([3, 1.7]))
    check = descent.check_gradient(descent.Problem(loss, lambda b: -gradient(b)), [3, 1.7])
    assert check.verdict == "wrong sign" and check.explanation


def test_step_sizes_decide(notebook):
    sizes = np.array([0.1, 0.3, 0.45, 0.55, 0.9, 1.0, 1.05])
    sweep = descent.sweep_step_sizes(notebook, [4, 1.25], sizes)
    assert sweep.endings[:3].tolist() == ["converged"] * 3 and sweep.endings[3] == "periodic" and sweep.endings[5] == "chaotic"
    assert sweep.endings[6] in ("diverging", "nonfinite") and sweep.periods[3] == 2 and sweep.values.tolist() == sizes.tolist()
    assert sweep.labels[:3].tolist() == [0, 0, 0] and sweep.labels[5] == -1 and sweep.shape == (7,)
    assert sweep.attractors[0].kind == "minimum" and sweep.attractors[0].loss == pytest.approx(-0.25)
    assert sum(sweep.shares.values()) == pytest.approx(1) and len(sweep) == 7 and "converged" in repr(sweep)


def test_sweeps_make_the_runs_of_the_engine():
    sizes = np.linspace(0.05, 0.3, 7)
    sweep = descent.sweep_step_sizes(descent.Problem(loss, gradient), [4, 1.075], sizes, steps=20, tail=5)
    for k, size in enumerate(sizes):
        assert np.array_equal(sweep.tail(k), by_hand([4, 1.075], size, 20)[-5:])
        assert np.array_equal(sweep.end_points[k], sweep.tail(k)[-1]) and sweep.steps[k] == 20
    assert np.array_equal(sweep.tail(-1), sweep.tail(6))
    with pytest.raises(IndexError):
        sweep.tail(7)
    ball = descent.sweep_step_sizes(descent.Problem(loss, gradient), [4, 1.075], sizes, steps=20, rule=descent.heavy_ball(1, 0.5))
    assert np.array_equal(ball.end_points[3], descent.run(loss, gradient, [4, 1.075], steps=20,
                                                          rule=descent.heavy_ball(sizes[3], 0.5)).x)


def test_starts_and_rules_decide(notebook):
    sweep = descent.sweep_starts(notebook, [[4, 1.5], [4, 0.5], [4, 1]], 0.1)
    assert sweep.labels.tolist() == [0, 1, 2] and [a.kind for a in sweep.attractors] == ["minimum", "minimum", "saddle"]
    sweep = descent.sweep_rules(notebook, [4, 1.5], [descent.fixed_step(0.1), descent.adam(0.1), descent.lbfgs()], steps=300)
    assert len(sweep) == 3 and np.allclose(sweep.end_points[2], [2, 1 + 0.5**0.5], atol=1e-6)


def test_exponents_are_measured_when_asked(notebook):
    sweep = descent.sweep_step_sizes(notebook, [4, 1.25], [1.0], lyapunov=True)
    assert sweep.lyapunov[0] == pytest.approx(math.log(3), abs=0.05)
    assert np.isnan(descent.sweep_step_sizes(notebook, [4, 1.25], [1.0]).lyapunov[0])


def test_a_map_has_a_ridge(notebook):
    sweep = descent.sweep_map(notebook, step=0.05, shape=(41, 31), check_count=1)
    labels = sweep.labels.reshape(sweep.shape)
    assert labels.shape == (41, 31)
    # The box is [0, 4] × [−0.5, 2.5]: row 20 is the ridge, above it all goes to one minimum, below to the other.
    assert len(np.unique(labels[:20])) == 1 and len(np.unique(labels[21:])) == 1 and len(np.unique(labels)) == 3
    axes = sweep.plot()
    assert axes.get_xlabel() == "β₁" or axes.get_xlabel()
    axes.figure.canvas.draw()


def test_a_batch_function_is_called_for_many_runs_at_once():
    calls = []

    def many(x):
        calls.append(x.shape)
        return gradient(x)

    starts = np.random.default_rng(2).uniform([0, -0.5], [4, 2.5], size=(3000, 2))
    fast = descent.sweep_starts(descent.Problem(None, gradient, gradient_batch=many), starts, 0.2, steps=64, check_count=1)
    slow = descent.sweep_starts(descent.Problem(None, gradient), starts, 0.2, steps=64, check_count=1)
    assert np.allclose(fast.end_points, slow.end_points, atol=1e-12) and (fast.endings == slow.endings).all()
    assert max(shape[1] for shape in calls) >= 256 and all(shape[0] == 2 for shape in calls)
    with pytest.raises(ValueError, match="many points"):
        descent.sweep_starts(descent.Problem(None, gradient, gradient_batch=lambda x: x[0]), starts, 0.2, steps=64)


def test_compiled_functions_are_called_by_their_address():
    signature = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_size_t, ctypes.POINTER(ctypes.c_double), ctypes.POINTER(ctypes.c_double),
                                 ctypes.c_void_p)

    def twice(n, x, out, context):
        for i in range(n):
            out[i] = 2 * x[i]
        return 0

    made = signature(twice)
    address = ctypes.cast(made, ctypes.c_void_p).value
    assert descent.run(None, address, [1.0], 0.25, 3).path[:, 0].tolist() == [1, 0.5, 0.25, 0.125]


def test_the_limit_of_the_notebooks_explosion(notebook):
    assert descent.step_limit(notebook, [4, 2.5], 0.25, 0.33) == pytest.approx(2 / 7, abs=1e-15)
    assert descent.step_limit(notebook, [4, 1.25], 0.3, 0.7, converges=True) == pytest.approx(0.5, abs=1e-9)


def test_the_first_doublings(notebook):
    sweep = descent.sweep_step_sizes(notebook, [4, 1.25], np.linspace(0.3, 0.8, 200), tail=16)
    found = descent.bifurcation(sweep)
    # Stable up to 0.5, the 2-cycle up to (√5 − 1)/2.
    assert found.doublings[0].value == pytest.approx(0.5, abs=1e-12)
    assert found.doublings[1].value == pytest.approx((5**0.5 - 1) / 2, abs=1e-9) and found.doublings[1].period == 2
    axes = sweep.plot(variable=1)
    axes.figure.canvas.draw()
    with pytest.raises(ValueError, match="no tails"):
        descent.sweep_step_sizes(notebook, [4, 1.25], [0.1, 0.2]).plot()


def test_the_surface_has_its_points_on_it(notebook):
    from descent import plot
    axes = plot.surface(notebook, points=descent.critical_points(notebook), top=5)
    assert axes.get_zlim() == pytest.approx((-0.25, 5), abs=1e-2) and len(axes.get_lines()) == 3
    axes.figure.canvas.draw()
    with pytest.raises(ValueError, match="two variables"):
        plot.surface(descent.landscape("powell_singular"))
