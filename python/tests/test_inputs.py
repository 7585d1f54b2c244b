"""Bad input is refused by name; good input of any make is taken."""

import numpy as np
import pytest

import descent
from conftest import by_hand, gradient, loss


@pytest.mark.parametrize("start", [
    (4, 1.075), np.array([4, 1.075], dtype=object), np.array([4, 0, 1.075, 0])[::2], np.array([1.075, 4])[::-1],
    np.array([4, 1.075], dtype=">f8"), np.array([[4, 1.075], [0, 0]], order="F")[0],
])
def test_starts_of_any_make(start):
    assert np.array_equal(descent.run(loss, gradient, start, 0.2, 5).path, by_hand([4, 1.075], 0.2, 5))


def test_a_start_of_float32_and_of_integers():
    assert np.array_equal(descent.run(loss, gradient, np.array([4, 1.5], dtype=np.float32), 0.2, 5).path, by_hand([4, 1.5], 0.2, 5))
    assert np.array_equal(descent.run(loss, gradient, np.array([4, 2]), 0.2, 5).path, by_hand([4, 2], 0.2, 5))


def test_the_users_start_is_not_written_to():
    start = np.array([4, 1.075])
    descent.run(loss, gradient, start, 0.2, 5)
    assert start.tolist() == [4, 1.075]


@pytest.mark.parametrize("start, error, message", [
    (None, TypeError, "give a start"),
    ([], ValueError, "start must be a list of numbers"),
    ([[4, 1]], ValueError, "start must be a list of numbers"),
    (["a", "b"], TypeError, "start must be real numbers"),
    ([1j, 2], TypeError, "start must be real numbers"),
    ([[1, 2], [3]], (TypeError, ValueError), None),
    ([np.nan, 1], descent.NonfiniteError, "start"),
    ([4, np.inf], ArithmeticError, "start"),
])
def test_bad_starts(start, error, message):
    with pytest.raises(error, match=message):
        descent.run(loss, gradient, start, 0.1, 5)


@pytest.mark.parametrize("step, error", [
    (-0.1, descent.InvalidError), (0, ValueError), (np.nan, descent.InvalidError), (np.inf, descent.InvalidError),
    (None, TypeError), ("0.1", TypeError), (1j, TypeError), ([0.1], TypeError),
])
def test_bad_step_sizes(step, error):
    with pytest.raises(error):
        descent.run(loss, gradient, [4, 1], step, 5)


def test_a_bad_step_size_is_named():
    with pytest.raises(descent.InvalidError, match="step_size must be finite and positive, got -0.1") as error:
        descent.run(loss, gradient, [4, 1], -0.1, 5)
    assert error.value.status == 1


@pytest.mark.parametrize("steps, error", [(-1, ValueError), (1.5, TypeError), (2**64, ValueError), ("5", TypeError)])
def test_bad_numbers_of_steps(steps, error):
    with pytest.raises(error):
        descent.run(loss, gradient, [4, 1], 0.1, steps)


@pytest.mark.parametrize("make, error, message", [
    (lambda: descent.Problem(), TypeError, "give a loss"),
    (lambda: descent.Problem("loss"), TypeError, "loss must be a function"),
    (lambda: descent.Problem(loss, dimension=0), ValueError, "dimension"),
    (lambda: descent.Problem(loss, dimension=-1), ValueError, "dimension"),
    (lambda: descent.Problem(loss, dimension=2**70), ValueError, "dimension"),
    (lambda: descent.Problem(loss, dimension=2**62), ValueError, "dimension"),
    (lambda: descent.Problem(loss, names=["a"], dimension=2), ValueError, "1 names for 2"),
    (lambda: descent.Problem(loss, names=["a,b", "c"], dimension=2), descent.InvalidError, "no comma"),
    (lambda: descent.Problem(loss, scale=-1, dimension=2), descent.InvalidError, "scale"),
    (lambda: descent.Problem(None, gradient)([1, 2]), ValueError, "no loss"),
    (lambda: descent.Problem(loss).gradient([1, 2]), ValueError, "no gradient"),
    (lambda: descent.Problem(loss, dimension=2)([1, 2, 3]), ValueError, "x must have 2"),
    (lambda: descent.landscape("nowhere"), ValueError, "there are .*rosenbrock"),
    (lambda: descent.landscape("rosenbrock", 5), descent.InvalidError, None),
    (lambda: descent.run(descent.landscape("notebook"), gradient, [1, 2], 0.1), TypeError, "already has"),
    (lambda: descent.run(loss, gradient, [4, 1], 0.1, rule=descent.fixed_step(0.1)), TypeError, "either"),
    (lambda: descent.run(loss, gradient, [4, 1], rule=0.1), TypeError, "rule must be"),
    (lambda: descent.run(loss, gradient, [4, 1], 0.1, frobnicate=3), TypeError, "frobnicate"),
    (lambda: descent.Engine(loss, [4, 1], 0.1), TypeError, "must be a Problem"),
    (lambda: descent.diagnose(np.zeros((3, 2, 2))), ValueError, "shape"),
    (lambda: descent.diagnose(descent.Path()), ValueError, "empty"),
    (lambda: descent.diagnose(np.ones((5, 2)), losses=[1, 2]), ValueError, "losses must have 5"),
    (lambda: descent.diagnose(np.ones((5, 2)), gradients=np.ones((5, 3))), ValueError, "gradients must have 2"),
    (lambda: descent.diagnose(np.ones((5, 2)), gradients=np.ones((4, 2))), ValueError, "gradients must have 5"),
    (lambda: descent.diagnose(np.ones((5, 2)), frobnicate=1), TypeError, "no option 'frobnicate'; there are budget"),
    (lambda: descent.diagnose(np.ones((5, 2)), budget=-1), ValueError, "budget"),
    (lambda: descent.diagnose(np.ones((5, 2)), loss, distance_tolerance=2.0), descent.InvalidError, "distance_tolerance"),
    (lambda: descent.diagnose(np.ones((5, 2)), descent.landscape("powell_singular")), ValueError, "4 variables, not 2"),
    (lambda: descent.critical_points(descent.Problem(loss)), TypeError, "give the box"),
    (lambda: descent.critical_points(descent.Problem(loss), [0, 0], [0, 1]), descent.InvalidError, None),
    (lambda: descent.classify(descent.landscape("notebook"), [1, 2, 3]), ValueError, "x must have 2"),
    (lambda: descent.classify(descent.landscape("notebook"), [1, np.nan]), descent.NonfiniteError, None),
    (lambda: descent.sweep_step_sizes(descent.landscape("notebook"), [4, 1], []), ValueError, "step_sizes"),
    (lambda: descent.sweep_step_sizes(descent.landscape("notebook"), [4, 1], [0.1, -1]), descent.InvalidError, None),
    (lambda: descent.sweep_starts(descent.landscape("notebook"), np.zeros((0, 2)), 0.1), ValueError, "empty"),
    (lambda: descent.sweep_starts(descent.landscape("notebook"), np.zeros((2, 3)), 0.1), ValueError, "starts must have 2"),
    (lambda: descent.sweep_map(descent.landscape("powell_singular"), step=0.1), ValueError, "lower must have 2"),
    (lambda: descent.step_limit(descent.landscape("notebook"), [4, 2.5], 0.3, 0.2), descent.InvalidError, None),
    (lambda: descent.bifurcation(descent.sweep_starts(descent.landscape("notebook"), [[4, 1]], 0.1)), descent.InvalidError, None),
    (lambda: descent.Monitor(0), descent.InvalidError, "dimension"),
    (lambda: descent.Monitor(2).observe([1, 2, 3]), ValueError, "x must have 2"),
    (lambda: descent.adam(0.1, kind="adamw"), ValueError, "adam, amsgrad, nadam"),
    (lambda: descent.adam(0.1, epsilon=0), ValueError, "epsilon must not be 0"),
    (lambda: descent.armijo(decreese=0.1), TypeError, "decreese"),
    (lambda: descent.fixed_step(0.1).with_schedule(0.5), TypeError, "a schedule must be"),
])
def test_bad_input_is_named(make, error, message):
    with pytest.raises(error, match=message):
        make()


def test_bounds_of_another_length_are_refused():
    rule = descent.fixed_step(0.1).with_modifiers(lower=[0, 0, 0])
    with pytest.raises(ValueError, match="lower must have 2"):
        descent.run(loss, gradient, [4, 1], rule=rule)


def test_a_problem_keeps_its_dimension():
    problem = descent.Problem(loss, gradient)
    descent.run(problem, start=[4, 1], step=0.1, steps=2)
    with pytest.raises(ValueError, match="must have 2"):
        descent.run(problem, start=[4, 1, 2], step=0.1, steps=2)


def test_a_path_of_a_program():
    path = descent.Path()
    for x in by_hand([4, 1.075], 0.2, 32):
        path.append(x, loss(x), gradient(x))
    assert len(path) == 33 and path.points.shape == (33, 2) and path.dimension == 2
    with pytest.raises(ValueError, match="x must have 2"):
        path.append([1, 2, 3])
    with pytest.raises(ValueError, match="gradient must have 2"):
        path.append([1, 2], 0, [1])
    assert len(path) == 33


def test_errors_can_be_sent_to_another_process():
    import pickle
    for error in (descent.InvalidError(1, "detail"), descent.FileError(7, None)):
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error) and str(again) == str(error) and again.status == error.status
