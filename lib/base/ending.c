#include "base/ending.h"

#include "base/word.h"

const char *descent_ending_string(descent_ending ending)
{
    static const descent__word words[] = {DESCENT_ENDING_LIST(DESCENT__WORD)};
    return descent__word_find(words, DESCENT__WORD_COUNT(words), ending);
}
