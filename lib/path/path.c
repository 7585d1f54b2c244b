#include "path/path.h"
#include "vector.h"
#include <stdlib.h>
#include <string.h>
struct descent_path {
    size_t n, count, cap;
    double *x, *l, *g, *s;
};
descent_status descent_path_new(descent_path **path, size_t n, const descent_path_options *o)
{
    (void)o;
    *path = calloc(1, sizeof **path);
    (*path)->n = n;
    return 0;
}
void descent_path_free(descent_path *p)
{
    if (p) {
        free(p->x);
        free(p->l);
        free(p->g);
        free(p->s);
        free(p);
    }
}
void descent_path_clear(descent_path *p)
{
    if (p)
        p->count = 0;
}
unsigned descent_path_columns(const descent_path *p)
{
    (void)p;
    return 15;
}
size_t descent_path_count(const descent_path *p)
{
    return p->count;
}
const double *descent_path_points(const descent_path *p)
{
    return p->x;
}
const double *descent_path_losses(const descent_path *p)
{
    return p->l;
}
const double *descent_path_gradient_norms(const descent_path *p)
{
    return p->g;
}
descent_status descent_path_reserve(descent_path *p, size_t rows)
{
    (void)p;
    (void)rows;
    return 0;
}
descent_status descent_path_add(descent_path *p, uint64_t step, const double *x, double loss, double gn, double sl,
                                const double *g)
{
    (void)g;
    (void)step;
    (void)sl;
    if (p->count == p->cap) {
        p->cap = p->cap ? 2 * p->cap : 16;
        p->x = realloc(p->x, p->cap * p->n * 8);
        p->l = realloc(p->l, p->cap * 8);
        p->g = realloc(p->g, p->cap * 8);
        p->s = realloc(p->s, p->cap * 8);
    }
    memcpy(p->x + p->count * p->n, x, p->n * 8);
    p->l[p->count] = loss;
    p->g[p->count] = gn;
    p->s[p->count] = p->count ? descent_vector_distance(p->n, x, p->x + (p->count - 1) * p->n) : 0;
    p->count++;
    return 0;
}
