//! `_queue`: the queue between threads that needs no lock of Python's, and may be put into from signal handlers and
//! finalizers. Items lie in the object, under the GIL; beside them is a count of what is there to be taken, which threads
//! wait for without it.

use std::cell::OnceCell;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::NativeModule;
use crate::builtins::module::PyModule;
use crate::native::convert::Class;
use crate::native::{Native, PyResult, Raised, classmethod, method, staticmethod, wrap};
use crate::object::types::{BASETYPE, WEAKREF, builtin};
use crate::object::{Header, PyCell, PyType, Ref, TypeSpec, Value, shape};
use crate::vm::Vm;
use crate::vm::handle::module_state;

pub static SPECS: &[&TypeSpec] = &[&SIMPLE_QUEUE];

pub static MODULE: NativeModule = NativeModule {
    doc: "C implementation of the Python queue module.\nThis module is an implementation detail, please do not use it directly.",
    init,
    ..NativeModule::of("_queue")
};

#[derive(Default)]
struct State(OnceCell<Ref<PyType>>);

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    module.dict.set_name(vm, "SimpleQueue", builtin(shape::SIMPLE_QUEUE).into_value());
    module.dict.set_name(vm, "Empty", empty_class(vm).to_value());
    Ok(())
}

fn empty_class(vm: &Vm) -> &'static Ref<PyType> {
    module_state::<State>(vm, "_queue").0.get_or_init(|| {
        let doc = "Exception raised by Queue.get(block=0)/get_nowait().";
        let class = vm.derive_builtin("Empty", &vm.exceptions().Exception, doc);
        class.init_own(&vm.names().__module__, vm.str("_queue"));
        class
    })
}

/// How many items nobody has claimed yet.
#[derive(Default)]
struct Unclaimed {
    count: Mutex<usize>,
    more: Condvar,
    /// Threads that wait, counted under the lock: to notify nobody is a system call too.
    waiting: AtomicUsize,
}

/// How long the main thread waits before it looks for signals: a condition variable is not interrupted by them.
const SLICE: Duration = Duration::from_millis(50);
const LONG: Duration = Duration::from_secs(3600);

impl Unclaimed {
    fn lock(&self) -> MutexGuard<'_, usize> {
        self.count.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self) {
        let mut count = self.lock();
        *count += 1;
        let waited_for = self.waiting.load(Ordering::Relaxed) > 0;
        drop(count);
        if waited_for {
            self.more.notify_one();
        }
    }

    fn try_claim(&self) -> bool {
        let mut count = self.lock();
        let some = *count > 0;
        *count -= some as usize;
        some
    }

    /// Claims an item, waiting for it; false when the time is over.
    fn claim(&self, vm: &Vm, timeout: Option<Duration>) -> PyResult<bool> {
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let slice = if vm.is_main_thread() { SLICE } else { LONG };
        loop {
            let left = deadline.map_or(slice, |deadline| deadline.saturating_duration_since(Instant::now()).min(slice));
            let claimed = vm.allow_threads(|| {
                let count = self.lock();
                self.waiting.fetch_add(1, Ordering::Relaxed);
                let waited = self.more.wait_timeout_while(count, left, |count| *count == 0);
                let mut count = waited.unwrap_or_else(PoisonError::into_inner).0;
                self.waiting.fetch_sub(1, Ordering::Relaxed);
                let some = *count > 0;
                *count -= some as usize;
                some
            });
            if claimed {
                return Ok(true);
            }
            vm.poll()?;
            if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                return Ok(false);
            }
        }
    }
}

#[repr(C)]
pub struct PySimpleQueue {
    header: Header,
    items: PyCell<VecDeque<Value>>,
    unclaimed: Arc<Unclaimed>,
}
crate::payload!(PySimpleQueue, shape::SIMPLE_QUEUE, traverse(this, visitor) {
    visitor.visit(&this.items);
} clear {
    drop(this.items.take());
});

pub static SIMPLE_QUEUE: TypeSpec = TypeSpec {
    module: "_queue",
    doc: "Simple, unbounded, reentrant FIFO queue.",
    flags: BASETYPE | WEAKREF,
    new: Some(&NEW),
    methods: METHODS,
    ..TypeSpec::of::<PySimpleQueue>("SimpleQueue")
};

static NEW: Native = staticmethod("__new__(cls)", "", wrap(new));

static METHODS: &[Native] = &[
    method(
        "put(self, item, block=True, timeout=None)",
        "Put the item on the queue.\n\nThe optional 'block' and 'timeout' arguments are ignored, as this method\nnever blocks.  They are provided for compatibility with the Queue class.",
        wrap(|_: &Vm, this: &Ref<PySimpleQueue>, item: Value, _block: &Value, _timeout: &Value| put(this, item)),
    ),
    method(
        "put_nowait(self, item)",
        "Put an item into the queue without blocking.\n\nThis is exactly equivalent to `put(item)` and is only provided\nfor compatibility with the Queue class.",
        wrap(|_: &Vm, this: &Ref<PySimpleQueue>, item: Value| put(this, item)),
    ),
    method(
        "get(self, block=True, timeout=None)",
        "Remove and return an item from the queue.\n\nIf optional args 'block' is true and 'timeout' is None (the default),\nblock if necessary until an item is available. If 'timeout' is\na non-negative number, it blocks at most 'timeout' seconds and raises\nthe Empty exception if no item was available within that time.\nOtherwise ('block' is false), return an item if one is immediately\navailable, else raise the Empty exception ('timeout' is ignored\nin that case).",
        wrap(get),
    ),
    method(
        "get_nowait(self)",
        "Remove and return an item from the queue without blocking.\n\nOnly get an item if one is immediately available. Otherwise\nraise the Empty exception.",
        wrap(|vm: &Vm, this: &Ref<PySimpleQueue>| get(vm, this, false, &Value::NONE)),
    ),
    method(
        "empty(self)",
        "Return True if the queue is empty, False otherwise (not reliable!).",
        wrap(|_: &Vm, this: &Ref<PySimpleQueue>| *this.unclaimed.lock() == 0),
    ),
    method(
        "qsize(self)",
        "Return the approximate size of the queue (not reliable!).",
        wrap(|_: &Vm, this: &Ref<PySimpleQueue>| *this.unclaimed.lock()),
    ),
    classmethod(
        "__class_getitem__(cls, object, /)",
        "See PEP 585",
        wrap(|vm: &Vm, class: Class, item: &Value| {
            vm.call(builtin(shape::GENERIC_ALIAS).as_value(), &[class.to_value(), item.clone()])
        }),
    ),
];

fn new(vm: &Vm, class: Class) -> Ref<PySimpleQueue> {
    let header = Header::new(shape::SIMPLE_QUEUE);
    vm.new_object(class, PySimpleQueue { header, items: PyCell::default(), unclaimed: Arc::default() })
}

fn put(this: &Ref<PySimpleQueue>, item: Value) {
    this.items.borrow_mut().push_back(item);
    this.unclaimed.add();
}

#[cold]
fn empty(vm: &Vm) -> Raised {
    match vm.new_exception(empty_class(vm), &[]) {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

fn get(vm: &Vm, this: &Ref<PySimpleQueue>, block: bool, timeout: &Value) -> PyResult<Value> {
    let patience = match block {
        true => Some(seconds(vm, timeout)?),
        false => None,
    };
    if !this.unclaimed.try_claim() {
        let Some(timeout) = patience else { return Err(empty(vm)) };
        let unclaimed = this.unclaimed.clone();
        if !unclaimed.claim(vm, timeout)? {
            return Err(empty(vm));
        }
    }
    let item = this.items.borrow_mut().pop_front();
    item.ok_or_else(|| empty(vm))
}

fn seconds(vm: &Vm, timeout: &Value) -> PyResult<Option<Duration>> {
    if timeout.is_none() {
        return Ok(None);
    }
    let number = vm.to_f64(timeout)?;
    if number < 0.0 {
        return Err(vm.value_error("'timeout' must be a non-negative number"));
    }
    match Duration::try_from_secs_f64(number) {
        Ok(time) if number <= super::_thread::TIMEOUT_MAX => Ok(Some(time)),
        _ => Err(vm.overflow_error("timeout value is too large")),
    }
}
