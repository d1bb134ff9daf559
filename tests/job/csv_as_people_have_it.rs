//! CSV files as people have them: other names for the columns, other encodings, and files that are no CSV.

use mfa_admin::failure::{Failure, FailureKind};
use mfa_admin::job::input::csv::{BadLine, CsvError, Encoding, KeyColumns, Why, read};
use mfa_admin::model::UserId;

fn named(id: Option<&str>, email: Option<&str>) -> KeyColumns {
    KeyColumns { id_column: id.map(str::to_owned), email_column: email.map(str::to_owned) }
}

/// `id email`, one a row.
fn rows_by(input: impl AsRef<[u8]>, named: &KeyColumns) -> Result<Vec<String>, CsvError> {
    let mut rows = Vec::new();
    read(input.as_ref(), named, &|text| Some(UserId::new(text)), |entry| {
        let id = entry.user_id.map_or("-".to_owned(), |id| id.to_string());
        rows.push(format!("{id} {}", entry.email.unwrap_or("-".into())));
        Ok::<_, CsvError>(())
    })?;
    Ok(rows)
}

fn rows(input: impl AsRef<[u8]>) -> Result<Vec<String>, CsvError> {
    rows_by(input, &KeyColumns::default())
}

fn failure(input: impl AsRef<[u8]>, named: &KeyColumns) -> Failure {
    rows_by(input, named).expect_err("it cannot be read").into()
}

#[test]
fn a_column_is_known_however_it_is_spelt() {
    for header in
        ["user_id", "User ID", "user-id", "UserId", "USERID", "User.Id", "\" user  id \"", "user\u{a0}id"]
    {
        assert_eq!(rows(format!("{header},note\n42,x\n")).unwrap(), ["42 -"], "{header}");
    }
    let emails = [
        "email",
        "E-Mail",
        "e_mail",
        "Email Address",
        "E-mail address",
        "emailAddress",
        "Mail",
        "EMAIL-ADDRESS",
    ];
    for header in emails {
        assert_eq!(rows(format!("Name;{header}\nAna;a@x.y\n")).unwrap(), ["- a@x.y"], "{header}");
    }
    assert_eq!(rows("E-Mail\tUser ID\na@x.y\t42\n").unwrap(), ["42 a@x.y"]);
}

#[test]
fn a_name_that_may_mean_anything_is_no_key() {
    for header in ["id", "name", "user", "login", "manager email", "ticket id", "email 2"] {
        let Err(CsvError::NoUsableColumn { found }) = rows(format!("{header},note\n42,x\n")) else {
            panic!("{header}")
        };
        assert_eq!(found, [header, "note"]);
    }
    let hint = failure("Nr,Kontakt\n42,x\n", &KeyColumns::default()).hint.unwrap();
    assert!(hint.contains("--id-column") && hint.contains("--email-column"), "{hint}");
}

#[test]
fn two_columns_that_mean_the_same_are_named_with_the_flag_that_says_which() {
    let none = KeyColumns::default();
    let text = "User ID;E-Mail;user_id;Email Address\n1;a@x.y;2;b@x.y\n";
    let twice = failure(text, &none);
    assert_eq!(twice.kind, FailureKind::BadInput);
    assert_eq!(twice.message, "more than one column could be the user id: `User ID`, `user_id`");
    assert_eq!(twice.hint.as_deref(), Some("say which with `--id-column NAME`"));
    let twice = failure(text, &named(Some("user_id"), None));
    assert_eq!(twice.message, "more than one column could be the e-mail address: `E-Mail`, `Email Address`");
    let both = named(Some("user_id"), Some("email address"));
    assert_eq!(rows_by(text, &both).unwrap(), ["2 b@x.y"], "the spelling that is typed wins");

    let same = failure("email,email\na@x.y,b@x.y\n", &named(None, Some("email")));
    assert!(same.hint.unwrap().starts_with("rename one of them"));
}

#[test]
fn flags_name_the_columns() {
    let text = "Nr;Kontakt;email\n42;a@x.y;other@x.y\n";
    assert_eq!(rows_by(text, &named(Some("Nr"), Some("Kontakt"))).unwrap(), ["42 a@x.y"]);
    assert_eq!(rows_by(text, &named(Some(" nr "), None)).unwrap(), ["42 other@x.y"], "both keys must agree");
    assert_eq!(rows_by("email,n\n42,x\n", &named(Some("email"), None)).unwrap(), ["42 -"]);
    assert_eq!(rows_by("user_id,n\na@x.y,x\n", &named(None, Some("user_id"))).unwrap(), ["- a@x.y"]);

    let missing = failure(text, &named(Some("Number"), None));
    assert_eq!(missing.message, "no column is named `Number`, as --id-column says");
    assert_eq!(missing.because, ["the header is: Nr, Kontakt, email"]);
}

#[test]
fn windows_1252_is_named_with_how_to_save_it_right() {
    let text = b"email,name\nana@x.y,Zo\xEB \x80 M\xFCller\nbo@x.y,Bo\n";
    let Err(CsvError::Bad(lines)) = rows(text) else { panic!() };
    assert_eq!(lines, [BadLine { line: 2, why: Why::Windows1252 }]);
    let failure = failure(text, &KeyColumns::default());
    assert_eq!(failure.because, ["line 2: not UTF-8, most likely Windows-1252"]);
    assert!(failure.hint.unwrap().contains("UTF-8"));
    // 0x81 is no letter there.
    let Err(CsvError::Bad(lines)) = rows(b"email,name\nana@x.y,\x81\xEB\n") else { panic!() };
    assert_eq!(lines, [BadLine { line: 2, why: Why::NotText { encoding: Encoding::Utf8 } }]);
}

#[test]
fn a_file_of_a_spreadsheet_is_named_as_what_it_is() {
    let zip = |first: &str| [b"PK\x03\x04".as_slice(), &[0; 26], first.as_bytes(), b"\0\0\n"].concat();
    let ods = "mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK";
    for (file, what) in [
        (zip("[Content_Types].xml"), "an Excel workbook (.xlsx)"),
        (zip("xl/workbook.xml"), "an Excel workbook (.xlsx)"),
        (zip(ods), "an OpenDocument spreadsheet (.ods)"),
        (zip("people.csv"), "a ZIP archive, as spreadsheets are (.xlsx, .ods)"),
        (b"PK\x03\x04".to_vec(), "a ZIP archive, as spreadsheets are (.xlsx, .ods)"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0".to_vec(), "an Excel workbook of the old kind (.xls)"),
    ] {
        let failure = failure(&file, &KeyColumns::default());
        assert_eq!(
            (failure.kind, failure.message),
            (FailureKind::BadInput, format!("it is {what}, not CSV"))
        );
        assert!(failure.hint.unwrap().contains("CSV UTF-8"));
    }
}
