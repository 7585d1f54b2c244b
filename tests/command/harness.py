"""What the suites of the command share: running it, checking what it says, and TAP for Meson."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import traceback

PROGRAM = os.path.abspath(sys.argv[1])
SOURCE = pathlib.Path(__file__).resolve().parents[2]
HAS_GNUPLOT = shutil.which("gnuplot") is not None

# The command is run in a folder of its own for each test; colours and the like come from nowhere else.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TMPDIR")}


def run(*words, status=0, stdin=None, **environment):
    """Runs `descent words…`; it must exit with that status. Returns what it said on both streams."""
    done = subprocess.run(
        [PROGRAM, *map(str, words)],
        input=stdin,
        capture_output=True,
        env={**ENVIRONMENT, **environment},
        timeout=300,
    )
    out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    assert done.returncode == status, f"{words} exits with {done.returncode}, not {status}:\n{out}{err}"
    return out, err


def files():
    return sorted(path.name for path in pathlib.Path().iterdir())


def rows(file):
    """The numbers of a path that was written as .csv, without its header."""
    lines = pathlib.Path(file).read_text(encoding="utf-8").splitlines()
    return [[float(field) for field in line.split(",")] for line in lines[1:]]


def points(file, dimension=2):
    return [tuple(row[1 : 1 + dimension]) for row in rows(file)]


def main(names):
    """Runs every function whose name begins with test_, in the order of the file, each in an empty folder. Under the sanitizers, which ask
    for a part of the effort, a fifth of them: they start the command hundreds of times, which takes long there."""
    every = 1 if float(os.environ.get("DESCENT_TEST_EFFORT", 1)) >= 1 else 5
    tests = [(name, test) for name, test in names.items() if name.startswith("test_")][::every]
    print(f"1..{len(tests)}")
    failed = 0
    for number, (name, test) in enumerate(tests, 1):
        before = os.getcwd()
        with tempfile.TemporaryDirectory(prefix="descent-command-") as folder:
            os.chdir(folder)
            try:
                test()
                print(f"ok {number} {name}")
            except Skip as reason:
                print(f"ok {number} {name} # SKIP {reason}")
            except Exception:
                failed += 1
                print(f"not ok {number} {name}")
                for line in traceback.format_exc().splitlines():
                    print("#", line)
            finally:
                os.chdir(before)
    sys.exit(1 if failed else 0)


class Skip(Exception):
    """Raised by a test that cannot be made here."""
