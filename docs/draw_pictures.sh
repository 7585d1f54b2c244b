#!/bin/sh
# draw_pictures.sh NOTEBOOK_PICTURES ENDINGS FOLDER: draws the pictures that README and guide show, with the two examples
# of these names. `meson compile -C build pictures` runs it; the pictures in docs/pictures/ are never edited by hand.
set -eu
notebook=$1
endings=$2
folder=$3

drawn=$(mktemp -d)
trap 'rm -rf "$drawn"' EXIT
"$notebook" "$drawn"
"$endings" "$drawn" >/dev/null
mkdir -p "$folder"
for picture in surface.png saddle_ridge_contour.svg saddle_ridge_convergence.svg explosion_contour.svg sides.svg \
    complex_oscillation_return_map.svg step_sizes.png; do
    dark=${picture%.*}_dark.${picture##*.}
    cp "$drawn/$picture" "$drawn/$dark" "$folder/"
done
cp "$drawn"/ending_*.png "$folder"
