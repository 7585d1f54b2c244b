#include "command/options/values.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

size_t descent__list_count(const char *list)
{
    size_t count = 1;
    for (; *list; list++)
        count += *list == ',';
    return count;
}

int descent__number_read(const char *text, size_t length, double *number)
{
    char *end;
    *number = strtod(text, &end);
    if (end == text || end > text + length || !isfinite(*number))
        return 0;
    return end + strspn(end, " ") >= text + length;
}

size_t descent__numbers_read(const char *list, double *numbers, size_t room)
{
    const size_t count = descent__list_count(list);
    for (size_t i = 0; i < count; i++) {
        const size_t length = strcspn(list, ",");
        if (i == room || !descent__number_read(list, length, &numbers[i]))
            return 0;
        list += length + (list[length] == ',');
    }
    return count;
}
