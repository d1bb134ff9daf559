//! What the API says about itself: the one list of documented calls, as a table here and as OpenAPI 3.1 for programs.

mod calls;
mod document;
mod schemas;

pub(super) use calls::CALLS;
pub(super) use document::document;

/// A documented call.
pub(super) struct Operation {
    pub(super) method: &'static str,
    /// With its parameters in braces: `/user/users/{id}`.
    pub(super) path: &'static str,
    pub(super) topic: Topic,
    pub(super) summary: &'static str,
    /// More than the summary says; empty where that says it all.
    pub(super) description: &'static str,
    pub(super) query: &'static [Parameter],
    pub(super) body: Option<Body>,
    /// The schema of the answer; `None` is a 204 without a body.
    pub(super) answer: Option<&'static str>,
    pub(super) opened_by: Opener,
    /// Whether it can be refused because an address is taken.
    pub(super) conflicts: bool,
}

/// A group of calls, as the Swagger page shows them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    User,
    Authentication,
    Org,
    Group,
    Audit,
    Object,
}

impl Topic {
    pub(super) const ALL: [Self; 6] =
        [Self::User, Self::Authentication, Self::Org, Self::Group, Self::Audit, Self::Object];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Authentication => "authentication",
            Self::Org => "org",
            Self::Group => "group",
            Self::Audit => "audit",
            Self::Object => "object",
        }
    }

    pub(super) const fn description(self) -> &'static str {
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
pub(super) enum Opener {
    Nothing,
    AnyCredential,
    Administrator,
}

/// A parameter of a path or a query.
#[derive(Clone, Copy)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) is_number: bool,
    /// The least and the largest number.
    pub(super) range: Option<(i64, i64)>,
    pub(super) required: bool,
    pub(super) example: &'static str,
}

/// The body of a request.
#[derive(Clone, Copy)]
pub(super) struct Body {
    /// The name of its schema.
    pub(super) schema: &'static str,
    /// JSON that is ready to be sent.
    pub(super) example: &'static str,
}

impl Operation {
    /// The parameters in the path, in its order.
    pub(super) fn path_parameters(&self) -> impl Iterator<Item = &'static Parameter> {
        let named = self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        named.filter_map(|name| calls::IN_PATHS.iter().find(|parameter| parameter.name == name))
    }

    /// Whether a path in parts is one of this call.
    fn fits(&self, segments: &[&str]) -> bool {
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

/// The methods that a path in parts has. `/user/users/me` is no `/user/users/{id}`.
pub(super) fn methods(segments: &[&str]) -> Vec<&'static str> {
    let fitting = || CALLS.iter().filter(|call| call.fits(segments));
    let Some(path) = fitting().map(|call| call.path).min_by_key(|path| path.matches('{').count()) else {
        return Vec::new();
    };
    let mut methods: Vec<_> = fitting().filter(|call| call.path == path).map(|call| call.method).collect();
    methods.sort_unstable();
    methods
}
