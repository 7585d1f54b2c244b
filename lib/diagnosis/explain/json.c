#include <descent/diagnosis.h>

#include <math.h>

#include "base/text/json.h"
#include "base/text/text.h"
#include "base/word.h"
#include "critical/json.h"

static const descent__word probes[] = {DESCENT_PROBE_LIST(DESCENT__WORD)};

static void events(descent__json *parent, const descent_diagnosis *d)
{
    descent__json_key(parent, "events");
    fputc('[', parent->stream);
    for (size_t k = 0; k < d->event_count; k++) {
        const descent_event *event = &d->events[k];
        if (k > 0)
            fputc(',', parent->stream);
        descent__json o = descent__json_begin(parent->stream);
        descent__json_text(&o, "kind", descent_event_kind_string(event->kind));
        descent__json_count(&o, "first_step", event->first_step);
        descent__json_count(&o, "last_step", event->last_step);
        descent__json_number(&o, "value", event->value);
        descent__json_number(&o, "expected", event->expected);
        descent__json_count(&o, "count", event->count);
        descent__json_text(&o, "quantity", event->quantity ? descent_quantity_string(event->quantity) : NULL);
        descent__json_critical_point(&o, "point", event->point);
        descent__json_list(&o, "direction", d->dimension, event->direction);
        descent__json_end(&o);
    }
    fputc(']', parent->stream);
}

static void findings(descent__json *o, unsigned bits)
{
    static const descent__word all[] = {DESCENT_FINDING_LIST(DESCENT__WORD)};
    const char *words[DESCENT__WORD_COUNT(all)];
    size_t length = 0;
    for (size_t k = 0; k < DESCENT__WORD_COUNT(all); k++)
        if (bits & all[k].number)
            words[length++] = all[k].word;
    descent__json_texts(o, "findings", length, words);
}

static void advice(descent__json *parent, const descent_diagnosis *d)
{
    descent__json_key(parent, "advice");
    fputc('[', parent->stream);
    for (size_t k = 0; k < d->advice_count; k++) {
        const descent_advice *one = &d->advice[k];
        if (k > 0)
            fputc(',', parent->stream);
        descent__json o = descent__json_begin(parent->stream);
        descent__json_text(&o, "kind", descent_advice_kind_string(one->kind));
        descent__json_text(&o, "text", one->text);
        descent__json_number(&o, "step_size", one->step_size);
        descent__json_number(&o, "momentum", one->momentum);
        descent__json_number(&o, "steps", one->steps);
        descent__json_list(&o, "units", d->dimension, one->units);
        descent__json_list(&o, "direction", d->dimension, one->direction);
        descent__json_number(&o, "push", one->push);
        descent__json_truth(&o, "verified", one->verified);
        descent__json_text(&o, "outcome", one->verified ? descent_ending_string(one->outcome) : NULL);
        descent__json_number(&o, "outcome_steps", one->verified ? (double)one->outcome_steps : (double)NAN);
        descent__json_list(&o, "outcome_point", d->dimension, one->outcome_point);
        descent__json_end(&o);
    }
    fputc(']', parent->stream);
}

static void bands(descent__json *parent, const descent_diagnosis *d)
{
    descent__json_key(parent, "bands");
    fputc('[', parent->stream);
    for (size_t k = 0; k < d->band_count; k++) {
        if (k > 0)
            fputc(',', parent->stream);
        descent__json o = descent__json_begin(parent->stream);
        descent__json_number(&o, "low", d->bands[k].low);
        descent__json_number(&o, "high", d->bands[k].high);
        descent__json_text(&o, "ending", descent_ending_string(d->bands[k].ending));
        descent__json_list(&o, "x", d->dimension, d->bands[k].x);
        descent__json_list(&o, "x_high", d->dimension, d->bands[k].x_high);
        descent__json_text(&o, "kind", d->bands[k].x ? descent_critical_kind_string(d->bands[k].kind) : NULL);
        descent__json_text(&o, "probe",
                           d->bands[k].x ? descent__word_find(probes, DESCENT__WORD_COUNT(probes), d->bands[k].probe)
                                         : NULL);
        descent__json_end(&o);
    }
    fputc(']', parent->stream);
}

static void interval(descent__json *parent, const char *key, descent_interval value)
{
    descent__json o = descent__json_group(parent, key);
    descent__json_number(&o, "value", value.value);
    descent__json_number(&o, "low", value.low);
    descent__json_number(&o, "high", value.high);
    descent__json_end(&o);
}

static void end_of_run(descent__json *o, const descent_diagnosis *d)
{
    descent__json_text(o, "ending", descent_ending_string(d->ending));
    descent__json_text(o, "reason", d->reason);
    descent__json_count(o, "dimension", d->dimension);
    if (d->variable_names)
        descent__json_texts(o, "variable_names", d->dimension, d->variable_names);
    else
        descent__json_text(o, "variable_names", NULL);
    descent__json_count(o, "steps", d->steps);
    descent__json_count(o, "rows", d->rows);
    descent__json_list(o, "x", d->dimension, d->x);
    descent__json_number(o, "loss", d->loss);
    descent__json_number(o, "gradient_norm", d->gradient_norm);
    descent__json_number(o, "gradient_error", d->gradient_error);
    descent__json_number(o, "diameter", d->diameter);
    descent__json_number(o, "step_size", d->step_size);
    descent__json_number(o, "momentum", d->momentum);
    descent__json_text(o, "rule_name", d->rule_name[0] ? d->rule_name : NULL);
    descent__json_text(o, "stop", descent_stop_string(d->stop));
    descent__json_critical_point(o, "point", d->point);
    descent__json_truth(o, "point_ahead", d->point_ahead);
    descent__json_number(o, "distance", d->distance);
    descent__json_number(o, "tolerance", d->tolerance);
    descent__json_critical_point(o, "centre", d->centre);
    descent__json_number(o, "step_limit", d->step_limit);
    descent__json_number(o, "curvature", d->curvature);
}

static void pace(descent__json *parent, const descent_pace *p)
{
    descent__json o = descent__json_group(parent, "pace");
    descent__json_text(&o, "law", descent_law_string(p->law));
    descent__json_number(&o, "rate", p->rate);
    descent__json_number(&o, "exponent", p->exponent);
    descent__json_number(&o, "slope", p->slope);
    interval(&o, "steps_to_go", p->steps_to_go);
    descent__json_count(&o, "onset", p->onset);
    descent__json_end(&o);
}

static void cycle(descent__json *parent, size_t n, const descent_cycle *c)
{
    descent__json o = descent__json_group(parent, "cycle");
    descent__json_count(&o, "period", c->period);
    descent__json_rows(&o, "orbit", c->period, n, c->orbit);
    descent__json_list(&o, "multipliers", c->multiplier_count, c->multipliers);
    descent__json_list(&o, "multipliers_imaginary", c->multiplier_count, c->multipliers_imaginary);
    descent__json_rows(&o, "multiplier_directions", c->multiplier_count, n, c->multiplier_directions);
    descent__json_counts(&o, "coordinate_periods", n, c->coordinate_periods);
    descent__json_number(&o, "rotation_number", c->rotation_number);
    descent__json_end(&o);
}

static void noise(descent__json *parent, const descent_noise *values)
{
    descent__json o = descent__json_group(parent, "noise");
    descent__json_number(&o, "level", values->level);
    descent__json_number(&o, "floor", values->floor);
    descent__json_number(&o, "floor_half", values->floor_half);
    descent__json_end(&o);
}

static void whole(const void *diagnosis, FILE *stream)
{
    const descent_diagnosis *const d = diagnosis;
    descent__json o = descent__json_begin(stream);
    end_of_run(&o, d);
    pace(&o, &d->pace);
    cycle(&o, d->dimension, &d->cycle);
    interval(&o, "lyapunov", d->lyapunov);
    noise(&o, &d->noise);
    descent__json_list(&o, "direction", d->dimension, d->direction);
    descent__json_text(&o, "quantity", d->quantity ? descent_quantity_string(d->quantity) : NULL);
    events(&o, d);
    findings(&o, d->findings);
    advice(&o, d);
    descent__json_evaluations(&o, &d->evaluations);
    descent__json_truth(&o, "budget_exhausted", d->budget_exhausted);
    const size_t factor_count = d->point ? d->point->eigenvalue_count : 0;
    descent__json_list(&o, "factors", factor_count, d->factors);
    descent__json_list(&o, "factors_imaginary", factor_count, d->factors_imaginary);
    bands(&o, d);
    descent__json_end(&o);
    fputc('\n', stream);
}

descent_status descent_diagnosis_print_json(const descent_diagnosis *diagnosis, FILE *stream)
{
    return descent__text_write(whole, diagnosis, "diagnosis", stream);
}

descent_status descent_diagnosis_json(const descent_diagnosis *diagnosis, char **text)
{
    return descent__text_make(whole, diagnosis, "diagnosis", text);
}
