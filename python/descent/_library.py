"""The shared library: found, loaded, and its statuses turned into Python's errors."""

from __future__ import annotations

import ctypes.util
import os
from pathlib import Path
from typing import Any, Optional

from ._declarations import VERSION, ffi

__all__ = ["Error", "ffi", "lib", "check", "text", "take_text"]


def _names() -> list[str]:
    """Where the library may be: where DESCENT_LIBRARY says and nowhere else; or where it was installed with this package; or where
    the system finds it."""
    asked = os.environ.get("DESCENT_LIBRARY")
    if asked:
        return [asked]
    beside = Path(__file__).with_name("_library_path.txt")
    recorded = [beside.read_text(encoding="utf-8").strip()] if beside.is_file() else []
    return [*filter(os.path.exists, recorded), "libdescent.so.0", *filter(None, [ctypes.util.find_library("descent")])]


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def _open() -> Any:
    failures = []
    for name in _names():
        try:
            found = ffi.dlopen(name)
            version = ffi.string(found.descent_version()).decode()
        except (OSError, AttributeError) as error:
            failures.append(str(error))
            continue
        if _numbers(version) < _numbers(VERSION):
            failures.append(f"{name} is version {version}, and this package needs {VERSION} or later")
            continue
        return found
    raise ImportError("the shared library of descent was not found: install it, or put its file name into DESCENT_LIBRARY ("
                      + "; ".join(failures) + ")")


lib = _open()

# For free(), which is what strings that the library hands over are freed by.
_c = ffi.dlopen(None)


class Error(Exception):
    """A call that could not do its work. `status` is the library's status, `detail` says what was wrong."""

    def __init__(self, status: int, detail: Optional[str]) -> None:
        super().__init__(detail or text(lib.descent_status_string(status)))
        self.status = status
        self.detail = detail

    def __reduce__(self) -> Any:
        return type(self), (self.status, self.detail)


class InvalidError(Error, ValueError):
    """An argument is wrong; the message names it and its value."""


class NonfiniteError(Error, ArithmeticError):
    """A number that had to be finite is not."""


class UnsupportedError(Error, NotImplementedError):
    """This cannot be done with what was given, or with what is installed."""


class ConvergenceError(Error, ArithmeticError):
    """A computation inside gave up, such as a line search."""


class BudgetError(Error):
    """The evaluations that were allowed are used up."""


class CancelledError(Error):
    """The caller's own progress function asked to stop."""


class FormatError(Error, ValueError):
    """A file was read, but its content is broken or of another kind."""


class FileError(Error, OSError):
    """A file could not be read or written."""


_errors = {
    lib.DESCENT_EINVAL: InvalidError,
    lib.DESCENT_ENONFINITE: NonfiniteError,
    lib.DESCENT_EUNSUPPORTED: UnsupportedError,
    lib.DESCENT_ENOCONVERGENCE: ConvergenceError,
    lib.DESCENT_EBUDGET: BudgetError,
    lib.DESCENT_ECANCELLED: CancelledError,
    lib.DESCENT_EFORMAT: FormatError,
    lib.DESCENT_EIO: FileError,
}


def text(pointer: Any) -> Optional[str]:
    """A string of the library's; None for NULL."""
    return None if pointer == ffi.NULL else ffi.string(pointer).decode("utf-8")


def take_text(pointer: Any) -> str:
    """A string that the library hands over."""
    try:
        return ffi.string(pointer).decode("utf-8")
    finally:
        _c.free(pointer)


def check(status: int) -> None:
    """Raises what a status other than success stands for."""
    if status == lib.DESCENT_SUCCESS:
        return
    detail = text(lib.descent_error_detail())
    if status == lib.DESCENT_ENOMEM:
        raise MemoryError(detail)
    raise _errors.get(status, Error)(status, detail)
