#!/usr/bin/env python3
"""Do the suites notice when the library is wrong? Changes one operator, constant, result or statement at a time, in a
copy of the sources, and runs the suites that come by there until one fails. Prints the changes that none noticed.

usage: mutate.py [--rooms engine,path,…] [--at SOURCE[:LINE],…] [--count 20] [--seed 1] [--minutes 0]
                 [--folder build-mutants]

Which suites run a line is measured first, on the unchanged sources. All changes go through the quick suites first, so that a sample
that is broken off says most; those that none of these notices are printed as open, and tried on the same suites under the sanitizers,
and then on the slow ones. The sample depends on the seed alone. Changes that cannot be noticed, since the program does the same, stand with their reason in
equivalent_mutants.txt and are not drawn. Ends with 1 if any survives that does not stand there."""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import random
import re
import resource
import shutil
import subprocess
import sys
import time

root = pathlib.Path(__file__).resolve().parent.parent

# Changes are made here; base and problem are run by everything, and plot by pictures.
all_rooms = ['problem', 'rules', 'map', 'path', 'engine', 'critical', 'trajectory', 'diagnosis', 'sweep']
environment = dict(os.environ)
forced = dict(CK_FORK='no', CK_VERBOSITY='silent', CK_DEFAULT_TIMEOUT='0', ASAN_OPTIONS='allocator_may_return_null=1')
built_at_once = 4
run_at_once = 2
quick_seconds = 1.5  # of processor time: suites that take longer are only tried when all changes have been through the others

# What compiles quickly: for most changes are noticed in a second, and only then is the building what takes the time.
options = ['-Dtests=enabled', '-Dexamples=disabled', '-Dcommand=disabled', '-Dlapack=auto', '-Doptimization=1', '-Ddebug=false']
one_width = '-Dc_args=-DDESCENT__ONE_WIDTH='
# As the guard "sanitizers" builds: what reads beside an array may well give the same numbers.
builds = {'build': [one_width],
          'build-covered': [one_width, '-Db_coverage=true'],
          'build-sanitized': [f'{one_width} -fno-sanitize-recover=all -fsanitize=float-cast-overflow', '-Db_sanitize=address,undefined']}


def without_comments(text):
    """Spaces for comments, texts and lines of the preprocessor; every place stays where it was."""
    blank = lambda match: re.sub(r'[^\n]', ' ', match.group(0))
    for pattern, flags in [(r'/\*.*?\*/', re.S), (r'"(\\.|[^"\\\n])*"', 0), (r"'(\\.|[^'\\\n])*'", 0),
                           (r'^[ \t]*#(.*\\\n)*.*$', re.M)]:
        text = re.sub(pattern, blank, text, flags=flags)
    return text


neighbours = {'<': '<=', '<=': '<', '>': '>=', '>=': '>', '==': '!=', '!=': '=='}
opposites = {'<': '>=', '<=': '>', '>': '<=', '>=': '<', '+': '-', '-': '+', '*': '/', '/': '*', '&&': '||', '||': '&&'}


declared_room = re.compile(r'^ *(?:static |const )*(?:\w+ )+\**\w+\[\w+\]( = [^=]|;|,|$)')


def number_changes(token, line):
    """More memory than is needed changes nothing."""
    if token.isdigit():
        room = re.search(r'alloc\(|_take\(|_take_zeros\(|_reserve\(|_size\b.*=|_numbers\(|\bbytes = ', line) or declared_room.search(line)
        return ([] if room else [str(int(token) + 1)]) + ([str(int(token) - 1)] if token != '0' else [])
    return [f'({token} * 2)', f'({token} / 2)']


def is_free(text, place):
    """Does the comment beside or above say that any number would do: a cost, a hint, no edge?"""
    begin, end = text.rfind('\n', 0, place) + 1, text.find('\n', place)
    above = re.search(r'/\*(?:(?!\*/).)*\*/\n\Z', text[:begin], re.S)
    return re.search(r'\ba cost\b|\ba hint\b|\bno edge\b', text[begin:end] + (above.group(0) if above else ''), re.I)


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
        if not is_free(text, match.start()):
            found += [(match.start(), match.end(), change) for change in number_changes(match.group(0), line)]
    for match in re.finditer(r'return ([^;\n]+);', code):
        change = result_change(text[match.start(1):match.end(1)])
        if change:
            found.append((match.start(1), match.end(1), change))
    found += [(match.start(1), match.end(1), ';') for match in statement.finditer(code)
              if not match.group(1).startswith(('(void)', 'assert(', 'va_end('))]
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
    for build, more in builds.items():
        if not (folder / build).exists():
            subprocess.run(['meson', 'setup', build, *options, *more], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        else:  # else it would go on telling of the suites that there were
            subprocess.run(['meson', 'setup', '--reconfigure', build], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def introspected(build, what):
    return json.loads(subprocess.run(['meson', 'introspect', str(build), what], check=True, stdout=subprocess.PIPE).stdout)


def suites_of(build):
    """Name → how it is run, with what in its environment, and what is to be built for it. Pictures are left out: they take long."""
    files = {target['id']: os.path.relpath(target['filename'][0], build) for target in introspected(build, '--targets')}
    return {suite['name']: (suite['cmd'], {**environment, **suite['env'], **forced},
                            [files[target] for target in suite['depends'] if target in files])
            for suite in introspected(build, '--tests') if 'descent:pictures' not in suite['suite']}


def lines_run(build, prefix):
    """The lines of the library that have run since the counters below the prefix were last taken away: {'lib/…c': {1, 2, …}}."""
    counters = sorted(prefix.rglob('*.gcda'))
    found = collections.defaultdict(set)
    for begin in range(0, len(counters), 100):
        texts = subprocess.run(['gcov', '--json-format', '--stdout', *map(str, counters[begin:begin + 100])], cwd=build,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        for text in texts.splitlines():
            for file in json.loads(text)['files']:
                source = os.path.relpath(os.path.join(build, file['file']), build.parent)
                found[source].update(line['line_number'] for line in file['lines'] if line['count'])
    for counter in counters:
        counter.unlink()
    return found


def counters_apart(build, prefix):
    """A folder for the counters of one suite at a time, beside what gcov reads with them."""
    shutil.rmtree(prefix, ignore_errors=True)
    for notes in (build / 'lib').rglob('*.gcno'):
        beside = prefix / str(notes).lstrip('/')
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.symlink_to(notes)
    return prefix


def measure_coverage(folder):
    """{'lib/…c': {line: [suites that run it]}}; kept beside the sources that it is of."""
    kept, build = folder / 'covered.json', folder / 'build-covered'
    version = subprocess.run(['git', 'rev-parse', 'HEAD'], cwd=root, stdout=subprocess.PIPE, text=True).stdout.strip()
    if kept.exists() and (old := json.loads(kept.read_text()))['version'] == version:
        return old['lines']
    suites = suites_of(build)
    run(['ninja', '-j2', '-C', str(build), *{target for _, _, targets in suites.values() for target in targets}], 7200)
    prefixes = [counters_apart(build, folder / f'counters-{number}') for number in range(run_at_once)]

    def lines_of(name):
        command, given, _ = suites[name]
        prefix = prefixes.pop()
        subprocess.run(command, cwd=build, env={**given, 'GCOV_PREFIX': str(prefix)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        found = lines_run(build, prefix)
        prefixes.append(prefix)
        return found

    lines = {}
    with concurrent.futures.ThreadPoolExecutor(run_at_once) as pool:
        for name, found in zip(suites, pool.map(lines_of, suites)):
            for source, numbers in found.items():
                for number in numbers:
                    lines.setdefault(source, {}).setdefault(str(number), []).append(name)
    kept.write_text(json.dumps({'version': version, 'lines': lines}))
    return lines


def processor_time(command, given, folder, seconds):
    """What the command takes; infinite if it fails or takes more than `seconds`, whatever else the machine does."""
    limit = lambda: resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    child = subprocess.Popen(command, cwd=folder, env=given, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL, preexec_fn=limit)
    ends = time.monotonic() + 30 + 30 * seconds  # a change may let it wait for ever
    while True:
        pid, status, used = os.wait4(child.pid, os.WNOHANG)
        if pid:
            child.returncode = status  # so that nobody waits for it again
            return used.ru_utime + used.ru_stime if status == 0 else float('inf')
        if time.monotonic() > ends:
            child.kill()
            os.wait4(child.pid, 0)
            child.returncode = -9
            return float('inf')
        time.sleep(0.01)


class Trial:
    """Suites, built a few at a time and run two at once: the first that fails is enough. What they have shown so far of the changes to
    all rooms: the seconds of processor time, and how many changes each noticed."""

    def __init__(self, build_folder):
        self.build_folder, self.suites = build_folder, suites_of(build_folder)
        self.seconds, self.noticed = {}, collections.Counter()

    def build(self, names):
        return run(['ninja', '-j2', '-C', str(self.build_folder),
                    *dict.fromkeys(target for name in names for target in self.suites[name][2])], 3600) == 0

    def fails(self, name):
        """Does the suite fail, or take five times as long as with the unchanged sources, which go first?"""
        usual = self.seconds.get(name)
        command, given, _ = self.suites[name]
        took = processor_time(command, given, self.build_folder, 900 if usual is None else int(5 + 5 * usual))
        if usual is None:
            self.seconds[name] = took
        return took == float('inf')

    def first_of(self, names):
        with concurrent.futures.ThreadPoolExecutor(run_at_once) as pool:
            tried = {pool.submit(self.fails, name): name for name in names}
            for done in concurrent.futures.as_completed(tried):
                if done.result():
                    for other in tried:
                        other.cancel()
                    return tried[done]
        return None

    def cost(self, name, source):
        """In which order to try: whose name is that of the source, then who noticed much in little time."""
        named = pathlib.Path(source).stem in name
        return (not named, (0.2 + self.seconds[name]) / (1 + self.noticed[name]))

    def unwell(self, names):
        """The first of the suites that fails with the sources as they are; of all others the seconds are known then."""
        return self.first_of(names) if self.build(names) else 'building'

    def noticed_by(self, source, names):
        """The first of the suites that fails; None if none does; 'building' if nothing compiles."""
        names = sorted(names, key=lambda name: self.cost(name, source))
        for begin in range(0, len(names), built_at_once):
            some = names[begin:begin + built_at_once]
            if not self.build(some):
                return 'building'
            if name := self.first_of(some):
                self.noticed[name] += 1
                return name
        # Where no suite comes by, a change may still be one that does not compile.
        return None if names or self.build(list(self.suites)[:1]) else 'building'


def asked_for(arguments, folder, path, first):
    """Does the change stand at one of the places of --at, if any is given?"""
    source = str(path.relative_to(folder))
    line = path.read_text().count('\n', 0, first) + 1
    return not arguments.at or source in arguments.at or f'{source}:{line}' in arguments.at


class Room:
    """The changes to a room that are still to be tried, in the order of the sample."""

    def __init__(self, name, arguments, folder, known, covered):
        self.name, self.folder, self.known, self.wanted, self.covered = name, folder, known, arguments.count, covered
        self.pool = [change for path in sorted((folder / 'lib' / name).rglob('*.c')) for change in changes_of(path)
                     if asked_for(arguments, folder, path, change[1])]
        self.possible, self.tried, self.noticed, self.open, self.survivors = len(self.pool), 0, 0, [], []
        random.Random(f'{arguments.seed} {name}').shuffle(self.pool)

    def who_comes_by(self, source, line):
        """The suites that run the line, or, where there is no code of its own on it, any of the source."""
        lines = self.covered.get(source, {})
        if str(line) in lines:
            return lines[str(line)]
        return list(dict.fromkeys(name for names in lines.values() for name in names))

    def with_change(self, change, trial, suites):
        """Which of the suites notices it, the place, and the line before and after."""
        path, first, last, new = change
        text, source = path.read_text(), str(path.relative_to(self.folder))
        line = text.count('\n', 0, first) + 1
        path.write_text(text[:first] + new + text[last:])
        try:
            noticed = trial.noticed_by(source, [name for name in self.who_comes_by(source, line) if name in suites])
        finally:
            path.write_text(text)
        return noticed, f'{source}:{line}', *described(text, first, last, new)

    def try_next(self, trial, suites):
        """Tries one more change; false when there is none."""
        while self.pool and self.tried < self.wanted:
            change = self.pool.pop(0)
            path, *where = change
            if (str(path.relative_to(self.folder)), *described(path.read_text(), *where)) in self.known:
                continue
            noticed, place, before, after = self.with_change(change, trial, suites)
            if noticed == 'building':
                continue
            self.tried += 1
            self.noticed += bool(noticed)
            if noticed:
                print(f'noticed by {noticed}: {place}', flush=True)
            else:
                self.open.append(change)
                print(f'open: {place}\n  - {before}\n  + {after}', flush=True)
            return True
        return False

    def try_open(self, trial, suites):
        """Tries one of those again that nobody has noticed; false when all have been tried."""
        if not self.open:
            return False
        change = self.open.pop(0)
        noticed, place, *_ = self.with_change(change, trial, suites)
        self.noticed += bool(noticed)
        if noticed:
            print(f'noticed by {noticed} of {trial.build_folder.name}: {place}', flush=True)
        else:
            self.survivors.append(change)
        return True

    def end_of_pass(self):
        """What survived is open for the next pass."""
        self.open, self.survivors = self.survivors + self.open, []


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--rooms', default=','.join(all_rooms))
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
    covered = measure_coverage(folder)
    rooms = [Room(name, arguments, folder, known, covered) for name in arguments.rooms.split(',')]
    plain, sanitized = Trial(folder / 'build'), Trial(folder / 'build-sanitized')
    if unwell := plain.unwell(plain.suites):
        sys.exit(f'the unchanged sources fail in {unwell}')
    quick = {name for name, seconds in plain.seconds.items() if seconds <= quick_seconds}
    if unwell := sanitized.unwell(quick):
        sys.exit(f'the unchanged sources fail in {unwell} under the sanitizers')
    passes = [(Room.try_next, plain, quick), (Room.try_open, sanitized, quick), (Room.try_open, plain, plain.suites.keys() - quick)]
    for try_one, trial, suites in passes:
        # In turn, so that a sample that is broken off is one of all rooms.
        while any([has_time() and try_one(room, trial, suites) for room in rooms]):
            pass
        for room in rooms:
            room.end_of_pass()
    whole = has_time()
    for room in rooms:
        for path, *where in room.open:
            before, after = described(path.read_text(), *where)
            print(f'survives: {path.relative_to(folder)}\n  - {before}\n  + {after}')
        left = '' if whole else ', the others not tried on all suites'
        print(f'{room.name}: {room.noticed} of {room.tried} noticed{left}, of {room.possible} possible changes')
    tried, noticed = sum(room.tried for room in rooms), sum(room.noticed for room in rooms)
    print(f'all: {noticed} of {tried} noticed')
    return 1 if noticed < tried else 0


if __name__ == '__main__':
    sys.exit(main())
