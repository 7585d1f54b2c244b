#include "plot/gnuplot/gnuplot.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/status.h"
#include "plot/gnuplot/scratch.h"

enum {
    message_size = 240,
    not_found_status = 127 /* what a child exits with whose program could not be started (POSIX, posix_spawn) */
};

descent_status descent__file_format_by_name(const char *file, descent__file_format *format)
{
    static const char endings[][5] = {".png", ".svg", ".pdf", ".gp"};
    static const descent__file_format formats[] = {DESCENT__FORMAT_PNG, DESCENT__FORMAT_SVG, DESCENT__FORMAT_PDF,
                                                   DESCENT__FORMAT_SCRIPT};
    if (!file)
        return descent_fail(DESCENT_EINVAL, "file must not be NULL");
    const char *ending = strrchr(file, '.');
    for (size_t i = 0; ending && i < sizeof endings / sizeof endings[0]; i++)
        if (strcasecmp(ending, endings[i]) == 0) {
            *format = formats[i];
            return DESCENT_SUCCESS;
        }
    return descent_fail(DESCENT_EINVAL, "file must end in .png, .svg, .pdf or .gp, got %.200s", file);
}

/*
 * The environment of the child: only what finds programs, libraries and fonts, in the C locale with UTF-8. So nothing
 * that is set for gnuplot elsewhere changes a picture.
 */
static const char *const passed_on[] = {
    "PATH", "HOME", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_CACHE_HOME"};
enum {
    passed_count = sizeof passed_on / sizeof passed_on[0]
};

static void free_environment(char **environment)
{
    if (!environment)
        return;
    for (size_t i = 0; environment[i]; i++)
        free(environment[i]);
    free(environment);
}

static char **make_environment(void)
{
    char **environment = calloc(passed_count + 2, sizeof *environment);
    if (!environment)
        return NULL;
    environment[0] = strdup("LC_ALL=C.UTF-8");
    bool complete = environment[0];
    for (size_t i = 0, set = 1; i < passed_count && complete; i++) {
        const char *value = getenv(passed_on[i]);
        if (!value)
            continue;
        const size_t size = strlen(passed_on[i]) + strlen(value) + 2;
        environment[set] = malloc(size);
        complete = environment[set];
        if (complete)
            snprintf(environment[set++], size, "%s=%s", passed_on[i], value);
    }
    if (complete)
        return environment;
    free_environment(environment);
    return NULL;
}

/* The child gets fresh signals: not the mask of the calling thread, not an ignored SIGPIPE. */
static int spawn(pid_t *child, char **environment, int input, int output, int errors)
{
    static char program[] = "gnuplot", defaults[] = "-d", standard_input[] = "/dev/stdin";
    char *arguments[] = {program, defaults, standard_input, NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&files);
    if (error)
        return error;
    error = posix_spawnattr_init(&attributes);
    if (error) {
        posix_spawn_file_actions_destroy(&files);
        return error;
    }
    sigset_t none, usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGXFSZ);
    sigaddset(&usual, SIGCHLD);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    if ((error = posix_spawn_file_actions_adddup2(&files, input, 0)) == 0 &&
        (error = posix_spawn_file_actions_adddup2(&files, output, 1)) == 0 &&
        (error = posix_spawn_file_actions_adddup2(&files, errors, 2)) == 0)
        error = posix_spawnp(child, program, &files, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return error;
}

/* pread(), which a signal may interrupt. */
static ssize_t read_at(int descriptor, char *bytes, size_t size, off_t at)
{
    ssize_t length;
    do
        length = pread(descriptor, bytes, size, at);
    while (length < 0 && errno == EINTR);
    return length;
}

/* The last line of what gnuplot said that is not empty. */
static void read_message(int errors, char message[message_size])
{
    const off_t size = lseek(errors, 0, SEEK_END);
    const off_t from = size >= message_size ? size - message_size + 1 : 0;
    ssize_t length = read_at(errors, message, message_size - 1, from);
    while (length > 0 && message[length - 1] == '\n')
        length--;
    message[length > 0 ? length : 0] = '\0';
    const char *line = strrchr(message, '\n');
    if (line)
        memmove(message, line + 1, strlen(line));
}

static descent_status fail_missing(void)
{
    return descent_fail(DESCENT_EUNSUPPORTED,
                        "gnuplot is not installed: Debian has it in the package gnuplot-nox; a file that ends in .gp "
                        "can be written without it");
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/*
 * Waits for the child, and ends it when its time is up: true if that was not needed. POSIX has no wait with a limit, so
 * it is asked again and again, at first every half millisecond, later every ten: a picture takes some 50 milliseconds.
 * Where the program ignores SIGCHLD, or waits for all its children in another thread, the status is lost: −1.
 */
static bool await_within(pid_t child, double seconds, int *status)
{
    const long shortest = 500000, longest = 10000000; /* nanoseconds */
    const double end = now() + seconds;
    bool in_time = true;
    pid_t ended;
    for (long pause = shortest;; pause = pause < longest / 2 ? 2 * pause : longest) {
        ended = waitpid(child, status, in_time ? WNOHANG : 0);
        if (ended == child || (ended < 0 && errno != EINTR))
            break;
        if (in_time && now() >= end) {
            kill(child, SIGKILL);
            in_time = false;
        } else if (in_time) {
            nanosleep(&(struct timespec){.tv_nsec = pause}, NULL);
        }
    }
    if (ended < 0)
        *status = -1;
    return in_time;
}

/* Judges how the child ended. Where that is not known, only the picture itself can tell, which is looked at in any case. */
static descent_status judge(int status, int errors)
{
    char message[message_size];
    if (status == -1 || (WIFEXITED(status) && WEXITSTATUS(status) == 0))
        return DESCENT_SUCCESS;
    if (WIFSIGNALED(status))
        return descent_fail(DESCENT_EIO, "gnuplot was ended by signal %d%s", WTERMSIG(status),
                            WTERMSIG(status) == SIGXFSZ ? ": the picture exceeds the file size limit" : "");
    read_message(errors, message);
    if (WEXITSTATUS(status) != not_found_status)
        return descent_fail(DESCENT_EUNSUPPORTED, "gnuplot refused the script: %s", message);
    /* What cannot load its libraries ends so, too, but says why. */
    return message[0] ? descent_fail(DESCENT_EUNSUPPORTED, "gnuplot could not be started: %s", message)
                      : fail_missing();
}

static descent_status run(int input, int output, int errors, double seconds)
{
    char **environment = make_environment();
    if (!environment)
        return descent__fail_memory("environment of gnuplot", passed_count * sizeof *environment);
    pid_t child = 0;
    const int error = spawn(&child, environment, input, output, errors);
    free_environment(environment);
    if (error == ENOENT)
        return fail_missing();
    if (error == ENOMEM)
        return descent_fail(DESCENT_ENOMEM, "gnuplot could not be started: %s", strerror(error));
    if (error)
        return descent_fail(error == EAGAIN ? DESCENT_EIO : DESCENT_EUNSUPPORTED, "gnuplot could not be started: %s",
                            strerror(error));
    int status;
    if (!await_within(child, seconds, &status))
        return descent_fail(DESCENT_EIO, "gnuplot did not finish within %g s, and was ended", seconds);
    return judge(status, errors);
}

/* gnuplot does not notice when its output fails; a picture is whole if it has its format's last mark. */
static bool is_complete(int descriptor, descent__file_format format)
{
    static const char *const marks[] = {"IEND\xAE\x42\x60\x82", "</svg>", "%%EOF"};
    char tail[32];
    const off_t size = lseek(descriptor, 0, SEEK_END);
    const off_t from = size > (off_t)sizeof tail ? size - (off_t)sizeof tail : 0;
    const ssize_t length = read_at(descriptor, tail, sizeof tail, from);
    const size_t mark = strlen(marks[format]);
    for (ssize_t i = 0; i + (ssize_t)mark <= length; i++)
        if (memcmp(tail + i, marks[format], mark) == 0)
            return true;
    return false;
}

static descent_status copy(int descriptor, descent__file *file)
{
    char bytes[1 << 14];
    off_t at = 0;
    ssize_t length;
    while ((length = read_at(descriptor, bytes, sizeof bytes, at)) > 0) {
        descent__file_write(file, bytes, (size_t)length);
        at += length;
    }
    return length == 0 ? DESCENT_SUCCESS : descent_fail(DESCENT_EIO, "reading a picture back: %s", strerror(errno));
}

/* An SVG is dressed as a whole: what is replaced in it may stand anywhere. */
static descent_status copy_svg(int descriptor, const descent__caption *caption, descent__file *file)
{
    const off_t size = lseek(descriptor, 0, SEEK_END);
    char *const bytes = malloc(size > 0 ? (size_t)size : 1);
    if (!bytes)
        return descent__fail_memory("picture", (size_t)size);
    off_t at = 0;
    ssize_t length = 1;
    while (at < size && (length = read_at(descriptor, bytes + at, (size_t)(size - at), at)) > 0)
        at += length;
    if (length > 0)
        descent__svg_write(bytes, (size_t)at, caption, file);
    const int error = errno;
    free(bytes);
    return length > 0
               ? DESCENT_SUCCESS
               : descent_fail(DESCENT_EIO, "reading a picture back: %s", length < 0 ? strerror(error) : "it ends");
}

/* Runs the script with these three as the child's standard input, output and error. */
static descent_status draw_into(const descent__script *script, descent__file_format format, double seconds,
                                const int files[3])
{
    descent_status status = descent__scratch_write(files[0], script->bytes, script->length);
    if (status == DESCENT_SUCCESS && lseek(files[0], 0, SEEK_SET) < 0)
        status = descent_fail(DESCENT_EIO, "script of a picture: %s", strerror(errno));
    if (status == DESCENT_SUCCESS)
        status = run(files[0], files[1], files[2], seconds);
    if (status == DESCENT_SUCCESS && !is_complete(files[1], format)) {
        char message[message_size];
        read_message(files[2], message);
        status = descent_fail(DESCENT_EIO, "gnuplot left the picture incomplete; is the disk full? %s", message);
    }
    return status;
}

/* Puts what was drawn, or the script itself, under its name. */
static descent_status put(const descent__script *script, descent__file_format format, const descent__caption *caption,
                          int drawn, const char *name)
{
    descent__file file;
    descent_status status = descent__file_create(&file, name);
    if (status != DESCENT_SUCCESS)
        return status;
    if (format == DESCENT__FORMAT_SVG)
        status = copy_svg(drawn, caption, &file);
    else if (drawn >= 0)
        status = copy(drawn, &file);
    else
        descent__file_write(&file, script->bytes, script->length);
    if (status == DESCENT_SUCCESS)
        return descent__file_commit(&file);
    descent__file_discard(&file);
    return status;
}

/* The file is begun only when there is a picture: whatever ends the program while gnuplot draws, nothing is left of it. */
descent_status descent__gnuplot_draw(const descent__script *script, descent__file_format format,
                                     const descent__caption *caption, double seconds, const char *name)
{
    if (format == DESCENT__FORMAT_SCRIPT)
        return put(script, format, caption, -1, name);
    int files[3] = {-1, -1, -1};
    descent_status status = DESCENT_SUCCESS;
    for (size_t i = 0; i < 3 && status == DESCENT_SUCCESS; i++)
        status = descent__scratch_open(&files[i]);
    if (status == DESCENT_SUCCESS)
        status = draw_into(script, format, seconds, files);
    if (status == DESCENT_SUCCESS)
        status = put(script, format, caption, files[1], name);
    for (size_t i = 0; i < 3; i++)
        if (files[i] >= 0)
            close(files[i]);
    return status;
}
