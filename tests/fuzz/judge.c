#include "fuzz/judge.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "fuzz/fuzz.h"

size_t judge_character(const char *text)
{
    const unsigned char *const c = (const unsigned char *)text;
    const size_t size = c[0] < 0x80 ? 1 : c[0] < 0xc2 ? 0 : c[0] < 0xe0 ? 2 : c[0] < 0xf0 ? 3 : c[0] < 0xf5 ? 4 : 0;
    for (size_t k = 1; k < size; k++)
        if ((c[k] & 0xc0) != 0x80)
            return 0;
    return size;
}

static const char *json_string(const char *s)
{
    if (*s++ != '"')
        return NULL;
    while (*s != '"') {
        const size_t size = judge_character(s);
        if (size == 0 || (unsigned char)*s < ' ')
            return NULL;
        if (*s == '\\') {
            s++;
            if (*s == 'u') {
                for (int k = 1; k <= 4; k++)
                    if (!isxdigit((unsigned char)s[k]))
                        return NULL;
                s += 4;
            } else if (!*s || !strchr("\"\\/bfnrt", *s)) {
                return NULL;
            }
            s++;
        } else {
            s += size;
        }
    }
    return s + 1;
}

static const char *digits(const char *s)
{
    if (!isdigit((unsigned char)*s))
        return NULL;
    while (isdigit((unsigned char)*s))
        s++;
    return s;
}

static const char *json_number(const char *s)
{
    s += *s == '-';
    if (*s == '0' && isdigit((unsigned char)s[1]))
        return NULL;
    s = digits(s);
    if (s && *s == '.')
        s = digits(s + 1);
    if (s && (*s == 'e' || *s == 'E')) {
        s += s[1] == '+' || s[1] == '-';
        s = digits(s + 1);
    }
    return s;
}

static const char *json_value(const char *s, int depth);

/* A list, or an object, whose opening bracket was read. */
static const char *json_items(const char *s, bool named, char closing, int depth)
{
    if (*s == closing)
        return s + 1;
    for (;; s++) {
        if (named) {
            s = json_string(s);
            if (!s || *s++ != ':')
                return NULL;
        }
        s = json_value(s, depth + 1);
        if (!s || *s == closing)
            return s ? s + 1 : NULL;
        if (*s != ',')
            return NULL;
    }
}

static const char *json_value(const char *s, int depth)
{
    static const char *const words[] = {"true", "false", "null"};
    if (depth > 32)
        return NULL;
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (strncmp(s, words[k], strlen(words[k])) == 0)
            return s + strlen(words[k]);
    switch (*s) {
    case '"':
        return json_string(s);
    case '[':
        return json_items(s + 1, false, ']', depth);
    case '{':
        return json_items(s + 1, true, '}', depth);
    default:
        return json_number(s);
    }
}

int judge_is_json(const char *text)
{
    const char *const end = json_value(text, 0);
    return end && strcmp(end, "\n") == 0;
}

void judge_status(descent_status status, const void *made)
{
    REQUIRE(status <= DESCENT_ECANCELLED);
    REQUIRE((status == DESCENT_SUCCESS) == (made != NULL));
    if (status == DESCENT_SUCCESS)
        return;
    const char *const detail = descent_error_detail();
    REQUIRE(*detail);
    for (size_t i = 0; detail[i]; i++)
        REQUIRE((unsigned char)detail[i] >= ' ' && detail[i] != '\x7f');
}

static void judge_text(descent_status (*say)(const descent_diagnosis *, char **), const descent_diagnosis *diagnosis)
{
    char *text;
    REQUIRE(say(diagnosis, &text) == DESCENT_SUCCESS && *text);
    for (const char *c = text; *c; c += judge_character(c)) {
        REQUIRE((unsigned char)*c >= ' ' || *c == '\n');
        REQUIRE(judge_character(c) > 0);
    }
    free(text);
}

static void judge_unit(size_t n, const double *direction)
{
    double sum = 0;
    for (size_t i = 0; direction && i < n; i++)
        sum += direction[i] * direction[i];
    REQUIRE(!direction || fabs(sum - 1) < 1e-6);
}

static void judge_interval(descent_interval interval)
{
    REQUIRE(!(interval.low > interval.high));
    REQUIRE(!(interval.value < interval.low) && !(interval.value > interval.high));
}

static void judge_advice(const descent_diagnosis *diagnosis)
{
    for (size_t k = 0; k < diagnosis->advice_count; k++) {
        const descent_advice *const advice = &diagnosis->advice[k];
        REQUIRE(strcmp(descent_advice_kind_string(advice->kind), "unknown") != 0);
        REQUIRE(advice->text && *advice->text);
        REQUIRE(!(advice->step_size <= 0) && !isinf(advice->step_size));
        REQUIRE(!(advice->steps < 0));
        judge_unit(diagnosis->dimension, advice->direction);
        for (size_t i = 0; advice->units && i < diagnosis->dimension; i++)
            REQUIRE(advice->units[i] > 0 && isfinite(advice->units[i]));
    }
}

static void judge_events(const descent_diagnosis *diagnosis)
{
    for (size_t k = 0; k < diagnosis->event_count; k++) {
        const descent_event *const event = &diagnosis->events[k];
        REQUIRE(event->first_step <= event->last_step);
        REQUIRE(k == 0 || event->first_step >= event[-1].first_step);
        judge_unit(diagnosis->dimension, event->direction);
        if (event->point)
            judge_point(event->point);
    }
}

void judge_diagnosis(const descent_diagnosis *diagnosis)
{
    REQUIRE(strcmp(descent_ending_string(diagnosis->ending), "unknown") != 0);
    REQUIRE(diagnosis->reason && *diagnosis->reason);
    REQUIRE((diagnosis->ending == DESCENT_ENDING_PERIODIC) == (diagnosis->cycle.period >= 2));
    REQUIRE((diagnosis->cycle.orbit != NULL) == (diagnosis->cycle.period >= 2));
    for (size_t i = 0; diagnosis->x && i < diagnosis->dimension; i++)
        REQUIRE(isfinite(diagnosis->x[i]));
    judge_unit(diagnosis->dimension, diagnosis->direction);
    judge_interval(diagnosis->pace.steps_to_go);
    judge_interval(diagnosis->lyapunov);
    REQUIRE(!(diagnosis->pace.steps_to_go.low < 0) && !(diagnosis->pace.steps_to_go.value < 0));
    REQUIRE(!(diagnosis->distance < 0) && !(diagnosis->diameter < 0) && !(diagnosis->tolerance < 0));
    REQUIRE(!(diagnosis->gradient_norm < 0));
    if (diagnosis->point)
        judge_point(diagnosis->point);
    if (diagnosis->centre)
        judge_point(diagnosis->centre);
    judge_advice(diagnosis);
    judge_events(diagnosis);
    judge_text(descent_diagnosis_text, diagnosis);
    judge_text(descent_diagnosis_line, diagnosis);
    char *json;
    REQUIRE(descent_diagnosis_json(diagnosis, &json) == DESCENT_SUCCESS);
    REQUIRE(judge_is_json(json));
    free(json);
}

void judge_point(const descent_critical_point *point)
{
    const size_t n = point->dimension;
    REQUIRE(strcmp(descent_critical_kind_string(point->kind), "unknown") != 0);
    for (size_t i = 0; i < n; i++)
        REQUIRE(isfinite(point->x[i]));
    REQUIRE(point->eigenvalue_count <= n && point->eigenvector_count <= point->eigenvalue_count);
    for (size_t k = 0; k < point->eigenvalue_count; k++) {
        REQUIRE(isfinite(point->eigenvalues[k]));
        REQUIRE(k == 0 || point->eigenvalues[k] >= point->eigenvalues[k - 1]);
    }
    for (size_t k = 0; k < point->eigenvector_count; k++)
        judge_unit(n, point->eigenvectors + k * n);
    REQUIRE(point->eigenvalue_count < n || point->index + point->nullity <= n);
    REQUIRE(point->kind != DESCENT_CRITICAL_MINIMUM || point->index == 0);
    REQUIRE(point->kind != DESCENT_CRITICAL_SADDLE || point->index > 0);
    REQUIRE((point->escape != NULL) == (point->index > 0 && point->eigenvectors));
    REQUIRE(!(point->step_limit < 0) && !(point->distance < 0) && !(point->gradient_norm < 0));
    REQUIRE((point->probe == DESCENT_PROBE_LOWER) == (point->lower_x != NULL));
    REQUIRE(!(point->lower_loss >= point->loss) && !isinf(point->lower_loss));
}
