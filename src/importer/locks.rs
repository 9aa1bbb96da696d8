//! Who is importing what: a thread that wants a module which another one is just loading waits for it, unless that one
//! waits for a module of this thread; then it gets the module as far as it has come.

use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;

use crate::native::PyResult;
use crate::vm::Vm;
use crate::vm::handle::module_state;

#[derive(Default)]
struct Loading {
    /// Names to the threads that load them, and how many times over.
    owners: RefCell<HashMap<String, (u64, u32)>>,
    /// Threads to the names they wait for.
    waiting: RefCell<HashMap<u64, String>>,
}

fn loading(vm: &Vm) -> &'static Loading {
    module_state(vm, "importing")
}

impl Loading {
    /// Whether the thread that loads `name` waits, maybe through others, for one of `thread`'s modules.
    fn would_deadlock(&self, name: &str, thread: u64) -> bool {
        let owners = self.owners.borrow();
        let waiting = self.waiting.borrow();
        let mut name = name;
        for _ in 0..=waiting.len() {
            let Some(&(owner, _)) = owners.get(name) else { return false };
            if owner == thread {
                return true;
            }
            match waiting.get(&owner) {
                Some(next) => name = next,
                None => return false,
            }
        }
        false
    }
}

/// Waits until no other thread is loading the module.
pub fn wait_for(vm: &Vm, name: &str) -> PyResult<()> {
    let loading = loading(vm);
    let thread = vm.thread_id.get();
    loop {
        match loading.owners.borrow().get(name) {
            Some(&(owner, _)) if owner != thread => {}
            _ => break,
        }
        if loading.would_deadlock(name, thread) {
            break;
        }
        loading.waiting.borrow_mut().insert(thread, name.to_string());
        vm.allow_threads(|| std::thread::sleep(Duration::from_millis(1)));
        let polled = vm.poll();
        loading.waiting.borrow_mut().remove(&thread);
        polled?;
    }
    Ok(())
}

/// Whether any module is being loaded.
pub fn any(vm: &Vm) -> bool {
    !loading(vm).owners.borrow().is_empty()
}

/// Runs what loads a module, so that other threads know.
pub fn hold<R>(vm: &Vm, name: &str, body: impl FnOnce() -> PyResult<R>) -> PyResult<R> {
    let loading = loading(vm);
    let thread = vm.thread_id.get();
    loading.owners.borrow_mut().entry(name.to_string()).or_insert((thread, 0)).1 += 1;
    let result = body();
    let mut owners = loading.owners.borrow_mut();
    if let Some(entry) = owners.get_mut(name) {
        entry.1 -= 1;
        if entry.1 == 0 {
            owners.remove(name);
        }
    }
    result
}
