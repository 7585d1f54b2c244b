#include "command/report/progress.h"

#include <stdio.h>
#include <unistd.h>

int descent__progress(size_t done, size_t total, void *context)
{
    (void)context;
    if (!isatty(STDERR_FILENO))
        return 0;
    /* The line goes away with the last run. */
    if (done < total)
        fprintf(stderr, "\r%zu of %zu runs, %.0f %%", done, total, 100 * (double)done / (double)total);
    else
        fprintf(stderr, "\r\033[K");
    fflush(stderr);
    return 0;
}
