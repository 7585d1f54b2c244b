#!/usr/bin/env python3
"""What the public headers promise to programs that were compiled against them.

  interface.py words      every public enumeration is made of a list that has its words
  interface.py room       every struct that programs fill, embed, index or get by value has room to grow
  interface.py steps      what counts steps is uint64_t
  interface.py options    every struct of options has a test that sets one field of it
  interface.py compare    abidiff finds nothing between these headers and those kept in .ci/interface.h
  interface.py keep       writes .ci/interface.h anew: for who means a change, and has read what compare says

What is kept is the headers in one, without comments: small, readable, and compiled on the machine that compares. Both sides
become a shared library of empty functions, whose debug information abidiff reads. Guard `symbols` makes sure that the
library exports what the headers declare.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PUBLIC = ROOT / "include" / "descent"
KEPT = ROOT / ".ci" / "interface.h"

# Structs that need no room, and why.
ROOMLESS = {
    "descent_critical_point": "the library makes it one by one, so fields are added at its end",
    "descent_critical_set": "likewise",
    "descent_derivative_check": "likewise",
    "descent_step_limit_result": "likewise",
    "descent_bifurcation": "likewise",
    "descent_diagnosis": "likewise",
    "descent_landscape": "likewise; reached by pointers",
    "descent_parameter": "likewise; handed in by pointer",
    "descent_landscape_point": "says all there is, and stays as it is",
    "descent_interval": "a number with two ends, and stays so",
}

# Numbers of steps that are no whole numbers: what theory foresees may be beyond all counting.
FORESEEN = {"steps", "steps_to_go"}


def headers():
    """The headers of the library itself, each behind those that it includes."""
    done = []

    def visit(name):
        if name in done:
            return
        for other in re.findall(r"#include <descent/(\w+\.h)>", (PUBLIC / name).read_text(encoding="utf-8")):
            visit(other)
        done.append(name)

    for path in sorted(PUBLIC.glob("*.h")):
        # Inline functions alone, which go into the program that includes them.
        if path.name != "gsl.h":
            visit(path.name)
    return done


def bare(name):
    """A header without comments."""
    return re.sub(r"/\*.*?\*/", "", (PUBLIC / name).read_text(encoding="utf-8"), flags=re.S)


def in_one():
    """All headers in one, without comments, guards and what C++ needs."""
    lines = ["/* The public headers as they were promised last, without comments. Written by tools/interface.py. */"]
    for name in headers():
        text = re.sub(r"#ifdef __cplusplus\n.*?#endif\n", "", bare(name), flags=re.S)
        text = re.sub(r"#ifndef DESCENT_\w+_H\n#define DESCENT_\w+_H\n(.*)#endif\n", r"\1", text, flags=re.S)
        text = re.sub(r"#include <descent/.*>\n", "", text)
        lines += [line.rstrip() for line in text.splitlines() if line.strip()]
    return "\n".join(lines) + "\n"


def functions(text):
    """Return type, name and parameters of each function."""
    text = re.sub(r"#define (?:.*\\\n)*.*\n", "", text)
    for found in re.finditer(r"DESCENT_API ([^;{]*?)\b(descent_\w+)\(([^;]*?)\)\s*(?:DESCENT_PRINTF[^;]*)?;", text, re.S):
        yield tuple(" ".join(part.split()) for part in found.groups())


def structs(text):
    """Name and body of each struct that is defined."""
    for found in re.finditer(r"(?:typedef )?struct (\w+) \{\n(.*?)\n\}", text, re.S):
        yield found[1], found[2]


def check_words():
    wrong = []
    for name in headers():
        for body, enumeration in re.findall(r"typedef enum \w+ \{(.*?)\} (\w+);", bare(name), re.S):
            listed = re.search(r"\b(DESCENT_\w+_LIST)\(", body)
            if not listed or not re.search(rf"#define {listed[1]}\(\w+\)", bare(name)):
                wrong.append(f"{name}: {enumeration} is made of no list with words")
    return wrong


def check_room():
    found = [(name, struct, body) for name in headers() for struct, body in structs(bare(name))]
    wrong = [f"{name}: {struct} has no room to grow (reserved), and no reason in tools/interface.py not to"
             for name, struct, body in found if "reserved" not in body and struct not in ROOMLESS]
    return wrong + [f"tools/interface.py: {struct} is no struct without room"
                    for struct in ROOMLESS if struct not in {struct for _, struct, body in found if "reserved" not in body}]


def check_steps():
    counts = r"\b(size_t|int|unsigned|long|uint32_t|int64_t|double|descent_interval)\s+(steps|steps_to_go|\w+_steps?|\w*step_number)\b"
    return [f"{name}: {kind} {what} counts steps, and is no uint64_t" for name in headers()
            for kind, what in re.findall(counts, bare(name)) if not (what in FORESEEN and kind in ("double", "descent_interval"))]


def check_options():
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.[ch]"))
    names = {struct for name in headers() for struct, _ in structs(bare(name))
             if struct.endswith("_options") or struct in ("descent_modifiers", "descent_schedule", "descent_plot_view")}
    return [f"no test sets one field of a {struct}" for struct in sorted(names)
            if not re.search(rf"\b{struct}\)?( \w+(\[\])? =)? ?\{{+(0\}}, \{{)?\.\w+ =", re.sub(r"\s+", " ", tests))]


def library(folder, name, text):
    """A shared library of functions that do nothing, as the headers declare them."""
    source = folder / f"{name}.c"
    bodies = [f'{kind} {function}({parameters}) {{ __builtin_trap(); }}' for kind, function, parameters in functions(text)]
    source.write_text(text + "\n".join(bodies) + "\n", encoding="utf-8")
    # One name for both, or else that differs, too.
    (folder / name).mkdir()
    target = folder / name / "libdescent.so"
    subprocess.run(["cc", "-g", "-w", "-shared", "-fPIC", source, "-o", target], check=True)
    return target


def check_compare():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        kept = library(folder, "kept", KEPT.read_text(encoding="utf-8"))
        now = library(folder, "now", in_one())
        said = subprocess.run(["abidiff", "--no-show-locs", kept, now], capture_output=True, text=True, check=False)
    if said.returncode == 0:
        return []
    return [said.stdout + said.stderr, "Who means it says so in CHANGELOG.md, and runs: python3 tools/interface.py keep"]


def main():
    what = sys.argv[1] if len(sys.argv) == 2 else ""
    if what == "keep":
        KEPT.write_text(in_one(), encoding="utf-8")
        return 0
    if f"check_{what}" not in globals():
        print(__doc__)
        return 2
    wrong = globals()[f"check_{what}"]()
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
