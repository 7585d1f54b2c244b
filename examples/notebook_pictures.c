/*
 * The pictures of the teaching notebook's experiments, in the folder named on the command line, with an index.html that
 * shows them side by side with start, step size and what the library says of the run. Needs gnuplot.
 */
#include <ctype.h>
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <descent/plot.h>
#include <descent/sweep.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "notebook_experiments.h"

static const char page_head[] =
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Gradient descent, seen</title>\n"
    "<style>\n"
    ":root { color-scheme: light dark; --ground: #f6f6f4; --card: #fff; --ink: #1a1a1a; --edge: #d8d8d4; }\n"
    "@media (prefers-color-scheme: dark) {\n"
    "  :root { --ground: #15171c; --card: #1f2229; --ink: #e8e8e8; --edge: #3a3f48; }\n}\n"
    "* { box-sizing: border-box; }\n"
    "body { margin: 0 auto; max-width: 100rem; padding: 1rem; background: var(--ground); color: var(--ink);\n"
    "  font: 1rem/1.5 system-ui, sans-serif; }\n"
    "section { background: var(--card); border: 1px solid var(--edge); border-radius: .5rem; padding: 1rem;\n"
    "  margin: 1rem 0; display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }\n"
    "@media (min-width: 60rem) { section { grid-template-columns: minmax(0, 20rem) minmax(0, 1fr); } }\n"
    "h1, h2 { line-height: 1.2; margin: 0 0 .5rem; }\n"
    "dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: 0 0 1rem; }\n"
    "dt { font-weight: 600; }\ndd { margin: 0; }\n"
    "p { margin: 0 0 .5rem; }\n"
    ".pictures { display: grid; gap: 1rem; align-content: start;\n"
    "  grid-template-columns: repeat(auto-fit, minmax(min(100%, 25rem), 1fr)); }\n"
    "img { width: 100%; height: auto; background: #fff; border-radius: .25rem; }\n"
    "</style>\n</head>\n<body>\n<h1>Gradient descent, seen</h1>\n"
    "<p>The experiments of Frank Schultz's notebook on gradient descent, University of Rostock, run again with the "
    "loss "
    "L(β) = (β₁ − 2)² + (β₂ − 1)⁴ − (β₂ − 1)². Every picture links to itself at full size.</p>\n";

/* Ends the program if a call could not do its work; without gnuplot there is nothing to be done, and that is no error. */
static void require(descent_status status)
{
    if (status == DESCENT_SUCCESS)
        return;
    fprintf(stderr, "notebook_pictures: %s: %s\n", descent_status_string(status), descent_error_detail());
    exit(status == DESCENT_EUNSUPPORTED ? EXIT_SUCCESS : EXIT_FAILURE);
}

static const char *in_folder(const char *folder, const char *name, const char *ending)
{
    static char file[4096];
    snprintf(file, sizeof file, "%s/%s%s", folder, name, ending);
    return file;
}

static void show(FILE *page, const char *name, const char *ending, const char *what)
{
    fprintf(page, "<a href=\"%s%s\"><img src=\"%s%s\" alt=\"%s\" width=\"960\" height=\"720\"></a>\n", name, ending,
            name, ending, what);
}

/* The power of ten of a number, "e-07", as pages write it; returns how many characters were read, 0 if it is none. */
static size_t write_power(FILE *page, const char *text)
{
    static const char *const superscripts[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    char *end;
    if (text[0] != 'e' || (text[1] != '-' && text[1] != '+') || !isdigit((unsigned char)text[2]))
        return 0;
    char digits[24];
    const long power = strtol(text + 1, &end, 10);
    snprintf(digits, sizeof digits, "%ld", labs(power));
    fputs(power < 0 ? "·10⁻" : "·10", page);
    for (const char *digit = digits; *digit; digit++)
        fputs(superscripts[*digit - '0'], page);
    return (size_t)(end - text);
}

/* Text of the page: with minus signs and powers of ten, and formulas that no line breaks. */
static void write_text(FILE *page, const char *text)
{
    for (const char *begin = text; *text; text++) {
        const int digit_before = text > begin && isdigit((unsigned char)text[-1]);
        const size_t power = digit_before ? write_power(page, text) : 0;
        const int sign = *text == '-' && (isdigit((unsigned char)text[1]) || text[1] == ' ') &&
                         (text == begin || strchr(" (", text[-1]));
        if (power > 0)
            text += power - 1;
        else if (sign)
            fputs("−", page);
        else if (*text == ' ' && (strncmp(text + 1, "= ", 2) == 0 || strncmp(text + 1, "- ", 2) == 0 ||
                                  (text > begin && strchr("=-", text[-1]))))
            fputs("\u00a0", page);
        else if (*text == '<')
            fputs("&lt;", page);
        else if (*text == '&')
            fputs("&amp;", page);
        else
            putc(*text, page);
    }
}

/* What the diagnosis says, as text of the page: a paragraph for each of its parts, broken where the page likes. */
static void explain(FILE *page, const descent_diagnosis *diagnosis)
{
    static const char *const headings[] = {"Seen:", "Why:", "Try:"};
    FILE *words = tmpfile();
    if (!words) {
        perror("notebook_pictures");
        exit(EXIT_FAILURE);
    }
    require(descent_diagnosis_print(diagnosis, words));
    rewind(words);
    fputs("<p>", page);
    for (char line[256]; fgets(line, sizeof line, words);) {
        for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
            if (strncmp(line, headings[i], strlen(headings[i])) == 0)
                fputs("</p>\n<p>", page);
        write_text(page, line);
    }
    fputs("</p>\n", page);
    fclose(words);
}

/* Draws one more picture of an experiment under a name of its own. */
static const char *named(const experiment *tried, const char *what)
{
    static char name[128];
    snprintf(name, sizeof name, "%s_%s", tried->file, what);
    return name;
}

static void draw_experiment(const experiment *tried, const char *folder, FILE *page)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    descent_engine *engine;
    require(descent_engine_new(&engine, &problem, descent_fixed_step(tried->step_size), tried->start));
    require(descent_engine_record(engine, NULL));
    require(descent_engine_run(engine, tried->steps));
    const descent_path *const path = descent_engine_path(engine);
    descent_diagnosis *diagnosis;
    require(descent_engine_diagnose(engine, NULL, &diagnosis));

    descent_plot_view view = {.font_size = 26}; /* the page shows two beside each other, at less than half their size */
    descent_picture picture = {
        .kind = DESCENT_PLOT_CONVERGENCE,
        .problem = &problem,
        .paths = &path,
        .path_count = 1,
        .diagnosis = diagnosis,
        .view = &view,
    };
    require(descent_plot_draw(&picture, in_folder(folder, named(tried, "convergence"), ".svg")));
    view.x_label = "β₁";
    view.y_label = "β₂";
    fprintf(page,
            "<section>\n<div>\n<h2>%s</h2>\n<dl><dt>start</dt><dd>(%g, %g)</dd><dt>step size</dt><dd>%g</dd>"
            "<dt>steps</dt><dd>%zu</dd></dl>\n",
            tried->name, tried->start[0], tried->start[1], tried->step_size, tried->steps);
    explain(page, diagnosis);
    fputs("</div>\n<div class=\"pictures\">\n", page);
    picture.kind = DESCENT_PLOT_CONTOUR;
    require(descent_plot_draw(&picture, in_folder(folder, named(tried, "contour"), ".svg")));
    show(page, named(tried, "contour"), ".svg", "contour of the loss with the path");
    show(page, named(tried, "convergence"), ".svg", "loss, gradient norm and step length against the steps");
    if (tried->oscillates) {
        view = (descent_plot_view){.font_size = view.font_size, .x_variable = 2};
        picture.kind = DESCENT_PLOT_ORBIT;
        require(descent_plot_draw(&picture, in_folder(folder, named(tried, "orbit"), ".svg")));
        show(page, named(tried, "orbit"), ".svg", "the second variable against the steps");
        picture.kind = DESCENT_PLOT_RETURN_MAP;
        require(descent_plot_draw(&picture, in_folder(folder, named(tried, "return_map"), ".svg")));
        show(page, named(tried, "return_map"), ".svg", "the second variable against itself one step later");
    }
    fputs("</div>\n</section>\n", page);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
}

/* The notebook's own picture of the loss: its window and its eleven bands. */
static void draw_surface(const char *folder, FILE *page)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const descent_plot_view view = {
        .title = "The loss: two minima beside a saddle",
        .x_label = "β₁",
        .y_label = "β₂",
        .x_low = 0,
        .x_high = 4,
        .y_low = -0.5,
        .y_high = 2.5,
        .value_low = -0.5,
        .value_high = 5,
    };
    require(descent_plot_surface(&problem, NULL, &view, in_folder(folder, "surface", ".png")));
    fputs("<section>\n<div>\n<h2>The loss</h2>\n<p>Two minima at (2, 1 ± 1/√2), where the loss is −1/4, and a saddle "
          "at (2, 1), where it is 0. The library found and classified all three.</p>\n</div>\n<div>\n",
          page);
    show(page, "surface", ".png", "the loss as a surface");
    fputs("</div>\n</section>\n", page);
}

/* Where `./explore` has left its page in the folder, the experiments can be tried by hand. */
static void link_explorer(const char *folder, FILE *page)
{
    FILE *const explorer = fopen(in_folder(folder, "explorer", ".html"), "r");
    if (!explorer)
        return;
    fclose(explorer);
    fputs("<p><a href=\"explorer.html\">The explorer</a>: the same runs, to drag, slide and predict.</p>\n", page);
}

/* "Change the step size and watch", for six hundred step sizes at once. */
static void draw_step_sizes(const char *folder, FILE *page)
{
    enum {
        count = 600
    };
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const double start[] = {4, 1.25};
    double step_sizes[count];
    for (size_t i = 0; i < count; i++)
        step_sizes[i] = 0.4 + 0.62 * (double)i / (count - 1);
    const descent_sweep_options options = {.tail = 400};
    descent_sweep *sweep;
    require(descent_sweep_step_sizes(&problem, start, step_sizes, count, &options, &sweep));
    const descent_plot_view view = {
        .x_variable = 2,
        .x_label = "step size",
        .y_label = "β₂",
        .title = "Where runs from (4, 1.25) stay, for each step size",
    };
    const descent_picture picture = {.kind = DESCENT_PLOT_BIFURCATION, .sweep = sweep, .view = &view};
    require(descent_plot_draw(&picture, in_folder(folder, "step_sizes", ".png")));
    descent_sweep_free(sweep);
    fputs("<section>\n<div>\n<h2>Change the step size and watch</h2>\n<p>Up to a step size of 1/2 runs settle in the "
          "minimum. Beyond it they swing between two points, then four, and so on into chaos; beyond 1 they leave for "
          "infinity.</p>\n</div>\n<div>\n",
          page);
    show(page, "step_sizes", ".png", "bifurcation diagram over the step size");
    fputs("</div>\n</section>\n", page);
}

static void draw_starts(const char *folder, FILE *page)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const descent_plane plane = {.left = 0, .right = 4, .bottom = -1, .top = 3, .columns = 400, .rows = 400};
    const descent_sweep_options options = {.steps = 200};
    descent_sweep *sweep;
    require(descent_sweep_plane(&problem, descent_fixed_step(0.28), &plane, &options, &sweep));
    const descent_plot_view view = {
        .x_label = "β₁ of the start",
        .y_label = "β₂ of the start",
        .title = "Where runs with step size 0.28 end",
    };
    const descent_picture picture = {.kind = DESCENT_PLOT_BASINS, .sweep = sweep, .view = &view};
    require(descent_plot_draw(&picture, in_folder(folder, "starts", ".png")));
    descent_sweep_free(sweep);
    fputs(
        "<section>\n<div>\n<h2>Change the start and watch</h2>\n<p>Which minimum a run finds depends on the start, and "
        "not only on which side of the saddle it lies: large steps overshoot.</p>\n</div>\n<div>\n",
        page);
    show(page, "starts", ".png", "map of the starts by where they end");
    fputs("</div>\n</section>\n", page);
}

int main(int argument_count, char **arguments)
{
    const char *const folder = argument_count > 1 ? arguments[1] : ".";
    char name[4096];
    snprintf(name, sizeof name, "%s/index.html", folder);
    /* The first picture tells whether there can be any. */
    FILE *page = tmpfile();
    if (!page) {
        perror("notebook_pictures");
        return EXIT_FAILURE;
    }
    fputs(page_head, page);
    link_explorer(folder, page);
    draw_surface(folder, page);
    for (size_t i = 0; i < experiment_count; i++)
        draw_experiment(&experiments[i], folder, page);
    draw_step_sizes(folder, page);
    draw_starts(folder, page);
    fputs("</body>\n</html>\n", page);

    FILE *index = fopen(name, "w");
    rewind(page);
    for (int letter = getc(page); index && letter != EOF; letter = getc(page))
        putc(letter, index);
    fclose(page);
    if (!index || fclose(index) != 0) {
        perror(name);
        return EXIT_FAILURE;
    }
    printf("Pictures: %s\n", name);
    return EXIT_SUCCESS;
}
