//! The tree of built-in exception classes.

use super::define::{self, Extension};
use crate::object::{PyType, Ref, Value};
use crate::vm::Vm;

macro_rules! exception_classes {
    ($root:ident; $($name:ident: $base:ident, $doc:literal;)*) => {
        /// The built-in exception classes by their Python names: `vm.exceptions().TypeError`.
        #[allow(non_snake_case)]
        pub struct ExceptionTypes {
            pub $root: Ref<PyType>,
            $(pub $name: Ref<PyType>,)*
        }

        impl ExceptionTypes {
            /// Makes all classes below BaseException.
            #[allow(non_snake_case)]
            pub fn create(vm: &Vm, $root: Ref<PyType>) -> ExceptionTypes {
                $(let $name = vm.derive_builtin(stringify!($name), &$base, $doc);
                if let Some(extension) = extension(stringify!($name)) {
                    define::extend(vm, &$name, extension);
                })*
                let types = ExceptionTypes { $root, $($name,)* };
                types.join_bases(vm);
                types
            }

            /// Every class with its name, for the builtins module.
            pub fn all(&self) -> Vec<(&'static str, &Ref<PyType>)> {
                vec![(stringify!($root), &self.$root), $((stringify!($name), &self.$name),)*]
            }
        }
    };
}

exception_classes! {
    BaseException;
    Exception: BaseException, "Common base class for all non-exit exceptions.";
    BaseExceptionGroup: BaseException, "A combination of multiple unrelated exceptions.";
    ExceptionGroup: BaseExceptionGroup, "";
    GeneratorExit: BaseException, "Request that a generator exit.";
    KeyboardInterrupt: BaseException, "Program interrupted by user.";
    SystemExit: BaseException, "Request to exit from the interpreter.";
    ArithmeticError: Exception, "Base class for arithmetic errors.";
    AssertionError: Exception, "Assertion failed.";
    AttributeError: Exception, "Attribute not found.";
    BufferError: Exception, "Buffer error.";
    EOFError: Exception, "Read beyond end of file.";
    ImportError: Exception, "Import can't find module, or can't find name in module.";
    LookupError: Exception, "Base class for lookup errors.";
    MemoryError: Exception, "Out of memory.";
    NameError: Exception, "Name not found globally.";
    OSError: Exception, "Base class for I/O related errors.";
    ReferenceError: Exception, "Weak ref proxy used after referent went away.";
    RuntimeError: Exception, "Unspecified run-time error.";
    StopAsyncIteration: Exception, "Signal the end from iterator.__anext__().";
    StopIteration: Exception, "Signal the end from iterator.__next__().";
    SyntaxError: Exception, "Invalid syntax.";
    SystemError: Exception, "Internal error in the Python interpreter.\n\nPlease report this to the Python maintainer, along with the traceback,\nthe Python version, and the hardware/OS platform and version.";
    TypeError: Exception, "Inappropriate argument type.";
    ValueError: Exception, "Inappropriate argument value (of correct type).";
    Warning: Exception, "Base class for warning categories.";
    FloatingPointError: ArithmeticError, "Floating-point operation failed.";
    OverflowError: ArithmeticError, "Result too large to be represented.";
    ZeroDivisionError: ArithmeticError, "Second argument to a division or modulo operation was zero.";
    ModuleNotFoundError: ImportError, "Module not found.";
    IndexError: LookupError, "Sequence index out of range.";
    KeyError: LookupError, "Mapping key not found.";
    UnboundLocalError: NameError, "Local name referenced but not bound to a value.";
    BlockingIOError: OSError, "I/O operation would block.";
    ChildProcessError: OSError, "Child process error.";
    ConnectionError: OSError, "Connection error.";
    FileExistsError: OSError, "File already exists.";
    FileNotFoundError: OSError, "File not found.";
    InterruptedError: OSError, "Interrupted by signal.";
    IsADirectoryError: OSError, "Operation doesn't work on directories.";
    NotADirectoryError: OSError, "Operation only works on directories.";
    PermissionError: OSError, "Not enough permissions.";
    ProcessLookupError: OSError, "Process not found.";
    TimeoutError: OSError, "Timeout expired.";
    BrokenPipeError: ConnectionError, "Broken pipe.";
    ConnectionAbortedError: ConnectionError, "Connection aborted.";
    ConnectionRefusedError: ConnectionError, "Connection refused.";
    ConnectionResetError: ConnectionError, "Connection reset.";
    NotImplementedError: RuntimeError, "Method or function hasn't been implemented yet.";
    PythonFinalizationError: RuntimeError, "Operation blocked during Python finalization.";
    RecursionError: RuntimeError, "Recursion limit exceeded.";
    IndentationError: SyntaxError, "Improper indentation.";
    TabError: IndentationError, "Improper mixture of spaces and tabs.";
    UnicodeError: ValueError, "Unicode related error.";
    UnicodeDecodeError: UnicodeError, "Unicode decoding error.";
    UnicodeEncodeError: UnicodeError, "Unicode encoding error.";
    UnicodeTranslateError: UnicodeError, "Unicode translation error.";
    BytesWarning: Warning, "Base class for warnings about bytes and buffer related problems, mostly\nrelated to conversion from str or comparing to str.";
    DeprecationWarning: Warning, "Base class for warnings about deprecated features.";
    EncodingWarning: Warning, "Base class for warnings about encodings.";
    FutureWarning: Warning, "Base class for warnings about constructs that will change semantically\nin the future.";
    ImportWarning: Warning, "Base class for warnings about probable mistakes in module imports";
    PendingDeprecationWarning: Warning, "Base class for warnings about features which will be deprecated\nin the future.";
    ResourceWarning: Warning, "Base class for warnings about resource usage.";
    RuntimeWarning: Warning, "Base class for warnings about dubious runtime behavior.";
    SyntaxWarning: Warning, "Base class for warnings about dubious syntax.";
    UnicodeWarning: Warning, "Base class for warnings about Unicode related problems, mostly\nrelated to conversion problems.";
    UserWarning: Warning, "Base class for warnings generated by user code.";
}

/// What a class adds to its base, if anything.
fn extension(name: &str) -> Option<&'static Extension> {
    Some(match name {
        "StopIteration" => &super::simple::STOP_ITERATION,
        "SystemExit" => &super::simple::SYSTEM_EXIT,
        "KeyError" => &super::simple::KEY_ERROR,
        "ImportError" => &super::import_error::IMPORT_ERROR,
        "NameError" => &super::named::NAME_ERROR,
        "AttributeError" => &super::named::ATTRIBUTE_ERROR,
        "OSError" => &super::os_error::OS_ERROR,
        "SyntaxError" => &super::syntax_error::SYNTAX_ERROR,
        "UnicodeDecodeError" => &super::unicode_error::UNICODE_DECODE_ERROR,
        "UnicodeEncodeError" => &super::unicode_error::UNICODE_ENCODE_ERROR,
        "UnicodeTranslateError" => &super::unicode_error::UNICODE_TRANSLATE_ERROR,
        "BaseExceptionGroup" => &super::group::BASE_EXCEPTION_GROUP,
        _ => return None,
    })
}

impl ExceptionTypes {
    /// `class ExceptionGroup(BaseExceptionGroup, Exception)` is the one with two bases.
    fn join_bases(&self, vm: &Vm) {
        let (class, groups, exceptions) = (&self.ExceptionGroup, &self.BaseExceptionGroup, &self.Exception);
        class.bases.set(vec![groups.clone(), exceptions.clone()]);
        exceptions.add_subclass(class);
        let mut mro = vec![class.clone(), groups.clone(), exceptions.clone()];
        mro.extend(exceptions.mro().into_iter().skip(1));
        class.set_mro(mro);
        class.init_own(&vm.names().__doc__, Value::NONE);
    }
}
