use mfa_admin::emulator::{Options, start};

use crate::lab::{encoded, lab, lab_on};
use crate::web::{OURS, Visit, got, posted};
use crate::web_browser::{Browser, VALENTINA, hidden};

#[test]
fn the_cookie_is_random_kept_from_scripts_and_other_sites_and_named_after_the_port() {
    let lab = lab();
    let fields = format!("email={}&password={}", encoded(lab.email()), encoded(lab.password()));
    let set = |host: &str| {
        let head = format!(
            "POST /sign-in HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n",
            fields.len()
        );
        lab.raw_with(&head, &fields).header("set-cookie").unwrap().to_owned()
    };
    for (host, name) in [("localhost", "visit-80"), ("127.0.0.1:4711", "visit-4711")] {
        let cookie = set(host);
        let (secret, attributes) = cookie.split_once(';').unwrap();
        assert_eq!(attributes, " Path=/; HttpOnly; SameSite=Strict");
        let secret = secret.strip_prefix(name).unwrap().strip_prefix('=').unwrap();
        assert!(secret.len() == 64 && secret.bytes().all(|byte| byte.is_ascii_hexdigit()), "{secret}");
        assert_ne!(set(host), cookie);
    }
    let visit = Visit::of_the_administrator(&lab);
    let of_another_port = visit.cookie.replace("visit-80", "visit-81");
    assert_eq!(got(&lab, "/", &of_another_port).status, 303);
}

#[test]
fn every_step_of_a_sign_in_makes_a_new_secret_and_the_old_one_opens_nothing() {
    let lab = lab();
    let mut browser = Browser::of(&lab);
    let planted = "0".repeat(64);
    browser.cookies.insert("visit-80".to_owned(), planted.clone());
    assert_eq!(browser.sign_in(VALENTINA), "/sign-in/code");
    let after_password = browser.cookies["visit-80"].clone();
    let code = mfa_admin::emulator::code(&lab.database, "42").unwrap().code;
    assert_eq!(browser.send("/sign-in/code", &[("code", &code)]), "/");
    let after_code = browser.cookies["visit-80"].clone();
    assert!(planted != after_password && after_password != after_code);
    let opens = |secret: &str| got(&lab, "/", &format!("cookie: visit-80={secret}\r\n")).status == 200;
    assert!(!opens(&planted) && !opens(&after_password) && opens(&after_code));

    let of_form = got(&lab, "/sign-in/code", &format!("cookie: visit-80={after_password}\r\n"));
    assert_eq!((of_form.status, of_form.header("location")), (303, Some("/sign-in")));
    browser.sign_out();
    assert!(!opens(&after_code), "nor after the sign-out");
}

#[test]
fn a_sign_in_in_place_of_a_visit_ends_the_tokens_that_it_gave() {
    let lab = lab();
    let mut browser = Browser::of(&lab);
    browser.sign_in(lab.email());
    let token = hidden(&browser.page, "token").unwrap();
    let headers = format!("{OURS}{}x-csrf: {token}\r\n", browser.cookie_header());
    let given = posted(&lab, "/api/token", &headers, "").json()["token"].clone();
    let bearer = format!("authorization: bearer {}\r\n", given.as_str().unwrap());
    assert_eq!(got(&lab, "/user/users/me", &bearer).status, 200);
    assert_eq!(browser.sign_in(VALENTINA), "/sign-in/code");
    assert_eq!(got(&lab, "/user/users/me", &bearer).status, 401);
}

#[test]
fn the_seeded_password_does_not_open_the_pages_of_a_private_run() {
    let open = lab();
    let options =
        Options { database: open.database.clone(), users: 100, port: 0, control: false, private: true };
    let private = lab_on(start(&options).unwrap(), &open.database);
    let mut browser = Browser::of(&private);
    for email in [open.email(), VALENTINA] {
        let answer = browser.sent("/sign-in", &[("email", email), ("password", open.password())]);
        assert_eq!((answer.status, answer.header("set-cookie")), (401, None), "{email}");
    }
    assert_eq!(browser.sign_in(private.email()), "/");
    // A visit to one server is none to another on the same database.
    assert_eq!(got(&open, "/", &browser.cookie_header()).status, 303);
}
