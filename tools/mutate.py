#!/usr/bin/env python3
"""Do the suites notice when the library is wrong? Changes one operator, constant, result or statement at a time, in a
copy of the sources, and runs the suites of the room until one fails. Prints the changes that none noticed.

usage: mutate.py [--rooms engine,path,…] [--at SOURCE[:LINE],…] [--count 20] [--seed 1] [--minutes 0]
                 [--folder build-mutants]

The sample depends on the seed alone. Changes that cannot be noticed, since the program does the same, stand with their reason
in equivalent_mutants.txt and are not drawn. Ends with 1 if any survives that does not stand there."""
import argparse
import os
import pathlib
import random
import re
import subprocess
import sys
import time

root = pathlib.Path(__file__).resolve().parent.parent

# The suites that are to notice, the fastest first.
suites = {
    'problem': ['problem', 'problem_tolerances', 'problem_gradient_check', 'engine_failures', 'critical_classify', 'base_environment'],
    'rules': ['rules', 'rules_adaptive', 'rules_modifiers', 'rules_schedules', 'rules_step_finders', 'rules_gradient_filter', 'rules_conjugate_directions',
              'rules_perturbed', 'rules_theory',
              'rules_interface', 'rules_hostile', 'inside_searches', 'inside_fixed_step', 'inside_families', 'inside_map', 'fuzz', 'engine', 'sweep_step_limit',
              'sweep', 'diagnosis_advice', 'allocation', 'base_environment'],
    'map': ['inside_map', 'engine', 'engine_failures', 'fuzz', 'rules', 'inside_lyapunov', 'truth_rules', 'base_environment'],
    'path': ['path', 'path_broken_files', 'path_files', 'fuzz', 'engine', 'path_fuzz', 'allocation'],
    'engine': ['engine', 'engine_failures', 'engine_stops', 'engine_change', 'engine_progress', 'engine_ask', 'engine_resume',
               'path', 'rules', 'monitor', 'fuzz', 'base_environment', 'allocation'],
    'critical': ['inside_kind', 'inside_lanczos', 'inside_found', 'inside_eigenvalues', 'critical_hessian_product', 'critical_symmetric', 'critical_classify',
                 'critical_refine', 'fuzz', 'critical_degenerate', 'critical_tolerances', 'critical_large', 'landscapes',
                 'critical_search'],
    'trajectory': ['inside_pace', 'inside_rest', 'inside_rotation', 'inside_slowing', 'inside_strides', 'inside_motion',
                   'inside_returns', 'inside_trend', 'inside_turning', 'inside_lyapunov', 'inside_monitor_judge',
                   'inside_recurrence', 'inside_growth', 'inside_contraction', 'inside_noise', 'inside_stationarity',
                   'inside_sweep_judge', 'inside_facts', 'diagnosis_growth', 'diagnosis_pace', 'monitor', 'truth_known_runs',
                   'diagnosis', 'truth_judges', 'truth_many'],
    'diagnosis': ['inside_outlook', 'inside_quadratic', 'inside_recorded', 'inside_measured', 'inside_resolution',
                  'diagnosis_options', 'diagnosis_standstill', 'diagnosis_unrecorded', 'diagnosis_why', 'diagnosis_destination',
                  'diagnosis_callbacks', 'inside_confirmation', 'fuzz', 'inside_decisions', 'inside_expansion', 'inside_conclusion',
                  'inside_modes', 'inside_facts', 'diagnosis_pace', 'diagnosis_multipliers', 'diagnosis_outlook',
                  'diagnosis_growth', 'diagnosis_bounded', 'diagnosis_resolution', 'diagnosis_explanation',
                  'diagnosis_advice', 'inside_words', 'truth_reports', 'truth_known_runs', 'diagnosis', 'inside_tics',
                  'truth_rules', 'truth_judges', 'truth_fields', 'truth_many'],
    'sweep': ['inside_sweep_judge', 'inside_labels', 'sweep_arguments', 'fuzz', 'sweep_basins', 'sweep', 'sweep_threads',
              'sweep_verdicts', 'sweep_bifurcation', 'sweep_confirmation', 'sweep_step_limit'],
}
environment = dict(os.environ, CK_FORK='no', CK_VERBOSITY='silent', CK_DEFAULT_TIMEOUT='60')
suite_seconds = 300
built_at_once = 3

# What compiles quickly: for most changes are noticed in a second, and only then is the building what takes the time.
options = ['-Dtests=enabled', '-Dexamples=disabled', '-Dcommand=disabled', '-Dlapack=auto', '-Doptimization=1', '-Ddebug=false',
           '-Dc_args=-DDESCENT__ONE_WIDTH=']


def without_comments(text):
    """Spaces for comments, texts and lines of the preprocessor; every place stays where it was."""
    blank = lambda match: re.sub(r'[^\n]', ' ', match.group(0))
    for pattern, flags in [(r'/\*.*?\*/', re.S), (r'"(\\.|[^"\\\n])*"', 0), (r"'(\\.|[^'\\\n])*'", 0),
                           (r'^[ \t]*#(.*\\\n)*.*$', re.M)]:
        text = re.sub(pattern, blank, text, flags=flags)
    return text


neighbours = {'<': '<=', '<=': '<', '>': '>=', '>=': '>', '==': '!=', '!=': '=='}
opposites = {'<': '>=', '<=': '>', '>': '<=', '>=': '<', '+': '-', '-': '+', '*': '/', '/': '*', '&&': '||', '||': '&&'}


def number_changes(token, line):
    """More memory than is needed changes nothing."""
    if token.isdigit():
        more = [] if re.search(r'alloc\(|_take\(|_reserve\(|_size\b.*=|_numbers\(', line) else [str(int(token) + 1)]
        return more + ([str(int(token) - 1)] if token != '0' else [])
    return [f'({token} * 2)', f'({token} / 2)']


def result_change(result):
    if 'descent_fail(' in result or result == 'status':
        return 'DESCENT_SUCCESS'
    if result in ('DESCENT_SUCCESS', 'NULL', '0'):
        return None
    if result in ('true', 'false'):
        return 'false' if result == 'true' else 'true'
    return f'!({result})' if re.search(r'&&|\|\||[<>!=]=| [<>] ', result) else '0'


statement = re.compile(r'^ +(?!return|const|static|for|if|while|else|do|switch|case|break|continue|goto|typedef|struct|enum|'
                       r'(?:double|size_t|bool|u?int\d*_t|int|char|descent\w*) \**\w)([\w*&(][^;{}\n]*;)$', re.M)


def changes_of(path):
    """(first, last, replacement) of every change to a source."""
    text = path.read_text()
    code, found = without_comments(text), []
    for match in re.finditer(r' (<=|>=|==|!=|<|>|&&|\|\||[-+*/]) ', code):
        token = match.group(1)
        for table in (neighbours, opposites):
            if token in table:
                found.append((match.start(1), match.end(1), table[token]))
    for match in re.finditer(r'(?<![\w.])\d+(\.\d+)?(e[-+]?\d+)?(?![\w.])', code):
        line = code[code.rfind('\n', 0, match.start()) + 1:code.find('\n', match.end())]
        found += [(match.start(), match.end(), change) for change in number_changes(match.group(0), line)]
    for match in re.finditer(r'return ([^;\n]+);', code):
        change = result_change(text[match.start(1):match.end(1)])
        if change:
            found.append((match.start(1), match.end(1), change))
    found += [(match.start(1), match.end(1), ';') for match in statement.finditer(code)
              if not match.group(1).startswith('(void)')]
    return [(path, *change) for change in found]


def described(text, first, last, new):
    """The line before and after, as equivalent_mutants.txt has them."""
    begin, end = text.rfind('\n', 0, first) + 1, text.find('\n', last)
    return text[begin:end].strip(), (text[begin:first] + new + text[last:end]).strip()


def accepted():
    known = set()
    for line in (root / 'tools/equivalent_mutants.txt').read_text().splitlines():
        if line and not line.startswith('#'):
            source, before, after, _ = (part.strip() for part in line.split(' ¦ '))
            known.add((source, before, after))
    return known


def run(command, seconds=None, folder=None):
    try:
        return subprocess.run(command, cwd=folder, env=environment, timeout=seconds, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode
    except subprocess.TimeoutExpired:
        return 'time'


def copy_sources(folder):
    folder.mkdir(parents=True, exist_ok=True)
    archive = subprocess.run(['git', 'archive', 'HEAD'], cwd=root, check=True, stdout=subprocess.PIPE).stdout
    subprocess.run(['tar', 'x'], cwd=folder, input=archive, check=True)
    if not (folder / 'build').exists():
        subprocess.run(['meson', 'setup', 'build', *options], cwd=folder, check=True, stdout=subprocess.DEVNULL)


class Trial:
    """The suites of a room, built and run a few at a time: the first that fails is enough."""

    def __init__(self, folder, names):
        self.folder, self.names = folder, names
        self.targets = [f'tests/{name}' if name == 'fuzz' else f'tests/test_{name}' for name in names]

    def noticed_by(self):
        """The first suite that fails; None if none does; 'building' if the sources do not compile."""
        for begin in range(0, len(self.names), built_at_once):
            some = slice(begin, begin + built_at_once)
            if run(['ninja', '-j2', '-C', str(self.folder / 'build'), *self.targets[some]], 600) != 0:
                return 'building'
            for name, target in zip(self.names[some], self.targets[some]):
                corpus = ['--corpus', str(self.folder / 'tests/fuzz/corpus')] if name == 'fuzz' else []
                if run([str(self.folder / 'build' / target), *corpus], suite_seconds, self.folder / 'build') != 0:
                    return name
        return None


def asked_for(arguments, folder, path, first):
    """Does the change stand at one of the places of --at, if any is given?"""
    source = str(path.relative_to(folder))
    line = path.read_text().count('\n', 0, first) + 1
    return not arguments.at or source in arguments.at or f'{source}:{line}' in arguments.at


class Room:
    """The changes to a room that are still to be tried, in the order of the sample."""

    def __init__(self, name, arguments, folder, known):
        self.name, self.folder, self.known, self.wanted = name, folder, known, arguments.count
        self.pool = [change for path in sorted((folder / 'lib' / name).rglob('*.c')) for change in changes_of(path)
                     if asked_for(arguments, folder, path, change[1])]
        self.possible, self.tried, self.survived = len(self.pool), 0, 0
        random.Random(f'{arguments.seed} {name}').shuffle(self.pool)
        self.trial = Trial(folder, suites[name])

    def try_next(self):
        """Tries one more change; false when there is none."""
        while self.pool and self.tried < self.wanted:
            path, first, last, new = self.pool.pop(0)
            text = path.read_text()
            source, (before, after) = str(path.relative_to(self.folder)), described(text, first, last, new)
            if (source, before, after) in self.known:
                continue
            path.write_text(text[:first] + new + text[last:])
            try:
                noticed = self.trial.noticed_by()
            finally:
                path.write_text(text)
            if noticed == 'building':
                continue
            self.tried += 1
            self.survived += not noticed
            place = f'{source}:{text.count(chr(10), 0, first) + 1}'
            print(f'noticed by {noticed}: {place}' if noticed else f'survives: {place}\n  - {before}\n  + {after}', flush=True)
            return True
        return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--rooms', default=','.join(suites))
    parser.add_argument('--at', type=lambda places: places.split(','), default=[],
                        help='changes at these places only: sources, or lines of them')
    parser.add_argument('--count', type=int, default=20, help='changes in each room')
    parser.add_argument('--seed', default='1')
    parser.add_argument('--minutes', type=float, default=0, help='no change is begun later than this; 0: all are')
    parser.add_argument('--folder', default=str(root / 'build-mutants'), help='where the copy is made and built')
    arguments = parser.parse_args()
    begun = time.monotonic()
    has_time = lambda: not arguments.minutes or time.monotonic() - begun < 60 * arguments.minutes
    folder = pathlib.Path(arguments.folder).resolve()
    copy_sources(folder)
    known = accepted()
    rooms = [Room(name, arguments, folder, known) for name in arguments.rooms.split(',')]
    wanted = list(dict.fromkeys(name for room in rooms for name in suites[room.name]))
    if unwell := Trial(folder, wanted).noticed_by():
        sys.exit(f'the unchanged sources fail in {unwell}')
    # In turn, so that a sample that is broken off is one of all rooms.
    while any([has_time() and room.try_next() for room in rooms]):
        pass
    for room in rooms:
        print(f'{room.name}: {room.tried - room.survived} of {room.tried} noticed, of {room.possible} possible changes')
    tried, survived = sum(room.tried for room in rooms), sum(room.survived for room in rooms)
    print(f'all: {tried - survived} of {tried} noticed')
    return 1 if survived else 0


if __name__ == '__main__':
    sys.exit(main())
