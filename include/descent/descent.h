/**
 * @file
 * @brief Everything of the core library in one header.
 */
#ifndef DESCENT_DESCENT_H
#define DESCENT_DESCENT_H

#include <descent/basins.h>
#include <descent/bifurcation.h>
#include <descent/critical.h>
#include <descent/diagnosis.h>
#include <descent/ending.h>
#include <descent/engine.h>
#include <descent/gradient_check.h>
#include <descent/landscapes.h>
#include <descent/monitor.h>
#include <descent/path.h>
#include <descent/problem.h>
#include <descent/rules.h>
#include <descent/status.h>
#include <descent/step_limit.h>
#include <descent/sweep.h>
#include <descent/version.h>

#endif
