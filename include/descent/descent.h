/**
 * @file
 * @brief The core in one header: problems, rules, the engine, paths, critical points and the diagnosis.
 *
 * What only some programs need has a header of its own: descent/adaptive.h and descent/step_finders.h (more rules);
 * descent/stops.h, descent/progress.h, descent/ask.h, descent/resume.h and descent/unwind.h (around a run);
 * descent/monitor.h, descent/gradient_check.h, descent/sweep.h, descent/step_limit.h, descent/bifurcation.h,
 * descent/basins.h, descent/landscapes.h, descent/gsl.h, and descent/plot.h of the companion library. Each of them can be
 * included alone.
 *
 * Conventions of all headers:
 * - **Place of arguments.** What a call makes, an object to go on working with (`_new`, `_read_csv`, …), is its first
 *   argument, as the left side of an assignment would be. What a call finds out, about what it is given, comes last:
 *   `descent_diagnose(problem, path, options, &diagnosis)`. Before it stand the problem, what the question is asked of, and
 *   the options. A callback takes dimension, inputs, outputs and context.
 * - **Options.** A struct of options that is all zero but for what the program sets means the defaults, and so does NULL:
 *   `&(descent_sweep_options){.threads = 4}`. No field has a default other than 0.
 * - **Views.** An object shows what it holds as a struct by value: descent_path_view(), descent_monitor_view(),
 *   descent_sweep_view(). What the struct points to belongs to the object.
 * - **Step numbers** are uint64_t, and so are counts of evaluations; what is counted in memory is size_t.
 * - **Status and outcome are two things.** A descent_status says whether the call could do its work; what a run did is said
 *   by the diagnosis. descent_error_detail() names the argument and its value that were wrong.
 */
#ifndef DESCENT_DESCENT_H
#define DESCENT_DESCENT_H

#include <descent/critical.h>
#include <descent/diagnosis.h>
#include <descent/ending.h>
#include <descent/engine.h>
#include <descent/interval.h>
#include <descent/law.h>
#include <descent/path.h>
#include <descent/problem.h>
#include <descent/rules.h>
#include <descent/status.h>
#include <descent/version.h>

#endif
