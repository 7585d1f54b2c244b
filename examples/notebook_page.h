/* The HTML page around the notebook's pictures: its style, and texts as pages set them. */
#ifndef NOTEBOOK_PAGE_H
#define NOTEBOOK_PAGE_H

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * One column on a phone, with the first picture before the text; two from 60rem on, which the browser fills evenly, whatever
 * the length of a text. On paper two experiments share a sheet, and none is torn.
 */
static const char page_head[] =
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<title>Gradient descent, seen</title>\n<style>\n"
    ":root { color-scheme: light dark; --ground: #f6f6f4; --card: #fff; --ink: #1a1a1a; --soft: #55585e;\n"
    "  --edge: #d8d8d4; --mark: #0060a0; }\n"
    "@media screen and (prefers-color-scheme: dark) {\n"
    "  :root { --ground: #0e1013; --card: #15171c; --ink: #e8e8e8; --soft: #a9adb5; --edge: #3a3f48; --mark: #56b4e9; "
    "}\n}\n"
    "* { box-sizing: border-box; }\n"
    "body { margin: 0 auto; max-width: 84rem; padding: 1rem; background: var(--ground); color: var(--ink);\n"
    "  font: 1rem/1.5 system-ui, sans-serif; }\n"
    "article { background: var(--card); border: 1px solid var(--edge); border-radius: .5rem; padding: 1rem 1.25rem;\n"
    "  margin: 1rem 0; }\n"
    ".flow > * { break-inside: avoid; margin: 0 0 1rem; }\n"
    "@media (min-width: 60rem) { .flow { columns: 2; column-gap: 2rem; } }\n"
    "h1, h2, h3 { line-height: 1.25; margin: 0 0 .5rem; }\nh2 { font-size: 1.4rem; }\n"
    "h3 { font-size: .8rem; letter-spacing: .08em; text-transform: uppercase; color: var(--mark); margin: 0; }\n"
    ".across { column-span: all; padding-top: .75rem; }\n.again { margin: 1rem 0 0; }\n"
    ".name { margin: 0; font-weight: 600; color: var(--soft); }\n"
    ".part { border-left: .25rem solid var(--mark); padding-left: .75rem; }\n"
    ".part.why { border-color: var(--soft); }\n.part.why h3 { color: var(--soft); }\n"
    "p { margin: 0 0 .5rem; }\n.setting { color: var(--soft); }\n"
    "a { color: var(--mark); }\nnav ol { margin: .5rem 0; padding-left: 1.5rem; }\n"
    "figure { margin: 0; }\nimg { display: block; width: 100%; height: auto; }\n"
    "code { font: .85em/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }\n"
    ".wide { overflow-x: auto; }\n"
    "table { border-collapse: collapse; font-variant-numeric: tabular-nums; }\n"
    "th, td { text-align: left; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid var(--edge); white-space: "
    "nowrap;\n"
    "  vertical-align: top; }\n"
    "@media screen and (max-width: 40rem) {\n"
    "  td, th { padding-right: .5rem; }\n  .numbers { font-size: .75rem; }\n  .numbers td, .numbers th { "
    "padding-right: "
    ".15rem; }\n"
    "  .cards, .cards tbody, .cards tr, .cards td { display: block; }\n  .cards th { display: none; }\n"
    "  .cards td { border: 0; padding: 0 0 0 1rem; white-space: normal; }\n"
    "  .cards td:first-child { padding: .4rem 0 0; font-weight: 600; }\n"
    "  .cards td:last-child { padding-bottom: .4rem; border-bottom: 1px solid var(--edge); }\n"
    "  .cards td[data-head]::before { content: attr(data-head) \": \"; color: var(--soft); }\n}\n"
    ".whole { white-space: nowrap; }\n"
    "footer { color: var(--soft); margin: 2rem 0 1rem; }\n"
    "@page { size: A4; margin: 9mm; }\n"
    "@media print {\n  body { padding: 0; max-width: none; background: #fff; font-size: 8pt; line-height: 1.3; }\n"
    "  article { break-inside: avoid; border: 0; border-top: 1px solid #999; border-radius: 0; padding: .4rem 0 0;\n"
    "    margin: 0 0 .6rem; }\n  .flow { columns: 2; column-gap: 1.5rem; }\n  .flow > * { margin-bottom: .4rem; }\n  "
    "figure { width: 84%; margin: 0 auto; }\n"
    "  nav { columns: 2; }\n  h2 { font-size: 1.2rem; }\n  a { color: inherit; text-decoration: none; }\n}\n"
    "</style>\n</head>\n<body>\n<h1>Gradient descent, seen</h1>\n"
    "<p>The experiments of a teaching notebook by Frank Schultz, University of Rostock, run again and explained: where "
    "a run "
    "ends, and why there. A picture opens at full size when it is clicked.</p>\n";

static const char page_source[] =
    "<footer>\n<p>The loss and the experiments are from Frank Schultz, <cite>Data Driven Audio Signal Processing – A "
    "Tutorial "
    "Featuring Computational Examples</cite>, University of Rostock, "
    "<a href=\"https://github.com/spatialaudio/data-driven-audio-signal-processing-exercise\">"
    "github.com/spatialaudio/data-driven-audio-signal-processing-exercise</a>. The notebook's text is under the "
    "<a href=\"https://creativecommons.org/licenses/by/4.0/\">CC BY 4.0</a> licence, its code under the MIT licence; "
    "neither is "
    "copied here. Runs, words and pictures on this page are made by the library "
    "descent.</p>\n</footer>\n</body>\n</html>\n";

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

/* Whether a line may not be broken at this space: within formulas and points. */
static int is_bound(const char *text, const char *begin)
{
    const char before = text > begin ? text[-1] : ' ';
    const int in_point = before == ',' && text - begin > 1 && isdigit((unsigned char)text[-2]) &&
                         (isdigit((unsigned char)text[1]) || text[1] == '-');
    const int in_product = text - begin >= 5 && strncmp(text - 5, "(step size)", 11) == 0;
    return strncmp(text + 1, "= ", 2) == 0 || strncmp(text + 1, "- ", 2) == 0 || before == '=' || before == '-' ||
           in_point || in_product;
}

/* Text of the page: with minus signs and powers of ten, and formulas and points that no line breaks. */
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
        else if (*text == ' ' && is_bound(text, begin))
            fputs("\u00a0", page);
        else if (*text == '\v')
            fputs("<br>\n", page);
        else if (*text == '<')
            fputs("&lt;", page);
        else if (*text == '&')
            fputs("&amp;", page);
        else
            putc(*text, page);
    }
}

/* A number as text of the page. */
static void write_number(FILE *page, double number)
{
    char digits[40];
    snprintf(digits, sizeof digits, "%.5g", number);
    if (number - number == 0)
        write_text(page, digits);
    else
        fputs(number > 0 ? "∞" : number < 0 ? "−∞" : "not a number", page);
}

/* Is the line that begins here, or its end, an item of a list? Items stand two columns farther in than other lines. */
static int is_item(const char *line)
{
    return strspn(line, " ") == 9;
}

/*
 * Removes what breaks the lines of a text: line feeds and the indent behind them become one space. A vertical tab is left where
 * an item of a list begins or ends, which write_text() makes a line break.
 */
static void unbreak(char *text)
{
    char *to = text;
    int in_item = 0;
    for (const char *from = text; *from; from++) {
        const int begins = *from == '\n' && is_item(from + 1), goes_on = strspn(from + 1, " ") > 9;
        const int breaks = *from == '\n' && (begins || (in_item && !goes_on));
        const char letter = breaks ? '\v' : *from == '\n' ? ' ' : *from;
        if (*from == '\n')
            in_item = begins || (in_item && goes_on);
        if (letter != ' ' || (to > text && to[-1] != ' ' && to[-1] != '\v'))
            *to++ = letter;
    }
    while (to > text && to[-1] == ' ')
        to--;
    *to = '\0';
}

/* A picture, dark where the page is, with what it shows for those who do not see it. */
static void write_picture(FILE *page, const char *name, const char *ending, const char *shows)
{
    fprintf(page,
            "<figure><a href=\"%s%s\"><picture><source media=\"screen and (prefers-color-scheme: dark)\" "
            "srcset=\"%s_dark%s\"><img src=\"%s%s\" alt=\"",
            name, ending, name, ending, name, ending);
    write_text(page, shows);
    fputs("\" width=\"960\" height=\"720\"></picture></a></figure>\n", page);
}

/* Copies all of a temporary file, and closes it. */
static void append_file(FILE *page, FILE *part)
{
    rewind(part);
    for (int letter = getc(part); letter != EOF; letter = getc(part))
        putc(letter, page);
    fclose(part);
}

#endif
