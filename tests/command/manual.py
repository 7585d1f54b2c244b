"""Help, manual page, completion and guide say what the program does; every example can be typed as it stands."""
import re
import shutil
import subprocess
import sys

from harness import HAS_GNUPLOT, PROGRAM, SOURCE, Skip, main, run

VERBS = ["run", "diagnose", "plot", "points", "limit", "sweep", "compare", "landscapes"]


def options_of(verb):
    return re.findall(r"^  --([a-z-]+)", run(verb, "--help")[0], flags=re.M)


def examples_of(verb):
    text = run(verb, "--help")[0].split("Examples:\n")[1].split("\n\n")[0]
    return [line.strip() for line in text.splitlines()]


def test_help_and_version():
    out, _ = run("--help")
    assert all(re.search(rf"^  {verb} ", out, flags=re.M) for verb in VERBS)
    assert run(status=2)[0] == out
    version = re.search(r"^  version: '(.*)',$", (SOURCE / "meson.build").read_text(), flags=re.M).group(1)
    assert run("--version")[0] == f"descent {version}\n"
    for verb in VERBS:
        text, _ = run(verb, "--help")
        assert text.startswith(f"Usage: descent {verb}") and len(examples_of(verb)) >= 1
        assert text == run("help", verb)[0]
        assert max(map(len, text.split("Examples:")[0].splitlines())) <= 79
        assert all(len(line) <= 79 for line in text.split("\n\n", 3)[-1].splitlines()), verb


def test_every_example_can_be_typed():
    if not HAS_GNUPLOT:
        raise Skip("gnuplot is not installed")
    for verb in VERBS:
        for example in examples_of(verb):
            assert example.startswith(f"descent {verb}")
            line = example.replace("descent", f"'{PROGRAM}'", 1)
            done = subprocess.run(["sh", "-c", line], capture_output=True, text=True)
            assert done.returncode == 0, (example, done.stderr)


def test_every_option_is_taken():
    # An option that help names is known to the parser: what is wrong is its value, or nothing.
    for verb in VERBS:
        for name in options_of(verb):
            if name != "help":
                done = subprocess.run([PROGRAM, verb, f"--{name}"], capture_output=True, text=True)
                assert "no option" not in done.stderr and "takes no" not in done.stderr, (verb, name, done.stderr)


def test_the_manual_page_is_true():
    page = SOURCE / "docs/descent.1"
    done = subprocess.run([sys.executable, SOURCE / "tools/write_manual.py", PROGRAM, page, "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    text = page.read_text(encoding="utf-8")
    for verb in VERBS:
        assert f".It Cm {verb}\n" in text
        for name in options_of(verb):
            assert name == "help" or f".It Fl Fl {name}" in text, name
    if shutil.which("mandoc"):
        lint = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", page], capture_output=True, text=True)
        assert lint.returncode == 0, lint.stdout + lint.stderr


def test_completion_knows_what_may_stand_next():
    def next_words(*words):
        return run("complete", *words)[0].split()

    assert next_words() == [*VERBS, "--help", "--version"]
    landscapes = [line.split()[0] for line in run("landscapes")[0].splitlines() if re.match(r"\w", line)]
    for verb in VERBS:
        found = next_words(verb)
        assert sorted(word[2:] for word in found if word.startswith("--")) == sorted(options_of(verb))
    assert set(landscapes) <= set(next_words("run"))
    assert next_words("run", "--problem") == landscapes
    assert next_words("run", "--rule") == ["fixed-step", "heavy-ball", "nesterov", "damped-momentum", "adagrad", "rmsprop", "adam", "amsgrad", "nadam", "lion", "sign",
                                           "normalised", "armijo", "wolfe", "lbfgs", "conjugate-gradients", "barzilai-borwein", "exact-step",
                                           "local-smoothness", "perturbed", "negative-curvature"]
    assert next_words("run", "--source") == ["FILE"]
    assert next_words("run", "notebook", "--start") == []
    assert "basins" in next_words("plot") and "notebook" not in next_words("plot")
    assert "notebook" in next_words("plot", "contour")
    assert next_words("nothing") == []


def test_completion_of_bash():
    bash = shutil.which("bash")
    if not bash:
        raise Skip("there is no bash")

    def completed(*words):
        quoted = " ".join(f"'{word}'" for word in (PROGRAM, *words))
        script = f". '{SOURCE}/command/completion/descent.bash'\nCOMP_WORDS=({quoted})\nCOMP_CWORD={len(words)}\n_descent\nprintf '%s\\n' \"${{COMPREPLY[@]}}\""
        return subprocess.run([bash, "-c", script], capture_output=True, text=True, check=True).stdout.split()

    assert completed("co") == ["compare"]
    assert completed("run", "note") == ["notebook"]
    assert completed("run", "notebook", "--mom") == ["--momentum"]
    assert completed("run", "notebook", "--rule", "h") == ["heavy-ball"]
    open("path.csv", "w").close()
    assert completed("diagnose", "pa") == ["path.csv"]


def commands_of(page):
    """Commands that a page shows, each with what it says they print, or None."""
    inside = None
    lines = (SOURCE / page).read_text(encoding="utf-8").splitlines()
    for at, line in enumerate(lines):
        if line.startswith("```"):
            inside = line[3:] if inside is None else None
        elif re.match({"sh": "(build/command/)?descent ", "console": r"\$ descent "}.get(inside, "(?!)"), line):
            end = lines.index("```", at)
            yield line.removeprefix("$ "), lines[at + 1 : end] if inside == "console" else None


def test_guide_and_readme_show_commands_that_work():
    # In order, in one folder; what is shown of an output is what it is.
    if not HAS_GNUPLOT:
        raise Skip("gnuplot is not installed")
    guide = (SOURCE / "docs/guide/command.md").read_text(encoding="utf-8")
    with open("my_loss.c", "w", encoding="utf-8") as source:
        source.write(guide.split("```c\n")[1].split("```")[0])
    shown = [(page, *command) for page in ("README.md", "docs/guide/command.md") for command in commands_of(page)]
    assert len(shown) >= 20
    for page, line, output in shown:
        command = re.sub(r"^(build/command/)?descent", f"'{PROGRAM}'", line)
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
        if output is None:
            assert done.returncode == 0, (page, line, done.stderr)
        else:
            assert (done.stdout + done.stderr).splitlines() == output, (page, line, done.stdout + done.stderr)


main(globals())
