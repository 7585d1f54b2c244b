#include "plot/page/image.h"

/* Places that are written out: where gnuplot computes them from numbers of rows and columns, it takes four times as long. */
const char descent__image_plot[] = "$image nonuniform matrix using 1:2:3 with image";

double descent__image_middle(const descent__image *image, size_t axis, size_t cell)
{
    const double share = ((double)cell + 0.5) / (double)image->cells[axis];
    return image->first[axis] * (1 - share) + image->last[axis] * share;
}

void descent__image_begin(const descent__image *image, descent__script *script)
{
    descent__script_add(script, "$image << EOD\n%zu", image->cells[0]);
    for (size_t column = 0; column < image->cells[0]; column++)
        descent__script_add(script, " %.17g", descent__image_middle(image, 0, column));
}

void descent__image_begin_row(const descent__image *image, size_t row, descent__script *script)
{
    descent__script_add(script, "\n%.17g", descent__image_middle(image, 1, row));
}

void descent__image_end(descent__script *script)
{
    descent__script_add(script, "\nEOD\n");
}
