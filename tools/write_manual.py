#!/usr/bin/env python3
"""Puts what the program `descent` knows of itself into its manual page: options, functions, exit statuses and examples.

Usage: write_manual.py PROGRAM PAGE [--check]   with --check the page is left alone, and must be as it would be written
"""
import pathlib
import re
import subprocess
import sys

PARTS = ["options", "formulas", "exits", "examples"]


def main():
    program, page = sys.argv[1], pathlib.Path(sys.argv[2])
    said = subprocess.run([program, "manual"], check=True, capture_output=True, encoding="utf-8").stdout
    said = dict(zip(PARTS, re.split(r'^\.\\" \w+\n', said, flags=re.M), strict=True))
    text = wanted = page.read_text(encoding="utf-8")
    for part in PARTS:
        first, last = f'.\\" descent manual: {part}\n', '.\\" end\n'
        start = wanted.index(first) + len(first)
        wanted = wanted[:start] + said[part] + wanted[wanted.index(last, start):]
    if "--check" in sys.argv:
        return 0 if wanted == text else f"{page} is not as write_manual.py would write it"
    page.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
