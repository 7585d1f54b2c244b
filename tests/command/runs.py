"""The numbers of runs: those of a loop of one's own, bit for bit, wherever the loss comes from."""
import json
import math
import pathlib
import re
import struct
from fractions import Fraction

from harness import main, points, run, rows

# The notebook's loss and gradient, with Python's floats, which are IEEE doubles; no rounding is hidden in either.
FORMULA = "(b1 - 2)^2 + (b2 - 1)^4 - (b2 - 1)^2"
SOURCE = """
#include <stddef.h>
int loss(size_t n, const double *b, double *value, void *context)
{
    const double u = b[1] - 1;
    (void)n, (void)context;
    *value = (b[0] - 2) * (b[0] - 2) + u * u * u * u - u * u;
    return 0;
}
int gradient(size_t n, const double *b, double *g, void *context)
{
    const double u = b[1] - 1;
    (void)n, (void)context;
    g[0] = 2 * (b[0] - 2);
    g[1] = 4 * u * u * u - 2 * u;
    return 0;
}
"""


def gradient(b):
    u = b[1] - 1
    return 2 * (b[0] - 2), 4 * u * u * u - 2 * u


def step_sizes(schedule, step, steps):
    for k in range(steps):
        yield schedule(step, k) if schedule else step


def loop(start, step, steps, momentum=0.0, nesterov=False, schedule=None):
    """x ← x − η∇L(y) + β(x − x₋), with y = x, or y = x + β(x − x₋) as Nesterov has it."""
    x, before, path = list(start), list(start), [tuple(start)]
    for eta in step_sizes(schedule, step, steps):
        ahead = [a + momentum * (a - b) for a, b in zip(x, before)]
        g = gradient(ahead if nesterov else x)
        if nesterov:
            following = [a - eta * d for a, d in zip(ahead, g)]
        elif momentum:
            following = [a - eta * d + momentum * (a - b) for a, b, d in zip(x, before, g)]
        else:
            following = [a - eta * d for a, d in zip(x, g)]
        x, before = following, x
        path.append(tuple(x))
    return path


EXPERIMENTS = [
    ("4,1.075", 0.2, 32),
    ("0,-0.5", 0.02, 64),
    ("4,0.9999", 0.1, 64),
    ("4,1", 0.1, 64),
    ("4,1", 1, 8),
    ("4,2.5", 0.29, 8),
    ("4,2.5", 0.28, 64),
    ("4,1.25", 1, 128),
]


def path_of(*words):
    run(*words, "--no-picture", "--save", "path.csv")
    return points("path.csv")


def test_experiments_of_the_notebook_have_the_bits_of_a_loop():
    for start, step, steps in EXPERIMENTS:
        expected = loop([float(x) for x in start.split(",")], step, steps)
        assert path_of("run", "notebook", "--start", start, "--step", step, "--steps", steps) == expected


def test_a_formula_has_the_same_bits():
    for start, step, steps in EXPERIMENTS:
        expected = loop([float(x) for x in start.split(",")], step, steps)
        assert path_of("run", "--loss", FORMULA, "--start", start, "--step", step, "--steps", steps) == expected


def test_a_source_and_a_library_have_the_same_bits():
    import subprocess

    pathlib.Path("my loss.c").write_text(SOURCE)
    subprocess.run(["cc", "-shared", "-fPIC", "-ffp-contract=off", "my loss.c", "-o", "mine.so"], check=True)
    expected = loop((4.0, 1.25), 1, 128)
    for words in (["--source", "my loss.c"], ["--library", "mine.so"]):
        assert path_of("run", *words, "--start", "4,1.25", "--step", 1, "--steps", 128) == expected


def test_rules_are_those_of_their_formulas():
    for rule, nesterov in (("heavy-ball", False), ("nesterov", True)):
        path = path_of("run", "notebook", "--start", "4,1.3", "--step", 0.05, "--rule", rule, "--momentum", 0.8, "--steps", 40)
        expected = loop((4.0, 1.3), 0.05, 40, 0.8, nesterov)
        # How the terms are added is not said by the formula: a rounding or two a step.
        assert len(path) == 41
        assert all(math.dist(a, b) < 1e-12 for a, b in zip(path, expected)), (path[-1], expected[-1])


def test_schedules_are_those_of_their_formulas():
    schedules = {
        "inverse": (["--delay", 10], lambda step, k: step / (1 + k / 10)),
        "exponential": (["--factor", 0.9], lambda step, k: step * 0.9**k),
        "cosine": (
            ["--length", 20, "--floor", 0.01],
            lambda step, k: 0.01 + (step - 0.01) * (1 + math.cos(math.pi * k / 20)) / 2 if k < 20 else 0.01,
        ),
    }
    for word, (options, schedule) in schedules.items():
        path = path_of("run", "notebook", "--start", "4,1.3", "--schedule", word, *options, "--steps", 30)
        expected = loop((4.0, 1.3), 0.1, 30, schedule=schedule)
        assert all(math.dist(a, b) < 1e-12 for a, b in zip(path, expected)), word


def test_variables_are_ordered_by_name_and_can_be_named():
    # x2 before x10; by --variables in any order; --start by name in any order.
    for words in (
        ["--loss", "x10^2 + 4*x2^2", "--start", "1,3"],
        ["--loss", "x10^2 + 4*x2^2", "--start", "x10=3,x2=1"],
        ["--loss", "x10^2 + 4*x2^2", "--variables", "x2,x10", "--start", "1,3"],
    ):
        path = path_of("run", *words, "--steps", 1)
        assert path[0] == (1.0, 3.0) and path[1] == (1 - 0.1 * 8, 3 - 0.1 * 6), words
        assert pathlib.Path("path.csv").read_text().startswith("step,x2,x10,")
    # The other way round, the first variable is the other one.
    assert path_of("run", "--loss", "x10^2 + 4*x2^2", "--variables", "x10,x2", "--start", "3,1", "--steps", 1)[0] == (3.0, 1.0)


def test_names_of_variables_are_said():
    out, _ = run("run", "--loss", "(width - 2)^2 + (height - 1)^2", "--start", "5,5", "--no-picture", "--json")
    assert '"variable_names":["height","width"]' in out


def test_npy_has_the_same_numbers():
    run("run", "notebook", "--start", "4,1.25", "--step", 1, "--steps", 20, "--no-picture", "--save", "path.npy")
    data = pathlib.Path("path.npy").read_bytes()
    header = 10 + struct.unpack("<H", data[8:10])[0]
    record = struct.Struct("<Qddddd")  # step, x, loss, gradient_norm, step_length
    read = [record.unpack_from(data, header + k * record.size)[1:3] for k in range(21)]
    assert read == loop((4.0, 1.25), 1, 20)


def test_what_is_said_is_true():
    # (2, 1) is a saddle with curvatures −2 and 2; 2/7 is where the explosion begins; minima are 1 ± 1/√2.
    out, _ = run("run", "notebook", "--start", "4,1", "--no-picture", "--line")
    assert "saddle at (2, 1)" in out
    out, _ = run("limit", "notebook", "--start", "4,2.5")
    limit = float(out.split(" just below step size ")[1].split(", and no longer")[0])
    assert abs(limit - 2 / 7) < 1e-15
    # Fixed steps of size η arrive at the minimum of x² for η < 1; the heavy ball with β for η < 1 + β.
    for words, expected in (([], 1), (["--rule", "heavy-ball", "--momentum", 0.5], 1.5)):
        out, _ = run("limit", "--loss", "x^2", "--start", "1", "--property", "converges", *words)
        assert abs(float(out.split(" just below step size ")[1].split(", and no longer")[0]) - expected) < 1e-9, out
    out, _ = run("points", "notebook")
    assert out.startswith("3 critical points") and out.count("minimum at (2, ") == 2 and out.count("saddle at (2, 1)") == 1
    for sign in (-1, 1):
        near = [word for word in out.replace(")", ",").split(", ") if word.startswith(("0.29", "1.70"))]
        assert any(abs(float(word.rstrip(",")) - (1 + sign / math.sqrt(2))) < 1e-14 for word in near), near


def test_points_of_a_formula():
    # x⁴ − x² has its minima at ±1/√2, and a maximum at 0; with y² beside it that is a saddle.
    out, _ = run("points", "--loss", "x^4 - x^2 + y^2", "--lower", "-2,-2", "--upper", "2,2")
    assert out.startswith("3 critical points") and out.count("minimum at") == 2 and out.count("saddle at") == 1
    assert "(eigenvalues of the Hessian) 2, 4" in out and "(eigenvalues of the Hessian) -2, 2" in out
    out, _ = run("points", "--loss", "x^4 - x^2 + y^2", "--at", "0.8,0.3")
    assert "minimum at (0.70710678" in out


def test_points_say_what_was_found():
    # x⁴ has its minimum where the curvature is 0; x³ none. No loss is -0.
    for loss, lower in (("x^4", False), ("x^3", True)):
        out, _ = run("points", "--loss", loss, "--lower", "-1", "--upper", "1")
        assert ("a lower point lies at" in out) == lower and ("suggests a minimum, but does not prove it" in out) != lower, out
    out, _ = run("points", "--loss", "x^2*(y - 1)", "--lower", "-2,-2", "--upper", "2,2")
    assert not any(line.endswith("loss -0") for line in out.splitlines()), out
    _, err = run("points", "--loss", "x^3", status=2)
    assert "--lower -2 --upper 2" in err, err


def first_place(*words):
    """The first point that is printed: its numbers as written, and its loss."""
    place, loss = re.search(r" at \(?([^)]*?)\)?, loss (\S+)", run("points", *words)[0]).groups()
    return place.split(", "), float(loss)


def test_places_have_the_digits_that_are_known():
    # Newton's steps on x⁴ and x⁶ beside y² end where the curvature is no longer told from zero: at some 1e-8 and 1e-4. All these are at 0 …
    for loss, start in (("x^4 + y^2", "0.3,0.4"), ("x^6 + y^2", "0.4,0.3"), ("(x - y)^4 + y^2", "0.3,0.2"), ("x^4", "0.3"), ("x^3", "0.5"),
                        ("exp(x) - x", "0.3"), ("max(x, 0)^3", "0.5"), ("x^4 + (y + 2)^2 - 4*y", "0.3,1"), ("x^2*y^2", "0.3,0.4")):
        assert first_place("--loss", loss, "--at", start)[0] == ["0"] * (start.count(",") + 1), loss
    # … or at 1, and then the loss is that of 1.
    assert first_place("--loss", "(x - 1)^4 + y^2", "--at", "0.3,0.4") == (["1", "0"], 0)
    assert first_place("--loss", "x^4 + (y - 1000)^2", "--at", "0.3,900") == (["0", "1000"], 0)
    # Small numbers that are known are no zeros, beside large ones and steep ways neither.
    for loss, start, place in (("(x - 1e-9)^2", "1", 1e-9), ("(x - 1e-9)^2 + 1e6*(y - 1)^2", "0.3,0.4", 1e-9), ("(x - 1e-17)^2", "0.3", 1e-17),
                               ("(x - 3e-6)^4 + y^2", "0.3,0.4", 3e-6), ("(x - 1e-3)^6 + y^2", "0.3,0.4", 1e-3)):
        found = float(first_place("--loss", loss, "--at", start)[0][0])
        assert found > 0 and abs(found / place - 1) < 0.2, (loss, found)
    # Where a search for the critical point of log(x), which has none, ended is told as it is: its loss is the logarithm of it.
    [place], value = first_place("--loss", "log(x)", "--at", "1")
    assert abs(math.log(float(place)) / value - 1) < 1e-9
    # In a valley each place is one: it keeps its digits.
    assert first_place("--loss", "(x - y)^2", "--at", "1,0.46875")[0] == ["0.734375"] * 2


def test_one_variable_has_sides_and_no_ways():
    for loss, start, said in (("max(x, 0)^2", 0.5, "constant to the left, towards smaller x, and"), ("max(x, 0)^3", 0.5, "constant to the left"),
                              ("max(-w, 0)^2 + 7", -0.5, "constant to the right, towards larger w, and"), ("max(x, 0)^2", -0.5, "constant to both sides"),
                              ("x^4", 0.5, None), ("x^2", 0.5, None)):
        out, _ = run("points", "--loss", loss, f"--at={start}")
        assert (said in out if said else "constant" not in out) and "way" not in out, out
    out, _ = run("run", "--loss", "max(x, 0)^2", "--start", 1, "--no-picture")
    assert "constant, to one side at least" in " ".join(out.split()) and "some way" not in out, out
    out, _ = run("run", "--loss", "max(x, 0)^2 + max(y, 0)^2", "--start", "1,1", "--no-picture")
    assert "constant along some way" in " ".join(out.split()), out


def test_where_the_loss_has_no_value_no_point_is_critical():
    """Of ln x - x^2/2 the formula of the slope is zero at -1, too."""
    for place, said in (("-1", "not a number"), ("-0.9", "not a number"), ("0", "-inf")):
        for words in ([], ["--json"]):
            out, err = run("points", "--loss", "log(x) - x^2/2", f"--at={place}", *words, status=3)
            assert not out and f"no value at {place}: it is {said} there" in err, (out, err)
    out, _ = run("points", "--loss", "log(x) - x^2/2", "--at=1")
    assert "maximum at 1, loss -0.5" in out and "no value" not in out, out
    out, _ = run("points", "--loss", "log(x) - x^2/2", "--lower=-3", "--upper=2.5")
    assert "1 critical point found" in out and "-1" not in out.split("\n", 2)[2], out


def test_what_is_near_a_place_is_told():
    # |x| + y² and √|x| + y² are lowest at 0, where they have no gradient: from there, beside and far away, as in a box.
    for loss, word in (("abs(x) + y^2", "the gradient jumps there"), ("sqrt(abs(x)) + y^2", "a cusp")):
        for place in ("0,0", "0.1,0", "1,1", "-200,1"):
            out, _ = run("points", "--loss", loss, f"--at={place}")
            assert out.startswith("minimum at a kink at (0, 0), loss 0\n") and word in out and "the loss is lowest there\n" in out, out
            assert ("away from" in out) == (place[-1] == "1"), out
            found = json.loads(run("points", "--loss", loss, f"--at={place}", "--json")[0])
            assert found["kind"] == "minimum at a kink" and math.hypot(*found["x"]) < 1e-5, found
        box, _ = run("points", "--loss", loss, "--lower", "-1,-1", "--upper", "1.2,1")
        assert run("points", "--loss", loss, "--at=0,0")[0] in box, box
    # A kink that is no minimum.
    for loss in ("-abs(x) + y^2", "abs(x) - abs(y)"):
        out, _ = run("points", "--loss", loss, "--at=0,0")
        assert out.startswith("kink at (0, 0)") and "no minimum: beside it the loss is lower" in out, out
    # No slope, and no critical point either.
    for loss in ("cbrt(x)", "-sqrt(abs(x))", "sqrt(x)"):
        out, err = run("points", "--loss", loss, "--at=0", status=3)
        assert not out and "there is no slope at 0: the loss is 0, and towards there slopes grow without bound" in err, err
    # The slope of x⁴/4 − x²/2 + 3|x|/10 is zero at 0.3389, and x = 0.1 is nearer to the kink at 0.
    for place, nearer in (("0.1", True), ("0.3", False)):
        out, _ = run("points", "--loss", "x^4/4 - x^2/2 + 0.3*abs(x)", f"--at={place}")
        assert out.startswith("maximum at 0.33893624") and ("nearer to 0.1:\nminimum at a kink at 0, loss 0" in out) == nearer, out
    # Losses that have no critical point at all, and one that is far.
    for loss, place in (("x + y", "1,2"), ("exp(x) + y", "1,2")):
        out, _ = run("points", "--loss", loss, f"--at={place}")
        assert out.startswith(f"no critical point found near ({place.replace(',', ', ')})\n") and "curvatures" not in out, out
    out, _ = run("points", "--loss", "x^2 + y^2", "--at=2e9,1")
    assert out.startswith("minimum at (0, 0)") and "it is 2e+09 away from (2000000000, 1); none was found that is nearer" in out, out


def test_json_has_no_number_that_is_none():
    # x|x|/2 has no second derivative at 0, x⁴ a zero one: Newton's step does not tell how far the point is; of x² it does.
    for loss, jumps, far in (("x*abs(x)/2 + y^2", True, False), ("2*max(x, 0)^2 + x^2 + y^2", True, False), ("x^4 + y^2", False, True), ("x^2 + y^2", False, False)):
        for place in (["--at=0.3,0.2"], ["--lower=-1,-1", "--upper=1.1,1.2"]):
            found = json.loads(run("points", "--loss", loss, "--json", *place)[0])
            point = found["points"][0] if "points" in found else found
            assert point["curvature_jumps"] == jumps, point
            for key in ("eigenvalues", "eigenvectors", "residuals", "hessian", "condition", "asymmetry"):
                assert (point[key] is None) == jumps, (loss, key, point)
            assert math.hypot(*point["x"]) <= (1e-6 if point["distance"] is None else 4*point["distance"] + 1e-15), point
            assert (point["distance"] is None) == (far and point["gradient_norm"] > 0), point


def test_lines_of_critical_points_are_told():
    # The gradient of x²y is (2xy, x²): zero all along y. That of x²y³ along both; of x³ + y² and of x⁸ + y² at one point alone.
    box = ["--lower", "-1,-1", "--upper", "1,1"]
    for loss, lines in (("x^2*y", "y"), ("x^2*(y - 0.5)", "y"), ("x*y^2", "x"), ("x^2*y^3", "xy"), ("x^3 + y^2", ""), ("x^8 + y^3", ""), ("x^3 - 3*x*y^2", "")):
        out, _ = run("points", "--loss", loss, *box)
        assert ("of infinitely many" in out) == bool(lines), out
        assert {name for name in "xy" if f"critical points go on from there along {name}: " in out} == set(lines), out
    # Across the line the loss x²(y - c) is lowest above c and highest below; |x|y has a kink there, and xy² + z² a saddle for x < 0.
    for loss, start, said in (("x^2*y", "0,0", "along y: a valley where y is 0.25, a crest where y is -0.25\n"),
                              ("x^2*(y - 1)", "0.1,0.9", "along y: a valley where y is 1.25, a crest where y is 0.75\n"),
                              ("abs(x)*y", "0,0", "along y: a kink where y is 0.25 and -0.25\n"),
                              ("x*y^2 + z^2", "0,0,0", "along x: a valley where x is 0.25, a saddle where x is -0.25\n")):
        out, _ = run("points", "--loss", loss, f"--at={start}")
        assert said in out, (said, out)
    # Gradients of cusps point outward all around, so there is a lowest point. Beside an axis that of a cusp is missed; that of a bowl is found, and x + y has none.
    for loss, missing in (("sqrt(abs(x - y/100)) + y^2", True), ("sqrt(abs(x)) + y^2", False), ("abs(x) + y^2", False), ("x^2 + y^2", False), ("x + y", False), ("x^4 + y^2", False)):
        out, _ = run("points", "--loss", loss, *box)
        assert ("points are missing" in out) == missing, out


def test_no_way_down_is_steepest_where_all_are_alike():
    # The curvatures of -x² - y² are equal, those of -x² - 2y² are not.
    out, _ = run("points", "--loss", "-x^2 - y^2", "--lower", "-1,-1", "--upper", "1,1")
    assert "as fast along others" in out and "fastest" not in out, out
    out, _ = run("points", "--loss", "-x^2 - 2*y^2", "--lower", "-1,-1", "--upper", "1,1")
    assert "falls fastest along (0, 1), either way" in out, out


def test_points_are_called_what_runs_call_them():
    # Both axes, and the hyperbola xy = 1, are valleys: nobody can count their points.
    for loss, count in (("x^2*y^2", "1 of infinitely many"), ("(x*y - 1)^2", "")):
        out, _ = run("points", "--loss", loss, "--lower", "-2,-2", "--upper", "2,2")
        first = out.splitlines()[0]
        assert first.startswith(count) and "infinitely many" in first and "samples" in first, out
        assert "degenerate" not in out and "e-16" not in out, out
    # The valleys of x²y² cross at 0, and from there the loss rises between the axes; wherever the box begins. A constant is flat ground.
    for lower, upper in (("-2,-2", "2,2"), ("-2,-2.3", "2.1,2")):
        out, _ = run("points", "--loss", "x^2*y^2", "--lower", lower, "--upper", upper)
        assert "1 of infinitely many" in out and "point where valleys meet at (0, 0)" in out and "critical points go on" in out, out
    # A run calls it the same; and one valley, of two variables or three, meets no other.
    out, _ = run("run", "--loss", "x^2*y^2", "--start", "1,1", "--step", "0.1", "--steps", "3000", "--no-picture")
    assert "a point where valleys meet at (0, 0)" in out, out
    for loss, place in (("x^4 + 0*y", "0,0"), ("x^4 + 0*y + 0*z", "0,0,0")):
        out, _ = run("points", "--loss", loss, "--at", place)
        assert out.startswith("point in a valley at "), out
    out, _ = run("points", "--loss", "max(0, x + y)", "--lower", "-2,-2", "--upper", "1,1")
    assert "point on flat ground" in out and "valleys meet" not in out, out
    # |x| has no derivative at 0, x⁴ and |x|^1.5 have; and −x² falls to either side.
    for loss, name in (("abs(x)", "kink at 0"), ("abs(x) + x^2", "kink at 0"), ("x^4", "degenerate critical point at "),
                       ("abs(x)^1.5", "degenerate critical point at "), ("-x^2", "falls to either side")):
        out, _ = run("points", "--loss", loss, "--lower", -1, "--upper", 1)
        assert "1 critical point found between -1 and 1\n" in out and name in out, out
        assert ("kink" in out) == ("kink" in name), out
    # Minima at kinks are found from wherever the box begins, with as many digits as are known; slopes and crests are none.
    for loss, name in (("sqrt(x^2 + y^2)", "minimum at a kink at (0, 0)"), ("1 + abs(x - 0.25) + (y - 0.125)^2", "minimum at a kink at (0.25, 0.125)"),
                       ("max(x, y)", ""), ("abs(x) + y", ""), ("-abs(x) - abs(y)", "")):
        out, _ = run("points", "--loss", loss, "--lower", "-1,-1.1", "--upper", "1.2,1")
        assert name in out and ("kink" in out) == bool(name) and out.startswith(f"{int(bool(name))} critical point"), out
    # Nor is the loss known better than the point: 0 at ±1, and at the tip of a cone; beside it 1/4 has all its digits.
    for loss, bounds, said in (("abs(x^2 - 1)", ("-3", "3"), "loss 0\n"), ("sqrt(x^2 + y^2)", ("-3,-3", "3,3"), "loss 0\n"),
                               ("0.25 + 3*abs(x^2 - 2)", ("-3", "3"), "loss 0.25\n")):
        out, _ = run("points", "--loss", loss, "--lower", bounds[0], "--upper", bounds[1])
        assert out.count("minimum at a kink at") == out.count(said) > 0, out
    # Samples of one valley differ in nothing but their place: one is told, and with --all each; both add up to the count.
    box = ["points", "--loss", "(x*y - 1)^2", "--lower", "-2,-2", "--upper", "2,2"]
    for words, told in ((box, 1), (box + ["--all"], None)):
        out, _ = run(*words)
        count, more = int(out.split()[0]), sum(int(line.split()[0]) for line in out.splitlines() if " more of the samples" in line)
        assert out.count("point in a valley at ") == (told or count - 1) and out.count("saddle at (0, 0)") == 1, out
        assert out.count("point in a valley at ") + 1 + more == count > 10, out
    # Ground that is level from -2 to the edge at 0 or -1, and from 1 on: its edges, and samples that are near them, are told as they are.
    for loss, edges in (("max(0, x)^2", ("0",)), ("max(0, x)", ("0",)), ("max(0, abs(x) - 1)^2", ("-1", "1")), ("5 + 0*x", ())):
        out, _ = run("points", "--loss", loss, "--lower", -2, "--upper", 2)
        count, more = int(out.split()[0]), sum(int(line.split()[0]) for line in out.splitlines() if " more of the samples" in line)
        told = [part for part in out.split("\n\n")[1:]]
        assert len(told) + more == count, out
        assert sum("to both sides" in part for part in told) == 1 and sum("more of the samples" in part for part in told) == 1, out
        sided = [re.search(r" at (\S+), loss", part).group(1) for part in told if "to both sides" not in part]
        assert tuple(sided) == edges, (sided, out)
        for part in told:
            assert "crease" not in part and (("to the left" in part) == (" at 0," in part or " at 1," in part)), part
    # Two valleys with different losses, 0 along x = 1 and more along a line near x = −1, are told apart, and neither from the crest between.
    out, _ = run("points", "--loss", "(x^2 - 1)^2 + (x - 1)^2*(x + 1.5)^2/2 + 0*y", "--lower", "-2,-2", "--upper", "2,2")
    assert out.count("point in a valley at ") == 2 and out.count(" more of the samples") == 3, out
    # What rounding leaves of a zero is zero.
    out, _ = run("points", "--loss", "x^4 - x^2 + y^2", "--lower", "-1.9,-2", "--upper", "2,2.1")
    assert out.count(", 0), loss") == 3, out


def test_runs_that_come_to_kinks():
    # The formulas have the gradient 0 at these minima, where it jumps: no curvature is one there.
    for loss, start, step in (("abs(x)", "1", 0.5), ("max(x^2, 2*x)", "-1", 0.1), ("max(x^2 + y^2, 2*x)", "-1,1.5", 0.1),
                              ("abs(x) + abs(y)", "1,2", 0.5), ("1000 + abs(x)", "1", 0.5)):
        out, _ = run("run", "--loss", loss, "--start", start, "--step", step, "--steps", 200, "--no-picture")
        assert out.startswith("Converged to a minimum at a kink at ") and "0 and 0" not in out and "is 0:" not in out, out
    # The other side: smooth, be it ever so flat; a kink farther off; and one from which the loss falls.
    for loss, start, step in (("x^4", "0.1", 0.5), ("abs(x)^1.5", "0", 0.5), ("max(x, 0)", "1", 0.3), ("x^6 - 6*x^5 + 15*x^4 - 20*x^3 + 15*x^2 - 6*x + 1", "1", 0.1)):
        out, _ = run("run", "--loss", loss, "--start", start, "--step", step, "--no-picture")
        assert "kink" not in out and "gradient jumps" not in out, out
    for loss in ("-abs(x)", "abs(x) - abs(y)", "max(x^3, 2*x)"):
        out, _ = run("run", "--loss", loss, "--start", "0,0" if "y" in loss else "0", "--step", 0.5, "--no-picture")
        assert "minimum at a kink" not in out and "curvature there" not in out and "curvatures there" not in out, out
    # 0/0 at the tip of a cone: a smaller step size would lead nowhere else. Where the loss ends, or has no bound, it may.
    out, _ = run("run", "--loss", "sqrt(x^2 + y^2)", "--start", "1,0", "--step", 0.5, "--no-picture")
    assert "is a minimum at a kink" in " ".join(out.split()) and "smaller step size" not in " ".join(out.split()) and "loss is finite" in " ".join(out.split()), out
    out, _ = run("run", "--loss", "sqrt(x)", "--start", "1", "--step", 2, "--no-picture")
    assert "minimum at a kink" not in out, out
    # Beside a kink it is told on which side a point is.
    out, _ = run("run", "--loss", "abs(x)", "--start", "1", "--step", 0.01, "--no-picture")
    x = 1.0  # … and a loop tells which number that is
    for _ in range(100):
        x -= math.copysign(0.01, x)
    assert 0 < abs(x) < 1e-12 and f"0.01 and {x:.6g}." in " ".join(out.split()), out
    # A schedule that goes to and fro about a kink comes as near to it as the step size shrinks: going on is enough, or a longer schedule. One
    # that ends before a kink should shrink more slowly, but not stop to shrink; far from any kink it may.
    for loss, start, schedule, steps, told in (("abs(x) + abs(y)", "1,0.35", "cosine", 100, "But let it shrink"),
                                               ("abs(x)", "1", "cosine", 500, "whole of the schedule take more steps"),
                                               ("abs(x)", "1", "exponential", 500, "Go on for more steps: the run goes to and fro"),
                                               ("sqrt(x^2 + y^2)", "1,1", "exponential", 500, "Go on for more steps: the run goes to and fro"),
                                               ("abs(x)", "31", "exponential", 500, "larger the sum of all step sizes, the nearer it comes")):
        out, _ = run("run", "--loss", loss, "--start", start, "--step", 0.3 if steps == 500 else 0.1, "--schedule", schedule, "--steps", steps, "--no-picture")
        out = " ".join(out.split())
        assert "or not at all" not in out and told in out, out
    # Steps of one length do not come to rest at a smooth minimum either.
    out, _ = run("run", "rosenbrock", "--start", "-1,1", "--step", 0.01, "--rule", "sign", "--schedule", "cosine", "--steps", 3000, "--no-picture")
    assert "or not at all" not in out and "shrink more slowly" in out, out
    out, _ = run("run", "--loss", "x^2", "--start", "1", "--step", 0.01, "--schedule", "exponential", "--factor", 0.5, "--no-picture")
    assert "or not at all" in " ".join(out.split()), out
    # Steps 1/k in length add up to no law; the run is there, exactly.
    out, _ = run("run", "--loss", "abs(x)", "--start", "1", "--step", 0.3, "--schedule", "inverse", "--delay", 10, "--steps", 8001, "--no-picture")
    assert "minimum at a kink at 0" in out and "proportional" not in out, out


def test_a_mean_of_the_loss_is_told_as_one():
    # What is said of the last steps is compared with the losses of the path itself.
    for words in (("notebook", "--rule", "nadam", "--start", "4,1.0001", "--step", 0.1, "--steps", 58),
                  ("notebook", "--rule", "nadam", "--start", "4,1.0001", "--step", 0.1, "--steps", 62),
                  ("--loss", "exp(x*y)", "--start", "1,0.5", "--step", 0.1, "--steps", 60)):
        out, _ = run("run", *words, "--no-picture", "--save", "mean.csv")
        out = " ".join(out.split())
        losses = [row[3] for row in rows("mean.csv")]
        over, fall = re.search(r"Over the last (\d+) steps the loss fell by about (\S+) a step, on average", out).groups()
        mean = (losses[-1 - int(over)] - losses[-1]) / int(over)
        assert abs(float(fall) / mean - 1) < 0.06, (out, mean)
        rises = 0
        while losses[-1 - rises] > losses[-2 - rises]:
            rises += 1
        told = re.search(r"In each of the last (\d+) steps the loss rose", out)
        assert (int(told[1]) if told else 0) == rises or rises == 1 and "In the last step the loss rose" in out, (out, rises)


def test_a_schedule_that_still_leads_on_is_no_standstill():
    # For x² each step multiplies x by 1 - 2 * size: what the sizes still to come leave of it is known.
    moving = 0
    for size, length, steps in ((0.04, 100, 64), (0.02, 50, 12), (0.1, 20, 12), (0.04, 64, 64), (0.04, 40, 60)):
        out, _ = run("run", "--loss", "x^2", "--start", "4", "--step", size, "--schedule", "cosine", "--length", length, "--steps", steps, "--no-picture")
        left = math.prod(1 - size * (1 + math.cos(math.pi * k / length)) for k in range(steps, length))
        assert left < 0.85 or left > 0.95, left
        assert ("still comes nearer" in " ".join(out.split())) == (left < 0.9) and ("hardly moves" in out) == (left > 0.9), (out, left)
        moving += left < 0.9
    assert moving == 3


def test_a_swing_as_long_as_the_step_size_needs_a_small_one():
    # RMSProp goes from side to side by its step size, s/(1 + k/100) after k steps: within t when that is 2t, and no sooner.
    for steps in (200, 400):
        out, _ = run("run", "notebook", "--rule", "rmsprop", "--start", "4,1.0001", "--step", 0.1, "--steps", steps, "--schedule", "inverse", "--no-picture")
        out = " ".join(out.split())
        tolerance = float(re.search(r"up to (\S+), a millionth", out)[1])
        needed = 100 * (0.1 / (2 * tolerance) - 1) - steps
        told = float(re.search(r"at least (\S+) more steps", out)[1])
        assert 0.6 * needed < told <= needed and "shrink faster" in out and "more slowly" not in out, (out, needed)
    # Plain descent shortens its steps itself: the slower its schedule, the sooner it is there.
    out, _ = run("run", "--loss", "x^2", "--start", "4", "--step", 0.01, "--steps", 200, "--schedule", "inverse", "--delay", 10, "--no-picture")
    assert "shrink more slowly" in " ".join(out.split()) and "shrink faster" not in out, out


def test_a_factor_that_is_not_yet_that_of_the_steps_is_of_the_long_run():
    # Of two parts that shrink by 0.8 and 0.6 the latter is still the larger one after 30 steps; of one part there is one factor.
    out = words_of("notebook", "--start", "4,1.01", "--step", 0.1, "--steps", 30)
    x, y, ways = 4.0, 1.01, []
    for _ in range(30):
        ways.append(math.hypot(x - 2, y - 1 - math.sqrt(0.5)))
        x, y = x - 0.1 * 2 * (x - 2), y - 0.1 * (4 * (y - 1) ** 3 - 2 * (y - 1))
    assert ways[-1] / ways[-2] < 0.7 and "In the long run, each step multiplies the distance to the minimum by 0.8." in out, out
    # From (4, 1.0001) the part that shrinks by 0.8 is a hundredth of the other when that has all but arrived: 0.6 is the factor now, not of the long run.
    out = words_of("notebook", "--start", "4,1.0001", "--step", 0.1, "--steps", 64)
    assert ". Each step multiplies the distance to the minimum by 0.6." in out, out
    out = words_of("--loss", "x^2", "--start", 4, "--step", 0.1, "--steps", 30)
    assert ". Each step multiplies the distance to the minimum by 0.8." in out, out
    # On the ridge it is 0.8 from the first step on; what grows beside it, by 1.2, has nothing to grow from.
    out = words_of("notebook", "--start", "4,1", "--step", 0.1, "--steps", 30)
    assert ". Each step multiplies the distance to the saddle by 0.8." in out, out


def test_what_is_advised_can_help():
    def advice(*words):
        out, _ = run("run", *words, "--no-picture")
        return " ".join(out.split()).split(" Try: ")[1]
    # These fall all the way to where they end, by steps of any size; x − log x only leaves by a step that is too long.
    for loss, step in (("log(x)", 0.01), ("sqrt(x)", 0.1), ("x^1.5", 0.1)):
        out = advice("--loss", loss, "--start", "1", "--step", step)
        assert "has a value everywhere: this one falls toward where it ends" in out and "bounds" not in out and "smaller step size" not in out, out
    out = advice("--loss", "x - log(x)", "--start", "0.2", "--step", 0.3)
    assert "has a value everywhere" not in out, out
    # Barzilai and Borwein's steps are differences' quotients, whatever the schedule; Adam's are as long as the step size.
    for words in (("rosenbrock", "--start", "-1,1", "--step", 0.001), ("--loss", "abs(x) + 0.01*x^2", "--start", "1", "--step", 0.1)):
        out = advice(*words, "--rule", "barzilai-borwein")
        assert "this one finds its step sizes itself" in out and "fixed step size" not in out and "smaller step size" not in out, out
    out = advice("--loss", "abs(x) + 0.01*x^2", "--start", "1", "--step", 0.1)
    assert out.startswith("Let the step size decay"), out
    # With a fixed step size it goes to and fro across the kink, as with that it was told to let the step size decay.
    out = advice("--loss", "abs(x) + y^2", "--start", "1.03,1", "--step", 0.1, "--schedule", "exponential", "--factor", 0.9)
    assert "shrink more slowly" in out and "not at all" not in out, out
    # A convex loss has no plateau, however long the way down; x²/(1 + x²) has one. And whose steps are found is told of no larger ones.
    for loss in ("abs(x) + y^2", "max(x, -2*x) + y^2"):
        out, _ = run("run", "--loss", loss, "--start", "1.03,0.7", "--rule", "barzilai-borwein", "--no-picture")
        out = " ".join(out.split())
        assert "plateau" not in out and "larger step size" not in out and out.startswith("Still descending"), out
    for loss, told in (("abs(x)", "Still descending"), ("x^2/(1 + x^2)", "Stalled")):
        out, _ = run("run", "--loss", loss, "--start", "100", "--step", 1e-5, "--steps", 1000, "--no-picture")
        out = " ".join(out.split())
        assert out.startswith(told) and ("plateau" in out) == (told == "Stalled") and "A larger step size" in out, out
    # What goes to and fro is as far off as its steps are long.
    out = advice("notebook", "--start", "4,1.25", "--rule", "rmsprop", "--step", 0.1, "--schedule", "inverse", "--steps", 20000)
    assert "larger step size" not in out, out


def test_a_cycle_that_counts_as_arrived_is_an_arrival():
    # Barzilai and Borwein's rule on |x| + |y| halves its swings: after 28 steps it is 6·10⁻⁵ away, after 64 it goes
    # to and fro over 10⁻¹¹. With a step size of its own, 0.01, the swings are as large as that.
    for steps, told in ((28, "Approaching a limit"), (64, "Stalled at a kink where the loss is lowest"), (300, "Stalled at a kink where the loss is lowest")):
        out, _ = run("run", "--loss", "abs(x) + abs(y)", "--start", "1.03,0.7", "--rule", "barzilai-borwein", "--steps", steps, "--no-picture")
        assert out.startswith(told) and "scillat" not in out, out
    for start, told in ((1, "Will oscillate"), (0.005, "Oscillating")):
        out, _ = run("run", "--loss", "abs(x)", "--start", start, "--step", 0.01, "--no-picture")
        assert out.startswith(told), out


def test_an_exponent_is_a_number_or_not_told():
    # Across two kinks each step throws a twin as far as the run swings, be it ever so near before: there is no rate. On the logistic map at
    # 3.9, x − 0.1·∇L = 3.9x(1 − x), there is one of 0.495 (a loop over its slopes).
    out, _ = run("run", "--loss", "abs(x) + abs(y)", "--start", "1.03,0.51", "--rule", "rmsprop", "--no-picture")
    out = " ".join(out.split())
    assert "Lyapunov" not in out and "Let the step size decay" in out, out
    # Nor across a minimum in steps of one length: exactly, Lion's from 4 by 1/10 come to be 19/10, 2, 21/10, 2 in turn.
    x, memory, way = Fraction(4), Fraction(0), []
    for _ in range(400):
        slope = 2 * (x - 2)
        move = memory * 9 / 10 + slope / 10
        memory = memory * 99 / 100 + slope / 100
        x -= Fraction(1, 10) * ((move > 0) - (move < 0))
        way.append(x)
    assert way[-4:] == way[-8:-4] and way[-4:-2] != way[-2:], way[-8:]
    for steps in 64, 400:
        out, _ = run("run", "notebook", "--start", "4,1", "--step", "0.1", "--rule", "lion", "--steps", steps, "--no-picture")
        assert "Chaotic" not in out and "Lyapunov" not in out and "separate exponentially" not in " ".join(out.split()), out
    assert "Oscillating with period 4" in out, out
    x, rate = 0.3, 0.0
    for _ in range(20000):
        x = 3.9 * x * (1 - x)
        rate += math.log(abs(3.9 * (1 - 2 * x))) / 20000
    out, _ = run("run", "--loss", "-14.5*x^2 + 13*x^3", "--start", "0.3", "--step", 0.1, "--steps", 2000, "--no-picture")
    told = re.search(r"neighbouring runs separate, is ([0-9.]+) a step", " ".join(out.split()))
    assert told and abs(float(told.group(1)) - rate) < 0.02 and out.startswith("Chaotic"), out


def test_why_a_run_rests_or_does_not():
    def why(*words):
        out, _ = run("run", "notebook", "--start", "4,1.3", *words, "--no-picture")
        return " ".join(out.split()).split(" Why: ")[1]
    # A cosine of 30 steps has the step size 0 from then on.
    out = why("--step", 0.6, "--schedule", "cosine", "--length", 30)
    assert "its step size is 0" in out and "no more than rounding" not in out, out
    assert "its step size is 0" not in why("--step", 0.4, "--steps", 2000)
    # Momentum of 0.9 swings through: within the tolerance at step 225, and out of it until step 251.
    heavy = ("--step", 0.28, "--rule", "heavy-ball", "--momentum", 0.9, "--steps")
    assert "would count as arrived; but it is not at rest, and may go farther away again" in why(*heavy, 225)
    assert "not yet so near" in why(*heavy, 150)


def test_what_will_oscillate_does_not_yet():
    # |x| from 1 by steps of 0.01 is at 0.01 after 99 steps, and goes to and fro from then on.
    for steps, words in ((64, "Will oscillate with period 2: it is on the way to its cycle"), (98, "Will oscillate with period 2:"),
                         (99, "Will oscillate with period 2: it has not been round its cycle twice yet"),
                         (102, "Will oscillate with period 2:"), (103, "Oscillating with period 2: every 2 steps"), (300, "Oscillating with period 2: every 2 steps")):
        whole = ["run", "--loss", "abs(x)", "--start", "1", "--step", 0.01, "--steps", steps]
        out, _ = run(*whole, "--no-picture")
        out = " ".join(out.split())
        assert out.startswith(words) and "rom step 99 on" in out, out
        ahead = words.startswith("Will")
        assert ("a copy that goes on reaches it at step 99" in out) == (steps < 99), out
        assert ("a copy that goes on is back at the same point every 2 steps" in out) == (99 <= steps < 103), out
        out, _ = run(*whole, "--line", "--no-picture")
        assert out.startswith("will oscillate: " if ahead else "oscillating: "), out
        for picture in "contour", "convergence":
            run(*whole, "--picture", picture, "--output", "path.gp")
            assert ("will oscillate with period 2" in pathlib.Path("path.gp").read_text()) == ahead, (steps, picture)
    # By steps of 0.3 it is at 0.1 after three, and has the same two numbers from then on: no copy has to tell.
    x, seen = 1.0, []
    for _ in range(65):
        seen.append(x)
        x -= math.copysign(0.3, x)
    assert seen[3] == seen[5] == seen[63] and seen[4] == seen[64]
    for steps in 24, 64:
        out, _ = run("run", "--loss", "abs(x)", "--start", "1", "--step", 0.3, "--steps", steps, "--no-picture")
        assert "comes back after every 2 steps, to within rounding" in " ".join(out.split()), out
    # By the points alone: 34 that repeat are enough, 33 are not.
    for count in 33, 34:
        pathlib.Path("alone.csv").write_text("x\n" + "".join(f"{x!r}\n" for x in [2.0 - k / 10 for k in range(8)] + [seen[k] for k in range(3, 3 + count)]))
        out, _ = run("diagnose", "alone.csv")
        assert out.startswith("Oscillating with period 2" if count == 34 else "Undetermined"), (count, out)
    assert "let the step size decay" in " ".join(out.split()), out  # for nobody knows whether a smaller one ends it


def test_what_is_missing_is_named_at_once():
    # Of points alone loss and rule are missing, of points with a loss the rule; of one that was given nothing is, nor of what is decided.
    with open("alone.csv", "w") as file:
        file.write("x,y\n" + "".join(f"{2 + 2 * 0.9**k!r},{1 + 0.9**k!r}\n" for k in range(40)))
    out, _ = run("diagnose", "alone.csv")
    assert out.startswith("Undetermined") and "the problem and the rule" in " ".join(out.split()), out
    assert "\nOptions:  --problem NAME or --loss FORMULA, --rule WORD with --step NUMBER\n" in out, out
    assert "Options:" not in run("diagnose", "alone.csv", "--line")[0] + run("diagnose", "alone.csv", "--json")[0]
    out, _ = run("diagnose", "alone.csv", "--loss", "(x-2)^2/2+(y-1)^2/2", "--step", 0.1)
    assert out.startswith("Approaching") and "Options:" not in out, out
    with open("scattered.csv", "w") as file:
        file.write("x\n" + "".join(f"{math.sin(k * k)!r}\n" for k in range(300)))
    out, _ = run("diagnose", "scattered.csv", "--loss", "x^2")
    assert "\nOptions:  --rule WORD with --step NUMBER\n" in out, out
    out, _ = run("diagnose", "scattered.csv", "--loss", "x^2", "--step", 0.1)
    assert "Options:" not in out and out.startswith("Undetermined"), out


def test_advice_at_a_cusp_is_to_shrink():
    # At a distance d from 0 a step on sqrt(|x|) has the length step/(2√d): it grows as d falls, with every step size. It does not on |x|^1.5,
    # and on x² swings end below the limit.
    for step in 0.5, 0.1, 0.01:
        out, _ = run("run", "--loss", "sqrt(abs(x))", "--start", "1", "--step", step, "--steps", 200, "--no-picture")
        out = " ".join(out.split())
        assert "Let the step size decay" in out and "A smaller step size" not in out, out
    out, _ = run("run", "--loss", "x^2", "--start", "1", "--step", 1.1, "--no-picture")
    assert "Step size 0.8" in out and "decay" not in out, out


def test_what_was_finite_again_is_told_as_that():
    # x² − log x has no value below 0, where the slope 2x − 1/x leads to and fro; where √(1 − x²) has a value is left for good.
    x, finite = 1.0, []
    for _ in range(65):
        finite.append(x > 0)
        x -= 0.6 * (2 * x - 1 / x)
    first = finite.index(False)
    assert any(finite[first:]) and not finite[-1]
    out = " ".join(run("run", "--loss", "x^2 - log(x)", "--start", "1", "--step", 0.6, "--no-picture")[0].split())
    assert f"Step {first} was the first to lead to where the loss is infinite or not a number; later it had a value again." in out, out
    out = " ".join(run("run", "--loss", "sqrt(1 - x^2)", "--start", "0.5", "--step", 0.3, "--steps", 20, "--no-picture")[0].split())
    assert "the loss is infinite or not a number." in out and "later it had" not in out, out


def test_inflections_are_no_minima():
    # The slopes 1 ± cos x are nowhere negative: there is no minimum, though beside π and 0 they round to 0, their own slopes to 1e-8.
    for loss, start, inflection in (("x + sin(x)", 0, "-3.14159"), ("x - sin(x)", 1, "0")):
        out = " ".join(run("run", "--loss", loss, "--start", start, "--step", 0.1, "--no-picture")[0].split())
        assert f"Approaching a degenerate critical point at {inflection}, which is not a minimum" in out and "are stable" not in out, out
        out, _ = run("points", "--loss", loss, "--lower", -5, "--upper", 5)
        assert "degenerate critical point at" in out and "minimum" not in out and "maximum" not in out, out
    # With a little more the slope changes its sign, at acos(−1/1.0001).
    out, _ = run("points", "--loss", "x + 1.0001*sin(x)", "--lower", -5, "--upper", 5)
    assert out.count("\nminimum at") == 2 and out.count("\nmaximum at") == 2 and "degenerate" not in out, out


def test_what_overflows_is_not_called_infinite():
    # x⁴ and x³ are finite wherever x is: at 10¹⁰⁹ they are more than 10³⁰⁸. Both are infinite where their last step leads.
    for loss, start, said in (
        ("x^4 - x^2", "30", "loss and gradient are too large for the computer's numbers: from there no step can be made."),
        ("x^3", "-1", "the loss is below all of the computer's numbers and the gradient too large for them: from there no step"),
    ):
        out = " ".join(run("run", "--loss", loss, "--start", start, "--step", 0.1, "--no-picture")[0].split())
        assert f", where {said}" in out and "infin" not in out.replace("leaves for infinity", ""), out
    # One over nothing is no overflow.
    out = " ".join(run("run", "--loss", "1/x^2", "--start", "0", "--no-picture")[0].split())
    assert "where the loss is infinite" in out, out


def words_of(*arguments):
    return " ".join(run("run", *arguments, "--no-picture")[0].split())


def test_numbers_that_are_compared_are_told_apart():
    # 1 − 2η: stable below 1; 1 − 2·0.9999999 = −0.9999998.
    out = words_of("--loss", "x^2", "--start", 1, "--step", 0.9999999)
    assert "below 1 are stable there" in out and "yours, 0.9999999, is below that" in out, out
    assert "1 - 0.9999999·2 = -0.9999998." in out, out
    assert "yours, 1.0000001, is" in words_of("--loss", "x^2", "--start", 1, "--step", 1.0000001)
    out = words_of("--loss", "x^2", "--start", 1, "--step", 1)
    assert "yours, 1, is exactly on that limit" in out, out
    assert "1 - 0.1·2 = 0.8." in words_of("--loss", "x^2", "--start", 1, "--step", 0.1)


def test_the_points_of_a_cycle_begin_with_the_step_that_is_named():
    def kinked(x, y):
        return (1 if x > 0 else -1), 2 * y

    def himmelblau(x, y):
        a, b = x * x + y - 11, x + y * y - 7
        return 4 * x * a + 2 * b, 2 * a + 4 * y * b

    for gradient, step, x, y, problem in ((kinked, 0.1, 1.03, 1, ["--loss", "abs(x) + y^2"]),
                                          (kinked, 0.1, 1.13, 1, ["--loss", "abs(x) + y^2"]),
                                          (himmelblau, 0.03, 0, 0, ["himmelblau"])):
        for steps in (64, 65, 66, 67):
            out = words_of(*problem, "--start", f"{x},{y}", "--step", step, "--steps", steps)
            number = int(out.split("rom step ")[1].split(" ")[0])
            told = [float(part) for part in out.split("cycle's size, through (")[1].split(")")[0].split(", ")]
            a, b = x, y
            for _ in range(number):
                da, db = gradient(a, b)
                a, b = a - step * da, b - step * db
            assert abs(told[0] - a) < 0.02 and abs(told[1] - b) < 0.02, (steps, number, told, a, b)


def test_of_a_long_cycle_it_is_told_if_its_points_are_few():
    # Lion at the notebook loss: signs of a mean of slopes, so steps of ±η, on a grid.
    def slopes(x, y):
        return 2 * (x - 2), 4 * (y - 1) ** 3 - 2 * (y - 1)

    out = words_of("notebook", "--start", "4,1.3", "--step", 0.05, "--rule", "lion", "--steps", 800)
    period = int(out.split("with period ")[1].split(":")[0])
    point, mean, seen = [4, 1.3], [0, 0], set()
    for k in range(20000):
        g = slopes(*point)
        for i in range(2):
            ahead = 0.9 * mean[i] + 0.1 * g[i]
            point[i] -= 0.05 * ((ahead > 0) - (ahead < 0))
            mean[i] = 0.99 * mean[i] + 0.01 * g[i]
        if k >= 20000 - period:
            seen.add((round(point[0], 6), round(point[1], 6)))
    assert period > 100 > len(seen), (period, seen)
    assert f"and so on: only {len(seen)} different ones in all, in an order that takes {period} steps to begin anew." in out, out
    told = f"Oscillating with period {period}: it goes over the same {len(seen)} points again and again, in an order that begins anew every {period} steps."
    assert out.startswith(told), out
    early = words_of("notebook", "--start", "4,1.3", "--step", 0.05, "--rule", "lion", "--steps", 400)
    assert early.startswith(f"Will oscillate with period {period}: it has not been round its cycle twice yet, "), early
    out = words_of("notebook", "--start", "4,1.3", "--step", 0.05, "--rule", "lion", "--steps", 800, "--line")
    assert out.rstrip().endswith(f", period {period} through {len(seen)} points"), out
    out = words_of("himmelblau", "--start", "0,0", "--step", 0.03)
    assert "different ones" not in out and "through 4 points" not in out and "again and again" not in out, out
    # The logistic map at 3.5441, where its 4-cycle has just become one of 8: pairs of points are near, and not the same.
    out = words_of("--loss", "-1.2720500*x^2 + 1.1813667*x^3", "--start", 0.3, "--step", 1, "--steps", 20000)
    assert out.startswith("Oscillating with period 8: every 8 steps it is back at the same point."), out


def test_of_many_motions_it_is_said_which_is_told():
    # Momentum 0.9 multiplies by √0.9 in the long run; momentum 1 turns y, of curvature 4, by acos(1 − 0.1·4/2).
    out = words_of("notebook", "--start", "4,1.3", "--step", 0.1, "--rule", "heavy-ball", "--momentum", 0.9)
    assert "In the long run, each step multiplies the distance to the minimum by 0.9487" in out, out
    out = words_of("--loss", "x^2 + 2*y^2", "--start", "1,1", "--step", 0.1, "--rule", "heavy-ball", "--momentum", 1, "--steps", 500)
    turn = math.acos(0.8) / (2 * math.pi)
    assert f"The variable that swings widest turns by {turn:.4g} of a circle each step" in out, out
    assert ". Each step multiplies" in words_of("notebook", "--start", "4,1.3", "--step", 0.1)


def test_a_tolerance_is_no_rounding():
    # max(0, x − 0.05)⁴ is level up to 0.05 and falls beyond −3. From 1 the run is at 0.12 after 228 steps, within 0.1 of its way; from 0 it rests.
    loss = "--loss", "max(0, x - 0.05)^4 - max(0, -3 - x)^2", "--step", 0.1, "--steps", 228
    out = words_of(*loss, "--start", 1, "--tolerance", 0.1)
    assert "to rounding" not in out and "nothing moves" not in out, out
    assert "so near that it counts as arrived. But one way or more the ground is level there" in out, out
    out = words_of(*loss, "--start", 0)
    assert "The gradient is zero to rounding, so nothing moves. But one way or more the ground is level here" in out, out


def test_a_distance_that_is_only_bounded_is_told_as_that():
    # L-BFGS ends at 1e-165, which its last slope tells to the tolerance; a law tells the distance itself.
    problem = "--loss", "x^2 + 100*y^2", "--start", "1.3,1", "--path-only"
    out = words_of(*problem, "--rule", "lbfgs", "--step", 1, "--steps", 100)
    assert "The limit is no more than 1.6e-06 away; up to 1.6e-06, a millionth of the path's extent, counts as arrived." in out, out
    out = words_of(*problem, "--step", 0.008, "--steps", 2000)
    assert re.search("The limit is [0-9.]+e-1[0-9] away; up to 2.1e-06", out), out


def test_beside_a_kink_no_rule_is_said_to_have_step_sizes_that_it_has_not():
    fixed, found = "With a fixed step size hardly any run comes to rest at a kink.", "do not tell a rule how long its steps should be."
    problem = "--loss", "abs(x) + 2*abs(y)", "--start", "1.3,0.7", "--steps", 300
    for rule, said in (("fixed-step", fixed), ("sign", fixed), ("normalised", fixed), ("barzilai-borwein", found), ("exact-step", found),
                       ("local-smoothness", found)):
        out = words_of(*problem, "--step", 0.1, "--rule", rule)
        assert [word in out for word in (fixed, found)] == [word == said for word in (fixed, found)], (rule, out)


def test_a_small_coordinate_beside_a_large_one_is_told():
    # A millionth of the extent is 1; the minimum is known far better. What rounding leaves of 0, as 10⁻¹⁴ beside 10⁶, is still told as 0.
    out = words_of("--loss", "(x - 1e6)^2 + (y + 1e-6)^2", "--start", "0,0", "--step", 0.3, "--steps", 200)
    assert "minimum at (1e+06, -1e-06)." in out and "led to (1e+06, -1e-06)" in out, out
    out = words_of("--loss", "(x - 1e6)^2 + (y + 1e-14)^2", "--start", "0,0", "--step", 0.3, "--steps", 200)
    assert "minimum at (1e+06, 0)." in out, out
    out = words_of("--loss", "(1 - cos(x))*(1 + y^2) + (y - sin(3.141592653589793))^2", "--start", "2,1", "--steps", 600)
    assert "minimum at (0, 0)." in out, out


def test_a_start_without_a_loss_is_told():
    # log x has a value from step 6 to step 6 only: x <- x - 0.1/x from -1, which comes to 0 from below and is thrown across it.
    out = words_of("--loss", "log(x)", "--start", -1, "--step", 0.1)
    assert "the loss is not a finite number at the start, nor from step 7 on" in out and "Begin at another point" in out, out
    out = words_of("--loss", "log(x)", "--start", -1, "--step", 0.001, "--steps", 100)
    assert "Begin at another point" in out and "smaller step size" not in out, out


def test_a_kink_has_no_slope_of_its_own():
    # |x| comes to 0 exactly, where its derivative is given as 0; x² has a slope there.
    out = words_of("--loss", "abs(x) + y^2", "--start", "1.3,1", "--rule", "armijo", "--step", 1)
    assert "At the very point it has no slope: zero is only what was given as its gradient." in out, out
    assert "The gradient given there is zero, so nothing moves any more." in out and "slope is zero" not in out, out
    assert "has no slope" not in words_of("--loss", "x^2", "--start", 1, "--step", 0.5)


def test_a_power_of_the_end_is_told_as_that():
    # Near 0 a step of 1 on x²/(1 + x²) leads to −x + 4x³, so that the distance falls like 1/√(8k); at 5 the loss is nearly level.
    out = " ".join(run("run", "--loss", "x^2/(1 + x^2)", "--start", "5", "--step", 1, "--no-picture")[0].split())
    assert "Once it is near, after k steps the distance to the minimum will be proportional to 1/k^0.5" in out, out
    out = " ".join(run("run", "--loss", "x^2/(1 + x^2)", "--start", "0.4", "--step", 1, "--steps", 3000, "--no-picture")[0].split())
    assert "After k steps the distance to the minimum is proportional to 1/k^0.5" in out, out


def test_a_factor_that_grows_is_told_as_that():
    # −x⁴ multiplies x by 1 + 4ηx², which grows with x; −x² by 1 + 2η, which does not.
    whole = ["run", "--start", "0.5", "--step", 0.01, "--steps", 20, "--no-picture"]
    x = [0.5]
    for _ in range(20):
        x.append(x[-1] + 0.04 * x[-1] ** 3)
    factors = [(x[k + 2] - x[k + 1]) / (x[k + 1] - x[k]) for k in range(19)]
    out = " ".join(run(*whole, "--loss", "-x^4")[0].split())
    told = float(out.split("by a factor of ")[1].split(" each step at the end, and by a smaller one before")[0])
    assert factors[9] < told < factors[18], (out, factors)
    out = " ".join(run(*whole, "--loss", "-x^2")[0].split())
    assert "by a factor of 1.02 each step," in out and "one before" not in out, out
    # Off the saddle of x² − y² steps come to grow by 1.2.
    out = " ".join(run("run", "--loss", "x^2 - y^2", "--start", "1,0.01", "--step", 0.1, "--steps", 30, "--no-picture")[0].split())
    assert "by a factor of 1.2 each step," in out and "itself" not in out, out


def test_what_falls_to_the_valley_is_no_lower_ground():
    # Both losses are 0 on x = 0 and above it elsewhere; where a run stands beside it, they fall a little along the valley, but not below 0.
    for loss in "x^2*(1 + y^2)", "x^2*exp(y)", "x^2*(2 + sin(y))":
        out, _ = run("run", "--loss", loss, "--start", "1,1", "--step", 0.1, "--no-picture")
        assert out.startswith("Converged to a point in a valley at (0, "), out
    # The other side: beyond y = −3 the loss is below 0, where the valley ends.
    out, _ = run("run", "--loss", "x^2 - 0.1*max(-y - 3, 0)", "--start", "1,1", "--step", 0.1, "--steps", 100, "--no-picture")
    out = " ".join(out.split())
    assert "farther off that way the loss falls" in out and "no critical point" not in out and "I tried it" not in out, out


def test_bands_do_not_lie_within_gaps():
    # From (4, 2.5) runs go to one minimum or the other up to 2/7; nothing that is told lies between the ends of what is left open.
    out, _ = run("run", "notebook", "--start", "4,2.5", "--step", 0.29, "--no-picture")
    lines = [line.split() for line in out.splitlines() if line.startswith(("         from ", "         with ", "         between "))]
    ends = [[float(word.rstrip(",")) for word in line if word[0].isdigit() and ")" not in word][:2 if line[0] != "with" else 1] for line in lines]
    gaps = [end for line, end in zip(lines, ends) if line[0] == "between"]
    assert gaps, out
    for low, high in gaps:
        assert not any(low < end < high for line, these in zip(lines, ends) if line[0] != "between" for end in these), out


def test_sweeps_find_what_is_known():
    # The 2-cycle appears at 2/4 = 0.5, and doubles at (√5 − 1)/2.
    out, _ = run("sweep", "bifurcation", "notebook", "--start", "4,1.25", "--from", 0.45, "--to", 0.63, "--runs", 40, "--no-picture")
    found = [float(line.rsplit(" ", 1)[1]) for line in out.splitlines() if line.startswith(("  from 1 to 2 at", "  from 2 to 4 at"))]
    assert len(found) == 2 and abs(found[0] - 0.5) < 1e-9 and abs(found[1] - (math.sqrt(5) - 1) / 2) < 1e-9, out
    # The ridge β₂ = 1 divides the window −0.5 to 2.5 in two halves.
    out, _ = run("sweep", "basins", "notebook", "--grid", "20,30", "--no-picture")
    assert out.count(" 50.0 %  minimum at") == 2 and "100.0 %  converged" in out


def test_losses_of_a_file_are_held_against_the_loss():
    run("run", "--loss", "(x - 1)^2 + 3*y^2", "--start", "1.5,1", "--save", "path.csv", "--no-picture")
    out, _ = run("diagnose", "path.csv", "--loss", "(x - 1)^2 + 3*y^2")
    assert "Losses:" not in out, out
    # At the start, (1.5, 1), both are 3.25; at (1.32, 0.16) they are 0.1024 + 0.0768 and 1.7424 + 0.0256.
    out, _ = run("diagnose", "path.csv", "--loss", "x^2 + y^2")
    said = [line for line in out.splitlines() if line.startswith("Losses:")]
    assert len(said) == 1 and "are not those of the loss that was given" in said[0] and said[0].endswith("after 2 steps 0.1792, and 1.768"), out


def test_limits_are_told_of_what_they_are_limits_of():
    # On the ridge each step multiplies by 1 − 2η, beside it by 1 + 2η: 1 is a limit, but not of runs nearby.
    for words in ([], ["--property", "converges"]):
        out, _ = run("limit", "notebook", "--start", "4,1", *words)
        assert out.split(" just below step size ")[1].startswith("1, and no longer just above it.\n"), out
        assert "other runs that come near leave it again" in out and "chaotic" not in out and "come to rest there" not in out
    # Beside the ridge runs are bounded up to 1 as well, and explode after 40000 steps with 1 + 5e-9: of what fewer show some digits count.
    for start in ("4,1.0001", "4,1.25"):
        for steps in (64, 4096):
            out, _ = run("limit", "notebook", "--start", start, "--steps", steps)
            digits = out.split(" just below step size ")[1].split(", and no longer")[0]
            assert abs(float(digits) - 1) <= 0.51 * 10.0 ** -len(digits.partition(".")[2]) and 3 < len(digits) < 10, out
            assert f"as far as {steps} steps show" in out and f"With {4 * steps if steps < 256 else steps // 4} steps it is" in out, out
    out, _ = run("limit", "notebook", "--start", "4,1.25", "--property", "converges")
    assert "stability limit of the minimum" in out and "come to rest there" in out
    # −x² is left with every step size, and steps shorter than 1/4032 have not come to the kink of |x| in 4032.
    for words in (["--loss", "-x^2", "--start", "1"], ["--loss", "abs(x)", "--start", "1", "--property", "converges"]):
        out, err = run("limit", *words, status=3)
        assert not out and "no limit found" in err, (out, err)
    # In whole words, and none of the enumerators: −x² leaves with the smaller step sizes too slowly to be seen to.
    out, err = run("limit", "--loss", "-x^2", "--start", "1", status=3)
    assert 'it is "still descending", above that "unbounded"' in err and "within 4096 steps" in err, err
    out, _ = run("limit", "--loss", "x^2 - log(x)", "--start", "2")
    assert '"broken off, for a number is not finite"' in out and "nonfinite" not in out, out


def test_places_are_zero_where_they_are_nothing_beside_the_starts():
    # Each step multiplies by 0.2: after 300 of them 10⁻²¹⁰ is left. A minimum at 10⁻⁴ is none at 0.
    bowl = ["sweep", "basins", "--step", 0.4, "--steps", 300, "--grid", 8, "--window", "-1,1,-1,1", "--no-picture"]
    out, _ = run(*bowl, "--loss", "x^2 + y^2")
    assert "minimum at (0, 0)\n" in out and "e-" not in out, out
    out, _ = run(*bowl, "--loss", "(x - 0.0001)^2 + y^2")
    assert "minimum at (0.0001, 0)\n" in out or "minimum at (0.000100000000000" in out, out


def test_points_say_what_is_the_nearest():
    out, _ = run("points", "--loss", "(x^2 - 1)^2", "--at", 3)
    assert out.startswith("minimum at 1,") and "it is 2 away from 3; none was found that is nearer" in out, out
    out, _ = run("points", "--loss", "(x^2 - 1)^2", "--at", 1.1)
    assert out.startswith("minimum at 1,") and "nearer" not in out, out


def test_an_exact_step_is_told_as_what_it_is():
    out, _ = run("run", "--help")
    assert "exact where the loss is a quadratic" in " ".join(out.split()), out
    for rule, told in (("exact-step", True), ("barzilai-borwein", False), ("armijo", False)):
        out = " ".join(run("run", "--loss", "x^2 + 3*y^2", "--start", "1,1", "--rule", rule, "--no-picture")[0].split())
        assert "which finds each step size itself, beginning with 0.1" in out and ("exact only where" in out) == told, out


def test_unbounded_is_the_run_and_not_the_loss():
    # 1/x and eˣ never fall below 0.
    for loss in ("1/x", "exp(-x)", "-x^2", "-x"):
        out = " ".join(run("run", "--loss", loss, "--start", "1", "--step", 0.1, "--no-picture")[0].split())
        assert out.startswith("Unbounded: the run goes on without end; the loss keeps falling and has no minimum that way."), out


def test_sweeps_do_not_say_more_than_they_saw():
    for words in (["--loss", "x^2", "--start", "1"], ["notebook", "--start", "4,1"]):
        out, _ = run("sweep", "bifurcation", *words, "--from", 0.1, "--to", 1.2, "--runs", 120, "--no-picture")
        assert "doubles" not in out and "chaotic" not in out and "diverging" in out, out
    out, _ = run("sweep", "bifurcation", "notebook", "--start", "4,1.25", "--from", 0.4, "--to", 1, "--no-picture")
    cascade, others = out.split("In windows of other periods:")
    assert "4.669 times shorter" in cascade and "ever closer to Feigenbaum's constant, 4.669" in cascade and "from 64 to 128" in cascade and "from 3 to 6" not in cascade
    assert "from 3 to 6 at step size 0.73041" in others
    # Here the ratios are 4.625, 3.789, 4.748, 4.628, 4.671: these do not come closer to one number in turn.
    out, _ = run("sweep", "bifurcation", "himmelblau", "--start", "0,0", "--from", 0.01, "--to", 0.04, "--no-picture")
    assert " 4.671 times shorter than the one before.\n" in out and "ever closer" not in out, out
    # Of cos x three doublings are seen, at 2, 3.445 and 3.5129; the fourth is at 3.5275, and they end at 3.53152.
    cosine = ["--loss", "cos(x)", "--start", "1", "--runs", 200, "--no-picture"]
    out, _ = run("sweep", "bifurcation", *cosine, "--from", 0.5, "--to", 6)
    assert " 21.36 times shorter than the one before; where they pile up, a finer sweep" in out and "pile up at" not in out, out
    out, _ = run("sweep", "bifurcation", *cosine, "--from", 3.4, "--to", 3.6)
    assert abs(float(out.split("pile up at ")[1].split(":")[0]) - 3.53152) < 2e-6, out
    # In a valley 2048 steps arrive nowhere, and a line one start wide is no boundary of dimension 2.
    out, _ = run("sweep", "bifurcation", "rosenbrock", "--start", "-1,1", "--from", 0.0005, "--to", 0.0015, "--runs", 6, "--no-picture")
    assert "approaching" in out and "converged" not in out, out
    out, _ = run("sweep", "basins", "--loss", "x*y", "--step", 0.1, "--grid", 64, "--window", "-1,1,-1,1", "--no-picture")
    assert "saddle at (0, 0)" in out and "dimension" not in out, out
    # Each point of xy = 1 is a minimum among infinitely many, and called what `points` calls it.
    valley = ["--loss", "(x*y-1)^2"]
    out, _ = run("sweep", "basins", *valley, "--step", 0.05, "--grid", 16, "--window", "-2,2,-2,2", "--no-picture")
    assert "point in a valley at (-1, -1)" in out and "degenerate" not in out, out
    # Nearly each start has a point of its own there: one line says how many, and beside them only the saddle is named.
    reached = out.split("How they end:")[0].splitlines()[1:]
    assert len(reached) == 2 and " different points, such as the point in a valley at " in reached[0] and "saddle at (0, 0)" in reached[1], out
    assert int(reached[0].split()[2]) > 100 and "more than" not in out, out
    # Across the tip of a cone each line through it has cycles of its own, 0.1 long: one line says how many, and no places.
    out, _ = run("sweep", "basins", "--loss", "sqrt(x^2+y^2)", "--step", 0.1, "--grid", 20, "--window", "-2,2,-2,2", "--no-picture")
    reached = out.split("How they end:")[0].splitlines()[1:]
    assert len(reached) == 1 and reached[0].endswith(" different cycles of period 2") and int(reached[0].split()[2]) > 100, out
    # More points and cycles than there are labels: the share is that of all runs, which reach the circle, or cross the kinks.
    many = ["sweep", "basins", "--grid", 90, "--no-picture"]
    for loss, step, window, limits in (("(x^2+y^2-1)^2", 0.1, "0.3,1.37,0.41,1.29", "points, such as the point in a valley at ("),
                                       ("abs(x)+abs(y)", 0.5, "0.011,0.247,0.013,0.243", "cycles of period 2")):
        out, _ = run(*many, "--loss", loss, "--step", step, "--window", window)
        reached = out.split("How they end:")[0].splitlines()[1:]
        assert len(reached) == 1 and reached[0].startswith("  100.0 %  more than 4096 different " + limits), out
    # Of runs that approach it is said what; and where one point is not, that it is not known. The minima are at (0.5, 0), (4, 0) and no others.
    basins = ["sweep", "basins", "--grid", 16, "--no-picture"]
    out, _ = run(*basins, "rosenbrock", "--step", 0.001, "--steps", 1000)
    line = next(line for line in out.splitlines() if "  minimum at (1, 1)" in line)
    assert "What they approach, by 8 runs diagnosed in full:" in out and 1 <= int(line.split()[0]) <= 8, out
    out, _ = run(*basins, "--loss", "(x - 4)^2*(x - 0.5)^2 + y^2", "--step", 0.0005, "--steps", 600, "--window", "-1,5,-1,1")
    lines = [line.split(None, 1) for line in out.split("diagnosed in full:\n")[1].splitlines()]
    assert {what for _, what in lines} == {"minimum at (0.5, 0)", "minimum at (4, 0)"} and sum(int(runs) for runs, _ in lines) == 8, out
    # Beyond the last rung that was tried the run may stay bounded as well.
    out, _ = run("limit", "notebook", "--start", "4,2.5", "--rule", "heavy-ball", "--momentum", 0.5)
    assert "with some larger step sizes, such as " in out and "up to" not in out, out
    out, _ = run("sweep", "basins", "monkey_saddle", "--step", 0.1, "--steps", 500, "--no-picture")
    assert "What the runs reach" not in out and "dimension" not in out and "100.0 %  unbounded (" in out and "starts)" in out, out
    out, _ = run("sweep", "basins", "notebook", "--step", 0.3, "--steps", 256, "--no-picture")
    assert "48.8 %  minimum at" in out and "dimension" not in out, out
    out, _ = run("sweep", "basins", "notebook", "--no-picture")
    assert "the (box-counting) dimension 1.00 ± " in out, out


def test_runs_are_compared():
    out, _ = run("compare", "notebook", "--start", "4,1.0001", "--steps", 200, "--no-picture", "--and", "--step", 0.3, "--and", "--start", "4,1")
    lines = out.splitlines()
    assert len(lines) == 6 and "step 0.1" in lines[0] and "step 0.3" in lines[2] and "from 4,1" in lines[4]
    assert "minimum" in lines[1] and "minimum" in lines[3] and "saddle" in lines[5]
    # A rule without a momentum has none to be told by.
    out, _ = run("compare", "notebook", "--start", "4,1.0001", "--rule", "heavy-ball", "--no-picture", "--and", "--momentum", 0.5, "--and",
                 "--rule", "adam")
    assert [line for line in out.splitlines() if line[0] != " "] == ["heavy-ball, momentum 0.9", "heavy-ball, momentum 0.5", "adam"], out
    out, _ = run("compare", "notebook", "--start", "4,1.0001", "--and", "--step", 0.3, "--no-picture")
    assert "Picture" not in out


def test_expectations_decide_the_exit_status():
    for expected, status in (("converged", 0), ("saddle", 0), ("minimum", 1), ("approaching,minimum", 1), ("minimum,saddle", 0)):
        run("run", "notebook", "--start", "4,1", "--no-picture", "--line", "--expect", expected, status=status)
    run("run", "notebook", "--start", "4,2.5", "--step", 0.29, "--no-picture")
    run("run", "notebook", "--start", "4,2.5", "--step", 0.29, "--no-picture", "--expect", "diverging")


def test_a_function_that_fails_is_said_and_the_run_explained():
    pathlib.Path("fails.c").write_text(
        """#include <stddef.h>
int gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * x[0];
    return x[0] < 0.5 ? 42 : 0;
}
"""
    )
    out, err = run("run", "--source", "fails.c", "--start", "1", "--no-picture", status=3)
    assert "42" in err and out


def test_landscapes_of_any_dimension():
    run("run", "double_well", "--start", "0.3,0.4,0.5,0.6", "--no-picture", "--save", "path.csv")
    assert len(rows("path.csv")[0]) == 1 + 4 + 3


def test_stops_say_what_they_do_not_prove():
    whole = ["run", "notebook", "--start", "4,1.075", "--step", "0.2", "--no-picture"]
    for stop, word in (["--stop-gradient", "1e-3"], "gradient"), (["--stop-loss", "-0.2"], "loss"), \
            (["--stop-change", "1e-3"], "loss"), (["--stop-seconds", "1e-9"], "time"):
        out, _ = run(*whole, "--steps", "1000", *stop, "--save", "path.csv", "--tolerance", "1e-9")
        last = rows("path.csv")[-1]
        assert last[0] < 1000, (stop, last)
        if stop[0] == "--stop-gradient":
            assert last[4] <= 1e-3 < rows("path.csv")[-2][4]
        if stop[0] == "--stop-loss":
            assert last[3] <= -0.2 < rows("path.csv")[-2][3]
    out, err = run(*whole, "--stop-gradient", "-1", status=2)
    assert "--stop-gradient must be a finite number above 0" in err


def test_progress_is_a_table_on_the_other_stream():
    whole = ["run", "rosenbrock", "--start", "-1.2,1", "--step", "0.001", "--steps", "50", "--no-picture"]
    quiet, nothing = run(*whole)
    out, err = run(*whole, "--progress")
    assert nothing == "" and out == quiet
    assert "loss" in err.splitlines()[0] and len(err.splitlines()) >= 4, err
    assert "50 steps" in err.splitlines()[-1]
    _, err = run("run", "notebook", "--start", "4,1.075", "--step", "1", "--steps", "9", "--no-picture", "--progress")
    assert "lowest loss" in err.splitlines()[-1], err


def test_a_run_is_gone_on_with_to_the_same_bits():
    for rule in "nesterov", "adam", "lbfgs", "negative-curvature":
        whole = ["run", "rosenbrock", "--step", "0.001", "--rule", rule, "--no-picture"]
        run(*whole, "--start", "-1.2,1", "--steps", "60", "--save", "whole.csv")
        run(*whole, "--start", "-1.2,1", "--steps", "25", "--checkpoint", "run.state")
        out, _ = run(*whole, "--resume", "run.state", "--steps", "35", "--save", "resumed.csv")
        assert "60 steps" in out, out
        assert pathlib.Path("whole.csv").read_bytes() == pathlib.Path("resumed.csv").read_bytes(), rule
    _, err = run(*whole, "--start", "-1.2,1", "--resume", "run.state", status=2)
    assert "give no --start" in err
    _, err = run("run", "rosenbrock", "--step", "0.002", "--rule", rule, "--resume", "run.state", "--no-picture", status=2)
    assert "step_size" in err, err
    _, err = run(*whole, "--resume", "missing", status=4)
    assert "missing" in err


def test_bursts_of_a_rule_that_forgets_are_no_interval_about_zero():
    # Adam rests within 1e-15 of the minimum and leaves it, time after time: neighbours come together between the bursts.
    out, _ = run("run", "notebook", "--start", "4,1.0001", "--step", "0.1", "--rule", "adam", "--steps", "30000", "--no-picture")
    said = " ".join(out.split())
    assert "Chaotic" in said, said
    assert "at most" in said and "95 %" not in said and "exponentially" not in said and "cycle" not in said, said
    # Plain descent has no memory: its exponent has an interval, above zero.
    out, _ = run("run", "notebook", "--start", "4,1.25", "--step", "1", "--steps", "1000", "--no-picture")
    low = re.search(r"95 % interval ([\d.]+) to", " ".join(out.split()))
    assert "exponentially" in " ".join(out.split()) and float(low.group(1)) > 0, out


def test_every_rule_has_its_word():
    out, _ = run("run", "--help")
    words = out.split("--rule WORD")[1].split("--momentum NUMBER")[0]
    for rule in ("fixed-step", "heavy-ball", "nesterov", "damped-momentum", "adagrad", "rmsprop", "adam", "amsgrad", "nadam", "lion", "sign",
                 "normalised", "armijo", "wolfe", "lbfgs", "conjugate-gradients", "barzilai-borwein", "exact-step",
                 "local-smoothness", "perturbed", "negative-curvature"):
        assert rule in words, rule
        out, _ = run("run", "notebook", "--start", "4,1.075", "--rule", rule, "--step", "0.01", "--steps", "20", "--line",
                     "--no-picture")
        assert out.strip()


main(globals())
