"""Paths that other programs wrote, and what is said of them."""
import json
import math
import pathlib
import re
import struct

from harness import SOURCE, main, run


def spiral(steps):
    """Fixed steps of size 0.25 on (x² + 3y²)/2 from (4, 2)."""
    x, y = 4.0, 2.0
    for k in range(steps + 1):
        yield k, x, y, (x * x + 3 * y * y) / 2, x, 3 * y
        x, y = x - 0.25 * x, y - 0.25 * 3 * y


def line(file, *words, **others):
    return run("diagnose", file, "--line", *words, **others)[0]


def test_tables_of_all_sorts_say_the_same():
    plain = [(x, y) for _, x, y, *_ in spiral(80)]
    tables = {
        "commas.csv": "".join(f"{x!r},{y!r}\n" for x, y in plain),
        "semicolons.csv": "u;v\n" + "".join(f"{x!r};{y!r}\n" for x, y in plain),
        "tabs.tsv": "u\tv\n" + "".join(f"{x!r}\t{y!r}\n" for x, y in plain),
        "blanks.txt": "# comment\n" + "".join(f"  {x!r}   {y!r} \n" for x, y in plain),
        "windows.csv": "\ufeffu,v\r\n" + "".join(f"{x!r},{y!r}\r\n" for x, y in plain),
        "quoted.csv": '"u","v"\n' + "".join(f"{x!r},{y!r}\n" for x, y in plain),
        "index.csv": ",u,v\n" + "".join(f"{k},{x!r},{y!r}\n" for k, (x, y) in enumerate(plain)),
        "iteration.csv": "Iteration,u,v,time\n" + "".join(f"{k},{x!r},{y!r},12:30\n" for k, (x, y) in enumerate(plain)),
    }
    said = set()
    for name, text in tables.items():
        pathlib.Path(name).write_bytes(text.encode("utf-8"))
        said.add(line(name))
    assert len(said) == 1, said


def test_columns_of_loss_and_gradient_are_known():
    for names in ("k,x,y,loss,g1,g2", "step,x,y,f,gradient_x,gradient_y"):
        rows = "".join(",".join(map(repr, row)) + "\n" for row in spiral(120))
        pathlib.Path("path.csv").write_text(names + "\n" + rows)
        found = json.loads(run("diagnose", "path.csv", "--json")[0])
        assert found["variable_names"] == ["x", "y"] and found["ending"] == "converged", found["ending"]
        *_, (k, x, y, loss, g1, g2) = spiral(120)
        assert found["loss"] == loss and math.isclose(found["gradient_norm"], math.hypot(g1, g2), rel_tol=1e-14)
        # With the loss, the step size of 0.25 is found.
        found = json.loads(run("diagnose", "path.csv", "--json", "--loss", "(x^2 + 3*y^2)/2")[0])
        assert abs(found["step_size"] - 0.25) < 1e-9 and found["rule_name"] == "fixed step"


def test_the_loss_lets_more_be_said():
    pathlib.Path("path.csv").write_text("".join(f"{x!r},{y!r}\n" for _, x, y, *_ in spiral(120)))
    text = line("path.csv", "--loss", "(x^2 + 3*y^2)/2")
    assert text.startswith("converged: minimum at (0, 0)")


def test_slopes_tell_what_points_alone_do_not():
    # The same 65 rows of 0.8^k, whose limit is 0: with loss, or with the norm of the gradient, they have arrived.
    slopes = {"": lambda k: "", ",loss": lambda k: f",{0.64**k!r}", ",gradient_norm": lambda k: f",{2 * 0.8**k!r}"}
    for head, slope in slopes.items():
        arrived = head != ""
        rows = "".join(f"{k},{0.8**k!r}{slope(k)}\n" for k in range(65))
        pathlib.Path("path.csv").write_text("step,x" + head + "\n" + rows)
        out = " ".join(run("diagnose", "path.csv")[0].split())
        assert out.startswith("Converged" if arrived else "Undetermined"), out
        assert ("beside each point its loss and the norm of its gradient" in out) == (not arrived), out


def test_arrays_of_numpy():
    points = [(x, y) for _, x, y, *_ in spiral(80)]
    header = "{'descr': '<f8', 'fortran_order': False, 'shape': (%d, 2), }" % len(points)
    header += " " * (-(len(header) + 11) % 64) + "\n"
    data = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + b"".join(struct.pack("<dd", *p) for p in points)
    pathlib.Path("path.npy").write_bytes(data)
    pathlib.Path("path.csv").write_text("".join(f"{x!r},{y!r}\n" for x, y in points))
    assert line("path.npy") == line("path.csv") == line("-", stdin=data) == line("-", stdin=pathlib.Path("path.csv").read_bytes())


def test_its_own_files_are_read_back():
    ran = run("run", "notebook", "--start", "4,1.0001", "--no-picture", "--line", "--save", "path.csv")[0]
    assert line("path.csv", "--problem", "notebook", "--step", 0.1) == ran


def test_json_has_the_keys_of_the_library():
    header = (SOURCE / "include/descent/diagnosis.h").read_text(encoding="utf-8")
    struct_text = re.search(r"typedef struct descent_diagnosis \{(.*?)\n\} descent_diagnosis;", header, flags=re.S).group(1)
    struct_text = re.sub(r"/\*.*?\*/", "", struct_text, flags=re.S)
    fields = {field for field in re.findall(r"(\w+)(?:\[\d+\])?;", struct_text) if not field.endswith("_count")} - {"internal"}
    run("run", "notebook", "--start", "4,1.25", "--step", 1, "--no-picture", "--save", "path.csv")
    for words in (["run", "notebook", "--start", "4,2.5", "--step", 0.29, "--json"], ["diagnose", "path.csv", "--json"]):
        out, err = run(*words)
        assert out.count("\n") == 1 and not err
        assert set(json.loads(out)) == fields


def fields_of(struct, header):
    """The fields of a struct as JSON has them: without lengths of lists, and what is left out of critical points."""
    text = (SOURCE / "include/descent" / header).read_text(encoding="utf-8")
    text = re.search(r"typedef struct " + struct + r" \{(.*?)\n\} " + struct + ";", text, flags=re.S).group(1)
    fields = set(re.findall(r"(\w+)(?:\[\d+\])?;", re.sub(r"/\*.*?\*/", "", text, flags=re.S)))
    left_out = {"internal", "count"}
    if struct == "descent_critical_point":
        left_out |= {"dimension", "newton_backed", "moved", "iterations", "converged", "evaluations", "products"}
    return {field for field in fields if not field.endswith("_count")} - left_out


def test_json_of_points():
    # x⁴ − x² + y²: minima at (±1/√2, 0), of loss −1/4, with curvatures 4 and 2; a saddle at 0, with −2 and 2.
    words = ["points", "--loss", "x^4 - x^2 + y^2", "--json"]
    out, err = run(*words, "--lower", "-2,-2", "--upper", "2,2")
    found = json.loads(out)
    assert out.count("\n") == 1 and not err
    assert set(found) == fields_of("descent_critical_set", "critical.h")
    left, right, middle = sorted(found["points"], key=lambda point: (point["loss"], point["x"][0]))
    for point, x in ((left, -math.sqrt(0.5)), (right, math.sqrt(0.5))):
        assert set(point) == fields_of("descent_critical_point", "critical.h")
        assert point["kind"] == "minimum" and abs(point["x"][0] - x) < 1e-15 and abs(point["loss"] + 0.25) < 1e-15
        assert [round(value, 9) for value in point["eigenvalues"]] == [2, 4] and point["gradient_norm"] < 1e-15
        assert point["escape"] is None and abs(point["step_limit"] - 0.5) < 1e-9
    assert middle["kind"] == "saddle" and [round(value, 9) for value in middle["eigenvalues"]] == [-2, 2]
    assert [abs(part) for part in middle["escape"]] == [1, 0] and found["index_sum"] == 1 and found["continuum"] is False
    out, err = run(*words, "--at", "0.8,0.3")
    assert out.count("\n") == 1 and not err and set(json.loads(out)) == set(left) and json.loads(out)["kind"] == "minimum"
    # Of a valley there are all points that were found; nothing is found of a slope; and what is no number is null.
    valley = ["points", "--loss", "(x - y)^2", "--lower", "-1,-1", "--upper", "1,1"]
    points = json.loads(run(*valley, "--json")[0])["points"]
    assert len(points) == run(*valley, "--all")[0].count("point in a valley at ") > 3
    assert json.loads(run("points", "--loss", "x", "--lower", "-1", "--upper", "1", "--json")[0])["points"] == []
    [kink] = json.loads(run("points", "--loss", "abs(x)", "--lower", "-1", "--upper", "1.5", "--json")[0])["points"]
    assert kink["kind"] == "minimum at a kink" and kink["step_limit"] is None


def test_a_line_is_one_line():
    for words in (["run", "notebook", "--start", "4,1", "--line"], ["run", "notebook", "--start", "4,2.5", "--step", 0.29, "--line"]):
        out, err = run(*words)
        assert out.count("\n") == 1 and not err


def test_nothing_is_written_that_was_not_asked_for():
    run("run", "notebook", "--start", "4,1", "--line")
    run("run", "notebook", "--start", "4,1", "--json")
    run("run", "notebook", "--start", "4,1", "--no-picture")
    run("run", "--loss", "x^2", "--start", "4", "--no-picture")
    assert not list(pathlib.Path().iterdir())


def test_a_source_leaves_nothing_behind():
    pathlib.Path("temporary").mkdir()
    pathlib.Path("good.c").write_text("#include <descent/problem.h>\nint loss(size_t n, const double *x, double *value, void *c)\n{ *value = x[0] * x[0]; return 0; }\n")
    pathlib.Path("bad.c").write_text("int loss(\n")
    for source, status in (("good.c", 0), ("bad.c", 3)):
        out, err = run("run", "--source", source, "--start", "4", "--line", status=status, TMPDIR="temporary")
        assert not list(pathlib.Path("temporary").iterdir())
    assert "bad.c:1" in err and "does not compile" in err


main(globals())
