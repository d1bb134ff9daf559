//! The screens, the Swagger page and a person's own sign-in, in a real Chromium: what is clicked are the words that a
//! person reads. `not run` where there is no chromedriver.

#[cfg(test)]
#[path = "../lab/mod.rs"]
#[expect(dead_code, reason = "each test binary uses its own part of the lab")]
mod lab;

#[cfg(test)]
mod circle;
#[cfg(test)]
mod driver;
#[cfg(test)]
#[expect(dead_code, reason = "the tests of the pages use the rest")]
mod page;
#[cfg(test)]
#[expect(dead_code, reason = "the tests of the pages use the rest")]
mod stage;
#[cfg(test)]
mod tries;
#[cfg(test)]
mod wire;
