//! The screens, the Swagger page and a person's own sign-in, in a real Chromium: what is clicked are the words that a
//! person reads. `not run` where there is no chromedriver.

#[cfg(test)]
#[path = "../lab/mod.rs"]
#[expect(dead_code, reason = "each test binary uses its own part of the lab")]
mod lab;

#[cfg(test)]
mod article;
#[cfg(test)]
mod circle;
#[cfg(test)]
mod comfort;
#[cfg(test)]
mod driver;
#[cfg(test)]
mod names;
#[cfg(test)]
mod page;
#[cfg(test)]
mod pictures;
#[cfg(test)]
mod stage;
#[cfg(test)]
mod tries;
#[cfg(test)]
mod watch;
#[cfg(test)]
mod wire;
