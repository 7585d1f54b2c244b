#include "diagnosis/explain/advice_words.h"

#include <math.h>
#include <string.h>

#include "base/names.h"
#include "base/plural.h"
#include "diagnosis/explain/template.h"
#include "diagnosis/explain/words.h"

static const struct {
    descent_advice_kind kind;
    const char *sentences;
} table[] = {
#define ENTRY(code, kind, sentences) {kind, sentences},
    DESCENT__ADVICE_LIST(ENTRY)
#undef ENTRY
};

typedef struct filling {
    size_t n;
    const char *const *names;
    const descent_advice *advice;
    const descent__advice_numbers *numbers;
} filling;

/* Two digits of what theory foresees are enough. */
static void fill_count(char *text, const void *data)
{
    const filling *from = data;
    const double steps = from->advice->steps;
    const double unit = steps >= 100 ? pow(10, floor(log10(steps)) - 1) : 1;
    const double rounded = ceil(steps / unit) * unit;
    snprintf(text, descent__template_part_size, rounded >= DESCENT__OUT_OF_REACH ? "%.1e step%s" : "%.0f step%s",
             rounded, rounded > 1 ? "s" : "");
}

/* "0.001, 1": of more than six the first four. */
static void fill_units(char *text, const void *data)
{
    const filling *from = data;
    descent__words_point(text, from->n, from->advice->units);
}

static void fill_before(char *text, const void *data)
{
    const filling *from = data;
    snprintf(text, descent__template_part_size, "%.3g", from->numbers->before);
}

static void fill_after(char *text, const void *data)
{
    const filling *from = data;
    char factor[descent__factor_text_size];
    snprintf(factor, sizeof factor, "%.3g", from->numbers->after);
    const bool one = strcmp(factor, "1") == 0;
    snprintf(text, descent__template_part_size, one ? "are all equal" : "differ by a factor of %s", factor);
}

static void fill_win(char *text, const void *data)
{
    const filling *from = data;
    snprintf(text, descent__template_part_size, "%.1g", from->numbers->win);
}

static void fill_slope(char *text, const void *data)
{
    const filling *from = data;
    snprintf(text, descent__template_part_size, "%.2g", from->numbers->slope);
}

static void fill_record_every_step(char *text, const void *data)
{
    const filling *from = data;
    snprintf(text, descent__template_part_size, "%s", from->numbers->every_step ? "" : ", record every step");
}

static void fill_recorded(char *text, const void *data)
{
    const filling *from = data;
    snprintf(text, descent__template_part_size, "%s", from->numbers->every_step ? "" : ", every one of them recorded");
}

static void fill_and_rule(char *text, const void *data)
{
    const filling *from = data;
    snprintf(text, descent__template_part_size, "%s",
             from->numbers->rule_known ? "" : " and the rule with its step size");
}

static void fill_by_misfit(char *text, const void *data)
{
    const filling *from = data;
    text[0] = '\0';
    if (isfinite(from->numbers->misfit) && isfinite(from->numbers->length))
        snprintf(text, descent__template_part_size,
                 ". On average the recorded steps that were looked at are %.2g long; a step of the rule from the same "
                 "point ends %.2g away "
                 "from where the recorded one does",
                 from->numbers->length, from->numbers->misfit);
}

static void fill_step_size(char *text, const void *data)
{
    const filling *from = data;
    snprintf(text, descent__template_part_size, "%.3g", from->advice->step_size);
}

/* Near 1 what matters is the difference from 1. */
static void fill_momentum(char *text, const void *data)
{
    const filling *from = data;
    descent__words_factor(text, from->advice->momentum);
}

static void fill_push(char *text, const void *data)
{
    const filling *from = data;
    snprintf(text, descent__template_part_size, "%.2g", from->advice->push);
}

static void fill_steps(char *text, const void *data)
{
    const filling *from = data;
    char count[descent__factor_text_size];
    const double steps = (from->numbers->least ? descent__words_least_steps : descent__words_enough_steps)(
        count, from->advice->steps, from->numbers->exact);
    snprintf(text, descent__template_part_size, "%s more step%s", count, steps > 1 ? "s" : "");
}

/* " along (0, 1)"; nothing with a single variable. */
static void fill_way(char *text, const void *data)
{
    const filling *from = data;
    descent__words_along(text, from->n, from->names, from->advice->direction);
}

/* " toward larger x"; nothing with more variables, where the way has a sign. */
static void fill_toward(char *text, const void *data)
{
    const filling *from = data;
    char name[descent__variable_name_size];
    text[0] = '\0';
    if (from->n != 1 || !from->advice->direction)
        return;
    descent__name_text(name, from->names, 0);
    snprintf(text, descent__template_part_size, " toward %s %s", from->advice->direction[0] > 0 ? "larger" : "smaller",
             name);
}

static void fill_place(char *text, size_t size, size_t n, const descent__place *place)
{
    char where[descent__point_text_size];
    descent__words_rounded_point(where, n, place->x, place->tolerance);
    snprintf(text, size, "the %s at %s", place->noun, where);
}

static void fill_outcome_place(char *text, const void *data)
{
    const filling *from = data;
    fill_place(text, descent__template_part_size, from->n, &from->numbers->outcome);
}

static void fill_saddle(char *text, const void *data)
{
    const filling *from = data;
    fill_place(text, descent__template_part_size, from->n, &from->numbers->saddle);
}

/* "it converges to the minimum at (2, 1.70711) in 59 steps" */
static void fill_outcome(char *text, const void *data)
{
    const filling *from = data;
    const unsigned long long steps = from->advice->outcome_steps;
    char place[descent__template_part_size - 64];
    fill_place(place, sizeof place, from->n, &from->numbers->outcome);
    if (steps == 0)
        snprintf(text, descent__template_part_size, "it is at %s at once", place);
    else
        snprintf(text, descent__template_part_size, "it converges to %s in %llu step%s", place, steps,
                 descent__plural(steps));
}

static void fill_begin(char *text, const void *data)
{
    const filling *from = data;
    descent__words_point(text, from->n, from->numbers->begin);
}

/* "with x above 0: below it, "; with more variables a place on a pole does not tell what lies beyond. */
static void fill_beyond_pole(char *text, const void *data)
{
    const filling *from = data;
    const descent__place *const pole = &from->numbers->pole;
    const bool from_below = from->numbers->pole_from_below;
    char name[descent__variable_name_size];
    char where[descent__point_text_size];
    if (from->n != 1 || !pole->x) {
        snprintf(text, descent__template_part_size, "beyond the pole that was crossed: ");
        return;
    }
    descent__name_text(name, from->names, 0);
    descent__words_rounded_point(where, from->n, pole->x, pole->tolerance);
    snprintf(text, descent__template_part_size, "with %s %s %s: %s it, ", name, from_below ? "above" : "below", where,
             from_below ? "below" : "above");
}

static void fill_or_less_momentum(char *text, const void *data)
{
    const filling *from = data;
    text[0] = '\0';
    if (fabs(from->numbers->momentum) > 0)
        snprintf(text, descent__template_part_size, ", or less momentum than %.6g", from->numbers->momentum);
}

static void fill_copy_steps(char *text, const void *data)
{
    const filling *from = data;
    const unsigned long long steps = from->numbers->copy_steps;
    snprintf(text, descent__template_part_size, "%llu step%s", steps, descent__plural(steps));
}

static void fill_largest(char *text, const void *data)
{
    const filling *from = data;
    snprintf(text, descent__template_part_size, "%.3g", from->numbers->largest);
}

static void fill_smallest(char *text, const void *data)
{
    const filling *from = data;
    snprintf(text, descent__template_part_size, "%.3g", from->numbers->smallest);
}

static void fill_named_step_size(char *text, const void *data)
{
    const filling *from = data;
    snprintf(text, descent__template_part_size, from->numbers->scheduled ? "A first step size of" : "Step size");
}

static void fill_named_smaller_step_size(char *text, const void *data)
{
    const filling *from = data;
    snprintf(text, descent__template_part_size,
             from->numbers->scheduled ? "Smaller step sizes, to the end of the schedule" : "A smaller step size");
}

static const descent__template_name fillers[] = {
    {"{step_size}", fill_step_size},
    {"{momentum}", fill_momentum},
    {"{push}", fill_push},
    {"{steps}", fill_steps},
    {"{count}", fill_count},
    {"{units}", fill_units},
    {"{before}", fill_before},
    {"{after}", fill_after},
    {"{win}", fill_win},
    {"{slope}", fill_slope},
    {"{record_every_step}", fill_record_every_step},
    {"{recorded}", fill_recorded},
    {"{by_misfit}", fill_by_misfit},
    {"{and_rule}", fill_and_rule},
    {"{way}", fill_way},
    {"{toward}", fill_toward},
    {"{saddle}", fill_saddle},
    {"{outcome}", fill_outcome},
    {"{outcome_place}", fill_outcome_place},
    {"{begin}", fill_begin},
    {"{beyond_pole}", fill_beyond_pole},
    {"{copy_steps}", fill_copy_steps},
    {"{or_less_momentum}", fill_or_less_momentum},
    {"{largest}", fill_largest},
    {"{smallest}", fill_smallest},
    {"{Step_size}", fill_named_step_size},
    {"{A_smaller_step_size}", fill_named_smaller_step_size},
};

descent_advice_kind descent__advice_kind(descent__advice_code code)
{
    return table[code].kind;
}

const char *descent__advice_text(descent__arena *arena, size_t n, const char *const *names, descent__advice_code code,
                                 const descent_advice *advice, const descent__advice_numbers *numbers)
{
    static const descent__advice_numbers none = {.copy_steps = 0};
    const filling from = {.n = n, .names = names, .advice = advice, .numbers = numbers ? numbers : &none};
    return descent__template_text(arena, table[code].sentences, fillers, sizeof fillers / sizeof *fillers, &from);
}
