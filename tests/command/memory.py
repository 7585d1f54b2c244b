"""Every allocation fails once: no crash, and a message."""
import os
import pathlib
import subprocess

from harness import ENVIRONMENT, PROGRAM, Skip, main, run

# A library that goes before the C library: allocation number $FAIL_AT returns nothing.
FAILING = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);
static atomic_long count;
static atomic_int started;
static int fails(void)
{
    if (!atomic_load(&started))
        return 0;
    static long wanted = -1;
    if (wanted < 0)
        wanted = getenv("FAIL_AT") ? atol(getenv("FAIL_AT")) : 0;
    if (atomic_fetch_add(&count, 1) + 1 != wanted)
        return 0;
    errno = ENOMEM;
    return 1;
}
/* The loader, and what other libraries do before main(), are not ours. */
int __libc_start_main(int (*program)(int, char **, char **), int n, char **words, void (*before)(void), void (*after)(void),
                      void (*loader)(void), void *stack)
{
    int (*const start)(int (*)(int, char **, char **), int, char **, void (*)(void), void (*)(void), void (*)(void), void *) =
        dlsym(RTLD_NEXT, "__libc_start_main");
    atomic_store(&started, 1);
    return start(program, n, words, before, after, loader, stack);
}
void *malloc(size_t size) { return fails() ? NULL : __libc_malloc(size); }
void *calloc(size_t n, size_t size) { return fails() ? NULL : __libc_calloc(n, size); }
void *realloc(void *old, size_t size) { return fails() ? NULL : __libc_realloc(old, size); }
"""


def failing_library():
    if b".gcda" in pathlib.Path(PROGRAM).read_bytes():
        raise Skip("what counts the lines that are run has memory of its own")
    pathlib.Path("failing.c").write_text(FAILING)
    built = subprocess.run(["cc", "-shared", "-fPIC", "failing.c", "-o", "failing.so"], capture_output=True)
    if built.returncode != 0:
        raise Skip("no library can be put before the C library here")
    return os.path.abspath("failing.so")


def every_allocation_fails(*words):
    library = failing_library()
    environment = {**ENVIRONMENT, "LD_PRELOAD": library}
    first = subprocess.run([PROGRAM, *words], capture_output=True, env=environment)
    if first.returncode != 0:
        raise Skip("no library can be put before the C library here")
    unchanged, patience, failures = 0, 100, 0
    for number in range(1, 3000):
        done = subprocess.run([PROGRAM, *words], capture_output=True, env={**environment, "FAIL_AT": str(number)})
        # A diagnosis may do without what it could not have; but it says what it says, or that it could not.
        assert done.returncode in (0, 2, 3, 4), (number, done.returncode, done.stderr)
        assert done.returncode == 0 or done.stderr, number
        failures += done.returncode != 0
        unchanged = unchanged + 1 if done.returncode == 0 and done.stdout == first.stdout else 0
        if unchanged > patience:
            break
    assert failures > 5


def test_a_formula():
    every_allocation_fails("points", "--loss", "u = y - 1; (x - 2)^2 + sin(u)^2", "--variables", "x,y", "--at", "2.1,1.1")


def test_a_run():
    every_allocation_fails("run", "--loss", "(x - 2)^2 + y^2", "--start", "x=4,y=1", "--steps", "5", "--no-picture", "--line", "--path-only")


def test_a_path():
    pathlib.Path("path.csv").write_text("x,y,loss,g1,g2\n4,1,2,3,4\n2,1,1,1,1\n1,1,0,1,1\n")
    every_allocation_fails("diagnose", "path.csv", "--line")


main(globals())
