#define _GNU_SOURCE /* memmem() */

#include "plot/gnuplot/svg.h"

#include <stdbool.h>
#include <string.h>

#include "plot/gnuplot/text.h"

/* Fonts that have the Greek letters, superscripts and minus signs of the pictures, as wide as DejaVu or narrower. */
static const char fallbacks[] = ", Verdana, Liberation Sans, Arial, sans-serif";
static const char fallbacks_with_serifs[] = ", Liberation Serif, Times New Roman, serif";
static const char fallbacks_of_one_width[] = ", Liberation Mono, Courier New, monospace";

static void write_text(descent__file *file, const char *text)
{
    descent__file_write(file, text, strlen(text));
}

/* A text of the user's, as a text of XML: one line of whole characters. */
static void write_escaped(descent__file *file, const char *bytes)
{
    descent__text text;
    descent__text_clean(&text, bytes, 0);
    for (size_t i = 0; i < text.begins[text.count]; i++)
        switch (text.bytes[i]) {
        case '<':
            write_text(file, "&lt;");
            break;
        case '>':
            write_text(file, "&gt;");
            break;
        case '&':
            write_text(file, "&amp;");
            break;
        default:
            descent__file_write(file, &text.bytes[i], 1);
        }
}

static const char *find(const char *from, const char *end, const char *what)
{
    return memmem(from, (size_t)(end - from), what, strlen(what));
}

static bool begins(const char *from, const char *end, const char *what)
{
    return (size_t)(end - from) >= strlen(what) && memcmp(from, what, strlen(what)) == 0;
}

static void write_caption(descent__file *file, const descent__caption *caption)
{
    write_text(file, "<title>");
    write_escaped(file, caption->title);
    write_text(file, "</title>\n<desc>");
    write_escaped(file, caption->description);
    write_text(file, "</desc>");
}

/* What stands between the quotes of an attribute, with what to use where it is missing. Returns where the quote is. */
static const char *write_fonts(descent__file *file, const char *name, const char *end)
{
    const char *const quote = memchr(name, '"', (size_t)(end - name));
    if (!quote)
        return name;
    descent__file_write(file, name, (size_t)(quote - name));
    const bool one_width = find(name, quote, "Mono") || find(name, quote, "Courier");
    const bool serifs = !find(name, quote, "Sans") && (find(name, quote, "Serif") || find(name, quote, "Times"));
    write_text(file, one_width ? fallbacks_of_one_width : serifs ? fallbacks_with_serifs : fallbacks);
    return quote;
}

/* What is written otherwise: at `from` stands one of them. Returns where gnuplot's text goes on; `from` if at none. */
static const char *replace(descent__file *file, const char *from, const char *end, const descent__caption **caption)
{
    static const char root[] = "<svg ", title[] = "<title>", description[] = "<desc>", font[] = "font-family=\"";
    if (begins(from, end, root)) {
        write_text(file, "<svg role=\"img\" ");
        return from + strlen(root);
    }
    if (begins(from, end, font)) {
        write_text(file, font);
        return write_fonts(file, from + strlen(font), end);
    }
    const bool is_title = begins(from, end, title);
    if (!is_title && !begins(from, end, description))
        return from;
    const char *const closing = is_title ? "</title>" : "</desc>";
    const char *const after = find(from, end, closing);
    if (!after)
        return from;
    if (is_title && *caption) {
        write_caption(file, *caption);
        *caption = NULL; /* the first title is that of the whole */
    }
    return after + strlen(closing);
}

void descent__svg_write(const char *svg, size_t length, const descent__caption *caption, descent__file *file)
{
    const char *const end = svg + length;
    for (const char *from = svg; from < end;) {
        const char *const next = replace(file, from, end, &caption);
        if (next > from) {
            from = next;
            continue;
        }
        /* All of them begin with one of two letters. */
        const char *stop = from + 1;
        while (stop < end && *stop != '<' && *stop != 'f')
            stop++;
        descent__file_write(file, from, (size_t)(stop - from));
        from = stop;
    }
}
