#include "diagnosis/explain/reasons.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/plural.h"
#include "base/text/json.h"
#include "diagnosis/explain/template.h"
#include "diagnosis/explain/words.h"

static const char *const sentences[] = {
#define ENTRY(name, sentence) sentence,
    DESCENT__REASON_LIST(ENTRY)
#undef ENTRY
};

static void write_count(char *part, uint64_t count)
{
    snprintf(part, descent__template_part_size, "%" PRIu64, count);
}

/* Step k leads to point k; point 0 is the start. */
static void fill_since_step(char *part, const void *data)
{
    const descent__reason_facts *facts = data;
    if (facts->step == 0)
        snprintf(part, descent__template_part_size, "From the start");
    else
        snprintf(part, descent__template_part_size, "After step %" PRIu64, facts->step);
}

static void fill_step_led_to(char *part, const void *data)
{
    const descent__reason_facts *facts = data;
    if (facts->step == 0)
        snprintf(part, descent__template_part_size, "The run began at");
    else
        snprintf(part, descent__template_part_size, "Step %" PRIu64 " led to", facts->step);
}

static void fill_broken_place(char *part, const void *data)
{
    const descent__reason_facts *facts = data;
    const bool value = facts->quantity == DESCENT_QUANTITY_LOSS || facts->quantity == DESCENT_QUANTITY_GRADIENT;
    if (value && !facts->known.problem)
        snprintf(part, descent__template_part_size, "a point where %s that was recorded is not a finite number",
                 descent__words_quantity(facts->quantity));
    else if (value)
        snprintf(part, descent__template_part_size,
                 "a point where the formula of %s has no value, or one that is too large for the computer's numbers",
                 descent__words_quantity(facts->quantity));
    else
        snprintf(part, descent__template_part_size, "a point that is not finite");
}

static void fill_asked(char *part, const void *data)
{
    const descent__reason_facts *facts = data;
    snprintf(part, descent__template_part_size, "%s", descent__words_quantity(facts->quantity));
}

static void fill_count(char *part, const void *data)
{
    const descent__reason_facts *facts = data;
    write_count(part, facts->count);
}

static void fill_steps(char *part, const void *data)
{
    const descent__reason_facts *facts = data;
    snprintf(part, descent__template_part_size, "%" PRIu64 " step%s", facts->count, descent__plural(facts->count));
}

static void write_more(char *part, uint64_t count)
{
    snprintf(part, descent__template_part_size, "%" PRIu64 " more step%s", count, descent__plural(count));
}

static void fill_more(char *part, const void *data)
{
    const descent__reason_facts *facts = data;
    write_more(part, facts->count);
}

static void fill_later(char *part, const void *data)
{
    const descent__reason_facts *facts = data;
    write_more(part, facts->later);
}

static void fill_number(char *part, const void *data)
{
    const descent__reason_facts *facts = data;
    if (facts->number >= 99.5) /* what rounds to three digits: "630", and not "6.3e+02" */
        descent__words_steps(part, facts->number, false);
    else
        snprintf(part, descent__template_part_size, "%.2g", facts->number);
}

static void fill_by_slopes(char *part, const void *data)
{
    const descent__reason_facts *facts = data;
    char count[descent__factor_text_size];
    if (!(facts->by_slopes >= 1)) {
        snprintf(part, descent__template_part_size, ", and it takes fewer if the slope grows on the way");
        return;
    }
    descent__words_steps(count, facts->by_slopes, false);
    snprintf(part, descent__template_part_size, ", and by the slopes on the way it takes about %s", count);
}

static void fill_growth(char *part, const void *data)
{
    const descent__reason_facts *facts = data;
    if (facts->growth == DESCENT_LAW_FASTER) {
        snprintf(part, descent__template_part_size, "faster than by any fixed factor");
    } else if (isfinite(facts->number)) {
        char factor[descent__factor_text_size];
        descent__words_factor(factor, facts->number);
        if (facts->change == 0)
            snprintf(part, descent__template_part_size, "by a factor of %s each step", factor);
        else
            snprintf(part, descent__template_part_size,
                     "by a factor of %s each step at the end, and by a %s one before", factor,
                     facts->change > 0 ? "smaller" : "larger");
    } else {
        snprintf(part, descent__template_part_size, "by a factor each step");
    }
}

static void fill_cause(char *part, const void *data)
{
    const descent__reason_facts *facts = data;
    descent__take_name(facts->cause ? facts->cause : "it does not say why", part, descent__template_part_size);
}

static void fill_place(char *part, const void *data)
{
    const descent__reason_facts *facts = data;
    snprintf(part, descent__template_part_size, "%.*s", descent__point_text_size, facts->place ? facts->place : "?");
}

/* " by a factor of 0.9 each, as if toward (2, 1)"; nothing where no law was seen. */
static void fill_by_law(char *part, const void *data)
{
    const descent__reason_facts *facts = data;
    char factor[descent__factor_text_size];
    part[0] = '\0';
    if (!isfinite(facts->number) || !facts->place)
        return;
    descent__words_factor(factor, fabs(facts->number));
    snprintf(part, descent__template_part_size, " by a factor of %s each%s, as if toward %.*s", factor,
             facts->number < 0 ? ", from side to side" : "", descent__point_text_size, facts->place);
}

/* ": the points of its last half are 0.14 away from their mean, (2, 1), on average"; nothing where that is not known. */
static void fill_about(char *part, const void *data)
{
    const descent__reason_facts *facts = data;
    part[0] = '\0';
    if (isfinite(facts->number) && facts->place)
        snprintf(part, descent__template_part_size,
                 ": the points of its last half are %.2g away from their mean, %.*s, on average", facts->number,
                 descent__point_text_size, facts->place);
}

/* What was thrown up falls, but has not fallen. */
static void fill_loss_so_far(char *part, const void *data)
{
    const descent__reason_facts *facts = data;
    snprintf(part, descent__template_part_size,
             facts->known.loss_is_higher ? "The loss falls at the end" : "On the whole the loss has fallen");
}

/* How far copies can tell more depends on the problem, on the rule, and on what the rule remembers. */
static void fill_without(char *part, const void *data)
{
    const descent__known *known = &((const descent__reason_facts *)data)->known;
    const char *text = "without what the rule remembers";
    if (!known->problem)
        text = known->rule ? "without the problem" : "without problem and rule";
    else if (!known->rule)
        text = "without the rule that made the steps";
    else if (known->contradicted)
        text = "with a rule that does not make these steps";
    snprintf(part, descent__template_part_size, "%s", text);
}

static void fill_without_slope(char *part, const void *data)
{
    const descent__known *known = &((const descent__reason_facts *)data)->known;
    if (known->slope)
        fill_without(part, data);
    else
        snprintf(part, descent__template_part_size, known->loss ? "without the gradient" : "without gradient or loss");
}

static const descent__template_name fillers[] = {
    {"{Since_step}", fill_since_step},
    {"{Step_led_to}", fill_step_led_to},
    {"{broken_place}", fill_broken_place},
    {"{asked}", fill_asked},
    {"{count}", fill_count},
    {"{steps}", fill_steps},
    {"{more}", fill_more},
    {"{later}", fill_later},
    {"{number}", fill_number},
    {"{by_slopes}", fill_by_slopes},
    {"{growth}", fill_growth},
    {"{cause}", fill_cause},
    {"{place}", fill_place},
    {"{by_law}", fill_by_law},
    {"{about}", fill_about},
    {"{Loss_so_far}", fill_loss_so_far},
    {"{without}", fill_without},
    {"{without_slope}", fill_without_slope},
};

const char *descent__reason_sentence(descent__arena *arena, descent__reason reason, const descent__reason_facts *facts)
{
    assert(reason < DESCENT__REASON_COUNT);
    return descent__template_text(arena, sentences[reason], fillers, sizeof fillers / sizeof *fillers, facts);
}
