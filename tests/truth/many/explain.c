#include "truth/many/explain.h"

#include <stdio.h>

#include "truth/many/linear.h"
#include "truth/many/tally.h"

void explain(const trial *of, unsigned witnesses)
{
    const trial drawn = *of;
    const past seen = past_of(&drawn);
    const fate is = fate_of(&drawn, &seen);
    const size_t n = drawn.on.n;
    printf("run %llu: %s, n = %zu, %s, step size %.17g (limit of a minimum below the start %.9g), momentum %g",
           (unsigned long long)drawn.id, drawn.on.formula->name, n, trial_rule_names[drawn.by], drawn.rule.step_size,
           drawn.limit, drawn.rule.momentum);
    const descent_schedule *const with = &drawn.rule.schedule;
    if (with->kind != DESCENT_SCHEDULE_CONSTANT)
        printf(", schedule: factor %.17g, delay %.17g, length %llu, floor %.17g", with->factor, with->delay,
               (unsigned long long)with->length, with->floor);
    printf(", %zu steps%s, every %zu. recorded\nstart", drawn.steps, drawn.loss_only ? ", by differences" : "",
           drawn.stride);
    for (size_t i = 0; i < n; i++)
        printf(" %.17g", drawn.start[i]);
    if (drawn.on.formula->draw) {
        printf("\nparameters");
        for (size_t i = 0; i < most_parameters; i++)
            printf(" %.17g", drawn.on.a[i]);
    }
    printf("\nend after %llu steps", (unsigned long long)seen.end.step);
    for (size_t i = 0; i < n; i++)
        printf(" %.12g", seen.end.x[i]);
    printf(", loss %.12g (first %.9g), diameter %g\n", seen.last_loss, seen.first_loss, seen.diameter);
    printf("TRUE: %s, followed for %llu steps more", fate_words[is.kind], (unsigned long long)is.followed);
    if (is.kind == FATE_MINIMUM || is.kind == FATE_SADDLE || is.kind == FATE_DEGENERATE || is.kind == FATE_REST) {
        printf(", at");
        for (size_t i = 0; i < n; i++)
            printf(" %.12g", is.point[i]);
        printf(", %.6g away; curvatures %g to %g; largest multiplier %.12g; step limit %.9g",
               apart(n, seen.end.x, is.point), is.curvature[0], is.curvature[1], is.multiplier, is.step_limit);
    }
    if (is.kind == FATE_CYCLE)
        printf(", period %zu", is.period);
    printf(", exponent of neighbours %g +- %g\n", is.exponent, is.deviation);
    for (size_t more = 0; more < 6; more++) {
        static const uint64_t after[6] = {1, 10, 100, 1000, 10000, 100000};
        machine run = seen.end;
        uint64_t k = 0;
        while (k < after[more] && machine_step(&run))
            k++;
        printf("  %llu steps later: loss %.12g at", (unsigned long long)k, terrain_loss(&drawn.on, run.x));
        for (size_t i = 0; i < n; i++)
            printf(" %.12g", run.x[i]);
        printf("\n");
    }
    const record made = record_of(&drawn, witnesses);
    for (int who = 0; who < WITNESSES; who++) {
        if (!(witnesses & (1u << who)))
            continue;
        const compared *const how = &made.how[who];
        printf("\n%s: %s%s%s\n", witness_names[who], claim_names[how->claim], how->why ? ", " : "",
               how->why ? how->why : "");
        for (int k = 0; k < FIGURES; k++)
            if (how->given[k])
                printf("  %s %.9g, truth %.9g%s\n", figure_names[k], made.figures[who][k], how->truth[k],
                       how->off[k] ? ": OFF" : "");
        said_explain((witness)who, &drawn, stdout);
    }
}
