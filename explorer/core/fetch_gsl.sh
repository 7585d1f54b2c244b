#!/bin/sh
# fetch_gsl.sh FOLDER: puts GSL's source into FOLDER, in the version that the native library is linked with.
#
# It comes from the distribution's source package. Few machines list those, so the lists are derived from the configured
# ones at run time, in a folder of their own: the machine's own lists stay as they are, and no root is needed. apt checks
# what it loads against the distribution's signatures. GSL_SOURCE names a folder with the source where there is no apt.
set -eu
folder=$1

if [ -n "${GSL_SOURCE-}" ]; then
    mkdir -p "$folder"
    cp -R "$GSL_SOURCE/." "$folder"
    exit
fi
version=$(pkg-config --modversion gsl)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/lists/partial" "$scratch/parts" "$scratch/cache/archives/partial"

for list in /etc/apt/sources.list.d/*.sources; do
    [ ! -f "$list" ] || sed 's/^Types:.*/Types: deb-src/' "$list" >"$scratch/parts/$(basename "$list")"
done
for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ ! -f "$list" ] || sed -n 's/^deb /deb-src /p' "$list" >"$scratch/parts/$(basename "$list" .list).list"
done

apt_source()
{
    apt-get -qq -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$scratch/parts" \
        -o Dir::State::lists="$scratch/lists" -o Dir::Cache="$scratch/cache" -o APT::Sandbox::User="" "$@"
}

(
    cd "$scratch"
    # A repository without source packages is an error of its own, and no reason to give up.
    apt_source update >/dev/null 2>"$scratch/said" || true
    apt_source source --download-only gsl >/dev/null 2>>"$scratch/said" || {
        cat "$scratch/said"
        echo "the source package of GSL is not to be had; GSL_SOURCE=FOLDER names a folder that has it"
        exit 1
    } >&2
)
rm -rf "$folder"
mkdir -p "$folder"
tar -xf "$(find "$scratch" -maxdepth 1 -name 'gsl_*.orig.tar.*' ! -name '*.asc')" -C "$folder" --strip-components=1
grep -q "\[$version\]" "$folder/configure.ac" || echo "note: GSL's source is not of version $version" >&2
