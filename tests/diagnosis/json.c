/* Writes diagnoses as JSON, each followed by a line of what is in the struct, for json_judge.py to compare. */
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "truth/run.h"

static void require(descent_status status)
{
    if (status == DESCENT_SUCCESS)
        return;
    fprintf(stderr, "diagnosis_json: %s\n", descent_error_detail());
    exit(EXIT_FAILURE);
}

static void write_diagnosis(const char *name, descent_diagnosis *diagnosis)
{
    printf("%s\n", name);
    require(descent_diagnosis_print_json(diagnosis, stdout));
    printf("%s %" PRIu64 " %zu %zu %u %zu %zu", descent_ending_string(diagnosis->ending), diagnosis->steps,
           diagnosis->cycle.period, diagnosis->event_count, diagnosis->findings, diagnosis->advice_count,
           diagnosis->cycle.multiplier_count);
    printf(" %a %a %a %a %a %a %a\n", diagnosis->x ? diagnosis->x[0] : (double)NAN, diagnosis->loss,
           diagnosis->pace.rate, diagnosis->lyapunov.value, diagnosis->pace.steps_to_go.high, diagnosis->noise.level,
           diagnosis->centre ? diagnosis->centre->x[0] : (double)NAN);
    descent_diagnosis_free(diagnosis);
}

static int stay(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule, (void)step;
    return 0;
}

/* A name that JSON must escape, cut off within a character by the field's length. */
static const descent_rule_type awkward_rule = {.name = "\"\\\x01\xff 30 bytes of it, then é: é", .advance = stay};

static void write_awkward(void)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const double start[] = {4, 1};
    const descent_rule rule = {.type = &awkward_rule, .step_size = 1};
    descent_engine *engine;
    descent_diagnosis *diagnosis;
    require(descent_engine_new(&engine, &problem, rule, start));
    require(descent_engine_record(engine, NULL));
    require(descent_engine_run(engine, 4));
    require(descent_engine_diagnose(engine, NULL, &diagnosis));
    write_diagnosis("awkward", diagnosis);
    descent_engine_free(engine);
}

static void write_empty(void)
{
    descent_path *path;
    descent_diagnosis *diagnosis;
    require(descent_path_new(&path, 3, NULL));
    require(descent_diagnose(NULL, path, NULL, &diagnosis));
    write_diagnosis("empty", diagnosis);
    descent_path_free(path);
}

int main(void)
{
    write_empty();
    write_awkward();
    for (size_t i = 0; i < known_run_count; i++) {
        descent_diagnosis *diagnosis;
        if (known_runs[i].steps > 20000)
            continue;
        require(known_diagnose(&known_runs[i], NULL, &diagnosis));
        write_diagnosis(known_runs[i].name, diagnosis);
    }
    return EXIT_SUCCESS;
}
