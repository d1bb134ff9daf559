//! The two streams of a run: the result on stdout, everything else on stderr.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;
use std::rc::Rc;

use console::Style;
use serde::Serialize;
use serde_json::json;

use super::format::Shape;
use super::json::{json_line, write_pretty};
use super::log::Log;
use super::page::{LONGEST, Paper, laid_out};
use super::record::Line;
use super::sanitize::{sanitize, tight};
use super::stderr_writer::StderrWriter;
use super::waiting::Waiting;
use super::wrap::wrap;
use crate::failure::Failure;
use crate::host::Host;
use crate::settings::{Color, Format, Settings, TerminalStyle};

/// For a terminal that does not say how wide it is.
const USUAL_WIDTH: usize = 80;

/// Takes what is to be told, for where there is no [`Output`].
pub(crate) type Teller = Box<dyn Fn(&str)>;

/// The writer of one run.
pub struct Output {
    out: RefCell<Box<dyn Write>>,
    pub(super) err: Rc<RefCell<StderrWriter>>,
    pub(super) format: Format,
    pub(super) quiet: bool,
    /// What a page or a table on stdout is laid out for.
    pub(super) paper: Paper,
    /// Is the result of one person told as a sentence? It is where a person reads it who named no format.
    pub(super) speaks: bool,
    /// Is stdout a terminal? Then the line of progress is taken away before a row is written there.
    pub(super) on_terminal: bool,
    pub(super) stderr: Stderr,
    pub(super) log: Option<Rc<Log>>,
    /// What the connection waits for.
    pub(super) waiting: Rc<Waiting>,
    /// In JSON, notes wait for the end of the run: a failure is one object on stderr and nothing else.
    waiting_notes: Rc<RefCell<Vec<String>>>,
}

#[derive(Clone, Copy)]
pub(super) struct Stderr {
    pub(super) colored: bool,
    pub(super) style: TerminalStyle,
    /// Can a line be drawn again in its place?
    pub(super) redraws: bool,
    /// The width of the terminal now, where there is one.
    pub(super) width: fn() -> Option<usize>,
}

impl Output {
    /// Takes the streams of the host.
    pub(crate) fn new(host: &mut Host, format: Format, settings: Option<&Settings>) -> Self {
        let color = settings.map_or(Color::Never, |settings| settings.color);
        let style = settings.map_or(TerminalStyle::Drawn, |settings| settings.style);
        let terminals = host.terminals;
        let take = |stream: &mut Box<dyn Write>| std::mem::replace(stream, Box::new(io::sink()));
        Self {
            out: RefCell::new(take(&mut host.stdout)),
            err: Rc::new(RefCell::new(StderrWriter::new(take(&mut host.stderr)))),
            format,
            quiet: settings.is_some_and(|settings| settings.quiet),
            paper: Paper {
                colored: color.on(terminals.stdout, style),
                width: host.width.filter(|_| terminals.stdout),
                longest: None,
            },
            speaks: terminals.stdout
                && format.shape() == Shape::Page
                && settings.is_some_and(|settings| !settings.is_format_named),
            on_terminal: terminals.stdout,
            stderr: Stderr {
                colored: color.on(terminals.stderr, style),
                redraws: terminals.stderr && style == TerminalStyle::Drawn,
                style,
                width: host.stderr_width,
            },
            log: None,
            waiting: Rc::default(),
            waiting_notes: Rc::default(),
        }
    }

    /// From now on everything that is said goes to this file too.
    pub(crate) fn log_to(&mut self, path: &Path, host: &Host) -> Result<(), Failure> {
        self.log = Some(Log::open(path, host.clock)?.into());
        Ok(())
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

    /// Is the result of one person told as a sentence?
    pub(crate) fn speaks(&self) -> bool {
        self.speaks
    }

    /// Writes a result that is a sentence, broken at the width of the terminal.
    pub(crate) fn sentence(&self, text: &str) -> io::Result<()> {
        let width = self.paper.width.map_or(usize::MAX, |width| width.saturating_sub(1));
        self.result(&format!("{}\n", wrap(&tight(text), width).join("\n")))
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

    /// Writes JSON that is a service's own: laid out, or in one line where rows are wanted.
    pub(crate) fn foreign(&self, document: &impl Serialize) -> io::Result<()> {
        match self.shape() {
            Shape::Page | Shape::Document => self.document(document),
            Shape::Rows => self.result(&format!("{}\n", json_line(document)?)),
        }
    }

    /// Writes bytes as they are. No terminal may see them.
    pub(crate) fn bytes(&self, bytes: &[u8]) -> io::Result<()> {
        self.out.borrow_mut().write_all(bytes)?;
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
        self.say(&laid_out(lines, self.card_paper()));
    }

    /// The columns of a line that is drawn again in its place: one in the last column makes some terminals wrap.
    pub(super) fn columns(&self) -> usize {
        (self.stderr.width)().unwrap_or(USUAL_WIDTH).saturating_sub(1)
    }

    /// What a page on stderr is laid out for at the moment.
    pub(super) fn card_paper(&self) -> Paper {
        let Stderr { colored, width, .. } = self.stderr;
        Paper { colored, width: width(), longest: Some(LONGEST) }
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
        let (quiet, waits, log) = (self.quiet, self.is_json(), self.log.clone());
        move |text| {
            if let Some(log) = &log {
                log.write(text);
            }
            let line = format!("{}\n", tight(text));
            match (quiet, waits) {
                (true, _) => {}
                (false, true) => waiting.borrow_mut().push(line),
                (false, false) => err.borrow_mut().say(&line),
            }
        }
    }

    /// A function that tells details of requests: on the screen where they are wanted there, and always in the log file.
    /// `None` where no one would hear it.
    pub(crate) fn details(&self, on_screen: bool) -> Option<Teller> {
        match (on_screen, self.log.clone()) {
            (true, _) => Some(Box::new(self.notes())),
            (false, Some(log)) => Some(Box::new(move |text| log.write(text))),
            (false, None) => None,
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
        if let Some(log) = &self.log {
            log.write(&format!("error: {}: {}", failure.kind.word(), failure.message));
            failure.because.iter().for_each(|why| log.write(&format!("because: {why}")));
        }
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
        if failure.is_a_no() {
            return format!("{}\n", tight(&failure.message));
        }
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
