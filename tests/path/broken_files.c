/* Broken files are refused, each with the line or the part that is wrong; what only looks odd is read. */
#include "support.h"

#include <descent/path.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char name[64];

static void make_file(void)
{
    const char *const folder = getenv("TMPDIR");
    snprintf(name, sizeof name, "%.30s/descent-broken-XXXXXX", folder ? folder : "/tmp");
    const int descriptor = mkstemp(name);
    ck_assert_int_ge(descriptor, 0);
    close(descriptor);
}

static void remove_file(void)
{
    unlink(name);
}

static void put_file(const char *content, size_t size)
{
    FILE *file = fopen(name, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(content, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
}

static void check_detail(const char *fragment)
{
    ck_assert_msg(strstr(descent_error_detail(), fragment) != NULL, "\"%s\" does not say \"%s\"",
                  descent_error_detail(), fragment);
    ck_assert_msg(strstr(descent_error_detail(), name) != NULL, "\"%s\" does not name the file",
                  descent_error_detail());
}

#define HEADER     "step,x0,x1,loss\n"
#define TEXT(text) text, sizeof(text) - 1

static const struct {
    const char *text;
    size_t size;
    const char *fragment;
} broken_texts[] = {
    {TEXT(""), "line 1: the file is empty"},
    {TEXT("\n"), "line 1: the line is empty"},
    {TEXT("\r\n"), "line 1: the line is empty"},
    {TEXT("step,x0"), "line 1: the line has no end: the file is truncated"},
    {TEXT("x0,x1\n1,2\n"), "line 1: field 1, \"x0\", must be"},
    {TEXT("step\n0\n"), "line 1: there is no column but step"},
    {TEXT("step,x2\n0,1"), "line 2: the line has no end"},
    {TEXT("step,x1,x3\n"), "line 1: field 3, \"x3\", does not belong"},
    {TEXT("step,x1,weight\n"), "line 1: field 3, \"weight\", does not belong"},
    {TEXT("step,weight,\n"), "line 1: field 3, \"\", is no name"},
    {TEXT("step,weight,\"a\n"), "line 1: field 3, \"\"a\", is no name"},
    {TEXT("step,weight,\xff\n"), "line 1: field 3, \"?\", is no name"},
    {TEXT("step,weight,loss,weight\n"), "line 1: field 4, \"weight\", does not belong"},
    {TEXT("step,weight,gradient_bias\n"), "line 1: field 3, \"gradient_bias\", does not belong"},
    {TEXT("step,w,b,gradient_w\n"), "line 1 has 2 columns of variables but 1 of the gradient"},
    {TEXT("step,x0,x2\n"), "line 1: field 3, \"x2\", does not belong"},
    {TEXT("step,x0,x0\n"), "line 1: field 3, \"x0\", does not belong"},
    {TEXT("step,x0,x01\n"), "line 1: field 3, \"x01\", does not belong"},
    {TEXT("step,x0,loss,loss\n"), "line 1: field 4, \"loss\", does not belong"},
    {TEXT("step,x0,cost\n"), "line 1: field 3, \"cost\", does not belong"},
    {TEXT("step,loss,x0\n"), "line 1: field 3, \"x0\", does not belong"},
    {TEXT("step,x0,\n"), "line 1: field 3, \"\", does not belong"},
    {TEXT("step,x0,x1,g0\n"), "line 1 has 2 columns of variables but 1 of the gradient"},
    {TEXT("step,x0,\xff\xfe\x1b\n"), "line 1: field 3, \"???\", does not belong"},
    {TEXT("\xff\xfes\0t\0e\0p\0"), "line 1: there is a NUL byte"},
    {TEXT(HEADER "0,1,2,3"), "line 2: the line has no end: the file is truncated"},
    {TEXT(HEADER "0,1,2\n"), "line 2 has only 3 fields"},
    {TEXT(HEADER "7\n"), "line 2 has only 1 field"},
    {TEXT("x\n"), "line 1: field 1, \"x\", must be"},
    {TEXT(HEADER "0,1,2,3,4\n"), "line 2: field 5, \"4\", is one more"},
    {TEXT(HEADER "0,1,2,3,\n"), "line 2: field 5, \"\", is one more"},
    {TEXT(HEADER "0,1,2,\n"), "line 2: field 4, \"\", is no number"},
    {TEXT(HEADER "0,1,2,3\n\n"), "line 3: the line is empty"},
    {TEXT(HEADER "0,1,2,3\n1,1,2,3x\n"), "line 3: field 4, \"3x\", is no number"},
    {TEXT(HEADER "0,1,2,three\n"), "line 2: field 4, \"three\", is no number"},
    {TEXT(HEADER "0,1,2,\v3\n"), "line 2: field 4, \"?3\", is no number"},
    {TEXT(HEADER "0,1,2 2,3\n"), "line 2: field 3, \"2 2\", is no number"},
    {TEXT(HEADER "0,1,1e999,3\n"), "line 2: field 3, \"1e999\", is too large"},
    {TEXT(HEADER "0,1,2,\xe2\x82\xac\n"), "line 2: field 4, \"???\", is no number"},
    {TEXT(HEADER "0,1,2,3\0\n"), "line 2: there is a NUL byte"},
    {TEXT(HEADER "-1,1,2,3\n"), "line 2: field 1, \"-1\", is no step number"},
    {TEXT(HEADER "1.5,1,2,3\n"), "line 2: field 1, \"1.5\", is no step number"},
    {TEXT(HEADER ",1,2,3\n"), "line 2: field 1, \"\", is no step number"},
    {TEXT(HEADER "18446744073709551616,1,2,3\n"), "is larger than a step number can be"},
    /* Of a long field 39 bytes are quoted. */
    {TEXT(HEADER "0,1,2,abcdefghijklmnopqrstuvwxyzabcdefghijklm\n"),
     "\"abcdefghijklmnopqrstuvwxyzabcdefghijklm\", is no"},
    {TEXT(HEADER "0,1,2,abcdefghijklmnopqrstuvwxyzabcdefghijklmn\n"),
     "\"abcdefghijklmnopqrstuvwxyzabcdefghijklm\", is no"},
    {TEXT(HEADER "0,1,2,~ }\x7f\x1f\n"), "field 4, \"~ }??\", is no number"},
    {TEXT(HEADER "5,1,2,3\n5,1,2,3\n"), "line 3: the step number is not greater"},
    {TEXT(HEADER "5,1,2,3\n4,1,2,3\n"), "line 3: the step number is not greater"},
};

START_TEST(broken_text_is_refused)
{
    descent_path *path = (descent_path *)&path;
    put_file(broken_texts[_i].text, broken_texts[_i].size);
    ck_assert_int_eq(descent_path_read_csv(&path, name), DESCENT_EFORMAT);
    ck_assert_ptr_null(path);
    check_detail(broken_texts[_i].fragment);
}
END_TEST

/* What other programs write: a mark before the text, Windows line ends, blanks, short numbers, uneven steps. */
START_TEST(odd_text_is_read)
{
    static const char text[] =
        "\xef\xbb\xbfstep,x0,loss\r\n3, 1 ,+.5\r\n4,-1e-400,INF\r\n18446744073709551615,1E2,NaN\r\n";
    descent_path *path;
    put_file(text, sizeof text - 1);
    ck_assert_int_eq(descent_path_read_csv(&path, name), DESCENT_SUCCESS);
    ck_assert_uint_eq(descent_path_view(path).count, 3);
    ck_assert_uint_eq(descent_path_view(path).dimension, 1);
    ck_assert_uint_eq(descent_path_view(path).steps[0], 3);
    ck_assert_uint_eq(descent_path_view(path).steps[2], UINT64_MAX);
    ck_assert_uint_eq(descent_path_view(path).stride, UINT64_MAX - 4);
    ck_assert_double_eq(descent_path_view(path).losses[0], 0.5);
    ck_assert_double_infinite(descent_path_view(path).losses[1]);
    ck_assert_double_nan(descent_path_view(path).losses[2]);
    ck_assert_double_eq(descent_path_view(path).points[2], 100);
    const double x[] = {0};
    ck_assert_int_eq(descent_path_append(path, x, 0, NULL), DESCENT_EINVAL); /* there is no next step number */
    ck_assert_ptr_nonnull(strstr(descent_error_detail(), "2^64"));
    descent_path_free(path);
}
END_TEST

/* A row may have 1024 bytes for each of its numbers, and not one more. */
START_TEST(long_numbers_are_read)
{
    enum {
        fields = 7, /* step, two variables, loss, gradient norm, step length, changes */
        most = 1024
    };
    static char text[fields * most + 200];
    for (int more = 0; more < 2; more++) {
        descent_path *path;
        size_t length = (size_t)snprintf(text, sizeof text, "step,x1,x2,loss,gradient_norm,step_length,rule_changes\n");
        for (int f = 0; f < fields; f++) {
            const size_t wide = f < fields - 1 ? most - 1 : most + (size_t)more;
            length += (size_t)snprintf(text + length, sizeof text - length, "%0*d%c", (int)wide, f,
                                       f < fields - 1 ? ',' : '\n');
        }
        put_file(text, length);
        const descent_status status = descent_path_read_csv(&path, name);
        ck_assert_int_eq(status, more ? DESCENT_EFORMAT : DESCENT_SUCCESS);
        if (more)
            check_detail("line 2: the line is longer than its numbers can make it");
        else
            ck_assert_double_eq(descent_path_view(path).points[1], 2);
        descent_path_free(path);
    }
}
END_TEST

/* From step 0 to 2^64 − 1 there are more steps than can be counted. */
START_TEST(the_count_of_steps_has_an_end)
{
    static const char text[] = "step,x0\n0,1\n18446744073709551615,2\n";
    descent_path *path;
    put_file(text, sizeof text - 1);
    ck_assert_int_eq(descent_path_read_csv(&path, name), DESCENT_SUCCESS);
    ck_assert_uint_eq(descent_path_view(path).appended, UINT64_MAX);
    descent_path_free(path);
}
END_TEST

/* As gradients were named before variables had names, without the points. */
START_TEST(old_names_of_gradients_are_read)
{
    static const char text[] = "step,g0,g1\n0,1,2\n1,3,4\n";
    descent_path *path;
    put_file(text, sizeof text - 1);
    ck_assert_int_eq(descent_path_read_csv(&path, name), DESCENT_SUCCESS);
    const descent_path_data view = descent_path_view(path);
    ck_assert_uint_eq(view.dimension, 2);
    ck_assert_ptr_null(view.points);
    ck_assert_double_eq(view.gradients[0], 1);
    ck_assert_double_eq(view.gradients[3], 4);
    descent_path_free(path);
}
END_TEST

/* Rows whose steps are spaced unevenly: every point that follows is kept. */
START_TEST(uneven_rows_go_on_with_every_step)
{
    static const char text[] = "step,x0\n10,0\n12,1\n20,2\n21,3\n";
    descent_path *path;
    put_file(text, sizeof text - 1);
    ck_assert_int_eq(descent_path_read_csv(&path, name), DESCENT_SUCCESS);
    ck_assert_uint_eq(descent_path_view(path).appended, 12);
    ck_assert_uint_eq(descent_path_view(path).stride, 8);
    for (int k = 0; k < 3; k++) {
        const double x[] = {k};
        ck_assert_int_eq(descent_path_append(path, x, 0, NULL), DESCENT_SUCCESS);
    }
    ck_assert_uint_eq(descent_path_view(path).count, 7);
    ck_assert_uint_eq(descent_path_view(path).steps[6], 24);
    descent_path_free(path);
}
END_TEST

START_TEST(without_points_the_dimension_is_not_known)
{
    static const char text[] = "step,loss\n0,1\n1,0.5\n";
    const double x[] = {0};
    descent_path *path;
    put_file(text, sizeof text - 1);
    ck_assert_int_eq(descent_path_read_csv(&path, name), DESCENT_SUCCESS);
    ck_assert_uint_eq(descent_path_view(path).dimension, 0);
    ck_assert_int_eq(descent_path_append(path, x, 0, NULL), DESCENT_EINVAL);
    ck_assert_double_eq(descent_path_view(path).losses[1], 0.5);
    descent_path_free(path);
}
END_TEST

#define RECORDS "[('step', '<u8'), ('x', '<f8', (2,)), ('loss', '<f8')]"
#define ORDER   ", 'fortran_order': False"
#define SHAPE   ", 'shape': (3,)"

/* Headers with 96 bytes behind them: three records of RECORDS, or a matrix of 6 × 2 or 4 × 3. */
/* So many numbers do not fit into a memory of 32 bits; into one of 64 they do, and are not there. */
#if SIZE_MAX > UINT32_MAX
#define BEYOND_32_BITS "the file is truncated"
#else
#define BEYOND_32_BITS "fit into memory"
#endif

static const struct {
    const char *header, *fragment;
} broken_headers[] = {
    {"", "header: it must be a dictionary"},
    {"[]", "header: it must be a dictionary"},
    {"{}", "header: key \"descr\" is missing"},
    {"{'descr': '<f8'" ORDER "}", "header: key \"shape\" is missing"},
    {"{'descr': '<f8', 'shape': (6, 2)}", "header: key \"fortran_order\" is missing"},
    {"{'descr': '<f8'" ORDER ", 'shape': (6, 2), 'shape': (6, 2)}", "header: key \"shape\" is there twice"},
    {"{'descr': '<f8'" ORDER ", 'shape': (6, 2), 'size': 3}", "header: key \"size\" is unknown"},
    {"{'descr': '<f8'" ORDER ", 'shape': (6, 2)} {}", "header: something follows the dictionary"},
    {"{'descr': '<f8'" ORDER ", 'shape': (6, 2)", "header: it must be a dictionary of"},
    {"{'descr': '>f8'" ORDER ", 'shape': (6, 2)}", "must be \"<f8\", got \">f8\": it is big-endian"},
    {"{'descr': '<f4'" ORDER ", 'shape': (6, 2)}",
     "must be \"<f8\", got \"<f4\". Save it as 64-bit floating point, in NumPy by astype(\"<f8\")"},
    {"{'descr': '<i8'" ORDER ", 'shape': (6, 2)}", "must be \"<f8\", got \"<i8\""},
    {"{'descr': '|O'" ORDER ", 'shape': (6, 2)}", "must be \"<f8\", got \"|O\""},
    {"{'descr': '<f8', 'fortran_order': True, 'shape': (6, 2)}", "must be in C order, got Fortran order"},
    {"{'descr': '<f8', 'fortran_order': 1, 'shape': (6, 2)}", "fortran_order must be True or False"},
    {"{'descr': '<f8'" ORDER ", 'shape': ()}", "shape must have 2 dimensions (rows, variables), got 0"},
    {"{'descr': '<f8'" ORDER ", 'shape': (12,)}", "shape must have 2 dimensions (rows, variables), got 1"},
    {"{'descr': '<f8'" ORDER ", 'shape': (3, 2, 2)}", "shape must have 2 dimensions (rows, variables), got 3"},
    {"{'descr': '<f8'" ORDER ", 'shape': (1,1,1,1,1,1,1,1,1,1,1,12)}", "(rows, variables), got 12"},
    {"{'descr': '<f8'" ORDER ", 'shape': (6, -2)}", "shape must be a tuple of sizes"},
    {"{'descr': '<f8'" ORDER ", 'shape': 12}", "shape must be a tuple of sizes"},
    {"{'descr': '<f8'" ORDER ", 'shape': (6 2)}", "shape must be a tuple of sizes"},
    {"{'descr': '<f8'" ORDER ", 'shape': (12, 0)}", "at least one variable"},
    {"{'descr': '<f8'" ORDER ", 'shape': (6, 3)}", "promises 6 records of 24 bytes, but 96 bytes follow: the file is"},
    {"{'descr': '<f8'" ORDER ", 'shape': (5, 2)}", "but 96 bytes follow: there is something more"},
    {"{'descr': '<f8'" ORDER ", 'shape': (0, 2)}", "but 96 bytes follow: there is something more"},
    {"{'descr': '<f8'" ORDER ", 'shape': (18446744073709551615, 2)}", "the file is truncated"},
    {"{'descr': '<f8'" ORDER ", 'shape': (18446744073709551616, 2)}", "shape must be a tuple of sizes"},
    {"{'descr': '<f8'" ORDER ", 'shape': (2305843009213693952, 8)}", "the file is truncated"},
    {"{'descr': '<f8'" ORDER ", 'shape': (1, 2305843009213693952)}", "fit into memory"},
    {"{'descr': '<f8'" ORDER ", 'shape': (1, 576460752303423488)}", "fit into memory"},
    {"{'descr': '<f8'" ORDER ", 'shape': (1, 576460752303423487)}", BEYOND_32_BITS},
    {"{'descr': '<f8'" ORDER ", 'shape': (1, 134217728)}", BEYOND_32_BITS},
    {"{'descr': '<f8'" ORDER ", 'shape': (1, 134217727)}", "the file is truncated"},
    {"{'descr': " RECORDS ORDER ", 'shape': (3, 1)}", "shape must have 1 dimension (rows), got 2"},
    {"{'descr': " RECORDS ORDER ", 'shape': (4,)}", "promises 4 records of 32 bytes"},
    {"{'descr': [('x', '<f8', (2,)), ('loss', '<f8')]" ORDER SHAPE "}", "the field \"step\" is missing"},
    {"{'descr': [('step', '<u8')]" ORDER SHAPE "}", "there is no field but \"step\""},
    {"{'descr': []" ORDER SHAPE "}", "the field \"step\" is missing"},
    {"{'descr': [('step', '<u8'), ('loss', '<f8'), ('loss', '<f8')]" ORDER SHAPE "}", "\"loss\" is there twice"},
    {"{'descr': [('step', '<u8'), ('cost', '<f8')]" ORDER SHAPE "}", "\"cost\" is none of a path's"},
    {"{'descr': [('step', '<i8'), ('loss', '<f8')]" ORDER SHAPE "}",
     "type of step must be \"<u8\", got \"<i8\". Save it as unsigned 64-bit numbers, in NumPy by astype(\"<u8\")"},
    {"{'descr': [('step', '<u8'), ('loss', '<f4')]" ORDER SHAPE "}", "type of loss must be \"<f8\", got \"<f4\""},
    {"{'descr': [('step', '<u8'), ('loss', '<f8', (1,))]" ORDER SHAPE "}", "\"loss\" must have no shape"},
    {"{'descr': [('step', '<u8'), ('x', '<f8')]" ORDER SHAPE "}", "\"x\" must have a shape (n,)"},
    {"{'descr': [('step', '<u8'), ('x', '<f8', (0,))]" ORDER SHAPE "}", "\"x\" must have a shape (n,)"},
    {"{'descr': [('step', '<u8'), ('x', '<f8', (1, 2))]" ORDER SHAPE "}", "\"x\" must have a shape (n,)"},
    {"{'descr': [('step', '<u8'), ('x', '<f8', 2)]" ORDER SHAPE "}", "\"x\" has a broken shape"},
    {"{'descr': [('step', '<u8'), ('x', '<f8', (2,)), ('gradient', '<f8', (1,))]" ORDER SHAPE "}", "the same shape"},
    {"{'descr': [('step', '<u8'), ('x', '<f8', (2305843009213693952,))]" ORDER SHAPE "}", "larger than memory"},
    {"{'descr': [('step', '<u8') ('loss', '<f8')]" ORDER SHAPE "}", "descr must have commas"},
    {"{'descr': ['step', 'loss']" ORDER SHAPE "}", "descr must be a list of fields"},
    {"{'descr': None" ORDER SHAPE "}", "descr must be a type or a list of fields"},
    {"{'descr': [('st\\x65p', '<u8')]" ORDER SHAPE "}", "descr must be a list of fields"},
    {"{'descr': '<f8'" ORDER ", 'shape': (6, 2)}\xc3\xa9", "0xc3: this is no plain text"},
    {"{'descr': '<f8'\x7f", "header: byte 15 is 0x7f: this is no plain text"},
    {"{'descr': '<f8'\x1f", "header: byte 15 is 0x1f: this is no plain text"},
    {"{'descr': '<f8'\r", "header: byte 15 is 0x0d: this is no plain text"},
    {"{'descr': '<f8'~", "header: it must be a dictionary of"},
    /* Names and types have 31 bytes at most. */
    {"{'descr': [('abcdefghijklmnopqrstuvwxyzabcde', '<u8')]" ORDER SHAPE "}", "abcde\" is none of a path's"},
    {"{'descr': [('abcdefghijklmnopqrstuvwxyzabcdef', '<u8')]" ORDER SHAPE "}", "descr must be a list of fields"},
    {"{'descr': '<f8", "descr must be a type or a list of fields"},
    {"{'descr': '<f8'" ORDER ", 'shape': (6, L)}", "shape must be a tuple of sizes"},
    {"{'descr': [('step', '<u8'), ('x', '<f8', (2305843009213693951,))]" ORDER SHAPE "}", "larger than memory"},
    {"{'descr': [('step', '<u8'), ('x', '<f8', (2,),, ('loss', '<f8')]" ORDER SHAPE "}", "\"x\" has a broken shape"},
    {"{'descr': [('step', '<u8'), ('x', '<f8', (2,)]" ORDER SHAPE "}", "\"x\" has a broken shape"},
    {"{'descr': " RECORDS ORDER SHAPE "}", "data: record 1: step 0 is not greater"},
};

/* Prefix, header and zeros: a .npy file as that header would have it. */
static size_t make_array(char *file, unsigned version, const char *header, size_t data_bytes)
{
    const size_t length = strlen(header), length_bytes = version == 1 ? 2 : 4;
    memcpy(file, "\x93NUMPY", 6);
    file[6] = (char)version;
    file[7] = 0;
    for (size_t i = 0; i < length_bytes; i++)
        file[8 + i] = (char)(unsigned char)(length >> 8 * i);
    memcpy(file + 8 + length_bytes, header, length);
    memset(file + 8 + length_bytes + length, 0, data_bytes);
    return 8 + length_bytes + length + data_bytes;
}

static void check_refused(const char *file, size_t size, const char *fragment)
{
    descent_path *path = (descent_path *)&path;
    put_file(file, size);
    ck_assert_int_eq(descent_path_read_npy(&path, name), DESCENT_EFORMAT);
    ck_assert_ptr_null(path);
    check_detail(fragment);
}

START_TEST(broken_headers_are_refused)
{
    char file[1000];
    for (unsigned version = 1; version <= 3; version++)
        check_refused(file, make_array(file, version, broken_headers[_i].header, 96), broken_headers[_i].fragment);
}
END_TEST

/* What Python reads as the same dictionary: other quotes, spaces, commas, orders, and the long numbers of Python 2. */
START_TEST(odd_headers_are_read)
{
    static const struct {
        const char *header;
        size_t rows, variables, data_bytes;
    } odd[] = {
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (6, 2)}", 6, 2, 96},
        {"\n\t { \"shape\":(6L,\t2L ,) ,'fortran_order'\n:False , \"descr\" : \"<f8\" , } \n", 6, 2, 96},
        {"{'shape': (00000000000000000000000006, 2), 'descr': '<f8', 'fortran_order': False}", 6, 2, 96},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (0, 9223372)}", 0, 9223372, 0},
        {"{'descr': [('step', '<u8',), ('x', '<f8', (2,),),], 'fortran_order': False, 'shape': (1,)}", 1, 2, 24},
        {"{'descr': [('step', '<u8' ), ('x', '<f8', (2) ) ], 'fortran_order': False, 'shape': (1)}", 1, 2, 24},
        {"{'descr': [('x', '<f8', (2,)), ('step', '<u8')], 'fortran_order': False, 'shape': (1,)}", 1, 2, 24},
    };
    char file[1000];
    for (size_t k = 0; k < sizeof odd / sizeof *odd; k++) {
        descent_path *path;
        put_file(file, make_array(file, 1, odd[k].header, odd[k].data_bytes));
        assert_success(descent_path_read_npy(&path, name));
        const descent_path_data view = descent_path_view(path);
        ck_assert_uint_eq(view.count, odd[k].rows);
        ck_assert_uint_eq(view.dimension, odd[k].variables);
        ck_assert_uint_eq(view.columns, DESCENT_PATH_POINT);
        descent_path_free(path);
    }
}
END_TEST

START_TEST(broken_prefixes_are_refused)
{
    static const char good[] = "{'descr': '<f8', 'fortran_order': False, 'shape': (6, 2), }\n";
    char file[1000];
    size_t size = make_array(file, 1, good, 96);
    descent_path *path;
    put_file(file, size);
    ck_assert_int_eq(descent_path_read_npy(&path, name), DESCENT_SUCCESS);
    ck_assert_uint_eq(descent_path_view(path).count, 6);
    ck_assert_uint_eq(descent_path_view(path).steps[5], 5);
    ck_assert_uint_eq(descent_path_view(path).columns, DESCENT_PATH_POINT);
    descent_path_free(path);
    /* Cut off at every byte, and with one too many. */
    for (size_t cut = 0; cut < size; cut++)
        check_refused(file, cut, cut == 0 ? "empty" : cut < 6 ? "this is no .npy file" : "truncated");
    file[size] = 0;
    check_refused(file, size + 1, "there is something more");
    file[7] = 1;
    check_refused(file, size, "version must be 1.0, 2.0 or 3.0, got 1.1");
    size = make_array(file, 4, good, 96);
    check_refused(file, size, "version must be 1.0, 2.0 or 3.0, got 4.0");
    file[0] = 'N';
    check_refused(file, size, "this is no .npy file");
    /* A header of 4 GiB that is not there. */
    size = make_array(file, 2, good, 96);
    memset(file + 8, 0xff, 4);
    check_refused(file, size, "length of the header: 4294967295 bytes are more");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("path_broken_files");
    TCase *tcase = tcase_create("path_broken_files");
    tcase_add_checked_fixture(tcase, make_file, remove_file);
    tcase_add_loop_test(tcase, broken_text_is_refused, 0, sizeof broken_texts / sizeof broken_texts[0]);
    tcase_add_test(tcase, odd_text_is_read);
    tcase_add_test(tcase, long_numbers_are_read);
    tcase_add_test(tcase, the_count_of_steps_has_an_end);
    tcase_add_test(tcase, old_names_of_gradients_are_read);
    tcase_add_test(tcase, uneven_rows_go_on_with_every_step);
    tcase_add_test(tcase, without_points_the_dimension_is_not_known);
    tcase_add_loop_test(tcase, broken_headers_are_refused, 0, sizeof broken_headers / sizeof broken_headers[0]);
    tcase_add_test(tcase, odd_headers_are_read);
    tcase_add_test(tcase, broken_prefixes_are_refused);
    suite_add_tcase(suite, tcase);
    return descent_test_main(suite);
}
