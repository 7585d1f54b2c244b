// Exceptions of callbacks that pass through the library: nothing leaks, and engines can be stepped and freed.
#include <descent/descent.h>
#include <descent/gradient_check.h>
#include <descent/landscapes.h>
#include <descent/step_limit.h>
#include <descent/sweep.h>
#include <descent/unwind.h>

#include <malloc.h>

#include <cmath>
#include <cstdio>
#include <memory>
#include <stdexcept>

namespace
{

struct Plan {
    descent_problem landscape{};
    long calls = 0, throw_at = 0;

    void may_throw()
    {
        if (++calls == throw_at)
            throw std::runtime_error("from a callback");
    }
};

struct Free {
    void operator()(descent_engine *engine) const
    {
        descent_engine_free(engine);
    }
};

const double start[] = {4, 1.075};

descent_problem problem_of(Plan &plan)
{
    descent_problem problem{};
    problem.dimension = 2;
    problem.context = &plan;
    problem.loss = [](std::size_t n, const double *x, double *value, void *context) {
        Plan &plan = *static_cast<Plan *>(context);
        plan.may_throw();
        return plan.landscape.loss(n, x, value, plan.landscape.context);
    };
    problem.gradient = [](std::size_t n, const double *x, double *g, void *context) {
        Plan &plan = *static_cast<Plan *>(context);
        g[0] = 1;
        plan.may_throw();
        return plan.landscape.gradient(n, x, g, plan.landscape.context);
    };
    return problem;
}

void run(const descent_problem &problem)
{
    descent_engine *made = nullptr;
    if (descent_engine_new(&made, &problem, descent_nesterov(0.1, 0.5), start) != DESCENT_SUCCESS)
        throw std::bad_alloc();
    const std::unique_ptr<descent_engine, Free> engine(made); // frees it while the exception is on its way
    descent_engine_record(engine.get(), nullptr);
    descent_engine_run(engine.get(), 20);
    descent_diagnosis *diagnosis = nullptr;
    descent_engine_diagnose(engine.get(), nullptr, &diagnosis);
    descent_diagnosis_free(diagnosis);
}

void search(const descent_problem &problem)
{
    const double lower[] = {0, -1}, upper[] = {4, 3};
    descent_critical_set *set = nullptr;
    descent_critical_search(&problem, lower, upper, nullptr, &set);
    descent_critical_set_free(set);
}

void check(const descent_problem &problem)
{
    descent_derivative_check *found = nullptr;
    descent_check_gradient(&problem, start, &found);
    descent_derivative_check_free(found);
}

void limit(const descent_problem &problem)
{
    double found;
    descent_step_limit(&problem, start, 0.4, 0.6, nullptr, &found);
}

struct Progress {
    long calls = 0, throw_at = 0;
};

// The runs are made by other threads, too; the calling one throws.
void sweep_in_threads(const descent_problem &problem)
{
    Plan &plan = *static_cast<Plan *>(problem.context);
    descent_sweep_options options{};
    options.steps = 64;
    options.threads = 3;
    options.progress_context = &plan;
    options.progress = [](std::size_t, std::size_t, void *context) {
        static_cast<Plan *>(context)->may_throw();
        return 0;
    };
    descent_plane plane{};
    plane.columns = plane.rows = 64;
    plane.right = 4;
    plane.top = 2;
    descent_sweep *sweep = nullptr;
    descent_sweep_plane(&plan.landscape, descent_fixed_step(0.1), &plane, &options, &sweep);
    descent_sweep_free(sweep);
}

std::size_t used()
{
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
    return mallinfo2().uordblks;
#else
    return 0;
#endif
}

// Freed blocks that glibc still counts as used; what 120 calls hold would be more.
const std::size_t kept_by_the_allocator = 8000;

// What takes a minute where every access is checked is thrown from fewer places, once.
bool quick = false;

bool loses_nothing(const char *name, void (*call)(const descent_problem &))
{
    Plan plan;
    if (descent_landscape_problem("notebook", 0, &plan.landscape) != DESCENT_SUCCESS)
        return false;
    const descent_problem problem = problem_of(plan);
    call(problem);
    const long total = plan.calls;
    std::size_t before = 0;
    long thrown = 0, tried = 0;
    const long places = quick ? 2 : 20;
    for (int round = 0; round < (quick ? 1 : 8); round++) { // the first rounds fill what the C and C++ run times keep
        for (plan.throw_at = 1; plan.throw_at <= total; plan.throw_at += total / places + 1) {
            plan.calls = 0;
            tried++;
            try {
                call(problem);
            } catch (const std::runtime_error &) {
                thrown++;
            }
        }
        if (round == (quick ? 0 : 1))
            before = used();
    }
    const bool fine =
        used() <= before + kept_by_the_allocator && descent_unwind_mark() == 0 && thrown > (quick ? 0 : 2);
    if (!fine)
        std::printf("%s: %ld of %ld calls left, %zu bytes in use after %zu\n", name, thrown, tried, used(), before);
    return fine;
}

// The engine that was left goes on as if nothing had happened.
bool goes_on()
{
    Plan plan;
    if (descent_landscape_problem("notebook", 0, &plan.landscape) != DESCENT_SUCCESS)
        return false;
    const descent_problem problem = problem_of(plan);
    double end = 0;
    bool same = true;
    for (plan.throw_at = 0; plan.throw_at < 20; plan.throw_at++) {
        plan.calls = 0;
        descent_engine *made = nullptr;
        if (descent_engine_new(&made, &problem, descent_fixed_step(0.1), start) != DESCENT_SUCCESS)
            return false;
        const std::unique_ptr<descent_engine, Free> engine(made);
        try {
            descent_engine_run(engine.get(), 20);
        } catch (const std::runtime_error &) {
            const std::uint64_t left = 20 - descent_engine_steps(engine.get());
            same = same && descent_engine_run(engine.get(), left) == DESCENT_SUCCESS;
        }
        const double x = descent_engine_point(engine.get())[1];
        if (plan.throw_at == 0)
            end = x;
        same = same && std::fabs(x - end) <= 0;
    }
    return same;
}

} // namespace

int main(int argc, char **)
{
    quick = argc > 1;
    const bool fine[] = {
        loses_nothing("run and diagnosis", run),
        loses_nothing("search", search),
        loses_nothing("check", check),
        loses_nothing("step limit", limit),
        loses_nothing("sweep in threads", sweep_in_threads),
        goes_on(),
    };
    for (const bool one : fine)
        if (!one)
            return 1;
    return 0;
}
