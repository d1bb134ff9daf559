//! The input of a job, through the public interface.

mod csv;
mod plan_file;
