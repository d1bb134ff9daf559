//! What is said of a call.

/// A documented call.
pub(crate) struct Operation {
    pub(crate) method: &'static str,
    /// With its parameters in braces: `/user/users/{id}`.
    pub(crate) path: &'static str,
    pub(crate) topic: Topic,
    pub(crate) summary: &'static str,
    /// More than the summary says; empty where that says it all.
    pub(crate) description: &'static str,
    pub(crate) query: &'static [Parameter],
    pub(crate) body: Option<Body>,
    /// The schema of the answer; `None` is a 204 without a body.
    pub(crate) answer: Option<&'static str>,
    pub(crate) opened_by: Opener,
    /// Whether it can be refused because an address is taken.
    pub(crate) conflicts: bool,
}

/// A group of calls, as the Swagger page shows them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic {
    User,
    Authentication,
    Org,
    Group,
    Audit,
    Object,
}

impl Topic {
    pub(crate) const ALL: [Self; 6] =
        [Self::User, Self::Authentication, Self::Org, Self::Group, Self::Audit, Self::Object];

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Authentication => "authentication",
            Self::Org => "org",
            Self::Group => "group",
            Self::Audit => "audit",
            Self::Object => "object",
        }
    }

    pub(crate) const fn description(self) -> &'static str {
        match self {
            Self::User => "People: found, shown, added, removed, and their MFA",
            Self::Authentication => "Signing in, and API keys",
            Self::Org => "What the organisation asks of people, and what people are in it",
            Self::Group => "Groups and roles",
            Self::Audit => "The organisation's audit trail",
            Self::Object => "Jobs that take a while",
        }
    }
}

/// What a call asks for before it is carried out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opener {
    Nothing,
    AnyCredential,
    Administrator,
}

/// A parameter of a path or a query.
#[derive(Clone, Copy)]
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) is_number: bool,
    /// The least and the largest number.
    pub(crate) range: Option<(i64, i64)>,
    pub(crate) required: bool,
    pub(crate) example: &'static str,
}

/// The body of a request.
#[derive(Clone, Copy)]
pub(crate) struct Body {
    /// The name of its schema.
    pub(crate) schema: &'static str,
    /// JSON that is ready to be sent.
    pub(crate) example: &'static str,
}

impl Operation {
    /// Whether a path in parts is one of this call.
    pub(super) fn fits(&self, segments: &[&str]) -> bool {
        let mut own = self.path.split('/').skip(1);
        let mut given = segments.iter();
        loop {
            match (own.next(), given.next()) {
                (None, None) => return true,
                (Some(own), Some(given)) if own.starts_with('{') || own == *given => {}
                _ => return false,
            }
        }
    }
}
