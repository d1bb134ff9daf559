//! The filters of a search: active or not, what people may do, and their group.

use crate::emulator::people::GROUPS;

/// How many consecutive ids are searched and filtered together.
pub(super) const BLOCK: i64 = 1024;

/// What filters ask of a person, as bits. Zero is nobody.
#[derive(Clone, Copy, Default)]
pub(super) struct Facts(u16);

const SOMEBODY: u16 = 1;
const ACTIVE: u16 = 1 << 1;
const ADMIN: u16 = 1 << 2;
const ALL_ACCESS: u16 = 1 << 3;
/// How far the bits of groups are shifted.
const GROUP: usize = 4;

const _: () = assert!(GROUP + GROUPS.len() <= 16, "a group without a bit in `Facts`");

impl Facts {
    /// `groups`: bit 0 is id 1.
    pub(super) fn of(active: bool, admin: bool, all_access: bool, groups: i64) -> Self {
        let bit = |fact: bool, bit: u16| if fact { bit } else { 0 };
        let groups = u16::try_from(groups << GROUP).unwrap_or_default();
        Self(SOMEBODY | bit(active, ACTIVE) | bit(admin, ADMIN) | bit(all_access, ALL_ACCESS) | groups)
    }

    pub(super) const fn bytes(self) -> [u8; 2] {
        self.0.to_le_bytes()
    }
}

/// What somebody may do beyond others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Permission {
    Admin,
    AllDataAccess,
}

/// Who of those that a search finds is wanted; `None` is all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filters {
    pub(crate) active: Option<bool>,
    pub(crate) permission: Option<Permission>,
    /// The id of one of [`GROUPS`].
    pub(crate) group: Option<usize>,
}

impl Filters {
    pub(super) fn admit_everybody(self) -> bool {
        self == Self::default()
    }

    /// The ids of a block, which has these facts, that are wanted.
    pub(super) fn wanted(self, block: i64, facts: &[u8]) -> impl Iterator<Item = i64> {
        let (mask, bits) = self.bits();
        let facts = facts.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]]));
        (block * BLOCK..).zip(facts).filter(move |(_, facts)| facts & mask == bits).map(|(id, _)| id)
    }

    /// The bits that count, and what they must be.
    fn bits(self) -> (u16, u16) {
        let permission = match self.permission {
            None => 0,
            Some(Permission::Admin) => ADMIN,
            Some(Permission::AllDataAccess) => ALL_ACCESS,
        };
        let group = self.group.map_or(0, |id| 1 << (GROUP + id - 1));
        let set = SOMEBODY | permission | group;
        match self.active {
            None => (set, set),
            Some(true) => (set | ACTIVE, set | ACTIVE),
            Some(false) => (set | ACTIVE, set),
        }
    }
}
