//! The shapes of bodies and answers, as JSON Schema.
//!
//! Answers have no other keys than these. Bodies may have more, which are ignored.

use serde_json::{Map, Value, json};

/// An object of an answer: these keys and no others.
fn object(properties: Value, optional: &[&str]) -> Value {
    let keys = properties.as_object().into_iter().flat_map(Map::keys);
    let required: Vec<&String> = keys.filter(|key| !optional.contains(&key.as_str())).collect();
    let required = json!(required);
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

/// An object of a request: with these keys at least.
fn body(properties: &Value, required: &[&str]) -> Value {
    json!({ "type": "object", "required": required, "properties": properties })
}

fn shared(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// `{"data":[…]}`
fn list_of(row: &Value) -> Value {
    object(json!({ "data": { "type": "array", "items": row } }), &[])
}

fn person() -> Value {
    json!({
        "id": id(), "first": text(), "last": text(), "email": text(),
        "externalRefId": { "type": "string", "format": "uuid" },
        "isActive": flag(), "userType": { "const": 0 }, "isAdmin": flag(), "isPortalUrlAccess": flag(),
        "lastLogin": time_or_null(), "lang": text(), "mfa": shared("Mfa"),
    })
}

fn id() -> Value {
    json!({ "type": "integer", "format": "int64" })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn text_or_null() -> Value {
    json!({ "type": ["string", "null"] })
}

fn flag() -> Value {
    json!({ "type": "boolean" })
}

fn flag_or_null() -> Value {
    json!({ "type": ["boolean", "null"] })
}

fn time() -> Value {
    json!({ "type": "string", "format": "date-time" })
}

fn time_or_null() -> Value {
    json!({ "type": ["string", "null"], "format": "date-time" })
}

fn named() -> Value {
    object(json!({ "id": id(), "name": text() }), &[])
}

/// All of them by name.
pub(super) fn schemas() -> Value {
    let mut all = answers();
    if let (Value::Object(all), Value::Object(bodies)) = (&mut all, bodies()) {
        all.extend(bodies);
    }
    all
}

fn answers() -> Value {
    let mut me = person();
    me["currentOrg"] = object(json!({ "id": id(), "name": text(), "mfaEnforced": flag() }), &[]);
    let membership = json!({
        "id": id(), "orgId": id(), "userId": id(), "isActive": flag(), "isAdmin": flag(), "allAccess": flag(),
        "mfaOptOut": flag(), "isSso": flag(), "lang": text(), "user": shared("Person"),
        "groups": { "type": "array", "items": named() }, "roles": { "type": "array", "items": named() },
        "mfa": shared("Mfa"),
    });
    let group_person =
        json!({ "groupId": id(), "groupName": text(), "userId": id(), "user": shared("Person") });
    let trail = json!({ "time": time(), "subject": text(), "event": text(), "performedBy": text() });
    json!({
        "Error": object(
            json!({ "statusCode": { "type": "integer" }, "error": text(), "message": text() }), &[],
        ),
        "Mfa": object(
            json!({
                "enrolled": flag(),
                "level": { "enum": ["user", "org", null] },
                "enrolledAt": time_or_null(),
            }),
            &[],
        ),
        "Person": object(person(), &["mfa"]),
        "People": list_of(&shared("Person")),
        "Me": object(me, &["mfa"]),
        "Membership": object(membership, &["mfa"]),
        "Confirmation": object(json!({ "confirmationToken": text() }), &[]),
        "AppSecret": object(json!({ "secret": text(), "uri": text() }), &[]),
        "Session": object(json!({ "token": text(), "expiresAt": id(), "deviceId": text() }), &["deviceId"]),
        "SignedIn": { "oneOf": [
            shared("Session"),
            object(json!({ "mfaRequired": { "const": true }, "message": text() }), &[]),
        ] },
        "ApiKey": object(json!({ "apiKey": text() }), &[]),
        "Groups": list_of(&named()),
        "Roles": list_of(&named()),
        "GroupRoles": list_of(&object(json!({ "groupId": id(), "roleId": id(), "roleName": text() }), &[])),
        "GroupPeople": list_of(&object(group_person, &[])),
        "Started": object(json!({ "id": id() }), &[]),
        "Export": { "oneOf": [
            object(json!({ "id": id(), "status": { "const": 1 } }), &[]),
            object(
                json!({
                    "id": id(), "status": { "const": 2 },
                    "data": { "type": "array", "items": object(trail, &[]) },
                }),
                &[],
            ),
        ] },
    })
}

fn bodies() -> Value {
    let new_person = json!({
        "first": { "type": "string", "pattern": "^[^@]*$" }, "last": { "type": "string", "pattern": "^[^@]*$" },
        "email": address(), "lang": text(), "isActive": flag(), "isAdmin": flag(), "password": text_or_null(),
    });
    let sign_in = json!({
        "email": text(), "password": text(), "selectedOrg": { "type": ["integer", "string"], "pattern": "^[0-9]+$" },
        "client": { "const": "core-client" }, "mfaToken": text_or_null(), "rememberDevice": flag(),
        "deviceId": text_or_null(),
    });
    let change = json!({
        "mfaOptOut": flag_or_null(), "isActive": flag_or_null(), "isAdmin": flag_or_null(),
        "allAccess": flag_or_null(),
    });
    let mut change = body(&change, &[]);
    change["minProperties"] = 1.into();
    json!({
        "Ids": body(&json!({ "ids": { "type": "array", "items": id(), "minItems": 1 } }), &["ids"]),
        "NewPerson": body(&new_person, &["email"]),
        "NewEmail": body(
            &json!({ "id": { "type": ["integer", "null"], "format": "int64" }, "email": address() }), &["email"],
        ),
        "ConfirmChange": body(&json!({ "token": text() }), &["token"]),
        "AppCode": body(&json!({ "mfaToken": text() }), &["mfaToken"]),
        "MembershipChange": change,
        "SignIn": body(&sign_in, &["email", "password", "selectedOrg", "client"]),
        "NewApiKey": body(&json!({ "orgUserId": id(), "name": text() }), &["orgUserId", "name"]),
        "EnforceMfa": { "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": flag() },
        "Span": body(&json!({ "dateStart": text_or_null(), "dateEnd": text_or_null() }), &[]),
    })
}

fn address() -> Value {
    json!({ "type": "string", "pattern": "^[^@\\s]+@[^@\\s]+$" })
}
