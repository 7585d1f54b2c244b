"""The judge that watches while a run goes on."""

from __future__ import annotations

import math
import threading
from typing import Any, Optional

from numpy.typing import ArrayLike

from ._arrays import fill, pointer, vector
from ._library import check, ffi, lib, text
from .run import Engine


class Monitor:
    """
    Watches the points of any program in memory that does not grow.

        monitor = Monitor(n)
        if monitor.observe(x, loss, gradient) != "undetermined": stop

    Or, of an engine, monitor.attach(engine): then engine.run() stops at a verdict. Options: those of descent_monitor_options in
    descent/monitor.h.
    """

    def __init__(self, dimension: int, **options: Any) -> None:
        made = ffi.new("descent_monitor **")
        check(lib.descent_monitor_new(made, dimension, fill(ffi.new("descent_monitor_options *"), options, "a monitor")))
        self._monitor = ffi.gc(made[0], lib.descent_monitor_free)
        self._dimension, self._lock = dimension, threading.Lock()

    def observe(self, x: ArrayLike, loss: float = math.nan, gradient: Optional[ArrayLike] = None) -> str:
        """Shows it the next point; returns what the run is doing, "undetermined" as long as it is under way."""
        point = vector(x, "x", self._dimension)
        slope = None if gradient is None else vector(gradient, "gradient", self._dimension)
        with self._lock:
            found = lib.descent_monitor_observe(self._monitor, pointer(point), loss, ffi.NULL if slope is None else pointer(slope))
        return text(lib.descent_ending_string(found)) or ""

    def attach(self, engine: Engine) -> None:
        """Lets it watch an engine."""
        with engine._lock:
            engine._check(lib.descent_monitor_attach(self._monitor, engine._engine))
            engine._kept.append(self)

    def reset(self) -> None:
        """Forgets all that was seen."""
        lib.descent_monitor_reset(self._monitor)

    @property
    def ending(self) -> str:
        """The verdict now."""
        return text(lib.descent_ending_string(lib.descent_monitor_view(self._monitor).ending)) or ""

    @property
    def phase(self) -> str:
        """How the run moves now: "settling", "hovering", …"""
        return text(lib.descent_phase_string(lib.descent_monitor_view(self._monitor).phase)) or ""

    @property
    def rate(self) -> float:
        """The factor from one step length to the next, averaged over the last half of the steps."""
        return lib.descent_monitor_view(self._monitor).rate
