//! `Task` as Python sees it.

use super::future_type;
use super::step;
use super::task::{Options, PyTask};
use crate::builtins::function::PyNative;
use crate::builtins::str::PyStr;
use crate::native::convert::Class;
use crate::native::{Args, Keywords, Native, PyResult, Rest, getset, getter, method, staticmethod, wrap};
use crate::object::types::builtin;
use crate::object::{Ref, Slots, TypeSpec, Value, shape, types};
use crate::vm::Vm;

pub static TASK: TypeSpec = TypeSpec {
    module: "_asyncio",
    doc: "A coroutine wrapped in a Future.",
    base: shape::FUTURE,
    flags: types::BASETYPE | types::WEAKREF,
    slots: Slots { repr: Some(repr), init: Some(init), finalize: Some(finalize), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: METHODS,
    getset: &[
        getset(
            "_log_destroy_pending",
            "",
            |_, value| Ok(Value::bool(of(value).future.log_destroy_pending.get())),
            |vm, value, new| {
                let Some(new) = new else { return Err(vm.attribute_error("cannot delete attribute")) };
                let on = vm.truth(new)?;
                of(value).future.log_destroy_pending.set(on);
                Ok(())
            },
        ),
        getter("_must_cancel", "", |_, value| Ok(Value::bool(of(value).future.must_cancel.get()))),
        getter("_coro", "", |_, value| Ok(of(value).coroutine.get_or_none())),
        getter("_fut_waiter", "", |_, value| Ok(of(value).waiter.get_or_none())),
        getter("_num_cancels_requested", "", |vm, value| Ok(vm.int(of(value).cancel_requests.get() as i64))),
    ],
    ..TypeSpec::of::<PyTask>("Task")
};

static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "", wrap(new));

static METHODS: &[Native] = &[
    method(
        "set_result(self, result, /)",
        "",
        wrap(|vm: &Vm, _: &Ref<PyTask>, _: &Value| -> PyResult<()> {
            Err(vm.runtime_error("Task does not support set_result operation"))
        }),
    ),
    method(
        "set_exception(self, exception, /)",
        "",
        wrap(|vm: &Vm, _: &Ref<PyTask>, _: &Value| -> PyResult<()> {
            Err(vm.runtime_error("Task does not support set_exception operation"))
        }),
    ),
    method(
        "cancel(self, msg=None)",
        "Request that this task cancel itself.\n\nThis arranges for a CancelledError to be thrown into the\nwrapped coroutine on the next cycle through the event loop.\nThe coroutine then has a chance to clean up or even deny\nthe request using try/except/finally.\n\nUnlike Future.cancel, this does not guarantee that the\ntask will be cancelled: the exception might be caught and\nacted upon, delaying cancellation of the task or preventing\ncancellation completely.  The task may also return a value or\nraise a different exception.\n\nImmediately after this method is called, Task.cancelled() will\nnot return True (unless the task was already cancelled).  A\ntask will be marked as cancelled when the wrapped coroutine\nterminates with a CancelledError exception (even if cancel()\nwas not called).\n\nThis also increases the task's count of cancellation requests.",
        wrap(cancel),
    ),
    method(
        "cancelling(self, /)",
        "Return the count of the task's cancellation requests.\n\nThis count is incremented when .cancel() is called\nand may be decremented using .uncancel().",
        wrap(cancelling),
    ),
    method(
        "uncancel(self, /)",
        "Decrement the task's count of cancellation requests.\n\nThis should be used by tasks that catch CancelledError\nand wish to continue indefinitely until they are cancelled again.\n\nReturns the remaining number of cancellation requests.",
        wrap(uncancel),
    ),
    method("set_result(self, result, /)", "", wrap(set_result)),
    method("set_exception(self, exception, /)", "", wrap(set_exception)),
    method("get_coro(self, /)", "", wrap(get_coro)),
    method("get_context(self, /)", "", wrap(get_context)),
    method("get_name(self, /)", "", wrap(get_name)),
    method("set_name(self, value, /)", "", wrap(set_name)),
    method(
        "get_stack(self, /, *, limit=None)",
        "Return the list of stack frames for this task's coroutine.\n\nIf the coroutine is not done, this returns the stack where it is\nsuspended.  If the coroutine has completed successfully or was\ncancelled, this returns an empty list.  If the coroutine was\nterminated by an exception, this returns the list of traceback\nframes.\n\nThe frames are always ordered from oldest to newest.\n\nThe optional limit gives the maximum number of frames to\nreturn; by default all available frames are returned.  Its\nmeaning differs depending on whether a stack or a traceback is\nreturned: the newest frames of a stack are returned, but the\noldest frames of a traceback are returned.  (This matches the\nbehavior of the traceback module.)\n\nFor reasons beyond our control, only one stack frame is\nreturned for a suspended coroutine.",
        wrap(get_stack),
    ),
    method(
        "print_stack(self, /, *, limit=None, file=None)",
        "Print the stack or traceback for this task's coroutine.\n\nThis produces output similar to that of the traceback module,\nfor the frames retrieved by get_stack().  The limit argument\nis passed to get_stack().  The file argument is an I/O stream\nto which the output is written; by default output is written\nto sys.stderr.",
        wrap(print_stack),
    ),
    crate::native::classmethod("__class_getitem__(cls, object, /)", "See PEP 585", wrap(future_type::class_getitem)),
];

/// What stands in handles for a task's next step, when somebody looks; not an attribute of the class.
static STEP: Native = method("TaskStepMethWrapper(self, exc=None, /)", "", wrap(step_native));
static WAKEUP: Native = method("task_wakeup(self, future, /)", "", wrap(wakeup_native));

fn bound(native: &'static Native, task: &Ref<PyTask>) -> Value {
    let descriptor = PyNative::descriptor(native, &builtin(shape::TASK));
    match descriptor.downcast::<PyNative>() {
        Some(native) => native.bind(task.as_value()).into_value(),
        None => descriptor,
    }
}

/// The task's next step as a callable.
pub fn step_method(task: &Ref<PyTask>) -> Value {
    bound(&STEP, task)
}

/// What a future calls when the task waits for it.
pub fn wakeup_method(task: &Ref<PyTask>) -> Value {
    bound(&WAKEUP, task)
}

fn step_native(vm: &Vm, this: &Ref<PyTask>, exception: Value) -> PyResult<()> {
    step::step(vm, this, Some(exception).filter(|exception| !exception.is_none()))
}

fn wakeup_native(vm: &Vm, this: &Ref<PyTask>, future: &Value) -> PyResult<()> {
    step::wake_up(vm, this, future)
}

fn of(value: &Value) -> &Ref<PyTask> {
    value.downcast::<PyTask>().expect("attributes are asked of their own type")
}

fn new(vm: &Vm, class: Class, _args: Rest, _keywords: Keywords) -> Ref<PyTask> {
    vm.new_object(class, PyTask::payload())
}

/// `Task.__init__(coro, *, loop=None, name=None, context=None, eager_start=False)`.
fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let mut coroutine = args.positional().first().cloned();
    if args.positional().len() > 1 {
        let given = args.positional().len();
        return Err(vm.type_error(format!("Task() takes exactly 1 positional argument ({given} given)")));
    }
    let mut options = Options::default();
    for (name, value) in args.keywords() {
        match vm.str_text(name).as_str() {
            "coro" if coroutine.is_none() => coroutine = Some(value.clone()),
            "loop" => options.loop_ = Some(value.clone()),
            "name" => options.name = Some(value.clone()),
            "context" => options.context = Some(value.clone()),
            "eager_start" => options.eager_start = vm.truth(value)?,
            other => return Err(vm.type_error(format!("Task() got an unexpected keyword argument '{other}'"))),
        }
    }
    let Some(coroutine) = coroutine else {
        return Err(vm.type_error("Task() missing required argument 'coro' (pos 1)"));
    };
    future_type::set_up(vm, this, options.loop_.take())?;
    PyTask::begin(of(this), vm, &coroutine, options)
}

fn repr(vm: &Vm, value: &Value) -> PyResult<Value> {
    let function = vm.import_attr("asyncio.base_tasks", "_task_repr")?;
    vm.call(&function, std::slice::from_ref(value))
}

fn finalize(vm: &Vm, value: &Value) {
    let Some(this) = value.downcast::<PyTask>() else { return };
    vm.kernel.tasks.leave(&this.place);
    if !this.future.is_done() && this.future.log_destroy_pending.get() && this.coroutine.is_set() {
        let context = vm.dict();
        context.set_name(vm, "task", value.clone());
        context.set_name(vm, "message", vm.str("Task was destroyed but it is pending!"));
        if let Some(traceback) = this.future.rare_part(|rare| rare.source_traceback.clone()) {
            context.set_name(vm, "source_traceback", traceback);
        }
        let loop_ = this.future.loop_.get_or_none();
        if let Err(raised) = vm.call_method(&loop_, "call_exception_handler", &[context.into_value()]) {
            vm.report_unraisable(raised, None, value);
        }
    }
    future_type::finalize(vm, value);
}

fn cancel(vm: &Vm, this: &Ref<PyTask>, message: Value) -> PyResult<bool> {
    PyTask::cancel(this, vm, message)
}

fn cancelling(_: &Vm, this: &Ref<PyTask>) -> u32 {
    this.cancel_requests.get()
}

fn uncancel(_: &Vm, this: &Ref<PyTask>) -> u32 {
    let left = this.cancel_requests.get().saturating_sub(1);
    this.cancel_requests.set(left);
    if left == 0 {
        this.future.must_cancel.set(false);
    }
    left
}

fn set_result(vm: &Vm, _this: &Ref<PyTask>, _result: &Value) -> PyResult<()> {
    Err(vm.runtime_error("Task does not support set_result operation"))
}

fn set_exception(vm: &Vm, _this: &Ref<PyTask>, _exception: &Value) -> PyResult<()> {
    Err(vm.runtime_error("Task does not support set_exception operation"))
}

fn get_coro(_: &Vm, this: &Ref<PyTask>) -> Value {
    this.coroutine.get_or_none()
}

fn get_context(vm: &Vm, this: &Ref<PyTask>) -> Value {
    this.context(vm)
}

fn get_name(vm: &Vm, this: &Ref<PyTask>) -> Value {
    this.name(vm)
}

fn set_name(vm: &Vm, this: &Ref<PyTask>, value: &Value) -> PyResult<()> {
    let name = if value.downcast_exact::<PyStr>().is_some() { value.clone() } else { vm.to_str(value)?.into_value() };
    this.name.set(name);
    Ok(())
}

fn get_stack(vm: &Vm, this: &Ref<PyTask>, limit: Value) -> PyResult<Value> {
    let function = vm.import_attr("asyncio.base_tasks", "_task_get_stack")?;
    vm.call(&function, &[this.to_value(), limit])
}

fn print_stack(vm: &Vm, this: &Ref<PyTask>, limit: Value, file: Value) -> PyResult<Value> {
    let function = vm.import_attr("asyncio.base_tasks", "_task_print_stack")?;
    vm.call(&function, &[this.to_value(), limit, file])
}
