# mfa-admin in fish: Tab asks the program. In ~/.config/fish/completions/mfa-admin.fish:
#     mfa-admin completions fish | source
function __mfa_admin_complete
    set -l token (commandline --cut-at-cursor --current-token)
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l answer (COMPLETE=fish PROGRAM -- $words "$token" 2>/dev/null)
    set -l flag (string match --regex -- '^--[^=]+=' "$token")
    set -l path (string replace --regex -- '^--[^=]+=' '' "$token")
    switch "$answer[1]"
        case files
            complete --do-complete "'' $path" | string replace --regex -- '^' "$flag"
        case folders
            complete --do-complete "'' $path" | string match --regex -- '.*/$' | string replace --regex -- '^' "$flag"
        case values
            string join \n -- $answer[2..-1]
    end
end
complete --command mfa-admin --erase
complete --command mfa-admin --keep-order --no-files --arguments '(__mfa_admin_complete)'
