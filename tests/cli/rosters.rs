//! Messy CSV files from end to end. `tests/job` tests the details of the parser.

use serde_json::json;

use crate::lab::Lab;

#[test]
fn spreadsheets_write_csv_in_many_ways() {
    let lab = Lab::new();
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        let mark = "\u{feff}".to_owned() + text;
        mark.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    };
    let files: [(&str, Vec<u8>); 10] = [
        ("plain", b"user_id\n42\n".to_vec()),
        ("no line end", b"user_id\n42".to_vec()),
        ("BOM and CRLF", b"\xef\xbb\xbfUser_ID\r\n42\r\n".to_vec()),
        ("semicolons", b"Name;EMAIL\n\"Rodriguez; Valentina\";valentina.r@test.com\n".to_vec()),
        ("tabs", b"name\temail\nx\tvalentina.r@test.com\n".to_vec()),
        ("a line break in quotes", b"note,user_id\n\"two\nlines\",42\n".to_vec()),
        ("blank lines", b"user_id\n\n42\n\n".to_vec()),
        ("spaces and case", b" Email \n  VALENTINA.R@test.com  \n".to_vec()),
        ("UTF-16 little", utf16("user_id\r\n42\r\n", false)),
        ("UTF-16 big", utf16("email;x\r\nvalentina.r@test.com;\r\n", true)),
    ];
    for (what, bytes) in files {
        let path = lab.file("people.csv", bytes);
        let shown = lab.run(&format!("mfa reset --csv {} --dry-run -o json", path.display())).exits(0);
        assert_eq!(
            (shown.outcomes(), &shown.rows()[0]["user_id"]),
            (vec!["would_reset".to_owned()], &json!("42")),
            "{what}"
        );
        assert_eq!(shown.rows()[0]["row"], 1, "{what}");
    }
}

#[test]
fn a_file_that_is_wrong_is_bad_input_and_nothing_is_sent() {
    let lab = Lab::new();
    let files: [(&str, &[u8]); 10] = [
        ("empty", b""),
        ("only blank lines", b"\n\n"),
        ("a header and nothing below", b"user_id\n"),
        ("no usable column", b"name,phone\nAna,1\n"),
        ("an unclosed quote", b"user_id\n\"42\n"),
        ("broken UTF-8", b"email\n\xff\xfe\xfd@x\n"),
        ("an empty key", b"user_id,name\n,Ana\n"),
        ("an id that cannot be one", b"user_id\nforty-two\n"),
        ("too few fields", b"name,user_id\nAna\n"),
        ("a comma that moves the keys", b"note,user_id\n12,5,42\n"),
    ];
    for (what, bytes) in files {
        let path = lab.file("people.csv", bytes);
        let shown = lab.run(&format!("mfa reset --csv {} --yes -o json", path.display())).exits(10);
        assert_eq!((shown.stdout.as_str(), &shown.error()["code"]), ("", &json!("bad_input")), "{what}");
    }
    assert_eq!(lab.emulator().requests().len(), 0);
}

#[test]
fn all_bad_lines_are_named_at_once_by_their_numbers() {
    let lab = Lab::new();
    let shown = lab.resets("user_id,email\n42,a@b.c\nx,\n\n43,\n\"\",\n,\n", "--yes").exits(10);
    for number in ["3", "6"] {
        assert!(shown.stderr.contains(&format!("line {number}")), "{number}\n{shown}");
    }
    assert_eq!(lab.emulator().requests().len(), 0);
}

#[test]
fn a_file_that_is_not_there_is_bad_input() {
    let lab = Lab::new();
    let shown = lab.run("mfa reset --csv nowhere.csv --yes -o json").exits(10);
    assert!(shown.error()["message"].to_string().contains("nowhere.csv"));
    lab.run("mfa reset --csv . --yes").exits(10);
}

#[test]
fn rows_count_data_records_and_not_lines() {
    let lab = Lab::new();
    let shown = lab.resets("user_id,note\n\n42,\"a\nb\"\n\n46,\n", "--dry-run -o json").exits(0);
    let rows: Vec<_> = shown.rows().iter().map(|row| (row["row"].clone(), row["user_id"].clone())).collect();
    assert_eq!(rows, [(json!(1), json!("42")), (json!(2), json!("46"))]);
}

#[test]
fn a_hundred_thousand_rows_are_judged_and_collapsed() {
    let lab = Lab::new();
    let mut csv = "email\n".to_owned();
    for _ in 0..50_000 {
        csv.push_str("valentina.r@test.com\n VALENTINA.R@test.com\n");
    }
    let shown = lab.resets(&csv, "--yes -o json").exits(0);
    assert_eq!(shown.json()["counts"], json!({"reset": 1, "skipped": 99_999}));
    assert_eq!(lab.emulator().sent(), [42]);
}

#[test]
fn what_is_wrong_with_a_file_as_a_whole_is_told() {
    let lab = Lab::new();
    let folder = lab.path("people");
    std::fs::create_dir(&folder).expect("a folder");
    let shown = lab.run(&format!("mfa reset --csv {} --yes", folder.display())).exits(10);
    assert!(shown.stderr.to_lowercase().contains("directory"), "\n{shown}");
    let shown = lab.resets("Name,Contact\nAna,a@x.test\n", "--yes").exits(10);
    assert!(shown.stderr.contains("Name, Contact"), "\n{shown}");
}
