//! What counts beside the flags: the table of the environment variables and files behind the man pages.

/// The environment variables, and what each is for. An empty one counts as not set.
pub const VARIABLES: &[(&str, &str)] = &[
    ("MFA_ADMIN_PROFILE", "as `--profile`"),
    ("MFA_ADMIN_OUTPUT", "as `--output`"),
    ("MFA_ADMIN_PROMPT", "`plain`: questions are lines, as for `TERM=dumb`; for screen readers"),
    (
        "MFA_ADMIN_API_KEY, MFA_ADMIN_TOKEN",
        "the credential of this run; wins over the keyring. It goes to the default profile or that of `--profile`, and to \
         no other. Beside `MFA_ADMIN_URL` it is for that URL only.",
    ),
    (
        "MFA_ADMIN_PROVIDER, MFA_ADMIN_URL, MFA_ADMIN_ORG_ID, MFA_ADMIN_ENVIRONMENT",
        "the profile of this run, unless `--profile` names one that the file has",
    ),
    ("MFA_ADMIN_CONFIG_DIR, MFA_ADMIN_STATE_DIR", "other folders for config and state"),
    ("MFA_ADMIN_POLICY_FILE", "a policy file that counts beside that of the system: it can only forbid more"),
    ("NO_COLOR, CLICOLOR_FORCE", "colours off, on"),
    ("HTTPS_PROXY, NO_PROXY", "the way out; never used for this machine itself"),
];

/// The files, and what each holds.
pub const FILES: &[(&str, &str)] = &[
    (
        "~/.config/mfa-admin/config.toml",
        "the profiles, without secrets (macOS: ~/Library/Application Support/mfa-admin/config.toml)",
    ),
    (
        "/etc/mfa-admin/policy.toml",
        "the rules of the organisation, root's alone (macOS: /Library/Application Support/mfa-admin/policy.toml; Windows: \
         %PROGRAMDATA%\\mfa-admin\\policy.toml)",
    ),
    (
        "~/.local/state/mfa-admin/",
        "batches and audit records (state.sqlite), the databases of the embedded organisation, lock files (macOS: \
         ~/Library/Application Support/mfa-admin/)",
    ),
];
