#ifndef DESCENT_LIB_PATH_PATH_H
#define DESCENT_LIB_PATH_PATH_H
#include <descent/path.h>
descent_status descent_path_add(descent_path *path, uint64_t step, const double *x, double loss, double gradient_norm,
                                double step_length, const double *gradient);
descent_status descent_path_reserve(descent_path *path, size_t rows);
#endif
