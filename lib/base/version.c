#include <descent/version.h>

const char *descent_version(void)
{
    return DESCENT_VERSION_STRING;
}
