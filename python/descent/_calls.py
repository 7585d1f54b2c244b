"""Python functions as the library calls them.

Each call of the library has a Call, whose handle is the `context` of every function that it calls: so what a function raises
finds the call that it belongs to, whatever thread it was raised in.
"""

from __future__ import annotations

from sys import getrefcount
from typing import Any, Callable, Optional

import numpy

from ._library import check, ffi, lib

_memmove, _empty, _ndarray, _double = ffi.memmove, numpy.empty, numpy.ndarray, numpy.dtype(numpy.float64)

# Who knows a point that no function has kept: the frame that made it, and getrefcount() itself.
_FREE = 2


class Call:
    """What the functions of one call raised, until the call is back."""

    def __init__(self) -> None:
        self.handle = ffi.new_handle(self)
        self.raised: Optional[BaseException] = None
        self.kept: list[Any] = []

    def failed(self, exception: BaseException) -> None:
        """Keeps what a function raised: the first, but what must be raised before what may be passed over."""
        if self.raised is None or (passes(self.raised) and not passes(exception)):
            self.raised = exception
        if not passes(exception):
            _halted.add(self)

    def check(self, status: int, passing: bool = False) -> Optional[BaseException]:
        """Raises what a function raised, with its traceback, or else what the status stands for.

        passing: that there is no value at some point, such as the logarithm of −1, is no failure of a call that did its work without
        (a diagnosis, a search, a sweep): it is returned.
        """
        raised, self.raised = self.raised, None
        _halted.discard(self)
        try:
            if raised is not None and not (passing and status == lib.DESCENT_SUCCESS and passes(raised)):
                raise raised
            check(status)
            return raised
        finally:
            del raised  # Its traceback has this frame.

    def watch(self) -> int:
        """For the library, which asks now and then whether to go on."""
        return self in _halted


_halted: set[Call] = set()


class _ReturnError(ValueError):
    """A function returned what it must not."""


def passes(exception: BaseException) -> bool:
    """Whether it says that there is no value at this point, rather than that the function is wrong or the user wants to stop."""
    return (isinstance(exception, (ArithmeticError, ValueError, numpy.linalg.LinAlgError))
            and not isinstance(exception, _ReturnError))


def _is_halted(context: Any) -> bool:
    return ffi.from_handle(context) in _halted


def _failed(kind: Any, exception: BaseException, traceback: Any) -> None:
    context = traceback.tb_frame.f_locals["context"]
    ffi.from_handle(context).failed(exception.with_traceback(traceback))


def callback(signature: str, function: Callable[..., int]) -> Any:
    """The function for the library; 1 is what it returns where it raised. It has an argument `context`."""
    return ffi.callback(signature, function, error=1, onerror=_failed)


def real(value: Any, name: str) -> float:
    """What a function returned, as a number."""
    array = numpy.asarray(value)
    if array.size != 1 or array.dtype.kind not in "biuf":
        raise _ReturnError(f"the {name} must be a real number, got {value!r}")
    return float(array.reshape(-1)[0])


def conform(value: Any, shape: tuple[int, ...], name: str) -> Any:
    """What a function returned, as a contiguous array of float64 of this shape."""
    array = numpy.asarray(value)
    if array.dtype.kind not in "biuf":
        raise _ReturnError(f"the {name} must be real numbers, got {value!r}")
    if array.ndim == 0 and shape == (1,):
        array = array.reshape(1)
    if array.shape != shape:
        raise _ReturnError(f"the {name} has the shape {array.shape}, but {shape} is wanted")
    return numpy.ascontiguousarray(array, dtype=numpy.float64)


def loss(function: Callable[..., Any], n: int) -> Any:
    """loss(x) → number."""
    size, pool = 8 * n, []

    def call(dimension, x, value, context):
        if _halted and _is_halted(context):
            return 1
        # A point that nobody kept is used again.
        try:
            point = pool.pop()
        except IndexError:
            point = _empty(n)
        _memmove(point, x, size)
        result = function(point)
        value[0] = result if isinstance(result, float) else real(result, "loss")
        if getrefcount(point) <= _FREE:
            pool.append(point)
        return 0

    return callback("descent_loss_function *", call)


def derivative(function: Callable[..., Any], n: int, signature: str, shape: tuple[int, ...], name: str) -> Any:
    """gradient(x) → n numbers, hessian(x) → n × n numbers."""
    size, result_size, pool = 8 * n, 8 * int(numpy.prod(shape)), []

    def call(dimension, x, out, context):
        if _halted and _is_halted(context):
            return 1
        try:
            point = pool.pop()
        except IndexError:
            point = _empty(n)
        _memmove(point, x, size)
        result = function(point)
        if (type(result) is not _ndarray or result.dtype is not _double or result.shape != shape
                or not result.flags.c_contiguous):
            result = conform(result, shape, name)
        _memmove(out, result, result_size)
        if getrefcount(point) <= _FREE:
            pool.append(point)
        return 0

    return callback(signature, call)


def both(function: Callable[..., Any], n: int) -> Any:
    """loss_gradient(x) → (number, n numbers)."""
    def call(dimension, x, value, out, context):
        if _halted and _is_halted(context):
            return 1
        point = _empty(n)
        _memmove(point, x, 8 * n)
        result = function(point)
        if not isinstance(result, (tuple, list)) or len(result) != 2:
            raise _ReturnError(f"loss_gradient must return (loss, gradient), got {result!r}")
        value[0] = real(result[0], "loss")
        _memmove(out, conform(result[1], (n,), "gradient"), 8 * n)
        return 0

    return callback("descent_loss_gradient_function *", call)


def product(function: Callable[..., Any], n: int) -> Any:
    """hessian_product(x, v) → n numbers."""
    def call(dimension, x, direction, out, context):
        if _halted and _is_halted(context):
            return 1
        point, along = _empty(n), _empty(n)
        _memmove(point, x, 8 * n)
        _memmove(along, direction, 8 * n)
        _memmove(out, conform(function(point, along), (n,), "Hessian-vector product"), 8 * n)
        return 0

    return callback("descent_hessian_product_function *", call)


def batch(function: Callable[..., Any], n: int) -> Any:
    """gradient_batch(x) → n × count numbers for n × count numbers: column j is point j."""
    def call(dimension, count, stride, x, out, context):
        if _halted and _is_halted(context):
            return 1
        size, strides = 8 * ((n - 1) * stride + count), (8 * stride, 8)
        points = _ndarray((n, count), _double, ffi.buffer(x, size), strides=strides).copy()
        result = conform(function(points), (n, count), "gradient of many points")
        _ndarray((n, count), _double, ffi.buffer(out, size), strides=strides)[...] = result
        return 0

    return callback("descent_gradient_batch_function *", call)


def _halting(evaluations, context):
    return ffi.from_handle(context).watch()


# Asked by calls that may take long; a signal, such as the user's interrupt, comes through here.
watch = callback("descent_evaluation_watch *", _halting)
