//! Shell scripts in a lab: for what only a shell can set up around the program.

use std::process::{Command, Stdio};

use super::{Lab, Running, Shown, program};

impl Lab {
    /// Runs a shell script in this lab; `mfa-admin` in it is the program. It is ended after a minute, with 124.
    pub(crate) fn shell(&self, script: &str) -> Shown {
        self.command(&["timeout", "60", "sh", "-c"], script).output().expect("a shell").into()
    }

    /// Runs a shell script in this lab, with a kernel keyring of its own.
    pub(crate) fn in_session(&self, script: &str) -> Shown {
        let output = self.command(&["keyctl", "session", "-", "sh", "-c"], script).output();
        let shown = Shown::from(output.expect("keyctl"));
        // `keyctl` prints a line about the session.
        let ours = |line: &&str| !line.starts_with("Joined session key");
        let stderr = shown.stderr.split_inclusive('\n').filter(ours).collect();
        Shown { stderr, ..shown }
    }

    /// Starts a shell script in this lab, and does not wait.
    pub(crate) fn shell_start(&self, script: &str) -> Running {
        Running(self.command(&["sh", "-c"], script).spawn().expect("a shell"))
    }

    fn command(&self, shell: &[&str], script: &str) -> Command {
        let program = program();
        let folder = program.parent().expect("it is in a folder").display();
        let script = format!("PATH={folder}:$PATH\n{script}");
        let mut command = Command::new(shell[0]);
        command.args(&shell[1..]).arg(script).env_clear().envs(self.variables()).current_dir(self.path(""));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}
