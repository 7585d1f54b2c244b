#!/usr/bin/env python3
"""What ./check --thorough runs: attacks that take longer than a suite may. Builds in build-thorough/, prints a line for each
attack, ends with 1 if one found something. --page writes docs/trust.md with what each attack said last (--only= runs none).

usage: thorough.py [--seconds 60] [--runs 0] [--mutants 3] [--minutes 0] [--only fuzz,slow,faults,…] [--page]

fuzz          every target of tests/fuzz for so many seconds: by libFuzzer and under sanitizers where there is clang, else by the
              plain driver. New inputs that reach more stay in build-thorough/corpus; --keep adds the smallest to tests/fuzz/corpus.
              With --runs so many random ones more for each target by the plain driver in a build without sanitizers.
slow          inputs that take long, each within ten seconds and twice the calls that it is allowed
faults        every allocation and every system call fails in turn, and each place that allocates, under sanitizers
environments  the fuzz targets with other directions of rounding and with subnormals flushed, suites in other locales and with
              the standard files closed, and the suite of trapping arithmetic
results       the same bits from gcc and clang, -O0 to -O3, and each vector width that the processor has
machines      other processors under qemu: the same bits as here, and the suites of files; needs qemu-user-static, a cross compiler
              (gcc-aarch64-linux-gnu, gcc-s390x-linux-gnu, gcc-i686-linux-gnu, each with its libc6-dev) and apt-get, by which GSL
              and Check come for each machine into build-thorough/; what is not there is left out, and said
mutants       so many random changes in each room, noticed by its suites (tools/mutate.py)

With --minutes all of it ends by then, but for the step that is under way: builds and what has an end come first, fuzz and mutants
share what is left, and what there is no time for is left out, and said. --page adds the executions to tests/fuzz/executions.txt, with
date and commit, and the page shows their sum."""
import argparse
import datetime
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

root = pathlib.Path(__file__).resolve().parent.parent
work = root / 'build-thorough'
kept_for_each = 40
largest_kept = 160  # bytes


def run(command, environment=None, folder=None, stdin=subprocess.DEVNULL, **more):
    return subprocess.run([str(part) for part in command], cwd=folder or root, text=True, errors='replace', stdin=stdin,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=dict(os.environ, **(environment or {})), **more)


def build(name, targets, options, compiler=None):
    """The folder of a build with these options; None, and the reason, where it cannot be made."""
    folder = work / name
    wanted, written = repr((options, compiler)), work / f'{name}.options'
    if not (folder / 'build.ninja').exists() or not written.exists() or written.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        written.write_text(wanted)
        made = run(['meson', 'setup', folder, root, '-Dtests=enabled', '-Dexamples=disabled', *options],
                   {'CC': compiler} if compiler else {})
        if made.returncode:
            return None, made.stdout
    made = run(['ninja', '-C', folder, *targets])
    (work / f'{name}.log').write_text(made.stdout)
    return (folder, '') if made.returncode == 0 else (None, made.stdout)


class Deadline:
    """When all is to be over; without --minutes, never."""

    def __init__(self, minutes):
        self.begun, self.seconds = time.monotonic(), 60 * minutes if minutes else float('inf')

    def left(self, share=1.0):
        """Seconds until that share of the time is over."""
        return share * self.seconds - (time.monotonic() - self.begun)


deadline = Deadline(0)
# Of the time: by when the builds of one attack after the other must have begun, so that those after it have some.
share_of_results, share_of_machines, share_of_fuzz = 0.45, 0.6, 0.8


def no_time(attack, what, share):
    """Says so, if there is none left for it."""
    if deadline.left(share) > 0:
        return False
    print(f'        ({attack}: no time for {what})')
    return True


class Report:
    def __init__(self):
        self.lines, self.failed = [], 0

    def say(self, good, attack, what, details=''):
        self.lines.append((attack, what, bool(good)))
        self.failed += not good
        print(f'{"ok     " if good else "FAILED "} {attack}: {what}', flush=True)
        if not good:
            print('\n'.join('        ' + line for line in details.splitlines()[-60:]), flush=True)


targets = re.findall(r'TARGET\((\w+)\)', (root / 'tests/fuzz/fuzz.h').read_text().split('clang-format on')[0])
sanitizers = ['-Dbuildtype=debugoptimized', '-Doptimization=1', '-Db_sanitize=address,undefined', '-Db_lundef=false']
strict = '-fno-sanitize-recover=all -fsanitize=float-cast-overflow'


def kept_inputs(name):
    lines = (root / f'tests/fuzz/corpus/{name}.txt').read_text().splitlines()
    return [bytes.fromhex(line) for line in lines if re.fullmatch(r'([0-9a-f]{2})+', line)]


def unpack(name):
    folder = work / 'corpus' / name
    folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(kept_inputs(name)):
        (folder / f'kept-{number}').write_bytes(data)
    return folder


def keep(name, guided):
    """Adds the smallest of the found inputs that reach something of their own to the kept ones."""
    least = work / 'least' / name
    shutil.rmtree(least, ignore_errors=True)
    least.mkdir(parents=True)
    run([guided, '-merge=1', least, work / 'corpus' / name], {'FUZZ_TARGET': name})
    known = kept_inputs(name)
    found = sorted((path.read_bytes() for path in least.iterdir()), key=len)
    new = [data for data in found if 0 < len(data) <= largest_kept and data not in known]
    with open(root / f'tests/fuzz/corpus/{name}.txt', 'a') as file:
        file.writelines(data.hex() + '\n' for data in new[:max(0, kept_for_each - len(known))])


executions_kept = root / 'tests/fuzz/executions.txt'


def keep_executions(name, how, count, found, arguments):
    """What a page sums up is kept with the sources: who reads it can make the same runs again."""
    if not arguments.page or count == 0:
        return
    commit = run(['git', 'rev-parse', '--short', 'HEAD']).stdout.strip() or 'unknown'
    if run(['git', 'status', '--porcelain', 'lib']).stdout.strip():
        commit += '+'
    with open(executions_kept, 'a') as file:
        file.write(f'{datetime.date.today().isoformat()} {commit} {name} {how} {count} {found}\n')


def executions():
    """Rows of a table: executions of each target since the first that is kept, under sanitizers and without."""
    sums, dates = {}, []
    for line in executions_kept.read_text().splitlines():
        if line and not line.startswith('#'):
            date, _, name, how, count, found = line.split()
            sums.setdefault(name, {'sanitized': 0, 'plain': 0, 'found': 0})[how] += int(count)
            sums[name]['found'] += int(found)
            dates.append(date)
    yield from ['| target | executions under sanitizers | without | inputs that broke something, mended since |', '|---|---|---|---|']
    for name in sorted(sums):
        yield f'| {name} | {sums[name]["sanitized"]} | {sums[name]["plain"]} | {sums[name]["found"]} |'
    both = [sum(of[how] for of in sums.values()) for how in ('sanitized', 'plain', 'found')]
    yield f'| all, {sum(both[:2])} from {min(dates)} to {max(dates)} | {both[0]} | {both[1]} | {both[2]} |'


def seconds_for_each(arguments):
    """For each fuzz target: what was asked for, or with --minutes its share."""
    if deadline.seconds == float('inf'):
        return arguments.seconds
    return max(1, int(deadline.left(share_of_fuzz) / len(targets)))


def fuzz_guided(report, folder, arguments):
    guided, total, seconds = folder / 'tests/fuzz_guided', 0, seconds_for_each(arguments)
    for name in targets:
        corpus = unpack(name)
        done = run([guided, f'-max_total_time={seconds}', '-max_len=400', '-timeout=10', '-print_final_stats=1',
                    f'-artifact_prefix={work}/found-{name}-', corpus], {'FUZZ_TARGET': name})
        executions = int((re.findall(r'number_of_executed_units: (\d+)', done.stdout) or ['0'])[0])
        slowest = (re.findall(r'slowest_unit_time_sec:\s+(\d+)', done.stdout) or ['?'])[0]
        total += executions
        details = done.stdout
        for path in work.glob(f'found-{name}-*'):
            details += f'\n{path.name}: {path.read_bytes().hex()}'
        report.say(done.returncode == 0, 'fuzz', f'{name}: {executions} executions, the slowest {slowest} s', details)
        keep_executions(name, 'sanitized', executions, int(done.returncode != 0), arguments)
        if arguments.keep:
            keep(name, guided)
    return total


def fuzz_plain(report, arguments):
    folder, why = build('checked', [], sanitizers + [f'-Dc_args={strict}'])
    if not folder:
        return report.say(False, 'fuzz', 'it does not build', why) or 0
    done = run([folder / 'tests/fuzz', '--seconds', seconds_for_each(arguments), '--seed', arguments.seed,
                '--corpus', root / 'tests/fuzz/corpus'], folder=folder)
    report.say(done.returncode == 0, 'fuzz', 'all targets by random inputs', done.stdout)
    for good, name, count in re.findall(r'^(not )?ok \d+ - (\w+): (\d+) executions', done.stdout, re.M):
        keep_executions(name, 'sanitized', int(count), int(bool(good)), arguments)
    return sum(int(count) for count in re.findall(r'(\d+) executions', done.stdout))


def fuzz_many(report, arguments):
    folder, why = build('plain', ['tests/fuzz'], [])
    if not folder:
        return report.say(False, 'fuzz', 'it does not build', why) or 0
    total = 0
    for name in targets:
        done = run([folder / 'tests/fuzz', '--runs', arguments.runs, '--seed', arguments.seed, '--corpus',
                    root / 'tests/fuzz/corpus', name], folder=folder)
        executions, slowest = (re.findall(r'(\d+) executions, the slowest ([\d.]+)', done.stdout) or [('0', '?')])[0]
        report.say(done.returncode == 0, 'fuzz', f'{name}, without sanitizers: {executions} executions, the slowest {slowest} s',
                   done.stdout)
        keep_executions(name, 'plain', int(executions), int(done.returncode != 0), arguments)
        total += int(executions)
    return total


def fuzz(report, arguments):
    folder, why = (None, '')
    if shutil.which('clang'):
        folder, why = build('guided', ['tests/fuzz_guided'],
                            sanitizers + [f'-Dc_args=-fsanitize=fuzzer-no-link {strict}'], 'clang')
    total = fuzz_guided(report, folder, arguments) if folder else fuzz_plain(report, arguments)
    total += fuzz_many(report, arguments) if arguments.runs else 0
    report.say(total > 0, 'fuzz', f'{total} executions over {len(targets)} targets', why)


def suites(report, attack, what, folder, names, environment=None, **more):
    done = run(['meson', 'test', '-C', folder, '--no-rebuild', '--print-errorlogs', *names], environment, **more)
    report.say(done.returncode == 0, attack, what, done.stdout)


def slow(report, arguments):
    folder, why = build('plain', ['tests/slow'], [])
    if not folder:
        return report.say(False, 'slow', 'it does not build', why)
    done = run([folder / 'tests/slow', '--all'], folder=folder)
    seconds = [float(text) for text in re.findall(r': ([\d.]+) s, ', done.stdout)]
    over = len(re.findall(r'^not ok', done.stdout, re.M))
    report.say(done.returncode == 0, 'slow', f'{over} of {len(seconds)} inputs over ten seconds or twice their limit of calls; '
               f'the slowest {max(seconds, default=0)} s', done.stdout)


def faults(report, arguments):
    folder, why = build('checked', [], sanitizers + [f'-Dc_args={strict}'])
    if not folder:
        return report.say(False, 'faults', 'it does not build', why)
    allow = {'ASAN_OPTIONS': 'allocator_may_return_null=1'}
    suites(report, 'faults', 'every allocation fails in turn, once and for good', folder, ['allocation'], allow)
    suites(report, 'faults', 'each place that allocates fails, over all known runs', folder, ['allocation_places'], allow)
    suites(report, 'faults', 'every system call fails in turn', folder, ['system_calls'], allow)


def comma_locale(name, folder):
    """A folder in which localedef has made that locale; None where it cannot."""
    path = work / 'locales'
    path.mkdir(parents=True, exist_ok=True)
    made = run(['localedef', '-i', name, '-f', 'UTF-8', path / f'{name}.UTF-8']) if shutil.which('localedef') else None
    return path if made and (path / f'{name}.UTF-8').exists() else None


def environments(report, arguments):
    folder, why = build('plain', [], [])
    if not folder:
        return report.say(False, 'environments', 'it does not build', why)
    driver = [folder / 'tests/fuzz', '--seconds', max(1, arguments.seconds / 10), '--corpus', root / 'tests/fuzz/corpus']
    for mode in ('upward', 'downward', 'towardzero', 'flushing'):
        done = run([*driver, '--environment', mode], folder=folder)
        report.say(done.returncode == 0, 'environments', f'all targets, floating point {mode}', done.stdout)
    suites(report, 'environments', 'trapping arithmetic, and results as without', folder, ['base_environment'])
    few = ['path_files', 'path_broken_files', 'diagnosis_json', 'diagnosis_explanation', 'plot_layout', 'base_status']
    for name in ('de_DE', 'tr_TR'):
        path = comma_locale(name, folder)
        if path:
            suites(report, 'environments', f'suites in the locale {name}', folder, few,
                   {'LOCPATH': str(path), 'LC_ALL': f'{name}.UTF-8'})
        else:
            print(f'        (no localedef here for {name})')
    closed = subprocess.run(['sh', '-c', f'exec <&- >&- 2>&-; "{folder}/tests/test_system_calls"'], cwd=folder)
    report.say(closed.returncode == 0, 'environments', 'files and pictures with the standard files closed')


def results(report, arguments):
    flags = pathlib.Path('/proc/cpuinfo').read_text() if pathlib.Path('/proc/cpuinfo').exists() else ''
    builds = {'gcc -O0': ('gcc', ['-Doptimization=0']), 'gcc -O3': ('gcc', []), 'clang -O0': ('clang', ['-Doptimization=0']),
              'clang -O3': ('clang', [])}
    one = '-Dc_args=-DDESCENT__ONE_WIDTH= '
    builds['gcc, the narrowest vectors'] = ('gcc', [one])
    builds.update({f'gcc, {width}': ('gcc', [f'{one}-m{width}']) for width in ('avx2', 'avx512f') if width in flags})
    said = {}
    for name, (compiler, options) in builds.items():
        if not shutil.which(compiler) or no_time('results', name, share_of_results):
            continue
        folder, why = build('results-' + re.sub(r'\W+', '-', name), ['tests/results'], options, compiler)
        if not folder:
            report.say(False, 'results', f'{name} does not build', why)
            continue
        said[name] = run([folder / 'tests/results']).stdout
        report.say(said[name] and said[name] == next(iter(said.values())), 'results', f'{name}: the same bits', said[name])


# As Debian calls it, the GNU triplet, the name that qemu has for it, flags, suites. SSE is what computes in doubles on an i386. There
# threads and children hang under qemu, and suites that need either are left out.
suites_elsewhere = ['path_files', 'path_broken_files', 'base_status', 'engine', 'rules', 'critical_classify']
machines_known = [('arm64', 'aarch64-linux-gnu', 'aarch64', [], suites_elsewhere),
                  ('s390x', 's390x-linux-gnu', 's390x', [], suites_elsewhere),
                  ('i386', 'i686-linux-gnu', 'i386', ['-msse2', '-mfpmath=sse'],
                   ['engine', 'rules', 'rules_step_finders', 'path_broken_files', 'critical_classify'])]
packages_needed = ['libgsl-dev', 'libgsl27', 'libgslcblas0', 'check', 'libsubunit0', 'libsubunit-dev']


def libraries_of(machine):
    """A folder with GSL and Check for that machine, by apt-get with lists of its own; None where it cannot be had."""
    folder = work / 'machines' / machine
    there = folder / 'there'
    if not (folder / 'complete').exists():
        shutil.rmtree(folder, ignore_errors=True)
        for name in ('lists/partial', 'cache/archives/partial', 'there'):
            (folder / name).mkdir(parents=True)
        own = [f'APT::Architecture={machine}', f'APT::Architectures={machine}', f'Dir::State::lists={folder}/lists',
               f'Dir::Cache={folder}/cache', 'Dir::State::status=/dev/null']
        apt = ['apt-get', *(word for option in own for word in ('-o', option))]
        run([*apt, 'update'])
        if run([*apt, 'download', *packages_needed], folder=folder).returncode:
            return None
        for package in folder.glob('*.deb'):
            run(['dpkg', '-x', package, there])
        (folder / 'complete').touch()
    return there


def emulator(triplet, qemu, there):
    return [f'qemu-{qemu}-static', '-L', f'/usr/{triplet}', '-E', f'LD_LIBRARY_PATH={next((there / "usr/lib").iterdir())}']


def cross_file(machine, triplet, qemu, flags, there):
    libraries = next((there / 'usr/lib').iterdir())
    cached = "'ccache', " if shutil.which('ccache') else ''
    path = work / f'machines/{machine}.ini'
    path.write_text(f"""[binaries]
c = [{cached}'{triplet}-gcc']
ar = '{triplet}-ar'
strip = '{triplet}-strip'
pkgconfig = 'pkg-config'
exe_wrapper = {emulator(triplet, qemu, there)}
[properties]
pkg_config_libdir = '{libraries}/pkgconfig'
sys_root = '{there}'
needs_exe_wrapper = true
[built-in options]
c_args = {flags}
[host_machine]
system = 'linux'
cpu_family = '{ {"arm64": "aarch64", "i386": "x86"}.get(machine, machine) }'
cpu = '{qemu}'
endian = '{"big" if machine == "s390x" else "little"}'
""")
    return path


def machines(report, arguments):
    program = arguments.results
    if not program:
        here, why = build('plain', ['tests/results'], [])
        if not here:
            return report.say(False, 'machines', 'it does not build', why)
        program = here / 'tests/results'
    wanted = run([program]).stdout
    for machine, triplet, qemu, flags, suites_there in machines_known:
        if no_time('machines', machine, share_of_machines):
            continue
        tools = [f'{triplet}-gcc', f'qemu-{qemu}-static', 'apt-get', 'dpkg']
        there = libraries_of(machine) if all(shutil.which(tool) for tool in tools) else None
        if not there:
            print(f'        (no {tools[0]}, no {tools[1]}, or no GSL for {machine} here)')
            continue
        options = ['--cross-file', cross_file(machine, triplet, qemu, flags, there), '-Doptimization=1', '-Ddebug=false',
                   '-Dlapack=disabled', '-Dcommand=disabled']
        programs = ['tests/results', *(f'tests/test_{name}' for name in suites_there)]
        folder, why = build(f'machine-{machine}', programs, options)
        if not folder:
            report.say(False, 'machines', f'{machine} does not build', why)
            continue
        said = run([*emulator(triplet, qemu, there), folder / 'tests/results']).stdout
        pairs = list(zip(said.splitlines(), wanted.splitlines()))
        same = [one.split(':')[0] for one, other in pairs if one == other]
        # GSL's eigenvalues and the C library's functions have other last digits: where there are fused operations, both use them.
        differ = [one.split(':')[0] for one, other in pairs if one != other]
        what = f'{machine}: the same bits of {", ".join(same)}' + (f'; other last digits of {", ".join(differ)}' if differ else '')
        report.say(said and set(differ) <= {'critical points', 'diagnoses'}, 'machines', what, said)
        # One process for a suite: a child is slow under qemu, and hangs in that for i386.
        suites(report, 'machines', f'{machine}: suites {", ".join(suites_there)}', folder, suites_there, {'CK_FORK': 'no'})


def mutants(report, arguments):
    if no_time('mutants', 'any', 0.95):
        return
    until = [] if deadline.seconds == float('inf') else ['--minutes', deadline.left() / 60]
    done = run([sys.executable, 'tools/mutate.py', '--count', arguments.mutants, '--seed', arguments.seed, '--folder',
                work / 'mutants', *until])
    last = (done.stdout.splitlines() or [''])[-1]
    noticed = re.fullmatch(r'all: (\d+) of (\d+) noticed', last)
    share = int(noticed[1]) / max(1, int(noticed[2])) if noticed else 0
    report.say(share >= 0.9, 'mutants', last, done.stdout)
    if noticed and noticed[1] != noticed[2]:
        print('\n'.join('        ' + line for line in done.stdout.splitlines()))


def remember(attack, lines, arguments):
    """What an attack found last, for the page."""
    folder = work / 'figures'
    folder.mkdir(exist_ok=True)
    said = {'date': datetime.date.today().isoformat(), 'seconds': arguments.seconds, 'lines': lines}
    (folder / f'{attack}.json').write_text(json.dumps(said))


def figures(attacks):
    yield from ['| attack | on | what | |', '|---|---|---|---|']
    for attack in attacks:
        file = work / f'figures/{attack}.json'
        if not file.exists():
            yield f'| {attack} | | not run for this page | |'
            continue
        said = json.loads(file.read_text())
        for attack, what, good in said['lines']:
            yield f'| {attack} | {said["date"]} | {what} | {"passed" if good else "**failed**"} |'


def page(report, attacks):
    """docs/trust.md: tools/trust.md with the figures of each attack's last run; a test that it names must exist."""
    text = (root / 'tools/trust.md').read_text()
    sources = '\n'.join(path.read_text() for path in (root / 'tests').rglob('*.[ch]'))
    suites_there = (root / 'tests/meson.build').read_text()
    for name in sorted(set(re.findall(r'`([a-z]\w+)`', text))):
        there = re.search(rf'\b{name}\b', sources) or name.replace('_', '/', 1) in suites_there or name in suites_there
        if not (there or (root / '.ci/guards' / name).exists()):
            report.say(False, 'page', f'there is no test, suite or guard {name}')
    for place, rows in (('FIGURES\n', figures(attacks)), ('EXECUTIONS\n', executions())):
        text = text.replace(place, '\n'.join(rows) + '\n')
    (root / 'docs/trust.md').write_text(text)


def main():
    # What has an end comes first: fuzz and mutants share the rest.
    attacks = {'slow': slow, 'faults': faults, 'environments': environments, 'results': results, 'machines': machines,
               'fuzz': fuzz, 'mutants': mutants}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--seconds', type=float, default=60, help='for each fuzz target')
    parser.add_argument('--runs', type=int, default=0, help='random inputs for each fuzz target without sanitizers')
    parser.add_argument('--mutants', type=int, default=3, help='for each room')
    parser.add_argument('--minutes', type=float, default=0, help='for all of it; 0: as long as it takes')
    parser.add_argument('--seed', default='1')
    parser.add_argument('--results', help='a built tests/results of this machine, for the machines, instead of one that is built')
    parser.add_argument('--only', default=','.join(attacks))
    parser.add_argument('--keep', action='store_true', help='add found inputs to tests/fuzz/corpus')
    parser.add_argument('--page', action='store_true', help='write docs/trust.md')
    arguments = parser.parse_args()
    arguments.seconds = int(arguments.seconds) if arguments.seconds == int(arguments.seconds) else arguments.seconds
    global deadline
    deadline = Deadline(arguments.minutes)
    work.mkdir(exist_ok=True)
    report = Report()
    for name in filter(None, arguments.only.split(',')):
        before = len(report.lines)
        attacks[name](report, arguments)
        remember(name, report.lines[before:], arguments)
    if arguments.page:
        page(report, attacks)
    print(f'{len(report.lines) - report.failed} passed, {report.failed} failed')
    return 1 if report.failed else 0


if __name__ == '__main__':
    sys.exit(main())
