#include "plot/page/brackets.h"

#include <math.h>
#include <stdio.h>

/* In font heights: a lane, a bracket's feet, the gap between its end and its name, and around a name upon it. */
static const double lane_height = 1.5, foot = 0.5, gap = 0.4;

/* Of the height of the axes, what brackets may take. */
static const double most_room = 1.0 / 3;

/* Of the ink, in the colour of a bracket: less than in the curves. */
static const double strength = 0.65;

void descent__brackets_add(descent__brackets *brackets, double first, double last, const char *name, size_t count)
{
    if (brackets->count < descent__most_brackets && first <= last)
        brackets->list[brackets->count++] =
            (descent__bracket){.first = first, .last = last, .name = name, .count = count};
}

static double width_of_name(const descent__canvas *canvas, const descent__bracket *bracket)
{
    return fmin(descent__script_width(&canvas->script, bracket->text), descent__longest_name);
}

/* Where a value of the first axis lies in the picture, in font heights from its left. */
static double place_of(const descent__canvas *canvas, double low, double high, double value)
{
    const double share = canvas->left + (canvas->right - canvas->left) * (value - low) / (high - low);
    return share * canvas->width;
}

/* Has the bracket room for its text, and something of its line on both sides? */
static bool has_room(const descent__bracket *bracket, const descent__canvas *canvas, const double covered[2])
{
    return covered[1] - covered[0] >= width_of_name(canvas, bracket) + 4 * gap;
}

/* Decides where the name stands, and whether with its count; what bracket and name cover together, in font heights. */
static void choose_place(descent__bracket *bracket, const descent__canvas *canvas, double low, double high,
                         double covered[2])
{
    covered[0] = place_of(canvas, low, high, bracket->first);
    covered[1] = place_of(canvas, low, high, bracket->last);
    snprintf(bracket->text, sizeof bracket->text, "%s %zu times", bracket->name, bracket->count);
    if (bracket->count == 0 || !has_room(bracket, canvas, covered))
        snprintf(bracket->text, sizeof bracket->text, "%s", bracket->name);
    const double width = width_of_name(canvas, bracket);
    if (has_room(bracket, canvas, covered)) {
        bracket->place = DESCENT__NAME_UPON;
    } else if (covered[1] + gap + width <= canvas->width - gap) {
        bracket->place = DESCENT__NAME_RIGHT;
        covered[1] += gap + width;
    } else {
        bracket->place = DESCENT__NAME_LEFT;
        covered[0] -= gap + width;
    }
}

void descent__brackets_lay_out(descent__brackets *brackets, descent__canvas *canvas, double low, double high)
{
    const double row = canvas->view.font_size / canvas->view.height;
    const double room = most_room * (canvas->top - canvas->bottom) / row - gap;
    const unsigned most_lanes = (unsigned)fmin(fmax(room / lane_height, 0), descent__most_brackets);
    double taken[descent__most_brackets][2];
    unsigned lanes = 0;
    size_t kept = 0;
    for (size_t i = 0; i < brackets->count; i++) {
        descent__bracket bracket = brackets->list[i];
        choose_place(&bracket, canvas, low, high, taken[kept]);
        bool free = false;
        for (bracket.lane = 0; !free && bracket.lane < most_lanes; bracket.lane += !free) {
            free = true;
            for (size_t other = 0; other < kept && free; other++)
                free = brackets->list[other].lane != bracket.lane || taken[kept][0] >= taken[other][1] + 2 * gap ||
                       taken[kept][1] + 2 * gap <= taken[other][0];
        }
        if (!free)
            continue;
        lanes = bracket.lane + 1 > lanes ? bracket.lane + 1 : lanes;
        brackets->list[kept++] = bracket;
    }
    brackets->count = kept;
    if (lanes > 0)
        canvas->top -= (lanes * lane_height + gap) * row;
}

static void draw_line(descent__canvas *canvas, const double from[2], const double to[2])
{
    descent__script_add(&canvas->script,
                        "set arrow from first %.9g,screen %.6g to first %.9g,screen %.6g nohead front linewidth %.4g "
                        "linecolor rgb '#%06x'\n",
                        from[0], from[1], to[0], to[1], 1.6 * descent__line_scale(canvas),
                        descent__mix_colours(canvas->inks.ground, canvas->inks.ink, strength));
}

/* The bracket, open where the name stands upon it, with its feet on the steps. */
static void draw_bracket(descent__canvas *canvas, const descent__bracket *bracket, double y, double half_name)
{
    const double feet = y - foot * canvas->view.font_size / canvas->view.height;
    const double middle = (bracket->first + bracket->last) / 2;
    const double first[2] = {bracket->first, y}, last[2] = {bracket->last, y};
    draw_line(canvas, first, (const double[2]){bracket->first, feet});
    if (bracket->last > bracket->first)
        draw_line(canvas, last, (const double[2]){bracket->last, feet});
    if (bracket->place == DESCENT__NAME_UPON) {
        draw_line(canvas, first, (const double[2]){middle - half_name, y});
        draw_line(canvas, (const double[2]){middle + half_name, y}, last);
    } else if (bracket->last > bracket->first) {
        draw_line(canvas, first, last);
    }
}

static void draw_name(descent__canvas *canvas, const descent__bracket *bracket, double y)
{
    static const char *const sides[] = {
        [DESCENT__NAME_UPON] = "center", [DESCENT__NAME_RIGHT] = "left", [DESCENT__NAME_LEFT] = "right"};
    const double at = bracket->place == DESCENT__NAME_UPON    ? (bracket->first + bracket->last) / 2
                      : bracket->place == DESCENT__NAME_RIGHT ? bracket->last
                                                              : bracket->first;
    const char *const beside = bracket->place == DESCENT__NAME_UPON    ? "0"
                               : bracket->place == DESCENT__NAME_RIGHT ? "0.6"
                                                                       : "-0.6";
    descent__script_add(&canvas->script, "set label ");
    descent__script_quote(&canvas->script, bracket->text, descent__longest_name, 1);
    descent__script_add(&canvas->script,
                        " at first %.9g,screen %.6g %s offset character %s,0 front textcolor rgb '#%06x'\n", at, y,
                        sides[bracket->place], beside, canvas->inks.ink);
}

void descent__brackets_draw(const descent__brackets *brackets, descent__canvas *canvas, double low, double high)
{
    const double row = canvas->view.font_size / canvas->view.height;
    const double fonts_across = (canvas->right - canvas->left) * canvas->width;
    for (size_t i = 0; i < brackets->count; i++) {
        const descent__bracket *bracket = &brackets->list[i];
        const double y = canvas->top + (gap + (bracket->lane + 0.5) * lane_height) * row;
        const double half = (width_of_name(canvas, bracket) / 2 + gap) * (high - low) / fonts_across;
        draw_bracket(canvas, bracket, y, half);
        draw_name(canvas, bracket, y);
    }
}
