"""What the guide shows of Python is what it does."""

import doctest
from pathlib import Path

import pytest

import descent

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "python.md"


def sessions():
    """The blocks of the guide, each as a test of its own; they go on with the names of those before."""
    blocks = GUIDE.read_text(encoding="utf-8").split("```python\n")[1:]
    return [block.split("```")[0] for block in blocks]


NAMES = {}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("number", range(len(sessions())))
def test_a_session_of_the_guide(number):
    session = sessions()[number]
    if "scipy" in session:
        pytest.importorskip("scipy")
    test = doctest.DocTestParser().get_doctest(session, NAMES, f"block {number}", str(GUIDE), 0)
    said = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=said.append, clear_globs=False)
    NAMES.update(test.globs)
    assert test.examples and runner.failures == 0, "".join(said)


def test_every_public_name_is_in_the_guide_or_a_result():
    text = GUIDE.read_text(encoding="utf-8")
    results = {"Run", "Rule", "Schedule", "Sweep", "Diagnosis", "CriticalPoint", "CriticalSet", "GradientCheck", "Advice", "Cycle",
               "Event", "Interval", "Noise", "Pace", "Landscape", "Attractor", "Bifurcation", "Doubling", "refine", "custom"}
    assert [name for name in descent.__all__ if name not in text and name not in results] == []
