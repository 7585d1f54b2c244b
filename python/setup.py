"""What pyproject.toml cannot say: the version is that of the library's header, and so are the declarations."""

import os
import re
import shlex
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
INCLUDE = HERE.parent / "include"

sys.path.insert(0, str(HERE))
import make_declarations  # noqa: E402


class BuildWithDeclarations(build_py):
    """Copies the modules and writes the one that is made from the headers."""

    def run(self):
        super().run()
        output = Path(self.build_lib) / "descent" / "_declarations.py"
        make_declarations.write(output, INCLUDE, make_declarations.HEADERS, shlex.split(os.environ.get("CC", "cc")))


version = re.search(r'VERSION_STRING "(.*)"', (INCLUDE / "descent" / "version.h").read_text(encoding="utf-8")).group(1)
setup(version=version, cmdclass={"build_py": BuildWithDeclarations})
