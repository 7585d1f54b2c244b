/* Files, strings and pictures' scripts: no byte of a user's text does more than be shown. */
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include <descent/descent.h>
#include <descent/monitor.h>
#include <descent/plot.h>
#include <descent/sweep.h>

#include "fuzz/fuzz.h"
#include "fuzz/hostile.h"
#include "fuzz/judge.h"
#include "path/path_readers.h"

enum {
    text_size = 80
};

void fuzz_path(const uint8_t *data, size_t size)
{
    (void)try_path_readers(data, size);
}

/* A word of a list, or "unknown". */
#define JUDGE_WORD(call)                                                                                               \
    do {                                                                                                               \
        const char *const word = (call);                                                                               \
        REQUIRE(word &&*word);                                                                                         \
    } while (0)

static void judge_words(int value)
{
    JUDGE_WORD(descent_status_string((descent_status)value));
    JUDGE_WORD(descent_ending_string((descent_ending)value));
    JUDGE_WORD(descent_law_string((descent_law)value));
    JUDGE_WORD(descent_phase_string((descent_phase)value));
    JUDGE_WORD(descent_critical_kind_string((descent_critical_kind)value));
    JUDGE_WORD(descent_event_kind_string((descent_event_kind)value));
    JUDGE_WORD(descent_advice_kind_string((descent_advice_kind)value));
    JUDGE_WORD(descent_finding_string((descent_finding)value));
}

static int plain_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] -= step->step_size * step->gradient[i];
    return 0;
}

/* The rule's name goes into sentences and JSON, a text into a detail, a file's name into a reason. */
void fuzz_text(const uint8_t *data, size_t size)
{
    choices from = choices_of(data, size);
    char name[text_size], detail[2 * text_size];
    judge_words((int)choose_many(&from) - 300);
    choose_text(&from, name, sizeof name);
    choose_text(&from, detail, sizeof detail);
    JUDGE(descent_fail(DESCENT_EINVAL, "because %s: %g", *detail ? detail : ".", choose_number(&from)), NULL);
    hostile loss;
    const descent_problem problem = hostile_problem(&from, &loss);
    const descent_rule_type type = {.name = name, .advance = plain_advance};
    const descent_rule rule = {.type = &type, .step_size = 0.1};
    descent_engine *engine;
    double start[hostile_variables];
    for (size_t i = 0; i < loss.n; i++)
        start[i] = choose_near(&from);
    if (descent_engine_new(&engine, &problem, rule, start) != DESCENT_SUCCESS)
        return;
    (void)descent_engine_record(engine, NULL);
    (void)descent_engine_run(engine, choose_byte(&from));
    descent_diagnosis *diagnosis;
    const descent_diagnosis_options options = {.budget = 500};
    REQUIRE(descent_engine_diagnose(engine, &options, &diagnosis) == DESCENT_SUCCESS);
    judge_diagnosis(diagnosis);
    descent_diagnosis_free(diagnosis);
    char file[text_size + 32];
    snprintf(file, sizeof file, "/nonexistent/%s", name);
    JUDGE(descent_path_write_csv(descent_engine_path(engine), file), NULL);
    descent_engine_free(engine);
}

/* Outside of quotes a script has plain characters alone, and none that gnuplot or a shell would run; within, clean UTF-8. */
static void judge_script(const char *script)
{
    char quote = 0;
    for (const char *c = script; *c; c += judge_character(c)) {
        REQUIRE(judge_character(c) > 0);
        REQUIRE((unsigned char)*c >= ' ' || *c == '\n');
        if (quote) {
            REQUIRE(*c != '\n' && (quote == '\'' || *c != '`'));
            if (quote == '"' && *c == '\\')
                c++;
            else if (*c == quote)
                quote = 0;
        } else {
            quote = *c == '\'' || *c == '"' ? *c : 0;
            REQUIRE((unsigned char)*c < 0x7f && !strchr("`@!", *c));
        }
    }
    REQUIRE(!quote);
}

static void judge_file(const char *name, bool made)
{
    FILE *const file = fopen(name, "rb");
    REQUIRE((file != NULL) == made);
    if (!file)
        return;
    fseek(file, 0, SEEK_END);
    const long length = ftell(file);
    rewind(file);
    char *const script = calloc((size_t)length + 1, 1);
    REQUIRE(script && fread(script, 1, (size_t)length, file) == (size_t)length);
    REQUIRE(strlen(script) == (size_t)length);
    judge_script(script);
    free(script);
    fclose(file);
    unlink(name);
}

typedef struct texts {
    char title[text_size], x_label[text_size], y_label[text_size], value_label[text_size], font[text_size];
    char names[2][text_size];
    const char *list[2];
    double origin[hostile_variables];
} texts;

static descent_plot_view any_view(choices *from, texts *said)
{
    const unsigned shown = choose_byte(from), set = choose_byte(from);
    descent_plot_view view = {.samples = 8 + choose_below(from, 8), .no_search = 1};
    choose_text(from, said->title, text_size);
    choose_text(from, said->x_label, text_size);
    choose_text(from, said->y_label, text_size);
    choose_text(from, said->value_label, text_size);
    choose_text(from, said->font, text_size);
    for (size_t k = 0; k < 2; k++) {
        choose_text(from, said->names[k], text_size);
        said->list[k] = said->names[k];
    }
    for (size_t i = 0; i < hostile_variables; i++)
        said->origin[i] = choose_mostly_near(from, 16);
    view.title = shown & 1 ? said->title : NULL;
    view.x_label = shown & 2 ? said->x_label : NULL;
    view.y_label = shown & 4 ? said->y_label : NULL;
    view.value_label = shown & 8 ? said->value_label : NULL;
    view.font = shown & 16 && shown & 32 ? said->font : NULL;
    view.names = shown & 64 ? said->list : NULL;
    view.origin = shown & 128 ? said->origin : NULL;
    if (set & 1)
        view.x_low = choose_number(from), view.x_high = choose_number(from);
    if (set & 2)
        view.y_low = choose_number(from), view.y_high = choose_number(from);
    if (set & 4)
        view.value_low = choose_number(from), view.value_high = choose_number(from);
    view.plane = set & 8 ? DESCENT_PLOT_PLANE_PRINCIPAL : DESCENT_PLOT_PLANE_COORDINATES;
    view.x_variable = set & 16 ? choose_below(from, 7) : 0;
    view.bands = set & 32 ? choose_below(from, 70) : 0;
    view.pitch = set & 64 ? choose_number(from) : 0;
    view.theme = set & 128 ? DESCENT_PLOT_THEME_DARK : DESCENT_PLOT_THEME_LIGHT;
    return view;
}

static descent_path *any_path(choices *from, const hostile *loss)
{
    descent_path *path;
    REQUIRE(descent_path_new(&path, loss->n, NULL) == DESCENT_SUCCESS);
    double x[hostile_variables], gradient[hostile_variables];
    for (size_t i = 0; i < loss->n; i++)
        x[i] = choose_near(from);
    for (unsigned row = choose_below(from, 40); row > 0; row--) {
        hostile_gradient(loss, x, gradient);
        REQUIRE(descent_path_append(path, x, hostile_value(loss, x), gradient) == DESCENT_SUCCESS);
        for (size_t i = 0; i < loss->n; i++)
            x[i] = choose_rarely(from, 60) ? choose_number(from) : x[i] - 0.05 * gradient[i];
    }
    return path;
}

static descent_sweep *any_sweep(choices *from, const descent_problem *problem, const double *start, bool map)
{
    const descent_sweep_options options = {.steps = 30, .tail = 8, .check_count = DESCENT_SWEEP_NO_CHECKS};
    const descent_plane plane = {.left = -2, .right = 2, .bottom = -2, .top = 2, .columns = 6, .rows = 4};
    double step_sizes[12];
    descent_sweep *sweep;
    for (size_t k = 0; k < 12; k++)
        step_sizes[k] = 0.01 * (double)(k + 1) * (1 + choose_below(from, 8));
    if (map && problem->dimension > 1)
        (void)descent_sweep_plane(problem, descent_fixed_step(0.1), &plane, &options, &sweep);
    else
        (void)descent_sweep_step_sizes(problem, start, step_sizes, 12, &options, &sweep);
    return sweep;
}

void fuzz_plot(const uint8_t *data, size_t size)
{
    choices from = choices_of(data, size);
    hostile loss;
    texts said;
    const descent_problem problem = hostile_problem(&from, &loss);
    const descent_plot_view view = any_view(&from, &said);
    descent_path *const paths[] = {any_path(&from, &loss), any_path(&from, &loss)};
    descent_picture picture = {.kind = (descent_plot_kind)choose_below(&from, 9),
                               .problem = choose_rarely(&from, 4) ? NULL : &problem,
                               .paths = (const descent_path *const *)paths,
                               .path_count = 1 + choose_below(&from, 2),
                               .view = &view};
    descent_diagnosis *diagnosis = NULL;
    const descent_diagnosis_options options = {.budget = 300};
    if (choose_rarely(&from, 2))
        (void)descent_diagnose(&problem, paths[0], &options, &diagnosis);
    picture.diagnosis = diagnosis;
    descent_sweep *sweep = NULL;
    if (picture.kind >= DESCENT_PLOT_BIFURCATION)
        sweep = any_sweep(&from, &problem, said.origin, picture.kind == DESCENT_PLOT_BASINS);
    picture.sweep = sweep;
    char name[64];
    snprintf(name, sizeof name, "fuzz-plot-%ld.gp", (long)getpid());
    unlink(name);
    const descent_status status = descent_plot_draw(&picture, name);
    judge_status(status, status == DESCENT_SUCCESS ? name : NULL);
    judge_file(name, status == DESCENT_SUCCESS);
    descent_sweep_free(sweep);
    descent_diagnosis_free(diagnosis);
    descent_path_free(paths[0]);
    descent_path_free(paths[1]);
}
