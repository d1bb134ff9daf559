//! `ssh-keygen`, which signs: it knows tokens, agents and passphrases, and asks for them on the terminal.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use tokio::sync::oneshot;

use crate::approval::NAMESPACE;
use crate::failure::{Failure, FailureKind};
use crate::session::Context;
use crate::signals::Signals;

/// The keys that are tried where none is named, in the folder `.ssh`: those of tokens before others of their kind.
const KEYS: [&str; 5] = ["id_ed25519_sk", "id_ed25519", "id_ecdsa_sk", "id_ecdsa", "id_rsa"];
/// What no other program needs to know.
const SECRETS: [&str; 2] = ["MFA_ADMIN_API_KEY", "MFA_ADMIN_TOKEN"];

/// The first of the usual keys that is there.
pub(super) fn default_key(context: &Context) -> Result<PathBuf, Failure> {
    let home = ["HOME", "USERPROFILE"].into_iter().find_map(|name| context.host.environment.get(name));
    let folder = home.map(|home| Path::new(&home).join(".ssh"));
    let keys = folder.iter().flat_map(|folder| KEYS.map(|name| folder.join(name)));
    keys.into_iter().find(|key| key.is_file()).ok_or_else(|| {
        Failure::new(FailureKind::BadInput, format!("there is no SSH key: none of {}", KEYS.join(", ")))
            .hint("name one with --key FILE, or make one with `ssh-keygen -t ed25519`")
    })
}

/// Signs a plan. Gives the signature as `ssh-keygen` writes it.
pub(super) async fn sign(
    context: &Context,
    key: &Path,
    plan: &Path,
    signals: &Signals,
) -> Result<String, Failure> {
    let bad = |path: &Path| {
        let path = path.display().to_string();
        move |error: io::Error| {
            Failure::new(FailureKind::BadInput, error.to_string()).cannot(format!("read {path}"))
        }
    };
    File::open(key).map_err(bad(key))?;
    let plan = File::open(plan).map_err(bad(plan))?;
    // Where a person sees it, it says itself that a token waits for a touch.
    let speaks = context.host.terminals.stderr && !context.output.is_json();
    let mut command = Command::new("ssh-keygen");
    command.args(["-q", "-Y", "sign", "-n", NAMESPACE, "-f"]).arg(key);
    for secret in SECRETS {
        command.env_remove(secret);
    }
    command.stdin(plan).stdout(Stdio::piped());
    command.stderr(if speaks { Stdio::inherit() } else { Stdio::piped() });
    let child = command.spawn().map_err(|error| not_started(&error))?;
    #[cfg(unix)]
    let process = rustix::process::Pid::from_child(&child);
    let (sender, mut ended) = oneshot::channel();
    thread::spawn(move || sender.send(child.wait_with_output()));
    let output = tokio::select! {
        biased;
        () = signals.first() => {
            // It gives the terminal its echo back. Its own end is waited for, or the shell would come in between.
            #[cfg(unix)]
            let _ = rustix::process::kill_process(process, rustix::process::Signal::TERM);
            let _ = ended.await;
            return Err(Failure::interrupted());
        }
        output = &mut ended => output,
    };
    let output =
        output.map_err(io::Error::other).and_then(|output| output).map_err(|error| not_started(&error))?;
    signature(output, key)
}

fn not_started(error: &io::Error) -> Failure {
    let failure = Failure::new(FailureKind::Keyring, "cannot run ssh-keygen");
    if error.kind() == io::ErrorKind::NotFound {
        return failure.because("it is not on the path").hint(
            "install OpenSSH: the package is openssh-client on Debian and Ubuntu, openssh-clients on Fedora and RHEL",
        );
    }
    failure.because(error.to_string())
}

fn signature(output: Output, key: &Path) -> Result<String, Failure> {
    if !output.status.success() {
        // Ctrl-C at its question.
        if output.status.code().is_none() {
            return Err(Failure::interrupted());
        }
        let words = String::from_utf8_lossy(&output.stderr);
        let failure = Failure::new(FailureKind::Keyring, format!("cannot sign with {}", key.display()));
        let failure = words.lines().filter(|line| !line.is_empty()).fold(failure, Failure::because);
        return Err(failure
            .hint("nothing was signed; is the key the right one, and its passphrase or token at hand?"));
    }
    String::from_utf8(output.stdout)
        .map_err(|_| Failure::new(FailureKind::Keyring, "ssh-keygen gave no signature"))
}
