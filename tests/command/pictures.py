"""Pictures: which files are made, which are left alone, and what is said where gnuplot is missing."""
import os
import pathlib
import re

from harness import HAS_GNUPLOT, PROGRAM, Skip, files, main, run

START = ["notebook", "--start", "4,1.0001"]
PNG, SVG, PDF = b"\x89PNG", b"<?xml", b"%PDF"


def drawn(*words, **others):
    if not HAS_GNUPLOT:
        raise Skip("gnuplot is not installed")
    return run(*words, **others)


def without_gnuplot():
    """A folder of programs in which there is none."""
    os.mkdir("nothing")
    return str(pathlib.Path("nothing").resolve())


def test_a_run_draws_one_new_picture():
    out, _ = drawn("run", *START)
    assert files() == ["notebook-contour.png"] and "notebook-contour.png" in out
    assert pathlib.Path("notebook-contour.png").read_bytes().startswith(PNG)


def test_nothing_is_written_over():
    pathlib.Path("notebook-contour.png").write_text("mine")
    out, _ = drawn("run", *START)
    drawn("plot", "contour", "notebook")
    assert pathlib.Path("notebook-contour.png").read_text() == "mine"
    assert files() == ["notebook-contour-2.png", "notebook-contour-3.png", "notebook-contour.png"]
    assert "notebook-contour-2.png" in out


def test_output_replaces_what_it_names():
    for name, begin in (("a.png", PNG), ("a.svg", SVG), ("a.pdf", PDF), ("a.gp", b"")):
        pathlib.Path(name).write_text("old")
        drawn("run", *START, "--output", name)
        data = pathlib.Path(name).read_bytes()
        assert data != b"old" and data.startswith(begin), name
    assert files() == ["a.gp", "a.pdf", "a.png", "a.svg"]


def window(*words):
    """The window and the limits of the bands of a contour."""
    drawn("run", "notebook", *words, "--output", "window.gp")
    script = pathlib.Path("window.gp").read_text()
    return [re.search(pattern, script).group() for pattern in
            (r"set xrange \[.*\]", r"set yrange \[.*\]", r"set cbtics scale 0.4 \(.*\)")]


def test_runs_of_a_landscape_can_be_compared():
    # The notebook's box is [0, 4] × [−0.5, 2.5]: a run in it, one that leaves it for good, and one that begins on its corner.
    inside = window("--start", "4,1.075", "--step", "0.2")
    assert inside[0] == "set xrange [-0.25:4.25]" and inside[1] == "set yrange [-0.6875:2.6875]", inside
    assert window("--start", "4,2.5", "--step", "0.29") == inside
    assert window("--start", "0,-0.5", "--step", "0.02") == inside
    # A start far outside, or a window that was asked for, is shown.
    assert window("--start", "9,1", "--step", "0.1") != inside
    assert "[1:3]" in window("--start", "4,1.075", "--window", "1,3,0,2")[0]


def test_the_same_words_make_the_same_picture():
    for name in ("a.svg", "b.svg"):
        drawn("run", *START, "--output", name)
    assert pathlib.Path("a.svg").read_bytes() == pathlib.Path("b.svg").read_bytes()


def test_every_kind_is_drawn():
    for kind in ("contour", "surface", "convergence", "orbit", "return-map"):
        drawn("plot", kind, *START, "--output", f"{kind}.svg")
        drawn("run", *START, "--picture", kind, "--output", f"run-{kind}.svg")
        assert pathlib.Path(f"{kind}.svg").read_bytes() == pathlib.Path(f"run-{kind}.svg").read_bytes()
    drawn("plot", "bifurcation", "notebook", "--start", "4,1.25", "--runs", 40, "--output", "bifurcation.svg")
    drawn("plot", "basins", "notebook", "--grid", 20, "--output", "basins.svg")
    drawn("plot", "contour", "himmelblau", "--output", "alone.svg")
    drawn("plot", "surface", "--loss", "x^2 - y^2", "--window", "-1,1,-1,1", "--output", "formula.svg")
    for name in files():
        assert pathlib.Path(name).read_bytes().startswith(SVG), name


def test_a_surface_shows_what_its_contour_shows():
    ranges = []
    for kind in ("contour", "surface"):
        drawn("plot", kind, *START, "--output", f"{kind}.gp")
        script = pathlib.Path(f"{kind}.gp").read_text()
        ranges.append([line for line in script.splitlines() if line.startswith(("set xrange", "set yrange"))])
    assert ranges[0] == ranges[1]
    assert len(ranges[0]) == 2


def test_a_surface_has_its_lowest_corner_in_front():
    # gnuplot turns the axes with the hands of a clock, as seen from above: at 50 degrees the corner right of x and at the bottom of y is in front
    window = ("--window", "-1,1,-1,1", "--output", "turned.gp")
    for formula, yaw in (("x^2 + y^2", 50), ("y - x", 50), ("-x - y", 140), ("x - y", 230), ("x + y", 320)):
        for words in (("plot", "surface"), ("run", "--picture", "surface", "--start", "0,0.1", "--steps", 1)):
            drawn(*words, "--loss", formula, *window)
            assert re.search(rf"^set view [0-9.]+,{yaw},", pathlib.Path("turned.gp").read_text(), re.M), formula


def test_many_and_few_variables_are_drawn():
    drawn("run", "powell_singular", "--start", "3,-1,0,1", "--step", 0.005, "--output", "four.svg")
    drawn("run", "powell_singular", "--start", "3,-1,0,1", "--step", 0.005, "--axes", "2,4", "--output", "axes.svg")
    drawn("run", "--loss", "x^4 - x^2", "--start", 1, "--output", "one.svg")
    drawn("run", "notebook", "--start", "4,2.5", "--step", 0.29, "--steps", 8, "--output", "explosion.svg")


def test_names_of_variables_are_on_the_axes():
    drawn("run", "--loss", "(width - 2)^2 + height^2", "--start", "5,5", "--output", "a.svg")
    text = pathlib.Path("a.svg").read_text(encoding="utf-8")
    assert "width" in text and "height" in text


def labels_of(*words):
    """The texts of a basin map, as gnuplot is given them."""
    drawn("sweep", "basins", *words, "--output", "basins.gp")
    return re.findall(r"set label '([^']*)'", pathlib.Path("basins.gp").read_text(encoding="utf-8"))


def test_a_basin_map_names_what_its_text_names():
    # Rosenbrock's minimum is at (1, 1), and 500 steps along its valley arrive nowhere.
    labels = labels_of("rosenbrock", "--step", 0.001, "--steps", 500, "--grid", 16)
    assert "approaching" in labels and "approached: minimum at (1, 1)" in labels, labels
    # The only minima are at (0.5, 0) and (4, 0); a third variable leaves no place on the map, but the name.
    words = ["--step", 0.0005, "--steps", 600, "--window", "-1,5,-1,1", "--grid", 16]
    for loss, rest, place in (("", [], ""), (" + z^2", ["--start", "0,0,0"], ", 0")):
        labels = labels_of("--loss", "(x - 4)^2*(x - 0.5)^2 + y^2" + loss, *words, *rest)
        names = {label for label in labels if label.startswith("approached: ")}
        assert names == {f"approached: minimum at (0.5, 0{place})", f"approached: minimum at (4, 0{place})"}, labels
    # Where all have arrived, nothing is approached.
    assert not any("approach" in label for label in labels_of("notebook", "--step", 0.1, "--steps", 256, "--grid", 15))


def test_compared_runs_are_in_one_picture_with_a_legend():
    drawn("compare", *START, "--output", "a.svg", "--and", "--step", 0.3, "--and", "--rule", "nesterov")
    text = pathlib.Path("a.svg").read_text(encoding="utf-8")
    labels = [re.sub(r"<[^>]*>", "", label) for label in re.findall(r"<text.*?</text>", text, flags=re.S)]
    for word in ("step 0.1", "step 0.3", "nesterov"):
        assert any(word in label for label in labels), (word, labels)


def test_paths_in_files_are_compared():
    for name, step in (("a.csv", 0.1), ("b.csv", 0.3)):
        run("run", *START, "--step", step, "--no-picture", "--save", name)
    drawn("compare", "a.csv", "b.csv", "--problem", "notebook", "--output", "both.svg")
    drawn("compare", "a.csv", "b.csv", "--output", "alone.svg")
    drawn("plot", "contour", "notebook", "--path", "a.csv", "--output", "one.svg")
    drawn("plot", "convergence", "--path", "a.csv", "--output", "convergence.svg")


def test_without_gnuplot_the_rest_is_said():
    nothing = without_gnuplot()
    out, err = run("run", *START, PATH=nothing)
    assert "(2, 1.7" in out and "gnuplot" in err and files() == ["nothing"]
    out, err = run("sweep", "basins", "notebook", "--grid", 10, PATH=nothing)
    assert "minimum" in out and "gnuplot" in err and files() == ["nothing"]


def test_without_gnuplot_what_was_asked_for_fails():
    nothing = without_gnuplot()
    for words in (["run", *START, "--output", "a.png"], ["plot", "contour", "notebook"]):
        _, err = run(*words, status=5, PATH=nothing)
        assert "gnuplot" in err and files() == ["nothing"]
    run("run", *START, "--output", "a.gp", PATH=nothing)


def test_a_picture_that_cannot_be_written():
    _, err = drawn("run", *START, "--output", "missing/a.png", status=4)
    assert "missing/a.png" in err


def test_show_opens_the_picture():
    os.mkdir("programs")
    opener = pathlib.Path("programs/xdg-open")
    opener.write_text('#!/bin/sh\necho "$1" >opened\n')
    opener.chmod(0o755)
    drawn("run", *START, "--show", PATH=f"{opener.parent.resolve()}:{os.environ['PATH']}")
    assert pathlib.Path("opened").read_text() == "notebook-contour.png\n"


def test_texts_of_the_user_are_only_shown():
    drawn("run", *START, "--title", "`touch hacked` $(touch hacked) '; system(\"touch hacked\")", "--output", "a.svg")
    assert files() == ["a.svg"]


main(globals())
