# Tables of the text: each cell is given the head of its column, so that a table that is too wide for a phone can be read there row
# by row (`stacked` in descent.css): one of many columns, or one with long formulas, which cannot be broken.
BEGIN {
    many_columns = 5
    long_formulas = 30 # characters of TeX in a row
}

# Characters of the formulas in a text.
function formulas(text,    sum, at) {
    while ((at = index(text, "\\(")) > 0) {
        text = substr(text, at + 2)
        sum += index(text, "\\)") - 1
    }
    return sum + 0
}

# What is read of a piece of HTML.
function plain(html) {
    gsub(/<[^>]*>/, "", html)
    gsub(/^[ \t]+|[ \t]+$/, "", html)
    return html
}

# Marks the cells of a table that is complete, and the table if it is wide.
function write_table(html,    rows, heads, count, columns, cells, wide, r, c, text, row, out) {
    count = split(html, rows, /<\/tr>/)
    columns = split(rows[1], heads, /<\/th>/) - 1
    wide = columns >= many_columns
    out = rows[1]
    for (c = 1; c <= columns; c++) {
        sub(/^.*<th[^>]*>/, "", heads[c])
        heads[c] = plain(heads[c])
        gsub(/"/, "\\&quot;", heads[c])
    }
    for (r = 2; r <= count; r++) {
        wide = wide || formulas(rows[r]) > long_formulas
        row = split(rows[r], cells, /<td class="/)
        out = out "</tr>" cells[1]
        for (c = 2; c <= row; c++) {
            text = cells[c]
            sub(/^[^>]*>/, "", text)
            sub(/<\/td>.*$/, "", text)
            out = out "<td " (c > 2 && heads[c - 1] != "" && heads[c - 1] !~ /\\\(/ ? "data-head=\"" heads[c - 1] "\" " : "") "class=\"" \
                (plain(text) == "" ? "empty " : "") cells[c]
        }
    }
    if (wide)
        sub(/<table class="markdownTable">/, "<table class=\"markdownTable stacked\">", out)
    printf "%s", out
}

{
    rest = $0 "\n"
    while (1) {
        at = index(rest, inside ? "</table>" : "<table class=\"markdownTable\">")
        if (at == 0)
            break
        if (inside) {
            write_table(held substr(rest, 1, at - 1))
            held = ""
        } else
            printf "%s", substr(rest, 1, at - 1)
        rest = substr(rest, at)
        inside = !inside
        if (inside) {
            held = substr(rest, 1, 1)
            rest = substr(rest, 2)
        }
    }
    if (inside)
        held = held rest
    else
        printf "%s", rest
}
