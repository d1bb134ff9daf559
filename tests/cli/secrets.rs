//! A secret in memory is not readable for other processes.
#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};

use crate::lab::{Lab, Reply, Stub, program, wait_for};

/// The ordinary user `nobody`.
const NOBODY: u32 = 65534;

/// A service that never answers, so that a program that calls it keeps its key in memory as long as the test runs.
fn silent() -> Stub {
    Stub::new(|_| Reply::Silence)
}

#[test]
fn no_core_is_dumped_while_a_key_is_held() {
    let stub = silent();
    let lab = Lab::on(&stub);
    let running = lab.shell_start("ulimit -c unlimited; exec mfa-admin users search");
    wait_for("the question", || (!stub.asked().is_empty()).then_some(()));
    let limits = fs::read_to_string(format!("/proc/{}/limits", running.id())).expect("limits");
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).expect("a limit");
    assert_eq!(core.split_whitespace().collect::<Vec<_>>()[4..6], ["0", "0"], "{core}");
    running.signal("ABRT");
    running.end().exits(-1);
    let left = fs::read_dir(lab.path("")).expect("a folder").flatten();
    let left: Vec<_> = left.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert!(!left.iter().any(|name| name.starts_with("core")), "{left:?}");
}

/// A limit on the size of cores does not stop a program that collects dumps, nor a debugger.
#[test]
fn no_other_process_of_the_same_user_reads_the_key_from_memory() {
    let stub = silent();
    let lab = Lab::on(&stub);
    // Root may read everything, so the program runs as `nobody`, who may not enter the folder of the build.
    let mut user = String::new();
    fs::copy(program(), lab.path("program")).expect("a copy");
    if fs::metadata(lab.path("")).expect("a folder").uid() == 0 {
        chown(lab.path(""), Some(NOBODY), Some(NOBODY)).expect("we are root");
        user = format!("setpriv --reuid={NOBODY} --regid={NOBODY} --clear-groups");
    }
    let running = lab.shell_start(&format!("exec {user} ./program users search"));
    wait_for("the question", || (!stub.asked().is_empty()).then_some(()));
    let id = running.id();
    // Files of root in there are those that a process protects.
    assert_eq!(fs::metadata(format!("/proc/{id}/environ")).expect("it is there").uid(), 0);
    let peek = lab.shell(&format!("{user} cat /proc/{id}/environ"));
    assert!(peek.exit != 0 && !peek.stdout.contains("the-key"), "{peek}");
    running.kill();
}
