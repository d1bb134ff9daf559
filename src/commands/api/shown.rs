//! A call as a person sees it before it is sent, or instead of that.

use serde::Serialize;
use serde_json::Value;

use crate::failure::Failure;
use crate::output::{Card, Cell, Line};
use crate::provider::AllowedCall;
use crate::session::{Context, written};
use crate::settings::Profile;

/// A call that was not sent.
#[derive(Serialize)]
struct NotSent<'a> {
    method: &'static str,
    path: String,
    body: Option<&'a Value>,
    changes: bool,
    org_id: &'a str,
    environment: &'static str,
}

impl Card for NotSent<'_> {
    const KEYS: &'static [&'static str] = &["method", "path", "body", "changes", "org_id", "environment"];

    fn lines(&self) -> Vec<Line> {
        let mut lines = lines(self.method, &self.path, self.body);
        lines.extend([
            Line::Field("Org", self.org_id.into()),
            Line::Field("Environment", self.environment.into()),
        ]);
        lines
    }
}

/// Method, path and body of a call.
pub(super) fn call_lines(call: &AllowedCall) -> Vec<Line> {
    let call = call.call();
    lines(call.method.word(), &call.path.to_string(), call.body.as_ref())
}

fn lines(method: &'static str, path: &str, body: Option<&Value>) -> Vec<Line> {
    vec![
        Line::Field("Method", method.into()),
        Line::Field("Path", path.into()),
        Line::Field("Body", Cell::maybe(body.map(Value::to_string))),
    ]
}

/// Shows a call that is not sent.
pub(super) fn dry_run(call: &AllowedCall, profile: &Profile, context: &Context) -> Result<(), Failure> {
    let call = call.call();
    let page = NotSent {
        method: call.method.word(),
        path: call.path.to_string(),
        body: call.body.as_ref(),
        changes: call.method.changes(),
        org_id: &profile.org_id,
        environment: profile.environment.word(),
    };
    written(context.output.page(&page))?;
    context.output.note("dry run: nothing was sent");
    Ok(())
}
