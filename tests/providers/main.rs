//! What a service may answer, and how it is understood: a stub says what the documents of the service leave open.

#[cfg(test)]
#[path = "../lab/mod.rs"]
#[expect(dead_code, reason = "each test binary uses its own part of the lab")]
mod lab;

#[cfg(test)]
mod contract;
#[cfg(test)]
mod echo;
#[cfg(test)]
mod lies;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod lost;
#[cfg(test)]
mod paging;
#[cfg(test)]
mod people;
#[cfg(test)]
mod session;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod transport;
