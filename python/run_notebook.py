"""
Executes a notebook, and leaves out of it what differs from one time to the next.

    run_notebook.py INPUT.ipynb OUTPUT.ipynb

INPUT and OUTPUT may be the same: so `examples/notebook.ipynb` is brought up to date.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path


def execute(source, folder):
    """The notebook, executed by nbconvert, as a dictionary."""
    subprocess.run([sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--output-dir", folder, "--output", "executed",
                    "--log-level", "ERROR", source], check=True, env={**os.environ, "PYDEVD_DISABLE_FILE_VALIDATION": "1"})
    return json.loads((Path(folder) / "executed.ipynb").read_text(encoding="utf-8"))


def clean(notebook):
    """Without times, and without the versions of this machine."""
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"], cell["id"] = {}, f"cell-{number}"
    notebook["metadata"] = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                            "language_info": {"name": "python"}}
    return notebook


def main():
    source, output = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        notebook = clean(execute(source, folder))
    Path(output).write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
