//! Completions in real shells: Tab after the shell has read the script.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::net::UnixListener;
use std::process::Command;
use std::time::SystemTime;

use crate::lab::{ENROLLED, Lab, Pty, Shown, csv_of, wait_for};

/// The shells, and how they are started without any set-up.
const SHELLS: [(&str, &str); 3] =
    [("bash", "--norc --noprofile -i"), ("zsh", "-f -i"), ("fish", "--no-config -i")];

/// What makes a shell quiet, so that only what was typed and completed is on the screen.
fn settled(shell: &str) -> &str {
    match shell {
        "fish" => "function fish_prompt; echo '> '; end; set fish_autosuggestion_enabled 0; ",
        "zsh" => "unsetopt beep; ",
        _ => "bind 'set bell-style none'; bind 'set enable-bracketed-paste off'; ",
    }
}

/// A shell after that line was typed; `None` where there is no such shell.
fn shell(lab: &Lab, name: &str, line: &str) -> Option<Pty> {
    if !Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success()) {
        #[expect(clippy::print_stderr, reason = "a note for the person who runs the tests")]
        {
            eprintln!("not run: no {name} here");
        }
        return None;
    }
    let flags = SHELLS.iter().find(|(shell, _)| *shell == name).expect("a shell").1;
    let mut pty = Pty::shell(lab, name, flags);
    pty.types(&format!("{}{line}; echo re''ady\r", settled(name))).sees("ready\n> ").types("\u{c}");
    Some(pty)
}

/// The line of the help of `completions`, for each shell.
fn sourced(shell: &str) -> &str {
    match shell {
        "bash" => "eval \"$(mfa-admin completions bash)\"",
        "zsh" => "source <(mfa-admin completions zsh)",
        _ => "mfa-admin completions fish | source",
    }
}

/// Does this in every shell that there is, which completes by asking the program.
fn in_every_shell(lab: &Lab, what: impl Fn(&mut Pty)) {
    for (name, _) in SHELLS {
        if let Some(mut pty) = shell(lab, name, sourced(name)) {
            what(&mut pty);
        }
    }
}

/// Takes back what was typed, and what the shell has shown below it.
fn anew(pty: &mut Pty) -> &mut Pty {
    pty.types("\u{15}\u{c}");
    wait_for("an empty screen", || (pty.screen().trim() == ">").then_some(()));
    pty
}

fn lab_with_profiles() -> Lab {
    let lab = Lab::bare();
    let profile = |name: &str, environment: &str| {
        format!(
            "[profiles.\"{name}\"]\nprovider = \"resolver\"\nurl = \"us\"\norg_id = \"7\"\nenvironment = \"{environment}\"\n"
        )
    };
    let profiles =
        [profile("work", "production"), profile("my work:eu", "sandbox"), profile("my work:us", "sandbox")];
    lab.config(&format!("default_profile = \"work\"\n{}", profiles.concat()));
    lab
}

#[test]
fn commands_and_flags_complete() {
    in_every_shell(&Lab::bare(), |pty| {
        pty.types("mfa-admin mfa re\t").sees("mfa-admin mfa reset ");
        pty.types("--us\t").sees("mfa-admin mfa reset --user-id ");
        pty.types("42 --le\t").sees("--user-id 42 --level ").types("o\t").sees("--level org");
        anew(pty)
            .types("mfa-admin ba\t")
            .sees("mfa-admin batch ")
            .types("res\t")
            .sees("mfa-admin batch resume ");
        anew(pty).types("mfa-admin help em\t").sees("mfa-admin help emulator ");
    });
}

#[test]
fn what_can_follow_a_word_is_listed_with_what_it_is() {
    in_every_shell(&Lab::bare(), |pty| {
        pty.types("mfa-admin users \t\t").sees("search").sees("Show the Account Status panel").sees("show");
        let screen = pty.screen();
        assert!(!screen.contains("reset") && !screen.contains("--profile"), "{screen}");
        anew(pty).types("mfa-admin auth login --environment \t\t").sees("sandbox");
        assert!(!pty.screen().contains("demo"), "{}", pty.screen());
        anew(pty).types("mfa-admin auth login --store keyu\t").sees("--store keyutils");
        anew(pty).types("mfa-admin auth login --provider res\t").sees("--provider resolver");
    });
}

#[test]
fn profiles_complete_whatever_they_are_called() {
    let lab = lab_with_profiles();
    in_every_shell(&lab, |pty| {
        pty.types("mfa-admin --profile \t\t")
            .sees("work")
            .sees("the embedded organisation")
            .sees("resolver 7, production");
        for flag in ["--profile ", "--profile="] {
            anew(pty)
                .types(&format!("mfa-admin {flag}my\t"))
                .sees("work:")
                .types("e\t")
                .sees(&format!(r"{flag}my\ work:eu "));
            // The program is given the name as it is.
            pty.types("auth status\r").sees("auth status\nmy work:eu");
        }
        anew(pty).types("mfa-admin --profile \"my\t").sees("\"my work:").types("u\t").sees("\"my work:us\" ");
        anew(pty).types("mfa-admin auth switch w\t").sees("switch work ");
        anew(pty).types("mfa-admin --profile=d\t").sees("--profile=demo ");
    });
}

#[test]
fn names_of_files_complete() {
    let lab = Lab::bare();
    lab.file("my people.csv", "user_id\n42\n");
    lab.file("folder/in it.csv", "user_id\n42\n");
    in_every_shell(&lab, |pty| {
        pty.types("mfa-admin mfa reset --csv my\t").sees(r"--csv my\ people.csv ");
        pty.types("--results fo\t").sees("folder/").types("in\t").sees(r"--results folder/in\ it.csv ");
        anew(pty).types("mfa-admin mfa plan --csv=my\t").sees(r"--csv=my\ people.csv ");
        anew(pty).types("mfa-admin mfa plan --out \"my\t").sees("--out \"my people.csv\" ");
        anew(pty).types("mfa-admin mfa apply --dr\t").sees("apply --dry-run ");
        anew(pty).types("mfa-admin mfa apply fo\t").sees("apply folder/");
        anew(pty).types("mfa-admin man fo\t").sees("man folder/");
    });
}

#[test]
fn batches_and_groups_complete_by_what_is_kept_here() {
    let lab = Lab::of(100);
    let id = lab.interrupted("");
    lab.file("other.csv", csv_of([21, 22]));
    let other = lab.run("mfa reset --csv other.csv --yes -o json").exits(0).json();
    let other = other["batch_id"].as_str().expect("an id");
    lab.run("users search --group everyone --limit 1").exits(0);
    in_every_shell(&lab, |pty| {
        pty.types("mfa-admin batch show \t\t")
            .sees("last")
            .sees(&id)
            .sees(other)
            .sees("interrupted")
            .sees("other.csv");
        anew(pty).types("mfa-admin batch show la\t").sees("show last ");
        // Only one of the two can be resumed, and it is not the last.
        anew(pty).types("mfa-admin batch resume \t").sees(&format!("resume {id} "));
        anew(pty).types("mfa-admin users search --group \t\t").sees("Everyone").sees("Incident");
        anew(pty).types("mfa-admin users search --group In\t").sees(r"--group Incident\ Team ");
        anew(pty).types("mfa-admin --profile other users search --group In\tx").sees("--group Inx");
    });
}

#[test]
fn after_two_dashes_no_flag_is_offered() {
    in_every_shell(&Lab::bare(), |pty| {
        pty.types("mfa-admin users search -- \t\tx").sees("search -- x");
        pty.types(" --act\ty").sees("search -- x --acty");
    });
}

#[test]
fn bash_completes_behind_other_commands_redirections_and_with_other_word_breaks() {
    let lab = lab_with_profiles();
    lab.file("people.csv", "user_id\n42\n");
    lab.file("home/people.csv", "user_id\n42\n");
    let Some(mut pty) = shell(&lab, "bash", sourced("bash")) else { return };
    pty.types("true | LANG=C mfa-admin mfa re\t").sees("mfa reset ");
    anew(&mut pty)
        .types("mfa-admin mfa unlock 2>/dev/null --us\t")
        .sees("--user-id ")
        .types("42 >peo\t")
        .sees(">people.csv ");
    anew(&mut pty).types("mfa-admin mfa reset --csv $HOME/peo\t").sees("people.csv ");
    anew(&mut pty).types("COMP_WORDBREAKS=' '; echo o''k\r").sees("ok");
    anew(&mut pty).types("mfa-admin --profile=my\\ work:e\t").sees(r"--profile=my\ work:eu ");
}

/// With bash-completion, which most systems bring, and in a folder of its own that is loaded at the first Tab.
#[test]
fn bash_completion_loads_the_script_and_completes_behind_sudo() {
    const LOADER: &str = "/usr/share/bash-completion/bash_completion";
    let lab = lab_with_profiles();
    if !fs::exists(LOADER).unwrap_or_default() {
        #[expect(clippy::print_stderr, reason = "a note for the person who runs the tests")]
        {
            eprintln!("not run: no bash-completion here");
        }
        return;
    }
    let folder = "$HOME/.local/share/bash-completion/completions";
    let line = format!(
        "mkdir -p {folder}; mfa-admin completions bash >{folder}/mfa-admin; source {LOADER}; sudo() {{ \"$@\"; }}"
    );
    let Some(mut pty) = shell(&lab, "bash", &line) else { return };
    pty.types("mfa-admin --profile=my\t")
        .sees(r"--profile=my\ work:")
        .types("e\t")
        .sees(r"--profile=my\ work:eu ");
    anew(&mut pty).types("sudo mfa-admin mfa re\t").sees("sudo mfa-admin mfa reset ");
}

#[test]
fn zsh_takes_the_script_as_a_file_too() {
    let lab = lab_with_profiles();
    let line = "mkdir zfunc; mfa-admin completions zsh >zfunc/_mfa-admin; fpath+=($PWD/zfunc); autoload -Uz compinit; \
                compinit -i -D";
    let Some(mut pty) = shell(&lab, "zsh", line) else { return };
    pty.types("mfa-admin mfa re\t").sees("mfa reset ");
    anew(&mut pty).types("mfa-admin --profile my\t").sees(r"my\ work:");
}

/// Those that packages install, which ask nothing.
#[test]
fn the_static_scripts_complete_commands_and_flags() {
    let lab = Lab::bare();
    for (name, file) in [("bash", "mfa-admin.bash"), ("zsh", "_mfa-admin"), ("fish", "mfa-admin.fish")] {
        let file = format!("{}/completions/{file}", env!("CARGO_MANIFEST_DIR"));
        let before = if name == "zsh" { "autoload -Uz compinit; compinit -i -D; " } else { "" };
        let Some(mut pty) = shell(&lab, name, &format!("{before}source '{file}'")) else { continue };
        pty.types("mfa-admin mfa re\t").sees("mfa-admin mfa reset ");
        pty.types("--us\t").sees("reset --user-id").types(" 42 --lev\t").sees("--level");
        anew(&mut pty).types("mfa-admin ba\t").sees("mfa-admin batch ").types("res\t").sees("batch resume ");
    }
}

/// What bash asks when Tab is pressed at the end of that line.
fn asks(lab: &Lab, line: &str) -> Shown {
    let word = line.rsplit([' ', '=', ':']).next().unwrap_or_default();
    lab.types_all(&["--", word, line, "63", "80"]).set("COMPLETE", "bash").run()
}

#[test]
fn a_tab_sends_no_request_opens_no_keyring_and_leaves_no_trace() {
    const LINES: [&str; 6] = [
        "mfa-admin ",
        "mfa-admin --profile ",
        "mfa-admin batch show ",
        "mfa-admin batch resume ",
        "mfa-admin users search --group ",
        "mfa-admin mfa reset --csv ",
    ];
    let lab = Lab::new();
    let bus = lab.path("bus");
    let listener = UnixListener::bind(&bus).expect("a socket");
    listener.set_nonblocking(true).expect("it can be asked");
    let lab = lab.set("DBUS_SESSION_BUS_ADDRESS", &format!("unix:path={}", bus.display()));
    lab.config("[profiles.work]\nprovider = \"resolver\"\nurl = \"us\"\norg_id = \"7\"\n");
    let everything = |lab: &Lab| {
        let folders = ["", "config", "state", "state/batches"].map(|folder| lab.path(folder));
        let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
        let entry = |entry: fs::DirEntry| {
            let meta = entry.metadata().expect("it is there");
            (entry.path(), (meta.len(), meta.modified().unwrap_or(SystemTime::UNIX_EPOCH)))
        };
        entries.map(entry).collect::<BTreeMap<_, _>>()
    };
    // First where nothing is, then where a batch is.
    for has_batch in [false, true] {
        if has_batch {
            lab.file("people.csv", csv_of(ENROLLED));
            lab.run("mfa reset --csv people.csv --yes").exits(0);
        }
        let (seq, before) = (lab.emulator().last_seq(), everything(&lab));
        for line in LINES {
            let shown = asks(&lab, line).exits(0);
            assert!(!shown.stdout.is_empty() && shown.stderr.is_empty(), "{line}: {shown}");
        }
        assert_eq!(asks(&lab, "mfa-admin batch show ").stdout.contains("people.csv"), has_batch);
        assert_eq!(everything(&lab), before);
        assert_eq!(lab.emulator().last_seq(), seq);
        assert!(listener.accept().is_err(), "somebody came to the bus");
    }
}

#[test]
fn a_tab_says_nothing_of_what_is_broken() {
    let lab = Lab::bare();
    lab.config("this is no TOML");
    lab.file("state/state.sqlite", "no database");
    lab.file("state/groups.json", "no JSON");
    for line in [
        "mfa-admin batch show ",
        "mfa-admin users search --group ",
        "mfa-admin nothing ",
        "mfa-admin --nothing=",
    ] {
        let shown = asks(&lab, line).exits(0);
        assert!(shown.stderr.is_empty(), "{line}: {shown}");
        assert!(!shown.stdout.contains("last"), "{line}: {shown}");
    }
    assert!(asks(&lab, "mfa-admin --profile ").stdout.contains("demo"));
}

#[test]
fn names_that_do_not_print_are_not_offered() {
    let lab = Lab::bare();
    lab.config(
        "[profiles.\"a\\u001b[31m\"]\nprovider = \"resolver\"\nurl = \"us\"\norg_id = \"\\u001b[2J\"\n\
         [profiles.\"ab\"]\nprovider = \"resolver\"\nurl = \"us\"\norg_id = \"\\u001b[2J\"\n",
    );
    let shown = asks(&lab, "mfa-admin --profile ").exits(0);
    assert!(shown.stdout.contains("ab") && !shown.stdout.contains("31m"), "{shown}");
    assert!(!shown.stdout.contains('\u{1b}'), "{shown}");
}

/// A variable of that name may be there for another reason: a run is a run.
#[test]
fn only_a_shell_that_asks_is_answered() {
    let lab = Lab::bare();
    for shell in ["bash", "nonsense"] {
        let shown = lab.types("batch list -o json").set("COMPLETE", shell).run().exits(0);
        assert_eq!(shown.stdout.trim(), "[]");
    }
    for (shell, begins) in
        [("bash", "_mfa_admin()"), ("/usr/bin/zsh", "#compdef"), ("fish", "complete --command")]
    {
        let shown = lab.types("").set("COMPLETE", shell).run().exits(0);
        assert!(shown.stdout.contains(begins), "{shown}");
    }
    for shell in ["elvish", "powershell"] {
        let asked = |words: &[&str]| lab.types_all(words).set("COMPLETE", shell).run().exits(0).stdout;
        assert!(asked(&[]).contains("COMPLETE"), "{shell}");
        assert!(asked(&["--", "mfa-admin", "mfa", "re"]).starts_with("reset"), "{shell}");
        assert!(!asked(&["--", "mfa-admin", "users", ""]).contains("--"), "{shell}");
    }
}
