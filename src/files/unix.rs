//! Owners and rights on Unix.

use std::fs::{DirBuilder, Metadata, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rustix::fs::{Access, OFlags, access, statvfs};
use rustix::process::geteuid;

/// Makes folders for their owner alone.
pub(super) fn private_folder() -> DirBuilder {
    let mut folder = DirBuilder::new();
    folder.mode(0o700);
    folder
}

/// What is made is for its owner alone.
pub(super) fn private(options: &mut OpenOptions) {
    options.mode(0o600);
}

/// No link is followed, and an open does not wait for the other end of a pipe.
pub(super) fn no_link_no_wait(options: &mut OpenOptions) {
    options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
}

/// The rights of something that was just made, where the umask took some away from its owner.
pub(super) fn taken_away(found: &Metadata, rights: u32) -> Option<Permissions> {
    (found.mode() & 0o777 != rights).then(|| Permissions::from_mode(rights))
}

/// Our user id, where something belongs neither to us nor to root.
pub(super) fn foreign_owner(found: &Metadata) -> Option<u32> {
    let us = geteuid().as_raw();
    (found.uid() != us && found.uid() != 0).then_some(us)
}

/// Does it belong to root?
pub(super) fn is_of_root(found: &Metadata) -> bool {
    found.uid() == 0
}

/// May a user other than the owner write it?
pub(super) fn others_may_write(found: &Metadata) -> bool {
    found.mode() & 0o022 != 0
}

/// May only its owner remove a file from this folder?
pub(super) fn is_sticky(found: &Metadata) -> bool {
    found.mode() & 0o1000 != 0
}

/// The rights of a folder, as `chmod` takes them, unless it `is_missing`.
pub(super) fn mode(found: &Metadata, is_missing: bool) -> Option<u32> {
    (!is_missing).then(|| found.mode() & 0o7777)
}

/// May this process put files into a folder?
pub(super) fn may_write(folder: &Path) -> io::Result<()> {
    Ok(access(folder, Access::WRITE_OK | Access::EXEC_OK)?)
}

/// How many bytes may still be written to the disk of a folder.
pub(super) fn free_space(folder: &Path) -> Option<u64> {
    let disk = statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}
