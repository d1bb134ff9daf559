//! The client itself, on a page of three lines: what the other tests rely on.

use std::time::Duration;

use serde_json::json;

use crate::driver::Driver;
use crate::lab::wait_for;
use crate::page::{ENTER, ESC};

const PAGE: &str = "data:text/html,<button aria-label='Administration' onclick='document.title=1'>x</button>\
    <button>Save</button><button>Save all</button><label>E-mail <input></label>\
    <button commandfor=d command=show-modal>Open</button><dialog id=d>Sure?<button autofocus>Cancel</button></dialog>\
    <pre onclick='document.title=2'>{ \"ids\": [1] }</pre><script>console.error('a mistake')</script>";

#[test]
fn words_find_what_a_person_would_click() {
    let Some(page) = Driver::start() else { return };
    page.opens(PAGE).clicks("administration");
    assert_eq!(page.reads("/title"), json!("1"));
    page.clicks("{\"ids\":[1]}");
    assert_eq!(page.reads("/title"), json!("2"));
    assert!(page.offers("SAVE") && page.offers("Save all") && !page.offers("Sa") && !page.offers("Cancel"));
    page.fills("E-mail", "ana");
    assert_eq!(page.script("return document.querySelector('input').value", &json!([])), json!("ana"));
    page.clicks("Open");
    assert_eq!(page.focus(), "cancel");
    // What is behind a pop-up cannot be clicked.
    assert!(!page.offers("Save"));
    page.presses(ESC);
    page.tabs_to("Open").presses(ENTER).sees("Sure?");
    assert!(page.log("browser").iter().any(|entry| entry.to_string().contains("a mistake")));
}

#[test]
fn without_scripting_the_page_runs_none_and_can_still_be_read() {
    let Some(page) = Driver::start() else { return };
    page.cdp("Emulation.setScriptExecutionDisabled", &json!({"value": true}));
    page.opens("data:text/html,<p>before</p><script>document.body.innerText='after'</script>").sees("before");
}

#[test]
fn a_test_that_fails_ends_its_browser() {
    let Some(page) = Driver::start() else { return };
    let process = page.process();
    let failed = std::thread::spawn(move || {
        let _page = page;
        std::panic::resume_unwind(Box::new("on purpose"));
    });
    assert!(failed.join().is_err());
    let lives = || std::path::Path::new(&format!("/proc/{process}")).exists();
    wait_for("its end", || {
        std::thread::sleep(Duration::from_millis(5));
        (!lives()).then_some(())
    });
}
