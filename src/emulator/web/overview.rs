//! Admin Overview: what administrators can open, as tiles.

use maud::{Markup, html};

/// Groups of tiles: the name, and where each tile leads.
const TILES: &[(&str, &[(&str, &str)])] = &[
    ("People", &[("Users", "/settings/users")]),
    ("Tools", &[("Swagger Docs", "/api")]),
    ("Data Audit", &[("User Audit Trail", "/overview/trail")]),
];

/// What stands between the top bar and the end of the page.
pub(super) fn content() -> Markup {
    html! {
        link rel="stylesheet" href="/assets/tools.css";
        h1 { "Admin Overview" }
        @for (group, tiles) in TILES {
            section.tiles {
                h2 { (group) }
                ul { @for (name, path) in *tiles { li { a.tile href=(path) { (name) } } } }
            }
        }
    }
}
