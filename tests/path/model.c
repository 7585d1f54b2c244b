/* Random calls on a path, held against plain arrays of all that was ever appended: every row, every column, every size. */
#include "support.h"

#include <descent/path.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    most_points = 700, /* of one path: it grows and thins several times */
    most_variables = 5
};

/* What a point was when it was appended, and the step that it got. */
typedef struct appended {
    uint64_t step;
    double x[most_variables], loss, norm, length, gradient[most_variables];
    bool kept; /* it is one of the rows; of the newest, which always is: it stays */
} appended;

/* The path as it should be. Rows that were read from a file are its first points. */
typedef struct model {
    size_t n;
    descent_path_options options;
    uint64_t stride, first_stride, widest;
    size_t row_limit, count, rows, most_rows, reserved;
    appended points[most_points];
} model;

static uint64_t noise = 88172645463325252u;

/* Xorshift (Marsaglia 2003). */
static uint64_t draw(uint64_t below)
{
    noise ^= noise << 13;
    noise ^= noise >> 7;
    noise ^= noise << 17;
    return (noise >> 11) % below;
}

static double draw_number(void)
{
    static const double strange[] = {0, -0.0, NAN, INFINITY, -INFINITY, 1e300, -1e-300, 5e-324};
    if (draw(20) == 0)
        return strange[draw(sizeof strange / sizeof *strange)];
    return ldexp((double)draw(1u << 30) - (1u << 29), (int)draw(40) - 40);
}

static bool same(double a, double b)
{
    return (isnan(a) && isnan(b)) || (a == b && signbit(a) == signbit(b));
}

/* √(Σ(aᵢ − bᵢ)²) in the widest type there is, so that no square overflows. */
static double distance(size_t n, const double *a, const double *b)
{
    long double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += ((long double)a[i] - b[i]) * ((long double)a[i] - b[i]);
    return (double)sqrtl(sum);
}

/* Both are the same number to rounding, or none. */
static bool nearly(double a, double b)
{
    return same(a, b) || fabs(a - b) <= 1e-14 * fabs(b) || (!isfinite(a) && !isfinite(b)) || fabs(a - b) < 1e-320;
}

static size_t row_numbers(size_t n, unsigned columns)
{
    return 1 + (columns & DESCENT_PATH_POINT ? n : 0) + (columns & DESCENT_PATH_LOSS ? 1 : 0) +
           (columns & DESCENT_PATH_GRADIENT_NORM ? 1 : 0) + (columns & DESCENT_PATH_STEP_LENGTH ? 1 : 0) +
           (columns & DESCENT_PATH_GRADIENT ? n : 0) + (columns & DESCENT_PATH_RULE_CHANGES ? 1 : 0);
}

/* Which points are rows, from the promise alone: those on the stride, doubled until they fit; the last; and the newest. */
static void choose_rows(model *m)
{
    const uint64_t first = m->count > 0 ? m->points[0].step : 0;
    for (;; m->stride *= 2) {
        uint64_t before = first;
        m->rows = 0;
        for (size_t k = 0; k < m->count; k++) {
            appended *const p = &m->points[k];
            const bool on_stride = k == 0 || p->step - before >= m->stride || m->widest > 0;
            before = on_stride ? p->step : before;
            p->kept = k + 1 == m->count || (m->options.last > 0 ? k + m->options.last >= m->count : on_stride);
            m->rows += p->kept;
        }
        if (m->options.byte_limit == 0 || m->rows <= m->row_limit)
            return;
    }
}

static void check_columns(const model *m, const descent_path_data *d, size_t row, const appended *p)
{
    const size_t n = m->n;
    ck_assert_uint_eq(d->steps[row], p->step);
    for (size_t i = 0; i < n && d->points; i++)
        ck_assert(same(d->points[row * n + i], p->x[i]));
    if (d->losses)
        ck_assert(same(d->losses[row], p->loss));
    if (d->gradient_norms)
        ck_assert_msg(nearly(d->gradient_norms[row], p->norm), "norm %.17g, not %.17g", d->gradient_norms[row],
                      p->norm);
    if (d->step_lengths)
        ck_assert_msg(nearly(d->step_lengths[row], p->length), "row %zu, step %" PRIu64 ": length %.17g, not %.17g",
                      row, p->step, d->step_lengths[row], p->length);
    for (size_t i = 0; i < n && d->gradients; i++)
        ck_assert(same(d->gradients[row * n + i], p->gradient[i]));
    if (d->rule_changes)
        ck_assert_double_eq(d->rule_changes[row], 0);
}

/* A page, or one row, or what was asked for, or half as much again as there ever was. */
static size_t most_room(const model *m, size_t row_bytes)
{
    const size_t page = 4096 / row_bytes > 0 ? 4096 / row_bytes : 1, grown = m->most_rows + m->most_rows / 2 + 1;
    const size_t first = page > m->reserved ? page : m->reserved;
    return first > grown ? first : grown;
}

static void check(const descent_path *path, const model *m)
{
    const descent_path_data d = descent_path_view(path);
    const size_t row_bytes = 8 * row_numbers(m->n, d.columns);
    ck_assert_uint_eq(d.dimension, m->n);
    ck_assert_uint_eq(d.columns, m->options.columns);
    ck_assert_uint_eq(d.count, m->rows);
    ck_assert_uint_eq(d.appended, m->count > 0 ? m->points[m->count - 1].step - m->points[0].step + 1 : 0);
    ck_assert_uint_eq(d.stride, m->widest > 0 ? m->widest : m->stride);
    /* Every row has room, none is cut in two, and all bounds hold; beyond, half as much again is taken at a time. */
    ck_assert_uint_eq(d.bytes % row_bytes, 0);
    ck_assert_uint_ge(d.bytes, m->rows * row_bytes);
    if (m->options.byte_limit > 0)
        ck_assert_uint_le(d.bytes, m->options.byte_limit);
    if (m->options.last > 0)
        ck_assert_uint_le(d.bytes, 2 * m->options.last * row_bytes);
    else
        ck_assert_uint_le(d.bytes, row_bytes * most_room(m, row_bytes));
    for (size_t i = 0; i < sizeof d.reserved / sizeof *d.reserved; i++)
        ck_assert_ptr_null(d.reserved[i]);
    const unsigned kept = m->rows > 0 ? d.columns : 0;
    ck_assert_int_eq(d.steps != NULL, m->rows > 0);
    ck_assert_int_eq(d.points != NULL, (kept & DESCENT_PATH_POINT) != 0);
    ck_assert_int_eq(d.losses != NULL, (kept & DESCENT_PATH_LOSS) != 0);
    ck_assert_int_eq(d.gradient_norms != NULL, (kept & DESCENT_PATH_GRADIENT_NORM) != 0);
    ck_assert_int_eq(d.step_lengths != NULL, (kept & DESCENT_PATH_STEP_LENGTH) != 0);
    ck_assert_int_eq(d.gradients != NULL, (kept & DESCENT_PATH_GRADIENT) != 0);
    ck_assert_int_eq(d.rule_changes != NULL, (kept & DESCENT_PATH_RULE_CHANGES) != 0);
    ck_assert_int_eq(d.variable_names != NULL, m->options.variable_names != NULL);
    for (size_t i = 0; i < m->n && d.variable_names; i++)
        ck_assert_str_eq(d.variable_names[i], m->options.variable_names[i]);
    for (size_t k = 0, row = 0; k < m->count; k++)
        if (m->points[k].kept)
            check_columns(m, &d, row++, &m->points[k]);
}

static void append(descent_path *path, model *m)
{
    appended *const p = &m->points[m->count];
    const bool has_gradient = draw(4) != 0, first = m->count == 0;
    const bool calm = draw(3) != 0; /* without numbers that are none, for lengths that are some */
    *p = (appended){.step = first ? 0 : p[-1].step + 1, .loss = draw_number(), .norm = NAN};
    for (size_t i = 0; i < m->n; i++) {
        p->x[i] = calm ? (double)draw(1000) / 8 : draw_number();
        p->gradient[i] = has_gradient ? draw_number() : NAN;
    }
    const double zero[most_variables] = {0};
    p->length = first ? 0 : distance(m->n, p->x, p[-1].x);
    p->norm = has_gradient ? distance(m->n, p->gradient, zero) : NAN;
    assert_success(descent_path_append(path, p->x, p->loss, has_gradient ? p->gradient : NULL));
    m->count++;
    choose_rows(m);
    m->most_rows = m->rows > m->most_rows ? m->rows : m->most_rows;
}

/* What a file tells: the rows alone, at their stride if all but the last have one. */
static void forget_all_but_rows(model *m)
{
    size_t rows = 0;
    for (size_t k = 0; k < m->count; k++)
        if (m->points[k].kept)
            m->points[rows++] = m->points[k];
    m->count = m->rows = rows;
    m->options.last = m->options.byte_limit = 0;
    m->stride = 1;
    for (size_t k = 1; k < rows; k++)
        m->stride = m->points[k].step - m->points[k - 1].step > m->stride ? m->points[k].step - m->points[k - 1].step
                                                                          : m->stride;
    for (size_t k = 1; k + 1 < rows; k++)
        ck_assert_uint_eq(m->points[k].step - m->points[k - 1].step, m->stride);
    m->first_stride = 1; /* which is that of every path that is read, once it is cleared */
}

static void write_numbers(FILE *file, size_t count, const double *numbers)
{
    for (size_t i = 0; i < count; i++)
        if (isnan(numbers[i]))
            fputs(",nan", file);
        else
            fprintf(file, ",%.17g", numbers[i]);
}

static void write_names(FILE *file, const model *m, const char *before)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->options.variable_names)
            fprintf(file, ",%s%s", before, m->options.variable_names[i]);
        else
            fprintf(file, ",%sx%zu", before, i + 1);
}

/* The text that the header promises, of the rows of `data`, whose numbers are known to be right. */
static char *expected_text(const model *m, const descent_path_data *data)
{
    char *text = NULL;
    size_t size = 0;
    FILE *const file = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(file);
    fputs("step", file);
    if (data->points)
        write_names(file, m, "");
    fputs(data->losses ? ",loss" : "", file);
    fputs(data->gradient_norms ? ",gradient_norm" : "", file);
    fputs(data->step_lengths ? ",step_length" : "", file);
    if (data->gradients)
        write_names(file, m, "gradient_");
    fputs(data->rule_changes ? ",rule_changes\n" : "\n", file);
    for (size_t row = 0; row < data->count; row++) {
        fprintf(file, "%" PRIu64, data->steps[row]);
        if (data->points)
            write_numbers(file, m->n, data->points + row * m->n);
        if (data->losses)
            write_numbers(file, 1, data->losses + row);
        if (data->gradient_norms)
            write_numbers(file, 1, data->gradient_norms + row);
        if (data->step_lengths)
            write_numbers(file, 1, data->step_lengths + row);
        if (data->gradients)
            write_numbers(file, m->n, data->gradients + row * m->n);
        if (data->rule_changes)
            write_numbers(file, 1, data->rule_changes + row);
        fputs("\n", file);
    }
    fclose(file);
    return text;
}

static size_t put_number(unsigned char *bytes, uint64_t number)
{
    for (size_t i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(number >> (8 * i));
    return 8;
}

static size_t put_reals(unsigned char *bytes, size_t count, const double *numbers)
{
    for (size_t i = 0; numbers && i < count; i++) {
        uint64_t bits;
        memcpy(&bits, &numbers[i], sizeof bits);
        put_number(bytes + 8 * i, bits);
    }
    return numbers ? 8 * count : 0;
}

static const double *of_row(const double *column, size_t row, size_t width)
{
    return column ? column + row * width : NULL;
}

/* Of a NumPy file: 64 bytes' multiple of header, which names each field, and then the records one after another. */
static void check_records(const model *m, const descent_path_data *data, const unsigned char *bytes, size_t size)
{
    const size_t row_bytes = 8 * row_numbers(m->n, data->columns), header = size - data->count * row_bytes;
    static const char *const fields[] = {"'x', '<f8'",           "'loss', '<f8'",     "'gradient_norm', '<f8'",
                                         "'step_length', '<f8'", "'gradient', '<f8'", "'rule_changes', '<f8'"};
    char text[1024] = "", shape[32];
    ck_assert_uint_eq(header % 64, 0);
    ck_assert_uint_lt(header, sizeof text);
    ck_assert_int_eq(memcmp(bytes, "\x93NUMPY\x01\x00", 8), 0);
    ck_assert_uint_eq(bytes[8] + 256u * bytes[9], header - 10);
    ck_assert_uint_eq(bytes[header - 1], '\n');
    memcpy(text, bytes + 10, header - 10);
    snprintf(shape, sizeof shape, "'shape': (%zu,)", data->count);
    ck_assert_msg(strstr(text, shape) && strstr(text, "'step', '<u8'") && strstr(text, "'fortran_order': False"), "%s",
                  text);
    for (unsigned k = 0; k < 6; k++)
        ck_assert_int_eq(strstr(text, fields[k]) != NULL, data->columns >> k & 1);
    for (size_t row = 0; row < data->count; row++) {
        unsigned char record[8 * 16];
        size_t at = put_number(record, data->steps[row]);
        at += put_reals(record + at, m->n, of_row(data->points, row, m->n));
        at += put_reals(record + at, 1, of_row(data->losses, row, 1));
        at += put_reals(record + at, 1, of_row(data->gradient_norms, row, 1));
        at += put_reals(record + at, 1, of_row(data->step_lengths, row, 1));
        at += put_reals(record + at, m->n, of_row(data->gradients, row, m->n));
        at += put_reals(record + at, 1, of_row(data->rule_changes, row, 1));
        ck_assert_uint_eq(at, row_bytes);
        ck_assert_mem_eq(record, bytes + header + row * row_bytes, row_bytes);
    }
}

static void check_file(const char *name, const descent_path *path, const model *m, bool text)
{
    static unsigned char bytes[1u << 20];
    const descent_path_data data = descent_path_view(path);
    FILE *const file = fopen(name, "rb");
    ck_assert_ptr_nonnull(file);
    const size_t size = fread(bytes, 1, sizeof bytes - 1, file);
    fclose(file);
    bytes[size] = '\0';
    if (text) {
        char *const expected = expected_text(m, &data);
        ck_assert_str_eq((const char *)bytes, expected);
        free(expected);
    } else {
        check_records(m, &data, bytes, size);
    }
}

/* Writes it, reads it, and goes on with what was read. */
static descent_path *through_a_file(descent_path *path, model *m, bool text)
{
    char name[] = "/tmp/descent-model-XXXXXX";
    const int descriptor = mkstemp(name);
    ck_assert_int_ge(descriptor, 0);
    close(descriptor);
    assert_success((text ? descent_path_write_csv : descent_path_write_npy)(path, name));
    check(path, m); /* which writing leaves as it is */
    check_file(name, path, m, text);
    descent_path_free(path);
    assert_success((text ? descent_path_read_csv : descent_path_read_npy)(&path, name));
    remove(name);
    forget_all_but_rows(m);
    if (!text)
        m->options.variable_names = NULL;
    return path;
}

static descent_path *new_path(model *m)
{
    static const char *const names[most_variables] = {"β₂", "a b", "learning_rate", "x9", "w"};
    descent_path *path;
    m->n = 1 + draw(most_variables);
    m->count = m->rows = m->most_rows = 0;
    m->widest = 0;
    m->options = (descent_path_options){.columns = (unsigned)draw(64), .reserve = draw(4) == 0 ? draw(200) : 0};
    m->options.variable_names = draw(2) == 0 ? names : NULL;
    m->options.stride = draw(3) == 0 ? draw(9) : 0;
    const unsigned columns = m->options.columns ? m->options.columns : 15;
    const size_t row_bytes = 8 * row_numbers(m->n, columns);
    if (m->options.stride <= 1 && draw(3) == 0)
        m->options.last = 1 + draw(60);
    else if (draw(2) == 0)
        m->options.byte_limit = row_bytes * (4 + draw(60)) + draw(row_bytes);
    m->row_limit = m->options.byte_limit / row_bytes;
    m->reserved = m->options.reserve;
    assert_success(descent_path_new(&path, m->n, &m->options));
    if (m->options.last == 0 && m->options.byte_limit == 0)
        ck_assert_uint_ge(descent_path_view(path).bytes, m->options.reserve * row_bytes);
    m->options.columns = columns;
    m->stride = m->first_stride = m->options.stride > 0 ? m->options.stride : 1;
    return path;
}

START_TEST(a_path_is_what_was_appended)
{
    const size_t paths = descent_test_effort(40);
    model *const m = calloc(1, sizeof *m);
    ck_assert_ptr_nonnull(m);
    for (size_t k = 0; k < paths; k++) {
        descent_path *path = new_path(m);
        const size_t calls = 1 + draw(most_points - 1);
        for (size_t call = 0; call < calls && m->count + 1 < most_points; call++) {
            const uint64_t what = draw(200);
            if (what == 0) {
                descent_path_clear(path);
                m->count = m->rows = 0;
                m->stride = m->first_stride;
                m->widest = 0;
            } else if (what <= 2 && m->rows > 0 && m->options.columns & (DESCENT_PATH_POINT | DESCENT_PATH_GRADIENT)) {
                path = through_a_file(path, m, what == 1);
                check(path, m);
                if (!(m->options.columns & DESCENT_PATH_POINT))
                    break; /* how long the next step is, nobody knows */
            } else {
                append(path, m);
            }
            if (call < 20 || call % 16 == 0 || call + 1 == calls)
                check(path, m);
        }
        descent_path_free(path);
    }
    free(m);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_path_is_what_was_appended};
    return descent_test_main(descent_test_suite("path model", tests, sizeof tests / sizeof *tests));
}
