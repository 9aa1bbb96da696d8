//! `_io`: raw files, buffers and text over them, streams in memory, and `open`.
//!
//! One file per class or layer: [`base`] (the abstract bases), [`fileio`], [`buffered`] (reader, writer, random, pair),
//! [`text`] (TextIOWrapper), [`stringio`], [`bytesio`], [`newlines`]; [`codec`] holds the encodings that text knows
//! itself. [`standard`] makes and flushes the standard streams. `stdlib/io.py` is the Python half.

pub mod base;
pub mod buffered;
pub mod bytesio;
pub mod codec;
pub mod fileio;
pub mod newlines;
mod open;
pub mod standard;
pub mod stringio;
pub mod text;

pub use open::warn;

use std::cell::OnceCell;

use super::NativeModule;
use crate::builtins::module::PyModule;
use crate::native::{Args, Native, PyResult, Raised, function, wrap};
use crate::object::types::builtin;
use crate::object::{PyType, Ref, TypeSpec, Value, class_ref, shape};
use crate::vm::Vm;
use crate::vm::handle::module_state;

pub const DEFAULT_BUFFER_SIZE: usize = 128 * 1024;

pub static MODULE: NativeModule = NativeModule { functions: FUNCTIONS, init, ..NativeModule::of("_io") };

static FUNCTIONS: &[Native] = &[
    function(
        "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
        "Open file and return a stream.  Raise OSError upon failure.",
        wrap(open::open),
    ),
    function(
        "open_code(path)",
        "Opens the provided file with the intent to import the contents.",
        wrap(open::open_code),
    ),
    function(
        "text_encoding(encoding, stacklevel=2, /)",
        "A helper function to choose the text encoding.",
        wrap(open::text_encoding),
    ),
];

/// Every type of the module. A base stands before what derives from it.
pub static SPECS: &[&TypeSpec] = &[
    &base::IO_BASE,
    &base::RAW_IO_BASE,
    &base::BUFFERED_IO_BASE,
    &base::TEXT_IO_BASE,
    &fileio::FILE_IO,
    &bytesio::BYTES_IO,
    &buffered::BUFFERED_READER,
    &buffered::BUFFERED_WRITER,
    &buffered::BUFFERED_RANDOM,
    &buffered::pair::BUFFERED_RW_PAIR,
    &newlines::INCREMENTAL_NEWLINE_DECODER,
    &stringio::STRING_IO,
    &text::TEXT_IO_WRAPPER,
];

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    for spec in SPECS {
        module.dict.set_name(vm, spec.name, builtin(spec.shape).into_value());
    }
    module.dict.set_name(vm, "DEFAULT_BUFFER_SIZE", vm.int(DEFAULT_BUFFER_SIZE as i64));
    module.dict.set_name(vm, "UnsupportedOperation", unsupported_operation(vm).to_value());
    module.dict.set_name(vm, "BlockingIOError", vm.exceptions().BlockingIOError.to_value());
    Ok(())
}

#[derive(Default)]
struct State {
    unsupported: OnceCell<Ref<PyType>>,
}

/// The class `UnsupportedOperation`, both an OSError and a ValueError.
pub fn unsupported_operation(vm: &Vm) -> &'static Ref<PyType> {
    module_state::<State>(vm, "_io").unsupported.get_or_init(|| {
        let (os_error, value_error) = (&vm.exceptions().OSError, &vm.exceptions().ValueError);
        let class = vm.derive_builtin("UnsupportedOperation", os_error, "");
        class.set_flag(crate::object::types::HEAP, true);
        class.bases.set(vec![os_error.clone(), value_error.clone()]);
        value_error.add_subclass(&class);
        let mut mro = vec![class.clone(), os_error.clone()];
        mro.extend(value_error.mro());
        class.set_mro(mro);
        class.init_own(&vm.names().__module__, vm.intern("io").into_value());
        class
    })
}

/// An operation that a stream does not have.
#[cold]
pub fn unsupported(vm: &Vm, message: &str) -> Raised {
    vm.raise_class(unsupported_operation(vm), message)
}

/// Calls a native row with `this` as its first argument: how `init` slots bind their arguments.
pub fn call_row(vm: &Vm, row: &'static Native, this: &Value, args: Args) -> PyResult<Value> {
    let mut values = smallvec::SmallVec::<[Value; 8]>::with_capacity(args.values.len() + 1);
    values.push(this.clone());
    values.extend(args.values.iter().cloned());
    let args = Args { values: &values, names: args.names };
    crate::native::bind::bind(vm, vm.signature_of(row), args, 1, |bound| (row.call)(vm, bound))
}

/// The attribute `closed` of any stream, as a truth value.
pub fn is_closed(vm: &Vm, stream: &Value) -> PyResult<bool> {
    let closed = vm.get_attr(stream, &vm.names().closed)?;
    vm.truth(&closed)
}

/// A count from an argument where None and negative numbers stand for "all".
pub fn size_argument(vm: &Vm, size: &Value) -> PyResult<Option<usize>> {
    if size.is_none() {
        return Ok(None);
    }
    if let Some(inline) = size.as_inline_int() {
        return Ok(usize::try_from(inline).ok());
    }
    if class_ref(size).slots().index.is_none() {
        let name = class_ref(size).name();
        return Err(vm.type_error(format!("argument should be integer or None, not '{name}'")));
    }
    Ok(usize::try_from(vm.index_clamped(size)?).ok())
}

/// Issues a ResourceWarning about a stream that nobody closed.
pub fn warn_unclosed(vm: &Vm, stream: &Value) {
    let Ok(shown) = vm.repr(stream) else {
        drop(vm.raised.take());
        return;
    };
    let message = vm.str(&format!("unclosed file {shown}"));
    let class = vm.exceptions().ResourceWarning.to_value();
    let warned = vm.import_attr("warnings", "warn").and_then(|warn| {
        vm.call_args(
            &warn,
            Args { values: &[message, class, vm.int(1), stream.clone()], names: &[vm.intern("source").into_value()] },
        )
    });
    if let Err(raised) = warned {
        vm.report_unraisable(raised, None, stream);
    }
}

/// Whether a value's class is one of these built-in ones itself. (Attributes give an instance another shape, so that
/// `downcast_exact` does not tell.)
pub fn has_class(value: &Value, numbers: &[u32]) -> bool {
    let class: *const PyType = class_ref(value);
    numbers.iter().any(|&number| class == shape::info(number).class.get())
}

/// A raw file whose class is `FileIO` itself.
pub fn as_file(value: &Value) -> Option<&Ref<fileio::PyFileIO>> {
    value.downcast::<fileio::PyFileIO>().filter(|_| has_class(value, &[shape::FILE_IO]))
}

/// As [`is_closed`], without look-up for our own streams.
pub fn is_closed_fast(vm: &Vm, stream: &Value) -> PyResult<bool> {
    if has_class(stream, &[shape::BUFFERED_WRITER, shape::BUFFERED_READER, shape::BUFFERED_RANDOM])
        && let Some(raw) = stream.downcast::<buffered::PyBuffered>().and_then(|buffered| buffered.raw.get())
        && let Some(file) = as_file(&raw)
    {
        return Ok(file.fd.get() < 0);
    }
    is_closed(vm, stream)
}
