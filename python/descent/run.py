"""Runs: made at once by run(), or step by step by an Engine."""

from __future__ import annotations

import operator
import threading
import time
from typing import Any, Callable, Optional, Union

import numpy
from numpy.typing import ArrayLike

from ._arrays import Vector, fill, pointer, vector, view, words
from ._calls import Call, callback
from ._library import ffi, lib
from .diagnosis import Diagnosis, options_struct
from .path import FileName, column, write
from .problem import Problem, as_problem
from .rules import Rule, as_rule

_STOPS = words(lib.descent_stop_string, "descent_stop")

# A run comes back to Python this often, in seconds, to see whether the user wants to stop it.
_PAUSE = 0.02
_FIRST_STEPS = 256


class Engine:
    """
    A run that can be stepped.

    Engine(problem, start, step=0.1) or Engine(problem, start, rule=heavy_ball(0.1, 0.9)).

    record              False keeps no path; a dictionary says what to keep: stride, last, byte_limit, columns
    gradient_tolerance  run() stops where ‖∇L‖ is at most this
    budget              evaluations at most

    What a function of the problem raises ends the step and is raised by it; the engine is then at its last good point, and can go
    on. Engines on several threads do not meet; one engine makes one step at a time.
    """

    def __init__(self, problem: Problem, start: ArrayLike, step: Union[float, Rule, None] = None, *, rule: Optional[Rule] = None,
                 record: Union[bool, dict[str, Any]] = True, gradient_tolerance: Optional[float] = None,
                 budget: Optional[int] = None) -> None:
        if not isinstance(problem, Problem):
            raise TypeError(f"problem must be a Problem, got {problem!r}")
        self.problem, self.rule = problem, as_rule(step, rule)
        point = vector(start, "start", problem.dimension)
        self._call, self._lock, self._kept = Call(), threading.RLock(), []
        made = ffi.new("descent_engine **")
        struct = self.problem.struct(self._call, point.size)
        self._check(lib.descent_engine_new(made, struct, self.rule.struct(self._call, point.size), pointer(point)))
        self._engine = ffi.gc(made[0], lib.descent_engine_free)
        if gradient_tolerance is not None:
            self._check(lib.descent_engine_set_gradient_tolerance(self._engine, gradient_tolerance))
        if budget is not None:
            self._check(lib.descent_engine_set_budget(self._engine, _count(budget, "budget")))
        if record is not False:
            options = fill(ffi.new("descent_path_options *"), {} if record is True else record, "a path")
            self._check(lib.descent_engine_record(self._engine, options))

    def _check(self, status: int) -> None:
        self._call.check(status)

    def step(self) -> Vector:
        """Makes one step; returns the new point."""
        with self._lock:
            self._check(lib.descent_engine_step(self._engine))
            return self.point

    def run(self, steps: int) -> str:
        """Makes up to so many steps; returns why it stopped: "steps", "nonfinite", "gradient", "observer", …"""
        left, chunk = _count(steps, "steps"), _FIRST_STEPS
        with self._lock:
            while True:
                begin = time.perf_counter()
                now = min(left, chunk)
                self._check(lib.descent_engine_run(self._engine, now))
                left -= now
                if left == 0 or lib.descent_engine_stop_reason(self._engine) != lib.DESCENT_STOP_STEPS:
                    return self.stop_reason
                if time.perf_counter() - begin < _PAUSE:
                    chunk *= 2

    def observe(self, function: Callable[["Engine"], Any]) -> None:
        """Calls function(engine) after each step; run() stops where it returns something true."""
        def call(engine, context):
            return 1 if function(self) else 0

        made = callback("descent_observer_function *", call)
        with self._lock:
            self._check(lib.descent_engine_add_observer(self._engine, made, self._call.handle))
            self._kept.append(made)

    def reset(self, start: ArrayLike) -> None:
        """Goes back to step 0 at a new start; a new path begins."""
        point = vector(start, "start", self.problem.dimension)
        with self._lock:
            self._check(lib.descent_engine_reset(self._engine, pointer(point)))

    @property
    def stop_reason(self) -> str:
        """Why the last run() came back."""
        return _STOPS.get(lib.descent_engine_stop_reason(self._engine), "unknown")

    @property
    def steps(self) -> int:
        """Steps made."""
        return lib.descent_engine_steps(self._engine)

    @property
    def step_size(self) -> float:
        """Step size of the last step, after the schedule."""
        return lib.descent_engine_step_size(self._engine)

    def _copy(self, found: Any) -> Vector:
        return numpy.array(view(found, (self.problem.dimension or 0,), self._engine))

    @property
    def point(self) -> Vector:
        """The present point, a copy."""
        with self._lock:
            return self._copy(lib.descent_engine_point(self._engine))

    @property
    def gradient(self) -> Vector:
        """The gradient at the present point, a copy."""
        with self._lock:
            found = lib.descent_engine_gradient(self._engine)
            self._raise()
            return self._copy(found)

    @property
    def loss(self) -> float:
        """The loss at the present point; NaN without one."""
        with self._lock:
            value = lib.descent_engine_loss(self._engine)
            self._raise()
            return value

    def _raise(self) -> None:
        """What a function raised in a call that has no status."""
        if self._call.raised is not None:
            self._check(lib.DESCENT_ECALLBACK)

    @property
    def evaluations(self) -> dict[str, int]:
        """How often each function was called."""
        found = lib.descent_engine_evaluations(self._engine)
        return {name: getattr(found, name) for name, _ in ffi.typeof(found).fields}

    def _path(self) -> Any:
        found = lib.descent_engine_path(self._engine)
        self._raise()
        return found

    @property
    def path(self) -> Vector:
        """The points so far, (steps + 1, n), a copy: the engine may move its memory."""
        with self._lock:
            found = self._path()
            points = None if found == ffi.NULL else column(found, "points", self._engine)
            if points is None:
                raise ValueError("the points were not recorded")
            return numpy.array(points)

    def diagnose(self, **options: Any) -> Diagnosis:
        """What the run did, and why. Options as in diagnose()."""
        made = ffi.new("descent_diagnosis **")
        with self._lock:
            chosen = options_struct(options, self._call, self.problem.dimension)
            status = lib.descent_engine_diagnose(self._engine, chosen, made)
            path = None
            try:
                raised = self._call.check(status, passing=True)
                recorded = lib.descent_engine_path(self._engine)
                found = None if recorded == ffi.NULL else column(recorded, "points", self._engine)
                path = None if found is None else numpy.array(found)
            except BaseException:
                lib.descent_diagnosis_free(made[0])
                raise
        return Diagnosis(made[0], self.problem, path, raised)


def _count(value: Any, name: str) -> int:
    number = operator.index(value)
    if not 0 <= number < 2**64:
        raise ValueError(f"{name} must be 0 or more, and less than 2**64, got {number}")
    return number


class Run:
    """
    A run that was made. Its arrays look at the library's memory, without copies, and are read-only.

    path            the points, (steps + 1, n)
    losses          the loss at each; NaN where it is not known
    gradient_norms  ‖∇L‖ at each; NaN where it is not known
    diagnosis       what it did and why; print(run) prints it
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._diagnosis: Optional[Diagnosis] = None
        path, owner = engine._path(), engine._engine
        self.path: Vector = column(path, "points", owner)
        self.losses: Vector = column(path, "losses", owner)
        self.gradient_norms: Vector = column(path, "gradient_norms", owner)
        self.problem, self.rule = engine.problem, engine.rule
        self.steps, self.stop_reason = engine.steps, engine.stop_reason

    @property
    def x(self) -> Vector:
        """The last point."""
        return self.path[-1]

    @property
    def loss(self) -> float:
        """The loss there."""
        return float(self.losses[-1])

    @property
    def diagnosis(self) -> Diagnosis:
        """What the run did and why; found when it is first asked for."""
        if self._diagnosis is None:
            self._diagnosis = self._engine.diagnose()
        return self._diagnosis

    @property
    def ending(self) -> str:
        """How it ended, one word: "converged", "periodic", …"""
        return self.diagnosis.ending

    @property
    def evaluations(self) -> dict[str, int]:
        """How often each function was called."""
        return self._engine.evaluations

    def plot(self, axes: Any = None, **options: Any) -> Any:
        """The picture: a contour with the path for two variables, else the convergence. Wants matplotlib; returns its axes."""
        from .plot import plot_diagnosis
        return plot_diagnosis(self.diagnosis, axes=axes, losses=self.losses, **options)

    def write(self, name: FileName) -> None:
        """The path as NAME.csv or NAME.npy."""
        write(self._engine._path(), name)

    def __repr__(self) -> str:
        return repr(self.diagnosis)

    def _repr_html_(self) -> str:
        return self.diagnosis._repr_html_()


def run(loss: Any = None, gradient: Any = None, start: Optional[ArrayLike] = None, step: Union[float, Rule, None] = None,
        steps: int = 100, *, rule: Optional[Rule] = None, gradient_tolerance: Optional[float] = None,
        budget: Optional[int] = None, **more: Any) -> Run:
    """
    Makes a run and returns it: its path, (steps + 1, n), and its diagnosis.

        run(loss, gradient, [4, 1], 0.1, 64)
        run(landscape("notebook"), start=[4, 1], step=0.1, steps=64)
        run(loss, gradient, start=[4, 1], rule=heavy_ball(0.1, 0.9), steps=64, names=["a", "b"])

    loss may be a Problem; else functions as Problem takes them. A run that explodes is a run: its path ends with the last finite
    point, and its diagnosis says why. What a function raises is raised here; who wants to keep what was done until then makes
    the run with an Engine.
    """
    if start is None:
        raise TypeError("give a start: start=[4, 1]")
    engine = Engine(as_problem(loss, gradient, **more), start, step, rule=rule, gradient_tolerance=gradient_tolerance, budget=budget)
    engine.run(steps)
    return Run(engine)
