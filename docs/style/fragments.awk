# What Doxygen's pages are given: output of programs, which Doxygen colours as C++, without colours and marked as such; and
# pictures that are dark where the page is. With -v pictures='NAME …', those that there are.
BEGIN {
    count = split(pictures, list, " ")
    for (i = 1; i <= count; i++)
        known[list[i]] = 1
}

# ending_chaotic.png is shown as ending_chaotic_dark.png in the dark, where there is one.
function show_dark(line, name, dark, tag) {
    if (match(line, /<object type="image\/svg\+xml" data="[^"]+"[^>]*>[^<]*<\/object>/)) {
        tag = substr(line, RSTART, RLENGTH)
        name = tag
        sub(/^.*data="/, "", name)
        sub(/".*$/, "", name)
        line = substr(line, 1, RSTART - 1) "<img src=\"" name "\" alt=\"\"/>" substr(line, RSTART + RLENGTH)
    }
    if (!match(line, /<img src="[a-z_0-9]+\.(png|svg)"[^>]*>/))
        return line
    tag = substr(line, RSTART, RLENGTH)
    name = tag
    sub(/^<img src="/, "", name)
    sub(/".*$/, "", name)
    dark = name
    sub(/\./, "_dark.", dark)
    if (!(dark in known))
        return line
    return substr(line, 1, RSTART - 1) "<picture><source media=\"screen and (prefers-color-scheme: dark)\" srcset=\"" dark \
        "\"/>" tag "</picture>" substr(line, RSTART + RLENGTH)
}

# Explanations, and what has neither names of the library nor the ends of statements.
function is_output(text) {
    return text ~ />Seen:/ || !(text ~ /class="code / || text ~ /[;{}]<\/(div|span)>/ || text ~ /#include/ || text ~ /class="comment"/)
}

# Writes a fragment that is complete.
function write_fragment(text) {
    if (is_output(text)) {
        gsub(/<span class="[a-z]+">|<\/span>/, "", text)
        sub(/<div class="fragment">/, "<div class=\"fragment output\">", text)
    }
    printf "%s", text
}

# Outside of fragments; a name in a table may be broken behind its underscores.
function write_text(text, end,    at) {
    text = show_dark(text)
    if (text ~ /<t[dh] class="markdownTable/)
        while (match(text, />[a-z_A-Z.]*_[a-zA-Z]+[a-z_A-Z.]*(\(\))?</)) {
            at = substr(text, RSTART, RLENGTH)
            gsub(/_/, "_<wbr/>", at)
            text = substr(text, 1, RSTART - 1) at substr(text, RSTART + RLENGTH)
        }
    printf "%s%s", text, end
}

# A line may end one fragment and begin another.
{
    rest = $0
    while (1) {
        mark = inside ? "</div><!-- fragment -->" : "<div class=\"fragment\">"
        at = index(rest, mark)
        if (at == 0)
            break
        if (inside) {
            write_fragment(held substr(rest, 1, at - 1 + length(mark)))
            rest = substr(rest, at + length(mark))
        } else {
            write_text(substr(rest, 1, at - 1), "")
            held = mark
            rest = substr(rest, at + length(mark))
        }
        inside = !inside
    }
    if (inside)
        held = held rest "\n"
    else
        write_text(rest, "\n")
}
