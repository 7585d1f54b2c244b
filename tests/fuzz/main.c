/*
 * usage: fuzz [--runs N | --seconds S] [--seed K] [--environment NAME] [--corpus FOLDER] [--input HEX] [TARGET…]
 *
 * Replays the kept inputs of each target, corpus/NAME.txt, one a line in hexadecimal; then tries N random ones, made of
 * these and of nothing, or as many as S seconds allow. Speaks TAP. Each target is a process of its own: if it dies, or one
 * input takes longer than its time, the input is shown, to be put into the corpus. `--input HEX NAME` makes it again, in this
 * process, for a debugger.
 */
#define _GNU_SOURCE /* feenableexcept() */
#include <fenv.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <gsl/gsl_errno.h>

#include "fuzz/fuzz.h"

enum {
    largest_input = 512,
    most_kept = 4096,
    seconds_for_one = 10 /* of processor time; no input needs as much as one */
};

typedef struct target {
    const char *name;
    fuzz_function *run;
} target;

static const target targets[] = {
#define FUZZ_ENTRY(name) {#name, fuzz_##name},
    FUZZ_TARGETS(FUZZ_ENTRY)
#undef FUZZ_ENTRY
};

typedef struct input {
    size_t size;
    uint8_t bytes[largest_input];
} input;

/* Seen by parent and child. */
typedef struct shared {
    input last;
    uint64_t executions;
    double slowest; /* seconds of processor time */
} shared;

typedef struct plan {
    uint64_t runs;
    double seconds;
    uint64_t seed;
    const char *environment;
    const char *folder;
    const char *input;
} plan;

static input kept[most_kept];
static size_t kept_count;

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

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *const place = c ? strchr(digits, c) : NULL;
    return place ? (int)(place - digits) : -1;
}

static void read_input(const char *text, input *one)
{
    one->size = 0;
    for (const char *c = text; one->size < largest_input && hex_digit(c[0]) >= 0 && hex_digit(c[1]) >= 0; c += 2)
        one->bytes[one->size++] = (uint8_t)(hex_digit(c[0]) * 16 + hex_digit(c[1]));
}

/* Lines that begin with anything but a digit, 0 to 9 or a to f, say something to people. */
static void read_corpus(const char *folder, const char *name)
{
    char file_name[4096], line[2 * largest_input + 2];
    snprintf(file_name, sizeof file_name, "%s/%s.txt", folder, name);
    FILE *const file = fopen(file_name, "r");
    kept_count = 0;
    while (file && kept_count < most_kept && fgets(line, sizeof line, file)) {
        input *const one = &kept[kept_count];
        read_input(line, one);
        kept_count += one->size > 0;
    }
    if (file)
        fclose(file);
}

static void change(input *one, uint64_t *random)
{
    const size_t at = one->size ? below(random, one->size) : 0;
    switch (below(random, 5)) {
    case 0:
        if (one->size)
            one->bytes[at] = (uint8_t)next_random(random);
        break;
    case 1:
        if (one->size)
            one->bytes[at] ^= (uint8_t)(1U << below(random, 8));
        break;
    case 2:
        if (one->size < largest_input) {
            memmove(one->bytes + at + 1, one->bytes + at, one->size++ - at);
            one->bytes[at] = (uint8_t)next_random(random);
        }
        break;
    case 3:
        if (one->size)
            memmove(one->bytes + at, one->bytes + at + 1, --one->size - at);
        break;
    default: /* the end of another one */
        if (kept_count) {
            const input *const other = &kept[below(random, kept_count)];
            if (at < other->size) {
                memcpy(one->bytes + at, other->bytes + at, other->size - at);
                one->size = other->size;
            }
        }
        break;
    }
}

static void make_input(input *one, uint64_t *random)
{
    if (kept_count && below(random, 2)) {
        *one = kept[below(random, kept_count)];
        for (size_t times = 1 + below(random, 6); times > 0; times--)
            change(one, random);
        return;
    }
    one->size = below(random, 256);
    for (size_t i = 0; i < one->size; i++)
        one->bytes[i] = (uint8_t)next_random(random);
}

static double processor_time(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void limit_time(int seconds)
{
    const struct itimerval timer = {.it_value.tv_sec = seconds};
    setitimer(ITIMER_PROF, &timer, NULL);
}

static void execute(const target *of, shared *seen)
{
    const double began = processor_time();
    limit_time(seconds_for_one);
    of->run(seen->last.bytes, seen->last.size);
    const double took = processor_time() - began;
    seen->executions++;
    seen->slowest = took > seen->slowest ? took : seen->slowest;
}

/* The caller's floating-point environment, in which every call is made. */
static bool enter_environment(const char *name)
{
    if (!name)
        return true;
    if (strcmp(name, "upward") == 0)
        return fesetround(FE_UPWARD) == 0;
    if (strcmp(name, "downward") == 0)
        return fesetround(FE_DOWNWARD) == 0;
    if (strcmp(name, "towardzero") == 0)
        return fesetround(FE_TOWARDZERO) == 0;
#if defined(__x86_64__) && defined(__SSE2__)
    if (strcmp(name, "flushing") == 0) {
        __builtin_ia32_ldmxcsr(__builtin_ia32_stmxcsr() | 0x8040u); /* flush to zero, subnormals are zero */
        return true;
    }
#endif
    return false;
}

static void refuse_gsl_error(const char *reason, const char *file, int line, int code)
{
    fprintf(stderr, "GSL's error handler was reached: %s:%d: %s (code %d)\n", file, line, reason, code);
    abort();
}

static void run_target(const target *of, const plan *planned, shared *seen)
{
    uint64_t random = planned->seed;
    gsl_set_error_handler(refuse_gsl_error);
    read_corpus(planned->folder, of->name);
    if (!enter_environment(planned->environment)) {
        fprintf(stderr, "there is no environment %s here\n", planned->environment);
        exit(1);
    }
    for (size_t k = 0; k < kept_count; k++) {
        seen->last = kept[k];
        execute(of, seen);
    }
    const time_t began = time(NULL);
    for (uint64_t k = 0; planned->seconds > 0 ? difftime(time(NULL), began) < planned->seconds : k < planned->runs;
         k++) {
        make_input(&seen->last, &random);
        execute(of, seen);
    }
    limit_time(0);
    exit(0);
}

static void show(const input *one)
{
    fputs("# ", stdout);
    for (size_t i = 0; i < one->size; i++)
        printf("%02x", one->bytes[i]);
    puts("");
}

static bool try_target(const target *of, const plan *planned, int number)
{
    if (planned->input) {
        read_input(planned->input, &kept[0]);
        of->run(kept[0].bytes, kept[0].size);
        return true;
    }
    shared *const seen = mmap(NULL, sizeof *seen, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (seen == MAP_FAILED)
        return false;
    fflush(stdout);
    const pid_t child = fork();
    int status = -1;
    if (child == 0)
        run_target(of, planned, seen);
    if (child > 0)
        waitpid(child, &status, 0);
    const bool good = status == 0 && seen->executions > 0;
    printf("%sok %d - %s: %llu executions, the slowest %.3f s\n", good ? "" : "not ", number, of->name,
           (unsigned long long)seen->executions, seen->slowest);
    if (!good) {
        printf("# %s with this input:\n",
               WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF ? "took too long" : "died");
        show(&seen->last);
    }
    munmap(seen, sizeof *seen);
    return good;
}

static bool is_wanted(const char *name, int count, char **names)
{
    for (int k = 0; k < count; k++)
        if (strcmp(names[k], name) == 0)
            return true;
    return count == 0;
}

int main(int argc, char **argv)
{
    plan planned = {.runs = 400, .seed = 0x9e3779b97f4a7c15U, .folder = "tests/fuzz/corpus"};
    const char *const effort = getenv("DESCENT_TEST_EFFORT");
    int first = 1, number = 0, failed = 0;
    for (; first + 1 < argc && strncmp(argv[first], "--", 2) == 0; first += 2) {
        const char *const value = argv[first + 1];
        if (strcmp(argv[first], "--runs") == 0)
            planned.runs = strtoull(value, NULL, 10);
        else if (strcmp(argv[first], "--seconds") == 0)
            planned.seconds = strtod(value, NULL);
        else if (strcmp(argv[first], "--seed") == 0)
            planned.seed ^= strtoull(value, NULL, 10) * 0x100000001b3U;
        else if (strcmp(argv[first], "--environment") == 0)
            planned.environment = value;
        else if (strcmp(argv[first], "--corpus") == 0)
            planned.folder = value;
        else if (strcmp(argv[first], "--input") == 0)
            planned.input = value;
    }
    if (effort)
        planned.runs = (uint64_t)((double)planned.runs * strtod(effort, NULL)) + 1;
    for (size_t k = 0; k < sizeof targets / sizeof *targets; k++)
        if (is_wanted(targets[k].name, argc - first, argv + first))
            failed += !try_target(&targets[k], &planned, ++number);
    printf("1..%d\n", number);
    return failed > 0 || number == 0;
}
