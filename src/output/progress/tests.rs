//! Lines at several widths and moments, with a clock that stands still.
#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes its snapshots so")]

use std::io;
use std::time::Duration;

use expect_test::{Expect, expect};
use tokio::time::advance;

use super::super::cell::Tone;
use super::super::tests::{Seen, staged, taken};
use super::super::writer::Output;
use super::{Moment, Progress, Tally, grouped, lasting, per_second};
use crate::host::Host;
use crate::settings::Format;

fn tally(done: u64) -> Tally {
    let counts = vec![("reset", done - done / 84, Tone::Good), ("failed", done / 84, Tone::Bad)];
    let counts = counts.into_iter().filter(|(_, count, _)| *count > 0).collect();
    Tally { done, total: 10_000, counts, pace: None }
}

/// The line at several widths.
fn at_widths(tally: &Tally, rate: Option<f64>, widths: &[usize], expected: &Expect) {
    let moment = Moment { what: "Resetting", tally, rate, wait: None };
    let line = |width: &usize| {
        let line = moment.fitted(*width, false);
        assert!(console::measure_text_width(&line) <= *width, "{width}: {line}");
        assert_eq!(console::strip_ansi_codes(&moment.fitted(*width, true)), line);
        format!("{width:>3} {line}").trim_end().to_owned()
    };
    let lines: Vec<_> = widths.iter().map(line).collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn a_narrow_terminal_is_told_what_matters_most() {
    let tally = Tally { pace: Some(40.0), ..tally(4200) };
    at_widths(
        &tally,
        Some(38.2),
        &[140, 119, 100, 79, 69, 59, 49, 39, 29, 19, 9, 0],
        &expect![[r#"
            140 Resetting  [########------------]  4,200 of 10,000  38/s  2m 32s left  4,150 reset, 50 failed  (at most 40/s)
            119 Resetting  [########------------]  4,200 of 10,000  38/s  2m 32s left  4,150 reset, 50 failed  (at most 40/s)
            100 Resetting  [##----]  4,200 of 10,000  38/s  2m 32s left  4,150 reset, 50 failed  (at most 40/s)
             79 Resetting  [##----]  4,200 of 10,000  38/s  2m 32s left  4,150 reset, 50 failed
             69 Resetting  [#####-------]  4,200 of 10,000  2m 32s left  50 failed
             59 Resetting  4,200 of 10,000  2m 32s left  50 failed
             49 Resetting  4,200 of 10,000  50 failed
             39 Resetting  4,200 of 10,000  50 failed
             29 Resetting  4,200 of 10,000
             19 4,200 of 10,000
              9
              0"#]],
    );
}

#[test]
fn the_beginning_and_the_end_tell_no_nonsense() {
    at_widths(
        &Tally { total: 10_000, ..Tally::default() },
        None,
        &[100],
        &expect!["100 Resetting  [--------------------]  0 of 10,000"],
    );
    at_widths(
        &tally(10_000),
        Some(38.0),
        &[100],
        &expect!["100 Resetting  [####################]  10,000 of 10,000  38/s  9,881 reset, 119 failed"],
    );
    at_widths(&Tally::default(), None, &[100], &expect!["100 Resetting  [--------------------]  0 of 0"]);
    // No row finishes any more: the time left is unknown.
    at_widths(
        &tally(83),
        Some(0.0),
        &[100],
        &expect!["100 Resetting  [--------------------]  83 of 10,000  0/s  83 reset"],
    );
    // More rows are done than there should be.
    at_widths(
        &Tally { total: 5, ..tally(83) },
        Some(1.0),
        &[100],
        &expect!["100 Resetting  [####################]  83 of 5  1.0/s  83 reset"],
    );
}

#[test]
fn outcomes_have_their_colours() {
    let tally = Tally { pace: Some(0.5), ..tally(4200) };
    let line = Moment { what: "Resetting", tally: &tally, rate: None, wait: None }.fitted(140, true);
    expect!["Resetting  [^[32m########^[0m^[2m------------^[0m]  4,200 of 10,000  ^[32m4,150 reset^[0m, ^[31m50 failed^[0m  ^[33m(at most 30/min)^[0m"].assert_eq(&line.replace('\u{1b}', "^"));
}

#[tokio::test(start_paused = true)]
async fn on_a_terminal_it_is_drawn_in_place_ten_times_a_second() {
    let (output, seen) = staged(true, Format::Csv);
    let mut progress = Progress::new(&output, "Resetting");
    progress.update(&tally(0));
    expect!["<Resetting  [--------------------]  0 of 10,000>"].assert_eq(&taken(&seen));
    for done in 1..1000 {
        advance(Duration::from_millis(1)).await;
        progress.update(&tally(done));
    }
    assert_eq!(taken(&seen).matches('<').count(), 9);
    advance(Duration::from_secs(2)).await;
    progress.update(&tally(1000));
    expect!["<Resetting  [##------------------]  1,000 of 10,000  333/s  27s left  989 reset, 11 failed>"]
        .assert_eq(&taken(&seen));
    drop(progress);
    assert_eq!(taken(&seen), "<>");
}

#[tokio::test(start_paused = true)]
async fn the_rate_is_that_of_the_last_ten_seconds() {
    let (output, seen) = staged(true, Format::Table);
    let mut progress = Progress::new(&output, "Resetting");
    // A batch that is taken up again: what was done before says nothing of how fast it goes.
    progress.update(&tally(5000));
    let mut done = 5000;
    for (seconds, rate, told) in
        [(1, 0, ""), (1, 10, "5.0/s"), (8, 10, "9.0/s"), (10, 50, "50/s"), (9, 0, "5.0/s"), (1, 0, "0/s")]
    {
        for _ in 0..seconds * 10 {
            advance(Duration::from_millis(100)).await;
            done += rate / 10;
            progress.update(&tally(done));
        }
        let drawn = taken(&seen);
        let last = drawn.rsplit('<').next().unwrap_or_default();
        assert_eq!(last.split("  ").find(|part| part.contains("/s")).unwrap_or_default(), told, "{last}");
        let time_left = !matches!(told, "" | "0/s");
        assert_eq!(last.contains("left"), time_left, "{last}");
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_terminal_it_is_a_line_every_ten_seconds() {
    let (output, seen) = staged(false, Format::Table);
    let mut progress = Progress::new(&output, "Resetting");
    for done in 0..2500 {
        progress.update(&tally(done));
        advance(Duration::from_millis(10)).await;
    }
    drop(progress);
    expect![[r#"
        Resetting  1,000 of 10,000  100/s  1m 30s left  989 reset, 11 failed
        Resetting  2,000 of 10,000  100/s  1m 20s left  1,977 reset, 23 failed
    "#]]
    .assert_eq(&taken(&seen));
}

#[tokio::test(start_paused = true)]
async fn json_and_quiet_hear_nothing() {
    for format in [Format::Json, Format::Jsonl] {
        for terminal in [true, false] {
            let (output, seen) = staged(terminal, format);
            let mut progress = Progress::new(&output, "Resetting");
            advance(Duration::from_secs(20)).await;
            progress.update(&tally(1));
            drop(progress);
            assert_eq!(taken(&seen), "");
        }
    }
    let (mut output, seen) = staged(true, Format::Table);
    output.quiet = true;
    Progress::new(&output, "Resetting").update(&tally(1));
    assert_eq!(taken(&seen), "");
}

#[tokio::test(start_paused = true)]
async fn whatever_is_said_meanwhile_has_a_line_of_its_own() {
    let (output, seen) = staged(true, Format::Table);
    let trace = output.notes();
    let mut progress = Progress::new(&output, "Resetting");
    progress.update(&Tally::default());
    output.note("a note");
    output.note("another");
    advance(Duration::from_secs(1)).await;
    progress.update(&Tally::default());
    trace("a request");
    drop(progress);
    expect![[r#"
        <Resetting  [--------------------]  0 of 0><>a note
        another
        <Resetting  [--------------------]  0 of 0><>a request
    "#]]
    .assert_eq(&taken(&seen));
}

#[tokio::test(start_paused = true)]
async fn rows_on_the_same_terminal_are_not_mixed_into_it() {
    let seen = Seen::default();
    let mut host = Host::staged();
    (host.stderr, host.stdout) = (Box::new(seen.clone()), Box::new(io::BufWriter::new(seen.clone())));
    (host.terminals.stderr, host.terminals.stdout) = (true, true);
    let output = Output::new(&mut host, Format::Csv, None);
    let mut progress = Progress::new(&output, "Resetting");
    for row in ["1,reset\n", "2,reset\n"] {
        progress.update(&Tally::default());
        output.write(row).expect("it can be written");
        advance(Duration::from_secs(1)).await;
    }
    progress.update(&Tally::default());
    drop(progress);
    expect![[r#"
        <Resetting  [--------------------]  0 of 0><>1,reset
        <Resetting  [--------------------]  0 of 0><>2,reset
        <Resetting  [--------------------]  0 of 0  0/s><>"#]]
    .assert_eq(&taken(&seen));
}

#[test]
fn numbers_are_read_at_a_glance() {
    assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    assert_eq!(
        [1, 59, 60, 152, 3599, 3900, 90_000].map(lasting),
        ["1s", "59s", "1m 00s", "2m 32s", "59m 59s", "1h 05m", "1d 01h"]
    );
    assert_eq!(
        [0.0, 0.02, 0.5, 1.0, 2.54, 38.4, 1200.0].map(per_second),
        ["0/s", "1.2/min", "30/min", "1.0/s", "2.5/s", "38/s", "1200/s"]
    );
}
