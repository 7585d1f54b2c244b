#include "diagnosis/explain/template.h"

#include <assert.h>
#include <string.h>

#include "base/locale.h"

enum {
    longest_text = 2048
};

/* Writes what the name at the beginning of `rest` stands for; returns the length of the name. */
static size_t fill_one(char *part, const char *rest, const descent__template_name *names, size_t count,
                       const void *from)
{
    for (size_t k = 0; k < count; k++) {
        const size_t length = strlen(names[k].name);
        if (strncmp(rest, names[k].name, length) == 0) {
            names[k].fill(part, from);
            return length;
        }
    }
    assert(0 && "a name in braces that nothing fills");
    strcpy(part, "{"); /* and the rest follows: no suite lets a brace pass */
    return 1;
}

const char *descent__template_text(descent__arena *arena, const char *sentences, const descent__template_name *names,
                                   size_t count, const void *from)
{
    char text[longest_text];
    size_t used = 0;
    const char *rest = sentences;
    descent__plain_locale locale;
    if (!descent__plain_locale_enter(&locale)) {
        arena->failed = true;
        return NULL;
    }
    while (*rest && used < longest_text - descent__template_part_size) {
        if (*rest == '{') {
            rest += fill_one(text + used, rest, names, count, from);
            used += strlen(text + used);
        } else {
            text[used++] = *rest++;
        }
    }
    assert(*rest == '\0'); /* longest_text is long enough */
    text[used] = '\0';
    descent__plain_locale_leave(&locale);
    return descent__arena_text(arena, "%s", text);
}
