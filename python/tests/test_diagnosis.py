"""Diagnoses of the library's runs and of anybody's, in words, figures, JSON and pictures; other optimisers."""

import math

import numpy as np
import pytest

import descent
from conftest import by_hand, gradient, loss


def test_a_diagnosis_has_the_figures():
    found = descent.run(loss, gradient, [4, 1.075], 0.2, 32).diagnosis
    assert found.ending == "converged" and not found.point_ahead and found.steps == 32
    assert np.allclose(found.point.x, [2, 1 + 0.5**0.5], atol=1e-12) and np.allclose(found.point.eigenvalues, [2, 4])
    assert found.pace.law == "geometric" and found.pace.rate == pytest.approx(0.6, abs=1e-6)
    assert found.step_limit == pytest.approx(0.5) and found.step_size == 0.2
    assert found.rule_name == "fixed step" and found.exception is None
    assert found.reason and found.line.startswith("converged: minimum")
    assert found.json["ending"] == "converged" and found.json["point"]["kind"] == "minimum"
    with pytest.raises(AttributeError):
        found.nonsense


def test_the_notebooks_cycle_and_chaos():
    found = descent.run(loss, gradient, [4, 1], 1, 8).diagnosis
    assert found.cycle.period == 2 and sorted(found.cycle.orbit.tolist()) == [[0, 1], [4, 1]]
    assert sorted(abs(found.cycle.multipliers)) == pytest.approx([1, 9])
    assert found.cycle.coordinate_periods.tolist() == [2, 1]
    found = descent.run(loss, gradient, [4, 1.25], 1, 128).diagnosis
    assert found.ending == "chaotic" and found.lyapunov.low < math.log(3) < found.lyapunov.high


def test_the_saddle_and_its_way_out():
    found = descent.run(loss, gradient, [4, 1], 0.1, 64).diagnosis
    assert found.point.kind == "saddle" and found.point.index == 1
    assert np.allclose(abs(found.point.escape), [0, 1]) and np.allclose(found.point.eigenvalues, [-2, 2])
    first = found.advice[0]
    assert first.kind == "leave saddle" and first.verified and first.outcome == "converged"
    assert np.allclose(abs(first.direction), [0, 1])


def test_iterates_of_any_loop():
    path = by_hand([4, 1.075], 0.2, 40)
    found = descent.diagnose(path.tolist(), loss, gradient)
    assert found.ending == "converged" and found.point.kind == "minimum" and found.rule_name == "fixed step"
    known = descent.diagnose(path, losses=[loss(x) for x in path], gradients=[gradient(x) for x in path])
    assert known.ending in ("converged", "approaching")
    assert known.gradient_norm == pytest.approx(np.hypot(*gradient(path[-1])))
    assert descent.diagnose(path, descent.Problem(loss, gradient), path_only=True).point is None
    assert descent.diagnose(path, loss, gradient, rule=descent.fixed_step(0.2)).ending == "converged"


def test_paths_that_are_hardly_any():
    for path in ([], [[1, 2]], [[1, 2], [1, 2]], [[np.nan, np.nan]], np.full((5, 2), np.inf), np.zeros((0, 3))):
        found = descent.diagnose(path)
        assert found.ending in ("undetermined", "stalled", "nonfinite") and repr(found) and found.line and found.json
        assert found._repr_html_().startswith("<pre>")


def test_one_dimension_and_float32_and_strides():
    halved = 1 + 0.5 ** np.arange(60, dtype=np.float32)
    assert descent.diagnose(halved, lambda x: (x[0] - 1) ** 2, lambda x: 2 * (x - 1)).ending == "converged"
    wide = np.zeros((41, 4))
    wide[:, ::2] = by_hand([4, 1.075], 0.2, 40)
    assert descent.diagnose(wide[:, ::2], loss, gradient).ending == "converged"
    assert descent.diagnose(np.asfortranarray(by_hand([4, 1.075], 0.2, 40)), loss, gradient).ending == "converged"


def test_a_notebook_shows_words_and_picture():
    run = descent.run(loss, gradient, [4, 1], 0.1, 64)
    shown = run._repr_html_()
    assert "<pre>Died on a saddle" in shown and "data:image/png;base64," in shown and len(shown) < 100000


@pytest.mark.filterwarnings("ignore:overflow")
@pytest.mark.filterwarnings("ignore:invalid")
@pytest.mark.parametrize("start, step, steps", [([4, 2.5], 0.29, 20), ([4, 1], 1, 8), ([2, 1], 0.1, 4), ([4, 1], 0.1, 0)])
def test_every_run_has_a_picture(start, step, steps):
    axes = descent.run(loss, gradient, start, step, steps).plot()
    assert axes.get_title() and axes.get_xlabel() == "x1"
    axes.figure.canvas.draw()


def test_runs_in_other_dimensions_show_their_convergence():
    from matplotlib.figure import Figure
    axes = Figure().subplots()
    assert descent.run(lambda x: x @ x, lambda x: 2 * x, np.ones(5), 0.1, 50).plot(axes) is axes
    assert axes.get_xlabel() == "step" and len(axes.get_lines()) == 2
    # A loss that has no value in part of the picture.
    axes = descent.run(lambda x: math.log(x[0]) ** 2 + x[1] ** 2, start=[0.5, 1.0], step=0.1, steps=20).plot()
    axes.figure.canvas.draw()


def test_the_optimisers_of_scipy():
    optimize = pytest.importorskip("scipy.optimize")
    path = descent.Path()
    path.append([2.0, 1.0])
    result = optimize.minimize(loss, [2.0, 1.0], jac=gradient, method="BFGS", callback=path)
    assert result.success
    found = descent.diagnose(path, loss, gradient, optimiser_name="BFGS of SciPy")
    assert found.point is None or found.point.kind == "saddle"
    assert found.ending != "converged" or found.point.kind == "saddle"
    path = descent.Path()
    optimize.minimize(loss, [4.0, 1.3], jac=gradient, method="BFGS", callback=path)
    found = descent.diagnose(path, loss, gradient, optimiser_name="BFGS of SciPy")
    assert found.ending in ("converged", "approaching") and found.point.kind == "minimum" and found.distance < 1e-4
    assert found.rule_name == "BFGS of SciPy" and "BFGS of SciPy" in " ".join(repr(found).split())


def test_a_regression_of_scikit_learn():
    linear_model = pytest.importorskip("sklearn.linear_model")
    random = np.random.default_rng(1)
    x = random.normal(size=(100, 2))
    model, path = linear_model.SGDRegressor(eta0=0.01, learning_rate="constant", random_state=1), descent.Path()
    for _ in range(200):
        model.partial_fit(x, x @ [1, 2] + random.normal(size=100))
        path.append(model.coef_)
    assert descent.diagnose(path, optimiser_name="SGD").ending in ("noisy", "undetermined", "stalled")


def test_a_loop_in_the_manner_of_torch():
    """Parameters are changed in place; the path keeps copies."""
    parameters, path = np.array([4.0, 1.075], dtype=np.float32), descent.Path(names=["weight", "bias"])
    for _ in range(60):
        path.append(parameters, loss(parameters), gradient(parameters))
        parameters -= np.float32(0.2) * gradient(parameters).astype(np.float32)
    found = descent.diagnose(path, loss, gradient)
    assert len(np.unique(path.points[:, 0])) > 10 and found.point.kind == "minimum"
