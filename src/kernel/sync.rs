//! `Lock`, `Event`, `Semaphore` and `BoundedSemaphore`: their state, and what of them does not wait. What waits is in
//! [`sync_waits`](super::sync_waits); `stdlib/asyncio/locks.py` adds the coroutine functions.

use super::PyLoop;
use super::future::{self, PyFuture};
use super::overrides;
use crate::modules::_collections::PyDeque;
use crate::native::{Args, GetSet, Native, PyResult, getset, method, staticmethod, wrap};
use crate::native::{Keywords, Rest, convert::Class};
use crate::object::{CompareOp, Header, Ref, Slot, Slots, TypeSpec, Value, class_ref, shape, types};
use crate::vm::Vm;

/// The state of any of them.
#[repr(C)]
pub struct PySync {
    header: Header,
    /// A deque of the futures of tasks that wait, in line; unset until there has been one.
    pub waiters: Slot,
    /// The loop in which somebody first waited.
    pub loop_: Slot,
    /// The counter of a semaphore; 1 or 0 for an event that is set, a lock that is taken.
    pub value: Slot,
    /// Of bounded semaphores: the most that the counter may be.
    pub bound: Slot,
}

crate::payload!(PySync, shape::ASYNC_EVENT, tail, traverse(this, visitor) {
    for slot in [&this.waiters, &this.loop_, &this.value, &this.bound] {
        visitor.visit(slot);
    }
} clear {
    for slot in [&this.waiters, &this.loop_] {
        slot.clear();
    }
});

const FLAGS: u32 = types::BASETYPE | types::WEAKREF | types::MUTABLE;

const WAITERS: GetSet =
    getset("_waiters", "", |_, v| Ok(of(v).waiters.get_or_none()), |_, v, new| put(&of(v).waiters, new));
const LOOP: GetSet = getset("_loop", "", |_, v| Ok(of(v).loop_.get_or_none()), |_, v, new| put(&of(v).loop_, new));

macro_rules! spec {
    ($name:literal, $shape:expr, $doc:literal, $init:ident, [$($method:expr),* $(,)?], [$($getset:expr),* $(,)?]) => {
        TypeSpec {
            module: "asyncio.locks",
            doc: $doc,
            shape: $shape,
            flags: FLAGS,
            slots: Slots { init: Some($init), repr: Some(repr), ..Slots::EMPTY },
            new: Some({
                static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "", wrap(new));
                &NEW
            }),
            methods: {
                static METHODS: &[Native] = &[method("_get_loop(self, /)", "", wrap(get_loop_method)), $($method),*];
                METHODS
            },
            getset: {
                static GETSET: &[GetSet] = &[WAITERS, LOOP, $($getset),*];
                GETSET
            },
            ..TypeSpec::of::<PySync>($name)
        }
    };
}

const FLAG_VALUE: GetSet = getset(
    "_value",
    "",
    |_, v| Ok(Value::bool(of(v).is_on())),
    |vm, v, new| {
        let on = vm.truth(new.unwrap_or(&Value::NONE))?;
        of(v).turn(on);
        Ok(())
    },
);
const LOCKED: GetSet = GetSet { name: "_locked", ..FLAG_VALUE };
const COUNTER: GetSet = getset("_value", "", |_, v| Ok(of(v).value.get_or_none()), |_, v, new| put(&of(v).value, new));
const BOUND: GetSet =
    getset("_bound_value", "", |_, v| Ok(of(v).bound.get_or_none()), |_, v, new| put(&of(v).bound, new));

pub static EVENT: TypeSpec = spec!(
    "Event",
    shape::ASYNC_EVENT,
    "A flag that tasks can wait for.",
    init_event,
    [
        method("is_set(self)", "Return True if and only if the internal flag is true.", wrap(is_on)),
        method("set(self)", "Set the flag; all tasks waiting for it go on, and later ones do not wait.", wrap(set)),
        method("clear(self)", "Reset the flag; tasks wait again from now on.", wrap(clear)),
    ],
    [FLAG_VALUE]
);

pub static LOCK: TypeSpec = spec!(
    "Lock",
    shape::ASYNC_LOCK,
    "A mutual exclusion lock, fair: tasks get it in the order in which they asked.\n\nOnly one task holds it at a time; any code may release it.",
    init_lock,
    [
        method("locked(self)", "Return True if lock is acquired.", wrap(is_on)),
        method("release(self)", "Free the lock, and let the first task in line go on.", wrap(release_lock)),
        method("_wake_up_first(self)", "", wrap(wake_up_first)),
    ],
    [LOCKED]
);

pub static SEMAPHORE: TypeSpec = spec!(
    "Semaphore",
    shape::ASYNC_SEMAPHORE,
    "A counter that acquire() lowers and release() raises; acquire() waits while it is zero.",
    init_semaphore,
    [
        method("locked(self)", "Return True if acquire() would wait.", wrap(semaphore_locked)),
        method(
            "release(self)",
            "Raise the counter by one; if a task waits, the first in line gets the unit at once.",
            wrap(release_semaphore)
        ),
        method("_wake_up_next(self)", "", wrap(wake_up_next)),
    ],
    [COUNTER]
);

pub static BOUNDED_SEMAPHORE: TypeSpec = TypeSpec {
    base: shape::ASYNC_SEMAPHORE,
    ..spec!(
        "BoundedSemaphore",
        shape::ASYNC_BOUNDED_SEMAPHORE,
        "A semaphore that cannot be released above its initial value.",
        init_bounded,
        [method("release(self)", "", wrap(release_bounded))],
        [BOUND]
    )
};

pub fn of(value: &Value) -> &Ref<PySync> {
    value.downcast::<PySync>().expect("attributes are asked of their own type")
}

fn put(slot: &Slot, new: Option<&Value>) -> PyResult<()> {
    slot.set(new.cloned().unwrap_or(Value::NONE));
    Ok(())
}

impl PySync {
    #[inline]
    pub fn is_on(&self) -> bool {
        self.value.raw() == crate::object::Raw::int(1)
    }

    #[inline]
    pub fn turn(&self, on: bool) {
        self.value.set(Value::inline_int(on as i64));
    }

    /// The counter of a semaphore, changed by a number.
    pub fn add(&self, vm: &Vm, number: i64) -> PyResult<()> {
        let value = self.value.get_or_none();
        let changed = match value.as_inline_int() {
            Some(value) => vm.int(value + number),
            None => vm.binary_op(crate::object::BinaryOp::Add, &value, &Value::inline_int(number))?,
        };
        self.value.set(changed);
        Ok(())
    }

    /// Whether the counter is above zero.
    pub fn is_positive(&self, vm: &Vm) -> PyResult<bool> {
        let value = self.value.get_or_none();
        match value.as_inline_int() {
            Some(value) => Ok(value > 0),
            None => vm.compare_bool(&value, &Value::inline_int(0), CompareOp::Gt),
        }
    }

    /// Whether somebody stands in line who has not been cancelled.
    pub fn has_live_waiters(&self, vm: &Vm) -> PyResult<bool> {
        let waiters = self.waiters.get_or_none();
        if is_empty(&waiters) {
            return Ok(false);
        }
        for waiter in in_line(vm, &waiters)? {
            let cancelled = match waiter.downcast::<PyFuture>().filter(|future| future.is_exact()) {
                Some(future) => future.is_cancelled(),
                None => {
                    let answer = vm.call_method(&waiter, "cancelled", &[])?;
                    vm.truth(&answer)?
                }
            };
            if !cancelled {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Stands in line with a new future, which is the result.
    pub fn line_up(&self, vm: &Vm, this: &Value) -> PyResult<Value> {
        let waiter = new_waiter(vm, this, &self.loop_)?;
        if !self.waiters.is_set() || self.waiters.get_or_none().is_none() {
            self.waiters.set(Ref::new(PyDeque::payload(Default::default(), None)).into_value());
        }
        append(vm, &self.waiters.get_or_none(), waiter.clone())?;
        Ok(waiter)
    }
}

// ---- lines of futures, also of queues

/// A future of the running loop, which is or becomes the loop of a lock or queue.
pub fn new_waiter(vm: &Vm, this: &Value, loop_: &Slot) -> PyResult<Value> {
    let running = get_loop(vm, this, loop_)?;
    if let Some(ours) = PyLoop::ours(vm, &running, overrides::CREATE_FUTURE) {
        return Ok(ours.create_future(vm, &running)?.into_value());
    }
    vm.call_method(&running, "create_future", &[])
}

/// `_get_loop()`.
pub fn get_loop(vm: &Vm, this: &Value, loop_: &Slot) -> PyResult<Value> {
    let running = vm.running_loop.get_or_none();
    let known = loop_.get_or_none();
    if known.is_none() {
        loop_.set(running.clone());
    } else if !known.is(&running) {
        let shown = vm.repr(this)?;
        return Err(vm.runtime_error(format!("{shown} is bound to a different event loop")));
    }
    Ok(running)
}

fn is_empty(waiters: &Value) -> bool {
    waiters.is_none() || waiters.downcast::<PyDeque>().is_some_and(|deque| deque.len() == 0)
}

/// All who stand in line.
fn in_line(vm: &Vm, waiters: &Value) -> PyResult<Vec<Value>> {
    match waiters.downcast::<PyDeque>() {
        Some(deque) => Ok(deque.items.borrow().iter().cloned().collect()),
        None if waiters.is_none() => Ok(Vec::new()),
        None => vm.collect(waiters),
    }
}

pub fn append(vm: &Vm, waiters: &Value, waiter: Value) -> PyResult<()> {
    match waiters.downcast::<PyDeque>() {
        Some(deque) => {
            deque.push_back(waiter);
            Ok(())
        }
        None => vm.call_method(waiters, "append", &[waiter]).map(drop),
    }
}

/// Takes a future out of a line; says whether it stood there.
pub fn remove(vm: &Vm, waiters: &Value, waiter: &Value) -> PyResult<bool> {
    let Some(deque) = waiters.downcast::<PyDeque>() else {
        return match vm.call_method(waiters, "remove", std::slice::from_ref(waiter)) {
            Ok(_) => Ok(true),
            Err(raised) => vm.catch(raised, &vm.exceptions().ValueError).map(|_| false),
        };
    };
    deque.changed();
    let removed = {
        let mut items = deque.items.borrow_mut();
        if items.front().is_some_and(|first| first.is(waiter)) {
            items.pop_front()
        } else {
            let place = items.iter().position(|item| item.is(waiter));
            place.and_then(|place| items.remove(place))
        }
    };
    Ok(removed.is_some())
}

/// `if not waiter.done(): waiter.set_result(value)`; says whether it was pending.
pub fn release(vm: &Vm, waiter: &Value, value: Value) -> PyResult<bool> {
    if let Some(future) = waiter.downcast::<PyFuture>().filter(|future| future.is_exact()) {
        if future.is_done() {
            return Ok(false);
        }
        return PyFuture::finish(future, vm, value).map(|()| true);
    }
    let done = vm.call_method(waiter, "done", &[])?;
    if vm.truth(&done)? {
        return Ok(false);
    }
    vm.call_method(waiter, "set_result", &[value]).map(|_| true)
}

/// Lets the first in line go on who has not been told yet; says whether there was one.
pub fn release_next(vm: &Vm, waiters: &Value, value: &Value, before: impl Fn() -> PyResult<()>) -> PyResult<bool> {
    let Some(deque) = waiters.downcast::<PyDeque>() else {
        return release_next_of(vm, in_line(vm, waiters)?, value, before);
    };
    let mut index = 0;
    while let Some(waiter) = deque.get(index) {
        if let Some(future) = waiter.downcast::<PyFuture>().filter(|future| future.is_exact()) {
            if !future.is_done() {
                before()?;
                return PyFuture::finish(future, vm, value.clone()).map(|()| true);
            }
        } else {
            let rest = in_line(vm, waiters)?.split_off(index);
            return release_next_of(vm, rest, value, before);
        }
        index += 1;
    }
    Ok(false)
}

#[cold]
fn release_next_of(vm: &Vm, waiters: Vec<Value>, value: &Value, before: impl Fn() -> PyResult<()>) -> PyResult<bool> {
    for waiter in waiters {
        let done = vm.call_method(&waiter, "done", &[])?;
        if !vm.truth(&done)? {
            before()?;
            return release(vm, &waiter, value.clone());
        }
    }
    Ok(false)
}

// ---- making them

fn new(vm: &Vm, class: Class, _args: Rest, _keywords: Keywords) -> Ref<PySync> {
    let payload = PySync {
        // The real shape is the class's.
        header: Header::new(class.root_shape_number()),
        waiters: Slot::EMPTY,
        loop_: Slot::EMPTY,
        value: Slot::new(Value::inline_int(0)),
        bound: Slot::EMPTY,
    };
    vm.new_object(class, payload)
}

static INIT_LOCK: Native = method("Lock.__init__(self)", "", wrap(|_: &Vm, this: &Ref<PySync>| this.turn(false)));
static INIT_EVENT: Native = method("Event.__init__(self)", "", wrap(set_up_event));
static INIT_SEMAPHORE: Native = method("Semaphore.__init__(self, value=1)", "", wrap(set_up_semaphore));
static INIT_BOUNDED: Native = method("BoundedSemaphore.__init__(self, value=1)", "", wrap(set_up_bounded));

macro_rules! inits {
    ($($name:ident $row:ident;)*) => {
        $(fn $name(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
            crate::builtins::sequence::bind_init(vm, &$row, this, args)
        })*
    };
}
inits! { init_lock INIT_LOCK; init_event INIT_EVENT; init_semaphore INIT_SEMAPHORE; init_bounded INIT_BOUNDED; }

fn set_up_event(_: &Vm, this: &Ref<PySync>) {
    this.waiters.set(Ref::new(PyDeque::payload(Default::default(), None)).into_value());
    this.turn(false);
}

fn set_up_semaphore(vm: &Vm, this: &Ref<PySync>, value: &Value) -> PyResult<()> {
    if vm.compare_bool(value, &Value::inline_int(0), CompareOp::Lt)? {
        return Err(vm.value_error("Semaphore initial value must be >= 0"));
    }
    this.waiters.clear();
    this.value.set(value.clone());
    Ok(())
}

fn set_up_bounded(vm: &Vm, this: &Ref<PySync>, value: &Value) -> PyResult<()> {
    this.bound.set(value.clone());
    set_up_semaphore(vm, this, value)
}

// ---- methods

/// The default one, then the state and how many tasks wait.
fn repr(vm: &Vm, value: &Value) -> PyResult<Value> {
    let this = of(value);
    let class = class_ref(value);
    let mut state = if class.is_subtype(&types::builtin(shape::ASYNC_EVENT)) {
        if this.is_on() { "set".to_owned() } else { "unset".to_owned() }
    } else if class.is_subtype(&types::builtin(shape::ASYNC_LOCK)) {
        if this.is_on() { "locked".to_owned() } else { "unlocked".to_owned() }
    } else {
        let locked = vm.call_method(value, "locked", &[])?;
        match vm.truth(&locked)? {
            true => "locked".to_owned(),
            false => format!("unlocked, value:{}", vm.to_str(&this.value.get_or_none())?),
        }
    };
    let waiting = in_line(vm, &this.waiters.get_or_none())?.len();
    if waiting > 0 {
        state += &format!(", waiters:{waiting}");
    }
    let plain = vm.default_repr(value);
    Ok(vm.str(&format!("{} [{state}]>", plain.trim_end_matches('>'))))
}

fn get_loop_method(vm: &Vm, this: &Ref<PySync>) -> PyResult<Value> {
    get_loop(vm, this.as_value(), &this.loop_)
}

fn is_on(_: &Vm, this: &Ref<PySync>) -> bool {
    this.is_on()
}

fn set(vm: &Vm, this: &Ref<PySync>) -> PyResult<()> {
    if this.is_on() {
        return Ok(());
    }
    this.turn(true);
    for waiter in in_line(vm, &this.waiters.get_or_none())? {
        release(vm, &waiter, Value::TRUE)?;
    }
    Ok(())
}

fn clear(_: &Vm, this: &Ref<PySync>) {
    this.turn(false);
}

/// `Lock.release()`.
pub fn release_lock(vm: &Vm, this: &Ref<PySync>) -> PyResult<()> {
    if !this.is_on() {
        return Err(vm.runtime_error("Lock is not acquired."));
    }
    this.turn(false);
    wake_up_first(vm, this)
}

/// The first in line stays there until its task has run, so that nobody overtakes it.
pub fn wake_up_first(vm: &Vm, this: &Ref<PySync>) -> PyResult<()> {
    let waiters = this.waiters.get_or_none();
    let first = match waiters.downcast::<PyDeque>() {
        Some(deque) => deque.get(0),
        None => in_line(vm, &waiters)?.into_iter().next(),
    };
    match first {
        Some(first) => release(vm, &first, Value::TRUE).map(drop),
        None => Ok(()),
    }
}

/// `Semaphore.locked()`.
pub fn semaphore_locked(vm: &Vm, this: &Ref<PySync>) -> PyResult<bool> {
    Ok(!this.is_positive(vm)? || this.has_live_waiters(vm)?)
}

/// `Semaphore.release()`.
pub fn release_semaphore(vm: &Vm, this: &Ref<PySync>) -> PyResult<()> {
    this.add(vm, 1)?;
    wake_up_next(vm, this).map(drop)
}

/// `BoundedSemaphore.release()`.
fn release_bounded(vm: &Vm, this: &Ref<PySync>) -> PyResult<()> {
    if vm.compare_bool(&this.value.get_or_none(), &this.bound.get_or_none(), CompareOp::Ge)? {
        return Err(vm.value_error("BoundedSemaphore released too many times"));
    }
    release_semaphore(vm, this)
}

/// Hands one unit to the first in line; says whether there was one.
pub fn wake_up_next(vm: &Vm, this: &Ref<PySync>) -> PyResult<bool> {
    release_next(vm, &this.waiters.get_or_none(), &Value::TRUE, || this.add(vm, -1))
}

/// What leaving `async with` does, of a direct instance.
pub fn release_any(vm: &Vm, this: &Ref<PySync>) -> PyResult<()> {
    match this.header.shape() {
        shape::ASYNC_LOCK => release_lock(vm, this),
        shape::ASYNC_BOUNDED_SEMAPHORE => release_bounded(vm, this),
        _ => release_semaphore(vm, this),
    }
}

/// Whether a future has been told to go on.
pub fn has_turn(vm: &Vm, waiter: &Value) -> PyResult<bool> {
    if let Some(future) = waiter.downcast::<PyFuture>().filter(|future| future.is_exact()) {
        return Ok(future.status.get() == future::Status::Finished);
    }
    let (done, cancelled) = (vm.call_method(waiter, "done", &[])?, vm.call_method(waiter, "cancelled", &[])?);
    Ok(vm.truth(&done)? && !vm.truth(&cancelled)?)
}
