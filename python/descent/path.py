"""Recorded points: of this library's runs, of any other program, and in files."""

from __future__ import annotations

import math
import os
import threading
from typing import Any, Optional, Sequence, Union

import numpy
from numpy.typing import ArrayLike

from ._arrays import Vector, fill, numbers, pointer, rows, vector, view
from ._library import check, ffi, lib, text

FileName = Union[str, os.PathLike]


def column(path: Any, name: str, owner: Any) -> Optional[Vector]:
    """One column of a path of the library's, as a view; None if it is not kept."""
    data = lib.descent_path_view(path)
    shape = (data.count, data.dimension) if name in ("points", "gradients") else (data.count,)
    found = getattr(data, name)
    if found == ffi.NULL:
        return numpy.empty(shape) if data.count == 0 and name == "points" else None
    return view(found, shape, owner, "uint64_t" if name == "steps" else "double")


def write(path: Any, name: FileName) -> None:
    """Writes a path of the library's, as CSV or as .npy by the ending of the name."""
    ending = os.path.splitext(os.fspath(name))[1]
    if ending not in (".csv", ".npy"):
        raise ValueError(f"a path is written to a file NAME.csv or NAME.npy, got {os.fspath(name)!r}")
    function = lib.descent_path_write_csv if ending == ".csv" else lib.descent_path_write_npy
    check(function(path, os.fsencode(name)))


class Path:
    """
    The iterates of any program, to be diagnosed. It is a function, too, that optimisers can call after each step:

        path = descent.Path()
        scipy.optimize.minimize(loss, start, jac=gradient, callback=path)
        print(descent.diagnose(path, loss, gradient))

    In a loop of one's own: path.append(x, loss, gradient), where the latter two may be left out.

    dimension  number of variables; that of the first point if left out
    names      the variables' names
    options    what to keep: stride, last, byte_limit, columns (see descent_path_options in descent/path.h)
    """

    def __init__(self, dimension: Optional[int] = None, *, names: Optional[Sequence[str]] = None, **options: Any) -> None:
        self._made: Any = None
        self._lock = threading.Lock()
        self._names, self._options = names, options
        self._dimension = dimension
        if dimension is not None:
            self._open(dimension)

    def _open(self, dimension: int) -> None:
        options = fill(ffi.new("descent_path_options *"), self._options, "a path")
        words = [ffi.new("char[]", str(name).encode()) for name in self._names or []]
        if words:
            if len(words) != dimension:
                raise ValueError(f"{len(words)} names for {dimension} variables")
            array = ffi.new("char *[]", words)
            options.variable_names = ffi.cast("char **", array)
        made = ffi.new("descent_path **")
        check(lib.descent_path_new(made, dimension, options))
        self._made, self._dimension = ffi.gc(made[0], lib.descent_path_free), dimension

    @classmethod
    def of(cls, points: ArrayLike, losses: Optional[ArrayLike] = None, gradients: Optional[ArrayLike] = None, *,
           names: Optional[Sequence[str]] = None) -> "Path":
        """The path of an array of points, (steps + 1, n), with the losses and gradients there if they are known."""
        array = rows(points, "path")
        count, n = array.shape
        values = vector(losses, "losses", count) if losses is not None else numpy.full(count, math.nan)
        slopes = None if gradients is None else rows(gradients, "gradients", n)
        if slopes is not None and len(slopes) != count:
            raise ValueError(f"gradients must have {count} rows, got {len(slopes)}")
        columns = lib.DESCENT_PATH_POINT | lib.DESCENT_PATH_LOSS | lib.DESCENT_PATH_GRADIENT_NORM | lib.DESCENT_PATH_STEP_LENGTH
        path = cls(n, names=names, columns=columns | (0 if slopes is None else lib.DESCENT_PATH_GRADIENT), reserve=count)
        x, g = pointer(array), ffi.NULL if slopes is None else pointer(slopes)
        for k, value in enumerate(values.tolist()):
            check(lib.descent_path_append(path._made, x + k * n, value, g + k * n if slopes is not None else ffi.NULL))
        return path

    @classmethod
    def read(cls, name: FileName) -> "Path":
        """The path in a file NAME.csv or NAME.npy."""
        made = ffi.new("descent_path **")
        function = lib.descent_path_read_npy if os.fspath(name).endswith(".npy") else lib.descent_path_read_csv
        check(function(made, os.fsencode(name)))
        path = cls()
        path._made = ffi.gc(made[0], lib.descent_path_free)
        path._dimension = lib.descent_path_view(made[0]).dimension
        return path

    def append(self, x: ArrayLike, loss: float = math.nan, gradient: Optional[ArrayLike] = None) -> None:
        """The next point; copied. Numbers that are not finite are kept as they are."""
        point = numbers(x, "x").reshape(-1)
        with self._lock:
            if self._made is None:
                self._open(point.size)
        if point.size != self._dimension:
            raise ValueError(f"x must have {self._dimension} numbers, got {point.size}")
        slope = None if gradient is None else numbers(gradient, "gradient").reshape(-1)
        if slope is not None and slope.size != self._dimension:
            raise ValueError(f"gradient must have {self._dimension} numbers, got {slope.size}")
        with self._lock:
            check(lib.descent_path_append(self._made, pointer(point), loss, ffi.NULL if slope is None else pointer(slope)))

    def __call__(self, x: ArrayLike, *ignored: Any) -> None:
        """append(x), for programs that call a function after each step."""
        self.append(x)

    def __len__(self) -> int:
        return 0 if self._made is None else lib.descent_path_view(self._made).count

    def _column(self, name: str) -> Optional[Vector]:
        with self._lock:
            found = None if self._made is None else column(self._made, name, self._made)
            return None if found is None else numpy.array(found)

    @property
    def dimension(self) -> Optional[int]:
        """Number of variables; None as long as it is not known."""
        return self._dimension

    @property
    def names(self) -> list[str]:
        """The variables' names: the user's, or x1, x2, …"""
        data = None if self._made is None else lib.descent_path_view(self._made)
        if data is None or data.variable_names == ffi.NULL:
            return [f"x{i + 1}" for i in range(self._dimension or 0)]
        return [text(data.variable_names[i]) or "" for i in range(data.dimension)]

    @property
    def points(self) -> Optional[Vector]:
        """The points, one a row; a copy, for a path that grows may move."""
        return self._column("points")

    @property
    def losses(self) -> Optional[Vector]:
        """The losses, NaN where unknown; a copy."""
        return self._column("losses")

    def write(self, name: FileName) -> None:
        """The path as NAME.csv or NAME.npy."""
        if self._made is None:
            raise ValueError("the path is empty")
        write(self._made, name)

    def __repr__(self) -> str:
        return f"<path of {len(self)} points in {self._dimension or 'n'} variables>"
