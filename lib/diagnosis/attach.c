#include "diagnosis/monitor.h"

#include <math.h>

#include "status.h"

/*
 * Shows the monitor where the engine is. The gradient is what the next step needs anyway, unless the rule looks ahead;
 * a loss is evaluated for the monitor alone. So both are asked for only when it will look at them, which is seldom.
 */
static int observe_engine(descent_engine *engine, void *context)
{
    descent_monitor *const monitor = context;
    const bool values = descent_monitor_wants_values(monitor);
    const double loss = values ? descent_engine_loss(engine) : NAN;
    const double *const gradient = values ? descent_engine_gradient(engine) : NULL;
    const descent_ending ending = descent_monitor_observe(monitor, descent_engine_point(engine), loss, gradient);
    return ending != DESCENT_ENDING_UNDETERMINED && (descent_monitor_stop_endings(monitor) >> ending & 1u);
}

descent_status descent_monitor_attach(descent_monitor *monitor, descent_engine *engine)
{
    if (!monitor)
        return descent_fail(DESCENT_EINVAL, "monitor must not be NULL");
    if (!engine)
        return descent_fail(DESCENT_EINVAL, "engine must not be NULL");
    if (descent_monitor_dimension(monitor) != descent_engine_dimension(engine))
        return descent_fail(DESCENT_EINVAL, "the monitor has dimension %zu, the engine %zu",
                            descent_monitor_dimension(monitor), descent_engine_dimension(engine));
    const descent_status status = descent_engine_add_observer(engine, observe_engine, monitor);
    if (status == DESCENT_SUCCESS)
        observe_engine(engine, monitor);
    return status;
}
