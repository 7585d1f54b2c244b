"""
Gradient descent that explains itself.

    import descent
    run = descent.run(loss, gradient, start=[4, 1], step=0.1, steps=64)
    run.path          # the points, (65, 2)
    print(run)        # what it did and why
    run.plot()

The iterates of any other program: descent.diagnose(path). See help(descent.run), help(descent.diagnose), help(descent.Problem).
"""

from . import _library, rules
from ._library import (BudgetError, CancelledError, ConvergenceError, Error, FileError, FormatError, InvalidError,
                       NonfiniteError, UnsupportedError)
from .critical import CriticalPoint, CriticalSet, GradientCheck, check_gradient, classify, critical_points, refine
from .diagnosis import Advice, Cycle, Diagnosis, Event, Interval, Noise, Pace, diagnose
from .monitor import Monitor
from .path import Path
from .problem import Landscape, Problem, landscape, landscapes
from .rules import (Rule, Schedule, adagrad, adam, armijo, barzilai_borwein, conjugate_gradients, constant, cosine, custom,
                    damped_momentum, exact_step, exponential, fixed_step, gradient_filter, heavy_ball, inverse, lbfgs, linear,
                    lion, local_smoothness, negative_curvature, nesterov, normalised, perturbed, polyak, restarts, rmsprop, sequence, sign,
                    staircase, warm_up, wolfe)
from .run import Engine, Run, run
from .sweep import (Attractor, Bifurcation, Doubling, Sweep, bifurcation, step_limit, sweep_map, sweep_rules, sweep_starts,
                    sweep_step_sizes)

__version__ = _library.text(_library.lib.descent_version())

__all__ = [name for name, value in list(globals().items())
           if not name.startswith("_") and getattr(value, "__module__", "").startswith("descent")]

# Where users find them, messages of errors among them.
for name in __all__:
    if isinstance(globals()[name], type):
        globals()[name].__module__ = "descent"
del name
