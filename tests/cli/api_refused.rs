//! Calls that `api` never sends, however they are spelt.

use serde_json::json;

use crate::lab::{Lab, Stub};

#[test]
fn what_touches_factors_exemption_or_enforcement_is_refused_however_it_is_spelt() {
    let lab = Lab::new();
    let body = ["--field", "mfaOptOut=true"];
    for (method, path, fields) in [
        ("POST", "/user/users/mfa/generateTempSecret", &[][..]),
        ("POST", "/user/users/mfa/verify", &["--field", "mfaToken=123456"]),
        ("POST", "user/users/MFA/GenerateTempSecret/", &[]),
        ("post", "/user/users/mf%61/verify", &[]),
        ("POST", "/user/users/mfa/reset", &["--field", "ids[]=42"]),
        ("DELETE", "/user/users/mfa/reset", &[]),
        ("GET", "/user/users/mfa/reset", &[]),
        ("PUT", "/user/users/mfa/reset?x=1", &["--field", "ids[]=42"]),
        ("PUT", "/user/users/mfa/reset.json", &["--field", "ids[]=42"]),
        ("PUT", "/user/users/mfa/reset%20", &["--field", "ids[]=42"]),
        ("PUT", "/user/users/m\u{fe0f}fa/reset", &["--field", "ids[]=42"]),
        ("PUT", "/user/org/mfa", &["--field", "mfaEnforced=false"]),
        ("PUT", "/USER/ORG/MFA/", &["--field", "x=false"]),
        ("PUT", "/user/org/%6Dfa", &["--field", "x=false"]),
        ("PUT", "/user/users/42/membership", &body),
        ("PUT", "/user/users/42/Membership/", &body),
        ("PUT", "/%75ser/users/42/membership", &body),
        ("PUT", "/user/users/42/membership", &["--field", "isActive=true", "--field", "mfa_opt_out=true"]),
        ("PUT", "/user/users/42/membership", &["--field", "isActive=true", "--field", "unheardOf=1"]),
        ("PUT", "/user/users/42/membership?mfaOptOut=true", &[]),
        ("PATCH", "/user/users/42/membership", &["--field", "isActive=true"]),
        ("PUT", "/user/users/42", &["--field", "first=Ana"]),
        ("POST", "/user/users", &["--field", "first=A", "--field", "MFA-OptOut=true"]),
        ("POST", "/user/users", &["--field", "a[][b][mfaEnforced]=false"]),
        ("POST", "/user/unheardOf", &[]),
        ("DELETE", "/object/tokens/7", &[]),
        ("POST", "/login", &[]),
        ("POST", "/user/authenticate", &["--field", "email=a@b"]),
        ("GET", "/user/authenticate", &[]),
        ("GET", "/User/Authenticate/", &[]),
        ("GET", "/user/%61uthenticate?x=1", &[]),
    ] {
        let words = [&["api", method, path, "--yes", "-o", "json"], fields].concat();
        let shown = lab.types_all(&words).run().exits(4);
        assert_eq!((&shown.error()["code"], shown.stdout.as_str()), (&json!("forbidden"), ""), "{path}");
    }
    assert_eq!(lab.emulator().requests().len(), 0);
}

#[test]
fn a_path_that_can_be_read_in_two_ways_is_wrong_usage() {
    let lab = Lab::new();
    for path in [
        "http://127.0.0.1:9/user/users",
        "//127.0.0.1:9/user/users",
        "/\\127.0.0.1:9/user",
        "ana@127.0.0.1:9/user",
        "127.0.0.1:9/user",
        "/user//users/mfa/reset",
        "/user/x/../users/mfa/reset",
        "/user/x/%2e%2e/users/mfa/reset",
        "/user/x/%252e%252e/users/mfa/reset",
        "/user/./users/mfa/reset",
        "/user/users/mfa;x=1/reset",
        "/user/users/mfa%3Bx/reset",
        "/user/users%2Fmfa/reset",
        "/user/users/%256dfa/reset",
        "/user/users/mfa\\reset",
        "/user/users/mfa/reset#x",
        "/user/users/mfa/reset%00",
        "/user/users/\u{7}",
        "/user/users?_method=DELETE",
    ] {
        for method in ["GET", "PUT"] {
            let words = ["api", method, path, "--field", "ids[]=42", "--yes", "-o", "json"];
            let shown = lab.types_all(&words).run().exits(2);
            assert_eq!(shown.error()["code"], "usage", "{path}");
        }
    }
    assert_eq!(lab.emulator().requests().len(), 0);
}

#[test]
fn a_refusal_names_the_command_that_does_it() {
    let lab = Lab::new();
    for (words, hint) in [
        ("POST /user/authenticate", "mfa-admin auth login"),
        ("POST /user/users/mfa/reset", "mfa-admin mfa reset"),
        ("POST /user/unheardOf", "mfa-admin api list"),
    ] {
        let shown = lab.run(&format!("api {words} --yes -o json")).exits(4);
        assert!(shown.error()["hint"].to_string().contains(hint), "{shown}");
    }
}

#[test]
fn no_change_is_sent_to_privacyidea() {
    let stub = Stub::people(Vec::new());
    let lab = Lab::on(&stub).set("MFA_ADMIN_PROVIDER", "privacyidea");
    for (words, hint) in [
        ("DELETE /token/TOTP1", "mfa reset"),
        ("POST /Token/Revoke/TOTP1", "mfa reset"),
        ("POST /token/reset/TOTP1", "mfa unlock"),
        ("POST /t%6fken/init", "mfa reset"),
        ("DELETE /user/resolver/ana", "api list"),
        ("POST /policy/x", "api list"),
        ("POST /auth", "auth login"),
        ("GET /validate/check?user=ana", "api list"),
        ("GET /VALIDATE/check/", "api list"),
        ("GET /ttype/push", "api list"),
    ] {
        let shown = lab.run(&format!("api {words} --yes -o json")).exits(4);
        assert!(shown.error()["hint"].to_string().contains(hint), "{words}\n{shown}");
    }
    assert_eq!(stub.asked().len(), 0);
}

#[test]
fn a_change_that_no_document_names_is_not_sent() {
    let lab = Lab::new();
    for (method, path, fields) in [
        ("POST", "/object/object", &["--field", "name=x"][..]),
        ("POST", "/batch", &["--field", "requests[][path]=/user/users/mfa/reset"]),
        ("PATCH", "/x/users/42", &["--field", "path=/mfaOptOut"]),
        ("PUT", "/user/users/42/membership", &["--field", "isAdmin=false"]),
        ("DELETE", "/user/users/deleteFromAllOrgs/valentina.r@test.com", &[]),
        ("DELETE", "/USER/users/DELETEFROMALLORGS/valentina.r%40test.com", &[]),
    ] {
        lab.types_all(&[&["api", method, path, "--yes"], fields].concat()).run().exits(4);
    }
    assert_eq!(lab.emulator().requests().len(), 0);
}
