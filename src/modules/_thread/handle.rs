//! `_ThreadHandle`, and how threads start and are waited for at the end.

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::time::Duration;

use super::mutex::Flag;
use crate::native::convert::Class;
use crate::native::{Args, Native, PyResult, getter, method, staticmethod, wrap};
use crate::object::{Header, Ref, Slots, TypeSpec, Value, shape, types};
use crate::vm::Vm;
use crate::vm::handle::module_state;

/// The native stack of threads, unless `stack_size()` has been told otherwise.
const DEFAULT_STACK: usize = 16 << 20;

/// What the module keeps per interpreter.
#[derive(Default)]
pub struct State {
    pub stack: Cell<usize>,
    pub count: Cell<usize>,
    /// Threads that the end of the program waits for: identity, and the flag that is taken while they run.
    joined_at_exit: RefCell<Vec<(u64, Arc<Flag>)>>,
}

pub fn state(vm: &Vm) -> &'static State {
    module_state::<State>(vm, "_thread")
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    NotStarted,
    Starting,
    Running,
    Done,
}

#[repr(C)]
pub struct PyThreadHandle {
    header: Header,
    ident: Cell<u64>,
    stage: Cell<Stage>,
    /// Taken while the thread runs.
    running: Arc<Flag>,
}
crate::payload!(PyThreadHandle, shape::THREAD_HANDLE);

pub static HANDLE: TypeSpec = TypeSpec {
    module: "_thread",
    flags: types::WEAKREF,
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: &[
        method("join(self, timeout=None, /)", "", wrap(join)),
        method("is_done(self, /)", "", wrap(is_done)),
        method("_set_done(self, /)", "", wrap(set_done)),
    ],
    getset: &[getter("ident", "", |vm, value| {
        Ok(vm.int_from(value.downcast::<PyThreadHandle>().map_or(0, |handle| handle.ident.get())))
    })],
    ..TypeSpec::of::<PyThreadHandle>("_ThreadHandle")
};

static NEW: Native = staticmethod("__new__(cls)", "", wrap(|_: &Vm, _class: Class| new()));

fn new() -> Ref<PyThreadHandle> {
    Ref::new(PyThreadHandle {
        header: Header::new(shape::THREAD_HANDLE),
        ident: Cell::new(0),
        stage: Cell::new(Stage::NotStarted),
        running: Arc::default(),
    })
}

fn repr(vm: &Vm, value: &Value) -> PyResult<Value> {
    let ident = value.downcast::<PyThreadHandle>().map_or(0, |handle| handle.ident.get());
    Ok(vm.str(&format!("<_ThreadHandle object: ident={ident}>")))
}

/// The handle of a thread that was not started here.
pub fn make_thread_handle(_: &Vm, ident: u64) -> Ref<PyThreadHandle> {
    let handle = new();
    handle.ident.set(ident);
    handle.stage.set(Stage::Running);
    handle.running.try_take();
    handle
}

fn is_done(_: &Vm, this: &Ref<PyThreadHandle>) -> bool {
    if this.stage.get() == Stage::Running && !this.running.is_taken() {
        this.stage.set(Stage::Done);
    }
    this.stage.get() == Stage::Done
}

fn set_done(vm: &Vm, this: &Ref<PyThreadHandle>) -> PyResult<()> {
    if matches!(this.stage.get(), Stage::NotStarted | Stage::Starting) {
        return Err(vm.runtime_error("thread not started"));
    }
    this.stage.set(Stage::Done);
    this.running.free_for_all();
    Ok(())
}

fn join(vm: &Vm, this: &Ref<PyThreadHandle>, timeout: Value) -> PyResult<()> {
    let timeout = match timeout.is_none() {
        true => None,
        false => Some(vm.to_f64(&timeout)?).filter(|&seconds| seconds >= 0.0),
    };
    if matches!(this.stage.get(), Stage::NotStarted | Stage::Starting) {
        return Err(vm.runtime_error("thread not started"));
    }
    if is_done(vm, this) {
        return Ok(());
    }
    if this.ident.get() == vm.thread_id.get() {
        return Err(vm.runtime_error("Cannot join current thread"));
    }
    let timeout = timeout.map(|seconds| Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX));
    let running = this.running.clone();
    if running.wait(vm, timeout, true)? {
        this.stage.set(Stage::Done);
    }
    Ok(())
}

/// Runs a function in a new thread; `_thread.start_joinable_thread`.
pub fn start_joinable_thread(
    vm: &Vm,
    function: Value,
    handle: Option<&Ref<PyThreadHandle>>,
    daemon: bool,
) -> PyResult<Ref<PyThreadHandle>> {
    if !vm.is_callable(&function) {
        return Err(vm.type_error("thread function must be callable"));
    }
    let handle = handle.cloned().unwrap_or_else(new);
    if handle.stage.get() != Stage::NotStarted {
        return Err(vm.runtime_error("thread already started"));
    }
    start(vm, &handle, daemon, move |vm| vm.call(&function, &[]).map(drop).map_err(|raised| (raised, function)))?;
    Ok(handle)
}

/// `_thread.start_new_thread`.
pub fn start_new_thread(vm: &Vm, function: &Value, args: &Value, kwargs: Option<&Value>) -> PyResult<u64> {
    if !vm.is_callable(function) {
        return Err(vm.type_error("first arg must be callable"));
    }
    if args.downcast::<crate::builtins::tuple::PyTuple>().is_none() {
        return Err(vm.type_error("2nd arg must be a tuple"));
    }
    let mut values = vm.collect(args)?;
    let mut names = Vec::new();
    if let Some(kwargs) = kwargs {
        let Some(kwargs) = kwargs.downcast::<crate::builtins::dict::PyDict>() else {
            return Err(vm.type_error("optional 3rd arg must be a dictionary"));
        };
        for (name, value) in kwargs.items() {
            names.push(name);
            values.push(value);
        }
    }
    let function = function.clone();
    let handle = new();
    start(vm, &handle, true, move |vm| {
        let args = Args { values: &values, names: &names };
        vm.call_args(&function, args).map(drop).map_err(|raised| (raised, function.clone()))
    })?;
    Ok(handle.ident.get())
}

type Failure = (crate::native::Raised, Value);

/// Starts the thread and waits until it has an identity.
fn start(
    vm: &Vm,
    handle: &Ref<PyThreadHandle>,
    daemon: bool,
    body: impl FnOnce(&Vm) -> Result<(), Failure> + 'static,
) -> PyResult<()> {
    let state = state(vm);
    let stack = if state.stack.get() == 0 { DEFAULT_STACK } else { state.stack.get() };
    handle.stage.set(Stage::Starting);
    handle.running.try_take();
    let starting = Arc::new(Flag::default());
    starting.try_take();
    let (begun, theirs) = (starting.clone(), handle.clone());
    let spawned = vm.spawn_thread(stack, move |vm| {
        let me = vm.thread_id.get();
        theirs.ident.set(me);
        theirs.stage.set(Stage::Running);
        if !daemon {
            state.joined_at_exit.borrow_mut().push((me, theirs.running.clone()));
        }
        begun.free_for_all();
        state.count.set(state.count.get() + 1);
        if let Err((raised, function)) = body(vm) {
            report(vm, raised, &function);
        }
        // In a forked child the count has begun anew.
        state.count.set(state.count.get().saturating_sub(1));
        let running = theirs.running.clone();
        drop(theirs);
        vm.drop_thread_values();
        state.joined_at_exit.borrow_mut().retain(|(ident, _)| *ident != me);
        running.free_for_all();
    });
    if spawned.is_err() {
        handle.stage.set(Stage::NotStarted);
        handle.running.free_for_all();
        return Err(vm.runtime_error("can't start new thread"));
    }
    // Signals are for later: the thread is on its way.
    while handle.stage.get() == Stage::Starting {
        starting.wait(vm, None, true)?;
    }
    Ok(())
}

fn report(vm: &Vm, raised: crate::native::Raised, function: &Value) {
    if vm.raised_is(&vm.exceptions().SystemExit) {
        drop(vm.take_raised(raised));
        return;
    }
    vm.report_unraisable(raised, Some("Exception ignored in thread started by"), function);
}

/// Waits for the threads that are not daemons: `_thread._shutdown`.
pub fn shutdown(vm: &Vm) -> PyResult<()> {
    let me = vm.thread_id.get();
    loop {
        let next =
            state(vm).joined_at_exit.borrow().iter().find(|(ident, _)| *ident != me).map(|(_, flag)| flag.clone());
        match next {
            Some(flag) => drop(flag.wait(vm, None, true)?),
            None => return Ok(()),
        }
        state(vm).joined_at_exit.borrow_mut().retain(|(_, flag)| flag.is_taken());
    }
}

/// In a forked child: nobody waits for the parent's threads.
pub fn forget_threads(vm: &Vm) {
    let gone = std::mem::take(&mut *state(vm).joined_at_exit.borrow_mut());
    drop(gone);
}
