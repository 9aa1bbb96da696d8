//! The loop of an interactive session. While a statement is running that awaits nothing, no loop runs, so that
//! `asyncio.run()` works as in a script; but `get_running_loop()`, and so `asyncio.create_task()`, find this one, which
//! goes on when the prompt is back.

use std::cell::{Cell, RefCell};

use crate::native::PyResult;
use crate::object::Value;
use crate::vm::Vm;

#[derive(Default)]
pub struct Prompt {
    active: Cell<bool>,
    loop_: RefCell<Option<Value>>,
}

impl Prompt {
    /// A session begins on the main thread.
    pub fn begin(&self) {
        self.active.set(true);
    }

    /// It ends; gives its loop, if there has been one.
    pub fn end(&self) -> Option<Value> {
        self.active.set(false);
        self.loop_.take()
    }

    /// The loop, if it has been asked for before.
    pub fn existing(&self) -> Option<Value> {
        self.loop_.borrow().clone()
    }
}

impl Vm {
    /// `asyncio.get_running_loop()`.
    pub fn get_running_loop(&self) -> PyResult<Value> {
        match self.running_loop.get().filter(|running| !running.is_none()) {
            Some(running) => Ok(running),
            None if self.is_at_prompt() => self.prompt_loop(),
            None => Err(self.runtime_error("no running event loop")),
        }
    }

    /// Whether what the calling thread runs was typed at a prompt.
    pub fn is_at_prompt(&self) -> bool {
        self.kernel.prompt.active.get() && self.is_main_thread()
    }

    /// The session's loop: made when first needed, and again after a program has closed it.
    pub fn prompt_loop(&self) -> PyResult<Value> {
        let prompt = &self.kernel.prompt;
        if let Some(known) = prompt.existing() {
            let closed = self.call_method(&known, "is_closed", &[])?;
            if !self.truth(&closed)? {
                return Ok(known);
            }
        }
        let asyncio = self.import("asyncio")?;
        let made = self.call_method(&asyncio, "new_event_loop", &[])?;
        drop(prompt.loop_.replace(Some(made.clone())));
        Ok(made)
    }
}
