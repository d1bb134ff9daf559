//! What any provider must do, written once and run against each of them: a provider is one line at the end of this file
//! and a [`World`] that stages its service.
//!
//! It enters by the command line, so it holds of the adapter and the engine together: what a service cannot do by itself
//! the engine does for it.

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

/// Somebody of the organisation.
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

    /// Opens it; `None` where it cannot run here, which is said aloud.
    fn open() -> Option<Self>;

    /// The base URL.
    fn url(&self) -> String;

    /// A machine whose profile, in the environment, leads to that URL, with an administrator's credential.
    fn lab(&self, url: &str) -> Lab;

    /// Somebody whom no other test has.
    fn person(&self, setup: Setup) -> Option<Someone>;

    /// What was set up is gone, and the person sets one factor up anew.
    fn enrols_again(&self, someone: &Someone);

    /// The person sets up one more factor. False where they can have but one.
    fn adds_a_factor(&self, someone: &Someone) -> bool;

    fn truth(&self, someone: &Someone) -> Truth;

    /// An id that nobody has.
    fn nobody(&self) -> String;

    /// A place where two people have one e-mail, and that e-mail.
    fn twins(&self) -> Option<(Lab, String)>;

    /// Signs in, and may not see this organisation.
    fn outsider(&self) -> Option<Credential>;

    /// May look and not reset.
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
            a_search_finds_by_a_part_of_name_or_email, an_id_or_a_whole_email_picks_one_person, two_of_one_email_are_nobody,
            what_is_set_up_is_told, a_reset_removes_what_is_set_up_once, nothing_is_sent_for_whoever_has_nothing,
            a_set_up_that_was_only_begun_is_removed_too, every_planned_factor_is_removed,
            whoever_enrolled_again_since_the_plan_keeps_it, a_factor_that_came_since_the_plan_stays,
            what_comes_between_the_last_look_and_the_removal_stays,
            whoever_may_not_see_the_org_is_told_so, whoever_may_not_reset_changes_nothing,
            whoever_is_no_administrator_is_turned_away, a_credential_that_opens_nothing_is_told,
            a_url_that_is_not_the_service_is_told, a_cut_connection_costs_nobody_a_second_reset,
            a_batch_through_cuts_resets_everybody_once, a_sign_in_that_ends_in_the_middle_is_resumed,
            whatever_happens_in_between_everybody_is_reset_once,
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
