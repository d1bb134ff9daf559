//! The two streams of a run: the result on stdout, everything else on stderr.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::rc::Rc;

use console::Style;
use serde::Serialize;
use serde_json::json;

use super::format::Shape;
use super::json::{json_line, write_pretty};
use super::page::{LONGEST, Paper, laid_out};
use super::record::Line;
use super::sanitize::{sanitize, tight};
use super::stderr_writer::StderrWriter;
use crate::failure::Failure;
use crate::host::Host;
use crate::settings::{Color, Format, Settings};

/// The writer of one run.
pub struct Output {
    out: RefCell<Box<dyn Write>>,
    pub(super) err: Rc<RefCell<StderrWriter>>,
    pub(super) format: Format,
    pub(super) quiet: bool,
    /// What a page or a table on stdout is laid out for.
    pub(super) paper: Paper,
    /// Is stdout a terminal? Then the line of progress is taken away before a row is written there.
    pub(super) on_terminal: bool,
    pub(super) stderr: Stderr,
    /// In JSON, notes wait for the end of the run: a failure is one object on stderr and nothing else.
    waiting_notes: Rc<RefCell<Vec<String>>>,
}

#[derive(Clone, Copy)]
pub(super) struct Stderr {
    pub(super) colored: bool,
    /// Can a line be drawn again in its place?
    pub(super) redraws: bool,
    /// The width of the terminal now, where there is one.
    pub(super) width: fn() -> Option<usize>,
}

impl Output {
    /// Takes the streams of the host.
    pub(crate) fn new(host: &mut Host, format: Format, settings: Option<&Settings>) -> Self {
        let color = settings.map_or(Color::Never, |settings| settings.color);
        let terminals = host.terminals;
        let dumb = host.environment.get("TERM").is_some_and(|term| term == "dumb");
        let take = |stream: &mut Box<dyn Write>| std::mem::replace(stream, Box::new(io::sink()));
        Self {
            out: RefCell::new(take(&mut host.stdout)),
            err: Rc::new(RefCell::new(StderrWriter::new(take(&mut host.stderr)))),
            format,
            quiet: settings.is_some_and(|settings| settings.quiet),
            paper: Paper {
                colored: color.on(terminals.stdout),
                width: host.width.filter(|_| terminals.stdout),
                longest: None,
            },
            on_terminal: terminals.stdout,
            stderr: Stderr {
                colored: color.on(terminals.stderr),
                redraws: terminals.stderr && !dumb,
                width: host.stderr_width,
            },
            waiting_notes: Rc::default(),
        }
    }

    /// What is shown of a result that has rows.
    pub(crate) fn shape(&self) -> Shape {
        self.format.shape()
    }

    /// Is the result JSON, and a failure too?
    pub(crate) fn is_json(&self) -> bool {
        self.format.is_json()
    }

    /// Writes the lines above a table that belong to the result.
    pub(crate) fn head(&self, lines: &[Line]) -> io::Result<()> {
        self.write(&laid_out(lines, self.paper))
    }

    /// Writes one JSON document.
    pub(crate) fn document(&self, document: &impl Serialize) -> io::Result<()> {
        {
            // Straight to the stream: a document may be as long as the file that it is about.
            let mut out = self.out.borrow_mut();
            write_pretty(&mut **out, document)?;
            out.write_all(b"\n")?;
        }
        self.flush()
    }

    /// Writes a text as it is, such as a completion script.
    pub(crate) fn result(&self, text: &str) -> io::Result<()> {
        self.write(text)?;
        self.flush()
    }

    pub(super) fn write(&self, text: &str) -> io::Result<()> {
        if self.on_terminal {
            self.err.borrow_mut().clear();
        }
        self.out.borrow_mut().write_all(text.as_bytes())
    }

    pub(super) fn flush(&self) -> io::Result<()> {
        self.out.borrow_mut().flush()
    }

    /// Shows a page on stderr, unless the run is quiet or in JSON.
    pub(crate) fn show(&self, lines: &[Line]) {
        if !self.quiet && !self.is_json() {
            self.show_for_question(lines);
        }
    }

    /// Shows a page that a question is about, whatever the format.
    pub(crate) fn show_for_question(&self, lines: &[Line]) {
        let Stderr { colored, width, .. } = self.stderr;
        self.say(&laid_out(lines, Paper { colored, width: width(), longest: Some(LONGEST) }));
    }

    /// Shows what the parser of the command line says about wrong arguments, which it quotes.
    pub(crate) fn usage(&self, text: &str) {
        let lines: Vec<_> = text.lines().map(sanitize).collect();
        self.say(&format!("{}\n", lines.join("\n")));
    }

    /// Says something that is worth knowing and no result.
    pub(crate) fn note(&self, text: impl AsRef<str>) {
        self.notes()(text.as_ref());
    }

    /// A function that says such things, for where there is no `Output`.
    pub(crate) fn notes(&self) -> impl Fn(&str) + 'static {
        let (err, waiting) = (Rc::clone(&self.err), Rc::clone(&self.waiting_notes));
        let (quiet, waits) = (self.quiet, self.is_json());
        move |text| {
            let line = format!("{}\n", tight(text));
            match (quiet, waits) {
                (true, _) => {}
                (false, true) => waiting.borrow_mut().push(line),
                (false, false) => err.borrow_mut().say(&line),
            }
        }
    }

    /// Ends a run that did what it was asked for.
    pub(crate) fn done(&self) {
        for line in self.waiting_notes.take() {
            self.say(&line);
        }
    }

    /// Says why a run failed.
    pub(crate) fn failure(&self, failure: &Failure) {
        let text = if self.is_json() {
            let mut message = vec![failure.message.as_str()];
            message.extend(failure.because.iter().map(String::as_str));
            let message = message.join(": ");
            let error = json!({"code": failure.kind.word(), "message": message, "hint": failure.hint});
            format!("{}\n", json_line(&json!({ "error": error })).unwrap_or_default())
        } else {
            self.failure_for_people(failure)
        };
        self.say(&text);
    }

    fn failure_for_people(&self, failure: &Failure) -> String {
        let red = Style::new().red().bold().force_styling(self.stderr.colored);
        let mut text = format!("{} {}\n", red.apply_to("error:"), tight(&failure.message));
        for (index, why) in failure.because.iter().enumerate() {
            let label = if index == 0 { "because:" } else { "        " };
            let _ = writeln!(text, "  {label} {}", tight(why));
        }
        if let (Some(hint), false) = (&failure.hint, self.quiet) {
            let _ = writeln!(text, "\nhint: {}", tight(hint));
        }
        text
    }

    pub(super) fn say(&self, text: &str) {
        self.err.borrow_mut().say(text);
    }
}
