"""examples/notebook.ipynb runs, and says what is written there."""

import base64
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "examples" / "notebook.ipynb"


def said(cell):
    """What a cell printed and gave back; of pictures that there is one, and the words for who cannot see it."""
    parts = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        parts.append("".join(output.get("text", data.get("text/plain", ""))))
        parts += ["a picture"] * ("image/png" in data)
        parts += re.findall('<img src="data:image/png;base64,[^"]*" (alt="[^"]*")', "".join(data.get("text/html", "")))
    return parts


def pictures(cell):
    """The pictures of a cell as PNG files."""
    found = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        found += ["".join(data["image/png"])] if "image/png" in data else []
        found += re.findall("data:image/png;base64,([^\"]*)", "".join(data.get("text/html", "")))
    return [base64.b64decode(picture) for picture in found]


def drawn_by(path):
    """The version of Matplotlib that drew a notebook's pictures, from the first that says so."""
    for cell in cells(path):
        for picture in pictures(cell):
            version = re.search(rb"Matplotlib version([0-9.]+)", picture)
            if version:
                return version[1]
    return None


def cells(path):
    return [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    for module in ("nbconvert", "ipykernel"):
        pytest.importorskip(module)
    output = tmp_path_factory.mktemp("notebook") / "notebook.ipynb"
    subprocess.run([sys.executable, str(ROOT / "python" / "run_notebook.py"), str(NOTEBOOK), str(output)], check=True, timeout=300)
    return output


@pytest.mark.parametrize("number", range(len(cells(NOTEBOOK))))
def test_a_cell_says_what_is_written(executed, number):
    assert said(cells(executed)[number]) == said(cells(NOTEBOOK)[number])


@pytest.mark.parametrize("number", range(len(cells(NOTEBOOK))))
def test_a_picture_is_the_one_that_is_drawn(executed, number):
    """A title may say what is said no more: the pixels tell, where the same Matplotlib drew both."""
    image = pytest.importorskip("PIL.Image")
    if drawn_by(executed) != drawn_by(NOTEBOOK):
        pytest.skip("another version of Matplotlib drew the notebook's pictures")
    now, then = (pictures(cells(path)[number]) for path in (executed, NOTEBOOK))
    assert len(now) == len(then)
    for a, b in zip(now, then):
        first, second = (image.open(io.BytesIO(picture)).convert("RGB") for picture in (a, b))
        assert first.size == second.size and first.tobytes() == second.tobytes()


def test_the_notebook_is_what_its_execution_leaves():
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert all(cell["metadata"] == {} for cell in notebook["cells"])
    assert [cell["execution_count"] for cell in cells(NOTEBOOK)] == list(range(1, len(cells(NOTEBOOK)) + 1))
    assert len(NOTEBOOK.read_bytes()) < 300000
