"""Losses: Python functions, compiled functions, and the landscapes of the library."""

from __future__ import annotations

import numbers
from typing import Any, Callable, Optional, Sequence, Union

import numpy
from numpy.typing import ArrayLike

from . import _calls
from ._arrays import Vector, pointer, vector
from ._calls import Call
from ._library import check, ffi, lib, text

# A Python function, or the address of a compiled one.
Function = Union[Callable[..., Any], int, Any]

_signatures = {
    "loss": "descent_loss_function *",
    "gradient": "descent_gradient_function *",
    "loss_gradient": "descent_loss_gradient_function *",
    "hessian": "descent_hessian_function *",
    "hessian_product": "descent_hessian_product_function *",
    "gradient_batch": "descent_gradient_batch_function *",
}


def _made(name: str, function: Function, n: int) -> Any:
    """The function for the library."""
    if isinstance(function, ffi.CData) or not callable(function):
        return ffi.cast(_signatures[name], function)
    if name == "loss":
        return _calls.loss(function, n)
    if name in ("gradient", "hessian"):
        shape, word = ((n,), "gradient") if name == "gradient" else ((n, n), "Hessian")
        return _calls.derivative(function, n, _signatures[name], shape, word)
    return {"loss_gradient": _calls.both, "hessian_product": _calls.product, "gradient_batch": _calls.batch}[name](function, n)


class Problem:
    """
    A loss with what is known of its derivatives.

    loss(x) → number, gradient(x) → n numbers, loss_gradient(x) → (number, n numbers), hessian(x) → n × n numbers,
    hessian_product(x, v) → n numbers; x is an array of n numbers, the function's to keep. At least one of the first three is
    wanted; without a gradient, differences of the loss stand in.

    gradient_batch(x) computes many gradients at once, for sweeps: x has n rows, and a column for each point, and so has the
    result. A gradient that is written with x[0], x[1], … and NumPy's functions mostly does that as it stands.

    Instead of a Python function the address of a compiled one is taken (an int or a cffi pointer; `numba.cfunc` has
    `.address`), with the arguments that the library's header `descent/problem.h` tells. It is called without Python.

    dimension  number of variables n; not needed where a start follows.
    names      the variables' names, n strings, for words and pictures.
    scale      typical size of a variable, for differences.
    """

    title: Optional[str] = None

    def __init__(self, loss: Optional[Function] = None, gradient: Optional[Function] = None, *, dimension: Optional[int] = None,
                 loss_gradient: Optional[Function] = None, hessian: Optional[Function] = None,
                 hessian_product: Optional[Function] = None, gradient_batch: Optional[Function] = None,
                 names: Optional[Sequence[str]] = None, scale: Optional[float] = None) -> None:
        self._functions = {"loss": loss, "gradient": gradient, "loss_gradient": loss_gradient, "hessian": hessian,
                           "hessian_product": hessian_product, "gradient_batch": gradient_batch}
        for name, function in self._functions.items():
            if not (function is None or callable(function) or isinstance(function, (numbers.Integral, ffi.CData))):
                raise TypeError(f"{name} must be a function or the address of one, got {function!r}")
        if all(self._functions[name] is None for name in ("loss", "gradient", "loss_gradient")):
            raise TypeError("give a loss, a gradient, or both")
        self._names = None if names is None else [str(name) for name in names]
        self._scale = scale
        self._struct: Any = None
        self._kept: list[Any] = []
        if dimension is not None:
            self.bind(dimension)

    @property
    def dimension(self) -> Optional[int]:
        """Number of variables; None as long as it is not known."""
        return None if self._struct is None else self._struct.dimension

    @property
    def names(self) -> list[str]:
        """The variables' names: the user's, or x1, x2, …"""
        return list(self._names) if self._names else [f"x{i + 1}" for i in range(self.dimension or 0)]

    @property
    def has_loss(self) -> bool:
        """Is a loss known?"""
        return any(self._functions[name] is not None for name in ("loss", "loss_gradient"))

    def __call__(self, x: ArrayLike) -> float:
        """The loss at x."""
        x = vector(x, "x", self.dimension)
        call = Call()
        struct = self.struct(call, x.size)
        value, slope = ffi.new("double *"), numpy.empty(x.size)
        if struct.loss != ffi.NULL:
            code = struct.loss(x.size, pointer(x), value, struct.context)
        elif struct.loss_gradient != ffi.NULL:
            code = struct.loss_gradient(x.size, pointer(x), value, pointer(slope), struct.context)
        else:
            raise ValueError("the problem has no loss")
        call.check(lib.DESCENT_ECALLBACK if code else lib.DESCENT_SUCCESS)
        return value[0]

    def gradient(self, x: ArrayLike) -> Vector:
        """The gradient at x: of the gradient function, not of differences."""
        x = vector(x, "x", self.dimension)
        call = Call()
        struct = self.struct(call, x.size)
        value, slope = ffi.new("double *"), numpy.empty(x.size)
        if struct.gradient != ffi.NULL:
            code = struct.gradient(x.size, pointer(x), pointer(slope), struct.context)
        elif struct.loss_gradient != ffi.NULL:
            code = struct.loss_gradient(x.size, pointer(x), value, pointer(slope), struct.context)
        else:
            raise ValueError("the problem has no gradient function")
        call.check(lib.DESCENT_ECALLBACK if code else lib.DESCENT_SUCCESS)
        return slope

    def bind(self, dimension: int) -> "Problem":
        """Fixes the number of variables; called with the first start. Another one later is an error."""
        if self._struct is not None:
            if self._struct.dimension != dimension:
                raise ValueError(f"the problem has {self._struct.dimension} variables, not {dimension}")
            return self
        if not 1 <= dimension < 2**63:
            raise ValueError(f"dimension must be 1 or more, and fit into memory, got {dimension}")
        if self._names is not None and len(self._names) != dimension:
            raise ValueError(f"{len(self._names)} names for {dimension} variables")
        struct = ffi.new("descent_problem *")
        struct.dimension = dimension
        for name, function in self._functions.items():
            if function is not None:
                made = _made(name, function, dimension)
                self._kept.append(made)
                setattr(struct, name, made)
        if self._names:
            words = [ffi.new("char[]", name.encode()) for name in self._names]
            array = ffi.new("char *[]", words)
            self._kept += [words, array]
            struct.variable_names = ffi.cast("char **", array)
        struct.scale = 0 if self._scale is None else self._scale
        check(lib.descent_problem_check(struct))
        self._struct = struct
        return self

    def struct(self, call: Call, dimension: Optional[int] = None) -> Any:
        """The library's struct for one call, with a start of that many variables."""
        if dimension is not None:
            self.bind(dimension)
        if self._struct is None:
            raise ValueError("the number of variables is not known: give dimension=…")
        copy = ffi.new("descent_problem *", self._struct[0])
        copy.context = call.handle
        return copy

    def __repr__(self) -> str:
        known = ", ".join(name for name, function in self._functions.items() if function is not None)
        return f"<problem in {self.dimension or 'n'} variables with {known}>"


class Landscape(Problem):
    """
    A named loss of the library, computed in C.

    title, formula, source  text
    lower, upper            a box to look at that holds all critical points; None in other dimensions than the landscape's own
    """

    def __init__(self, name: str, dimension: Optional[int] = None) -> None:
        found = lib.descent_landscape_find(name.encode())
        if found == ffi.NULL:
            raise ValueError(f"no landscape is called {name!r}; there are {', '.join(landscapes())}")
        super().__init__(found.problem.loss, found.problem.gradient, hessian=found.problem.hessian)
        self.name, self.title = name, text(found.title)
        self.formula, self.source = text(found.formula), text(found.source)
        self._struct = ffi.new("descent_problem *", found.problem)
        natural = found.problem.dimension
        if dimension is not None:
            check(lib.descent_landscape_problem(name.encode(), dimension, self._struct))
        n = self._struct.dimension
        if self._struct.variable_names != ffi.NULL:
            self._names = [text(self._struct.variable_names[i]) or "" for i in range(n)]
        corners = [numpy.array(ffi.unpack(corner, n)) if n == natural else None for corner in (found.lower, found.upper)]
        self.lower, self.upper = corners

    def struct(self, call: Call, dimension: Optional[int] = None) -> Any:
        """As the library has it, its context included."""
        if dimension is not None:
            self.bind(dimension)
        return self._struct

    def __repr__(self) -> str:
        return f"<{self.title} in {self.dimension} variables: {self.formula}>"


def landscape(name: str, dimension: Optional[int] = None) -> Landscape:
    """The landscape of that name; dimension chooses the number of variables where it is defined for any."""
    return Landscape(name, dimension)


def landscapes() -> list[str]:
    """The names of all landscapes."""
    count = ffi.new("size_t *")
    all_of_them = lib.descent_landscapes(count)
    return [text(all_of_them[i].name) or "" for i in range(count[0])]


def as_problem(loss: Any, gradient: Optional[Function] = None, **more: Any) -> Problem:
    """A problem as it is, or one made of the functions."""
    if isinstance(loss, Problem):
        if gradient is not None or more:
            raise TypeError("a Problem already has its gradient and the rest")
        return loss
    return Problem(loss, gradient, **more)
