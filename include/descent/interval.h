/**
 * @file
 * @brief An estimate with its interval: how diagnosis and sweeps give figures that are measured.
 */
#ifndef DESCENT_INTERVAL_H
#define DESCENT_INTERVAL_H

/** @brief An estimate with its 95 % interval. NaN where it is not known; an end that nobody knows is infinite. */
typedef struct descent_interval {
    double value; /**< The estimate. */
    double low;   /**< Lower end of its interval. */
    double high;  /**< Upper end. */
} descent_interval;

#endif
