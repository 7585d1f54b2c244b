#include <descent/diagnosis.h>

#include <math.h>

#include "diagnosis/words.h"
#include "status.h"

static void number(FILE *stream, double value)
{
    if (isfinite(value))
        fprintf(stream, "%.17g", value);
    else
        fputs("null", stream);
}

static void text(FILE *stream, const char *value)
{
    if (!value) {
        fputs("null", stream);
        return;
    }
    fputc('"', stream);
    for (const char *c = value; *c; c++) {
        if (*c == '"' || *c == '\\')
            fprintf(stream, "\\%c", *c);
        else if ((unsigned char)*c < 0x20)
            fprintf(stream, "\\u%04x", (unsigned)(unsigned char)*c);
        else
            fputc(*c, stream);
    }
    fputc('"', stream);
}

static void list(FILE *stream, size_t count, const double *values)
{
    if (!values) {
        fputs("null", stream);
        return;
    }
    fputc('[', stream);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            fputc(',', stream);
        number(stream, values[i]);
    }
    fputc(']', stream);
}

static void field(FILE *stream, const char *key, double value)
{
    fprintf(stream, ",\"%s\":", key);
    number(stream, value);
}

static void numbers(FILE *stream, const descent_diagnosis *d)
{
    const struct {
        const char *key;
        double value;
    } fields[] = {
        {"loss", d->loss},
        {"gradient_norm", d->gradient_norm},
        {"diameter", d->diameter},
        {"step_size", d->step_size},
        {"momentum", d->momentum},
        {"distance", d->distance},
        {"tolerance", d->tolerance},
        {"lyapunov", d->lyapunov},
        {"lyapunov_low", d->lyapunov_low},
        {"lyapunov_high", d->lyapunov_high},
        {"rotation_number", d->rotation_number},
        {"rate", d->rate},
        {"exponent", d->exponent},
        {"slope", d->slope},
        {"steps_to_go", d->steps_to_go},
        {"steps_to_go_low", d->steps_to_go_low},
        {"steps_to_go_high", d->steps_to_go_high},
        {"step_limit", d->step_limit},
        {"curvature", d->curvature},
        {"noise_level", d->noise_level},
        {"noise_floor", d->noise_floor},
        {"noise_floor_half", d->noise_floor_half},
    };
    for (size_t k = 0; k < sizeof fields / sizeof *fields; k++)
        field(stream, fields[k].key, fields[k].value);
}

static void critical_point(FILE *stream, const descent_critical_point *point)
{
    if (!point) {
        fputs("null", stream);
        return;
    }
    fputs("{\"kind\":", stream);
    text(stream, descent_critical_kind_string(point->kind));
    fputs(",\"x\":", stream);
    list(stream, point->dimension, point->x);
    field(stream, "loss", point->loss);
    field(stream, "gradient_norm", point->gradient_norm);
    fprintf(stream, ",\"index\":%zu,\"nullity\":%zu,\"eigenvalues\":", point->index, point->nullity);
    list(stream, point->eigenvalue_count, point->eigenvalues);
    field(stream, "eigenvalue_tolerance", point->eigenvalue_tolerance);
    fputc('}', stream);
}

static void events(FILE *stream, const descent_diagnosis *d)
{
    fputs(",\"events\":[", stream);
    for (size_t k = 0; k < d->event_count; k++) {
        const descent_event *event = &d->events[k];
        fprintf(stream, "%s{\"kind\":", k ? "," : "");
        text(stream, descent_event_kind_string(event->kind));
        fprintf(stream, ",\"first_step\":%llu,\"last_step\":%llu,\"count\":%llu", (unsigned long long)event->first_step,
                (unsigned long long)event->last_step, (unsigned long long)event->count);
        field(stream, "value", event->value);
        field(stream, "expected", event->expected);
        fputs(",\"point\":", stream);
        critical_point(stream, event->point);
        fputs(",\"direction\":", stream);
        list(stream, d->dimension, event->direction);
        fputc('}', stream);
    }
    fputc(']', stream);
}

static void findings(FILE *stream, unsigned bits)
{
    fputs(",\"findings\":[", stream);
    const char *comma = "";
    for (unsigned bit = 1; bit <= DESCENT_FINDING_RULE_DISAGREES; bit <<= 1) {
        if (!(bits & bit))
            continue;
        fputs(comma, stream);
        text(stream, descent_finding_string((descent_finding)bit));
        comma = ",";
    }
    fputc(']', stream);
}

static void advice(FILE *stream, const descent_diagnosis *d)
{
    fputs(",\"advice\":[", stream);
    for (size_t k = 0; k < d->advice_count; k++) {
        const descent_advice *one = &d->advice[k];
        fprintf(stream, "%s{\"kind\":%d,\"text\":", k ? "," : "", (int)one->kind);
        text(stream, one->text);
        field(stream, "step_size", one->step_size);
        field(stream, "steps", one->steps);
        fprintf(stream, ",\"verified\":%s", one->verified ? "true" : "false");
        if (one->verified) {
            fputs(",\"outcome\":", stream);
            text(stream, descent_ending_string(one->outcome));
            fprintf(stream, ",\"outcome_steps\":%llu,\"outcome_point\":", (unsigned long long)one->outcome_steps);
            list(stream, d->dimension, one->outcome_point);
        }
        fputs(",\"direction\":", stream);
        list(stream, d->dimension, one->direction);
        fputc('}', stream);
    }
    fputc(']', stream);
}

static void object(FILE *stream, const descent_diagnosis *d)
{
    fputs("{\"ending\":", stream);
    text(stream, descent_ending_string(d->ending));
    fputs(",\"reason\":", stream);
    text(stream, d->reason);
    fprintf(stream, ",\"dimension\":%zu,\"steps\":%llu,\"rows\":%zu,\"rule\":", d->dimension,
            (unsigned long long)d->steps, d->rows);
    text(stream, d->rule_name[0] ? d->rule_name : NULL);
    fputs(",\"x\":", stream);
    list(stream, d->dimension, d->x);
    numbers(stream, d);
    fputs(",\"law\":", stream);
    text(stream, descent_law_string(d->law));
    fprintf(stream, ",\"onset\":%llu,\"point\":", (unsigned long long)d->onset);
    critical_point(stream, d->point);
    fprintf(stream, ",\"point_ahead\":%s,\"period\":%zu,\"orbit\":", d->point_ahead ? "true" : "false", d->period);
    list(stream, d->period * d->dimension, d->orbit);
    fputs(",\"multipliers\":", stream);
    list(stream, d->multiplier_count, d->multipliers);
    fputs(",\"multipliers_imaginary\":", stream);
    list(stream, d->multiplier_count, d->multipliers_imaginary);
    fputs(",\"direction\":", stream);
    list(stream, d->dimension, d->direction);
    events(stream, d);
    findings(stream, d->findings);
    advice(stream, d);
    fprintf(stream, ",\"evaluations\":{\"loss\":%llu,\"gradient\":%llu,\"hessian\":%llu,\"hessian_product\":%llu}",
            (unsigned long long)d->evaluations.loss, (unsigned long long)d->evaluations.gradient,
            (unsigned long long)d->evaluations.hessian, (unsigned long long)d->evaluations.hessian_product);
    fprintf(stream, ",\"budget_exhausted\":%s}\n", d->budget_exhausted ? "true" : "false");
}

descent_status descent_diagnosis_print_json(const descent_diagnosis *diagnosis, FILE *stream)
{
    if (!diagnosis || !stream)
        return descent_fail(DESCENT_EINVAL, "%s must not be NULL", diagnosis ? "stream" : "diagnosis");
    descent_plain_locale locale;
    if (!descent_plain_locale_enter(&locale))
        return descent_fail(DESCENT_ENOMEM, "a locale for writing numbers is not to be had");
    object(stream, diagnosis);
    descent_plain_locale_leave(&locale);
    return ferror(stream) ? descent_fail(DESCENT_EIO, "the stream reported an error") : DESCENT_SUCCESS;
}
