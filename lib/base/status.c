#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/locale.h"
#include "base/word.h"

/* Long enough for a sentence with two numbers and a file name; longer details are cut. */
enum {
    detail_size = 512
};

static _Thread_local char detail[detail_size];

const char *descent_status_string(descent_status status)
{
    static const descent__word words[] = {DESCENT_STATUS_LIST(DESCENT__WORD)};
    return descent__word_find(words, DESCENT__WORD_COUNT(words), (unsigned)status);
}

const char *descent_error_detail(void)
{
    return detail;
}

/* A detail is one line, and safe to be shown: names of files may hold anything. */
static void replace_control_bytes(void)
{
    for (char *byte = detail; *byte; byte++)
        if ((unsigned char)*byte < ' ' || *byte == '\x7f')
            *byte = '?';
}

descent_status descent_fail(descent_status status, const char *format, ...)
{
    descent__plain_locale locale;
    const bool plain = descent__plain_locale_enter(&locale);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(detail, sizeof detail, format, arguments);
    va_end(arguments);
    if (plain)
        descent__plain_locale_leave(&locale);
    replace_control_bytes();
    return status;
}
