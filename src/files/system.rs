//! What owners and rights are on this system.

#[cfg(not(unix))]
pub(super) use elsewhere::*;
#[cfg(unix)]
pub(super) use unix::*;

#[cfg(unix)]
mod unix {
    use std::fs::{DirBuilder, Metadata, OpenOptions, Permissions};
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};

    use rustix::fs::OFlags;
    use rustix::process::geteuid;

    /// Makes folders for their owner alone.
    pub(in super::super) fn private_folder() -> DirBuilder {
        let mut folder = DirBuilder::new();
        folder.mode(0o700);
        folder
    }

    /// What is made is for its owner alone.
    pub(in super::super) fn private(options: &mut OpenOptions) {
        options.mode(0o600);
    }

    /// No link is followed, and nobody at the other end of a pipe is waited for.
    pub(in super::super) fn no_link_no_wait(options: &mut OpenOptions) {
        options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    }

    /// The rights of something that was just made, where the umask took some away from its owner.
    pub(in super::super) fn taken_away(found: &Metadata, rights: u32) -> Option<Permissions> {
        (found.mode() & 0o777 != rights).then(|| Permissions::from_mode(rights))
    }

    /// Our number, where something belongs neither to us nor to root.
    pub(in super::super) fn stranger_to(found: &Metadata) -> Option<u32> {
        let us = geteuid().as_raw();
        (found.uid() != us && found.uid() != 0).then_some(us)
    }

    /// May anybody but the owner write it?
    pub(in super::super) fn others_may_write(found: &Metadata) -> bool {
        found.mode() & 0o022 != 0
    }

    /// May only its owner remove a file from this folder?
    pub(in super::super) fn is_sticky(found: &Metadata) -> bool {
        found.mode() & 0o1000 != 0
    }
}

#[cfg(not(unix))]
mod elsewhere {
    use std::fs::{DirBuilder, Metadata, OpenOptions, Permissions};

    pub(in super::super) fn private_folder() -> DirBuilder {
        DirBuilder::new()
    }

    pub(in super::super) fn private(_options: &mut OpenOptions) {}

    pub(in super::super) fn no_link_no_wait(_options: &mut OpenOptions) {}

    pub(in super::super) fn taken_away(_found: &Metadata, _rights: u32) -> Option<Permissions> {
        None
    }

    pub(in super::super) fn stranger_to(_found: &Metadata) -> Option<u32> {
        None
    }

    pub(in super::super) fn others_may_write(_found: &Metadata) -> bool {
        false
    }

    pub(in super::super) fn is_sticky(_found: &Metadata) -> bool {
        false
    }
}
