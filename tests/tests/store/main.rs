//! Stores under what a laptop does to them: writers that are killed, restarts, many threads.

mod crash;
mod load;
mod model;
