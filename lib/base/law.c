#include <descent/law.h>

#include "base/word.h"

const char *descent_law_string(descent_law law)
{
    static const descent__word words[] = {DESCENT_LAW_LIST(DESCENT__WORD)};
    return descent__word_find(words, DESCENT__WORD_COUNT(words), law);
}
