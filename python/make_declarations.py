"""Writes the package's knowledge of the C library, from the library's own public headers.

    make_declarations.py OUTPUT INCLUDE_FOLDER HEADER… -- COMPILER…

The compiler's preprocessor expands the headers; what the system's headers bring along is left out, as cffi knows those types.
cffi then writes a module with them (ABI mode: no compiler is needed where the package is used, and nothing is parsed there).
So the package never says a structure a second time.
"""

import contextlib
import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import cffi

# What the package uses. descent.h includes the core.
HEADERS = ["descent.h", "adaptive.h", "step_finders.h", "monitor.h", "sweep.h", "step_limit.h", "bifurcation.h", "basins.h",
           "gradient_check.h", "landscapes.h", "version.h"]


def preprocessed(compiler, include, source):
    """The text, expanded, with the preprocessor's marks of where each line is from."""
    command = [*compiler, "-E", "-I", include, "-x", "c", "-"]
    return subprocess.run(command, input=source, stdout=subprocess.PIPE, text=True, check=True).stdout


def own_lines(text, include):
    """Those lines that stand in the library's headers."""
    inside = False
    for line in text.splitlines():
        mark = re.match(r'#\s*(?:line\s+)?\d+\s+"([^"]*)"', line)
        if mark:
            inside = mark.group(1).startswith(include)
        elif inside and line.strip() and not line.startswith("#"):
            yield line


def without_attributes(text):
    """The text without __attribute__((…)), whose parentheses may be nested, and without __extension__."""
    parts = []
    while True:
        before, found, after = text.partition("__attribute__")
        parts.append(before)
        if not found:
            return "".join(parts).replace("__extension__", "")
        depth = 0
        for at, letter in enumerate(after):
            depth += (letter == "(") - (letter == ")")
            if letter == ")" and depth == 0:
                text = after[at + 1:]
                break


def write(output, include, headers, compiler):
    """Writes the module."""
    include = str(Path(include).resolve()) + "/"
    source = "".join(f"#include <descent/{header}>\n" for header in headers)
    expanded = preprocessed(compiler, include, source)
    version = preprocessed(compiler, include, "#include <descent/version.h>\nDESCENT_VERSION_STRING\n").split()[-1]
    ffi = cffi.FFI()
    # Strings that the library hands over are freed as C frees them.
    ffi.cdef("void free(void *);")
    ffi.cdef(without_attributes("\n".join(own_lines(expanded, include))))
    ffi.set_source("descent._declarations", None)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "declarations.py"
        with contextlib.redirect_stdout(io.StringIO()):
            ffi.emit_python_code(str(made))
        text = made.read_text(encoding="utf-8")
    Path(output).write_text(f"{text}VERSION = {version}\n", encoding="utf-8")


def main():
    output, include, *rest = sys.argv[1:]
    split = rest.index("--")
    write(output, include, rest[:split] or HEADERS, rest[split + 1:] or ["cc"])


if __name__ == "__main__":
    main()
