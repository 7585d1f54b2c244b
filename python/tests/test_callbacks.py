"""What functions raise and return, from whatever thread, and what becomes of their arrays."""

import gc
import signal
import subprocess
import sys
import threading
import time
import traceback
import weakref

import numpy as np
import pytest

import descent
from conftest import by_hand, gradient, loss


class Trouble(Exception):
    pass


def failing(after):
    """A gradient that fails at its call number `after`."""
    count = 0

    def troubled(b):
        nonlocal count
        count += 1
        if count > after:
            raise Trouble("gradient", count)
        return gradient(b)

    return troubled


def test_an_exception_comes_across_as_it_was_raised():
    with pytest.raises(Trouble) as error:
        descent.run(loss, failing(5), [4, 1], 0.1, 64)
    assert error.value.args == ("gradient", 6)
    frames = [frame.name for frame in traceback.extract_tb(error.value.__traceback__)]
    assert frames[0] == "test_an_exception_comes_across_as_it_was_raised" and frames[-1] == "troubled"
    assert frames.count("troubled") == 1


def test_an_engine_survives_an_exception():
    engine = descent.Engine(descent.Problem(loss, failing(5)), [4, 1], 0.1)
    for _ in range(2):
        with pytest.raises(Trouble):
            engine.run(64)
        assert engine.stop_reason == "failure" and engine.steps == 5
    assert np.array_equal(engine.point, by_hand([4, 1], 0.1, 5)[-1])


@pytest.mark.parametrize("call", [
    lambda problem: descent.classify(problem, [2, 1]),
    lambda problem: descent.refine(problem, [2.1, 1.1]),
    lambda problem: descent.critical_points(problem, [0, 0], [4, 2]),
    lambda problem: descent.sweep_step_sizes(problem, [4, 1], [0.1, 0.2]),
    lambda problem: descent.sweep_starts(problem, [[4, 1], [0, 0]], 0.1, threads=2),
    lambda problem: descent.step_limit(problem, [4, 2.5], 0.25, 0.33),
    lambda problem: descent.diagnose(by_hand([4, 1], 0.1, 20), problem),
    lambda problem: descent.check_gradient(problem, [4, 2]),
    lambda problem: problem([4, 2]),
    lambda problem: descent.run(problem, start=[4, 2], step=0.1),
])
def test_every_call_carries_exceptions(call):
    calls = 0

    def wrong(b):
        nonlocal calls
        calls += 1
        raise Trouble(calls)

    with pytest.raises(Trouble) as error:
        call(descent.Problem(wrong, wrong))
    assert error.value.args == (1,) and calls <= 4


def test_an_observer_and_a_progress_function_may_raise(notebook):
    engine = descent.Engine(notebook, [4, 1], 0.1)
    engine.observe(lambda e: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        engine.run(3)
    with pytest.raises(Trouble):
        descent.sweep_step_sizes(notebook, [4, 1], np.linspace(0.1, 0.2, 5000), progress=lambda done, total: failing(0)(done))
    with pytest.raises(descent.CancelledError):
        descent.sweep_step_sizes(notebook, [4, 1], np.linspace(0.1, 0.2, 5000), progress=lambda done, total: True)


def test_no_value_at_some_point_does_not_end_a_diagnosis():
    def logarithm(x):
        if x[0] <= 0:
            raise ValueError("no logarithm there")
        return x - 1 / x

    path = 3 * 0.5 ** np.arange(12)[:, None] + 1
    found = descent.diagnose(path, lambda x: 1 / 0 if x[0] <= 2.5 else x[0] ** 2, logarithm)
    assert isinstance(found, descent.Diagnosis) and isinstance(found.exception, ZeroDivisionError)
    sweep = descent.sweep_starts(descent.Problem(None, logarithm), [[-1.0], [2.0]], 0.1)
    assert sweep.failures == 1 and isinstance(sweep.exception, ValueError) and sweep.endings[1] == "converged"
    # Where it was asked for alone, there is nothing else to give back.
    with pytest.raises(ValueError, match="no logarithm"):
        descent.run(None, logarithm, [3], 2.0, 5)


@pytest.mark.parametrize("returned, message", [
    (None, "real numbers, got None"),
    ("words", "real numbers"),
    ([1.0], r"shape \(1,\), but \(2,\)"),
    ([[1.0, 2.0]], r"shape \(1, 2\)"),
    ([1.0, 2.0, 3.0], r"shape \(3,\)"),
    (np.array([1j, 2]), "real numbers"),
    (3.0, r"shape \(\)"),
    ({}, "real numbers"),
])
def test_a_gradient_that_returns_nonsense(returned, message):
    with pytest.raises(ValueError, match=message):
        descent.run(loss, lambda b: returned, [4, 1], 0.1, 3)


@pytest.mark.parametrize("returned", [None, "words", [1.0, 2.0], 1j, {}])
def test_a_loss_that_returns_nonsense(returned):
    with pytest.raises(ValueError, match="the loss must be a real number"):
        descent.run(lambda b: returned, gradient, [4, 1], 0.1, 3)


@pytest.mark.parametrize("made", [
    list, tuple, lambda g: g.astype(np.float32), lambda g: np.array([g, g])[:, ::1][0], lambda g: np.repeat(g, 2)[::2],
    lambda g: g.astype(">f8"), lambda g: np.ma.masked_invalid(g), lambda g: np.array([g, g], order="F")[1],
])
def test_a_gradient_of_any_make(made):
    single = getattr(made(np.ones(2)), "dtype", None) == np.float32
    path = descent.run(loss, lambda b: made(gradient(b)), [4, 1.075], 0.2, 32).path
    assert np.allclose(path, by_hand([4, 1.075], 0.2, 32), rtol=0, atol=1e-5 if single else 0)


def test_a_point_that_is_kept_does_not_change():
    kept, tails = [], []

    def keeping(b):
        kept.append(b)
        tails.append(b[1:])
        return gradient(b)

    descent.run(None, keeping, [4, 1.075], 0.2, 32)
    gc.collect()
    assert np.array_equal(kept[:33], by_hand([4, 1.075], 0.2, 32))
    assert np.array_equal(np.concatenate(tails)[:33], by_hand([4, 1.075], 0.2, 32)[:, 1])


def test_a_point_that_is_written_to_is_the_functions_own():
    def writing(b):
        slope = gradient(b)
        b[:] = np.nan
        return slope

    def handing_back(b):
        b[:] = gradient(b)
        return b

    for function in (writing, handing_back):
        assert np.array_equal(descent.run(None, function, [4, 1.075], 0.2, 32).path, by_hand([4, 1.075], 0.2, 32))


def test_a_function_may_use_the_library_itself():
    problem = descent.Problem(loss, gradient)

    def inner(b):
        assert descent.run(problem, start=b, step=0.1, steps=2).path.shape == (3, 2)
        return problem.gradient(b)

    assert np.array_equal(descent.run(None, inner, [4, 1.075], 0.2, 32).path, by_hand([4, 1.075], 0.2, 32))


def test_an_engine_is_not_stepped_from_its_own_function():
    def recursive(b):
        engine.step()
        return gradient(b)

    engine = descent.Engine(descent.Problem(None, recursive), [4, 1.0], 0.1, record=False)
    with pytest.raises(descent.InvalidError, match="inside"):
        engine.step()


@pytest.mark.filterwarnings("ignore:invalid")
def test_a_nan_ends_the_run_and_is_told():
    run = descent.run(loss, lambda b: np.array([np.nan, 0]) if b[0] < 3 else gradient(b), [4, 1.5], 0.1, 64)
    assert run.stop_reason == "nonfinite" and run.ending == "nonfinite" and run.diagnosis.quantity == "gradient"


INTERRUPTED = """
import signal, threading, numpy as np, descent, os, time, sys
notebook = descent.landscape("notebook")
slow = descent.Problem(lambda b: float(b[0] ** 2), lambda b: (time.sleep(0.001), 2 * b)[1])
calls = {
    "landscape": lambda: descent.Engine(notebook, [4, 1.25], 1.0, record=False).run(10**12),
    "functions": lambda: descent.run(slow, start=[1.0, 1.0], step=1e-9, steps=10**9),
    "sweep": lambda: descent.sweep_map(notebook, step=1.0, shape=(3000, 3000), steps=10**5, threads=2),
    "search": lambda: descent.critical_points(slow, [-1, -1], [1, 1], start_limit=10**6, fruitless_limit=10**6),
    "diagnosis": lambda: descent.diagnose(np.ones((9, 2)) * 0.9 ** np.arange(9)[:, None], slow, budget=10**9),
}
threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
try:
    calls[sys.argv[1]]()
    time.sleep(1)
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.parametrize("what", ["landscape", "functions", "sweep", "search", "diagnosis"])
def test_the_user_can_interrupt(what):
    done = subprocess.run([sys.executable, "-c", INTERRUPTED, what], capture_output=True, text=True, timeout=60)
    assert done.stdout == "interrupted\n" and done.stderr == ""


def test_system_exit_comes_across():
    def leaving(b):
        sys.exit(3)

    with pytest.raises(SystemExit):
        descent.run(loss, leaving, [4, 1], 0.1, 3)
    with pytest.raises(SystemExit):
        descent.diagnose(by_hand([4, 1], 0.1, 20), loss, leaving)


def test_threads_have_their_own_exceptions():
    """One problem, many threads: each hears of its own trouble."""
    own = threading.local()

    def troubled(b):
        own.calls = getattr(own, "calls", 0) + 1
        if own.calls > own.limit:
            raise Trouble(threading.get_ident())
        return gradient(b)

    problem, wrong = descent.Problem(None, troubled), []

    def work(limit):
        own.limit = limit
        try:
            path = descent.run(problem, start=[4, 1.075], step=0.2, steps=200).path
            if limit < 200 or not np.array_equal(path, by_hand([4, 1.075], 0.2, 200)):
                wrong.append(limit)
        except Trouble as trouble:
            if limit >= 200 or trouble.args != (threading.get_ident(),):
                wrong.append(trouble)

    threads = [threading.Thread(target=work, args=(limit,)) for limit in (5, 1000, 17, 1000, 99, 1000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_one_engine_in_many_threads_makes_every_step_once():
    engine = descent.Engine(descent.Problem(loss, gradient), [4, 1.075], 0.2)
    threads = [threading.Thread(target=lambda: [engine.step() for _ in range(50)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert np.array_equal(engine.path, by_hand([4, 1.075], 0.2, 200))


def test_a_sweep_of_a_python_function_in_threads():
    problem = descent.Problem(loss, gradient)
    sizes = np.linspace(0.05, 0.25, 2100)
    one, four = (descent.sweep_step_sizes(problem, [4, 1.075], sizes, steps=3, no_confirmation=True, check_count=1, threads=threads)
                 for threads in (1, 4))
    assert np.array_equal(one.end_points, four.end_points)


def test_results_outlive_what_made_them():
    run = descent.run(loss, gradient, [4, 1.075], 0.2, 32)
    path, point = run.path, run.diagnosis.point
    eigenvalues, orbit = point.eigenvalues, descent.run(loss, gradient, [4, 1], 1, 8).diagnosis.cycle.orbit
    del run, point
    gc.collect()
    np.random.default_rng(0).normal(size=100000)
    assert np.array_equal(path, by_hand([4, 1.075], 0.2, 32))
    assert np.allclose(eigenvalues, [2, 4]) and sorted(orbit[:, 0].tolist()) == [0, 4]
    with pytest.raises(ValueError, match="read-only"):
        path[0] = 0


def test_nothing_is_left_behind():
    class Witness:
        def __call__(self, b):
            return gradient(b)

    witness = Witness()
    gone = weakref.ref(witness)
    problem = descent.Problem(loss, witness)
    engine = descent.Engine(problem, [4, 1], 0.1)
    engine.observe(lambda e: e is engine and False)
    engine.run(10)
    engine.diagnose()
    with pytest.raises(Trouble):
        descent.run(loss, failing(2), [4, 1], 0.1, 5)
    del witness, problem, engine
    gc.collect()
    assert gone() is None


def test_interrupts_of_the_main_thread_reach_a_running_callback():
    def interrupting(b):
        signal.raise_signal(signal.SIGINT)
        time.sleep(0)
        return gradient(b)

    with pytest.raises(KeyboardInterrupt):
        descent.run(loss, interrupting, [4, 1], 0.1, 3)
