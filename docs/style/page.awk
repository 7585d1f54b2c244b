# What a page of Markdown is given before Doxygen reads it: pictures by their names alone, which is how Doxygen looks for
# them, and, where it is long, a table of contents below its title.
FNR == 1 {
    headings = 0
    while ((getline line < FILENAME) > 0)
        headings += line ~ /^## /
    close(FILENAME)
}

{
    gsub(/\.\.\/pictures\//, "")
    print
}

/^# / && !titled {
    titled = 1
    if (headings >= 4)
        print "\n[TOC]"
}
