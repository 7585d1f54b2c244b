#include "diagnosis/explain/text.h"

#include <stdlib.h>

#include "base/locale.h"
#include "base/status.h"

descent_status descent__text_write(descent__text_writer *writer, const descent_diagnosis *diagnosis, FILE *stream)
{
    if (!diagnosis || !stream)
        return descent_fail(DESCENT_EINVAL, "%s must not be NULL", diagnosis ? "stream" : "diagnosis");
    descent__plain_locale locale;
    if (!descent__plain_locale_enter(&locale))
        return descent_fail(DESCENT_ENOMEM, "a locale for writing numbers is not to be had");
    writer(diagnosis, stream);
    descent__plain_locale_leave(&locale);
    return ferror(stream) ? descent_fail(DESCENT_EIO, "the stream reported an error") : DESCENT_SUCCESS;
}

descent_status descent__text_make(descent__text_writer *writer, const descent_diagnosis *diagnosis, char **text)
{
    if (!text)
        return descent_fail(DESCENT_EINVAL, "text must not be NULL");
    *text = NULL;
    if (!diagnosis)
        return descent_fail(DESCENT_EINVAL, "diagnosis must not be NULL");
    size_t size = 0;
    FILE *stream = open_memstream(text, &size);
    if (!stream)
        return descent__fail_memory("text of a diagnosis", size);
    const descent_status status = descent__text_write(writer, diagnosis, stream);
    const bool complete = fclose(stream) == 0;
    /* glibc closes a stream whose text it has no memory for, and says nothing. */
    if (status == DESCENT_SUCCESS && complete && *text)
        return DESCENT_SUCCESS;
    free(*text);
    *text = NULL;
    return status == DESCENT_ENOMEM ? status : descent__fail_memory("text of a diagnosis", size);
}
