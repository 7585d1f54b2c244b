/*
 * The targets under libFuzzer, which chooses inputs by what they reach; FUZZ_TARGET in the environment says which target.
 * `./check --thorough` builds and runs it where there is clang.
 */
#include <string.h>

#include "fuzz/fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static fuzz_function *target;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const struct {
        const char *name;
        fuzz_function *run;
    } targets[] = {
#define FUZZ_ENTRY(name) {#name, fuzz_##name},
        FUZZ_TARGETS(FUZZ_ENTRY)
#undef FUZZ_ENTRY
    };
    const char *const wanted = getenv("FUZZ_TARGET");
    (void)argc;
    (void)argv;
    for (size_t k = 0; wanted && k < sizeof targets / sizeof *targets; k++)
        if (strcmp(wanted, targets[k].name) == 0)
            target = targets[k].run;
    if (!target) {
        fputs("FUZZ_TARGET must name a target\n", stderr);
        exit(1);
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    target(data, size);
    return 0;
}
