//! `Queue`: its state, and what of it does not wait. What waits is in [`queue_waits`](super::queue_waits);
//! `stdlib/asyncio/queues.py` adds the coroutine functions, and the queues of other orders as subclasses.

use std::cell::Cell;

use super::sync;
use crate::modules::_collections::PyDeque;
use crate::native::convert::Class;
use crate::native::{
    Args, GetSet, Keywords, Native, PyResult, Raised, Rest, getset, getter, method, staticmethod, wrap,
};
use crate::object::{CompareOp, Header, PyType, Ref, Slot, Slots, TypeSpec, Value, class_ref, shape, types};
use crate::vm::Vm;

#[repr(C)]
pub struct PyQueue {
    header: Header,
    pub maxsize: Slot,
    /// Futures of tasks in `get()`, and in `put()`: deques.
    pub getters: Slot,
    pub putters: Slot,
    /// The items: a deque, unless a subclass keeps something else.
    pub items: Slot,
    /// The Event that `join()` waits for, made when first needed; it is set while nothing is unfinished.
    finished: Slot,
    loop_: Slot,
    unfinished: Cell<i64>,
    pub is_shutdown: Cell<bool>,
}

crate::payload!(PyQueue, shape::ASYNC_QUEUE, tail, traverse(this, visitor) {
    for slot in this.slots() {
        visitor.visit(slot);
    }
} clear {
    this.slots().into_iter().for_each(Slot::clear);
});

pub static QUEUE: TypeSpec = TypeSpec {
    module: "asyncio.queues",
    doc: "A first in, first out queue of at most maxsize items, or of any number if that is zero or less.\n\nSubclasses may override _init, _get and _put, which keep the items.",
    flags: types::BASETYPE | types::WEAKREF | types::MUTABLE,
    slots: Slots { init: Some(init), repr: Some(repr), str: Some(str), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyQueue>("Queue")
};

static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "", wrap(new));
static INIT: Native = method("Queue.__init__(self, maxsize=0)", "", wrap(set_up));

static METHODS: &[Native] = &[
    method("_init(self, maxsize)", "", wrap(init_items)),
    method("_get(self)", "", wrap(get_item)),
    method("_put(self, item)", "", wrap(put_item)),
    method("_get_loop(self, /)", "", wrap(get_loop)),
    method("_format(self)", "", wrap(format)),
    method("_wakeup_next(self, waiters)", "Let the first task in line go on.", wrap(wakeup_next_method)),
    method("qsize(self)", "Number of items in the queue.", wrap(qsize)),
    method("empty(self)", "Return True if the queue is empty.", wrap(empty)),
    method(
        "full(self)",
        "Return True if there are maxsize items in the queue; never, if maxsize is zero or less.",
        wrap(full),
    ),
    method("put_nowait(self, item)", "Put an item into the queue, or raise QueueFull.", wrap(put_nowait_method)),
    method("get_nowait(self)", "Remove and return an item, or raise QueueEmpty.", wrap(get_nowait)),
    method(
        "task_done(self)",
        "Say that the work on an item that get() gave is done; join() returns when all is.",
        wrap(task_done),
    ),
    crate::native::classmethod("__class_getitem__(cls, object, /)", "See PEP 585", wrap(class_getitem)),
];

static GETSET: &[GetSet] = &[
    getset("_maxsize", "", |_, v| Ok(of(v).maxsize.get_or_none()), |_, v, new| put(&of(v).maxsize, new)),
    getter("maxsize", "Number of items allowed in the queue.", |_, v| Ok(of(v).maxsize.get_or_none())),
    getset("_getters", "", |_, v| Ok(of(v).getters.get_or_none()), |_, v, new| put(&of(v).getters, new)),
    getset("_putters", "", |_, v| Ok(of(v).putters.get_or_none()), |_, v, new| put(&of(v).putters, new)),
    getset(
        "_queue",
        "",
        |vm, v| match of(v).items.get() {
            Some(items) => Ok(items),
            None => Err(vm.no_attribute(v, &vm.intern("_queue"))),
        },
        |_, v, new| {
            drop(of(v).items.replace(new.cloned()));
            Ok(())
        },
    ),
    getset("_finished", "", |vm, v| of(v).finished(vm), |_, v, new| put(&of(v).finished, new)),
    getset("_loop", "", |_, v| Ok(of(v).loop_.get_or_none()), |_, v, new| put(&of(v).loop_, new)),
    getset(
        "_unfinished_tasks",
        "",
        |vm, v| Ok(vm.int(of(v).unfinished.get())),
        |vm, v, new| {
            let number = new.map(|new| vm.index_clamped(new)).transpose()?.unwrap_or(0);
            of(v).unfinished.set(number as i64);
            Ok(())
        },
    ),
    getset(
        "_is_shutdown",
        "",
        |_, v| Ok(Value::bool(of(v).is_shutdown.get())),
        |vm, v, new| {
            let on = vm.truth(new.unwrap_or(&Value::NONE))?;
            of(v).is_shutdown.set(on);
            Ok(())
        },
    ),
];

fn of(value: &Value) -> &Ref<PyQueue> {
    value.downcast::<PyQueue>().expect("attributes are asked of their own type")
}

fn put(slot: &Slot, new: Option<&Value>) -> PyResult<()> {
    slot.set(new.cloned().unwrap_or(Value::NONE));
    Ok(())
}

impl PyQueue {
    fn slots(&self) -> [&Slot; 6] {
        [&self.maxsize, &self.getters, &self.putters, &self.items, &self.finished, &self.loop_]
    }

    /// A direct instance: its methods need not be looked up.
    #[inline]
    pub fn is_exact(&self) -> bool {
        self.header.shape() == shape::ASYNC_QUEUE
    }

    fn finished(&self, vm: &Vm) -> PyResult<Value> {
        if let Some(event) = self.finished.get() {
            return Ok(event);
        }
        let event = vm.call(types::builtin(shape::ASYNC_EVENT).as_value(), &[])?;
        if self.unfinished.get() == 0 {
            vm.call_method(&event, "set", &[])?;
        }
        self.finished.set(event.clone());
        Ok(event)
    }

    /// A new future of the queue's loop, for the line of getters or putters.
    pub fn new_waiter(this: &Ref<PyQueue>, vm: &Vm) -> PyResult<Value> {
        sync::new_waiter(vm, this.as_value(), &this.loop_)
    }
}

/// Asks by name what a subclass may have overridden.
fn ask(vm: &Vm, this: &Ref<PyQueue>, method: &str) -> PyResult<bool> {
    let answer = vm.call_method(this.as_value(), method, &[])?;
    vm.truth(&answer)
}

fn new(vm: &Vm, class: Class, _args: Rest, _keywords: Keywords) -> Ref<PyQueue> {
    let payload = PyQueue {
        header: Header::new(shape::ASYNC_QUEUE),
        maxsize: Slot::new(Value::inline_int(0)),
        getters: Slot::EMPTY,
        putters: Slot::EMPTY,
        items: Slot::EMPTY,
        finished: Slot::EMPTY,
        loop_: Slot::EMPTY,
        unfinished: Cell::new(0),
        is_shutdown: Cell::new(false),
    };
    vm.new_object(class, payload)
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    crate::builtins::sequence::bind_init(vm, &INIT, this, args)
}

fn new_deque() -> Value {
    Ref::new(PyDeque::payload(Default::default(), None)).into_value()
}

fn set_up(vm: &Vm, this: &Ref<PyQueue>, maxsize: &Value) -> PyResult<()> {
    this.maxsize.set(maxsize.clone());
    this.getters.set(new_deque());
    this.putters.set(new_deque());
    this.finished.clear();
    this.unfinished.set(0);
    this.is_shutdown.set(false);
    vm.call_method(this.as_value(), "_init", std::slice::from_ref(maxsize)).map(drop)
}

fn class_getitem(vm: &Vm, class: &Ref<PyType>, item: &Value) -> PyResult<Value> {
    vm.generic_alias(class.as_value(), item)
}

fn get_loop(vm: &Vm, this: &Ref<PyQueue>) -> PyResult<Value> {
    sync::get_loop(vm, this.as_value(), &this.loop_)
}

fn repr(vm: &Vm, value: &Value) -> PyResult<Value> {
    let (name, parts) = (class_ref(value).name(), format(vm, of(value))?);
    Ok(vm.str(&format!("<{name} at {:#x} {parts}>", value.id())))
}

fn str(vm: &Vm, value: &Value) -> PyResult<Value> {
    let (name, parts) = (class_ref(value).name(), format(vm, of(value))?);
    Ok(vm.str(&format!("<{name} {parts}>")))
}

/// `_format()`: what both show of it.
fn format(vm: &Vm, this: &Ref<PyQueue>) -> PyResult<String> {
    let mut text = format!("maxsize={}", vm.repr(&this.maxsize.get_or_none())?);
    let items = this.items.get_or_none();
    if vm.truth(&items)? {
        let items = vm.list(vm.collect(&items)?);
        text += &format!(" _queue={}", vm.repr(&items)?);
    }
    for (name, line) in [("_getters", &this.getters), ("_putters", &this.putters)] {
        let line = line.get_or_none();
        if vm.truth(&line)? {
            text += &format!(" {name}[{}]", vm.len(&line)?);
        }
    }
    if this.unfinished.get() > 0 {
        text += &format!(" tasks={}", this.unfinished.get());
    }
    if this.is_shutdown.get() {
        text += " shutdown";
    }
    Ok(text)
}

// ---- the items

fn init_items(_: &Vm, this: &Ref<PyQueue>, _maxsize: &Value) {
    this.items.set(new_deque());
}

fn get_item(vm: &Vm, this: &Ref<PyQueue>) -> PyResult<Value> {
    let items = this.items.get_or_none();
    if let Some(deque) = items.downcast_exact::<PyDeque>() {
        deque.changed();
        let item = deque.items.borrow_mut().pop_front();
        return item.ok_or_else(|| vm.index_error("pop from an empty deque"));
    }
    vm.call_method(&items, "popleft", &[])
}

fn put_item(vm: &Vm, this: &Ref<PyQueue>, item: Value) -> PyResult<()> {
    sync::append(vm, &this.items.get_or_none(), item)
}

fn qsize(vm: &Vm, this: &Ref<PyQueue>) -> PyResult<usize> {
    let items = this.items.get_or_none();
    match items.downcast_exact::<PyDeque>() {
        Some(deque) => Ok(deque.len()),
        None => vm.len(&items),
    }
}

/// `empty()`, of this class or as overridden.
pub fn is_empty(vm: &Vm, this: &Ref<PyQueue>) -> PyResult<bool> {
    if this.is_exact() { empty(vm, this) } else { ask(vm, this, "empty") }
}

/// `full()`, likewise.
pub fn is_full(vm: &Vm, this: &Ref<PyQueue>) -> PyResult<bool> {
    if this.is_exact() { full(vm, this) } else { ask(vm, this, "full") }
}

fn empty(vm: &Vm, this: &Ref<PyQueue>) -> PyResult<bool> {
    let items = this.items.get_or_none();
    match items.downcast_exact::<PyDeque>() {
        Some(deque) => Ok(deque.len() == 0),
        None => Ok(!vm.truth(&items)?),
    }
}

fn full(vm: &Vm, this: &Ref<PyQueue>) -> PyResult<bool> {
    let maxsize = this.maxsize.get_or_none();
    if let (Some(most), true) = (maxsize.as_inline_int(), this.is_exact()) {
        return Ok(most > 0 && qsize(vm, this)? as i64 >= most);
    }
    if vm.compare_bool(&maxsize, &Value::inline_int(0), CompareOp::Le)? {
        return Ok(false);
    }
    let size = vm.call_method(this.as_value(), "qsize", &[])?;
    vm.compare_bool(&size, &maxsize, CompareOp::Ge)
}

// ---- putting and getting

#[cold]
pub fn raise(vm: &Vm, name: &str) -> Raised {
    let made = vm.import_attr("asyncio.queues", name).and_then(|class| vm.call(&class, &[]));
    match made {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

/// Lets the first in a line go on; unlike with locks it leaves the line at once.
pub fn wakeup_next(vm: &Vm, waiters: &Value) -> PyResult<()> {
    if let Some(deque) = waiters.downcast::<PyDeque>() {
        loop {
            deque.changed();
            let next = deque.items.borrow_mut().pop_front();
            match next {
                Some(waiter) if !sync::release(vm, &waiter, Value::NONE)? => {}
                _ => return Ok(()),
            }
        }
    }
    while vm.truth(waiters)? {
        let waiter = vm.call_method(waiters, "popleft", &[])?;
        if sync::release(vm, &waiter, Value::NONE)? {
            break;
        }
    }
    Ok(())
}

fn wakeup_next_method(vm: &Vm, _this: &Ref<PyQueue>, waiters: &Value) -> PyResult<()> {
    wakeup_next(vm, waiters)
}

/// `put_nowait()`.
pub fn put_nowait(vm: &Vm, this: &Ref<PyQueue>, item: Value) -> PyResult<()> {
    if this.is_shutdown.get() {
        return Err(raise(vm, "QueueShutDown"));
    }
    if is_full(vm, this)? {
        return Err(raise(vm, "QueueFull"));
    }
    if this.is_exact() {
        put_item(vm, this, item)?;
    } else {
        vm.call_method(this.as_value(), "_put", &[item])?;
    }
    this.unfinished.set(this.unfinished.get() + 1);
    if let Some(event) = this.finished.get() {
        vm.call_method(&event, "clear", &[])?;
    }
    wakeup_next(vm, &this.getters.get_or_none())
}

fn put_nowait_method(vm: &Vm, this: &Ref<PyQueue>, item: Value) -> PyResult<()> {
    put_nowait(vm, this, item)
}

/// `get_nowait()`.
pub fn get_nowait(vm: &Vm, this: &Ref<PyQueue>) -> PyResult<Value> {
    if is_empty(vm, this)? {
        return Err(raise(vm, if this.is_shutdown.get() { "QueueShutDown" } else { "QueueEmpty" }));
    }
    let item = if this.is_exact() { get_item(vm, this)? } else { vm.call_method(this.as_value(), "_get", &[])? };
    wakeup_next(vm, &this.putters.get_or_none())?;
    Ok(item)
}

fn task_done(vm: &Vm, this: &Ref<PyQueue>) -> PyResult<()> {
    if this.unfinished.get() <= 0 {
        return Err(vm.value_error("task_done() called too many times"));
    }
    this.unfinished.set(this.unfinished.get() - 1);
    if this.unfinished.get() == 0
        && let Some(event) = this.finished.get()
    {
        vm.call_method(&event, "set", &[])?;
    }
    Ok(())
}
