#include "critical/json.h"

#include <math.h>

#include "base/text/text.h"
#include "base/word.h"

enum {
    largest_matrix = 16 /* variables up to which matrices are written */
};

/* Newton's step, which says nothing of ways whose curvature is not told from zero: NaN where the point may be any way off along these. */
static double known_distance(const descent_critical_point *point)
{
    const bool open =
        point->kind == DESCENT_CRITICAL_DEGENERATE && point->probe != DESCENT_PROBE_FLAT && point->gradient_norm > 0;
    return open ? NAN : point->distance;
}

static void fields_of_point(descent__json *o, const descent_critical_point *point)
{
    static const descent__word hessian_sources[] = {DESCENT_HESSIAN_SOURCE_LIST(DESCENT__WORD)};
    static const descent__word tolerance_sources[] = {DESCENT_TOLERANCE_SOURCE_LIST(DESCENT__WORD)};
    static const descent__word probes[] = {DESCENT_PROBE_LIST(DESCENT__WORD)};
    const size_t n = point->dimension;
    const bool is_small = n <= largest_matrix;
    const bool has_curvatures = !point->curvature_jumps; /* else they are those of one side, or a mean */
    const size_t eigenvalues = has_curvatures ? point->eigenvalue_count : 0;
    descent__json_text(o, "kind", descent_critical_kind_string(point->kind));
    descent__json_list(o, "x", n, point->x);
    descent__json_number(o, "loss", point->loss);
    descent__json_number(o, "gradient_norm", point->gradient_norm);
    descent__json_number(o, "gradient_error", point->gradient_error);
    descent__json_count(o, "index", point->index);
    descent__json_count(o, "nullity", point->nullity);
    descent__json_truth(o, "index_is_lower_bound", point->index_is_lower_bound);
    descent__json_truth(o, "nullity_is_lower_bound", point->nullity_is_lower_bound);
    descent__json_list(o, "eigenvalues", eigenvalues, has_curvatures ? point->eigenvalues : NULL);
    descent__json_rows(o, "eigenvectors", point->eigenvector_count, n,
                       is_small && has_curvatures ? point->eigenvectors : NULL);
    descent__json_list(o, "residuals", eigenvalues, has_curvatures ? point->residuals : NULL);
    descent__json_rows(o, "hessian", n, n, is_small && has_curvatures ? point->hessian : NULL);
    descent__json_number(o, "eigenvalue_tolerance", point->eigenvalue_tolerance);
    descent__json_text(
        o, "tolerance_source",
        descent__word_find(tolerance_sources, DESCENT__WORD_COUNT(tolerance_sources), point->tolerance_source));
    descent__json_text(
        o, "hessian_source",
        descent__word_find(hessian_sources, DESCENT__WORD_COUNT(hessian_sources), point->hessian_source));
    descent__json_number(o, "asymmetry", has_curvatures ? point->asymmetry : NAN);
    descent__json_number(o, "condition", has_curvatures ? point->condition : NAN);
    descent__json_list(o, "escape", n, point->escape);
    descent__json_number(o, "step_limit", point->step_limit);
    descent__json_number(o, "rule_step_limit", point->rule_step_limit);
    descent__json_truth(o, "unbounded_curvature", point->unbounded_curvature);
    descent__json_truth(o, "curvature_jumps", point->curvature_jumps);
    descent__json_number(o, "distance", known_distance(point));
    descent__json_text(o, "probe", descent__word_find(probes, DESCENT__WORD_COUNT(probes), point->probe));
    descent__json_truth(o, "rises_beside", point->rises_beside);
    descent__json_truth(o, "valleys_meet", point->valleys_meet);
    descent__json_list(o, "lower_x", n, point->lower_x);
    descent__json_number(o, "lower_loss", point->lower_loss);
    descent__json_list(o, "bound_multipliers", n, point->bound_multipliers);
    descent__json_number(o, "weight_decay", point->weight_decay);
    descent__json_number(o, "l1", point->l1);
    descent__json_list(o, "zero_margins", n, point->zero_margins);
}

static void write_point(FILE *stream, const descent_critical_point *point)
{
    descent__json o = descent__json_begin(stream);
    fields_of_point(&o, point);
    descent__json_end(&o);
}

void descent__json_critical_point(descent__json *parent, const char *key, const descent_critical_point *point)
{
    descent__json_key(parent, key);
    if (point)
        write_point(parent->stream, point);
    else
        fputs("null", parent->stream);
}

void descent__json_evaluations(descent__json *parent, const descent_evaluations *made)
{
    descent__json o = descent__json_group(parent, "evaluations");
    descent__json_count(&o, "loss", made->loss);
    descent__json_count(&o, "gradient", made->gradient);
    descent__json_count(&o, "hessian", made->hessian);
    descent__json_count(&o, "hessian_product", made->hessian_product);
    descent__json_end(&o);
}

static void whole_point(const void *result, FILE *stream)
{
    write_point(stream, result);
    fputc('\n', stream);
}

static void whole_set(const void *result, FILE *stream)
{
    const descent_critical_set *const set = result;
    descent__json o = descent__json_begin(stream);
    descent__json_key(&o, "points");
    fputc('[', stream);
    for (size_t k = 0; k < set->count; k++) {
        if (k > 0)
            fputc(',', stream);
        write_point(stream, set->points[k]);
    }
    fputc(']', stream);
    descent__json_count(&o, "starts", set->starts);
    descent__json_count(&o, "mixed_starts", set->mixed_starts);
    descent__json_count(&o, "failed_starts", set->failed_starts);
    descent__json_count(&o, "outside", set->outside);
    descent__json_count(&o, "fruitless", set->fruitless);
    descent__json_truth(&o, "exhausted", set->exhausted);
    descent__json_truth(&o, "continuum", set->continuum);
    descent__json_number(&o, "new_point_chance", set->new_point_chance);
    descent__json_number(&o, "index_sum", (double)set->index_sum);
    descent__json_truth(&o, "boundary_outward", set->boundary_outward);
    descent__json_evaluations(&o, &set->evaluations);
    descent__json_end(&o);
    fputc('\n', stream);
}

descent_status descent_critical_point_json(const descent_critical_point *point, char **text)
{
    return descent__text_make(whole_point, point, "point", text);
}

descent_status descent_critical_set_json(const descent_critical_set *set, char **text)
{
    return descent__text_make(whole_set, set, "set", text);
}
