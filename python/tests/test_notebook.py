"""examples/notebook.ipynb runs, and says what is written there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "examples" / "notebook.ipynb"


def said(cell):
    """What a cell printed and gave back; of pictures only that there is one."""
    parts = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        parts.append("".join(output.get("text", data.get("text/plain", ""))))
        parts += ["a picture"] * ("image/png" in data or "data:image/png" in "".join(data.get("text/html", "")))
    return parts


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


def test_the_notebook_is_what_its_execution_leaves():
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert all(cell["metadata"] == {} for cell in notebook["cells"])
    assert [cell["execution_count"] for cell in cells(NOTEBOOK)] == list(range(1, len(cells(NOTEBOOK)) + 1))
    assert len(NOTEBOOK.read_bytes()) < 300000
