#include "diagnosis/explain/why/motion.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "diagnosis/explain/reading.h"

enum {
    most_coordinates = 4
};

/* On a 2-cycle of x − ηg the two gradients are opposite. */
void descent__explain_reversal(descent__words *words, const descent_diagnosis *d)
{
    if (d->cycle.period == 2 && descent__explain_plain_rule(d) &&
        !(d->findings & (DESCENT_FINDING_GRADIENT_RANDOM | DESCENT_FINDING_RULE_DISAGREES)))
        descent__words_say(words, "The slopes at the two points are opposite, so each step undoes the one before.");
}

/* "3.26", "2400", "1.2e+26" */
static void write_leap(char *text, double leap)
{
    if (leap < 100)
        snprintf(text, descent__factor_text_size, "%.3g", leap);
    else
        descent__words_steps(text, leap, false);
}

/* By the numbers: a factor that is a power of the factor before is hard to imagine. */
static void say_leaps(descent__words *words, const descent_diagnosis *d)
{
    const descent__holdings *holdings = d->internal;
    if (!isfinite(d->pace.exponent))
        return;
    if (!holdings || !(holdings->leaps[0] > 1) || !isfinite(holdings->leaps[1])) {
        descent__words_say(words, "Toward the end the factor from step to step grows, too.");
        return;
    }
    char first[descent__factor_text_size], second[descent__factor_text_size];
    write_leap(first, holdings->leaps[0]);
    write_leap(second, holdings->leaps[1]);
    descent__words_say(words, "The last step but one was %s times as long as the one before it, the last one %s times.",
                       first, second);
}

void descent__explain_growth(descent__words *words, const descent_diagnosis *d)
{
    if (!descent__ending_grows(d->ending))
        return;
    char factor[descent__factor_text_size];
    descent__words_factor(factor, fabs(d->pace.rate));
    switch (d->pace.law) {
    case DESCENT_LAW_FASTER:
        say_leaps(words, d);
        return;
    case DESCENT_LAW_GEOMETRIC:
        /* The reason tells the factor with its digits, if there is a reason. */
        if (isfinite(d->pace.rate) && !(d->reason && strstr(d->reason, "by a factor of")))
            descent__words_say(words, "Each step is %s times as long as the one before%s.", factor,
                               d->pace.rate < 0 ? ", the other way" : "");
        else if (d->pace.rate < 0)
            descent__words_say(words, "Each step goes the other way than the one before.");
        return;
    case DESCENT_LAW_LOGARITHMIC:
        descent__words_say(words, "The way grows like the logarithm of the number of steps.");
        return;
    case DESCENT_LAW_LINEAR:
        descent__words_say(words, "Over the last half of the run the steps hardly changed in length.");
        return;
    case DESCENT_LAW_UNKNOWN:
    case DESCENT_LAW_FINITE: /* laws of settling */
    case DESCENT_LAW_POWER:
    case DESCENT_LAW_FORCE_INT:
        return;
    }
}

/* Of the steps that the exponent needs. No edge: "some" steps are told. */
static const double much_sooner = 0.8;

/* The exponent is that of the long run; the recorded steps may have parted neighbours much sooner. */
static double steps_to_rounding(const descent_diagnosis *d)
{
    const descent__holdings *const holdings = d->internal;
    const double steps = ceil(-log(DBL_EPSILON) / d->lyapunov.value);
    const double parted = holdings ? (double)holdings->rounding_decides : 0;
    return parted > 0 && parted < much_sooner * steps ? parted : steps;
}

static void say_separation(descent__words *words, const descent_diagnosis *d)
{
    descent__words_say(words, "On average each step makes neighbouring runs %.3g times farther apart",
                       exp(d->lyapunov.value));
    if (d->lyapunov.low > 0)
        descent__words_say(words,
                           ". After some %.0f steps rounding decides where exactly the run is: another program, which "
                           "rounds otherwise, "
                           "finds it elsewhere.",
                           steps_to_rounding(d));
    else
        descent__words_say(words, "; very near ones perhaps less, for this rule divides its steps by a memory that "
                                  "fades.");
}

enum {
    usual_digits = 4,
    most_digits = 8,     /* of a mean over some thousand steps */
    simple_fraction = 12 /* by its denominator */
};

/* Is it told as a simple fraction is, and is none? "0.5 of a circle" comes back after two steps. */
static bool looks_simple(double rotation, int digits)
{
    char told[descent__factor_text_size], simple[descent__factor_text_size];
    snprintf(told, sizeof told, "%.*g", digits, rotation);
    for (int parts = 1; parts <= simple_fraction; parts++) {
        const double fraction = round(rotation * parts) / parts;
        snprintf(simple, sizeof simple, "%.*g", digits, fraction);
        if (strcmp(told, simple) == 0 && fabs(rotation - fraction) > DBL_EPSILON)
            return true;
    }
    return false;
}

static int digits_of_rotation(double rotation)
{
    int digits = usual_digits;
    while (digits < most_digits && looks_simple(rotation, digits))
        digits++;
    return digits;
}

void descent__explain_bounded(descent__words *words, const descent_diagnosis *d)
{
    if (!isfinite(d->lyapunov.value))
        return;
    descent__words_say(
        words, "The largest Lyapunov exponent, the mean rate at which neighbouring runs separate, is %.4g a step",
        d->lyapunov.value);
    /* Of a rule that forgets the lower end is no result: between its bursts neighbours come together. */
    if (d->ending == DESCENT_ENDING_CHAOTIC && !(d->lyapunov.low > 0))
        descent__words_say(words, " (at most %#.4g)", d->lyapunov.high);
    else
        descent__words_say(words, " (95 %% interval %#.4g to %#.4g)", d->lyapunov.low, d->lyapunov.high);
    descent__words_say(words, d->ending == DESCENT_ENDING_QUASIPERIODIC ? ": zero, as far as that tells." : ".");
    if (d->ending == DESCENT_ENDING_QUASIPERIODIC && descent__explain_keeps_volume(d))
        descent__words_say(words, "With momentum 1 it is exactly zero: nothing draws runs together or apart.");
    if (d->ending == DESCENT_ENDING_CHAOTIC)
        say_separation(words, d);
    if (isfinite(d->cycle.rotation_number))
        descent__words_say(words, "%s turns by %.*g of a circle%s (the rotation number).",
                           d->dimension > 1 ? "The variable that swings widest" : "Each step",
                           digits_of_rotation(d->cycle.rotation_number), d->cycle.rotation_number,
                           d->dimension > 1 ? " each step" : "");
    for (size_t i = 0; d->cycle.coordinate_periods && i < d->dimension && i < most_coordinates; i++)
        if (d->cycle.coordinate_periods[i] > 1) {
            char name[descent__variable_name_size];
            descent__name_text(name, d->variable_names, i);
            descent__words_say(words, "Taken alone, %s has period %zu.", name, d->cycle.coordinate_periods[i]);
        }
}

/* Of few answers (32) a standard deviation is known to an eighth: that is one digit, or two behind a 1. */
static bool begins_with_one(double level)
{
    return level > 0 && level / pow(10, floor(log10(level))) < 2;
}

void descent__explain_noise(descent__words *words, const descent_diagnosis *d)
{
    if (isfinite(d->noise.level))
        descent__words_say(words, "The noise of the gradient is about %.*g (standard deviation%s).",
                           begins_with_one(d->noise.level) ? 2 : 1, d->noise.level,
                           d->dimension > 1 ? " of all components together" : "");
    if (isfinite(d->noise.floor))
        descent__words_say(words, "Over the last half the run was on average %.3g away from its mean point.",
                           d->noise.floor);
    if (isfinite(d->noise.floor_half))
        descent__words_say(words, "Half the step size would make that about %.2g.", d->noise.floor_half);
}
