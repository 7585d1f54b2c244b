# Sourced by ./demo, ./check, ./explore and .ci/run: finds out what is missing, and installs it on Debian and its relatives.
#
#   need NAME PACKAGES COMMAND…   if COMMAND fails, NAME is missing, and the Debian packages PACKAGES have it
#   want PACKAGES COMMAND…        the same for what can be done without: it is installed if that works
#   need_build                    what it takes to build the library
#   need_explorer                 what it takes besides to build the explorer
#   need_python                   what it takes besides to build the Python package, to test it and to run its notebook
#   install_missing               installs all that was missing, or says what to install, and ends

missing_packages=""
missing_names=""
wanted_packages=""

need()
{
    need_name=$1
    need_packages=$2
    shift 2
    if ! "$@" >/dev/null 2>&1; then
        missing_packages="$missing_packages $need_packages"
        missing_names="$missing_names
  - $need_name"
    fi
}

want()
{
    want_packages=$1
    shift
    "$@" >/dev/null 2>&1 || wanted_packages="$wanted_packages $want_packages"
}

compiles_c()
{
    printf '#include <math.h>\nint main(void) { return 0; }\n' | "${1:-cc}" -x c -fsyntax-only -
}

meson_is_new_enough()
{
    meson --version | awk -F. '{ exit !($1 >= 1) }'
}

# Any Python that the tests may find.
has_numpy()
{
    /usr/bin/python3 -c "import numpy" || python3 -c "import numpy"
}

need_build()
{
    need "a C compiler" "gcc libc6-dev" compiles_c "${CC:-cc}"
    need "Meson 1.0 or newer" meson command -v meson
    need "Ninja" ninja-build command -v ninja
    need "pkg-config" pkg-config command -v pkg-config
    need "the GNU Scientific Library (GSL) with its headers" libgsl-dev pkg-config --exists gsl
}

# Node.js 18 or newer, for the packages of its lock file.
has_node()
{
    node -e 'process.exit(process.versions.node.split(".")[0] >= 18 ? 0 : 1)' && npm --version
}

# clang's own library for WebAssembly, and the C library beside it.
compiles_wasm()
{
    printf '#include <stdio.h>\nint main(void) { return puts(""); }\n' | clang --target=wasm32-wasi -x c - -o /dev/null
}

# What it takes to build the explorer. GSL's source package is fetched by the build itself.
need_explorer()
{
    need "Node.js 18 or newer with npm" "nodejs npm" has_node
    need "Clang for WebAssembly" "clang lld wasi-libc libclang-rt-dev-wasm32" compiles_wasm
}

# The distribution's Python, which the package is installed for.
python_has()
{
    /usr/bin/python3 -c "import $1"
}

need_python()
{
    need "Python with cffi" python3-cffi python_has cffi
    need "NumPy" python3-numpy python_has numpy
    need "pytest" python3-pytest python_has pytest
    need "Matplotlib" python3-matplotlib python_has matplotlib
    need "nbconvert" jupyter-nbconvert python_has nbconvert
    need "the Python kernel of Jupyter" python3-ipykernel python_has ipykernel
    want python3-scipy python_has scipy
}

# Says what to install by hand, and ends.
ask_for_missing()
{
    printf '%s\n' "$1" "Please install:$missing_names" >&2
    printf 'On Debian and Ubuntu that is: apt-get install%s\n' "$missing_packages" >&2
    exit 1
}

# Runs apt-get quietly, and shows what it said only if it failed.
apt_get()
{
    if [ "$(id -u)" -eq 0 ]; then
        apt_output=$(DEBIAN_FRONTEND=noninteractive apt-get -qq -y "$@" 2>&1) && return
    else
        apt_output=$(sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -y "$@" 2>&1) && return
    fi
    printf '%s\n' "$apt_output" >&2
    return 1
}

can_install()
{
    [ -f /etc/debian_version ] && command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null; }
}

install_packages()
{
    # A fresh machine has no package lists, and an old one has stale ones.
    if ! apt-cache show "$@" >/dev/null 2>&1; then
        apt_get update || return
    fi
    apt_get install --no-install-recommends "$@" || {
        apt_get update && apt_get install --no-install-recommends "$@"
    }
}

install_missing()
{
    if [ -n "$missing_packages" ] && ! can_install; then
        ask_for_missing "I can install what is missing on Debian and Ubuntu alone, and as root or with sudo."
    fi
    if [ -n "$missing_packages$wanted_packages" ] && can_install; then
        echo "Installing:$missing_packages$wanted_packages"
        if ! install_packages $missing_packages $wanted_packages; then
            [ -z "$missing_packages" ] || install_packages $missing_packages ||
                ask_for_missing "apt-get failed (see above)."
            echo "Going on without:$wanted_packages"
        fi
    fi
    if ! meson_is_new_enough; then
        echo "Meson $(meson --version) is too old; 1.0 or newer is needed, for example by: pipx install meson" >&2
        exit 1
    fi
}

# configure FOLDER OPTIONS…: makes the build folder, or gives these options to one that is there.
configure()
{
    configure_log=$(mktemp)
    if [ -f "$1/build.ninja" ] && meson configure "$@" >"$configure_log" 2>&1 &&
        ninja -C "$1" build.ninja >"$configure_log" 2>&1; then
        rm -f "$configure_log"
        return
    fi
    rm -rf "$1"
    if ! meson setup "$@" >"$configure_log" 2>&1; then
        cat "$configure_log" >&2
        rm -f "$configure_log"
        return 1
    fi
    rm -f "$configure_log"
}
