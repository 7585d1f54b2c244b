/* Saving and going on: the same bits as never stopping, for every rule; and what a file that is not right is told to be. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <descent/descent.h>
#include <descent/monitor.h>
#include <descent/progress.h>
#include <descent/resume.h>
#include <descent/stops.h>

#include "engine/every_rule.h"
#include "support.h"

static const double start[] = {-1.2, 1};

static char file_name[64];

static void choose_name(void)
{
    snprintf(file_name, sizeof file_name, "engine-resume-%ld.descent", (long)getpid());
}

static void remove_file(void)
{
    remove(file_name);
}

static descent_engine *load(const descent_problem *problem, descent_rule rule)
{
    descent_engine *engine;
    assert_success(descent_engine_load(&engine, problem, rule, file_name));
    return engine;
}

static void assert_same(descent_engine *a, descent_engine *b)
{
    double losses[2];
    uint64_t steps[2] = {0};
    const descent_evaluations p = descent_engine_evaluations(a), q = descent_engine_evaluations(b);
    ck_assert_mem_eq(descent_engine_point(a), descent_engine_point(b), sizeof start);
    ck_assert_uint_eq(descent_engine_steps(a), descent_engine_steps(b));
    ck_assert_int_eq(descent_engine_stop_reason(a), descent_engine_stop_reason(b));
    ck_assert_mem_eq(&p, &q, sizeof p);
    (void)descent_engine_best_point(a, &losses[0], &steps[0]);
    (void)descent_engine_best_point(b, &losses[1], &steps[1]);
    ck_assert_mem_eq(&losses[0], &losses[1], sizeof losses[0]);
    ck_assert_uint_eq(steps[0], steps[1]);
    if (descent_engine_path(a))
        descent_test_same_paths(descent_engine_path(a), descent_engine_path(b));
    else
        ck_assert_ptr_null(descent_engine_path(b));
}

static const descent_path_options recordings[] = {
    {0}, {.columns = DESCENT_PATH_STEP_LENGTH | DESCENT_PATH_GRADIENT}, {.stride = 3}, {.last = 5}, {.byte_limit = 400},
};

enum {
    recording_count = sizeof recordings / sizeof *recordings
};

/* One run to the end, and one that is saved, thrown away and loaded again before every few steps. */
static void compare(int which, int recording)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 0);
    const descent_rule rule = every_rule(which);
    const descent_stops stops = {.all = DESCENT_CRITERION_POINT_CHANGE | DESCENT_CRITERION_LOSS_CHANGE,
                                 .point_change = 0.02,
                                 .loss_change = 0.05,
                                 .patience = 4};
    descent_engine *const whole = descent_test_engine(&problem, rule, start);
    descent_engine *parts = descent_test_engine(&problem, rule, start);
    descent_engine *const both[] = {whole, parts};
    for (int k = 0; k < 2; k++) {
        if (recording < recording_count)
            assert_success(descent_engine_record(both[k], &recordings[recording]));
        assert_success(descent_engine_set_stops(both[k], &stops));
        assert_success(descent_engine_set_budget(both[k], which % 3 == 0 ? 300 : which % 3 == 1 ? 12 : 37));
    }
    for (int part = 0; part < 3; part++) {
        ck_assert_int_eq(descent_engine_run(whole, 5), descent_engine_run(parts, 5));
        assert_success(descent_engine_save(parts, file_name));
        descent_engine_free(parts);
        parts = load(&problem, rule);
        if (part % 2 == 1) /* asking for the last row evaluates it: only now and then */
            assert_same(whole, parts);
    }
    assert_same(whole, parts);
    assert_success(descent_engine_reset(whole, start));
    assert_success(descent_engine_reset(parts, start));
    ck_assert_int_eq(descent_engine_run(whole, 9), descent_engine_run(parts, 9));
    assert_same(whole, parts);
    descent_engine_free(whole);
    descent_engine_free(parts);
}

START_TEST(every_rule_goes_on_with_the_same_bits)
{
    for (int which = 0; which < every_rule_count; which++)
        compare(which, which % (recording_count + 1));
    for (int recording = 0; recording <= recording_count; recording++)
        compare(1, recording);
}
END_TEST

START_TEST(a_changed_rule_and_large_vectors_go_on)
{
    enum {
        n = 1003
    };
    static double x[n];
    for (size_t i = 0; i < n; i++)
        x[i] = sin((double)i);
    const descent_problem problem = descent_test_landscape("styblinski_tang", n);
    const descent_rule second = descent_lbfgs(1, 4, NULL);
    descent_engine *const whole = descent_test_engine(&problem, descent_heavy_ball(1e-4, 0.5), x);
    assert_success(descent_engine_run(whole, 10));
    assert_success(descent_engine_set_rule(whole, second));
    assert_success(descent_engine_run(whole, 5));
    assert_success(descent_engine_save(whole, file_name));
    descent_engine *const again = load(&problem, second);
    assert_success(descent_engine_run(whole, 10));
    assert_success(descent_engine_run(again, 10));
    ck_assert_mem_eq(descent_engine_point(whole), descent_engine_point(again), sizeof x);
    ck_assert_uint_eq(descent_engine_steps(again), 25);
    descent_engine_free(whole);
    descent_engine_free(again);
}
END_TEST

/* What is known of the point when it is saved is known when it is loaded, and is not asked for again. */
START_TEST(what_was_known_is_known)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 0);
    const descent_rule rule = descent_fixed_step(1e-3);
    for (int known = 0; known < 4; known++) {
        descent_engine *const engine = descent_test_engine(&problem, rule, start);
        assert_success(descent_engine_run(engine, 3));
        const double norm = known & 1 ? descent_engine_gradient_norm(engine) : NAN;
        const double loss = known & 2 ? descent_engine_loss(engine) : NAN;
        const descent_evaluations asked = descent_engine_evaluations(engine);
        assert_success(descent_engine_save(engine, file_name));
        descent_engine *const again = load(&problem, rule);
        if (known & 1)
            ck_assert_double_eq(descent_engine_gradient_norm(again), norm);
        if (known & 2)
            ck_assert_double_eq(descent_engine_loss(again), loss);
        const descent_evaluations later = descent_engine_evaluations(again);
        ck_assert_mem_eq(&asked, &later, sizeof asked);
        descent_engine_free(engine);
        descent_engine_free(again);
    }
}
END_TEST

/* Each criterion by itself, saved where it does not hold yet. */
START_TEST(every_criterion_holds_where_it_would_have)
{
    const descent_problem problem = descent_test_landscape("styblinski_tang", 2);
    const descent_stops criteria[] = {
        {.any = DESCENT_CRITERION_LOSS, .loss_target = -78},
        {.any = DESCENT_CRITERION_LOSS_CHANGE, .loss_change = 1e-6},
        {.any = DESCENT_CRITERION_POINT_CHANGE, .point_change = 1e-4},
        {.any = DESCENT_CRITERION_GRADIENT, .gradient_norm = 1e-3},
    };
    for (size_t k = 0; k < sizeof criteria / sizeof *criteria; k++) {
        descent_engine *const whole = descent_test_engine(&problem, descent_fixed_step(0.01), (double[]){-1, -1.5});
        assert_success(descent_engine_set_stops(whole, &criteria[k]));
        assert_success(descent_engine_run(whole, 3));
        ck_assert_int_eq(descent_engine_stop_reason(whole), DESCENT_STOP_STEPS);
        assert_success(descent_engine_save(whole, file_name));
        descent_engine *const again = load(&problem, descent_fixed_step(0.01));
        assert_success(descent_engine_run(whole, 200));
        assert_success(descent_engine_run(again, 200));
        ck_assert_int_ne(descent_engine_stop_reason(whole), DESCENT_STOP_STEPS);
        assert_same(whole, again);
        descent_engine_free(whole);
        descent_engine_free(again);
    }
}
END_TEST

static void assert_refused(descent_rule rule, const descent_problem *problem, const char *words)
{
    descent_engine *engine = (descent_engine *)&rule;
    assert_failure(descent_engine_load(&engine, problem, rule, file_name), DESCENT_EINVAL, words);
    ck_assert_ptr_null(engine);
}

START_TEST(what_does_not_fit_is_named)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 0),
                          wide = descent_test_landscape("styblinski_tang", 3);
    descent_problem lossless = problem, scaled = problem;
    descent_engine *const engine = descent_test_engine(&problem, descent_heavy_ball(0.1, 0.5), start);
    assert_success(descent_engine_save(engine, file_name));
    lossless.loss = NULL;
    scaled.scale = 3;
    const descent_rule rule = descent_heavy_ball(0.1, 0.5);
    assert_refused(descent_nesterov(0.1, 0.5), &problem, "the rule is \"Nesterov\", but \"heavy ball\" in the file");
    assert_refused(descent_heavy_ball(0.2, 0.5), &problem, "rule.step_size is 0.2");
    assert_refused(descent_heavy_ball(0.1, 0.6), &problem, "rule.momentum is 0.59999999999999998, but 0.5 in the file");
    assert_refused(descent_rule_with_schedule(rule, descent_schedule_inverse(3)), &problem, "schedule.kind is 1");
    assert_refused(every_modified(rule, 0), &problem, "modifiers.clip_norm");
    assert_refused(every_modified(rule, 3), &problem, "modifiers.lower");
    assert_refused(rule, &wide, "problem->dimension is 3, but 2 in the file");
    assert_refused(rule, &lossless, "problem->loss");
    assert_refused(rule, &scaled, "problem->scale");
    assert_refused(descent_heavy_ball(-1, 0.5), &problem, "step_size");
    assert_refused(rule, NULL, "problem must not be NULL");
    assert_failure(descent_engine_load(NULL, &problem, rule, file_name), DESCENT_EINVAL, "engine must not be NULL");
    descent_engine *none;
    assert_failure(descent_engine_load(&none, &problem, rule, NULL), DESCENT_EINVAL, "file_name");
    assert_failure(descent_engine_load(&none, &problem, rule, "not/there"), DESCENT_EIO, "not/there");
    assert_failure(descent_engine_save(engine, "not/there"), DESCENT_EIO, "not/there");
    assert_failure(descent_engine_save(engine, NULL), DESCENT_EINVAL, "file_name");
    assert_failure(descent_engine_save(NULL, file_name), DESCENT_EINVAL, "engine must not be NULL");
    descent_engine_free(engine);
}
END_TEST

/* Rules that differ from another in one number, which is named with what it is and what it was. */
START_TEST(each_number_of_a_rule_must_be_that_of_the_file)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 0);
    const double lower[] = {-2, -3}, low[] = {-2, -3.5}, upper[] = {2, 3}, up[] = {2.5, 3};
    const descent_schedule inverse = descent_schedule_inverse(3), slower = descent_schedule_inverse(4);
#define WITH(schedule) descent_rule_with_schedule(descent_heavy_ball(0.1, 0.5), schedule)
#define UNDER(...)     descent_rule_with_modifiers(descent_heavy_ball(0.1, 0.5), (descent_modifiers){__VA_ARGS__})
    const struct {
        descent_rule saved, loaded;
        const char *words;
    } all[] = {
        {descent_heavy_ball(0.1, 0.5), descent_heavy_ball(0.25, 0.5), "rule.step_size is 0.25, but 0.1000000"},
        {descent_heavy_ball(0.1, 0.5), descent_heavy_ball(0.1, 0.25), "rule.momentum is 0.25, but 0.5 in the file"},
        {descent_heavy_ball(0.1, 0.5), descent_nesterov(0.1, 0.5), "the rule is \"Nesterov\", but \"heavy ball\""},
        {descent_gradient_filter(0.1, 0.5, 0.25, 0), descent_gradient_filter(0.1, 0.75, 0.25, 0),
         "one of rule.constants is 0.75, but 0.5 in the file"},
        {descent_gradient_filter(0.1, 0.5, 0.25, 0), descent_gradient_filter(0.1, 0.5, 0.75, 0),
         "one of rule.constants is 0.75, but 0.25 in the file"},
        {descent_gradient_filter(0.1, 0.5, 0.25, 0), descent_gradient_filter(0.1, 0.5, 0.25, 0.125),
         "one of rule.constants is 0.125, but 0 in the file"},
        {descent_lbfgs(1, 3, NULL), descent_lbfgs(1, 4, NULL), "memory of the rule is"},
        {WITH(inverse), WITH(slower), "schedule.delay is 4, but 3 in the file"},
        {WITH(inverse), WITH(descent_schedule_exponential(0.5)), "schedule.kind is 2, but 1 in the file"},
        {WITH(descent_schedule_exponential(0.5)), WITH(descent_schedule_exponential(0.75)),
         "schedule.factor is 0.75, but 0.5 in the file"},
        {WITH(descent_schedule_steps(5, 0.5)), WITH(descent_schedule_steps(5, 0.75)),
         "schedule.factor is 0.75, but 0.5 in the file"},
        {WITH(descent_schedule_steps(5, 0.5)), WITH(descent_schedule_steps(6, 0.5)),
         "schedule.length is 6, but 5 in the file"},
        {WITH(descent_schedule_cosine(5, 0)), WITH(descent_schedule_cosine(6, 0)),
         "schedule.length is 6, but 5 in the file"},
        {WITH(descent_schedule_cosine(5, 0.03125)), WITH(descent_schedule_cosine(5, 0.0625)),
         "schedule.floor is 0.0625, but 0.03125 in the file"},
        {WITH(descent_schedule_linear(5, 0)), WITH(descent_schedule_linear(5, 0.0625)),
         "schedule.floor is 0.0625, but 0 in the file"},
        {WITH(descent_schedule_restarts(5, 1, 0)), WITH(descent_schedule_restarts(5, 2, 0)),
         "schedule.growth is 2, but 1 in the file"},
        {WITH(descent_schedule_warm_up(5, NULL)), WITH(descent_schedule_warm_up(7, NULL)),
         "schedule.length is 7, but 5 in the file"},
        {WITH(descent_schedule_warm_up(5, &inverse)), WITH(descent_schedule_warm_up(5, &slower)),
         "schedule.delay is 4, but 3 in the file"},
        {WITH(descent_schedule_warm_up(5, NULL)), WITH(descent_schedule_warm_up(5, &inverse)),
         "whether a schedule follows is 1, but 0 in the file"},
        {WITH(descent_schedule_sequence(&inverse, 5, NULL)), WITH(descent_schedule_sequence(&slower, 5, NULL)),
         "schedule.delay is 4, but 3 in the file"},
        {WITH(descent_schedule_sequence(&inverse, 5, NULL)), WITH(descent_schedule_sequence(&inverse, 5, &slower)),
         "whether a schedule follows is 1, but 0 in the file"},
        {UNDER(.weight_decay = 0.5), UNDER(.weight_decay = 0.25),
         "modifiers.weight_decay is 0.25, but 0.5 in the file"},
        {UNDER(.clip_value = 0.5), UNDER(.clip_value = 0.25), "modifiers.clip_value is 0.25, but 0.5 in the file"},
        {UNDER(.clip_norm = 0.5), UNDER(.clip_norm = 0.25), "modifiers.clip_norm is 0.25, but 0.5 in the file"},
        {UNDER(.decoupled_decay = 0.5), UNDER(.decoupled_decay = 0.25),
         "modifiers.decoupled_decay is 0.25, but 0.5 in the file"},
        {UNDER(.l1 = 0.5), UNDER(.l1 = 0.25), "modifiers.l1 is 0.25, but 0.5 in the file"},
        {UNDER(.lower = lower), UNDER(.lower = low), "modifiers.lower is -3.5, but -3 in the file"},
        {UNDER(.upper = upper), UNDER(.upper = up), "modifiers.upper is 2.5, but 2 in the file"},
        {UNDER(.upper = upper), UNDER(.weight_decay = 0), "modifiers.upper is 0, but 1 in the file"},
        {UNDER(.weight_decay = 0), UNDER(.lower = lower), "modifiers.lower is 1, but 0 in the file"},
    };
#undef WITH
#undef UNDER
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        descent_engine *engine = descent_test_engine(&problem, all[k].saved, start);
        assert_success(descent_engine_run(engine, 2));
        assert_success(descent_engine_save(engine, file_name));
        descent_engine_free(engine);
        assert_refused(all[k].loaded, &problem, all[k].words);
        engine = load(&problem, all[k].saved); /* the same rule is none other */
        assert_success(descent_engine_run(engine, 2));
        descent_engine_free(engine);
    }
}
END_TEST

static int stay(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule, (void)step;
    return 0;
}

/* A rule from outside is known by the first 255 bytes of its name. */
START_TEST(a_long_name_is_told_by_its_beginning)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 0);
    for (size_t other = 0; other < 4; other++) {
        const size_t places[] = {300, 255, 254, 0}; /* where the names differ; at none of them */
        char saved[300], loaded[300];
        memset(saved, 'n', sizeof saved);
        saved[sizeof saved - 1] = '\0';
        memcpy(loaded, saved, sizeof loaded);
        if (places[other] < sizeof loaded)
            loaded[places[other]] = 'm';
        const descent_rule_type before = {.name = saved, .advance = stay}, after = {.name = loaded, .advance = stay};
        descent_engine *engine = descent_test_engine(&problem, (descent_rule){.type = &before, .step_size = 1}, start);
        assert_success(descent_engine_save(engine, file_name));
        descent_engine_free(engine);
        const descent_rule rule = {.type = &after, .step_size = 1};
        if (other >= 2) {
            assert_refused(rule, &problem, "the rule is \"");
            continue;
        }
        engine = load(&problem, rule);
        descent_engine_free(engine);
    }
}
END_TEST

static unsigned char bytes[65536];

static size_t read_bytes(void)
{
    FILE *const file = fopen(file_name, "rb");
    const size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    ck_assert_uint_lt(size, sizeof bytes);
    return size;
}

static void write_bytes(size_t size)
{
    FILE *const file = fopen(file_name, "wb");
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

static size_t save_something(const descent_problem *problem, descent_rule rule)
{
    descent_engine *const engine = descent_test_engine(problem, rule, start);
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 6));
    assert_success(descent_engine_save(engine, file_name));
    descent_engine_free(engine);
    return read_bytes();
}

START_TEST(every_cut_and_every_altered_byte_is_noticed)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 0);
    const descent_rule rule = descent_heavy_ball(1e-3, 0.5);
    const size_t size = save_something(&problem, rule), pace = descent_test_in_full() ? 1 : 37;
    descent_engine *engine;
    for (size_t cut = 0; cut < size; cut += pace) {
        write_bytes(cut);
        ck_assert_int_eq(descent_engine_load(&engine, &problem, rule, file_name), DESCENT_EFORMAT);
    }
    for (size_t at = 0; at < size; at += pace) {
        bytes[at] ^= 0x10;
        write_bytes(size);
        ck_assert_int_eq(descent_engine_load(&engine, &problem, rule, file_name), DESCENT_EFORMAT);
        bytes[at] ^= 0x10;
    }
    write_bytes(size);
    engine = load(&problem, rule);
    descent_engine_free(engine);
}
END_TEST

/* CRC-64 of ECMA-182, reflected, written out: 62ec59e3f1a4f00a is its published check value without the inversions. */
static uint64_t checksum(size_t size)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < size; i++) {
        sum ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            sum = sum & 1 ? sum >> 1 ^ UINT64_C(0xC96C5795D7870F42) : sum >> 1;
    }
    return sum;
}

/* Whatever a liar writes, with the right checksum, is loaded and runs, or is refused; nothing dies. */
START_TEST(a_lie_with_the_right_checksum_does_no_harm)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 0);
    const descent_rule rule = descent_heavy_ball(1e-3, 0.5);
    const size_t size = save_something(&problem, rule);
    static unsigned char original[sizeof bytes];
    memcpy(original, bytes, size);
    uint64_t random = 1;
    for (size_t k = 0; k < descent_test_effort(1500); k++) {
        memcpy(bytes, original, size);
        for (int edits = 0; edits < 1 + (int)(k % 3); edits++) {
            random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            const size_t at = 8 + (size_t)(random >> 33) % (size - 16);
            bytes[at] = k % 2 ? (unsigned char)(random >> 20) : (random >> 25 & 1 ? 0xff : 0);
        }
        const uint64_t sum = checksum(size - 8);
        for (int i = 0; i < 8; i++)
            bytes[size - 8 + (size_t)i] = (unsigned char)(sum >> 8 * i);
        write_bytes(size);
        descent_engine *engine;
        if (descent_engine_load(&engine, &problem, rule, file_name) == DESCENT_SUCCESS) {
            (void)descent_engine_run(engine, 3);
            (void)descent_engine_path(engine);
            descent_engine_free(engine);
        }
    }
}
END_TEST

/* The checksum once more, and the file. */
static void write_summed(size_t size)
{
    const uint64_t sum = checksum(size - 8);
    for (int i = 0; i < 8; i++)
        bytes[size - 8 + (size_t)i] = (unsigned char)(sum >> 8 * i);
    write_bytes(size);
}

/* Nothing but the first bytes and the right checksum: this was not cut off, but is no run; one byte less is. */
START_TEST(an_empty_run_is_none)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 0);
    const descent_rule rule = descent_fixed_step(1e-3);
    descent_engine *engine;
    save_something(&problem, rule);
    write_summed(16);
    ck_assert_int_eq(descent_engine_load(&engine, &problem, rule, file_name), DESCENT_EFORMAT);
    ck_assert_ptr_null(strstr(descent_error_detail(), "checksum"));
    write_bytes(15);
    assert_failure(descent_engine_load(&engine, &problem, rule, file_name), DESCENT_EFORMAT, "checksum is wrong");
    write_bytes(8);
    assert_failure(descent_engine_load(&engine, &problem, rule, file_name), DESCENT_EFORMAT, "checksum is wrong");
    write_bytes(7);
    assert_failure(descent_engine_load(&engine, &problem, rule, file_name), DESCENT_EFORMAT, "no run was saved");
}
END_TEST

/* Names that no variable may have: that of a column, none, and one with a control byte. */
START_TEST(names_that_no_variable_may_have_are_refused)
{
    static const char *const names[] = {"weight", "bias42"};
    static const char *const others[] = {"step", "", "we\nght"};
    descent_problem problem = descent_test_landscape("rosenbrock", 0);
    problem.variable_names = names;
    const descent_rule rule = descent_fixed_step(1e-3);
    const size_t size = save_something(&problem, rule);
    unsigned char *found = NULL;
    for (size_t at = 0; at + 6 < size && !found; at++)
        found = memcmp(bytes + at, "weight", 6) == 0 ? bytes + at : NULL;
    ck_assert_ptr_nonnull(found);
    descent_engine *engine;
    for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
        memset(found, 0, 6);
        memcpy(found, others[k], strlen(others[k]));
        write_summed(size);
        ck_assert_msg(descent_engine_load(&engine, &problem, rule, file_name) == DESCENT_EFORMAT, "\"%s\": %s",
                      others[k], descent_error_detail());
    }
    memcpy(found, "height", 6);
    write_summed(size);
    engine = load(&problem, rule);
    ck_assert_str_eq(descent_path_view(descent_engine_path(engine)).variable_names[0], "height");
    descent_engine_free(engine);
}
END_TEST

START_TEST(a_later_version_is_said_to_be_one)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 0);
    const size_t size = save_something(&problem, descent_fixed_step(1e-3));
    descent_engine *engine;
    bytes[8] = 2;
    const uint64_t sum = checksum(size - 8);
    for (int i = 0; i < 8; i++)
        bytes[size - 8 + (size_t)i] = (unsigned char)(sum >> 8 * i);
    write_bytes(size);
    assert_failure(descent_engine_load(&engine, &problem, descent_fixed_step(1e-3), file_name), DESCENT_EUNSUPPORTED,
                   "version 2");
}
END_TEST

static void assert_same_view(const descent_monitor *a, const descent_monitor *b)
{
    const descent_monitor_state p = descent_monitor_view(a), q = descent_monitor_view(b);
    ck_assert_int_eq(p.ending, q.ending);
    ck_assert_int_eq(p.phase, q.phase);
    ck_assert_int_eq(p.leaving, q.leaving);
    ck_assert_uint_eq(p.count, q.count);
    ck_assert_uint_eq(p.decided_at, q.decided_at);
    ck_assert_uint_eq(p.period, q.period);
    ck_assert_mem_eq(&p.rate, &q.rate, sizeof p.rate);
}

/* An engine that is watched, saved with its monitor, and gone on with, beside one that never stopped. */
START_TEST(a_monitor_goes_on_as_if_it_had_never_stopped)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const struct {
        double start[2], step_size;
    } runs[] = {{{4, 1.075}, 0.2}, {{4, 1}, 1},        {{4, 1.25}, 1},
                {{4, 2.5}, 0.29},  {{4, 0.9999}, 0.1}, {{0, -0.5}, 0.02}};
    for (size_t r = 0; r < sizeof runs / sizeof *runs; r++) {
        const descent_rule rule = descent_fixed_step(runs[r].step_size);
        descent_engine *const whole = descent_test_engine(&problem, rule, runs[r].start);
        descent_engine *parts = descent_test_engine(&problem, rule, runs[r].start);
        descent_monitor *watching, *again;
        assert_success(descent_monitor_new(&watching, 2, NULL));
        assert_success(descent_monitor_new(&again, 2, NULL));
        assert_success(descent_monitor_attach(watching, whole));
        assert_success(descent_monitor_attach(again, parts));
        for (int part = 0; part < 7; part++) {
            const uint64_t steps = part < 3 ? 5 : 91;
            assert_success(descent_engine_run(whole, steps));
            assert_success(descent_engine_run(parts, steps));
            assert_same_view(watching, again);
            assert_success(descent_monitor_save(again, file_name));
            descent_monitor_free(again);
            assert_success(descent_monitor_load(&again, file_name));
            assert_success(descent_engine_save(parts, file_name));
            descent_engine_free(parts);
            parts = load(&problem, rule);
            assert_success(descent_monitor_attach(again, parts));
            assert_same_view(watching, again);
        }
        assert_same(whole, parts);
        descent_engine_free(whole);
        descent_engine_free(parts);
        descent_monitor_free(watching);
        descent_monitor_free(again);
    }
}
END_TEST

START_TEST(lies_about_a_monitor_do_no_harm)
{
    descent_monitor *monitor;
    double x[] = {1, 2};
    const descent_monitor_options options = {.period_limit = 4};
    assert_success(descent_monitor_new(&monitor, 2, &options));
    for (int k = 0; k < 30; k++, x[0] *= 0.7)
        (void)descent_monitor_observe(monitor, x, x[0], x);
    assert_success(descent_monitor_save(monitor, file_name));
    descent_monitor_free(monitor);
    const size_t size = read_bytes();
    static unsigned char original[sizeof bytes];
    memcpy(original, bytes, size);
    uint64_t random = 5;
    for (size_t k = 0; k < descent_test_effort(1500); k++) {
        memcpy(bytes, original, size);
        for (int edits = 0; edits < 1 + (int)(k % 3); edits++) {
            random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            const size_t span = k % 4 ? 900 : size; /* most of it is numbers that may be anything */
            const size_t at = 8 + (size_t)(random >> 33) % ((span < size ? span : size) - 16);
            if (at < 16 || at >= 24) /* with another dimension it would ask for longer points than these */
                bytes[at] = (unsigned char)(random >> 20);
        }
        const uint64_t sum = checksum(size - 8);
        for (int i = 0; i < 8; i++)
            bytes[size - 8 + (size_t)i] = (unsigned char)(sum >> 8 * i);
        write_bytes(size);
        if (descent_monitor_load(&monitor, file_name) == DESCENT_SUCCESS) {
            double y[] = {0, 0};
            for (int step = 0; step < 40; step++, y[0] += 0.1)
                (void)descent_monitor_observe(monitor, y, y[0], y);
            descent_monitor_free(monitor);
        }
    }
    bytes[9] ^= 1;
    write_bytes(size);
    assert_failure(descent_monitor_load(&monitor, file_name), DESCENT_EFORMAT, "checksum");
    assert_failure(descent_monitor_load(&monitor, NULL), DESCENT_EINVAL, "file_name");
    assert_failure(descent_monitor_load(NULL, file_name), DESCENT_EINVAL, "monitor");
    assert_failure(descent_monitor_save(NULL, file_name), DESCENT_EINVAL, "monitor");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_rule_goes_on_with_the_same_bits,
        a_changed_rule_and_large_vectors_go_on,
        what_was_known_is_known,
        every_criterion_holds_where_it_would_have,
        what_does_not_fit_is_named,
        each_number_of_a_rule_must_be_that_of_the_file,
        a_monitor_goes_on_as_if_it_had_never_stopped,
        names_that_no_variable_may_have_are_refused,
        a_later_version_is_said_to_be_one,
        an_empty_run_is_none,
        a_long_name_is_told_by_its_beginning,
    };
    const TTest *const long_tests[] = {
        every_cut_and_every_altered_byte_is_noticed,
        lies_about_a_monitor_do_no_harm,
        a_lie_with_the_right_checksum_does_no_harm,
    };
    Suite *const suite = suite_create("engine: resume");
    TCase *const one = tcase_create("resume"), *const other = tcase_create("long");
    tcase_add_checked_fixture(one, choose_name, remove_file);
    tcase_add_checked_fixture(other, choose_name, remove_file);
    for (size_t k = 0; k < sizeof tests / sizeof *tests; k++)
        tcase_add_test(one, tests[k]);
    for (size_t k = 0; k < sizeof long_tests / sizeof *long_tests; k++)
        tcase_add_test(other, long_tests[k]);
    tcase_set_tags(other, "long");
    suite_add_tcase(suite, one);
    suite_add_tcase(suite, other);
    return descent_test_main(suite);
}
