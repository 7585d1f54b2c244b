#!/bin/sh
# Runs the programs that are given, one after another: what `meson compile -C build bench` does.
status=0
for program; do
    printf '\n=== %s\n' "$(basename "$program")"
    "$program" || status=1
done
exit $status
