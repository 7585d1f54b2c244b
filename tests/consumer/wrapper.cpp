// A C++17 program that owns an engine and hands it a lambda.
#include <descent/descent.h>

#include <array>
#include <cmath>
#include <cstring>
#include <memory>

namespace
{

struct FreeEngine {
    void operator()(descent_engine *engine) const
    {
        descent_engine_free(engine);
    }
};

} // namespace

int main()
{
    if (std::strcmp(descent_version(), DESCENT_VERSION_STRING) != 0)
        return 1;

    double curvature = 3;
    descent_problem problem{};
    problem.dimension = 1;
    problem.gradient = [](std::size_t, const double *x, double *g, void *context) {
        g[0] = *static_cast<double *>(context) * x[0];
        return 0;
    };
    problem.context = &curvature;

    const std::array<double, 1> start{1};
    descent_engine *made = nullptr;
    if (descent_engine_new(&made, &problem, descent_heavy_ball(0.1, 0.5), start.data()) != DESCENT_SUCCESS)
        return 1;
    const std::unique_ptr<descent_engine, FreeEngine> engine(made);
    if (descent_engine_run(engine.get(), 100) != DESCENT_SUCCESS)
        return 1;
    return std::fabs(descent_engine_point(engine.get())[0]) < 1e-9 ? 0 : 1;
}
