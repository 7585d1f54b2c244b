"""What a run did and why: of this library's runs, and of the iterates of any other program."""

from __future__ import annotations

import base64
import html
import io
import json
from typing import Any, NamedTuple, Optional, Union

import numpy
from numpy.typing import ArrayLike

from ._arrays import Vector, fill, view
from ._calls import Call
from ._library import check, ffi, lib, take_text, text
from .critical import CriticalPoint
from .path import Path
from .problem import Problem, as_problem


class Interval(NamedTuple):
    """An estimate with its 95 % interval; NaN where it is not known."""

    value: float
    low: float
    high: float


class Pace(NamedTuple):
    """How fast a run settles, drifts or grows."""

    law: str
    rate: float
    exponent: float
    slope: float
    steps_to_go: Interval
    onset: int


class Cycle(NamedTuple):
    """What a run that stays in motion within bounds repeats."""

    period: int
    orbit: Optional[Vector]
    multipliers: Any
    coordinate_periods: Any
    rotation_number: float


class Event(NamedTuple):
    """One thing that happened on the way."""

    kind: str
    first_step: int
    last_step: int
    value: float
    count: int


class Advice(NamedTuple):
    """One piece of advice; `verified`: a copy of the run was made that way, and ended as `outcome` says."""

    kind: str
    text: str
    step_size: float
    momentum: float
    steps: float
    direction: Optional[Vector]
    push: float
    verified: bool
    outcome: Optional[str]
    outcome_steps: int


class Noise(NamedTuple):
    """The noise of a gradient that answers differently when it is asked again."""

    level: float
    floor: float
    floor_half: float


def _interval(struct: Any) -> Interval:
    return Interval(struct.value, struct.low, struct.high)


def options_struct(options: dict[str, Any], call: Call, dimension: Optional[int]) -> Any:
    """The library's options from keywords, kept alive by the call."""
    fields = dict(options)
    if fields.get("rule") is not None:
        fields["rule"] = ffi.new("descent_rule *", fields["rule"].struct(call, dimension))
    if fields.get("optimiser_name") is not None:
        fields["optimiser_name"] = ffi.new("char[]", str(fields["optimiser_name"]).encode())
    struct = fill(ffi.new("descent_diagnosis_options *"), fields, "diagnose")
    call.kept += [fields, struct]
    return struct


def _number(name: str, meaning: str) -> Any:
    """A plain field of the library's struct."""
    return property(lambda self: getattr(self._struct, name), doc=meaning)


def _png(figure: Any) -> bytes:
    """A picture for a notebook, in few colours: a notebook has many, and is kept under version control."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image
    figure.set_dpi(80)
    canvas, picture = FigureCanvasAgg(figure), io.BytesIO()
    canvas.draw()
    image = Image.fromarray(numpy.asarray(canvas.buffer_rgba())).convert("RGB")
    image.quantize(64, dither=Image.Dither.NONE).save(picture, format="png", optimize=True)
    return picture.getvalue()


class Diagnosis:
    """
    What a run did and why. print() shows the explanation, a notebook the picture, too; json has all of it.

    ending  one word: "converged", "approaching", "descending", "stalled", "periodic", "quasiperiodic", "chaotic", "noisy",
            "diverging", "unbounded", "nonfinite", "undetermined"
    """

    steps: int = _number("steps", "Step number of the last point.")
    rows: int = _number("rows", "Points of the path that were read.")
    loss: float = _number("loss", "The loss at x.")
    gradient_norm: float = _number("gradient_norm", "‖∇L‖ at x.")
    gradient_error: float = _number("gradient_error", "What rounding leaves uncertain in it where there is no gradient.")
    diameter: float = _number("diameter", "Size of the path: the diagonal of its bounding box.")
    step_size: float = _number("step_size", "Step size of the last step, given or fitted.")
    momentum: float = _number("momentum", "Momentum of the rule, given or fitted.")
    distance: float = _number("distance", "Estimated distance from x to the limit.")
    tolerance: float = _number("tolerance", "Distance within which the run counts as converged.")
    step_limit: float = _number("step_limit", "Largest stable step size of the rule at point, or else at centre.")
    curvature: float = _number("curvature", "Curvature along the last step.")

    def __init__(self, made: Any, problem: Optional[Problem], path: Optional[Vector], exception: Optional[BaseException]) -> None:
        self._struct = ffi.gc(made, lib.descent_diagnosis_free)
        self.problem, self.path = problem, path
        #: What a function raised while it was asked for the diagnosis, at a point where there is no value; else None.
        self.exception = exception

    @property
    def ending(self) -> str:
        """How the run ended, one word."""
        return text(lib.descent_ending_string(self._struct.ending)) or ""

    @property
    def reason(self) -> str:
        """Why this ending, in a sentence."""
        return text(self._struct.reason) or ""

    @property
    def rule_name(self) -> str:
        """The rule's name, given or fitted, or the optimiser's; empty if not known."""
        return text(self._struct.rule_name) or ""

    @property
    def point_ahead(self) -> bool:
        """Is the run on its way to `point`, not there?"""
        return bool(self._struct.point_ahead)

    @property
    def budget_exhausted(self) -> bool:
        """Might more evaluations have said more?"""
        return bool(self._struct.budget_exhausted)

    @property
    def quantity(self) -> str:
        """What was not finite: "point", "loss", "gradient", or "nothing"."""
        return text(lib.descent_quantity_string(self._struct.quantity)) or ""

    def _numbers(self, found: Any, *shape: int, kind: str = "double") -> Any:
        return view(found, shape, self._struct, kind)

    @property
    def x(self) -> Optional[Vector]:
        """The last point with finite components."""
        return self._numbers(self._struct.x, self._struct.dimension)

    @property
    def direction(self) -> Optional[Vector]:
        """Unit vector of the motion of a run that grows; of one that stalls, the way the loss falls."""
        return self._numbers(self._struct.direction, self._struct.dimension)

    @property
    def point(self) -> Optional[CriticalPoint]:
        """The critical point there, or ahead if point_ahead."""
        return CriticalPoint.maybe(self._struct.point, self._struct)

    @property
    def centre(self) -> Optional[CriticalPoint]:
        """The critical point around which a run moves that does not settle."""
        return CriticalPoint.maybe(self._struct.centre, self._struct)

    @property
    def pace(self) -> Pace:
        """How fast it settles, drifts or grows."""
        pace = self._struct.pace
        return Pace(text(lib.descent_law_string(pace.law)) or "", pace.rate, pace.exponent, pace.slope,
                    _interval(pace.steps_to_go), pace.onset)

    @property
    def cycle(self) -> Cycle:
        """What it repeats."""
        cycle, n = self._struct.cycle, self._struct.dimension
        multipliers = None
        if cycle.multiplier_count:
            multipliers = (self._numbers(cycle.multipliers, cycle.multiplier_count)
                           + 1j * self._numbers(cycle.multipliers_imaginary, cycle.multiplier_count))
        return Cycle(cycle.period, self._numbers(cycle.orbit, cycle.period, n), multipliers,
                     self._numbers(cycle.coordinate_periods, n, kind="size_t"), cycle.rotation_number)

    @property
    def lyapunov(self) -> Interval:
        """Largest Lyapunov exponent per step."""
        return _interval(self._struct.lyapunov)

    @property
    def noise(self) -> Noise:
        """How noisy the gradient is."""
        return Noise(self._struct.noise.level, self._struct.noise.floor, self._struct.noise.floor_half)

    @property
    def findings(self) -> list[str]:
        """Properties of the set-up that explain the run, in words."""
        return [text(lib.descent_finding_string(bit)) or "" for bit in sorted(ffi.typeof("descent_finding").elements)
                if self._struct.findings & bit]

    @property
    def events(self) -> list[Event]:
        """What happened on the way."""
        events = (self._struct.events[i] for i in range(self._struct.event_count))
        return [Event(text(lib.descent_event_kind_string(e.kind)) or "", e.first_step, e.last_step, e.value, e.count)
                for e in events]

    @property
    def advice(self) -> list[Advice]:
        """What to try, best first."""
        advice = (self._struct.advice[i] for i in range(self._struct.advice_count))
        return [Advice(text(lib.descent_advice_kind_string(a.kind)) or "", text(a.text) or "", a.step_size, a.momentum, a.steps,
                       self._numbers(a.direction, self._struct.dimension), a.push, bool(a.verified),
                       text(lib.descent_ending_string(a.outcome)) if a.verified else None, a.outcome_steps) for a in advice]

    def _string(self, function: Any) -> str:
        made = ffi.new("char **")
        check(function(self._struct, made))
        return take_text(made[0])

    @property
    def line(self) -> str:
        """The explanation in one line."""
        return self._string(lib.descent_diagnosis_line).strip()

    @property
    def json(self) -> dict[str, Any]:
        """All of it, with the names of descent_diagnosis in descent/diagnosis.h as keys."""
        return json.loads(self._string(lib.descent_diagnosis_json))

    def __repr__(self) -> str:
        return self._string(lib.descent_diagnosis_text).rstrip("\n")

    def plot(self, axes: Any = None, **options: Any) -> Any:
        """The picture of the run. Wants matplotlib; returns its axes."""
        from .plot import plot_diagnosis
        return plot_diagnosis(self, axes=axes, **options)

    def _repr_html_(self) -> str:
        words = f"<pre>{html.escape(repr(self))}</pre>"
        if self.path is None or len(self.path) == 0:
            return words
        try:
            from matplotlib.figure import Figure
        except ImportError:
            return words
        figure = Figure(figsize=(5, 3.5), layout="constrained")
        self.plot(axes=figure.subplots())
        encoded = base64.b64encode(_png(figure)).decode()
        return f'{words}<img src="data:image/png;base64,{encoded}" alt="{html.escape(self.line)}">'


def diagnose(path: Union[Path, ArrayLike], loss: Any = None, gradient: Any = None, *, losses: Optional[ArrayLike] = None,
             gradients: Optional[ArrayLike] = None, problem: Optional[Problem] = None, names: Any = None,
             **options: Any) -> Diagnosis:
    """
    Diagnoses the iterates of any program: SciPy's, scikit-learn's, a loop of one's own.

    path        the points, (steps + 1, n), or a Path
    loss        loss and gradient functions, or a Problem: then copies can be run and the critical point found
    losses      the loss at each point, if known
    gradients   the gradient at each point, (steps + 1, n), if known
    names       the variables' names
    options     rule, optimiser_name, budget, path_only, no_trials, distance_tolerance, gradient_tolerance, period_limit: see
                descent_diagnosis_options in descent/diagnosis.h

    A function that has no value at some point that is asked for here (it raises an ArithmeticError or a ValueError) does not end
    the diagnosis: see its `exception`.
    """
    if not isinstance(path, Path):
        path = Path.of(path, losses, gradients, names=names)
    elif losses is not None or gradients is not None or names is not None:
        raise TypeError("a Path already has its losses, gradients and names")
    if problem is None and (loss is not None or gradient is not None):
        problem = as_problem(loss, gradient)
    if path._made is None:
        raise ValueError("the path is empty")
    call = Call()
    made = ffi.new("descent_diagnosis **")
    struct = options_struct(options, call, path.dimension)
    given = ffi.NULL if problem is None else problem.struct(call, path.dimension)
    status = lib.descent_diagnose(given, path._made, struct, made)
    try:
        raised = call.check(status, passing=True)
    except BaseException:
        lib.descent_diagnosis_free(made[0])
        raise
    points = path.points
    return Diagnosis(made[0], problem, points if points is not None else numpy.empty((0, path.dimension or 0)), raised)
