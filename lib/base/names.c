#include "base/names.h"

#include <stdbool.h>

#include "base/call.h"
#include "base/utf8.h"

/* Bytes of a character that can be shown: no control character of ASCII, nor U+0080 to U+009F. */
static size_t shown_length(const char *at)
{
    const unsigned char *const bytes = (const unsigned char *)at;
    const bool control = bytes[0] < 0x20 || bytes[0] == 0x7f || (bytes[0] == 0xc2 && bytes[1] < 0xa0);
    return control ? 0 : descent__utf8_length(at);
}

/* The columns of a path that are no variable's. */
static bool is_column(const char *name)
{
    static const char *const columns[] = {"step", "loss", "step_length", "rule_changes",
                                          "norm"}; /* the last as gradient_norm */
    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++)
        if (strcmp(name, columns[k]) == 0)
            return true;
    return strncmp(name, "gradient_", strlen("gradient_")) == 0;
}

/* What is wrong with a name; NULL if nothing is. */
static const char *fault_of(const char *name)
{
    if (!name)
        return "must not be NULL where there are names";
    const size_t length = strnlen(name, descent__variable_name_size);
    if (length == 0 || length == descent__variable_name_size)
        return length == 0 ? "must not be empty" : "must have at most 63 bytes";
    if (name[0] == ' ' || name[length - 1] == ' ')
        return "must not begin or end with a space";
    if (strpbrk(name, ",\""))
        return "must have no comma and no quotation mark, which files of paths could not hold";
    for (const char *at = name; *at;) {
        const size_t bytes = shown_length(at);
        if (bytes == 0)
            return "must be UTF-8 without control characters";
        at += bytes;
    }
    return is_column(name) ? "must not be the name of another column of a path" : NULL;
}

descent_status descent__names_check(const char *what, size_t n, const char *const *names)
{
    for (size_t i = 0; names && i < n; i++) {
        const char *const fault = fault_of(names[i]);
        if (fault)
            return descent_fail(DESCENT_EINVAL, "%s[%zu] %s", what, i, fault);
    }
    return DESCENT_SUCCESS;
}

const char *const *descent__names_copy(size_t n, const char *const *names)
{
    size_t bytes = n * sizeof(char *);
    for (size_t i = 0; names && i < n; i++)
        bytes += strlen(names[i]) + 1;
    const char **const copy = names ? descent__take(bytes) : NULL;
    if (!copy)
        return NULL;
    char *text = (char *)(copy + n);
    for (size_t i = 0; i < n; i++) {
        copy[i] = text;
        text = stpcpy(text, names[i]) + 1;
    }
    return copy;
}
