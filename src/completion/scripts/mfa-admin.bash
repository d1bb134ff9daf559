# mfa-admin in bash: Tab asks the program. In ~/.bashrc:
#     eval "$(mfa-admin completions bash)"
_mfa_admin() {
    local answer item
    COMPREPLY=()
    answer=$(COMPLETE=bash PROGRAM -- "$2" "${COMP_LINE:0:COMP_POINT}" "${COMP_TYPE:-9}" "${COLUMNS:-80}" 2>/dev/null)
    case ${answer%%$'\n'*} in
        files) compopt -o default 2>/dev/null ;;
        folders) compopt -o dirnames 2>/dev/null ;;
        values)
            while IFS= read -r item; do
                [[ -z $item ]] || COMPREPLY+=("$item")
            done <<<"${answer#values}"
            ;;
    esac
}
if ((BASH_VERSINFO[0] < 4)); then
    complete -o default -F _mfa_admin mfa-admin
elif ((BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] < 4)); then
    complete -F _mfa_admin mfa-admin
else
    complete -o nosort -F _mfa_admin mfa-admin
fi
