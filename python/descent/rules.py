"""Update rules, schedules and modifiers: values, as in C."""

from __future__ import annotations

from typing import Any, Callable, Optional, Union

import numpy
from numpy.typing import ArrayLike

from ._arrays import fill, numbers, pointer
from ._calls import Call, callback, real
from ._library import ffi, lib, text

# What makes the library's struct for one call.
_Make = Callable[[Call], Any]


class Schedule:
    """How the step size changes from step to step. Made by inverse(), cosine() and the like."""

    def __init__(self, make: _Make, kept: Any = None) -> None:
        self.struct = make
        self._kept = kept


class Rule:
    """How one point becomes the next. Made by fixed_step(), heavy_ball(), adam() …; checked where it is used."""

    def __init__(self, struct: Any, schedule: Optional[Schedule] = None, modifiers: Optional[dict[str, Any]] = None) -> None:
        self._base, self._schedule, self._modifiers = struct, schedule, modifiers or {}

    @property
    def name(self) -> str:
        """Plain words, such as "heavy ball"."""
        return text(self._base.type.name) or ""

    @property
    def step_size(self) -> float:
        """The base step size."""
        return self._base.step_size

    @property
    def momentum(self) -> float:
        """The momentum, 0 for rules without."""
        return self._base.momentum

    def with_schedule(self, schedule: Union[Schedule, Callable[[int, float], float]]) -> "Rule":
        """The same rule with a step size that changes: inverse(…), exponential(…), cosine(…), …, or a function (k, base) → η_k."""
        return Rule(self._base, _as_schedule(schedule), self._modifiers)

    def with_modifiers(self, *, weight_decay: float = 0, clip_value: float = 0, clip_norm: float = 0, decoupled_decay: float = 0,
                       l1: float = 0, lower: Optional[ArrayLike] = None, upper: Optional[ArrayLike] = None) -> "Rule":
        """
        The same rule with something around its step, in this order: the gradient has weight_decay·x added, is clipped by value,
        then by norm; after the step, decoupled_decay shrinks the point, l1 draws it towards 0, and it is projected onto the box
        from lower to upper (n numbers or one for all; infinite for none).
        """
        fields = {"weight_decay": weight_decay, "clip_value": clip_value, "clip_norm": clip_norm,
                  "decoupled_decay": decoupled_decay, "l1": l1,
                  "lower": None if lower is None else numbers(lower, "lower"),
                  "upper": None if upper is None else numbers(upper, "upper")}
        return Rule(self._base, self._schedule, fields)

    def struct(self, call: Call, dimension: Optional[int] = None) -> Any:
        """The library's struct for one call, of a problem with that many variables."""
        rule = self._base
        if self._schedule is not None:
            rule = lib.descent_rule_with_schedule(rule, self._schedule.struct(call))
        if not self._modifiers:
            return rule
        modifiers = ffi.new("descent_modifiers *")
        for name, value in self._modifiers.items():
            if name in ("lower", "upper"):
                if value is None or dimension is None:
                    continue
                if value.size not in (1, dimension):
                    raise ValueError(f"{name} must have {dimension} numbers, got {value.size}")
                array = numpy.array(numpy.broadcast_to(value.reshape(-1), (dimension,)))
                value = pointer(array)
                call.kept.append(value)
            setattr(modifiers, name, value)
        return lib.descent_rule_with_modifiers(rule, modifiers[0])

    def step_limit(self, curvature: float) -> float:
        """The largest step size that is stable at a minimum of this largest Hessian eigenvalue; NaN if it is not known."""
        return lib.descent_rule_step_limit(ffi.new("descent_rule *", self.struct(Call())), curvature)

    def step_size_at(self, step: int) -> float:
        """The step size of one step, counted from 0."""
        value, call = ffi.new("double *"), Call()
        call.check(lib.descent_rule_step_size(ffi.new("descent_rule *", self.struct(call)), step, value))
        return value[0]

    def __repr__(self) -> str:
        parts = [self.name, f"step size {self.step_size:g}"]
        if self.momentum:
            parts.append(f"momentum {self.momentum:g}")
        if self._schedule is not None:
            parts.append("with a schedule")
        parts += [f"{name} {value}" for name, value in self._modifiers.items() if value is not None and numpy.any(value)]
        return f"<{', '.join(parts)}>"


def _as_schedule(schedule: Union[Schedule, Callable[[int, float], float]]) -> Schedule:
    if isinstance(schedule, Schedule):
        return schedule
    if callable(schedule):
        return custom(schedule)
    raise TypeError(f"a schedule must be one of descent's or a function (k, base) → η_k, got {schedule!r}")


def _nested(schedule: Optional[Schedule], call: Call) -> Any:
    """A schedule inside another one; it must live as long as the call."""
    if schedule is None:
        return ffi.NULL
    made = ffi.new("descent_schedule *", schedule.struct(call))
    call.kept.append(made)
    return made


def constant() -> Schedule:
    """η."""
    return Schedule(lambda call: lib.descent_schedule_constant())


def inverse(delay: float) -> Schedule:
    """η/(1 + k/delay)."""
    return Schedule(lambda call: lib.descent_schedule_inverse(delay))


def exponential(factor: float) -> Schedule:
    """η·factor^k."""
    return Schedule(lambda call: lib.descent_schedule_exponential(factor))


def cosine(length: int, floor: float = 0.0) -> Schedule:
    """Half a cosine from η to floor over `length` steps."""
    return Schedule(lambda call: lib.descent_schedule_cosine(length, floor))


def linear(length: int, floor: float = 0.0) -> Schedule:
    """A straight line from η to floor over `length` steps."""
    return Schedule(lambda call: lib.descent_schedule_linear(length, floor))


def staircase(length: int, factor: float) -> Schedule:
    """η·factor^⌊k/length⌋."""
    return Schedule(lambda call: lib.descent_schedule_steps(length, factor))


def warm_up(length: int, then: Optional[Schedule] = None) -> Schedule:
    """η(k + 1)/length for `length` steps, then another schedule from its step 0 on."""
    return Schedule(lambda call: lib.descent_schedule_warm_up(length, _nested(then, call)))


def sequence(first: Optional[Schedule], length: int, then: Optional[Schedule] = None) -> Schedule:
    """One schedule for `length` steps, then another from its step 0 on; None is the constant one."""
    return Schedule(lambda call: lib.descent_schedule_sequence(_nested(first, call), length, _nested(then, call)))


def restarts(length: int, growth: int = 1, floor: float = 0.0) -> Schedule:
    """Half a cosine from η to floor again and again, each `growth` times as long as the one before."""
    return Schedule(lambda call: lib.descent_schedule_restarts(length, growth, floor))


def custom(function: Callable[[int, float], float]) -> Schedule:
    """The step size function(k, base) of step k, counted from 0."""
    def call(step, base, step_size, context):
        step_size[0] = real(function(step, base), "step size")
        return 0

    made = callback("descent_schedule_function *", call)
    return Schedule(lambda call: lib.descent_schedule_custom(made, call.handle), made)


def _given(**parameters: Optional[float]) -> list[float]:
    """Parameters for the library, where 0 is the default, which somebody who writes 0 does not mean."""
    for name, value in parameters.items():
        if value is not None and value == 0:
            raise ValueError(f"{name} must not be 0; leave it out for the default")
    return [0 if value is None else value for value in parameters.values()]


def fixed_step(step_size: float) -> Rule:
    """x ← x − η∇L(x)."""
    return Rule(lib.descent_fixed_step(step_size))


def heavy_ball(step_size: float, momentum: float) -> Rule:
    """x ← x − η∇L(x) + β(x − x₋) (Polyak, 1964)."""
    return Rule(lib.descent_heavy_ball(step_size, momentum))


def nesterov(step_size: float, momentum: float) -> Rule:
    """Nesterov's method with constant momentum."""
    return Rule(lib.descent_nesterov(step_size, momentum))


def damped_momentum(step_size: float, momentum: float) -> Rule:
    """z ← (1 − m)∇L(x) + mz, x ← x − ηz."""
    return Rule(lib.descent_damped_momentum(step_size, momentum))


def gradient_filter(step_size: float, b0: float, b1: float, a1: float) -> Rule:
    """z_k = b₀g_k + b₁g_{k−1} − a₁z_{k−1}, x ← x − ηz; signs as SciPy's lfilter has them."""
    return Rule(lib.descent_gradient_filter(step_size, b0, b1, a1))


def adagrad(step_size: float, *, epsilon: Optional[float] = None) -> Rule:
    """AdaGrad (Duchi, Hazan and Singer, 2011)."""
    return Rule(lib.descent_adagrad(step_size, *_given(epsilon=epsilon)))


def rmsprop(step_size: float, *, decay: Optional[float] = None, epsilon: Optional[float] = None) -> Rule:
    """RMSProp (Tieleman and Hinton, 2012); decay 0.9, epsilon 1e-8."""
    return Rule(lib.descent_rmsprop(step_size, *_given(decay=decay, epsilon=epsilon)))


def adam(step_size: float, *, kind: str = "adam", first_decay: Optional[float] = None, second_decay: Optional[float] = None,
         epsilon: Optional[float] = None) -> Rule:
    """Adam (Kingma and Ba, 2015), or kind="amsgrad", "nadam"; decays 0.9 and 0.999, epsilon 1e-8. AdamW is
    adam(…).with_modifiers(decoupled_decay=…)."""
    kinds = {"adam": lib.DESCENT_ADAM, "amsgrad": lib.DESCENT_AMSGRAD, "nadam": lib.DESCENT_NADAM}
    first, second, least = _given(first_decay=first_decay, second_decay=second_decay, epsilon=epsilon)
    options = ffi.new("descent_adam_options *", {"kind": _kind(kinds, kind), "first_decay": first, "second_decay": second,
                                                 "epsilon": least})
    return Rule(lib.descent_adam(step_size, options))


def lion(step_size: float, *, first_decay: Optional[float] = None, second_decay: Optional[float] = None) -> Rule:
    """Lion (Chen et al., 2023); decays 0.9 and 0.99."""
    return Rule(lib.descent_lion(step_size, *_given(first_decay=first_decay, second_decay=second_decay)))


def sign(step_size: float) -> Rule:
    """x ← x − η sign(g)."""
    return Rule(lib.descent_sign(step_size))


def normalised(step_size: float) -> Rule:
    """x ← x − ηg/‖g‖."""
    return Rule(lib.descent_normalised(step_size))


def _kind(kinds: dict[str, int], kind: str) -> int:
    if kind not in kinds:
        raise ValueError(f"kind must be one of {', '.join(kinds)}, got {kind!r}")
    return kinds[kind]


def _search(options: dict[str, Any]) -> Any:
    _given(**options)
    return fill(ffi.new("descent_line_search_options *"), options, "a line search")


def armijo(step_size: float = 1.0, **options: Any) -> Rule:
    """Steepest descent with Armijo's rule; η is the first trial. Options: decrease, contraction, most_trials."""
    return Rule(lib.descent_armijo(step_size, _search(options)))


def wolfe(step_size: float = 1.0, **options: Any) -> Rule:
    """Steepest descent with the strong Wolfe conditions. Options: decrease, curvature, most_trials."""
    return Rule(lib.descent_wolfe(step_size, _search(options)))


def lbfgs(step_size: float = 1.0, memory: int = 10, **options: Any) -> Rule:
    """L-BFGS (Liu and Nocedal, 1989) with a strong Wolfe search. Options as for wolfe()."""
    return Rule(lib.descent_lbfgs(step_size, memory, _search(options)))


def conjugate_gradients(step_size: float = 1.0, **options: Any) -> Rule:
    """Nonlinear conjugate gradients (Polak and Ribière, 1969) with a strong Wolfe search. Options as for wolfe()."""
    return Rule(lib.descent_conjugate_gradients(step_size, _search(options)))


def barzilai_borwein(step_size: float, kind: str = "long") -> Rule:
    """The two-point step (Barzilai and Borwein, 1988), kind "long" or "short"."""
    kinds = {"long": lib.DESCENT_BARZILAI_BORWEIN_LONG, "short": lib.DESCENT_BARZILAI_BORWEIN_SHORT}
    return Rule(lib.descent_barzilai_borwein(step_size, _kind(kinds, kind)))


def polyak(factor: float = 1.0, minimum: float = 0.0) -> Rule:
    """η_k = γ(L(x) − L*)/‖g‖² for a known minimum L* (Polyak, 1987)."""
    return Rule(lib.descent_polyak(factor, minimum))


def exact_step(step_size: float) -> Rule:
    """The step that is exact on quadratics, with a second gradient at x − ηg (Cauchy, 1847)."""
    return Rule(lib.descent_exact_step(step_size))


def local_smoothness(step_size: float = 1e-10) -> Rule:
    """A step by the local smoothness (Malitsky and Mishchenko, 2020)."""
    return Rule(lib.descent_local_smoothness(step_size))


def perturbed(step_size: float, **options: Any) -> Rule:
    """Fixed steps, and a random push where the gradient is small (Jin et al., 2017). Options: gradient_threshold, radius,
    decrease, wait, seed."""
    _given(**{name: value for name, value in options.items() if name != "seed"})
    return Rule(lib.descent_perturbed(step_size, fill(ffi.new("descent_perturbed_options *"), options, "perturbed descent")))


def negative_curvature(step_size: float, **options: Any) -> Rule:
    """Fixed steps, and one along the most negative curvature where the gradient is small (McCormick, 1977; Curtis and Robinson,
    2019). Options: gradient_threshold, curvature_threshold, length, most_products."""
    _given(**options)
    return Rule(lib.descent_negative_curvature(step_size, fill(ffi.new("descent_negative_curvature_options *"), options,
                                                               "negative curvature")))


def as_rule(step: Union[float, Rule, None], rule: Optional[Rule] = None) -> Rule:
    """A rule as it is, or descent with the fixed step."""
    if rule is not None:
        if step is not None:
            raise TypeError("give either step=… or rule=…: a rule has its own step size")
        if not isinstance(rule, Rule):
            raise TypeError(f"rule must be one such as heavy_ball(0.1, 0.9), got {rule!r}")
        return rule
    if isinstance(step, Rule):
        return step
    if step is None:
        raise TypeError("give a step size, step=0.1, or a rule, rule=heavy_ball(0.1, 0.9)")
    return fixed_step(step)
