"""Whatever is wrong, a message names the option and the value, the exit status says of what sort it is, and nothing crashes."""
import os
import pathlib
import random

from harness import files, main, run

USAGE, NOT_MADE, FILES, MISSING = 2, 3, 4, 5
START = ["notebook", "--start", "4,1"]

WRONG = [
    (["frobnicate"], ["frobnicate"]),
    (["run"], ["loss"]),
    (["run", "notebok", "--start", "4,1"], ["notebok", "notebook"]),
    (["run", "notebook"], ["--start"]),
    (["run", "notebook", "--start", "4"], ["--start", "got 1"]),
    (["run", "notebook", "--start", "4,1,2"], ["--start", "got 3"]),
    (["run", "notebook", "--start", ""], ["--start"]),
    (["run", "notebook", "--start", "4,nan"], ["--start", "nan"]),
    (["run", "notebook", "--start", "4,1e999"], ["--start", "1e999"]),
    (["run", "notebook", "--start", "4,y=1"], ["--start", "'y'"]),
    (["run", "notebook", "--start", "x2=4,x2=1"], ["--start", "twice"]),
    (["run", *START, "--step", "0"], ["--step", "'0'"]),
    (["run", *START, "--step", "-0.1"], ["--step", "'-0.1'"]),
    (["run", *START, "--step", "nan"], ["--step", "'nan'"]),
    (["run", *START, "--step", "inf"], ["--step", "'inf'"]),
    (["run", *START, "--step", "0.1x"], ["--step", "'0.1x'"]),
    (["run", *START, "--step", ""], ["--step", "''"]),
    (["run", *START, "--step"], ["--step"]),
    (["run", *START, "--steps", "1e99"], ["--steps", "'1e99'"]),
    (["run", *START, "--steps", "-1"], ["--steps", "'-1'"]),
    (["run", *START, "--steps", "2.5"], ["--steps", "'2.5'"]),
    (["run", *START, "--steps", "99999999999999999999"], ["--steps", "99999999999999999999"]),
    (["run", *START, "--stpe", "1"], ["--stpe", "was --step meant"]),
    (["run", *START, "--stpes", "1"], ["--stpes", "was --steps meant"]),
    (["run", *START, "--strat", "1"], ["--strat", "was --start meant"]),
    (["run", *START, "--stesp", "1"], ["--stesp", "was --steps meant"]),
    (["run", *START, "--jsno", "1"], ["--jsno", "was --json meant"]),
    (["run", *START, "--nothing-like-it", "1"], ["there is no option --nothing-like-it\n"]),
    (["run", *START, "--grid", "4"], ["--grid"]),
    (["run", *START, "-s"], ["-s"]),
    (["run", *START, "--json=yes"], ["--json", "yes"]),
    (["run", *START, "--rule", "newton"], ["--rule", "newton"]),
    (["run", *START, "--momentum", "0.5"], ["--momentum"]),
    (["run", *START, "--schedule", "inverse", "--factor", "0.5"], ["--factor"]),
    (["run", *START, "--schedule", "exponential", "--factor", "2"], ["2"]),
    (["run", *START, "--schedule", "cosine", "--floor", "3"], ["--floor", "'3'"]),
    (["run", *START, "--expect", "success"], ["--expect", "success"]),
    (["run", *START, "--output", "a.jpeg"], ["--output", "a.jpeg"]),
    (["run", *START, "--output", "a.png", "--no-picture"], ["--output", "--no-picture"]),
    (["run", *START, "--window", "3,1"], ["--window", "3,1"]),
    (["run", *START, "--axes", "1,9"], ["--axes", "1,9"]),
    (["run", *START, "--width", "3"], ["--width", "'3'"]),
    (["run", *START, "--theme", "blue"], ["--theme", "blue"]),
    (["run", *START, "himmelblau"], ["himmelblau"]),
    (["run", *START, "--loss", "x"], ["--loss"]),
    (["run", *START, "--variables", "x"], ["--variables"]),
    (["run", *START, "--dimension", "3"], ["--dimension", "3"]),
    (["run", "double_well", "--dimension", "1000000", "--start", "1"], ["1000000"]),
    (["run", "double_well", "--dimension", "1e9", "--start", "1"], ["--dimension", "1e9"]),
    (["run", "--loss", "x^2", "--start", "1", "--variables", "x,x"], ["--variables", "twice"]),
    (["run", "--loss", "x^2", "--start", "1", "--variables", "x y"], ["--variables"]),
    (["run", "--loss", "step^2", "--start", "1"], ["--loss"]),
    (["diagnose"], ["file"]),
    (["diagnose", "a.csv", "b.csv"], ["b.csv"]),
    (["plot", "pie", "notebook"], ["pie"]),
    (["plot", "orbit", "notebook"], ["--start"]),
    (["plot", "contour", "--loss", "x^2 + y^2"], ["--window"]),
    (["points", "--loss", "x^2"], ["--lower"]),
    (["points", "notebook", "--lower", "5,5", "--upper", "1,1"], ["--lower", "--upper"]),
    (["points", "notebook", "--at", "1"], ["--at"]),
    (["limit", "notebook", "--start", "4,2.5", "--from", "2", "--to", "1"], ["--from", "--to"]),
    (["limit", "notebook", "--start", "4,2.5", "--steps", "3"], ["--steps", "'3'"]),
    # The library's names for values are not those of the options.
    (["limit", "notebook", "--start", "4,2.5", "--from", "0.01", "--to", "0.1"], ["--to must not"]),
    (["limit", "notebook", "--start", "4,2.5", "--from", "0.3", "--to", "0.4"], ["--from must"]),
    (["run", *START, "--schedule", "exponential", "--factor", "2"], ["--factor must be in (0, 1]"]),
    (["run", *START, "--schedule", "inverse", "--delay", "0"], ["--delay must be"]),
    (["sweep", "everything", "notebook"], ["everything"]),
    (["sweep", "basins", "notebook", "--grid", "0"], ["--grid", "'0'"]),
    (["sweep", "basins", "notebook", "--grid", "1e9,1e9"], ["--grid", "1e9"]),
    (["sweep", "basins", "notebook", "--steps", "0"], ["--steps", "'0'"]),
    (["sweep", "bifurcation", "notebook", "--start", "4,1", "--runs", "1"], ["--runs", "'1'"]),
    (["compare", *START], ["--and"]),
    (["run", "notebook", "--start", "4 1"], ["2 numbers with commas between", "β₁, β₂"]),
    (["run", "notebook", "--start", "4;1"], ["2 numbers with commas between"]),
    (["compare", *START, "--and", "--loss", "x"], ["--and"]),
    (["compare", *START, *["--and"] * 9], ["8"]),
    (["landscapes", "notebook"], ["notebook"]),
]


def test_what_is_wrong_is_named():
    for words, named in WRONG:
        out, err = run(*words, status=USAGE)
        assert not out, (words, out)
        for word in named:
            assert word in err, (words, word, err)
        assert "Try 'descent" in err
    assert not files()


# Formula, column of what is wrong (in characters), and a word of the reason.
FORMULAS = [
    ("", 1, "early"),
    ("x +", 4, "early"),
    ("(x", 3, ")"),
    ("x)", 2, "("),
    ("2x", 2, "operator"),
    ("x y", 3, "operator"),
    ("x + * y", 5, "expected"),
    ("foo(x)", 1, "foo"),
    ("x + sin(x, y)", 5, "sin() takes 1 argument"),
    ("pow(x)", 1, "pow() takes 2 arguments"),
    ("β₁ + β₂ ! 1", 9, "operator"),
    ("1e999*x", 1, "number"),
    ("3", 1, "no variable"),
    ("u = x; u = u^2", 15, ";"),
    ("u = x u^2", 7, ";"),
    ("(" * 10000 + "x", 101, "deeply"),
    ("-" * 10000 + "x", 201, "deeply"),
    ("^".join(["x"] * 10000), 401, "deeply"),
]


def test_formulas_say_where_they_are_wrong():
    for formula, column, reason in FORMULAS:
        _, err = run("run", "--loss", formula, "--start", "1", status=USAGE)
        assert f"--loss, column {column}: " in err and reason in err, (formula[:40], err[:300])


def test_huge_formulas_are_taken():
    formula = "+".join(["x*x"] * 20000)
    out, _ = run("run", "--loss", formula, "--start", "1", "--step", 1e-5, "--no-picture", "--line", "--budget", 200)
    assert out


def test_values_that_are_not_finite_are_no_crash():
    for formula, start in (("log(x)", "-1"), ("1/x", "0"), ("x^x", "0"), ("sqrt(x)", "0"), ("exp(exp(x))", "100"), ("0/0*x", "1"), ("9^9^9*x", "1")):
        out, _ = run("run", "--loss", formula, "--start", start, "--no-picture")
        assert out, formula
    run("run", "notebook", "--start", "1e308,-1e308", "--no-picture")
    run("run", "notebook", "--start", "4,1", "--step", "1e308", "--no-picture")
    run("run", "notebook", "--start", "4,1", "--steps", "0", "--no-picture")


def test_files_that_are_none():
    pathlib.Path("empty.csv").write_bytes(b"")
    pathlib.Path("short.csv").write_text("1,2\n3\n")
    pathlib.Path("long.csv").write_text("1,2\n3,4,5\n")
    pathlib.Path("word.csv").write_text("x,y\n1,2\n3,four\n")
    pathlib.Path("names.csv").write_text("x,y\n")
    pathlib.Path("gradients.csv").write_text("x,y,g1\n1,2,3\n")
    pathlib.Path("only.csv").write_text("loss,step\n1,2\n")
    pathlib.Path("bytes.csv").write_bytes(b"1,2\n3,\0\n")
    pathlib.Path("array.npy").write_bytes(b"\x93NUMPY\x01\x00")
    pathlib.Path("three.csv").write_text("1,2,3\n4,5,6\n")
    for name in ["missing.csv", ".", "/dev/null", *files()]:
        _, err = run("diagnose", name, "--problem", "notebook", status=FILES)
        assert name.rstrip("/") in err, err
    _, err = run("diagnose", "word.csv", status=FILES)
    assert "line 3" in err and "four" in err
    pathlib.Path("nan.csv").write_text("nan,nan\ninf,1\n")
    run("diagnose", "nan.csv")
    _, err = run("diagnose", "-", stdin=b"1,2\n3,4")
    assert "no end" in err


def test_any_bytes_are_no_crash():
    numbers = random.Random(1)
    for _ in range(40):
        kind = numbers.choice([b"0123456789,.\n", b"0123456789,.;-+e \t\r\nnaif#\"xg", bytes(range(256))])
        data = bytes(numbers.choice(kind) for _ in range(numbers.randrange(400)))
        pathlib.Path("bytes.csv").write_bytes(data)
        for words in (["bytes.csv"], ["-"]):
            try:
                run("diagnose", *words, "--line", stdin=data)
            except AssertionError as why:
                assert f"exits with {FILES}," in str(why), (data, why)


def test_any_formula_is_no_crash():
    numbers = random.Random(2)
    parts = ["x", "y", "1", "2.5", "+", "-", "*", "/", "^", "(", ")", "sin(", "log(", ",", "pow(", "max(", "=", ";", "u", " ", "β", "−", "e", "."]
    for _ in range(150):
        formula = "".join(numbers.choice(parts) for _ in range(numbers.randrange(1, 25)))
        try:
            run("points", "--loss", formula, "--variables", "x,y,u,β", "--at", "1,2,3,4")
        except AssertionError as why:
            assert f"exits with {USAGE}," in str(why) or f"exits with {NOT_MADE}," in str(why), (formula, why)


def test_libraries_without_what_is_needed():
    pathlib.Path("nothing.c").write_text("int other(void) { return 0; }\n")
    pathlib.Path("hidden.c").write_text("static int loss(void) { return 0; }\nint other(void) { return loss(); }\n")
    for source in ("nothing.c", "hidden.c"):
        _, err = run("run", "--source", source, "--start", "1", status=NOT_MADE)
        assert source in err and "loss" in err and "gradient" in err
    pathlib.Path("unknown.c").write_text("int nowhere(void);\nint loss(void) { return nowhere(); }\n")
    _, err = run("run", "--source", "unknown.c", "--start", "1", status=FILES)
    assert "nowhere" in err
    for library in ("missing.so", "/dev/null", "nothing.c"):
        _, err = run("run", "--library", library, "--start", "1", status=FILES)
        assert library in err
    _, err = run("run", "--source", "missing.c", "--start", "1", status=FILES)
    assert "missing.c" in err
    pathlib.Path("good.c").write_text("#include <stddef.h>\nint loss(size_t n, const double *x, double *v, void *c)\n{ *v = x[0]; return 0; }\n")
    _, err = run("points", "--source", "good.c", status=USAGE)
    assert "--dimension" in err
    _, err = run("run", "--source", "good.c", "--start", "1", status=MISSING, CC="no-such-compiler")
    assert "no-such-compiler" in err


def test_what_cannot_be_written():
    _, err = run("run", *START, "--no-picture", "--save", "missing/path.csv", status=FILES)
    assert "missing/path.csv" in err
    if os.path.exists("/dev/full"):
        import subprocess

        from harness import PROGRAM

        with open("/dev/full", "w") as full:
            done = subprocess.run([PROGRAM, "landscapes"], stdout=full, stderr=subprocess.PIPE)
        assert done.returncode == FILES


main(globals())
