#!/bin/sh
# build.sh FOLDER: compiles the library, the parts of GSL that it calls and this folder's exports to FOLDER/explorer.wasm.
#
# With clang and the C library of wasi-libc. The sources are those of lib/meson.build. Two deviations, none in the core: files
# are left out, for a page has none; and include/pthread.h stands in for threads.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
mkdir -p "$1"
folder=$(cd "$1" && pwd)
[ -f "$folder/gsl/gsl_math.h" ] || sh "$here/fetch_gsl.sh" "$folder/gsl"

# GSL's own headers, as <gsl/…>, and the little that its configure script would find out.
mkdir -p "$folder/include/gsl"
for header in "$folder"/gsl/gsl_*.h "$folder"/gsl/*/gsl_*.h; do
    ln -sf "$header" "$folder/include/gsl/"
done
printf '#define RETURN_IF_NULL(x) if (!x) return\n#define HAVE_EXTENDED_PRECISION_REGISTERS 0\n' >"$folder/include/config.h"
gsl="eigen/symm.c eigen/symmv.c linalg/symmtd.c blas/blas.c cblas/daxpy.c cblas/dcopy.c cblas/ddot.c cblas/dgemv.c
    cblas/dger.c cblas/dnrm2.c cblas/dscal.c cblas/dsymv.c cblas/dsyr2.c cblas/xerbla.c err/error.c err/stream.c err/strerror.c matrix/matrix.c matrix/view.c
    matrix/submatrix.c matrix/rowcol.c matrix/init.c matrix/copy.c vector/vector.c vector/view.c vector/subvector.c
    vector/copy.c vector/init.c vector/oper.c block/init.c block/block.c linalg/householder.c sys/hypot.c
    qrng/qrng.c qrng/sobol.c qrng/reversehalton.c"
library=$(sed -n "/^sources = files(/,/^)/s/^ *'\(.*\.c\)',/\1/p" "$root/lib/meson.build" | grep -v '^base/file\.c$\|^path/.*\(csv\|npy\)')
kernels="base/vector.c rules/fixed_step.c"

# The same operations as natively: no fused multiply-add, no libm that sets errno.
flags="--target=wasm32-wasi -O3 -std=c11 -ffp-contract=off -fno-math-errno -fopenmp-simd -msimd128 -ffunction-sections
    -fdata-sections -fvisibility=hidden -fno-strict-aliasing -D_POSIX_C_SOURCE=200809L -DNDEBUG"
{
    echo "flags = $(echo $flags)"
    cat <<'NINJA'
rule compile
  command = clang $flags $more -MMD -MF $out.d -c $in -o $out
  depfile = $out.d
  deps = gcc
  description = wasm $in
rule link
  command = clang --target=wasm32-wasi -mexec-model=reactor @$out.objects -o $out $
      -Wl,--gc-sections,--strip-all,--stack-first,-z,stack-size=1048576,--export=malloc,--export=free
  rspfile = $out.objects
  rspfile_content = $in
  description = wasm $out
NINJA
    objects=""
    compile()
    {
        objects="$objects $2"
        printf 'build %s: compile %s\n  more = %s\n' "$2" "$1" "$3"
    }
    for source in $library $kernels; do
        compile "$root/lib/$source" "lib/$source.o" "-I$here/include -I$root/include -I$root/lib -I$folder/include"
    done
    for source in $gsl; do
        compile "$folder/gsl/$source" "gsl-objects/$source.o" "-w -D_GNU_SOURCE -I$folder/include -I$folder/gsl"
    done
    for source in "$here"/*.c; do
        compile "$source" "core/$(basename "$source").o" "-Wall -Wextra -I$root/include"
    done
    printf 'build explorer.wasm: link%s\ndefault explorer.wasm\n' "$objects"
} >"$folder/build.ninja.new"
cmp -s "$folder/build.ninja.new" "$folder/build.ninja" || cp "$folder/build.ninja.new" "$folder/build.ninja"
ninja -C "$folder" --quiet
