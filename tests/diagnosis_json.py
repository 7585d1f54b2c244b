"""Diagnoses in JSON, read by Python's own parser: strictly valid, complete by the structs in the headers, and true.

Usage: diagnosis_json.py PROGRAM HEADERS. Speaks TAP.
"""
import json
import math
import pathlib
import re
import subprocess
import sys

# What the documentation of descent_diagnosis_print_json() leaves out.
LEFT_OUT = {
    "descent_diagnosis": {"internal", "event_count", "advice_count", "multiplier_count"},
    "descent_critical_point": {"dimension", "eigenvalue_count", "eigenvector_count", "newton_backed", "moved",
                               "iterations", "converged", "evaluations", "products"},
    "descent_event": set(),
    "descent_advice": set(),
    "descent_evaluations": set(),
}


def fields(headers, name):
    """The fields of a struct, as its header declares them."""
    for header in sorted(pathlib.Path(headers).glob("*.h")):
        text = re.sub(r"/\*.*?\*/", "", header.read_text(encoding="utf-8"), flags=re.S)
        body = re.search(r"typedef struct " + name + r" \{(.*?)\} " + name + ";", text, flags=re.S)
        if body:
            return set(re.findall(r"(\w+)(?:\[\d+\])?;", body.group(1))) - LEFT_OUT[name]
    raise LookupError(name)


def refuse(constant):
    raise ValueError(f"{constant} is not JSON")


def same(value, written):
    """A number of the struct, written as %a, against what JSON says."""
    number = float.fromhex(written)
    return value is None if not math.isfinite(number) else value == number


def agree(diagnosis, summary):
    ending, steps, period, events, findings, advice, multipliers, *numbers = summary.split()
    x = diagnosis["x"][0] if diagnosis["x"] else None
    values = [x] + [diagnosis[key] for key in ("loss", "rate", "lyapunov", "steps_to_go_high")]
    return (diagnosis["ending"] == ending and diagnosis["steps"] == int(steps) and diagnosis["period"] == int(period)
            and len(diagnosis["events"]) == int(events) and len(diagnosis["advice"]) == int(advice)
            and len(diagnosis["findings"]) == bin(int(findings)).count("1")
            and len(diagnosis["multipliers"] or []) == int(multipliers)
            and all(same(value, number) for value, number in zip(values, numbers)))


def shaped(diagnosis):
    """Lists are as long as the struct says."""
    n = diagnosis["dimension"]
    vectors = [diagnosis["x"], diagnosis["direction"], diagnosis["coordinate_periods"]]
    vectors += diagnosis["orbit"] or []
    vectors += diagnosis["multiplier_directions"] or []
    vectors += [advice[key] for advice in diagnosis["advice"] for key in ("direction", "outcome_point")]
    vectors += [event["direction"] for event in diagnosis["events"]]
    points = [diagnosis["point"]] + [event["point"] for event in diagnosis["events"]]
    for point in filter(None, points):
        vectors += [point["x"], point["escape"]] + (point["hessian"] or []) + (point["eigenvectors"] or [])
    return all(vector is None or len(vector) == n for vector in vectors)


def complete(diagnosis, keys):
    good = set(diagnosis) == keys["descent_diagnosis"]
    good = good and set(diagnosis["evaluations"]) == keys["descent_evaluations"]
    good = good and all(set(event) == keys["descent_event"] for event in diagnosis["events"])
    good = good and all(set(advice) == keys["descent_advice"] for advice in diagnosis["advice"])
    points = [diagnosis["point"]] + [event["point"] for event in diagnosis["events"]]
    return good and all(set(point) == keys["descent_critical_point"] for point in points if point)


def main(program, headers):
    keys = {name: fields(headers, name) for name in LEFT_OUT}
    lines = subprocess.run([program], check=True, stdout=subprocess.PIPE).stdout.decode("utf-8").split("\n")
    failed = 0
    print(f"1..{(len(lines) - 1) // 3}")
    for name, text, summary in zip(lines[0::3], lines[1::3], lines[2::3]):
        try:
            diagnosis = json.loads(text, parse_constant=refuse)
            faults = [what for what, good in (("keys", complete(diagnosis, keys)), ("values", agree(diagnosis, summary)),
                                              ("lengths", shaped(diagnosis))) if not good]
        except (ValueError, KeyError) as fault:
            faults = [str(fault)]
        failed += bool(faults)
        print(f"{'not ok' if faults else 'ok'} - {name}")
        for fault in faults:
            print(f"# {fault}")
    return failed > 0


sys.exit(main(sys.argv[1], sys.argv[2]))
