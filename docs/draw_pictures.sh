#!/bin/sh
# draw_pictures.sh PROGRAM FOLDER: draws the pictures that README and guide show, with examples/notebook_pictures.
# `meson compile -C build pictures` runs it; the pictures in docs/pictures/ are never edited by hand.
set -eu
program=$1
folder=$2

drawn=$(mktemp -d)
trap 'rm -rf "$drawn"' EXIT
"$program" "$drawn"
mkdir -p "$folder"
for picture in surface.png saddle_ridge_contour.svg saddle_ridge_convergence.svg explosion_contour.svg \
    complex_oscillation_return_map.svg step_sizes.png; do
    cp "$drawn/$picture" "$folder/$picture"
done
