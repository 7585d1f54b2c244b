#!/usr/bin/env python3
"""Holds the sources against the map of the house in docs/architecture.md. Prints what does not fit; exits 1 if anything does not.

Usage: tools/house.py CHECK…   with CHECK one of: arrows circles types names folders parts interface literals edges lists twice
"""
import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIB, PUBLIC, MAP = ROOT / "lib", ROOT / "include" / "descent", ROOT / "docs" / "architecture.md"
# Rooms that are no part of the libraries: a folder of their own beside lib/, which includes itself by its name.
BESIDE = [ROOT / "command"]

# Whoever reads a folder from end to end loses the thread beyond about a dozen.
SOURCES_IN_A_FOLDER = 13
# What a user has to find the way through: all functions, and those that descent/descent.h brings.
FUNCTIONS, CORE_FUNCTIONS = 160, 85

# Where verdicts are decided: what stands there between two answers has a name and a reason.
DECIDING = """diagnosis/evidence diagnosis/verdict diagnosis/history diagnosis/advice trajectory monitor sweep/judge critical
    sweep/read/property.c sweep/run/quick.c sweep/run/twin.c sweep/run/finish.c sweep/run/replay.c
    problem/gradient_check.c problem/check_verdict.c problem/extrapolation.c problem/tolerances.h command/work""".split()
# Numbers of every formula: nothing and one, the two ends of a step, and the half that is a mean or a middle.
FORMULA_NUMBERS = {0, 1, 2, 0.5}
# Where a small number counts parts, and separates nothing.
COUNTED_PARTS = [
    r"\[\d+\]",  # an element, or the length of an array
    r"\b[3-9] \* (?:n|r->limit)\b",  # vectors in a work space
    r"\bdescent__(?:array_bytes|evidence_numbers)\(.*?\)|\b3 \* (?:sizeof|size|count)\b",  # and its size
    r"(?<=; )\w+ < [34](?=; \w+\+\+)",  # a loop over thirds, quarters or corners
    r"(?:\+ 3\) )?(?<!evidence\)) ?/ [34]\b(?!\.)",  # thirds and quarters, rounded up or down
    r"(?<=descent__evidence_affords\(evidence, )\d(?=\))",  # calls that follow
    r"\b3 \* \w+ / 8\b",  # half of three quarters
]
# Theorems and formats, by file: their numbers are not ours to choose.
FORMULAS = {
    "critical/scatter.c": [(r"UINT64_C\(0x\w+\)|(?:>>|>>=) \d+|0x1p-53", "SplitMix64 (Steele, Lea and Flood 2014)")],
    "critical/dense/lapack.c": [(r"2 \* n \+ 7|3 \+ 5 \* n", "work space that LAPACK's dsyevr and dsyevd ask for")],
    "critical/dense/hessian.c": [(r"4 \* a\b", "a mixed difference divides four corners by 4ab")],
    "critical/large/kind.c": [(r"\b1\.648\b|\b0\.8\b", "Kuczynski and Wozniakowski 1992, theorem 4.2, and the chance of a small component")],
    "trajectory/lyapunov.c": [(r"/ 12\b", "the spread of 1, ..., n is n(n^2 - 1)/12")],
    "diagnosis/verdict/predicates.c": [(r"4\.0 / 3|3\.0 / 2", "ln k from quarter to quarter")],
    "diagnosis/verdict/trial.c": [(r"cos\(3 \* ", "a direction without symmetry")],
    "monitor/halves.c": [(r"back \+ 4\b", "two pairs of segments")],
    "monitor/phase.c": [(r"2, 4\)", "two pairs of segments")],
    "sweep/judge/approach.c": [(r"/ 8 \* 2", "a quarter, made even")],
    "diagnosis/advice/momentum.c": [(r"4 / \(\(steep", "4/(sqrt L + sqrt m)^2 (Polyak 1964)")],
    "diagnosis/advice/step_size.c": [(r"pow\(10, floor\(log10", "decimal digits"), (r"\? 3 :", "the best of four ranks")],
}


def code(path):
    """The text of a source without comments."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/|//[^\n]*", lambda match: "\n" * match.group().count("\n"), text, flags=re.S)


def sources(ending="[ch]"):
    return sorted(path for folder in [LIB, *BESIDE] for path in folder.rglob(f"*.{ending}"))


def inside(path):
    """The path as an include names it: ROOM/PART, below lib/ or beside it."""
    return path.relative_to(LIB if path.is_relative_to(LIB) else ROOT)


def room_of(path):
    return inside(path).parts[0]


def table(heading):
    """Rows of the table under a heading of the map, cell by cell."""
    text = MAP.read_text(encoding="utf-8")
    section = re.search(r"^#+ " + re.escape(heading) + r"\n(.*?)(?=^#|\Z)", text, flags=re.S | re.M)
    if not section:
        sys.exit(f"{MAP.name} has no section '{heading}'")
    rows = [line.strip().strip("|").split("|") for line in section.group(1).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def rooms():
    """Room: (its public headers, the rooms it knows)."""
    found = {}
    for row in table("Rooms"):
        name, _, headers, knows = row
        found[name.strip("`")] = (re.findall(r"`(\w+\.h)`", headers), set(re.findall(r"`(\w+)`", knows)))
    return found


def includes(path):
    text = code(path)
    return re.findall(r'^#include "([^"]+)"', text, flags=re.M), re.findall(r"^#include <descent/(\w+\.h)>", text, flags=re.M)


def check_arrows():
    """A room includes headers, private or public, of exactly the rooms that the map says it knows, and none of them knows it."""
    wrong = []
    known = rooms()
    owner = {header: room for room, (headers, _) in known.items() for header in headers}
    for room in sorted({room_of(path) for path in sources()} ^ set(known)):
        wrong.append(f"room {room} is in the map or in lib/, but not in both")
    for header in sorted({path.name for path in PUBLIC.glob("*.h")} - set(owner) - {"descent.h", "export.h"}):
        wrong.append(f"descent/{header} belongs to no room of the map")
    seen = collections.defaultdict(set)
    places = [(path, room_of(path)) for path in sources()]
    places += [(PUBLIC / header, room) for header, room in owner.items() if (PUBLIC / header).exists()]
    for path, room in places:
        private, public = includes(path)
        for name, other in [(name, name.split("/")[0]) for name in private] + [(name, owner.get(name, room)) for name in public]:
            if other != room:
                seen[room].add(other)
                if other not in known.get(room, ((), ()))[1]:
                    wrong.append(f"{path.relative_to(ROOT)} includes {name}: {room} does not know {other}")
    graph = {room: knows for room, (_, knows) in known.items()}
    for room, knows in graph.items():
        for other in sorted(knows - seen[room]):
            wrong.append(f"the map says that {room} knows {other}, but nothing there does")
        if room in reach(room, graph):
            wrong.append(f"{room} is part of a circle of rooms")
    return wrong


def reach(start, graph):
    """Everything that can be reached from a node, itself only by a circle."""
    found, waiting = set(), list(graph.get(start, ()))
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += graph.get(node, ())
    return found


def check_circles():
    """No file, taken together with its header, comes back to itself by its includes."""
    graph = collections.defaultdict(set)
    for path in sources():
        unit = str(inside(path).with_suffix(""))
        graph[unit] |= {name[:-2] for name in includes(path)[0]} - {unit}
    return [f"{unit}: comes back to itself by its includes" for unit in sorted(graph) if unit in reach(unit, graph)]


def check_types():
    """No struct, union, enum or typedef name is defined in two places."""
    places = collections.defaultdict(set)
    for path in sources() + sorted(PUBLIC.glob("*.h")):
        text = code(path)
        names = re.findall(r"\b(?:struct|union|enum) (\w+)\s*\{", text)
        names += re.findall(r"^\} (\w+);", text, flags=re.M)
        names += re.findall(r"^typedef [^;{}]*\(\*?(\w+)\)\([^;]*\);", text, flags=re.M)
        for name in set(names):
            places[name].add(str(path.relative_to(ROOT)))
    return [f"{name} is defined in {', '.join(sorted(files))}" for name, files in sorted(places.items()) if len(files) > 1]


def check_names():
    """Private names that cross files begin with descent__, those of one file with neither prefix."""
    wrong = []
    public = set()
    for path in PUBLIC.glob("*.h"):
        public |= set(re.findall(r"\b(?:descent|DESCENT)_\w+", code(path)))
    for path in sources():
        where = path.relative_to(ROOT)
        text = code(path)
        for name in sorted(set(re.findall(r"\b(?:descent|DESCENT)_[^_\W]\w*", text)) - public):
            if not name.startswith(("DESCENT_LIB_", "DESCENT_HAVE_")):
                wrong.append(f"{where}: {name} is not public and does not begin with descent__")
        if path.suffix == ".c":
            for name in re.findall(r"^static [^;={]*?\b(descent_\w+)\(", text, flags=re.M):
                wrong.append(f"{where}: {name} is static and needs no prefix")
    return wrong


def check_folders():
    count = collections.Counter(path.parent for path in sources("c"))
    return [f"{folder.relative_to(ROOT)} holds {n} sources, more than {SOURCES_IN_A_FOLDER}"
            for folder, n in sorted(count.items()) if n > SOURCES_IN_A_FOLDER]


def check_parts():
    """Every source and every header without one is named under its room in the map, and nothing else is."""
    text = MAP.read_text(encoding="utf-8")
    wrong = []
    for room in rooms():
        section = re.search(r"^### `" + room + r"`.*?\n(.*?)(?=^##|\Z)", text, flags=re.S | re.M)
        named = set()
        for row in re.findall(r"^\| ([^|]*) \|", section.group(1) if section else "", flags=re.M):
            named |= set(re.findall(r"`([\w/]+)`", row))
        there = {str(inside(path).relative_to(room).with_suffix("")) for path in sources() if room_of(path) == room}
        wrong += [f"{MAP.name} does not name {room}/{part}" for part in sorted(there - named)]
        wrong += [f"{MAP.name} names {room}/{part}, which is not there" for part in sorted(named - there)]
    return wrong


def declared(path):
    return re.findall(r"DESCENT_API[^;]*?\b(descent_\w+)\s*\(", code(path))


def check_interface():
    """The interface stays as small as was promised."""
    core, waiting = set(), ["descent.h"]
    while waiting:
        name = waiting.pop()
        if name not in core:
            core.add(name)
            waiting += includes(PUBLIC / name)[1]
    all_functions = sum(len(declared(path)) for path in PUBLIC.glob("*.h"))
    core_functions = sum(len(declared(PUBLIC / name)) for name in core)
    print(f"{all_functions} functions, {core_functions} of them through descent/descent.h")
    wrong = []
    if all_functions > FUNCTIONS or core_functions > CORE_FUNCTIONS:
        wrong.append(f"at most {FUNCTIONS} functions are wanted, and {CORE_FUNCTIONS} through descent/descent.h")
    return wrong


NUMBER = r"(?<![\w.])(?:0[xX][\da-fA-F.]+(?:[pP][+-]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?=[uUlLfF]*\b)"
DEFINITION = re.compile(r"\s*(?:#define \w+ |(?:static )?const \w+ \w+(?:\[\])? = |\.?\w+ = )(.*)$")


def defines(line):
    """Whether a line is nothing but the definition of names as numbers, other names, and what joins them, without a call."""
    found = DEFINITION.match(line)
    return bool(found) and not re.sub(NUMBER + r"|\b(?:[A-Z_]+|descent__\w+)\b|, \w+ = |[-+*/ (),;={}]", "", found.group(1))


def explained(at, lines, statements):
    """Whether a definition has a comment on its line, or above the group of definitions, or the braces, it stands in."""
    if "/*" in lines[at]:
        return True
    while at > 1 and defines(statements[at - 1]):
        at -= 1
    if statements[at - 1].rstrip().endswith("{"):
        at -= 1
    return lines[at - 1].endswith("*/") and not statements[at - 1].strip()


def value(text):
    return float.fromhex(text) if text[:2].lower() == "0x" else float(text)


def check_literals():
    """In the sources that decide, a number that is not of every formula has a name, and the name a comment."""
    wrong = []
    for path in sources():
        where = str(inside(path))
        if not where.startswith(tuple(DECIDING)):
            continue
        allowed = [pattern for pattern, _ in FORMULAS.get(where, ())] + COUNTED_PARTS
        lines, statements = path.read_text(encoding="utf-8").splitlines(), code(path).splitlines()
        for at, line in enumerate(statements):
            line = re.sub(r'"(?:\\.|[^"\\])*"|^#include.*|\bassert\(.*', "", line.rstrip())
            named = defines(line)
            for pattern in () if named else allowed:
                line = re.sub(pattern, "", line)
            found = [text for text in re.findall(NUMBER, line) if value(text) not in FORMULA_NUMBERS]
            if found and not (named and explained(at, lines, statements)):
                wrong.append(f"{path.relative_to(ROOT)}:{at + 1}: {', '.join(found)} has no {'reason' if named else 'name'}")
    return wrong


def check_lists():
    """Every value of a list is made somewhere: outside the list, and outside the sources of words."""
    made = "".join(code(path) for path in sources() if not (path.suffix == ".c" and "explain" in path.parts))
    wrong = []
    for path in sorted(PUBLIC.glob("*.h")) + sources("h"):
        for name, body in re.findall(r"#define (DESCENT_\w+_LIST)\(\w+\)((?:.*\\\n)*.*\n)", code(path)):
            # Zero is what a result is before anybody says something.
            values = [value for value in re.findall(r"\(\s*\\?\s*(DESCENT_\w+),", body)
                      if not re.search(rf"\b{value},\s*0\b", body)]
            elsewhere = made.replace(body, "")
            wrong += [f"{path.relative_to(ROOT)}: nothing makes {value} of {name}" for value in values
                      if not re.search(rf"\b{value}\b", elsewhere)]
    return wrong


# Headers of nothing but thresholds: a test stands at both sides of each, or its comment says NO_EDGE, and why.
THRESHOLDS = """trajectory/tolerances.h diagnosis/verdict/thresholds.h critical/tolerances.h problem/tolerances.h
    rules/remaining.h""".split()
NO_EDGE = "no edge"


def defined(path):
    """Each name that is defined with a value, and the comments that it stands under, up to the one before it."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"^([^\n/]*\S)[ ]+(/\*.*?\*/)", r"\2\n\1", text, flags=re.S | re.M)  # a comment after its name comes before it
    said, fresh = "", True
    for comment, name in re.findall(r"/\*(.*?)\*/|(?:\b)((?i:descent__)\w+)(?= *(?:=|\s[-+.\d]))", text, flags=re.S):
        if comment:
            # What stands above a part of the file is said of none.
            said, fresh = ("" if "----" in comment else comment if fresh else said + comment), False
        else:
            fresh = True
            yield name, " ".join(said.split()).lower()


def check_edges():
    """A threshold is named by a test, which stands at its edge, or is said to have none."""
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.[ch]"))
    named, wrong, counts = set(re.findall(r"\b(?i:descent__)\w+", tests)), [], collections.Counter()
    for header in THRESHOLDS:
        for name, comment in defined(LIB / header):
            kind = "no edge" if NO_EDGE in comment else "tested" if name in named else "open"
            counts[header, kind] += 1
            if kind == "open":
                wrong.append(f"lib/{header}: no test names {name}, and its comment does not say '{NO_EDGE}'")
    print("; ".join(f"{header} {kind}: {count}" for (header, kind), count in sorted(counts.items())))
    return wrong


# Shorter ones may be said of two things; a page that says a long one twice was merged by mistake.
LONG_SENTENCE = 60


def check_twice():
    """No page of the guide, nor the list of changes, says one sentence twice."""
    wrong = []
    for page in [*sorted((ROOT / "docs" / "guide").glob("*.md")), ROOT / "CHANGELOG.md"]:
        prose = re.sub(r"^```.*?^```|^    .*?$|^\|.*?$", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
        said = collections.Counter(" ".join(part.split()) for part in re.split(r"(?<=[.:;])\s", prose))
        wrong += [f"{page.relative_to(ROOT)}: says twice: {sentence}" for sentence, count in said.items()
                  if count > 1 and len(sentence) >= LONG_SENTENCE]
    return wrong


def main(checks):
    wrong = [line for check in checks for line in globals()[f"check_{check}"]()]
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
