#!/bin/sh
# build_pages.sh DOXYGEN DOXYFILE MATHJAX OUTPUT: the HTML pages, with the parts of MathJax beside them that they use.
set -eu
doxygen=$1
doxyfile=$2
mathjax=$3
output=$4

rm -rf "$output"
"$doxygen" "$doxyfile"

mkdir -p "$output/mathjax/jax/input" "$output/mathjax/jax/output/SVG/fonts"
cp -L "$mathjax/MathJax.js" "$output/mathjax/"
cp -rL "$mathjax/extensions" "$output/mathjax/"
cp -rL "$mathjax/jax/element" "$output/mathjax/jax/"
cp -rL "$mathjax/jax/input/TeX" "$output/mathjax/jax/input/"
for part in autoload config.js jax.js fonts/TeX; do
    cp -rL "$mathjax/jax/output/SVG/$part" "$output/mathjax/jax/output/SVG/$part"
done
