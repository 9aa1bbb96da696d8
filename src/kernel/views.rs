//! `loop._ready` and `loop._scheduled`: live views of the queues, for programs and tests that look into them.

use super::event_loop::PyLoop;
use super::future::PyFuture;
use super::handle::{self, PyHandle};
use super::ready::Ready;
use crate::native::{Native, PyResult, method, wrap};
use crate::object::{CompareOp, Header, Ref, Slots, TypeSpec, Value, shape, types};
use crate::vm::Vm;

/// A view; which queue it shows is told by its shape.
#[repr(C)]
pub struct PyQueueView {
    header: Header,
    loop_: Value,
}

crate::payload!(PyQueueView, shape::READY_VIEW, traverse(this, visitor) {
    visitor.visit(&this.loop_);
} clear {});

const SLOTS: Slots = Slots {
    repr: Some(repr),
    len: Some(len),
    iter: Some(iter),
    contains: Some(contains),
    getitem: Some(getitem),
    compare: Some(compare),
    ..Slots::EMPTY
};

const METHODS: &[Native] = &[
    method("append(self, handle, /)", "", wrap(append)),
    method("appendleft(self, handle, /)", "", wrap(appendleft)),
    method("popleft(self, /)", "", wrap(popleft)),
    method("pop(self, /)", "", wrap(pop)),
    method("clear(self, /)", "", wrap(clear)),
    method("remove(self, handle, /)", "", wrap(remove)),
];

pub static READY_VIEW: TypeSpec = TypeSpec {
    module: "_asyncio",
    flags: types::NO_NEW,
    slots: SLOTS,
    methods: METHODS,
    ..TypeSpec::of::<PyQueueView>("ready_queue")
};

pub static TIMERS_VIEW: TypeSpec = TypeSpec {
    module: "_asyncio",
    shape: shape::TIMERS_VIEW,
    flags: types::NO_NEW,
    slots: SLOTS,
    methods: METHODS,
    ..TypeSpec::of::<PyQueueView>("timer_heap")
};

/// A view of a loop's queue: `shape::READY_VIEW` or `shape::TIMERS_VIEW`.
pub fn new(number: u32, loop_: &Value) -> Value {
    Ref::new(PyQueueView { header: Header::new(number), loop_: loop_.clone() }).into_value()
}

fn of(value: &Value) -> &Ref<PyQueueView> {
    value.downcast::<PyQueueView>().expect("slots are called with their own type")
}

impl PyQueueView {
    fn of_loop(&self) -> &Ref<PyLoop> {
        self.loop_.downcast::<PyLoop>().expect("views are made of loops")
    }

    fn is_ready(&self) -> bool {
        self.header.shape() == shape::READY_VIEW
    }

    /// Everything in the queue as handles, which then stand there themselves.
    fn handles(&self, vm: &Vm) -> Vec<Ref<PyHandle>> {
        let this = self.of_loop();
        if !self.is_ready() {
            let finish = vm.import_attr("asyncio.futures", "_set_result_unless_cancelled");
            let finish = finish.unwrap_or_else(|raised| vm.take_raised(raised));
            let make = |when: f64, future: Ref<PyFuture>| {
                let args = vm.tuple(vec![future.to_value(), future.outcome.get_or_none()]);
                let context = vm.copy_context().into_value();
                let handle = handle::timer(Value::float(when), finish.clone(), args, self.loop_.clone(), context);
                handle.scheduled.set(true);
                handle
            };
            return this.timers.borrow_mut().in_order(make);
        }
        let entries = this.ready.take();
        let handles: Vec<_> = entries.into_iter().map(|entry| entry.into_handle(vm, &self.loop_)).collect();
        let mut queue = this.ready.borrow_mut();
        for handle in handles.iter().rev() {
            queue.push_front(Ready::Handle(handle.clone()));
        }
        handles
    }

    fn values(&self, vm: &Vm) -> Vec<Value> {
        self.handles(vm).into_iter().map(Ref::into_value).collect()
    }

    /// Replaces the content.
    fn refill(&self, vm: &Vm, handles: Vec<Value>) -> PyResult<()> {
        self.empty();
        for handle in handles {
            self.put(vm, &handle, false)?;
        }
        Ok(())
    }

    fn empty(&self) {
        let this = self.of_loop();
        if self.is_ready() {
            let old = this.ready.take();
            drop(old);
        } else {
            let old = this.timers.borrow_mut().clear();
            this.timers_cancelled.set(0);
            drop(old);
        }
    }

    fn put(&self, vm: &Vm, value: &Value, front: bool) -> PyResult<()> {
        let Some(handle) = value.downcast::<PyHandle>() else {
            return Err(vm.type_error("a Handle is required"));
        };
        let this = self.of_loop();
        if !self.is_ready() {
            let due = handle.due(vm)?;
            this.timers.borrow_mut().push(due, handle.clone());
        } else if front {
            this.ready.borrow_mut().push_front(Ready::Handle(handle.clone()));
        } else {
            this.ready.borrow_mut().push_back(Ready::Handle(handle.clone()));
        }
        Ok(())
    }
}

fn repr(vm: &Vm, value: &Value) -> PyResult<Value> {
    let this = of(value);
    let content = vm.repr(&vm.list(this.values(vm)))?;
    Ok(if this.is_ready() { vm.str(&format!("deque({content})")) } else { content.into_value() })
}

fn len(_: &Vm, value: &Value) -> PyResult<usize> {
    let this = of(value);
    let loop_ = this.of_loop();
    Ok(if this.is_ready() { loop_.ready.borrow().len() } else { loop_.timers.borrow().len() })
}

fn iter(vm: &Vm, value: &Value) -> PyResult<Value> {
    vm.iter(&vm.list(of(value).values(vm)))
}

fn contains(vm: &Vm, value: &Value, item: &Value) -> PyResult<bool> {
    vm.contains(&vm.list(of(value).values(vm)), item)
}

fn getitem(vm: &Vm, value: &Value, index: &Value) -> PyResult<Value> {
    vm.get_item(&vm.list(of(value).values(vm)), index)
}

fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let Some(this) = left.downcast::<PyQueueView>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let mine = vm.list(this.values(vm));
    let theirs = vm.list(vm.collect(right)?);
    vm.compare(&mine, &theirs, op)
}

fn append(vm: &Vm, this: &Ref<PyQueueView>, handle: &Value) -> PyResult<()> {
    this.put(vm, handle, false)
}

fn appendleft(vm: &Vm, this: &Ref<PyQueueView>, handle: &Value) -> PyResult<()> {
    this.put(vm, handle, true)
}

fn popleft(vm: &Vm, this: &Ref<PyQueueView>) -> PyResult<Value> {
    take(vm, this, true)
}

fn pop(vm: &Vm, this: &Ref<PyQueueView>) -> PyResult<Value> {
    take(vm, this, false)
}

fn take(vm: &Vm, this: &Ref<PyQueueView>, front: bool) -> PyResult<Value> {
    let mut handles = this.values(vm);
    if handles.is_empty() {
        return Err(vm.index_error("pop from an empty queue"));
    }
    let taken = if front { handles.remove(0) } else { handles.pop().unwrap_or(Value::NONE) };
    this.refill(vm, handles)?;
    Ok(taken)
}

fn clear(_: &Vm, this: &Ref<PyQueueView>) {
    this.empty();
}

fn remove(vm: &Vm, this: &Ref<PyQueueView>, handle: &Value) -> PyResult<()> {
    let mut handles = this.values(vm);
    for index in 0..handles.len() {
        if vm.is_equal(&handles[index], handle)? {
            handles.remove(index);
            return this.refill(vm, handles);
        }
    }
    Err(vm.value_error("handle is not in the queue"))
}
