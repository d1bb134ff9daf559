//! The pages of the tools: what stands between the top bar and the end of each.

mod overview;
mod swagger;
#[cfg(test)]
mod tests;
mod trail;
