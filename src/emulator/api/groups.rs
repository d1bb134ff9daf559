//! Groups and roles: the same in every organisation, only the people in them differ.

use std::sync::Arc;

use serde::Serialize;
use serde_json::json;

use super::caller::Caller;
use super::common::page;
use super::{list, person};
use crate::emulator::http::{Call, Refusal, Reply};
use crate::emulator::people::{GROUP_ROLES, GROUPS, ROLES};
use crate::emulator::state::Emulator;
use crate::emulator::store::{org, people};

#[derive(Serialize)]
pub(super) struct Named {
    id: usize,
    name: &'static str,
}

/// `GET /user/group`
pub(super) fn groups(_: Caller) -> Result<Reply, Refusal> {
    Reply::json(&json!({ "data": groups_of(-1) }))
}

/// `GET /user/role`
pub(super) fn roles(_: Caller) -> Result<Reply, Refusal> {
    Reply::json(&json!({ "data": roles_of(-1) }))
}

/// `GET /user/group/roles` → pairs of a group and a role that comes with it.
pub(super) fn group_roles(_: Caller) -> Result<Reply, Refusal> {
    let pair = |(group, role): (usize, usize)| json!({ "groupId": group, "roleId": role, "roleName": ROLES[role - 1] });
    Reply::json(&json!({ "data": GROUP_ROLES.map(pair) }))
}

/// `GET /user/group/users?groupId=N&userId=N` → pairs of a group and a person in it, by person; a page when
/// `limit` is given, where every pair counts.
pub(super) async fn people(emulator: &Arc<Emulator>, call: &Call, _: Caller) -> Result<Reply, Refusal> {
    let (group, wanted, page) = (call.number("groupId")?, call.number("userId")?, page(call)?);
    list::of(emulator, page, move |emulator, db, list| {
        org::group_people(db, group, wanted, page, |group, id| {
            let found = people::by_id(db, id)?;
            let user = found.as_ref().map(|found| person::shown(emulator, found));
            list.add(&json!({ "groupId": group, "groupName": name(group), "userId": id, "user": user }))
        })
    })
    .await
}

fn name(group: i64) -> Option<&'static str> {
    GROUPS.get(usize::try_from(group - 1).ok()?).copied()
}

pub(super) fn groups_of(bits: i64) -> Vec<Named> {
    named(&GROUPS, bits)
}

pub(super) fn roles_of(bits: i64) -> Vec<Named> {
    named(&ROLES, bits)
}

fn named(names: &[&'static str], bits: i64) -> Vec<Named> {
    let all = names.iter().enumerate().map(|(place, name)| Named { id: place + 1, name });
    all.filter(|one| bits >> (one.id - 1) & 1 == 1).collect()
}
