"""Pictures through matplotlib. Each function draws into `axes`, or into a new figure, and returns the axes."""

from __future__ import annotations

import textwrap
from typing import Any, Iterable, Optional

import numpy
from numpy.typing import ArrayLike

from ._arrays import Vector
from .critical import CriticalPoint
from .problem import Problem

_MARKS = {"minimum": "o", "saddle": "X", "maximum": "^"}


def _axes(axes: Any) -> Any:
    if axes is None:
        from matplotlib import pyplot
        axes = pyplot.subplots(layout="constrained")[1]
    return axes


def _window(path: Vector, points: Iterable[CriticalPoint]) -> tuple[Vector, Vector]:
    """A rectangle around the path and the points, with a margin. A run that explodes is shown at its beginning."""
    seen = path[numpy.all(numpy.isfinite(path), axis=1)]
    scale = 1e3 * max(1.0, float(numpy.abs(seen[0]).max()))
    seen = seen[numpy.all(numpy.abs(seen) <= scale, axis=1)]
    lower, upper = seen.min(axis=0), seen.max(axis=0)
    for point in points:
        lower, upper = numpy.minimum(lower, point.x), numpy.maximum(upper, point.x)
    extent = upper - lower
    margin = numpy.where(extent > 0, 0.15 * extent, 0.5 * (extent.max() or 1))
    return lower - margin, upper + margin


def _height(problem: Problem, x: tuple[float, float]) -> float:
    """The loss; NaN where it has no value."""
    try:
        return problem(x)
    except Exception:
        return numpy.nan


def _heights(problem: Problem, across: Vector, along: Vector) -> Vector:
    """The loss on a grid, one row for each place along the second variable."""
    with numpy.errstate(all="ignore"):
        heights = numpy.array([[_height(problem, (a, b)) for a in across] for b in along])
    return numpy.where(numpy.isfinite(heights), heights, numpy.nan)


def _box(problem: Problem, lower: Optional[ArrayLike], upper: Optional[ArrayLike]) -> tuple[Vector, Vector]:
    """The rectangle that was given, or that a landscape knows."""
    low = numpy.asarray(getattr(problem, "lower", None) if lower is None else lower, dtype=float)
    high = numpy.asarray(getattr(problem, "upper", None) if upper is None else upper, dtype=float)
    if low.shape != (2,) or high.shape != (2,):
        raise ValueError("this picture is of two variables: give lower=… and upper=…, two numbers each")
    return low, high


def contour(problem: Problem, path: Optional[ArrayLike] = None, *, points: Iterable[CriticalPoint] = (),
            lower: Optional[ArrayLike] = None, upper: Optional[ArrayLike] = None, axes: Any = None, levels: int = 12,
            grid: int = 101) -> Any:
    """Lines of equal loss over two variables, with a path and critical points."""
    axes, points = _axes(axes), list(points)
    run = None if path is None else numpy.asarray(path, dtype=float)
    shown = run[numpy.all(numpy.isfinite(run), axis=1)] if run is not None else numpy.empty((0, 2))
    if lower is None and upper is None and len(shown):
        lower, upper = _window(shown, points)
    low, high = _box(problem, lower, upper)
    across, along = (numpy.linspace(low[i], high[i], grid) for i in range(2))
    heights = _heights(problem, across, along)
    finite = heights[numpy.isfinite(heights)]
    if finite.size and finite.min() < finite.max():
        # Levels by rank: as many below as above each, so that steep walls do not take them all.
        wanted = numpy.unique(numpy.quantile(finite, numpy.linspace(0, 1, levels + 2)[1:-1]))
        axes.contour(across, along, numpy.ma.masked_invalid(heights), levels=wanted, cmap="magma_r", linewidths=0.8)
    if len(shown):
        axes.plot(shown[:, 0], shown[:, 1], ".-", color="tab:blue", markersize=4, linewidth=1, label="run")
        axes.plot(*shown[0], "s", color="tab:blue", label="start")
    for kind in dict.fromkeys(point.kind for point in points):
        places = numpy.array([point.x for point in points if point.kind == kind])
        axes.plot(places[:, 0], places[:, 1], _MARKS.get(kind, "d"), color="black", markersize=8, linestyle="", label=kind)
    axes.set_xlim(low[0], high[0])
    axes.set_ylim(low[1], high[1])
    names = problem.names
    axes.set_xlabel(names[0])
    axes.set_ylabel(names[1])
    if len(shown) or points:
        axes.legend(fontsize="small")
    return axes


def convergence(path: ArrayLike, *, losses: Optional[ArrayLike] = None, axes: Any = None) -> Any:
    """The length of each step, and how far the loss is above its lowest, against the step number."""
    axes, points = _axes(axes), numpy.asarray(path, dtype=float)
    with numpy.errstate(all="ignore"):
        lengths = numpy.linalg.norm(numpy.diff(points, axis=0), axis=1)
    axes.set_yscale("log")
    axes.plot(numpy.arange(1, len(points)), numpy.where((lengths > 0) & numpy.isfinite(lengths), lengths, numpy.nan),
              label="step length")
    values = None if losses is None else numpy.asarray(losses, dtype=float)
    if values is not None and numpy.any(numpy.isfinite(values)):
        above = values - values[numpy.isfinite(values)].min()
        axes.plot(numpy.where((above > 0) & numpy.isfinite(above), above, numpy.nan), label="loss above its lowest")
    axes.set_xlabel("step")
    axes.legend(fontsize="small")
    return axes


def plot_diagnosis(diagnosis: Any, *, axes: Any = None, losses: Optional[ArrayLike] = None, **options: Any) -> Any:
    """The picture of a diagnosed run: a contour for two variables and a known loss, else the convergence."""
    problem, path = diagnosis.problem, diagnosis.path
    if path is None or len(path) == 0:
        raise ValueError("the path was not recorded: there is nothing to draw")
    if problem is not None and problem.has_loss and path.shape[1] == 2:
        points = [point for point in (diagnosis.point, diagnosis.centre) if point is not None]
        axes = contour(problem, path, points=points, axes=axes, **options)
    else:
        axes = convergence(path, losses=losses, axes=axes, **options)
    axes.set_title(textwrap.fill(diagnosis.line, 60), fontsize="small")
    return axes


def bifurcation(sweep: Any, variable: int = 0, *, axes: Any = None) -> Any:
    """Where the runs of a sweep over step sizes stay: their tails against the step size."""
    axes = _axes(axes)
    if sweep.tail(0) is None:
        raise ValueError("the sweep kept no tails: give tail=…")
    bounded = ~numpy.isin(sweep.endings, ["diverging", "unbounded", "nonfinite"])
    for run in numpy.flatnonzero(bounded):
        tail = sweep.tail(run)
        axes.plot(numpy.full(len(tail), sweep.values[run]), tail[:, variable], ",", color="black")
    axes.set_xlabel("step size")
    axes.set_ylabel(sweep.problem.names[variable])
    return axes


def basins(sweep: Any, *, axes: Any = None) -> Any:
    """Which start leads where: a colour for each label, white where a run reached nothing that has a name."""
    axes = _axes(axes)
    labels = numpy.ma.masked_equal(sweep.labels.reshape(sweep.shape), -1)
    extent = (sweep.lower[0], sweep.upper[0], sweep.lower[1], sweep.upper[1])
    axes.imshow(labels, origin="lower", extent=extent, aspect="auto", cmap="tab20", vmin=0, vmax=19, interpolation="nearest")
    names = sweep.problem.names
    axes.set_xlabel(names[0])
    axes.set_ylabel(names[1])
    return axes


def surface(problem: Problem, *, lower: Optional[ArrayLike] = None, upper: Optional[ArrayLike] = None,
            points: Iterable[CriticalPoint] = (), axes: Any = None, grid: int = 65, bands: int = 11, top: Optional[float] = None) -> Any:
    """The loss as a surface over two variables, in bands of colour up to `top`, with critical points on it."""
    if axes is None:
        from matplotlib import pyplot
        axes = pyplot.figure(layout="constrained").add_subplot(projection="3d")
    low, high = _box(problem, lower, upper)
    across, along = (numpy.linspace(low[i], high[i], grid) for i in range(2))
    heights = _heights(problem, across, along)
    ceiling = numpy.nanmax(heights) if top is None else top
    levels = numpy.linspace(numpy.nanmin(heights), ceiling, bands + 1)
    from matplotlib import cm, colors
    palette = cm.magma_r
    axes.plot_surface(*numpy.meshgrid(across, along), numpy.minimum(heights, ceiling), rstride=1, cstride=1, cmap=palette,
                      norm=colors.BoundaryNorm(levels, palette.N), edgecolor="none", antialiased=False)
    for point in points:
        axes.plot(*point.x, point.loss, _MARKS.get(point.kind, "d"), color="tab:blue")
    axes.set_zlim(levels[0], ceiling)
    names = problem.names
    axes.set_xlabel(names[0])
    axes.set_ylabel(names[1])
    axes.set_zlabel("loss")
    return axes
