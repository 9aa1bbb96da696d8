//! Makes exception classes from their rows.

use super::PyException;
use crate::builtins::descriptors::PyGetSet;
use crate::builtins::function::{PyNative, PyWrapper};
use crate::native::{GetSet, Native, PyResult};
use crate::object::{Layout, Payload, PyType, Ref, Slots, Value, shape, wrappers};
use crate::vm::Vm;

/// What a class adds to its base.
pub(super) struct Extension {
    /// Says, as CPython's object layouts do, which classes cannot be bases of one class: those with different ones.
    pub layout: &'static Layout,
    pub slots: Slots,
    pub new: Option<&'static Native>,
    pub methods: &'static [Native],
    pub getset: &'static [GetSet],
}

impl Extension {
    /// To fill with `..Extension::NOTHING`.
    pub const NOTHING: Extension =
        Extension { layout: PyException::LAYOUT, slots: Slots::EMPTY, new: None, methods: &[], getset: &[] };
}

/// The layout of a class that adds fields: that of BaseException under another identity.
pub(super) const fn layout(name: &'static str) -> Layout {
    let base = PyException::LAYOUT;
    Layout {
        name,
        base: Some(base),
        size: base.size,
        fixed_size: base.fixed_size,
        drop: base.drop,
        traverse: base.traverse,
        clear: base.clear,
    }
}

/// A field of a class as an attribute: `field!("errno", "POSIX exception code", 0)`. Deleted, it is None.
macro_rules! field {
    ($name:literal, $doc:literal, $index:expr) => {
        $crate::native::getset(
            $name,
            $doc,
            |vm, this| Ok($crate::builtins::exception::base::exception(vm, this)?.field_or_none($index)),
            |vm, this, new| {
                $crate::builtins::exception::base::exception(vm, this)?.set_field($index, new.cloned());
                Ok(())
            },
        )
    };
}
pub(super) use field;

/// Fills a class that `Vm::derive_builtin` has made.
pub(super) fn extend(vm: &Vm, class: &Ref<PyType>, extension: &'static Extension) {
    if !std::ptr::eq(extension.layout, PyException::LAYOUT) {
        class.layout.set(extension.layout);
        shape::info(class.root_shape.get()).layout.set(Some(extension.layout));
    }
    let base = class.base.get();
    class.change_slots(|slots| {
        let mut own = extension.slots;
        if let Some(base) = &base {
            crate::builtins::type_::bootstrap::inherit_slots(&mut own, base.slots());
        }
        *slots = own;
    });
    if let Some(new) = extension.new {
        class.new.set(Some(new));
        class.init_own(&vm.names().__new__, vm.new_function(new, class));
    }
    for wrapper in wrappers::wrappers_of(&extension.slots, 0) {
        let descriptor = PyWrapper::descriptor(wrapper, class.clone());
        class.init_own(&vm.intern_immortal(wrapper.name), descriptor.into_value());
    }
    for native in extension.methods {
        class.init_own(&vm.intern_immortal(native.name()), PyNative::descriptor(native, class));
    }
    for row in extension.getset {
        class.init_own(&vm.intern_immortal(row.name), PyGetSet::new(row, class.clone()).into_value());
    }
}

/// The keyword arguments of an `__init__`, which must be among `known`.
pub(super) fn keywords<const N: usize>(
    vm: &Vm,
    this: &Value,
    args: crate::native::Args,
    known: [&str; N],
) -> PyResult<[Option<Value>; N]> {
    let mut found = [const { None }; N];
    for (name, value) in args.keywords() {
        let name = vm.str_text(name);
        match known.iter().position(|known| *known == name) {
            Some(index) => found[index] = Some(value.clone()),
            None => {
                let class = crate::object::class_ref(this).name();
                return Err(vm.type_error(format!("{class}() got an unexpected keyword argument '{name}'")));
            }
        }
    }
    Ok(found)
}
