//! A program that does nothing but say its version.

use clap::Parser;

/// Nothing but clap
#[derive(Parser)]
#[command(version)]
struct Bare {
    /// Somebody's id
    #[arg(long)]
    user_id: Option<String>,
}

fn main() {
    drop(Bare::parse().user_id);
}
