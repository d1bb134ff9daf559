#compdef mfa-admin
# mfa-admin in zsh: Tab asks the program. In ~/.zshrc, or as the file _mfa-admin in a folder of $fpath:
#     source <(mfa-admin completions zsh)
_mfa-admin() {
    local current=$PREFIX
    local -a answer items
    [[ -n $compstate[quote] ]] || current=${(Q)current}
    answer=("${(@f)$(COMPLETE=zsh PROGRAM -- "${(@Q)words[1,CURRENT-1]}" "$current" 2>/dev/null)}")
    case $answer[1] in
        files) compset -P '--*='; _files ;;
        folders) compset -P '--*='; _files -/ ;;
        values)
            items=("${(@)answer[2,-1]}")
            (( $#answer > 1 )) && _describe -V 'mfa-admin' items
            ;;
    esac
}
if [[ $funcstack[1] == _mfa-admin ]]; then
    _mfa-admin "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i -D }
    compdef _mfa-admin mfa-admin
fi
