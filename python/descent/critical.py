"""Critical points: classified, refined, and searched for in a box; and whether a gradient belongs to its loss."""

from __future__ import annotations

from typing import Any, NamedTuple, Optional

import numpy
from numpy.typing import ArrayLike

from ._arrays import Vector, fill, pointer, vector, view
from ._calls import Call, watch
from ._library import ffi, lib, text
from .problem import Problem


def _number(name: str, meaning: str) -> Any:
    """A plain field of the library's struct."""
    return property(lambda self: getattr(self._struct, name), doc=meaning)


class CriticalPoint:
    """A critical point. kind is "minimum", "maximum", "saddle", "degenerate",
    "minimum at a kink", "not critical" or "undetermined"."""

    loss: float = _number("loss", "The loss there; NaN without one.")
    gradient_norm: float = _number("gradient_norm", "‖∇L‖ there.")
    index: int = _number("index", "Number of negative eigenvalues: of independent ways down.")
    nullity: int = _number("nullity", "Number of eigenvalues that cannot be told from zero.")
    eigenvalue_tolerance: float = _number("eigenvalue_tolerance", "Eigenvalues up to this far from zero count as zero.")
    condition: float = _number("condition", "max|λ| / min|λ|.")
    asymmetry: float = _number("asymmetry", "How far from symmetric the Hessian came.")
    step_limit: float = _number("step_limit", "2/λ_max: descent with a fixed step is stable here only below it.")
    distance: float = _number("distance", "Estimated distance from x to the critical point.")
    moved: float = _number("moved", "Refinement: distance from where it started to x.")
    weight_decay: float = _number("weight_decay", "λ of the run's decay: x is critical for the loss with λ‖x‖²/2. Else 0.")
    l1: float = _number("l1", "ρ of the run's L1 term: x is critical for the loss with ρ‖x‖₁. Else 0.")
    lower_loss: float = _number("lower_loss", "The loss at lower_x.")

    def __init__(self, struct: Any, owner: Any) -> None:
        self._struct, self._owner = struct, owner

    @classmethod
    def maybe(cls, struct: Any, owner: Any) -> "Optional[CriticalPoint]":
        """None for NULL."""
        return None if struct == ffi.NULL else cls(struct, owner)

    @property
    def kind(self) -> str:
        """What it is."""
        return text(lib.descent_critical_kind_string(self._struct.kind)) or ""

    @property
    def converged(self) -> bool:
        """Did the refinement arrive, or is x critical as it is?"""
        return bool(self._struct.converged)

    @property
    def rises_beside(self) -> bool:
        """With probe "flat": along other null directions the loss rises, so that this is a valley and no level ground."""
        return bool(self._struct.rises_beside)

    @property
    def valleys_meet(self) -> bool:
        """With probe "flat": the loss rises between level ways: valleys meet there."""
        return bool(self._struct.valleys_meet)

    @property
    def probe(self) -> str:
        """What the loss around a degenerate point said: "lower", "flat", "none lower"; else "none"."""
        return text(lib.descent_probe_string(self._struct.probe)) or ""

    def _numbers(self, found: Any, *shape: int) -> Any:
        return view(found, shape, self._owner)

    @property
    def x(self) -> Vector:
        """Where it is."""
        return self._numbers(self._struct.x, self._struct.dimension)

    @property
    def eigenvalues(self) -> Optional[Vector]:
        """Of the Hessian, ascending; fewer than n in large problems."""
        return self._numbers(self._struct.eigenvalues, self._struct.eigenvalue_count)

    @property
    def eigenvectors(self) -> Optional[Vector]:
        """Row k belongs to eigenvalue k."""
        return self._numbers(self._struct.eigenvectors, self._struct.eigenvector_count, self._struct.dimension)

    @property
    def bound_multipliers(self) -> Optional[Vector]:
        """Where bounds hold a run, the slope that each bears, and NaN where a variable is free; else None."""
        return self._numbers(self._struct.bound_multipliers, self._struct.dimension)

    @property
    def zero_margins(self) -> Optional[Vector]:
        """Where an L1 term holds variables at 0, by how much the slope falls short of leaving it, and NaN elsewhere; else None."""
        return self._numbers(self._struct.zero_margins, self._struct.dimension)

    @property
    def hessian(self) -> Optional[Vector]:
        """The symmetrised Hessian; None where none was formed."""
        return self._numbers(self._struct.hessian, self._struct.dimension, self._struct.dimension)

    @property
    def escape(self) -> Optional[Vector]:
        """The steepest way out of a saddle or a maximum; else None."""
        return self._numbers(self._struct.escape, self._struct.dimension)

    @property
    def lower_x(self) -> Optional[Vector]:
        """Beside a degenerate point, a point with a lower loss, which proves that it is no minimum; else None."""
        return self._numbers(self._struct.lower_x, self._struct.dimension)

    def __repr__(self) -> str:
        more = ", …" if self._struct.dimension > 8 else ""
        place = ", ".join(f"{value:g}" for value in self.x[:8]) + more
        values = self.eigenvalues
        curvatures = "" if values is None else "; eigenvalues " + ", ".join(f"{value:g}" for value in values[:8]) + more
        return f"<{self.kind} at ({place}), loss {self.loss:g}{curvatures}>"


def _one(function: Any, problem: Problem, x: ArrayLike, options: dict[str, Any]) -> CriticalPoint:
    point = vector(x, "x", problem.dimension)
    call = Call()
    fields = dict(options)
    if fields.get("rule") is not None:
        fields["rule"] = ffi.new("descent_rule *", fields["rule"].struct(call, point.size))
    chosen = fill(ffi.new("descent_critical_options *"), {**fields, "watch": watch, "watch_context": call.handle},
                  "a critical point")
    made = ffi.new("descent_critical_point **")
    status = function(problem.struct(call, point.size), pointer(point), chosen, made)
    owner = ffi.gc(made[0], lib.descent_critical_point_free)
    call.check(status)
    return CriticalPoint(owner, owner)


def classify(problem: Problem, x: ArrayLike, **options: Any) -> CriticalPoint:
    """What kind of critical point is at x. Options: those of descent_critical_options in descent/critical.h."""
    return _one(lib.descent_critical_classify, problem, x, options)


def refine(problem: Problem, x: ArrayLike, **options: Any) -> CriticalPoint:
    """The critical point nearest to x, by Newton's method. Options as for classify()."""
    return _one(lib.descent_critical_refine, problem, x, options)


class CriticalSet(list):
    """
    The critical points found, by ascending loss: a list, with what speaks for its being complete.

    exhausted         a limit ended the search, not its own rule
    continuum         some points lie on a valley or crest; those listed are samples of it
    new_point_chance  estimated chance that one more start finds a new point
    index_sum         sum of (−1)^index; should be 1 where boundary_outward
    """

    exhausted: bool
    continuum: bool
    new_point_chance: float
    index_sum: int
    boundary_outward: bool


def critical_points(problem: Problem, lower: Optional[ArrayLike] = None, upper: Optional[ArrayLike] = None,
                    **options: Any) -> CriticalSet:
    """All critical points found in a box. A landscape knows its box. Options: start_limit, evaluation_limit, …, of
    descent_critical_search_options."""
    corners = [getattr(problem, name, None) if given is None else given for name, given in (("lower", lower), ("upper", upper))]
    if corners[0] is None or corners[1] is None:
        raise TypeError("give the box: lower=… and upper=…")
    low = vector(corners[0], "lower", problem.dimension)
    high = vector(corners[1], "upper", low.size)
    call = Call()
    chosen = fill(ffi.new("descent_critical_search_options *"), options, "a search")
    chosen.critical.watch, chosen.critical.watch_context = watch, call.handle
    made = ffi.new("descent_critical_set **")
    status = lib.descent_critical_search(problem.struct(call, low.size), pointer(low), pointer(high), chosen, made)
    owner = ffi.gc(made[0], lib.descent_critical_set_free)
    call.check(status, passing=True)
    found = CriticalSet(CriticalPoint(owner.points[i], owner) for i in range(owner.count))
    found.exhausted, found.continuum, found.boundary_outward = map(bool, (owner.exhausted, owner.continuum, owner.boundary_outward))
    found.new_point_chance, found.index_sum = owner.new_point_chance, owner.index_sum
    return found


class GradientCheck(NamedTuple):
    """Does a gradient belong to its loss? verdict "agrees", "undecided", or what is wrong; explanation in a sentence."""

    verdict: str
    explanation: str
    supplied: Vector
    expected: Vector
    tolerance: Vector


def check_gradient(problem: Problem, x: ArrayLike) -> GradientCheck:
    """Compares the gradient with differences of the loss at x."""
    point = vector(x, "x", problem.dimension)
    call = Call()
    made = ffi.new("descent_derivative_check **")
    options = ffi.new("descent_check_options *", {"watch": watch, "watch_context": call.handle})
    status = lib.descent_check_gradient_within(problem.struct(call, point.size), pointer(point), options, made)
    found = ffi.gc(made[0], lib.descent_derivative_check_free)
    call.check(status)
    arrays = [numpy.array(view(array, (point.size,), found)) for array in (found.supplied, found.expected, found.tolerance)]
    return GradientCheck(text(lib.descent_check_verdict_string(found.verdict)) or "", text(found.explanation) or "", *arrays)
