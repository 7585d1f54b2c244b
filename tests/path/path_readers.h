#ifndef DESCENT_TESTS_FUZZ_PATH_READERS_H
#define DESCENT_TESTS_FUZZ_PATH_READERS_H

#include <stddef.h>
#include <stdint.h>

/* Gives bytes to both readers and ends the program if one misbehaves. Returns how many of them accepted the bytes. */
size_t try_path_readers(const uint8_t *data, size_t size);

#endif
