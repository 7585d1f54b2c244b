#include <descent/diagnosis.h>

#include <inttypes.h>
#include <math.h>

#include "diagnosis/words.h"
#include "status.h"

enum {
    largest_matrix = 16 /* variables up to which matrices are written */
};

/* Bytes of the UTF-8 character that begins here; 0 if none does (Unicode 15, table 3-7). */
static size_t character_length(const char *text)
{
    const unsigned char *c = (const unsigned char *)text;
    const size_t length = c[0] < 0x80 ? 1 : c[0] >= 0xc2 && c[0] < 0xe0 ? 2 : (c[0] & 0xf0) == 0xe0 ? 3 : 4;
    if (length == 4 && (c[0] < 0xf0 || c[0] > 0xf4))
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((c[i] & 0xc0) != 0x80)
            return 0;
    const bool overlong = (c[0] == 0xe0 && c[1] < 0xa0) || (c[0] == 0xf0 && c[1] < 0x90);
    const bool surrogate = c[0] == 0xed && c[1] > 0x9f;
    return overlong || surrogate || (c[0] == 0xf4 && c[1] > 0x8f) ? 0 : length;
}

static void put_text(FILE *stream, const char *value)
{
    if (!value) {
        fputs("null", stream);
        return;
    }
    fputc('"', stream);
    while (*value) {
        const size_t length = character_length(value);
        if (length == 0)
            fputs("\\ufffd", stream);
        else if (*value == '"' || *value == '\\')
            fprintf(stream, "\\%c", *value);
        else if ((unsigned char)*value < 0x20)
            fprintf(stream, "\\u%04x", (unsigned)(unsigned char)*value);
        else
            fwrite(value, 1, length, stream);
        value += length ? length : 1;
    }
    fputc('"', stream);
}

static void put_number(FILE *stream, double value)
{
    if (isfinite(value))
        fprintf(stream, "%.17g", value);
    else
        fputs("null", stream);
}

static void put_list(FILE *stream, size_t count, const double *values)
{
    if (!values) {
        fputs("null", stream);
        return;
    }
    fputc('[', stream);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            fputc(',', stream);
        put_number(stream, values[i]);
    }
    fputc(']', stream);
}

/* An object that is being written. */
typedef struct object {
    FILE *stream;
    bool begun;
} object;

static object object_begin(FILE *stream)
{
    fputc('{', stream);
    return (object){.stream = stream};
}

static void object_end(const object *o)
{
    fputc('}', o->stream);
}

/* The key, after a comma unless it is the first. */
static void key_of(object *o, const char *key)
{
    fprintf(o->stream, "%s\"%s\":", o->begun ? "," : "", key);
    o->begun = true;
}

static void number(object *o, const char *key, double value)
{
    key_of(o, key);
    put_number(o->stream, value);
}

static void count(object *o, const char *key, uint64_t value)
{
    key_of(o, key);
    fprintf(o->stream, "%" PRIu64, value);
}

static void truth(object *o, const char *key, int value)
{
    key_of(o, key);
    fputs(value ? "true" : "false", o->stream);
}

static void text(object *o, const char *key, const char *value)
{
    key_of(o, key);
    put_text(o->stream, value);
}

static void list(object *o, const char *key, size_t length, const double *values)
{
    key_of(o, key);
    put_list(o->stream, length, values);
}

/* A list of rows, each a list. */
static void rows(object *o, const char *key, size_t row_count, size_t length, const double *values)
{
    key_of(o, key);
    if (!values) {
        fputs("null", o->stream);
        return;
    }
    fputc('[', o->stream);
    for (size_t i = 0; i < row_count; i++) {
        if (i > 0)
            fputc(',', o->stream);
        put_list(o->stream, length, values + i * length);
    }
    fputc(']', o->stream);
}

static void critical_point(object *parent, const char *key, const descent_critical_point *point)
{
    static const char *const hessian_sources[] = {"callback", "product", "gradient difference", "loss difference"};
    static const char *const tolerance_sources[] = {"rounding",  "difference", "distance",
                                                    "asymmetry", "given",      "residual"};
    static const char *const probes[] = {"none", "lower", "flat", "none lower"};
    key_of(parent, key);
    if (!point) {
        fputs("null", parent->stream);
        return;
    }
    const size_t n = point->dimension;
    const bool small = n <= largest_matrix;
    object o = object_begin(parent->stream);
    text(&o, "kind", descent_critical_kind_string(point->kind));
    list(&o, "x", n, point->x);
    number(&o, "loss", point->loss);
    number(&o, "gradient_norm", point->gradient_norm);
    count(&o, "index", point->index);
    count(&o, "nullity", point->nullity);
    truth(&o, "index_is_lower_bound", point->index_is_lower_bound);
    truth(&o, "nullity_is_lower_bound", point->nullity_is_lower_bound);
    list(&o, "eigenvalues", point->eigenvalue_count, point->eigenvalues);
    rows(&o, "eigenvectors", point->eigenvector_count, n, small ? point->eigenvectors : NULL);
    list(&o, "residuals", point->eigenvalue_count, point->residuals);
    rows(&o, "hessian", n, n, small ? point->hessian : NULL);
    number(&o, "eigenvalue_tolerance", point->eigenvalue_tolerance);
    text(&o, "tolerance_source", tolerance_sources[point->tolerance_source]);
    text(&o, "hessian_source", hessian_sources[point->hessian_source]);
    number(&o, "asymmetry", point->asymmetry);
    number(&o, "condition", point->condition);
    list(&o, "escape", n, point->escape);
    number(&o, "step_limit", point->step_limit);
    number(&o, "rule_step_limit", point->rule_step_limit);
    number(&o, "distance", point->distance);
    text(&o, "probe", probes[point->probe]);
    list(&o, "lower_x", n, point->lower_x);
    number(&o, "lower_loss", point->lower_loss);
    object_end(&o);
}

static void events(object *parent, const descent_diagnosis *d)
{
    key_of(parent, "events");
    fputc('[', parent->stream);
    for (size_t k = 0; k < d->event_count; k++) {
        const descent_event *event = &d->events[k];
        if (k > 0)
            fputc(',', parent->stream);
        object o = object_begin(parent->stream);
        text(&o, "kind", descent_event_kind_string(event->kind));
        count(&o, "first_step", event->first_step);
        count(&o, "last_step", event->last_step);
        number(&o, "value", event->value);
        number(&o, "expected", event->expected);
        count(&o, "count", event->count);
        text(&o, "quantity", event->quantity ? descent_quantity_string(event->quantity) : NULL);
        critical_point(&o, "point", event->point);
        list(&o, "direction", d->dimension, event->direction);
        object_end(&o);
    }
    fputc(']', parent->stream);
}

static void findings(object *o, unsigned bits)
{
    const char *comma = "";
    key_of(o, "findings");
    fputc('[', o->stream);
    for (unsigned bit = 1; bit <= DESCENT_FINDING_RULE_DISAGREES; bit <<= 1) {
        if (!(bits & bit))
            continue;
        fputs(comma, o->stream);
        put_text(o->stream, descent_finding_string((descent_finding)bit));
        comma = ",";
    }
    fputc(']', o->stream);
}

static void advice(object *parent, const descent_diagnosis *d)
{
    key_of(parent, "advice");
    fputc('[', parent->stream);
    for (size_t k = 0; k < d->advice_count; k++) {
        const descent_advice *one = &d->advice[k];
        if (k > 0)
            fputc(',', parent->stream);
        object o = object_begin(parent->stream);
        text(&o, "kind", descent_advice_kind_string(one->kind));
        text(&o, "text", one->text);
        number(&o, "step_size", one->step_size);
        number(&o, "momentum", one->momentum);
        number(&o, "steps", one->steps);
        list(&o, "direction", d->dimension, one->direction);
        number(&o, "push", one->push);
        truth(&o, "verified", one->verified);
        text(&o, "outcome", one->verified ? descent_ending_string(one->outcome) : NULL);
        number(&o, "outcome_steps", one->verified ? (double)one->outcome_steps : (double)NAN);
        list(&o, "outcome_point", d->dimension, one->outcome_point);
        object_end(&o);
    }
    fputc(']', parent->stream);
}

static void end_of_run(object *o, const descent_diagnosis *d)
{
    text(o, "ending", descent_ending_string(d->ending));
    text(o, "reason", d->reason);
    count(o, "dimension", d->dimension);
    count(o, "steps", d->steps);
    count(o, "rows", d->rows);
    list(o, "x", d->dimension, d->x);
    number(o, "loss", d->loss);
    number(o, "gradient_norm", d->gradient_norm);
    number(o, "diameter", d->diameter);
    number(o, "step_size", d->step_size);
    number(o, "momentum", d->momentum);
    text(o, "rule_name", d->rule_name[0] ? d->rule_name : NULL);
    critical_point(o, "point", d->point);
    truth(o, "point_ahead", d->point_ahead);
    number(o, "distance", d->distance);
    number(o, "tolerance", d->tolerance);
}

static void bounded_motion(object *o, const descent_diagnosis *d)
{
    count(o, "period", d->period);
    rows(o, "orbit", d->period, d->dimension, d->orbit);
    list(o, "multipliers", d->multiplier_count, d->multipliers);
    list(o, "multipliers_imaginary", d->multiplier_count, d->multipliers_imaginary);
    rows(o, "multiplier_directions", d->multiplier_count, d->dimension, d->multiplier_directions);
    key_of(o, "coordinate_periods");
    fputs(d->coordinate_periods ? "[" : "null", o->stream);
    for (size_t i = 0; d->coordinate_periods && i < d->dimension; i++)
        fprintf(o->stream, "%s%zu", i ? "," : "", d->coordinate_periods[i]);
    fputs(d->coordinate_periods ? "]" : "", o->stream);
    number(o, "lyapunov", d->lyapunov);
    number(o, "lyapunov_low", d->lyapunov_low);
    number(o, "lyapunov_high", d->lyapunov_high);
    number(o, "rotation_number", d->rotation_number);
}

static void numbers(object *o, const descent_diagnosis *d)
{
    text(o, "law", descent_law_string(d->law));
    number(o, "rate", d->rate);
    number(o, "exponent", d->exponent);
    number(o, "slope", d->slope);
    number(o, "steps_to_go", d->steps_to_go);
    number(o, "steps_to_go_low", d->steps_to_go_low);
    number(o, "steps_to_go_high", d->steps_to_go_high);
    count(o, "onset", d->onset);
    list(o, "direction", d->dimension, d->direction);
    text(o, "quantity", d->quantity ? descent_quantity_string(d->quantity) : NULL);
    number(o, "step_limit", d->step_limit);
    number(o, "curvature", d->curvature);
    number(o, "noise_level", d->noise_level);
    number(o, "noise_floor", d->noise_floor);
    number(o, "noise_floor_half", d->noise_floor_half);
}

static void whole(FILE *stream, const descent_diagnosis *d)
{
    object o = object_begin(stream);
    end_of_run(&o, d);
    bounded_motion(&o, d);
    numbers(&o, d);
    events(&o, d);
    findings(&o, d->findings);
    advice(&o, d);
    key_of(&o, "evaluations");
    object evaluations = object_begin(stream);
    count(&evaluations, "loss", d->evaluations.loss);
    count(&evaluations, "gradient", d->evaluations.gradient);
    count(&evaluations, "hessian", d->evaluations.hessian);
    count(&evaluations, "hessian_product", d->evaluations.hessian_product);
    object_end(&evaluations);
    truth(&o, "budget_exhausted", d->budget_exhausted);
    object_end(&o);
    fputc('\n', stream);
}

descent_status descent_diagnosis_print_json(const descent_diagnosis *diagnosis, FILE *stream)
{
    if (!diagnosis || !stream)
        return descent_fail(DESCENT_EINVAL, "%s must not be NULL", diagnosis ? "stream" : "diagnosis");
    descent_plain_locale locale;
    if (!descent_plain_locale_enter(&locale))
        return descent_fail(DESCENT_ENOMEM, "a locale for writing numbers is not to be had");
    whole(stream, diagnosis);
    descent_plain_locale_leave(&locale);
    return ferror(stream) ? descent_fail(DESCENT_EIO, "the stream reported an error") : DESCENT_SUCCESS;
}
