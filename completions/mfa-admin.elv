
use builtin;
use str;

set edit:completion:arg-completer[mfa-admin] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'mfa-admin'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'mfa-admin'= {
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand auth 'Sign in, and see who is signed in where'
            cand users 'Find people and see their account status'
            cand mfa 'Reset multi-factor authentication'
            cand batch 'See batches, and go on with one that was interrupted'
            cand audit 'See what was reset, by whom and why'
            cand api 'Send a call of the service''s API, or list those that its documents name'
            cand doctor 'Check profile, service, credential and this machine, and say what to do'
            cand emulator 'Run the embedded organisation as a server of its own'
            cand completions 'Write the completions of a shell to stdout'
            cand man 'Write the man pages into a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'mfa-admin;auth'= {
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand login 'Sign in to an organisation and remember it as a profile'
            cand status 'Show who is signed in'
            cand switch 'Choose the profile that is used when none is named'
            cand list 'List the profiles, and which of them have a credential; asks no service'
            cand remove 'Remove a profile, and its credential from its store; does not ask'
            cand logout 'Remove the credential of a profile from its store; the profile stays'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'mfa-admin;auth;login'= {
            cand --provider 'The kind of service'
            cand --url 'The base URL of the service, or a shorthand (resolver: us, eu)'
            cand --org 'The id of the organisation'
            cand --login 'The e-mail or name to sign in with by password'
            cand --environment 'How much is at stake there [default: production]'
            cand --ca-file 'Trust only the certificate authorities in this PEM file'
            cand --store 'Where to keep the credential [default: keyring]'
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand --with-api-key 'Sign in with an API key, read from stdin or typed hidden'
            cand --password-stdin 'Sign in with the password on stdin; needs --login'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;auth;status'= {
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand --all 'Every profile'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;auth;switch'= {
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;auth;list'= {
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;auth;remove'= {
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;auth;logout'= {
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand --all 'Every profile'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;auth;help'= {
            cand login 'Sign in to an organisation and remember it as a profile'
            cand status 'Show who is signed in'
            cand switch 'Choose the profile that is used when none is named'
            cand list 'List the profiles, and which of them have a credential; asks no service'
            cand remove 'Remove a profile, and its credential from its store; does not ask'
            cand logout 'Remove the credential of a profile from its store; the profile stays'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'mfa-admin;auth;help;login'= {
        }
        &'mfa-admin;auth;help;status'= {
        }
        &'mfa-admin;auth;help;switch'= {
        }
        &'mfa-admin;auth;help;list'= {
        }
        &'mfa-admin;auth;help;remove'= {
        }
        &'mfa-admin;auth;help;logout'= {
        }
        &'mfa-admin;auth;help;help'= {
        }
        &'mfa-admin;users'= {
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand search 'List the people whose name or e-mail contains a text'
            cand show 'Show the Account Status panel of one person; with nobody named, search and choose'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'mfa-admin;users;search'= {
            cand --group 'Only people in the group of that name'
            cand --level 'Only people whose enrolment is of this level'
            cand --last-login-before 'Only people who last signed in before a date (2026-01-31), a time, or so long ago (90d); never: those who never did'
            cand --fields 'Only these columns, in this order'
            cand --sort 'By this column, or falling with a - before it; reads everybody first'
            cand --limit 'At most so many people; 0 means all'
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand --active 'Only people who may sign in'
            cand --inactive 'Only people who may not sign in'
            cand --admins 'Only administrators'
            cand --no-admins 'Nobody who is an administrator: a batch refuses them'
            cand --enrolled 'Only people who have set MFA up'
            cand --not-enrolled 'Only people who have not set MFA up'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;users;show'= {
            cand --user-id 'A person''s id, also one with an @'
            cand --email 'A person''s whole e-mail address'
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;users;help'= {
            cand search 'List the people whose name or e-mail contains a text'
            cand show 'Show the Account Status panel of one person; with nobody named, search and choose'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'mfa-admin;users;help;search'= {
        }
        &'mfa-admin;users;help;show'= {
        }
        &'mfa-admin;users;help;help'= {
        }
        &'mfa-admin;mfa'= {
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand reset 'Reset MFA, so that people can set it up again'
            cand plan 'Write a plan of a reset, for somebody else to review; sends nothing'
            cand apply 'Carry out a plan that was reviewed'
            cand approve 'Approve a plan that somebody else made, by signing it'
            cand unlock 'Clear a person''s counter of wrong codes; removes nothing'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'mfa-admin;mfa;reset'= {
            cand --user-id 'A person''s id, also one with an @; may be given several times'
            cand --email 'A person''s whole e-mail address; may be given several times'
            cand --csv 'A CSV file with a column `User ID` or `Email`, however it is spelt; - reads stdin'
            cand --id-column 'The column of the CSV file that holds the ids'
            cand --email-column 'The column of the CSV file that holds the e-mail addresses'
            cand --level 'The level that must apply; a person with another one is refused'
            cand --confirm 'On top of --yes: the e-mail of an administrator, or how many people the input of a production batch names'
            cand --settle 'How long reading back may take to show that it worked'
            cand --max 'Do nothing when the input names more people than this'
            cand --results 'Also write the result rows to this new file, as CSV, as they come'
            cand --concurrency 'Requests in flight at once [default: the profile''s, else the provider''s]'
            cand --rate 'Send no more requests than this, as in 40/s [default: as many as the service allows]'
            cand --patience 'How long the service may throttle before the run ends, as in 10m'
            cand --ids-per-request 'People named in one request [default: the profile''s, else 1]'
            cand --reason 'Why, for the audit record'
            cand --ticket 'The ticket, for the audit record'
            cand --verified-by 'How the people''s identity was checked, for the audit record'
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --dry-run 'Only look: read everything, send no change'
            cand --no-verify 'Take the service''s word, do not read back'
            cand --again 'Run the same input again although a batch of it is not finished'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;mfa;plan'= {
            cand --csv 'A CSV file with a column `User ID` or `Email`, however it is spelt; - reads stdin'
            cand --id-column 'The column of the CSV file that holds the ids'
            cand --email-column 'The column of the CSV file that holds the e-mail addresses'
            cand --out 'Write the plan to this new file'
            cand --level 'The level that must apply; a person with another one is refused'
            cand --max 'Do nothing when the input names more people than this'
            cand --concurrency 'Requests in flight at once [default: the profile''s, else the provider''s]'
            cand --rate 'Send no more requests than this, as in 40/s [default: as many as the service allows]'
            cand --patience 'How long the service may throttle before the run ends, as in 10m'
            cand --reason 'Why, for the audit record'
            cand --ticket 'The ticket, for the audit record'
            cand --verified-by 'How the people''s identity was checked, for the audit record'
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;mfa;apply'= {
            cand --confirm 'On top of --yes: the number of people that the plan resets, in production'
            cand --settle 'How long reading back may take to show that it worked'
            cand --max 'Do nothing when the input names more people than this'
            cand --results 'Also write the result rows to this new file, as CSV, as they come'
            cand --concurrency 'Requests in flight at once [default: the profile''s, else the provider''s]'
            cand --rate 'Send no more requests than this, as in 40/s [default: as many as the service allows]'
            cand --patience 'How long the service may throttle before the run ends, as in 10m'
            cand --ids-per-request 'People named in one request [default: the profile''s, else 1]'
            cand --reason 'Why, for the audit record'
            cand --ticket 'The ticket, for the audit record'
            cand --verified-by 'How the people''s identity was checked, for the audit record'
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --dry-run 'Only look: read everything, send no change'
            cand --no-verify 'Take the service''s word, do not read back'
            cand --again 'Run the same input again although a batch of it is not finished'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;mfa;approve'= {
            cand --key 'The SSH key, or the .pub file of one in an agent [default: that of ed25519-sk, ed25519, ecdsa-sk, ecdsa or rsa in ~/.ssh]'
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;mfa;unlock'= {
            cand --user-id 'A person''s id, also one with an @'
            cand --email 'A person''s whole e-mail address'
            cand --reason 'Why, for the audit record'
            cand --ticket 'The ticket, for the audit record'
            cand --verified-by 'How the people''s identity was checked, for the audit record'
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;mfa;help'= {
            cand reset 'Reset MFA, so that people can set it up again'
            cand plan 'Write a plan of a reset, for somebody else to review; sends nothing'
            cand apply 'Carry out a plan that was reviewed'
            cand approve 'Approve a plan that somebody else made, by signing it'
            cand unlock 'Clear a person''s counter of wrong codes; removes nothing'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'mfa-admin;mfa;help;reset'= {
        }
        &'mfa-admin;mfa;help;plan'= {
        }
        &'mfa-admin;mfa;help;apply'= {
        }
        &'mfa-admin;mfa;help;approve'= {
        }
        &'mfa-admin;mfa;help;unlock'= {
        }
        &'mfa-admin;mfa;help;help'= {
        }
        &'mfa-admin;batch'= {
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand list 'List the batches, newest first'
            cand show 'Show a batch and its rows'
            cand resume 'Go on with a batch that is not finished'
            cand purge 'Forget batches that are over; what was sent stays in `audit list`'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'mfa-admin;batch;list'= {
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;batch;show'= {
            cand --outcome 'Only rows with one of these outcomes'
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;batch;resume'= {
            cand --confirm 'On top of --yes: the number of people of a production batch'
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;batch;purge'= {
            cand --older-than 'Batches that ended so many days ago'
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;batch;help'= {
            cand list 'List the batches, newest first'
            cand show 'Show a batch and its rows'
            cand resume 'Go on with a batch that is not finished'
            cand purge 'Forget batches that are over; what was sent stays in `audit list`'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'mfa-admin;batch;help;list'= {
        }
        &'mfa-admin;batch;help;show'= {
        }
        &'mfa-admin;batch;help;resume'= {
        }
        &'mfa-admin;batch;help;purge'= {
        }
        &'mfa-admin;batch;help;help'= {
        }
        &'mfa-admin;audit'= {
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand list 'List what was done from this machine, oldest first'
            cand verify 'Check that no event of the record was changed, removed or put in'
            cand export 'Write the whole record, with its hashes, to a new file'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'mfa-admin;audit;list'= {
            cand --since 'Not before: a date, a time as in the list, or so long ago, such as 7d'
            cand --until 'Not after; a date counts to its end'
            cand --user 'About this person: an id, or a whole e-mail address'
            cand --actor 'By this administrator: an id, or a whole e-mail address'
            cand --ticket 'For this ticket'
            cand --batch 'Of this batch: its id, the beginning of one, or `last`'
            cand --outcome 'With one of these outcomes'
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand --events 'Each event of the chain by itself'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;audit;verify'= {
            cand --anchor 'A file with the head of an earlier time: that event must still be there'
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;audit;export'= {
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;audit;help'= {
            cand list 'List what was done from this machine, oldest first'
            cand verify 'Check that no event of the record was changed, removed or put in'
            cand export 'Write the whole record, with its hashes, to a new file'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'mfa-admin;audit;help;list'= {
        }
        &'mfa-admin;audit;help;verify'= {
        }
        &'mfa-admin;audit;help;export'= {
        }
        &'mfa-admin;audit;help;help'= {
        }
        &'mfa-admin;api'= {
            cand -F 'A field of the body, or of the query of a GET; true, false, null and numbers are JSON, anything else is text; K[]=V adds to a list, K[SUB]=V is a field within a field'
            cand --field 'A field of the body, or of the query of a GET; true, false, null and numbers are JSON, anything else is text; K[]=V adds to a list, K[SUB]=V is a field within a field'
            cand --input 'The body, a JSON file; - reads stdin'
            cand --confirm 'On top of --yes, for the reset call: what `mfa reset --confirm` wants'
            cand --reason 'Why, for the audit record'
            cand --ticket 'The ticket, for the audit record'
            cand --verified-by 'How the people''s identity was checked, for the audit record'
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand --dry-run 'Only show the call; a reset is looked at, as `mfa reset --dry-run` does'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand list 'List the calls that the documents of the service name, with examples'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'mfa-admin;api;list'= {
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;api;help'= {
            cand list 'List the calls that the documents of the service name, with examples'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'mfa-admin;api;help;list'= {
        }
        &'mfa-admin;api;help;help'= {
        }
        &'mfa-admin;doctor'= {
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;emulator'= {
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand serve 'Serve it on loopback until a signal comes'
            cand seed 'Put an organisation back to its first state'
            cand code 'Show the code that a person''s authenticator app shows now'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'mfa-admin;emulator;serve'= {
            cand --port 'The port on 127.0.0.1; 0 picks a free one'
            cand --users 'How many people the organisation has; each number has a database of its own'
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand --control 'Also serve /_emulator: what was received, the truth about a person, and faults on request'
            cand --open 'Open its screens in the browser'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;emulator;seed'= {
            cand --users 'How many people it has'
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;emulator;code'= {
            cand --user-id 'A person''s id, also one with an @'
            cand --email 'A person''s whole e-mail address'
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;emulator;help'= {
            cand serve 'Serve it on loopback until a signal comes'
            cand seed 'Put an organisation back to its first state'
            cand code 'Show the code that a person''s authenticator app shows now'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'mfa-admin;emulator;help;serve'= {
        }
        &'mfa-admin;emulator;help;seed'= {
        }
        &'mfa-admin;emulator;help;code'= {
        }
        &'mfa-admin;emulator;help;help'= {
        }
        &'mfa-admin;completions'= {
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand --static 'Write a script that knows commands and flags alone and does not ask the program, for packages'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;man'= {
            cand --profile 'The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]'
            cand -o 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --output 'How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]'
            cand --log-file 'Append what -vv would show to this file, which is made for its owner alone'
            cand --color 'Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]'
            cand --timeout 'The limit for one request, in seconds [default: 30]'
            cand -q 'Write nothing to stderr but errors and questions'
            cand --quiet 'Write nothing to stderr but errors and questions'
            cand -v 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --verbose 'Show every request on stderr; -vv also headers, and how fast is asked; never a secret'
            cand --no-input 'Never ask: fail instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'mfa-admin;help'= {
            cand auth 'Sign in, and see who is signed in where'
            cand users 'Find people and see their account status'
            cand mfa 'Reset multi-factor authentication'
            cand batch 'See batches, and go on with one that was interrupted'
            cand audit 'See what was reset, by whom and why'
            cand api 'Send a call of the service''s API, or list those that its documents name'
            cand doctor 'Check profile, service, credential and this machine, and say what to do'
            cand emulator 'Run the embedded organisation as a server of its own'
            cand completions 'Write the completions of a shell to stdout'
            cand man 'Write the man pages into a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'mfa-admin;help;auth'= {
            cand login 'Sign in to an organisation and remember it as a profile'
            cand status 'Show who is signed in'
            cand switch 'Choose the profile that is used when none is named'
            cand list 'List the profiles, and which of them have a credential; asks no service'
            cand remove 'Remove a profile, and its credential from its store; does not ask'
            cand logout 'Remove the credential of a profile from its store; the profile stays'
        }
        &'mfa-admin;help;auth;login'= {
        }
        &'mfa-admin;help;auth;status'= {
        }
        &'mfa-admin;help;auth;switch'= {
        }
        &'mfa-admin;help;auth;list'= {
        }
        &'mfa-admin;help;auth;remove'= {
        }
        &'mfa-admin;help;auth;logout'= {
        }
        &'mfa-admin;help;users'= {
            cand search 'List the people whose name or e-mail contains a text'
            cand show 'Show the Account Status panel of one person; with nobody named, search and choose'
        }
        &'mfa-admin;help;users;search'= {
        }
        &'mfa-admin;help;users;show'= {
        }
        &'mfa-admin;help;mfa'= {
            cand reset 'Reset MFA, so that people can set it up again'
            cand plan 'Write a plan of a reset, for somebody else to review; sends nothing'
            cand apply 'Carry out a plan that was reviewed'
            cand approve 'Approve a plan that somebody else made, by signing it'
            cand unlock 'Clear a person''s counter of wrong codes; removes nothing'
        }
        &'mfa-admin;help;mfa;reset'= {
        }
        &'mfa-admin;help;mfa;plan'= {
        }
        &'mfa-admin;help;mfa;apply'= {
        }
        &'mfa-admin;help;mfa;approve'= {
        }
        &'mfa-admin;help;mfa;unlock'= {
        }
        &'mfa-admin;help;batch'= {
            cand list 'List the batches, newest first'
            cand show 'Show a batch and its rows'
            cand resume 'Go on with a batch that is not finished'
            cand purge 'Forget batches that are over; what was sent stays in `audit list`'
        }
        &'mfa-admin;help;batch;list'= {
        }
        &'mfa-admin;help;batch;show'= {
        }
        &'mfa-admin;help;batch;resume'= {
        }
        &'mfa-admin;help;batch;purge'= {
        }
        &'mfa-admin;help;audit'= {
            cand list 'List what was done from this machine, oldest first'
            cand verify 'Check that no event of the record was changed, removed or put in'
            cand export 'Write the whole record, with its hashes, to a new file'
        }
        &'mfa-admin;help;audit;list'= {
        }
        &'mfa-admin;help;audit;verify'= {
        }
        &'mfa-admin;help;audit;export'= {
        }
        &'mfa-admin;help;api'= {
            cand list 'List the calls that the documents of the service name, with examples'
        }
        &'mfa-admin;help;api;list'= {
        }
        &'mfa-admin;help;doctor'= {
        }
        &'mfa-admin;help;emulator'= {
            cand serve 'Serve it on loopback until a signal comes'
            cand seed 'Put an organisation back to its first state'
            cand code 'Show the code that a person''s authenticator app shows now'
        }
        &'mfa-admin;help;emulator;serve'= {
        }
        &'mfa-admin;help;emulator;seed'= {
        }
        &'mfa-admin;help;emulator;code'= {
        }
        &'mfa-admin;help;completions'= {
        }
        &'mfa-admin;help;man'= {
        }
        &'mfa-admin;help;help'= {
        }
    ]
    $completions[$command]
}
