/**
 * @file
 * @brief The library for C++17: objects that free themselves, any callable as a function, exceptions in both directions.
 *
 * Everything here is a thin, inline layer over the C interface; what a call does is said there. get() gives the C object of
 * each.
 *
 * - **Callables.** A problem holds its functions by value and allocates nothing: `descent::problem bowl(2, loss, gradient)` with
 *   `double loss(descent::const_vector x)` and `void gradient(descent::const_vector x, descent::vector g)`, lambdas or anything
 *   else that can be called so. It does not move, and must outlive what is made of it.
 * - **Lifetimes.** A function may destroy the engine that calls it: that call then throws descent::error, or what the function threw.
 * - **Exceptions.** What a callable throws is carried past the library: the call ends as for any function that fails, and then the
 *   exception goes on, the same object. Nothing leaks, and the engine is at its last good point. A status other than success is thrown
 *   as descent::error.
 */
#ifndef DESCENT_DESCENT_HPP
#define DESCENT_DESCENT_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <descent/ask.h>
#include <descent/descent.h>
#include <descent/gradient_check.h>
#include <descent/progress.h>
#include <descent/resume.h>
#include <descent/step_limit.h>
#include <descent/stops.h>
#include <descent/sweep.h>

namespace descent
{

/** @brief A status other than DESCENT_SUCCESS; what() has the detail. */
class error : public std::runtime_error
{
  public:
    /** @brief From a status, with this thread's detail. @param status The status. */
    explicit error(descent_status status)
        : std::runtime_error(std::string(descent_status_string(status)) + ": " + descent_error_detail()),
          status_(status)
    {
    }

    /** @brief The status. @return It. */
    descent_status status() const noexcept
    {
        return status_;
    }

  private:
    descent_status status_;
};

/** @brief Throws unless the status is success. @param status What a function of the C interface returned. */
inline void check(descent_status status)
{
    if (status == DESCENT_ENOMEM)
        throw std::bad_alloc();
    if (status != DESCENT_SUCCESS)
        throw error(status);
}

/** @brief Neighbouring numbers that somebody else owns: std::span of C++20, as far as needed here. */
template <class Number> class span
{
  public:
    constexpr span() noexcept = default;

    /** @brief So many numbers from here on. @param data The first. @param size How many. */
    constexpr span(Number *data, std::size_t size) noexcept : data_(data), size_(size)
    {
    }

    /** @brief All numbers of an array. @param array The array. */
    template <std::size_t Size> constexpr span(Number (&array)[Size]) noexcept : data_(array), size_(Size)
    {
    }

    /** @brief All numbers of a vector, an array, a span, … @param container Anything with data() and size(). */
    template <class Container,
              class = std::enable_if_t<std::is_convertible_v<decltype(std::declval<Container &>().data()), Number *>>>
    constexpr span(Container &&container) noexcept : data_(container.data()), size_(container.size())
    {
    }

    /** @brief The first number. @return It. */
    constexpr Number *data() const noexcept
    {
        return data_;
    }
    /** @brief How many. @return It. */
    constexpr std::size_t size() const noexcept
    {
        return size_;
    }
    /** @brief Are there none? @return It. */
    constexpr bool empty() const noexcept
    {
        return size_ == 0;
    }
    /** @brief One of them. @param i Which, below size(). @return It. */
    constexpr Number &operator[](std::size_t i) const noexcept
    {
        return data_[i];
    }
    /** @brief The first. @return A pointer. */
    constexpr Number *begin() const noexcept
    {
        return data_;
    }
    /** @brief Behind the last. @return A pointer. */
    constexpr Number *end() const noexcept
    {
        return data_ + size_;
    }

  private:
    Number *data_ = nullptr;
    std::size_t size_ = 0;
};

using vector = span<double>;             /**< A vector to be written. */
using const_vector = span<const double>; /**< A vector to be read. */

/** @brief Stands for a function that a problem does not have. */
struct none {
};

/** @brief What every problem is: the C problem, and the exception that is under way. */
class basic_problem
{
  public:
    basic_problem(const basic_problem &) = delete;
    basic_problem &operator=(const basic_problem &) = delete;

    /** @brief The C problem. @return It; valid as long as this one. */
    const descent_problem *get() const noexcept
    {
        return &problem_;
    }
    /** @brief Number of variables. @return n. */
    std::size_t dimension() const noexcept
    {
        return problem_.dimension;
    }
    /** @brief Typical size of a variable, see descent_problem. @param scale The size. */
    void scale(double scale) noexcept
    {
        problem_.scale = scale;
    }

    /** @brief What a function threw goes on, if one did; else the status is looked at. @param status Of the call. */
    void check(descent_status status) const
    {
        rethrow();
        descent::check(status);
    }

    /** @brief What a function threw goes on, if one did. */
    void rethrow() const
    {
        if (!caught_.load(std::memory_order_acquire))
            return;
        std::exception_ptr thrown;
        std::swap(thrown, thrown_);
        caught_.store(false, std::memory_order_release);
        taken_.clear();
        std::rethrow_exception(thrown);
    }

    /** @brief Keeps the exception that is being handled; of several, the first. For callbacks. @return A code to return. */
    int keep_exception() const noexcept
    {
        if (!taken_.test_and_set()) { /* threads of a sweep may throw at the same time */
            thrown_ = std::current_exception();
            caught_.store(true, std::memory_order_release);
        }
        return threw;
    }

    static constexpr int threw = -7749; /**< Code of a callback that threw, as descent_engine_callback_code() has it. */

  protected:
    /** @brief Without functions yet. @param dimension Number of variables. */
    explicit basic_problem(std::size_t dimension) noexcept
    {
        problem_.dimension = dimension;
    }
    /** @brief A C problem as it is. @param problem Copied. */
    explicit basic_problem(const descent_problem &problem) noexcept : problem_(problem)
    {
    }
    ~basic_problem() = default;

    descent_problem problem_{}; /**< What the library sees. */

  private:
    mutable std::exception_ptr thrown_;
    mutable std::atomic_flag taken_ = ATOMIC_FLAG_INIT;
    mutable std::atomic<bool> caught_{false};
};

/** @brief A problem of the C interface: a landscape, or functions in C. */
class c_problem final : public basic_problem
{
  public:
    /** @brief As it is. @param problem Copied. */
    explicit c_problem(const descent_problem &problem) noexcept : basic_problem(problem)
    {
    }
};

/**
 * @brief A problem of callables.
 *
 * | callable | called as |
 * |---|---|
 * | `Loss` | `double loss(const_vector x)` |
 * | `Gradient` | `void gradient(const_vector x, vector g)` |
 * | `Hessian` | `void hessian(const_vector x, vector h)`, n×n numbers, row by row |
 * | `Product` | `void product(const_vector x, const_vector v, vector hv)` |
 *
 * Any may be descent::none. With several threads of a sweep they are called from several at once.
 */
template <class Loss, class Gradient = none, class Hessian = none, class Product = none>
class problem final : public basic_problem
{
  public:
    /**
     * @brief From its functions.
     * @param dimension Number of variables n.
     * @param loss The loss, or none.
     * @param gradient The gradient, or none: then differences of the loss stand in.
     * @param hessian The matrix of second derivatives, or none.
     * @param product Its product with a vector, or none.
     */
    explicit problem(std::size_t dimension, Loss loss, Gradient gradient = {}, Hessian hessian = {},
                     Product product = {})
        : basic_problem(dimension), loss_(std::move(loss)), gradient_(std::move(gradient)),
          hessian_(std::move(hessian)), product_(std::move(product))
    {
        problem_.context = this;
        if constexpr (!std::is_same_v<Loss, none>)
            problem_.loss = [](std::size_t n, const double *x, double *value, void *context) -> int {
                const auto self = static_cast<problem *>(context);
                return self->guarded([&] { *value = self->loss_(const_vector(x, n)); });
            };
        if constexpr (!std::is_same_v<Gradient, none>)
            problem_.gradient = [](std::size_t n, const double *x, double *g, void *context) -> int {
                const auto self = static_cast<problem *>(context);
                return self->guarded([&] { self->gradient_(const_vector(x, n), vector(g, n)); });
            };
        if constexpr (!std::is_same_v<Hessian, none>)
            problem_.hessian = [](std::size_t n, const double *x, double *h, void *context) -> int {
                const auto self = static_cast<problem *>(context);
                return self->guarded([&] { self->hessian_(const_vector(x, n), vector(h, n * n)); });
            };
        if constexpr (!std::is_same_v<Product, none>)
            problem_.hessian_product = [](std::size_t n, const double *x, const double *v, double *hv,
                                          void *context) -> int {
                const auto self = static_cast<problem *>(context);
                return self->guarded([&] { self->product_(const_vector(x, n), const_vector(v, n), vector(hv, n)); });
            };
    }

  private:
    template <class Call> int guarded(Call call) const noexcept
    {
        try {
            call();
            return 0;
        } catch (...) {
            return keep_exception();
        }
    }

    Loss loss_;
    Gradient gradient_;
    Hessian hessian_;
    Product product_;
};

namespace detail
{

template <class Object, void (*Free)(Object *)> struct deleter {
    void operator()(Object *object) const noexcept
    {
        Free(object);
    }
};

inline std::string take(char *text)
{
    const std::unique_ptr<char, deleter<void, std::free>> owner(text);
    return std::string(text);
}

} // namespace detail

/** @brief An object of the C interface that frees itself. get(), operator-> and operator* reach it. */
template <class Object, void (*Free)(Object *)> using owner = std::unique_ptr<Object, detail::deleter<Object, Free>>;

using critical_point = owner<descent_critical_point, descent_critical_point_free>;       /**< One critical point. */
using critical_set = owner<descent_critical_set, descent_critical_set_free>;             /**< Those in a box. */
using sweep = owner<descent_sweep, descent_sweep_free>;                                  /**< Many runs. */
using derivative_check = owner<descent_derivative_check, descent_derivative_check_free>; /**< Derivatives, compared. */
using path = owner<descent_path, descent_path_free>;                                     /**< Points of a run. */

/** @brief A diagnosis, field by field through operator->, or in words. */
class diagnosis
{
  public:
    /** @brief Takes it over. @param made May be NULL. */
    explicit diagnosis(descent_diagnosis *made) noexcept : owner_(made)
    {
    }

    /** @brief Its fields. @return It. */
    const descent_diagnosis *operator->() const noexcept
    {
        return owner_.get();
    }
    /** @brief Its fields. @return It. */
    const descent_diagnosis &operator*() const noexcept
    {
        return *owner_;
    }
    /** @brief The C object. @return It. */
    const descent_diagnosis *get() const noexcept
    {
        return owner_.get();
    }
    /** @brief The explanation in plain words. @return At most a screenful. */
    std::string text() const
    {
        return written(descent_diagnosis_text);
    }
    /** @brief The explanation in one line. @return With its newline. */
    std::string line() const
    {
        return written(descent_diagnosis_line);
    }
    /** @brief All of it as JSON. @return One line. */
    std::string json() const
    {
        return written(descent_diagnosis_json);
    }

  private:
    std::string written(descent_status (*write)(const descent_diagnosis *, char **)) const
    {
        char *text = nullptr;
        check(write(owner_.get(), &text));
        return detail::take(text);
    }

    owner<descent_diagnosis, descent_diagnosis_free> owner_;
};

/** @brief The point of the lowest loss that a run has seen. */
struct best {
    const_vector x;         /**< The point, valid until the next step; empty if no loss was evaluated. */
    double loss = 0;        /**< Its loss. */
    std::uint64_t step = 0; /**< After which step. */
};

/** @brief What an engine wants to be told; empty x: nothing, the run is over. */
struct request {
    const_vector x;              /**< Where, valid until it is told. */
    bool wants_loss = false;     /**< The loss there. */
    bool wants_gradient = false; /**< The gradient there. */
};

/** @brief The problem whose numbers are told, as engine::ask() wants them. @param dimension n. @return It. */
inline descent_problem told_problem(std::size_t dimension) noexcept
{
    descent_problem problem{};
    problem.dimension = dimension;
    problem.loss = descent_told_loss;
    problem.gradient = descent_told_gradient;
    return problem;
}

/** @brief A run that can be stepped. Its problem, and its observers, must outlive it. */
class engine
{
  public:
    /** @brief At a start. @param problem The problem. @param rule The rule. @param start n numbers, copied. */
    engine(const basic_problem &problem, const descent_rule &rule, const_vector start) : problem_(&problem)
    {
        if (start.size() != problem.dimension())
            throw std::invalid_argument("descent::engine: the start has another dimension than the problem");
        descent_engine *made = nullptr;
        problem.check(descent_engine_new(&made, problem.get(), rule, start.data()));
        engine_.reset(made);
    }

    /** @brief As save() left it, to be gone on with. @param problem The same problem. @param rule The same rule. @param file Where.
     * @return The engine; observers and progress are to be set up anew. */
    static engine load(const basic_problem &problem, const descent_rule &rule, const std::string &file)
    {
        descent_engine *made = nullptr;
        const descent_status status = descent_engine_load(&made, problem.get(), rule, file.c_str());
        engine loaded(&problem, made);
        problem.check(status);
        return loaded;
    }
    /** @brief Writes all of the run to a file. @param file Where to; replaced. */
    void save(const std::string &file)
    {
        problem_->check(descent_engine_save(get(), file.c_str()));
    }

    /** @brief When run() stops, beside its steps. @param stops All zero: never. */
    void stop_when(const descent_stops &stops)
    {
        check(descent_engine_set_stops(get(), &stops));
    }
    /** @brief A table while it runs. @param progress All zero: none. */
    void show(const descent_progress &progress)
    {
        check(descent_engine_set_progress(get(), &progress));
    }
    /** @brief Another rule, step size or momentum from here on. @param rule The rule. */
    void change(const descent_rule &rule)
    {
        problem_->check(descent_engine_set_rule(get(), rule));
    }
    /** @brief The rule. @return Its value now. */
    descent_rule rule() const noexcept
    {
        return *descent_engine_rule(get());
    }
    /** @brief The run in a line. @return Without a newline. */
    std::string summary() const
    {
        std::string line(descent_engine_summary(get(), nullptr, 0), '\0');
        descent_engine_summary(get(), line.data(), line.size() + 1);
        return line;
    }
    /** @brief Where the loss was lowest, of what was evaluated. @return It. */
    descent::best best() const noexcept
    {
        descent::best found;
        const double *const x = descent_engine_best_point(get(), &found.loss, &found.step);
        if (x != nullptr)
            found.x = {x, problem_->dimension()};
        return found;
    }
    /** @brief Runs on until a number is wanted, of a problem as told_problem() has it. @param until At most to this step. @return What
     * to tell. */
    request ask(std::uint64_t until)
    {
        descent_request asked{};
        problem_->check(descent_engine_ask(get(), until, &asked));
        return {asked.x != nullptr ? const_vector(asked.x, problem_->dimension()) : const_vector(),
                asked.wants_loss != 0, asked.wants_gradient != 0};
    }
    /** @brief Tells it. @param loss The loss, or NaN. @param gradient n numbers, or none. @param code Not 0: it could not be had. */
    void tell(double loss, const_vector gradient = {}, int code = 0)
    {
        if (!gradient.empty() && gradient.size() != problem_->dimension())
            throw std::invalid_argument("descent::engine: the gradient has another dimension than the problem");
        problem_->check(descent_engine_tell(get(), loss, gradient.data(), code));
    }

    /** @brief One step. */
    void step()
    {
        const basic_problem *const problem = problem_; /* a function may destroy this engine; then error says so */
        problem->check(descent_engine_step(get()));
    }
    /** @brief Up to so many steps. @param steps How many. @return Why it came back. */
    descent_stop run(std::uint64_t steps)
    {
        const basic_problem *const problem = problem_;
        problem->check(descent_engine_run(get(), steps));
        return descent_engine_stop_reason(get());
    }
    /** @brief Back to step 0. @param start n numbers. */
    void reset(const_vector start)
    {
        if (start.size() != problem_->dimension())
            throw std::invalid_argument("descent::engine: the start has another dimension than the problem");
        check(descent_engine_reset(get(), start.data()));
    }
    /** @brief Records the path from here on. @param options What to keep. */
    void record(const descent_path_options &options = {})
    {
        check(descent_engine_record(get(), &options));
    }
    /**
     * @brief Adds a callable that is called after each step: `bool observer(descent::engine &)`, true to stop.
     * @param observer Kept by reference: it must outlive the engine.
     */
    template <class Observer> void observe(Observer &observer)
    {
        static_assert(std::is_convertible_v<decltype(observer(std::declval<engine &>())), bool>,
                      "an observer returns whether to stop");
        struct bound final : watched {
            explicit bound(const basic_problem *problem, Observer *observer) : problem_(problem), observer_(observer)
            {
            }
            bound(const bound &other) : bound(other.problem_, other.observer_)
            {
            }
            static int call(descent_engine *engine, void *context)
            {
                const bound own =
                    *static_cast<bound *>(context); /* it goes with the engine, which may be destroyed here */
                descent::engine borrowed(own.problem_, engine);
                int answer = 0;
                try {
                    answer = (*own.observer_)(borrowed) ? 1 : 0;
                } catch (...) {
                    answer = own.problem_->keep_exception();
                }
                borrowed.engine_.release(); /* it is somebody else's */
                return answer;
            }
            const basic_problem *problem_;
            Observer *observer_;
        };
        auto made = std::make_unique<bound>(problem_, std::addressof(observer));
        watched_.reserve(watched_.size() + 1);
        check(descent_engine_add_observer(get(), bound::call, made.get()));
        watched_.push_back(std::move(made));
    }

    /** @brief Steps made. @return Their number. */
    std::uint64_t steps() const noexcept
    {
        return descent_engine_steps(get());
    }
    /** @brief The present point. @return n numbers, valid as long as the engine; they change with each step. */
    const_vector point() const noexcept
    {
        return {descent_engine_point(get()), problem_->dimension()};
    }
    /** @brief The gradient there. @return n numbers, valid until the next step. */
    const_vector gradient()
    {
        const basic_problem *const problem = problem_;
        const double *const found = descent_engine_gradient(get());
        problem->rethrow();
        return {found, found ? problem->dimension() : 0};
    }
    /** @brief Its norm. @return It. */
    double gradient_norm()
    {
        const basic_problem *const problem = problem_;
        const double found = descent_engine_gradient_norm(get());
        problem->rethrow();
        return found;
    }
    /** @brief The loss there. @return It. */
    double loss()
    {
        const basic_problem *const problem = problem_;
        const double found = descent_engine_loss(get());
        problem->rethrow();
        return found;
    }
    /** @brief The recorded path. @return The engine's; NULL if nothing is recorded. */
    const descent_path *path()
    {
        const basic_problem *const problem = problem_;
        const descent_path *const found = descent_engine_path(get());
        problem->rethrow();
        return found;
    }
    /** @brief How it went, and why. @param options What may be used. @return The diagnosis. */
    descent::diagnosis diagnose(const descent_diagnosis_options &options = {})
    {
        const basic_problem *const problem = problem_;
        descent_diagnosis *made = nullptr;
        const descent_status status = descent_engine_diagnose(get(), &options, &made);
        descent::diagnosis found(made);
        problem->check(status);
        return found;
    }
    /** @brief The C object. @return The engine's own. */
    descent_engine *get() const noexcept
    {
        return engine_.get();
    }

  private:
    engine(const basic_problem *problem, descent_engine *borrowed) noexcept : problem_(problem), engine_(borrowed)
    {
    }

    struct watched {
        watched() = default;
        watched(const watched &) = delete;
        watched &operator=(const watched &) = delete;
        virtual ~watched() = default;
    };

    const basic_problem *problem_;
    std::vector<std::unique_ptr<watched>> watched_;
    owner<descent_engine, descent_engine_free> engine_;
};

/** @brief An empty path, for the iterates of any optimiser. @param dimension n. @param options What to keep. @return It. */
inline path make_path(std::size_t dimension, const descent_path_options &options = {})
{
    descent_path *made = nullptr;
    check(descent_path_new(&made, dimension, &options));
    return path(made);
}

/** @brief One more point. @param points The path. @param x The point. @param loss Its loss, or NaN. @param gradient Its gradient, or
 * nothing. */
inline void append(const path &points, const_vector x, double loss, const_vector gradient = {})
{
    const std::size_t n = descent_path_view(points.get()).dimension;
    if (x.size() != n || (!gradient.empty() && gradient.size() != n))
        throw std::invalid_argument("descent::append: another dimension than the path's");
    check(descent_path_append(points.get(), x.data(), loss, gradient.data()));
}

/** @brief A path, diagnosed. @param problem The problem. @param points The path. @param options What may be used. @return How it
 * went. */
inline diagnosis diagnose(const basic_problem &problem, const descent_path *points,
                          const descent_diagnosis_options &options = {})
{
    descent_diagnosis *made = nullptr;
    const descent_status status = descent_diagnose(problem.get(), points, &options, &made);
    diagnosis found(made);
    problem.check(status);
    return found;
}

/** @brief The same from the path alone. @param points The path. @param options What may be used. @return How it went. */
inline diagnosis diagnose(const descent_path *points, const descent_diagnosis_options &options = {})
{
    descent_diagnosis *made = nullptr;
    check(descent_diagnose(nullptr, points, &options, &made));
    return diagnosis(made);
}

namespace detail
{

/* The point has the problem's dimension, and what the call made is owned before anything is thrown. */
template <class Owner, class Object, class Call> Owner made_at(const basic_problem &problem, const_vector x, Call call)
{
    if (x.size() != problem.dimension())
        throw std::invalid_argument("descent: a point has another dimension than the problem");
    Object *made = nullptr;
    const descent_status status = call(&made);
    Owner found(made);
    problem.check(status);
    return found;
}

} // namespace detail

/** @brief What kind of critical point is at x. @param problem The problem. @param x n numbers. @param options Options. @return
 * It. */
inline critical_point classify(const basic_problem &problem, const_vector x,
                               const descent_critical_options &options = {})
{
    return detail::made_at<critical_point, descent_critical_point>(problem, x, [&](descent_critical_point **made) {
        return descent_critical_classify(problem.get(), x.data(), &options, made);
    });
}

/** @brief The critical point nearby. @param problem The problem. @param x n numbers. @param options Options. @return It. */
inline critical_point refine(const basic_problem &problem, const_vector x, const descent_critical_options &options = {})
{
    return detail::made_at<critical_point, descent_critical_point>(problem, x, [&](descent_critical_point **made) {
        return descent_critical_refine(problem.get(), x.data(), &options, made);
    });
}

/** @brief All critical points in a box. @param problem The problem. @param lower n numbers. @param upper n numbers. @param options
 * Options. @return They. */
inline critical_set search(const basic_problem &problem, const_vector lower, const_vector upper,
                           const descent_critical_search_options &options = {})
{
    if (upper.size() != problem.dimension())
        throw std::invalid_argument("descent::search: a corner has another dimension than the problem");
    return detail::made_at<critical_set, descent_critical_set>(problem, lower, [&](descent_critical_set **made) {
        return descent_critical_search(problem.get(), lower.data(), upper.data(), &options, made);
    });
}

/** @brief The gradient against differences of the loss. @param problem The problem. @param x n numbers. @return What was found. */
inline derivative_check check_gradient(const basic_problem &problem, const_vector x)
{
    return detail::made_at<derivative_check, descent_derivative_check>(
        problem, x,
        [&](descent_derivative_check **made) { return descent_check_gradient(problem.get(), x.data(), made); });
}

/** @brief One run for each step size. @param problem The problem. @param start n numbers. @param step_sizes They. @param options
 * Options. @return The runs. */
inline sweep sweep_step_sizes(const basic_problem &problem, const_vector start, const_vector step_sizes,
                              const descent_sweep_options &options = {})
{
    return detail::made_at<sweep, descent_sweep>(problem, start, [&](descent_sweep **made) {
        return descent_sweep_step_sizes(problem.get(), start.data(), step_sizes.data(), step_sizes.size(), &options,
                                        made);
    });
}

/** @brief One run from each start. @param problem The problem. @param rule The rule. @param starts count·n numbers, one start after
 * the other. @param options Options. @return The runs. */
inline sweep sweep_starts(const basic_problem &problem, const descent_rule &rule, const_vector starts,
                          const descent_sweep_options &options = {})
{
    const std::size_t n = problem.dimension();
    if (starts.size() % n != 0)
        throw std::invalid_argument("descent::sweep_starts: the starts are no whole number of points");
    descent_sweep *made = nullptr;
    const descent_status status =
        descent_sweep_starts(problem.get(), rule, starts.data(), starts.size() / n, &options, &made);
    sweep found(made);
    problem.check(status);
    return found;
}

/** @brief The largest step size in [low, high]. @param problem The problem. @param start n numbers. @param low Lower end. @param
 * high Upper end. @param options Options. @return It. */
inline double step_limit(const basic_problem &problem, const_vector start, double low, double high,
                         const descent_step_limit_options &options = {})
{
    if (start.size() != problem.dimension())
        throw std::invalid_argument("descent::step_limit: the start has another dimension than the problem");
    double limit = 0;
    problem.check(descent_step_limit(problem.get(), start.data(), low, high, &options, &limit));
    return limit;
}

} // namespace descent

#endif
