"""Diagnoses in JSON, read by Python's own parser: strictly valid, complete by the structs in the headers, and true.

Usage: json_judge.py PROGRAM HEADERS. Speaks TAP.
"""
import json
import math
import pathlib
import re
import subprocess
import sys

# What the documentation of descent_diagnosis_print_json() leaves out.
LEFT_OUT = {
    "descent_diagnosis": {"internal", "event_count", "advice_count", "band_count"},
    "descent_cycle": {"multiplier_count"},
    "descent_critical_point": {"dimension", "eigenvalue_count", "eigenvector_count", "newton_backed", "moved",
                               "iterations", "converged", "evaluations", "products"},
}


class Headers:
    """The structs and enumerations of the library, as its headers declare them."""

    def __init__(self, directory):
        self.text = "".join(re.sub(r"/\*.*?\*/", "", header.read_text(encoding="utf-8"), flags=re.S)
                            for header in sorted(pathlib.Path(directory).glob("*.h")))

    def fields(self, struct):
        """The type of each field; None if there is no such struct."""
        body = re.search(r"typedef struct " + struct + r" \{(.*?)\} " + struct + ";", self.text, flags=re.S)
        if not body:
            return None
        found = {}
        for declaration in body.group(1).split(";")[:-1]:
            kind, stars, name = re.fullmatch(r"\s*(?:const\s+)?([\w\s]+?)\s*(\*(?:const\s*\*|\*)*)?\s*(\w+)(?:\[\d+\])?",
                                             declaration).groups()
            found[name] = (kind, (stars or "").count("*"))
        return {name: kind for name, kind in found.items() if name != "reserved" and name not in LEFT_OUT.get(struct, ())}

    def words(self, enumeration):
        """The words of an enumeration's list; None if it has none."""
        name = enumeration.upper() + "_LIST"
        body = re.search(r"#define " + name + r"\((\w+)\)((?:.*\\\n)+.*\n)", self.text)
        return body and re.findall(body.group(1) + r'\(\w+, \d+, "([^"]*)"\)', body.group(2))

    def faults(self, value, struct, where):
        """Where an object of JSON is not what the struct says: a key too many or too few, a word that no list has."""
        fields = self.fields(struct)
        if not isinstance(value, dict) or set(value) != set(fields):
            return [f"{where}: not the keys of {struct}"]
        found = []
        for name, (kind, stars) in fields.items():
            inner, place = value[name], f"{where}.{name}"
            if self.fields(kind) and not (stars and inner is None):
                for one in inner if isinstance(inner, list) else [inner]:
                    found += self.faults(one, kind, place)
            elif not stars and inner is not None and self.words(kind) and inner not in self.words(kind):
                found.append(f"{place}: {inner!r} is no word of {kind}")
        return found


def refuse(constant):
    raise ValueError(f"{constant} is not JSON")


def same(value, written):
    """A number of the struct, written as %a, against what JSON says."""
    number = float.fromhex(written)
    return value is None if math.isnan(number) else value is not None and float(value) == number


def agree(diagnosis, summary):
    ending, steps, period, events, findings, advice, multipliers, *numbers = summary.split()
    cycle, pace = diagnosis["cycle"], diagnosis["pace"]
    x = diagnosis["x"][0] if diagnosis["x"] else None
    centre = diagnosis["centre"]["x"][0] if diagnosis["centre"] else None
    values = [x, diagnosis["loss"], pace["rate"], diagnosis["lyapunov"]["value"], pace["steps_to_go"]["high"],
              diagnosis["noise"]["level"], centre]
    return (diagnosis["ending"] == ending and diagnosis["steps"] == int(steps) and cycle["period"] == int(period)
            and len(diagnosis["events"]) == int(events) and len(diagnosis["advice"]) == int(advice)
            and len(diagnosis["findings"]) == bin(int(findings)).count("1")
            and len(cycle["multipliers"] or []) == int(multipliers) and len(values) == len(numbers)
            and all(same(value, number) for value, number in zip(values, numbers)))


def shaped(diagnosis):
    """Lists are as long as the struct says."""
    n = diagnosis["dimension"]
    cycle = diagnosis["cycle"]
    vectors = [diagnosis["x"], diagnosis["direction"], cycle["coordinate_periods"]]
    vectors += (cycle["orbit"] or []) + (cycle["multiplier_directions"] or [])
    vectors += [advice[key] for advice in diagnosis["advice"] for key in ("units", "direction", "outcome_point")]
    vectors += [event["direction"] for event in diagnosis["events"]]
    points = [diagnosis["point"], diagnosis["centre"]] + [event["point"] for event in diagnosis["events"]]
    for point in filter(None, points):
        vectors += [point["x"], point["escape"]] + (point["hessian"] or []) + (point["eigenvectors"] or [])
    return all(vector is None or len(vector) == n for vector in vectors)


def main(program, headers):
    structs = Headers(headers)
    lines = subprocess.run([program], check=True, stdout=subprocess.PIPE).stdout.decode("utf-8").split("\n")
    failed = 0
    print(f"1..{(len(lines) - 1) // 3}")
    for name, text, summary in zip(lines[0::3], lines[1::3], lines[2::3]):
        try:
            diagnosis = json.loads(text, parse_constant=refuse)
            faults = structs.faults(diagnosis, "descent_diagnosis", "diagnosis")
            faults += [what for what, good in (("values", agree(diagnosis, summary)), ("lengths", shaped(diagnosis)))
                       if not good]
        except (ValueError, KeyError) as fault:
            faults = [str(fault)]
        failed += bool(faults)
        print(f"{'not ok' if faults else 'ok'} - {name}")
        for fault in faults:
            print(f"# {fault}")
    return failed > 0


sys.exit(main(sys.argv[1], sys.argv[2]))
