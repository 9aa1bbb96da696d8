//! Which tasks there are, and which one runs.

use crate::builtins::set::PySet;
use crate::kernel::{PyTask, step};
use crate::native::{PyResult, Raised};
use crate::object::Value;
use crate::vm::Vm;

fn loop_or_running(vm: &Vm, loop_: Value) -> PyResult<Value> {
    if !loop_.is_none() {
        return Ok(loop_);
    }
    super::get_running_loop(vm)
}

pub fn current_task(vm: &Vm, loop_: Value) -> PyResult<Value> {
    let loop_ = loop_or_running(vm, loop_)?;
    Ok(current(vm, &loop_).unwrap_or(Value::NONE))
}

/// The task that a loop runs now: of this thread's loop in the thread's own place.
fn current(vm: &Vm, loop_: &Value) -> Option<Value> {
    let known = vm.kernel.entered.borrow().iter().find(|(entered, _)| entered.is(loop_)).map(|(_, task)| task.clone());
    if known.is_some() {
        return known;
    }
    let task = vm.current_task.get().filter(|task| !task.is_none())?;
    let same = match step::loop_of(vm, &task) {
        Ok(own) => own.is(loop_),
        Err(raised) => {
            drop(vm.take_raised(raised));
            false
        }
    };
    same.then_some(task)
}

pub fn all_tasks(vm: &Vm, loop_: Value) -> PyResult<Value> {
    let loop_ = loop_or_running(vm, loop_)?;
    let set = PySet::new();
    for task in vm.kernel.tasks.all() {
        if !task.future.is_done() && task.future.loop_.raw() == loop_.raw() {
            vm.set_add(&set, task.into_value())?;
        }
    }
    let mut foreign = vm.kernel.eager_tasks.borrow().clone();
    let weak = vm.kernel.foreign_tasks.borrow().clone();
    if let Some(weak) = weak {
        foreign.extend(vm.collect(&weak)?);
    }
    for task in foreign {
        let done = vm.call_method(&task, "done", &[])?;
        if !vm.truth(&done)? && step::loop_of(vm, &task)?.is(&loop_) {
            vm.set_add(&set, task)?;
        }
    }
    Ok(set.into_value())
}

fn foreign_tasks(vm: &Vm) -> PyResult<Value> {
    let known = vm.kernel.foreign_tasks.borrow().clone();
    if let Some(known) = known {
        return Ok(known);
    }
    let class = vm.import_attr("weakref", "WeakSet")?;
    let made = vm.call(&class, &[])?;
    *vm.kernel.foreign_tasks.borrow_mut() = Some(made.clone());
    Ok(made)
}

pub fn register_task(vm: &Vm, task: &Value) -> PyResult<()> {
    match task.downcast::<PyTask>() {
        Some(task) => PyTask::register(task, vm),
        None => drop(vm.call_method(&foreign_tasks(vm)?, "add", std::slice::from_ref(task))?),
    }
    Ok(())
}

pub fn unregister_task(vm: &Vm, task: &Value) -> PyResult<()> {
    match task.downcast::<PyTask>() {
        Some(task) => vm.kernel.tasks.leave(&task.place),
        None => drop(vm.call_method(&foreign_tasks(vm)?, "discard", std::slice::from_ref(task))?),
    }
    Ok(())
}

pub fn register_eager_task(vm: &Vm, task: Value) {
    let mut tasks = vm.kernel.eager_tasks.borrow_mut();
    if !tasks.iter().any(|known| known.is(&task)) {
        tasks.push(task);
    }
}

pub fn unregister_eager_task(vm: &Vm, task: &Value) {
    let removed = {
        let mut tasks = vm.kernel.eager_tasks.borrow_mut();
        let place = tasks.iter().position(|known| known.is(task));
        place.map(|place| tasks.swap_remove(place))
    };
    drop(removed);
}

fn shown(vm: &Vm, value: &Value) -> String {
    vm.repr(value).map(|text| text.to_string()).unwrap_or_default()
}

/// Makes a task the current one of a loop; None takes the present one away. Gives the former one.
fn put(vm: &Vm, loop_: &Value, task: Value) -> Option<Value> {
    let former = current(vm, loop_);
    if vm.running_loop.raw() == loop_.raw() {
        drop(vm.current_task.replace(Some(task).filter(|task| !task.is_none())));
        return former;
    }
    let removed = {
        let mut entered = vm.kernel.entered.borrow_mut();
        let place = entered.iter().position(|(entered, _)| entered.is(loop_));
        let removed = place.map(|place| entered.swap_remove(place));
        if !task.is_none() {
            entered.push((loop_.clone(), task));
        }
        removed
    };
    drop(removed);
    former
}

pub fn enter_task(vm: &Vm, loop_: &Value, task: &Value) -> PyResult<()> {
    if let Some(current) = current(vm, loop_) {
        return Err(vm.runtime_error(format!(
            "Cannot enter into task {} while another task {} is being executed.",
            shown(vm, task),
            shown(vm, &current)
        )));
    }
    put(vm, loop_, task.clone());
    Ok(())
}

pub fn leave_task(vm: &Vm, loop_: &Value, task: &Value) -> PyResult<()> {
    let current = current(vm, loop_);
    if !current.as_ref().is_some_and(|current| current.is(task)) {
        return Err(not_current(vm, task, &current.unwrap_or(Value::NONE)));
    }
    put(vm, loop_, Value::NONE);
    Ok(())
}

#[cold]
fn not_current(vm: &Vm, task: &Value, current: &Value) -> Raised {
    let (task, current) = (shown(vm, task), shown(vm, current));
    vm.runtime_error(format!("Invalid attempt to leave task {task} while task {current} is entered."))
}

pub fn swap_current_task(vm: &Vm, loop_: &Value, task: Value) -> Value {
    put(vm, loop_, task).unwrap_or(Value::NONE)
}
