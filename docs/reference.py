#!/usr/bin/env python3
"""Pages of the reference, as text, from the comments in the public headers: what is there without Doxygen.

  reference.py pages FOLDER FILE…       for each header a manual page (mdoc), descent_NAME.3, and the same in Markdown, descent_NAME.md;
                                        for each page of the guide, NAME.md, itself without what only Doxygen reads
  reference.py functions HEADER…        for each function its name, and that of the page that describes it

Doxygen's own manual pages have no synopsis that man(1) users would know, and repeat every member twice.
"""

import pathlib
import re
import sys

BLOCK = re.compile(r"/\*\*(?!<)(.*?)\*/[ \t]*\n?", re.S)
AFTER = re.compile(r"/\*\*<(.*?)\*/", re.S)


def undecorated(comment):
    """The text of a comment without its stars, its paragraphs still in lines."""
    lines = [re.sub(r"^\s*\*? ?", "", line) if k else line.strip() for k, line in enumerate(comment.split("\n"))]
    return "\n".join(line.rstrip() for line in lines).strip()


class Comment:
    """What a comment says: brief, text, parameters, what is returned."""

    def __init__(self, comment):
        text = undecorated(comment)
        text = re.sub(r"\s(@(?:param|return))", r"\n\1", text)
        self.brief, self.text, self.parameters, self.returns, self.statuses = "", "", [], "", []
        for part in re.split(r"\n(?=@(?:param|return|retval|brief|file)\b)", text):
            tag = re.match(r"@(\w+)(\[[\w,]+\])?\s*", part)
            rest = part[tag.end():] if tag else part
            if not tag or tag[1] not in ("brief", "file", "param", "return", "retval"):
                self.text += part
                continue
            head, _, more = rest.partition("\n\n")
            if tag[1] == "brief":
                self.brief = " ".join(head.split())
            elif tag[1] == "param":
                name, _, what = " ".join(head.split()).partition(" ")
                self.parameters.append((name, what, "out" in (tag[2] or "")))
            elif tag[1] == "return":
                self.returns = " ".join(head.split())
            elif tag[1] == "retval":
                name, _, what = " ".join(head.split()).partition(" ")
                self.statuses.append((name, what))
            self.text += ("\n\n" if self.text and more else "") + more


class Item:
    """Something that is declared: kind, name, declaration, comment, and members with theirs."""

    def __init__(self, kind, name, declaration, comment, members=()):
        self.kind, self.name, self.declaration, self.comment, self.members = kind, name, declaration, comment, members


def members(body):
    """Each field of a struct with its comment, which stands before or behind it."""
    found, said = [], ""
    position = 0
    while position < len(body):
        before = re.compile(r"\s*/\*\*(?!<)(.*?)\*/", re.S).match(body, position)
        if before:
            said, position = before[1], before.end()
            continue
        field = re.compile(r"\s*(?!/\*)([^;]*?;)[ \t]*(?:/\*\*<(.*?)\*/)?", re.S).match(body, position)
        if not field:
            break
        found.append((" ".join(field[1].split()), " ".join(undecorated(field[2] or said).split())))
        said, position = "", field.end()
    return found


def matching(text, start):
    """Where the brace that opens at `start` closes."""
    depth = 0
    for k in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[k], 0)
        if depth == 0:
            return k
    return len(text)


def items(text):
    """All that the header declares and describes."""
    text = re.sub(r"/\*\* @cond PRIVATE \*/.*?/\*\* @endcond \*/", "", text, flags=re.S)
    for block in BLOCK.finditer(text):
        comment, rest = block[1], text[block.end():]
        if "@file" in comment or "@name" in comment or comment.strip() == "@}":
            continue
        said = Comment(comment)
        struct = re.match(r"(?:typedef )?struct (\w+) \{", rest)
        enumeration = re.match(r"typedef enum (\w+) \{", rest)
        constant = re.match(r"#define (\w+(?:\([\w, ]*\))?)", rest)
        function = re.match(r"(?:DESCENT_API|static inline|template <[^\n]*> inline|inline)\s+([^;{]*?)\b(\w+)\(([^;{]*?)\)\s*(?:noexcept)?\s*"
                            r"(?:DESCENT_PRINTF[^;]*)?[;{]", rest, re.S)
        callback = re.match(r"typedef ([^;{]*?)\b(\w+)\(([^;]*?)\);", rest, re.S)
        opaque = re.match(r"typedef struct \w+ (\w+);", rest)
        if struct:
            yield Item("struct", struct[1], f"struct {struct[1]}", said,
                       members(rest[struct.end():matching(rest, struct.end() - 1)]))
        elif enumeration:
            yield Item("enum", enumeration[1], f"enum {enumeration[1]}", said)
        elif constant:
            yield Item("macro", constant[1], constant[1], said)
        elif function:
            yield Item("function", function[2], tuple(" ".join(part.split()) for part in function.groups()), said)
        elif callback:
            yield Item("callback", callback[2], tuple(" ".join(part.split()) for part in callback.groups()), said)
        elif opaque:
            yield Item("opaque", opaque[1], f"struct {opaque[1]}", said)


def parameters(declared):
    """The parameters of a function, those that are functions themselves in one piece."""
    parts, depth, current = [], 0, ""
    for letter in declared:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append(current.strip())
            current = ""
        else:
            current += letter
    return parts + [current.strip()] if current.strip() else parts


def plain(text):
    """Inline marks of Doxygen and Markdown that text does without."""
    text = re.sub(r"@(?:ref|p|c) ", "", text)
    text = re.sub(r"(?<![\w#])[#]{1}(?=descent_|DESCENT_)|::(?=descent_)", "", text)
    return re.sub(r"\*\*(.+?)\*\*", r"\1", text)


def blocks(text):
    """A text in paragraphs, lists, tables and code: pairs of kind and content."""
    code = re.split(r"@code\n(.*?)@endcode", text, flags=re.S)
    for k, part in enumerate(code):
        if k % 2:
            yield "code", part.rstrip("\n")
            continue
        for paragraph in re.split(r"\n\s*\n", part.strip()):
            lines = paragraph.split("\n")
            pending = []
            for line in lines + [None]:
                kind = ("end" if line is None else "table" if line.lstrip().startswith("|") else
                        "item" if re.match(r"\s*- ", line) else "text")
                continues = kind == "text" and pending and pending[0][0] == "item" and line.startswith(" ")
                if pending and (kind != pending[0][0] or kind == "item") and not continues:
                    yield pending[0][0], [content for _, content in pending]
                    pending = []
                if line is not None and (line.strip() or pending):
                    pending.append((kind if not continues else "item", line))


# ---------------------------------------------------------------------------------------------------------------- mdoc

def roff(text):
    """Text as troff takes it: no line begins with a control character, and backslashes are shown."""
    text = re.sub(r"(?<=\w)\(\)", r"\\&()", plain(text).replace("`", "").replace("\\", "\\e"))
    return re.sub(r"(?m)^(['.])", r"\\&\1", text)


def wrapped(text, width=78):
    """Lines of words; each sentence of the source begins a line, as mdoc wants it."""
    lines = []
    for sentence in re.split(r"(?<=[.!?:])\s+(?=[A-ZΑ-Ωηλ‖])", " ".join(text.split())):
        line = ""
        for word in sentence.split(" "):
            if line and len(line) + len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return [re.sub(r"^(['.])", r"\\&\1", line) for line in lines if line]


def quoted(argument):
    """An argument of a macro."""
    return '"' + argument.replace("\\", "\\e").replace('"', '""') + '"'


def tagged(out, pairs):
    """A list of names, each with what it means."""
    out += [".Bl -tag -width Ds"]
    for name, what in pairs:
        out += [f".It Li {quoted(plain(name).replace('`', ''))}"] + wrapped(roff(what) or "\\&")
    out += [".El"]


def say(out, text):
    """A text with its lists, tables and code."""
    pending, first = None, True
    for kind, content in list(blocks(text)) + [("end", [])]:
        if kind == "item" and pending is None:
            pending = True
            out += [".Bl -dash"]
        if kind != "item" and pending:
            pending = None
            out += [".El"]
            first = True
        if kind == "item":
            out += [".It"] + wrapped(roff(" ".join(line.strip() for line in content)[2:]))
        elif kind == "code":
            out += [".Bd -literal -offset indent", content.replace("\\", "\\e"), ".Ed"]
            out[-2] = re.sub(r"(?m)^(['.])", r"\\&\1", out[-2])
        elif kind == "table":
            rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))] for row in content]
            rows = [row for row in rows[2:]]
            tagged(out, [(row[0] + (f" ({row[1]})" if len(row) > 2 else ""), "; ".join(row[2 if len(row) > 2 else 1:])) for row in rows])
            first = True
        elif kind == "text":
            out += ([] if first else [".Pp"]) + wrapped(roff(" ".join(content)))
            first = False
        if kind == "code":
            first = True


def man(name, comment, found, date):
    page = page_name(name)
    functions = [item for item in found if item.kind == "function"]
    out = [f".Dd {date}", f".Dt {page.upper()} 3", ".Os", ".Sh NAME"]
    # Each function is found by its name, as apropos(1) and man(1) look for them.
    names = [page] + [item.name for item in functions if item.name != page]
    out += [f".Nm {one} ," for one in names[:-1]] + [f".Nm {names[-1]}"]
    out += [f".Nd {roff(comment.brief).rstrip('.')}", ".Sh SYNOPSIS", f".In descent/{name}"]
    for item in functions:
        kind, function, declared = item.declaration
        out += [f".Ft {quoted(kind)}", f".Fo {function}"]
        out += [f".Fa {quoted(one)}" for one in parameters(declared)] + [".Fc"]
    out += [".Sh DESCRIPTION"]
    say(out, comment.text or comment.brief)
    for title, kinds in (("Functions", ("function",)), ("Functions of the program", ("callback",)),
                         ("Types", ("struct", "opaque", "enum")), ("Macros", ("macro",))):
        chosen = [item for item in found if item.kind in kinds and not item.name.endswith("_LIST(")]
        if not chosen:
            continue
        out += [f".Ss {title}"]
        for k, item in enumerate(chosen):
            out += ([".Pp"] if k else []) + [f".Sy {quoted(item.name if item.kind not in ('function', 'callback') else item.name + '()')}"]
            out += [".Pp"]
            if item.kind == "callback":
                kind, function, declared = item.declaration
                out += [f".Li {quoted(f'typedef {kind} {function}({declared});')}", ".Pp"]
            out += wrapped(roff(item.comment.brief)) if item.comment.brief else []
            if item.comment.text:
                out += [".Pp"] if item.comment.brief else []
                say(out, item.comment.text)
            pairs = [(f"{one}{' (out)' if is_out else ''}", what) for one, what, is_out in item.comment.parameters]
            pairs += [(declared.rstrip(";"), what) for declared, what in item.members]
            if pairs:
                tagged(out, pairs)
            if item.comment.returns or item.comment.statuses:
                out += [".Pp"] + (wrapped("Returns: " + roff(item.comment.returns)) if item.comment.returns else ["Returns:"])
            if item.comment.statuses:
                tagged(out, item.comment.statuses)
    out += [".Sh SEE ALSO", ".Xr descent 3"]
    return cleaned(out)


def cleaned(out):
    """No paragraph before or after what makes room by itself."""
    result = []
    for k, line in enumerate(out):
        following = out[k + 1] if k + 1 < len(out) else ""
        if line == ".Pp" and (not result or result[-1] == ".Pp" or re.match(r"\.(Sh|Ss)\b", result[-1])
                              or re.match(r"\.(Pp|Sh|Ss|Bl|Bd)\b", following) or not following):
            continue
        result.append(line)
    return "\n".join(result) + "\n"


# ------------------------------------------------------------------------------------------------------------ Markdown

def text_page(name, comment, found):
    out = [f"# descent/{name}", comment.brief, said(comment.text)]
    for item in found:
        out += [f"## {item.name}" + ("()" if item.kind in ("function", "callback") else "")]
        if item.kind in ("function", "callback"):
            kind, function, declared = item.declaration
            head = "typedef " if item.kind == "callback" else ""
            out += ["```c\n" + f"{head}{kind}{'' if kind.endswith('*') else ' '}{function}({declared});" + "\n```"]
        out += [plain(item.comment.brief), said(item.comment.text)]
        pairs = [(one, what) for one, what, _ in item.comment.parameters] + list(item.members)
        out += ["\n".join(f"- `{one}`: {plain(what)}" for one, what in pairs)]
        if item.comment.returns or item.comment.statuses:
            out += ["Returns: " + plain(item.comment.returns)]
            out += ["\n".join(f"- `{one}`: {plain(what)}" if what else f"- `{one}`" for one, what in item.comment.statuses)]
    return "\n\n".join(part.strip() for part in out if part.strip()) + "\n"


def said(text):
    return plain(re.sub(r"@code\n(.*?)@endcode", r"```c\n\1```", text, flags=re.S))


# ---------------------------------------------------------------------------------------------------------------- guide

SYMBOLS = {
    "alpha": "α", "beta": "β", "eta": "η", "lambda": "λ", "rho": "ρ", "sigma": "σ", "varepsilon": "ε", "epsilon": "ε", "pi": "π",
    "varphi": "φ", "mu": "μ", "delta": "δ", "theta": "θ", "gamma": "γ", "nabla": "∇", "partial": "∂", "infty": "∞", "leftarrow": "←",
    "to": "→", "sqrt": "√", "cdot": "·", "times": "×", "pm": "±", "approx": "≈", "le": "≤", "ge": "≥", "sum": "Σ", "prod": "Π",
    "ldots": "…", "dots": "…", "in": "∈", "ne": "≠", "top": "ᵀ", "qquad": "  ", "quad": " ", "tfrac": "", "dfrac": "", "left": "",
    "right": "", "mathrm": "", "text": "", "operatorname": "", "circ": "∘", "odot": "⊙", "lfloor": "⌊", "rfloor": "⌋", "lVert": "‖",
    "rVert": "‖", "lvert": "|", "rvert": "|", "langle": "⟨", "rangle": "⟩", "sim": "~", "bar": "", "hat": "", "vert": "|",
    "Vert": "‖", "Lambda": "Λ", "tau": "τ",
}
FUNCTIONS = {"max", "min", "ln", "cos", "sin", "arccos", "log", "exp"}
RELATIONS = "←→≈≤≥≠∈±×"


def symbol(before, word, after, following):
    """A command of LaTeX's with the spaces beside it: a relation keeps them, a letter ends where the next one begins."""
    if word in FUNCTIONS:
        return before + word + (" " if following.isalnum() else after)
    if word not in SYMBOLS:
        sys.exit(f"a formula has \\{word}, which has no place in a line of text yet")
    return before + SYMBOLS[word] + (after if SYMBOLS[word] in RELATIONS or not following.isalnum() else "")


def formula(text):
    """A formula of LaTeX's as a line of text."""
    text = re.sub(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}", r"(\1)/(\2)", text)
    text = re.sub(r"\\[dt]?frac(\d)(\d)", r"(\1/\2)", text)
    text = re.sub(r"\\dot (\w)", r"d\1/dt", text).replace(r"\sqrt[3]", "∛")
    text = re.sub(r"\\\|", "‖", text).replace("\\,", " ").replace("\\;", " ").replace("\\!", "").replace("\\ ", " ")
    text = re.sub(r"( ?)\\([a-zA-Z]+)( ?)(?=(.?))", lambda found: symbol(*found.groups()), text)
    text = re.sub(r"√\{([^{}]*)\}", r"√(\1)", text)
    text = re.sub(r"([_^])\{(\w)\}", r"\1\2", text)
    return re.sub(r"(?<![_^])\{([^{}]*)\}", r"\1", text).replace("\\", "").strip()


def guide_page(text, examples):
    """Formulas, references, snippets and pictures as text."""
    def code(found):
        file = (examples / found[1]).read_text(encoding="utf-8")
        if found[2]:
            file = file.split(f"[{found[2].strip()}]\n")[1].rpartition("\n")[0]
        return f"```{'c' if found[1].endswith('.c') else ''}\n{file.rstrip()}\n```"

    text = re.sub(r" *\{#\w+\}", "", text)
    text = re.sub(r"\\f\$(.*?)\\f\$|\\f\[(.*?)\\f\]", lambda found: formula(found[1] or found[2]), text, flags=re.S)
    text = re.sub(r"\\(?:snippet|include)(?:\{\w+\})? (\S+)( \S+)?", code, text)
    text = re.sub(r"\\image html \S+.*\n\n?", "", text)
    text = re.sub(r'\\ref (\w+) "([^"]*)"', r"\2 (\1)", text)
    return re.sub(r"\\ref (\w+)", r"\1", text).replace("::descent_", "descent_")


def page_name(name):
    return {"descent.hpp": "descent_hpp", "descent.h": "descent"}.get(name) or "descent_" + name.removesuffix(".h")


def write_pages(folder, source, date):
    text = source.read_text(encoding="utf-8")
    if source.suffix == ".md":
        (folder / source.name).write_text(guide_page(text, source.parents[2] / "examples"), encoding="utf-8")
        return
    comment = Comment("\n" + re.search(r"/\*\*\s*\n \* @file\n(.*?)\*/", text, re.S)[1])
    found = list(items(text))
    name = page_name(source.name)
    (folder / f"{name}.3").write_text(man(source.name, comment, found, date), encoding="utf-8")
    (folder / f"{name}.md").write_text(text_page(source.name, comment, found), encoding="utf-8")


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ("pages", "functions"):
        print(__doc__)
        return 2
    if sys.argv[1] == "functions":
        for name in sys.argv[2:]:
            page = page_name(pathlib.Path(name).name)
            for item in items(pathlib.Path(name).read_text(encoding="utf-8")):
                if item.kind == "function" and item.name != page:
                    print(item.name, page)
        return 0
    by_hand = (pathlib.Path(__file__).resolve().parent / "descent.3").read_text(encoding="utf-8")
    date = re.search(r"^\.Dd (.*)$", by_hand, re.M)[1]
    for name in sys.argv[3:]:
        write_pages(pathlib.Path(sys.argv[2]), pathlib.Path(name).resolve(), date)
    return 0


if __name__ == "__main__":
    sys.exit(main())
