# Completion of descent(1) for fish: the program itself knows what may stand next.
function __descent_complete
    set -l words (commandline -opc)
    for word in ($words[1] complete $words[2..-1] 2>/dev/null)
        if test "$word" = FILE
            __fish_complete_path (commandline -ct)
        else
            echo $word
        end
    end
end
complete -c descent -f -a '(__descent_complete)'
