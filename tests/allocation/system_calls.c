/*
 * Every system call of the scenarios that touch files fails once, in turn, with each error that is apt to happen: the status
 * says so, and nothing is left behind, half written or open. A call that a signal interrupted is made again.
 *
 * The linker's --wrap=NAME sends every call of NAME to __wrap_NAME. TAP by hand, as in the suite of allocations.
 */
#include "allocation/scenarios.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>

typedef enum system_call {
    CALL_OPEN,
    CALL_READ,
    CALL_WRITE,
    CALL_PREAD,
    CALL_FSYNC,
    CALL_FSTAT,
    CALL_LSEEK,
    CALL_RENAME,
    CALL_MKOSTEMP,
    CALL_FCNTL,
    CALL_SPAWN,
    CALL_WAITPID,
    CALLS
} system_call;

enum {
    most_errors = 5,
    most_strikes = 64 /* of one sort in one scenario; beyond, a scenario repeats itself */
};

static const struct {
    const char *name;
    int errors[most_errors]; /* up to a 0 */
} sorts[CALLS] = {
    [CALL_OPEN] = {"open", {EINTR, EACCES, EMFILE, ENOSPC}},
    [CALL_READ] = {"read", {EINTR, EIO}},
    [CALL_WRITE] = {"write", {EINTR, EIO, ENOSPC, EPIPE}},
    [CALL_PREAD] = {"pread", {EINTR, EIO}},
    [CALL_FSYNC] = {"fsync", {EINTR, EIO, ENOSPC}},
    [CALL_FSTAT] = {"fstat", {EIO}},
    [CALL_LSEEK] = {"lseek", {EIO}},
    [CALL_RENAME] = {"rename", {EACCES, EXDEV, EIO}},
    [CALL_MKOSTEMP] = {"mkostemp", {EACCES, EMFILE}},
    [CALL_FCNTL] = {"fcntl", {EMFILE}},
    [CALL_SPAWN] = {"posix_spawnp", {EAGAIN, ENOMEM, ENOENT}},
    [CALL_WAITPID] = {"waitpid", {EINTR, ECHILD}},
};

static system_call striking = CALLS;
static size_t target, made;
static int code;
static bool struck;
static system_call strikes_with; /* the last one that did */
static size_t strikes_of[CALLS]; /* in all scenarios */

/* Files that a program of the host's, begun meanwhile in another thread, would inherit. */
static size_t inherited;

static bool strikes(system_call call)
{
    if (call != striking || ++made != target)
        return false;
    struck = true;
    strikes_with = call;
    strikes_of[call]++;
    errno = code;
    return true;
}

int __real_open64(const char *name, int flags, ...);
ssize_t __real_read(int descriptor, void *bytes, size_t size);
ssize_t __real_write(int descriptor, const void *bytes, size_t size);
ssize_t __real_pread64(int descriptor, void *bytes, size_t size, off_t at);
int __real_fsync(int descriptor);
int __real_fstat64(int descriptor, struct stat *status);
off_t __real_lseek64(int descriptor, off_t offset, int from);
int __real_rename(const char *from, const char *to);
int __real_mkostemp64(char *name, int flags);
int __real_fcntl64(int descriptor, int command, ...);
int __real_posix_spawnp(pid_t *child, const char *program, const posix_spawn_file_actions_t *files,
                        const posix_spawnattr_t *attributes, char *const *arguments, char *const *environment);
pid_t __real_waitpid(pid_t child, int *status, int options);

int __wrap_open64(const char *name, int flags, ...);
ssize_t __wrap_read(int descriptor, void *bytes, size_t size);
ssize_t __wrap_write(int descriptor, const void *bytes, size_t size);
ssize_t __wrap_pread64(int descriptor, void *bytes, size_t size, off_t at);
int __wrap_fsync(int descriptor);
int __wrap_fstat64(int descriptor, struct stat *status);
off_t __wrap_lseek64(int descriptor, off_t offset, int from);
int __wrap_rename(const char *from, const char *to);
int __wrap_mkostemp64(char *name, int flags);
int __wrap_fcntl64(int descriptor, int command, ...);
int __wrap_posix_spawnp(pid_t *child, const char *program, const posix_spawn_file_actions_t *files,
                        const posix_spawnattr_t *attributes, char *const *arguments, char *const *environment);
pid_t __wrap_waitpid(pid_t child, int *status, int options);

int __wrap_open64(const char *name, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    inherited += !(flags & O_CLOEXEC);
    return strikes(CALL_OPEN) ? -1 : __real_open64(name, flags, mode);
}

ssize_t __wrap_read(int descriptor, void *bytes, size_t size)
{
    return strikes(CALL_READ) ? -1 : __real_read(descriptor, bytes, size);
}

ssize_t __wrap_write(int descriptor, const void *bytes, size_t size)
{
    return strikes(CALL_WRITE) ? -1 : __real_write(descriptor, bytes, size);
}

ssize_t __wrap_pread64(int descriptor, void *bytes, size_t size, off_t at)
{
    return strikes(CALL_PREAD) ? -1 : __real_pread64(descriptor, bytes, size, at);
}

int __wrap_fsync(int descriptor)
{
    return strikes(CALL_FSYNC) ? -1 : __real_fsync(descriptor);
}

int __wrap_fstat64(int descriptor, struct stat *status)
{
    return strikes(CALL_FSTAT) ? -1 : __real_fstat64(descriptor, status);
}

off_t __wrap_lseek64(int descriptor, off_t offset, int from)
{
    return strikes(CALL_LSEEK) ? -1 : __real_lseek64(descriptor, offset, from);
}

int __wrap_rename(const char *from, const char *to)
{
    return strikes(CALL_RENAME) ? -1 : __real_rename(from, to);
}

int __wrap_mkostemp64(char *name, int flags)
{
    inherited += !(flags & O_CLOEXEC);
    return strikes(CALL_MKOSTEMP) ? -1 : __real_mkostemp64(name, flags);
}

int __wrap_fcntl64(int descriptor, int command, ...)
{
    va_list rest;
    va_start(rest, command);
    const int argument = va_arg(rest, int);
    va_end(rest);
    inherited += command == F_DUPFD;
    return strikes(CALL_FCNTL) ? -1 : __real_fcntl64(descriptor, command, argument);
}

int __wrap_posix_spawnp(pid_t *child, const char *program, const posix_spawn_file_actions_t *files,
                        const posix_spawnattr_t *attributes, char *const *arguments, char *const *environment)
{
    return strikes(CALL_SPAWN) ? code : __real_posix_spawnp(child, program, files, attributes, arguments, environment);
}

/* Only an answer that was there may be lost: a child that still runs is waited for. */
pid_t __wrap_waitpid(pid_t child, int *status, int options)
{
    const pid_t ended = code == EINTR ? 0 : __real_waitpid(child, status, options);
    if (code == EINTR)
        return strikes(CALL_WAITPID) ? -1 : __real_waitpid(child, status, options);
    return ended == child && strikes(CALL_WAITPID) ? -1 : ended;
}

static size_t open_files(void)
{
    size_t count = 0;
    DIR *const folder = opendir("/proc/self/fd");
    while (folder && readdir(folder))
        count++;
    if (folder)
        closedir(folder);
    return count;
}

static bool is_told(descent_status status)
{
    return (status == DESCENT_EIO || status == DESCENT_ENOMEM || status == DESCENT_EUNSUPPORTED) &&
           *descent_error_detail();
}

/* What is wrong after a call failed; NULL if nothing is. A failure may do no harm, as where only a message is read. */
static const char *judge(descent_status status, size_t files_before)
{
    if (open_files() != files_before)
        return "a file is left open";
    /* A scenario goes on without pictures where there is no gnuplot; what could only not be started is there. */
    if (struck && strikes_with == CALL_SPAWN && code != ENOENT && strstr(descent_error_detail(), "not installed"))
        return "a program that could not be started is said to be missing";
    if (status == DESCENT_SUCCESS)
        return NULL;
    if (!struck)
        return "it fails though no call did";
    if (code == EINTR)
        return "a call that was interrupted was not made again";
    return is_told(status) ? NULL : "the status is not about it";
}

static bool survives(descent_status (*run)(void), system_call call, int error)
{
    for (size_t which = 1; which <= most_strikes; which++) {
        const size_t before = open_files();
        target = which;
        made = 0;
        struck = false;
        code = error;
        striking = call;
        const descent_status status = run();
        striking = CALLS;
        const char *const wrong = judge(status, before);
        if (wrong) {
            printf("# %s number %zu, %s: %s: %s (%s)\n", sorts[call].name, which, strerror(error), wrong,
                   descent_status_string(status), descent_error_detail());
            return false;
        }
        if (!struck)
            break;
    }
    return true;
}

int main(void)
{
    static const struct {
        const char *name;
        descent_status (*run)(void);
    } scenarios[] = {{"files of paths", descent_scenario_path_files}, {"pictures", descent_scenario_plot}};
    int number = 0, failed = 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (size_t s = 0; s < sizeof scenarios / sizeof *scenarios; s++)
        for (system_call call = 0; call < CALLS; call++)
            for (const int *error = sorts[call].errors; *error; error++) {
                const bool good = survives(scenarios[s].run, call, *error);
                failed += !good;
                printf("%sok %d - %s: %s fails with %s\n", good ? "" : "not ", ++number, scenarios[s].name,
                       sorts[call].name, strerror(*error));
            }
    /* What was never called has tried nothing; these two are, where there is a gnuplot. */
    for (system_call call = 0; call < CALLS; call++) {
        const bool good = strikes_of[call] > 0 || call == CALL_WAITPID || call == CALL_PREAD;
        failed += !good;
        printf("%sok %d - %s failed %zu times\n", good ? "" : "not ", ++number, sorts[call].name, strikes_of[call]);
    }
    failed += inherited > 0;
    printf("%sok %d - %zu files would be inherited by other programs\n", inherited > 0 ? "not " : "", ++number,
           inherited);
    printf("1..%d\n", number);
    return failed > 0;
}
