//! The interactive prompt: what a person types is read, run and shown.
//!
//! The main thread runs Python: statements, and between them the event loop of the session, whose tasks go on while the
//! prompt waits. Lines are read by a thread of their own ([`reader`]: rustyline on a terminal, plain lines from a pipe),
//! which never touches an object: it talks to the main thread through an [`inbox`], and that wakes the loop. Start with
//! [`session`] (one session), then [`event_loop`] (what happens while it waits). How a top-level `await` compiles is in
//! `compiler/`, when an input is complete in `coil_grammar::parse_input`.

mod completion;
mod event_loop;
mod inbox;
mod reader;
mod session;
mod startup;

pub use session::run;
pub use startup::run_startup_file;

use crate::vm::Vm;

/// Whether a person sits at standard input and sees standard output.
pub fn is_terminal() -> bool {
    use std::io::IsTerminal;
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// What is said at the start of a session.
pub fn print_banner(vm: &Vm) {
    let [version, platform] = ["version", "platform"].map(|name| text(vm, name));
    vm.write_stderr(&format!(
        "Python {version} on {platform}\nType \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n"
    ));
}

/// The `str()` of an attribute of `sys`; nothing if there is none, or its `__str__` fails.
fn text(vm: &Vm, attribute: &str) -> String {
    let found = vm.sys_attr(attribute).and_then(|value| value.map(|value| vm.to_str(&value)).transpose());
    match found {
        Ok(text) => text.map_or_else(String::new, |text| text.to_string()),
        Err(raised) => {
            drop(vm.take_raised(raised));
            String::new()
        }
    }
}
