//! What becomes of a secret while it is held.
#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};

use crate::lab::{Lab, Reply, Stub, program, wait_for};

/// An ordinary user: nobody.
const NOBODY: u32 = 65534;

/// A service that never answers, so that whoever asks it holds their key for as long as we like.
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

/// A limit does not hold for a program that collects dumps, and says nothing about a debugger.
#[test]
fn no_other_process_of_the_same_user_reads_the_key_from_memory() {
    let stub = silent();
    let lab = Lab::on(&stub);
    // Root reads everything; and where the program is, nobody else may go.
    let mut user = String::new();
    fs::copy(program(), lab.path("program")).expect("a copy");
    if fs::metadata(lab.path("")).expect("a folder").uid() == 0 {
        chown(lab.path(""), Some(NOBODY), Some(NOBODY)).expect("we are root");
        user = format!("setpriv --reuid={NOBODY} --regid={NOBODY} --clear-groups");
    }
    let running = lab.shell_start(&format!("exec {user} ./program users search"));
    wait_for("the question", || (!stub.asked().is_empty()).then_some(()));
    let id = running.id();
    // What belongs to root there is what a process keeps to itself.
    assert_eq!(fs::metadata(format!("/proc/{id}/environ")).expect("it is there").uid(), 0);
    let peek = lab.shell(&format!("{user} cat /proc/{id}/environ"));
    assert!(peek.exit != 0 && !peek.stdout.contains("the-key"), "{peek}");
    running.kill();
}
