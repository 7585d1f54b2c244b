#!/bin/sh
# build.sh FOLDER OUTPUT: builds the page in FOLDER, from the library's sources, GSL's and the packages of package-lock.json.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
output=$2

# The packages live in the build folder. The lock file says which they are, to the byte.
mkdir -p "$folder/packages"
for file in package.json package-lock.json .npmrc; do
    cmp -s "$here/$file" "$folder/packages/$file" || cp "$here/$file" "$folder/packages/$file"
done
if ! cmp -s "$folder/packages/package-lock.json" "$folder/packages/installed"; then
    (cd "$folder/packages" && npm ci --ignore-scripts --no-update-notifier --loglevel=error >&2)
    cp "$folder/packages/package-lock.json" "$folder/packages/installed"
fi
sh "$here/core/build.sh" "$folder/wasm" >&2
node "$here/build.mjs" "$folder/packages" "$folder/wasm/explorer.wasm" "$output"
