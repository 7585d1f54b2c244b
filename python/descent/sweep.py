"""Many runs: over step sizes, starts, rules and maps of starts; and the largest step size that works."""

from __future__ import annotations

from typing import Any, Callable, NamedTuple, Optional, Sequence, Union

import numpy
from numpy.typing import ArrayLike, NDArray

from ._arrays import Vector, fill, pointer, rows, vector, view, words
from ._calls import Call, callback
from ._library import ffi, lib, text
from .problem import Problem
from .rules import Rule, as_rule

_ENDINGS = words(lib.descent_ending_string, "descent_ending")
_WORDS = numpy.array([_ENDINGS[number] for number in range(len(_ENDINGS))])


class Attractor(NamedTuple):
    """What runs with the same label reached."""

    ending: str
    period: int
    runs: int
    share: float
    x: Vector
    kind: str
    loss: float


class Sweep:
    """
    Many runs, in order. Arrays of one entry a run:

    endings     one word each
    end_points  (runs, n)
    end_losses  the losses there
    labels      which critical point or cycle each reached, counted from 0: see attractors; -1 for none
    periods     1 at rest, p on a cycle, 0 else
    steps       steps made
    values      what was swept over: step sizes; NaN for others
    lyapunov    largest Lyapunov exponents, if they were asked for, else NaN

    shape is (rows, columns) of a map, else (runs,): `sweep.labels.reshape(sweep.shape)`.
    """

    def __init__(self, made: Any, problem: Problem, exception: Optional[BaseException]) -> None:
        self._sweep = ffi.gc(made, lib.descent_sweep_free)
        self.problem = problem
        #: What a function raised at a point where there is no value; its run ended there. Else None.
        self.exception = exception
        summary = lib.descent_sweep_view(self._sweep)
        count, n = summary.count, summary.dimension
        types = {"endings": "int32", "labels": "uint32", "steps": "uint64", "periods": "uintp", "values": "float64",
                 "end_points": "float64", "end_losses": "float64", "lyapunov": "float64"}
        arrays = {name: numpy.empty((count, n) if name == "end_points" else count, dtype=kind) for name, kind in types.items()}
        struct, fields = ffi.new("descent_sweep_arrays *"), dict(ffi.typeof("descent_sweep_arrays").fields)
        for name, array in arrays.items():
            setattr(struct, name, ffi.from_buffer(fields[name].type, array))
        Call().check(lib.descent_sweep_columns(self._sweep, struct))
        self.endings: NDArray[numpy.str_] = _WORDS[arrays["endings"]]
        self.labels = numpy.where(arrays["labels"] == 2**32 - 1, -1, arrays["labels"].astype("int64"))
        self.steps, self.periods = arrays["steps"].astype("int64"), arrays["periods"].astype("int64")
        self.values, self.end_points = arrays["values"], arrays["end_points"]
        self.end_losses, self.lyapunov = arrays["end_losses"], arrays["lyapunov"]
        self.shape = (count // summary.columns, summary.columns) if summary.columns else (count,)
        self.failures, self.agreement = summary.failures, summary.agreement
        self.shares = {word: summary.share[number] for number, word in _ENDINGS.items() if summary.share[number] > 0}

    def __len__(self) -> int:
        return len(self.endings)

    @property
    def attractors(self) -> list[Attractor]:
        """What each label stands for."""
        found = (lib.descent_sweep_attractor(self._sweep, label) for label in range(lib.descent_sweep_view(self._sweep).label_count))
        n = self.end_points.shape[1]
        return [Attractor(_ENDINGS[a.ending], a.period, a.runs, a.share, view(a.x, (n,), self._sweep),
                          text(lib.descent_critical_kind_string(a.kind)) or "", a.loss) for a in found]

    def tail(self, run: int) -> Optional[Vector]:
        """The last points of one run, (tail, n); None if none were asked for."""
        if not -len(self) <= run < len(self):
            raise IndexError(f"there are {len(self)} runs, and none is number {run}")
        found = lib.descent_sweep_view_run(self._sweep, run % len(self))
        return view(found.tail, (found.tail_count, self.end_points.shape[1]), self._sweep)

    def plot(self, axes: Any = None, **options: Any) -> Any:
        """The picture: of a map its basins, of step sizes with tails the bifurcation diagram. Wants matplotlib; returns its axes."""
        from .plot import basins, bifurcation
        return (basins if len(self.shape) == 2 else bifurcation)(self, axes=axes, **options)

    def __repr__(self) -> str:
        parts = ", ".join(f"{word} {share:.3g}" for word, share in sorted(self.shares.items(), key=lambda item: -item[1]))
        return f"<{len(self)} runs: {parts}>"


def _make(function: Callable[..., int], problem: Problem, call: Call, options: dict[str, Any], dimension: int) -> Sweep:
    """Makes a sweep by function(options struct, out-pointer)."""
    fields = dict(options)
    told = fields.pop("progress", None)
    if fields.get("rule") is not None:
        fields["rule"] = ffi.new("descent_rule *", fields["rule"].struct(call, dimension))

    def progress(done, total, context):
        # A signal, such as the user's interrupt, comes through here.
        return 1 if call.watch() or (told is not None and told(done, total)) else 0

    asked = callback("descent_progress_function *", progress)
    struct = fill(ffi.new("descent_sweep_options *"), {**fields, "progress": asked, "progress_context": call.handle}, "a sweep")
    made = ffi.new("descent_sweep **")
    status = function(struct, made)
    try:
        raised = call.check(status, passing=True)
    except BaseException:
        lib.descent_sweep_free(made[0])
        raise
    return Sweep(made[0], problem, raised)


def sweep_step_sizes(problem: Problem, start: ArrayLike, step_sizes: ArrayLike, *, rule: Optional[Rule] = None,
                     **options: Any) -> Sweep:
    """
    One run for each step size, of descent or of another rule, whose own step size does not matter.

    A landscape is computed in C, in several threads if asked. A Python function is called for every step of every run, unless the
    problem has a gradient_batch, which is called for many runs at once.

    Options: steps of each run, tail (last points kept), threads, lyapunov=True, progress(done, total) that may return True to
    stop, and those of descent_sweep_options in descent/sweep.h.
    """
    point, sizes = vector(start, "start", problem.dimension), vector(step_sizes, "step_sizes")
    call = Call()
    struct = problem.struct(call, point.size)
    return _make(lambda chosen, made: lib.descent_sweep_step_sizes(struct, pointer(point), pointer(sizes), sizes.size, chosen, made),
                 problem, call, {**options, "rule": rule}, point.size)


def sweep_starts(problem: Problem, starts: ArrayLike, step: Union[float, Rule, None] = None, *, rule: Optional[Rule] = None,
                 **options: Any) -> Sweep:
    """One run from each start, (runs, n). Options as for sweep_step_sizes()."""
    points = rows(starts, "starts", problem.dimension)
    if len(points) == 0:
        raise ValueError("starts must not be empty")
    n, call = points.shape[1], Call()
    struct, value = problem.struct(call, n), as_rule(step, rule).struct(call, n)
    return _make(lambda chosen, made: lib.descent_sweep_starts(struct, value, pointer(points), len(points), chosen, made),
                 problem, call, options, n)


def sweep_rules(problem: Problem, start: ArrayLike, rules: Sequence[Rule], **options: Any) -> Sweep:
    """One run for each rule, from the same start. Options as for sweep_step_sizes()."""
    point, call = vector(start, "start", problem.dimension), Call()
    struct = problem.struct(call, point.size)
    values = ffi.new("descent_rule[]", [as_rule(rule).struct(call, point.size) for rule in rules])
    return _make(lambda chosen, made: lib.descent_sweep_rules(struct, pointer(point), values, len(values), chosen, made),
                 problem, call, options, point.size)


def sweep_map(problem: Problem, lower: Optional[ArrayLike] = None, upper: Optional[ArrayLike] = None,
              step: Union[float, Rule, None] = None, *, rule: Optional[Rule] = None, shape: tuple[int, int] = (256, 256),
              **options: Any) -> Sweep:
    """
    Basin map of two variables: one run from each point of a grid of (rows, columns) from lower to upper, both included.

    A landscape knows its box. `sweep.plot()` draws it. Options as for sweep_step_sizes().
    """
    corners = [getattr(problem, name, None) if given is None else given for name, given in (("lower", lower), ("upper", upper))]
    if corners[0] is None or corners[1] is None:
        raise TypeError("give the box: lower=… and upper=…")
    low, high = vector(corners[0], "lower", 2), vector(corners[1], "upper", 2)
    call = Call()
    struct, value = problem.struct(call, 2), as_rule(step, rule).struct(call, 2)
    plane = ffi.new("descent_plane *", {"left": low[0], "right": high[0], "bottom": low[1], "top": high[1], "rows": shape[0],
                                        "columns": shape[1]})
    sweep = _make(lambda chosen, made: lib.descent_sweep_plane(struct, value, plane, chosen, made), problem, call, options, 2)
    sweep.lower, sweep.upper = low, high
    return sweep


def step_limit(problem: Problem, start: ArrayLike, low: float, high: float, *, rule: Optional[Rule] = None,
               converges: bool = False, **options: Any) -> float:
    """
    The step size in [low, high] from which on a run from this start is no longer bounded (or, if asked, does not converge).

    Options: steps, scan (see descent/step_limit.h). Where there is not one boundary but several, a ConvergenceError says so.
    """
    point, call = vector(start, "start", problem.dimension), Call()
    fields = {**options, "property": lib.DESCENT_STEP_CONVERGES if converges else lib.DESCENT_STEP_BOUNDED}
    if rule is not None:
        fields["rule"] = ffi.new("descent_rule *", rule.struct(call, point.size))
    struct = fill(ffi.new("descent_step_limit_options *"), fields, "step_limit")
    limit = ffi.new("double *")
    call.check(lib.descent_step_limit(problem.struct(call, point.size), pointer(point), low, high, struct, limit), passing=True)
    return limit[0]


class Doubling(NamedTuple):
    """Where a cycle loses its stability by doubling its period."""

    period: int
    value: float
    error: float
    orbit: Vector


class Bifurcation(NamedTuple):
    """What a sweep over step sizes says of the long run."""

    doublings: list[Doubling]
    chaos_low: float
    accumulation: float
    accumulation_error: float
    ratio: float


def bifurcation(sweep: Sweep) -> Bifurcation:
    """Reads period doublings, to nearly full precision, and the onset of chaos from a sweep over ascending step sizes."""
    call, made = Call(), ffi.new("descent_bifurcation **")
    n = sweep.end_points.shape[1]
    status = lib.descent_bifurcation_read(sweep._sweep, sweep.problem.struct(call, n), made)
    found = ffi.gc(made[0], lib.descent_bifurcation_free)
    call.check(status, passing=True)
    doublings = (found.doublings[i] for i in range(found.doubling_count))
    return Bifurcation([Doubling(d.period, d.value, d.error, view(d.orbit, (d.period, n), found)) for d in doublings],
                       found.chaos_low, found.accumulation, found.accumulation_error, found.ratio)
