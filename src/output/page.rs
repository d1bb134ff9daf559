//! Pages: labels in one column, values in the next. What a value says stays in its column, so that foreign text cannot
//! draw a line that looks like one of ours.

use console::{Style, measure_text_width, truncate_str};

use super::cell::Cell;
use super::record::Line;
use super::sanitize::{sanitize, tight};
use super::wrap::wrap;

/// What a page is laid out for.
#[derive(Clone, Copy)]
pub(super) struct Paper {
    pub(super) colored: bool,
    /// The columns of the terminal, where there is one.
    pub(super) width: Option<usize>,
    /// A longer value is cut; `None` where all of it is wanted.
    pub(super) longest: Option<usize>,
}

/// The longest value on a card beside a question: a longer one would push the rest of the card off the screen.
pub(super) const LONGEST: usize = 200;
/// Before a label, and between it and its value.
const GAP: &str = "  ";
/// Where less free is left for the values, each stands below its label.
const NARROW: usize = 16;

pub(super) fn laid_out(lines: &[Line], paper: Paper) -> String {
    let widest = lines.iter().map(|line| if let Line::Field(label, _) = line { label.len() } else { 0 });
    let widest = widest.max().unwrap_or(0);
    let mut text = String::new();
    for line in lines {
        match line {
            Line::Heading(words) => {
                let bold = Style::new().bold().force_styling(paper.colored);
                text.push_str(&bold.apply_to(sanitize(words)).to_string());
            }
            Line::Field(label, cell) => text.push_str(&field(label, widest, cell, paper)),
            Line::Blank => {}
        }
        text.push('\n');
    }
    text
}

fn field(label: &str, widest: usize, cell: &Cell, paper: Paper) -> String {
    let value = tight(&cell.text);
    let value = truncate_str(&value, paper.longest.unwrap_or(usize::MAX), "…");
    // What fills the last column makes some terminals wrap.
    let width = paper.width.map_or(usize::MAX, |width| width.saturating_sub(1));
    let column = GAP.len() + widest + GAP.len();
    let free = width.saturating_sub(column);
    let faint = Style::new().dim().force_styling(paper.colored);
    let head = format!("{GAP}{}", faint.apply_to(format!("{label:<widest$}")));
    let (head, indent) = if measure_text_width(&value) <= free || (free >= NARROW && !label.is_empty()) {
        (format!("{head}{GAP}"), column)
    } else if label.is_empty() {
        (GAP.to_owned(), GAP.len())
    } else {
        let indent = 3 * GAP.len();
        (format!("{}\n{}", head.trim_end(), " ".repeat(indent)), indent)
    };
    let tone = cell.tone.style().force_styling(paper.colored);
    let values = wrap(&value, width.saturating_sub(indent));
    let values: Vec<_> = values.iter().map(|line| tone.apply_to(line).to_string()).collect();
    format!("{head}{}", values.join(&format!("\n{}", " ".repeat(indent)))).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes its snapshots so")]

    use expect_test::{Expect, expect};

    use super::*;

    fn at(width: usize, longest: Option<usize>, expected: &Expect) {
        let lines = [
            Line::Heading("Card".to_owned()),
            Line::Field("Name", format!("Ana{}Environment  sandbox 李小龍李小龍", " ".repeat(70)).into()),
            Line::Field("Environment", "production".into()),
            Line::Field("", "mfa-admin mfa unlock --user-id 42".into()),
        ];
        let shown = laid_out(&lines, Paper { colored: false, width: Some(width), longest });
        for line in shown.lines() {
            assert!(measure_text_width(line) < width, "{width}: {line}");
        }
        expected.assert_eq(&shown);
    }

    #[test]
    fn a_value_stays_in_its_column() {
        at(
            80,
            None,
            &expect![[r#"
                Card
                  Name         Ana Environment sandbox 李小龍李小龍
                  Environment  production
                               mfa-admin mfa unlock --user-id 42
            "#]],
        );
        at(
            40,
            None,
            &expect![[r#"
                Card
                  Name         Ana Environment sandbox
                               李小龍李小龍
                  Environment  production
                  mfa-admin mfa unlock --user-id 42
            "#]],
        );
    }

    #[test]
    fn where_there_is_no_room_beside_a_label_a_value_stands_below_it() {
        at(
            25,
            None,
            &expect![[r#"
                Card
                  Name
                      Ana Environment
                      sandbox
                      李小龍李小龍
                  Environment
                      production
                  mfa-admin mfa unlock
                  --user-id 42
            "#]],
        );
    }

    #[test]
    fn a_card_shows_no_more_of_a_value_than_can_be_read() {
        at(
            80,
            Some(20),
            &expect![[r#"
                Card
                  Name         Ana Environment san…
                  Environment  production
                               mfa-admin mfa unloc…
            "#]],
        );
    }

    #[test]
    fn where_no_terminal_is_nothing_is_broken_or_cut() {
        let long = "x ".repeat(500);
        let lines = [Line::Field("Name", long.as_str().into())];
        let shown = laid_out(&lines, Paper { colored: false, width: None, longest: None });
        assert_eq!(shown, format!("  Name  {}\n", long.trim_end()));
    }
}
