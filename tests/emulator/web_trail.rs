use serde_json::json;

use crate::lab::lab;
use crate::web::Visit;

/// The lines of a page of the trail.
fn rows(page: &str) -> Vec<&str> {
    page.split("<tbody").nth(1).unwrap().split("<tr>").skip(1).collect()
}

#[test]
fn a_reset_by_the_api_is_the_first_line_of_the_trail() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    assert!(!rows(&visit.page("/overview/trail"))[0].contains("Reset MFA"));
    assert_eq!(lab.reset(&json!([42])), 204);
    let page = visit.page("/overview/trail");
    let first = rows(&page)[0];
    for part in ["<bdi>Valentina Rodriguez</bdi>", "(42)", "Reset MFA", "(1)"] {
        assert!(first.contains(part), "{part}: {first}");
    }
}

#[test]
fn older_lines_are_a_page_away_and_none_is_shown_twice() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    lab.tamper(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 119)
         INSERT INTO audit(at, subject, event, actor) SELECT i, 2, 'Event ' || i || '.', 1 FROM n",
    );
    let mut path = "/overview/trail".to_owned();
    let mut events = Vec::new();
    let mut pages = 0;
    loop {
        let page = visit.page(&path);
        pages += 1;
        let numbers = rows(&page).into_iter().filter_map(|row| row.split("Event ").nth(1));
        events.extend(numbers.map(|rest| rest.split('.').next().unwrap().parse::<i32>().unwrap()));
        assert_eq!(page.contains("/assets/trail.js"), pages == 1, "only the newest lines renew themselves");
        let Some(older) = page.split("href=\"/overview/trail?").nth(1) else { break };
        path = format!("/overview/trail?{}", older.split('"').next().unwrap());
    }
    assert_eq!(events, (0..120).rev().collect::<Vec<_>>());
    assert!(pages >= 3, "{pages}");
    assert_eq!(visit.get("/overview/trail?before=x").status, 400);
}

#[test]
fn a_name_is_text_in_the_trail() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    lab.tamper("UPDATE person SET first = '<script>alert(1)</script>', last = '\"''&' WHERE id = 42");
    lab.tamper("INSERT INTO audit(at, subject, event, actor) VALUES (0, 9999, '<b>', 42)");
    let page = visit.page("/overview/trail");
    let first = rows(&page)[0];
    assert!(first.contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt; &quot;'&amp;</bdi>"), "{first}");
    assert!(first.contains("Removed person <span class=\"about\">(9999)</span>"), "{first}");
    assert!(first.contains("&lt;b&gt;") && !page.contains("<b>"), "{first}");
}
