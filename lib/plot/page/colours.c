#include "plot/page/colours.h"

enum {
    anchor_count = 9,
    line_count = 8
};

/*
 * Nine equidistant colours of each map, from dark to light: magma and viridis by Stéfan van der Walt and Nathaniel
 * Smith (2015), cividis by Nuñez, Anderton and Renslow (2018). All rise evenly in lightness.
 */
static const unsigned anchors[][anchor_count] = {
    [DESCENT_PLOT_PALETTE_MAGMA] = {0x000004, 0x1d1147, 0x51127c, 0x822681, 0xb63679, 0xe65164, 0xfb8861, 0xfec287,
                                    0xfcfdbf},
    [DESCENT_PLOT_PALETTE_VIRIDIS] = {0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21908c, 0x27ad81, 0x5dc863, 0xaadc32,
                                      0xfde725},
    [DESCENT_PLOT_PALETTE_CIVIDIS] = {0x00204d, 0x10366e, 0x404e6b, 0x60646f, 0x7c7c76, 0x9b9477, 0xbcae6e, 0xe0cb5d,
                                      0xffea46},
    [DESCENT_PLOT_PALETTE_GREY] = {0x101010, 0x2c2c2c, 0x484848, 0x646464, 0x808080, 0x9c9c9c, 0xb8b8b8, 0xd4d4d4,
                                   0xf0f0f0},
};

/*
 * After Okabe and Ito (2008), darker on white and lighter on black, the first three telling apart on the bands too.
 * None is grey: that is for runs that leave.
 */
static const unsigned lines[][line_count] = {
    [DESCENT_PLOT_THEME_LIGHT] = {0x0060a0, 0x007d5b, 0xc04a00, 0xa0478a, 0x2f8fc8, 0x9a6a00, 0x882255, 0x7f9a1a},
    [DESCENT_PLOT_THEME_DARK] = {0x56b4e9, 0x2fd0a0, 0xff8a3c, 0xe59ac8, 0xf0e442, 0xe69f00, 0xb0a8ff, 0xb6e36a},
};

/* On a dark ground the darkest colours would not be seen. */
static const double darkest_in_the_dark = 0.14;

descent__inks descent__theme_inks(descent_plot_theme theme)
{
    if (theme == DESCENT_PLOT_THEME_DARK)
        return (descent__inks){.ground = 0x15171c, .ink = 0xe8e8e8, .grid = 0x6b7079, .shade = 0x4a4f58};
    return (descent__inks){.ground = 0xffffff, .ink = 0x1a1a1a, .grid = 0x9a9a9a, .shade = 0xb4b8be};
}

unsigned descent__mark_colour(const descent__inks *inks, descent_critical_kind kind)
{
    (void)kind;
    return inks->ink;
}

unsigned descent__mix_colours(unsigned a, unsigned b, double share)
{
    unsigned mixed = 0;
    for (unsigned shift = 0; shift <= 16; shift += 8) {
        const double from = (double)(a >> shift & 0xFFu);
        const double to = (double)(b >> shift & 0xFFu);
        mixed |= (unsigned)(from + (to - from) * share + 0.5) << shift;
    }
    return mixed;
}

unsigned descent__palette_colour(descent_plot_palette palette, descent_plot_theme theme, double at)
{
    at = theme == DESCENT_PLOT_THEME_LIGHT ? 1 - at : darkest_in_the_dark + (1 - darkest_in_the_dark) * at;
    const double place = at * (anchor_count - 1);
    if (!(place > 0))
        return anchors[palette][0];
    if (place >= anchor_count - 1)
        return anchors[palette][anchor_count - 1];
    const size_t below = (size_t)place;
    return descent__mix_colours(anchors[palette][below], anchors[palette][below + 1], place - (double)below);
}

unsigned descent__line_colour(descent_plot_theme theme, size_t number)
{
    return lines[theme][number % line_count];
}
