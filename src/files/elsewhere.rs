//! Where the folders of an account are its own: no owners, no rights.

use std::fs::{DirBuilder, Metadata, OpenOptions, Permissions};
use std::io;
use std::path::Path;

pub(super) fn private_folder() -> DirBuilder {
    DirBuilder::new()
}

pub(super) fn private(_options: &mut OpenOptions) {}

pub(super) fn no_link_no_wait(_options: &mut OpenOptions) {}

pub(super) fn taken_away(_found: &Metadata, _rights: u32) -> Option<Permissions> {
    None
}

pub(super) fn foreign_owner(_found: &Metadata) -> Option<u32> {
    None
}

pub(super) fn is_of_root(_found: &Metadata) -> bool {
    true
}

pub(super) fn others_may_write(_found: &Metadata) -> bool {
    false
}

pub(super) fn is_sticky(_found: &Metadata) -> bool {
    false
}

pub(super) fn mode(_found: &Metadata, _is_missing: bool) -> Option<u32> {
    None
}

pub(super) fn may_write(_folder: &Path) -> io::Result<()> {
    Ok(())
}

pub(super) fn free_space(_folder: &Path) -> Option<u64> {
    None
}
