"""Runs: the notebook's experiments, shapes, stops, engines."""

import math

import numpy as np
import pytest

import descent
from conftest import by_hand, gradient, loss

# start, step size, steps, last point, ending, and the kind of critical point at the end or ahead
EXPERIMENTS = {
    "minimum 1": ([4, 1.075], 1 / 5, 32, (2.000000159173222, 1.7071067811865475), "converged", "minimum"),
    "minimum 2": ([0, -0.5], 1 / 50, 64, (1.8533139174880764, 0.29169742974035545), "approaching", "minimum"),
    "saddle ridge": ([4, 0.9999], 1 / 10, 64, (2.0000012554203472, 0.2930406554651238), "approaching", "minimum"),
    "saddle point": ([4, 1], 1 / 10, 64, (2.0000012554203472, 1), "converged", "saddle"),
    "oscillation": ([4, 1], 1, 8, (4, 1), "periodic", None),
    "no explosion": ([4, 2.5], 0.28, 64, None, "converged", "minimum"),
    "complex oscillation": ([4, 1.25], 1, 128, None, "chaotic", None),
}


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_experiments_of_the_notebook(name):
    start, step, steps, last, ending, kind = EXPERIMENTS[name]
    run = descent.run(loss, gradient, start, step, steps)
    assert run.path.shape == (steps + 1, 2)
    assert np.array_equal(run.path, by_hand(start, step, steps))
    assert last is None or tuple(run.x) == last
    assert run.ending == ending
    assert (run.diagnosis.point and run.diagnosis.point.kind) == kind


@pytest.mark.filterwarnings("ignore:overflow")
@pytest.mark.filterwarnings("ignore:invalid")
def test_an_explosion_is_a_run():
    run = descent.run(loss, gradient, [4, 2.5], 0.29, 20)
    assert run.stop_reason == "nonfinite"
    assert run.path.shape == (9, 2) and np.isfinite(run.path).all()
    assert np.array_equal(run.path, by_hand([4, 2.5], 0.29, 8)) and run.x[1] == 5.2545533962895414e158
    assert run.ending == "diverging"
    assert "too large" in " ".join(repr(run).split())


def test_losses_and_gradient_norms_belong_to_the_points():
    run = descent.run(loss, gradient, [4, 1.075], 0.2, 10)
    assert np.array_equal(run.losses, [loss(x) for x in run.path])
    assert np.allclose(run.gradient_norms, [np.hypot(*gradient(x)) for x in run.path], rtol=1e-15)
    assert run.loss == loss(run.x)


def test_a_landscape_takes_the_same_way(notebook):
    run = descent.run(notebook, start=[4, 1.075], step=0.2, steps=32)
    assert np.allclose(run.path, by_hand([4, 1.075], 0.2, 32), rtol=1e-14)
    assert run.ending == "converged"


def test_a_loss_alone_is_differentiated():
    run = descent.run(loss, start=[4, 1.075], step=0.2, steps=32)
    assert np.allclose(run.path, by_hand([4, 1.075], 0.2, 32), atol=1e-8)
    assert "gradient from differences" in run.diagnosis.findings


def test_a_gradient_alone_is_enough():
    run = descent.run(None, gradient, [4, 1.075], 0.2, 32)
    assert np.array_equal(run.path, by_hand([4, 1.075], 0.2, 32))
    assert np.isnan(run.losses).all()
    run = descent.run(gradient=gradient, start=[4, 1.075], step=0.2, steps=3)
    assert len(run.path) == 4


def test_loss_and_gradient_in_one():
    run = descent.run(loss_gradient=lambda b: (loss(b), gradient(b)), start=[4, 1.075], step=0.2, steps=32)
    assert np.array_equal(run.path, by_hand([4, 1.075], 0.2, 32))


def test_one_variable():
    run = descent.run(lambda x: x[0] ** 2, lambda x: 2 * x, 1.0, 0.25, 40)
    assert run.path.shape == (41, 1)
    assert np.array_equal(run.path[:, 0], 0.5 ** np.arange(41))
    assert run.diagnosis.point.kind == "minimum"
    # A number will do for the one derivative, and for the loss an array of one number.
    assert np.array_equal(descent.run(lambda x: x**2, lambda x: 2 * x[0], [1], 0.25, 40).path, run.path)


def test_many_variables():
    curvatures = np.linspace(1, 3, 5000)
    run = descent.run(lambda x: curvatures @ x**2 / 2, lambda x: curvatures * x, np.ones(5000), 0.3, 4)
    expected = np.ones(5000)
    for _ in range(4):
        expected = expected - 0.3 * (curvatures * expected)
    assert np.array_equal(run.x, expected)


def test_no_steps():
    run = descent.run(loss, gradient, [4, 1], 0.1, 0)
    assert run.path.tolist() == [[4, 1]] and run.steps == 0
    assert run.ending == "undetermined"


def test_names_come_through(tmp_path):
    run = descent.run(loss, gradient, [4, 1], 0.1, 64, names=["slope", "offset"])
    assert run.problem.names == ["slope", "offset"]
    run.write(tmp_path / "path.csv")
    assert (tmp_path / "path.csv").read_text().startswith("step,slope,offset,loss")
    assert descent.Path.read(tmp_path / "path.csv").names == ["slope", "offset"]


def test_a_run_stops_at_a_tolerance_or_a_budget():
    run = descent.run(loss, gradient, [4, 1.075], 0.2, 1000, gradient_tolerance=1e-3)
    assert run.stop_reason == "gradient" and run.gradient_norms[-1] <= 1e-3 < run.gradient_norms[-2]
    with pytest.raises(descent.BudgetError):
        descent.run(loss, gradient, [4, 1.075], 0.2, 1000, budget=20)


def test_an_engine_steps_and_goes_on():
    engine = descent.Engine(descent.Problem(loss, gradient), [4, 1.075], 0.2)
    expected = by_hand([4, 1.075], 0.2, 7)
    assert np.array_equal(engine.step(), expected[1])
    assert engine.run(6) == "steps" and engine.steps == 7
    assert np.array_equal(engine.path, expected)
    assert np.array_equal(engine.gradient, gradient(expected[7])) and engine.loss == loss(expected[7])
    assert engine.evaluations["gradient"] == 8
    engine.reset([0, 0])
    assert engine.steps == 0 and engine.path.tolist() == [[0, 0]]


def test_an_observer_stops_a_run():
    seen = []
    engine = descent.Engine(descent.Problem(loss, gradient), [4, 1.075], 0.2)
    engine.observe(lambda e: seen.append(e.point) or e.steps == 5)
    assert engine.run(100) == "observer"
    assert np.array_equal(seen, by_hand([4, 1.075], 0.2, 5)[1:])


def test_what_is_kept_can_be_chosen(notebook):
    engine = descent.Engine(notebook, [4, 1.075], 0.2, record={"stride": 10})
    engine.run(100)
    assert np.array_equal(engine.path, by_hand([4, 1.075], 0.2, 100)[::10]) or len(engine.path) == 11
    engine = descent.Engine(notebook, [4, 1.075], 0.2, record=False)
    engine.run(100)
    with pytest.raises(ValueError, match="not recorded"):
        engine.path
    assert engine.diagnose().ending == "converged"
    with pytest.raises(TypeError, match="no option 'strid'"):
        descent.Engine(notebook, [4, 1.075], 0.2, record={"strid": 10})


def test_a_run_in_pieces_has_the_same_bits(notebook):
    # 20000 steps are made in several pieces; one after another must be the same.
    whole = descent.run(notebook, start=[4, 1.25], step=1.0, steps=20000)
    engine = descent.Engine(notebook, [4, 1.25], 1.0)
    for _ in range(20000):
        engine.step()
    assert np.array_equal(whole.path, engine.path)


def test_paths_are_written_and_read(tmp_path):
    run = descent.run(loss, gradient, [4, 1.075], 0.2, 32)
    for name in ("path.csv", "path.npy"):
        run.write(tmp_path / name)
        read = descent.Path.read(tmp_path / name)
        assert np.array_equal(read.points, run.path) and np.array_equal(read.losses, run.losses)
    assert np.array_equal(np.load(tmp_path / "path.npy")["x"], run.path)
    with pytest.raises(ValueError, match="NAME.csv"):
        run.write(tmp_path / "path.txt")
    with pytest.raises(descent.FileError) as error:
        run.write(tmp_path / "nowhere" / "path.csv")
    assert isinstance(error.value, OSError)
    (tmp_path / "broken.csv").write_text("step,x1\n0,nonsense\n")
    with pytest.raises(descent.FormatError):
        descent.Path.read(tmp_path / "broken.csv")


def test_a_monitor_watches(notebook):
    monitor = descent.Monitor(2)
    verdicts = [monitor.observe(x, loss(x), gradient(x)) for x in by_hand([4, 1.075], 0.2, 100)]
    assert verdicts[0] == "undetermined" and verdicts[-1] == "converged" and monitor.ending == "converged"
    engine = descent.Engine(notebook, [4, 1.075], 0.2)
    attached = descent.Monitor(2)
    attached.attach(engine)
    del attached
    assert engine.run(100000) == "observer" and engine.steps < 1000


def test_a_schedule_function_and_its_failure():
    rule = descent.fixed_step(0.2).with_schedule(lambda k, base: base / (k + 1))
    run = descent.run(loss, gradient, [4, 1.075], steps=3, rule=rule)
    x = np.array([4, 1.075])
    for k in range(3):
        x = x - gradient(x) * (0.2 / (k + 1))
    assert np.array_equal(run.x, x)
    with pytest.raises(KeyError, match="no step"):
        descent.run(loss, gradient, [4, 1], steps=3, rule=rule.with_schedule(lambda k, base: {}["no step"]))
    assert math.isnan(descent.adam(0.1).step_limit(2.0))
