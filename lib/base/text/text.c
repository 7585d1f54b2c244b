#include "base/text/text.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/locale.h"
#include "base/status.h"

descent_status descent__text_write(descent__text_writer *writer, const void *result, const char *name, FILE *stream)
{
    if (!result || !stream)
        return descent_fail(DESCENT_EINVAL, "%s must not be NULL", result ? "stream" : name);
    descent__plain_locale locale;
    if (!descent__plain_locale_enter(&locale))
        return descent_fail(DESCENT_ENOMEM, "a locale for writing numbers is not to be had");
    writer(result, stream);
    descent__plain_locale_leave(&locale);
    return ferror(stream) ? descent_fail(DESCENT_EIO, "the stream reported an error") : DESCENT_SUCCESS;
}

static descent_status fail_text(const char *name, size_t size)
{
    return descent_fail(DESCENT_ENOMEM, "text of a %s: %zu bytes could not be allocated", name, size);
}

descent_status descent__text_make(descent__text_writer *writer, const void *result, const char *name, char **text)
{
    if (!text)
        return descent_fail(DESCENT_EINVAL, "text must not be NULL");
    *text = NULL;
    if (!result)
        return descent_fail(DESCENT_EINVAL, "%s must not be NULL", name);
    size_t size = 0;
    FILE *stream = open_memstream(text, &size);
    if (!stream)
        return fail_text(name, size);
    const descent_status status = descent__text_write(writer, result, name, stream);
    const bool complete = fclose(stream) == 0;
    /* glibc closes a stream whose text it has no memory for, and says nothing. */
    if (status == DESCENT_SUCCESS && complete && *text)
        return DESCENT_SUCCESS;
    free(*text);
    *text = NULL;
    return status == DESCENT_ENOMEM ? status : fail_text(name, size);
}
