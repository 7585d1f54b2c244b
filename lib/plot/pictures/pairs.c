#include "plot/pictures/pairs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/status.h"
#include "base/vector.h"
#include "plot/page/headline.h"

descent_status descent__pairs_open(descent__trace *pairs, const descent_path_data *path)
{
    *pairs = (descent__trace){0};
    if (path->count < 2)
        return descent_fail(DESCENT_EINVAL, "path must have at least two points, got %zu", path->count);
    if (!path->points)
        return descent_fail(DESCENT_EINVAL, "path must keep its points (DESCENT_PATH_POINT)");
    pairs->places = malloc(descent__array_bytes(path->count, 2, sizeof(double)));
    return pairs->places ? DESCENT_SUCCESS : descent__fail_memory("points to draw", path->count * 2 * sizeof(double));
}

void descent__pairs_append(descent__trace *pairs, double x, double y)
{
    if (!isfinite(x) || !isfinite(y))
        return;
    pairs->places[2 * pairs->count] = x;
    pairs->places[2 * pairs->count + 1] = y;
    pairs->held = ++pairs->count;
}

descent_status descent__pairs_write(const descent__trace *pairs, const descent__window *window, const char *name,
                                    size_t number, descent__canvas *canvas)
{
    bool *kept = malloc((pairs->count + 1) * sizeof *kept), joined;
    if (!kept)
        return descent__fail_memory("points to draw", pairs->count * sizeof *kept);
    const size_t cells[2] = {canvas->view.width / 2, canvas->view.height / 2};
    const descent_status status =
        pairs->count ? descent__trace_thin(pairs, window, cells, kept, &joined) : DESCENT_SUCCESS;
    descent__script_add(&canvas->script, "$%s%zu << EOD\n", name, number);
    for (size_t i = 0; i < pairs->count && status == DESCENT_SUCCESS; i++)
        if (kept[i] && descent__window_contains(window, pairs->places + 2 * i))
            descent__script_add(&canvas->script, "%.12g %.12g\n", pairs->places[2 * i], pairs->places[2 * i + 1]);
    descent__script_add(&canvas->script, "EOD\n");
    free(kept);
    return status;
}

void descent__pairs_title(const descent_diagnosis *diagnosis, const char *what, char *title, size_t size)
{
    int used = snprintf(title, size, "%s", what);
    if (!diagnosis)
        return;
    used += snprintf(title + used, size - (size_t)used, ": ");
    descent__headline(diagnosis, title + used, size - (size_t)used);
}
