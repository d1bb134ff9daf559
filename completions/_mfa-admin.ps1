
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'mfa-admin' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'mfa-admin'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'mfa-admin' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('auth', 'auth', [CompletionResultType]::ParameterValue, 'Sign in, and see who is signed in where')
            [CompletionResult]::new('users', 'users', [CompletionResultType]::ParameterValue, 'Find people and see their account status')
            [CompletionResult]::new('mfa', 'mfa', [CompletionResultType]::ParameterValue, 'Reset multi-factor authentication')
            [CompletionResult]::new('batch', 'batch', [CompletionResultType]::ParameterValue, 'See batches, and go on with one that was interrupted')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'See what was reset, by whom and why')
            [CompletionResult]::new('api', 'api', [CompletionResultType]::ParameterValue, 'Send a call of the service''s API, or list those that its documents name')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check profile, service, credential and this machine, and say what to do')
            [CompletionResult]::new('emulator', 'emulator', [CompletionResultType]::ParameterValue, 'Run the embedded organisation as a server of its own')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Write the completions of a shell to stdout')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the man pages into a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'mfa-admin;auth' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Sign in to an organisation and remember it as a profile')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show who is signed in')
            [CompletionResult]::new('switch', 'switch', [CompletionResultType]::ParameterValue, 'Choose the profile that is used when none is named')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the profiles, and which of them have a credential; asks no service')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a profile, and its credential from its store; does not ask')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Remove the credential of a profile from its store; the profile stays')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'mfa-admin;auth;login' {
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'The kind of service')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The base URL of the service, or a shorthand (resolver: us, eu)')
            [CompletionResult]::new('--org', '--org', [CompletionResultType]::ParameterName, 'The id of the organisation')
            [CompletionResult]::new('--login', '--login', [CompletionResultType]::ParameterName, 'The e-mail or name to sign in with by password')
            [CompletionResult]::new('--environment', '--environment', [CompletionResultType]::ParameterName, 'How much is at stake there [default: production]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust only the certificate authorities in this PEM file')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Where to keep the credential [default: keyring]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('--with-api-key', '--with-api-key', [CompletionResultType]::ParameterName, 'Sign in with an API key, read from stdin or typed hidden')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Sign in with the password on stdin; needs --login')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;auth;status' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every profile')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;auth;switch' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;auth;list' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;auth;remove' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;auth;logout' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every profile')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;auth;help' {
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Sign in to an organisation and remember it as a profile')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show who is signed in')
            [CompletionResult]::new('switch', 'switch', [CompletionResultType]::ParameterValue, 'Choose the profile that is used when none is named')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the profiles, and which of them have a credential; asks no service')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a profile, and its credential from its store; does not ask')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Remove the credential of a profile from its store; the profile stays')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'mfa-admin;auth;help;login' {
            break
        }
        'mfa-admin;auth;help;status' {
            break
        }
        'mfa-admin;auth;help;switch' {
            break
        }
        'mfa-admin;auth;help;list' {
            break
        }
        'mfa-admin;auth;help;remove' {
            break
        }
        'mfa-admin;auth;help;logout' {
            break
        }
        'mfa-admin;auth;help;help' {
            break
        }
        'mfa-admin;users' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'List the people whose name or e-mail contains a text')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show the Account Status panel of one person; with nobody named, search and choose')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'mfa-admin;users;search' {
            [CompletionResult]::new('--group', '--group', [CompletionResultType]::ParameterName, 'Only people in the group of that name')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'Only people whose enrolment is of this level')
            [CompletionResult]::new('--last-login-before', '--last-login-before', [CompletionResultType]::ParameterName, 'Only people who last signed in before a date (2026-01-31), a time, or so long ago (90d); never: those who never did')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Only these columns, in this order')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'By this column, or falling with a - before it; reads everybody first')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many people; 0 means all')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('--active', '--active', [CompletionResultType]::ParameterName, 'Only people who may sign in')
            [CompletionResult]::new('--inactive', '--inactive', [CompletionResultType]::ParameterName, 'Only people who may not sign in')
            [CompletionResult]::new('--admins', '--admins', [CompletionResultType]::ParameterName, 'Only administrators')
            [CompletionResult]::new('--no-admins', '--no-admins', [CompletionResultType]::ParameterName, 'Nobody who is an administrator: a batch refuses them')
            [CompletionResult]::new('--enrolled', '--enrolled', [CompletionResultType]::ParameterName, 'Only people who have set MFA up')
            [CompletionResult]::new('--not-enrolled', '--not-enrolled', [CompletionResultType]::ParameterName, 'Only people who have not set MFA up')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;users;show' {
            [CompletionResult]::new('--user-id', '--user-id', [CompletionResultType]::ParameterName, 'A person''s id, also one with an @')
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'A person''s whole e-mail address')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;users;help' {
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'List the people whose name or e-mail contains a text')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show the Account Status panel of one person; with nobody named, search and choose')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'mfa-admin;users;help;search' {
            break
        }
        'mfa-admin;users;help;show' {
            break
        }
        'mfa-admin;users;help;help' {
            break
        }
        'mfa-admin;mfa' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Reset MFA, so that people can set it up again')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Write a plan of a reset, for somebody else to review; sends nothing')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Carry out a plan that was reviewed')
            [CompletionResult]::new('approve', 'approve', [CompletionResultType]::ParameterValue, 'Approve a plan that somebody else made, by signing it')
            [CompletionResult]::new('unlock', 'unlock', [CompletionResultType]::ParameterValue, 'Clear a person''s counter of wrong codes; removes nothing')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'mfa-admin;mfa;reset' {
            [CompletionResult]::new('--user-id', '--user-id', [CompletionResultType]::ParameterName, 'A person''s id, also one with an @; may be given several times')
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'A person''s whole e-mail address; may be given several times')
            [CompletionResult]::new('--csv', '--csv', [CompletionResultType]::ParameterName, 'A CSV file with a column `User ID` or `Email`, however it is spelt; - reads stdin')
            [CompletionResult]::new('--id-column', '--id-column', [CompletionResultType]::ParameterName, 'The column of the CSV file that holds the ids')
            [CompletionResult]::new('--email-column', '--email-column', [CompletionResultType]::ParameterName, 'The column of the CSV file that holds the e-mail addresses')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'The level that must apply; a person with another one is refused')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'On top of --yes: the e-mail of an administrator, or how many people the input of a production batch names')
            [CompletionResult]::new('--settle', '--settle', [CompletionResultType]::ParameterName, 'How long reading back may take to show that it worked')
            [CompletionResult]::new('--max', '--max', [CompletionResultType]::ParameterName, 'Do nothing when the input names more people than this')
            [CompletionResult]::new('--results', '--results', [CompletionResultType]::ParameterName, 'Also write the result rows to this new file, as CSV, as they come')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight at once [default: the profile''s, else the provider''s]')
            [CompletionResult]::new('--rate', '--rate', [CompletionResultType]::ParameterName, 'Send no more requests than this, as in 40/s [default: as many as the service allows]')
            [CompletionResult]::new('--patience', '--patience', [CompletionResultType]::ParameterName, 'How long the service may throttle before the run ends, as in 10m')
            [CompletionResult]::new('--ids-per-request', '--ids-per-request', [CompletionResultType]::ParameterName, 'People named in one request [default: the profile''s, else 1]')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the audit record')
            [CompletionResult]::new('--ticket', '--ticket', [CompletionResultType]::ParameterName, 'The ticket, for the audit record')
            [CompletionResult]::new('--verified-by', '--verified-by', [CompletionResultType]::ParameterName, 'How the people''s identity was checked, for the audit record')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only look: read everything, send no change')
            [CompletionResult]::new('--no-verify', '--no-verify', [CompletionResultType]::ParameterName, 'Take the service''s word, do not read back')
            [CompletionResult]::new('--again', '--again', [CompletionResultType]::ParameterName, 'Run the same input again although a batch of it is not finished')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;mfa;plan' {
            [CompletionResult]::new('--csv', '--csv', [CompletionResultType]::ParameterName, 'A CSV file with a column `User ID` or `Email`, however it is spelt; - reads stdin')
            [CompletionResult]::new('--id-column', '--id-column', [CompletionResultType]::ParameterName, 'The column of the CSV file that holds the ids')
            [CompletionResult]::new('--email-column', '--email-column', [CompletionResultType]::ParameterName, 'The column of the CSV file that holds the e-mail addresses')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Write the plan to this new file')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'The level that must apply; a person with another one is refused')
            [CompletionResult]::new('--max', '--max', [CompletionResultType]::ParameterName, 'Do nothing when the input names more people than this')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight at once [default: the profile''s, else the provider''s]')
            [CompletionResult]::new('--rate', '--rate', [CompletionResultType]::ParameterName, 'Send no more requests than this, as in 40/s [default: as many as the service allows]')
            [CompletionResult]::new('--patience', '--patience', [CompletionResultType]::ParameterName, 'How long the service may throttle before the run ends, as in 10m')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the audit record')
            [CompletionResult]::new('--ticket', '--ticket', [CompletionResultType]::ParameterName, 'The ticket, for the audit record')
            [CompletionResult]::new('--verified-by', '--verified-by', [CompletionResultType]::ParameterName, 'How the people''s identity was checked, for the audit record')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;mfa;apply' {
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'On top of --yes: the number of people that the plan resets, in production')
            [CompletionResult]::new('--settle', '--settle', [CompletionResultType]::ParameterName, 'How long reading back may take to show that it worked')
            [CompletionResult]::new('--max', '--max', [CompletionResultType]::ParameterName, 'Do nothing when the input names more people than this')
            [CompletionResult]::new('--results', '--results', [CompletionResultType]::ParameterName, 'Also write the result rows to this new file, as CSV, as they come')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight at once [default: the profile''s, else the provider''s]')
            [CompletionResult]::new('--rate', '--rate', [CompletionResultType]::ParameterName, 'Send no more requests than this, as in 40/s [default: as many as the service allows]')
            [CompletionResult]::new('--patience', '--patience', [CompletionResultType]::ParameterName, 'How long the service may throttle before the run ends, as in 10m')
            [CompletionResult]::new('--ids-per-request', '--ids-per-request', [CompletionResultType]::ParameterName, 'People named in one request [default: the profile''s, else 1]')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the audit record')
            [CompletionResult]::new('--ticket', '--ticket', [CompletionResultType]::ParameterName, 'The ticket, for the audit record')
            [CompletionResult]::new('--verified-by', '--verified-by', [CompletionResultType]::ParameterName, 'How the people''s identity was checked, for the audit record')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only look: read everything, send no change')
            [CompletionResult]::new('--no-verify', '--no-verify', [CompletionResultType]::ParameterName, 'Take the service''s word, do not read back')
            [CompletionResult]::new('--again', '--again', [CompletionResultType]::ParameterName, 'Run the same input again although a batch of it is not finished')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;mfa;approve' {
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The SSH key, or the .pub file of one in an agent [default: that of ed25519-sk, ed25519, ecdsa-sk, ecdsa or rsa in ~/.ssh]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;mfa;unlock' {
            [CompletionResult]::new('--user-id', '--user-id', [CompletionResultType]::ParameterName, 'A person''s id, also one with an @')
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'A person''s whole e-mail address')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the audit record')
            [CompletionResult]::new('--ticket', '--ticket', [CompletionResultType]::ParameterName, 'The ticket, for the audit record')
            [CompletionResult]::new('--verified-by', '--verified-by', [CompletionResultType]::ParameterName, 'How the people''s identity was checked, for the audit record')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;mfa;help' {
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Reset MFA, so that people can set it up again')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Write a plan of a reset, for somebody else to review; sends nothing')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Carry out a plan that was reviewed')
            [CompletionResult]::new('approve', 'approve', [CompletionResultType]::ParameterValue, 'Approve a plan that somebody else made, by signing it')
            [CompletionResult]::new('unlock', 'unlock', [CompletionResultType]::ParameterValue, 'Clear a person''s counter of wrong codes; removes nothing')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'mfa-admin;mfa;help;reset' {
            break
        }
        'mfa-admin;mfa;help;plan' {
            break
        }
        'mfa-admin;mfa;help;apply' {
            break
        }
        'mfa-admin;mfa;help;approve' {
            break
        }
        'mfa-admin;mfa;help;unlock' {
            break
        }
        'mfa-admin;mfa;help;help' {
            break
        }
        'mfa-admin;batch' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the batches, newest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a batch and its rows')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Go on with a batch that is not finished')
            [CompletionResult]::new('purge', 'purge', [CompletionResultType]::ParameterValue, 'Forget batches that are over; what was sent stays in `audit list`')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'mfa-admin;batch;list' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;batch;show' {
            [CompletionResult]::new('--outcome', '--outcome', [CompletionResultType]::ParameterName, 'Only rows with one of these outcomes')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;batch;resume' {
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'On top of --yes: the number of people of a production batch')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;batch;purge' {
            [CompletionResult]::new('--older-than', '--older-than', [CompletionResultType]::ParameterName, 'Batches that ended so many days ago')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;batch;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the batches, newest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a batch and its rows')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Go on with a batch that is not finished')
            [CompletionResult]::new('purge', 'purge', [CompletionResultType]::ParameterValue, 'Forget batches that are over; what was sent stays in `audit list`')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'mfa-admin;batch;help;list' {
            break
        }
        'mfa-admin;batch;help;show' {
            break
        }
        'mfa-admin;batch;help;resume' {
            break
        }
        'mfa-admin;batch;help;purge' {
            break
        }
        'mfa-admin;batch;help;help' {
            break
        }
        'mfa-admin;audit' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List what was done from this machine, oldest first')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check that no event of the record was changed, removed or put in')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the whole record, with its hashes, to a new file')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'mfa-admin;audit;list' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Not before: a date, a time as in the list, or so long ago, such as 7d')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Not after; a date counts to its end')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'About this person: an id, or a whole e-mail address')
            [CompletionResult]::new('--actor', '--actor', [CompletionResultType]::ParameterName, 'By this administrator: an id, or a whole e-mail address')
            [CompletionResult]::new('--ticket', '--ticket', [CompletionResultType]::ParameterName, 'For this ticket')
            [CompletionResult]::new('--batch', '--batch', [CompletionResultType]::ParameterName, 'Of this batch: its id, the beginning of one, or `last`')
            [CompletionResult]::new('--outcome', '--outcome', [CompletionResultType]::ParameterName, 'With one of these outcomes')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'Each event of the chain by itself')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;audit;verify' {
            [CompletionResult]::new('--anchor', '--anchor', [CompletionResultType]::ParameterName, 'A file with the head of an earlier time: that event must still be there')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;audit;export' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;audit;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List what was done from this machine, oldest first')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check that no event of the record was changed, removed or put in')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the whole record, with its hashes, to a new file')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'mfa-admin;audit;help;list' {
            break
        }
        'mfa-admin;audit;help;verify' {
            break
        }
        'mfa-admin;audit;help;export' {
            break
        }
        'mfa-admin;audit;help;help' {
            break
        }
        'mfa-admin;api' {
            [CompletionResult]::new('-F', '-F ', [CompletionResultType]::ParameterName, 'A field of the body, or of the query of a GET; true, false, null and numbers are JSON, anything else is text; K[]=V adds to a list, K[SUB]=V is a field within a field')
            [CompletionResult]::new('--field', '--field', [CompletionResultType]::ParameterName, 'A field of the body, or of the query of a GET; true, false, null and numbers are JSON, anything else is text; K[]=V adds to a list, K[SUB]=V is a field within a field')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'The body, a JSON file; - reads stdin')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'On top of --yes, for the reset call: what `mfa reset --confirm` wants')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the audit record')
            [CompletionResult]::new('--ticket', '--ticket', [CompletionResultType]::ParameterName, 'The ticket, for the audit record')
            [CompletionResult]::new('--verified-by', '--verified-by', [CompletionResultType]::ParameterName, 'How the people''s identity was checked, for the audit record')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only show the call; a reset is looked at, as `mfa reset --dry-run` does')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the calls that the documents of the service name, with examples')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'mfa-admin;api;list' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;api;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the calls that the documents of the service name, with examples')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'mfa-admin;api;help;list' {
            break
        }
        'mfa-admin;api;help;help' {
            break
        }
        'mfa-admin;doctor' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;emulator' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve it on loopback until a signal comes')
            [CompletionResult]::new('seed', 'seed', [CompletionResultType]::ParameterValue, 'Put an organisation back to its first state')
            [CompletionResult]::new('code', 'code', [CompletionResultType]::ParameterValue, 'Show the code that a person''s authenticator app shows now')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'mfa-admin;emulator;serve' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The port on 127.0.0.1; 0 picks a free one')
            [CompletionResult]::new('--users', '--users', [CompletionResultType]::ParameterName, 'How many people the organisation has; each number has a database of its own')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('--control', '--control', [CompletionResultType]::ParameterName, 'Also serve /_emulator: what was received, the truth about a person, and faults on request')
            [CompletionResult]::new('--open', '--open', [CompletionResultType]::ParameterName, 'Open its screens in the browser')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;emulator;seed' {
            [CompletionResult]::new('--users', '--users', [CompletionResultType]::ParameterName, 'How many people it has')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;emulator;code' {
            [CompletionResult]::new('--user-id', '--user-id', [CompletionResultType]::ParameterName, 'A person''s id, also one with an @')
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'A person''s whole e-mail address')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;emulator;help' {
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve it on loopback until a signal comes')
            [CompletionResult]::new('seed', 'seed', [CompletionResultType]::ParameterValue, 'Put an organisation back to its first state')
            [CompletionResult]::new('code', 'code', [CompletionResultType]::ParameterValue, 'Show the code that a person''s authenticator app shows now')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'mfa-admin;emulator;help;serve' {
            break
        }
        'mfa-admin;emulator;help;seed' {
            break
        }
        'mfa-admin;emulator;help;code' {
            break
        }
        'mfa-admin;emulator;help;help' {
            break
        }
        'mfa-admin;completions' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('--static', '--static', [CompletionResultType]::ParameterName, 'Write a script that knows commands and flags alone and does not ask the program, for packages')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;man' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Append what -vv would show to this file, which is made for its owner alone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for one request, in seconds [default: 30]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Write nothing to stderr but errors and questions')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: fail instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'mfa-admin;help' {
            [CompletionResult]::new('auth', 'auth', [CompletionResultType]::ParameterValue, 'Sign in, and see who is signed in where')
            [CompletionResult]::new('users', 'users', [CompletionResultType]::ParameterValue, 'Find people and see their account status')
            [CompletionResult]::new('mfa', 'mfa', [CompletionResultType]::ParameterValue, 'Reset multi-factor authentication')
            [CompletionResult]::new('batch', 'batch', [CompletionResultType]::ParameterValue, 'See batches, and go on with one that was interrupted')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'See what was reset, by whom and why')
            [CompletionResult]::new('api', 'api', [CompletionResultType]::ParameterValue, 'Send a call of the service''s API, or list those that its documents name')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check profile, service, credential and this machine, and say what to do')
            [CompletionResult]::new('emulator', 'emulator', [CompletionResultType]::ParameterValue, 'Run the embedded organisation as a server of its own')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Write the completions of a shell to stdout')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the man pages into a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'mfa-admin;help;auth' {
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Sign in to an organisation and remember it as a profile')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show who is signed in')
            [CompletionResult]::new('switch', 'switch', [CompletionResultType]::ParameterValue, 'Choose the profile that is used when none is named')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the profiles, and which of them have a credential; asks no service')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a profile, and its credential from its store; does not ask')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Remove the credential of a profile from its store; the profile stays')
            break
        }
        'mfa-admin;help;auth;login' {
            break
        }
        'mfa-admin;help;auth;status' {
            break
        }
        'mfa-admin;help;auth;switch' {
            break
        }
        'mfa-admin;help;auth;list' {
            break
        }
        'mfa-admin;help;auth;remove' {
            break
        }
        'mfa-admin;help;auth;logout' {
            break
        }
        'mfa-admin;help;users' {
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'List the people whose name or e-mail contains a text')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show the Account Status panel of one person; with nobody named, search and choose')
            break
        }
        'mfa-admin;help;users;search' {
            break
        }
        'mfa-admin;help;users;show' {
            break
        }
        'mfa-admin;help;mfa' {
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Reset MFA, so that people can set it up again')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Write a plan of a reset, for somebody else to review; sends nothing')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Carry out a plan that was reviewed')
            [CompletionResult]::new('approve', 'approve', [CompletionResultType]::ParameterValue, 'Approve a plan that somebody else made, by signing it')
            [CompletionResult]::new('unlock', 'unlock', [CompletionResultType]::ParameterValue, 'Clear a person''s counter of wrong codes; removes nothing')
            break
        }
        'mfa-admin;help;mfa;reset' {
            break
        }
        'mfa-admin;help;mfa;plan' {
            break
        }
        'mfa-admin;help;mfa;apply' {
            break
        }
        'mfa-admin;help;mfa;approve' {
            break
        }
        'mfa-admin;help;mfa;unlock' {
            break
        }
        'mfa-admin;help;batch' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the batches, newest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a batch and its rows')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Go on with a batch that is not finished')
            [CompletionResult]::new('purge', 'purge', [CompletionResultType]::ParameterValue, 'Forget batches that are over; what was sent stays in `audit list`')
            break
        }
        'mfa-admin;help;batch;list' {
            break
        }
        'mfa-admin;help;batch;show' {
            break
        }
        'mfa-admin;help;batch;resume' {
            break
        }
        'mfa-admin;help;batch;purge' {
            break
        }
        'mfa-admin;help;audit' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List what was done from this machine, oldest first')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check that no event of the record was changed, removed or put in')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the whole record, with its hashes, to a new file')
            break
        }
        'mfa-admin;help;audit;list' {
            break
        }
        'mfa-admin;help;audit;verify' {
            break
        }
        'mfa-admin;help;audit;export' {
            break
        }
        'mfa-admin;help;api' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the calls that the documents of the service name, with examples')
            break
        }
        'mfa-admin;help;api;list' {
            break
        }
        'mfa-admin;help;doctor' {
            break
        }
        'mfa-admin;help;emulator' {
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve it on loopback until a signal comes')
            [CompletionResult]::new('seed', 'seed', [CompletionResultType]::ParameterValue, 'Put an organisation back to its first state')
            [CompletionResult]::new('code', 'code', [CompletionResultType]::ParameterValue, 'Show the code that a person''s authenticator app shows now')
            break
        }
        'mfa-admin;help;emulator;serve' {
            break
        }
        'mfa-admin;help;emulator;seed' {
            break
        }
        'mfa-admin;help;emulator;code' {
            break
        }
        'mfa-admin;help;completions' {
            break
        }
        'mfa-admin;help;man' {
            break
        }
        'mfa-admin;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
