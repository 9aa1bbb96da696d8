//! A Rust panic is our bug and ends the process; what the program has printed is written out all the same.

use std::cell::Cell;

use crate::modules::io::standard;
use crate::vm::handle;

thread_local! {
    /// The streams themselves may be what has panicked.
    static FLUSHING: Cell<bool> = const { Cell::new(false) };
}

/// From now on a panic says what it is, and then flushes Python's streams.
pub fn install_hook() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        report(info);
        if !FLUSHING.replace(true)
            && let Some(vm) = handle::current_opt()
        {
            standard::flush_all(vm);
        }
        FLUSHING.set(false);
    }));
}
