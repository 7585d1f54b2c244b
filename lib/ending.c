#include <descent/ending.h>

const char *descent_ending_string(descent_ending ending)
{
    switch (ending) {
#define DESCENT_ENDING_WORD(name, number, word)                                                                        \
    case name:                                                                                                         \
        return word;
        DESCENT_ENDING_LIST(DESCENT_ENDING_WORD)
#undef DESCENT_ENDING_WORD
    case DESCENT_ENDING_FORCE_INT:
        break;
    }
    return "unknown ending";
}
