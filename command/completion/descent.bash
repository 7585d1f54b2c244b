# Completion of descent(1) for bash: the program itself knows what may stand next.
_descent()
{
    local typed=${COMP_WORDS[COMP_CWORD]} word files=
    COMPREPLY=()
    while IFS= read -r word; do
        if [ "$word" = FILE ]; then
            files=yes
        elif [ "${word#"$typed"}" != "$word" ]; then
            COMPREPLY+=("$word")
        fi
    done < <("${COMP_WORDS[0]}" complete "${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null)
    if [ -n "$files" ]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r word; do
            COMPREPLY+=("$word")
        done < <(compgen -f -- "$typed")
    fi
}
complete -F _descent descent
