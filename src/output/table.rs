//! A table: every column is as wide as its widest cell. Where the terminal is narrower, the record's `NarrowRule`s are
//! applied, one after the other, until the table fits.

use console::{Alignment, measure_text_width, pad_str, truncate_str};
use tabled::builder::Builder;
use tabled::settings::object::Rows;
use tabled::settings::{Color, Padding, Style};

use super::cell::{Cell, Tone};
use super::record::{NarrowRule, Record};
use super::sanitize::tight;

/// On a terminal narrower than this no rule is applied: too much of the table would be lost.
const NARROW: usize = 72;
/// Between two columns.
const GAP: &str = "  ";
/// Stands where something is left out.
const CUT: &str = "…";

struct Column {
    header: &'static str,
    /// Its place in a row.
    place: usize,
    /// As wide as its widest cell.
    whole: usize,
    /// As wide as it is shown.
    width: usize,
}

/// The lines of a table, and the columns for which it was too narrow; `None` where it does not fit even after every rule.
pub(super) fn table(
    headers: &[&'static str],
    rules: &[NarrowRule],
    rows: &[Vec<Cell>],
    width: Option<usize>,
    colored: bool,
) -> Option<(String, Vec<&'static str>)> {
    let width = width.unwrap_or(usize::MAX);
    let rules = if width < NARROW { &[] } else { rules };
    let columns = fitted(headers, rows, width, rules)?;
    let is_shown = |header: &&str| columns.iter().any(|column| column.header == *header);
    let gone: Vec<_> = headers.iter().copied().filter(|header| !is_shown(header)).collect();
    let mut builder = Builder::with_capacity(rows.len() + 1, columns.len());
    // A cell that is cut before a wide letter is one column short: the headers keep the columns open.
    let padded =
        |column: &Column| pad_str(column.header, column.width, Alignment::Left, Some(CUT)).into_owned();
    let mut headers: Vec<_> = columns.iter().map(padded).collect();
    if let Some(last) = headers.last_mut() {
        last.truncate(last.trim_end().len());
    }
    builder.push_record(headers);
    for row in rows {
        builder.push_record(
            columns
                .iter()
                .map(|column| truncate_str(&tight(&row[column.place].text), column.width, CUT).into_owned()),
        );
    }
    let mut table = builder.build();
    table.with(Style::empty()).with(Padding::new(0, GAP.len(), 0, 0));
    if colored {
        table.modify(Rows::first(), Color::BOLD);
        for (line, row) in rows.iter().enumerate() {
            for (place, column) in columns.iter().enumerate() {
                if let Some(color) = color(row[column.place].tone) {
                    table.modify((line + 1, place), color);
                }
            }
        }
    }
    let table = table.to_string();
    let mut lines: Vec<_> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    if !gone.is_empty() {
        lines[0].extend([GAP, CUT]);
    }
    lines.push(String::new());
    Some((lines.join("\n"), gone))
}

/// The lines of a list to choose from: the rows of the table without its header, by the rules on any width. Where they do
/// not fit even so, they are cut.
pub(super) fn lines<R: Record>(rows: &[Vec<Cell>], width: usize) -> Vec<String> {
    let fitted = fitted(R::COLUMNS, rows, width, R::NARROW_RULES);
    let line = |row: &Vec<Cell>| {
        let Some(columns) = &fitted else {
            let cells: Vec<_> = row.iter().map(|cell| tight(&cell.text)).collect();
            return truncate_str(&cells.join(GAP), width, CUT).into_owned();
        };
        let cell = |column: &Column| {
            let text = tight(&row[column.place].text);
            let text = truncate_str(&text, column.width, CUT);
            pad_str(&text, column.width, Alignment::Left, None).into_owned()
        };
        columns.iter().map(cell).collect::<Vec<_>>().join(GAP).trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

fn color(tone: Tone) -> Option<Color> {
    match tone {
        Tone::Plain => None,
        Tone::Good => Some(Color::FG_GREEN),
        Tone::Mind => Some(Color::FG_YELLOW),
        Tone::Bad => Some(Color::FG_RED),
        Tone::Faint => Some(Color::DIMMED),
    }
}

/// The columns that are shown by these rules.
fn fitted(
    headers: &[&'static str],
    rows: &[Vec<Cell>],
    width: usize,
    rules: &[NarrowRule],
) -> Option<Vec<Column>> {
    let measured = |(place, header): (usize, &&'static str)| {
        let cells = rows.iter().map(|row| measure_text_width(&tight(&row[place].text)));
        let whole = cells.max().unwrap_or(0).max(measure_text_width(header));
        Column { header, place, whole, width: whole }
    };
    let mut columns: Vec<_> = headers.iter().enumerate().map(measured).collect();
    let total = |columns: &[Column]| {
        let gone = if columns.len() < headers.len() { GAP.len() + measure_text_width(CUT) } else { 0 };
        let gaps = GAP.len() * columns.len().saturating_sub(1);
        columns.iter().map(|column| column.width).sum::<usize>() + gaps + gone
    };
    for rule in rules {
        let excess = total(&columns).saturating_sub(width);
        if excess == 0 {
            break;
        }
        match *rule {
            NarrowRule::Goes(header) => columns.retain(|column| column.header != header),
            NarrowRule::Shrinks(header, least) => {
                for column in columns.iter_mut().filter(|column| column.header == header) {
                    column.width = column.width.saturating_sub(excess).max(least.min(column.width));
                }
            }
        }
    }
    // A column that shrank gets back what is spare after another one was left out.
    let mut spare = width.checked_sub(total(&columns))?;
    for column in &mut columns {
        let back = spare.min(column.whole - column.width);
        column.width += back;
        spare -= back;
    }
    Some(columns)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes its snapshots so")]

    use expect_test::{Expect, expect};
    use serde::Serialize;

    use super::*;

    #[derive(Serialize)]
    struct Person;

    impl Record for Person {
        const KEYS: &'static [&'static str] = &[];
        const COLUMNS: &'static [&'static str] = &["ID", "EMAIL", "NAME", "DETAIL", "AT"];
        const NARROW_RULES: &'static [NarrowRule] = &[
            NarrowRule::Goes("AT"),
            NarrowRule::Shrinks("NAME", 8),
            NarrowRule::Goes("DETAIL"),
            NarrowRule::Shrinks("EMAIL", 10),
        ];
        fn cells(&self) -> Vec<Cell> {
            Vec::new()
        }
    }

    fn table<R: Record>(rows: &[Vec<Cell>], width: Option<usize>, colored: bool) -> Option<String> {
        super::table(R::COLUMNS, R::NARROW_RULES, rows, width, colored).map(|(text, _)| text)
    }

    /// Two people, the first with an address of so many letters.
    fn people(letters: usize) -> Vec<Vec<Cell>> {
        let email = format!("{}@test.com", "v".repeat(letters - 9));
        let detail = "the service refused: 403 Forbidden";
        let row = |cells: [&str; 5]| cells.map(Cell::from).to_vec();
        let mut rows = vec![
            row(["42", &email, "Valentina Rodriguez", detail, "2026-01-05T10:00:00.000Z"]),
            row(["1000042", "li@test.com", "李小龍李小龍李小龍李小龍", "", ""]),
        ];
        rows[0][3].tone = Tone::Bad;
        rows
    }

    fn at(width: usize, letters: usize, expected: &Expect) {
        let rows = people(letters);
        let shown = table::<Person>(&rows, Some(width), false).unwrap_or_else(|| "does not fit\n".to_owned());
        for line in shown.lines() {
            assert!(measure_text_width(line) <= width, "{width}: {line}");
        }
        expected.assert_eq(&shown);
        let colored = table::<Person>(&rows, Some(width), true);
        assert!(colored.is_none_or(|colored| console::strip_ansi_codes(&colored) == shown));
    }

    #[test]
    fn columns_give_way_in_the_order_that_the_record_names() {
        at(
            140,
            21,
            &expect![[r#"
            ID       EMAIL                  NAME                      DETAIL                              AT
            42       vvvvvvvvvvvv@test.com  Valentina Rodriguez       the service refused: 403 Forbidden  2026-01-05T10:00:00.000Z
            1000042  li@test.com            李小龍李小龍李小龍李小龍
        "#]],
        );
        at(
            100,
            21,
            &expect![[r#"
            ID       EMAIL                  NAME                      DETAIL  …
            42       vvvvvvvvvvvv@test.com  Valentina Rodriguez       the service refused: 403 Forbidden
            1000042  li@test.com            李小龍李小龍李小龍李小龍
        "#]],
        );
        at(
            80,
            21,
            &expect![[r#"
            ID       EMAIL                  NAME       DETAIL  …
            42       vvvvvvvvvvvv@test.com  Valentin…  the service refused: 403 Forbidden
            1000042  li@test.com            李小龍李…
        "#]],
        );
        // Once the detail has gone, the name has its room back.
        at(
            80,
            41,
            &expect![[r#"
            ID       EMAIL                                      NAME  …
            42       vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv@test.com  Valentina Rodriguez
            1000042  li@test.com                                李小龍李小龍李小龍李小龍
        "#]],
        );
        at(
            80,
            71,
            &expect![[r#"
            ID       EMAIL                                                       NAME  …
            42       vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv…  Valenti…
            1000042  li@test.com                                                 李小龍…
        "#]],
        );
    }

    #[test]
    fn on_a_narrow_terminal_a_table_fits_whole_or_not_at_all() {
        at(
            71,
            21,
            &expect![[r#"
            does not fit
        "#]],
        );
        let shorter = table::<Person>(&people(21)[1..], Some(60), false);
        assert!(shorter.is_some_and(|table| table.starts_with("ID ") && table.contains("AT\n")));
    }

    #[test]
    fn a_table_of_no_known_width_is_whole() {
        assert_eq!(
            table::<Person>(&people(71), None, false),
            table::<Person>(&people(71), Some(1000), false)
        );
    }
}
