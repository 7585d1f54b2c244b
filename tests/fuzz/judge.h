/* What must hold of whatever the library gives back, for any input. */
#ifndef DESCENT_TESTS_FUZZ_JUDGE_H
#define DESCENT_TESTS_FUZZ_JUDGE_H

#include <descent/critical.h>
#include <descent/diagnosis.h>
#include <descent/status.h>

/* A status of the list; with a reason in plain characters, and nothing made, if it is no success. */
void judge_status(descent_status status, const void *made);

/* The same of a call, which comes first. */
#define JUDGE(call, made)                                                                                              \
    do {                                                                                                               \
        const descent_status judged = (call);                                                                          \
        judge_status(judged, (made));                                                                                  \
    } while (0)

/* Ranges, order, unit vectors, what belongs together; and that all ways of saying it work. */
void judge_diagnosis(const descent_diagnosis *diagnosis);

void judge_point(const descent_critical_point *point);

/* One JSON value (RFC 8259) and a newline, in UTF-8, and nothing else? */
int judge_is_json(const char *text);

/* The size in bytes of the UTF-8 character there (RFC 3629); 0 if it is none. */
size_t judge_character(const char *text);

#endif
