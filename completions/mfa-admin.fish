# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_mfa_admin_global_optspecs
    string join \n profile= o/output= q/quiet v/verbose log-file= color= no-input timeout= h/help V/version
end

function __fish_mfa_admin_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_mfa_admin_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_mfa_admin_using_subcommand
    set -l cmd (__fish_mfa_admin_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -s V -l version -d 'Print version'
complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -f -a "auth" -d 'Sign in, and see who is signed in where'
complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -f -a "users" -d 'Find people and see their account status'
complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -f -a "mfa" -d 'Reset multi-factor authentication'
complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -f -a "batch" -d 'See batches, and go on with one that was interrupted'
complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -f -a "audit" -d 'See what was reset, by whom and why'
complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -f -a "api" -d 'Send a call of the service\'s API, or list those that its documents name'
complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -f -a "doctor" -d 'Check profile, service, credential and this machine, and say what to do'
complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -f -a "emulator" -d 'Run the embedded organisation as a server of its own'
complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -f -a "completions" -d 'Write the completions of a shell to stdout'
complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -f -a "man" -d 'Write the man pages into a folder'
complete -c mfa-admin -n "__fish_mfa_admin_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and not __fish_seen_subcommand_from login status switch list remove logout help" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and not __fish_seen_subcommand_from login status switch list remove logout help" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and not __fish_seen_subcommand_from login status switch list remove logout help" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and not __fish_seen_subcommand_from login status switch list remove logout help" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and not __fish_seen_subcommand_from login status switch list remove logout help" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and not __fish_seen_subcommand_from login status switch list remove logout help" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and not __fish_seen_subcommand_from login status switch list remove logout help" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and not __fish_seen_subcommand_from login status switch list remove logout help" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and not __fish_seen_subcommand_from login status switch list remove logout help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and not __fish_seen_subcommand_from login status switch list remove logout help" -f -a "login" -d 'Sign in to an organisation and remember it as a profile'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and not __fish_seen_subcommand_from login status switch list remove logout help" -f -a "status" -d 'Show who is signed in'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and not __fish_seen_subcommand_from login status switch list remove logout help" -f -a "switch" -d 'Choose the profile that is used when none is named'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and not __fish_seen_subcommand_from login status switch list remove logout help" -f -a "list" -d 'List the profiles, and which of them have a credential; asks no service'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and not __fish_seen_subcommand_from login status switch list remove logout help" -f -a "remove" -d 'Remove a profile, and its credential from its store; does not ask'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and not __fish_seen_subcommand_from login status switch list remove logout help" -f -a "logout" -d 'Remove the credential of a profile from its store; the profile stays'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and not __fish_seen_subcommand_from login status switch list remove logout help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from login" -l provider -d 'The kind of service' -r -f -a "resolver\t''
privacyidea\t''"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from login" -l url -d 'The base URL of the service, or a shorthand (resolver: us, eu)' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from login" -l org -d 'The id of the organisation' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from login" -l login -d 'The e-mail or name to sign in with by password' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from login" -l environment -d 'How much is at stake there [default: production]' -r -f -a "production\t''
sandbox\t''"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from login" -l ca-file -d 'Trust only the certificate authorities in this PEM file' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from login" -l store -d 'Where to keep the credential [default: keyring]' -r -f -a "keyring\t'The keyring of the operating system'
keyutils\t'The keyring of the Linux kernel'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from login" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from login" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from login" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from login" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from login" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from login" -l with-api-key -d 'Sign in with an API key, read from stdin or typed hidden'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from login" -l password-stdin -d 'Sign in with the password on stdin; needs --login'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from login" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from login" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from login" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from login" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from status" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from status" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from status" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from status" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from status" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from status" -l all -d 'Every profile'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from switch" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from switch" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from switch" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from switch" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from switch" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from switch" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from switch" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from switch" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from switch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from list" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from list" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from list" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from list" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from list" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from remove" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from remove" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from remove" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from remove" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from remove" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from remove" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from logout" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from logout" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from logout" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from logout" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from logout" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from logout" -l all -d 'Every profile'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from logout" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from logout" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from logout" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from logout" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "login" -d 'Sign in to an organisation and remember it as a profile'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show who is signed in'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "switch" -d 'Choose the profile that is used when none is named'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the profiles, and which of them have a credential; asks no service'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Remove a profile, and its credential from its store; does not ask'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "logout" -d 'Remove the credential of a profile from its store; the profile stays'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand auth; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and not __fish_seen_subcommand_from search show help" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and not __fish_seen_subcommand_from search show help" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and not __fish_seen_subcommand_from search show help" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and not __fish_seen_subcommand_from search show help" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and not __fish_seen_subcommand_from search show help" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and not __fish_seen_subcommand_from search show help" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and not __fish_seen_subcommand_from search show help" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and not __fish_seen_subcommand_from search show help" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and not __fish_seen_subcommand_from search show help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and not __fish_seen_subcommand_from search show help" -f -a "search" -d 'List the people whose name or e-mail contains a text'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and not __fish_seen_subcommand_from search show help" -f -a "show" -d 'Show the Account Status panel of one person; with nobody named, search and choose'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and not __fish_seen_subcommand_from search show help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -l group -d 'Only people in the group of that name' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -l level -d 'Only people whose enrolment is of this level' -r -f -a "user\t''
org\t''"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -l last-login-before -d 'Only people who last signed in before a date (2026-01-31), a time, or so long ago (90d); never: those who never did' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -l fields -d 'Only these columns, in this order' -r -f -a "user_id\t''
name\t''
email\t''
active\t''
admin\t''
mfa\t''
level\t''
last_login\t''"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -l sort -d 'By this column, or falling with a - before it; reads everybody first' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -l limit -d 'At most so many people; 0 means all' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -l active -d 'Only people who may sign in'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -l inactive -d 'Only people who may not sign in'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -l admins -d 'Only administrators'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -l no-admins -d 'Nobody who is an administrator: a batch refuses them'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -l enrolled -d 'Only people who have set MFA up'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -l not-enrolled -d 'Only people who have not set MFA up'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from search" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from show" -l user-id -d 'A person\'s id, also one with an @' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from show" -l email -d 'A person\'s whole e-mail address' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from show" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from show" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from show" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from show" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from show" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "search" -d 'List the people whose name or e-mail contains a text'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show the Account Status panel of one person; with nobody named, search and choose'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and not __fish_seen_subcommand_from reset plan apply approve unlock help" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and not __fish_seen_subcommand_from reset plan apply approve unlock help" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and not __fish_seen_subcommand_from reset plan apply approve unlock help" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and not __fish_seen_subcommand_from reset plan apply approve unlock help" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and not __fish_seen_subcommand_from reset plan apply approve unlock help" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and not __fish_seen_subcommand_from reset plan apply approve unlock help" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and not __fish_seen_subcommand_from reset plan apply approve unlock help" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and not __fish_seen_subcommand_from reset plan apply approve unlock help" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and not __fish_seen_subcommand_from reset plan apply approve unlock help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and not __fish_seen_subcommand_from reset plan apply approve unlock help" -f -a "reset" -d 'Reset MFA, so that people can set it up again'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and not __fish_seen_subcommand_from reset plan apply approve unlock help" -f -a "plan" -d 'Write a plan of a reset, for somebody else to review; sends nothing'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and not __fish_seen_subcommand_from reset plan apply approve unlock help" -f -a "apply" -d 'Carry out a plan that was reviewed'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and not __fish_seen_subcommand_from reset plan apply approve unlock help" -f -a "approve" -d 'Approve a plan that somebody else made, by signing it'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and not __fish_seen_subcommand_from reset plan apply approve unlock help" -f -a "unlock" -d 'Clear a person\'s counter of wrong codes; removes nothing'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and not __fish_seen_subcommand_from reset plan apply approve unlock help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l user-id -d 'A person\'s id, also one with an @; may be given several times' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l email -d 'A person\'s whole e-mail address; may be given several times' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l csv -d 'A CSV file with a column `User ID` or `Email`, however it is spelt; - reads stdin' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l id-column -d 'The column of the CSV file that holds the ids' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l email-column -d 'The column of the CSV file that holds the e-mail addresses' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l level -d 'The level that must apply; a person with another one is refused' -r -f -a "auto\t'Whichever applies'
user\t'The person opted in by themselves'
org\t'The organisation enforces MFA'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l confirm -d 'On top of --yes: the e-mail of an administrator, or how many people the input of a production batch names' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l settle -d 'How long reading back may take to show that it worked' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l max -d 'Do nothing when the input names more people than this' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l results -d 'Also write the result rows to this new file, as CSV, as they come' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l concurrency -d 'Requests in flight at once [default: the profile\'s, else the provider\'s]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l rate -d 'Send no more requests than this, as in 40/s [default: as many as the service allows]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l patience -d 'How long the service may throttle before the run ends, as in 10m' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l ids-per-request -d 'People named in one request [default: the profile\'s, else 1]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l reason -d 'Why, for the audit record' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l ticket -d 'The ticket, for the audit record' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l verified-by -d 'How the people\'s identity was checked, for the audit record' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -s y -l yes -d 'Do not ask'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l dry-run -d 'Only look: read everything, send no change'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l no-verify -d 'Take the service\'s word, do not read back'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l again -d 'Run the same input again although a batch of it is not finished'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from reset" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -l csv -d 'A CSV file with a column `User ID` or `Email`, however it is spelt; - reads stdin' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -l id-column -d 'The column of the CSV file that holds the ids' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -l email-column -d 'The column of the CSV file that holds the e-mail addresses' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -l out -d 'Write the plan to this new file' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -l level -d 'The level that must apply; a person with another one is refused' -r -f -a "auto\t'Whichever applies'
user\t'The person opted in by themselves'
org\t'The organisation enforces MFA'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -l max -d 'Do nothing when the input names more people than this' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -l concurrency -d 'Requests in flight at once [default: the profile\'s, else the provider\'s]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -l rate -d 'Send no more requests than this, as in 40/s [default: as many as the service allows]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -l patience -d 'How long the service may throttle before the run ends, as in 10m' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -l reason -d 'Why, for the audit record' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -l ticket -d 'The ticket, for the audit record' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -l verified-by -d 'How the people\'s identity was checked, for the audit record' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -l confirm -d 'On top of --yes: the number of people that the plan resets, in production' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -l settle -d 'How long reading back may take to show that it worked' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -l max -d 'Do nothing when the input names more people than this' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -l results -d 'Also write the result rows to this new file, as CSV, as they come' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -l concurrency -d 'Requests in flight at once [default: the profile\'s, else the provider\'s]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -l rate -d 'Send no more requests than this, as in 40/s [default: as many as the service allows]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -l patience -d 'How long the service may throttle before the run ends, as in 10m' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -l ids-per-request -d 'People named in one request [default: the profile\'s, else 1]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -l reason -d 'Why, for the audit record' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -l ticket -d 'The ticket, for the audit record' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -l verified-by -d 'How the people\'s identity was checked, for the audit record' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -s y -l yes -d 'Do not ask'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -l dry-run -d 'Only look: read everything, send no change'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -l no-verify -d 'Take the service\'s word, do not read back'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -l again -d 'Run the same input again although a batch of it is not finished'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from apply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from approve" -l key -d 'The SSH key, or the .pub file of one in an agent [default: that of ed25519-sk, ed25519, ecdsa-sk, ecdsa or rsa in ~/.ssh]' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from approve" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from approve" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from approve" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from approve" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from approve" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from approve" -s y -l yes -d 'Do not ask'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from approve" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from approve" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from approve" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from approve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from unlock" -l user-id -d 'A person\'s id, also one with an @' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from unlock" -l email -d 'A person\'s whole e-mail address' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from unlock" -l reason -d 'Why, for the audit record' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from unlock" -l ticket -d 'The ticket, for the audit record' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from unlock" -l verified-by -d 'How the people\'s identity was checked, for the audit record' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from unlock" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from unlock" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from unlock" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from unlock" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from unlock" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from unlock" -s y -l yes -d 'Do not ask'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from unlock" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from unlock" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from unlock" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from unlock" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from help" -f -a "reset" -d 'Reset MFA, so that people can set it up again'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from help" -f -a "plan" -d 'Write a plan of a reset, for somebody else to review; sends nothing'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from help" -f -a "apply" -d 'Carry out a plan that was reviewed'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from help" -f -a "approve" -d 'Approve a plan that somebody else made, by signing it'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from help" -f -a "unlock" -d 'Clear a person\'s counter of wrong codes; removes nothing'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand mfa; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and not __fish_seen_subcommand_from list show resume purge help" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and not __fish_seen_subcommand_from list show resume purge help" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and not __fish_seen_subcommand_from list show resume purge help" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and not __fish_seen_subcommand_from list show resume purge help" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and not __fish_seen_subcommand_from list show resume purge help" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and not __fish_seen_subcommand_from list show resume purge help" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and not __fish_seen_subcommand_from list show resume purge help" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and not __fish_seen_subcommand_from list show resume purge help" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and not __fish_seen_subcommand_from list show resume purge help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and not __fish_seen_subcommand_from list show resume purge help" -f -a "list" -d 'List the batches, newest first'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and not __fish_seen_subcommand_from list show resume purge help" -f -a "show" -d 'Show a batch and its rows'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and not __fish_seen_subcommand_from list show resume purge help" -f -a "resume" -d 'Go on with a batch that is not finished'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and not __fish_seen_subcommand_from list show resume purge help" -f -a "purge" -d 'Forget batches that are over; what was sent stays in `audit list`'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and not __fish_seen_subcommand_from list show resume purge help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from list" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from list" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from list" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from list" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from list" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from show" -l outcome -d 'Only rows with one of these outcomes' -r -f -a "reset\t''
accepted\t''
not_enrolled\t''
skipped\t''
refused\t''
not_found\t''
partial\t''
failed\t''
unverified\t''
unknown\t''"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from show" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from show" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from show" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from show" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from show" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from resume" -l confirm -d 'On top of --yes: the number of people of a production batch' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from resume" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from resume" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from resume" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from resume" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from resume" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from resume" -s y -l yes -d 'Do not ask'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from resume" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from resume" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from resume" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from resume" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from purge" -l older-than -d 'Batches that ended so many days ago' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from purge" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from purge" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from purge" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from purge" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from purge" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from purge" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from purge" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from purge" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from purge" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the batches, newest first'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a batch and its rows'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from help" -f -a "resume" -d 'Go on with a batch that is not finished'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from help" -f -a "purge" -d 'Forget batches that are over; what was sent stays in `audit list`'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand batch; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and not __fish_seen_subcommand_from list verify export help" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and not __fish_seen_subcommand_from list verify export help" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and not __fish_seen_subcommand_from list verify export help" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and not __fish_seen_subcommand_from list verify export help" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and not __fish_seen_subcommand_from list verify export help" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and not __fish_seen_subcommand_from list verify export help" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and not __fish_seen_subcommand_from list verify export help" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and not __fish_seen_subcommand_from list verify export help" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and not __fish_seen_subcommand_from list verify export help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and not __fish_seen_subcommand_from list verify export help" -f -a "list" -d 'List what was done from this machine, oldest first'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and not __fish_seen_subcommand_from list verify export help" -f -a "verify" -d 'Check that no event of the record was changed, removed or put in'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and not __fish_seen_subcommand_from list verify export help" -f -a "export" -d 'Write the whole record, with its hashes, to a new file'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and not __fish_seen_subcommand_from list verify export help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from list" -l since -d 'Not before: a date, a time as in the list, or so long ago, such as 7d' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from list" -l until -d 'Not after; a date counts to its end' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from list" -l user -d 'About this person: an id, or a whole e-mail address' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from list" -l actor -d 'By this administrator: an id, or a whole e-mail address' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from list" -l ticket -d 'For this ticket' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from list" -l batch -d 'Of this batch: its id, the beginning of one, or `last`' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from list" -l outcome -d 'With one of these outcomes' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from list" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from list" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from list" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from list" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from list" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from list" -l events -d 'Each event of the chain by itself'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from verify" -l anchor -d 'A file with the head of an earlier time: that event must still be there' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from verify" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from verify" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from verify" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from verify" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from verify" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from verify" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from export" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from export" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from export" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from export" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from export" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from export" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "list" -d 'List what was done from this machine, oldest first'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Check that no event of the record was changed, removed or put in'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write the whole record, with its hashes, to a new file'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and not __fish_seen_subcommand_from list help" -s F -l field -d 'A field of the body, or of the query of a GET; true, false, null and numbers are JSON, anything else is text; K[]=V adds to a list, K[SUB]=V is a field within a field' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and not __fish_seen_subcommand_from list help" -l input -d 'The body, a JSON file; - reads stdin' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and not __fish_seen_subcommand_from list help" -l confirm -d 'On top of --yes, for the reset call: what `mfa reset --confirm` wants' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and not __fish_seen_subcommand_from list help" -l reason -d 'Why, for the audit record' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and not __fish_seen_subcommand_from list help" -l ticket -d 'The ticket, for the audit record' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and not __fish_seen_subcommand_from list help" -l verified-by -d 'How the people\'s identity was checked, for the audit record' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and not __fish_seen_subcommand_from list help" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and not __fish_seen_subcommand_from list help" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and not __fish_seen_subcommand_from list help" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and not __fish_seen_subcommand_from list help" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and not __fish_seen_subcommand_from list help" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and not __fish_seen_subcommand_from list help" -l dry-run -d 'Only show the call; a reset is looked at, as `mfa reset --dry-run` does'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and not __fish_seen_subcommand_from list help" -s y -l yes -d 'Do not ask'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and not __fish_seen_subcommand_from list help" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and not __fish_seen_subcommand_from list help" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and not __fish_seen_subcommand_from list help" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and not __fish_seen_subcommand_from list help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and not __fish_seen_subcommand_from list help" -a "list" -d 'List the calls that the documents of the service name, with examples'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and not __fish_seen_subcommand_from list help" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and __fish_seen_subcommand_from list" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and __fish_seen_subcommand_from list" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and __fish_seen_subcommand_from list" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and __fish_seen_subcommand_from list" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and __fish_seen_subcommand_from list" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the calls that the documents of the service name, with examples'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand api; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand doctor" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand doctor" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand doctor" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand doctor" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand doctor" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand doctor" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand doctor" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand doctor" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and not __fish_seen_subcommand_from serve seed code help" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and not __fish_seen_subcommand_from serve seed code help" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and not __fish_seen_subcommand_from serve seed code help" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and not __fish_seen_subcommand_from serve seed code help" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and not __fish_seen_subcommand_from serve seed code help" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and not __fish_seen_subcommand_from serve seed code help" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and not __fish_seen_subcommand_from serve seed code help" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and not __fish_seen_subcommand_from serve seed code help" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and not __fish_seen_subcommand_from serve seed code help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and not __fish_seen_subcommand_from serve seed code help" -f -a "serve" -d 'Serve it on loopback until a signal comes'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and not __fish_seen_subcommand_from serve seed code help" -f -a "seed" -d 'Put an organisation back to its first state'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and not __fish_seen_subcommand_from serve seed code help" -f -a "code" -d 'Show the code that a person\'s authenticator app shows now'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and not __fish_seen_subcommand_from serve seed code help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from serve" -l port -d 'The port on 127.0.0.1; 0 picks a free one' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from serve" -l users -d 'How many people the organisation has; each number has a database of its own' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from serve" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from serve" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from serve" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from serve" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from serve" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from serve" -l control -d 'Also serve /_emulator: what was received, the truth about a person, and faults on request'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from serve" -l open -d 'Open its screens in the browser'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from serve" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from serve" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from serve" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from seed" -l users -d 'How many people it has' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from seed" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from seed" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from seed" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from seed" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from seed" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from seed" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from seed" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from seed" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from seed" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from code" -l user-id -d 'A person\'s id, also one with an @' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from code" -l email -d 'A person\'s whole e-mail address' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from code" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from code" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from code" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from code" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from code" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from code" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from code" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from code" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from code" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from help" -f -a "serve" -d 'Serve it on loopback until a signal comes'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from help" -f -a "seed" -d 'Put an organisation back to its first state'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from help" -f -a "code" -d 'Show the code that a person\'s authenticator app shows now'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand emulator; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand completions" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand completions" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand completions" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand completions" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand completions" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand completions" -l static -d 'Write a script that knows commands and flags alone and does not ask the program, for packages'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand completions" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand completions" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand completions" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand man" -l profile -d 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand man" -s o -l output -d 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]' -r -f -a "table\t'For people'
json\t'One JSON document'
jsonl\t'One JSON object a line'
csv\t'Comma-separated values with a header'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand man" -l log-file -d 'Append what -vv would show to this file, which is made for its owner alone' -r -F
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand man" -l color -d 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand man" -l timeout -d 'The limit for one request, in seconds [default: 30]' -r
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand man" -s q -l quiet -d 'Write nothing to stderr but errors and questions'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand man" -s v -l verbose -d 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand man" -l no-input -d 'Never ask: fail instead'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and not __fish_seen_subcommand_from auth users mfa batch audit api doctor emulator completions man help" -f -a "auth" -d 'Sign in, and see who is signed in where'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and not __fish_seen_subcommand_from auth users mfa batch audit api doctor emulator completions man help" -f -a "users" -d 'Find people and see their account status'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and not __fish_seen_subcommand_from auth users mfa batch audit api doctor emulator completions man help" -f -a "mfa" -d 'Reset multi-factor authentication'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and not __fish_seen_subcommand_from auth users mfa batch audit api doctor emulator completions man help" -f -a "batch" -d 'See batches, and go on with one that was interrupted'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and not __fish_seen_subcommand_from auth users mfa batch audit api doctor emulator completions man help" -f -a "audit" -d 'See what was reset, by whom and why'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and not __fish_seen_subcommand_from auth users mfa batch audit api doctor emulator completions man help" -f -a "api" -d 'Send a call of the service\'s API, or list those that its documents name'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and not __fish_seen_subcommand_from auth users mfa batch audit api doctor emulator completions man help" -f -a "doctor" -d 'Check profile, service, credential and this machine, and say what to do'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and not __fish_seen_subcommand_from auth users mfa batch audit api doctor emulator completions man help" -f -a "emulator" -d 'Run the embedded organisation as a server of its own'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and not __fish_seen_subcommand_from auth users mfa batch audit api doctor emulator completions man help" -f -a "completions" -d 'Write the completions of a shell to stdout'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and not __fish_seen_subcommand_from auth users mfa batch audit api doctor emulator completions man help" -f -a "man" -d 'Write the man pages into a folder'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and not __fish_seen_subcommand_from auth users mfa batch audit api doctor emulator completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from auth" -f -a "login" -d 'Sign in to an organisation and remember it as a profile'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from auth" -f -a "status" -d 'Show who is signed in'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from auth" -f -a "switch" -d 'Choose the profile that is used when none is named'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from auth" -f -a "list" -d 'List the profiles, and which of them have a credential; asks no service'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from auth" -f -a "remove" -d 'Remove a profile, and its credential from its store; does not ask'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from auth" -f -a "logout" -d 'Remove the credential of a profile from its store; the profile stays'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from users" -f -a "search" -d 'List the people whose name or e-mail contains a text'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from users" -f -a "show" -d 'Show the Account Status panel of one person; with nobody named, search and choose'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from mfa" -f -a "reset" -d 'Reset MFA, so that people can set it up again'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from mfa" -f -a "plan" -d 'Write a plan of a reset, for somebody else to review; sends nothing'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from mfa" -f -a "apply" -d 'Carry out a plan that was reviewed'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from mfa" -f -a "approve" -d 'Approve a plan that somebody else made, by signing it'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from mfa" -f -a "unlock" -d 'Clear a person\'s counter of wrong codes; removes nothing'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from batch" -f -a "list" -d 'List the batches, newest first'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from batch" -f -a "show" -d 'Show a batch and its rows'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from batch" -f -a "resume" -d 'Go on with a batch that is not finished'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from batch" -f -a "purge" -d 'Forget batches that are over; what was sent stays in `audit list`'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "list" -d 'List what was done from this machine, oldest first'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "verify" -d 'Check that no event of the record was changed, removed or put in'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "export" -d 'Write the whole record, with its hashes, to a new file'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from api" -f -a "list" -d 'List the calls that the documents of the service name, with examples'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from emulator" -f -a "serve" -d 'Serve it on loopback until a signal comes'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from emulator" -f -a "seed" -d 'Put an organisation back to its first state'
complete -c mfa-admin -n "__fish_mfa_admin_using_subcommand help; and __fish_seen_subcommand_from emulator" -f -a "code" -d 'Show the code that a person\'s authenticator app shows now'
