#define _GNU_SOURCE /* mkostemp() */

#include "plot/gnuplot/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/status.h"

enum {
    first_free_descriptor = 3 /* beyond the three that a child is given */
};

/* A copy that is none of the standard descriptors, which a program may have closed; closed on exec. */
static int duplicate(int descriptor)
{
    return fcntl(descriptor, F_DUPFD_CLOEXEC, first_free_descriptor);
}

descent_status descent__scratch_open(int *descriptor)
{
    const char *directory = getenv("TMPDIR");
    if (!directory || !*directory)
        directory = "/tmp";
    static const char ending[] = "/descent-XXXXXX";
    const size_t size = strlen(directory) + sizeof ending;
    char *name = malloc(size);
    if (!name)
        return descent__fail_memory("file name", size);
    snprintf(name, size, "%s%s", directory, ending);
    *descriptor = -1;
    const int named = mkostemp(name, O_CLOEXEC);
    if (named >= 0) {
        unlink(name);
        *descriptor = duplicate(named);
    }
    const int error = errno;
    if (named >= 0)
        close(named);
    free(name);
    if (*descriptor < 0)
        return descent_fail(DESCENT_EIO, "temporary file in %.200s: %s", directory, strerror(error));
    return DESCENT_SUCCESS;
}

descent_status descent__scratch_write(int descriptor, const char *bytes, size_t length)
{
    while (length > 0) {
        const ssize_t written = write(descriptor, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return descent_fail(DESCENT_EIO, "writing a file of a picture: %s",
                                written < 0 ? strerror(errno) : "nothing was written");
        bytes += written;
        length -= (size_t)written;
    }
    return DESCENT_SUCCESS;
}
