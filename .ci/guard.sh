# Sourced by every guard: where things are, and how to count what was tried.
#
#   try NAME COMMAND…        runs a command, counts it as passed or failed, and shows what it said only if it failed
#   count_tests LOG          counts every single test in the testlog.txt of `meson test`
#   build FOLDER OPTION…     builds in $work/FOLDER; only what $only names there, if it is set
#   build_release            builds what $only names as it is shipped, in a folder that several guards share
#   install_library          builds the library so and installs it under $prefix, for guards that look at it from outside
#
# A guard passes if at least one thing was counted and none failed. Each can be run by itself.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
root=$PWD
work=$root/build-ci
prefix=$work/prefix
mkdir -p "$work"
. tools/prerequisites.sh

passed=0
failed=0

report_counts()
{
    echo "$passed $failed" >"${GUARD_COUNTS:-/dev/null}"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] || exit 1
}
trap report_counts EXIT

try()
{
    local name=$1 output
    shift
    if output=$("$@" 2>&1); then
        passed=$((passed + 1))
        echo "ok      $name"
    else
        failed=$((failed + 1))
        echo "FAILED  $name"
        printf '%s\n' "$output" | sed 's/^/        /'
        return 1
    fi
}

count_tests()
{
    local counts
    [ -r "$1" ] || { echo "        no test ran"; return; }
    read -r -a counts < <(awk -f tools/count_tests.awk "$1")
    passed=$((passed + counts[0]))
    failed=$((failed + counts[1]))
    echo "        ${counts[0]} tests passed, ${counts[1]} failed, in ${counts[2]} suites"
}

# build FOLDER OPTIONS…: configures and builds in $work/FOLDER. CC and CXX choose the compiler; `only` a pattern of what is to be made
# there. All of it, with every suite, takes twice as long as what the project installs. Guards that share a folder wait for each other.
build()
{
    local folder=$work/$1 rule wanted=
    shift
    {
        flock 9 || return
        configure "$folder" -Dtests=enabled "$@" || return
        if [ -n "${only-}" ]; then
            wanted=$(for rule in c_LINKER STATIC_LINKER CUSTOM_COMMAND; do
                ninja -C "$folder" -t targets rule $rule
            done | grep -E "$only") || return
        fi
        ninja -C "$folder" $wanted
    } 9>"$work/${folder##*/}.lock"
}

# The folder of two guards. Lines of the source are enough where something is found: names of variables take a fifth of the time.
build_sanitizers()
{
    build sanitizers -Dbuildtype=debug -Ddebug=false -Doptimization=1 -Db_sanitize=address,undefined \
        -Dc_args="-g1 -fno-sanitize-recover=all -fsanitize=float-cast-overflow"
}

# gcc's release, with all that any guard wants of it.
build_release()
{
    build release -Dbuildtype=release -Dwerror=true -Dbench=true -Dpython=true -Dexplorer=true --prefix="$prefix" -Dlibdir=lib
}

# Everything but the suites; and the bits of results.
without_suites='^(lib|command|examples|bench)/|^tests/results$'

# run_tests FOLDER OPTIONS…: runs and counts the suites that were built there.
run_tests()
{
    local folder=$work/$1 log=testlog option status=0 before=$failed passed_before=$passed
    shift
    for option in "$@"; do
        case $option in --setup=*) log=testlog-${option#--setup=} ;; esac
    done
    # The log of an earlier run must not stand in for one that did not happen.
    rm -f "$folder/meson-logs/$log.txt"
    meson test -C "$folder" --no-rebuild --print-errorlogs "$@" || status=$?
    count_tests "$folder/meson-logs/$log.txt"
    # Broken off, or nothing ran, although no test that was written down failed.
    [ "$failed" -gt "$before" ] || { [ "$status" -eq 0 ] && [ "$passed" -gt "$passed_before" ]; } || failed=$((failed + 1))
}

# The guards that call it are in one row: they take the same folder, one after the other.
install_library()
{
    rm -rf "$prefix"
    only='^(lib|command|docs|python)/' build_release && meson install -C "$work/release" --no-rebuild --quiet || exit 1
    export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
    export LD_LIBRARY_PATH=$prefix/lib
}
