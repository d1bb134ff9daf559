//! The input of a job, through the public interface.

mod csv;
mod csv_as_people_have_it;
mod plan_file;
