use hyper::body::Bytes;
use hyper::{HeaderMap, Method};

use super::{overview, swagger, trail};
use crate::emulator::description::CALLS;
use crate::emulator::http::{Body, Call};
use crate::emulator::secrets;
use crate::emulator::state::Emulator;
use crate::emulator::store::people::{self, NewPerson};
use crate::emulator::store::{Store, access, audit, mfa};

/// An organisation in a folder, which must outlive it.
fn emulator(folder: &tempfile::TempDir) -> Emulator {
    Emulator::new(Store::open(&folder.path().join("state").join("demo.sqlite"), 50).unwrap(), false, None)
}

fn page(emulator: &Emulator, uri: &str) -> String {
    let call = Call {
        method: Method::GET,
        uri: uri.parse().unwrap(),
        headers: HeaderMap::new(),
        body: Bytes::new(),
        stale: None,
    };
    trail::content(emulator, &call).ok().unwrap().into_string()
}

fn rows(page: &str) -> Vec<&str> {
    page.split("<tbody").nth(1).unwrap().split("<tr>").skip(1).collect()
}

#[test]
fn the_trail_begins_with_the_newest_and_names_people() {
    let folder = tempfile::tempdir().unwrap();
    let emulator = emulator(&folder);
    assert!(page(&emulator, "/overview/trail").contains("Nothing yet."));
    emulator
        .store
        .write(|db| {
            audit::note(db, None, "Enforced MFA", 1, 1000)?;
            mfa::reset(db, 42, 1, 2000).map(drop)
        })
        .unwrap();
    let page = page(&emulator, "/overview/trail");
    let rows = rows(&page);
    assert_eq!(rows.len(), 2);
    for part in ["<bdi>Valentina Rodriguez</bdi>", "(42)", "Reset MFA", "1970-01-01 00:00:02"] {
        assert!(rows[0].contains(part), "{part}: {}", rows[0]);
    }
    assert!(rows[1].contains("<bdi>Harbour Light Utilities</bdi>") && rows[1].contains("(1)"), "{}", rows[1]);
}

#[test]
fn older_lines_are_a_page_away_and_none_is_shown_twice() {
    let folder = tempfile::tempdir().unwrap();
    let emulator = emulator(&folder);
    emulator
        .store
        .write(|db| (0..120).try_for_each(|n| audit::note(db, Some(2), &format!("Event {n}."), 1, n)))
        .unwrap();
    let mut uri = "/overview/trail".to_owned();
    let mut events = Vec::new();
    let mut pages = 0;
    loop {
        let page = page(&emulator, &uri);
        pages += 1;
        let numbers = rows(&page).into_iter().map(|row| row.split("Event ").nth(1).unwrap());
        events.extend(numbers.map(|rest| rest.split('.').next().unwrap().parse::<i64>().unwrap()));
        assert_eq!(page.contains("/assets/trail.js"), pages == 1, "only the newest lines renew themselves");
        let Some(older) = page.split("href=\"/overview/trail?").nth(1) else { break };
        uri = format!("/overview/trail?{}", older.split('"').next().unwrap());
    }
    assert_eq!((pages, events), (3, (0..120).rev().collect()));
}

#[test]
fn a_name_is_text_in_the_trail() {
    let folder = tempfile::tempdir().unwrap();
    let emulator = emulator(&folder);
    let new: NewPerson = serde_json::from_str(
        r#"{"first":"<script>alert(1)</script>","last":"\"'&","email":"x@example.org"}"#,
    )
    .unwrap();
    emulator
        .store
        .write(|db| {
            let id = people::add(db, &new, None)?.unwrap();
            audit::note(db, Some(id), "Added to organisation", 1, 0)?;
            audit::note(db, Some(9999), "Removed from all organisations", 1, 1)
        })
        .unwrap();
    let page = page(&emulator, "/overview/trail");
    assert!(page.contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt; &quot;'&amp;</bdi>"), "{page}");
    assert!(page.contains("Removed person <span class=\"about\">(9999)</span>"), "{page}");
}

#[test]
fn every_call_is_on_the_swagger_page_under_its_topic_in_order() {
    let page = swagger::content("a\"token").into_string();
    assert!(page.contains("data-csrf=\"a&quot;token\""));
    let at = |text: &str, from: usize| from + page[from..].find(text).unwrap_or_else(|| panic!("{text}"));
    let mut last = 0;
    for call in CALLS {
        last = at(&format!("data-method=\"{}\" data-path=\"{}\"", call.method, call.path), last);
    }
    let reset = at("data-path=\"/user/users/mfa/reset\"", 0);
    let form = &page[reset..at("</form>", reset)];
    for part in ["Parameters", "Edit Value", "Model", "(body)", ">{&quot;ids&quot;:[1]}</button>", "Execute"]
    {
        assert!(form.contains(part), "{part}: {form}");
    }
}

#[test]
fn the_overview_has_the_tiles_of_the_article() {
    let page = overview::content().into_string();
    for tile in [
        "<a class=\"tile\" href=\"/settings/users\">Users</a>",
        "<a class=\"tile\" href=\"/api\">Swagger Docs</a>",
        "<a class=\"tile\" href=\"/overview/trail\">User Audit Trail</a>",
    ] {
        assert!(page.contains(tile), "{tile}: {page}");
    }
}

#[test]
fn the_token_of_the_page_opens_the_api_for_a_quarter_of_an_hour_as_the_visitor() {
    let folder = tempfile::tempdir().unwrap();
    let emulator = emulator(&folder);
    let reply = swagger::token(&emulator, 34, 5000).ok().unwrap();
    let Body::Whole(Some(text)) = reply.body else { panic!("no body") };
    let session: serde_json::Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(session["expiresAt"], 905);
    let digest = secrets::digest(session["token"].as_str().unwrap());
    let holder = |now| emulator.store.read(|db| access::by_token(db, &digest, now)).unwrap();
    assert_eq!(holder(904_999).map(|holder| (holder.id, holder.admin)), Some((34, true)));
    assert!(holder(905_000).is_none());
}
