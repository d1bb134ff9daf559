//! The table of calls. Those of a topic are in the order of the service's own Swagger page.

use super::{Body, Opener, Operation, Parameter, Topic};
use Topic::{Audit, Authentication, Group, Object, Org, User};

const fn text(name: &'static str, description: &'static str, example: &'static str) -> Parameter {
    Parameter { name, description, is_number: false, range: None, required: false, example }
}

const fn number(name: &'static str, description: &'static str, example: &'static str) -> Parameter {
    Parameter { is_number: true, ..text(name, description, example) }
}

const fn required(parameter: Parameter) -> Parameter {
    Parameter { required: true, ..parameter }
}

const fn ranged(parameter: Parameter, least: i64, largest: i64) -> Parameter {
    Parameter { range: Some((least, largest)), ..parameter }
}

/// Every parameter that is part of a path.
pub(super) const IN_PATHS: &[Parameter] = &[
    required(number("id", "The id", "42")),
    required(number("orgId", "The id of the organisation", "166")),
    required(number("userId", "The id of the person", "42")),
    required(text("email", "The e-mail address of the person", "valentina.r@test.com")),
];

const SEARCH: Parameter = text("search", "A part of a name or of an e-mail address", "valentina");
const PAGE: Parameter =
    ranged(number("pageNumber", "The page, from 1; counts only together with limit", "1"), 1, i64::MAX);
const LIMIT: Parameter =
    ranged(number("limit", "How many a page has, 1 to 1000; without it everything is sent", "25"), 1, 1000);
const ROLE: Parameter = required(number("roleId", "The id of the role", "1"));
const GROUP_ID: Parameter = number("groupId", "Only this group", "2");
const USER_ID: Parameter = number("userId", "Only this person", "42");

impl Operation {
    const fn new(method: &'static str, path: &'static str, topic: Topic, summary: &'static str) -> Self {
        let opened_by = Opener::Administrator;
        Self {
            method,
            path,
            topic,
            summary,
            description: "",
            query: &[],
            body: None,
            answer: None,
            opened_by,
            conflicts: false,
        }
    }

    const fn about(self, description: &'static str) -> Self {
        Self { description, ..self }
    }

    const fn query(self, query: &'static [Parameter]) -> Self {
        Self { query, ..self }
    }

    const fn takes(self, schema: &'static str, example: &'static str) -> Self {
        Self { body: Some(Body { schema, example }), ..self }
    }

    const fn gives(self, schema: &'static str) -> Self {
        Self { answer: Some(schema), ..self }
    }

    const fn for_anybody(self) -> Self {
        Self { opened_by: Opener::Nothing, ..self }
    }

    const fn for_oneself(self) -> Self {
        Self { opened_by: Opener::AnyCredential, ..self }
    }

    const fn conflicts(self) -> Self {
        Self { conflicts: true, ..self }
    }
}

const fn get(path: &'static str, topic: Topic, summary: &'static str) -> Operation {
    Operation::new("GET", path, topic, summary)
}

const fn post(path: &'static str, topic: Topic, summary: &'static str) -> Operation {
    Operation::new("POST", path, topic, summary)
}

const fn put(path: &'static str, topic: Topic, summary: &'static str) -> Operation {
    Operation::new("PUT", path, topic, summary)
}

const fn delete(path: &'static str, topic: Topic, summary: &'static str) -> Operation {
    Operation::new("DELETE", path, topic, summary)
}

const NEW_PERSON: &str = r#"{"first":"Ada","last":"Lovelace","email":"ada@example.org"}"#;
const SIGN_IN: &str =
    r#"{"email":"admin@test.com","password":"Demo-Reset-166","selectedOrg":166,"client":"core-client"}"#;
const ALL_OR_NONE: &str = "Takes the second factor away from these people: they will need to set it up again. All of them or, if one is unknown, none.";
const RESENT: &str = "The token that was given before is no longer valid.";

/// Every documented call.
#[rustfmt::skip]
pub(crate) const CALLS: &[Operation] = &[
    get("/user/users", User, "Retrieve users").query(&[SEARCH, PAGE, LIMIT]).gives("People"),
    post("/user/users", User, "Add a new user").takes("NewPerson", NEW_PERSON).gives("Person").conflicts(),
    get("/user/users/addedToRole", User, "Retrieve the users with a role").query(&[ROLE, PAGE, LIMIT]).gives("People"),
    get("/user/users/admins/{orgId}", User, "Retrieve the administrators of an org").query(&[PAGE, LIMIT]).gives("People"),
    delete("/user/users/deleteFromAllOrgs/{email}", User, "Delete a user from all orgs"),
    put("/user/users/email", User, "Change an e-mail address").about("One's own, or with an id and as an administrator that of another person. It is changed when the token comes back; the real service sends that by mail.").takes("NewEmail", r#"{"email":"me@example.org"}"#).gives("Confirmation").for_oneself().conflicts(),
    put("/user/users/email/confirmChange", User, "Confirm a change of e-mail address").takes("ConfirmChange", r#"{"token":"TOKEN"}"#).for_anybody().conflicts(),
    post("/user/users/email/resendChangeConfirmation", User, "Resend the confirmation of one's own change").about(RESENT).gives("Confirmation").for_oneself(),
    get("/user/users/email/{email}", User, "Retrieve a user by e-mail address").gives("Person"),
    post("/user/users/insert/{orgId}", User, "Add a new user to an org").takes("NewPerson", NEW_PERSON).gives("Person").conflicts(),
    get("/user/users/me", User, "whoami?").gives("Me").for_oneself(),
    post("/user/users/mfa/generateTempSecret", User, "Generate a temporary MFA secret for yourself").gives("AppSecret").for_oneself(),
    put("/user/users/mfa/reset", User, "Reset user MFA").about(ALL_OR_NONE).takes("Ids", r#"{"ids":[1]}"#),
    post("/user/users/mfa/verify", User, "Set MFA up for yourself").about("With a code that the authenticator app shows for the temporary secret.").takes("AppCode", r#"{"mfaToken":"123456"}"#).for_oneself(),
    get("/user/users/{id}", User, "Retrieve a user").gives("Person"),
    put("/user/users/{id}/membership", User, "Change the membership of a user").about("mfaOptOut exempts the person from the MFA that the org enforces.").takes("MembershipChange", r#"{"mfaOptOut":true}"#),

    post("/user/authenticate", Authentication, "Sign in").about("Whoever has MFA set up and sends no code gets 200 without a token.").takes("SignIn", SIGN_IN).gives("SignedIn").for_anybody(),
    get("/user/authenticate", Authentication, "Renew a token").gives("Session").for_oneself(),
    post("/user/apiKey", Authentication, "Make an API key").about("orgUserId is the id of a membership. The key is not shown again.").takes("NewApiKey", r#"{"orgUserId":50000001,"name":"scripts"}"#).gives("ApiKey"),

    put("/user/org/mfa", Org, "Enforce MFA, or stop that").about("The name of the key is not documented by the service: here any name counts, with one boolean.").takes("EnforceMfa", r#"{"mfaEnforced":true}"#),
    get("/user/org/{orgId}/user/{userId}", Org, "Retrieve a membership").about("Its id is that of the membership, never that of the person.").gives("Membership"),

    get("/user/group", Group, "Retrieve groups").gives("Groups"),
    get("/user/group/roles", Group, "Retrieve the roles of groups").gives("GroupRoles"),
    get("/user/group/users", Group, "Retrieve the users of groups").query(&[GROUP_ID, USER_ID, PAGE, LIMIT]).gives("GroupPeople"),
    get("/user/role", Group, "Retrieve roles").gives("Roles"),

    post("/audit/user/export", Audit, "Export the user audit trail").about("Starts a job. Times are RFC 3339, plain dates, or milliseconds.").takes("Span", r#"{"dateStart":"2026-01-01"}"#).gives("Started"),
    get("/object/job/{id}", Object, "Retrieve a job").about("Status 1: it runs. Status 2: it is done, with the newest 50,000 rows.").gives("Export"),
];
