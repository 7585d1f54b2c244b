#define _XOPEN_SOURCE 700 /* realpath() */

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/status.h"

enum {
    buffer_size = 1 << 16,
    largest_request = 1 << 30,   /* read() and write() need not take more than this at once */
    temporary_name_size = 64,    /* of the temporary name without its folder */
    temporary_name_tries = 1000, /* other threads and dead processes may hold some names */
    permission_bits = 0777,
    most_links = 40 /* symbolic links that are followed, as the kernel does */
};

/* open() of a FIFO or a file far away may be interrupted by a signal. */
static int open_retrying(const char *name, int flags, mode_t mode)
{
    int descriptor;
    do
        descriptor = open(name, flags, mode);
    while (descriptor < 0 && errno == EINTR);
    return descriptor;
}

static int sync_retrying(int descriptor)
{
    int result;
    do
        result = fsync(descriptor);
    while (result != 0 && errno == EINTR);
    return result;
}

static descent_status fail_system(const char *what, const char *name, int error)
{
    char reason[128];
    if (strerror_r(error, reason, sizeof reason) != 0)
        snprintf(reason, sizeof reason, "system error %d", error);
    return descent_fail(DESCENT_EIO, "%.300s could not be %s: %s", name, what, reason);
}

/* The folder part of a name, with its slash; 0 if it has none. */
static size_t folder_length(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash ? (size_t)(slash - name) + 1 : 0;
}

/* The name one symbolic link further, allocated; NULL, with errno, at its end: EINVAL says that it is no link. */
static char *follow_link(const char *name)
{
    char link[PATH_MAX];
    const ssize_t length = readlink(name, link, sizeof link - 1);
    if (length < 0)
        return NULL;
    link[length] = '\0';
    const size_t folder = link[0] == '/' ? 0 : folder_length(name);
    char *next = malloc(folder + (size_t)length + 1);
    if (next) {
        memcpy(next, name, folder);
        memcpy(next + folder, link, (size_t)length + 1);
    }
    return next;
}

/* Where a name that does not exist leads: through symbolic links, whose end is created, and not put in their place. */
static char *end_of_links(const char *name)
{
    char *end = strdup(name);
    for (int k = 0; end && k < most_links; k++) {
        char *next = follow_link(end);
        if (!next && (errno == EINVAL || errno == ENOENT))
            return end;
        free(end);
        end = next;
    }
    if (end)
        errno = ELOOP;
    free(end);
    return NULL;
}

/* A link like /dev/stdout, which leads to an open file: replacing that file would cut off whoever else writes to it. */
static bool is_link_to_stream(const char *name)
{
    struct stat status;
    return (strncmp(name, "/dev/", 5) == 0 || strncmp(name, "/proc/", 6) == 0) && lstat(name, &status) == 0 &&
           S_ISLNK(status.st_mode);
}

/* A name beside the target that no one else has; creates it. */
static int create_temporary(descent__file *file, mode_t mode)
{
    const size_t folder = folder_length(file->target);
    file->temporary = malloc(folder + temporary_name_size);
    if (!file->temporary) {
        errno = ENOMEM;
        return -1;
    }
    memcpy(file->temporary, file->target, folder);
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    for (unsigned try = 0; try < temporary_name_tries; try++) {
        snprintf(file->temporary + folder, temporary_name_size, ".descent-%jx-%lx-%x.tmp", (intmax_t)getpid(),
                 (unsigned long)now.tv_nsec, try);
        const int descriptor = open_retrying(file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (descriptor >= 0 || errno != EEXIST)
            return descriptor;
    }
    return -1;
}

/* The file that takes the place of an old one belongs to whom the old one belonged. */
static bool keep_owner(descent__file *file, const struct stat *old)
{
    struct stat new;
    if (fstat(file->descriptor, &new) != 0)
        return false;
    if (new.st_uid == old->st_uid &&new.st_gid == old->st_gid)
        return true;
    file->owner_refused = fchown(file->descriptor, old->st_uid, old->st_gid) != 0;
    return !file->owner_refused;
}

/* Opens what is to be written; returns 0, or errno with nothing left behind. */
static int open_for_writing(descent__file *file)
{
    struct stat old;
    const bool exists = stat(file->name, &old) == 0;
    if (!exists && errno != ENOENT)
        return errno;
    if (exists && (!S_ISREG(old.st_mode) || is_link_to_stream(file->name))) {
        file->descriptor = open_retrying(file->name, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY, 0);
        return file->descriptor < 0 ? errno : 0;
    }
    /* Renaming could replace a file that its owner has protected; opening it could not. */
    if (exists && faccessat(AT_FDCWD, file->name, W_OK, AT_EACCESS) != 0)
        return errno;
    file->target = exists ? realpath(file->name, NULL) : end_of_links(file->name);
    if (!file->target)
        return errno;
    const mode_t anyone = S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
    file->descriptor = create_temporary(file, exists ? old.st_mode & anyone : anyone);
    if (file->descriptor < 0) {
        const int error = errno;
        free(file->temporary);
        file->temporary = NULL;
        file->folder_refused = exists && (error == EACCES || error == EROFS || error == EPERM);
        return error;
    }
    if (exists && !keep_owner(file, &old))
        return errno;
    /* The file keeps the permissions that it had; a failure leaves it with fewer, never with more. */
    if (exists && fchmod(file->descriptor, old.st_mode & permission_bits) != 0)
        return errno;
    return 0;
}

/* Closes and frees everything; removes the temporary file if it is still there. */
static void release(descent__file *file)
{
    if (file->descriptor >= 0)
        close(file->descriptor);
    if (file->temporary)
        unlink(file->temporary);
    free(file->temporary);
    free(file->target);
    free(file->buffer);
    *file = (descent__file){.name = file->name, .descriptor = -1};
}

descent_status descent__file_create(descent__file *file, const char *name)
{
    *file = (descent__file){.name = name, .descriptor = -1};
    file->buffer = malloc(buffer_size);
    if (!file->buffer)
        return descent__fail_memory("buffer of a file", buffer_size);
    const int error = open_for_writing(file);
    if (error == 0)
        return DESCENT_SUCCESS;
    const char *what = file->owner_refused    ? "replaced without changing whose it is"
                       : file->folder_refused ? "replaced, for its folder may not be written"
                                              : "created";
    release(file);
    return error == ENOMEM ? descent_fail(DESCENT_ENOMEM, "%.300s could not be created: out of memory", name)
                           : fail_system(what, name, error);
}

static void write_through(descent__file *file, const char *bytes, size_t size)
{
    while (size > 0 && file->error == 0) {
        const ssize_t written = write(file->descriptor, bytes, size < largest_request ? size : largest_request);
        if (written > 0) {
            bytes += written;
            size -= (size_t)written;
        } else if (written == 0) {
            file->error = EIO;
        } else if (errno != EINTR) {
            file->error = errno;
        }
    }
}

static void flush(descent__file *file)
{
    write_through(file, file->buffer, file->used);
    file->used = 0;
}

void descent__file_write(descent__file *file, const void *bytes, size_t size)
{
    if (size > buffer_size - file->used)
        flush(file);
    if (size >= buffer_size) {
        write_through(file, bytes, size);
        return;
    }
    memcpy(file->buffer + file->used, bytes, size);
    file->used += size;
}

descent_status descent__file_commit(descent__file *file)
{
    flush(file);
    /* Some systems report a full disk only now; and after a power cut the name must not stand for an empty file. */
    if (file->error == 0 && file->temporary && sync_retrying(file->descriptor) != 0 && errno != EINVAL)
        file->error = errno;
    if (close(file->descriptor) != 0 && errno != EINTR && file->error == 0)
        file->error = errno;
    file->descriptor = -1;
    if (file->error == 0 && file->temporary) {
        if (rename(file->temporary, file->target) == 0) {
            free(file->temporary);
            file->temporary = NULL;
        } else {
            file->error = errno;
        }
    }
    const int error = file->error;
    release(file);
    return error == 0 ? DESCENT_SUCCESS : fail_system("written", file->name, error);
}

void descent__file_discard(descent__file *file)
{
    release(file);
}

descent_status descent__source_open(descent__source *source, const char *name)
{
    *source = (descent__source){.name = name};
    struct stat status;
    source->descriptor = open_retrying(name, O_RDONLY | O_CLOEXEC | O_NOCTTY, 0);
    int error = source->descriptor < 0 || fstat(source->descriptor, &status) != 0 ? errno : 0;
    if (error == 0 && S_ISDIR(status.st_mode))
        error = EISDIR;
    if (error != 0) {
        if (source->descriptor >= 0)
            close(source->descriptor);
        return fail_system("read", name, error);
    }
    source->regular = S_ISREG(status.st_mode);
    source->size = source->regular ? (uint64_t)status.st_size : 0;
    return DESCENT_SUCCESS;
}

/* Makes room behind the unread bytes: by moving them to the front, or by doubling a buffer that they fill. */
static descent_status make_buffer_room(descent__source *source)
{
    if (source->begin > 0) {
        memmove(source->buffer, source->buffer + source->begin, source->end - source->begin);
        source->end -= source->begin;
        source->begin = 0;
    }
    if (source->end < source->capacity)
        return DESCENT_SUCCESS;
    const size_t capacity = source->capacity == 0 ? buffer_size : 2 * source->capacity;
    char *buffer = capacity > source->capacity ? realloc(source->buffer, capacity) : NULL;
    if (!buffer)
        return descent__fail_memory("buffer of a file", capacity);
    source->buffer = buffer;
    source->capacity = capacity;
    return DESCENT_SUCCESS;
}

descent_status descent__source_fill(descent__source *source, size_t wanted)
{
    while (source->end - source->begin < wanted && !source->ended) {
        const descent_status status = make_buffer_room(source);
        if (status != DESCENT_SUCCESS)
            return status;
        const size_t room = source->capacity - source->end;
        const ssize_t got =
            read(source->descriptor, source->buffer + source->end, room < largest_request ? room : largest_request);
        if (got < 0 && errno != EINTR)
            return fail_system("read", source->name, errno);
        if (got == 0)
            source->ended = true;
        if (got > 0)
            source->end += (size_t)got;
    }
    return DESCENT_SUCCESS;
}

/* A line with a NUL is no text: /dev/zero, for one, has no end of line and no end. */
static descent_status end_at_nul(descent__source *source, size_t position, char **line, size_t *length, bool *complete)
{
    *line = source->buffer + source->begin;
    *length = position + 1;
    *complete = false;
    source->begin += position + 1;
    return DESCENT_SUCCESS;
}

descent_status descent__source_line(descent__source *source, size_t longest, char **line, size_t *length,
                                    bool *complete)
{
    size_t searched = 0;
    char *end = NULL;
    *line = NULL;
    *length = 0;
    do {
        const size_t unread = source->end - source->begin;
        if (unread > searched) {
            const char *from = source->buffer + source->begin + searched;
            end = memchr(from, '\n', unread - searched);
            const char *nul = memchr(from, '\0', end ? (size_t)(end - from) : unread - searched);
            if (nul)
                return end_at_nul(source, (size_t)(nul - from) + searched, line, length, complete);
        }
        searched = unread;
        if (!end) {
            /* One byte more than is there: for the next bytes, or for the NUL at the end of the file. */
            const descent_status status =
                source->ended ? make_buffer_room(source) : descent__source_fill(source, unread + 1);
            if (status != DESCENT_SUCCESS)
                return status;
        }
    } while (!end && searched <= longest && !(source->ended && searched == source->end - source->begin));
    *complete = end != NULL;
    if (!end && searched == 0)
        return DESCENT_SUCCESS;
    *line = source->buffer + source->begin;
    *length = end ? (size_t)(end - *line) : searched;
    (*line)[*length] = '\0';
    source->begin += *length + (end ? 1 : 0);
    return DESCENT_SUCCESS;
}

void descent__source_close(descent__source *source)
{
    close(source->descriptor);
    free(source->buffer);
}
