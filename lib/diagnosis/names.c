#include <descent/diagnosis.h>

#include "base/word.h"

const char *descent_event_kind_string(descent_event_kind kind)
{
    static const descent__word words[] = {DESCENT_EVENT_KIND_LIST(DESCENT__WORD)};
    return descent__word_find(words, DESCENT__WORD_COUNT(words), kind);
}

const char *descent_finding_string(descent_finding finding)
{
    static const descent__word words[] = {DESCENT_FINDING_LIST(DESCENT__WORD)};
    return descent__word_find(words, DESCENT__WORD_COUNT(words), finding);
}

const char *descent_advice_kind_string(descent_advice_kind kind)
{
    static const descent__word words[] = {DESCENT_ADVICE_KIND_LIST(DESCENT__WORD)};
    return descent__word_find(words, DESCENT__WORD_COUNT(words), kind);
}

const char *descent_quantity_string(descent_quantity quantity)
{
    static const descent__word words[] = {DESCENT_QUANTITY_LIST(DESCENT__WORD)};
    return descent__word_find(words, DESCENT__WORD_COUNT(words), quantity);
}
