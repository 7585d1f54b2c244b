# The index of the pages for search.js: for each section one row of page, anchor, heading, title of the page and words, as
# JavaScript. Sections of the guide have their words; what a header declares is found by its name and its brief.
function plain(text) {
    gsub(/<[^>]*>/, " ", text)
    gsub(/&#160;|&nbsp;|&#9670;/, " ", text)
    gsub(/&lt;/, "<", text)
    gsub(/&gt;/, ">", text)
    gsub(/&quot;/, "\"", text)
    gsub(/&#39;/, "'", text)
    gsub(/&amp;/, "\\&", text)
    gsub(/[\\"]/, "\\\\&", text)
    gsub(/[ \t]+/, " ", text)
    sub(/^ /, "", text)
    sub(/ $/, "", text)
    return text
}

function flush_section() {
    if (heading != "")
        printf "%s[\"%s\",\"%s\",\"%s\",\"%s\",\"%s\"]", rows++ ? ",\n" : "", page, anchor, heading, title, plain(words)
    words = ""
}

BEGIN {
    print "var pages = ["
}

FNR == 1 {
    flush_section()
    page = FILENAME
    sub(/^.*\//, "", page)
    title = anchor = heading = ""
    in_heading = 0
}

/<div class="title">/ {
    title = $0
    sub(/^.*<div class="title">/, "", title)
    sub(/<\/div>.*$/, "", title)
    heading = title = plain(title)
    next
}

heading == "" || /^<nav id="contents"/ {
    if (/^<nav id="contents"/) {
        flush_section()
        heading = ""
    }
    next
}

/<h2 class="memtitle">/ {
    flush_section()
    match($0, /href="#[^"]*"/)
    anchor = substr($0, RSTART + 7, RLENGTH - 8)
    heading = $0
    sub(/^.*<\/span>/, "", heading)
    sub(/<\/h2>.*$/, "", heading)
    heading = plain(heading)
    next
}

# Doxygen writes the anchor, and the heading itself in the line behind it.
/<h[1-4]>/ {
    flush_section()
    if (match($0, /id="[^"]*"/))
        anchor = substr($0, RSTART + 4, RLENGTH - 5)
    heading = $0
    sub(/^.*<h[1-4]>/, "", heading)
    in_heading = !sub(/<\/h[1-4]>.*$/, "", heading)
    heading = in_heading ? plain(heading) : plain(heading)
    if (in_heading && heading == "")
        heading = " "
    next
}

in_heading {
    text = $0
    in_heading = !sub(/<\/h[1-4]>.*$/, "", text)
    heading = plain(heading " " text)
    next
}

length(words) < 4000 && !/class="mem(Item|Template|proto|name)/ {
    words = words " " $0
}

END {
    flush_section()
    print "\n];"
}
