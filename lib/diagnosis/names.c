#include <descent/diagnosis.h>

const char *descent_law_string(descent_law law)
{
    static const char *const names[] = {"unknown", "finite", "geometric", "power", "linear", "logarithmic", "faster"};
    return (size_t)law < sizeof names / sizeof *names ? names[law] : "unknown";
}

const char *descent_event_kind_string(descent_event_kind kind)
{
    static const char *const names[] = {"unknown", "lingering",  "plateau",    "loss rose",        "oscillation",
                                        "growth",  "sign flips", "not finite", "step size changed"};
    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : "unknown";
}

const char *descent_finding_string(descent_finding finding)
{
    static const char *const names[] = {
        "step above the stability limit",
        "gradient does not match the loss",
        "kink",
        "momentum near one",
        "Hessian not symmetric",
        "valley",
        "gradient is random",
        "gradient from differences",
        "path too thin",
        "rule fitted to the path",
        "rule unknown",
        "path not made by this rule",
    };
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        if ((unsigned)finding == 1u << k)
            return names[k];
    return "unknown";
}

const char *descent_advice_kind_string(descent_advice_kind kind)
{
    static const char *const names[] = {
        "unknown",      "nothing",    "step size",   "more steps", "leave saddle", "other rule",
        "fix gradient", "fix domain", "change loss", "decay step", "momentum",     "more evidence",
    };
    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : names[0];
}

const char *descent_quantity_string(descent_quantity quantity)
{
    static const char *const names[] = {"nothing", "point", "loss", "gradient"};
    return (size_t)quantity < sizeof names / sizeof *names ? names[quantity] : "unknown";
}
