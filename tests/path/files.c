/* Paths in files: what is written reads back bit for bit, what is broken is refused, and no name holds half a file. */
#define _XOPEN_SOURCE 700 /* nftw() */

#include "support.h"

#include <descent/path.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fenv.h>
#include <float.h>
#include <ftw.h>
#include <locale.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    all_columns = DESCENT_PATH_POINT | DESCENT_PATH_LOSS | DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_STEP_LENGTH |
                  DESCENT_PATH_GRADIENT,
    dimension = 3,
    name_size = 256
};

typedef descent_status write_function(const descent_path *path, const char *file_name);
typedef descent_status read_function(descent_path **path, const char *file_name);

static const struct {
    const char *ending;
    write_function *write;
    read_function *read;
} formats[] = {{"csv", descent_path_write_csv, descent_path_read_csv},
               {"npy", descent_path_write_npy, descent_path_read_npy}};

static const int format_count = 2;

/* Every test has a folder of its own. */
static char folder[64], name[name_size];

static void make_folder(void)
{
    const char *base = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%.30s/descent-test-XXXXXX", base ? base : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(name, sizeof name, "%s/path", folder);
}

static size_t files_in_folder(void)
{
    size_t count = 0;
    DIR *directory = opendir(folder);
    ck_assert_ptr_nonnull(directory);
    for (struct dirent *entry = readdir(directory); entry; entry = readdir(directory)) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        count++;
    }
    closedir(directory);
    return count;
}

static int remove_entry(const char *entry, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(entry);
}

/* Where tests share one process, the next one must find neither the files nor the locale of this one. */
static void leave_no_trace(void)
{
    const int open_folders = 8;
    setlocale(LC_ALL, "C");
    unsetenv("LOCPATH");
    nftw(folder, remove_entry, open_folders, FTW_DEPTH | FTW_PHYS);
}

static void put_file(const char *content, size_t size)
{
    FILE *file = fopen(name, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(content, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
}

static size_t get_file(char *content, size_t size)
{
    FILE *file = fopen(name, "rb");
    ck_assert_ptr_nonnull(file);
    size = fread(content, 1, size - 1, file);
    content[size] = '\0';
    fclose(file);
    return size;
}

/* The numbers that are hardest to write down. */
static const double hard[] = {
    0.0, -0.0, DBL_TRUE_MIN, -DBL_TRUE_MIN, DBL_MIN,    DBL_MAX, -DBL_MAX,           INFINITY,      -INFINITY,
    NAN, 0.1,  1.0 / 3.0,    1e-310,        5e-324 * 3, 1e23,    9007199254740993.0, 6.02214076e23, -1.5};

enum {
    hard_count = sizeof hard / sizeof hard[0]
};

static descent_path *hard_path(unsigned columns, size_t points, size_t stride)
{
    descent_path_options options = {0};
    options.columns = columns;
    options.stride = stride;
    descent_path *path;
    ck_assert_int_eq(descent_path_new(&path, dimension, &options), DESCENT_SUCCESS);
    for (size_t k = 0; k < points; k++) {
        double x[dimension], gradient[dimension];
        for (size_t i = 0; i < dimension; i++) {
            x[i] = hard[(k + i) % hard_count];
            gradient[i] = hard[(3 * k + i) % hard_count];
        }
        ck_assert_int_eq(descent_path_append(path, x, hard[k % hard_count], gradient), DESCENT_SUCCESS);
    }
    return path;
}

/* Same bits; of a NaN, only that it is one. */
static void check_same_numbers(const double *a, const double *b, size_t count)
{
    ck_assert_int_eq(a == NULL, b == NULL);
    for (size_t i = 0; a && i < count; i++)
        ck_assert_msg((isnan(a[i]) && isnan(b[i])) || memcmp(a + i, b + i, sizeof *a) == 0, "%a became %a", a[i], b[i]);
}

static void check_same(const descent_path *a, const descent_path *b)
{
    const size_t count = descent_path_view(a).count;
    ck_assert_uint_eq(descent_path_view(a).columns, descent_path_view(b).columns);
    ck_assert_uint_eq(count, descent_path_view(b).count);
    ck_assert_uint_eq(descent_path_view(a).appended, descent_path_view(b).appended);
    for (size_t row = 0; row < count; row++)
        ck_assert_uint_eq(descent_path_view(a).steps[row], descent_path_view(b).steps[row]);
    check_same_numbers(descent_path_view(a).points, descent_path_view(b).points, count * dimension);
    check_same_numbers(descent_path_view(a).losses, descent_path_view(b).losses, count);
    check_same_numbers(descent_path_view(a).gradient_norms, descent_path_view(b).gradient_norms, count);
    check_same_numbers(descent_path_view(a).step_lengths, descent_path_view(b).step_lengths, count);
    check_same_numbers(descent_path_view(a).gradients, descent_path_view(b).gradients, count * dimension);
}

START_TEST(what_is_written_reads_back)
{
    static const size_t points[] = {0, 1, 2, 40, 3000}, strides[] = {1, 7};
    const int format = _i % format_count;
    const unsigned columns = (unsigned)(_i / format_count) + 1;
    for (size_t p = 0; p < 5; p++)
        for (size_t s = 0; s < 2; s++) {
            if (points[p] > 40 && columns != all_columns)
                continue;
            descent_path *path = hard_path(columns, points[p], strides[s]), *read;
            ck_assert_int_eq(formats[format].write(path, name), DESCENT_SUCCESS);
            ck_assert_int_eq(formats[format].read(&read, name), DESCENT_SUCCESS);
            check_same(path, read);
            const bool tells = columns & (DESCENT_PATH_POINT | DESCENT_PATH_GRADIENT);
            ck_assert_uint_eq(descent_path_view(read).dimension, tells ? dimension : 0);
            ck_assert_uint_eq(files_in_folder(), 1);
            descent_path_free(path);
            descent_path_free(read);
        }
}
END_TEST

/* A path that was read goes on as the one that was written would. */
START_TEST(what_was_read_goes_on)
{
    for (size_t points = 1; points < 20; points++) {
        descent_path *path = hard_path(all_columns, points, 4), *read;
        ck_assert_int_eq(formats[_i].write(path, name), DESCENT_SUCCESS);
        ck_assert_int_eq(formats[_i].read(&read, name), DESCENT_SUCCESS);
        const bool knows_stride = points > 5;
        for (size_t k = 0; k < 10 && knows_stride; k++) {
            const double x[dimension] = {(double)k, 1, 2};
            ck_assert_int_eq(descent_path_append(path, x, 3, NULL), DESCENT_SUCCESS);
            ck_assert_int_eq(descent_path_append(read, x, 3, NULL), DESCENT_SUCCESS);
            check_same(path, read);
        }
        descent_path_free(path);
        descent_path_free(read);
    }
}
END_TEST

/* Rows at even distances, but for the last, which may follow sooner, have that stride; of any others the widest distance is
 * told, and every further step is kept. */
START_TEST(a_file_tells_its_stride)
{
    static const struct {
        const char *steps;
        uint64_t stride;
        size_t kept; /* rows after three more steps */
        uint64_t last[2];
    } files[] = {
        {"0 3 6 9", 3, 5, {9, 12}}, /* 12 is kept */
        {"0 3 6 7", 3, 5, {9, 10}}, /* 9 takes the place of 7, and 10 stands provisionally */
        {"5", 1, 4, {7, 8}},         {"", 1, 3, {1, 2}},       {"5 6", 1, 5, {8, 9}},
        {"0 3 4 9", 5, 7, {11, 12}}, {"0 3 7", 4, 6, {9, 10}}, {"0 2 4 8", 4, 7, {10, 11}},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        FILE *const file = fopen(name, "w");
        ck_assert_ptr_nonnull(file);
        fputs("step,x0\n", file);
        for (const char *step = files[i].steps; *step; step++)
            if (*step != ' ')
                fprintf(file, "%c,1\n", *step);
        fclose(file);
        descent_path *path;
        assert_success(descent_path_read_csv(&path, name));
        ck_assert_uint_eq(descent_path_view(path).stride, files[i].stride);
        for (int k = 0; k < 3; k++)
            assert_success(descent_path_append(path, &(double){2}, NAN, NULL));
        const descent_path_data rows = descent_path_view(path);
        ck_assert_uint_eq(rows.count, files[i].kept);
        for (size_t k = 0; k < 2; k++)
            ck_assert_uint_eq(rows.steps[rows.count - 2 + k], files[i].last[k]);
        descent_path_free(path);
    }
}
END_TEST

START_TEST(text_is_what_the_manual_says)
{
    char text[1000];
    descent_path *path;
    const double x[] = {4, 1.1}, next[] = {7, 1.1}, gradient[] = {3, -4};
    ck_assert_int_eq(descent_path_new(&path, 2, NULL), DESCENT_SUCCESS);
    ck_assert_int_eq(descent_path_append(path, x, -INFINITY, gradient), DESCENT_SUCCESS);
    ck_assert_int_eq(descent_path_append(path, next, -NAN, NULL), DESCENT_SUCCESS);
    ck_assert_int_eq(descent_path_write_csv(path, name), DESCENT_SUCCESS);
    get_file(text, sizeof text);
    ck_assert_str_eq(text, "step,x1,x2,loss,gradient_norm,step_length\n"
                           "0,4,1.1000000000000001,-inf,5,0\n"
                           "1,7,1.1000000000000001,nan,nan,3\n");
    descent_path_free(path);
}
END_TEST

/* In a locale that writes commas files are the same, and the locale is afterwards what it was. */
START_TEST(locale_makes_no_difference)
{
    char plain[4000], text[4000], number[16];
    const bool commas = descent_test_enter_comma_locale();
    descent_path *path = hard_path(all_columns, 9, 1), *read;
    for (int format = 0; format < format_count; format++) {
        ck_assert_int_eq(formats[format].write(path, name), DESCENT_SUCCESS);
        const size_t size = get_file(text, sizeof text);
        ck_assert_int_eq(formats[format].read(&read, name), DESCENT_SUCCESS);
        check_same(path, read);
        descent_path_free(read);
        snprintf(number, sizeof number, "%g", 0.5);
        ck_assert_str_eq(number, commas ? "0,5" : "0.5");
        const locale_t before = uselocale(newlocale(LC_ALL_MASK, "C", (locale_t)0));
        ck_assert_int_eq(formats[format].write(path, name), DESCENT_SUCCESS);
        freelocale(uselocale(before));
        ck_assert_uint_eq(get_file(plain, sizeof plain), size);
        ck_assert_mem_eq(plain, text, size);
    }
    descent_path_free(path);
}
END_TEST

static void check_failure(int format, const descent_path *path, const char *where, int error)
{
    ck_assert_int_eq(formats[format].write(path, where), DESCENT_EIO);
    ck_assert_msg(strstr(descent_error_detail(), strerror(error)) != NULL, "%s", descent_error_detail());
    ck_assert_msg(strstr(descent_error_detail(), where) != NULL, "%s", descent_error_detail());
}

START_TEST(unwritable_places_give_the_reason)
{
    char where[name_size + 16];
    descent_path *path = hard_path(all_columns, 40, 1);
    if (access("/dev/full", W_OK) == 0)
        check_failure(_i, path, "/dev/full", ENOSPC);
    snprintf(where, sizeof where, "%s/missing/path", folder);
    check_failure(_i, path, where, ENOENT);
    check_failure(_i, path, folder, EISDIR);
    check_failure(_i, path, "", ENOENT);
    put_file("old", 3);
    snprintf(where, sizeof where, "%s/below", name);
    check_failure(_i, path, where, ENOTDIR);
    ck_assert_uint_eq(files_in_folder(), 1);
    if (geteuid() != 0) { /* whom no permission stops */
        chmod(name, 0400);
        check_failure(_i, path, name, EACCES);
        chmod(folder, 0500);
        snprintf(where, sizeof where, "%s/new", folder);
        check_failure(_i, path, where, EACCES);
        chmod(folder, 0700);
    }
    char text[8];
    get_file(text, sizeof text);
    ck_assert_str_eq(text, "old");
    descent_path_free(path);
}
END_TEST

/* The disk ends in the middle of the file: the old one stays, and nothing else does. */
START_TEST(a_disk_that_fills_up_leaves_the_old_file)
{
    const struct rlimit full = {100000, RLIM_INFINITY}, endless = {RLIM_INFINITY, RLIM_INFINITY};
    void (*const before)(int) = signal(SIGXFSZ, SIG_IGN);
    descent_path *path = hard_path(all_columns, 3000, 1);
    put_file("old", 3);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &full), 0);
    check_failure(_i, path, name, EFBIG);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &endless), 0);
    signal(SIGXFSZ, before);
    char text[8];
    get_file(text, sizeof text);
    ck_assert_str_eq(text, "old");
    ck_assert_uint_eq(files_in_folder(), 1);
    descent_path_free(path);
}
END_TEST

static mode_t mode_of(const char *file_name)
{
    struct stat status;
    ck_assert_int_eq(lstat(file_name, &status), 0);
    return status.st_mode;
}

static ino_t inode_of(const char *file_name)
{
    struct stat status;
    return stat(file_name, &status) == 0 ? status.st_ino : 0;
}

START_TEST(permissions_and_links_stay)
{
    char link_name[name_size + 16];
    descent_path *path = hard_path(all_columns, 4, 1), *read;
    const mode_t mask = umask(027);
    ck_assert_int_eq(formats[_i].write(path, name), DESCENT_SUCCESS);
    ck_assert_uint_eq(mode_of(name) & 0777, 0640);
    umask(mask);
    static const mode_t modes[] = {0600, 0666, 0751};
    for (size_t i = 0; i < 3; i++) {
        chmod(name, modes[i]);
        ck_assert_int_eq(formats[_i].write(path, name), DESCENT_SUCCESS);
        ck_assert_uint_eq(mode_of(name) & 0777, modes[i]);
    }
    put_file("old", 3);
    snprintf(link_name, sizeof link_name, "%s.link", name);
    ck_assert_int_eq(symlink("path", link_name), 0);
    ck_assert_int_eq(formats[_i].write(path, link_name), DESCENT_SUCCESS);
    ck_assert(S_ISLNK(mode_of(link_name)));
    ck_assert_int_eq(formats[_i].read(&read, name), DESCENT_SUCCESS);
    check_same(path, read);
    ck_assert_uint_eq(files_in_folder(), 2);
    descent_path_free(path);
    descent_path_free(read);
}
END_TEST

/* Under /proc, an open file is written to, not replaced; under /dev, a file that is one is replaced like any other. */
START_TEST(files_below_proc_and_dev)
{
    descent_path *const path = hard_path(all_columns, 4, 1);
    descent_path *read;
    char open_name[64], shared[64];
    put_file("", 0);
    const ino_t before = inode_of(name);
    const int descriptor = open(name, O_RDWR);
    ck_assert_int_ge(descriptor, 0);
    snprintf(open_name, sizeof open_name, "/proc/self/fd/%d", descriptor);
    ck_assert_int_eq(formats[_i].write(path, open_name), DESCENT_SUCCESS);
    ck_assert_uint_eq(inode_of(name), before);
    ck_assert_int_eq(formats[_i].read(&read, name), DESCENT_SUCCESS);
    check_same(path, read);
    descent_path_free(read);
    close(descriptor);
    snprintf(shared, sizeof shared, "/dev/shm/descent-test-%ld", (long)getpid());
    for (int time = 0; time < 2 && access("/dev/shm", W_OK) == 0; time++) {
        const ino_t old = time ? inode_of(shared) : 0;
        ck_assert_int_eq(formats[_i].write(path, shared), DESCENT_SUCCESS);
        ck_assert_uint_ne(inode_of(shared), old);
    }
    unlink(shared);
    descent_path_free(path);
}
END_TEST

/* A link that leads nowhere yet stays a link; what it leads to is made. */
START_TEST(a_dangling_link_is_followed)
{
    char link_name[name_size + 16];
    char second[name_size + 16];
    descent_path *const path = hard_path(all_columns, 4, 1);
    descent_path *read;
    snprintf(link_name, sizeof link_name, "%s.link", name);
    snprintf(second, sizeof second, "%s.second", name);
    ck_assert_int_eq(symlink("path.second", link_name), 0);
    ck_assert_int_eq(symlink(name, second), 0);
    ck_assert_int_eq(formats[_i].write(path, link_name), DESCENT_SUCCESS);
    ck_assert(S_ISLNK(mode_of(link_name)));
    ck_assert(S_ISLNK(mode_of(second)));
    ck_assert(S_ISREG(mode_of(name)));
    ck_assert_int_eq(formats[_i].read(&read, name), DESCENT_SUCCESS);
    check_same(path, read);
    ck_assert_uint_eq(files_in_folder(), 3);
    /* Links in a circle have no end. */
    unlink(name);
    ck_assert_int_eq(symlink(link_name, name), 0);
    check_failure(_i, path, link_name, ELOOP);
    descent_path_free(path);
    descent_path_free(read);
}
END_TEST

static struct stat status_of(const char *file_name)
{
    struct stat status;
    ck_assert_int_eq(stat(file_name, &status), 0);
    return status;
}

/* A file that is replaced belongs to whom it belonged; where that cannot be, it is refused. */
START_TEST(whose_a_file_is_stays)
{
    const uid_t somebody = 12345;
    descent_path *const path = hard_path(all_columns, 4, 1);
    put_file("old", 3);
    if (geteuid() == 0) { /* nobody else can give a file away */
        ck_assert_int_eq(chown(name, somebody, somebody), 0);
        ck_assert_int_eq(formats[_i].write(path, name), DESCENT_SUCCESS);
        ck_assert_uint_eq(status_of(name).st_uid, somebody);
        ck_assert_uint_eq(status_of(name).st_gid, somebody);
        ck_assert_int_eq(chown(name, geteuid(), somebody), 0); /* the group alone */
        ck_assert_int_eq(formats[_i].write(path, name), DESCENT_SUCCESS);
        ck_assert_uint_eq(status_of(name).st_uid, geteuid());
        ck_assert_uint_eq(status_of(name).st_gid, somebody);
        ck_assert_int_eq(chown(name, somebody, somebody), 0);
        const pid_t child = fork(); /* as somebody else, who may write the file and its folder */
        ck_assert_int_ge(child, 0);
        if (child == 0) {
            const bool open_to_all = chmod(name, 0666) == 0 && chmod(folder, 0777) == 0 && setuid(somebody + 1) == 0;
            const bool refused = formats[_i].write(path, name) == DESCENT_EIO &&
                                 strstr(descent_error_detail(), "whose it is") && files_in_folder() == 1;
            descent_path_free(path); /* valgrind looks for what is lost when a child ends, too */
            _exit(open_to_all && refused ? 0 : 1);
        }
        int status;
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        ck_assert_int_eq(status, 0);
    }
    descent_path_free(path);
}
END_TEST

/* A file that may be written, in a folder that may not: it cannot be replaced, and the folder is named as the reason. */
START_TEST(a_folder_that_may_not_be_written_is_the_reason)
{
    descent_path *const path = hard_path(all_columns, 4, 1);
    put_file("old", 3);
    const pid_t child = fork(); /* no permission stops root */
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        const uid_t nobody = 12345;
        const bool made = chmod(name, 0666) == 0 && chmod(folder, 0555) == 0 && (geteuid() != 0 || setuid(nobody) == 0);
        const bool told = formats[_i].write(path, name) == DESCENT_EIO &&
                          strstr(descent_error_detail(), "its folder may not be written");
        descent_path_free(path);
        _exit(made && told ? 0 : 1);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    chmod(folder, 0700);
    ck_assert_int_eq(status, 0);
    char text[8];
    get_file(text, sizeof text);
    ck_assert_str_eq(text, "old");
    descent_path_free(path);
}
END_TEST

/* 17 digits give every double back to the nearest; the caller's direction of rounding is left as it was. */
START_TEST(the_direction_of_rounding_makes_no_difference)
{
    static const int directions[] = {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
    descent_path *const path = hard_path(all_columns, hard_count, 1);
    for (size_t k = 0; k < sizeof directions / sizeof *directions; k++) {
        descent_path *read;
        fesetround(directions[k]);
        const descent_status written = formats[_i].write(path, name);
        const descent_status got = formats[_i].read(&read, name);
        const int after = fegetround();
        fesetround(FE_TONEAREST);
        ck_assert_int_eq(written, DESCENT_SUCCESS);
        ck_assert_int_eq(got, DESCENT_SUCCESS);
        ck_assert_int_eq(after, directions[k]);
        check_same(path, read);
        descent_path_free(read);
    }
    descent_path_free(path);
}
END_TEST

/* A line without an end is not read for ever. */
START_TEST(an_endless_line_is_bounded)
{
    int ends[2];
    descent_path *read;
    ck_assert_int_eq(pipe(ends), 0);
    const pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        static const char header[] = "step,x0\n0,";
        static const char digits[] = "0000000000000000000000000000000000000000000000000000000000000000";
        close(ends[0]);
        ssize_t written = write(ends[1], header, sizeof header - 1);
        while (written > 0)
            written = write(ends[1], digits, sizeof digits - 1);
        _exit(0);
    }
    close(ends[1]);
    char where[32];
    snprintf(where, sizeof where, "/dev/fd/%d", ends[0]);
    ck_assert_int_eq(descent_path_read_csv(&read, where), DESCENT_EFORMAT);
    ck_assert_ptr_nonnull(strstr(descent_error_detail(), "line 2"));
    ck_assert_ptr_nonnull(strstr(descent_error_detail(), "longer"));
    close(ends[0]);
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
}
END_TEST

/* A pipe has no size and cannot be replaced: it is written into, and read as far as it goes. */
START_TEST(pipes_are_written_and_read)
{
    int ends[2];
    char where[32];
    descent_path *path = hard_path(all_columns, 40, 1), *read;
    ck_assert_int_eq(pipe(ends), 0);
    snprintf(where, sizeof where, "/dev/fd/%d", ends[1]);
    ck_assert_int_eq(formats[_i].write(path, where), DESCENT_SUCCESS);
    close(ends[1]);
    snprintf(where, sizeof where, "/dev/fd/%d", ends[0]);
    ck_assert_int_eq(formats[_i].read(&read, where), DESCENT_SUCCESS);
    close(ends[0]);
    check_same(path, read);
    descent_path_free(path);
    descent_path_free(read);
}
END_TEST

/* A pipe gives what is in it: here hardly ever more than a byte, for the writer lets the reader go first. */
START_TEST(pipes_may_give_little_at_a_time)
{
    static const struct timespec pause = {0, 20000};
    char content[4000], where[32];
    int ends[2];
    descent_path *path = hard_path(all_columns, 2, 1), *read;
    ck_assert_int_eq(formats[_i].write(path, name), DESCENT_SUCCESS);
    const size_t size = get_file(content, sizeof content);
    ck_assert_int_eq(pipe(ends), 0);
    const pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        close(ends[0]);
        for (size_t k = 0; k < size; k++) {
            if (write(ends[1], content + k, 1) != 1)
                _exit(1);
            nanosleep(&pause, NULL);
        }
        _exit(0);
    }
    close(ends[1]);
    snprintf(where, sizeof where, "/dev/fd/%d", ends[0]);
    ck_assert_int_eq(formats[_i].read(&read, where), DESCENT_SUCCESS);
    close(ends[0]);
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    check_same(path, read);
    descent_path_free(path);
    descent_path_free(read);
}
END_TEST

/* What a pipe holds is only known at its end. */
START_TEST(pipes_may_hold_too_much_or_too_little)
{
    char content[4000], where[32];
    descent_path *path = hard_path(all_columns, 9, 1), *read;
    ck_assert_int_eq(formats[_i].write(path, name), DESCENT_SUCCESS);
    const size_t size = get_file(content, sizeof content);
    for (int change = -1; change <= 1; change++) {
        int ends[2];
        ck_assert_int_eq(pipe(ends), 0);
        ck_assert_int_eq(write(ends[1], content, size + (size_t)change), (ssize_t)size + change);
        close(ends[1]);
        snprintf(where, sizeof where, "/dev/fd/%d", ends[0]);
        ck_assert_int_eq(formats[_i].read(&read, where), change == 0 ? DESCENT_SUCCESS : DESCENT_EFORMAT);
        close(ends[0]);
        descent_path_free(read);
    }
    descent_path_free(path);
}
END_TEST

/* As numpy.save() writes an array of 2 × 3 floats: rows are steps, columns variables. */
START_TEST(a_matrix_of_numbers_is_a_path_of_points)
{
    static const char start[] = "\x93NUMPY\x01\x00\x76\x00";
    char header[0x76 + 1];
    snprintf(header, sizeof header, "%-117s\n", "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }");
    FILE *const file = fopen(name, "wb");
    ck_assert_ptr_nonnull(file);
    fwrite(start, 1, 10, file);
    fwrite(header, 1, 0x76, file);
    for (int k = 0; k < 6; k++) { /* 2^k has the exponent 1023 + k, and no other bit */
        const uint64_t bits = (uint64_t)(1023 + k) << 52;
        for (int byte = 0; byte < 8; byte++)
            putc((int)(bits >> 8 * byte & 0xff), file);
    }
    ck_assert_int_eq(fclose(file), 0);
    descent_path *read;
    ck_assert_int_eq(descent_path_read_npy(&read, name), DESCENT_SUCCESS);
    const descent_path_data view = descent_path_view(read);
    ck_assert_uint_eq(view.dimension, 3);
    ck_assert_uint_eq(view.count, 2);
    ck_assert_uint_eq(view.columns, DESCENT_PATH_POINT);
    for (size_t k = 0; k < 6; k++)
        ck_assert_double_eq(view.points[k], ldexp(1, (int)k));
    ck_assert_uint_eq(view.steps[0], 0);
    ck_assert_uint_eq(view.steps[1], 1);
    descent_path_free(read);
}
END_TEST

/* Of a .npy file the numbers begin at a multiple of 64 bytes, the first there is behind the dictionary and the end of its line. */
START_TEST(headers_are_aligned_and_short)
{
    size_t exact = 0;
    for (unsigned columns = 1; columns < 64; columns++)
        for (size_t n = 1; n <= 10; n *= 10) {
            const descent_path_options options = {.columns = columns};
            unsigned char prefix[10];
            char header[1024];
            descent_path *path;
            assert_success(descent_path_new(&path, n, &options));
            assert_success(descent_path_write_npy(path, name));
            FILE *const file = fopen(name, "rb");
            ck_assert_ptr_nonnull(file);
            ck_assert_uint_eq(fread(prefix, 1, sizeof prefix, file), sizeof prefix);
            ck_assert_mem_eq(prefix, "\x93NUMPY\1\0", 8);
            const size_t length = prefix[8] + 256U * prefix[9];
            ck_assert_uint_lt(length, sizeof header);
            ck_assert_uint_eq((sizeof prefix + length) % 64, 0);
            ck_assert_uint_eq(fread(header, 1, sizeof header, file), length); /* of no rows there is nothing more */
            fclose(file);
            size_t spaces = 0;
            ck_assert_int_eq(header[length - 1], '\n');
            while (header[length - 2 - spaces] == ' ')
                spaces++;
            ck_assert_int_eq(header[length - 2 - spaces], '}');
            ck_assert_uint_lt(spaces, 64);
            exact += spaces == 0;
            descent_path_free(path);
        }
    ck_assert_uint_gt(exact, 0);
}
END_TEST

START_TEST(what_cannot_be_read_gives_the_reason)
{
    descent_path *path = hard_path(all_columns, 1, 1), *read = path;
    ck_assert_int_eq(formats[_i].read(&read, name), DESCENT_EIO);
    ck_assert_ptr_null(read);
    ck_assert_ptr_nonnull(strstr(descent_error_detail(), strerror(ENOENT)));
    ck_assert_int_eq(formats[_i].read(&read, folder), DESCENT_EIO);
    ck_assert_ptr_nonnull(strstr(descent_error_detail(), strerror(EISDIR)));
    ck_assert_int_eq(formats[_i].read(&read, "/dev/zero"), DESCENT_EFORMAT);
    ck_assert_int_eq(formats[_i].read(&read, "/dev/null"), DESCENT_EFORMAT);
    ck_assert_int_eq(formats[_i].read(NULL, name), DESCENT_EINVAL);
    ck_assert_int_eq(formats[_i].read(&read, NULL), DESCENT_EINVAL);
    ck_assert_int_eq(formats[_i].write(NULL, name), DESCENT_EINVAL);
    ck_assert_int_eq(formats[_i].write(path, NULL), DESCENT_EINVAL);
    descent_path_free(path);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("path_files");
    TCase *tcase = tcase_create("path_files");
    tcase_add_checked_fixture(tcase, make_folder, leave_no_trace);
    tcase_add_loop_test(tcase, what_is_written_reads_back, 0, format_count * all_columns);
    tcase_add_loop_test(tcase, what_was_read_goes_on, 0, format_count);
    tcase_add_test(tcase, a_file_tells_its_stride);
    tcase_add_test(tcase, text_is_what_the_manual_says);
    tcase_add_test(tcase, locale_makes_no_difference);
    tcase_add_loop_test(tcase, unwritable_places_give_the_reason, 0, format_count);
    tcase_add_loop_test(tcase, a_disk_that_fills_up_leaves_the_old_file, 0, format_count);
    tcase_add_loop_test(tcase, permissions_and_links_stay, 0, format_count);
    tcase_add_loop_test(tcase, files_below_proc_and_dev, 0, format_count);
    tcase_add_loop_test(tcase, a_dangling_link_is_followed, 0, format_count);
    tcase_add_loop_test(tcase, whose_a_file_is_stays, 0, format_count);
    tcase_add_loop_test(tcase, a_folder_that_may_not_be_written_is_the_reason, 0, format_count);
    tcase_add_loop_test(tcase, the_direction_of_rounding_makes_no_difference, 0, format_count);
    if (descent_test_names_descriptors()) {
        tcase_add_test(tcase, an_endless_line_is_bounded);
        tcase_add_loop_test(tcase, pipes_are_written_and_read, 0, format_count);
        tcase_add_loop_test(tcase, pipes_may_give_little_at_a_time, 0, format_count);
        tcase_add_loop_test(tcase, pipes_may_hold_too_much_or_too_little, 0, format_count);
    }
    tcase_add_test(tcase, a_matrix_of_numbers_is_a_path_of_points);
    tcase_add_test(tcase, headers_are_aligned_and_short);
    tcase_add_loop_test(tcase, what_cannot_be_read_gives_the_reason, 0, format_count);
    suite_add_tcase(suite, tcase);
    return descent_test_main(suite);
}
