//! OSError: errno, its text, the files concerned; and the subclasses that error numbers stand for.

use super::PyException;
use super::base::{self, exception};
use super::define::{Extension, field, layout};
use crate::builtins::int;
use crate::builtins::tuple::PyTuple;
use crate::native::convert::Class;
use crate::native::{Args, Keywords, Native, PyResult, Rest, getset, method, staticmethod, wrap};
use crate::object::{Layout, PyType, Ref, Slots, Value, class_of};
use crate::vm::Vm;

/// Numbers of the fields.
pub const ERRNO: usize = 0;
pub const STRERROR: usize = 1;
pub const FILENAME: usize = 2;
pub const FILENAME2: usize = 3;
const WRITTEN: usize = 4;

static LAYOUT: Layout = layout("OSError");

pub(super) static OS_ERROR: Extension = Extension {
    layout: &LAYOUT,
    slots: Slots { init: Some(init), str: Some(str), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: METHODS,
    getset: &[
        field!("errno", "POSIX exception code", ERRNO),
        field!("strerror", "exception strerror", STRERROR),
        field!("filename", "exception filename", FILENAME),
        field!("filename2", "second exception filename", FILENAME2),
        getset("characters_written", "", get_written, set_written),
    ],
};

static NEW: Native = staticmethod(
    "__new__(cls, *args, **kwargs)",
    "Create and return a new object.  See help(type) for accurate signature.",
    wrap(new),
);

static METHODS: &[Native] = &[method("__reduce__(self, /)", "", wrap(reduce))];

/// The class of an error number.
fn class_of_errno(vm: &Vm, errno: i64) -> Option<&'static Ref<PyType>> {
    let classes = vm.exceptions();
    Some(match errno as i32 {
        libc::EAGAIN | libc::EALREADY | libc::EINPROGRESS => &classes.BlockingIOError,
        #[allow(unreachable_patterns)]
        libc::EWOULDBLOCK => &classes.BlockingIOError,
        libc::EPIPE | libc::ESHUTDOWN => &classes.BrokenPipeError,
        libc::ECHILD => &classes.ChildProcessError,
        libc::ECONNABORTED => &classes.ConnectionAbortedError,
        libc::ECONNREFUSED => &classes.ConnectionRefusedError,
        libc::ECONNRESET => &classes.ConnectionResetError,
        libc::EEXIST => &classes.FileExistsError,
        libc::ENOENT => &classes.FileNotFoundError,
        libc::EISDIR => &classes.IsADirectoryError,
        libc::ENOTDIR => &classes.NotADirectoryError,
        libc::EINTR => &classes.InterruptedError,
        libc::EACCES | libc::EPERM => &classes.PermissionError,
        libc::ESRCH => &classes.ProcessLookupError,
        libc::ETIMEDOUT => &classes.TimeoutError,
        _ => return None,
    })
}

/// Whether `__new__` leaves the work to `__init__`, which a subclass has overridden.
fn leaves_to_init(vm: &Vm, class: &PyType) -> bool {
    let base = &vm.exceptions().OSError;
    let is_same = |a: Option<crate::object::slots::Init>, b: Option<crate::object::slots::Init>| {
        a.map(|f| f as usize) == b.map(|f| f as usize)
    };
    !is_same(class.slots().init, base.slots().init)
        && class
            .lookup(&vm.names().__new__)
            .is_some_and(|new| base.own(&vm.names().__new__).is_some_and(|own| own.is(&new)))
}

fn new(vm: &Vm, class: Class, args: Rest, keywords: Keywords) -> PyResult<Ref<PyException>> {
    let leaves = leaves_to_init(vm, class);
    if !leaves && !keywords.0.is_empty() {
        return Err(vm.type_error(format!("{}() takes no keyword arguments", class.name())));
    }
    let is_base = class.is(&vm.exceptions().OSError);
    let mut chosen = class;
    if is_base
        && let [errno, _, ..] = args.0
        && let Some(errno) = int::as_int(errno).and_then(|errno| errno.to_i64())
        && args.0.len() <= 5
        && let Some(subclass) = class_of_errno(vm, errno)
    {
        chosen = subclass;
    }
    let exception = vm.new_object(chosen, PyException::payload(vm.empty_tuple_ref()));
    if !leaves {
        fill(vm, &exception, args.0)?;
    }
    Ok(exception)
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    if !leaves_to_init(vm, &class_of(this)) {
        return Ok(());
    }
    base::no_keywords(vm, this, args)?;
    fill(vm, exception(vm, this)?, args.values)
}

/// Two to five arguments are errno, text, file, Windows' number (not ours) and second file.
fn fill(vm: &Vm, this: &Ref<PyException>, args: &[Value]) -> PyResult<()> {
    let mut kept = args;
    if let [errno, strerror, rest @ ..] = args
        && rest.len() <= 3
    {
        this.set_field(ERRNO, Some(errno.clone()));
        this.set_field(STRERROR, Some(strerror.clone()));
        if let Some(filename) = rest.first().filter(|filename| !filename.is_none()) {
            if vm.is_instance_exact(this.as_value(), &vm.exceptions().BlockingIOError) && is_number(filename) {
                this.set_field(WRITTEN, Some(vm.index(filename)?));
            } else {
                this.set_field(FILENAME, Some(filename.clone()));
                if let Some(second) = rest.get(2).filter(|second| !second.is_none()) {
                    this.set_field(FILENAME2, Some(second.clone()));
                }
                kept = &args[..2];
            }
        }
    }
    this.args.set(PyTuple::new(kept.iter().cloned()));
    Ok(())
}

fn is_number(value: &Value) -> bool {
    crate::object::class_ref(value).slots().index.is_some()
}

fn get_written(vm: &Vm, this: &Value) -> PyResult<Value> {
    match exception(vm, this)?.field(WRITTEN) {
        Some(written) => Ok(written),
        None => Err(vm.attribute_error("characters_written")),
    }
}

fn set_written(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let exception = exception(vm, this)?;
    match new {
        Some(new) => exception.set_field(WRITTEN, Some(vm.index(new)?)),
        None if exception.field(WRITTEN).is_none() => return Err(vm.attribute_error("characters_written")),
        None => exception.set_field(WRITTEN, None),
    }
    Ok(())
}

fn str(vm: &Vm, this: &Value) -> PyResult<Value> {
    let exception = exception(vm, this)?;
    let (errno, strerror) = (exception.field(ERRNO), exception.field(STRERROR));
    let text = |value: Option<Value>| vm.to_str(&value.unwrap_or(Value::NONE)).map(|text| text.to_string());
    if let Some(filename) = exception.field(FILENAME) {
        let (errno, strerror) = (text(errno)?, text(strerror)?);
        let mut shown = format!("[Errno {errno}] {strerror}: {}", vm.repr(&filename)?);
        if let Some(second) = exception.field(FILENAME2) {
            shown += &format!(" -> {}", vm.repr(&second)?);
        }
        return Ok(vm.str(&shown));
    }
    match (errno, strerror) {
        (Some(errno), Some(strerror)) => {
            Ok(vm.str(&format!("[Errno {}] {}", text(Some(errno))?, text(Some(strerror))?)))
        }
        _ => base::str(vm, this),
    }
}

fn reduce(vm: &Vm, this: &Ref<PyException>) -> Value {
    let mut args = this.args.get().items().to_vec();
    if args.len() == 2
        && let Some(filename) = this.field(FILENAME)
    {
        args.push(filename);
        if let Some(second) = this.field(FILENAME2) {
            args.push(Value::NONE);
            args.push(second);
        }
    }
    base::reduce_with(vm, this, vm.tuple(args), base::attributes(vm, this))
}
