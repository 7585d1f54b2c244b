/* The C side of python_step.py: for each line "STEPS RECORD" on standard input it makes the run that the script makes, and prints
 * the nanoseconds of processor time that one step took. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <descent/descent.h>
#include <descent/landscapes.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void require(descent_status status)
{
    if (status != DESCENT_SUCCESS) {
        fprintf(stderr, "%s\n", descent_error_detail());
        exit(1);
    }
}

static double measure(uint64_t steps, int record)
{
    const descent_problem *const problem = &descent_landscape_find("notebook")->problem;
    const double start[] = {4, 1.25};
    descent_engine *engine;
    const double begin = now();
    require(descent_engine_new(&engine, problem, descent_fixed_step(1), start));
    if (record)
        require(descent_engine_record(engine, NULL));
    require(descent_engine_run(engine, steps));
    const double time = now() - begin;
    descent_engine_free(engine);
    return time / (double)steps;
}

int main(void)
{
    unsigned long long steps;
    int record;
    while (scanf("%llu %d", &steps, &record) == 2) {
        printf("%.6f\n", measure(steps, record));
        fflush(stdout);
    }
    return 0;
}
