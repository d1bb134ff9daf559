//! The screen of a terminal as SVG, with a background, so that it is readable on light and dark pages.

use std::fmt::Write;

use vt100::{Cell, Color, Screen};

use crate::lab::is_moment;

/// The size of a cell, in units of the picture.
const WIDE: f32 = 8.4;
const HIGH: f32 = 19.0;
/// The space around the text.
const EDGE: f32 = 18.0;
const GROUND: &str = "#1b1f27";
const RIM: &str = "#444c5a";
const PLAIN: &str = "#d7dce5";
const PROMPT: &str = "#7fb4ff";
/// The first eight colours of a terminal, then the bright ones.
const PALETTE: [&str; 16] = [
    "#4b5263", "#ff7a85", "#8fd694", "#f0c674", "#7fb4ff", "#d3a4f9", "#7fd6d6", "#d7dce5", "#7d8698",
    "#ff9aa2", "#b0e8b4", "#ffdf99", "#a8ccff", "#e4c7ff", "#a8ecec", "#ffffff",
];
/// The time of every result in the picture, so that each run draws the same.
const MOMENT: &str = "2026-11-24T09:30:00.000Z";

/// A line of the picture.
#[derive(Debug, Default)]
pub(super) struct Line(Vec<Run>);

/// Text in one style, and the column where it begins.
#[derive(Debug, PartialEq)]
struct Run {
    column: usize,
    text: String,
    look: Look,
}

#[derive(Debug, Clone, PartialEq)]
struct Look {
    ink: &'static str,
    ground: Option<&'static str>,
    bold: bool,
    faint: bool,
}

impl Line {
    /// Its letters.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for run in &self.0 {
            let gap = run.column.saturating_sub(text.chars().count());
            text.extend(std::iter::repeat_n(' ', gap));
            text.push_str(&run.text);
        }
        text
    }
}

/// What the person typed.
pub(super) fn prompt(words: &str) -> Line {
    let sign = Look { ink: PROMPT, ground: None, bold: true, faint: false };
    let typed = Look { ink: "#ffffff", ..sign.clone() };
    Line(vec![
        Run { column: 0, text: "$".to_owned(), look: sign },
        Run { column: 2, text: words.to_owned(), look: typed },
    ])
}

/// What the screen shows, without the empty lines at its end.
pub(super) fn lines(screen: &Screen) -> Vec<Line> {
    let (rows, columns) = screen.size();
    let mut lines: Vec<Line> = (0..rows.get()).map(|row| line(screen, row, columns.get())).collect();
    while lines.last().is_some_and(|line| line.0.is_empty()) {
        lines.pop();
    }
    lines
}

fn line(screen: &Screen, row: u16, columns: u16) -> Line {
    let mut runs: Vec<Run> = Vec::new();
    for column in 0..columns {
        let Some(cell) = screen.cell(row, column) else { continue };
        let (look, letter) = (look(cell), if cell.has_contents() { cell.contents() } else { " " });
        match runs.last_mut() {
            Some(run) if run.look == look => run.text.push_str(letter),
            _ => runs.push(Run { column: column.into(), text: letter.to_owned(), look }),
        }
    }
    for run in &mut runs {
        run.text = steady(&run.text);
    }
    runs.retain_mut(|run| {
        if run.look.ground.is_none() {
            let begins = run.text.len() - run.text.trim_start().len();
            run.column += begins;
            run.text = run.text.trim().to_owned();
        }
        !run.text.is_empty()
    });
    Line(runs)
}

fn look(cell: &Cell) -> Look {
    let color = |color: Color| match color {
        Color::Idx(index) => PALETTE.get(usize::from(index)).copied(),
        Color::Default | Color::Rgb(..) => None,
    };
    let (ink, ground) = (color(cell.fgcolor()), color(cell.bgcolor()));
    let (ink, ground) = if cell.inverse() {
        (ground.unwrap_or(GROUND), Some(ink.unwrap_or(PLAIN)))
    } else {
        (ink.unwrap_or(PLAIN), ground)
    };
    Look { ink, ground, bold: cell.bold(), faint: cell.dim() }
}

/// The same text with every time replaced.
fn steady(text: &str) -> String {
    let mut steady = text.to_owned();
    for (at, _) in text.char_indices().filter(|(at, _)| is_moment(&text[*at..])) {
        steady.replace_range(at..at + MOMENT.len(), MOMENT);
    }
    steady
}

/// The picture.
pub(super) fn svg(columns: usize, lines: &[Line]) -> String {
    let (width, height) = (WIDE * units(columns) + 2.0 * EDGE, HIGH * units(lines.len()) + 2.0 * EDGE);
    let mut picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" width=\"{width:.1}\" \
         height=\"{height:.1}\" role=\"img\">\n<title>mfa-admin: search, show, pop-up and result</title>\n\
         <rect x=\"0.5\" y=\"0.5\" width=\"{:.1}\" height=\"{:.1}\" rx=\"9\" fill=\"{GROUND}\" stroke=\"{RIM}\"/>\n\
         <g font-family=\"ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace\" font-size=\"14\" \
         xml:space=\"preserve\">\n",
        width - 1.0,
        height - 1.0,
    );
    for (row, line) in lines.iter().enumerate() {
        for run in &line.0 {
            draw(&mut picture, run, row);
        }
    }
    picture.push_str("</g>\n</svg>\n");
    picture
}

fn draw(picture: &mut String, run: &Run, row: usize) {
    let Run { column, text, look: Look { ink, ground, bold, faint } } = run;
    let (x, top) = (EDGE + WIDE * units(*column), EDGE + HIGH * units(row));
    let width = WIDE * units(text.chars().count());
    if let Some(ground) = ground {
        add(
            picture,
            format_args!(
                "<rect x=\"{x:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{HIGH:.1}\" rx=\"3\" fill=\"{ground}\"/>"
            ),
        );
    }
    frame(picture, text, (x, top), ink);
    let weight = if *bold { " font-weight=\"bold\"" } else { "" };
    let strength = if *faint { " opacity=\"0.62\"" } else { "" };
    let mut column = 0;
    // Every word gets the position of its column, so that any font fits; the frame is drawn with lines.
    for word in text.split_inclusive(' ') {
        let length = word.chars().count();
        let plain = word.trim_end_matches(' ').trim_matches(is_frame);
        if !plain.is_empty() {
            let x = x + WIDE * units(column);
            let width = WIDE * units(plain.chars().count());
            let plain = plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            add(
                picture,
                format_args!(
                    "<text x=\"{x:.1}\" y=\"{:.1}\" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{ink}\"{weight}{strength}>{plain}</text>",
                    top + HIGH * 0.72
                ),
            );
        }
        column += length;
    }
}

fn is_frame(letter: char) -> bool {
    "╭╮╰╯│─".contains(letter)
}

/// The lines of a box: fonts leave gaps between them.
fn frame(picture: &mut String, text: &str, (x, top): (f32, f32), ink: &str) {
    let (middle, half, round) = (top + HIGH / 2.0, WIDE / 2.0, 4.0);
    let mut path = String::new();
    for (column, letter) in text.chars().enumerate().filter(|(_, letter)| is_frame(*letter)) {
        let left = x + WIDE * units(column);
        let (center, right, bottom) = (left + half, left + WIDE, top + HIGH);
        let stroke = match letter {
            '─' => format!("M{left:.1} {middle:.1}H{right:.1}"),
            '│' => format!("M{center:.1} {top:.1}V{bottom:.1}"),
            '╭' => corner(center, bottom, middle, round, right),
            '╮' => corner(center, bottom, middle, round, left),
            '╰' => corner(center, top, middle, round, right),
            _ => corner(center, top, middle, round, left),
        };
        path.push_str(&stroke);
    }
    if !path.is_empty() {
        add(
            picture,
            format_args!("<path d=\"{path}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"1.2\"/>"),
        );
    }
}

/// From the upper or lower edge to the middle of the cell, and round the corner to its side.
fn corner(center: f32, end: f32, middle: f32, round: f32, side: f32) -> String {
    let near = middle + round * (end - middle).signum();
    format!("M{center:.1} {end:.1}V{near:.1}Q{center:.1} {middle:.1} {side:.1} {middle:.1}")
}

fn add(picture: &mut String, element: std::fmt::Arguments<'_>) {
    writeln!(picture, "{element}").expect("memory takes it");
}

#[expect(clippy::cast_precision_loss, reason = "a picture has no millions of cells")]
fn units(count: usize) -> f32 {
    count as f32
}
