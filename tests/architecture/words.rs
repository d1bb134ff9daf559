//! Words that were retired.
