#include "base/word.h"

const char *descent__word_find(const descent__word *words, size_t count, unsigned number)
{
    for (size_t k = 0; k < count; k++)
        if (words[k].number == number)
            return words[k].word;
    return "unknown";
}
