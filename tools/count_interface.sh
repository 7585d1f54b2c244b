#!/bin/sh
# How large the public interface is: functions in all and through descent/descent.h, structs with their fields, enums.
# "count_interface.sh FOLDER" counts the headers in another folder than include/descent.
set -eu
cd "$(dirname "$0")/.."
folder=${1:-include/descent}

# The headers that one header brings with it, itself included: each is visited once.
brought_by()
{
    case " $visited " in *" $1 "*) return ;; esac
    visited="$visited $1"
    for brought in $(sed -n 's|^#include <descent/\(.*\)>$|\1|p' "$folder/$1"); do
        brought_by "$brought"
    done
}

count_functions()
{
    cat "$@" | grep -c '^DESCENT_API' || true
}

visited=""
brought_by descent.h
core=""
for header in $visited; do
    core="$core $folder/$header"
done

printf '%5d functions\n' "$(count_functions "$folder"/*.h)"
printf '%5d of them through descent/descent.h\n' "$(count_functions $core)"

# Comments and the preprocessor's lines are left out; what remains is read up to the end of each declaration. A field is
# a name between semicolons: `double value, low, high;` are three, a pointer to a function is one.
cat "$folder"/*.h | awk '
    {
        line = $0
        while (line != "") {
            if (comment) {
                at = index(line, "*/")
                if (at == 0)
                    break
                line = substr(line, at + 2)
                comment = 0
            } else {
                at = index(line, "/*")
                text = text (at == 0 ? line : substr(line, 1, at - 1)) " "
                line = at == 0 ? "" : substr(line, at + 2)
                comment = at > 0
            }
        }
        if (!comment && text ~ /^[ \t]*#/) {
            continued = text ~ /\\[ \t]*$/
            text = ""
        } else if (continued) {
            continued = text ~ /\\[ \t]*$/
            text = ""
        }
        if (!comment) {
            source = source text
            text = ""
        }
    }
    END {
        for (i = 1; i <= length(source); i++) {
            letter = substr(source, i, 1)
            if (letter == "{" && !inside && part ~ /(struct|enum)( [a-z_]+)? *$/) {
                inside = part ~ /struct/ ? "struct" : "enum"
                found[inside]++
                part = ""
            } else if (letter == "}" && inside) {
                inside = ""
                part = ""
            } else if (letter == ";" ) {
                if (inside == "struct") {
                    gsub(/\([^()]*\)/, "", part)
                    gsub(/\([^()]*\)/, "", part)
                    fields += gsub(/,/, ",", part) + 1
                }
                part = ""
            } else {
                part = part letter
            }
        }
        printf "%5d structs\n%5d fields in them\n%5d enums\n", found["struct"], fields, found["enum"]
    }'
