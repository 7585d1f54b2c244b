"""NumPy's arrays, options and the library's memory."""

from __future__ import annotations

from typing import Any, Optional

import numpy
from numpy.typing import ArrayLike, NDArray

from ._library import ffi

Vector = NDArray[numpy.float64]


class _Held:
    """Memory of the library's as NumPy sees it: read-only, and alive as long as an array looks at it."""

    def __init__(self, pointer: Any, shape: tuple[int, ...], owner: Any, kind: str) -> None:
        self._owner = owner
        address = int(ffi.cast("uintptr_t", pointer))
        self.__array_interface__ = {"shape": shape, "typestr": kind, "data": (address, True), "version": 3}


_types = {"double": "=f8", "uint64_t": "=u8", "size_t": f"=u{ffi.sizeof('size_t')}"}


def view(pointer: Any, shape: tuple[int, ...], owner: Any, kind: str = "double") -> Any:
    """An array that looks at the library's memory, without a copy; `owner` is kept alive. None for NULL."""
    if pointer == ffi.NULL:
        return None
    kind = numpy.dtype(_types[kind]).str
    if 0 in shape:
        return numpy.empty(shape, dtype=kind)
    return numpy.asarray(_Held(pointer, shape, owner, kind))


def numbers(values: ArrayLike, name: str) -> Vector:
    """The values as a new contiguous array of float64. What is not real is refused, not cut."""
    array = numpy.asarray(values)
    if array.dtype.kind not in "biuf" and array.dtype != object:
        raise TypeError(f"{name} must be real numbers, got {array.dtype}")
    try:
        return numpy.array(array, dtype=numpy.float64, order="C")
    except (TypeError, ValueError):
        raise TypeError(f"{name} must be real numbers, got {values!r}") from None


def vector(values: ArrayLike, name: str, dimension: Optional[int] = None) -> Vector:
    """The values as a new array with one axis."""
    array = numbers(values, name)
    if array.ndim == 0:
        array = array.reshape(1)
    if array.ndim != 1 or array.size == 0:
        raise ValueError(f"{name} must be a list of numbers, got an array of shape {array.shape}")
    if dimension is not None and array.size != dimension:
        raise ValueError(f"{name} must have {dimension} numbers, got {array.size}")
    return array


def rows(values: ArrayLike, name: str, dimension: Optional[int] = None) -> Vector:
    """The values as a new array of points, one a row; a list of numbers is points of one number."""
    array = numbers(values, name)
    if array.ndim == 1:
        array = array[:, None]
    if array.ndim != 2 or array.shape[1] == 0:
        raise ValueError(f"{name} must be an array of points, one a row, got the shape {array.shape}")
    if dimension is not None and array.shape[1] != dimension:
        raise ValueError(f"{name} must have {dimension} numbers a row, got {array.shape[1]}")
    return numpy.ascontiguousarray(array)


def pointer(array: Vector) -> Any:
    """The array's numbers for the library; the array must stay alive during the call."""
    return ffi.from_buffer("double[]", array)


def fill(struct: Any, fields: dict[str, Any], what: str) -> Any:
    """Writes fields of an options struct by their names; None leaves the default."""
    known = {name for name, _ in ffi.typeof(struct).item.fields} - {"reserved"}
    for name, value in fields.items():
        if name not in known:
            raise TypeError(f"{what} has no option {name!r}; there are {', '.join(sorted(known))}")
        if value is None:
            continue
        try:
            setattr(struct, name, value)
        except (TypeError, OverflowError) as error:
            raise ValueError(f"{name} cannot be {value!r}: {error}") from None
    return struct


def words(function: Any, kind: str) -> dict[int, str]:
    """Number → word of an enumeration."""
    elements = ffi.typeof(kind).elements
    return {number: ffi.string(function(number)).decode() for number, name in elements.items() if not name.endswith("FORCE_INT")}
