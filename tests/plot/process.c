/* gnuplot as a process: what it is given can do no harm, and whatever it does, there is no half picture. */
#include "plot/plot_support.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const descent_path *path;
static descent_problem problem;
static descent_plot_view view;
static descent_engine *engine;

static char *usual_search;

static void set_up(void)
{
    if (!usual_search)
        usual_search = strdup(getenv("PATH"));
    const double start[] = {4, 1.075};
    problem = descent_test_landscape("notebook", 0);
    engine = plot_run(&problem, 0.2, start, 32);
    path = descent_engine_path(engine);
    /* These tests look at the process, not at the picture. */
    view = (descent_plot_view){.samples = 16, .no_search = 1};
}

/* Also in one process for all tests, each begins with the usual settings. */
static void tear_down(void)
{
    descent_engine_free(engine);
    setenv("PATH", usual_search, 1);
    signal(SIGCHLD, SIG_DFL);
    unsetenv("GNUTERM");
}

static descent_status draw(const char *file)
{
    return descent_plot_contour(&problem, path, &view, file);
}

/* Puts a program called gnuplot before all others; NULL: none at all. */
static void set_gnuplot(const char *script)
{
    char name[512];
    snprintf(name, sizeof name, "%s/gnuplot", plot_folder());
    unlink(name);
    if (script) {
        FILE *stream = fopen(name, "w");
        ck_assert_ptr_nonnull(stream);
        fprintf(stream, "#!/bin/sh\n%s\n", script);
        fclose(stream);
        ck_assert_int_eq(chmod(name, 0755), 0);
    }
    setenv("PATH", plot_folder(), 1);
}

/* Nothing is left behind: no file of that name, no temporary one, no child. */
static void assert_nothing_left(const char *file)
{
    ck_assert(!plot_exists(file));
    char command[600];
    snprintf(command, sizeof command, "test -z \"$(ls -A '%s' | grep tmp)\"", plot_folder());
    setenv("PATH", "/usr/bin:/bin", 1);
    ck_assert_int_eq(system(command), 0);
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
    ck_assert_int_eq(errno, ECHILD);
}

static const char *const hostile[] = {
    "'; !touch CANARY; '",
    "`touch CANARY`",
    "$(touch CANARY)",
    "'|touch CANARY",
    "< touch CANARY",
    "\"; system('touch CANARY'); \"",
    "'.system('touch CANARY').'",
    "\n!touch CANARY\n",
    "\\\n!touch CANARY",
    "@CANARY %s %n %d %%",
    "ends in a backslash \\",
    "''''",
    "EOD\n!touch CANARY",
};

START_TEST(texts_are_only_texts)
{
    ck_assert_int_eq(chdir(plot_folder()), 0);
    static const char *const files[] = {"hostile.svg", "hostile.png", "hostile.pdf"};
    view.title = view.x_label = view.y_label = view.value_label = hostile[_i];
    view.names = &hostile[_i];
    for (int i = 0; i < (_i == 0 ? 3 : 1); i++)
        assert_success(draw(files[i]));
    ck_assert(!plot_exists("CANARY"));
    assert_success(draw("hostile.gp"));
    ck_assert_int_eq(system("gnuplot -d hostile.gp > hostile.out"), 0);
    ck_assert(!plot_exists("CANARY"));
}
END_TEST

START_TEST(texts_are_shown_as_they_are)
{
    const char *file = plot_file("texts.svg");
    view.title = "It's <b>`x`</b> & \"$(y)\" '|z' %d";
    view.x_label = "\xCE\xB2\xE2\x82\x81"; /* β₁ */
    view.y_label = "bad \xFF\xC3( and \xED\xA0\x80 end";
    view.value_label = "two\nlines\tand \x01 control";
    assert_success(draw(file));
    plot_assert_contains(file, "It's &lt;b>`x`&lt;/b> &amp; \"$(y)\" '|z' %d");
    plot_assert_contains(file, ">\xCE\xB2\xE2\x82\x81<");
    plot_assert_contains(file, "bad \xEF\xBF\xBD\xEF\xBF\xBD( and \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD end");
    plot_assert_contains(file, "two lines and   control");
}
END_TEST

START_TEST(long_titles_are_wrapped_and_cut)
{
    static char title[4000];
    for (size_t i = 0; i < sizeof title - 1; i++)
        title[i] = i % 7 == 6 ? ' ' : 'w';
    view.title = title;
    const char *file = plot_file("long.svg");
    assert_success(draw(file));
    plot_assert_contains(file, "\xE2\x80\xA6");
    size_t size;
    char *text = plot_read(file, &size);
    /* What is drawn; the title for those who hear it may be longer, but ends too. */
    const char *drawn = strstr(text, "</desc>");
    ck_assert_ptr_nonnull(drawn);
    ck_assert_uint_le(plot_count(drawn, "wwwwww"), 3 * 960 / 22 / 4);
    ck_assert_uint_le(plot_count(text, "wwwwww") - plot_count(drawn, "wwwwww"), 512 / 7 + 1);
    free(text);
}
END_TEST

START_TEST(fonts_are_names)
{
    view.font = "x\" onload=\"alert(1)";
    assert_failure(draw(plot_file("font.svg")), DESCENT_EINVAL, "font");
    view.font = "DejaVu Serif";
    assert_success(draw(plot_file("font.svg")));
    plot_assert_contains(plot_file("font.svg"),
                         "font-family=\"DejaVu Serif, Liberation Serif, Times New Roman, serif\"");
    view.font = "DejaVu Sans Mono";
    assert_success(draw(plot_file("font.svg")));
    plot_assert_contains(plot_file("font.svg"),
                         "font-family=\"DejaVu Sans Mono, Liberation Mono, Courier New, monospace\"");
}
END_TEST

START_TEST(without_gnuplot_it_says_what_to_install)
{
    set_gnuplot(NULL);
    const char *file = plot_file("missing.png");
    assert_failure(draw(file), DESCENT_EUNSUPPORTED, "gnuplot-nox");
    assert_nothing_left(file);
    set_gnuplot(NULL);
    assert_success(draw(plot_file("script.gp")));
}
END_TEST

START_TEST(a_refused_script_is_explained)
{
    set_gnuplot("echo 'line 3: terminal is unknown' >&2; exit 1");
    const char *file = plot_file("refused.png");
    assert_failure(draw(file), DESCENT_EUNSUPPORTED, "terminal is unknown");
    assert_nothing_left(file);
}
END_TEST

/* What cannot load its libraries is installed all the same. */
START_TEST(a_gnuplot_that_cannot_start_says_why)
{
    set_gnuplot("echo 'gnuplot: error while loading shared libraries: libwx.so' >&2; exit 127");
    const char *file = plot_file("unloaded.png");
    assert_failure(draw(file), DESCENT_EUNSUPPORTED, "libwx.so");
    ck_assert_ptr_null(strstr(descent_error_detail(), "not installed"));
    assert_nothing_left(file);
}
END_TEST

START_TEST(a_gnuplot_that_hangs_is_ended)
{
    set_gnuplot("while :; do :; done");
    view.time_limit = 0.3;
    const char *file = plot_file("hanging.png");
    assert_failure(draw(file), DESCENT_EIO, "0.3 s");
    assert_nothing_left(file);
    view.time_limit = -1;
    assert_failure(draw(file), DESCENT_EINVAL, "time_limit");
}
END_TEST

/* While gnuplot draws, there is nothing in the folder that a signal to this program could leave behind. */
START_TEST(nothing_is_written_while_gnuplot_draws)
{
    char script[700];
    snprintf(script, sizeof script, "/bin/ls -A '%s' > '%s/seen'; exit 1", plot_folder(), plot_folder());
    set_gnuplot(script);
    ck_assert_int_eq(draw(plot_file("early.png")), DESCENT_EUNSUPPORTED);
    size_t size;
    char *const seen = plot_read(plot_file("seen"), &size);
    ck_assert_ptr_null(strstr(seen, "early"));
    ck_assert_ptr_null(strstr(seen, ".descent"));
    free(seen);
}
END_TEST

/* How many files there are in the folder, not counting gnuplot and what it says. */
static int count_files(void)
{
    char command[700];
    snprintf(command, sizeof command, "exit $(/bin/ls -A '%s' | /bin/grep -cvE '^(gnuplot|began)$')", plot_folder());
    return WEXITSTATUS(system(command));
}

/* Temporary files go to the same folder, so that whatever is left behind is seen. Ended by a signal while gnuplot draws. */
START_TEST(a_signal_that_ends_the_program_leaves_no_file)
{
    char script[700], began[512];
    snprintf(began, sizeof began, "%s/began", plot_folder());
    snprintf(script, sizeof script, "echo > '%s'; while :; do :; done", began);
    const int before = count_files();
    set_gnuplot(script);
    setenv("TMPDIR", plot_folder(), 1);
    static const char *const files[] = {"ended.svg", "ended.png", "ended.pdf"};
    const struct timespec moment = {.tv_nsec = 1000000};
    for (int k = 0; k < 3; k++) {
        unlink(began);
        view.time_limit = 20; /* for the child's gnuplot, if anything goes wrong here */
        const char *const file = plot_file(files[k]);
        const pid_t child = fork();
        ck_assert_int_ge(child, 0);
        if (child == 0) {
            setpgid(0, 0);            /* gnuplot is its child, and to be ended below */
            signal(SIGTERM, SIG_DFL); /* Check has a function for it */
            (void)draw(file);
            _exit(1);
        }
        while (!plot_exists(began))
            nanosleep(&moment, NULL);
        int how;
        ck_assert_int_eq(kill(child, SIGTERM), 0);
        ck_assert_int_eq(waitpid(child, &how, 0), child);
        kill(-child, SIGKILL);
        ck_assert(WIFSIGNALED(how) && WTERMSIG(how) == SIGTERM);
        ck_assert_int_eq(count_files(), before);
    }
}
END_TEST

START_TEST(half_a_picture_is_none)
{
    static const char *const scripts[] = {
        "exit 0",
        "printf '\\211PNG\\r\\n\\032\\n and then the disk is full'",
        "kill -9 $$",
        "exec < /dev/null; echo x; kill -PIPE $$",
    };
    set_gnuplot(scripts[_i]);
    const char *file = plot_file("half.png");
    assert_failure(draw(file), DESCENT_EIO, "gnuplot");
    assert_nothing_left(file);
}
END_TEST

START_TEST(a_picture_that_was_there_survives_failure)
{
    const char *file = plot_file("old.svg");
    assert_success(draw(file));
    size_t before, after;
    char *old = plot_read(file, &before);
    set_gnuplot("exit 1");
    ck_assert_int_eq(draw(file), DESCENT_EUNSUPPORTED);
    char *now = plot_read(file, &after);
    ck_assert_uint_eq(before, after);
    ck_assert_mem_eq(old, now, before);
    free(old);
    free(now);
}
END_TEST

START_TEST(places_that_cannot_be_written)
{
    assert_failure(draw("/nowhere/at/all.png"), DESCENT_EIO, "/nowhere/at/all.png");
    assert_failure(draw("/proc/self/picture.png"), DESCENT_EIO, "picture.png");
    ck_assert_int_eq(mkdir(plot_file("folder.png"), 0755), 0);
    assert_failure(draw(plot_file("folder.png")), DESCENT_EIO, "folder.png");
    rmdir(plot_file("folder.png"));
}
END_TEST

START_TEST(a_disk_that_is_full)
{
    const char *file = plot_file("full.png");
    ck_assert_int_eq(symlink("/dev/full", plot_file("full.gp")), 0);
    assert_failure(draw(plot_file("full.gp")), DESCENT_EIO, "full.gp");
    const char *device = plot_file("device.svg");
    ck_assert_int_eq(symlink("/dev/full", device), 0);
    assert_failure(draw(device), DESCENT_EIO, "device.svg");
    /* A limit on the size of files, below what the picture takes and above what the script does not. */
    view.width = view.height = 8000;
    const struct rlimit limit = {.rlim_cur = 200000, .rlim_max = 200000};
    struct rlimit usual;
    getrlimit(RLIMIT_FSIZE, &usual);
    view.palette = DESCENT_PLOT_PALETTE_VIRIDIS;
    signal(SIGXFSZ, SIG_IGN);
    const struct rlimit lowered = {.rlim_cur = limit.rlim_cur, .rlim_max = usual.rlim_max};
    setrlimit(RLIMIT_FSIZE, &lowered);
    const descent_status status = draw(file);
    setrlimit(RLIMIT_FSIZE, &usual);
    ck_assert_int_eq(status, DESCENT_EIO);
    assert_nothing_left(file);
}
END_TEST

START_TEST(the_hosts_signals_and_children_are_its_own)
{
    sigset_t blocked, before, after;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    sigprocmask(SIG_BLOCK, &blocked, NULL);
    sigprocmask(SIG_BLOCK, NULL, &before);
    struct sigaction usual;
    sigaction(SIGPIPE, NULL, &usual);
    assert_success(draw(plot_file("signals.png")));
    set_gnuplot("exit 1"); /* and does not read what it is given */
    ck_assert_int_eq(draw(plot_file("unread.png")), DESCENT_EUNSUPPORTED);
    sigprocmask(SIG_BLOCK, NULL, &after);
    for (int number = 1; number < SIGSYS; number++)
        ck_assert_int_eq(sigismember(&before, number), sigismember(&after, number));
    struct sigaction now;
    sigaction(SIGPIPE, NULL, &now);
    ck_assert(now.sa_handler == usual.sa_handler);
    assert_nothing_left(plot_file("unread.png"));
}
END_TEST

START_TEST(children_may_be_ignored)
{
    signal(SIGCHLD, SIG_IGN);
    assert_success(draw(plot_file("ignored.png")));
    plot_assert_contains(plot_file("ignored.png"), "PNG");
}
END_TEST

START_TEST(standard_files_may_be_closed)
{
    const pid_t child = fork();
    if (child == 0) {
        close(0);
        close(1);
        close(2);
        _exit(draw(plot_file("closed.svg")) == DESCENT_SUCCESS ? 0 : 1);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    plot_assert_contains(plot_file("closed.svg"), "</svg>");
}
END_TEST

START_TEST(no_descriptor_is_left_open)
{
    const int before = open("/dev/null", O_RDONLY);
    close(before);
    assert_success(draw(plot_file("descriptors.png")));
    ck_assert_int_eq(draw("/nowhere/at/all.png"), DESCENT_EIO);
    set_gnuplot("exit 1");
    ck_assert_int_eq(draw(plot_file("descriptors.png")), DESCENT_EUNSUPPORTED);
    const int after = open("/dev/null", O_RDONLY);
    close(after);
    ck_assert_int_eq(before, after);
}
END_TEST

START_TEST(settings_for_gnuplot_elsewhere_do_not_matter)
{
    assert_success(draw(plot_file("plain.svg")));
    setenv("GNUTERM", "dumb", 1);
    setenv("LC_ALL", "C", 1);
    setenv("HOME", plot_folder(), 1);
    FILE *stream = fopen(plot_file(".gnuplot"), "w");
    fprintf(stream, "set title 'from a start file'\n");
    fclose(stream);
    assert_success(draw(plot_file("set.svg")));
    size_t sizes[2];
    char *texts[2] = {plot_read(plot_file("plain.svg"), &sizes[0]), plot_read(plot_file("set.svg"), &sizes[1])};
    ck_assert_uint_eq(sizes[0], sizes[1]);
    ck_assert_mem_eq(texts[0], texts[1], sizes[0]);
    free(texts[0]);
    free(texts[1]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plot_process");
    TCase *tcase = tcase_create("plot_process");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, texts_are_only_texts, 0, sizeof hostile / sizeof hostile[0]);
    tcase_add_test(tcase, texts_are_shown_as_they_are);
    tcase_add_test(tcase, long_titles_are_wrapped_and_cut);
    tcase_add_test(tcase, fonts_are_names);
    tcase_add_test(tcase, without_gnuplot_it_says_what_to_install);
    tcase_add_test(tcase, a_refused_script_is_explained);
    tcase_add_test(tcase, a_gnuplot_that_cannot_start_says_why);
    tcase_add_test(tcase, a_gnuplot_that_hangs_is_ended);
    tcase_add_test(tcase, nothing_is_written_while_gnuplot_draws);
    tcase_add_test(tcase, a_signal_that_ends_the_program_leaves_no_file);
    tcase_add_loop_test(tcase, half_a_picture_is_none, 0, 4);
    tcase_add_test(tcase, a_picture_that_was_there_survives_failure);
    tcase_add_test(tcase, places_that_cannot_be_written);
    tcase_add_test(tcase, a_disk_that_is_full);
    tcase_add_test(tcase, the_hosts_signals_and_children_are_its_own);
    tcase_add_test(tcase, children_may_be_ignored);
    tcase_add_test(tcase, standard_files_may_be_closed);
    tcase_add_test(tcase, no_descriptor_is_left_open);
    tcase_add_test(tcase, settings_for_gnuplot_elsewhere_do_not_matter);
    suite_add_tcase(suite, tcase);
    return plot_test_main(suite);
}
