/* A diagnosis as JSON: every key with its own value, of diagnoses written by hand. */
#include "support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <descent/diagnosis.h>

#include "base/text/json.h"
#include "critical/json.h"

/* What another source writes, as a value. */
static char *point_text(const descent_critical_point *point)
{
    char *text = NULL;
    size_t size = 0;
    FILE *const stream = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(stream);
    descent__json o = {.stream = stream};
    descent__json_critical_point(&o, "p", point);
    ck_assert_int_eq(fclose(stream), 0);
    memmove(text, text + strlen("\"p\":"), strlen(text) - strlen("\"p\":") + 1);
    return text;
}

static char *evaluations_text(const descent_evaluations *evaluations)
{
    char *text = NULL;
    size_t size = 0;
    FILE *const stream = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(stream);
    descent__json o = {.stream = stream};
    descent__json_evaluations(&o, evaluations);
    ck_assert_int_eq(fclose(stream), 0);
    return text;
}

/* Told from where they differ: Check has no room for all of it. */
static void assert_same(const char *text, const char *wanted)
{
    size_t same = 0;
    while (text[same] && text[same] == wanted[same])
        same++;
    ck_assert_msg(text[same] == wanted[same], "%.80s, and not %.80s", text + same, wanted + same);
}

static void assert_json(const descent_diagnosis *d, const char *wanted)
{
    char *text = NULL, *printed = NULL;
    size_t size = 0;
    ck_assert_int_eq(descent_diagnosis_json(d, &text), DESCENT_SUCCESS);
    assert_same(text, wanted);
    FILE *const stream = open_memstream(&printed, &size);
    ck_assert_ptr_nonnull(stream);
    ck_assert_int_eq(descent_diagnosis_print_json(d, stream), DESCENT_SUCCESS);
    ck_assert_int_eq(fclose(stream), 0);
    assert_same(printed, wanted);
    free(printed);
    free(text);
}

/* Nothing is known: numbers and what they belong to are null, lists of things empty. */
START_TEST(what_is_not_known_is_null)
{
    descent_diagnosis d = {.loss = NAN, .dimension = 2};
    char *evaluations = evaluations_text(&d.evaluations), wanted[2000];
    snprintf(
        wanted, sizeof wanted,
        "{\"ending\":\"undetermined\",\"reason\":null,\"dimension\":2,\"variable_names\":null,\"steps\":0,\"rows\":0,"
        "\"x\":null,\"loss\":null,\"gradient_norm\":0,\"gradient_error\":0,\"diameter\":0,\"step_size\":0,"
        "\"momentum\":0,\"rule_name\":null,\"stop\":\"none\",\"point\":null,\"point_ahead\":false,\"distance\":0,"
        "\"tolerance\":0,\"centre\":null,\"step_limit\":0,\"curvature\":0,"
        "\"pace\":{\"law\":\"unknown\",\"rate\":0,\"exponent\":0,\"slope\":0,"
        "\"steps_to_go\":{\"value\":0,\"low\":0,\"high\":0},\"onset\":0},"
        "\"cycle\":{\"period\":0,\"orbit\":null,\"multipliers\":null,\"multipliers_imaginary\":null,"
        "\"multiplier_directions\":null,\"coordinate_periods\":null,\"rotation_number\":0},"
        "\"lyapunov\":{\"value\":0,\"low\":0,\"high\":0},\"noise\":{\"level\":0,\"floor\":0,\"floor_half\":0},"
        "\"direction\":null,\"quantity\":null,\"events\":[],\"findings\":[],\"advice\":[],%s,"
        "\"budget_exhausted\":false,\"factors\":null,\"factors_imaginary\":null,\"bands\":[]}\n",
        evaluations);
    assert_json(&d, wanted);
    free(evaluations);
}
END_TEST

/* Each value is another one. */
START_TEST(every_key_has_its_value)
{
    double x[] = {1, 2}, orbit[] = {3, 4, 5, 6}, multipliers[] = {7, 8}, imaginary[] = {9, 10},
           ways[] = {11, 12, 13, 14};
    double direction[] = {15, 16}, factors[] = {17, 18, 1e9}, turning[] = {19, 20, 1e9}, curvatures[] = {21, 22};
    double units[] = {23, 24}, push_way[] = {25, 26}, outcome[] = {27, 28}, band_x[] = {29, 30}, band_high[] = {31, 32};
    double way_out[] = {33, 34};
    size_t periods[] = {35, 36};
    const char *const names[] = {"a", "b"};
    descent_critical_point point = {
        .kind = DESCENT_CRITICAL_MINIMUM, .dimension = 2, .x = x, .eigenvalues = curvatures, .eigenvalue_count = 2};
    descent_critical_point centre = {.kind = DESCENT_CRITICAL_SADDLE, .dimension = 2, .x = band_x};
    descent_critical_point other = {.kind = DESCENT_CRITICAL_MAXIMUM, .dimension = 2, .x = band_high};
    descent_event events[] = {{.kind = DESCENT_EVENT_LINGERING,
                               .first_step = 37,
                               .last_step = 38,
                               .value = 39,
                               .expected = 40,
                               .count = 41,
                               .point = &other,
                               .direction = way_out},
                              {.kind = DESCENT_EVENT_NONFINITE,
                               .first_step = 42,
                               .value = NAN,
                               .expected = INFINITY,
                               .quantity = DESCENT_QUANTITY_LOSS},
                              {.kind = DESCENT_EVENT_PLATEAU}};
    descent_advice advice[] = {{.kind = DESCENT_ADVICE_NOTHING,
                                .text = "Do.",
                                .step_size = 43,
                                .momentum = 44,
                                .steps = 45,
                                .units = units,
                                .direction = push_way,
                                .push = 46,
                                .verified = 1,
                                .outcome = DESCENT_ENDING_CONVERGED,
                                .outcome_steps = 47,
                                .outcome_point = outcome},
                               {.kind = DESCENT_ADVICE_MORE_STEPS, .text = "Or.", .outcome_steps = 48},
                               {.kind = DESCENT_ADVICE_NOTHING}};
    descent_step_band bands[] = {{.low = 49,
                                  .high = 50,
                                  .ending = DESCENT_ENDING_CONVERGED,
                                  .x = band_x,
                                  .x_high = band_high,
                                  .kind = DESCENT_CRITICAL_DEGENERATE,
                                  .probe = DESCENT_PROBE_FLAT},
                                 {.low = 51, .high = 52, .ending = DESCENT_ENDING_CHAOTIC},
                                 {.low = 1e9}};
    descent_diagnosis d = {.ending = DESCENT_ENDING_PERIODIC,
                           .reason = "Why.",
                           .dimension = 2,
                           .variable_names = names,
                           .steps = 53,
                           .rows = 54,
                           .x = x,
                           .loss = 55,
                           .gradient_norm = 56,
                           .gradient_error = 57,
                           .diameter = 58,
                           .step_size = 59,
                           .momentum = 60,
                           .rule_name = "r",
                           .stop = DESCENT_STOP_STEPS,
                           .point = &point,
                           .point_ahead = 1,
                           .distance = 61,
                           .tolerance = 62,
                           .centre = &centre,
                           .step_limit = 63,
                           .curvature = 64,
                           .pace = {.law = DESCENT_LAW_GEOMETRIC,
                                    .rate = 65,
                                    .exponent = 66,
                                    .slope = 67,
                                    .steps_to_go = {68, 69, 70},
                                    .onset = 71},
                           .cycle = {.period = 2,
                                     .orbit = orbit,
                                     .multiplier_count = 2,
                                     .multipliers = multipliers,
                                     .multipliers_imaginary = imaginary,
                                     .multiplier_directions = ways,
                                     .coordinate_periods = periods,
                                     .rotation_number = 72},
                           .lyapunov = {73, 74, 75},
                           .noise = {.level = 76, .floor = 77, .floor_half = 78},
                           .direction = direction,
                           .quantity = DESCENT_QUANTITY_GRADIENT,
                           .events = events,
                           .event_count = 2,
                           .findings = 1u << 0 | 1u << 2,
                           .advice = advice,
                           .advice_count = 2,
                           .budget_exhausted = 1,
                           .factors = factors,
                           .factors_imaginary = turning,
                           .bands = bands,
                           .band_count = 2};
    char *const at = point_text(&point), *const middle = point_text(&centre), *const there = point_text(&other);
    char *const evaluations = evaluations_text(&d.evaluations);
    static const descent_finding first = (descent_finding)(1u << 0), third = (descent_finding)(1u << 2);
    char *wanted = NULL;
    size_t size = 0;
    FILE *const stream = open_memstream(&wanted, &size);
    ck_assert_ptr_nonnull(stream);
    fprintf(
        stream,
        "{\"ending\":\"periodic\",\"reason\":\"Why.\",\"dimension\":2,\"variable_names\":[\"a\",\"b\"],\"steps\":53,"
        "\"rows\":54,\"x\":[1,2],\"loss\":55,\"gradient_norm\":56,\"gradient_error\":57,\"diameter\":58,"
        "\"step_size\":59,\"momentum\":60,\"rule_name\":\"r\",\"stop\":\"steps\",\"point\":%s,\"point_ahead\":true,"
        "\"distance\":61,\"tolerance\":62,\"centre\":%s,\"step_limit\":63,\"curvature\":64,",
        at, middle);
    fprintf(stream,
            "\"pace\":{\"law\":\"geometric\",\"rate\":65,\"exponent\":66,\"slope\":67,"
            "\"steps_to_go\":{\"value\":68,\"low\":69,\"high\":70},\"onset\":71},"
            "\"cycle\":{\"period\":2,\"orbit\":[[3,4],[5,6]],\"multipliers\":[7,8],\"multipliers_imaginary\":[9,10],"
            "\"multiplier_directions\":[[11,12],[13,14]],\"coordinate_periods\":[35,36],\"rotation_number\":72},"
            "\"lyapunov\":{\"value\":73,\"low\":74,\"high\":75},"
            "\"noise\":{\"level\":76,\"floor\":77,\"floor_half\":78},\"direction\":[15,16],"
            "\"quantity\":\"gradient\",");
    fprintf(stream,
            "\"events\":[{\"kind\":\"lingering\",\"first_step\":37,\"last_step\":38,\"value\":39,\"expected\":40,"
            "\"count\":41,\"quantity\":null,\"point\":%s,\"direction\":[33,34]},"
            "{\"kind\":\"not finite\",\"first_step\":42,\"last_step\":0,\"value\":null,\"expected\":\"Infinity\","
            "\"count\":0,\"quantity\":\"loss\",\"point\":null,\"direction\":null}],\"findings\":[\"%s\",\"%s\"],",
            there, descent_finding_string(first), descent_finding_string(third));
    fprintf(
        stream,
        "\"advice\":[{\"kind\":\"%s\",\"text\":\"Do.\",\"step_size\":43,\"momentum\":44,\"steps\":45,\"units\":[23,24],"
        "\"direction\":[25,26],\"push\":46,\"verified\":true,\"outcome\":\"converged\",\"outcome_steps\":47,"
        "\"outcome_point\":[27,28]},{\"kind\":\"%s\",\"text\":\"Or.\",\"step_size\":0,\"momentum\":0,\"steps\":0,"
        "\"units\":null,\"direction\":null,\"push\":0,\"verified\":false,\"outcome\":null,\"outcome_steps\":null,"
        "\"outcome_point\":null}],%s,",
        descent_advice_kind_string(DESCENT_ADVICE_NOTHING), descent_advice_kind_string(DESCENT_ADVICE_MORE_STEPS),
        evaluations);
    fprintf(stream,
            "\"budget_exhausted\":true,\"factors\":[17,18],\"factors_imaginary\":[19,20],"
            "\"bands\":[{\"low\":49,\"high\":50,\"ending\":\"converged\",\"x\":[29,30],\"x_high\":[31,32],"
            "\"kind\":\"degenerate\",\"probe\":\"flat\"},{\"low\":51,\"high\":52,\"ending\":\"chaotic\",\"x\":null,"
            "\"x_high\":null,\"kind\":null,\"probe\":null}]}\n");
    ck_assert_int_eq(fclose(stream), 0);
    assert_json(&d, wanted);
    free(wanted);
    free(at);
    free(middle);
    free(there);
    free(evaluations);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {what_is_not_known_is_null, every_key_has_its_value};
    return descent_test_main(descent_test_suite("inside_diagnosis_json", tests, sizeof tests / sizeof tests[0]));
}
