/*
 * The readers of paths under libFuzzer, which must see what the library does: all of it is built for that. For example:
 *     CC=clang meson setup build-fuzz -Dc_args=-fsanitize=fuzzer-no-link -Db_sanitize=address,undefined -Db_lundef=false
 *     ninja -C build-fuzz tests/fuzz_path_readers && build-fuzz/tests/fuzz_path_readers -max_len=4096 CORPUS
 */
#include "path/path_readers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    try_path_readers(data, size);
    return 0;
}
