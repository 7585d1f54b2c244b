/*
 * The pictures of the teaching notebook's experiments, light and dark, in the folder named on the command line, with an
 * index.html that shows them beside what the library says of each run. Needs gnuplot.
 */
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <descent/plot.h>
#include <descent/sweep.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "notebook_experiments.h"
#include "notebook_page.h"

/* What the functions below write to: the page's body, and the contents that come before it. */
static const char *folder;
static FILE *body, *contents;

static descent_problem notebook(void)
{
    return descent_landscape_find("notebook")->problem;
}

/* Ends the program if a call could not do its work; without gnuplot there is nothing to be done, and that is no error. */
static void require(descent_status status)
{
    if (status == DESCENT_SUCCESS)
        return;
    fprintf(stderr, "notebook_pictures: %s: %s\n", descent_status_string(status), descent_error_detail());
    exit(status == DESCENT_EUNSUPPORTED ? EXIT_SUCCESS : EXIT_FAILURE);
}

static FILE *temporary(void)
{
    FILE *const file = tmpfile();
    if (!file) {
        perror("notebook_pictures");
        exit(EXIT_FAILURE);
    }
    return file;
}

/* Draws a picture in both themes, and shows it on the page. */
static void draw(const descent_picture *picture, const char *name, const char *ending, const char *shows)
{
    for (int dark = 0; dark < 2; dark++) {
        char file[4096];
        descent_plot_view view = *picture->view;
        descent_picture themed = *picture;
        view.theme = dark ? DESCENT_PLOT_THEME_DARK : DESCENT_PLOT_THEME_LIGHT;
        themed.view = &view;
        snprintf(file, sizeof file, "%s/%s%s%s", folder, name, dark ? "_dark" : "", ending);
        require(descent_plot_draw(&themed, file));
    }
    write_picture(body, name, ending, shows);
}

/* The notebook's window, with room for points that lie on its frame, and its eleven bands: the same for every run. */
static descent_plot_view notebook_view(void)
{
    return (descent_plot_view){
        .x_low = -0.25,
        .x_high = 4.25,
        .y_low = -0.75,
        .y_high = 2.75,
        .value_low = -0.5,
        .value_high = 5,
        .font_size = 26, /* the page shows pictures at half their size */
    };
}

/* Begins a section, and lists it in the contents. */
static void begin(const char *id, const char *name, const char *headline)
{
    fprintf(body, "<article id=\"%s\">\n<p class=\"name\">%s</p>\n<h2>", id, name);
    write_text(body, headline);
    fputs("</h2>\n", body);
    fprintf(contents, "<li><a href=\"#%s\">%s</a>: ", id, name);
    write_text(contents, headline);
    fputs("</li>\n", contents);
}

/* A command that does it again. No line breaks within an option. */
static void show_command(const char *command)
{
    fputs("<p class=\"setting again\">Again, with another number: <code>build/command/", body);
    for (const char *next; (next = strstr(command, " --")); command = next + 1) {
        fprintf(body, "<span class=\"whole\">%.*s</span> ", (int)(next - command), command);
    }
    fprintf(body, "<span class=\"whole\">%s</span></code></p>\n", command);
}

/* The parts of an explanation behind its first sentence, each set apart. */
static void explain(char *text)
{
    static const char *const names[] = {"Seen", "Why", "Try"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char label[8];
        snprintf(label, sizeof label, "%s:", names[i]);
        const int present = strncmp(text, label, strlen(label)) == 0;
        if (!present)
            continue;
        /* Up to the line that begins with the next label: continued lines are indented. */
        char *end = strchr(text, '\n');
        while (end && end[1] == ' ')
            end = strchr(end + 1, '\n');
        char *const next = end ? end + 1 : text + strlen(text);
        if (end)
            *end = '\0';
        unbreak(text);
        fprintf(body, "<div class=\"part%s\"><h3>%s</h3><p>", i == 1 ? " why" : "", names[i]);
        write_text(body, text + strlen(label) + 1);
        fputs("</p></div>\n", body);
        text = next;
    }
}

/* "The gradient at each step is worth a look": how an explosion grows. */
static void tabulate(const descent_path *path)
{
    const descent_path_data data = descent_path_view(path);
    const descent_problem problem = notebook();
    fputs("<div><h3>The gradients</h3><div "
          "class=\"wide\"><table class=\"numbers\">\n<tr><th>step</th><th>β₁</th><th>β₂</th>"
          "<th>∂L/∂β₁</th><th>∂L/∂β₂</th></tr>\n",
          body);
    for (size_t row = 0; row < data.count; row++) {
        double gradient[2];
        problem.gradient(2, data.points + 2 * row, gradient, problem.context);
        const double numbers[] = {data.points[2 * row], data.points[2 * row + 1], gradient[0], gradient[1]};
        fprintf(body, "<tr><td>%zu</td>", row);
        for (size_t i = 0; i < 4; i++) {
            fputs("<td>", body);
            write_number(body, numbers[i]);
            fputs("</td>", body);
        }
        fputs("</tr>\n", body);
    }
    fputs("</table></div></div>\n", body);
}

/* Of what circles, the variables against the steps say more than sizes that stay the same. */
static int circles(descent_ending ending)
{
    return ending == DESCENT_ENDING_PERIODIC || ending == DESCENT_ENDING_QUASIPERIODIC ||
           ending == DESCENT_ENDING_CHAOTIC;
}

static void draw_second(const experiment *tried, descent_picture *picture, const char *headline)
{
    char name[128];
    descent_plot_view view = {.font_size = picture->view->font_size};
    picture->view = &view;
    picture->kind = circles(picture->diagnosis->ending) ? DESCENT_PLOT_ORBIT : DESCENT_PLOT_CONVERGENCE;
    snprintf(name, sizeof name, "%s_%s", tried->file, picture->kind == DESCENT_PLOT_ORBIT ? "orbit" : "convergence");
    draw(picture, name, ".svg", headline);
    if (!tried->oscillates)
        return;
    view.x_variable = 2;
    picture->kind = DESCENT_PLOT_RETURN_MAP;
    snprintf(name, sizeof name, "%s_return_map", tried->file);
    draw(picture, name, ".svg", headline);
}

static void draw_experiment(const experiment *tried)
{
    const descent_problem problem = notebook();
    descent_engine *engine;
    descent_diagnosis *diagnosis;
    char *text, name[128], command[256];
    require(descent_engine_new(&engine, &problem, descent_fixed_step(tried->step_size), tried->start));
    require(descent_engine_record(engine, NULL));
    require(descent_engine_run(engine, tried->steps));
    require(descent_engine_diagnose(engine, NULL, &diagnosis));
    require(descent_diagnosis_text(diagnosis, &text));
    const descent_path *const path = descent_engine_path(engine);

    /* The verdict comes first, up to the line that says what was seen. */
    char *const seen = strstr(text, "\nSeen:");
    if (seen)
        *seen = '\0';
    unbreak(text);
    const size_t length = strlen(text);
    if (length > 0 && text[length - 1] == '.')
        text[length - 1] = '\0'; /* a headline */
    begin(tried->file, tried->name, text);
    snprintf(command, sizeof command, "From (%g, %g), step size %g, %zu steps.", tried->start[0], tried->start[1],
             tried->step_size, tried->steps);
    fputs("<p class=\"setting\">", body);
    write_text(body, command);
    if (tried->oscillates)
        fputs(" The notebook calls this a complex oscillation; the diagnosis calls motion that never repeats chaotic.",
              body);
    fputs("</p>\n<div class=\"flow\">\n", body);
    const descent_plot_view view = notebook_view();
    descent_picture picture = {.kind = DESCENT_PLOT_CONTOUR,
                               .problem = &problem,
                               .paths = &path,
                               .path_count = 1,
                               .diagnosis = diagnosis,
                               .view = &view};
    snprintf(name, sizeof name, "%s_contour", tried->file);
    draw(&picture, name, ".svg", text);
    explain(seen ? seen + 1 : text + strlen(text));
    draw_second(tried, &picture, text);
    if (tried->explodes)
        tabulate(path);
    fputs("</div>\n", body);
    snprintf(command, sizeof command, "descent run notebook --start %g,%g --step %g --steps %zu", tried->start[0],
             tried->start[1], tried->step_size, tried->steps);
    show_command(command);
    fputs("</article>\n", body);
    free(text);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
}

/* A cell with the head of its column, which stands before it on a phone. */
static void write_cell(const char *head, const char *text)
{
    fprintf(body, head ? "<td data-head=\"%s\">" : "<td>", head);
    write_text(body, text);
    fputs("</td>", body);
}

/* What is known of one critical point. */
static void write_point(const descent_problem *problem, const descent_critical_point *point)
{
    double h[4];
    char text[128];
    problem->hessian(2, point->x, h, problem->context);
    snprintf(text, sizeof text, "(%.5g, %.5g)", point->x[0], point->x[1]);
    write_cell(NULL, text);
    write_cell("kind", descent_critical_kind_string(point->kind));
    snprintf(text, sizeof text, "%.4g", point->loss + 0.0); /* no −0 */
    write_cell("loss", text);
    snprintf(text, sizeof text, "(%.4g, %.4g; %.4g, %.4g)", h[0], h[1], h[2], h[3]);
    write_cell("Hessian", text);
    snprintf(text, sizeof text, "%.4g, %.4g", point->eigenvalues[0], point->eigenvalues[1]);
    write_cell("eigenvalues", text);
    if (point->kind == DESCENT_CRITICAL_MINIMUM)
        snprintf(text, sizeof text, "with step sizes below 2/%.4g = %.4g", point->eigenvalues[1],
                 2 / point->eigenvalues[1]);
    write_cell("runs settle there", point->kind == DESCENT_CRITICAL_MINIMUM ? text : "only from exactly the ridge");
}

/* One row for each critical point, found and classified by the library. */
static void tabulate_points(void)
{
    const descent_problem problem = notebook();
    const double lower[] = {-1, -1}, upper[] = {5, 3};
    descent_critical_set *set;
    require(descent_critical_search(&problem, lower, upper, NULL, &set));
    fputs("<div class=\"wide\"><table class=\"cards\">\n<tr><th>point</th><th>kind</th><th>loss</th><th>Hessian</th>"
          "<th>eigenvalues</th><th>runs settle there</th></tr>\n",
          body);
    for (size_t i = 0; i < set->count; i++) {
        fputs("<tr>", body);
        write_point(&problem, set->points[i]);
        fputs("</tr>\n", body);
    }
    fputs("</table></div>\n", body);
    descent_critical_set_free(set);
}

static void draw_loss(void)
{
    const descent_problem problem = notebook();
    const descent_plot_view view = {
        .title = "The loss: two minima beside a saddle",
        .x_low = 0,
        .x_high = 4,
        .y_low = -0.5,
        .y_high = 2.5,
        .value_low = -0.5,
        .value_high = 5,
        .font_size = 26,
    };
    const descent_picture picture = {.kind = DESCENT_PLOT_SURFACE, .problem = &problem, .view = &view};
    begin("loss", "The loss", "Two minima, and a saddle between them");
    fputs("<div class=\"flow\">\n", body);
    draw(&picture, "surface", ".png", "the loss as a surface: two hollows, and a ridge between them");
    fputs("<p>L(β) = (β₁ − 2)² + (β₂ − 1)⁴ − (β₂ − 1)²</p>\n"
          "<p>Its slope has two parts, <span class=\"whole\">∂L/∂β₁ = 2 (β₁ − 2)</span> and "
          "<span class=\"whole\">∂L/∂β₂ = 4 (β₂ − 1)³ − 2 (β₂ − 1)</span>; together they are the gradient, and its "
          "length, the "
          "gradient norm, says how steep the loss is. A step goes against it: "
          "<span class=\"whole\">β ← β − (step size)·gradient</span>.</p>\n"
          "<p>The Hessian is the matrix of the second derivatives, here "
          "<span class=\"whole\">(2, 0; 0, 12 (β₂ − 1)² − 2)</span>, a semicolon between its rows. Its eigenvalues are "
          "the "
          "curvatures. Where the slope is zero, they tell what kind of point it is: near there, each step multiplies "
          "the distance "
          "along each direction by <span class=\"whole\">1 − (step size)·(curvature)</span>. If that is between −1 and "
          "1, the "
          "distance shrinks.</p>\n<p>In every contour below, the window and the bands of colour are the same.</p>\n"
          "<div class=\"across\"><h3>Where the slope is zero</h3>\n",
          body);
    tabulate_points();
    fputs("</div>\n</div>\n</article>\n", body);
}

/* Two runs of as many steps in one contour. */
static void draw_two(const double starts[2][2], const double step_sizes[2], const char *const names[2],
                     const char *file, const char *shows)
{
    const descent_problem problem = notebook();
    descent_engine *engines[2];
    const descent_path *paths[2];
    descent_plot_view view = notebook_view();
    for (size_t i = 0; i < 2; i++) {
        require(descent_engine_new(&engines[i], &problem, descent_fixed_step(step_sizes[i]), starts[i]));
        require(descent_engine_record(engines[i], NULL));
        require(descent_engine_run(engines[i], 64));
        paths[i] = descent_engine_path(engines[i]);
    }
    view.names = names;
    view.title = shows;
    const descent_picture picture = {
        .kind = DESCENT_PLOT_CONTOUR, .problem = &problem, .paths = paths, .path_count = 2, .view = &view};
    draw(&picture, file, ".svg", shows);
    for (size_t i = 0; i < 2; i++)
        descent_engine_free(engines[i]);
}

static void draw_comparisons(void)
{
    static const double beside[2][2] = {{4, 0.9999}, {4, 1.0001}}, same[2][2] = {{4, 2.5}, {4, 2.5}};
    begin("compare", "Two runs in one picture", "A hair's breadth decides");
    fputs("<div class=\"flow\">\n", body);
    draw_two(beside, (const double[]){0.1, 0.1}, (const char *const[]){"from (4, 0.9999)", "from (4, 1.0001)"}, "sides",
             "two starts beside the ridge, 0.0002 apart");
    fputs("<p>The ridge between the two valleys is a watershed: runs that begin 0.0001 beside it follow it to the "
          "saddle, and leave to "
          "opposite sides, each the mirror image of the other.</p>\n",
          body);
    draw_two(same, (const double[]){0.28, 0.29}, (const char *const[]){"step size 0.28", "step size 0.29"}, "limit",
             "one start, on both sides of the step limit");
    fputs("<p>From (4, 2.5) the largest step size that does not explode is 2/7 = 0.2857…: with 0.28 the run jumps "
          "across twice and "
          "settles, with 0.29 each jump is longer than the one before.</p>\n</div>\n",
          body);
    show_command("descent compare notebook --start 4,2.5 --steps 64 --step 0.28 --and --step 0.29");
    fputs("</article>\n", body);
}

/* "Change the step size and watch", for six hundred step sizes at once. */
static void draw_step_sizes(void)
{
    enum {
        count = 600
    };
    const descent_problem problem = notebook();
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
        .title = "Where runs from (4, 1.25) stay, for each step size",
        .font_size = 26,
    };
    const descent_picture picture = {.kind = DESCENT_PLOT_BIFURCATION, .sweep = sweep, .view = &view};
    draw(&picture, "step_sizes", ".png", "beyond 0.5 one line splits into two, then four, then into clouds");
    descent_sweep_free(sweep);
    fputs(
        "<p><b>The step size.</b> Up to 2/4 = 1/2, where 4 is the larger curvature of the minimum, runs settle in it. "
        "With longer "
        "steps they swing between two points, then four, and so on into chaos; beyond 1 they leave for infinity.</p>\n",
        body);
}

static void draw_starts(void)
{
    const descent_problem problem = notebook();
    const descent_plane plane = {.left = 0, .right = 4, .bottom = -1, .top = 3, .columns = 400, .rows = 400};
    const descent_sweep_options options = {.steps = 200};
    descent_sweep *sweep;
    require(descent_sweep_plane(&problem, descent_fixed_step(0.28), &plane, &options, &sweep));
    const descent_plot_view view = {
        .x_label = "β₁ of the start",
        .y_label = "β₂ of the start",
        .title = "Where runs with step size 0.28 end",
        .font_size = 26,
    };
    const descent_picture picture = {.kind = DESCENT_PLOT_BASINS, .sweep = sweep, .view = &view};
    draw(&picture, "starts", ".png",
         "bands of starts that lead to one minimum or the other, and beyond them to infinity");
    descent_sweep_free(sweep);
    fputs("<p><b>The start.</b> Which minimum a run finds depends on the start, and not only on which side of the "
          "saddle it lies: "
          "from far out, one step jumps across the ridge.</p>\n",
          body);
}

static void draw_sweeps(void)
{
    begin("change", "Change a number and watch", "Step size and start decide where a run ends");
    fputs("<div class=\"flow\">\n", body);
    draw_step_sizes();
    draw_starts();
    fputs("</div>\n", body);
    show_command("descent sweep bifurcation notebook --start 4,1.25 --from 0.4 --to 1.02");
    fputs("</article>\n", body);
}

/* Where `./explore` has left its page in the folder, the experiments can be tried by hand. */
static void link_explorer(FILE *page)
{
    char file[4096];
    snprintf(file, sizeof file, "%s/explorer.html", folder);
    FILE *const explorer = fopen(file, "r");
    if (!explorer)
        return;
    fclose(explorer);
    fputs("<p><a href=\"explorer.html\">The explorer</a>: the same runs, to drag, slide and predict.</p>\n", page);
}

static int write_page(const char *name)
{
    FILE *const page = fopen(name, "w");
    if (!page)
        return -1;
    fputs(page_head, page);
    link_explorer(page);
    fputs("<nav><h3>Contents</h3><ol>\n", page);
    append_file(page, contents);
    fputs("</ol></nav>\n", page);
    append_file(page, body);
    fputs(page_source, page);
    return fclose(page);
}

int main(int argument_count, char **arguments)
{
    char name[4096];
    folder = argument_count > 1 ? arguments[1] : ".";
    body = temporary();
    contents = temporary();
    /* The first picture tells whether there can be any. */
    draw_loss();
    for (size_t i = 0; i < experiment_count; i++)
        draw_experiment(&experiments[i]);
    draw_comparisons();
    draw_sweeps();
    snprintf(name, sizeof name, "%s/index.html", folder);
    if (write_page(name) != 0) {
        perror(name);
        return EXIT_FAILURE;
    }
    printf("Pictures: %s\n", name);
    return EXIT_SUCCESS;
}
