"""The shared library: found, missing, too old; and every rule, option and word of the headers that the package knows."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import descent
from descent._declarations import VERSION
from descent._library import ffi, lib

FOLDER = Path(descent.__file__).parent


def in_a_new_process(code, **variables):
    environment = {**os.environ, **variables}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)


def test_a_missing_library_is_told():
    done = in_a_new_process("import descent", DESCENT_LIBRARY="/nowhere/libdescent.so.0")
    assert done.returncode == 1 and "ImportError: the shared library of descent was not found: install it" in done.stderr
    assert "/nowhere/libdescent.so.0" in done.stderr and "DESCENT_LIBRARY" in done.stderr


def test_another_library_is_not_taken_for_ours():
    done = in_a_new_process("import descent", DESCENT_LIBRARY="libm.so.6")
    assert done.returncode == 1 and "descent_version" in done.stderr


def test_an_older_library_is_refused():
    code = "import descent._declarations as d; d.VERSION = '99.0.0'; import descent"
    code = "import sys, importlib.util as u; s = u.find_spec('descent'); " \
           f"sys.path.insert(0, {str(FOLDER.parent)!r}); import types; p = types.ModuleType('descent'); p.__path__ = [{str(FOLDER)!r}]; " \
           "sys.modules['descent'] = p; import descent._declarations as d; d.VERSION = '99.0.0'; import descent._library"
    done = in_a_new_process(code)
    assert done.returncode == 1 and f"is version {VERSION}, and this package needs 99.0.0 or later" in done.stderr


def test_the_version_is_that_of_the_header():
    assert descent.__version__ == VERSION


def test_no_compiler_and_no_parser_are_loaded():
    done = in_a_new_process("import sys, descent; print([n for n in sys.modules if n.split('.')[0] in ('pycparser', 'matplotlib', 'scipy')])")
    assert done.stdout == "[]\n"


def test_what_is_public_is_documented_and_has_types():
    for name in descent.__all__:
        thing = getattr(descent, name)
        assert thing.__doc__, name
        for method, value in vars(thing).items() if isinstance(thing, type) else ():
            if not method.startswith("_") and (callable(value) or isinstance(value, (property, classmethod))):
                assert value.__doc__ or method in getattr(thing, "_fields", ()) or issubclass(thing, tuple), f"{name}.{method}"
        if callable(thing) and not isinstance(thing, type):
            assert "return" in thing.__annotations__, name
    assert (FOLDER / "py.typed").exists()


def test_every_rule_of_the_headers_is_offered():
    declared = [name for name in dir(lib) if re.match(r"descent_\w+$", name)
                and getattr(ffi.typeof(getattr(lib, name)), "kind", "") == "function"
                and ffi.typeof(getattr(lib, name)).result is ffi.typeof("descent_rule")]
    assert len(declared) >= 19
    for name in declared:
        short = name[len("descent_"):]
        assert hasattr(descent, short) or short in ("rule_with_schedule", "rule_with_modifiers"), short


def test_every_status_has_its_error():
    statuses = {number: name for number, name in ffi.typeof("descent_status").elements.items() if 0 < number < 2**31 - 1}
    for number in statuses:
        with pytest.raises((descent.Error, MemoryError)) as error:
            descent._library.check(number)
        assert type(error.value) is not descent.Error or statuses[number] == "DESCENT_ECALLBACK"
