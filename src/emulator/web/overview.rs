//! Admin Overview: what administrators can open, as tiles.

use maud::html;

use super::ask::Ask;
use super::layout::page;
use super::problem::Problem;
use crate::emulator::http::Reply;

/// Groups of tiles: the name, and where each tile leads.
const TILES: &[(&str, &[(&str, &str)])] = &[
    ("People", &[("Users", "/settings/users")]),
    ("Tools", &[("Swagger Docs", "/api")]),
    ("Data Audit", &[("User Audit Trail", "/overview/trail")]),
];

pub(super) fn show(ask: &Ask<'_>) -> Result<Reply, Problem> {
    let visitor = ask.administrator()?;
    let body = html! {
        link rel="stylesheet" href="/assets/tools.css";
        h1 { "Admin Overview" }
        @for (group, tiles) in TILES {
            section.tiles {
                h2 { (group) }
                ul { @for (name, path) in *tiles { li { a.tile href=(path) { (name) } } } }
            }
        }
    };
    Ok(page(ask, &visitor, "Admin Overview", &body))
}
