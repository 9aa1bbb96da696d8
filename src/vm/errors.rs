//! Raising exceptions from Rust.

use crate::builtins::exception::PyException;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::{PyResult, Raised};
use crate::object::{PyType, Ref, Value, class_ref};
use crate::vm::Vm;

macro_rules! raisers {
    ($($method:ident $class:ident;)*) => {
        $(#[doc = concat!("Raises ", stringify!($class), ".")]
        #[cold]
        pub fn $method(&self, message: impl AsRef<str>) -> Raised {
            self.raise_class(&self.exceptions().$class, message.as_ref())
        })*
    };
}

impl Vm {
    raisers! {
        type_error TypeError; value_error ValueError; runtime_error RuntimeError; index_error IndexError;
        overflow_error OverflowError; zero_division_error ZeroDivisionError; attribute_error AttributeError;
        system_error SystemError; not_implemented_error NotImplementedError; assertion_error AssertionError;
        memory_error MemoryError; recursion_error RecursionError; buffer_error BufferError; eof_error EOFError;
        import_error ImportError; lookup_error LookupError; arithmetic_error ArithmeticError; name_error_plain NameError;
        reference_error ReferenceError;
    }

    /// Raises an exception of a class with a message.
    #[cold]
    pub fn raise_class(&self, class: &Ref<PyType>, message: &str) -> Raised {
        let message = self.str(message);
        match self.new_exception(class, &[message]) {
            Ok(exception) => self.raise(exception),
            Err(raised) => raised,
        }
    }

    /// Makes an exception as a call of its class would.
    pub fn new_exception(&self, class: &Ref<PyType>, args: &[Value]) -> PyResult<Value> {
        self.call(class.as_value(), args)
    }

    /// Raises an exception object: it is parked until somebody handles it. The exception being handled becomes its
    /// context.
    #[cold]
    pub fn raise(&self, exception: Value) -> Raised {
        self.set_context(&exception);
        self.park(exception)
    }

    /// Parks an exception as it is.
    pub fn park(&self, exception: Value) -> Raised {
        self.raised.set(exception);
        Raised::parked()
    }

    /// Takes the parked exception: it is the caller's to handle.
    pub fn take_raised(&self, _raised: Raised) -> Value {
        match self.raised.take() {
            Some(exception) => exception,
            // A native returned Err without raising: our bug, but no reason to stop the program.
            None => PyException::internal(self, "error return without exception set"),
        }
    }

    fn set_context(&self, exception: &Value) {
        let Some(handled) = self.handled_exception() else { return };
        if handled.is(exception) {
            return;
        }
        let Some(new) = exception.downcast::<PyException>() else { return };
        if new.context.is_set() {
            return;
        }
        PyException::break_context_cycle(&handled, exception);
        new.context.set(handled);
    }

    /// Whether the parked exception is an instance of a class.
    pub fn raised_is(&self, class: &PyType) -> bool {
        let mut matches = false;
        self.raised.with(|exception| matches = class_ref(exception).is_subtype(class));
        matches
    }

    /// Goes on if the exception is of the class, else passes it on.
    pub fn catch(&self, raised: Raised, class: &PyType) -> PyResult<Value> {
        if self.raised_is(class) { Ok(self.take_raised(raised)) } else { Err(raised) }
    }

    pub fn catch_attribute_error(&self, raised: Raised) -> PyResult<()> {
        self.catch(raised, &self.exceptions().AttributeError).map(drop)
    }

    /// Goes on with the value of a StopIteration.
    pub fn catch_stop_iteration(&self, raised: Raised) -> PyResult<Value> {
        let exception = self.catch(raised, &self.exceptions().StopIteration)?;
        Ok(exception.downcast::<PyException>().map_or(Value::NONE, |exception| exception.extra.get_or_none()))
    }

    #[cold]
    pub fn stop_iteration(&self, value: Option<Value>) -> Raised {
        let class = &self.exceptions().StopIteration;
        let args = PyTuple::new(value.clone().into_iter().collect::<Vec<_>>());
        let exception = self.new_object(class, PyException::payload(args));
        if let Some(value) = value {
            exception.extra.set(value);
        }
        self.raise(exception.into_value())
    }

    #[cold]
    pub fn key_error(&self, key: &Value) -> Raised {
        match self.new_exception(&self.exceptions().KeyError, std::slice::from_ref(key)) {
            Ok(exception) => self.raise(exception),
            Err(raised) => raised,
        }
    }

    #[cold]
    pub fn unhashable(&self, value: &Value) -> Raised {
        self.type_error(format!("unhashable type: '{}'", class_ref(value).name()))
    }

    /// An AttributeError with `name` and `obj`, from which the "Did you mean" hint is made when it is printed.
    #[cold]
    pub fn no_attribute(&self, value: &Value, name: &Ref<PyStr>) -> Raised {
        let message = match value.downcast::<PyType>() {
            Some(class) => format!("type object '{}' has no attribute '{name}'", class.name()),
            None => match self.module_name(value) {
                Some(module) => format!("module '{module}' has no attribute '{name}'"),
                None => format!("'{}' object has no attribute '{name}'", class_ref(value).name()),
            },
        };
        self.attribute_error_about(message, value, name)
    }

    /// An AttributeError with `name` and `obj`.
    #[cold]
    pub fn attribute_error_about(&self, message: String, value: &Value, name: &Ref<PyStr>) -> Raised {
        match self.new_exception(&self.exceptions().AttributeError, &[self.str(&message)]) {
            Ok(exception) => {
                let names = self.names();
                let set = self
                    .set_attr(&exception, &names.name, Some(name.as_value()))
                    .and_then(|()| self.set_attr(&exception, &names.obj, Some(value)));
                match set {
                    Ok(()) => self.raise(exception),
                    Err(raised) => raised,
                }
            }
            Err(raised) => raised,
        }
    }

    fn module_name(&self, value: &Value) -> Option<String> {
        let module = value.downcast::<crate::builtins::module::PyModule>()?;
        let name = module.dict.get_str(self, &self.names().__name__).ok()??;
        name.downcast::<PyStr>().map(|name| name.to_string())
    }

    /// Why an attribute cannot be set or deleted.
    #[cold]
    pub fn attribute_not_settable(
        &self,
        value: &Value,
        class: &PyType,
        name: &Ref<PyStr>,
        on_class: bool,
        _deleting: bool,
    ) -> Raised {
        let class = class.name();
        let message = if on_class {
            format!("'{class}' object attribute '{name}' is read-only")
        } else {
            format!("'{class}' object has no attribute '{name}' and no __dict__ for setting new attributes")
        };
        self.attribute_error_about(message, value, name)
    }

    /// A NameError with `name`.
    #[cold]
    pub fn name_error(&self, name: &Ref<PyStr>) -> Raised {
        self.name_error_of(&self.exceptions().NameError, format!("name '{name}' is not defined"), name)
    }

    #[cold]
    pub fn name_error_of(&self, class: &Ref<PyType>, message: String, name: &Ref<PyStr>) -> Raised {
        match self.new_exception(class, &[self.str(&message)]) {
            Ok(exception) => match self.set_attr(&exception, &self.names().name, Some(name.as_value())) {
                Ok(()) => self.raise(exception),
                Err(raised) => raised,
            },
            Err(raised) => raised,
        }
    }

    #[cold]
    pub fn surrogates_not_allowed(&self, string: &PyStr) -> Raised {
        let position = string.code_points().position(|point| (0xD800..0xE000).contains(&point)).unwrap_or(0);
        let args = [
            self.str("utf-8"),
            PyStr::from_wtf8(string.as_bytes()).into_value(),
            self.int(position as i64),
            self.int(position as i64 + 1),
            self.str("surrogates not allowed"),
        ];
        match self.new_exception(&self.exceptions().UnicodeEncodeError, &args) {
            Ok(exception) => self.raise(exception),
            Err(raised) => raised,
        }
    }

    /// Fails with RecursionError when native code has come too deep. Natives that call back, and everything that
    /// recurses over data, check this.
    #[inline]
    pub fn check_native_stack(&self, doing: &str) -> PyResult<()> {
        if self.native_stack_is_low() {
            return Err(self.native_stack_exhausted(doing));
        }
        Ok(())
    }

    /// Making the exception is itself a call, which may use the reserve.
    #[cold]
    fn native_stack_exhausted(&self, doing: &str) -> Raised {
        let limit = self.native_limit.replace(0);
        let raised = self.recursion_error(format!("maximum recursion depth exceeded{doing}"));
        self.native_limit.set(limit);
        raised
    }

    /// Whether the native stack has grown as far as Python may drive it.
    #[inline(always)]
    pub fn native_stack_is_low(&self) -> bool {
        let here = 0u8;
        (&raw const here as usize) < self.native_limit.get()
    }
}
