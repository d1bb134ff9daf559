//! User Management: the search, its filters, and a card for each person.

use std::borrow::Cow;

use maud::{Markup, html};

use crate::emulator::http::{Refusal, Reply};
use crate::emulator::people::GROUPS;
use crate::emulator::store::people::{Headcount, headcount};
use crate::emulator::store::{Filters, PeoplePage, Permission, Person, page_matching};
use crate::emulator::web::ask::Ask;
use crate::emulator::web::layout::page;
use crate::emulator::web::problem::Problem;
use crate::emulator::web::time;

/// People on a page.
const LIMIT: usize = 25;
/// Longer than any name or address.
const LONGEST_SEARCH: usize = 200;

const STATUSES: [(&str, &str, bool); 2] =
    [("active", "Active users", true), ("inactive", "Inactive users", false)];
const PERMISSIONS: [(&str, &str, Permission); 2] = [
    ("admin", "Admin", Permission::Admin),
    ("all-data-access", "All Data Access", Permission::AllDataAccess),
];

/// What is looked for. What a link or a person has mistyped counts as not given.
struct Wish {
    search: String,
    filters: Filters,
    number: usize,
}

impl Wish {
    fn of(ask: &Ask<'_>) -> Self {
        let given = |name| ask.call.query(name).unwrap_or(Cow::Borrowed(""));
        let named = given("status");
        let active = STATUSES.iter().find(|(word, ..)| *word == named).map(|(.., active)| *active);
        let named = given("permission");
        let permission = PERMISSIONS.iter().find(|(word, ..)| *word == named).map(|(.., one)| *one);
        let group = given("group").parse().ok().filter(|id| (1..=GROUPS.len()).contains(id));
        Self {
            search: given("search").trim().chars().take(LONGEST_SEARCH).collect(),
            filters: Filters { active, permission, group },
            number: given("page").parse().unwrap_or(1).max(1),
        }
    }

    /// The address of another page of the same search.
    fn link(&self, number: usize) -> String {
        let Filters { active, permission, group } = self.filters;
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !self.search.is_empty() {
            query.append_pair("search", &self.search);
        }
        if let Some((word, ..)) = STATUSES.iter().find(|(.., one)| Some(*one) == active) {
            query.append_pair("status", word);
        }
        if let Some((word, ..)) = PERMISSIONS.iter().find(|(.., one)| Some(*one) == permission) {
            query.append_pair("permission", word);
        }
        if let Some(group) = group {
            query.append_pair("group", &group.to_string());
        }
        if number > 1 {
            query.append_pair("page", &number.to_string());
        }
        format!("/settings/users?{}", query.finish())
    }
}

/// `GET /settings/users?search&status&permission&group&page`
pub(crate) async fn show(ask: &Ask<'_>) -> Result<Reply, Problem> {
    let visitor = ask.administrator()?;
    let wish = Wish::of(ask);
    let (text, filters) = (wish.search.clone(), wish.filters);
    let wanted = PeoplePage { number: wish.number, limit: LIMIT };
    let (count, people, more) = ask
        .emulator
        .blocking(move |emulator| {
            emulator.store.read_long(|db| {
                let (people, more) = page_matching(db, &text, filters, wanted)?;
                Ok::<_, Refusal>((headcount(db)?, people, more))
            })
        })
        .await?;
    let body = html! {
        h1 { "User Management" }
        (counts(&count))
        (form(&wish))
        @if people.is_empty() {
            (nobody(&wish))
        } @else {
            ul.people { @for person in &people { (card(person)) } }
        }
        nav.pages aria-label="Pages" {
            @if wish.number > 1 && !people.is_empty() {
                a href=(wish.link(wish.number - 1)) rel="prev" { "Previous page" }
            }
            @if more {
                a href=(wish.link(wish.number + 1)) rel="next" { "Next page" }
            }
        }
    };
    Ok(page(ask, &visitor, "User Management", &body))
}

fn counts(count: &Headcount) -> Markup {
    let enabled = count.everybody - count.inactive;
    html! {
        p.counts { (count.everybody) " Licensed Users | " (enabled) " Enabled | " (count.inactive) " Inactive" }
    }
}

fn form(wish: &Wish) -> Markup {
    html! {
        form.search method="get" action="/settings/users" role="search" {
            label { "Search" input type="search" name="search" value=(wish.search) dir="auto" maxlength=(LONGEST_SEARCH); }
            label {
                "Active/inactive users"
                select name="status" {
                    option value="" { "All" }
                    @for (word, label, active) in STATUSES {
                        option value=(word) selected[wish.filters.active == Some(active)] { (label) }
                    }
                }
            }
            label {
                "User permissions"
                select name="permission" {
                    option value="" { "All" }
                    @for (word, label, permission) in PERMISSIONS {
                        option value=(word) selected[wish.filters.permission == Some(permission)] { (label) }
                    }
                }
            }
            label {
                "User groups"
                select name="group" {
                    option value="" { "All" }
                    @for (id, label) in (1..).zip(GROUPS) {
                        option value=(id) selected[wish.filters.group == Some(id)] { (label) }
                    }
                }
            }
            button.button type="submit" { "Search" }
        }
    }
}

fn card(person: &Person) -> Markup {
    html! {
        li.card {
            a.name href={ "/settings/users/" (person.id) } { bdi { (name(person)) } }
            @if !person.active { " " span.tag { "Inactive" } }
            p.quiet { bdi { (person.email) } }
            p.quiet {
                "Last login: "
                @if let Some(at) = person.last_login { (time::shown(at)) } @else { "Never" }
            }
        }
    }
}

fn nobody(wish: &Wish) -> Markup {
    html! {
        @if wish.number > 1 {
            p { "There is no page " (wish.number) "." }
            p { a href=(wish.link(1)) { "Show the first page" } }
        } @else {
            @if wish.search.is_empty() {
                p { "Nobody is like this." }
            } @else {
                p { "Nobody is called “" bdi { (wish.search) } "”." }
            }
            p { a href="/settings/users" { "Show everybody" } }
        }
    }
}

/// The name; the address of somebody who has none.
pub(super) fn name(person: &Person) -> Cow<'_, str> {
    match (person.first.as_str(), person.last.as_str()) {
        ("", "") => Cow::Borrowed(&person.email),
        (first, "") => Cow::Borrowed(first),
        ("", last) => Cow::Borrowed(last),
        (first, last) => Cow::Owned(format!("{first} {last}")),
    }
}
