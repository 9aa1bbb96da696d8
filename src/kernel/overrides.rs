//! Which methods of the kernel a loop object still has: what is overridden is called by name.

use std::cell::Cell;

use crate::builtins::function::PyNative;
use crate::object::types::shape_number;
use crate::object::{PyType, Ref, Value, class_of, shape, types};
use crate::vm::Vm;

macro_rules! replaceable {
    ($($constant:ident $name:literal;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Bit { $($constant,)* }
        $(pub const $constant: u32 = 1 << Bit::$constant as u32;)*
        static METHODS: &[(&str, u32)] = &[$(($name, $constant)),*];
    };
}

replaceable! {
    TIME "time"; CALL_SOON "call_soon"; CALL_AT "call_at"; CALL_SOON_INNER "_call_soon"; RUN_ONCE "_run_once";
    WRITE_TO_SELF "_write_to_self"; CHECK_CLOSED "_check_closed"; CHECK_THREAD "_check_thread"; CREATE_TASK "create_task";
    CREATE_FUTURE "create_future"; GET_DEBUG "get_debug"; SETUP "_run_forever_setup"; CLEANUP "_run_forever_cleanup";
    RUN_FOREVER "run_forever"; STOP "stop"; ADD_READER "_add_reader"; REMOVE_READER "_remove_reader";
    ADD_WRITER "_add_writer"; REMOVE_WRITER "_remove_writer"; ADD_CALLBACK "_add_callback";
    TIMER_CANCELLED "_timer_handle_cancelled"; CALL_LATER "call_later";
}

/// What was found when the loop was last looked at.
#[derive(Default)]
pub struct Overrides {
    class_version: Cell<u32>,
    shape: Cell<u32>,
    found: Cell<u32>,
}

impl Overrides {
    /// The methods that `value`, the loop, does not have from the kernel.
    #[inline]
    pub fn of(&self, vm: &Vm, value: &Value) -> u32 {
        let class = crate::object::class_ref(value);
        let number = shape_number(value);
        if class.known_version() != 0 && class.known_version() == self.class_version.get() && number == self.shape.get()
        {
            return self.found.get();
        }
        self.look(vm, value)
    }

    #[cold]
    fn look(&self, vm: &Vm, value: &Value) -> u32 {
        let class = class_of(value);
        let mut found = 0;
        for &(name, bit) in METHODS {
            let name = vm.intern_immortal(name);
            let ours = class.lookup(&name).is_some_and(|method| is_native_of(&method, shape::KERNEL_LOOP));
            let in_instance = !matches!(vm.instance_attr(value, &name), Ok(None));
            if !ours || in_instance {
                found |= bit;
            }
        }
        let number = shape_number(value);
        // Attributes in a dict may change without a trace.
        let stable = !shape::info(number).has(shape::DICT_MODE);
        self.class_version.set(if stable { class.version() } else { 0 });
        self.shape.set(number);
        self.found.set(found);
        found
    }
}

/// Whether a class attribute is a native method that the built-in type of this shape declares.
pub fn is_native_of(method: &Value, number: u32) -> bool {
    let Some(native) = method.downcast::<PyNative>() else { return false };
    let owner = native.owner.get();
    owner.is_some_and(|owner| owner.is(types::builtin(number).as_value()))
}

/// Whether instances of a class have the kernel's own method of this name, from the built-in type of this shape.
pub fn has_native(vm: &Vm, class: &Ref<PyType>, name: &str, numbers: &[u32]) -> bool {
    let name = vm.intern_immortal(name);
    class.lookup(&name).is_some_and(|method| numbers.iter().any(|&number| is_native_of(&method, number)))
}
