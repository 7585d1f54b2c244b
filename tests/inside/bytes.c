/* Numbers as bytes in a file, beside bytes and a checksum that are worked out here; and files that are cut off, altered or say too much. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "path/bytes.h"

#include "support.h"

enum {
    most_bytes = 40000,
    most_reals = 2000
};

static const char magic[8] = {'m', 'a', 'g', 'i', 'c', ' ', '0', '1'};

/* CRC-64 of ECMA-182, reflected, as XZ has it but for what it begins and ends with: bit by bit. */
static uint64_t checksum(uint64_t value, const unsigned char *bytes, size_t size)
{
    for (size_t k = 0; k < size; k++) {
        value ^= bytes[k];
        for (int bit = 0; bit < 8; bit++)
            value = (value >> 1) ^ (value & 1 ? UINT64_C(0xC96C5795D7870F42) : 0);
    }
    return value;
}

/* A file of its own in the folder for temporary ones; and all its bytes. */
typedef struct bench {
    char name[64];
    size_t size;
    unsigned char bytes[most_bytes];
} bench;

static void begin(bench *b)
{
    strcpy(b->name, "/tmp/descent-bytes-XXXXXX");
    const int descriptor = mkstemp(b->name);
    ck_assert_int_ge(descriptor, 0);
    ck_assert_int_eq(close(descriptor), 0);
}

static void slurp(bench *b)
{
    FILE *const file = fopen(b->name, "rb");
    ck_assert_ptr_nonnull(file);
    b->size = fread(b->bytes, 1, sizeof b->bytes, file);
    ck_assert_int_eq(fclose(file), 0);
}

static void put(const bench *b, const unsigned char *bytes, size_t size)
{
    FILE *const file = fopen(b->name, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
}

static void end(const bench *b)
{
    ck_assert_int_eq(unlink(b->name), 0);
}

static uint64_t little(const unsigned char *bytes)
{
    uint64_t number = 0;
    for (int i = 0; i < 8; i++)
        number += (uint64_t)bytes[i] << (8 * i);
    return number;
}

static double real(size_t k)
{
    return k == 0 ? -0.0 : k == 1 ? INFINITY : k == 2 ? 0x1p-1074 : sqrt((double)k) * (k % 2 ? -1e-200 : 1e200);
}

/* XZ's check value is that of the nine digits. */
START_TEST(the_checksum_here_is_the_published_one)
{
    const unsigned char digits[] = "123456789";
    ck_assert(~checksum(~UINT64_C(0), digits, 9) == UINT64_C(0x995DC9BBDF1939FA));
}
END_TEST

/* Magic, the numbers with their lowest byte first, and the checksum of all that; read back they are the same. */
START_TEST(files_hold_numbers_and_their_checksum)
{
    static const size_t counts[] = {0, 1, 2, 511, 512, 513, 1023, 1024, 1025, most_reals};
    static const char *const texts[] = {"", "a", "seven b", "eight by", "nine byte"};
    static bench b;
    static double reals[most_reals], again[most_reals];
    for (size_t k = 0; k < most_reals; k++)
        reals[k] = real(k);
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
        for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
            descent__writer writer;
            const size_t count = counts[c], length = strlen(texts[t]);
            begin(&b);
            assert_success(descent__writer_open(&writer, b.name, magic));
            descent__write_number(&writer, UINT64_C(0x0123456789abcdef));
            descent__write_reals(&writer, count, reals);
            descent__write_text(&writer, texts[t]);
            descent__write_real(&writer, -2.5);
            assert_success(descent__writer_commit(&writer));
            slurp(&b);
            ck_assert_uint_eq(b.size, 8 + 8 + 8 * count + 8 + length + 8 + 8);
            ck_assert_mem_eq(b.bytes, magic, 8);
            ck_assert_uint_eq(little(b.bytes + 8), UINT64_C(0x0123456789abcdef));
            for (size_t k = 0; k < count; k++) {
                const uint64_t bits = little(b.bytes + 16 + 8 * k);
                ck_assert_mem_eq(&bits, &reals[k], 8);
            }
            ck_assert_uint_eq(little(b.bytes + 16 + 8 * count), length);
            ck_assert_mem_eq(b.bytes + 24 + 8 * count, texts[t], length);
            ck_assert(little(b.bytes + b.size - 8) == checksum(0, b.bytes, b.size - 8));

            descent__reader reader;
            char text[10];
            assert_success(descent__reader_open(&reader, b.name, magic));
            ck_assert_uint_eq(descent__reader_left(&reader), 1 + count + 1 + 1 + length / 8);
            ck_assert_uint_eq(descent__read_number(&reader), UINT64_C(0x0123456789abcdef));
            ck_assert_uint_eq(descent__reader_left(&reader), count + 1 + 1 + length / 8);
            descent__read_reals(&reader, count, again);
            ck_assert_mem_eq(reals, again, count * sizeof *reals);
            descent__read_text(&reader, length + 1, text);
            ck_assert_str_eq(text, texts[t]);
            ck_assert_double_eq(descent__read_real(&reader), -2.5);
            ck_assert(!reader.failed);
            /* and nothing is behind it */
            ck_assert_uint_eq(descent__read_number(&reader), 0);
            ck_assert(reader.failed);
            descent__reader_close(&reader);
            end(&b);
        }
}
END_TEST

static void refused(const bench *b, const char *words)
{
    descent__reader reader;
    assert_failure(descent__reader_open(&reader, b->name, magic), DESCENT_EFORMAT, words);
}

/* Cut off anywhere, or with a bit turned anywhere, it is none; nor is one of another kind. */
START_TEST(files_that_are_cut_off_or_altered_are_refused)
{
    static bench b;
    descent__writer writer;
    descent__reader reader;
    begin(&b);
    assert_success(descent__writer_open(&writer, b.name, magic));
    descent__write_number(&writer, 7);
    descent__write_text(&writer, "abc");
    assert_success(descent__writer_commit(&writer));
    slurp(&b);
    for (size_t size = 0; size < b.size; size++) {
        put(&b, b.bytes, size);
        refused(&b, size < 8 ? "no run was saved" : "cut off");
    }
    for (size_t k = 0; k < 8 * b.size; k++) {
        b.bytes[k / 8] ^= (unsigned char)(1U << k % 8);
        put(&b, b.bytes, b.size);
        refused(&b, k < 64 ? "no run was saved" : "altered");
        b.bytes[k / 8] ^= (unsigned char)(1U << k % 8);
    }
    put(&b, b.bytes, b.size);
    assert_success(descent__reader_open(&reader, b.name, magic));
    descent__reader_close(&reader);
    /* Magic and its checksum alone are a whole file, in which there is nothing. */
    const uint64_t sum = checksum(0, b.bytes, 8);
    for (int i = 0; i < 8; i++)
        b.bytes[8 + i] = (unsigned char)(sum >> (8 * i));
    put(&b, b.bytes, 16);
    assert_success(descent__reader_open(&reader, b.name, magic));
    ck_assert_uint_eq(descent__reader_left(&reader), 0);
    ck_assert_uint_eq(descent__read_number(&reader), 0);
    ck_assert(reader.failed);
    descent__reader_close(&reader);
    end(&b);
    ck_assert_int_eq(descent__reader_open(&reader, b.name, magic), DESCENT_EIO);
}
END_TEST

/* A truth is 0 or 1, a text shorter than its room, and no longer than the file; what is read behind a failure is 0. */
START_TEST(what_makes_no_sense_fails_the_reader)
{
    static bench b;
    for (uint64_t number = 0; number < 10; number++) {
        descent__writer writer;
        descent__reader reader;
        char text[8] = "former";
        double reals[] = {5, 6};
        begin(&b);
        assert_success(descent__writer_open(&writer, b.name, magic));
        descent__write_number(&writer, number);
        for (int i = 0; i < 3; i++)
            descent__write_real(&writer, 1.5);
        assert_success(descent__writer_commit(&writer));

        assert_success(descent__reader_open(&reader, b.name, magic));
        ck_assert_int_eq(descent__read_truth(&reader), number == 1);
        ck_assert_int_eq(reader.failed, number > 1);
        ck_assert_double_eq(descent__read_real(&reader), number > 1 ? 0 : 1.5);
        descent__read_reals(&reader, 2, reals);
        ck_assert_double_eq(reals[0], number > 1 ? 5 : 1.5);
        ck_assert_double_eq(reals[1], number > 1 ? 6 : 1.5);
        ck_assert(!descent__read_truth(&reader));
        descent__reader_close(&reader);

        assert_success(descent__reader_open(&reader, b.name, magic));
        descent__read_text(&reader, 8, text);
        ck_assert_int_eq(reader.failed, number >= 8);
        if (number < 8) {
            const double value = 1.5;
            ck_assert_mem_eq(text, &value, number);
        }
        ck_assert_int_eq(text[number < 8 ? number : 0], '\0');
        descent__reader_close(&reader);
        end(&b);
    }
    /* A length beyond the end. */
    descent__writer writer;
    descent__reader reader;
    char text[32] = "former";
    begin(&b);
    assert_success(descent__writer_open(&writer, b.name, magic));
    descent__write_number(&writer, 9);
    descent__write_number(&writer, 0);
    assert_success(descent__writer_commit(&writer));
    assert_success(descent__reader_open(&reader, b.name, magic));
    descent__read_text(&reader, sizeof text, text);
    ck_assert(reader.failed);
    ck_assert_str_eq(text, "");
    descent__reader_close(&reader);
    end(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_checksum_here_is_the_published_one, files_hold_numbers_and_their_checksum,
                                  files_that_are_cut_off_or_altered_are_refused, what_makes_no_sense_fails_the_reader};
    return descent_test_main(descent_test_suite("inside bytes", tests, sizeof tests / sizeof *tests));
}
