"""What is for people's eyes only: colours and progress, on a terminal."""
import os
import pty

from harness import ENVIRONMENT, PROGRAM, main, run

ESCAPE = "\033["
RUN = ["run", "notebook", "--start", "4,1", "--no-picture"]
SWEEP = ["sweep", "basins", "notebook", "--grid", "120", "--no-picture"]


def on_terminal(words, **environment):
    """What the command writes on a terminal."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(PROGRAM, [PROGRAM, *words], {**ENVIRONMENT, "TERM": "xterm", **environment})
    said = b""
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        said += part
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return said.decode("utf-8")


def test_colours_are_for_terminals():
    said = on_terminal(RUN)
    assert ESCAPE in said
    plain, _ = run(*RUN)
    assert ESCAPE not in plain
    # But for the colours it is the same text.
    import re

    assert re.sub(r"\033\[[0-9;]*m", "", said).replace("\r\n", "\n") == plain


def test_no_color_is_kept():
    assert ESCAPE not in on_terminal(RUN, NO_COLOR="1")
    assert ESCAPE in on_terminal(RUN, NO_COLOR="")
    assert ESCAPE not in on_terminal(RUN, TERM="dumb")


def test_json_and_lines_are_never_coloured():
    for option in ("--json", "--line"):
        assert ESCAPE not in on_terminal([*RUN, option])


def test_progress_is_for_terminals():
    assert "runs, " in on_terminal(SWEEP)
    out, err = run(*SWEEP)
    assert not err and "\r" not in out


main(globals())
