#include "path/bytes.h"

#include <string.h>

enum {
    magic_size = 8,
    number_size = 8
};

/* CRC-64 with the polynomial of ECMA-182, bit by bit reversed: no run of up to 64 altered bits passes. */
static const uint64_t polynomial = UINT64_C(0xC96C5795D7870F42);

static void begin_checksum(descent__checksum *sum)
{
    sum->value = 0;
    for (uint64_t byte = 0; byte < 256; byte++) {
        uint64_t rest = byte;
        for (int bit = 0; bit < 8; bit++)
            rest = rest & 1 ? rest >> 1 ^ polynomial : rest >> 1;
        sum->of_byte[0][byte] = rest;
    }
    for (int zeros = 1; zeros < 8; zeros++)
        for (int byte = 0; byte < 256; byte++) {
            const uint64_t before = sum->of_byte[zeros - 1][byte];
            sum->of_byte[zeros][byte] = sum->of_byte[0][before & 0xff] ^ before >> 8;
        }
}

static void encode(uint64_t number, unsigned char bytes[number_size])
{
    for (int i = 0; i < number_size; i++)
        bytes[i] = (unsigned char)(number >> 8 * i);
}

static uint64_t decode(const unsigned char *bytes)
{
    uint64_t number = 0;
    for (int i = number_size; i-- > 0;)
        number = number << 8 | bytes[i];
    return number;
}

/* Byte by byte, and where there are eight, those at once (Kounavis and Berry, 2008: slicing by 8): a gigabyte takes a second. */
static void add_to_checksum(descent__checksum *sum, const unsigned char *bytes, size_t size)
{
    uint64_t value = sum->value;
    for (; size >= number_size; size -= number_size, bytes += number_size) {
        const uint64_t eight = value ^ decode(bytes);
        value = 0;
        for (int i = 0; i < number_size; i++)
            value ^= sum->of_byte[number_size - 1 - i][eight >> 8 * i & 0xff];
    }
    for (; size > 0; size--, bytes++)
        value = sum->of_byte[0][(value ^ *bytes) & 0xff] ^ value >> 8;
    sum->value = value;
}

static void write_bytes(descent__writer *writer, const void *bytes, size_t size)
{
    add_to_checksum(&writer->checksum, bytes, size);
    descent__file_write(&writer->file, bytes, size);
}

descent_status descent__writer_open(descent__writer *writer, const char *name, const char magic[8])
{
    begin_checksum(&writer->checksum);
    const descent_status status = descent__file_create(&writer->file, name);
    if (status == DESCENT_SUCCESS)
        write_bytes(writer, magic, magic_size);
    return status;
}

void descent__write_number(descent__writer *writer, uint64_t number)
{
    unsigned char bytes[number_size];
    encode(number, bytes);
    write_bytes(writer, bytes, sizeof bytes);
}

static uint64_t bits_of(double real)
{
    uint64_t bits;
    memcpy(&bits, &real, sizeof bits);
    return bits;
}

void descent__write_real(descent__writer *writer, double real)
{
    descent__write_number(writer, bits_of(real));
}

void descent__write_reals(descent__writer *writer, size_t count, const double *reals)
{
    unsigned char bytes[512 * number_size];
    for (size_t at = 0; at < count;) {
        size_t used = 0;
        for (; used < sizeof bytes && at < count; used += number_size)
            encode(bits_of(reals[at++]), bytes + used);
        write_bytes(writer, bytes, used);
    }
}

void descent__write_text(descent__writer *writer, const char *text)
{
    const size_t length = strlen(text);
    descent__write_number(writer, length);
    write_bytes(writer, text, length);
}

descent_status descent__writer_commit(descent__writer *writer)
{
    unsigned char bytes[number_size];
    encode(writer->checksum.value, bytes);
    descent__file_write(&writer->file, bytes, sizeof bytes);
    return descent__file_commit(&writer->file);
}

/* The whole file is in the buffer. */
static descent_status check(const descent__source *source, const char magic[8])
{
    const unsigned char *const bytes = (const unsigned char *)source->buffer;
    const size_t size = source->end;
    if (size < magic_size || memcmp(bytes, magic, magic_size) != 0)
        return descent_fail(DESCENT_EFORMAT, "%s: no run was saved in this file, or by another kind of program",
                            source->name);
    descent__checksum sum;
    begin_checksum(&sum);
    if (size >= magic_size + number_size)
        add_to_checksum(&sum, bytes, size - number_size);
    if (size < magic_size + number_size || sum.value != decode(bytes + size - number_size))
        return descent_fail(DESCENT_EFORMAT, "%s: the file is cut off or was altered: its checksum is wrong",
                            source->name);
    return DESCENT_SUCCESS;
}

descent_status descent__reader_open(descent__reader *reader, const char *name, const char magic[8])
{
    enum {
        chunk = 65536 /* a cost */
    };
    *reader = (descent__reader){.failed = false};
    descent__source *const source = &reader->source;
    descent_status status = descent__source_open(source, name);
    if (status != DESCENT_SUCCESS)
        return status;
    for (size_t before = 1; status == DESCENT_SUCCESS && before != source->end;) {
        before = source->end;
        status = descent__source_fill(source, source->end + chunk);
    }
    if (status == DESCENT_SUCCESS)
        status = check(source, magic);
    if (status != DESCENT_SUCCESS) {
        descent__source_close(source);
        return status;
    }
    reader->next = (const unsigned char *)source->buffer + magic_size;
    reader->end = (const unsigned char *)source->buffer + source->end - number_size;
    return DESCENT_SUCCESS;
}

void descent__reader_close(descent__reader *reader)
{
    descent__source_close(&reader->source);
}

static const unsigned char *take(descent__reader *reader, size_t size)
{
    reader->failed |= (size_t)(reader->end - reader->next) < size;
    if (reader->failed)
        return NULL;
    reader->next += size;
    return reader->next - size;
}

uint64_t descent__read_number(descent__reader *reader)
{
    const unsigned char *const bytes = take(reader, number_size);
    return bytes ? decode(bytes) : 0;
}

bool descent__read_truth(descent__reader *reader)
{
    const uint64_t number = descent__read_number(reader);
    reader->failed |= number > 1;
    return number == 1;
}

double descent__read_real(descent__reader *reader)
{
    const uint64_t bits = descent__read_number(reader);
    double real;
    memcpy(&real, &bits, sizeof real);
    return real;
}

void descent__read_reals(descent__reader *reader, size_t count, double *reals)
{
    for (size_t i = 0; i < count && !reader->failed; i++)
        reals[i] = descent__read_real(reader);
}

void descent__read_text(descent__reader *reader, size_t size, char *text)
{
    const uint64_t length = descent__read_number(reader);
    reader->failed |= length >= size;
    const unsigned char *const bytes = take(reader, (size_t)length);
    if (bytes)
        memcpy(text, bytes, (size_t)length);
    text[bytes ? length : 0] = '\0';
}
