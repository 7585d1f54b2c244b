#include "command/work/rows.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A word that is no number is shown up to here. */
enum {
    longest_shown = 40
};

/* More columns than any run has that is written as text. */
enum {
    most_columns = 100000
};

/* What a column is. */
typedef enum role {
    variable_role,
    loss_role,
    gradient_role,
    other_role
} role;

typedef struct table {
    const char *file;
    size_t line_number;
    char separator; /* ' ' for any blanks */
    size_t columns, variables, gradients;
    unsigned char *roles;
    char **names; /* of the variables; NULL if there is no line of names */
    double *point, *gradient;
    descent_path *path;
} table;

static char separator_of(const char *line)
{
    static const char candidates[] = ",;\t";
    for (const char *c = candidates; *c; c++)
        if (strchr(line, *c))
            return *c;
    return ' ';
}

/* The field that begins here, without blanks around it; moves on to the next one, or to NULL. */
static const char *field(const table *t, const char **at, size_t *length)
{
    const char separators[] = {t->separator, t->separator == ' ' ? '\t' : '\0', '\0'};
    const char *begin = *at + strspn(*at, " ");
    const size_t whole = strcspn(begin, separators);
    const char *end = begin + whole;
    *at = *end ? end + 1 : NULL;
    if (*at && t->separator == ' ') {
        *at += strspn(*at, " \t");
        *at = **at ? *at : NULL;
    }
    while (end > begin && isspace((unsigned char)end[-1]))
        end--;
    if (end > begin + 1 && *begin == '"' && end[-1] == '"') {
        begin++;
        end--;
    }
    *length = (size_t)(end - begin);
    return begin;
}

static int parse(const char *begin, size_t length, double *number)
{
    char *end;
    *number = strtod(begin, &end);
    return length > 0 && end == begin + length;
}

static int is_one_of(const char *name, size_t length, const char *const *words)
{
    for (; *words; words++)
        if (strlen(*words) == length && strncasecmp(*words, name, length) == 0)
            return 1;
    return 0;
}

static role role_of(const char *name, size_t length)
{
    static const char gradient[] = "gradient_";
    static const char *const losses[] = {"loss", "f", "fx", "f(x)", "value", "cost", "objective", "energy", NULL};
    static const char *const others[] = {"",     "step",          "k",         "iteration",   "iter", "epoch", "index",
                                         "time", "gradient_norm", "grad_norm", "step_length", NULL};
    if (is_one_of(name, length, losses))
        return loss_role;
    if (is_one_of(name, length, others))
        return other_role;
    if (length > strlen(gradient) && strncasecmp(name, gradient, strlen(gradient)) == 0)
        return gradient_role;
    if (length > 1 && (*name == 'g' || *name == 'G') && strspn(name + 1, "0123456789") == length - 1)
        return gradient_role;
    return variable_role;
}

static descent__exit broken(const table *t, const char *what)
{
    return descent__failed(DESCENT__EXIT_FILES, "%s, line %zu: %s", t->file, t->line_number, what);
}

/* One more name, as variable number `variables`. */
static int keep_name(table *t, const char *name, size_t length)
{
    char **const grown = realloc(t->names, (t->variables + 1) * sizeof *grown);
    char *const copy = malloc(length + 1);
    if (grown)
        t->names = grown;
    if (!grown || !copy) {
        free(copy);
        return 0;
    }
    memcpy(copy, name, length);
    copy[length] = '\0';
    t->names[t->variables] = copy;
    return 1;
}

/* Variables whose names are none that the library takes go without. */
static descent__exit make_path(table *t)
{
    descent_path_options options = {.variable_names = (const char *const *)t->names};
    if (t->gradients)
        options.columns = DESCENT_PATH_POINT | DESCENT_PATH_LOSS | DESCENT_PATH_GRADIENT_NORM |
                          DESCENT_PATH_STEP_LENGTH | DESCENT_PATH_GRADIENT;
    descent_status status = descent_path_new(&t->path, t->variables, &options);
    options.variable_names = NULL;
    if (status == DESCENT_EINVAL)
        status = descent_path_new(&t->path, t->variables, &options);
    return descent__failed_call(status);
}

/* From the first line, which has names or is a row already, what each column is. `has_names` receives which it was. */
static descent__exit lay_out(table *t, const char *line, size_t dimension, int *has_names)
{
    double number;
    size_t length;
    const char *at = line, *begin;
    t->separator = separator_of(line);
    begin = field(t, &at, &length);
    *has_names = !parse(begin, length, &number);
    t->roles = calloc(most_columns, 1);
    if (!t->roles)
        return descent__failed(DESCENT__EXIT_NOT_MADE, "out of memory");
    for (at = line; at; t->columns++) {
        if (t->columns == most_columns)
            return broken(t, "it has too many columns");
        begin = field(t, &at, &length);
        const role found = *has_names ? role_of(begin, length) : variable_role;
        if (*has_names && found == variable_role && !keep_name(t, begin, length))
            return descent__failed(DESCENT__EXIT_NOT_MADE, "out of memory");
        t->roles[t->columns] = (unsigned char)found;
        t->variables += found == variable_role;
        t->gradients += found == gradient_role;
    }
    if (t->variables == 0)
        return broken(t, "no column is named as a variable");
    if (!*has_names && dimension && t->variables != dimension)
        return descent__failed(DESCENT__EXIT_FILES,
                               "%s has %zu column%s without names, the loss has %zu variable%s: a first line of names "
                               "would tell which is which",
                               t->file, t->columns, descent__noun_ending(t->columns), dimension,
                               descent__noun_ending(dimension));
    if (t->gradients && t->gradients != t->variables)
        return broken(t, "there are not as many gradient columns g1, g2, … as variables");
    t->point = malloc(2 * t->variables * sizeof *t->point);
    t->gradient = t->point ? t->point + t->variables : NULL;
    return t->point ? make_path(t) : descent__failed(DESCENT__EXIT_NOT_MADE, "out of memory");
}

static descent__exit read_row(table *t, const char *line)
{
    double loss = NAN, number;
    size_t column = 0, variable = 0, gradient = 0, length;
    for (const char *at = line; at; column++) {
        const char *const begin = field(t, &at, &length);
        if (column == t->columns)
            return broken(t, "there are more numbers than in the first line");
        const role is = (role)t->roles[column];
        if (!parse(begin, length, &number)) {
            if (is == other_role)
                continue;
            return descent__failed(DESCENT__EXIT_FILES, "%s, line %zu: '%.*s' is no number", t->file, t->line_number,
                                   length > longest_shown ? longest_shown : (int)length, begin);
        }
        if (is == variable_role)
            t->point[variable++] = number;
        else if (is == gradient_role)
            t->gradient[gradient++] = number;
        else if (is == loss_role)
            loss = number;
    }
    if (column < t->columns)
        return broken(t, "there are fewer numbers than in the first line");
    return descent__failed_call(descent_path_append(t->path, t->point, loss, t->gradients ? t->gradient : NULL));
}

/* Whether a line has anything to say; a comment begins with # or %. */
static int says_something(const char *line)
{
    line += strspn(line, " \t\r\n");
    return *line && *line != '#' && *line != '%';
}

/* One line of the file, without its end. */
static descent__exit read_line(table *t, char *line, size_t length, size_t dimension)
{
    static const char byte_order_mark[] = "\xEF\xBB\xBF";
    if (strlen(line) != length)
        return broken(t, "this is no text");
    if (line[length - 1] != '\n')
        descent__note("%s: the last line has no end; if the file was cut off, its last number is wrong", t->file);
    if (t->line_number == 1 && strncmp(line, byte_order_mark, strlen(byte_order_mark)) == 0)
        line += strlen(byte_order_mark);
    line[strcspn(line, "\r\n")] = '\0';
    if (!says_something(line))
        return DESCENT__EXIT_DONE;
    if (t->roles)
        return read_row(t, line);
    int has_names;
    const descent__exit exit = lay_out(t, line, dimension, &has_names);
    return exit == DESCENT__EXIT_DONE && !has_names ? read_row(t, line) : exit;
}

descent__exit descent__rows_read(FILE *stream, const char *file, size_t dimension, descent_path **path)
{
    table t = {.file = file};
    descent__exit exit = DESCENT__EXIT_DONE;
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    while (exit == DESCENT__EXIT_DONE && (length = getline(&line, &room, stream)) > 0) {
        t.line_number++;
        exit = read_line(&t, line, (size_t)length, dimension);
    }
    /* Whether it ended where the file ends, and not for want of memory. */
    if (exit == DESCENT__EXIT_DONE && !feof(stream))
        exit = descent__failed(DESCENT__EXIT_FILES, "%s cannot be read to its end", file);
    if (exit == DESCENT__EXIT_DONE && !t.path)
        exit = descent__failed(DESCENT__EXIT_FILES, "%s has no points", file);
    free(line);
    for (size_t i = 0; t.names && i < t.variables; i++)
        free(t.names[i]);
    free(t.names);
    free(t.roles);
    free(t.point);
    *path = t.path;
    return exit;
}
