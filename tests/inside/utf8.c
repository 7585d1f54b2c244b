/* Characters in UTF-8, all of them, against what they are made of (Unicode 15, section 3.9). */
#include "base/utf8.h"

#include <stdint.h>

#include "support.h"

/* The bytes of a code point, by its size; writes what is no character, too. */
static size_t encode(uint32_t point, size_t length, char text[5])
{
    static const unsigned char marks[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = length; i-- > 1; point >>= 6)
        text[i] = (char)(0x80 | (point & 0x3f));
    text[0] = (char)(marks[length] | point);
    text[length] = '\0';
    return length;
}

START_TEST(every_code_point_has_one_form)
{
    static const uint32_t ends[] = {0, 0x80, 0x800, 0x10000, 0x200000};
    char text[5];
    for (size_t length = 1; length <= 4; length++)
        for (uint32_t point = 0; point < ends[length]; point++) {
            const bool shortest = point >= ends[length - 1], surrogate = point >= 0xd800 && point < 0xe000;
            const bool is_one = shortest && !surrogate && point < 0x110000;
            encode(point, length, text);
            if (descent__utf8_length(text) != (is_one ? length : 0))
                ck_abort_msg("U+%04X in %zu bytes has length %zu", (unsigned)point, length, descent__utf8_length(text));
        }
}
END_TEST

START_TEST(what_is_cut_is_none)
{
    static const char *const cut[] = {"\xc3", "\xe2\x82", "\xe2", "\xf0\x9f\x98", "\xf0\x9f", "\xf0", "\xe2\x82x"};
    for (size_t k = 0; k < sizeof cut / sizeof *cut; k++)
        ck_assert_uint_eq(descent__utf8_length(cut[k]), 0);
    for (int byte = 0x80; byte < 0xc2; byte++) {
        const char text[] = {(char)byte, (char)0x80, (char)0x80, (char)0x80, '\0'};
        ck_assert_uint_eq(descent__utf8_length(text), 0);
    }
    for (int byte = 0xf5; byte < 0x100; byte++) {
        const char text[] = {(char)byte, (char)0x80, (char)0x80, (char)0x80, '\0'};
        ck_assert_uint_eq(descent__utf8_length(text), 0);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_code_point_has_one_form, what_is_cut_is_none};
    return descent_test_main(descent_test_suite("inside utf8", tests, sizeof tests / sizeof *tests));
}
