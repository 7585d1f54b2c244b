#!/usr/bin/env python3
"""Shares of lines and branches of each room that the suites run, held against floors.

usage: coverage.py FOLDER       a folder that was built with -Db_coverage=true, after its suites"""
import collections
import json
import pathlib
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parent.parent

# Per cent of lines and branches: a point below what was reached, rounded down, for a run differs from the next by a branch or
# two; but no less than 90 of the branches, and 92 in the diagnosis. Assertions count as neither: one that fails is a bug. Raise what
# has risen; a floor is not lowered.
floors = {
    'base': (97, 90),
    'critical': (96, 90),
    'diagnosis': (98, 92),
    'engine': (98, 92),
    'landscapes': (99, 96),
    'map': (98, 95),
    'monitor': (98, 93),
    'path': (98, 95),
    'plot': (97, 90),
    'problem': (97, 93),
    'rules': (99, 98),
    'sweep': (98, 91),
    'trajectory': (98, 95),
}
new_room = (90, 80)


def measured(folder):
    said = subprocess.run(['gcovr', '--root', str(root), '--filter', 'lib/', '--object-directory', folder,
                           '--exclude-unreachable-branches', '--exclude-throw-branches', '--exclude-lines-by-pattern',
                           r'\s*assert\(.*', '--json'],
                          cwd=root, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    rooms = collections.defaultdict(lambda: [0, 0, 0, 0])
    for file in json.loads(said)['files']:
        room = rooms[file['file'].split('/')[1]]
        for line in file['lines']:
            if line.get('gcovr/noncode'):
                continue
            counts = [branch['count'] > 0 for branch in line['branches']]
            for place, value in enumerate((line['count'] > 0, 1, sum(counts), len(counts))):
                room[place] += value
    return {name: (100 * a / max(1, b), 100 * c / max(1, d)) for name, (a, b, c, d) in sorted(rooms.items())}


def main():
    failed = 0
    found = measured(sys.argv[1])
    for name, shares in found.items():
        floor = floors.get(name, new_room)
        good = shares[0] >= floor[0] and shares[1] >= floor[1]
        failed += not good
        print(f'{"" if good else "BELOW THE FLOOR: "}{name}: {shares[0]:.1f} % of lines, {shares[1]:.1f} % of branches; '
              f'floor {floor}')
    for name in set(floors) - set(found):
        failed += 1
        print(f'nothing was measured of {name}')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
