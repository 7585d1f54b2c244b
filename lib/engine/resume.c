/* An engine in a file. */
#include <descent/resume.h>

#include <math.h>

#include "base/environment.h"
#include "base/status.h"
#include "engine/evaluate.h"
#include "engine/items.h"
#include "path/items.h"

/* The first byte is none of a text, the last is what transfer as text would alter. */
static const char magic[8] = {'\x89', 'd', 'e', 's', 'c', 'e', 'n', '\n'};

enum {
    version = 1
};

static void problem_items(descent__items *items, const descent_problem *problem)
{
    descent__item_same_number(items, "problem->dimension", problem->dimension);
    descent__item_same_number(items, "whether there is problem->loss", problem->loss != NULL);
    descent__item_same_number(items, "whether there is problem->gradient", problem->gradient != NULL);
    descent__item_same_number(items, "whether there is problem->loss_gradient", problem->loss_gradient != NULL);
    descent__item_same_real(items, "problem->scale", problem->scale);
}

static void schedule_items(descent__items *items, const descent_schedule *schedule)
{
    static const descent_schedule constant;
    descent__item_same_number(items, "whether a schedule follows", schedule != NULL);
    if (!schedule || !descent__items_are_well(items))
        return;
    /* What its kind does not read may be anything. */
    const descent_schedule *const s = schedule->kind == DESCENT_SCHEDULE_CONSTANT ? &constant : schedule;
    descent__item_same_number(items, "schedule.kind", (uint64_t)s->kind);
    descent__item_same_real(items, "schedule.delay", s->delay);
    descent__item_same_real(items, "schedule.factor", s->factor);
    descent__item_same_real(items, "schedule.floor", s->floor);
    descent__item_same_number(items, "schedule.length", s->length);
    descent__item_same_number(items, "schedule.growth", s->growth);
    const bool has_parts = s->kind == DESCENT_SCHEDULE_SEQUENCE || s->kind == DESCENT_SCHEDULE_WARM_UP;
    schedule_items(items, has_parts ? s->first : NULL);
    schedule_items(items, has_parts ? s->next : NULL);
}

static void bound_items(descent__items *items, const char *what, size_t n, const double *bound)
{
    descent__item_same_number(items, what, bound != NULL);
    for (size_t i = 0; bound && i < n && descent__items_are_well(items); i++)
        descent__item_same_real(items, what, bound[i]);
}

static void rule_items(descent__items *items, const descent_rule *rule, size_t n)
{
    const descent_modifiers *const m = &rule->modifiers;
    descent__item_same_text(items, "the rule", rule->type->name);
    descent__item_same_number(items, "memory of the rule", descent__rule_memory(rule));
    descent__item_same_number(items, "scalar_count of the rule", rule->type->scalar_count);
    descent__item_same_real(items, "rule.step_size", rule->step_size);
    descent__item_same_real(items, "rule.momentum", rule->momentum);
    for (int k = 0; k < DESCENT_RULE_CONSTANTS; k++)
        descent__item_same_real(items, "one of rule.constants", rule->constants[k]);
    descent__item_same_number(items, "whether there are rule.parameters", rule->parameters != NULL);
    schedule_items(items, &rule->schedule);
    descent__item_same_real(items, "modifiers.weight_decay", m->weight_decay);
    descent__item_same_real(items, "modifiers.clip_value", m->clip_value);
    descent__item_same_real(items, "modifiers.clip_norm", m->clip_norm);
    descent__item_same_real(items, "modifiers.decoupled_decay", m->decoupled_decay);
    descent__item_same_real(items, "modifiers.l1", m->l1);
    bound_items(items, "modifiers.lower", n, m->lower);
    bound_items(items, "modifiers.upper", n, m->upper);
}

static void map_items(descent__items *items, descent__map *map)
{
    descent__item_number(items, &map->number);
    descent__item_real(items, &map->step_size);
    descent__item_reals(items, map->n, map->state);
    const size_t memory = descent__rule_memory(&map->rule);
    for (size_t j = 0; j < memory; j++)
        descent__item_reals(items, map->n, map->memory[j]);
    descent__item_reals(items, map->rule.type->scalar_count, map->scalars);
}

static void calm_items(descent__items *items, descent__calm *calm)
{
    descent__item_number(items, &calm->count);
    descent__item_number(items, &calm->step);
    descent__item_truth(items, &calm->known);
}

static void stops_items(descent__items *items, descent_engine *engine)
{
    descent__stops *const stops = &engine->stops;
    descent_stops chosen = stops->chosen;
    uint64_t any = chosen.any, all = chosen.all;
    descent__item_number(items, &any);
    descent__item_number(items, &all);
    descent__item_real(items, &chosen.loss_target);
    descent__item_real(items, &chosen.loss_change);
    descent__item_real(items, &chosen.point_change);
    descent__item_real(items, &chosen.gradient_norm);
    descent__item_real(items, &chosen.seconds);
    descent__item_number(items, &chosen.patience);
    if (items->reader && descent__items_are_well(items)) {
        chosen.any = (unsigned)any;
        chosen.all = (unsigned)all;
        items->status =
            any > UINT32_MAX || all > UINT32_MAX ? DESCENT_EFORMAT : descent_engine_set_stops(engine, &chosen);
    }
    if (!descent__items_are_well(items))
        return;
    calm_items(items, &stops->points);
    calm_items(items, &stops->losses);
    descent__item_real(items, &stops->previous_loss);
    if (stops->previous)
        descent__item_reals(items, engine->map.n, stops->previous);
}

/* What is known of the point, and what was counted. */
static void point_items(descent__items *items, descent_engine *engine)
{
    descent_evaluations *const count = &engine->evaluator.evaluations;
    uint64_t stop = (uint64_t)engine->stop, code = (uint64_t)(int64_t)engine->evaluator.callback_code;
    uint64_t pending = (uint64_t)engine->pending;
    descent__item_truth(items, &engine->loss_known);
    descent__item_truth(items, &engine->gradient_known);
    descent__item_truth(items, &engine->norm_known);
    descent__item_truth(items, &engine->recorded);
    descent__item_real(items, &engine->loss);
    descent__item_real(items, &engine->gradient_norm);
    descent__item_reals(items, engine->map.n, engine->gradient);
    descent__item_number(items, &count->loss);
    descent__item_number(items, &count->gradient);
    descent__item_number(items, &count->hessian);
    descent__item_number(items, &count->hessian_product);
    descent__item_number(items, &stop);
    descent__item_number(items, &code);
    descent__item_number(items, &pending);
    if (items->reader)
        items->reader->failed |= stop > DESCENT_STOP_CRITERIA || pending > DESCENT_ECANCELLED;
    engine->stop = (descent_stop)stop;
    engine->evaluator.callback_code = (int)(int64_t)code;
    engine->pending = (descent_status)pending;
}

static void engine_items(descent__items *items, descent_engine *engine)
{
    map_items(items, &engine->map);
    point_items(items, engine);
    descent__item_number(items, &engine->steps_before);
    descent__item_number(items, &engine->changed_at);
    descent__item_number(items, &engine->changes);
    descent__item_number(items, &engine->budget);
    descent__item_real(items, &engine->tolerance);
    descent__item_real(items, &engine->best_loss);
    descent__item_number(items, &engine->best_step);
    if (engine->best && engine->best_loss < INFINITY)
        descent__item_reals(items, engine->map.n, engine->best);
    stops_items(items, engine);
}

static descent_status save(descent_engine *engine, const char *file_name)
{
    descent__writer writer;
    descent_status status = descent__engine_check_idle(engine);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!file_name)
        return descent_fail(DESCENT_EINVAL, "file_name must not be NULL");
    status = descent__writer_open(&writer, file_name, magic);
    if (status != DESCENT_SUCCESS)
        return status;
    descent__items items = {.writer = &writer};
    descent__write_number(&writer, version);
    problem_items(&items, &engine->evaluator.problem);
    rule_items(&items, &engine->map.rule, engine->map.n);
    engine_items(&items, engine);
    descent__write_number(&writer, engine->path != NULL);
    if (engine->path)
        descent__path_write(engine->path, &writer);
    return descent__writer_commit(&writer);
}

descent_status descent_engine_save(descent_engine *engine, const char *file_name)
{
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = save(engine, file_name);
    descent__environment_leave(&environment);
    return status;
}

/* Does what was read make sense? The checksum was right: so this was written by something else. */
static bool is_sound(const descent_engine *engine)
{
    const bool best = engine->best_loss < INFINITY ? engine->best != NULL : engine->best_loss == INFINITY;
    const bool row = !engine->recorded || (engine->path && engine->path->end > 0);
    return best && row && descent__vector_is_finite(engine->map.n, engine->map.state) &&
           isfinite(engine->map.step_size) && !(engine->tolerance < 0) && !isinf(engine->tolerance) &&
           engine->steps_before <= engine->changed_at && engine->changed_at <= descent__engine_steps(engine);
}

static descent_status read_engine(descent_engine *engine, descent__reader *reader)
{
    descent__items items = {.reader = reader};
    const uint64_t found = descent__read_number(reader);
    if (found > version)
        return descent_fail(DESCENT_EUNSUPPORTED, "%s: version %llu of the format is later than %d",
                            reader->source.name, (unsigned long long)found, version);
    problem_items(&items, &engine->evaluator.problem);
    rule_items(&items, &engine->map.rule, engine->map.n);
    if (descent__items_are_well(&items))
        engine_items(&items, engine);
    if (items.status != DESCENT_SUCCESS)
        return items.status;
    if (descent__read_truth(reader))
        items.status = descent__path_read(&engine->path, engine->map.n, reader);
    if (items.status != DESCENT_SUCCESS)
        return items.status;
    if (engine->path)
        descent__path_tell_changes(engine->path, engine->changes, engine->changed_at);
    if (reader->failed || reader->next != reader->end || !is_sound(engine))
        return descent_fail(DESCENT_EFORMAT, "%s: what is in the file is no run that can be gone on with",
                            reader->source.name);
    engine->map.memory_known = true;
    engine->bounded = false;
    descent__engine_choose_pace(engine);
    return DESCENT_SUCCESS;
}

/* A new engine, of the saved point's numbers in the end; zero is a start as good as any. */
static descent_status make(descent_engine **engine, const descent_problem *problem, const descent_rule *rule)
{
    const descent_status status = descent_problem_check(problem);
    if (status != DESCENT_SUCCESS)
        return status;
    double *const start = descent__take_zeros(problem->dimension, sizeof *start);
    if (!start)
        return descent__fail_memory("start", problem->dimension * sizeof *start);
    const descent_status made = descent_engine_new(engine, problem, *rule, start);
    descent__give(start);
    return made;
}

static descent_status load(descent_engine **engine, const descent_problem *problem, const descent_rule *rule,
                           const char *file_name)
{
    if (!engine)
        return descent_fail(DESCENT_EINVAL, "engine must not be NULL");
    *engine = NULL;
    if (!file_name)
        return descent_fail(DESCENT_EINVAL, "file_name must not be NULL");
    descent_engine *made;
    descent__reader reader;
    descent_status status = make(&made, problem, rule);
    if (status != DESCENT_SUCCESS)
        return status;
    status = descent__reader_open(&reader, file_name, magic);
    if (status == DESCENT_SUCCESS) {
        status = read_engine(made, &reader);
        descent__reader_close(&reader);
    }
    if (status == DESCENT_SUCCESS)
        *engine = made;
    else
        descent_engine_free(made);
    return status;
}

descent_status descent_engine_load(descent_engine **engine, const descent_problem *problem, descent_rule rule,
                                   const char *file_name)
{
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = load(engine, problem, &rule, file_name);
    descent__environment_leave(&environment);
    return status;
}
