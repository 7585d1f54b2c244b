#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>

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

descent_status descent_fail(descent_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(detail, sizeof detail, format, arguments);
    va_end(arguments);
    return status;
}
