//! `users show`: the Account Status panel of one person.

use clap::{ArgGroup, Args};

use crate::failure::Failure;
use crate::job::input::Target;
use crate::model::Lookup;
use crate::people::{can_ask, panel, pick};
use crate::session::{Context, written};
use crate::state::add_groups;

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("who"))]
pub(crate) struct Show {
    #[command(flatten)]
    target: Target,
}

pub(super) async fn account(show: &Show, context: &Context) -> Result<(), Failure> {
    let Some(typed) = &show.target.0 else {
        can_ask(context, "users show 42")?;
        let connection = context.connect_to_read()?;
        let principal = connection.admit().await?;
        let user = pick(context, &connection).await?;
        let account = connection.provider.account(&Lookup::Id(user.id)).await?;
        return written(context.output.page(&panel(context, &connection, &account, &principal)));
    };
    let profile = context.settings.profile()?;
    let who = typed.lookup(&profile)?;
    let connection = context.connect_to_read()?;
    // Neither of the two requests needs the answer of the other.
    let (principal, account) = tokio::join!(connection.admit(), connection.provider.account(&who));
    let (principal, account) = (principal?, account?);
    let _ = add_groups(
        &context.settings.state_folder,
        &profile.name,
        account.groups.as_deref().unwrap_or_default(),
    );
    written(context.output.page(&panel(context, &connection, &account, &principal)))
}
