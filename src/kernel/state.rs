//! What the kernel keeps per interpreter: its exceptions, and which tasks there are.

use std::cell::{Cell, OnceCell, RefCell};

use super::PyTask;
use crate::object::roster::Roster;
use crate::object::{PyType, Ref, Value, shape};
use crate::vm::Vm;

#[derive(Default)]
pub struct State {
    cancelled_error: OnceCell<Ref<PyType>>,
    invalid_state_error: OnceCell<Ref<PyType>>,
    /// Tasks that have not ended.
    pub tasks: Roster<PyTask>,
    /// Task objects of other makers: a `weakref.WeakSet`, once there has been one.
    pub foreign_tasks: RefCell<Option<Value>>,
    /// Foreign tasks that run eagerly.
    pub eager_tasks: RefCell<Vec<Value>>,
    /// The current tasks of loops that do not run in the thread that asks: pairs of loop and task.
    pub entered: RefCell<Vec<(Value, Value)>>,
    /// Names given to tasks so far.
    pub task_names: Cell<u64>,
    /// The version of the class Handle at which `_run` was last seen to be ours, and of KernelLoop.
    pub handle_version: Cell<u32>,
    pub handle_patched: Cell<bool>,
    /// The loop of an interactive session.
    pub prompt: super::prompt::Prompt,
    /// The Python functions that have twins; see there.
    pub twins: RefCell<Vec<Option<Ref<crate::builtins::function::PyFunction>>>>,
    /// The versions of the locks' and queues' types when Python had added its half; see `twins`.
    completed: [Cell<u32>; LAST_COMPLETED - FIRST_COMPLETED + 1],
}

const FIRST_COMPLETED: usize = shape::ASYNC_EVENT as usize;
const LAST_COMPLETED: usize = shape::ASYNC_QUEUE as usize;

impl State {
    /// The version that a type had when Python had added its half: as long as it has it, nobody has replaced a method.
    #[inline]
    pub fn completed(&self, number: u32) -> u32 {
        self.completed[number as usize - FIRST_COMPLETED].get()
    }

    pub fn set_completed(&self, number: u32, version: u32) {
        if let Some(place) = (number as usize).checked_sub(FIRST_COMPLETED).and_then(|index| self.completed.get(index))
        {
            place.set(version);
        }
    }

    /// `asyncio.CancelledError`.
    pub fn cancelled_error(&self, vm: &Vm) -> &Ref<PyType> {
        self.cancelled_error.get_or_init(|| {
            let base = &vm.exceptions().BaseException;
            make(vm, "CancelledError", base, "The Future or Task was cancelled.")
        })
    }

    /// `asyncio.InvalidStateError`.
    pub fn invalid_state_error(&self, vm: &Vm) -> &Ref<PyType> {
        self.invalid_state_error.get_or_init(|| {
            let base = &vm.exceptions().Exception;
            make(vm, "InvalidStateError", base, "The operation is not allowed in this state.")
        })
    }

    /// Whether somebody has replaced `Handle._run`: then every callback goes through it.
    #[inline]
    pub fn is_handle_patched(&self, vm: &Vm) -> bool {
        let class = crate::object::types::builtin(shape::HANDLE);
        if class.known_version() != self.handle_version.get() || class.known_version() == 0 {
            self.look_at_handle(vm, &class);
        }
        self.handle_patched.get()
    }

    #[cold]
    fn look_at_handle(&self, vm: &Vm, class: &Ref<PyType>) {
        let timer = crate::object::types::builtin(shape::TIMER_HANDLE);
        let name = vm.intern_immortal("_run");
        let ours = |class: &Ref<PyType>| {
            class.lookup(&name).is_some_and(|method| super::overrides::is_native_of(&method, shape::HANDLE))
        };
        self.handle_patched.set(!ours(class) || !ours(&timer));
        self.handle_version.set(class.version());
    }
}

fn make(vm: &Vm, name: &str, base: &Ref<PyType>, doc: &str) -> Ref<PyType> {
    let class = vm.derive_builtin(name, base, doc);
    class.init_own(&vm.names().__module__, vm.str("asyncio.exceptions"));
    class
}

impl Vm {
    /// Raises `asyncio.InvalidStateError`.
    #[cold]
    pub fn invalid_state(&self, message: impl AsRef<str>) -> crate::native::Raised {
        self.raise_class(self.kernel.invalid_state_error(self), message.as_ref())
    }
}
