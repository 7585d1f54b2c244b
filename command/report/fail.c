#include "command/report/fail.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *prefix;

void descent__fail_as(const char *verb)
{
    prefix = verb;
}

/* Longer messages are cut: a formula may be long. */
enum {
    longest_message = 4096
};

/* Bytes of the character of UTF-8 that begins here; 0 if none does. */
static size_t character_length(const char *text)
{
    const unsigned char first = (unsigned char)*text;
    const size_t length = first < 0x80   ? 1
                          : first < 0xC2 ? 0
                          : first < 0xE0 ? 2
                          : first < 0xF0 ? 3
                          : first < 0xF5 ? 4
                                         : 0;
    for (size_t i = 1; i < length; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80)
            return 0;
    return length;
}

/* What stands in files and arguments is shown and does nothing: neither control characters nor broken ones get through. */
static void put(const char *text)
{
    while (*text) {
        const size_t length = character_length(text);
        const int shown = length > 0 && (length > 1 || *text == '\n' || ((unsigned char)*text >= ' ' && *text != 0x7F));
        if (shown)
            fwrite(text, 1, length, stderr);
        else
            putc('?', stderr);
        text += length ? length : 1;
    }
}

/* What is on its way to the standard output comes first, where both are a terminal. */
static void say(const char *format, va_list arguments)
{
    char message[longest_message];
    vsnprintf(message, sizeof message, format, arguments);
    fflush(stdout);
    fprintf(stderr, "descent%s%s: ", prefix ? " " : "", prefix ? prefix : "");
    put(message);
    putc('\n', stderr);
}

descent__exit descent__wrong(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(format, arguments);
    va_end(arguments);
    fprintf(stderr, "Try 'descent%s%s --help'.\n", prefix ? " " : "", prefix ? prefix : "");
    return DESCENT__EXIT_USAGE;
}

descent__exit descent__failed(descent__exit exit, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(format, arguments);
    va_end(arguments);
    return exit;
}

/* What the library calls a value, and how it is given here. */
static const struct {
    const char *name, *option;
} options[] = {
    {"low ", "--from "},
    {"high ", "--to "},
    {"step_size ", "--step "},
    {"momentum ", "--momentum "},
    {"schedule.delay ", "--delay "},
    {"schedule.factor ", "--factor "},
    {"schedule.length ", "--length "},
    {"schedule.floor ", "--floor "},
};

static descent__exit wrong_value(const char *detail)
{
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        const size_t length = strlen(options[i].name);
        if (strncmp(detail, options[i].name, length) == 0)
            return descent__wrong("%s%s", options[i].option, detail + length);
    }
    return descent__wrong("%s", detail);
}

descent__exit descent__failed_call(descent_status status)
{
    switch (status) {
    case DESCENT_SUCCESS:
        return DESCENT__EXIT_DONE;
    case DESCENT_EINVAL:
        return wrong_value(descent_error_detail());
    case DESCENT_EIO:
    case DESCENT_EFORMAT:
        return descent__failed(DESCENT__EXIT_FILES, "%s", descent_error_detail());
    case DESCENT_EUNSUPPORTED:
        return descent__failed(DESCENT__EXIT_MISSING, "%s", descent_error_detail());
    case DESCENT_ENOMEM:
    case DESCENT_ECALLBACK:
    case DESCENT_ENONFINITE:
    case DESCENT_ENOCONVERGENCE:
    case DESCENT_EBUDGET:
    case DESCENT_ECANCELLED:
    case DESCENT_STATUS_FORCE_INT:
        break;
    }
    return descent__failed(DESCENT__EXIT_NOT_MADE, "%s: %s", descent_status_string(status), descent_error_detail());
}

void descent__note(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(format, arguments);
    va_end(arguments);
}
