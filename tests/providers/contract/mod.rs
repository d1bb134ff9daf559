//! What any provider must do, written once and run against each of them: a provider is one line at the end of this file
//! and a [`World`] that stages its service.
//!
//! It enters by the command line, so it holds of the adapter and the engine together: what a service cannot do by
//! itself the engine does for it.

mod emulated;
mod interleavings;
mod list;
mod live;

use crate::lab::Lab;

/// What a person has set up before the test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setup {
    Nothing,
    /// Begun and not finished.
    Begun,
    One,
    Two,
}

/// A person of the organisation.
#[derive(Debug, Clone)]
pub(crate) struct Someone {
    pub(crate) id: String,
    pub(crate) email: String,
}

/// The truth about a person, from the service itself and not through the adapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Truth {
    /// How many factors are set up.
    pub(crate) factors: usize,
    /// How often one was removed since the person was staged.
    pub(crate) removed: usize,
}

/// A variable that brings a credential, and the credential.
pub(crate) type Credential = (&'static str, String);

/// A service with an organisation in it. What a service cannot have is `None`, and is not asked of it.
pub(crate) trait World: Sized {
    /// How the request begins that removes a factor.
    const REMOVES: &'static str;

    /// Opens it; `None` where it cannot run here, which the test says.
    fn open() -> Option<Self>;

    /// The base URL.
    fn url(&self) -> String;

    /// A machine whose profile, in the environment, leads to that URL, with an administrator's credential.
    fn lab(&self, url: &str) -> Lab;

    /// A person whom no other test has.
    fn person(&self, setup: Setup) -> Option<Someone>;

    /// What was set up is gone, and the person sets one factor up anew.
    fn enrols_again(&self, someone: &Someone);

    /// The person sets up one more factor. False where they can have but one.
    fn adds_a_factor(&self, someone: &Someone) -> bool;

    fn truth(&self, someone: &Someone) -> Truth;

    /// An id that no person has.
    fn unknown_id(&self) -> String;

    /// An organisation where two people have one e-mail, and that e-mail.
    fn twins(&self) -> Option<(Lab, String)>;

    /// Signs in, and may not see this organisation.
    fn outsider(&self) -> Option<Credential>;

    /// May read and not reset.
    fn onlooker(&self) -> Option<Credential>;

    /// Is no administrator.
    fn ordinary(&self) -> Option<Credential>;

    /// Good now, and over in a few seconds.
    fn brief(&self) -> Option<Credential>;
}

/// Runs the whole list against each of these.
macro_rules! contract {
    ($($provider:ident: $world:ty),+ $(,)?) => {
        $(contract! { @each $provider, $world:
            a_search_finds_by_a_part_of_name_or_email, an_id_or_a_whole_email_picks_one_person,
            two_people_of_one_email_are_ambiguous, what_is_set_up_is_told, a_reset_removes_what_is_set_up_once,
            nothing_is_sent_for_a_person_without_mfa, a_set_up_that_was_only_begun_is_removed_too,
            every_planned_factor_is_removed, an_enrolment_that_came_since_the_plan_stays,
            a_factor_that_came_since_the_plan_stays, a_factor_that_comes_between_the_last_read_and_the_removal_stays,
            an_administrator_who_may_not_see_the_org_is_told_so, an_administrator_who_may_not_reset_changes_nothing,
            a_person_who_is_no_administrator_is_refused, a_credential_that_opens_nothing_is_told,
            a_url_that_is_not_the_service_is_told, a_cut_connection_causes_no_second_reset,
            a_batch_through_cuts_resets_each_person_once, a_sign_in_that_ends_in_the_middle_is_resumed,
            whatever_happens_in_between_each_person_is_reset_once,
        })+
    };
    (@each $provider:ident, $world:ty: $($name:ident),+ $(,)?) => {
        mod $provider {
            $(#[test]
            fn $name() {
                if let Some(world) = <$world as super::World>::open() {
                    super::list::$name(&world);
                }
            })+
        }
    };
}

contract! {
    resolver: super::emulated::Emulated,
    privacyidea: super::live::Live,
}
