#!/bin/sh
# build_pages.sh DOXYGEN DOXYFILE MATHJAX OUTPUT: the HTML pages, with the parts of MathJax beside them that they use, with what
# is output set as such, with dark pictures for the dark, wide tables to be read row by row, and an index to search.
set -eu
doxygen=$1
doxyfile=$2
mathjax=$3
output=$4
docs=$(dirname "$0")

rm -rf "$output"
"$doxygen" "$doxyfile"

pictures=$(cd "$docs/pictures" && echo *_dark.*)
for page in "$output"/*.html; do
    LC_ALL=C awk -v pictures="$pictures" -f "$docs/style/fragments.awk" "$page" |
        LC_ALL=C awk -f "$docs/style/tables.awk" >"$page.new"
    mv "$page.new" "$page"
    for picture in $(grep -o 'srcset="[a-z_0-9.]*"' "$page" | sed 's/^srcset="//; s/"$//'); do
        cp "$docs/pictures/$picture" "$output/"
    done
done
cp "$docs/style/search.js" "$output/"
set --
for page in "$output"/*.html; do
    case $(basename "$page") in
    # Decisions, changes and lists of names would answer every question.
    md_*|globals*|functions*|annotated*|classes*|files*|dir_*) ;;
    *) set -- "$@" "$page" ;;
    esac
done
LC_ALL=C awk -f "$docs/style/search.awk" "$@" >"$output/search_index.js"

mkdir -p "$output/mathjax/jax/input" "$output/mathjax/jax/output/SVG/fonts"
cp -L "$mathjax/MathJax.js" "$output/mathjax/"
cp -rL "$mathjax/extensions" "$output/mathjax/"
cp -rL "$mathjax/jax/element" "$output/mathjax/jax/"
cp -rL "$mathjax/jax/input/TeX" "$output/mathjax/jax/input/"
for part in autoload config.js jax.js fonts/TeX; do
    cp -rL "$mathjax/jax/output/SVG/$part" "$output/mathjax/jax/output/SVG/$part"
done
