//! What a service can do, by which the engine and the commands decide.

/// What a provider can do beyond what all of them can.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each says one thing that a service can do or not")]
pub struct Capabilities {
    /// Can a reset name what it removes, so that the service itself spares a newer enrolment?
    pub conditional_reset: bool,
    /// May one reset name several people?
    pub many_ids: bool,
    /// Must these people be of one level, because each level has a path of its own?
    pub levels_apart: bool,
    /// Does a search without a text bring every person, with their enrolment?
    pub directory: bool,
    /// Does it tell who demanded the MFA: the person or the organisation?
    pub levels: bool,
    /// Of whom does it tell whether they are an administrator?
    pub administrators: Administrators,
    /// Can it clear the counter of wrong codes, without removing anything?
    pub unlock: bool,
    /// Requests in flight.
    pub concurrency: usize,
}

/// Of whom a service tells whether they are an administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Administrators {
    /// Of the people themselves. A person of whom it does not tell is protected.
    AmongPeople,
    /// Its administrators are accounts of another kind. A person is one only if the service says so.
    NoneAmongPeople,
}
