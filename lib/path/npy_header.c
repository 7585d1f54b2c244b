/*
 * The header of a .npy file is the text of a Python dictionary with the keys descr, fortran_order and shape (NumPy
 * Enhancement Proposal 1). Of all that could stand there, only what can be a path is understood.
 */
#include "path/npy.h"

#include <stdio.h>
#include <string.h>

#include "base/status.h"

const char descent__npy_magic[6] = {'\x93', 'N', 'U', 'M', 'P', 'Y'};

enum {
    string_size = 32, /* names and types that may stand in a header are shorter */
    most_dimensions = 8
};

/* The text not read yet, and the file's name for messages. */
typedef struct npy_parser {
    const char *at, *end;
    const char *file_name;
} npy_parser;

typedef struct npy_shape {
    size_t count; /* of dimensions; those beyond most_dimensions are counted and not kept */
    uint64_t size[most_dimensions];
} npy_shape;

/* A dictionary as it was found, before it is judged as a whole. */
typedef struct npy_dictionary {
    bool has_description, has_order, has_shape;
    bool fortran_order;
    npy_shape shape;
} npy_dictionary;

const char *descent__npy_field_name(size_t field)
{
    static const char *const names[npy_field_count] = {"x",        "loss",         "gradient_norm", "step_length",
                                                       "gradient", "rule_changes", "step"};
    return names[field];
}

static descent_status refuse(const npy_parser *parser, const char *what)
{
    return descent_fail(DESCENT_EFORMAT, "%.300s: header: %s", parser->file_name, what);
}

static descent_status refuse_named(const npy_parser *parser, const char *kind, const char *name, const char *what)
{
    return descent_fail(DESCENT_EFORMAT, "%.300s: header: %s \"%s\" %s", parser->file_name, kind, name, what);
}

static void skip_space(npy_parser *parser)
{
    while (parser->at < parser->end && (*parser->at == ' ' || *parser->at == '\n' || *parser->at == '\t'))
        parser->at++;
}

/* Passes a character, and space before it, if it comes next. */
static bool pass(npy_parser *parser, char expected)
{
    skip_space(parser);
    if (parser->at == parser->end || *parser->at != expected)
        return false;
    parser->at++;
    return true;
}

static bool pass_word(npy_parser *parser, const char *word)
{
    const size_t length = strlen(word);
    skip_space(parser);
    if ((size_t)(parser->end - parser->at) < length || memcmp(parser->at, word, length) != 0)
        return false;
    parser->at += length;
    return true;
}

/* A string in single or double quotes, without escapes and line ends: it may be quoted in a message. */
static bool pass_string(npy_parser *parser, char string[string_size])
{
    skip_space(parser);
    if (parser->at == parser->end || (*parser->at != '\'' && *parser->at != '"'))
        return false;
    const char quote = *parser->at;
    const char *from = parser->at + 1;
    size_t length = 0;
    while (from + length < parser->end && from[length] != quote && from[length] != '\\' && from[length] >= ' ' &&
           length + 1 < string_size)
        length++;
    if (from + length >= parser->end || from[length] != quote)
        return false;
    memcpy(string, from, length);
    string[length] = '\0';
    parser->at = from + length + 1;
    return true;
}

/* A whole number up to 2⁶⁴ − 1; Python 2 wrote an L behind long ones. */
static bool pass_number(npy_parser *parser, uint64_t *number)
{
    skip_space(parser);
    const char *from = parser->at;
    *number = 0;
    for (; parser->at < parser->end && *parser->at >= '0' && *parser->at <= '9'; parser->at++) {
        const uint64_t digit = (uint64_t)(*parser->at - '0');
        if (*number > (UINT64_MAX - digit) / 10)
            return false;
        *number = 10 * *number + digit;
    }
    const bool any = parser->at > from;
    if (any && parser->at < parser->end && *parser->at == 'L')
        parser->at++;
    return any;
}

/* A tuple of sizes: (), (2,), (33, 2). */
static bool pass_shape(npy_parser *parser, npy_shape *shape)
{
    shape->count = 0;
    if (!pass(parser, '('))
        return false;
    bool comma = true;
    while (!pass(parser, ')')) {
        uint64_t size;
        if (!comma || !pass_number(parser, &size))
            return false;
        if (shape->count < most_dimensions)
            shape->size[shape->count] = size;
        shape->count++;
        comma = pass(parser, ',');
    }
    return true;
}

/* What follows a field's type: its shape, if it has one, and the end of the tuple. */
static bool pass_field_end(npy_parser *parser, npy_shape *shape)
{
    if (pass(parser, ')'))
        return true;
    if (!pass(parser, ','))
        return false;
    if (pass(parser, ')'))
        return true;
    if (!pass_shape(parser, shape))
        return false;
    pass(parser, ',');
    return pass(parser, ')');
}

static descent_status check_type(const npy_parser *parser, const char *field, const char *type, const char *expected)
{
    if (strcmp(type, expected) == 0)
        return DESCENT_SUCCESS;
    const char *reason = type[0] == '>' ? ": it is big-endian" : "";
    return descent_fail(DESCENT_EFORMAT,
                        "%.300s: header: the type of %s must be \"%s\", got \"%s\"%s. Save it as %s, in NumPy by "
                        "astype(\"%s\")",
                        parser->file_name, field, expected, type, reason,
                        strcmp(expected, "<u8") == 0 ? "unsigned 64-bit numbers" : "64-bit floating point", expected);
}

/* Takes over how many variables a field says there are. */
static descent_status set_dimension(const npy_parser *parser, const char *name, const npy_shape *shape,
                                    descent__npy_header *header)
{
    if (shape->count != 1 || shape->size[0] == 0)
        return refuse_named(parser, "field", name, "must have a shape (n,) with n of at least 1");
    if (header->dimension > 0 && header->dimension != shape->size[0])
        return refuse(parser, "the fields \"x\" and \"gradient\" must have the same shape");
    /* So that a record's size cannot overflow. */
    if (shape->size[0] > SIZE_MAX / 8 / 4)
        return refuse_named(parser, "field", name, "is larger than memory can be");
    header->dimension = shape->size[0];
    return DESCENT_SUCCESS;
}

/* One field of a record: its name, its type and, for points and gradients, its shape. */
static descent_status read_field(npy_parser *parser, descent__npy_header *header, bool seen[npy_field_count])
{
    char name[string_size], type[string_size];
    npy_shape shape = {.count = 0};
    if (!pass(parser, '(') || !pass_string(parser, name) || !pass(parser, ',') || !pass_string(parser, type))
        return refuse(parser, "descr must be a list of fields (name, type) or (name, type, shape)");
    if (!pass_field_end(parser, &shape))
        return refuse_named(parser, "field", name, "has a broken shape");
    size_t field = 0;
    while (field < npy_field_count && strcmp(name, descent__npy_field_name(field)) != 0)
        field++;
    if (field == npy_field_count)
        return refuse_named(parser, "field", name, "is none of a path's");
    if (seen[field])
        return refuse_named(parser, "field", name, "is there twice");
    seen[field] = true;
    header->offset[field] = header->record_numbers;
    descent_status status = check_type(parser, name, type, field == npy_step ? "<u8" : "<f8");
    if (status != DESCENT_SUCCESS)
        return status;
    const unsigned column = field == npy_step ? 0 : descent__path_column_at(field);
    header->columns |= column;
    if (column & (DESCENT_PATH_POINT | DESCENT_PATH_GRADIENT)) {
        status = set_dimension(parser, name, &shape, header);
        header->record_numbers += status == DESCENT_SUCCESS ? (size_t)header->dimension : 0;
        return status;
    }
    header->record_numbers++;
    return shape.count == 0 ? DESCENT_SUCCESS : refuse_named(parser, "field", name, "must have no shape");
}

/* The value of descr: the type of a plain array, or the fields of a structured one. */
static descent_status read_description(npy_parser *parser, descent__npy_header *header)
{
    char type[string_size];
    if (pass_string(parser, type)) {
        header->columns = DESCENT_PATH_POINT;
        return check_type(parser, "the array", type, "<f8");
    }
    if (!pass(parser, '['))
        return refuse(parser, "descr must be a type or a list of fields");
    header->structured = true;
    bool seen[npy_field_count] = {false};
    bool comma = true;
    while (!pass(parser, ']')) {
        if (!comma)
            return refuse(parser, "descr must have commas between its fields");
        const descent_status status = read_field(parser, header, seen);
        if (status != DESCENT_SUCCESS)
            return status;
        comma = pass(parser, ',');
    }
    if (!seen[npy_step])
        return refuse(parser, "the field \"step\" is missing");
    return header->columns != 0 ? DESCENT_SUCCESS : refuse(parser, "there is no field but \"step\"");
}

/* One value of the dictionary. */
static descent_status read_value(npy_parser *parser, const char *key, npy_dictionary *found,
                                 descent__npy_header *header)
{
    bool *seen = strcmp(key, "descr") == 0           ? &found->has_description
                 : strcmp(key, "fortran_order") == 0 ? &found->has_order
                 : strcmp(key, "shape") == 0         ? &found->has_shape
                                                     : NULL;
    if (!seen || *seen)
        return refuse_named(parser, "key", key, seen ? "is there twice" : "is unknown");
    *seen = true;
    if (seen == &found->has_description)
        return read_description(parser, header);
    if (seen == &found->has_shape)
        return pass_shape(parser, &found->shape) ? DESCENT_SUCCESS : refuse(parser, "shape must be a tuple of sizes");
    found->fortran_order = pass_word(parser, "True");
    return found->fortran_order || pass_word(parser, "False") ? DESCENT_SUCCESS
                                                              : refuse(parser, "fortran_order must be True or False");
}

static descent_status read_dictionary(npy_parser *parser, npy_dictionary *found, descent__npy_header *header)
{
    bool comma = true;
    if (!pass(parser, '{'))
        return refuse(parser, "it must be a dictionary");
    while (!pass(parser, '}')) {
        char key[string_size];
        if (!comma || !pass_string(parser, key) || !pass(parser, ':'))
            return refuse(parser, "it must be a dictionary of \"key\": value");
        const descent_status status = read_value(parser, key, found, header);
        if (status != DESCENT_SUCCESS)
            return status;
        comma = pass(parser, ',');
    }
    skip_space(parser);
    return parser->at == parser->end ? DESCENT_SUCCESS : refuse(parser, "something follows the dictionary");
}

/* Is the shape that of records, or of a matrix of points? */
static descent_status apply_shape(const npy_parser *parser, const npy_shape *shape, descent__npy_header *header)
{
    const size_t expected = header->structured ? 1 : 2;
    if (shape->count != expected)
        return descent_fail(DESCENT_EFORMAT, "%.300s: header: shape must have %zu dimension%s, got %zu",
                            parser->file_name, expected, expected > 1 ? "s (rows, variables)" : " (rows)",
                            shape->count);
    header->rows = shape->size[0];
    if (header->structured)
        return DESCENT_SUCCESS;
    if (shape->size[1] == 0 || shape->size[1] > SIZE_MAX / 8 / 4)
        return refuse(parser, "the points must have at least one variable and fit into memory");
    header->dimension = shape->size[1];
    header->record_numbers = (size_t)shape->size[1];
    return DESCENT_SUCCESS;
}

descent_status descent__npy_parse(const char *text, size_t length, const char *file_name, descent__npy_header *header)
{
    npy_parser parser = {.at = text, .end = text + length, .file_name = file_name};
    npy_dictionary found = {.has_shape = false};
    *header = (descent__npy_header){.structured = false};
    for (size_t i = 0; i < length; i++)
        if (((unsigned char)text[i] < ' ' && text[i] != '\n' && text[i] != '\t') || (unsigned char)text[i] > '~')
            return descent_fail(DESCENT_EFORMAT, "%.300s: header: byte %zu is 0x%02x: this is no plain text", file_name,
                                i, (unsigned)(unsigned char)text[i]);
    const descent_status status = read_dictionary(&parser, &found, header);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!found.has_description || !found.has_order || !found.has_shape)
        return refuse_named(&parser, "key",
                            !found.has_description ? "descr"
                            : !found.has_order     ? "fortran_order"
                                                   : "shape",
                            "is missing");
    if (found.fortran_order)
        return refuse(&parser, "the array must be in C order, got Fortran order");
    return apply_shape(&parser, &found.shape, header);
}
