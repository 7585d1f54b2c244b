/* π, which is no constant of C11. */
#ifndef DESCENT_LIB_BASE_PI_H
#define DESCENT_LIB_BASE_PI_H

static const double descent__pi = 3.14159265358979323846;

#endif
