"""
A stand-in for the package where that is not built: it evaluates what the explorer's exported lines hand over, at the start, and
takes any rule.
"""


class Any:
    """Whatever is asked of it, it is."""

    def __getattr__(self, name):
        return lambda *numbers, **named: self


def landscape(name):
    """Nothing is evaluated here."""
    return None


def run(loss, gradient=None, start=None, step=None, steps=100, *, rule=None, hessian=None, names=None):
    """Loss, gradient and Hessian at the start stand in for the last point."""
    answer = Any()
    answer.x = [loss(start), *gradient(start), *(one for row in hessian(start) for one in row)] if loss else []
    return answer


def __getattr__(name):
    return lambda *numbers, **named: Any()
