/* Good files, damaged at random: the readers refuse them or read a sound path. The seeds are fixed, the damage too. */
#include "support.h"

#include "path/path_readers.h"

#include <descent/path.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    largest = 4096,
    header_size = 192,
    rounds = 200, /* for each choice of columns and each format */
    all_columns = 31
};

/* xorshift64* (Vigna 2016): the same numbers on every machine. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 2685821657736338717U;
}

static size_t below(uint64_t *state, size_t limit)
{
    return (size_t)((next_random(state) >> 11) % limit);
}

static size_t make_seed(uint8_t bytes[largest], unsigned columns, bool text)
{
    const char *const folder = getenv("TMPDIR");
    char name[64];
    snprintf(name, sizeof name, "%.30s/descent-fuzz-XXXXXX", folder ? folder : "/tmp");
    const int descriptor = mkstemp(name);
    ck_assert_int_ge(descriptor, 0);
    descent_path_options options = {0};
    options.columns = columns;
    descent_path *path;
    ck_assert_int_eq(descent_path_new(&path, 2, &options), DESCENT_SUCCESS);
    for (int k = 0; k < 12; k++) {
        const double x[] = {k / 3.0, -1e300 * k};
        ck_assert_int_eq(descent_path_append(path, x, 1.0 / k, x), DESCENT_SUCCESS);
    }
    ck_assert_int_eq((text ? descent_path_write_csv : descent_path_write_npy)(path, name), DESCENT_SUCCESS);
    descent_path_free(path);
    FILE *file = fopen(name, "rb");
    ck_assert_ptr_nonnull(file);
    const size_t size = fread(bytes, 1, largest, file);
    fclose(file);
    close(descriptor);
    unlink(name);
    ck_assert_uint_lt(size, largest / 2);
    return size;
}

/* Pieces that mean something to one of the readers. */
static const char *const pieces[] = {"-",
                                     ",",
                                     "\n",
                                     "\r\n",
                                     "nan",
                                     "1e999",
                                     "18446744073709551616",
                                     "0x1p-3",
                                     "'",
                                     "(",
                                     ")",
                                     "{}",
                                     ">f8",
                                     "<f4",
                                     "True",
                                     "g0,",
                                     "gradient_x1",
                                     "\"",
                                     "x1,",
                                     "'shape': (9,)",
                                     "9",
                                     "[",
                                     "4294967296",
                                     "\xff\xfe",
                                     "\t",
                                     "step,",
                                     "e",
                                     ".",
                                     " ",
                                     "'x', '<f8', (2,)"};

/*
 * One piece of damage in the first `window` bytes: a bit, a byte, a range dropped or doubled, an end cut off, a piece
 * put in or over.
 */
static size_t damage(uint8_t bytes[largest], size_t size, size_t window, uint64_t *state)
{
    const size_t at = size > 0 ? below(state, size < window ? size : window) : 0, rest = size - at;
    const char *piece = pieces[below(state, sizeof pieces / sizeof pieces[0])];
    const size_t length = strlen(piece), range = rest > 0 ? 1 + below(state, rest < 40 ? rest : 40) : 0;
    switch (below(state, 7)) {
    case 0:
        if (rest > 0)
            bytes[at] ^= (uint8_t)(1U << below(state, 8));
        return size;
    case 1:
        if (rest > 0)
            bytes[at] = (uint8_t)next_random(state);
        return size;
    case 2:
        memmove(bytes + at, bytes + at + range, rest - range);
        return size - range;
    case 3:
        if (size + range > largest)
            return size;
        memmove(bytes + at + range, bytes + at, rest);
        return size + range;
    case 4:
        return below(state, 8) == 0 ? at : size;
    case 5:
        if (size + length > largest)
            return size;
        memmove(bytes + at + length, bytes + at, rest);
        memcpy(bytes + at, piece, length);
        return size + length;
    default:
        if (length <= rest)
            memcpy(bytes + at, piece, length);
        return size;
    }
}

START_TEST(damaged_files_do_no_harm)
{
    uint8_t seed[largest], bytes[largest];
    const bool text = _i % 2 == 0;
    const size_t seed_size = make_seed(seed, (unsigned)_i / 2 + 1, text);
    ck_assert_uint_eq(try_path_readers(seed, seed_size), 1);
    uint64_t state = 0x9e3779b97f4a7c15U + (uint64_t)_i;
    for (size_t round = 0; round < descent_test_effort(rounds); round++) {
        size_t size = seed_size;
        memcpy(bytes, seed, size);
        /* Half of the time near the beginning, where the header is. */
        const size_t window = below(&state, 2) == 0 ? header_size : largest;
        for (size_t times = 1 + below(&state, 4); times > 0; times--)
            size = damage(bytes, size, window, &state);
        try_path_readers(bytes, size);
    }
}
END_TEST

int main(void)
{
    if (!descent_test_names_descriptors()) {
        puts("1..0 # SKIP open files have no names in /dev/fd");
        return EXIT_SUCCESS;
    }
    Suite *suite = suite_create("path_fuzz");
    TCase *tcase = tcase_create("path_fuzz");
    tcase_add_loop_test(tcase, damaged_files_do_no_harm, 0, 2 * all_columns);
    suite_add_tcase(suite, tcase);
    return descent_test_main(suite);
}
