//! The program from the command line: what is typed, what is shown, and what the service received.
#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes its snapshots so")]

#[cfg(test)]
#[path = "../lab/mod.rs"]
#[expect(dead_code, reason = "each test binary uses its own part of the lab")]
mod lab;

#[cfg(test)]
mod again;
#[cfg(test)]
mod ahead;
#[cfg(test)]
mod api;
#[cfg(test)]
mod api_list;
#[cfg(test)]
mod api_record;
#[cfg(test)]
mod api_refused;
#[cfg(test)]
mod api_reset;
#[cfg(test)]
mod apply;
#[cfg(test)]
mod approve;
#[cfg(test)]
mod approve_keys;
#[cfg(test)]
mod approve_refused;
#[cfg(test)]
mod audit;
mod audit_chain;
#[cfg(test)]
mod auth;
#[cfg(test)]
mod batch;
#[cfg(test)]
mod batches;
#[cfg(test)]
mod completion;
#[cfg(test)]
mod contradictions;
mod demo;
#[cfg(test)]
mod doctor;
#[cfg(test)]
mod edges;
#[cfg(test)]
mod emulator;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod faults_of_reads;
#[cfg(test)]
mod fields;
#[cfg(test)]
mod files;
#[cfg(test)]
mod find_batch;
#[cfg(test)]
mod forged;
#[cfg(test)]
mod guards;
#[cfg(test)]
mod guided;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod kills;
#[cfg(test)]
mod lines;
#[cfg(test)]
mod login;
#[cfg(test)]
mod pace;
#[cfg(test)]
mod picture;
#[cfg(test)]
mod places;
#[cfg(test)]
mod plan;
#[cfg(test)]
mod policy;
#[cfg(test)]
mod policy_asked;
#[cfg(test)]
mod policy_files;
#[cfg(test)]
mod popup;
#[cfg(test)]
mod prompts;
#[cfg(test)]
mod races;
#[cfg(test)]
mod reset;
#[cfg(test)]
mod results;
#[cfg(test)]
mod rosters;
#[cfg(test)]
mod search;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod sentence;
#[cfg(test)]
mod settings;
#[cfg(test)]
mod show;
#[cfg(test)]
mod signals;
#[cfg(test)]
mod state;
#[cfg(test)]
mod suggest;
#[cfg(test)]
mod usage;
#[cfg(test)]
mod waiting;
#[cfg(test)]
mod who;
