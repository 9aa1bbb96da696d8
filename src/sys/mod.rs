//! The operating system, as safe functions: descriptors, processes, signals, threads.
//!
//! Nothing here knows of Python: errors are `std::io::Error`, and no function takes the VM. What Python calls is in
//! `modules/`.

pub mod signals;
pub mod threads;
