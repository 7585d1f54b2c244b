/* Bytes as a row of choices. Where they end, every further choice is 0. */
#ifndef DESCENT_TESTS_FUZZ_CHOICES_H
#define DESCENT_TESTS_FUZZ_CHOICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct choices {
    const uint8_t *next;
    const uint8_t *end;
} choices;

static inline choices choices_of(const uint8_t *data, size_t size)
{
    return (choices){data, data ? data + size : data};
}

unsigned choose_byte(choices *from);
unsigned choose_below(choices *from, unsigned limit);

/* One time in `times`. */
bool choose_rarely(choices *from, unsigned times);

/* Up to 65535. */
unsigned choose_many(choices *from);

/* Any number: NaN, infinities, subnormals, the largest, whole ones, any bits. */
double choose_number(choices *from);

/* Between −4 and 4. */
double choose_near(choices *from);

/* Near, but one time in `times` any number. */
double choose_mostly_near(choices *from, unsigned times);

/* A text of any bytes but 0, shorter than `size`. */
void choose_text(choices *from, char *text, size_t size);

#endif
