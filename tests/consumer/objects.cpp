// descent.hpp as its users write it: lambdas, objects that free themselves, exceptions in both directions.
#include <descent/descent.hpp>
#include <descent/landscapes.h>
#include <descent/step_finders.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

namespace
{

long allocations = 0; // by C++; what the library takes by malloc() is its own

bool failed = false;

void expect(bool condition, const char *what)
{
    if (!condition)
        std::printf("does not hold: %s\n", what);
    failed = failed || !condition;
}

struct Left {
    int number;
};

void a_run_from_lambdas()
{
    double centre = 2;
    const auto loss = [&centre](descent::const_vector x) {
        const double u = x[1] - 1;
        return (x[0] - centre) * (x[0] - centre) + u * u * u * u - u * u;
    };
    const auto gradient = [&centre](descent::const_vector x, descent::vector g) {
        const double u = x[1] - 1;
        g[0] = 2 * (x[0] - centre);
        g[1] = 4 * u * u * u - 2 * u;
    };
    const long before = allocations;
    const descent::problem notebook(2, loss, gradient);
    descent::engine engine(notebook, descent_fixed_step(0.2), {{4, 1.075}});
    engine.record();
    expect(engine.run(32) == DESCENT_STOP_STEPS, "all steps were made");
    expect(allocations == before, "problem, engine and run allocate nothing in C++");
    expect(std::fabs(engine.point()[1] - 1.7071067811865475) < 1e-12, "the last point");
    expect(engine.steps() == 32 && engine.gradient_norm() < 1e-5 && std::fabs(engine.loss() + 0.25) < 1e-10, "the end");
    const descent::diagnosis diagnosis = engine.diagnose();
    expect(diagnosis->ending == DESCENT_ENDING_CONVERGED, "it converged");
    expect(diagnosis.line().find("converged: minimum at (2, 1.70711)") == 0, "the line");
    expect(diagnosis.json().front() == '{' && diagnosis.text().size() > 100, "JSON and text");
    const descent::critical_set found = descent::search(notebook, {{0, -1}}, {{4, 3}});
    expect(found->count == 3, "three critical points");
    const std::vector<double> point{2, 1};
    expect(descent::classify(notebook, point)->kind == DESCENT_CRITICAL_SADDLE, "a saddle");
    expect(descent::check_gradient(notebook, {{4, 1.5}})->verdict == DESCENT_CHECK_AGREES, "the gradient is right");
    expect(std::fabs(descent::step_limit(notebook, {{4, 2.5}}, 0.25, 0.33) - 2.0 / 7) < 1e-12, "the limit is 2/7");
    const std::array<double, 3> step_sizes{0.1, 0.2, 0.29};
    const descent::sweep sweep = descent::sweep_step_sizes(notebook, {{4, 2.5}}, step_sizes);
    expect(descent_sweep_ending(sweep.get(), 2) == DESCENT_ENDING_DIVERGING, "the last one explodes");
}

void exceptions_come_back()
{
    int calls = 0, throw_at = 5;
    const auto gradient = [&](descent::const_vector x, descent::vector g) {
        if (++calls == throw_at)
            throw Left{calls};
        g[0] = x[0];
    };
    const descent::problem bowl(1, descent::none{}, gradient);
    descent::engine engine(bowl, descent_heavy_ball(0.1, 0.5), {{1}});
    try {
        engine.run(100);
        expect(false, "run() throws");
    } catch (const Left &left) {
        expect(left.number == 5, "it is the object that was thrown");
    }
    expect(engine.steps() == 4, "four steps were made");
    engine.run(6); // and on it goes
    expect(engine.steps() == 10, "ten steps");
    throw_at = calls + 3;
    try {
        engine.diagnose();
        expect(false, "diagnose() throws");
    } catch (const Left &) {
    }
    throw_at = calls + 40;
    const std::vector<double> starts(64, 0.5);
    descent_sweep_options options{};
    options.threads = 4;
    try {
        descent::sweep_starts(bowl, descent_fixed_step(0.1), starts, options);
    } catch (const Left &) {
    }
    int observed = 0;
    auto observer = [&observed](descent::engine &run) {
        if (++observed == 3)
            throw Left{static_cast<int>(run.steps())};
        return false;
    };
    engine.observe(observer);
    try {
        engine.run(10);
        expect(false, "an observer throws");
    } catch (const Left &left) {
        expect(left.number == 13 && engine.steps() == 13, "after the thirteenth step");
    }
}

void statuses_are_thrown()
{
    const descent::problem bowl(1, [](descent::const_vector x) { return x[0] * x[0]; });
    try {
        descent::engine engine(bowl, descent_fixed_step(-1), {{1}});
        expect(false, "a step size below 0 is refused");
    } catch (const descent::error &error) {
        expect(error.status() == DESCENT_EINVAL, "as an invalid argument");
        expect(std::string(error.what()).find("step_size must be finite and positive, got -1") != std::string::npos,
               "with the detail");
    }
    try {
        descent::engine engine(bowl, descent_fixed_step(1), {{1, 2}});
        expect(false, "two numbers are no start");
    } catch (const std::invalid_argument &) {
    }
    descent_problem landscape;
    descent::check(descent_landscape_problem("rosenbrock", 0, &landscape));
    const descent::c_problem rosenbrock(landscape);
    descent::path path = descent::make_path(2);
    descent::append(path, {{1, 1}}, 0);
    expect(descent::diagnose(rosenbrock, path.get())->ending == DESCENT_ENDING_CONVERGED, "it stands at the minimum");
    expect(descent::diagnose(path.get())->steps == 0, "no step was made");
}

/* A function that destroys the engine it is called from; the call says so, or throws what the function did. */
void an_engine_may_be_destroyed_inside(bool throws, int at)
{
    std::optional<descent::engine> engine;
    int calls = 0, watched = 0;
    const auto gradient = [&](descent::const_vector x, descent::vector g) {
        g[0] = x[0];
        if (++calls != at)
            return;
        engine.reset();
        if (throws)
            throw Left{calls};
    };
    const descent::problem bowl(1, descent::none{}, gradient);
    auto observer = [&](descent::engine &run) {
        watched++;
        if (run.steps() == 3 && at == 0)
            engine.reset();
        return run.point()[0] < 0;
    };
    const double one[] = {1};
    engine.emplace(bowl, descent_fixed_step(0.1), one);
    engine->record();
    engine->observe(observer);
    bool told = false;
    try {
        engine->run(20);
        if (engine)
            engine->diagnose();
    } catch (const descent::error &error) {
        told = std::string(error.what()).find("freed by one of its own callbacks") != std::string::npos;
    } catch (const Left &left) {
        told = throws && left.number == at;
    }
    expect(!engine, "it is destroyed");
    expect(told || (at > 20 && !throws), "and the call says so, but for a diagnosis, which is made");
    expect(watched <= 20, "no observer is called any more");
}

void lifetimes()
{
    for (const bool throws : {false, true})
        for (const int at : {1, 2, 20, 21, 25})
            an_engine_may_be_destroyed_inside(throws, at);
    an_engine_may_be_destroyed_inside(false, 0);
}

} // namespace

void *operator new(std::size_t size)
{
    allocations++;
    void *const block = std::malloc(size > 0 ? size : 1);
    if (!block)
        std::abort();
    return block;
}

void operator delete(void *block) noexcept
{
    std::free(block);
}

void operator delete(void *block, std::size_t) noexcept
{
    std::free(block);
}

/* What goes on around a run: stops, the best point, the line, another rule, a file to go on from. */
void around_a_run()
{
    const descent_landscape *const landscape = descent_landscape_find("notebook");
    const descent::c_problem notebook(landscape->problem);
    const descent_rule rule = descent_fixed_step(0.2);
    descent::engine engine(notebook, rule, {{4, 1.075}});
    expect(engine.best().x.empty(), "nothing was evaluated yet");
    engine.record();
    descent_stops stops{};
    stops.any = DESCENT_CRITERION_GRADIENT;
    stops.gradient_norm = 1e-3;
    engine.stop_when(stops);
    expect(engine.run(1000) != DESCENT_STOP_STEPS && engine.gradient_norm() <= 1e-3, "it stopped by the gradient");
    expect(std::isfinite(engine.loss()), "the loss, which the best point does not evaluate");
    expect(engine.best().step == engine.steps() && engine.best().x[0] == engine.point()[0], "the best is the last");
    expect(engine.summary().find("steps") != std::string::npos, "the line");
    engine.stop_when({});
    engine.save("objects.run");
    engine.run(5);
    descent::engine loaded = descent::engine::load(notebook, rule, "objects.run");
    std::remove("objects.run");
    loaded.run(5);
    expect(loaded.steps() == engine.steps() && loaded.point()[1] == engine.point()[1], "the same bits after loading");
    loaded.change(descent_heavy_ball(0.1, 0.5));
    loaded.run(3);
    expect(descent_path_view(loaded.path()).rule_changes != nullptr && loaded.rule().momentum == 0.5, "another rule");
    bool refused = false;
    try {
        descent::engine::load(notebook, rule, "no such file");
    } catch (const descent::error &error) {
        refused = error.status() == DESCENT_EIO;
    }
    expect(refused, "a file that is not there");
}

/* Asked and told, with the same bits as with callables. */
void ask_and_tell()
{
    const descent_landscape *const landscape = descent_landscape_find("notebook");
    const descent_problem &known = landscape->problem;
    const descent::c_problem told(descent::told_problem(2)), called(known);
    descent::engine asking(told, descent_wolfe(1, nullptr), {{4, 1.075}}),
        calling(called, descent_wolfe(1, nullptr), {{4, 1.075}});
    calling.run(6);
    for (descent::request asked = asking.ask(6); !asked.x.empty(); asked = asking.ask(6)) {
        double loss = 0, gradient[2] = {0, 0};
        if (asked.wants_loss)
            known.loss(2, asked.x.data(), &loss, known.context);
        if (asked.wants_gradient)
            known.gradient(2, asked.x.data(), gradient, known.context);
        asking.tell(loss, gradient);
    }
    expect(asking.steps() == 6 && asking.point()[0] == calling.point()[0] && asking.point()[1] == calling.point()[1],
           "the same bits as with callables");
}

int main()
{
    around_a_run();
    ask_and_tell();
    a_run_from_lambdas();
    exceptions_come_back();
    statuses_are_thrown();
    lifetimes();
    return failed;
}
